"""Pages that anyone may cache: an ETag, and 304 before anything is rendered."""

import hashlib
from functools import wraps

from django.conf import settings
from django.urls import get_script_prefix
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.http import condition, require_safe

from cables.search.index import IndexMissing, public_index
from cables.search.outbox import bring_up

from .edition import build, current_edition

# Long enough for a rush on one cable, short enough for a withdrawal to be felt.
MAX_AGE = 60


def reader_page(view, *, max_age=MAX_AGE, also=None):
    """
    Serve a page that changes only with the edition of the archive, and with what ``also``
    returns: a day. ``max_age`` is for how many seconds anyone may keep it without asking
    again.
    """

    @wraps(view)
    @require_safe
    def serve(request, *args, **kwargs):
        request.edition = current_edition()
        more = [also()] if also else []
        answer = _unless_known(view, etag(request.edition.key, *more))
        return cacheable(answer(request, *args, **kwargs), max_age)

    return serve


def search_page(view):
    """
    Serve what is made from the search index as well: known by where that stands too, and
    asked for again each time, since what is withdrawn is gone from it within a second.
    ``request.stand`` is None where there is no index.
    """

    @wraps(view)
    @require_safe
    def serve(request, *args, **kwargs):
        request.edition, request.stand = current_edition(), current_stand()
        name = request.stand and (request.stand.folder, request.stand.step)
        answer = _unless_known(view, etag(request.edition.key, name))
        return cacheable(answer(request, *args, **kwargs), max_age=0)

    return serve


def current_stand():
    """Return where the public index stands, brought up to date if that is quick."""
    try:
        bring_up(public_index)
        return public_index.stand()
    except IndexMissing:
        return None


def _unless_known(view, tag):
    # No Last-Modified: much that changes a page leaves no time that it could name.
    return condition(etag_func=lambda *_, **__: tag)(view)


def etag(*parts):
    shown = settings.SITE_URL, settings.HASHTAG, settings.WEBMENTIONS
    shown = *shown, *settings.SHARE_SERVICES
    language = get_language(), get_script_prefix()
    text = "|".join(map(str, (*parts, build(), *shown, *language)))
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:24]}"'


def cacheable(response, max_age=MAX_AGE):
    """Let anyone keep an answer, unless it is a failure: that is asked for again."""
    if response.status_code >= 500:
        del response["ETag"]
        patch_cache_control(response, no_store=True)
        return response
    if response.status_code == 410:  # what was withdrawn may be published again
        del response["ETag"]
        patch_cache_control(response, public=True, no_cache=True, max_age=0)
        return response
    patch_cache_control(response, public=True, max_age=max_age)
    return response
