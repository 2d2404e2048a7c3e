DROP FUNCTION stock_promises() CASCADE
-- next
DROP FUNCTION purchase_order_taken_back() CASCADE
-- next
DROP FUNCTION purchase_order_version_rises() CASCADE
-- next
DROP FUNCTION purchase_order_drafted_as_new_version() CASCADE
-- next
DROP FUNCTION purchase_order_received_when_sent() CASCADE
-- next
DROP FUNCTION order_line_agreed_when_approved() CASCADE
-- next
DROP FUNCTION delivery_within_agreed() CASCADE
-- next
DROP FUNCTION chain_head_follows_audit() CASCADE
-- next
DROP FUNCTION chain_head_follows_movement() CASCADE
-- next
DROP FUNCTION movement_posted() CASCADE
-- next
DROP FUNCTION stock_follows() CASCADE
-- next
DROP FUNCTION movement_of_old_parts() CASCADE
-- next
DROP FUNCTION purchase_order_steps() CASCADE
-- next
DROP FUNCTION purchase_order_approved_by_another() CASCADE
-- next
DROP FUNCTION order_line_begins() CASCADE
-- next
DROP FUNCTION order_line_raised_in_draft() CASCADE
-- next
DROP FUNCTION order_line_leaves_draft_only() CASCADE
-- next
DROP FUNCTION delivery_wanted() CASCADE
-- next
ALTER TABLE order_line DROP COLUMN agreed
-- next
ALTER TABLE order_line DROP COLUMN agreed_over
-- next
ALTER TABLE order_line DROP COLUMN agreed_price_cny
-- next
CREATE FUNCTION chain_head_follows_audit() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.name = 'audit' AND (NEW.last_id <> OLD.last_id + 1 OR NOT EXISTS (SELECT 1 FROM audit WHERE id = NEW.last_id AND hash = NEW.hash AND previous_hash = OLD.hash)) THEN RAISE EXCEPTION 'sparewell:chain_head' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION chain_head_follows_movement() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.name = 'movement' AND (NEW.last_id <> OLD.last_id + 1 OR NOT EXISTS (SELECT 1 FROM movement WHERE id = NEW.last_id AND hash = NEW.hash AND previous_hash = OLD.hash)) THEN RAISE EXCEPTION 'sparewell:chain_head' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION movement_posted() RETURNS trigger LANGUAGE plpgsql AS $guard$ DECLARE source_place location%ROWTYPE; target_place location%ROWTYPE; moved_lot lot%ROWTYPE; BEGIN SELECT * INTO source_place FROM location WHERE id = NEW.from_location_id;
SELECT * INTO target_place FROM location WHERE id = NEW.to_location_id;
SELECT * INTO moved_lot FROM lot WHERE id = NEW.lot_id;
IF NEW.id > 0 THEN IF NEW.quantity <= 0 OR NEW.quantity > 1000000000000000 OR NEW.from_location_id = NEW.to_location_id THEN RAISE EXCEPTION 'sparewell:amount_out_of_range' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.id > 0 THEN IF NOT EXISTS (SELECT 1 FROM posting p WHERE p.id = NEW.posting_id AND p.by_id = NEW.by_id AND p.moved_on = NEW.moved_on AND p.posted_at = NEW.posted_at) THEN RAISE EXCEPTION 'sparewell:other_posting' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.id > 0 THEN IF EXISTS (SELECT 1 FROM period_close c WHERE c.ends_on >= NEW.moved_on) THEN RAISE EXCEPTION 'sparewell:period_closed' USING ERRCODE = 'check_violation'; END IF; END IF;
IF source_place.kind IN ('bin', 'defective', 'hold', 'in_transit', 'quarantine', 'staging', 'van', 'workshop') OR target_place.kind IN ('bin', 'defective', 'hold', 'in_transit', 'quarantine', 'staging', 'van', 'workshop') THEN IF (source_place.kind IN ('bin', 'defective', 'hold', 'in_transit', 'quarantine', 'staging', 'van', 'workshop') AND source_place.store_id IS NULL) OR (target_place.kind IN ('bin', 'defective', 'hold', 'in_transit', 'quarantine', 'staging', 'van', 'workshop') AND target_place.store_id IS NULL) THEN RAISE EXCEPTION 'sparewell:no_store' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.kind <> 'reversal' THEN IF NOT EXISTS (SELECT 1 FROM movement_rule r WHERE r.kind = NEW.kind AND r.from_kind = source_place.kind AND r.to_kind = target_place.kind) THEN RAISE EXCEPTION 'sparewell:no_such_move' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.kind IN ('release', 'rejection', 'putaway', 'relocation', 'quarantine') THEN IF source_place.store_id <> target_place.store_id THEN RAISE EXCEPTION 'sparewell:other_store' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.id > 0 THEN IF COALESCE(moved_lot.part_id, 0) <> NEW.part_id THEN RAISE EXCEPTION 'sparewell:other_part' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.id > 0 THEN IF COALESCE(NEW.quantity % (SELECT u.step FROM part p JOIN unit u ON u.id = p.unit_id WHERE p.id = NEW.part_id), 1) <> 0 THEN RAISE EXCEPTION 'sparewell:not_whole_steps' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.kind = 'release' THEN IF NOT EXISTS (SELECT 1 FROM clearance c WHERE c.id = NEW.clearance_id AND c.lot_id = NEW.lot_id AND c.hold_location_id = NEW.from_location_id AND c.passed = NEW.quantity) THEN RAISE EXCEPTION 'sparewell:not_inspected' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.kind = 'rejection' THEN IF NOT EXISTS (SELECT 1 FROM clearance c WHERE c.id = NEW.clearance_id AND c.lot_id = NEW.lot_id AND c.hold_location_id = NEW.from_location_id AND c.failed = NEW.quantity) THEN RAISE EXCEPTION 'sparewell:not_inspected' USING ERRCODE = 'check_violation'; END IF; END IF;
IF target_place.kind = 'work_order' THEN IF NOT EXISTS (SELECT 1 FROM work_order w WHERE w.location_id = NEW.to_location_id AND w.state = 'open') THEN RAISE EXCEPTION 'sparewell:work_order_closed' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.kind = 'issue' THEN IF COALESCE(moved_lot.expires_on < NEW.moved_on, false) THEN RAISE EXCEPTION 'sparewell:lot_expired' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.kind IN ('issue', 'transfer_out') THEN IF EXISTS (SELECT 1 FROM frozen_lot z WHERE z.lot_id = NEW.lot_id) THEN RAISE EXCEPTION 'sparewell:lot_frozen' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.kind = 'issue' THEN IF EXISTS (SELECT 1 FROM balance b JOIN lot older ON older.id = b.lot_id
    WHERE b.part_id = NEW.part_id AND b.store_id = source_place.store_id AND b.on_hand > 0 AND b.issueable
    AND (b.rank_on, b.lot_id) < (moved_lot.rank_on, CASE WHEN moved_lot.serial_number IS NULL THEN NEW.lot_id ELSE 0 END)
    AND (b.expires_on IS NULL OR b.expires_on >= NEW.moved_on)
    AND (older.origin = 'refurbished') = (moved_lot.origin = 'refurbished')
    AND NOT EXISTS (SELECT 1 FROM frozen_lot z WHERE z.lot_id = b.lot_id)) AND NOT EXISTS (SELECT 1 FROM fifo_exception x JOIN work_order w ON w.id = x.work_order_id
    WHERE x.id = NEW.fifo_exception_id AND x.lot_id = NEW.lot_id AND w.location_id = NEW.to_location_id) THEN RAISE EXCEPTION 'sparewell:out_of_order' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.kind = 'adjustment' THEN IF NOT EXISTS (SELECT 1 FROM count_line l JOIN stock_take_approval a ON a.stock_take_id = l.stock_take_id WHERE l.id = NEW.count_line_id AND l.part_id = NEW.part_id AND l.cause IS NOT NULL AND l.location_id IN (NEW.from_location_id, NEW.to_location_id)) THEN RAISE EXCEPTION 'sparewell:count_not_approved' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.kind = 'adjustment' THEN IF COALESCE((SELECT c.counted - c.book FROM count c WHERE c.count_line_id = NEW.count_line_id
    AND c.round = (SELECT MAX(round) FROM count WHERE count_line_id = NEW.count_line_id)), 0) * (CASE WHEN target_place.kind = 'variance' THEN -1 ELSE 1 END) < (SELECT SUM(m.quantity) FROM movement m WHERE m.count_line_id = NEW.count_line_id) THEN RAISE EXCEPTION 'sparewell:not_the_variance' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.kind = 'adjustment' AND source_place.kind = 'variance' THEN IF NOT EXISTS (SELECT 1 FROM clearance c WHERE c.lot_id = NEW.lot_id AND c.passed > 0) THEN RAISE EXCEPTION 'sparewell:not_inspected' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.kind = 'loss' THEN IF NOT EXISTS (SELECT 1 FROM posting p JOIN transfer t ON t.number = p.reference WHERE p.id = NEW.posting_id AND (SELECT SUM(s.quantity) FROM transfer_settlement s WHERE s.transfer_id = t.id AND s.part_id = NEW.part_id AND s.cause = 'lost' AND s.state = 'posted') >= (SELECT SUM(m.quantity) FROM movement m JOIN posting o ON o.id = m.posting_id AND o.reference = t.number WHERE m.kind = 'loss' AND m.part_id = NEW.part_id)) THEN RAISE EXCEPTION 'sparewell:loss_not_approved' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.kind IN ('transfer_in', 'loss') AND moved_lot.serial_number IS NOT NULL THEN IF COALESCE((SELECT o.reference FROM movement m JOIN posting o ON o.id = m.posting_id WHERE m.lot_id = NEW.lot_id AND m.id < NEW.id ORDER BY m.id DESC LIMIT 1), '') <> (SELECT p.reference FROM posting p WHERE p.id = NEW.posting_id) THEN RAISE EXCEPTION 'sparewell:piece_of_another_transfer' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.kind = 'loss' AND moved_lot.serial_number IS NOT NULL THEN IF NOT EXISTS (SELECT 1 FROM posting p JOIN transfer t ON t.number = p.reference JOIN transfer_settlement s ON s.transfer_id = t.id AND s.cause = 'lost' AND s.state = 'posted' JOIN transfer_settlement_piece e ON e.settlement_id = s.id AND e.lot_id = NEW.lot_id WHERE p.id = NEW.posting_id) THEN RAISE EXCEPTION 'sparewell:loss_not_approved' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.kind = 'reversal' THEN IF NOT EXISTS (SELECT 1 FROM movement m WHERE m.id = NEW.reverses_id AND m.id < NEW.id AND m.kind <> 'reversal' AND m.lot_id = NEW.lot_id AND m.quantity = NEW.quantity AND m.from_location_id = NEW.to_location_id AND m.to_location_id = NEW.from_location_id) THEN RAISE EXCEPTION 'sparewell:not_the_mirror' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.id > 0 THEN IF source_place.kind IN ('warehouse', 'zone') OR target_place.kind IN ('warehouse', 'zone') THEN RAISE EXCEPTION 'sparewell:no_such_move' USING ERRCODE = 'check_violation'; END IF; END IF;
