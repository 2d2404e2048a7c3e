"""What the database itself refuses between ramp and stock: a receipt without arrival, a release without verdict."""

from __future__ import annotations

from kernel.errors import NotInspected
from kernel.guards import refuse
from kernel.refusals import KINDS

KINDS.setdefault("uninspected_release", NotInspected)

# --- arrivals -------------------------------------------------------------------------------------------------------

ORDERED_RIGHT = """EXISTS (SELECT 1 FROM delivery d JOIN order_line ol ON ol.id = d.order_line_id
    JOIN purchase_order po ON po.id = ol.order_id JOIN arrival a ON a.id = NEW.arrival_id
    JOIN location hold ON hold.id = NEW.hold_location_id
    WHERE d.id = NEW.delivery_id AND d.order_line_id = NEW.order_line_id AND d.quantity = NEW.quantity
    AND ol.part_id = NEW.part_id AND po.supplier_id = a.supplier_id AND po.store_id = a.store_id
    AND hold.kind = 'hold' AND hold.store_id = a.store_id)"""

refuse(
    "arrival_line_is_the_delivery",
    "arrival_line",
    "BEFORE INSERT",
    f"NEW.kind = 'ordered' AND NOT {ORDERED_RIGHT}",
    "not_the_delivery",
)
refuse(
    "arrival_line_arrival_open",
    "arrival_line",
    "BEFORE INSERT",
    "NOT EXISTS (SELECT 1 FROM arrival a WHERE a.id = NEW.arrival_id AND a.state = 'open')",
    "arrival_not_open",
)

CAME_FOR = """COALESCE((SELECT SUM(al.quantity - COALESCE((SELECT SUM(i.passed + i.failed) FROM inspection i
    WHERE i.arrival_lot_id = al.id AND i.state = 'decided'), 0)) FROM arrival_lot al
    JOIN claimed_line cl ON cl.arrival_line_id = al.arrival_line_id JOIN arrival_line o ON o.id = al.arrival_line_id
    JOIN arrival oa ON oa.id = o.arrival_id WHERE cl.supplier_return_id = r.id AND oa.state <> 'undone'), 0)"""
REWORKED = """COALESCE((SELECT SUM(o.quantity) FROM claimed_line cl JOIN arrival_line o ON o.id = cl.arrival_line_id
    JOIN arrival oa ON oa.id = o.arrival_id
    WHERE cl.supplier_return_id = r.id AND o.kind = 'reworked' AND oa.state <> 'undone'), 0)"""
FOR_THE_CLAIM = f"""EXISTS (SELECT 1 FROM supplier_return r JOIN arrival_line c ON c.id = r.arrival_line_id
    JOIN arrival_line n ON n.id = NEW.arrival_line_id JOIN arrival a ON a.id = n.arrival_id
    JOIN location hold ON hold.id = n.hold_location_id
    WHERE r.id = NEW.supplier_return_id AND r.state IN ('open', 'returned')
    AND r.reason NOT IN ('over', 'wrong_part', 'refused') AND r.part_id = n.part_id
    AND r.supplier_id = a.supplier_id AND a.state = 'open' AND c.order_line_id = n.order_line_id
    AND hold.kind = 'hold' AND hold.store_id = a.store_id AND n.kind IN ('replaced', 'reworked')
    AND n.quantity + {CAME_FOR} + r.settled <= r.quantity
    AND (n.kind = 'replaced' OR n.quantity + {REWORKED} <= r.sent))"""

refuse("claimed_line_right", "claimed_line", "BEFORE INSERT", f"NOT {FOR_THE_CLAIM}", "not_for_the_claim")

LOT_RIGHT = """EXISTS (SELECT 1 FROM arrival_line l JOIN arrival a ON a.id = l.arrival_id
    JOIN lot ON lot.id = NEW.lot_id JOIN order_line ol ON ol.id = l.order_line_id
    JOIN purchase_order po ON po.id = ol.order_id
    WHERE l.id = NEW.arrival_line_id AND a.state = 'open' AND lot.part_id = l.part_id
    AND (l.kind = 'ordered' OR EXISTS (SELECT 1 FROM claimed_line cl WHERE cl.arrival_line_id = l.id))
    AND lot.origin = 'purchase' AND lot.brought_by_id = NEW.bought_by_id AND po.created_by_id = NEW.bought_by_id)"""

