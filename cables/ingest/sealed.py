"""Of which cables words were taken out, so that an import does not bring them back."""

from django.db.models import Q

from cables.choices import RedactionState
from cables.models.sealed import Redaction, SealedText


def sealed_of(cables):
    """Return the keys of the cables whose words as they were are sealed."""
    rows = SealedText.objects.filter(cable__in=cables)
    return set(rows.values_list("cable_id", flat=True))


def purged_of(cables):
    """
    Return the keys of the cables of which a purge has taken words, or of a twin: a record
    that comes in for them is encrypted at once.
    """
    heads = {one.canonical_id or one.pk for one in cables}
    if not heads:
        return set()
    purged = Redaction.objects.filter(
        state=RedactionState.APPROVED, purge__isnull=False
    )
    of_group = purged.filter(
        Q(sealed_text__cable__in=heads) | Q(sealed_text__cable__canonical__in=heads)
    )
    pairs = of_group.values_list("sealed_text__cable", "sealed_text__cable__canonical")
    found = {canonical or key for key, canonical in pairs}
    return {one.pk for one in cables if (one.canonical_id or one.pk) in found}
