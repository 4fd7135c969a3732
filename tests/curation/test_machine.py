"""
Editors do anything in any order, and readers see what a model in plain Python says: each
step is followed by a look at the pages. An address of a paragraph that was ever in print
lands on its words, or says that they are gone.

``MACHINE_STEPS=2000`` takes so many steps, other ones each time; without it, the same few.
"""

import os
from unittest import mock

from django.test import TestCase
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from .machine.fields import Fields
from .machine.imports import Imports
from .machine.leaving import Leaving
from .machine.reading import Reading
from .machine.standing import Standing

STEPS = int(os.environ.get("MACHINE_STEPS", "0"))
LENGTH = 50
#: All that the machine does. Were one always refused, the pages would say what the model
#: says, and nothing would be tested.
VERBS = {
    *("import", "edit", "rename", "remove", "split", "merge", "move", "retag"),
    *("publish", "withdraw", "hold", "release", "embargo", "restore"),
    *("redact", "undo", "purge", "merge tags", "undo a merge"),
}
ENOUGH = 8  # of them in the short run


class Machine(Imports, Leaving, Standing, Fields, Reading):
    """All that is done, and what readers see of it."""


def machine_settings():
    common = {
        "deadline": None,
        "database": None,
        "suppress_health_check": list(HealthCheck),
        "print_blob": True,
        # Steps are too slow to look for the shortest way to a fault, or to trace each line.
        "phases": [Phase.generate],
        "report_multiple_bugs": False,
    }
    if not STEPS:
        return settings(
            max_examples=2, stateful_step_count=LENGTH, derandomize=True, **common
        )
    examples = -(-STEPS // LENGTH)
    return settings(max_examples=examples, stateful_step_count=LENGTH, **common)


class MachineTests(TestCase):
    def test_readers_see_what_the_model_says(self):
        # Each step is one of an open transaction: the indexes would never hear of it.
        with mock.patch("cables.search.outbox.follow_up"):
            run_state_machine_as_test(Machine, settings=machine_settings())
        done = {verb for verb in VERBS if Machine.done[verb]}
        if STEPS >= 2_000:
            self.assertEqual(done, VERBS)
        self.assertGreaterEqual(len(done), ENOUGH)
        if STEPS:
            print(dict(sorted(Machine.done.items())))  # noqa: T201
