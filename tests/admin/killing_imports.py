"""
A worker that kills itself (SIGKILL) in the midst of an import over the desk, or of its
roll-back, for ``test_import_kill``:

    Stage("tests.admin.killing_imports", environment).run(FOLDER, *WORDS)

Each word is done in turn; FOLDER/picture.txt holds what ``picture`` found last.
"""

import os
import signal
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive_site.settings")

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402

from cables.admin import import_back, import_pages  # noqa: E402
from cables.curation.jobs.queue import Run  # noqa: E402
from cables.ingest import jobs, rollback  # noqa: E402
from cables.ingest.run import import_cables  # noqa: E402
from cables.models import Cable, ImportRun  # noqa: E402
from cables.models.sealed import ImportSource, Job  # noqa: E402
from tests.ingest.picture import picture  # noqa: E402
from tests.ingest.records import BAD, csv_record  # noqa: E402
from tests.stage import serve  # noqa: E402

FEW = 3


def main(folder, *words):
    jobs.BATCH = rollback.STEP = FEW
    for word in words:
        name, _, number = word.partition(":")
        globals()[f"do_{name}"](Path(folder), *([int(number)] if number else []))


def do_prepare(folder):
    call_command("migrate", verbosity=0)
    half = folder / "half.csv"
    half.write_bytes(b"".join(map(_record, range(1, 8))))
    import_cables(paths=[half])
    more = [_record(n, "SECRET" if n % 2 else "CONFIDENTIAL") for n in range(1, 15)]
    (folder / "all.csv").write_bytes(b"".join([*more, BAD]))


def _record(number, classification="CONFIDENTIAL"):
    return csv_record(
        f"06MOOR{number}",
        number=f"{number}",
        classification=classification,
        references=f"06MOOR{number + 1}",
    )


def do_import(folder):
    source = ImportSource.objects.create(name=str(folder / "all.csv"))
    import_pages.queue_import(None, source, dry_run=False, format="")


def do_back(folder):
    run = ImportRun.objects.latest("id")
    import_back.queue_roll_back(None, run, dry_run=False)


def do_work(folder, beats=0):
    """Work; die as the job beats for the so maniest time, before that is committed."""
    left, beat = [beats], Run.beat

    def dying(run, **values):
        beat(run, **values)
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    Run.beat = dying
    call_command("work", "--once")
    job = Job.objects.latest("id")
    assert job.state == "finished", job.message


def do_picture(folder):
    runs = list(ImportRun.objects.order_by("id").values_list("state", "created_count"))
    cables = Cable.objects.count()
    (folder / "picture.txt").write_text(f"{cables} {runs}\n{picture()!r}")


if __name__ == "__main__":
    serve(main)
