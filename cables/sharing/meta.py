"""What machines are told of a page: as JSON-LD, and as links in its header (Signposting)."""

from django.conf import settings
from django.urls import reverse
from django.utils.html import json_script

from .citations import GENRE, RECORDS
from .permalinks import absolute

CITE_AS, DESCRIBED_BY, COLLECTION = "cite-as", "describedby", "collection"
LANDING_PAGE = "https://schema.org/AboutPage"
TYPE = "https://schema.org/Report"


class DataBlock(str):
    """HTML that a template takes as it is."""

    def __html__(self):
        return str(self)


def data_block(value):
    """
    Return JSON in a ``<script>`` that no browser runs. It is Django's own block, with
    its escaping, under another type.
    """
    plain, ours = "application/json", "application/ld+json"
    return DataBlock(json_script(value).replace(plain, ours, 1))


def json_ld(work, *, description, card, cable_url, post_url):
    """Return a work in the words of schema.org; a passage is a part of its cable."""
    told = {
        "@context": "https://schema.org",
        "@type": "Report",
        "@id": work.url,
        "url": work.url,
        "name": work.whole_title,
        "description": description,
        "reportNumber": work.reference_id,
        "genre": GENRE,
        "dateCreated": work.day.isoformat(),
        "datePublished": work.released and work.released.isoformat(),
        "author": {
            "@type": "GovernmentOrganization",
            "name": work.author,
            "url": post_url,
        },
        "publisher": {
            "@type": "Organization",
            "name": work.site,
            "url": f"{settings.SITE_URL}/",
        },
        "image": card,
        "isAccessibleForFree": True,
    }
    if work.url != cable_url:
        told["isPartOf"] = {"@type": "Report", "@id": cable_url, "name": work.title}
    return told


def signposts(work, cable_url):
    """Return the ``Link`` header of a page: what it is, and where its records lie."""
    stem = work.url.removesuffix(".html")
    links = [_link(work.url, CITE_AS), _link(LANDING_PAGE, "type"), _link(TYPE, "type")]
    for form, record in RECORDS.items():
        kind = record.content_type.partition(";")[0]
        links.append(_link(f"{stem}.{form}", DESCRIBED_BY, kind))
    links += [
        _link(f"{stem}.json", "item", "application/json"),
        _link(f"{stem}.txt", "item", "text/plain"),
    ]
    if work.url != cable_url:
        links.append(_link(cable_url, COLLECTION, "text/html"))
    if settings.WEBMENTIONS:
        links.append(_link(absolute(reverse("webmention")), "webmention"))
    return ", ".join(links)


def _link(url, rel, kind=""):
    return f'<{url}>; rel="{rel}"' + (f'; type="{kind}"' if kind else "")
