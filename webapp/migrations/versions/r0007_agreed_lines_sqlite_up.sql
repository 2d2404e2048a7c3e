DROP TRIGGER purchase_order_steps
-- next
DROP TRIGGER purchase_order_begins
-- next
DROP TRIGGER purchase_order_approved_by_another
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
	agreed BIGINT NOT NULL,
	agreed_over BIGINT NOT NULL,
	agreed_price_cny BIGINT NOT NULL,
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
	CONSTRAINT ck_order_line_agreed_whole CHECK (agreed IS NULL OR typeof(agreed) = 'integer'),
	CONSTRAINT ck_order_line_agreed_over_whole CHECK (agreed_over IS NULL OR typeof(agreed_over) = 'integer'),
	CONSTRAINT ck_order_line_agreed_price_cny_whole CHECK (agreed_price_cny IS NULL OR typeof(agreed_price_cny) = 'integer'),
	CONSTRAINT fk_order_line_order_id_purchase_order FOREIGN KEY(order_id) REFERENCES purchase_order (id),
	CONSTRAINT fk_order_line_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_order_line_supplier_part_id_supplier_part FOREIGN KEY(supplier_part_id) REFERENCES supplier_part (id),
	CONSTRAINT fk_order_line_proposal_id_proposal FOREIGN KEY(proposal_id) REFERENCES proposal (id),
	CONSTRAINT fk_order_line_contract_line_id_contract_line FOREIGN KEY(contract_line_id) REFERENCES contract_line (id)
)
-- next
INSERT INTO new_order_line (id, order_id, line_no, part_id, quantity, unit_price_cny, supplier_part_id, proposal_id, contract_line_id, needed_on, promised_on, first_promised_on, over_percent, over_tolerance, received, cancelled, note, agreed, agreed_over, agreed_price_cny) SELECT id, order_id, line_no, part_id, quantity, unit_price_cny, supplier_part_id, proposal_id, contract_line_id, needed_on, promised_on, first_promised_on, over_percent, over_tolerance, received, cancelled, note, (SELECT CASE WHEN o.state = 'draft' THEN 0 ELSE order_line.quantity END FROM purchase_order o WHERE o.id = order_line.order_id), (SELECT CASE WHEN o.state = 'draft' THEN 0 ELSE order_line.over_tolerance END FROM purchase_order o WHERE o.id = order_line.order_id), (SELECT CASE WHEN o.state = 'draft' THEN 0 ELSE order_line.unit_price_cny END FROM purchase_order o WHERE o.id = order_line.order_id) FROM order_line
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
CREATE TRIGGER purchase_order_steps BEFORE UPDATE ON purchase_order WHEN OLD.state <> NEW.state AND NOT ((OLD.state = 'draft' AND NEW.state IN ('approved', 'sent', 'confirmed', 'partly_received', 'received', 'cancelled')) OR (OLD.state = 'approved' AND NEW.state IN ('draft', 'sent', 'partly_received', 'received', 'cancelled')) OR (OLD.state = 'sent' AND NEW.state IN ('draft', 'confirmed', 'partly_received', 'received', 'closed', 'cancelled')) OR (OLD.state = 'confirmed' AND NEW.state IN ('draft', 'sent', 'partly_received', 'received', 'closed', 'cancelled')) OR (OLD.state = 'partly_received' AND NEW.state IN ('sent', 'confirmed', 'received', 'closed')) OR (OLD.state = 'received' AND NEW.state IN ('sent', 'confirmed', 'partly_received', 'closed')))
            BEGIN SELECT RAISE(ABORT, 'sparewell:order_step'); END
-- next
CREATE TRIGGER purchase_order_begins BEFORE INSERT ON purchase_order WHEN NEW.state <> 'draft'
            BEGIN SELECT RAISE(ABORT, 'sparewell:order_step'); END
-- next
CREATE TRIGGER purchase_order_approved_by_another BEFORE UPDATE ON purchase_order WHEN OLD.state = 'draft' AND NEW.state = 'approved' AND NOT EXISTS (SELECT 1 FROM order_approval a WHERE a.order_id = NEW.id AND a.version = NEW.version) AND NOT (NEW.version = 1 AND EXISTS (SELECT 1 FROM plan_approval p WHERE p.plan_id = NEW.plan_id))
            BEGIN SELECT RAISE(ABORT, 'sparewell:not_approved'); END
