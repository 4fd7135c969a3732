"""Browsing by TAGS, the archive's subject headings."""

from urllib.parse import urlencode

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cables.choices import TagKind
from cables.models import Cable, CableTag, Tag, TagAlias
from cables.reading.conditional import reader_page
from cables.reading.figures import counted, figure
from cables.reading.search_address import SEARCH

from .charts.timeline import by_years
from .listing import Listing
from .tables import Table, number, words

MANY = 5_000  # cables of a tag from which the archive's own order is the quicker way
SHOWN = 50  # tags of a kind on the first page; the rest is one tap away
RELATED = 12

COLUMNS = (
    words("code", _("Code"), lambda row: row["name"]),
    words(
        "name", pgettext_lazy("of a tag", "Name"), lambda row: row["title"] or "~"
    ),  # the nameless come last
    number("count", _("Cables"), lambda row: row["count"]),
)


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
    counts = counted(request.edition, "tag")
    rows = figure(request.edition, tags_of_kind, kind.value)
    used = [row | {"count": counts[row["pk"]]} for row in rows if row["pk"] in counts]
    if whole:
        table = Table(request, used, COLUMNS)
    else:
        most = sorted(used, key=lambda row: -row["count"])[:SHOWN]
        table = Table(request, most, COLUMNS, per_page=None)
    return {"kind": kind, "table": table, "total": len(used)}


def tags_of_kind(kind):
    rows = Tag.objects.filter(kind=kind).order_by("name")
    return list(rows.values("pk", "name", "slug", "title"))


@reader_page
def tag(request, slug):
    found = Tag.objects.filter(slug=slug).first() or _known_as(slug)
    count = counted(request.edition, "tag").get(found.pk, 0)
    if not count:
        # That a tag is known says that a cable has it, perhaps a draft.
        raise Http404("The archive knows no such tag.")
    if found.slug != slug:
        return HttpResponsePermanentRedirect(found.get_absolute_url())
    context = {
        "tag": found,
        "aliases": list(found.aliases.values_list("name", flat=True)),
        "related": _related(request.edition, found),
        "timeline": by_years(counted(request.edition, "year", tag=[found.pk])),
        "listing": Listing(
            request,
            _tagged(found, count),
            name=f"tag:{found.pk}",
            search={"tag": found.name},
            total=count,
        ),
    }
    return render(request, "cables/tag.html", context)


def _related(edition, found):
    """
    Return (tag, cables that have both, address of a search for them) for the tags that
    stand beside it most.
    """
    counts = counted(edition, "tag", tag=[found.pk])
    beside = [pair for pair in counts.items() if pair[0] != found.pk]
    most = sorted(beside, key=lambda pair: -pair[1])[:RELATED]
    rows = Tag.objects.in_bulk([pk for pk, _ in most])
    return [(rows[pk], n, _both(found, rows[pk])) for pk, n in most if pk in rows]


def _both(found, other):
    return f"{SEARCH}?{urlencode([('tag', found.name), ('tag', other.name)])}"


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
