"""Feeds of what is new."""

import re

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from cables.sharing.permalinks import absolute
from cables.views.conditional import reader_page
from cables.views.dossier import CARD
from cables.views.edition import newest_release

ENTRIES = 50
NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def printable(text):
    """Return a text without the control characters that XML cannot hold."""
    return NOT_IN_XML.sub("", text)


class NewestReleases(Feed):
    feed_type = Atom1Feed

    def __call__(self, request, *args, **kwargs):
        return reader_page(super().__call__)(request, *args, **kwargs)

    def title(self):
        return f"{settings.SITE_NAME}: newest releases"

    subtitle = "Cables in the order in which readers may see them, the newest first."

    def link(self):
        return absolute(reverse("releases"))

    def feed_url(self):
        return absolute(reverse("feed"))

    def items(self):
        rows = newest_release().select_related("post")
        return rows.only(*CARD, "released", "modified", "post__name")[:ENTRIES]

    def item_title(self, cable):
        return printable(f"{cable.reference_id}: {cable.subject or 'no subject'}")

    def item_link(self, cable):
        return absolute(cable.get_absolute_url())

    def item_description(self, cable):
        day = f"{cable.created.day} {cable.created:%B %Y}"
        return printable(
            f"{cable.get_classification_display()}, {cable.post.name}, {day}"
        )

    def item_pubdate(self, cable):
        return cable.released

    def item_updateddate(self, cable):
        return max(cable.released, cable.modified)
