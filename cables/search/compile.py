"""
A reader's query, parsed by ``query``, as a query of tantivy's.

A word finds its plural in -s too, and the other way round; words in quotes are found as
they stand. A word in the subject counts for more than one in the text.
"""

from datetime import UTC, datetime, time, timedelta

import tantivy
from tantivy import FieldType, Occur

from .query import And, DateRange, Everything, Field, Not, Or, Phrase, Prefix, Word
from .schema import CLASSES

SUBJECT_BOOST = 2.0
MUST, SHOULD, MUST_NOT = Occur.Must, Occur.Should, Occur.MustNot
Q = tantivy.Query


class Compiler:
    """Compiles for one searcher; ``names`` knows posts, countries and tags by name."""

    def __init__(self, searcher, schema, names):
        self.searcher = searcher
        self.schema = schema
        self.names = names

    def compile(self, query):
        """Return the tantivy query for a parsed ``Query``."""
        tree = self.node(query.tree, "body")
        inner = [self.in_subject(node) for node in query.words[:10]]
        inner = [one for one in inner if one is not None]
        if not inner:
            return tree
        boost = Q.boost_query(Q.or_should_match(*inner), SUBJECT_BOOST)
        return Q.boolean_query([(MUST, tree), (SHOULD, boost)])

    def in_subject(self, node):
        """Return what lifts cables with these words in the subject; None if none has."""
        if isinstance(node, Word) and not self.forms(node.text, "subject"):
            return None
        return self.node(node, "subject")

    def node(self, node, field):
        match node:
            case Everything():
                return Q.all_query()
            case Word(text):
                return self.word(text, field)
            case Phrase(words):
                return self.phrase(words, field)
            case Prefix(text):
                return self.prefix(text, field)
            case And(parts):
                return self.all_of(parts, field)
            case Or(parts):
                return Q.or_should_match(*(self.node(part, field) for part in parts))
            case Not(part):
                return self.without(self.node(part, field))
            case Field(name, value):
                return self.field(name, value)
        raise TypeError(f"No query is made of {node!r}.")

    def all_of(self, parts, field):
        wanted = [part for part in parts if not isinstance(part, Not)]
        clauses = [(MUST, self.node(part, field)) for part in wanted]
        clauses = clauses or [(MUST, Q.all_query())]
        clauses += [
            (MUST_NOT, self.node(part.part, field))
            for part in parts
            if isinstance(part, Not)
        ]
        return Q.boolean_query(clauses)

    def word(self, text, field):
        forms = self.forms(text, field) or [text]
        terms = [self.term(field, form) for form in forms]
        return terms[0] if len(terms) == 1 else Q.or_should_match(*terms)

    def forms(self, text, field):
        """Return the forms of a word that the index holds."""
        return [
            form for form in number_forms(text) if self.searcher.doc_freq(field, form)
        ]

    def term(self, field, value):
        return Q.term_query(self.schema, field, value)

    def phrase(self, words, field):
        if len(words) == 1:
            return self.term(field, words[0])
        return Q.phrase_query(self.schema, field, list(words))

    def prefix(self, text, field):
        # Letters and digits only: nothing that a pattern would read otherwise.
        return Q.regex_query(self.schema, field, f"{text}.*")

    @staticmethod
    def without(query):
        return Q.boolean_query([(MUST, Q.all_query()), (MUST_NOT, query)])

    def field(self, name, value):
        match name:
            case "subject":
                return self.node(value, "subject")
            case "date":
                return self.dates(value)
            case "has":
                return self.term("articles", 1)
            case "is":
                return self.term("partial", 1)
            case "ref":
                return self.cited(value)
            case "para":
                return self.term("marking", value)
            case "class":
                return self.numbers("classification", class_numbers(value))
            case "tag":
                return self.numbers("tag", self.names.tags(value))
            case "post":
                return self.numbers("post", self.names.posts(value))
            case "country":
                return self.numbers("post", self.names.countries(value))
        raise TypeError(f"No field {name!r} is searched.")

    def numbers(self, field, numbers):
        """Return what matches cables with one of these numbers."""
        numbers = list(numbers)
        if not numbers:
            return Q.empty_query()
        if len(numbers) == 1:
            return self.constant(self.term(field, numbers[0]))
        return self.constant(Q.term_set_query(self.schema, field, numbers))

    def markings(self, markings):
        """Return what matches cables with a paragraph of one of these markings."""
        terms = [self.term("marking", marking) for marking in markings]
        return self.constant(Q.or_should_match(*terms))

    @staticmethod
    def constant(query):
        """A filter says nothing of how well a cable fits."""
        return Q.const_score_query(query, 0.0)

    def cited(self, reference_id):
        return self.constant(self.term("ref", reference_id))

    def dates(self, dates: DateRange):
        first = _seconds(dates.first) if dates.first else None
        last = _seconds(dates.last + timedelta(days=1)) - 1 if dates.last else None
        if first is None and last is None:
            return Q.all_query()
        return self.constant(
            Q.range_query(self.schema, "created", FieldType.Integer, first, last)
        )


def number_forms(text):
    """Return a word as it stands, and its plural in -s or what that is the plural of."""
    forms = [text]
    if text.isalpha() and len(text) > 2:
        if not text.endswith("s"):
            forms.append(f"{text}s")
        elif len(text) > 3 and not text.endswith(("ss", "us", "is")):
            forms.append(text[:-1])
    return forms


def class_numbers(name):
    """Return the classification that a slug or value names, as the index's number."""
    wanted = name.casefold().replace("//", "-").replace(" ", "-")
    return [
        number
        for value, number in CLASSES.items()
        if value.casefold().replace("//", "-").replace(" ", "-") == wanted
    ]


def _seconds(day):
    return int(datetime.combine(day, time.min, UTC).timestamp())
