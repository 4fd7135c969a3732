"""``manage.py demo``: one command from nothing to an archive that can be read."""

from io import StringIO
from unittest import mock

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import TestCase

from cables.choices import State
from cables.management.commands import demo
from cables.models import Article, Cable, Post


def prepare():
    out = StringIO()
    # The test database is there already, and the checkout's own key stays as it is.
    with mock.patch.object(demo, "keep_secret_key"):
        call_command("demo", no_serve=True, stdout=out)
    return out.getvalue()


class DemoTests(TestCase):
    def test_first_start_loads_and_prints_the_password_once(self):
        said = prepare()
        password = said.partition("password ")[2].split()[0]
        editor = get_user_model().objects.get(username="editor")
        self.assertTrue(editor.check_password(password))
        self.assertGreaterEqual(Cable.objects.public().count(), 300)
        self.assertTrue(Article.objects.public().exists())
        self.assertTrue(Cable.objects.filter(state=State.WITHDRAWN).exists())
        self.assertEqual(Post.objects.get(name="Embassy Port Lumen").country, "Halvern")
        before = Cable.objects.values_list("id", "version")
        before = list(before.order_by("id"))

        again = prepare()
        self.assertEqual(again, "")
        after = Cable.objects.values_list("id", "version").order_by("id")
        self.assertEqual(list(after), before)

    def test_a_port_that_is_taken_is_named_before_anything_is_done(self):
        for port in (70000, 1 << 40):
            with (
                self.subTest(port=port),
                self.assertRaisesMessage(CommandError, "Port"),
            ):
                call_command("demo", port=port)
        self.assertFalse(get_user_model().objects.exists())
