"""Start a demo company on this machine: made the first time, kept afterwards."""

from __future__ import annotations

import os
import socket
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask import Flask

from webapp.config import Config, ConfigError

if TYPE_CHECKING:
    from webapp.demo.logins import DemoLogin

DATABASE = "demo.sqlite3"
LOOPBACK = "127.0.0.1"
PORTS_TO_TRY = 20


@click.command("demo")
@click.option("--reset", is_flag=True, help="Start over with fresh data and new passwords.")
@click.option(
    "--port", type=click.IntRange(1, 65535), help="Port to listen on; otherwise 8000 or the next that is free."
)
@click.option("--serve/--no-serve", default=True, show_default=True, help="Only make the data, do not serve it.")
@click.pass_context
def command(context: click.Context, port: int | None, *, reset: bool, serve: bool) -> None:
    """Start a demo company: data of two years, a log-in per role.

    It has a database of its own in the instance folder, whatever DATABASE_URL says, so that no real data is touched.
    """
    config = demo_config(context.find_root().obj["file"])
    from webapp.cli import take_part

    path = config.instance_path / DATABASE
    if reset or not path.is_file():
        make(config, path)
    take_part(context, config)
    config = replace(config, port=port or free_port(config.port)) if serve else config
    app, logins = prepare(config)
    click.echo("Log in as one of (name, password):")
    for login in logins:
        click.echo(f"  {login.name:<12} {login.password:<24} {login.role}")
    if not serve:
        return
    click.echo(f"The demo is at http://{LOOPBACK}:{config.port} (stop with Ctrl+C)")
    from webapp.serving import serve as run

    run(app, config, with_worker=True)


def demo_config(file: Path | None) -> Config:
    """Return the settings of the demo: those of the place, but in demo mode, on loopback, with its own database."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    try:
        config = Config.load(environment | {"SPAREWELL_MODE": "demo"}, file)
    except ConfigError as error:
        raise click.ClickException(str(error)) from None
    path = (config.instance_path / DATABASE).as_posix()
    return replace(config, host=LOOPBACK, public_url="", database_url=f"sqlite:///{path}")


def make(config: Config, path: Path) -> None:
    """Build the company with a progress bar, and forget the passwords of an earlier one."""
    from kernel.clock import SystemClock
    from webapp.demo.building import build_demo
    from webapp.demo.logins import FILE_NAME
    from webapp.in_use import InUse, alone

    try:
        with (
            alone(config),
            click.progressbar(length=1000, label="Playing two years of history", file=sys.stderr) as bar,
        ):
            build_demo(path, now=SystemClock().now(), progress=lambda done: bar.update(round(done * 1000) - bar.pos))
    except InUse as error:
        raise click.ClickException(str(error)) from None
    (config.instance_path / FILE_NAME).unlink(missing_ok=True)


def prepare(config: Config) -> tuple[Flask, list[DemoLogin]]:
    """Return the application and its log-ins."""
    from kernel.clock import SystemClock
    from webapp.app import create_app
    from webapp.db import db
    from webapp.demo.logins import logins_of

    app = create_app(config)
    with app.test_request_context("/"):
        return app, logins_of(db.engine, config.instance_path, SystemClock())


def free_port(wanted: int) -> int:
    """Return the port, or the next above it on which nobody listens."""
    for port in range(wanted, wanted + PORTS_TO_TRY):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((LOOPBACK, port))
            except OSError:
                continue
            return port
    raise click.ClickException(f"No port is free from {wanted} to {wanted + PORTS_TO_TRY - 1}; name one with --port.")
