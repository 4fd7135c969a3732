"""
Citations of a cable, of one paragraph and of a range: texts to paste in three styles, and
records for reference managers in three forms. Made from public words alone.

No record holds the day on which it was fetched: of a cached file it would be somebody
else's. In the texts it is a part of its own kind, filled in from the reader's clock.
"""

import json
import re
from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.utils import translation

from .permalinks import absolute, cable_address, paragraph_address

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
SHORT_MONTHS = (
    *("Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July"),
    *("Aug.", "Sept.", "Oct.", "Nov.", "Dec."),
)
GENRE = "Diplomatic cable"
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]")

#: What stands in a text where the day of reading belongs, until somebody fills it in.
GAP = "[date]"


class Work(NamedTuple):
    """What is cited. ``first`` and ``last`` are printed labels, empty for a whole cable."""

    key: str
    title: str
    author: str
    day: date
    reference_id: str
    classification: str
    released: date | None  # None in the preview of a draft
    url: str
    site: str
    first: str = ""
    last: str = ""
    passage: str = ""  # the key of a block, or of two, that has no printed label

    def place(self, one, many, *, passage="passage "):
        """Say where in the cable: ``place("¶", "¶¶")`` is "¶3" or "¶¶2–4", or empty."""
        if self.passage:
            return f"{passage}{self.passage}"
        if self.first == self.last:
            return f"{one}{self.first}" if self.first else ""
        return f"{many}{self.first}–{self.last}"

    @property
    def whole_title(self):
        return ", ".join(filter(None, [self.title, self.place("¶", "¶¶")]))

    @property
    def note(self):
        day = f" Released {_iso(self.released)}." if self.released else ""
        return f"{self.classification}.{day}"

    @property
    def file_name(self):
        return re.sub(r"[^0-9A-Za-z._-]", "-", self.key)


class Part(NamedTuple):
    """A stretch of a citation: plain, title (set in italics), or the day of reading."""

    kind: str
    text: str


class Citation(NamedTuple):
    style: str
    parts: list[Part]

    def text(self, accessed=GAP):
        """Return the citation as plain text."""
        return "".join(
            accessed if part.kind.startswith("accessed") else part.text
            for part in self.parts
        )


def cite_cable(cable):
    """Return a whole cable as a work."""
    return _work(cable, cable.reference_id, cable_address(cable))


def cite_blocks(cable, blocks, key):
    """Return some neighbouring blocks as a work; ``key`` is their address."""
    first, last = blocks[0].label, blocks[-1].label
    place = {"first": first, "last": last} if first and last else {"passage": key}
    name = f"{cable.reference_id}-{key}"
    return _work(cable, name, paragraph_address(cable, key))._replace(**place)


@translation.override("en")  # a citation is the same whoever reads
def _work(cable, key, path):
    return Work(
        key=re.sub(r"[^0-9A-Za-z:._-]", "-", key),
        title=one_line(cable.subject) or cable.reference_id,
        author=one_line(cable.post.name),
        day=cable.created.date(),
        reference_id=cable.reference_id,
        classification=cable.get_classification_display(),
        released=cable.released.date() if cable.released else None,
        url=absolute(path),
        site=settings.SITE_NAME,
    )


def one_line(text):
    """Return a text in one line, without characters that a record cannot hold."""
    return " ".join(UNSEEN.sub(" ", text).split())


# --- texts ---------------------------------------------------------------------------------


def citations(work):
    """Return the citation in each style."""
    return [make(work) for make in (chicago, apa, mla)]


def chicago(work):
    """A note after the Chicago Manual of Style, 17th edition."""
    place = work.place("¶", "¶¶")
    told = [f"cable {work.reference_id}", _us(work.day), work.classification, place]
    return Citation(
        "Chicago",
        [
            Part("plain", f"{work.author}, “{_quoted(work.title, ',')}” "),
            Part("plain", f"{', '.join(filter(None, told))}, "),
            Part("title", work.site),
            Part("plain", ", accessed "),
            Part("accessed-us", GAP),
            Part("plain", f", {work.url}."),
        ],
    )


