"""Recount the ledger from its movements and name everything that does not agree."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from inventory.places import EXTERNAL, ISSUEABLE, PHYSICAL, LocationKind
from inventory.posting import chain_fields
from inventory.tables import Movement
from inventory.verifying_checkpoints import checkpoint_differences
from inventory.verifying_lots import CHECKS as LOT_CHECKS
from inventory.verifying_periods import balance_differences, period_differences
from inventory.verifying_turns import CHECKS as TURN_CHECKS
from inventory.verifying_turns import turn_differences
from kernel.auditing import verify_audit
from kernel.hashing import GENESIS, chained
from kernel.tables import ChainHead

T = TypeVar("T")

MOST_EACH = 100
"""So many findings of one check are named; more of them only repeat what is wrong."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Name one thing that is wrong: the check that found it, where, what stands there and what should."""

    check: str
    where: str
    stands: str
    should: str


@dataclass(frozen=True, slots=True)
class Findings:
    """List what is wrong and how much was looked at."""

    findings: tuple[Finding, ...]
    movements: int
    head: str

    @property
    def whole(self) -> bool:
        """Tell whether everything agrees."""
        return not self.findings


def _in(kinds: frozenset[LocationKind]) -> str:
    return ", ".join(f"'{kind}'" for kind in sorted(kinds))


# ruff: noqa: S608  the checks are made of names in the code, never of what somebody typed
SIDES = """SELECT m.lot_id, m.part_id, m.to_location_id AS location_id, m.quantity AS quantity FROM movement m
    UNION ALL SELECT m.lot_id, m.part_id, m.from_location_id, -m.quantity FROM movement m"""


def _differ(first: str, second: str, kept: str, counted: str) -> str:
    """Return the query for keys whose sums differ between what is kept and what is counted anew."""
    return f"""SELECT {first}, {second}, SUM(stands), SUM(should) FROM (
        SELECT {first}, {second}, quantity AS stands, 0 AS should FROM ({kept}) kept
        UNION ALL SELECT {first}, {second}, 0, quantity FROM ({counted}) counted) both_sides
        GROUP BY {first}, {second} HAVING SUM(stands) <> SUM(should)"""


BALANCES = _differ(
    "location_id",
    "lot_id",
    "SELECT location_id, lot_id, on_hand AS quantity FROM balance",
    f"""SELECT i.location_id, i.lot_id, i.quantity FROM ({SIDES}) i JOIN location l ON l.id = i.location_id
        WHERE l.kind IN ({_in(PHYSICAL)})""",
)

PLACES_OF_BALANCES = f"""SELECT b.location_id, b.lot_id, b.store_id, l.store_id FROM balance b
    JOIN location l ON l.id = b.location_id JOIN lot o ON o.id = b.lot_id
    WHERE COALESCE(b.store_id, 0) <> COALESCE(l.store_id, 0) OR b.part_id <> o.part_id
    OR b.issueable <> (l.kind IN ({_in(ISSUEABLE)})) OR b.rank_on <> o.rank_on
    OR COALESCE(b.expires_on <> o.expires_on, (b.expires_on IS NULL) <> (o.expires_on IS NULL))"""

STOCK = _differ(
    "part_id",
    "store_id",
    "SELECT part_id, store_id, on_hand AS quantity FROM stock",
    "SELECT part_id, store_id, on_hand AS quantity FROM balance WHERE issueable",
)

RESERVED = _differ(
    "part_id",
    "store_id",
    "SELECT part_id, store_id, reserved AS quantity FROM stock",
    "SELECT part_id, store_id, quantity FROM reservation WHERE state = 'open'",
)

PROMISED = "SELECT part_id, store_id, reserved, on_hand FROM stock WHERE reserved > on_hand OR on_hand < 0"

NEGATIVE = "SELECT location_id, lot_id, on_hand, 0 FROM balance WHERE on_hand < 0"

ZERO_SUM = f"""SELECT lot_id, MIN(part_id), SUM(quantity), 0 FROM ({SIDES}) i
    WHERE NOT EXISTS (SELECT 1 FROM location l WHERE l.id = i.location_id) GROUP BY lot_id
    UNION ALL SELECT m.lot_id, m.part_id, m.quantity, 1 FROM movement m
    WHERE m.quantity <= 0 OR m.from_location_id = m.to_location_id"""

LOT_TOTALS = _differ(
    "lot_id",
    "part_id",
    "SELECT lot_id, part_id, on_hand AS quantity FROM balance",
    f"""SELECT i.lot_id, i.part_id, -i.quantity AS quantity FROM ({SIDES}) i JOIN location l ON l.id = i.location_id
        WHERE l.kind IN ({_in(EXTERNAL)})""",
)

