"""
A record read again: what today's parser makes of it, and what of that is taken.

What a person has set stays: a field that is theirs is not offered, nor a paragraph that
they have edited, removed or merged.
"""

from cables.models import holding_epoch

from .cables import take_values
from .paragraphs import FIELDS, in_order, take_blocks
from .revisions import history
from .tags import set_tags
from .versions import lock, save_version, unmark_curated


def touched_by_people(cable):
    """Return the keys of blocks whose words, kind, label or marking a person changed."""
    if "paragraphs" not in cable.curated:
        return set()
    touched, words = set(), set(FIELDS) - {"position"}
    for revision in history(cable).exclude(why__startswith=WHY):
        for told in (revision.before, revision.after):
            for key, fields in told.get("paragraphs", {}).items():
                if words & fields.keys():
                    touched.add(key)
    return touched


WHY = "Read again"


@holding_epoch
def take_parse(
    cable, *, user, values, blocks=None, problems=None, expected_version=None
):
    """
    Take what the parser found: ``values`` by field, ``blocks`` as ``take_blocks`` has
    them or None to leave them. None of it becomes a person's.
    """
    cable = lock(cable, expected_version)
    ours = {name: value for name, value in values.items() if name not in cable.curated}
    cable = take_values(cable, user=user, values=ours, why=WHY, problems=problems)
    if blocks is not None and _differ(in_order(cable), blocks):
        cable = take_blocks(cable, user=user, blocks=blocks, why=WHY)
    return cable


@holding_epoch
def give_back_tags(cable, *, user, names, why="", expected_version=None):
    """Give the tags back to the record: they are what it has, and imports fill them."""
    cable = set_tags(
        cable, user=user, names=names, why=why, expected_version=expected_version
    )
    if "tags" in cable.curated:
        before = {"curated": cable.curated}
        unmark_curated(cable, ["tags"])
        after = {"curated": cable.curated}
        told = {"why": why, "before": before, "after": after}
        save_version(cable, user=user, fields=["curated"], **told)
    return cable


def _differ(here, blocks):
    names = FIELDS[:-1]
    now = [(one.pk, *(getattr(one, name) for name in names)) for one in here]
    return now != [(one["id"], *(one[name] for name in names)) for one in blocks]
