"""The thread of a cable: all that is joined to it by references, in time order."""

from django.http import HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cables.reading.answers import absent, conditionally
from cables.reading.dossier import Dossier
from cables.reading.reference_graph import draw
from cables.reading.thread_walk import MOST, STEPS, thread_of
from cables.sharing.permalinks import absolute
from cables.sharing.resolver import find_cable

from .action_requests import action_requests
from .thread_quotes import add_quotes

NAMED = 12  # cables that a line names beside its own; the rest is counted


@require_safe
def thread(request, year, month, reference_id, form="html"):
    """The thread at its own address; under any other spelling of it, the way there."""
    dossier = Dossier.open(reference_id=reference_id)
    if dossier is None:
        found = find_cable(reference_id)
        if found is None:
            return absent(request, reference_id, form)
        return HttpResponsePermanentRedirect(thread_address(found, form=form))
    address = thread_address(dossier.cable, form=form)
    if request.path != address:
        return HttpResponsePermanentRedirect(address)
    return conditionally(request, dossier, lambda: FORMS[form](request, dossier.cable))


def thread_address(cable, *, form="html"):
    place = [cable.created.year, cable.created.month, cable.reference_id]
    return reverse("thread" if form == "html" else "thread-json", args=place)


def thread_page(request, cable):
    whole = thread_of(cable)
    add_quotes(whole)
    context = {
        "cable": cable,
        "thread": whole,
        "span": span(whole),
        "most": MOST,
        "steps": STEPS,
        "named": f":{NAMED}",
        "requests": action_requests(whole),
        "graph": draw(whole),
        "address": absolute(thread_address(cable)),
        "twin_json": thread_address(cable, form="json"),
    }
    return render(request, "cables/thread.html", context)


def span(thread):
    """Return the first and the last moment of a thread's cables."""
    cables = thread.cables
    return cables[0].created, cables[-1].created


def thread_json(thread):
    """Return nodes in time order, and edges from who cites to what is cited."""
    return {
        "reference_id": thread.start.name,
        "cut": thread.cut or thread.goes_on,
        "nodes": [node_json(node) for node in thread.nodes],
        "edges": [edge_json(edge) for edge in thread.edges],
    }


def node_json(node):
    cable = node.cable
    if cable is None:
        return {"reference_id": node.name, "in_archive": False, "steps": node.steps}
    return {
        "reference_id": node.name,
        "in_archive": True,
        "steps": node.steps,
        "url": absolute(node.url),
        "created": cable.created,
        "classification": cable.classification,
        "post": cable.post.name,
        "subject": cable.subject,
    }


def edge_json(edge):
    blocks = [row.paragraph.key for row in edge.references if row.paragraph]
    return {
        "citing": edge.citing.name,
        "cited": edge.cited.name,
        "labels": sorted({row.label for row in edge.references if row.label}),
        "paragraphs": list(dict.fromkeys(blocks)),
    }


FORMS = {
    "html": thread_page,
    "json": lambda request, cable: JsonResponse(thread_json(thread_of(cable))),
}
