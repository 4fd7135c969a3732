"""References to their targets, and malformed twins to the cable that they double."""

import re

from django.db import connection
from django.db.models import Q

from cables.models import Cable, Reference, holding_epoch, raise_epoch

from .prepare import WELL_FORMED
from .sources.text_files import CLASSIFICATION_LINE
from .traces import note_twins

RESOLVE = """
    UPDATE cables_reference SET target_id = (
        SELECT id FROM cables_cable WHERE reference_id = cables_reference.cited_id
    )
    WHERE target_id IS NULL AND cited_id <> '' AND EXISTS (
        SELECT 1 FROM cables_cable WHERE reference_id = cables_reference.cited_id
    )
"""
#: PostgreSQL joins once, where a subquery would be run for each row.
RESOLVE_POSTGRESQL = """
    UPDATE cables_reference r SET target_id = c.id FROM cables_cable c
    WHERE r.target_id IS NULL AND r.cited_id <> '' AND c.reference_id = r.cited_id
"""
SERIAL_IN_HEADER = re.compile(r"^DE \S+ #0*(\d{1,7})", re.MULTILINE)
SERIAL_IN_BODY = re.compile(r"\b0*(\d{1,7})\s*$")


@holding_epoch
def resolve_references():
    """
    Fill the targets of references whose cable is in the archive by now, whichever of
    the two came first. Return how many references got one.
    """
    postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        cursor.execute(RESOLVE_POSTGRESQL if postgresql else RESOLVE)
        resolved = cursor.rowcount
    if resolved:
        raise_epoch()
    return resolved


def unresolved():
    """Return references that name a cable which is in the archive."""
    return Reference.objects.filter(
        Q(target=None) & ~Q(cited_id=""),
        cited_id__in=Cable.objects.values("reference_id"),
    )


@holding_epoch
def point_malformed_twins(run=None):
    """
    Point each malformed id at the cable that it doubles: the one with a well-formed id
    that has the very same words, or the one of its post and year whose serial the
    malformed record's own DE line or classification line names. What a person has said
    stays, also that it doubles none. ``run`` is the import that does so.
    """
    pointed = []
    malformed = Cable.objects.filter(canonical=None).exclude(
        reference_id__regex=f"^{WELL_FORMED.pattern}$"
    )
    for cable in malformed.select_related("post").iterator(chunk_size=100):
        if "canonical" in cable.curated:
            continue
        twin = _same_words(cable) or _by_own_serial(cable)
        if twin and Cable.objects.filter(pk=cable.pk, canonical=None).update(
            canonical=twin
        ):
            pointed.append(cable.pk)
    if pointed:
        raise_epoch()
        if run is not None:
            note_twins(run, pointed)
    return len(pointed)


def _well_formed():
    return Cable.objects.filter(reference_id__regex=f"^{WELL_FORMED.pattern}$")


def _same_words(cable):
    return (
        _well_formed()
        .filter(created=cable.created, sha256=cable.sha256)
        .exclude(pk=cable.pk)
        .order_by("id")
        .first()
    )


def _by_own_serial(cable):
    serial = SERIAL_IN_HEADER.search(cable.header) or _serial_of_line(cable.body)
    if serial is None:
        return None
    wanted = f"^{cable.created:%y}[A-Z]+{serial[1]}$"
    return Cable.objects.filter(
        post=cable.post, created__year=cable.created.year, reference_id__regex=wanted
    ).first()


def _serial_of_line(body):
    line = CLASSIFICATION_LINE.search(body)
    return SERIAL_IN_BODY.search(line[0]) if line else None
