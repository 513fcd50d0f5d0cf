"""The desk of the desk's tests, for lists that are brought in."""

from __future__ import annotations

from tests.desk.conftest import desk

__all__ = ["desk"]
