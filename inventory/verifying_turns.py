"""Replay the movements and name those that took a lot out of turn, expired or frozen, or went a way that is not open.

What the trigger of a movement asked when it came is asked again, from the movements before it and the rows that are
never changed: lots, signed exceptions, freezes. So a movement that was posted while the triggers were down is found.
The rules never look beyond one part, so the movements are read part by part, each in the order of the chain; no more
is held than the lots of one part that lie on shelves, the places, and the freezes.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from inventory.places import ISSUEABLE, OUTWARD, RULES, SAME_STORE, MovementKind

Turn = tuple[str, str, str, str]
"""Name of the check, where, what stands there, what would have been right."""

HEAD = "SELECT last_id FROM chain_head WHERE name = 'movement'"

PLACES = "SELECT id, kind, store_id FROM location"

FREEZES = """SELECT f.lot_id, f.ledger_id, t.ledger_id FROM lot_freeze f
    LEFT JOIN lot_thaw t ON t.lot_freeze_id = f.id ORDER BY f.id"""

MOVEMENTS = """SELECT m.id, m.kind, m.part_id, m.lot_id, m.from_location_id AS source, m.to_location_id AS target,
    m.quantity, m.moved_on, o.rank_on, o.expires_on, o.serial_number IS NOT NULL AS serial,
    o.origin = 'refurbished' AS refurbished, w.location_id AS excepted
    FROM movement m LEFT JOIN lot o ON o.id = m.lot_id
    LEFT JOIN fifo_exception x ON x.id = m.fifo_exception_id AND x.lot_id = m.lot_id
    LEFT JOIN work_order w ON w.id = x.work_order_id
    WHERE m.id <= :head ORDER BY m.part_id, m.id"""

WAYS = frozenset((str(kind), str(source), str(target)) for kind, source, target in RULES)
WITHIN = frozenset(str(kind) for kind in SAME_STORE)
KEPT_BACK = frozenset(str(kind) for kind in OUTWARD)
ISSUE, REVERSAL = str(MovementKind.ISSUE), str(MovementKind.REVERSAL)

NOWHERE: tuple[str, int | None] = ("nowhere", None)


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
    """Hold what of one part lies on the shelves, and in each store the lots that wait, the oldest first."""

    there: Counter[tuple[int, int]] = field(default_factory=Counter)
    """How much of a lot is in a place."""
    places: Counter[tuple[int | None, int]] = field(default_factory=Counter)
    """In how many places of a store a lot lies."""
    queues: defaultdict[tuple[int | None, bool], list[tuple[Any, int]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    """Day and lot of what waits in a store; refurbished lots are a class of their own."""
    expires_on: dict[int, Any] = field(default_factory=dict)

    def move(self, place_id: int, store_id: int | None, m: Row[Any], quantity: int) -> None:
        """Put so much of the movement's lot into a place, or take it out."""
        before = self.there[place_id, m.lot_id]
        now = self.there[place_id, m.lot_id] = before + quantity
        if not now:
            del self.there[place_id, m.lot_id]
        if (before > 0) is (now > 0):
            return
        self.places[store_id, m.lot_id] += 1 if now > 0 else -1
        queue, turn = self.queues[store_id, bool(m.refurbished)], (m.rank_on, m.lot_id)
        if now > 0 and self.places[store_id, m.lot_id] == 1:
            insort(queue, turn)
            self.expires_on[m.lot_id] = m.expires_on
        elif not self.places[store_id, m.lot_id]:
            del self.places[store_id, m.lot_id]
            del queue[bisect_left(queue, turn)]

    def older(self, store_id: int | None, m: Row[Any], frozen: Frozen) -> int | None:
        """Return the lot that had to go before the movement's own; None when it was its turn."""
        for rank_on, lot_id in self.queues[store_id, bool(m.refurbished)]:
            if rank_on > m.rank_on or (rank_on == m.rank_on and (m.serial or lot_id >= m.lot_id)):
                return None
            expires_on = self.expires_on[lot_id]
            if (expires_on is None or expires_on >= m.moved_on) and frozen.since(lot_id, m.id) is None:
                return lot_id
        return None


def turn_differences(session: Session) -> Iterator[Turn]:
    """Go through the movements of every part.

    Others may write meanwhile. A freeze keeps the head of the chain until it is committed, so those that bear on the
    movements up to the head are all there once the head is read.
    """
    head = session.execute(text(HEAD)).scalar() or 0
    places = {place: (kind, store) for place, kind, store in session.execute(text(PLACES))}
    spans: defaultdict[int, list[tuple[int, int | None]]] = defaultdict(list)
    for lot_id, begun, ended in session.execute(text(FREEZES)):
        spans[lot_id].append((begun, ended))
    frozen, part_id, shelves = Frozen(dict(spans)), None, Shelves()
    rows = session.execute(text(MOVEMENTS), {"head": head}, execution_options={"yield_per": 5000})
    for m in rows:
        if m.part_id != part_id:
            part_id, shelves = m.part_id, Shelves()
        if m.rank_on is None:  # a lot that is not there is named by another check
            continue
        source, target = places.get(m.source, NOWHERE), places.get(m.target, NOWHERE)
        yield from _judged(m, source, target, shelves, frozen)
        if source[0] in ISSUEABLE:
            shelves.move(m.source, source[1], m, -m.quantity)
        if target[0] in ISSUEABLE:
            shelves.move(m.target, target[1], m, m.quantity)


def _judged(
    m: Row[Any], source: tuple[str, int | None], target: tuple[str, int | None], shelves: Shelves, frozen: Frozen
) -> Iterator[Turn]:
    where = f"movement {m.id}, lot {m.lot_id}"
    if m.kind != REVERSAL and (m.kind, source[0], target[0]) not in WAYS:
        yield "no_such_move", where, f"{m.kind} from {source[0]} to {target[0]}", "a way that is open"
    if m.kind in WITHIN and source[1] != target[1]:
        yield "moved_to_another_store", where, f"store {target[1]}", f"store {source[1]}"
    if m.kind in KEPT_BACK and (since := frozen.since(m.lot_id, m.id)) is not None:
        yield "left_while_frozen", where, m.kind, f"frozen since movement {since}"
    if m.kind != ISSUE:
        return
    if m.expires_on is not None and m.expires_on < m.moved_on:
        yield "issued_after_expiry", where, f"issued on {m.moved_on}", f"expired on {m.expires_on}"
    older = shelves.older(source[1], m, frozen)
    if older is not None and m.excepted != m.target:
        yield "issued_out_of_order", where, f"lot {m.lot_id}", f"lot {older}"


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
