"""The way from ids in any spelling to their cables: straight to one, a table of many."""

import csv
from itertools import islice
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from cables.forms import LookupForm
from cables.reading.answers import citations_of, known_key, last_withdrawal
from cables.reading.conditional import reader_page
from cables.reading.csv_cells import BYTE_ORDER_MARK, cell
from cables.sharing import verdicts
from cables.sharing.near import cables_near
from cables.sharing.pasted import Lines
from cables.sharing.permalinks import absolute, address_in_context
from cables.sharing.resolver import find_cable, paragraph_in, understood

#: Of an address: what is more is posted.
MOST_BY_ADDRESS = 50  # ids
CHARACTERS_BY_ADDRESS = 2_000
#: Bytes of a request: a million characters, each written as three to six bytes.
LONGEST_REQUEST = 6_000_000
COLUMNS = (
    *("typed", "verdict", "reference_id", "url", "title", "created"),
    *("classification", "note"),
)


# Without a token: nothing is changed here and nobody is known, so that a page of others
# that posts to this address gains nothing by it; and a token would want a cookie.
@csrf_exempt
def lookup(request):
    return posted(request) if request.method == "POST" else asked(request)


@reader_page
def asked(request):
    """A few ids in the address. One goes straight to its cable."""
    form = LookupForm(request.GET)
    text = form.text
    if not text:
        return render(request, "cables/lookup.html", {"form": form})
    limits = {"most": MOST_BY_ADDRESS, "characters": CHARACTERS_BY_ADDRESS}
    return answer(request, form, text, limits)


def posted(request):
    """Thousands of ids in the request. Nothing of them is kept, here or on the way."""
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        length = 0
    if length > LONGEST_REQUEST:
        context = {"form": LookupForm(), "too_long": True}
        response = render(request, "cables/lookup.html", context, status=413)
    else:
        form = LookupForm(request.POST)
        response = answer(request, form, form.text, {})
    patch_cache_control(response, no_store=True)
    return response


def answer(request, form, text, limits):
    as_csv = form.data.get("format") == "csv"
    if not as_csv and is_one(text):
        return one(request, form, text)
    if as_csv:
        with translation.override("en"):  # files have one form, whoever asks
            return csv_table(verdicts.look_up(text, **limits))
    table = verdicts.look_up(text, **limits)
    if len(table.rows) == 1 and not table.rest and table.rows[0].cable:
        return HttpResponseRedirect(table.rows[0].cable.get_absolute_url())
    context = {
        "form": form,
        "text": text,
        "table": table,
        "counts": [
            (name, count, verdicts.IN_WORDS[name], WORDS[name])
            for name, count in table.counts.items()
        ],
        "few": _address(text, table),
    }
    return render(request, "cables/lookup.html", context)


#: What the verdicts mean, under the table.
WORDS = {
    verdicts.FOUND: _("is in the archive"),
    verdicts.AMBIGUOUS: _("may mean more than one cable"),
    verdicts.WITHDRAWN: _("was here and was taken out"),
    verdicts.ABSENT: _("no public cable has this id"),
    verdicts.MALFORMED: _("is not written as an id"),
}


def is_one(text):
    """Tell whether a text holds one id at most, or is too short to be a list."""
    found = list(islice(Lines(text[:CHARACTERS_BY_ADDRESS]), 2))
    if len(text) > CHARACTERS_BY_ADDRESS or len(found) > 1:
        return False
    return not found or found[0].typed == text.strip() or bool(find_cable(text))


def one(request, form, text):
    """Go straight to the cable; else say what was understood, and what was not."""
    found = find_cable(text)
    if found:
        key = known_key(found, paragraph_in(text))
        return HttpResponseRedirect(address_in_context(found, key))
    reference_id = understood(text)
    context = {"form": form, "text": text, "reference_id": reference_id}
    rows = verdicts.look_up(text).rows
    context["row"] = rows[0] if rows else None
    if rows and rows[0].cable:
        return HttpResponseRedirect(rows[0].cable.get_absolute_url())
    if reference_id:
        context["withdrawal"] = last_withdrawal(reference_id)
        context["citations"] = citations_of(reference_id)
        context["near"] = cables_near(reference_id)
    return render(request, "cables/lookup.html", context)


def _address(text, table):
    """Return the query of an address that shows this table, if one can hold it."""
    if len(table.rows) > MOST_BY_ADDRESS or len(text) > CHARACTERS_BY_ADDRESS:
        return ""
    return f"{reverse('lookup')}?{urlencode({'q': text})}"


def csv_table(table):
    """Send the rows as a table; what was not looked at stands in it as well."""
    response = HttpResponse(content_type="text/csv; charset=utf-8; header=present")
    response["Content-Disposition"] = 'attachment; filename="lookup.csv"'
    response.write(BYTE_ORDER_MARK)
    write = csv.writer(response).writerow
    write(COLUMNS)
    for row in table.rows:
        for cable in row.cables or [None]:
            write(map(cell, _record(row, cable)))
    for line in table.rest_lines:
        note = "More ids than are looked up at once."
        write(map(cell, (line, "not looked at", "", "", "", "", "", note)))
    return response


def _record(row, cable):
    if cable is None:
        return row.typed, row.verdict, row.reference_id, "", "", "", "", row.note
    return (
        *(row.typed, row.verdict, cable.reference_id),
        absolute(cable.get_absolute_url()),
        *(cable.subject, f"{cable.created:%Y-%m-%dT%H:%M:%SZ}"),
        *(cable.classification, row.note),
    )
