"""Records as received, for tests of the desk."""

import hashlib
import json

from backports import zstd

from cables.models.sealed import SourceRecord

BODY = """C O N F I D E N T I A L LOWMOOR 000001

SIPDIS

E.O. 12958: DECL: 04/10/2016
TAGS: PREL, PGOV
SUBJECT: HARBOUR TALKS BEGIN

1. (C) The talks went on.

2. (C) The ferry left at dawn.

MOOR
"""
HEADER = "R 101922Z APR 06\nFM AMEMBASSY LOWMOOR\nTO SECSTATE WASHDC"


def keep_record(cable, *, body=BODY, header=HEADER):
    """Keep a record of the cable, as an import of JSON Lines would."""
    values = {
        "reference_id": cable.reference_id,
        "created": cable.created.isoformat(),
        "classification": cable.classification,
        "origin": cable.post.name,
        "header": header,
        "body": body,
    }
    raw = json.dumps(values).encode()
    return SourceRecord.objects.create(
        cable=cable,
        format="jsonl",
        file="cables.jsonl",
        line=3,
        sha256=hashlib.sha256(raw).hexdigest(),
        compressed=zstd.compress(raw),
    )
