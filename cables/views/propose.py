"""
What readers propose: an article that used cables, a thread that discusses one.

Nobody is asked who they are, and nothing about them is kept. What is sent becomes one row
that readers' pages never read: the database role that they run under may not.
"""

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.csrf import csrf_exempt

from cables.choices import ProposalKind
from cables.forms import ProposalForm
from cables.models import Proposal
from cables.rate import Rate
from cables.reading.conditional import reader_page

#: Bytes of a request: everything that the form takes, written at its longest.
LONGEST_REQUEST = 250_000
LONGEST_GIVEN = 200  # characters of what an address fills in
#: Proposals of one sender, and of all together: somebody has to read them.
ONE_SENDER = Rate(name="propose", most=5, seconds=600)
EVERYBODY = Rate(name="proposals", most=300, seconds=3600)
TOO_LONG = gettext_lazy(
    "That is more than a proposal can hold. Nothing of it was kept: send less of it."
)


# Without a token: the form uses no authority of whoever sends it, since nobody is known
# here, so that a page of others which posts to this address gains nothing by it; and a
# token would want a cookie.
@csrf_exempt
def propose(request):
    return posted(request) if request.method == "POST" else asked(request)


@reader_page
def asked(request):
    given = {
        name: request.GET.get(parameter, "")[:LONGEST_GIVEN]
        for name, parameter in (("cables", "cable"), ("url", "url"))
    }
    kind = request.GET.get("kind", "")
    given["kind"] = kind if kind in ProposalKind.values else ProposalKind.ARTICLE
    return shown(request, ProposalForm(initial=given))


@reader_page
def thanks(request):
    return render(request, "cables/proposed.html")


def posted(request):
    answer = _posted(request)
    patch_cache_control(answer, no_store=True)
    return answer


def _posted(request):
    if length_of(request) > LONGEST_REQUEST:
        return shown(request, ProposalForm(), status=413, refusal=TOO_LONG)
    form = ProposalForm(request.POST)
    if not form.is_valid():
        return shown(request, form)
    done = HttpResponseRedirect(reverse("propose-thanks"))
    if form.is_trapped:  # whoever fills that in learns nothing
        return done
    if wait := ONE_SENDER.seconds_to_wait(request) or EVERYBODY.seconds_for_all():
        return later(request, form, wait)
    keep(form.instance)
    return done


def keep(proposal):
    """
    Add a row. With ``ignore_conflicts``, of which there are none, nothing of it is asked
    back: the readers' role may insert here, and not read.
    """
    Proposal.objects.bulk_create([proposal], ignore_conflicts=True)


def length_of(request):
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def later(request, form, wait):
    minutes = -(-wait // 60)
    refusal = ngettext(
        "Many proposals have come in just now, and somebody reads each of them. Yours "
        "is not kept yet: please send it again in %(minutes)s minute.",
        "Many proposals have come in just now, and somebody reads each of them. Yours "
        "is not kept yet: please send it again in %(minutes)s minutes.",
        minutes,
    ) % {"minutes": minutes}
    answer = shown(request, form, status=429, refusal=refusal)
    answer["Retry-After"] = wait
    return answer


def shown(request, form, *, status=200, refusal=""):
    context = {"form": form, "refusal": refusal}
    return render(request, "cables/propose.html", context, status=status)
