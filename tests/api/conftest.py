"""Fixtures for runs against the API as a whole."""

from __future__ import annotations

from tests.support.demo import demo_database, demo_template

__all__ = ["demo_database", "demo_template"]
