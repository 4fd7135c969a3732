"""What was sent on a day of the calendar, in other years; known by the day."""

from datetime import UTC, date, datetime
from unittest.mock import patch

from django.core.cache import caches
from django.test import TestCase

from cables.models import Cable, raise_epoch
from cables.reading.edition import current_edition
from cables.reading.on_this_day import on_this_day
from tests.factories import make_cable, make_draft

DAY = date(2026, 4, 10)


def sent(reference_id, year, month=4, day=10, make=make_cable):
    return make(reference_id, created=datetime(year, month, day, 9, tzinfo=UTC))


class OnThisDayTests(TestCase):
    def setUp(self):
        caches["figures"].clear()
        sent("06LOWMOOR1", 2006)
        sent("06LOWMOOR2", 2006)
        sent("85LOWMOOR3", 1985)
        sent("06LOWMOOR4", 2006, 4, 11)
        sent("06LOWMOOR5", 2006, 10, 4)
        sent("07LOWMOOR6", 2007, make=make_draft)

    def told(self, day):
        return on_this_day(current_edition(), day)

    def test_years_and_cables(self):
        found = self.told(DAY)
        self.assertEqual(found.years, [(date(2006, 4, 10), 2), (date(1985, 4, 10), 1)])
        self.assertEqual(found.count, 3)
        ids = [cable.reference_id for cable in found.cables]
        self.assertEqual(ids, ["06LOWMOOR1", "85LOWMOOR3"])

    def test_a_day_without_cables(self):
        for day in (date(2026, 4, 12), date(2026, 5, 10), date(2024, 2, 29)):
            with self.subTest(day=day):
                self.assertIsNone(self.told(day))

    def test_the_last_of_february(self):
        sent("88LOWMOOR7", 1988, 2, 29)
        caches["figures"].clear()
        self.assertEqual(self.told(date(2024, 2, 29)).count, 1)

    def test_the_front_page_is_another_one_the_next_day(self):
        with patch("cables.views.home.today", return_value=DAY):
            page = self.client.get("/")
            self.assertContains(page, "On this day, 10 April")
            self.assertContains(page, 'href="/date/1985/04/10/"')
            known = {"If-None-Match": page["ETag"]}
            self.assertEqual(self.client.get("/", headers=known).status_code, 304)
        with patch("cables.views.home.today", return_value=date(2026, 4, 12)):
            later = self.client.get("/", headers=known)
            self.assertEqual(later.status_code, 200)
            self.assertNotContains(later, "On this day")

    def test_what_is_withdrawn_is_gone_from_it(self):
        with patch("cables.views.home.today", return_value=DAY):
            self.assertContains(self.client.get("/"), "85LOWMOOR3")
            Cable.objects.filter(reference_id="85LOWMOOR3").update(state="withdrawn")
            raise_epoch()
            self.assertNotContains(self.client.get("/"), "85LOWMOOR3")
