"""The indexes follow the database: task by task, whole, and after a kill."""

from datetime import timedelta
from unittest.mock import patch

from django.core.management import CommandError, call_command
from django.test import TestCase
from django.utils import timezone

from cables.choices import State
from cables.models import Cable, Paragraph, SearchTask
from cables.search import writer
from cables.search.find import FACETS, Choices, Finder
from cables.search.index import (
    IndexBusy,
    IndexMissing,
    SearchIndex,
    desk_index,
    public_index,
)
from cables.search.outbox import follow_up, sweep_tasks, tell_desk, tell_readers
from cables.search.writer import behind, catch_up, is_behind, rebuild
from tests import factories as make


def found(query, *, index=public_index, **choices):
    """Return the primary keys that a search of the index finds, as a set."""
    return set(Finder(query, Choices(**choices), index=index).find().keys)


class IndexTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.first = make.make_cable(
            paragraphs=["Boats left the harbour."], subject="BOATS"
        )
        cls.second = make.make_cable(
            paragraphs=["A quiet day at the quay."], subject="QUIET"
        )
        cls.draft = make.make_draft(paragraphs=["The canary sings."])

    def setUp(self):
        rebuild(public_index)
        rebuild(desk_index)

    def test_public_index_holds_public_cables_only(self):
        self.assertEqual(found(""), {self.first.pk, self.second.pk})
        self.assertEqual(found("canary"), set())

    def test_desk_index_holds_every_state(self):
        self.assertEqual(found("canary", index=desk_index), {self.draft.pk})

    def test_an_archive_without_index_says_so(self):
        with self.settings(SEARCH_DIR="/nonexistent"), self.assertRaises(IndexMissing):
            Finder("harbour")

    def test_an_index_of_another_database_is_none(self):
        with (
            patch("cables.search.index.archive_name", return_value="another"),
            self.assertRaises(IndexMissing),
        ):
            SearchIndex("public", public_index.cables).stand()

    def test_an_index_of_another_schema_is_none(self):
        with (
            patch("cables.search.index.schema_name", return_value="older"),
            self.assertRaises(IndexMissing),
        ):
            SearchIndex("public", public_index.cables).stand()

    def test_what_was_told_is_found_after_catching_up(self):
        Paragraph.objects.filter(cable=self.second).update(text="A storm came up.")
        tell_readers([self.second.pk])
        self.assertTrue(is_behind(public_index))
        self.assertEqual(behind(public_index), 1)
        self.assertEqual(catch_up(public_index), 1)
        self.assertFalse(is_behind(public_index))
        self.assertEqual(found("storm"), {self.second.pk})
        self.assertEqual(found("quay"), set())

    def test_what_is_withdrawn_leaves_results_counts_and_facets(self):
        Cable.objects.filter(pk=self.first.pk).update(state=State.WITHDRAWN)
        tell_readers([self.first.pk])
        catch_up(public_index)
        self.assertEqual(found("harbour"), set())
        facets = Finder("").find(facets=FACETS).facets
        self.assertEqual(facets["classification"], {"CONFIDENTIAL": 1})

    def test_a_cable_that_is_gone_from_the_database_leaves_the_index(self):
        key = self.first.pk
        self.first.delete()
        tell_readers([key])
        catch_up(public_index)
        self.assertEqual(found(""), {self.second.pk})

    def test_a_change_that_readers_cannot_see_reaches_the_desk(self):
        Paragraph.objects.filter(cable=self.draft).update(text="The wren sings.")
        tell_desk([self.draft.pk])
        catch_up(desk_index)
        catch_up(public_index)
        self.assertEqual(found("wren", index=desk_index), {self.draft.pk})
        self.assertEqual(found("wren"), set())

    def test_the_epoch_rises_for_readers_only(self):
        before = writer.clock()
        tell_desk([self.draft.pk])
        now = writer.clock()
        self.assertEqual((now.value, now.step), (before.value, before.step + 1))
        tell_readers([self.first.pk])
        later = writer.clock()
        self.assertEqual((later.value, later.step), (now.value + 1, now.step + 1))

    def test_a_release_whose_hour_has_come_is_found(self):
        hour_ago = timezone.now() - timedelta(hours=1)
        Cable.objects.filter(pk=self.second.pk).update(released=hour_ago)
        public_index.put_stand(released=(hour_ago - timedelta(hours=1)).timestamp())
        self.assertTrue(is_behind(public_index))
        self.assertEqual(catch_up(public_index), 1)
        self.assertFalse(is_behind(public_index))

    def test_all_cables_told_of_means_a_new_folder(self):
        folder = public_index.stand().folder
        make.make_cable(paragraphs=["A newcomer."])
        tell_readers()
        self.assertIsNone(behind(public_index))
        catch_up(public_index)
        self.assertNotEqual(public_index.stand().folder, folder)
        self.assertEqual(len(found("newcomer")), 1)
        self.assertFalse((public_index.place / folder).exists())

    def test_a_kill_between_commit_and_stand_is_caught_up(self):
        Paragraph.objects.filter(cable=self.second).update(text="A storm came up.")
        tell_readers([self.second.pk])
        with (
            patch.object(public_index, "put_stand", side_effect=KeyboardInterrupt),
            self.assertRaises(KeyboardInterrupt),
        ):
            catch_up(public_index)
        self.assertTrue(is_behind(public_index))
        catch_up(public_index)
        self.assertEqual(found("storm"), {self.second.pk})
        self.assertEqual(Finder("").find().count, 2)

    def test_a_killed_rebuild_leaves_the_index_in_use(self):
        with (
            patch.object(writer, "_chunks", side_effect=KeyboardInterrupt),
            self.assertRaises(KeyboardInterrupt),
        ):
            rebuild(public_index)
        self.assertEqual(found("harbour"), {self.first.pk})
        rebuild(public_index)
        folders = [path for path in public_index.place.iterdir() if path.is_dir()]
        self.assertEqual(len(folders), 1)

    def test_changes_during_a_rebuild_are_in_the_new_index(self):
        def meanwhile(done):
            text = "A storm came up."
            Paragraph.objects.filter(cable=self.first).update(text=text)
            tell_readers([self.first.pk])

        rebuild(public_index, progress=meanwhile)
        self.assertEqual(found("storm"), {self.first.pk})

    def test_two_rebuilds_at_once_are_refused(self):
        with public_index.locked("rebuild"), self.assertRaises(IndexBusy):
            rebuild(public_index)

    def test_who_finds_the_lock_taken_leaves_the_work_to_its_holder(self):
        tell_readers([self.first.pk])
        with public_index.locked("writer"):
            self.assertEqual(catch_up(public_index), 0)
        self.assertTrue(is_behind(public_index))

    def test_swept_tasks_make_an_index_that_stood_before_them_new(self):
        folder = public_index.stand().folder
        tell_readers([self.first.pk])
        SearchTask.objects.update(made=timezone.now() - timedelta(days=30))
        sweep_tasks()
        self.assertFalse(SearchTask.objects.exists())
        catch_up(public_index)
        self.assertNotEqual(public_index.stand().folder, folder)
        self.assertFalse(is_behind(public_index))

    def test_both_indexes_follow_a_commit(self):
        with self.captureOnCommitCallbacks(execute=True):
            Paragraph.objects.filter(cable=self.first).update(text="A storm came up.")
            tell_readers([self.first.pk])
        self.assertEqual(found("storm"), {self.first.pk})
        self.assertEqual(found("storm", index=desk_index), {self.first.pk})

    def test_a_missing_index_of_a_small_archive_is_built_on_the_way(self):
        with self.settings(SEARCH_DIR=public_index.place.parent / "other"):
            follow_up()
            self.assertEqual(found("harbour"), {self.first.pk})


