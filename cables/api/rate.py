"""
How often one reader may ask the API in a minute, counted without keeping an address.

What is counted is a keyed hash of the address. Its key is made of the site's own and of
a random one that is made for each minute and forgotten after it: from then on nobody, not
even who holds the site's key and a copy of the cache, can tell whose count it was.
"""

import hashlib
import hmac
import ipaddress
import secrets
import time

from django.conf import settings
from django.core.cache import caches

WINDOW = 60  # seconds
KEPT = 2 * WINDOW


def seconds_to_wait(request):
    """Count a request; return 0, or after how many seconds its sender may ask again."""
    if not settings.API_RATE:
        return 0
    now = time.time()
    minute, gone = divmod(int(now), WINDOW)
    asked = _counted(f"api:{minute}:{_sender(request, minute)}")
    return 0 if asked <= settings.API_RATE else WINDOW - gone


def _counted(key):
    store = caches["rate"]
    store.add(key, 0, KEPT)
    try:
        return store.incr(key)
    except ValueError:  # swept out in between
        return 1


def _sender(request, minute):
    salt = caches["rate"].get_or_set(f"api:{minute}", _salt, KEPT)
    key = settings.SECRET_KEY.encode() + salt
    return hmac.digest(key, sender_network(request).encode(), hashlib.sha256).hex()[:32]


def _salt():
    return secrets.token_bytes(32)


def sender_network(request):
    """
    Return the address that asks; of IPv6 the /64 that one household has. What a request
    says of who sent it counts only as far as TRUSTED_PROXIES says that proxies stand
    between: each of them adds the address that it sees.
    """
    text = request.META.get("REMOTE_ADDR", "")
    header = request.META.get("HTTP_X_FORWARDED_FOR", "")
    said = header.split(",") if header else []
    if 0 < settings.TRUSTED_PROXIES <= len(said):
        text = said[-settings.TRUSTED_PROXIES]
    try:
        address = ipaddress.ip_address(text.strip())
    except ValueError:
        return ""
    if address.version == 4:
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, 64), strict=False))
