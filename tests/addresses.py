"""Every address that the site answers at, as its resolver has them."""

from django.urls import URLResolver, get_resolver


def walk(resolver=None, before="", space=""):
    """Yield (route, name, callback) of all patterns; the name with its namespace."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from walk(entry, route, inner)
        else:
            yield route, f"{space}{entry.name}" if entry.name else None, entry.callback


def public():
    return [row for row in walk() if not row[0].startswith("admin/")]


def desk():
    return [row for row in walk() if row[0].startswith("admin/")]
