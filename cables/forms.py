"""What readers type in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cables.choices import ProposalKind, ReportKind
from cables.models import Proposal, ReaderReport
from cables.models.report import LONGEST_REPORT
from cables.parsing.article_url import MAX_URL, canonical_url, flaw_of
from cables.parsing.odd_characters import code_of, odd_character
from cables.sharing.pasted import Lines

NO_ID = _(
    "No id of a cable was found. Write it as it stands on its page: 06MEXICO1889."
)
NO_ID_NOR_WORDS = _(
    "No id of a cable was found. Write it as it stands on its page: 06MEXICO1889. "
    "Or give the words that it quotes."
)

ODD = _(
    "There is an invisible character (%(code)s) in it, with which it may read as "
    "something else. Take it out, or type the words again."
)
FLAWS = {
    "user": _("The address has a user name before the @: leave it out."),
    "port": _("The address names a port that there is not: leave it out."),
}


class PastedField(forms.CharField):
    """Any text at all: what no database can hold in it is a blank."""

    def to_python(self, value):
        return super().to_python((value or "").replace("\0", " "))


class PlainField(PastedField):
    """Words for editors: no character in them shows the others in another order."""

    def validate(self, value):
        super().validate(value)
        if found := odd_character(value):
            raise forms.ValidationError(ODD % {"code": code_of(found)})


class LookupForm(forms.Form):
    """Ids as they were pasted. How many of them are looked at is the view's."""

    q = PastedField(label=_("Ids, numbers or addresses"), required=False)

    @property
    def text(self):
        return self.cleaned_data["q"] if self.is_valid() else ""


class HoneypotField(forms.CharField):
    """A field that people do not see and leave empty, and that machines fill in."""

    def __init__(self, **kwargs):
        attrs = {"autocomplete": "off", "tabindex": "-1"}
        super().__init__(required=False, widget=forms.TextInput(attrs), **kwargs)


class ProposalForm(forms.ModelForm):
    """
    An article that used cables, or a thread that discusses one. What it says is looked at
    as text alone: whether a cable is here is not told, since it may be a draft.
    """

    url = PlainField(
        label=_("Address on the web"),
        max_length=MAX_URL,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocapitalize": "off"}),
        error_messages={
            "required": _("Write the address of the article or discussion.")
        },
    )
    title = PlainField(label=_("Title"), required=False, max_length=300)
    cables = PlainField(
        label=_("Cables"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=_("Their ids, as 06MEXICO1889, or a text that names them."),
    )
    quote = PlainField(
        label=_("Words that it quotes"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("With an empty line between two quotations."),
    )
    note = PlainField(
        label=_("Anything else"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    website = HoneypotField(label=_("Leave this empty"))

    class Meta:
        model = Proposal
        fields = ["kind", "url", "title", "cables", "quote", "note"]
        labels = {"kind": _("What do you propose?")}
        widgets = {"kind": forms.RadioSelect}
        error_messages = {
            "kind": {
                "required": _("Choose whether it is an article or a discussion."),
                "invalid_choice": _("Choose whether it is an article or a discussion."),
            }
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = ProposalKind.choices
        for name, field in self.fields.items():
            field.widget.attrs.setdefault("aria-describedby", f"about-{name}")

    def clean_url(self):
        typed = self.cleaned_data["url"]
        if flaw := flaw_of(typed):
            raise forms.ValidationError(FLAWS[flaw])
        url = canonical_url(typed)
        if not url:
            raise forms.ValidationError(
                _(
                    "This is no web address. Write it whole, as https://example.org/page."
                )
            )
        return url

    def clean(self):
        cleaned = super().clean()
        has_ids = any(
            one.is_read or one.yearless for one in Lines(cleaned.get("cables") or "")
        )
        if not has_ids and "cables" not in self.errors:
            if cleaned.get("kind") == ProposalKind.DISCUSSION:
                self.add_error("cables", NO_ID)
            elif cleaned.get("cables") or not cleaned.get("quote"):
                self.add_error("cables", NO_ID_NOR_WORDS)
        return cleaned

    @property
    def is_trapped(self):
        """Whether the field was filled in that people do not see."""
        return bool(self.data.get(self.add_prefix("website")))


class ReportForm(forms.ModelForm):
    """
    What is wrong with a cable. Its id is looked at as text alone: whether a cable is here
    is not told, since it may be a draft.
    """

    reference_id = PlainField(
        label=_("Cable"),
        max_length=60,
        widget=forms.TextInput(attrs={"spellcheck": "false"}),
        error_messages={"required": NO_ID},
        help_text=_("Its id, as 06MEXICO1889."),
    )
    paragraph = PlainField(
        label=_("Paragraph"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocapitalize": "off"}),
        help_text=_("As its address names it: par3."),
    )
    text = PlainField(
        label=_("What is wrong"),
        max_length=LONGEST_REPORT,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Say what is wrong.")},
        help_text=_(
            "At most 2,000 characters. Editors find the place by a few words of it: "
            "you need not repeat what is private."
        ),
    )
    website = HoneypotField(label=_("Leave this empty"))

    class Meta:
        model = ReaderReport
        fields = ["kind", "reference_id", "paragraph", "text"]
        labels = {"kind": _("What do you report?")}
        widgets = {"kind": forms.RadioSelect}
        error_messages = {
            "kind": {
                "required": _("Choose what you report."),
                "invalid_choice": _("Choose what you report."),
            }
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = ReportKind.choices
        for name, field in self.fields.items():
            field.widget.attrs.setdefault("aria-describedby", f"about-{name}")

    def clean_reference_id(self):
        given = self.cleaned_data["reference_id"]
        if not any(one.is_read or one.yearless for one in Lines(given)):
            raise forms.ValidationError(NO_ID)
        return given

    @property
    def is_trapped(self):
        """Whether the field was filled in that people do not see."""
        return bool(self.data.get(self.add_prefix("website")))
