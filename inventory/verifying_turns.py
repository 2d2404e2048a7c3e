"""Replay the movements and name those that took a lot out of turn, expired or frozen, or went a way that is not open.

What the trigger of a movement asked when it came is asked again, from the movements before it and the rows that are
never changed: lots, signed exceptions, freezes. So a movement that was posted while the triggers were down is found.
The movements are read once, in the order of the chain; no more is held than what lies on the shelves at that point,
the places, and the freezes.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import text
from sqlalchemy.orm import Session

from inventory.places import ISSUEABLE, OUTWARD, RULES, SAME_STORE, MovementKind

Turn = tuple[str, str, str, str]
"""Name of the check, where, what stands there, what would have been right."""

HEAD = "SELECT last_id FROM chain_head WHERE name = 'movement'"

PLACES = "SELECT id, kind, store_id FROM location"

FREEZES = """SELECT f.lot_id, f.ledger_id, t.ledger_id FROM lot_freeze f
    LEFT JOIN lot_thaw t ON t.lot_freeze_id = f.id ORDER BY f.id"""

MOVEMENTS = """SELECT m.id, m.kind, m.part_id, m.lot_id, m.from_location_id, m.to_location_id, m.quantity, m.moved_on,
    m.fifo_exception_id, o.rank_on, o.expires_on, o.serial_number IS NOT NULL, o.origin = 'refurbished'
    FROM movement m JOIN lot o ON o.id = m.lot_id WHERE m.id <= :head ORDER BY m.id"""
"""A movement of a lot that is not there is named by another check."""

EXCEPTION = """SELECT w.location_id FROM fifo_exception x JOIN work_order w ON w.id = x.work_order_id
    WHERE x.id = :exception AND x.lot_id = :lot"""

WAYS = frozenset((str(kind), str(source), str(target)) for kind, source, target in RULES)
WITHIN = frozenset(str(kind) for kind in SAME_STORE)
KEPT_BACK = frozenset(str(kind) for kind in (*OUTWARD, MovementKind.SALE))
ISSUE, REVERSAL = str(MovementKind.ISSUE), str(MovementKind.REVERSAL)


class Place(NamedTuple):
    """Hold of a place what a movement is judged by."""

    kind: str
    store_id: int | None
    shelf: bool


class Step(NamedTuple):
    """Hold a movement and what its lot says about its turn."""

    id: int
    kind: str
    part_id: int
    lot_id: int
    source_id: int
    target_id: int
    quantity: int
    moved_on: Any
    exception_id: int | None
    rank_on: Any
    expires_on: Any
    serial: bool
    refurbished: bool


NOWHERE = Place("nowhere", None, shelf=False)


@dataclass(slots=True)
class Frozen:
    """Hold after which movement each lot was frozen, and after which it was free again."""

    spans: dict[int, list[tuple[int, int | None]]]

    def since(self, lot_id: int, movement_id: int) -> int | None:
        """Return after which movement a lot was frozen when another came; None where it was free."""
        for begun, ended in self.spans.get(lot_id, ()):
            if begun < movement_id and (ended is None or movement_id <= ended):
                return begun
        return None


@dataclass(slots=True)
class Shelves:
    """Hold what lies on the shelves, and in each store the lots of a part that wait, the oldest first."""

    there: dict[tuple[int, int], int] = field(default_factory=dict)
    """How much of a lot is in a place."""
    places: Counter[tuple[int | None, int]] = field(default_factory=Counter)
    """In how many places of a store a lot lies."""
    queues: dict[tuple[int | None, int, bool], list[tuple[Any, int, Any]]] = field(default_factory=dict)
    """Day, lot and expiry of what waits; refurbished lots are a class of their own."""

    def move(self, place_id: int, store_id: int | None, m: Step, quantity: int) -> None:
        """Put so much of the movement's lot into a place, or take it out."""
        key = place_id, m.lot_id
        before = self.there.get(key, 0)
        now = before + quantity
        if now:
            self.there[key] = now
        else:
            del self.there[key]
        if (before > 0) is (now > 0):
            return
        at, own = (store_id, m.part_id, m.refurbished), (m.rank_on, m.lot_id, m.expires_on)
        self.places[store_id, m.lot_id] += 1 if now > 0 else -1
        if now > 0 and self.places[store_id, m.lot_id] == 1:
            insort(self.queues.setdefault(at, []), own)
        elif not self.places[store_id, m.lot_id]:
            del self.places[store_id, m.lot_id]
            queue = self.queues[at]
            del queue[bisect_left(queue, own)]
            if not queue:
                del self.queues[at]

    def older(self, store_id: int | None, m: Step, frozen: Frozen) -> int | None:
        """Return the lot that had to go before the movement's own; None when it was its turn."""
        for rank_on, lot_id, expires_on in self.queues.get((store_id, m.part_id, m.refurbished), ()):
            if rank_on > m.rank_on or (rank_on == m.rank_on and (m.serial or lot_id >= m.lot_id)):
                return None
            if (expires_on is None or expires_on >= m.moved_on) and frozen.since(lot_id, m.id) is None:
                return lot_id
        return None


