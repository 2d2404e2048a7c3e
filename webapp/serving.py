"""Serve the application with a server made for it: gunicorn's threads on Linux, waitress elsewhere."""

from __future__ import annotations

import gc
import signal
import sys
from typing import Any

from flask import Flask

from webapp.config import Config
from webapp.jobs.worker import Worker


def serve(app: Flask, config: Config, *, with_worker: bool) -> None:
    """Serve until stopped; the jobs' worker runs beside the requests when asked to."""
    settle()
    if sys.platform == "win32":
        _with_waitress(app, config, with_worker=with_worker)
    else:
        _with_gunicorn(app, config, with_worker=with_worker)


def settle() -> None:
    """Leave all that was made so far out of Python's search for rubbish, which halts every request while it lasts.

    Tables, statements and pages stay until the end, and to look through them took some 200 ms every few dozen requests.
    """
    gc.collect()
    gc.freeze()


def _with_waitress(app: Flask, config: Config, *, with_worker: bool) -> None:
    import waitress

    made = Worker(app)
    if with_worker:
        made.start()
    try:
        waitress.serve(app, host=config.host, port=config.port, threads=config.server_threads, ident=None)
    finally:
        made.stop()


def _with_gunicorn(app: Flask, config: Config, *, with_worker: bool) -> None:
    """Run one process of many threads: SQLite wants one writer, and rates are counted in one place."""
    from gunicorn.app.base import BaseApplication

    made = Worker(app)

    class Server(BaseApplication):
        """Hand our application and settings to gunicorn."""

        def load_config(self) -> None:
            """Set what gunicorn reads from its own file otherwise."""
            settings: dict[str, Any] = {
                "bind": f"{config.host}:{config.port}",
                "worker_class": "gthread",
                "workers": 1,
                "threads": config.server_threads,
                "timeout": 120,
                "graceful_timeout": 20,
                "keepalive": 5,
                "control_socket_disable": True,
                "loglevel": config.log_level.lower(),
                "limit_request_line": 8190,
                "forwarded_allow_ips": "*" if config.trusted_proxies else "127.0.0.1",
                "post_worker_init": lambda _worker: made.start() if with_worker else None,
                "worker_exit": lambda _server, _worker: made.stop(),
            }
            for name, value in settings.items():
                if name in self.cfg.settings:  # the control socket is younger than the oldest gunicorn we take
                    self.cfg.set(name, value)

        def load(self) -> Flask:
            """Give our application."""
            return app

    Server().run()


def work(app: Flask) -> None:
    """Do jobs in the foreground until told to stop."""
    settle()
    made = Worker(app)

    def end(_signal: int, _frame: object) -> None:
        made.stop(0)

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    made.run()
