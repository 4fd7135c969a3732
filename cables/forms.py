"""What readers type in."""

from django import forms

from cables.choices import ProposalKind, ReportKind
from cables.models import Proposal, ReaderReport
from cables.models.report import LONGEST_REPORT
from cables.parsing.article_url import MAX_URL, canonical_url
from cables.sharing.pasted import Lines

NO_ID = "No id of a cable was found. Write it as it stands on its page: 06MEXICO1889."


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

    url = PastedField(
        label="Address on the web",
        max_length=MAX_URL,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocapitalize": "off"}),
        error_messages={"required": "Write the address of the article or discussion."},
    )
    title = PastedField(label="Title", required=False, max_length=300)
    cables = PastedField(
        label="Cables",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text="Their ids, as 06MEXICO1889, or a text that names them.",
    )
    quote = PastedField(
        label="Words that it quotes",
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="With an empty line between two quotations.",
    )
    note = PastedField(
        label="Anything else",
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    website = HoneypotField(label="Leave this empty")

    class Meta:
        model = Proposal
        fields = ["kind", "url", "title", "cables", "quote", "note"]
        labels = {"kind": "What do you propose?"}
        widgets = {"kind": forms.RadioSelect}
        error_messages = {
            "kind": {
                "required": "Choose whether it is an article or a discussion.",
                "invalid_choice": "Choose whether it is an article or a discussion.",
            }
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = ProposalKind.choices
        for name, field in self.fields.items():
            field.widget.attrs.setdefault("aria-describedby", f"about-{name}")

    def clean_url(self):
        url = canonical_url(self.cleaned_data["url"])
        if not url:
            raise forms.ValidationError(
                "This is no web address. Write it whole, as https://example.org/page."
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
                self.add_error("cables", f"{NO_ID} Or give the words that it quotes.")
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

    reference_id = PastedField(
        label="Cable",
        max_length=60,
        widget=forms.TextInput(attrs={"spellcheck": "false"}),
        error_messages={"required": NO_ID},
        help_text="Its id, as 06MEXICO1889.",
    )
    paragraph = PastedField(
        label="Paragraph",
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocapitalize": "off"}),
        help_text="As its address names it: par3.",
    )
    text = PastedField(
        label="What is wrong",
        max_length=LONGEST_REPORT,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Say what is wrong."},
        help_text="At most 2,000 characters. Editors find the place by a few words of it: "
        "you need not repeat what is private.",
    )
    website = HoneypotField(label="Leave this empty")

    class Meta:
        model = ReaderReport
        fields = ["kind", "reference_id", "paragraph", "text"]
        labels = {"kind": "What do you report?"}
        widgets = {"kind": forms.RadioSelect}
        error_messages = {
            "kind": {
                "required": "Choose what you report.",
                "invalid_choice": "Choose what you report.",
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
