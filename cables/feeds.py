"""
Feeds: newest releases, a tag, a post, articles, and the log of changes.

Each entry is named by the address of what it tells of, so that a reader who takes in two
feeds, or one that moves, sees it once.
"""

from collections import defaultdict
from functools import partial

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import Exists, Max, OuterRef, Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from cables.models import (
    Article,
    ArticleLink,
    Cable,
    CableTag,
    Change,
    Post,
    PostAlias,
    Tag,
)
from cables.reading.conditional import reader_page
from cables.reading.dossier import CARD, LOGGED
from cables.reading.edition import newest_release
from cables.reading.figures import counted
from cables.search.names import Names
from cables.sharing.permalinks import absolute

from . import feed_entries as entries

ENTRIES = 50
ROW = (*CARD, "released", "modified", "post__name")
MANY = 5_000  # cables of a tag from which walking all releases is the quicker way


class ReadersFeed(Feed):
    """
    A feed that anyone may keep as long as it asks each time whether it still stands: a
    cable that is withdrawn is gone from it within a second.
    """

    feed_type = entries.Atom
    cached = staticmethod(partial(reader_page, max_age=0))

    def __call__(self, request, *args, **kwargs):
        return self.cached(self.serve)(request, *args, **kwargs)

    def serve(self, request, *args, **kwargs):
        answer = super().__call__(request, *args, **kwargs)
        del answer["Last-Modified"]  # a withdrawal leaves no time that it could name
        return answer

    def author_name(self):
        return settings.SITE_NAME

    def feed_guid(self, about):
        return self.feed_url(about)


class CableFeed(ReadersFeed):
    def item_title(self, cable):
        return entries.cable_title(cable)

    def item_link(self, cable):
        return absolute(cable.get_absolute_url())

    def item_description(self, cable):
        return entries.cable_summary(cable)

    def item_pubdate(self, cable):
        return cable.released

    def item_updateddate(self, cable):
        return entries.cable_updated(cable)


class NewestReleases(CableFeed):
    subtitle = "Cables in the order in which readers may see them, the newest first."

    def title(self):
        return entries.feed_name("newest releases")

    def link(self):
        return absolute(reverse("releases"))

    def feed_url(self, _about=None):
        return absolute(reverse("feed"))

    def items(self):
        return newest_release().select_related("post").only(*ROW)[:ENTRIES]


class TagFeed(CableFeed):
    """Newest releases with a tag; found under its former names as well."""

    def get_object(self, request, slug):
        names = Names()
        keys = names.tags(slug) or names.tags(slug.replace("-", " "))
        counts = counted(request.edition, "tag")
        if not keys or keys[0] not in counts:
            # That a tag is known says that a cable has it, perhaps a draft.
            raise Http404("The archive knows no such tag.")
        tag = Tag.objects.get(pk=keys[0])
        tag.is_frequent = counts[tag.pk] >= MANY
        return tag

    def title(self, tag):
        return entries.feed_name(": ".join(filter(None, [tag.code, tag.title])))

    def subtitle(self, tag):
        return f"Cables with the tag {tag.code}, the newest release first."

    def link(self, tag):
        return absolute(tag.get_absolute_url())

    def feed_url(self, tag):
        return absolute(reverse("tag-feed", args=[tag.slug]))

    def items(self, tag):
        cables = newest_release()
        if tag.is_frequent:  # found soon on a walk through all releases
            has_tag = CableTag.objects.filter(content_object=OuterRef("pk"), tag=tag)
            cables = cables.filter(Exists(has_tag))
        else:
            cables = cables.filter(cable_tags__tag=tag)
        return cables.select_related("post").only(*ROW)[:ENTRIES]


class PostFeed(CableFeed):
    """Newest releases from a post; found under its former addresses as well."""

    def get_object(self, request, slug):
        post = Post.objects.filter(slug=slug).first()
        if post is None:
            names = PostAlias.objects.select_related("post")
            post = get_object_or_404(names, name__iexact=slug).post
        if post.pk not in counted(request.edition, "post"):
            raise Http404("The archive has no cable from there.")
        return post

    def title(self, post):
        return entries.feed_name(post.name)

    def subtitle(self, post):
        return f"Cables from {post.name}, the newest release first."

    def link(self, post):
        return absolute(post.get_absolute_url())

    def feed_url(self, post):
        return absolute(reverse("post-feed", args=[post.slug]))

    def items(self, post):
        cables = newest_release().filter(post=post)
        return cables.select_related("post").only(*ROW)[:ENTRIES]


class ArticlesFeed(ReadersFeed):
    """The articles that were linked last, with the cables that each uses."""

    subtitle = "Press articles that used cables, the newest link first."

    def title(self):
        return entries.feed_name("articles")

    def link(self):
        return absolute(reverse("articles"))

    def feed_url(self, _about=None):
        return absolute(reverse("articles-feed"))

    def items(self):
        public = Q(links__in=ArticleLink.objects.public())
        rows = Article.objects.public().select_related("publisher")
        rows = rows.annotate(newest_link=Max("links", filter=public))
        articles = list(rows.order_by("-newest_link")[:ENTRIES])
        cables = _cables_of(articles)
        return [(one, cables[one.pk]) for one in articles if cables[one.pk]]

    def item_title(self, item):
        return entries.one_line(str(item[0]))

    def item_link(self, item):
        return absolute(item[0].get_absolute_url())

    def item_description(self, item):
        return entries.article_summary(*item)

    def item_updateddate(self, item):
        return entries.article_updated(*item)


def _cables_of(articles):
    """Return for each article's key its public cables, the earliest telegram first."""
    links = ArticleLink.objects.public().filter(article__in=articles)
    pairs = set(links.values_list("article_id", "cable_id"))
    rows = Cable.objects.public().filter(pk__in={cable for _, cable in pairs})
    table = defaultdict(list)
    cables = {cable.pk: cable for cable in rows.only(*CARD, "released")}
    for article, cable in sorted(pairs):
        if cable in cables:  # withdrawn between the two queries
            table[article].append(cables[cable])
    for used in table.values():
        used.sort(key=lambda cable: (cable.created, cable.pk))
    return table


class ChangesFeed(ReadersFeed):
    """The public log, as its page shows it: never words that left."""

    subtitle = "What happened to which cable, when, and why."

    def title(self):
        return entries.feed_name("log of changes")

    def link(self):
        return absolute(reverse("changes"))

    def feed_url(self, _about=None):
        return absolute(reverse("changes-feed"))

    def items(self):
        log = Change.objects.public().order_by("-id").select_related("cable")
        return log.only(*LOGGED)[:ENTRIES]

    def item_title(self, change):
        return entries.change_title(change)

    def item_link(self, change):
        return absolute(change.cable.get_absolute_url())

    def item_guid(self, change):
        return f"{self.link()}#{change.pk}"  # one cable may have several

    def item_description(self, change):
        return entries.change_summary(change)

    def item_pubdate(self, change):
        return change.when

    def item_updateddate(self, change):
        return change.when
