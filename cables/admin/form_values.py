"""Values of form fields: as a browser sends them, as a history has them, as people read them."""

from django import forms


def put_value(data, bound):
    """Write the value of a bound field into ``data`` as a browser would send it."""
    widget, value = bound.field.widget, bound.value()
    if isinstance(widget, forms.MultiWidget):
        parts = widget.decompress(value)
        for suffix, part, item in zip(
            widget.widgets_names, widget.widgets, parts, strict=True
        ):
            data[f"{bound.html_name}{suffix}"] = _sent(part, item)
    elif isinstance(widget, forms.CheckboxInput):
        data.pop(bound.html_name, None)
        if value:
            data[bound.html_name] = "on"
    else:
        data[bound.html_name] = _sent(widget, value)


def _sent(widget, value):
    value = widget.format_value(value)
    return (value[0] if value else "") if isinstance(value, list) else (value or "")


def as_initial(field, ground):
    """Return a value of the history as the field's initial value: dates are text there."""
    if ground and isinstance(field, forms.SplitDateTimeField | forms.DateTimeField):
        return forms.DateTimeField().to_python(ground)
    if ground and isinstance(field, forms.DateField):
        return field.to_python(ground)
    return ground


def readable(field, value):
    if isinstance(value, list):
        return "\n".join(str(one) for one in value if one)
    if isinstance(field, forms.ModelChoiceField) and value and not hasattr(value, "pk"):
        return str(field.queryset.filter(pk=value).first() or value)
    return value
