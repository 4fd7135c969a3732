"""Which cables a bulk action is about: what the list's filters and words leave, all of it."""

import json

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import SEARCH_VAR
from django.core.exceptions import BadRequest, ValidationError
from django.db import connection
from django.db.models import Count
from django.db.models.expressions import RawSQL

from cables.models import Cable

from .cable_search import find
from .cables import CableChangeList

#: More cables than there are, for a search that is to find all of them.
ALL = 1_000_000
KEYS = {
    "sqlite": "SELECT value FROM json_each(%s)",
    "postgresql": "SELECT jsonb_array_elements_text(%s::jsonb)::bigint",
}


class Narrowed(CableChangeList):
    """The list without a page of it: only its filters are wanted."""

    def get_results(self, request):
        self.result_count = None


class Selection:
    """All cables that the list shows for these parameters, on whatever page."""

    def __init__(self, request, cable_admin):
        self.params = request.GET.copy()
        for paging in ("p", "all", "o"):
            self.params.pop(paging, None)
        self.words = self.params.get(SEARCH_VAR, "").strip()
        changelist = self._changelist(request, cable_admin)
        self.filters = _sentences(changelist)
        self.found, queryset = None, changelist.queryset
        if self.words:
            self.found = find(queryset, self.words, self.params, most=ALL)
            queryset = queryset.filter(pk__in=_many(self.found.keys))
        self.queryset = queryset.order_by()

    def _changelist(self, request, cable_admin):
        given, request.GET = request.GET, self.params.copy()
        request.GET.pop(SEARCH_VAR, None)  # words are looked for here, without a limit
        try:
            return Narrowed(
                request=request,
                model=Cable,
                list_display=cable_admin.list_display,
                list_display_links=None,
                list_filter=cable_admin.list_filter,
                date_hierarchy=None,
                search_fields=cable_admin.search_fields,
                list_select_related=False,
                list_per_page=1,
                list_max_show_all=1,
                list_editable=(),
                model_admin=cable_admin,
                sortable_by=(),
                search_help_text="",
            )
        except (IncorrectLookupParameters, ValidationError) as error:
            raise BadRequest("The list cannot be narrowed so.") from error
        finally:
            request.GET = given

    @property
    def query(self):
        return self.params.urlencode()

    @property
    def said(self):
        """Say what was chosen, in a few words."""
        parts = [f"{title} {chosen}" for title, chosen in self.filters]
        parts += [f"“{self.words}”"] if self.words else []
        return "; ".join(parts) or "all cables"

    def standings(self):
        """Return how many there are by state and hold, in one query."""
        rows = self.queryset.values_list("state", "on_hold").annotate(n=Count("pk"))
        return {(state, on_hold): number for state, on_hold, number in rows}


def _many(keys):
    """Stand for any number of keys by one parameter."""
    return RawSQL(KEYS[connection.vendor], [json.dumps(keys)])


def _sentences(changelist):
    """Say what the list is narrowed by."""
    found = []
    for spec in changelist.filter_specs:
        for choice in spec.choices(changelist):
            if "field" in choice:  # a filter that is a field of its own
                if choice["selected"]:
                    found.append((spec.title, _label(choice["field"])))
            elif choice["selected"] and choice["query_string"] != "?":
                found.append((spec.title, str(choice["display"])))
    return [(title, said) for title, said in found if said not in ("All", "")]


def _label(bound):
    value = str(bound.initial)
    choices = getattr(bound.field, "queryset", None)
    if choices is not None:
        return str(choices.filter(pk=value).first() or value)
    return dict(bound.field.choices).get(value, value)
