"""What all tests share: examples that are the same each time."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("same-each-time", derandomize=True, deadline=None, database=None)
settings.load_profile("same-each-time")
