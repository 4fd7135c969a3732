"""Counts live in the cache under the edition; tests roll the edition back, so clear it."""

import pytest
from django.core.cache import caches


@pytest.fixture(autouse=True)
def _empty_cache():
    caches["figures"].clear()
