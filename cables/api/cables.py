"""Cables and their paragraphs."""

from django.http import HttpResponsePermanentRedirect
from django.urls import reverse
from ninja import Router

from cables.models import Cable, Post
from cables.reading.answers import absent, no_paragraph
from cables.reading.cable_forms import cable_json, card_json, selection_json
from cables.reading.dossier import Dossier
from cables.reading.figures import counted as cables_by
from cables.reading.selection import select
from cables.sharing.resolver import find_cable

from .paging import CABLES, answer
from .parameters import CableQuery, Key, ReferenceId
from .serving import by_edition
from .shapes import (
    CableList,
    Gone,
    OneParagraph,
    ParagraphRange,
    Problem,
    WholeCable,
)

router = Router(tags=["cables"])
router.add_decorator(by_edition, mode="view")

READING = ["GET", "HEAD"]
MISSING = {301: None, 404: Problem, 410: Gone}
LISTED = (
    *("reference_id", "number", "created", "created_precision", "released"),
    *("classification", "subject", "is_partial", "version", "sha256"),
    *("post__name", "post__slug", "post__country"),
)


@router.api_operation(READING, "cables", response=CableList, summary="All cables")
def cables(request, asked: CableQuery):
    """Every public cable without its text, the newest first."""
    rows, within = Cable.objects.public(), {}
    if asked.post:
        post = Post.objects.filter(slug=asked.post).first()
        rows = rows.filter(post=post) if post else rows.none()
        within["post"] = [post.pk if post else 0]
    if asked.year:
        rows = rows.filter(created__year=asked.year)
        within["year"] = [asked.year]
    counts = cables_by(request.edition, "classification", **within)
    if asked.classification:
        rows = rows.filter(classification=asked.classification)
    cards = rows.select_related("post").only(*LISTED)
    newest = asked.sort == "newest"
    return answer(
        request,
        CABLES.page(cards, asked.cursor, asked.limit, newest=newest),
        limit=asked.limit,
        place=CABLES,
        count=_count(counts, asked.classification),
        shape=listed_json,
    )


def _count(counts, classification):
    return counts.get(classification, 0) if classification else sum(counts.values())


def listed_json(cable):
    return card_json(cable) | {
        "partial": cable.is_partial,
        "version": cable.version,
        "sha256": cable.sha256,
    }


@router.api_operation(
    READING,
    "cables/{reference_id}",
    response={200: WholeCable, **MISSING},
    summary="One cable",
)
def cable(request, reference_id: ReferenceId):
    """A cable with all its paragraphs. Any other spelling of its id redirects here."""
    dossier = Dossier.open(reference_id=reference_id)
    if dossier:
        return cable_json(dossier)
    return _elsewhere(request, reference_id, "api:cable")


@router.api_operation(
    READING,
    "paragraphs/{reference_id}/{key}",
    response={200: OneParagraph | ParagraphRange, **MISSING},
    summary="One paragraph, or a range",
)
def paragraph(request, reference_id: ReferenceId, key: Key):
    """Some words of a cable. A key that was merged into another redirects to that."""
    dossier = Dossier.open(reference_id=reference_id)
    if dossier is None:
        return _elsewhere(request, reference_id, "api:paragraph", key)
    if blocks := select(dossier, key):
        return selection_json(dossier, blocks, key)
    alias = dossier.alias(key)
    if alias is None:
        return no_paragraph(request, dossier.cable, status=404, form="json")
    holder = next((b for b in dossier.paragraphs if b.pk == alias.paragraph_id), None)
    if holder is None:
        return no_paragraph(request, dossier.cable, status=410, form="json")
    place = reverse("api:paragraph", args=[reference_id, holder.key])
    return HttpResponsePermanentRedirect(place)


def _elsewhere(request, text, name, *args):
    """Lead to the cable that a text names; else say what the cable's page says."""
    found = find_cable(text)
    if found is None:
        return absent(request, text, "json")
    place = reverse(name, args=[found.reference_id, *args])
    return HttpResponsePermanentRedirect(place)
