"""The feed and the list of discussions: what readers may see, by cable and paragraph."""

from cables.choices import ModerationState
from tests import factories as make

from .feed_reading import ODD, SITE, FeedTestCase

FEED = "/discussion/feed.atom"


class DiscussionFeedTests(FeedTestCase):
    def test_an_entry(self):
        cable = make.make_cable("06LOWMOOR1", subject="TOLLS", paragraphs=["One."])
        block = cable.paragraphs.get()
        thread = make.make_discussion(cable, paragraph=block, title="On tolls")
        (entry,) = self.feed(FEED).entries
        self.assertEqual(entry.title, "06LOWMOOR1: On tolls")
        address = f"{SITE}/cable/2006/04/06LOWMOOR1.html#par1"
        self.assertEqual(entry.link, address)
        self.assertEqual(entry.id, f"{SITE}/discussion/#{thread.pk}")
        self.assertIn(f'href="{thread.url}"', entry.summary)
        self.assertIn("06LOWMOOR1: TOLLS", entry.summary)
        self.assertEqual(entry.updated[:19], thread.proposed.isoformat()[:19])

    def test_newest_first_and_only_what_readers_may_see(self):
        cable = make.make_cable("06LOWMOOR1")
        for title in ("First", "Second"):
            make.make_discussion(cable, title=title)
        make.make_discussion(cable, title="A", state=ModerationState.PROPOSED)
        make.make_discussion(cable, title="B", state=ModerationState.REJECTED)
        make.make_discussion(make.make_draft(), title="C")
        titles = [one.split(": ")[1] for one in self.titles(FEED)]
        self.assertEqual(titles, ["Second", "First"])
        page = self.client.get("/discussion/")
        shown = [thread.title for thread in page.context["threads"]]
        self.assertEqual(shown, ["Second", "First"])

    def test_odd_titles(self):
        cable = make.make_cable("06LOWMOOR1")
        for text in ODD:
            make.make_discussion(cable, title=text)
        self.assertEqual(len(self.feed(FEED).entries), len(ODD))
        self.assertNotContains(self.client.get("/discussion/"), "<script>alert")

    def test_few_queries(self):
        for number in range(20):
            cable = make.make_cable(f"06LOWMOOR{number}", paragraphs=["One."])
            make.make_discussion(cable, paragraph=cable.paragraphs.get())
        with self.assertNumQueries(2):
            self.client.get(FEED)
        with self.assertNumQueries(3):
            self.client.get("/discussion/")
