"""Atom as this archive writes it: what a feed says of a cable, an article, a change."""

import re
from datetime import UTC, datetime, time

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html, format_html_join

from cables.choices import Action
from cables.sharing.permalinks import absolute

NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: What an empty feed says of itself: never the time of the request.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def printable(text):
    """Return a text without the characters that XML cannot hold."""
    return NOT_IN_XML.sub("", text)


class Atom(Atom1Feed):
    """Atom of whatever words: what XML cannot hold is left out of every text."""

    def __init__(self, **texts):
        super().__init__(**_printable(texts))

    def add_item(self, **texts):
        super().add_item(**_printable(texts))

    def latest_post_date(self):
        return super().latest_post_date() if self.items else NEVER


def _printable(texts):
    return {
        name: printable(text) if isinstance(text, str) else text
        for name, text in texts.items()
    }


# --- cables ----------------------------------------------------------------------------
def cable_title(cable):
    return f"{cable.reference_id}: {one_line(cable.subject) or 'no subject'}"


def cable_summary(cable, excerpt=()):
    """Return the facts of a cable as HTML; ``excerpt`` holds Pieces of a paragraph."""
    facts = format_html(
        "<p>{}, {}, {}</p>",
        cable.get_classification_display(),
        cable.post.name,
        day(cable.created),
    )
    if not excerpt:
        return facts
    words = format_html_join("", "{}", ((marked(piece),) for piece in excerpt))
    return format_html("{}<blockquote><p>{}</p></blockquote>", facts, words)


def marked(piece):
    return format_html("<b>{}</b>", piece.text) if piece.marked else piece.text


def cable_updated(cable):
    return max(cable.released, cable.modified)


# --- articles --------------------------------------------------------------------------
def article_summary(article, cables):
    """Return who printed an article and which cables it uses, as HTML."""
    printed = article.date and day(article.date)
    names = [article.publisher and article.publisher.name, article.author, printed]
    head = format_html(
        '<p>{}</p><p><a href="{}">{}</a></p>',
        ", ".join(filter(None, names)) or "Without a date",
        article.url,
        article.url,
    )
    rows = ((absolute(one.get_absolute_url()), cable_title(one)) for one in cables)
    items = format_html_join("", '<li><a href="{}">{}</a></li>', rows)
    return format_html("{}<p>Cables that it uses:</p><ul>{}</ul>", head, items)


def article_updated(article, cables):
    """
    Return when an article was news here: its date, or later, when its cables came. The
    archive keeps no time at which an editor found it.
    """
    times = [one.released for one in cables]
    if article.date:
        times.append(datetime.combine(article.date, time.min, UTC))
    return max(times, default=NEVER)


# --- the log ---------------------------------------------------------------------------
def change_title(change):
    """Return what happened to which cable; its subject only where readers see it."""
    cable = change.cable
    told = f"{change.get_action_display()}: {cable.reference_id}"
    subject = one_line(cable.subject) if cable.is_public else ""
    return f"{told}, {subject}" if subject else told


def change_summary(change):
    """Return why, and how many words left or came back; never the words."""
    way = "came back" if change.action == Action.RESTORED else "left"
    moved = f"{change.words:,} word{'' if change.words == 1 else 's'} {way}"
    why = [
        change.reason_code and change.get_reason_code_display(),
        change.reason.strip().removesuffix("."),
        change.words and moved,
    ]
    told = [f"{sentence}." for sentence in why if sentence] or ["No reason is given."]
    return format_html("<p>{}</p>", " ".join(told))


# --- wording ---------------------------------------------------------------------------
def one_line(text):
    return " ".join(text.split())


def day(when):
    return f"{when.day} {when:%B %Y}"


def feed_name(of):
    return f"{settings.SITE_NAME}: {of}"
