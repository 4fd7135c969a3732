"""Words that an article quotes: looked for in the cable before readers see them."""

from django import forms
from django.utils.html import format_html

from cables.curation.errors import CurationError
from cables.curation.limits import check_texts
from cables.curation.link_quotes import check, check_removed_words
from cables.curation.markers import refuse_said
from cables.curation.quote_alignment import ONLY_QUOTE, ONLY_TEXT
from cables.models import ArticleLink

from .meanwhile import NoticesMeanwhile
from .mistakes import refused


class QuoteForm(NoticesMeanwhile):
    """
    A link whose quotation is not in the cable comes back with a box to tick beside the
    words: articles translate, shorten and mistype.
    """

    noticed = ("paragraph", "relation", "quote")

    class Meta:
        model = ArticleLink
        fields = ["article", "cable", "paragraph", "relation", "quote"]

    def check_quote(self, cable, paragraph):
        """Call it at the end of ``clean``, with the place that the words should be in."""
        article = self.cleaned_data.get("article") or getattr(
            self.instance, "article", None
        )
        if article and cable and self.instance.pk is None:
            refused(self, None, refuse_said, cable, article.title, article.author)
        quote = self.cleaned_data.get("quote", "")
        touched = {"quote", "paragraph", "key", "relation"} & {*self.changed_data}
        if not (quote and cable and touched):
            return
        try:
            check_texts({"quote": quote}, ["quote"])
        except forms.ValidationError as error:
            self.add_error(None, error)
            return
        name = self.add_prefix("keep")
        try:
            check_removed_words(quote, cable)
        except CurationError as error:
            self.add_error("quote", str(error))
            return
        found = check(quote, cable, paragraph)
        if name in self.data or found.holds:
            return
        place = f"paragraph #{paragraph.key}" if paragraph else str(cable)
        text = (
            "These words are not in {}.{} <label>"
            '<input type="checkbox" name="{}"> Keep them all the same</label>'
        )
        self.add_error("quote", format_html(text, place, _altered(found), name))


def _altered(found):
    """Say which words of an altered quotation are whose."""
    sides = [(ONLY_TEXT, "the cable has"), (ONLY_QUOTE, "the article has")]
    said = [
        f"{words} {', '.join(f'“{one.words}”' for one in found.pieces if one.kind == kind)}"
        for kind, words in sides
        if any(one.kind == kind for one in found.pieces)
    ]
    return f" They are altered: {', '.join(said)}." if said else ""
