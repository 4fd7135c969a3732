"""Readers' addresses."""

urlpatterns = []
