"""Every column that can hold words is one that a purge knows, or one that holds none."""

from django.apps import apps
from django.db.models import BinaryField, FileField
from django.test import SimpleTestCase

from cables.curation.purge.database import WORDLESS, tables
from cables.curation.purge.places import CLEANED, SHOWN, columns_of

#: What ``history``, ``records`` and the sealed key take care of.
ELSEWHERE = {
    "cables.Revision": {"before", "after", "why"},
    "cables.SavedDraft": {"data"},
    "cables.SourceRecord": {"compressed"},
    "cables.ImportReject": {"reason", "compressed"},
    # encrypted from the first moment
    "cables.ImportTrace": {"packed"},
    "cables.ImportSource": {"report"},
    "cables.SealedText": {"text"},
}
#: What belongs to no cable, or is made of a closed set of words, of numbers, of digests.
NO_WORDS = {
    "cables.Post": {"name", "slug", "country", "country_slug"},
    "cables.PostAlias": {"name"},
    "cables.Tag": {"name", "slug", "title", "definition"},
    "cables.TagAlias": {"name"},
    "cables.TagMerge": {"name", "fields", "packed"},
    "cables.Cable": {"sha256", "curated", "problems"},
    "cables.Revision": {"model", "sha256"},
    "cables.SavedDraft": {"page"},
    "cables.ImportRun": {"source", "options", "checkpoint"},
    "cables.ImportTrace": {"model"},
    "cables.ImportSource": {"name", "file"},
    "cables.ImportReject": {"file", "column", "reference_id"},
    "cables.ImportConflict": {"field"},
    "cables.SourceRecord": {"file", "sha256"},
    "cables.Job": {"claim"},
    "cables.JobItem": {"label"},
    "cables.Paragraph": {"key"},
    "cables.ParagraphAlias": {"key"},
    "cables.Publisher": {"name", "slug", "domain"},
    "cables.Article": {"language"},
    "cables.LinkCheck": {"detail", "moved_to"},
    "cables.Invitation": {"name", "token_sha256"},
    "cables.DoorCount": {"cache_key", "value"},
    "cables.SealedText": {"field"},
    "cables.Purge": {"steps"},
    "cables.Redaction": {"replacement", "suggestion", "places"},
    "cables.PublicationEpoch": {"archive"},
    "cables.Discussion": {"url"},
    "cables.Proposal": {"url"},
    "cables.OldAddress": {"former_id"},
    "cables.Recipient": {"route", "number"},
    "cables.Reference": {"cited_id"},
    "cables.SitePage": {"slug", "title", "summary", "text"},
    "admin.LogEntry": {"object_id"},
    "django_tasks_database.DBTaskResult": {
        *("args_kwargs", "task_path", "worker_ids", "queue_name", "backend_name"),
        *("return_value", "exception_class_path"),
    },
}
#: Accounts, sessions and the framework's own lists.
OTHER_APPS = (
    *("auth", "contenttypes", "sessions", "account", "mfa", "usersessions"),
    "taggit",
)


def known():
    """Return the known columns of each model."""
    found = {}
    for places in (CLEANED, SHOWN):
        for place in places:
            label = place.model._meta.label
            found.setdefault(label, set()).update(place.texts, place.notes)
    for table in (ELSEWHERE, NO_WORDS):
        for label, names in table.items():
            found.setdefault(label, set()).update(names)
    return found


class PlacesTests(SimpleTestCase):
    def test_every_column_is_known(self):
        columns = known()
        for model in apps.get_models():
            meta = model._meta
            others = (BinaryField, FileField)
            names = {one.name for one in meta.fields if isinstance(one, others)}
            if meta.app_label not in OTHER_APPS:
                with self.subTest(model=meta.label):
                    unknown = {*columns_of(model), *names} - columns.get(
                        meta.label, set()
                    )
                    self.assertEqual(
                        unknown,
                        set(),
                        "Can these hold words of a cable? Name them in "
                        "cables/curation/purge/places.py, or here.",
                    )

    def test_every_table_with_words_is_written_anew(self):
        written = tables()
        for label in [*ELSEWHERE, *(p.model._meta.label for p in (*CLEANED, *SHOWN))]:
            meta = apps.get_model(label)._meta
            with self.subTest(label=label):
                if meta.model_name not in WORDLESS:
                    self.assertIn(meta.db_table, written)
