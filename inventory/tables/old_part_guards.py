"""What the database itself refuses of old parts: they never become stock, and nobody is let off unsigned."""

from __future__ import annotations

from inventory.places import MovementKind
from inventory.tables.movement_guards import FROM_KIND, LOT_ORIGIN, SEEN, SEEN_DECLARED, refused_in_turn
from kernel.errors import InvalidState
from kernel.guards import guard, refuse, trigger_function
from kernel.refusals import KINDS

KINDS.setdefault("verdict_followed", InvalidState)
KINDS.setdefault("old_part_note_closed", InvalidState)

# --- debts ----------------------------------------------------------------------------------------------------------

USED = """COALESCE((SELECT SUM(CASE WHEN m.to_location_id = w.location_id THEN m.quantity ELSE -m.quantity END)
    FROM work_order w JOIN movement m ON m.to_location_id = w.location_id OR m.from_location_id = w.location_id
    WHERE w.id = NEW.work_order_id AND m.part_id = NEW.part_id AND NOT EXISTS (SELECT 1 FROM location c
    WHERE c.id IN (m.from_location_id, m.to_location_id) AND c.kind = 'customer')), 0)"""
"""What a work order used of a part: what went in less what came back; what left with the customer was used."""

GRANTED = """FROM old_part_explanation e JOIN old_part_answer a ON a.explanation_id = e.id
    WHERE e.debt_id = NEW.id AND a.granted AND e.wish = """
CAME = """COALESCE((SELECT SUM(r.quantity) FROM old_part_receipt r WHERE r.debt_id = NEW.id AND r.undone_at IS NULL
    AND EXISTS (SELECT 1 FROM movement m WHERE m.lot_id = r.lot_id AND m.kind = 'old_return')), 0)"""

refuse(
    "old_part_debt_begins",
    "old_part_debt",
    "BEFORE INSERT",
    f"NEW.returned <> 0 OR NEW.excused <> 0 OR NEW.quantity <> {USED}",
    "not_what_was_used",
)
refuse(
    "old_part_debt_follows",
    "old_part_debt",
    "BEFORE UPDATE",
    f"NEW.quantity <> OLD.quantity AND NEW.quantity <> CASE WHEN {USED} > NEW.returned + NEW.excused"
    f" THEN {USED} ELSE NEW.returned + NEW.excused END",
    "not_what_was_used",
)
refuse(
    "old_part_debt_returned",
    "old_part_debt",
    "BEFORE UPDATE",
    f"NEW.returned <> OLD.returned AND NEW.returned <> {CAME}",
    "not_what_came_back",
)
refuse(
    "old_part_debt_excused",
    "old_part_debt",
    "BEFORE UPDATE",
    f"NEW.excused <> OLD.excused AND NEW.excused <> COALESCE((SELECT SUM(e.quantity) {GRANTED} 'let_off'), 0)",
    "not_signed",
)
refuse(
    "old_part_debt_due",
    "old_part_debt",
    "BEFORE UPDATE",
    f"NEW.due_on <> OLD.due_on AND NOT EXISTS (SELECT 1 {GRANTED} 'more_time' AND e.until_on = NEW.due_on)",
    "not_signed",
)
refuse(
    "old_part_debt_engineer",
    "old_part_debt",
    "BEFORE UPDATE",
    "NEW.engineer_id <> OLD.engineer_id AND NOT EXISTS (SELECT 1 FROM work_order w WHERE w.id = NEW.work_order_id"
    " AND w.engineer_id = NEW.engineer_id)",
    "not_the_engineer",
)
refuse(
    "old_part_explained_by_debtor",
    "old_part_explanation",
    "BEFORE INSERT",
    "NOT EXISTS (SELECT 1 FROM old_part_debt d WHERE d.id = NEW.debt_id AND d.engineer_id = NEW.explained_by_id"
    " AND NEW.quantity <= d.quantity - d.returned - d.excused)",
    "not_the_debtor",
)

# --- notes and what keepers confirm ---------------------------------------------------------------------------------

