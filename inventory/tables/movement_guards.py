"""What the database itself refuses of a movement, and how balances follow it: see `docs/ledger.md`."""

from __future__ import annotations

from collections.abc import Iterable

from inventory.places import EXTERNAL, ISSUEABLE, OUTWARD, PHYSICAL, SAME_STORE, STRUCTURAL, LocationKind
from kernel.guards import (
    append_only,
    guard,
    trigger_function,
)
from kernel.tables import chain


def kinds_in(kinds: Iterable[LocationKind]) -> str:
    """Return kinds of place as the list of an SQL condition."""
    return ", ".join(f"'{kind}'" for kind in sorted(kinds))


FROM = "(SELECT {0} FROM location WHERE id = NEW.from_location_id)"
TO = "(SELECT {0} FROM location WHERE id = NEW.to_location_id)"
FROM_KIND, TO_KIND = FROM.format("kind"), TO.format("kind")
FROM_STORE, TO_STORE = FROM.format("store_id"), TO.format("store_id")
LOT = "(SELECT {0} FROM lot WHERE id = NEW.lot_id)"
LOT_PART, LOT_RANK, LOT_EXPIRY, LOT_SERIAL, LOT_ORIGIN = (
    LOT.format(column) for column in ("part_id", "rank_on", "expires_on", "serial_number", "origin")
)
SAME_STORE_KINDS = ", ".join(f"'{kind}'" for kind in SAME_STORE)
OUTWARD_KINDS = ", ".join(f"'{kind}'" for kind in OUTWARD)
IN_A_STORE = kinds_in(PHYSICAL - {LocationKind.WORK_ORDER})
SHELF = kinds_in(ISSUEABLE)
OUTSIDE = kinds_in(EXTERNAL)
LARGEST_MOVE = 10**15
"""A million million units: no sum of such moves leaves 64 bits, where SQLite would go on in floats."""

OLDER = f"""EXISTS (SELECT 1 FROM balance b JOIN lot older ON older.id = b.lot_id
    WHERE b.part_id = NEW.part_id AND b.store_id = {FROM_STORE} AND b.on_hand > 0 AND b.issueable
    AND (b.rank_on, b.lot_id) < ({LOT_RANK}, CASE WHEN {LOT_SERIAL} IS NULL THEN NEW.lot_id ELSE 0 END)
    AND (b.expires_on IS NULL OR b.expires_on >= NEW.moved_on)
    AND (older.origin = 'refurbished') = ({LOT_ORIGIN} = 'refurbished')
    AND NOT EXISTS (SELECT 1 FROM frozen_lot z WHERE z.lot_id = b.lot_id))"""

EXCEPTION = """EXISTS (SELECT 1 FROM fifo_exception x JOIN work_order w ON w.id = x.work_order_id
    WHERE x.id = NEW.fifo_exception_id AND x.lot_id = NEW.lot_id AND w.location_id = NEW.to_location_id)"""

LATEST_COUNT = """SELECT {0} FROM count c WHERE c.count_line_id = NEW.count_line_id
    AND c.round = (SELECT MAX(round) FROM count WHERE count_line_id = NEW.count_line_id)"""

