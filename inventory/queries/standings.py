"""Show how each part stands in each store: what is free, what it is worth, use of a year, last issue and receipt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session, aliased

from inventory.places import ISSUEABLE, LocationKind
from inventory.queries.columns import number, total
from inventory.surplus import Standing
from inventory.tables import Balance, FrozenLot, Location, Lot, Movement, Part, Stock, Unit
from kernel.amounts import Money, Quantity

Key = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Valued:
    """Hold a standing with what the stock of the part in the store costs on the mean, per unit."""

    standing: Standing
    mean_cost_cny: Money


def standings(session: Session, *, on: date, scrap_days: int) -> dict[int, list[Valued]]:
    """Return by part how it stands in each store where it lies or was used."""
    used, issued = _used(session, on), _issued(session, on - timedelta(days=scrap_days))
    parts = {
        row.id: row
        for row in session.execute(select(Part.id, Part.state, Unit.step).join(Unit, Unit.id == Part.unit_id))
    }
    lying = _lying(session, on)
    found: dict[int, list[Valued]] = {}
    for key in sorted(lying.keys() | used.keys()):
        part_id, store_id = key
        free, received_on, returnable, mean = lying.get(key, (Quantity.zero(), on, False, Money.zero()))
        part = parts[part_id]
        standing = Standing(
            store_id,
            free,
            used.get(key, Quantity.zero()),
            issued.get(key),
            received_on,
            part.step,
            returnable,
            part.state == "discontinued",
        )
        found.setdefault(part_id, []).append(Valued(standing, mean))
    return found


def _lying(session: Session, on: date) -> dict[Key, tuple[Quantity, date, bool, Money]]:
    """Return what is free (not promised, expired or frozen), the newest receipt, and whether all was bought."""
    amount = number(Balance.on_hand)
    gone = or_(Lot.expires_on < on, FrozenLot.lot_id.is_not(None))
    rows = session.execute(
        select(
            Balance.part_id,
            Balance.store_id,
            total(case((gone, 0), else_=amount)).label("sound"),
            total(amount).label("there"),
            total(amount * number(Lot.unit_cost_cny)).label("worth"),
            func.max(Lot.received_on).label("received_on"),
            func.min(case((Lot.origin == "purchase", 1), else_=0)).label("bought"),
            func.max(number(Stock.reserved)).label("reserved"),
        )
        .join(Lot, Lot.id == Balance.lot_id)
        .join(Stock, (Stock.part_id == Balance.part_id) & (Stock.store_id == Balance.store_id))
        .outerjoin(FrozenLot, FrozenLot.lot_id == Balance.lot_id)
        .where(Balance.issueable, Balance.on_hand > Quantity.zero())
        .group_by(Balance.part_id, Balance.store_id)
    )
    found = {}
    for row in rows:
        free = Quantity(max(int(row.sound) - int(row.reserved or 0), 0))
        mean = Money(int(row.worth) // int(row.there))
        found[row.part_id, row.store_id] = (free, row.received_on, bool(row.bought), mean)
    return found


def _used(session: Session, on: date) -> dict[Key, Quantity]:
    """Return what went to work orders within a year less what came back, by part and store."""
    source, target = aliased(Location), aliased(Location)
    amount = number(Movement.quantity)
    out = target.kind == LocationKind.WORK_ORDER
    store = case((out, source.store_id), else_=target.store_id)
    rows = session.execute(
        select(Movement.part_id, store.label("store_id"), total(case((out, amount), else_=-amount)).label("used"))
        .join(source, source.id == Movement.from_location_id)
        .join(target, target.id == Movement.to_location_id)
        .where(
            Movement.moved_on > on - timedelta(days=365),
            Movement.moved_on <= on,
            or_(
                out & source.kind.in_(ISSUEABLE),
                (source.kind == LocationKind.WORK_ORDER) & target.kind.in_(ISSUEABLE),
            ),
        )
        .group_by(Movement.part_id, store)
    )
    return {(row.part_id, row.store_id): Quantity(int(row.used)) for row in rows if row.store_id and row.used > 0}


def _issued(session: Session, since: date) -> dict[Key, date]:
    """Return the last issue of each part from each store since a day."""
    source = aliased(Location)
    rows = session.execute(
        select(Movement.part_id, source.store_id, func.max(Movement.moved_on))
        .join(source, source.id == Movement.from_location_id)
        .where(Movement.kind == "issue", Movement.moved_on >= since)
        .group_by(Movement.part_id, source.store_id)
    )
    return {(part_id, store_id): moved_on for part_id, store_id, moved_on in rows if store_id is not None}
