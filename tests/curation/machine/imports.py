"""Cables that come in, and come in again."""

import copy
import json
import tempfile
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from cables.ingest.run import import_cables
from cables.models import Cable

from .base import MOST_CABLES, Base, numbers
from .known_cable import Block, KnownCable, Word

HEADER = "R 101922Z APR 06\nFM AMEMBASSY LOWMOOR\nTO SECSTATE WASHDC"


class Imports(Base):
    def load(self, known, number, **options):
        texts = [" ".join(words) for words in known.record]
        numbered = [f"{i}. (C) {text}" for i, text in enumerate(texts, start=1)]
        row = {
            "reference_id": known.reference_id,
            "number": number,
            "created": "2006-04-10T19:22:00Z",
            "released": "2011-08-30T01:44:00Z",
            "classification": "CONFIDENTIAL",
            "post": "Embassy Lowmoor",
            "header": HEADER,
            "body": "\n\n".join([f"SUBJECT: {known.subject}", *numbered]),
        }
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "a.jsonl"
            path.write_text(json.dumps(row) + "\n")
            return import_cables(paths=[path], **options)

    def read_blocks(self, known):
        """Take over the keys that an import gave, and hold its texts against the record."""
        rows = Cable.objects.get(pk=known.pk).paragraphs.order_by("position", "id")
        known.blocks, found = [], []
        for row in rows:
            parts = row.text.split()
            is_ours = bool(parts) and parts[0] in sum(known.record, [])
            words = list(map(Word, parts if is_ours else [row.text]))
            known.blocks.append(Block(row.key, words))
            if is_ours:
                found.append(parts)
        assert found == known.record, (found, known.record)
        for block in known.ours():
            known.words[block.key] = [word.text for word in block.words]

    @precondition(lambda self: len(self.known) < MOST_CABLES)
    @rule(count=st.integers(2, 4), is_published=st.booleans())
    def bring_in(self, count, is_published):
        number = len(self.known) + 1
        record = [self.new_words(4) for _ in range(count)]
        known = KnownCable(0, f"06LOWMOOR{number}", "HARBOUR TALKS", record)
        report = self.load(known, number, publish=is_published)
        assert report.created == 1, report
        known.state = "published" if is_published else "draft"
        known.pk = Cable.objects.get(reference_id=known.reference_id).pk
        self.known.append(known)
        self.touched = known
        self.read_blocks(known)
        self.remember(known)
        self.done["import"] += 1

    @precondition(lambda self: self.known)
    @rule(number=numbers, place=numbers, how=st.sampled_from(["add", "drop", "change"]))
    def bring_in_again(self, number, place, how):
        known, _ = self.pick(number)
        record = copy.deepcopy(known.record)
        if how == "add" or len(record) < 2:
            record.append(self.new_words(4))
        elif how == "drop":
            record.pop(place % len(record))
        else:
            record[place % len(record)][-1:] = self.new_words(2)
        subject, known.subject = known.subject, "HARBOUR TALKS"
        known.record = record
        report = self.load(known, self.known.index(known) + 1)
        known.subject = subject
        assert not report.rejected, report
        if not known.is_curated:
            self.read_blocks(known)
            known.moments.clear()  # what an import replaced is in no history
        self.remember(known)
        self.done["import again"] += 1
