"""What was wrong with a form, said at its top with a way to each place."""

from dataclasses import dataclass

from django.contrib.admin.utils import flatten
from django.forms import MultiWidget

from cables.curation.errors import CurationError


@dataclass(frozen=True, slots=True)
class Mistake:
    anchor: str  # id of the control
    label: str
    text: str


def mistakes_of(form, where=""):
    """Return the mistakes of a form's fields; ``where`` names its row in a table."""
    return [
        Mistake(
            _anchor(bound),
            f"{bound.label}{where}",
            " ".join(map(_sentence, bound.errors)),
        )
        for bound in form
        if bound.errors
    ]


def refused(form, name, check, *given):
    """Note what a check refuses as a mistake of a field, or of the whole form (None)."""
    try:
        check(*given)
    except CurationError as error:
        form.add_error(name if name in form.fields else None, str(error))


def _anchor(bound):
    is_split = isinstance(bound.field.widget, MultiWidget)  # a date and a time
    return f"{bound.auto_id}_0" if is_split else bound.auto_id


def _sentence(error):
    """An error may have a link or a box to tick behind its words."""
    return error.partition("<")[0].rstrip(" :") if hasattr(error, "__html__") else error


class SaysWhatIsWrong:
    """For a screen: a section with a mistake is open, and the page begins with a list."""

    def render_change_form(self, request, context, *args, **kwargs):
        adminform = context["adminform"]
        adminform.fieldsets = [
            (name, _opened(options, adminform.form.errors))
            for name, options in adminform.fieldsets
        ]
        context["mistakes"] = mistakes_of(adminform.form)
        for inline in context["inline_admin_formsets"]:
            for number, form in enumerate(inline.formset.forms, start=1):
                where = f", {inline.opts.verbose_name} {number}"
                context["mistakes"] += mistakes_of(form, where)
        return super().render_change_form(request, context, *args, **kwargs)


def _opened(options, errors):
    # Django looks for the names itself, but not for those that share a line.
    if errors.keys() & set(flatten(options["fields"])):
        return options | {"classes": []}
    return options
