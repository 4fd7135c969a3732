"""Which cables a purge looks at: those of its redactions, each with its twins."""

from dataclasses import dataclass

from django.db.models import Q

from cables.choices import RedactionState
from cables.models import Article, Cable
from cables.models.sealed import Redaction

from .traces import Traces


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A cable with its twins, and the words that were taken out of any of them."""

    cables: tuple[int, ...]
    reference_ids: tuple[str, ...]
    traces: Traces

    @property
    def articles(self):
        return Article.objects.filter(links__cable__in=self.cables)


def waiting():
    """Return the approved redactions that no purge has taken up."""
    return approved().filter(purge=None)


def approved():
    """Return the redactions whose words are out of the public text."""
    return Redaction.objects.filter(state=RedactionState.APPROVED).order_by("pk")


def keys_of(redactions):
    """Return the primary key that stands for each group, in order."""
    cables = Cable.objects.filter(sealed_texts__redactions__in=redactions)
    pairs = cables.order_by().values_list("pk", "canonical").distinct()
    return sorted({canonical or key for key, canonical in pairs})


def group_of(key):
    """
    Return the group of a key: its cable and all that are twins of it, with the words of
    all their approved redactions, purged ones too: what was typed since may hold them.
    """
    cables = Cable.objects.filter(Q(pk=key) | Q(canonical=key)).order_by("pk")
    rows = list(cables.values_list("pk", "reference_id", "old_addresses__former_id"))
    keys = tuple(dict.fromkeys(row[0] for row in rows))
    of_group = Redaction.objects.filter(
        sealed_text__cable__in=keys, state=RedactionState.APPROVED
    )
    return Group(
        cables=keys,
        reference_ids=tuple(sorted({name for row in rows for name in row[1:] if name})),
        traces=Traces(of_group.select_related("sealed_text")),
    )
