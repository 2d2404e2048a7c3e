"""What the database itself refuses of a movement, and how balances follow it: see `docs/ledger.md`."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

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

FROM_SHELF = f"{FROM_KIND} IN ({SHELF}) AND NOT ({TO_KIND} IN ({SHELF}) AND {FROM_STORE} = {TO_STORE})"
TO_SHELF = f"{TO_KIND} IN ({SHELF}) AND NOT ({FROM_KIND} IN ({SHELF}) AND {FROM_STORE} = {TO_STORE})"
PROJECTIONS: tuple[tuple[str, str, str], ...] = (
    (
        f"{FROM_KIND} IN ({kinds_in(PHYSICAL)})",
        """UPDATE balance SET on_hand = on_hand - NEW.quantity, last_movement_id = NEW.id
            WHERE location_id = NEW.from_location_id AND lot_id = NEW.lot_id""",
        "",
    ),
    (
        f"{TO_KIND} IN ({kinds_in(PHYSICAL)})",
        """UPDATE balance SET on_hand = on_hand + NEW.quantity, last_movement_id = NEW.id
            WHERE location_id = NEW.to_location_id AND lot_id = NEW.lot_id AND last_movement_id < NEW.id""",
        f"""INSERT INTO balance (location_id, lot_id, part_id, store_id, issueable, on_hand, last_movement_id,
            rank_on, expires_on) SELECT NEW.to_location_id, NEW.lot_id, NEW.part_id, {TO_STORE}, {TO_KIND} IN ({SHELF}),
            NEW.quantity, NEW.id, {LOT_RANK}, {LOT_EXPIRY}
            WHERE NOT EXISTS (SELECT 1 FROM balance WHERE location_id = NEW.to_location_id AND lot_id = NEW.lot_id)""",
    ),
    (
        FROM_SHELF,
        f"""UPDATE stock SET on_hand = on_hand - NEW.quantity, last_movement_id = NEW.id
            WHERE part_id = NEW.part_id AND store_id = {FROM_STORE}""",
        "",
    ),
    (
        TO_SHELF,
        f"""UPDATE stock SET on_hand = on_hand + NEW.quantity, last_movement_id = NEW.id
            WHERE part_id = NEW.part_id AND store_id = {TO_STORE} AND last_movement_id < NEW.id""",
        f"""INSERT INTO stock (part_id, store_id, on_hand, reserved, last_movement_id)
            SELECT NEW.part_id, {TO_STORE}, NEW.quantity, 0, NEW.id
            WHERE NOT EXISTS (SELECT 1 FROM stock WHERE part_id = NEW.part_id AND store_id = {TO_STORE})""",
    ),
)
"""When, how balances follow a movement, and how where there is no row yet; an explicit refusal above comes first,
because an outer INSERT OR IGNORE on SQLite would swallow a failed check down here."""

LOOKED_UP = {
    FROM_KIND: "seen.source_kind",
    TO_KIND: "seen.target_kind",
    FROM_STORE: "seen.source_store",
    TO_STORE: "seen.target_store",
    LOT_PART: "seen.lot_part",
    LOT_RANK: "seen.lot_rank",
    LOT_EXPIRY: "seen.lot_expiry",
    LOT_SERIAL: "seen.lot_serial",
    LOT_ORIGIN: "seen.lot_origin",
}
"""What the PostgreSQL function has read once in place of the look-ups."""
SEEN = """SELECT s.kind AS source_kind, s.store_id AS source_store, t.kind AS target_kind, t.store_id AS target_store,
    l.part_id AS lot_part, l.rank_on AS lot_rank, l.expires_on AS lot_expiry, l.serial_number AS lot_serial,
    l.origin AS lot_origin INTO seen FROM (SELECT 1) one LEFT JOIN location s ON s.id = NEW.from_location_id
    LEFT JOIN location t ON t.id = NEW.to_location_id LEFT JOIN lot l ON l.id = NEW.lot_id;"""
SEEN_DECLARED = "seen record; refused text;"
ALWAYS = {"NEW.id > 0", "NEW.kind <> 'reversal'"}


def _localised(sql: str) -> str:
    for lookup, variable in LOOKED_UP.items():
        sql = sql.replace(lookup, variable)
    return sql


def refused_in_turn(checks: Iterable[tuple[str, str, str]]) -> tuple[str, str]:
    """Return checks (code, when, what is wrong), tried in this order, as bodies of triggers on both engines.

    A function of PostgreSQL needs a query of its own for each condition that looks at other rows: the conditions that
    speak of every movement go as one, the others are not even looked at where they do not apply.
    """
    checks = tuple(checks)
    sqlite = [f"SELECT RAISE(ABORT, 'sparewell:{code}') WHERE ({when}) AND ({wrong});" for code, when, wrong in checks]
    postgres = []
    for together, some in groupby(checks, lambda check: check[1] in ALWAYS or "SELECT" not in _localised(check[2])):
        if together:
            cases = " ".join(f"WHEN ({when}) AND ({wrong}) THEN '{code}'" for code, when, wrong in some)
            postgres.append(
                f"refused := CASE {cases} END; IF refused IS NOT NULL THEN"
                " RAISE EXCEPTION 'sparewell:%', refused USING ERRCODE = 'check_violation'; END IF;"
            )
            continue
        postgres += [
            f"IF {when} THEN IF {wrong} THEN"
            f" RAISE EXCEPTION 'sparewell:{code}' USING ERRCODE = 'check_violation'; END IF; END IF;"
            for code, when, wrong in some
        ]
    return "\n".join(sqlite), _localised("\n".join(postgres))


def _projected() -> tuple[str, str]:
    """Return how balances follow as bodies of triggers; on SQLite the row that is missing is made first."""
    sqlite, postgres = "", ""
    for when, change, begin in PROJECTIONS:
        sqlite += f"{begin} AND ({when});" if begin else ""
        sqlite += f"{change} AND ({when});"
        otherwise = f" IF NOT FOUND THEN {begin}; END IF;" if begin else ""
        postgres += f"IF {when} THEN {change};{otherwise} END IF;"
    return sqlite, _localised(postgres)


def _movement_trigger() -> None:
    (sqlite, postgres), (sqlite_follows, postgres_follows) = refused_in_turn(CHECKS), _projected()
    typed = "".join(f"SELECT RAISE(ABORT, 'sparewell:{code}') WHERE {wrong};" for code, wrong in SQLITE_CHECKS)
    guard(
        "movement_posted",
        sqlite=f"CREATE TRIGGER movement_posted AFTER INSERT ON movement BEGIN {typed}{sqlite}{sqlite_follows} END",
        postgresql=trigger_function(
            "movement_posted",
            "movement",
            "AFTER INSERT",
            f"{SEEN}{postgres}{postgres_follows}",
            SEEN_DECLARED,
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
