"""What is offered while somebody types leads to something public, and says so truly."""

from django.test import TestCase

from cables.choices import ReasonCode
from cables.curation import states
from cables.models import Cable, Paragraph
from cables.search.complete import complete
from cables.search.index import public_index
from cables.search.outbox import bring_up, tell_readers
from cables.search.writer import rebuild
from tests import factories as make
from tests.admin.editors import make_editor


def offered(text, kind=None):
    found = complete(text)
    return [one.text for one in found if kind in (None, one.kind)]


class CompleteTests(TestCase):
    def setUp(self):
        post = make.make_post("Consulate Harbour Bay", country="Harbourland")
        self.cable = make.make_cable(
            "06LOWMOOR1889",
            number=60015,
            subject="HARBOUR TALKS",
            paragraphs=["The harvest of 3 and the harbour."],
            tags=["PREL"],
        )
        make.make_cable("06LOWMOOR188", post=post, subject="A TALK")
        make.make_cable("07LOWMOOR1889", subject="HARMONY")
        make.make_post("Embassy Harlequin", country="Hardland")  # without a cable
        rebuild(public_index)

    def test_ids_by_their_beginning_the_exact_one_first(self):
        self.assertEqual(offered("06LOWMOOR188"), ["06LOWMOOR188", "06LOWMOOR1889"])
        for text in ("06 Lowmoor 1889", "2006LOWMOOR1889", "06lowmoor001889", "60015"):
            with self.subTest(text=text):
                self.assertEqual(offered(text), ["06LOWMOOR1889"])
        (one,) = complete("60015")
        self.assertEqual(one.url, self.cable.get_absolute_url())
        self.assertEqual((one.kind, one.note), ("id", "HARBOUR TALKS"))

    def test_id_without_its_year(self):
        self.assertEqual(
            offered("lowmoor 1889", "id"), ["06LOWMOOR1889", "07LOWMOOR1889"]
        )

    def test_words_with_the_number_of_cables(self):
        words = {one.text: one.note for one in complete("harv") if one.kind == "word"}
        self.assertEqual(words, {"harvest": "1 cable"})

    def test_two_letters_are_completed_from_subjects(self):
        self.assertEqual(set(offered("ha", "word")), {"harbour", "harmony"})
        self.assertEqual(set(offered("har", "word")), {"harbour", "harmony", "harvest"})

    def test_words_before_narrow(self):
        self.assertEqual(offered("harvest ha", "word"), ["harvest harbour"])
        self.assertEqual(
            offered('"talks har', "word"), ['"talks harbour', '"talks harvest']
        )
        self.assertEqual(offered("nothing har", "word"), [])

    def test_text_that_begins_with_a_number(self):
        self.assertEqual(offered("3. harv"), ["3. harvest"])

    def test_posts_and_countries_that_have_cables(self):
        self.assertEqual(offered("har", "post"), ["Consulate Harbour Bay"])
        self.assertEqual(offered("bay cons", "post"), ["Consulate Harbour Bay"])
        self.assertEqual(offered("har", "country"), ["Harbourland"])

    def test_tags_by_code_and_by_title(self):
        for text in ("PRE", "prel", "About pr"):
            with self.subTest(text=text):
                self.assertEqual(offered(text, "tag"), ["PREL: About PREL"])

    def test_fields_of_the_query_language(self):
        (one,) = complete("talks tag:pr")
        self.assertEqual(
            (one.text, one.url), ("talks tag:PREL ", "/search/?q=talks+tag%3APREL")
        )
        self.assertEqual(offered("post:har"), ["post:consulate-harbour-bay "])
        self.assertEqual(offered("date:20"), [])

    def test_nothing_for_little_or_nonsense(self):
        for text in (
            "",
            " ",
            "h",
            "é",
            "*",
            '"',
            "::",
            "\0",
            "\ud800",
            "(" * 500,
            "zz",
        ):
            with self.subTest(text=text):
                self.assertEqual(offered(text), [])

    def test_at_most_ten_and_five_queries(self):
        for n in range(30):
            make.make_cable(subject=f"HAR{n:02}WORD HARBOUR", tags=[f"HAR{n}"])
        rebuild(public_index)
        complete("har")
        for text in ("har", "06lowmoor", "lowmoor 1889", "tag:har", "talks har"):
            with self.subTest(text=text):
                with self.assertNumQueries(AtMost(3)):
                    found = complete(text)
                self.assertLessEqual(len(found), 10)

    def test_without_an_index_ids_are_known(self):
        (public_index.place / "current.json").unlink()
        self.assertEqual(offered("har"), [])
        self.assertEqual(offered("06LOWMOOR1889"), ["06LOWMOOR1889"])
        self.assertEqual(len(offered("lowmoor 1889")), 2)


