"""The formal lines that a message opens with, with what their words stand for."""

import re
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

CAPTIONS = {
    "SIPDIS": _("to be shared by the government's network for classified messages"),
    "NOFORN": _("not for foreign nationals"),
    "STADIS": _("for the State Department only"),
    "EXDIS": _("exclusive distribution: for those who must know"),
    "NODIS": _("no distribution: for the addressee alone"),
    "LIMDIS": _("limited distribution"),
    "ROGER CHANNEL": _("for the department's office of intelligence"),
    "ORCON": _("passed on only with the sender's consent"),
    "SENSITIVE": _("sensitive: not for the public"),
    "NOPLAT": _("not for the list of platform recipients"),
    "DEPT PLEASE PASS": _("the department is asked to send it on"),
    "DECL": _("declassify: the day on which the classification ends"),
    "NOTAL": _("not sent to, or needed by, all addressees"),
    "SECTION": _("a long message, sent in parts"),
}
ORDERS = {
    "12356": _("order on classified information of 1982"),
    "12958": _("order on classified information of 1995"),
    "13526": _("order on classified information of 2009"),
}
WORDS = re.compile(r"\b(?:" + "|".join(CAPTIONS) + r")\b")
ORDER = re.compile(r"E\.?O\.? ?(" + "|".join(ORDERS) + r")")
TAGS = re.compile(r"TAGS?:? ", re.IGNORECASE)


class Term(NamedTuple):
    word: str
    meaning: str
    url: str = ""


def explain_opening(text, tags):
    """Return the terms of a formal line that stand for more than they say."""
    if match := TAGS.match(text):
        by_code = {tag.code: tag for tag in tags}
        codes = dict.fromkeys(re.findall(r"[A-Z0-9-]{2,}", text[match.end() :]))
        found = [by_code[code] for code in codes if code in by_code]
        return [Term(t.code, t.title, t.get_absolute_url()) for t in found if t.title]
    terms = [Term(m[0], ORDERS[m[1]]) for m in ORDER.finditer(text)]
    words = dict.fromkeys(WORDS.findall(text))
    return terms + [Term(word, CAPTIONS[word]) for word in words]
