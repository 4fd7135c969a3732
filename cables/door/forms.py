"""What a person types who comes by an invitation, or by a way in."""

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import password_validators_help_texts
from django.core.exceptions import ValidationError

from cables.curation import ways_in
from cables.curation.errors import CurationError, InvitationRefused
from cables.curation.invitations import accept


def hidden_text(**kwargs):
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    return forms.CharField(strip=False, widget=widget, **kwargs)


class NewPassword(forms.Form):
    password = hidden_text(
        label="Password", help_text=" ".join(password_validators_help_texts())
    )
    again = hidden_text(label="Password again")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("password") != cleaned.get("again"):
            self.add_error("again", "These are two different passwords.")
        return cleaned


class AcceptForm(NewPassword, forms.ModelForm):
    field_order = ["username", "password", "again"]

    class Meta:
        model = get_user_model()
        fields = ["username", "first_name", "last_name"]
        widgets = {"username": forms.TextInput(attrs={"autocomplete": "username"})}

    def __init__(self, *args, token, **kwargs):
        super().__init__(*args, **kwargs)
        self.token = token

    def _post_clean(self):
        """Make the account while the form can still say what is wrong."""
        if self.errors:
            return
        values = {name: self.cleaned_data[name] for name in self.Meta.fields}
        try:
            self.person = accept(
                self.token, password=self.cleaned_data["password"], **values
            )
        except InvitationRefused as error:
            self.add_error(None, str(error))
        except ValidationError as error:
            self._say(error)

    def _say(self, error):
        if not hasattr(error, "error_dict"):
            self.add_error("password", error)
            return
        for name, errors in error.error_dict.items():
            self.add_error(name if name in self.fields else None, errors)


class WayInForm(NewPassword):
    def __init__(self, *args, token, **kwargs):
        super().__init__(*args, **kwargs)
        self.token = token

    def _post_clean(self):
        """Set it while the form can still say what is wrong."""
        if self.errors:
            return
        try:
            self.person = ways_in.use(
                self.token, password=self.cleaned_data["password"]
            )
        except CurationError as error:
            self.add_error(None, str(error))
        except ValidationError as error:
            self.add_error("password", error)
