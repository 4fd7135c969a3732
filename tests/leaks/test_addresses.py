"""
What readers must never meet is in no answer of any address: not in its words, its headers,
its counts, its errors, nor in a line of a log. Whoever asks for such a word by name is
answered as for one that never was.
"""

import logging
import random
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.cache import caches
from django.test import TestCase, override_settings
from django.urls import resolve
from django.utils import timezone

from cables.curation.roles import NAMES, set_up_roles
from cables.models import Article, Cable, ReleaseNote, raise_epoch
from cables.search.index import public_index
from cables.search.writer import rebuild
from tests.admin.editors import make_editor

from .addresses import ADDRESSES, routes
from .canaries import HIDDEN, made_up, plant

SHOWN_IDS = ("06LOWMOOR1", "06LOWMOOR2", "06LOWMOOR3", "06LOWMOOR5", "06LOWMOOR0005")
SHOWN_NUMBERS = ("7001", "7005")
#: Tells of the question itself, as a digest.
OF_THE_QUESTION = {"ETag"}
OF_THE_MOMENT = {"Expires"}
#: What is shown of a cable wherever it is shown.
OPEN = ("text", "subject", "tag", "post", "article", "quote", "publisher", "thread")

POSTED = {
    "/lookup/": {"q": "06{0}50 {0} 06LOWMOOR1"},
    "/api/v1/lookup": {"q": "06{0}50 {0} 06LOWMOOR1"},
    "/propose/": {
        "kind": "article",
        "url": "https://{0}.example/",
        "title": "{0}",
        "cables": "06{0}50",
    },
    "/report/": {
        "kind": "person",
        "reference_id": "06{0}50",
        "paragraph": "par1",
        "text": "{0}",
    },
}


class Answer:
    """What came back, with all that a reader gets."""

    def __init__(self, response):
        self.status = response.status_code
        headers = response.headers.items()
        self.headers = {k: v for k, v in headers if k not in OF_THE_MOMENT}
        streaming = getattr(response, "streaming", False)
        self.body = b"".join(response) if streaming else response.content

    @property
    def text(self):
        head = "\n".join(f"{name}: {value}" for name, value in self.headers.items())
        return f"{self.status}\n{head}\n\n{self.body.decode('utf-8', 'replace')}"

    def without(self, word):
        """Return all of it but the word that was asked for."""
        headers = {k: v for k, v in self.headers.items() if k not in OF_THE_QUESTION}
        text = f"{self.status} {sorted(headers.items())}\n{self.body.decode()}"
        for form in (str.lower, str.upper, str.title):
            text = text.replace(form(word), "…")
        return text


@override_settings(API_RATE=0)
class LeakCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        set_up_roles()
        cls.words = plant()
        later = ReleaseNote.objects.latest("day").day
        cls.given = {
            "later": f"{later:%Y/%m/%d}",
            "article": str(Article.objects.earliest("pk").pk),
            "slug": "harbour",
            "half": "harb",
        }

    def setUp(self):
        rebuild(public_index)

    def ask(self, address, client=None):
        return Answer((client or self.client).get(address))

    def plain(self, *, ids=SHOWN_IDS, numbers=SHOWN_NUMBERS):
        """Yield addresses, filled with what readers may know."""
        for addresses in ADDRESSES.values():
            for address in addresses:
                for reference_id in ids if "{id}" in address else [""]:
                    for number in numbers if "{number}" in address else [""]:
                        yield address.format(
                            id=reference_id, number=number, **self.given
                        )

    def found_in(self, text):
        text = text.lower()
        return sorted(place for place, word in self.words.items() if word in text)


