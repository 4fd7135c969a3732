"""Random words of the sample's telegrams: out of paragraph and body alike, and back."""

import csv
import random
import re
from pathlib import Path

from django.test import TestCase

from cables.choices import BlockKind, ReasonCode
from cables.curation.redactions.approve import approve
from cables.curation.redactions.propose import propose
from cables.curation.redactions.undo import undo
from cables.curation.redactions.words import Skeleton, words_of
from cables.models.marker import REDACTED
from tests.admin.editors import make_editor

from .telegram import make_telegram, public_texts

SAMPLE = Path(__file__).resolve().parents[3] / "sample" / "cables.csv"
CABLES, EACH = 12, 4


def telegrams():
    csv.field_size_limit(10**8)
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, escapechar="\\", doublequote=False))
    return rows[:: len(rows) // CABLES]


def letters(text):
    return len(Skeleton(text).letters)


class SampleTests(TestCase):
    def setUp(self):
        self.author, self.second = make_editor(), make_editor()
        self.random = random.Random(2006)

    def marks(self, cable):
        blocks = cable.paragraphs.exclude(kind=BlockKind.ARTEFACT)
        blocks = [one for one in blocks if len(one.text.split()) > 3]
        for block in self.random.choices(blocks, k=EACH):
            words = [found.span() for found in re.finditer(r"\w\S*", block.text)]
            first = self.random.randrange(len(words))
            last = min(first + self.random.randrange(4), len(words) - 1)
            yield block, (words[first][0], words[last][1])

    def test_paragraph_and_body_lose_the_same_words_and_get_them_back(self):
        for *_, reference_id, _, _, _, header, body in telegrams():
            with self.subTest(reference_id):
                cable = make_telegram(reference_id, header=header, body=body)
                start, done = public_texts(cable), []
                for block, span in self.marks(cable):
                    block.refresh_from_db()
                    if span[1] > len(block.text) or REDACTED.search(block.text):
                        continue
                    done.append(self.take_out(cable, block, span))
                self.random.shuffle(done)
                for redaction in done:
                    undo(redaction, user=self.second, why="To compare.")
                self.assertEqual(public_texts(cable), start)

    def take_out(self, cable, block, span):
        (redaction,) = propose(
            cable,
            user=self.author,
            paragraph=block,
            spans=[span],
            reason=ReasonCode.MINOR,
        )
        before = letters(cable.body)
        approve([redaction], user=self.second)
        cable.refresh_from_db()
        redaction.refresh_from_db()
        places = [one["place"] for one in redaction.places].count("field:body")
        self.assertGreaterEqual(places, 1)
        more = letters(redaction.replacement) - letters(words_of(redaction))
        self.assertEqual(letters(cable.body), before + places * more)
        return redaction
