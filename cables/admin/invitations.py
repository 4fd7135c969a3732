"""Invitations to the desk: made, listed, revoked. The link is shown once."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from cables.curation import invitations
from cables.curation.errors import CurationError
from cables.curation.people import roles_to_give
from cables.models.sealed import Invitation

from .fields import PlainTexts
from .lists import QuickList
from .people import RolesField


class InvitationForm(PlainTexts, forms.ModelForm):
    roles = RolesField(help_text="What they will be able to do.")
    days = forms.IntegerField(
        label="Good for days",
        min_value=1,
        max_value=invitations.LONGEST,
        initial=invitations.DAYS,
    )

    class Meta:
        model = Invitation
        fields = ["name"]

    user = None  # who invites: set by the screen

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "roles" in self.fields:
            self.fields["roles"].queryset = roles_to_give(self.user)

    def clean(self):
        """A page that is loaded anew after the link was shown posts the same once more."""
        cleaned = super().clean()
        if open_one := invitations.made_just_now(self.user, cleaned.get("name")):
            self.add_error(
                "name",
                f"You invited {open_one} a moment ago, at {open_one.made:%H:%M} UTC. If "
                "the link is lost, revoke that invitation, and invite once more.",
            )
        return cleaned

    def _post_clean(self):
        """Make it while the form can still say what is wrong."""
        if self.errors:
            return
        try:
            self.instance, self.instance.token = invitations.invite(
                user=self.user, **self.cleaned_data
            )
        except CurationError as error:
            self.add_error(None, str(error))
        except forms.ValidationError as error:
            self.add_error(None, error)


@admin.register(Invitation)
class InvitationAdmin(QuickList, admin.ModelAdmin):
    list_display = ["name", "role_names", "made_by", "made", "expires", "standing"]
    list_select_related = ["made_by", "accepted_by"]
    actions = None
    fields = ["name", "roles", "days"]
    change_form_template = "admin/cables/invitation/change_form.html"

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("roles")

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False  # the history of who came in how

    def get_fields(self, request, obj=None):
        return self.list_display if obj else self.fields

    def get_readonly_fields(self, request, obj=None):
        return self.list_display if obj else []

    def get_form(self, request, obj=None, **kwargs):
        if obj:
            return super().get_form(request, obj, **kwargs)
        return type("InvitationForm", (InvitationForm,), {"user": request.user})

    @admin.display(description="Roles")
    def role_names(self, invitation):
        return ", ".join(sorted(role.name for role in invitation.roles.all()))

    @admin.display(description="State")
    def standing(self, invitation):
        if invitation.accepted:
            return f"used by {invitation.accepted_by or 'a closed account'}"
        if invitation.revoked:
            return "revoked"
        return "expired" if invitation.expires <= timezone.now() else "open"

    def save_model(self, request, obj, form, change):
        """It is made: by the verb, when the form was checked."""

    def save_related(self, request, form, formsets, change):
        """Roles too."""

    def log_addition(self, request, obj, message):
        """The history has it."""

    def response_add(self, request, obj, post_url_continue=None):
        """Show the link here and now: it is in no message, session or table."""
        address = request.build_absolute_uri(reverse("invitation", args=[obj.token]))
        context = self.admin_site.each_context(request)
        context |= {"title": f"Invitation of {obj}", "address": address, "made": obj}
        return TemplateResponse(request, "admin/cables/invitation/made.html", context)

    def get_urls(self):
        revoke = self.admin_site.admin_view(self.revoke)
        pages = [path("<int:key>/revoke/", revoke, name="invitation_revoke")]
        return [*pages, *super().get_urls()]

    def revoke(self, request, key):
        invitation = get_object_or_404(Invitation, pk=key)
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            try:
                invitations.revoke(invitation, user=request.user)
                messages.success(
                    request, f"The link of {invitation} is good for nothing."
                )
            except CurationError as error:
                messages.error(request, str(error))
        return redirect("admin:cables_invitation_change", key)
