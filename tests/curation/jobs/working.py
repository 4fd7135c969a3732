"""Jobs in tests: run here and now, with what they have left behind."""

from cables.curation.jobs.queue import run_job
from cables.models import Cable, CableTag
from cables.models.sealed import JobItem


def work(job):
    """Run a job as a worker does, and return it as it is then."""
    run_job.call(job.pk)
    job.refresh_from_db()
    return job


def notes(job):
    """Return label to (state, note) of the items of a job."""
    rows = JobItem.objects.filter(job=job).values_list("label", "state", "note")
    return {label: (state, note) for label, state, note in rows}


def picture():
    """Return all that a bulk change may touch, without versions and times."""
    cables = Cable.objects.order_by("pk").values(
        *("pk", "state", "released", "on_hold", "post", "is_partial", "curated"),
        *("subject", "sha256"),
    )
    tags = CableTag.objects.order_by("content_object", "position", "tag").values_list(
        "content_object", "position", "tag__name"
    )
    return list(cables), list(tags)
