"""Keep what bins take: storage condition, capacity, fixed homes of parts; and who else keeps a store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from inventory.finding import check_quantity, found, locked, place, store, written
from inventory.places import LocationKind
from inventory.tables import BinHome, Location, Part, StoreDeputy
from kernel.amounts import Quantity
from kernel.errors import InvalidState, RuleViolation
from kernel.requests import once
from kernel.tables import Person


@dataclass(frozen=True, slots=True)
class KeptBin:
    """Name a place of which something was written."""

    location_id: int


@dataclass(frozen=True, slots=True)
class KeptDeputy:
    """Name a further keeper of a store."""

    store_deputy_id: int
    store_id: int


@once
def set_capacity(
    session: Session,
    *,
    location_id: int,
    storage_condition: str,
    most_units: Quantity | None,
    most_lots: int | None,
    by: int,
    at: datetime,
    request_key: str,
) -> KeptBin:
    """Say what may lie in a bin, or in the bins of a zone, and how much a bin takes; empty: anything, any number."""
    row = place(session, location_id, LocationKind.BIN, LocationKind.ZONE, active=False)
    if row.kind == LocationKind.ZONE and not (most_units is None and most_lots is None):
        raise RuleViolation("zone_without_capacity", place=row.code)
    if most_units is not None and not most_units:
        raise RuleViolation("limit_not_positive", field="most_units")
    row = locked(session, Location, location_id)
    row.storage_condition, row.most_units, row.most_lots = storage_condition.strip(), most_units, most_lots
    written(session)
    return KeptBin(row.id)


@once
def add_home(
    session: Session,
    *,
    location_id: int,
    part_id: int,
    position: int,
    most: Quantity | None,
    by: int,
    at: datetime,
    request_key: str,
) -> KeptBin:
    """Make a bin a fixed home of a part: what comes in is proposed there first, up to `most`."""
    place(session, location_id, LocationKind.BIN)
    found(session, Part, part_id)
    if most is not None:
        check_quantity(session, part_id, most)
    session.add(BinHome(part_id=part_id, location_id=location_id, position=position, most=most))
    written(session)
    return KeptBin(location_id)


@once
def remove_home(session: Session, *, bin_home_id: int, by: int, at: datetime, request_key: str) -> KeptBin:
    """Take a part's home away; what lies there stays."""
    row = found(session, BinHome, bin_home_id)
    location_id = row.location_id
    session.delete(row)
    written(session)
    return KeptBin(location_id)


@once
def name_deputy(
    session: Session,
    *,
    store_id: int,
    person_id: int,
    from_on: date,
    until_on: date | None,
    by: int,
    at: datetime,
    request_key: str,
) -> KeptDeputy:
    """Name a further keeper of a warehouse for some days; a van has its engineer alone."""
    if store(session, store_id).kind != LocationKind.WAREHOUSE:
        raise RuleViolation("wrong_kind_of_place", place=found(session, Location, store_id).code)
    found(session, Person, person_id)
    if until_on is not None and until_on < from_on:
        raise RuleViolation("days_out_of_order", field="until_on")
    row = StoreDeputy(store_id=store_id, person_id=person_id, from_on=from_on, until_on=until_on, named_by_id=by)
    session.add(row)
    written(session)
    return KeptDeputy(row.id, store_id)


@once
def end_deputy(
    session: Session, *, store_deputy_id: int, until_on: date, by: int, at: datetime, request_key: str
) -> KeptDeputy:
    """Let a further keeper's time end with a day."""
    row = locked(session, StoreDeputy, store_deputy_id)
    if until_on < row.from_on or (row.until_on is not None and row.until_on <= until_on):
        raise InvalidState("days_out_of_order", field="until_on")
    row.until_on = until_on
    written(session)
    return KeptDeputy(row.id, row.store_id)