IF source_place.kind IN ('bin', 'defective', 'hold', 'in_transit', 'quarantine', 'staging', 'van', 'work_order', 'workshop') THEN IF COALESCE((SELECT on_hand FROM balance WHERE location_id = NEW.from_location_id AND lot_id = NEW.lot_id), 0) < NEW.quantity THEN RAISE EXCEPTION 'sparewell:insufficient_stock' USING ERRCODE = 'check_violation'; END IF; END IF;
IF source_place.kind IN ('bin', 'van') AND NOT (target_place.kind IN ('bin', 'van') AND source_place.store_id = target_place.store_id) THEN IF COALESCE((SELECT on_hand - reserved FROM stock WHERE part_id = NEW.part_id AND store_id = source_place.store_id), 0) < NEW.quantity THEN RAISE EXCEPTION 'sparewell:reserved_for_others' USING ERRCODE = 'check_violation'; END IF; END IF;
IF moved_lot.serial_number IS NOT NULL THEN IF NEW.quantity <> 1000 OR (source_place.kind IN ('conversion', 'customer', 'opening', 'scrap', 'supplier', 'variance') AND EXISTS (SELECT 1 FROM lot o JOIN balance b ON b.lot_id = o.id WHERE o.part_id = NEW.part_id AND o.serial_number = moved_lot.serial_number AND b.on_hand > 0)) THEN RAISE EXCEPTION 'sparewell:serial_twice' USING ERRCODE = 'check_violation'; END IF; END IF;
UPDATE balance SET on_hand = on_hand - NEW.quantity, last_movement_id = NEW.id
        WHERE location_id = NEW.from_location_id AND lot_id = NEW.lot_id AND source_place.kind IN ('bin', 'defective', 'hold', 'in_transit', 'quarantine', 'staging', 'van', 'work_order', 'workshop');
