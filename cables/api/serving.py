"""
How every answer of the API leaves: counted against the rate, 304 before any work where
the reader has it already, cacheable by anyone, and open to scripts of any origin, since
it is public data and knows no cookie.
"""

import hashlib
from functools import cache, wraps
from pathlib import Path

from django.utils.cache import patch_cache_control
from django.views.decorators.http import condition

from cables.reading.conditional import MAX_AGE, cacheable, current_stand, etag
from cables.reading.edition import current_edition

from .errors import too_many
from .rate import seconds_to_wait

PASSING = (429, 500, 503)  # what says nothing of the same question a minute later


def by_edition(run):
    """Serve what changes only with the edition of the archive."""
    return _served(run, _edition, MAX_AGE)


def by_index(run):
    """Serve what is made from the search index as well: asked for again each time."""
    return _served(run, _edition_and_index, 0)


def _edition(request):
    request.edition = current_edition()
    return request.edition.key


def _edition_and_index(request):
    stand = current_stand()
    return _edition(request), stand and (stand.folder, stand.step)


@cache
def _shapes():
    """Return a name for this build's shapes: a new field is a new answer."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:8]


def _served(run, state, max_age):
    @wraps(run)
    def serve(request, **values):
        if wait := seconds_to_wait(request):
            return leave(too_many(wait))
        name = state(request)
        if request.method == "POST":
            return leave(run(request, **values))
        tag = etag(name, request.get_full_path(), _shapes())
        conditional = condition(etag_func=lambda *_, **__: tag)
        return leave(conditional(run)(request, **values), max_age)

    return serve


def leave(response, max_age=None):
    """Give a response its headers; without ``max_age`` nobody may keep it."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = "ETag, Retry-After"
    if response.status_code >= 400:
        del response["ETag"]  # names an answer, not a refusal
    if max_age is None or response.status_code in PASSING:
        patch_cache_control(response, no_store=True)
        return response
    return cacheable(response, max_age)
