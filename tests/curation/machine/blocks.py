"""Paragraphs are written, cut, joined, moved and removed."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from cables.curation.paragraphs import merge_up, move, save_paragraphs, split
from tests.curation.purge.cases import blocks_of

from .base import Base, numbers
from .known_cable import Block, Word


class Blocks(Base):
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
