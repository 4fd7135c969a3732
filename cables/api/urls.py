"""Addresses below ``/api/``."""

from django.urls import path

from . import docs
from .errors import no_such_address
from .v1 import api

urlpatterns = [
    path("v1/", docs.index, name="api-index"),
    path("v1/docs", docs.docs, name="api-docs"),
    path("v1/openapi.json", docs.openapi, name="api-openapi"),
    path("v1/", api.urls),
    path("", no_such_address),
    path("<path:rest>", no_such_address),
]
