"""The feed of discussions elsewhere: which thread is on which cable, or paragraph."""

from django.urls import reverse
from django.utils.html import format_html

from cables.reading.threads import newest_threads, place_of
from cables.sharing.permalinks import absolute

from . import feed_entries as entries
from .feeds import ENTRIES, ReadersFeed


class DiscussionsFeed(ReadersFeed):
    subtitle = "Threads elsewhere on cables and paragraphs, the newest first."

    def title(self):
        return entries.feed_name("discussions")

    def link(self):
        return absolute(reverse("discussions"))

    def feed_url(self, _about=None):
        return absolute(reverse("discussions-feed"))

    def items(self):
        return newest_threads()[:ENTRIES]

    def item_title(self, thread):
        return f"{thread.cable.reference_id}: {entries.one_line(str(thread))}"

    def item_link(self, thread):
        return absolute(place_of(thread))

    def item_guid(self, thread):
        # One thread may be on several cables, and a cable have several threads.
        return f"{self.link()}#{thread.pk}"

    def item_description(self, thread):
        key = thread.paragraph.key if thread.paragraph else ""
        on = format_html(', <a href="{}">{}</a>', self.item_link(thread), key)
        return format_html(
            '<p><a href="{}">{}</a></p><p>On {}{}</p>',
            thread.url,
            thread.url,
            entries.cable_title(thread.cable),
            on if key else "",
        )

    def item_updateddate(self, thread):
        # An entry is news when it came, or when readers could see its cable.
        return max(thread.proposed, thread.cable.released)