CHECKS: tuple[tuple[str, str, str], ...] = (
    (
        "amount_out_of_range",
        "NEW.id > 0",
        f"NEW.quantity <= 0 OR NEW.quantity > {LARGEST_MOVE} OR NEW.from_location_id = NEW.to_location_id",
    ),
    (
        "other_posting",
        "NEW.id > 0",
        (
            "NOT EXISTS (SELECT 1 FROM posting p WHERE p.id = NEW.posting_id AND p.by_id = NEW.by_id"
            " AND p.moved_on = NEW.moved_on AND p.posted_at = NEW.posted_at)"
        ),
    ),
    ("period_closed", "NEW.id > 0", "EXISTS (SELECT 1 FROM period_close c WHERE c.ends_on >= NEW.moved_on)"),
    (
        "no_store",
        f"{FROM_KIND} IN ({IN_A_STORE}) OR {TO_KIND} IN ({IN_A_STORE})",
        (
            f"({FROM_KIND} IN ({IN_A_STORE}) AND {FROM_STORE} IS NULL)"
            f" OR ({TO_KIND} IN ({IN_A_STORE}) AND {TO_STORE} IS NULL)"
        ),
    ),
    (
        "no_such_move",
        "NEW.kind <> 'reversal'",
        (
            f"NOT EXISTS (SELECT 1 FROM movement_rule r WHERE r.kind = NEW.kind AND r.from_kind = {FROM_KIND}"
            f" AND r.to_kind = {TO_KIND})"
        ),
    ),
    (
        "other_store",
        f"NEW.kind IN ({SAME_STORE_KINDS})",
        f"{FROM_STORE} <> {TO_STORE}",
    ),
    (
        "other_part",
        "NEW.id > 0",
        f"COALESCE({LOT_PART}, 0) <> NEW.part_id",
    ),
    (
        "not_whole_steps",
        "NEW.id > 0",
        (
            "COALESCE(NEW.quantity % (SELECT u.step FROM part p JOIN unit u ON u.id = p.unit_id"
            " WHERE p.id = NEW.part_id), 1) <> 0"
        ),
    ),
    (
        "not_inspected",
        "NEW.kind = 'release'",
        (
            "NOT EXISTS (SELECT 1 FROM clearance c WHERE c.id = NEW.clearance_id AND c.lot_id = NEW.lot_id"
            " AND c.hold_location_id = NEW.from_location_id AND c.passed = NEW.quantity)"
        ),
    ),
    (
        "not_inspected",
        "NEW.kind = 'rejection'",
        (
            "NOT EXISTS (SELECT 1 FROM clearance c WHERE c.id = NEW.clearance_id AND c.lot_id = NEW.lot_id"
            " AND c.hold_location_id = NEW.from_location_id AND c.failed = NEW.quantity)"
        ),
    ),
    (
        "work_order_closed",
        f"{TO_KIND} = 'work_order'",
        "NOT EXISTS (SELECT 1 FROM work_order w WHERE w.location_id = NEW.to_location_id AND w.state = 'open')",
    ),
    (
        "lot_expired",
        "NEW.kind = 'issue'",
        f"COALESCE({LOT_EXPIRY} < NEW.moved_on, false)",
    ),
    (
        "lot_frozen",
        f"NEW.kind IN ({OUTWARD_KINDS})",
        "EXISTS (SELECT 1 FROM frozen_lot z WHERE z.lot_id = NEW.lot_id)",
    ),
    ("out_of_order", "NEW.kind = 'issue'", f"{OLDER} AND NOT {EXCEPTION}"),
    (
        "count_not_approved",
        "NEW.kind = 'adjustment'",
        (
            "NOT EXISTS (SELECT 1 FROM count_line l JOIN stock_take_approval a ON a.stock_take_id = l.stock_take_id"
            " WHERE l.id = NEW.count_line_id AND l.part_id = NEW.part_id AND l.cause IS NOT NULL"
            " AND l.location_id IN (NEW.from_location_id, NEW.to_location_id))"
        ),
    ),
    (
        "not_the_variance",
        "NEW.kind = 'adjustment'",
        (
            f"COALESCE(({LATEST_COUNT.format('c.counted - c.book')}), 0) *"
            f" (CASE WHEN {TO_KIND} = 'variance' THEN -1 ELSE 1 END)"
            " < (SELECT SUM(m.quantity) FROM movement m WHERE m.count_line_id = NEW.count_line_id)"
        ),
    ),
    (
        "not_inspected",
        f"NEW.kind = 'adjustment' AND {FROM_KIND} = 'variance'",
        "NOT EXISTS (SELECT 1 FROM clearance c WHERE c.lot_id = NEW.lot_id AND c.passed > 0)",
    ),
    (
        "loss_not_approved",
        "NEW.kind = 'loss'",
        (
            "NOT EXISTS (SELECT 1 FROM posting p JOIN transfer t ON t.number = p.reference WHERE p.id = NEW.posting_id"
            " AND (SELECT SUM(s.quantity) FROM transfer_settlement s WHERE s.transfer_id = t.id"
            " AND s.part_id = NEW.part_id AND s.cause = 'lost' AND s.state = 'posted')"
            " >= (SELECT SUM(m.quantity) FROM movement m JOIN posting o ON o.id = m.posting_id"
            " AND o.reference = t.number WHERE m.kind = 'loss' AND m.part_id = NEW.part_id))"
        ),
    ),
    (
        "piece_of_another_transfer",
        f"NEW.kind IN ('transfer_in', 'loss') AND {LOT_SERIAL} IS NOT NULL",
        (
            "COALESCE((SELECT o.reference FROM movement m JOIN posting o ON o.id = m.posting_id"
            " WHERE m.lot_id = NEW.lot_id AND m.id < NEW.id ORDER BY m.id DESC LIMIT 1), '')"
            " <> (SELECT p.reference FROM posting p WHERE p.id = NEW.posting_id)"
        ),
    ),
    (
        "loss_not_approved",
        f"NEW.kind = 'loss' AND {LOT_SERIAL} IS NOT NULL",
        (
            "NOT EXISTS (SELECT 1 FROM posting p JOIN transfer t ON t.number = p.reference"
            " JOIN transfer_settlement s ON s.transfer_id = t.id AND s.cause = 'lost' AND s.state = 'posted'"
            " JOIN transfer_settlement_piece e ON e.settlement_id = s.id AND e.lot_id = NEW.lot_id"
            " WHERE p.id = NEW.posting_id)"
        ),
    ),
    (
        "not_the_mirror",
        "NEW.kind = 'reversal'",
        (
            "NOT EXISTS (SELECT 1 FROM movement m WHERE m.id = NEW.reverses_id AND m.id < NEW.id"
            " AND m.kind <> 'reversal' AND m.lot_id = NEW.lot_id AND m.quantity = NEW.quantity"
            " AND m.from_location_id = NEW.to_location_id AND m.to_location_id = NEW.from_location_id)"
        ),
    ),
    (
        "no_such_move",
        "NEW.id > 0",
        f"{FROM_KIND} IN ({kinds_in(STRUCTURAL)}) OR {TO_KIND} IN ({kinds_in(STRUCTURAL)})",
    ),
    (
        "insufficient_stock",
        f"{FROM_KIND} IN ({kinds_in(PHYSICAL)})",
        (
            "COALESCE((SELECT on_hand FROM balance"
            " WHERE location_id = NEW.from_location_id AND lot_id = NEW.lot_id), 0) < NEW.quantity"
        ),
    ),
    (
        "reserved_for_others",
        f"{FROM_KIND} IN ({SHELF}) AND NOT ({TO_KIND} IN ({SHELF}) AND {FROM_STORE} = {TO_STORE})",
        (
            "COALESCE((SELECT on_hand - reserved FROM stock"
            f" WHERE part_id = NEW.part_id AND store_id = {FROM_STORE}), 0) < NEW.quantity"
        ),
    ),
    (
        "serial_twice",
        f"{LOT_SERIAL} IS NOT NULL",
        (
            f"NEW.quantity <> 1000 OR ({FROM_KIND} IN ({OUTSIDE})"
            " AND EXISTS (SELECT 1 FROM lot o JOIN balance b ON b.lot_id = o.id"
            f" WHERE o.part_id = NEW.part_id AND o.serial_number = {LOT_SERIAL} AND b.on_hand > 0))"
        ),
    ),
)
"""Code, when it applies, what is wrong; tried in this order after a movement is inserted, before balances follow."""

