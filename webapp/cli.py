"""Run the place from a terminal: set up, serve, work, verify, back up, restore.

Other commands live in modules `webapp/cli_*.py`, each with a click `command` or `group` named `command`.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from webapp.config import Config, ConfigError
from webapp.rooms import import_named


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--config", "file", type=click.Path(path_type=Path, dir_okay=False), help="Settings file to read.")
@click.version_option(package_name="sparewell")
@click.pass_context
def main(context: click.Context, file: Path | None) -> None:
    """Spare parts for after-sales service: stock, forecast, purchase, acceptance and repair."""
    context.obj = {"file": file}


def load_config(context: click.Context) -> Config:
    """Return the settings of the place, or end with what is wrong about them."""
    try:
        return Config.load(file=context.find_root().obj["file"])
    except ConfigError as error:
        raise click.ClickException(str(error)) from None


def take_part(context: click.Context, config: Config) -> None:
    """Keep the data from being replaced while the command runs."""
    from webapp.in_use import InUse, using

    try:
        context.with_resource(using(config))
    except InUse as error:
        raise click.ClickException(str(error)) from None


def ready_config(context: click.Context) -> Config:
    """Return the settings of the place, whose database must have been made, and keep the data there meanwhile."""
    from kernel.db import make_engine
    from webapp import schema

    config = load_config(context)
    take_part(context, config)
    engine = make_engine(config.database_url)
    try:
        if not schema.exists(engine):
            raise click.ClickException("There is no data here yet. Run: sparewell init")
        if schema.current(engine) != schema.newest():
            raise click.ClickException("The data is of another version. Make a backup, then run: sparewell init")
    finally:
        engine.dispose()
    return config


def make_app(context: click.Context) -> Any:
    """Return the application of the place."""
    from webapp.app import create_app
    from webapp.db import let_go

    app = create_app(ready_config(context))
    context.call_on_close(lambda: let_go(app))
    return app


@main.command()
@click.option("--name", default="admin", show_default=True, help="Log-in name of the first administrator.")
@click.pass_context
def init(context: click.Context, name: str) -> None:
    """Make the database and the first administrator; the password is shown once."""
    from webapp.setting_up import set_up

    config = load_config(context)
    config.instance_path.mkdir(parents=True, exist_ok=True)
    take_part(context, config)
    password = set_up(config, name)
    if password is None:
        click.echo("The database is up to date; there is an administrator already.")
        return
    click.echo(f"The database is made. Log in as {name} with the password {password}")
    click.echo("It is not shown again; the first log-in asks for one of your own.")


@main.command()
@click.option("--host", help="Address to listen on; the settings say which otherwise.")
@click.option("--port", type=int, help="Port to listen on.")
@click.option("--worker/--no-worker", default=True, show_default=True, help="Do jobs in this process too.")
@click.pass_context
def serve(context: click.Context, host: str | None, port: int | None, *, worker: bool) -> None:
    """Serve pages and API, with a server made for it."""
    from webapp.serving import serve as run

    app = make_app(context)
    config = app.config["SPAREWELL"]
    config = replace(config, host=host or config.host, port=config.port if port is None else port)
    click.echo(f"Serving {config.public_url or f'http://{config.host}:{config.port}'} (stop with Ctrl+C)")
    run(app, config, with_worker=worker)


@main.command()
@click.pass_context
def worker(context: click.Context) -> None:
    """Do jobs until stopped."""
    from webapp.serving import work

    app = make_app(context)
    click.echo("Working (stop with Ctrl+C)")
    work(app)


@main.command()
@click.pass_context
def doctor(context: click.Context) -> None:
    """Look whether everything that is needed is there."""
    from webapp.doctor import examine, is_healthy

    checks = examine(load_config(context))
    for check in checks:
        sign = "ok" if check.ok else ("MISSING" if check.required else "left out")
        click.echo(f"{sign:9} {check.name}: {check.found}" + (f"  ->  {check.remedy}" if not check.ok else ""))
    if not is_healthy(checks):
        sys.exit(1)


@main.command()
@click.pass_context
def verify(context: click.Context) -> None:
    """Recount balances, lots, values, promises and chains while people work; fails with what differs."""
    from webapp.checking import verify_all
    from webapp.rooms import import_tables
    from webapp.terminal import told_on_errors

    import_tables()
    checked = verify_all(ready_config(context), told_on_errors)
    for each in checked.differences:
        click.echo(each)
    for chain, (last_id, own) in checked.heads.items():
        click.echo(f"{chain}: {last_id:,} entries, hash {own}")
    if checked.differences:
        sys.exit(1)
    click.echo("The ledger and the audit trail are whole.")


@main.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, writable=True))
@click.pass_context
def backup(context: click.Context, file: Path) -> None:
    """Write a copy of the whole database to FILE while people work."""
    from webapp.backups import BackupError, back_up

    try:
        with click.progressbar(length=100, label="Copying", file=sys.stderr) as bar:
            back_up(load_config(context), file, lambda percent: bar.update(percent - bar.pos))
    except BackupError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{file}: {file.stat().st_size:,} bytes")


@main.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_context
def restore(context: click.Context, file: Path, *, yes: bool) -> None:
    """Put a copy back in place of the present data; what is there now is kept. Stop server and workers first."""
    from webapp.backups import BackupError, put_back
    from webapp.in_use import InUse

    if not yes:
        click.confirm("The present data is replaced. Go on?", abort=True)
    try:
        kept = put_back(load_config(context), file)
    except (BackupError, InUse) as error:
        raise click.ClickException(str(error)) from None
    click.echo("Restored." + (f" What was there before is kept as {kept}" if kept else ""))


@main.command()
@click.argument("name")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, writable=True))
@click.option("--as", "code", required=True, help="Log-in name of the person for whom the list is read.")
@click.pass_context
def export(context: click.Context, name: str, file: Path, code: str) -> None:
    """Write the list NAME to FILE (.csv or .xlsx) as that person sees it."""
    from webapp.checking import export_list

    file.write_bytes(export_list(make_app(context), name, file.suffix.lstrip("."), code))
    click.echo(f"{file}: {file.stat().st_size:,} bytes")


for _module in import_named("cli_"):
    main.add_command(_module.command)


if __name__ == "__main__":
    main()
