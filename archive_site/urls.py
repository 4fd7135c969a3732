"""Addresses of the site: readers' pages at the root, the desk under /admin/."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/account/", include("cables.door.urls")),
    path("admin/", admin.site.urls),
    path("", include("cables.urls")),
]

# JSON below /api/; for everything else the pages of cables.views.errors.
handler400 = "cables.api.errors.bad_request"
handler403 = "cables.views.errors.forbidden"
handler404 = "cables.views.errors.not_found"
handler500 = "cables.api.errors.server_error"
