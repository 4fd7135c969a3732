"""Browsing by TAGS, the archive's subject headings."""

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render

from cables.choices import TagKind
from cables.models import Cable, CableTag, Tag, TagAlias

from . import figures
from .conditional import reader_page
from .figures import figure
from .listing import Listing

MANY = 5_000  # cables of a tag from which the archive's own order is the quicker way
SHOWN = 100  # tags of a kind on the first page; the rest is one tap away


@reader_page
def tags(request):
    """All kinds, the most used tags of each; ``?kind=`` shows one kind whole."""
    kind = request.GET.get("kind", "")
    if kind and kind not in TagKind.values:
        raise Http404("There is no such kind of tag.")
    groups = [_group(request, TagKind(k), whole=bool(kind)) for k in _kinds(kind)]
    context = {"kind": TagKind(kind) if kind else None, "groups": groups}
    return render(request, "cables/tags.html", context)


def _kinds(kind):
    return [kind] if kind else TagKind.values


def _group(request, kind, *, whole):
    counts = figure(request.edition, figures.by_tag)
    rows = figure(request.edition, tags_of_kind, kind.value)
    used = [(tag, counts[tag["pk"]]) for tag in rows if tag["pk"] in counts]
    shown = used
    if not whole and len(used) > SHOWN:
        most = sorted(used, key=lambda pair: -pair[1])[:SHOWN]
        shown = sorted(most, key=lambda pair: pair[0]["name"])
    return {"kind": kind, "tags": shown, "total": len(used)}


def tags_of_kind(kind):
    return list(Tag.objects.filter(kind=kind).values("pk", "name", "slug", "title"))


@reader_page
def tag(request, slug):
    found = Tag.objects.filter(slug=slug).first() or _known_as(slug)
    count = figure(request.edition, figures.by_tag).get(found.pk, 0)
    if not count:
        # That a tag is known says that a cable has it, perhaps a draft.
        raise Http404("The archive knows no such tag.")
    if found.slug != slug:
        return HttpResponsePermanentRedirect(found.get_absolute_url())
    listing = Listing(request, _tagged(found, count), name=f"tag:{found.pk}")
    return render(request, "cables/tag.html", {"tag": found, "listing": listing})


def _tagged(tag, count):
    """Return a tag's cables, asked for in the way that is quick at their number."""
    cables = Cable.objects.public()
    if count < MANY:
        return cables.filter(cable_tags__tag=tag)
    # Found soon by walking all cables in order; sorting them all would take longer.
    has_tag = CableTag.objects.filter(content_object=OuterRef("pk"), tag=tag)
    return cables.filter(Exists(has_tag))


def _known_as(text):
    """Return the tag that a text in another case, or an alias, stands for."""
    name = text.replace("_", " ")
    found = (
        Tag.objects.filter(slug__iexact=text).first()
        or Tag.objects.filter(name__iexact=name).first()
        or _by_alias(name)
    )
    if found is None:
        raise Http404("The archive knows no such tag.")
    return found


def _by_alias(name):
    rows = TagAlias.objects.select_related("tag")
    alias = (
        rows.filter(name__iexact=name).first()
        or rows.filter(name__iexact=name.replace("-", " ")).first()
    )
    return alias.tag if alias else None
