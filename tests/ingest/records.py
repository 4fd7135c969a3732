"""Records of made-up cables, in each form in which they come in."""

import tempfile
from pathlib import Path

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
SITE = DATA / "site"
CSV = DATA / "csv"
NO_DATA = "the original pages and rows are not beside the project"

HEADER = """VZCZCXRO0001
PP RUEHXX
DE RUEHLM #0012/01 1001922
ZNY CCCCC ZZH
P 101922Z APR 06
FM AMEMBASSY MEXICO
TO RUEHC/SECSTATE WASHDC 0160
INFO RUEHXX/AMEMBASSY HIGHGATE"""

# As in the source: every line but the last ends in a blank.
BODY = """C O N F I D E N T I A L MEXICO 000012

SIPDIS

E.O. 12958: DECL: 04/06/2016
TAGS: PREL, PGOV, MX
SUBJECT: THE HARBOUR AT HIGHGATE

REF: A. 05 MEXICO 11
     B. STATE 4567 (NOTAL)

Classified By: Ambassador Ada Example for reasons 1.4 (b,d)

1. (C) Summary: The harbour is open again.

2. (U) Two ships came in on Monday.

Comment

3. (C) We expect a third one.
EXAMPLE""".replace("\n", " \n")


def fields(reference_id="06MEXICO12", **changed):
    """Return the eight columns of a record of the data release."""
    return {
        "number": "12",
        "created": "4/10/2006 19:22",
        "reference_id": reference_id,
        "origin": "Embassy Mexico",
        "classification": "CONFIDENTIAL",
        "references": "05MEXICO11",
        "header": HEADER,
        "body": BODY,
    } | changed


def quoted(text):
    for character in "\\\"'":
        text = text.replace(character, "\\" + character)
    return f'"{text}"'


def csv_record(reference_id="06MEXICO12", **changed):
    columns = fields(reference_id, **changed).values()
    return ",".join(map(quoted, columns)).encode() + b"\n"


#: A record of which one field is none of the six.
BAD = csv_record("06MEXICO2", number="2", classification="COSMIC")


def text_message(reference_id="06MEXICO12", **changed):
    given = fields(reference_id, **changed)
    keys = "\n".join(
        f"{key}: {given[name]}"
        for key, name in (
            ("Reference id", "reference_id"),
            ("Number", "number"),
            ("Created", "created"),
            ("Classification", "classification"),
            ("Origin", "origin"),
            ("References", "references"),
        )
        if given[name]
    )
    return f"{keys}\n\n{given['header']}\n-----BODY-----\n{given['body']}\n".encode()


PAGE = """<html><body><div class='pane big'>
<h3>Viewing cable {reference_id}, THE HARBOUR</h3>
<table class='cable'>
<tr><th>Reference ID</th><th>Created</th><th>Released</th>
<th>Classification</th><th>Origin</th></tr>
<tr>
<td><a href='/cable/2006/04/{reference_id}.html'>{reference_id}</a></td>
<td><a href='/date/2006-04_0.html'>{created}</a></td>
<td><a href='/reldate/2011-02-12_0.html'>{released}</a></td>
<td><a href='/classification/1_0.html' title='unclassified'>{classification}</a></td>
<td><a href='/origin/71_0.html'>{origin}</a></td>
</tr>{articles}
</table>
<code><pre>{header}</pre></code>
<code><pre>{body}</pre></code>
</div></body></html>
"""


def page(reference_id="06MEXICO12", *, articles=(), **changed):
    """Return a page as the original site made it; ``articles`` are (href, text)."""
    given = fields(reference_id, **{"created": "2006-04-10 19:07"} | changed)
    given.setdefault("released", "2011-02-12 12:12")
    links = "".join(f"<a href='{href}'>{text}</a><br />" for href, text in articles)
    if links:
        links = f"<tr><td colspan='5'>Appears in these articles:<br />{links}</td></tr>"
    lines = {name: given[name].replace("\n", "&#x000A;") for name in ("header", "body")}
    return PAGE.format(**given | lines | {"articles": links}).encode()


class Folder:
    """A folder that ends with the test, and writes files by name."""

    def __init__(self, test):
        folder = tempfile.TemporaryDirectory()
        test.addCleanup(folder.cleanup)
        self.path = Path(folder.name)

    def write(self, name, content):
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path
