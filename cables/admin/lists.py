"""
Lists that stay quick at 251,287 rows: what is counted is bounded, and a page is found
by an index before any row is read.
"""

from django.contrib.admin import SimpleListFilter
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.options import IncorrectLookupParameters, ShowFacets
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import InvalidPage, Paginator
from django.utils.text import capfirst

from .mistakes import SaysWhatIsWrong
from .numbers import Keyed
from .revisions import HasHistory

COUNTED = 10_000  # rows after the page that is shown
FARTHEST = 1_000_000  # page that is looked for
#: What the address of a list may ask of a column that has a filter.
ASKED = ("", "__exact", "__in", "__isnull", "__isempty", "__id__exact")


class BoundedPaginator(Paginator):
    """
    Counts no further than some rows past the page: every page can be reached, none
    waits for a count of everything.
    """

    def __init__(self, object_list, per_page, *args, page=1, **kwargs):
        super().__init__(object_list, per_page, *args, **kwargs)
        self.bound = max(page, 1) * per_page + COUNTED

    @property
    def count(self):
        if "counted" not in self.__dict__:
            rows = self.object_list.order_by().values("pk")[: self.bound + 1]
            self.counted = rows.count()
        return min(self.counted, self.bound)

    @property
    def is_bounded(self):
        """Say whether there are more rows than were counted."""
        return self.count < self.counted


class BoundedChangeList(ChangeList):
    """A change list that pages by primary keys, then reads the rows of one page."""

    # The first column of an order, and the rest that an index holds beside it.
    aligned = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        names = capfirst(self.opts.verbose_name_plural)
        self.title = f"Choose from: {names}" if self.is_popup else names

    def get_ordering(self, request, queryset):
        ordering = super().get_ordering(request, queryset)
        return self.aligned.get(ordering[0], ordering)

    def get_filters(self, request):
        try:
            return super().get_filters(request)
        except DisallowedModelAdminLookup as error:  # the list is shown without it
            raise IncorrectLookupParameters from error

    def get_results(self, request):
        try:
            self._get_results()
        except OverflowError as error:  # a parameter that no column of SQLite can hold
            raise IncorrectLookupParameters from error

    def _get_results(self):
        if self.page_num > FARTHEST:
            raise IncorrectLookupParameters
        self.paginator = BoundedPaginator(
            self.queryset, self.list_per_page, page=self.page_num
        )
        self.result_count = self.paginator.count
        self.full_result_count = None
        self.show_full_result_count = False
        self.show_admin_actions = True
        self.can_show_all = False
        self.multi_page = self.result_count > self.list_per_page
        try:
            page = self.paginator.page(self.page_num)
        except InvalidPage as error:
            raise IncorrectLookupParameters from error
        keys = list(page.object_list.values_list("pk", flat=True))
        rows = self.apply_select_related(self.root_queryset).in_bulk(keys)
        self.result_list = [rows[key] for key in keys]


class Narrowed:
    """
    For a screen: its list is narrowed by its filters and by nothing else. Any column could
    be asked for letter by letter otherwise, also one that no page shows.
    """

    narrowed_by = ()  # parameters that links of the desk have and no filter offers

    def lookup_allowed(self, lookup, value, request):
        names = set(self.narrowed_by)
        for one in self.get_list_filter(request):
            if isinstance(one, type) and issubclass(one, SimpleListFilter):
                names.add(one.parameter_name)
            else:
                field = one if isinstance(one, str) else one[0]
                names |= {f"{field}{asked}" for asked in ASKED}
        return lookup in names


class QuickList(Narrowed, SaysWhatIsWrong, Keyed, HasHistory):
    """For a screen: its list is a bounded one, and its history that of the revisions."""

    paginator = BoundedPaginator
    show_full_result_count = False
    show_facets = ShowFacets.NEVER  # each would count a whole table

    def get_changelist(self, request, **kwargs):
        return BoundedChangeList