class AddressTests(LeakCase):
    def test_every_address_is_known(self):
        known = set(routes())
        self.assertEqual(known, ADDRESSES.keys())

    def test_addresses_are_those_that_they_stand_for(self):
        for route, addresses in ADDRESSES.items():
            for address in addresses:
                filled = address.format(id="06LOWMOOR1", number="7001", **self.given)
                with self.subTest(address=address):
                    self.assertEqual(resolve(filled.partition("?")[0]).route, route)

    def test_no_answer_holds_a_canary(self):
        with self.no_log():
            for address in self.plain():
                answer = self.ask(address)
                with self.subTest(address=address):
                    self.assertLess(answer.status, 500)
                    self.assertEqual(self.found_in(answer.text), [])

    def test_the_test_can_fail(self):
        """Were the cables public, each of their words would be found."""
        past = timezone.now() - timedelta(days=1)
        hidden = Cable.objects.filter(number__in=range(8000, 8000 + len(HIDDEN)))
        ids = hidden.values_list("reference_id", flat=True)
        hidden.update(state="published", on_hold=False, released=past)
        raise_epoch()
        rebuild(public_index)
        found = set()
        for address in self.plain(ids=list(ids)):
            found.update(self.found_in(self.ask(address).text))
        self.assertLessEqual({f"{one} of {k}" for one in OPEN for k in HIDDEN}, found)

    def test_what_is_posted(self):
        never = made_up()
        for address, fields in POSTED.items():
            for place in (
                "text of draft",
                "id of draft",
                "proposed article",
                "redacted",
            ):
                answers = [self.post(address, fields, self.words[place])]
                answers.append(self.post(address, fields, never))
                with self.subTest(address=address, place=place):
                    self.assertEqual(*answers)
                    self.assertEqual(self.found_in(answers[0]), [])

    def post(self, address, fields, word):
        caches["rate"].clear()
        fields = {name: value.format(word) for name, value in fields.items()}
        kind = {"content_type": "application/json"} if "api" in address else {}
        return Answer(self.client.post(address, fields, **kind)).without(word)

    @pytest.mark.one_database  # no reader's page asks who is signed in
    def test_the_same_bytes_for_every_role(self):
        people = [make_editor(is_superuser=True)]
        for name in NAMES:
            people.append(make_editor())
            people[-1].groups.add(Group.objects.get(name=name))
        addresses = set(self.plain(ids=SHOWN_IDS[:1], numbers=SHOWN_NUMBERS[:1]))
        answers = {address: self.ask(address).text for address in addresses}
        for person in people:
            client = self.client_class()
            client.force_login(person)
            for address, answer in answers.items():
                with self.subTest(person=person, address=address):
                    self.assertEqual(self.ask(address, client).text, answer)

    def test_who_asks_for_a_canary_is_answered_as_for_a_word_that_never_was(self):
        with self.no_log():
            for address, words in self.questions():
                never = made_up()
                other = self.ask(address.format(never)).without(never)
                for word in words:
                    answer = self.ask(address.format(word))
                    with self.subTest(address=address, word=word):
                        self.assertEqual(answer.without(word), other)
                        self.assertEqual(self.found_in(answer.without(word)), [])

    def questions(self):
        """Yield (address with a gap, canaries to ask for there)."""
        for addresses in ADDRESSES.values():
            for address in addresses:
                if "{slug}" in address:
                    yield self.gap(address, slug="{}"), self.words_for(address)
                if "{half}" in address:
                    halves = [word[:7] for word in self.words_for(address)]
                    yield self.gap(address, half="{}"), halves
                if "{id}" in address:
                    for kind, number in self.hidden_ids():
                        yield self.gap(address, id=number), [self.words[kind]]

    def words_for(self, address):
        """Return all canaries of the kind that an address names, and some of all others."""
        named = ("tag", "post", "country", "publisher", "article")
        kinds = {name.replace("country", "post") for name in named if name in address}
        fit = [
            word
            for place, word in self.words.items()
            if place.partition(" of ")[0] in (kinds or {"text", "subject", "redacted"})
        ]
        return {*fit, *random.sample(sorted(self.words.values()), 4)}

    def gap(self, address, **values):
        return address.format(
            **{"id": "06LOWMOOR1", "number": "1"} | self.given | values
        )

    def hidden_ids(self):
        """Yield (the place of a word, an id with a gap for it)."""
        for number, kind in enumerate(HIDDEN):
            if kind != "withdrawn":
                yield f"id of {kind}", f"06{{}}{number + 50}"
                yield f"former id of {kind}", "05{}1"

    @contextmanager
    def no_log(self):
        """Fail where a line of a log tells of what was asked or found."""
        lines = []
        handler = logging.Handler()
        handler.emit = lambda record: lines.append(handler.format(record))
        logging.getLogger().addHandler(handler)
        try:
            yield
        finally:
            logging.getLogger().removeHandler(handler)
        self.assertEqual(self.found_in("\n".join(lines)), [])
