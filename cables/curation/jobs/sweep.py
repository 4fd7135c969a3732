"""What is old leaves: jobs with their undoing, and the notes of the queue."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cables.models.sealed import Job, JobItem, TagMerge

from .holds import sweep_holds
from .queue import OPEN

KEPT = timedelta(days=90)  # for so long a job can be undone
TASKS_KEPT = timedelta(days=7)


def sweep():
    """
    Remove finished jobs of long ago, what undoing old merges takes, and tasks that nobody
    asks for any more.
    """
    now = timezone.now()
    old = Job.objects.exclude(state__in=OPEN).filter(finished__lt=now - KEPT)
    for key in old.values_list("pk", flat=True):
        with transaction.atomic():
            JobItem.objects.filter(job=key).delete()
            Job.objects.filter(pk=key).delete()
    TagMerge.objects.filter(when__lt=now - KEPT).exclude(packed=b"").update(packed=b"")
    tasks = DBTaskResult.objects.filter(enqueued_at__lt=now - TASKS_KEPT)
    tasks.exclude(status="READY").delete()
    sweep_holds()
