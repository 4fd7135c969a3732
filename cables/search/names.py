"""Posts, countries and tags by what people call them, as the index's numbers."""

import re
from functools import cached_property

from cables.models import Post, PostAlias, Tag, TagAlias


class Names:
    """The vocabularies of one search, each read when it is first asked for."""

    @cached_property
    def all_posts(self):
        """Rows of (pk, slug, name, country, country_slug)."""
        columns = ("pk", "slug", "name", "country", "country_slug")
        return list(Post.objects.order_by("name").values_list(*columns, named=True))

    def posts(self, text):
        """
        Return the posts that a text names: by slug, name or alias; else those whose
        name has its words ("mexico": Embassy Mexico).
        """
        wanted = _words(text)
        exact = [
            post.pk
            for post in self.all_posts
            if wanted in (_words(post.slug), _words(post.name))
        ]
        if exact or not wanted:
            return exact
        known = PostAlias.objects.filter(name__iexact=text.strip())
        if keys := list(known.values_list("post_id", flat=True)):
            return keys
        return [
            post.pk for post in self.all_posts if set(wanted) <= set(_words(post.name))
        ]

    def countries(self, text):
        """Return the posts of the country with this name or slug."""
        wanted = _words(text)
        return [
            post.pk
            for post in self.all_posts
            if wanted and wanted in (_words(post.country), _words(post.country_slug))
        ]

    def posts_with_slugs(self, slugs):
        return [post.pk for post in self.all_posts if post.slug in slugs]

    def posts_of_countries(self, slugs):
        return [post.pk for post in self.all_posts if post.country_slug in slugs]

    def tags(self, text):
        """Return the tag with this code, slug or alias, as a list of none or one."""
        text = text.strip()
        if text not in self._tags:
            self._tags[text] = _tags_called(text)
        return self._tags[text]

    @cached_property
    def _tags(self):
        return {}  # what was asked for already, as {text: [pk]}


def _tags_called(text):
    found = Tag.objects.filter(name__iexact=text) | Tag.objects.filter(
        slug__iexact=text
    )
    if keys := list(found.order_by().values_list("pk", flat=True)[:1]):
        return keys
    known = TagAlias.objects.filter(name__iexact=text)
    return list(known.values_list("tag_id", flat=True)[:1])


def _words(text):
    return re.findall(r"\w+", text.casefold())
