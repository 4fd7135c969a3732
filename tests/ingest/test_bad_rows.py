"""Bad rows of every sort among good ones: the good come in, the bad are named."""

from benchmarks.bad_rows import reported, tally, write
from cables.ingest.run import import_cables

from .cases import ImportCase


class BadRowTests(ImportCase):
    def test_every_sort(self):
        path, rejects = self.folder.path / "rows.csv", self.folder.path / "rejects.csv"
        wanted = write(path, 40, 1)
        report = import_cables(paths=[path], rejects_path=rejects)
        self.assertCounts(report, created=40, rejected=40)
        for sort, (written, found) in tally(wanted, reported(rejects)).items():
            with self.subTest(sort):
                self.assertEqual(found, written)
