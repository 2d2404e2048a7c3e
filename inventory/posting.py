"""Post movements: the one door through which the ledger grows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, insert, or_, select, tuple_
from sqlalchemy.orm import Session

from inventory.places import ISSUEABLE, MovementKind
from inventory.tables import Location, Movement, Posting, Stock
from kernel.amounts import Quantity
from kernel.db import Base
from kernel.errors import InvalidState, NotFound
from kernel.hashing import chained
from kernel.prepared import in_transaction, run, run_many
from kernel.refusals import refusals
from kernel.rows import insert_row
from kernel.settings import day_of
from kernel.tables import ChainHead

_POSTINGS = Base.metadata.tables["posting"]
_OF_CHAIN = select(ChainHead.last_id).where(ChainHead.name == "movement").with_for_update()
_BEGUN = insert(_POSTINGS).returning(
    _POSTINGS.c.id,
    _OF_CHAIN.scalar_subquery().label("last_id"),
    _OF_CHAIN.with_only_columns(ChainHead.hash).scalar_subquery().label("hash"),
)
_LOCK_ONE = (
    select(Stock.part_id)
    .where(Stock.part_id == bindparam("part"), Stock.store_id == bindparam("store"))
    .with_for_update()
)
_PLACES = select(Location.id, Location.kind, Location.store_id).where(
    or_(Location.id == bindparam("one"), Location.id == bindparam("other"))
)
_APPEND = insert(Base.metadata.tables["movement"])
"""Statements of every posting, made once: the first of a transaction brings the head of the chain back, locked."""


MOST_LOCKED = 500
"""Rows locked by one statement: PostgreSQL gives up on a list of twenty thousand, as a stock-take may need."""


@dataclass(frozen=True, slots=True)
class Move:
    """Say what is to move: so much of a lot from here to there."""

    kind: MovementKind
    part_id: int
    lot_id: int
    from_location_id: int
    to_location_id: int
    quantity: Quantity
    clearance_id: int | None = None
    count_line_id: int | None = None
    fifo_exception_id: int | None = None
    reverses_id: int | None = None


@dataclass(frozen=True, slots=True)
class Posted:
    """Name the posting and its movements."""

    posting_id: int
    movement_ids: tuple[int, ...]


def lock_stock(session: Session, pairs: Iterable[tuple[int, int]]) -> None:
    """Lock the stock rows of (part, store) pairs in one sorted order, so that documents never wait in a circle.

    A script calls this before it decides what to take; SQLite has locked the whole database by then.
    """
    if session.get_bind().dialect.name == "sqlite":
        return
    locked = in_transaction(session, "locked_stock")
    wanted = sorted({pair for pair in pairs if pair not in locked})
    if len(wanted) == 1:
        run(session, _LOCK_ONE, part=wanted[0][0], store=wanted[0][1])
    else:
        for begin in range(0, len(wanted), MOST_LOCKED):
            some = wanted[begin : begin + MOST_LOCKED]
            session.execute(
                select(Stock.part_id)
                .where(tuple_(Stock.part_id, Stock.store_id).in_(some))
                .order_by(Stock.part_id, Stock.store_id)
                .with_for_update()
            ).all()
    locked.update(dict.fromkeys(wanted))


def locked_stock(session: Session, part_id: int, store_id: int) -> None:
    """Note that another statement of the transaction has locked this stock row."""
    in_transaction(session, "locked_stock")[part_id, store_id] = None


def post(
    session: Session,
    moves: Sequence[Move],
    *,
    kind: str,
    reference: str,
    by: int,
    at: datetime,
    note: str = "",
    on: date | None = None,
) -> Posted:
    """Append movements to the ledger in the given order as one posting; the triggers keep rules and balances.

    `on` is the business date where it differs from the day of `at`. Raises the errors of `kernel.refusals`.
    """
    if not moves:
        raise InvalidState("nothing_to_post", kind=kind)
    moved_on = on or day_of(session, at)
    _lock(session, moves)
    with refusals():
        posting = {"kind": str(kind), "reference": reference, "moved_on": moved_on, "posted_at": at, "by_id": by}
        posting_id, last_id, previous = _begun(session, posting | {"note": note})
        rows = []
        for number, move in enumerate(moves, last_id + 1):
            row = _row(number, posting_id, move, moved_on, at, by)
            row["previous_hash"], row["hash"] = previous, chained(previous, chain_fields(row))
            previous = row["hash"]
            rows.append(row)
        run_many(session, _APPEND, rows)
    in_transaction(session, "chain_head")["movement"] = rows[-1]["id"], previous
    return Posted(posting_id, tuple(row["id"] for row in rows))


CHAINED = (
    "id",
    "posting_id",
    "kind",
    "part_id",
    "lot_id",
    "from_location_id",
    "to_location_id",
    "quantity",
    "moved_on",
    "posted_at",
    "by_id",
    "clearance_id",
    "count_line_id",
    "fifo_exception_id",
    "reverses_id",
)
"""The columns that a movement's hash covers, in this order."""


