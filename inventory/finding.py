"""Find rows that a script needs, locked where it will change them, or say plainly what is wrong with them."""

from __future__ import annotations

import functools
from typing import Any, TypeVar, cast

from sqlalchemy import Select, bindparam, inspect, select
from sqlalchemy.orm import Session

from inventory.places import EXTERNAL, LocationKind
from inventory.tables import Balance, Location, Lot, Part, Unit
from kernel.amounts import Money, Quantity
from kernel.db import Base
from kernel.errors import InsufficientStock, InvalidState, NotFound, RuleViolation
from kernel.prepared import in_transaction, run
from kernel.refusals import refusals

Row = TypeVar("Row", bound=Base)
STORES = (LocationKind.WAREHOUSE, LocationKind.VAN)

_PLACE_IN = (
    select(Location)
    .where(Location.store_id == bindparam("store"), Location.kind == bindparam("kind"), Location.active)
    .order_by(Location.id)
    .limit(1)
)
_PART = select(Part, Unit).join(Unit, Unit.id == Part.unit_id).where(Part.id == bindparam("key"))
_OUTSIDE = select(Location).where(Location.kind == bindparam("kind")).order_by(Location.id).limit(1)
_LOT = select(Lot.number, Lot.unit_cost_cny).where(Lot.id == bindparam("key"))
_HELD = select(Balance.on_hand).where(Balance.location_id == bindparam("place"), Balance.lot_id == bindparam("lot"))


def found(session: Session, table: type[Row], key: int) -> Row:
    """Return the row with this id; raises `NotFound` with the table's name as code."""
    row = in_hand(session, table, key) or session.scalar(_finding(table), {"key": key})
    if row is None:
        raise NotFound(f"{table.__tablename__}_unknown", id=key)
    return hold_row(session, row)


def in_hand(session: Session, table: type[Row], key: int) -> Row | None:
    """Return the row with this id where the session has it as it is now."""
    identity = inspect(table).identity_key_from_primary_key((key,))
    row = cast("Row | None", session.identity_map.get(identity))
    return None if row is None or inspect(row).expired else row


@functools.cache
def _finding(table: type[Base]) -> Select[Any]:
    """Return the look-up by id, made once: `Session.get` makes it anew each time."""
    return select(table).where(inspect(table).primary_key[0] == bindparam("key"))


def hold_row(session: Session, row: Row) -> Row:
    """Keep a row in the session until the end of the transaction: the session itself forgets what nobody holds."""
    in_transaction(session, "rows")[id(row)] = row
    if isinstance(row, Location):
        know_place(session, row.id, row.kind, row.store_id)
    return row


def know_place(session: Session, location_id: int, kind: str, store_id: int | None) -> None:
    """Keep in hand what a place is and whose, which never changes, for the postings of this transaction."""
    in_transaction(session, "places")[location_id] = (kind, store_id)


def know_lot(session: Session, lot_id: int, number: str, unit_cost_cny: Money) -> None:
    """Keep a lot's number and unit cost in hand, which never change."""
    in_transaction(session, "lots")[lot_id] = number, unit_cost_cny


def lot_facts(session: Session, lot_id: int) -> tuple[str, Money]:
    """Return a lot's number and unit cost."""
    known: dict[int, tuple[str, Money]] = in_transaction(session, "lots")
    if lot_id in known:
        return known[lot_id]
    number, unit_cost_cny = run(session, _LOT, key=lot_id).one()
    return number, unit_cost_cny


def know_part(session: Session, part: Part, unit: Unit) -> None:
    """Keep a part and its unit in hand that another statement has brought along."""
    in_transaction(session, "parts")[part.id] = part, unit


def locked(session: Session, table: type[Row], key: int) -> Row:
    """Return the row as it is now, locked until the end of the transaction.

    Everybody locks in the same order: stock rows, then a document, then its lines by id, then the head of the ledger.
    """
    row: Row | None = session.scalar(_locking(table), {"key": key})
    if row is None:
        raise NotFound(f"{table.__tablename__}_unknown", id=key)
    return row


@functools.cache
def _locking(table: type[Base]) -> Select[Any]:
    identity = select(table).where(inspect(table).primary_key[0] == bindparam("key"))
    return identity.with_for_update(key_share=True).execution_options(populate_existing=True)


