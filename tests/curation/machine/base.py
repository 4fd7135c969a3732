"""What the rules share."""

from collections import Counter

from django.core.cache import caches
from django.db import transaction
from django.test import Client
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from cables.curation.errors import CurationError
from cables.models import Cable, PublicationEpoch
from cables.models.revision import Revision
from tests.admin.editors import make_chief
from tests.factories import make_tag

from .known_cable import new_words
from .vocabulary import Vocabulary

MOST_CABLES = 3
TAGS = ["PREL", "PGOV", "ECON", "EAIR", "KSCA", "SMIG"]
numbers = st.integers(0, 10_000)


class Base(RuleBasedStateMachine):
    """Cables, and people who do what they may with them."""

    done = Counter()
    runs = 0

    def __init__(self):
        super().__init__()
        Base.runs += 1
        self.block = transaction.atomic()
        self.block.__enter__()
        for name in caches:
            caches[name].clear()
        # No page of another run may be taken for one of this: each has its own epochs.
        PublicationEpoch.objects.update_or_create(
            pk=1, defaults={"value": 1_000_000 * self.runs}
        )
        self.editor, self.approver = make_chief(), make_chief()
        self.known, self.redactions, self.vocabulary = [], [], Vocabulary()
        self.new_words, self.client = new_words(), Client()
        for name in TAGS:
            make_tag(name)
        self.touched = None

    def teardown(self):
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    def pick(self, number, cables=None):
        cables = self.known if cables is None else cables
        self.touched = cables[number % len(cables)]
        return self.touched, Cable.objects.get(pk=self.touched.pk)

    def attempt(self, name, verb, *args, **kwargs):
        """Let a verb do its work or refuse it as a whole; return whether it did."""
        try:
            with transaction.atomic():
                result = verb(*args, **kwargs)
        except CurationError:
            self.done[f"{name} refused"] += 1
            return None
        self.done[name] += 1
        return result or True

    def remember(self, known):
        known.note_keys()
        rows = Revision.objects.filter(model="cable", object_id=known.pk)
        known.remember(rows.order_by("-id").values_list("pk", flat=True).first() or 0)
