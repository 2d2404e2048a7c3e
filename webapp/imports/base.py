"""Import how many units of each product model were sold in each month, for makers who know no serial numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.tables import ProductModel
from service.base_keeping import keep_sales
from service.tables import BaseCount
from webapp.imports import facts, values
from webapp.imports.columns import Column, lay_out, read_rows
from webapp.imports.findings import BadValue, Finding, Findings
from webapp.imports.kinds import Kind, Options, Order, Steps, Tell, added, batches, kind
from webapp.imports.limits import Limits
from webapp.imports.periods import heading
from webapp.imports.sheet import Sheet

MOST_UNITS = 10_000_000


def _month(raw: object) -> date:
    """Read a month however it is written: 2026-03, 2026/3, a day of it, a date of a workbook."""
    if isinstance(raw, date):
        return (raw.date() if isinstance(raw, datetime) else raw).replace(day=1)
    found = heading(raw)
    if found is not None and found.start_on is not None and found.unit != "week":
        return found.start_on.replace(day=1)
    return values.day(raw).replace(day=1)


def _units(raw: object) -> int:
    exact = values.decimal(raw)
    if exact < 0 or exact > MOST_UNITS:
        raise BadValue("amount_out_of_range", value=str(raw)[:40])
    if exact != exact.to_integral_value():
        raise BadValue("amount_too_fine", value=str(raw)[:40], places=0)
    return int(exact)


COLUMNS = (
    Column(
        "model",
        "Model",
        "机型",
        values.text(200),
        also=("product model", "model code", "型号", "机型编号"),
        required=True,
        filled=True,
        example="AC-26",
    ),
    Column(
        "month",
        "Month of sale",
        "销售月份",
        _month,
        also=("month", "date", "sold", "month_on", "月份", "日期", "出货月份"),
        required=True,
        filled=True,
        example="2026-03",
    ),
    Column(
        "units",
        "Units sold",
        "销量",
        _units,
        also=("units", "quantity", "qty", "sales", "数量", "台数", "出货量"),
        required=True,
        filled=True,
        example=120,
    ),
)


@dataclass(slots=True)
class SalesWork:
    """Hold the sales by model and month."""

    name: str
    rows: list[tuple[int, date, int]]
    replaced: int

    def counts(self) -> dict[str, int]:
        """Return what would be made and changed."""
        return {"base_months": len(self.rows), "base_months_replaced": self.replaced}

    def write(self, session: Session, order: Order, tell: Tell) -> dict[str, int]:
        """Write all months."""
        steps, total = Steps(tell, len(self.rows)), {"base_months": 0, "base_months_replaced": 0}
        for number, batch in enumerate(batches(sorted(self.rows))):
            done = keep_sales(
                session,
                rows=batch,
                source=self.name,
                by=order.by,
                at=order.at,
                request_key=f"{order.request_key}:base:{number}",
            )
            added(total, base_months=done.written, base_months_replaced=done.replaced)
            steps.step(len(batch))
        return total


def check(session: Session, sheet: Sheet, options: Options, findings: Findings, limits: Limits) -> SalesWork:
    """Check every row of sales by month."""
    del limits
    layout = lay_out(sheet.header, sheet.header_row, COLUMNS, findings, lambda _cell: None)
    codes = facts.named(session, ProductModel)
    models = dict(session.execute(select(ProductModel.code, ProductModel.id)).all())
    first: dict[tuple[int, date], int] = {}
    found: list[tuple[int, date, int]] = []
    for row in read_rows(sheet.rows, layout, COLUMNS, findings):
        said, month, units = row.get("model"), row.get("month"), row.get("units")
        model = models.get(codes.get(str(said or "").casefold(), ""))
        if said is not None and model is None:
            findings.fault(layout.find("import_model_unknown", "model", row.number, said))
        if month is not None and month > options.on:
            findings.fault(layout.find("import_month_in_future", "month", row.number, str(month)))
            continue
        if model is None or month is None or units is None:
            continue
        at = first.setdefault((model, month), row.number)
        if at != row.number:
            findings.fault(layout.find("import_month_twice", "month", row.number, str(month), first=at))
            continue
        found.append((model, month, units))
    known = {
        (model, month): units
        for model, month, units in session.execute(
            select(BaseCount.product_model_id, BaseCount.month_on, BaseCount.units)
        )
    }
    replaced = sum(known.get((model, month), units) != units for model, month, units in found)
    if replaced:
        findings.note(Finding("import_months_replaced", details={"count": replaced}))
    return SalesWork(sheet.name, found, replaced)


kind(
    Kind(
        "base",
        _l("Installed base: sales by month"),
        _l("One row for each model and month: how many units were sold. Units age and retire from there."),
        COLUMNS,
        check,
        (),
        ({column.name: column.example for column in COLUMNS if column.example is not None},),
        ("plan.write",),
    )
)
