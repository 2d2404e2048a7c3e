"""Copy the place into an empty database, also from SQLite to PostgreSQL: `sparewell copy --to URL`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from webapp.terminal import bar_of

if TYPE_CHECKING:
    from webapp.copying_rows import Tell


@click.command("copy")
@click.option("--to", "address", required=True, help="Empty database: postgresql://name:password@host/database.")
@click.pass_context
def command(context: click.Context, address: str) -> None:
    """Copy all data into an empty database, also of the other engine. Stop server and workers first."""
    from webapp.cli import load_config
    from webapp.copying import CopyError, copy_to
    from webapp.in_use import InUse
    from webapp.setting_values import UnwantedValueError, database_url

    try:
        address = database_url(address)
    except UnwantedValueError as error:
        raise click.BadParameter(str(error), param_hint="--to") from None
    config = load_config(context)
    try:
        with bar_of("Copying") as bar:
            done: list[str] = [""]
            bar.item_show_func = lambda _item: done[0]

            def tell(rows: int) -> Tell:
                bar.length = max(rows, 1)

                def step(table: str, handled: int) -> None:
                    done[0] = table
                    bar.update(handled, table)

                return step

            copied = copy_to(config, address, tell)
    except (CopyError, InUse) as error:
        raise click.ClickException(str(error)) from None
    for table, rows in copied.tables.items():
        if rows:
            click.echo(f"{rows:>12,}  {table}")
    for chain, (last_id, own) in copied.heads.items():
        click.echo(f"{chain}: {last_id:,} entries, hash {own}, the same in both places")
    click.echo(f"{copied.rows:,} rows are copied. Set DATABASE_URL to the new database, then run: sparewell verify")
