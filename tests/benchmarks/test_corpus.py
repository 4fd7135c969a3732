"""The corpus generator: the same bytes, the release's form, the archive's rates."""

import csv
import io
import random
import re
import tempfile
from collections import Counter
from datetime import datetime
from itertools import islice
from pathlib import Path
from statistics import mean, median
from unittest import TestCase

from benchmarks.corpus import (
    MALFORMED,
    iter_records,
    month_counts,
    partial_rate,
    write_corpus,
)
from benchmarks.vocabulary.facts import ARCHIVE, read_posts
from benchmarks.vocabulary.telegrams import CLASSIFICATIONS, wrapped
from benchmarks.vocabulary.words import invent_words

COUNT = 2_500
RECORD = re.compile(rb'(?:"(?:[^"\\]|\\["\'\\])*",){7}"(?:[^"\\]|\\["\'\\])*"\n')
WELL_FORMED = re.compile(r"[0-9]{2}[A-Z]+[0-9]{1,7}")
TAGS = re.compile(r"TAGS: (.*?)\s*\nSUBJECT", re.S)
PARTIAL = "This record is a partial extract"


def read(records: list[bytes]) -> list[list[str]]:
    csv.field_size_limit(262_144)
    text = io.StringIO(b"".join(records).decode(), newline="")
    return list(csv.reader(text, doublequote=False, escapechar="\\"))


def moment(stamp: str) -> datetime:
    form = "%m/%d/%Y %H:%M" if "/" in stamp else "%Y-%m-%d %H:%M:%S"
    return datetime.strptime(stamp, form)


class CorpusTestCase(TestCase):
    @classmethod
    def setUpClass(cls):
        if not hasattr(CorpusTestCase, "records"):
            CorpusTestCase.records = list(iter_records(COUNT, seed=7))
            CorpusTestCase.rows = read(CorpusTestCase.records)


class FormTests(CorpusTestCase):
    def test_same_seed_gives_the_same_bytes(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "corpus.csv")
            size = write_corpus(COUNT, 7, path)
            self.assertEqual(path.read_bytes(), b"".join(self.records))
            self.assertEqual(path.stat().st_size, size)

    def test_another_seed_gives_others(self):
        other = list(islice(iter_records(COUNT, seed=8), 30))
        self.assertNotEqual(self.records[:30], other)

    def test_records_are_in_the_release_form(self):
        for record in self.records:
            self.assertTrue(RECORD.fullmatch(record), record[:200])
        self.assertTrue(any(rb"\"" in record for record in self.records))
        self.assertTrue(any(rb"\'" in record for record in self.records))

    def test_ids_are_chronological(self):
        self.assertEqual([int(row[0]) for row in self.rows], [*range(1, COUNT + 1)])
        moments = [moment(row[1]) for row in self.rows]
        self.assertEqual(moments, sorted(moments))
        self.assertEqual(len({row[2] for row in self.rows}), COUNT)

    def test_dates_are_written_in_both_forms(self):
        iso = sum("-" in row[1] for row in self.rows)
        self.assertTrue(0 < iso < COUNT / 50)
        for row in self.rows:
            self.assertRegex(
                row[1],
                r"^(\d{1,2}/\d{1,2}/\d{4} \d{1,2}:\d\d|\d{4}-\d\d-\d\d \d\d:\d\d:00)$",
            )

    def test_body_opens_with_the_classification_line(self):
        for row in self.rows:
            self.assertRegex(
                row[7], r"^(UNCLAS|C O N F I D E N T I A L|S E C R E T) (SECTION|[A-Z])"
            )
            self.assertLess(len(row[7]), 262_144)

    def test_wrapped_lines_keep_one_trailing_blank(self):
        text = wrapped("aa bb cc\n\ndd ee ff gg", 6)
        self.assertEqual(text, "aa bb \ncc \n \ndd ee \nff gg \n")


