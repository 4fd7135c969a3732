"""Posts and tags by the names that records use, made where the archive lacks them."""

import csv
from functools import cache
from pathlib import Path

from django.utils.text import slugify

from cables import parsing
from cables.models import Post, PostAlias, Tag, TagAlias

from .sources.origins import posts

TAGS = Path(parsing.__file__).parent / "data" / "tags.csv"


@cache
def tag_titles():
    """Return code and kind to name, as the handbook has them."""
    with TAGS.open(encoding="utf-8", newline="") as file:
        return {(row["code"], row["kind"]): row["name"] for row in csv.DictReader(file)}


@cache
def posts_by_name():
    return {post.name.casefold(): post for post in posts()}


def free_slug(model, wanted):
    """Return a slug that no row of the model has: the wanted one, or with a number."""
    wanted, number = wanted or "unnamed", 1
    slug = wanted
    while model.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def nobody_compares(row, was):
    """Stand for who keeps what a row was before (None: it is new), where nobody does."""


def nobody_notes(row):
    """Stand for who notes what is made, where nobody does."""


class Posts:
    """Ids of posts by name or alias, in any case. ``made`` is told of each new row."""

    def __init__(self, made=nobody_notes):
        self.made = made
        self.ids = {
            name.casefold(): post_id
            for model, key in ((PostAlias, "post_id"), (Post, "id"))
            for name, post_id in model.objects.values_list("name", key)
        }

    def id_of(self, origin):
        """Return the id of a post, which is made if there is none of this name."""
        key = origin.casefold()
        if key not in self.ids:
            self.ids[key] = self._make(origin).id
        return self.ids[key]

    def _make(self, origin):
        known = posts_by_name().get(origin.casefold())
        country = known.country.replace("_", " ").title() if known else ""
        post = Post.objects.create(
            name=origin,
            slug=free_slug(Post, slugify(origin)),
            country=country,
            country_slug=slugify(country),
        )
        self.made(post)
        if known and known.code.casefold() not in self.ids:
            self.made(PostAlias.objects.create(post=post, name=known.code))
            self.ids[known.code.casefold()] = post.id
        return post


class Tags:
    """Ids of tags by code or alias. ``made`` is told of each new row."""

    def __init__(self, made=nobody_notes):
        self.made = made
        self.ids = {
            name.upper(): tag_id  # as they are looked up: records print capitals
            for model, key in ((TagAlias, "tag_id"), (Tag, "id"))
            for name, tag_id in model.objects.values_list("name", key)
        }

    def id_of(self, code, kind):
        """Return the id of a tag, which is made if there is none of this code."""
        if code not in self.ids:
            self.ids[code] = self._make(code, kind).id
        return self.ids[code]

    def _make(self, code, kind):
        tag = Tag.objects.create(
            name=code,
            slug=free_slug(Tag, Tag().slugify(code)),
            kind=kind,
            title=tag_titles().get((code, kind), ""),
        )
        self.made(tag)
        return tag
