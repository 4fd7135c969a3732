"""The fields of a cable, in the order and the sections of its form."""

FIELDSETS = [
    (
        None,
        {
            "fields": [
                "seen_version",
                "subject",
                ("reference_id", "number"),
                ("created", "created_precision"),
                "released",
                ("classification", "is_partial"),
                "post",
                "tag_lines",
                "canonical",
            ]
        },
    ),
    (
        "Transmission",
        {
            "classes": ["collapse"],
            "fields": [
                ("transmission_id", "date_time_group"),
                ("precedence", "precedence_info"),
                "sender",
                ("section", "section_count"),
                "header",
            ],
        },
    ),
    (
        "Opening of the body",
        {
            "classes": ["collapse"],
            "fields": [
                ("captions", "attention"),
                ("executive_order", "declassify_on"),
                "declassify_note",
                ("classified_by", "classified_by_title"),
                ("reasons", "reason_section"),
                "signatory",
            ],
        },
    ),
    ("Body as received", {"classes": ["collapse"], "fields": ["body"]}),
    (None, {"fields": ["why"]}),
]
