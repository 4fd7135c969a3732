"""Split, merge, move: what the buttons beside a paragraph ask for."""

from functools import partial

from django.http import Http404

from cables.curation.errors import CannotSplit
from cables.curation.paragraphs import merge_up, move, split

from .fields import unix_lines


def asked(data, sheet):
    """
    Return what the button that was pressed does, as a function of the cable, with what
    is said when it is done; or None, None for the button that only saves.
    """
    name, _, key = data.get("_verb", "").partition(":")
    if not name:
        return None, None
    if name == "split":
        return partial(split, key=key, offset=_place(sheet, key)), "Split."
    if name not in VERBS:
        raise Http404
    function, said = VERBS[name]
    return partial(function, key=key), said


VERBS = {
    "merge_up": (merge_up, "Merged: its address lands on its words."),
    "move_up": (partial(move, by=-1), "Moved up."),
    "move_down": (partial(move, by=1), "Moved down."),
}


def _place(sheet, key):
    """Return the character before which a block is to be split."""
    forms = [form.cleaned_data for form in sheet.kept()]
    block = next((one for one in forms if one.get("key") == key), None)
    if block is None:
        raise CannotSplit(f"#{key} is to be removed, or not on this page.")
    words, text = unix_lines(block.get("before") or "").strip(), block["text"]
    if words:
        return _unique(text, words, key)
    if block.get("cursor"):
        return block["cursor"]
    raise CannotSplit(
        f"Say where #{key} is to be split: type the first words of the second part under "
        "“Split before the words”, or put the cursor there."
    )


def _unique(text, words, key):
    count = text.count(words)
    if count == 1:
        return text.index(words)
    stands = "does not stand" if not count else f"stands {count} times"
    more = "" if not count else " Type some more of what follows."
    raise CannotSplit(f"“{words}” {stands} in #{key}.{more}")