class RateTests(CorpusTestCase):
    def share(self, pattern: str, column: int = 7) -> float:
        return sum(bool(re.search(pattern, row[column])) for row in self.rows) / COUNT

    def test_classifications(self):
        counts = Counter(row[4] for row in self.rows)
        for name, cables in CLASSIFICATIONS.items():
            self.assertAlmostEqual(counts[name] / COUNT, cables / ARCHIVE, delta=0.025)

    def test_months_add_up(self):
        self.assertEqual(sum(cables for *_, cables in month_counts(ARCHIVE)), ARCHIVE)
        self.assertEqual(sum(cables for *_, cables in month_counts(10)), 10)

    def test_years(self):
        years = Counter(moment(row[1]).year for row in self.rows)
        self.assertAlmostEqual(years[2009] / COUNT, 56_813 / ARCHIVE, delta=0.01)

    def test_words(self):
        words = sorted(len(row[7].split()) for row in self.rows)
        self.assertAlmostEqual(mean(words), 1_040, delta=60)
        self.assertAlmostEqual(median(words), 1_030, delta=60)
        self.assertAlmostEqual(words[COUNT * 95 // 100], 2_707, delta=250)

    def test_shares_of_the_anatomy(self):
        expected = {
            r"\d{8}  \d{3} OF \d{3}": 0.27,
            r"SIPDIS ?\n ?\nSIPDIS": 0.25,
            r"X{8}": 0.18,
            r"1\. *(\([A-Z/]+\) )?Summary: ": 0.48,
            r"\n-{4,} ?\n": 0.37,
            r"\nSENSITIVE": 0.20,
            r"\nNOFORN": 0.12,
            r"SECTION 01 OF 02": 0.23,
        }
        for pattern, share in expected.items():
            with self.subTest(pattern):
                self.assertAlmostEqual(self.share(pattern), share, delta=0.035)

    def test_partial_extracts_by_date(self):
        early = [row for row in self.rows if moment(row[1]) < datetime(2005, 12, 1)]
        late = [row for row in self.rows if moment(row[1]) >= datetime(2006, 7, 1)]
        self.assertGreater(mean(row[6].startswith(PARTIAL) for row in early), 0.94)
        self.assertFalse(any(row[6].startswith(PARTIAL) for row in late))
        self.assertEqual([partial_rate(2005, 12), partial_rate(2006, 3)], [0.81, 0.16])

    def test_references(self):
        ids = {row[2] for row in self.rows}
        cited = [target for row in self.rows for target in row[5].split("|") if target]
        self.assertAlmostEqual(mean(not row[5] for row in self.rows), 0.48, delta=0.03)
        self.assertAlmostEqual(mean(c not in ids for c in cited), 0.43, delta=0.05)

    def test_tags(self):
        countries = {post.origin: post.tag for post in read_posts()}
        tags = [TAGS.search(row[7]) for row in self.rows]
        sets = [set(re.split(r",\s+", match[1])) if match else set() for match in tags]
        own = [
            countries[row[3]] in found
            for row, found in zip(self.rows, sets, strict=True)
        ]
        self.assertAlmostEqual(mean(not found for found in sets), 0.05, delta=0.015)
        self.assertAlmostEqual(mean(own), 0.94, delta=0.02)
        self.assertAlmostEqual(
            mean("PREL" in found for found in sets), 0.58, delta=0.05
        )

    def test_recipients(self):
        headers = [row[6] for row in self.rows if row[6].startswith("VZ")]
        action, info = zip(*map(self.recipients, headers), strict=True)
        self.assertAlmostEqual(mean(action), 1.2, delta=0.1)
        self.assertAlmostEqual(mean(info), 6.3, delta=0.5)

    @staticmethod
    def recipients(header: str) -> tuple[int, int]:
        action, _, info = header.partition("\nTO ")[2].partition("\nINFO ")
        return action.count("\n") + 1, info.count("\n") + 1 if info else 0

    def test_malformed_ids(self):
        malformed = [row for row in self.rows if not WELL_FORMED.fullmatch(row[2])]
        odd = [row for row in malformed if row[2][2:3].isdigit()]
        self.assertLessEqual(len(odd), round(COUNT * MALFORMED / ARCHIVE))

    def test_words_follow_zipf(self):
        """Rank times frequency is the same from rank 10 to rank 3,000."""
        counts = Counter(
            word
            for row in self.rows
            for word in re.findall(r"[a-zà-ÿ]+", row[7].lower())
        )
        frequencies = [count for _, count in counts.most_common()]
        products = [rank * frequencies[rank - 1] for rank in (10, 100, 1_000, 3_000)]
        self.assertLess(max(products) / min(products), 1.4)
        self.assertGreater(len(counts), 40_000)  # in so few cables

    def test_vocabulary(self):
        words = invent_words(random.Random(7))
        self.assertGreaterEqual(len(set(words)), 50_000)
        self.assertLess(mean(map(len, words[:100])), mean(map(len, words[-100:])))
        self.assertTrue(any(not word.isascii() for word in words))
