"""The API as a whole: its parts, and what each of them may answer when things go wrong."""

from django.http import Http404
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from cables.search.index import IndexMissing

from . import articles, cables, changes, errors, lookup, search, vocabularies
from .shapes import Problem

DESCRIPTION = "Read-only access to all that the public may see of the archive."
#: What any operation may answer beside its own.
ALWAYS = {
    "304": "Not Modified: what If-None-Match names is still right",
    "400": "Bad Request: what cannot be read",
    "422": "Unprocessable Content: a value that the parameter cannot have, or a cursor "
    "that is not one of this list",
    "429": "Too Many Requests: Retry-After says when to ask again",
}


class ReadOnlyAPI(NinjaAPI):
    def get_openapi_operation_id(self, operation):
        return operation.view_func.__name__

    def get_openapi_schema(self, **options):
        """Return the document, with what holds for every operation."""
        document = super().get_openapi_schema(**options)
        document["components"]["schemas"].setdefault(
            "Problem", Problem.model_json_schema()
        )
        for operations in document["paths"].values():
            operations.pop("head", None)  # as GET, without a body
            for operation in operations.values():
                _complete(operation["responses"])
        return document


def _complete(responses):
    body = {"schema": {"$ref": "#/components/schemas/Problem"}}
    for status, words in ALWAYS.items():
        responses[status] = {"description": words}
        if status != "304":
            responses[status]["content"] = {"application/json": body}


api = ReadOnlyAPI(
    title="Cable Archive API",
    version="1",
    description=DESCRIPTION,
    urls_namespace="api",
    openapi_url=None,
    docs_url=None,
)
for part in (cables, search, lookup, vocabularies, articles, changes):
    api.add_router("", part.router)

for kind, handler in (
    (ValidationError, errors.invalid),
    (HttpError, errors.http_error),
    (Http404, errors.not_found),
    (IndexMissing, errors.no_index),
):
    api.add_exception_handler(kind, handler)
