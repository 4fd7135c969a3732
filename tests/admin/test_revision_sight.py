"""Words that were taken out of any cable stand in no history for who may not see them."""

from django.test import TestCase

from cables.choices import ReasonCode
from cables.curation.articles import save_article, save_publisher
from cables.curation.posts import save_post
from cables.curation.redactions.approve import approve
from cables.curation.redactions.hiding import TAKEN_OUT
from cables.curation.redactions.propose import propose
from cables.curation.release_notes import set_release_note
from cables.curation.revisions import add_revision
from cables.curation.site_pages import set_site_page
from cables.curation.tags import save_tag
from cables.models import ReleaseNote, SitePage
from cables.models.revision import Revision
from tests import factories as make

from .editors import make_editor
from .screens import url_of

WORDS = "Ardea Cinerea"
FORMS = ("On ARDEA CINER-EA here", "A R D E A  C I N E R E A", "ardea\ncinerea")
NOUNS = ("article", "publisher", "post", "tag", "sitepage", "releasenote", "cable")
RIGHTS = ("view_revision", "restore_revision")


class SightTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        every = [f"{verb}_{noun}" for noun in NOUNS for verb in ("view", "change")]
        cls.plain = make_editor(*every, *RIGHTS)
        cls.sealed = make_editor(*every, *RIGHTS, "view_sealedtext")
        cls.redacted = cls.redact()
        day = make.RELEASED.date().replace(year=2001)
        cls.cases = [
            (make.make_article("First"), save_article, "title"),
            (make.make_publisher("First"), save_publisher, "name"),
            (make.make_post("First"), save_post, "name"),
            (make.make_tag("FIRST", title="First"), save_tag, "title"),
            (
                SitePage.objects.create(slug="how", title="First", text="<p>So.</p>"),
                set_site_page,
                "title",
            ),
            (
                ReleaseNote.objects.create(day=day, title="First"),
                set_release_note,
                "title",
            ),
        ]
        for obj, verb, name in cls.cases:
            for text in (f"So {WORDS} said", "Second"):
                why = f"for {WORDS.upper()}"
                verb(obj, user=cls.plain, values={name: text}, why=why)
                obj.refresh_from_db()

    @classmethod
    def redact(cls):
        cable = make.make_cable("06LOWMOOR1", paragraphs=[f"The bird {WORDS} stood."])
        made = propose(
            cable,
            user=cls.plain,
            paragraph=cable.paragraphs.get(),
            spans=[(9, 9 + len(WORDS))],
            reason=ReasonCode.SOURCE_SAFETY,
        )
        approve(made, user=cls.sealed)
        return cable

    def pages(self):
        for obj, *_ in self.cases:
            name = obj._meta.model_name
            base = f"/admin/revisions/{name}/{obj.pk}"
            first, last = Revision.objects.filter(model=name).order_by("id")
            yield url_of(name, "history", obj.pk)
            yield f"{base}/"
            yield f"{base}/compare/?one={first.pk}&two={last.pk}"
            yield f"{base}/restore/{first.pk}/"
        yield "/admin/log/"

    def test_of_objects_without_a_cable(self):
        for user, sees in ((self.sealed, True), (self.plain, False)):
            self.client.force_login(user)
            for url in self.pages():
                text = self.client.get(url).content.decode().lower()
                with self.subTest(url=url, sees=sees):
                    self.assertEqual("ardea" in text, sees)
                    self.assertEqual(TAKEN_OUT in text, not sees)

    def test_in_every_form(self):
        obj, verb, name = self.cases[0]
        for text in (*FORMS, "Third"):
            verb(obj, user=self.plain, values={name: text}, why=text)
        self.client.force_login(self.plain)
        for url in (url_of("article", "history", obj.pk), "/admin/log/"):
            text = self.client.get(url).content.decode()
            letters = "".join(one for one in text.lower() if one.isalpha())
            self.assertNotIn("ardeacinerea", letters)

    def test_all_that_stands_around_the_words_is_shown(self):
        self.client.force_login(self.plain)
        page = self.client.get(url_of("article", "history", self.cases[0][0].pk))
        self.assertContains(page, f"for {TAKEN_OUT}")
        self.assertContains(page, "First")

    def test_a_proposal_hides_nothing(self):
        other = make.make_cable("06LOWMOOR2", paragraphs=["Second"])
        propose(
            other,
            user=self.plain,
            paragraph=other.paragraphs.get(),
            spans=[(0, 6)],
            reason=ReasonCode.SOURCE_SAFETY,
        )
        self.client.force_login(self.plain)
        page = self.client.get(url_of("article", "history", self.cases[0][0].pk))
        self.assertContains(page, "Second")

    def test_of_a_redacted_cable(self):
        why = f"as {WORDS} asked"
        changed = {"before": {"subject": "A"}, "after": {"subject": "B"}}
        add_revision(self.redacted, user=self.plain, why=why, **changed)
        for user, sees in ((self.sealed, True), (self.plain, False)):
            self.client.force_login(user)
            for url in (url_of("cable", "history", self.redacted.pk), "/admin/log/"):
                text = self.client.get(url).content.decode()
                self.assertEqual(WORDS in text, sees)

    def test_what_is_hidden_is_not_put_back_by_who_cannot_see_it(self):
        """The title of a release on another day: readers would have the words again."""
        note = self.cases[-1][0]
        first = Revision.objects.filter(model="releasenote").earliest("id").pk
        url = f"/admin/revisions/releasenote/{note.pk}/restore/{first}/"
        for user, title in ((self.plain, "Second"), (self.sealed, f"So {WORDS} said")):
            self.client.force_login(user)
            newest = self.client.get(url).context["newest"]
            self.client.post(url, {"newest": newest})
            note.refresh_from_db()
            self.assertEqual(note.title, title)

    def test_queries_do_not_grow_with_redactions(self):
        self.client.force_login(self.plain)
        url = url_of("article", "history", self.cases[0][0].pk)
        self.client.get(url)
        with self.assertNumQueries(10):
            self.client.get(url)
