"""
The documentation, from the same document that programs read: plain HTML, made here, so
that it needs no script, and no file of others.
"""

from functools import cache

from django.http import JsonResponse
from django.shortcuts import render
from django.urls import reverse

from cables.models import Cable
from cables.reading.conditional import reader_page
from cables.sharing.permalinks import absolute

from .serving import leave
from .v1 import api

NEWEST = ("reference_id", "created")


@cache
def document():
    return api.get_openapi_schema()


@reader_page
def index(request):
    """Say what there is, for whoever begins at the root."""
    addresses = {
        path: one["get"]["summary"] for path, one in document()["paths"].items()
    }
    answer = {
        "docs": absolute(reverse("api-docs")),
        "openapi": absolute(reverse("api-openapi")),
        "addresses": addresses,
    }
    return leave(JsonResponse(answer), 60)


@reader_page
def openapi(request):
    return leave(JsonResponse(document()), 60)


@reader_page
def docs(request):
    newest = Cable.objects.public().newest().only(*NEWEST).first()
    operations = [
        operation_lines(path, method, operation, newest)
        for path, operations in document()["paths"].items()
        for method, operation in operations.items()
    ]
    shapes = [shape_lines(*one) for one in document()["components"]["schemas"].items()]
    context = {"operations": operations, "shapes": shapes}
    return render(request, "cables/api.html", context)


def operation_lines(path, method, operation, newest):
    return {
        "id": operation["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": operation["summary"],
        "description": operation.get("description", ""),
        "example": _example(path, newest) if method == "get" else "",
        "parameters": [_parameter(one) for one in operation.get("parameters", ())],
        "body": _content(operation.get("requestBody", {})),
        "responses": [
            _response(status, one)
            for status, one in sorted(operation["responses"].items(), key=_by_status)
        ],
    }


def _response(status, one):
    shape = _content(one)
    link = shape if shape.isidentifier() else ""
    return {
        "status": status,
        "words": one["description"],
        "shape": shape,
        "link": link,
    }


def _by_status(pair):
    return str(pair[0])


def _example(path, newest):
    """Return an address that answers, for a reader to tap on."""
    if path.endswith("/search"):
        return f"{path}?q=visit&limit=5"
    if "{" in path or path.endswith("/lookup"):
        if newest is None:
            return ""
        if path.endswith("/lookup"):
            return f"{path}?q={newest.reference_id}"
        path = path.replace("{reference_id}", newest.reference_id)
        return path.replace("{key}", "par1")
    return f"{path}?limit=5"


def _parameter(one):
    schema = one["schema"]
    return {
        "name": one["name"],
        "kind": kind_in_words(schema),
        "required": one["required"],
        "default": schema.get("default"),
        "words": one.get("description", ""),
    }


def _content(holder):
    content = holder.get("content", {}).get("application/json")
    return kind_in_words(content["schema"]) if content else ""


def shape_lines(name, schema):
    """Return a shape's fields, for a table."""
    fields = [
        {
            "name": field,
            "kind": kind_in_words(one),
            "words": one.get("description", ""),
        }
        for field, one in schema.get("properties", {}).items()
    ]
    return {"name": name, "words": schema.get("description", ""), "fields": fields}


def kind_in_words(schema):
    """Return what a schema holds: "list of Block", "integer, 1 to 100", "text or null"."""
    if "$ref" in schema:
        return schema["$ref"].rsplit("/", 1)[-1]
    if "anyOf" in schema:
        return " or ".join(kind_in_words(one) for one in schema["anyOf"])
    if "enum" in schema:
        return "one of: " + ", ".join(str(one) or "(empty)" for one in schema["enum"])
    if schema.get("type") == "array":
        return _list_in_words(schema)
    if schema.get("type") == "integer":
        return f"integer{_range_in_words(schema)}"
    names = {"string": "text", "boolean": "true or false"}
    kind = schema.get("type", "anything")
    return schema.get("format") or names.get(kind, kind)


def _list_in_words(schema):
    if "prefixItems" in schema:
        return "[" + ", ".join(map(kind_in_words, schema["prefixItems"])) + "]"
    return f"list of {kind_in_words(schema['items'])}"


def _range_in_words(schema):
    if "minimum" not in schema:
        return ""
    return f", {schema['minimum']} to {schema.get('maximum', 'any')}"
