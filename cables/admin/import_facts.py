"""How an import was asked for and how far it came, in words."""

from datetime import datetime

from django.utils.html import format_html_join
from django.utils.text import Truncator

from cables.ingest import rollback, schema

#: Of the options: what the page says elsewhere, or what is for the machine alone.
SILENT = {"source_id", rollback.KEY}
LONGEST = 200  # characters of what has no words of its own here


def asked(run):
    """Return the sentences that the options of a run make."""
    options = dict(run.options)
    publish, released = options.pop("publish", None), options.pop("released", None)
    if publish is not None:
        yield "New cables to be published." if publish else "New cables to be drafts."
    if released:
        moment = datetime.fromisoformat(released)
        yield f"Date of release: {moment:%Y-%m-%d %H:%M}."
    if options.pop("fresh", False):
        yield "The archive was empty before."
    if job := options.pop("job", None):
        yield f"Run by job {job}."
    if indexes := options.pop(schema.KEY, None):
        yield f"Indexes that are still to be made again: {len(indexes)}."
    for name, value in options.items():
        if name not in SILENT and value is not None:
            yield Truncator(f"{name}: {value}").chars(LONGEST)


def reached(run):
    """Return the sentences that the checkpoint of a run makes."""
    stands = run.checkpoint
    if "records" in stands:
        yield f"Records read: {stands['records']:,}."
    if "file" in stands and "line" in stands:
        yield f"The last one: {stands['file']}, line {stands['line']:,}."
    if "bytes" in stands:
        yield f"Bytes read: {stands['bytes']:,}."


def listed(sentences):
    """Return sentences as a list of a page, or a dash."""
    found = [(sentence,) for sentence in sentences]
    return format_html_join("", "<div>{}</div>", found) or "–"
