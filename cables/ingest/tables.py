"""The tables that a bulk load fills, and the order of their columns in a row."""

CABLE = "cables_cable"
PARAGRAPH = "cables_paragraph"
ALIAS = "cables_paragraphalias"
RECIPIENT = "cables_recipient"
REFERENCE = "cables_reference"
CABLE_TAG = "cables_cabletag"
SOURCE_RECORD = "cables_sourcerecord"
CHANGE = "cables_change"

CABLE_FIELDS = (
    "reference_id",
    "number",
    "created",
    "created_precision",
    "classification",
    "subject",
    "transmission_id",
    "precedence",
    "precedence_info",
    "date_time_group",
    "sender",
    "section",
    "section_count",
    "captions",
    "attention",
    "executive_order",
    "declassify_on",
    "declassify_note",
    "classified_by",
    "classified_by_title",
    "reasons",
    "reason_section",
    "signatory",
    "header",
    "body",
    "is_partial",
    "word_count",
    "sha256",
    "problems",
)
COLUMNS = {
    CABLE: (
        "id",
        *CABLE_FIELDS,
        "released",
        "state",
        "on_hold",
        "version",
        "modified",
        "curated",
        "post_id",
    ),
    PARAGRAPH: (
        "cable_id",
        "position",
        "kind",
        "label",
        "marking",
        "key",
        "text",
        "id",
    ),
    ALIAS: ("cable_id", "key", "offset", "paragraph_id"),
    RECIPIENT: (
        "cable_id",
        "position",
        "role",
        "route",
        "name",
        "precedence",
        "number",
        "excluded",
    ),
    REFERENCE: (
        "cable_id",
        "position",
        "label",
        "printed",
        "cited_id",
        "kind",
        "note",
        "paragraph_id",
    ),
    CABLE_TAG: ("cable_id", "position", "tag_id"),
    SOURCE_RECORD: (
        "cable_id",
        "run_id",
        "format",
        "file",
        "line",
        "sha256",
        "received",
        "compressed",
    ),
    CHANGE: ("cable_id", "action", "when", "reason_code", "reason", "words"),
}