INSERT INTO balance (location_id, lot_id, part_id, store_id, issueable, on_hand, last_movement_id,
        rank_on, expires_on) SELECT NEW.to_location_id, NEW.lot_id, NEW.part_id, target_place.store_id, target_place.kind IN ('bin', 'van'),
        NEW.quantity, NEW.id, moved_lot.rank_on, moved_lot.expires_on
        WHERE target_place.kind IN ('bin', 'defective', 'hold', 'in_transit', 'quarantine', 'staging', 'van', 'work_order', 'workshop') AND NOT EXISTS
        (SELECT 1 FROM balance WHERE location_id = NEW.to_location_id AND lot_id = NEW.lot_id);
UPDATE balance SET on_hand = on_hand + NEW.quantity, last_movement_id = NEW.id
        WHERE location_id = NEW.to_location_id AND lot_id = NEW.lot_id AND last_movement_id < NEW.id;
UPDATE stock SET on_hand = on_hand - NEW.quantity, last_movement_id = NEW.id
        WHERE part_id = NEW.part_id AND store_id = source_place.store_id AND source_place.kind IN ('bin', 'van')
        AND NOT (target_place.kind IN ('bin', 'van') AND source_place.store_id = target_place.store_id);
INSERT INTO stock (part_id, store_id, on_hand, reserved, last_movement_id)
        SELECT NEW.part_id, target_place.store_id, NEW.quantity, 0, NEW.id
        WHERE target_place.kind IN ('bin', 'van') AND NOT (source_place.kind IN ('bin', 'van') AND source_place.store_id = target_place.store_id)
        AND NOT EXISTS (SELECT 1 FROM stock WHERE part_id = NEW.part_id AND store_id = target_place.store_id);