refuse(
    "old_part_note_line_right",
    "old_part_note_line",
    "BEFORE INSERT",
    "NEW.quantity <= 0 OR NOT EXISTS (SELECT 1 FROM old_part_note n JOIN old_part_debt d ON d.id = NEW.debt_id"
    " WHERE n.id = NEW.note_id AND n.state = 'open' AND n.engineer_id = d.engineer_id)",
    "not_the_debtor",
)
refuse(
    "old_part_note_ended",
    "old_part_note",
    "BEFORE UPDATE",
    "OLD.state = 'cancelled' OR (NEW.state = 'cancelled' AND EXISTS (SELECT 1 FROM old_part_receipt r"
    " JOIN old_part_note_line l ON l.id = r.line_id WHERE l.note_id = NEW.id AND r.undone_at IS NULL))",
    "old_part_note_closed",
)
RECEIPT_RIGHT = """EXISTS (SELECT 1 FROM old_part_note_line l JOIN old_part_note n ON n.id = l.note_id
    JOIN lot ON lot.id = NEW.lot_id JOIN location p ON p.id = NEW.location_id
    WHERE l.id = NEW.line_id AND l.debt_id = NEW.debt_id AND n.state = 'open' AND n.engineer_id = NEW.brought_by_id
    AND lot.origin = 'old' AND lot.part_id = l.part_id
    AND COALESCE(lot.serial_number, '') = COALESCE(l.serial_number, '')
    AND p.kind = 'defective' AND p.store_id = n.store_id
    AND NEW.quantity + COALESCE((SELECT SUM(r.quantity) FROM old_part_receipt r WHERE r.line_id = l.id
    AND r.undone_at IS NULL), 0) <= l.quantity)"""
refuse(
    "old_part_receipt_right",
    "old_part_receipt",
    "BEFORE INSERT",
    f"NEW.quantity <= 0 OR NEW.undone_at IS NOT NULL OR NOT {RECEIPT_RIGHT}"
    " OR EXISTS (SELECT 1 FROM movement m WHERE m.lot_id = NEW.lot_id)",
    "not_on_the_note",
)
refuse(
    "old_part_receipt_undone_once",
    "old_part_receipt",
    "BEFORE UPDATE",
    "OLD.undone_at IS NOT NULL OR EXISTS (SELECT 1 FROM old_part_verdict v WHERE v.lot_id = NEW.lot_id)",
    "verdict_followed",
)
refuse(
    "old_lot_worthless",
    "lot",
    "BEFORE INSERT",
    "NEW.origin = 'old' AND NEW.unit_cost_cny <> 0",
    "lot_not_right",
)

# --- verdicts and what follows --------------------------------------------------------------------------------------

LIES_HERE = """EXISTS (SELECT 1 FROM balance b JOIN location p ON p.id = b.location_id
    WHERE b.lot_id = NEW.lot_id AND p.kind = 'defective' AND b.on_hand > 0)"""
refuse(
    "old_part_verdict_in_turn",
    "old_part_verdict",
    "BEFORE INSERT",
    "NOT EXISTS (SELECT 1 FROM lot WHERE id = NEW.lot_id AND origin = 'old')"
    f" OR NOT {LIES_HERE} OR COALESCE(NEW.corrects_id, 0) <> COALESCE((SELECT MAX(v.id) FROM old_part_verdict v"
    " WHERE v.lot_id = NEW.lot_id), 0)",
    "verdict_followed",
)
refuse(
    "refurbishment_right",
    "refurbishment",
    "BEFORE INSERT",
    "NOT EXISTS (SELECT 1 FROM lot o JOIN lot n ON n.part_id = o.part_id WHERE o.id = NEW.old_lot_id"
    " AND n.id = NEW.new_lot_id AND o.origin = 'old' AND n.origin = 'refurbished'"
    " AND n.unit_cost_cny = NEW.unit_cost_cny)"
    " OR EXISTS (SELECT 1 FROM movement m WHERE m.lot_id = NEW.new_lot_id)",
    "not_refurbished",
)
MADE = "COALESCE((SELECT SUM(r.quantity) FROM refurbishment r WHERE r.workshop_line_id = NEW.id), 0)"
BACK = """COALESCE((SELECT SUM(m.quantity) FROM movement m JOIN posting p ON p.id = m.posting_id
    JOIN workshop_order o ON o.number = p.reference WHERE o.id = NEW.workshop_order_id AND m.lot_id = NEW.lot_id
    AND m.kind = 'repair_in'), 0)"""
refuse(
    "workshop_line_counts",
    "workshop_line",
    "BEFORE UPDATE",
    f"NEW.repaired <> {MADE} OR NEW.unrepaired <> {BACK}",
    "not_what_came_back",
)
refuse(
    "workshop_order_ends",
    "workshop_order",
    "BEFORE UPDATE",
    "OLD.state = 'closed' OR (NEW.state = 'closed' AND EXISTS (SELECT 1 FROM workshop_line l"
    " WHERE l.workshop_order_id = NEW.id AND l.repaired + l.unrepaired < l.quantity))",
    "workshop_order_open",
)

# --- the ledger -----------------------------------------------------------------------------------------------------

NEWEST = """(SELECT v.verdict FROM old_part_verdict v WHERE v.lot_id = NEW.lot_id ORDER BY v.id DESC LIMIT 1)"""
UNDOES = "(SELECT m.kind FROM movement m WHERE m.id = NEW.reverses_id)"

