"""
What an editor and a redactor ask of the desk in ``benchmarks.kill_purge`` and
``benchmarks.purge_speed``, in a process of its own:

    python -m benchmarks.purge_desk redact COUNT NAME | purge | put_back

``redact`` writes the name into some cables and takes it out again, so that their history
holds it. Prints what was done, in seconds; or the key of the job that was started.
DATABASE_URL names the database.
"""

import os
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive_site.settings")

import django  # noqa: E402

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402

from cables.choices import ReasonCode, RedactionState  # noqa: E402
from cables.curation.paragraphs import save_paragraphs  # noqa: E402
from cables.curation.purge.verbs import start_purge  # noqa: E402
from cables.curation.redactions.approve import approve  # noqa: E402
from cables.curation.redactions.propose import propose  # noqa: E402
from cables.curation.redactions.undo import undo  # noqa: E402
from cables.curation.revisions import first_broken  # noqa: E402
from cables.models import Cable  # noqa: E402
from cables.models.sealed import Redaction  # noqa: E402


def main():
    action, *arguments = sys.argv[1:]
    print(ACTIONS[action](*arguments))


def chief(name):
    fields = {"is_staff": True, "is_superuser": True}
    user, _ = get_user_model().objects.get_or_create(username=name, defaults=fields)
    return user


def redact(count, said):
    """Return the seconds that each verb took for all of them."""
    editor, second, spent = chief("bench"), chief("second"), {}

    def timed(name, verb, *given, **options):
        began = time.perf_counter()
        result = verb(*given, **options)
        spent[name] = spent.get(name, 0) + time.perf_counter() - began
        return result

    for cable in Cable.objects.exclude(paragraphs=None).order_by("pk")[: int(count)]:
        timed("edit", _write, cable, f" {said} said so.", editor)
        block = next(one for one in cable.paragraphs.all() if said in one.text)
        start = block.text.index(said)
        made = timed(
            "propose",
            propose,
            cable,
            user=editor,
            paragraph=block,
            spans=[(start, start + len(said))],
            reason=ReasonCode.SOURCE_SAFETY,
        )
        timed("approve", approve, made, user=second)
    return ", ".join(f"{name} {seconds:.2f} s" for name, seconds in spent.items())


def _write(cable, sentence, user):
    columns = ("id", "kind", "label", "marking", "text")
    blocks = list(cable.paragraphs.values(*columns))
    blocks[0]["text"] += sentence
    save_paragraphs(cable, user=user, blocks=blocks)


def purge():
    return start_purge(user=chief("second"), reason="A source is named.").pk


def put_back():
    """Undo all redactions from their sealed originals; return what is wrong then."""
    user, cables = chief("second"), {}
    for redaction in Redaction.objects.filter(state=RedactionState.APPROVED):
        undo(redaction, user=user, why="No danger any more.")
        cable = redaction.sealed_text.cable
        cables[cable.pk] = cable
    broken = [cable.reference_id for cable in cables.values() if first_broken(cable)]
    return f"histories that are broken: {broken}" if broken else ""


ACTIONS = {"redact": redact, "purge": purge, "put_back": put_back}

if __name__ == "__main__":
    main()
