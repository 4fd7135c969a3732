"""What an import did, in numbers."""

from dataclasses import asdict, dataclass, field


@dataclass(frozen=True, kw_only=True)
class ImportReport:
    run_id: int | None = None
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    conflicts: int = 0
    seconds: float = 0.0
    interrupted: bool = False
    dry_run: bool = False
    samples: dict = field(default_factory=dict)  # what happened: a few ids
    notes: tuple = ()

    @property
    def changed(self):
        return self.created + self.updated

    def as_json(self):
        return asdict(self) | {"changed": self.changed}


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far an import is: handed to the caller after every batch."""

    done: int
    total: int  # bytes of all files
    created: int
    updated: int
    unchanged: int
    rejected: int

    @classmethod
    def of(cls, tally, done, total):
        counts = {name: tally.counts[name] for name in Tally.NAMES[:4]}
        return cls(done=done, total=total, **counts)

    @property
    def records(self):
        return self.created + self.updated + self.unchanged + self.rejected


class Tally:
    """Counts that grow while an import runs, with a few samples of each."""

    NAMES = ("created", "updated", "unchanged", "rejected", "conflicts")
    SAMPLES = 5
    NOTES = 100

    def __init__(self, **counts):
        self.counts = dict.fromkeys(self.NAMES, 0) | counts
        self.samples = {name: [] for name in self.NAMES}
        self.notes = []

    @classmethod
    def of(cls, row):
        """Return the counts of a run that goes on."""
        return cls(
            created=row.created_count,
            updated=row.updated_count,
            unchanged=row.unchanged_count,
            rejected=row.rejected_count,
            conflicts=row.conflict_count,
        )

    def add(self, name, sample=""):
        self.counts[name] += 1
        if sample and len(self.samples[name]) < self.SAMPLES:
            self.samples[name].append(sample)

    def note(self, text):
        if len(self.notes) < self.NOTES:
            self.notes.append(text)