CHECKS: tuple[tuple[str, str, str], ...] = (
    ("old_part_never_stock", "NEW.kind = 'opening'", f"{LOT_ORIGIN} IN ('old', 'refurbished')"),
    (
        "not_on_the_note",
        "NEW.kind = 'old_return'",
        (
            "(NOT EXISTS (SELECT 1 FROM old_part_receipt r WHERE r.lot_id = NEW.lot_id"
            " AND r.quantity = NEW.quantity AND r.location_id = NEW.to_location_id AND r.undone_at IS NULL)"
            " OR EXISTS (SELECT 1 FROM movement m WHERE m.lot_id = NEW.lot_id AND m.id <> NEW.id))"
        ),
    ),
    (
        "not_fitted_yet",
        "NEW.kind = 'fitted'",
        ("NOT EXISTS (SELECT 1 FROM work_order w WHERE w.location_id = NEW.from_location_id AND w.state <> 'open')"),
    ),
    (
        "no_such_verdict",
        f"{FROM_KIND} = 'defective'",
        (
            "COALESCE(CASE NEW.kind"
            f" WHEN 'supplier_return' THEN {NEWEST} = 'to_maker' WHEN 'scrap' THEN {NEWEST} IN ('scrap', 'to_maker')"
            f" WHEN 'repair_out' THEN {NEWEST} = 'repair' WHEN 'refurbishment' THEN {NEWEST} = 'restock'"
            f" ELSE {UNDOES} = 'old_return' END, false) = false"
        ),
    ),
    (
        "not_at_the_workshop",
        "NEW.kind = 'repair_out'",
        (
            "NOT EXISTS (SELECT 1 FROM workshop_line l JOIN workshop_order o"
            " ON o.id = l.workshop_order_id JOIN posting p ON p.reference = o.number"
            " WHERE p.id = NEW.posting_id AND o.state = 'sent' AND l.lot_id = NEW.lot_id AND l.quantity = NEW.quantity"
            " AND o.workshop_id = NEW.to_location_id)"
        ),
    ),
    (
        "not_refurbished",
        "NEW.kind = 'refurbishment'",
        (
            f"{FROM_KIND} = 'conversion' AND (NOT EXISTS (SELECT 1 FROM refurbishment r"
            " WHERE r.new_lot_id = NEW.lot_id AND r.quantity = NEW.quantity)"
            " OR EXISTS (SELECT 1 FROM movement m WHERE m.lot_id = NEW.lot_id AND m.id <> NEW.id))"
        ),
    ),
    (
        "not_refurbished",
        "NEW.kind = 'refurbishment'",
        (
            f"{FROM_KIND} <> 'conversion' AND (SELECT SUM(m.quantity) FROM movement m"
            " WHERE m.lot_id = NEW.lot_id AND m.kind = 'refurbishment') > COALESCE((SELECT SUM(r.quantity)"
            " FROM refurbishment r WHERE r.old_lot_id = NEW.lot_id), 0)"
        ),
    ),
    (
        "undo_where_it_was_done",
        "NEW.kind = 'reversal'",
        (
            f"({UNDOES} IN ('fitted', 'repair_out', 'repair_in', 'refurbishment')"
            f" OR ({UNDOES} = 'old_return' AND NOT EXISTS (SELECT 1 FROM old_part_receipt r"
            " WHERE r.lot_id = NEW.lot_id AND r.undone_at IS NOT NULL)))"
        ),
    ),
)
"""Code, when it applies, what is wrong; tried after a movement of one of `KINDS_LOOKED_AT`."""

M = MovementKind
KINDS_LOOKED_AT = (
    M.OPENING, M.FITTED, M.OLD_RETURN, M.REPAIR_OUT, M.REFURBISHMENT, M.SUPPLIER_RETURN, M.SCRAP, M.REVERSAL
)  # fmt: skip
WHEN = " OR ".join(f"NEW.kind = '{kind}'" for kind in KINDS_LOOKED_AT)
"""Receipts, putaways and issues are not looked at: an old part is never where they begin."""

_SQLITE, _POSTGRESQL = refused_in_turn(CHECKS)
guard(
    "movement_of_old_parts",
    sqlite=f"CREATE TRIGGER movement_of_old_parts AFTER INSERT ON movement WHEN {WHEN} BEGIN {_SQLITE} END",
    postgresql=trigger_function(
        "movement_of_old_parts",
        "movement",
        "AFTER INSERT",
        f"{SEEN}{_POSTGRESQL}",
        SEEN_DECLARED,
        only=WHEN,
    ),
    tables=("movement", "old_part_receipt", "old_part_verdict", "refurbishment", "workshop_line", "workshop_order"),
)
