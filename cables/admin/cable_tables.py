"""The tables under a cable's form that are for reading."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from cables.models import OldAddress, Recipient, Reference

from .readonly import ReadOnly, ShownRows


class ReferencesInline(ReadOnly, admin.TabularInline):
    model = Reference
    formset = ShownRows
    fk_name = "cable"
    fields = ["label", "printed", "kind", "cited", "note"]
    readonly_fields = ["cited"]
    extra = 0
    verbose_name_plural = "References"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("target")

    @admin.display(description="In the archive")
    def cited(self, reference):
        return link_to_cable(reference.target) if reference.target else "not yet"


class RecipientsInline(ReadOnly, admin.TabularInline):
    model = Recipient
    formset = ShownRows
    fields = ["role", "route", "name", "precedence", "number", "excluded"]
    extra = 0


class OldAddressesInline(ReadOnly, admin.TabularInline):
    model = OldAddress
    formset = ShownRows
    fields = ["former_id"]
    extra = 0


def link_to_cable(cable):
    url = reverse("admin:cables_cable_change", args=[cable.pk])
    return format_html('<a href="{}">{}</a>', url, cable.reference_id)
