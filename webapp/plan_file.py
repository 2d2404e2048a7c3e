"""Plan stock levels from a file of demand alone, and write them with what they rest on: `sparewell plan --file`."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import numpy as np

from forecasting.demand import PERIOD_DAYS
from webapp.demand_file import Demand, read_either

if TYPE_CHECKING:
    from forecasting.demand import Period
    from forecasting.levels import Levels

COLUMNS = (
    "part",
    "reorder_point",
    "order_up_to_level",
    "safety_stock",
    "expected_fill_rate",
    "target",
    "demand_class",
    "periods_observed",
    "demand_a_period",
    "sd_a_period",
    "average_interval",
    "cv2",
    "lead_time_days",
    "lead_time_sd_days",
    "review_days",
    "demand_over_lead_time_and_review",
    "sd_over_lead_time_and_review",
    "order_quantity",
    "loss_on_the_past",
    "loss_of_the_naive_method",
    "times_tried",
    "unit_price",
    "value_of_order_up_to_level",
    "notes",
)
PLACES = 4


def planned(
    data: Path, *, period: Period, lead_time_days: float, lead_time_sd_days: float, review_days: float, target: float
) -> tuple[Demand, Levels]:
    """Return the demand of a file and the levels that follow; what a row of the file says goes before the options."""
    from forecasting.model import plan_levels

    found = read_either(data, period)
    days = {"lead_time_days": lead_time_days, "lead_time_sd_days": lead_time_sd_days, "target": target}
    terms = {name: _filled(found, name, otherwise) for name, otherwise in {**days, "order_quantity": 0.0}.items()}
    wrong = (terms["target"] <= 0) | (terms["target"] >= 1)
    if wrong.any():
        raise click.ClickException(f"the target of part {found.parts[int(np.argmax(wrong))]} must lie between 0 and 1")
    for name in ("lead_time_days", "lead_time_sd_days", "order_quantity"):
        if (terms[name] < 0).any():
            raise click.ClickException(
                f"{name} of part {found.parts[int(np.argmin(terms[name]))]} must not be negative"
            )
    levels = plan_levels(
        found.history,
        lead_time_days=terms["lead_time_days"],
        lead_time_sd_days=terms["lead_time_sd_days"],
        review_days=review_days,
        targets=terms["target"],
        period_days=PERIOD_DAYS[period],
        order_quantity=terms["order_quantity"],
    )
    return found, levels


def _filled(found: Demand, name: str, otherwise: float) -> Any:
    values = found.terms.get(name)
    if values is None:
        return np.full(len(found.parts), otherwise)
    return np.where(np.isfinite(values), values, otherwise)


def rows(found: Demand, levels: Levels) -> Iterator[tuple[Any, ...]]:
    """Yield one row a part, in the order of the file, as `COLUMNS` says."""
    from forecasting.classes import DemandClass
    from forecasting.levels import note_names

    days = levels.period_days
    price = np.full(len(found.parts), np.nan) if found.unit_price is None else found.unit_price
    figures = (
        levels.reorder_point,
        levels.order_up_to_level,
        levels.safety_stock,
        levels.fill_rate,
        levels.target,
        levels.demand_class,
        (~np.isnan(found.history)).sum(1),
        levels.mean,
        np.sqrt(levels.variance),
        levels.adi,
        levels.cv2,
        levels.lead_time_periods * days,
        levels.lead_time_sd_periods * days,
        levels.review_periods * days,
        levels.protection_mean,
        levels.protection_sd,
        levels.order_up_to_level - levels.reorder_point,
        levels.loss,
        levels.naive_loss,
        levels.reviews,
        price,
        price * levels.order_up_to_level,
    )
    for part, notes, *values in zip(
        found.parts, levels.notes.tolist(), *(each.tolist() for each in figures), strict=True
    ):
        plain: list[Any] = [_rounded(value) for value in values]
        plain[5] = DemandClass(int(values[5])).name.lower()
        yield (part, *plain, ", ".join(note_names(notes)))


def _rounded(value: float) -> float | int | None:
    """Return a figure as a sheet holds it: blank where there is none."""
    return (value if isinstance(value, int) else round(value, PLACES)) if np.isfinite(value) else None


def write(out: Path, found: Demand, levels: Levels) -> int:
    """Write the levels to XLSX or CSV by the file's ending, and return how many rows there are."""
    from webapp.exports import harmless

    lines = ([harmless(v) if isinstance(v, str) else v for v in row] for row in rows(found, levels))
    if out.suffix.lower() == ".csv":
        with out.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            writer.writerows(lines)
        return len(found.parts)
    import xlsxwriter

    with xlsxwriter.Workbook(str(out), {"constant_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("levels")
        sheet.write_row(0, 0, COLUMNS, book.add_format({"bold": True}))
        sheet.freeze_panes(1, 1)
        for number, row in enumerate(lines, 1):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(number, column, value)
                elif value is not None:
                    sheet.write_number(number, column, value)
    return len(found.parts)
