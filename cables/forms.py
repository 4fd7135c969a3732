"""What readers type in."""

from django import forms


class LookupForm(forms.Form):
    q = forms.CharField(label="An id, a number or an address", max_length=500)