SERIALS = """SELECT b.lot_id, MIN(b.part_id), SUM(b.on_hand), COUNT(*) FROM balance b JOIN lot o ON o.id = b.lot_id
    WHERE o.serial_number IS NOT NULL AND b.on_hand <> 0
    GROUP BY b.lot_id HAVING COUNT(*) > 1 OR SUM(b.on_hand) <> 1000
    UNION ALL SELECT MAX(o.id), o.part_id, SUM(b.on_hand), 1000 FROM balance b JOIN lot o ON o.id = b.lot_id
    WHERE o.serial_number IS NOT NULL AND b.on_hand <> 0
    GROUP BY o.part_id, o.serial_number HAVING COUNT(DISTINCT o.id) > 1"""

OTHER_PART = """SELECT m.id, m.lot_id, m.part_id, o.part_id FROM movement m LEFT JOIN lot o ON o.id = m.lot_id
    WHERE o.id IS NULL OR o.part_id <> m.part_id"""

RELEASED = """SELECT m.id, m.lot_id, m.quantity, CASE WHEN m.kind = 'release' THEN c.passed ELSE c.failed END
    FROM movement m LEFT JOIN clearance c ON c.id = m.clearance_id AND c.lot_id = m.lot_id
        AND c.hold_location_id = m.from_location_id
    WHERE m.kind IN ('release', 'rejection')
    AND (c.id IS NULL OR CASE WHEN m.kind = 'release' THEN c.passed ELSE c.failed END <> m.quantity)"""

HOLD_LEFT = """SELECT m.id, m.lot_id, m.from_location_id, m.to_location_id FROM movement m
    JOIN location f ON f.id = m.from_location_id WHERE f.kind = 'hold' AND m.kind NOT IN ('release', 'rejection')
    AND NOT (m.kind = 'reversal' AND EXISTS (SELECT 1 FROM movement o WHERE o.id = m.reverses_id
        AND o.from_location_id = m.to_location_id AND o.to_location_id = m.from_location_id
        AND o.lot_id = m.lot_id AND o.quantity = m.quantity))"""

SAME_EYES = """SELECT c.id, c.lot_id, c.inspected_by_id, o.brought_by_id FROM clearance c JOIN lot o ON o.id = c.lot_id
    WHERE c.inspected_by_id = o.brought_by_id"""

ADJUSTED = """SELECT m.count_line_id, MIN(m.lot_id),
    SUM(CASE WHEN t.kind = 'variance' THEN -m.quantity ELSE m.quantity END), MIN(c.counted - c.book)
    FROM movement m JOIN location t ON t.id = m.to_location_id
    LEFT JOIN count c ON c.count_line_id = m.count_line_id
        AND c.round = (SELECT MAX(round) FROM count d WHERE d.count_line_id = m.count_line_id)
    LEFT JOIN count_line i ON i.id = m.count_line_id
    LEFT JOIN stock_take_approval a ON a.stock_take_id = i.stock_take_id
    WHERE m.kind = 'adjustment' GROUP BY m.count_line_id
    HAVING MIN(a.stock_take_id) IS NULL OR MIN(c.id) IS NULL
    OR SUM(CASE WHEN t.kind = 'variance' THEN -m.quantity ELSE m.quantity END) <> MIN(c.counted - c.book)"""

OLD_IN_STOCK = """SELECT b.location_id, b.lot_id, b.on_hand, 0 FROM balance b JOIN lot o ON o.id = b.lot_id
    JOIN location l ON l.id = b.location_id
    WHERE o.origin = 'old' AND b.on_hand <> 0 AND l.kind NOT IN ('defective', 'workshop')"""

OLD_RETURNED = """SELECT d.id, d.work_order_id, d.returned, COALESCE(SUM(r.quantity), 0) FROM old_part_debt d
    LEFT JOIN old_part_receipt r ON r.debt_id = d.id AND r.undone_at IS NULL
    GROUP BY d.id, d.work_order_id, d.returned HAVING d.returned <> COALESCE(SUM(r.quantity), 0)"""

