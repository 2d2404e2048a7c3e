"""Set up and change places: warehouses with everything inside, vans, zones and bins, the world outside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.finding import locked, place, store, written
from inventory.places import EXTERNAL, WORDS, LocationKind
from inventory.tables import Balance, Location
from kernel.amounts import Quantity
from kernel.errors import Conflict, InvalidState, RuleViolation
from kernel.requests import once

K = LocationKind
SUFFIXES = {
    K.HOLD: "HOLD",
    K.STAGING: "STAGE",
    K.QUARANTINE: "QUAR",
    K.DEFECTIVE: "OLD",
    K.IN_TRANSIT: "TRANSIT",
}
"""What each place inside a store is called after the store's code."""


@dataclass(frozen=True, slots=True)
class OpenedStore:
    """Name a store and the places inside it."""

    store_id: int
    hold_id: int | None
    staging_id: int | None
    quarantine_id: int
    defective_id: int
    in_transit_id: int
    bin_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class KeptPlace:
    """Name a place."""

    location_id: int


@dataclass(frozen=True, slots=True)
class OutsidePlaces:
    """Name the places that stand for the world outside, by kind."""

    location_ids: dict[str, int]


@once
def open_outside(session: Session, *, by: int, at: datetime, request_key: str) -> OutsidePlaces:
    """Make the places that stand for supplier, opening, customer, scrap and variance, as far as they are missing."""
    there = dict(session.execute(select(Location.kind, Location.id).where(Location.kind.in_(EXTERNAL))).all())
    for kind in sorted(EXTERNAL - {K(name) for name in there}):
        row = add_place(session, kind.upper(), kind, WORDS[kind].zh, WORDS[kind].en)
        there[str(kind)] = row.id
    return OutsidePlaces({str(kind): key for kind, key in sorted(there.items())})


@once
def open_warehouse(
    session: Session,
    *,
    code: str,
    name_zh: str,
    name_en: str,
    keeper_id: int | None,
    by: int,
    at: datetime,
    request_key: str,
    region: str = "",
    supplying_store_id: int | None = None,
    bins: tuple[str, ...] = (),
) -> OpenedStore:
    """Open a warehouse with hold, staging, quarantine, returns, transit and bins in one step."""
    main = _open_store(session, K.WAREHOUSE, code, name_zh, name_en, keeper_id, region, supplying_store_id)
    inside = {kind: _inside(session, main, kind) for kind in SUFFIXES}
    made = [
        add_place(
            session, bin_code, K.BIN, bin_code, bin_code, parent_id=main.id, store_id=main.id, pick_sequence=number
        )
        for number, bin_code in enumerate(bins, 1)
    ]
    return OpenedStore(
        main.id,
        inside[K.HOLD],
        inside[K.STAGING],
        inside[K.QUARANTINE],
        inside[K.DEFECTIVE],
        inside[K.IN_TRANSIT],
        tuple(row.id for row in made),
    )


@once
def open_van(
    session: Session,
    *,
    code: str,
    name_zh: str,
    name_en: str,
    keeper_id: int,
    by: int,
    at: datetime,
    request_key: str,
    region: str = "",
    supplying_store_id: int | None = None,
) -> OpenedStore:
    """Open an engineer's personal stock with its transit, quarantine and the old parts that are owed back."""
    van = _open_store(session, K.VAN, code, name_zh, name_en, keeper_id, region, supplying_store_id)
    inside = {kind: _inside(session, van, kind) for kind in (K.QUARANTINE, K.DEFECTIVE, K.IN_TRANSIT)}
    return OpenedStore(van.id, None, None, inside[K.QUARANTINE], inside[K.DEFECTIVE], inside[K.IN_TRANSIT], ())


@once
def add_zone(
    session: Session,
    *,
    store_id: int,
    code: str,
    name_zh: str,
    name_en: str,
    by: int,
    at: datetime,
    request_key: str,
) -> KeptPlace:
    """Add a zone that groups bins of a warehouse."""
    place(session, store_id, K.WAREHOUSE)
    return KeptPlace(add_place(session, code, K.ZONE, name_zh, name_en, parent_id=store_id, store_id=store_id).id)


