"""
Lists that stay quick at 251,287 rows: what is counted is bounded, and a page is found
by an index before any row is read.
"""

from django.contrib.admin.options import IncorrectLookupParameters, ShowFacets
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import InvalidPage, Paginator
from django.utils.text import capfirst

from .mistakes import SaysWhatIsWrong
from .numbers import Keyed
from .revisions import HasHistory

COUNTED = 10_000  # rows after the page that is shown
FARTHEST = 1_000_000  # page that is looked for


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


class QuickList(SaysWhatIsWrong, Keyed, HasHistory):
    """For a screen: its list is a bounded one, and its history that of the revisions."""

    paginator = BoundedPaginator
    show_full_result_count = False
    show_facets = ShowFacets.NEVER  # each would count a whole table

    def get_changelist(self, request, **kwargs):
        return BoundedChangeList
