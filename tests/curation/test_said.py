"""Words that were taken out of a cable are not said again in what stands beside it."""

from django.test import TestCase

from cables.choices import ItemState, ModerationState, ReasonCode
from cables.curation import states
from cables.curation.articles import approve_article, link_article, save_article
from cables.curation.cables import save_cable
from cables.curation.discussions import save_discussion
from cables.curation.errors import WordsComeBack
from cables.curation.jobs.bulk import start_bulk
from cables.curation.paragraphs import save_paragraphs
from cables.curation.release_notes import set_release_note
from cables.curation.tags import add_tag, set_tags
from cables.models import Cable, Change, Discussion, ReleaseNote, Tag
from cables.models.revision import Revision
from tests import factories as make
from tests.admin.editors import make_chief
from tests.admin.screens import url_of
from tests.admin.test_cable_form import form_data
from tests.curation.jobs.working import notes, work
from tests.curation.purge.cases import blocks_of, take_out

WORDS = "Ilvar Quennerby"
SAID = f"As ILVAR\nQUENNERBY asked, and {WORDS}."
SENTENCE = "words that a redaction took out"


class SaidCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.user = make_chief()
        cls.cable = make.make_cable(
            "06LOWMOOR1", paragraphs=[f"The talks began. {WORDS} said no.", "End."]
        )
        take_out(cls.cable.paragraphs.first(), WORDS)

    def refused(self, verb, *given, **options):
        with self.assertRaisesMessage(WordsComeBack, SENTENCE):
            verb(*given, user=self.user, **options)


class VerbTests(SaidCase):
    def test_a_reason_that_readers_would_be_given(self):
        values = {"subject": "NEW"}
        self.refused(save_cable, self.cable, values=values, why=SAID)
        self.refused(states.hold, self.cable, reason=SAID)
        code = ReasonCode.ERROR
        self.refused(states.withdraw, self.cable, reason_code=code, reason=SAID)
        blocks = blocks_of(self.cable, par2="The end.")
        self.refused(save_paragraphs, self.cable, blocks=blocks, why=SAID)
        self.refused(set_tags, self.cable, names=["PREL"], why=SAID)
        states.hold(self.cable, user=self.user, reason="A question.")
        self.refused(states.release_hold, self.cable, reason=SAID)
        self.assertEqual(Cable.objects.get().version, 2)
        self.assertEqual(Change.objects.get().reason, "A question.")

    def test_words_that_readers_see_in_the_cable_can_be_said(self):
        make.make_paragraph(self.cable, f"{WORDS} is a street.")
        states.hold(self.cable, user=self.user, reason=SAID)
        set_tags(self.cable, user=self.user, names=[WORDS.upper()])

    def test_of_many_cables_only_those_that_had_the_words_are_left_out(self):
        other = make.make_cable("06LOWMOOR2")
        for verb, given in (
            ("hold", {"reason": SAID}),
            ("add_tag", {"tag": make.make_tag(WORDS.upper())}),
        ):
            Cable.objects.update(on_hold=False)
            Change.objects.all().delete()
            job = start_bulk(
                verb,
                selected=Cable.objects.all(),
                user=self.user,
                given=given,
                title="Many",
            )
            work(job)
            with self.subTest(verb=verb):
                self.assertEqual(
                    {name: state for name, (state, _) in notes(job).items()},
                    {"06LOWMOOR1": ItemState.BLOCKED, "06LOWMOOR2": ItemState.DONE},
                )
                self.assertEqual(Change.objects.get().cable, other)
                self.assertFalse(Revision.objects.filter(cable=self.cable).exists())
                stored = Cable.objects.get(pk=self.cable.pk)
                self.assertEqual((stored.version, stored.on_hold), (1, False))
                self.assertFalse(stored.cable_tags.exists())

    def test_tags(self):
        titled = make.make_tag("ILVR", title=f"{WORDS}, his affairs")
        self.refused(set_tags, self.cable, names=["PREL", WORDS.upper()])
        self.refused(add_tag, self.cable, tag=titled)
        self.assertFalse(Tag.objects.filter(name="PREL").exists())
        set_tags(self.cable, user=self.user, names=["PREL"])

    def test_a_discussion(self):
        values = {"cable": self.cable, "url": "https://forum.example/1", "title": SAID}
        self.refused(save_discussion, Discussion(), values=values)
        thread = make.make_discussion(self.cable, state="proposed", title=WORDS)
        self.refused(save_discussion, thread, values={"state": "approved"})
        save_discussion(thread, user=self.user, values={"state": "rejected"})

    def test_an_article_that_uses_the_cable(self):
        free = make.make_article(title=f"On {WORDS}")
        self.refused(link_article, article=free, cable=self.cable)
        used = make.make_article_link(self.cable).article
        self.refused(save_article, used, values={"title": SAID})
        used.refresh_from_db()
        self.refused(save_article, used, values={"author": WORDS})
        old = make.make_article(title=WORDS, state=ModerationState.PROPOSED)
        make.make_article_link(self.cable, article=old)
        self.refused(approve_article, old)
        old.refresh_from_db()
        save_article(old, user=self.user, values={"language": "es"})

    def test_the_note_of_its_release(self):
        day = self.cable.released.date()
        text = "<p>Ilvar <b>Quennerby</b></p>"
        self.refused(set_release_note, ReleaseNote(day=day), values={"notes": text})
        values = {"title": "A", "notes": text}
        other = ReleaseNote(day=day.replace(year=2001))  # of none of its cables
        set_release_note(other, user=self.user, values=values)


class ScreenTests(SaidCase):
    """Each form says so beside what was typed."""

    def setUp(self):
        self.client.force_login(self.user)

    def test_the_form_of_the_cable(self):
        url = url_of("cable", "change", self.cable.pk)
        sent = form_data(self.client.get(url))
        for typed in (
            {"subject": "NEW", "why": SAID},
            {"tag_lines": WORDS.upper()},
        ):
            with self.subTest(typed=typed):
                self.assertContains(self.client.post(url, sent | typed), SENTENCE)

    def test_forms_of_what_belongs_to_it(self):
        article = make.make_article_link(self.cable).article
        url = url_of("article", "change", article.pk)
        sent = form_data(self.client.get(url))
        self.assertContains(self.client.post(url, sent | {"title": WORDS}), SENTENCE)
        url = url_of("discussion", "add")
        sent = {"cable": self.cable.pk, "url": "https://forum.example/1"}
        sent |= {"title": WORDS, "state": "proposed"}
        self.assertContains(self.client.post(url, sent), SENTENCE)
        url, day = url_of("releasenote", "add"), self.cable.released.date()
        sent = {"day": str(day), "title": WORDS, "notes": "<p>A</p>"}
        self.assertContains(self.client.post(url, sent), SENTENCE)
        url = url_of("cable", "change", self.cable.pk)
        other = make.make_article(title=WORDS)
        sent = form_data(self.client.get(url))
        sent |= {"article_links-1-article": other.pk}
        sent |= {"article_links-1-relation": "cites"}
        self.assertContains(self.client.post(url, sent), SENTENCE)
