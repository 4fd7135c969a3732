"""Whatever the desk changes of what readers see, no page from before outlives it."""

from django.test import TestCase
from django.urls import reverse

from cables.choices import ReasonCode
from cables.curation import states
from cables.models import SitePage, current_epoch
from tests.admin.editors import make_chief
from tests.admin.test_cable_form import form_data
from tests.factories import (
    make_article,
    make_article_link,
    make_cable,
    make_discussion,
    make_post,
    make_publisher,
    make_tag,
)


class EpochTests(TestCase):
    def setUp(self):
        self.user = make_chief()
        self.client.force_login(self.user)
        self.cable = make_cable(tags=["PREL"], paragraphs=["One."])
        self.article = make_article()
        self.link = make_article_link(self.cable, article=self.article)

    def public_article(self, title):
        article = make_article(title)
        make_article_link(self.cable, article=article)
        return article

    def save(self, row, **values):
        """Save a row's own form with other values."""
        name = row._meta.model_name
        url = reverse(f"admin:cables_{name}_change", args=[row.pk])
        data = form_data(self.client.get(url))
        answer = self.client.post(url, data | values)
        self.assertEqual(answer.status_code, 302, getattr(answer, "context", None))

    def assertRaised(self, row, **values):
        before = current_epoch()
        self.save(row, **values)
        self.assertGreater(current_epoch(), before)

    def test_every_form(self):
        cases = [
            (make_publisher(), {"name": "The Beacon"}),
            (make_publisher(), {"slug": "the-beacon"}),
            (make_publisher(), {"domain": "beacon.example"}),
            (self.article, {"title": "Other"}),
            (self.article, {"date": "2012-01-01"}),
            (self.article, {"author": "A. Writer"}),
            (self.article, {"state": "rejected"}),
            # These leave the readers: an address of their own has to be approved anew.
            (self.public_article("Of boats"), {"url": "https://lantern.example/other"}),
            (
                self.public_article("Of nets"),
                {"archived_url": "https://archive.example/1"},
            ),
            (make_post(), {"name": "Embassy Highmoor"}),
            (make_post(), {"country": "Highmoor"}),
            (make_post(), {"latitude": "1.5", "longitude": "2.5"}),
            (make_tag("PREL"), {"title": "Other"}),
            (make_discussion(self.cable), {"title": "Other"}),
            (SitePage.objects.first(), {"summary": "Other"}),
            (self.cable, {"subject": "OTHER"}),
            (self.cable, {"tag_lines": "ECON"}),
        ]
        for row, values in cases:
            with self.subTest(form=row._meta.model_name, values=values):
                self.assertRaised(row, **values)

    def test_a_new_name_of_a_publisher_is_on_its_page_at_once(self):
        publisher = self.article.publisher
        address = publisher.get_absolute_url()
        old = self.client.get(address)
        self.save(publisher, name="The Beacon")
        page = self.client.get(address, headers={"If-None-Match": old["ETag"]})
        self.assertContains(page, "The Beacon")

    def test_rows_of_an_article_and_of_a_cable(self):
        before = current_epoch()
        self.save(self.article, **{"links-0-quote": "Words.", "links-0-keep": "on"})
        self.assertGreater(current_epoch(), before)
        before = current_epoch()
        other = {"article_links-0-quote": "Other.", "article_links-0-keep": "on"}
        self.save(self.cable, **other)
        self.assertGreater(current_epoch(), before)
        before = current_epoch()
        self.save(self.article, **{"links-0-DELETE": "on"})
        self.assertGreater(current_epoch(), before)

    def test_a_withdrawn_cable_is_named_in_the_log(self):
        states.withdraw(self.cable, user=self.user, reason_code=ReasonCode.ERROR)
        self.assertRaised(self.cable, reference_id="06LOWMOOR7")

    def test_nothing_changed(self):
        for row in (self.article.publisher, self.article, self.cable):
            before = current_epoch()
            self.save(row)
            self.assertEqual(current_epoch(), before)
