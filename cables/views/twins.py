"""The twins of a page that leave the site: files for reference managers, and the card."""

import hashlib

from django.core.cache import caches
from django.http import HttpResponse

from cables.sharing.cards import card_of, draw
from cables.sharing.citations import RECORDS, cite_blocks, cite_cable
from cables.sharing.meta import signposts
from cables.sharing.permalinks import absolute, cable_address

AN_HOUR = 3600


def cable_twin(form):
    """Return the view of a cable's twin in a form: a function of request and dossier."""
    return lambda request, dossier: _twin(dossier, cite_cable(dossier.cable), form)


def passage_twin(form):
    """Return the same for some blocks."""

    def make(request, dossier, blocks, key):
        work = cite_blocks(dossier.cable, blocks, key)
        text = " ".join(block.text for block in blocks)
        return _twin(dossier, work, form, text)

    return make


FORMS = (*RECORDS, "png")


def _twin(dossier, work, form, text=""):
    if form == "png":
        png = _drawn(dossier.edition, card_of(work, text))
        return HttpResponse(png, content_type="image/png")
    record = RECORDS[form]
    response = HttpResponse(record.make(work), content_type=record.content_type)
    name = f"{work.file_name}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def signposted(response, cable, work):
    """Give a page the header that tells machines where its records lie."""
    response["Link"] = signposts(work, absolute(cable_address(cable)))
    return response


def _drawn(edition, card):
    """Draw a card once an edition."""
    digest = hashlib.sha256(f"{edition.key}|{card}".encode()).hexdigest()
    key = f"card:{digest[:32]}"
    png = caches["cards"].get(key)
    if png is None:
        png = draw(card)
        caches["cards"].set(key, png, AN_HOUR)
    return png
