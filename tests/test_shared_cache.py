"""Emptying one cache of a server leaves the others."""

from fnmatch import fnmatch
from unittest import mock

from django.test import SimpleTestCase

from cables.shared_cache import SharedCache


class Server(dict):
    """As much of a client of a cache server as the test needs."""

    def scan_iter(self, match, count):
        return [key for key in self if fnmatch(key, match)]

    def delete(self, key):
        del self[key]


class SharedCacheTests(SimpleTestCase):
    def test_only_what_is_under_its_own_name_goes(self):
        server = Server({"cards:1:a": 1, "cards:1:b:c": 2, "default:1:a": 3})
        cache = SharedCache("redis://cache.example/0", {"KEY_PREFIX": "cards"})
        client = mock.Mock(get_client=lambda key, write: server)
        with mock.patch.object(SharedCache, "_cache", client):
            self.assertTrue(cache.clear())
        self.assertEqual(server, {"default:1:a": 3})
