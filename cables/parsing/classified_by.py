"""
The Classified By line (formats: body, 7): title, name and reasons of who classified.

``Classified By: <title> <name> for reasons 1.4 (b,d)``, with ``Reason: 1.5 d`` perhaps
on a line of its own.
"""

import re

from .records import ClassifiedBy, Span

_LABEL = re.compile(
    r"\(?\s*[UCS]?\s*\)?\s*(?:CLASSIFIED|CLASS\.?|DERIVED(?: FROM)?)(?:\s+BY)?\s*[:;.]?\s*",
    re.IGNORECASE,
)
_SECTION = re.compile(r"1[.,]?\s?(?P<section>[45])(?![0-9])")
_LETTER = re.compile(r"(?<![A-Za-z])[a-hA-H](?![A-Za-z])")
_STOP = re.compile(
    r"[\s,.;:(-]*\b(?:FOR\s+)?(?:THE\s+)?REASONS?\b|\bFOR\s+1[.,]|\bPER\b|\bE\.?O\.?\s?1"
    r"|\bUNDER\b|\bPURSUANT\b|(?<![0-9.])1[.,]\s?[45]\b",
    re.IGNORECASE,
)
_TITLE_WORDS_TEXT = """
    ACTING AMBASSADOR AMB ASSISTANT SECRETARY CHARGE CHARGÉ D'AFFAIRES DAFFAIRES
    D'AFFAIRES, AFFAIRES A.I. AI AD INTERIM DEPUTY CHIEF OF MISSION DCM ADCM CDA COM
    POLITICAL ECONOMIC ECON POL POLITICAL-MILITARY POLMIL POL-MIL COMMERCIAL CONSULAR
    PUBLIC AFFAIRS COUNSELOR COUNSELLOR COUNS MINISTER MINISTER-COUNSELOR CONSUL GENERAL
    PRINCIPAL OFFICER OFF POLCOUNS ECONCOUNS POLOFF ECONOFF POLCHIEF PAO CG P/E POL/ECON
    DIRECTOR UNDER SECTION LEGAL ADVISER ADVISOR SCIENCE MILITARY EXECUTIVE AND FOR THE
    SENIOR REGIONAL MANAGEMENT VICE REFUGEE COORDINATOR TEAM LEADER PRT ATTACHE ATTACHÉ
    DEFENSE LABOR AFFAIRS, OFFICE REPRESENTATIVE PERMANENT MR. MS. MRS. DR.
"""
_TITLE_WORDS = frozenset(_TITLE_WORDS_TEXT.split())
_LONGEST = 600


def read_classified_by(text: str, span: Span) -> ClassifiedBy:
    """Read the line or lines of Classified By and Reason."""
    words = " ".join(text[:_LONGEST].split())
    words = _LABEL.sub("", words, count=1)
    stop = _STOP.search(words)
    who = words[: stop.start()] if stop else words
    title, name = _title_and_name(who.strip(" ,.;:-("))
    section, reasons = _reasons(words[stop.start() :] if stop else "")
    return ClassifiedBy(
        name=name, title=title, reasons=reasons, section=section, span=span
    )


def _reasons(text: str) -> tuple[str, tuple[str, ...]]:
    section = _SECTION.search(text)
    letters = text[section.end() :] if section else re.split("(?i)reasons?", text)[-1]
    letters = _SECTION.sub(" ", letters)
    # "(b) and (d)": the "a" of "and" does not count, a single letter does
    found = dict.fromkeys(letter.lower() for letter in _LETTER.findall(letters[:60]))
    return (f"1.{section['section']}" if section else "", tuple(found))


def _title_and_name(who: str) -> tuple[str, str]:
    head, comma, tail = who.partition(",")
    if comma and not _is_title(head.split()[:1]) and tail.strip():
        return tail.strip(" .,"), head.strip()  # "JANE DOE, CONSUL GENERAL"
    words = who.split()
    count = 0
    while count < len(words) and _is_title(words[count : count + 1]):
        count += 1
    if count == len(words) and comma:  # "POLITICAL COUNSELOR, ACTING"
        return who, ""
    return " ".join(words[:count]).strip(" ,"), " ".join(words[count:]).strip(" ,")


def _is_title(words: list[str]) -> bool:
    """Tell whether the first word belongs to a title: known, or an office ("EUR/RPM")."""
    return bool(words) and (
        words[0].upper().rstrip(",.:") in _TITLE_WORDS
        or words[0].upper() in _TITLE_WORDS
        or "/" in words[0]
    )
