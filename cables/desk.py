"""
The admin site of this project: the editors' desk. It stands outside ``cables.admin``,
whose screens register with it: inside, finding the site would import the screens first.
"""

from django.contrib.admin import AdminSite


class Desk(AdminSite):
    site_title = "Editors' desk"
    site_header = "Editors' desk"
    index_title = "Desk"
    enable_nav_sidebar = False  # the screens stand in a row under the title instead
