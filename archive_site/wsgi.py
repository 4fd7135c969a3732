"""The WSGI application that granian (or any other WSGI server) serves."""

import os

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive_site.settings")

if not (settings.SECRET_KEY_STAYS or settings.DEBUG):
    raise ImproperlyConfigured(
        "SECRET_KEY is not set: sessions would end with every restart. Set it to a long "
        'random text: python -c "import secrets; print(secrets.token_urlsafe(50))"'
    )

application = get_wsgi_application()
