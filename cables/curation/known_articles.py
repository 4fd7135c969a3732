"""Whether an article is here already, perhaps under another address; and whose it is."""

from urllib.parse import urlsplit

from django.db.models import Q
from django.utils.text import slugify

from cables.models import Article, Publisher
from cables.parsing.article_url import canonical_url

from .articles import save_publisher

SCHEMES = ("https://", "http://")
#: What a site puts before its name, for the same pages.
HOSTS = ("", "www.", "m.", "amp.", "mobile.")
#: What it puts behind a page's path, for the same page.
ENDS = ("", "/", "/amp", "/amp/", ".amp", ".amp.html", ".html", "/index.html")
MOST = 5


def near_articles(*, url, title="", publisher=None, but=None):
    """
    Return articles that may be the one at ``url``: with another scheme, www., a slash or
    amp, with or without a query, or by the same publisher under the same title.
    """
    url = canonical_url(url)
    same = Q()
    if url:
        plain = _spellings(url)
        same |= Q(url__in=[*plain, *(f"{one}?{_query(url)}" for one in plain)])
        if not _query(url):
            for one in _spellings(url, hosts=HOSTS[:2], ends=ENDS[:2]):
                same |= Q(url__startswith=f"{one}?")
    if title.strip() and publisher:
        same |= Q(title__iexact=title.strip(), publisher=publisher)
    if not same:
        return []
    rows = Article.objects.filter(same).exclude(url=url).exclude(pk=but)
    return list(rows.order_by("id")[:MOST])


def _query(url):
    return urlsplit(url).query


def _spellings(url, *, hosts=HOSTS, ends=ENDS):
    """Return how else the page at an address may be written, without any query."""
    parts = urlsplit(url)
    host, path = _bare_host(parts.netloc), parts.path
    for end in sorted(ENDS, key=len, reverse=True):
        if end and path.endswith(end):
            path = path.removesuffix(end)
            break
    return [
        f"{scheme}{before}{host}{path}{end}"
        for scheme in SCHEMES
        for before in hosts
        for end in ends
        if path or end == "/"
    ]


def _bare_host(host):
    for before in HOSTS[1:]:
        if host.startswith(before) and "." in host.removeprefix(before):
            return host.removeprefix(before)
    return host


def domain_of(url):
    """Return the domain that the publisher of an address would be known by."""
    return _bare_host(urlsplit(url).hostname or "")


def publisher_of(url):
    """Return the publisher whose domain an address is at, or below; or None."""
    labels = (urlsplit(url).hostname or "").split(".")
    domains = [".".join(labels[at:]) for at in range(max(len(labels) - 1, 1))]
    found = {one.domain: one for one in Publisher.objects.filter(domain__in=domains)}
    return next((found[name] for name in domains if name in found), None)


def add_publisher(*, url, name, user):
    """Add the publisher of an address."""
    domain = domain_of(url)
    slug = base = slugify(name)[:190] or slugify(domain.replace(".", "-"))[:190]
    number = 1
    while Publisher.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    values = {"name": name, "slug": slug, "domain": domain}
    return save_publisher(Publisher(), user=user, values=values)
