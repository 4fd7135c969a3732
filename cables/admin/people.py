"""The people of the desk: their roles, their accounts, and how they get in again."""

import allauth.account.admin  # noqa: F401  these register their models, which hold
import allauth.mfa.admin  # noqa: F401  secrets: they are taken out below
import allauth.usersessions.admin  # noqa: F401
import django.contrib.auth.admin  # noqa: F401
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path

from cables.curation import people, ways_in
from cables.curation.errors import CurationError
from cables.curation.roles import NAMES

from .fields import PlainTexts
from .lists import QuickList

for model in (EmailAddress, Authenticator, UserSession, Group, User):
    admin.site.unregister(model)


class RolesField(forms.ModelMultipleChoiceField):
    """The roles, as boxes to tick."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs):
        roles = Group.objects.filter(name__in=NAMES).order_by("name")
        super().__init__(roles, **kwargs)


class WhyForm(PlainTexts, forms.Form):
    why = forms.CharField(
        label="Reason", max_length=500, help_text="Goes into the history."
    )


class PersonForm(PlainTexts, forms.ModelForm):
    roles = RolesField(required=False)

    class Meta:
        model = User
        fields = ["first_name", "last_name", "is_active", "is_superuser"]
        labels = {"is_active": "Account is open", "is_superuser": "Superuser"}
        help_texts = {
            "is_active": "Accounts are closed, not deleted: the history names them.",
            "is_superuser": "May do everything, whatever the roles.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["roles"] = self.instance.groups.filter(name__in=NAMES)

    def values(self):
        return {
            name: value for name, value in self.cleaned_data.items() if name != "roles"
        }


class Refusing:
    """For a form: what a verb refuses is an error of the form, in its words."""

    def try_it(self, verb, **values):
        try:
            return verb(**values)
        except CurationError as error:
            self.add_error(None, str(error))
        except ValidationError as error:
            self.add_error(None, error)
        return None


@admin.register(User)
class PersonAdmin(QuickList, admin.ModelAdmin):
    form = PersonForm
    list_display = ["username", "name", "role_names", "is_open", "factor", "last_login"]
    list_filter = ["is_active", "groups"]
    search_fields = ["username", "first_name", "last_name"]
    search_help_text = "A name."
    ordering = ["username"]
    actions = None
    readonly_fields = ["signs_in_as", "factor", "last_login", "date_joined"]
    fields = [
        ("signs_in_as", "factor"),
        ("first_name", "last_name"),
        "roles",
        "is_active",
        "is_superuser",
        ("last_login", "date_joined"),
    ]

    def get_queryset(self, request):
        own = Authenticator.objects.filter(user=OuterRef("pk"))
        people = super().get_queryset(request).annotate(has_factor=Exists(own))
        return people.prefetch_related("groups")

    def get_readonly_fields(self, request, obj=None):
        hidden = [] if request.user.is_superuser else ["is_superuser"]
        return [*super().get_readonly_fields(request, obj), *hidden]

    def get_fields(self, request, obj=None):
        if self.has_change_permission(request, obj):
            return self.fields
        return ["signs_in_as", "name", "role_names", "is_open", "factor", "last_login"]

    def has_add_permission(self, request):
        return False  # by invitation

    def has_delete_permission(self, request, obj=None):
        return False  # the history names them

    def has_change_permission(self, request, obj=None):
        may = super().has_change_permission(request, obj)
        return may and not (obj and obj.is_superuser and not request.user.is_superuser)

    @admin.display(description="Signs in as")
    def signs_in_as(self, person):
        return person.get_username()

    @admin.display(description="Name")
    def name(self, person):
        return person.get_full_name() or "–"

    @admin.display(description="Roles")
    def role_names(self, person):
        names = sorted(role.name for role in person.groups.all())
        return ", ".join(["Superuser"] * person.is_superuser + names) or "none"

    @admin.display(description="Account", ordering="is_active")
    def is_open(self, person):
        return "open" if person.is_active else "closed"

    @admin.display(description="Second factor")
    def factor(self, person):
        return "set up" if person.has_factor else "none"

    def get_form(self, request, obj=None, **kwargs):
        """Check the verb's rules while the form can still say what is wrong."""
        form = super().get_form(request, obj, **kwargs)

        class Asking(Refusing, form):
            def _post_clean(self):
                super()._post_clean()
                if not self.errors and self.instance.pk:
                    self.saved = self.try_it(
                        people.save_person,
                        person=self.instance,
                        user=request.user,
                        values=self.values(),
                        roles=list(self.cleaned_data["roles"]),
                    )

        return Asking

    def save_model(self, request, obj, form, change):
        """It is saved: by the verb, when the form was checked."""

    def save_related(self, request, form, formsets, change):
        """Roles too."""

    def log_change(self, request, obj, message):
        """The history has it, with values."""

    def get_urls(self):
        way_in = self.admin_site.admin_view(self.way_in)
        pages = [path("<int:key>/way-in/", way_in, name="person_way_in")]
        return [*pages, *super().get_urls()]

    def _person(self, request, key):
        person = get_object_or_404(self.get_queryset(request), pk=key)
        if not self.has_change_permission(request, person):
            raise PermissionDenied
        return person

    def way_in(self, request, key):
        """Ask for a new way in, which another administrator approves."""
        person = self._person(request, key)
        if not request.user.has_perm("cables.add_wayin"):
            raise PermissionDenied

        class Form(Refusing, WhyForm):
            pass

        form = Form(request.POST or None)
        if form.is_valid():
            why = form.cleaned_data["why"]
            way = form.try_it(ways_in.ask, person=person, user=request.user, why=why)
            if way:
                messages.success(
                    request,
                    "It is asked for. Nothing has changed yet: another administrator "
                    "approves it on this page.",
                )
                return redirect("admin:cables_wayin_change", way.pk)
        context = self.admin_site.each_context(request)
        context |= {"title": "Ask for a new way in", "subtitle": str(person)}
        context |= {"original": person, "form": form}
        context |= {"enough": ways_in.who_can_let_in(person).count() > 1}
        context |= {"open_way": ways_in.open_ways(person).first()}
        return TemplateResponse(request, "admin/auth/user/way_in.html", context)
