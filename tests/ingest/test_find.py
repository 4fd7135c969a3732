"""Files find their format by what is in them; folders have a stable order."""

import json
from pathlib import Path

from django.test import SimpleTestCase

from cables.ingest.sources.base import SourceError
from cables.ingest.sources.find import find_files

from .records import BODY, HEADER, Folder, csv_record, page, text_message
from .test_jsonl import CABLE


class FindTests(SimpleTestCase):
    def setUp(self):
        self.folder = Folder(self)

    # Each: a file's name, often a wrong one, its content, its format.
    FILES = (
        ("a.txt", csv_record(), "csv"),
        ("b.csv", page(), "html"),
        ("c.html", text_message(), "text"),
        ("d", json.dumps(CABLE).encode(), "jsonl"),
        ("e.csv", b"\xef\xbb\xbf" + csv_record(), "csv"),
        ("f.dat", f"{HEADER}\n\n{BODY}".encode(), "text"),
        ("g.csv", b'"id","datetime","x"\n' + csv_record(), "csv"),
        ("h.csv", b"broken\n" + csv_record(), "csv"),
    )

    def test_formats(self):
        for name, content, wanted in self.FILES:
            with self.subTest(name):
                path = self.folder.write(name, content)
                ((found,), _) = find_files([str(path)])
                self.assertEqual(found.format, wanted)

    def test_a_folder_is_read_in_order_and_without_what_is_no_source(self):
        for name in ("2006/04/b.html", "2005/01/c.html", "a.html"):
            self.folder.write(name, page())
        self.folder.write("style.css", "body { color: black }")
        self.folder.write("index.html", "<html><table><tr></tr></table></html>")
        self.folder.write("picture.png", b"\x89PNG\r\n\x1a\n\0\0")
        self.folder.write(".hidden/d.html", page())
        self.folder.write("old.rejects.csv", "file,line\n")
        found, passed_over = find_files([str(self.folder.path)])
        self.assertEqual(
            [one.file for one in found], ["2005/01/c.html", "2006/04/b.html", "a.html"]
        )
        self.assertEqual(passed_over, ["index.html", "picture.png", "style.css"])

    def test_a_wanted_format_leaves_the_others_of_a_folder_out(self):
        self.folder.write("a.html", page())
        self.folder.write("b.csv", csv_record())
        found, _ = find_files([str(self.folder.path)], "csv")
        self.assertEqual([one.file for one in found], ["b.csv"])

    def test_what_cannot_be_read_is_said_in_a_sentence(self):
        empty = self.folder.write("empty", b"")
        other = self.folder.write("other", b"nothing of the kind")
        (self.folder.path / "none").mkdir()
        for path, words in (
            (self.folder.path / "missing", "there is no such file"),
            (self.folder.path / "none", "there is no cable in this folder"),
            (empty, "this file is empty"),
            (other, "Name its format"),
        ):
            with self.subTest(Path(path).name):
                with self.assertRaises(SourceError) as caught:
                    find_files([str(path)])
                self.assertIn(words, str(caught.exception))
