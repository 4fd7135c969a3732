"""A cable's values as one source gives them: between parsing and the database."""

from dataclasses import dataclass
from typing import NamedTuple

from cables.parsing.records import Block, Recipient

from .sources.base import FoundArticle, SourceMessage


class AliasValues(NamedTuple):
    key: str
    block: int  # the position of the block that it lands in
    offset: int


class ReferenceValues(NamedTuple):
    block: int | None
    label: str
    printed: str
    cited_id: str
    kind: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CableValues:
    """A cable as one source gives it, ready to be stored or compared."""

    message: SourceMessage
    sha256: str  # of the raw record
    compressed: bytes
    fields: dict[str, object]  # columns of Cable, without post and released
    origin: str
    blocks: tuple[Block, ...]
    aliases: tuple[AliasValues, ...]
    recipients: tuple[Recipient, ...]
    references: tuple[ReferenceValues, ...]
    tags: tuple[tuple[str, str], ...]  # code and kind, in printed order
    articles: tuple[FoundArticle, ...] = ()