UPDATE stock SET on_hand = on_hand + NEW.quantity, last_movement_id = NEW.id
        WHERE part_id = NEW.part_id AND store_id = target_place.store_id AND target_place.kind IN ('bin', 'van')
        AND NOT (source_place.kind IN ('bin', 'van') AND source_place.store_id = target_place.store_id) AND last_movement_id < NEW.id; RETURN NEW; END $guard$
-- next
CREATE FUNCTION stock_follows() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NOT ((NEW.reserved = OLD.reserved AND NEW.last_movement_id > OLD.last_movement_id AND EXISTS (SELECT 1 FROM movement m JOIN location f ON f.id = m.from_location_id
    JOIN location t ON t.id = m.to_location_id WHERE m.id = NEW.last_movement_id AND m.part_id = NEW.part_id AND (
    (f.kind IN ('bin', 'van') AND f.store_id = NEW.store_id AND NEW.on_hand = OLD.on_hand - m.quantity)
    OR (t.kind IN ('bin', 'van') AND t.store_id = NEW.store_id AND NEW.on_hand = OLD.on_hand + m.quantity))
    AND NOT (f.kind IN ('bin', 'van') AND t.kind IN ('bin', 'van') AND f.store_id = t.store_id))) OR (NEW.on_hand = OLD.on_hand AND NEW.last_movement_id = OLD.last_movement_id AND NEW.reserved = COALESCE((SELECT SUM(r.quantity) FROM reservation r WHERE r.part_id = NEW.part_id
    AND r.store_id = NEW.store_id AND r.state = 'open'), 0)))) THEN RAISE EXCEPTION 'sparewell:kept_by_movements:stock' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION movement_of_old_parts() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.kind = 'opening' AND (SELECT origin FROM lot WHERE id = NEW.lot_id) IN ('old', 'refurbished') THEN RAISE EXCEPTION 'sparewell:old_part_never_stock' USING ERRCODE = 'check_violation'; END IF;
