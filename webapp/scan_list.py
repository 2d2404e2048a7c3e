"""Keep a person's list of scanned codes, and act on all of it at once: move, transfer; labels are printed from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from inventory import transferring
from inventory.finding import found
from inventory.places import LocationKind
from inventory.putting_away import relocate
from inventory.tables import Balance, Location, Lot, Part
from inventory.transferring import RequestedTransfer
from kernel.amounts import Quantity
from kernel.db import Base
from kernel.errors import NotFound, RuleViolation
from kernel.requests import once
from webapp.pages.picking_codes import read
from webapp.tables import Scanned

TABLES: dict[str, type[Base]] = {"part": Part, "lot": Lot, "place": Location}
MOST_LINES = 500


@dataclass(frozen=True, slots=True)
class Listed:
    """Name a line of the list, what it stands for, and how often it was scanned."""

    scanned_id: int
    kind: str
    row_id: int
    code: str
    times: int


@dataclass(frozen=True, slots=True)
class Emptied:
    """Count the lines that were taken from the list."""

    lines: int


@dataclass(frozen=True, slots=True)
class MovedList:
    """Name the bin that the lots of the list went to, and the postings."""

    to_location_id: int
    posting_ids: tuple[int, ...]


def mine(by: int, kind: str = "") -> Select[Scanned]:
    """Return the lines of a person's list, as they were scanned."""
    lines = select(Scanned).where(Scanned.person_id == by).order_by(Scanned.id)
    return lines.where(Scanned.kind == kind) if kind else lines


@once
def scan_to_list(session: Session, *, code: str, by: int, at: datetime, request_key: str, times: int = 1) -> Listed:
    """Put what a code stands for on the list; the same again counts one more."""
    del request_key  # the wrapper has used it
    kind, row_id, name = _meant(code)
    row = session.scalar(mine(by, kind).where(Scanned.row_id == row_id))
    if row is None:
        if len(session.scalars(mine(by)).all()) >= MOST_LINES:
            raise RuleViolation("scan_list_full", most=MOST_LINES)
        row = Scanned(person_id=by, kind=kind, row_id=row_id, times=times, scanned_at=at)
        session.add(row)
    else:
        row.times, row.scanned_at = row.times + times, at
    session.flush()
    return Listed(row.id, kind, row_id, name, row.times)


def _meant(code: str) -> tuple[str, int, str]:
    """Return kind, id and name of what a code stands for; a lot before the part that the same code names."""
    known = read(code)
    if len(known.lots) > 1:
        raise RuleViolation("scan_ambiguous", scanned=code[:60], lots=", ".join(lot.number for lot in known.lots[:5]))
    if known.lots:
        return "lot", known.lots[0].id, known.lots[0].number
    if known.place is not None:
        return "place", known.place.id, known.place.code
    if known.part is not None:
        return "part", known.part.id, known.part.number
    raise RuleViolation("scan_unknown", scanned=code[:60])


@once
def change_scanned(session: Session, *, scanned_id: int, times: int, by: int, at: datetime, request_key: str) -> Listed:
    """Correct how often something was scanned; nothing takes it from the list."""
    del at, request_key  # the wrapper has used them
    row = session.get(Scanned, scanned_id)
    if row is None or row.person_id != by:
        raise NotFound("scanned_unknown", scanned_id=scanned_id)
    made = Listed(row.id, row.kind, row.row_id, "", times)
    if times:
        row.times = times
    else:
        session.delete(row)
    session.flush()
    return made


@once
def empty_scanned(session: Session, *, by: int, at: datetime, request_key: str) -> Emptied:
    """Empty the list."""
    del at, request_key  # the wrapper has used them
    return Emptied(_drop(session, by, tuple(TABLES)))


@once
def move_scanned(session: Session, *, to_location_id: int, by: int, at: datetime, request_key: str) -> MovedList:
    """Move every lot of the list, all of it, from the one bin where it lies into another bin of the same store.

    All of them move or none: a lot that lies in several bins of the store, or in none, is named.
    """
    target = found(session, Location, to_location_id)
    lines = session.scalars(mine(by, "lot")).all()
    if not lines:
        raise RuleViolation("scan_list_without_lots")
    postings = []
    for line in lines:
        lot = found(session, Lot, line.row_id)
        lying = [each for each in _bins(session, lot.id, target.store_id) if each[0] != to_location_id]
        if len(lying) != 1:
            raise RuleViolation("scanned_lot_not_in_one_bin", lot=lot.number, bins=len(lying))
        [(from_location_id, quantity)] = lying
        moved = relocate(
            session,
            lot_id=lot.id,
            from_location_id=from_location_id,
            to_location_id=to_location_id,
            quantity=quantity,
            by=by,
            at=at,
            request_key=f"{request_key}:{lot.id}",
        )
        postings.append(moved.posting_id)
    _drop(session, by, ("lot", "place"))
    return MovedList(to_location_id, tuple(postings))


def _bins(session: Session, lot_id: int, store_id: int | None) -> list[Any]:
    return list(
        session.execute(
            select(Balance.location_id, Balance.on_hand)
            .join(Location, Location.id == Balance.location_id)
            .where(
                Balance.lot_id == lot_id,
                Balance.store_id == store_id,
                Location.kind == LocationKind.BIN,
                Balance.on_hand > Quantity.zero(),
            )
        ).all()
    )


@once
def transfer_scanned(
    session: Session,
    *,
    from_store_id: int,
    to_store_id: int,
    by: int,
    at: datetime,
    request_key: str,
    note: str = "",
    beyond_reason: str = "",
) -> RequestedTransfer:
    """Ask that the parts of the list go from one store to another, as many pieces as were scanned.

    Lots count for their part: which lots go is decided by their age when the transfer is sent.
    """
    pieces: dict[int, int] = {}
    for line in session.scalars(mine(by)):
        if line.kind != "place":
            part_id = line.row_id if line.kind == "part" else found(session, Lot, line.row_id).part_id
            pieces[part_id] = pieces.get(part_id, 0) + line.times
    if not pieces:
        raise RuleViolation("scan_list_without_parts")
    made = transferring.request_transfer(
        session,
        from_store_id=from_store_id,
        to_store_id=to_store_id,
        lines=tuple((part_id, Quantity.of(number)) for part_id, number in sorted(pieces.items())),
        note=note,
        beyond_reason=beyond_reason,
        by=by,
        at=at,
        request_key=f"{request_key}:transfer",
    )
    _drop(session, by, ("part", "lot"))
    return made


def _drop(session: Session, by: int, kinds: tuple[str, ...]) -> int:
    done = session.connection().execute(delete(Scanned).where(Scanned.person_id == by, Scanned.kind.in_(kinds)))
    session.expire_all()
    return int(done.rowcount)
