"""Fixtures for stories that go through pages and API."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.support.browser import chromium
from tests.support.web import Web, make_app


@pytest.fixture
def web(sqlite_url: str, tmp_path: Path) -> Web:
    """Return an application on a fresh database with helpers to log in as anybody."""
    return Web(make_app(sqlite_url, tmp_path))


@pytest.fixture
def web_on_either(database_url: str, tmp_path: Path) -> Web:
    """Return the same, once for each engine."""
    return Web(make_app(database_url, tmp_path))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return the browser."""
    with chromium() as started:
        yield started
