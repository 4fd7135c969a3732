"""
Addresses of the door. allauth's own names, since its code asks for them; only what this
site offers: no sign-up, no e-mail.
"""

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from allauth.usersessions import views as sessions
from django.urls import path
from django.views.decorators.cache import never_cache

from .views import invitation, way_in


def page(address, view, name):
    return path(address, never_cache(view), name=name)


urlpatterns = [
    page("", factors.index, "mfa_index"),
    page("login/", account.login, "account_login"),
    page("logout/", account.logout, "account_logout"),
    page("inactive/", account.account_inactive, "account_inactive"),
    page("password/", account.password_change, "account_change_password"),
    page("password/set/", account.password_set, "account_set_password"),
    page("invitation/<str:token>/", invitation, "invitation"),
    page("way-in/<str:token>/", way_in, "way_in"),
    page("sessions/", sessions.list_usersessions, "usersessions_list"),
    # the second factor: asked for, and asked for again before something serious
    page("second/", factors.authenticate, "mfa_authenticate"),
    page("again/", account.reauthenticate, "account_reauthenticate"),
    page("again/second/", factors.reauthenticate, "mfa_reauthenticate"),
    page("again/key/", keys.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"),
    # and set up
    page("app/", totp.activate_totp, "mfa_activate_totp"),
    page("app/remove/", totp.deactivate_totp, "mfa_deactivate_totp"),
    page("codes/", codes.view_recovery_codes, "mfa_view_recovery_codes"),
    page("codes/new/", codes.generate_recovery_codes, "mfa_generate_recovery_codes"),
    page("codes/file/", codes.download_recovery_codes, "mfa_download_recovery_codes"),
    page("keys/", keys.list_webauthn, "mfa_list_webauthn"),
    page("keys/add/", keys.add_webauthn, "mfa_add_webauthn"),
    page("keys/login/", keys.login_webauthn, "mfa_login_webauthn"),
    page("keys/<int:pk>/edit/", keys.edit_webauthn, "mfa_edit_webauthn"),
    page("keys/<int:pk>/remove/", keys.remove_webauthn, "mfa_remove_webauthn"),
]
