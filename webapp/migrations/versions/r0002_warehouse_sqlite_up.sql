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
DROP TRIGGER movement_posted
-- next
DROP TRIGGER lot_no_update
-- next
DROP TRIGGER lot_no_delete
-- next
DROP TRIGGER lot_no_replace_id
-- next
DROP TRIGGER lot_no_replace_number
-- next
DROP TRIGGER lot_no_replace_part_id_serial_number
-- next
DROP TRIGGER reservation_integers
-- next
DROP TRIGGER count_integers
-- next
DROP TRIGGER lot_integers
-- next
DROP TRIGGER lot_right
-- next
DROP TRIGGER lot_has_serial
-- next
DROP TRIGGER part_keeps_measure
-- next
DROP TRIGGER work_order_stays_closed
-- next
DROP TRIGGER movement_rule_fixed
-- next
DROP TRIGGER movement_rule_no_update
-- next
DROP TRIGGER movement_rule_no_delete
-- next
DROP TRIGGER balance_follows
-- next
DROP TRIGGER balance_starts
-- next
DROP TRIGGER balance_keeps_location_id
-- next
DROP TRIGGER balance_no_delete
-- next
DROP TRIGGER balance_no_replace_location_id_lot_id
-- next
DROP TRIGGER balance_no_takeover_location_id_lot_id
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
DROP TRIGGER supplier_no_delete
-- next
DROP TRIGGER supplier_keeps_proposed_by_id
-- next
DROP TRIGGER supplier_no_replace_id
-- next
DROP TRIGGER supplier_no_takeover_id
-- next
DROP TRIGGER supplier_no_replace_code
-- next
DROP TRIGGER supplier_no_takeover_code
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
DROP TRIGGER supplier_return_settled_sum
-- next
DROP TRIGGER supplier_return_begins_open
-- next
DROP TRIGGER supplier_return_ended
-- next
DROP TRIGGER supplier_return_sent_moved
-- next
DROP TRIGGER supplier_return_scrapped_moved
-- next
DROP TRIGGER movement_takes_nothing_claimed
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
CREATE TABLE kit (
	id INTEGER NOT NULL,
	code VARCHAR(40) NOT NULL,
	name_zh VARCHAR(120) NOT NULL,
	name_en VARCHAR(120) NOT NULL,
	product_model_id INTEGER,
	symptom_id INTEGER,
	note VARCHAR(300) NOT NULL,
	active BOOLEAN NOT NULL,
	CONSTRAINT pk_kit PRIMARY KEY (id),
	CONSTRAINT uq_kit_code UNIQUE (code),
	CONSTRAINT fk_kit_product_model_id_product_model FOREIGN KEY(product_model_id) REFERENCES product_model (id),
	CONSTRAINT fk_kit_symptom_id_symptom FOREIGN KEY(symptom_id) REFERENCES symptom (id)
)
-- next
CREATE INDEX ix_kit_product_model_id ON kit (product_model_id)
-- next
CREATE INDEX ix_kit_symptom_id ON kit (symptom_id)
-- next
CREATE TABLE period_closing (
	id INTEGER NOT NULL,
	month_on DATE NOT NULL,
	asked_by_id INTEGER NOT NULL,
	asked_at DATETIME NOT NULL,
	checklist JSON NOT NULL,
	note VARCHAR(500) NOT NULL,
	state VARCHAR(10) NOT NULL,
	CONSTRAINT pk_period_closing PRIMARY KEY (id),
	CONSTRAINT uq_period_closing_id_asked_by_id UNIQUE (id, asked_by_id),
	CONSTRAINT ck_period_closing_state_known CHECK (state IN ('asked', 'confirmed', 'withdrawn')),
	CONSTRAINT fk_period_closing_asked_by_id_person FOREIGN KEY(asked_by_id) REFERENCES person (id)
)
-- next
CREATE INDEX ix_period_closing_state ON period_closing (state)
-- next
CREATE UNIQUE INDEX uq_period_closing_asked ON period_closing (month_on) WHERE state <> 'withdrawn'
-- next
CREATE TABLE scanned (
	id INTEGER NOT NULL,
	person_id INTEGER NOT NULL,
	kind VARCHAR(8) NOT NULL,
	row_id INTEGER NOT NULL,
	times INTEGER NOT NULL,
	scanned_at DATETIME NOT NULL,
	CONSTRAINT pk_scanned PRIMARY KEY (id),
	CONSTRAINT uq_scanned_person_id_kind_row_id UNIQUE (person_id, kind, row_id),
	CONSTRAINT ck_scanned_kind_known CHECK (kind IN ('part', 'lot', 'place')),
	CONSTRAINT ck_scanned_times_positive CHECK (times > 0),
	CONSTRAINT fk_scanned_person_id_person FOREIGN KEY(person_id) REFERENCES person (id)
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
CREATE TABLE kit_line (
	id INTEGER NOT NULL,
	kit_id INTEGER NOT NULL,
	part_id INTEGER NOT NULL,
	quantity BIGINT NOT NULL,
	optional BOOLEAN NOT NULL,
	CONSTRAINT pk_kit_line PRIMARY KEY (id),
	CONSTRAINT uq_kit_line_kit_id_part_id UNIQUE (kit_id, part_id),
	CONSTRAINT ck_kit_line_quantity_positive CHECK (quantity > 0),
	CONSTRAINT ck_kit_line_quantity_whole CHECK (quantity IS NULL OR typeof(quantity) = 'integer'),
	CONSTRAINT fk_kit_line_kit_id_kit FOREIGN KEY(kit_id) REFERENCES kit (id),
	CONSTRAINT fk_kit_line_part_id_part FOREIGN KEY(part_id) REFERENCES part (id)
)
-- next
CREATE INDEX ix_kit_line_part_id ON kit_line (part_id)
-- next
CREATE TABLE old_part_note (
	id INTEGER NOT NULL,
	number VARCHAR(40) NOT NULL,
	engineer_id INTEGER NOT NULL,
	store_id INTEGER NOT NULL,
	made_at DATETIME NOT NULL,
	state VARCHAR(10) NOT NULL,
	closed_by_id INTEGER,
	closed_at DATETIME,
	remark VARCHAR(300) NOT NULL,
	CONSTRAINT pk_old_part_note PRIMARY KEY (id),
	CONSTRAINT ck_old_part_note_state_known CHECK (state IN ('open', 'closed', 'cancelled')),
	CONSTRAINT uq_old_part_note_number UNIQUE (number),
	CONSTRAINT fk_old_part_note_engineer_id_person FOREIGN KEY(engineer_id) REFERENCES person (id),
	CONSTRAINT fk_old_part_note_store_id_location FOREIGN KEY(store_id) REFERENCES location (id),
	CONSTRAINT fk_old_part_note_closed_by_id_person FOREIGN KEY(closed_by_id) REFERENCES person (id)
)
-- next
CREATE INDEX ix_old_part_note_engineer_id ON old_part_note (engineer_id)
-- next
CREATE INDEX ix_old_part_note_state ON old_part_note (state)
-- next
CREATE INDEX ix_old_part_note_store_id ON old_part_note (store_id)
-- next
CREATE TABLE part_class (
	part_id INTEGER NOT NULL,
	computed_at DATETIME NOT NULL,
	first_month_on DATE NOT NULL,
	months INTEGER NOT NULL,
	value_cny BIGINT NOT NULL,
	rank INTEGER NOT NULL,
	share_before FLOAT NOT NULL,
	mean FLOAT NOT NULL,
	variation FLOAT,
	months_moved INTEGER NOT NULL,
	rules JSON NOT NULL,
	CONSTRAINT pk_part_class PRIMARY KEY (part_id),
	CONSTRAINT ck_part_class_value_cny_whole CHECK (value_cny IS NULL OR typeof(value_cny) = 'integer'),
	CONSTRAINT fk_part_class_part_id_part FOREIGN KEY(part_id) REFERENCES part (id)
)
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
CREATE TABLE period_close (
	id INTEGER NOT NULL,
	period_closing_id INTEGER NOT NULL,
	month_on DATE NOT NULL,
	ends_on DATE NOT NULL,
	asked_by_id INTEGER NOT NULL,
	confirmed_by_id INTEGER NOT NULL,
	confirmed_at DATETIME NOT NULL,
	last_movement_id INTEGER NOT NULL,
	ledger_hash VARCHAR(64) NOT NULL,
	CONSTRAINT pk_period_close PRIMARY KEY (id),
	CONSTRAINT fk_period_close_period_closing_id_asked_by_id_period_closing FOREIGN KEY(period_closing_id, asked_by_id) REFERENCES period_closing (id, asked_by_id),
	CONSTRAINT ck_period_close_four_eyes CHECK (confirmed_by_id <> asked_by_id),
	CONSTRAINT uq_period_close_period_closing_id UNIQUE (period_closing_id),
	CONSTRAINT uq_period_close_month_on UNIQUE (month_on),
	CONSTRAINT uq_period_close_ends_on UNIQUE (ends_on),
	CONSTRAINT fk_period_close_confirmed_by_id_person FOREIGN KEY(confirmed_by_id) REFERENCES person (id)
)
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
CREATE TABLE stock_checkpoint (
	part_id INTEGER NOT NULL,
	store_id INTEGER NOT NULL,
	movement_id INTEGER NOT NULL,
	on_hand BIGINT NOT NULL,
	CONSTRAINT pk_stock_checkpoint PRIMARY KEY (part_id, store_id, movement_id),
	CONSTRAINT ck_stock_checkpoint_on_hand_not_negative CHECK (on_hand >= 0),
	CONSTRAINT ck_stock_checkpoint_on_hand_whole CHECK (on_hand IS NULL OR typeof(on_hand) = 'integer'),
	CONSTRAINT fk_stock_checkpoint_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_stock_checkpoint_store_id_location FOREIGN KEY(store_id) REFERENCES location (id)
)
 WITHOUT ROWID
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
CREATE TABLE surplus_proposal (
	id INTEGER NOT NULL,
	number VARCHAR(40) NOT NULL,
	part_id INTEGER NOT NULL,
	store_id INTEGER NOT NULL,
	advice VARCHAR(16) NOT NULL,
	advised_quantity BIGINT NOT NULL,
	value_cny BIGINT NOT NULL,
	facts JSON NOT NULL,
	computed_on DATE NOT NULL,
	advised_store_id INTEGER,
	state VARCHAR(12) NOT NULL,
	act VARCHAR(16),
	quantity BIGINT,
	to_store_id INTEGER,
	note VARCHAR(500) NOT NULL,
	submitted_by_id INTEGER,
	submitted_at DATETIME,
	ended_note VARCHAR(500) NOT NULL,
	reference VARCHAR(80) NOT NULL,
	carried_out_by_id INTEGER,
	carried_out_at DATETIME,
	CONSTRAINT pk_surplus_proposal PRIMARY KEY (id),
	CONSTRAINT uq_surplus_proposal_id_submitted_by_id UNIQUE (id, submitted_by_id),
	CONSTRAINT ck_surplus_proposal_advice_known CHECK (advice IN ('transfer', 'supplier_return', 'sell', 'scrap')),
	CONSTRAINT ck_surplus_proposal_state_known CHECK (state IN ('open', 'submitted', 'approved', 'carried_out', 'rejected', 'lapsed')),
	CONSTRAINT ck_surplus_proposal_act_known CHECK (act IS NULL OR act IN ('transfer', 'supplier_return', 'sell', 'scrap')),
	CONSTRAINT ck_surplus_proposal_quantity_positive CHECK (advised_quantity > 0 AND (quantity IS NULL OR quantity > 0)),
	CONSTRAINT ck_surplus_proposal_submitted_whole CHECK (state IN ('open', 'lapsed') OR (act IS NOT NULL AND quantity IS NOT NULL AND submitted_by_id IS NOT NULL)),
	CONSTRAINT ck_surplus_proposal_transfer_names_store CHECK (act IS NULL OR (act = 'transfer') = (to_store_id IS NOT NULL)),
	CONSTRAINT ck_surplus_proposal_carried_out_by_somebody CHECK ((state = 'carried_out') = (carried_out_by_id IS NOT NULL)),
	CONSTRAINT ck_surplus_proposal_advised_quantity_whole CHECK (advised_quantity IS NULL OR typeof(advised_quantity) = 'integer'),
	CONSTRAINT ck_surplus_proposal_quantity_whole CHECK (quantity IS NULL OR typeof(quantity) = 'integer'),
	CONSTRAINT ck_surplus_proposal_value_cny_whole CHECK (value_cny IS NULL OR typeof(value_cny) = 'integer'),
	CONSTRAINT uq_surplus_proposal_number UNIQUE (number),
	CONSTRAINT fk_surplus_proposal_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_surplus_proposal_store_id_location FOREIGN KEY(store_id) REFERENCES location (id),
	CONSTRAINT fk_surplus_proposal_advised_store_id_location FOREIGN KEY(advised_store_id) REFERENCES location (id),
	CONSTRAINT fk_surplus_proposal_to_store_id_location FOREIGN KEY(to_store_id) REFERENCES location (id),
	CONSTRAINT fk_surplus_proposal_submitted_by_id_person FOREIGN KEY(submitted_by_id) REFERENCES person (id),
	CONSTRAINT fk_surplus_proposal_carried_out_by_id_person FOREIGN KEY(carried_out_by_id) REFERENCES person (id)
)
-- next
CREATE INDEX ix_surplus_proposal_state ON surplus_proposal (state)
-- next
CREATE INDEX ix_surplus_proposal_store_id ON surplus_proposal (store_id)
-- next
CREATE UNIQUE INDEX uq_surplus_proposal_live ON surplus_proposal (part_id, store_id) WHERE state IN ('open', 'submitted', 'approved')
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
CREATE TABLE workshop (
	id INTEGER NOT NULL,
	location_id INTEGER NOT NULL,
	address VARCHAR(300) NOT NULL,
	contact VARCHAR(120) NOT NULL,
	phone VARCHAR(40) NOT NULL,
	email VARCHAR(254) NOT NULL,
	supplier_id INTEGER,
	note VARCHAR(300) NOT NULL,
	CONSTRAINT pk_workshop PRIMARY KEY (id),
	CONSTRAINT uq_workshop_location_id UNIQUE (location_id),
	CONSTRAINT fk_workshop_location_id_location FOREIGN KEY(location_id) REFERENCES location (id),
	CONSTRAINT fk_workshop_supplier_id_supplier FOREIGN KEY(supplier_id) REFERENCES supplier (id)
)
-- next
CREATE TABLE workshop_order (
	id INTEGER NOT NULL,
	number VARCHAR(40) NOT NULL,
	workshop_id INTEGER NOT NULL,
	store_id INTEGER NOT NULL,
	sent_by_id INTEGER NOT NULL,
	sent_at DATETIME NOT NULL,
	sent_on DATE NOT NULL,
	due_on DATE NOT NULL,
	note VARCHAR(300) NOT NULL,
	address VARCHAR(300) NOT NULL,
	contact VARCHAR(120) NOT NULL,
	phone VARCHAR(40) NOT NULL,
	email VARCHAR(254) NOT NULL,
	state VARCHAR(10) NOT NULL,
	closed_at DATETIME,
	CONSTRAINT pk_workshop_order PRIMARY KEY (id),
	CONSTRAINT ck_workshop_order_state_known CHECK (state IN ('sent', 'closed')),
	CONSTRAINT ck_workshop_order_due_after CHECK (due_on >= sent_on),
	CONSTRAINT uq_workshop_order_number UNIQUE (number),
	CONSTRAINT fk_workshop_order_workshop_id_location FOREIGN KEY(workshop_id) REFERENCES location (id),
	CONSTRAINT fk_workshop_order_store_id_location FOREIGN KEY(store_id) REFERENCES location (id),
	CONSTRAINT fk_workshop_order_sent_by_id_person FOREIGN KEY(sent_by_id) REFERENCES person (id)
)
-- next
CREATE INDEX ix_workshop_order_state ON workshop_order (state)
-- next
CREATE INDEX ix_workshop_order_store_id ON workshop_order (store_id)
-- next
CREATE INDEX ix_workshop_order_workshop_id ON workshop_order (workshop_id)
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
CREATE TABLE lot_freeze (
	id INTEGER NOT NULL,
	lot_id INTEGER NOT NULL,
	part_id INTEGER NOT NULL,
	cause VARCHAR(12) NOT NULL,
	reason VARCHAR(500) NOT NULL,
	frozen_by_id INTEGER NOT NULL,
	frozen_at DATETIME NOT NULL,
	reference VARCHAR(60) NOT NULL,
	ledger_id INTEGER NOT NULL,
	CONSTRAINT pk_lot_freeze PRIMARY KEY (id),
	CONSTRAINT uq_lot_freeze_id_frozen_by_id UNIQUE (id, frozen_by_id),
	CONSTRAINT fk_lot_freeze_lot_id_part_id_lot FOREIGN KEY(lot_id, part_id) REFERENCES lot (id, part_id),
	CONSTRAINT ck_lot_freeze_cause_known CHECK (cause IN ('found', 'sister', 'sample', 'batch_fault')),
	CONSTRAINT ck_lot_freeze_ledger_id_whole CHECK (ledger_id IS NULL OR typeof(ledger_id) = 'integer'),
	CONSTRAINT fk_lot_freeze_frozen_by_id_person FOREIGN KEY(frozen_by_id) REFERENCES person (id)
)
-- next
CREATE INDEX ix_lot_freeze_lot_id ON lot_freeze (lot_id)
-- next
CREATE TABLE old_part_debt (
	id INTEGER NOT NULL,
	work_order_id INTEGER NOT NULL,
	part_id INTEGER NOT NULL,
	engineer_id INTEGER NOT NULL,
	quantity BIGINT NOT NULL,
	opened_at DATETIME NOT NULL,
	opened_on DATE NOT NULL,
	due_on DATE NOT NULL,
	returned BIGINT NOT NULL,
	excused BIGINT NOT NULL,
	asked_by_id INTEGER,
	reason VARCHAR(300) NOT NULL,
	CONSTRAINT pk_old_part_debt PRIMARY KEY (id),
	CONSTRAINT uq_old_part_debt_work_order_id_part_id UNIQUE (work_order_id, part_id),
	CONSTRAINT ck_old_part_debt_within CHECK (returned >= 0 AND excused >= 0 AND returned + excused <= quantity),
	CONSTRAINT ck_old_part_debt_due_after_opening CHECK (due_on >= opened_on),
	CONSTRAINT ck_old_part_debt_quantity_whole CHECK (quantity IS NULL OR typeof(quantity) = 'integer'),
	CONSTRAINT ck_old_part_debt_returned_whole CHECK (returned IS NULL OR typeof(returned) = 'integer'),
	CONSTRAINT ck_old_part_debt_excused_whole CHECK (excused IS NULL OR typeof(excused) = 'integer'),
	CONSTRAINT fk_old_part_debt_work_order_id_work_order FOREIGN KEY(work_order_id) REFERENCES work_order (id),
	CONSTRAINT fk_old_part_debt_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_old_part_debt_engineer_id_person FOREIGN KEY(engineer_id) REFERENCES person (id),
	CONSTRAINT fk_old_part_debt_asked_by_id_person FOREIGN KEY(asked_by_id) REFERENCES person (id)
)
-- next
CREATE INDEX ix_old_part_debt_engineer ON old_part_debt (engineer_id, due_on)
-- next
CREATE INDEX ix_old_part_debt_open ON old_part_debt (due_on) WHERE quantity > returned + excused
-- next
CREATE INDEX ix_old_part_debt_part_id ON old_part_debt (part_id)
-- next
CREATE TABLE old_part_verdict (
	id INTEGER NOT NULL,
	lot_id INTEGER NOT NULL,
	verdict VARCHAR(10) NOT NULL,
	cause VARCHAR(12) NOT NULL,
	finding VARCHAR(500) NOT NULL,
	brought_by_id INTEGER NOT NULL,
	judged_by_id INTEGER NOT NULL,
	judged_at DATETIME NOT NULL,
	corrects_id INTEGER,
	CONSTRAINT pk_old_part_verdict PRIMARY KEY (id),
	CONSTRAINT ck_old_part_verdict_verdict_known CHECK (verdict IN ('to_maker', 'repair', 'restock', 'scrap')),
	CONSTRAINT ck_old_part_verdict_cause_known CHECK (cause IN ('defect', 'wear', 'misuse', 'outside', 'no_fault')),
	CONSTRAINT ck_old_part_verdict_four_eyes CHECK (judged_by_id <> brought_by_id),
	CONSTRAINT ck_old_part_verdict_in_words CHECK (length(finding) > 0),
	CONSTRAINT fk_old_part_verdict_lot_id_lot FOREIGN KEY(lot_id) REFERENCES lot (id),
	CONSTRAINT fk_old_part_verdict_brought_by_id_person FOREIGN KEY(brought_by_id) REFERENCES person (id),
	CONSTRAINT fk_old_part_verdict_judged_by_id_person FOREIGN KEY(judged_by_id) REFERENCES person (id),
	CONSTRAINT uq_old_part_verdict_corrects_id UNIQUE (corrects_id),
	CONSTRAINT fk_old_part_verdict_corrects_id_old_part_verdict FOREIGN KEY(corrects_id) REFERENCES old_part_verdict (id)
)
-- next
CREATE INDEX ix_old_part_verdict_lot ON old_part_verdict (lot_id, id)
-- next
CREATE TABLE period_balance (
	ends_on DATE NOT NULL,
	location_id INTEGER NOT NULL,
	lot_id INTEGER NOT NULL,
	part_id INTEGER NOT NULL,
	store_id INTEGER NOT NULL,
	on_hand BIGINT NOT NULL,
	CONSTRAINT pk_period_balance PRIMARY KEY (ends_on, location_id, lot_id),
	CONSTRAINT ck_period_balance_on_hand_positive CHECK (on_hand > 0),
	CONSTRAINT ck_period_balance_on_hand_whole CHECK (on_hand IS NULL OR typeof(on_hand) = 'integer'),
	CONSTRAINT fk_period_balance_ends_on_period_close FOREIGN KEY(ends_on) REFERENCES period_close (ends_on),
	CONSTRAINT fk_period_balance_location_id_location FOREIGN KEY(location_id) REFERENCES location (id),
	CONSTRAINT fk_period_balance_lot_id_lot FOREIGN KEY(lot_id) REFERENCES lot (id),
	CONSTRAINT fk_period_balance_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_period_balance_store_id_location FOREIGN KEY(store_id) REFERENCES location (id)
)
 WITHOUT ROWID
-- next
CREATE TABLE period_figure (
	id INTEGER NOT NULL,
	period_close_id INTEGER NOT NULL,
	store_id INTEGER NOT NULL,
	category_id INTEGER,
	opening INTEGER NOT NULL,
	received INTEGER NOT NULL,
	supplier_returned INTEGER NOT NULL,
	issued INTEGER NOT NULL,
	taken_back INTEGER NOT NULL,
	transferred_in INTEGER NOT NULL,
	transferred_out INTEGER NOT NULL,
	gained INTEGER NOT NULL,
	lost INTEGER NOT NULL,
	scrapped INTEGER NOT NULL,
	other_in INTEGER NOT NULL,
	other_out INTEGER NOT NULL,
	closing INTEGER NOT NULL,
	CONSTRAINT pk_period_figure PRIMARY KEY (id),
	CONSTRAINT ck_period_figure_adds_up CHECK (closing = opening + received + taken_back + transferred_in + gained + other_in - supplier_returned - issued - transferred_out - lost - scrapped - other_out),
	CONSTRAINT ck_period_figure_opening_whole CHECK (opening IS NULL OR typeof(opening) = 'integer'),
	CONSTRAINT ck_period_figure_received_whole CHECK (received IS NULL OR typeof(received) = 'integer'),
	CONSTRAINT ck_period_figure_supplier_returned_whole CHECK (supplier_returned IS NULL OR typeof(supplier_returned) = 'integer'),
	CONSTRAINT ck_period_figure_issued_whole CHECK (issued IS NULL OR typeof(issued) = 'integer'),
	CONSTRAINT ck_period_figure_taken_back_whole CHECK (taken_back IS NULL OR typeof(taken_back) = 'integer'),
	CONSTRAINT ck_period_figure_transferred_in_whole CHECK (transferred_in IS NULL OR typeof(transferred_in) = 'integer'),
	CONSTRAINT ck_period_figure_transferred_out_whole CHECK (transferred_out IS NULL OR typeof(transferred_out) = 'integer'),
	CONSTRAINT ck_period_figure_gained_whole CHECK (gained IS NULL OR typeof(gained) = 'integer'),
	CONSTRAINT ck_period_figure_lost_whole CHECK (lost IS NULL OR typeof(lost) = 'integer'),
	CONSTRAINT ck_period_figure_scrapped_whole CHECK (scrapped IS NULL OR typeof(scrapped) = 'integer'),
	CONSTRAINT ck_period_figure_other_in_whole CHECK (other_in IS NULL OR typeof(other_in) = 'integer'),
	CONSTRAINT ck_period_figure_other_out_whole CHECK (other_out IS NULL OR typeof(other_out) = 'integer'),
	CONSTRAINT ck_period_figure_closing_whole CHECK (closing IS NULL OR typeof(closing) = 'integer'),
	CONSTRAINT fk_period_figure_period_close_id_period_close FOREIGN KEY(period_close_id) REFERENCES period_close (id),
	CONSTRAINT fk_period_figure_store_id_location FOREIGN KEY(store_id) REFERENCES location (id),
	CONSTRAINT fk_period_figure_category_id_category FOREIGN KEY(category_id) REFERENCES category (id)
)
-- next
CREATE INDEX ix_period_figure_close ON period_figure (period_close_id, store_id)
-- next
CREATE TABLE scrap_witness (
	id INTEGER NOT NULL,
	surplus_proposal_id INTEGER NOT NULL,
	witnessed_by_id INTEGER NOT NULL,
	witnessed_at DATETIME NOT NULL,
	finding VARCHAR(300) NOT NULL,
	CONSTRAINT pk_scrap_witness PRIMARY KEY (id),
	CONSTRAINT uq_scrap_witness_surplus_proposal_id_witnessed_by_id UNIQUE (surplus_proposal_id, witnessed_by_id),
	CONSTRAINT ck_scrap_witness_in_words CHECK (length(finding) > 0),
	CONSTRAINT uq_scrap_witness_surplus_proposal_id UNIQUE (surplus_proposal_id),
	CONSTRAINT fk_scrap_witness_surplus_proposal_id_surplus_proposal FOREIGN KEY(surplus_proposal_id) REFERENCES surplus_proposal (id),
	CONSTRAINT fk_scrap_witness_witnessed_by_id_person FOREIGN KEY(witnessed_by_id) REFERENCES person (id)
)
-- next
CREATE TABLE stock_sample (
	id INTEGER NOT NULL,
	number VARCHAR(40) NOT NULL,
	lot_id INTEGER NOT NULL,
	store_id INTEGER NOT NULL,
	due_on DATE NOT NULL,
	sample_size BIGINT NOT NULL,
	risk JSON NOT NULL,
	made_at DATETIME NOT NULL,
	state VARCHAR(6) NOT NULL,
	defective BIGINT,
	finding VARCHAR(500) NOT NULL,
	inspected_by_id INTEGER,
	inspected_at DATETIME,
	CONSTRAINT pk_stock_sample PRIMARY KEY (id),
	CONSTRAINT ck_stock_sample_state_known CHECK (state IN ('due', 'good', 'bad', 'lapsed')),
	CONSTRAINT ck_stock_sample_sample_positive CHECK (sample_size > 0),
	CONSTRAINT ck_stock_sample_inspected_by_somebody CHECK ((state IN ('good', 'bad')) = (inspected_by_id IS NOT NULL AND inspected_at IS NOT NULL)),
	CONSTRAINT ck_stock_sample_defective_within CHECK (defective IS NULL OR (defective >= 0 AND defective <= sample_size)),
	CONSTRAINT ck_stock_sample_bad_says_what CHECK (state <> 'bad' OR (defective > 0 AND finding <> '')),
	CONSTRAINT ck_stock_sample_sample_size_whole CHECK (sample_size IS NULL OR typeof(sample_size) = 'integer'),
	CONSTRAINT ck_stock_sample_defective_whole CHECK (defective IS NULL OR typeof(defective) = 'integer'),
	CONSTRAINT uq_stock_sample_number UNIQUE (number),
	CONSTRAINT fk_stock_sample_lot_id_lot FOREIGN KEY(lot_id) REFERENCES lot (id),
	CONSTRAINT fk_stock_sample_store_id_location FOREIGN KEY(store_id) REFERENCES location (id),
	CONSTRAINT fk_stock_sample_inspected_by_id_person FOREIGN KEY(inspected_by_id) REFERENCES person (id)
)
-- next
CREATE INDEX ix_stock_sample_lot_id ON stock_sample (lot_id)
-- next
CREATE INDEX ix_stock_sample_state ON stock_sample (state)
-- next
CREATE UNIQUE INDEX uq_stock_sample_due ON stock_sample (lot_id) WHERE state = 'due'
-- next
CREATE TABLE surplus_approval (
	id INTEGER NOT NULL,
	surplus_proposal_id INTEGER NOT NULL,
	submitted_by_id INTEGER NOT NULL,
	approved_by_id INTEGER NOT NULL,
	approved_at DATETIME NOT NULL,
	CONSTRAINT pk_surplus_approval PRIMARY KEY (id),
	CONSTRAINT fk_surplus_approval_surplus_proposal_id_submitted_by_id_surplus_proposal FOREIGN KEY(surplus_proposal_id, submitted_by_id) REFERENCES surplus_proposal (id, submitted_by_id),
	CONSTRAINT ck_surplus_approval_four_eyes CHECK (approved_by_id <> submitted_by_id),
	CONSTRAINT uq_surplus_approval_surplus_proposal_id UNIQUE (surplus_proposal_id),
	CONSTRAINT fk_surplus_approval_approved_by_id_person FOREIGN KEY(approved_by_id) REFERENCES person (id)
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
CREATE TABLE workshop_line (
	id INTEGER NOT NULL,
	workshop_order_id INTEGER NOT NULL,
	lot_id INTEGER NOT NULL,
	quantity BIGINT NOT NULL,
	repaired BIGINT NOT NULL,
	unrepaired BIGINT NOT NULL,
	CONSTRAINT pk_workshop_line PRIMARY KEY (id),
	CONSTRAINT uq_workshop_line_workshop_order_id_lot_id UNIQUE (workshop_order_id, lot_id),
	CONSTRAINT ck_workshop_line_quantity_positive CHECK (quantity > 0),
	CONSTRAINT ck_workshop_line_within CHECK (repaired >= 0 AND unrepaired >= 0 AND repaired + unrepaired <= quantity),
	CONSTRAINT ck_workshop_line_quantity_whole CHECK (quantity IS NULL OR typeof(quantity) = 'integer'),
	CONSTRAINT ck_workshop_line_repaired_whole CHECK (repaired IS NULL OR typeof(repaired) = 'integer'),
	CONSTRAINT ck_workshop_line_unrepaired_whole CHECK (unrepaired IS NULL OR typeof(unrepaired) = 'integer'),
	CONSTRAINT fk_workshop_line_workshop_order_id_workshop_order FOREIGN KEY(workshop_order_id) REFERENCES workshop_order (id),
	CONSTRAINT fk_workshop_line_lot_id_lot FOREIGN KEY(lot_id) REFERENCES lot (id)
)
-- next
CREATE INDEX ix_workshop_line_lot_id ON workshop_line (lot_id)
-- next
CREATE TABLE workshop_reminder (
	id INTEGER NOT NULL,
	workshop_order_id INTEGER NOT NULL,
	reminded_on DATE NOT NULL,
	reminded_at DATETIME NOT NULL,
	reminded_by_id INTEGER,
	sent_to VARCHAR(600) NOT NULL,
	CONSTRAINT pk_workshop_reminder PRIMARY KEY (id),
	CONSTRAINT uq_workshop_reminder_workshop_order_id_reminded_on UNIQUE (workshop_order_id, reminded_on),
	CONSTRAINT fk_workshop_reminder_workshop_order_id_workshop_order FOREIGN KEY(workshop_order_id) REFERENCES workshop_order (id),
	CONSTRAINT fk_workshop_reminder_reminded_by_id_person FOREIGN KEY(reminded_by_id) REFERENCES person (id)
)
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
	CONSTRAINT ck_allocation_event_reasoned CHECK ((by_id IS NOT NULL OR kind IN ('taken_over', 'lifted')) AND (kind = 'taken_over' OR length(reason) > 0)),
	CONSTRAINT ck_allocation_event_names_whom CHECK ((kind IN ('taken_over', 'reallocated')) = (to_request_id IS NOT NULL)),
	CONSTRAINT ck_allocation_event_quantity_whole CHECK (quantity IS NULL OR typeof(quantity) = 'integer'),
	CONSTRAINT fk_allocation_event_part_request_id_part_request FOREIGN KEY(part_request_id) REFERENCES part_request (id),
	CONSTRAINT fk_allocation_event_by_id_person FOREIGN KEY(by_id) REFERENCES person (id),
	CONSTRAINT fk_allocation_event_to_request_id_part_request FOREIGN KEY(to_request_id) REFERENCES part_request (id)
)
-- next
CREATE INDEX ix_allocation_event_at ON allocation_event (at)
-- next
CREATE INDEX ix_allocation_event_part_request_id ON allocation_event (part_request_id)
-- next
CREATE INDEX ix_allocation_event_to_request_id ON allocation_event (to_request_id)
-- next
CREATE TABLE disposal (
	id INTEGER NOT NULL,
	number VARCHAR(40) NOT NULL,
	surplus_proposal_id INTEGER NOT NULL,
	act VARCHAR(16) NOT NULL,
	part_id INTEGER NOT NULL,
	store_id INTEGER NOT NULL,
	quantity BIGINT NOT NULL,
	cost_cny BIGINT NOT NULL,
	done_by_id INTEGER NOT NULL,
	done_at DATETIME NOT NULL,
	done_on DATE NOT NULL,
	partner VARCHAR(250) NOT NULL,
	partner_contact VARCHAR(200) NOT NULL,
	partner_reference VARCHAR(80) NOT NULL,
	supplier_id INTEGER,
	unit_price_cny BIGINT,
	revenue_cny BIGINT,
	credit_cny BIGINT,
	witnessed_by_id INTEGER,
	note VARCHAR(500) NOT NULL,
	CONSTRAINT pk_disposal PRIMARY KEY (id),
	CONSTRAINT fk_disposal_surplus_proposal_id_witnessed_by_id_scrap_witness FOREIGN KEY(surplus_proposal_id, witnessed_by_id) REFERENCES scrap_witness (surplus_proposal_id, witnessed_by_id),
	CONSTRAINT ck_disposal_act_known CHECK (act IN ('sell', 'supplier_return', 'scrap')),
	CONSTRAINT ck_disposal_quantity_positive CHECK (quantity > 0),
	CONSTRAINT ck_disposal_cost_not_negative CHECK (cost_cny >= 0),
	CONSTRAINT ck_disposal_scrap_is_witnessed CHECK ((act = 'scrap') = (witnessed_by_id IS NOT NULL)),
	CONSTRAINT ck_disposal_four_eyes CHECK (witnessed_by_id IS NULL OR witnessed_by_id <> done_by_id),
	CONSTRAINT ck_disposal_names_partner CHECK (act = 'scrap' OR length(partner) > 0),
	CONSTRAINT ck_disposal_sale_has_price CHECK ((act = 'sell') = (unit_price_cny IS NOT NULL)),
	CONSTRAINT ck_disposal_sale_has_revenue CHECK ((act = 'sell') = (revenue_cny IS NOT NULL)),
	CONSTRAINT ck_disposal_return_expects_credit CHECK ((act = 'supplier_return') = (credit_cny IS NOT NULL)),
	CONSTRAINT ck_disposal_amounts_not_negative CHECK (COALESCE(unit_price_cny, 0) >= 0 AND COALESCE(revenue_cny, 0) >= 0 AND COALESCE(credit_cny, 0) >= 0),
	CONSTRAINT ck_disposal_revenue_is_price_times_quantity CHECK (revenue_cny IS NULL OR ABS(unit_price_cny * quantity - revenue_cny * 1000) <= 500),
	CONSTRAINT ck_disposal_quantity_whole CHECK (quantity IS NULL OR typeof(quantity) = 'integer'),
	CONSTRAINT ck_disposal_cost_cny_whole CHECK (cost_cny IS NULL OR typeof(cost_cny) = 'integer'),
	CONSTRAINT ck_disposal_unit_price_cny_whole CHECK (unit_price_cny IS NULL OR typeof(unit_price_cny) = 'integer'),
	CONSTRAINT ck_disposal_revenue_cny_whole CHECK (revenue_cny IS NULL OR typeof(revenue_cny) = 'integer'),
	CONSTRAINT ck_disposal_credit_cny_whole CHECK (credit_cny IS NULL OR typeof(credit_cny) = 'integer'),
	CONSTRAINT uq_disposal_number UNIQUE (number),
	CONSTRAINT uq_disposal_surplus_proposal_id UNIQUE (surplus_proposal_id),
	CONSTRAINT fk_disposal_surplus_proposal_id_surplus_proposal FOREIGN KEY(surplus_proposal_id) REFERENCES surplus_proposal (id),
	CONSTRAINT fk_disposal_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_disposal_store_id_location FOREIGN KEY(store_id) REFERENCES location (id),
	CONSTRAINT fk_disposal_done_by_id_person FOREIGN KEY(done_by_id) REFERENCES person (id),
	CONSTRAINT fk_disposal_supplier_id_supplier FOREIGN KEY(supplier_id) REFERENCES supplier (id)
)
-- next
CREATE INDEX ix_disposal_done_on ON disposal (done_on)
-- next
CREATE INDEX ix_disposal_part_id ON disposal (part_id)
-- next
CREATE INDEX ix_disposal_store_id ON disposal (store_id)
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
CREATE TABLE frozen_lot (
	lot_id INTEGER NOT NULL,
	part_id INTEGER NOT NULL,
	lot_freeze_id INTEGER NOT NULL,
	CONSTRAINT pk_frozen_lot PRIMARY KEY (lot_id),
	CONSTRAINT fk_frozen_lot_lot_id_lot FOREIGN KEY(lot_id) REFERENCES lot (id),
	CONSTRAINT fk_frozen_lot_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT uq_frozen_lot_lot_freeze_id UNIQUE (lot_freeze_id),
	CONSTRAINT fk_frozen_lot_lot_freeze_id_lot_freeze FOREIGN KEY(lot_freeze_id) REFERENCES lot_freeze (id)
)
 WITHOUT ROWID
-- next
CREATE INDEX ix_frozen_lot_part_id ON frozen_lot (part_id)
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
CREATE TABLE lot_thaw (
	id INTEGER NOT NULL,
	lot_freeze_id INTEGER NOT NULL,
	frozen_by_id INTEGER NOT NULL,
	thawed_by_id INTEGER NOT NULL,
	thawed_at DATETIME NOT NULL,
	reason VARCHAR(500) NOT NULL,
	ledger_id INTEGER NOT NULL,
	CONSTRAINT pk_lot_thaw PRIMARY KEY (id),
	CONSTRAINT fk_lot_thaw_lot_freeze_id_frozen_by_id_lot_freeze FOREIGN KEY(lot_freeze_id, frozen_by_id) REFERENCES lot_freeze (id, frozen_by_id),
	CONSTRAINT ck_lot_thaw_four_eyes CHECK (thawed_by_id <> frozen_by_id),
	CONSTRAINT ck_lot_thaw_ledger_id_whole CHECK (ledger_id IS NULL OR typeof(ledger_id) = 'integer'),
	CONSTRAINT uq_lot_thaw_lot_freeze_id UNIQUE (lot_freeze_id),
	CONSTRAINT fk_lot_thaw_thawed_by_id_person FOREIGN KEY(thawed_by_id) REFERENCES person (id)
)
-- next
CREATE TABLE old_part_explanation (
	id INTEGER NOT NULL,
	debt_id INTEGER NOT NULL,
	wish VARCHAR(10) NOT NULL,
	excuse VARCHAR(12) NOT NULL,
	quantity BIGINT NOT NULL,
	note VARCHAR(500) NOT NULL,
	explained_by_id INTEGER NOT NULL,
	explained_at DATETIME NOT NULL,
	until_on DATE,
	CONSTRAINT pk_old_part_explanation PRIMARY KEY (id),
	CONSTRAINT uq_old_part_explanation_id_explained_by_id UNIQUE (id, explained_by_id),
	CONSTRAINT ck_old_part_explanation_wish_known CHECK (wish IN ('let_off', 'more_time')),
	CONSTRAINT ck_old_part_explanation_excuse_known CHECK (excuse IN ('lost', 'destroyed', 'customer', 'none_there', 'on_the_way', 'other')),
	CONSTRAINT ck_old_part_explanation_quantity_positive CHECK (quantity > 0),
	CONSTRAINT ck_old_part_explanation_in_words CHECK (length(note) > 0),
	CONSTRAINT ck_old_part_explanation_until_where_more_time CHECK ((wish = 'more_time') = (until_on IS NOT NULL)),
	CONSTRAINT ck_old_part_explanation_quantity_whole CHECK (quantity IS NULL OR typeof(quantity) = 'integer'),
	CONSTRAINT fk_old_part_explanation_debt_id_old_part_debt FOREIGN KEY(debt_id) REFERENCES old_part_debt (id),
	CONSTRAINT fk_old_part_explanation_explained_by_id_person FOREIGN KEY(explained_by_id) REFERENCES person (id)
)
-- next
CREATE INDEX ix_old_part_explanation_debt_id ON old_part_explanation (debt_id)
-- next
CREATE TABLE old_part_note_line (
	id INTEGER NOT NULL,
	note_id INTEGER NOT NULL,
	debt_id INTEGER NOT NULL,
	part_id INTEGER NOT NULL,
	quantity BIGINT NOT NULL,
	serial_number VARCHAR(80),
	fault VARCHAR(300) NOT NULL,
	CONSTRAINT pk_old_part_note_line PRIMARY KEY (id),
	CONSTRAINT ck_old_part_note_line_quantity_positive CHECK (quantity > 0),
	CONSTRAINT ck_old_part_note_line_serial_alone CHECK (serial_number IS NULL OR quantity = 1000),
	CONSTRAINT ck_old_part_note_line_quantity_whole CHECK (quantity IS NULL OR typeof(quantity) = 'integer'),
	CONSTRAINT fk_old_part_note_line_note_id_old_part_note FOREIGN KEY(note_id) REFERENCES old_part_note (id),
	CONSTRAINT fk_old_part_note_line_debt_id_old_part_debt FOREIGN KEY(debt_id) REFERENCES old_part_debt (id),
	CONSTRAINT fk_old_part_note_line_part_id_part FOREIGN KEY(part_id) REFERENCES part (id)
)
-- next
CREATE INDEX ix_old_part_note_line_debt_id ON old_part_note_line (debt_id)
-- next
CREATE INDEX ix_old_part_note_line_note_id ON old_part_note_line (note_id)
-- next
CREATE INDEX ix_old_part_note_line_serial_number ON old_part_note_line (serial_number)
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
CREATE TABLE refurbishment (
	id INTEGER NOT NULL,
	old_lot_id INTEGER NOT NULL,
	new_lot_id INTEGER NOT NULL,
	quantity BIGINT NOT NULL,
	unit_cost_cny BIGINT NOT NULL,
	made_by_id INTEGER NOT NULL,
	made_at DATETIME NOT NULL,
	workshop_line_id INTEGER,
	CONSTRAINT pk_refurbishment PRIMARY KEY (id),
	CONSTRAINT ck_refurbishment_quantity_positive CHECK (quantity > 0),
	CONSTRAINT ck_refurbishment_cost_not_negative CHECK (unit_cost_cny >= 0),
	CONSTRAINT ck_refurbishment_quantity_whole CHECK (quantity IS NULL OR typeof(quantity) = 'integer'),
	CONSTRAINT ck_refurbishment_unit_cost_cny_whole CHECK (unit_cost_cny IS NULL OR typeof(unit_cost_cny) = 'integer'),
	CONSTRAINT fk_refurbishment_old_lot_id_lot FOREIGN KEY(old_lot_id) REFERENCES lot (id),
	CONSTRAINT uq_refurbishment_new_lot_id UNIQUE (new_lot_id),
	CONSTRAINT fk_refurbishment_new_lot_id_lot FOREIGN KEY(new_lot_id) REFERENCES lot (id),
	CONSTRAINT fk_refurbishment_made_by_id_person FOREIGN KEY(made_by_id) REFERENCES person (id),
	CONSTRAINT fk_refurbishment_workshop_line_id_workshop_line FOREIGN KEY(workshop_line_id) REFERENCES workshop_line (id)
)
-- next
CREATE INDEX ix_refurbishment_old_lot_id ON refurbishment (old_lot_id)
-- next
CREATE INDEX ix_refurbishment_workshop_line_id ON refurbishment (workshop_line_id)
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
CREATE TABLE transfer_settlement_piece (
	id INTEGER NOT NULL,
	settlement_id INTEGER NOT NULL,
	lot_id INTEGER NOT NULL,
	CONSTRAINT pk_transfer_settlement_piece PRIMARY KEY (id),
	CONSTRAINT uq_transfer_settlement_piece_settlement_id_lot_id UNIQUE (settlement_id, lot_id),
	CONSTRAINT fk_transfer_settlement_piece_settlement_id_transfer_settlement FOREIGN KEY(settlement_id) REFERENCES transfer_settlement (id),
	CONSTRAINT fk_transfer_settlement_piece_lot_id_lot FOREIGN KEY(lot_id) REFERENCES lot (id)
)
-- next
CREATE INDEX ix_transfer_settlement_piece_lot_id ON transfer_settlement_piece (lot_id)
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
CREATE TABLE disposal_line (
	id INTEGER NOT NULL,
	disposal_id INTEGER NOT NULL,
	lot_id INTEGER NOT NULL,
	from_location_id INTEGER NOT NULL,
	quantity BIGINT NOT NULL,
	unit_cost_cny BIGINT NOT NULL,
	CONSTRAINT pk_disposal_line PRIMARY KEY (id),
	CONSTRAINT uq_disposal_line_disposal_id_lot_id_from_location_id UNIQUE (disposal_id, lot_id, from_location_id),
	CONSTRAINT ck_disposal_line_quantity_positive CHECK (quantity > 0),
	CONSTRAINT ck_disposal_line_quantity_whole CHECK (quantity IS NULL OR typeof(quantity) = 'integer'),
	CONSTRAINT ck_disposal_line_unit_cost_cny_whole CHECK (unit_cost_cny IS NULL OR typeof(unit_cost_cny) = 'integer'),
	CONSTRAINT fk_disposal_line_disposal_id_disposal FOREIGN KEY(disposal_id) REFERENCES disposal (id),
	CONSTRAINT fk_disposal_line_lot_id_lot FOREIGN KEY(lot_id) REFERENCES lot (id),
	CONSTRAINT fk_disposal_line_from_location_id_location FOREIGN KEY(from_location_id) REFERENCES location (id)
)
-- next
CREATE INDEX ix_disposal_line_lot_id ON disposal_line (lot_id)
-- next
CREATE TABLE old_part_answer (
	id INTEGER NOT NULL,
	explanation_id INTEGER NOT NULL,
	explained_by_id INTEGER NOT NULL,
	granted BOOLEAN NOT NULL,
	signed_by_id INTEGER NOT NULL,
	signed_at DATETIME NOT NULL,
	note VARCHAR(300) NOT NULL,
	CONSTRAINT pk_old_part_answer PRIMARY KEY (id),
	CONSTRAINT fk_old_part_answer_explanation_id_explained_by_id_old_part_explanation FOREIGN KEY(explanation_id, explained_by_id) REFERENCES old_part_explanation (id, explained_by_id),
	CONSTRAINT ck_old_part_answer_four_eyes CHECK (signed_by_id <> explained_by_id),
	CONSTRAINT ck_old_part_answer_refused_for_a_reason CHECK (granted OR length(note) > 0),
	CONSTRAINT uq_old_part_answer_explanation_id UNIQUE (explanation_id),
	CONSTRAINT fk_old_part_answer_signed_by_id_person FOREIGN KEY(signed_by_id) REFERENCES person (id)
)
-- next
CREATE TABLE old_part_receipt (
	id INTEGER NOT NULL,
	line_id INTEGER NOT NULL,
	debt_id INTEGER NOT NULL,
	lot_id INTEGER NOT NULL,
	location_id INTEGER NOT NULL,
	quantity BIGINT NOT NULL,
	brought_by_id INTEGER NOT NULL,
	confirmed_by_id INTEGER NOT NULL,
	confirmed_at DATETIME NOT NULL,
	confirmed_on DATE NOT NULL,
	failed_lot_id INTEGER,
	undone_by_id INTEGER,
	undone_at DATETIME,
	CONSTRAINT pk_old_part_receipt PRIMARY KEY (id),
	CONSTRAINT ck_old_part_receipt_quantity_positive CHECK (quantity > 0),
	CONSTRAINT ck_old_part_receipt_four_eyes CHECK (confirmed_by_id <> brought_by_id),
	CONSTRAINT ck_old_part_receipt_undone_by_somebody CHECK ((undone_at IS NULL) = (undone_by_id IS NULL)),
	CONSTRAINT ck_old_part_receipt_quantity_whole CHECK (quantity IS NULL OR typeof(quantity) = 'integer'),
	CONSTRAINT fk_old_part_receipt_line_id_old_part_note_line FOREIGN KEY(line_id) REFERENCES old_part_note_line (id),
	CONSTRAINT fk_old_part_receipt_debt_id_old_part_debt FOREIGN KEY(debt_id) REFERENCES old_part_debt (id),
	CONSTRAINT uq_old_part_receipt_lot_id UNIQUE (lot_id),
	CONSTRAINT fk_old_part_receipt_lot_id_lot FOREIGN KEY(lot_id) REFERENCES lot (id),
	CONSTRAINT fk_old_part_receipt_location_id_location FOREIGN KEY(location_id) REFERENCES location (id),
	CONSTRAINT fk_old_part_receipt_brought_by_id_person FOREIGN KEY(brought_by_id) REFERENCES person (id),
	CONSTRAINT fk_old_part_receipt_confirmed_by_id_person FOREIGN KEY(confirmed_by_id) REFERENCES person (id),
	CONSTRAINT fk_old_part_receipt_failed_lot_id_lot FOREIGN KEY(failed_lot_id) REFERENCES lot (id),
	CONSTRAINT fk_old_part_receipt_undone_by_id_person FOREIGN KEY(undone_by_id) REFERENCES person (id)
)
-- next
CREATE INDEX ix_old_part_receipt_debt_id ON old_part_receipt (debt_id)
-- next
CREATE INDEX ix_old_part_receipt_failed_lot_id ON old_part_receipt (failed_lot_id)
-- next
CREATE INDEX ix_old_part_receipt_line_id ON old_part_receipt (line_id)
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
	CONSTRAINT ck_location_kind_known CHECK (kind IN ('warehouse', 'zone', 'hold', 'staging', 'bin', 'van', 'quarantine', 'defective', 'workshop', 'in_transit', 'work_order', 'supplier', 'opening', 'customer', 'scrap', 'conversion', 'variance')),
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
CREATE INDEX ix_location_keeper_id ON location (keeper_id) WHERE keeper_id IS NOT NULL
-- next
CREATE INDEX ix_location_kind ON location (kind)
-- next
CREATE INDEX ix_location_lasting ON location (kind) WHERE kind <> 'work_order'
-- next
CREATE INDEX ix_location_parent_id ON location (parent_id) WHERE parent_id IS NOT NULL
-- next
CREATE INDEX ix_location_store_id ON location (store_id) WHERE store_id IS NOT NULL
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
	old_part VARCHAR(8) NOT NULL,
	storage_condition VARCHAR(120) NOT NULL,
	specification TEXT NOT NULL,
	gtin VARCHAR(14),
	merged_into_id INTEGER,
	CONSTRAINT pk_part PRIMARY KEY (id),
	CONSTRAINT ck_part_use_class_known CHECK (use_class IN ('wear', 'common', 'key')),
	CONSTRAINT ck_part_criticality_known CHECK (criticality IN ('vital', 'essential', 'desirable')),
	CONSTRAINT ck_part_state_known CHECK (state IN ('active', 'phasing_out', 'discontinued')),
	CONSTRAINT ck_part_old_part_known CHECK (old_part IN ('by_rule', 'always', 'never')),
	CONSTRAINT ck_part_shelf_life_positive CHECK (shelf_life_days IS NULL OR shelf_life_days > 0),
	CONSTRAINT uq_part_number UNIQUE (number),
	CONSTRAINT fk_part_unit_id_unit FOREIGN KEY(unit_id) REFERENCES unit (id),
	CONSTRAINT fk_part_category_id_category FOREIGN KEY(category_id) REFERENCES category (id),
	CONSTRAINT uq_part_gtin UNIQUE (gtin),
	CONSTRAINT fk_part_merged_into_id_part FOREIGN KEY(merged_into_id) REFERENCES part (id)
)
-- next
INSERT INTO new_part (id, number, name_zh, name_en, unit_id, category_id, use_class, criticality, state, abc, xyz, fsn, shelf_life_days, serial_tracked, original_maker, old_part, storage_condition, specification, gtin, merged_into_id) SELECT id, number, name_zh, name_en, unit_id, category_id, use_class, criticality, state, abc, xyz, fsn, shelf_life_days, serial_tracked, original_maker, 'by_rule', storage_condition, specification, gtin, NULL FROM part
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
CREATE TABLE new_lot (
	id INTEGER NOT NULL,
	number VARCHAR(60) NOT NULL,
	part_id INTEGER NOT NULL,
	origin VARCHAR(12) NOT NULL,
	reference VARCHAR(60) NOT NULL,
	received_on DATE NOT NULL,
	rank_on DATE NOT NULL,
	unit_cost_cny BIGINT NOT NULL,
	brought_by_id INTEGER NOT NULL,
	created_at DATETIME NOT NULL,
	expires_on DATE,
	supplier_lot VARCHAR(60),
	serial_number VARCHAR(80),
	CONSTRAINT pk_lot PRIMARY KEY (id),
	CONSTRAINT uq_lot_id_part_id UNIQUE (id, part_id),
	CONSTRAINT ck_lot_unit_cost_not_negative CHECK (unit_cost_cny >= 0),
	CONSTRAINT ck_lot_rank_right CHECK (rank_on = COALESCE(expires_on, received_on)),
	CONSTRAINT ck_lot_origin_known CHECK (origin IN ('purchase', 'opening', 'refurbished', 'old')),
	CONSTRAINT ck_lot_unit_cost_cny_whole CHECK (unit_cost_cny IS NULL OR typeof(unit_cost_cny) = 'integer'),
	CONSTRAINT uq_lot_number UNIQUE (number),
	CONSTRAINT fk_lot_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_lot_brought_by_id_person FOREIGN KEY(brought_by_id) REFERENCES person (id)
)
-- next
INSERT INTO new_lot (id, number, part_id, origin, reference, received_on, rank_on, unit_cost_cny, brought_by_id, created_at, expires_on, supplier_lot, serial_number) SELECT id, number, part_id, origin, reference, received_on, rank_on, unit_cost_cny, brought_by_id, created_at, expires_on, supplier_lot, serial_number FROM lot
-- next
DROP TABLE lot
-- next
ALTER TABLE new_lot RENAME TO lot
-- next
CREATE INDEX ix_lot_part_rank ON lot (part_id, rank_on, id)
-- next
CREATE INDEX ix_lot_piece ON lot (part_id, serial_number)
-- next
CREATE INDEX ix_lot_refurbished ON lot (origin, part_id) WHERE origin = 'refurbished'
-- next
CREATE INDEX ix_lot_serial_number ON lot (serial_number)
-- next
CREATE TABLE new_supplier_part (
	id INTEGER NOT NULL,
	supplier_id INTEGER NOT NULL,
	part_id INTEGER NOT NULL,
	supplier_part_number VARCHAR(80) NOT NULL,
	lead_time_days INTEGER NOT NULL,
	minimum_quantity BIGINT NOT NULL,
	multiple_quantity BIGINT NOT NULL,
	order_cost_cny BIGINT,
	holding_rate_bp INTEGER,
	warranty_months INTEGER,
	preferred BOOLEAN NOT NULL,
	active BOOLEAN NOT NULL,
	CONSTRAINT pk_supplier_part PRIMARY KEY (id),
	CONSTRAINT uq_supplier_part_supplier_id_part_id UNIQUE (supplier_id, part_id),
	CONSTRAINT ck_supplier_part_lead_time_not_negative CHECK (lead_time_days >= 0),
	CONSTRAINT ck_supplier_part_minimum_not_negative CHECK (minimum_quantity >= 0),
	CONSTRAINT ck_supplier_part_multiple_positive CHECK (multiple_quantity > 0),
	CONSTRAINT ck_supplier_part_order_cost_not_negative CHECK (order_cost_cny IS NULL OR order_cost_cny >= 0),
	CONSTRAINT ck_supplier_part_holding_rate_positive CHECK (holding_rate_bp IS NULL OR holding_rate_bp > 0),
	CONSTRAINT ck_supplier_part_warranty_not_negative CHECK (warranty_months IS NULL OR warranty_months >= 0),
	CONSTRAINT ck_supplier_part_lead_time_days_whole CHECK (lead_time_days IS NULL OR typeof(lead_time_days) = 'integer'),
	CONSTRAINT ck_supplier_part_minimum_quantity_whole CHECK (minimum_quantity IS NULL OR typeof(minimum_quantity) = 'integer'),
	CONSTRAINT ck_supplier_part_multiple_quantity_whole CHECK (multiple_quantity IS NULL OR typeof(multiple_quantity) = 'integer'),
	CONSTRAINT ck_supplier_part_order_cost_cny_whole CHECK (order_cost_cny IS NULL OR typeof(order_cost_cny) = 'integer'),
	CONSTRAINT ck_supplier_part_holding_rate_bp_whole CHECK (holding_rate_bp IS NULL OR typeof(holding_rate_bp) = 'integer'),
	CONSTRAINT fk_supplier_part_supplier_id_supplier FOREIGN KEY(supplier_id) REFERENCES supplier (id),
	CONSTRAINT fk_supplier_part_part_id_part FOREIGN KEY(part_id) REFERENCES part (id)
)
-- next
INSERT INTO new_supplier_part (id, supplier_id, part_id, supplier_part_number, lead_time_days, minimum_quantity, multiple_quantity, order_cost_cny, holding_rate_bp, warranty_months, preferred, active) SELECT id, supplier_id, part_id, supplier_part_number, lead_time_days, minimum_quantity, multiple_quantity, order_cost_cny, holding_rate_bp, NULL, preferred, active FROM supplier_part
-- next
DROP TABLE supplier_part
-- next
ALTER TABLE new_supplier_part RENAME TO supplier_part
-- next
CREATE INDEX ix_supplier_part_part_id ON supplier_part (part_id)
-- next
CREATE UNIQUE INDEX ix_supplier_part_preferred ON supplier_part (part_id) WHERE preferred
-- next
CREATE TABLE new_transfer (
	id INTEGER NOT NULL,
	number VARCHAR(40) NOT NULL,
	from_store_id INTEGER NOT NULL,
	to_store_id INTEGER NOT NULL,
	asked_by_id INTEGER NOT NULL,
	asked_at DATETIME NOT NULL,
	state VARCHAR(10) NOT NULL,
	note VARCHAR(300) NOT NULL,
	beyond_reason VARCHAR(300) NOT NULL,
	sent_by_id INTEGER,
	sent_at DATETIME,
	received_by_id INTEGER,
	received_at DATETIME,
	CONSTRAINT pk_transfer PRIMARY KEY (id),
	CONSTRAINT ck_transfer_state_known CHECK (state IN ('requested', 'sent', 'received', 'short', 'closed', 'cancelled')),
	CONSTRAINT ck_transfer_another_store CHECK (from_store_id <> to_store_id),
	CONSTRAINT ck_transfer_two_keepers CHECK (received_by_id IS NULL OR received_by_id <> sent_by_id),
	CONSTRAINT uq_transfer_number UNIQUE (number),
	CONSTRAINT fk_transfer_from_store_id_location FOREIGN KEY(from_store_id) REFERENCES location (id),
	CONSTRAINT fk_transfer_to_store_id_location FOREIGN KEY(to_store_id) REFERENCES location (id),
	CONSTRAINT fk_transfer_asked_by_id_person FOREIGN KEY(asked_by_id) REFERENCES person (id),
	CONSTRAINT fk_transfer_sent_by_id_person FOREIGN KEY(sent_by_id) REFERENCES person (id),
	CONSTRAINT fk_transfer_received_by_id_person FOREIGN KEY(received_by_id) REFERENCES person (id)
)
-- next
INSERT INTO new_transfer (id, number, from_store_id, to_store_id, asked_by_id, asked_at, state, note, beyond_reason, sent_by_id, sent_at, received_by_id, received_at) SELECT id, number, from_store_id, to_store_id, asked_by_id, asked_at, state, note, '', sent_by_id, sent_at, received_by_id, received_at FROM transfer
-- next
DROP TABLE transfer
-- next
ALTER TABLE new_transfer RENAME TO transfer
-- next
CREATE INDEX ix_transfer_state ON transfer (state)
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
CREATE TABLE new_balance (
	location_id INTEGER NOT NULL,
	lot_id INTEGER NOT NULL,
	part_id INTEGER NOT NULL,
	on_hand BIGINT NOT NULL,
	last_movement_id INTEGER NOT NULL,
	rank_on DATE NOT NULL,
	expires_on DATE,
	store_id INTEGER,
	issueable BOOLEAN NOT NULL,
	CONSTRAINT pk_balance PRIMARY KEY (location_id, lot_id),
	CONSTRAINT ck_balance_on_hand_not_negative CHECK (on_hand >= 0),
	CONSTRAINT ck_balance_on_hand_whole CHECK (on_hand IS NULL OR typeof(on_hand) = 'integer'),
	CONSTRAINT fk_balance_location_id_location FOREIGN KEY(location_id) REFERENCES location (id),
	CONSTRAINT fk_balance_lot_id_lot FOREIGN KEY(lot_id) REFERENCES lot (id),
	CONSTRAINT fk_balance_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_balance_store_id_location FOREIGN KEY(store_id) REFERENCES location (id)
)
 WITHOUT ROWID
