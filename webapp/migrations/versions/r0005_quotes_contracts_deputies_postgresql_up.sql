DROP FUNCTION arrival_lot_is_the_lot() CASCADE
-- next
ALTER TABLE purchase_order ADD COLUMN urgent_reason VARCHAR(300) NOT NULL DEFAULT ''
-- next
ALTER TABLE purchase_order ALTER COLUMN urgent_reason DROP DEFAULT
-- next
ALTER TABLE purchase_order ADD COLUMN work_order_id BIGINT
-- next
ALTER TABLE purchase_order ADD CONSTRAINT ck_purchase_order_for_a_repair_is_urgent CHECK (work_order_id IS NULL OR urgent_reason <> '')
-- next
ALTER TABLE order_line ADD COLUMN contract_line_id BIGINT
-- next
ALTER TABLE order_line ADD COLUMN over_percent BIGINT
-- next
ALTER TABLE order_line ADD CONSTRAINT ck_order_line_over_percent_in_range CHECK (over_percent BETWEEN 0 AND 100)
-- next
ALTER TABLE arrival_line DROP CONSTRAINT IF EXISTS ck_arrival_line_hold_where_ordered CASCADE
-- next
ALTER TABLE arrival_line DROP CONSTRAINT IF EXISTS ck_arrival_line_kind_known CASCADE
-- next
ALTER TABLE arrival_line ADD CONSTRAINT ck_arrival_line_hold_where_taken_in CHECK ((kind IN ('over', 'wrong_part')) = (hold_location_id IS NULL))
-- next
ALTER TABLE arrival_line ADD CONSTRAINT ck_arrival_line_kind_known CHECK (kind IN ('ordered', 'over', 'wrong_part', 'replaced', 'reworked'))
-- next
ALTER TABLE arrival_lot ADD COLUMN made_on DATE
-- next
ALTER TABLE supplier_return DROP CONSTRAINT IF EXISTS ck_supplier_return_reason_known CASCADE
-- next
ALTER TABLE supplier_return DROP CONSTRAINT IF EXISTS ck_supplier_return_inspection_where_rejected CASCADE
-- next
ALTER TABLE supplier_return ADD CONSTRAINT ck_supplier_return_reason_known CHECK (reason IN ('rejected', 'over', 'wrong_part', 'found_later', 'warranty', 'refused'))
-- next
ALTER TABLE supplier_return ADD CONSTRAINT ck_supplier_return_inspection_where_rejected CHECK ((reason IN ('rejected', 'refused')) = (inspection_id IS NOT NULL))
-- next
ALTER TABLE settlement ADD COLUMN credited_on DATE
-- next
ALTER TABLE settlement ADD COLUMN limit_cny BIGINT
-- next
ALTER TABLE settlement ADD COLUMN inspection_id BIGINT
-- next
ALTER TABLE settlement ADD CONSTRAINT ck_settlement_credit_four_eyes CHECK (limit_cny IS NULL OR amount_cny <= limit_cny OR settled_by_id <> opened_by_id)
-- next
CREATE TABLE signing_deputy (
	id BIGSERIAL NOT NULL,
	giver_id BIGINT NOT NULL,
	deputy_id BIGINT NOT NULL,
	begins_on DATE NOT NULL,
	ends_on DATE NOT NULL,
	reason VARCHAR(200) NOT NULL,
	named_by_id BIGINT NOT NULL,
	named_at TIMESTAMP WITH TIME ZONE NOT NULL,
	ended_at TIMESTAMP WITH TIME ZONE,
	ended_by_id BIGINT,
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
CREATE TABLE contract (
	id BIGSERIAL NOT NULL,
	number VARCHAR(40) NOT NULL,
	supplier_id BIGINT NOT NULL,
	created_by_id BIGINT NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL,
	state VARCHAR(10) NOT NULL,
	ended_at TIMESTAMP WITH TIME ZONE,
	end_reason VARCHAR(300) NOT NULL,
	warned_for_on DATE,
	CONSTRAINT pk_contract PRIMARY KEY (id),
	CONSTRAINT ck_contract_state_known CHECK (state IN ('draft', 'active', 'expired', 'terminated')),
	CONSTRAINT uq_contract_number UNIQUE (number),
	CONSTRAINT fk_contract_supplier_id_supplier FOREIGN KEY(supplier_id) REFERENCES supplier (id),
	CONSTRAINT fk_contract_created_by_id_person FOREIGN KEY(created_by_id) REFERENCES person (id)
)
-- next
CREATE TABLE deputy_signature (
	id BIGSERIAL NOT NULL,
	signing_deputy_id BIGINT NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	command VARCHAR(60) NOT NULL,
	permission VARCHAR(40) NOT NULL,
	request_key VARCHAR(200) NOT NULL,
	about JSON NOT NULL,
	CONSTRAINT pk_deputy_signature PRIMARY KEY (id),
	CONSTRAINT fk_deputy_signature_signing_deputy_id_signing_deputy FOREIGN KEY(signing_deputy_id) REFERENCES signing_deputy (id),
	CONSTRAINT uq_deputy_signature_request_key UNIQUE (request_key)
)
-- next
CREATE TABLE quote_request (
	id BIGSERIAL NOT NULL,
	number VARCHAR(40) NOT NULL,
	store_id BIGINT NOT NULL,
	closes_on DATE NOT NULL,
	created_by_id BIGINT NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL,
	created_on DATE NOT NULL,
	state VARCHAR(10) NOT NULL,
	sent_at TIMESTAMP WITH TIME ZONE,
	closed_at TIMESTAMP WITH TIME ZONE,
	ended_at TIMESTAMP WITH TIME ZONE,
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
CREATE TABLE contract_version (
	id BIGSERIAL NOT NULL,
	contract_id BIGINT NOT NULL,
	version BIGINT NOT NULL,
	title VARCHAR(200) NOT NULL,
	begins_on DATE NOT NULL,
	ends_on DATE NOT NULL,
	currency VARCHAR(3) NOT NULL,
	rate_millionths BIGINT NOT NULL,
	written_by_id BIGINT NOT NULL,
	written_at TIMESTAMP WITH TIME ZONE NOT NULL,
	state VARCHAR(10) NOT NULL,
	quality_terms TEXT NOT NULL,
	delivery_terms TEXT NOT NULL,
	service_terms TEXT NOT NULL,
	payment_terms TEXT NOT NULL,
	note TEXT NOT NULL,
	change_reason VARCHAR(300) NOT NULL,
	approved_by_id BIGINT,
	approved_at TIMESTAMP WITH TIME ZONE,
	CONSTRAINT pk_contract_version PRIMARY KEY (id),
	CONSTRAINT uq_contract_version_contract_id_version UNIQUE (contract_id, version),
	CONSTRAINT ck_contract_version_state_known CHECK (state IN ('draft', 'active', 'superseded', 'withdrawn')),
	CONSTRAINT ck_contract_version_four_eyes CHECK (approved_by_id IS NULL OR approved_by_id <> written_by_id),
	CONSTRAINT ck_contract_version_approved CHECK (state NOT IN ('active', 'superseded') OR approved_by_id IS NOT NULL),
	CONSTRAINT ck_contract_version_ends_after_begin CHECK (ends_on >= begins_on),
	CONSTRAINT ck_contract_version_change_has_reason CHECK (version = 1 OR change_reason <> ''),
	CONSTRAINT ck_contract_version_rate_positive CHECK (rate_millionths > 0),
	CONSTRAINT fk_contract_version_contract_id_contract FOREIGN KEY(contract_id) REFERENCES contract (id),
	CONSTRAINT fk_contract_version_written_by_id_person FOREIGN KEY(written_by_id) REFERENCES person (id),
	CONSTRAINT fk_contract_version_approved_by_id_person FOREIGN KEY(approved_by_id) REFERENCES person (id)
)
-- next
CREATE TABLE quote_award (
	id BIGSERIAL NOT NULL,
	request_id BIGINT NOT NULL,
	requested_by_id BIGINT NOT NULL,
	proposed_by_id BIGINT NOT NULL,
	proposed_at TIMESTAMP WITH TIME ZONE NOT NULL,
	amount_cny BIGINT NOT NULL,
	limit_cny BIGINT NOT NULL,
	cheapest BOOLEAN NOT NULL,
	makes_orders BOOLEAN NOT NULL,
	reason VARCHAR(500) NOT NULL,
	prices_from_on DATE,
	state VARCHAR(10) NOT NULL,
	approved_by_id BIGINT,
	approved_at TIMESTAMP WITH TIME ZONE,
	ended_at TIMESTAMP WITH TIME ZONE,
	CONSTRAINT pk_quote_award PRIMARY KEY (id),
	CONSTRAINT fk_quote_award_request_id_requested_by_id_quote_request FOREIGN KEY(request_id, requested_by_id) REFERENCES quote_request (id, created_by_id),
	CONSTRAINT ck_quote_award_state_known CHECK (state IN ('proposed', 'done', 'withdrawn')),
	CONSTRAINT ck_quote_award_four_eyes CHECK (approved_by_id IS NULL OR approved_by_id <> proposed_by_id),
	CONSTRAINT ck_quote_award_requester_four_eyes CHECK (approved_by_id IS NULL OR approved_by_id <> requested_by_id),
	CONSTRAINT ck_quote_award_agreed CHECK (state <> 'done' OR amount_cny <= limit_cny OR approved_by_id IS NOT NULL),
	CONSTRAINT ck_quote_award_has_reason CHECK (cheapest OR reason <> ''),
	CONSTRAINT fk_quote_award_proposed_by_id_person FOREIGN KEY(proposed_by_id) REFERENCES person (id),
	CONSTRAINT fk_quote_award_approved_by_id_person FOREIGN KEY(approved_by_id) REFERENCES person (id)
)
-- next
CREATE TABLE quote_invitation (
	id BIGSERIAL NOT NULL,
	request_id BIGINT NOT NULL,
	supplier_id BIGINT NOT NULL,
	added_by_id BIGINT NOT NULL,
	added_at TIMESTAMP WITH TIME ZONE NOT NULL,
	sends BIGINT NOT NULL,
	token_hash VARCHAR(64),
	token_expires_at TIMESTAMP WITH TIME ZONE,
	sent_at TIMESTAMP WITH TIME ZONE,
	sent_to VARCHAR(254) NOT NULL,
	opened_at TIMESTAMP WITH TIME ZONE,
	reminded_at TIMESTAMP WITH TIME ZONE,
	revoked_at TIMESTAMP WITH TIME ZONE,
	CONSTRAINT pk_quote_invitation PRIMARY KEY (id),
	CONSTRAINT uq_quote_invitation_request_id_supplier_id UNIQUE (request_id, supplier_id),
	CONSTRAINT ck_quote_invitation_link_expires CHECK ((token_hash IS NULL) = (token_expires_at IS NULL)),
	CONSTRAINT fk_quote_invitation_request_id_quote_request FOREIGN KEY(request_id) REFERENCES quote_request (id),
	CONSTRAINT fk_quote_invitation_supplier_id_supplier FOREIGN KEY(supplier_id) REFERENCES supplier (id),
	CONSTRAINT fk_quote_invitation_added_by_id_person FOREIGN KEY(added_by_id) REFERENCES person (id),
	CONSTRAINT uq_quote_invitation_token_hash UNIQUE (token_hash)
)
-- next
CREATE TABLE contract_line (
	id BIGSERIAL NOT NULL,
	contract_version_id BIGINT NOT NULL,
	line_no BIGINT NOT NULL,
	part_id BIGINT NOT NULL,
	specification VARCHAR(300) NOT NULL,
	lead_time_days BIGINT,
	minimum_total BIGINT,
	maximum_total BIGINT,
	CONSTRAINT pk_contract_line PRIMARY KEY (id),
	CONSTRAINT uq_contract_line_contract_version_id_part_id UNIQUE (contract_version_id, part_id),
	CONSTRAINT ck_contract_line_lead_time_not_negative CHECK (lead_time_days IS NULL OR lead_time_days >= 0),
	CONSTRAINT ck_contract_line_minimum_not_negative CHECK (minimum_total IS NULL OR minimum_total >= 0),
	CONSTRAINT ck_contract_line_maximum_positive CHECK (maximum_total IS NULL OR maximum_total > 0),
	CONSTRAINT ck_contract_line_bounds_in_order CHECK (minimum_total IS NULL OR maximum_total IS NULL OR minimum_total <= maximum_total),
	CONSTRAINT fk_contract_line_contract_version_id_contract_version FOREIGN KEY(contract_version_id) REFERENCES contract_version (id),
	CONSTRAINT fk_contract_line_part_id_part FOREIGN KEY(part_id) REFERENCES part (id)
)
-- next
CREATE TABLE quote (
	id BIGSERIAL NOT NULL,
	invitation_id BIGINT NOT NULL,
	version BIGINT NOT NULL,
	currency VARCHAR(3) NOT NULL,
	tax_included BOOLEAN NOT NULL,
	tax_bp BIGINT NOT NULL,
	rate_millionths BIGINT NOT NULL,
	rate_on DATE NOT NULL,
	valid_until_on DATE NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	via VARCHAR(5) NOT NULL,
	entered_by_id BIGINT,
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
	CONSTRAINT fk_quote_invitation_id_quote_invitation FOREIGN KEY(invitation_id) REFERENCES quote_invitation (id),
	CONSTRAINT fk_quote_entered_by_id_person FOREIGN KEY(entered_by_id) REFERENCES person (id)
)
-- next
CREATE TABLE quote_award_order (
	award_id BIGINT NOT NULL,
	order_id BIGINT NOT NULL,
	CONSTRAINT pk_quote_award_order PRIMARY KEY (award_id, order_id),
	CONSTRAINT fk_quote_award_order_award_id_quote_award FOREIGN KEY(award_id) REFERENCES quote_award (id),
	CONSTRAINT fk_quote_award_order_order_id_purchase_order FOREIGN KEY(order_id) REFERENCES purchase_order (id)
)
-- next
CREATE TABLE quote_request_line (
	id BIGSERIAL NOT NULL,
	request_id BIGINT NOT NULL,
	line_no BIGINT NOT NULL,
	part_id BIGINT NOT NULL,
	quantity BIGINT NOT NULL,
	needed_on DATE,
	note VARCHAR(300) NOT NULL,
	proposal_id BIGINT,
	CONSTRAINT pk_quote_request_line PRIMARY KEY (id),
	CONSTRAINT uq_quote_request_line_request_id_line_no UNIQUE (request_id, line_no),
	CONSTRAINT ck_quote_request_line_quantity_positive CHECK (quantity > 0),
	CONSTRAINT fk_quote_request_line_request_id_quote_request FOREIGN KEY(request_id) REFERENCES quote_request (id),
	CONSTRAINT fk_quote_request_line_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_quote_request_line_proposal_id_proposal FOREIGN KEY(proposal_id) REFERENCES proposal (id)
)
-- next
CREATE TABLE supplier_release (
	id BIGSERIAL NOT NULL,
	supplier_id BIGINT NOT NULL,
	reason VARCHAR(300) NOT NULL,
	released_by_id BIGINT NOT NULL,
	released_at TIMESTAMP WITH TIME ZONE NOT NULL,
	order_id BIGINT,
	ended_at TIMESTAMP WITH TIME ZONE,
	CONSTRAINT pk_supplier_release PRIMARY KEY (id),
	CONSTRAINT ck_supplier_release_has_reason CHECK (reason <> ''),
	CONSTRAINT ck_supplier_release_used_or_ended CHECK (order_id IS NULL OR ended_at IS NULL),
	CONSTRAINT fk_supplier_release_supplier_id_supplier FOREIGN KEY(supplier_id) REFERENCES supplier (id),
	CONSTRAINT fk_supplier_release_released_by_id_person FOREIGN KEY(released_by_id) REFERENCES person (id),
	CONSTRAINT uq_supplier_release_order_id UNIQUE (order_id),
	CONSTRAINT fk_supplier_release_order_id_purchase_order FOREIGN KEY(order_id) REFERENCES purchase_order (id)
)
-- next
CREATE TABLE contract_break (
	id BIGSERIAL NOT NULL,
	contract_line_id BIGINT NOT NULL,
	from_quantity BIGINT NOT NULL,
	unit_price BIGINT NOT NULL,
	unit_price_cny BIGINT NOT NULL,
	CONSTRAINT pk_contract_break PRIMARY KEY (id),
	CONSTRAINT uq_contract_break_contract_line_id_from_quantity UNIQUE (contract_line_id, from_quantity),
	CONSTRAINT ck_contract_break_from_not_negative CHECK (from_quantity >= 0),
	CONSTRAINT ck_contract_break_price_positive CHECK (unit_price > 0),
	CONSTRAINT ck_contract_break_cny_not_negative CHECK (unit_price_cny >= 0),
	CONSTRAINT fk_contract_break_contract_line_id_contract_line FOREIGN KEY(contract_line_id) REFERENCES contract_line (id)
)
-- next
CREATE TABLE quote_line (
	id BIGSERIAL NOT NULL,
	quote_id BIGINT NOT NULL,
	request_line_id BIGINT NOT NULL,
	offered BOOLEAN NOT NULL,
	lead_time_days BIGINT NOT NULL,
	minimum_quantity BIGINT NOT NULL,
	multiple_quantity BIGINT NOT NULL,
	supplier_part_number VARCHAR(80) NOT NULL,
	note VARCHAR(300) NOT NULL,
	CONSTRAINT pk_quote_line PRIMARY KEY (id),
	CONSTRAINT uq_quote_line_quote_id_request_line_id UNIQUE (quote_id, request_line_id),
	CONSTRAINT ck_quote_line_lead_time_not_negative CHECK (lead_time_days >= 0),
	CONSTRAINT ck_quote_line_minimum_not_negative CHECK (minimum_quantity >= 0),
	CONSTRAINT ck_quote_line_multiple_positive CHECK (multiple_quantity > 0),
	CONSTRAINT fk_quote_line_quote_id_quote FOREIGN KEY(quote_id) REFERENCES quote (id),
	CONSTRAINT fk_quote_line_request_line_id_quote_request_line FOREIGN KEY(request_line_id) REFERENCES quote_request_line (id)
)
-- next
CREATE TABLE outside_contract (
	id BIGSERIAL NOT NULL,
	order_line_id BIGINT NOT NULL,
	kinds JSON NOT NULL,
	quantity BIGINT NOT NULL,
	unit_price_cny BIGINT NOT NULL,
	reason VARCHAR(300) NOT NULL,
	by_id BIGINT NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	contract_id BIGINT,
	contract_price_cny BIGINT,
	CONSTRAINT pk_outside_contract PRIMARY KEY (id),
	CONSTRAINT ck_outside_contract_has_reason CHECK (reason <> ''),
	CONSTRAINT fk_outside_contract_order_line_id_order_line FOREIGN KEY(order_line_id) REFERENCES order_line (id) ON DELETE CASCADE,
	CONSTRAINT fk_outside_contract_by_id_person FOREIGN KEY(by_id) REFERENCES person (id),
	CONSTRAINT fk_outside_contract_contract_id_contract FOREIGN KEY(contract_id) REFERENCES contract (id)
)
-- next
CREATE TABLE quote_award_line (
	id BIGSERIAL NOT NULL,
	award_id BIGINT NOT NULL,
	request_line_id BIGINT NOT NULL,
	quote_line_id BIGINT NOT NULL,
	quantity BIGINT NOT NULL,
	unit_price_cny BIGINT NOT NULL,
	amount_cny BIGINT NOT NULL,
	CONSTRAINT pk_quote_award_line PRIMARY KEY (id),
	CONSTRAINT uq_quote_award_line_award_id_quote_line_id UNIQUE (award_id, quote_line_id),
	CONSTRAINT ck_quote_award_line_quantity_positive CHECK (quantity > 0),
	CONSTRAINT fk_quote_award_line_award_id_quote_award FOREIGN KEY(award_id) REFERENCES quote_award (id),
	CONSTRAINT fk_quote_award_line_request_line_id_quote_request_line FOREIGN KEY(request_line_id) REFERENCES quote_request_line (id),
	CONSTRAINT fk_quote_award_line_quote_line_id_quote_line FOREIGN KEY(quote_line_id) REFERENCES quote_line (id)
)
-- next
CREATE TABLE quote_break (
	id BIGSERIAL NOT NULL,
	quote_line_id BIGINT NOT NULL,
	from_quantity BIGINT NOT NULL,
	unit_price BIGINT NOT NULL,
	unit_price_cny BIGINT NOT NULL,
	CONSTRAINT pk_quote_break PRIMARY KEY (id),
	CONSTRAINT uq_quote_break_quote_line_id_from_quantity UNIQUE (quote_line_id, from_quantity),
	CONSTRAINT ck_quote_break_from_not_negative CHECK (from_quantity >= 0),
	CONSTRAINT ck_quote_break_price_positive CHECK (unit_price > 0),
	CONSTRAINT ck_quote_break_net_not_negative CHECK (unit_price_cny >= 0),
	CONSTRAINT fk_quote_break_quote_line_id_quote_line FOREIGN KEY(quote_line_id) REFERENCES quote_line (id)
)
-- next
CREATE TABLE recount (
	id BIGSERIAL NOT NULL,
	arrival_id BIGINT NOT NULL,
	order_line_id BIGINT NOT NULL,
	expected BIGINT NOT NULL,
	arrived BIGINT NOT NULL,
	recounted BIGINT,
	confirmed_by_id BIGINT,
	confirmed_at TIMESTAMP WITH TIME ZONE,
	CONSTRAINT pk_recount PRIMARY KEY (id),
	CONSTRAINT uq_recount_arrival_id_order_line_id UNIQUE (arrival_id, order_line_id),
	CONSTRAINT ck_recount_differs CHECK (expected >= 0 AND arrived >= 0 AND expected <> arrived),
	CONSTRAINT ck_recount_recounted_by_somebody CHECK ((confirmed_by_id IS NULL) = (recounted IS NULL)),
	CONSTRAINT ck_recount_recounted_at CHECK ((confirmed_by_id IS NULL) = (confirmed_at IS NULL)),
	CONSTRAINT ck_recount_recount_agrees CHECK (recounted IS NULL OR recounted = arrived),
	CONSTRAINT fk_recount_arrival_id_arrival FOREIGN KEY(arrival_id) REFERENCES arrival (id),
	CONSTRAINT fk_recount_order_line_id_order_line FOREIGN KEY(order_line_id) REFERENCES order_line (id),
	CONSTRAINT fk_recount_confirmed_by_id_person FOREIGN KEY(confirmed_by_id) REFERENCES person (id)
)
-- next
CREATE TABLE claimed_line (
	id BIGSERIAL NOT NULL,
	arrival_line_id BIGINT NOT NULL,
	supplier_return_id BIGINT NOT NULL,
	CONSTRAINT pk_claimed_line PRIMARY KEY (id),
	CONSTRAINT uq_claimed_line_arrival_line_id UNIQUE (arrival_line_id),
	CONSTRAINT fk_claimed_line_arrival_line_id_arrival_line FOREIGN KEY(arrival_line_id) REFERENCES arrival_line (id),
	CONSTRAINT fk_claimed_line_supplier_return_id_supplier_return FOREIGN KEY(supplier_return_id) REFERENCES supplier_return (id)
)
-- next
ALTER TABLE purchase_order ADD CONSTRAINT fk_purchase_order_work_order_id_work_order FOREIGN KEY(work_order_id) REFERENCES work_order (id)
-- next
ALTER TABLE order_line ADD CONSTRAINT fk_order_line_contract_line_id_contract_line FOREIGN KEY(contract_line_id) REFERENCES contract_line (id)
-- next
ALTER TABLE settlement ADD CONSTRAINT fk_settlement_inspection_id_inspection FOREIGN KEY(inspection_id) REFERENCES inspection (id)
-- next
CREATE INDEX ix_signing_deputy_deputy ON signing_deputy (deputy_id, ends_on)
-- next
CREATE INDEX ix_signing_deputy_giver_id ON signing_deputy (giver_id)
-- next
CREATE INDEX ix_contract_state ON contract (state)
-- next
CREATE INDEX ix_contract_supplier_id ON contract (supplier_id)
-- next
CREATE INDEX ix_deputy_signature_signing_deputy_id ON deputy_signature (signing_deputy_id)
-- next
CREATE INDEX ix_quote_request_state ON quote_request (state, closes_on)
-- next
CREATE UNIQUE INDEX ix_contract_version_active ON contract_version (contract_id) WHERE state = 'active'
-- next
CREATE UNIQUE INDEX ix_contract_version_draft ON contract_version (contract_id) WHERE state = 'draft'
-- next
CREATE INDEX ix_contract_version_ends_on ON contract_version (ends_on)
-- next
CREATE INDEX ix_purchase_order_work_order_id ON purchase_order (work_order_id)
-- next
CREATE INDEX ix_quote_award_request_id ON quote_award (request_id)
-- next
CREATE INDEX ix_quote_invitation_supplier_id ON quote_invitation (supplier_id)
-- next
CREATE INDEX ix_contract_line_part_id ON contract_line (part_id)
-- next
CREATE INDEX ix_quote_request_line_part_id ON quote_request_line (part_id)
-- next
CREATE INDEX ix_quote_request_line_proposal_id ON quote_request_line (proposal_id)
-- next
CREATE UNIQUE INDEX ix_supplier_release_open ON supplier_release (supplier_id) WHERE order_id IS NULL AND ended_at IS NULL
-- next
CREATE INDEX ix_order_line_contract_line_id ON order_line (contract_line_id)
-- next
CREATE INDEX ix_quote_line_request_line_id ON quote_line (request_line_id)
-- next
CREATE INDEX ix_outside_contract_order_line_id ON outside_contract (order_line_id)
-- next
CREATE INDEX ix_recount_order_line_id ON recount (order_line_id)
-- next
CREATE INDEX ix_claimed_line_supplier_return_id ON claimed_line (supplier_return_id)
-- next
CREATE INDEX ix_settlement_inspection_id ON settlement (inspection_id)
-- next
CREATE FUNCTION contract_steps() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (OLD.state <> NEW.state AND NOT ((OLD.state = 'draft' AND NEW.state IN ('active', 'terminated')) OR (OLD.state = 'active' AND NEW.state IN ('expired', 'terminated')) OR (OLD.state = 'expired' AND NEW.state IN ('active', 'terminated')))) THEN RAISE EXCEPTION 'sparewell:contract_step' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION contract_begins() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.state <> 'draft') THEN RAISE EXCEPTION 'sparewell:contract_step' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION contract_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:contract' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION contract_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:contract' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION contract_keeps_number() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.number IS DISTINCT FROM OLD.number OR NEW.supplier_id IS DISTINCT FROM OLD.supplier_id OR NEW.created_by_id IS DISTINCT FROM OLD.created_by_id OR NEW.created_at IS DISTINCT FROM OLD.created_at THEN RAISE EXCEPTION 'sparewell:unchangeable:contract' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION contract_active_by_version() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.state = 'active' AND OLD.state <> 'active' AND NOT EXISTS (SELECT 1 FROM contract_version v WHERE v.contract_id = NEW.id AND v.state = 'active' AND v.approved_by_id IS NOT NULL)) THEN RAISE EXCEPTION 'sparewell:not_approved' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION contract_version_steps() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (OLD.state <> NEW.state AND NOT ((OLD.state = 'draft' AND NEW.state IN ('active', 'withdrawn')) OR (OLD.state = 'active' AND NEW.state IN ('superseded')))) THEN RAISE EXCEPTION 'sparewell:contract_step' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION contract_version_begins() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.state <> 'draft') THEN RAISE EXCEPTION 'sparewell:contract_step' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION contract_version_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:contract_version' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION contract_version_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:contract_version' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION contract_version_keeps_contract_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.contract_id IS DISTINCT FROM OLD.contract_id OR NEW.version IS DISTINCT FROM OLD.version OR NEW.written_at IS DISTINCT FROM OLD.written_at THEN RAISE EXCEPTION 'sparewell:unchangeable:contract_version' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION contract_version_stays() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (OLD.state <> 'draft' AND (NEW.title <> OLD.title OR NEW.begins_on <> OLD.begins_on OR NEW.ends_on <> OLD.ends_on OR NEW.currency <> OLD.currency OR NEW.rate_millionths <> OLD.rate_millionths OR NEW.quality_terms <> OLD.quality_terms OR NEW.delivery_terms <> OLD.delivery_terms OR NEW.service_terms <> OLD.service_terms OR NEW.payment_terms <> OLD.payment_terms OR NEW.note <> OLD.note OR NEW.written_by_id <> OLD.written_by_id OR COALESCE(NEW.approved_by_id, 0) <> COALESCE(OLD.approved_by_id, 0))) THEN RAISE EXCEPTION 'sparewell:unchangeable:contract_version' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION contract_version_insert_other_person() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.approved_by_id = NEW.written_by_id) THEN RAISE EXCEPTION 'sparewell:four_eyes' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION contract_version_update_other_person() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.approved_by_id = NEW.written_by_id) THEN RAISE EXCEPTION 'sparewell:four_eyes' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION contract_version_approved_by_somebody() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.state = 'active' AND NEW.approved_by_id IS NULL) THEN RAISE EXCEPTION 'sparewell:not_approved' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION contract_line_insert_in_draft() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF ((SELECT v.state FROM contract_version v WHERE v.id = NEW.contract_version_id) <> 'draft') THEN RAISE EXCEPTION 'sparewell:contract_version_frozen' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION contract_line_update_in_draft() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF ((SELECT v.state FROM contract_version v WHERE v.id = OLD.contract_version_id) <> 'draft') THEN RAISE EXCEPTION 'sparewell:contract_version_frozen' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION contract_line_delete_in_draft() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF ((SELECT v.state FROM contract_version v WHERE v.id = OLD.contract_version_id) <> 'draft') THEN RAISE EXCEPTION 'sparewell:contract_version_frozen' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION contract_break_insert_in_draft() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF ((SELECT v.state FROM contract_version v JOIN contract_line l ON l.contract_version_id = v.id WHERE l.id = NEW.contract_line_id) <> 'draft') THEN RAISE EXCEPTION 'sparewell:contract_version_frozen' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION contract_break_update_in_draft() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF ((SELECT v.state FROM contract_version v JOIN contract_line l ON l.contract_version_id = v.id WHERE l.id = OLD.contract_line_id) <> 'draft') THEN RAISE EXCEPTION 'sparewell:contract_version_frozen' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION contract_break_delete_in_draft() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF ((SELECT v.state FROM contract_version v JOIN contract_line l ON l.contract_version_id = v.id WHERE l.id = OLD.contract_line_id) <> 'draft') THEN RAISE EXCEPTION 'sparewell:contract_version_frozen' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION outside_contract_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:outside_contract' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION outside_contract_stays() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (EXISTS (SELECT 1 FROM order_line l WHERE l.id = OLD.order_line_id)) THEN RAISE EXCEPTION 'sparewell:append_only:outside_contract' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION quote_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:quote' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION quote_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:quote' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION quote_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:quote' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION quote_line_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:quote_line' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION quote_line_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:quote_line' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION quote_line_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:quote_line' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION quote_break_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:quote_break' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION quote_break_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:quote_break' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION quote_break_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:quote_break' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION quote_while_asked() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (((SELECT r.state FROM quote_request r JOIN quote_invitation i ON i.request_id = r.id WHERE i.id = NEW.invitation_id) NOT IN ('sent', 'closed')) OR (NEW.via = 'web' AND (SELECT r.state FROM quote_request r JOIN quote_invitation i ON i.request_id = r.id WHERE i.id = NEW.invitation_id) <> 'sent')) THEN RAISE EXCEPTION 'sparewell:quote_too_late' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION quote_line_of_its_request() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NOT EXISTS (SELECT 1 FROM quote q JOIN quote_invitation i ON i.id = q.invitation_id JOIN quote_request_line l ON l.request_id = i.request_id WHERE q.id = NEW.quote_id AND l.id = NEW.request_line_id)) THEN RAISE EXCEPTION 'sparewell:quote_line_of_another' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION quote_request_steps() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (OLD.state <> NEW.state AND NOT ((OLD.state = 'draft' AND NEW.state IN ('sent', 'cancelled')) OR (OLD.state = 'sent' AND NEW.state IN ('closed', 'cancelled')) OR (OLD.state = 'closed' AND NEW.state IN ('sent', 'awarded', 'cancelled')))) THEN RAISE EXCEPTION 'sparewell:quote_request_step' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION quote_request_begins() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.state <> 'draft') THEN RAISE EXCEPTION 'sparewell:quote_request_step' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION quote_request_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:quote_request' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION quote_request_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:quote_request' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION quote_request_keeps_number() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.number IS DISTINCT FROM OLD.number OR NEW.created_by_id IS DISTINCT FROM OLD.created_by_id OR NEW.created_at IS DISTINCT FROM OLD.created_at THEN RAISE EXCEPTION 'sparewell:unchangeable:quote_request' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION quote_request_line_insert_in_draft() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF ((SELECT r.state FROM quote_request r WHERE r.id = NEW.request_id) <> 'draft') THEN RAISE EXCEPTION 'sparewell:quote_request_not_draft' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION quote_request_line_update_in_draft() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF ((SELECT r.state FROM quote_request r WHERE r.id = OLD.request_id) <> 'draft') THEN RAISE EXCEPTION 'sparewell:quote_request_not_draft' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION quote_request_line_delete_in_draft() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF ((SELECT r.state FROM quote_request r WHERE r.id = OLD.request_id) <> 'draft') THEN RAISE EXCEPTION 'sparewell:quote_request_not_draft' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION quote_invitation_begins() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF ((SELECT r.state FROM quote_request r WHERE r.id = NEW.request_id) NOT IN ('draft', 'sent') OR NEW.token_hash IS NOT NULL) THEN RAISE EXCEPTION 'sparewell:quote_request_step' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION quote_invitation_leaves_draft_only() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF ((SELECT r.state FROM quote_request r WHERE r.id = OLD.request_id) <> 'draft') THEN RAISE EXCEPTION 'sparewell:quote_request_not_draft' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION quote_invitation_keeps_request_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.request_id IS DISTINCT FROM OLD.request_id OR NEW.supplier_id IS DISTINCT FROM OLD.supplier_id OR NEW.added_by_id IS DISTINCT FROM OLD.added_by_id OR NEW.added_at IS DISTINCT FROM OLD.added_at THEN RAISE EXCEPTION 'sparewell:unchangeable:quote_invitation' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION quote_award_steps() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (OLD.state <> NEW.state AND NOT ((OLD.state = 'proposed' AND NEW.state IN ('done', 'withdrawn')))) THEN RAISE EXCEPTION 'sparewell:quote_award_step' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION quote_award_begins() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.state <> 'proposed') THEN RAISE EXCEPTION 'sparewell:quote_award_step' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION quote_award_insert_other_person() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.approved_by_id = NEW.proposed_by_id OR NEW.approved_by_id = NEW.requested_by_id OR NOT EXISTS (SELECT 1 FROM quote_request r WHERE r.id = NEW.request_id AND r.created_by_id = NEW.requested_by_id)) THEN RAISE EXCEPTION 'sparewell:four_eyes' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION quote_award_update_other_person() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.approved_by_id = NEW.proposed_by_id OR NEW.approved_by_id = NEW.requested_by_id OR NOT EXISTS (SELECT 1 FROM quote_request r WHERE r.id = NEW.request_id AND r.created_by_id = NEW.requested_by_id)) THEN RAISE EXCEPTION 'sparewell:four_eyes' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION quote_award_agreed() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.state = 'done' AND NEW.amount_cny > NEW.limit_cny AND NEW.approved_by_id IS NULL) THEN RAISE EXCEPTION 'sparewell:not_approved' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION quote_award_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:quote_award' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION quote_award_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:quote_award' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION quote_award_keeps_request_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.request_id IS DISTINCT FROM OLD.request_id OR NEW.requested_by_id IS DISTINCT FROM OLD.requested_by_id OR NEW.proposed_by_id IS DISTINCT FROM OLD.proposed_by_id OR NEW.amount_cny IS DISTINCT FROM OLD.amount_cny OR NEW.limit_cny IS DISTINCT FROM OLD.limit_cny OR NEW.cheapest IS DISTINCT FROM OLD.cheapest OR NEW.makes_orders IS DISTINCT FROM OLD.makes_orders OR NEW.reason IS DISTINCT FROM OLD.reason OR NEW.prices_from_on IS DISTINCT FROM OLD.prices_from_on THEN RAISE EXCEPTION 'sparewell:unchangeable:quote_award' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION quote_award_line_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:quote_award_line' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION quote_award_line_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:quote_award_line' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION quote_award_line_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:quote_award_line' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION quote_award_line_while_proposed() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF ((SELECT a.state FROM quote_award a WHERE a.id = NEW.award_id) <> 'proposed') THEN RAISE EXCEPTION 'sparewell:quote_award_step' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION quote_award_order_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:quote_award_order' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION quote_award_order_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:quote_award_order' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION quote_award_order_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:quote_award_order' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION supplier_release_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:supplier_release' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION supplier_release_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:supplier_release' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION supplier_release_keeps_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.id IS DISTINCT FROM OLD.id THEN RAISE EXCEPTION 'sparewell:unchangeable:supplier_release' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION supplier_release_keeps_supplier_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.supplier_id IS DISTINCT FROM OLD.supplier_id OR NEW.reason IS DISTINCT FROM OLD.reason OR NEW.released_by_id IS DISTINCT FROM OLD.released_by_id OR NEW.released_at IS DISTINCT FROM OLD.released_at THEN RAISE EXCEPTION 'sparewell:unchangeable:supplier_release' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION supplier_release_used_once() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF ((OLD.order_id IS NOT NULL AND COALESCE(NEW.order_id, 0) <> OLD.order_id) OR (OLD.ended_at IS NOT NULL AND (NEW.ended_at IS NULL OR NEW.order_id IS NOT NULL))) THEN RAISE EXCEPTION 'sparewell:unchangeable:supplier_release' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION supplier_release_insert_for_another() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (EXISTS (SELECT 1 FROM purchase_order o WHERE o.id = NEW.order_id AND (o.created_by_id = NEW.released_by_id OR o.supplier_id <> NEW.supplier_id))) THEN RAISE EXCEPTION 'sparewell:four_eyes' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION supplier_release_update_for_another() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (EXISTS (SELECT 1 FROM purchase_order o WHERE o.id = NEW.order_id AND (o.created_by_id = NEW.released_by_id OR o.supplier_id <> NEW.supplier_id))) THEN RAISE EXCEPTION 'sparewell:four_eyes' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION claimed_line_right() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NOT EXISTS (SELECT 1 FROM supplier_return r JOIN arrival_line c ON c.id = r.arrival_line_id
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
    WHERE cl.supplier_return_id = r.id AND o.kind = 'reworked' AND oa.state <> 'undone'), 0) <= r.sent))) THEN RAISE EXCEPTION 'sparewell:not_for_the_claim' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION arrival_lot_is_the_lot() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NOT EXISTS (SELECT 1 FROM arrival_line l JOIN arrival a ON a.id = l.arrival_id
    JOIN lot ON lot.id = NEW.lot_id JOIN order_line ol ON ol.id = l.order_line_id
    JOIN purchase_order po ON po.id = ol.order_id
    WHERE l.id = NEW.arrival_line_id AND a.state = 'open' AND lot.part_id = l.part_id
    AND (l.kind = 'ordered' OR EXISTS (SELECT 1 FROM claimed_line cl WHERE cl.arrival_line_id = l.id))
    AND lot.origin = 'purchase' AND lot.brought_by_id = NEW.bought_by_id AND po.created_by_id = NEW.bought_by_id) OR EXISTS (SELECT 1 FROM movement m WHERE m.lot_id = NEW.lot_id)) THEN RAISE EXCEPTION 'sparewell:not_the_lot' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION inspection_after_the_recount() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (EXISTS (SELECT 1 FROM arrival_lot al JOIN arrival_line l ON l.id = al.arrival_line_id
    JOIN recount r ON r.arrival_id = l.arrival_id AND r.order_line_id = l.order_line_id AND l.kind = 'ordered'
    WHERE al.id = NEW.arrival_lot_id AND r.confirmed_by_id IS NULL)) THEN RAISE EXCEPTION 'sparewell:recount_needed' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION recount_confirmed_once() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (OLD.confirmed_by_id IS NOT NULL) THEN RAISE EXCEPTION 'sparewell:recount_confirmed' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION settlement_replaced_by_verdict() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF ((NEW.kind IN ('replaced', 'reworked') OR NEW.inspection_id IS NOT NULL) AND NOT EXISTS (SELECT 1 FROM inspection i JOIN arrival_lot al ON al.id = i.arrival_lot_id
    JOIN arrival_line l ON l.id = al.arrival_line_id JOIN claimed_line cl ON cl.arrival_line_id = l.id
    WHERE i.id = NEW.inspection_id AND i.state = 'decided' AND cl.supplier_return_id = NEW.supplier_return_id
    AND NEW.kind = l.kind
    AND NEW.quantity + COALESCE((SELECT SUM(s.quantity) FROM settlement s WHERE s.inspection_id = i.id), 0)
    <= i.passed)) THEN RAISE EXCEPTION 'sparewell:settled_without_verdict' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION settlement_credit_has_its_note() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.kind = 'credited' AND (length(NEW.reference) = 0 OR NEW.credited_on IS NULL OR NEW.limit_cny IS NULL)) THEN RAISE EXCEPTION 'sparewell:credit_note_needed' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION settlement_large_credit_not_by_the_buyer() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.kind = 'credited' AND NEW.amount_cny > NEW.limit_cny AND EXISTS (SELECT 1 FROM supplier_return r JOIN arrival_line l ON l.id = r.arrival_line_id JOIN order_line ol ON ol.id = l.order_line_id JOIN purchase_order po ON po.id = ol.order_id WHERE r.id = NEW.supplier_return_id AND po.created_by_id = NEW.settled_by_id)) THEN RAISE EXCEPTION 'sparewell:four_eyes' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION recount_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:recount' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION recount_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:recount' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION recount_keeps_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.id IS DISTINCT FROM OLD.id THEN RAISE EXCEPTION 'sparewell:unchangeable:recount' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION recount_keeps_arrival_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.arrival_id IS DISTINCT FROM OLD.arrival_id OR NEW.order_line_id IS DISTINCT FROM OLD.order_line_id OR NEW.expected IS DISTINCT FROM OLD.expected OR NEW.arrived IS DISTINCT FROM OLD.arrived THEN RAISE EXCEPTION 'sparewell:unchangeable:recount' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION claimed_line_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:claimed_line' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION claimed_line_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:claimed_line' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION claimed_line_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:claimed_line' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION signing_deputy_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:signing_deputy' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION signing_deputy_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:signing_deputy' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION signing_deputy_keeps_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.id IS DISTINCT FROM OLD.id THEN RAISE EXCEPTION 'sparewell:unchangeable:signing_deputy' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION signing_deputy_keeps_giver_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.giver_id IS DISTINCT FROM OLD.giver_id OR NEW.deputy_id IS DISTINCT FROM OLD.deputy_id OR NEW.begins_on IS DISTINCT FROM OLD.begins_on OR NEW.ends_on IS DISTINCT FROM OLD.ends_on OR NEW.reason IS DISTINCT FROM OLD.reason OR NEW.named_by_id IS DISTINCT FROM OLD.named_by_id OR NEW.named_at IS DISTINCT FROM OLD.named_at THEN RAISE EXCEPTION 'sparewell:unchangeable:signing_deputy' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION deputy_signature_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:deputy_signature' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION deputy_signature_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:deputy_signature' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION deputy_signature_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:deputy_signature' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE TRIGGER contract_steps BEFORE UPDATE ON contract FOR EACH ROW EXECUTE FUNCTION contract_steps()
