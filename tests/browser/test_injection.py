"""
Nothing that stands in the archive, or that somebody types, runs in a browser: it shows as
it was written. The policy that forbids scripts is switched off here, so that what is not
escaped does run.
"""

from urllib.parse import quote, urlencode

import pytest
from django.core.cache import caches
from django.core.management import call_command

from cables.choices import (
    BlockKind,
    Classification,
    ModerationState,
    ReferenceKind,
    Relation,
    State,
)
from cables.models import (
    Article,
    ArticleLink,
    Cable,
    CableTag,
    Discussion,
    Paragraph,
    Post,
    Publisher,
    Reference,
    Tag,
    raise_epoch,
)
from tests.factories import CREATED, RELEASED
from tests.ingest.records import csv_record

from .arriving import follow
from .payloads import TRICKS, payloads
from .watched import MADE, Watched

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ALL = payloads()
CABLES, EACH = 5, 100  # so many cables hold so many of them
APPROVED = ModerationState.APPROVED


def some(number, size):
    """Return a stretch of the payloads: the one with this number, from 0."""
    return ALL[number * size : (number + 1) * size]


@pytest.fixture
def watched(chromium, live_server):
    caches["figures"].clear()
    context = chromium.new_context(bypass_csp=True)
    yield Watched(context, live_server.url)
    context.close()


def make_posts():
    names = (Post(name=one, slug=f"post-{n}") for n, one in enumerate(ALL))
    return Post.objects.bulk_create(names)


def make_cables(posts, prefix, count, **fields):
    """Make cables, the subject and post of each a payload of its own."""
    rows = (
        Cable(
            reference_id=f"{prefix}{n}",
            post=posts[n],
            subject=ALL[n],
            created=CREATED,
            released=RELEASED,
            classification=Classification.SECRET,
            state=State.PUBLISHED,
            **fields,
        )
        for n in range(count)
    )
    return Cable.objects.bulk_create(rows)


