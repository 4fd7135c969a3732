"""
Days as they are printed, in the language of the page: each form of a date stands here
once, and the catalogue says how another language writes it.
"""

from django.utils.dateformat import format as format_date
from django.utils.translation import pgettext


def day(value):
    """3 January 2006"""
    return _printed(value, pgettext("form of a date", "j F Y"))


def short_day(value):
    """3 Jan 2006"""
    return _printed(value, pgettext("form of a date", "j M Y"))


def moment(value):
    """3 January 2006, 14:05 UTC"""
    return _printed(value, pgettext("form of a date", "j F Y, H:i")) + " UTC"


def hour(value):
    """3 January 2006, 14"""
    return _printed(value, pgettext("form of a date", "j F Y, H"))


def month(value):
    """January 2006"""
    return _printed(value, pgettext("form of a date", "F Y"))


def short_month(value):
    """Jan 2006"""
    return _printed(value, pgettext("form of a date", "M Y"))


def day_of_any_year(value):
    """3 January"""
    return _printed(value, pgettext("form of a date", "j F"))


def _printed(value, form):
    return format_date(value, form) if value else ""