IF NEW.kind = 'old_return' AND (NOT EXISTS (SELECT 1 FROM old_part_receipt r WHERE r.lot_id = NEW.lot_id AND r.quantity = NEW.quantity AND r.location_id = NEW.to_location_id AND r.undone_at IS NULL) OR EXISTS (SELECT 1 FROM movement m WHERE m.lot_id = NEW.lot_id AND m.id <> NEW.id)) THEN RAISE EXCEPTION 'sparewell:not_on_the_note' USING ERRCODE = 'check_violation'; END IF;
IF NEW.kind = 'fitted' AND NOT EXISTS (SELECT 1 FROM work_order w WHERE w.location_id = NEW.from_location_id AND w.state <> 'open') THEN RAISE EXCEPTION 'sparewell:not_fitted_yet' USING ERRCODE = 'check_violation'; END IF;
IF (SELECT kind FROM location WHERE id = NEW.from_location_id) = 'defective' AND COALESCE(CASE NEW.kind WHEN 'supplier_return' THEN (SELECT v.verdict FROM old_part_verdict v WHERE v.lot_id = NEW.lot_id ORDER BY v.id DESC LIMIT 1) = 'to_maker' WHEN 'scrap' THEN (SELECT v.verdict FROM old_part_verdict v WHERE v.lot_id = NEW.lot_id ORDER BY v.id DESC LIMIT 1) IN ('scrap', 'to_maker') WHEN 'repair_out' THEN (SELECT v.verdict FROM old_part_verdict v WHERE v.lot_id = NEW.lot_id ORDER BY v.id DESC LIMIT 1) = 'repair' WHEN 'refurbishment' THEN (SELECT v.verdict FROM old_part_verdict v WHERE v.lot_id = NEW.lot_id ORDER BY v.id DESC LIMIT 1) = 'restock' ELSE (SELECT m.kind FROM movement m WHERE m.id = NEW.reverses_id) = 'old_return' END, false) = false THEN RAISE EXCEPTION 'sparewell:no_such_verdict' USING ERRCODE = 'check_violation'; END IF;
IF NEW.kind = 'repair_out' AND NOT EXISTS (SELECT 1 FROM workshop_line l JOIN workshop_order o ON o.id = l.workshop_order_id JOIN posting p ON p.reference = o.number WHERE p.id = NEW.posting_id AND o.state = 'sent' AND l.lot_id = NEW.lot_id AND l.quantity = NEW.quantity AND o.workshop_id = NEW.to_location_id) THEN RAISE EXCEPTION 'sparewell:not_at_the_workshop' USING ERRCODE = 'check_violation'; END IF;
IF NEW.kind = 'refurbishment' AND (SELECT kind FROM location WHERE id = NEW.from_location_id) = 'conversion' AND (NOT EXISTS (SELECT 1 FROM refurbishment r WHERE r.new_lot_id = NEW.lot_id AND r.quantity = NEW.quantity) OR EXISTS (SELECT 1 FROM movement m WHERE m.lot_id = NEW.lot_id AND m.id <> NEW.id)) THEN RAISE EXCEPTION 'sparewell:not_refurbished' USING ERRCODE = 'check_violation'; END IF;
IF NEW.kind = 'refurbishment' AND (SELECT kind FROM location WHERE id = NEW.from_location_id) <> 'conversion' AND (SELECT SUM(m.quantity) FROM movement m WHERE m.lot_id = NEW.lot_id AND m.kind = 'refurbishment') > COALESCE((SELECT SUM(r.quantity) FROM refurbishment r WHERE r.old_lot_id = NEW.lot_id), 0) THEN RAISE EXCEPTION 'sparewell:not_refurbished' USING ERRCODE = 'check_violation'; END IF;
IF NEW.kind = 'reversal' AND ((SELECT m.kind FROM movement m WHERE m.id = NEW.reverses_id) IN ('fitted', 'repair_out', 'repair_in', 'refurbishment') OR ((SELECT m.kind FROM movement m WHERE m.id = NEW.reverses_id) = 'old_return' AND NOT EXISTS (SELECT 1 FROM old_part_receipt r WHERE r.lot_id = NEW.lot_id AND r.undone_at IS NOT NULL))) THEN RAISE EXCEPTION 'sparewell:undo_where_it_was_done' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION purchase_order_steps() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (OLD.state <> NEW.state AND NOT ((OLD.state = 'draft' AND NEW.state IN ('approved', 'cancelled')) OR (OLD.state = 'approved' AND NEW.state IN ('draft', 'sent', 'cancelled')) OR (OLD.state = 'sent' AND NEW.state IN ('draft', 'confirmed', 'partly_received', 'received', 'closed', 'cancelled')) OR (OLD.state = 'confirmed' AND NEW.state IN ('draft', 'sent', 'partly_received', 'received', 'closed', 'cancelled')) OR (OLD.state = 'partly_received' AND NEW.state IN ('sent', 'confirmed', 'received', 'closed')) OR (OLD.state = 'received' AND NEW.state IN ('sent', 'confirmed', 'partly_received', 'closed')))) THEN RAISE EXCEPTION 'sparewell:order_step' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION purchase_order_approved_by_another() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (OLD.state = 'draft' AND NEW.state = 'approved' AND NOT EXISTS (SELECT 1 FROM order_approval a WHERE a.order_id = NEW.id AND a.version = NEW.version) AND NOT (NEW.version = 1 AND EXISTS (SELECT 1 FROM plan_approval p WHERE p.plan_id = NEW.plan_id))) THEN RAISE EXCEPTION 'sparewell:not_approved' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION order_line_begins() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF ((SELECT state FROM purchase_order o WHERE o.id = NEW.order_id) <> 'draft' OR NEW.received <> 0 OR NEW.cancelled <> 0) THEN RAISE EXCEPTION 'sparewell:order_not_draft' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION order_line_raised_in_draft() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF ((NEW.quantity > OLD.quantity OR NEW.unit_price_cny > OLD.unit_price_cny OR NEW.over_tolerance > OLD.over_tolerance OR NEW.cancelled < OLD.cancelled) AND (SELECT state FROM purchase_order o WHERE o.id = NEW.order_id) <> 'draft') THEN RAISE EXCEPTION 'sparewell:order_not_draft' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION order_line_leaves_draft_only() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF ((SELECT o.state FROM purchase_order o WHERE o.id = OLD.order_id) <> 'draft' OR OLD.received <> 0) THEN RAISE EXCEPTION 'sparewell:order_not_draft' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION delivery_wanted() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF ((SELECT o.state FROM purchase_order o JOIN order_line l ON l.order_id = o.id WHERE l.id = NEW.order_line_id) NOT IN ('sent', 'confirmed', 'partly_received', 'received')) THEN RAISE EXCEPTION 'sparewell:order_not_sent' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER chain_head_follows_audit BEFORE UPDATE ON chain_head FOR EACH ROW EXECUTE FUNCTION chain_head_follows_audit()
-- next
CREATE TRIGGER chain_head_follows_movement BEFORE UPDATE ON chain_head FOR EACH ROW EXECUTE FUNCTION chain_head_follows_movement()
-- next
CREATE TRIGGER movement_posted AFTER INSERT ON movement FOR EACH ROW EXECUTE FUNCTION movement_posted()
-- next
CREATE TRIGGER stock_follows BEFORE UPDATE ON stock FOR EACH ROW EXECUTE FUNCTION stock_follows()
-- next
CREATE TRIGGER movement_of_old_parts AFTER INSERT ON movement FOR EACH ROW WHEN (NEW.kind = 'opening' OR NEW.kind = 'fitted' OR NEW.kind = 'old_return' OR NEW.kind = 'repair_out' OR NEW.kind = 'refurbishment' OR NEW.kind = 'supplier_return' OR NEW.kind = 'scrap' OR NEW.kind = 'reversal') EXECUTE FUNCTION movement_of_old_parts()
-- next
CREATE TRIGGER purchase_order_steps BEFORE UPDATE ON purchase_order FOR EACH ROW EXECUTE FUNCTION purchase_order_steps()
-- next
CREATE TRIGGER purchase_order_approved_by_another BEFORE UPDATE ON purchase_order FOR EACH ROW EXECUTE FUNCTION purchase_order_approved_by_another()
-- next
CREATE TRIGGER order_line_begins BEFORE INSERT ON order_line FOR EACH ROW EXECUTE FUNCTION order_line_begins()
-- next
CREATE TRIGGER order_line_raised_in_draft BEFORE UPDATE ON order_line FOR EACH ROW EXECUTE FUNCTION order_line_raised_in_draft()
-- next
CREATE TRIGGER order_line_leaves_draft_only BEFORE DELETE ON order_line FOR EACH ROW EXECUTE FUNCTION order_line_leaves_draft_only()
-- next
CREATE TRIGGER delivery_wanted BEFORE INSERT ON delivery FOR EACH ROW EXECUTE FUNCTION delivery_wanted()
