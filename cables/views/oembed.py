"""oEmbed 1.0: what other people's pages show in the place of a link to here."""

from urllib.parse import urlsplit
from xml.etree import ElementTree

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.urls import Resolver404, resolve
from django.views.decorators.http import require_safe

from cables.reading.answers import conditionally, plain_text
from cables.reading.cable_page import description
from cables.reading.conditional import cacheable
from cables.reading.dossier import Dossier
from cables.reading.selection import select
from cables.sharing.citations import cite_blocks, cite_cable
from cables.sharing.embeds import embed, oembed
from cables.sharing.permalinks import (
    absolute,
    cable_address,
    paragraph_address,
    without_language,
)

SHOWN = ("cable", "paragraph")
NOT_HERE = "Nothing at this address can be embedded."


@require_safe
def embedded(request):
    form = request.GET.get("format", "json")
    if form not in FORMS:
        return _refuse(501, f"There is no format {form!r} here: ask for json or xml.")
    room = {}
    for name in ("maxwidth", "maxheight"):
        given = request.GET.get(name, "")
        if given and not (given.isascii() and given.isdigit() and 0 < len(given) < 6):
            return _refuse(400, f"{name} is a number of pixels, in digits.")
        room[name[3:]] = int(given or 0) or None
    found = _found(request.GET.get("url", ""))
    if found is None:
        return _refuse(404, NOT_HERE)
    dossier, key, blocks = found

    def make():
        response = FORMS[form](_answer(dossier, key, blocks, room))
        response["Access-Control-Allow-Origin"] = "*"  # public, and knows no cookie
        return response

    return conditionally(request, dossier, make)


def _refuse(status, sentence):
    return cacheable(plain_text(f"{sentence}\n", status=status))


def _found(url):
    """Return (dossier, key, blocks) for an address of this site, or None."""
    try:
        parts = urlsplit(url)
        match = resolve(without_language(parts.path))
    except (ValueError, Resolver404):
        return None
    ours = urlsplit(settings.SITE_URL)
    if parts.netloc.lower() != ours.netloc.lower() or match.url_name not in SHOWN:
        return None
    dossier = Dossier.open(reference_id=match.kwargs["reference_id"])
    key = match.kwargs.get("key", "")
    if dossier is None:
        return None
    blocks = select(dossier, key) if key else dossier.paragraphs
    return (dossier, key, blocks) if blocks or not key else None


def _answer(dossier, key, blocks, room):
    cable = dossier.cable
    words = "" if key else description(cable, blocks)
    if key:
        work = cite_blocks(cable, blocks, key)
        card = paragraph_address(cable, key, form="png")
    else:
        work = cite_cable(cable)
        card = cable_address(cable, form="png")
    html = embed(work, blocks, words, corrected=dossier.corrected)
    return oembed(
        work,
        html,
        letters=len(words) or sum(len(block.text) for block in blocks),
        author_url=absolute(cable.post.get_absolute_url()),
        card_url=absolute(card),
        **room,
    )


def _xml(answer):
    root = ElementTree.Element("oembed")
    for name, value in answer.items():
        ElementTree.SubElement(root, name).text = str(value)
    text = ElementTree.tostring(root, encoding="unicode")
    head = '<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n'
    return HttpResponse(head + text, content_type="text/xml; charset=utf-8")


FORMS = {"json": JsonResponse, "xml": _xml}
