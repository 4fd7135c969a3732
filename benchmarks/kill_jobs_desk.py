"""
What an editor asks of the desk in ``benchmarks.kill_jobs`` and ``benchmarks.bulk_publish``,
in a process of its own:

    python -m benchmarks.kill_jobs_desk prepare | halve COUNT | bulk | drafts | merge | undo KEY

Prints the key of the job that was started. DATABASE_URL names the database.
"""

import os
import sys
from datetime import UTC, datetime

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive_site.settings")

import django  # noqa: E402

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.db.models import Count  # noqa: E402

from cables.choices import JobKind, State  # noqa: E402
from cables.curation.jobs.bulk import start_bulk  # noqa: E402
from cables.curation.jobs.tag_merge import (  # noqa: E402
    merge_of,
    start_merge,
    start_undoing,
)
from cables.curation.jobs.undo import undo  # noqa: E402
from cables.models import Cable, Tag  # noqa: E402
from cables.models.sealed import Job  # noqa: E402


def main():
    name, *keys = sys.argv[1:]
    job = ACTIONS[name](*keys)
    print(job.pk if job else "")


def chief():
    fields = {"is_staff": True, "is_superuser": True}
    user, _ = get_user_model().objects.get_or_create(username="bench", defaults=fields)
    return user


def prepare():
    """
    Half are drafts that readers do not see before 2100, else undoing would withdraw them;
    the others are withdrawn. Every fifth is published already, so that it is blocked.
    """
    keys = list(Cable.objects.order_by("pk").values_list("pk", flat=True))
    Cable.objects.update(state=State.WITHDRAWN)
    later = Cable.objects.filter(pk__in=keys[1::2])
    later.update(state=State.DRAFT, released=datetime(2100, 1, 1, tzinfo=UTC))
    Cable.objects.filter(pk__in=keys[::5]).update(state=State.PUBLISHED)
    chief()


def halve(count):
    """Some cables are drafts, the others public."""
    keys = list(Cable.objects.order_by("pk").values_list("pk", flat=True)[: int(count)])
    Cable.objects.filter(pk__lte=keys[-1]).update(state=State.DRAFT)
    chief()


def drafts():
    return start_bulk(
        "publish",
        selected=Cable.objects.filter(state=State.DRAFT),
        user=chief(),
        given={"reason": "Read twice."},
        title="Publish the drafts",
    )


def bulk():
    return start_bulk(
        "publish",
        selected=Cable.objects.all(),
        user=chief(),
        given={"reason": "Read twice."},
        title="Publish all",
    )


def merge():
    """The two tags that stand on most cables become one."""
    target, source = Tag.objects.annotate(n=Count("cable_tags")).order_by("-n", "pk")[
        :2
    ]
    return start_merge(source=source, target=target, user=chief())


def undo_job(key):
    job = Job.objects.get(pk=key)
    if job.kind == JobKind.TAG_MERGE:
        return start_undoing(merge_of(job), user=chief(), job=job)
    return undo(job, user=chief())


ACTIONS = {
    "prepare": prepare,
    "halve": halve,
    "drafts": drafts,
    "bulk": bulk,
    "merge": merge,
    "undo": undo_job,
}

if __name__ == "__main__":
    main()
