"""Cells of the tables that people open in a spreadsheet: one line each, and no formula."""

import re

BYTE_ORDER_MARK = "\ufeff"
# What spreadsheets take for the beginning of a formula, after blanks too, and in the
# wide letters of East Asian keyboards.
FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]")
CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")


def cell(value):
    """Return a value as the text of a cell: one line, and never a formula."""
    match value:
        case bool():
            return "yes" if value else "no"
        case int():
            return str(value)
        case list():
            value = "; ".join(value)
    text = CONTROL.sub(" ", value)
    return f"'{text}" if FORMULA.match(text) else text
