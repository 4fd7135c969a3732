"""
Editors do anything in any order, and readers see what a model in plain Python says: each
step is followed by a look at the pages. An address of a paragraph that was ever in print
lands on its words, or says that they are gone.

``MACHINE_STEPS=2000`` takes so many steps, other ones each time; without it, the same few.
"""

import copy
import json
import os
import tempfile
from collections import Counter
from datetime import timedelta
from pathlib import Path
from unittest import mock

from django.core.cache import caches
from django.db import transaction
from django.test import Client, TestCase
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from cables.choices import ReasonCode
from cables.curation import states
from cables.curation.cables import save_cable
from cables.curation.errors import CurationError
from cables.curation.paragraphs import merge_up, move, save_paragraphs, split
from cables.curation.redactions.approve import approve
from cables.curation.redactions.propose import propose
from cables.curation.redactions.undo import undo
from cables.curation.restore import restore
from cables.curation.tag_merge import merge_tags
from cables.curation.tags import set_tags
from cables.ingest.run import import_cables
from cables.models import Cable, PublicationEpoch, Tag
from cables.models.revision import Revision
from tests.admin.editors import make_chief
from tests.curation.purge.cases import blocks_of
from tests.factories import make_tag

from .known_cable import BOX, Block, KnownCable, Word, new_words

STEPS = int(os.environ.get("MACHINE_STEPS", "0"))
LENGTH = 50
MOST_CABLES = 3
TAGS = ["PREL", "PGOV", "ECON", "EAIR", "KSCA", "SMIG"]
HEADER = "R 101922Z APR 06\nFM AMEMBASSY LOWMOOR\nTO SECSTATE WASHDC"
numbers = st.integers(0, 10_000)


