"""
Whether a page on the web links to an address here, and what it is called.

Pure: the page's bytes in, an answer out. What counts is the very address that the sender
named, as the protocol asks: in a link, an image or an embedded frame of HTML, in any
string of JSON, or as a word of a plain text.
"""

import json
import re
from html import unescape

from selectolax.lexbor import LexborHTMLParser

#: Attributes that hold an address which a page leads to or shows.
LINKING = ("href", "src", "cite", "poster", "data")
LINKS = "a, area, link, img, video, audio, source, iframe, embed, object, blockquote, q"
HTML = ("text/html", "application/xhtml+xml")
LONGEST_TITLE = 300


def names(body, *, kind, charset, target):
    """Return whether a page of some media type names an address."""
    text = decoded(body, charset)
    if kind in HTML:
        return _html_links(text, target)
    if kind == "application/json" or kind.endswith("+json"):
        return _json_names(text, target)
    if kind.startswith("text/"):
        return _text_names(text, target)
    return False


def title_of(body, *, kind, charset):
    """Return what an HTML page calls itself, on one line; nothing for any other."""
    if kind not in HTML:
        return ""
    found = LexborHTMLParser(decoded(body, charset)).css_first("title")
    title = " ".join(found.text().split()) if found else ""
    return title.replace("\0", "")[:LONGEST_TITLE]


def decoded(body, charset):
    try:
        return body.decode(charset or "utf-8", errors="replace")
    except LookupError:  # a charset that nobody knows
        return body.decode("utf-8", errors="replace")


def _html_links(text, target):
    for node in LexborHTMLParser(text).css(LINKS):
        given = node.attributes
        if any((given.get(name) or "").strip() == target for name in LINKING):
            return True
    return False


def _json_names(text, target):
    try:
        waiting = [json.loads(text)]
    except (ValueError, RecursionError):
        return False
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
        elif one == target:
            return True
    return False


def _text_names(text, target):
    return bool(re.search(rf"{re.escape(target)}(?![\w/#?=&%-])", unescape(text)))
