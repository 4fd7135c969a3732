"""Publishers of articles, known by their domains."""

from django.contrib import admin

from cables.curation.articles import PUBLISHER_FIELDS, save_publisher
from cables.models import Publisher

from .lists import QuickList
from .meanwhile import NoticesMeanwhile, WithSeen


class PublisherForm(NoticesMeanwhile):
    noticed = PUBLISHER_FIELDS

    class Meta:
        model = Publisher
        fields = list(PUBLISHER_FIELDS)


@admin.register(Publisher)
class PublisherAdmin(WithSeen, QuickList, admin.ModelAdmin):
    form = PublisherForm
    fields = list(PUBLISHER_FIELDS)
    list_display = ["name", "domain"]
    search_fields = ["name", "domain"]
    search_help_text = "A name, or a part of the domain."
    prepopulated_fields = {"slug": ["name"]}

    def has_delete_permission(self, request, obj=None):
        return False  # articles name it, and its address is in print

    def save_model(self, request, obj, form, change):
        values = {name: form.cleaned_data[name] for name in PUBLISHER_FIELDS}
        save_publisher(obj, user=request.user, values=values)