class Machine(RuleBasedStateMachine):
    """Cables, and people who do what they may with them."""

    done = Counter()
    runs = 0

    def __init__(self):
        super().__init__()
        type(self).runs += 1
        self.block = transaction.atomic()
        self.block.__enter__()
        for name in caches:
            caches[name].clear()
        # No page of another run may be taken for one of this: each has its own epochs.
        PublicationEpoch.objects.update_or_create(
            pk=1, defaults={"value": 1_000_000 * self.runs}
        )
        self.editor, self.approver = make_chief(), make_chief()
        self.known, self.redactions, self.aliases = [], [], {}
        self.new_words, self.client = new_words(), Client()
        for name in TAGS:
            make_tag(name)
        self.touched = None

    def teardown(self):
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    # --- what the rules share ------------------------------------------------------------
    def pick(self, number, cables=None):
        cables = self.known if cables is None else cables
        self.touched = cables[number % len(cables)]
        return self.touched, Cable.objects.get(pk=self.touched.pk)

    def attempt(self, name, verb, *args, **kwargs):
        """Let a verb do its work or refuse it as a whole; return whether it did."""
        try:
            with transaction.atomic():
                result = verb(*args, **kwargs)
        except CurationError:
            self.done[f"{name} refused"] += 1
            return None
        self.done[name] += 1
        return result or True

    def remember(self, known):
        known.note_keys()
        rows = Revision.objects.filter(model="cable", object_id=known.pk)
        known.remember(rows.order_by("-id").values_list("pk", flat=True).first() or 0)

    # --- imports -------------------------------------------------------------------------
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

    # --- paragraphs ----------------------------------------------------------------------
    @precondition(lambda self: self.known)
    @rule(number=numbers, place=numbers, is_new=st.booleans())
    def edit(self, number, place, is_new):
        known, cable = self.pick(number)
        block = self.pick_block(known, place)
        words = list(map(Word, self.new_words(2)))
        words = words if is_new else [*block.words, *words]
        text = " ".join(map(str, words))
        blocks = blocks_of(cable, **{block.key: text})
        if self.attempt(
            "edit", save_paragraphs, cable, user=self.editor, blocks=blocks
        ):
            block.words = words
            if is_new:
                known.words[block.key] = [word.text for word in words]
            known.is_curated = True
            self.remember(known)

    def pick_block(self, known, place):
        ours = known.ours()
        return ours[place % len(ours)]

    @precondition(lambda self: self.known)
    @rule(number=numbers, place=numbers)
    def remove(self, number, place):
        known, cable = self.pick(number)
        block = self.pick_block(known, place)
        if len(known.ours()) == 1:
            return
        blocks = blocks_of(cable)
        del blocks[known.place(block)]
        if self.attempt(
            "remove", save_paragraphs, cable, user=self.editor, blocks=blocks
        ):
            del known.blocks[known.place(block)]
            known.is_curated = True
            self.remember(known)

    @precondition(lambda self: self.known)
    @rule(number=numbers, place=numbers, at=numbers)
    def cut(self, number, place, at):
        known, cable = self.pick(number)
        block = self.pick_block(known, place)
        if len(block.words) < 2:
            return
        at = at % (len(block.words) - 1) + 1
        first, second = block.words[:at], block.words[at:]
        offset = len(" ".join(map(str, first))) + 1
        keys = set(cable.paragraphs.values_list("key", flat=True))
        if self.attempt(
            "split", split, cable, user=self.editor, key=block.key, offset=offset
        ):
            (key,) = set(cable.paragraphs.values_list("key", flat=True)) - keys
            assert key not in known.words, f"{key} was in print for other words"
            block.words = first
            known.words[block.key] = [word.text for word in first]
            known.blocks.insert(known.place(block) + 1, Block(key, second))
            known.is_curated = True
            self.remember(known)

    @precondition(lambda self: self.known)
    @rule(number=numbers, place=numbers)
    def join(self, number, place):
        known, cable = self.pick(number)
        block = self.pick_block(known, place)
        above = known.blocks[known.place(block) - 1]
        if known.place(block) == 0 or not above.is_ours:
            return
        if self.attempt("merge", merge_up, cable, user=self.editor, key=block.key):
            above.words = [*above.words, *block.words]
            del known.blocks[known.place(block)]
            known.is_curated = True
            self.remember(known)

    @precondition(lambda self: self.known)
    @rule(number=numbers, place=numbers)
    def move_down(self, number, place):
        known, cable = self.pick(number)
        block = self.pick_block(known, place)
        at = known.place(block)
        if self.attempt("move", move, cable, user=self.editor, key=block.key, by=1):
            known.blocks.insert(
                min(at + 1, len(known.blocks) - 1), known.blocks.pop(at)
            )
            known.is_curated |= at + 1 < len(known.blocks)
            self.remember(known)

    # --- words that leave ----------------------------------------------------------------
    @precondition(lambda self: self.known)
    @rule(number=numbers, place=numbers, at=numbers)
    def redact(self, number, place, at):
        known, cable = self.pick(number)
        block = self.pick_block(known, place)
        word = block.words[at % len(block.words)]
        if word.hidden:
            return
        row = cable.paragraphs.get(key=block.key)
        start = row.text.index(word.text)

        def both():
            made = propose(
                cable,
                user=self.editor,
                paragraph=row,
                spans=[(start, start + len(word.text))],
                reason=ReasonCode.SOURCE_SAFETY,
                replacement=BOX,
            )
            return approve(made, user=self.approver)

        if made := self.attempt("redact", both):
            word.hidden = True
            self.redactions.append((known, made[0], word.text))
            known.is_curated = True
            self.remember(known)

    @precondition(lambda self: self.redactions)
    @rule(number=numbers)
    def put_back(self, number):
        known, redaction, text = self.redactions[number % len(self.redactions)]
        self.touched = known
        if self.attempt("undo", undo, redaction, user=self.approver, why="No danger."):
            known.find(text).hidden = False
            self.redactions.remove((known, redaction, text))
            known.moments.clear()  # these have boxes for which nobody answers any more
            self.remember(known)

    # --- states --------------------------------------------------------------------------
    def in_state(self, *wanted):
        return [known for known in self.known if known.state in wanted]

    @precondition(lambda self: self.in_state("draft", "withdrawn"))
    @rule(number=numbers)
    def publish(self, number):
        known, cable = self.pick(number, self.in_state("draft", "withdrawn"))
        if self.attempt("publish", states.publish, cable, user=self.approver):
            known.state = "published"
            self.remember(known)

    @precondition(lambda self: self.in_state("published"))
    @rule(number=numbers)
    def withdraw(self, number):
        known, cable = self.pick(number, self.in_state("published"))
        options = {"user": self.approver, "reason_code": ReasonCode.ERROR}
        if self.attempt("withdraw", states.withdraw, cable, **options):
            known.state = "withdrawn"
            self.remember(known)

    @precondition(lambda self: self.in_state("published"))
    @rule(number=numbers)
    def hold(self, number):
        known, cable = self.pick(number, self.in_state("published"))
        if self.attempt("hold", states.hold, cable, user=self.approver):
            known.on_hold = True
            self.remember(known)

    @precondition(lambda self: any(known.on_hold for known in self.known))
    @rule(number=numbers)
    def release_hold(self, number):
        held = [known for known in self.known if known.on_hold]
        known, cable = self.pick(number, held)
        if self.attempt("release", states.release_hold, cable, user=self.approver):
            known.on_hold = False
            self.remember(known)

    @precondition(lambda self: self.in_state("published"))
    @rule(number=numbers)
    def embargo(self, number):
        known, cable = self.pick(number, self.in_state("published"))
        if not known.embargoed:
            self.set_release(known, cable, days=30)

    @precondition(lambda self: any(known.embargoed for known in self.known))
    @rule(number=numbers)
    def end_embargo(self, number):
        waiting = [known for known in self.known if known.embargoed]
        self.set_release(*self.pick(number, waiting), days=-30)

    def set_release(self, known, cable, *, days):
        values = {"released": timezone.now() + timedelta(days=days)}
        given = {"user": self.editor, "values": values, "why": "Asked for."}
        if self.attempt("embargo", save_cable, cable, **given):
            known.embargoed = days > 0
            known.moments.clear()  # an earlier day of release would come back with them
            self.remember(known)

    # --- fields and tags -----------------------------------------------------------------
    @precondition(lambda self: self.known)
    @rule(number=numbers)
    def rename(self, number):
        known, cable = self.pick(number)
        subject = f"TALKS {self.new_words(1)[0].upper()}"
        values = {"subject": subject}
        if self.attempt("rename", save_cable, cable, user=self.editor, values=values):
            known.subject = subject
            self.remember(known)

    def now_called(self, names):
        for name in names:
            while name in self.aliases:
                name = self.aliases[name]
            yield name

    @precondition(lambda self: self.known)
    @rule(
        number=numbers, names=st.lists(st.sampled_from(TAGS), unique=True, max_size=4)
    )
    def retag(self, number, names):
        known, cable = self.pick(number)
        tags = list(dict.fromkeys(self.now_called(names)))
        done = self.attempt("retag", set_tags, cable, user=self.editor, names=names)
        if done and tags != known.tags:
            known.tags = tags
            self.remember(known)
            known.tag_changes.append(known.moments[-1][0])

    @precondition(lambda self: len(self.known) > 1)
    @rule(one=st.sampled_from(TAGS), other=st.sampled_from(TAGS))
    def merge_two_tags(self, one, other):
        tags = {tag.name: tag for tag in Tag.objects.filter(name__in=[one, other])}
        if len(tags) < 2:
            return
        if self.attempt(
            "merge tags",
            merge_tags,
            source=tags[one],
            target=tags[other],
            user=self.editor,
        ):
            self.aliases[one] = other
            for known in self.known:
                known.tags = list(dict.fromkeys(self.now_called(known.tags)))
                self.touched = known

    @precondition(lambda self: any(known.moments for known in self.known))
    @rule(number=numbers, back=st.integers(1, 6))
    def restore(self, number, back):
        with_past = [known for known in self.known if known.moments]
        known, cable = self.pick(number, with_past)
        moment, subject, blocks, tags = known.moments[-min(back, len(known.moments))]
        changed = [key for key in known.tag_changes if key > moment]
        if self.attempt(
            "restore", restore, cable, user=self.editor, after=moment, why=""
        ):
            texts = [(block.key, block.text) for block in known.blocks]
            known.subject, known.blocks = subject, copy.deepcopy(blocks)
            now = [(block.key, block.text) for block in known.blocks]
            known.is_curated |= texts != now
            if changed:
                known.tags = list(dict.fromkeys(self.now_called(tags)))
            for block in known.ours():
                known.words[block.key] = [word.text for word in block.words]
            self.remember(known)
            known.tag_changes += [known.moments[-1][0]] if changed else []

    # --- what readers see ----------------------------------------------------------------
    @invariant()
    def readers_see_what_the_model_says(self):
        public = {known.pk for known in self.known if known.is_public}
        assert set(Cable.objects.public().values_list("pk", flat=True)) == public
        for known in self.known:
            if known.is_public:
                self.check_shown(known)
            elif known is self.touched:
                self.check_hidden(known)
        if self.touched and self.touched.is_public:
            self.check_addresses(self.touched)

    def check_shown(self, known):
        told = self.client.get(f"{known.address}.json").json()
        assert told["subject"] == known.subject
        assert [tag["code"] for tag in told["tags"]] == known.tags, known.tags
        shown = [(one["key"], one["text"]) for one in told["paragraphs"]]
        assert shown == [(block.key, block.text) for block in known.blocks]
        if known is self.touched:
            for form in ("html", "json", "txt"):
                page = self.client.get(f"{known.address}.{form}")
                assert page.status_code == 200
                text = page.content.decode()
                assert not [word for word in known.hidden() if word in text]
                assert form == "txt" or all(word in text for word in known.visible())

    def check_hidden(self, known):
        page = self.client.get(f"{known.address}.html")
        assert page.status_code == (410 if known.is_gone else 404), page.status_code
        text = page.content.decode()
        assert not [word for word in known.visible() | known.hidden() if word in text]

    def check_addresses(self, known):
        for key in sorted(known.in_print):
            page = self.client.get(f"{known.address}/{key}.json", follow=True)
            holders = known.holders(known.words[key])
            if holders:
                assert page.status_code == 200, (key, page.status_code)
                landed = page.json()["key"]
                assert landed in holders, (key, landed, holders)
            else:
                assert page.status_code in (200, 410), (key, page.status_code)


def machine_settings():
    common = {
        "deadline": None,
        "database": None,
        "suppress_health_check": list(HealthCheck),
        "print_blob": True,
        # Steps are too slow to look for the shortest way to a fault, or to trace each line.
        "phases": [Phase.generate],
        "report_multiple_bugs": False,
    }
    if not STEPS:
        return settings(
            max_examples=2, stateful_step_count=LENGTH, derandomize=True, **common
        )
    examples = -(-STEPS // LENGTH)
    return settings(max_examples=examples, stateful_step_count=LENGTH, **common)


class MachineTests(TestCase):
    def test_readers_see_what_the_model_says(self):
        # Each step is one of an open transaction: the indexes would never hear of it.
        with mock.patch("cables.search.outbox.follow_up"):
            run_state_machine_as_test(Machine, settings=machine_settings())
        if STEPS:
            print(dict(sorted(Machine.done.items())))  # noqa: T201
