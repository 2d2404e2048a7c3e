"""Fixtures for pages and API."""

from __future__ import annotations

import pytest

from tests.support.web import Web, make_app


@pytest.fixture
def app(sqlite_url, tmp_path):
    return make_app(sqlite_url, tmp_path)


@pytest.fixture
def web(app):
    return Web(app)


@pytest.fixture
def admin(web):
    return web.as_("admin")
