"""Make the purchase plan: `sparewell plan`."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import click

from kernel.amounts import Money
from kernel.errors import AppError
from webapp.terminal import bar_of, language_option, terminal

SHEET_LENGTH = 31


@click.command("plan")
@click.option("--store", default="", help="Store to plan for; every store that buys otherwise.")
@click.option("--budget", help="Most that the plan may cost, in yuan.")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="Plan as of this day; today otherwise.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False, writable=True), help="Write the lines to XLSX.")
@click.option(
    "--file",
    "data",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="Plan stock levels from this file of demand alone, without a database: one column a period, or one row a"
    " demand (part, date, quantity).",
)
@click.option("--period", type=click.Choice(["month", "week"]), help="Periods of the file; month otherwise.")
@click.option("--lead-days", type=click.FloatRange(0), help="Lead time where the file says none; 30 otherwise.")
@click.option("--lead-sd-days", type=click.FloatRange(0), help="Its spread where the file says none; 0 otherwise.")
@click.option("--review-days", type=click.FloatRange(0), help="Days between reviews; 7 otherwise.")
@click.option(
    "--target",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    help="Service target where the file says none; 0.95 otherwise.",
)
@click.option("--by", "by_code", help="Who plans; the first administrator otherwise.")
@language_option
@click.pass_context
def command(
    context: click.Context,
    /,
    store: str,
    budget: str | None,
    day: datetime | None,
    out: Path | None,
    by_code: str | None,
    language: str | None,
    data: Path | None,
    **terms: Any,
) -> None:
    """Compute stock levels and the draft purchase plan: what to buy, for which reason, from whom.

    Levels are kept before the proposals are made: a run that was stopped finds them again.
    """
    given = {name: value for name, value in terms.items() if value is not None}
    if data is not None:
        if store or budget or day or by_code:
            raise click.UsageError("--file plans without a database: leave out --store, --budget, --on and --by")
        _of_file(data, out, given)
        return
    if given:
        raise click.UsageError(f"--{next(iter(given)).replace('_', '-')} belongs to --file")
    from procurement.alerts import ALERTS, codes_of
    from procurement.planning import prepare_stock, run_plan, store_stock
    from service.base_planning import plan_base
    from webapp.imports.facts import store_id
    from webapp.plan_steps import shown_on
    from webapp.plan_words import EXCEPTIONS, WARNINGS

    order = {code: i for i, code in enumerate(ALERTS)}

    with terminal(context, language) as at:
        cap = _money(budget)
        by = at.person(by_code)
        on = day.date() if day else at.today()
        stores = (at.read(lambda session: store_id(session, store)),) if store else None
        key = f"terminal:plan:{uuid4().hex}"
        at.write(
            lambda session: plan_base(session, on=on, by=by, at=at.at, request_key=f"{key}:base"),
            by=by,
            source="sparewell plan",
        )
        with bar_of("Planning") as bar, shown_on(bar):
            prepared = at.read(lambda session: prepare_stock(session, on=on)).with_levels()
            levels = at.write(
                lambda session: store_stock(session, prepared=prepared, by=by, at=at.at, request_key=f"{key}:levels"),
                by=by,
                source="sparewell plan",
            )
            made = at.write(
                lambda session: run_plan(
                    session,
                    on=on,
                    store_ids=stores,
                    budget_cny=cap,
                    level_run_id=levels.level_run_id,
                    by=by,
                    at=at.at,
                    request_key=key,
                ),
                by=by,
                source="sparewell plan",
            )
        rows = at.read(lambda session: _lines(session, made.plan_id))
        click.echo(f"Plan {made.number} of {on}: {made.proposals} proposals, {made.amount_cny} CNY")
        click.echo(
            f"  {made.purchases} to buy, {made.transfers} to transfer, {made.notices} to look at,"
            f" {made.left_out} left out"
        )
        reasons = Counter(code for row in rows for code in codes_of(row.alerts) or (row.exception,))
        for reason, count in sorted(reasons.items(), key=lambda each: order.get(each[0], len(order))):
            click.echo(f"  {EXCEPTIONS.get(reason, reason)}: {count}")
        left_out = Counter(row.excluded_reason for row in rows if not row.included)
        for reason, count in left_out.most_common():
            click.echo(f"  left out, {WARNINGS.get(reason, reason)}: {count}")
        waiting = at.read(_candidates)
        if waiting and left_out["no_supplier"]:
            click.echo(
                f"Nobody has approved {', '.join(waiting)} yet, and nothing is bought before. Let a person other than "
                "the one who entered it approve the supplier (page Suppliers), then plan again."
            )
        if out is not None:
            _write(out, rows)
            click.echo(f"{out}: {len(rows)} lines")


def _of_file(data: Path, out: Path | None, given: dict[str, Any]) -> None:
    """Plan stock levels of a file and write them."""
    from webapp.plan_file import planned, write

    if out is None:
        raise click.UsageError("say where to write the levels: --out levels.xlsx or --out levels.csv")
    found, levels = planned(
        data,
        period=given.get("period", "month"),
        lead_time_days=given.get("lead_days", 30.0),
        lead_time_sd_days=given.get("lead_sd_days", 0.0),
        review_days=given.get("review_days", 7.0),
        target=given.get("target", 0.95),
    )
    count = write(out, found, levels)
    click.echo(f"{out}: levels of {count} parts from {found.periods} periods")


def _money(said: str | None) -> Money | None:
    if said is None:
        return None
    try:
        cap = Money.of(said)
    except AppError:
        raise click.BadParameter("write an amount such as 50000", param_hint="--budget") from None
    if cap < Money.zero():
        raise click.BadParameter("must not be below zero", param_hint="--budget")
    return cap


def _candidates(session: Any) -> list[str]:
    """Return the codes of the first suppliers that wait for their approval."""
    from sqlalchemy import select

    from procurement.tables import Supplier

    return list(
        session.scalars(select(Supplier.code).where(Supplier.state == "candidate").order_by(Supplier.code).limit(5))
    )


def _lines(session: Any, plan_id: int) -> list[Any]:
    """Return the lines of a plan, the most urgent first."""
    from sqlalchemy import select

    from inventory.tables import Location, Part
    from procurement.tables import Proposal, Supplier

    return list(
        session.execute(
            select(
                Part.number,
                Part.name_zh,
                Part.name_en,
                Location.code.label("store"),
                Proposal.kind,
                Proposal.exception,
                Proposal.quantity,
                Proposal.unit_price_cny,
                Supplier.code.label("supplier"),
                Proposal.needed_on,
                Proposal.expected_on,
                Proposal.included,
                Proposal.excluded_reason,
                Proposal.alerts,
            )
            .join(Part, Part.id == Proposal.part_id)
            .join(Location, Location.id == Proposal.store_id)
            .outerjoin(Supplier, Supplier.id == Proposal.supplier_id)
            .where(Proposal.plan_id == plan_id)
            .order_by(Proposal.urgency_rank, Part.number, Location.code)
        )
    )


def _write(out: Path, rows: list[Any]) -> None:
    import xlsxwriter
    from flask_babel import gettext as _

    from webapp.exports import harmless

    heads = (
        _("Part"), _("Name (Chinese)"), _("Name (English)"), _("Store"), _("Kind"), _("Reason"), _("Quantity"),
        _("Unit price (CNY)"), _("Supplier"), _("Needed on"), _("Expected on"), _("Included"), _("Left out because"),
    )  # fmt: skip
    with xlsxwriter.Workbook(str(out), {"constant_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(_("Purchase plan")[:SHEET_LENGTH])
        days = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, heads, book.add_format({"bold": True}))
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row[: len(heads)]):
                if isinstance(value, date):
                    sheet.write_datetime(number, column, datetime.combine(value, datetime.min.time()), days)
                elif hasattr(value, "decimal"):
                    sheet.write_number(number, column, value.decimal)
                elif value is not None:
                    sheet.write_string(number, column, harmless(str(value)))
