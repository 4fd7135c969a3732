"""
The texts under ``/about/`` as a new archive begins with them; editors own them after. A
translation belongs to the words that it was made of: it is shown as long as they stand.
"""

from functools import cache
from pathlib import Path
from typing import NamedTuple

from cables.models.site_page import clean_html

WRITTEN_IN = "en"

# slug, title, summary: the text lies beside this file
PAGES = [
    (
        "about",
        "About this archive",
        "What these pages hold, and how the words on them came here.",
    ),
    (
        "structure",
        "Understanding cables",
        "How a cable is built, from its reference id to the name at its end.",
    ),
    (
        "discussing",
        "Discussing cables",
        "How to link to a cable or a paragraph, and how to find others who read it.",
    ),
    ("faq", "Questions and answers", "What readers ask, and short answers."),
    (
        "privacy",
        "Privacy",
        "No cookies, no record of readers, nothing from other sites.",
    ),
]

# language: slug: title, summary; the text lies in the folder of the language
TRANSLATIONS = {
    "es": {
        "about": (
            "Sobre este archivo",
            "Qué contienen estas páginas y cómo llegaron aquí sus palabras.",
        ),
        "structure": (
            "Entender los cables",
            "Cómo está hecho un cable, desde su identificador hasta el nombre del final.",
        ),
        "discussing": (
            "Debatir los cables",
            "Cómo enlazar un cable o un párrafo, y cómo encontrar a otros que lo leen.",
        ),
        "faq": (
            "Preguntas y respuestas",
            "Lo que preguntan los lectores, con respuestas breves.",
        ),
        "privacy": (
            "Privacidad",
            "Sin cookies, sin registro de lectores, sin nada de otros sitios.",
        ),
    }
}


class Words(NamedTuple):
    words: str
    language: str


def in_language(page, name, language):
    """
    Return what a page has as its title, summary or text, translated if it is as the
    archive began with it; else the words that an editor wrote.
    """
    own = getattr(page, name)
    is_translated = page.slug in TRANSLATIONS.get(language, {})
    if is_translated and _plain(own) == _plain(_written(page.slug)[name]):
        return Words(_translated(page.slug, language)[name], language)
    return Words(own, WRITTEN_IN)


def _plain(html):
    return clean_html(html).replace("\r\n", "\n").strip()


@cache
def _written(slug):
    return next(page for page in initial_pages() if page["slug"] == slug)


@cache
def _translated(slug, language):
    title, summary = TRANSLATIONS[language][slug]
    text = Path(__file__).with_name(language) / f"{slug}.html"
    return {"title": title, "summary": summary, "text": text.read_text("utf-8")}


def initial_pages():
    """Return the fields of every page, in the order in which they are listed."""
    return [
        {
            "slug": slug,
            "title": title,
            "summary": summary,
            "text": Path(__file__).with_name(f"{slug}.html").read_text("utf-8"),
            "position": position,
        }
        for position, (slug, title, summary) in enumerate(PAGES)
    ]
