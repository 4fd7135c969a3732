"""A cable that a run changed, as it was before: but for what a person has set since."""

from django.utils import timezone

from cables.choices import Action, ModerationState, State
from cables.models import (
    Article,
    ArticleLink,
    Cable,
    Change,
    Discussion,
    Paragraph,
    Post,
    Reference,
    Tag,
    content_sha256,
)
from cables.models.sealed import ImportTrace, SealedText, SourceRecord

from .merge import BODY_FIELDS, HEADER_FIELDS
from .traces import LISTS, WITH_PARAGRAPHS

#: Columns and lists that are read from a text: who edits it answers for them too.
READ_FROM = {
    "header": {*HEADER_FIELDS, "recipients"},
    "body": {*BODY_FIELDS, "problems", "word_count", *WITH_PARAGRAPHS},
    "paragraphs": {"word_count", *WITH_PARAGRAPHS},
}
#: Blocks are let go of after what hangs on them has moved, and made before it.
ORDER = ("paragraphs", "aliases", "recipients", "references", "tags")
HANGING = ("links", "discussions")
#: Of links as traces kept them that are older than their state.
SEEN_THEN = {"state": ModerationState.APPROVED}
#: Where a row points that may be gone by now: it does without, or goes with it.
POINTS_AT = {"target_id": (Cable, False), "tag_id": (Tag, True)}
POINTS_AT |= {"article_id": (Article, True), "paragraph_id": (Paragraph, False)}


def put_back(*, trace, cable, edited):
    """
    Put a cable back to what it was before the run of a trace, and forget that the run
    had it. Return (whether anything changed, whether a person's work kept some of it).
    """
    before = trace.before
    names = {*before["columns"], *before["lists"]}
    kept = _kept(cable, before["lists"], edited) & names
    was_public = cable.is_public
    columns = _columns(cable, before["columns"], kept)
    lists = {name: rows for name, rows in before["lists"].items() if name not in kept}
    for name in (*ORDER, *HANGING):
        if name in lists and not (edited and name in HANGING):
            _put_rows_back(cable, name, lists[name])
    if columns or lists:
        _save(cable, columns, was_public)
    SourceRecord.objects.filter(cable=cable, run=trace.run_id).delete()
    _forget_publishing(cable, columns)
    trace.delete()
    return bool(columns or lists), bool(kept)


def _kept(cable, lists, edited):
    """Return the names of the columns and lists that stay as they are now."""
    kept = set()
    for name in cable.curated:
        kept |= {name, f"{name}_id"} | READ_FROM.get(name, set())
    sealed = SealedText.objects.filter(cable=cable).exists()
    if sealed:  # the words that it had are those that were taken out since
        kept |= READ_FROM["header"] | READ_FROM["body"]
    if "paragraphs" in lists and edited and _would_lose_hold(cable, lists):
        kept |= READ_FROM["body"]
    return kept


def _would_lose_hold(cable, lists):
    """Whether a person's link or thread hangs on a block that would go."""
    blocks = {row["id"] for row in lists["paragraphs"]}
    for name in HANGING:
        model, column, _ = LISTS[name]
        ours = [row["id"] for row in lists.get(name, ())]
        rows = model.objects.filter(**{column: cable.pk}, paragraph__isnull=False)
        rows = rows.exclude(paragraph__in=blocks).exclude(pk__in=ours)
        made = ImportTrace.objects.filter(model=model._meta.model_name)
        if rows.exclude(pk__in=made.values("object_id")).exists():
            return True
    return False


def _columns(cable, columns, kept):
    """Set the columns that go back; return their names."""
    names, released = [], cable.released
    for name, value in columns.items():
        gone = name == "post_id" and not Post.objects.filter(pk=value).exists()
        moved = name == "state" and cable.state != State.PUBLISHED
        if name in kept or gone or moved:
            continue
        setattr(cable, name, Cable._meta.get_field(name).to_python(value))
        names.append(name)
    if cable.state == State.PUBLISHED and cable.released is None:
        names.remove("released")  # a person has published it with that date
        cable.released = released
    return names


def _save(cable, columns, was_public):
    cable.sha256 = content_sha256(
        subject=cable.subject, header=cable.header, body=cable.body
    )
    cable.version += 1  # an editor's form of the version before must not be taken
    cable.modified = timezone.now()
    cable.save(update_fields=[*columns, "sha256", "version", "modified"])
    if was_public:
        Change.objects.create(cable=cable, action=Action.CORRECTED, was_public=True)


def _forget_publishing(cable, columns):
    """A publication that no reader has seen leaves no line in the public log."""
    if "state" in columns:
        cable.changes.filter(action=Action.PUBLISHED, was_public=False).delete()


def _put_rows_back(cable, name, rows):
    model, column, fields = LISTS[name]
    if name == "links":
        rows = [SEEN_THEN | row for row in rows]
    rows = _that_stand(rows, fields)
    wanted = {row["id"]: row for row in rows}
    now = model.objects.filter(**{column: cable.pk})
    if name not in HANGING:
        if name == "paragraphs":
            _let_go(now.exclude(pk__in=wanted))
        now.exclude(pk__in=wanted).delete()
    present = set(now.values_list("pk", flat=True))
    objects = [model(**row, **{column: cable.pk}) for row in rows]
    model.objects.bulk_update([o for o in objects if o.pk in present], fields[1:])
    if name != "discussions":  # no import removes one, nor does it bring one back
        missing = [one for one in objects if one.pk not in present]
        model.objects.bulk_create(missing, ignore_conflicts=name == "links")


def _that_stand(rows, fields):
    """Leave out rows, or where they point, for what is gone since."""
    for name in POINTS_AT.keys() & set(fields):
        model, is_needed = POINTS_AT[name]
        keys = {row[name] for row in rows} - {None}
        here = set(model.objects.filter(pk__in=keys).values_list("pk", flat=True))
        if is_needed:
            rows = [row for row in rows if row[name] in here]
        else:
            rows = [row if row[name] in here else row | {name: None} for row in rows]
    return rows


def _let_go(blocks):
    """Nothing may go with a block: what hangs on it hangs on the cable then."""
    keys = list(blocks.values_list("pk", flat=True))
    ArticleLink.objects.let_go_of(keys)
    Discussion.objects.filter(paragraph__in=keys).update(paragraph=None)
    Reference.objects.filter(paragraph__in=keys).update(paragraph=None)