def turn_differences(session: Session) -> Iterator[Turn]:
    """Go through all movements.

    Others may write meanwhile. A freeze keeps the head of the chain until it is committed, so those that bear on the
    movements up to the head are all there once the head is read.
    """
    head = session.execute(text(HEAD)).scalar() or 0
    places = {key: Place(kind, store, kind in ISSUEABLE) for key, kind, store in session.execute(text(PLACES))}
    spans: defaultdict[int, list[tuple[int, int | None]]] = defaultdict(list)
    for lot_id, begun, ended in session.execute(text(FREEZES)):
        spans[lot_id].append((begun, ended))
    frozen, shelves = Frozen(dict(spans)), Shelves()
    rows = session.execute(text(MOVEMENTS), {"head": head}, execution_options={"yield_per": 5000})
    for m in map(Step._make, rows):
        source, target = places.get(m.source_id, NOWHERE), places.get(m.target_id, NOWHERE)
        if _odd(m, source, target) or m.lot_id in frozen.spans:
            yield from _wrong_way(m, source, target, frozen)
        if m.kind == ISSUE:
            older = shelves.older(source.store_id, m, frozen)
            if older is not None and not _excepted(session, m):
                yield "issued_out_of_order", _where(m), f"lot {m.lot_id}", f"lot {older}"
        if source.shelf:
            shelves.move(m.source_id, source.store_id, m, -m.quantity)
        if target.shelf:
            shelves.move(m.target_id, target.store_id, m, m.quantity)


def _where(m: Step) -> str:
    return f"movement {m.id}, lot {m.lot_id}"


def _excepted(session: Session, m: Step) -> bool:
    """Tell whether somebody has signed that this lot goes to this work order before its turn."""
    if m.exception_id is None:
        return False
    return session.execute(text(EXCEPTION), {"exception": m.exception_id, "lot": m.lot_id}).scalar() == m.target_id


def _odd(m: Step, source: Place, target: Place) -> bool:
    """Tell whether a movement is one that must be looked at: hardly any is."""
    return (
        ((m.kind, source.kind, target.kind) not in WAYS and m.kind != REVERSAL)
        or (m.kind in WITHIN and source.store_id != target.store_id)
        or (m.expires_on is not None and m.kind == ISSUE)
    )


def _wrong_way(m: Step, source: Place, target: Place, frozen: Frozen) -> Iterator[Turn]:
    if m.kind != REVERSAL and (m.kind, source.kind, target.kind) not in WAYS:
        yield "no_such_move", _where(m), f"{m.kind} from {source.kind} to {target.kind}", "a way that is open"
    if m.kind in WITHIN and source.store_id != target.store_id:
        yield "moved_to_another_store", _where(m), f"store {target.store_id}", f"store {source.store_id}"
    if m.kind in KEPT_BACK and (since := frozen.since(m.lot_id, m.id)) is not None:
        yield "left_while_frozen", _where(m), m.kind, f"frozen since movement {since}"
    if m.kind == ISSUE and m.expires_on is not None and m.expires_on < m.moved_on:
        yield "issued_after_expiry", _where(m), f"issued on {m.moved_on}", f"expired on {m.expires_on}"


FROZEN_LIST = """SELECT f.id, f.lot_id, 0, 1 FROM lot_freeze f
    WHERE NOT EXISTS (SELECT 1 FROM lot_thaw t WHERE t.lot_freeze_id = f.id)
    AND NOT EXISTS (SELECT 1 FROM frozen_lot z WHERE z.lot_freeze_id = f.id AND z.lot_id = f.lot_id)
    UNION ALL SELECT z.lot_freeze_id, z.lot_id, 1, 0 FROM frozen_lot z
    WHERE NOT EXISTS (SELECT 1 FROM lot_freeze f WHERE f.id = z.lot_freeze_id AND f.lot_id = z.lot_id)
    OR EXISTS (SELECT 1 FROM lot_thaw t WHERE t.lot_freeze_id = z.lot_freeze_id)"""
"""Lots that the list of what is frozen now lacks, or has beyond the freezes."""

FREEZE_TIMES = """SELECT f.id, f.lot_id, f.ledger_id, COALESCE(t.ledger_id, h.last_id)
    FROM chain_head h JOIN lot_freeze f ON h.name = 'movement' LEFT JOIN lot_thaw t ON t.lot_freeze_id = f.id
    WHERE f.ledger_id < 0 OR f.ledger_id > COALESCE(t.ledger_id, h.last_id) OR t.ledger_id > h.last_id"""
"""Freezes that begin after they end, or after the last movement."""

MIRROR = """SELECT m.id, m.lot_id, COALESCE(m.reverses_id, 0), COALESCE(o.id, 0) FROM movement m
    LEFT JOIN movement o ON o.id = m.reverses_id AND o.id < m.id AND o.kind <> 'reversal' AND o.lot_id = m.lot_id
        AND o.quantity = m.quantity AND o.from_location_id = m.to_location_id
        AND o.to_location_id = m.from_location_id
    WHERE m.kind = 'reversal' AND o.id IS NULL"""
"""Reversals that are not the mirror of the movement they name."""

CHECKS: tuple[tuple[str, str, str], ...] = (
    ("frozen_not_the_freezes", "freeze {0}, lot {1}", FROZEN_LIST),
    ("freeze_out_of_time", "freeze {0}, lot {1}", FREEZE_TIMES),
    ("reversal_not_the_mirror", "movement {0}, lot {1}", MIRROR),
)
"""Name, where, and the query whose rows are wrong: two keys, what stands there, what should."""
