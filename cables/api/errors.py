"""What goes wrong, as JSON: each answer has a ``detail``, a sentence for a person."""

from django.http import JsonResponse

from cables.views import errors as pages

API = "/api/"
DOCS = "/api/v1/docs"
RETRY_INDEX = 60  # seconds

NO_CURSOR = (
    "This cursor is not one of this list. Start again without cursor, and follow the "
    "address that each answer has in next."
)


def problem(status, detail, **headers):
    return JsonResponse({"detail": detail}, status=status, headers=headers)


def too_many(wait):
    detail = f"Too many requests from your network: ask again in {wait} seconds."
    return problem(429, detail, **{"Retry-After": str(wait)})


# --- of the operations: named in v1.py ------------------------------------------------
def invalid(request, error):
    """Say in a sentence which values are not what the parameter takes."""
    return problem(422, " ".join(map(_in_words, error.errors[:20])))


def _in_words(error):
    name = _place(error["loc"])
    return NO_CURSOR if name == "cursor" else f"{name}: {error['msg']}."


def _place(loc):
    """Return what a reader calls it: ("query", "limit"), or ("body", "asked", "q")."""
    inner = loc[2:] if loc[0] == "body" else loc[1:]
    names = [str(one) for one in inner if not isinstance(one, int)]
    return names[-1][:80] if names else str(loc[0])


def http_error(request, error):
    return problem(error.status_code, str(error))


def no_index(request, error):
    return problem(
        503,
        "The search index is being made. Ask again in a minute.",
        **{"Retry-After": str(RETRY_INDEX)},
    )


def not_found(request, error):
    return problem(404, "There is nothing here that the public may see.")


# --- of the site: named in archive_site/urls.py ---------------------------------------
def bad_request(request, exception):
    if request.path_info.startswith(API):
        detail = "The address or its parameters hold what cannot be read."
        return _open(problem(400, detail))
    return pages.bad_request(request, exception)


def server_error(request):
    if not request.path_info.startswith(API):
        return pages.server_error(request)
    if pages.is_out_of_reach():
        detail = "The archive cannot reach its records. Ask again in a minute."
        return _open(problem(503, detail, **{"Retry-After": str(RETRY_INDEX)}))
    return _open(problem(500, "Something went wrong on this side. Try again later."))


def no_such_address(request, rest=""):
    """Answer for an address below ``/api/`` at which nothing stands."""
    detail = f"The API has no such address. {DOCS} lists those that there are."
    return _open(problem(404, detail))


def _open(response):
    response["Access-Control-Allow-Origin"] = "*"
    return response
