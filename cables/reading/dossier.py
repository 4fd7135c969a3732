"""
A cable and all that its pages show of it, read in at most ten queries, whatever its
size. Everything comes through ``public()``: a reference to a draft looks exactly like
one to a cable that is not in the archive.
"""

from functools import cached_property

from django.db.models import F, Func, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Greatest, StrIndex, Substr

from cables.choices import Action, Role
from cables.models import (
    ArticleLink,
    Cable,
    Change,
    Discussion,
    Recipient,
    Reference,
)

from .edition import edition_columns, edition_of

EXCERPT, EXCERPT_BEFORE = 260, 110  # characters of a paragraph that cites
CITATIONS = 100  # citing cables named on a page; the rest is counted

# What a line about another cable needs: never its text.
CARD = ("reference_id", "created", "created_precision", "subject", "classification")
NEIGHBOURS = ("earlier_at_post", "later_at_post", "earlier", "later")
#: What a row of the public log is read with.
LOGGED = (
    *("action", "when", "reason_code", "reason", "words"),
    *(f"cable__{name}" for name in (*CARD, "state", "on_hold", "released")),
)


class Dossier:
    """One public cable, opened. Each part is read when it is first asked for."""

    def __init__(self, cable):
        self.cable = cable
        self.edition = edition_of(cable)
        self.named = (
            set()
        )  # keys that a page names too: put in before ``related`` is read

    @classmethod
    def open(cls, **lookup):
        """Return the dossier of the public cable that a lookup names, or None."""
        cable = _openable().filter(**lookup).first()
        return cls(cable) if cable else None

    @cached_property
    def tags(self):
        rows = self.cable.cable_tags.select_related("tag").order_by("position", "id")
        return [row.tag for row in rows]

    @cached_property
    def paragraphs(self):
        blocks = list(self.cable.paragraphs.order_by("position", "id"))
        for block in blocks:
            block.cable = self.cable  # for its addresses, without a query each
        return blocks

    @cached_property
    def aliases(self):
        return list(self.cable.paragraph_aliases.order_by("offset", "key"))

    @property
    def cites(self):
        """The rows of what it cites, of which nothing is known but what it says itself."""
        return [row for row in self._all_references if row.cable_id == self.cable.pk]

    @cached_property
    def _all_references(self):
        """Both directions in one query: what it cites, and what cites it."""
        cable = self.cable
        citing = _citing(cable).order_by("-cable__created", "-id")
        newest = Reference.objects.filter(pk__in=citing.values("pk")[:CITATIONS])
        own = Reference.objects.filter(cable=cable)
        # Not "or": for that PostgreSQL reads every reference of the archive.
        both = own.order_by().values("pk").union(newest.order_by().values("pk"))
        rows = (
            Reference.objects.public()
            .filter(pk__in=both)
            .select_related("paragraph")
            .defer("paragraph__text")
            .annotate(excerpt=_excerpt())
            .order_by("position", "id")
        )
        return list(rows)

    @cached_property
    def references(self):
        rows = self.cites
        for row in rows:
            row.card = self.related.get(row.target_id)
        return rows

    @cached_property
    def citations(self):
        """What other cables say that they cite this one, newest first."""
        rows = [row for row in self._all_references if row.cable_id != self.cable.pk]
        for row in rows:
            row.card = self.related.get(row.cable_id)
        rows = [row for row in rows if row.card]
        return sorted(rows, key=lambda row: (row.card.created, row.pk), reverse=True)

    @cached_property
    def related(self):
        """Every public cable that a line of the page names, by its key."""
        wanted = {getattr(self.cable, name) for name in NEIGHBOURS} | self.named
        for row in self._all_references:
            wanted |= {row.target_id, row.cable_id}
        wanted.add(self.cable.canonical_id)
        wanted -= {None, self.cable.pk}
        rows = Cable.objects.public().filter(
            Q(pk__in=wanted) | Q(canonical=self.cable.pk)
        )
        # Asked for an order, SQLite walks an index that has it past all public cables.
        rows = rows.only(*CARD, "canonical").order_by()
        newest = sorted(rows, key=lambda row: (row.created, row.pk), reverse=True)
        return {row.pk: row for row in newest}

    @cached_property
    def neighbours(self):
        return {
            name: self.related.get(getattr(self.cable, name)) for name in NEIGHBOURS
        }

    @property
    def canonical(self):
        return self.related.get(self.cable.canonical_id)

    @property
    def twins(self):
        return [c for c in self.related.values() if c.canonical_id == self.cable.pk]

    @cached_property
    def _recipients(self):
        return list(Recipient.objects.filter(cable=self.cable))

    @property
    def action_addressees(self):
        return self._addressees(Role.ACTION)

    @property
    def info_addressees(self):
        return self._addressees(Role.INFO)

    def _addressees(self, role):
        return [r for r in self._recipients if r.role == role and not r.excluded]

    @property
    def excluded_addressees(self):
        return [r for r in self._recipients if r.excluded]

    @cached_property
    def article_links(self):
        return list(
            ArticleLink.objects.public()
            .filter(cable=self.cable)
            .select_related("article__publisher", "paragraph")
            .defer("paragraph__text")
            .order_by(F("article__date").desc(nulls_last=True), "article_id", "id")
        )

    @cached_property
    def discussions(self):
        return list(
            Discussion.objects.public()
            .filter(cable=self.cable)
            .select_related("paragraph")
            .defer("paragraph__text")
        )

    @cached_property
    def corrections(self):
        """The changes of the words that a reader should know of, newest first."""
        told = (Action.CORRECTED, Action.REDACTED, Action.RESTORED)
        changes = Change.objects.filter(cable=self.cable, action__in=told)
        return list(changes.order_by("-when", "-id"))

    @property
    def corrected(self):
        """The day of the newest change of words that readers had seen, or None."""
        released = self.cable.released
        times = (c.when for c in self.corrections if released and c.when >= released)
        return when.date() if (when := next(times, None)) else None

    @property
    def words_gone(self):
        """How many words are out of the text now: some may have come back."""
        signs = {Action.RESTORED: -1}
        moved = (c.words * signs.get(c.action, 1) for c in self.corrections)
        return max(sum(moved), 0)

    @property
    def is_redacted(self):
        return any(change.action == Action.REDACTED for change in self.corrections)

    def paragraph(self, key):
        """Return the block with this key, or None."""
        return next((block for block in self.paragraphs if block.key == key), None)

    def alias(self, key):
        return next((alias for alias in self.aliases if alias.key == key), None)


