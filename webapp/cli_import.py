"""Import parts, suppliers, stock and demand history from files: `sparewell import KIND FILE`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import click

from webapp.terminal import Terminal, bar_of, language_option, teller, terminal

if TYPE_CHECKING:
    from webapp.imports.kinds import Options
    from webapp.imports.running import Report

SHOWN = 50
TERM_OPTIONS = ("supplier", "lead_time_days", "lead_time_unit", "holding_period", "approve_suppliers")


@click.group("import")
def command() -> None:
    """Take in a file (CSV, CSV.GZ or XLSX): every row is checked first, then all of it is written, or nothing."""


def _common(made: Callable[..., Any]) -> Callable[..., Any]:
    """Add what every kind of import takes."""
    for add in (
        click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True)),
        click.option("--dry-run", is_flag=True, help="Check every row and write nothing."),
        click.option("--by", "by_code", help="Who imports; the first administrator otherwise."),
        click.option("--again", is_flag=True, help="Write a file that was imported before once more."),
        click.option("--show", default=SHOWN, show_default=True, help="So many findings are shown."),
        language_option,
        click.pass_context,
    ):
        made = add(made)
    return made


def _terms(made: Callable[..., Any]) -> Callable[..., Any]:
    """Add what files with prices and lead times take."""
    for add in (
        click.option("--supplier", default="", help="Supplier code of rows that name none."),
        click.option("--lead-time-days", type=click.IntRange(0, 3650), help="Lead time of rows that give none."),
        click.option(
            "--lead-time-unit", type=click.Choice(["day", "week", "month"]), help="Unit of a column “Lead time”."
        ),
        click.option(
            "--holding-period", type=click.Choice(["year", "month", "week"]), help="Period of a column “Holding cost”."
        ),
        click.option("--approve-suppliers", metavar="PERSON", help="First set-up: this person approves new suppliers."),
        click.option("--create-missing", is_flag=True, help="Make unknown categories and product models."),
    ):
        made = add(made)
    return made


@command.command()
@_common
@_terms
def parts(context: click.Context, **chosen: Any) -> None:
    """Import parts with names, units, prices, lead times, packs and suppliers."""
    _run(context, "parts", chosen)


@command.command()
@click.option("--approve-suppliers", metavar="PERSON", help="First set-up: this person approves new suppliers.")
@_common
def suppliers(context: click.Context, **chosen: Any) -> None:
    """Import suppliers with names, contacts and terms."""
    _run(context, "suppliers", chosen)


@command.command()
@click.option("--cleared-by", metavar="PERSON", help="Who has inspected it; without, it waits in the hold.")
@_common
def stock(context: click.Context, **chosen: Any) -> None:
    """Import the stock of the first day: part, bin, quantity, cost, dates, lot."""
    _run(context, "stock", chosen)


@command.command()
@click.option("--store", default="", help="Store that was asked; the central one otherwise.")
@click.option("--create-parts", is_flag=True, help="Make parts that are unknown, with number, name and price.")
@click.option("--returns-as-zero", is_flag=True, help="Read negative quantities as no demand.")
@click.option("--period", type=click.Choice(["month", "week"]), help="Period of columns that are only counted.")
@click.option(
    "--last-period",
    default="",
    metavar="PERIOD",
    help="Last period, as 2025-12 or 2025-W52; moves a dated history there.",
)
@_common
@_terms
def history(context: click.Context, **chosen: Any) -> None:
    """Import demand: a wide table (part, one column a period) or a long one (part, date, quantity)."""
    _run(context, "history", chosen)


def _run(context: click.Context, kind: str, chosen: dict[str, Any]) -> None:
    from webapp.imports.limits import Limits
    from webapp.imports.running import check, write
    from webapp.imports.sources import Source

    language = chosen.pop("language")
    with terminal(context, language) as at:
        limits = Limits.of(at.app.config["SPAREWELL"]).for_commands()
        source, show = Source.at(chosen.pop("file")), int(chosen.pop("show"))
        by, dry_run, again = at.person(chosen.pop("by_code")), chosen.pop("dry_run"), chosen.pop("again")
        if kind == "history" and not dry_run and not chosen["store"]:
            _open_first_store(at, by)
        options = _options(at, chosen)
        with bar_of("Checking") as bar:
            report = at.read(lambda session: check(session, kind, source, options, limits, teller(bar))[0])
        _print(report, show)
        if not report.sound:
            if kind == "history" and report.findings.codes["import_part_unknown"]:
                click.echo("Add --create-parts to make the unknown parts, with the number, name and price of the file.")
            raise click.ClickException(
                f"{report.findings.fault_count} faults in {report.faulty_rows} rows. Nothing was written."
            )
        if dry_run:
            click.echo("Dry run: nothing was written.")
            return
        if report.done_before and not again:
            click.echo("This file was imported before. Nothing was changed; --again writes it once more.")
            return
        with bar_of("Writing") as bar:
            _report, made = at.write(
                lambda session: write(
                    session,
                    kind,
                    source,
                    options,
                    limits,
                    by=by,
                    at=at.at,
                    again=uuid4().hex if again else "",
                    tell=teller(bar),
                    expected_sha256=report.sha256,
                ),
                by=by,
                source=f"sparewell import {kind}",
            )
        _print_counts("Written", made)


def _open_first_store(at: Terminal, by: int) -> None:
    """Open a central warehouse where there is no store at all, so that demand has a place to have been asked."""
    from sqlalchemy import select

    from inventory.places import LocationKind
    from inventory.places_keeping import open_warehouse
    from inventory.tables import Location

    stores = select(Location.id).where(Location.kind == LocationKind.WAREHOUSE).limit(1)
    if at.read(lambda session: session.scalar(stores)) is not None:
        return
    at.write(
        lambda session: open_warehouse(
            session,
            code="CENTRAL",
            name_zh="中心仓",
            name_en="Central warehouse",
            keeper_id=None,
            by=by,
            at=at.at,
            request_key="terminal:first-store",
        ),
        by=by,
        source="sparewell import history",
    )
    click.echo("There was no warehouse: CENTRAL was opened.")


def _options(at: Terminal, chosen: dict[str, Any]) -> Options:
    from webapp.imports.kinds import Options

    people = {name: chosen.pop(name, None) for name in ("approve_suppliers", "cleared_by")}
    ids = {name: at.person(code) if code else None for name, code in people.items()}
    plain = {name: value for name, value in chosen.items() if value is not None}
    on: date = at.today()
    return Options(on=on, approve_suppliers_by=ids["approve_suppliers"], cleared_by=ids["cleared_by"], **plain)


def _print(report: Report, show: int) -> None:
    from webapp.imports.saying import sentence, shortened

    click.echo(f"{report.name}: {report.read_as}, {report.rows} rows, {report.rows - report.faulty_rows} fine")
    _print_counts("Would write", report.counts)
    for label, found, count in (
        ("note", report.findings.notes, report.findings.note_count),
        ("FAULT", report.findings.faults, report.findings.fault_count),
    ):
        for each in shortened(found, show):
            click.echo(f"  {label}: {sentence(each)}")
        if count > show:
            click.echo(f"  ... and {count - min(show, len(found))} more")


def _print_counts(label: str, found: dict[str, int]) -> None:
    from webapp.imports.saying import counts

    click.echo(f"{label}: " + "; ".join(f"{words} {count}" for words, count in counts(found)))
