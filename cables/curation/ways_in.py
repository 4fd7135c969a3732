"""
How somebody gets in again who lost their password or their second factor. One
administrator asks, another approves, and the approver has a link that is good once: with
it the person sets a password of their own. Neither of the two can be that person, and
nobody at the desk ever knows, or sets, the password of another. The database has a digest
of the link only.
"""

import secrets
from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.utils import timezone

from cables.models import holding_epoch
from cables.models.sealed import WayIn

from .errors import PersonRefused, WayInRefused
from .invitations import digest
from .limits import check_texts
from .people import (
    administrators,
    check_may_touch,
    end_sessions,
    locked,
    reset_second_factor,
)
from .revisions import add_revision

DAYS = 7  # a request waits so long for another administrator
LINK_DAYS = 2  # and the link so long for its person


def who_can_let_in(person):
    """Return the administrators who can ask for, or approve, a way in of ``person``."""
    others = administrators().exclude(pk=person.pk)
    return others.filter(is_superuser=True) if person.is_superuser else others


def open_ways(person=None):
    """Return what is asked for or approved, and still good: of one person, or of all."""
    rows = WayIn.objects.filter(used=None, revoked=None, expires__gt=timezone.now())
    return rows.filter(person=person) if person else rows


@holding_epoch
def ask(person, *, user, why):
    """Ask for a way in for somebody else; return it."""
    person = locked(person)
    _check_helper(person, user=user)
    check_texts({"why": why}, ("why",))
    if not person.is_active:
        raise WayInRefused("This account is closed. Open it first.")
    if who_can_let_in(person).count() < 2:
        raise WayInRefused(
            "This takes two administrators beside them, and there is only one."
        )
    if open_ways(person).exists():
        raise WayInRefused(
            "A way in for them is open already. Have it approved, or revoke it first."
        )
    way = WayIn(
        person=person,
        asked_by=user,
        why=why,
        expires=timezone.now() + timedelta(days=DAYS),
    )
    way.full_clean()
    way.save()
    after = {"person": person.get_username(), "expires": way.expires}
    add_revision(way, user=user, why=why, before={}, after=after)
    return way


@holding_epoch
def approve(way, *, user):
    """
    Approve what another administrator asked for. The person's password, second factors
    and sessions are good for nothing from now on. Return the way in and its token, which
    is nowhere kept.
    """
    way = _locked(way)
    _check_open(way)
    person = locked(way.person)
    _check_helper(person, user=user)
    if way.approved:
        raise WayInRefused("It is approved already, and its link was shown.")
    if way.asked_by_id == user.pk:
        raise WayInRefused(
            "You asked for it yourself. Another administrator approves it."
        )
    _check_both(way)
    token = secrets.token_urlsafe(32)
    way.approved_by, way.approved = user, timezone.now()
    way.expires = way.approved + timedelta(days=LINK_DAYS)
    way.token_sha256 = digest(token)
    way.save(update_fields=["approved_by", "approved", "expires", "token_sha256"])
    person.set_unusable_password()
    person.save(update_fields=["password"])
    reset_second_factor(person, user=user, why=way.why)
    add_revision(
        way,
        user=user,
        before={"approved": None},
        after={"approved": way.approved, "expires": way.expires},
    )
    return way, token


@holding_epoch
def revoke(way, *, user, why=""):
    """Take back a request, or make its link good for nothing."""
    way = _locked(way)
    _check_open(way)
    _check_helper(way.person, user=user)
    way.revoked = timezone.now()
    way.save(update_fields=["revoked"])
    after = {"revoked": way.revoked}
    add_revision(way, user=user, why=why, before={"revoked": None}, after=after)
    return way


def find(token):
    """Return the way in of this token; raise WayInRefused with the reason."""
    rows = WayIn.objects.select_related("person", "asked_by", "approved_by")
    way = rows.filter(token_sha256=digest(token)).first()
    if way is None:
        raise WayInRefused(
            "This link leads nowhere. Look whether all of it was copied."
        )
    _check_open(way)
    _check_both(way)
    if not way.person.is_active:
        raise WayInRefused("This account is closed. Ask an administrator.")
    return way


@holding_epoch
def use(token, *, password):
    """Set the password that the person chose, once, and return the person."""
    way = find(token)
    person = locked(way.person)
    validate_password(password, person)
    person.set_password(password)
    person.save(update_fields=["password"])
    end_sessions(person)
    way.used = timezone.now()
    way.save(update_fields=["used"])
    add_revision(way, user=person, before={"used": None}, after={"used": way.used})
    add_revision(
        person,
        user=person,
        why=f"Way in: {way.why}",
        before={},
        after={"password": "set anew"},
    )
    return person


def _locked(way):
    rows = WayIn.objects.select_for_update(of=("self",))
    return rows.select_related("person", "asked_by").get(pk=way.pk)


def _check_open(way):
    if way.used:
        raise WayInRefused("This link is used. Sign in with the password set by it.")
    if way.revoked:
        raise WayInRefused("This was revoked. Ask an administrator for a new way in.")
    if way.expires <= timezone.now():
        raise WayInRefused("This has expired. Ask an administrator for a new way in.")


def _check_helper(person, *, user):
    check_may_touch(person, user=user)
    if person.pk == user.pk:
        raise PersonRefused(
            "This is your own account: its password and second factor are at Your "
            "account."
        )
    if not who_can_let_in(person).filter(pk=user.pk).exists():
        raise PersonRefused("Only administrators let somebody in again.")


def _check_both(way):
    """Who asked and who approved must still be able to."""
    for user in (way.asked_by, way.approved_by):
        able = user and who_can_let_in(way.person).filter(pk=user.pk).exists()
        if not able and (user or way.approved):
            raise WayInRefused(
                "Who asked for this, or approved it, cannot any more. Ask an "
                "administrator for a new way in."
            )