SQLITE_CHECKS: tuple[tuple[str, str], ...] = (
    ("amount_not_a_number", "typeof(NEW.quantity) <> 'integer' OR typeof(NEW.lot_id) <> 'integer'"),
    ("not_a_date", "date(NEW.moved_on) IS NOT NEW.moved_on"),
    ("not_a_date", "datetime(NEW.posted_at) IS NULL"),
)
"""What the column types of PostgreSQL refuse by themselves; on SQLite a connection can switch column checks off."""

PROJECTIONS = (
    f"""UPDATE balance SET on_hand = on_hand - NEW.quantity, last_movement_id = NEW.id
        WHERE location_id = NEW.from_location_id AND lot_id = NEW.lot_id AND {FROM_KIND} IN ({kinds_in(PHYSICAL)})""",
    f"""INSERT INTO balance (location_id, lot_id, part_id, store_id, issueable, on_hand, last_movement_id,
        rank_on, expires_on) SELECT NEW.to_location_id, NEW.lot_id, NEW.part_id, {TO_STORE}, {TO_KIND} IN ({SHELF}),
        NEW.quantity, NEW.id, {LOT_RANK}, {LOT_EXPIRY}
        WHERE {TO_KIND} IN ({kinds_in(PHYSICAL)}) AND NOT EXISTS
        (SELECT 1 FROM balance WHERE location_id = NEW.to_location_id AND lot_id = NEW.lot_id)""",
    """UPDATE balance SET on_hand = on_hand + NEW.quantity, last_movement_id = NEW.id
        WHERE location_id = NEW.to_location_id AND lot_id = NEW.lot_id AND last_movement_id < NEW.id""",
    f"""UPDATE stock SET on_hand = on_hand - NEW.quantity, last_movement_id = NEW.id
        WHERE part_id = NEW.part_id AND store_id = {FROM_STORE} AND {FROM_KIND} IN ({SHELF})
        AND NOT ({TO_KIND} IN ({SHELF}) AND {FROM_STORE} = {TO_STORE})""",
    f"""INSERT INTO stock (part_id, store_id, on_hand, reserved, last_movement_id)
        SELECT NEW.part_id, {TO_STORE}, NEW.quantity, 0, NEW.id
        WHERE {TO_KIND} IN ({SHELF}) AND NOT ({FROM_KIND} IN ({SHELF}) AND {FROM_STORE} = {TO_STORE})
        AND NOT EXISTS (SELECT 1 FROM stock WHERE part_id = NEW.part_id AND store_id = {TO_STORE})""",
    f"""UPDATE stock SET on_hand = on_hand + NEW.quantity, last_movement_id = NEW.id
        WHERE part_id = NEW.part_id AND store_id = {TO_STORE} AND {TO_KIND} IN ({SHELF})
        AND NOT ({FROM_KIND} IN ({SHELF}) AND {FROM_STORE} = {TO_STORE}) AND last_movement_id < NEW.id""",
)
"""How balances follow a movement; an explicit refusal above comes first, because an outer INSERT OR IGNORE on SQLite
would swallow a failed check down here."""


