DROP TRIGGER inspection_begins_pending
-- next
DROP TRIGGER inspection_after_the_recount
-- next
DROP TRIGGER inspection_not_by_the_buyer
-- next
DROP TRIGGER inspection_not_decided_by_the_buyer
-- next
DROP TRIGGER inspection_decided_once
-- next
DROP TRIGGER inspection_within_lot
-- next
DROP TRIGGER inspection_sample_lets_it_pass
-- next
DROP TRIGGER inspection_led_by_one_of_its_delivery
-- next
DROP TRIGGER inspection_pieces_share_their_sample
-- next
DROP TRIGGER settlement_waived_by_another
-- next
DROP TRIGGER settlement_of_open_return
-- next
DROP TRIGGER settlement_replaced_by_verdict
-- next
DROP TRIGGER settlement_credit_has_its_note
-- next
DROP TRIGGER settlement_credit_note_counts_once
-- next
DROP TRIGGER settlement_large_credit_not_by_the_buyer
-- next
DROP TRIGGER inspection_no_delete
-- next
DROP TRIGGER inspection_no_replace_id
-- next
DROP TRIGGER inspection_no_takeover_id
-- next
DROP TRIGGER inspection_no_replace_number
-- next
DROP TRIGGER inspection_no_takeover_number
-- next
DROP TRIGGER inspection_keeps_number
-- next
DROP TRIGGER settlement_no_update
-- next
DROP TRIGGER settlement_no_delete
-- next
DROP TRIGGER settlement_no_replace_id
-- next
CREATE TABLE new_inspection (
	id INTEGER NOT NULL,
	number VARCHAR(40) NOT NULL,
	arrival_lot_id INTEGER NOT NULL,
	bought_by_id INTEGER NOT NULL,
	begun_by_id INTEGER NOT NULL,
	begun_at DATETIME NOT NULL,
	standard_id INTEGER,
	state VARCHAR(10) NOT NULL,
	decided_by_id INTEGER,
	decided_at DATETIME,
	passed BIGINT NOT NULL,
	failed BIGINT NOT NULL,
	severity VARCHAR(10),
	reason VARCHAR(500) NOT NULL,
	CONSTRAINT pk_inspection PRIMARY KEY (id),
	CONSTRAINT fk_inspection_arrival_lot_id_bought_by_id_arrival_lot FOREIGN KEY(arrival_lot_id, bought_by_id) REFERENCES arrival_lot (id, bought_by_id),
	CONSTRAINT ck_inspection_state_known CHECK (state IN ('pending', 'decided', 'dropped')),
	CONSTRAINT ck_inspection_severity_known CHECK (severity IN ('critical', 'major', 'minor')),
	CONSTRAINT ck_inspection_begun_four_eyes CHECK (begun_by_id <> bought_by_id),
	CONSTRAINT ck_inspection_decided_four_eyes CHECK (decided_by_id IS NULL OR decided_by_id <> bought_by_id),
	CONSTRAINT ck_inspection_quantities_not_negative CHECK (passed >= 0 AND failed >= 0),
	CONSTRAINT ck_inspection_decided_by_somebody CHECK ((state = 'decided') = (decided_by_id IS NOT NULL AND decided_at IS NOT NULL AND passed + failed > 0)),
	CONSTRAINT ck_inspection_undecided_empty CHECK (state = 'decided' OR passed + failed = 0),
	CONSTRAINT ck_inspection_failure_explained CHECK (failed = 0 OR (severity IS NOT NULL AND length(reason) > 0)),
	CONSTRAINT ck_inspection_passed_whole CHECK (passed IS NULL OR typeof(passed) = 'integer'),
	CONSTRAINT ck_inspection_failed_whole CHECK (failed IS NULL OR typeof(failed) = 'integer'),
	CONSTRAINT uq_inspection_number UNIQUE (number),
	CONSTRAINT fk_inspection_begun_by_id_person FOREIGN KEY(begun_by_id) REFERENCES person (id),
	CONSTRAINT fk_inspection_standard_id_standard FOREIGN KEY(standard_id) REFERENCES standard (id),
	CONSTRAINT fk_inspection_decided_by_id_person FOREIGN KEY(decided_by_id) REFERENCES person (id)
)
-- next
INSERT INTO new_inspection (id, number, arrival_lot_id, bought_by_id, begun_by_id, begun_at, standard_id, state, decided_by_id, decided_at, passed, failed, severity, reason) SELECT id, number, arrival_lot_id, bought_by_id, begun_by_id, begun_at, standard_id, state, decided_by_id, decided_at, passed, failed, severity, reason FROM inspection
-- next
DROP TABLE inspection
-- next
ALTER TABLE new_inspection RENAME TO inspection
-- next
CREATE INDEX ix_inspection_arrival_lot_id ON inspection (arrival_lot_id)
-- next
CREATE UNIQUE INDEX ix_inspection_pending ON inspection (arrival_lot_id) WHERE state = 'pending'
-- next
CREATE INDEX ix_inspection_state ON inspection (state)
-- next
CREATE TRIGGER inspection_begins_pending BEFORE INSERT ON inspection WHEN NEW.state <> 'pending' OR NOT EXISTS (SELECT 1 FROM arrival_lot al JOIN arrival_line l ON l.id = al.arrival_line_id JOIN arrival a ON a.id = l.arrival_id WHERE al.id = NEW.arrival_lot_id AND a.state = 'open')
            BEGIN SELECT RAISE(ABORT, 'sparewell:arrival_not_open'); END
