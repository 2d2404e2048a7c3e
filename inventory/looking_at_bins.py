"""Look at bins as they are: propose where goods are put, and check that a bin takes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, ColumnElement, Select, SQLColumnExpression, bindparam, func, select, type_coerce
from sqlalchemy.orm import Session, aliased

from inventory.bins import Bin, Proposal, over, proposals, wrong
from inventory.finding import found, locked
from inventory.places import LocationKind
from inventory.tables import Balance, BinHome, Location, Part
from kernel.amounts import Quantity
from kernel.errors import RuleViolation
from kernel.prepared import run
from kernel.settings import day_of, define, setting

RULES = define(
    "bins.rules",
    {"over_capacity": "warn", "wrong_condition": "warn"},
    "库位超容量、存储条件不符时：warn 提示，refuse 拒绝",
    "What happens beyond a bin's capacity, or in a bin of another storage condition: warn or refuse",
)
MOST_PROPOSALS = 10
MOST_LOOKED_AT = 40
"""So many empty bins and bins with room are looked at; the walk decides which."""

_ZONE = aliased(Location)


def written_of(
    place: type[Location], part: SQLColumnExpression[int]
) -> tuple[ColumnElement[str | None], ColumnElement[Quantity | None]]:
    """Return what is written of a bin beside its own row, for a part, as columns: its zone's condition, its room.

    No joins: for a bin without a zone PostgreSQL would merge it with all places by their ids, work orders too.
    """
    condition = select(_ZONE.storage_condition).where(_ZONE.id == place.parent_id, _ZONE.kind == LocationKind.ZONE)
    most = select(BinHome.most).where(BinHome.location_id == place.id, BinHome.part_id == part)
    return condition.scalar_subquery(), most.scalar_subquery()


_WRITTEN = select(*written_of(Location, bindparam("part"))).where(Location.id == bindparam("place"))


@dataclass(frozen=True, slots=True)
class Doubts:
    """Say what is wrong with a bin for some goods, where the rules only warn."""

    over: Quantity = Quantity(0)  # noqa: RUF009 - a value that never changes
    wrong_condition: bool = False


def check_bin(
    session: Session,
    target: Location,
    part_id: int,
    lot_id: int,
    quantity: Quantity,
    at: datetime,
    written: tuple[str | None, Quantity | None] | None = None,
) -> Doubts:
    """Return what is doubtful about putting goods into a bin; raise it where the rules refuse.

    What is `written` of the bin may have been brought along.
    """
    of_zone, most = written or run(session, _WRITTEN, part=part_id, place=target.id).one()
    condition = target.storage_condition or of_zone or ""
    wanted = found(session, Part, part_id).storage_condition
    limited = not (target.most_units is None and target.most_lots is None and most is None)
    if not limited and (not wanted or condition in {"", wanted}):
        return Doubts()
    rules = setting(session, RULES, day_of(session, at))
    if limited and rules["over_capacity"] == "refuse":
        locked(session, Location, target.id)  # so that two keepers do not share the last room
    seen = _seen(session, [target.id], part_id, lot_id)[0]
    doubts = Doubts(over(seen, quantity), wrong(seen, wanted))
    if doubts.over and rules["over_capacity"] == "refuse":
        fits = quantity - doubts.over
        raise RuleViolation("bin_full", place=target.code, fits=str(fits), asked=str(quantity), field="quantity")
    if doubts.wrong_condition and rules["wrong_condition"] == "refuse":
        raise RuleViolation("bin_of_other_condition", place=target.code, condition=condition, wanted=wanted)
    return doubts


def look_at(session: Session, location_id: int, part_id: int, lot_id: int | None) -> Bin:
    """Return a bin as it is now, seen from a part and a lot."""
    return _seen(session, [location_id], part_id, lot_id)[0]


def propose_bins(
    session: Session,
    *,
    part_id: int,
    store_id: int,
    quantity: Quantity = Quantity(1),  # noqa: B008 - a value that never changes
    lot_id: int | None = None,
) -> tuple[Proposal, ...]:
    """Propose bins for a part: its homes, those that hold or held it, empty ones, then any with room."""
    bins = (Location.store_id == store_id) & (Location.kind == LocationKind.BIN) & Location.active
    mine = select(Balance.location_id).where(Balance.part_id == part_id, Balance.store_id == store_id)
    homes = select(BinHome.location_id).where(BinHome.part_id == part_id)
    something = select(Balance.lot_id).where(Balance.location_id == Location.id, Balance.on_hand > Quantity.zero())
    walk = (Location.pick_sequence, Location.code)
    known = select(Location.id).where(bins, Location.id.in_(mine) | Location.id.in_(homes))
    empty = select(Location.id).where(bins, ~something.exists()).order_by(*walk).limit(MOST_LOOKED_AT)
    limits = Location.most_units.is_not(None) | Location.most_lots.is_not(None)
    roomy = select(Location.id).where(bins, limits, something.exists()).order_by(*walk).limit(MOST_LOOKED_AT)
    ids = {key for each in (known, empty, roomy) for key in session.scalars(each)}
    seen = _seen(session, sorted(ids), part_id, lot_id)
    return proposals(seen, found(session, Part, part_id).storage_condition, quantity, MOST_PROPOSALS)


def _seen(session: Session, ids: list[int], part_id: int, lot_id: int | None) -> list[Bin]:
    """Return bins as they are now: what is written of them, and what lies there."""
    there = {row.location_id: row for row in session.execute(_there(ids, part_id, lot_id))}
    rows = session.execute(
        select(Location, _ZONE.storage_condition, BinHome.position, BinHome.most)
        .outerjoin(_ZONE, (_ZONE.id == Location.parent_id) & (_ZONE.kind == "zone"))
        .outerjoin(BinHome, (BinHome.location_id == Location.id) & (BinHome.part_id == part_id))
        .where(Location.id.in_(ids))
        .order_by(Location.id)
    )
    made = []
    for row, zone, position, most in rows:
        lies = there.get(row.id)
        made.append(
            Bin(
                row.id,
                row.code,
                row.pick_sequence,
                row.storage_condition or zone or "",
                Quantity(int(lies.units or 0)) if lies else Quantity.zero(),
                int(lies.lots or 0) if lies else 0,
                row.most_units,
                row.most_lots,
                Quantity(int(lies.of_part or 0)) if lies else Quantity.zero(),
                most,
                position,
                bool(lies and lies.of_lot),
                bool(lies and lies.known),
            )
        )
    return made


def _there(ids: list[int], part_id: int, lot_id: int | None) -> Select[*tuple[object, ...]]:
    amount = type_coerce(Balance.on_hand, BigInteger)
    mine = Balance.part_id == part_id
    return (
        select(
            Balance.location_id,
            func.sum(amount).label("units"),
            func.sum(amount).filter(mine).label("of_part"),
            func.count().filter(amount > 0).label("lots"),
            func.count().filter(mine).label("known"),
            func.count().filter((Balance.lot_id == (lot_id or 0)) & (amount > 0)).label("of_lot"),
        )
        .where(Balance.location_id.in_(ids))
        .group_by(Balance.location_id)
    )
