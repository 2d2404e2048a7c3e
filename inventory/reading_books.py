"""Read what the ledger had of parts in places at the moments of their counts, for one count or for a whole sheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import BigInteger, ColumnElement, func, or_, select, true, type_coerce
from sqlalchemy.orm import Session

from inventory.places import ISSUEABLE
from inventory.tables import Balance, Location, Lot, Movement, Part, Unit
from inventory.variance import Held
from kernel.amounts import Money, Quantity
from kernel.errors import NotFound
from kernel.tables import ChainHead

ZERO = Quantity.zero()
MANY = 400
"""From so many ids on, the whole store is read instead of a list of them."""

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Tracked:
    """Say how a part is counted."""

    step: Quantity
    serial_tracked: bool


@dataclass(slots=True)
class Books:
    """Hold what the book had; `moves` are the movements since, newest first, of each place and part."""

    ledger_ids: dict[datetime, int]
    now: dict[Pair, int]
    moves: dict[Pair, list[tuple[int, int]]]
    parts: dict[int, Tracked]
    costs: dict[int, Money] = field(default_factory=dict)

    def at(self, location_id: int, part_id: int, moment: datetime) -> tuple[int, Quantity]:
        """Return the last movement posted by `moment` and what the ledger had of the part in the place after it."""
        ledger_id = self.ledger_ids[moment]
        later = sum(change for number, change in self.moves.get((location_id, part_id), ()) if number > ledger_id)
        return ledger_id, Quantity(self.now.get((location_id, part_id), 0) - later)

    def part(self, part_id: int) -> Tracked:
        """Return how a part is counted; raises `NotFound`."""
        if part_id not in self.parts:
            raise NotFound("part_unknown", id=part_id)
        return self.parts[part_id]

    def cost(self, part_id: int) -> Money:
        """Return what a unit of the part costs the store."""
        return self.costs.get(part_id, Money.zero())

    def serials(self, session: Session, location_id: int, part_id: int, ledger_id: int) -> set[str]:
        """Return the serial numbers that the ledger had in a place after a movement."""
        return serials_at(session, location_id, part_id, ledger_id)


def read_books(
    session: Session, store_id: int, seen: Sequence[tuple[int, int, datetime]], *, lock: bool = True
) -> Books:
    """Read what counts of (place, part, moment) in one store are judged by.

    The head of the ledger is locked first, so that no movement slips in between the reading and the count; a mere
    look leaves it to the others.
    """
    if lock:
        session.execute(select(ChainHead.last_id).where(ChainHead.name == "movement").with_for_update()).one()
    places, parts = {place for place, _, _ in seen}, {part for _, part, _ in seen}
    ledger_ids = _ledger_ids(session, {at for _, _, at in seen})
    return Books(
        ledger_ids,
        _balances(session, store_id, places, parts),
        _moves(session, min(ledger_ids.values(), default=0), places),
        _tracked(session, parts),
        unit_costs(session, part_ids=parts, store_id=store_id),
    )


def _ledger_ids(session: Session, moments: set[datetime]) -> dict[datetime, int]:
    """Return the last movement posted by each moment."""
    found = {}
    for at in moments:
        last = select(Movement.id).where(Movement.posted_at <= at).order_by(Movement.id.desc()).limit(1)
        found[at] = session.scalar(last) or 0
    return found


def _some(column: object, ids: set[int]) -> ColumnElement[bool]:
    return column.in_(ids) if len(ids) <= MANY else true()  # type: ignore[attr-defined]


def _balances(session: Session, store_id: int, places: set[int], parts: set[int]) -> dict[Pair, int]:
    on_hand = func.sum(type_coerce(Balance.on_hand, BigInteger))
    narrowed = (
        Balance.location_id.in_(places)
        if len(places) <= MANY
        else Balance.location_id.in_(
            select(Location.id).where(Location.store_id == store_id, Location.kind.in_(ISSUEABLE))
        )
    )
    rows = session.execute(
        select(Balance.location_id, Balance.part_id, on_hand)
        .where(narrowed, _some(Balance.part_id, parts))
        .group_by(Balance.location_id, Balance.part_id)
    )
    return {(place, part): int(held) for place, part, held in rows}


def _moves(session: Session, since: int, places: set[int]) -> dict[Pair, list[tuple[int, int]]]:
    touched = or_(_some(Movement.from_location_id, places), _some(Movement.to_location_id, places))
    moves: dict[Pair, list[tuple[int, int]]] = {}
    for number, part, source, target, quantity in session.execute(
        select(
            Movement.id,
            Movement.part_id,
            Movement.from_location_id,
            Movement.to_location_id,
            type_coerce(Movement.quantity, BigInteger),
        ).where(Movement.id > since, touched)
    ):
        moves.setdefault((source, part), []).append((number, -quantity))
        moves.setdefault((target, part), []).append((number, quantity))
    return moves


def _tracked(session: Session, parts: set[int]) -> dict[int, Tracked]:
    rows = session.execute(
        select(Part.id, Unit.step, Part.serial_tracked).join(Unit, Unit.id == Part.unit_id).where(_some(Part.id, parts))
    )
    return {part: Tracked(step, serial_tracked) for part, step, serial_tracked in rows}


def unit_costs(session: Session, *, part_ids: Iterable[int], store_id: int) -> dict[int, Money]:
    """Return the mean cost of what a store holds of each part; of the newest lot where it holds none, else zero."""
    wanted = set(part_ids)
    totals: dict[int, tuple[int, int]] = {}
    quantity, price = type_coerce(Balance.on_hand, BigInteger), type_coerce(Lot.unit_cost_cny, BigInteger)
    held = session.execute(
        select(Balance.part_id, quantity, price)
        .join(Lot, Lot.id == Balance.lot_id)
        .where(Balance.store_id == store_id, _some(Balance.part_id, wanted), Balance.on_hand > ZERO)
    )
    for part, on_hand, cost in held:
        before, value = totals.get(part, (0, 0))
        totals[part] = (before + on_hand, value + on_hand * cost)
    costs = {part: Money(round(value / held_of)) for part, (held_of, value) in totals.items() if part in wanted}
    if missing := wanted - costs.keys():
        lots = (
            select(Lot.part_id, Lot.unit_cost_cny).where(_some(Lot.part_id, missing)).order_by(Lot.received_on, Lot.id)
        )
        costs.update((part, cost) for part, cost in session.execute(lots) if part in missing)
    return {part: costs.get(part, Money.zero()) for part in wanted}


def serial_lots(session: Session, location_id: int, part_id: int) -> dict[str, Held]:
    """Return what lies in a place by serial number, oldest first."""
    rows = session.execute(
        select(Lot.serial_number, Lot.id, Balance.on_hand)
        .join(Lot, Lot.id == Balance.lot_id)
        .where(Balance.location_id == location_id, Balance.part_id == part_id, Balance.on_hand > ZERO)
        .order_by(Lot.rank_on, Lot.id)
    )
    return {serial or "": Held(lot, on_hand) for serial, lot, on_hand in rows}


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
