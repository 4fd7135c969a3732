"""Counts and rates live in caches, which outlive a test: clear both."""

import pytest
from django.core.cache import caches


@pytest.fixture(autouse=True)
def _empty_caches():
    for name in ("figures", "rate"):
        caches[name].clear()
