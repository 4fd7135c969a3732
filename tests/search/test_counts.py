"""Counts by the index are the counts of the database, whatever has happened."""

from datetime import UTC, datetime, timedelta

from django.test import TestCase
from django.utils import timezone

from cables.curation.states import hold, withdraw
from cables.models import Cable, current_epoch
from cables.reading.figures import in_database
from cables.search.counts import FIELDS, counts, is_at
from cables.search.index import IndexMissing, public_index
from cables.search.writer import catch_up, rebuild
from tests import factories as make
from tests.admin.editors import make_editor


def make_archive():
    """Make cables of two posts, three years, with tags in common, and one draft."""
    for n in range(6):
        make.make_cable(
            f"0{4 + n % 3}LOWMOOR{n}",
            created=datetime(2004 + n % 3, 12 - n, 28, 23, 59, tzinfo=UTC),
            post=make.make_post("Consulate Highmoor" if n % 2 else "Embassy Lowmoor"),
            classification="SECRET//NOFORN" if n == 1 else "CONFIDENTIAL",
            tags=["PREL", "ECON"] if n % 2 else ["PREL"],
        )
    make.make_draft(tags=["PGOV"], post=make.make_post("Embassy Nowhere"))


class AgreementTests(TestCase):
    def setUp(self):
        make_archive()
        rebuild(public_index)
        self.user = make_editor()

    def agree(self):
        tag = make.make_tag("PREL").pk
        posts = list(Cable.objects.order_by("post").values_list("post", flat=True))
        some = (
            *({}, {"post": posts[:1]}, {"post": posts}, {"tag": [tag]}, {"tag": [0]}),
            *({"year": [2005]}, {"year": [2004, 2006]}, {"month": [200412]}),
            *({"classification": ["SECRET//NOFORN"]}, {"year": [2005], "tag": [tag]}),
        )
        for field in FIELDS:
            for within in some:
                with self.subTest(field=field, within=within):
                    found = counts(field, **within)
                    self.assertEqual(found, in_database(field, **within))
                    self.assertEqual(list(found), sorted(found))

    def test_every_field_within_every_choice(self):
        self.agree()
        self.assertEqual(counts("month")[200412], 1)
        self.assertEqual(counts("year", classification=["CONFIDENTIAL"])[2005], 1)

    def test_after_withdrawal_and_hold(self):
        with self.captureOnCommitCallbacks(execute=True):
            withdraw(
                Cable.objects.get(reference_id="04LOWMOOR0"),
                user=self.user,
                reason_code="error",
                reason="By mistake.",
            )
            hold(
                Cable.objects.get(reference_id="05LOWMOOR1"), user=self.user, reason="?"
            )
        catch_up(public_index)
        self.agree()
        self.assertEqual(sum(counts("post").values()), 4)

    def test_drafts_are_not_counted(self):
        self.assertNotIn(make.make_tag("PGOV").pk, counts("tag"))
        self.assertNotIn(make.make_post("Embassy Nowhere").pk, counts("post"))


class StandTests(TestCase):
    def test_without_an_index(self):
        make_archive()
        self.assertIs(is_at(current_epoch(), None), False)
        with self.assertRaises(IndexMissing):
            counts("post")

    def test_at_another_epoch_or_before_a_release(self):
        make_archive()
        rebuild(public_index)
        epoch = current_epoch()
        self.assertIs(is_at(epoch, make.RELEASED), True)
        self.assertIs(is_at(epoch + 1, make.RELEASED), False)
        later = timezone.now() + timedelta(minutes=1)
        self.assertIs(is_at(epoch, later), False)
