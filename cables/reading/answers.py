"""What answers where a page cannot, or need not: absent, withdrawn, unchanged, not now."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import condition

from cables.choices import State
from cables.models import Cable, Change, Reference
from cables.sharing.near import cables_near
from cables.sharing.resolver import cables_named

from .conditional import cacheable, etag
from .dossier import CARD

WAIT = 30  # seconds after which to ask again for an index that is being made


def conditionally(request, dossier, make):
    """Answer 304 where the reader has this version already; else make the page."""
    version = dossier.cable.pk, dossier.cable.version, dossier.edition.key
    conditional = condition(etag_func=lambda *_: etag(*version))
    return cacheable(conditional(lambda request: make())(request))


def absent(request, text, form="html"):
    """
    Answer for an id that readers cannot see. What is said depends on the id that was
    asked for and on public cables alone, so that a draft, a cable on hold, one whose
    release is to come and one that never was all answer with the same bytes.
    """
    reference_id = text.strip().upper()
    withdrawal = last_withdrawal(text)
    status = 410 if withdrawal else 404
    if form.endswith("json"):
        response = JsonResponse(_absent_json(withdrawal), status=status)
    elif form != "html":
        lines = (f"{value}\n" for value in _absent_json(withdrawal).values())
        response = plain_text("".join(lines), status=status)
    else:
        context = {"reference_id": reference_id, "withdrawal": withdrawal}
        if not withdrawal:
            context["citations"] = citations_of(reference_id)
            context["near"] = cables_near(text)
        name = "withdrawn" if withdrawal else "absent"
        response = render(request, f"cables/{name}.html", context, status=status)
    return cacheable(response)


def last_withdrawal(text):
    """Return the log's row about a cable that was public once and was taken out."""
    gone = cables_named(text).filter(state=State.WITHDRAWN, on_hold=False)
    return Change.objects.withdrawals().filter(cable__in=gone).first()


def citations_of(reference_id):
    """Return the public cables that cite an id, each with its paragraphs."""
    rows = (
        Reference.objects.public()
        .filter(cited_id=reference_id)
        .select_related("paragraph")
        .defer("paragraph__text")
        .order_by("-cable__created", "-cable", "position")[:200]
    )
    rows = list(rows)
    cables = Cable.objects.public().filter(pk__in={row.cable_id for row in rows})
    cards = {card.pk: card for card in cables.only(*CARD)}
    for row in rows:
        row.card = cards.get(row.cable_id)
    return [row for row in rows if row.card]


def _absent_json(withdrawal):
    if withdrawal is None:
        return {"detail": "No public cable has this address."}
    return {
        "detail": "This cable was withdrawn.",
        "withdrawn": withdrawal.when.date().isoformat(),
        "reason": withdrawal.reason or withdrawal.get_reason_code_display(),
    }


def plain_text(text, **kwargs):
    return HttpResponse(text, content_type="text/plain; charset=utf-8", **kwargs)


NO_PARAGRAPH = {
    404: gettext_lazy("This cable has no such paragraph."),
    410: gettext_lazy(
        "The words of this paragraph were taken out; its address is kept."
    ),
}


def no_paragraph(request, cable, *, status, form="html"):
    """Answer for a key that the cable never gave (404), or whose words are gone (410)."""
    detail = str(NO_PARAGRAPH[status])
    if form.endswith("json"):
        response = JsonResponse({"detail": detail}, status=status)
    elif form != "html":
        response = plain_text(f"{detail}\n", status=status)
    else:
        context = {"cable": cable, "detail": detail, "status": status}
        response = render(request, "cables/no_paragraph.html", context, status=status)
    return cacheable(response)


def known_key(cable, *keys):
    """Return the first of the keys that the cable has or had, or an empty text."""
    known = _keys(cable)
    return next((key for key in keys if key in known), "")


def _keys(cable):
    blocks, aliases = cable.paragraphs.order_by(), cable.paragraph_aliases.order_by()
    return set(blocks.values_list("key", flat=True)) | set(
        aliases.values_list("key", flat=True)
    )


def no_index(request):
    sentence = _("The search index is being made. Please try again in a minute.")
    return not_now(request, sentence)


def not_now(request, sentence, *, status=503):
    """
    Answer what will do in a moment: no error of the reader's, and never to be kept. A
    browser asks for HTML and gets a page; anything else gets the sentence alone.
    """
    if request.get_preferred_type(["text/plain", "text/html"]) == "text/html":
        context = {"sentence": sentence}
        response = render(request, "cables/not_now.html", context, status=status)
    else:
        response = plain_text(f"{sentence}\n", status=status)
    response["Retry-After"] = WAIT
    response["Cache-Control"] = "no-store"
    return response
