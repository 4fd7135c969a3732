"""Filters of the cable list that the queues of the desk lead to."""

from datetime import date

from django.contrib import admin

from . import queues


class QueueFilter(admin.SimpleListFilter):
    """A filter whose values each name a queue."""

    rows = {}

    def lookups(self, request, model_admin):
        return [(value, label) for value, (label, _) in self.rows.items()]

    def queryset(self, request, queryset):
        if self.value() not in self.rows:
            return queryset
        _, rows = self.rows[self.value()]
        return queryset.filter(pk__in=rows(request.user).values("pk"))


class MineFilter(QueueFilter):
    title = "what is yours"
    parameter_name = "mine"
    rows = {
        "work": ("In work with you", queues.in_work),
        "typed": ("Typed by you and not saved", queues.typed),
    }


class EmbargoFilter(admin.SimpleListFilter):
    title = "embargo"
    parameter_name = "embargo"

    def lookups(self, request, model_admin):
        return [("yes", "Released in the future")]

    def queryset(self, request, queryset):
        return queryset.filter(queues.embargo()) if self.value() == "yes" else queryset


class ReleaseFilter(admin.SimpleListFilter):
    """By the day of release: the desk's first page and a note of release lead here."""

    title = "day of release"
    parameter_name = "release"

    def lookups(self, request, model_admin):
        return []

    def has_output(self):
        return self.used_parameters.get(self.parameter_name) is not None

    def choices(self, changelist):
        yield {
            "selected": False,
            "query_string": changelist.get_query_string(remove=[self.parameter_name]),
            "display": "Any",
        }
        yield {
            "selected": True,
            "query_string": changelist.get_query_string(),
            "display": self.value(),
        }

    def queryset(self, request, queryset):
        try:
            day = date.fromisoformat(self.value() or "")
        except ValueError:
            return queryset
        return queryset.filter(queues.released_on(day))


class ProblemsFilter(admin.SimpleListFilter):
    title = "problems of reading"
    parameter_name = "problems"

    def lookups(self, request, model_admin):
        return [("some", "Some")]

    def queryset(self, request, queryset):
        return queryset.filter(queues.PROBLEMS) if self.value() == "some" else queryset


DESK_FILTERS = (MineFilter, EmbargoFilter, ReleaseFilter, ProblemsFilter)
