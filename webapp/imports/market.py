"""Import market prices: part, price, day and source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.amounts import Money
from procurement.tables import MarketPrice
from procurement.watching_prices import NewNote, note_market_prices
from webapp.imports import facts, values
from webapp.imports.columns import Column, lay_out, read_rows
from webapp.imports.findings import Findings
from webapp.imports.kinds import Kind, Options, Order, Steps, Tell, added, batches, kind
from webapp.imports.limits import Limits
from webapp.imports.sheet import Sheet

COLUMNS = (
    Column(
        "part",
        "Part number",
        "配件编号",
        values.code(80),
        also=("part", "part number", "number", "物料编号", "零件编号", "编号"),
        required=True,
        filled=True,
        example="P-0001",
    ),
    Column(
        "unit_price",
        "Market price (CNY)",
        "市场价（元）",
        values.money,
        also=("price", "market price", "unit price", "价格", "市场价", "单价"),
        required=True,
        filled=True,
        example=12.5,
    ),
    Column(
        "noted_on",
        "Day of the price",
        "价格日期",
        values.day,
        also=("date", "day", "日期"),
        required=True,
        filled=True,
        example="2026-01-05",
    ),
    Column(
        "source",
        "Source",
        "来源",
        values.text(120),
        also=("market", "价格来源", "渠道"),
        required=True,
        filled=True,
        example="1688",
    ),
    Column("note", "Note", "备注", values.text(300), also=("remark", "remarks", "comment")),
)


@dataclass(slots=True)
class MarketWork:
    """Hold checked market prices."""

    rows: list[NewNote]
    known: int

    def counts(self) -> dict[str, int]:
        """Return what would be noted, and what stands there already."""
        return {"market_prices": len(self.rows), "market_prices_known": self.known}

    def write(self, session: Session, order: Order, tell: Tell) -> dict[str, int]:
        """Note all prices."""
        total = {"market_prices": 0, "market_prices_known": self.known}
        steps = Steps(tell, len(self.rows))
        for number, some in enumerate(batches(self.rows)):
            done = note_market_prices(
                session, notes=some, by=order.by, at=order.at, request_key=f"{order.request_key}:market:{number}"
            )
            added(total, market_prices=done.created, market_prices_known=done.known)
            steps.step(len(some))
        return total


def check(session: Session, sheet: Sheet, options: Options, findings: Findings, limits: Limits) -> MarketWork:
    """Check every row of a file of market prices."""
    del limits
    layout = lay_out(sheet.header, sheet.header_row, COLUMNS, findings, lambda _cell: None)
    read = list(read_rows(sheet.rows, layout, COLUMNS, findings))
    parts = facts.parts(session, [str(row.get("part")) for row in read if row.get("part")])
    there = _noted(session, [part.id for part in parts.values()])
    first: dict[tuple[int, str, date], int] = {}
    rows, known = [], 0
    for row in read:
        number, price = row.get("part"), row.get("unit_price")
        noted_on, source = row.get("noted_on"), row.get("source")
        part = parts.get(str(number))
        if number is not None and part is None:
            findings.fault(layout.find("import_part_unknown", "part", row.number, number))
        if noted_on is not None and noted_on > options.on:
            findings.fault(layout.find("import_day_in_future", "noted_on", row.number, str(noted_on)))
            continue
        if part is None or price is None or noted_on is None or source is None:
            continue
        if price <= Money.zero():
            findings.fault(layout.find("price_not_positive", "unit_price", row.number, str(price)))
            continue
        key = part.id, source, noted_on
        at = first.setdefault(key, row.number)
        if at != row.number:
            findings.fault(layout.find("import_market_price_twice", "noted_on", row.number, str(noted_on), first=at))
        elif key not in there:
            rows.append(NewNote(part.id, price, noted_on, source, row.get("note", "")))
        elif there[key] == price:
            known += 1
        else:
            findings.fault(
                layout.find("market_price_noted", "unit_price", row.number, str(price), price=str(there[key]))
            )
    return MarketWork(rows, known)


def _noted(session: Session, part_ids: list[int]) -> dict[tuple[int, str, date], Money]:
    found = {}
    for begin in range(0, len(part_ids), 500):
        some = part_ids[begin : begin + 500]
        for row in session.scalars(select(MarketPrice).where(MarketPrice.part_id.in_(some))):
            found[row.part_id, row.source, row.noted_on] = row.unit_price_cny
    return found


kind(
    Kind(
        "market_prices",
        _l("Market prices"),
        _l("One row for each price that somebody saw: part, price, day and source."),
        COLUMNS,
        check,
        (),
        ({column.name: column.example for column in COLUMNS if column.example is not None},),
        ("suppliers.write",),
    )
)
