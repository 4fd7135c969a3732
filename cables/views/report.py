"""
What readers report of a cable: wrong words, private data, danger to a person.

Nobody is asked who they are, and nothing about them is kept. What is sent becomes one row
that readers' pages never read: the database role that they run under may not.
"""

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.csrf import csrf_exempt

from cables.forms import ReportForm
from cables.models import ReaderReport
from cables.rate import Rate
from cables.reading.conditional import reader_page

from .propose import length_of

#: Bytes of a request: everything that the form takes, written at its longest.
LONGEST_REQUEST = 40_000
LONGEST_GIVEN = 60  # characters of what an address fills in
#: Reports of one sender, and of all together: somebody has to read them.
ONE_SENDER = Rate(name="report", most=5, seconds=600)
EVERYBODY = Rate(name="reports", most=300, seconds=3600)
TOO_LONG = gettext_lazy(
    "That is more than a report can hold. Nothing of it was kept: send less of it."
)


# Without a token, as proposals are: nobody is known here, and it would want a cookie.
@csrf_exempt
def report(request):
    return posted(request) if request.method == "POST" else asked(request)


@reader_page
def asked(request):
    given = {
        name: request.GET.get(parameter, "")[:LONGEST_GIVEN]
        for name, parameter in (("reference_id", "cable"), ("paragraph", "paragraph"))
    }
    return shown(request, ReportForm(initial=given))


@reader_page
def thanks(request):
    return render(request, "cables/reported.html")


def posted(request):
    answer = _posted(request)
    patch_cache_control(answer, no_store=True)
    return answer


def _posted(request):
    if length_of(request) > LONGEST_REQUEST:
        return shown(request, ReportForm(), status=413, refusal=TOO_LONG)
    form = ReportForm(request.POST)
    if not form.is_valid():
        return shown(request, form)
    done = HttpResponseRedirect(reverse("report-thanks"))
    if form.is_trapped:  # whoever fills that in learns nothing
        return done
    if wait := ONE_SENDER.seconds_to_wait(request) or EVERYBODY.seconds_for_all():
        return later(request, form, wait)
    keep(form.instance)
    return done


def keep(row):
    """Add a row and ask nothing of it back: the readers' role may not read here."""
    ReaderReport.objects.bulk_create([row], ignore_conflicts=True)


def later(request, form, wait):
    minutes = -(-wait // 60)
    refusal = ngettext(
        "Many reports have come in just now, and somebody reads each of them. Yours is "
        "not kept yet: please send it again in %(minutes)s minute.",
        "Many reports have come in just now, and somebody reads each of them. Yours is "
        "not kept yet: please send it again in %(minutes)s minutes.",
        minutes,
    ) % {"minutes": minutes}
    answer = shown(request, form, status=429, refusal=refusal)
    answer["Retry-After"] = wait
    return answer


def shown(request, form, *, status=200, refusal=""):
    context = {"form": form, "refusal": refusal}
    return render(request, "cables/report.html", context, status=status)
