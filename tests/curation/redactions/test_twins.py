"""Which paragraphs count as the same passage: measured on pairs made from six of them."""

import random

from django.test import SimpleTestCase, TestCase

from cables.choices import ReasonCode
from cables.curation.redactions.propose import propose
from cables.curation.redactions.twins import (
    ALIKE,
    containment,
    near_duplicates,
    shingles,
    twins_of,
)
from cables.search.index import desk_index
from cables.search.writer import rebuild
from tests.admin.editors import make_editor
from tests.factories import make_cable

PASSAGES = [
    "The deputy harbour master told us over lunch that the ministry had known of the "
    "missing crane since March, and that nobody had asked who signed for it.",
    "Our contact at the port union said the strike would end on Friday unless the "
    "governor came in person, which he has promised twice and done once.",
    "A shopkeeper near the old gate described how three men in borrowed uniforms had "
    "counted the boats every evening for a week and then vanished with the ledger.",
    "According to the engineer, the second pumping station was never built; the money "
    "went to a cousin of the mayor, whose new house has unusually good water pressure.",
    "The bishop asked that his letter be returned unopened, since the courier had "
    "already read it aloud in two taverns and sold copies in a third.",
    "Two teachers who left the capital in spring report that the school still pays a "
    "caretaker who died in the flood, and that his signature has improved since.",
]


def capitals(text, rng):
    return text.upper()


def broken(text, rng):
    """Break words with a hyphen, as a narrow column would."""
    words = text.split()
    for at in rng.sample(range(len(words)), len(words) // 6):
        if len(words[at]) > 5:
            words[at] = f"{words[at][:3]}-{words[at][3:]}"
    return " ".join(words)


def misspelled(text, rng):
    words = text.split()
    for at in rng.sample(range(len(words)), max(len(words) // 12, 1)):
        words[at] = words[at][::-1]
    return " ".join(words)


def excerpt(text, rng):
    words = text.split()
    return " ".join(words[: len(words) * 2 // 3])


def inside(text, rng):
    return f"In an unrelated matter, we add what follows. {text} No more is known."


def reworded(text, rng):
    """Put other words for every eighth."""
    words = text.split()
    return " ".join("indeed" if n % 8 == 7 else w for n, w in enumerate(words))


CHANGES = (capitals, broken, misspelled, excerpt, inside, reworded)


class LikenessTests(SimpleTestCase):
    def pairs(self):
        for seed, text in enumerate(PASSAGES):
            for change in CHANGES:
                yield change.__name__, text, change(text, random.Random(seed))

    def test_no_twin_of_the_test_set_is_missed(self):
        missed = [
            name
            for name, one, other in self.pairs()
            if containment(shingles(one), shingles(other)) < ALIKE
        ]
        self.assertEqual(missed, [])

    def test_other_passages_are_not_alike(self):
        for one in PASSAGES:
            for other in PASSAGES:
                if one != other:
                    alike = containment(shingles(one), shingles(other))
                    self.assertLess(alike, ALIKE / 2)

    def test_few_words_are_like_nothing(self):
        few = shingles("No comment was made.")
        self.assertEqual(containment(few, few), 0.0)


class NearDuplicateTests(TestCase):
    def test_the_index_gives_each_of_them(self):
        made = {}
        for seed, text in enumerate(PASSAGES):
            for change in CHANGES:
                changed = change(text, random.Random(seed))
                made.setdefault(text, set()).add(make_cable(paragraphs=[changed]).pk)
        rebuild(desk_index)
        for text, keys in made.items():
            found = {block.cable_id for block, _ in near_duplicates(text)}
            self.assertEqual(found, keys)

    def test_a_twin_without_the_words_is_named_as_such(self):
        text = PASSAGES[0]
        cable = make_cable(paragraphs=[text])
        gone = text.replace("deputy harbour master", "[redacted: protects a source]")
        clean, open_ = (
            make_cable(paragraphs=[gone]),
            make_cable(paragraphs=[text.upper()]),
        )
        rebuild(desk_index)
        (redaction,) = propose(
            cable,
            user=make_editor(),
            paragraph=cable.paragraphs.get(),
            spans=[(4, 25)],
            reason=ReasonCode.SOURCE_SAFETY,
        )
        self.assertEqual(
            [(twin.cable.pk, twin.has_words) for twin in twins_of(redaction)],
            [(open_.pk, True), (clean.pk, False)],
        )
