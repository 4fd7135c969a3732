"""People who work at the desk, for tests."""

from itertools import count

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission

numbers = count(1)


def make_editor(*permissions, **fields):
    """Make a member of staff who has these permissions of ``cables``, and no other."""
    user = get_user_model().objects.create_user(
        f"editor{next(numbers)}", **{"is_staff": True} | fields
    )
    user.user_permissions.set(
        Permission.objects.filter(
            content_type__app_label="cables", codename__in=permissions
        )
    )
    return user


def make_chief():
    return make_editor(is_superuser=True)
