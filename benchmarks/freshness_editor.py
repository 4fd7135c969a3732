"""
An editor in a process of its own, for ``freshness``: reads verbs, does them, says when.

Each line on stdin is {"verb", "cable"}; each on stdout {"committed", "done"} in seconds of
the machine's monotonic clock, which all processes share. With ``--die`` the process kills
itself, as kill -9 does, between the commit and the indexing.
"""

import argparse
import json
import os
import signal
import sys
import time

import django

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.db import transaction  # noqa: E402

from benchmarks.freshness import OTHER, PREPARED, TAG, WORD  # noqa: E402
from cables.choices import BlockKind, ReasonCode  # noqa: E402
from cables.curation import paragraphs, states, tags  # noqa: E402
from cables.models import Cable  # noqa: E402
from cables.search import outbox  # noqa: E402


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--die", action="store_true")
    if parser.parse_args().die:
        outbox.follow_up = die
    user, _ = get_user_model().objects.get_or_create(username="measure")
    for line in sys.stdin:
        order = json.loads(line)
        if order["verb"] == "prepare":
            say(prepare(user))
        else:
            say(timed(VERBS[order["verb"]], order["cable"], user))


def say(answer):
    print(json.dumps(answer), flush=True)


def die():
    os.kill(os.getpid(), signal.SIGKILL)


def timed(verb, key, user):
    """Do a verb in a transaction whose first act after the commit is to look at the clock."""
    moments = []
    with transaction.atomic():
        transaction.on_commit(lambda: moments.append(time.monotonic()))
        transaction.on_commit(lambda: os.write(2, f"{moments[0]}\n".encode()))
        verb(Cable.objects.get(pk=key), user)
    return {"committed": moments[0], "done": time.monotonic()}


def prepare(user):
    """Give some cables a paragraph with the word, and the tag; return their ids."""
    chosen = list(Cable.objects.public().order_by("-created", "-pk")[:PREPARED])
    for cable in chosen:
        _write(cable, user, WORD)
        tags.set_tags(cable, user=user, names=[TAG])
    return {cable.pk: cable.reference_id for cable in chosen}


def _write(cable, user, word):
    """Let the cable's last paragraph be one with a word, in place of an earlier one."""
    text = f"The harbour talks went on: {word}."
    new = {"kind": BlockKind.UNNUMBERED, "label": "", "marking": "", "text": text}
    blocks = [
        {name: getattr(block, name) for name in ("id", *new)}
        for block in cable.paragraphs.order_by("position", "pk")
    ]
    ours = [block for block in blocks if block["text"].startswith(text[:27])]
    if ours:
        ours[0]["text"] = text
    else:
        blocks.append(new)
    paragraphs.save_paragraphs(cable, user=user, blocks=blocks)


VERBS = {
    "withdraw": lambda cable, user: states.withdraw(
        cable, user=user, reason_code=ReasonCode.SOURCE_SAFETY
    ),
    "publish": lambda cable, user: states.publish(cable, user=user),
    "hold": lambda cable, user: states.hold(cable, user=user, reason="A question."),
    "release hold": lambda cable, user: states.release_hold(cable, user=user),
    "correct": lambda cable, user: _write(cable, user, "corrected"),
    "correct back": lambda cable, user: _write(cable, user, WORD),
    "retag": lambda cable, user: tags.set_tags(cable, user=user, names=[TAG, OTHER]),
    "retag back": lambda cable, user: tags.set_tags(cable, user=user, names=[TAG]),
}


if __name__ == "__main__":
    main()
