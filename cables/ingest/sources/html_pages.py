"""
The pages of the original site, ``/cable/2006/04/06MEXICO1889.html``, and their faults.

The table of metadata is valid HTML and goes through a real parser. The message itself is
not: it was put on the page unescaped, so that ``<`` and ``&`` stand there as themselves,
and a parser would eat words. There only the markup that the site added is taken out.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from typing import BinaryIO

from selectolax.lexbor import LexborHTMLParser, LexborNode

from cables.parsing.article_url import repaired_url

from .base import (
    BadField,
    FoundArticle,
    Frame,
    Reject,
    SourceMessage,
    reject,
    whole_file,
)
from .fields import body as checked_body
from .fields import decode, read_fields
from .leaked import Leaked, strip_leaked

FORMAT = "html"
TABLE = re.compile(r"<table class=['\"]cable['\"]>.*?</table>", re.DOTALL)
#: Where the site left the table open, it ends with the message.
OPEN_TABLE = re.compile(r"<table class=['\"]cable['\"]>.*?(?=<code><pre>)", re.DOTALL)
BLOCK = re.compile(r"<pre[^>]*>(.*?)</pre>", re.DOTALL)
PILCROW = re.compile(r"<a id=(['\"])par\w+\1 href=(['\"])#par\w+\2>¶</a>")
TAG_LINK = r"<a href=['\"]/tag/[^'\">]*['\"]>([^<]*)</a>"
TAG_LINKS = re.compile(rf"{TAG_LINK}(?: {TAG_LINK})*")
ONE_TAG = re.compile(TAG_LINK)
TAGS_GO_ON = re.compile(r"[ \t]*\n(?=[A-Z]{2,5}(?:,[^\n:]*)?[ \t]*\n)")
OTHER_LINK = re.compile(r"<a (?:href|id)=(['\"])[^'\">]*\1[^<>]*>([^<]*)</a>")
ENTITY = re.compile(r"&(?:#x[0-9A-Fa-f]{1,6}|#[0-9]{1,7}|amp|lt|gt|quot|apos|nbsp);")
DTG = re.compile(r"\b(\d{2})(\d{2})(\d{2})Z\s+([A-Z]{3})\s+(\d{2})\b")
LABELS = {
    "reference id": "reference_id",
    "created": "created",
    "released": "released",
    "classification": "classification",
    "origin": "origin",
}


def frames(stream: BinaryIO, file: str) -> Iterator[Frame]:
    return whole_file(stream, file, FORMAT)


def read(frame: Frame) -> Iterator[SourceMessage | Reject]:
    try:
        yield _page(frame)
    except BadField as error:
        yield reject(frame, error)


def _page(frame: Frame) -> SourceMessage:
    page = decode(frame.raw, "page")
    table = TABLE.search(page) or OPEN_TABLE.search(page)
    if table is None:
        raise BadField("page", "The page has no table of a cable. Leave it out.")
    node = LexborHTMLParser(table[0]).body
    values = read_fields(_metadata(node))
    blocks = [found[1] for found in BLOCK.finditer(page, table.end())]
    if len(blocks) != 2:
        raise BadField(
            "body",
            f"The page has {len(blocks)} blocks of text, not header and body. "
            "Take a whole copy of it.",
            values["reference_id"],
        )
    header, body = (message_text(block) for block in blocks)
    body, leaked = strip_leaked(body, header, values["reference_id"])
    articles, notes = _articles(node)
    message = SourceMessage(
        format=FORMAT,
        file=frame.file,
        line=frame.line,
        raw=frame.raw,
        header=header,
        body=_whole(body, values["reference_id"]),
        articles=articles,
        notes=notes,
        **values,
    )
    return _repaired(message, leaked)


def _whole(body: str, reference_id: str) -> str:
    try:
        return checked_body(body)
    except BadField as error:
        error.reference_id = reference_id
        raise


def _metadata(table: LexborNode) -> dict[str, str]:
    """Return the first row under the headings. Links' titles lie; their text does not."""
    names = [node.text().strip().lower() for node in table.css("th")]
    cells = [node.text().strip() for node in table.css("td")]
    texts = {
        LABELS[name]: cell
        for name, cell in zip(names, cells, strict=False)
        if name in LABELS
    }
    if "reference_id" not in texts:
        raise BadField(
            "reference id", "The page's table names no reference id. Leave it out."
        )
    return texts


def message_text(block: str) -> str:
    """Return a block of the page as the record had it: without the site's markup."""
    text = PILCROW.sub("", block)
    text = ENTITY.sub(_entity, text)
    text = TAG_LINKS.sub(_tags, text)
    return OTHER_LINK.sub(r"\2", text)


def _entity(found: re.Match) -> str:
    character = unescape(found[0])
    return "\n" if character == "\r" else character


def _tags(found: re.Match) -> str:
    """
    Return the tags of a run of links with the commas that the site had dropped, also
    the one at a line's end that says the tags go on.
    """
    text = ", ".join(ONE_TAG.findall(found[0]))
    return text + "," if TAGS_GO_ON.match(found.string, found.end()) else text


def _articles(table: LexborNode) -> tuple[tuple[FoundArticle, ...], tuple[str, ...]]:
    """Return the articles of the table's second row, and what stands there but is none."""
    articles, notes = {}, []
    for link in table.css("td[colspan] a"):
        text, target = link.text().strip(), link.attributes.get("href") or ""
        url = repaired_url(target) or repaired_url(text)
        if url:
            title = "" if repaired_url(text) else text
            articles.setdefault(url, FoundArticle(url=url, title=title))
        elif text:
            notes.append(f"“{text}” is named as an article but is no link")
    return tuple(articles.values()), tuple(notes)


def _repaired(message: SourceMessage, leaked: Leaked | None) -> SourceMessage:
    """
    Mend the times that the site printed as hour and 12-hour hour. A minute that equals
    the 12-hour form of its hour is not to be believed.
    """
    changes = {}
    if message.released and _minute_is_hour(message.released):
        changes["released"] = message.released.replace(minute=0)
    if leaked:
        changes |= {
            "number": leaked.number,
            "created": leaked.created,
            "references": leaked.references,
        }
    elif message.created and _minute_is_hour(message.created):
        changes |= _minute_from_dtg(message.created, message.header)
    return replace(message, **changes)


def _minute_is_hour(value: datetime) -> bool:
    return value.minute == (value.hour % 12 or 12)


def _minute_from_dtg(created: datetime, header: str) -> dict:
    for day, hour, minute, month, year in DTG.findall(header.upper()):
        try:
            sent = datetime.strptime(f"{day}{hour}{minute}{month}{year}", "%d%H%M%b%y")
        except ValueError:
            continue
        sent = sent.replace(tzinfo=UTC)
        if sent.replace(minute=0) == created.replace(minute=0):
            return {"created": sent}
    return {"created": created.replace(minute=0), "created_precision": "hour"}
