"""Former ids of cables, which go on leading to them."""

from django import forms
from django.contrib import admin

from cables.curation.cables import add_former_id, check_id
from cables.models import Cable, OldAddress

from .lists import QuickList


class OldAddressForm(forms.ModelForm):
    def clean_former_id(self):
        former_id = self.cleaned_data["former_id"].strip().upper()
        check_id(former_id)
        if Cable.objects.filter(reference_id=former_id).exists():
            raise forms.ValidationError(f"{former_id} is the id of a cable.")
        return former_id


@admin.register(OldAddress)
class OldAddressAdmin(QuickList, admin.ModelAdmin):
    form = OldAddressForm
    list_display = ["former_id", "cable"]
    list_select_related = ["cable"]
    search_fields = ["former_id__startswith", "cable__reference_id__startswith"]
    search_help_text = "How an id begins, in capitals."
    autocomplete_fields = ["cable"]

    def has_delete_permission(self, request, obj=None):
        return False  # what was once in print goes on working

    def has_change_permission(self, request, obj=None):
        return False  # another id is another row

    def save_model(self, request, obj, form, change):
        address = add_former_id(obj.cable, former_id=obj.former_id, user=request.user)
        obj.pk = address.pk
