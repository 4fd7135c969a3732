"""Two editors at once: each gets through, whatever rows the other holds."""

import threading
from unittest import skipUnless

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import TransactionTestCase

from cables.curation.articles import link_article
from cables.curation.cables import save_cable
from cables.models import ArticleLink, Cable
from tests import factories as make

PATIENCE = 20  # seconds for which the other is waited for, before the test fails


@skipUnless(connection.vendor == "postgresql", "SQLite lets one writer in at a time")
class TwoEditorsTests(TransactionTestCase):
    def test_one_article_on_two_cables_while_one_of_them_is_edited(self):
        user = User.objects.create_user("ed")
        first, second = make.make_cable(), make.make_cable()
        article, failures = make.make_article(), []

        def edit():
            try:
                save_cable(second, user=user, values={"subject": "OF OSPREYS"})
            except Exception as error:  # noqa: BLE001 - told by the test
                failures.append(error)
            finally:
                connection.close()

        editor = threading.Thread(target=edit)
        with transaction.atomic():  # as a form of the desk is saved
            link_article(article=article, cable=first, user=user)
            editor.start()
            self.wait_until_one_waits()
            link_article(article=article, cable=second, user=user)
        editor.join(PATIENCE)
        self.assertEqual(failures, [])
        self.assertEqual(ArticleLink.objects.count(), 2)
        self.assertEqual(Cable.objects.get(pk=second.pk).subject, "OF OSPREYS")

    def wait_until_one_waits(self):
        waiting = """
            SELECT count(*) FROM pg_locks
            WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))
        """
        pause = threading.Event()
        for _ in range(PATIENCE * 50):
            with connection.cursor() as cursor:
                cursor.execute(waiting)
                if cursor.fetchone()[0]:
                    return
            pause.wait(0.02)
        self.fail("The other editor never came to wait.")
