"""
Bulk actions: a verb for all cables that the list's filters leave. What will happen is said
in numbers, and a job does it.
"""

from dataclasses import dataclass, field

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from cables.choices import State
from cables.curation.jobs.bulk import look, start_bulk
from cables.curation.jobs.verbs import MANY, VERBS
from cables.models import Cable

from .bulk_forms import BULK, begins_at, stand_ins
from .bulk_selection import Selection
from .numbers import number_in

SEEN = "seen_count"


@dataclass(kw_only=True)
class Preview:
    """What a verb will do to a selection, in numbers."""

    count: int
    elsewhere: list  # (sentence, how many): the verb does not begin where they stand
    ready: int  # the others
    reasons: dict = field(default_factory=dict)  # what the verb says of some of them
    is_exact: bool = False

    @property
    def blocked(self):
        return sum(number for number, _ in self.reasons.values())

    @property
    def stopped(self):
        return self.count - self.ready + self.blocked

    @property
    def done(self):
        return self.ready - self.blocked


def chooser(request):
    """Let an editor choose what is done with all cables that the list shows."""
    verbs = [(name, BULK[name][0]) for name in BULK if VERBS[name].may(request.user)]
    if not verbs:
        raise PermissionDenied
    selection = Selection(request, admin.site.get_model_admin(Cable))
    count = sum(selection.standings().values())
    return _page(
        request,
        "choose",
        f"Change {_cables(count)}",
        verbs=[(label, _address(name, selection)) for name, label in verbs],
        selection=selection,
        count=count,
    )


def verb_page(request, verb):
    """Say what a verb will do to the selection, ask, and start the job."""
    if verb not in VERBS:
        raise Http404
    if not VERBS[verb].may(request.user):
        raise PermissionDenied
    label, done, form_class = BULK[verb]
    selection = Selection(request, admin.site.get_model_admin(Cable))
    is_sent = request.method == "POST"
    form = form_class(
        request.POST if is_sent else None,
        initial={"released": timezone.now()} if verb == "publish" else {},
    )
    given = form.cleaned_data if is_sent and form.is_valid() else None
    is_meant = given is not None and bool({"confirmed", "check"} & request.POST.keys())
    if is_meant and (job := _start(request, verb, selection, given, label)):
        return redirect("admin:cables_job_change", job.pk)
    preview = preview_of(verb, selection, request.user, given)
    return _page(
        request,
        "bulk",
        f"{label}: {_cables(preview.count)}",
        form=form,
        label=label,
        done=done,
        preview=preview,
        selection=selection,
        media=form.media,
        back=f"{reverse('admin:cables_cable_changelist')}?{selection.query}",
    )


def preview_of(verb, selection, user, given=None):
    """Count what a verb will do; ``given`` is what its form says, if it was sent."""
    standings = selection.standings()
    count, elsewhere, ready = sum(standings.values()), [], 0
    for (state, on_hold), number in sorted(standings.items()):
        if begins_at(verb, state, on_hold):
            ready += number
        else:
            held = ", on hold" if on_hold else ""
            elsewhere.append((f"{State(state).label}{held}", number))
    preview = Preview(count=count, elsewhere=elsewhere, ready=ready)
    given = stand_ins(verb) if given is None else given
    if given is not None and ready <= VERBS[verb].exact:
        keys = _keys(verb, selection, standings)
        preview.reasons = look(verb, keys=keys, user=user, given=given)
        preview.is_exact = True
    return preview


def _keys(verb, selection, standings):
    wanted = [place for place in standings if begins_at(verb, *place)]
    rows = selection.queryset.filter(state__in={state for state, _ in wanted})
    rows = rows.filter(on_hold__in={on_hold for _, on_hold in wanted})
    return list(rows.values_list("pk", flat=True))


def _start(request, verb, selection, given, label):
    """Start the job, unless other cables match by now than the editor was told of."""
    is_check = "check" in request.POST
    with transaction.atomic():
        title = f"{label}: {selection.said}"
        job = start_bulk(
            verb,
            selected=selection.queryset,
            user=request.user,
            given=given,
            title=title,
            is_check=is_check,
        )
        is_as_seen = job.total == number_in(request.POST.get(SEEN, ""))
        if not is_as_seen or not job.total:
            transaction.set_rollback(True)
            text = "No cable matches." if not job.total else _changed(job.total)
            messages.warning(request, text)
            return None
    return job


def _changed(total):
    return (
        f"Meanwhile the list has changed: it is {_cables(total)} now. Nothing is done "
        "yet."
    )


def _address(name, selection):
    return f"{reverse('admin:cables_job_bulk', args=[name])}?{selection.query}"


def may_change_many(user):
    """Say whether to offer it at all."""
    return user.has_perm(MANY) and any(verb.may(user) for verb in VERBS.values())


def _cables(number):
    return f"{number:,} cable{'' if number == 1 else 's'}"


def _page(request, template, title, **context):
    request.current_app = admin.site.name
    context = {
        **admin.site.each_context(request),
        "opts": Cable._meta,
        "title": title,
        **context,
    }
    return TemplateResponse(request, f"admin/cables/job/{template}.html", context)
