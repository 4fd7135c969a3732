"""What two people do to accounts at the same moment."""

import threading
from unittest import skipUnless

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import connection
from django.test import TransactionTestCase

from cables.curation import invitations, people
from cables.curation.errors import CurationError
from cables.curation.roles import ADMINISTRATOR, set_up_roles

from .test_people import make_member


def at_once(*calls):
    """Call all at the same moment; return what each gave or raised, by its class."""
    start, answers = threading.Barrier(len(calls)), []

    def run(call):
        start.wait()
        try:
            answers.append(type(call()).__name__)
        except CurationError as error:
            answers.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[call]) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers)


@skipUnless(connection.vendor == "postgresql", "SQLite lets one writer in at a time")
class RaceTests(TransactionTestCase):
    def setUp(self):
        set_up_roles()
        self.chief = make_member("chief", ADMINISTRATOR)

    def test_two_administrators_close_each_other(self):
        other = make_member("other", ADMINISTRATOR)

        def close(person, user):
            return lambda: people.save_person(
                person, user=user, values={"is_active": False}, roles=[]
            )

        answers = at_once(close(self.chief, other), close(other, self.chief))
        self.assertEqual(answers, ["PersonRefused", "User"])
        self.assertEqual(people.administrators().count(), 1)

    def test_an_invitation_is_accepted_once(self):
        roles = Group.objects.filter(name="Editor")
        _, token = invitations.invite(user=self.chief, name="Grace", roles=roles)
        calls = [
            lambda n=n: invitations.accept(
                token, username=f"grace{n}", password="correct horse battery 9"
            )
            for n in range(4)
        ]
        answers = at_once(*calls)
        self.assertEqual(answers, ["InvitationRefused"] * 3 + ["User"])
        made = get_user_model().objects.filter(username__startswith="grace")
        self.assertEqual(made.count(), 1)
