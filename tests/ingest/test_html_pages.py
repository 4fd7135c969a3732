"""Pages of the original site: their faults are mended, and no word is lost."""

import re
from datetime import UTC, datetime
from html import unescape
from unittest import skipUnless

from django.test import SimpleTestCase

from cables.ingest.sources.base import Frame, Reject
from cables.ingest.sources.find import find_files, frames
from cables.ingest.sources.find import read as read_frame
from cables.ingest.sources.html_pages import message_text, read
from cables.parsing.article_url import repaired_url

from .records import BODY, CSV, HEADER, NO_DATA, SITE, page


def read_page(raw):
    frame = Frame(format="html", file="06MEXICO12.html", line=1, raw=raw)
    (found,) = read(frame)
    return found


class PageTests(SimpleTestCase):
    def test_metadata(self):
        """The classification is the link's text, not its title, which is wrong."""
        found = read_page(page())
        self.assertEqual(found.reference_id, "06MEXICO12")
        self.assertEqual(found.classification, "CONFIDENTIAL")
        self.assertEqual(found.origin, "Embassy Mexico")
        self.assertEqual(found.header, HEADER)
        self.assertEqual(found.body, BODY)

    # Each: created as the page prints it, a DTG, the moment, how well it is known.
    TIMES = (
        ("2006-04-10 19:07", "101922Z APR 06", "19:22", "minute"),  # from the DTG
        ("2006-04-10 19:07", "111922Z APR 06", "19:00", "hour"),  # another day's DTG
        ("2006-04-10 19:07", "", "19:00", "hour"),  # nothing to mend it from
        ("2006-04-10 19:22", "", "19:22", "minute"),  # not the 12-hour hour: right
        ("2006-04-10 00:12", "", "00:00", "hour"),  # midnight is 12 of 12
        ("2006-04-10 19:07", "109999Z APR 06", "19:00", "hour"),  # no time at all
    )

    def test_minutes_are_mended_or_marked_as_unknown(self):
        for created, dtg, time, precision in self.TIMES:
            header = HEADER.replace("101922Z APR 06", dtg)
            with self.subTest(created=created, dtg=dtg):
                found = read_page(page(header=header, created=created))
                self.assertEqual(f"{found.created:%H:%M}", time)
                self.assertEqual(found.created_precision, precision)

    def test_the_release_keeps_its_hour_only(self):
        found = read_page(page(released="2011-02-12 12:12"))
        self.assertEqual(found.released, datetime(2011, 2, 12, 12, tzinfo=UTC))
        found = read_page(page(released="2011-08-30 01:44"))
        self.assertEqual(found.released, datetime(2011, 8, 30, 1, 44, tzinfo=UTC))

    def test_articles(self):
        found = read_page(
            page(
                articles=[
                    ("http://http://example.com/a", "http://example.com/a"),
                    ("https://example.com/b", "The harbour"),
                    ("http://http://example.com/a", "http://example.com/a"),
                    ("EPET @ EL PAIS", "EPET @ EL PAIS"),
                ]
            )
        )
        self.assertEqual(
            [(one.url, one.title) for one in found.articles],
            [("http://example.com/a", ""), ("https://example.com/b", "The harbour")],
        )
        self.assertEqual(len(found.notes), 1)
        self.assertIn("EPET @ EL PAIS", found.notes[0])

    def test_leaked_fields_become_metadata(self):
        leaked = (
            "60015\n2006-04-10 19:22:00\n06MEXICO12\nEmbassy Mexico\nCONFIDENTIAL\n"
            f"05MEXICO1|05MEXICO2\n{HEADER}\n\n"
        )
        header = HEADER.replace("101922Z APR 06", "")
        found = read_page(
            page(header=header, body=leaked.replace(HEADER, header) + BODY)
        )
        self.assertEqual(found.body, BODY)
        self.assertEqual(found.number, 60015)
        self.assertEqual(found.references, ("05MEXICO1", "05MEXICO2"))
        self.assertEqual(f"{found.created:%H:%M}", "19:22")
        self.assertEqual(found.created_precision, "minute")

    def test_leaked_fields_of_another_cable_are_words(self):
        """A body that quotes a record keeps the quotation."""
        body = "7\n2006-04-10 19:22:00\n05OTHER1\nX\nSECRET\n\nA\n\n" + BODY
        self.assertEqual(read_page(page(body=body)).body, body)

    # Each: what stands on the page, what the record says.
    TEXTS = (
        ("a < b & c > d &nosuch; AT&T", "a < b & c > d &nosuch; AT&T"),
        ("one&#x000A;two&#10;three", "one\ntwo\nthree"),
        ("&amp; &lt;b&gt; &quot;", '& <b> "'),
        ("<a id='par3' href='#par3'>¶</a>3. (C) Text", "3. (C) Text"),
        ("¶ 3 of the treaty", "¶ 3 of the treaty"),
        (
            "TAGS: <a href='/tag/PREL_0.html'>PREL</a> <a href='/tag/MX_0.html'>MX</a>",
            "TAGS: PREL, MX",
        ),
        (
            "<a href='/tag/CS_0.html'>CS</a> <a href='/tag/TZ_0.html'>TZ</a>\nUNGA, VE \n",
            "CS, TZ,\nUNGA, VE \n",
        ),
        (
            "<a href='/tag/MX_0.html'>MX</a>\nSUBJECT: NONE",
            "MX\nSUBJECT: NONE",
        ),
        ("see <a href='/cable/2006/04/06X1.html'>06X1</a>", "see 06X1"),
        ("<the minister said> <a b>", "<the minister said> <a b>"),
    )

    def test_only_the_sites_own_markup_is_taken_out(self):
        for shown, text in self.TEXTS:
            with self.subTest(shown):
                self.assertEqual(message_text(shown), text)

    def test_broken_pages_are_rejects(self):
        for raw, column in (
            (page().replace(b"<pre>", b"", 1), "body"),
            (page(body=" "), "body"),
            (page(classification="COSMIC"), "classification"),
            (page(created="soon"), "created"),
            (b"<table class='cable'></table>", "reference id"),
            (page().replace(b"HARBOUR", b"\xff"), "page"),
        ):
            with self.subTest(column):
                found = read_page(raw)
                self.assertIsInstance(found, Reject)
                self.assertEqual(found.column, column)

    def test_addresses(self):
        for text, url in (
            ("http://http://example.com/a", "http://example.com/a"),
            ("http://https://example.com/a", "https://example.com/a"),
            ("HTTP://example.com", "http://example.com"),
            ("El País", ""),
            ("http://two words.com", ""),
            ("javascript:alert(1)", ""),
            ("http://localhost", ""),
            ("", ""),
        ):
            with self.subTest(text):
                self.assertEqual(repaired_url(text), url)


