"""Import what was counted on a sheet: every bad row is told, the good ones are kept in one go."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.counting import count_file
from inventory.finding_stock_takes import is_last
from inventory.keeping_counts import Seen, judge
from inventory.tables import Count, CountLine, Location, StockTake
from kernel.errors import InvalidState, NotFound, RuleViolation
from kernel.hashing import digest
from kernel.settings import zone
from kernel.tables import Person
from webapp import context
from webapp.imports import facts, values
from webapp.imports.columns import Column, Layout, Row, lay_out, read_rows
from webapp.imports.findings import Finding, Findings
from webapp.imports.kinds import Kind, Options, Order, Tell, in_batches, kind
from webapp.imports.limits import Limits
from webapp.imports.parts import NUMBER
from webapp.imports.sheet import Sheet

_SERIALS = re.compile(r"[,;，；、|\s]+")

COLUMNS = (
    Column(
        "place",
        "Place",
        "库位",
        values.code(60),
        also=("location", "bin", "货位", "存放位置"),
        required=True,
        filled=True,
        example="C-A-01-1",
    ),
    NUMBER,
    Column(
        "counted",
        "Counted",
        "盘点数",
        values.quantity,
        also=("count", "counted quantity", "quantity", "qty", "实盘数", "实盘数量", "盘点数量", "数量"),
        required=True,
        example=20,
    ),
    Column("serial_numbers", "Serial numbers", "序列号", values.text(8000), also=("serials", "serial number")),
    Column("counter", "Counter", "盘点人", values.text(60), also=("counted by", "person", "盘点员")),
    Column("part_name", "Name", "名称", values.text(500), also=("part name", "配件名称")),
    Column("unit", "Unit", "单位", values.text(40), also=("unit of measure", "计量单位")),
)


@dataclass(slots=True)
class CountsWork:
    """Hold the good counts of a file."""

    stock_take_id: int
    seen: list[Seen]
    recounts: int

    def counts(self) -> dict[str, int]:
        """Return how many counts would be kept."""
        return {"counts": len(self.seen), "recounts": self.recounts}

    def write(self, session: Session, order: Order, tell: Tell) -> dict[str, int]:
        """Keep all of them in one transaction."""
        if not self.seen:
            return self.counts()
        tell(0, len(self.seen))
        done = count_file(
            session,
            stock_take_id=self.stock_take_id,
            seen=tuple(self.seen),
            by=order.by,
            at=order.at,
            request_key=f"{order.request_key}:{digest(self.seen)[:16]}",
        )
        tell(len(self.seen), len(self.seen))
        return {"counts": done.kept, "recounts": done.recounts, "refused": done.refused}


def check(session: Session, sheet: Sheet, options: Options, findings: Findings, limits: Limits) -> CountsWork:
    """Check every row of a count sheet as if it were kept now."""
    del limits
    take = _take(session, options.stock_take)
    moment = _moment(session, options.counted_at)
    layout = lay_out(sheet.header, sheet.header_row, COLUMNS, findings, lambda _cell: None)
    read = list(read_rows(sheet.rows, layout, COLUMNS, findings))
    filled = [row for row in read if "counted" in row.values]
    if blank := sum("counted" not in row.values and row.number not in findings.faulty_rows for row in read):
        findings.note(Finding("import_counts_blank", details={"count": blank}))
    parts = facts.parts(session, {row.values["part"] for row in filled if "part" in row.values})
    places = _places(session, {row.values["place"] for row in filled if "place" in row.values})
    people = _people(session, {row.get("counter", "") for row in filled} | {options.counted_by})
    rows: list[tuple[Row, Seen]] = []
    for row in filled:
        person = _person(row, options, people, layout, findings)
        part, place = parts.get(row.get("part")), places.get(row.get("place"))
        if "part" in row.values and part is None:
            findings.fault(layout.find("import_part_unknown", "part", row.number, row.values["part"]))
        if "place" in row.values and place is None:
            findings.fault(layout.find("import_place_unknown", "place", row.number, row.values["place"]))
        if part is None or place is None or person is None:
            continue
        numbers = tuple(each for each in _SERIALS.split(row.get("serial_numbers", "")) if each)
        rows.append((row, Seen(place, part.id, row.values["counted"], person, moment, numbers)))
    return _judged(session, take, rows, layout, findings)


def _judged(
    session: Session, take: StockTake, rows: list[tuple[Row, Seen]], layout: Layout, findings: Findings
) -> CountsWork:
    """Judge the rows together; what the stock-take refuses is a fault of its row, what it has is passed over."""
    fresh = _fresh(session, take, rows, findings)
    if not fresh:
        return CountsWork(take.id, [], 0)
    judged = judge(session, take, [seen for _row, seen in fresh], lock=False)
    for number, error in judged.wrong.items():
        row, seen = fresh[number]
        details = dict(error.details)
        if "first" in details:
            details["first"] = fresh[int(details["first"]) - 1][0].number
        findings.fault(layout.find(error.code, "counted", row.number, seen.counted, **details))
    good = [fresh[number][1] for number in judged.good]
    return CountsWork(take.id, good, sum(each.recount for each in judged.good.values()))


def _fresh(
    session: Session, take: StockTake, rows: list[tuple[Row, Seen]], findings: Findings
) -> list[tuple[Row, Seen]]:
    """Leave out what stands as the same person's same count already, as after a file was kept in part."""
    standing = {
        (place, part): (counted, person)
        for place, part, counted, person in session.execute(
            select(CountLine.location_id, CountLine.part_id, Count.counted, Count.counted_by_id)
            .select_from(CountLine)
            .join(Count, is_last())
            .where(CountLine.stock_take_id == take.id)
        )
    }
    fresh = [(row, seen) for row, seen in rows if standing.get(seen.pair) != (seen.counted, seen.person)]
    if kept := len(rows) - len(fresh):
        findings.note(Finding("import_count_kept", details={"count": kept}))
    return fresh


