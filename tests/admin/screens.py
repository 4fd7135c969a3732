"""What the tests of the desk's screens begin with: an address, and something on each."""

from backports import zstd
from django.urls import reverse

from cables.models import (
    ImportRun,
    Publisher,
    SitePage,
)
from cables.models.sealed import ImportConflict, ImportReject
from tests.factories import (
    make_article_link,
    make_cable,
    make_change,
    make_discussion,
    make_old_address,
    make_post,
    make_tag,
)


def url_of(model, page, *arguments):
    return reverse(f"admin:cables_{model}_{page}", args=arguments)


def seen_on(client, url):
    """Return what the form at an address sends of what it showed."""
    form = client.get(url).context["adminform"].form
    return {"seen": form["seen"].value()}


def fill(number=1):
    """Make some rows of everything."""
    run = ImportRun.objects.create(source="cables.csv")
    for index in range(number):
        cable = make_cable(tags=["PREL"], paragraphs=["One."])
        make_article_link(cable)
        make_discussion(cable)
        make_change(cable)
        make_old_address(cable, f"F{cable.reference_id}")
        make_tag(f"T{cable.pk}")
        make_post(f"Post {cable.pk}")
        slug = f"page-{cable.pk}"
        SitePage.objects.create(slug=slug, title="How", text="<p>So.</p>")
        Publisher.objects.create(name=slug, slug=slug, domain=slug)
        ImportReject.objects.create(
            run=run,
            file="cables.csv",
            line=index + 1,
            reason="No id",
            compressed=zstd.compress(b"<b>raw</b>"),
        )
        ImportConflict.objects.create(
            cable=cable, run=run, field="subject", incoming="X"
        )
        ImportRun.objects.create(source="more.csv")
