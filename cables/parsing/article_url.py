"""The address of an article: one spelling for all ways to write it."""

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

WEB = re.compile(r"(?:https?://)+(?=[^/\s]+\.[^/\s]+)", re.IGNORECASE)
TRACKING = re.compile(
    r"^(?:utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|ref_src|cmpid|xtor|icid)$",
    re.IGNORECASE,
)
DEFAULT_PORTS = {"http": ":80", "https": ":443"}
MAX_URL = 1000
FLAWS = {
    "user": "The address has a user name before the @: leave it out.",
    "port": "The address names a port that there is not: leave it out.",
}


def why_refused(text: str) -> str:
    """Return a sentence on a text that is no address of an article."""
    return FLAWS.get(flaw_of(text)) or (
        f"“{text[:200]}” is no web address. Write https://…."
    )


def repaired_url(text: str) -> str:
    """Return a web address with ``http://http://`` mended, or nothing if it is none."""
    text = text.strip()
    found = WEB.match(text)
    if not found or " " in text:
        return ""
    scheme = "https://" if found[0].lower().endswith("https://") else "http://"
    return scheme + text[found.end() :]


def flaw_of(text: str) -> str:
    """Say what no address of an article has: "user", "port", or nothing of these."""
    try:
        parts = urlsplit(repaired_url(text))
        if "@" in parts.netloc:
            return "user"
    except ValueError:
        return ""
    try:
        return "port" if parts.port == 0 else ""
    except ValueError:  # no number, or one too high
        return "port"


def canonical_url(text: str) -> str:
    """Return an address as articles are known by, or nothing if it is no web address."""
    url = repaired_url(text)
    if not url or len(url) > MAX_URL:
        return ""
    if flaw_of(url):
        return ""
    try:
        parts = urlsplit(url)
        host = parts.netloc.lower().removesuffix(DEFAULT_PORTS[parts.scheme])
    except ValueError:
        return ""
    if not parts.hostname or len(parts.hostname) > 190:
        return ""
    given = parse_qsl(parts.query, keep_blank_values=True)
    kept = [pair for pair in given if not TRACKING.match(pair[0])]
    query = parts.query if kept == given else urlencode(kept)
    return urlunsplit((parts.scheme, host, parts.path or "/", query, ""))
