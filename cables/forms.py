"""What readers type in."""

from django import forms


class PastedField(forms.CharField):
    """Any text at all: what no database can hold in it is a blank."""

    def to_python(self, value):
        return super().to_python((value or "").replace("\0", " "))


class LookupForm(forms.Form):
    """Ids as they were pasted. How many of them are looked at is the view's."""

    q = PastedField(label="Ids, numbers or addresses", required=False)

    @property
    def text(self):
        return self.cleaned_data["q"] if self.is_valid() else ""
