"""The state machine's own idea of a cable: plain Python, which knows no database."""

import copy
import itertools
import string
from dataclasses import dataclass, field

from .vocabulary import Tagged

BOX = "[redacted: protects a source]"


def new_words():
    """Return a function that makes words, none of them twice and none within another."""
    letters = itertools.product(string.ascii_lowercase, repeat=6)
    return lambda count: [f"q{''.join(next(letters))}z" for _ in range(count)]


@dataclass
class Word:
    text: str
    hidden: bool = False

    def __str__(self):
        return BOX if self.hidden else self.text


@dataclass
class Block:
    key: str
    words: list

    @property
    def text(self):
        return " ".join(map(str, self.words))

    @property
    def is_ours(self):
        """Whether it was made of the machine's words, rather than by the parser."""
        return self.words and self.words[0].text.startswith("q")

    def visible(self):
        return [word.text for word in self.words if not word.hidden]


@dataclass
class KnownCable:
    pk: int
    reference_id: str
    subject: str
    record: list  # of lists of words: the paragraphs as they came in last
    state: str = "draft"
    on_hold: bool = False
    embargoed: bool = False
    was_seen: bool = False
    is_curated: bool = False  # its paragraphs: no import overwrites them
    tagged: list = field(default_factory=list)
    blocks: list = field(default_factory=list)
    words: dict = field(default_factory=dict)  # what each key stood for in print
    in_print: set = field(default_factory=set)  # keys that readers have seen
    moments: list = field(default_factory=list)  # (revision, subject, blocks)
    tag_changes: list = field(default_factory=list)  # (revision, before, after)

    @property
    def is_public(self):
        return self.state == "published" and not self.on_hold and not self.embargoed

    @property
    def is_gone(self):
        """Whether its address says that it was taken from readers."""
        return self.state == "withdrawn" and self.was_seen and not self.on_hold

    @property
    def address(self):
        return f"/cable/2006/04/{self.reference_id}"

    @property
    def tags(self):
        rows = sorted(self.tagged, key=lambda row: (row.place, row.number))
        return [row.name for row in rows]

    def put_tags(self, names):
        if names != self.tags:
            self.tagged = [Tagged(name, place) for place, name in enumerate(names)]

    def tagged_with(self, name):
        return next((row for row in self.tagged if row.name == name), None)

    def ours(self):
        return [block for block in self.blocks if block.is_ours]

    def place(self, block):
        return next(i for i, one in enumerate(self.blocks) if one is block)

    def hidden(self):
        return {w.text for block in self.blocks for w in block.words if w.hidden}

    def visible(self):
        return {word for block in self.ours() for word in block.visible()}

    def holders(self, words):
        """Return the keys of the blocks in which some of these words stand, or stood."""
        return {
            block.key
            for block in self.blocks
            if any(word.text in words for word in block.words)
        }

    def find(self, text):
        """Return the word that is written so, wherever it stands now; or None."""
        words = (word for block in self.blocks for word in block.words)
        return next((word for word in words if word.text == text), None)

    def purge(self, texts):
        """The history has boxes for these words from now on."""
        for _, _, blocks in self.moments:
            for word in (word for block in blocks for word in block.words):
                word.hidden = word.hidden or word.text in texts

    def note_keys(self):
        """What is public is in print from now on, under the keys that it has."""
        for block in self.blocks:
            self.words.setdefault(block.key, [word.text for word in block.words])
        if self.is_public:
            self.was_seen = True
            self.in_print |= {block.key for block in self.blocks}

    def remember(self, revision):
        blocks = copy.deepcopy(self.blocks)
        self.moments.append((revision, self.subject, blocks))
