"""
A record of a cable that the archive has: what it changes, and what it may not.

What a person has set stays, for ever; a record that disagrees leaves a conflict to
decide. A page of the original site, with its known faults, changes nothing that another
format has said. A record that is silent about a field changes nothing in it.
"""

from django.utils import timezone

from cables.choices import Action, Precision
from cables.models import ArticleLink, Cable, Change, content_sha256
from cables.models.sealed import SourceRecord

from .articles import link_found_articles
from .conflicts import leave_conflict
from .details import Details
from .known import known_cables
from .prepare import prepare
from .publish import publish_drafts
from .sealed import purged_of, sealed_of
from .sources.base import BadField, Frame, SourceMessage
from .sources.find import read

#: Read from the header: a record without header is silent about them.
HEADER_FIELDS = (
    "header",
    "transmission_id",
    "precedence",
    "precedence_info",
    "date_time_group",
    "sender",
    "is_partial",
)
BODY_FIELDS = (
    "body",
    "subject",
    "section",
    "section_count",
    "captions",
    "attention",
    "executive_order",
    "declassify_on",
    "declassify_note",
    "classified_by",
    "classified_by_title",
    "reasons",
    "reason_section",
    "signatory",
)
#: The rest holds no words: it may change even where words were taken out.
RECORD_FIELDS = ("number", "classification", "post_id")
FINENESS = {Precision.DAY: 0, Precision.HOUR: 1, Precision.MINUTE: 2}


class Merger:
    """Merges the known cables of one batch."""

    def __init__(self, *, run, context, befores):
        self.run = run
        self.befores = befores
        self.context = context
        self.changed_public = False

    def look_up(self, found):
        """Fetch and lock what is known of the records' cables, for all of them at once."""
        keys = known_cables(one.message.reference_id for one in found)
        rows = Cable.objects.select_for_update().in_bulk(set(keys.values()))
        self.cables = {reference_id: rows[key] for reference_id, key in keys.items()}
        self.records = self._records(rows.values())
        self.befores.look_up(rows)
        self.sealed, self.purged = sealed_of(rows), purged_of(rows.values())

    def merge(self, values):
        """Merge one record; return whether it changed its cable."""
        cable = self.cables.get(values.message.reference_id)
        if cable is None:
            return self._only_in_a_dry_run(values)
        known = self.records.setdefault(cable.pk, {})
        if values.sha256 in known:
            return self.publish(cable)
        merge = Merge(self, cable, values, known, cable.pk in self.sealed)
        changed = merge.apply()
        known[values.sha256] = values.message.format
        self.befores.add(merge.before)
        if changed and self.run.wants_samples:
            self.run.samples.add_change(merge.cable, merge.before)
        return changed

    def _only_in_a_dry_run(self, values):
        """A dry run would have made the cable just now; otherwise that went wrong."""
        if self.run.dry_run:
            return True
        reference_id = values.message.reference_id
        raise BadField(
            "reference id",
            f"{reference_id} could not be stored from the record before this one. "
            "Mend that one, and import this one again.",
            reference_id,
        )

    def _records(self, cables):
        records = {}
        for cable_id, sha256, source_format in SourceRecord.objects.filter(
            cable__in=cables
        ).values_list("cable_id", "sha256", "format"):
            records.setdefault(cable_id, {})[sha256] = source_format
        return records

    def publish(self, cable):
        if not self.context.publish:
            return False
        published = publish_drafts(
            reference_ids=[cable.reference_id],
            context=self.context,
            befores=self.befores,
            user=self.run.row.user,
        )
        self.changed_public |= bool(published)
        return bool(published)


