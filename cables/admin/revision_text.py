"""Values of the history, for reading: what changed from what to what, word by word."""

from dataclasses import dataclass

from django.utils.text import capfirst

from cables.curation.past import MISSING
from cables.curation.word_changes import parts

from .revision_names import field_name

NOT_THERE = "(not there)"
NOTHING = "(nothing)"


@dataclass(frozen=True, slots=True)
class Shown:
    """A difference as a page has it; without sides where the words are not to be seen."""

    label: str
    old: list | None = None  # of (words, whether they are changed)
    new: list | None = None


def shown(model, difference, may_see, veil):
    """Return a difference as a page has it; ``veil`` takes out what is not to be seen."""
    label = _label(model, difference.path)
    if not may_see:
        return Shown(label)
    old, new = veil(as_text(difference.old)), veil(as_text(difference.new))
    if MISSING in (difference.old, difference.new) or not (old and new):
        return Shown(label, [(old or NOTHING, False)], [(new or NOTHING, False)])
    return Shown(label, *parts(old, new))


def as_text(value):
    """Return a value for reading: a list has its items one a line."""
    match value:
        case _ if value is MISSING:
            return NOT_THERE
        case None:
            return ""
        case True | False:
            return "yes" if value else "no"
        case list():
            return "\n".join(as_text(item) for item in value)
        case dict():
            return "\n".join(f"{name}: {as_text(item)}" for name, item in value.items())
        case _:
            return str(value)


def _label(model, path):
    if len(path) == 1:
        return field_name(model, path[0])
    table, key, column = path
    if table == "paragraphs":
        return f"#{key}, {column}"
    return f"{capfirst(table)}, {key}, {column}"
