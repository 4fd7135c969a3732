"""
Publish, withdraw, hold and the rest, from the list and from the form: each asks first,
and says in numbers what will happen.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.contrib.admin.options import ActionLocation
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from cables.choices import ReasonCode, State
from cables.curation import states
from cables.curation.errors import CurationError
from cables.curation.jobs.verbs import MANY
from cables.models import ArticleLink, Reference

from .fields import PlainTexts
from .numbers import sent_version

AT_ONCE = 200  # more is work for a job in the background
ON_FORM = f"{ActionLocation.CHANGE_FORM.value}-action"


class ReasonForm(PlainTexts, forms.Form):
    reason = forms.CharField(
        required=False,
        max_length=500,
        label="Reason",
        help_text="Goes into the history, and into the public log where there is one.",
    )


class PublishForm(ReasonForm):
    released = forms.DateTimeField(
        label="Date of release (UTC)",
        required=False,
        help_text="For those that have none. Readers see a cable from then on.",
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
        ),
    )
    field_order = ["released", "reason"]

    def options_for(self, cable):
        return {
            "reason": self.cleaned_data["reason"],
            "released": cable.released or self.cleaned_data["released"],
        }


class HoldForm(ReasonForm):
    """Readers are told why a cable that they saw is gone for now."""

    reason = forms.CharField(
        max_length=500,
        label="Reason",
        help_text=ReasonForm.base_fields["reason"].help_text,
    )


class WithdrawForm(ReasonForm):
    reason_code = forms.ChoiceField(
        label="Why it leaves",
        choices=[("", "Choose a reason"), *ReasonCode.choices],
    )
    field_order = ["reason_code", "reason"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    label: str
    done: str  # after "1,204 cables"
    function: Callable
    permission: str
    form: type[forms.Form] = ReasonForm
    starts: frozenset = frozenset(State.values)
    on_hold: bool | None = None  # where the verb begins; None: either

    def applies_to(self, cable):
        return cable.state in self.starts and self.on_hold in (None, cable.on_hold)


VERBS = {
    "publish": Verb(
        label="Publish",
        done="published",
        function=states.publish,
        permission="publish",
        form=PublishForm,
        starts=frozenset(states.STARTS["publish"]),
    ),
    "withdraw": Verb(
        label="Withdraw",
        done="withdrawn",
        function=states.withdraw,
        permission="withdraw",
        form=WithdrawForm,
        starts=frozenset(states.STARTS["withdraw"]),
    ),
    "hold": Verb(
        label="Put on hold",
        done="put on hold",
        function=states.hold,
        permission="hold",
        form=HoldForm,
        on_hold=False,
    ),
    "release_hold": Verb(
        label="Take off hold",
        done="taken off hold",
        function=states.release_hold,
        permission="hold",
        on_hold=True,
    ),
    "send_to_review": Verb(
        label="Send to review",
        done="sent to review",
        function=states.send_to_review,
        permission="change",
        starts=frozenset(states.STARTS["send to review"]),
    ),
    "back_to_draft": Verb(
        label="Back to draft",
        done="sent back to draft",
        function=states.back_to_draft,
        permission="send_back",
        starts=frozenset(states.STARTS["send back to draft"]),
    ),
}


def make_action(name):
    """Return the admin action of a verb, for the list and for the form."""
    verb = VERBS[name]

    @admin.action(
        permissions=[verb.permission],
        description=verb.label,
        location=[ActionLocation.CHANGE_LIST, ActionLocation.CHANGE_FORM],
    )
    def action(modeladmin, request, queryset):
        return ask_or_do(modeladmin, request, queryset, name)

    action.__name__ = name
    return action


ACTIONS = [make_action(name) for name in VERBS]


def ask_or_do(modeladmin, request, queryset, name):
    verb = VERBS[name]
    cables = list(queryset.select_related("post")[: AT_ONCE + 1])
    if len(cables) > AT_ONCE:
        return _hand_over(modeladmin, request, name)
    if "confirmed" not in request.POST:
        form = verb.form(initial=_initial(cables))
    elif (form := verb.form(request.POST)).is_valid():
        return _do(modeladmin, request, verb, cables, form)
    return _ask(modeladmin, request, name, cables, form)


def _hand_over(modeladmin, request, name):
    """All that the list shows is work for the background, where there is more of it."""
    if request.POST.get("select_across") == "1" and request.user.has_perm(MANY):
        bulk = reverse("admin:cables_job_bulk", args=[name])
        return redirect(f"{bulk}?{request.GET.urlencode()}")
    text = f"At most {AT_ONCE} cables at a time: choose fewer."
    modeladmin.message_user(request, text, messages.ERROR)
    return None


def _initial(cables):
    missing = any(cable.released is None for cable in cables)
    return {"released": timezone.now() if missing else None}


def _do(modeladmin, request, verb, cables, form):
    done = 0
    for cable in cables:
        options = getattr(form, "options_for", lambda _: form.cleaned_data)(cable)
        try:
            verb.function(
                cable,
                user=request.user,
                expected_version=sent_version(request.POST, f"version-{cable.pk}"),
                **options,
            )
        except CurationError as error:
            text = f"{cable.reference_id} is as it was. {error}"
            modeladmin.message_user(request, text, messages.ERROR)
        else:
            done += 1
            modeladmin.log_change(request, cable, verb.label)
    if done:
        text = f"{done} cable{'' if done == 1 else 's'} {verb.done}."
        modeladmin.message_user(request, text, messages.SUCCESS)
    return None


def _ask(modeladmin, request, name, cables, form):
    verb = VERBS[name]
    ready = [cable for cable in cables if verb.applies_to(cable)]
    context = {
        **modeladmin.admin_site.each_context(request),
        "title": f"{verb.label}: {_count(len(cables), 'cable')}",
        "opts": modeladmin.opts,
        "verb": verb,
        "form": form,
        "consequences": consequences(name, ready),
        "rows": _rows(request.user, name, verb, cables),
        "action_field": ON_FORM if ON_FORM in request.POST else "action",
        "action_name": name,
        "action_checkbox_name": helpers.ACTION_CHECKBOX_NAME,
        "is_possible": bool(ready),
        "back": request.get_full_path(),
    }
    request.current_app = modeladmin.admin_site.name
    return TemplateResponse(request, "admin/cables/cable/confirm.html", context)


def _rows(user, name, verb, cables):
    """Each cable, with the sentences that say what stands in its way."""
    publishing = name == "publish"
    blockers = states.publish_blockers_of(cables, user) if publishing else {}
    rows = []
    for cable in cables:
        said = states.standing(cable)
        stands = f"It is {said[0].lower()}{said[1:]}."
        obstacles = blockers.get(cable.pk, [])
        if not verb.applies_to(cable):
            obstacles = [stands]
        # The form on this page gives a date to those that have none.
        rows.append((cable, [o for o in obstacles if o != states.NO_RELEASE]))
    return rows


def consequences(name, cables):
    """Say what the verb will do to these cables, in numbers."""
    keys = [cable.pk for cable in cables]
    seen = sum(cable.is_public for cable in cables)
    if name in ("publish", "release_hold"):
        more = _count(len(keys), "more cable")
        found = [f"Readers can see {more}, each from its date of release on."]
        if waiting := [cable for cable in cables if _waits(cable)]:
            until = min(cable.released for cable in waiting)
            found.append(
                f"{_count(len(waiting), 'cable')} under embargo: the first until "
                f"{until:%Y-%m-%d %H:%M} UTC."
            )
        return found
    if name not in ("withdraw", "hold"):
        return ["Nothing changes for readers."]
    found = [f"Readers lose sight of {_count(seen, 'cable')} within a minute."]
    if name == "withdraw":
        found.append("Their addresses answer with the reason that you give here.")
    articles = ArticleLink.objects.filter(cable__in=keys).values("article").distinct()
    citing = Reference.objects.filter(target__in=keys).values("cable").distinct()
    found.append(
        f"{_count(articles.count(), 'article')} and "
        f"{_count(citing.count(), 'other cable')} lead there."
    )
    return found


def _waits(cable):
    return cable.released is not None and cable.released > timezone.now()


def _count(number, noun):
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
