"""Pages that anyone may cache: an ETag, and 304 before anything is rendered."""

import hashlib
from functools import wraps

from django.conf import settings
from django.utils.cache import patch_cache_control
from django.views.decorators.http import condition, require_safe

from .edition import build, current_edition

# Long enough for a rush on one cable, short enough for a withdrawal to be felt.
MAX_AGE = 60


def reader_page(view):
    """Serve a page that changes only with the edition of the archive."""

    def edition(request):
        request.edition = current_edition()
        return request.edition

    @wraps(view)
    @require_safe
    def serve(request, *args, **kwargs):
        now = edition(request)
        # No Last-Modified: much that changes a page leaves no time that it could name.
        conditional = condition(etag_func=lambda *_, **__: etag(now.key))
        return cacheable(conditional(view)(request, *args, **kwargs))

    return serve


def etag(*parts):
    text = "|".join(map(str, (*parts, build(), settings.SITE_URL, settings.HASHTAG)))
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:24]}"'


def cacheable(response):
    patch_cache_control(response, public=True, max_age=MAX_AGE)
    return response
