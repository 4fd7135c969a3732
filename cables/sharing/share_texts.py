"""What a reader takes along to discuss a cable elsewhere: a text, and plain links."""

from typing import NamedTuple
from urllib.parse import quote, urlencode

from django.conf import settings
from django.utils.translation import pgettext

from .permalinks import absolute

LONGEST = 180  # of the subject in a share text: most services cut at 280 or 300


class ShareLink(NamedTuple):
    name: str
    url: str


def share_text(cable, path, *, label=""):
    """Return subject, address and hashtags, as people post them."""
    return f"{share_title(cable, label=label)} {absolute(path)} {cable.hashtags}"


def share_title(cable, *, label=""):
    subject = cable.subject or cable.reference_id
    if len(subject) > LONGEST:
        subject = subject[:LONGEST].rsplit(" ", 1)[0] + "…"
    return f"{subject}, ¶{label}" if label else subject


def share_links(cable, path, *, label=""):
    """
    Return links to the services that an operator has chosen; each is a plain address,
    and loads nothing.
    """
    title, text = share_title(cable, label=label), share_text(cable, path, label=label)
    url = absolute(path)
    mail = {"subject": f"{cable.reference_id}: {title}", "body": text}
    links = {
        "mastodon": ShareLink(
            "Mastodon", f"https://share.joinmastodon.org/#text={quote(text)}"
        ),
        "bluesky": ShareLink(
            "Bluesky", f"https://bsky.app/intent/compose?{_query(text=text)}"
        ),
        "x": ShareLink("X", f"https://x.com/intent/post?{_query(text=text)}"),
        "reddit": ShareLink(
            "Reddit", f"https://www.reddit.com/submit?{_query(url=url, title=title)}"
        ),
        "email": ShareLink(
            pgettext("way to share", "E-mail"), f"mailto:?{_query(**mail)}"
        ),
    }
    return [links[name] for name in dict.fromkeys(settings.SHARE_SERVICES)]


def _query(**values):
    # %20, not +: mail programs and some services show a plus as it is.
    return urlencode(values, quote_via=quote)
