"""The public log of changes, and the epoch that every change of it raises."""

import secrets
from functools import wraps

from django.db import OperationalError, ProgrammingError, models, transaction
from django.db.models import F
from django.utils import timezone

from cables.choices import Action, ReasonCode, State

from .cable import Cable, public_q


class PublicationEpoch(models.Model):
    """
    One row, one integer: raised in the transaction of every change of what is public,
    and part of every cache key and ETag, so that nothing stale outlives the commit.
    """

    value = models.PositiveBigIntegerField(default=0)
    # Rises with every change of a cable, of drafts too: what the indexes stand at.
    step = models.PositiveBigIntegerField(default=0, db_default=0)
    # Tasks up to here are swept away: an index that stands before it is built anew.
    swept = models.PositiveBigIntegerField(default=0, db_default=0)
    # Tells this database from any other: an index knows which one it was made from.
    archive = models.CharField(max_length=32, default="", db_default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="one_epoch"),
        ]

    def __str__(self):
        return str(self.value)


def current_epoch():
    """Return the publication epoch: 0 for an archive in which nothing ever changed."""
    return PublicationEpoch.objects.values_list("value", flat=True).first() or 0


def current_step():
    """Return the outbox's step: 0 for an archive in which nothing ever changed."""
    return PublicationEpoch.objects.values_list("step", flat=True).first() or 0


def hold_epoch():
    """
    Lock the epoch's row until the transaction ends, and return the step. What will raise
    it calls this before it locks anything else: two that hold rows of each other would
    wait for ever.
    """
    rows = PublicationEpoch.objects.select_for_update().filter(pk=1)
    step = rows.values_list("step", flat=True).first()
    if step is None:
        PublicationEpoch.objects.get_or_create(pk=1)
        step = rows.values_list("step", flat=True).get()
    return step


def holding_epoch(function):
    """Run a function in a transaction that holds the epoch from its beginning."""

    @wraps(function)
    def run(*args, **kwargs):
        with transaction.atomic():
            hold_epoch()
            return function(*args, **kwargs)

    return run


def raise_epoch():
    """
    Raise the epoch by one; call it in the transaction that changes what is public. The
    step rises with it, so that the indexes come to stand at this epoch too.
    """
    _raise(value=F("value") + 1, step=F("step") + 1)


def archive_name():
    """
    Return the random name that this database has, and its replicas and copies: empty
    where it has none yet, and this process may not write.
    """
    row = PublicationEpoch.objects.filter(pk=1).first()
    return row.archive if row and row.archive else _name_archive()


def _name_archive():
    try:
        with transaction.atomic():
            PublicationEpoch.objects.get_or_create(pk=1)
            named = PublicationEpoch.objects.filter(pk=1, archive="")
            named.update(archive=secrets.token_hex(16))
    except (OperationalError, ProgrammingError):  # the readers' role, or a replica
        pass
    row = PublicationEpoch.objects.filter(pk=1).first()
    return row.archive if row else ""


def raise_step(*, public):
    """
    Raise the outbox's step, and with ``public`` the epoch; return (step, epoch). Nobody
    else can raise either before this transaction has ended.
    """
    _raise(step=F("step") + 1, **({"value": F("value") + 1} if public else {}))
    rows = PublicationEpoch.objects.filter(pk=1)
    return rows.values_list("step", "value").get()


def _raise(**values):
    if not PublicationEpoch.objects.filter(pk=1).update(**values):
        PublicationEpoch.objects.get_or_create(pk=1)
        PublicationEpoch.objects.filter(pk=1).update(**values)


class ChangeQuerySet(models.QuerySet):
    def public(self, now=None):
        """
        Return what the log may tell readers: what happened to public cables, and to
        withdrawn ones that readers had seen. A cable on hold, or one whose release is
        to come, is not named.
        """
        now = now or timezone.now()
        taken_out = Change.objects.filter(cable=models.OuterRef("cable")).withdrawals()
        gone = models.Q(cable__state=State.WITHDRAWN, cable__on_hold=False)
        return self.filter(
            public_q("cable__", now=now) | gone & models.Exists(taken_out)
        )

    def withdrawals(self):
        """Return what took words from readers: not of a cable that none had seen."""
        return self.filter(action=Action.WITHDRAWN, was_public=True)


class Change(models.Model):
    """
    One line of the public log: what happened to which cable, and why. It counts words
    that left, and never holds them.
    """

    cable = models.ForeignKey(
        Cable, models.CASCADE, related_name="changes", db_index=False
    )
    action = models.CharField(max_length=10, choices=Action)
    when = models.DateTimeField(auto_now_add=True)
    reason_code = models.CharField(max_length=13, choices=ReasonCode, blank=True)
    reason = models.CharField(
        max_length=500, blank=True, help_text="Shown to readers as it is written."
    )
    words = models.PositiveIntegerField(default=0, help_text="How many words left.")
    # Not to be worked out later: an editor may change the date of release. An import,
    # which takes nothing from readers, leaves it at False.
    was_public = models.BooleanField(
        default=False,
        db_default=False,
        help_text="Whether readers had seen the cable by then.",
    )

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-when", "-id"]
        indexes = [models.Index(fields=["cable", "when"], name="change_cable")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(action__in=Action.values),
                name="change_action_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(action__in=[Action.WITHDRAWN, Action.REDACTED])
                | ~models.Q(reason_code=""),
                name="change_reason_where_words_leave",
                violation_error_message="Say why words leave the archive.",
            ),
        ]

    def __str__(self):
        return f"{self.cable_id} {self.action}"
