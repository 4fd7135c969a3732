"""
What somebody typed, shown for reading and copying where it cannot be saved: nothing that
was typed is lost because a session has ended.
"""

from django.template.response import TemplateResponse
from django.utils.text import capfirst

LEAST = 20  # characters that are worth a page
#: Sent by every form, and typed by nobody.
OF_FORMS = ("csrfmiddlewaretoken", "draft_page", "draft", "draft_offered", "page")
ENDINGS = ("_FORMS", "-id", "seen", "version", "shown_lines", "action", "password")


def values_in(data):
    """Return (label, value) of what was typed into a form that was sent."""
    return [
        (capfirst(name.replace("_", " ")), value)
        for name, values in data.lists()
        for value in values
        if isinstance(value, str)
        and value.strip()
        and not name.startswith("_")
        and name not in OF_FORMS
        and not name.endswith(ENDINGS)
    ]


def is_worth_a_page(values):
    return sum(len(value) for _, value in values) >= LEAST


def kept_page(site, request, *, title, said, link, parts, status):
    """Show ``parts``: (heading, values) each; ``link`` is (address, words)."""
    request.current_app = site.name
    context = site.each_context(request)
    context |= {"title": title, "said": said, "link": link, "parts": parts}
    return TemplateResponse(request, "admin/kept_text.html", context, status=status)
