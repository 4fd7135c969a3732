"""
Line scanning: which lines of a body are more than running text (formats: artefacts, body).

One compiled pattern walks the body from line end to line end and stops only at lines
that begin in a telling way, so that running text costs next to nothing.
"""

import re

_BLANKS = r"[^\S\n]*+"
_END = _BLANKS + r"(?=\n|\Z)"
_SPACED = (
    r"(?:UNCLAS(?:SIFIED)?|CONFIDENTIAL|SECRET|LIMITED OFFICIAL USE"
    r"|U N C L A S(?: S I F I E D)?|C O N F I D E N T I A L|S E C R E T)"
)

_HANDLING = "(?:SIPDIS|NOFORN|SENSITIVE|EXDIS|NODIS|LIMDIS|STADIS)"

# Whole lines: noise of transmission, and rows of dashes.
_WHOLE_LINES = {
    # "----", "_ _ _ _", "=====", "- - - -"
    "rule": r"[-_=*~+](?:[^\S\n]*+[-_=*~+]){3,}+" + _END,
    # "MEXICO 00001889  002 OF 002", "BERLIN 00001148  002.2 OF 004"
    "page": r"[A-Z][A-Z .'/-]{1,40}?\s?[0-9]{3,8}[^\S\n]{1,6}[0-9]{2,3}(?:\.[0-9])?"
    r"[^\S\n]{1,3}OF[^\S\n]{1,3}[0-9]{2,3}" + _END,
    # "PAGE 02 ROME 01196 01 OF 02 082030Z"
    "old_page": r"PAGE[^\S\n]{1,12}[0-9]{1,3}[^\S\n]{1,12}[A-Z][^\n]{2,80}" + _END,
    # the second section's own first line, or the classification at head and foot of a page
    "section": _SPACED + r"(?://?[A-Z /]{2,40})?(?:[^\n]{0,60}\bSECTION[^\S\n]+"
    r"[0-9]{1,2}[^\S\n]+OF[^\S\n]+[0-9]{1,2}[^\n]{0,60})?" + _END,
    # handling words alone on a line: captions at first, noise when they come again
    "handling": rf"{_HANDLING}(?:[ ,]{{1,3}}{_HANDLING}){{0,4}}" + _END,
    # what ends a transmission
    "end": r"(?:N{4}|BT|#[0-9]{1,6}|=+[^\S\n]*CABLE ENDS[^\S\n]*=+)" + _END,
}
# Line openings: labels of paragraphs and lists, and dashes.
_OPENINGS = {
    "number": r"\xb6?[0-9]{1,4}\.(?=\s|\(|[A-Z])",
    "letter": r"\xb6?[A-Za-z]\.(?=[^\S\n])",
    "paren": r"(?:\((?:[A-Za-z]|[0-9]{1,2}|[ivx]{2,4})\)|(?:[A-Za-z]|[0-9]{1,2}|[ivx]{2,4})\))(?=[^\S\n])",
    "bullet": r"(?:--?-?|[*\u2022\xb7])(?=[^\S\n]|[A-Za-z(\"])|o(?=[^\S\n])",
}
WHOLE = frozenset(_WHOLE_LINES)
LABELS = frozenset(_OPENINGS)
_SHAPES = "|".join(
    f"(?P<{kind}>{shape})" for kind, shape in (_WHOLE_LINES | _OPENINGS).items()
)
# Most lines begin with a plain word and are none of these; roman numerals may be.
_NO_WORD = r"(?![A-Z]?[a-z]{2}(?![ivx)]))"
_FIRST = re.compile(rf"{_BLANKS}{_NO_WORD}(?:{_SHAPES})")
_NEXT = re.compile(
    rf"\n(?:(?P<blank>{_BLANKS}(?=\n|\Z)(?:\n{_BLANKS}(?=\n|\Z))*+)"
    rf"|{_BLANKS}{_NO_WORD}(?:{_SHAPES}))"
)


# A telling place: its kind, and the range of the whole line, of a label at a line's
# start, or of all blank lines in a row. A plain tuple, since there are millions.
type Mark = tuple[str, int, int]


def scan(body: str) -> list[Mark]:
    """List the telling lines of a body in order."""
    first = _FIRST.match(body)
    matches = ([first] if first else []) + list(_NEXT.finditer(body))
    return [(kind := match.lastgroup, *match.span(kind)) for match in matches]
