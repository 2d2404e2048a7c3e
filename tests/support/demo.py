"""A small demo company for tests: built once for a test run, copied for whoever changes it."""

from __future__ import annotations

import fcntl
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from webapp.demo.building import build_demo

SCALE = 0.03


@pytest.fixture(scope="session")
def demo_template(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Build the small company as of this hour; workers of one run share the file, so nobody writes to it."""
    base = tmp_path_factory.getbasetemp()
    folder = base if worker_id == "master" else base.parent
    path = folder / "demo-template.sqlite3"
    with (folder / "demo-template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            build_demo(path, now=datetime.now(UTC), scale=SCALE)
    return path


@pytest.fixture(scope="session")
def demo_database(demo_template: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the address of this worker's own copy of the small company; nobody has a password yet."""
    path = tmp_path_factory.mktemp("demo") / "demo.sqlite3"
    shutil.copy(demo_template, path)
    return f"sqlite:///{path}"
