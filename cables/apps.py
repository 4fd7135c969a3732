"""The two apps: the archive itself, and the desk that its editors work at."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class CablesConfig(AppConfig):
    name = "cables"
    verbose_name = "Archive"


class DeskConfig(AdminConfig):
    default_site = "cables.desk.Desk"
