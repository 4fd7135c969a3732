"""What readers are told of a release. What editors write is cleaned before it is kept."""

from cables.models import Cable, ReleaseNote, clean_html, holding_epoch, raise_epoch

from .limits import check_texts, check_year
from .markers import refuse_said_of_many
from .purge.shown import readable
from .revisions import record_change, snapshot

FIELDS = ("day", "title", "notes")


@holding_epoch
def set_release_note(note, *, user, values, why=""):
    """Save the note of a day of release, or add it."""
    stored = ReleaseNote.objects.select_for_update().filter(pk=note.pk).first()
    before = snapshot(stored, FIELDS) if stored else {}
    for name, value in values.items():
        setattr(note, name, value)
    check_texts(values, ("title", "notes"))
    check_year(note.day)
    note.notes = clean_html(note.notes)
    check_words(note.day, note.title, note.notes)
    note.full_clean()
    note.save()
    after = snapshot(note, FIELDS)
    if record_change(note, user=user, why=why, before=before, after=after):
        raise_epoch()
    return note


def check_words(day, title, notes):
    """Refuse words that were taken out of a cable of that day's release."""
    cables = Cable.objects.filter(released__date=day)
    refuse_said_of_many(cables, title, readable(notes))
