"""References find their cables, and malformed twins the cable that they double."""

from cables.ingest.resolve import (
    point_malformed_twins,
    resolve_references,
    unresolved,
)
from cables.models import Cable, Reference, current_epoch

from .cases import ImportCase
from .records import BODY, HEADER, csv_record


class ReferenceTests(ImportCase):
    CITED = csv_record("05MEXICO11", number="1", created="1/2/2005 10:00")

    def target(self):
        reference = Reference.objects.get(cable__number=12, cited_id="05MEXICO11")
        return reference.target and reference.target.reference_id

    def test_the_cited_cable_may_come_first_or_later(self):
        for first, second in (
            (self.CITED, csv_record()),
            (csv_record(), self.CITED),
        ):
            with self.subTest(first=first[:20]):
                Cable.objects.all().delete()
                self.load(first)
                self.load(second, name="b.csv")
                self.assertEqual(self.target(), "05MEXICO11")

    def test_by_hand_and_only_what_has_no_target(self):
        self.load(csv_record(), self.CITED)
        Reference.objects.update(target=None)
        wanted = unresolved().count()
        self.assertGreater(wanted, 0)
        self.assertEqual(resolve_references(), wanted)
        self.assertEqual(resolve_references(), 0)
        self.assertEqual(self.target(), "05MEXICO11")

    def test_a_new_target_raises_the_epoch_once(self):
        self.load(csv_record(), self.CITED)
        Reference.objects.update(target=None)
        epoch = current_epoch()
        resolve_references()
        self.assertEqual(current_epoch(), epoch + 1)
        resolve_references()
        self.assertEqual(current_epoch(), epoch + 1)

    def test_a_cable_that_comes_in_again_keeps_its_targets(self):
        self.load(csv_record(), self.CITED)
        self.load(csv_record(body=BODY.replace("(NOTAL)", "(EXDIS)")), name="b.csv")
        self.assertEqual(self.target(), "05MEXICO11")


class TwinTests(ImportCase):
    GOOD = csv_record("06MEXICO12", number="12")
    # Each: why it is a twin, the record under a malformed id.
    TWINS = (
        ("the very same words", csv_record("06MEXICO12OF3", number="13")),
        (
            "the serial of its DE line",
            csv_record("062OF3", number="13", body=BODY.replace("Monday", "Mo")),
        ),
        (
            "the serial of its classification line",
            csv_record(
                "062OF3",
                number="13",
                header=HEADER.replace("DE RUEHLM #0012/01 1001922\n", ""),
            ),
        ),
    )

    def test_a_twin_points_at_the_right_id_whichever_came_first(self):
        for why, twin in self.TWINS:
            for first, second in ((self.GOOD, twin), (twin, self.GOOD)):
                with self.subTest(why, twin_first=first is twin):
                    Cable.objects.all().delete()
                    self.load(first)
                    self.load(second, name="b.csv")
                    one = Cable.objects.get(number=13)
                    self.assertEqual(one.canonical.reference_id, "06MEXICO12")
                    self.assertIsNone(Cable.objects.get(number=12).canonical)

    def test_a_malformed_id_without_a_twin_stands_alone(self):
        other = HEADER.replace("#0012", "#0099")
        self.load(self.GOOD, csv_record("062OF3", number="13", header=other))
        self.assertIsNone(Cable.objects.get(number=13).canonical)
        self.assertEqual(point_malformed_twins(), 0)

    def test_a_new_twin_raises_the_epoch_once(self):
        self.load(self.GOOD, csv_record("06MEXICO12OF3", number="13"))
        Cable.objects.update(canonical=None)
        epoch = current_epoch()
        self.assertEqual(point_malformed_twins(), 1)
        self.assertEqual(current_epoch(), epoch + 1)
        self.assertEqual(point_malformed_twins(), 0)
        self.assertEqual(current_epoch(), epoch + 1)
