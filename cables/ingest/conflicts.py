"""What a record says against a person's word: left for an editor to decide."""

from datetime import date

from cables.models.sealed import ImportConflict

from .traces import note_conflict


def leave_conflict(run, cable, name, value):
    """Leave one open conflict for a field, unless a person has decided this one."""
    incoming = value.isoformat() if isinstance(value, date) else value
    rows = ImportConflict.objects.filter(cable=cable, field=name)
    if rows.filter(decided__isnull=False, incoming=incoming).exists():
        return
    if run.samples is not None:
        run.samples.add_conflict(cable, name, incoming)
    row = rows.filter(decided=None).first()
    if row is None:
        ImportConflict.objects.create(
            cable=cable, run=run.stored_row, field=name, incoming=incoming
        )
        run.tally.add("conflicts", cable.reference_id)
    elif row.incoming != incoming:
        note_conflict(run.stored_row, row)
        row.incoming, row.run = incoming, run.stored_row
        row.save(update_fields=["incoming", "run"])
