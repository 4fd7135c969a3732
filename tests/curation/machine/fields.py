"""Subjects, tags, and what the history gives back."""

import copy

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from cables.curation.cables import save_cable
from cables.curation.restore import restore
from cables.curation.tag_merge import merge_tags
from cables.curation.tag_unmerge import undo_merge
from cables.curation.tags import set_tags
from cables.models import Tag
from cables.models.sealed import TagMerge

from .base import TAGS, Base, numbers


class Fields(Base):
    @precondition(lambda self: self.known)
    @rule(number=numbers)
    def rename(self, number):
        known, cable = self.pick(number)
        subject = f"TALKS {self.new_words(1)[0].upper()}"
        values = {"subject": subject}
        if self.attempt("rename", save_cable, cable, user=self.editor, values=values):
            known.subject = subject
            self.remember(known)

    @precondition(lambda self: self.known)
    @rule(
        number=numbers, names=st.lists(st.sampled_from(TAGS), unique=True, max_size=4)
    )
    def retag(self, number, names):
        known, cable = self.pick(number)
        before, tags = known.tags, self.vocabulary.called(names)
        done = self.attempt("retag", set_tags, cable, user=self.editor, names=names)
        if done and tags != before:
            known.put_tags(tags)
            self.remember(known)
            known.tag_changes.append((known.moments[-1][0], before, tags))

    @precondition(lambda self: len(self.known) > 1)
    @rule(one=st.sampled_from(TAGS), other=st.sampled_from(TAGS))
    def merge_two_tags(self, one, other):
        tags = {tag.name: tag for tag in Tag.objects.filter(name__in=[one, other])}
        if len(tags) < 2:
            return
        pair = {"source": tags[one], "target": tags[other]}
        if self.attempt("merge tags", merge_tags, user=self.editor, **pair):
            key = TagMerge.objects.latest("pk").pk
            self.touched = self.known[-1]
            self.vocabulary.merge(key, source=one, target=other, cables=self.known)

    @precondition(lambda self: self.vocabulary.merges)
    @rule(number=numbers)
    def undo_a_merge(self, number):
        merges = self.vocabulary.merges
        merge = merges[number % len(merges)]
        row, left = TagMerge.objects.get(pk=merge.pk), []

        def undoing():
            left[:] = undo_merge(row, user=self.editor)
            return True

        if self.attempt("undo a merge", undoing):
            self.touched = self.known[-1]
            changed = self.vocabulary.undo(merge, cables=self.known)
            assert sorted(left) == sorted(changed), (left, changed)

    @precondition(lambda self: any(known.moments for known in self.known))
    @rule(number=numbers, back=st.integers(1, 6))
    def restore(self, number, back):
        with_past = [known for known in self.known if known.moments]
        known, cable = self.pick(number, with_past)
        moment, subject, blocks = known.moments[-min(back, len(known.moments))]
        changes = [change for change in known.tag_changes if change[0] > moment]
        if self.attempt(
            "restore", restore, cable, user=self.editor, after=moment, why=""
        ):
            texts = [(block.key, block.text) for block in known.blocks]
            known.subject, known.blocks = subject, copy.deepcopy(blocks)
            now = [(block.key, block.text) for block in known.blocks]
            known.is_curated |= texts != now
            before = known.tags
            if changes and changes[0][1] != changes[-1][2]:
                known.put_tags(self.vocabulary.called(changes[0][1]))
            for block in known.ours():
                known.words[block.key] = [word.text for word in block.words]
            self.remember(known)
            if known.tags != before:
                change = (known.moments[-1][0], before, known.tags)
                known.tag_changes.append(change)