def make_paragraphs(cables):
    """Give each of a few cables a hundred paragraphs, tags, articles and threads."""
    tags = Tag.objects.bulk_create(
        Tag(name=one, slug=f"T{n}", title=one, definition=one)
        for n, one in enumerate(ALL)
    )
    owners = [cables[n // EACH] for n in range(len(ALL))]
    blocks = Paragraph.objects.bulk_create(
        Paragraph(
            cable=owner,
            position=n % EACH,
            label=str(n % EACH + 1),
            key=f"par{n % EACH + 1}",
            kind=BlockKind.NUMBERED,
            text=ALL[n],
        )
        for n, owner in enumerate(owners)
    )
    CableTag.objects.bulk_create(
        CableTag(content_object=owner, tag=tag, position=n % EACH)
        for n, (owner, tag) in enumerate(zip(owners, tags, strict=True))
    )
    Discussion.objects.bulk_create(
        Discussion(
            cable=block.cable,
            paragraph=block,
            url=f"https://forum.example/{n}",
            title=ALL[n],
            state=APPROVED,
        )
        for n, block in enumerate(blocks)
    )
    Reference.objects.bulk_create(
        Reference(
            cable=owner,
            kind=ReferenceKind.CABLE,
            printed=ALL[n][:60],
            cited_id=ALL[n][:60],
            position=n,
        )
        for n, owner in enumerate(owners)
    )
    return blocks


def make_articles(blocks):
    """Make an article of each payload, and a few that quote a hundred of them."""
    houses = Publisher.objects.bulk_create(
        Publisher(name=one, slug=f"p{n}", domain=f"p{n}.example")
        for n, one in enumerate(ALL)
    )
    articles = Article.objects.bulk_create(
        Article(
            url=f"https://lantern.example/{n}",
            title=one,
            author=one,
            publisher=houses[n],
            language="en",
            state=APPROVED,
        )
        for n, one in enumerate(ALL)
    )
    quoting = Article.objects.bulk_create(
        Article(url=f"https://lantern.example/q{n}", title="Quoting", state=APPROVED)
        for n in range(CABLES)
    )
    pairs = [(articles[n], block) for n, block in enumerate(blocks)]
    pairs += [(quoting[n // EACH], block) for n, block in enumerate(blocks)]
    ArticleLink.objects.bulk_create(
        ArticleLink(
            article=article,
            cable=block.cable,
            paragraph=block,
            relation=Relation.QUOTES,
            quote=block.text,
            state=APPROVED,
        )
        for article, block in pairs
    )
    return quoting


@pytest.fixture
def archive(transactional_db):
    """Five hundred payloads in every place that holds words; the quoting articles."""
    posts = make_posts()
    make_cables(posts, "06LISTED", len(ALL))
    lines = "\n".join(ALL[:EACH])
    cables = make_cables(posts, "06LOWMOOR", CABLES, header=lines, body=lines)
    quoting = make_articles(make_paragraphs(cables))
    raise_epoch()
    return quoting


def test_there_are_five_hundred_and_they_do_run_where_nothing_escapes(watched):
    assert len(set(ALL)) == 500
    assert max(map(len, ALL)) <= 100
    page = watched.page
    page.goto(f"{watched.url}/-/live")
    pictures = [one for one in ALL[: len(TRICKS)] if one.startswith("<img src=x one")]
    page.evaluate("html => { document.body.innerHTML = html }", " ".join(pictures))
    page.wait_for_function("n => window.happened.length === n", arg=len(pictures))
    page.evaluate("document.body.innerHTML = '<a href=javascript:ran(3)>a</a>'")
    assert page.evaluate(MADE) == ["A href=javascript:ran(3)"]
    page.evaluate("document.body.innerHTML = '<img src=//x.example/4.png>'")
    page.wait_for_timeout(100)
    assert watched.happened == ["asked http://x.example/4.png"]


def test_paragraphs_subjects_tags_posts_articles_quotations(archive, watched):
    for number in range(CABLES):
        shown = some(number, EACH)
        stem = f"/cable/2006/04/06LOWMOOR{number}"
        watched.go(f"{stem}.html", [*shown, ALL[number]])
        watched.go(f"{stem}/par1-par{EACH}.html", shown)
        watched.go(archive[number].get_absolute_url(), shown)
    watched.go("/cable/2006/04/06LOWMOOR0/raw.html")
    watched.go("/tag/T7/", [ALL[7]])
    watched.go("/publisher/p7/", [ALL[7]])
    watched.go("/article/most-used/")
    watched.go("/")
    for address in (
        *("/date/2006/04/10/?", "/article/?", "/discussion/?"),
        *("/tag/?kind=unknown&", "/post/?", "/publisher/?"),
    ):
        watched.through(address, ALL)


def test_what_is_typed_queries_and_addresses(archive, watched):
    for number in range(10):
        query = " ".join(some(number, 50))
        watched.go(f"/search/?{urlencode({'q': query})}", [query])
        one, two, three = some(number, 50)[4 * number : 4 * number + 3]
        for path in ("/tag/", "/cable/", "/"):
            watched.go(path + quote(one, safe=""))
        watched.go(f"/search/?{urlencode({'q': two, 'tag': one, 'post': three})}")
        watched.go(f"/propose/?{urlencode({'cable': one, 'url': two})}", [one, two])
    page = watched.page
    watched.go("/lookup/")
    page.locator("main textarea").fill("\n".join(ALL))
    follow(page.locator("main form button").first)
    watched.check("many looked up", ALL)
    watched.go("/propose/")
    page.locator("#id_cables").fill("\n".join(ALL[:250]))
    page.locator("#id_title").fill(ALL[8])
    page.locator("#id_quote").fill("\n".join(ALL[-100:]))
    follow(page.get_by_role("button", name="Send to the editors"))
    watched.check("a proposal", [*ALL[:250], ALL[8], *ALL[-100:]])


def test_rows_of_an_import(transactional_db, watched, tmp_path):
    records = []
    for number in range(CABLES):
        points = "\n\n".join(
            f"{n}. (U) {one}" for n, one in enumerate(some(number, EACH), start=1)
        )
        body = f"UNCLAS MEXICO\n\nSUBJECT: {ALL[number]}\n\n{points}\n"
        number += 1
        given = {"number": str(number), "body": body, "origin": ALL[number]}
        records.append(csv_record(f"06MEXICO{number}", **given))
    file = tmp_path / "cables.csv"
    file.write_bytes(b"".join(records))
    call_command("import_cables", str(file), publish=True, verbosity=0)
    for number in range(CABLES):
        address = f"/cable/2006/04/06MEXICO{number + 1}.html"
        watched.go(address, [one.strip() for one in some(number, EACH)])