CHECKS: tuple[tuple[str, str, str], ...] = (
    ("balance_not_the_movements", "location {0}, lot {1}", BALANCES),
    ("balance_in_another_place", "location {0}, lot {1}", PLACES_OF_BALANCES),
    ("stock_not_the_balances", "part {0}, store {1}", STOCK),
    ("reserved_not_the_reservations", "part {0}, store {1}", RESERVED),
    ("reserved_beyond_on_hand", "part {0}, store {1}", PROMISED),
    ("balance_below_zero", "location {0}, lot {1}", NEGATIVE),
    ("movement_from_or_to_nowhere", "lot {0}, part {1}", ZERO_SUM),
    ("lot_not_zero_sum", "lot {0}, part {1}", LOT_TOTALS),
    ("serial_in_two_places", "lot {0}, part {1}", SERIALS),
    ("movement_of_another_part", "movement {0}, lot {1}", OTHER_PART),
    ("released_without_clearance", "movement {0}, lot {1}", RELEASED),
    ("hold_left_by_another_way", "movement {0}, lot {1}", HOLD_LEFT),
    ("inspected_by_who_brought_it", "clearance {0}, lot {1}", SAME_EYES),
    ("old_part_in_stock", "location {0}, lot {1}", OLD_IN_STOCK),
    ("old_part_debt_not_the_receipts", "debt {0}, work order {1}", OLD_RETURNED),
    ("adjusted_without_approved_count", "count line {0}, lot {1}", ADJUSTED),
    *LOT_CHECKS,
    *TURN_CHECKS,
)
"""Name, where, and the query whose rows are wrong: two keys, what stands there, what should."""


def verify(session: Session, progress: Callable[[str], None] | None = None) -> Findings:
    """Recount everything that follows from the movements and walk both chains; reads only.

    `progress` is called with the name of each check before it runs.
    """
    tell = progress or (lambda _name: None)
    findings: list[Finding] = []
    for name, where, sql in CHECKS:
        tell(name)
        findings.extend(_wrong(session, name, where, sql))
    tell("period_not_the_ledger")
    findings.extend(Finding(name, where, str(a), str(b)) for name, where, a, b in _first(period_differences(session)))
    tell("checkpoint_not_the_movements")
    kept = _first(balance_differences(session))
    findings.extend(Finding(name, where, str(a), str(b)) for name, where, a, b in kept)
    found = _first(checkpoint_differences(session))
    findings.extend(Finding(name, where, str(a), str(b)) for name, where, a, b in found)
    tell("issued_out_of_order")
    findings.extend(Finding(*each) for each in _first(turn_differences(session)))
    tell("movement_chain")
    broken, movements, head = _walk(session)
    findings.extend(broken)
    tell("audit_chain")
    findings.extend(
        Finding("audit_chain", f"audit {each}", "broken", "whole") for each in verify_audit(session)[:MOST_EACH]
    )
    return Findings(tuple(findings), movements, head)


def _first(differences: Iterator[T]) -> Iterator[T]:
    return itertools.islice(differences, MOST_EACH)


def _wrong(session: Session, name: str, where: str, sql: str) -> Iterator[Finding]:
    query = text(f"SELECT * FROM ({sql}) wrong LIMIT {MOST_EACH}")
    for row in session.execute(query):
        first, second, stands, should = row
        yield Finding(name, where.format(first, second), str(stands), str(should))


def _walk(session: Session) -> tuple[list[Finding], int, str]:
    """Follow the chain of movements: ids without a gap, each hash right, each link that of the row before.

    Others may write meanwhile, so the head is read before and after: the walk must come through the first and end by
    the second.
    """
    findings: list[Finding] = []
    columns = list(Movement.__table__.columns)
    names = [column.key for column in columns]
    begun = _head(session)
    rows = session.execute(select(*columns).order_by(Movement.id).execution_options(yield_per=5000))
    number, previous, passed = 0, GENESIS, begun == (0, GENESIS)
    for values in rows:
        row: dict[str, Any] = dict(zip(names, values, strict=True))
        for check, stands, should in _links(row, number + 1, previous):
            if len(findings) < MOST_EACH:
                findings.append(Finding(check, f"movement {row['id']}", stands, should))
        number, previous = row["id"], row["hash"]
        passed = passed or (number, previous) == begun
    ended = _head(session)
    if not passed or number > ended[0]:
        findings.append(Finding("chain_head", "movement", str(begun), f"({number}, '{previous}')"))
    return findings, number, previous


def _head(session: Session) -> tuple[int, str]:
    row = session.execute(select(ChainHead.last_id, ChainHead.hash).where(ChainHead.name == "movement")).one_or_none()
    return (row[0], row[1]) if row else (-1, "")


def _links(row: dict[str, Any], number: int, previous: str) -> Iterator[tuple[str, str, str]]:
    if row["id"] != number:
        yield "chain_gap", str(row["id"]), str(number)
    if row["previous_hash"] != previous:
        yield "chain_link", row["previous_hash"], previous
    own = chained(row["previous_hash"], chain_fields(row))
    if row["hash"] != own:
        yield "movement_changed", row["hash"], own