@once
def add_bin(
    session: Session,
    *,
    store_id: int,
    code: str,
    by: int,
    at: datetime,
    request_key: str,
    name_zh: str = "",
    name_en: str = "",
    zone_id: int | None = None,
    pick_sequence: int = 0,
) -> KeptPlace:
    """Add a bin to a warehouse, in a zone of it or directly."""
    place(session, store_id, K.WAREHOUSE)
    if zone_id is not None and place(session, zone_id, K.ZONE).store_id != store_id:
        raise RuleViolation("other_store", zone_id=zone_id, store_id=store_id)
    row = add_place(
        session,
        code,
        K.BIN,
        name_zh or code,
        name_en or code,
        parent_id=zone_id or store_id,
        store_id=store_id,
        pick_sequence=pick_sequence,
    )
    return KeptPlace(row.id)


@once
def update_place(
    session: Session,
    *,
    location_id: int,
    name_zh: str,
    name_en: str,
    keeper_id: int | None,
    region: str,
    pick_sequence: int,
    supplying_store_id: int | None,
    active: bool,
    by: int,
    at: datetime,
    request_key: str,
) -> KeptPlace:
    """Change a place; one that holds goods stays in use, and nobody is supplied in a circle."""
    row = locked(session, Location, location_id)
    if row.kind in EXTERNAL | {K.WORK_ORDER}:
        raise RuleViolation("wrong_kind_of_place", place=row.code, kind=row.kind)
    if row.kind == K.VAN and keeper_id is None:
        raise RuleViolation("van_needs_keeper", place=row.code)
    _check_supplier(session, location_id, supplying_store_id)
    if row.active and not active:
        _check_empty(session, row)
    row.name_zh, row.name_en, row.keeper_id, row.region = _named(name_zh), name_en or name_zh, keeper_id, region
    row.pick_sequence, row.supplying_store_id, row.active = pick_sequence, supplying_store_id, active
    written(session)
    return KeptPlace(row.id)


def _open_store(
    session: Session,
    kind: LocationKind,
    code: str,
    name_zh: str,
    name_en: str,
    keeper_id: int | None,
    region: str,
    supplying_store_id: int | None,
) -> Location:
    _check_supplier(session, None, supplying_store_id)
    row = add_place(
        session,
        code,
        kind,
        name_zh,
        name_en,
        keeper_id=keeper_id,
        region=region,
        supplying_store_id=supplying_store_id,
    )
    row.store_id = row.id
    written(session)
    return row


def _inside(session: Session, main: Location, kind: LocationKind) -> int:
    code, words = f"{main.code}-{SUFFIXES[kind]}", WORDS[kind]
    names = f"{main.name_zh} {words.zh}", f"{main.name_en} {words.en}"
    return add_place(session, code, kind, *names, parent_id=main.id, store_id=main.id).id


def add_place(
    session: Session,
    code: str,
    kind: LocationKind,
    name_zh: str,
    name_en: str,
    *,
    parent_id: int | None = None,
    store_id: int | None = None,
    supplying_store_id: int | None = None,
    keeper_id: int | None = None,
    region: str = "",
    pick_sequence: int = 0,
) -> Location:
    """Add a place of any kind; its code must be free, and it has a name in at least one language."""
    code = _named(code)
    if session.scalar(select(Location.id).where(Location.code == code)) is not None:
        raise Conflict("already_exists", taken=code)
    row = Location(
        code=code,
        name_zh=_named(name_zh),
        name_en=name_en.strip() or name_zh.strip(),
        kind=str(kind),
        parent_id=parent_id,
        store_id=store_id,
        supplying_store_id=supplying_store_id,
        keeper_id=keeper_id,
        region=region,
        pick_sequence=pick_sequence,
    )
    session.add(row)
    written(session)
    return row


def _named(text: str) -> str:
    if not text.strip():
        raise RuleViolation("name_missing")
    return text.strip()


def _check_supplier(session: Session, store_id: int | None, supplying_store_id: int | None) -> None:
    """Refuse a supplying store that is none, or that is itself supplied from here."""
    supplier = supplying_store_id
    while supplier is not None:
        if supplier == store_id:
            raise RuleViolation("supplied_in_a_circle", store_id=store_id)
        supplier = store(session, supplier).supplying_store_id


def _check_empty(session: Session, row: Location) -> None:
    """Refuse to give up a place while goods lie in it, or in anything inside it."""
    inside = Location.store_id == row.id if row.store_id == row.id else Location.parent_id == row.id
    there = session.scalar(
        select(Location.code)
        .join(Balance, Balance.location_id == Location.id)
        .where((Location.id == row.id) | inside, Balance.on_hand > Quantity.zero())
        .order_by(Location.code)
        .limit(1)
    )
    if there is not None:
        raise InvalidState("place_holds_goods", place=there)
