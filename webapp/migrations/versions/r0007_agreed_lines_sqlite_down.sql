DROP TRIGGER chain_head_no_delete
-- next
DROP TRIGGER chain_head_no_replace_name
-- next
DROP TRIGGER chain_head_no_takeover_name
-- next
DROP TRIGGER chain_head_keeps_name
-- next
DROP TRIGGER chain_head_follows_audit
-- next
DROP TRIGGER movement_no_update
-- next
DROP TRIGGER movement_no_delete
-- next
DROP TRIGGER movement_no_replace_id
-- next
DROP TRIGGER movement_no_replace_reverses_id
-- next
DROP TRIGGER movement_no_replace_fifo_exception_id
-- next
DROP TRIGGER movement_no_replace_clearance_id_kind
-- next
DROP TRIGGER movement_chain
-- next
DROP TRIGGER chain_head_follows_movement
-- next
DROP TRIGGER movement_posted
-- next
DROP TRIGGER stock_follows
-- next
DROP TRIGGER stock_promises
-- next
DROP TRIGGER stock_starts
-- next
DROP TRIGGER stock_keeps_part_id
-- next
DROP TRIGGER stock_no_delete
-- next
DROP TRIGGER stock_no_replace_part_id_store_id
-- next
DROP TRIGGER stock_no_takeover_part_id_store_id
-- next
DROP TRIGGER movement_of_old_parts
-- next
DROP TRIGGER movement_of_sale
-- next
DROP TRIGGER purchase_order_steps
-- next
DROP TRIGGER purchase_order_begins
-- next
DROP TRIGGER purchase_order_approved_by_another
-- next
DROP TRIGGER purchase_order_taken_back
-- next
DROP TRIGGER purchase_order_version_rises
-- next
DROP TRIGGER purchase_order_drafted_as_new_version
-- next
DROP TRIGGER purchase_order_received_when_sent
-- next
DROP TRIGGER purchase_order_no_delete
-- next
DROP TRIGGER purchase_order_keeps_number
-- next
DROP TRIGGER purchase_order_no_replace_id
-- next
DROP TRIGGER purchase_order_no_takeover_id
-- next
DROP TRIGGER purchase_order_no_replace_number
-- next
DROP TRIGGER purchase_order_no_takeover_number
-- next
DROP TRIGGER order_line_begins
-- next
DROP TRIGGER order_line_raised_in_draft
-- next
DROP TRIGGER order_line_agreed_when_approved
-- next
DROP TRIGGER order_line_ended
-- next
DROP TRIGGER order_line_follows_deliveries
-- next
DROP TRIGGER order_line_first_promise_stays
-- next
DROP TRIGGER order_line_leaves_draft_only
-- next
DROP TRIGGER order_line_keeps_order_id
-- next
DROP TRIGGER order_line_no_replace_id
-- next
DROP TRIGGER order_line_no_takeover_id
-- next
DROP TRIGGER order_line_no_replace_order_id_line_no
-- next
DROP TRIGGER order_line_no_takeover_order_id_line_no
-- next
DROP TRIGGER delivery_wanted
-- next
DROP TRIGGER delivery_within_order
-- next
DROP TRIGGER delivery_within_agreed
-- next
DROP TRIGGER delivery_begins
-- next
DROP TRIGGER delivery_undone_once
-- next
DROP TRIGGER delivery_insert_counts
-- next
DROP TRIGGER delivery_update_counts
-- next
DROP TRIGGER delivery_no_delete
-- next
DROP TRIGGER delivery_keeps_order_line_id
-- next
DROP TRIGGER delivery_no_replace_id
-- next
DROP TRIGGER delivery_no_takeover_id
-- next
DROP TRIGGER movement_receipt_is_backed
-- next
DROP TRIGGER movement_release_is_inspected
-- next
DROP TRIGGER movement_rejection_is_inspected
-- next
DROP TRIGGER movement_reversal_keeps_verdicts
-- next
DROP TRIGGER movement_gain_is_sound
-- next
DROP TRIGGER movement_takes_nothing_claimed
-- next
CREATE TABLE new_order_line (
	id INTEGER NOT NULL,
	order_id INTEGER NOT NULL,
	line_no INTEGER NOT NULL,
	part_id INTEGER NOT NULL,
	quantity BIGINT NOT NULL,
	unit_price_cny BIGINT NOT NULL,
	supplier_part_id INTEGER,
	proposal_id INTEGER,
	contract_line_id INTEGER,
	needed_on DATE,
	promised_on DATE,
	first_promised_on DATE,
	over_percent INTEGER,
	over_tolerance BIGINT NOT NULL,
	received BIGINT NOT NULL,
	cancelled BIGINT NOT NULL,
	note VARCHAR(300) NOT NULL,
	CONSTRAINT pk_order_line PRIMARY KEY (id),
	CONSTRAINT uq_order_line_order_id_line_no UNIQUE (order_id, line_no),
	CONSTRAINT ck_order_line_quantity_positive CHECK (quantity > 0),
	CONSTRAINT ck_order_line_price_not_negative CHECK (unit_price_cny >= 0),
	CONSTRAINT ck_order_line_tolerance_not_negative CHECK (over_tolerance >= 0),
	CONSTRAINT ck_order_line_over_percent_in_range CHECK (over_percent BETWEEN 0 AND 100),
	CONSTRAINT ck_order_line_received_not_negative CHECK (received >= 0),
	CONSTRAINT ck_order_line_cancelled_within CHECK (cancelled >= 0 AND cancelled <= quantity),
	CONSTRAINT ck_order_line_received_within_order CHECK (received + cancelled <= quantity + over_tolerance),
	CONSTRAINT ck_order_line_quantity_whole CHECK (quantity IS NULL OR typeof(quantity) = 'integer'),
	CONSTRAINT ck_order_line_unit_price_cny_whole CHECK (unit_price_cny IS NULL OR typeof(unit_price_cny) = 'integer'),
	CONSTRAINT ck_order_line_over_tolerance_whole CHECK (over_tolerance IS NULL OR typeof(over_tolerance) = 'integer'),
	CONSTRAINT ck_order_line_received_whole CHECK (received IS NULL OR typeof(received) = 'integer'),
	CONSTRAINT ck_order_line_cancelled_whole CHECK (cancelled IS NULL OR typeof(cancelled) = 'integer'),
	CONSTRAINT fk_order_line_order_id_purchase_order FOREIGN KEY(order_id) REFERENCES purchase_order (id),
	CONSTRAINT fk_order_line_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_order_line_supplier_part_id_supplier_part FOREIGN KEY(supplier_part_id) REFERENCES supplier_part (id),
	CONSTRAINT fk_order_line_proposal_id_proposal FOREIGN KEY(proposal_id) REFERENCES proposal (id),
	CONSTRAINT fk_order_line_contract_line_id_contract_line FOREIGN KEY(contract_line_id) REFERENCES contract_line (id)
)
-- next
INSERT INTO new_order_line (id, order_id, line_no, part_id, quantity, unit_price_cny, supplier_part_id, proposal_id, contract_line_id, needed_on, promised_on, first_promised_on, over_percent, over_tolerance, received, cancelled, note) SELECT id, order_id, line_no, part_id, quantity, unit_price_cny, supplier_part_id, proposal_id, contract_line_id, needed_on, promised_on, first_promised_on, over_percent, over_tolerance, received, cancelled, note FROM order_line
-- next
DROP TABLE order_line
-- next
ALTER TABLE new_order_line RENAME TO order_line
-- next
CREATE INDEX ix_order_line_contract_line_id ON order_line (contract_line_id)
-- next
CREATE INDEX ix_order_line_part ON order_line (part_id, order_id)
-- next
CREATE INDEX ix_order_line_promised_on ON order_line (promised_on)
-- next
CREATE INDEX ix_order_line_proposal_id ON order_line (proposal_id)
-- next
CREATE INDEX ix_order_line_supplier_part_id ON order_line (supplier_part_id)
-- next
CREATE TRIGGER chain_head_no_delete BEFORE DELETE ON chain_head WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:chain_head'); END
-- next
CREATE TRIGGER chain_head_no_replace_name BEFORE INSERT ON chain_head WHEN EXISTS (SELECT 1 FROM chain_head WHERE name = NEW.name)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:chain_head'); END
-- next
CREATE TRIGGER chain_head_no_takeover_name BEFORE UPDATE OF name ON chain_head
                WHEN (NEW.name IS NOT OLD.name) AND EXISTS (SELECT 1 FROM chain_head WHERE name = NEW.name)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:chain_head'); END
