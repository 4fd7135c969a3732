"""
Asking an address on the web whether it answers, and nothing else.

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


def is_public(address):
    """Say whether an IP address is one of the open internet."""
    address = ipaddress.ip_address(address.partition("%")[0])
    inner = [address]
    if address.version == 6:
        # What carries an IPv4 address within: mapped, 6to4, Teredo, NAT64.
        inner += [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        if address in ipaddress.ip_network("64:ff9b::/96"):
            inner.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
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
        here = settled = url
        is_settled = True  # every redirect so far was for good
        for _ in range(REDIRECTS + 1):
            code, target = self._once(here)
            if code not in REDIRECTING or not target:
                moved_to = settled if settled != url and code < 400 else ""
                return Reply(code, here, moved_to)
            here = urljoin(here, target).partition("#")[0]
            is_settled = is_settled and code in PERMANENT
            settled = here if is_settled else settled
        raise Refused(f"It leads on and on, more than {REDIRECTS} times.")

    def _once(self, url):
        code, target = self._request("HEAD", url)
        if code in NOT_BY_HEAD:
            code, target = self._request("GET", url)
        return code, target

    def _request(self, method, url):
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
            return _answer(connection, method, path, self.agent)
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise Refused(_sentence(error)) from error
        finally:
            connection.close()

    def _connection(self, scheme, host, port):
        made = {
            "http": http.client.HTTPConnection,
            "https": http.client.HTTPSConnection,
        }
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


def _answer(connection, method, path, agent):
    """Return code and target of an answer; its body is not read."""
    headers = {"User-Agent": agent, "Accept": "*/*", "Connection": "close"}
    ends = threading.Timer(WHOLE, _hang_up, [connection])
    ends.daemon = True
    ends.start()
    try:
        connection.request(method, _ascii(path), headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.headers.get("Location", "")
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
