"""Whatever is asked for: a sentence as JSON, and never a 5xx."""

from unittest.mock import patch
from urllib.parse import quote

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisTestCase

from cables.api import cables
from cables.search.index import public_index
from cables.search.writer import rebuild
from tests import factories as make

from .asking import API, Asking

LISTS = ("cables", "tags", "posts", "articles", "changes", "search")
HUGE = "9" * 5_000
WRONG = (
    *("limit=0", "limit=101", "limit=-1", "limit=x", f"limit={HUGE}", "limit=1e9"),
    *("limit=", "limit=%00", "cursor=x", "cursor=%00", f"cursor={HUGE}", "cursor=%ff"),
    *("cursor=c", "cursor=WyJhIl0:abc", "limit=%ed%a0%80", "cursor=%F0%9F%92%A9"),
)
ODD = (
    *(f"q={'x' * 4_001}", "q=%00", "year=99999999999999999999", f"year={HUGE}"),
    *("q=%ed%a0%80", "q=%ff%fe", "post=%00", "tag=" + "y" * 9_000, "sort=sideways"),
    *("articles=perhaps", "partial=%F0%9F%92%A9", "&".join(["tag=PREL"] * 900)),
    *("q=" + quote("(" * 3_000), "q=" + quote('"a' * 900), "facets=perhaps", "q=*"),
)


class WrongTests(Asking):
    def test_wrong_values_of_every_list(self):
        for name in LISTS:
            for query in WRONG:
                response = self.client.get(f"{API}{name}?{query}")
                with self.subTest(list=name, query=query[:40]):
                    self.assertIn(response.status_code, (400, 422))
                    self.assertIsInstance(response.json()["detail"], str)

    def test_detail_says_what_to_do(self):
        for path, words in (
            ("cables?limit=0", "limit: Input should be greater than or equal to 1."),
            ("cables?cursor=l0000000000000001", "Start again without cursor"),
            ("cables?sort=up", "sort: Input should be 'newest' or 'oldest'."),
            ("lookup", "q: Field required."),
            (f"search?q={'x' * 4_001}", "at most 4000 characters"),
        ):
            with self.subTest(path=path[:40]):
                self.assertIn(words, self.get(path, status=422)["detail"])

    def test_odd_searches(self):
        rebuild(public_index)
        for query in ODD:
            response = self.client.get(f"{API}search?{query}")
            with self.subTest(query=query[:40]):
                self.assertIn(response.status_code, (200, 400, 422))
                response.json()

    def test_odd_ids(self):
        for one in (
            "%00",
            "%ff",
            HUGE,
            "%F0%9F%92%A9",
            "a%2Fb",
            "..",
            "%20",
            "x" * 501,
        ):
            for form in ("cables/{}", "paragraphs/{}/par1", "paragraphs/06LOWMOOR1/{}"):
                response = self.client.get(API + form.format(one))
                with self.subTest(form=form, one=one[:20]):
                    self.assertIn(response.status_code, (400, 404, 422))
                    self.assertIsInstance(response.json()["detail"], str)

    def test_addresses_that_are_not_there(self):
        for path in ("zork", "cables/", "cables/a/b", "docs/", "%00"):
            response = self.client.get(f"{API}{path}")
            with self.subTest(path=path):
                self.assertIn(response.status_code, (400, 404))
                self.assertIsInstance(response.json()["detail"], str)
        for path in ("/api/", "/api/v2/cables"):
            with self.subTest(path=path):
                self.assertIn("detail", self.client.get(path).json())

    def test_too_many_parameters(self):
        query = "&".join(f"a{n}=1" for n in range(6_000))
        self.assertIn("detail", self.get(f"cables?{query}", status=400))

    def test_wrong_host_is_refused_as_json(self):
        response = self.client.get(f"{API}cables", headers={"host": "evil.example"})
        self.assertEqual(response.status_code, 400)
        self.assertIn("detail", response.json())

    def test_defect_of_ours_is_json_without_a_word_of_it(self):
        self.client.raise_request_exception = False
        with (
            patch.object(cables.CABLES, "page", side_effect=RuntimeError("secret")),
            self.assertLogs("django.request", "ERROR"),
        ):
            response = self.client.get(f"{API}cables")
        self.assertEqual(response.status_code, 500)
        self.assertNotIn("secret", response.json()["detail"])

    def test_unknown_parameters_are_ignored(self):
        self.assertEqual(self.get("cables?foo=1&bar=2")["count"], 0)


class AnyTextTests(HypothesisTestCase):
    def setUp(self):
        make.make_cable("06LOWMOOR1", paragraphs=["One."])
        rebuild(public_index)

    @settings(
        max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
    @given(
        st.sampled_from([*LISTS, "lookup"]),
        st.dictionaries(
            st.sampled_from(
                ["q", "limit", "cursor", "sort", "year", "tag", "post", "kind", "para"]
            ),
            st.text(max_size=40),
        ),
    )
    def test_no_parameter_breaks_anything(self, name, values):
        pairs = (
            f"{key}={quote(text, errors='replace')}" for key, text in values.items()
        )
        response = self.client.get(f"{API}{name}?{'&'.join(pairs)}")
        self.assertLess(response.status_code, 500)
        response.json()
