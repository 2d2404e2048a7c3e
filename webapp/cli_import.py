"""Import files of every kind that is declared: `sparewell import KIND FILE`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import click

from kernel.tables import Person
from webapp.terminal import IN_LANGUAGE, LANGUAGES, Terminal, bar_of, teller, terminal

if TYPE_CHECKING:
    from webapp.imports.kinds import Kind, Options
    from webapp.imports.running import Report

SHOWN = 50
OPTIONS: dict[str, tuple[str, dict[str, Any]]] = {
    "store": ("--store", {"default": "", "help": "Store that was asked; the central one otherwise."}),
    "create_parts": ("--create-parts", {"is_flag": True, "help": "Make parts that are unknown, with what is given."}),
    "create_missing": ("--create-missing", {"is_flag": True, "help": "Make unknown categories and product models."}),
    "returns_as_zero": ("--returns-as-zero", {"is_flag": True, "help": "Read negative quantities as no demand."}),
    "period": (
        "--period",
        {"type": click.Choice(["month", "week"]), "help": "Period of columns that are only counted."},
    ),
    "last_period": (
        "--last-period",
        {
            "default": "",
            "metavar": "PERIOD",
            "help": "Last period, as 2025-12 or 2025-W52; moves a dated history there.",
        },
    ),
    "supplier": ("--supplier", {"default": "", "help": "Supplier code of rows that name none."}),
    "lead_time_days": (
        "--lead-time-days",
        {"type": click.IntRange(0, 3650), "help": "Lead time of rows that give none."},
    ),
    "lead_time_unit": (
        "--lead-time-unit",
        {"type": click.Choice(["day", "week", "month"]), "help": "Unit of a column “Lead time”."},
    ),
    "holding_period": (
        "--holding-period",
        {"type": click.Choice(["year", "month", "week"]), "help": "Period of a column “Holding cost”."},
    ),
    "stock_take": ("--stock-take", {"required": True, "metavar": "NUMBER", "help": "The stock-take that was counted."}),
    "counted_by": ("--counted-by", {"default": "", "metavar": "PERSON", "help": "Who counted rows that name nobody."}),
    "counted_at": (
        "--counted-at",
        {"default": "", "metavar": "TIME", "help": "When it was counted, as 2026-03-31T14:30; now otherwise."},
    ),
    "approve_suppliers": (
        "--approve-suppliers",
        {"metavar": "PERSON", "help": "First set-up: this person approves new suppliers."},
    ),
    "cleared_by": (
        "--cleared-by",
        {"metavar": "PERSON", "help": "Who has inspected it; without, it waits in the hold."},
    ),
}
"""How each choice that a kind of import names is written on the command line."""


class Kinds(click.Group):
    """Offer one command for each kind of import that is declared, with the choices that it names."""

    def list_commands(self, _context: click.Context) -> list[str]:
        """Return the kinds in the order in which the screens show them."""
        return list(_kinds())

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        """Return the command of a kind."""
        kind = _kinds().get(name)
        return None if kind is None else _command(kind)


def _kinds() -> dict[str, Kind]:
    """Return what is declared; read only when somebody imports, because other commands need none of it."""
    from webapp.imports.kinds import KINDS
    from webapp.imports.running import kind_of  # importing it registers every kind

    return {name: kind_of(name) for name in KINDS}


def _command(kind: Kind) -> click.Command:
    def run(**chosen: Any) -> None:
        _run(click.get_current_context(), kind, chosen)

    params: list[click.Parameter] = [
        click.Argument(["file"], type=click.Path(path_type=Path, dir_okay=False, exists=True)),
        click.Option(["--dry-run"], is_flag=True, help="Check every row and write nothing."),
        click.Option(["--by", "by_code"], help="Who imports; the first administrator otherwise."),
        click.Option(["--again"], is_flag=True, help="Write a file that was imported before once more."),
        click.Option(["--show"], default=SHOWN, show_default=True, help="So many findings are shown."),
    ]
    if kind.partial:
        params.append(
            click.Option(["--good-rows"], is_flag=True, help="Write the good rows though others have faults.")
        )
    for name in (*kind.options, *kind.terminal):
        written, more = OPTIONS[name]
        params.append(click.Option([written, name], **more))
    params.append(click.Option(["--language"], type=click.Choice(sorted(LANGUAGES)), help=IN_LANGUAGE))
    said = str(kind.title)
    return click.Command(kind.name, params=params, callback=run, help=f"{said}: {kind.help}", short_help=said)


command = Kinds(
    "import",
    help="Take in a file (CSV, CSV.GZ or XLSX): every row is checked first, then all of it is written, or none.",
)


def _run(context: click.Context, of: Kind, chosen: dict[str, Any]) -> None:
    from webapp.imports.limits import Limits
    from webapp.imports.running import check, write
    from webapp.imports.sources import Source

    kind, language, good_rows = of.name, chosen.pop("language"), chosen.pop("good_rows", False)
    with terminal(context, language) as at:
        limits = Limits.of(at.app.config["SPAREWELL"]).for_commands()
        source, show = Source.at(chosen.pop("file")), int(chosen.pop("show"))
        by, dry_run, again = at.person(chosen.pop("by_code")), chosen.pop("dry_run"), chosen.pop("again")
        if kind == "history" and not dry_run and not chosen["store"]:
            _open_first_store(at, by)
        options = _options(at, chosen, by)
        with bar_of("Checking") as bar:
            report = at.read(lambda session: check(session, kind, source, options, limits, teller(bar))[0])
        _print(report, show)
        if not report.sound and not (good_rows and any(report.counts.values())):
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


def _options(at: Terminal, chosen: dict[str, Any], by: int) -> Options:
    from webapp.imports.kinds import Options

    if chosen.get("counted_by") == "":
        chosen["counted_by"] = at.read(lambda session: session.get_one(Person, by).code)
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
