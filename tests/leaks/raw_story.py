"""
A small archive's life, in a process and a database of its own: words come in, are edited,
shown, searched, redacted, purged. ``test_raw_bytes`` looks at the bytes in between.

    python -m tests.leaks.raw_story come|redact|purge FOLDER WORD WORD
"""

import json
import pickle
import random
import sys
from contextlib import suppress
from pathlib import Path

import django

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.core.cache import caches  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402

from cables.choices import ReasonCode  # noqa: E402
from cables.curation.articles import approve_link, link_article, save_article  # noqa: E402
from cables.curation.cables import save_cable  # noqa: E402
from cables.curation.paragraphs import save_paragraphs  # noqa: E402
from cables.curation.redactions.approve import approve  # noqa: E402
from cables.curation.redactions.propose import propose  # noqa: E402
from cables.curation.release_notes import set_release_note  # noqa: E402
from cables.curation.site_pages import set_site_page  # noqa: E402
from cables.models import Cable, ReleaseNote, SitePage  # noqa: E402
from cables.models.sealed import ImportConflict, SavedDraft  # noqa: E402
from cables.search.index import INDEXES  # noqa: E402
from cables.search.outbox import catch_up_all  # noqa: E402
from tests import factories as make  # noqa: E402
from tests.curation.purge.cases import blocks_of  # noqa: E402

BODY = """C O N F I D E N T I A L LOWMOOR 000001

SIPDIS

E.O. 12958: DECL: 04/06/2016
TAGS: PREL, PGOV
SUBJECT: {subject}

Classified By: Ambassador Ada Example for reasons 1.4 (b,d)

{paragraphs}
EXAMPLE"""
HEADER = "R 101922Z APR 06\nFM AMEMBASSY LOWMOOR\nTO SECSTATE WASHDC"
TWINS = ["06LOWMOOR1", "06LOWMOOR0001"]
FILLING = "The talks about the harbour at Lowmoor went on for another day. " * 12


#: So long, and so hard to pack, that PostgreSQL stores a text with it beside its row.
NOISE = " ".join(
    "".join(random.Random(number).choices("abcdefghijklmnopqrstuvwxyz", k=7))
    for number in range(1_500)
)


def record(number, subject="HARBOUR TALKS", paragraphs=(), *, post="LOWMOOR", **fields):
    texts = [*paragraphs, FILLING]
    numbered = [f"{label}. (C) {text}" for label, text in enumerate(texts, start=1)]
    return {
        "reference_id": f"06{post}{number}",
        "number": number,
        "created": "2006-04-10T19:22:00Z",
        "classification": "CONFIDENTIAL",
        "post": "Embassy Lowmoor",
        "header": HEADER,
        "body": BODY.format(subject=subject, paragraphs="\n\n".join(numbered)),
    } | fields


def forms(one, two):
    """Return the same words as telegrams write them; each breaks at one place only."""
    return [
        f"{one} {two}",
        f"{one}\n{two}",
        f"{one.upper()} {two.upper()}",
        f"{one}-{two}",
    ]


def come(folder, one, two):
    """Bring words in by import, and let people and readers work with them."""
    call_command("migrate", verbosity=0)
    bring_in(folder, one, two)
    author = get_user_model().objects.create_user("author")
    for cable in Cable.objects.filter(reference_id__in=TWINS):
        work_with(cable, author, f"{one} {two}")
    catch_up_all()
    read()


def redact(folder, one, two):
    """Take the words out of each place in which readers see them."""
    author = get_user_model().objects.get(username="author")
    other = get_user_model().objects.create_user("other")
    for cable in Cable.objects.filter(reference_id__in=TWINS):
        take_out(cable, author, other, one)
    catch_up_all()


def bring_in(folder, one, two):
    words = forms(one, two)
    texts = [
        f"The talks began with {words[0]}. {NOISE}",
        *(f"So said {w}." for w in words[1:]),
    ]
    rows = [record(number) for number in range(10, 40)]
    rows.insert(3, record(1, f"TALKS WITH {words[2]}", texts))
    rows.append(record(2, "A TWIN", texts, reference_id="06LOWMOOR0001"))
    refused = record(3, "REFUSED", texts, reference_id="06LOWMOOR1", classification="X")
    path = Path(folder) / "records.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in [*rows, refused]))
    with suppress(SystemExit):  # "done, with one that was refused"
        call_command("import_cables", path, publish=True, verbosity=0)
    path.unlink()
    cable = Cable.objects.get(reference_id="06LOWMOOR1")
    Cable.objects.filter(reference_id="06LOWMOOR0001").update(canonical=cable)


