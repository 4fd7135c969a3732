"""What came to readers last, where more share a release than are asked for."""

from datetime import timedelta

from django.test import TestCase

from cables.models import Cable
from cables.search.arrivals import newest_released
from cables.search.find import Finder
from cables.search.index import public_index
from cables.search.writer import rebuild
from tests import factories as make


class ArrivalTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        for n in range(30):
            make.make_cable(
                released=make.RELEASED + timedelta(days=n // 12),
                created=make.CREATED + timedelta(days=(n * 7) % 30),
                subject="QUAY" if n % 3 else "HARBOUR",
            )

    def setUp(self):
        rebuild(public_index)

    def test_every_number_takes_the_newest(self):
        for query, cables in (
            ("", Cable.objects.all()),
            ("harbour", Cable.objects.filter(subject="HARBOUR")),
        ):
            expected = list(
                cables.order_by("-released", "-created").values_list("pk", flat=True)
            )
            for most in (1, 2, 6, 7, 18, 30, 40):
                with self.subTest(query=query, most=most):
                    keys = newest_released(Finder(query), most=most)
                    self.assertEqual(set(keys), set(expected[:most]))

    def test_nothing_found(self):
        self.assertEqual(newest_released(Finder("never"), most=5), [])
