"""
The endpoint of webmentions (W3C): other sites tell here that a page of theirs links to a
cable. What is sent is looked at as text, kept as one row without its sender, and verified
in the background; an editor decides on it then. Off unless WEBMENTIONS is on.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404
from django.urls import Resolver404, resolve
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt

from cables.models import Mention
from cables.parsing.article_url import canonical_url
from cables.rate import Rate
from cables.reading.answers import plain_text
from cables.reading.conditional import cacheable
from cables.sharing.permalinks import without_language
from cables.sharing.resolver import find_cable, paragraph_in

from .propose import length_of

LONGEST = 1000  # characters of an address
LONGEST_REQUEST = 12_000  # bytes: two addresses, each letter of them escaped
#: A site that tells of many pages at once; and all sites together.
ONE_SENDER = Rate(name="mention", most=30, seconds=600)
EVERYBODY = Rate(name="mentions", most=600, seconds=3600)
#: Addresses here that a page may link to: a cable, a paragraph, and what leads to them.
NAMED = ("cable", "paragraph", "cable-by-id", "short", "short-paragraph")
HOW = (
    "This address takes webmentions: POST source and target as a form. The target is the "
    "address of a cable or a paragraph of this archive."
)
ACCEPTED = "Thank you. The page is looked at in the background; an editor decides then."


class Wrong(Exception):
    """What was sent is no webmention for here. Its text is a sentence."""


# Without a token, as proposals: what comes here comes from other sites' servers.
@csrf_exempt
def webmention(request):
    if not settings.WEBMENTIONS:
        raise Http404("This archive takes no webmentions.")
    if request.method != "POST":
        return cacheable(plain_text(f"{HOW}\n"))
    answer = _posted(request)
    patch_cache_control(answer, no_store=True)
    return answer


def _posted(request):
    if length_of(request) > LONGEST_REQUEST:
        return plain_text("That is too long for two addresses.\n", status=413)
    if wait := ONE_SENDER.seconds_to_wait(request) or EVERYBODY.seconds_for_all():
        sentence = f"Too many at once: please send it again in {wait} seconds.\n"
        return plain_text(sentence, status=429, headers={"Retry-After": wait})
    try:
        mention = mention_in(request.POST)
    except Wrong as wrong:
        return plain_text(f"{wrong}\n", status=400)
    # As proposals: readers' role may insert here, and not read.
    Mention.objects.bulk_create([mention], ignore_conflicts=True)
    return plain_text(f"{ACCEPTED}\n", status=202)


def mention_in(form):
    """Return the Mention that a form holds, or raise a Wrong."""
    source, target = (_address(form, name) for name in ("source", "target"))
    if not canonical_url(source):
        raise Wrong("The source is no address on the web.")
    if _host(source) == _host(settings.SITE_URL):
        raise Wrong("The source is a page of this archive itself.")
    return Mention.of(source=source, target=target, cables=cables_at(target))


def _address(form, name):
    given = form.getlist(name)
    if len(given) != 1 or not given[0]:
        raise Wrong(f"Send one {name}: it is missing, or there are several.")
    text = given[0].strip()
    if len(text) > LONGEST or not text.isprintable() or " " in text:
        raise Wrong(f"The {name} is no address on the web.")
    if not text.startswith(("http://", "https://")):
        raise Wrong(f"The {name} begins with https:// or http://.")
    return text


def _host(url):
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return ""


def cables_at(target):
    """
    Return what an address here names, as proposals write it: "06MEXICO1889#par3". A cable
    that readers cannot see is answered like one that never was.
    """
    try:
        parts = urlsplit(target)
        match = (
            resolve(without_language(parts.path))
            if _host(target) == _host(settings.SITE_URL)
            else None
        )
    except (ValueError, Resolver404):
        match = None
    if match is None or match.url_name not in NAMED:
        raise Wrong("The target is no address of a cable or a paragraph here.")
    cable = find_cable(match.kwargs["reference_id"])
    if cable is None:
        raise Wrong("The target is no address of a cable or a paragraph here.")
    key = match.kwargs.get("key", "") or paragraph_in(target)
    return f"{cable.reference_id}#{key}"[:200] if key else cable.reference_id
