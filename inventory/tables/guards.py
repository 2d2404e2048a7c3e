"""What the database itself refuses in the ledger: see `docs/ledger.md` for each promise in words."""

from __future__ import annotations

from collections.abc import Iterable

from inventory.places import EXTERNAL, ISSUEABLE, PHYSICAL, RULES, STRUCTURAL, LocationKind
from kernel.guards import (
    append_only,
    frozen_columns,
    guard,
    integers,
    no_delete,
    no_replace,
    other_person,
    refuse,
    trigger_function,
)
from kernel.tables import chain


def _in(kinds: Iterable[LocationKind]) -> str:
    return ", ".join(f"'{kind}'" for kind in sorted(kinds))


FROM = "(SELECT {0} FROM location WHERE id = NEW.from_location_id)"
TO = "(SELECT {0} FROM location WHERE id = NEW.to_location_id)"
FROM_KIND, TO_KIND = FROM.format("kind"), TO.format("kind")
FROM_STORE, TO_STORE = FROM.format("store_id"), TO.format("store_id")
LOT = "(SELECT {0} FROM lot WHERE id = NEW.lot_id)"
LOT_PART, LOT_RANK, LOT_EXPIRY, LOT_SERIAL = (
    LOT.format(column) for column in ("part_id", "rank_on", "expires_on", "serial_number")
)
SAME_STORE_KINDS = "'release', 'rejection', 'putaway', 'relocation', 'quarantine'"
IN_A_STORE = _in(PHYSICAL - {LocationKind.WORK_ORDER})
LARGEST_MOVE = 10**15
"""A million million units: no sum of such moves leaves 64 bits, where SQLite would go on in floats."""

