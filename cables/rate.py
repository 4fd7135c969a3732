"""
How often one reader may do a thing, counted without keeping an address.

What is counted is a keyed hash of the address. Its key is made of the site's own and of
a random one that is made for each window of time and forgotten after it: from then on
nobody, not even who holds the site's key and a copy of the cache, can tell whose count it
was.
"""

import hashlib
import hmac
import ipaddress
import secrets
import time
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import caches


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """At most so many of a thing in each window of ``seconds``."""

    name: str
    most: int  # 0: no limit
    seconds: int = 60

    def seconds_to_wait(self, request):
        """Count a request; return 0, or after how many seconds its sender may ask again."""
        return self._wait(lambda window: self._sender(request, window))

    def seconds_for_all(self):
        """Count for all senders together."""
        return self._wait(lambda window: "all")

    def _wait(self, who):
        if not self.most:
            return 0
        window, gone = divmod(int(time.time()), self.seconds)
        asked = self._counted(f"{self.name}:{window}:{who(window)}")
        return 0 if asked <= self.most else self.seconds - gone

    def _counted(self, key):
        store = caches["rate"]
        store.add(key, 0, 2 * self.seconds)
        try:
            return store.incr(key)
        except ValueError:  # swept out in between
            return 1

    def _sender(self, request, window):
        name, kept = f"{self.name}:{window}", 2 * self.seconds
        salt = caches["rate"].get_or_set(name, _salt, kept)
        key = settings.SECRET_KEY.encode() + salt
        name = sender_network(request).encode()
        return hmac.digest(key, name, hashlib.sha256).hex()[:32]


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
