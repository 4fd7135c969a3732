"""
What readers must never meet is in no answer of any address: not in its words, its headers,
its counts, its errors, nor in a line of a log. Whoever asks for such a word by name is
answered as for one that never was.
"""

import logging
from contextlib import contextmanager

from django.contrib.auth.models import Group
from django.test import TestCase, override_settings
from django.urls import resolve

from cables.curation.roles import NAMES, set_up_roles
from cables.models import Article, ReleaseNote
from cables.search.index import public_index
from cables.search.writer import rebuild
from tests.admin.editors import make_editor

from .addresses import ADDRESSES, routes
from .canaries import HIDDEN, made_up, plant

SHOWN_IDS = ("06LOWMOOR1", "06LOWMOOR2", "06LOWMOOR3", "06LOWMOOR5", "06LOWMOOR0005")
SHOWN_NUMBERS = ("7001", "7005")
#: No cable has these.
NEVER_NUMBER, NEVER_ARTICLE = "8999", "987654"
#: Tells of the question itself, as a digest.
OF_THE_QUESTION = {"ETag"}


class Answer:
    """What came back, with all that a reader gets."""

    def __init__(self, response):
        self.status = response.status_code
        self.headers = dict(response.headers)
        streaming = getattr(response, "streaming", False)
        self.body = b"".join(response) if streaming else response.content

    @property
    def text(self):
        head = "\n".join(f"{name}: {value}" for name, value in self.headers.items())
        return f"{self.status}\n{head}\n\n{self.body.decode('utf-8', 'replace')}"

    def with_other(self, asked, other):
        """Return all of it, with another word in the place of the one asked for."""
        headers = {k: v for k, v in self.headers.items() if k not in OF_THE_QUESTION}
        text = f"{self.status} {sorted(headers.items())}\n{self.body.decode()}"
        for form in (str.lower, str.upper, str.title):
            text = text.replace(form(asked), form(other))
        return text


@override_settings(API_RATE=0)
class LeakCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        set_up_roles()
        cls.words = plant()
        later = ReleaseNote.objects.get().day
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

    def plain(self):
        """Yield addresses, filled with what readers may know."""
        for addresses in ADDRESSES.values():
            for address in addresses:
                for reference_id in SHOWN_IDS if "{id}" in address else [""]:
                    for number in SHOWN_NUMBERS if "{number}" in address else [""]:
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

    def test_the_same_bytes_for_every_role(self):
        people = [make_editor(is_superuser=True)]
        for name in NAMES:
            people.append(make_editor())
            people[-1].groups.add(Group.objects.get(name=name))
        answers = {address: self.ask(address).text for address in self.plain()}
        for person in people:
            client = self.client_class()
            client.force_login(person)
            for address, answer in answers.items():
                with self.subTest(person=person, address=address):
                    self.assertEqual(self.ask(address, client).text, answer)

    def test_who_asks_for_a_canary_is_answered_as_for_a_word_that_never_was(self):
        with self.no_log():
            for address, word in self.questions():
                never = made_up()
                asked = self.ask(address.format(word))
                other = self.ask(address.format(never))
                with self.subTest(address=address.format(word)):
                    self.assertEqual(
                        asked.with_other(word, never), other.with_other(never, never)
                    )
                    self.assertEqual(self.found_in(asked.with_other(word, "")), [])

    def questions(self):
        """Yield (address with a gap, what is asked for there)."""
        half = {word[:7]: word for word in self.words.values()}
        for addresses in ADDRESSES.values():
            for address in addresses:
                if "{slug}" in address:
                    for word in self.words.values():
                        yield self.gap(address, slug="{}"), word
                if "{half}" in address:
                    for word in half:
                        yield self.gap(address, half="{}"), word
                if "{id}" in address:
                    for kind, number in self.hidden_ids():
                        yield self.gap(address, id=number), self.words[kind]

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