def _localised(sql: str) -> str:
    """Use the variables that the PostgreSQL function has read once in place of the look-ups."""
    for lookup, variable in (
        (FROM_KIND, "source_place.kind"),
        (TO_KIND, "target_place.kind"),
        (FROM_STORE, "source_place.store_id"),
        (TO_STORE, "target_place.store_id"),
        (LOT_PART, "moved_lot.part_id"),
        (LOT_RANK, "moved_lot.rank_on"),
        (LOT_EXPIRY, "moved_lot.expires_on"),
        (LOT_SERIAL, "moved_lot.serial_number"),
        (LOT_ORIGIN, "moved_lot.origin"),
    ):
        sql = sql.replace(lookup, variable)
    return sql


def _movement_trigger() -> None:
    sqlite = [f"SELECT RAISE(ABORT, 'sparewell:{code}') WHERE {wrong};" for code, wrong in SQLITE_CHECKS]
    sqlite += [f"SELECT RAISE(ABORT, 'sparewell:{code}') WHERE ({when}) AND ({wrong});" for code, when, wrong in CHECKS]
    sqlite += [f"{sql};" for sql in PROJECTIONS]
    postgres = [
        "SELECT * INTO source_place FROM location WHERE id = NEW.from_location_id;",
        "SELECT * INTO target_place FROM location WHERE id = NEW.to_location_id;",
        "SELECT * INTO moved_lot FROM lot WHERE id = NEW.lot_id;",
    ]
    for code, when, wrong in CHECKS:
        postgres.append(
            f"IF {_localised(when)} THEN IF {_localised(wrong)} THEN"
            f" RAISE EXCEPTION 'sparewell:{code}' USING ERRCODE = 'check_violation'; END IF; END IF;"
        )
    postgres += [f"{_localised(sql)};" for sql in PROJECTIONS]
    guard(
        "movement_posted",
        sqlite="CREATE TRIGGER movement_posted AFTER INSERT ON movement BEGIN " + "\n".join(sqlite) + " END",
        postgresql=trigger_function(
            "movement_posted",
            "movement",
            "AFTER INSERT",
            "\n".join(postgres),
            "source_place location%ROWTYPE; target_place location%ROWTYPE; moved_lot lot%ROWTYPE;",
        ),
        tables=(
            "movement",
            "balance",
            "stock",
            "clearance",
            "count",
            "count_line",
            "stock_take_approval",
            "period_close",
            "frozen_lot",
        ),
    )


append_only("movement", ("reverses_id",), ("fifo_exception_id",), ("clearance_id", "kind"))
chain("movement")  # by name before movement_posted: on PostgreSQL the head is locked before any balance
_movement_trigger()