refuse(
    "arrival_lot_is_the_lot",
    "arrival_lot",
    "BEFORE INSERT",
    f"NOT {LOT_RIGHT} OR EXISTS (SELECT 1 FROM movement m WHERE m.lot_id = NEW.lot_id)",
    "not_the_lot",
)
refuse(
    "arrival_lot_within_line",
    "arrival_lot",
    "BEFORE INSERT",
    "NEW.quantity + COALESCE((SELECT SUM(o.quantity) FROM arrival_lot o"
    " WHERE o.arrival_line_id = NEW.arrival_line_id), 0)"
    " > (SELECT l.quantity FROM arrival_line l WHERE l.id = NEW.arrival_line_id)",
    "more_than_arrived",
)

BACKED = """EXISTS (SELECT 1 FROM arrival_lot al JOIN arrival_line l ON l.id = al.arrival_line_id
    JOIN arrival a ON a.id = l.arrival_id
    WHERE al.lot_id = NEW.lot_id AND al.quantity = NEW.quantity AND l.hold_location_id = NEW.to_location_id
    AND a.state = 'open' AND l.quantity = (SELECT SUM(o.quantity) FROM arrival_lot o WHERE o.arrival_line_id = l.id))"""

refuse(
    "movement_receipt_is_backed",
    "movement",
    "AFTER INSERT",
    f"NOT {BACKED} OR EXISTS (SELECT 1 FROM movement m"
    " WHERE m.lot_id = NEW.lot_id AND m.kind = 'receipt' AND m.id <> NEW.id)",
    "receipt_without_arrival",
    only="NEW.kind = 'receipt'",
)

STANDING = """(i.state = 'decided' AND i.arrival_lot_id = {lot})"""
DECIDED = f"COALESCE((SELECT SUM(i.passed + i.failed) FROM inspection i WHERE {STANDING}), 0)"
LOTS_OF_ARRIVAL = """SELECT al.id FROM arrival_lot al JOIN arrival_line l ON l.id = al.arrival_line_id
    WHERE l.arrival_id = NEW.id"""

refuse(
    "arrival_undone_for_good",
    "arrival",
    "BEFORE UPDATE",
    "OLD.state = 'undone'",
    "arrival_not_open",
)
refuse(
    "arrival_undone_untouched",
    "arrival",
    "BEFORE UPDATE",
    "NEW.state = 'undone' AND (NEW.undone_by_id IS NULL OR EXISTS (SELECT 1 FROM inspection i"
    f" WHERE i.state = 'decided' AND i.arrival_lot_id IN ({LOTS_OF_ARRIVAL})))",
    "arrival_inspected",
)
refuse(
    "arrival_closed_decided",
    "arrival",
    "BEFORE UPDATE",
    "NEW.state = 'closed' AND EXISTS (SELECT 1 FROM arrival_lot al JOIN arrival_line l ON l.id = al.arrival_line_id"
    f" WHERE l.arrival_id = NEW.id AND al.quantity <> {DECIDED.format(lot='al.id')})",
    "arrival_pending",
)

# --- inspections ----------------------------------------------------------------------------------------------------

refuse(
    "inspection_begins_pending",
    "inspection",
    "BEFORE INSERT",
    "NEW.state <> 'pending' OR NOT EXISTS (SELECT 1 FROM arrival_lot al"
    " JOIN arrival_line l ON l.id = al.arrival_line_id"
    " JOIN arrival a ON a.id = l.arrival_id WHERE al.id = NEW.arrival_lot_id AND a.state = 'open')",
    "arrival_not_open",
)
UNCONFIRMED = """EXISTS (SELECT 1 FROM arrival_lot al JOIN arrival_line l ON l.id = al.arrival_line_id
    JOIN recount r ON r.arrival_id = l.arrival_id AND r.order_line_id = l.order_line_id AND l.kind = 'ordered'
    WHERE al.id = NEW.arrival_lot_id AND r.confirmed_by_id IS NULL)"""

