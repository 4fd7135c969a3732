"""The quotations of articles, held against the cables that they are from."""

import time

from django.db.models import F, Q

from cables.choices import ModerationState
from cables.models import ArticleLink, Cable, Paragraph
from cables.search.find import Finder
from cables.search.index import IndexMissing, desk_index

from .errors import QuotesRemovedWords
from .markers import refuse_said_of_many, says_removed_words
from .quotes import Words, check_quote, longest_words, shared_pairs

AT_ONCE = 50  # links whose cables are read together
PHRASE = 8  # words that are looked for as they stand
CABLES = 10  # that may hold a quotation
LIKELY = 6  # of many cables are looked at word by word
SUBJECT = "subject"


class Texts:
    """What quotations may be from: the subjects and paragraphs of some cables."""

    def __init__(self):
        self.blocks = {}  # by the cable's key, then by their own
        self.words = {}

    def read(self, cables):
        """Read the paragraphs of cables in one query, those that are not known yet."""
        new = {cable.pk for cable in cables} - self.blocks.keys()
        self.blocks |= {key: {} for key in new}
        if new:
            blocks = Paragraph.objects.filter(cable__in=new).order_by("position", "id")
            for block in blocks:
                self.blocks[block.cable_id][block.key] = block
        return self

    def check(self, quote, cable, paragraph=None):
        """Check a quotation in a paragraph, or in the cable where none is named."""
        if paragraph is not None:
            return check_quote(quote, [(paragraph.key, paragraph.text)])
        return check_quote(quote, self._words_of(cable))

    def _words_of(self, cable):
        if cable.pk not in self.words:
            blocks = self.read([cable]).blocks[cable.pk].values()
            texts = [(SUBJECT, cable.subject), *((one.key, one.text) for one in blocks)]
            self.words[cable.pk] = Words(texts)
        return self.words[cable.pk]

    def likely(self, quote, cables):
        """Return those cables in which a quotation is worth looking for."""
        self.read(cables)
        shared = [(shared_pairs(quote, self._words_of(one)), one) for one in cables]
        shared.sort(key=lambda pair: -pair[0])
        if not any(number for number, _ in shared):  # a single word, or nothing
            return cables
        return [cable for _, cable in shared[:LIKELY]]

    def place_of(self, quote, cable):
        """
        Return the check of a quotation in a cable, and the paragraph that holds it: None
        where it runs over several, is from the subject, or is not there.
        """
        found = self.check(quote, cable)
        key = found.keys[0] if len(found.keys) == 1 else None
        return found, self.blocks[cable.pk].get(key)


def check(quote, cable, paragraph=None):
    return Texts().check(quote, cable, paragraph)


def note_check(link, cable=None, texts=None):
    """Set on a link what the checker says of its quotation; saving it is the caller's."""
    cable, texts = cable or link.cable, texts or Texts()
    found = texts.check(link.quote, cable, link.paragraph) if link.quote else None
    link.quote_check = found.verdict if found else ""
    link.quote_version = cable.version


def check_removed_words(quote, cable):
    """
    Refuse a quotation that gives words which were taken out of the cable, unless they
    stand in what readers see of it.
    """
    if says_removed_words(cable, [quote]):
        raise QuotesRemovedWords(
            f"The quotation has words that were taken out of {cable}. Leave them out of "
            "it: write … in their place."
        )


def check_article_words(article, values, before):
    """
    Refuse a new title or author with words that were taken out of a cable which the
    article uses, and that readers come to see one that is there.
    """
    names = ("title", "author", "state")
    if all(values[name] == before[name] for name in names):
        return
    if values["state"] != ModerationState.REJECTED:
        cables = Cable.objects.filter(article_links__article=article)
        refuse_said_of_many(cables, values["title"], values["author"])


def unchecked_links():
    """Return links whose quotation nobody looked at since the cable was saved last."""
    other = Q(quote_version=None) | ~Q(quote_version=F("cable__version"))
    return ArticleLink.objects.filter(other).exclude(quote="")


def check_links(*, seconds=None):
    """
    Look at quotations whose cable has changed, for about so many seconds; return how many
    are still to do.
    """
    began = time.monotonic()
    while some := _next_links():
        whole = [link.cable for link in some if link.paragraph is None]
        texts = Texts().read(whole)
        for link in some:
            note_check(link, texts=texts)
        ArticleLink.objects.bulk_update(some, ["quote_check", "quote_version"])
        if len(some) < AT_ONCE:
            return 0
        if seconds is not None and time.monotonic() - began >= seconds:
            return unchecked_links().count()
    return 0


def _next_links():
    links = unchecked_links().select_related("cable", "paragraph")
    return list(links.defer("cable__header", "cable__body").order_by("id")[:AT_ONCE])


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
