"""Plain functions that make rows with sensible defaults: ``make_cable(subject="…")``."""

from datetime import UTC, date, datetime
from itertools import count

from django.utils import timezone
from django.utils.text import slugify

from cables.choices import (
    Action,
    BlockKind,
    Classification,
    ModerationState,
    ReasonCode,
    ReferenceKind,
    Relation,
    Role,
    State,
    TagKind,
)
from cables.models import (
    Article,
    ArticleLink,
    Cable,
    CableTag,
    Change,
    Discussion,
    OldAddress,
    Paragraph,
    ParagraphAlias,
    Post,
    Publisher,
    Recipient,
    Reference,
    Tag,
    TagAlias,
)

numbers = count(100_000)  # beyond the ids that tests name

CREATED = datetime(2006, 4, 10, 19, 22, tzinfo=UTC)
RELEASED = datetime(2011, 8, 30, 1, 44, tzinfo=UTC)


def make_post(name="Embassy Lowmoor", **fields):
    fields.setdefault("slug", slugify(name))
    fields.setdefault("country", "Lowmoor")
    fields.setdefault("country_slug", slugify(fields["country"]))
    return Post.objects.get_or_create(name=name, defaults=fields)[0]


def make_cable(reference_id=None, *, post=None, tags=(), paragraphs=(), **fields):
    """Make a cable that readers see; ``paragraphs`` are the texts of ¶1, ¶2, …"""
    number = next(numbers)
    cable = Cable.objects.create(
        reference_id=reference_id or f"06LOWMOOR{number}",
        post=post or make_post(),
        **{
            "created": CREATED,
            "released": RELEASED,
            "classification": Classification.CONFIDENTIAL,
            "subject": f"HARBOUR TALKS, ROUND {number}",
            "header": "R 101922Z APR 06\nFM AMEMBASSY LOWMOOR\nTO SECSTATE WASHDC",
            "body": "C O N F I D E N T I A L LOWMOOR",
            "state": State.PUBLISHED,
        }
        | fields,
    )
    for position, code in enumerate(tags):
        add_tag(cable, code, position=position)
    for label, text in enumerate(paragraphs, start=1):
        make_paragraph(cable, text, label=str(label))
    return cable


def make_draft(reference_id=None, **fields):
    return make_cable(reference_id, **{"state": State.DRAFT, "released": None} | fields)


def make_paragraph(cable, text="The harbour talks went on.", *, label="", **fields):
    """Make the next block of a cable: numbered where it has a label."""
    position = fields.pop("position", cable.paragraphs.count())
    kind = BlockKind.NUMBERED if label else BlockKind.UNNUMBERED
    return Paragraph.objects.create(
        cable=cable,
        position=position,
        label=label,
        text=text,
        **{"kind": kind, "key": f"par{label}" if label else f"u{position + 1}"}
        | fields,
    )


def make_alias(cable, key, paragraph=None, *, offset=0):
    """Make another address of a paragraph; without one it is a tombstone."""
    return ParagraphAlias.objects.create(
        cable=cable, key=key, paragraph=paragraph, offset=offset
    )


def make_tag(code="PREL", *, kind=TagKind.SUBJECT, **fields):
    tag, _ = Tag.objects.get_or_create(
        name=code, defaults={"kind": kind, "title": f"About {code}"} | fields
    )
    return tag


def add_tag(cable, code="PREL", *, position=0):
    tag = make_tag(code)
    return CableTag.objects.create(content_object=cable, tag=tag, position=position)


def make_tag_alias(tag, name):
    return TagAlias.objects.create(tag=tag, name=name)


def make_reference(cable, cited, *, paragraph=None, **fields):
    """Make ``cable`` cite ``cited``: a cable, or the id of one that is not there."""
    target = cited if isinstance(cited, Cable) else None
    cited_id = target.reference_id if target else cited
    return Reference.objects.create(
        cable=cable,
        paragraph=paragraph,
        target=target,
        cited_id=cited_id,
        **{
            "printed": cited_id,
            "kind": ReferenceKind.CABLE,
            "position": cable.references.count(),
        }
        | fields,
    )


def make_recipient(cable, name="SECSTATE WASHDC", *, role=Role.ACTION, **fields):
    fields.setdefault("position", cable.recipients.count())
    return Recipient.objects.create(cable=cable, name=name, role=role, **fields)


def make_publisher(name="The Lantern", **fields):
    fields.setdefault("slug", slugify(name))
    fields.setdefault("domain", f"{fields['slug']}.example")
    return Publisher.objects.get_or_create(name=name, defaults=fields)[0]


def make_article(title="What the harbour talks were about", **fields):
    number = next(numbers)
    return Article.objects.create(
        title=title,
        **{
            "url": f"https://lantern.example/{number}",
            "publisher": fields.pop("publisher", None) or make_publisher(),
            "date": date(2011, 9, 1),
            "language": "en",
            "state": ModerationState.APPROVED,
        }
        | fields,
    )


def make_article_link(cable, *, article=None, paragraph=None, **fields):
    return ArticleLink.objects.create(
        article=article or make_article(),
        cable=cable,
        paragraph=paragraph,
        **{
            "relation": Relation.QUOTES if paragraph else Relation.CITES,
            "state": ModerationState.APPROVED,
        }
        | fields,
    )


def make_discussion(cable, *, title="A thread about the talks", **fields):
    number = next(numbers)
    return Discussion.objects.create(
        cable=cable,
        title=title,
        **{
            "url": f"https://forum.example/{number}",
            "state": ModerationState.APPROVED,
        }
        | fields,
    )


def make_old_address(cable, former_id):
    return OldAddress.objects.create(cable=cable, former_id=former_id)


def make_change(cable, action=Action.CORRECTED, **fields):
    if action in (Action.WITHDRAWN, Action.REDACTED):
        fields.setdefault("reason_code", ReasonCode.SOURCE_SAFETY)
    return Change.objects.create(cable=cable, action=action, **fields)


def make_withdrawn(reference_id=None, *, reason="Names a source.", **fields):
    """Make a cable that was public once, and the row that says why it is not now."""
    cable = make_cable(reference_id, **{"state": State.WITHDRAWN} | fields)
    seen = cable.released <= timezone.now()
    make_change(cable, Action.PUBLISHED, was_public=seen)
    make_change(cable, Action.WITHDRAWN, reason=reason, was_public=seen)
    return cable
