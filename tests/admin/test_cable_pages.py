from backports import zstd
from django.test import TestCase
from django.urls import reverse

from cables.curation.cables import save_cable
from cables.curation.paragraphs import save_paragraphs
from cables.models import Cable, Paragraph
from cables.models.revision import Revision
from cables.models.sealed import ImportConflict, SourceRecord
from tests.admin.editors import make_chief, make_editor
from tests.factories import make_cable


def url_of(cable, name):
    return reverse(f"admin:cables_cable_{name}", args=[cable.pk])


class SourceTests(TestCase):
    def setUp(self):
        self.cable = make_cable()
        for text in (b"FIRST <b>record</b>", b"SECOND \xff record"):
            SourceRecord.objects.create(
                cable=self.cable,
                format="csv",
                file="cables.csv",
                line=7,
                sha256=str(len(text)),
                compressed=zstd.compress(text),
            )

    def test_every_record_is_shown_as_it_came(self):
        self.client.force_login(make_editor("view_cable", "view_sourcerecord"))
        page = self.client.get(url_of(self.cable, "source"))
        self.assertContains(page, "FIRST &lt;b&gt;record&lt;/b&gt;")
        self.assertContains(page, "SECOND \\xff record")

    def test_only_with_the_right(self):
        url = url_of(self.cable, "source")
        for rights in (["view_cable", "change_cable"], ["view_sourcerecord"]):
            self.client.force_login(make_editor(*rights))
            self.assertEqual(self.client.get(url).status_code, 403)
        page = self.client.get(url_of(make_cable(), "source"))
        self.assertEqual(page.status_code, 403)

    def test_nothing_can_be_sent(self):
        self.client.force_login(make_chief())
        self.assertEqual(
            self.client.post(url_of(self.cable, "source")).status_code, 405
        )


class ConflictTests(TestCase):
    def setUp(self):
        self.cable = make_cable(subject="MINE", curated=["subject"])
        self.conflict = ImportConflict.objects.create(
            cable=self.cable, field="subject", incoming="THEIRS"
        )
        self.url = url_of(self.cable, "conflicts")

    def decide(self, decision, **data):
        data |= {"conflict": self.conflict.pk, "decision": decision}
        return self.client.post(self.url, data, follow=True)

    def test_take(self):
        self.client.force_login(make_chief())
        page = self.client.get(self.url)
        self.assertContains(page, "MINE")
        self.assertContains(page, "THEIRS")
        self.decide("take", version=1)
        self.assertEqual(Cable.objects.get().subject, "THEIRS")
        self.assertContains(self.client.get(self.url), "Nothing waits")

    def test_keep(self):
        self.client.force_login(make_chief())
        self.decide("keep", version=1)
        self.assertEqual(Cable.objects.get().subject, "MINE")
        self.conflict.refresh_from_db()
        self.assertIsNotNone(self.conflict.decided)

    def test_a_page_without_its_version_decides_nothing(self):
        self.client.force_login(make_chief())
        for decision, sent in (("take", {}), ("keep", {"version": "x"})):
            page = self.decide(decision, **sent)
            self.assertContains(page, "came without the version")
        self.conflict.refresh_from_db()
        self.assertIsNone(self.conflict.decided)

    def test_a_cable_that_never_was_is_told_at_the_desk(self):
        self.client.force_login(make_chief())
        for name in ("paragraphs", "source", "conflicts", "preview", "reparse"):
            url = reverse(f"admin:cables_cable_{name}", args=[999_999])
            page = self.client.get(url)
            self.assertContains(page, "There is no such cable", status_code=404)

    def test_an_older_version_takes_nothing(self):
        self.client.force_login(make_chief())
        save_cable(self.cable, user=None, values={"subject": "ANOTHER"})
        page = self.decide("take", version=1)
        self.assertContains(page, "was saved meanwhile")
        self.assertEqual(Cable.objects.get().subject, "ANOTHER")

    def test_lists_are_shown_one_a_line(self):
        ImportConflict.objects.create(
            cable=self.cable, field="paragraphs", incoming=[["par1", "New words"]]
        )
        self.client.force_login(make_chief())
        self.assertContains(self.client.get(self.url), "par1  New words")

    def test_only_with_the_right(self):
        seeing = make_editor("view_cable", "view_importconflict")
        self.client.force_login(seeing)
        self.assertNotContains(self.client.get(self.url), 'value="take"')
        self.assertEqual(self.decide("take").status_code, 403)
        self.client.force_login(make_editor("view_tag"))
        self.assertEqual(self.client.get(self.url).status_code, 403)
        self.assertEqual(Cable.objects.get().subject, "MINE")


class HistoryTests(TestCase):
    def setUp(self):
        self.cable = make_cable(subject="SECRET WORDS")
        save_cable(
            self.cable, user=make_editor(), values={"subject": "MENDED"}, why="A slip."
        )
        self.url = url_of(self.cable, "history")

    def test_who_when_why_and_what(self):
        self.client.force_login(make_chief())
        page = self.client.get(self.url)
        for text in ("editor", "A slip.", "SECRET WORDS", "MENDED", "Version 2"):
            self.assertContains(page, text)
        self.assertNotContains(page, "does not agree")

    def test_the_words_need_a_right_of_their_own(self):
        self.client.force_login(make_editor("view_cable", "change_cable"))
        page = self.client.get(self.url)
        self.assertContains(page, "A slip.")
        self.assertNotContains(page, "SECRET WORDS")

    def test_a_broken_chain_shows(self):
        Revision.objects.update(why="Nothing happened")
        self.client.force_login(make_chief())
        self.assertContains(self.client.get(self.url), "does not agree")

    def test_only_with_the_right(self):
        self.client.force_login(make_editor("view_tag"))
        self.assertEqual(self.client.get(self.url).status_code, 403)


