"""Lists are walked by cursor: every row once, in order, whatever comes in meanwhile."""

from datetime import UTC, datetime, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from cables.choices import Action, Classification, LinkStatus, ModerationState
from cables.models import Cable, raise_epoch
from tests import factories as make

from .asking import Asking, fields_of

START = datetime(2006, 4, 1, tzinfo=UTC)
LISTS = ("cables", "tags", "posts", "articles", "changes")


class WalkTests(Asking):
    @classmethod
    def setUpTestData(cls):
        for n in range(23):
            cable = make.make_cable(
                f"06LOWMOOR{n}",
                post=make.make_post(f"Embassy {'ÄBCDE'[n % 5]} {n:02}"),
                tags=[f"T{n:02}", "PREL"],
                created=START + timedelta(days=n // 4),  # four of each time
                classification=list(Classification)[n % 6],
            )
            make.make_article_link(cable)
            make.make_change(cable, Action.PUBLISHED)

    def test_every_row_once(self):
        for name, total in zip(LISTS, (23, 24, 23, 23, 23), strict=True):
            whole = self.get(f"{name}?limit=100")
            self.assertEqual(whole["count"], total)
            self.assertIsNone(whole["next"])
            for limit in (1, 7, 23, 24):
                with self.subTest(list=name, limit=limit):
                    results, pages = self.walk(f"{name}?limit={limit}")
                    self.assertEqual(results, whole["results"])
                    self.assertEqual(pages, -(-total // limit))

    def test_order(self):
        rows = [(row.created, row.pk) for row in Cable.objects.all()]
        ids = dict(Cable.objects.values_list("pk", "reference_id"))
        for sort, falling in (("newest", True), ("oldest", False)):
            expected = [ids[pk] for _, pk in sorted(rows, reverse=falling)]
            results, _ = self.walk(f"cables?limit=5&sort={sort}")
            with self.subTest(sort=sort):
                self.assertEqual([one["reference_id"] for one in results], expected)
        newest, _ = self.walk("changes?limit=5")
        oldest, _ = self.walk("changes?limit=5&sort=oldest")
        self.assertEqual(newest, oldest[::-1])

    def test_rows_that_come_in_between_move_nothing(self):
        before = [
            one["reference_id"] for one in self.get("cables?limit=100")["results"]
        ]
        first = self.get("cables?limit=10")
        make.make_cable("06LOWMOOR80", created=START + timedelta(days=99))
        make.make_cable("06LOWMOOR81", created=START - timedelta(days=99))
        Cable.objects.filter(reference_id=before[3]).delete()
        rest, _ = self.walk(first["next"].partition("/api/v1/")[2])
        got = [one["reference_id"] for one in first["results"] + rest]
        self.assertEqual(got, [*before, "06LOWMOOR81"])

    def test_last_row_of_a_page_may_be_gone(self):
        first = self.get("cables?limit=10")
        gone = first["results"][-1]["reference_id"]
        Cable.objects.filter(reference_id=gone).update(on_hold=True)
        rest, _ = self.walk(first["next"].partition("/api/v1/")[2])
        self.assertEqual(len(first["results"]) + len(rest), 23)

    def test_filters(self):
        cases = {
            "classification=SECRET": 4,
            "classification=SECRET%2F%2FNOFORN": 3,
            "post=embassy-b-01": 1,
            "post=embassy-nowhere": 0,
            "year=2006": 23,
            "year=2007": 0,
            "year=2006&classification=SECRET&post=embassy-e-04": 1,
        }
        for query, count in cases.items():
            with self.subTest(query=query):
                results, _ = self.walk(f"cables?limit=2&{query}")
                self.assertEqual(len(results), count)
                self.assertEqual(self.get(f"cables?{query}")["count"], count)
        self.assertEqual(self.get("tags?kind=person")["count"], 0)
        self.assertEqual(len(self.walk("tags?kind=subject&limit=9")[0]), 24)

    def test_next_keeps_the_parameters(self):
        following = self.get("cables?limit=1&classification=SECRET&sort=oldest")["next"]
        for part in ("limit=1", "classification=SECRET", "sort=oldest", "cursor=c"):
            self.assertIn(part, following)
        self.assertTrue(following.startswith("http"))

    def test_queries_do_not_grow_with_the_list(self):
        for name in LISTS:
            self.get(f"{name}?limit=1")  # counts are remembered
            few = self.queries(f"{name}?limit=2")
            with self.subTest(list=name):
                self.assertEqual(self.queries(f"{name}?limit=100"), few)
                self.assertLessEqual(few, 10)

    def queries(self, path):
        with CaptureQueriesContext(connection) as queries:
            self.get(path)
        return len(queries)

    def test_counts_follow_the_edition(self):
        self.assertEqual(self.get("cables")["count"], 23)
        make.make_cable()
        raise_epoch()
        self.assertEqual(self.get("cables")["count"], 24)


class ShapeTests(Asking):
    def test_what_each_list_says(self):
        cable = make.make_cable(
            "06LOWMOOR1", tags=["PREL"], paragraphs=["One."], number=7, sha256="ab"
        )
        block = cable.paragraphs.get()
        article = make.make_article(
            "Talks", author="A. Writer", link_status=LinkStatus.ALIVE
        )
        make.make_article_link(cable, article=article, paragraph=block, quote="One.")
        make.make_change(cable, Action.REDACTED, words=3, reason="A source.")
        lines = {name: self.get(name)["results"][0] for name in LISTS}
        shapes = ("CableCard", "TagLine", "PostLine", "ArticleEntry", "ChangeLine")
        for line, shape in zip(lines.values(), shapes, strict=True):
            with self.subTest(shape=shape):
                self.assertEqual(set(line), fields_of(shape))
        self.assertEqual(lines["cables"]["number"], 7)
        self.assertEqual(lines["tags"]["cables"], 1)
        self.assertEqual(lines["posts"]["cables"], 1)
        self.assertEqual(lines["articles"]["cables"][0]["quote"], "One.")
        self.assertIn("06LOWMOOR1.html#par1", lines["articles"]["cables"][0]["url"])
        self.assertEqual(lines["changes"]["words"], 3)
        self.assertTrue(lines["changes"]["public"])

    def test_article_that_used_many_cables_names_the_first(self):
        article = make.make_article("Talks")
        for _ in range(53):
            make.make_article_link(make.make_cable(), article=article)
        (line,) = self.get("articles")["results"]
        self.assertEqual((line["cables_count"], len(line["cables"])), (53, 50))

    def test_article_that_is_not_approved_is_not_there(self):
        article = make.make_article("Talks", state=ModerationState.PROPOSED)
        make.make_article_link(make.make_cable(), article=article)
        self.assertEqual(self.get("articles")["results"], [])
