"""The form of an article: one spelling of its address, no second row for it by accident."""

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from cables.choices import ModerationState
from cables.curation.articles import article_url, check_may_approve
from cables.curation.errors import OwnWork
from cables.curation.known_articles import domain_of, near_articles, publisher_of
from cables.curation.limits import check_texts
from cables.curation.link_quotes import check_article_words
from cables.models import Article, ArticleLink, Paragraph
from cables.parsing.article_url import flaw_of, why_refused

from .article_links import settle
from .meanwhile import NoticesMeanwhile
from .mistakes import refused
from .quotations import QuoteForm

VALUES = ("url", "title", "publisher", "author", "date", "language", "archived_url")
ANOTHER, NONE = "another-article", "no-publisher"  # boxes to tick


def link_to(article):
    there = reverse("admin:cables_article_change", args=[article.pk])
    return format_html('<a href="{}">{}</a>', there, article)


class ArticleForm(NoticesMeanwhile):
    """``user`` is who works with it; see ``ArticleAdmin.get_form``."""

    user = None
    noticed = (*VALUES, "state")
    publisher_name = forms.CharField(
        label="New publisher",
        required=False,
        max_length=200,
        help_text="Where its domain is of no publisher yet: a name, to add one.",
    )

    class Meta:
        model = Article
        fields = [*VALUES, "state"]

    @property
    def values(self):
        """What is to be saved of the article itself."""
        names = (*VALUES, "state")
        return {
            name: self.cleaned_data[name] for name in names if name in self.cleaned_data
        }

    def clean_url(self):
        typed = self.cleaned_data["url"]
        if typed == self.instance.url:
            return typed
        try:
            url = article_url(typed)
        except ValidationError as error:
            raise ValidationError(error.messages) from error
        others = Article.objects.filter(url=url).exclude(pk=self.instance.pk)
        if other := others.first():
            text = "There is this article already: {}"
            raise ValidationError(format_html(text, link_to(other)))
        return url

    def clean_archived_url(self):
        typed = self.cleaned_data["archived_url"]
        if typed != self.instance.archived_url and flaw_of(typed):
            raise ValidationError(why_refused(typed))
        return typed

    def clean(self):
        cleaned = super().clean()
        changed = {name: cleaned.get(name) for name in self.changed_data}
        check_texts(changed, ("title", "author", "publisher_name"))
        self._check_state(cleaned)
        if self.instance.pk:
            values = self.there | cleaned
            refused(self, None, check_article_words, self.instance, values, self.there)
        if cleaned.get("url"):
            questions = [self._find_publisher(cleaned), self._near_ones(cleaned)]
            self._ask([one for one in questions if one])
        return cleaned

    def _ask(self, questions):
        """
        Let somebody tick a box beside what may be a mistake. As long as anything is to be
        mended, a box that was ticked is there again, ticked.
        """
        if not self.errors and all(name in self.data for _, name, *_ in questions):
            return
        for field, name, text, label in questions:
            ticked = " checked" if name in self.data else ""
            box = format_html(
                '{} <label><input type="checkbox" name="{}"{}> {}</label>',
                *(text, name, ticked, label),
            )
            self.add_error(field, box)

    def _find_publisher(self, cleaned):
        """A new article is of whom its domain belongs to, unless another was chosen."""
        if self.instance.pk or cleaned.get("publisher") or "publisher" in self.errors:
            return None
        if publisher := publisher_of(cleaned["url"]):
            cleaned["publisher"] = publisher
            return None
        if cleaned.get("publisher_name"):
            return None
        if not self.user.has_perm("cables.add_publisher"):
            return None
        domain = domain_of(cleaned["url"])
        text = f"The domain {domain} is of no publisher yet: name it, and it is added."
        return "publisher_name", NONE, text, "Go on without one"

    def _near_ones(self, cleaned):
        if not {"url", "title", "publisher"} & {*self.changed_data}:
            return None
        near = near_articles(
            url=cleaned["url"],
            title=cleaned.get("title", ""),
            publisher=cleaned.get("publisher"),
            but=self.instance.pk,
        )
        if not near:
            return None
        links = format_html_join(", ", "{}", ((link_to(one),) for one in near))
        text = format_html("This may be an article that is here already: {}.", links)
        return "url", ANOTHER, text, "It is another one"

    def _check_state(self, cleaned):
        approved = cleaned.get("state") == ModerationState.APPROVED
        if approved and "state" in self.changed_data:
            try:
                check_may_approve(self.instance, self.user)
            except OwnWork as error:
                self.add_error("state", str(error))


class LinkForm(QuoteForm):
    """A cable of the article, and its paragraph by the key that its address ends in."""

    told = ("key", "relation", "quote")
    key = forms.CharField(
        label="Paragraph",
        required=False,
        max_length=40,
        help_text="par3; empty for the whole cable.",
    )

    class Meta:
        model = ArticleLink
        fields = ["cable", "relation", "quote"]
        widgets = {"quote": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        settle(self, "cable")
        block = self.instance.paragraph if self.instance.paragraph_id else None
        self.initial["key"] = block.key if block else ""

    def clean(self):
        cleaned = super().clean()
        key, cable = cleaned.get("key"), cleaned.get("cable")
        self.instance.paragraph = None
        if key and cable:
            key = key.lstrip("#¶")
            block = Paragraph.objects.filter(
                cable=cable, key__in=[key, f"par{key}"]
            ).first()
            if block is None:
                self.add_error("key", f"{cable} has no paragraph {key}.")
            self.instance.paragraph = block
        if not self.errors:
            cable = cable or getattr(self.instance, "cable", None)
            self.check_quote(cable, self.instance.paragraph)
        return cleaned
