"""TAGS and posts: those that a public cable has, with how many."""

from django.db.models import Exists, OuterRef
from ninja import Router

from cables.models import Cable, CableTag, Post, Tag, public_q
from cables.reading.figures import counted as cables_by
from cables.reading.figures import remembered
from cables.sharing.permalinks import absolute

from .paging import POSTS, TAGS, answer
from .parameters import PostQuery, TagQuery
from .serving import by_edition
from .shapes import PostList, TagList

router = Router(tags=["vocabularies"])
router.add_decorator(by_edition, mode="view")


@router.api_operation(["GET", "HEAD"], "tags", response=TagList, summary="All TAGS")
def tags(request, asked: TagQuery):
    """The archive's subject headings, by code."""
    used = CableTag.objects.filter(public_q("content_object__"), tag=OuterRef("pk"))
    rows = Tag.objects.filter(Exists(used))
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    counts = cables_by(request.edition, "tag")
    return answer(
        request,
        TAGS.page(rows, asked.cursor, asked.limit),
        limit=asked.limit,
        place=TAGS,
        count=remembered(
            request.edition, f"api:tags:{asked.kind}", lambda: _seen(counts, asked.kind)
        ),
        shape=lambda tag: tag_json(tag, counts.get(tag.pk, 0)),
    )


def _seen(counts, kind):
    """Return how many of the tags that readers see are of a kind."""
    if kind is None:
        return len(counts)
    keys = Tag.objects.filter(kind=kind).order_by().values_list("pk", flat=True)
    return sum(key in counts for key in keys)


def tag_json(tag, cables):
    return {
        "code": tag.code,
        "kind": tag.kind,
        "title": tag.title,
        "slug": tag.slug,
        "definition": tag.definition,
        "url": absolute(tag.get_absolute_url()),
        "cables": cables,
    }


@router.api_operation(["GET", "HEAD"], "posts", response=PostList, summary="All posts")
def posts(request, asked: PostQuery):
    """Embassies, consulates and other places of origin, by name."""
    sent = Cable.objects.public().filter(post=OuterRef("pk"))
    rows = Post.objects.filter(Exists(sent))
    counts = cables_by(request.edition, "post")
    return answer(
        request,
        POSTS.page(rows, asked.cursor, asked.limit),
        limit=asked.limit,
        place=POSTS,
        count=len(counts),
        shape=lambda post: post_json(post, counts.get(post.pk, 0)),
    )


def post_json(post, cables):
    return {
        "name": post.name,
        "slug": post.slug,
        "country": post.country,
        "country_slug": post.country_slug,
        "url": absolute(post.get_absolute_url()),
        "latitude": post.latitude,
        "longitude": post.longitude,
        "cables": cables,
    }
