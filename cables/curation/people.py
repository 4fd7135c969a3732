"""
The people of the desk: what roles they have, whether their account is open, how they get
in again. Whoever changes somebody gives away nothing that they have not themselves, and
leaves the desk with somebody who can look after it.
"""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import Q

from cables.models import holding_epoch

from .errors import PersonRefused
from .limits import check_texts
from .revisions import add_revision, record_change
from .roles import ADMINISTRATOR, NAMES

FIELDS = ("first_name", "last_name", "is_active", "is_superuser")


def roles_to_give(user):
    """Return the roles that ``user`` may give: those that hold nothing beyond theirs."""
    roles = Group.objects.filter(name__in=NAMES).order_by("name")
    if user.is_superuser:
        return roles
    own = user.get_all_permissions()
    beyond = [
        role.pk
        for role in roles.prefetch_related("permissions__content_type")
        if not own.issuperset(_names(role.permissions.all()))
    ]
    return roles.exclude(pk__in=beyond)


def _names(permissions):
    return {f"{one.content_type.app_label}.{one.codename}" for one in permissions}


def administrators():
    """Return the open accounts that can look after the others."""
    chiefs = Q(is_superuser=True) | Q(groups__name=ADMINISTRATOR)
    people = get_user_model().objects.filter(chiefs, is_active=True, is_staff=True)
    return people.distinct()


def check_may_touch(person, *, user):
    """Raise PersonRefused where ``user`` may not change anything of ``person``."""
    if person.is_superuser and not user.is_superuser:
        raise PersonRefused(
            f"{person.get_username()} is a superuser. Only a superuser can change that "
            "account."
        )


@holding_epoch
def save_person(person, *, user, values, roles, why=""):
    """Save the fields and roles of somebody's account, as ``user`` may."""
    person = locked(person)
    check_may_touch(person, user=user)
    before = person_now(person)
    check_texts(values, ("first_name", "last_name"))
    for name, value in values.items():
        setattr(person, name, value)
    _check_own(person, user=user, before=before, roles=roles)
    _check_given(person, user=user, before=before, roles=roles)
    person.full_clean(exclude=["password"])
    person.save(update_fields=list(values))
    others = person.groups.exclude(name__in=NAMES)
    person.groups.set([*others, *roles])
    _check_somebody_left()
    record_change(person, user=user, why=why, before=before, after=person_now(person))
    if before["is_active"] and not person.is_active:
        end_sessions(person)
    return person


def locked(person):
    return get_user_model().objects.select_for_update().get(pk=person.pk)


def person_now(person):
    """Return what the history keeps of an account."""
    roles = person.groups.order_by("name").values_list("name", flat=True)
    return {name: getattr(person, name) for name in FIELDS} | {"roles": list(roles)}


def _check_own(person, *, user, before, roles):
    kept = {*before["roles"]} & {*NAMES} == {role.name for role in roles}
    same = all(before[name] == getattr(person, name) for name in FIELDS[2:])
    if person.pk == user.pk and not (kept and same):
        raise PersonRefused(
            "Nobody changes their own roles, or closes their own account. Ask another "
            "administrator."
        )


def _check_given(person, *, user, before, roles):
    if person.is_superuser and not before["is_superuser"] and not user.is_superuser:
        raise PersonRefused("Only a superuser can make somebody a superuser.")
    changed = {role.name for role in roles} ^ ({*before["roles"]} & {*NAMES})
    check_roles(changed, user=user)


def check_roles(names, *, user):
    """Raise PersonRefused where ``user`` may not give, or take, one of these roles."""
    allowed = set(roles_to_give(user).values_list("name", flat=True))
    if beyond := sorted({*names} - allowed):
        raise PersonRefused(
            f"{', '.join(beyond)}: you cannot give or take a role that may do more than "
            "you may yourself."
        )


def _check_somebody_left():
    if not administrators().exists():
        raise PersonRefused(
            "This is the last administrator. Make somebody else one first, or nobody "
            "can let people in any more."
        )


@holding_epoch
def reset_second_factor(person, *, user, why=""):
    """
    Take the second factors of somebody who lost theirs, and end their sessions: at the
    next sign-in they set up another. Who runs the machine does it alone (``user`` is
    None); at the desk it is part of a way in, which takes two (``ways_in``).
    """
    person = locked(person)
    rows = Authenticator.objects.filter(user=person)
    kinds = sorted(rows.values_list("type", flat=True))
    rows.delete()
    end_sessions(person)
    add_revision(
        person,
        user=user,
        why=why,
        before={"second_factor": kinds},
        after={"second_factor": []},
    )
    return kinds


def end_sessions(person):
    """Sign somebody out everywhere."""
    for session in UserSession.objects.filter(user=person):
        session.end()
