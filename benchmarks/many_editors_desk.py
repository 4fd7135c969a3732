"""
What ``many_editors`` asks of the database, in a process of its own: make a cable and
signed-in editors (``prepare N``); say what became of typed words (``check ID``, words on
stdin).
"""

import json
import sys

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import get_user_model  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from cables.choices import BlockKind, State  # noqa: E402
from cables.models import Cable, Paragraph, Post  # noqa: E402
from cables.models.revision import Revision  # noqa: E402

PARAGRAPHS = 20


def prepare(count):
    cable = _cable()
    sessions = []
    for number in range(count):
        user = get_user_model().objects.create_user(
            f"typist{number}", is_staff=True, is_superuser=True
        )
        client = Client()
        client.force_login(user)
        sessions.append(client.cookies[settings.SESSION_COOKIE_NAME].value)
    return {"cable": cable.pk, "sessions": sessions, "version": cable.version}


def _cable():
    post = Post.objects.create(name="Embassy Lowmoor", slug="embassy-lowmoor")
    now = timezone.now()
    cable = Cable.objects.create(
        reference_id="06LOWMOOR1",
        post=post,
        created=now,
        released=now,
        classification="CONFIDENTIAL",
        subject="HARBOUR TALKS",
        body="\n".join(f"Line {n} of the record." for n in range(PARAGRAPHS)),
        state=State.PUBLISHED,
    )
    Paragraph.objects.bulk_create(
        Paragraph(
            cable=cable,
            position=n,
            kind=BlockKind.NUMBERED,
            label=str(n + 1),
            key=f"par{n + 1}",
            text=f"Paragraph {n + 1}: the harbour talks went on.",
        )
        for n in range(PARAGRAPHS)
    )
    return cable


def check(key):
    """Say where each word is: in the cable, in its history, or nowhere."""
    cable = Cable.objects.get(pk=key)
    texts = cable.paragraphs.values_list("text", flat=True)
    stands = " ".join([cable.subject, cable.body, cable.signatory, *texts])
    rows = Revision.objects.filter(cable=cable).values_list("after", flat=True)
    told = " ".join(map(json.dumps, rows))
    words = json.load(sys.stdin)
    return {
        "version": cable.version,
        "stands": [word for word in words if word in stands],
        "history": [word for word in words if word not in stands and word in told],
        "revisions": len(rows),
    }


if __name__ == "__main__":
    name, argument = sys.argv[1:]
    print(json.dumps({"prepare": prepare, "check": check}[name](int(argument))))
