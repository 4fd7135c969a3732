"""Middleware of the site."""

from django.core.exceptions import BadRequest


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
    return "\0" not in text and text.isascii() or _encodes(text)


def _encodes(text):
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in text
