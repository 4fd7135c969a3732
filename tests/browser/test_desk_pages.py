"""Every page of the desk: no fault of accessibility, nothing that its policy stops."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.urls import get_resolver, reverse
from django.utils import timezone

from cables.choices import (
    JobKind,
    JobState,
    ModerationState,
    ProposalKind,
    ReasonCode,
    ReportKind,
    State,
)
from cables.curation.cables import save_cable
from cables.curation.invitations import invite
from cables.curation.jobs.verbs import VERBS as BULK
from cables.curation.redactions.propose import propose
from cables.curation.roles import set_up_roles
from cables.curation.tag_merge import merge_tags
from cables.curation.tags import save_tag
from cables.models import Proposal, ReaderReport, ReleaseNote
from cables.models.revision import Revision
from cables.models.sealed import Job, Purge, SavedFilter, WayIn
from tests.admin.editors import make_chief, make_editor
from tests.admin.screens import fill
from tests.factories import (
    RELEASED,
    make_article,
    make_article_link,
    make_cable,
    make_draft,
    make_reference,
    make_tag,
)

from .desk import at_the_desk, faults, too_small, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

#: Not pages: files, JSON, what is only posted to, what leads elsewhere.
NO_PAGES = {
    *("jsi18n", "autocomplete", "view_on_site", "buttons", "login", "logout"),
    *("password_change", "password_change_done", "account_login", "account_logout"),
    *("cables_article_export", "cables_cable_draft", "cables_job_progress"),
    *("cables_job_stop", "cables_job_retry", "cables_job_undo", "cables_job_do"),
    *("cables_importrun_rejects_table", "cables_importrun_rejects_records"),
    "cables_wayin_revoke",
}
READERS = {"cables_cable_preview"}  # as they see it
#: Walked by tests of their own, with the states that they need.
ELSEWHERE = ("account_", "mfa_", "invitation", "way_in", "usersessions_")


def walk(patterns, before=""):
    """Yield (name, route, names of its parts) of every address below."""
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from walk(pattern.url_patterns, route)
        elif pattern.name:
            yield pattern.name, route, list(pattern.pattern.converters)


def fill_desk(user):
    """Make some of everything that the desk has a page for."""
    set_up_roles()
    fill()
    draft = make_draft(
        paragraphs=["The heron Ardea stood there.", "Two."], tags=["MARR"]
    )
    save_cable(draft, user=make_editor(), values={"subject": "OF HERONS"}, why="So.")
    propose(
        draft,
        user=make_editor(),
        paragraph=draft.paragraphs.first(),
        spans=[(10, 15)],
        reason=ReasonCode.SOURCE_SAFETY,
    )
    make_draft(state=State.REVIEW)
    make_reference(draft, "05ELSEWHERE1")
    make_cable(problems=[{"code": "bad_date"}])
    article = make_article(state=ModerationState.PROPOSED)
    block = draft.paragraphs.last()
    make_article_link(draft, article=article, paragraph=block, quote="Two or three")
    save_tag(make_tag("MARR"), user=user, values={"title": "Arms"})
    merge_tags(source=make_tag("ARMS"), target=make_tag("MARR"), user=user)
    ReleaseNote.objects.create(day=RELEASED.date(), title="All of it")
    Proposal.objects.create(
        kind=ProposalKind.ARTICLE, url="https://paper.example/1", cables=str(draft)
    )
    ReaderReport.objects.create(
        kind=ReportKind.PERSON, reference_id=draft.reference_id, text="A name is in it."
    )
    SavedFilter.objects.create(owner=user, name="Mine", parameters={"q": "heron"})
    for state in JobState:
        Job.objects.create(kind=JobKind.BULK, title="Many", state=state, user=user)
    Purge.objects.create(requested_by=user, reason="A court asked.")
    invite(user=user, name="Grace", roles=Group.objects.filter(name="Editor"))
    WayIn.objects.create(
        person=make_editor(),
        asked_by=make_editor(),
        why="Lost the phone",
        expires=timezone.now() + timedelta(days=1),
    )


def addresses():
    """Yield (name, address) of every page of the desk, with one of everything on it."""
    for name, route, parts in walk(get_resolver().url_patterns):
        known = name in NO_PAGES or name.startswith(ELSEWHERE)
        if not route.startswith("admin/") or known:
            continue
        if name == "app_list":
            yield name, "/admin/cables/"
        elif name == "cables_job_bulk":
            for verb in BULK:
                yield f"{name} {verb}", reverse(f"admin:{name}", args=[verb])
        elif name in ("revisions", "compare", "restore", "cables_cable_do"):
            yield name, reverse(f"admin:{name}", args=arguments_of(name))
        else:
            key = [newest(name)] if parts else []
            yield name, reverse(f"admin:{name}", args=key)


def arguments_of(name):
    cable = Revision.objects.filter(model="cable").latest("id").cable_id
    return {
        "revisions": ("cable", cable),
        "compare": ("cable", cable),
        "restore": ("cable", cable, 0),
        "cables_cable_do": (cable, "hold"),
    }[name]


def newest(name):
    """Return the key of the newest row of the model that an address is of."""
    app, model = ("auth", "user") if name.startswith("person") else name.split("_")[:2]
    row = apps.get_model(app, model).objects.order_by("pk").last()
    assert row, f"fill_desk makes nothing for {name}"
    return row.pk


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page(chromium, live_server, transactional_db, scheme):
    chief = make_chief()
    fill_desk(chief)
    wrong = {}
    with at_the_desk(chromium, live_server, chief, scheme) as page:
        for name, address in addresses():
            url = live_server.url + address
            if page.request.get(url).status in (403, 404, 405):
                continue
            answer = page.goto(url)
            found = {
                "status": answer.status if answer.status != 200 else None,
                "axe": faults(page),
                "wide": max(too_wide(page), 0),
                "small": name not in READERS and too_small(page),
                "console": list(page.complaints),
            }
            page.complaints.clear()
            if any(found.values()):
                wrong[name] = {key: value for key, value in found.items() if value}
    assert wrong == {}, "\n".join(f"{name}: {found}" for name, found in wrong.items())
