"""Posts: one country has one address, and no name leads to two posts."""

from django.core.exceptions import ValidationError
from django.test import TestCase

from cables.curation.posts import save_post
from cables.models import Post, PostAlias
from cables.models.revision import Revision
from tests.admin.editors import make_chief, make_editor
from tests.admin.screens import url_of
from tests.factories import make_post


class SavePostTests(TestCase):
    def setUp(self):
        self.user = make_editor()
        self.other = make_post("Embassy Elsewhere", country="Elseland")
        PostAlias.objects.create(post=self.other, name="ELSEWHERE")
        self.post = make_post("Embassy Lowmoor")

    def save(self, aliases=None, **values):
        return save_post(self.post, user=self.user, values=values, aliases=aliases)

    def refused(self, sentence, **given):
        before = list(Post.objects.order_by("pk").values())
        with self.assertRaisesMessage(ValidationError, sentence):
            self.save(**given)
        self.assertEqual(list(Post.objects.order_by("pk").values()), before)
        self.assertFalse(Revision.objects.exists())

    def test_a_country_has_one_address(self):
        self.refused("elseland is the address of", country="X", country_slug="elseland")
        self.refused(
            "has the address elseland", country="Elseland", country_slug="else"
        )
        self.refused("a name and an address", country="", country_slug="nowhere")
        self.save(country="Elseland", country_slug="elseland")
        self.save(country="", country_slug="")

    def test_what_an_import_left_is_not_held_against_a_post(self):
        Post.objects.filter(pk=self.post.pk).update(country_slug="elseland")
        self.post.refresh_from_db()
        self.save(latitude="1.5", longitude="2.5")

    def test_no_name_leads_to_two_posts(self):
        self.refused("is a post of its own", aliases=["Embassy Elsewhere"])
        self.refused("is a name of Embassy Elsewhere already", aliases=["ELSEWHERE"])
        self.refused("is a name of Embassy Elsewhere already", name="ELSEWHERE")
        self.refused("U+202E", name="Embassy \u202eLow")

    def test_coordinates_are_two_or_none(self):
        for latitude, longitude, sentence in (
            (1, None, "Give both"),
            (None, 1, "Give both"),
            (91, 0, "The latitude is between -90 and 90."),
            (0, 181, "The longitude is between -180 and 180."),
        ):
            with self.subTest(at=(latitude, longitude)):
                self.refused(sentence, latitude=latitude, longitude=longitude)
        self.save(latitude="19.43", longitude="-99.13")
        self.assertEqual(Revision.objects.get().after["latitude"], "19.43")


class PostScreenTests(TestCase):
    def setUp(self):
        self.client.force_login(make_chief())
        make_post("Embassy Elsewhere", country="Else Land", country_slug="elseland")
        self.url = url_of("post", "add")

    def post(self, **typed):
        sent = {"name": "Consulate Else", "slug": "consulate-else", "alias_lines": ""}
        return self.client.post(self.url, sent | typed)

    def test_a_known_country_gives_its_address(self):
        self.post(country="Else Land")
        self.assertEqual(Post.objects.latest("pk").country_slug, "elseland")
        self.post(name="B", slug="b", country="New Land")
        self.assertEqual(Post.objects.latest("pk").country_slug, "new-land")

    def test_mistakes_stand_beside_their_fields(self):
        for typed, field in [
            ({"country": "X", "country_slug": "elseland"}, "country_slug"),
            ({"name": "Embassy Elsewhere"}, "name"),
            ({"alias_lines": "embassy-elsewhere"}, "alias_lines"),
            ({"country": "a\u202eb"}, "country"),
            ({"latitude": "1"}, "__all__"),
        ]:
            with self.subTest(field=field):
                page = self.post(**typed)
                self.assertIn(field, page.context["adminform"].errors)
        self.assertEqual(Post.objects.count(), 1)
