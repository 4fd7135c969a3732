"""Keys and versions that a browser sends, or that somebody made up."""

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import BadRequest

from cables.curation.errors import VersionMissing

DIGITS = 18  # of a number that every column of keys can hold


def number_in(text):
    """Return the number that a text is, or None: also for one that no column can hold."""
    text = str(text)
    fits = text.isascii() and text.isdecimal() and len(text) <= DIGITS
    return int(text) if fits else None


def sent_version(data, name):
    """Return the version that an editor saw; raise VersionMissing where none was sent."""
    version = number_in(data.get(name, ""))
    if version is None:
        raise VersionMissing
    return version


class KeySelect(AutocompleteSelect):
    """Shows the row that was chosen; what can be no row's key has chosen none."""

    def optgroups(self, name, value, attr=None):
        keys = [one for one in value if number_in(one) is not None]
        return super().optgroups(name, keys, attr)


class Keyed:
    """For a screen, or a table in one: what is no key reaches no database."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", KeySelect(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def response_action(self, request, queryset, **kwargs):
        chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if any(number_in(key) is None for key in chosen):
            raise BadRequest("A row was chosen that cannot be.")
        return super().response_action(request, queryset, **kwargs)
