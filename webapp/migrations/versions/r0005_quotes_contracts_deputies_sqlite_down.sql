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
DROP TRIGGER contract_steps
-- next
DROP TRIGGER contract_begins
-- next
DROP TRIGGER contract_no_delete
-- next
DROP TRIGGER contract_keeps_number
-- next
DROP TRIGGER contract_no_replace_id
-- next
DROP TRIGGER contract_no_takeover_id
-- next
DROP TRIGGER contract_no_replace_number
-- next
DROP TRIGGER contract_no_takeover_number
-- next
DROP TRIGGER contract_active_by_version
-- next
DROP TRIGGER contract_version_steps
-- next
DROP TRIGGER contract_version_begins
-- next
DROP TRIGGER contract_version_no_delete
-- next
DROP TRIGGER contract_version_keeps_contract_id
-- next
DROP TRIGGER contract_version_stays
-- next
DROP TRIGGER contract_version_insert_other_person
-- next
DROP TRIGGER contract_version_update_other_person
-- next
DROP TRIGGER contract_version_approved_by_somebody
-- next
DROP TRIGGER contract_version_no_replace_id
-- next
DROP TRIGGER contract_version_no_takeover_id
-- next
DROP TRIGGER contract_version_no_replace_contract_id_version
-- next
DROP TRIGGER contract_version_no_takeover_contract_id_version
-- next
DROP TRIGGER contract_line_insert_in_draft
-- next
DROP TRIGGER contract_line_update_in_draft
-- next
DROP TRIGGER contract_line_delete_in_draft
-- next
DROP TRIGGER contract_break_insert_in_draft
-- next
DROP TRIGGER contract_break_update_in_draft
-- next
DROP TRIGGER contract_break_delete_in_draft
-- next
DROP TRIGGER contract_line_no_replace_id
-- next
DROP TRIGGER contract_line_no_takeover_id
-- next
DROP TRIGGER contract_line_no_replace_contract_version_id_part_id
-- next
DROP TRIGGER contract_line_no_takeover_contract_version_id_part_id
-- next
DROP TRIGGER contract_break_no_replace_id
-- next
DROP TRIGGER contract_break_no_takeover_id
-- next
DROP TRIGGER contract_break_no_replace_contract_line_id_from_quantity
-- next
DROP TRIGGER contract_break_no_takeover_contract_line_id_from_quantity
-- next
DROP TRIGGER outside_contract_no_update
-- next
DROP TRIGGER outside_contract_stays
-- next
DROP TRIGGER outside_contract_no_replace_id
-- next
DROP TRIGGER outside_contract_no_takeover_id
-- next
DROP TRIGGER quote_no_update
-- next
DROP TRIGGER quote_no_delete
-- next
DROP TRIGGER quote_no_replace_id
-- next
DROP TRIGGER quote_no_replace_invitation_id_version
-- next
DROP TRIGGER quote_line_no_update
-- next
DROP TRIGGER quote_line_no_delete
-- next
DROP TRIGGER quote_line_no_replace_id
-- next
DROP TRIGGER quote_line_no_replace_quote_id_request_line_id
-- next
DROP TRIGGER quote_break_no_update
-- next
DROP TRIGGER quote_break_no_delete
-- next
DROP TRIGGER quote_break_no_replace_id
-- next
DROP TRIGGER quote_break_no_replace_quote_line_id_from_quantity
-- next
DROP TRIGGER quote_while_asked
-- next
DROP TRIGGER quote_line_of_its_request
-- next
DROP TRIGGER quote_request_steps
-- next
DROP TRIGGER quote_request_begins
-- next
DROP TRIGGER quote_request_no_delete
-- next
DROP TRIGGER quote_request_keeps_number
-- next
DROP TRIGGER quote_request_no_replace_id
-- next
DROP TRIGGER quote_request_no_takeover_id
-- next
DROP TRIGGER quote_request_no_replace_number
-- next
DROP TRIGGER quote_request_no_takeover_number
-- next
DROP TRIGGER quote_request_line_insert_in_draft
-- next
DROP TRIGGER quote_request_line_update_in_draft
-- next
DROP TRIGGER quote_request_line_delete_in_draft
-- next
DROP TRIGGER quote_request_line_no_replace_id
-- next
DROP TRIGGER quote_request_line_no_takeover_id
-- next
DROP TRIGGER quote_request_line_no_replace_request_id_line_no
-- next
DROP TRIGGER quote_request_line_no_takeover_request_id_line_no
-- next
DROP TRIGGER quote_invitation_begins
-- next
DROP TRIGGER quote_invitation_leaves_draft_only
-- next
DROP TRIGGER quote_invitation_keeps_request_id
-- next
DROP TRIGGER quote_invitation_no_replace_id
-- next
DROP TRIGGER quote_invitation_no_takeover_id
-- next
DROP TRIGGER quote_invitation_no_replace_request_id_supplier_id
-- next
DROP TRIGGER quote_invitation_no_takeover_request_id_supplier_id
-- next
DROP TRIGGER quote_invitation_no_replace_token_hash
-- next
DROP TRIGGER quote_invitation_no_takeover_token_hash
-- next
DROP TRIGGER quote_award_steps
-- next
DROP TRIGGER quote_award_begins
-- next
DROP TRIGGER quote_award_insert_other_person
-- next
DROP TRIGGER quote_award_update_other_person
-- next
DROP TRIGGER quote_award_agreed
-- next
DROP TRIGGER quote_award_no_delete
-- next
DROP TRIGGER quote_award_keeps_request_id
-- next
DROP TRIGGER quote_award_no_replace_id
-- next
DROP TRIGGER quote_award_no_takeover_id
-- next
DROP TRIGGER quote_award_line_no_update
-- next
DROP TRIGGER quote_award_line_no_delete
-- next
DROP TRIGGER quote_award_line_no_replace_id
-- next
DROP TRIGGER quote_award_line_no_replace_award_id_quote_line_id
-- next
DROP TRIGGER quote_award_line_while_proposed
-- next
DROP TRIGGER quote_award_order_no_update
-- next
DROP TRIGGER quote_award_order_no_delete
-- next
DROP TRIGGER quote_award_order_no_replace_award_id_order_id
-- next
DROP TRIGGER quote_award_order_no_takeover_award_id_order_id
-- next
DROP TRIGGER supplier_release_no_delete
-- next
DROP TRIGGER supplier_release_keeps_id
-- next
DROP TRIGGER supplier_release_no_replace_id
-- next
DROP TRIGGER supplier_release_no_takeover_id
-- next
DROP TRIGGER supplier_release_no_replace_order_id
-- next
DROP TRIGGER supplier_release_no_takeover_order_id
-- next
DROP TRIGGER supplier_release_keeps_supplier_id
-- next
DROP TRIGGER supplier_release_used_once
-- next
DROP TRIGGER supplier_release_insert_for_another
-- next
DROP TRIGGER supplier_release_update_for_another
-- next
DROP TRIGGER signing_deputy_no_delete
-- next
DROP TRIGGER signing_deputy_keeps_id
-- next
DROP TRIGGER signing_deputy_no_replace_id
-- next
DROP TRIGGER signing_deputy_no_takeover_id
-- next
DROP TRIGGER signing_deputy_keeps_giver_id
-- next
DROP TRIGGER deputy_signature_no_update
-- next
DROP TRIGGER deputy_signature_no_delete
-- next
DROP TRIGGER deputy_signature_no_replace_id
-- next
DROP TRIGGER deputy_signature_no_replace_request_key
-- next
DROP TABLE quote_break
-- next
DROP TABLE quote_award_line
-- next
DROP TABLE outside_contract
-- next
DROP TABLE quote_line
-- next
DROP TABLE contract_break
-- next
DROP TABLE supplier_release
-- next
DROP TABLE quote_request_line
-- next
DROP TABLE quote_award_order
-- next
DROP TABLE quote
-- next
DROP TABLE contract_line
-- next
DROP TABLE quote_invitation
-- next
DROP TABLE quote_award
-- next
DROP TABLE contract_version
-- next
DROP TABLE quote_request
-- next
DROP TABLE deputy_signature
-- next
DROP TABLE contract
-- next
DROP TABLE signing_deputy
-- next
CREATE TABLE new_purchase_order (
	id INTEGER NOT NULL,
	number VARCHAR(40) NOT NULL,
	supplier_id INTEGER NOT NULL,
	store_id INTEGER NOT NULL,
	created_by_id INTEGER NOT NULL,
	created_at DATETIME NOT NULL,
	created_on DATE NOT NULL,
	state VARCHAR(16) NOT NULL,
	plan_id INTEGER,
	version INTEGER NOT NULL,
	currency VARCHAR(3) NOT NULL,
	expected_on DATE,
	ordered_on DATE,
	sent_version INTEGER,
	sent_at DATETIME,
	confirmed_at DATETIME,
	ended_at DATETIME,
	end_reason VARCHAR(300) NOT NULL,
	supplier_reference VARCHAR(80) NOT NULL,
	note TEXT NOT NULL,
	CONSTRAINT pk_purchase_order PRIMARY KEY (id),
	CONSTRAINT uq_purchase_order_id_created_by_id UNIQUE (id, created_by_id),
	CONSTRAINT ck_purchase_order_state_known CHECK (state IN ('draft', 'approved', 'sent', 'confirmed', 'partly_received', 'received', 'closed', 'cancelled')),
	CONSTRAINT ck_purchase_order_version_from_one CHECK (version >= 1),
	CONSTRAINT ck_purchase_order_sent_version_known CHECK (sent_version IS NULL OR sent_version <= version),
	CONSTRAINT ck_purchase_order_sent_on_a_day CHECK (state NOT IN ('sent', 'confirmed') OR ordered_on IS NOT NULL),
	CONSTRAINT uq_purchase_order_number UNIQUE (number),
	CONSTRAINT fk_purchase_order_supplier_id_supplier FOREIGN KEY(supplier_id) REFERENCES supplier (id),
	CONSTRAINT fk_purchase_order_store_id_location FOREIGN KEY(store_id) REFERENCES location (id),
	CONSTRAINT fk_purchase_order_created_by_id_person FOREIGN KEY(created_by_id) REFERENCES person (id),
	CONSTRAINT fk_purchase_order_plan_id_purchase_plan FOREIGN KEY(plan_id) REFERENCES purchase_plan (id)
)
-- next
INSERT INTO new_purchase_order (id, number, supplier_id, store_id, created_by_id, created_at, created_on, state, plan_id, version, currency, expected_on, ordered_on, sent_version, sent_at, confirmed_at, ended_at, end_reason, supplier_reference, note) SELECT id, number, supplier_id, store_id, created_by_id, created_at, created_on, state, plan_id, version, currency, expected_on, ordered_on, sent_version, sent_at, confirmed_at, ended_at, end_reason, supplier_reference, note FROM purchase_order
-- next
DROP TABLE purchase_order
-- next
ALTER TABLE new_purchase_order RENAME TO purchase_order
-- next
CREATE INDEX ix_purchase_order_plan_id ON purchase_order (plan_id)
-- next
CREATE INDEX ix_purchase_order_state ON purchase_order (state, store_id)
-- next
CREATE INDEX ix_purchase_order_supplier_id ON purchase_order (supplier_id)
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
	needed_on DATE,
	promised_on DATE,
	first_promised_on DATE,
	over_tolerance BIGINT NOT NULL,
	received BIGINT NOT NULL,
	cancelled BIGINT NOT NULL,
	note VARCHAR(300) NOT NULL,
	CONSTRAINT pk_order_line PRIMARY KEY (id),
	CONSTRAINT uq_order_line_order_id_line_no UNIQUE (order_id, line_no),
	CONSTRAINT ck_order_line_quantity_positive CHECK (quantity > 0),
	CONSTRAINT ck_order_line_price_not_negative CHECK (unit_price_cny >= 0),
	CONSTRAINT ck_order_line_tolerance_not_negative CHECK (over_tolerance >= 0),
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
	CONSTRAINT fk_order_line_proposal_id_proposal FOREIGN KEY(proposal_id) REFERENCES proposal (id)
)
-- next
INSERT INTO new_order_line (id, order_id, line_no, part_id, quantity, unit_price_cny, supplier_part_id, proposal_id, needed_on, promised_on, first_promised_on, over_tolerance, received, cancelled, note) SELECT id, order_id, line_no, part_id, quantity, unit_price_cny, supplier_part_id, proposal_id, needed_on, promised_on, first_promised_on, over_tolerance, received, cancelled, note FROM order_line
-- next
DROP TABLE order_line
-- next
ALTER TABLE new_order_line RENAME TO order_line
-- next
CREATE INDEX ix_order_line_part ON order_line (part_id, order_id)
-- next
CREATE INDEX ix_order_line_promised_on ON order_line (promised_on)
-- next
CREATE INDEX ix_order_line_proposal_id ON order_line (proposal_id)
-- next
CREATE INDEX ix_order_line_supplier_part_id ON order_line (supplier_part_id)
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
