"""What an index holds of a cable, and how words are cut: the same in both indexes."""

import hashlib

import tantivy

from cables.choices import Classification, State

#: The analyzer's name in the schema. Words are cut at every character that is neither
#: letter nor digit, in small letters and without accents, as ``search.query`` cuts them.
WORDS = "words"
LONGEST_WORD = 60

#: (name, kind) in order. Nothing is stored: hits are loaded from the database.
FIELDS = (
    ("id", "number"),
    ("subject", "words"),
    ("body", "words"),  # the subject as well, so that one field answers for a word
    ("ref", "name"),  # ids that the cable cites
    ("tag", "number"),
    ("post", "number"),
    ("classification", "number"),
    ("marking", "fast name"),
    ("created", "signed"),  # seconds since 1970, in UTC
    ("released", "signed"),
    ("year", "number"),
    ("month", "number"),  # 200604
    ("day", "number"),  # 20060410
    ("articles", "number"),  # 1 where an article uses the cable, or 0
    ("partial", "number"),  # 1 or 0
    ("state", "number"),
)

#: A closed vocabulary as the numbers that the index holds.
CLASSES = {value: number for number, value in enumerate(Classification.values)}
STATES = {value: number for number, value in enumerate(State.values)}


def schema():
    builder = tantivy.SchemaBuilder()
    for name, kind in FIELDS:
        match kind:
            case "words":
                builder.add_text_field(name, tokenizer_name=WORDS)
            case "name":
                builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
            case "fast name":
                builder.add_text_field(
                    name, fast=True, tokenizer_name="raw", index_option="basic"
                )
            case "number":
                builder.add_unsigned_field(name, indexed=True, fast=True)
            case "signed":
                builder.add_integer_field(name, fast=True)
    return builder.build()


def register_words(index):
    """Give an index the analyzer that its schema names: it is not kept in the folder."""
    analyzer = (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(LONGEST_WORD + 1))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .build()
    )
    index.register_tokenizer(WORDS, analyzer)
    return index


def schema_name():
    """A short name of this schema: an index of another one is built anew."""
    text = repr((FIELDS, LONGEST_WORD, CLASSES, STATES, "2"))
    return hashlib.sha256(text.encode()).hexdigest()[:12]
