"""What has to be set before anything is served."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


def require_lasting_key():
    """Refuse to serve with a key that the next start would not have."""
    if not (settings.SECRET_KEY_STAYS or settings.DEBUG):
        raise ImproperlyConfigured(
            "SECRET_KEY is not set: sessions would end with every restart. Set it to a "
            'long random text: python -c "import secrets; '
            'print(secrets.token_urlsafe(50))"'
        )
