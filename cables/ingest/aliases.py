"""
The original site's anchors inside blocks, and other addresses of a cable's paragraphs.

A record that comes in again says where its anchors are. An address that is known already
moves there only if that is where its words are; otherwise it goes where its words went.
"""

from cables.models import ParagraphAlias

from .likeness import EXTENT, land_alike, without_label

#: So many characters of what an address lands on are looked for elsewhere, if it has them.
OPENING, SHORTEST = 40, 10


def landings(aliases, paragraphs):
    """Return key to the text that the address lands on; tombstones have none."""
    texts = {paragraph.pk: paragraph.text for paragraph in paragraphs}
    return {
        alias.key: texts[alias.paragraph_id][alias.offset : alias.offset + EXTENT]
        for alias in aliases
        if alias.paragraph_id
    }


def settle_aliases(*, cable, wanted, paragraphs, landed, changing):
    """
    Add the anchors that the cable has not, and let those that it has follow the words
    that they ``landed`` on. Return how many rows changed; ``changing`` is called before.
    """
    keys = {paragraph.key for paragraph in paragraphs}
    places = {
        one.key: (paragraphs[one.block], one.offset)
        for one in wanted
        if one.key not in keys
    }
    rows = {row.key: row for row in ParagraphAlias.objects.filter(cable=cable)}
    new = [
        ParagraphAlias(cable=cable, key=key, paragraph=paragraph, offset=offset)
        for key, (paragraph, offset) in places.items()
        if key not in rows
    ]
    moved = [
        rows[key]
        for key, landing in landed.items()
        if key in rows and _moved(rows[key], landing, places.get(key), paragraphs)
    ]
    if new or moved:
        changing()
    ParagraphAlias.objects.bulk_create(new)
    ParagraphAlias.objects.bulk_update(moved, ["paragraph", "offset"])
    return len(new) + len(moved)


def _moved(row, landing, wanted, paragraphs):
    """Put an alias where its words are; return whether that is another place."""
    before = (row.paragraph_id, row.offset)
    row.paragraph, row.offset = _place(row, landing, wanted, paragraphs)
    return (row.paragraph_id, row.offset) != before


def _place(row, landing, wanted, paragraphs):
    if wanted and land_alike(landing, wanted[0].text[wanted[1] :]):
        return wanted
    own = next((one for one in paragraphs if one.pk == row.paragraph_id), None)
    if own and own.text[row.offset : row.offset + EXTENT] == landing:
        return own, row.offset
    for words in (landing, without_label(landing)):
        opening = words[:OPENING]
        if len(opening) < SHORTEST:
            continue
        for one in [own, *paragraphs] if own else paragraphs:
            at = one.text.find(opening)
            if at >= 0:
                return one, at
    return (own, min(row.offset, len(own.text))) if own else (None, 0)
