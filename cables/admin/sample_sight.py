"""What somebody may see of the records that a dry run quotes."""

from cables.curation.redactions.hiding import Veil

from .reject_sight import CLOSED, redacted_ids

QUOTED = ("before", "after")


def without_sealed_words(user, samples):
    """
    Take out of the samples what they quote of cables that have lost words, for who may
    not see sealed words.
    """
    if user.has_perm("cables.view_sealedtext"):
        return
    quoted = [change for one in samples["changed"] for change in one["changes"]]
    quoted += samples["conflicts"]
    every = [*samples["changed"], *samples["conflicts"], *samples["rejected"]]
    named = redacted_ids(one["reference_id"] for one in every)
    texts = [one[name] for one in quoted for name in QUOTED]
    veil = Veil([*texts, *(one["reason"] for one in samples["rejected"])])
    for one in samples["changed"]:
        if one["reference_id"] in named:
            one["changes"] = [
                change | dict.fromkeys(QUOTED, CLOSED) for change in one["changes"]
            ]
    for one in samples["conflicts"]:
        if one["reference_id"] in named:
            one |= dict.fromkeys(QUOTED, CLOSED)
    for one in samples["rejected"]:
        if one["reference_id"] in named:
            one["reason"] = CLOSED
        one["reason"] = veil(one["reason"])
    for one in quoted:
        one |= {name: veil(one[name]) for name in QUOTED}
