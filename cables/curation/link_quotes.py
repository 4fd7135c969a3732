"""The quotations of articles, held against the cables that they are from."""

from django.db.models import F, Q

from cables.models import ArticleLink, Cable, Paragraph
from cables.search.find import Finder
from cables.search.index import IndexMissing, desk_index

from .quotes import check_quote, longest_words

AT_ONCE = 500  # links that are looked at while an editor waits
PHRASE = 8  # words that are looked for as they stand
CABLES = 10  # that may hold a quotation
SUBJECT = "subject"


def texts_of(cable, paragraph=None):
    """Return (key, text) of what a quotation may be from, in order."""
    if paragraph is not None:
        return [(paragraph.key, paragraph.text)]
    blocks = Paragraph.objects.filter(cable=cable).order_by("position", "id")
    return [(SUBJECT, cable.subject), *blocks.values_list("key", "text")]


def check(quote, cable, paragraph=None):
    """Check a quotation in the paragraph, or in the whole cable where none is named."""
    return check_quote(quote, texts_of(cable, paragraph))


def place_of(quote, cable):
    """
    Return the check of a quotation in a cable, and the paragraph that holds it: None
    where it runs over several, is from the subject, or is not there.
    """
    found = check(quote, cable)
    key = found.keys[0] if len(found.keys) == 1 else None
    blocks = Paragraph.objects.filter(cable=cable, key=key) if key else []
    return found, next(iter(blocks), None)


def note_check(link, cable=None):
    """Set on a link what the checker says of its quotation; saving it is the caller's."""
    cable = cable or link.cable
    verdict = check(link.quote, cable, link.paragraph).verdict if link.quote else ""
    link.quote_check, link.quote_version = verdict, cable.version


def unchecked_links():
    """Return links whose quotation nobody looked at since the cable was saved last."""
    other = Q(quote_version=None) | ~Q(quote_version=F("cable__version"))
    return ArticleLink.objects.filter(other).exclude(quote="")


def check_links(*, limit=AT_ONCE):
    """Look at quotations whose cable has changed; return how many are still to do."""
    links = unchecked_links().order_by("cable", "id")
    some = list(links.select_related("cable", "paragraph")[: limit + 1])
    for link in some[:limit]:
        note_check(link)
    fields = ["quote_check", "quote_version"]
    ArticleLink.objects.bulk_update(some[:limit], fields, batch_size=200)
    return unchecked_links().count() if len(some) > limit else 0


def cables_that_hold(quote):
    """
    Return cables of any state that may hold a quotation, found by the longest run of its
    words; None where there is no index to ask.
    """
    words = longest_words(quote)
    if len(words) < 2:
        return []
    middle = max(0, (len(words) - PHRASE) // 2)
    try:
        for start in dict.fromkeys((middle, 0, len(words) - PHRASE)):
            phrase = " ".join(words[max(0, start) : max(0, start) + PHRASE])
            finder = Finder(f'"{phrase}"', index=desk_index)
            if keys := finder.find(limit=CABLES).keys:
                found = Cable.objects.in_bulk(keys)
                return [found[key] for key in keys if key in found]
    except IndexMissing:
        return None
    return []
