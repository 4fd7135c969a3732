"""Where redacted words still stand: found, counted, and replaced, in texts and in JSON."""

import json
import re

from cables.curation.redactions.words import forms_of, words_of

#: Stands in the place of words in what people wrote beside a cable.
PURGED = "[purged]"
#: Names, in JSON, of values that are no text: a number that is redacted is no date.
NO_TEXT = frozenset(
    [
        *("key", "kind", "position", "state", "classification", "relation", "reasons"),
        *("created", "created_precision", "released", "declassify_on", "date"),
        *("sha256", "precedence", "precedence_info", "language", "link_status"),
    ]
)


class Traces:
    """
    The words of some redactions, in every form in which they may be written. What stands
    in their place says nothing: words that a replacement itself has are left there.
    """

    def __init__(self, redactions):
        pairs = {(words_of(one), one.replacement) for one in redactions}
        # The longer one first: it may hold the shorter one.
        pairs = sorted(pairs, key=lambda pair: (-len(pair[0]), *pair))
        self._pairs = [(forms_of(words), mark) for words, mark in pairs]
        marks = sorted({PURGED, *(mark for _, mark in pairs)} - {""}, key=len)
        self._marks = re.compile("|".join(map(re.escape, reversed(marks))))

    def count(self, value):
        """Return how often the words stand in a text, or anywhere in a value of JSON."""
        return self._walk(value, None)[1]

    def clean(self, value, mark=None):
        """Return the value with ``mark``, or each redaction's own, for the words."""
        return self._walk(value, mark)[0]

    def hold(self, raw):
        """Say whether the words stand in bytes that came in."""
        text = raw.decode("utf-8", "replace")
        return bool(self.count(text) or self.count(_read_json(text)))

    def _walk(self, value, mark):
        match value:
            case str():
                return self._replace(value, mark)
            case list():
                pairs = [self._walk(item, mark) for item in value]
                return [item for item, _ in pairs], sum(count for _, count in pairs)
            case dict():
                return self._walk_dictionary(value, mark)
            case _:
                return value, 0

    def _walk_dictionary(self, value, mark):
        clean, found = dict(value), 0
        for name in value.keys() - NO_TEXT:
            clean[name], count = self._walk(value[name], mark)
            found += count
        return clean, found

    def _replace(self, text, mark):
        found = 0
        for forms, replacement in self._pairs:
            spans = self._outside_marks(text, forms.spans(text))
            for start, end in reversed(spans):
                text = text[:start] + (mark or replacement) + text[end:]
            found += len(spans)
        return text, found

    def _outside_marks(self, text, spans):
        if not spans:
            return spans
        kept = [found.span() for found in self._marks.finditer(text)]
        return [
            (start, end)
            for start, end in spans
            if not any(left <= start and end <= right for left, right in kept)
        ]


def _read_json(text):
    """Return what a line of JSON holds: in its text, letters may be escaped."""
    try:
        return json.loads(text)
    except ValueError:
        return ""