def _openable():
    """
    Return public cables with their post and the four neighbours' ids, and without the
    body: pages are made from the blocks.
    """
    cables = Cable.objects.public()
    outer = OuterRef("created"), OuterRef("id")
    return (
        cables.select_related("post")
        .defer("body", "problems", "curated")
        .annotate(
            earlier=_before(cables, *outer),
            later=_after(cables, *outer),
            earlier_at_post=_before(cables.filter(post=OuterRef("post")), *outer),
            later_at_post=_after(cables.filter(post=OuterRef("post")), *outer),
            cited_by_count=Coalesce(_count_citing(), 0),
            **edition_columns(),
        )
    )


def _before(cables, created, pk):
    # Not "created < … or …": a range and an exclusion walk the index in order.
    rows = cables.filter(created__lte=created).exclude(created=created, id__gte=pk)
    return Subquery(rows.order_by("-created", "-id").values("id")[:1])


def _after(cables, created, pk):
    rows = cables.filter(created__gte=created).exclude(created=created, id__lte=pk)
    return Subquery(rows.order_by("created", "id").values("id")[:1])


def _citing(cable):
    """Return the public references that name a cable, resolved or not."""
    return Reference.objects.public().filter(_names(cable.pk, cable.reference_id))


def _count_citing():
    rows = Reference.objects.public().filter(
        _names(OuterRef("pk"), OuterRef("reference_id"))
    )
    # A plain function, not an aggregate: the subquery needs no grouping.
    cables = Func(
        F("cable"),
        function="COUNT",
        template="COUNT(DISTINCT %(expressions)s)",
        output_field=IntegerField(),
    )
    return Subquery(rows.order_by().annotate(n=cables).values("n"))


def _excerpt():
    """The words of the citing paragraph around those that cite, cut by the database."""
    found = StrIndex("paragraph__text", "printed")
    start = Greatest(found - EXCERPT_BEFORE, 1)
    return Substr("paragraph__text", start, EXCERPT)


def _names(pk, reference_id):
    return (Q(target=pk) | Q(cited_id=reference_id)) & ~Q(cable=pk)
