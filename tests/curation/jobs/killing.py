"""
A worker that kills itself (SIGKILL) in the midst of a step, for ``test_kill``:

    Stage("tests.curation.jobs.killing", environment).run(FILE, *WORDS)

Each word is done in turn; what FILE says at the end is what ``picture`` found.
"""

import json
import os
import signal
from datetime import UTC, datetime
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive_site.settings")

import django  # noqa: E402

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.core.management import call_command  # noqa: E402

from cables.curation import tag_merge  # noqa: E402
from cables.curation.jobs import items  # noqa: E402
from cables.curation.jobs import tag_merge as merges  # noqa: E402
from cables.curation.jobs.bulk import start_bulk  # noqa: E402
from cables.curation.jobs.queue import Run  # noqa: E402
from cables.curation.jobs.undo import undo  # noqa: E402
from cables.models import Cable, Change, Tag, TagAlias  # noqa: E402
from cables.models.revision import Revision  # noqa: E402
from cables.models.sealed import Job  # noqa: E402
from tests.admin.editors import make_chief  # noqa: E402
from tests.curation.jobs.working import picture  # noqa: E402
from tests.factories import make_draft, make_tag  # noqa: E402
from tests.stage import serve  # noqa: E402

#: What readers have not seen goes back to what it was.
LATER = datetime(2099, 1, 1, tzinfo=UTC)

SIZE = 3


def main(file, *words):
    items.FIRST = items.FEWEST = items.MOST = SIZE
    tag_merge.AT_ONCE = merges.AT_ONCE = SIZE
    for word in words:
        name, _, number = word.partition(":")
        found = globals()[f"do_{name}"](*([int(number)] if number else []))
        if found is not None:
            Path(file).write_text(json.dumps(found, default=str))


def do_prepare():
    call_command("migrate", verbosity=0)
    make_chief()
    for number in range(14):
        tags = [["PRELS", "PREL"], ["ECON", "PRELS"], ["PREL"]][number % 3]
        texts = ["One."] if number % 5 else []
        make_draft(tags=tags, paragraphs=texts, released=LATER)


def do_picture():
    tags = list(Tag.objects.order_by("pk").values())
    spellings = list(TagAlias.objects.order_by("name").values_list("name", "tag"))
    return {"rows": [picture(), tags, spellings], "counts": _counts()}


def _counts():
    """Of what a step that was done twice would leave more."""
    jobs = Job.objects.order_by("pk").values_list("state", "done", "blocked", "failed")
    return {
        "jobs": list(jobs),
        "revisions": Revision.objects.filter(model="cable").count(),
        "changes": Change.objects.count(),
        "versions": sum(Cable.objects.values_list("version", flat=True)),
    }


def do_bulk():
    given = {"user": _chief(), "given": {}, "title": "Many"}
    start_bulk("publish", selected=Cable.objects.all(), **given)


def do_merge():
    source, target = make_tag("PRELS"), make_tag("PREL")
    merges.start_merge(source=source, target=target, user=_chief())


def do_undo():
    job = Job.objects.order_by("pk").last()
    if merge := merges.merge_of(job):
        merges.start_undoing(merge, user=_chief(), job=job)
    else:
        undo(job, user=_chief())


def _chief():
    return get_user_model().objects.get()


def do_end(asked_at):
    """Work; be asked to end in the midst of a step."""
    do_work(asked_at, signal.SIGTERM)


def do_work(killed_at=0, sent=signal.SIGKILL):
    """Work; at beat ``killed_at`` the step's rows are written, and nothing is committed."""
    beat, beats = Run.beat, []

    def counted(run, **values):
        beat(run, **values)
        beats.append(1)
        if len(beats) == killed_at:
            os.kill(os.getpid(), sent)

    Run.beat = counted
    call_command("work", "--once")
    Run.beat = beat


if __name__ == "__main__":
    serve(main)
