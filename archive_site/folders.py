"""Folders that the site needs before it starts."""

from django.core.exceptions import ImproperlyConfigured


def make_folder(path, name):
    """Make a folder; raise ImproperlyConfigured with the name of its setting."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ImproperlyConfigured(
            f"{name}: the folder {path} cannot be made ({reason})"
        ) from error
