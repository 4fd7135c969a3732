"""A page of a screen that is no list and no form of one row, in the desk's frame."""

from django.template.response import TemplateResponse


def desk_page(modeladmin, request, template, title, *, status=None, **context):
    request.current_app = modeladmin.admin_site.name
    context = {
        **modeladmin.admin_site.each_context(request),
        "opts": modeladmin.opts,
        "title": title,
        **context,
    }
    return TemplateResponse(request, f"admin/cables/{template}", context, status=status)
