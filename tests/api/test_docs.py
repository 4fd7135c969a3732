"""The document for programs, and the page for people that is made from it."""

import json
import re

from django.conf import settings
from django.test import TestCase

from cables.api.docs import document
from cables.search.index import public_index
from cables.search.writer import rebuild
from tests import factories as make

from .asking import API

PATHS = {
    *("cables", "cables/{reference_id}", "paragraphs/{reference_id}/{key}", "search"),
    *("lookup", "tags", "posts", "articles", "changes"),
}


class DocumentTests(TestCase):
    def test_names_every_address(self):
        paths = self.client.get(f"{API}openapi.json").json()["paths"]
        self.assertEqual({path.removeprefix(API) for path in paths}, PATHS)
        for path, operations in paths.items():
            lookup = path.endswith("lookup")
            with self.subTest(path=path):
                self.assertEqual(
                    set(operations), {"get", "post"} if lookup else {"get"}
                )

    def test_every_operation_says_what_may_go_wrong(self):
        for path, operations in document()["paths"].items():
            for operation in operations.values():
                with self.subTest(path=path):
                    statuses = set(map(str, operation["responses"]))
                    self.assertLessEqual({"200", "304", "400", "422", "429"}, statuses)
        statuses = document()["paths"][f"{API}cables/{{reference_id}}"]["get"][
            "responses"
        ]
        self.assertLessEqual({"301", "404", "410"}, set(map(str, statuses)))
        search = document()["paths"][f"{API}search"]["get"]["responses"]
        self.assertIn("503", set(map(str, search)))

    def test_every_shape_that_is_named_is_there(self):
        text = json.dumps(document())
        names = set(re.findall(r"#/components/schemas/(\w+)", text))
        self.assertLessEqual(names, set(document()["components"]["schemas"]))

    def test_search_takes_what_the_page_takes(self):
        search = document()["paths"][f"{API}search"]["get"]
        names = {one["name"] for one in search["parameters"]}
        page = {"q", "classification", "post", "country", "year", "tag", "para"}
        self.assertLessEqual(page | {"articles", "partial", "sort"}, names)

    def test_root_says_what_there_is(self):
        answer = self.client.get(API).json()
        self.assertTrue(answer["docs"].endswith(f"{API}docs"))
        self.assertEqual(len(answer["addresses"]), len(PATHS))


class PageTests(TestCase):
    def test_page_has_every_operation_and_no_script(self):
        make.make_cable("06LOWMOOR1")
        page = self.client.get(f"{API}docs").content.decode()
        for path in PATHS:
            self.assertIn(f"{API}{path}", page)
        for pattern in ("<script(?![^>]* src=)", "<style", " style=", " on[a-z]+="):
            self.assertIsNone(re.search(pattern, page), pattern)
        for address in re.findall(r'(?:src|rel="stylesheet" href)="([^"]+)"', page):
            self.assertTrue(address.startswith("/static/"), address)

    def test_links_of_the_page_answer(self):
        make.make_cable("06LOWMOOR1", paragraphs=["One."])
        page = self.client.get(f"{API}docs").content.decode()
        links = re.findall(r'Try it: <a href="([^"]+)"', page)
        self.assertEqual(len(links), len(PATHS))
        for link in links:
            with self.subTest(link=link):
                answer = self.client.get(link.replace("&amp;", "&"))
                self.assertEqual(answer.status_code, 200)

    def test_empty_archive_has_a_page(self):
        self.assertEqual(self.client.get(f"{API}docs").status_code, 200)


class ReferenceTests(TestCase):
    """docs/reference/api.md says what is so."""

    text = (settings.BASE_DIR / "docs" / "reference" / "api.md").read_text()

    def test_examples_answer(self):
        make.make_cable("10BELAGORA201", number=326, paragraphs=["One."])
        rebuild(public_index)
        example = r"curl (?:--location )?'http://localhost:8000(/api/v1/[^']+)'\n"
        paths = re.findall(example, self.text)
        self.assertEqual(len(paths), 10)
        for path in paths:
            with self.subTest(path=path):
                answer = self.client.get(path, follow=True)
                self.assertEqual(answer.status_code, 200)

    def test_posted_example_answers(self):
        (body,) = re.findall(r"--json '([^']+)'", self.text)
        response = self.client.post(
            f"{API}lookup", body, content_type="application/json"
        )
        self.assertEqual(response.json()["count"], 2)

    def test_table_of_addresses_is_whole(self):
        for path in PATHS:
            self.assertIn(f"| `{API}{path}` |", self.text)
