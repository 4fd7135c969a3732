"""
Addresses that lead into a private network, each in another way, and a network in which
every connection that anybody tries is kept and none is made.
"""

import ipaddress
import socket
from contextlib import contextmanager
from unittest.mock import patch

from cables.curation.web import is_public

#: What the resolver of an attacker says, call by call; the last one goes on for ever.
NAMES = {
    "inner.example": [["10.0.0.1"]],
    "loop.example": [["127.0.0.1"]],
    "metadata.example": [["169.254.169.254"]],
    "six.example": [["::1"]],
    "unique.example": [["fd12:3456:789a::1"]],
    "two-faced.example": [["8.8.8.8", "192.168.1.1"]],
    "two-faced-six.example": [["2606:4700::1111", "fe80::1"]],
    "mapped.example": [["::ffff:10.1.2.3"]],
    "nothing.example": [["0.0.0.0"]],
    "turning.example": [["172.16.0.9"], ["8.8.8.8"]],
}
#: A name that is public when it is looked at, and private when it is asked for again.
REBINDING = {"rebinding.example": [["8.8.8.8"], ["127.0.0.1"], ["10.0.0.1"]]}
HOSTS = (
    # loopback, private, link-local, shared, multicast, as everybody writes them
    *("127.0.0.1", "127.255.255.254", "10.0.0.1", "172.16.5.4", "172.31.255.255"),
    *("192.168.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1"),
    *("255.255.255.255", "localhost", "LOCALHOST"),
    # in octal, hexadecimal, decimal, and with parts left out
    *("0177.0.0.1", "0x7f.0.0.1", "0x7f.1", "127.1", "2130706433", "017700000001"),
    *("0xa000001", "10.1", "192.168.257"),
    # IPv6: loopback, link-local, unique local, site-local, documentation
    *("[::1]", "[::]", "[fe80::1]", "[fc00::1]", "[fec0::1]", "[ff02::1]"),
    # what carries an IPv4 address within
    *("[::ffff:127.0.0.1]", "[::ffff:a00:1]", "[::127.0.0.1]", "[2002:7f00:1::]"),
    *("[64:ff9b::a00:1]", "[2001:0:4136:e378:8000:63bf:80ff:fffe]"),
    *NAMES,
)
TARGETS = [f"http://{host}/" for host in HOSTS]


class Network:
    """``tried`` are the IP addresses to which a socket was asked to connect."""

    def __init__(self):
        self.tried, self.asked = [], {}
        self.names = {name: iter(said) for name, said in (NAMES | REBINDING).items()}
        self.last = {}
        self.resolve = socket.getaddrinfo

    def getaddrinfo(self, host, port, *args, **options):
        """Answer for the attacker's names; numbers are read as the system reads them."""
        if host not in self.names:
            return self.resolve(host, port, *args, **options)
        self.asked[host] = self.asked.get(host, 0) + 1
        said = self.last[host] = next(self.names[host], self.last.get(host))
        return [_entry(address, port) for address in said]

    def connect(self, _socket, place):
        self.tried.append(place[0])
        raise ConnectionRefusedError

    @property
    def inner(self):
        """What was tried inside a private network, by a judgement of its own."""
        return [one for one in self.tried if not is_public(_plain(one))]


def _entry(address, port):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    return family, socket.SOCK_STREAM, 6, "", (address, port)


def _plain(address):
    return str(ipaddress.ip_address(address.partition("%")[0]))


@contextmanager
def network():
    """Give a Network in the place of the machine's own, at the level of the socket."""
    here = Network()

    class Counted(socket.socket):
        def connect(self, place):
            here.connect(self, place)

        connect_ex = connect

    with (
        patch("socket.getaddrinfo", here.getaddrinfo),
        patch("socket.socket", Counted),
    ):
        yield here
