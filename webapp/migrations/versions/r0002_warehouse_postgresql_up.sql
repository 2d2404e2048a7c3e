ALTER TABLE location ADD COLUMN storage_condition VARCHAR(120) NOT NULL DEFAULT ''
-- next
ALTER TABLE location ALTER COLUMN storage_condition DROP DEFAULT
-- next
ALTER TABLE location ADD COLUMN most_units BIGINT
-- next
ALTER TABLE location ADD COLUMN most_lots BIGINT
-- next
ALTER TABLE location ADD COLUMN most_value_cny BIGINT
-- next
ALTER TABLE location ADD CONSTRAINT ck_location_limits_positive CHECK ((most_units IS NULL OR most_units > 0) AND (most_lots IS NULL OR most_lots > 0) AND (most_value_cny IS NULL OR most_value_cny > 0))
-- next
ALTER TABLE part ADD COLUMN merged_into_id BIGINT
-- next
ALTER TABLE work_order ADD COLUMN product_serial VARCHAR(80) NOT NULL DEFAULT ''
-- next
ALTER TABLE work_order ALTER COLUMN product_serial DROP DEFAULT
-- next
ALTER TABLE part_request ADD COLUMN held BOOLEAN NOT NULL DEFAULT false
-- next
ALTER TABLE part_request ALTER COLUMN held DROP DEFAULT
-- next
ALTER TABLE stock_take ADD COLUMN plan_id BIGINT
-- next
ALTER TABLE count_line ADD COLUMN assigned_to_id BIGINT
-- next
ALTER TABLE stock_take_approval ADD COLUMN value_cny BIGINT NOT NULL DEFAULT 0
-- next
ALTER TABLE stock_take_approval ALTER COLUMN value_cny DROP DEFAULT
-- next
ALTER TABLE stock_take_approval ADD COLUMN limit_cny BIGINT NOT NULL DEFAULT 0
-- next
ALTER TABLE stock_take_approval ALTER COLUMN limit_cny DROP DEFAULT
-- next
ALTER TABLE count ADD COLUMN unit_cost_cny BIGINT
-- next
CREATE TABLE variance_cause (
	id BIGSERIAL NOT NULL,
	code VARCHAR(20) NOT NULL,
	name_zh VARCHAR(120) NOT NULL,
	name_en VARCHAR(120) NOT NULL,
	side VARCHAR(4) NOT NULL,
	account VARCHAR(80) NOT NULL,
	place BIGINT NOT NULL,
	active BOOLEAN NOT NULL,
	CONSTRAINT pk_variance_cause PRIMARY KEY (id),
	CONSTRAINT ck_variance_cause_side_known CHECK (side IN ('both', 'gain', 'loss')),
	CONSTRAINT uq_variance_cause_code UNIQUE (code)
)
-- next
CREATE TABLE bin_home (
	id BIGSERIAL NOT NULL,
	part_id BIGINT NOT NULL,
	location_id BIGINT NOT NULL,
	position BIGINT NOT NULL,
	most BIGINT,
	CONSTRAINT pk_bin_home PRIMARY KEY (id),
	CONSTRAINT uq_bin_home_part_id_location_id UNIQUE (part_id, location_id),
	CONSTRAINT ck_bin_home_most_positive CHECK (most IS NULL OR most > 0),
	CONSTRAINT fk_bin_home_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_bin_home_location_id_location FOREIGN KEY(location_id) REFERENCES location (id)
)
-- next
CREATE TABLE count_plan (
	id BIGSERIAL NOT NULL,
	store_id BIGINT NOT NULL,
	every_days BIGINT NOT NULL,
	lines_at_once BIGINT NOT NULL,
	created_by_id BIGINT NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL,
	days_to_count BIGINT NOT NULL,
	zone_id BIGINT,
	abc VARCHAR(1),
	active BOOLEAN NOT NULL,
	CONSTRAINT pk_count_plan PRIMARY KEY (id),
	CONSTRAINT ck_count_plan_abc_known CHECK (abc IN ('A', 'B', 'C')),
	CONSTRAINT ck_count_plan_every_days_positive CHECK (every_days > 0),
	CONSTRAINT ck_count_plan_lines_at_once_positive CHECK (lines_at_once > 0),
	CONSTRAINT ck_count_plan_days_to_count_not_negative CHECK (days_to_count >= 0),
	CONSTRAINT fk_count_plan_store_id_location FOREIGN KEY(store_id) REFERENCES location (id),
	CONSTRAINT fk_count_plan_created_by_id_person FOREIGN KEY(created_by_id) REFERENCES person (id),
	CONSTRAINT fk_count_plan_zone_id_location FOREIGN KEY(zone_id) REFERENCES location (id)
)
-- next
CREATE TABLE part_merge (
	id BIGSERIAL NOT NULL,
	duplicate_id BIGINT NOT NULL,
	kept_id BIGINT NOT NULL,
	reason VARCHAR(300) NOT NULL,
	merged_by_id BIGINT NOT NULL,
	merged_at TIMESTAMP WITH TIME ZONE NOT NULL,
	state_before VARCHAR(12) NOT NULL,
	carried JSON NOT NULL,
	undone_by_id BIGINT,
	undone_at TIMESTAMP WITH TIME ZONE,
	undone_reason VARCHAR(300) NOT NULL,
	CONSTRAINT pk_part_merge PRIMARY KEY (id),
	CONSTRAINT ck_part_merge_another_part CHECK (duplicate_id <> kept_id),
	CONSTRAINT ck_part_merge_undone_by_somebody CHECK ((undone_at IS NULL) = (undone_by_id IS NULL)),
	CONSTRAINT fk_part_merge_duplicate_id_part FOREIGN KEY(duplicate_id) REFERENCES part (id),
	CONSTRAINT fk_part_merge_kept_id_part FOREIGN KEY(kept_id) REFERENCES part (id),
	CONSTRAINT fk_part_merge_merged_by_id_person FOREIGN KEY(merged_by_id) REFERENCES person (id),
	CONSTRAINT fk_part_merge_undone_by_id_person FOREIGN KEY(undone_by_id) REFERENCES person (id)
)
-- next
CREATE TABLE pick_wave (
	id BIGSERIAL NOT NULL,
	number VARCHAR(40) NOT NULL,
	store_id BIGINT NOT NULL,
	keeper_id BIGINT NOT NULL,
	started_at TIMESTAMP WITH TIME ZONE NOT NULL,
	state VARCHAR(10) NOT NULL,
	closed_at TIMESTAMP WITH TIME ZONE,
	CONSTRAINT pk_pick_wave PRIMARY KEY (id),
	CONSTRAINT ck_pick_wave_state_known CHECK (state IN ('open', 'done', 'cancelled')),
	CONSTRAINT uq_pick_wave_number UNIQUE (number),
	CONSTRAINT fk_pick_wave_store_id_location FOREIGN KEY(store_id) REFERENCES location (id),
	CONSTRAINT fk_pick_wave_keeper_id_person FOREIGN KEY(keeper_id) REFERENCES person (id)
)
-- next
CREATE TABLE store_deputy (
	id BIGSERIAL NOT NULL,
	store_id BIGINT NOT NULL,
	person_id BIGINT NOT NULL,
	from_on DATE NOT NULL,
	named_by_id BIGINT NOT NULL,
	until_on DATE,
	CONSTRAINT pk_store_deputy PRIMARY KEY (id),
	CONSTRAINT uq_store_deputy_store_id_person_id_from_on UNIQUE (store_id, person_id, from_on),
	CONSTRAINT ck_store_deputy_days_in_order CHECK (until_on IS NULL OR until_on >= from_on),
	CONSTRAINT fk_store_deputy_store_id_location FOREIGN KEY(store_id) REFERENCES location (id),
	CONSTRAINT fk_store_deputy_person_id_person FOREIGN KEY(person_id) REFERENCES person (id),
	CONSTRAINT fk_store_deputy_named_by_id_person FOREIGN KEY(named_by_id) REFERENCES person (id)
)
-- next
CREATE TABLE van_limit (
	id BIGSERIAL NOT NULL,
	van_id BIGINT NOT NULL,
	part_id BIGINT NOT NULL,
	most BIGINT NOT NULL,
	CONSTRAINT pk_van_limit PRIMARY KEY (id),
	CONSTRAINT uq_van_limit_van_id_part_id UNIQUE (van_id, part_id),
	CONSTRAINT ck_van_limit_most_not_negative CHECK (most >= 0),
	CONSTRAINT fk_van_limit_van_id_location FOREIGN KEY(van_id) REFERENCES location (id),
	CONSTRAINT fk_van_limit_part_id_part FOREIGN KEY(part_id) REFERENCES part (id)
)
-- next
CREATE TABLE fit_range (
	id BIGSERIAL NOT NULL,
	fit_id BIGINT NOT NULL,
	serial_from VARCHAR(80) NOT NULL,
	serial_to VARCHAR(80) NOT NULL,
	CONSTRAINT pk_fit_range PRIMARY KEY (id),
	CONSTRAINT uq_fit_range_fit_id_serial_from_serial_to UNIQUE (fit_id, serial_from, serial_to),
	CONSTRAINT ck_fit_range_one_end CHECK (serial_from <> '' OR serial_to <> ''),
	CONSTRAINT fk_fit_range_fit_id_fit FOREIGN KEY(fit_id) REFERENCES fit (id) ON DELETE CASCADE
)
-- next
CREATE TABLE handover (
	id BIGSERIAL NOT NULL,
	number VARCHAR(40) NOT NULL,
	work_order_id BIGINT NOT NULL,
	handed_by_id BIGINT NOT NULL,
	received_by_id BIGINT NOT NULL,
	handed_at TIMESTAMP WITH TIME ZONE NOT NULL,
	signature_attachment_id BIGINT NOT NULL,
	note VARCHAR(300) NOT NULL,
	CONSTRAINT pk_handover PRIMARY KEY (id),
	CONSTRAINT uq_handover_number UNIQUE (number),
	CONSTRAINT ck_handover_two_persons CHECK (handed_by_id <> received_by_id),
	CONSTRAINT fk_handover_work_order_id_work_order FOREIGN KEY(work_order_id) REFERENCES work_order (id),
	CONSTRAINT fk_handover_handed_by_id_person FOREIGN KEY(handed_by_id) REFERENCES person (id),
	CONSTRAINT fk_handover_received_by_id_person FOREIGN KEY(received_by_id) REFERENCES person (id),
	CONSTRAINT fk_handover_signature_attachment_id_attachment FOREIGN KEY(signature_attachment_id) REFERENCES attachment (id)
)
-- next
CREATE TABLE limit_signature (
	id BIGSERIAL NOT NULL,
	transfer_id BIGINT NOT NULL,
	reason VARCHAR(300) NOT NULL,
	asked_by_id BIGINT NOT NULL,
	signed_by_id BIGINT NOT NULL,
	signed_at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_limit_signature PRIMARY KEY (id),
	CONSTRAINT uq_limit_signature_transfer_id UNIQUE (transfer_id),
	CONSTRAINT ck_limit_signature_four_eyes CHECK (signed_by_id <> asked_by_id),
	CONSTRAINT fk_limit_signature_transfer_id_transfer FOREIGN KEY(transfer_id) REFERENCES transfer (id),
	CONSTRAINT fk_limit_signature_asked_by_id_person FOREIGN KEY(asked_by_id) REFERENCES person (id),
	CONSTRAINT fk_limit_signature_signed_by_id_person FOREIGN KEY(signed_by_id) REFERENCES person (id)
)
-- next
CREATE TABLE transfer_settlement (
	id BIGSERIAL NOT NULL,
	transfer_id BIGINT NOT NULL,
	part_id BIGINT NOT NULL,
	quantity BIGINT NOT NULL,
	cause VARCHAR(10) NOT NULL,
	note VARCHAR(300) NOT NULL,
	by_id BIGINT NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	state VARCHAR(10) NOT NULL,
	decided_by_id BIGINT,
	decided_at TIMESTAMP WITH TIME ZONE,
	decision_note VARCHAR(300) NOT NULL,
	posting_id BIGINT,
	CONSTRAINT pk_transfer_settlement PRIMARY KEY (id),
	CONSTRAINT ck_transfer_settlement_cause_known CHECK (cause IN ('found', 'sent_back', 'lost')),
	CONSTRAINT ck_transfer_settlement_state_known CHECK (state IN ('asked', 'posted', 'refused')),
	CONSTRAINT ck_transfer_settlement_quantity_positive CHECK (quantity > 0),
	CONSTRAINT ck_transfer_settlement_four_eyes CHECK (decided_by_id IS NULL OR decided_by_id <> by_id),
	CONSTRAINT ck_transfer_settlement_loss_decided CHECK (cause <> 'lost' OR state = 'asked' OR decided_by_id IS NOT NULL),
	CONSTRAINT fk_transfer_settlement_transfer_id_transfer FOREIGN KEY(transfer_id) REFERENCES transfer (id),
	CONSTRAINT fk_transfer_settlement_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_transfer_settlement_by_id_person FOREIGN KEY(by_id) REFERENCES person (id),
	CONSTRAINT fk_transfer_settlement_decided_by_id_person FOREIGN KEY(decided_by_id) REFERENCES person (id),
	CONSTRAINT fk_transfer_settlement_posting_id_posting FOREIGN KEY(posting_id) REFERENCES posting (id)
)
-- next
CREATE TABLE allocation_event (
	id BIGSERIAL NOT NULL,
	kind VARCHAR(12) NOT NULL,
	part_request_id BIGINT NOT NULL,
	quantity BIGINT NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	reason VARCHAR(300) NOT NULL,
	by_id BIGINT,
	to_request_id BIGINT,
	CONSTRAINT pk_allocation_event PRIMARY KEY (id),
	CONSTRAINT ck_allocation_event_kind_known CHECK (kind IN ('held', 'lifted', 'released', 'taken_over', 'reallocated')),
	CONSTRAINT ck_allocation_event_quantity_not_negative CHECK (quantity >= 0),
	CONSTRAINT ck_allocation_event_reasoned CHECK ((kind = 'taken_over') = (by_id IS NULL) AND (kind = 'taken_over' OR length(reason) > 0)),
	CONSTRAINT ck_allocation_event_names_whom CHECK ((kind IN ('taken_over', 'reallocated')) = (to_request_id IS NOT NULL)),
	CONSTRAINT fk_allocation_event_part_request_id_part_request FOREIGN KEY(part_request_id) REFERENCES part_request (id),
	CONSTRAINT fk_allocation_event_by_id_person FOREIGN KEY(by_id) REFERENCES person (id),
	CONSTRAINT fk_allocation_event_to_request_id_part_request FOREIGN KEY(to_request_id) REFERENCES part_request (id)
)
-- next
CREATE TABLE fifo_ask (
	id BIGSERIAL NOT NULL,
	part_request_id BIGINT NOT NULL,
	work_order_id BIGINT NOT NULL,
	lot_id BIGINT NOT NULL,
	reason VARCHAR(300) NOT NULL,
	asked_by_id BIGINT NOT NULL,
	asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
	state VARCHAR(10) NOT NULL,
	decided_by_id BIGINT,
	decided_at TIMESTAMP WITH TIME ZONE,
	answer VARCHAR(300) NOT NULL,
	fifo_exception_id BIGINT,
	CONSTRAINT pk_fifo_ask PRIMARY KEY (id),
	CONSTRAINT ck_fifo_ask_state_known CHECK (state IN ('asked', 'signed', 'refused', 'withdrawn')),
	CONSTRAINT ck_fifo_ask_decided_by_whom CHECK ((state = 'asked') = (decided_by_id IS NULL)),
	CONSTRAINT ck_fifo_ask_signed_with_exception CHECK ((state = 'signed') = (fifo_exception_id IS NOT NULL)),
	CONSTRAINT ck_fifo_ask_four_eyes CHECK (state NOT IN ('signed', 'refused') OR decided_by_id <> asked_by_id),
	CONSTRAINT ck_fifo_ask_reasoned CHECK (length(reason) > 0),
	CONSTRAINT fk_fifo_ask_part_request_id_part_request FOREIGN KEY(part_request_id) REFERENCES part_request (id),
	CONSTRAINT fk_fifo_ask_work_order_id_work_order FOREIGN KEY(work_order_id) REFERENCES work_order (id),
	CONSTRAINT fk_fifo_ask_lot_id_lot FOREIGN KEY(lot_id) REFERENCES lot (id),
	CONSTRAINT fk_fifo_ask_asked_by_id_person FOREIGN KEY(asked_by_id) REFERENCES person (id),
	CONSTRAINT fk_fifo_ask_decided_by_id_person FOREIGN KEY(decided_by_id) REFERENCES person (id),
	CONSTRAINT uq_fifo_ask_fifo_exception_id UNIQUE (fifo_exception_id),
	CONSTRAINT fk_fifo_ask_fifo_exception_id_fifo_exception FOREIGN KEY(fifo_exception_id) REFERENCES fifo_exception (id)
)
-- next
CREATE TABLE handover_posting (
	id BIGSERIAL NOT NULL,
	handover_id BIGINT NOT NULL,
	posting_id BIGINT NOT NULL,
	CONSTRAINT pk_handover_posting PRIMARY KEY (id),
	CONSTRAINT uq_handover_posting_posting_id UNIQUE (posting_id),
	CONSTRAINT fk_handover_posting_handover_id_handover FOREIGN KEY(handover_id) REFERENCES handover (id),
	CONSTRAINT fk_handover_posting_posting_id_posting FOREIGN KEY(posting_id) REFERENCES posting (id)
)
-- next
CREATE TABLE pick_wave_line (
	id BIGSERIAL NOT NULL,
	pick_wave_id BIGINT NOT NULL,
	part_request_id BIGINT NOT NULL,
	quantity BIGINT NOT NULL,
	issued_before BIGINT NOT NULL,
	holds BOOLEAN NOT NULL,
	CONSTRAINT pk_pick_wave_line PRIMARY KEY (id),
	CONSTRAINT uq_pick_wave_line_pick_wave_id_part_request_id UNIQUE (pick_wave_id, part_request_id),
	CONSTRAINT ck_pick_wave_line_quantity_positive CHECK (quantity > 0),
	CONSTRAINT fk_pick_wave_line_pick_wave_id_pick_wave FOREIGN KEY(pick_wave_id) REFERENCES pick_wave (id),
	CONSTRAINT fk_pick_wave_line_part_request_id_part_request FOREIGN KEY(part_request_id) REFERENCES part_request (id)
)
-- next
CREATE TABLE short_pick (
	id BIGSERIAL NOT NULL,
	part_request_id BIGINT NOT NULL,
	part_id BIGINT NOT NULL,
	lot_id BIGINT NOT NULL,
	location_id BIGINT NOT NULL,
	wanted BIGINT NOT NULL,
	found BIGINT NOT NULL,
	reason VARCHAR(300) NOT NULL,
	by_id BIGINT NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_short_pick PRIMARY KEY (id),
	CONSTRAINT ck_short_pick_short CHECK (found >= 0 AND found < wanted),
	CONSTRAINT ck_short_pick_reasoned CHECK (length(reason) > 0),
	CONSTRAINT fk_short_pick_part_request_id_part_request FOREIGN KEY(part_request_id) REFERENCES part_request (id),
	CONSTRAINT fk_short_pick_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_short_pick_lot_id_lot FOREIGN KEY(lot_id) REFERENCES lot (id),
	CONSTRAINT fk_short_pick_location_id_location FOREIGN KEY(location_id) REFERENCES location (id),
	CONSTRAINT fk_short_pick_by_id_person FOREIGN KEY(by_id) REFERENCES person (id)
)
-- next
CREATE TABLE count_proposal (
	id BIGSERIAL NOT NULL,
	location_id BIGINT NOT NULL,
	part_id BIGINT NOT NULL,
	reason VARCHAR(12) NOT NULL,
	proposed_by_id BIGINT NOT NULL,
	proposed_at TIMESTAMP WITH TIME ZONE NOT NULL,
	reference VARCHAR(60) NOT NULL,
	note VARCHAR(300) NOT NULL,
	count_line_id BIGINT,
	CONSTRAINT pk_count_proposal PRIMARY KEY (id),
	CONSTRAINT ck_count_proposal_reason_known CHECK (reason IN ('short_pick', 'not_found', 'by_hand')),
	CONSTRAINT fk_count_proposal_location_id_location FOREIGN KEY(location_id) REFERENCES location (id),
	CONSTRAINT fk_count_proposal_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_count_proposal_proposed_by_id_person FOREIGN KEY(proposed_by_id) REFERENCES person (id),
	CONSTRAINT fk_count_proposal_count_line_id_count_line FOREIGN KEY(count_line_id) REFERENCES count_line (id)
)
-- next
CREATE TABLE stock_take_endorsement (
	id BIGSERIAL NOT NULL,
	stock_take_id BIGINT NOT NULL,
	created_by_id BIGINT NOT NULL,
	endorsed_by_id BIGINT NOT NULL,
	endorsed_at TIMESTAMP WITH TIME ZONE NOT NULL,
	last_count_id BIGINT NOT NULL,
	note VARCHAR(300) NOT NULL,
	CONSTRAINT pk_stock_take_endorsement PRIMARY KEY (id),
	CONSTRAINT fk_stock_take_endorsement_stock_take_id_created_by_id_s_183d FOREIGN KEY(stock_take_id, created_by_id) REFERENCES stock_take (id, created_by_id),
	CONSTRAINT uq_stock_take_endorsement_stock_take_id_last_count_id UNIQUE (stock_take_id, last_count_id),
	CONSTRAINT ck_stock_take_endorsement_four_eyes CHECK (endorsed_by_id <> created_by_id),
	CONSTRAINT fk_stock_take_endorsement_endorsed_by_id_person FOREIGN KEY(endorsed_by_id) REFERENCES person (id),
	CONSTRAINT fk_stock_take_endorsement_last_count_id_count FOREIGN KEY(last_count_id) REFERENCES count (id)
)
-- next
ALTER TABLE part ADD CONSTRAINT fk_part_merged_into_id_part FOREIGN KEY(merged_into_id) REFERENCES part (id)
-- next
ALTER TABLE stock_take ADD CONSTRAINT fk_stock_take_plan_id_count_plan FOREIGN KEY(plan_id) REFERENCES count_plan (id)
-- next
ALTER TABLE count_line ADD CONSTRAINT fk_count_line_assigned_to_id_person FOREIGN KEY(assigned_to_id) REFERENCES person (id)
-- next
CREATE INDEX ix_part_merged_into_id ON part (merged_into_id)
-- next
CREATE INDEX ix_bin_home_location_id ON bin_home (location_id)
-- next
CREATE INDEX ix_count_plan_store_id ON count_plan (store_id)
-- next
CREATE INDEX ix_part_merge_duplicate_id ON part_merge (duplicate_id)
-- next
CREATE INDEX ix_part_merge_kept_id ON part_merge (kept_id)
-- next
CREATE UNIQUE INDEX uq_part_merge_open ON part_merge (duplicate_id) WHERE undone_at IS NULL
-- next
CREATE INDEX ix_pick_wave_state ON pick_wave (state)
-- next
CREATE INDEX ix_store_deputy_person_id ON store_deputy (person_id)
-- next
CREATE INDEX ix_van_limit_part_id ON van_limit (part_id)
-- next
CREATE INDEX ix_handover_work_order_id ON handover (work_order_id)
-- next
CREATE INDEX ix_transfer_settlement_state ON transfer_settlement (state)
-- next
CREATE INDEX ix_transfer_settlement_transfer_id ON transfer_settlement (transfer_id)
-- next
CREATE INDEX ix_allocation_event_part_request_id ON allocation_event (part_request_id)
-- next
CREATE INDEX ix_allocation_event_to_request_id ON allocation_event (to_request_id)
-- next
CREATE INDEX ix_count_line_there ON count_line (location_id, part_id)
-- next
CREATE INDEX ix_fifo_ask_part_request_id ON fifo_ask (part_request_id)
-- next
CREATE INDEX ix_fifo_ask_state ON fifo_ask (state)
-- next
CREATE INDEX ix_handover_posting_handover_id ON handover_posting (handover_id)
-- next
CREATE INDEX ix_pick_wave_line_part_request_id ON pick_wave_line (part_request_id)
-- next
CREATE INDEX ix_short_pick_location_id ON short_pick (location_id)
-- next
CREATE INDEX ix_short_pick_part_request_id ON short_pick (part_request_id)
-- next
CREATE UNIQUE INDEX uq_count_proposal_open ON count_proposal (location_id, part_id) WHERE count_line_id IS NULL
-- next
INSERT INTO variance_cause (code, name_zh, name_en, side, account, place, active) VALUES ('miscounted', '以前点错', 'Miscounted before', 'both', '', 1, true), ('misplaced', '放错库位', 'Put in the wrong place', 'both', '', 2, true), ('unrecorded_issue', '领料未登记', 'Issued without a record', 'both', '', 3, true), ('unrecorded_receipt', '入库未登记', 'Received without a record', 'both', '', 4, true), ('wrong_part', '配件混放或发错', 'Mixed up with another part', 'both', '', 5, true), ('damaged', '损坏', 'Damaged', 'both', '', 6, true), ('lost', '丢失', 'Lost', 'both', '', 7, true), ('unit_error', '计量单位错误', 'Wrong unit of measure', 'both', '', 8, true), ('unknown', '原因不明', 'Not found out', 'both', '', 9, true)
-- next
CREATE FUNCTION count_by_who_has_the_line() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (EXISTS (SELECT 1 FROM count_line l WHERE l.id = NEW.count_line_id AND l.assigned_to_id IS NOT NULL AND l.assigned_to_id <> NEW.counted_by_id)) THEN RAISE EXCEPTION 'sparewell:assigned_to_another' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION count_knows_the_cost() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NOT COALESCE((SELECT NEW.unit_cost_cny BETWEEN MIN(o.unit_cost_cny) AND MAX(o.unit_cost_cny) FROM lot o JOIN count_line l ON l.part_id = o.part_id WHERE l.id = NEW.count_line_id), NEW.unit_cost_cny = 0, false)) THEN RAISE EXCEPTION 'sparewell:not_the_cost' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION count_line_cause_known() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.cause IS NOT NULL AND NOT EXISTS (SELECT 1 FROM variance_cause v WHERE v.code = NEW.cause)) THEN RAISE EXCEPTION 'sparewell:cause_unknown' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION endorsed_by_no_counter() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (EXISTS (SELECT 1 FROM count c JOIN count_line l ON l.id = c.count_line_id
    WHERE l.stock_take_id = NEW.stock_take_id AND NEW.endorsed_by_id IN (c.counted_by_id, c.entered_by_id))) THEN RAISE EXCEPTION 'sparewell:four_eyes' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION endorsed_as_counted() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.last_count_id <> COALESCE((SELECT MAX(c.id) FROM count c JOIN count_line l ON l.id = c.count_line_id
    WHERE l.stock_take_id = NEW.stock_take_id), 0) OR NOT EXISTS (SELECT 1 FROM stock_take t WHERE t.id = NEW.stock_take_id AND t.state = 'reviewed')) THEN RAISE EXCEPTION 'sparewell:not_endorsable' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION approval_of_the_worth() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.value_cny < COALESCE((SELECT SUM(ABS(c.counted - c.book) * COALESCE(c.unit_cost_cny, 0) / 1000) FROM count c
    JOIN count_line l ON l.id = c.count_line_id WHERE l.stock_take_id = NEW.stock_take_id AND c.round = (SELECT MAX(d.round) FROM count d WHERE d.count_line_id = c.count_line_id)), 0)) THEN RAISE EXCEPTION 'sparewell:not_the_worth' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION approval_within_limit() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.limit_cny > (SELECT MAX(k.figure) FROM (SELECT 100000000 AS figure UNION ALL
    SELECT CAST(CAST(s.value AS TEXT) AS NUMERIC) * 10000 FROM setting s WHERE s.name = 'stock_take.approval_limit_cny') k) OR (NEW.value_cny > NEW.limit_cny AND NOT EXISTS (SELECT 1 FROM stock_take_endorsement e WHERE e.stock_take_id = NEW.stock_take_id
    AND e.endorsed_by_id <> NEW.approved_by_id AND e.last_count_id = (SELECT MAX(c.id) FROM count c JOIN count_line l ON l.id = c.count_line_id
    WHERE l.stock_take_id = NEW.stock_take_id)))) THEN RAISE EXCEPTION 'sparewell:second_signature_missing' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION proposal_taken_once() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (OLD.count_line_id IS NOT NULL AND (NEW.count_line_id IS NULL OR NEW.count_line_id <> OLD.count_line_id) OR NEW.count_line_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM count_line l WHERE l.id = NEW.count_line_id AND l.location_id = NEW.location_id AND l.part_id = NEW.part_id)) THEN RAISE EXCEPTION 'sparewell:unchangeable:count_proposal' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION count_plan_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:count_plan' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION count_plan_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:count_plan' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION count_plan_keeps_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.id IS DISTINCT FROM OLD.id THEN RAISE EXCEPTION 'sparewell:unchangeable:count_plan' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION count_plan_keeps_store_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.store_id IS DISTINCT FROM OLD.store_id OR NEW.created_by_id IS DISTINCT FROM OLD.created_by_id THEN RAISE EXCEPTION 'sparewell:unchangeable:count_plan' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION count_proposal_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:count_proposal' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION count_proposal_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:count_proposal' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION count_proposal_keeps_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.id IS DISTINCT FROM OLD.id THEN RAISE EXCEPTION 'sparewell:unchangeable:count_proposal' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION count_proposal_keeps_location_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.location_id IS DISTINCT FROM OLD.location_id OR NEW.part_id IS DISTINCT FROM OLD.part_id OR NEW.reason IS DISTINCT FROM OLD.reason OR NEW.proposed_by_id IS DISTINCT FROM OLD.proposed_by_id OR NEW.proposed_at IS DISTINCT FROM OLD.proposed_at OR NEW.reference IS DISTINCT FROM OLD.reference THEN RAISE EXCEPTION 'sparewell:unchangeable:count_proposal' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION part_merge_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:part_merge' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION part_merge_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:part_merge' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION part_merge_keeps_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.id IS DISTINCT FROM OLD.id THEN RAISE EXCEPTION 'sparewell:unchangeable:part_merge' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION part_merge_keeps_duplicate_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.duplicate_id IS DISTINCT FROM OLD.duplicate_id OR NEW.kept_id IS DISTINCT FROM OLD.kept_id OR NEW.reason IS DISTINCT FROM OLD.reason OR NEW.merged_by_id IS DISTINCT FROM OLD.merged_by_id OR NEW.merged_at IS DISTINCT FROM OLD.merged_at OR NEW.state_before IS DISTINCT FROM OLD.state_before THEN RAISE EXCEPTION 'sparewell:unchangeable:part_merge' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION part_merge_undone_once() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (OLD.undone_at IS NOT NULL OR CAST(NEW.carried AS TEXT) <> CAST(OLD.carried AS TEXT)) THEN RAISE EXCEPTION 'sparewell:merge_undone' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION part_merge_measures_the_same() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.undone_at IS NOT NULL OR NOT EXISTS (SELECT 1 FROM part d JOIN part k ON k.id = NEW.kept_id WHERE d.id = NEW.duplicate_id AND d.unit_id = k.unit_id AND d.serial_tracked = k.serial_tracked)) THEN RAISE EXCEPTION 'sparewell:merge_measured_otherwise' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION part_alias_is_merged() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (COALESCE(NEW.merged_into_id, 0) <> COALESCE((SELECT m.kept_id FROM part_merge m WHERE m.duplicate_id = NEW.id AND m.undone_at IS NULL), 0)) THEN RAISE EXCEPTION 'sparewell:merge_not_written' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION part_alias_keeps_measure() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF ((NEW.unit_id <> OLD.unit_id OR NEW.serial_tracked <> OLD.serial_tracked) AND (NEW.merged_into_id IS NOT NULL OR EXISTS (SELECT 1 FROM part d WHERE d.merged_into_id = NEW.id))) THEN RAISE EXCEPTION 'sparewell:part_is_merged' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION part_begins_as_itself() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.merged_into_id IS NOT NULL) THEN RAISE EXCEPTION 'sparewell:merge_not_written' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION supersession_ends_insert() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN LOCK TABLE supersession IN SHARE ROW EXCLUSIVE MODE;
                IF EXISTS (WITH RECURSIVE reached (id) AS (SELECT NEW.successor_id UNION
        SELECT t.successor_id FROM supersession t JOIN reached r ON t.predecessor_id = r.id WHERE t.successor_id IS NOT NULL)
        SELECT 1 FROM reached WHERE id = NEW.predecessor_id) THEN RAISE EXCEPTION 'sparewell:supersession_in_a_circle' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION supersession_ends_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN LOCK TABLE supersession IN SHARE ROW EXCLUSIVE MODE;
                IF EXISTS (WITH RECURSIVE reached (id) AS (SELECT NEW.successor_id UNION
        SELECT t.successor_id FROM supersession t JOIN reached r ON t.predecessor_id = r.id WHERE t.successor_id IS NOT NULL)
        SELECT 1 FROM reached WHERE id = NEW.predecessor_id) THEN RAISE EXCEPTION 'sparewell:supersession_in_a_circle' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION category_is_a_tree_insert() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN LOCK TABLE category IN SHARE ROW EXCLUSIVE MODE;
                IF EXISTS (WITH RECURSIVE reached (id) AS (SELECT NEW.parent_id UNION
        SELECT t.parent_id FROM category t JOIN reached r ON t.id = r.id WHERE t.parent_id IS NOT NULL)
        SELECT 1 FROM reached WHERE id = NEW.id) THEN RAISE EXCEPTION 'sparewell:category_in_a_circle' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION category_is_a_tree_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN LOCK TABLE category IN SHARE ROW EXCLUSIVE MODE;
                IF EXISTS (WITH RECURSIVE reached (id) AS (SELECT NEW.parent_id UNION
        SELECT t.parent_id FROM category t JOIN reached r ON t.id = r.id WHERE t.parent_id IS NOT NULL)
        SELECT 1 FROM reached WHERE id = NEW.id) THEN RAISE EXCEPTION 'sparewell:category_in_a_circle' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION supersession_of_a_merge_stays() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (EXISTS (SELECT 1 FROM part p WHERE p.id = OLD.predecessor_id AND p.merged_into_id = OLD.successor_id)) THEN RAISE EXCEPTION 'sparewell:part_is_merged' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION supersession_of_a_merge_keeps() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (EXISTS (SELECT 1 FROM part p WHERE p.id = OLD.predecessor_id AND p.merged_into_id = OLD.successor_id) AND (NEW.predecessor_id <> OLD.predecessor_id OR NEW.successor_id <> OLD.successor_id OR NOT NEW.two_way OR NEW.predecessor_factor <> NEW.successor_factor)) THEN RAISE EXCEPTION 'sparewell:part_is_merged' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION pick_wave_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:pick_wave' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION pick_wave_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:pick_wave' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION pick_wave_keeps_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.id IS DISTINCT FROM OLD.id THEN RAISE EXCEPTION 'sparewell:unchangeable:pick_wave' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION pick_wave_keeps_number() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.number IS DISTINCT FROM OLD.number OR NEW.store_id IS DISTINCT FROM OLD.store_id OR NEW.keeper_id IS DISTINCT FROM OLD.keeper_id OR NEW.started_at IS DISTINCT FROM OLD.started_at THEN RAISE EXCEPTION 'sparewell:unchangeable:pick_wave' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION pick_wave_closed_once() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (OLD.state <> 'open') THEN RAISE EXCEPTION 'sparewell:wave_closed' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION pick_wave_line_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:pick_wave_line' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION pick_wave_line_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:pick_wave_line' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION pick_wave_line_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:pick_wave_line' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION pick_wave_line_one_walk() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (EXISTS (SELECT 1 FROM pick_wave_line l JOIN pick_wave w ON w.id = l.pick_wave_id AND w.state = 'open' WHERE l.part_request_id = NEW.part_request_id) OR NOT EXISTS (SELECT 1 FROM pick_wave w JOIN part_request q ON q.id = NEW.part_request_id AND q.store_id = w.store_id WHERE w.id = NEW.pick_wave_id AND w.state = 'open')) THEN RAISE EXCEPTION 'sparewell:already_being_picked' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION short_pick_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:short_pick' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION short_pick_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:short_pick' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION short_pick_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:short_pick' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION short_pick_right() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NOT EXISTS (SELECT 1 FROM part_request q JOIN lot o ON o.id = NEW.lot_id AND o.part_id = q.part_id JOIN location p ON p.id = NEW.location_id AND p.store_id = q.store_id WHERE q.id = NEW.part_request_id AND q.part_id = NEW.part_id)) THEN RAISE EXCEPTION 'sparewell:lot_of_another_part' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION fifo_ask_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:fifo_ask' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION fifo_ask_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:fifo_ask' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION fifo_ask_keeps_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.id IS DISTINCT FROM OLD.id THEN RAISE EXCEPTION 'sparewell:unchangeable:fifo_ask' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION fifo_ask_keeps_part_request_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.part_request_id IS DISTINCT FROM OLD.part_request_id OR NEW.work_order_id IS DISTINCT FROM OLD.work_order_id OR NEW.lot_id IS DISTINCT FROM OLD.lot_id OR NEW.reason IS DISTINCT FROM OLD.reason OR NEW.asked_by_id IS DISTINCT FROM OLD.asked_by_id OR NEW.asked_at IS DISTINCT FROM OLD.asked_at THEN RAISE EXCEPTION 'sparewell:unchangeable:fifo_ask' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION fifo_ask_decided_once() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (OLD.state <> 'asked') THEN RAISE EXCEPTION 'sparewell:ask_decided' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION fifo_ask_other_person() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.state IN ('signed', 'refused') AND (NEW.decided_by_id IS NULL OR NEW.decided_by_id = NEW.asked_by_id) OR NEW.state = 'signed' AND NOT EXISTS (SELECT 1 FROM fifo_exception x WHERE x.id = NEW.fifo_exception_id AND x.lot_id = NEW.lot_id AND x.work_order_id = NEW.work_order_id AND x.asked_by_id = NEW.asked_by_id AND x.signed_by_id = NEW.decided_by_id)) THEN RAISE EXCEPTION 'sparewell:four_eyes' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION fifo_ask_right() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.state <> 'asked' OR NOT EXISTS (SELECT 1 FROM part_request q JOIN lot o ON o.part_id = q.part_id AND o.id = NEW.lot_id WHERE q.id = NEW.part_request_id AND q.work_order_id = NEW.work_order_id)) THEN RAISE EXCEPTION 'sparewell:lot_of_another_part' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION handover_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:handover' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION handover_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:handover' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION handover_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:handover' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION handover_posting_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:handover_posting' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION handover_posting_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:handover_posting' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION handover_posting_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:handover_posting' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION handover_two_persons() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.handed_by_id = NEW.received_by_id) THEN RAISE EXCEPTION 'sparewell:four_eyes' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION handover_posting_right() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NOT EXISTS (SELECT 1 FROM handover h JOIN work_order w ON w.id = h.work_order_id JOIN posting p ON p.reference = w.number AND p.kind = 'issue' WHERE h.id = NEW.handover_id AND p.id = NEW.posting_id)) THEN RAISE EXCEPTION 'sparewell:not_issued_to_it' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION store_deputy_right_place() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NOT EXISTS (SELECT 1 FROM location l WHERE l.id = NEW.store_id AND l.kind IN ('warehouse', 'van'))) THEN RAISE EXCEPTION 'sparewell:wrong_kind_of_place' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION store_deputy_keeps_store_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.store_id IS DISTINCT FROM OLD.store_id THEN RAISE EXCEPTION 'sparewell:unchangeable:store_deputy' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION bin_home_right_place() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NOT EXISTS (SELECT 1 FROM location l WHERE l.id = NEW.location_id AND l.kind IN ('bin'))) THEN RAISE EXCEPTION 'sparewell:wrong_kind_of_place' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION bin_home_keeps_location_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.location_id IS DISTINCT FROM OLD.location_id THEN RAISE EXCEPTION 'sparewell:unchangeable:bin_home' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION van_limit_right_place() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NOT EXISTS (SELECT 1 FROM location l WHERE l.id = NEW.van_id AND l.kind IN ('van'))) THEN RAISE EXCEPTION 'sparewell:wrong_kind_of_place' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION van_limit_keeps_van_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.van_id IS DISTINCT FROM OLD.van_id THEN RAISE EXCEPTION 'sparewell:unchangeable:van_limit' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION allocation_event_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:allocation_event' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION allocation_event_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:allocation_event' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION allocation_event_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:allocation_event' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION allocation_event_same_part() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.to_request_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM part_request a JOIN part_request b ON b.id = NEW.to_request_id AND b.part_id = a.part_id AND b.store_id = a.store_id AND b.id <> a.id WHERE a.id = NEW.part_request_id)) THEN RAISE EXCEPTION 'sparewell:not_asked_for' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION reservation_held() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (OLD.state = 'open' AND NEW.state IN ('released', 'expired') AND EXISTS (SELECT 1 FROM part_request q WHERE q.id = NEW.part_request_id AND q.held)) THEN RAISE EXCEPTION 'sparewell:promise_held' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION part_request_hold_recorded() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.held <> OLD.held AND (CASE WHEN NEW.held THEN 1 ELSE 0 END) <> COALESCE((SELECT SUM(CASE e.kind WHEN 'held' THEN 1 WHEN 'lifted' THEN -1 ELSE 0 END) FROM allocation_event e WHERE e.part_request_id = NEW.id), 0)) THEN RAISE EXCEPTION 'sparewell:hold_without_record' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION part_request_begins_soft() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.held) THEN RAISE EXCEPTION 'sparewell:hold_without_record' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION stock_take_endorsement_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:stock_take_endorsement' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION stock_take_endorsement_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:stock_take_endorsement' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION stock_take_endorsement_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:stock_take_endorsement' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION stock_take_endorsement_endorsed_by_id_is_another() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.endorsed_by_id = NEW.created_by_id OR NOT EXISTS (SELECT 1 FROM stock_take WHERE stock_take.id = NEW.stock_take_id AND stock_take.created_by_id = NEW.created_by_id)) THEN RAISE EXCEPTION 'sparewell:four_eyes' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION stock_take_approval_keeps_value_cny() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.value_cny IS DISTINCT FROM OLD.value_cny OR NEW.limit_cny IS DISTINCT FROM OLD.limit_cny THEN RAISE EXCEPTION 'sparewell:unchangeable:stock_take_approval' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION variance_cause_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:variance_cause' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION variance_cause_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:variance_cause' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION variance_cause_keeps_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.id IS DISTINCT FROM OLD.id THEN RAISE EXCEPTION 'sparewell:unchangeable:variance_cause' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION variance_cause_keeps_code() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.code IS DISTINCT FROM OLD.code THEN RAISE EXCEPTION 'sparewell:unchangeable:variance_cause' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION limit_signature_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:limit_signature' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION limit_signature_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:limit_signature' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION limit_signature_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:limit_signature' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION limit_signature_signed_by_id_is_another() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.signed_by_id = NEW.asked_by_id OR NOT EXISTS (SELECT 1 FROM transfer WHERE transfer.id = NEW.transfer_id AND transfer.asked_by_id = NEW.asked_by_id)) THEN RAISE EXCEPTION 'sparewell:four_eyes' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION transfer_within_limits() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.state = 'sent' AND OLD.state <> 'sent' AND NOT EXISTS (SELECT 1 FROM limit_signature s WHERE s.transfer_id = NEW.id) AND (EXISTS (SELECT 1 FROM transfer_line t JOIN van_limit v ON v.part_id = t.part_id WHERE t.transfer_id = NEW.id AND v.van_id = NEW.to_store_id AND t.sent > 0 AND v.most < (SELECT COALESCE(SUM(b.on_hand), 0) FROM balance b JOIN location l ON l.id = b.location_id
    WHERE b.store_id = NEW.to_store_id AND l.kind IN ('van', 'in_transit') AND b.on_hand > 0 AND b.part_id = t.part_id)) OR EXISTS (SELECT 1 FROM location p WHERE p.id = NEW.to_store_id AND p.kind = 'van' AND p.most_value_cny * 1000 < (SELECT COALESCE(SUM(b.on_hand * o.unit_cost_cny), 0) FROM balance b JOIN location l ON l.id = b.location_id JOIN lot o ON o.id = b.lot_id
    WHERE b.store_id = NEW.to_store_id AND l.kind IN ('van', 'in_transit') AND b.on_hand > 0 )))) THEN RAISE EXCEPTION 'sparewell:beyond_limit' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION transfer_settlement_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:transfer_settlement' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION transfer_settlement_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:transfer_settlement' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION transfer_settlement_keeps_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.id IS DISTINCT FROM OLD.id THEN RAISE EXCEPTION 'sparewell:unchangeable:transfer_settlement' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION transfer_settlement_keeps_transfer_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.transfer_id IS DISTINCT FROM OLD.transfer_id OR NEW.part_id IS DISTINCT FROM OLD.part_id OR NEW.quantity IS DISTINCT FROM OLD.quantity OR NEW.cause IS DISTINCT FROM OLD.cause OR NEW.note IS DISTINCT FROM OLD.note OR NEW.by_id IS DISTINCT FROM OLD.by_id OR NEW.at IS DISTINCT FROM OLD.at THEN RAISE EXCEPTION 'sparewell:unchangeable:transfer_settlement' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION transfer_settlement_once() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (OLD.state <> 'asked') THEN RAISE EXCEPTION 'sparewell:settlement_decided' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION transfer_settlement_other() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.decided_by_id IS NOT NULL AND (NEW.decided_by_id = NEW.by_id OR EXISTS (SELECT 1 FROM transfer t WHERE t.id = NEW.transfer_id AND NEW.decided_by_id IN (t.sent_by_id, t.received_by_id)))) THEN RAISE EXCEPTION 'sparewell:four_eyes' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION transfer_settlement_asked_first() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.cause = 'lost' AND NEW.state <> 'asked' OR NEW.decided_by_id IS NOT NULL) THEN RAISE EXCEPTION 'sparewell:four_eyes' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION transfer_closed_settled() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.state = 'closed' AND OLD.state = 'short' AND EXISTS (SELECT 1 FROM transfer_line t WHERE t.transfer_id = NEW.id AND t.sent - t.received <> COALESCE((SELECT SUM(s.quantity) FROM transfer_settlement s WHERE s.transfer_id = NEW.id AND s.part_id = t.part_id AND s.state = 'posted'), 0))) THEN RAISE EXCEPTION 'sparewell:not_settled' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER count_by_who_has_the_line BEFORE INSERT ON count FOR EACH ROW EXECUTE FUNCTION count_by_who_has_the_line()
