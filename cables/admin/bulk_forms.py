"""What is asked before many cables are changed: a form for each verb."""

from django import forms
from django.contrib import admin
from django.utils import timezone

from cables.choices import ReasonCode
from cables.models import Cable, Post, Tag, TagAlias

from .cable_verbs import VERBS, HoldForm, PublishForm, ReasonForm, WithdrawForm
from .numbers import KeySelect


class ManyPublishForm(PublishForm):
    options_for = None


class TagChoiceForm(ReasonForm):
    tag = forms.ModelChoiceField(
        Tag.objects.all(),
        widget=KeySelect(TagAlias._meta.get_field("tag"), admin.site),
        help_text="Type some of its code.",
    )
    field_order = ["tag", "reason"]


class PostChoiceForm(ReasonForm):
    post = forms.ModelChoiceField(
        Post.objects.all(),
        widget=KeySelect(Cable._meta.get_field("post"), admin.site),
        help_text="Type some of its name.",
    )
    field_order = ["post", "reason"]


class ReleasedForm(ReasonForm):
    released = forms.DateTimeField(
        label="Date of release (UTC)",
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
        ),
    )
    field_order = ["released", "reason"]


class PartialForm(ReasonForm):
    is_partial = forms.TypedChoiceField(
        label="These cables are",
        choices=[("1", "extracts, not whole"), ("0", "whole")],
        coerce=lambda value: value == "1",
    )
    field_order = ["is_partial", "reason"]


#: Verb: what its button says, what has become of a cable afterwards, its form.
BULK = {
    "publish": ("Publish", "published", ManyPublishForm),
    "withdraw": ("Withdraw", "withdrawn", WithdrawForm),
    "hold": ("Put on hold", "put on hold", HoldForm),
    "release_hold": ("Take off hold", "taken off hold", ReasonForm),
    "send_to_review": ("Send to review", "sent to review", ReasonForm),
    "back_to_draft": ("Back to draft", "sent back to draft", ReasonForm),
    "add_tag": ("Add a tag", "given the tag", TagChoiceForm),
    "remove_tag": ("Remove a tag", "freed of the tag", TagChoiceForm),
    "set_post": ("Set the post", "given the post", PostChoiceForm),
    "set_released": ("Set the date of release", "given the date", ReleasedForm),
    "set_partial": ("Mark as extracts or whole", "marked", PartialForm),
}


def begins_at(name, state, on_hold):
    """Say whether a verb begins where a cable stands: all but those of states do."""
    verb = VERBS.get(name)
    if verb is None:
        return True
    return state in verb.starts and verb.on_hold in (None, on_hold)


def stand_ins(name):
    """
    Return what a verb is given while nobody has filled in its form, so that what stands
    in the way can be said; None where nothing can be said before.
    """
    match name:
        case "publish":
            return {"released": timezone.now()}
        case "withdraw":
            return {"reason_code": ReasonCode.ERROR}
        case "hold":
            return {"reason": "?"}
        case "add_tag" | "remove_tag" | "set_post" | "set_released" | "set_partial":
            return None
        case _:
            return {}
