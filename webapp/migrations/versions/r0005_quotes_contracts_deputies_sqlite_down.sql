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
DROP TRIGGER arrival_line_is_the_delivery
-- next
DROP TRIGGER arrival_line_arrival_open
-- next
DROP TRIGGER claimed_line_right
-- next
DROP TRIGGER arrival_lot_is_the_lot
-- next
DROP TRIGGER arrival_lot_within_line
-- next
DROP TRIGGER inspection_begins_pending
-- next
DROP TRIGGER inspection_after_the_recount
-- next
DROP TRIGGER recount_confirmed_once
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
DROP TRIGGER supplier_return_settled_sum
-- next
DROP TRIGGER supplier_return_begins_open
-- next
DROP TRIGGER supplier_return_warranty_right
-- next
DROP TRIGGER supplier_return_ended
-- next
DROP TRIGGER settlement_waived_by_another
-- next
DROP TRIGGER settlement_of_open_return
-- next
DROP TRIGGER settlement_replaced_by_verdict
-- next
DROP TRIGGER settlement_credit_has_its_note
-- next
DROP TRIGGER settlement_large_credit_not_by_the_buyer
-- next
DROP TRIGGER supplier_return_sent_moved
-- next
DROP TRIGGER supplier_return_scrapped_moved
-- next
DROP TRIGGER arrival_line_no_update
-- next
DROP TRIGGER arrival_line_no_delete
-- next
DROP TRIGGER arrival_line_no_replace_id
-- next
DROP TRIGGER arrival_line_no_replace_delivery_id
-- next
DROP TRIGGER arrival_lot_no_update
-- next
DROP TRIGGER arrival_lot_no_delete
-- next
DROP TRIGGER arrival_lot_no_replace_id
-- next
DROP TRIGGER arrival_lot_no_replace_lot_id
-- next
DROP TRIGGER recount_no_delete
-- next
DROP TRIGGER recount_keeps_id
-- next
DROP TRIGGER recount_no_replace_id
-- next
DROP TRIGGER recount_no_takeover_id
-- next
DROP TRIGGER recount_no_replace_arrival_id_order_line_id
-- next
DROP TRIGGER recount_no_takeover_arrival_id_order_line_id
-- next
DROP TRIGGER recount_keeps_arrival_id
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
DROP TRIGGER supplier_return_no_delete
-- next
DROP TRIGGER supplier_return_keeps_id
-- next
DROP TRIGGER supplier_return_no_replace_id
-- next
DROP TRIGGER supplier_return_no_takeover_id
-- next
DROP TRIGGER supplier_return_no_replace_number
-- next
DROP TRIGGER supplier_return_no_takeover_number
-- next
DROP TRIGGER supplier_return_no_replace_inspection_id
-- next
DROP TRIGGER supplier_return_no_takeover_inspection_id
-- next
DROP TRIGGER supplier_return_keeps_number
-- next
DROP TRIGGER claimed_line_no_update
-- next
DROP TRIGGER claimed_line_no_delete
-- next
DROP TRIGGER claimed_line_no_replace_id
-- next
DROP TRIGGER claimed_line_no_replace_arrival_line_id
-- next
DROP TRIGGER settlement_no_update
-- next
DROP TRIGGER settlement_no_delete
-- next
DROP TRIGGER settlement_no_replace_id
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
DROP TABLE claimed_line
-- next
DROP TABLE recount
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
CREATE TABLE new_arrival_line (
	id INTEGER NOT NULL,
	arrival_id INTEGER NOT NULL,
	part_id INTEGER NOT NULL,
	quantity BIGINT NOT NULL,
	kind VARCHAR(10) NOT NULL,
	order_line_id INTEGER,
	delivery_id INTEGER,
	hold_location_id INTEGER,
	note VARCHAR(300) NOT NULL,
	CONSTRAINT pk_arrival_line PRIMARY KEY (id),
	CONSTRAINT ck_arrival_line_quantity_positive CHECK (quantity > 0),
	CONSTRAINT ck_arrival_line_kind_known CHECK (kind IN ('ordered', 'over', 'wrong_part')),
	CONSTRAINT ck_arrival_line_delivery_where_ordered CHECK ((kind = 'ordered') = (delivery_id IS NOT NULL)),
	CONSTRAINT ck_arrival_line_hold_where_ordered CHECK ((kind = 'ordered') = (hold_location_id IS NOT NULL)),
	CONSTRAINT ck_arrival_line_order_line_named CHECK (kind = 'wrong_part' OR order_line_id IS NOT NULL),
	CONSTRAINT ck_arrival_line_quantity_whole CHECK (quantity IS NULL OR typeof(quantity) = 'integer'),
	CONSTRAINT fk_arrival_line_arrival_id_arrival FOREIGN KEY(arrival_id) REFERENCES arrival (id),
	CONSTRAINT fk_arrival_line_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_arrival_line_order_line_id_order_line FOREIGN KEY(order_line_id) REFERENCES order_line (id),
	CONSTRAINT uq_arrival_line_delivery_id UNIQUE (delivery_id),
	CONSTRAINT fk_arrival_line_delivery_id_delivery FOREIGN KEY(delivery_id) REFERENCES delivery (id),
	CONSTRAINT fk_arrival_line_hold_location_id_location FOREIGN KEY(hold_location_id) REFERENCES location (id)
)
-- next
INSERT INTO new_arrival_line (id, arrival_id, part_id, quantity, kind, order_line_id, delivery_id, hold_location_id, note) SELECT id, arrival_id, part_id, quantity, kind, order_line_id, delivery_id, hold_location_id, note FROM arrival_line
-- next
DROP TABLE arrival_line
-- next
ALTER TABLE new_arrival_line RENAME TO arrival_line
-- next
CREATE INDEX ix_arrival_line_arrival_id ON arrival_line (arrival_id)
-- next
CREATE INDEX ix_arrival_line_order_line_id ON arrival_line (order_line_id)
-- next
CREATE INDEX ix_arrival_line_part_id ON arrival_line (part_id)
-- next
CREATE TABLE new_arrival_lot (
	id INTEGER NOT NULL,
	arrival_line_id INTEGER NOT NULL,
	lot_id INTEGER NOT NULL,
	quantity BIGINT NOT NULL,
	bought_by_id INTEGER NOT NULL,
	CONSTRAINT pk_arrival_lot PRIMARY KEY (id),
	CONSTRAINT uq_arrival_lot_id_bought_by_id UNIQUE (id, bought_by_id),
	CONSTRAINT ck_arrival_lot_quantity_positive CHECK (quantity > 0),
	CONSTRAINT ck_arrival_lot_quantity_whole CHECK (quantity IS NULL OR typeof(quantity) = 'integer'),
	CONSTRAINT fk_arrival_lot_arrival_line_id_arrival_line FOREIGN KEY(arrival_line_id) REFERENCES arrival_line (id),
	CONSTRAINT uq_arrival_lot_lot_id UNIQUE (lot_id),
	CONSTRAINT fk_arrival_lot_lot_id_lot FOREIGN KEY(lot_id) REFERENCES lot (id),
	CONSTRAINT fk_arrival_lot_bought_by_id_person FOREIGN KEY(bought_by_id) REFERENCES person (id)
)
-- next
INSERT INTO new_arrival_lot (id, arrival_line_id, lot_id, quantity, bought_by_id) SELECT id, arrival_line_id, lot_id, quantity, bought_by_id FROM arrival_lot
-- next
DROP TABLE arrival_lot
-- next
ALTER TABLE new_arrival_lot RENAME TO arrival_lot
-- next
CREATE INDEX ix_arrival_lot_arrival_line_id ON arrival_lot (arrival_line_id)
-- next
CREATE TABLE new_supplier_return (
	id INTEGER NOT NULL,
	number VARCHAR(40) NOT NULL,
	supplier_id INTEGER NOT NULL,
	arrival_line_id INTEGER NOT NULL,
	part_id INTEGER NOT NULL,
	quantity BIGINT NOT NULL,
	reason VARCHAR(12) NOT NULL,
	deadline_on DATE NOT NULL,
	amount_cny BIGINT NOT NULL,
	opened_by_id INTEGER NOT NULL,
	opened_at DATETIME NOT NULL,
	lot_id INTEGER,
	inspection_id INTEGER,
	quarantine_location_id INTEGER,
	failed_lot_id INTEGER,
	work_order_id INTEGER,
	demand VARCHAR(12) NOT NULL,
	note VARCHAR(500) NOT NULL,
	sent BIGINT NOT NULL,
	scrapped BIGINT NOT NULL,
	settled BIGINT NOT NULL,
	state VARCHAR(10) NOT NULL,
	CONSTRAINT pk_supplier_return PRIMARY KEY (id),
	CONSTRAINT uq_supplier_return_id_opened_by_id UNIQUE (id, opened_by_id),
	CONSTRAINT ck_supplier_return_reason_known CHECK (reason IN ('rejected', 'over', 'wrong_part', 'found_later', 'warranty')),
	CONSTRAINT ck_supplier_return_demand_known CHECK (demand IN ('replacement', 'credit', 'rework', 'take_back')),
	CONSTRAINT ck_supplier_return_state_known CHECK (state IN ('open', 'returned', 'settled', 'cancelled')),
	CONSTRAINT ck_supplier_return_quantity_positive CHECK (quantity > 0),
	CONSTRAINT ck_supplier_return_goods_within CHECK (sent >= 0 AND scrapped >= 0 AND sent + scrapped <= quantity),
	CONSTRAINT ck_supplier_return_settled_within CHECK (settled >= 0 AND settled <= quantity),
	CONSTRAINT ck_supplier_return_amount_not_negative CHECK (amount_cny >= 0),
	CONSTRAINT ck_supplier_return_lot_where_taken_in CHECK ((reason IN ('over', 'wrong_part')) = (lot_id IS NULL)),
	CONSTRAINT ck_supplier_return_quarantine_where_lot CHECK ((lot_id IS NULL) = (quarantine_location_id IS NULL)),
	CONSTRAINT ck_supplier_return_inspection_where_rejected CHECK ((reason = 'rejected') = (inspection_id IS NOT NULL)),
	CONSTRAINT ck_supplier_return_failed_lot_where_warranty CHECK ((reason = 'warranty') = (failed_lot_id IS NOT NULL)),
	CONSTRAINT ck_supplier_return_only_own_goods_scrapped CHECK (lot_id IS NOT NULL OR scrapped = 0),
	CONSTRAINT ck_supplier_return_returned_in_full CHECK (state <> 'returned' OR sent + scrapped = quantity),
	CONSTRAINT ck_supplier_return_ends_settled CHECK ((state = 'settled') = (sent + scrapped = quantity AND settled = quantity)),
	CONSTRAINT ck_supplier_return_cancelled_untouched CHECK (state <> 'cancelled' OR sent + scrapped + settled = 0),
	CONSTRAINT ck_supplier_return_quantity_whole CHECK (quantity IS NULL OR typeof(quantity) = 'integer'),
	CONSTRAINT ck_supplier_return_sent_whole CHECK (sent IS NULL OR typeof(sent) = 'integer'),
	CONSTRAINT ck_supplier_return_scrapped_whole CHECK (scrapped IS NULL OR typeof(scrapped) = 'integer'),
	CONSTRAINT ck_supplier_return_settled_whole CHECK (settled IS NULL OR typeof(settled) = 'integer'),
	CONSTRAINT ck_supplier_return_amount_cny_whole CHECK (amount_cny IS NULL OR typeof(amount_cny) = 'integer'),
	CONSTRAINT uq_supplier_return_number UNIQUE (number),
	CONSTRAINT fk_supplier_return_supplier_id_supplier FOREIGN KEY(supplier_id) REFERENCES supplier (id),
	CONSTRAINT fk_supplier_return_arrival_line_id_arrival_line FOREIGN KEY(arrival_line_id) REFERENCES arrival_line (id),
	CONSTRAINT fk_supplier_return_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_supplier_return_opened_by_id_person FOREIGN KEY(opened_by_id) REFERENCES person (id),
	CONSTRAINT fk_supplier_return_lot_id_lot FOREIGN KEY(lot_id) REFERENCES lot (id),
	CONSTRAINT uq_supplier_return_inspection_id UNIQUE (inspection_id),
	CONSTRAINT fk_supplier_return_inspection_id_inspection FOREIGN KEY(inspection_id) REFERENCES inspection (id),
	CONSTRAINT fk_supplier_return_quarantine_location_id_location FOREIGN KEY(quarantine_location_id) REFERENCES location (id),
	CONSTRAINT fk_supplier_return_failed_lot_id_lot FOREIGN KEY(failed_lot_id) REFERENCES lot (id),
	CONSTRAINT fk_supplier_return_work_order_id_work_order FOREIGN KEY(work_order_id) REFERENCES work_order (id)
)
-- next
INSERT INTO new_supplier_return (id, number, supplier_id, arrival_line_id, part_id, quantity, reason, deadline_on, amount_cny, opened_by_id, opened_at, lot_id, inspection_id, quarantine_location_id, failed_lot_id, work_order_id, demand, note, sent, scrapped, settled, state) SELECT id, number, supplier_id, arrival_line_id, part_id, quantity, reason, deadline_on, amount_cny, opened_by_id, opened_at, lot_id, inspection_id, quarantine_location_id, failed_lot_id, work_order_id, demand, note, sent, scrapped, settled, state FROM supplier_return
-- next
DROP TABLE supplier_return
-- next
ALTER TABLE new_supplier_return RENAME TO supplier_return
-- next
CREATE INDEX ix_supplier_return_arrival_line_id ON supplier_return (arrival_line_id)
-- next
CREATE INDEX ix_supplier_return_deadline_on ON supplier_return (deadline_on)
-- next
CREATE INDEX ix_supplier_return_failed_lot_id ON supplier_return (failed_lot_id)
-- next
CREATE INDEX ix_supplier_return_lot_id ON supplier_return (lot_id)
-- next
CREATE INDEX ix_supplier_return_part_id ON supplier_return (part_id)
-- next
CREATE INDEX ix_supplier_return_state ON supplier_return (state)
-- next
CREATE INDEX ix_supplier_return_supplier_id ON supplier_return (supplier_id)
-- next
CREATE INDEX ix_supplier_return_work_order_id ON supplier_return (work_order_id)
-- next
CREATE TABLE new_settlement (
	id INTEGER NOT NULL,
	supplier_return_id INTEGER NOT NULL,
	opened_by_id INTEGER NOT NULL,
	kind VARCHAR(12) NOT NULL,
	quantity BIGINT NOT NULL,
	amount_cny BIGINT NOT NULL,
	reference VARCHAR(80) NOT NULL,
	settled_by_id INTEGER NOT NULL,
	settled_at DATETIME NOT NULL,
	note VARCHAR(300) NOT NULL,
	CONSTRAINT pk_settlement PRIMARY KEY (id),
	CONSTRAINT fk_settlement_supplier_return_id_opened_by_id_supplier_return FOREIGN KEY(supplier_return_id, opened_by_id) REFERENCES supplier_return (id, opened_by_id),
	CONSTRAINT ck_settlement_kind_known CHECK (kind IN ('replaced', 'credited', 'reworked', 'taken_back', 'waived')),
	CONSTRAINT ck_settlement_quantity_positive CHECK (quantity > 0),
	CONSTRAINT ck_settlement_amount_not_negative CHECK (amount_cny >= 0),
	CONSTRAINT ck_settlement_waived_four_eyes CHECK (kind <> 'waived' OR settled_by_id <> opened_by_id),
	CONSTRAINT ck_settlement_waived_for_a_reason CHECK (kind <> 'waived' OR length(note) > 0),
	CONSTRAINT ck_settlement_quantity_whole CHECK (quantity IS NULL OR typeof(quantity) = 'integer'),
	CONSTRAINT ck_settlement_amount_cny_whole CHECK (amount_cny IS NULL OR typeof(amount_cny) = 'integer'),
	CONSTRAINT fk_settlement_settled_by_id_person FOREIGN KEY(settled_by_id) REFERENCES person (id)
)
-- next
INSERT INTO new_settlement (id, supplier_return_id, opened_by_id, kind, quantity, amount_cny, reference, settled_by_id, settled_at, note) SELECT id, supplier_return_id, opened_by_id, kind, quantity, amount_cny, reference, settled_by_id, settled_at, note FROM settlement
-- next
DROP TABLE settlement
-- next
ALTER TABLE new_settlement RENAME TO settlement
-- next
CREATE INDEX ix_settlement_supplier_return_id ON settlement (supplier_return_id)
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
CREATE TRIGGER arrival_line_is_the_delivery BEFORE INSERT ON arrival_line WHEN NEW.kind = 'ordered' AND NOT EXISTS (SELECT 1 FROM delivery d JOIN order_line ol ON ol.id = d.order_line_id
    JOIN purchase_order po ON po.id = ol.order_id JOIN arrival a ON a.id = NEW.arrival_id
    JOIN location hold ON hold.id = NEW.hold_location_id
    WHERE d.id = NEW.delivery_id AND d.order_line_id = NEW.order_line_id AND d.quantity = NEW.quantity
    AND ol.part_id = NEW.part_id AND po.supplier_id = a.supplier_id AND po.store_id = a.store_id
    AND hold.kind = 'hold' AND hold.store_id = a.store_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:not_the_delivery'); END
-- next
CREATE TRIGGER arrival_line_arrival_open BEFORE INSERT ON arrival_line WHEN NOT EXISTS (SELECT 1 FROM arrival a WHERE a.id = NEW.arrival_id AND a.state = 'open')
            BEGIN SELECT RAISE(ABORT, 'sparewell:arrival_not_open'); END
-- next
CREATE TRIGGER arrival_lot_is_the_lot BEFORE INSERT ON arrival_lot WHEN NOT EXISTS (SELECT 1 FROM arrival_line l JOIN arrival a ON a.id = l.arrival_id
    JOIN lot ON lot.id = NEW.lot_id JOIN order_line ol ON ol.id = l.order_line_id
    JOIN purchase_order po ON po.id = ol.order_id
    WHERE l.id = NEW.arrival_line_id AND l.kind = 'ordered' AND a.state = 'open' AND lot.part_id = l.part_id
    AND lot.origin = 'purchase' AND lot.brought_by_id = NEW.bought_by_id AND po.created_by_id = NEW.bought_by_id) OR EXISTS (SELECT 1 FROM movement m WHERE m.lot_id = NEW.lot_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:not_the_lot'); END
-- next
CREATE TRIGGER arrival_lot_within_line BEFORE INSERT ON arrival_lot WHEN NEW.quantity + COALESCE((SELECT SUM(o.quantity) FROM arrival_lot o WHERE o.arrival_line_id = NEW.arrival_line_id), 0) > (SELECT l.quantity FROM arrival_line l WHERE l.id = NEW.arrival_line_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:more_than_arrived'); END
-- next
CREATE TRIGGER inspection_begins_pending BEFORE INSERT ON inspection WHEN NEW.state <> 'pending' OR NOT EXISTS (SELECT 1 FROM arrival_lot al JOIN arrival_line l ON l.id = al.arrival_line_id JOIN arrival a ON a.id = l.arrival_id WHERE al.id = NEW.arrival_lot_id AND a.state = 'open')
            BEGIN SELECT RAISE(ABORT, 'sparewell:arrival_not_open'); END
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
CREATE TRIGGER supplier_return_settled_sum BEFORE UPDATE ON supplier_return WHEN NEW.settled <> COALESCE((SELECT SUM(s.quantity) FROM settlement s WHERE s.supplier_return_id = NEW.id), 0)
            BEGIN SELECT RAISE(ABORT, 'sparewell:not_the_settlements'); END
-- next
CREATE TRIGGER supplier_return_begins_open BEFORE INSERT ON supplier_return WHEN NEW.state <> 'open' OR NEW.sent + NEW.scrapped + NEW.settled <> 0
            BEGIN SELECT RAISE(ABORT, 'sparewell:not_the_settlements'); END
-- next
CREATE TRIGGER supplier_return_warranty_right BEFORE INSERT ON supplier_return WHEN NEW.reason = 'warranty' AND NOT EXISTS (SELECT 1 FROM old_part_receipt r JOIN old_part_debt d ON d.id = r.debt_id JOIN arrival_lot al ON al.lot_id = NEW.failed_lot_id JOIN arrival_line l ON l.id = al.arrival_line_id JOIN arrival a ON a.id = l.arrival_id WHERE r.lot_id = NEW.lot_id AND r.undone_at IS NULL AND d.work_order_id = NEW.work_order_id AND l.id = NEW.arrival_line_id AND a.supplier_id = NEW.supplier_id AND NEW.quantity <= r.quantity)
            BEGIN SELECT RAISE(ABORT, 'sparewell:not_under_warranty'); END
-- next
CREATE TRIGGER supplier_return_ended BEFORE UPDATE ON supplier_return WHEN OLD.state IN ('settled', 'cancelled')
            BEGIN SELECT RAISE(ABORT, 'sparewell:return_ended'); END
-- next
CREATE TRIGGER settlement_waived_by_another BEFORE INSERT ON settlement WHEN NEW.kind = 'waived' AND NEW.settled_by_id = NEW.opened_by_id
            BEGIN SELECT RAISE(ABORT, 'sparewell:four_eyes'); END
-- next
CREATE TRIGGER settlement_of_open_return BEFORE INSERT ON settlement WHEN NOT EXISTS (SELECT 1 FROM supplier_return r WHERE r.id = NEW.supplier_return_id AND r.opened_by_id = NEW.opened_by_id AND r.state IN ('open', 'returned') AND r.settled + NEW.quantity <= r.quantity)
            BEGIN SELECT RAISE(ABORT, 'sparewell:settled_too_much'); END
-- next
CREATE TRIGGER supplier_return_sent_moved BEFORE UPDATE ON supplier_return WHEN NEW.lot_id IS NOT NULL AND NEW.sent <> COALESCE((SELECT SUM(m.quantity) FROM movement m JOIN posting p ON p.id = m.posting_id WHERE p.reference = NEW.number AND m.lot_id = NEW.lot_id AND m.kind = 'supplier_return'), 0)
            BEGIN SELECT RAISE(ABORT, 'sparewell:not_the_movements'); END
-- next
CREATE TRIGGER supplier_return_scrapped_moved BEFORE UPDATE ON supplier_return WHEN NEW.lot_id IS NOT NULL AND NEW.scrapped <> COALESCE((SELECT SUM(m.quantity) FROM movement m JOIN posting p ON p.id = m.posting_id WHERE p.reference = NEW.number AND m.lot_id = NEW.lot_id AND m.kind = 'scrap'), 0)
            BEGIN SELECT RAISE(ABORT, 'sparewell:not_the_movements'); END
-- next
CREATE TRIGGER arrival_line_no_update BEFORE UPDATE ON arrival_line WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:arrival_line'); END
-- next
CREATE TRIGGER arrival_line_no_delete BEFORE DELETE ON arrival_line WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:arrival_line'); END
-- next
CREATE TRIGGER arrival_line_no_replace_id BEFORE INSERT ON arrival_line WHEN EXISTS (SELECT 1 FROM arrival_line WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:arrival_line'); END
-- next
CREATE TRIGGER arrival_line_no_replace_delivery_id BEFORE INSERT ON arrival_line WHEN EXISTS (SELECT 1 FROM arrival_line WHERE delivery_id = NEW.delivery_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:arrival_line'); END
-- next
CREATE TRIGGER arrival_lot_no_update BEFORE UPDATE ON arrival_lot WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:arrival_lot'); END
-- next
CREATE TRIGGER arrival_lot_no_delete BEFORE DELETE ON arrival_lot WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:arrival_lot'); END
-- next
CREATE TRIGGER arrival_lot_no_replace_id BEFORE INSERT ON arrival_lot WHEN EXISTS (SELECT 1 FROM arrival_lot WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:arrival_lot'); END
-- next
CREATE TRIGGER arrival_lot_no_replace_lot_id BEFORE INSERT ON arrival_lot WHEN EXISTS (SELECT 1 FROM arrival_lot WHERE lot_id = NEW.lot_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:arrival_lot'); END
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
CREATE TRIGGER supplier_return_no_delete BEFORE DELETE ON supplier_return WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:supplier_return'); END
-- next
CREATE TRIGGER supplier_return_keeps_id BEFORE UPDATE ON supplier_return WHEN NEW.id IS NOT OLD.id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:supplier_return'); END
-- next
CREATE TRIGGER supplier_return_no_replace_id BEFORE INSERT ON supplier_return WHEN EXISTS (SELECT 1 FROM supplier_return WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:supplier_return'); END
-- next
CREATE TRIGGER supplier_return_no_takeover_id BEFORE UPDATE OF id ON supplier_return
                WHEN (NEW.id IS NOT OLD.id) AND EXISTS (SELECT 1 FROM supplier_return WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:supplier_return'); END
-- next
CREATE TRIGGER supplier_return_no_replace_number BEFORE INSERT ON supplier_return WHEN EXISTS (SELECT 1 FROM supplier_return WHERE number = NEW.number)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:supplier_return'); END
-- next
CREATE TRIGGER supplier_return_no_takeover_number BEFORE UPDATE OF number ON supplier_return
                WHEN (NEW.number IS NOT OLD.number) AND EXISTS (SELECT 1 FROM supplier_return WHERE number = NEW.number)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:supplier_return'); END
-- next
CREATE TRIGGER supplier_return_no_replace_inspection_id BEFORE INSERT ON supplier_return WHEN EXISTS (SELECT 1 FROM supplier_return WHERE inspection_id = NEW.inspection_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:supplier_return'); END
-- next
CREATE TRIGGER supplier_return_no_takeover_inspection_id BEFORE UPDATE OF inspection_id ON supplier_return
                WHEN (NEW.inspection_id IS NOT OLD.inspection_id) AND EXISTS (SELECT 1 FROM supplier_return WHERE inspection_id = NEW.inspection_id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:supplier_return'); END
-- next
CREATE TRIGGER supplier_return_keeps_number BEFORE UPDATE ON supplier_return WHEN NEW.number IS NOT OLD.number OR NEW.supplier_id IS NOT OLD.supplier_id OR NEW.arrival_line_id IS NOT OLD.arrival_line_id OR NEW.part_id IS NOT OLD.part_id OR NEW.quantity IS NOT OLD.quantity OR NEW.reason IS NOT OLD.reason OR NEW.lot_id IS NOT OLD.lot_id OR NEW.inspection_id IS NOT OLD.inspection_id OR NEW.failed_lot_id IS NOT OLD.failed_lot_id OR NEW.work_order_id IS NOT OLD.work_order_id OR NEW.opened_by_id IS NOT OLD.opened_by_id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:supplier_return'); END
-- next
CREATE TRIGGER settlement_no_update BEFORE UPDATE ON settlement WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:settlement'); END
-- next
CREATE TRIGGER settlement_no_delete BEFORE DELETE ON settlement WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:settlement'); END
-- next
CREATE TRIGGER settlement_no_replace_id BEFORE INSERT ON settlement WHEN EXISTS (SELECT 1 FROM settlement WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:settlement'); END
