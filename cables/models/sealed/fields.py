"""
What is sealed is encrypted in the database: no dump, copy or page of the file shows it.

The key is ``SEALED_KEY``. Who loses it loses the words that were taken out for good, and
nothing else.
"""

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models


def seal(data):
    """Encrypt bytes."""
    return _cipher().encrypt(data)


def unseal(data):
    """Decrypt bytes; raise ImproperlyConfigured where another key sealed them."""
    try:
        return _cipher().decrypt(data)
    except InvalidToken as error:
        raise ImproperlyConfigured(
            "SEALED_KEY is not the key that sealed these words. Put back the key of the "
            "machine that they were sealed on."
        ) from error


def _cipher():
    return Fernet(settings.SEALED_KEY)


class SealedTextField(models.BinaryField):
    """A text that is encrypted on its way into the database."""

    def get_prep_value(self, value):
        if isinstance(value, str):
            value = seal(value.encode("utf-8", "surrogatepass"))
        return super().get_prep_value(value)

    def from_db_value(self, value, expression, connection):
        if value is None:
            return None
        return unseal(bytes(value)).decode("utf-8", "surrogatepass")

    def to_python(self, value):
        return value  # a text already: nothing of it is ever written in base 64