def apa(work):
    """An entry of a list after the Publication Manual of the APA, 7th edition."""
    place = work.place("para. ", "paras. ")
    number = ", ".join(filter(None, [f"Cable No. {work.reference_id}", place]))
    day = f"{work.day.year}, {MONTHS[work.day.month - 1]} {work.day.day}"
    return Citation(
        "APA",
        [
            Part("plain", f"{_closed(work.author)} ({day}). "),
            Part("title", work.title),
            Part("plain", f" ({number}) [{GENRE}]. {_closed(work.site)} Retrieved "),
            Part("accessed-us", GAP),
            Part("plain", f", from {work.url}"),
        ],
    )


def mla(work):
    """An entry of the works cited after the MLA Handbook, 9th edition."""
    day = f"{work.day.day} {SHORT_MONTHS[work.day.month - 1]} {work.day.year}"
    told = [day, f"cable {work.reference_id}", work.place("par. ", "pars. "), work.url]
    return Citation(
        "MLA",
        [
            Part("plain", f"{_closed(work.author)} “{_quoted(work.title, '.')}” "),
            Part("title", work.site),
            Part("plain", f", {', '.join(filter(None, told))}. Accessed "),
            Part("accessed-short", GAP),
            Part("plain", "."),
        ],
    )


def _quoted(title, mark):
    """Return a title for inside of quotation marks, with the mark that follows it."""
    title = title.translate({ord("“"): "‘", ord("”"): "’", ord('"'): "'"})
    title = title.rstrip(".")
    return title if mark == "." and title.endswith(("?", "!")) else f"{title}{mark}"


def _closed(text):
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _us(day):
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def _iso(day):
    # Not strftime: its years below 1000 have no zeros.
    return day.isoformat()


# --- records -------------------------------------------------------------------------------


def csl_json(work):
    """Return the record as CSL-JSON: a list of one."""
    record = {
        "id": work.key,
        "type": "report",
        "title": work.whole_title,
        "author": [{"literal": work.author}],
        "issued": {"date-parts": [[work.day.year, work.day.month, work.day.day]]},
        "number": work.reference_id,
        "genre": GENRE,
        "publisher": work.site,
        "URL": work.url,
        "note": work.note,
    }
    return json.dumps([record], ensure_ascii=False, indent=1) + "\n"


def bibtex(work):
    """Return the record as BibTeX. What is escaped reads the same in BibLaTeX."""
    fields = {
        "author": f"{{{_tex(work.author)}}}",  # doubled: a name that is not a person's
        "title": f"{{{_tex(work.whole_title)}}}",  # doubled: keeps its capitals
        "type": GENRE,
        "number": _tex(work.reference_id),
        "institution": _tex(work.site),
        "year": f"{work.day.year:04}",
        "month": f"{work.day:%b}".lower(),
        "day": str(work.day.day),
        "date": _iso(work.day),
        "url": work.url,
        "note": _tex(work.note),
    }
    lines = (f"  {name} = {_field(name, value)}" for name, value in fields.items())
    return f"@techreport{{{work.key},\n" + ",\n".join(lines) + "\n}\n"


def _field(name, value):
    return value if name == "month" else f"{{{value}}}"


#: An escaped brace counts as a brace where fields are cut, hence names; "@" alone would
#: open an entry for some readers.
TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "<": r"\ensuremath{<}",
        ">": r"\ensuremath{>}",
        "|": r"\textbar{}",
        "¶": r"\P{}",
        "@": "{@}",
    }
    | {sign: f"\\{sign}" for sign in "#$%&_"}
)


def _tex(text):
    return text.translate(TEX)


def ris(work):
    """Return the record as RIS: each field in one line, lines that end in CR LF."""
    fields = [
        ("TY", "RPRT"),
        ("ID", work.key),
        ("AU", work.author),
        ("TI", work.whole_title),
        ("PY", f"{work.day.year:04}"),
        ("DA", f"{work.day.year:04}/{work.day.month:02}/{work.day.day:02}"),
        ("M1", work.reference_id),
        ("M3", GENRE),
        ("PB", work.site),
        ("UR", work.url),
        ("N1", work.note),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in fields)


class Form(NamedTuple):
    make: callable
    content_type: str
    name: str


#: The forms of a record, by the ending of their addresses.
RECORDS = {
    "bib": Form(bibtex, "application/x-bibtex; charset=utf-8", "BibTeX"),
    "ris": Form(ris, "application/x-research-info-systems; charset=utf-8", "RIS"),
    "csl.json": Form(
        csl_json, "application/vnd.citationstyles.csl+json; charset=utf-8", "CSL-JSON"
    ),
}
