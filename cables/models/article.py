"""Press articles that used cables, and which paragraph each of them quotes."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from cables.choices import LinkStatus, ModerationState, QuoteVerdict, Relation

from .cable import Cable, public_q
from .paragraph import Paragraph


class Publisher(models.Model):
    """A newspaper or other house, known by the domain of its articles."""

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=200, unique=True)
    domain = models.CharField(max_length=200, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("publisher", args=[self.slug])


class ArticleQuerySet(models.QuerySet):
    def public(self):
        """
        Return the approved articles that used a public cable: the only door for reader
        code. One that used drafts alone would tell of them.
        """
        used = ArticleLink.objects.public().filter(article=models.OuterRef("pk"))
        return self.filter(models.Exists(used), state=ModerationState.APPROVED)


class Article(models.Model):
    """A press article. Its ``url`` is canonical: no tracking parameters."""

    url = models.URLField(max_length=1000, unique=True)
    title = models.CharField(max_length=500, blank=True)
    publisher = models.ForeignKey(
        Publisher, models.PROTECT, null=True, blank=True, related_name="articles"
    )
    author = models.CharField(max_length=300, blank=True)
    date = models.DateField(null=True, blank=True, help_text="Empty where unknown.")
    language = models.CharField(
        max_length=12, blank=True, help_text="A language tag: es, pt-BR."
    )
    archived_url = models.URLField(max_length=1000, blank=True)
    link_status = models.CharField(
        max_length=10, choices=LinkStatus, default=LinkStatus.UNCHECKED
    )
    link_checked = models.DateTimeField(null=True, blank=True, db_index=True)
    state = models.CharField(
        max_length=10, choices=ModerationState, default=ModerationState.PROPOSED
    )

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-date", "-id"]
        indexes = [
            models.Index(fields=["state", "date", "id"], name="article_date"),
            models.Index(
                fields=["link_checked", "id"],
                condition=models.Q(link_status=LinkStatus.DEAD),
                name="article_dead",
            ),
        ]
        permissions = [("approve_article", "Can show articles to readers")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=ModerationState.values),
                name="article_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(link_status__in=LinkStatus.values),
                name="article_link_status_known",
            ),
            models.CheckConstraint(
                condition=models.Q(url__startswith="http://")
                | models.Q(url__startswith="https://"),
                name="article_url_is_web",
                violation_error_message="An article's address begins with https://.",
            ),
        ]

    def __str__(self):
        return self.title or self.url

    def get_absolute_url(self):
        return reverse("article", args=[self.pk])


class ArticleLinkQuerySet(models.QuerySet):
    def public(self, now=None):
        """Return approved links between approved articles and public cables."""
        return self.filter(
            public_q("cable__", now=now),
            state=ModerationState.APPROVED,
            article__state=ModerationState.APPROVED,
        )

    def waiting(self):
        """Return links that wait by themselves: others wait with their article."""
        return self.filter(
            state=ModerationState.PROPOSED, article__state=ModerationState.APPROVED
        )

    def let_go_of(self, blocks):
        """
        Let an article that quoted blocks which go now cite the cable, once: deleting a
        block would empty the column of each link, and an article may have one such link.
        """
        for link in self.filter(paragraph__in=blocks).order_by("id"):
            whole = ArticleLink.objects.filter(
                article=link.article_id, cable=link.cable_id, paragraph=None
            )
            if whole.exists():
                link.delete()
            else:
                link.paragraph = None
                link.save(update_fields=["paragraph"])


class ArticleLink(models.Model):
    """
    An article's use of a cable, or of one paragraph of it. Readers see it once it is
    approved, as its article is; an import approves what it brings, with nobody's name.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="links")
    cable = models.ForeignKey(Cable, models.CASCADE, related_name="article_links")
    paragraph = models.ForeignKey(
        Paragraph, models.SET_NULL, null=True, blank=True, related_name="article_links"
    )
    relation = models.CharField(
        max_length=8, choices=Relation, default=Relation.MENTIONS
    )
    quote = models.TextField(blank=True, help_text="The words that the article quotes.")
    # What the checker said, and at which version of the cable: another one, and the
    # quotation is looked at again.
    quote_check = models.CharField(
        max_length=7, choices=QuoteVerdict, blank=True, editable=False
    )
    quote_version = models.PositiveIntegerField(null=True, blank=True, editable=False)
    state = models.CharField(
        max_length=10, choices=ModerationState, default=ModerationState.PROPOSED
    )
    proposed = models.DateTimeField(default=timezone.now, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = ArticleLinkQuerySet.as_manager()

    class Meta:
        ordering = ["article", "id"]
        indexes = [
            models.Index(fields=["quote_check", "id"], name="link_quote_check"),
            models.Index(fields=["state", "proposed", "id"], name="link_proposed"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "cable"],
                condition=models.Q(paragraph__isnull=True),
                name="article_cable_once",
            ),
            models.UniqueConstraint(
                fields=["article", "cable", "paragraph"],
                condition=models.Q(paragraph__isnull=False),
                name="article_paragraph_once",
            ),
            models.CheckConstraint(
                condition=models.Q(relation__in=Relation.values),
                name="article_relation_known",
            ),
            models.CheckConstraint(
                condition=models.Q(quote_check__in=["", *QuoteVerdict.values]),
                name="article_quote_check_known",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=ModerationState.values),
                name="article_link_state_known",
            ),
        ]

    def __str__(self):
        return f"{self.article} {self.relation} {self.cable}"
