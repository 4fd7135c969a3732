"""What a search says of what it mended or left out, in the language of the page."""

import re

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

_EITHER = re.compile(r"\w\s+or\s+\w")
_QUOTED = re.compile(r'"[^"]*"')
_NO_SUCH = {
    "post": gettext_noop("No cable has the post %(value)s."),
    "country": gettext_noop("No cable has the country %(value)s."),
    "tag": gettext_noop("No cable has the tag %(value)s."),
    "classification": gettext_noop(
        "%(value)s is no classification of this archive: left out."
    ),
    "year": gettext_noop("%(value)s is no year of this archive: left out."),
}


def said(repair):
    """Return the sentence of a Repair as the catalogue has it."""
    values = {name: _shown(value) for name, value in repair.values.items()}
    return _(repair.pattern) % values


def _shown(value):
    is_number = isinstance(value, int)
    return number_format(value, force_grouping=True) if is_number else value


def no_such(name, value):
    """Say that nothing in the archive has the value of a parameter."""
    return _(_NO_SUCH[name]) % {"value": repr(value[:40])}


def hints(text):
    """Return what a reader may not know of the words as they were typed."""
    if not _EITHER.search(_QUOTED.sub("", text)):
        return []
    return [
        _("“or” in small letters is a word like any other: write OR for either of two.")
    ]