class HiddenTests(TestCase):
    """A word, tag, post or id that only hidden cables have is never offered."""

    CANARIES = ("canaryd", "canarys", "canaryt", "canarypost", "canaryland")

    def make_canary(self, make_one):
        post = make.make_post("Embassy Canarypost", country="Canaryland")
        return make_one(
            "06CANARY1",
            number=77,
            post=post,
            subject="CANARYS",
            paragraphs=["canaryd"],
            tags=["CANARYT"],
        )

    def assertUnseen(self):
        for text in (
            *("ca", "can", "cana", "canary", "CANARY", *self.CANARIES, "embassy can"),
            *("06CANARY", "06CANARY1", "canary 1", "77", "tag:ca", "post:can"),
            *("country:can", "lamp can", '"canary'),
        ):
            with self.subTest(text=text):
                self.assertEqual(offered(text), [])

    def test_what_is_offered_of_a_public_one(self):
        """The canaries sing where they may: the other tests could fail."""
        self.make_canary(make.make_cable)
        rebuild(public_index)
        self.assertEqual(
            {one.kind for one in complete("canary")}, {"post", "country", "tag", "word"}
        )
        self.assertEqual(offered("06CANARY"), ["06CANARY1"])

    def test_draft_held_and_withdrawn_at_the_build(self):
        for make_one, fields in (
            (make.make_draft, {}),
            (make.make_cable, {"on_hold": True}),
            (make.make_withdrawn, {}),
        ):
            cable = self.make_canary(make_one)
            Cable.objects.filter(pk=cable.pk).update(**fields)
            rebuild(public_index)
            self.assertUnseen()
            Cable.objects.filter(pk=cable.pk).delete()

    def test_withdrawn_from_a_running_index(self):
        cable = self.make_canary(make.make_cable)
        make.make_cable(subject="A LAMP")
        rebuild(public_index)
        with self.captureOnCommitCallbacks(execute=True):
            states.withdraw(cable, user=make_editor(), reason_code=ReasonCode.OTHER)
        bring_up(public_index)
        self.assertUnseen()

    def test_index_that_is_behind_offers_nothing_that_is_gone(self):
        """Words and ids ask the database, whatever the index still thinks."""
        cable = self.make_canary(make.make_cable)
        rebuild(public_index)
        Cable.objects.filter(pk=cable.pk).update(on_hold=True)
        self.assertEqual(offered("canaryd"), [])
        self.assertEqual(offered("canary", "word"), [])
        self.assertEqual(offered("06CANARY1"), [])

    def test_word_that_was_taken_out_of_a_public_one(self):
        cable = make.make_cable(subject="A LAMP", paragraphs=["canaryd lamp"])
        rebuild(public_index)
        self.assertEqual(offered("canary"), ["canaryd"])
        Paragraph.objects.filter(cable=cable).update(text="[redacted] lamp")
        with self.captureOnCommitCallbacks(execute=True):
            tell_readers([cable.pk])
        bring_up(public_index)
        self.assertUnseen()

    def test_taken_out_while_the_index_is_behind(self):
        cable = make.make_cable(subject="A LAMP", paragraphs=["canaryd lamp"])
        rebuild(public_index)
        Paragraph.objects.filter(cable=cable).update(text="[redacted] lamp")
        tell_readers([cable.pk], follow=False)
        self.assertEqual(offered("canary"), [])
        bring_up(public_index)
        self.assertEqual(offered("lamp"), ["lamp"])

    def test_subject_that_was_corrected(self):
        cable = make.make_cable(subject="CANARYS LAMP")
        make.make_cable(subject="ANOTHER LAMP")
        rebuild(public_index)
        Cable.objects.filter(pk=cable.pk).update(subject="A LAMP")
        with self.captureOnCommitCallbacks(execute=True):
            tell_readers([cable.pk])
        self.assertUnseen()


class AtMost(int):
    def __eq__(self, other):
        return other <= int(self)

    __hash__ = int.__hash__
