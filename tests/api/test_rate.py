"""So many requests a minute, and no address kept for it."""

import pickle
from unittest.mock import patch

from django.core.cache import caches
from django.test import RequestFactory, SimpleTestCase, override_settings

from cables.rate import sender_network
from tests import factories as make

from .asking import API, Asking

ADDRESS = "203.0.113.77"


class Clock:
    """Stands still, until it is set."""

    def __init__(self, now=1_800_000_005):
        self.now = now

    def time(self):
        return self.now


@override_settings(API_RATE=3)
class RateTests(Asking):
    def setUp(self):
        self.clock = Clock()
        patched = patch("cables.rate.time", self.clock)
        patched.start()
        self.addCleanup(patched.stop)

    def ask(self, path="tags", address=ADDRESS, **headers):
        return self.client.get(f"{API}{path}", REMOTE_ADDR=address, headers=headers)

    def statuses(self, times, **kwargs):
        return [self.ask(**kwargs).status_code for _ in range(times)]

    def test_too_many_are_refused_until_the_minute_is_over(self):
        self.assertEqual(self.statuses(5), [200, 200, 200, 429, 429])
        refused = self.ask()
        self.assertEqual(refused["Retry-After"], "55")
        self.assertIn("55 seconds", refused.json()["detail"])
        self.assertIn("no-store", refused["Cache-Control"])
        self.assertEqual(refused["Access-Control-Allow-Origin"], "*")
        self.clock.now += 55
        self.assertEqual(self.statuses(1), [200])

    def test_each_sender_has_its_own_count(self):
        self.statuses(4)
        self.assertEqual(self.statuses(1, address="203.0.113.78"), [200])

    def test_all_operations_count_together_and_readers_pages_do_not(self):
        make.make_cable("06LOWMOOR1", paragraphs=["One."])
        for path in ("cables", "posts", "cables/06LOWMOOR1"):
            self.assertEqual(self.ask(path).status_code, 200)
        for path in ("search", "lookup?q=06LOWMOOR1", "paragraphs/06LOWMOOR1/par1"):
            with self.subTest(path=path):
                self.assertEqual(self.ask(path).status_code, 429)
        self.assertEqual(self.ask("docs").status_code, 200)
        self.assertEqual(
            self.client.get("/06LOWMOOR1", REMOTE_ADDR=ADDRESS).status_code, 301
        )

    def test_refusal_asks_the_database_nothing(self):
        self.statuses(3)
        with self.assertNumQueries(0):
            self.ask()

    @override_settings(API_RATE=0)
    def test_no_limit(self):
        self.assertEqual(set(self.statuses(20)), {200})

    def test_no_address_is_kept(self):
        self.ask(**{"x-forwarded-for": "198.51.100.66", "user-agent": "Canary/1"})
        kept = b""
        for name in ("figures", "rate"):
            store = caches[name]
            kept += pickle.dumps([list(store._cache.items()), list(store._expire_info)])
        self.assertIn(b"api:", kept)  # something is counted
        for secret in (ADDRESS, "198.51.100.66", "Canary"):
            self.assertNotIn(secret.encode(), kept)
            self.assertNotIn(secret.encode().hex().encode(), kept)

    def test_a_minute_s_counts_tell_nothing_about_the_next(self):
        def counted():
            keys = caches["rate"]._cache
            return {key.rsplit(":", 1)[1] for key in keys if len(key) > 40}

        self.ask()
        first = counted()
        self.clock.now += 60
        self.ask()
        self.assertEqual(len(first), 1)
        self.assertEqual(len(counted()), 2)

    def test_another_site_s_key_counts_otherwise(self):
        names = set()
        for key in ("a" * 50, "b" * 50):
            with override_settings(SECRET_KEY=key):
                self.ask()
            names |= set(caches["rate"]._cache)
        self.assertEqual(len(names), 3)  # the minute's salt, and one count for each key


class SenderTests(SimpleTestCase):
    def sender(self, address, forwarded=None):
        extra = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded is not None else {}
        return sender_network(RequestFactory().get("/", REMOTE_ADDR=address, **extra))

    def test_what_a_sender_says_counts_only_as_far_as_proxies_stand_between(self):
        cases = [
            (0, "1.2.3.4", "9.9.9.9", "1.2.3.4"),
            (1, "10.0.0.1", "9.9.9.9", "9.9.9.9"),
            (1, "10.0.0.1", "6.6.6.6, 9.9.9.9", "9.9.9.9"),  # the first is made up
            (2, "10.0.0.1", "9.9.9.9, 10.0.0.2", "9.9.9.9"),
            (2, "10.0.0.1", "9.9.9.9", "10.0.0.1"),  # fewer than there should be
            (1, "10.0.0.1", None, "10.0.0.1"),
            (1, "10.0.0.1", "nonsense", ""),
            (1, "10.0.0.1", "", "10.0.0.1"),
        ]
        for proxies, address, forwarded, expected in cases:
            with (
                self.subTest(proxies=proxies, forwarded=forwarded),
                override_settings(TRUSTED_PROXIES=proxies),
            ):
                self.assertEqual(self.sender(address, forwarded), expected)

    def test_an_ipv6_household_is_one_sender(self):
        one, other = self.sender("2001:db8:1:2::3"), self.sender("2001:db8:1:2:f::9")
        self.assertEqual(one, other)
        self.assertNotEqual(one, self.sender("2001:db8:1:3::3"))
        self.assertEqual(self.sender("::ffff:1.2.3.4"), "1.2.3.4")
        self.assertEqual(self.sender(""), "")
