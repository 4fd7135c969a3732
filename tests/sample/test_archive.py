"""``sample/cables.csv`` is what the builder writes, in the form of the data release."""

import csv
import re
from collections import Counter
from datetime import datetime
from pathlib import Path
from unittest import TestCase

from sample.build import HANDWRITTEN, TARGET, Row, build_rows, read_message, vocabulary
from sample.drafts import CLASSIFICATIONS
from sample.header import PARTIAL_SENTENCE
from sample.world import COUNTRIES

MAX_FIELD = 262_144
RECORD = re.compile(rb'(?:"(?:[^"\\]|\\["\'\\])*",){7}"(?:[^"\\]|\\["\'\\])*"\n')


def read_records(path: Path) -> list[list[str]]:
    """The rows of a file in the release's form, by the standard csv reader."""
    csv.field_size_limit(MAX_FIELD)
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines, doublequote=False, escapechar="\\"))


def shingles(body: str, length: int = 6) -> set[tuple[str, ...]]:
    words = re.findall(r"[^\W\d]+", body)
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}


class ArchiveFormTests(TestCase):
    @classmethod
    def setUpClass(cls):
        cls.raw = TARGET.read_bytes()
        cls.records = read_records(TARGET)

    def test_file_is_what_the_builder_writes(self):
        self.assertEqual(self.raw.decode(), "".join(map(Row.to_csv, build_rows())))
        for path, text in vocabulary().items():
            self.assertEqual(path.read_text(encoding="utf-8"), text, path.name)

    def test_bytes_are_in_the_release_form(self):
        records = RECORD.findall(self.raw)
        self.assertEqual(b"".join(records), self.raw)
        self.assertNotIn(b"\r", self.raw)
        self.assertEqual(len(records), len(self.records))

    def test_reader_gets_back_what_was_written(self):
        for row, record in zip(build_rows(), self.records, strict=True):
            self.assertEqual(record[2:], [
                row.reference_id, row.origin, row.classification, row.references, row.header, row.body,
            ])  # fmt: skip

    def test_columns(self):
        dates = [
            datetime.strptime(record[1], "%m/%d/%Y %H:%M") for record in self.records
        ]
        self.assertEqual(dates, sorted(dates))
        self.assertEqual([int(r[0]) for r in self.records], [*range(1, len(dates) + 1)])
        self.assertEqual(len({record[2] for record in self.records}), len(dates))
        self.assertLess(max(len(field) for r in self.records for field in r), MAX_FIELD)
        for record in self.records:
            self.assertRegex(record[1], r"^[1-9]\d?/[1-9]\d?/\d{4} \d{1,2}:\d\d$")
            self.assertIn(record[4], CLASSIFICATIONS.values())
            self.assertRegex(
                record[7], r"^(UNCLAS|C O N F I D E N T I A L|S E C R E T) "
            )

    def test_no_template_is_left_unfilled(self):
        for record in self.records:
            if record[2] != "09SANTABRISA1371":  # shows raw markup on purpose
                self.assertNotRegex(record[7], r"[{}\x01|]|<[a-z]", record[2])


class ArchiveContentTests(TestCase):
    @classmethod
    def setUpClass(cls):
        cls.records = read_records(TARGET)
        cls.ids = {record[2] for record in cls.records}

    def test_counts(self):
        self.assertGreaterEqual(len(self.records), 320)
        self.assertEqual(
            {record[4] for record in self.records}, {*CLASSIFICATIONS.values()}
        )
        self.assertEqual(len({record[3] for record in self.records}), 11)
        self.assertGreaterEqual(len(list(HANDWRITTEN.glob("*.txt"))), 14)

    def test_references_resolve_at_the_wished_rate(self):
        cited = [target for r in self.records for target in r[5].split("|") if target]
        absent = sum(target not in self.ids for target in cited) / len(cited)
        self.assertGreater(len(cited), 300)
        self.assertTrue(0.35 <= absent <= 0.45, absent)

    def test_references_are_earlier(self):
        created = {
            r[2]: datetime.strptime(r[1], "%m/%d/%Y %H:%M") for r in self.records
        }
        for record in self.records:
            for target in set(record[5].split("|")) & self.ids:
                self.assertLess(
                    created[target], created[record[2]], (record[2], target)
                )

    def test_partial_extracts_are_the_early_ones(self):
        partial = Counter(
            r[2][:2] for r in self.records if r[6].startswith(PARTIAL_SENTENCE)
        )
        years = Counter(r[2][:2] for r in self.records)
        early = sum(partial[y] for y in ("03", "04", "05")) / sum(
            years[y] for y in ("03", "04", "05")
        )
        self.assertGreater(early, 0.9)
        self.assertEqual([partial[y] for y in ("07", "08", "09", "10")], [0, 0, 0, 0])

    def test_lengths(self):
        words = sorted(len(record[7].split()) for record in self.records)
        self.assertGreater(words[len(words) // 20], 149)
        self.assertLess(words[-1], 1_200)

    def test_own_country_is_a_tag(self):
        tagged = sum(
            any(re.search(rf"TAGS:[^:]*\b{tag}\b", record[7]) for tag in COUNTRIES)
            for record in self.records
        )
        self.assertGreater(tagged / len(self.records), 0.94)

    def test_no_two_cables_read_alike(self):
        """No pair, the twins excepted, shares half of the shorter one's runs of six words."""
        texts = [
            (r[2], shingles(r[7]))
            for r in self.records
            if not r[2].startswith("08SECTION")
        ]
        for index, (name, text) in enumerate(texts):
            for other, words in texts[:index]:
                shared = len(text & words) / min(len(text), len(words))
                self.assertLess(shared, 0.5, (name, other))


class HandwrittenTests(TestCase):
    def test_every_message_is_a_row_of_the_archive(self):
        records = {record[2]: record for record in read_records(TARGET)}
        for path in sorted(HANDWRITTEN.glob("*.txt")):
            with self.subTest(path.name):
                row = read_message(path)
                record = records[row.reference_id]
                self.assertEqual(int(record[0]), row.number)
                self.assertEqual(record[5:], [row.references, row.header, row.body])

    def test_readme_names_every_oddity(self):
        readme = (HANDWRITTEN.parent / "README.md").read_text(encoding="utf-8")
        for path in HANDWRITTEN.glob("*.txt"):
            self.assertIn(f"`{path.stem}`", readme)