-- next
CREATE TRIGGER inspection_after_the_recount BEFORE INSERT ON inspection WHEN EXISTS (SELECT 1 FROM arrival_lot al JOIN arrival_line l ON l.id = al.arrival_line_id
    JOIN recount r ON r.arrival_id = l.arrival_id AND r.order_line_id = l.order_line_id AND l.kind = 'ordered'
    WHERE al.id = NEW.arrival_lot_id AND r.confirmed_by_id IS NULL)
            BEGIN SELECT RAISE(ABORT, 'sparewell:recount_needed'); END
-- next
CREATE TRIGGER inspection_not_by_the_buyer BEFORE INSERT ON inspection WHEN NEW.begun_by_id = NEW.bought_by_id OR NOT EXISTS (SELECT 1 FROM arrival_lot al WHERE al.id = NEW.arrival_lot_id AND al.bought_by_id = NEW.bought_by_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:four_eyes'); END
-- next
CREATE TRIGGER inspection_not_decided_by_the_buyer BEFORE UPDATE ON inspection WHEN NEW.decided_by_id = NEW.bought_by_id
            BEGIN SELECT RAISE(ABORT, 'sparewell:four_eyes'); END
-- next
CREATE TRIGGER inspection_decided_once BEFORE UPDATE ON inspection WHEN OLD.state = 'dropped' OR (OLD.state = 'decided' AND (NEW.state <> 'decided' OR NEW.passed <> OLD.passed OR NEW.failed <> OLD.failed OR NEW.decided_by_id <> OLD.decided_by_id OR NEW.reason <> OLD.reason OR COALESCE(NEW.severity, '') <> COALESCE(OLD.severity, '')))
            BEGIN SELECT RAISE(ABORT, 'sparewell:inspection_decided'); END
-- next
CREATE TRIGGER inspection_within_lot BEFORE UPDATE ON inspection WHEN NEW.state = 'decided' AND OLD.state = 'pending' AND NEW.passed + NEW.failed + COALESCE((SELECT SUM(i.passed + i.failed) FROM inspection i WHERE (i.state = 'decided' AND i.arrival_lot_id = NEW.arrival_lot_id)), 0) > (SELECT al.quantity FROM arrival_lot al WHERE al.id = NEW.arrival_lot_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:verdict_exceeds_pending'); END
-- next
CREATE TRIGGER inspection_sample_lets_it_pass BEFORE UPDATE ON inspection WHEN (NEW.state = 'decided' AND OLD.state = 'pending') AND (EXISTS (SELECT 1 FROM sample_draw d WHERE d.inspection_id = NEW.id AND (d.outcome IS NULL OR NEW.passed > (CASE WHEN d.outcome = 'accepted' OR (d.outcome IS NOT NULL AND d.looked_at = d.lot_size)
    THEN (d.lot_size - d.critical_found - d.major_found) * 1000 ELSE 0 END) + COALESCE((SELECT SUM(c.quantity) FROM concession c
    WHERE c.inspection_id = NEW.id AND c.state = 'granted'), 0) OR NEW.passed > (d.lot_size - d.critical_found) * 1000)))
            BEGIN SELECT RAISE(ABORT, 'sparewell:sample_not_accepted'); END
-- next
CREATE TRIGGER settlement_waived_by_another BEFORE INSERT ON settlement WHEN NEW.kind = 'waived' AND NEW.settled_by_id = NEW.opened_by_id
            BEGIN SELECT RAISE(ABORT, 'sparewell:four_eyes'); END
-- next
CREATE TRIGGER settlement_of_open_return BEFORE INSERT ON settlement WHEN NOT EXISTS (SELECT 1 FROM supplier_return r WHERE r.id = NEW.supplier_return_id AND r.opened_by_id = NEW.opened_by_id AND r.state IN ('open', 'returned') AND r.settled + NEW.quantity <= r.quantity)
            BEGIN SELECT RAISE(ABORT, 'sparewell:settled_too_much'); END
-- next
CREATE TRIGGER settlement_replaced_by_verdict BEFORE INSERT ON settlement WHEN (NEW.kind IN ('replaced', 'reworked') OR NEW.inspection_id IS NOT NULL) AND NOT EXISTS (SELECT 1 FROM inspection i JOIN arrival_lot al ON al.id = i.arrival_lot_id
    JOIN arrival_line l ON l.id = al.arrival_line_id JOIN claimed_line cl ON cl.arrival_line_id = l.id
    WHERE i.id = NEW.inspection_id AND i.state = 'decided' AND cl.supplier_return_id = NEW.supplier_return_id
    AND NEW.kind = l.kind
    AND NEW.quantity + COALESCE((SELECT SUM(s.quantity) FROM settlement s WHERE s.inspection_id = i.id), 0)
    <= i.passed)
            BEGIN SELECT RAISE(ABORT, 'sparewell:settled_without_verdict'); END
-- next
CREATE TRIGGER settlement_credit_has_its_note BEFORE INSERT ON settlement WHEN NEW.kind = 'credited' AND (length(NEW.reference) = 0 OR NEW.credited_on IS NULL OR NEW.limit_cny IS NULL)
            BEGIN SELECT RAISE(ABORT, 'sparewell:credit_note_needed'); END
-- next
CREATE TRIGGER settlement_large_credit_not_by_the_buyer BEFORE INSERT ON settlement WHEN NEW.kind = 'credited' AND NEW.amount_cny > NEW.limit_cny AND EXISTS (SELECT 1 FROM supplier_return r JOIN arrival_line l ON l.id = r.arrival_line_id JOIN order_line ol ON ol.id = l.order_line_id JOIN purchase_order po ON po.id = ol.order_id WHERE r.id = NEW.supplier_return_id AND po.created_by_id = NEW.settled_by_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:four_eyes'); END
-- next
CREATE TRIGGER inspection_no_delete BEFORE DELETE ON inspection WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:inspection'); END
-- next
CREATE TRIGGER inspection_no_replace_id BEFORE INSERT ON inspection WHEN EXISTS (SELECT 1 FROM inspection WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:inspection'); END
-- next
CREATE TRIGGER inspection_no_takeover_id BEFORE UPDATE OF id ON inspection
                WHEN (NEW.id IS NOT OLD.id) AND EXISTS (SELECT 1 FROM inspection WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:inspection'); END
-- next
CREATE TRIGGER inspection_no_replace_number BEFORE INSERT ON inspection WHEN EXISTS (SELECT 1 FROM inspection WHERE number = NEW.number)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:inspection'); END
-- next
CREATE TRIGGER inspection_no_takeover_number BEFORE UPDATE OF number ON inspection
                WHEN (NEW.number IS NOT OLD.number) AND EXISTS (SELECT 1 FROM inspection WHERE number = NEW.number)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:inspection'); END
-- next
CREATE TRIGGER inspection_keeps_number BEFORE UPDATE ON inspection WHEN NEW.number IS NOT OLD.number OR NEW.arrival_lot_id IS NOT OLD.arrival_lot_id OR NEW.bought_by_id IS NOT OLD.bought_by_id OR NEW.begun_by_id IS NOT OLD.begun_by_id OR NEW.begun_at IS NOT OLD.begun_at OR NEW.standard_id IS NOT OLD.standard_id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:inspection'); END
-- next
CREATE TRIGGER settlement_no_update BEFORE UPDATE ON settlement WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:settlement'); END
-- next
CREATE TRIGGER settlement_no_delete BEFORE DELETE ON settlement WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:settlement'); END
-- next
CREATE TRIGGER settlement_no_replace_id BEFORE INSERT ON settlement WHEN EXISTS (SELECT 1 FROM settlement WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:settlement'); END
