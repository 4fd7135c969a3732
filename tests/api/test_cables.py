"""A cable and its paragraphs: the same data as the page's twin, under one address."""

from cables.models import Cable
from cables.reading.cable_forms import cable_json, selection_json
from cables.reading.dossier import Dossier
from tests import factories as make

from .asking import API, Asking, fields_of

CONTRACT = {
    *("reference_id", "number", "url", "created", "released", "classification"),
    *("post", "subject", "tags", "references", "cited_by_count", "articles"),
    *("header", "paragraphs", "partial", "version", "sha256"),
}


class CableTests(Asking):
    @classmethod
    def setUpTestData(cls):
        cls.cable = make.make_cable(
            "06LOWMOOR1",
            number=61,
            subject="HARBOUR TALKS",
            tags=["PREL", "MARR"],
            paragraphs=["One.", "Two.", "Three."],
        )
        first = cls.cable.paragraphs.get(key="par1")
        make.make_reference(cls.cable, "05STATE9", paragraph=first, label="A")
        make.make_reference(make.make_cable("06LOWMOOR2"), cls.cable)
        make.make_article_link(cls.cable, paragraph=first, quote="One.")
        make.make_alias(cls.cable, "par9", first)
        make.make_alias(cls.cable, "par8")

    def test_is_the_page_s_twin(self):
        answer = self.get("cables/06LOWMOOR1")
        twin = self.client.get("/cable/2006/04/06LOWMOOR1.json").json()
        self.assertEqual(answer, twin)
        self.assertLessEqual(CONTRACT, set(answer))
        self.assertEqual(answer["cited_by_count"], 1)
        self.assertEqual(
            [p["key"] for p in answer["paragraphs"]], ["par1", "par2", "par3"]
        )

    def test_document_names_every_field_that_the_twin_has(self):
        dossier = Dossier.open(reference_id="06LOWMOOR1")
        whole = cable_json(dossier)
        self.assertEqual(set(whole), fields_of("WholeCable"))
        self.assertEqual(set(whole["references"][0]), fields_of("ReferenceLine"))
        self.assertEqual(set(whole["articles"][0]), fields_of("ArticleLine"))
        self.assertEqual(set(whole["tags"][0]), fields_of("TagName"))
        self.assertEqual(set(whole["paragraphs"][0]), fields_of("Block"))
        one = selection_json(dossier, dossier.paragraphs[:1], "par1")
        self.assertEqual(set(one), fields_of("OneParagraph"))
        some = selection_json(dossier, dossier.paragraphs[:2], "par1-par2")
        self.assertEqual(set(some), fields_of("ParagraphRange"))

    def test_other_spellings_lead_there(self):
        make.make_old_address(self.cable, "06LOWMOOR99")
        for spelling in (
            "06lowmoor1",
            "06 Lowmoor 1",
            "61",
            "06LOWMOOR0001",
            "06LOWMOOR99",
        ):
            with self.subTest(spelling=spelling):
                response = self.client.get(f"{API}cables/{spelling}")
                self.assertEqual(response.status_code, 301)
                self.assertEqual(response["Location"], f"{API}cables/06LOWMOOR1")

    def test_paragraph_alone_and_a_range(self):
        for key in ("par1", "par2-par3"):
            answer = self.get(f"paragraphs/06LOWMOOR1/{key}")
            twin = self.client.get(f"/cable/2006/04/06LOWMOOR1/{key}.json").json()
            with self.subTest(key=key):
                self.assertEqual(answer, twin)

    def test_keys_of_the_past(self):
        response = self.client.get(f"{API}paragraphs/06LOWMOOR1/par9")
        self.assertEqual(response.status_code, 301)
        self.assertEqual(response["Location"], f"{API}paragraphs/06LOWMOOR1/par1")
        self.get("paragraphs/06LOWMOOR1/par8", status=410)
        self.get("paragraphs/06LOWMOOR1/par7", status=404)

    def test_queries_do_not_grow_with_the_cable(self):
        big = make.make_cable("06LOWMOOR3", tags=[f"T{n}" for n in range(20)])
        for n in range(1, 60):
            block = make.make_paragraph(big, f"Number {n}.", label=str(n))
            make.make_reference(big, make.make_cable(), paragraph=block)
            make.make_article_link(big, paragraph=block)
        for reference_id in ("06LOWMOOR1", "06LOWMOOR3"):
            with self.subTest(reference_id=reference_id), self.assertNumQueries(7):
                self.get(f"cables/{reference_id}")

    def test_head_has_the_headers_and_no_body(self):
        response = self.client.head(f"{API}cables/06LOWMOOR1")
        self.assertEqual(response.status_code, 200)
        self.assertEqual(response.content, b"")
        self.assertTrue(response["ETag"])

    def test_cable_without_anything(self):
        bare = make.make_cable(
            "06LOWMOOR4", subject="", number=None, header="", body=""
        )
        answer = self.get("cables/06LOWMOOR4")
        self.assertEqual(answer["paragraphs"], [])
        self.assertIsNone(answer["number"])
        self.assertTrue(Cable.objects.public().filter(pk=bare.pk).exists())
