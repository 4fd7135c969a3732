"""
The editors' desk: one file a screen. The desk asks who may; what is done is done by
``cables.curation``.
"""

import taggit.admin  # noqa: F401  registers its models, so that they can be taken out
import taggit.models
from django.contrib import admin

from . import (
    articles,
    buttons,
    cables,
    changes,
    desk_index,
    discussions,
    import_runs,
    invitations,
    jobs,
    log,
    old_addresses,
    people,
    posts,
    publishers,
    purges,
    redactions,
    references,
    release_notes,
    site_pages,
    tags,
)

# This project has tags of its own, and taggit's merge asks for no permission.
admin.site.unregister(taggit.models.Tag)

__all__ = [
    "articles",
    "buttons",
    "cables",
    "changes",
    "desk_index",
    "discussions",
    "import_runs",
    "invitations",
    "jobs",
    "log",
    "old_addresses",
    "people",
    "posts",
    "publishers",
    "purges",
    "redactions",
    "references",
    "release_notes",
    "site_pages",
    "tags",
]