refuse("inspection_after_the_recount", "inspection", "BEFORE INSERT", UNCONFIRMED, "recount_needed")
refuse(
    "recount_confirmed_once",
    "recount",
    "BEFORE UPDATE",
    "OLD.confirmed_by_id IS NOT NULL",
    "recount_confirmed",
)
refuse(
    "inspection_not_by_the_buyer",
    "inspection",
    "BEFORE INSERT",
    "NEW.begun_by_id = NEW.bought_by_id OR NOT EXISTS (SELECT 1 FROM arrival_lot al"
    " WHERE al.id = NEW.arrival_lot_id AND al.bought_by_id = NEW.bought_by_id)",
    "four_eyes",
)
refuse(
    "inspection_not_decided_by_the_buyer",
    "inspection",
    "BEFORE UPDATE",
    "NEW.decided_by_id = NEW.bought_by_id",
    "four_eyes",
)
refuse(
    "inspection_decided_once",
    "inspection",
    "BEFORE UPDATE",
    "OLD.state = 'dropped' OR (OLD.state = 'decided' AND (NEW.state <> 'decided' OR NEW.passed <> OLD.passed"
    " OR NEW.failed <> OLD.failed OR NEW.decided_by_id <> OLD.decided_by_id OR NEW.reason <> OLD.reason"
    " OR COALESCE(NEW.severity, '') <> COALESCE(OLD.severity, '')))",
    "inspection_decided",
)
refuse(
    "inspection_within_lot",
    "inspection",
    "BEFORE UPDATE",
    "NEW.state = 'decided' AND OLD.state = 'pending' AND NEW.passed + NEW.failed"
    f" + {DECIDED.format(lot='NEW.arrival_lot_id')}"
    " > (SELECT al.quantity FROM arrival_lot al WHERE al.id = NEW.arrival_lot_id)",
    "verdict_exceeds_pending",
)

OF_STANDARD = """EXISTS (SELECT 1 FROM inspection i JOIN characteristic c ON c.standard_id = i.standard_id
    WHERE i.id = NEW.inspection_id AND c.id = NEW.characteristic_id
    AND (c.kind = 'measured') = (NEW.measured IS NOT NULL))"""
OUTSIDE = """EXISTS (SELECT 1 FROM characteristic c WHERE c.id = NEW.characteristic_id
    AND (c.lower_limit > NEW.measured OR c.upper_limit < NEW.measured))"""

for _when in ("INSERT", "UPDATE"):
    refuse(
        f"inspection_result_fits_{_when.lower()}",
        "inspection_result",
        f"BEFORE {_when}",
        f"NOT {OF_STANDARD}",
        "not_of_the_standard",
    )
    refuse(
        f"inspection_result_judged_{_when.lower()}",
        "inspection_result",
        f"BEFORE {_when}",
        f"NEW.measured IS NOT NULL AND NEW.conforms = {OUTSIDE}",
        "judged_wrong",
    )
    refuse(
        f"inspection_result_pending_{_when.lower()}",
        "inspection_result",
        f"BEFORE {_when}",
        "NOT EXISTS (SELECT 1 FROM inspection i WHERE i.id = NEW.inspection_id AND i.state = 'pending')",
        "inspection_decided",
    )

# --- samples and concessions ----------------------------------------------------------------------------------------

LEADING = "COALESCE(NEW.led_by_id, NEW.id)"
CONCEDED = f"""COALESCE((SELECT SUM(c.quantity) FROM concession c
    WHERE c.inspection_id = {LEADING} AND c.state = 'granted'), 0)"""
PASSED_WITH = f"""(NEW.passed + COALESCE((SELECT SUM(o.passed) FROM inspection o
    WHERE o.id <> NEW.id AND (o.id = {LEADING} OR o.led_by_id = {LEADING})), 0))"""
SAMPLE_LETS = """(CASE WHEN d.outcome = 'accepted' OR (d.outcome IS NOT NULL AND d.looked_at = d.lot_size)
    THEN (d.lot_size - d.critical_found - d.major_found) * 1000 ELSE 0 END)"""

