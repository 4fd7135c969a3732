"""
Words that were taken out, hidden in what the desk keeps for itself: in histories and
reasons, from who may not see sealed words. No cable is asked for: whatever they stand in,
the words of every approved redaction are hidden.
"""

import re

from cables.choices import RedactionState
from cables.models.marker import REDACTED
from cables.models.sealed import Redaction, SealedText

from .words import BARE, Forms, letters_of

TAKEN_OUT = "[words taken out]"


class Veil:
    """
    Called with one of the texts that it was made for, returns that without the words. It
    reads the sealed texts once for all of them.
    """

    def __init__(self, texts):
        texts = {text for text in texts if text}
        self._forms = _forms_in(texts) if texts else []

    def __call__(self, text):
        spans = [span for form in self._forms for span in form.spans(text)]
        if not spans:
            return text
        boxes = [found.span() for found in REDACTED.finditer(text)]
        for start, end in reversed(_joined(spans)):
            if not any(left <= start and end <= right for left, right in boxes):
                text = text[:start] + TAKEN_OUT + text[end:]
        return text


def no_veil(text):
    """For who may see sealed words: return the text as it is."""
    return text


def _forms_in(texts):
    """Return what finds the words of those redactions that may stand in the texts."""
    letters = "\n".join(map(letters_of, texts))
    forms = [Forms(words) for words in _words() if _may_stand(words, letters)]
    return [form for form in forms if form and form.letters in letters]


def _may_stand(words, letters):
    """Say in little time that words cannot stand among the letters of some texts."""
    return all(
        "".join(map(BARE.__getitem__, word)) in letters
        for word in re.findall(r"\w+", words)
    )


def _words():
    """Return the different words of all approved redactions."""
    rows = Redaction.objects.filter(state=RedactionState.APPROVED).order_by()
    spans = {}
    for key, start, end in rows.values_list("sealed_text", "start", "end"):
        spans.setdefault(key, []).append((start, end))
    sealed = SealedText.objects.filter(pk__in=rows.values("sealed_text")).order_by()
    found = set()
    for key, text in sealed.values_list("pk", "text").iterator(chunk_size=500):
        found.update(text[start:end] for start, end in spans.get(key, ()))
    return found


def _joined(spans):
    """Return spans in order; those that overlap as one."""
    joined = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined
