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
DROP TRIGGER arrival_line_is_the_delivery
-- next
DROP TRIGGER arrival_line_arrival_open
-- next
DROP TRIGGER arrival_lot_is_the_lot
-- next
DROP TRIGGER arrival_lot_within_line
-- next
DROP TRIGGER inspection_begins_pending
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
DROP TRIGGER settlement_no_update
-- next
DROP TRIGGER settlement_no_delete
-- next
DROP TRIGGER settlement_no_replace_id
-- next
CREATE TABLE signing_deputy (
	id INTEGER NOT NULL,
	giver_id INTEGER NOT NULL,
	deputy_id INTEGER NOT NULL,
	begins_on DATE NOT NULL,
	ends_on DATE NOT NULL,
	reason VARCHAR(200) NOT NULL,
	named_by_id INTEGER NOT NULL,
	named_at DATETIME NOT NULL,
	ended_at DATETIME,
	ended_by_id INTEGER,
	CONSTRAINT pk_signing_deputy PRIMARY KEY (id),
	CONSTRAINT ck_signing_deputy_two_persons CHECK (giver_id <> deputy_id),
	CONSTRAINT ck_signing_deputy_days_in_order CHECK (ends_on >= begins_on),
	CONSTRAINT ck_signing_deputy_has_reason CHECK (reason <> ''),
	CONSTRAINT ck_signing_deputy_ended_by_somebody CHECK ((ended_at IS NULL) = (ended_by_id IS NULL)),
	CONSTRAINT fk_signing_deputy_giver_id_person FOREIGN KEY(giver_id) REFERENCES person (id),
	CONSTRAINT fk_signing_deputy_deputy_id_person FOREIGN KEY(deputy_id) REFERENCES person (id),
	CONSTRAINT fk_signing_deputy_named_by_id_person FOREIGN KEY(named_by_id) REFERENCES person (id),
	CONSTRAINT fk_signing_deputy_ended_by_id_person FOREIGN KEY(ended_by_id) REFERENCES person (id)
)
-- next
CREATE INDEX ix_signing_deputy_deputy ON signing_deputy (deputy_id, ends_on)
-- next
CREATE INDEX ix_signing_deputy_giver_id ON signing_deputy (giver_id)
-- next
CREATE TABLE contract (
	id INTEGER NOT NULL,
	number VARCHAR(40) NOT NULL,
	supplier_id INTEGER NOT NULL,
	created_by_id INTEGER NOT NULL,
	created_at DATETIME NOT NULL,
	state VARCHAR(10) NOT NULL,
	ended_at DATETIME,
	end_reason VARCHAR(300) NOT NULL,
	warned_for_on DATE,
	CONSTRAINT pk_contract PRIMARY KEY (id),
	CONSTRAINT ck_contract_state_known CHECK (state IN ('draft', 'active', 'expired', 'terminated')),
	CONSTRAINT uq_contract_number UNIQUE (number),
	CONSTRAINT fk_contract_supplier_id_supplier FOREIGN KEY(supplier_id) REFERENCES supplier (id),
	CONSTRAINT fk_contract_created_by_id_person FOREIGN KEY(created_by_id) REFERENCES person (id)
)
-- next
CREATE INDEX ix_contract_state ON contract (state)
-- next
CREATE INDEX ix_contract_supplier_id ON contract (supplier_id)
-- next
CREATE TABLE deputy_signature (
	id INTEGER NOT NULL,
	signing_deputy_id INTEGER NOT NULL,
	at DATETIME NOT NULL,
	command VARCHAR(60) NOT NULL,
	permission VARCHAR(40) NOT NULL,
	request_key VARCHAR(200) NOT NULL,
	about JSON NOT NULL,
	CONSTRAINT pk_deputy_signature PRIMARY KEY (id),
	CONSTRAINT fk_deputy_signature_signing_deputy_id_signing_deputy FOREIGN KEY(signing_deputy_id) REFERENCES signing_deputy (id),
	CONSTRAINT uq_deputy_signature_request_key UNIQUE (request_key)
)
-- next
CREATE INDEX ix_deputy_signature_signing_deputy_id ON deputy_signature (signing_deputy_id)
-- next
CREATE TABLE quote_request (
	id INTEGER NOT NULL,
	number VARCHAR(40) NOT NULL,
	store_id INTEGER NOT NULL,
	closes_on DATE NOT NULL,
	created_by_id INTEGER NOT NULL,
	created_at DATETIME NOT NULL,
	created_on DATE NOT NULL,
	state VARCHAR(10) NOT NULL,
	sent_at DATETIME,
	closed_at DATETIME,
	ended_at DATETIME,
	end_reason VARCHAR(300) NOT NULL,
	note TEXT NOT NULL,
	CONSTRAINT pk_quote_request PRIMARY KEY (id),
	CONSTRAINT uq_quote_request_id_created_by_id UNIQUE (id, created_by_id),
	CONSTRAINT ck_quote_request_state_known CHECK (state IN ('draft', 'sent', 'closed', 'awarded', 'cancelled')),
	CONSTRAINT uq_quote_request_number UNIQUE (number),
	CONSTRAINT fk_quote_request_store_id_location FOREIGN KEY(store_id) REFERENCES location (id),
	CONSTRAINT fk_quote_request_created_by_id_person FOREIGN KEY(created_by_id) REFERENCES person (id)
)
-- next
CREATE INDEX ix_quote_request_state ON quote_request (state, closes_on)
-- next
CREATE TABLE contract_version (
	id INTEGER NOT NULL,
	contract_id INTEGER NOT NULL,
	version INTEGER NOT NULL,
	title VARCHAR(200) NOT NULL,
	begins_on DATE NOT NULL,
	ends_on DATE NOT NULL,
	currency VARCHAR(3) NOT NULL,
	rate_millionths INTEGER NOT NULL,
	written_by_id INTEGER NOT NULL,
	written_at DATETIME NOT NULL,
	state VARCHAR(10) NOT NULL,
	quality_terms TEXT NOT NULL,
	delivery_terms TEXT NOT NULL,
	service_terms TEXT NOT NULL,
	payment_terms TEXT NOT NULL,
	note TEXT NOT NULL,
	change_reason VARCHAR(300) NOT NULL,
	approved_by_id INTEGER,
	approved_at DATETIME,
	CONSTRAINT pk_contract_version PRIMARY KEY (id),
	CONSTRAINT uq_contract_version_contract_id_version UNIQUE (contract_id, version),
	CONSTRAINT ck_contract_version_state_known CHECK (state IN ('draft', 'active', 'superseded', 'withdrawn')),
	CONSTRAINT ck_contract_version_four_eyes CHECK (approved_by_id IS NULL OR approved_by_id <> written_by_id),
	CONSTRAINT ck_contract_version_approved CHECK (state NOT IN ('active', 'superseded') OR approved_by_id IS NOT NULL),
	CONSTRAINT ck_contract_version_ends_after_begin CHECK (ends_on >= begins_on),
	CONSTRAINT ck_contract_version_change_has_reason CHECK (version = 1 OR change_reason <> ''),
	CONSTRAINT ck_contract_version_rate_positive CHECK (rate_millionths > 0),
	CONSTRAINT ck_contract_version_rate_millionths_whole CHECK (rate_millionths IS NULL OR typeof(rate_millionths) = 'integer'),
	CONSTRAINT fk_contract_version_contract_id_contract FOREIGN KEY(contract_id) REFERENCES contract (id),
	CONSTRAINT fk_contract_version_written_by_id_person FOREIGN KEY(written_by_id) REFERENCES person (id),
	CONSTRAINT fk_contract_version_approved_by_id_person FOREIGN KEY(approved_by_id) REFERENCES person (id)
)
-- next
CREATE UNIQUE INDEX ix_contract_version_active ON contract_version (contract_id) WHERE state = 'active'
-- next
CREATE UNIQUE INDEX ix_contract_version_draft ON contract_version (contract_id) WHERE state = 'draft'
-- next
CREATE INDEX ix_contract_version_ends_on ON contract_version (ends_on)
-- next
CREATE TABLE quote_award (
	id INTEGER NOT NULL,
	request_id INTEGER NOT NULL,
	requested_by_id INTEGER NOT NULL,
	proposed_by_id INTEGER NOT NULL,
	proposed_at DATETIME NOT NULL,
	amount_cny BIGINT NOT NULL,
	limit_cny BIGINT NOT NULL,
	cheapest BOOLEAN NOT NULL,
	makes_orders BOOLEAN NOT NULL,
	reason VARCHAR(500) NOT NULL,
	prices_from_on DATE,
	state VARCHAR(10) NOT NULL,
	approved_by_id INTEGER,
	approved_at DATETIME,
	ended_at DATETIME,
	CONSTRAINT pk_quote_award PRIMARY KEY (id),
	CONSTRAINT fk_quote_award_request_id_requested_by_id_quote_request FOREIGN KEY(request_id, requested_by_id) REFERENCES quote_request (id, created_by_id),
	CONSTRAINT ck_quote_award_state_known CHECK (state IN ('proposed', 'done', 'withdrawn')),
	CONSTRAINT ck_quote_award_four_eyes CHECK (approved_by_id IS NULL OR approved_by_id <> proposed_by_id),
	CONSTRAINT ck_quote_award_requester_four_eyes CHECK (approved_by_id IS NULL OR approved_by_id <> requested_by_id),
	CONSTRAINT ck_quote_award_agreed CHECK (state <> 'done' OR amount_cny <= limit_cny OR approved_by_id IS NOT NULL),
	CONSTRAINT ck_quote_award_has_reason CHECK (cheapest OR reason <> ''),
	CONSTRAINT ck_quote_award_amount_cny_whole CHECK (amount_cny IS NULL OR typeof(amount_cny) = 'integer'),
	CONSTRAINT ck_quote_award_limit_cny_whole CHECK (limit_cny IS NULL OR typeof(limit_cny) = 'integer'),
	CONSTRAINT fk_quote_award_proposed_by_id_person FOREIGN KEY(proposed_by_id) REFERENCES person (id),
	CONSTRAINT fk_quote_award_approved_by_id_person FOREIGN KEY(approved_by_id) REFERENCES person (id)
)
-- next
CREATE INDEX ix_quote_award_request_id ON quote_award (request_id)
-- next
CREATE TABLE quote_invitation (
	id INTEGER NOT NULL,
	request_id INTEGER NOT NULL,
	supplier_id INTEGER NOT NULL,
	added_by_id INTEGER NOT NULL,
	added_at DATETIME NOT NULL,
	sends INTEGER NOT NULL,
	token_hash VARCHAR(64),
	token_expires_at DATETIME,
	sent_at DATETIME,
	sent_to VARCHAR(254) NOT NULL,
	opened_at DATETIME,
	reminded_at DATETIME,
	revoked_at DATETIME,
	CONSTRAINT pk_quote_invitation PRIMARY KEY (id),
	CONSTRAINT uq_quote_invitation_request_id_supplier_id UNIQUE (request_id, supplier_id),
	CONSTRAINT ck_quote_invitation_link_expires CHECK ((token_hash IS NULL) = (token_expires_at IS NULL)),
	CONSTRAINT fk_quote_invitation_request_id_quote_request FOREIGN KEY(request_id) REFERENCES quote_request (id),
	CONSTRAINT fk_quote_invitation_supplier_id_supplier FOREIGN KEY(supplier_id) REFERENCES supplier (id),
	CONSTRAINT fk_quote_invitation_added_by_id_person FOREIGN KEY(added_by_id) REFERENCES person (id),
	CONSTRAINT uq_quote_invitation_token_hash UNIQUE (token_hash)
)
-- next
CREATE INDEX ix_quote_invitation_supplier_id ON quote_invitation (supplier_id)
-- next
CREATE TABLE contract_line (
	id INTEGER NOT NULL,
	contract_version_id INTEGER NOT NULL,
	line_no INTEGER NOT NULL,
	part_id INTEGER NOT NULL,
	specification VARCHAR(300) NOT NULL,
	lead_time_days INTEGER,
	minimum_total BIGINT,
	maximum_total BIGINT,
	CONSTRAINT pk_contract_line PRIMARY KEY (id),
	CONSTRAINT uq_contract_line_contract_version_id_part_id UNIQUE (contract_version_id, part_id),
	CONSTRAINT ck_contract_line_lead_time_not_negative CHECK (lead_time_days IS NULL OR lead_time_days >= 0),
	CONSTRAINT ck_contract_line_minimum_not_negative CHECK (minimum_total IS NULL OR minimum_total >= 0),
	CONSTRAINT ck_contract_line_maximum_positive CHECK (maximum_total IS NULL OR maximum_total > 0),
	CONSTRAINT ck_contract_line_bounds_in_order CHECK (minimum_total IS NULL OR maximum_total IS NULL OR minimum_total <= maximum_total),
	CONSTRAINT ck_contract_line_lead_time_days_whole CHECK (lead_time_days IS NULL OR typeof(lead_time_days) = 'integer'),
	CONSTRAINT ck_contract_line_minimum_total_whole CHECK (minimum_total IS NULL OR typeof(minimum_total) = 'integer'),
	CONSTRAINT ck_contract_line_maximum_total_whole CHECK (maximum_total IS NULL OR typeof(maximum_total) = 'integer'),
	CONSTRAINT fk_contract_line_contract_version_id_contract_version FOREIGN KEY(contract_version_id) REFERENCES contract_version (id),
	CONSTRAINT fk_contract_line_part_id_part FOREIGN KEY(part_id) REFERENCES part (id)
)
-- next
CREATE INDEX ix_contract_line_part_id ON contract_line (part_id)
-- next
CREATE TABLE quote (
	id INTEGER NOT NULL,
	invitation_id INTEGER NOT NULL,
	version INTEGER NOT NULL,
	currency VARCHAR(3) NOT NULL,
	tax_included BOOLEAN NOT NULL,
	tax_bp INTEGER NOT NULL,
	rate_millionths INTEGER NOT NULL,
	rate_on DATE NOT NULL,
	valid_until_on DATE NOT NULL,
	received_at DATETIME NOT NULL,
	via VARCHAR(5) NOT NULL,
	entered_by_id INTEGER,
	freight BIGINT NOT NULL,
	freight_cny BIGINT NOT NULL,
	note TEXT NOT NULL,
	CONSTRAINT pk_quote PRIMARY KEY (id),
	CONSTRAINT uq_quote_invitation_id_version UNIQUE (invitation_id, version),
	CONSTRAINT ck_quote_via_known CHECK (via IN ('web', 'mail', 'phone', 'paper')),
	CONSTRAINT ck_quote_version_from_one CHECK (version >= 1),
	CONSTRAINT ck_quote_entered_by_somebody CHECK ((via = 'web') = (entered_by_id IS NULL)),
	CONSTRAINT ck_quote_tax_in_range CHECK (tax_bp >= 0 AND tax_bp <= 10000),
	CONSTRAINT ck_quote_rate_positive CHECK (rate_millionths > 0),
	CONSTRAINT ck_quote_freight_not_negative CHECK (freight >= 0 AND freight_cny >= 0),
	CONSTRAINT ck_quote_tax_bp_whole CHECK (tax_bp IS NULL OR typeof(tax_bp) = 'integer'),
	CONSTRAINT ck_quote_rate_millionths_whole CHECK (rate_millionths IS NULL OR typeof(rate_millionths) = 'integer'),
	CONSTRAINT ck_quote_freight_whole CHECK (freight IS NULL OR typeof(freight) = 'integer'),
	CONSTRAINT ck_quote_freight_cny_whole CHECK (freight_cny IS NULL OR typeof(freight_cny) = 'integer'),
	CONSTRAINT fk_quote_invitation_id_quote_invitation FOREIGN KEY(invitation_id) REFERENCES quote_invitation (id),
	CONSTRAINT fk_quote_entered_by_id_person FOREIGN KEY(entered_by_id) REFERENCES person (id)
)
-- next
CREATE TABLE quote_award_order (
	award_id INTEGER NOT NULL,
	order_id INTEGER NOT NULL,
	CONSTRAINT pk_quote_award_order PRIMARY KEY (award_id, order_id),
	CONSTRAINT fk_quote_award_order_award_id_quote_award FOREIGN KEY(award_id) REFERENCES quote_award (id),
	CONSTRAINT fk_quote_award_order_order_id_purchase_order FOREIGN KEY(order_id) REFERENCES purchase_order (id)
)
-- next
CREATE TABLE quote_request_line (
	id INTEGER NOT NULL,
	request_id INTEGER NOT NULL,
	line_no INTEGER NOT NULL,
	part_id INTEGER NOT NULL,
	quantity BIGINT NOT NULL,
	needed_on DATE,
	note VARCHAR(300) NOT NULL,
	proposal_id INTEGER,
	CONSTRAINT pk_quote_request_line PRIMARY KEY (id),
	CONSTRAINT uq_quote_request_line_request_id_line_no UNIQUE (request_id, line_no),
	CONSTRAINT ck_quote_request_line_quantity_positive CHECK (quantity > 0),
	CONSTRAINT ck_quote_request_line_quantity_whole CHECK (quantity IS NULL OR typeof(quantity) = 'integer'),
	CONSTRAINT fk_quote_request_line_request_id_quote_request FOREIGN KEY(request_id) REFERENCES quote_request (id),
	CONSTRAINT fk_quote_request_line_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_quote_request_line_proposal_id_proposal FOREIGN KEY(proposal_id) REFERENCES proposal (id)
)
-- next
CREATE INDEX ix_quote_request_line_part_id ON quote_request_line (part_id)
-- next
CREATE INDEX ix_quote_request_line_proposal_id ON quote_request_line (proposal_id)
-- next
CREATE TABLE supplier_release (
	id INTEGER NOT NULL,
	supplier_id INTEGER NOT NULL,
	reason VARCHAR(300) NOT NULL,
	released_by_id INTEGER NOT NULL,
	released_at DATETIME NOT NULL,
	order_id INTEGER,
	ended_at DATETIME,
	CONSTRAINT pk_supplier_release PRIMARY KEY (id),
	CONSTRAINT ck_supplier_release_has_reason CHECK (reason <> ''),
	CONSTRAINT ck_supplier_release_used_or_ended CHECK (order_id IS NULL OR ended_at IS NULL),
	CONSTRAINT fk_supplier_release_supplier_id_supplier FOREIGN KEY(supplier_id) REFERENCES supplier (id),
	CONSTRAINT fk_supplier_release_released_by_id_person FOREIGN KEY(released_by_id) REFERENCES person (id),
	CONSTRAINT uq_supplier_release_order_id UNIQUE (order_id),
	CONSTRAINT fk_supplier_release_order_id_purchase_order FOREIGN KEY(order_id) REFERENCES purchase_order (id)
)
-- next
CREATE UNIQUE INDEX ix_supplier_release_open ON supplier_release (supplier_id) WHERE order_id IS NULL AND ended_at IS NULL
-- next
CREATE TABLE contract_break (
	id INTEGER NOT NULL,
	contract_line_id INTEGER NOT NULL,
	from_quantity BIGINT NOT NULL,
	unit_price BIGINT NOT NULL,
	unit_price_cny BIGINT NOT NULL,
	CONSTRAINT pk_contract_break PRIMARY KEY (id),
	CONSTRAINT uq_contract_break_contract_line_id_from_quantity UNIQUE (contract_line_id, from_quantity),
	CONSTRAINT ck_contract_break_from_not_negative CHECK (from_quantity >= 0),
	CONSTRAINT ck_contract_break_price_positive CHECK (unit_price > 0),
	CONSTRAINT ck_contract_break_cny_not_negative CHECK (unit_price_cny >= 0),
	CONSTRAINT ck_contract_break_from_quantity_whole CHECK (from_quantity IS NULL OR typeof(from_quantity) = 'integer'),
	CONSTRAINT ck_contract_break_unit_price_whole CHECK (unit_price IS NULL OR typeof(unit_price) = 'integer'),
	CONSTRAINT ck_contract_break_unit_price_cny_whole CHECK (unit_price_cny IS NULL OR typeof(unit_price_cny) = 'integer'),
	CONSTRAINT fk_contract_break_contract_line_id_contract_line FOREIGN KEY(contract_line_id) REFERENCES contract_line (id)
)
-- next
CREATE TABLE quote_line (
	id INTEGER NOT NULL,
	quote_id INTEGER NOT NULL,
	request_line_id INTEGER NOT NULL,
	offered BOOLEAN NOT NULL,
	lead_time_days INTEGER NOT NULL,
	minimum_quantity BIGINT NOT NULL,
	multiple_quantity BIGINT NOT NULL,
	supplier_part_number VARCHAR(80) NOT NULL,
	note VARCHAR(300) NOT NULL,
	CONSTRAINT pk_quote_line PRIMARY KEY (id),
	CONSTRAINT uq_quote_line_quote_id_request_line_id UNIQUE (quote_id, request_line_id),
	CONSTRAINT ck_quote_line_lead_time_not_negative CHECK (lead_time_days >= 0),
	CONSTRAINT ck_quote_line_minimum_not_negative CHECK (minimum_quantity >= 0),
	CONSTRAINT ck_quote_line_multiple_positive CHECK (multiple_quantity > 0),
	CONSTRAINT ck_quote_line_lead_time_days_whole CHECK (lead_time_days IS NULL OR typeof(lead_time_days) = 'integer'),
	CONSTRAINT ck_quote_line_minimum_quantity_whole CHECK (minimum_quantity IS NULL OR typeof(minimum_quantity) = 'integer'),
	CONSTRAINT ck_quote_line_multiple_quantity_whole CHECK (multiple_quantity IS NULL OR typeof(multiple_quantity) = 'integer'),
	CONSTRAINT fk_quote_line_quote_id_quote FOREIGN KEY(quote_id) REFERENCES quote (id),
	CONSTRAINT fk_quote_line_request_line_id_quote_request_line FOREIGN KEY(request_line_id) REFERENCES quote_request_line (id)
)
-- next
CREATE INDEX ix_quote_line_request_line_id ON quote_line (request_line_id)
-- next
CREATE TABLE outside_contract (
	id INTEGER NOT NULL,
	order_line_id INTEGER NOT NULL,
	kinds JSON NOT NULL,
	quantity BIGINT NOT NULL,
	unit_price_cny BIGINT NOT NULL,
	reason VARCHAR(300) NOT NULL,
	by_id INTEGER NOT NULL,
	at DATETIME NOT NULL,
	contract_id INTEGER,
	contract_price_cny BIGINT,
	CONSTRAINT pk_outside_contract PRIMARY KEY (id),
	CONSTRAINT ck_outside_contract_has_reason CHECK (reason <> ''),
	CONSTRAINT ck_outside_contract_quantity_whole CHECK (quantity IS NULL OR typeof(quantity) = 'integer'),
	CONSTRAINT ck_outside_contract_unit_price_cny_whole CHECK (unit_price_cny IS NULL OR typeof(unit_price_cny) = 'integer'),
	CONSTRAINT ck_outside_contract_contract_price_cny_whole CHECK (contract_price_cny IS NULL OR typeof(contract_price_cny) = 'integer'),
	CONSTRAINT fk_outside_contract_order_line_id_order_line FOREIGN KEY(order_line_id) REFERENCES order_line (id) ON DELETE CASCADE,
	CONSTRAINT fk_outside_contract_by_id_person FOREIGN KEY(by_id) REFERENCES person (id),
	CONSTRAINT fk_outside_contract_contract_id_contract FOREIGN KEY(contract_id) REFERENCES contract (id)
)
-- next
CREATE INDEX ix_outside_contract_order_line_id ON outside_contract (order_line_id)
-- next
CREATE TABLE quote_award_line (
	id INTEGER NOT NULL,
	award_id INTEGER NOT NULL,
	request_line_id INTEGER NOT NULL,
	quote_line_id INTEGER NOT NULL,
	quantity BIGINT NOT NULL,
	unit_price_cny BIGINT NOT NULL,
	amount_cny BIGINT NOT NULL,
	CONSTRAINT pk_quote_award_line PRIMARY KEY (id),
	CONSTRAINT uq_quote_award_line_award_id_quote_line_id UNIQUE (award_id, quote_line_id),
	CONSTRAINT ck_quote_award_line_quantity_positive CHECK (quantity > 0),
	CONSTRAINT ck_quote_award_line_quantity_whole CHECK (quantity IS NULL OR typeof(quantity) = 'integer'),
	CONSTRAINT ck_quote_award_line_unit_price_cny_whole CHECK (unit_price_cny IS NULL OR typeof(unit_price_cny) = 'integer'),
	CONSTRAINT ck_quote_award_line_amount_cny_whole CHECK (amount_cny IS NULL OR typeof(amount_cny) = 'integer'),
	CONSTRAINT fk_quote_award_line_award_id_quote_award FOREIGN KEY(award_id) REFERENCES quote_award (id),
	CONSTRAINT fk_quote_award_line_request_line_id_quote_request_line FOREIGN KEY(request_line_id) REFERENCES quote_request_line (id),
	CONSTRAINT fk_quote_award_line_quote_line_id_quote_line FOREIGN KEY(quote_line_id) REFERENCES quote_line (id)
)
-- next
CREATE TABLE quote_break (
	id INTEGER NOT NULL,
	quote_line_id INTEGER NOT NULL,
	from_quantity BIGINT NOT NULL,
	unit_price BIGINT NOT NULL,
	unit_price_cny BIGINT NOT NULL,
	CONSTRAINT pk_quote_break PRIMARY KEY (id),
	CONSTRAINT uq_quote_break_quote_line_id_from_quantity UNIQUE (quote_line_id, from_quantity),
	CONSTRAINT ck_quote_break_from_not_negative CHECK (from_quantity >= 0),
	CONSTRAINT ck_quote_break_price_positive CHECK (unit_price > 0),
	CONSTRAINT ck_quote_break_net_not_negative CHECK (unit_price_cny >= 0),
	CONSTRAINT ck_quote_break_from_quantity_whole CHECK (from_quantity IS NULL OR typeof(from_quantity) = 'integer'),
	CONSTRAINT ck_quote_break_unit_price_whole CHECK (unit_price IS NULL OR typeof(unit_price) = 'integer'),
	CONSTRAINT ck_quote_break_unit_price_cny_whole CHECK (unit_price_cny IS NULL OR typeof(unit_price_cny) = 'integer'),
	CONSTRAINT fk_quote_break_quote_line_id_quote_line FOREIGN KEY(quote_line_id) REFERENCES quote_line (id)
)
-- next
CREATE TABLE recount (
	id INTEGER NOT NULL,
	arrival_id INTEGER NOT NULL,
	order_line_id INTEGER NOT NULL,
	expected BIGINT NOT NULL,
	arrived BIGINT NOT NULL,
	recounted BIGINT,
	confirmed_by_id INTEGER,
	confirmed_at DATETIME,
	CONSTRAINT pk_recount PRIMARY KEY (id),
	CONSTRAINT uq_recount_arrival_id_order_line_id UNIQUE (arrival_id, order_line_id),
	CONSTRAINT ck_recount_differs CHECK (expected >= 0 AND arrived >= 0 AND expected <> arrived),
	CONSTRAINT ck_recount_recounted_by_somebody CHECK ((confirmed_by_id IS NULL) = (recounted IS NULL)),
	CONSTRAINT ck_recount_recounted_at CHECK ((confirmed_by_id IS NULL) = (confirmed_at IS NULL)),
	CONSTRAINT ck_recount_recount_agrees CHECK (recounted IS NULL OR recounted = arrived),
	CONSTRAINT ck_recount_expected_whole CHECK (expected IS NULL OR typeof(expected) = 'integer'),
	CONSTRAINT ck_recount_arrived_whole CHECK (arrived IS NULL OR typeof(arrived) = 'integer'),
	CONSTRAINT ck_recount_recounted_whole CHECK (recounted IS NULL OR typeof(recounted) = 'integer'),
	CONSTRAINT fk_recount_arrival_id_arrival FOREIGN KEY(arrival_id) REFERENCES arrival (id),
	CONSTRAINT fk_recount_order_line_id_order_line FOREIGN KEY(order_line_id) REFERENCES order_line (id),
	CONSTRAINT fk_recount_confirmed_by_id_person FOREIGN KEY(confirmed_by_id) REFERENCES person (id)
)
-- next
CREATE INDEX ix_recount_order_line_id ON recount (order_line_id)
-- next
CREATE TABLE claimed_line (
	id INTEGER NOT NULL,
	arrival_line_id INTEGER NOT NULL,
	supplier_return_id INTEGER NOT NULL,
	CONSTRAINT pk_claimed_line PRIMARY KEY (id),
	CONSTRAINT uq_claimed_line_arrival_line_id UNIQUE (arrival_line_id),
	CONSTRAINT fk_claimed_line_arrival_line_id_arrival_line FOREIGN KEY(arrival_line_id) REFERENCES arrival_line (id),
	CONSTRAINT fk_claimed_line_supplier_return_id_supplier_return FOREIGN KEY(supplier_return_id) REFERENCES supplier_return (id)
)
-- next
CREATE INDEX ix_claimed_line_supplier_return_id ON claimed_line (supplier_return_id)
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
	urgent_reason VARCHAR(300) NOT NULL,
	work_order_id INTEGER,
	CONSTRAINT pk_purchase_order PRIMARY KEY (id),
	CONSTRAINT uq_purchase_order_id_created_by_id UNIQUE (id, created_by_id),
	CONSTRAINT ck_purchase_order_state_known CHECK (state IN ('draft', 'approved', 'sent', 'confirmed', 'partly_received', 'received', 'closed', 'cancelled')),
	CONSTRAINT ck_purchase_order_version_from_one CHECK (version >= 1),
	CONSTRAINT ck_purchase_order_sent_version_known CHECK (sent_version IS NULL OR sent_version <= version),
	CONSTRAINT ck_purchase_order_sent_on_a_day CHECK (state NOT IN ('sent', 'confirmed') OR ordered_on IS NOT NULL),
	CONSTRAINT ck_purchase_order_for_a_repair_is_urgent CHECK (work_order_id IS NULL OR urgent_reason <> ''),
	CONSTRAINT uq_purchase_order_number UNIQUE (number),
	CONSTRAINT fk_purchase_order_supplier_id_supplier FOREIGN KEY(supplier_id) REFERENCES supplier (id),
	CONSTRAINT fk_purchase_order_store_id_location FOREIGN KEY(store_id) REFERENCES location (id),
	CONSTRAINT fk_purchase_order_created_by_id_person FOREIGN KEY(created_by_id) REFERENCES person (id),
	CONSTRAINT fk_purchase_order_plan_id_purchase_plan FOREIGN KEY(plan_id) REFERENCES purchase_plan (id),
	CONSTRAINT fk_purchase_order_work_order_id_work_order FOREIGN KEY(work_order_id) REFERENCES work_order (id)
)
-- next
INSERT INTO new_purchase_order (id, number, supplier_id, store_id, created_by_id, created_at, created_on, state, plan_id, version, currency, expected_on, ordered_on, sent_version, sent_at, confirmed_at, ended_at, end_reason, supplier_reference, note, urgent_reason, work_order_id) SELECT id, number, supplier_id, store_id, created_by_id, created_at, created_on, state, plan_id, version, currency, expected_on, ordered_on, sent_version, sent_at, confirmed_at, ended_at, end_reason, supplier_reference, note, '', NULL FROM purchase_order
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
CREATE INDEX ix_purchase_order_work_order_id ON purchase_order (work_order_id)
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
INSERT INTO new_order_line (id, order_id, line_no, part_id, quantity, unit_price_cny, supplier_part_id, proposal_id, contract_line_id, needed_on, promised_on, first_promised_on, over_percent, over_tolerance, received, cancelled, note) SELECT id, order_id, line_no, part_id, quantity, unit_price_cny, supplier_part_id, proposal_id, NULL, needed_on, promised_on, first_promised_on, NULL, over_tolerance, received, cancelled, note FROM order_line
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
	CONSTRAINT ck_arrival_line_kind_known CHECK (kind IN ('ordered', 'over', 'wrong_part', 'replaced', 'reworked')),
	CONSTRAINT ck_arrival_line_delivery_where_ordered CHECK ((kind = 'ordered') = (delivery_id IS NOT NULL)),
	CONSTRAINT ck_arrival_line_hold_where_taken_in CHECK ((kind IN ('over', 'wrong_part')) = (hold_location_id IS NULL)),
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
	made_on DATE,
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
INSERT INTO new_arrival_lot (id, arrival_line_id, lot_id, quantity, bought_by_id, made_on) SELECT id, arrival_line_id, lot_id, quantity, bought_by_id, NULL FROM arrival_lot
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
	CONSTRAINT ck_supplier_return_reason_known CHECK (reason IN ('rejected', 'over', 'wrong_part', 'found_later', 'warranty', 'refused')),
	CONSTRAINT ck_supplier_return_demand_known CHECK (demand IN ('replacement', 'credit', 'rework', 'take_back')),
	CONSTRAINT ck_supplier_return_state_known CHECK (state IN ('open', 'returned', 'settled', 'cancelled')),
	CONSTRAINT ck_supplier_return_quantity_positive CHECK (quantity > 0),
	CONSTRAINT ck_supplier_return_goods_within CHECK (sent >= 0 AND scrapped >= 0 AND sent + scrapped <= quantity),
	CONSTRAINT ck_supplier_return_settled_within CHECK (settled >= 0 AND settled <= quantity),
	CONSTRAINT ck_supplier_return_amount_not_negative CHECK (amount_cny >= 0),
	CONSTRAINT ck_supplier_return_lot_where_taken_in CHECK ((reason IN ('over', 'wrong_part')) = (lot_id IS NULL)),
	CONSTRAINT ck_supplier_return_quarantine_where_lot CHECK ((lot_id IS NULL) = (quarantine_location_id IS NULL)),
	CONSTRAINT ck_supplier_return_inspection_where_rejected CHECK ((reason IN ('rejected', 'refused')) = (inspection_id IS NOT NULL)),
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
	credited_on DATE,
	limit_cny BIGINT,
	inspection_id INTEGER,
	CONSTRAINT pk_settlement PRIMARY KEY (id),
	CONSTRAINT fk_settlement_supplier_return_id_opened_by_id_supplier_return FOREIGN KEY(supplier_return_id, opened_by_id) REFERENCES supplier_return (id, opened_by_id),
	CONSTRAINT ck_settlement_kind_known CHECK (kind IN ('replaced', 'credited', 'reworked', 'taken_back', 'waived')),
	CONSTRAINT ck_settlement_quantity_positive CHECK (quantity > 0),
	CONSTRAINT ck_settlement_amount_not_negative CHECK (amount_cny >= 0),
	CONSTRAINT ck_settlement_waived_four_eyes CHECK (kind <> 'waived' OR settled_by_id <> opened_by_id),
	CONSTRAINT ck_settlement_waived_for_a_reason CHECK (kind <> 'waived' OR length(note) > 0),
	CONSTRAINT ck_settlement_credit_four_eyes CHECK (limit_cny IS NULL OR amount_cny <= limit_cny OR settled_by_id <> opened_by_id),
	CONSTRAINT ck_settlement_quantity_whole CHECK (quantity IS NULL OR typeof(quantity) = 'integer'),
	CONSTRAINT ck_settlement_amount_cny_whole CHECK (amount_cny IS NULL OR typeof(amount_cny) = 'integer'),
	CONSTRAINT ck_settlement_limit_cny_whole CHECK (limit_cny IS NULL OR typeof(limit_cny) = 'integer'),
	CONSTRAINT fk_settlement_settled_by_id_person FOREIGN KEY(settled_by_id) REFERENCES person (id),
	CONSTRAINT fk_settlement_inspection_id_inspection FOREIGN KEY(inspection_id) REFERENCES inspection (id)
)
-- next
INSERT INTO new_settlement (id, supplier_return_id, opened_by_id, kind, quantity, amount_cny, reference, settled_by_id, settled_at, note, credited_on, limit_cny, inspection_id) SELECT id, supplier_return_id, opened_by_id, kind, quantity, amount_cny, reference, settled_by_id, settled_at, note, NULL, NULL, NULL FROM settlement
-- next
DROP TABLE settlement
-- next
ALTER TABLE new_settlement RENAME TO settlement
-- next
CREATE INDEX ix_settlement_inspection_id ON settlement (inspection_id)
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
CREATE TRIGGER contract_steps BEFORE UPDATE ON contract WHEN OLD.state <> NEW.state AND NOT ((OLD.state = 'draft' AND NEW.state IN ('active', 'terminated')) OR (OLD.state = 'active' AND NEW.state IN ('expired', 'terminated')) OR (OLD.state = 'expired' AND NEW.state IN ('active', 'terminated')))
            BEGIN SELECT RAISE(ABORT, 'sparewell:contract_step'); END
