"""The WSGI application that granian (or any other WSGI server) serves."""

import os

from django.core.wsgi import get_wsgi_application

from archive_site.serving import require_lasting_key

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive_site.settings")

require_lasting_key()
application = get_wsgi_application()
