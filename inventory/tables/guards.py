"""What the database itself refuses in the ledger: see `docs/ledger.md` for each promise in words."""

from __future__ import annotations

from inventory.places import ISSUEABLE, PHYSICAL, RULES
from inventory.tables.movement_guards import kinds_in
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

append_only("lot", ("number",))
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
    "lot_serial_elsewhere",
    "lot",
    "BEFORE INSERT",
    "NEW.serial_number IS NOT NULL AND NEW.origin <> 'refurbished'"
    " AND EXISTS (SELECT 1 FROM lot o JOIN balance b ON b.lot_id = o.id WHERE o.part_id = NEW.part_id"
    " AND o.serial_number = NEW.serial_number AND b.on_hand > 0)",
    "serial_known",
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
STARTS = f"""EXISTS (SELECT 1 FROM movement m JOIN location l ON l.id = m.to_location_id JOIN lot t ON t.id = m.lot_id
    WHERE m.id = NEW.last_movement_id AND m.lot_id = NEW.lot_id AND m.part_id = NEW.part_id
    AND m.to_location_id = NEW.location_id AND m.quantity = NEW.on_hand AND l.kind IN ({kinds_in(PHYSICAL)})
    AND COALESCE(l.store_id, 0) = COALESCE(NEW.store_id, 0) AND NEW.issueable = (l.kind IN ({kinds_in(ISSUEABLE)}))
    AND t.rank_on = NEW.rank_on
    AND COALESCE(t.expires_on = NEW.expires_on, t.expires_on IS NULL AND NEW.expires_on IS NULL))"""

refuse(
    "balance_follows",
    "balance",
    "BEFORE UPDATE",
    f"NEW.last_movement_id <= OLD.last_movement_id OR NOT {FOLLOWS}",
    "kept_by_movements:balance",
)
refuse("balance_starts", "balance", "BEFORE INSERT", f"NOT {STARTS}", "kept_by_movements:balance")
frozen_columns("balance", "location_id", "lot_id", "part_id", "store_id", "issueable", "rank_on", "expires_on")
no_delete("balance")
no_replace("balance", ("location_id", "lot_id"))

STOCK_FOLLOWS = f"""EXISTS (SELECT 1 FROM movement m JOIN location f ON f.id = m.from_location_id
    JOIN location t ON t.id = m.to_location_id WHERE m.id = NEW.last_movement_id AND m.part_id = NEW.part_id AND (
    (f.kind IN ({kinds_in(ISSUEABLE)}) AND f.store_id = NEW.store_id AND NEW.on_hand = OLD.on_hand - m.quantity)
    OR (t.kind IN ({kinds_in(ISSUEABLE)}) AND t.store_id = NEW.store_id AND NEW.on_hand = OLD.on_hand + m.quantity))
    AND NOT (f.kind IN ({kinds_in(ISSUEABLE)}) AND t.kind IN ({kinds_in(ISSUEABLE)}) AND f.store_id = t.store_id))"""
PROMISED = """COALESCE((SELECT SUM(r.quantity) FROM reservation r WHERE r.part_id = NEW.part_id
    AND r.store_id = NEW.store_id AND r.state = 'open'), 0)"""
STOCK_STARTS = f"""EXISTS (SELECT 1 FROM movement m JOIN location t ON t.id = m.to_location_id
    WHERE m.id = NEW.last_movement_id AND m.part_id = NEW.part_id AND t.store_id = NEW.store_id
    AND t.kind IN ({kinds_in(ISSUEABLE)}) AND m.quantity = NEW.on_hand AND NEW.reserved = 0)"""

MOVED = "(NEW.on_hand <> OLD.on_hand OR NEW.last_movement_id <> OLD.last_movement_id)"
refuse(
    "stock_follows",
    "stock",
    "BEFORE UPDATE",
    f"NEW.reserved <> OLD.reserved OR NEW.last_movement_id <= OLD.last_movement_id OR NOT {STOCK_FOLLOWS}",
    "kept_by_movements:stock",
    only=MOVED,
)
refuse(
    "stock_promises",
    "stock",
    "BEFORE UPDATE",
    f"NEW.reserved <> {PROMISED}",
    "kept_by_movements:stock",
    only=f"NOT {MOVED}",
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
