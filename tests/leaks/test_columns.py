"""
How redaction treats each column that can hold text: a new one fails here until somebody
has decided.

- cleaned at approval: the texts of the cable, passage by passage, and what is ``at_once``;
- cleaned by the next purge: the other places, histories, refused rows;
- sealed: encrypted from the first moment, or by the purge;
- named: shown to who approves and to who purges, and left to people;
- no words: of a closed set, or of no cable.
"""

from django.apps import apps
from django.db.models import BinaryField, FileField
from django.test import SimpleTestCase

from cables.curation.purge.database import WORDLESS, tables
from cables.curation.purge.places import CLEANED, columns_of
from cables.curation.purge.shown import SHOWN
from cables.curation.redactions.texts import FIELDS, ROWS
from cables.models import Cable
from cables.models.sealed.fields import SealedTextField

#: Cleaned at approval and by the purge, or by the purge alone: by its ``records`` and
#: ``history``.
AT_APPROVAL = {"cables.SavedDraft": {"data"}}
BY_PURGE = {
    "cables.Revision": {"before", "after", "why"},
    "cables.ImportReject": {"reason", "compressed"},
}
SEALED = {
    "cables.SourceRecord": {"compressed"},  # by the purge
    "cables.ImportTrace": {"packed"},
    "cables.ImportSource": {"report"},
    "cables.SealedText": {"text"},
}
#: What belongs to no cable, or is made of a closed set of words, of numbers, of digests.
NO_WORDS = {
    "cables.Post": {"slug", "country_slug"},
    "cables.PostAlias": {"name"},
    "cables.Tag": {"slug"},
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
    "cables.Publisher": {"slug"},
    "cables.Article": {"language"},
    "cables.LinkCheck": {"detail", "moved_to"},
    "cables.Invitation": {"name", "token_sha256"},
    "cables.WayIn": {"why", "token_sha256"},
    "cables.DoorCount": {"cache_key", "value"},
    "cables.SealedText": {"field"},
    "cables.Purge": {"steps"},
    "cables.Redaction": {"replacement", "suggestion", "places"},
    "cables.PublicationEpoch": {"archive"},
    "cables.Discussion": {"url"},
    "cables.Mention": {"source", "target", "cables", "digest"},
    "cables.Proposal": {"url"},
    "cables.OldAddress": {"former_id"},
    "cables.Recipient": {"number"},
    "cables.SitePage": {"slug"},
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


def treated():
    """Return (treatment, label of a model, its columns), in the order of the docstring."""
    yield "cleaned at approval", Cable._meta.label, set(FIELDS)
    for model, column, _ in ROWS.values():
        yield "cleaned at approval", model._meta.label, {column}
    for place in CLEANED:
        how = "cleaned at approval" if place.at_once else "cleaned by a purge"
        yield how, place.model._meta.label, {*place.texts, *place.notes}
    for place in SHOWN:
        yield "named", place.model._meta.label, {*place.texts, *place.notes}
    for how, table in (
        ("cleaned at approval", AT_APPROVAL),
        ("cleaned by a purge", BY_PURGE),
        ("sealed", SEALED),
        ("no words", NO_WORDS),
    ):
        for label, names in table.items():
            yield how, label, names


def columns(model):
    """Return the columns of a model that can hold text, packed or not."""
    packed = {
        one.name
        for one in model._meta.fields
        if isinstance(one, (BinaryField, FileField))
    }
    return {*columns_of(model), *packed}


class ColumnsTests(SimpleTestCase):
    def setUp(self):
        self.known = {}
        for how, label, names in treated():
            for name in names:
                self.known.setdefault((label, name), set()).add(how)

    def test_every_column_is_known(self):
        for model in apps.get_models():
            meta = model._meta
            if meta.app_label in OTHER_APPS:
                continue
            for name in columns(model):
                with self.subTest(column=f"{meta.label}.{name}"):
                    self.assertIn(
                        (meta.label, name),
                        self.known,
                        "Can this hold words of a cable? Say so in cables/curation/"
                        "purge/places.py or shown.py, or here.",
                    )

    def test_every_known_column_is_there(self):
        for label, name in self.known:
            with self.subTest(column=f"{label}.{name}"):
                self.assertIn(name, columns(apps.get_model(label)))

    def test_what_holds_words_is_not_said_to_hold_none(self):
        for column, how in self.known.items():
            with self.subTest(column=column):
                self.assertTrue(how == {"no words"} or "no words" not in how)

    def test_what_is_encrypted_is_said_to_be_sealed(self):
        for model in apps.get_models():
            for field in model._meta.fields:
                if isinstance(field, SealedTextField):
                    how = self.known[model._meta.label, field.name]
                    self.assertEqual(how, {"sealed"})

    def test_what_is_public_or_at_the_desk_in_plain_text_is_cleaned_at_once(self):
        for column in (
            ("cables.Change", "reason"),
            ("cables.ImportConflict", "incoming"),
            ("cables.JobItem", "before"),
            ("cables.SavedDraft", "data"),
            ("cables.SavedFilter", "parameters"),
        ):
            with self.subTest(column=column):
                self.assertIn("cleaned at approval", self.known[column])

    def test_every_table_with_words_is_written_anew(self):
        written = tables()
        for label in {
            label for (label, _), how in self.known.items() if how != {"no words"}
        }:
            meta = apps.get_model(label)._meta
            with self.subTest(label=label):
                if meta.model_name not in WORDLESS:
                    self.assertIn(meta.db_table, written)