-- next
CREATE TRIGGER chain_head_keeps_name BEFORE UPDATE ON chain_head WHEN NEW.name IS NOT OLD.name
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:chain_head'); END
-- next
CREATE TRIGGER chain_head_follows_audit BEFORE UPDATE ON chain_head WHEN NEW.name = 'audit' AND (NEW.last_id <> OLD.last_id + 1 OR NOT EXISTS (SELECT 1 FROM audit WHERE id = NEW.last_id AND hash = NEW.hash AND previous_hash = OLD.hash))
            BEGIN SELECT RAISE(ABORT, 'sparewell:chain_head'); END
-- next
CREATE TRIGGER movement_no_update BEFORE UPDATE ON movement WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:movement'); END
-- next
CREATE TRIGGER movement_no_delete BEFORE DELETE ON movement WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:movement'); END
-- next
CREATE TRIGGER movement_no_replace_id BEFORE INSERT ON movement WHEN EXISTS (SELECT 1 FROM movement WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:movement'); END
-- next
CREATE TRIGGER movement_no_replace_reverses_id BEFORE INSERT ON movement WHEN EXISTS (SELECT 1 FROM movement WHERE reverses_id = NEW.reverses_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:movement'); END
-- next
CREATE TRIGGER movement_no_replace_fifo_exception_id BEFORE INSERT ON movement WHEN EXISTS (SELECT 1 FROM movement WHERE fifo_exception_id = NEW.fifo_exception_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:movement'); END
-- next
CREATE TRIGGER movement_no_replace_clearance_id_kind BEFORE INSERT ON movement WHEN EXISTS (SELECT 1 FROM movement WHERE clearance_id = NEW.clearance_id AND kind = NEW.kind)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:movement'); END
-- next
CREATE TRIGGER movement_chain AFTER INSERT ON movement BEGIN
            SELECT RAISE(ABORT, 'sparewell:chain:movement') WHERE NOT EXISTS (SELECT 1 FROM chain_head
                WHERE name = 'movement' AND last_id = NEW.id - 1 AND hash = NEW.previous_hash);
            UPDATE chain_head SET last_id = NEW.id, hash = NEW.hash WHERE name = 'movement';
            END
-- next
CREATE TRIGGER chain_head_follows_movement BEFORE UPDATE ON chain_head WHEN NEW.name = 'movement' AND (NEW.last_id <> OLD.last_id + 1 OR NOT EXISTS (SELECT 1 FROM movement WHERE id = NEW.last_id AND hash = NEW.hash AND previous_hash = OLD.hash))
            BEGIN SELECT RAISE(ABORT, 'sparewell:chain_head'); END
-- next
CREATE TRIGGER movement_posted AFTER INSERT ON movement BEGIN SELECT RAISE(ABORT, 'sparewell:amount_not_a_number') WHERE typeof(NEW.quantity) <> 'integer' OR typeof(NEW.lot_id) <> 'integer';
SELECT RAISE(ABORT, 'sparewell:not_a_date') WHERE date(NEW.moved_on) IS NOT NEW.moved_on;
SELECT RAISE(ABORT, 'sparewell:not_a_date') WHERE datetime(NEW.posted_at) IS NULL;
SELECT RAISE(ABORT, 'sparewell:amount_out_of_range') WHERE (NEW.id > 0) AND (NEW.quantity <= 0 OR NEW.quantity > 1000000000000000 OR NEW.from_location_id = NEW.to_location_id);
SELECT RAISE(ABORT, 'sparewell:other_posting') WHERE (NEW.id > 0) AND (NOT EXISTS (SELECT 1 FROM posting p WHERE p.id = NEW.posting_id AND p.by_id = NEW.by_id AND p.moved_on = NEW.moved_on AND p.posted_at = NEW.posted_at));
SELECT RAISE(ABORT, 'sparewell:period_closed') WHERE (NEW.id > 0) AND (EXISTS (SELECT 1 FROM period_close c WHERE c.ends_on >= NEW.moved_on));
SELECT RAISE(ABORT, 'sparewell:no_store') WHERE ((SELECT kind FROM location WHERE id = NEW.from_location_id) IN ('bin', 'defective', 'hold', 'in_transit', 'quarantine', 'staging', 'van', 'workshop') OR (SELECT kind FROM location WHERE id = NEW.to_location_id) IN ('bin', 'defective', 'hold', 'in_transit', 'quarantine', 'staging', 'van', 'workshop')) AND (((SELECT kind FROM location WHERE id = NEW.from_location_id) IN ('bin', 'defective', 'hold', 'in_transit', 'quarantine', 'staging', 'van', 'workshop') AND (SELECT store_id FROM location WHERE id = NEW.from_location_id) IS NULL) OR ((SELECT kind FROM location WHERE id = NEW.to_location_id) IN ('bin', 'defective', 'hold', 'in_transit', 'quarantine', 'staging', 'van', 'workshop') AND (SELECT store_id FROM location WHERE id = NEW.to_location_id) IS NULL));
SELECT RAISE(ABORT, 'sparewell:no_such_move') WHERE (NEW.kind <> 'reversal') AND (NOT EXISTS (SELECT 1 FROM movement_rule r WHERE r.kind = NEW.kind AND r.from_kind = (SELECT kind FROM location WHERE id = NEW.from_location_id) AND r.to_kind = (SELECT kind FROM location WHERE id = NEW.to_location_id)));
SELECT RAISE(ABORT, 'sparewell:other_store') WHERE (NEW.kind IN ('release', 'rejection', 'putaway', 'relocation', 'quarantine')) AND ((SELECT store_id FROM location WHERE id = NEW.from_location_id) <> (SELECT store_id FROM location WHERE id = NEW.to_location_id));
SELECT RAISE(ABORT, 'sparewell:other_part') WHERE (NEW.id > 0) AND (COALESCE((SELECT part_id FROM lot WHERE id = NEW.lot_id), 0) <> NEW.part_id);
SELECT RAISE(ABORT, 'sparewell:not_whole_steps') WHERE (NEW.id > 0) AND (COALESCE(NEW.quantity % (SELECT u.step FROM part p JOIN unit u ON u.id = p.unit_id WHERE p.id = NEW.part_id), 1) <> 0);
SELECT RAISE(ABORT, 'sparewell:not_inspected') WHERE (NEW.kind = 'release') AND (NOT EXISTS (SELECT 1 FROM clearance c WHERE c.id = NEW.clearance_id AND c.lot_id = NEW.lot_id AND c.hold_location_id = NEW.from_location_id AND c.passed = NEW.quantity));
SELECT RAISE(ABORT, 'sparewell:not_inspected') WHERE (NEW.kind = 'rejection') AND (NOT EXISTS (SELECT 1 FROM clearance c WHERE c.id = NEW.clearance_id AND c.lot_id = NEW.lot_id AND c.hold_location_id = NEW.from_location_id AND c.failed = NEW.quantity));
SELECT RAISE(ABORT, 'sparewell:work_order_closed') WHERE ((SELECT kind FROM location WHERE id = NEW.to_location_id) = 'work_order') AND (NOT EXISTS (SELECT 1 FROM work_order w WHERE w.location_id = NEW.to_location_id AND w.state = 'open'));
SELECT RAISE(ABORT, 'sparewell:lot_expired') WHERE (NEW.kind = 'issue') AND (COALESCE((SELECT expires_on FROM lot WHERE id = NEW.lot_id) < NEW.moved_on, false));
SELECT RAISE(ABORT, 'sparewell:lot_frozen') WHERE (NEW.kind IN ('issue', 'transfer_out')) AND (EXISTS (SELECT 1 FROM frozen_lot z WHERE z.lot_id = NEW.lot_id));
SELECT RAISE(ABORT, 'sparewell:out_of_order') WHERE (NEW.kind = 'issue') AND (EXISTS (SELECT 1 FROM balance b JOIN lot older ON older.id = b.lot_id
    WHERE b.part_id = NEW.part_id AND b.store_id = (SELECT store_id FROM location WHERE id = NEW.from_location_id) AND b.on_hand > 0 AND b.issueable
    AND (b.rank_on, b.lot_id) < ((SELECT rank_on FROM lot WHERE id = NEW.lot_id), CASE WHEN (SELECT serial_number FROM lot WHERE id = NEW.lot_id) IS NULL THEN NEW.lot_id ELSE 0 END)
    AND (b.expires_on IS NULL OR b.expires_on >= NEW.moved_on)
    AND (older.origin = 'refurbished') = ((SELECT origin FROM lot WHERE id = NEW.lot_id) = 'refurbished')
    AND NOT EXISTS (SELECT 1 FROM frozen_lot z WHERE z.lot_id = b.lot_id)) AND NOT EXISTS (SELECT 1 FROM fifo_exception x JOIN work_order w ON w.id = x.work_order_id
    WHERE x.id = NEW.fifo_exception_id AND x.lot_id = NEW.lot_id AND w.location_id = NEW.to_location_id));
SELECT RAISE(ABORT, 'sparewell:count_not_approved') WHERE (NEW.kind = 'adjustment') AND (NOT EXISTS (SELECT 1 FROM count_line l JOIN stock_take_approval a ON a.stock_take_id = l.stock_take_id WHERE l.id = NEW.count_line_id AND l.part_id = NEW.part_id AND l.cause IS NOT NULL AND l.location_id IN (NEW.from_location_id, NEW.to_location_id)));
SELECT RAISE(ABORT, 'sparewell:not_the_variance') WHERE (NEW.kind = 'adjustment') AND (COALESCE((SELECT c.counted - c.book FROM count c WHERE c.count_line_id = NEW.count_line_id
    AND c.round = (SELECT MAX(round) FROM count WHERE count_line_id = NEW.count_line_id)), 0) * (CASE WHEN (SELECT kind FROM location WHERE id = NEW.to_location_id) = 'variance' THEN -1 ELSE 1 END) < (SELECT SUM(m.quantity) FROM movement m WHERE m.count_line_id = NEW.count_line_id));
SELECT RAISE(ABORT, 'sparewell:not_inspected') WHERE (NEW.kind = 'adjustment' AND (SELECT kind FROM location WHERE id = NEW.from_location_id) = 'variance') AND (NOT EXISTS (SELECT 1 FROM clearance c WHERE c.lot_id = NEW.lot_id AND c.passed > 0));
SELECT RAISE(ABORT, 'sparewell:loss_not_approved') WHERE (NEW.kind = 'loss') AND (NOT EXISTS (SELECT 1 FROM posting p JOIN transfer t ON t.number = p.reference WHERE p.id = NEW.posting_id AND (SELECT SUM(s.quantity) FROM transfer_settlement s WHERE s.transfer_id = t.id AND s.part_id = NEW.part_id AND s.cause = 'lost' AND s.state = 'posted') >= (SELECT SUM(m.quantity) FROM movement m JOIN posting o ON o.id = m.posting_id AND o.reference = t.number WHERE m.kind = 'loss' AND m.part_id = NEW.part_id)));
SELECT RAISE(ABORT, 'sparewell:piece_of_another_transfer') WHERE (NEW.kind IN ('transfer_in', 'loss') AND (SELECT serial_number FROM lot WHERE id = NEW.lot_id) IS NOT NULL) AND (COALESCE((SELECT o.reference FROM movement m JOIN posting o ON o.id = m.posting_id WHERE m.lot_id = NEW.lot_id AND m.id < NEW.id ORDER BY m.id DESC LIMIT 1), '') <> (SELECT p.reference FROM posting p WHERE p.id = NEW.posting_id));
SELECT RAISE(ABORT, 'sparewell:loss_not_approved') WHERE (NEW.kind = 'loss' AND (SELECT serial_number FROM lot WHERE id = NEW.lot_id) IS NOT NULL) AND (NOT EXISTS (SELECT 1 FROM posting p JOIN transfer t ON t.number = p.reference JOIN transfer_settlement s ON s.transfer_id = t.id AND s.cause = 'lost' AND s.state = 'posted' JOIN transfer_settlement_piece e ON e.settlement_id = s.id AND e.lot_id = NEW.lot_id WHERE p.id = NEW.posting_id));
SELECT RAISE(ABORT, 'sparewell:not_the_mirror') WHERE (NEW.kind = 'reversal') AND (NOT EXISTS (SELECT 1 FROM movement m WHERE m.id = NEW.reverses_id AND m.id < NEW.id AND m.kind <> 'reversal' AND m.lot_id = NEW.lot_id AND m.quantity = NEW.quantity AND m.from_location_id = NEW.to_location_id AND m.to_location_id = NEW.from_location_id));
SELECT RAISE(ABORT, 'sparewell:no_such_move') WHERE (NEW.id > 0) AND ((SELECT kind FROM location WHERE id = NEW.from_location_id) IN ('warehouse', 'zone') OR (SELECT kind FROM location WHERE id = NEW.to_location_id) IN ('warehouse', 'zone'));
SELECT RAISE(ABORT, 'sparewell:insufficient_stock') WHERE ((SELECT kind FROM location WHERE id = NEW.from_location_id) IN ('bin', 'defective', 'hold', 'in_transit', 'quarantine', 'staging', 'van', 'work_order', 'workshop')) AND (COALESCE((SELECT on_hand FROM balance WHERE location_id = NEW.from_location_id AND lot_id = NEW.lot_id), 0) < NEW.quantity);
SELECT RAISE(ABORT, 'sparewell:reserved_for_others') WHERE ((SELECT kind FROM location WHERE id = NEW.from_location_id) IN ('bin', 'van') AND NOT ((SELECT kind FROM location WHERE id = NEW.to_location_id) IN ('bin', 'van') AND (SELECT store_id FROM location WHERE id = NEW.from_location_id) = (SELECT store_id FROM location WHERE id = NEW.to_location_id))) AND (COALESCE((SELECT on_hand - reserved FROM stock WHERE part_id = NEW.part_id AND store_id = (SELECT store_id FROM location WHERE id = NEW.from_location_id)), 0) < NEW.quantity);
SELECT RAISE(ABORT, 'sparewell:serial_twice') WHERE ((SELECT serial_number FROM lot WHERE id = NEW.lot_id) IS NOT NULL) AND (NEW.quantity <> 1000 OR ((SELECT kind FROM location WHERE id = NEW.from_location_id) IN ('conversion', 'customer', 'opening', 'scrap', 'supplier', 'variance') AND EXISTS (SELECT 1 FROM lot o JOIN balance b ON b.lot_id = o.id WHERE o.part_id = NEW.part_id AND o.serial_number = (SELECT serial_number FROM lot WHERE id = NEW.lot_id) AND b.on_hand > 0)));
UPDATE balance SET on_hand = on_hand - NEW.quantity, last_movement_id = NEW.id
        WHERE location_id = NEW.from_location_id AND lot_id = NEW.lot_id AND (SELECT kind FROM location WHERE id = NEW.from_location_id) IN ('bin', 'defective', 'hold', 'in_transit', 'quarantine', 'staging', 'van', 'work_order', 'workshop');
INSERT INTO balance (location_id, lot_id, part_id, store_id, issueable, on_hand, last_movement_id,
        rank_on, expires_on) SELECT NEW.to_location_id, NEW.lot_id, NEW.part_id, (SELECT store_id FROM location WHERE id = NEW.to_location_id), (SELECT kind FROM location WHERE id = NEW.to_location_id) IN ('bin', 'van'),
        NEW.quantity, NEW.id, (SELECT rank_on FROM lot WHERE id = NEW.lot_id), (SELECT expires_on FROM lot WHERE id = NEW.lot_id)
        WHERE (SELECT kind FROM location WHERE id = NEW.to_location_id) IN ('bin', 'defective', 'hold', 'in_transit', 'quarantine', 'staging', 'van', 'work_order', 'workshop') AND NOT EXISTS
        (SELECT 1 FROM balance WHERE location_id = NEW.to_location_id AND lot_id = NEW.lot_id);
UPDATE balance SET on_hand = on_hand + NEW.quantity, last_movement_id = NEW.id
        WHERE location_id = NEW.to_location_id AND lot_id = NEW.lot_id AND last_movement_id < NEW.id;
UPDATE stock SET on_hand = on_hand - NEW.quantity, last_movement_id = NEW.id
        WHERE part_id = NEW.part_id AND store_id = (SELECT store_id FROM location WHERE id = NEW.from_location_id) AND (SELECT kind FROM location WHERE id = NEW.from_location_id) IN ('bin', 'van')
        AND NOT ((SELECT kind FROM location WHERE id = NEW.to_location_id) IN ('bin', 'van') AND (SELECT store_id FROM location WHERE id = NEW.from_location_id) = (SELECT store_id FROM location WHERE id = NEW.to_location_id));
INSERT INTO stock (part_id, store_id, on_hand, reserved, last_movement_id)
        SELECT NEW.part_id, (SELECT store_id FROM location WHERE id = NEW.to_location_id), NEW.quantity, 0, NEW.id
        WHERE (SELECT kind FROM location WHERE id = NEW.to_location_id) IN ('bin', 'van') AND NOT ((SELECT kind FROM location WHERE id = NEW.from_location_id) IN ('bin', 'van') AND (SELECT store_id FROM location WHERE id = NEW.from_location_id) = (SELECT store_id FROM location WHERE id = NEW.to_location_id))
        AND NOT EXISTS (SELECT 1 FROM stock WHERE part_id = NEW.part_id AND store_id = (SELECT store_id FROM location WHERE id = NEW.to_location_id));
UPDATE stock SET on_hand = on_hand + NEW.quantity, last_movement_id = NEW.id
        WHERE part_id = NEW.part_id AND store_id = (SELECT store_id FROM location WHERE id = NEW.to_location_id) AND (SELECT kind FROM location WHERE id = NEW.to_location_id) IN ('bin', 'van')
        AND NOT ((SELECT kind FROM location WHERE id = NEW.from_location_id) IN ('bin', 'van') AND (SELECT store_id FROM location WHERE id = NEW.from_location_id) = (SELECT store_id FROM location WHERE id = NEW.to_location_id)) AND last_movement_id < NEW.id; END
-- next
CREATE TRIGGER stock_follows BEFORE UPDATE ON stock WHEN NOT ((NEW.reserved = OLD.reserved AND NEW.last_movement_id > OLD.last_movement_id AND EXISTS (SELECT 1 FROM movement m JOIN location f ON f.id = m.from_location_id
    JOIN location t ON t.id = m.to_location_id WHERE m.id = NEW.last_movement_id AND m.part_id = NEW.part_id AND (
    (f.kind IN ('bin', 'van') AND f.store_id = NEW.store_id AND NEW.on_hand = OLD.on_hand - m.quantity)
    OR (t.kind IN ('bin', 'van') AND t.store_id = NEW.store_id AND NEW.on_hand = OLD.on_hand + m.quantity))
    AND NOT (f.kind IN ('bin', 'van') AND t.kind IN ('bin', 'van') AND f.store_id = t.store_id))) OR (NEW.on_hand = OLD.on_hand AND NEW.last_movement_id = OLD.last_movement_id AND NEW.reserved = COALESCE((SELECT SUM(r.quantity) FROM reservation r WHERE r.part_id = NEW.part_id
    AND r.store_id = NEW.store_id AND r.state = 'open'), 0)))
            BEGIN SELECT RAISE(ABORT, 'sparewell:kept_by_movements:stock'); END
-- next
CREATE TRIGGER stock_starts BEFORE INSERT ON stock WHEN NOT EXISTS (SELECT 1 FROM movement m JOIN location t ON t.id = m.to_location_id
    WHERE m.id = NEW.last_movement_id AND m.part_id = NEW.part_id AND t.store_id = NEW.store_id
    AND t.kind IN ('bin', 'van') AND m.quantity = NEW.on_hand AND NEW.reserved = 0)
            BEGIN SELECT RAISE(ABORT, 'sparewell:kept_by_movements:stock'); END
-- next
CREATE TRIGGER stock_keeps_part_id BEFORE UPDATE ON stock WHEN NEW.part_id IS NOT OLD.part_id OR NEW.store_id IS NOT OLD.store_id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:stock'); END
-- next
CREATE TRIGGER stock_no_delete BEFORE DELETE ON stock WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:stock'); END
-- next
CREATE TRIGGER stock_no_replace_part_id_store_id BEFORE INSERT ON stock WHEN EXISTS (SELECT 1 FROM stock WHERE part_id = NEW.part_id AND store_id = NEW.store_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:stock'); END
-- next
CREATE TRIGGER stock_no_takeover_part_id_store_id BEFORE UPDATE OF part_id, store_id ON stock
                WHEN (NEW.part_id IS NOT OLD.part_id OR NEW.store_id IS NOT OLD.store_id) AND EXISTS (SELECT 1 FROM stock WHERE part_id = NEW.part_id AND store_id = NEW.store_id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:stock'); END
-- next
CREATE TRIGGER movement_of_old_parts AFTER INSERT ON movement WHEN NEW.kind = 'opening' OR NEW.kind = 'fitted' OR NEW.kind = 'old_return' OR NEW.kind = 'repair_out' OR NEW.kind = 'refurbishment' OR NEW.kind = 'supplier_return' OR NEW.kind = 'scrap' OR NEW.kind = 'reversal' BEGIN SELECT RAISE(ABORT, 'sparewell:old_part_never_stock') WHERE NEW.kind = 'opening' AND (SELECT origin FROM lot WHERE id = NEW.lot_id) IN ('old', 'refurbished');
SELECT RAISE(ABORT, 'sparewell:not_on_the_note') WHERE NEW.kind = 'old_return' AND (NOT EXISTS (SELECT 1 FROM old_part_receipt r WHERE r.lot_id = NEW.lot_id AND r.quantity = NEW.quantity AND r.location_id = NEW.to_location_id AND r.undone_at IS NULL) OR EXISTS (SELECT 1 FROM movement m WHERE m.lot_id = NEW.lot_id AND m.id <> NEW.id));
SELECT RAISE(ABORT, 'sparewell:not_fitted_yet') WHERE NEW.kind = 'fitted' AND NOT EXISTS (SELECT 1 FROM work_order w WHERE w.location_id = NEW.from_location_id AND w.state <> 'open');
SELECT RAISE(ABORT, 'sparewell:no_such_verdict') WHERE (SELECT kind FROM location WHERE id = NEW.from_location_id) = 'defective' AND COALESCE(CASE NEW.kind WHEN 'supplier_return' THEN (SELECT v.verdict FROM old_part_verdict v WHERE v.lot_id = NEW.lot_id ORDER BY v.id DESC LIMIT 1) = 'to_maker' WHEN 'scrap' THEN (SELECT v.verdict FROM old_part_verdict v WHERE v.lot_id = NEW.lot_id ORDER BY v.id DESC LIMIT 1) IN ('scrap', 'to_maker') WHEN 'repair_out' THEN (SELECT v.verdict FROM old_part_verdict v WHERE v.lot_id = NEW.lot_id ORDER BY v.id DESC LIMIT 1) = 'repair' WHEN 'refurbishment' THEN (SELECT v.verdict FROM old_part_verdict v WHERE v.lot_id = NEW.lot_id ORDER BY v.id DESC LIMIT 1) = 'restock' ELSE (SELECT m.kind FROM movement m WHERE m.id = NEW.reverses_id) = 'old_return' END, false) = false;
SELECT RAISE(ABORT, 'sparewell:not_at_the_workshop') WHERE NEW.kind = 'repair_out' AND NOT EXISTS (SELECT 1 FROM workshop_line l JOIN workshop_order o ON o.id = l.workshop_order_id JOIN posting p ON p.reference = o.number WHERE p.id = NEW.posting_id AND o.state = 'sent' AND l.lot_id = NEW.lot_id AND l.quantity = NEW.quantity AND o.workshop_id = NEW.to_location_id);
SELECT RAISE(ABORT, 'sparewell:not_refurbished') WHERE NEW.kind = 'refurbishment' AND (SELECT kind FROM location WHERE id = NEW.from_location_id) = 'conversion' AND (NOT EXISTS (SELECT 1 FROM refurbishment r WHERE r.new_lot_id = NEW.lot_id AND r.quantity = NEW.quantity) OR EXISTS (SELECT 1 FROM movement m WHERE m.lot_id = NEW.lot_id AND m.id <> NEW.id));
SELECT RAISE(ABORT, 'sparewell:not_refurbished') WHERE NEW.kind = 'refurbishment' AND (SELECT kind FROM location WHERE id = NEW.from_location_id) <> 'conversion' AND (SELECT SUM(m.quantity) FROM movement m WHERE m.lot_id = NEW.lot_id AND m.kind = 'refurbishment') > COALESCE((SELECT SUM(r.quantity) FROM refurbishment r WHERE r.old_lot_id = NEW.lot_id), 0);
SELECT RAISE(ABORT, 'sparewell:undo_where_it_was_done') WHERE NEW.kind = 'reversal' AND ((SELECT m.kind FROM movement m WHERE m.id = NEW.reverses_id) IN ('fitted', 'repair_out', 'repair_in', 'refurbishment') OR ((SELECT m.kind FROM movement m WHERE m.id = NEW.reverses_id) = 'old_return' AND NOT EXISTS (SELECT 1 FROM old_part_receipt r WHERE r.lot_id = NEW.lot_id AND r.undone_at IS NOT NULL))); END
-- next
CREATE TRIGGER movement_of_sale AFTER INSERT ON movement WHEN NEW.kind = 'sale' BEGIN SELECT RAISE(ABORT, 'sparewell:disposal_not_approved') WHERE NOT EXISTS (SELECT 1 FROM posting p JOIN disposal d ON d.number = p.reference AND d.act = 'sell'
    JOIN disposal_line l ON l.disposal_id = d.id WHERE p.id = NEW.posting_id AND l.lot_id = NEW.lot_id
    AND l.from_location_id = NEW.from_location_id AND l.quantity >= (SELECT SUM(m.quantity) FROM posting o
    JOIN movement m ON m.posting_id = o.id WHERE o.reference = d.number AND m.kind = 'sale' AND m.lot_id = NEW.lot_id
    AND m.from_location_id = NEW.from_location_id));
SELECT RAISE(ABORT, 'sparewell:lot_frozen') WHERE EXISTS (SELECT 1 FROM frozen_lot z WHERE z.lot_id = NEW.lot_id); END
-- next
CREATE TRIGGER purchase_order_steps BEFORE UPDATE ON purchase_order WHEN OLD.state <> NEW.state AND NOT ((OLD.state = 'draft' AND NEW.state IN ('approved', 'cancelled')) OR (OLD.state = 'approved' AND NEW.state IN ('draft', 'sent', 'cancelled')) OR (OLD.state = 'sent' AND NEW.state IN ('draft', 'confirmed', 'partly_received', 'received', 'closed', 'cancelled')) OR (OLD.state = 'confirmed' AND NEW.state IN ('draft', 'sent', 'partly_received', 'received', 'closed', 'cancelled')) OR (OLD.state = 'partly_received' AND NEW.state IN ('sent', 'confirmed', 'received', 'closed')) OR (OLD.state = 'received' AND NEW.state IN ('sent', 'confirmed', 'partly_received', 'closed')))
            BEGIN SELECT RAISE(ABORT, 'sparewell:order_step'); END
-- next
CREATE TRIGGER purchase_order_begins BEFORE INSERT ON purchase_order WHEN NEW.state <> 'draft'
            BEGIN SELECT RAISE(ABORT, 'sparewell:order_step'); END
-- next
CREATE TRIGGER purchase_order_approved_by_another BEFORE UPDATE ON purchase_order WHEN OLD.state = 'draft' AND NEW.state = 'approved' AND NOT EXISTS (SELECT 1 FROM order_approval a WHERE a.order_id = NEW.id AND a.version = NEW.version) AND NOT (NEW.version = 1 AND EXISTS (SELECT 1 FROM plan_approval p WHERE p.plan_id = NEW.plan_id))
            BEGIN SELECT RAISE(ABORT, 'sparewell:not_approved'); END
-- next
CREATE TRIGGER purchase_order_no_delete BEFORE DELETE ON purchase_order WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:purchase_order'); END
-- next
CREATE TRIGGER purchase_order_keeps_number BEFORE UPDATE ON purchase_order WHEN NEW.number IS NOT OLD.number OR NEW.supplier_id IS NOT OLD.supplier_id OR NEW.store_id IS NOT OLD.store_id OR NEW.created_by_id IS NOT OLD.created_by_id OR NEW.created_at IS NOT OLD.created_at OR NEW.plan_id IS NOT OLD.plan_id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:purchase_order'); END
-- next
CREATE TRIGGER purchase_order_no_replace_id BEFORE INSERT ON purchase_order WHEN EXISTS (SELECT 1 FROM purchase_order WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:purchase_order'); END
-- next
CREATE TRIGGER purchase_order_no_takeover_id BEFORE UPDATE OF id ON purchase_order
                WHEN (NEW.id IS NOT OLD.id) AND EXISTS (SELECT 1 FROM purchase_order WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:purchase_order'); END
-- next
CREATE TRIGGER purchase_order_no_replace_number BEFORE INSERT ON purchase_order WHEN EXISTS (SELECT 1 FROM purchase_order WHERE number = NEW.number)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:purchase_order'); END
-- next
CREATE TRIGGER purchase_order_no_takeover_number BEFORE UPDATE OF number ON purchase_order
                WHEN (NEW.number IS NOT OLD.number) AND EXISTS (SELECT 1 FROM purchase_order WHERE number = NEW.number)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:purchase_order'); END
-- next
CREATE TRIGGER order_line_begins BEFORE INSERT ON order_line WHEN (SELECT state FROM purchase_order o WHERE o.id = NEW.order_id) <> 'draft' OR NEW.received <> 0 OR NEW.cancelled <> 0
            BEGIN SELECT RAISE(ABORT, 'sparewell:order_not_draft'); END
-- next
CREATE TRIGGER order_line_raised_in_draft BEFORE UPDATE ON order_line WHEN (NEW.quantity > OLD.quantity OR NEW.unit_price_cny > OLD.unit_price_cny OR NEW.over_tolerance > OLD.over_tolerance OR NEW.cancelled < OLD.cancelled) AND (SELECT state FROM purchase_order o WHERE o.id = NEW.order_id) <> 'draft'
            BEGIN SELECT RAISE(ABORT, 'sparewell:order_not_draft'); END
-- next
CREATE TRIGGER order_line_ended BEFORE UPDATE ON order_line WHEN (SELECT state FROM purchase_order o WHERE o.id = NEW.order_id) IN ('closed', 'cancelled')
            BEGIN SELECT RAISE(ABORT, 'sparewell:order_ended'); END
-- next
CREATE TRIGGER order_line_follows_deliveries BEFORE UPDATE ON order_line WHEN NEW.received <> OLD.received AND NEW.received <> COALESCE((SELECT SUM(d.quantity) FROM delivery d WHERE d.order_line_id = NEW.id AND d.state = 'live'), 0)
            BEGIN SELECT RAISE(ABORT, 'sparewell:kept_by_deliveries'); END
-- next
CREATE TRIGGER order_line_first_promise_stays BEFORE UPDATE ON order_line WHEN OLD.first_promised_on IS NOT NULL AND (NEW.first_promised_on IS NULL OR NEW.first_promised_on <> OLD.first_promised_on)
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:order_line'); END
-- next
CREATE TRIGGER order_line_leaves_draft_only BEFORE DELETE ON order_line WHEN (SELECT o.state FROM purchase_order o WHERE o.id = OLD.order_id) <> 'draft' OR OLD.received <> 0
            BEGIN SELECT RAISE(ABORT, 'sparewell:order_not_draft'); END
-- next
CREATE TRIGGER order_line_keeps_order_id BEFORE UPDATE ON order_line WHEN NEW.order_id IS NOT OLD.order_id OR NEW.part_id IS NOT OLD.part_id OR NEW.proposal_id IS NOT OLD.proposal_id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:order_line'); END
-- next
CREATE TRIGGER order_line_no_replace_id BEFORE INSERT ON order_line WHEN EXISTS (SELECT 1 FROM order_line WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:order_line'); END
-- next
CREATE TRIGGER order_line_no_takeover_id BEFORE UPDATE OF id ON order_line
                WHEN (NEW.id IS NOT OLD.id) AND EXISTS (SELECT 1 FROM order_line WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:order_line'); END
-- next
CREATE TRIGGER order_line_no_replace_order_id_line_no BEFORE INSERT ON order_line WHEN EXISTS (SELECT 1 FROM order_line WHERE order_id = NEW.order_id AND line_no = NEW.line_no)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:order_line'); END
-- next
CREATE TRIGGER order_line_no_takeover_order_id_line_no BEFORE UPDATE OF order_id, line_no ON order_line
                WHEN (NEW.order_id IS NOT OLD.order_id OR NEW.line_no IS NOT OLD.line_no) AND EXISTS (SELECT 1 FROM order_line WHERE order_id = NEW.order_id AND line_no = NEW.line_no)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:order_line'); END
-- next
CREATE TRIGGER delivery_wanted BEFORE INSERT ON delivery WHEN (SELECT o.state FROM purchase_order o JOIN order_line l ON l.order_id = o.id WHERE l.id = NEW.order_line_id) NOT IN ('sent', 'confirmed', 'partly_received', 'received')
            BEGIN SELECT RAISE(ABORT, 'sparewell:order_not_sent'); END
-- next
CREATE TRIGGER delivery_within_order BEFORE INSERT ON delivery WHEN NEW.quantity > (SELECT l.quantity + l.over_tolerance - l.received - l.cancelled FROM order_line l WHERE l.id = NEW.order_line_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:over_receipt'); END
-- next
CREATE TRIGGER delivery_begins BEFORE INSERT ON delivery WHEN NEW.state <> 'live'
            BEGIN SELECT RAISE(ABORT, 'sparewell:delivery_step'); END
-- next
CREATE TRIGGER delivery_undone_once BEFORE UPDATE ON delivery WHEN OLD.state = 'undone' OR (NEW.state = 'undone' AND OLD.passed + OLD.failed > 0) OR NEW.passed < OLD.passed OR NEW.failed < OLD.failed
            BEGIN SELECT RAISE(ABORT, 'sparewell:delivery_step'); END
-- next
CREATE TRIGGER delivery_insert_counts AFTER INSERT ON delivery WHEN true BEGIN UPDATE order_line SET received = received + NEW.quantity WHERE id = NEW.order_line_id; END
-- next
CREATE TRIGGER delivery_update_counts AFTER UPDATE ON delivery WHEN OLD.state = 'live' AND NEW.state = 'undone' BEGIN UPDATE order_line SET received = received - NEW.quantity WHERE id = NEW.order_line_id; END
-- next
CREATE TRIGGER delivery_no_delete BEFORE DELETE ON delivery WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:delivery'); END
-- next
CREATE TRIGGER delivery_keeps_order_line_id BEFORE UPDATE ON delivery WHEN NEW.order_line_id IS NOT OLD.order_line_id OR NEW.quantity IS NOT OLD.quantity OR NEW.received_on IS NOT OLD.received_on OR NEW.received_by_id IS NOT OLD.received_by_id OR NEW.due_on IS NOT OLD.due_on
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:delivery'); END
-- next
CREATE TRIGGER delivery_no_replace_id BEFORE INSERT ON delivery WHEN EXISTS (SELECT 1 FROM delivery WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:delivery'); END
-- next
CREATE TRIGGER delivery_no_takeover_id BEFORE UPDATE OF id ON delivery
                WHEN (NEW.id IS NOT OLD.id) AND EXISTS (SELECT 1 FROM delivery WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:delivery'); END
-- next
CREATE TRIGGER movement_receipt_is_backed AFTER INSERT ON movement WHEN (NEW.kind = 'receipt') AND (NOT EXISTS (SELECT 1 FROM arrival_lot al JOIN arrival_line l ON l.id = al.arrival_line_id
    JOIN arrival a ON a.id = l.arrival_id
    WHERE al.lot_id = NEW.lot_id AND al.quantity = NEW.quantity AND l.hold_location_id = NEW.to_location_id
    AND a.state = 'open' AND l.quantity = (SELECT SUM(o.quantity) FROM arrival_lot o WHERE o.arrival_line_id = l.id)) OR EXISTS (SELECT 1 FROM movement m WHERE m.lot_id = NEW.lot_id AND m.kind = 'receipt' AND m.id <> NEW.id))
            BEGIN SELECT RAISE(ABORT, 'sparewell:receipt_without_arrival'); END
-- next
CREATE TRIGGER movement_release_is_inspected AFTER INSERT ON movement WHEN (NEW.kind = 'release') AND (EXISTS (SELECT 1 FROM arrival_lot al WHERE al.lot_id = NEW.lot_id) AND (SELECT SUM(m.quantity) FROM movement m WHERE m.lot_id = NEW.lot_id AND m.kind = 'release'
    AND NOT EXISTS (SELECT 1 FROM movement r WHERE r.reverses_id = m.id)) > COALESCE((SELECT SUM(i.passed) FROM inspection i JOIN arrival_lot al ON al.id = i.arrival_lot_id
    WHERE al.lot_id = NEW.lot_id AND i.state = 'decided'), 0))
            BEGIN SELECT RAISE(ABORT, 'sparewell:uninspected_release'); END
-- next
CREATE TRIGGER movement_rejection_is_inspected AFTER INSERT ON movement WHEN (NEW.kind = 'rejection') AND (EXISTS (SELECT 1 FROM arrival_lot al WHERE al.lot_id = NEW.lot_id) AND (SELECT SUM(m.quantity) FROM movement m WHERE m.lot_id = NEW.lot_id AND m.kind = 'rejection'
    AND NOT EXISTS (SELECT 1 FROM movement r WHERE r.reverses_id = m.id)) > COALESCE((SELECT SUM(i.failed) FROM inspection i JOIN arrival_lot al ON al.id = i.arrival_lot_id
    WHERE al.lot_id = NEW.lot_id AND i.state = 'decided'), 0))
            BEGIN SELECT RAISE(ABORT, 'sparewell:uninspected_release'); END
-- next
CREATE TRIGGER movement_reversal_keeps_verdicts AFTER INSERT ON movement WHEN (NEW.kind = 'reversal') AND (EXISTS (SELECT 1 FROM arrival_lot al WHERE al.lot_id = NEW.lot_id) AND EXISTS (SELECT 1 FROM movement m WHERE m.id = NEW.reverses_id AND (m.kind IN ('release', 'rejection') OR (m.kind = 'receipt' AND NOT EXISTS (SELECT 1 FROM arrival_lot al JOIN arrival_line l ON l.id = al.arrival_line_id JOIN arrival a ON a.id = l.arrival_id WHERE al.lot_id = NEW.lot_id AND a.state = 'undone')) OR (m.kind IN ('supplier_return', 'scrap') AND EXISTS (SELECT 1 FROM posting p JOIN supplier_return r ON r.number = p.reference WHERE p.id = m.posting_id)))))
            BEGIN SELECT RAISE(ABORT, 'sparewell:undo_where_it_was_done'); END
-- next
CREATE TRIGGER movement_gain_is_sound AFTER INSERT ON movement WHEN (NEW.kind = 'adjustment') AND (EXISTS (SELECT 1 FROM location f WHERE f.id = NEW.from_location_id AND f.kind = 'variance') AND EXISTS (SELECT 1 FROM balance b JOIN location l ON l.id = b.location_id WHERE b.lot_id = NEW.lot_id AND b.on_hand > 0 AND l.kind IN ('hold', 'quarantine')))
            BEGIN SELECT RAISE(ABORT, 'sparewell:not_inspected'); END
-- next
CREATE TRIGGER movement_takes_nothing_claimed AFTER INSERT ON movement WHEN (NEW.kind = 'supplier_return' OR NEW.kind = 'scrap' OR NEW.kind = 'reversal' OR NEW.kind = 'repair_out' OR NEW.kind = 'refurbishment') AND (EXISTS (SELECT 1 FROM location q WHERE q.id = NEW.from_location_id AND q.kind IN ('quarantine', 'defective')) AND COALESCE((SELECT SUM(r.quantity - r.sent - r.scrapped) FROM supplier_return r WHERE r.lot_id = NEW.lot_id
    AND r.quarantine_location_id = NEW.from_location_id AND r.state <> 'cancelled'), 0) > 0 AND NOT EXISTS (SELECT 1 FROM posting p JOIN supplier_return r ON r.number = p.reference
    WHERE p.id = NEW.posting_id AND r.lot_id = NEW.lot_id AND NEW.kind <> 'reversal') AND COALESCE((SELECT SUM(CASE WHEN m.to_location_id = NEW.from_location_id THEN m.quantity
    ELSE -m.quantity END) FROM movement m
    WHERE m.lot_id = NEW.lot_id AND NEW.from_location_id IN (m.from_location_id, m.to_location_id)), 0) < COALESCE((SELECT SUM(r.quantity - r.sent - r.scrapped) FROM supplier_return r WHERE r.lot_id = NEW.lot_id
    AND r.quarantine_location_id = NEW.from_location_id AND r.state <> 'cancelled'), 0))
            BEGIN SELECT RAISE(ABORT, 'sparewell:on_a_claim'); END