refuse(
    "inspection_sample_lets_it_pass",
    "inspection",
    "BEFORE UPDATE",
    f"EXISTS (SELECT 1 FROM sample_draw d WHERE d.inspection_id = {LEADING} AND (d.outcome IS NULL"
    f" OR {PASSED_WITH} > {SAMPLE_LETS} + {CONCEDED} OR {PASSED_WITH} > (d.lot_size - d.critical_found) * 1000))",
    "sample_not_accepted",
    only="NEW.state = 'decided' AND OLD.state = 'pending'",
)
refuse(
    "inspection_led_by_one_of_its_delivery",
    "inspection",
    "BEFORE INSERT",
    "NOT EXISTS (SELECT 1 FROM inspection l JOIN arrival_lot ll ON ll.id = l.arrival_lot_id"
    " JOIN arrival_lot own ON own.id = NEW.arrival_lot_id AND own.arrival_line_id = ll.arrival_line_id"
    " WHERE l.id = NEW.led_by_id AND l.led_by_id IS NULL)",
    "not_of_the_delivery",
    only="NEW.led_by_id IS NOT NULL",
)
refuse(
    "inspection_pieces_share_their_sample",
    "inspection",
    "BEFORE UPDATE",
    "EXISTS (SELECT 1 FROM sample_draw d JOIN inspection l ON l.id = d.inspection_id AND l.state <> 'dropped'"
    " JOIN arrival_lot ll ON ll.id = l.arrival_lot_id"
    " JOIN lot piece ON piece.id = ll.lot_id AND piece.serial_number IS NOT NULL"
    " JOIN arrival_lot own ON own.id = NEW.arrival_lot_id AND own.arrival_line_id = ll.arrival_line_id"
    f" WHERE d.lot_size > 1 AND l.id <> {LEADING})",
    "pieces_decided_together",
    only="NEW.state = 'decided' AND OLD.state = 'pending'",
)

OF_PENDING = "(SELECT i.state FROM inspection i WHERE i.id = NEW.inspection_id) <> 'pending'"

for _when in ("INSERT", "UPDATE"):
    refuse(f"sample_draw_pending_{_when.lower()}", "sample_draw", f"BEFORE {_when}", OF_PENDING, "inspection_decided")
    refuse(f"concession_pending_{_when.lower()}", "concession", f"BEFORE {_when}", OF_PENDING, "inspection_decided")
    refuse(
        f"concession_{_when.lower()}_other_person",
        "concession",
        f"BEFORE {_when}",
        "NEW.decided_by_id = NEW.asked_by_id OR NEW.decided_by_id = NEW.bought_by_id"
        " OR NEW.bought_by_id <> (SELECT i.bought_by_id FROM inspection i WHERE i.id = NEW.inspection_id)",
        "four_eyes",
    )
refuse("concession_begins_asked", "concession", "BEFORE INSERT", "NEW.state <> 'asked'", "concession_decided")
refuse("concession_decided_once", "concession", "BEFORE UPDATE", "OLD.state <> 'asked'", "concession_decided")

# --- the gate -------------------------------------------------------------------------------------------------------

ARRIVED = "EXISTS (SELECT 1 FROM arrival_lot al WHERE al.lot_id = NEW.lot_id)"
VERDICTS = """COALESCE((SELECT SUM(i.{column}) FROM inspection i JOIN arrival_lot al ON al.id = i.arrival_lot_id
    WHERE al.lot_id = NEW.lot_id AND i.state = 'decided'), 0)"""
MOVED = """(SELECT SUM(m.quantity) FROM movement m WHERE m.lot_id = NEW.lot_id AND m.kind = '{kind}'
    AND NOT EXISTS (SELECT 1 FROM movement r WHERE r.reverses_id = m.id))"""

for _kind, _column in (("release", "passed"), ("rejection", "failed")):
    refuse(
        f"movement_{_kind}_is_inspected",
        "movement",
        "AFTER INSERT",
        f"{ARRIVED} AND {MOVED.format(kind=_kind)} > {VERDICTS.format(column=_column)}",
        "uninspected_release",
        only=f"NEW.kind = '{_kind}'",
    )