def written(session: Session) -> None:
    """Send pending changes to the database and raise its refusals as errors of the house."""
    with refusals():
        session.flush()


def place(session: Session, location_id: int, *kinds: LocationKind, active: bool = True) -> Location:
    """Return a place of one of the kinds; goods never go to a place that is no longer used."""
    row = found(session, Location, location_id)
    check_place(row, *kinds, active=active)
    return row


def check_place(row: Location, *kinds: LocationKind, active: bool = True) -> None:
    """Refuse a place that is of none of the kinds or no longer used."""
    if kinds and row.kind not in kinds:
        raise RuleViolation("wrong_kind_of_place", place=row.code, kind=row.kind, wanted=[str(kind) for kind in kinds])
    if active and not row.active:
        raise InvalidState("place_not_used", place=row.code)


def store(session: Session, store_id: int) -> Location:
    """Return a store: a warehouse or an engineer's van."""
    return place(session, store_id, *STORES)


def place_in(session: Session, store_id: int | None, kind: LocationKind) -> Location:
    """Return the first place of a kind inside a store."""
    known: dict[tuple[int | None, str], Location] = in_transaction(session, "places_in")
    row = known.get((store_id, kind)) or session.scalar(_PLACE_IN, {"store": store_id, "kind": kind})
    if row is None:
        raise NotFound("no_such_place_in_store", store_id=store_id, kind=str(kind))
    return know_place_in(session, row)


def know_place_in(session: Session, row: Location) -> Location:
    """Keep the first place of its kind in its store in hand, which stays so while goods move."""
    in_transaction(session, "places_in")[row.store_id, row.kind] = row
    return hold_row(session, row)


def outside(session: Session, kind: LocationKind) -> Location:
    """Return the place that stands for a part of the world outside."""
    assert kind in EXTERNAL
    known: dict[str, Location] = in_transaction(session, "outside")
    row = known.get(kind) or session.scalar(_OUTSIDE, {"kind": kind})
    if row is None:
        raise NotFound("no_place_for_outside", kind=str(kind))
    return know_outside(session, kind, row)


def know_outside(session: Session, kind: LocationKind, row: Location) -> Location:
    """Keep the place that stands for a part of the world outside in hand."""
    in_transaction(session, "outside")[kind] = row
    return hold_row(session, row)


def part_with_unit(session: Session, part_id: int) -> tuple[Part, Unit]:
    """Return a part and its unit, held by the session from then on."""
    known: dict[int, tuple[Part, Unit]] = in_transaction(session, "parts")
    if part_id not in known:
        row = session.execute(_PART, {"key": part_id}).one_or_none()
        if row is None:
            raise NotFound("part_unknown", id=part_id)
        know_part(session, row[0], row[1])
    return known[part_id]


def step_of(session: Session, part_id: int) -> Quantity:
    """Return the smallest step of a part's unit."""
    return part_with_unit(session, part_id)[1].step


def check_quantity(session: Session, part_id: int, quantity: Quantity, *, zero: bool = False) -> None:
    """Refuse a quantity that is not above zero or not made of whole steps of the part's unit."""
    if quantity < Quantity.zero() or not (quantity or zero):
        raise RuleViolation("quantity_not_positive", quantity=str(quantity))
    step = step_of(session, part_id)
    if not quantity.is_multiple_of(step):
        raise RuleViolation("not_whole_steps", quantity=str(quantity), step=str(step))


def held(session: Session, location_id: int, lot_id: int) -> Quantity:
    """Return how much of a lot is in a place now."""
    there: Quantity | None = run(session, _HELD, place=location_id, lot=lot_id).scalar()
    return there or Quantity.zero()


def check_held(
    session: Session, location: Location, lot_id: int, quantity: Quantity, seen: Quantity | None = None
) -> None:
    """Refuse to take more of a lot from a place than is there; what was `seen` there is enough if it is enough."""
    if seen is not None and seen >= quantity:
        return  # should another have taken it since, the database refuses
    there = held(session, location.id, lot_id)
    if there < quantity:
        raise InsufficientStock(
            "insufficient_stock", lot_id=lot_id, place=location.code, asked=str(quantity), available=str(there)
        )
