"""The Spanish catalogue: every message has its translation, and is compiled as it stands."""

import ast
import re
from gettext import GNUTranslations
from typing import NamedTuple

import pytest
from django.conf import settings
from django.test import SimpleTestCase

FOLDER = settings.LOCALE_PATHS[0] / "es" / "LC_MESSAGES"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]")
NUMBERS = 0, 1, 2, 5, 21, 1_000_000


class Message(NamedTuple):
    context: str | None
    english: str
    plural: str | None
    spanish: list[str]
    flags: str

    @property
    def placeholders(self):
        return set(PLACEHOLDER.findall(f"{self.english} {self.plural}"))


def read_messages(text):
    """Return the messages of a .po file, its header first."""
    blocks = re.split(r"\n\s*\n", text)
    return [_message(block) for block in blocks if re.search("^msgid", block, re.M)]


def _message(block):
    found, keyword = {}, ""
    flags = " ".join(line[2:] for line in block.splitlines() if line[:2] == "#,")
    for line in block.splitlines():
        if line.startswith("#"):
            continue
        before, quote, rest = line.partition('"')
        keyword = before.strip() or keyword
        found[keyword] = found.get(keyword, "") + ast.literal_eval(quote + rest)
    spanish = [text for name, text in found.items() if name.startswith("msgstr")]
    plural = found.get("msgid_plural")
    return Message(found.get("msgctxt"), found["msgid"], plural, spanish, flags)


@pytest.mark.one_database
class CatalogueTests(SimpleTestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.source = (FOLDER / "django.po").read_text(encoding="utf-8")
        cls.header, *cls.messages = read_messages(cls.source)
        with open(FOLDER / "django.mo", "rb") as file:
            cls.compiled = GNUTranslations(file)

    def test_every_message_is_translated(self):
        self.assertGreater(len(self.messages), 300)
        open_ones = [one.english for one in self.messages if not all(one.spanish)]
        self.assertEqual(open_ones, [])

    def test_no_message_is_a_guess_or_left_over(self):
        guesses = [one.english for one in self.messages if "fuzzy" in one.flags]
        self.assertEqual(guesses, [])
        self.assertNotIn("#~", self.source)

    def test_every_translation_fills_in_the_same_values(self):
        for one in self.messages:
            for text in filter(None, one.spanish):
                # "One article" may name no number where the other form does.
                allowed = one.placeholders
                with self.subTest(one.english, text=text):
                    self.assertLessEqual(set(PLACEHOLDER.findall(text)), allowed)
                    if one.plural is None:
                        self.assertEqual(set(PLACEHOLDER.findall(text)), allowed)

    def test_no_message_stands_twice(self):
        keys = [(one.context, one.english) for one in self.messages]
        self.assertEqual(len(keys), len(set(keys)))

    def test_compiled_file_says_what_the_source_says(self):
        for one in self.messages:
            with self.subTest(one.english, context=one.context):
                self._require_compiled(one)
        count = (FOLDER / "django.mo").read_bytes()[8:12]
        self.assertEqual(int.from_bytes(count, "little"), len(self.messages) + 1)

    def _require_compiled(self, one):
        context = () if one.context is None else (one.context,)
        if one.plural is None:
            read = self.compiled.pgettext if context else self.compiled.gettext
            self.assertEqual(read(*context, one.english), one.spanish[0])
            return
        read = self.compiled.npgettext if context else self.compiled.ngettext
        for n in NUMBERS:
            told = read(*context, one.english, one.plural, n)
            self.assertEqual(told, one.spanish[self.compiled.plural(n)])
