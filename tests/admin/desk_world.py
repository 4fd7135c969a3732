"""One of everything that the desk has a page for, made by somebody who has left."""

from datetime import date, timedelta

from backports import zstd
from django.contrib.auth import get_user_model
from django.utils import timezone

from cables.choices import (
    ItemState,
    JobKind,
    JobState,
    ModerationState,
    ProposalKind,
    ReasonCode,
    ReportKind,
    RunState,
    SourceFormat,
)
from cables.curation.revisions import add_revision
from cables.curation.tag_merge import merge_tags
from cables.models import (
    ImportRun,
    Proposal,
    Publisher,
    ReaderReport,
    ReleaseNote,
    SitePage,
)
from cables.models.sealed import (
    ImportConflict,
    ImportReject,
    ImportSource,
    Invitation,
    Job,
    JobItem,
    Purge,
    Redaction,
    SavedFilter,
    SealedText,
    SourceRecord,
    TagMerge,
    WayIn,
)
from tests.factories import (
    make_article,
    make_article_link,
    make_cable,
    make_change,
    make_discussion,
    make_old_address,
    make_post,
    make_reference,
    make_tag,
)


def make_desk_world():
    """Return the objects by the name of their model."""
    away = get_user_model().objects.create_user("away", is_active=False)
    cable = make_cable(
        "06LOWMOOR900", tags=["PREL"], paragraphs=["One harbour.", "Two."]
    )
    add_revision(cable, user=away, before={"subject": "A"}, after={"subject": "B"})
    run = ImportRun.objects.create(
        source="cables.csv", state=RunState.FINISHED, user=away
    )
    packed = zstd.compress(b"raw")
    SourceRecord.objects.create(
        cable=cable,
        run=run,
        format=SourceFormat.CSV,
        file="a",
        line=1,
        compressed=packed,
    )
    block = cable.paragraphs.first()
    text = SealedText.objects.create(cable=cable, paragraph=block, text=block.text)
    tag = make_tag("OLDTAG")
    merge_tags(source=make_tag("GONE"), target=tag, user=away)
    job = Job.objects.create(
        kind=JobKind.BULK,
        title="Publish",
        user=away,
        options={"verb": "publish"},
        state=JobState.FINISHED,
        total=1,
        done=1,
    )
    JobItem.objects.create(
        job=job, object_id=cable.pk, label=cable.reference_id, state=ItemState.DONE
    )
    return {
        "user": away,
        "cable": cable,
        "importrun": run,
        "tag": tag,
        "article": make_article(state=ModerationState.PROPOSED),
        "articlelink": make_article_link(cable, state=ModerationState.PROPOSED),
        "discussion": make_discussion(cable, state=ModerationState.PROPOSED),
        "change": make_change(cable),
        "oldaddress": make_old_address(cable, "06FORMER1"),
        "post": make_post(),
        "reference": make_reference(cable, "06ABSENT1"),
        "publisher": Publisher.objects.create(name="P", slug="p", domain="p.example"),
        "sitepage": SitePage.objects.create(slug="how", title="How", text="<p>So.</p>"),
        "releasenote": ReleaseNote.objects.create(day=date(2011, 8, 30), title="First"),
        "importreject": ImportReject.objects.create(
            run=run, file="a", line=2, reason="No id", compressed=packed
        ),
        "importconflict": ImportConflict.objects.create(
            cable=cable, run=run, field="subject", incoming="X"
        ),
        "importsource": ImportSource.objects.create(name="b.csv", file="", user=away),
        "proposal": Proposal.objects.create(
            kind=ProposalKind.ARTICLE, url="https://lantern.example/9"
        ),
        "readerreport": ReaderReport.objects.create(
            kind=ReportKind.PERSON, reference_id="06LOWMOOR1", text="A name is in it."
        ),
        "purge": Purge.objects.create(requested_by=away, reason="Words are out"),
        "redaction": Redaction.objects.create(
            sealed_text=text,
            start=0,
            end=3,
            reason=ReasonCode.SOURCE_SAFETY,
            replacement="[redacted]",
            proposed_by=away,
        ),
        "tagmerge": TagMerge.objects.get(),
        "savedfilter": SavedFilter.objects.create(
            owner=away, name="Drafts", parameters={"year": "2006"}, shared=True
        ),
        "job": job,
        "invitation": Invitation.objects.create(
            name="Grace",
            token_sha256="0" * 64,
            made_by=away,
            expires=timezone.now() + timedelta(days=1),
        ),
        "wayin": WayIn.objects.create(
            person=get_user_model().objects.create_user("locked_out"),
            asked_by=away,
            why="Lost the phone",
            expires=timezone.now() + timedelta(days=1),
        ),
    }
