"""Pages for what goes wrong. That of a 500 needs nothing that could be broken too."""

from django.http import HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import get_template

from cables.reading.conditional import cacheable


def bad_request(request, exception):
    return _plain(400)


def forbidden(request, exception):
    return _plain(403)


def not_found(request, exception):
    return cacheable(render(request, "404.html", status=404))


def server_error(request):
    return HttpResponseServerError(get_template("500.html").template.source)


def _plain(status):
    # Without context: what was wrong may be the very address that a template would use.
    return HttpResponse(get_template(f"{status}.html").render(), status=status)
