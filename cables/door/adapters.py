"""What allauth asks this site about accounts."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings

from cables.models.sealed.fields import seal, unseal
from cables.rate import sender_network

NOWHERE = "0.0.0.0"  # of whoever asks by a socket, and of a header that is no address


class DeskAccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return False

    def get_client_ip(self, request):
        """Count who signs in as readers are counted: see ``TRUSTED_PROXIES``."""
        return sender_network(request).partition("/")[0] or NOWHERE

    def post_login(self, request, user, **kwargs):
        """Who has no second factor yet sets it up without typing the password again."""
        if not is_mfa_enabled(user):
            reauthenticate_by_password(request)
        return super().post_login(request, user, **kwargs)


class DeskSecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": (
            "This is your only second factor, and the desk asks for one. Add a passkey "
            "first, or sign in anew on the new device."
        ),
    }

    def encrypt(self, text):
        return seal(text.encode()).decode()

    def decrypt(self, encrypted_text):
        return unseal(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator):
        others = authenticator.user.authenticator_set.exclude(pk=authenticator.pk)
        others = others.exclude(type=authenticator.Type.RECOVERY_CODES)
        return settings.SECOND_FACTOR != "required" or others.exists()
