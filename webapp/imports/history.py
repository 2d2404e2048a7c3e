"""Import demand from before the system: a wide table with a column for each period, or a long one of dates."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from forecasting.importing import import_history
from forecasting.settings import PERIOD, PERIODS
from inventory.importing import PartRow
from kernel.amounts import LARGEST, Quantity
from kernel.errors import RuleViolation
from kernel.settings import setting
from webapp.imports import facts, values
from webapp.imports.columns import Column, Layout, Row, lay_out, read_rows
from webapp.imports.findings import BadValue, Finding, Findings
from webapp.imports.kinds import Kind, Options, Order, Steps, Tell, added, batches, kind
from webapp.imports.limits import Limits
from webapp.imports.parts import NAMES, NUMBER, PIECE, Words, part_row, write_parts
from webapp.imports.periods import Periods, Unit, apart, begin, heading, last_period, later, periods_of
from webapp.imports.sheet import Sheet
from webapp.imports.terms import TERMS, Terms

NOTHING = -1
"""Stands for a period that was not observed; demand is never below zero."""
BATCH = 400

DATE = Column(
    "date",
    "Date",
    "日期",
    values.text(40),
    also=("day", "month", "week", "period", "ds", "demand date", "期间", "月份", "周", "需求日期"),
    example="2026-01-05",
)
QUANTITY = Column(
    "quantity",
    "Quantity",
    "数量",
    values.quantity,
    also=("qty", "demand", "y", "units", "usage", "需求", "需求量", "用量"),
    example=3,
)
INSTALLED = Column(
    "installed", "Installed base", "装机量", values.text(40), also=("installed", "install base", "在用数量")
)
WIDE = (NUMBER, *NAMES, INSTALLED, *TERMS)


@dataclass(slots=True)
class Found:
    """Hold the demand of a part: where it stood, and thousandths of a unit by period."""

    row: int
    number: str
    cells: array[int]


@dataclass(slots=True)
class HistoryWork:
    """Hold a checked history."""

    name: str
    options: Options
    periods: Periods
    rows: list[Found]
    known: dict[str, int]
    store_id: int
    terms: Terms
    new_parts: list[PartRow] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """Return what would be made."""
        written = sum(1 for row in self.rows for cell in row.cells if cell != NOTHING)
        return {
            "histories": len(self.rows),
            "periods": len(self.periods.starts),
            "values": written,
            "parts_created": len(self.new_parts),
            **self.terms.counts(),
        }

    def write(self, session: Session, order: Order, tell: Tell) -> dict[str, int]:
        """Write new parts and terms, then the demand."""
        steps = Steps(tell, len(self.new_parts) + len(self.terms.offers) + len(self.rows))
        total = write_parts(session, self.new_parts, order, steps) if self.new_parts else {}
        added(total, **self.terms.write(session, order, steps))
        made = facts.parts(session, (part.number for part in self.new_parts))
        ids = self.known | {number: part.id for number, part in made.items()}
        for number, some in enumerate(batches(self.rows, BATCH)):
            kept = import_history(
                session,
                store_id=self.store_id,
                starts=self.periods.starts,
                rows=tuple(
                    (ids[each.number], tuple(None if cell == NOTHING else cell for cell in each.cells)) for each in some
                ),
                source=self.name,
                by=order.by,
                at=order.at,
                request_key=f"{order.request_key}:history:{number}",
            )
            added(total, histories=kept.parts, values=kept.written, values_replaced=kept.replaced)
            steps.step(len(some))
        return total


def check(session: Session, sheet: Sheet, options: Options, findings: Findings, limits: Limits) -> HistoryWork:
    """Check every row of a history, wide or long as its headings say."""
    store_id = facts.store_id(session, options.store)
    long = Findings()
    layout = lay_out(sheet.header, sheet.header_row, (NUMBER, DATE, QUANTITY, *NAMES, *TERMS), long, _no_period)
    if "date" in layout.at or "quantity" in layout.at:
        layout = lay_out(sheet.header, sheet.header_row, (*_LONG, *NAMES, *TERMS), findings, _no_period)
        reader: _Wide | _Long = _Long(session, sheet, layout, options, findings, limits)
    else:
        layout = lay_out(sheet.header, sheet.header_row, WIDE, findings, heading)
        reader = _Wide(session, sheet, layout, options, findings, limits)
    rows, periods = reader.read()
    _check_periods(session, periods, options, findings)
    known = facts.parts(session, (row.number for row in rows))
    new = _unknown_parts(rows, known, reader.parts, options, layout, findings)
    for row, number in reader.termed:
        there = known.get(number)
        step = reader.steps.get(number) or (there.step if there else PIECE)
        reader.terms.take(row, number, step, layout, findings)
    reader.terms.settle(session, findings)
    ids = {number: part.id for number, part in known.items()}
    return HistoryWork(sheet.name, options, periods, rows, ids, store_id, reader.terms, new)


def _no_period(_cell: object) -> None:
    return None


def _required(column: Column) -> Column:
    return Column(column.name, column.en, column.zh, column.parse, column.also, required=True, example=column.example)


_LONG = (NUMBER, _required(DATE), _required(QUANTITY))
NO_PERIODS = Periods("month", (), counted=False)


def _unknown_parts(
    rows: list[Found],
    known: dict[str, facts.KnownPart],
    described: dict[str, PartRow],
    options: Options,
    layout: Layout,
    findings: Findings,
) -> list[PartRow]:
    """Return the parts to be made, or tell each that is unknown."""
    new = []
    for row in rows:
        if row.number in known:
            continue
        if options.create_parts:
            new.append(described.get(row.number) or PartRow(row.number))
        else:
            findings.fault(layout.find("import_part_unknown", "part", row.row, row.number))
    return new


def _check_periods(session: Session, periods: Periods, options: Options, findings: Findings) -> None:
    """Tell what the columns were understood to be, and what will make them useless to the planner."""
    if not periods.starts:
        return
    words = {
        "count": len(set(periods.starts)),
        "first": _label(periods.first_on, periods.unit),
        "last": _label(periods.last_on, periods.unit),
    }
    findings.note(Finding(f"import_periods_{periods.unit}", details=words))
    if periods.counted:
        findings.note(Finding("import_periods_counted", details=words))
    if periods.moved_by:
        findings.note(Finding(f"import_periods_moved_{periods.unit}", details={**words, "by": periods.moved_by}))
    if periods.last_on > options.on:
        findings.fault(Finding("import_period_in_future", details=words))
    missing = apart(periods.first_on, periods.last_on, periods.unit) + 1 - len(set(periods.starts))
    if missing > 0:
        findings.note(Finding("import_periods_missing", details={**words, "missing": missing}))
    planned: Unit = setting(session, PERIOD, options.on)
    if planned != periods.unit:
        findings.note(Finding(f"import_planned_by_{planned}"))
    longest = int(setting(session, PERIODS, options.on))
    if apart(begin(periods.last_on, planned), begin(options.on, planned), planned) >= longest:
        findings.note(Finding("import_history_too_old", details=words))


def _label(start_on: date, unit: Unit) -> str:
    if unit == "month":
        return f"{start_on:%Y-%m}"
    year, week, _day = start_on.isocalendar()
    return f"{year}-W{week:02}"


class _Reader:
    """Share what wide and long files have in common."""

    def __init__(
        self,
        session: Session,
        sheet: Sheet,
        layout: Layout,
        options: Options,
        findings: Findings,
        limits: Limits,
    ) -> None:
        self.sheet, self.layout, self.options, self.findings, self.limits = sheet, layout, options, findings, limits
        self.terms = Terms(options)
        self.has_terms = self.terms.prepare(session, layout, findings)
        self.words = Words(session, options, layout, findings)
        self.parts: dict[str, PartRow] = {}
        self.steps: dict[str, Quantity] = {}
        self.termed: list[tuple[Row, str]] = []
        self.returns = 0

    def describe(self, row: Row, number: str) -> None:
        """Remember what a row says of the part itself and of its terms."""
        if any(column.name in row.values for column in NAMES):
            self.parts[number], step = part_row(row, self.words)
            if step is not None:
                self.steps[number] = step
        if self.has_terms:
            self.termed.append((row, number))

    def demand(self, raw: object, row: int, index: int | None) -> int:
        """Return a demand in thousandths, or `NOTHING` for a blank or for what cannot be used (which is told)."""
        if isinstance(raw, str) and raw.isascii() and raw.isdigit() and len(raw) < 13:
            return int(raw) * 1000
        if raw is None or (isinstance(raw, str) and values.plain(raw).casefold() in values.BLANK):
            return NOTHING
        try:
            return self._thousandths(raw)
        except BadValue as wrong:
            self.findings.fault(self.layout.finding(wrong.code, row, index, raw, **wrong.details))
            return NOTHING

    def _thousandths(self, raw: object) -> int:
        exact = values.decimal(raw) * 1000
        if exact < 0 and self.options.returns_as_zero:
            self.returns += 1
            return 0
        if exact < 0:
            raise BadValue("import_negative_demand")
        if exact > LARGEST:
            raise BadValue("amount_out_of_range", value=str(raw)[:40])
        if exact != exact.to_integral_value():
            raise BadValue("amount_too_fine", value=str(raw)[:40], places=3)
        return int(exact)

    def tell_returns(self) -> None:
        """Tell how many returns were read as no demand."""
        if self.returns:
            self.findings.note(Finding("import_returns_as_zero", details={"count": self.returns}))

    def periods_or_fault(self, found: Sequence[Any], places: Sequence[int]) -> Periods:
        """Return the periods of headings, or tell what is wrong with them."""
        unit: Unit | None = "month" if self.options.period == "month" else "week" if self.options.period else None
        try:
            periods, again = periods_of(found, today=self.options.on, unit=unit, last=self.options.last_period)
        except BadValue as wrong:
            self.findings.fault(Finding(wrong.code, self.layout.row, details=wrong.details))
            return NO_PERIODS
        for place in again:
            self.findings.fault(self.layout.finding("import_period_twice", self.layout.row, places[place]))
        return periods


class _Wide(_Reader):
    """Read a table with one row a part and one column a period."""

    def read(self) -> tuple[list[Found], Periods]:
        """Return the demand of each part and the periods of the columns."""
        if "installed" in self.layout.at:
            self.findings.note(self.layout.find("import_column_unused", "installed", self.layout.row))
        places = list(self.layout.others)
        periods = self.periods_or_fault(list(self.layout.others.values()), places)
        first: dict[str, int] = {}
        found: list[Found] = []
        for row in read_rows(self.sheet.rows, self.layout, WIDE, self.findings):
            cells = array("q", (self.demand(*cell) for cell in _placed(row, places)))
            number = row.get("part")
            if number is None:
                continue
            if number in first:
                details = {"first": first[number]}
                self.findings.fault(self.layout.find("import_part_twice", "part", row.number, number, **details))
                continue
            first[number] = row.number
            if len(found) * max(len(places), 1) > self.limits.values:
                raise RuleViolation("import_too_many_values", most=self.limits.values)
            found.append(Found(row.number, number, cells))
            row.others = []
            self.describe(row, number)
        self.tell_returns()
        return found, periods


def _placed(row: Row, places: list[int]) -> Sequence[tuple[object, int, int]]:
    return [(raw, row.number, index) for raw, index in zip(row.others, places, strict=True)]


class _Long(_Reader):
    """Read a table with one row for each time that something was asked for."""

    def read(self) -> tuple[list[Found], Periods]:
        """Return the demand of each part by period; between the file's first and last period nothing means none."""
        part, day, units, hints = array("q"), array("q"), array("q"), set[str | None]()
        numbers: dict[str, int] = {}
        first: dict[str, int] = {}
        bare = (NUMBER, *NAMES, *TERMS)
        when, much = self.layout.at.get("date"), self.layout.at.get("quantity")
        self.layout.others = {at: None for at in (when, much) if at is not None}
        for row in read_rows(self.sheet.rows, self.layout, bare, self.findings):
            said: dict[int | None, Any] = dict(zip(self.layout.others, row.others, strict=True))
            start, hint = self._day(said.get(when), row.number, when)
            demand = self.demand(said.get(much), row.number, much)
            number = row.get("part")
            if number is None or start is None:
                continue
            if number not in numbers:
                numbers[number] = len(numbers)
                first[number] = row.number
                row.others = []
                self.describe(row, number)
            if demand != NOTHING:
                part.append(numbers[number])
                day.append(start.toordinal())
                units.append(demand)
                hints.add(hint)
        self.tell_returns()
        if not day:
            return [], NO_PERIODS
        return self._summed(numbers, first, (part, day, units), hints)

    def _day(self, raw: object, row: int, index: int | None) -> tuple[date | None, str | None]:
        if isinstance(raw, date):
            return (raw.date() if isinstance(raw, datetime) else raw), None
        if values.is_blank(raw):
            self.findings.fault(self.layout.finding("import_blank", row, index))
            return None, None
        found = heading(raw)
        if found is not None and found.start_on is not None:
            return found.start_on, found.unit
        try:
            return values.day(raw), None
        except BadValue as wrong:
            self.findings.fault(self.layout.finding(wrong.code, row, index, raw, **wrong.details))
            return None, None

    def _unit(self, days: array[int], hints: set[str | None]) -> Unit:
        if self.options.period:
            return "week" if self.options.period == "week" else "month"
        if hints in ({"week"}, {"month"}):
            return "week" if hints == {"week"} else "month"
        distinct = sorted(set(days))
        weekdays = {each % 7 for each in distinct}
        first_days = all(date.fromordinal(each).day == 1 for each in distinct)
        return "week" if len(distinct) > 2 and len(weekdays) == 1 and not first_days else "month"

    def _summed(
        self,
        numbers: dict[str, int],
        first: dict[str, int],
        events: tuple[array[int], array[int], array[int]],
        hints: set[str | None],
    ) -> tuple[list[Found], Periods]:
        part, day, units = events
        unit = self._unit(day, hints)
        at = {ordinal: begin(date.fromordinal(ordinal), unit) for ordinal in set(day)}
        start, end = min(at.values()), max(at.values())
        count = apart(start, end, unit) + 1
        if len(numbers) * count > self.limits.values or count > self.limits.columns:
            raise RuleViolation("import_too_many_values", most=self.limits.values)
        column = {ordinal: apart(start, on, unit) for ordinal, on in at.items()}
        found = [Found(first[number], number, array("q", bytes(8 * count))) for number in numbers]
        for which, ordinal, demand in zip(part, day, units, strict=True):
            found[which].cells[column[ordinal]] += demand
        moved = 0
        if self.options.last_period:
            try:
                moved = apart(end, last_period(self.options.last_period, unit), unit)
            except BadValue as wrong:
                self.findings.fault(Finding(wrong.code, details=wrong.details))
        starts = tuple(later(start, number + moved, unit) for number in range(count))
        return found, Periods(unit, starts, counted=False, moved_by=moved)


kind(
    Kind(
        "history",
        _l("Demand history"),
        _l("What was asked for before the system: one row a part with one column a period, or one row a demand."),
        (NUMBER, *NAMES, *TERMS),
        check,
        (
            "store",
            "create_parts",
            "returns_as_zero",
            "period",
            "last_period",
            "supplier",
            "lead_time_days",
            "lead_time_unit",
            "holding_period",
            "create_missing",
        ),
        (),
        ("plan.write", "parts.write", "suppliers.write"),
        terminal=("approve_suppliers",),
    )
)
