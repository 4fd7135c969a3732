"""The vocabulary of telegrams in plain words."""

import re

REASONS = {
    "a": "military plans, weapons systems or operations",
    "b": "foreign government information",
    "c": "intelligence activities, sources or methods",
    "d": "foreign relations or foreign activities of the United States",
    "e": "scientific, technological or economic matters of national security",
    "f": "safeguarding of nuclear materials or facilities",
    "g": "vulnerabilities or capabilities of systems and installations",
    "h": "weapons of mass destruction",
}

MARKINGS = {
    "U": "Unclassified",
    "SBU": "Sensitive but unclassified",
    "C": "Confidential",
    "S": "Secret",
    "TS": "Top secret",
    "NF": "not for foreign nationals",
    "NOFORN": "not for foreign nationals",
    "FOUO": "for official use only",
    "LOU": "Limited official use",
    "EXEMPT": "exempt from declassification",
}

LANGUAGES = {
    "ar": "Arabic",
    "ca": "Catalan",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "fr": "French",
    "he": "Hebrew",
    "it": "Italian",
    "nl": "Dutch",
    "no": "Norwegian",
    "pt": "Portuguese",
    "ru": "Russian",
    "sv": "Swedish",
    "tr": "Turkish",
}


def reasons_in_words(letters):
    """Return (letter, meaning) for the reasons of a classification: "b,d"."""
    return [(x, REASONS.get(x, "")) for x in re.findall(r"[a-z]", letters.lower())]


def marking_in_words(marking):
    """Say what a portion marking stands for: "C/NF" is confidential, and more."""
    parts = [part for part in re.split(r"[/, ]+", marking.upper()) if part]
    return ", ".join(MARKINGS.get(part, part) for part in parts)


def marking_rank(marking):
    """Return the word that a style sheet colours a marking by."""
    first = re.split(r"[/, ]+", marking.upper())[0]
    ranks = {"C": "confidential", "S": "secret", "TS": "secret"}
    return ranks.get(first, "unclassified")


def language_in_words(code):
    return LANGUAGES.get(code.split("-")[0].lower(), code)
