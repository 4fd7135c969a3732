"""
An import taken back: its cables removed, what it changed put back, step by step.

Each step is one transaction and leaves nothing of its cables to do, so that a roll-back
that was killed goes on where it stood. What has to stay is named, with the reason
(``verdicts``); a run can be rolled back again once that reason is gone.
"""

from dataclasses import asdict, dataclass, field

from django.db import transaction
from django.utils import timezone

from cables.choices import RunState
from cables.models import Cable, ImportRun, hold_epoch, raise_epoch
from cables.models.sealed import ImportConflict, ImportReject, ImportTrace
from cables.search.outbox import tell_desk, tell_readers

from .lock import only_import
from .put_back import put_back
from .remove import remove_cables, remove_links, remove_unused
from .resolve import point_malformed_twins, resolve_references
from .schema import mend
from .sources.base import SourceError
from .traces import TWIN
from .verdicts import SEEN, changed_by, created_by, keep_changed, keep_created

STEP = 200
NAMED = 20  # cables that are named for each reason
KEY = "rolled_back"  # of the run's options: what was done so far


@dataclass(kw_only=True)
class RollBackReport:
    """What a roll-back did, or would do."""

    run_id: int
    dry_run: bool = False
    total: int = 0  # cables to look at
    looked_at: int = 0
    removed: int = 0
    put_back: int = 0
    in_part: int = 0  # of those: where a person's values stay
    untouched: int = 0  # only a record goes: it had changed nothing
    vocabulary: int = 0
    conflicts: int = 0
    rejects: int = 0
    kept: dict = field(default_factory=dict)  # reason: how many
    named: dict = field(default_factory=dict)  # reason: some reference ids

    @property
    def kept_count(self):
        return sum(self.kept.values())

    def as_json(self):
        return asdict(self)

    def keep(self, reasons):
        """Count cables that stay, and name the first few of them."""
        for reason in reasons.values():
            self.kept[reason] = self.kept.get(reason, 0) + 1
        wanted = [
            key
            for key, reason in reasons.items()
            if len(self.named.get(reason, ())) < NAMED
        ][: NAMED * 5]
        rows = Cable.objects.filter(pk__in=wanted).order_by("pk")
        for key, reference_id in rows.values_list("pk", "reference_id"):
            names = self.named.setdefault(reasons[key], [])
            if len(names) < NAMED:
                names.append(reference_id)


def check(run):
    """Raise SourceError for a run that cannot be rolled back."""
    if run.state == RunState.ROLLED_BACK and run.rolled_back and not has_left(run):
        raise SourceError(f"Import {run.pk} is rolled back already.")


def has_left(run):
    """Whether something of a run is still in the archive."""
    return run.source_records.exists() or changed_by(run).exists()


def preview(run, *, beat=lambda report: None):
    """Count what a roll-back would do; change nothing."""
    check(run)
    report = RollBackReport(run_id=run.pk, dry_run=True)
    created, changed = (
        created_by(run),
        list(changed_by(run).values_list("pk", flat=True)),
    )
    report.total = len(created) + len(changed)
    for keys in _chunks(created):
        stay = keep_created(run, keys)
        report.keep(stay)
        report.removed += len(keys) - len(stay)
        report.looked_at += len(keys)
        beat(report)
    for keys in _chunks(changed):
        traces = list(ImportTrace.objects.filter(pk__in=keys))
        stay, edited = keep_changed(run, traces)
        report.keep(stay)
        for trace in traces:
            _count_preview(report, trace, stay, edited)
        report.looked_at += len(keys)
        beat(report)
    report.conflicts = _open_conflicts(run).count()
    report.rejects = run.rejects.count()
    names = ("post", "tag", "article", "publisher")
    report.vocabulary = ImportTrace.objects.filter(run=run, model__in=names).count()
    return report


def _count_preview(report, trace, stay, edited):
    before = trace.before
    if trace.object_id in stay:
        return
    if not (before["columns"] or before["lists"]):
        report.untouched += 1
        return
    report.put_back += 1
    report.in_part += trace.object_id in edited


def roll_back(run, *, beat=lambda report: None, stop=lambda: False):
    """
    Take a run back and return a RollBackReport. ``beat`` is called in the transaction of
    each step; once ``stop`` returns True, the rest is left for another call.
    """
    with only_import():
        mend()
        run.refresh_from_db()
        check(run)
        work = _RollBack(run, beat)
        work.begin()
        for step in work.steps():
            work.do(step)
            if stop():
                return work.report
        work.end()
        return work.report


