"""
The shapes of the API's answers: a contract with other programs. Fields may be added to
them; none is taken away or changes its meaning within ``/api/v1/``.
"""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, Field

from cables.choices import Action, BlockKind, Classification, ReasonCode, TagKind
from cables.sharing.verdicts import VERDICTS

Next = Field(description="The whole address of the next page; null on the last.")


def _values(choices):
    return Literal[tuple(choices.values)]


ClassificationName = _values(Classification)
BlockKindName = _values(BlockKind)
TagKindName = _values(TagKind)
ActionName = _values(Action)
ReasonName = Literal[("", *ReasonCode.values)]


class Problem(BaseModel):
    detail: str = Field(description="What is wrong, and what to do, in a sentence.")


class Gone(BaseModel):
    detail: str
    withdrawn: date | None = Field(None, description="Since when it is gone.")
    reason: str = ""


# --- cables ----------------------------------------------------------------------------
class PostName(BaseModel):
    name: str
    country: str
    url: str


class Card(BaseModel):
    """What every list says of a cable."""

    reference_id: str
    number: int | None = Field(description="Its number in the data release.")
    url: str = Field(description="The address of its page.")
    created: datetime
    created_precision: Literal["minute", "hour", "day"]
    released: datetime
    classification: ClassificationName
    post: PostName
    subject: str


class CableCard(Card):
    partial: bool = Field(description="Whether the whole telegram is not here.")
    version: int
    sha256: str = Field(description="Of subject, header and body, NUL between.")


class TagName(BaseModel):
    code: str
    kind: TagKindName
    title: str


class ReferenceLine(BaseModel):
    label: str = Field(description="The A of REF A.")
    printed: str
    reference_id: str = Field(description="The id that is cited; empty for none.")
    kind: str
    note: str
    paragraph: str | None = Field(description="The key of the citing paragraph.")
    url: str | None = Field(description="Null where that cable is not here.")


class ArticleLine(BaseModel):
    url: str
    title: str
    publisher: str
    date: date | None
    language: str
    relation: Literal["quotes", "cites", "mentions"]
    paragraph: str | None
    quote: str


class Block(BaseModel):
    key: str = Field(description="Its address in the cable: never given to others.")
    label: str = Field(description="As printed; empty where none is.")
    kind: BlockKindName
    marking: str = Field(description="Portion marking: U, SBU, C, S, C/NF.")
    text: str
    url: str


class WholeCable(Card):
    tags: list[TagName]
    references: list[ReferenceLine]
    cited_by_count: int
    articles: list[ArticleLine]
    header: str
    paragraphs: list[Block]
    partial: bool
    version: int
    sha256: str


class Selection(BaseModel):
    """The cable that a paragraph, or a range of them, stands in."""

    reference_id: str
    cable: str = Field(description="The address of the cable's page.")
    subject: str
    created: datetime
    classification: ClassificationName
    version: int
    key: str
    url: str
    context: str = Field(description="The address in the cable's page.")


class OneParagraph(Selection):
    label: str
    kind: BlockKindName
    marking: str
    text: str


class ParagraphRange(Selection):
    paragraphs: list[Block]


class CableList(BaseModel):
    count: int
    next: str | None = Next
    results: list[CableCard]


# --- searching -------------------------------------------------------------------------
class Snippet(BaseModel):
    key: str
    url: str
    snippet: str = Field(description="Plain text, some 280 characters.")
    marks: list[tuple[int, int]] = Field(
        description="Start and end of each word that was looked for, in the snippet."
    )


class Hit(Card):
    partial: bool
    paragraphs: list[Snippet] = Field(description="At most three that match.")


class FacetValue(BaseModel):
    value: str = Field(description="What the parameter of this name takes.")
    name: str
    count: int


class Facets(BaseModel):
    classification: list[FacetValue]
    post: list[FacetValue]
    country: list[FacetValue]
    year: list[FacetValue]
    para: list[FacetValue]
    tag: list[FacetValue]
    articles: list[FacetValue]
    partial: list[FacetValue]


class SearchAnswer(BaseModel):
    count: int
    next: str | None = Next
    notes: list[str] = Field(description="What was repaired or left out, in sentences.")
    results: list[Hit]
    facets: Facets | None = Field(description="Null where facets=no asked for none.")


# --- looking up ------------------------------------------------------------------------
class Named(BaseModel):
    reference_id: str
    number: int | None
    url: str
    created: datetime
    classification: ClassificationName
    subject: str


class LookupRow(BaseModel):
    asked: str = Field(description="The id as it stands in what was sent.")
    verdict: Literal[VERDICTS]
    reference_id: str = Field(description="As it was understood; empty if it was not.")
    url: str | None = Field(description="The cable's page, if it is certain.")
    note: str
    cables: list[Named] = Field(description="One that was found, or all it may be.")
    withdrawn: date | None
    cited_by_count: int = Field(description="Of an absent cable: how many cite it.")


class LookupAnswer(BaseModel):
    count: int
    verdicts: dict[str, int] = Field(description="How many results have each verdict.")
    notes: list[str]
    results: list[LookupRow]


# --- the other lists -------------------------------------------------------------------
class TagLine(TagName):
    slug: str
    definition: str
    url: str
    cables: int


class TagList(BaseModel):
    count: int
    next: str | None = Next
    results: list[TagLine]


class PostLine(PostName):
    slug: str
    country_slug: str
    latitude: float | None
    longitude: float | None
    cables: int


class PostList(BaseModel):
    count: int
    next: str | None = Next
    results: list[PostLine]


class Use(BaseModel):
    reference_id: str
    url: str
    relation: Literal["quotes", "cites", "mentions"]
    paragraph: str | None
    quote: str


class ArticleEntry(BaseModel):
    id: int
    url: str
    page: str = Field(description="The article's page in this archive.")
    title: str
    publisher: str
    author: str
    date: date | None
    language: str
    archived_url: str
    cables_count: int
    cables: list[Use] = Field(description="The first fifty uses, in order.")


class ArticleList(BaseModel):
    count: int
    next: str | None = Next
    results: list[ArticleEntry]


class ChangeLine(BaseModel):
    when: datetime
    action: ActionName
    reference_id: str
    url: str = Field(description="Answers 410 where the cable was withdrawn.")
    public: bool
    subject: str = Field(description="Empty where the cable is not public any more.")
    reason_code: ReasonName
    reason: str
    words: int = Field(
        description="How many words left the archive, or came back: restored."
    )


class ChangeList(BaseModel):
    count: int
    next: str | None = Next
    results: list[ChangeLine]