refuse(
    "movement_reversal_keeps_verdicts",
    "movement",
    "AFTER INSERT",
    f"{ARRIVED} AND EXISTS (SELECT 1 FROM movement m WHERE m.id = NEW.reverses_id"
    " AND (m.kind IN ('release', 'rejection') OR (m.kind = 'receipt' AND NOT EXISTS (SELECT 1 FROM arrival_lot al"
    " JOIN arrival_line l ON l.id = al.arrival_line_id JOIN arrival a ON a.id = l.arrival_id"
    " WHERE al.lot_id = NEW.lot_id AND a.state = 'undone'))"
    " OR (m.kind IN ('supplier_return', 'scrap') AND EXISTS (SELECT 1 FROM posting p JOIN supplier_return r"
    " ON r.number = p.reference WHERE p.id = m.posting_id))))",
    "undo_where_it_was_done",
    only="NEW.kind = 'reversal'",
)

refuse(
    "movement_gain_is_sound",
    "movement",
    "AFTER INSERT",
    "EXISTS (SELECT 1 FROM location f WHERE f.id = NEW.from_location_id"
    " AND f.kind = 'variance') AND EXISTS (SELECT 1 FROM balance b JOIN location l ON l.id = b.location_id"
    " WHERE b.lot_id = NEW.lot_id AND b.on_hand > 0 AND l.kind IN ('hold', 'quarantine'))",
    "not_inspected",
    only="NEW.kind = 'adjustment'",
)

# --- returns --------------------------------------------------------------------------------------------------------

refuse(
    "supplier_return_settled_sum",
    "supplier_return",
    "BEFORE UPDATE",
    "NEW.settled <> COALESCE((SELECT SUM(s.quantity) FROM settlement s WHERE s.supplier_return_id = NEW.id), 0)",
    "not_the_settlements",
)
refuse(
    "supplier_return_begins_open",
    "supplier_return",
    "BEFORE INSERT",
    "NEW.state <> 'open' OR NEW.sent + NEW.scrapped + NEW.settled <> 0",
    "not_the_settlements",
)
refuse(
    "supplier_return_warranty_right",
    "supplier_return",
    "BEFORE INSERT",
    "NEW.reason = 'warranty' AND NOT EXISTS (SELECT 1 FROM old_part_receipt r JOIN old_part_debt d ON d.id = r.debt_id"
    " JOIN arrival_lot al ON al.lot_id = NEW.failed_lot_id JOIN arrival_line l ON l.id = al.arrival_line_id"
    " JOIN arrival a ON a.id = l.arrival_id WHERE r.lot_id = NEW.lot_id AND r.undone_at IS NULL"
    " AND d.work_order_id = NEW.work_order_id AND l.id = NEW.arrival_line_id AND a.supplier_id = NEW.supplier_id"
    " AND NEW.quantity <= r.quantity)",
    "not_under_warranty",
)
refuse(
    "supplier_return_ended",
    "supplier_return",
    "BEFORE UPDATE",
    "OLD.state IN ('settled', 'cancelled')",
    "return_ended",
)
refuse(
    "settlement_waived_by_another",
    "settlement",
    "BEFORE INSERT",
    "NEW.kind = 'waived' AND NEW.settled_by_id = NEW.opened_by_id",
    "four_eyes",
)
refuse(
    "settlement_of_open_return",
    "settlement",
    "BEFORE INSERT",
    "NOT EXISTS (SELECT 1 FROM supplier_return r WHERE r.id = NEW.supplier_return_id"
    " AND r.opened_by_id = NEW.opened_by_id AND r.state IN ('open', 'returned')"
    " AND r.settled + NEW.quantity <= r.quantity)",
    "settled_too_much",
)

BY_VERDICT = """EXISTS (SELECT 1 FROM inspection i JOIN arrival_lot al ON al.id = i.arrival_lot_id
    JOIN arrival_line l ON l.id = al.arrival_line_id JOIN claimed_line cl ON cl.arrival_line_id = l.id
    WHERE i.id = NEW.inspection_id AND i.state = 'decided' AND cl.supplier_return_id = NEW.supplier_return_id
    AND NEW.kind = l.kind
    AND NEW.quantity + COALESCE((SELECT SUM(s.quantity) FROM settlement s WHERE s.inspection_id = i.id), 0)
    <= i.passed)"""