-- next
CREATE TRIGGER purchase_order_taken_back BEFORE UPDATE ON purchase_order WHEN OLD.state = 'draft' AND NEW.state IN ('sent', 'confirmed', 'partly_received', 'received') AND (NEW.sent_version IS NULL OR EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = NEW.id AND (l.quantity > l.agreed OR l.over_tolerance > l.agreed_over OR l.unit_price_cny > l.agreed_price_cny)))
            BEGIN SELECT RAISE(ABORT, 'sparewell:not_approved'); END
-- next
CREATE TRIGGER purchase_order_received_when_sent BEFORE UPDATE ON purchase_order WHEN OLD.state = 'approved' AND NEW.state IN ('partly_received', 'received') AND NEW.sent_version IS NULL
            BEGIN SELECT RAISE(ABORT, 'sparewell:order_not_sent'); END
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
CREATE TRIGGER order_line_begins BEFORE INSERT ON order_line WHEN (SELECT state FROM purchase_order o WHERE o.id = NEW.order_id) <> 'draft' OR NEW.received <> 0 OR NEW.cancelled <> 0 OR NEW.agreed <> 0 OR NEW.agreed_over <> 0 OR NEW.agreed_price_cny <> 0
            BEGIN SELECT RAISE(ABORT, 'sparewell:order_not_draft'); END
-- next
CREATE TRIGGER order_line_raised_in_draft BEFORE UPDATE ON order_line WHEN (NEW.quantity > OLD.quantity OR NEW.unit_price_cny > OLD.unit_price_cny OR NEW.over_tolerance > OLD.over_tolerance OR NEW.cancelled < OLD.cancelled) AND (SELECT state FROM purchase_order o WHERE o.id = NEW.order_id) <> 'draft'
            BEGIN SELECT RAISE(ABORT, 'sparewell:order_not_draft'); END
-- next
CREATE TRIGGER order_line_agreed_when_approved BEFORE UPDATE ON order_line WHEN (NEW.agreed <> OLD.agreed OR NEW.agreed_over <> OLD.agreed_over OR NEW.agreed_price_cny <> OLD.agreed_price_cny) AND ((SELECT state FROM purchase_order o WHERE o.id = NEW.order_id) = 'draft' OR NEW.agreed > NEW.quantity OR NEW.agreed_over > NEW.over_tolerance OR NEW.agreed_price_cny > NEW.unit_price_cny)
            BEGIN SELECT RAISE(ABORT, 'sparewell:not_approved'); END
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
CREATE TRIGGER order_line_leaves_draft_only BEFORE DELETE ON order_line WHEN (SELECT o.state FROM purchase_order o WHERE o.id = OLD.order_id) <> 'draft' OR OLD.received <> 0 OR OLD.agreed <> 0
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
CREATE TRIGGER delivery_wanted BEFORE INSERT ON delivery WHEN NOT EXISTS (SELECT 1 FROM purchase_order o JOIN order_line l ON l.order_id = o.id WHERE l.id = NEW.order_line_id AND (o.state IN ('sent', 'confirmed', 'partly_received', 'received') OR (o.state IN ('draft', 'approved') AND o.sent_version IS NOT NULL)))
            BEGIN SELECT RAISE(ABORT, 'sparewell:order_not_sent'); END
-- next
CREATE TRIGGER delivery_within_order BEFORE INSERT ON delivery WHEN NEW.quantity > (SELECT l.quantity + l.over_tolerance - l.received - l.cancelled FROM order_line l WHERE l.id = NEW.order_line_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:over_receipt'); END
-- next
CREATE TRIGGER delivery_within_agreed BEFORE INSERT ON delivery WHEN EXISTS (SELECT 1 FROM purchase_order o JOIN order_line l ON l.order_id = o.id WHERE l.id = NEW.order_line_id AND o.state = 'draft' AND NEW.quantity > l.agreed + l.agreed_over - l.received - l.cancelled)
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
