"""
Middleware of the site. Readers are not watched: what knows a person (session, account,
messages) runs for the desk alone, so that a stale cookie leaves no trace on a page that
anyone may cache.
"""

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.exceptions import BadRequest
from django.http import HttpResponseNotAllowed

DESK = "/admin/"
READING = ["GET", "HEAD"]
#: Where readers may send more than an address holds. It is looked up and forgotten, but
#: for what they propose or report.
ASKED_BY_POST = (
    *("/lookup/", "/api/v1/lookup", "/propose/", "/report/"),
    "/webmention",
)


def is_desk(request):
    return request.path_info.startswith(DESK)


class DeskOnly:
    """Mixed into a middleware that readers' pages must not pass through."""

    def __call__(self, request):
        if is_desk(request):
            return super().__call__(request)
        return self.get_response(request)


class DeskSessionMiddleware(DeskOnly, SessionMiddleware):
    pass


class DeskAuthenticationMiddleware(DeskOnly, AuthenticationMiddleware):
    pass


class DeskMessageMiddleware(DeskOnly, MessageMiddleware):
    pass


class ReadOnlyMiddleware:
    """
    Answer 405 where a reader's address is asked for anything but reading. A question
    may be too long for an address, hence posted: at the addresses that are for that.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        allowed = READING
        if request.path_info in ASKED_BY_POST:
            allowed = [*READING, "POST"]
        if request.method in allowed or is_desk(request):
            return self.get_response(request)
        return HttpResponseNotAllowed(allowed)


class BadRequestMiddleware:
    """
    Refuse addresses and parameters that no database can hold.

    A NUL byte or half a surrogate pair in an address reaches the database as an error,
    hence as a 500; nothing in the archive has either in its address.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        values = [value for _, given in request.GET.lists() for value in given]
        if not all(map(_is_plain, [request.path_info, *values])):
            raise BadRequest("The address holds characters that cannot be read.")


def _is_plain(text):
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in text
