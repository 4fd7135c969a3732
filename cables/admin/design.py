"""The page that shows every component of the readers' pages, for who works on them."""

from types import SimpleNamespace

from django.contrib import admin
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from cables.choices import BlockKind
from cables.reading.pieces import group, pieces
from cables.reading.portions import Portions

BLOCKS = [
    (BlockKind.CAPTION, "", "", "C O N F I D E N T I A L SECTION 01 OF 02 LOWMOOR"),
    (BlockKind.HEADING, "", "", "Two Harbours"),
    (
        BlockKind.NUMBERED,
        "1",
        "U",
        "Summary: the harbour talks went on [redacted: protects a source] for a day.",
    ),
    (BlockKind.NUMBERED, "2", "C", "The tolls rose -- by a tenth, it was said."),
    (BlockKind.BULLET, "", "", "One point of several."),
    (BlockKind.BULLET, "", "", "Another point."),
    (BlockKind.ARTEFACT, "", "", "LOWMOOR 00001889 002 OF 002"),
    (BlockKind.TABLE, "", "", "Ship      Tons   Flag\nAurora     910   LM"),
    (BlockKind.SIGNATURE, "", "", "Heron"),
]


@admin.site.page("design/", name="design")
@never_cache
@require_GET
def design(request):
    """Here and not under /about/: only below /admin/ is it known who has signed in."""
    blocks = [_block(number, *row) for number, row in enumerate(BLOCKS, 1)]
    context = {
        "groups": group(blocks),
        "key": "sample",
        "portions": Portions([], {"C": 2}),
        "stamps": ["Unclassified", "Confidential", "Secret"],
    }
    return render(request, "cables/design.html", context)


def _block(number, kind, label, marking, text):
    return SimpleNamespace(
        kind=kind,
        label=label,
        marking=marking,
        text=text,
        key=f"u{number}",
        pieces=pieces(text),
        articles=[],
        threads=[],
        terms=[],
        seen="",
    )
