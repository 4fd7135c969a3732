"""
Message text in, frozen records out: pure, standard library only.

>>> from cables.parsing import parse_message, parse_reference_id

``parse_message`` never raises on text: what it cannot read becomes a ``Problem``.
"""

from .cable import parse_message
from .records import ParsedCable
from .reference_ids import parse_reference_id

__all__ = ["ParsedCable", "parse_message", "parse_reference_id"]