def work_with(cable, author, words):
    """Leave the words wherever people's work leaves them."""
    key = cable.paragraphs.filter(text__icontains="talks began").first().key
    for text in (f"At first {words} said {NOISE}", f"Later {words} said {NOISE}"):
        blocks = blocks_of(cable, **{key: text})
        save_paragraphs(cable, user=author, blocks=blocks, why=f"as {words} asked")
    save_cable(cable, user=author, values={"signatory": words.upper()})
    article = make.make_article()
    quote = f"with {words}"
    link = link_article(article=article, cable=cable, user=author, quote=quote)
    approve_link(link, user=None)
    make.make_discussion(cable, title=words)
    data = {"text": words.upper()}
    draft = {"page": "cable", "object_id": cable.pk, "version": 1, "data": data}
    SavedDraft.objects.create(user=author, **draft)
    ImportConflict.objects.create(cable=cable, field="sender", incoming=words)
    make.make_change(cable, reason=f"as {words} asked")
    edit_beside(cable, author, article, words)


def edit_beside(cable, author, article, words):
    """Let the words come into what belongs to no cable, and go: its history has them."""
    day = cable.released.date()
    cases = [
        (article, save_article, "title"),
        (ReleaseNote(day=day.replace(year=2000 + cable.pk)), set_release_note, "title"),
        (SitePage(slug=f"how-{cable.pk}", title="How"), set_site_page, "text"),
    ]
    for row, verb, name in cases:
        for text in (f"<p>On {words.upper()}</p>", f"{words} {NOISE}"[:200], "Nothing"):
            verb(row, user=author, values={name: text}, why=f"as {words} asked")


def read():
    """Fill what caches pages and figures."""
    client = Client(headers={"host": "localhost"})
    for address in ("/", "/search/?q=talks", "/cable/2006/04/06LOWMOOR1.html"):
        assert client.get(address).status_code == 200, address
    for name in caches:
        caches[name].set("kept", client.get("/cable/2006/04/06LOWMOOR1.json").content)


def take_out(cable, author, other, one):
    for paragraph in cable.paragraphs.all():
        text, low = paragraph.text, one.lower()
        if low in text.lower():
            start = text.lower().index(low)
            end = start + 2 * len(one) + 1
            mark(cable, author, other, paragraph, "text", (start, end))
    cable.refresh_from_db()
    for name in ("subject", "signatory"):
        text = getattr(cable, name)
        if one.upper() in text:
            start = text.index(one.upper())
            span = (start, start + 2 * len(one) + 1)
            mark(cable, author, other, None, name, span)


def mark(cable, author, other, paragraph, field, span):
    made = propose(
        cable,
        user=author,
        paragraph=paragraph,
        field=field,
        spans=[span],
        reason=ReasonCode.SOURCE_SAFETY,
    )
    approve(made, user=other)


def purge(folder, one, two):
    """Purge as an operator does, in a process whose caches are full; tell what is left."""
    read()
    call_command("purge_redacted")
    kept = b"".join(
        pickle.dumps(getattr(caches[name], "_cache", {})) for name in caches
    )
    (Path(folder) / "cache.bytes").write_bytes(kept)


def count_in_indexes(folder, words):
    """
    Note in how many documents of each index the words stand: in those too that are
    deleted and still lie in its folder. (A dictionary of an index packs its words.)
    """
    counts = {
        name: sum(index.searcher()[0].doc_freq("body", word) for word in words)
        for name, index in INDEXES.items()
    }
    (Path(folder) / "indexes.json").write_text(json.dumps(counts))


if __name__ == "__main__":
    {"come": come, "redact": redact, "purge": purge}[sys.argv[1]](*sys.argv[2:])
    count_in_indexes(sys.argv[2], sys.argv[3:])