-- next
CREATE TRIGGER contract_begins BEFORE INSERT ON contract FOR EACH ROW EXECUTE FUNCTION contract_begins()
-- next
CREATE TRIGGER contract_no_delete BEFORE DELETE ON contract FOR EACH ROW EXECUTE FUNCTION contract_no_delete()
-- next
CREATE TRIGGER contract_no_truncate BEFORE TRUNCATE ON contract FOR EACH STATEMENT EXECUTE FUNCTION contract_no_truncate()
-- next
CREATE TRIGGER contract_keeps_number BEFORE UPDATE ON contract FOR EACH ROW EXECUTE FUNCTION contract_keeps_number()
-- next
CREATE TRIGGER contract_active_by_version BEFORE UPDATE ON contract FOR EACH ROW EXECUTE FUNCTION contract_active_by_version()
-- next
CREATE TRIGGER contract_version_steps BEFORE UPDATE ON contract_version FOR EACH ROW EXECUTE FUNCTION contract_version_steps()
-- next
CREATE TRIGGER contract_version_begins BEFORE INSERT ON contract_version FOR EACH ROW EXECUTE FUNCTION contract_version_begins()
-- next
CREATE TRIGGER contract_version_no_delete BEFORE DELETE ON contract_version FOR EACH ROW EXECUTE FUNCTION contract_version_no_delete()
-- next
CREATE TRIGGER contract_version_no_truncate BEFORE TRUNCATE ON contract_version FOR EACH STATEMENT EXECUTE FUNCTION contract_version_no_truncate()
-- next
CREATE TRIGGER contract_version_keeps_contract_id BEFORE UPDATE ON contract_version FOR EACH ROW EXECUTE FUNCTION contract_version_keeps_contract_id()
-- next
CREATE TRIGGER contract_version_stays BEFORE UPDATE ON contract_version FOR EACH ROW EXECUTE FUNCTION contract_version_stays()
-- next
CREATE TRIGGER contract_version_insert_other_person BEFORE INSERT ON contract_version FOR EACH ROW EXECUTE FUNCTION contract_version_insert_other_person()
-- next
CREATE TRIGGER contract_version_update_other_person BEFORE UPDATE ON contract_version FOR EACH ROW EXECUTE FUNCTION contract_version_update_other_person()
-- next
CREATE TRIGGER contract_version_approved_by_somebody BEFORE UPDATE ON contract_version FOR EACH ROW EXECUTE FUNCTION contract_version_approved_by_somebody()
-- next
CREATE TRIGGER contract_line_insert_in_draft BEFORE INSERT ON contract_line FOR EACH ROW EXECUTE FUNCTION contract_line_insert_in_draft()
-- next
CREATE TRIGGER contract_line_update_in_draft BEFORE UPDATE ON contract_line FOR EACH ROW EXECUTE FUNCTION contract_line_update_in_draft()
-- next
CREATE TRIGGER contract_line_delete_in_draft BEFORE DELETE ON contract_line FOR EACH ROW EXECUTE FUNCTION contract_line_delete_in_draft()
-- next
CREATE TRIGGER contract_break_insert_in_draft BEFORE INSERT ON contract_break FOR EACH ROW EXECUTE FUNCTION contract_break_insert_in_draft()
-- next
CREATE TRIGGER contract_break_update_in_draft BEFORE UPDATE ON contract_break FOR EACH ROW EXECUTE FUNCTION contract_break_update_in_draft()
-- next
CREATE TRIGGER contract_break_delete_in_draft BEFORE DELETE ON contract_break FOR EACH ROW EXECUTE FUNCTION contract_break_delete_in_draft()
-- next
CREATE TRIGGER outside_contract_no_update BEFORE UPDATE ON outside_contract FOR EACH ROW EXECUTE FUNCTION outside_contract_no_update()
-- next
CREATE TRIGGER outside_contract_stays BEFORE DELETE ON outside_contract FOR EACH ROW EXECUTE FUNCTION outside_contract_stays()
-- next
CREATE TRIGGER quote_no_update BEFORE UPDATE ON quote FOR EACH ROW EXECUTE FUNCTION quote_no_update()
-- next
CREATE TRIGGER quote_no_delete BEFORE DELETE ON quote FOR EACH ROW EXECUTE FUNCTION quote_no_delete()
-- next
CREATE TRIGGER quote_no_truncate BEFORE TRUNCATE ON quote FOR EACH STATEMENT EXECUTE FUNCTION quote_no_truncate()
-- next
CREATE TRIGGER quote_line_no_update BEFORE UPDATE ON quote_line FOR EACH ROW EXECUTE FUNCTION quote_line_no_update()
-- next
CREATE TRIGGER quote_line_no_delete BEFORE DELETE ON quote_line FOR EACH ROW EXECUTE FUNCTION quote_line_no_delete()
-- next
CREATE TRIGGER quote_line_no_truncate BEFORE TRUNCATE ON quote_line FOR EACH STATEMENT EXECUTE FUNCTION quote_line_no_truncate()
-- next
CREATE TRIGGER quote_break_no_update BEFORE UPDATE ON quote_break FOR EACH ROW EXECUTE FUNCTION quote_break_no_update()
-- next
CREATE TRIGGER quote_break_no_delete BEFORE DELETE ON quote_break FOR EACH ROW EXECUTE FUNCTION quote_break_no_delete()
-- next
CREATE TRIGGER quote_break_no_truncate BEFORE TRUNCATE ON quote_break FOR EACH STATEMENT EXECUTE FUNCTION quote_break_no_truncate()
-- next
CREATE TRIGGER quote_while_asked BEFORE INSERT ON quote FOR EACH ROW EXECUTE FUNCTION quote_while_asked()
-- next
CREATE TRIGGER quote_line_of_its_request BEFORE INSERT ON quote_line FOR EACH ROW EXECUTE FUNCTION quote_line_of_its_request()
-- next
CREATE TRIGGER quote_request_steps BEFORE UPDATE ON quote_request FOR EACH ROW EXECUTE FUNCTION quote_request_steps()
-- next
CREATE TRIGGER quote_request_begins BEFORE INSERT ON quote_request FOR EACH ROW EXECUTE FUNCTION quote_request_begins()
-- next
CREATE TRIGGER quote_request_no_delete BEFORE DELETE ON quote_request FOR EACH ROW EXECUTE FUNCTION quote_request_no_delete()
-- next
CREATE TRIGGER quote_request_no_truncate BEFORE TRUNCATE ON quote_request FOR EACH STATEMENT EXECUTE FUNCTION quote_request_no_truncate()
-- next
CREATE TRIGGER quote_request_keeps_number BEFORE UPDATE ON quote_request FOR EACH ROW EXECUTE FUNCTION quote_request_keeps_number()
-- next
CREATE TRIGGER quote_request_line_insert_in_draft BEFORE INSERT ON quote_request_line FOR EACH ROW EXECUTE FUNCTION quote_request_line_insert_in_draft()
-- next
CREATE TRIGGER quote_request_line_update_in_draft BEFORE UPDATE ON quote_request_line FOR EACH ROW EXECUTE FUNCTION quote_request_line_update_in_draft()
-- next
CREATE TRIGGER quote_request_line_delete_in_draft BEFORE DELETE ON quote_request_line FOR EACH ROW EXECUTE FUNCTION quote_request_line_delete_in_draft()
-- next
CREATE TRIGGER quote_invitation_begins BEFORE INSERT ON quote_invitation FOR EACH ROW EXECUTE FUNCTION quote_invitation_begins()
-- next
CREATE TRIGGER quote_invitation_leaves_draft_only BEFORE DELETE ON quote_invitation FOR EACH ROW EXECUTE FUNCTION quote_invitation_leaves_draft_only()
-- next
CREATE TRIGGER quote_invitation_keeps_request_id BEFORE UPDATE ON quote_invitation FOR EACH ROW EXECUTE FUNCTION quote_invitation_keeps_request_id()
-- next
CREATE TRIGGER quote_award_steps BEFORE UPDATE ON quote_award FOR EACH ROW EXECUTE FUNCTION quote_award_steps()
-- next
CREATE TRIGGER quote_award_begins BEFORE INSERT ON quote_award FOR EACH ROW EXECUTE FUNCTION quote_award_begins()
-- next
CREATE TRIGGER quote_award_insert_other_person BEFORE INSERT ON quote_award FOR EACH ROW EXECUTE FUNCTION quote_award_insert_other_person()
-- next
CREATE TRIGGER quote_award_update_other_person BEFORE UPDATE ON quote_award FOR EACH ROW EXECUTE FUNCTION quote_award_update_other_person()
-- next
CREATE TRIGGER quote_award_agreed BEFORE UPDATE ON quote_award FOR EACH ROW EXECUTE FUNCTION quote_award_agreed()
-- next
CREATE TRIGGER quote_award_no_delete BEFORE DELETE ON quote_award FOR EACH ROW EXECUTE FUNCTION quote_award_no_delete()
-- next
CREATE TRIGGER quote_award_no_truncate BEFORE TRUNCATE ON quote_award FOR EACH STATEMENT EXECUTE FUNCTION quote_award_no_truncate()
-- next
CREATE TRIGGER quote_award_keeps_request_id BEFORE UPDATE ON quote_award FOR EACH ROW EXECUTE FUNCTION quote_award_keeps_request_id()
-- next
CREATE TRIGGER quote_award_line_no_update BEFORE UPDATE ON quote_award_line FOR EACH ROW EXECUTE FUNCTION quote_award_line_no_update()
-- next
CREATE TRIGGER quote_award_line_no_delete BEFORE DELETE ON quote_award_line FOR EACH ROW EXECUTE FUNCTION quote_award_line_no_delete()
-- next
CREATE TRIGGER quote_award_line_no_truncate BEFORE TRUNCATE ON quote_award_line FOR EACH STATEMENT EXECUTE FUNCTION quote_award_line_no_truncate()
-- next
CREATE TRIGGER quote_award_line_while_proposed BEFORE INSERT ON quote_award_line FOR EACH ROW EXECUTE FUNCTION quote_award_line_while_proposed()
-- next
CREATE TRIGGER quote_award_order_no_update BEFORE UPDATE ON quote_award_order FOR EACH ROW EXECUTE FUNCTION quote_award_order_no_update()
-- next
CREATE TRIGGER quote_award_order_no_delete BEFORE DELETE ON quote_award_order FOR EACH ROW EXECUTE FUNCTION quote_award_order_no_delete()
-- next
CREATE TRIGGER quote_award_order_no_truncate BEFORE TRUNCATE ON quote_award_order FOR EACH STATEMENT EXECUTE FUNCTION quote_award_order_no_truncate()
-- next
CREATE TRIGGER supplier_release_no_delete BEFORE DELETE ON supplier_release FOR EACH ROW EXECUTE FUNCTION supplier_release_no_delete()
-- next
CREATE TRIGGER supplier_release_no_truncate BEFORE TRUNCATE ON supplier_release FOR EACH STATEMENT EXECUTE FUNCTION supplier_release_no_truncate()
-- next
CREATE TRIGGER supplier_release_keeps_id BEFORE UPDATE ON supplier_release FOR EACH ROW EXECUTE FUNCTION supplier_release_keeps_id()
-- next
CREATE TRIGGER supplier_release_keeps_supplier_id BEFORE UPDATE ON supplier_release FOR EACH ROW EXECUTE FUNCTION supplier_release_keeps_supplier_id()
-- next
CREATE TRIGGER supplier_release_used_once BEFORE UPDATE ON supplier_release FOR EACH ROW EXECUTE FUNCTION supplier_release_used_once()
-- next
CREATE TRIGGER supplier_release_insert_for_another BEFORE INSERT ON supplier_release FOR EACH ROW EXECUTE FUNCTION supplier_release_insert_for_another()
-- next
CREATE TRIGGER supplier_release_update_for_another BEFORE UPDATE ON supplier_release FOR EACH ROW EXECUTE FUNCTION supplier_release_update_for_another()
-- next
CREATE TRIGGER claimed_line_right BEFORE INSERT ON claimed_line FOR EACH ROW EXECUTE FUNCTION claimed_line_right()
-- next
CREATE TRIGGER arrival_lot_is_the_lot BEFORE INSERT ON arrival_lot FOR EACH ROW EXECUTE FUNCTION arrival_lot_is_the_lot()
-- next
CREATE TRIGGER inspection_after_the_recount BEFORE INSERT ON inspection FOR EACH ROW EXECUTE FUNCTION inspection_after_the_recount()
-- next
CREATE TRIGGER recount_confirmed_once BEFORE UPDATE ON recount FOR EACH ROW EXECUTE FUNCTION recount_confirmed_once()
-- next
CREATE TRIGGER settlement_replaced_by_verdict BEFORE INSERT ON settlement FOR EACH ROW EXECUTE FUNCTION settlement_replaced_by_verdict()
-- next
CREATE TRIGGER settlement_credit_has_its_note BEFORE INSERT ON settlement FOR EACH ROW EXECUTE FUNCTION settlement_credit_has_its_note()
-- next
CREATE TRIGGER settlement_large_credit_not_by_the_buyer BEFORE INSERT ON settlement FOR EACH ROW EXECUTE FUNCTION settlement_large_credit_not_by_the_buyer()
-- next
CREATE TRIGGER recount_no_delete BEFORE DELETE ON recount FOR EACH ROW EXECUTE FUNCTION recount_no_delete()
-- next
CREATE TRIGGER recount_no_truncate BEFORE TRUNCATE ON recount FOR EACH STATEMENT EXECUTE FUNCTION recount_no_truncate()
-- next
CREATE TRIGGER recount_keeps_id BEFORE UPDATE ON recount FOR EACH ROW EXECUTE FUNCTION recount_keeps_id()
-- next
CREATE TRIGGER recount_keeps_arrival_id BEFORE UPDATE ON recount FOR EACH ROW EXECUTE FUNCTION recount_keeps_arrival_id()
-- next
CREATE TRIGGER claimed_line_no_update BEFORE UPDATE ON claimed_line FOR EACH ROW EXECUTE FUNCTION claimed_line_no_update()
-- next
CREATE TRIGGER claimed_line_no_delete BEFORE DELETE ON claimed_line FOR EACH ROW EXECUTE FUNCTION claimed_line_no_delete()
-- next
CREATE TRIGGER claimed_line_no_truncate BEFORE TRUNCATE ON claimed_line FOR EACH STATEMENT EXECUTE FUNCTION claimed_line_no_truncate()
-- next
CREATE TRIGGER signing_deputy_no_delete BEFORE DELETE ON signing_deputy FOR EACH ROW EXECUTE FUNCTION signing_deputy_no_delete()
-- next
CREATE TRIGGER signing_deputy_no_truncate BEFORE TRUNCATE ON signing_deputy FOR EACH STATEMENT EXECUTE FUNCTION signing_deputy_no_truncate()
-- next
CREATE TRIGGER signing_deputy_keeps_id BEFORE UPDATE ON signing_deputy FOR EACH ROW EXECUTE FUNCTION signing_deputy_keeps_id()
-- next
CREATE TRIGGER signing_deputy_keeps_giver_id BEFORE UPDATE ON signing_deputy FOR EACH ROW EXECUTE FUNCTION signing_deputy_keeps_giver_id()
-- next
CREATE TRIGGER deputy_signature_no_update BEFORE UPDATE ON deputy_signature FOR EACH ROW EXECUTE FUNCTION deputy_signature_no_update()
-- next
CREATE TRIGGER deputy_signature_no_delete BEFORE DELETE ON deputy_signature FOR EACH ROW EXECUTE FUNCTION deputy_signature_no_delete()
-- next
CREATE TRIGGER deputy_signature_no_truncate BEFORE TRUNCATE ON deputy_signature FOR EACH STATEMENT EXECUTE FUNCTION deputy_signature_no_truncate()
