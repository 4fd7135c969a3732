"""The counts of a search, each under the value that the parameter of its name takes."""

from cables.choices import Classification
from cables.models import Tag

YES_OR_NO = {1: "yes", 0: "no"}


def named_facets(counts, names):
    """Return {"post": [{"value": slug, "name", "count"}, …], …}, the most used first."""
    posts = {post.pk: post for post in names.all_posts}
    countries = {post.country_slug: post.country for post in names.all_posts}
    tags = Tag.objects.in_bulk(list(counts["tag"]))
    readers = {
        "classification": lambda value: (value, str(Classification(value).label)),
        "post": lambda key: key in posts and (posts[key].slug, posts[key].name),
        "country": lambda slug: (slug, countries.get(slug, slug)),
        "year": lambda year: (str(year), str(year)),
        "para": lambda marking: (marking, marking),
        "tag": lambda key: key in tags and (tags[key].code, tags[key].title),
        "articles": lambda flag: (YES_OR_NO[flag],) * 2,
        "partial": lambda flag: (YES_OR_NO[flag],) * 2,
    }
    return {name: _lines(counts[name], read) for name, read in readers.items()}


def _lines(counts, read):
    lines = []
    for key, count in counts.items():
        if named := read(key):
            value, name = named
            lines.append({"value": value, "name": name, "count": count})
    return sorted(lines, key=lambda line: (-line["count"], line["value"]))