def chain_fields(row: dict[str, Any]) -> list[object]:
    """Return the values of a movement row in the form that its hash covers."""
    values = dict(row)
    values["quantity"] = row["quantity"].scaled
    values["posted_at"] = row["posted_at"].isoformat()
    values["moved_on"] = row["moved_on"].isoformat()
    return [values[name] for name in CHAINED]


def reverse(
    session: Session, *, posting_id: int, by: int, at: datetime, reason: str, reference: str | None = None
) -> Posted:
    """Mirror every movement of a posting, last first; what a reversal undid cannot be reversed again."""
    original = session.get(Posting, posting_id)
    if original is None:
        raise NotFound("posting_unknown", posting_id=posting_id)
    movements = session.scalars(select(Movement).where(Movement.posting_id == posting_id).order_by(Movement.id.desc()))
    moves = [
        Move(
            MovementKind.REVERSAL,
            m.part_id,
            m.lot_id,
            m.to_location_id,
            m.from_location_id,
            m.quantity,
            reverses_id=m.id,
        )
        for m in movements
        if m.kind != MovementKind.REVERSAL
    ]
    if not moves:
        raise InvalidState("reversal_of_reversal", posting_id=posting_id)
    return post(session, moves, kind="reversal", reference=reference or original.reference, by=by, at=at, note=reason)


def _row(number: int, posting_id: int, move: Move, moved_on: date, at: datetime, by: int) -> dict[str, Any]:
    return {
        "id": number,
        "posting_id": posting_id,
        "kind": str(move.kind),
        "part_id": move.part_id,
        "lot_id": move.lot_id,
        "from_location_id": move.from_location_id,
        "to_location_id": move.to_location_id,
        "quantity": move.quantity,
        "moved_on": moved_on,
        "posted_at": at,
        "by_id": by,
        "clearance_id": move.clearance_id,
        "count_line_id": move.count_line_id,
        "fifo_exception_id": move.fifo_exception_id,
        "reverses_id": move.reverses_id,
    }


def _lock(session: Session, moves: Sequence[Move]) -> None:
    """Lock the stock rows that these movements will touch before the head of the chain is taken."""
    if session.get_bind().dialect.name == "sqlite":
        return
    touched = set()
    for move in moves:
        for kind, store_id in _places(session, move.from_location_id, move.to_location_id):
            if kind in ISSUEABLE and store_id is not None:
                touched.add((move.part_id, store_id))
    lock_stock(session, touched)


def _places(session: Session, *location_ids: int) -> list[tuple[str, int | None]]:
    """Return kind and store of two places, which never change."""
    known = in_transaction(session, "places")
    if not all(key in known for key in location_ids):
        rows = run(session, _PLACES, one=location_ids[0], other=location_ids[1])
        known.update({row.id: (row.kind, row.store_id) for row in rows})
    return [known[key] for key in location_ids if key in known]


def _begun(session: Session, posting: dict[str, Any]) -> tuple[int, int, str]:
    """Insert a posting; return its id, and the newest movement and its hash, locked from then on.

    After the first posting of a transaction the head of the chain is in hand.
    """
    known = in_transaction(session, "chain_head")
    if "movement" in known:
        return insert_row(session, Posting, **posting), *known["movement"]
    posting_id, last_id, newest = run(session, _BEGUN, **posting).one()
    return posting_id, last_id, newest
