"""Coming to the desk by an invitation, and again by a way in."""

from allauth.account.utils import perform_login
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters

from cables.curation import ways_in
from cables.curation.errors import CurationError, InvitationRefused
from cables.curation.invitations import find

from .forms import AcceptForm, WayInForm


@sensitive_post_parameters()
def invitation(request, token):
    """Make the account that an invitation is for, and sign in with it."""
    if request.user.is_authenticated:
        refused = (
            "You are signed in already. Sign out first: this is for somebody else."
        )
        return _refuse(request, refused, status=409)
    try:
        invited = find(token)
    except InvitationRefused as error:
        return _refuse(request, str(error), status=410)
    form = AcceptForm(request.POST or None, token=token)
    if form.is_valid():
        return perform_login(request, form.person)
    roles = ", ".join(invited.roles.order_by("name").values_list("name", flat=True))
    context = {"form": form, "invited": invited, "roles": roles}
    return render(request, "account/invitation.html", context)


@sensitive_post_parameters()
def way_in(request, token):
    """Set a password of one's own by a way in, and sign in with it."""
    if request.user.is_authenticated:
        refused = "You are signed in already. Sign out first, and open the link again."
        return _refuse_way(request, refused, status=409)
    try:
        way = ways_in.find(token)
    except CurationError as error:
        return _refuse_way(request, str(error), status=410)
    form = WayInForm(request.POST or None, token=token)
    if form.is_valid():
        return perform_login(request, form.person)
    return render(request, "account/way_in.html", {"form": form, "way": way})


def _refuse_way(request, sentence, *, status):
    context = {"refused": sentence}
    return render(request, "account/way_in.html", context, status=status)


def _refuse(request, sentence, *, status):
    context = {"refused": sentence}
    return render(request, "account/invitation.html", context, status=status)
