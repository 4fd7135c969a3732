"""The query language as the help page explains it: each example can be tried."""

from django.utils.translation import gettext_lazy as _

#: (what to write, what it finds) of words.
WORDS = (
    ("harbour talks", _("cables that have both words, in any order and any place")),
    (
        '"harbour talks"',
        _("cables that have exactly these words, one behind the other"),
    ),
    (
        "harbour OR port",
        _("cables that have at least one of the two; | means the same"),
    ),
    ("harbour -talks", _("cables that have the first word and not the second")),
    ("negotiat*", _("every word that begins like this: negotiate, negotiation, …")),
    (
        "(harbour OR port) treaty",
        _("brackets hold together what belongs together"),
    ),
)

#: (field, what it looks at, examples).
FIELDS = (
    (
        "subject",
        _("the subject line alone"),
        ("subject:trade", 'subject:"trade talks"'),
    ),
    (
        "tag",
        _("a heading that the cable was filed under, by its code"),
        ("tag:PREL", "tag:(PREL OR ECON)"),
    ),
    (
        "post",
        _("the embassy, consulate or mission that sent the cable"),
        ("post:mexico", 'post:"embassy mexico"'),
    ),
    ("country", _("the country of that post"), ("country:mexico",)),
    (
        "class",
        _(
            "the classification of the whole cable: unclassified, fouo, confidential, "
            "secret, or noforn for both that no foreigner was to read"
        ),
        ("class:secret", "class:noforn"),
    ),
    (
        "date",
        _(
            "when the cable was sent: a year, a month, a day, or a range between two, of "
            "which one may be missing"
        ),
        ("date:2006", "date:2006-04..2006-12", "date:..2005-06-30"),
    ),
    ("before", _("all that was sent before a year, month or day"), ("before:2006-04",)),
    ("after", _("all that was sent after a year, month or day"), ("after:2008",)),
    (
        "ref",
        _("the cables that cite this one, by its reference id"),
        ("ref:06STATE123",),
    ),
    (
        "para",
        _(
            "cables with a paragraph that has this portion marking; the paragraphs shown "
            "are then those"
        ),
        ("para:S", "para:C/NF"),
    ),
    ("has", _("cables that a press article uses"), ("has:articles",)),
    ("is", _("records whose full text is not in the data release"), ("is:partial",)),
)
