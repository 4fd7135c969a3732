"""
An archive with words that readers must never meet, a random one for each place in which
somebody keeps such words: ``plant`` returns them by the name of their place.
"""

import random
import string
from datetime import date, timedelta

from backports import zstd
from django.utils import timezone

from cables.choices import (
    JobKind,
    ModerationState,
    ReasonCode,
    ReportKind,
    SourceFormat,
)
from cables.curation import states
from cables.curation.articles import save_article
from cables.curation.cables import save_cable
from cables.curation.jobs.bulk import start_bulk
from cables.curation.jobs.undo import undo
from cables.curation.redactions.approve import approve
from cables.curation.redactions.propose import propose
from cables.curation.release_notes import set_release_note
from cables.curation.site_pages import set_site_page
from cables.models import (
    Cable,
    ImportRun,
    Proposal,
    ReaderReport,
    ReleaseNote,
    SitePage,
)
from cables.models.sealed import (
    ImportConflict,
    ImportReject,
    Job,
    JobItem,
    SavedDraft,
    SourceRecord,
)
from tests import factories as make
from tests.admin.editors import make_chief, make_editor
from tests.curation.jobs.working import work

#: How a cable can be out of readers' reach.
HIDDEN = ("draft", "review", "withdrawn", "hold", "embargo")
#: What such a cable has that no page may tell of.
OWN = ("text", "subject", "tag", "post", "article", "quote", "publisher", "thread")


class Canaries(dict):
    """A made-up word for each place, the same one whenever it is asked for."""

    def __missing__(self, place):
        self[place] = word = made_up()
        return word


def made_up():
    """Return a word that nobody has written before: no other is like it."""
    return "".join(random.SystemRandom().choices(string.ascii_lowercase, k=14))


def plant():
    """Make an archive in which each canary stands in its place; return them all."""
    words = Canaries()
    shown = make.make_cable(
        "06LOWMOOR1",
        number=7001,
        subject="HARBOUR TALKS",
        tags=["PREL"],
        paragraphs=["Boats left the harbour.", "They came back; see 06LOWMOOR2."],
    )
    other = make.make_cable("06LOWMOOR2", number=7002, paragraphs=["More boats."])
    make.make_reference(shown, other, paragraph=shown.paragraphs.last())
    make.make_article_link(
        shown, paragraph=shown.paragraphs.first(), quote="Boats left"
    )
    make.make_discussion(shown)
    make.make_old_address(shown, "06LOWMOOR99")
    make.make_withdrawn("06LOWMOOR3", reason="Names a source.", paragraphs=["Gone."])
    for number, kind in enumerate(HIDDEN):
        hide(kind, number, words, shown)
    _desk(words, shown)
    _moderated(words, shown)
    _imports(words, shown)
    _redacted(words)
    return words


def hide(kind, number, words, shown):
    """Make a cable that readers cannot reach, with a word of its own in all that it has."""
    word = {name: words[f"{name} of {kind}"] for name in OWN}
    later = timezone.now() + timedelta(days=300)
    fields = {
        "draft": {"state": "draft", "released": None},
        "review": {"state": "review"},
        "withdrawn": {},
        "hold": {"on_hold": True},
        "embargo": {"released": later},
    }[kind]
    # A withdrawn cable's id is known, with the reason.
    own_id = words[f"id of {kind}"] if kind != "withdrawn" else "lowmoor"
    cable = make.make_cable(
        f"06{own_id}{number + 50}".upper(),
        number=8000 + number,
        subject=f"ON {word['subject'].upper()}",
        post=make.make_post(
            f"Embassy {word['post'].title()}", country=word["post"].title()
        ),
        tags=[word["tag"].upper(), "PREL"],
        body=f"Body of {word['text']}",
        header=f"TO {word['text'].upper()}",
        signatory=word["text"].upper(),
        paragraphs=[f"A {word['text']} sang to the boats.", "See 06LOWMOOR1."],
        **fields,
    )
    make.make_old_address(cable, f"05{words[f'former id of {kind}']}1".upper())
    make.make_recipient(cable, name=word["text"].upper())
    make.make_reference(
        cable, shown, paragraph=cable.paragraphs.last(), printed=word["text"]
    )
    article = make.make_article(
        f"On {word['article']}",
        url=f"https://{word['article']}.example/",
        author=word["article"],
        publisher=make.make_publisher(word["publisher"].title()),
    )
    make.make_article_link(cable, article=article, quote=f"A {word['quote']} sang")
    make.make_discussion(cable, title=word["thread"])
    if kind == "withdrawn":
        states.withdraw(cable, user=make_chief(), reason_code=ReasonCode.ERROR)
    if kind == "hold":
        reason = f"because {words['reason of a hold']} asked"
        make.make_change(cable, "held", reason=reason)
    if kind == "embargo":
        title = words["note of a release to come"]
        ReleaseNote.objects.create(day=later.date(), title=title, notes=title)


