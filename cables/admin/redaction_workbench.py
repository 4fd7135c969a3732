"""
The redaction workbench of a cable: its texts, to mark words in; what is marked; what the
rules suggest; and what readers would have instead.
"""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from cables.curation.errors import CurationError
from cables.curation.redactions.errors import RedactionRefused
from cables.curation.redactions.foresee import as_readers_would
from cables.curation.redactions.propose import REASONS, propose, withdraw_proposal
from cables.curation.redactions.suggestions import suggest
from cables.curation.redactions.texts import FIELDS, Place, Texts
from cables.curation.redactions.words import forms_of
from cables.models.sealed import Redaction

from .cable_pages import get_cable
from .fields import PlainTexts
from .mistakes import mistakes_of
from .numbers import number_in, sent_version
from .redaction_texts import may_see_words, sections, waiting_for

RIGHTS = ("add_redaction", "view_redaction", "approve_redaction", "restore_redaction")
CHOICES = [(reason.value, reason.label) for reason in REASONS]


class MarkForm(PlainTexts, forms.Form):
    """Words to take out of one text, and why."""

    as_it_stands = ("words",)
    place = forms.ChoiceField(label="Where")
    words = forms.CharField(
        label="Words to take out",
        strip=False,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
        help_text="As they stand there. With script: select them in the text.",
    )
    occurrence = forms.IntegerField(
        label="Which of them",
        min_value=1,
        required=False,
        help_text="1 for the first, where the words stand there more than once.",
    )
    start = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    reason = forms.ChoiceField(
        label="Reason", choices=[("", "Choose a reason"), *CHOICES]
    )
    note = forms.CharField(
        label="Note",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="For the desk only; needed for “Other”. Do not write the words here.",
    )
    replacement = forms.CharField(
        label="What readers see",
        required=False,
        max_length=80,
        help_text="Empty for the reason itself: [redacted: protects a source].",
    )

    def __init__(self, *args, places=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [("", "Choose a text"), *places]


def workbench(request, pk, modeladmin):
    cable = get_cable(modeladmin, request, pk)
    if not any(request.user.has_perm(f"cables.{right}") for right in RIGHTS):
        raise PermissionDenied
    waiting = waiting_for(cable)
    shown = sections(cable, _seen(request.user, waiting))
    form = MarkForm(places=[(str(one.place), _short(one)) for one in shown])
    if request.method == "POST":
        form = MarkForm(request.POST, places=form.fields["place"].choices[1:])
        if _act(modeladmin, request, cable, form):
            return redirect("admin:cables_cable_redact", pk)
        if request.POST.get("action") != "mark":
            form = MarkForm(places=form.fields["place"].choices[1:])
    return _page(modeladmin, request, cable, form, shown, waiting)


def _seen(user, waiting):
    """Of marks by others, who may not see the words learns no more than that they wait."""
    return [one for one in waiting if may_see_words(user, one)]


def _short(section):
    words = " ".join(section.text.split())
    return f"{section.title} – {words[:40]}{'…' if len(words) > 40 else ''}"


def _page(modeladmin, request, cable, form, shown, waiting):
    for redaction in waiting:
        redaction.shows_words = may_see_words(request.user, redaction)
        redaction.is_own = redaction.proposed_by_id == request.user.pk
    as_public = "public" in request.GET
    readers = (
        as_readers_would(cable, _seen(request.user, waiting)) if as_public else None
    )
    request.current_app = modeladmin.admin_site.name
    context = {
        **modeladmin.admin_site.each_context(request),
        "opts": modeladmin.opts,
        "original": cable,
        "title": "Redact",
        "subtitle": cable.reference_id,
        "sections": shown,
        "offered": [one for one in shown if one.offers],
        "form": form,
        "mistakes": mistakes_of(form),
        "waiting": waiting,
        "foreseen": _as_public(readers) if as_public else None,
        "may_mark": request.user.has_perm("cables.add_redaction"),
        "may_decide": request.user.has_perm("cables.approve_redaction"),
        "reasons": CHOICES,
    }
    return TemplateResponse(request, "admin/cables/redaction/workbench.html", context)


def _as_public(texts):
    """Return (name, text) of what readers would have, paragraphs first."""
    places = [Place("paragraph", row.pk) for row in texts.paragraphs()]
    places += [place for place in texts.of_kind("field") if place.key in FIELDS]
    return [
        (texts.name(place), texts[place]) for place in places if texts[place].strip()
    ]


def _act(modeladmin, request, cable, form):
    """Do what was asked for, and say so; return False where the page says why not."""
    verbs = {"mark": _mark, "accept": _accept, "take_back": _take_back}
    verb = verbs.get(request.POST.get("action"))
    if verb is None:
        raise Http404
    if not request.user.has_perm("cables.add_redaction"):
        raise PermissionDenied
    try:
        return verb(modeladmin, request, cable, form)
    except CurationError as error:
        if verb is _mark and form.is_valid():
            form.add_error(getattr(error, "about", "words"), str(error))
        else:
            modeladmin.message_user(request, str(error), messages.ERROR)
        return False


def _mark(modeladmin, request, cable, form):
    if not form.is_valid():
        return False
    given = form.cleaned_data
    place = Place.read(given["place"])
    text = Texts(cable)[place]
    span = span_of(text, given["words"], given["occurrence"], given["start"])
    _propose(
        request,
        cable,
        place,
        [span],
        reason=given["reason"],
        note=given["note"],
        replacement=given["replacement"],
    )
    modeladmin.message_user(
        request, "Marked. It waits for a second person; readers see no change."
    )
    return True


def span_of(text, words, occurrence, start):
    """
    Return where the words stand in a text: where a script says that they were selected,
    else the place that was counted. A browser writes line ends in its own way.
    """
    wanted = words.replace("\r\n", "\n")
    for said in (words, wanted):
        if start is not None and said and text.startswith(said, start):
            return start, start + len(said)
    spans = _exact(text, wanted.strip()) or forms_of(wanted).spans(text)
    if not spans:
        raise RedactionRefused("These words do not stand in this text.")
    if start is not None:
        return min(spans, key=lambda span: abs(span[0] - start))
    if occurrence is None and len(spans) > 1:
        raise RedactionRefused(
            f"These words stand there {len(spans)} times: say which of them."
        )
    if (occurrence or 1) > len(spans):
        times = "once" if len(spans) == 1 else f"{len(spans)} times"
        raise RedactionRefused(f"These words stand there {times} only.")
    return spans[(occurrence or 1) - 1]


def _exact(text, words):
    spans, at = [], text.find(words) if words else -1
    while at >= 0:
        spans.append((at, at + len(words)))
        at = text.find(words, at + len(words))
    return spans


def _accept(modeladmin, request, cable, form):
    """Mark the suggestions that were ticked: those that the rules still make."""
    texts, count = Texts(cable), 0
    for value in dict.fromkeys(request.POST.getlist("offer")):
        place, one = _offered(texts, value)
        _propose(
            request,
            cable,
            place,
            [(one.start, one.end)],
            reason=request.POST.get("reason") or one.reason,
            note=request.POST.get("note", ""),
            suggestion=one.rule,
        )
        count += 1
    if not count:
        raise RedactionRefused("Tick at least one suggestion.")
    modeladmin.message_user(
        request,
        f"{count} suggestion{'' if count == 1 else 's'} marked, and waiting for a "
        "second person.",
    )
    return True


def _offered(texts, value):
    """Return the place and the suggestion that a ticked box stands for."""
    parts = value.split(" ")
    place = _known(texts, parts[0])
    if place and len(parts) == 4:
        for one in suggest(texts[place]):
            if [str(one.start), str(one.end), one.rule] == parts[1:]:
                return place, one
    raise RedactionRefused("The text was changed: look at the suggestions again.")


def _known(texts, said):
    return next((place for place in texts.texts if str(place) == said), None)


def _propose(request, cable, place, spans, **options):
    where = {"field": place.key}
    if place.kind == "paragraph":
        where = {"paragraph": cable.paragraphs.filter(pk=place.key).first()}
    propose(
        cable,
        user=request.user,
        spans=spans,
        expected_version=sent_version(request.POST, "version"),
        **where,
        **options,
    )


def _take_back(modeladmin, request, cable, form):
    key = number_in(request.POST.get("redaction", ""))
    rows = Redaction.objects.filter(sealed_text__cable=cable)
    redaction = rows.filter(pk=key).first() if key is not None else None
    if redaction is None:
        raise Http404
    withdraw_proposal(redaction, user=request.user)
    modeladmin.message_user(request, "The mark is taken back.")
    return True
