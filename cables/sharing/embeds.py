"""
Words of the archive on other people's pages: a plain ``<blockquote>``, by hand or by
oEmbed. Its link carries the fingerprint of the words, so that who follows it learns
whether they have changed since.
"""

from django.conf import settings
from django.utils.html import format_html, format_html_join

from .citations import MONTHS, one_line
from .fingerprints import PARAMETER, fingerprint_of

LONGEST = 1500  # characters of a passage; the rest is a click away
WIDTH = 600  # pixels, unless who asks has less room
LINE, AROUND, LETTER = 26, 90, 8  # pixels of a line, beside the text, of a letter
CARD = 1200, 630


def embed(work, blocks, words="", *, corrected=None):
    """
    Return a passage as HTML. ``blocks`` are all that is cited; ``words`` are shown in
    their place where they are too many, as of a whole cable. ``corrected`` is the day on
    which words of the cable were last changed, whichever they are: the log names no
    paragraph.
    """
    shown = [words] if words else _shown(blocks)
    quoted = format_html_join("", "<p>{}</p>", ((text,) for text in shown))
    name = ", ".join(
        filter(None, [work.title, work.reference_id, work.place("¶", "¶¶")])
    )
    return format_html(
        '<blockquote cite="{}">{}<footer>{}, <a href="{}">{}</a>, {}{}</footer>'
        "</blockquote>",
        work.url,
        quoted,
        work.author,
        f"{work.url}?{PARAMETER}={fingerprint_of(blocks)}",
        name,
        _said(work.day),
        f" (cable corrected on {_said(corrected)})" if corrected else "",
    )


def _said(day):
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _shown(blocks):
    room, shown = LONGEST, []
    for block in blocks:
        text = one_line(
            f"({block.marking}) {block.text}" if block.marking else block.text
        )
        if len(text) > room:
            return [*shown, f"{text[:room].rsplit(' ', 1)[0]}…"]
        room -= len(text)
        shown.append(text)
    return shown


def oembed(work, html, *, letters, author_url, card_url, width=None, height=None):
    """
    Return the answer of oembed.com, version 1.0, type "rich". ``letters`` are how many
    are shown, which the height in pixels is reckoned from; ``width`` and ``height`` are
    the most that who asks has room for.
    """
    wide = min(width or WIDTH, WIDTH)
    high = AROUND + LINE * -(-letters * LETTER // max(wide, LETTER))
    answer = {
        "version": "1.0",
        "type": "rich",
        "title": work.whole_title,
        "author_name": work.author,
        "author_url": author_url,
        "provider_name": work.site,
        "provider_url": f"{settings.SITE_URL}/",
        "cache_age": 3600,
        "html": html,
        "width": wide,
        "height": min(high, height or high),
    }
    if (width or CARD[0]) >= CARD[0] and (height or CARD[1]) >= CARD[1]:
        names = ("thumbnail_url", "thumbnail_width", "thumbnail_height")
        answer |= dict(zip(names, (card_url, *CARD), strict=True))
    return answer