OLDER = f"""EXISTS (SELECT 1 FROM balance b JOIN lot older ON older.id = b.lot_id
    WHERE b.part_id = NEW.part_id AND b.store_id = {FROM_STORE} AND b.on_hand > 0 AND b.issueable
    AND (older.rank_on < {LOT_RANK} OR (older.rank_on = {LOT_RANK} AND older.id < NEW.lot_id))
    AND (older.expires_on IS NULL OR older.expires_on >= NEW.moved_on))"""

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
        f"{FROM_KIND} IN ({_in(STRUCTURAL)}) OR {TO_KIND} IN ({_in(STRUCTURAL)})",
    ),
    (
        "insufficient_stock",
        f"{FROM_KIND} IN ({_in(PHYSICAL)})",
        (
            "COALESCE((SELECT on_hand FROM balance"
            " WHERE location_id = NEW.from_location_id AND lot_id = NEW.lot_id), 0) < NEW.quantity"
        ),
    ),
    (
        "reserved_for_others",
        f"{FROM_KIND} IN ({_in(ISSUEABLE)}) AND NOT ({TO_KIND} IN ({_in(ISSUEABLE)}) AND {FROM_STORE} = {TO_STORE})",
        (
            "COALESCE((SELECT on_hand - reserved FROM stock"
            f" WHERE part_id = NEW.part_id AND store_id = {FROM_STORE}), 0) < NEW.quantity"
        ),
    ),
    (
        "serial_twice",
        f"{LOT_SERIAL} IS NOT NULL",
        (
            f"NEW.quantity <> 1000 OR ({FROM_KIND} IN ({_in(EXTERNAL)})"
            " AND EXISTS (SELECT 1 FROM balance WHERE lot_id = NEW.lot_id AND on_hand > 0))"
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
        WHERE location_id = NEW.from_location_id AND lot_id = NEW.lot_id AND {FROM_KIND} IN ({_in(PHYSICAL)})""",
    f"""INSERT INTO balance (location_id, lot_id, part_id, store_id, issueable, on_hand, last_movement_id)
        SELECT NEW.to_location_id, NEW.lot_id, NEW.part_id, {TO_STORE}, {TO_KIND} IN ({_in(ISSUEABLE)}),
        NEW.quantity, NEW.id
        WHERE {TO_KIND} IN ({_in(PHYSICAL)}) AND NOT EXISTS
        (SELECT 1 FROM balance WHERE location_id = NEW.to_location_id AND lot_id = NEW.lot_id)""",
    """UPDATE balance SET on_hand = on_hand + NEW.quantity, last_movement_id = NEW.id
        WHERE location_id = NEW.to_location_id AND lot_id = NEW.lot_id AND last_movement_id < NEW.id""",
    f"""UPDATE stock SET on_hand = on_hand - NEW.quantity, last_movement_id = NEW.id
        WHERE part_id = NEW.part_id AND store_id = {FROM_STORE} AND {FROM_KIND} IN ({_in(ISSUEABLE)})
        AND NOT ({TO_KIND} IN ({_in(ISSUEABLE)}) AND {FROM_STORE} = {TO_STORE})""",
    f"""INSERT INTO stock (part_id, store_id, on_hand, reserved, last_movement_id)
        SELECT NEW.part_id, {TO_STORE}, NEW.quantity, 0, NEW.id
        WHERE {TO_KIND} IN ({_in(ISSUEABLE)}) AND NOT ({FROM_KIND} IN ({_in(ISSUEABLE)}) AND {FROM_STORE} = {TO_STORE})
        AND NOT EXISTS (SELECT 1 FROM stock WHERE part_id = NEW.part_id AND store_id = {TO_STORE})""",
    f"""UPDATE stock SET on_hand = on_hand + NEW.quantity, last_movement_id = NEW.id
        WHERE part_id = NEW.part_id AND store_id = {TO_STORE} AND {TO_KIND} IN ({_in(ISSUEABLE)})
        AND NOT ({FROM_KIND} IN ({_in(ISSUEABLE)}) AND {FROM_STORE} = {TO_STORE}) AND last_movement_id < NEW.id""",
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
        tables=("movement", "balance", "stock", "clearance", "count", "count_line", "stock_take_approval"),
    )


append_only("movement", ("reverses_id",), ("fifo_exception_id",), ("clearance_id", "kind"))
chain("movement")  # by name before movement_posted: on PostgreSQL the head is locked before any balance
_movement_trigger()

append_only("lot", ("number",), ("part_id", "serial_number"))
append_only("posting")
append_only("clearance")
append_only("fifo_exception")
other_person("clearance", "lot_id", "lot", "brought_by_id", "brought_by_id", "inspected_by_id")
integers("clearance", "passed", "failed")
integers("reservation", "quantity")
integers("count", "counted", "book", "ledger_id")
integers("lot", "unit_cost_cny")
refuse(
    "clearance_within_hold",
    "clearance",
    "BEFORE INSERT",
    "NEW.passed < 0 OR NEW.failed < 0 OR NEW.passed + NEW.failed > COALESCE((SELECT b.on_hand FROM balance b"
    " JOIN location h ON h.id = b.location_id AND h.kind = 'hold'"
    " WHERE b.location_id = NEW.hold_location_id AND b.lot_id = NEW.lot_id), 0)",
    "more_than_in_hold",
)
refuse("fifo_exception_signed", "fifo_exception", "BEFORE INSERT", "NEW.signed_by_id = NEW.asked_by_id", "four_eyes")
refuse(
    "lot_right",
    "lot",
    "BEFORE INSERT",
    "NEW.rank_on <> COALESCE(NEW.expires_on, NEW.received_on) OR NEW.unit_cost_cny < 0"
    " OR NOT EXISTS (SELECT 1 FROM part WHERE id = NEW.part_id)",
    "lot_not_right",
)
refuse(
    "lot_has_serial",
    "lot",
    "BEFORE INSERT",
    "NEW.serial_number IS NULL AND EXISTS (SELECT 1 FROM part WHERE id = NEW.part_id AND serial_tracked)",
    "serial_missing",
)
refuse(
    "part_keeps_measure",
    "part",
    "BEFORE UPDATE",
    "(NEW.unit_id <> OLD.unit_id OR NEW.serial_tracked <> OLD.serial_tracked)"
    " AND EXISTS (SELECT 1 FROM lot WHERE part_id = OLD.id)",
    "part_has_lots",
    columns=("unit_id", "serial_tracked"),
)
refuse(
    "unit_keeps_step",
    "unit",
    "BEFORE UPDATE",
    "NEW.step <> OLD.step AND EXISTS (SELECT 1 FROM part p JOIN lot l ON l.part_id = p.id WHERE p.unit_id = OLD.id)",
    "unit_in_use",
    columns=("step",),
)
refuse(
    "work_order_stays_closed",
    "work_order",
    "BEFORE UPDATE",
    "OLD.state <> 'open' AND NEW.state <> OLD.state",
    "work_order_closed",
    columns=("state",),
)

guard(
    "movement_rules",
    sqlite=[f"INSERT INTO movement_rule (kind, from_kind, to_kind) VALUES ('{k}', '{f}', '{t}')" for k, f, t in RULES],
    postgresql=[
        f"INSERT INTO movement_rule (kind, from_kind, to_kind) VALUES ('{k}', '{f}', '{t}')" for k, f, t in RULES
    ],
    tables=("movement_rule",),
)
refuse("movement_rule_fixed", "movement_rule", "BEFORE INSERT", "true", "append_only:movement_rule")
refuse("movement_rule_no_update", "movement_rule", "BEFORE UPDATE", "true", "append_only:movement_rule")
no_delete("movement_rule")

FOLLOWS = """EXISTS (SELECT 1 FROM movement m WHERE m.id = NEW.last_movement_id AND m.lot_id = NEW.lot_id AND (
    (m.from_location_id = NEW.location_id AND NEW.on_hand = OLD.on_hand - m.quantity)
    OR (m.to_location_id = NEW.location_id AND NEW.on_hand = OLD.on_hand + m.quantity)))"""
STARTS = f"""EXISTS (SELECT 1 FROM movement m JOIN location l ON l.id = m.to_location_id
    WHERE m.id = NEW.last_movement_id AND m.lot_id = NEW.lot_id AND m.part_id = NEW.part_id
    AND m.to_location_id = NEW.location_id AND m.quantity = NEW.on_hand AND l.kind IN ({_in(PHYSICAL)})
    AND COALESCE(l.store_id, 0) = COALESCE(NEW.store_id, 0) AND NEW.issueable = (l.kind IN ({_in(ISSUEABLE)})))"""

refuse(
    "balance_follows",
    "balance",
    "BEFORE UPDATE",
    f"NEW.last_movement_id <= OLD.last_movement_id OR NOT {FOLLOWS}",
    "kept_by_movements:balance",
)
refuse("balance_starts", "balance", "BEFORE INSERT", f"NOT {STARTS}", "kept_by_movements:balance")
frozen_columns("balance", "location_id", "lot_id", "part_id", "store_id", "issueable")
no_delete("balance")
no_replace("balance", ("location_id", "lot_id"))

STOCK_FOLLOWS = f"""EXISTS (SELECT 1 FROM movement m JOIN location f ON f.id = m.from_location_id
    JOIN location t ON t.id = m.to_location_id WHERE m.id = NEW.last_movement_id AND m.part_id = NEW.part_id AND (
    (f.kind IN ({_in(ISSUEABLE)}) AND f.store_id = NEW.store_id AND NEW.on_hand = OLD.on_hand - m.quantity)
    OR (t.kind IN ({_in(ISSUEABLE)}) AND t.store_id = NEW.store_id AND NEW.on_hand = OLD.on_hand + m.quantity))
    AND NOT (f.kind IN ({_in(ISSUEABLE)}) AND t.kind IN ({_in(ISSUEABLE)}) AND f.store_id = t.store_id))"""
PROMISED = """COALESCE((SELECT SUM(r.quantity) FROM reservation r WHERE r.part_id = NEW.part_id
    AND r.store_id = NEW.store_id AND r.state = 'open'), 0)"""
STOCK_STARTS = f"""EXISTS (SELECT 1 FROM movement m JOIN location t ON t.id = m.to_location_id
    WHERE m.id = NEW.last_movement_id AND m.part_id = NEW.part_id AND t.store_id = NEW.store_id
    AND t.kind IN ({_in(ISSUEABLE)}) AND m.quantity = NEW.on_hand AND NEW.reserved = 0)"""

refuse(
    "stock_follows",
    "stock",
    "BEFORE UPDATE",
    f"NOT ((NEW.reserved = OLD.reserved AND NEW.last_movement_id > OLD.last_movement_id AND {STOCK_FOLLOWS})"
    f" OR (NEW.on_hand = OLD.on_hand AND NEW.last_movement_id = OLD.last_movement_id AND NEW.reserved = {PROMISED}))",
    "kept_by_movements:stock",
)
refuse("stock_starts", "stock", "BEFORE INSERT", f"NOT {STOCK_STARTS}", "kept_by_movements:stock")
frozen_columns("stock", "part_id", "store_id")
no_delete("stock")
no_replace("stock", ("part_id", "store_id"))

refuse(
    "reservation_promises",
    "reservation",
    "BEFORE INSERT",
    "NEW.state <> 'open' OR NEW.quantity <= 0 OR NEW.quantity > COALESCE((SELECT on_hand - reserved FROM stock"
    " WHERE part_id = NEW.part_id AND store_id = NEW.store_id), 0)",
    "insufficient_stock",
)
refuse(
    "reservation_is_asked_for",
    "reservation",
    "BEFORE INSERT",
    "NOT EXISTS (SELECT 1 FROM part_request q WHERE q.id = NEW.part_request_id AND q.part_id = NEW.part_id"
    " AND q.store_id = NEW.store_id AND q.quantity - q.issued - q.cancelled >= NEW.quantity + COALESCE((SELECT"
    " SUM(r.quantity) FROM reservation r WHERE r.part_request_id = q.id AND r.state = 'open'), 0))",
    "not_asked_for",
)
refuse(
    "reservation_resolved_once",
    "reservation",
    "BEFORE UPDATE",
    "OLD.state <> 'open' AND NEW.state <> OLD.state",
    "reservation_resolved",
)
for _when, _condition, _sign in (
    ("INSERT", "true", "+"),
    ("UPDATE", "OLD.state = 'open' AND NEW.state <> 'open'", "-"),
):
    _name = f"reservation_{_when.lower()}_counts"
    _sql = f"""UPDATE stock SET reserved = reserved {_sign} NEW.quantity
        WHERE part_id = NEW.part_id AND store_id = NEW.store_id;"""
    guard(
        _name,
        sqlite=f"CREATE TRIGGER {_name} AFTER {_when} ON reservation WHEN {_condition} BEGIN {_sql} END",
        postgresql=trigger_function(_name, "reservation", f"AFTER {_when}", f"IF {_condition} THEN {_sql} END IF;"),
        tables=("reservation", "stock"),
    )

BOOK = """(COALESCE((SELECT SUM(b.on_hand) FROM balance b
        WHERE b.location_id = l.location_id AND b.part_id = l.part_id), 0)
    - COALESCE((SELECT SUM(CASE WHEN m.to_location_id = l.location_id THEN m.quantity ELSE -m.quantity END)
        FROM movement m WHERE m.id > NEW.ledger_id AND m.part_id = l.part_id
        AND l.location_id IN (m.from_location_id, m.to_location_id)), 0))"""

refuse(
    "count_knows_the_book",
    "count",
    "BEFORE INSERT",
    "NEW.counted < 0 OR NEW.ledger_id <> COALESCE((SELECT m.id FROM movement m WHERE m.posted_at <= NEW.counted_at"
    " ORDER BY m.id DESC LIMIT 1), 0) OR NOT EXISTS (SELECT 1 FROM count_line l"
    f" WHERE l.id = NEW.count_line_id AND NEW.book = {BOOK})",
    "not_the_book",
)
refuse(
    "count_in_turn",
    "count",
    "BEFORE INSERT",
    "NEW.round <> 1 + COALESCE((SELECT MAX(round) FROM count WHERE count_line_id = NEW.count_line_id), 0)",
    "count_out_of_turn",
)


def _before_approval(name: str, table: str, line: str) -> None:
    """Refuse a row of `table` once its stock-take is approved; the stock-take stays locked, so that neither waits."""
    approved = f"EXISTS (SELECT 1 FROM stock_take_approval a WHERE a.stock_take_id = {line})"
    guard(
        name,
        sqlite=f"""CREATE TRIGGER {name} BEFORE INSERT ON {table} WHEN {approved}
            BEGIN SELECT RAISE(ABORT, 'sparewell:count_approved'); END""",
        postgresql=trigger_function(
            name,
            table,
            "BEFORE INSERT",
            f"""PERFORM 1 FROM stock_take WHERE id = {line} FOR NO KEY UPDATE;
            IF {approved} THEN RAISE EXCEPTION 'sparewell:count_approved' USING ERRCODE = 'check_violation'; END IF;""",
        ),
        tables=(table, "stock_take", "count_line", "stock_take_approval"),
    )


_before_approval(
    "count_before_approval", "count", "(SELECT l.stock_take_id FROM count_line l WHERE l.id = NEW.count_line_id)"
)
_before_approval("count_line_before_approval", "count_line", "NEW.stock_take_id")
_before_approval("approval_only_once", "stock_take_approval", "NEW.stock_take_id")
refuse(
    "stock_take_approved_first",
    "stock_take",
    "BEFORE UPDATE",
    "NEW.state IN ('approved', 'posted') AND NOT EXISTS (SELECT 1 FROM stock_take_approval a"
    " WHERE a.stock_take_id = NEW.id) OR OLD.state IN ('posted', 'cancelled') AND NEW.state <> OLD.state",
    "count_not_approved",
    columns=("state",),
)
refuse(
    "count_line_settled",
    "count_line",
    "BEFORE UPDATE",
    "EXISTS (SELECT 1 FROM stock_take_approval a WHERE a.stock_take_id = OLD.stock_take_id)",
    "count_approved",
)
refuse(
    "stock_take_approval_no_counter",
    "stock_take_approval",
    "BEFORE INSERT",
    "EXISTS (SELECT 1 FROM count c JOIN count_line l ON l.id = c.count_line_id"
    " WHERE l.stock_take_id = NEW.stock_take_id AND NEW.approved_by_id IN (c.counted_by_id, c.entered_by_id))",
    "four_eyes",
)
