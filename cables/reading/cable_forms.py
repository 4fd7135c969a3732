"""A cable and its paragraphs as data and as plain text."""

from cables.models import Cable
from cables.sharing.permalinks import absolute, cable_address, paragraph_address

PARTIAL_NOTE = "Partial extract: the whole telegram is not in the archive."


def cable_json(dossier):
    """Return a cable as a dictionary: the keys are a contract with other programs."""
    cable = dossier.cable
    return card_json(cable) | {
        "tags": [
            {"code": tag.code, "kind": tag.kind, "title": tag.title}
            for tag in dossier.tags
        ],
        "references": [reference_json(row) for row in dossier.references],
        "cited_by_count": cable.cited_by_count,
        "articles": [article_json(link) for link in dossier.article_links],
        "header": cable.header,
        "paragraphs": [paragraph_json(cable, p) for p in dossier.paragraphs],
        "partial": cable.is_partial,
        "version": cable.version,
        "sha256": cable.sha256,
    }


def card_json(cable):
    """Return what every list says of a cable: all but its text."""
    return {
        "reference_id": cable.reference_id,
        "number": cable.number,
        "url": absolute(cable_address(cable)),
        "created": cable.created,
        "created_precision": cable.created_precision,
        "released": cable.released,
        "classification": cable.classification,
        "post": {
            "name": cable.post.name,
            "country": cable.post.country,
            "url": absolute(cable.post.get_absolute_url()),
        },
        "subject": cable.subject,
    }


def reference_json(row):
    return {
        "label": row.label,
        "printed": row.printed,
        "reference_id": row.cited_id,
        "kind": row.kind,
        "note": row.note,
        "paragraph": row.paragraph.key if row.paragraph else None,
        "url": absolute(cable_address(row.card)) if row.card else None,
    }


def article_json(link):
    article = link.article
    return {
        "url": article.url,
        "title": article.title,
        "publisher": article.publisher.name if article.publisher else "",
        "date": article.date,
        "language": article.language,
        "relation": link.relation,
        "paragraph": link.paragraph.key if link.paragraph else None,
        "quote": link.quote,
    }


def paragraph_json(cable, paragraph):
    return {
        "key": paragraph.key,
        "label": paragraph.label,
        "kind": paragraph.kind,
        "marking": paragraph.marking,
        "text": paragraph.text,
        "url": absolute(paragraph_address(cable, paragraph.key)),
    }


def selection_json(dossier, blocks, key):
    """Return one paragraph, or a range of them, as a dictionary."""
    cable = dossier.cable
    context = absolute(f"{cable_address(cable)}#{blocks[0].key}")
    selection = {
        "reference_id": cable.reference_id,
        "cable": absolute(cable_address(cable)),
        "subject": cable.subject,
        "created": cable.created,
        "classification": cable.classification,
        "version": cable.version,
    }
    if len(blocks) == 1:
        return selection | paragraph_json(cable, blocks[0]) | {"context": context}
    return selection | {
        "key": key,
        "url": absolute(paragraph_address(cable, key)),
        "context": context,
        "paragraphs": [paragraph_json(cable, block) for block in blocks],
    }


def cable_text(dossier):
    """Return header and body as readers may see them, with the address on top."""
    header, body = record_text(dossier.cable)
    parts = [absolute(cable_address(dossier.cable))]
    parts += [PARTIAL_NOTE] if dossier.cable.is_partial else []
    return "\n\n".join(part for part in (*parts, header, body) if part) + "\n"


def record_text(cable):
    """Return (header, body) of a public cable as received, removed words replaced."""
    rows = Cable.objects.public().filter(pk=cable.pk)
    return rows.values_list("header", "body").first() or ("", "")


def selection_text(dossier, blocks, key):
    """Return the words of some blocks, each with its printed label and marking."""
    lines = [absolute(paragraph_address(dossier.cable, key))]
    return "\n\n".join(lines + [block_text(block) for block in blocks]) + "\n"


def block_text(block):
    label = f"{block.label}. " if block.label else ""
    marking = f"({block.marking}) " if block.marking else ""
    return f"{label}{marking}{block.text}"
