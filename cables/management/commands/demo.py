"""Start the site on the sample archive: ``manage.py demo``."""

import csv
import os
import secrets
import socket
import sys
from datetime import UTC, datetime

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, CommandError, call_command
from django.utils.text import slugify

from cables.choices import ReasonCode, RunState, State
from cables.curation.states import withdraw
from cables.ingest.article_table import import_articles
from cables.ingest.run import import_cables
from cables.management.together import run_together
from cables.models import Cable, ImportRun, Post, PostAlias, Tag
from cables.search.outbox import catch_up_all

SAMPLE = settings.BASE_DIR / "sample"
EDITOR = "editor"
OPEN_DOOR = {"SECOND_FACTOR": "optional"}
RELEASED = datetime(2010, 11, 28, 18, tzinfo=UTC)


class Command(BaseCommand):
    help = (
        "Start the site on a small, invented archive. The first start migrates the "
        "database, loads the archive and prints an editor's password once; later "
        "starts serve what is there."
    )

    password = None  # of the editor, where this start made the account

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000, help="default: 8000")
        parser.add_argument(
            "--no-serve", action="store_true", help="prepare everything, then stop"
        )

    def handle(self, *, port, no_serve, **options):
        if not no_serve:
            require_free(port)
        keep_secret_key()
        call_command("migrate", verbosity=0)
        editor = self.create_editor()
        self.show_password()
        if not ImportRun.objects.filter(state=RunState.FINISHED).exists():
            self.load_sample(editor)
        catch_up_all()
        if not no_serve:
            self.serve(port)

    def load_sample(self, editor):
        self.stdout.write("Loading the sample archive …")
        add_posts(SAMPLE / "posts.csv")
        add_tags(SAMPLE / "tags.csv")
        report = import_cables(
            paths=[SAMPLE / "cables.csv"], publish=True, released=RELEASED
        )
        import_articles(path=SAMPLE / "articles.csv")
        withdraw_listed(path=SAMPLE / "withdrawn.csv", user=editor)
        self.stdout.write(f"{report.created} cables are in.")

    def create_editor(self):
        users = get_user_model().objects
        if editor := users.filter(username=EDITOR).first():
            return editor
        self.password = secrets.token_urlsafe(12)
        return users.create_superuser(username=EDITOR, password=self.password)

    def show_password(self):
        if self.password:
            self.stdout.write(
                f"Editors' desk: /admin/, user {EDITOR}, password {self.password} "
                f"(shown this once; `manage.py changepassword {EDITOR}` sets another)"
            )

    def serve(self, port):
        address = f"http://localhost:{port}"
        self.stdout.write(
            "This demonstration asks editors for no second factor (SECOND_FACTOR=optional)."
        )
        self.stdout.write(f"{settings.SITE_NAME} is at {address}/ (Ctrl-C stops it)")
        self.stdout.flush()
        granian = ["granian", "--interface", "wsgi", "--host", "127.0.0.1"]
        granian += ["--port", str(port), "--blocking-threads", "2", "--log-level"]
        granian += ["warning", "archive_site.wsgi:application"]
        os.chdir(settings.BASE_DIR)
        code = run_together(
            [sys.executable, "-m", *granian],
            [sys.executable, "manage.py", "work"],
            environment={"SITE_URL": address} | os.environ | OPEN_DOOR,
        )
        sys.exit(code)


def add_posts(path):
    """Add the posts that a CSV of code, name, country, latitude, longitude lists."""
    for row in rows(path):
        country = row["country"]
        defaults = {
            "slug": slugify(row["name"]),
            "country": country,
            "country_slug": slugify(country),
            "latitude": row["latitude"] or None,
            "longitude": row["longitude"] or None,
        }
        post, _ = Post.objects.get_or_create(name=row["name"], defaults=defaults)
        PostAlias.objects.get_or_create(name=row["code"], defaults={"post": post})


def add_tags(path):
    """Add the tags that a CSV of code, kind, name lists."""
    for row in rows(path):
        defaults = {"kind": row["kind"], "title": row["name"]}
        Tag.objects.get_or_create(name=row["code"], defaults=defaults)


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)


def withdraw_listed(*, path, user):
    """Withdraw the cables that a CSV of reference_id, date, reason lists."""
    for row in rows(path):
        reason = {"reason_code": ReasonCode.SOURCE_SAFETY, "reason": row["reason"]}
        for cable in Cable.objects.filter(
            reference_id=row["reference_id"], state=State.PUBLISHED
        ):
            withdraw(cable, user=user, **reason)


def require_free(port):
    """Raise CommandError where something else answers on the port already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as error:
            raise CommandError(
                f"Port {port} cannot be used ({error}). Choose another one: "
                "manage.py demo --port 8001"
            ) from error


def keep_secret_key():
    """Write a key that stays, for this installation only, unless one is there."""
    path = settings.SECRET_KEY_FILE
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "x", opener=lambda name, flags: os.open(name, flags, 0o600)) as f:
        f.write(secrets.token_urlsafe(50))
