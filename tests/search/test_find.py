"""Every kind of query and choice finds what it says, and facets count what is found."""

from datetime import UTC, datetime

from django.http import QueryDict
from django.test import TestCase

from cables.choices import Classification
from cables.filters import SearchFilter
from cables.models import Cable
from cables.search.find import Choices, Finder
from cables.search.index import public_index
from cables.search.results import load
from cables.search.writer import rebuild
from tests import factories as make


class Archive(TestCase):
    @classmethod
    def setUpTestData(cls):
        lowmoor = make.make_post("Embassy Lowmoor")
        highfell = make.make_post("Consulate Highfell", country="Highfell")
        cls.boats = make.make_cable(
            "06LOWMOOR1",
            post=lowmoor,
            subject="BOATS AT THE QUAY",
            tags=["PREL", "MARR"],
            created=datetime(2006, 4, 10, tzinfo=UTC),
            paragraphs=["A missile was shown at the harbour.", "Boats left."],
        )
        cls.grain = make.make_cable(
            "07HIGHFELL2",
            post=highfell,
            subject="GRAIN AND BOATS",
            tags=["PREL"],
            created=datetime(2007, 12, 31, 23, 59, tzinfo=UTC),
            classification=Classification.SECRET_NOFORN,
            is_partial=True,
        )
        make.make_paragraph(cls.grain, "The missiles are old.", label="1", marking="S")
        make.make_reference(cls.grain, cls.boats)
        make.make_article_link(cls.boats)
        make.make_tag_alias(make.make_tag("MARR"), "MARRS")

    def setUp(self):
        rebuild(public_index)

    def names(self, keys):
        known = {self.boats.pk: "b", self.grain.pk: "g"}
        return {known[key] for key in keys}


class FindTests(Archive):
    def test_queries(self):
        both, boats, grain = {"b", "g"}, {"b"}, {"g"}
        for query, expected in (
            ("", both),
            ("harbour", boats),
            ("HARBOUR left", boats),
            ("missile", both),
            ("missiles", both),
            ('"missile was"', boats),
            ("harb*", boats),
            ("harbour OR old", both),
            ("missile -harbour", grain),
            ("-harbour", grain),
            ("NOT (harbour OR old)", set()),
            ("tag:PREL", both),
            ("tag:marr", boats),
            ("tag:MARRS", boats),
            ("tag:NONE", set()),
            ("-tag:MARR", grain),
            ("post:lowmoor", boats),
            ('post:"consulate highfell"', grain),
            ("post:embassy-lowmoor", boats),
            ("country:highfell", grain),
            ("class:confidential", boats),
            ("class:secret-noforn", grain),
            ("class:noforn", grain),
            ("date:2006", boats),
            ("date:2006-04-10", boats),
            ("date:2006-04-09", set()),
            ("date:2007-12-31", grain),
            ("date:2006..2007", both),
            ("date:2006-05..", grain),
            ("date:..2006", boats),
            ("before:2007", boats),
            ("ref:06LOWMOOR1", grain),
            ("ref:06LOWMOOR2", set()),
            ("subject:boats", both),
            ("subject:quay", boats),
            ("subject:harbour", set()),
            ("para:S", grain),
            ("para:C", set()),
            ("has:articles", boats),
            ("-has:articles", grain),
            ("is:partial", grain),
            ("boats (tag:MARR OR is:partial)", both),
        ):
            with self.subTest(query=query):
                self.assertEqual(self.names(Finder(query).find().keys), expected)

    def test_choices(self):
        for choices, expected in (
            ({"classification": ("SECRET//NOFORN", "SECRET")}, {"g"}),
            ({"post": ("embassy-lowmoor",)}, {"b"}),
            ({"country": ("highfell", "lowmoor")}, {"b", "g"}),
            ({"tag": ("PREL", "MARR")}, {"b"}),
            ({"year": (2006, 2008)}, {"b"}),
            ({"para": ("S", "C")}, {"g"}),
            ({"articles": True}, {"b"}),
            ({"articles": False}, {"g"}),
            ({"partial": False, "year": (2007,)}, set()),
        ):
            with self.subTest(choices=choices):
                found = Finder("", Choices(**choices)).find()
                self.assertEqual(self.names(found.keys), expected)
                self.assertEqual(found.count, len(expected))

    def test_orders(self):
        newest = Finder("missile").find(order="newest").keys
        self.assertEqual(newest, [self.grain.pk, self.boats.pk])
        self.assertEqual(Finder("missile").find(order="oldest").keys, newest[::-1])
        self.assertEqual(Finder("").find().keys, newest)

    def test_the_subject_counts_for_more(self):
        found = Finder("quay OR old").find().keys
        self.assertEqual(found, [self.boats.pk, self.grain.pk])

    def test_pages(self):
        first = Finder("").find(order="newest", limit=1)
        second = Finder("").find(order="newest", limit=1, offset=1)
        self.assertEqual([first.keys, second.keys], [[self.grain.pk], [self.boats.pk]])
        self.assertEqual((first.count, second.count), (2, 2))
        self.assertEqual(Finder("").find(offset=5).keys, [])

    def test_facets_count_what_is_found(self):
        facets = Finder("").find(facets=("country", "year", "para", "partial")).facets
        self.assertEqual(
            facets,
            {
                "country": {"lowmoor": 1, "highfell": 1},
                "year": {2006: 1, 2007: 1},
                "para": {"S": 1},
                "partial": {0: 1, 1: 1},
            },
        )

    def test_a_choice_does_not_count_against_its_own_facet(self):
        finder = Finder("", Choices(year=(2006,)))
        facets = finder.find(facets=("year", "tag")).facets
        self.assertEqual(facets["year"], {2006: 1, 2007: 1})
        prel = make.make_tag("PREL").pk
        self.assertEqual(facets["tag"][prel], 1)


