"""Ask approved articles whether they still answer at their addresses."""

import json
import time

from cables.choices import LinkStatus
from cables.curation.link_check import in_turns, look, make_asker, note, to_check
from cables.curation.link_quotes import check_links
from cables.management.command import ArchiveCommand

EPILOG = """
Those come first that were not asked for longest. Each host is asked with a pause between,
and no address inside a private network is asked at all. An article counts as gone after
three silences on different days: run this once a day. Quotations of cables that have
changed since are looked at first, without asking anybody.

examples:
  manage.py check_articles
  manage.py check_articles --limit 500 --json

exit codes: 0 done, 1 failed, 2 wrong arguments, 130 stopped (what was asked is kept)
"""
EVERY = 10  # seconds between two lines of progress


class Command(ArchiveCommand):
    help = __doc__
    examples = EPILOG
    make_asker = staticmethod(make_asker)  # tests ask their own server

    def add_arguments(self, parser):
        parser.add_argument("--limit", type=int, help="Ask so many at the most.")
        parser.add_argument(
            "--json", action="store_true", help="The last line is one JSON object."
        )

    def handle(self, *, limit, **options):
        if limit is not None and limit < 1:
            self.stderr.write("--limit is at least 1.")
            raise SystemExit(2)
        counts = dict.fromkeys(("alive", "moved", "silent", "gone"), 0)
        started = told = time.monotonic()
        check_links()
        articles = list(in_turns(to_check(limit)))
        asker = self.make_asker()
        try:
            for number, article in enumerate(articles, start=1):
                self._one(article, asker, counts)
                if time.monotonic() - told > EVERY:
                    told = time.monotonic()
                    self.stderr.write(f"{number:,} of {len(articles):,} asked")
        except KeyboardInterrupt:
            self.stderr.write("Stopped. What was asked is kept; the rest comes first.")
            raise SystemExit(130) from None
        counts["seconds"] = round(time.monotonic() - started, 3)
        self._tell(counts, as_json=options["json"])

    def _one(self, article, asker, counts):
        found = look(article, asker)
        kept = note(article, found)
        status, _, said, moved_to = found
        if status == LinkStatus.DEAD:
            is_gone = kept.link_status == LinkStatus.DEAD
            counts["gone" if is_gone else "silent"] += 1
        else:
            counts[status.value] += 1
        if status != LinkStatus.ALIVE:
            self.stderr.write(f"{article.url}: {said} {moved_to}".rstrip())

    def _tell(self, counts, *, as_json):
        if as_json:
            self.stdout.write(json.dumps(counts))
            return
        self.stdout.write(
            f"{counts['alive']:,} answer, {counts['moved']:,} have moved, "
            f"{counts['silent']:,} did not answer this time, {counts['gone']:,} are gone"
        )
