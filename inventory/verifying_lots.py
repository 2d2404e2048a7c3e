"""Recount what follows from lots: where they came from, what became of verdicts, what is worth what and promised."""

from __future__ import annotations

from inventory.places import EXTERNAL, VALUED, LocationKind

# ruff: noqa: S608  the checks are made of names in the code, never of what somebody typed


def _in(kinds: frozenset[LocationKind]) -> str:
    return ", ".join(f"'{kind}'" for kind in sorted(kinds))


LOT_WRONG = """SELECT o.id, o.part_id, o.rank_on, COALESCE(o.expires_on, o.received_on)
    FROM lot o LEFT JOIN part p ON p.id = o.part_id
    WHERE p.id IS NULL OR o.unit_cost_cny < 0 OR o.rank_on <> COALESCE(o.expires_on, o.received_on)
    OR (p.serial_tracked AND o.serial_number IS NULL)"""
"""Lots whose turn, cost or serial number is not as the rules have it."""

ORIGIN = """SELECT o.id, o.part_id, f.kind, o.origin
    FROM (SELECT lot_id, MIN(id) AS id FROM movement GROUP BY lot_id) first
    JOIN movement m ON m.id = first.id JOIN lot o ON o.id = m.lot_id JOIN location f ON f.id = m.from_location_id
    WHERE NOT (o.origin = 'purchase' AND f.kind IN ('supplier', 'opening')
        OR o.origin = 'opening' AND f.kind = 'opening'
        OR o.origin = 'refurbished' AND f.kind = 'conversion' OR o.origin = 'old' AND f.kind = 'customer')"""
"""Lots that came in from elsewhere than they say; goods of a purchase may have been declared as an opening."""

VERDICT_IDLE = """SELECT c.id, c.lot_id, COALESCE(SUM(m.quantity), 0), c.passed + c.failed
    FROM clearance c LEFT JOIN movement m ON m.clearance_id = c.id
    GROUP BY c.id, c.lot_id, c.passed, c.failed HAVING COALESCE(SUM(m.quantity), 0) <> c.passed + c.failed"""
"""Verdicts of which not all has left the hold: received = passed + failed + what still lies there."""

VALUES = f"""SELECT part_id, store_id, SUM(stands), SUM(should) FROM (
    SELECT b.part_id, l.store_id, CAST(b.on_hand AS NUMERIC) * o.unit_cost_cny AS stands, 0 AS should FROM balance b
        JOIN lot o ON o.id = b.lot_id JOIN location l ON l.id = b.location_id WHERE l.kind IN ({_in(VALUED)})
    UNION ALL SELECT m.part_id, t.store_id, 0, CAST(m.quantity AS NUMERIC) * o.unit_cost_cny FROM movement m
        JOIN lot o ON o.id = m.lot_id JOIN location t ON t.id = m.to_location_id WHERE t.kind IN ({_in(VALUED)})
    UNION ALL SELECT m.part_id, f.store_id, 0, CAST(-m.quantity AS NUMERIC) * o.unit_cost_cny FROM movement m
        JOIN lot o ON o.id = m.lot_id JOIN location f ON f.id = m.from_location_id WHERE f.kind IN ({_in(VALUED)})
    ) both_sides GROUP BY part_id, store_id HAVING SUM(stands) <> SUM(should)"""
"""Stock value by lot at its own cost against what came in less what went out at the same cost."""

PROMISED_TWICE = """SELECT q.id, q.part_id, SUM(r.quantity), q.quantity - q.issued - q.cancelled
    FROM reservation r JOIN part_request q ON q.id = r.part_request_id WHERE r.state = 'open'
    GROUP BY q.id, q.part_id, q.quantity, q.issued, q.cancelled
    HAVING SUM(r.quantity) > q.quantity - q.issued - q.cancelled"""
"""Requests to which more is promised than they still lack."""

PROMISED_ELSEWHERE = """SELECT r.id, r.part_id, r.store_id, q.store_id FROM reservation r
    JOIN part_request q ON q.id = r.part_request_id
    WHERE r.state = 'open' AND (r.part_id <> q.part_id OR r.store_id <> q.store_id OR r.quantity <= 0)"""
"""Promises of another part or in another store than was asked."""

NOBODYS = f"""SELECT b.location_id, b.lot_id, b.on_hand, 0 FROM balance b JOIN location l ON l.id = b.location_id
    WHERE b.on_hand <> 0 AND l.kind IN ({_in(EXTERNAL)})"""
"""Goods that the book has in the world outside."""

ANOTHER_TRANSFER = """SELECT m.id, m.lot_id, 0, m.posting_id FROM movement m
    JOIN lot o ON o.id = m.lot_id AND o.serial_number IS NOT NULL JOIN posting p ON p.id = m.posting_id
    WHERE m.kind IN ('transfer_in', 'loss') AND NOT EXISTS (SELECT 1 FROM movement f JOIN posting q
        ON q.id = f.posting_id AND q.reference = p.reference WHERE f.kind = 'transfer_out' AND f.id = (
        SELECT MAX(x.id) FROM movement x WHERE x.lot_id = m.lot_id AND x.id < m.id))"""
"""Tracked pieces that came, or were lost on the way, by another transfer than the one that sent them."""

CHECKS: tuple[tuple[str, str, str], ...] = (
    ("lot_not_right", "lot {0}, part {1}", LOT_WRONG),
    ("lot_of_another_origin", "lot {0}, part {1}", ORIGIN),
    ("verdict_not_carried_out", "clearance {0}, lot {1}", VERDICT_IDLE),
    ("value_not_the_movements", "part {0}, store {1}", VALUES),
    ("promised_beyond_the_request", "request {0}, part {1}", PROMISED_TWICE),
    ("promised_elsewhere", "reservation {0}, part {1}", PROMISED_ELSEWHERE),
    ("balance_outside", "location {0}, lot {1}", NOBODYS),
    ("piece_of_another_transfer", "movement {0}, lot {1}", ANOTHER_TRANSFER),
)
"""Name, where, and the query whose rows are wrong: two keys, what stands there, what should."""
