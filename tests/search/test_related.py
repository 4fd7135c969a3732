"""Related cables: by references, words and tags, each with its reason, public only."""

from datetime import timedelta

from django.test import TestCase

from cables.models import Cable
from cables.reading.alike import alike, reasons, source_of
from cables.reading.dossier import Dossier
from cables.search.index import public_index
from cables.search.related import related
from cables.search.writer import rebuild
from tests import factories as make


class Archive(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cable = make.make_cable(
            "06LOWMOOR1",
            subject="THE LIGHTHOUSE KEEPER",
            tags=["PREL", "MARR"],
            paragraphs=["The lighthouse keeper sold grain to the envoy."],
        )
        cls.same_words = make.make_cable(
            "06LOWMOOR2",
            subject="GRAIN",
            paragraphs=["A keeper of the lighthouse has grain."],
        )
        cls.same_reference = make.make_cable("06LOWMOOR3", subject="ROADS")
        cls.citing = make.make_cable("06LOWMOOR4", subject="BRIDGES", tags=["MARR"])
        cls.cited = make.make_cable("06LOWMOOR5", subject="FERRIES")
        make.make_reference(cls.cable, "05STATE9")
        make.make_reference(cls.same_reference, "05STATE9")
        make.make_reference(cls.citing, cls.cable)
        make.make_reference(cls.cable, cls.cited)
        for n in range(12):
            make.make_cable(f"07HIGHMOOR{n}", subject=f"WEATHER {n}")

    def found(self, cable=None):
        cable = cable or self.cable
        source = source_of(Dossier.open(pk=cable.pk))
        return {one.pk: one for one in related(source)}

    def page(self, tail=".html"):
        address = self.cable.get_absolute_url().removesuffix(".html")
        return self.client.get(address + tail)


class RelatedTests(Archive):
    def setUp(self):
        rebuild(public_index)

    def test_each_has_its_reason(self):
        found = self.found()
        self.assertNotIn(self.cable.pk, found)
        for cable, reason in (
            (self.same_words, "Same words: lighthouse, keeper, grain"),
            (self.same_reference, "Also cites 05STATE9"),
            (self.citing, "Cites this cable"),
            (self.cited, "Cited by this cable"),
        ):
            with self.subTest(reason=reason):
                said = reasons(found[cable.pk])
                self.assertEqual(
                    sorted(said[0].replace(",", "").split()),
                    sorted(reason.replace(",", "").split()),
                )
        self.assertIn("Same tags: MARR", reasons(found[self.citing.pk]))

    def test_the_thread_of_references_comes_first(self):
        order = list(self.found())
        self.assertEqual(order[-1], self.same_words.pk)
        self.assertEqual(set(order[:2]), {self.citing.pk, self.cited.pk})

    def test_words_that_most_cables_have_join_nothing(self):
        found = self.found(Cable.objects.get(reference_id="07HIGHMOOR3"))
        self.assertEqual(found, {})

    def test_near_in_time_comes_before_far(self):
        twins = [
            make.make_cable(
                f"06LOWMOOR{n}",
                subject="LIGHTHOUSE",
                created=make.CREATED + timedelta(days=days),
            )
            for n, days in ((61, 2_000), (60, 1), (62, 3_000))
        ]
        rebuild(public_index)
        order = [key for key in self.found() if key in {t.pk for t in twins}]
        self.assertEqual(order[0], twins[1].pk)

    def test_hostile_words(self):
        for text in ("", "\x01" * 50, "x" * 9_000, "ß " * 4_000, "( OR AND -) " * 99):
            cable = make.make_cable(subject=text, paragraphs=[text])
            with self.subTest(text=text[:9]):
                related(source_of(Dossier.open(pk=cable.pk)))
                cable.delete()

    def test_a_cable_that_cites_thousands_and_has_many_tags(self):
        cable = make.make_cable(tags=[f"T{n}" for n in range(60)])
        for n in range(300):
            make.make_reference(cable, f"05STATE{n}")
        self.assertIn(self.cable.pk, self.found(cable))


class PageTests(Archive):
    def setUp(self):
        rebuild(public_index)

    def test_shown_on_the_cable_page_and_on_its_own(self):
        for tail in (".html", "/related.html"):
            with self.subTest(tail=tail):
                page = self.page(tail)
                self.assertContains(page, "Related cables")
                self.assertContains(page, "Also cites 05STATE9")
                self.assertContains(page, self.same_words.get_absolute_url())

    def test_no_more_than_six_and_two_that_are_listed_already(self):
        for n in range(9):
            make.make_reference(make.make_cable(f"06LOWMOOR7{n}"), self.cable)
            make.make_cable(f"06LOWMOOR8{n}", subject="LIGHTHOUSE GRAIN")
        rebuild(public_index)
        rows = alike(Dossier.open(pk=self.cable.pk))
        direct = [said for _, said in rows if said[0] == "Cites this cable"]
        self.assertLessEqual(len(rows), 6)
        self.assertLessEqual(len(direct), 2)

    def test_as_many_queries_with_an_index_as_without(self):
        with self.assertNumQueries(10):
            self.page()

    def test_what_the_index_does_not_know_to_be_gone_is_not_shown(self):
        canary = make.make_cable("06LOWMOOR66", subject="LIGHTHOUSE KEEPER CANARY")
        rebuild(public_index)
        self.assertContains(self.page(), "CANARY")
        for change in ({"state": "withdrawn"}, {"on_hold": True}, {"state": "draft"}):
            Cable.objects.filter(pk=canary.pk).update(
                **{"state": "published", "on_hold": False} | change
            )
            for tail in (".html", "/related.html", "/thread.html"):
                with self.subTest(change=change, tail=tail):
                    page = self.page(tail)
                    self.assertEqual(page.status_code, 200)
                    self.assertNotContains(page, "CANARY")
                    self.assertNotContains(page, "06LOWMOOR66")

    def test_twin_is_not_called_related(self):
        make.make_cable(
            "006LOWMOOR1",
            canonical=self.cable,
            subject=self.cable.subject,
            paragraphs=["The lighthouse keeper sold grain to the envoy."],
        )
        rebuild(public_index)
        rows = alike(Dossier.open(pk=self.cable.pk))
        self.assertNotIn("006LOWMOOR1", [card.reference_id for card, _ in rows])

    def test_other_spellings_redirect_and_absent_ids_are_absent(self):
        page = self.client.get("/cable/2007/01/06LOWMOOR1/related.html")
        self.assertRedirects(page, "/cable/2006/04/06LOWMOOR1/related.html", 301)
        page = self.client.get("/cable/2006/04/06NEVER1/related.html")
        self.assertEqual(page.status_code, 404)


class NoIndexTests(Archive):
    def test_nothing_is_related_and_no_page_fails(self):
        self.assertEqual(self.found(), {})
        page = self.page()
        self.assertEqual(page.status_code, 200)
        self.assertNotContains(page, "Related cables")
        self.assertContains(self.page("/related.html"), "Related cables")
