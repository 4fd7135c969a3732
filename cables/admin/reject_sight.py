"""
What somebody may see of refused records. One that names a cable from which words were
taken out, or that has such words, is for who may see sealed words, as the cable's own
record is.
"""

from django.db.models import Q

from cables.choices import RedactionState
from cables.curation.redactions.hiding import Veil, no_veil
from cables.models import Cable
from cables.models.sealed import Redaction
from cables.parsing import parse_reference_id

CLOSED = "Not shown: words were taken out of this cable."


class RejectSight:
    """What one person may see of some rejects, and of their reasons."""

    def __init__(self, user, rejects):
        self._closed = set()
        if user.has_perm("cables.view_sealedtext"):
            self.reason = no_veil
            return
        rejects = list(rejects)
        raw = {one.pk: one.raw.decode("utf-8", "replace") for one in rejects}
        self.reason = Veil([*raw.values(), *(one.reason for one in rejects)])
        named = redacted_ids(one.reference_id for one in rejects)
        self._closed = {
            one.pk
            for one in rejects
            if one.reference_id in named or self.reason(raw[one.pk]) != raw[one.pk]
        }

    def opens(self, reject):
        """Say whether the record is to be seen."""
        return reject.pk not in self._closed

    def veil(self, reject):
        """Let a reject that is only shown have its reason without what is hidden."""
        reject.reason = self.reason(reject.reason)
        return reject


class ReasonsOnly(RejectSight):
    """For a list that shows no record: none of them is unpacked."""

    def __init__(self, user, rejects):
        sees = user.has_perm("cables.view_sealedtext")
        self.reason = no_veil if sees else Veil([one.reason for one in rejects])


def redacted_ids(written):
    """Return those of the ids, as they were written, whose cable has lost words."""
    spelt = {one: {one.strip().upper(), parse_reference_id(one)} for one in written}
    ids = set().union(*spelt.values()) - {None, ""}
    known = Q(reference_id__in=ids) | Q(old_addresses__former_id__in=ids)
    approved = Redaction.objects.filter(state=RedactionState.APPROVED)
    cables = Cable.objects.filter(known, pk__in=approved.values("sealed_text__cable"))
    rows = cables.values_list("reference_id", "old_addresses__former_id")
    found = {name for row in rows for name in row}
    return {one for one, spellings in spelt.items() if spellings & found - {None}}