class Merge:
    """One record and the cable that it is about."""

    def __init__(self, merger, cable, values, known, sealed):
        self.merger = merger
        self.cable = cable
        self.values = values
        self.sealed = sealed
        self.before = merger.befores.of(cable.pk)
        self.curated = set(cable.curated)
        formats = set(known.values())
        self.poorer = values.message.format == "html" and bool(formats - {"html"})
        self.was_public = cable.is_public
        self.changes = {}
        self._base = None

    def apply(self):
        """Write what the record changes; return whether it changed anything."""
        self._merge_fields()
        details = Details(self)
        changed = details.apply() | bool(self.changes)
        self._keep_record()
        linked = link_found_articles(
            cable_id=self.cable.pk,
            articles=self.values.articles,
            known=True,
            made=self.merger.run.note_made,
        )
        if (
            linked
            and ArticleLink.objects.public()
            .filter(pk__in=[row.pk for row in linked])
            .exists()
        ):
            self.merger.changed_public = True
        if changed:
            self._save()
        published = self.merger.publish(self.cable)
        return changed or bool(linked) or published

    def _merge_fields(self):
        incoming = self.values.fields | {
            "post_id": self.merger.run.posts.id_of(self.values.origin)
        }
        for name in RECORD_FIELDS:
            self.offer(name, incoming[name])
        self._offer_created()
        self._offer_released()
        if self.values.message.header:
            self._offer_text("header", HEADER_FIELDS, incoming)
        self._offer_text("body", BODY_FIELDS, incoming)

    def _offer_text(self, text, names, incoming):
        """Offer a text and what is read from it; who edits a text answers for both."""
        for name in [text] if text in self.curated else names:
            self.offer(name, incoming[name], words=True)

    def offer(self, name, value, *, words=False):
        """Take a value unless it is silent, poorer, or against a person's word."""
        current = getattr(self.cable, name)
        if same(value, current) or (
            value in (None, "", []) and not self._follows(name)
        ):
            return
        if current not in (None, "", []) and self.poorer:
            return
        if self.may_set(name, value, words=words):
            self.before.column(name, current)
            setattr(self.cable, name, value)
            self.changes[name] = value

    def _follows(self, name):
        """Return whether a field is read from a text that this record has changed."""
        return (name in BODY_FIELDS and "body" in self.changes) or (
            name in HEADER_FIELDS and "header" in self.changes
        )

    def may_set(self, name, value, *, words):
        """Return whether an import may change a field; leave a conflict where not."""
        curated = name.removesuffix("_id")
        if self.sealed and words:
            # Removed words do not come back. The record as it was says them again: that
            # is no news; a conflict is left only where it says something else.
            if value != self.base(name):
                self.conflict(curated, value)
            return False
        if curated in self.curated:
            self.conflict(curated, value)
            return False
        return True

    def base(self, name):
        """Return what the last record of this cable had said."""
        if self._base is None:
            self._base = _last_values(self.cable)
        return self._base.get(name)

    def conflict(self, name, value):
        leave_conflict(self.merger.run, self.cable, name, value)

    def _offer_created(self):
        """Take a time, unless what the archive has is known more exactly."""
        created = self.values.fields["created"]
        precision = self.values.fields["created_precision"]
        had, cable = FINENESS[self.cable.created_precision], self.cable
        finer = FINENESS[precision] - had
        if finer < 0 or (finer == 0 and (self.poorer or created == cable.created)):
            return
        if "created_precision" in self.curated and precision != cable.created_precision:
            # Who said how much is known of the time has judged the time as well.
            self.conflict("created_precision", precision)
        elif self.may_set("created", created, words=False):
            self.before.column("created", cable.created)
            self.before.column("created_precision", cable.created_precision)
            cable.created, cable.created_precision = created, precision
            self.changes |= {"created": created, "created_precision": precision}

    def _offer_released(self):
        """An empty release is filled; a past one can only turn out to be earlier."""
        released, cable = self.values.message.released, self.cable
        if released is None or released == cable.released:
            return
        earlier = cable.released and released < cable.released <= timezone.now()
        if (cable.released is None or earlier) and self.may_set(
            "released", released, words=False
        ):
            self.before.column("released", cable.released)
            cable.released = self.changes["released"] = released

    def _save(self):
        cable = self.cable
        if self.changes.keys() & {"body", "header"} and not self.sealed:
            self.before.column("problems", cable.problems)
            cable.problems = self.values.fields["problems"]
        cable.sha256 = content_sha256(
            subject=cable.subject, header=cable.header, body=cable.body
        )
        cable.version += 1
        cable.modified = timezone.now()
        cable.save()
        if self.was_public:
            Change.objects.create(cable=cable, action=Action.CORRECTED)
            self.merger.changed_public = True

    def _keep_record(self):
        message = self.values.message
        record = SourceRecord(
            cable=self.cable,
            run=self.merger.run.stored_row,
            format=message.format,
            file=message.file[-1000:],
            line=message.line,
            sha256=self.values.sha256,
            compressed=self.values.compressed,
        )
        if self.cable.pk in self.merger.purged:
            record.seal()
        record.save()


def same(one, other):
    """Return whether two values agree; line ends at a text's end are no difference."""
    if isinstance(one, str) and isinstance(other, str):
        return one.rstrip() == other.rstrip()
    return one == other


def _last_values(cable):
    """Return the fields that the last record of a cable gives when it is read again."""
    record = cable.source_records.order_by("-id").first()
    if record is None:
        return {}
    frame = Frame(
        format=record.format, file=record.file, line=record.line, raw=record.raw
    )
    message = next(one for one in read(frame) if isinstance(one, SourceMessage))
    return prepare(message).fields
