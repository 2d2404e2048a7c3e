"""Keep a count with what the book said at that moment of the ledger, and decide whether another person counts again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from inventory import variance
from inventory.finding import check_quantity, found, place, written
from inventory.finding_stock_takes import counted_elsewhere, last_count
from inventory.places import ISSUEABLE
from inventory.stock_take_queries import unit_costs
from inventory.tables import Balance, Count, CountLine, Lot, Movement, Part, StockTake
from inventory.variance import Held, Tolerance
from kernel.amounts import Quantity
from kernel.errors import Conflict, FourEyes, RuleViolation
from kernel.settings import day_of, define, setting
from kernel.tables import ChainHead

TOLERANCE = define(
    "stock_take.tolerance",
    {"share_percent": 2, "value_cny": 200},
    "复盘规则：差异超过账面数的百分比，或超过金额（元）时，须由另一人复盘",
    "Recount rule: a difference above this share of the book, or this value in yuan, needs a recount by another person",
)
ZERO = Quantity.zero()


@dataclass(frozen=True, slots=True)
class Counted:
    """Say that a count is kept, whether another person must count again; never what the book says."""

    count_line_id: int
    round: int
    recount_asked: bool


def keep(
    session: Session,
    take: StockTake,
    seen: tuple[int, int, Quantity, tuple[str, ...]],
    *,
    person: int,
    at: datetime,
    by: int,
) -> Counted:
    """Keep one count: `person` saw it at `at`, `by` typed it; the place and part may be new to the stock-take."""
    location_id, part_id, counted, serials = seen
    line = line_of(session, take, location_id, part_id, counted)
    check_quantity(session, part_id, counted, zero=True)
    last = last_count(session, line.id)
    _check_turn(line, last, person, at)
    ledger_id, book = _book(session, location_id, part_id, at)
    _check_serials(session, line, counted, serials, ledger_id)
    if line.found and book:
        line.found = False
    line.recount_asked = last is None and _needs_recount(session, take, line, counted, book, at)
    line.cause = line.cause if counted != book else None
    made = Count(
        count_line_id=line.id,
        round=last.round + 1 if last else 1,
        counted=counted,
        book=book,
        ledger_id=ledger_id,
        counted_by_id=person,
        counted_at=at,
        entered_by_id=by,
        serials=sorted(serials) if serials else None,
    )
    session.add(made)
    written(session)
    return Counted(line.id, made.round, line.recount_asked)


def line_of(session: Session, take: StockTake, location_id: int, part_id: int, counted: Quantity) -> CountLine:
    """Return the line for a part in a place; a part nobody expected there gets a line of its own."""
    line = session.scalar(
        select(CountLine).where(
            CountLine.stock_take_id == take.id, CountLine.location_id == location_id, CountLine.part_id == part_id
        )
    )
    if line is not None:
        return line
    there = place(session, location_id, *ISSUEABLE)
    found(session, Part, part_id)
    if there.store_id != take.store_id:
        raise RuleViolation("place_of_another_store", place=there.code)
    if not counted:
        raise RuleViolation("nothing_found", place=there.code, part_id=part_id)
    if other := counted_elsewhere(session, take.store_id, take.id).get((location_id, part_id)):
        raise Conflict("already_being_counted", stock_take=other, location_id=location_id, part_id=part_id)
    line = CountLine(stock_take_id=take.id, location_id=location_id, part_id=part_id, found=True)
    session.add(line)
    written(session)
    return line


def _check_turn(line: CountLine, last: Count | None, person: int, at: datetime) -> None:
    """Refuse a second count that nobody asked for, by the same person, or from before the first."""
    if last is None:
        return
    if not line.recount_asked:
        raise Conflict("already_counted", count_line_id=line.id)
    if last.counted_by_id == person:
        raise FourEyes("recount_by_another", count_line_id=line.id)
    if at < last.counted_at:
        raise RuleViolation("counted_before_the_last", count_line_id=line.id)


def _book(session: Session, location_id: int, part_id: int, at: datetime) -> tuple[int, Quantity]:
    """Return the last movement posted by `at` and what the ledger had of the part in the place after it.

    The head of the ledger is locked first, so that no movement slips in between the reading and the count.
    """
    session.flush()
    session.execute(select(ChainHead.last_id).where(ChainHead.name == "movement").with_for_update()).one()
    until = select(Movement.id).where(Movement.posted_at <= at).order_by(Movement.id.desc()).limit(1)
    ledger_id = session.scalar(until) or 0
    now = session.scalars(select(Balance.on_hand).where(Balance.location_id == location_id, Balance.part_id == part_id))
    book = sum(now, ZERO)
    later = session.execute(
        select(Movement.to_location_id, Movement.quantity).where(
            Movement.id > ledger_id,
            Movement.part_id == part_id,
            or_(Movement.from_location_id == location_id, Movement.to_location_id == location_id),
        )
    )
    for to_id, quantity in later:
        book = book - quantity if to_id == location_id else book + quantity
    return ledger_id, book


def serial_lots(session: Session, location_id: int, part_id: int) -> dict[str, Held]:
    """Return what lies in a place by serial number, oldest first."""
    rows = session.execute(
        select(Lot.serial_number, Lot.id, Balance.on_hand)
        .join(Lot, Lot.id == Balance.lot_id)
        .where(Balance.location_id == location_id, Balance.part_id == part_id, Balance.on_hand > ZERO)
        .order_by(Lot.rank_on, Lot.id)
    )
    return {serial or "": Held(lot, on_hand) for serial, lot, on_hand in rows}


def _check_serials(
    session: Session, line: CountLine, counted: Quantity, serials: tuple[str, ...], ledger_id: int
) -> None:
    """Refuse a serial count without its numbers, or with a number that the book has elsewhere or nowhere."""
    if not found(session, Part, line.part_id).serial_tracked:
        if serials:
            raise RuleViolation("no_serials_kept", part_id=line.part_id)
        return
    if len(set(serials)) != len(serials) or counted != Quantity.of(len(serials)):
        raise RuleViolation("serials_not_the_count", counted=str(counted), serials=len(set(serials)))
    here = serials_at(session, line.location_id, line.part_id, ledger_id)
    if strange := sorted(set(serials) - here):
        raise RuleViolation("serial_not_in_book_here", serials=strange[:20], location_id=line.location_id)


def serials_at(session: Session, location_id: int, part_id: int, ledger_id: int) -> set[str]:
    """Return the serial numbers that the ledger had in a place after movement `ledger_id`."""
    here = set(serial_lots(session, location_id, part_id))
    moved = session.execute(
        select(Lot.serial_number, Movement.to_location_id)
        .join(Lot, Lot.id == Movement.lot_id)
        .where(
            Movement.id > ledger_id,
            Movement.part_id == part_id,
            or_(Movement.from_location_id == location_id, Movement.to_location_id == location_id),
        )
        .order_by(Movement.id.desc())
    )
    for serial, to_id in moved:
        (here.discard if to_id == location_id else here.add)(serial or "")
    return here


def _needs_recount(
    session: Session, take: StockTake, line: CountLine, counted: Quantity, book: Quantity, at: datetime
) -> bool:
    limits = setting(session, TOLERANCE, day_of(session, at))
    tolerance = Tolerance(Decimal(str(limits["share_percent"])), Decimal(str(limits["value_cny"])))
    cost = unit_costs(session, part_ids=[line.part_id], store_id=take.store_id)[line.part_id]
    return variance.needs_recount(counted, book, cost, tolerance)