class ResultTests(Archive):
    def test_hits_have_the_paragraphs_that_match(self):
        search = SearchFilter(QueryDict("q=missile+harbour"))
        (hit,) = load(search.finder().find().keys, search.query)
        (one,) = hit.paragraphs
        self.assertEqual(one.paragraph.key, "par1")
        self.assertTrue(one.url.endswith("06LOWMOOR1.html#par1"))
        self.assertTrue(hit.cable.in_article)

    def test_two_queries_however_many_hits(self):
        query = SearchFilter(QueryDict("q=missile")).query
        for keys in ([self.boats.pk], [self.boats.pk, self.grain.pk]):
            with self.assertNumQueries(2):
                hits = load(keys, query)
                [paragraph.url for hit in hits for paragraph in hit.paragraphs]

    def test_the_database_has_the_last_word(self):
        Cable.objects.filter(pk=self.boats.pk).update(on_hold=True)
        search = SearchFilter(QueryDict("q=missile"))
        keys = search.finder().find().keys
        self.assertIn(self.boats.pk, keys)
        hits = load(keys, search.query)
        self.assertEqual([hit.cable.pk for hit in hits], [self.grain.pk])

    def test_a_marking_shows_its_paragraphs_only(self):
        search = SearchFilter(QueryDict("q=missile&para=s"))
        keys = [self.boats.pk, self.grain.pk]
        hits = load(keys, search.query, markings=search.choices.para)
        self.assertEqual([len(hit.paragraphs) for hit in hits], [0, 1])


class FilterTests(Archive):
    def test_parameters_that_are_not_understood_are_said(self):
        for text, words in (
            ("year=20x6", "no year"),
            ("year=²⁰⁰⁶", "no year"),
            ("classification=cosmic", "no classification"),
            ("articles=maybe", "yes or no"),
            ("sort=best", "not sorted"),
            ('q="open', "quotation mark"),
        ):
            with self.subTest(text=text):
                search = SearchFilter(QueryDict(text))
                self.assertEqual(search.choices, Choices())
                self.assertTrue(any(words in note for note in search.notes))

    def test_what_no_public_cable_has_finds_nothing(self):
        make.make_draft(tags=["HID"], post=make.make_post("Embassy Hid", country="Hid"))
        for text in ("post=atlantis", "country=atlantis", "tag=NOPE", "tag=HID"):
            for more in ("", "&q=boats", "&tag=PREL"):
                with self.subTest(text=text + more):
                    search = SearchFilter(QueryDict(text + more))
                    self.assertEqual(search.finder().find().keys, [])
                    self.assertIn("No cable has the", search.notes[0])

    def test_of_several_posts_one_that_is_seen_will_do(self):
        for text in ("post=atlantis&post=embassy-lowmoor", "country=lowmoor&country=x"):
            search = SearchFilter(QueryDict(text))
            self.assertEqual(self.names(search.finder().find().keys), {"b"})

    def test_parameters_that_are_understood(self):
        text = "classification=secret-noforn&year=2007&tag=PREL&articles=no&sort=oldest"
        search = SearchFilter(QueryDict(text))
        self.assertEqual(search.notes, [])
        self.assertEqual(self.names(search.finder().find().keys), {"g"})
        self.assertEqual(search.order, "oldest")
