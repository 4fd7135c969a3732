"""What the pages of the door share with the other pages of the desk."""

from django.contrib import admin

from .second_factor import lacks_second_factor

DOOR = "/admin/account/"


def desk(request):
    """Give the pages of the door the desk's head and its screens."""
    if not request.path_info.startswith(DOOR) or not hasattr(request, "user"):
        return {}
    context = admin.site.each_context(request)
    lacks = lacks_second_factor(request.user)
    if lacks:
        context |= {"has_permission": False, "available_apps": []}
    return context | {"lacks_second_factor": lacks}
