"""What pages call the models and fields that revisions name."""

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.text import capfirst


def model_of(name):
    """Return the model that revisions call so, or None."""
    for app in ("cables", "auth"):
        try:
            return apps.get_model(app, name)
        except LookupError:
            continue
    return None


def model_label(name):
    model = model_of(name)
    return capfirst(model._meta.verbose_name) if model else name


def field_name(model, name):
    """Return what a form calls a column, or what is kept beside it."""
    model = model_of(model)
    try:
        label = model._meta.get_field(name).verbose_name if model else name
    except (FieldDoesNotExist, AttributeError):
        label = name
    return capfirst(str(label).replace("_", " "))