class _RollBack:
    def __init__(self, run, beat):
        self.run = run
        self.beat = beat
        done = run.options.get(KEY, {}) if run.rolled_back is None else {}
        self.report = RollBackReport(**{"run_id": run.pk} | done)
        self.report.kept, self.report.named = {}, {}  # looked at once more

    @transaction.atomic
    def begin(self):
        """Nothing resumes the run from here on."""
        self.run.state, self.run.rolled_back = RunState.ROLLED_BACK, None
        self.run.save(update_fields=["state", "rolled_back"])

    def steps(self):
        created = created_by(self.run)
        changed = list(changed_by(self.run).values_list("pk", flat=True))
        self.report.total = self.report.looked_at + len(created) + len(changed)
        for keys in _chunks(created):
            yield lambda keys=keys: self._remove(keys)
        for keys in _chunks(changed):
            yield lambda keys=keys: self._put_back(keys)
        yield self._clear
        yield self._vocabulary

    def do(self, step):
        with transaction.atomic():
            hold_epoch()
            step()
            self._note()

    def _note(self):
        self.run.options[KEY] = self.report.as_json()
        self.run.save(update_fields=["options"])
        self.beat(self.report)

    def _remove(self, keys):
        stay = keep_created(self.run, keys)
        gone = [key for key in keys if key not in stay]
        self.report.keep(stay)
        self.report.looked_at += len(gone)
        self.report.removed += len(gone)
        if gone:
            remove_cables(gone)
            tell_desk(gone, follow=False)

    def _put_back(self, keys):
        traces = list(ImportTrace.objects.filter(pk__in=keys).order_by("id"))
        stay, edited = keep_changed(self.run, traces)
        self.report.keep(stay)
        found = [trace.object_id for trace in traces]
        cables = Cable.objects.select_for_update().in_bulk(found)
        public, changed = False, []
        for trace in traces:
            cable = cables.get(trace.object_id)
            if cable is None:
                trace.delete()
            elif cable.pk not in stay:
                public |= cable.is_public
                changed.append(cable.pk)
                self._put_one_back(trace, cable, cable.pk in edited)
        self.report.looked_at += len(changed)
        self._tell(changed, public)

    def _put_one_back(self, trace, cable, edited):
        changed, in_part = put_back(trace=trace, cable=cable, edited=edited)
        self.report.put_back += changed
        self.report.untouched += not changed and not in_part
        self.report.in_part += in_part

    def _clear(self):
        """Take away what is left of the run beside its cables."""
        self._open_conflicts_as_before()
        rejects = ImportReject.objects.filter(run=self.run)
        self.report.rejects += rejects.count()
        rejects._raw_delete(rejects.db)
        twins = ImportTrace.objects.filter(run=self.run, model=TWIN)
        parted = Cable.objects.filter(pk__in=twins.values("object_id"))
        parted = [c.pk for c in parted.only("curated") if "canonical" not in c.curated]
        if Cable.objects.filter(pk__in=parted).update(canonical=None):
            raise_epoch()
        twins.delete()
        linked = remove_links(self.run)
        public = Cable.objects.public().filter(pk__in=linked).exists()
        self._tell(linked, public)

    def _open_conflicts_as_before(self):
        traces = ImportTrace.objects.filter(run=self.run, model="importconflict")
        for trace in traces:
            before = trace.before
            known = ImportRun.objects.filter(pk=before["run"]).exists()
            rows = _open_conflicts(self.run).filter(pk=trace.object_id)
            # Where words were taken out since, what it said may hold them.
            rows.filter(cable__sealed_texts=None).update(
                incoming=before["incoming"], run=before["run"] if known else None
            )
        traces.delete()
        self.report.conflicts += _open_conflicts(self.run).delete()[0]

    def _vocabulary(self):
        self.report.vocabulary += remove_unused(self.run)

    def _tell(self, cables, public):
        if cables:
            tell = tell_readers if public else tell_desk
            tell(cables, follow=False)

    @transaction.atomic
    def end(self):
        resolve_references()
        point_malformed_twins()
        self.run.rolled_back = timezone.now()
        self.run.save(update_fields=["rolled_back"])
        self._note()


def seen_of(run):
    """Return the keys of the run's cables that stay because readers have seen them."""
    found = []
    for keys in _chunks(created_by(run)):
        stay = keep_created(run, keys)
        found += [key for key, reason in stay.items() if reason == SEEN]
    for keys in _chunks(list(changed_by(run).values_list("pk", flat=True))):
        stay, edited = keep_changed(run, list(ImportTrace.objects.filter(pk__in=keys)))
        found += [
            key for key, reason in stay.items() if reason == SEEN and key not in edited
        ]
    return found


def _open_conflicts(run):
    return ImportConflict.objects.filter(run=run, decided=None)


def _chunks(keys):
    for start in range(0, len(keys), STEP):
        yield keys[start : start + STEP]
