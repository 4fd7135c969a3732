"""
The language of readers' pages. An address below ``/es/`` or ``/en/`` names its own; any
other is answered in the language that the browser asks for. Nothing is kept of it, in no
cookie and nowhere else: links from a page with a language in its address have it too.

Cables, articles and addresses stay as they are: what is translated is what the site says
itself. The desk, the API, feeds and files are in English, whoever asks.
"""

import re
from typing import NamedTuple

from django.conf import settings
from django.http import HttpResponsePermanentRedirect, HttpResponseRedirect
from django.urls import get_script_prefix, set_script_prefix
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.encoding import escape_uri_path
from django.utils.translation.trans_real import parse_accept_lang_header

from cables.sharing.permalinks import LANGUAGE

#: What has one form only, for programs and for the desk.
ONE_FORM = re.compile(
    r"/(?:admin|api|oembed|webmention|static|-)(?:/|$)"
    r"|.*\.(?:atom|xml|txt|bib|ris|json|jsonl|csv|png)$"
)
DESK = "/admin/"
LONG = 2_000  # characters of a query: a longer one is not repeated in links


class Language(NamedTuple):
    code: str
    name: str  # in the language itself
    address: str  # of this same page in it
    is_current: bool


class LanguageMiddleware:
    """
    Serve ``/es/…`` as ``/…`` in Spanish. The language becomes the prefix of all addresses
    that are made while the page is, as where a site lies below a folder of its server.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        found = LANGUAGE.match(request.path_info)
        if not found:
            return self._answer(request, _asked_for(request), is_chosen=True)
        rest = request.path_info[found.end() :]
        if not rest:
            return HttpResponsePermanentRedirect(_whole(request, f"{request.path}/"))
        if rest.startswith(DESK):
            return HttpResponseRedirect(_whole(request, rest))
        before = get_script_prefix()
        request.path_info = rest
        set_script_prefix(f"{before}{found[1]}/")
        try:
            code = settings.LANGUAGE_CODE if ONE_FORM.match(rest) else found[1]
            return self._answer(request, code, is_chosen=False)
        finally:
            set_script_prefix(before)

    def _answer(self, request, code, *, is_chosen):
        has_one_form = ONE_FORM.match(request.path_info)
        with translation.override(code):
            response = self.get_response(request)
        if not has_one_form:
            response.headers.setdefault("Content-Language", code)
            if is_chosen:
                patch_vary_headers(response, ["Accept-Language"])
        return response


def _asked_for(request):
    """Return the first language of those a browser asks for that the site has."""
    if not ONE_FORM.match(request.path_info):
        header = request.META.get("HTTP_ACCEPT_LANGUAGE", "")
        for code, weight in parse_accept_lang_header(header):
            if not weight:
                continue
            try:
                return translation.get_supported_language_variant(code)
            except LookupError:
                continue
    return settings.LANGUAGE_CODE


def _whole(request, path):
    query = request.META.get("QUERY_STRING", "")
    # Not "//host/": that would be somebody else's address.
    return f"/{path.lstrip('/')}{'?' if query else ''}{query}"


def same_page(request):
    """Return the page that is asked for in each language of the site."""
    current = translation.get_language()
    query = request.META.get("QUERY_STRING", "")
    query = query if len(query) <= LONG else ""
    is_reading = request.method in ("GET", "HEAD")
    rest = escape_uri_path(request.path_info) if is_reading else "/"
    path = f"{rest}{'?' if query else ''}{query}".lstrip("/")
    return [
        Language(code, str(name), f"/{code}/{path}", code == current)
        for code, name in settings.LANGUAGES
    ]
