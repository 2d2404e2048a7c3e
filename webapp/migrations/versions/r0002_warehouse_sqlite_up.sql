DROP TRIGGER reservation_integers
-- next
DROP TRIGGER count_integers
-- next
DROP TRIGGER part_keeps_measure
-- next
DROP TRIGGER work_order_stays_closed
-- next
DROP TRIGGER reservation_promises
-- next
DROP TRIGGER reservation_is_asked_for
-- next
DROP TRIGGER reservation_resolved_once
-- next
DROP TRIGGER reservation_insert_counts
-- next
DROP TRIGGER reservation_update_counts
-- next
DROP TRIGGER count_knows_the_book
-- next
DROP TRIGGER count_in_turn
-- next
DROP TRIGGER count_before_approval
-- next
DROP TRIGGER count_line_before_approval
-- next
DROP TRIGGER approval_only_once
-- next
DROP TRIGGER stock_take_approved_first
-- next
DROP TRIGGER count_line_settled
-- next
DROP TRIGGER stock_take_approval_no_counter
-- next
DROP TRIGGER part_no_delete
-- next
DROP TRIGGER part_keeps_id
-- next
DROP TRIGGER part_no_replace_id
-- next
DROP TRIGGER part_no_takeover_id
-- next
DROP TRIGGER part_no_replace_number
-- next
DROP TRIGGER part_no_takeover_number
-- next
DROP TRIGGER part_no_replace_gtin
-- next
DROP TRIGGER part_no_takeover_gtin
-- next
DROP TRIGGER location_keeps_kind
-- next
DROP TRIGGER location_keeps_store
-- next
DROP TRIGGER location_no_delete
-- next
DROP TRIGGER location_keeps_id
-- next
DROP TRIGGER location_no_replace_id
-- next
DROP TRIGGER location_no_takeover_id
-- next
DROP TRIGGER location_no_replace_code
-- next
DROP TRIGGER location_no_takeover_code
-- next
DROP TRIGGER location_insert_store_right
-- next
DROP TRIGGER location_update_store_right
-- next
DROP TRIGGER part_request_no_delete
-- next
DROP TRIGGER part_request_keeps_id
-- next
DROP TRIGGER part_request_no_replace_id
-- next
DROP TRIGGER part_request_no_takeover_id
-- next
DROP TRIGGER part_request_keeps_quantity
-- next
DROP TRIGGER reservation_no_delete
-- next
DROP TRIGGER reservation_keeps_id
-- next
DROP TRIGGER reservation_no_replace_id
-- next
DROP TRIGGER reservation_no_takeover_id
-- next
DROP TRIGGER reservation_keeps_quantity
-- next
DROP TRIGGER work_order_no_delete
-- next
DROP TRIGGER work_order_keeps_id
-- next
DROP TRIGGER work_order_no_replace_id
-- next
DROP TRIGGER work_order_no_takeover_id
-- next
DROP TRIGGER work_order_no_replace_number
-- next
DROP TRIGGER work_order_no_takeover_number
-- next
DROP TRIGGER work_order_no_replace_location_id
-- next
DROP TRIGGER work_order_no_takeover_location_id
-- next
DROP TRIGGER work_order_keeps_location_id
-- next
DROP TRIGGER count_no_update
-- next
DROP TRIGGER count_no_delete
-- next
DROP TRIGGER count_no_replace_id
-- next
DROP TRIGGER count_no_replace_count_line_id_round
-- next
DROP TRIGGER count_line_no_delete
-- next
DROP TRIGGER count_line_keeps_id
-- next
DROP TRIGGER count_line_no_replace_id
-- next
DROP TRIGGER count_line_no_takeover_id
-- next
DROP TRIGGER count_line_no_replace_stock_take_id_location_id_part_id
-- next
DROP TRIGGER count_line_no_takeover_stock_take_id_location_id_part_id
-- next
DROP TRIGGER count_line_keeps_stock_take_id
-- next
DROP TRIGGER stock_take_no_delete
-- next
DROP TRIGGER stock_take_keeps_id
-- next
DROP TRIGGER stock_take_no_replace_id
-- next
DROP TRIGGER stock_take_no_takeover_id
-- next
DROP TRIGGER stock_take_no_replace_number
-- next
DROP TRIGGER stock_take_no_takeover_number
-- next
DROP TRIGGER stock_take_keeps_created_by_id
-- next
DROP TRIGGER stock_take_approval_approved_by_id_is_another
-- next
DROP TRIGGER stock_take_approval_no_delete
-- next
DROP TRIGGER stock_take_approval_no_replace_stock_take_id
-- next
DROP TRIGGER stock_take_approval_no_takeover_stock_take_id
-- next
DROP TRIGGER stock_take_approval_keeps_stock_take_id
-- next
CREATE TABLE variance_cause (
	id INTEGER NOT NULL,
	code VARCHAR(20) NOT NULL,
	name_zh VARCHAR(120) NOT NULL,
	name_en VARCHAR(120) NOT NULL,
	side VARCHAR(4) NOT NULL,
	account VARCHAR(80) NOT NULL,
	place INTEGER NOT NULL,
	active BOOLEAN NOT NULL,
	CONSTRAINT pk_variance_cause PRIMARY KEY (id),
	CONSTRAINT ck_variance_cause_side_known CHECK (side IN ('both', 'gain', 'loss')),
	CONSTRAINT uq_variance_cause_code UNIQUE (code)
)
-- next
CREATE TABLE bin_home (
	id INTEGER NOT NULL,
	part_id INTEGER NOT NULL,
	location_id INTEGER NOT NULL,
	position INTEGER NOT NULL,
	most BIGINT,
	CONSTRAINT pk_bin_home PRIMARY KEY (id),
	CONSTRAINT uq_bin_home_part_id_location_id UNIQUE (part_id, location_id),
	CONSTRAINT ck_bin_home_most_positive CHECK (most IS NULL OR most > 0),
	CONSTRAINT ck_bin_home_most_whole CHECK (most IS NULL OR typeof(most) = 'integer'),
	CONSTRAINT fk_bin_home_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_bin_home_location_id_location FOREIGN KEY(location_id) REFERENCES location (id)
)
-- next
CREATE INDEX ix_bin_home_location_id ON bin_home (location_id)
-- next
CREATE TABLE count_plan (
	id INTEGER NOT NULL,
	store_id INTEGER NOT NULL,
	every_days INTEGER NOT NULL,
	lines_at_once INTEGER NOT NULL,
	created_by_id INTEGER NOT NULL,
	created_at DATETIME NOT NULL,
	days_to_count INTEGER NOT NULL,
	zone_id INTEGER,
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
CREATE INDEX ix_count_plan_store_id ON count_plan (store_id)
-- next
CREATE TABLE part_merge (
	id INTEGER NOT NULL,
	duplicate_id INTEGER NOT NULL,
	kept_id INTEGER NOT NULL,
	reason VARCHAR(300) NOT NULL,
	merged_by_id INTEGER NOT NULL,
	merged_at DATETIME NOT NULL,
	state_before VARCHAR(12) NOT NULL,
	carried JSON NOT NULL,
	undone_by_id INTEGER,
	undone_at DATETIME,
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
CREATE INDEX ix_part_merge_duplicate_id ON part_merge (duplicate_id)
-- next
CREATE INDEX ix_part_merge_kept_id ON part_merge (kept_id)
-- next
CREATE UNIQUE INDEX uq_part_merge_open ON part_merge (duplicate_id) WHERE undone_at IS NULL
-- next
CREATE TABLE pick_wave (
	id INTEGER NOT NULL,
	number VARCHAR(40) NOT NULL,
	store_id INTEGER NOT NULL,
	keeper_id INTEGER NOT NULL,
	started_at DATETIME NOT NULL,
	state VARCHAR(10) NOT NULL,
	closed_at DATETIME,
	CONSTRAINT pk_pick_wave PRIMARY KEY (id),
	CONSTRAINT ck_pick_wave_state_known CHECK (state IN ('open', 'done', 'cancelled')),
	CONSTRAINT uq_pick_wave_number UNIQUE (number),
	CONSTRAINT fk_pick_wave_store_id_location FOREIGN KEY(store_id) REFERENCES location (id),
	CONSTRAINT fk_pick_wave_keeper_id_person FOREIGN KEY(keeper_id) REFERENCES person (id)
)
-- next
CREATE INDEX ix_pick_wave_state ON pick_wave (state)
-- next
CREATE TABLE store_deputy (
	id INTEGER NOT NULL,
	store_id INTEGER NOT NULL,
	person_id INTEGER NOT NULL,
	from_on DATE NOT NULL,
	named_by_id INTEGER NOT NULL,
	until_on DATE,
	CONSTRAINT pk_store_deputy PRIMARY KEY (id),
	CONSTRAINT uq_store_deputy_store_id_person_id_from_on UNIQUE (store_id, person_id, from_on),
	CONSTRAINT ck_store_deputy_days_in_order CHECK (until_on IS NULL OR until_on >= from_on),
	CONSTRAINT fk_store_deputy_store_id_location FOREIGN KEY(store_id) REFERENCES location (id),
	CONSTRAINT fk_store_deputy_person_id_person FOREIGN KEY(person_id) REFERENCES person (id),
	CONSTRAINT fk_store_deputy_named_by_id_person FOREIGN KEY(named_by_id) REFERENCES person (id)
)
-- next
CREATE INDEX ix_store_deputy_person_id ON store_deputy (person_id)
-- next
CREATE TABLE van_limit (
	id INTEGER NOT NULL,
	van_id INTEGER NOT NULL,
	part_id INTEGER NOT NULL,
	most BIGINT NOT NULL,
	CONSTRAINT pk_van_limit PRIMARY KEY (id),
	CONSTRAINT uq_van_limit_van_id_part_id UNIQUE (van_id, part_id),
	CONSTRAINT ck_van_limit_most_not_negative CHECK (most >= 0),
	CONSTRAINT ck_van_limit_most_whole CHECK (most IS NULL OR typeof(most) = 'integer'),
	CONSTRAINT fk_van_limit_van_id_location FOREIGN KEY(van_id) REFERENCES location (id),
	CONSTRAINT fk_van_limit_part_id_part FOREIGN KEY(part_id) REFERENCES part (id)
)
-- next
CREATE INDEX ix_van_limit_part_id ON van_limit (part_id)
-- next
CREATE TABLE fit_range (
	id INTEGER NOT NULL,
	fit_id INTEGER NOT NULL,
	serial_from VARCHAR(80) NOT NULL,
	serial_to VARCHAR(80) NOT NULL,
	CONSTRAINT pk_fit_range PRIMARY KEY (id),
	CONSTRAINT uq_fit_range_fit_id_serial_from_serial_to UNIQUE (fit_id, serial_from, serial_to),
	CONSTRAINT ck_fit_range_one_end CHECK (serial_from <> '' OR serial_to <> ''),
	CONSTRAINT fk_fit_range_fit_id_fit FOREIGN KEY(fit_id) REFERENCES fit (id) ON DELETE CASCADE
)
-- next
CREATE TABLE handover (
	id INTEGER NOT NULL,
	number VARCHAR(40) NOT NULL,
	work_order_id INTEGER NOT NULL,
	handed_by_id INTEGER NOT NULL,
	received_by_id INTEGER NOT NULL,
	handed_at DATETIME NOT NULL,
	signature_attachment_id INTEGER NOT NULL,
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
CREATE INDEX ix_handover_work_order_id ON handover (work_order_id)
-- next
CREATE TABLE limit_signature (
	id INTEGER NOT NULL,
	transfer_id INTEGER NOT NULL,
	reason VARCHAR(300) NOT NULL,
	asked_by_id INTEGER NOT NULL,
	signed_by_id INTEGER NOT NULL,
	signed_at DATETIME NOT NULL,
	CONSTRAINT pk_limit_signature PRIMARY KEY (id),
	CONSTRAINT uq_limit_signature_transfer_id UNIQUE (transfer_id),
	CONSTRAINT ck_limit_signature_four_eyes CHECK (signed_by_id <> asked_by_id),
	CONSTRAINT fk_limit_signature_transfer_id_transfer FOREIGN KEY(transfer_id) REFERENCES transfer (id),
	CONSTRAINT fk_limit_signature_asked_by_id_person FOREIGN KEY(asked_by_id) REFERENCES person (id),
	CONSTRAINT fk_limit_signature_signed_by_id_person FOREIGN KEY(signed_by_id) REFERENCES person (id)
)
-- next
CREATE TABLE transfer_settlement (
	id INTEGER NOT NULL,
	transfer_id INTEGER NOT NULL,
	part_id INTEGER NOT NULL,
	quantity BIGINT NOT NULL,
	cause VARCHAR(10) NOT NULL,
	note VARCHAR(300) NOT NULL,
	by_id INTEGER NOT NULL,
	at DATETIME NOT NULL,
	state VARCHAR(10) NOT NULL,
	decided_by_id INTEGER,
	decided_at DATETIME,
	decision_note VARCHAR(300) NOT NULL,
	posting_id INTEGER,
	CONSTRAINT pk_transfer_settlement PRIMARY KEY (id),
	CONSTRAINT ck_transfer_settlement_cause_known CHECK (cause IN ('found', 'sent_back', 'lost')),
	CONSTRAINT ck_transfer_settlement_state_known CHECK (state IN ('asked', 'posted', 'refused')),
	CONSTRAINT ck_transfer_settlement_quantity_positive CHECK (quantity > 0),
	CONSTRAINT ck_transfer_settlement_four_eyes CHECK (decided_by_id IS NULL OR decided_by_id <> by_id),
	CONSTRAINT ck_transfer_settlement_loss_decided CHECK (cause <> 'lost' OR state = 'asked' OR decided_by_id IS NOT NULL),
	CONSTRAINT ck_transfer_settlement_quantity_whole CHECK (quantity IS NULL OR typeof(quantity) = 'integer'),
	CONSTRAINT fk_transfer_settlement_transfer_id_transfer FOREIGN KEY(transfer_id) REFERENCES transfer (id),
	CONSTRAINT fk_transfer_settlement_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_transfer_settlement_by_id_person FOREIGN KEY(by_id) REFERENCES person (id),
	CONSTRAINT fk_transfer_settlement_decided_by_id_person FOREIGN KEY(decided_by_id) REFERENCES person (id),
	CONSTRAINT fk_transfer_settlement_posting_id_posting FOREIGN KEY(posting_id) REFERENCES posting (id)
)
-- next
CREATE INDEX ix_transfer_settlement_state ON transfer_settlement (state)
-- next
CREATE INDEX ix_transfer_settlement_transfer_id ON transfer_settlement (transfer_id)
-- next
CREATE TABLE allocation_event (
	id INTEGER NOT NULL,
	kind VARCHAR(12) NOT NULL,
	part_request_id INTEGER NOT NULL,
	quantity BIGINT NOT NULL,
	at DATETIME NOT NULL,
	reason VARCHAR(300) NOT NULL,
	by_id INTEGER,
	to_request_id INTEGER,
	CONSTRAINT pk_allocation_event PRIMARY KEY (id),
	CONSTRAINT ck_allocation_event_kind_known CHECK (kind IN ('held', 'lifted', 'released', 'taken_over', 'reallocated')),
	CONSTRAINT ck_allocation_event_quantity_not_negative CHECK (quantity >= 0),
	CONSTRAINT ck_allocation_event_reasoned CHECK ((kind = 'taken_over') = (by_id IS NULL) AND (kind = 'taken_over' OR length(reason) > 0)),
	CONSTRAINT ck_allocation_event_names_whom CHECK ((kind IN ('taken_over', 'reallocated')) = (to_request_id IS NOT NULL)),
	CONSTRAINT ck_allocation_event_quantity_whole CHECK (quantity IS NULL OR typeof(quantity) = 'integer'),
	CONSTRAINT fk_allocation_event_part_request_id_part_request FOREIGN KEY(part_request_id) REFERENCES part_request (id),
	CONSTRAINT fk_allocation_event_by_id_person FOREIGN KEY(by_id) REFERENCES person (id),
	CONSTRAINT fk_allocation_event_to_request_id_part_request FOREIGN KEY(to_request_id) REFERENCES part_request (id)
)
-- next
CREATE INDEX ix_allocation_event_part_request_id ON allocation_event (part_request_id)
-- next
CREATE INDEX ix_allocation_event_to_request_id ON allocation_event (to_request_id)
-- next
CREATE TABLE fifo_ask (
	id INTEGER NOT NULL,
	part_request_id INTEGER NOT NULL,
	work_order_id INTEGER NOT NULL,
	lot_id INTEGER NOT NULL,
	reason VARCHAR(300) NOT NULL,
	asked_by_id INTEGER NOT NULL,
	asked_at DATETIME NOT NULL,
	state VARCHAR(10) NOT NULL,
	decided_by_id INTEGER,
	decided_at DATETIME,
	answer VARCHAR(300) NOT NULL,
	fifo_exception_id INTEGER,
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
CREATE INDEX ix_fifo_ask_part_request_id ON fifo_ask (part_request_id)
-- next
CREATE INDEX ix_fifo_ask_state ON fifo_ask (state)
-- next
CREATE TABLE handover_posting (
	id INTEGER NOT NULL,
	handover_id INTEGER NOT NULL,
	posting_id INTEGER NOT NULL,
	CONSTRAINT pk_handover_posting PRIMARY KEY (id),
	CONSTRAINT uq_handover_posting_posting_id UNIQUE (posting_id),
	CONSTRAINT fk_handover_posting_handover_id_handover FOREIGN KEY(handover_id) REFERENCES handover (id),
	CONSTRAINT fk_handover_posting_posting_id_posting FOREIGN KEY(posting_id) REFERENCES posting (id)
)
-- next
CREATE INDEX ix_handover_posting_handover_id ON handover_posting (handover_id)
-- next
CREATE TABLE pick_wave_line (
	id INTEGER NOT NULL,
	pick_wave_id INTEGER NOT NULL,
	part_request_id INTEGER NOT NULL,
	quantity BIGINT NOT NULL,
	issued_before BIGINT NOT NULL,
	holds BOOLEAN NOT NULL,
	CONSTRAINT pk_pick_wave_line PRIMARY KEY (id),
	CONSTRAINT uq_pick_wave_line_pick_wave_id_part_request_id UNIQUE (pick_wave_id, part_request_id),
	CONSTRAINT ck_pick_wave_line_quantity_positive CHECK (quantity > 0),
	CONSTRAINT ck_pick_wave_line_quantity_whole CHECK (quantity IS NULL OR typeof(quantity) = 'integer'),
	CONSTRAINT fk_pick_wave_line_pick_wave_id_pick_wave FOREIGN KEY(pick_wave_id) REFERENCES pick_wave (id),
	CONSTRAINT fk_pick_wave_line_part_request_id_part_request FOREIGN KEY(part_request_id) REFERENCES part_request (id)
)
-- next
CREATE INDEX ix_pick_wave_line_part_request_id ON pick_wave_line (part_request_id)
-- next
CREATE TABLE short_pick (
	id INTEGER NOT NULL,
	part_request_id INTEGER NOT NULL,
	part_id INTEGER NOT NULL,
	lot_id INTEGER NOT NULL,
	location_id INTEGER NOT NULL,
	wanted BIGINT NOT NULL,
	found BIGINT NOT NULL,
	reason VARCHAR(300) NOT NULL,
	by_id INTEGER NOT NULL,
	at DATETIME NOT NULL,
	CONSTRAINT pk_short_pick PRIMARY KEY (id),
	CONSTRAINT ck_short_pick_short CHECK (found >= 0 AND found < wanted),
	CONSTRAINT ck_short_pick_reasoned CHECK (length(reason) > 0),
	CONSTRAINT ck_short_pick_wanted_whole CHECK (wanted IS NULL OR typeof(wanted) = 'integer'),
	CONSTRAINT ck_short_pick_found_whole CHECK (found IS NULL OR typeof(found) = 'integer'),
	CONSTRAINT fk_short_pick_part_request_id_part_request FOREIGN KEY(part_request_id) REFERENCES part_request (id),
	CONSTRAINT fk_short_pick_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_short_pick_lot_id_lot FOREIGN KEY(lot_id) REFERENCES lot (id),
	CONSTRAINT fk_short_pick_location_id_location FOREIGN KEY(location_id) REFERENCES location (id),
	CONSTRAINT fk_short_pick_by_id_person FOREIGN KEY(by_id) REFERENCES person (id)
)
-- next
CREATE INDEX ix_short_pick_location_id ON short_pick (location_id)
-- next
CREATE INDEX ix_short_pick_part_request_id ON short_pick (part_request_id)
-- next
CREATE TABLE count_proposal (
	id INTEGER NOT NULL,
	location_id INTEGER NOT NULL,
	part_id INTEGER NOT NULL,
	reason VARCHAR(12) NOT NULL,
	proposed_by_id INTEGER NOT NULL,
	proposed_at DATETIME NOT NULL,
	reference VARCHAR(60) NOT NULL,
	note VARCHAR(300) NOT NULL,
	count_line_id INTEGER,
	CONSTRAINT pk_count_proposal PRIMARY KEY (id),
	CONSTRAINT ck_count_proposal_reason_known CHECK (reason IN ('short_pick', 'not_found', 'by_hand')),
	CONSTRAINT fk_count_proposal_location_id_location FOREIGN KEY(location_id) REFERENCES location (id),
	CONSTRAINT fk_count_proposal_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_count_proposal_proposed_by_id_person FOREIGN KEY(proposed_by_id) REFERENCES person (id),
	CONSTRAINT fk_count_proposal_count_line_id_count_line FOREIGN KEY(count_line_id) REFERENCES count_line (id)
)
-- next
CREATE UNIQUE INDEX uq_count_proposal_open ON count_proposal (location_id, part_id) WHERE count_line_id IS NULL
-- next
CREATE TABLE stock_take_endorsement (
	id INTEGER NOT NULL,
	stock_take_id INTEGER NOT NULL,
	created_by_id INTEGER NOT NULL,
	endorsed_by_id INTEGER NOT NULL,
	endorsed_at DATETIME NOT NULL,
	last_count_id INTEGER NOT NULL,
	note VARCHAR(300) NOT NULL,
	CONSTRAINT pk_stock_take_endorsement PRIMARY KEY (id),
	CONSTRAINT fk_stock_take_endorsement_stock_take_id_created_by_id_stock_take FOREIGN KEY(stock_take_id, created_by_id) REFERENCES stock_take (id, created_by_id),
	CONSTRAINT uq_stock_take_endorsement_stock_take_id_last_count_id UNIQUE (stock_take_id, last_count_id),
	CONSTRAINT ck_stock_take_endorsement_four_eyes CHECK (endorsed_by_id <> created_by_id),
	CONSTRAINT fk_stock_take_endorsement_endorsed_by_id_person FOREIGN KEY(endorsed_by_id) REFERENCES person (id),
	CONSTRAINT fk_stock_take_endorsement_last_count_id_count FOREIGN KEY(last_count_id) REFERENCES count (id)
)
-- next
CREATE TABLE new_location (
	id INTEGER NOT NULL,
	code VARCHAR(60) NOT NULL,
	name_zh VARCHAR(120) NOT NULL,
	name_en VARCHAR(120) NOT NULL,
	kind VARCHAR(12) NOT NULL,
	parent_id INTEGER,
	store_id INTEGER,
	supplying_store_id INTEGER,
	keeper_id INTEGER,
	region VARCHAR(60) NOT NULL,
	pick_sequence INTEGER NOT NULL,
	active BOOLEAN NOT NULL,
	storage_condition VARCHAR(120) NOT NULL,
	most_units BIGINT,
	most_lots INTEGER,
	most_value_cny BIGINT,
	CONSTRAINT pk_location PRIMARY KEY (id),
	CONSTRAINT uq_location_id_kind UNIQUE (id, kind),
	CONSTRAINT ck_location_kind_known CHECK (kind IN ('warehouse', 'zone', 'hold', 'staging', 'bin', 'van', 'quarantine', 'defective', 'in_transit', 'work_order', 'supplier', 'opening', 'customer', 'scrap', 'variance')),
	CONSTRAINT ck_location_van_has_keeper CHECK (kind <> 'van' OR keeper_id IS NOT NULL),
	CONSTRAINT ck_location_limits_positive CHECK ((most_units IS NULL OR most_units > 0) AND (most_lots IS NULL OR most_lots > 0) AND (most_value_cny IS NULL OR most_value_cny > 0)),
	CONSTRAINT ck_location_most_units_whole CHECK (most_units IS NULL OR typeof(most_units) = 'integer'),
	CONSTRAINT ck_location_most_lots_whole CHECK (most_lots IS NULL OR typeof(most_lots) = 'integer'),
	CONSTRAINT ck_location_most_value_cny_whole CHECK (most_value_cny IS NULL OR typeof(most_value_cny) = 'integer'),
	CONSTRAINT uq_location_code UNIQUE (code),
	CONSTRAINT fk_location_parent_id_location FOREIGN KEY(parent_id) REFERENCES location (id),
	CONSTRAINT fk_location_store_id_location FOREIGN KEY(store_id) REFERENCES location (id),
	CONSTRAINT fk_location_supplying_store_id_location FOREIGN KEY(supplying_store_id) REFERENCES location (id),
	CONSTRAINT fk_location_keeper_id_person FOREIGN KEY(keeper_id) REFERENCES person (id)
)
-- next
INSERT INTO new_location (id, code, name_zh, name_en, kind, parent_id, store_id, supplying_store_id, keeper_id, region, pick_sequence, active, storage_condition, most_units, most_lots, most_value_cny) SELECT id, code, name_zh, name_en, kind, parent_id, store_id, supplying_store_id, keeper_id, region, pick_sequence, active, '', NULL, NULL, NULL FROM location
-- next
DROP TABLE location
-- next
ALTER TABLE new_location RENAME TO location
-- next
CREATE INDEX ix_location_keeper_id ON location (keeper_id)
-- next
CREATE INDEX ix_location_kind ON location (kind)
-- next
CREATE INDEX ix_location_parent_id ON location (parent_id)
-- next
CREATE INDEX ix_location_store_id ON location (store_id)
-- next
CREATE TABLE new_part (
	id INTEGER NOT NULL,
	number VARCHAR(60) NOT NULL,
	name_zh VARCHAR(200) NOT NULL,
	name_en VARCHAR(200) NOT NULL,
	unit_id INTEGER NOT NULL,
	category_id INTEGER,
	use_class VARCHAR(10) NOT NULL,
	criticality VARCHAR(10) NOT NULL,
	state VARCHAR(12) NOT NULL,
	abc VARCHAR(1),
	xyz VARCHAR(1),
	fsn VARCHAR(1),
	shelf_life_days INTEGER,
	serial_tracked BOOLEAN NOT NULL,
	original_maker BOOLEAN NOT NULL,
	storage_condition VARCHAR(120) NOT NULL,
	specification TEXT NOT NULL,
	gtin VARCHAR(14),
	merged_into_id INTEGER,
	CONSTRAINT pk_part PRIMARY KEY (id),
	CONSTRAINT ck_part_use_class_known CHECK (use_class IN ('wear', 'common', 'key')),
	CONSTRAINT ck_part_criticality_known CHECK (criticality IN ('vital', 'essential', 'desirable')),
	CONSTRAINT ck_part_state_known CHECK (state IN ('active', 'phasing_out', 'discontinued')),
	CONSTRAINT ck_part_shelf_life_positive CHECK (shelf_life_days IS NULL OR shelf_life_days > 0),
	CONSTRAINT uq_part_number UNIQUE (number),
	CONSTRAINT fk_part_unit_id_unit FOREIGN KEY(unit_id) REFERENCES unit (id),
	CONSTRAINT fk_part_category_id_category FOREIGN KEY(category_id) REFERENCES category (id),
	CONSTRAINT uq_part_gtin UNIQUE (gtin),
	CONSTRAINT fk_part_merged_into_id_part FOREIGN KEY(merged_into_id) REFERENCES part (id)
)
-- next
INSERT INTO new_part (id, number, name_zh, name_en, unit_id, category_id, use_class, criticality, state, abc, xyz, fsn, shelf_life_days, serial_tracked, original_maker, storage_condition, specification, gtin, merged_into_id) SELECT id, number, name_zh, name_en, unit_id, category_id, use_class, criticality, state, abc, xyz, fsn, shelf_life_days, serial_tracked, original_maker, storage_condition, specification, gtin, NULL FROM part
-- next
DROP TABLE part
-- next
ALTER TABLE new_part RENAME TO part
-- next
CREATE INDEX ix_part_category_id ON part (category_id)
-- next
CREATE INDEX ix_part_merged_into_id ON part (merged_into_id)
-- next
CREATE INDEX ix_part_name_en ON part (name_en)
-- next
CREATE TABLE new_work_order (
	id INTEGER NOT NULL,
	number VARCHAR(40) NOT NULL,
	location_id INTEGER NOT NULL,
	urgency VARCHAR(10) NOT NULL,
	opened_at DATETIME NOT NULL,
	opened_by_id INTEGER NOT NULL,
	product_model_id INTEGER,
	engineer_id INTEGER,
	product_serial VARCHAR(80) NOT NULL,
	state VARCHAR(10) NOT NULL,
	closed_at DATETIME,
	CONSTRAINT pk_work_order PRIMARY KEY (id),
	CONSTRAINT ck_work_order_state_known CHECK (state IN ('open', 'closed', 'cancelled')),
	CONSTRAINT ck_work_order_urgency_known CHECK (urgency IN ('urgent', 'important', 'normal')),
	CONSTRAINT uq_work_order_number UNIQUE (number),
	CONSTRAINT uq_work_order_location_id UNIQUE (location_id),
	CONSTRAINT fk_work_order_location_id_location FOREIGN KEY(location_id) REFERENCES location (id),
	CONSTRAINT fk_work_order_opened_by_id_person FOREIGN KEY(opened_by_id) REFERENCES person (id),
	CONSTRAINT fk_work_order_product_model_id_product_model FOREIGN KEY(product_model_id) REFERENCES product_model (id),
	CONSTRAINT fk_work_order_engineer_id_person FOREIGN KEY(engineer_id) REFERENCES person (id)
)
-- next
INSERT INTO new_work_order (id, number, location_id, urgency, opened_at, opened_by_id, product_model_id, engineer_id, product_serial, state, closed_at) SELECT id, number, location_id, urgency, opened_at, opened_by_id, product_model_id, engineer_id, '', state, closed_at FROM work_order
-- next
DROP TABLE work_order
-- next
ALTER TABLE new_work_order RENAME TO work_order
-- next
CREATE INDEX ix_work_order_engineer_id ON work_order (engineer_id)
-- next
CREATE INDEX ix_work_order_state ON work_order (state)
-- next
CREATE TABLE new_part_request (
	id INTEGER NOT NULL,
	work_order_id INTEGER NOT NULL,
	part_id INTEGER NOT NULL,
	store_id INTEGER NOT NULL,
	quantity BIGINT NOT NULL,
	urgency VARCHAR(10) NOT NULL,
	asked_by_id INTEGER NOT NULL,
	asked_at DATETIME NOT NULL,
	asked_on DATE NOT NULL,
	asked_part_id INTEGER,
	stream VARCHAR(12) NOT NULL,
	issued BIGINT NOT NULL,
	cancelled BIGINT NOT NULL,
	returned BIGINT NOT NULL,
	open BOOLEAN NOT NULL,
	needed_on DATE,
	held BOOLEAN NOT NULL,
	CONSTRAINT pk_part_request PRIMARY KEY (id),
	CONSTRAINT ck_part_request_quantity_positive CHECK (quantity > 0),
	CONSTRAINT ck_part_request_parts_within CHECK (issued >= 0 AND cancelled >= 0 AND issued + cancelled <= quantity),
	CONSTRAINT ck_part_request_returned_within CHECK (returned >= 0 AND returned <= cancelled),
	CONSTRAINT ck_part_request_stream_known CHECK (stream IN ('repair', 'maintenance', 'direct_sale', 'refill')),
	CONSTRAINT ck_part_request_quantity_whole CHECK (quantity IS NULL OR typeof(quantity) = 'integer'),
	CONSTRAINT ck_part_request_issued_whole CHECK (issued IS NULL OR typeof(issued) = 'integer'),
	CONSTRAINT ck_part_request_cancelled_whole CHECK (cancelled IS NULL OR typeof(cancelled) = 'integer'),
	CONSTRAINT ck_part_request_returned_whole CHECK (returned IS NULL OR typeof(returned) = 'integer'),
	CONSTRAINT fk_part_request_work_order_id_work_order FOREIGN KEY(work_order_id) REFERENCES work_order (id),
	CONSTRAINT fk_part_request_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_part_request_store_id_location FOREIGN KEY(store_id) REFERENCES location (id),
	CONSTRAINT fk_part_request_asked_by_id_person FOREIGN KEY(asked_by_id) REFERENCES person (id),
	CONSTRAINT fk_part_request_asked_part_id_part FOREIGN KEY(asked_part_id) REFERENCES part (id)
)
-- next
INSERT INTO new_part_request (id, work_order_id, part_id, store_id, quantity, urgency, asked_by_id, asked_at, asked_on, asked_part_id, stream, issued, cancelled, returned, open, needed_on, held) SELECT id, work_order_id, part_id, store_id, quantity, urgency, asked_by_id, asked_at, asked_on, asked_part_id, stream, issued, cancelled, returned, open, needed_on, 0 FROM part_request
-- next
DROP TABLE part_request
-- next
ALTER TABLE new_part_request RENAME TO part_request
-- next
CREATE INDEX ix_part_request_demand ON part_request (part_id, store_id, asked_on)
-- next
CREATE INDEX ix_part_request_waiting ON part_request (store_id, part_id) WHERE open
-- next
CREATE INDEX ix_part_request_work_order_id ON part_request (work_order_id)
-- next
CREATE TABLE new_stock_take (
	id INTEGER NOT NULL,
	number VARCHAR(40) NOT NULL,
	store_id INTEGER NOT NULL,
	scope JSON NOT NULL,
	due_on DATE NOT NULL,
	created_by_id INTEGER NOT NULL,
	created_at DATETIME NOT NULL,
	state VARCHAR(10) NOT NULL,
	posting_id INTEGER,
	posted_at DATETIME,
	plan_id INTEGER,
	CONSTRAINT pk_stock_take PRIMARY KEY (id),
	CONSTRAINT uq_stock_take_id_created_by_id UNIQUE (id, created_by_id),
	CONSTRAINT ck_stock_take_state_known CHECK (state IN ('counting', 'reviewed', 'approved', 'posted', 'cancelled')),
	CONSTRAINT uq_stock_take_number UNIQUE (number),
	CONSTRAINT fk_stock_take_store_id_location FOREIGN KEY(store_id) REFERENCES location (id),
	CONSTRAINT fk_stock_take_created_by_id_person FOREIGN KEY(created_by_id) REFERENCES person (id),
	CONSTRAINT fk_stock_take_posting_id_posting FOREIGN KEY(posting_id) REFERENCES posting (id),
	CONSTRAINT fk_stock_take_plan_id_count_plan FOREIGN KEY(plan_id) REFERENCES count_plan (id)
)
-- next
INSERT INTO new_stock_take (id, number, store_id, scope, due_on, created_by_id, created_at, state, posting_id, posted_at, plan_id) SELECT id, number, store_id, scope, due_on, created_by_id, created_at, state, posting_id, posted_at, NULL FROM stock_take
-- next
DROP TABLE stock_take
-- next
ALTER TABLE new_stock_take RENAME TO stock_take
-- next
CREATE INDEX ix_stock_take_state ON stock_take (state)
-- next
CREATE INDEX ix_stock_take_store_id ON stock_take (store_id)
-- next
CREATE TABLE new_count_line (
	id INTEGER NOT NULL,
	stock_take_id INTEGER NOT NULL,
	location_id INTEGER NOT NULL,
	part_id INTEGER NOT NULL,
	found BOOLEAN NOT NULL,
	recount_asked BOOLEAN NOT NULL,
	cause VARCHAR(20),
	cause_note VARCHAR(300) NOT NULL,
	assigned_to_id INTEGER,
	CONSTRAINT pk_count_line PRIMARY KEY (id),
	CONSTRAINT uq_count_line_stock_take_id_location_id_part_id UNIQUE (stock_take_id, location_id, part_id),
	CONSTRAINT fk_count_line_stock_take_id_stock_take FOREIGN KEY(stock_take_id) REFERENCES stock_take (id),
	CONSTRAINT fk_count_line_location_id_location FOREIGN KEY(location_id) REFERENCES location (id),
	CONSTRAINT fk_count_line_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_count_line_assigned_to_id_person FOREIGN KEY(assigned_to_id) REFERENCES person (id)
)
-- next
INSERT INTO new_count_line (id, stock_take_id, location_id, part_id, found, recount_asked, cause, cause_note, assigned_to_id) SELECT id, stock_take_id, location_id, part_id, found, recount_asked, cause, cause_note, NULL FROM count_line
-- next
DROP TABLE count_line
-- next
ALTER TABLE new_count_line RENAME TO count_line
-- next
CREATE INDEX ix_count_line_there ON count_line (location_id, part_id)
-- next
CREATE TABLE new_stock_take_approval (
	stock_take_id INTEGER NOT NULL,
	created_by_id INTEGER NOT NULL,
	approved_by_id INTEGER NOT NULL,
	approved_at DATETIME NOT NULL,
	note VARCHAR(300) NOT NULL,
	value_cny BIGINT NOT NULL,
	limit_cny BIGINT NOT NULL,
	CONSTRAINT pk_stock_take_approval PRIMARY KEY (stock_take_id),
	CONSTRAINT fk_stock_take_approval_stock_take_id_created_by_id_stock_take FOREIGN KEY(stock_take_id, created_by_id) REFERENCES stock_take (id, created_by_id),
	CONSTRAINT ck_stock_take_approval_four_eyes CHECK (approved_by_id <> created_by_id),
	CONSTRAINT ck_stock_take_approval_value_cny_whole CHECK (value_cny IS NULL OR typeof(value_cny) = 'integer'),
	CONSTRAINT ck_stock_take_approval_limit_cny_whole CHECK (limit_cny IS NULL OR typeof(limit_cny) = 'integer'),
	CONSTRAINT fk_stock_take_approval_approved_by_id_person FOREIGN KEY(approved_by_id) REFERENCES person (id)
)
-- next
INSERT INTO new_stock_take_approval (stock_take_id, created_by_id, approved_by_id, approved_at, note, value_cny, limit_cny) SELECT stock_take_id, created_by_id, approved_by_id, approved_at, note, 0, 0 FROM stock_take_approval
-- next
DROP TABLE stock_take_approval
-- next
ALTER TABLE new_stock_take_approval RENAME TO stock_take_approval
-- next
CREATE TABLE new_count (
	id INTEGER NOT NULL,
	count_line_id INTEGER NOT NULL,
	round INTEGER NOT NULL,
	counted BIGINT NOT NULL,
	book BIGINT NOT NULL,
	ledger_id INTEGER NOT NULL,
	counted_by_id INTEGER NOT NULL,
	counted_at DATETIME NOT NULL,
	entered_by_id INTEGER NOT NULL,
	serials JSON,
	unit_cost_cny BIGINT,
	CONSTRAINT pk_count PRIMARY KEY (id),
	CONSTRAINT uq_count_count_line_id_round UNIQUE (count_line_id, round),
	CONSTRAINT ck_count_counted_not_negative CHECK (counted >= 0),
	CONSTRAINT ck_count_counted_whole CHECK (counted IS NULL OR typeof(counted) = 'integer'),
	CONSTRAINT ck_count_book_whole CHECK (book IS NULL OR typeof(book) = 'integer'),
	CONSTRAINT ck_count_unit_cost_cny_whole CHECK (unit_cost_cny IS NULL OR typeof(unit_cost_cny) = 'integer'),
	CONSTRAINT fk_count_count_line_id_count_line FOREIGN KEY(count_line_id) REFERENCES count_line (id),
	CONSTRAINT fk_count_counted_by_id_person FOREIGN KEY(counted_by_id) REFERENCES person (id),
	CONSTRAINT fk_count_entered_by_id_person FOREIGN KEY(entered_by_id) REFERENCES person (id)
)
-- next
INSERT INTO new_count (id, count_line_id, round, counted, book, ledger_id, counted_by_id, counted_at, entered_by_id, serials, unit_cost_cny) SELECT id, count_line_id, round, counted, book, ledger_id, counted_by_id, counted_at, entered_by_id, serials, NULL FROM count
-- next
DROP TABLE count
-- next
ALTER TABLE new_count RENAME TO count
-- next
INSERT INTO variance_cause (code, name_zh, name_en, side, account, place, active) VALUES ('miscounted', '以前点错', 'Miscounted before', 'both', '', 1, true), ('misplaced', '放错库位', 'Put in the wrong place', 'both', '', 2, true), ('unrecorded_issue', '领料未登记', 'Issued without a record', 'both', '', 3, true), ('unrecorded_receipt', '入库未登记', 'Received without a record', 'both', '', 4, true), ('wrong_part', '配件混放或发错', 'Mixed up with another part', 'both', '', 5, true), ('damaged', '损坏', 'Damaged', 'both', '', 6, true), ('lost', '丢失', 'Lost', 'both', '', 7, true), ('unit_error', '计量单位错误', 'Wrong unit of measure', 'both', '', 8, true), ('unknown', '原因不明', 'Not found out', 'both', '', 9, true)
-- next
CREATE TRIGGER stock_take_approval_integers BEFORE INSERT ON stock_take_approval WHEN typeof(NEW.value_cny) <> 'integer' OR typeof(NEW.limit_cny) <> 'integer'
            BEGIN SELECT RAISE(ABORT, 'sparewell:amount_not_a_number'); END
-- next
CREATE TRIGGER count_by_who_has_the_line BEFORE INSERT ON count WHEN EXISTS (SELECT 1 FROM count_line l WHERE l.id = NEW.count_line_id AND l.assigned_to_id IS NOT NULL AND l.assigned_to_id <> NEW.counted_by_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:assigned_to_another'); END
-- next
CREATE TRIGGER count_knows_the_cost BEFORE INSERT ON count WHEN NOT COALESCE((SELECT NEW.unit_cost_cny BETWEEN MIN(o.unit_cost_cny) AND MAX(o.unit_cost_cny) FROM lot o JOIN count_line l ON l.part_id = o.part_id WHERE l.id = NEW.count_line_id), NEW.unit_cost_cny = 0, false)
            BEGIN SELECT RAISE(ABORT, 'sparewell:not_the_cost'); END
-- next
CREATE TRIGGER count_line_cause_known BEFORE UPDATE OF cause ON count_line WHEN NEW.cause IS NOT NULL AND NOT EXISTS (SELECT 1 FROM variance_cause v WHERE v.code = NEW.cause)
            BEGIN SELECT RAISE(ABORT, 'sparewell:cause_unknown'); END
-- next
CREATE TRIGGER endorsed_by_no_counter BEFORE INSERT ON stock_take_endorsement WHEN EXISTS (SELECT 1 FROM count c JOIN count_line l ON l.id = c.count_line_id
    WHERE l.stock_take_id = NEW.stock_take_id AND NEW.endorsed_by_id IN (c.counted_by_id, c.entered_by_id))
            BEGIN SELECT RAISE(ABORT, 'sparewell:four_eyes'); END
-- next
CREATE TRIGGER endorsed_as_counted BEFORE INSERT ON stock_take_endorsement WHEN NEW.last_count_id <> COALESCE((SELECT MAX(c.id) FROM count c JOIN count_line l ON l.id = c.count_line_id
    WHERE l.stock_take_id = NEW.stock_take_id), 0) OR NOT EXISTS (SELECT 1 FROM stock_take t WHERE t.id = NEW.stock_take_id AND t.state = 'reviewed')
            BEGIN SELECT RAISE(ABORT, 'sparewell:not_endorsable'); END
-- next
CREATE TRIGGER approval_of_the_worth BEFORE INSERT ON stock_take_approval WHEN NEW.value_cny < COALESCE((SELECT SUM(ABS(c.counted - c.book) * COALESCE(c.unit_cost_cny, 0) / 1000) FROM count c
    JOIN count_line l ON l.id = c.count_line_id WHERE l.stock_take_id = NEW.stock_take_id AND c.round = (SELECT MAX(d.round) FROM count d WHERE d.count_line_id = c.count_line_id)), 0)
            BEGIN SELECT RAISE(ABORT, 'sparewell:not_the_worth'); END
-- next
CREATE TRIGGER approval_within_limit BEFORE INSERT ON stock_take_approval WHEN NEW.limit_cny > (SELECT MAX(k.figure) FROM (SELECT 100000000 AS figure UNION ALL
    SELECT CAST(CAST(s.value AS TEXT) AS NUMERIC) * 10000 FROM setting s WHERE s.name = 'stock_take.approval_limit_cny') k) OR (NEW.value_cny > NEW.limit_cny AND NOT EXISTS (SELECT 1 FROM stock_take_endorsement e WHERE e.stock_take_id = NEW.stock_take_id
    AND e.endorsed_by_id <> NEW.approved_by_id AND e.last_count_id = (SELECT MAX(c.id) FROM count c JOIN count_line l ON l.id = c.count_line_id
    WHERE l.stock_take_id = NEW.stock_take_id)))
            BEGIN SELECT RAISE(ABORT, 'sparewell:second_signature_missing'); END
-- next
CREATE TRIGGER proposal_taken_once BEFORE UPDATE OF count_line_id ON count_proposal WHEN OLD.count_line_id IS NOT NULL AND (NEW.count_line_id IS NULL OR NEW.count_line_id <> OLD.count_line_id) OR NEW.count_line_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM count_line l WHERE l.id = NEW.count_line_id AND l.location_id = NEW.location_id AND l.part_id = NEW.part_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:count_proposal'); END
-- next
CREATE TRIGGER reservation_integers BEFORE INSERT ON reservation WHEN typeof(NEW.quantity) <> 'integer'
            BEGIN SELECT RAISE(ABORT, 'sparewell:amount_not_a_number'); END
-- next
CREATE TRIGGER count_integers BEFORE INSERT ON count WHEN typeof(NEW.counted) <> 'integer' OR typeof(NEW.book) <> 'integer' OR typeof(NEW.ledger_id) <> 'integer'
            BEGIN SELECT RAISE(ABORT, 'sparewell:amount_not_a_number'); END
-- next
CREATE TRIGGER part_keeps_measure BEFORE UPDATE OF unit_id, serial_tracked ON part WHEN (NEW.unit_id <> OLD.unit_id OR NEW.serial_tracked <> OLD.serial_tracked) AND EXISTS (SELECT 1 FROM lot WHERE part_id = OLD.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:part_has_lots'); END
-- next
CREATE TRIGGER work_order_stays_closed BEFORE UPDATE OF state ON work_order WHEN OLD.state <> 'open' AND NEW.state <> OLD.state
            BEGIN SELECT RAISE(ABORT, 'sparewell:work_order_closed'); END
-- next
CREATE TRIGGER reservation_promises BEFORE INSERT ON reservation WHEN NEW.state <> 'open' OR NEW.quantity <= 0 OR NEW.quantity > COALESCE((SELECT on_hand - reserved FROM stock WHERE part_id = NEW.part_id AND store_id = NEW.store_id), 0)
            BEGIN SELECT RAISE(ABORT, 'sparewell:insufficient_stock'); END
-- next
CREATE TRIGGER reservation_is_asked_for BEFORE INSERT ON reservation WHEN NOT EXISTS (SELECT 1 FROM part_request q WHERE q.id = NEW.part_request_id AND q.part_id = NEW.part_id AND q.store_id = NEW.store_id AND q.quantity - q.issued - q.cancelled >= NEW.quantity + COALESCE((SELECT SUM(r.quantity) FROM reservation r WHERE r.part_request_id = q.id AND r.state = 'open'), 0))
            BEGIN SELECT RAISE(ABORT, 'sparewell:not_asked_for'); END
-- next
CREATE TRIGGER reservation_resolved_once BEFORE UPDATE ON reservation WHEN OLD.state <> 'open' AND NEW.state <> OLD.state
            BEGIN SELECT RAISE(ABORT, 'sparewell:reservation_resolved'); END
-- next
CREATE TRIGGER reservation_insert_counts AFTER INSERT ON reservation WHEN true BEGIN UPDATE stock SET reserved = reserved + NEW.quantity
        WHERE part_id = NEW.part_id AND store_id = NEW.store_id; END
-- next
CREATE TRIGGER reservation_update_counts AFTER UPDATE ON reservation WHEN OLD.state = 'open' AND NEW.state <> 'open' BEGIN UPDATE stock SET reserved = reserved - NEW.quantity
        WHERE part_id = NEW.part_id AND store_id = NEW.store_id; END
-- next
CREATE TRIGGER count_knows_the_book BEFORE INSERT ON count WHEN NEW.counted < 0 OR NEW.ledger_id <> COALESCE((SELECT m.id FROM movement m WHERE m.posted_at <= NEW.counted_at ORDER BY m.id DESC LIMIT 1), 0) OR NOT EXISTS (SELECT 1 FROM count_line l WHERE l.id = NEW.count_line_id AND NEW.book = (COALESCE((SELECT SUM(b.on_hand) FROM balance b
        WHERE b.location_id = l.location_id AND b.part_id = l.part_id), 0)
    - COALESCE((SELECT SUM(CASE WHEN m.to_location_id = l.location_id THEN m.quantity ELSE -m.quantity END)
        FROM movement m WHERE m.id > NEW.ledger_id AND m.part_id = l.part_id
        AND l.location_id IN (m.from_location_id, m.to_location_id)), 0)))
            BEGIN SELECT RAISE(ABORT, 'sparewell:not_the_book'); END
-- next
CREATE TRIGGER count_in_turn BEFORE INSERT ON count WHEN NEW.round <> 1 + COALESCE((SELECT MAX(round) FROM count WHERE count_line_id = NEW.count_line_id), 0)
            BEGIN SELECT RAISE(ABORT, 'sparewell:count_out_of_turn'); END
-- next
CREATE TRIGGER count_before_approval BEFORE INSERT ON count WHEN EXISTS (SELECT 1 FROM stock_take_approval a WHERE a.stock_take_id = (SELECT l.stock_take_id FROM count_line l WHERE l.id = NEW.count_line_id))
            BEGIN SELECT RAISE(ABORT, 'sparewell:count_approved'); END
-- next
CREATE TRIGGER count_line_before_approval BEFORE INSERT ON count_line WHEN EXISTS (SELECT 1 FROM stock_take_approval a WHERE a.stock_take_id = NEW.stock_take_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:count_approved'); END
-- next
CREATE TRIGGER approval_only_once BEFORE INSERT ON stock_take_approval WHEN EXISTS (SELECT 1 FROM stock_take_approval a WHERE a.stock_take_id = NEW.stock_take_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:count_approved'); END
-- next
CREATE TRIGGER stock_take_approved_first BEFORE UPDATE OF state ON stock_take WHEN NEW.state IN ('approved', 'posted') AND NOT EXISTS (SELECT 1 FROM stock_take_approval a WHERE a.stock_take_id = NEW.id) OR OLD.state IN ('posted', 'cancelled') AND NEW.state <> OLD.state
            BEGIN SELECT RAISE(ABORT, 'sparewell:count_not_approved'); END
-- next
CREATE TRIGGER count_line_settled BEFORE UPDATE ON count_line WHEN EXISTS (SELECT 1 FROM stock_take_approval a WHERE a.stock_take_id = OLD.stock_take_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:count_approved'); END
-- next
CREATE TRIGGER stock_take_approval_no_counter BEFORE INSERT ON stock_take_approval WHEN EXISTS (SELECT 1 FROM count c JOIN count_line l ON l.id = c.count_line_id WHERE l.stock_take_id = NEW.stock_take_id AND NEW.approved_by_id IN (c.counted_by_id, c.entered_by_id))
            BEGIN SELECT RAISE(ABORT, 'sparewell:four_eyes'); END
-- next
CREATE TRIGGER count_plan_no_delete BEFORE DELETE ON count_plan WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:count_plan'); END
-- next
CREATE TRIGGER count_plan_keeps_id BEFORE UPDATE ON count_plan WHEN NEW.id IS NOT OLD.id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:count_plan'); END
-- next
CREATE TRIGGER count_plan_no_replace_id BEFORE INSERT ON count_plan WHEN EXISTS (SELECT 1 FROM count_plan WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:count_plan'); END
-- next
CREATE TRIGGER count_plan_no_takeover_id BEFORE UPDATE OF id ON count_plan
                WHEN (NEW.id IS NOT OLD.id) AND EXISTS (SELECT 1 FROM count_plan WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:count_plan'); END
-- next
CREATE TRIGGER count_plan_keeps_store_id BEFORE UPDATE ON count_plan WHEN NEW.store_id IS NOT OLD.store_id OR NEW.created_by_id IS NOT OLD.created_by_id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:count_plan'); END
-- next
CREATE TRIGGER count_proposal_no_delete BEFORE DELETE ON count_proposal WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:count_proposal'); END
-- next
CREATE TRIGGER count_proposal_keeps_id BEFORE UPDATE ON count_proposal WHEN NEW.id IS NOT OLD.id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:count_proposal'); END
-- next
CREATE TRIGGER count_proposal_no_replace_id BEFORE INSERT ON count_proposal WHEN EXISTS (SELECT 1 FROM count_proposal WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:count_proposal'); END
-- next
CREATE TRIGGER count_proposal_no_takeover_id BEFORE UPDATE OF id ON count_proposal
                WHEN (NEW.id IS NOT OLD.id) AND EXISTS (SELECT 1 FROM count_proposal WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:count_proposal'); END
-- next
CREATE TRIGGER count_proposal_keeps_location_id BEFORE UPDATE ON count_proposal WHEN NEW.location_id IS NOT OLD.location_id OR NEW.part_id IS NOT OLD.part_id OR NEW.reason IS NOT OLD.reason OR NEW.proposed_by_id IS NOT OLD.proposed_by_id OR NEW.proposed_at IS NOT OLD.proposed_at OR NEW.reference IS NOT OLD.reference
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:count_proposal'); END
-- next
CREATE TRIGGER part_no_delete BEFORE DELETE ON part WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:part'); END
-- next
CREATE TRIGGER part_keeps_id BEFORE UPDATE ON part WHEN NEW.id IS NOT OLD.id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:part'); END
-- next
CREATE TRIGGER part_no_replace_id BEFORE INSERT ON part WHEN EXISTS (SELECT 1 FROM part WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:part'); END
-- next
CREATE TRIGGER part_no_takeover_id BEFORE UPDATE OF id ON part
                WHEN (NEW.id IS NOT OLD.id) AND EXISTS (SELECT 1 FROM part WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:part'); END
-- next
CREATE TRIGGER part_no_replace_number BEFORE INSERT ON part WHEN EXISTS (SELECT 1 FROM part WHERE number = NEW.number)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:part'); END
-- next
CREATE TRIGGER part_no_takeover_number BEFORE UPDATE OF number ON part
                WHEN (NEW.number IS NOT OLD.number) AND EXISTS (SELECT 1 FROM part WHERE number = NEW.number)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:part'); END
-- next
CREATE TRIGGER part_no_replace_gtin BEFORE INSERT ON part WHEN EXISTS (SELECT 1 FROM part WHERE gtin = NEW.gtin)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:part'); END
-- next
CREATE TRIGGER part_no_takeover_gtin BEFORE UPDATE OF gtin ON part
                WHEN (NEW.gtin IS NOT OLD.gtin) AND EXISTS (SELECT 1 FROM part WHERE gtin = NEW.gtin)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:part'); END
-- next
CREATE TRIGGER part_merge_no_delete BEFORE DELETE ON part_merge WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:part_merge'); END
-- next
CREATE TRIGGER part_merge_keeps_id BEFORE UPDATE ON part_merge WHEN NEW.id IS NOT OLD.id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:part_merge'); END
-- next
CREATE TRIGGER part_merge_no_replace_id BEFORE INSERT ON part_merge WHEN EXISTS (SELECT 1 FROM part_merge WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:part_merge'); END
-- next
CREATE TRIGGER part_merge_no_takeover_id BEFORE UPDATE OF id ON part_merge
                WHEN (NEW.id IS NOT OLD.id) AND EXISTS (SELECT 1 FROM part_merge WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:part_merge'); END
-- next
CREATE TRIGGER part_merge_keeps_duplicate_id BEFORE UPDATE ON part_merge WHEN NEW.duplicate_id IS NOT OLD.duplicate_id OR NEW.kept_id IS NOT OLD.kept_id OR NEW.reason IS NOT OLD.reason OR NEW.merged_by_id IS NOT OLD.merged_by_id OR NEW.merged_at IS NOT OLD.merged_at OR NEW.state_before IS NOT OLD.state_before
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:part_merge'); END
-- next
CREATE TRIGGER part_merge_undone_once BEFORE UPDATE ON part_merge WHEN OLD.undone_at IS NOT NULL OR CAST(NEW.carried AS TEXT) <> CAST(OLD.carried AS TEXT)
            BEGIN SELECT RAISE(ABORT, 'sparewell:merge_undone'); END
-- next
CREATE TRIGGER part_merge_measures_the_same BEFORE INSERT ON part_merge WHEN NEW.undone_at IS NOT NULL OR NOT EXISTS (SELECT 1 FROM part d JOIN part k ON k.id = NEW.kept_id WHERE d.id = NEW.duplicate_id AND d.unit_id = k.unit_id AND d.serial_tracked = k.serial_tracked)
            BEGIN SELECT RAISE(ABORT, 'sparewell:merge_measured_otherwise'); END
-- next
CREATE TRIGGER part_alias_is_merged BEFORE UPDATE OF merged_into_id ON part WHEN COALESCE(NEW.merged_into_id, 0) <> COALESCE((SELECT m.kept_id FROM part_merge m WHERE m.duplicate_id = NEW.id AND m.undone_at IS NULL), 0)
            BEGIN SELECT RAISE(ABORT, 'sparewell:merge_not_written'); END
-- next
CREATE TRIGGER part_alias_keeps_measure BEFORE UPDATE OF unit_id, serial_tracked ON part WHEN (NEW.unit_id <> OLD.unit_id OR NEW.serial_tracked <> OLD.serial_tracked) AND (NEW.merged_into_id IS NOT NULL OR EXISTS (SELECT 1 FROM part d WHERE d.merged_into_id = NEW.id))
            BEGIN SELECT RAISE(ABORT, 'sparewell:part_is_merged'); END
-- next
CREATE TRIGGER part_begins_as_itself BEFORE INSERT ON part WHEN NEW.merged_into_id IS NOT NULL
            BEGIN SELECT RAISE(ABORT, 'sparewell:merge_not_written'); END
-- next
CREATE TRIGGER supersession_ends_insert AFTER INSERT ON supersession WHEN EXISTS (WITH RECURSIVE reached (id) AS (SELECT NEW.successor_id UNION
        SELECT t.successor_id FROM supersession t JOIN reached r ON t.predecessor_id = r.id WHERE t.successor_id IS NOT NULL)
        SELECT 1 FROM reached WHERE id = NEW.predecessor_id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:supersession_in_a_circle'); END
-- next
CREATE TRIGGER supersession_ends_update AFTER UPDATE OF predecessor_id, successor_id ON supersession WHEN EXISTS (WITH RECURSIVE reached (id) AS (SELECT NEW.successor_id UNION
        SELECT t.successor_id FROM supersession t JOIN reached r ON t.predecessor_id = r.id WHERE t.successor_id IS NOT NULL)
        SELECT 1 FROM reached WHERE id = NEW.predecessor_id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:supersession_in_a_circle'); END
-- next
CREATE TRIGGER category_is_a_tree_insert AFTER INSERT ON category WHEN EXISTS (WITH RECURSIVE reached (id) AS (SELECT NEW.parent_id UNION
        SELECT t.parent_id FROM category t JOIN reached r ON t.id = r.id WHERE t.parent_id IS NOT NULL)
        SELECT 1 FROM reached WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:category_in_a_circle'); END
-- next
CREATE TRIGGER category_is_a_tree_update AFTER UPDATE OF parent_id ON category WHEN EXISTS (WITH RECURSIVE reached (id) AS (SELECT NEW.parent_id UNION
        SELECT t.parent_id FROM category t JOIN reached r ON t.id = r.id WHERE t.parent_id IS NOT NULL)
        SELECT 1 FROM reached WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:category_in_a_circle'); END
-- next
CREATE TRIGGER supersession_of_a_merge_stays BEFORE DELETE ON supersession WHEN EXISTS (SELECT 1 FROM part p WHERE p.id = OLD.predecessor_id AND p.merged_into_id = OLD.successor_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:part_is_merged'); END
-- next
CREATE TRIGGER supersession_of_a_merge_keeps BEFORE UPDATE ON supersession WHEN EXISTS (SELECT 1 FROM part p WHERE p.id = OLD.predecessor_id AND p.merged_into_id = OLD.successor_id) AND (NEW.predecessor_id <> OLD.predecessor_id OR NEW.successor_id <> OLD.successor_id OR NOT NEW.two_way OR NEW.predecessor_factor <> NEW.successor_factor)
            BEGIN SELECT RAISE(ABORT, 'sparewell:part_is_merged'); END
-- next
CREATE TRIGGER pick_wave_no_delete BEFORE DELETE ON pick_wave WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:pick_wave'); END
-- next
CREATE TRIGGER pick_wave_keeps_id BEFORE UPDATE ON pick_wave WHEN NEW.id IS NOT OLD.id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:pick_wave'); END
-- next
CREATE TRIGGER pick_wave_no_replace_id BEFORE INSERT ON pick_wave WHEN EXISTS (SELECT 1 FROM pick_wave WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:pick_wave'); END
-- next
CREATE TRIGGER pick_wave_no_takeover_id BEFORE UPDATE OF id ON pick_wave
                WHEN (NEW.id IS NOT OLD.id) AND EXISTS (SELECT 1 FROM pick_wave WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:pick_wave'); END
-- next
CREATE TRIGGER pick_wave_no_replace_number BEFORE INSERT ON pick_wave WHEN EXISTS (SELECT 1 FROM pick_wave WHERE number = NEW.number)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:pick_wave'); END
-- next
CREATE TRIGGER pick_wave_no_takeover_number BEFORE UPDATE OF number ON pick_wave
                WHEN (NEW.number IS NOT OLD.number) AND EXISTS (SELECT 1 FROM pick_wave WHERE number = NEW.number)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:pick_wave'); END
-- next
CREATE TRIGGER pick_wave_keeps_number BEFORE UPDATE ON pick_wave WHEN NEW.number IS NOT OLD.number OR NEW.store_id IS NOT OLD.store_id OR NEW.keeper_id IS NOT OLD.keeper_id OR NEW.started_at IS NOT OLD.started_at
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:pick_wave'); END
-- next
CREATE TRIGGER pick_wave_closed_once BEFORE UPDATE ON pick_wave WHEN OLD.state <> 'open'
            BEGIN SELECT RAISE(ABORT, 'sparewell:wave_closed'); END
-- next
CREATE TRIGGER pick_wave_line_no_update BEFORE UPDATE ON pick_wave_line WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:pick_wave_line'); END
-- next
CREATE TRIGGER pick_wave_line_no_delete BEFORE DELETE ON pick_wave_line WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:pick_wave_line'); END
-- next
CREATE TRIGGER pick_wave_line_no_replace_id BEFORE INSERT ON pick_wave_line WHEN EXISTS (SELECT 1 FROM pick_wave_line WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:pick_wave_line'); END
-- next
CREATE TRIGGER pick_wave_line_no_replace_pick_wave_id_part_request_id BEFORE INSERT ON pick_wave_line WHEN EXISTS (SELECT 1 FROM pick_wave_line WHERE pick_wave_id = NEW.pick_wave_id AND part_request_id = NEW.part_request_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:pick_wave_line'); END
-- next
CREATE TRIGGER pick_wave_line_one_walk BEFORE INSERT ON pick_wave_line WHEN EXISTS (SELECT 1 FROM pick_wave_line l JOIN pick_wave w ON w.id = l.pick_wave_id AND w.state = 'open' WHERE l.part_request_id = NEW.part_request_id) OR NOT EXISTS (SELECT 1 FROM pick_wave w JOIN part_request q ON q.id = NEW.part_request_id AND q.store_id = w.store_id WHERE w.id = NEW.pick_wave_id AND w.state = 'open')
            BEGIN SELECT RAISE(ABORT, 'sparewell:already_being_picked'); END
-- next
CREATE TRIGGER short_pick_no_update BEFORE UPDATE ON short_pick WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:short_pick'); END
-- next
CREATE TRIGGER short_pick_no_delete BEFORE DELETE ON short_pick WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:short_pick'); END
-- next
CREATE TRIGGER short_pick_no_replace_id BEFORE INSERT ON short_pick WHEN EXISTS (SELECT 1 FROM short_pick WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:short_pick'); END
-- next
CREATE TRIGGER short_pick_right BEFORE INSERT ON short_pick WHEN NOT EXISTS (SELECT 1 FROM part_request q JOIN lot o ON o.id = NEW.lot_id AND o.part_id = q.part_id JOIN location p ON p.id = NEW.location_id AND p.store_id = q.store_id WHERE q.id = NEW.part_request_id AND q.part_id = NEW.part_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:lot_of_another_part'); END
-- next
CREATE TRIGGER fifo_ask_no_delete BEFORE DELETE ON fifo_ask WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:fifo_ask'); END
-- next
CREATE TRIGGER fifo_ask_keeps_id BEFORE UPDATE ON fifo_ask WHEN NEW.id IS NOT OLD.id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:fifo_ask'); END
-- next
CREATE TRIGGER fifo_ask_no_replace_id BEFORE INSERT ON fifo_ask WHEN EXISTS (SELECT 1 FROM fifo_ask WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:fifo_ask'); END
-- next
CREATE TRIGGER fifo_ask_no_takeover_id BEFORE UPDATE OF id ON fifo_ask
                WHEN (NEW.id IS NOT OLD.id) AND EXISTS (SELECT 1 FROM fifo_ask WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:fifo_ask'); END
-- next
CREATE TRIGGER fifo_ask_no_replace_fifo_exception_id BEFORE INSERT ON fifo_ask WHEN EXISTS (SELECT 1 FROM fifo_ask WHERE fifo_exception_id = NEW.fifo_exception_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:fifo_ask'); END
-- next
CREATE TRIGGER fifo_ask_no_takeover_fifo_exception_id BEFORE UPDATE OF fifo_exception_id ON fifo_ask
                WHEN (NEW.fifo_exception_id IS NOT OLD.fifo_exception_id) AND EXISTS (SELECT 1 FROM fifo_ask WHERE fifo_exception_id = NEW.fifo_exception_id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:fifo_ask'); END
-- next
CREATE TRIGGER fifo_ask_keeps_part_request_id BEFORE UPDATE ON fifo_ask WHEN NEW.part_request_id IS NOT OLD.part_request_id OR NEW.work_order_id IS NOT OLD.work_order_id OR NEW.lot_id IS NOT OLD.lot_id OR NEW.reason IS NOT OLD.reason OR NEW.asked_by_id IS NOT OLD.asked_by_id OR NEW.asked_at IS NOT OLD.asked_at
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:fifo_ask'); END
-- next
CREATE TRIGGER fifo_ask_decided_once BEFORE UPDATE ON fifo_ask WHEN OLD.state <> 'asked'
            BEGIN SELECT RAISE(ABORT, 'sparewell:ask_decided'); END
-- next
CREATE TRIGGER fifo_ask_other_person BEFORE UPDATE ON fifo_ask WHEN NEW.state IN ('signed', 'refused') AND (NEW.decided_by_id IS NULL OR NEW.decided_by_id = NEW.asked_by_id) OR NEW.state = 'signed' AND NOT EXISTS (SELECT 1 FROM fifo_exception x WHERE x.id = NEW.fifo_exception_id AND x.lot_id = NEW.lot_id AND x.work_order_id = NEW.work_order_id AND x.asked_by_id = NEW.asked_by_id AND x.signed_by_id = NEW.decided_by_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:four_eyes'); END
-- next
CREATE TRIGGER fifo_ask_right BEFORE INSERT ON fifo_ask WHEN NEW.state <> 'asked' OR NOT EXISTS (SELECT 1 FROM part_request q JOIN lot o ON o.part_id = q.part_id AND o.id = NEW.lot_id WHERE q.id = NEW.part_request_id AND q.work_order_id = NEW.work_order_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:lot_of_another_part'); END
-- next
CREATE TRIGGER handover_no_update BEFORE UPDATE ON handover WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:handover'); END
-- next
CREATE TRIGGER handover_no_delete BEFORE DELETE ON handover WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:handover'); END
-- next
CREATE TRIGGER handover_no_replace_id BEFORE INSERT ON handover WHEN EXISTS (SELECT 1 FROM handover WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:handover'); END
-- next
CREATE TRIGGER handover_no_replace_number BEFORE INSERT ON handover WHEN EXISTS (SELECT 1 FROM handover WHERE number = NEW.number)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:handover'); END
-- next
CREATE TRIGGER handover_posting_no_update BEFORE UPDATE ON handover_posting WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:handover_posting'); END
-- next
CREATE TRIGGER handover_posting_no_delete BEFORE DELETE ON handover_posting WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:handover_posting'); END
-- next
CREATE TRIGGER handover_posting_no_replace_id BEFORE INSERT ON handover_posting WHEN EXISTS (SELECT 1 FROM handover_posting WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:handover_posting'); END
-- next
CREATE TRIGGER handover_posting_no_replace_posting_id BEFORE INSERT ON handover_posting WHEN EXISTS (SELECT 1 FROM handover_posting WHERE posting_id = NEW.posting_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:handover_posting'); END
-- next
CREATE TRIGGER handover_two_persons BEFORE INSERT ON handover WHEN NEW.handed_by_id = NEW.received_by_id
            BEGIN SELECT RAISE(ABORT, 'sparewell:four_eyes'); END
-- next
CREATE TRIGGER handover_posting_right BEFORE INSERT ON handover_posting WHEN NOT EXISTS (SELECT 1 FROM handover h JOIN work_order w ON w.id = h.work_order_id JOIN posting p ON p.reference = w.number AND p.kind = 'issue' WHERE h.id = NEW.handover_id AND p.id = NEW.posting_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:not_issued_to_it'); END
-- next
CREATE TRIGGER location_keeps_kind BEFORE UPDATE ON location WHEN NEW.kind IS NOT OLD.kind
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:location'); END
-- next
CREATE TRIGGER location_keeps_store BEFORE UPDATE ON location WHEN OLD.store_id IS NOT NULL AND (NEW.store_id IS NULL OR NEW.store_id <> OLD.store_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:location'); END
-- next
CREATE TRIGGER location_no_delete BEFORE DELETE ON location WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:location'); END
-- next
CREATE TRIGGER location_keeps_id BEFORE UPDATE ON location WHEN NEW.id IS NOT OLD.id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:location'); END
-- next
CREATE TRIGGER location_no_replace_id BEFORE INSERT ON location WHEN EXISTS (SELECT 1 FROM location WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:location'); END
-- next
CREATE TRIGGER location_no_takeover_id BEFORE UPDATE OF id ON location
                WHEN (NEW.id IS NOT OLD.id) AND EXISTS (SELECT 1 FROM location WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:location'); END
-- next
CREATE TRIGGER location_no_replace_code BEFORE INSERT ON location WHEN EXISTS (SELECT 1 FROM location WHERE code = NEW.code)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:location'); END
-- next
CREATE TRIGGER location_no_takeover_code BEFORE UPDATE OF code ON location
                WHEN (NEW.code IS NOT OLD.code) AND EXISTS (SELECT 1 FROM location WHERE code = NEW.code)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:location'); END
-- next
CREATE TRIGGER location_insert_store_right BEFORE INSERT ON location WHEN NEW.store_id IS NOT NULL AND CASE WHEN NEW.kind IN ('warehouse', 'van') THEN NEW.store_id <> NEW.id
        WHEN NEW.kind IN ('customer', 'opening', 'scrap', 'supplier', 'variance', 'work_order') THEN true
        ELSE NOT EXISTS (SELECT 1 FROM location s WHERE s.id = NEW.store_id AND s.kind IN ('warehouse', 'van')) END
            BEGIN SELECT RAISE(ABORT, 'sparewell:other_store'); END
-- next
CREATE TRIGGER location_update_store_right BEFORE UPDATE ON location WHEN NEW.store_id IS NOT NULL AND CASE WHEN NEW.kind IN ('warehouse', 'van') THEN NEW.store_id <> NEW.id
        WHEN NEW.kind IN ('customer', 'opening', 'scrap', 'supplier', 'variance', 'work_order') THEN true
        ELSE NOT EXISTS (SELECT 1 FROM location s WHERE s.id = NEW.store_id AND s.kind IN ('warehouse', 'van')) END
            BEGIN SELECT RAISE(ABORT, 'sparewell:other_store'); END
-- next
CREATE TRIGGER store_deputy_right_place BEFORE INSERT ON store_deputy WHEN NOT EXISTS (SELECT 1 FROM location l WHERE l.id = NEW.store_id AND l.kind IN ('warehouse', 'van'))
            BEGIN SELECT RAISE(ABORT, 'sparewell:wrong_kind_of_place'); END
-- next
CREATE TRIGGER store_deputy_keeps_store_id BEFORE UPDATE ON store_deputy WHEN NEW.store_id IS NOT OLD.store_id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:store_deputy'); END
-- next
CREATE TRIGGER bin_home_right_place BEFORE INSERT ON bin_home WHEN NOT EXISTS (SELECT 1 FROM location l WHERE l.id = NEW.location_id AND l.kind IN ('bin'))
            BEGIN SELECT RAISE(ABORT, 'sparewell:wrong_kind_of_place'); END
-- next
CREATE TRIGGER bin_home_keeps_location_id BEFORE UPDATE ON bin_home WHEN NEW.location_id IS NOT OLD.location_id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:bin_home'); END
-- next
CREATE TRIGGER van_limit_right_place BEFORE INSERT ON van_limit WHEN NOT EXISTS (SELECT 1 FROM location l WHERE l.id = NEW.van_id AND l.kind IN ('van'))
            BEGIN SELECT RAISE(ABORT, 'sparewell:wrong_kind_of_place'); END
-- next
CREATE TRIGGER van_limit_keeps_van_id BEFORE UPDATE ON van_limit WHEN NEW.van_id IS NOT OLD.van_id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:van_limit'); END
-- next
CREATE TRIGGER allocation_event_no_update BEFORE UPDATE ON allocation_event WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:allocation_event'); END
-- next
CREATE TRIGGER allocation_event_no_delete BEFORE DELETE ON allocation_event WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:allocation_event'); END
-- next
CREATE TRIGGER allocation_event_no_replace_id BEFORE INSERT ON allocation_event WHEN EXISTS (SELECT 1 FROM allocation_event WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:allocation_event'); END
-- next
CREATE TRIGGER allocation_event_same_part BEFORE INSERT ON allocation_event WHEN NEW.to_request_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM part_request a JOIN part_request b ON b.id = NEW.to_request_id AND b.part_id = a.part_id AND b.store_id = a.store_id AND b.id <> a.id WHERE a.id = NEW.part_request_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:not_asked_for'); END
-- next
CREATE TRIGGER reservation_held BEFORE UPDATE OF state ON reservation WHEN OLD.state = 'open' AND NEW.state IN ('released', 'expired') AND EXISTS (SELECT 1 FROM part_request q WHERE q.id = NEW.part_request_id AND q.held)
            BEGIN SELECT RAISE(ABORT, 'sparewell:promise_held'); END
-- next
CREATE TRIGGER part_request_hold_recorded BEFORE UPDATE OF held ON part_request WHEN NEW.held <> OLD.held AND (CASE WHEN NEW.held THEN 1 ELSE 0 END) <> COALESCE((SELECT SUM(CASE e.kind WHEN 'held' THEN 1 WHEN 'lifted' THEN -1 ELSE 0 END) FROM allocation_event e WHERE e.part_request_id = NEW.id), 0)
            BEGIN SELECT RAISE(ABORT, 'sparewell:hold_without_record'); END
-- next
CREATE TRIGGER part_request_begins_soft BEFORE INSERT ON part_request WHEN NEW.held
            BEGIN SELECT RAISE(ABORT, 'sparewell:hold_without_record'); END
-- next
CREATE TRIGGER part_request_no_delete BEFORE DELETE ON part_request WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:part_request'); END
-- next
CREATE TRIGGER part_request_keeps_id BEFORE UPDATE ON part_request WHEN NEW.id IS NOT OLD.id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:part_request'); END
-- next
CREATE TRIGGER part_request_no_replace_id BEFORE INSERT ON part_request WHEN EXISTS (SELECT 1 FROM part_request WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:part_request'); END
-- next
CREATE TRIGGER part_request_no_takeover_id BEFORE UPDATE OF id ON part_request
                WHEN (NEW.id IS NOT OLD.id) AND EXISTS (SELECT 1 FROM part_request WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:part_request'); END
-- next
CREATE TRIGGER part_request_keeps_quantity BEFORE UPDATE ON part_request WHEN NEW.quantity IS NOT OLD.quantity OR NEW.part_id IS NOT OLD.part_id OR NEW.store_id IS NOT OLD.store_id OR NEW.asked_on IS NOT OLD.asked_on OR NEW.work_order_id IS NOT OLD.work_order_id OR NEW.asked_by_id IS NOT OLD.asked_by_id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:part_request'); END
-- next
CREATE TRIGGER reservation_no_delete BEFORE DELETE ON reservation WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:reservation'); END
-- next
CREATE TRIGGER reservation_keeps_id BEFORE UPDATE ON reservation WHEN NEW.id IS NOT OLD.id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:reservation'); END
-- next
CREATE TRIGGER reservation_no_replace_id BEFORE INSERT ON reservation WHEN EXISTS (SELECT 1 FROM reservation WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:reservation'); END
-- next
CREATE TRIGGER reservation_no_takeover_id BEFORE UPDATE OF id ON reservation
                WHEN (NEW.id IS NOT OLD.id) AND EXISTS (SELECT 1 FROM reservation WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:reservation'); END
-- next
CREATE TRIGGER reservation_keeps_quantity BEFORE UPDATE ON reservation WHEN NEW.quantity IS NOT OLD.quantity OR NEW.part_id IS NOT OLD.part_id OR NEW.store_id IS NOT OLD.store_id OR NEW.part_request_id IS NOT OLD.part_request_id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:reservation'); END
-- next
CREATE TRIGGER work_order_no_delete BEFORE DELETE ON work_order WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:work_order'); END
-- next
CREATE TRIGGER work_order_keeps_id BEFORE UPDATE ON work_order WHEN NEW.id IS NOT OLD.id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:work_order'); END
-- next
CREATE TRIGGER work_order_no_replace_id BEFORE INSERT ON work_order WHEN EXISTS (SELECT 1 FROM work_order WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:work_order'); END
-- next
CREATE TRIGGER work_order_no_takeover_id BEFORE UPDATE OF id ON work_order
                WHEN (NEW.id IS NOT OLD.id) AND EXISTS (SELECT 1 FROM work_order WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:work_order'); END
-- next
CREATE TRIGGER work_order_no_replace_number BEFORE INSERT ON work_order WHEN EXISTS (SELECT 1 FROM work_order WHERE number = NEW.number)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:work_order'); END
-- next
CREATE TRIGGER work_order_no_takeover_number BEFORE UPDATE OF number ON work_order
                WHEN (NEW.number IS NOT OLD.number) AND EXISTS (SELECT 1 FROM work_order WHERE number = NEW.number)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:work_order'); END
-- next
CREATE TRIGGER work_order_no_replace_location_id BEFORE INSERT ON work_order WHEN EXISTS (SELECT 1 FROM work_order WHERE location_id = NEW.location_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:work_order'); END
-- next
CREATE TRIGGER work_order_no_takeover_location_id BEFORE UPDATE OF location_id ON work_order
                WHEN (NEW.location_id IS NOT OLD.location_id) AND EXISTS (SELECT 1 FROM work_order WHERE location_id = NEW.location_id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:work_order'); END
-- next
CREATE TRIGGER work_order_keeps_location_id BEFORE UPDATE ON work_order WHEN NEW.location_id IS NOT OLD.location_id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:work_order'); END
-- next
CREATE TRIGGER count_no_update BEFORE UPDATE ON count WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:count'); END
-- next
CREATE TRIGGER count_no_delete BEFORE DELETE ON count WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:count'); END
-- next
CREATE TRIGGER count_no_replace_id BEFORE INSERT ON count WHEN EXISTS (SELECT 1 FROM count WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:count'); END
-- next
CREATE TRIGGER count_no_replace_count_line_id_round BEFORE INSERT ON count WHEN EXISTS (SELECT 1 FROM count WHERE count_line_id = NEW.count_line_id AND round = NEW.round)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:count'); END
-- next
CREATE TRIGGER count_line_no_delete BEFORE DELETE ON count_line WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:count_line'); END
-- next
CREATE TRIGGER count_line_keeps_id BEFORE UPDATE ON count_line WHEN NEW.id IS NOT OLD.id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:count_line'); END
-- next
CREATE TRIGGER count_line_no_replace_id BEFORE INSERT ON count_line WHEN EXISTS (SELECT 1 FROM count_line WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:count_line'); END
-- next
CREATE TRIGGER count_line_no_takeover_id BEFORE UPDATE OF id ON count_line
                WHEN (NEW.id IS NOT OLD.id) AND EXISTS (SELECT 1 FROM count_line WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:count_line'); END
-- next
CREATE TRIGGER count_line_no_replace_stock_take_id_location_id_part_id BEFORE INSERT ON count_line WHEN EXISTS (SELECT 1 FROM count_line WHERE stock_take_id = NEW.stock_take_id AND location_id = NEW.location_id AND part_id = NEW.part_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:count_line'); END
-- next
CREATE TRIGGER count_line_no_takeover_stock_take_id_location_id_part_id BEFORE UPDATE OF stock_take_id, location_id, part_id ON count_line
                WHEN (NEW.stock_take_id IS NOT OLD.stock_take_id OR NEW.location_id IS NOT OLD.location_id OR NEW.part_id IS NOT OLD.part_id) AND EXISTS (SELECT 1 FROM count_line WHERE stock_take_id = NEW.stock_take_id AND location_id = NEW.location_id AND part_id = NEW.part_id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:count_line'); END
-- next
CREATE TRIGGER count_line_keeps_stock_take_id BEFORE UPDATE ON count_line WHEN NEW.stock_take_id IS NOT OLD.stock_take_id OR NEW.location_id IS NOT OLD.location_id OR NEW.part_id IS NOT OLD.part_id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:count_line'); END
-- next
CREATE TRIGGER stock_take_no_delete BEFORE DELETE ON stock_take WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:stock_take'); END
-- next
CREATE TRIGGER stock_take_keeps_id BEFORE UPDATE ON stock_take WHEN NEW.id IS NOT OLD.id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:stock_take'); END
-- next
CREATE TRIGGER stock_take_no_replace_id BEFORE INSERT ON stock_take WHEN EXISTS (SELECT 1 FROM stock_take WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:stock_take'); END
-- next
CREATE TRIGGER stock_take_no_takeover_id BEFORE UPDATE OF id ON stock_take
                WHEN (NEW.id IS NOT OLD.id) AND EXISTS (SELECT 1 FROM stock_take WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:stock_take'); END
-- next
CREATE TRIGGER stock_take_no_replace_number BEFORE INSERT ON stock_take WHEN EXISTS (SELECT 1 FROM stock_take WHERE number = NEW.number)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:stock_take'); END
-- next
CREATE TRIGGER stock_take_no_takeover_number BEFORE UPDATE OF number ON stock_take
                WHEN (NEW.number IS NOT OLD.number) AND EXISTS (SELECT 1 FROM stock_take WHERE number = NEW.number)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:stock_take'); END
-- next
CREATE TRIGGER stock_take_keeps_created_by_id BEFORE UPDATE ON stock_take WHEN NEW.created_by_id IS NOT OLD.created_by_id OR NEW.store_id IS NOT OLD.store_id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:stock_take'); END
-- next
CREATE TRIGGER stock_take_approval_approved_by_id_is_another BEFORE INSERT ON stock_take_approval WHEN NEW.approved_by_id = NEW.created_by_id OR NOT EXISTS (SELECT 1 FROM stock_take WHERE stock_take.id = NEW.stock_take_id AND stock_take.created_by_id = NEW.created_by_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:four_eyes'); END
-- next
CREATE TRIGGER stock_take_approval_no_delete BEFORE DELETE ON stock_take_approval WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:stock_take_approval'); END
-- next
CREATE TRIGGER stock_take_approval_no_replace_stock_take_id BEFORE INSERT ON stock_take_approval WHEN EXISTS (SELECT 1 FROM stock_take_approval WHERE stock_take_id = NEW.stock_take_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:stock_take_approval'); END
-- next
CREATE TRIGGER stock_take_approval_no_takeover_stock_take_id BEFORE UPDATE OF stock_take_id ON stock_take_approval
                WHEN (NEW.stock_take_id IS NOT OLD.stock_take_id) AND EXISTS (SELECT 1 FROM stock_take_approval WHERE stock_take_id = NEW.stock_take_id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:stock_take_approval'); END
-- next
CREATE TRIGGER stock_take_approval_keeps_stock_take_id BEFORE UPDATE ON stock_take_approval WHEN NEW.stock_take_id IS NOT OLD.stock_take_id OR NEW.created_by_id IS NOT OLD.created_by_id OR NEW.approved_by_id IS NOT OLD.approved_by_id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:stock_take_approval'); END
-- next
CREATE TRIGGER stock_take_endorsement_no_update BEFORE UPDATE ON stock_take_endorsement WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:stock_take_endorsement'); END
-- next
CREATE TRIGGER stock_take_endorsement_no_delete BEFORE DELETE ON stock_take_endorsement WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:stock_take_endorsement'); END
-- next
CREATE TRIGGER stock_take_endorsement_no_replace_id BEFORE INSERT ON stock_take_endorsement WHEN EXISTS (SELECT 1 FROM stock_take_endorsement WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:stock_take_endorsement'); END
-- next
CREATE TRIGGER stock_take_endorsement_no_replace_stock_take_id_last_count_id BEFORE INSERT ON stock_take_endorsement WHEN EXISTS (SELECT 1 FROM stock_take_endorsement WHERE stock_take_id = NEW.stock_take_id AND last_count_id = NEW.last_count_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:stock_take_endorsement'); END
-- next
CREATE TRIGGER stock_take_endorsement_endorsed_by_id_is_another BEFORE INSERT ON stock_take_endorsement WHEN NEW.endorsed_by_id = NEW.created_by_id OR NOT EXISTS (SELECT 1 FROM stock_take WHERE stock_take.id = NEW.stock_take_id AND stock_take.created_by_id = NEW.created_by_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:four_eyes'); END
-- next
CREATE TRIGGER stock_take_approval_keeps_value_cny BEFORE UPDATE ON stock_take_approval WHEN NEW.value_cny IS NOT OLD.value_cny OR NEW.limit_cny IS NOT OLD.limit_cny
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:stock_take_approval'); END
-- next
CREATE TRIGGER variance_cause_no_delete BEFORE DELETE ON variance_cause WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:variance_cause'); END
-- next
CREATE TRIGGER variance_cause_keeps_id BEFORE UPDATE ON variance_cause WHEN NEW.id IS NOT OLD.id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:variance_cause'); END
-- next
CREATE TRIGGER variance_cause_no_replace_id BEFORE INSERT ON variance_cause WHEN EXISTS (SELECT 1 FROM variance_cause WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:variance_cause'); END
-- next
CREATE TRIGGER variance_cause_no_takeover_id BEFORE UPDATE OF id ON variance_cause
                WHEN (NEW.id IS NOT OLD.id) AND EXISTS (SELECT 1 FROM variance_cause WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:variance_cause'); END
-- next
CREATE TRIGGER variance_cause_no_replace_code BEFORE INSERT ON variance_cause WHEN EXISTS (SELECT 1 FROM variance_cause WHERE code = NEW.code)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:variance_cause'); END
-- next
CREATE TRIGGER variance_cause_no_takeover_code BEFORE UPDATE OF code ON variance_cause
                WHEN (NEW.code IS NOT OLD.code) AND EXISTS (SELECT 1 FROM variance_cause WHERE code = NEW.code)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:variance_cause'); END
-- next
CREATE TRIGGER variance_cause_keeps_code BEFORE UPDATE ON variance_cause WHEN NEW.code IS NOT OLD.code
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:variance_cause'); END
-- next
CREATE TRIGGER limit_signature_no_update BEFORE UPDATE ON limit_signature WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:limit_signature'); END
-- next
CREATE TRIGGER limit_signature_no_delete BEFORE DELETE ON limit_signature WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:limit_signature'); END
-- next
CREATE TRIGGER limit_signature_no_replace_id BEFORE INSERT ON limit_signature WHEN EXISTS (SELECT 1 FROM limit_signature WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:limit_signature'); END
-- next
CREATE TRIGGER limit_signature_no_replace_transfer_id BEFORE INSERT ON limit_signature WHEN EXISTS (SELECT 1 FROM limit_signature WHERE transfer_id = NEW.transfer_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:limit_signature'); END
-- next
CREATE TRIGGER limit_signature_signed_by_id_is_another BEFORE INSERT ON limit_signature WHEN NEW.signed_by_id = NEW.asked_by_id OR NOT EXISTS (SELECT 1 FROM transfer WHERE transfer.id = NEW.transfer_id AND transfer.asked_by_id = NEW.asked_by_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:four_eyes'); END
-- next
CREATE TRIGGER transfer_within_limits BEFORE UPDATE OF state ON transfer WHEN NEW.state = 'sent' AND OLD.state <> 'sent' AND NOT EXISTS (SELECT 1 FROM limit_signature s WHERE s.transfer_id = NEW.id) AND (EXISTS (SELECT 1 FROM transfer_line t JOIN van_limit v ON v.part_id = t.part_id WHERE t.transfer_id = NEW.id AND v.van_id = NEW.to_store_id AND t.sent > 0 AND v.most < (SELECT COALESCE(SUM(b.on_hand), 0) FROM balance b JOIN location l ON l.id = b.location_id
    WHERE b.store_id = NEW.to_store_id AND l.kind IN ('van', 'in_transit') AND b.on_hand > 0 AND b.part_id = t.part_id)) OR EXISTS (SELECT 1 FROM location p WHERE p.id = NEW.to_store_id AND p.kind = 'van' AND p.most_value_cny * 1000 < (SELECT COALESCE(SUM(b.on_hand * o.unit_cost_cny), 0) FROM balance b JOIN location l ON l.id = b.location_id JOIN lot o ON o.id = b.lot_id
    WHERE b.store_id = NEW.to_store_id AND l.kind IN ('van', 'in_transit') AND b.on_hand > 0 )))
            BEGIN SELECT RAISE(ABORT, 'sparewell:beyond_limit'); END
-- next
CREATE TRIGGER transfer_settlement_no_delete BEFORE DELETE ON transfer_settlement WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:transfer_settlement'); END
-- next
CREATE TRIGGER transfer_settlement_keeps_id BEFORE UPDATE ON transfer_settlement WHEN NEW.id IS NOT OLD.id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:transfer_settlement'); END
-- next
CREATE TRIGGER transfer_settlement_no_replace_id BEFORE INSERT ON transfer_settlement WHEN EXISTS (SELECT 1 FROM transfer_settlement WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:transfer_settlement'); END
-- next
CREATE TRIGGER transfer_settlement_no_takeover_id BEFORE UPDATE OF id ON transfer_settlement
                WHEN (NEW.id IS NOT OLD.id) AND EXISTS (SELECT 1 FROM transfer_settlement WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:transfer_settlement'); END
-- next
CREATE TRIGGER transfer_settlement_keeps_transfer_id BEFORE UPDATE ON transfer_settlement WHEN NEW.transfer_id IS NOT OLD.transfer_id OR NEW.part_id IS NOT OLD.part_id OR NEW.quantity IS NOT OLD.quantity OR NEW.cause IS NOT OLD.cause OR NEW.note IS NOT OLD.note OR NEW.by_id IS NOT OLD.by_id OR NEW.at IS NOT OLD.at
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:transfer_settlement'); END
-- next
CREATE TRIGGER transfer_settlement_once BEFORE UPDATE ON transfer_settlement WHEN OLD.state <> 'asked'
            BEGIN SELECT RAISE(ABORT, 'sparewell:settlement_decided'); END
-- next
CREATE TRIGGER transfer_settlement_other BEFORE UPDATE ON transfer_settlement WHEN NEW.decided_by_id IS NOT NULL AND (NEW.decided_by_id = NEW.by_id OR EXISTS (SELECT 1 FROM transfer t WHERE t.id = NEW.transfer_id AND NEW.decided_by_id IN (t.sent_by_id, t.received_by_id)))
            BEGIN SELECT RAISE(ABORT, 'sparewell:four_eyes'); END
-- next
CREATE TRIGGER transfer_settlement_asked_first BEFORE INSERT ON transfer_settlement WHEN NEW.cause = 'lost' AND NEW.state <> 'asked' OR NEW.decided_by_id IS NOT NULL
            BEGIN SELECT RAISE(ABORT, 'sparewell:four_eyes'); END
-- next
CREATE TRIGGER transfer_closed_settled BEFORE UPDATE OF state ON transfer WHEN NEW.state = 'closed' AND OLD.state = 'short' AND EXISTS (SELECT 1 FROM transfer_line t WHERE t.transfer_id = NEW.id AND t.sent - t.received <> COALESCE((SELECT SUM(s.quantity) FROM transfer_settlement s WHERE s.transfer_id = NEW.id AND s.part_id = t.part_id AND s.state = 'posted'), 0))
            BEGIN SELECT RAISE(ABORT, 'sparewell:not_settled'); END
