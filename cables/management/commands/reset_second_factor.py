"""Let somebody in again who lost their second factor: ``manage.py reset_second_factor``."""

from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, CommandError

from cables.curation.people import reset_second_factor


class Command(BaseCommand):
    help = (
        "Take away somebody's apps, passkeys and recovery codes, and sign them out: at the "
        "next sign-in they set up a new second factor. For the administrator who has no "
        "other to ask; the history says that it was done here.\n\n"
        "  manage.py reset_second_factor ada --why 'Lost the phone'"
    )

    def add_arguments(self, parser):
        parser.add_argument("name", help="that they sign in with")
        parser.add_argument("--why", default="", help="goes into the history")

    def handle(self, *, name, why, **options):
        person = get_user_model().objects.filter(username=name).first()
        if person is None:
            raise CommandError(f"Nobody signs in as {name!r}.")
        kinds = reset_second_factor(person, user=None, why=why)
        self.stdout.write(
            f"{name} had {', '.join(kinds) or 'no second factor'}, and sets up a new one "
            "at the next sign-in."
        )
