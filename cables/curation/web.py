"""
Asking an address on the web whether it answers, or for what stands there.

An address comes from whoever proposed it, so what is asked must be out on the web: each
name is resolved here, every address that it has is looked at, and the connection goes to
one of those, at each redirect anew. Nothing inside the house can be asked, and no proxy
of the machine's environment is used, which would ask on our behalf.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

TIMEOUT = 8  # seconds for each step of a connection
WHOLE = 20  # seconds for a request, however slowly it trickles
REDIRECTS = 5
REDIRECTING = (301, 302, 303, 307, 308)
PERMANENT = (301, 308)
#: What a HEAD may be answered with by a server that would answer a GET otherwise.
NOT_BY_HEAD = range(400, 600)


class Refused(Exception):
    """An address that is not asked, or one that did not answer. Its text is a sentence."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back in the end; ``moved_to`` is set where the move is for good."""

    code: int
    url: str
    moved_to: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """What stands at an address: its media type, and the beginning of its bytes."""

    code: int
    url: str
    kind: str
    charset: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """What one request was answered with; ``target`` is where it leads on."""

    code: int
    target: str
    kind: str = ""
    charset: str = ""
    body: bytes = b""


UNICAST = ipaddress.ip_network("2000::/3")  # all that IPv6 has given out so far
NAT64 = ipaddress.ip_network("64:ff9b::/96")


def is_public(address):
    """Say whether an IP address is one of the open internet."""
    address = ipaddress.ip_address(address.partition("%")[0])
    inner = [address]
    if address.version == 6:
        # What carries an IPv4 address within: mapped, 6to4, Teredo, NAT64.
        inner += [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        if address in NAT64:
            inner.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        elif address.ipv4_mapped is None and address not in UNICAST:
            return False  # ::127.0.0.1 and fec0::1 are "global" elsewhere
    return all(
        one.is_global and not one.is_multicast for one in inner if one is not None
    )


class Asker:
    """
    Asks addresses. ``allow`` says of an IP address whether it may be asked: tests let
    their own server through. ``before`` is called before each request with its host.
    """

    def __init__(self, *, agent, allow=is_public, before=lambda host: None):
        self.agent = agent
        self.allow = allow
        self.before = before

    def ask(self, url):
        """Return the Reply of an address, by HEAD and where need be by GET."""
        return self._follow(url, self._once)[0]

    def read(self, url, *, most):
        """Return the Page at an address: at most so many bytes of it are taken in."""
        reply, found = self._follow(url, lambda here: self._request("GET", here, most))
        return Page(reply.code, reply.url, found.kind, found.charset, found.body)

    def _follow(self, url, once):
        """Ask an address, and where it leads; return the Reply and the last Answer."""
        here = settled = url
        is_settled = True  # every redirect so far was for good
        for _ in range(REDIRECTS + 1):
            found = once(here)
            if found.code not in REDIRECTING or not found.target:
                moved_to = settled if settled != url and found.code < 400 else ""
                return Reply(found.code, here, moved_to), found
            here = urljoin(here, found.target).partition("#")[0]
            is_settled = is_settled and found.code in PERMANENT
            settled = here if is_settled else settled
        raise Refused(f"It leads on and on, more than {REDIRECTS} times.")

    def _once(self, url):
        found = self._request("HEAD", url)
        return self._request("GET", url) if found.code in NOT_BY_HEAD else found

    def _request(self, method, url, most=0):
        try:
            parts = urlsplit(url)
            host, port = parts.hostname, parts.port
        except ValueError as error:
            raise Refused("This is no web address.") from error
        if parts.scheme not in ("http", "https") or not host:
            raise Refused("It leads to an address that is not on the web.")
        self.before(host)
        path = parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
        connection = self._connection(parts.scheme, host, port)
        try:
            return _answer(connection, method, path, self.agent, most)
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise Refused(_sentence(error)) from error
        finally:
            connection.close()

    def _connection(self, scheme, host, port):
        made = {
            "http": http.client.HTTPConnection,
            "https": http.client.HTTPSConnection,
        }
        # Named each time: without one the last part of an IPv6 address is taken for it.
        port = port or made[scheme].default_port
        options = {"context": ssl.create_default_context()} if scheme == "https" else {}
        connection = made[scheme](host, port, timeout=TIMEOUT, **options)
        connection._create_connection = self._connect
        return connection

    def _connect(self, place, timeout=TIMEOUT, source_address=None):
        """Connect to an address of a host that may be asked, and to no other."""
        host, port = place
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise Refused("Its name is not known any more.") from error
        addresses = [one[4][0] for one in found]
        if not addresses or not all(map(self.allow, addresses)):
            raise Refused("It leads to an address inside a private network.")
        problem = None
        for address in dict.fromkeys(addresses):
            try:
                return socket.create_connection((address, port), timeout)
            except OSError as error:
                problem = error
        raise problem


def _answer(connection, method, path, agent, most):
    """Return the Answer to a request, with ``most`` bytes of its body at the most."""
    headers = {"User-Agent": agent, "Accept": "*/*", "Connection": "close"}
    ends = threading.Timer(WHOLE, _hang_up, [connection])
    ends.daemon = True
    ends.start()
    try:
        connection.request(method, _ascii(path), headers=headers)
        answer = connection.getresponse()
        return Answer(
            code=answer.status,
            target=answer.headers.get("Location", ""),
            kind=answer.headers.get_content_type(),
            charset=answer.headers.get_content_charset(""),
            body=answer.read(most) if most else b"",
        )
    finally:
        ends.cancel()


def _hang_up(connection):
    if connection.sock:
        try:
            connection.sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def _ascii(path):
    """Write what an address may not hold as browsers do."""
    return "".join(
        one if "!" <= one <= "~" else "".join(f"%{byte:02X}" for byte in one.encode())
        for one in path
    )


def _sentence(error):
    if isinstance(error, TimeoutError):
        return "It did not answer in time."
    if isinstance(error, ssl.SSLError):
        return "Its certificate is not to be trusted."
    if isinstance(error, ConnectionRefusedError):
        return "It takes no connection."
    return "The connection broke off."
