"""One batch of an import: its records told apart, stored, and counted. One transaction."""

from dataclasses import dataclass, field, replace

from django.db import DataError, IntegrityError, connection, transaction

from cables.choices import State
from cables.models import hold_epoch
from cables.search.outbox import EVERY, tell_desk, tell_readers

from .articles import link_found_articles
from .known import gone, known_cables, owners_of_numbers
from .load import store_new
from .merge import Merger
from .publish import publish_drafts
from .rejects import reject_row
from .rows import NewCable
from .sources.base import BadField, Reject, reject
from .traces import Befores
from .values import CableValues
from .work import Task, work

TAG, POST = "cables_tag", "cables_post"


@dataclass(kw_only=True)
class Sorted:
    """What a batch turned out to hold."""

    new: list = field(default_factory=list)
    known: list = field(default_factory=list)
    drafts: list = field(default_factory=list)
    rejects: list = field(default_factory=list)


class Batch:
    """
    The frames of a batch with what workers made of them. The archive may have changed
    since the workers began: what is new is decided here, under the batch's transaction.
    """

    def __init__(self, *, run, job, outcomes):
        self.run = run
        self.job = job
        self.outcomes = outcomes
        self.context = job.task.context
        self.sorted = Sorted()
        self.changed_public = False
        self.befores = Befores(run)
        self.told = None  # the step at which the indexes were told of this batch
        self.touched = set()  # cables whose search documents change

    def store(self):
        """Write the batch, or only count it in a dry run."""
        with transaction.atomic():
            if connection.vendor == "postgresql":
                # A crash of the server loses whole batches and their checkpoint alike.
                with connection.cursor() as cursor:
                    cursor.execute("SET LOCAL synchronous_commit = off")
            # Whoever merges a tag raises the step, and waits while this batch holds it.
            if hold_epoch() != self.run.step:
                self.run.disturbed = True
            self._sort()
            if self.run.disturbed:
                self._settle_vocabulary()
            self._store_new()
            self._merge_known()
            self._publish_drafts()
            self._keep_rejects()
            self.befores.save()
            self._tell()
            self.run.save_checkpoint(self.job.checkpoint)
            if self.run.dry_run:
                transaction.set_rollback(True)
        if self.told and not self.run.dry_run:
            self.run.step = self.told

    def _tell(self):
        """Tell the search indexes; they follow once the import is at its end."""
        if self.touched or self.changed_public:
            tell = tell_readers if self.changed_public else tell_desk
            cables = EVERY if self.run.fresh else self.touched
            self.told = tell(cables, follow=False)

    def _sort(self):
        briefs = [
            one.values if isinstance(one, NewCable) else one.message
            for found in self.outcomes
            for one in found
            if not isinstance(one, Reject)
        ]
        self.keys = self.run.dry_created | known_cables(
            one.reference_id for one in briefs
        )
        self.numbers = owners_of_numbers(one.number for one in briefs)
        for same in self.job.same:
            self._sort_same(same)
        for frame, found in zip(self.job.task.frames, self.outcomes, strict=True):
            for one in found:
                self._sort_one(frame, one)

    def _sort_same(self, same):
        self.keys.setdefault(same.reference_id, None)
        if refused := self._duplicate(same.frame, same.reference_id):
            self.sorted.rejects.append(refused)
        elif self.run.publish and same.state == State.DRAFT:
            self.sorted.drafts.append(same.reference_id)
        else:
            self.run.tally.add("unchanged", same.reference_id)

    def _sort_one(self, frame, one):
        if isinstance(one, Reject):
            self.sorted.rejects.append(one)
            return
        if isinstance(one, NewCable) and one.values.reference_id in self.keys:
            one = self._to_compare(frame)
        elif isinstance(one, CableValues) and one.message.reference_id not in self.keys:
            one = self._to_create(frame, *self.run.new_ids(1))
        values = one.values if isinstance(one, NewCable) else one.message
        refused = self._duplicate(frame, values.reference_id) or self._number_taken(
            frame, values
        )
        if refused:
            self.sorted.rejects.append(refused)
            return
        key = self.keys.setdefault(
            values.reference_id, one.cable_id if isinstance(one, NewCable) else None
        )
        if values.number is not None:
            self.numbers[values.number] = (key, values.reference_id)
        for note in values.notes:
            self.run.tally.note(f"{values.file}: {note}.")
        kept = self.sorted.new if isinstance(one, NewCable) else self.sorted.known
        kept.append((frame, one))

    def _to_compare(self, frame):
        """Read a frame again whose cable the archive has, against what was expected."""
        task = Task(frames=(frame,), ids=(None,), context=self.context)
        (found,) = work(task)
        return next(one for one in found if isinstance(one, CableValues))

    def _to_create(self, frame, cable_id):
        """
        Read a frame again that brings a new cable after all: its hint named one that the
        archive has, or its rows name a tag or a post that is gone.
        """
        task = Task(frames=(frame,), ids=(cable_id,), context=self.context)
        (found,) = work(task)
        return next(one for one in found if isinstance(one, NewCable))

    def _settle_vocabulary(self):
        """
        See that the tags and posts which the batch names by id are there. One that an
        editor has merged into another since the run began is found by its name.
        """
        while lost := self._lost():
            self.run.forget_vocabulary()
            self.context = replace(
                self.context,
                posts=dict(self.run.posts.ids),
                tags=dict(self.run.tags.ids),
            )
            self.sorted.new = [
                (frame, self._to_create(frame, cable.cable_id))
                if cable.post_id in lost[POST] or cable.tag_ids & lost[TAG]
                else (frame, cable)
                for frame, cable in self.sorted.new
            ]

    def _lost(self):
        """Return the ids of tags and posts that are gone, by table; nothing if none is."""
        tags, posts = self.run.tags.ids, self.run.posts.ids
        used = {TAG: set(), POST: set()}
        for _, cable in self.sorted.new:
            used[TAG] |= cable.tag_ids
            used[TAG].update(tags.get(code) for _, code, _ in cable.unknown_tags)
            used[POST] |= {cable.post_id or posts.get(cable.values.origin.casefold())}
        for _, values in self.sorted.known:
            used[TAG].update(tags.get(code) for code, _ in values.tags)
            used[POST].add(posts.get(values.origin.casefold()))
        lost = {table: gone(table, ids - {None}) for table, ids in used.items()}
        return lost if any(lost.values()) else None

    def _duplicate(self, frame, reference_id):
        first = self.run.seen.first(frame, reference_id)
        if first is None or reference_id not in self.keys:
            self.run.seen.remember(frame, reference_id)
            return None
        file, line = first
        return reject(
            frame,
            BadField(
                "reference id",
                f"{reference_id} came in already from {file} line {line} of this "
                "import; the first counts. Remove this record or correct its id.",
                reference_id,
            ),
        )

    def _number_taken(self, frame, values):
        key, owner = self.numbers.get(values.number, (None, ""))
        if key is None or key == self.keys.get(values.reference_id):
            return None
        return reject(
            frame,
            BadField(
                "id",
                f"The id {values.number} belongs to {owner} already. Correct it or "
                "leave it empty.",
                values.reference_id,
            ),
        )

    def _store_new(self):
        if self.run.dry_run:
            for _, cable in self.sorted.new:
                self.run.dry_created[cable.values.reference_id] = cable.cable_id
                self.run.tally.add("created", cable.values.reference_id)
                if self.run.samples is not None:
                    self.run.samples.add_created(cable.values.reference_id)
        elif self.sorted.new and not self._stored(self.sorted.new):
            # One of them is at fault: alone, it takes no other with it.
            for one in self.sorted.new if len(self.sorted.new) > 1 else ():
                self._stored([one])

    def _stored(self, some):
        """Store new cables; return whether the database took them."""
        cables = [cable for _, cable in some]
        try:
            with transaction.atomic():
                store_new(cables=cables, posts=self.run.posts, tags=self.run.tags)
                self._link_articles(cables)
        except (DataError, IntegrityError) as error:
            self.run.forget_vocabulary()
            if len(some) == 1:
                self._refused_by_database(some[0][0], error)
            return False
        for cable in cables:
            self.run.tally.add("created", cable.values.reference_id)
            self.touched.add(cable.cable_id)
        self.changed_public |= self.run.publish
        return True

    def _link_articles(self, cables):
        for cable in cables:
            if cable.values.articles:
                link_found_articles(
                    cable_id=cable.cable_id,
                    articles=cable.values.articles,
                    made=self.run.note_made,
                )

    def _merge_known(self):
        merger = Merger(run=self.run, context=self.context, befores=self.befores)
        merger.look_up(values for _, values in self.sorted.known)
        for frame, values in self.sorted.known:
            reference_id = values.message.reference_id
            try:
                with transaction.atomic():
                    changed = merger.merge(values)
            except (DataError, IntegrityError) as error:
                self.run.forget_vocabulary()
                self._refused_by_database(frame, error)
                continue
            except BadField as error:
                self.sorted.rejects.append(reject(frame, error))
                continue
            self.run.tally.add("updated" if changed else "unchanged", reference_id)
            if changed and reference_id in merger.cables:
                self.touched.add(merger.cables[reference_id].pk)
        self.changed_public |= merger.changed_public

    def _publish_drafts(self):
        drafts = known_cables(self.sorted.drafts)
        self.befores.look_up(drafts.values())
        published = publish_drafts(
            reference_ids=self.sorted.drafts,
            context=self.context,
            befores=self.befores,
            user=self.run.row.user,
        )
        for reference_id in self.sorted.drafts:
            changed = reference_id in published
            self.run.tally.add("updated" if changed else "unchanged", reference_id)
        self.touched.update(drafts[reference_id] for reference_id in published)
        self.changed_public |= bool(published)

    def _refused_by_database(self, frame, error):
        words = " ".join(str(error).split())[:200]
        reason = f"The database refuses the record ({words}). Mend it, or report it."
        self.sorted.rejects.append(reject(frame, BadField("", reason)))

    def _keep_rejects(self):
        for one in self.sorted.rejects:
            self.run.tally.add("rejected", f"{one.file}:{one.line}: {one.reason}")
            if self.run.samples is not None:
                self.run.samples.add_reject(one)
        self.run.keep_rejects(
            [reject_row(self.run.row.pk, one) for one in self.sorted.rejects]
        )
