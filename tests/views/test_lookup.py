"""Looking up ids: one leads to its cable, many to a table, and nothing is kept."""

import csv
import io

from django.test import Client, TestCase

from tests import factories as make

ADDRESS = "/cable/2006/04/06LOWMOOR1889.html"
MANY = "06 lowmoor 1889\n06LOWMOOR7\n6X1\nSee 06LOWMOOR2, p. 3."


def table(page):
    return list(csv.reader(io.StringIO(page.content.decode("utf-8-sig"))))


class AskedTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cable = make.make_cable("06LOWMOOR1889", number=60015, paragraphs=["One."])
        cls.other = make.make_cable("06LOWMOOR2", subject="=1+1 <b>TALKS")

    def get(self, text, **more):
        return self.client.get("/lookup/", {"q": text} | more)

    def test_one_that_is_found_leads_to_it(self):
        for text in (
            *("06LOWMOOR1889", " 06 lowmoor 001889 ", "60015", "ref: 06lowmoor1889"),
            *("Embassy Lowmoor, 06LOWMOOR1889 of 10 April.", "Lowmoor 1889"),
            "#cablegate #06LOWMOOR1889",
        ):
            with self.subTest(text=text):
                self.assertRedirects(self.get(text), ADDRESS)

    def test_address_of_a_paragraph_leads_there(self):
        page = self.get(f"https://archive.example{ADDRESS}#par1")
        self.assertEqual(page["Location"], f"{ADDRESS}#par1")

    def test_several_make_a_table_in_order(self):
        page = self.get(MANY)
        self.assertContains(page, "4 ids looked up")
        self.assertContains(page, "<b>2</b> found")
        self.assertContains(page, "<b>1</b> absent")
        self.assertContains(page, "<b>1</b> malformed")
        self.assertContains(page, "=1+1 &lt;b&gt;TALKS")
        self.assertContains(page, f'<a class="mono" href="{ADDRESS}">06LOWMOOR1889</a>')
        typed = [row.typed for row in page.context["table"].rows]
        self.assertEqual(typed, ["06 lowmoor 1889", "06LOWMOOR7", "6X1", "06LOWMOOR2"])

    def test_table_as_csv_holds_no_formula(self):
        rows = table(self.get(MANY + "\n=06LOWMOOR9", format="csv"))
        self.assertEqual(rows[0][:3], ["typed", "verdict", "reference_id"])
        self.assertEqual(
            [row[:3] for row in rows[1:]],
            [
                ["06 lowmoor 1889", "found", "06LOWMOOR1889"],
                ["06LOWMOOR7", "absent", "06LOWMOOR7"],
                ["6X1", "malformed", "6X1"],
                ["06LOWMOOR2", "found", "06LOWMOOR2"],
                ["06LOWMOOR9", "absent", "06LOWMOOR9"],
            ],
        )
        self.assertEqual(rows[4][4], "'=1+1 <b>TALKS")
        for row in rows:
            for cell in row:
                self.assertNotIn(cell[:1], tuple("=+-@\t\r"), cell)

    def test_csv_of_one(self):
        page = self.get("06LOWMOOR1889", format="csv")
        self.assertEqual(page["Content-Type"].split(";")[0], "text/csv")
        self.assertIn("lookup.csv", page["Content-Disposition"])
        self.assertEqual(table(page)[1][3], f"http://localhost:8000{ADDRESS}")

    def test_more_than_an_address_is_for(self):
        text = "\n".join(f"06LOWMOOR{n}" for n in range(100, 160))
        page = self.get(text)
        self.assertContains(page, "50 ids looked up")
        self.assertContains(page, "last 10 lines, from “06LOWMOOR150")
        self.assertContains(page, "not looked at")
        rows = table(self.get(text, format="csv"))
        self.assertEqual(len(rows), 61)
        self.assertEqual(rows[-1][:2], ["06LOWMOOR159", "not looked at"])

    def test_longer_than_an_address_is_for(self):
        page = self.get("06LOWMOOR1889 " + "harbour talks " * 200)
        self.assertContains(page, "not looked at")

    def test_one_that_may_be_two_shows_both(self):
        make.make_cable("07LOWMOOR1889")
        page = self.get("Lowmoor 1889")
        self.assertContains(page, "More than one cable may be meant")
        self.assertContains(page, "07LOWMOOR1889")

    def test_one_that_is_not_here(self):
        self.assertContains(self.get("06LOWMOOR88"), "no public cable has it")
        self.assertContains(self.get("88"), "No public cable has this number.")
        self.assertContains(self.get("Lowmoor 88"), "The year is missing")
        self.assertContains(self.get("harbour"), "/search/?q=harbour")

    def test_same_page_is_not_sent_twice(self):
        tag = self.get(MANY)["ETag"]
        page = self.client.get("/lookup/", {"q": MANY}, headers={"If-None-Match": tag})
        self.assertEqual(page.status_code, 304)


class PostedTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cable = make.make_cable("06LOWMOOR1889")

    def post(self, text, **more):
        client = Client(enforce_csrf_checks=True)
        page = client.post("/lookup/", {"q": text} | more)
        self.assertEqual(page["Cache-Control"], "no-store")
        self.assertEqual(page.cookies, {})
        return page

    def test_table_of_many_without_account_or_cookie(self):
        page = self.post("06LOWMOOR1889\n06LOWMOOR2")
        self.assertContains(page, "2 ids looked up")
        few = page.context["few"]
        self.assertEqual(few, "/lookup/?q=06LOWMOOR1889%0A06LOWMOOR2")

    def test_one_leads_to_its_cable(self):
        self.assertEqual(self.post("06LOWMOOR1889")["Location"], ADDRESS)

    def test_csv(self):
        rows = table(self.post("06LOWMOOR1889", format="csv"))
        self.assertEqual(rows[1][:2], ["06LOWMOOR1889", "found"])

    def test_five_thousand_and_more(self):
        text = "\r\n".join(f"06LIMA{n}" for n in range(1, 5_004))
        page = self.post(text)
        self.assertContains(page, "5000 ids looked up")
        self.assertContains(page, "last 3 lines, from “06LIMA5001")
        self.assertEqual(page.context["few"], "")
        again = self.post(page.context["table"].rest)
        self.assertContains(again, "3 ids looked up")

    def test_a_million_characters_and_more(self):
        page = self.post("x" * 999_999 + " 06LIMA1 06LIMA2")
        self.assertContains(page, "not looked at")
        self.assertIn("06LIMA2", page.context["table"].rest)

    def test_too_long_to_be_read_is_said(self):
        page = self.post("x" * 6_000_001)
        self.assertContains(page, "a million characters", status_code=413)

    def test_nothing_and_nonsense(self):
        for text in ("", " \n ", "\0", "é\u2028ß", "a%00b", "--", "=1+1", "\\" * 300):
            with self.subTest(text=text):
                self.assertEqual(self.post(text).status_code, 200)

    def test_nul_is_a_blank(self):
        self.assertContains(
            self.post("06LOWMOOR1889\0" + "06LOWMOOR2"), "2 ids looked up"
        )

    def test_no_form_at_all(self):
        for kind in (
            "application/json",
            "multipart/form-data",
            "application/x-www-form-urlencoded; charset=utf-16",
        ):
            with self.subTest(kind=kind):
                page = Client().post("/lookup/", b"{", content_type=kind)
                self.assertIn(page.status_code, (200, 400))

    def test_only_here_and_only_so(self):
        for method in ("put", "delete", "patch", "options"):
            page = getattr(self.client, method)("/lookup/")
            self.assertEqual(
                (page.status_code, page["Allow"]), (405, "GET, HEAD, POST")
            )
        for address in ("/lookup/x", "/lookup", "/search/", "/06LOWMOOR1889"):
            self.assertEqual(self.client.post(address).status_code, 405)


class HiddenTests(TestCase):
    """What readers cannot see answers in every form like what never was."""

    FORMS = (
        "06LOWMOOR{}",
        "{}",
        "Lowmoor {}",
        "06LOWMOOR{}\n06LOWMOOR1889",
        "#06LOWMOOR{}",
    )

    @classmethod
    def setUpTestData(cls):
        make.make_cable("06LOWMOOR1889", subject="HARBOUR TALKS")
        fields = {"subject": "CANARY", "paragraphs": ["canary"]}
        make.make_draft("06LOWMOOR11", number=11, **fields)
        make.make_cable("06LOWMOOR12", number=12, on_hold=True, **fields)
        make.make_withdrawn("06LOWMOOR13", number=13, reason="Why.", **fields)

    def bodies(self, number, **more):
        for form in self.FORMS:
            asked = {"q": form.format(number)} | more
            for page in (
                self.client.get("/lookup/", asked),
                self.client.post("/lookup/", asked),
            ):
                yield page.content.decode().replace(str(number), "99")

    def test_drafts_and_held_ones(self):
        for more in ({}, {"format": "csv"}):
            never = list(self.bodies(99, **more))
            for number in (11, 12):
                with self.subTest(number=number, more=more):
                    self.assertEqual(list(self.bodies(number, **more)), never)

    def test_withdrawn_one_says_so_without_its_words(self):
        for more in ({}, {"format": "csv"}):
            bodies = list(self.bodies(13, **more))
            for body in bodies:
                self.assertNotIn("canary", body.lower())
        self.assertIn("withdrawn", bodies[0])
        self.assertIn("Why.", bodies[0])