def _take(session: Session, number: str) -> StockTake:
    take = session.scalar(select(StockTake).where(StockTake.number == number.strip()))
    if take is None:
        raise NotFound("import_take_unknown", number=number)
    if take.state != "counting":
        raise InvalidState("stock_take_state", number=take.number, state=take.state)
    return take


def _moment(session: Session, text: str) -> datetime:
    """Return when the sheet was counted: a time of the business zone, or now."""
    if not text:
        return context.now()
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise RuleViolation("import_no_such_moment", text=text) from None
    moment = read if read.tzinfo else read.replace(tzinfo=zone(session))
    if moment > context.now():
        raise RuleViolation("counted_at_out_of_range", counted_at=text)
    return moment


def _places(session: Session, codes: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for some in in_batches(codes):
        found.update(session.execute(select(Location.code, Location.id).where(Location.code.in_(some))).all())
    return found


def _people(session: Session, said: set[str]) -> dict[str, int]:
    """Return people by log-in name, and by name where only one bears it."""
    rows = session.execute(select(Person.id, Person.code, Person.name).where(Person.active)).all()
    names = [row.name for row in rows]
    by_name = {row.name: row.id for row in rows if names.count(row.name) == 1 and row.name in said}
    return {**by_name, **{row.code: row.id for row in rows if row.code in said}}


def _person(row: Row, options: Options, people: dict[str, int], layout: Layout, findings: Findings) -> int | None:
    """Return who counted a row: whom the row names, else the one chosen beside the file."""
    said = row.get("counter", "") or options.counted_by
    if said not in people:
        findings.fault(layout.find("import_person_unknown", "counter", row.number, said))
        return None
    return people[said]


kind(
    Kind(
        "counts",
        _l("Counts of a stock-take"),
        _l("The filled-in count sheet: place, part, counted. Rows without a figure were not counted."),
        COLUMNS,
        check,
        ("stock_take", "counted_by", "counted_at"),
        ({column.name: column.example for column in COLUMNS if column.example is not None},),
        ("counts.write",),
        partial=True,
    )
)
