"""Pages for what goes wrong. Those of 500 and 503 need nothing that could be broken too."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import get_template

from cables.reading.answers import WAIT
from cables.reading.conditional import cacheable

OUT_OF_REACH = InterfaceError, OperationalError


def bad_request(request, exception):
    return _plain(400)


def forbidden(request, exception):
    return _plain(403)


def not_found(request, exception):
    return cacheable(render(request, "404.html", status=404))


def server_error(request):
    if is_out_of_reach():
        return _static(503, {"Retry-After": WAIT, "Cache-Control": "no-store"})
    return _static(500)


def is_out_of_reach():
    """Return whether what goes wrong is the database: gone, locked, or out of time."""
    return isinstance(sys.exception(), OUT_OF_REACH)


def _static(status, headers=None):
    page = get_template(f"{status}.html").template.source
    return HttpResponse(page, status=status, headers=headers)


def _plain(status):
    # Without context: what was wrong may be the very address that a template would use.
    return HttpResponse(get_template(f"{status}.html").render(), status=status)
