"""
The log of all changes at the desk: who did what to which object when, and why. Everybody
sees what happened to objects that they may see; the values stand in each one's history.
"""

from datetime import UTC, datetime, time, timedelta

from django import forms
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.template.response import TemplateResponse
from django.views.decorators.http import require_GET

from cables.curation.past import flat
from cables.curation.redactions.hiding import Veil, no_veil
from cables.curation.revisions import PURGED_ROWS
from cables.models import Cable
from cables.models.revision import Revision

from .numbers import number_in
from .revision_names import field_name, model_label, model_of
from .revisions import history_url, may_see

ON_A_PAGE = 50
#: What writes revisions. A model that is not named here is for superusers alone.
MODELS = (
    *("article", "articlelink", "cable", "discussion", "importconflict"),
    *("importrun", "invitation", "oldaddress", "post", "proposal", "publisher"),
    *(
        "purge",
        "readerreport",
        "redaction",
        "releasenote",
        "sitepage",
        "tag",
        "tagmerge",
        "user",
    ),
    "wayin",
)
#: Models whose rows have names of their own, and say them without another question.
NAMED = {
    *("article", "discussion", "invitation", "oldaddress", "post", "publisher"),
    *("releasenote", "sitepage", "tag", "user"),
}


class LogForm(forms.Form):
    person = forms.CharField(
        required=False, max_length=150, label="By whom", help_text="A user name."
    )
    model = forms.ChoiceField(required=False, label="Of what")
    cable = forms.CharField(required=False, max_length=60, label="Of the cable")
    since = forms.DateField(required=False, label="From (UTC)")
    until = forms.DateField(required=False, label="To (UTC)")

    def __init__(self, *args, models, **kwargs):
        super().__init__(*args, **kwargs)
        names = sorted((model_label(name), name) for name in models)
        choices = [(name, label) for label, name in names]
        self.fields["model"].choices = [("", "Everything"), *choices]
        for name in ("since", "until"):
            self.fields[name].widget = forms.DateInput(
                attrs={"type": "date"}, format="%Y-%m-%d"
            )

    def clean_person(self):
        name = self.cleaned_data["person"].strip()
        people = get_user_model().objects.filter(username=name)
        if name and (person := people.first()) is None:
            raise forms.ValidationError(f"Nobody here is called {name}.")
        return person if name else None

    def clean_cable(self):
        name = self.cleaned_data["cable"].strip().upper()
        if name and (cable := Cable.objects.filter(reference_id=name).first()) is None:
            raise forms.ValidationError(f"There is no cable {name}.")
        return cable if name else None


@admin.site.page("log/", name="log")
@require_GET
def log(request):
    user = request.user
    models = [name for name in MODELS if may_see(user, name)]
    form = LogForm(request.GET or None, models=models)
    rows = Revision.objects.select_related("user").order_by("-id")
    if not user.is_superuser:
        rows = rows.filter(model__in=models)
    if form.is_bound:
        rows = narrowed(rows, form) if form.is_valid() else rows.none()
    if older := number_in(request.GET.get("older", "")):
        rows = rows.filter(id__lt=older)
    found = list(rows[: ON_A_PAGE + 1])
    veil = no_veil
    if not user.has_perm("cables.view_sealedtext"):
        veil = Veil(row.why for row in found)
    query = request.GET.copy()
    if len(found) > ON_A_PAGE:
        query["older"] = found[ON_A_PAGE - 1].pk
    context = {
        **admin.site.each_context(request),
        "title": "Log of all changes",
        "form": form,
        "rows": [_line(row, veil) for row in named(found[:ON_A_PAGE])],
        "older": query.urlencode() if len(found) > ON_A_PAGE else "",
    }
    request.current_app = admin.site.name
    return TemplateResponse(request, "admin/log.html", context)


def narrowed(rows, form):
    """Apply the form. Days are turned into ids: rows are only added, and in order."""
    data = form.cleaned_data
    if data["person"]:
        rows = rows.filter(user=data["person"])
    if data["model"]:
        rows = rows.filter(model=data["model"])
    if data["cable"]:
        rows = rows.filter(cable=data["cable"])
    if data["since"]:
        first = _first_since(data["since"])
        rows = rows.filter(id__gte=first) if first else rows.none()
    if data["until"] and (end := _first_since(data["until"] + timedelta(days=1))):
        rows = rows.filter(id__lt=end)
    return rows


def _first_since(day):
    start = datetime.combine(day, time(), UTC)
    later = Revision.objects.filter(when__gte=start).order_by("when", "id")
    return later.values_list("id", flat=True).first()


def named(rows):
    """Give each row the name of its object, and that of the cable that it is of."""
    keys = {row.cable_id for row in rows if row.cable_id}
    ids = dict(Cable.objects.filter(pk__in=keys).values_list("pk", "reference_id"))
    names = {}
    for model in {row.model for row in rows} & NAMED:
        keys = {row.object_id for row in rows if row.model == model}
        found = model_of(model).objects.filter(pk__in=keys)
        names |= {(model, obj.pk): str(obj) for obj in found}
    for row in rows:
        row.reference_id = ids.get(row.cable_id, "")
        row.object_name = names.get((row.model, row.object_id), row.object_id)
    return rows


def _line(row, veil):
    """Return the row, what it is of, what happened to it, why, and its history."""
    is_cable = row.model == "cable"
    name = "" if is_cable else f"{model_label(row.model)} {row.object_name}"
    return row, name, _what(row), veil(row.why), history_url(row.model, row.object_id)


def _what(row):
    """Say what happened, or to which fields; never the values."""
    if PURGED_ROWS in row.after:
        return "words purged"
    if not row.after:
        return "removed" if row.before else "nothing of it changed"
    paths = flat(row.before).keys() | flat(row.after).keys()
    fields = {field_name(row.model, path[0]) for path in paths}
    return ", ".join(sorted(fields)) or "saved"
