"""Plain text: keys where somebody wrote them, the telegram's own words where not."""

from datetime import UTC, datetime

from django.test import SimpleTestCase

from cables.ingest.sources.base import Frame, Reject
from cables.ingest.sources.find import sniff_bytes
from cables.ingest.sources.origins import origin_of_code, origin_of_sender
from cables.ingest.sources.text_files import read

from .records import BODY, HEADER, text_message


def read_text(content, file="a.txt"):
    raw = content if isinstance(content, bytes) else content.encode()
    (found,) = read(Frame(format="text", file=file, line=1, raw=raw))
    return found


class TextFileTests(SimpleTestCase):
    def test_keys(self):
        found = read_text(text_message())
        self.assertEqual(found.reference_id, "06MEXICO12")
        self.assertEqual(found.number, 12)
        self.assertEqual(found.created, datetime(2006, 4, 10, 19, 22, tzinfo=UTC))
        self.assertEqual(found.references, ("05MEXICO11",))
        self.assertEqual(found.header, HEADER)
        self.assertEqual(found.body, BODY)

    def test_keys_in_any_case_and_dates_of_both_forms(self):
        found = read_text(
            "REFERENCE ID: 06mexico12\ncreated:2006-04-10T19:22:00Z\n"
            f"released: 8/30/2011 1:44\n\n{HEADER}\n-----BODY-----\n{BODY}"
        )
        self.assertEqual(found.reference_id, "06MEXICO12")
        self.assertEqual(found.created, datetime(2006, 4, 10, 19, 22, tzinfo=UTC))
        self.assertEqual(found.released, datetime(2011, 8, 30, 1, 44, tzinfo=UTC))

    def test_what_the_message_says_need_not_be_written(self):
        """Id from the file's name, date from the DTG, origin from FM."""
        found = read_text(f"{HEADER}\n-----BODY-----\n{BODY}", "06MEXICO12.txt")
        self.assertEqual(found.reference_id, "06MEXICO12")
        self.assertEqual(found.created, datetime(2006, 4, 10, 19, 22, tzinfo=UTC))
        self.assertEqual(found.origin, "Embassy Mexico")

    # Each: a classification line, the id that it and the header's year give.
    LINES = (
        ("C O N F I D E N T I A L MEXICO 000012", "06MEXICO12"),
        ("C O N F I D E N T I A L SECTION 01 OF 02 MEXICO 000012", "06MEXICO12"),
        ("UNCLAS SECTION 01 OF 02 SAN JOSE 002090", "06SANJOSE2090"),
        ("UNCLAS USUN NEW YORK 000932", "06USUNNEWYORK932"),
        ("S E C R E T STATE 000005", "06STATE5"),
    )

    def test_a_bare_telegram(self):
        for line, reference_id in self.LINES:
            body = BODY.replace("C O N F I D E N T I A L MEXICO 000012", line)
            with self.subTest(line):
                found = read_text(f"{HEADER}\n\n{body}")
                self.assertEqual(found.reference_id, reference_id)
                self.assertEqual(found.header, HEADER)
                self.assertEqual(found.body, body)

    def test_what_nobody_says_is_a_reject(self):
        for content, column in (
            (f"{HEADER}\n-----BODY-----\nhello", "reference id"),
            (text_message(created="", header="FM NOWHERE"), "created"),
            (text_message(origin="", header="FM X", reference_id="06ZZZ1"), "origin"),
            (text_message(classification="COSMIC"), "classification"),
            ("Reference id: 06MEXICO12\n\nno body here", "body"),
            (b"Reference id: 06MEXICO12\n\nA\n-----BODY-----\n\xff", "file"),
        ):
            with self.subTest(column=column):
                found = read_text(content)
                self.assertIsInstance(found, Reject)
                self.assertEqual(found.column, column)

    def test_utf_16_is_named(self):
        for encoding in ("utf-16", "utf-16-le", "utf-16-be"):
            with self.subTest(encoding):
                raw = text_message().decode().encode(encoding)
                self.assertEqual(sniff_bytes(raw), "text")
                found = read_text(raw)
                self.assertIn("is UTF-16", found.reason)


class OriginTests(SimpleTestCase):
    def test_posts_by_code_and_by_sender(self):
        self.assertEqual(origin_of_code("SANJOSE"), "Embassy San Jose")
        self.assertEqual(origin_of_code("NOWHERE"), "")
        for sender, name in (
            ("AMEMBASSY MEXICO", "Embassy Mexico"),
            ("AMEMBASSY SAN JOSE", "Embassy San Jose"),
            ("AMCONSUL NAPLES", "Consulate Naples"),
            ("SECSTATE WASHDC", "Secretary of State"),
            ("USMISSION USUN NEW YORK", "USUN New York"),
            ("THE MOON", ""),
        ):
            with self.subTest(sender):
                self.assertEqual(origin_of_sender(sender), name)
