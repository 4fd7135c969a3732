"""What the page calls the things that a search is narrowed by."""

from functools import cached_property

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cables.choices import Classification
from cables.models import Tag

from .wording import marking_in_words

TITLES = {
    "classification": _("Classification"),
    "tag": _("Tag"),
    "country": _("Country"),
    "post": _("Post"),
    "year": _("Year"),
    "para": _("Portion marking"),
    "articles": _("Press articles"),
    "partial": _("Completeness"),
}
ENDS = {
    "since": pgettext_lazy("first day of a search", "From"),
    "until": pgettext_lazy("last day of a search", "To"),
}
FLAGS = {
    ("articles", True): _("Used in articles"),
    ("articles", False): _("Not used in articles"),
    ("partial", True): _("Partial extracts"),
    ("partial", False): _("Whole telegrams"),
}


#: The language of what the record itself calls a value, where it is words.
LANGUAGES = {"tag": "en"}


class Labels:
    """The names of values as an address has them; ``tags`` are the keys to be known."""

    def __init__(self, filter, tags=()):
        self.filter = filter
        self._tags = set(tags)

    @cached_property
    def chosen_tags(self):
        """The chosen tags as {key: the text by which a reader chose it}."""
        names, choices = self.filter.names, self.filter.choices
        return {key: text for text in choices.tag for key in names.tags(text)}

    @cached_property
    def tags(self):
        """Rows of (pk, name, title) by key: in one query, of those that are shown."""
        keys = self._tags | self.chosen_tags.keys()
        rows = Tag.objects.filter(pk__in=keys).order_by()
        return {
            row.pk: row for row in rows.values_list("pk", "name", "title", named=True)
        }

    @cached_property
    def posts(self):
        return {post.slug: post for post in self.filter.names.all_posts}

    @cached_property
    def posts_by_key(self):
        return {post.pk: post for post in self.filter.names.all_posts}

    @cached_property
    def countries(self):
        posts = self.filter.names.all_posts
        return {post.country_slug: post.country for post in posts if post.country_slug}

    def tag(self, key):
        row = self.tags.get(key)
        return f"{row.name} {row.title}".strip() if row else gettext("A tag")

    def of(self, name, value):
        """Return what a chosen value is called."""
        match name:
            case "classification":
                return Classification(value).label
            case "post":
                return self.posts[value].name
            case "country":
                return self.countries[value]
            case "tag":
                return self.tag(next(iter(self.filter.names.tags(value)), None))
            case "para":
                return self.marking(value)
        return str(value)

    @staticmethod
    def marking(value):
        words = marking_in_words(value)
        return value if words == value else f"({value}) {words}"
