"""The admin site of this project: the editors' desk."""

from django.contrib.admin import AdminSite


class Desk(AdminSite):
    site_title = "Editors' desk"
    site_header = "Editors' desk"
    index_title = "Desk"
