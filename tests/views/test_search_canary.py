"""What readers may not read is in no page of a search, no list, no count, no advice."""

from datetime import timedelta

from django.test import TestCase
from django.utils import timezone

from cables.models import Cable, raise_epoch
from cables.search.index import public_index
from cables.search.writer import rebuild
from tests import factories as make

WORD = "zebrafinch"


def hidden():
    """Yield how a cable can be out of readers' reach."""
    yield {"state": "draft", "released": None}
    yield {"state": "review"}
    yield {"state": "withdrawn"}
    yield {"on_hold": True}
    yield {"released": timezone.now() + timedelta(days=1)}


class CanaryTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        make.make_cable(
            "06LOWMOOR1", paragraphs=["Boats left the harbour."], tags=["PREL"]
        )
        make.make_cable("06LOWMOOR2", paragraphs=["Boats came back."])
        post = make.make_post("Embassy Zebrafinch", country="Zebrafinch")
        make.make_tag("ZEBRAFINCH")
        cls.canaries = [
            make.make_cable(
                f"99ZEBRAFINCH{number}",
                post=post,
                subject="ZEBRAFINCH IN THE HARBOUR",
                tags=["ZEBRAFINCH", "PREL"],
                paragraphs=["A zebrafinch sang. Boats listened to the harbour."],
                **fields,
            )
            for number, fields in enumerate(hidden())
        ]

    #: Searches that would come upon it, without naming it.
    SEARCHES = (
        *({}, {"q": "boats"}, {"q": "harbour"}, {"q": "tag:PREL"}, {"tag": "PREL"}),
        *({"q": "zebrafinc"}, {"q": "zebrafin*"}, {"q": "zebrafnich harbour"}),
        *({"q": '"boats listened"'}, {"q": "listened OR boats"}, {"more": "tag"}),
        *({"more": "post"}, {"q": "date:1999"}, {"sort": "oldest"}, {"q": "sang"}),
        *({"q": "zebrafich boats"}, {"q": "-boats"}, {"q": "tag:zebrafinc"}),
    )
    #: Pairs that must be answered alike: the hidden name, and one that never was.
    PAIRS = (
        *({"tag": "{}"}, {"post": "embassy-{}"}, {"country": "{}"}, {"q": "{}"}),
        *({"q": "tag:{}"}, {"q": "post:{}"}, {"q": "country:{}"}, {"q": "subject:{}"}),
        *({"q": "99{}1"}, {"q": "{} boats"}, {"q": "{}*"}, {"q": "-{}"}),
        *({"q": '"{} sang"'}, {"q": "boats", "tag": "{}"}, {"q": "{}s -boats"}),
    )

    def pages(self):
        for search in self.SEARCHES:
            page = self.client.get("/search/", search)
            yield search, page.content.decode().lower()

    def assert_silent(self):
        for search, page in self.pages():
            with self.subTest(search=search):
                self.assertNotIn(WORD, page)
                self.assertNotIn("99zebra", page)
        for pair in self.PAIRS:
            with self.subTest(pair=pair):
                self.assertEqual(
                    self.answer(pair, WORD), self.answer(pair, "quartzowls")
                )

    def answer(self, pair, word):
        query = {name: value.format(word) for name, value in pair.items()}
        page = self.client.get("/search/", query)
        text = page.content.decode().lower()
        return page.status_code, text.replace(word, "…").replace(word[:-1], "…")

    def test_the_test_can_fail(self):
        self.publish()
        rebuild(public_index)
        loud = [search for search, page in self.pages() if WORD in page]
        self.assertGreater(len(loud), 8)
        for pair in self.PAIRS:
            with self.subTest(pair=pair):
                hidden, never = self.answer(pair, WORD), self.answer(pair, "quartzowls")
                self.assertNotEqual(hidden, never)

    def test_what_never_was_public(self):
        rebuild(public_index)
        self.assert_silent()

    def test_what_was_public_once(self):
        self.publish()
        rebuild(public_index)
        self.hide()
        rebuild(public_index)
        self.assert_silent()

    def test_what_the_index_still_holds_is_in_no_hit_and_no_advice(self):
        """Between the commit and the index's next step, the database has the last word."""
        self.publish()
        rebuild(public_index)
        self.hide()
        for search in ({"q": "zebrafinch"}, {"q": "harbour"}, {"q": "zebrafnich"}):
            page = self.client.get("/search/", search).content.decode().lower()
            with self.subTest(search=search):
                self.assertNotIn("sang", page)
                self.assertNotIn("did you mean", page)
                self.assertNotIn("99zebrafinch0", page)

    def publish(self):
        keys = [cable.pk for cable in self.canaries]
        past = timezone.now() - timedelta(days=1)
        Cable.objects.filter(pk__in=keys).update(
            state="published", on_hold=False, released=past
        )
        raise_epoch()

    def hide(self):
        for cable, fields in zip(self.canaries, hidden(), strict=True):
            Cable.objects.filter(pk=cable.pk).update(**fields)
        raise_epoch()
