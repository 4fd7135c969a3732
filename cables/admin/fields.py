"""Form fields that give back what was there when nothing was typed."""

from django import forms
from django.core.validators import ProhibitNullCharactersValidator

from cables.curation.limits import odd_texts


def unix_lines(text):
    return text.replace("\r\n", "\n").replace("\r", "\n")


class PlainTexts:
    """
    For a form: what was typed with characters that turn text, or that nobody sees, comes
    back beside its field. What is ``as_it_stands`` may have any.
    """

    as_it_stands = ()

    def clean(self):
        cleaned = super().clean()
        cleaned = self.cleaned_data if cleaned is None else cleaned
        typed = {
            name: cleaned[name]
            for name in self.changed_data
            if name in cleaned
            and name not in self.as_it_stands
            and not self.fields[name].widget.is_hidden
        }
        for name, sentence in odd_texts(typed, self.initial).items():
            self.add_error(name, sentence)
        return cleaned


class ExactTextField(forms.CharField):
    """
    Text to the letter. Browsers send every line end as CRLF and forms strip spaces:
    text as received has neither changed because somebody pressed Save.
    """

    widget = forms.Textarea

    def __init__(self, **kwargs):
        super().__init__(strip=False, **kwargs)

    def to_python(self, value):
        return unix_lines(super().to_python(value))

    def has_changed(self, initial, data):
        return unix_lines(initial or "") != unix_lines(data or "")


class ShownLines(forms.JSONField):
    """The lines that a form showed: only of these can its sender have removed any."""

    widget = forms.HiddenInput

    def clean(self, value):
        lines = super().clean(value)
        lines = lines if isinstance(lines, list) else []
        return [line for line in lines if isinstance(line, str)]


class LinesField(forms.CharField):
    """A list of short texts, one a line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def __init__(self, *, longest=None, **kwargs):
        super().__init__(**kwargs)
        self.longest = longest  # in characters, of one line

    def validate(self, value):
        super().validate(value)
        for line in value:
            ProhibitNullCharactersValidator()(line)
            if self.longest and len(line) > self.longest:
                raise forms.ValidationError(
                    f"{line} is longer than {self.longest} characters."
                )

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        lines = unix_lines(super().to_python(value)).split("\n")
        return [line.strip() for line in lines if line.strip()]

    def has_changed(self, initial, data):
        return (initial or []) != self.to_python(data)
