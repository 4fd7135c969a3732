"""The texts under ``/about/`` as a new archive begins with them; editors own them after."""

from pathlib import Path

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