-- next
INSERT INTO new_balance (location_id, lot_id, part_id, on_hand, last_movement_id, rank_on, expires_on, store_id, issueable) SELECT location_id, lot_id, part_id, on_hand, last_movement_id, (SELECT l.rank_on FROM lot l WHERE l.id = balance.lot_id), (SELECT l.expires_on FROM lot l WHERE l.id = balance.lot_id), store_id, issueable FROM balance
-- next
DROP TABLE balance
-- next
ALTER TABLE new_balance RENAME TO balance
-- next
CREATE INDEX ix_balance_expiring ON balance (part_id, store_id, expires_on) WHERE on_hand > 0 AND expires_on IS NOT NULL
-- next
CREATE INDEX ix_balance_in_turn ON balance (part_id, store_id, rank_on, lot_id) WHERE on_hand > 0
-- next
CREATE INDEX ix_balance_lot ON balance (lot_id)
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
CREATE TABLE new_movement (
	id INTEGER NOT NULL,
	posting_id INTEGER NOT NULL,
	kind VARCHAR(16) NOT NULL,
	part_id INTEGER NOT NULL,
	lot_id INTEGER NOT NULL,
	from_location_id INTEGER NOT NULL,
	to_location_id INTEGER NOT NULL,
	quantity BIGINT NOT NULL,
	moved_on DATE NOT NULL,
	posted_at DATETIME NOT NULL,
	by_id INTEGER NOT NULL,
	previous_hash VARCHAR(64) NOT NULL,
	hash VARCHAR(64) NOT NULL,
	clearance_id INTEGER,
	count_line_id INTEGER,
	fifo_exception_id INTEGER,
	reverses_id INTEGER,
	CONSTRAINT pk_movement PRIMARY KEY (id),
	CONSTRAINT fk_movement_lot_id_part_id_lot FOREIGN KEY(lot_id, part_id) REFERENCES lot (id, part_id),
	CONSTRAINT ck_movement_quantity_positive CHECK (quantity > 0),
	CONSTRAINT ck_movement_another_place CHECK (from_location_id <> to_location_id),
	CONSTRAINT ck_movement_reversal_names_what CHECK ((kind = 'reversal') = (reverses_id IS NOT NULL)),
	CONSTRAINT ck_movement_adjustment_names_count CHECK ((kind = 'adjustment') = (count_line_id IS NOT NULL)),
	CONSTRAINT ck_movement_hold_left_with_clearance CHECK ((kind IN ('release', 'rejection')) = (clearance_id IS NOT NULL)),
	CONSTRAINT ck_movement_hashes_whole CHECK (length(previous_hash) = 64 AND length(hash) = 64),
	CONSTRAINT ck_movement_kind_known CHECK (kind IN ('receipt', 'opening', 'release', 'rejection', 'putaway', 'relocation', 'transfer_out', 'transfer_in', 'issue', 'return', 'quarantine', 'supplier_return', 'scrap', 'sale', 'fitted', 'old_return', 'repair_out', 'repair_in', 'refurbishment', 'adjustment', 'loss', 'reversal')),
	CONSTRAINT uq_movement_clearance_id_kind UNIQUE (clearance_id, kind),
	CONSTRAINT ck_movement_quantity_whole CHECK (quantity IS NULL OR typeof(quantity) = 'integer'),
	CONSTRAINT ck_movement_id_whole CHECK (id IS NULL OR typeof(id) = 'integer'),
	CONSTRAINT ck_movement_lot_id_whole CHECK (lot_id IS NULL OR typeof(lot_id) = 'integer'),
	CONSTRAINT ck_movement_part_id_whole CHECK (part_id IS NULL OR typeof(part_id) = 'integer'),
	CONSTRAINT fk_movement_posting_id_posting FOREIGN KEY(posting_id) REFERENCES posting (id),
	CONSTRAINT fk_movement_from_location_id_location FOREIGN KEY(from_location_id) REFERENCES location (id),
	CONSTRAINT fk_movement_to_location_id_location FOREIGN KEY(to_location_id) REFERENCES location (id),
	CONSTRAINT fk_movement_by_id_person FOREIGN KEY(by_id) REFERENCES person (id),
	CONSTRAINT fk_movement_clearance_id_clearance FOREIGN KEY(clearance_id) REFERENCES clearance (id),
	CONSTRAINT fk_movement_count_line_id_count_line FOREIGN KEY(count_line_id) REFERENCES count_line (id),
	CONSTRAINT uq_movement_fifo_exception_id UNIQUE (fifo_exception_id),
	CONSTRAINT fk_movement_fifo_exception_id_fifo_exception FOREIGN KEY(fifo_exception_id) REFERENCES fifo_exception (id),
	CONSTRAINT uq_movement_reverses_id UNIQUE (reverses_id),
	CONSTRAINT fk_movement_reverses_id_movement FOREIGN KEY(reverses_id) REFERENCES movement (id)
)
-- next
INSERT INTO new_movement (id, posting_id, kind, part_id, lot_id, from_location_id, to_location_id, quantity, moved_on, posted_at, by_id, previous_hash, hash, clearance_id, count_line_id, fifo_exception_id, reverses_id) SELECT id, posting_id, kind, part_id, lot_id, from_location_id, to_location_id, quantity, moved_on, posted_at, by_id, previous_hash, hash, clearance_id, count_line_id, fifo_exception_id, reverses_id FROM movement
-- next
DROP TABLE movement
-- next
ALTER TABLE new_movement RENAME TO movement
-- next
CREATE INDEX ix_movement_count_line ON movement (count_line_id) WHERE count_line_id IS NOT NULL
-- next
CREATE INDEX ix_movement_from ON movement (from_location_id, id)
-- next
CREATE INDEX ix_movement_lot ON movement (lot_id, id)
-- next
CREATE INDEX ix_movement_on ON movement (moved_on, id)
-- next
CREATE INDEX ix_movement_part ON movement (part_id, id)
-- next
CREATE INDEX ix_movement_posting_id ON movement (posting_id)
-- next
CREATE INDEX ix_movement_to ON movement (to_location_id, id)
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
INSERT INTO new_supplier_return (id, number, supplier_id, arrival_line_id, part_id, quantity, reason, deadline_on, amount_cny, opened_by_id, opened_at, lot_id, inspection_id, quarantine_location_id, failed_lot_id, work_order_id, demand, note, sent, scrapped, settled, state) SELECT id, number, supplier_id, arrival_line_id, part_id, quantity, reason, deadline_on, amount_cny, opened_by_id, opened_at, lot_id, inspection_id, quarantine_location_id, NULL, NULL, demand, note, sent, scrapped, settled, state FROM supplier_return
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
INSERT INTO movement_rule (kind, from_kind, to_kind) VALUES ('sale', 'bin', 'customer')
-- next
INSERT INTO movement_rule (kind, from_kind, to_kind) VALUES ('sale', 'van', 'customer')
-- next
INSERT INTO movement_rule (kind, from_kind, to_kind) VALUES ('fitted', 'work_order', 'customer')
-- next
INSERT INTO movement_rule (kind, from_kind, to_kind) VALUES ('old_return', 'customer', 'defective')
-- next
INSERT INTO movement_rule (kind, from_kind, to_kind) VALUES ('supplier_return', 'defective', 'supplier')
-- next
INSERT INTO movement_rule (kind, from_kind, to_kind) VALUES ('scrap', 'defective', 'scrap')
-- next
INSERT INTO movement_rule (kind, from_kind, to_kind) VALUES ('repair_out', 'defective', 'workshop')
-- next
INSERT INTO movement_rule (kind, from_kind, to_kind) VALUES ('repair_in', 'workshop', 'defective')
-- next
INSERT INTO movement_rule (kind, from_kind, to_kind) VALUES ('refurbishment', 'defective', 'conversion')
-- next
INSERT INTO movement_rule (kind, from_kind, to_kind) VALUES ('refurbishment', 'workshop', 'conversion')
-- next
INSERT INTO movement_rule (kind, from_kind, to_kind) VALUES ('refurbishment', 'conversion', 'hold')
-- next
INSERT INTO movement_rule (kind, from_kind, to_kind) VALUES ('loss', 'in_transit', 'variance')
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
CREATE TRIGGER lot_no_update BEFORE UPDATE ON lot WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:lot'); END
-- next
CREATE TRIGGER lot_no_delete BEFORE DELETE ON lot WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:lot'); END
-- next
CREATE TRIGGER lot_no_replace_id BEFORE INSERT ON lot WHEN EXISTS (SELECT 1 FROM lot WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:lot'); END
-- next
CREATE TRIGGER lot_no_replace_number BEFORE INSERT ON lot WHEN EXISTS (SELECT 1 FROM lot WHERE number = NEW.number)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:lot'); END
-- next
CREATE TRIGGER reservation_integers BEFORE INSERT ON reservation WHEN typeof(NEW.quantity) <> 'integer'
            BEGIN SELECT RAISE(ABORT, 'sparewell:amount_not_a_number'); END
-- next
CREATE TRIGGER count_integers BEFORE INSERT ON count WHEN typeof(NEW.counted) <> 'integer' OR typeof(NEW.book) <> 'integer' OR typeof(NEW.ledger_id) <> 'integer'
            BEGIN SELECT RAISE(ABORT, 'sparewell:amount_not_a_number'); END
-- next
CREATE TRIGGER lot_integers BEFORE INSERT ON lot WHEN typeof(NEW.unit_cost_cny) <> 'integer'
            BEGIN SELECT RAISE(ABORT, 'sparewell:amount_not_a_number'); END
-- next
CREATE TRIGGER lot_right BEFORE INSERT ON lot WHEN NEW.rank_on <> COALESCE(NEW.expires_on, NEW.received_on) OR NEW.unit_cost_cny < 0 OR NOT EXISTS (SELECT 1 FROM part WHERE id = NEW.part_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:lot_not_right'); END
-- next
CREATE TRIGGER lot_has_serial BEFORE INSERT ON lot WHEN NEW.serial_number IS NULL AND EXISTS (SELECT 1 FROM part WHERE id = NEW.part_id AND serial_tracked)
            BEGIN SELECT RAISE(ABORT, 'sparewell:serial_missing'); END
-- next
CREATE TRIGGER lot_serial_elsewhere BEFORE INSERT ON lot WHEN NEW.serial_number IS NOT NULL AND NEW.origin <> 'refurbished' AND EXISTS (SELECT 1 FROM lot o JOIN balance b ON b.lot_id = o.id WHERE o.part_id = NEW.part_id AND o.serial_number = NEW.serial_number AND b.on_hand > 0)
            BEGIN SELECT RAISE(ABORT, 'sparewell:serial_known'); END
-- next
CREATE TRIGGER part_keeps_measure BEFORE UPDATE OF unit_id, serial_tracked ON part WHEN (NEW.unit_id <> OLD.unit_id OR NEW.serial_tracked <> OLD.serial_tracked) AND EXISTS (SELECT 1 FROM lot WHERE part_id = OLD.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:part_has_lots'); END
-- next
CREATE TRIGGER work_order_stays_closed BEFORE UPDATE OF state ON work_order WHEN OLD.state <> 'open' AND NEW.state <> OLD.state
            BEGIN SELECT RAISE(ABORT, 'sparewell:work_order_closed'); END
-- next
CREATE TRIGGER movement_rule_fixed BEFORE INSERT ON movement_rule WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:movement_rule'); END
-- next
CREATE TRIGGER movement_rule_no_update BEFORE UPDATE ON movement_rule WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:movement_rule'); END
-- next
CREATE TRIGGER movement_rule_no_delete BEFORE DELETE ON movement_rule WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:movement_rule'); END
-- next
CREATE TRIGGER balance_follows BEFORE UPDATE ON balance WHEN NEW.last_movement_id <= OLD.last_movement_id OR NOT EXISTS (SELECT 1 FROM movement m WHERE m.id = NEW.last_movement_id AND m.lot_id = NEW.lot_id AND (
    (m.from_location_id = NEW.location_id AND NEW.on_hand = OLD.on_hand - m.quantity)
    OR (m.to_location_id = NEW.location_id AND NEW.on_hand = OLD.on_hand + m.quantity)))
            BEGIN SELECT RAISE(ABORT, 'sparewell:kept_by_movements:balance'); END
-- next
CREATE TRIGGER balance_starts BEFORE INSERT ON balance WHEN NOT EXISTS (SELECT 1 FROM movement m JOIN location l ON l.id = m.to_location_id JOIN lot t ON t.id = m.lot_id
    WHERE m.id = NEW.last_movement_id AND m.lot_id = NEW.lot_id AND m.part_id = NEW.part_id
    AND m.to_location_id = NEW.location_id AND m.quantity = NEW.on_hand AND l.kind IN ('bin', 'defective', 'hold', 'in_transit', 'quarantine', 'staging', 'van', 'work_order', 'workshop')
    AND COALESCE(l.store_id, 0) = COALESCE(NEW.store_id, 0) AND NEW.issueable = (l.kind IN ('bin', 'van'))
    AND t.rank_on = NEW.rank_on
    AND COALESCE(t.expires_on = NEW.expires_on, t.expires_on IS NULL AND NEW.expires_on IS NULL))
            BEGIN SELECT RAISE(ABORT, 'sparewell:kept_by_movements:balance'); END
-- next
CREATE TRIGGER balance_keeps_location_id BEFORE UPDATE ON balance WHEN NEW.location_id IS NOT OLD.location_id OR NEW.lot_id IS NOT OLD.lot_id OR NEW.part_id IS NOT OLD.part_id OR NEW.store_id IS NOT OLD.store_id OR NEW.issueable IS NOT OLD.issueable OR NEW.rank_on IS NOT OLD.rank_on OR NEW.expires_on IS NOT OLD.expires_on
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:balance'); END
-- next
CREATE TRIGGER balance_no_delete BEFORE DELETE ON balance WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:balance'); END
-- next
CREATE TRIGGER balance_no_replace_location_id_lot_id BEFORE INSERT ON balance WHEN EXISTS (SELECT 1 FROM balance WHERE location_id = NEW.location_id AND lot_id = NEW.lot_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:balance'); END
-- next
CREATE TRIGGER balance_no_takeover_location_id_lot_id BEFORE UPDATE OF location_id, lot_id ON balance
                WHEN (NEW.location_id IS NOT OLD.location_id OR NEW.lot_id IS NOT OLD.lot_id) AND EXISTS (SELECT 1 FROM balance WHERE location_id = NEW.location_id AND lot_id = NEW.lot_id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:balance'); END
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
CREATE TRIGGER old_part_debt_begins BEFORE INSERT ON old_part_debt WHEN NEW.returned <> 0 OR NEW.excused <> 0 OR NEW.quantity <> COALESCE((SELECT SUM(CASE WHEN m.to_location_id = w.location_id THEN m.quantity ELSE -m.quantity END)
    FROM work_order w JOIN movement m ON m.to_location_id = w.location_id OR m.from_location_id = w.location_id
    WHERE w.id = NEW.work_order_id AND m.part_id = NEW.part_id AND NOT EXISTS (SELECT 1 FROM location c
    WHERE c.id IN (m.from_location_id, m.to_location_id) AND c.kind = 'customer')), 0)
            BEGIN SELECT RAISE(ABORT, 'sparewell:not_what_was_used'); END
-- next
CREATE TRIGGER old_part_debt_follows BEFORE UPDATE ON old_part_debt WHEN NEW.quantity <> OLD.quantity AND NEW.quantity <> CASE WHEN COALESCE((SELECT SUM(CASE WHEN m.to_location_id = w.location_id THEN m.quantity ELSE -m.quantity END)
    FROM work_order w JOIN movement m ON m.to_location_id = w.location_id OR m.from_location_id = w.location_id
    WHERE w.id = NEW.work_order_id AND m.part_id = NEW.part_id AND NOT EXISTS (SELECT 1 FROM location c
    WHERE c.id IN (m.from_location_id, m.to_location_id) AND c.kind = 'customer')), 0) > NEW.returned + NEW.excused THEN COALESCE((SELECT SUM(CASE WHEN m.to_location_id = w.location_id THEN m.quantity ELSE -m.quantity END)
    FROM work_order w JOIN movement m ON m.to_location_id = w.location_id OR m.from_location_id = w.location_id
    WHERE w.id = NEW.work_order_id AND m.part_id = NEW.part_id AND NOT EXISTS (SELECT 1 FROM location c
    WHERE c.id IN (m.from_location_id, m.to_location_id) AND c.kind = 'customer')), 0) ELSE NEW.returned + NEW.excused END
            BEGIN SELECT RAISE(ABORT, 'sparewell:not_what_was_used'); END
-- next
CREATE TRIGGER old_part_debt_returned BEFORE UPDATE ON old_part_debt WHEN NEW.returned <> OLD.returned AND NEW.returned <> COALESCE((SELECT SUM(r.quantity) FROM old_part_receipt r WHERE r.debt_id = NEW.id AND r.undone_at IS NULL
    AND EXISTS (SELECT 1 FROM movement m WHERE m.lot_id = r.lot_id AND m.kind = 'old_return')), 0)
            BEGIN SELECT RAISE(ABORT, 'sparewell:not_what_came_back'); END
-- next
CREATE TRIGGER old_part_debt_excused BEFORE UPDATE ON old_part_debt WHEN NEW.excused <> OLD.excused AND NEW.excused <> COALESCE((SELECT SUM(e.quantity) FROM old_part_explanation e JOIN old_part_answer a ON a.explanation_id = e.id
    WHERE e.debt_id = NEW.id AND a.granted AND e.wish =  'let_off'), 0)
            BEGIN SELECT RAISE(ABORT, 'sparewell:not_signed'); END
-- next
CREATE TRIGGER old_part_debt_due BEFORE UPDATE ON old_part_debt WHEN NEW.due_on <> OLD.due_on AND NOT EXISTS (SELECT 1 FROM old_part_explanation e JOIN old_part_answer a ON a.explanation_id = e.id
    WHERE e.debt_id = NEW.id AND a.granted AND e.wish =  'more_time' AND e.until_on = NEW.due_on)
            BEGIN SELECT RAISE(ABORT, 'sparewell:not_signed'); END
-- next
CREATE TRIGGER old_part_debt_engineer BEFORE UPDATE ON old_part_debt WHEN NEW.engineer_id <> OLD.engineer_id AND NOT EXISTS (SELECT 1 FROM work_order w WHERE w.id = NEW.work_order_id AND w.engineer_id = NEW.engineer_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:not_the_engineer'); END
-- next
CREATE TRIGGER old_part_explained_by_debtor BEFORE INSERT ON old_part_explanation WHEN NOT EXISTS (SELECT 1 FROM old_part_debt d WHERE d.id = NEW.debt_id AND d.engineer_id = NEW.explained_by_id AND NEW.quantity <= d.quantity - d.returned - d.excused)
            BEGIN SELECT RAISE(ABORT, 'sparewell:not_the_debtor'); END
-- next
CREATE TRIGGER old_part_note_line_right BEFORE INSERT ON old_part_note_line WHEN NEW.quantity <= 0 OR NOT EXISTS (SELECT 1 FROM old_part_note n JOIN old_part_debt d ON d.id = NEW.debt_id WHERE n.id = NEW.note_id AND n.state = 'open' AND n.engineer_id = d.engineer_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:not_the_debtor'); END
-- next
CREATE TRIGGER old_part_note_ended BEFORE UPDATE ON old_part_note WHEN OLD.state = 'cancelled' OR (NEW.state = 'cancelled' AND EXISTS (SELECT 1 FROM old_part_receipt r JOIN old_part_note_line l ON l.id = r.line_id WHERE l.note_id = NEW.id AND r.undone_at IS NULL))
            BEGIN SELECT RAISE(ABORT, 'sparewell:old_part_note_closed'); END
-- next
CREATE TRIGGER old_part_receipt_right BEFORE INSERT ON old_part_receipt WHEN NEW.quantity <= 0 OR NEW.undone_at IS NOT NULL OR NOT EXISTS (SELECT 1 FROM old_part_note_line l JOIN old_part_note n ON n.id = l.note_id
    JOIN lot ON lot.id = NEW.lot_id JOIN location p ON p.id = NEW.location_id
    WHERE l.id = NEW.line_id AND l.debt_id = NEW.debt_id AND n.state = 'open' AND n.engineer_id = NEW.brought_by_id
    AND lot.origin = 'old' AND lot.part_id = l.part_id
    AND COALESCE(lot.serial_number, '') = COALESCE(l.serial_number, '')
    AND p.kind = 'defective' AND p.store_id = n.store_id
    AND NEW.quantity + COALESCE((SELECT SUM(r.quantity) FROM old_part_receipt r WHERE r.line_id = l.id
    AND r.undone_at IS NULL), 0) <= l.quantity) OR EXISTS (SELECT 1 FROM movement m WHERE m.lot_id = NEW.lot_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:not_on_the_note'); END
-- next
CREATE TRIGGER old_part_receipt_undone_once BEFORE UPDATE ON old_part_receipt WHEN OLD.undone_at IS NOT NULL OR EXISTS (SELECT 1 FROM old_part_verdict v WHERE v.lot_id = NEW.lot_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:verdict_followed'); END
-- next
CREATE TRIGGER old_lot_worthless BEFORE INSERT ON lot WHEN NEW.origin = 'old' AND NEW.unit_cost_cny <> 0
            BEGIN SELECT RAISE(ABORT, 'sparewell:lot_not_right'); END
-- next
CREATE TRIGGER old_part_verdict_in_turn BEFORE INSERT ON old_part_verdict WHEN NOT EXISTS (SELECT 1 FROM lot WHERE id = NEW.lot_id AND origin = 'old') OR NOT EXISTS (SELECT 1 FROM balance b JOIN location p ON p.id = b.location_id
    WHERE b.lot_id = NEW.lot_id AND p.kind = 'defective' AND b.on_hand > 0) OR COALESCE(NEW.corrects_id, 0) <> COALESCE((SELECT MAX(v.id) FROM old_part_verdict v WHERE v.lot_id = NEW.lot_id), 0)
            BEGIN SELECT RAISE(ABORT, 'sparewell:verdict_followed'); END
-- next
CREATE TRIGGER refurbishment_right BEFORE INSERT ON refurbishment WHEN NOT EXISTS (SELECT 1 FROM lot o JOIN lot n ON n.part_id = o.part_id WHERE o.id = NEW.old_lot_id AND n.id = NEW.new_lot_id AND o.origin = 'old' AND n.origin = 'refurbished' AND n.unit_cost_cny = NEW.unit_cost_cny) OR EXISTS (SELECT 1 FROM movement m WHERE m.lot_id = NEW.new_lot_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:not_refurbished'); END
-- next
CREATE TRIGGER workshop_line_counts BEFORE UPDATE ON workshop_line WHEN NEW.repaired <> COALESCE((SELECT SUM(r.quantity) FROM refurbishment r WHERE r.workshop_line_id = NEW.id), 0) OR NEW.unrepaired <> COALESCE((SELECT SUM(m.quantity) FROM movement m JOIN posting p ON p.id = m.posting_id
    JOIN workshop_order o ON o.number = p.reference WHERE o.id = NEW.workshop_order_id AND m.lot_id = NEW.lot_id
    AND m.kind = 'repair_in'), 0)
            BEGIN SELECT RAISE(ABORT, 'sparewell:not_what_came_back'); END
-- next
CREATE TRIGGER workshop_order_ends BEFORE UPDATE ON workshop_order WHEN OLD.state = 'closed' OR (NEW.state = 'closed' AND EXISTS (SELECT 1 FROM workshop_line l WHERE l.workshop_order_id = NEW.id AND l.repaired + l.unrepaired < l.quantity))
            BEGIN SELECT RAISE(ABORT, 'sparewell:workshop_order_open'); END
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
CREATE TRIGGER stock_checkpoint_no_delete BEFORE DELETE ON stock_checkpoint WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:stock_checkpoint'); END
-- next
CREATE TRIGGER stock_checkpoint_no_replace_part_id_store_id_movement_id BEFORE INSERT ON stock_checkpoint WHEN EXISTS (SELECT 1 FROM stock_checkpoint WHERE part_id = NEW.part_id AND store_id = NEW.store_id AND movement_id = NEW.movement_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:stock_checkpoint'); END
-- next
CREATE TRIGGER stock_checkpoint_no_takeover_part_id_store_id_movement_id BEFORE UPDATE OF part_id, store_id, movement_id ON stock_checkpoint
                WHEN (NEW.part_id IS NOT OLD.part_id OR NEW.store_id IS NOT OLD.store_id OR NEW.movement_id IS NOT OLD.movement_id) AND EXISTS (SELECT 1 FROM stock_checkpoint WHERE part_id = NEW.part_id AND store_id = NEW.store_id AND movement_id = NEW.movement_id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:stock_checkpoint'); END
-- next
CREATE TRIGGER stock_checkpoint_no_update BEFORE UPDATE ON stock_checkpoint WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:stock_checkpoint'); END
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
CREATE TRIGGER scrap_witness_no_update BEFORE UPDATE ON scrap_witness WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:scrap_witness'); END
-- next
CREATE TRIGGER scrap_witness_no_delete BEFORE DELETE ON scrap_witness WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:scrap_witness'); END
-- next
CREATE TRIGGER scrap_witness_no_replace_id BEFORE INSERT ON scrap_witness WHEN EXISTS (SELECT 1 FROM scrap_witness WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:scrap_witness'); END
-- next
CREATE TRIGGER scrap_witness_no_replace_surplus_proposal_id BEFORE INSERT ON scrap_witness WHEN EXISTS (SELECT 1 FROM scrap_witness WHERE surplus_proposal_id = NEW.surplus_proposal_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:scrap_witness'); END
-- next
CREATE TRIGGER disposal_no_update BEFORE UPDATE ON disposal WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:disposal'); END
-- next
CREATE TRIGGER disposal_no_delete BEFORE DELETE ON disposal WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:disposal'); END
-- next
CREATE TRIGGER disposal_no_replace_id BEFORE INSERT ON disposal WHEN EXISTS (SELECT 1 FROM disposal WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:disposal'); END
-- next
CREATE TRIGGER disposal_no_replace_number BEFORE INSERT ON disposal WHEN EXISTS (SELECT 1 FROM disposal WHERE number = NEW.number)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:disposal'); END
-- next
CREATE TRIGGER disposal_no_replace_surplus_proposal_id BEFORE INSERT ON disposal WHEN EXISTS (SELECT 1 FROM disposal WHERE surplus_proposal_id = NEW.surplus_proposal_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:disposal'); END
-- next
CREATE TRIGGER disposal_line_no_update BEFORE UPDATE ON disposal_line WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:disposal_line'); END
-- next
CREATE TRIGGER disposal_line_no_delete BEFORE DELETE ON disposal_line WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:disposal_line'); END
-- next
CREATE TRIGGER disposal_line_no_replace_id BEFORE INSERT ON disposal_line WHEN EXISTS (SELECT 1 FROM disposal_line WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:disposal_line'); END
-- next
CREATE TRIGGER disposal_line_no_replace_disposal_id_lot_id_from_location_id BEFORE INSERT ON disposal_line WHEN EXISTS (SELECT 1 FROM disposal_line WHERE disposal_id = NEW.disposal_id AND lot_id = NEW.lot_id AND from_location_id = NEW.from_location_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:disposal_line'); END
-- next
CREATE TRIGGER scrap_witness_of_approved BEFORE INSERT ON scrap_witness WHEN NOT EXISTS (SELECT 1 FROM surplus_proposal p WHERE p.id = NEW.surplus_proposal_id AND p.state = 'approved' AND p.act = 'scrap')
            BEGIN SELECT RAISE(ABORT, 'sparewell:disposal_not_approved'); END
-- next
CREATE TRIGGER disposal_as_approved BEFORE INSERT ON disposal WHEN NOT EXISTS (SELECT 1 FROM surplus_proposal p WHERE p.id = NEW.surplus_proposal_id AND p.state = 'approved' AND p.act = NEW.act AND p.part_id = NEW.part_id AND p.store_id = NEW.store_id AND p.quantity = NEW.quantity)
            BEGIN SELECT RAISE(ABORT, 'sparewell:disposal_not_approved'); END
-- next
CREATE TRIGGER disposal_witnessed_by_another BEFORE INSERT ON disposal WHEN (NEW.act = 'scrap') AND (COALESCE(NEW.witnessed_by_id, 0) = NEW.done_by_id OR NOT EXISTS (SELECT 1 FROM scrap_witness w WHERE w.surplus_proposal_id = NEW.surplus_proposal_id AND w.witnessed_by_id = NEW.witnessed_by_id))
            BEGIN SELECT RAISE(ABORT, 'sparewell:four_eyes'); END
-- next
CREATE TRIGGER disposal_line_right BEFORE INSERT ON disposal_line WHEN NOT EXISTS (SELECT 1 FROM disposal d JOIN surplus_proposal p ON p.id = d.surplus_proposal_id JOIN lot ON lot.id = NEW.lot_id JOIN location s ON s.id = NEW.from_location_id WHERE d.id = NEW.disposal_id AND p.state = 'approved' AND lot.part_id = d.part_id AND lot.unit_cost_cny = NEW.unit_cost_cny AND s.store_id = d.store_id AND NEW.quantity + COALESCE((SELECT SUM(l.quantity) FROM disposal_line l WHERE l.disposal_id = d.id), 0) <= d.quantity)
            BEGIN SELECT RAISE(ABORT, 'sparewell:disposal_not_approved'); END
-- next
CREATE TRIGGER surplus_proposal_carried_out_by_document BEFORE UPDATE ON surplus_proposal WHEN NEW.state = 'carried_out' AND OLD.state <> 'carried_out' AND CASE NEW.act WHEN 'transfer' THEN NOT EXISTS (SELECT 1 FROM transfer t WHERE t.number = NEW.reference AND t.from_store_id = NEW.store_id AND t.to_store_id = NEW.to_store_id AND t.note = NEW.number AND (SELECT SUM(l.quantity) FROM transfer_line l WHERE l.transfer_id = t.id) = NEW.quantity AND NOT EXISTS (SELECT 1 FROM transfer_line l WHERE l.transfer_id = t.id AND l.part_id <> NEW.part_id)) ELSE NOT EXISTS (SELECT 1 FROM disposal d WHERE d.surplus_proposal_id = NEW.id AND d.number = NEW.reference AND (SELECT SUM(l.quantity) FROM disposal_line l WHERE l.disposal_id = d.id) = NEW.quantity AND (SELECT SUM(m.quantity) FROM posting p JOIN movement m ON m.posting_id = p.id WHERE p.reference = d.number AND m.part_id = NEW.part_id AND m.kind = CASE d.act WHEN 'sell' THEN 'sale' ELSE d.act END) = NEW.quantity AND NOT EXISTS (SELECT 1 FROM disposal_line l WHERE l.disposal_id = d.id AND (SELECT SUM(k.quantity) FROM disposal_line k WHERE k.disposal_id = d.id AND k.lot_id = l.lot_id) <> COALESCE((SELECT SUM(m.quantity) FROM posting p JOIN movement m ON m.posting_id = p.id JOIN location s ON s.id = m.from_location_id WHERE p.reference = d.number AND m.lot_id = l.lot_id AND m.kind = CASE d.act WHEN 'sell' THEN 'sale' ELSE d.act END AND s.store_id = d.store_id AND NOT EXISTS (SELECT 1 FROM movement r WHERE r.reverses_id = m.id)), 0)) AND ABS((SELECT SUM(l.quantity * l.unit_cost_cny) FROM disposal_line l WHERE l.disposal_id = d.id) - d.cost_cny * 1000) <= 500) END
            BEGIN SELECT RAISE(ABORT, 'sparewell:disposal_not_moved'); END
-- next
CREATE TRIGGER movement_of_sale AFTER INSERT ON movement WHEN NEW.kind = 'sale' BEGIN SELECT RAISE(ABORT, 'sparewell:disposal_not_approved') WHERE NOT EXISTS (SELECT 1 FROM posting p JOIN disposal d ON d.number = p.reference AND d.act = 'sell'
    JOIN disposal_line l ON l.disposal_id = d.id WHERE p.id = NEW.posting_id AND l.lot_id = NEW.lot_id
    AND l.from_location_id = NEW.from_location_id AND l.quantity >= (SELECT SUM(m.quantity) FROM posting o
    JOIN movement m ON m.posting_id = o.id WHERE o.reference = d.number AND m.kind = 'sale' AND m.lot_id = NEW.lot_id
    AND m.from_location_id = NEW.from_location_id));
SELECT RAISE(ABORT, 'sparewell:lot_frozen') WHERE EXISTS (SELECT 1 FROM frozen_lot z WHERE z.lot_id = NEW.lot_id); END
-- next
CREATE TRIGGER lot_freeze_no_update BEFORE UPDATE ON lot_freeze WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:lot_freeze'); END
-- next
CREATE TRIGGER lot_freeze_no_delete BEFORE DELETE ON lot_freeze WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:lot_freeze'); END
-- next
CREATE TRIGGER lot_freeze_no_replace_id BEFORE INSERT ON lot_freeze WHEN EXISTS (SELECT 1 FROM lot_freeze WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:lot_freeze'); END
-- next
CREATE TRIGGER lot_thaw_no_update BEFORE UPDATE ON lot_thaw WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:lot_thaw'); END
-- next
CREATE TRIGGER lot_thaw_no_delete BEFORE DELETE ON lot_thaw WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:lot_thaw'); END
-- next
CREATE TRIGGER lot_thaw_no_replace_id BEFORE INSERT ON lot_thaw WHEN EXISTS (SELECT 1 FROM lot_thaw WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:lot_thaw'); END
-- next
CREATE TRIGGER lot_thaw_no_replace_lot_freeze_id BEFORE INSERT ON lot_thaw WHEN EXISTS (SELECT 1 FROM lot_thaw WHERE lot_freeze_id = NEW.lot_freeze_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:lot_thaw'); END
-- next
CREATE TRIGGER lot_thaw_thawed_by_id_is_another BEFORE INSERT ON lot_thaw WHEN NEW.thawed_by_id = NEW.frozen_by_id OR NOT EXISTS (SELECT 1 FROM lot_freeze WHERE lot_freeze.id = NEW.lot_freeze_id AND lot_freeze.frozen_by_id = NEW.frozen_by_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:four_eyes'); END
-- next
CREATE TRIGGER lot_freeze_knows_the_ledger BEFORE INSERT ON lot_freeze WHEN NOT EXISTS (SELECT 1 FROM chain_head h WHERE h.name = 'movement' AND h.last_id = NEW.ledger_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:not_the_last_movement'); END
-- next
CREATE TRIGGER lot_thaw_knows_the_ledger BEFORE INSERT ON lot_thaw WHEN NOT EXISTS (SELECT 1 FROM chain_head h WHERE h.name = 'movement' AND h.last_id = NEW.ledger_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:not_the_last_movement'); END
-- next
CREATE TRIGGER lot_freeze_right BEFORE INSERT ON lot_freeze WHEN NOT EXISTS (SELECT 1 FROM lot l WHERE l.id = NEW.lot_id AND l.part_id = NEW.part_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:lot_not_right'); END
-- next
CREATE TRIGGER lot_freeze_once BEFORE INSERT ON lot_freeze WHEN EXISTS (SELECT 1 FROM frozen_lot z WHERE z.lot_id = NEW.lot_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:lot_frozen_already'); END
-- next
CREATE TRIGGER frozen_lot_follows BEFORE INSERT ON frozen_lot WHEN NOT EXISTS (SELECT 1 FROM lot_freeze f WHERE f.id = NEW.lot_freeze_id AND f.lot_id = NEW.lot_id AND f.part_id = NEW.part_id AND NOT EXISTS (SELECT 1 FROM lot_thaw t WHERE t.lot_freeze_id = f.id))
            BEGIN SELECT RAISE(ABORT, 'sparewell:kept_by_freezes'); END
-- next
CREATE TRIGGER frozen_lot_leaves BEFORE DELETE ON frozen_lot WHEN NOT EXISTS (SELECT 1 FROM lot_thaw t WHERE t.lot_freeze_id = OLD.lot_freeze_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:kept_by_freezes'); END
-- next
CREATE TRIGGER frozen_lot_no_update BEFORE UPDATE ON frozen_lot WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:kept_by_freezes'); END
-- next
CREATE TRIGGER frozen_lot_no_replace_lot_id BEFORE INSERT ON frozen_lot WHEN EXISTS (SELECT 1 FROM frozen_lot WHERE lot_id = NEW.lot_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:frozen_lot'); END
-- next
CREATE TRIGGER frozen_lot_no_takeover_lot_id BEFORE UPDATE OF lot_id ON frozen_lot
                WHEN (NEW.lot_id IS NOT OLD.lot_id) AND EXISTS (SELECT 1 FROM frozen_lot WHERE lot_id = NEW.lot_id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:frozen_lot'); END
-- next
CREATE TRIGGER frozen_lot_no_replace_lot_freeze_id BEFORE INSERT ON frozen_lot WHEN EXISTS (SELECT 1 FROM frozen_lot WHERE lot_freeze_id = NEW.lot_freeze_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:frozen_lot'); END
-- next
CREATE TRIGGER frozen_lot_no_takeover_lot_freeze_id BEFORE UPDATE OF lot_freeze_id ON frozen_lot
                WHEN (NEW.lot_freeze_id IS NOT OLD.lot_freeze_id) AND EXISTS (SELECT 1 FROM frozen_lot WHERE lot_freeze_id = NEW.lot_freeze_id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:frozen_lot'); END
-- next
CREATE TRIGGER lot_freeze_counts AFTER INSERT ON lot_freeze BEGIN INSERT INTO frozen_lot (lot_id, part_id, lot_freeze_id) VALUES (NEW.lot_id, NEW.part_id, NEW.id);
            SELECT RAISE(ABORT, 'sparewell:lot_is_promised') WHERE EXISTS (SELECT 1 FROM stock s WHERE s.part_id = NEW.part_id AND s.reserved > s.on_hand
    - (SELECT COALESCE(SUM(b.on_hand), 0) FROM frozen_lot z JOIN balance b ON b.lot_id = z.lot_id
        JOIN location l ON l.id = b.location_id
        WHERE z.part_id = NEW.part_id AND b.store_id = s.store_id AND l.kind IN ('bin', 'van'))); END
-- next
CREATE TRIGGER lot_thaw_counts AFTER INSERT ON lot_thaw BEGIN DELETE FROM frozen_lot WHERE lot_freeze_id = NEW.lot_freeze_id; END
-- next
CREATE TRIGGER reservation_not_of_frozen BEFORE INSERT ON reservation WHEN EXISTS (SELECT 1 FROM frozen_lot z WHERE z.part_id = NEW.part_id) AND NEW.quantity > COALESCE((SELECT s.on_hand - s.reserved FROM stock s WHERE s.part_id = NEW.part_id AND s.store_id = NEW.store_id), 0) - (SELECT COALESCE(SUM(b.on_hand), 0) FROM frozen_lot z JOIN balance b ON b.lot_id = z.lot_id WHERE z.part_id = NEW.part_id AND b.store_id = NEW.store_id AND b.issueable)
            BEGIN SELECT RAISE(ABORT, 'sparewell:lot_frozen'); END
-- next
CREATE TRIGGER old_part_debt_no_delete BEFORE DELETE ON old_part_debt WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:old_part_debt'); END
-- next
CREATE TRIGGER old_part_debt_keeps_id BEFORE UPDATE ON old_part_debt WHEN NEW.id IS NOT OLD.id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:old_part_debt'); END
-- next
CREATE TRIGGER old_part_debt_no_replace_id BEFORE INSERT ON old_part_debt WHEN EXISTS (SELECT 1 FROM old_part_debt WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:old_part_debt'); END
-- next
CREATE TRIGGER old_part_debt_no_takeover_id BEFORE UPDATE OF id ON old_part_debt
                WHEN (NEW.id IS NOT OLD.id) AND EXISTS (SELECT 1 FROM old_part_debt WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:old_part_debt'); END
-- next
CREATE TRIGGER old_part_debt_no_replace_work_order_id_part_id BEFORE INSERT ON old_part_debt WHEN EXISTS (SELECT 1 FROM old_part_debt WHERE work_order_id = NEW.work_order_id AND part_id = NEW.part_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:old_part_debt'); END
-- next
CREATE TRIGGER old_part_debt_no_takeover_work_order_id_part_id BEFORE UPDATE OF work_order_id, part_id ON old_part_debt
                WHEN (NEW.work_order_id IS NOT OLD.work_order_id OR NEW.part_id IS NOT OLD.part_id) AND EXISTS (SELECT 1 FROM old_part_debt WHERE work_order_id = NEW.work_order_id AND part_id = NEW.part_id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:old_part_debt'); END
-- next
CREATE TRIGGER old_part_debt_keeps_work_order_id BEFORE UPDATE ON old_part_debt WHEN NEW.work_order_id IS NOT OLD.work_order_id OR NEW.part_id IS NOT OLD.part_id OR NEW.opened_at IS NOT OLD.opened_at OR NEW.opened_on IS NOT OLD.opened_on OR NEW.asked_by_id IS NOT OLD.asked_by_id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:old_part_debt'); END
-- next
CREATE TRIGGER old_part_explanation_no_update BEFORE UPDATE ON old_part_explanation WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:old_part_explanation'); END
-- next
CREATE TRIGGER old_part_explanation_no_delete BEFORE DELETE ON old_part_explanation WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:old_part_explanation'); END
-- next
CREATE TRIGGER old_part_explanation_no_replace_id BEFORE INSERT ON old_part_explanation WHEN EXISTS (SELECT 1 FROM old_part_explanation WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:old_part_explanation'); END
-- next
CREATE TRIGGER old_part_answer_no_update BEFORE UPDATE ON old_part_answer WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:old_part_answer'); END
-- next
CREATE TRIGGER old_part_answer_no_delete BEFORE DELETE ON old_part_answer WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:old_part_answer'); END
-- next
CREATE TRIGGER old_part_answer_no_replace_id BEFORE INSERT ON old_part_answer WHEN EXISTS (SELECT 1 FROM old_part_answer WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:old_part_answer'); END
-- next
CREATE TRIGGER old_part_answer_no_replace_explanation_id BEFORE INSERT ON old_part_answer WHEN EXISTS (SELECT 1 FROM old_part_answer WHERE explanation_id = NEW.explanation_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:old_part_answer'); END
-- next
CREATE TRIGGER old_part_answer_signed_by_id_is_another BEFORE INSERT ON old_part_answer WHEN NEW.signed_by_id = NEW.explained_by_id OR NOT EXISTS (SELECT 1 FROM old_part_explanation WHERE old_part_explanation.id = NEW.explanation_id AND old_part_explanation.explained_by_id = NEW.explained_by_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:four_eyes'); END
-- next
CREATE TRIGGER old_part_note_no_delete BEFORE DELETE ON old_part_note WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:old_part_note'); END
-- next
CREATE TRIGGER old_part_note_keeps_id BEFORE UPDATE ON old_part_note WHEN NEW.id IS NOT OLD.id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:old_part_note'); END
-- next
CREATE TRIGGER old_part_note_no_replace_id BEFORE INSERT ON old_part_note WHEN EXISTS (SELECT 1 FROM old_part_note WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:old_part_note'); END
-- next
CREATE TRIGGER old_part_note_no_takeover_id BEFORE UPDATE OF id ON old_part_note
                WHEN (NEW.id IS NOT OLD.id) AND EXISTS (SELECT 1 FROM old_part_note WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:old_part_note'); END
-- next
CREATE TRIGGER old_part_note_no_replace_number BEFORE INSERT ON old_part_note WHEN EXISTS (SELECT 1 FROM old_part_note WHERE number = NEW.number)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:old_part_note'); END
-- next
CREATE TRIGGER old_part_note_no_takeover_number BEFORE UPDATE OF number ON old_part_note
                WHEN (NEW.number IS NOT OLD.number) AND EXISTS (SELECT 1 FROM old_part_note WHERE number = NEW.number)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:old_part_note'); END
-- next
CREATE TRIGGER old_part_note_keeps_number BEFORE UPDATE ON old_part_note WHEN NEW.number IS NOT OLD.number OR NEW.engineer_id IS NOT OLD.engineer_id OR NEW.store_id IS NOT OLD.store_id OR NEW.made_at IS NOT OLD.made_at
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:old_part_note'); END
-- next
CREATE TRIGGER old_part_note_line_no_update BEFORE UPDATE ON old_part_note_line WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:old_part_note_line'); END
-- next
CREATE TRIGGER old_part_note_line_no_delete BEFORE DELETE ON old_part_note_line WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:old_part_note_line'); END
-- next
CREATE TRIGGER old_part_note_line_no_replace_id BEFORE INSERT ON old_part_note_line WHEN EXISTS (SELECT 1 FROM old_part_note_line WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:old_part_note_line'); END
-- next
CREATE TRIGGER old_part_receipt_no_delete BEFORE DELETE ON old_part_receipt WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:old_part_receipt'); END
-- next
CREATE TRIGGER old_part_receipt_keeps_id BEFORE UPDATE ON old_part_receipt WHEN NEW.id IS NOT OLD.id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:old_part_receipt'); END
-- next
CREATE TRIGGER old_part_receipt_no_replace_id BEFORE INSERT ON old_part_receipt WHEN EXISTS (SELECT 1 FROM old_part_receipt WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:old_part_receipt'); END
-- next
CREATE TRIGGER old_part_receipt_no_takeover_id BEFORE UPDATE OF id ON old_part_receipt
                WHEN (NEW.id IS NOT OLD.id) AND EXISTS (SELECT 1 FROM old_part_receipt WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:old_part_receipt'); END
-- next
CREATE TRIGGER old_part_receipt_no_replace_lot_id BEFORE INSERT ON old_part_receipt WHEN EXISTS (SELECT 1 FROM old_part_receipt WHERE lot_id = NEW.lot_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:old_part_receipt'); END
-- next
CREATE TRIGGER old_part_receipt_no_takeover_lot_id BEFORE UPDATE OF lot_id ON old_part_receipt
                WHEN (NEW.lot_id IS NOT OLD.lot_id) AND EXISTS (SELECT 1 FROM old_part_receipt WHERE lot_id = NEW.lot_id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:old_part_receipt'); END
-- next
CREATE TRIGGER old_part_receipt_keeps_line_id BEFORE UPDATE ON old_part_receipt WHEN NEW.line_id IS NOT OLD.line_id OR NEW.debt_id IS NOT OLD.debt_id OR NEW.lot_id IS NOT OLD.lot_id OR NEW.location_id IS NOT OLD.location_id OR NEW.quantity IS NOT OLD.quantity OR NEW.brought_by_id IS NOT OLD.brought_by_id OR NEW.confirmed_by_id IS NOT OLD.confirmed_by_id OR NEW.confirmed_at IS NOT OLD.confirmed_at OR NEW.confirmed_on IS NOT OLD.confirmed_on
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:old_part_receipt'); END
-- next
CREATE TRIGGER old_part_receipt_confirmed_by_id_is_another BEFORE INSERT ON old_part_receipt WHEN NEW.confirmed_by_id = NEW.brought_by_id OR NOT EXISTS (SELECT 1 FROM lot WHERE lot.id = NEW.lot_id AND lot.brought_by_id = NEW.brought_by_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:four_eyes'); END
-- next
CREATE TRIGGER old_part_verdict_no_update BEFORE UPDATE ON old_part_verdict WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:old_part_verdict'); END
-- next
CREATE TRIGGER old_part_verdict_no_delete BEFORE DELETE ON old_part_verdict WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:old_part_verdict'); END
-- next
CREATE TRIGGER old_part_verdict_no_replace_id BEFORE INSERT ON old_part_verdict WHEN EXISTS (SELECT 1 FROM old_part_verdict WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:old_part_verdict'); END
-- next
CREATE TRIGGER old_part_verdict_no_replace_corrects_id BEFORE INSERT ON old_part_verdict WHEN EXISTS (SELECT 1 FROM old_part_verdict WHERE corrects_id = NEW.corrects_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:old_part_verdict'); END
-- next
CREATE TRIGGER old_part_verdict_judged_by_id_is_another BEFORE INSERT ON old_part_verdict WHEN NEW.judged_by_id = NEW.brought_by_id OR NOT EXISTS (SELECT 1 FROM lot WHERE lot.id = NEW.lot_id AND lot.brought_by_id = NEW.brought_by_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:four_eyes'); END
-- next
CREATE TRIGGER workshop_order_no_delete BEFORE DELETE ON workshop_order WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:workshop_order'); END
-- next
CREATE TRIGGER workshop_order_keeps_id BEFORE UPDATE ON workshop_order WHEN NEW.id IS NOT OLD.id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:workshop_order'); END
-- next
CREATE TRIGGER workshop_order_no_replace_id BEFORE INSERT ON workshop_order WHEN EXISTS (SELECT 1 FROM workshop_order WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:workshop_order'); END
-- next
CREATE TRIGGER workshop_order_no_takeover_id BEFORE UPDATE OF id ON workshop_order
                WHEN (NEW.id IS NOT OLD.id) AND EXISTS (SELECT 1 FROM workshop_order WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:workshop_order'); END
-- next
CREATE TRIGGER workshop_order_no_replace_number BEFORE INSERT ON workshop_order WHEN EXISTS (SELECT 1 FROM workshop_order WHERE number = NEW.number)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:workshop_order'); END
-- next
CREATE TRIGGER workshop_order_no_takeover_number BEFORE UPDATE OF number ON workshop_order
                WHEN (NEW.number IS NOT OLD.number) AND EXISTS (SELECT 1 FROM workshop_order WHERE number = NEW.number)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:workshop_order'); END
-- next
CREATE TRIGGER workshop_order_keeps_number BEFORE UPDATE ON workshop_order WHEN NEW.number IS NOT OLD.number OR NEW.workshop_id IS NOT OLD.workshop_id OR NEW.store_id IS NOT OLD.store_id OR NEW.sent_by_id IS NOT OLD.sent_by_id OR NEW.sent_at IS NOT OLD.sent_at OR NEW.sent_on IS NOT OLD.sent_on OR NEW.address IS NOT OLD.address OR NEW.contact IS NOT OLD.contact OR NEW.phone IS NOT OLD.phone OR NEW.email IS NOT OLD.email
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:workshop_order'); END
-- next
CREATE TRIGGER workshop_line_no_delete BEFORE DELETE ON workshop_line WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:workshop_line'); END
-- next
CREATE TRIGGER workshop_line_keeps_id BEFORE UPDATE ON workshop_line WHEN NEW.id IS NOT OLD.id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:workshop_line'); END
-- next
CREATE TRIGGER workshop_line_no_replace_id BEFORE INSERT ON workshop_line WHEN EXISTS (SELECT 1 FROM workshop_line WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:workshop_line'); END
-- next
CREATE TRIGGER workshop_line_no_takeover_id BEFORE UPDATE OF id ON workshop_line
                WHEN (NEW.id IS NOT OLD.id) AND EXISTS (SELECT 1 FROM workshop_line WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:workshop_line'); END
-- next
CREATE TRIGGER workshop_line_no_replace_workshop_order_id_lot_id BEFORE INSERT ON workshop_line WHEN EXISTS (SELECT 1 FROM workshop_line WHERE workshop_order_id = NEW.workshop_order_id AND lot_id = NEW.lot_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:workshop_line'); END
-- next
CREATE TRIGGER workshop_line_no_takeover_workshop_order_id_lot_id BEFORE UPDATE OF workshop_order_id, lot_id ON workshop_line
                WHEN (NEW.workshop_order_id IS NOT OLD.workshop_order_id OR NEW.lot_id IS NOT OLD.lot_id) AND EXISTS (SELECT 1 FROM workshop_line WHERE workshop_order_id = NEW.workshop_order_id AND lot_id = NEW.lot_id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:workshop_line'); END
-- next
CREATE TRIGGER workshop_line_keeps_workshop_order_id BEFORE UPDATE ON workshop_line WHEN NEW.workshop_order_id IS NOT OLD.workshop_order_id OR NEW.lot_id IS NOT OLD.lot_id OR NEW.quantity IS NOT OLD.quantity
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:workshop_line'); END
-- next
CREATE TRIGGER refurbishment_no_update BEFORE UPDATE ON refurbishment WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:refurbishment'); END
-- next
CREATE TRIGGER refurbishment_no_delete BEFORE DELETE ON refurbishment WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:refurbishment'); END
-- next
CREATE TRIGGER refurbishment_no_replace_id BEFORE INSERT ON refurbishment WHEN EXISTS (SELECT 1 FROM refurbishment WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:refurbishment'); END
-- next
CREATE TRIGGER refurbishment_no_replace_new_lot_id BEFORE INSERT ON refurbishment WHEN EXISTS (SELECT 1 FROM refurbishment WHERE new_lot_id = NEW.new_lot_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:refurbishment'); END
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
CREATE TRIGGER period_closing_no_delete BEFORE DELETE ON period_closing WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:period_closing'); END
-- next
CREATE TRIGGER period_closing_keeps_id BEFORE UPDATE ON period_closing WHEN NEW.id IS NOT OLD.id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:period_closing'); END
-- next
CREATE TRIGGER period_closing_no_replace_id BEFORE INSERT ON period_closing WHEN EXISTS (SELECT 1 FROM period_closing WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:period_closing'); END
-- next
CREATE TRIGGER period_closing_no_takeover_id BEFORE UPDATE OF id ON period_closing
                WHEN (NEW.id IS NOT OLD.id) AND EXISTS (SELECT 1 FROM period_closing WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:period_closing'); END
-- next
CREATE TRIGGER period_closing_keeps_month_on BEFORE UPDATE ON period_closing WHEN NEW.month_on IS NOT OLD.month_on OR NEW.asked_by_id IS NOT OLD.asked_by_id OR NEW.asked_at IS NOT OLD.asked_at OR NEW.note IS NOT OLD.note
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:period_closing'); END
-- next
CREATE TRIGGER period_closing_keeps_checklist BEFORE UPDATE ON period_closing WHEN CAST(NEW.checklist AS TEXT) <> CAST(OLD.checklist AS TEXT)
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:period_closing'); END
-- next
CREATE TRIGGER period_closing_decided_once BEFORE UPDATE OF state ON period_closing WHEN OLD.state <> 'asked' AND NEW.state <> OLD.state OR NEW.state = 'confirmed' AND OLD.state = 'asked' AND NOT EXISTS (SELECT 1 FROM period_close c WHERE c.period_closing_id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:period_decided'); END
-- next
CREATE TRIGGER period_closing_begins_asked BEFORE INSERT ON period_closing WHEN NEW.state <> 'asked'
            BEGIN SELECT RAISE(ABORT, 'sparewell:period_not_asked'); END
-- next
CREATE TRIGGER period_closing_stays_closed BEFORE UPDATE OF state ON period_closing WHEN NEW.state = 'withdrawn' AND EXISTS (SELECT 1 FROM period_close c WHERE c.period_closing_id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:period_decided'); END
-- next
CREATE TRIGGER period_balance_as_counted BEFORE UPDATE OF state ON period_closing WHEN (NEW.state = 'confirmed' AND OLD.state = 'asked') AND ((SELECT c.ends_on FROM period_close c WHERE c.period_closing_id = NEW.id) IS NOT NULL AND EXISTS (SELECT 1 FROM (SELECT b.location_id, b.lot_id, b.part_id, b.store_id, b.on_hand AS should, 0 AS stands FROM balance b WHERE b.on_hand > 0 AND b.store_id IS NOT NULL UNION ALL SELECT m.to_location_id, m.lot_id, m.part_id, l.store_id, -m.quantity, 0 FROM movement m JOIN location l ON l.id = m.to_location_id WHERE l.store_id IS NOT NULL AND m.moved_on > (SELECT c.ends_on FROM period_close c WHERE c.period_closing_id = NEW.id) UNION ALL SELECT m.from_location_id, m.lot_id, m.part_id, l.store_id, m.quantity, 0 FROM movement m JOIN location l ON l.id = m.from_location_id WHERE l.store_id IS NOT NULL AND m.moved_on > (SELECT c.ends_on FROM period_close c WHERE c.period_closing_id = NEW.id) UNION ALL SELECT k.location_id, k.lot_id, k.part_id, k.store_id, 0, k.on_hand FROM period_balance k WHERE k.ends_on = (SELECT c.ends_on FROM period_close c WHERE c.period_closing_id = NEW.id)) d GROUP BY d.location_id, d.lot_id, d.part_id, d.store_id HAVING CASE WHEN SUM(d.should) > 0 THEN SUM(d.should) ELSE 0 END <> SUM(d.stands)))
            BEGIN SELECT RAISE(ABORT, 'sparewell:period_balance_differs'); END
-- next
CREATE TRIGGER period_close_no_update BEFORE UPDATE ON period_close WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:period_close'); END
-- next
CREATE TRIGGER period_close_no_delete BEFORE DELETE ON period_close WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:period_close'); END
-- next
CREATE TRIGGER period_close_no_replace_id BEFORE INSERT ON period_close WHEN EXISTS (SELECT 1 FROM period_close WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:period_close'); END
-- next
CREATE TRIGGER period_close_no_replace_month_on BEFORE INSERT ON period_close WHEN EXISTS (SELECT 1 FROM period_close WHERE month_on = NEW.month_on)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:period_close'); END
-- next
CREATE TRIGGER period_close_no_replace_ends_on BEFORE INSERT ON period_close WHEN EXISTS (SELECT 1 FROM period_close WHERE ends_on = NEW.ends_on)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:period_close'); END
-- next
CREATE TRIGGER period_close_no_replace_period_closing_id BEFORE INSERT ON period_close WHEN EXISTS (SELECT 1 FROM period_close WHERE period_closing_id = NEW.period_closing_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:period_close'); END
-- next
CREATE TRIGGER period_figure_no_update BEFORE UPDATE ON period_figure WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:period_figure'); END
-- next
CREATE TRIGGER period_figure_no_delete BEFORE DELETE ON period_figure WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:period_figure'); END
-- next
CREATE TRIGGER period_figure_no_replace_id BEFORE INSERT ON period_figure WHEN EXISTS (SELECT 1 FROM period_figure WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:period_figure'); END
-- next
CREATE TRIGGER period_balance_no_delete BEFORE DELETE ON period_balance WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:period_balance'); END
-- next
CREATE TRIGGER period_balance_no_replace_ends_on_location_id_lot_id BEFORE INSERT ON period_balance WHEN EXISTS (SELECT 1 FROM period_balance WHERE ends_on = NEW.ends_on AND location_id = NEW.location_id AND lot_id = NEW.lot_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:period_balance'); END
-- next
CREATE TRIGGER period_balance_no_takeover_ends_on_location_id_lot_id BEFORE UPDATE OF ends_on, location_id, lot_id ON period_balance
                WHEN (NEW.ends_on IS NOT OLD.ends_on OR NEW.location_id IS NOT OLD.location_id OR NEW.lot_id IS NOT OLD.lot_id) AND EXISTS (SELECT 1 FROM period_balance WHERE ends_on = NEW.ends_on AND location_id = NEW.location_id AND lot_id = NEW.lot_id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:period_balance'); END
-- next
CREATE TRIGGER period_balance_no_update BEFORE UPDATE ON period_balance WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:period_balance'); END
-- next
CREATE TRIGGER period_balance_of_its_month BEFORE INSERT ON period_balance WHEN NOT EXISTS (SELECT 1 FROM period_close c JOIN period_closing a ON a.id = c.period_closing_id WHERE c.ends_on = NEW.ends_on AND a.state = 'asked')
            BEGIN SELECT RAISE(ABORT, 'sparewell:period_figures_frozen'); END
-- next
CREATE TRIGGER period_close_confirmed_by_id_is_another BEFORE INSERT ON period_close WHEN NEW.confirmed_by_id = NEW.asked_by_id OR NOT EXISTS (SELECT 1 FROM period_closing WHERE period_closing.id = NEW.period_closing_id AND period_closing.asked_by_id = NEW.asked_by_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:four_eyes'); END
-- next
CREATE TRIGGER period_close_as_asked BEFORE INSERT ON period_close WHEN NOT EXISTS (SELECT 1 FROM period_closing a WHERE a.id = NEW.period_closing_id AND a.month_on = NEW.month_on AND a.state = 'asked')
            BEGIN SELECT RAISE(ABORT, 'sparewell:period_not_asked'); END
-- next
CREATE TRIGGER period_not_a_month_refused BEFORE INSERT ON period_close WHEN NEW.month_on IS NOT date(NEW.month_on, 'start of month') OR NEW.ends_on IS NOT date(NEW.month_on, '+1 month', '-1 day')
                BEGIN SELECT RAISE(ABORT, 'sparewell:period_not_a_month'); END
-- next
CREATE TRIGGER period_not_next_refused BEFORE INSERT ON period_close WHEN EXISTS (SELECT 1 FROM period_close) AND NEW.month_on IS NOT (SELECT date(MAX(ends_on), '+1 day') FROM period_close)
                BEGIN SELECT RAISE(ABORT, 'sparewell:period_not_next'); END
-- next
CREATE TRIGGER period_not_over_refused BEFORE INSERT ON period_close WHEN date(NEW.confirmed_at) < NEW.ends_on OR datetime(NEW.confirmed_at) IS NULL
                BEGIN SELECT RAISE(ABORT, 'sparewell:period_not_over'); END
-- next
CREATE TRIGGER period_other_head_refused BEFORE INSERT ON period_close WHEN NOT EXISTS (SELECT 1 FROM chain_head h WHERE h.name = 'movement' AND h.last_id = NEW.last_movement_id AND h.hash = NEW.ledger_hash)
                BEGIN SELECT RAISE(ABORT, 'sparewell:period_other_head'); END
-- next
CREATE TRIGGER period_figure_of_its_month BEFORE INSERT ON period_figure WHEN NOT EXISTS (SELECT 1 FROM period_close c JOIN period_closing a ON a.id = c.period_closing_id WHERE c.id = NEW.period_close_id AND a.state = 'asked') OR EXISTS (SELECT 1 FROM period_figure f WHERE f.period_close_id = NEW.period_close_id AND f.store_id = NEW.store_id AND COALESCE(f.category_id, 0) = COALESCE(NEW.category_id, 0))
            BEGIN SELECT RAISE(ABORT, 'sparewell:period_figures_frozen'); END
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
        WHEN NEW.kind IN ('conversion', 'customer', 'opening', 'scrap', 'supplier', 'variance', 'work_order') THEN true
        ELSE NOT EXISTS (SELECT 1 FROM location s WHERE s.id = NEW.store_id AND s.kind IN ('warehouse', 'van')) END
            BEGIN SELECT RAISE(ABORT, 'sparewell:other_store'); END
-- next
CREATE TRIGGER location_update_store_right BEFORE UPDATE ON location WHEN NEW.store_id IS NOT NULL AND CASE WHEN NEW.kind IN ('warehouse', 'van') THEN NEW.store_id <> NEW.id
        WHEN NEW.kind IN ('conversion', 'customer', 'opening', 'scrap', 'supplier', 'variance', 'work_order') THEN true
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
CREATE TRIGGER surplus_proposal_no_delete BEFORE DELETE ON surplus_proposal WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:surplus_proposal'); END
-- next
CREATE TRIGGER surplus_proposal_keeps_id BEFORE UPDATE ON surplus_proposal WHEN NEW.id IS NOT OLD.id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:surplus_proposal'); END
-- next
CREATE TRIGGER surplus_proposal_no_replace_id BEFORE INSERT ON surplus_proposal WHEN EXISTS (SELECT 1 FROM surplus_proposal WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:surplus_proposal'); END
-- next
CREATE TRIGGER surplus_proposal_no_takeover_id BEFORE UPDATE OF id ON surplus_proposal
                WHEN (NEW.id IS NOT OLD.id) AND EXISTS (SELECT 1 FROM surplus_proposal WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:surplus_proposal'); END
-- next
CREATE TRIGGER surplus_proposal_no_replace_number BEFORE INSERT ON surplus_proposal WHEN EXISTS (SELECT 1 FROM surplus_proposal WHERE number = NEW.number)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:surplus_proposal'); END
-- next
CREATE TRIGGER surplus_proposal_no_takeover_number BEFORE UPDATE OF number ON surplus_proposal
                WHEN (NEW.number IS NOT OLD.number) AND EXISTS (SELECT 1 FROM surplus_proposal WHERE number = NEW.number)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:surplus_proposal'); END
-- next
CREATE TRIGGER surplus_proposal_keeps_number BEFORE UPDATE ON surplus_proposal WHEN NEW.number IS NOT OLD.number OR NEW.part_id IS NOT OLD.part_id OR NEW.store_id IS NOT OLD.store_id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:surplus_proposal'); END
-- next
CREATE TRIGGER surplus_approval_no_update BEFORE UPDATE ON surplus_approval WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:surplus_approval'); END
-- next
CREATE TRIGGER surplus_approval_no_delete BEFORE DELETE ON surplus_approval WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:surplus_approval'); END
-- next
CREATE TRIGGER surplus_approval_no_replace_id BEFORE INSERT ON surplus_approval WHEN EXISTS (SELECT 1 FROM surplus_approval WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:surplus_approval'); END
-- next
CREATE TRIGGER surplus_approval_no_replace_surplus_proposal_id BEFORE INSERT ON surplus_approval WHEN EXISTS (SELECT 1 FROM surplus_approval WHERE surplus_proposal_id = NEW.surplus_proposal_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:surplus_approval'); END
-- next
CREATE TRIGGER surplus_approval_approved_by_id_is_another BEFORE INSERT ON surplus_approval WHEN NEW.approved_by_id = NEW.submitted_by_id OR NOT EXISTS (SELECT 1 FROM surplus_proposal WHERE surplus_proposal.id = NEW.surplus_proposal_id AND surplus_proposal.submitted_by_id = NEW.submitted_by_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:four_eyes'); END
-- next
CREATE TRIGGER surplus_approval_of_submitted BEFORE INSERT ON surplus_approval WHEN NOT EXISTS (SELECT 1 FROM surplus_proposal p WHERE p.id = NEW.surplus_proposal_id AND p.state = 'submitted')
            BEGIN SELECT RAISE(ABORT, 'sparewell:surplus_state'); END
-- next
CREATE TRIGGER surplus_proposal_steps BEFORE UPDATE ON surplus_proposal WHEN NEW.state <> OLD.state AND NOT ((OLD.state = 'open' AND NEW.state IN ('submitted', 'lapsed')) OR (OLD.state = 'submitted' AND NEW.state IN ('approved', 'rejected', 'open')) OR (OLD.state = 'approved' AND NEW.state IN ('carried_out', 'rejected'))) OR NEW.state IN ('approved', 'carried_out') AND NOT EXISTS (SELECT 1 FROM surplus_approval a WHERE a.surplus_proposal_id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:surplus_state'); END
-- next
CREATE TRIGGER surplus_proposal_begins_open BEFORE INSERT ON surplus_proposal WHEN NEW.state <> 'open' OR EXISTS (SELECT 1 FROM surplus_proposal p WHERE p.part_id = NEW.part_id AND p.store_id = NEW.store_id AND p.state IN ('open', 'submitted', 'approved'))
            BEGIN SELECT RAISE(ABORT, 'sparewell:surplus_state'); END
-- next
CREATE TRIGGER surplus_proposal_stays_as_approved BEFORE UPDATE ON surplus_proposal WHEN OLD.state <> 'open' AND NEW.state <> 'open' AND (NEW.act <> OLD.act OR NEW.quantity <> OLD.quantity OR COALESCE(NEW.to_store_id, 0) <> COALESCE(OLD.to_store_id, 0) OR COALESCE(NEW.submitted_by_id, 0) <> COALESCE(OLD.submitted_by_id, 0))
            BEGIN SELECT RAISE(ABORT, 'sparewell:surplus_state'); END
-- next
CREATE TRIGGER surplus_proposal_kept_once_approved BEFORE UPDATE ON surplus_proposal WHEN EXISTS (SELECT 1 FROM surplus_approval a WHERE a.surplus_proposal_id = NEW.id) AND (NEW.state = 'open' OR (OLD.state = 'open' AND NEW.state = 'submitted') OR COALESCE(NEW.act, '') <> COALESCE(OLD.act, '') OR COALESCE(NEW.quantity, 0) <> COALESCE(OLD.quantity, 0) OR COALESCE(NEW.to_store_id, 0) <> COALESCE(OLD.to_store_id, 0) OR COALESCE(NEW.submitted_by_id, 0) <> COALESCE(OLD.submitted_by_id, 0))
            BEGIN SELECT RAISE(ABORT, 'sparewell:surplus_state'); END
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
CREATE TRIGGER transfer_settlement_asked_first BEFORE INSERT ON transfer_settlement WHEN NEW.decided_by_id IS NOT NULL
            BEGIN SELECT RAISE(ABORT, 'sparewell:four_eyes'); END
-- next
CREATE TRIGGER transfer_settlement_begins_asked BEFORE INSERT ON transfer_settlement WHEN NEW.state <> 'asked'
            BEGIN SELECT RAISE(ABORT, 'sparewell:not_settled'); END
-- next
CREATE TRIGGER settlement_came_in BEFORE UPDATE OF state ON transfer_settlement WHEN (NEW.state = 'posted' AND (NEW.cause = 'found' OR NEW.cause = 'sent_back')) AND (COALESCE((SELECT SUM(m.quantity) FROM transfer t JOIN posting p ON p.reference = t.number JOIN movement m ON m.posting_id = p.id AND m.kind = 'transfer_in' JOIN location l ON l.id = m.to_location_id AND l.store_id = CASE NEW.cause WHEN 'found' THEN t.to_store_id ELSE t.from_store_id END WHERE t.id = NEW.transfer_id AND m.part_id = NEW.part_id), 0) < NEW.quantity + COALESCE((SELECT SUM(s.quantity) FROM transfer_settlement s WHERE s.transfer_id = NEW.transfer_id AND s.part_id = NEW.part_id AND s.cause = NEW.cause AND s.state = 'posted'), 0) + CASE NEW.cause WHEN 'found' THEN COALESCE((SELECT SUM(r.received) FROM transfer_line r WHERE r.transfer_id = NEW.transfer_id AND r.part_id = NEW.part_id), 0) ELSE 0 END OR EXISTS (SELECT 1 FROM transfer_settlement_piece e WHERE e.settlement_id = NEW.id AND NOT EXISTS (SELECT 1 FROM transfer t JOIN posting p ON p.reference = t.number JOIN movement m ON m.posting_id = p.id AND m.kind = 'transfer_in' JOIN location l ON l.id = m.to_location_id AND l.store_id = CASE NEW.cause WHEN 'found' THEN t.to_store_id ELSE t.from_store_id END WHERE t.id = NEW.transfer_id AND m.lot_id = e.lot_id)))
            BEGIN SELECT RAISE(ABORT, 'sparewell:not_settled'); END
-- next
CREATE TRIGGER transfer_closed_settled BEFORE UPDATE OF state ON transfer WHEN NEW.state = 'closed' AND OLD.state = 'short' AND EXISTS (SELECT 1 FROM transfer_line t WHERE t.transfer_id = NEW.id AND t.sent - t.received <> COALESCE((SELECT SUM(s.quantity) FROM transfer_settlement s WHERE s.transfer_id = NEW.id AND s.part_id = t.part_id AND s.state = 'posted'), 0))
            BEGIN SELECT RAISE(ABORT, 'sparewell:not_settled'); END
-- next
CREATE TRIGGER transfer_settlement_piece_no_update BEFORE UPDATE ON transfer_settlement_piece WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:transfer_settlement_piece'); END
-- next
CREATE TRIGGER transfer_settlement_piece_no_delete BEFORE DELETE ON transfer_settlement_piece WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:transfer_settlement_piece'); END
-- next
CREATE TRIGGER transfer_settlement_piece_no_replace_id BEFORE INSERT ON transfer_settlement_piece WHEN EXISTS (SELECT 1 FROM transfer_settlement_piece WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:transfer_settlement_piece'); END
-- next
CREATE TRIGGER transfer_settlement_piece_no_replace_settlement_id_lot_id BEFORE INSERT ON transfer_settlement_piece WHEN EXISTS (SELECT 1 FROM transfer_settlement_piece WHERE settlement_id = NEW.settlement_id AND lot_id = NEW.lot_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:transfer_settlement_piece'); END
-- next
CREATE TRIGGER settlement_piece_was_sent BEFORE INSERT ON transfer_settlement_piece WHEN NOT EXISTS (SELECT 1 FROM transfer_settlement s JOIN transfer t ON t.id = s.transfer_id JOIN lot o ON o.id = NEW.lot_id AND o.part_id = s.part_id AND o.serial_number IS NOT NULL JOIN movement m ON m.lot_id = o.id AND m.kind = 'transfer_out' JOIN posting p ON p.id = m.posting_id AND p.reference = t.number WHERE s.id = NEW.settlement_id AND s.state = 'asked')
            BEGIN SELECT RAISE(ABORT, 'sparewell:piece_not_on_transfer'); END
-- next
CREATE TRIGGER settlement_piece_once BEFORE INSERT ON transfer_settlement_piece WHEN EXISTS (SELECT 1 FROM transfer_settlement_piece e JOIN transfer_settlement a ON a.id = e.settlement_id JOIN transfer_settlement b ON b.id = NEW.settlement_id AND b.transfer_id = a.transfer_id WHERE e.lot_id = NEW.lot_id AND a.state <> 'refused')
            BEGIN SELECT RAISE(ABORT, 'sparewell:piece_settled'); END
-- next
CREATE TRIGGER settlement_names_its_pieces BEFORE UPDATE OF state ON transfer_settlement WHEN NEW.state = 'posted' AND EXISTS (SELECT 1 FROM part q WHERE q.id = NEW.part_id AND q.serial_tracked) AND NEW.quantity <> 1000 * (SELECT COUNT(*) FROM transfer_settlement_piece e WHERE e.settlement_id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:pieces_not_named'); END
-- next
CREATE TRIGGER workshop_no_delete BEFORE DELETE ON workshop WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:workshop'); END
-- next
CREATE TRIGGER workshop_keeps_id BEFORE UPDATE ON workshop WHEN NEW.id IS NOT OLD.id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:workshop'); END
-- next
CREATE TRIGGER workshop_no_replace_id BEFORE INSERT ON workshop WHEN EXISTS (SELECT 1 FROM workshop WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:workshop'); END
-- next
CREATE TRIGGER workshop_no_takeover_id BEFORE UPDATE OF id ON workshop
                WHEN (NEW.id IS NOT OLD.id) AND EXISTS (SELECT 1 FROM workshop WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:workshop'); END
-- next
CREATE TRIGGER workshop_no_replace_location_id BEFORE INSERT ON workshop WHEN EXISTS (SELECT 1 FROM workshop WHERE location_id = NEW.location_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:workshop'); END
-- next
CREATE TRIGGER workshop_no_takeover_location_id BEFORE UPDATE OF location_id ON workshop
                WHEN (NEW.location_id IS NOT OLD.location_id) AND EXISTS (SELECT 1 FROM workshop WHERE location_id = NEW.location_id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:workshop'); END
-- next
CREATE TRIGGER workshop_keeps_location_id BEFORE UPDATE ON workshop WHEN NEW.location_id IS NOT OLD.location_id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:workshop'); END
-- next
CREATE TRIGGER workshop_reminder_no_update BEFORE UPDATE ON workshop_reminder WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:workshop_reminder'); END
-- next
CREATE TRIGGER workshop_reminder_no_delete BEFORE DELETE ON workshop_reminder WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:workshop_reminder'); END
-- next
CREATE TRIGGER workshop_reminder_no_replace_id BEFORE INSERT ON workshop_reminder WHEN EXISTS (SELECT 1 FROM workshop_reminder WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:workshop_reminder'); END
-- next
CREATE TRIGGER workshop_reminder_no_replace_workshop_order_id_reminded_on BEFORE INSERT ON workshop_reminder WHEN EXISTS (SELECT 1 FROM workshop_reminder WHERE workshop_order_id = NEW.workshop_order_id AND reminded_on = NEW.reminded_on)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:workshop_reminder'); END
-- next
CREATE TRIGGER workshop_is_a_workshop BEFORE INSERT ON workshop WHEN NOT EXISTS (SELECT 1 FROM location l WHERE l.id = NEW.location_id AND l.kind = 'workshop')
            BEGIN SELECT RAISE(ABORT, 'sparewell:no_such_place_in_store'); END
-- next
CREATE TRIGGER workshop_reminder_of_sent BEFORE INSERT ON workshop_reminder WHEN NOT EXISTS (SELECT 1 FROM workshop_order o WHERE o.id = NEW.workshop_order_id AND o.state = 'sent' AND o.sent_on <= NEW.reminded_on)
            BEGIN SELECT RAISE(ABORT, 'sparewell:workshop_order_closed'); END
-- next
CREATE TRIGGER supplier_no_delete BEFORE DELETE ON supplier WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:supplier'); END
-- next
CREATE TRIGGER supplier_keeps_proposed_by_id BEFORE UPDATE ON supplier WHEN NEW.proposed_by_id IS NOT OLD.proposed_by_id OR NEW.created_at IS NOT OLD.created_at
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:supplier'); END
-- next
CREATE TRIGGER supplier_no_replace_id BEFORE INSERT ON supplier WHEN EXISTS (SELECT 1 FROM supplier WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:supplier'); END
-- next
CREATE TRIGGER supplier_no_takeover_id BEFORE UPDATE OF id ON supplier
                WHEN (NEW.id IS NOT OLD.id) AND EXISTS (SELECT 1 FROM supplier WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:supplier'); END
-- next
CREATE TRIGGER supplier_no_replace_code BEFORE INSERT ON supplier WHEN EXISTS (SELECT 1 FROM supplier WHERE code = NEW.code)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:supplier'); END
-- next
CREATE TRIGGER supplier_no_takeover_code BEFORE UPDATE OF code ON supplier
                WHEN (NEW.code IS NOT OLD.code) AND EXISTS (SELECT 1 FROM supplier WHERE code = NEW.code)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:supplier'); END
-- next
CREATE TRIGGER supplier_insert_other_person BEFORE INSERT ON supplier WHEN NEW.approved_by_id = NEW.proposed_by_id
            BEGIN SELECT RAISE(ABORT, 'sparewell:four_eyes'); END
-- next
CREATE TRIGGER supplier_update_other_person BEFORE UPDATE ON supplier WHEN NEW.approved_by_id = NEW.proposed_by_id
            BEGIN SELECT RAISE(ABORT, 'sparewell:four_eyes'); END
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
CREATE TRIGGER supplier_return_sent_moved BEFORE UPDATE ON supplier_return WHEN NEW.lot_id IS NOT NULL AND NEW.sent <> COALESCE((SELECT SUM(m.quantity) FROM movement m JOIN posting p ON p.id = m.posting_id WHERE p.reference = NEW.number AND m.lot_id = NEW.lot_id AND m.kind = 'supplier_return'), 0)
            BEGIN SELECT RAISE(ABORT, 'sparewell:not_the_movements'); END
-- next
CREATE TRIGGER supplier_return_scrapped_moved BEFORE UPDATE ON supplier_return WHEN NEW.lot_id IS NOT NULL AND NEW.scrapped <> COALESCE((SELECT SUM(m.quantity) FROM movement m JOIN posting p ON p.id = m.posting_id WHERE p.reference = NEW.number AND m.lot_id = NEW.lot_id AND m.kind = 'scrap'), 0)
            BEGIN SELECT RAISE(ABORT, 'sparewell:not_the_movements'); END
-- next
CREATE TRIGGER movement_takes_nothing_claimed AFTER INSERT ON movement WHEN (NEW.kind = 'supplier_return' OR NEW.kind = 'scrap' OR NEW.kind = 'reversal' OR NEW.kind = 'repair_out' OR NEW.kind = 'refurbishment') AND (EXISTS (SELECT 1 FROM location q WHERE q.id = NEW.from_location_id AND q.kind IN ('quarantine', 'defective')) AND COALESCE((SELECT SUM(r.quantity - r.sent - r.scrapped) FROM supplier_return r WHERE r.lot_id = NEW.lot_id
    AND r.quarantine_location_id = NEW.from_location_id AND r.state <> 'cancelled'), 0) > 0 AND NOT EXISTS (SELECT 1 FROM posting p JOIN supplier_return r ON r.number = p.reference
    WHERE p.id = NEW.posting_id AND r.lot_id = NEW.lot_id AND NEW.kind <> 'reversal') AND COALESCE((SELECT SUM(CASE WHEN m.to_location_id = NEW.from_location_id THEN m.quantity
    ELSE -m.quantity END) FROM movement m
    WHERE m.lot_id = NEW.lot_id AND NEW.from_location_id IN (m.from_location_id, m.to_location_id)), 0) < COALESCE((SELECT SUM(r.quantity - r.sent - r.scrapped) FROM supplier_return r WHERE r.lot_id = NEW.lot_id
    AND r.quarantine_location_id = NEW.from_location_id AND r.state <> 'cancelled'), 0))
            BEGIN SELECT RAISE(ABORT, 'sparewell:on_a_claim'); END
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
CREATE TRIGGER stock_sample_no_delete BEFORE DELETE ON stock_sample WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:stock_sample'); END
-- next
CREATE TRIGGER stock_sample_keeps_id BEFORE UPDATE ON stock_sample WHEN NEW.id IS NOT OLD.id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:stock_sample'); END
-- next
CREATE TRIGGER stock_sample_no_replace_id BEFORE INSERT ON stock_sample WHEN EXISTS (SELECT 1 FROM stock_sample WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:stock_sample'); END
-- next
CREATE TRIGGER stock_sample_no_takeover_id BEFORE UPDATE OF id ON stock_sample
                WHEN (NEW.id IS NOT OLD.id) AND EXISTS (SELECT 1 FROM stock_sample WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:stock_sample'); END
-- next
CREATE TRIGGER stock_sample_no_replace_number BEFORE INSERT ON stock_sample WHEN EXISTS (SELECT 1 FROM stock_sample WHERE number = NEW.number)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:stock_sample'); END
-- next
CREATE TRIGGER stock_sample_no_takeover_number BEFORE UPDATE OF number ON stock_sample
                WHEN (NEW.number IS NOT OLD.number) AND EXISTS (SELECT 1 FROM stock_sample WHERE number = NEW.number)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:stock_sample'); END
-- next
CREATE TRIGGER stock_sample_keeps_number BEFORE UPDATE ON stock_sample WHEN NEW.number IS NOT OLD.number OR NEW.lot_id IS NOT OLD.lot_id OR NEW.made_at IS NOT OLD.made_at
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:stock_sample'); END
-- next
CREATE TRIGGER stock_sample_judged_once BEFORE UPDATE ON stock_sample WHEN OLD.state <> 'due'
            BEGIN SELECT RAISE(ABORT, 'sparewell:sample_judged'); END
-- next
CREATE TRIGGER kit_no_delete BEFORE DELETE ON kit WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:kit'); END
-- next
CREATE TRIGGER kit_keeps_id BEFORE UPDATE ON kit WHEN NEW.id IS NOT OLD.id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:kit'); END
-- next
CREATE TRIGGER kit_no_replace_id BEFORE INSERT ON kit WHEN EXISTS (SELECT 1 FROM kit WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:kit'); END
-- next
CREATE TRIGGER kit_no_takeover_id BEFORE UPDATE OF id ON kit
                WHEN (NEW.id IS NOT OLD.id) AND EXISTS (SELECT 1 FROM kit WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:kit'); END
-- next
CREATE TRIGGER kit_no_replace_code BEFORE INSERT ON kit WHEN EXISTS (SELECT 1 FROM kit WHERE code = NEW.code)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:kit'); END
-- next
CREATE TRIGGER kit_no_takeover_code BEFORE UPDATE OF code ON kit
                WHEN (NEW.code IS NOT OLD.code) AND EXISTS (SELECT 1 FROM kit WHERE code = NEW.code)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:kit'); END
-- next
CREATE TRIGGER kit_keeps_code BEFORE UPDATE ON kit WHEN NEW.code IS NOT OLD.code
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:kit'); END