class ParagraphPageTests(TestCase):
    def setUp(self):
        self.user = make_chief()
        self.client.force_login(self.user)
        self.cable = make_cable(paragraphs=["One.", "Two.\nlines", "Three."])
        self.url = url_of(self.cable, "paragraphs")

    def data(self, page=None):
        """Return what a browser would send back, were nothing typed."""
        sheet = (page or self.client.get(self.url)).context["sheet"]
        forms = [sheet.formset.management_form, *sheet.formset.forms, sheet.save]
        return {
            bound.html_name: str(bound.value()).replace("\n", "\r\n")
            for form in forms
            for bound in form
            if bound.value() not in (None, False)
        }

    def texts(self):
        rows = Paragraph.objects.filter(cable=self.cable).order_by("position")
        return list(rows.values_list("key", "text"))

    def post(self, data, **typed):
        return self.client.post(self.url, data | typed)

    def test_saving_what_is_there_changes_nothing(self):
        page = self.client.post(self.url, self.data(), follow=True)
        self.assertContains(page, "Nothing was changed.")
        self.assertEqual(Cable.objects.get().version, 1)

    def test_edit_move_add_remove(self):
        typed = {
            "form-0-text": "One, mended.",
            "form-2-ORDER": "1",
            "form-1-DELETE": "on",
            "form-3-text": "New.",
            "form-3-kind": "unnumbered",
            "form-3-ORDER": "1",
            "why": "Order.",
        }
        response = self.client.post(self.url, self.data() | typed)
        self.assertEqual(response.status_code, 302)
        self.assertEqual(
            self.texts(),
            [("par1", "One, mended."), ("par3", "Three."), ("u1", "New.")],
        )
        page = self.client.get(self.url)
        self.assertContains(page, "#par2: removed, and never given again")
        self.assertEqual(Revision.objects.get().why, "Order.")

    def test_wrong_values_come_back_as_they_were_typed(self):
        data = self.data() | {"form-0-label": "x" * 30, "form-1-text": "Typed."}
        response = self.client.post(self.url, data)
        self.assertContains(response, "at most 20 characters")
        self.assertContains(response, "Typed.")

    def test_the_second_editor_loses_nothing(self):
        data = self.data()
        one, two, three = self.cable.paragraphs.order_by("position")
        kept = [(one, "One, theirs."), (two, two.text)]
        names = ("kind", "label", "marking")
        blocks = [
            {"id": b.pk, "text": t} | {n: getattr(b, n) for n in names} for b, t in kept
        ]
        added = {"id": None, "kind": "unnumbered", "label": "", "marking": ""}
        blocks.append(added | {"text": "Added."})
        save_paragraphs(self.cable, user=make_editor(), blocks=blocks)
        typed = {"form-0-text": "One, mine.", "form-1-marking": "C"}
        typed |= {"form-2-text": "Three, mine."}
        response = self.client.post(self.url, data | typed)
        self.assertContains(response, "Saved meanwhile")
        self.assertContains(response, "One, theirs.")
        self.assertEqual(self.texts()[0], ("par1", "One, theirs."))
        response = self.client.post(self.url, self.data(response))
        self.assertEqual(response.status_code, 302)
        self.assertEqual(
            self.texts(),
            [
                ("par1", "One, mine."),
                ("par2", "Two.\nlines"),
                ("par3-2", "Three, mine."),
                ("u1", "Added."),
            ],
        )
        two.refresh_from_db()
        self.assertEqual(two.marking, "C")

    def test_a_long_cable_is_edited_in_parts(self):
        Paragraph.objects.bulk_create(
            Paragraph(
                cable=self.cable, position=n, kind="bullet", key=f"b{n}", text=f"B{n}"
            )
            for n in range(3, 700)
        )
        part = f"{self.url}?from=300"
        page = self.client.get(part)
        self.assertEqual(page.context["start"], 300)
        data = self.data(page) | {"form-0-text": "B300, mended."}
        self.assertLess(len(data), 5000)
        response = self.client.post(part, data)
        self.assertEqual(response.status_code, 302)
        texts = dict(self.texts())
        self.assertEqual(len(texts), 700)
        self.assertEqual(texts["b300"], "B300, mended.")
        for query in ("?from=x", "?from=99999", "?from=-1"):
            self.assertEqual(self.client.get(self.url + query).status_code, 200)

    def test_blocks_of_another_cable_are_refused(self):
        other = make_cable(paragraphs=["Other."]).paragraphs.get()
        data = self.data() | {"form-0-id": str(other.pk)}
        response = self.client.post(self.url, data)
        self.assertContains(response, "A paragraph was named that is not in")
        self.assertEqual(Paragraph.objects.get(pk=other.pk).text, "Other.")

    def test_a_viewer_sees_and_changes_nothing(self):
        data = self.data()
        self.client.force_login(make_editor("view_cable"))
        page = self.client.get(self.url)
        self.assertContains(page, "<fieldset disabled>")
        self.assertEqual(self.post(data, **{"form-0-text": "X"}).status_code, 403)
        self.client.force_login(make_editor("view_tag"))
        self.assertEqual(self.client.get(self.url).status_code, 403)


class ConflictRecordTests(TestCase):
    def test_the_record_of_a_conflict_holds_no_words(self):
        cable = make_cable(paragraphs=["One."])
        conflict = ImportConflict.objects.create(
            cable=cable, field="subject", incoming="THE NAME OF THE SOURCE"
        )
        self.client.force_login(make_editor("view_importconflict"))
        url = reverse("admin:cables_importconflict_change", args=[conflict.pk])
        page = self.client.get(url)
        self.assertContains(page, "subject")
        self.assertNotContains(page, "THE NAME OF THE SOURCE")