-- next
CREATE TRIGGER count_knows_the_cost BEFORE INSERT ON count FOR EACH ROW EXECUTE FUNCTION count_knows_the_cost()
-- next
CREATE TRIGGER count_line_cause_known BEFORE UPDATE OF cause ON count_line FOR EACH ROW EXECUTE FUNCTION count_line_cause_known()
-- next
CREATE TRIGGER endorsed_by_no_counter BEFORE INSERT ON stock_take_endorsement FOR EACH ROW EXECUTE FUNCTION endorsed_by_no_counter()
-- next
CREATE TRIGGER endorsed_as_counted BEFORE INSERT ON stock_take_endorsement FOR EACH ROW EXECUTE FUNCTION endorsed_as_counted()
-- next
CREATE TRIGGER approval_of_the_worth BEFORE INSERT ON stock_take_approval FOR EACH ROW EXECUTE FUNCTION approval_of_the_worth()
-- next
CREATE TRIGGER approval_within_limit BEFORE INSERT ON stock_take_approval FOR EACH ROW EXECUTE FUNCTION approval_within_limit()
-- next
CREATE TRIGGER proposal_taken_once BEFORE UPDATE OF count_line_id ON count_proposal FOR EACH ROW EXECUTE FUNCTION proposal_taken_once()
-- next
CREATE TRIGGER count_plan_no_delete BEFORE DELETE ON count_plan FOR EACH ROW EXECUTE FUNCTION count_plan_no_delete()
-- next
CREATE TRIGGER count_plan_no_truncate BEFORE TRUNCATE ON count_plan FOR EACH STATEMENT EXECUTE FUNCTION count_plan_no_truncate()
-- next
CREATE TRIGGER count_plan_keeps_id BEFORE UPDATE ON count_plan FOR EACH ROW EXECUTE FUNCTION count_plan_keeps_id()
-- next
CREATE TRIGGER count_plan_keeps_store_id BEFORE UPDATE ON count_plan FOR EACH ROW EXECUTE FUNCTION count_plan_keeps_store_id()
-- next
CREATE TRIGGER count_proposal_no_delete BEFORE DELETE ON count_proposal FOR EACH ROW EXECUTE FUNCTION count_proposal_no_delete()
-- next
CREATE TRIGGER count_proposal_no_truncate BEFORE TRUNCATE ON count_proposal FOR EACH STATEMENT EXECUTE FUNCTION count_proposal_no_truncate()
-- next
CREATE TRIGGER count_proposal_keeps_id BEFORE UPDATE ON count_proposal FOR EACH ROW EXECUTE FUNCTION count_proposal_keeps_id()
-- next
CREATE TRIGGER count_proposal_keeps_location_id BEFORE UPDATE ON count_proposal FOR EACH ROW EXECUTE FUNCTION count_proposal_keeps_location_id()
-- next
CREATE TRIGGER part_merge_no_delete BEFORE DELETE ON part_merge FOR EACH ROW EXECUTE FUNCTION part_merge_no_delete()
-- next
CREATE TRIGGER part_merge_no_truncate BEFORE TRUNCATE ON part_merge FOR EACH STATEMENT EXECUTE FUNCTION part_merge_no_truncate()
-- next
CREATE TRIGGER part_merge_keeps_id BEFORE UPDATE ON part_merge FOR EACH ROW EXECUTE FUNCTION part_merge_keeps_id()
-- next
CREATE TRIGGER part_merge_keeps_duplicate_id BEFORE UPDATE ON part_merge FOR EACH ROW EXECUTE FUNCTION part_merge_keeps_duplicate_id()
-- next
CREATE TRIGGER part_merge_undone_once BEFORE UPDATE ON part_merge FOR EACH ROW EXECUTE FUNCTION part_merge_undone_once()
-- next
CREATE TRIGGER part_merge_measures_the_same BEFORE INSERT ON part_merge FOR EACH ROW EXECUTE FUNCTION part_merge_measures_the_same()
-- next
CREATE TRIGGER part_alias_is_merged BEFORE UPDATE OF merged_into_id ON part FOR EACH ROW EXECUTE FUNCTION part_alias_is_merged()
-- next
CREATE TRIGGER part_alias_keeps_measure BEFORE UPDATE OF unit_id, serial_tracked ON part FOR EACH ROW EXECUTE FUNCTION part_alias_keeps_measure()
-- next
CREATE TRIGGER part_begins_as_itself BEFORE INSERT ON part FOR EACH ROW EXECUTE FUNCTION part_begins_as_itself()
-- next
CREATE TRIGGER supersession_ends_insert AFTER INSERT ON supersession FOR EACH ROW EXECUTE FUNCTION supersession_ends_insert()
-- next
CREATE TRIGGER supersession_ends_update AFTER UPDATE OF predecessor_id, successor_id ON supersession FOR EACH ROW EXECUTE FUNCTION supersession_ends_update()
-- next
CREATE TRIGGER category_is_a_tree_insert AFTER INSERT ON category FOR EACH ROW EXECUTE FUNCTION category_is_a_tree_insert()
-- next
CREATE TRIGGER category_is_a_tree_update AFTER UPDATE OF parent_id ON category FOR EACH ROW EXECUTE FUNCTION category_is_a_tree_update()
-- next
CREATE TRIGGER supersession_of_a_merge_stays BEFORE DELETE ON supersession FOR EACH ROW EXECUTE FUNCTION supersession_of_a_merge_stays()
-- next
CREATE TRIGGER supersession_of_a_merge_keeps BEFORE UPDATE ON supersession FOR EACH ROW EXECUTE FUNCTION supersession_of_a_merge_keeps()
-- next
CREATE TRIGGER pick_wave_no_delete BEFORE DELETE ON pick_wave FOR EACH ROW EXECUTE FUNCTION pick_wave_no_delete()
-- next
CREATE TRIGGER pick_wave_no_truncate BEFORE TRUNCATE ON pick_wave FOR EACH STATEMENT EXECUTE FUNCTION pick_wave_no_truncate()
-- next
CREATE TRIGGER pick_wave_keeps_id BEFORE UPDATE ON pick_wave FOR EACH ROW EXECUTE FUNCTION pick_wave_keeps_id()
-- next
CREATE TRIGGER pick_wave_keeps_number BEFORE UPDATE ON pick_wave FOR EACH ROW EXECUTE FUNCTION pick_wave_keeps_number()
-- next
CREATE TRIGGER pick_wave_closed_once BEFORE UPDATE ON pick_wave FOR EACH ROW EXECUTE FUNCTION pick_wave_closed_once()
-- next
CREATE TRIGGER pick_wave_line_no_update BEFORE UPDATE ON pick_wave_line FOR EACH ROW EXECUTE FUNCTION pick_wave_line_no_update()
-- next
CREATE TRIGGER pick_wave_line_no_delete BEFORE DELETE ON pick_wave_line FOR EACH ROW EXECUTE FUNCTION pick_wave_line_no_delete()
-- next
CREATE TRIGGER pick_wave_line_no_truncate BEFORE TRUNCATE ON pick_wave_line FOR EACH STATEMENT EXECUTE FUNCTION pick_wave_line_no_truncate()
-- next
CREATE TRIGGER pick_wave_line_one_walk BEFORE INSERT ON pick_wave_line FOR EACH ROW EXECUTE FUNCTION pick_wave_line_one_walk()
-- next
CREATE TRIGGER short_pick_no_update BEFORE UPDATE ON short_pick FOR EACH ROW EXECUTE FUNCTION short_pick_no_update()
-- next
CREATE TRIGGER short_pick_no_delete BEFORE DELETE ON short_pick FOR EACH ROW EXECUTE FUNCTION short_pick_no_delete()
-- next
CREATE TRIGGER short_pick_no_truncate BEFORE TRUNCATE ON short_pick FOR EACH STATEMENT EXECUTE FUNCTION short_pick_no_truncate()
-- next
CREATE TRIGGER short_pick_right BEFORE INSERT ON short_pick FOR EACH ROW EXECUTE FUNCTION short_pick_right()
-- next
CREATE TRIGGER fifo_ask_no_delete BEFORE DELETE ON fifo_ask FOR EACH ROW EXECUTE FUNCTION fifo_ask_no_delete()
-- next
CREATE TRIGGER fifo_ask_no_truncate BEFORE TRUNCATE ON fifo_ask FOR EACH STATEMENT EXECUTE FUNCTION fifo_ask_no_truncate()
-- next
CREATE TRIGGER fifo_ask_keeps_id BEFORE UPDATE ON fifo_ask FOR EACH ROW EXECUTE FUNCTION fifo_ask_keeps_id()
-- next
CREATE TRIGGER fifo_ask_keeps_part_request_id BEFORE UPDATE ON fifo_ask FOR EACH ROW EXECUTE FUNCTION fifo_ask_keeps_part_request_id()
-- next
CREATE TRIGGER fifo_ask_decided_once BEFORE UPDATE ON fifo_ask FOR EACH ROW EXECUTE FUNCTION fifo_ask_decided_once()
-- next
CREATE TRIGGER fifo_ask_other_person BEFORE UPDATE ON fifo_ask FOR EACH ROW EXECUTE FUNCTION fifo_ask_other_person()
-- next
CREATE TRIGGER fifo_ask_right BEFORE INSERT ON fifo_ask FOR EACH ROW EXECUTE FUNCTION fifo_ask_right()
-- next
CREATE TRIGGER handover_no_update BEFORE UPDATE ON handover FOR EACH ROW EXECUTE FUNCTION handover_no_update()
-- next
CREATE TRIGGER handover_no_delete BEFORE DELETE ON handover FOR EACH ROW EXECUTE FUNCTION handover_no_delete()
-- next
CREATE TRIGGER handover_no_truncate BEFORE TRUNCATE ON handover FOR EACH STATEMENT EXECUTE FUNCTION handover_no_truncate()
-- next
CREATE TRIGGER handover_posting_no_update BEFORE UPDATE ON handover_posting FOR EACH ROW EXECUTE FUNCTION handover_posting_no_update()
-- next
CREATE TRIGGER handover_posting_no_delete BEFORE DELETE ON handover_posting FOR EACH ROW EXECUTE FUNCTION handover_posting_no_delete()
-- next
CREATE TRIGGER handover_posting_no_truncate BEFORE TRUNCATE ON handover_posting FOR EACH STATEMENT EXECUTE FUNCTION handover_posting_no_truncate()
-- next
CREATE TRIGGER handover_two_persons BEFORE INSERT ON handover FOR EACH ROW EXECUTE FUNCTION handover_two_persons()
-- next
CREATE TRIGGER handover_posting_right BEFORE INSERT ON handover_posting FOR EACH ROW EXECUTE FUNCTION handover_posting_right()
-- next
CREATE TRIGGER store_deputy_right_place BEFORE INSERT ON store_deputy FOR EACH ROW EXECUTE FUNCTION store_deputy_right_place()
-- next
CREATE TRIGGER store_deputy_keeps_store_id BEFORE UPDATE ON store_deputy FOR EACH ROW EXECUTE FUNCTION store_deputy_keeps_store_id()
-- next
CREATE TRIGGER bin_home_right_place BEFORE INSERT ON bin_home FOR EACH ROW EXECUTE FUNCTION bin_home_right_place()
-- next
CREATE TRIGGER bin_home_keeps_location_id BEFORE UPDATE ON bin_home FOR EACH ROW EXECUTE FUNCTION bin_home_keeps_location_id()
-- next
CREATE TRIGGER van_limit_right_place BEFORE INSERT ON van_limit FOR EACH ROW EXECUTE FUNCTION van_limit_right_place()
-- next
CREATE TRIGGER van_limit_keeps_van_id BEFORE UPDATE ON van_limit FOR EACH ROW EXECUTE FUNCTION van_limit_keeps_van_id()
-- next
CREATE TRIGGER allocation_event_no_update BEFORE UPDATE ON allocation_event FOR EACH ROW EXECUTE FUNCTION allocation_event_no_update()
-- next
CREATE TRIGGER allocation_event_no_delete BEFORE DELETE ON allocation_event FOR EACH ROW EXECUTE FUNCTION allocation_event_no_delete()
-- next
CREATE TRIGGER allocation_event_no_truncate BEFORE TRUNCATE ON allocation_event FOR EACH STATEMENT EXECUTE FUNCTION allocation_event_no_truncate()
-- next
CREATE TRIGGER allocation_event_same_part BEFORE INSERT ON allocation_event FOR EACH ROW EXECUTE FUNCTION allocation_event_same_part()
-- next
CREATE TRIGGER reservation_held BEFORE UPDATE OF state ON reservation FOR EACH ROW EXECUTE FUNCTION reservation_held()
-- next
CREATE TRIGGER part_request_hold_recorded BEFORE UPDATE OF held ON part_request FOR EACH ROW EXECUTE FUNCTION part_request_hold_recorded()
-- next
CREATE TRIGGER part_request_begins_soft BEFORE INSERT ON part_request FOR EACH ROW EXECUTE FUNCTION part_request_begins_soft()
-- next
CREATE TRIGGER stock_take_endorsement_no_update BEFORE UPDATE ON stock_take_endorsement FOR EACH ROW EXECUTE FUNCTION stock_take_endorsement_no_update()
-- next
CREATE TRIGGER stock_take_endorsement_no_delete BEFORE DELETE ON stock_take_endorsement FOR EACH ROW EXECUTE FUNCTION stock_take_endorsement_no_delete()
-- next
CREATE TRIGGER stock_take_endorsement_no_truncate BEFORE TRUNCATE ON stock_take_endorsement FOR EACH STATEMENT EXECUTE FUNCTION stock_take_endorsement_no_truncate()
-- next
CREATE TRIGGER stock_take_endorsement_endorsed_by_id_is_another BEFORE INSERT ON stock_take_endorsement FOR EACH ROW EXECUTE FUNCTION stock_take_endorsement_endorsed_by_id_is_another()
-- next
CREATE TRIGGER stock_take_approval_keeps_value_cny BEFORE UPDATE ON stock_take_approval FOR EACH ROW EXECUTE FUNCTION stock_take_approval_keeps_value_cny()
-- next
CREATE TRIGGER variance_cause_no_delete BEFORE DELETE ON variance_cause FOR EACH ROW EXECUTE FUNCTION variance_cause_no_delete()
-- next
CREATE TRIGGER variance_cause_no_truncate BEFORE TRUNCATE ON variance_cause FOR EACH STATEMENT EXECUTE FUNCTION variance_cause_no_truncate()
-- next
CREATE TRIGGER variance_cause_keeps_id BEFORE UPDATE ON variance_cause FOR EACH ROW EXECUTE FUNCTION variance_cause_keeps_id()
-- next
CREATE TRIGGER variance_cause_keeps_code BEFORE UPDATE ON variance_cause FOR EACH ROW EXECUTE FUNCTION variance_cause_keeps_code()
-- next
CREATE TRIGGER limit_signature_no_update BEFORE UPDATE ON limit_signature FOR EACH ROW EXECUTE FUNCTION limit_signature_no_update()
-- next
CREATE TRIGGER limit_signature_no_delete BEFORE DELETE ON limit_signature FOR EACH ROW EXECUTE FUNCTION limit_signature_no_delete()
-- next
CREATE TRIGGER limit_signature_no_truncate BEFORE TRUNCATE ON limit_signature FOR EACH STATEMENT EXECUTE FUNCTION limit_signature_no_truncate()
-- next
CREATE TRIGGER limit_signature_signed_by_id_is_another BEFORE INSERT ON limit_signature FOR EACH ROW EXECUTE FUNCTION limit_signature_signed_by_id_is_another()
-- next
CREATE TRIGGER transfer_within_limits BEFORE UPDATE OF state ON transfer FOR EACH ROW EXECUTE FUNCTION transfer_within_limits()
-- next
CREATE TRIGGER transfer_settlement_no_delete BEFORE DELETE ON transfer_settlement FOR EACH ROW EXECUTE FUNCTION transfer_settlement_no_delete()
-- next
CREATE TRIGGER transfer_settlement_no_truncate BEFORE TRUNCATE ON transfer_settlement FOR EACH STATEMENT EXECUTE FUNCTION transfer_settlement_no_truncate()
-- next
CREATE TRIGGER transfer_settlement_keeps_id BEFORE UPDATE ON transfer_settlement FOR EACH ROW EXECUTE FUNCTION transfer_settlement_keeps_id()
-- next
CREATE TRIGGER transfer_settlement_keeps_transfer_id BEFORE UPDATE ON transfer_settlement FOR EACH ROW EXECUTE FUNCTION transfer_settlement_keeps_transfer_id()
-- next
CREATE TRIGGER transfer_settlement_once BEFORE UPDATE ON transfer_settlement FOR EACH ROW EXECUTE FUNCTION transfer_settlement_once()
-- next
CREATE TRIGGER transfer_settlement_other BEFORE UPDATE ON transfer_settlement FOR EACH ROW EXECUTE FUNCTION transfer_settlement_other()
-- next
CREATE TRIGGER transfer_settlement_asked_first BEFORE INSERT ON transfer_settlement FOR EACH ROW EXECUTE FUNCTION transfer_settlement_asked_first()
-- next
CREATE TRIGGER transfer_closed_settled BEFORE UPDATE OF state ON transfer FOR EACH ROW EXECUTE FUNCTION transfer_closed_settled()