class ReaderTests(TestCase):
    """A reader's process brings the index up, or does without, and never fails."""

    @classmethod
    def setUpTestData(cls):
        cls.cable = make.make_cable(paragraphs=["Boats left the harbour."])

    def page(self):
        return self.client.get("/search/?q=boats").status_code

    def test_while_another_process_builds_the_first_index(self):
        with public_index.locked("rebuild"):
            self.assertEqual(self.page(), 503)
        self.assertEqual(self.page(), 200)

    def test_a_folder_that_cannot_be_written(self):
        folder = public_index.place.parent
        folder.parent.mkdir(exist_ok=True)
        folder.write_text("a file, no folder")
        for address in ("/search/?q=boats", "/api/v1/search?q=boats"):
            self.assertEqual(self.client.get(address).status_code, 503)
        self.assertEqual(self.client.get("/search/suggest?q=bo").status_code, 200)
        self.assertFalse(
            self.client.get("/-/ready").json()["search"]["public"]["built"]
        )

    def test_an_index_that_cannot_be_written_is_read(self):
        rebuild(public_index)
        tell_readers([self.cable.pk])
        with (
            patch("cables.search.writer._write_tasks", side_effect=PermissionError),
            self.assertLogs("cables.search.outbox", "WARNING"),
        ):
            self.assertEqual(self.page(), 200)
        self.assertTrue(is_behind(public_index))

    def test_a_bulk_load_is_not_disturbed(self):
        rebuild(public_index)
        folder = public_index.stand().folder
        tell_readers()
        self.assertEqual(self.page(), 200)
        self.assertEqual(public_index.stand().folder, folder)
        SearchTask.objects.update(made=timezone.now() - timedelta(minutes=2))
        self.assertEqual(self.page(), 200)
        self.assertNotEqual(public_index.stand().folder, folder)

    def test_commands_say_in_a_sentence_who_is_in_the_way(self):
        with public_index.locked("rebuild"):
            for command in ("rebuild_search", "index"):
                with self.assertRaisesMessage(CommandError, "Another process"):
                    call_command(command)

    def test_texts_are_read_in_portions(self):
        rows = [(1, 10), (2, 1_500_000), (3, 900_000), (4, 5_000_000), (5, 1)]
        self.assertEqual(list(writer._portions(rows)), [[1, 2], [3], [4], [5]])


class TextTests(TestCase):
    def test_words_are_found_without_case_and_accents(self):
        cable = make.make_cable(paragraphs=["Señor GARÇON visited the Café."])
        rebuild(public_index)
        for query in ("senor", "GARCON", "café", "cafe", '"garcon visited"'):
            with self.subTest(query=query):
                self.assertEqual(found(query), {cable.pk})

    def test_a_phrase_does_not_run_from_one_paragraph_into_the_next(self):
        make.make_cable(paragraphs=["They met at noon.", "Talks went on."])
        rebuild(public_index)
        self.assertEqual(found('"noon talks"'), set())

    def test_artefacts_are_not_found(self):
        cable = make.make_cable(paragraphs=["The talks"])
        make.make_paragraph(cable, "LOWMOOR 00001 002 OF 003", kind="artefact")
        rebuild(public_index)
        self.assertEqual(found("00001"), set())
