"""
The admin site of this project: the editors' desk. It stands outside ``cables.admin``,
whose screens register with it: inside, finding the site would import the screens first.
"""

from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import path, reverse


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
