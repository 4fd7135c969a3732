"""
The words of one redaction in the rest of the archive, decided place by place. The address
names the redaction, never the words; how far somebody got is kept, so that they may go on
another day.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from cables.choices import RedactionState
from cables.curation.errors import CurationError
from cables.curation.redactions.archive import CABLES, cables_with, hits_in
from cables.curation.redactions.errors import RedactionRefused
from cables.curation.redactions.locating import place_of
from cables.curation.redactions.propose import propose
from cables.curation.redactions.texts import rows_of
from cables.curation.redactions.words import forms_of, words_of
from cables.models import Cable, Paragraph
from cables.models.sealed import Redaction, SavedDraft
from cables.search.index import IndexMissing

from .numbers import number_in
from .redaction_texts import may_see_words

PAGE = "elsewhere"
AT_ONCE = 20  # cables on a page
LOOKED_AT = 200  # cables whose texts are read to fill a page


@require_http_methods(["GET", "HEAD", "POST"])
def elsewhere(request, pk, modeladmin):
    rows = Redaction.objects.select_related("sealed_text__cable")
    redaction = get_object_or_404(rows, pk=pk)
    user = request.user
    if not (
        user.has_perm("cables.add_redaction") and user.has_perm("cables.view_cable")
    ):
        raise PermissionDenied
    if not may_see_words(user, redaction):
        raise PermissionDenied
    if request.method == "POST":
        _decide(modeladmin, request, redaction)
        return redirect("admin:cables_redaction_elsewhere", pk)
    return _page(modeladmin, request, redaction)


def _page(modeladmin, request, redaction):
    memory = _memory(request.user, redaction)
    found, missing = _found(redaction, memory["after"]), False
    if found is None:
        found, missing = ([], 0, None, False), True
    groups, left, until, is_cut = found
    request.current_app = modeladmin.admin_site.name
    context = {
        **modeladmin.admin_site.each_context(request),
        "opts": modeladmin.opts,
        "title": "The same words elsewhere",
        "subtitle": redaction.sealed_text.cable.reference_id,
        "redaction": redaction,
        "words": words_of(redaction),
        "groups": groups,
        "left": left,
        "until": until,
        "is_cut": is_cut,
        "most": CABLES,
        "missing": missing,
        "memory": memory,
    }
    return TemplateResponse(request, "admin/cables/redaction/elsewhere.html", context)


def _found(redaction, after):
    """
    Return ([(cable, hits)] of one page, cables that are left, the last key that was
    looked at, whether there are more than are looked for); None without an index.
    """
    words, own = words_of(redaction), redaction.sealed_text.cable_id
    try:
        keys, is_cut = cables_with(words, leave_out=[own])
    except IndexMissing:
        return None
    keys = [key for key in keys if key > after]
    groups, until = [], after
    for start in range(0, min(len(keys), LOOKED_AT), AT_ONCE):
        if groups:
            break
        chunk = keys[start : start + AT_ONCE]
        groups, until = _groups(chunk, words), chunk[-1]
    left = len([key for key in keys if key > until])
    return groups, left, until, is_cut


def _groups(keys, words):
    """Return (cable, [(hit, is marked already), …]) for those that have the words."""
    cables = Cable.objects.filter(pk__in=keys).order_by("pk")
    rows, waiting = rows_of(cables), _waiting(keys)
    groups = []
    for cable in cables:
        hits = hits_in(cable, words, rows)
        marked = waiting.get(cable.pk, ())
        if hits:
            groups.append((cable, [(hit, _is_marked(hit, marked)) for hit in hits]))
    return groups


def _waiting(keys):
    """Return the proposals that wait in some cables."""
    rows = Redaction.objects.filter(
        state=RedactionState.PROPOSED, sealed_text__cable__in=keys
    ).select_related("sealed_text")
    found = {}
    for row in rows:
        found.setdefault(row.sealed_text.cable_id, []).append(row)
    return found


def _is_marked(hit, waiting):
    """Say whether a proposal waits for these words already."""
    form = forms_of(hit.words)
    return any(
        place_of(one.sealed_text) == hit.place
        and one.start < hit.end
        and hit.start < one.end
        and form.stand_in(words_of(one))
        for one in waiting
    )


def _decide(modeladmin, request, redaction):
    """Mark what was ticked, remember how far the editor got, and say both."""
    memory = _memory(request.user, redaction)
    if "again" in request.POST:
        _remember(request.user, redaction, {"after": 0, "marked": 0, "left": 0})
        return
    marked = 0
    for value in dict.fromkeys(request.POST.getlist("hit")):
        try:
            _mark(request, redaction, value)
        except CurationError as error:
            modeladmin.message_user(request, str(error), messages.ERROR)
        else:
            marked += 1
    until = number_in(request.POST.get("until", "")) or memory["after"]
    shown = len(request.POST.getlist("shown"))
    memory |= {
        "after": max(until, memory["after"]),
        "marked": memory["marked"] + marked,
        "left": memory["left"] + max(shown - marked, 0),
    }
    _remember(request.user, redaction, memory)
    times = "1 place" if marked == 1 else f"{marked} places"
    modeladmin.message_user(
        request, f"{times} marked. A second person decides on them."
    )


def _mark(request, source, value):
    """Propose one hit, for the reason of the redaction that it was found by."""
    parts = value.split(" ")
    key = number_in(parts[0])
    cable = Cable.objects.filter(pk=key).first() if key is not None else None
    if cable is None or len(parts) != 4:
        raise Http404
    hits = {hit.value: hit for hit in hits_in(cable, words_of(source))}
    hit = hits.get(value)
    if hit is None:
        raise RedactionRefused(
            f"{cable.reference_id} was changed meanwhile: look at it again."
        )
    where = {"field": hit.place.key}
    if hit.place.kind == "paragraph":
        where = {"paragraph": Paragraph.objects.get(pk=hit.place.key)}
    propose(
        cable,
        user=request.user,
        spans=[(hit.start, hit.end)],
        reason=source.reason,
        note=source.note,
        replacement=source.replacement,
        **where,
    )


def _memory(user, redaction):
    row = SavedDraft.objects.filter(
        user=user, page=PAGE, object_id=redaction.pk
    ).first()
    return row.data if row else {"after": 0, "marked": 0, "left": 0}


def _remember(user, redaction, data):
    SavedDraft.objects.update_or_create(
        user=user,
        page=PAGE,
        object_id=redaction.pk,
        defaults={"version": redaction.sealed_text.cable.version, "data": data},
    )
