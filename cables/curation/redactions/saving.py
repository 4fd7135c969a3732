"""Writing changed texts of a cable: columns, rows, addresses inside paragraphs, history."""

from cables.curation.paragraphs import count_words
from cables.curation.revisions import add_revision
from cables.curation.versions import mark_curated, save_version
from cables.models import Cable, ParagraphAlias, content_sha256

from .texts import LISTS, ROWS

#: What a person answers for, once words of it were taken out or put back.
CURATED = {
    "paragraph": "paragraphs",
    "reference": "references",
    "cited": "references",
    "recipient": "recipients",
    "route": "recipients",
}


def save_texts(texts, *, user, why, by_two=False):
    """
    Save all texts that were changed as the cable's next version. What two people have
    decided is no work of the second one's.
    """
    cable, changed = texts.cable, texts.changed()
    before, after = _of_cable(texts, changed)
    if by_two:
        after["redactions"] = len(changed)
    for place in changed:
        _set(texts, place)
    for kind in ("quote", "discussion"):
        for place in changed:
            if place.kind == kind:
                _record(texts, place, user, why)
    if any(place.kind == "paragraph" for place in changed):
        cable.word_count = count_words(cable)
    cable.sha256 = content_sha256(
        subject=cable.subject, header=cable.header, body=cable.body
    )
    columns = [place.key for place in changed if place.kind == "field"]
    rows = {CURATED[place.kind] for place in changed if place.kind in CURATED}
    mark_curated(cable, [*columns, *rows])
    save_version(
        cable,
        user=user,
        why=why,
        before=before,
        after=after,
        fields=[*columns, "curated", "word_count", "sha256"],
    )


def _set(texts, place):
    text = texts[place]
    if place.kind == "field":
        is_list = place.key in LISTS
        value = [one for one in text.split("\n") if one] if is_list else text
        setattr(texts.cable, place.key, value)
        return
    row, columns = texts.rows[place], [ROWS[place.kind][1]]
    if place.kind == "cited":
        row.target = Cable.objects.filter(reference_id=text).first() if text else None
        columns.append("target")
    row.save(update_fields=columns)


def _of_cable(texts, changed):
    """Return the cable's texts before and after, as its history has them."""
    before, after = {}, {}
    for place in changed:
        if place.kind == "field":
            before[place.key], after[place.key] = texts.before[place], texts[place]
        elif place.kind in CURATED:
            row, name = texts.rows[place], CURATED[place.kind]
            key = row.key if place.kind == "paragraph" else str(row.pk)
            column = ROWS[place.kind][1]
            for side, values in ((before, texts.before), (after, texts.texts)):
                one = side.setdefault(name, {}).setdefault(key, {})
                one[column] = values[place]
    for side in (before, after):
        for name in LISTS & side.keys():
            side[name] = side[name].split("\n")
    return before, after


def _record(texts, place, user, why):
    row, column = texts.rows[place], ROWS[place.kind][1]
    add_revision(
        row,
        user=user,
        why=why,
        before={column: texts.before[place]},
        after={column: texts[place]},
        cable=texts.cable,
    )


def inner_addresses(paragraph_id, start, end):
    """Return {key: characters into the words} of addresses that land inside them."""
    rows = ParagraphAlias.objects.filter(
        paragraph=paragraph_id, offset__gt=start, offset__lt=end
    )
    return {row.key: row.offset - start for row in rows}


def move_addresses(paragraph_id, start, end, size):
    """Let addresses into a paragraph land where they did, once a part has a new size."""
    rows = list(ParagraphAlias.objects.filter(paragraph=paragraph_id, offset__gt=start))
    for row in rows:
        row.offset = start if row.offset < end else row.offset + start + size - end
    ParagraphAlias.objects.bulk_update(rows, ["offset"])


def put_addresses_back(paragraph_id, start, places):
    """Let addresses that landed inside words land there again."""
    rows = ParagraphAlias.objects.filter(paragraph=paragraph_id, offset=start)
    found = [row for row in rows if row.key in places]
    for row in found:
        row.offset = start + places[row.key]
    ParagraphAlias.objects.bulk_update(found, ["offset"])
