"""A look at what a dry run would do: a few of each, with what would change in them."""

from cables.models import Post

from .traces import LISTS

MOST = 20
SHOWN = 240  # characters of a value
LEAD = 40  # of them before the first one that differs


class Samples:
    """Filled while a run goes; what it holds quotes records, and is sealed as they are."""

    def __init__(self):
        self.created = []
        self.changed = []
        self.conflicts = []
        self.rejected = []

    @property
    def wants_changes(self):
        return len(self.changed) < MOST

    def add_created(self, reference_id):
        if len(self.created) < MOST:
            self.created.append(reference_id)

    def add_change(self, cable, before):
        if self.wants_changes:
            changes = [
                _change(name, value, getattr(cable, name))
                for name, value in before.columns.items()
                if name not in ("problems", "word_count")
            ]
            changes += [_rows(cable, *one) for one in before.lists.items()]
            self.changed.append(
                {"reference_id": cable.reference_id, "changes": changes}
            )

    def add_conflict(self, cable, name, incoming):
        if len(self.conflicts) < MOST:
            change = _change(name, getattr(cable, name, ""), incoming)
            self.conflicts.append({"reference_id": cable.reference_id} | change)

    def add_reject(self, one):
        if len(self.rejected) < MOST:
            names = ("file", "line", "column", "reference_id", "reason")
            self.rejected.append({name: getattr(one, name) for name in names})

    def as_json(self):
        return {
            "created": self.created,
            "changed": self.changed,
            "conflicts": self.conflicts,
            "rejected": self.rejected,
        }


def _change(name, before, after):
    before, after = _text(name, before), _text(name, after)
    start = max(_same(before, after) - LEAD, 0)
    return {
        "field": name.removesuffix("_id"),
        "before": _piece(before, start),
        "after": _piece(after, start),
    }


def _rows(cable, name, rows):
    model, column, _ = LISTS[name]
    now = model.objects.filter(**{column: cable.pk}).count()
    return {"field": name, "before": f"{len(rows):,}", "after": f"{now:,}"}


def _text(name, value):
    if name == "post_id" and value:
        return str(Post.objects.filter(pk=value).first() or value)
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return "" if value is None else str(value)


def _same(one, other):
    """Return how many characters two texts begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    shorter = min(len(one), len(other))
    return next((at for at, (a, b) in pairs if a != b), shorter)


def _piece(text, start):
    piece = text[start : start + SHOWN]
    lead = "…" if start and piece else ""
    return f"{lead}{piece}{'…' if start + SHOWN < len(text) else ''}"
