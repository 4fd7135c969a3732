"""What the operations take, with the words that the documentation shows."""

from typing import Annotated, Literal

from ninja import Path, Query, Schema
from pydantic import Field

from .paging import ARTICLES, CABLES, CHANGES, MOST, POSTS, RESULTS, TAGS
from .shapes import ClassificationName, TagKindName

LONGEST_QUERY = 4_000
LONGEST_PASTE = 1_000_000
#: A text: all but NUL, which no address of the site may hold.
PLAIN = r"^[^\x00]*$"
Text = Annotated[str, Field(pattern=PLAIN)]
ID = {
    "max_length": 500,
    "pattern": PLAIN,
    "description": "An id in any spelling, or a number.",
}

ReferenceId = Annotated[str, Path(**ID)]
Key = Annotated[
    str, Path(max_length=100, pattern=PLAIN, description="par3, or a range: par2-par4.")
]


def _cursor(place):
    return Field(
        "",
        pattern=place.pattern,
        description="From the address in next of the page before.",
    )


class Page(Schema):
    limit: int = Field(50, ge=1, le=MOST, description="How many results at most.")


class CablePage(Page):
    cursor: str = _cursor(CABLES)
    sort: Literal["newest", "oldest"] = "newest"
    classification: ClassificationName = None
    post: str = Field(
        "", max_length=200, pattern=PLAIN, description="A slug: embassy-mexico."
    )
    year: int = Field(None, ge=1900, le=2100)


class TagPage(Page):
    cursor: str = _cursor(TAGS)
    kind: TagKindName = None


class PostPage(Page):
    cursor: str = _cursor(POSTS)


class ArticlePage(Page):
    cursor: str = _cursor(ARTICLES)


class ChangePage(Page):
    cursor: str = _cursor(CHANGES)
    sort: Literal["newest", "oldest"] = "newest"


class SearchPage(Schema):
    """All but limit, cursor and facets are the parameters of the page /search/."""

    q: str = Field(
        "",
        max_length=LONGEST_QUERY,
        pattern=PLAIN,
        description="Words, or a query with fields.",
    )
    since: Text = Field("", description="From this year, month or day on: 2006-04.")
    until: Text = Field("", description="Up to the end of it: 2006-12-24.")
    classification: list[Text] = Field(
        [], description="SECRET, or secret; any of them."
    )
    post: list[Text] = Field([], description="Slugs of posts; any of them.")
    country: list[Text] = Field([], description="Slugs of countries; any of them.")
    year: list[Text] = Field([], description="Any of these years.")
    tag: list[Text] = Field([], description="TAGS; all of them.")
    para: list[Text] = Field([], description="Portion markings: any of them.")
    articles: Text = Field("", description="yes or no: used in an article.")
    partial: Text = Field("", description="yes or no: an extract only.")
    sort: Text = Field("", description="relevance, newest or oldest.")
    facets: Literal["yes", "no"] = "yes"
    limit: int = Field(20, ge=1, le=MOST, description="How many results at most.")
    cursor: str = _cursor(RESULTS)


class LookupBody(Schema):
    q: str = Field(max_length=LONGEST_PASTE, description="Ids with anything around.")


LookupQuery = Annotated[
    str,
    Query(
        max_length=LONGEST_QUERY, pattern=PLAIN, description="Ids with anything around."
    ),
]
CableQuery = Annotated[CablePage, Query()]
TagQuery = Annotated[TagPage, Query()]
PostQuery = Annotated[PostPage, Query()]
ArticleQuery = Annotated[ArticlePage, Query()]
ChangeQuery = Annotated[ChangePage, Query()]
SearchQuery = Annotated[SearchPage, Query()]