def letters(text):
    return re.sub(r"[^\w]", "", text)


def letters_on_page(block):
    """Return a block's letters by another way than the importer's: tags cut, no repair."""
    return letters(unescape(re.sub(r"<a [^>]*>|</a>|¶", "", block)))


@skipUnless(SITE.is_dir(), NO_DATA)
class RealPagesTests(SimpleTestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.found = [
            (frame, one)
            for file in find_files([str(SITE)])[0]
            for frame in frames(file)
            for one in read_frame(frame)
        ]

    def test_no_letter_is_lost_or_added(self):
        self.assertEqual(len(self.found), 30)
        for frame, message in self.found:
            shown = frame.raw.decode()
            header, body = re.findall(r"<pre>(.*?)</pre>", shown, re.DOTALL)
            with self.subTest(message.reference_id):
                self.assertEqual(letters(message.header), letters_on_page(header))
                if message.number is None:  # no leaked fields in the body
                    self.assertEqual(letters(message.body), letters_on_page(body))

    def test_the_page_and_the_data_release_agree(self):
        """Of the cable that leaked its fields both forms are here."""
        page = next(one for _, one in self.found if one.number)
        ((file,), _) = find_files([str(CSV / "06MEXICO1889.csv")])
        (row,) = [one for frame in frames(file) for one in read_frame(frame)]
        for name in ("reference_id", "number", "created", "created_precision"):
            self.assertEqual(getattr(page, name), getattr(row, name))
        self.assertEqual(page.header, row.header)
        self.assertEqual(page.body, row.body.rstrip("\n"))

    def test_no_released_minute_is_believed(self):
        self.assertEqual({one.released.minute for _, one in self.found}, {0})