refuse(
    "settlement_replaced_by_verdict",
    "settlement",
    "BEFORE INSERT",
    f"(NEW.kind IN ('replaced', 'reworked') OR NEW.inspection_id IS NOT NULL) AND NOT {BY_VERDICT}",
    "settled_without_verdict",
)
refuse(
    "settlement_credit_has_its_note",
    "settlement",
    "BEFORE INSERT",
    "NEW.kind = 'credited' AND (length(NEW.reference) = 0 OR NEW.credited_on IS NULL OR NEW.limit_cny IS NULL)",
    "credit_note_needed",
)
refuse(
    "settlement_credit_note_counts_once",
    "settlement",
    "BEFORE INSERT",
    "NEW.kind = 'credited' AND EXISTS (SELECT 1 FROM settlement s JOIN supplier_return r ON r.id = s.supplier_return_id"
    " JOIN supplier_return own ON own.id = NEW.supplier_return_id AND own.supplier_id = r.supplier_id"
    " WHERE s.kind = 'credited' AND s.reference = NEW.reference"
    " AND (r.id = own.id OR s.credited_on <> NEW.credited_on))",
    "credit_note_used",
)
refuse(
    "settlement_large_credit_not_by_the_buyer",
    "settlement",
    "BEFORE INSERT",
    "NEW.kind = 'credited' AND NEW.amount_cny > NEW.limit_cny AND EXISTS (SELECT 1 FROM supplier_return r"
    " JOIN arrival_line l ON l.id = r.arrival_line_id JOIN order_line ol ON ol.id = l.order_line_id"
    " JOIN purchase_order po ON po.id = ol.order_id"
    " WHERE r.id = NEW.supplier_return_id AND po.created_by_id = NEW.settled_by_id)",
    "four_eyes",
)

for _column, _kind in (("sent", "supplier_return"), ("scrapped", "scrap")):
    refuse(
        f"supplier_return_{_column}_moved",
        "supplier_return",
        "BEFORE UPDATE",
        f"NEW.lot_id IS NOT NULL AND NEW.{_column} <> COALESCE((SELECT SUM(m.quantity) FROM movement m"
        " JOIN posting p ON p.id = m.posting_id WHERE p.reference = NEW.number AND m.lot_id = NEW.lot_id"
        f" AND m.kind = '{_kind}'), 0)",
        "not_the_movements",
    )

CLAIMED = """COALESCE((SELECT SUM(r.quantity - r.sent - r.scrapped) FROM supplier_return r WHERE r.lot_id = NEW.lot_id
    AND r.quarantine_location_id = NEW.from_location_id AND r.state <> 'cancelled'), 0)"""
LEFT_THERE = """COALESCE((SELECT SUM(CASE WHEN m.to_location_id = NEW.from_location_id THEN m.quantity
    ELSE -m.quantity END) FROM movement m
    WHERE m.lot_id = NEW.lot_id AND NEW.from_location_id IN (m.from_location_id, m.to_location_id)), 0)"""
BY_CLAIM = """EXISTS (SELECT 1 FROM posting p JOIN supplier_return r ON r.number = p.reference
    WHERE p.id = NEW.posting_id AND r.lot_id = NEW.lot_id AND NEW.kind <> 'reversal')"""

refuse(
    "movement_takes_nothing_claimed",
    "movement",
    "AFTER INSERT",
    "EXISTS (SELECT 1 FROM location q WHERE q.id = NEW.from_location_id"
    " AND q.kind IN ('quarantine', 'defective'))"
    f" AND {CLAIMED} > 0 AND NOT {BY_CLAIM} AND {LEFT_THERE} < {CLAIMED}",
    "on_a_claim",
    only=" OR ".join(
        f"NEW.kind = '{kind}'" for kind in ("supplier_return", "scrap", "reversal", "repair_out", "refurbishment")
    ),
)
