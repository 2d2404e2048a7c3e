"""Move many lots out of a bin into another of the same store in one document, each whole or in part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from inventory.bins import over, wrong
from inventory.finding import check_held, check_quantity, found, locked, place
from inventory.looking_at_bins import RULES, look_at
from inventory.places import LocationKind, MovementKind
from inventory.posting import Move, lock_stock, post
from inventory.tables import Location, Lot, Part
from kernel.amounts import Quantity
from kernel.errors import RuleViolation
from kernel.requests import once
from kernel.settings import day_of, setting

Portions = tuple[tuple[int, Quantity], ...]
"""Lots, each with how much of it goes."""


@dataclass(frozen=True, slots=True)
class MovedOut:
    """Name the posting, count its lots, and say what is doubtful about the bin that took them."""

    posting_id: int
    lots: int
    over: Quantity = Quantity(0)  # noqa: RUF009 - a value that never changes
    wrong_condition: bool = False


@once
def move_lots(
    session: Session,
    *,
    from_location_id: int,
    to_location_id: int,
    lots: Portions,
    by: int,
    at: datetime,
    request_key: str,
) -> MovedOut:
    """Move portions of lots from one bin to another of the same store: all of them or none; promises stay."""
    source = place(session, from_location_id, LocationKind.BIN, active=False)
    target = place(session, to_location_id, LocationKind.BIN)
    if source.id == target.id:
        raise RuleViolation("same_bin", place=target.code, field="to_location_id")
    if source.store_id is None or source.store_id != target.store_id:
        raise RuleViolation("other_store", source=source.code, target=target.code)
    if not lots:
        raise RuleViolation("nothing_chosen", field="lines")
    if len({lot_id for lot_id, _ in lots}) != len(lots):
        raise RuleViolation("lot_repeated", field="lines")
    rows = [(found(session, Lot, lot_id), quantity) for lot_id, quantity in lots]
    for lot, quantity in rows:
        check_quantity(session, lot.part_id, quantity)
    lock_stock(session, [(lot.part_id, source.store_id) for lot, _quantity in rows])
    for lot, quantity in rows:
        check_held(session, source, lot.id, quantity)
    too_much, wrong_condition = _doubts(session, target, rows, at)
    moves = [
        Move(MovementKind.RELOCATION, lot.part_id, lot.id, source.id, target.id, quantity) for lot, quantity in rows
    ]
    posted = post(session, moves, kind="relocation", reference=source.code, by=by, at=at)
    return MovedOut(posted.posting_id, len(moves), too_much, wrong_condition)


def _doubts(
    session: Session, target: Location, rows: Sequence[tuple[Lot, Quantity]], at: datetime
) -> tuple[Quantity, bool]:
    """Return how much too much comes into the bin, and whether it is for another condition; refuse as the rules say.

    Each lot is judged as if those before it lay there already.
    """
    rules = setting(session, RULES, day_of(session, at))
    if rules["over_capacity"] == "refuse":
        locked(session, Location, target.id)  # so that two keepers do not share the last room
    units, new_lots, of_part = Quantity.zero(), 0, dict[int, Quantity]()
    most, wrong_condition = Quantity.zero(), False
    for lot, quantity in rows:
        seen = look_at(session, target.id, lot.part_id, lot.id)
        before = of_part.get(lot.part_id, Quantity.zero())
        seen = replace(seen, units=seen.units + units, lots=seen.lots + new_lots, of_part=seen.of_part + before)
        part = found(session, Part, lot.part_id)
        too_much = over(seen, quantity)
        if too_much and rules["over_capacity"] == "refuse":
            fits = str(quantity - too_much)
            raise RuleViolation("bin_full", place=target.code, fits=fits, asked=str(quantity), lot=lot.number)
        if wrong(seen, part.storage_condition):
            wrong_condition = True
            if rules["wrong_condition"] == "refuse":
                raise RuleViolation(
                    "bin_of_other_condition",
                    place=target.code,
                    condition=seen.condition,
                    wanted=part.storage_condition,
                )
        most = max(most, too_much)
        units += quantity
        new_lots += 0 if seen.holds_lot else 1
        of_part[lot.part_id] = before + quantity
    return most, wrong_condition
