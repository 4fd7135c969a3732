"""
Message text in, frozen records out: pure, standard library only.

>>> from cables.parsing import parse_message, parse_reference_id

``parse_message`` never raises on text: what it cannot read becomes a ``Problem``.
"""

from .cable import parse_message
from .records import ParsedCable
from .reference_ids import (
    find_reference_ids,
    parse_reference_id,
    post_code_of,
    reference_id_year,
)

__all__ = [
    "ParsedCable",
    "find_reference_ids",
    "parse_message",
    "parse_reference_id",
    "post_code_of",
    "reference_id_year",
]
