"""The two keys of the site: given by an operator, or kept in a file of a single machine."""

import base64
import os
import secrets

from django.core.exceptions import ImproperlyConfigured

INSECURE_KEY = "change-me"  # what examples show; refused while DEBUG is off


def secret_key(given, file, *, debug):
    """
    Return the key that signs sessions, and whether it outlives this process.

    A command signs nothing that outlives it, so it may do with a key of its own; what
    serves readers (``wsgi.py``) is refused without a key that stays.
    """
    if given == INSECURE_KEY and not debug:
        raise ImproperlyConfigured(
            "SECRET_KEY is the one that examples show. Set it to a long random text: "
            'python -c "import secrets; print(secrets.token_urlsafe(50))"'
        )
    if given:
        return given, True
    if file.exists():  # written by `demo`
        return file.read_text().strip(), True
    return secrets.token_urlsafe(50), False


def _keep(file):
    """Make a key and write it down, unless another process was sooner; return it."""
    made = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        draft.touch(mode=0o600)
        draft.write_text(made)
        os.link(draft, file)
    except FileExistsError:
        pass
    except OSError as error:
        raise ImproperlyConfigured(
            f"SEALED_KEY is not set, and {file} cannot be written ({error.strerror})"
        ) from error
    finally:
        draft.unlink(missing_ok=True)
    return file.read_text().strip()


def sealed_key(given, file):
    """
    Return the key that encrypts what is taken out of the archive. Without a setting it is
    made once and kept beside the database of a single machine: back it up with it.
    """
    if not given and file.exists():
        given = file.read_text().strip()
    if not given:
        given = _keep(file)
    try:
        is_right = len(base64.urlsafe_b64decode(given)) == 32
    except ValueError:
        is_right = False
    if not is_right:
        raise ImproperlyConfigured(
            "SEALED_KEY is not 32 bytes in base 64. Make one, and keep it for ever: "
            'python -c "import base64, secrets; '
            'print(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())"'
        )
    return given
