"""What an import brought, as a filter of the cable list."""

from django.contrib import admin

from cables.models.sealed import SourceRecord

from .numbers import number_in


class RunFilter(admin.SimpleListFilter):
    """The cables of one run; offered only where a page of that run leads here."""

    title = "import"
    parameter_name = "run"

    def __init__(self, request, params, model, model_admin):
        self.asked = request.GET.get(self.parameter_name, "")
        super().__init__(request, params, model, model_admin)

    def lookups(self, request, model_admin):
        number = number_in(self.asked)
        return [] if number is None else [(self.asked, f"Import {number}")]

    def queryset(self, request, queryset):
        number = number_in(self.value() or "")
        if number is None:
            return queryset
        records = SourceRecord.objects.filter(run=number).order_by()
        return queryset.filter(pk__in=records.values("cable"))
