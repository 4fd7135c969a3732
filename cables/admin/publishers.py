"""Publishers of articles, known by their domains."""

from django.contrib import admin

from cables.curation.articles import save_publisher
from cables.models import Publisher

from .lists import QuickList


@admin.register(Publisher)
class PublisherAdmin(QuickList, admin.ModelAdmin):
    list_display = ["name", "domain"]
    search_fields = ["name", "domain"]
    search_help_text = "A name, or a part of the domain."
    prepopulated_fields = {"slug": ["name"]}

    def has_delete_permission(self, request, obj=None):
        return False  # articles name it, and its address is in print

    def save_model(self, request, obj, form, change):
        save_publisher(obj, user=request.user, values=form.cleaned_data)
