"""A cable as an import would have made it, for tests of what leaves it."""

from cables.choices import State
from cables.models import Paragraph, Recipient, Reference
from cables.parsing import parse_message
from tests.factories import make_cable

HEADER = """VZCZCXYZ0007
RR RUEHC

DE RUEHLO #0313 1001922
ZNY CCCCC ZZH
R 101922Z APR 06
FM AMEMBASSY LOWMOOR
TO RUEHC/SECSTATE WASHDC 0818
INFO RUEHVX/KIRA VELL OFFICE 0101
"""
BODY = """C O N F I D E N T I A L SECTION 01 OF 02 LOWMOOR 001889

SIPDIS

DEPT FOR WHA/LOW (KIRA VELL)

E.O. 12958: DECL: 04/10/2016
TAGS: PREL, PGOV
SUBJECT: TALKS WITH KIRA VELL ON THE HAR-
BOUR

REF: A. LOWMOOR 1700
     B. VELL-FARADAY E-MAIL

Classified By: JANE DOE, POLITICAL COUNSELOR. REASON 1.4 (B, D)

1. (C) SUMMARY. Kira Vell met the Ambassador at noon. The
talks were long, and nobody enjoyed the lunch. END SUMMARY.

2. (C) Our contact Mara Ilves (protect), who works at the har-
bour office, said that Tomas
Brandt would resign. She can be reached at +99 12 345 678.

3. (C) Later the same day a long letter was sent by MARA
\x20
LOWMOOR 00001889  002 OF 002
\x20
SIPDIS
ILVES, who wrote to Tomas Brandt. He did not answer. Tomas Brandt
was in Vessin.

4. (C) Comment: We trust Ilves. End comment.
FARADAY
"""


def make_telegram(reference_id="06LOWMOOR1889", *, header=HEADER, body=BODY, **fields):
    """Make a cable that readers see, with all that parsing reads in it."""
    parsed = parse_message(header=header, body=body, reference_id=reference_id)
    by = parsed.classified_by
    values = {
        "header": header,
        "body": body,
        "subject": parsed.subject,
        "sender": parsed.sender,
        "attention": list(parsed.attention),
        "captions": list(parsed.captions),
        "classified_by": by.name if by else "",
        "classified_by_title": by.title if by else "",
        "signatory": parsed.signature,
        "state": State.PUBLISHED,
    }
    cable = make_cable(reference_id, **values | fields)
    blocks = [
        Paragraph.objects.create(
            cable=cable,
            position=position,
            kind=block.kind,
            key=block.key,
            label=block.label,
            marking=block.marking,
            text=block.text,
        )
        for position, block in enumerate(parsed.blocks)
    ]
    for position, one in enumerate(parsed.recipients):
        Recipient.objects.create(
            cable=cable,
            position=position,
            role=one.role,
            name=one.name,
            route=one.route,
        )
    for position, one in enumerate(parsed.references):
        held = next(
            row
            for row, block in zip(blocks, parsed.blocks, strict=True)
            if any(a <= one.span.start < b for a, b in block.spans)
        )
        Reference.objects.create(
            cable=cable,
            paragraph=held,
            position=position,
            label=one.label,
            printed=one.printed,
            cited_id=one.target_id,
            kind=one.kind,
        )
    return cable


def span_of(text, words, number=0):
    """Return where the ``number``-th occurrence of words stands in a text."""
    at = -1
    for _ in range(number + 1):
        at = text.index(words, at + 1)
    return at, at + len(words)


def public_texts(cable):
    """Return every public text of a cable, by a name of it."""
    cable.refresh_from_db()
    names = ("subject", "header", "body", "sender", "signatory", "classified_by")
    texts = {name: getattr(cable, name) for name in names}
    texts |= {"attention": cable.attention, "captions": cable.captions}
    for block in cable.paragraphs.all():
        texts[block.key] = block.text
    for row in cable.references.all():
        texts[f"reference {row.pk}"] = (row.printed, row.cited_id, row.target_id)
    for row in cable.recipients.all():
        texts[f"recipient {row.pk}"] = (row.name, row.route)
    for row in cable.article_links.all():
        texts[f"link {row.pk}"] = row.quote
    for row in cable.discussions.all():
        texts[f"discussion {row.pk}"] = row.title
    for row in cable.paragraph_aliases.all():
        texts[f"alias {row.key}"] = (row.paragraph_id, row.offset)
    return texts
