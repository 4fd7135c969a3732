"""
The admin site of this project: the editors' desk. It stands outside ``cables.admin``,
whose screens register with it: inside, finding the site would import the screens first.
"""

from functools import wraps

from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from .kept_text import is_worth_a_page, kept_page, values_in

ENDED = (
    "Nothing of it is saved: you are not signed in any more. Copy what you need from "
    "here, sign in, and put it into the form again."
)


class Desk(AdminSite):
    site_title = "Editors' desk"
    site_header = "Editors' desk"
    index_title = "Desk"
    enable_nav_sidebar = False  # the screens stand in a row under the title instead

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.pages = []

    def page(self, route, *, name):
        """
        Register a page that belongs to no model. It is for those who may come to the
        desk; what else it asks for is its own. It comes before Django's at its address.
        """

        def register(view):
            self.pages.append(path(route, self.admin_view(view), name=name))
            return view

        return register

    def admin_view(self, view, cacheable=False):
        """Give back what was typed by somebody whose session has ended meanwhile."""
        inner = super().admin_view(view, cacheable)
        if getattr(view, "csrf_exempt", False):
            return inner  # what is sent there is not to be read yet

        @wraps(inner)
        def answer(request, *args, **kwargs):
            if request.method == "POST" and not request.user.is_authenticated:
                typed = values_in(request.POST)
                if is_worth_a_page(typed):
                    return self._give_back(request, typed)
            return inner(request, *args, **kwargs)

        return answer

    @method_decorator(never_cache)
    def _give_back(self, request, typed):
        there = request.path
        if there.endswith("/draft/"):  # no page of its own
            there = f"{there.removesuffix('draft/')}change/"
        return kept_page(
            self,
            request,
            title="You are not signed in any more",
            said=ENDED,
            link=(redirect_to_login(there).url, "Sign in"),
            parts=[("What you typed", typed)],
            status=403,
        )

    def get_urls(self):
        return [*self.pages, *super().get_urls()]

    # Django's own pages of accounts lead to those of ``cables.door``.

    def login(self, request, extra_context=None):
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied("This account has no place at the desk.")
        asked = request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index")
        return redirect_to_login(asked)

    def logout(self, request, extra_context=None):
        return redirect("account_logout")

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")

    def password_change_done(self, request, extra_context=None):
        return redirect("mfa_index")
