"""What a chart says of a count, in the language of the page."""

from django.utils.formats import number_format
from django.utils.translation import ngettext


def counted_words(name, count):
    """Return a count as it is read out: "April 2006: 1,204 cables"."""
    told = ngettext("%(name)s: %(number)s cable", "%(name)s: %(number)s cables", count)
    return told % {"name": name, "number": in_figures(count)}


def in_figures(count):
    """Return "1,204"."""
    return number_format(count, force_grouping=True)