-- next
CREATE TRIGGER contract_begins BEFORE INSERT ON contract WHEN NEW.state <> 'draft'
            BEGIN SELECT RAISE(ABORT, 'sparewell:contract_step'); END
-- next
CREATE TRIGGER contract_no_delete BEFORE DELETE ON contract WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:contract'); END
-- next
CREATE TRIGGER contract_keeps_number BEFORE UPDATE ON contract WHEN NEW.number IS NOT OLD.number OR NEW.supplier_id IS NOT OLD.supplier_id OR NEW.created_by_id IS NOT OLD.created_by_id OR NEW.created_at IS NOT OLD.created_at
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:contract'); END
-- next
CREATE TRIGGER contract_no_replace_id BEFORE INSERT ON contract WHEN EXISTS (SELECT 1 FROM contract WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:contract'); END
-- next
CREATE TRIGGER contract_no_takeover_id BEFORE UPDATE OF id ON contract
                WHEN (NEW.id IS NOT OLD.id) AND EXISTS (SELECT 1 FROM contract WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:contract'); END
-- next
CREATE TRIGGER contract_no_replace_number BEFORE INSERT ON contract WHEN EXISTS (SELECT 1 FROM contract WHERE number = NEW.number)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:contract'); END
-- next
CREATE TRIGGER contract_no_takeover_number BEFORE UPDATE OF number ON contract
                WHEN (NEW.number IS NOT OLD.number) AND EXISTS (SELECT 1 FROM contract WHERE number = NEW.number)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:contract'); END
-- next
CREATE TRIGGER contract_active_by_version BEFORE UPDATE ON contract WHEN NEW.state = 'active' AND OLD.state <> 'active' AND NOT EXISTS (SELECT 1 FROM contract_version v WHERE v.contract_id = NEW.id AND v.state = 'active' AND v.approved_by_id IS NOT NULL)
            BEGIN SELECT RAISE(ABORT, 'sparewell:not_approved'); END
-- next
CREATE TRIGGER contract_version_steps BEFORE UPDATE ON contract_version WHEN OLD.state <> NEW.state AND NOT ((OLD.state = 'draft' AND NEW.state IN ('active', 'withdrawn')) OR (OLD.state = 'active' AND NEW.state IN ('superseded')))
            BEGIN SELECT RAISE(ABORT, 'sparewell:contract_step'); END
-- next
CREATE TRIGGER contract_version_begins BEFORE INSERT ON contract_version WHEN NEW.state <> 'draft'
            BEGIN SELECT RAISE(ABORT, 'sparewell:contract_step'); END
-- next
CREATE TRIGGER contract_version_no_delete BEFORE DELETE ON contract_version WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:contract_version'); END
-- next
CREATE TRIGGER contract_version_keeps_contract_id BEFORE UPDATE ON contract_version WHEN NEW.contract_id IS NOT OLD.contract_id OR NEW.version IS NOT OLD.version OR NEW.written_at IS NOT OLD.written_at
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:contract_version'); END
-- next
CREATE TRIGGER contract_version_stays BEFORE UPDATE ON contract_version WHEN OLD.state <> 'draft' AND (NEW.title <> OLD.title OR NEW.begins_on <> OLD.begins_on OR NEW.ends_on <> OLD.ends_on OR NEW.currency <> OLD.currency OR NEW.rate_millionths <> OLD.rate_millionths OR NEW.quality_terms <> OLD.quality_terms OR NEW.delivery_terms <> OLD.delivery_terms OR NEW.service_terms <> OLD.service_terms OR NEW.payment_terms <> OLD.payment_terms OR NEW.note <> OLD.note OR NEW.written_by_id <> OLD.written_by_id OR COALESCE(NEW.approved_by_id, 0) <> COALESCE(OLD.approved_by_id, 0))
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:contract_version'); END
-- next
CREATE TRIGGER contract_version_insert_other_person BEFORE INSERT ON contract_version WHEN NEW.approved_by_id = NEW.written_by_id
            BEGIN SELECT RAISE(ABORT, 'sparewell:four_eyes'); END
-- next
CREATE TRIGGER contract_version_update_other_person BEFORE UPDATE ON contract_version WHEN NEW.approved_by_id = NEW.written_by_id
            BEGIN SELECT RAISE(ABORT, 'sparewell:four_eyes'); END
-- next
CREATE TRIGGER contract_version_approved_by_somebody BEFORE UPDATE ON contract_version WHEN NEW.state = 'active' AND NEW.approved_by_id IS NULL
            BEGIN SELECT RAISE(ABORT, 'sparewell:not_approved'); END
-- next
CREATE TRIGGER contract_version_no_replace_id BEFORE INSERT ON contract_version WHEN EXISTS (SELECT 1 FROM contract_version WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:contract_version'); END
-- next
CREATE TRIGGER contract_version_no_takeover_id BEFORE UPDATE OF id ON contract_version
                WHEN (NEW.id IS NOT OLD.id) AND EXISTS (SELECT 1 FROM contract_version WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:contract_version'); END
-- next
CREATE TRIGGER contract_version_no_replace_contract_id_version BEFORE INSERT ON contract_version WHEN EXISTS (SELECT 1 FROM contract_version WHERE contract_id = NEW.contract_id AND version = NEW.version)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:contract_version'); END
-- next
CREATE TRIGGER contract_version_no_takeover_contract_id_version BEFORE UPDATE OF contract_id, version ON contract_version
                WHEN (NEW.contract_id IS NOT OLD.contract_id OR NEW.version IS NOT OLD.version) AND EXISTS (SELECT 1 FROM contract_version WHERE contract_id = NEW.contract_id AND version = NEW.version)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:contract_version'); END
-- next
CREATE TRIGGER contract_line_insert_in_draft BEFORE INSERT ON contract_line WHEN (SELECT v.state FROM contract_version v WHERE v.id = NEW.contract_version_id) <> 'draft'
            BEGIN SELECT RAISE(ABORT, 'sparewell:contract_version_frozen'); END
-- next
CREATE TRIGGER contract_line_update_in_draft BEFORE UPDATE ON contract_line WHEN (SELECT v.state FROM contract_version v WHERE v.id = OLD.contract_version_id) <> 'draft'
            BEGIN SELECT RAISE(ABORT, 'sparewell:contract_version_frozen'); END
-- next
CREATE TRIGGER contract_line_delete_in_draft BEFORE DELETE ON contract_line WHEN (SELECT v.state FROM contract_version v WHERE v.id = OLD.contract_version_id) <> 'draft'
            BEGIN SELECT RAISE(ABORT, 'sparewell:contract_version_frozen'); END
-- next
CREATE TRIGGER contract_break_insert_in_draft BEFORE INSERT ON contract_break WHEN (SELECT v.state FROM contract_version v JOIN contract_line l ON l.contract_version_id = v.id WHERE l.id = NEW.contract_line_id) <> 'draft'
            BEGIN SELECT RAISE(ABORT, 'sparewell:contract_version_frozen'); END
-- next
CREATE TRIGGER contract_break_update_in_draft BEFORE UPDATE ON contract_break WHEN (SELECT v.state FROM contract_version v JOIN contract_line l ON l.contract_version_id = v.id WHERE l.id = OLD.contract_line_id) <> 'draft'
            BEGIN SELECT RAISE(ABORT, 'sparewell:contract_version_frozen'); END
-- next
CREATE TRIGGER contract_break_delete_in_draft BEFORE DELETE ON contract_break WHEN (SELECT v.state FROM contract_version v JOIN contract_line l ON l.contract_version_id = v.id WHERE l.id = OLD.contract_line_id) <> 'draft'
            BEGIN SELECT RAISE(ABORT, 'sparewell:contract_version_frozen'); END
-- next
CREATE TRIGGER contract_line_no_replace_id BEFORE INSERT ON contract_line WHEN EXISTS (SELECT 1 FROM contract_line WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:contract_line'); END
-- next
CREATE TRIGGER contract_line_no_takeover_id BEFORE UPDATE OF id ON contract_line
                WHEN (NEW.id IS NOT OLD.id) AND EXISTS (SELECT 1 FROM contract_line WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:contract_line'); END
-- next
CREATE TRIGGER contract_line_no_replace_contract_version_id_part_id BEFORE INSERT ON contract_line WHEN EXISTS (SELECT 1 FROM contract_line WHERE contract_version_id = NEW.contract_version_id AND part_id = NEW.part_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:contract_line'); END
-- next
CREATE TRIGGER contract_line_no_takeover_contract_version_id_part_id BEFORE UPDATE OF contract_version_id, part_id ON contract_line
                WHEN (NEW.contract_version_id IS NOT OLD.contract_version_id OR NEW.part_id IS NOT OLD.part_id) AND EXISTS (SELECT 1 FROM contract_line WHERE contract_version_id = NEW.contract_version_id AND part_id = NEW.part_id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:contract_line'); END
-- next
CREATE TRIGGER contract_break_no_replace_id BEFORE INSERT ON contract_break WHEN EXISTS (SELECT 1 FROM contract_break WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:contract_break'); END
-- next
CREATE TRIGGER contract_break_no_takeover_id BEFORE UPDATE OF id ON contract_break
                WHEN (NEW.id IS NOT OLD.id) AND EXISTS (SELECT 1 FROM contract_break WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:contract_break'); END
-- next
CREATE TRIGGER contract_break_no_replace_contract_line_id_from_quantity BEFORE INSERT ON contract_break WHEN EXISTS (SELECT 1 FROM contract_break WHERE contract_line_id = NEW.contract_line_id AND from_quantity = NEW.from_quantity)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:contract_break'); END
-- next
CREATE TRIGGER contract_break_no_takeover_contract_line_id_from_quantity BEFORE UPDATE OF contract_line_id, from_quantity ON contract_break
                WHEN (NEW.contract_line_id IS NOT OLD.contract_line_id OR NEW.from_quantity IS NOT OLD.from_quantity) AND EXISTS (SELECT 1 FROM contract_break WHERE contract_line_id = NEW.contract_line_id AND from_quantity = NEW.from_quantity)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:contract_break'); END
-- next
CREATE TRIGGER outside_contract_no_update BEFORE UPDATE ON outside_contract WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:outside_contract'); END
-- next
CREATE TRIGGER outside_contract_stays BEFORE DELETE ON outside_contract WHEN EXISTS (SELECT 1 FROM order_line l WHERE l.id = OLD.order_line_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:outside_contract'); END
-- next
CREATE TRIGGER outside_contract_no_replace_id BEFORE INSERT ON outside_contract WHEN EXISTS (SELECT 1 FROM outside_contract WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:outside_contract'); END
-- next
CREATE TRIGGER outside_contract_no_takeover_id BEFORE UPDATE OF id ON outside_contract
                WHEN (NEW.id IS NOT OLD.id) AND EXISTS (SELECT 1 FROM outside_contract WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:outside_contract'); END
-- next
CREATE TRIGGER quote_no_update BEFORE UPDATE ON quote WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:quote'); END
-- next
CREATE TRIGGER quote_no_delete BEFORE DELETE ON quote WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:quote'); END
-- next
CREATE TRIGGER quote_no_replace_id BEFORE INSERT ON quote WHEN EXISTS (SELECT 1 FROM quote WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:quote'); END
-- next
CREATE TRIGGER quote_no_replace_invitation_id_version BEFORE INSERT ON quote WHEN EXISTS (SELECT 1 FROM quote WHERE invitation_id = NEW.invitation_id AND version = NEW.version)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:quote'); END
-- next
CREATE TRIGGER quote_line_no_update BEFORE UPDATE ON quote_line WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:quote_line'); END
-- next
CREATE TRIGGER quote_line_no_delete BEFORE DELETE ON quote_line WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:quote_line'); END
-- next
CREATE TRIGGER quote_line_no_replace_id BEFORE INSERT ON quote_line WHEN EXISTS (SELECT 1 FROM quote_line WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:quote_line'); END
-- next
CREATE TRIGGER quote_line_no_replace_quote_id_request_line_id BEFORE INSERT ON quote_line WHEN EXISTS (SELECT 1 FROM quote_line WHERE quote_id = NEW.quote_id AND request_line_id = NEW.request_line_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:quote_line'); END
-- next
CREATE TRIGGER quote_break_no_update BEFORE UPDATE ON quote_break WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:quote_break'); END
-- next
CREATE TRIGGER quote_break_no_delete BEFORE DELETE ON quote_break WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:quote_break'); END
-- next
CREATE TRIGGER quote_break_no_replace_id BEFORE INSERT ON quote_break WHEN EXISTS (SELECT 1 FROM quote_break WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:quote_break'); END
-- next
CREATE TRIGGER quote_break_no_replace_quote_line_id_from_quantity BEFORE INSERT ON quote_break WHEN EXISTS (SELECT 1 FROM quote_break WHERE quote_line_id = NEW.quote_line_id AND from_quantity = NEW.from_quantity)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:quote_break'); END
-- next
CREATE TRIGGER quote_while_asked BEFORE INSERT ON quote WHEN ((SELECT r.state FROM quote_request r JOIN quote_invitation i ON i.request_id = r.id WHERE i.id = NEW.invitation_id) NOT IN ('sent', 'closed')) OR (NEW.via = 'web' AND (SELECT r.state FROM quote_request r JOIN quote_invitation i ON i.request_id = r.id WHERE i.id = NEW.invitation_id) <> 'sent')
            BEGIN SELECT RAISE(ABORT, 'sparewell:quote_too_late'); END
-- next
CREATE TRIGGER quote_line_of_its_request BEFORE INSERT ON quote_line WHEN NOT EXISTS (SELECT 1 FROM quote q JOIN quote_invitation i ON i.id = q.invitation_id JOIN quote_request_line l ON l.request_id = i.request_id WHERE q.id = NEW.quote_id AND l.id = NEW.request_line_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:quote_line_of_another'); END
-- next
CREATE TRIGGER quote_request_steps BEFORE UPDATE ON quote_request WHEN OLD.state <> NEW.state AND NOT ((OLD.state = 'draft' AND NEW.state IN ('sent', 'cancelled')) OR (OLD.state = 'sent' AND NEW.state IN ('closed', 'cancelled')) OR (OLD.state = 'closed' AND NEW.state IN ('sent', 'awarded', 'cancelled')))
            BEGIN SELECT RAISE(ABORT, 'sparewell:quote_request_step'); END
-- next
CREATE TRIGGER quote_request_begins BEFORE INSERT ON quote_request WHEN NEW.state <> 'draft'
            BEGIN SELECT RAISE(ABORT, 'sparewell:quote_request_step'); END
-- next
CREATE TRIGGER quote_request_no_delete BEFORE DELETE ON quote_request WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:quote_request'); END
-- next
CREATE TRIGGER quote_request_keeps_number BEFORE UPDATE ON quote_request WHEN NEW.number IS NOT OLD.number OR NEW.created_by_id IS NOT OLD.created_by_id OR NEW.created_at IS NOT OLD.created_at
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:quote_request'); END
-- next
CREATE TRIGGER quote_request_no_replace_id BEFORE INSERT ON quote_request WHEN EXISTS (SELECT 1 FROM quote_request WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:quote_request'); END
-- next
CREATE TRIGGER quote_request_no_takeover_id BEFORE UPDATE OF id ON quote_request
                WHEN (NEW.id IS NOT OLD.id) AND EXISTS (SELECT 1 FROM quote_request WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:quote_request'); END
-- next
CREATE TRIGGER quote_request_no_replace_number BEFORE INSERT ON quote_request WHEN EXISTS (SELECT 1 FROM quote_request WHERE number = NEW.number)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:quote_request'); END
-- next
CREATE TRIGGER quote_request_no_takeover_number BEFORE UPDATE OF number ON quote_request
                WHEN (NEW.number IS NOT OLD.number) AND EXISTS (SELECT 1 FROM quote_request WHERE number = NEW.number)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:quote_request'); END
-- next
CREATE TRIGGER quote_request_line_insert_in_draft BEFORE INSERT ON quote_request_line WHEN (SELECT r.state FROM quote_request r WHERE r.id = NEW.request_id) <> 'draft'
            BEGIN SELECT RAISE(ABORT, 'sparewell:quote_request_not_draft'); END
-- next
CREATE TRIGGER quote_request_line_update_in_draft BEFORE UPDATE ON quote_request_line WHEN (SELECT r.state FROM quote_request r WHERE r.id = OLD.request_id) <> 'draft'
            BEGIN SELECT RAISE(ABORT, 'sparewell:quote_request_not_draft'); END
-- next
CREATE TRIGGER quote_request_line_delete_in_draft BEFORE DELETE ON quote_request_line WHEN (SELECT r.state FROM quote_request r WHERE r.id = OLD.request_id) <> 'draft'
            BEGIN SELECT RAISE(ABORT, 'sparewell:quote_request_not_draft'); END
-- next
CREATE TRIGGER quote_request_line_no_replace_id BEFORE INSERT ON quote_request_line WHEN EXISTS (SELECT 1 FROM quote_request_line WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:quote_request_line'); END
-- next
CREATE TRIGGER quote_request_line_no_takeover_id BEFORE UPDATE OF id ON quote_request_line
                WHEN (NEW.id IS NOT OLD.id) AND EXISTS (SELECT 1 FROM quote_request_line WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:quote_request_line'); END
-- next
CREATE TRIGGER quote_request_line_no_replace_request_id_line_no BEFORE INSERT ON quote_request_line WHEN EXISTS (SELECT 1 FROM quote_request_line WHERE request_id = NEW.request_id AND line_no = NEW.line_no)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:quote_request_line'); END
-- next
CREATE TRIGGER quote_request_line_no_takeover_request_id_line_no BEFORE UPDATE OF request_id, line_no ON quote_request_line
                WHEN (NEW.request_id IS NOT OLD.request_id OR NEW.line_no IS NOT OLD.line_no) AND EXISTS (SELECT 1 FROM quote_request_line WHERE request_id = NEW.request_id AND line_no = NEW.line_no)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:quote_request_line'); END
-- next
CREATE TRIGGER quote_invitation_begins BEFORE INSERT ON quote_invitation WHEN (SELECT r.state FROM quote_request r WHERE r.id = NEW.request_id) NOT IN ('draft', 'sent') OR NEW.token_hash IS NOT NULL
            BEGIN SELECT RAISE(ABORT, 'sparewell:quote_request_step'); END
-- next
CREATE TRIGGER quote_invitation_leaves_draft_only BEFORE DELETE ON quote_invitation WHEN (SELECT r.state FROM quote_request r WHERE r.id = OLD.request_id) <> 'draft'
            BEGIN SELECT RAISE(ABORT, 'sparewell:quote_request_not_draft'); END
-- next
CREATE TRIGGER quote_invitation_keeps_request_id BEFORE UPDATE ON quote_invitation WHEN NEW.request_id IS NOT OLD.request_id OR NEW.supplier_id IS NOT OLD.supplier_id OR NEW.added_by_id IS NOT OLD.added_by_id OR NEW.added_at IS NOT OLD.added_at
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:quote_invitation'); END
-- next
CREATE TRIGGER quote_invitation_no_replace_id BEFORE INSERT ON quote_invitation WHEN EXISTS (SELECT 1 FROM quote_invitation WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:quote_invitation'); END
-- next
CREATE TRIGGER quote_invitation_no_takeover_id BEFORE UPDATE OF id ON quote_invitation
                WHEN (NEW.id IS NOT OLD.id) AND EXISTS (SELECT 1 FROM quote_invitation WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:quote_invitation'); END
-- next
CREATE TRIGGER quote_invitation_no_replace_request_id_supplier_id BEFORE INSERT ON quote_invitation WHEN EXISTS (SELECT 1 FROM quote_invitation WHERE request_id = NEW.request_id AND supplier_id = NEW.supplier_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:quote_invitation'); END
-- next
CREATE TRIGGER quote_invitation_no_takeover_request_id_supplier_id BEFORE UPDATE OF request_id, supplier_id ON quote_invitation
                WHEN (NEW.request_id IS NOT OLD.request_id OR NEW.supplier_id IS NOT OLD.supplier_id) AND EXISTS (SELECT 1 FROM quote_invitation WHERE request_id = NEW.request_id AND supplier_id = NEW.supplier_id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:quote_invitation'); END
-- next
CREATE TRIGGER quote_invitation_no_replace_token_hash BEFORE INSERT ON quote_invitation WHEN EXISTS (SELECT 1 FROM quote_invitation WHERE token_hash = NEW.token_hash)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:quote_invitation'); END
-- next
CREATE TRIGGER quote_invitation_no_takeover_token_hash BEFORE UPDATE OF token_hash ON quote_invitation
                WHEN (NEW.token_hash IS NOT OLD.token_hash) AND EXISTS (SELECT 1 FROM quote_invitation WHERE token_hash = NEW.token_hash)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:quote_invitation'); END
-- next
CREATE TRIGGER quote_award_steps BEFORE UPDATE ON quote_award WHEN OLD.state <> NEW.state AND NOT ((OLD.state = 'proposed' AND NEW.state IN ('done', 'withdrawn')))
            BEGIN SELECT RAISE(ABORT, 'sparewell:quote_award_step'); END
-- next
CREATE TRIGGER quote_award_begins BEFORE INSERT ON quote_award WHEN NEW.state <> 'proposed'
            BEGIN SELECT RAISE(ABORT, 'sparewell:quote_award_step'); END
-- next
CREATE TRIGGER quote_award_insert_other_person BEFORE INSERT ON quote_award WHEN NEW.approved_by_id = NEW.proposed_by_id OR NEW.approved_by_id = NEW.requested_by_id OR NOT EXISTS (SELECT 1 FROM quote_request r WHERE r.id = NEW.request_id AND r.created_by_id = NEW.requested_by_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:four_eyes'); END
-- next
CREATE TRIGGER quote_award_update_other_person BEFORE UPDATE ON quote_award WHEN NEW.approved_by_id = NEW.proposed_by_id OR NEW.approved_by_id = NEW.requested_by_id OR NOT EXISTS (SELECT 1 FROM quote_request r WHERE r.id = NEW.request_id AND r.created_by_id = NEW.requested_by_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:four_eyes'); END
-- next
CREATE TRIGGER quote_award_agreed BEFORE UPDATE ON quote_award WHEN NEW.state = 'done' AND NEW.amount_cny > NEW.limit_cny AND NEW.approved_by_id IS NULL
            BEGIN SELECT RAISE(ABORT, 'sparewell:not_approved'); END
-- next
CREATE TRIGGER quote_award_no_delete BEFORE DELETE ON quote_award WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:quote_award'); END
-- next
CREATE TRIGGER quote_award_keeps_request_id BEFORE UPDATE ON quote_award WHEN NEW.request_id IS NOT OLD.request_id OR NEW.requested_by_id IS NOT OLD.requested_by_id OR NEW.proposed_by_id IS NOT OLD.proposed_by_id OR NEW.amount_cny IS NOT OLD.amount_cny OR NEW.limit_cny IS NOT OLD.limit_cny OR NEW.cheapest IS NOT OLD.cheapest OR NEW.makes_orders IS NOT OLD.makes_orders OR NEW.reason IS NOT OLD.reason OR NEW.prices_from_on IS NOT OLD.prices_from_on
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:quote_award'); END
-- next
CREATE TRIGGER quote_award_no_replace_id BEFORE INSERT ON quote_award WHEN EXISTS (SELECT 1 FROM quote_award WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:quote_award'); END
-- next
CREATE TRIGGER quote_award_no_takeover_id BEFORE UPDATE OF id ON quote_award
                WHEN (NEW.id IS NOT OLD.id) AND EXISTS (SELECT 1 FROM quote_award WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:quote_award'); END
-- next
CREATE TRIGGER quote_award_line_no_update BEFORE UPDATE ON quote_award_line WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:quote_award_line'); END
-- next
CREATE TRIGGER quote_award_line_no_delete BEFORE DELETE ON quote_award_line WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:quote_award_line'); END
-- next
CREATE TRIGGER quote_award_line_no_replace_id BEFORE INSERT ON quote_award_line WHEN EXISTS (SELECT 1 FROM quote_award_line WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:quote_award_line'); END
-- next
CREATE TRIGGER quote_award_line_no_replace_award_id_quote_line_id BEFORE INSERT ON quote_award_line WHEN EXISTS (SELECT 1 FROM quote_award_line WHERE award_id = NEW.award_id AND quote_line_id = NEW.quote_line_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:quote_award_line'); END
-- next
CREATE TRIGGER quote_award_line_while_proposed BEFORE INSERT ON quote_award_line WHEN (SELECT a.state FROM quote_award a WHERE a.id = NEW.award_id) <> 'proposed'
            BEGIN SELECT RAISE(ABORT, 'sparewell:quote_award_step'); END
-- next
CREATE TRIGGER quote_award_order_no_update BEFORE UPDATE ON quote_award_order WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:quote_award_order'); END
-- next
CREATE TRIGGER quote_award_order_no_delete BEFORE DELETE ON quote_award_order WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:quote_award_order'); END
-- next
CREATE TRIGGER quote_award_order_no_replace_award_id_order_id BEFORE INSERT ON quote_award_order WHEN EXISTS (SELECT 1 FROM quote_award_order WHERE award_id = NEW.award_id AND order_id = NEW.order_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:quote_award_order'); END
-- next
CREATE TRIGGER quote_award_order_no_takeover_award_id_order_id BEFORE UPDATE OF award_id, order_id ON quote_award_order
                WHEN (NEW.award_id IS NOT OLD.award_id OR NEW.order_id IS NOT OLD.order_id) AND EXISTS (SELECT 1 FROM quote_award_order WHERE award_id = NEW.award_id AND order_id = NEW.order_id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:quote_award_order'); END
-- next
CREATE TRIGGER supplier_release_no_delete BEFORE DELETE ON supplier_release WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:supplier_release'); END
-- next
CREATE TRIGGER supplier_release_keeps_id BEFORE UPDATE ON supplier_release WHEN NEW.id IS NOT OLD.id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:supplier_release'); END
-- next
CREATE TRIGGER supplier_release_no_replace_id BEFORE INSERT ON supplier_release WHEN EXISTS (SELECT 1 FROM supplier_release WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:supplier_release'); END
-- next
CREATE TRIGGER supplier_release_no_takeover_id BEFORE UPDATE OF id ON supplier_release
                WHEN (NEW.id IS NOT OLD.id) AND EXISTS (SELECT 1 FROM supplier_release WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:supplier_release'); END
-- next
CREATE TRIGGER supplier_release_no_replace_order_id BEFORE INSERT ON supplier_release WHEN EXISTS (SELECT 1 FROM supplier_release WHERE order_id = NEW.order_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:supplier_release'); END
-- next
CREATE TRIGGER supplier_release_no_takeover_order_id BEFORE UPDATE OF order_id ON supplier_release
                WHEN (NEW.order_id IS NOT OLD.order_id) AND EXISTS (SELECT 1 FROM supplier_release WHERE order_id = NEW.order_id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:supplier_release'); END
-- next
CREATE TRIGGER supplier_release_keeps_supplier_id BEFORE UPDATE ON supplier_release WHEN NEW.supplier_id IS NOT OLD.supplier_id OR NEW.reason IS NOT OLD.reason OR NEW.released_by_id IS NOT OLD.released_by_id OR NEW.released_at IS NOT OLD.released_at
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:supplier_release'); END
-- next
CREATE TRIGGER supplier_release_used_once BEFORE UPDATE ON supplier_release WHEN (OLD.order_id IS NOT NULL AND COALESCE(NEW.order_id, 0) <> OLD.order_id) OR (OLD.ended_at IS NOT NULL AND (NEW.ended_at IS NULL OR NEW.order_id IS NOT NULL))
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:supplier_release'); END
-- next
CREATE TRIGGER supplier_release_insert_for_another BEFORE INSERT ON supplier_release WHEN EXISTS (SELECT 1 FROM purchase_order o WHERE o.id = NEW.order_id AND (o.created_by_id = NEW.released_by_id OR o.supplier_id <> NEW.supplier_id))
            BEGIN SELECT RAISE(ABORT, 'sparewell:four_eyes'); END
-- next
CREATE TRIGGER supplier_release_update_for_another BEFORE UPDATE ON supplier_release WHEN EXISTS (SELECT 1 FROM purchase_order o WHERE o.id = NEW.order_id AND (o.created_by_id = NEW.released_by_id OR o.supplier_id <> NEW.supplier_id))
            BEGIN SELECT RAISE(ABORT, 'sparewell:four_eyes'); END
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
CREATE TRIGGER claimed_line_right BEFORE INSERT ON claimed_line WHEN NOT EXISTS (SELECT 1 FROM supplier_return r JOIN arrival_line c ON c.id = r.arrival_line_id
    JOIN arrival_line n ON n.id = NEW.arrival_line_id JOIN arrival a ON a.id = n.arrival_id
    JOIN location hold ON hold.id = n.hold_location_id
    WHERE r.id = NEW.supplier_return_id AND r.state IN ('open', 'returned')
    AND r.reason NOT IN ('over', 'wrong_part', 'refused') AND r.part_id = n.part_id
    AND r.supplier_id = a.supplier_id AND a.state = 'open' AND c.order_line_id = n.order_line_id
    AND hold.kind = 'hold' AND hold.store_id = a.store_id AND n.kind IN ('replaced', 'reworked')
    AND n.quantity + COALESCE((SELECT SUM(al.quantity - COALESCE((SELECT SUM(i.passed + i.failed) FROM inspection i
    WHERE i.arrival_lot_id = al.id AND i.state = 'decided'), 0)) FROM arrival_lot al
    JOIN claimed_line cl ON cl.arrival_line_id = al.arrival_line_id JOIN arrival_line o ON o.id = al.arrival_line_id
    JOIN arrival oa ON oa.id = o.arrival_id WHERE cl.supplier_return_id = r.id AND oa.state <> 'undone'), 0) + r.settled <= r.quantity
    AND (n.kind = 'replaced' OR n.quantity + COALESCE((SELECT SUM(o.quantity) FROM claimed_line cl JOIN arrival_line o ON o.id = cl.arrival_line_id
    JOIN arrival oa ON oa.id = o.arrival_id
    WHERE cl.supplier_return_id = r.id AND o.kind = 'reworked' AND oa.state <> 'undone'), 0) <= r.sent))
            BEGIN SELECT RAISE(ABORT, 'sparewell:not_for_the_claim'); END
-- next
CREATE TRIGGER arrival_lot_is_the_lot BEFORE INSERT ON arrival_lot WHEN NOT EXISTS (SELECT 1 FROM arrival_line l JOIN arrival a ON a.id = l.arrival_id
    JOIN lot ON lot.id = NEW.lot_id JOIN order_line ol ON ol.id = l.order_line_id
    JOIN purchase_order po ON po.id = ol.order_id
    WHERE l.id = NEW.arrival_line_id AND a.state = 'open' AND lot.part_id = l.part_id
    AND (l.kind = 'ordered' OR EXISTS (SELECT 1 FROM claimed_line cl WHERE cl.arrival_line_id = l.id))
    AND lot.origin = 'purchase' AND lot.brought_by_id = NEW.bought_by_id AND po.created_by_id = NEW.bought_by_id) OR EXISTS (SELECT 1 FROM movement m WHERE m.lot_id = NEW.lot_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:not_the_lot'); END
-- next
CREATE TRIGGER arrival_lot_within_line BEFORE INSERT ON arrival_lot WHEN NEW.quantity + COALESCE((SELECT SUM(o.quantity) FROM arrival_lot o WHERE o.arrival_line_id = NEW.arrival_line_id), 0) > (SELECT l.quantity FROM arrival_line l WHERE l.id = NEW.arrival_line_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:more_than_arrived'); END
-- next
CREATE TRIGGER inspection_begins_pending BEFORE INSERT ON inspection WHEN NEW.state <> 'pending' OR NOT EXISTS (SELECT 1 FROM arrival_lot al JOIN arrival_line l ON l.id = al.arrival_line_id JOIN arrival a ON a.id = l.arrival_id WHERE al.id = NEW.arrival_lot_id AND a.state = 'open')
            BEGIN SELECT RAISE(ABORT, 'sparewell:arrival_not_open'); END
-- next
CREATE TRIGGER inspection_after_the_recount BEFORE INSERT ON inspection WHEN EXISTS (SELECT 1 FROM arrival_lot al JOIN arrival_line l ON l.id = al.arrival_line_id
    JOIN recount r ON r.arrival_id = l.arrival_id AND r.order_line_id = l.order_line_id AND l.kind = 'ordered'
    WHERE al.id = NEW.arrival_lot_id AND r.confirmed_by_id IS NULL)
            BEGIN SELECT RAISE(ABORT, 'sparewell:recount_needed'); END
-- next
CREATE TRIGGER recount_confirmed_once BEFORE UPDATE ON recount WHEN OLD.confirmed_by_id IS NOT NULL
            BEGIN SELECT RAISE(ABORT, 'sparewell:recount_confirmed'); END
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
CREATE TRIGGER recount_no_delete BEFORE DELETE ON recount WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:recount'); END
-- next
CREATE TRIGGER recount_keeps_id BEFORE UPDATE ON recount WHEN NEW.id IS NOT OLD.id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:recount'); END
-- next
CREATE TRIGGER recount_no_replace_id BEFORE INSERT ON recount WHEN EXISTS (SELECT 1 FROM recount WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:recount'); END
-- next
CREATE TRIGGER recount_no_takeover_id BEFORE UPDATE OF id ON recount
                WHEN (NEW.id IS NOT OLD.id) AND EXISTS (SELECT 1 FROM recount WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:recount'); END
-- next
CREATE TRIGGER recount_no_replace_arrival_id_order_line_id BEFORE INSERT ON recount WHEN EXISTS (SELECT 1 FROM recount WHERE arrival_id = NEW.arrival_id AND order_line_id = NEW.order_line_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:recount'); END
-- next
CREATE TRIGGER recount_no_takeover_arrival_id_order_line_id BEFORE UPDATE OF arrival_id, order_line_id ON recount
                WHEN (NEW.arrival_id IS NOT OLD.arrival_id OR NEW.order_line_id IS NOT OLD.order_line_id) AND EXISTS (SELECT 1 FROM recount WHERE arrival_id = NEW.arrival_id AND order_line_id = NEW.order_line_id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:recount'); END
-- next
CREATE TRIGGER recount_keeps_arrival_id BEFORE UPDATE ON recount WHEN NEW.arrival_id IS NOT OLD.arrival_id OR NEW.order_line_id IS NOT OLD.order_line_id OR NEW.expected IS NOT OLD.expected OR NEW.arrived IS NOT OLD.arrived
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:recount'); END
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
CREATE TRIGGER claimed_line_no_update BEFORE UPDATE ON claimed_line WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:claimed_line'); END
-- next
CREATE TRIGGER claimed_line_no_delete BEFORE DELETE ON claimed_line WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:claimed_line'); END
-- next
CREATE TRIGGER claimed_line_no_replace_id BEFORE INSERT ON claimed_line WHEN EXISTS (SELECT 1 FROM claimed_line WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:claimed_line'); END
-- next
CREATE TRIGGER claimed_line_no_replace_arrival_line_id BEFORE INSERT ON claimed_line WHEN EXISTS (SELECT 1 FROM claimed_line WHERE arrival_line_id = NEW.arrival_line_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:claimed_line'); END
-- next
CREATE TRIGGER settlement_no_update BEFORE UPDATE ON settlement WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:settlement'); END
-- next
CREATE TRIGGER settlement_no_delete BEFORE DELETE ON settlement WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:settlement'); END
-- next
CREATE TRIGGER settlement_no_replace_id BEFORE INSERT ON settlement WHEN EXISTS (SELECT 1 FROM settlement WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:settlement'); END
-- next
CREATE TRIGGER signing_deputy_no_delete BEFORE DELETE ON signing_deputy WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:signing_deputy'); END
-- next
CREATE TRIGGER signing_deputy_keeps_id BEFORE UPDATE ON signing_deputy WHEN NEW.id IS NOT OLD.id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:signing_deputy'); END
-- next
CREATE TRIGGER signing_deputy_no_replace_id BEFORE INSERT ON signing_deputy WHEN EXISTS (SELECT 1 FROM signing_deputy WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:signing_deputy'); END
-- next
CREATE TRIGGER signing_deputy_no_takeover_id BEFORE UPDATE OF id ON signing_deputy
                WHEN (NEW.id IS NOT OLD.id) AND EXISTS (SELECT 1 FROM signing_deputy WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:signing_deputy'); END
-- next
CREATE TRIGGER signing_deputy_keeps_giver_id BEFORE UPDATE ON signing_deputy WHEN NEW.giver_id IS NOT OLD.giver_id OR NEW.deputy_id IS NOT OLD.deputy_id OR NEW.begins_on IS NOT OLD.begins_on OR NEW.ends_on IS NOT OLD.ends_on OR NEW.reason IS NOT OLD.reason OR NEW.named_by_id IS NOT OLD.named_by_id OR NEW.named_at IS NOT OLD.named_at
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:signing_deputy'); END
-- next
CREATE TRIGGER deputy_signature_no_update BEFORE UPDATE ON deputy_signature WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:deputy_signature'); END
-- next
CREATE TRIGGER deputy_signature_no_delete BEFORE DELETE ON deputy_signature WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:deputy_signature'); END
-- next
CREATE TRIGGER deputy_signature_no_replace_id BEFORE INSERT ON deputy_signature WHEN EXISTS (SELECT 1 FROM deputy_signature WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:deputy_signature'); END
-- next
CREATE TRIGGER deputy_signature_no_replace_request_key BEFORE INSERT ON deputy_signature WHEN EXISTS (SELECT 1 FROM deputy_signature WHERE request_key = NEW.request_key)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:deputy_signature'); END
