"""Who works at the desk has a second factor: until they have, they can set one up."""

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse

from cables.middleware import is_desk

WITHOUT = {
    *("account_login", "account_logout", "account_reauthenticate"),
    *("mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "invitation"),
    "way_in",
}


def lacks_second_factor(user):
    return (
        settings.SECOND_FACTOR == "required"
        and user.is_authenticated
        and not is_mfa_enabled(user)
    )


class SecondFactorMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        match = request.resolver_match
        is_free = match.view_name in WITHOUT
        if not is_desk(request) or is_free or not lacks_second_factor(request.user):
            return None
        messages.warning(
            request, "Set up a second factor first: the desk asks for one."
        )
        return HttpResponseRedirect(reverse("mfa_index"))
