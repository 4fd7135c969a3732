"""The vocabulary of telegrams in plain words."""

import re

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

REASONS = {
    "a": _("military plans, weapons systems or operations"),
    "b": _("foreign government information"),
    "c": _("intelligence activities, sources or methods"),
    "d": _("foreign relations or foreign activities of the United States"),
    "e": _("scientific, technological or economic matters of national security"),
    "f": _("safeguarding of nuclear materials or facilities"),
    "g": _("vulnerabilities or capabilities of systems and installations"),
    "h": _("weapons of mass destruction"),
}

MARKINGS = {
    "U": _("Unclassified"),
    "SBU": _("Sensitive but unclassified"),
    "C": _("Confidential"),
    "S": _("Secret"),
    "TS": _("Top secret"),
    "NF": _("not for foreign nationals"),
    "NOFORN": _("not for foreign nationals"),
    "FOUO": _("for official use only"),
    "LOU": _("Limited official use"),
    "EXEMPT": _("exempt from declassification"),
}

LANGUAGES = {
    "ar": pgettext_lazy("language", "Arabic"),
    "ca": pgettext_lazy("language", "Catalan"),
    "de": pgettext_lazy("language", "German"),
    "el": pgettext_lazy("language", "Greek"),
    "en": pgettext_lazy("language", "English"),
    "es": pgettext_lazy("language", "Spanish"),
    "fr": pgettext_lazy("language", "French"),
    "he": pgettext_lazy("language", "Hebrew"),
    "it": pgettext_lazy("language", "Italian"),
    "nl": pgettext_lazy("language", "Dutch"),
    "no": pgettext_lazy("language", "Norwegian"),
    "pt": pgettext_lazy("language", "Portuguese"),
    "ru": pgettext_lazy("language", "Russian"),
    "sv": pgettext_lazy("language", "Swedish"),
    "tr": pgettext_lazy("language", "Turkish"),
}


def reasons_in_words(letters):
    """Return (letter, meaning) for the reasons of a classification: "b,d"."""
    return [(x, REASONS.get(x, "")) for x in re.findall(r"[a-z]", letters.lower())]


def marking_in_words(marking):
    """Say what a portion marking stands for: "C/NF" is confidential, and more."""
    parts = [part for part in re.split(r"[/, ]+", marking.upper()) if part]
    return ", ".join(str(MARKINGS.get(part, part)) for part in parts)


def marking_rank(marking):
    """Return the word that a style sheet colours a marking by."""
    first = re.split(r"[/, ]+", marking.upper())[0]
    ranks = {"C": "confidential", "S": "secret", "TS": "secret"}
    return ranks.get(first, "unclassified")


def language_in_words(code):
    return str(LANGUAGES.get(code.split("-")[0].lower(), code))
