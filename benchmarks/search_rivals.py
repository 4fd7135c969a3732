"""
The same texts in bare engines: tantivy and SQLite FTS5, with the least code around them.

Both are filled from a flat file of rows that ``search_texts`` wrote beforehand, so that
no time goes to a database. Bare tantivy has the fields of the archive's own index, so
that it can count what the page counts; FTS5 has the words alone, and ranks by bm25.
"""

import json
import re
import sqlite3
import time
from pathlib import Path

import tantivy
from tantivy import Occur, Order

from benchmarks.search_queries import PAGE
from benchmarks.search_texts import read_rows

Q = tantivy.Query
NUMBERS = ("tag", "post", "classification", "year", "month", "day")
FLAGS = ("articles", "partial", "state")
#: What is counted for the lists beside a page, with the most values of each.
COUNTED = {
    "classification": 20,
    "post": 2_000,
    "year": 2_000,
    "marking": 2_000,
    "tag": 200,
    "articles": 2,
    "partial": 2,
}


def schema():
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("id", indexed=True, fast=True)
    builder.add_text_field("subject", tokenizer_name="words")
    builder.add_text_field("body", tokenizer_name="words")
    builder.add_text_field("ref", tokenizer_name="raw", index_option="basic")
    builder.add_text_field(
        "marking", fast=True, tokenizer_name="raw", index_option="basic"
    )
    for name in (*NUMBERS, *FLAGS):
        builder.add_unsigned_field(name, indexed=True, fast=True)
    for name in ("created", "released"):
        builder.add_integer_field(name, fast=True)
    return builder.build()


def _with_words(index):
    analyzer = (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(61))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .build()
    )
    index.register_tokenizer("words", analyzer)
    return index


def build_tantivy(texts, folder, *, heap, threads):
    """Index the rows of a file; return the seconds until all is merged."""
    folder.mkdir(parents=True)
    index = _with_words(tantivy.Index(schema(), path=str(folder), reuse=False))
    started = time.perf_counter()
    writer = index.writer(heap, num_threads=threads)
    for row in read_rows(texts):
        writer.add_document(_document(row))
    writer.commit()
    writer.wait_merging_threads()
    return time.perf_counter() - started


def _document(row):
    document = tantivy.Document()
    for name in ("subject", "body"):
        document.add_text(name, row.subject)
    for text in row.texts:
        document.add_text("body", text)
    for name, values in (("marking", row.markings), ("ref", row.refs)):
        for value in values:
            document.add_text(name, value)
    for tag in row.tags:
        document.add_unsigned("tag", tag)
    document.add_integer("created", row.created)
    if row.released is not None:
        document.add_integer("released", row.released)
    for name, value in row.numbers.items():
        document.add_unsigned(name, value)
    return document


class BareTantivy:
    def __init__(self, folder):
        self.index = _with_words(tantivy.Index.open(str(folder)))
        self.schema = self.index.schema
        self.searcher = self.index.searcher()

    def run(self, ask):
        """Return how many match, having taken the keys of a page and all the counts."""
        query = self.query(ask)
        order = {}
        if ask.sort or not any(term[0] in WORDS for term in ask.terms):
            order = {"order_by_field": "created", "order": Order.Desc}
        found = self.searcher.search(
            query, limit=PAGE, count=True, offset=ask.offset, **order
        )
        addresses = [address for _, address in found.hits]
        self.searcher.fast_field_values("id", addresses)
        self.searcher.aggregate(query, AGGREGATES)
        return found.count

    def query(self, ask):
        parts = [(Occur.Must, self._term(*term)) for term in ask.terms]
        return parts[0][1] if len(parts) == 1 else Q.boolean_query(parts)

    def _term(self, kind, *values):
        match kind:
            case "word":
                return Q.term_query(self.schema, "body", values[0])
            case "phrase":
                return Q.phrase_query(self.schema, "body", list(values))
            case "prefix":
                return Q.regex_query(self.schema, "body", f"{values[0]}.*")
            case "number":
                query = Q.term_query(self.schema, values[0], values[1])
            case "dates":
                query = Q.range_query(
                    self.schema, "created", tantivy.FieldType.Integer, *values
                )
        return Q.const_score_query(query, 0.0)


WORDS = ("word", "phrase", "prefix")
AGGREGATES = {
    name: {"terms": {"field": name, "size": size}} for name, size in COUNTED.items()
}


def build_fts(texts, path):
    """Index subject and text of each row; return the seconds it took."""
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA journal_mode=OFF")
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute(
            "CREATE VIRTUAL TABLE fts USING fts5(body, content='',"
            " tokenize='unicode61 remove_diacritics 2')"
        )
        started = time.perf_counter()
        connection.executemany(
            "INSERT INTO fts (rowid, body) VALUES (?, ?)",
            (
                (row.numbers["id"], "\n".join([row.subject, *row.texts]))
                for row in read_rows(texts)
            ),
        )
        connection.execute("INSERT INTO fts (fts) VALUES ('optimize')")
        connection.commit()
    return time.perf_counter() - started


class BareFts:
    BEST = (
        f"SELECT rowid FROM fts WHERE fts MATCH ? ORDER BY rank LIMIT {PAGE} OFFSET ?"
    )
    COUNT = "SELECT count(*) FROM fts WHERE fts MATCH ?"

    def __init__(self, path):
        self.connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        self.connection.execute("PRAGMA cache_size=-65536")
        self.connection.execute("PRAGMA mmap_size=8000000000")

    def run(self, ask):
        """Return how many match, having taken the keys of a page; without any counts."""
        text = " AND ".join(map(_fts_term, ask.terms))
        self.connection.execute(self.BEST, (text, ask.offset)).fetchall()
        return self.connection.execute(self.COUNT, (text,)).fetchone()[0]


def _fts_term(term):
    kind, *words = term
    quoted = f'"{" ".join(words)}"'
    return f"{quoted} *" if kind == "prefix" else quoted


class Rivals:
    """A folder with both engines' indexes of one archive, built once and kept."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.tantivy, self.fts = self.folder / "bare", self.folder / "bare.sqlite3"
        self.told = self.folder / "bare.json"

    def fits(self, stamp):
        """Whether what is there was made from the archive as it is."""
        if not self.told.exists():
            return False
        return json.loads(self.told.read_text())["stamp"] == stamp

    def tell(self, stamp, **figures):
        self.told.write_text(json.dumps({"stamp": stamp, **figures}))

    def figures(self):
        return json.loads(self.told.read_text())


def folder_size(path):
    """Return the bytes of a file, or of all files in a folder."""
    if path.is_file():
        return path.stat().st_size
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())


def plain_words(text):
    """Return the words of a text as both engines cut them, if it is in ASCII."""
    return re.findall("[a-z0-9]+", text.lower())