def _desk(words, shown):
    """What editors have typed and thought."""
    name, editor = words["name of an editor"], make_editor()
    editor.username = editor.first_name = editor.last_name = name
    editor.save()
    secret = words["revision"]
    for subject in (f"TALKS ON {secret.upper()}", "HARBOUR TALKS"):
        save_cable(shown, user=editor, values={"subject": subject}, why="")
        shown.refresh_from_db()
    SavedDraft.objects.create(
        user=editor,
        page="cable",
        object_id=shown.pk,
        version=1,
        data={"subject": words["unsaved text"]},
    )
    job = Job.objects.create(
        kind=JobKind.BULK,
        title=words["job"],
        message=words["job"],
        options={"q": words["job"]},
    )
    chief = make_chief()
    done = start_bulk(
        "hold",
        selected=Cable.objects.filter(pk=shown.pk),
        user=chief,
        given={"reason": "A question."},
        title=f"Put on hold: “{words['job']}”",
    )
    work(undo(work(done), user=chief))
    JobItem.objects.create(
        job=job,
        object_id=shown.pk,
        label=shown.reference_id,
        note=words["item of a job"],
        before={"subject": words["item of a job"]},
    )


def _moderated(words, shown):
    """What came from outside and is not, or not yet, for readers."""
    for state in (ModerationState.PROPOSED, ModerationState.REJECTED):
        word = words[f"{state} article"]
        article = make.make_article(
            word,
            state=state,
            url=f"https://{word}.example/",
            publisher=make.make_publisher(words[f"publisher of a {state} article"]),
        )
        make.make_article_link(shown, article=article, quote=word)
        word = words[f"{state} link"]
        article = make.make_article(word, url=f"https://{word}.example/")
        make.make_article_link(shown, article=article, quote=word, state=state)
        word = words[f"{state} discussion"]
        make.make_discussion(
            shown, state=state, title=word, url=f"https://{word}.example/"
        )
        word = words[f"{state} proposal"]
        Proposal.objects.create(
            kind="article",
            state=state,
            url=f"https://{word}.example/",
            cables=shown.reference_id,
            **dict.fromkeys(("title", "quote", "note", "decided_why"), word),
        )

    word = words["reader report"]
    for kind in ReportKind.values:
        ReaderReport.objects.create(
            kind=kind,
            reference_id=f"{shown.reference_id} {word}",
            **dict.fromkeys(("paragraph", "text", "note"), word),
        )


def _imports(words, shown):
    """What came in, and what could not."""
    name = words["imported file"]
    run = ImportRun.objects.create(
        source=f"/srv/{name}.csv", options={"name": name}, format=SourceFormat.CSV
    )
    SourceRecord.objects.create(
        cable=shown,
        run=run,
        format=SourceFormat.CSV,
        file=f"/srv/{name}.csv",
        line=1,
        sha256="0" * 64,
        compressed=zstd.compress(words["record as received"].encode()),
    )
    ImportReject.objects.create(
        run=run,
        file=f"/srv/{name}.csv",
        line=2,
        reason=words["refused row"],
        reference_id=shown.reference_id,
        compressed=zstd.compress(words["refused row"].encode()),
    )
    ImportConflict.objects.create(
        cable=shown, run=run, field="subject", incoming=words["difference"]
    )


def _redacted(words):
    """Words that a public cable had, and its twin, in the forms of telegrams."""
    word, author, other = words["redacted"], make_editor(), make_editor()
    half = len(word) // 2
    broken = f"{word[:half]}-\n{word[half:]}"
    texts = [f"It was {word} who came.", f"So {broken} said.", f"{word.upper()} LEFT."]
    shown = make.make_cable("06LOWMOOR5", number=7005, paragraphs=texts)
    twin = make.make_cable("06LOWMOOR0005", paragraphs=texts, canonical=shown)
    for cable in (shown, twin):
        _beside(cable, word, author)
        cable.body = "\n\n".join(texts)
        cable.subject = f"WHAT {word.upper()} SAID"
        cable.save()
        written = [word, broken, word.upper()]
        for block, form in zip(cable.paragraphs.all(), written, strict=True):
            take_out(cable, block.text, form, author, other, words, paragraph=block)
        cable.refresh_from_db()
        form = word.upper()
        if form in cable.subject:
            take_out(cable, cable.subject, form, author, other, words, field="subject")


def _beside(cable, word, author):
    """Let the word stand beside a cable, and come and go in what belongs to no cable."""
    make.make_change(cable, reason=f"as {word} asked")
    ImportConflict.objects.create(cable=cable, field="sender", incoming=word)
    ImportReject.objects.create(
        run=ImportRun.objects.first(),
        file="/srv/refused.csv",
        line=cable.pk,
        reason=f"“{word}” is no date",
        reference_id=cable.reference_id.lower(),
        compressed=zstd.compress(f"It was {word} who came.".encode()),
    )
    job = Job.objects.create(
        kind=JobKind.BULK, title=f"Put on hold: “{word}”", message=word
    )
    JobItem.objects.create(job=job, object_id=cable.pk, label=cable.reference_id)
    day = date(2000, 1, 1) + timedelta(days=cable.pk % 30_000)  # a day of its own
    for row, verb, name in (
        (make.make_article("A"), save_article, "title"),
        (ReleaseNote(day=day), set_release_note, "title"),
        (SitePage(slug=f"how-{cable.pk}", title="A"), set_site_page, "text"),
    ):
        for text in (f"On {word}", "Nothing"):
            verb(row, user=author, values={name: text}, why=f"as {word} asked")


def take_out(cable, text, form, author, other, words, **place):
    start = text.index(form)
    made = propose(
        cable,
        user=author,
        spans=[(start, start + len(form))],
        reason=ReasonCode.SOURCE_SAFETY,
        note=words["note of a redaction"],
        **place,
    )
    approve(made, user=other)
