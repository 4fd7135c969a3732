"""What readers may not see is in no answer, and answers like what never was."""

from datetime import timedelta

from django.utils import timezone

from cables.choices import Action, ReasonCode
from cables.curation import states
from cables.search.index import public_index
from cables.search.writer import rebuild
from tests import factories as make
from tests.admin.editors import make_editor

from .asking import API, Asking

CANARY = "zanzibarcanary"
WORDS = (CANARY, "canarytag", "embassy canary", "embassy-canary")
ANYTHING = (
    *("cables?limit=100", "tags?limit=100", "posts?limit=100", "articles?limit=100"),
    *("changes?limit=100", "search", f"search?q={CANARY}", "search?tag=CANARYTAG"),
    *("search?post=embassy-canary", "cables?post=embassy-canary", "openapi.json"),
    *("cables/06LOWMOOR1", "lookup?q=06CANARY11+06CANARY12+06CANARY13+06CANARY14", ""),
)


def make_hidden():
    """Make one cable of every kind that readers must not see, full of canaries."""
    post = make.make_post("Embassy Canary", country="Canary")
    rows = {
        "06CANARY11": {"state": "draft", "released": None},
        "06CANARY12": {"on_hold": True},
        "06CANARY13": {"released": timezone.now() + timedelta(days=1)},
        "06CANARY14": {"state": "review", "released": None},
    }
    for reference_id, fields in rows.items():
        cable = make.make_cable(
            reference_id,
            post=post,
            subject=CANARY.upper(),
            header=CANARY,
            body=CANARY,
            tags=["CANARYTAG"],
            paragraphs=[f"The {CANARY} sings."],
            **fields,
        )
        article = make.make_article(f"About {CANARY}", author=CANARY)
        make.make_article_link(cable, article=article, quote=CANARY)
        make.make_change(cable, Action.CORRECTED, reason=CANARY)
    return list(rows)


class CanaryTests(Asking):
    def setUp(self):
        self.seen = make.make_cable("06LOWMOOR1", paragraphs=["Grain."], tags=["PREL"])
        self.hidden = make_hidden()
        make.make_reference(self.seen, self.hidden[0])
        rebuild(public_index)

    def test_no_answer_has_it(self):
        for path in ANYTHING:
            content = self.client.get(f"{API}{path}").content.decode().lower()
            for word in WORDS:
                # what was asked for comes back, in notes and in the next address
                if word not in path.lower():
                    with self.subTest(path=path, word=word):
                        self.assertNotIn(word, content)

    def test_nothing_is_counted(self):
        for path in ("cables", "posts", "tags", "search"):
            with self.subTest(path=path):
                self.assertEqual(self.get(path)["count"], 1)
        for path in ("articles", "changes", f"search?q={CANARY}"):
            with self.subTest(path=path):
                self.assertEqual(self.get(path)["count"], 0)
        self.assertEqual(len(self.get("search")["facets"]["post"]), 1)

    def test_answers_like_an_id_that_never_was(self):
        for form in ("cables/{}", "paragraphs/{}/par1", "lookup?q={}"):
            never = self.answer(form, "06CANARY99")
            for reference_id in self.hidden:
                with self.subTest(form=form, reference_id=reference_id):
                    self.assertEqual(self.answer(form, reference_id), never)

    def answer(self, form, reference_id):
        make.make_reference(self.seen, reference_id)
        page = self.client.get(f"{API}{form.format(reference_id)}")
        headers = {
            k: v for k, v in page.headers.items() if k not in ("ETag", "Content-Length")
        }
        return (
            page.status_code,
            headers,
            page.content.replace(reference_id.encode(), b""),
        )


class WithdrawnTests(Asking):
    def test_is_gone_with_date_and_reason(self):
        make.make_withdrawn(
            "06LOWMOOR9", reason="Names a source.", paragraphs=["Words."]
        )
        for path in (
            "cables/06LOWMOOR9",
            "paragraphs/06LOWMOOR9/par1",
            "cables/06lowmoor9",
        ):
            answer = self.get(path, status=410)
            with self.subTest(path=path):
                self.assertEqual(answer["reason"], "Names a source.")
                self.assertTrue(answer["withdrawn"])
        log = self.get("changes")["results"]
        self.assertEqual(log[0]["action"], "withdrawn")
        self.assertFalse(log[0]["public"])

    def test_its_words_are_nowhere_at_once(self):
        cable = make.make_cable("06LOWMOOR9", subject=CANARY, tags=["PREL"])
        make.make_paragraph(cable, f"The {CANARY} sings.", label="1")
        make.make_article_link(cable, quote=CANARY)
        rebuild(public_index)
        self.assertEqual(self.get(f"search?q={CANARY}")["count"], 1)
        with self.captureOnCommitCallbacks(execute=True):
            user = make_editor()
            states.withdraw(
                cable, user=user, reason_code=ReasonCode.OTHER, reason="Why."
            )
        for path in ("cables", "tags", "posts", "articles", "search", "changes"):
            answer = self.get(path)
            with self.subTest(path=path):
                self.assertNotIn(CANARY, str(answer))
                self.assertEqual(len(answer["results"]), int(path == "changes"))
        self.assertEqual(self.get(f"search?q={CANARY}")["count"], 0)
