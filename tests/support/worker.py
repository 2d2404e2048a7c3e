"""Be a worker of the queue in a process of its own: `python -m tests.support.worker DATABASE_URL FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.support.web import make_app
from webapp.jobs.worker import work_off


def main(url: str, folder: str) -> None:
    """Work everything off that waits."""
    app = make_app(url, Path(folder))
    while work_off(app):
        pass


if __name__ == "__main__":
    main(*sys.argv[1:])
