"""Publishing drafts that come in again with an import that publishes."""

from django.db.models import Exists, OuterRef

from cables.choices import Action, RedactionState, State
from cables.models import Cable, Change, Paragraph
from cables.models.revision import own_work
from cables.models.sealed import Redaction


def publish_drafts(*, reference_ids, context, befores, user=None):
    """
    Publish the drafts among these cables; return their ids. What an editor holds, has in
    review or has withdrawn is not touched, nor what no editor could publish: a cable
    without a subject or a paragraph, or with a redaction that waits for a second person,
    or one that ``user``, who imports, has changed. The operator, None, has no own work.
    """
    if not reference_ids:
        return []
    drafts = Cable.objects.select_for_update().filter(
        Exists(Paragraph.objects.filter(cable=OuterRef("pk"))),
        ~Exists(
            Redaction.objects.filter(
                sealed_text__cable=OuterRef("pk"), state=RedactionState.PROPOSED
            )
        ),
        subject__regex=r"\S",
        reference_id__in=reference_ids,
        state=State.DRAFT,
        on_hold=False,
    )
    drafts, published = list(drafts), []
    own = own_work(drafts, user) if user else ()
    for cable in [one for one in drafts if one.pk not in own]:
        before = befores.of(cable.pk)
        before.column("state", cable.state)
        before.column("released", cable.released)
        befores.add(before)
        cable.state = State.PUBLISHED
        cable.released = context.released or cable.released or context.now
        cable.version += 1
        cable.modified = context.now
        cable.save(update_fields=["state", "released", "version", "modified"])
        published.append(cable)
    Change.objects.bulk_create(
        Change(cable=cable, action=Action.PUBLISHED) for cable in published
    )
    return [cable.reference_id for cable in published]
