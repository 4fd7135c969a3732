"""What people have said of articles and their links, as the history of the desk has it."""

from cables.choices import ModerationState
from cables.models.revision import Revision

#: Why a row of the history was written that a table brought: no person typed its values,
#: and the next table may correct them.
FROM_TABLE = "From a table of articles."
#: What a new row holds where nobody has said anything.
SILENT = ("", None, ModerationState.PROPOSED)


def set_by_person(obj):
    """
    Return the names of the fields of an object that a person set: filled in as they
    added it, or changed afterwards, even to nothing.
    """
    rows = Revision.objects.filter(model=obj._meta.model_name, object_id=obj.pk)
    rows = rows.exclude(why=FROM_TABLE)
    return {
        name
        for before, after in rows.values_list("before", "after")
        for name, value in after.items()
        if name in before or value not in SILENT
    }


def left_places(cable_id):
    """
    Return (article, paragraph) from which a person took a link of this cable: it was
    removed, or put to another place.
    """
    rows = Revision.objects.filter(model="articlelink", cable=cable_id)
    return {
        _place(before)
        for before, after in rows.values_list("before", "after")
        if before and _place(before) != _place(after)
    }


def _place(link):
    return link.get("article"), link.get("paragraph")
