"""
The editors' desk: one file a screen. The desk asks who may; what is done is done by
``cables.curation``.
"""

import django_tasks_db.admin  # noqa: F401  these register their models, so that they
import taggit.admin  # noqa: F401  can be taken out
import taggit.models
from django.contrib import admin
from django_tasks_db.models import DBTaskResult

from . import (
    articles,
    buttons,
    cables,
    changes,
    design,
    desk_index,
    discussions,
    import_runs,
    invitations,
    jobs,
    log,
    old_addresses,
    people,
    posts,
    proposals,
    publishers,
    purges,
    redactions,
    references,
    release_notes,
    reports,
    site_pages,
    tag_merges,
    tags,
    waiting_links,
    ways_in,
)

# This project has tags of its own, and taggit's merge asks for no permission.
admin.site.unregister(taggit.models.Tag)
# Jobs have a screen; what the queue holds of them is for its worker.
admin.site.unregister(DBTaskResult)

__all__ = [
    "articles",
    "buttons",
    "cables",
    "changes",
    "design",
    "desk_index",
    "discussions",
    "import_runs",
    "invitations",
    "jobs",
    "log",
    "old_addresses",
    "people",
    "posts",
    "proposals",
    "publishers",
    "purges",
    "redactions",
    "references",
    "release_notes",
    "reports",
    "site_pages",
    "tag_merges",
    "tags",
    "waiting_links",
    "ways_in",
]
