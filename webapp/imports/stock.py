"""Import the stock of the first day: lots into the hold, and through it once another person has cleared them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.importing import OpeningRow, import_openings
from inventory.places import LocationKind
from inventory.serial_ranges import BETWEEN, read_serials
from inventory.tables import Location, Stock
from kernel.amounts import Quantity
from kernel.errors import RuleViolation
from webapp.imports import facts, values
from webapp.imports.columns import Column, Layout, Row, lay_out, read_rows
from webapp.imports.findings import Finding, Findings
from webapp.imports.kinds import Kind, Options, Order, Steps, Tell, added, batches, in_batches, kind
from webapp.imports.limits import Limits
from webapp.imports.parts import NUMBER
from webapp.imports.sheet import Sheet

BATCH = 200
_SERIALS = re.compile(r"[,;，；、|\s]+")

COLUMNS = (
    NUMBER,
    Column(
        "place",
        "Bin or store",
        "库位或仓库",
        values.code(60),
        also=(
            "location",
            "bin",
            "place",
            "store",
            "warehouse",
            "库位",
            "货位",
            "仓库",
            "存放位置",
        ),
        required=True,
        filled=True,
        example="C-A-01-1",
    ),
    Column(
        "quantity",
        "Quantity",
        "数量",
        values.positive_quantity,
        also=("qty", "on hand", "stock", "库存", "库存数量", "现有量"),
        required=True,
        filled=True,
        example=20,
    ),
    Column(
        "unit_cost",
        "Unit cost (CNY)",
        "单位成本（元）",
        values.money,
        also=("cost", "unit cost", "unit price", "price", "单价", "成本", "单位成本"),
        required=True,
        filled=True,
        example=12.5,
    ),
    Column(
        "received_on",
        "Received on",
        "入库日期",
        values.day,
        also=("received", "receipt date", "date", "received date", "日期", "到货日期"),
        example="2026-01-05",
    ),
    Column(
        "expires_on",
        "Expires on",
        "有效期至",
        values.day,
        also=("expiry", "expiry date", "expires", "失效日期", "到期日"),
    ),
    Column(
        "lot", "Supplier's lot", "供应商批号", values.text(60), also=("lot", "batch", "batch number", "批号", "批次")
    ),
    Column(
        "serial_numbers", "Serial numbers", "序列号", values.text(8000), also=("serials", "serial number", "serial")
    ),
)


@dataclass(frozen=True, slots=True)
class Spot:
    """Hold where goods are to lie: the hold of their store, and the bin where one was named."""

    store_id: int
    hold_id: int
    bin_id: int | None


@dataclass(slots=True)
class StockWork:
    """Hold checked opening stock."""

    rows: list[OpeningRow]
    reference: str
    options: Options

    def counts(self) -> dict[str, int]:
        """Return how many lots would be made."""
        return {"lots": sum(len(row.serial_numbers) or 1 for row in self.rows)}

    def write(self, session: Session, order: Order, tell: Tell) -> dict[str, int]:
        """Bring all lots in."""
        total: dict[str, int] = {}
        steps = Steps(tell, len(self.rows))
        for number, some in enumerate(batches(self.rows, BATCH)):
            made = import_openings(
                session,
                rows=some,
                cleared_by=self.options.cleared_by,
                reference=self.reference,
                by=order.by,
                at=order.at,
                request_key=f"{order.request_key}:stock:{number}",
            )
            added(total, lots=made.lots, lots_cleared=made.cleared, lots_put_away=made.put_away)
            steps.step(len(some))
        return total


def check(session: Session, sheet: Sheet, options: Options, findings: Findings, limits: Limits) -> StockWork:
    """Check every row of an opening stock."""
    del limits
    layout = lay_out(sheet.header, sheet.header_row, COLUMNS, findings, lambda _cell: None)
    read = list(read_rows(sheet.rows, layout, COLUMNS, findings))
    parts = facts.parts(session, {row.values["part"] for row in read if "part" in row.values})
    spots = _spots(session, {row.values["place"] for row in read if "place" in row.values})
    rows: list[OpeningRow] = []
    stocked: set[tuple[int, int]] = set()
    serials: dict[tuple[int, str], int] = {}
    for row in read:
        part = _part(row, parts, layout, findings)
        spot = _spot(row, spots, layout, findings)
        received = _received(row, options.on, layout, findings)
        numbers = _numbers(row, layout, findings)
        if part is None or spot is None or not {"quantity", "unit_cost"} <= set(row.values):
            continue
        if _sound_quantity(row, part, numbers, serials, layout, findings):
            stocked.add((part.id, spot.store_id))
            rows.append(
                OpeningRow(
                    part.id,
                    row.values["quantity"],
                    spot.hold_id,
                    row.values["unit_cost"],
                    received,
                    spot.bin_id,
                    row.get("expires_on"),
                    row.get("lot") or None,
                    numbers,
                )
            )
    _tell_stocked(session, stocked, findings)
    if options.cleared_by is None:
        findings.note(Finding("import_stock_waits_in_hold"))
    return StockWork(rows, sheet.name[:60], options)


def _numbers(row: Row, layout: Layout, findings: Findings) -> tuple[str, ...]:
    """Return the serial numbers of a row, ranges written out."""
    text: str = row.get("serial_numbers", "")
    try:
        return read_serials(*(each for each in _SERIALS.split(BETWEEN.sub("–", text)) if each))
    except RuleViolation as error:
        findings.fault(layout.find("import_serials_unread", "serial_numbers", row.number, text[:80], why=error.code))
        return ()


def _part(row: Row, parts: dict[str, facts.KnownPart], layout: Layout, findings: Findings) -> facts.KnownPart | None:
    number = row.get("part")
    if number is not None and number not in parts:
        findings.fault(layout.find("import_part_unknown", "part", row.number, number))
    return parts.get(number)


def _spot(row: Row, spots: dict[str, Spot | str], layout: Layout, findings: Findings) -> Spot | None:
    code = row.get("place")
    if code is None:
        return None
    found = spots.get(code, "import_place_unknown")
    if isinstance(found, str):
        findings.fault(layout.find(found, "place", row.number, code))
        return None
    return found


def _received(row: Row, today: date, layout: Layout, findings: Findings) -> date:
    received: date = row.get("received_on", today)
    if received > today:
        findings.fault(layout.find("import_day_in_future", "received_on", row.number, received))
    expires = row.get("expires_on")
    if expires is not None and expires < received:
        findings.fault(layout.find("import_expires_before", "expires_on", row.number, expires))
    return received


def _sound_quantity(
    row: Row,
    part: facts.KnownPart,
    numbers: tuple[str, ...],
    serials: dict[tuple[int, str], int],
    layout: Layout,
    findings: Findings,
) -> bool:
    """Tell whether the quantity is made of whole steps, and whether serial numbers fit it and are new in the file."""
    quantity: Quantity = row.values["quantity"]
    before = findings.fault_count
    if not quantity.is_multiple_of(part.step):
        findings.fault(layout.find("import_not_whole_steps", "quantity", row.number, quantity, step=str(part.step)))
    if part.serial_tracked and quantity != Quantity(1000) * len(set(numbers)):
        findings.fault(layout.find("import_serials_differ", "serial_numbers", row.number, row.get("serial_numbers")))
    if numbers and not part.serial_tracked:
        findings.fault(layout.find("import_serials_unwanted", "serial_numbers", row.number, row.get("serial_numbers")))
    for number in numbers:
        first = serials.setdefault((part.id, number), row.number)
        if first != row.number:
            findings.fault(layout.find("import_serial_twice", "serial_numbers", row.number, number, first=first))
    return findings.fault_count == before


def _spots(session: Session, codes: set[str]) -> dict[str, Spot | str]:
    """Return where each code leads, or the code of what is wrong with it."""
    places: list[Location] = []
    for some in in_batches(codes):
        places += session.scalars(select(Location).where(Location.code.in_(some)))
    holds: dict[int, int] = {}
    for hold in session.scalars(
        select(Location).where(Location.kind == LocationKind.HOLD, Location.active).order_by(Location.id.desc())
    ):
        if hold.store_id is not None:
            holds[hold.store_id] = hold.id
    found: dict[str, Spot | str] = {}
    for place in places:
        if place.kind not in {LocationKind.BIN, LocationKind.WAREHOUSE} or place.store_id is None:
            found[place.code] = "import_place_no_bin"
        elif not place.active:
            found[place.code] = "import_place_not_used"
        elif place.store_id not in holds:
            found[place.code] = "import_store_without_hold"
        else:
            bin_id = place.id if place.kind == LocationKind.BIN else None
            found[place.code] = Spot(place.store_id, holds[place.store_id], bin_id)
    return found


def _tell_stocked(session: Session, stocked: set[tuple[int, int]], findings: Findings) -> None:
    """Tell how many parts have stock in their store already: this comes on top."""
    there = set(session.execute(select(Stock.part_id, Stock.store_id).where(Stock.on_hand > Quantity.zero())))
    if count := len(stocked & there):
        findings.note(Finding("import_stock_there", details={"count": count}))


kind(
    Kind(
        "stock",
        _l("Opening stock"),
        _l("One row for each lot that is there on the first day: part, place, quantity, cost."),
        COLUMNS,
        check,
        (),
        ({column.name: column.example for column in COLUMNS if column.example is not None},),
        ("stock.move",),
        terminal=("cleared_by",),
    )
)
