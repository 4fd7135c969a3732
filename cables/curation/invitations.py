"""
How people come to the desk: an administrator makes a link that is good for one account,
with the roles that it says. The database has a digest of the link only.
"""

import hashlib
import secrets
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone

from cables.models import holding_epoch
from cables.models.sealed import Invitation

from .errors import InvitationRefused, PersonRefused
from .limits import check_texts
from .people import check_roles, person_now
from .revisions import add_revision

DAYS = 7
LONGEST = 30
JUST_NOW = timedelta(minutes=10)


@holding_epoch
def invite(*, user, name, roles, days=DAYS):
    """Make an invitation; return it and its token, which is nowhere kept."""
    roles = list(roles)
    if not 1 <= days <= LONGEST:
        raise InvitationRefused(f"An invitation is good for 1 to {LONGEST} days.")
    if not roles:
        raise InvitationRefused("Choose what they will do: at least one role.")
    check_texts({"name": name}, ("name",))
    check_roles({role.name for role in roles}, user=user)
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        name=name,
        token_sha256=digest(token),
        made_by=user,
        expires=timezone.now() + timedelta(days=days),
    )
    invitation.full_clean()
    invitation.save()
    invitation.roles.set(roles)
    names = sorted(role.name for role in roles)
    after = {"name": name, "roles": names, "expires": invitation.expires}
    add_revision(invitation, user=user, before={}, after=after)
    return invitation, token


def made_just_now(user, name):
    """Return the open invitation of this name that ``user`` made a moment ago, if any."""
    rows = Invitation.objects.filter(
        made_by=user, name=name, accepted=None, revoked=None
    )
    return rows.filter(made__gt=timezone.now() - JUST_NOW).first()


@holding_epoch
def revoke(invitation, *, user, why=""):
    """Make the link good for nothing."""
    row = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if row.accepted or row.revoked:
        raise InvitationRefused(
            f"The invitation of {row.name} is {'used' if row.accepted else 'revoked'} "
            "already."
        )
    row.revoked = timezone.now()
    row.save(update_fields=["revoked"])
    after = {"revoked": row.revoked}
    add_revision(row, user=user, why=why, before={"revoked": None}, after=after)
    return row


def find(token):
    """Return the invitation of this token; raise InvitationRefused with the reason."""
    row = Invitation.objects.select_related("made_by")
    row = row.filter(token_sha256=digest(token)).first()
    if row is None:
        raise InvitationRefused(
            "This link is no invitation. Look whether all of it was copied."
        )
    if row.accepted:
        raise InvitationRefused("This invitation is used. Sign in with its account.")
    if row.revoked:
        raise InvitationRefused("This invitation was revoked. Ask who sent it to you.")
    if row.expires <= timezone.now():
        raise InvitationRefused("This invitation has expired. Ask for a new one.")
    _check_giver(row)
    return row


def _check_giver(invitation):
    """Who invited must still be able to: an account that was closed lets nobody in."""
    giver = invitation.made_by
    names = set(invitation.roles.values_list("name", flat=True))
    try:
        check_roles(names, user=giver)
    except PersonRefused:
        names = None
    if not giver.is_active or not names:
        raise InvitationRefused(
            "Who made this invitation cannot invite any more. Ask for a new one."
        )


@holding_epoch
def accept(token, *, username, password, first_name="", last_name=""):
    """Make the account that an invitation is for, and return it."""
    invitation = find(token)
    people = get_user_model()
    username = people.normalize_username(username)
    if people.objects.filter(username__iexact=username).exists():
        raise ValidationError({"username": "This name is taken. Choose another."})
    check_texts(
        {"first_name": first_name, "last_name": last_name}, ("first_name", "last_name")
    )
    person = people(
        username=username, first_name=first_name, last_name=last_name, is_staff=True
    )
    validate_password(password, person)
    person.set_password(password)
    person.full_clean()
    person.save()
    person.groups.set(invitation.roles.all())
    invitation.accepted = timezone.now()
    invitation.accepted_by = person
    invitation.save(update_fields=["accepted", "accepted_by"])
    add_revision(
        person,
        user=invitation.made_by,
        why=f"Invitation of {invitation.name}",
        before={},
        after=person_now(person) | {"username": username},
    )
    return person


def digest(token):
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
