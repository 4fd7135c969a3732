"""No address inside a private network is connected to, whoever names it, and however."""

import socket

from django.test import TestCase

from cables.choices import LinkStatus
from cables.curation import link_check, webmentions
from cables.curation.web import Refused, is_public
from cables.models import Mention
from tests.factories import make_article

from .inner_targets import HOSTS, NAMES, TARGETS, network


class InnerTargetTests(TestCase):
    def setUp(self):
        self.askers = {
            "article check": link_check.make_asker(),
            "webmention": webmentions.make_asker(),
        }
        for asker in self.askers.values():
            asker.before = lambda host: None

    def test_there_are_enough_and_no_two_are_the_same(self):
        self.assertGreaterEqual(len(set(TARGETS)), 40)
        self.assertEqual(len(set(HOSTS)), len(HOSTS))

    def test_the_counter_counts(self):
        with network() as here, self.assertRaises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", 80))
        self.assertEqual(here.tried, ["127.0.0.1"])
        self.assertEqual(here.inner, ["127.0.0.1"])

    def test_an_article_is_asked_nowhere_inside(self):
        with network() as here:
            for url in TARGETS:
                with self.subTest(url=url):
                    article = make_article(url=url)
                    status, code, said, _ = link_check.look(
                        article, self.askers["article check"]
                    )
                    self.assertEqual((status, code), (LinkStatus.DEAD, None))
                    self.assertTrue(said.endswith("."))
        self.assertEqual(here.tried, [])
        self.assertEqual(here.asked.keys(), NAMES.keys())

    def test_a_source_of_a_webmention_is_asked_nowhere_inside(self):
        with network() as here:
            for url in TARGETS:
                with self.subTest(url=url):
                    mention = Mention.of(source=url, target="x", cables="06LOWMOOR1")
                    links, said, _ = webmentions.look(
                        mention, self.askers["webmention"]
                    )
                    self.assertFalse(links)
                    self.assertTrue(said.endswith("."))
        self.assertEqual(here.tried, [])
        self.assertEqual(here.asked.keys(), NAMES.keys())

    def test_a_name_that_turns_inward_is_connected_to_where_it_was_looked_at(self):
        url = "http://rebinding.example/"
        for name, asker in self.askers.items():
            for ask in (asker.ask, lambda url, a=asker: a.read(url, most=10)):
                with self.subTest(name=name), network() as here:
                    with self.assertRaises(Refused):
                        ask(url)
                    self.assertEqual(here.tried, ["8.8.8.8"])
                    self.assertEqual(here.asked["rebinding.example"], 1)
                    with self.assertRaises(Refused):
                        ask(url)  # now it leads inside, and nothing is tried
                    self.assertEqual(here.tried, ["8.8.8.8"])

    def test_what_is_no_address_of_the_internet_that_is(self):
        for address in ("::127.0.0.1", "fec0::1", "4000::1", "5f00::1", "::5efe:a00:1"):
            with self.subTest(address=address):
                self.assertFalse(is_public(address))
        for address in ("2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"):
            with self.subTest(address=address):
                self.assertTrue(is_public(address))
