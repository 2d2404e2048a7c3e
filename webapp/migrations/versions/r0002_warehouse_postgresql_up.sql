DROP FUNCTION movement_posted() CASCADE
-- next
DROP FUNCTION balance_starts() CASCADE
-- next
DROP FUNCTION balance_keeps_location_id() CASCADE
-- next
DROP FUNCTION location_insert_store_right() CASCADE
-- next
DROP FUNCTION location_update_store_right() CASCADE
-- next
DROP FUNCTION movement_receipt_is_backed() CASCADE
-- next
DROP FUNCTION movement_release_is_inspected() CASCADE
-- next
DROP FUNCTION movement_rejection_is_inspected() CASCADE
-- next
DROP FUNCTION movement_reversal_keeps_verdicts() CASCADE
-- next
DROP FUNCTION movement_gain_is_sound() CASCADE
-- next
DROP FUNCTION movement_takes_nothing_claimed() CASCADE
-- next
DROP FUNCTION supplier_return_keeps_number() CASCADE
-- next
ALTER TABLE movement_rule DISABLE TRIGGER USER
-- next
DROP INDEX ix_balance_there
-- next
DROP INDEX ix_location_keeper_id
-- next
DROP INDEX ix_location_parent_id
-- next
DROP INDEX ix_location_store_id
-- next
ALTER TABLE location DROP CONSTRAINT IF EXISTS ck_location_kind_known CASCADE
-- next
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
ALTER TABLE location ADD CONSTRAINT ck_location_kind_known CHECK (kind IN ('warehouse', 'zone', 'hold', 'staging', 'bin', 'van', 'quarantine', 'defective', 'workshop', 'in_transit', 'work_order', 'supplier', 'opening', 'customer', 'scrap', 'conversion', 'variance'))
-- next
ALTER TABLE part ADD COLUMN old_part VARCHAR(8) NOT NULL DEFAULT 'by_rule'
-- next
ALTER TABLE part ALTER COLUMN old_part DROP DEFAULT
-- next
ALTER TABLE part ADD COLUMN merged_into_id BIGINT
-- next
ALTER TABLE part ADD CONSTRAINT ck_part_old_part_known CHECK (old_part IN ('by_rule', 'always', 'never'))
-- next
ALTER TABLE lot DROP CONSTRAINT IF EXISTS uq_lot_part_id_serial_number CASCADE
-- next
ALTER TABLE lot DROP CONSTRAINT IF EXISTS ck_lot_origin_known CASCADE
-- next
ALTER TABLE lot ADD CONSTRAINT ck_lot_origin_known CHECK (origin IN ('purchase', 'opening', 'refurbished', 'old'))
-- next
ALTER TABLE supplier_part ADD COLUMN warranty_months BIGINT
-- next
ALTER TABLE supplier_part ADD CONSTRAINT ck_supplier_part_warranty_not_negative CHECK (warranty_months IS NULL OR warranty_months >= 0)
-- next
ALTER TABLE transfer ADD COLUMN beyond_reason VARCHAR(300) NOT NULL DEFAULT ''
-- next
ALTER TABLE transfer ALTER COLUMN beyond_reason DROP DEFAULT
-- next
ALTER TABLE work_order ADD COLUMN product_serial VARCHAR(80) NOT NULL DEFAULT ''
-- next
ALTER TABLE work_order ALTER COLUMN product_serial DROP DEFAULT
-- next
ALTER TABLE balance ADD COLUMN rank_on DATE
-- next
ALTER TABLE balance DISABLE TRIGGER USER
-- next
UPDATE balance SET rank_on = (SELECT l.rank_on FROM lot l WHERE l.id = balance.lot_id)
-- next
ALTER TABLE balance ENABLE TRIGGER USER
-- next
ALTER TABLE balance ALTER COLUMN rank_on SET NOT NULL
-- next
ALTER TABLE balance ADD COLUMN expires_on DATE
-- next
ALTER TABLE balance DISABLE TRIGGER USER
-- next
UPDATE balance SET expires_on = (SELECT l.expires_on FROM lot l WHERE l.id = balance.lot_id)
-- next
ALTER TABLE balance ENABLE TRIGGER USER
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
ALTER TABLE movement DROP CONSTRAINT IF EXISTS ck_movement_kind_known CASCADE
-- next
ALTER TABLE movement ADD CONSTRAINT ck_movement_kind_known CHECK (kind IN ('receipt', 'opening', 'release', 'rejection', 'putaway', 'relocation', 'transfer_out', 'transfer_in', 'issue', 'return', 'quarantine', 'supplier_return', 'scrap', 'sale', 'fitted', 'old_return', 'repair_out', 'repair_in', 'refurbishment', 'adjustment', 'loss', 'reversal'))
-- next
ALTER TABLE supplier_return DROP CONSTRAINT IF EXISTS ck_supplier_return_reason_known CASCADE
-- next
ALTER TABLE supplier_return ADD COLUMN failed_lot_id BIGINT
-- next
ALTER TABLE supplier_return ADD COLUMN work_order_id BIGINT
-- next
ALTER TABLE supplier_return ADD CONSTRAINT ck_supplier_return_failed_lot_where_warranty CHECK ((reason = 'warranty') = (failed_lot_id IS NOT NULL))
-- next
ALTER TABLE supplier_return ADD CONSTRAINT ck_supplier_return_reason_known CHECK (reason IN ('rejected', 'over', 'wrong_part', 'found_later', 'warranty'))
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
CREATE TABLE kit (
	id BIGSERIAL NOT NULL,
	code VARCHAR(40) NOT NULL,
	name_zh VARCHAR(120) NOT NULL,
	name_en VARCHAR(120) NOT NULL,
	product_model_id BIGINT,
	symptom_id BIGINT,
	note VARCHAR(300) NOT NULL,
	active BOOLEAN NOT NULL,
	CONSTRAINT pk_kit PRIMARY KEY (id),
	CONSTRAINT uq_kit_code UNIQUE (code),
	CONSTRAINT fk_kit_product_model_id_product_model FOREIGN KEY(product_model_id) REFERENCES product_model (id),
	CONSTRAINT fk_kit_symptom_id_symptom FOREIGN KEY(symptom_id) REFERENCES symptom (id)
)
-- next
CREATE TABLE period_closing (
	id BIGSERIAL NOT NULL,
	month_on DATE NOT NULL,
	asked_by_id BIGINT NOT NULL,
	asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
	checklist JSON NOT NULL,
	note VARCHAR(500) NOT NULL,
	state VARCHAR(10) NOT NULL,
	CONSTRAINT pk_period_closing PRIMARY KEY (id),
	CONSTRAINT uq_period_closing_id_asked_by_id UNIQUE (id, asked_by_id),
	CONSTRAINT ck_period_closing_state_known CHECK (state IN ('asked', 'confirmed', 'withdrawn')),
	CONSTRAINT fk_period_closing_asked_by_id_person FOREIGN KEY(asked_by_id) REFERENCES person (id)
)
-- next
CREATE TABLE scanned (
	id BIGSERIAL NOT NULL,
	person_id BIGINT NOT NULL,
	kind VARCHAR(8) NOT NULL,
	row_id BIGINT NOT NULL,
	times BIGINT NOT NULL,
	scanned_at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_scanned PRIMARY KEY (id),
	CONSTRAINT uq_scanned_person_id_kind_row_id UNIQUE (person_id, kind, row_id),
	CONSTRAINT ck_scanned_kind_known CHECK (kind IN ('part', 'lot', 'place')),
	CONSTRAINT ck_scanned_times_positive CHECK (times > 0),
	CONSTRAINT fk_scanned_person_id_person FOREIGN KEY(person_id) REFERENCES person (id)
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
CREATE TABLE kit_line (
	id BIGSERIAL NOT NULL,
	kit_id BIGINT NOT NULL,
	part_id BIGINT NOT NULL,
	quantity BIGINT NOT NULL,
	optional BOOLEAN NOT NULL,
	CONSTRAINT pk_kit_line PRIMARY KEY (id),
	CONSTRAINT uq_kit_line_kit_id_part_id UNIQUE (kit_id, part_id),
	CONSTRAINT ck_kit_line_quantity_positive CHECK (quantity > 0),
	CONSTRAINT fk_kit_line_kit_id_kit FOREIGN KEY(kit_id) REFERENCES kit (id),
	CONSTRAINT fk_kit_line_part_id_part FOREIGN KEY(part_id) REFERENCES part (id)
)
-- next
CREATE TABLE old_part_note (
	id BIGSERIAL NOT NULL,
	number VARCHAR(40) NOT NULL,
	engineer_id BIGINT NOT NULL,
	store_id BIGINT NOT NULL,
	made_at TIMESTAMP WITH TIME ZONE NOT NULL,
	state VARCHAR(10) NOT NULL,
	closed_by_id BIGINT,
	closed_at TIMESTAMP WITH TIME ZONE,
	remark VARCHAR(300) NOT NULL,
	CONSTRAINT pk_old_part_note PRIMARY KEY (id),
	CONSTRAINT ck_old_part_note_state_known CHECK (state IN ('open', 'closed', 'cancelled')),
	CONSTRAINT uq_old_part_note_number UNIQUE (number),
	CONSTRAINT fk_old_part_note_engineer_id_person FOREIGN KEY(engineer_id) REFERENCES person (id),
	CONSTRAINT fk_old_part_note_store_id_location FOREIGN KEY(store_id) REFERENCES location (id),
	CONSTRAINT fk_old_part_note_closed_by_id_person FOREIGN KEY(closed_by_id) REFERENCES person (id)
)
-- next
CREATE TABLE part_class (
	part_id BIGINT NOT NULL,
	computed_at TIMESTAMP WITH TIME ZONE NOT NULL,
	first_month_on DATE NOT NULL,
	months BIGINT NOT NULL,
	value_cny BIGINT NOT NULL,
	rank BIGINT NOT NULL,
	share_before FLOAT(53) NOT NULL,
	mean FLOAT(53) NOT NULL,
	variation FLOAT(53),
	months_moved BIGINT NOT NULL,
	rules JSON NOT NULL,
	CONSTRAINT pk_part_class PRIMARY KEY (part_id),
	CONSTRAINT fk_part_class_part_id_part FOREIGN KEY(part_id) REFERENCES part (id)
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
CREATE TABLE period_close (
	id BIGSERIAL NOT NULL,
	period_closing_id BIGINT NOT NULL,
	month_on DATE NOT NULL,
	ends_on DATE NOT NULL,
	asked_by_id BIGINT NOT NULL,
	confirmed_by_id BIGINT NOT NULL,
	confirmed_at TIMESTAMP WITH TIME ZONE NOT NULL,
	last_movement_id BIGINT NOT NULL,
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
CREATE TABLE stock_checkpoint (
	part_id BIGINT NOT NULL,
	store_id BIGINT NOT NULL,
	movement_id BIGINT NOT NULL,
	on_hand BIGINT NOT NULL,
	CONSTRAINT pk_stock_checkpoint PRIMARY KEY (part_id, store_id, movement_id),
	CONSTRAINT ck_stock_checkpoint_on_hand_not_negative CHECK (on_hand >= 0),
	CONSTRAINT fk_stock_checkpoint_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_stock_checkpoint_store_id_location FOREIGN KEY(store_id) REFERENCES location (id)
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
CREATE TABLE surplus_proposal (
	id BIGSERIAL NOT NULL,
	number VARCHAR(40) NOT NULL,
	part_id BIGINT NOT NULL,
	store_id BIGINT NOT NULL,
	advice VARCHAR(16) NOT NULL,
	advised_quantity BIGINT NOT NULL,
	value_cny BIGINT NOT NULL,
	facts JSON NOT NULL,
	computed_on DATE NOT NULL,
	advised_store_id BIGINT,
	state VARCHAR(12) NOT NULL,
	act VARCHAR(16),
	quantity BIGINT,
	to_store_id BIGINT,
	note VARCHAR(500) NOT NULL,
	submitted_by_id BIGINT,
	submitted_at TIMESTAMP WITH TIME ZONE,
	ended_note VARCHAR(500) NOT NULL,
	reference VARCHAR(80) NOT NULL,
	carried_out_by_id BIGINT,
	carried_out_at TIMESTAMP WITH TIME ZONE,
	CONSTRAINT pk_surplus_proposal PRIMARY KEY (id),
	CONSTRAINT uq_surplus_proposal_id_submitted_by_id UNIQUE (id, submitted_by_id),
	CONSTRAINT ck_surplus_proposal_advice_known CHECK (advice IN ('transfer', 'supplier_return', 'sell', 'scrap')),
	CONSTRAINT ck_surplus_proposal_state_known CHECK (state IN ('open', 'submitted', 'approved', 'carried_out', 'rejected', 'lapsed')),
	CONSTRAINT ck_surplus_proposal_act_known CHECK (act IS NULL OR act IN ('transfer', 'supplier_return', 'sell', 'scrap')),
	CONSTRAINT ck_surplus_proposal_quantity_positive CHECK (advised_quantity > 0 AND (quantity IS NULL OR quantity > 0)),
	CONSTRAINT ck_surplus_proposal_submitted_whole CHECK (state IN ('open', 'lapsed') OR (act IS NOT NULL AND quantity IS NOT NULL AND submitted_by_id IS NOT NULL)),
	CONSTRAINT ck_surplus_proposal_transfer_names_store CHECK (act IS NULL OR (act = 'transfer') = (to_store_id IS NOT NULL)),
	CONSTRAINT ck_surplus_proposal_carried_out_by_somebody CHECK ((state = 'carried_out') = (carried_out_by_id IS NOT NULL)),
	CONSTRAINT uq_surplus_proposal_number UNIQUE (number),
	CONSTRAINT fk_surplus_proposal_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_surplus_proposal_store_id_location FOREIGN KEY(store_id) REFERENCES location (id),
	CONSTRAINT fk_surplus_proposal_advised_store_id_location FOREIGN KEY(advised_store_id) REFERENCES location (id),
	CONSTRAINT fk_surplus_proposal_to_store_id_location FOREIGN KEY(to_store_id) REFERENCES location (id),
	CONSTRAINT fk_surplus_proposal_submitted_by_id_person FOREIGN KEY(submitted_by_id) REFERENCES person (id),
	CONSTRAINT fk_surplus_proposal_carried_out_by_id_person FOREIGN KEY(carried_out_by_id) REFERENCES person (id)
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
CREATE TABLE workshop (
	id BIGSERIAL NOT NULL,
	location_id BIGINT NOT NULL,
	address VARCHAR(300) NOT NULL,
	contact VARCHAR(120) NOT NULL,
	phone VARCHAR(40) NOT NULL,
	email VARCHAR(254) NOT NULL,
	supplier_id BIGINT,
	note VARCHAR(300) NOT NULL,
	CONSTRAINT pk_workshop PRIMARY KEY (id),
	CONSTRAINT uq_workshop_location_id UNIQUE (location_id),
	CONSTRAINT fk_workshop_location_id_location FOREIGN KEY(location_id) REFERENCES location (id),
	CONSTRAINT fk_workshop_supplier_id_supplier FOREIGN KEY(supplier_id) REFERENCES supplier (id)
)
-- next
CREATE TABLE workshop_order (
	id BIGSERIAL NOT NULL,
	number VARCHAR(40) NOT NULL,
	workshop_id BIGINT NOT NULL,
	store_id BIGINT NOT NULL,
	sent_by_id BIGINT NOT NULL,
	sent_at TIMESTAMP WITH TIME ZONE NOT NULL,
	sent_on DATE NOT NULL,
	due_on DATE NOT NULL,
	note VARCHAR(300) NOT NULL,
	address VARCHAR(300) NOT NULL,
	contact VARCHAR(120) NOT NULL,
	phone VARCHAR(40) NOT NULL,
	email VARCHAR(254) NOT NULL,
	state VARCHAR(10) NOT NULL,
	closed_at TIMESTAMP WITH TIME ZONE,
	CONSTRAINT pk_workshop_order PRIMARY KEY (id),
	CONSTRAINT ck_workshop_order_state_known CHECK (state IN ('sent', 'closed')),
	CONSTRAINT ck_workshop_order_due_after CHECK (due_on >= sent_on),
	CONSTRAINT uq_workshop_order_number UNIQUE (number),
	CONSTRAINT fk_workshop_order_workshop_id_location FOREIGN KEY(workshop_id) REFERENCES location (id),
	CONSTRAINT fk_workshop_order_store_id_location FOREIGN KEY(store_id) REFERENCES location (id),
	CONSTRAINT fk_workshop_order_sent_by_id_person FOREIGN KEY(sent_by_id) REFERENCES person (id)
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
CREATE TABLE lot_freeze (
	id BIGSERIAL NOT NULL,
	lot_id BIGINT NOT NULL,
	part_id BIGINT NOT NULL,
	cause VARCHAR(12) NOT NULL,
	reason VARCHAR(500) NOT NULL,
	frozen_by_id BIGINT NOT NULL,
	frozen_at TIMESTAMP WITH TIME ZONE NOT NULL,
	reference VARCHAR(60) NOT NULL,
	ledger_id BIGINT NOT NULL,
	CONSTRAINT pk_lot_freeze PRIMARY KEY (id),
	CONSTRAINT uq_lot_freeze_id_frozen_by_id UNIQUE (id, frozen_by_id),
	CONSTRAINT fk_lot_freeze_lot_id_part_id_lot FOREIGN KEY(lot_id, part_id) REFERENCES lot (id, part_id),
	CONSTRAINT ck_lot_freeze_cause_known CHECK (cause IN ('found', 'sister', 'sample', 'batch_fault')),
	CONSTRAINT fk_lot_freeze_frozen_by_id_person FOREIGN KEY(frozen_by_id) REFERENCES person (id)
)
-- next
CREATE TABLE old_part_debt (
	id BIGSERIAL NOT NULL,
	work_order_id BIGINT NOT NULL,
	part_id BIGINT NOT NULL,
	engineer_id BIGINT NOT NULL,
	quantity BIGINT NOT NULL,
	opened_at TIMESTAMP WITH TIME ZONE NOT NULL,
	opened_on DATE NOT NULL,
	due_on DATE NOT NULL,
	returned BIGINT NOT NULL,
	excused BIGINT NOT NULL,
	asked_by_id BIGINT,
	reason VARCHAR(300) NOT NULL,
	CONSTRAINT pk_old_part_debt PRIMARY KEY (id),
	CONSTRAINT uq_old_part_debt_work_order_id_part_id UNIQUE (work_order_id, part_id),
	CONSTRAINT ck_old_part_debt_within CHECK (returned >= 0 AND excused >= 0 AND returned + excused <= quantity),
	CONSTRAINT ck_old_part_debt_due_after_opening CHECK (due_on >= opened_on),
	CONSTRAINT fk_old_part_debt_work_order_id_work_order FOREIGN KEY(work_order_id) REFERENCES work_order (id),
	CONSTRAINT fk_old_part_debt_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_old_part_debt_engineer_id_person FOREIGN KEY(engineer_id) REFERENCES person (id),
	CONSTRAINT fk_old_part_debt_asked_by_id_person FOREIGN KEY(asked_by_id) REFERENCES person (id)
)
-- next
CREATE TABLE old_part_verdict (
	id BIGSERIAL NOT NULL,
	lot_id BIGINT NOT NULL,
	verdict VARCHAR(10) NOT NULL,
	cause VARCHAR(12) NOT NULL,
	finding VARCHAR(500) NOT NULL,
	brought_by_id BIGINT NOT NULL,
	judged_by_id BIGINT NOT NULL,
	judged_at TIMESTAMP WITH TIME ZONE NOT NULL,
	corrects_id BIGINT,
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
CREATE TABLE period_balance (
	ends_on DATE NOT NULL,
	location_id BIGINT NOT NULL,
	lot_id BIGINT NOT NULL,
	part_id BIGINT NOT NULL,
	store_id BIGINT NOT NULL,
	on_hand BIGINT NOT NULL,
	CONSTRAINT pk_period_balance PRIMARY KEY (ends_on, location_id, lot_id),
	CONSTRAINT ck_period_balance_on_hand_positive CHECK (on_hand > 0),
	CONSTRAINT fk_period_balance_ends_on_period_close FOREIGN KEY(ends_on) REFERENCES period_close (ends_on),
	CONSTRAINT fk_period_balance_location_id_location FOREIGN KEY(location_id) REFERENCES location (id),
	CONSTRAINT fk_period_balance_lot_id_lot FOREIGN KEY(lot_id) REFERENCES lot (id),
	CONSTRAINT fk_period_balance_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_period_balance_store_id_location FOREIGN KEY(store_id) REFERENCES location (id)
)
-- next
CREATE TABLE period_figure (
	id BIGSERIAL NOT NULL,
	period_close_id BIGINT NOT NULL,
	store_id BIGINT NOT NULL,
	category_id BIGINT,
	opening BIGINT NOT NULL,
	received BIGINT NOT NULL,
	supplier_returned BIGINT NOT NULL,
	issued BIGINT NOT NULL,
	taken_back BIGINT NOT NULL,
	transferred_in BIGINT NOT NULL,
	transferred_out BIGINT NOT NULL,
	gained BIGINT NOT NULL,
	lost BIGINT NOT NULL,
	scrapped BIGINT NOT NULL,
	other_in BIGINT NOT NULL,
	other_out BIGINT NOT NULL,
	closing BIGINT NOT NULL,
	CONSTRAINT pk_period_figure PRIMARY KEY (id),
	CONSTRAINT ck_period_figure_adds_up CHECK (closing = opening + received + taken_back + transferred_in + gained + other_in - supplier_returned - issued - transferred_out - lost - scrapped - other_out),
	CONSTRAINT fk_period_figure_period_close_id_period_close FOREIGN KEY(period_close_id) REFERENCES period_close (id),
	CONSTRAINT fk_period_figure_store_id_location FOREIGN KEY(store_id) REFERENCES location (id),
	CONSTRAINT fk_period_figure_category_id_category FOREIGN KEY(category_id) REFERENCES category (id)
)
-- next
CREATE TABLE scrap_witness (
	id BIGSERIAL NOT NULL,
	surplus_proposal_id BIGINT NOT NULL,
	witnessed_by_id BIGINT NOT NULL,
	witnessed_at TIMESTAMP WITH TIME ZONE NOT NULL,
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
	id BIGSERIAL NOT NULL,
	number VARCHAR(40) NOT NULL,
	lot_id BIGINT NOT NULL,
	store_id BIGINT NOT NULL,
	due_on DATE NOT NULL,
	sample_size BIGINT NOT NULL,
	risk JSON NOT NULL,
	made_at TIMESTAMP WITH TIME ZONE NOT NULL,
	state VARCHAR(6) NOT NULL,
	defective BIGINT,
	finding VARCHAR(500) NOT NULL,
	inspected_by_id BIGINT,
	inspected_at TIMESTAMP WITH TIME ZONE,
	CONSTRAINT pk_stock_sample PRIMARY KEY (id),
	CONSTRAINT ck_stock_sample_state_known CHECK (state IN ('due', 'good', 'bad', 'lapsed')),
	CONSTRAINT ck_stock_sample_sample_positive CHECK (sample_size > 0),
	CONSTRAINT ck_stock_sample_inspected_by_somebody CHECK ((state IN ('good', 'bad')) = (inspected_by_id IS NOT NULL AND inspected_at IS NOT NULL)),
	CONSTRAINT ck_stock_sample_defective_within CHECK (defective IS NULL OR (defective >= 0 AND defective <= sample_size)),
	CONSTRAINT ck_stock_sample_bad_says_what CHECK (state <> 'bad' OR (defective > 0 AND finding <> '')),
	CONSTRAINT uq_stock_sample_number UNIQUE (number),
	CONSTRAINT fk_stock_sample_lot_id_lot FOREIGN KEY(lot_id) REFERENCES lot (id),
	CONSTRAINT fk_stock_sample_store_id_location FOREIGN KEY(store_id) REFERENCES location (id),
	CONSTRAINT fk_stock_sample_inspected_by_id_person FOREIGN KEY(inspected_by_id) REFERENCES person (id)
)
-- next
CREATE TABLE surplus_approval (
	id BIGSERIAL NOT NULL,
	surplus_proposal_id BIGINT NOT NULL,
	submitted_by_id BIGINT NOT NULL,
	approved_by_id BIGINT NOT NULL,
	approved_at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_surplus_approval PRIMARY KEY (id),
	CONSTRAINT fk_surplus_approval_surplus_proposal_id_submitted_by_id_362f FOREIGN KEY(surplus_proposal_id, submitted_by_id) REFERENCES surplus_proposal (id, submitted_by_id),
	CONSTRAINT ck_surplus_approval_four_eyes CHECK (approved_by_id <> submitted_by_id),
	CONSTRAINT uq_surplus_approval_surplus_proposal_id UNIQUE (surplus_proposal_id),
	CONSTRAINT fk_surplus_approval_approved_by_id_person FOREIGN KEY(approved_by_id) REFERENCES person (id)
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
CREATE TABLE workshop_line (
	id BIGSERIAL NOT NULL,
	workshop_order_id BIGINT NOT NULL,
	lot_id BIGINT NOT NULL,
	quantity BIGINT NOT NULL,
	repaired BIGINT NOT NULL,
	unrepaired BIGINT NOT NULL,
	CONSTRAINT pk_workshop_line PRIMARY KEY (id),
	CONSTRAINT uq_workshop_line_workshop_order_id_lot_id UNIQUE (workshop_order_id, lot_id),
	CONSTRAINT ck_workshop_line_quantity_positive CHECK (quantity > 0),
	CONSTRAINT ck_workshop_line_within CHECK (repaired >= 0 AND unrepaired >= 0 AND repaired + unrepaired <= quantity),
	CONSTRAINT fk_workshop_line_workshop_order_id_workshop_order FOREIGN KEY(workshop_order_id) REFERENCES workshop_order (id),
	CONSTRAINT fk_workshop_line_lot_id_lot FOREIGN KEY(lot_id) REFERENCES lot (id)
)
-- next
CREATE TABLE workshop_reminder (
	id BIGSERIAL NOT NULL,
	workshop_order_id BIGINT NOT NULL,
	reminded_on DATE NOT NULL,
	reminded_at TIMESTAMP WITH TIME ZONE NOT NULL,
	reminded_by_id BIGINT,
	sent_to VARCHAR(600) NOT NULL,
	CONSTRAINT pk_workshop_reminder PRIMARY KEY (id),
	CONSTRAINT uq_workshop_reminder_workshop_order_id_reminded_on UNIQUE (workshop_order_id, reminded_on),
	CONSTRAINT fk_workshop_reminder_workshop_order_id_workshop_order FOREIGN KEY(workshop_order_id) REFERENCES workshop_order (id),
	CONSTRAINT fk_workshop_reminder_reminded_by_id_person FOREIGN KEY(reminded_by_id) REFERENCES person (id)
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
	CONSTRAINT ck_allocation_event_reasoned CHECK ((by_id IS NOT NULL OR kind IN ('taken_over', 'lifted')) AND (kind = 'taken_over' OR length(reason) > 0)),
	CONSTRAINT ck_allocation_event_names_whom CHECK ((kind IN ('taken_over', 'reallocated')) = (to_request_id IS NOT NULL)),
	CONSTRAINT fk_allocation_event_part_request_id_part_request FOREIGN KEY(part_request_id) REFERENCES part_request (id),
	CONSTRAINT fk_allocation_event_by_id_person FOREIGN KEY(by_id) REFERENCES person (id),
	CONSTRAINT fk_allocation_event_to_request_id_part_request FOREIGN KEY(to_request_id) REFERENCES part_request (id)
)
-- next
CREATE TABLE disposal (
	id BIGSERIAL NOT NULL,
	number VARCHAR(40) NOT NULL,
	surplus_proposal_id BIGINT NOT NULL,
	act VARCHAR(16) NOT NULL,
	part_id BIGINT NOT NULL,
	store_id BIGINT NOT NULL,
	quantity BIGINT NOT NULL,
	cost_cny BIGINT NOT NULL,
	done_by_id BIGINT NOT NULL,
	done_at TIMESTAMP WITH TIME ZONE NOT NULL,
	done_on DATE NOT NULL,
	partner VARCHAR(250) NOT NULL,
	partner_contact VARCHAR(200) NOT NULL,
	partner_reference VARCHAR(80) NOT NULL,
	supplier_id BIGINT,
	unit_price_cny BIGINT,
	revenue_cny BIGINT,
	credit_cny BIGINT,
	witnessed_by_id BIGINT,
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
	CONSTRAINT uq_disposal_number UNIQUE (number),
	CONSTRAINT uq_disposal_surplus_proposal_id UNIQUE (surplus_proposal_id),
	CONSTRAINT fk_disposal_surplus_proposal_id_surplus_proposal FOREIGN KEY(surplus_proposal_id) REFERENCES surplus_proposal (id),
	CONSTRAINT fk_disposal_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_disposal_store_id_location FOREIGN KEY(store_id) REFERENCES location (id),
	CONSTRAINT fk_disposal_done_by_id_person FOREIGN KEY(done_by_id) REFERENCES person (id),
	CONSTRAINT fk_disposal_supplier_id_supplier FOREIGN KEY(supplier_id) REFERENCES supplier (id)
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
CREATE TABLE frozen_lot (
	lot_id BIGINT NOT NULL,
	part_id BIGINT NOT NULL,
	lot_freeze_id BIGINT NOT NULL,
	CONSTRAINT pk_frozen_lot PRIMARY KEY (lot_id),
	CONSTRAINT fk_frozen_lot_lot_id_lot FOREIGN KEY(lot_id) REFERENCES lot (id),
	CONSTRAINT fk_frozen_lot_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT uq_frozen_lot_lot_freeze_id UNIQUE (lot_freeze_id),
	CONSTRAINT fk_frozen_lot_lot_freeze_id_lot_freeze FOREIGN KEY(lot_freeze_id) REFERENCES lot_freeze (id)
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
CREATE TABLE lot_thaw (
	id BIGSERIAL NOT NULL,
	lot_freeze_id BIGINT NOT NULL,
	frozen_by_id BIGINT NOT NULL,
	thawed_by_id BIGINT NOT NULL,
	thawed_at TIMESTAMP WITH TIME ZONE NOT NULL,
	reason VARCHAR(500) NOT NULL,
	ledger_id BIGINT NOT NULL,
	CONSTRAINT pk_lot_thaw PRIMARY KEY (id),
	CONSTRAINT fk_lot_thaw_lot_freeze_id_frozen_by_id_lot_freeze FOREIGN KEY(lot_freeze_id, frozen_by_id) REFERENCES lot_freeze (id, frozen_by_id),
	CONSTRAINT ck_lot_thaw_four_eyes CHECK (thawed_by_id <> frozen_by_id),
	CONSTRAINT uq_lot_thaw_lot_freeze_id UNIQUE (lot_freeze_id),
	CONSTRAINT fk_lot_thaw_thawed_by_id_person FOREIGN KEY(thawed_by_id) REFERENCES person (id)
)
-- next
CREATE TABLE old_part_explanation (
	id BIGSERIAL NOT NULL,
	debt_id BIGINT NOT NULL,
	wish VARCHAR(10) NOT NULL,
	excuse VARCHAR(12) NOT NULL,
	quantity BIGINT NOT NULL,
	note VARCHAR(500) NOT NULL,
	explained_by_id BIGINT NOT NULL,
	explained_at TIMESTAMP WITH TIME ZONE NOT NULL,
	until_on DATE,
	CONSTRAINT pk_old_part_explanation PRIMARY KEY (id),
	CONSTRAINT uq_old_part_explanation_id_explained_by_id UNIQUE (id, explained_by_id),
	CONSTRAINT ck_old_part_explanation_wish_known CHECK (wish IN ('let_off', 'more_time')),
	CONSTRAINT ck_old_part_explanation_excuse_known CHECK (excuse IN ('lost', 'destroyed', 'customer', 'none_there', 'on_the_way', 'other')),
	CONSTRAINT ck_old_part_explanation_quantity_positive CHECK (quantity > 0),
	CONSTRAINT ck_old_part_explanation_in_words CHECK (length(note) > 0),
	CONSTRAINT ck_old_part_explanation_until_where_more_time CHECK ((wish = 'more_time') = (until_on IS NOT NULL)),
	CONSTRAINT fk_old_part_explanation_debt_id_old_part_debt FOREIGN KEY(debt_id) REFERENCES old_part_debt (id),
	CONSTRAINT fk_old_part_explanation_explained_by_id_person FOREIGN KEY(explained_by_id) REFERENCES person (id)
)
-- next
CREATE TABLE old_part_note_line (
	id BIGSERIAL NOT NULL,
	note_id BIGINT NOT NULL,
	debt_id BIGINT NOT NULL,
	part_id BIGINT NOT NULL,
	quantity BIGINT NOT NULL,
	serial_number VARCHAR(80),
	fault VARCHAR(300) NOT NULL,
	CONSTRAINT pk_old_part_note_line PRIMARY KEY (id),
	CONSTRAINT ck_old_part_note_line_quantity_positive CHECK (quantity > 0),
	CONSTRAINT ck_old_part_note_line_serial_alone CHECK (serial_number IS NULL OR quantity = 1000),
	CONSTRAINT fk_old_part_note_line_note_id_old_part_note FOREIGN KEY(note_id) REFERENCES old_part_note (id),
	CONSTRAINT fk_old_part_note_line_debt_id_old_part_debt FOREIGN KEY(debt_id) REFERENCES old_part_debt (id),
	CONSTRAINT fk_old_part_note_line_part_id_part FOREIGN KEY(part_id) REFERENCES part (id)
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
CREATE TABLE refurbishment (
	id BIGSERIAL NOT NULL,
	old_lot_id BIGINT NOT NULL,
	new_lot_id BIGINT NOT NULL,
	quantity BIGINT NOT NULL,
	unit_cost_cny BIGINT NOT NULL,
	made_by_id BIGINT NOT NULL,
	made_at TIMESTAMP WITH TIME ZONE NOT NULL,
	workshop_line_id BIGINT,
	CONSTRAINT pk_refurbishment PRIMARY KEY (id),
	CONSTRAINT ck_refurbishment_quantity_positive CHECK (quantity > 0),
	CONSTRAINT ck_refurbishment_cost_not_negative CHECK (unit_cost_cny >= 0),
	CONSTRAINT fk_refurbishment_old_lot_id_lot FOREIGN KEY(old_lot_id) REFERENCES lot (id),
	CONSTRAINT uq_refurbishment_new_lot_id UNIQUE (new_lot_id),
	CONSTRAINT fk_refurbishment_new_lot_id_lot FOREIGN KEY(new_lot_id) REFERENCES lot (id),
	CONSTRAINT fk_refurbishment_made_by_id_person FOREIGN KEY(made_by_id) REFERENCES person (id),
	CONSTRAINT fk_refurbishment_workshop_line_id_workshop_line FOREIGN KEY(workshop_line_id) REFERENCES workshop_line (id)
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
CREATE TABLE transfer_settlement_piece (
	id BIGSERIAL NOT NULL,
	settlement_id BIGINT NOT NULL,
	lot_id BIGINT NOT NULL,
	CONSTRAINT pk_transfer_settlement_piece PRIMARY KEY (id),
	CONSTRAINT uq_transfer_settlement_piece_settlement_id_lot_id UNIQUE (settlement_id, lot_id),
	CONSTRAINT fk_transfer_settlement_piece_settlement_id_transfer_settlement FOREIGN KEY(settlement_id) REFERENCES transfer_settlement (id),
	CONSTRAINT fk_transfer_settlement_piece_lot_id_lot FOREIGN KEY(lot_id) REFERENCES lot (id)
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
CREATE TABLE disposal_line (
	id BIGSERIAL NOT NULL,
	disposal_id BIGINT NOT NULL,
	lot_id BIGINT NOT NULL,
	from_location_id BIGINT NOT NULL,
	quantity BIGINT NOT NULL,
	unit_cost_cny BIGINT NOT NULL,
	CONSTRAINT pk_disposal_line PRIMARY KEY (id),
	CONSTRAINT uq_disposal_line_disposal_id_lot_id_from_location_id UNIQUE (disposal_id, lot_id, from_location_id),
	CONSTRAINT ck_disposal_line_quantity_positive CHECK (quantity > 0),
	CONSTRAINT fk_disposal_line_disposal_id_disposal FOREIGN KEY(disposal_id) REFERENCES disposal (id),
	CONSTRAINT fk_disposal_line_lot_id_lot FOREIGN KEY(lot_id) REFERENCES lot (id),
	CONSTRAINT fk_disposal_line_from_location_id_location FOREIGN KEY(from_location_id) REFERENCES location (id)
)
-- next
CREATE TABLE old_part_answer (
	id BIGSERIAL NOT NULL,
	explanation_id BIGINT NOT NULL,
	explained_by_id BIGINT NOT NULL,
	granted BOOLEAN NOT NULL,
	signed_by_id BIGINT NOT NULL,
	signed_at TIMESTAMP WITH TIME ZONE NOT NULL,
	note VARCHAR(300) NOT NULL,
	CONSTRAINT pk_old_part_answer PRIMARY KEY (id),
	CONSTRAINT fk_old_part_answer_explanation_id_explained_by_id_old_p_11fb FOREIGN KEY(explanation_id, explained_by_id) REFERENCES old_part_explanation (id, explained_by_id),
	CONSTRAINT ck_old_part_answer_four_eyes CHECK (signed_by_id <> explained_by_id),
	CONSTRAINT ck_old_part_answer_refused_for_a_reason CHECK (granted OR length(note) > 0),
	CONSTRAINT uq_old_part_answer_explanation_id UNIQUE (explanation_id),
	CONSTRAINT fk_old_part_answer_signed_by_id_person FOREIGN KEY(signed_by_id) REFERENCES person (id)
)
-- next
CREATE TABLE old_part_receipt (
	id BIGSERIAL NOT NULL,
	line_id BIGINT NOT NULL,
	debt_id BIGINT NOT NULL,
	lot_id BIGINT NOT NULL,
	location_id BIGINT NOT NULL,
	quantity BIGINT NOT NULL,
	brought_by_id BIGINT NOT NULL,
	confirmed_by_id BIGINT NOT NULL,
	confirmed_at TIMESTAMP WITH TIME ZONE NOT NULL,
	confirmed_on DATE NOT NULL,
	failed_lot_id BIGINT,
	undone_by_id BIGINT,
	undone_at TIMESTAMP WITH TIME ZONE,
	CONSTRAINT pk_old_part_receipt PRIMARY KEY (id),
	CONSTRAINT ck_old_part_receipt_quantity_positive CHECK (quantity > 0),
	CONSTRAINT ck_old_part_receipt_four_eyes CHECK (confirmed_by_id <> brought_by_id),
	CONSTRAINT ck_old_part_receipt_undone_by_somebody CHECK ((undone_at IS NULL) = (undone_by_id IS NULL)),
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
ALTER TABLE supplier_return ADD CONSTRAINT fk_supplier_return_failed_lot_id_lot FOREIGN KEY(failed_lot_id) REFERENCES lot (id)
-- next
ALTER TABLE supplier_return ADD CONSTRAINT fk_supplier_return_work_order_id_work_order FOREIGN KEY(work_order_id) REFERENCES work_order (id)
-- next
CREATE INDEX ix_kit_product_model_id ON kit (product_model_id)
-- next
CREATE INDEX ix_kit_symptom_id ON kit (symptom_id)
-- next
CREATE INDEX ix_location_lasting ON location (kind) WHERE kind <> 'work_order'
-- next
CREATE INDEX ix_part_merged_into_id ON part (merged_into_id)
-- next
CREATE INDEX ix_period_closing_state ON period_closing (state)
-- next
CREATE UNIQUE INDEX uq_period_closing_asked ON period_closing (month_on) WHERE state <> 'withdrawn'
-- next
CREATE INDEX ix_bin_home_location_id ON bin_home (location_id)
-- next
CREATE INDEX ix_count_plan_store_id ON count_plan (store_id)
-- next
CREATE INDEX ix_kit_line_part_id ON kit_line (part_id)
-- next
CREATE INDEX ix_lot_piece ON lot (part_id, serial_number)
-- next
CREATE INDEX ix_lot_refurbished ON lot (origin, part_id) WHERE origin = 'refurbished'
-- next
CREATE INDEX ix_old_part_note_engineer_id ON old_part_note (engineer_id)
-- next
CREATE INDEX ix_old_part_note_state ON old_part_note (state)
-- next
CREATE INDEX ix_old_part_note_store_id ON old_part_note (store_id)
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
CREATE INDEX ix_surplus_proposal_state ON surplus_proposal (state)
-- next
CREATE INDEX ix_surplus_proposal_store_id ON surplus_proposal (store_id)
-- next
CREATE UNIQUE INDEX uq_surplus_proposal_live ON surplus_proposal (part_id, store_id) WHERE state IN ('open', 'submitted', 'approved')
-- next
CREATE INDEX ix_van_limit_part_id ON van_limit (part_id)
-- next
CREATE INDEX ix_workshop_order_state ON workshop_order (state)
-- next
CREATE INDEX ix_workshop_order_store_id ON workshop_order (store_id)
-- next
CREATE INDEX ix_workshop_order_workshop_id ON workshop_order (workshop_id)
-- next
CREATE INDEX ix_balance_expiring ON balance (part_id, store_id, expires_on) WHERE on_hand > 0 AND expires_on IS NOT NULL
-- next
CREATE INDEX ix_balance_in_turn ON balance (part_id, store_id, rank_on, lot_id) WHERE on_hand > 0
-- next
CREATE INDEX ix_handover_work_order_id ON handover (work_order_id)
-- next
CREATE INDEX ix_lot_freeze_lot_id ON lot_freeze (lot_id)
-- next
CREATE INDEX ix_old_part_debt_engineer ON old_part_debt (engineer_id, due_on)
-- next
CREATE INDEX ix_old_part_debt_open ON old_part_debt (due_on) WHERE quantity > returned + excused
-- next
CREATE INDEX ix_old_part_debt_part_id ON old_part_debt (part_id)
-- next
CREATE INDEX ix_old_part_verdict_lot ON old_part_verdict (lot_id, id)
-- next
CREATE INDEX ix_period_figure_close ON period_figure (period_close_id, store_id)
-- next
CREATE INDEX ix_stock_sample_lot_id ON stock_sample (lot_id)
-- next
CREATE INDEX ix_stock_sample_state ON stock_sample (state)
-- next
CREATE UNIQUE INDEX uq_stock_sample_due ON stock_sample (lot_id) WHERE state = 'due'
-- next
CREATE INDEX ix_transfer_settlement_state ON transfer_settlement (state)
-- next
CREATE INDEX ix_transfer_settlement_transfer_id ON transfer_settlement (transfer_id)
-- next
CREATE INDEX ix_workshop_line_lot_id ON workshop_line (lot_id)
-- next
CREATE INDEX ix_allocation_event_at ON allocation_event (at)
-- next
CREATE INDEX ix_allocation_event_part_request_id ON allocation_event (part_request_id)
-- next
CREATE INDEX ix_allocation_event_to_request_id ON allocation_event (to_request_id)
-- next
CREATE INDEX ix_count_line_there ON count_line (location_id, part_id)
-- next
CREATE INDEX ix_disposal_done_on ON disposal (done_on)
-- next
CREATE INDEX ix_disposal_part_id ON disposal (part_id)
-- next
CREATE INDEX ix_disposal_store_id ON disposal (store_id)
-- next
CREATE INDEX ix_fifo_ask_part_request_id ON fifo_ask (part_request_id)
-- next
CREATE INDEX ix_fifo_ask_state ON fifo_ask (state)
-- next
CREATE INDEX ix_frozen_lot_part_id ON frozen_lot (part_id)
-- next
CREATE INDEX ix_handover_posting_handover_id ON handover_posting (handover_id)
-- next
CREATE INDEX ix_old_part_explanation_debt_id ON old_part_explanation (debt_id)
-- next
CREATE INDEX ix_old_part_note_line_debt_id ON old_part_note_line (debt_id)
-- next
CREATE INDEX ix_old_part_note_line_note_id ON old_part_note_line (note_id)
-- next
CREATE INDEX ix_old_part_note_line_serial_number ON old_part_note_line (serial_number)
-- next
CREATE INDEX ix_pick_wave_line_part_request_id ON pick_wave_line (part_request_id)
-- next
CREATE INDEX ix_refurbishment_old_lot_id ON refurbishment (old_lot_id)
-- next
CREATE INDEX ix_refurbishment_workshop_line_id ON refurbishment (workshop_line_id)
-- next
CREATE INDEX ix_short_pick_location_id ON short_pick (location_id)
-- next
CREATE INDEX ix_short_pick_part_request_id ON short_pick (part_request_id)
-- next
CREATE INDEX ix_transfer_settlement_piece_lot_id ON transfer_settlement_piece (lot_id)
-- next
CREATE UNIQUE INDEX uq_count_proposal_open ON count_proposal (location_id, part_id) WHERE count_line_id IS NULL
-- next
CREATE INDEX ix_disposal_line_lot_id ON disposal_line (lot_id)
-- next
CREATE INDEX ix_old_part_receipt_debt_id ON old_part_receipt (debt_id)
-- next
CREATE INDEX ix_old_part_receipt_failed_lot_id ON old_part_receipt (failed_lot_id)
-- next
CREATE INDEX ix_old_part_receipt_line_id ON old_part_receipt (line_id)
-- next
CREATE INDEX ix_supplier_return_failed_lot_id ON supplier_return (failed_lot_id)
-- next
CREATE INDEX ix_supplier_return_work_order_id ON supplier_return (work_order_id)
-- next
CREATE INDEX ix_location_keeper_id ON location (keeper_id) WHERE keeper_id IS NOT NULL
-- next
CREATE INDEX ix_location_parent_id ON location (parent_id) WHERE parent_id IS NOT NULL
-- next
CREATE INDEX ix_location_store_id ON location (store_id) WHERE store_id IS NOT NULL
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
ALTER TABLE movement_rule ENABLE TRIGGER USER
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
CREATE FUNCTION movement_posted() RETURNS trigger LANGUAGE plpgsql AS $guard$ DECLARE source_place location%ROWTYPE; target_place location%ROWTYPE; moved_lot lot%ROWTYPE; BEGIN SELECT * INTO source_place FROM location WHERE id = NEW.from_location_id;
SELECT * INTO target_place FROM location WHERE id = NEW.to_location_id;
SELECT * INTO moved_lot FROM lot WHERE id = NEW.lot_id;
IF NEW.id > 0 THEN IF NEW.quantity <= 0 OR NEW.quantity > 1000000000000000 OR NEW.from_location_id = NEW.to_location_id THEN RAISE EXCEPTION 'sparewell:amount_out_of_range' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.id > 0 THEN IF NOT EXISTS (SELECT 1 FROM posting p WHERE p.id = NEW.posting_id AND p.by_id = NEW.by_id AND p.moved_on = NEW.moved_on AND p.posted_at = NEW.posted_at) THEN RAISE EXCEPTION 'sparewell:other_posting' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.id > 0 THEN IF EXISTS (SELECT 1 FROM period_close c WHERE c.ends_on >= NEW.moved_on) THEN RAISE EXCEPTION 'sparewell:period_closed' USING ERRCODE = 'check_violation'; END IF; END IF;
IF source_place.kind IN ('bin', 'defective', 'hold', 'in_transit', 'quarantine', 'staging', 'van', 'workshop') OR target_place.kind IN ('bin', 'defective', 'hold', 'in_transit', 'quarantine', 'staging', 'van', 'workshop') THEN IF (source_place.kind IN ('bin', 'defective', 'hold', 'in_transit', 'quarantine', 'staging', 'van', 'workshop') AND source_place.store_id IS NULL) OR (target_place.kind IN ('bin', 'defective', 'hold', 'in_transit', 'quarantine', 'staging', 'van', 'workshop') AND target_place.store_id IS NULL) THEN RAISE EXCEPTION 'sparewell:no_store' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.kind <> 'reversal' THEN IF NOT EXISTS (SELECT 1 FROM movement_rule r WHERE r.kind = NEW.kind AND r.from_kind = source_place.kind AND r.to_kind = target_place.kind) THEN RAISE EXCEPTION 'sparewell:no_such_move' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.kind IN ('release', 'rejection', 'putaway', 'relocation', 'quarantine') THEN IF source_place.store_id <> target_place.store_id THEN RAISE EXCEPTION 'sparewell:other_store' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.id > 0 THEN IF COALESCE(moved_lot.part_id, 0) <> NEW.part_id THEN RAISE EXCEPTION 'sparewell:other_part' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.id > 0 THEN IF COALESCE(NEW.quantity % (SELECT u.step FROM part p JOIN unit u ON u.id = p.unit_id WHERE p.id = NEW.part_id), 1) <> 0 THEN RAISE EXCEPTION 'sparewell:not_whole_steps' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.kind = 'release' THEN IF NOT EXISTS (SELECT 1 FROM clearance c WHERE c.id = NEW.clearance_id AND c.lot_id = NEW.lot_id AND c.hold_location_id = NEW.from_location_id AND c.passed = NEW.quantity) THEN RAISE EXCEPTION 'sparewell:not_inspected' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.kind = 'rejection' THEN IF NOT EXISTS (SELECT 1 FROM clearance c WHERE c.id = NEW.clearance_id AND c.lot_id = NEW.lot_id AND c.hold_location_id = NEW.from_location_id AND c.failed = NEW.quantity) THEN RAISE EXCEPTION 'sparewell:not_inspected' USING ERRCODE = 'check_violation'; END IF; END IF;
IF target_place.kind = 'work_order' THEN IF NOT EXISTS (SELECT 1 FROM work_order w WHERE w.location_id = NEW.to_location_id AND w.state = 'open') THEN RAISE EXCEPTION 'sparewell:work_order_closed' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.kind = 'issue' THEN IF COALESCE(moved_lot.expires_on < NEW.moved_on, false) THEN RAISE EXCEPTION 'sparewell:lot_expired' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.kind IN ('issue', 'transfer_out') THEN IF EXISTS (SELECT 1 FROM frozen_lot z WHERE z.lot_id = NEW.lot_id) THEN RAISE EXCEPTION 'sparewell:lot_frozen' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.kind = 'issue' THEN IF EXISTS (SELECT 1 FROM balance b JOIN lot older ON older.id = b.lot_id
    WHERE b.part_id = NEW.part_id AND b.store_id = source_place.store_id AND b.on_hand > 0 AND b.issueable
    AND (b.rank_on, b.lot_id) < (moved_lot.rank_on, CASE WHEN moved_lot.serial_number IS NULL THEN NEW.lot_id ELSE 0 END)
    AND (b.expires_on IS NULL OR b.expires_on >= NEW.moved_on)
    AND (older.origin = 'refurbished') = (moved_lot.origin = 'refurbished')
    AND NOT EXISTS (SELECT 1 FROM frozen_lot z WHERE z.lot_id = b.lot_id)) AND NOT EXISTS (SELECT 1 FROM fifo_exception x JOIN work_order w ON w.id = x.work_order_id
    WHERE x.id = NEW.fifo_exception_id AND x.lot_id = NEW.lot_id AND w.location_id = NEW.to_location_id) THEN RAISE EXCEPTION 'sparewell:out_of_order' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.kind = 'adjustment' THEN IF NOT EXISTS (SELECT 1 FROM count_line l JOIN stock_take_approval a ON a.stock_take_id = l.stock_take_id WHERE l.id = NEW.count_line_id AND l.part_id = NEW.part_id AND l.cause IS NOT NULL AND l.location_id IN (NEW.from_location_id, NEW.to_location_id)) THEN RAISE EXCEPTION 'sparewell:count_not_approved' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.kind = 'adjustment' THEN IF COALESCE((SELECT c.counted - c.book FROM count c WHERE c.count_line_id = NEW.count_line_id
    AND c.round = (SELECT MAX(round) FROM count WHERE count_line_id = NEW.count_line_id)), 0) * (CASE WHEN target_place.kind = 'variance' THEN -1 ELSE 1 END) < (SELECT SUM(m.quantity) FROM movement m WHERE m.count_line_id = NEW.count_line_id) THEN RAISE EXCEPTION 'sparewell:not_the_variance' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.kind = 'adjustment' AND source_place.kind = 'variance' THEN IF NOT EXISTS (SELECT 1 FROM clearance c WHERE c.lot_id = NEW.lot_id AND c.passed > 0) THEN RAISE EXCEPTION 'sparewell:not_inspected' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.kind = 'loss' THEN IF NOT EXISTS (SELECT 1 FROM posting p JOIN transfer t ON t.number = p.reference WHERE p.id = NEW.posting_id AND (SELECT SUM(s.quantity) FROM transfer_settlement s WHERE s.transfer_id = t.id AND s.part_id = NEW.part_id AND s.cause = 'lost' AND s.state = 'posted') >= (SELECT SUM(m.quantity) FROM movement m JOIN posting o ON o.id = m.posting_id AND o.reference = t.number WHERE m.kind = 'loss' AND m.part_id = NEW.part_id)) THEN RAISE EXCEPTION 'sparewell:loss_not_approved' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.kind IN ('transfer_in', 'loss') AND moved_lot.serial_number IS NOT NULL THEN IF COALESCE((SELECT o.reference FROM movement m JOIN posting o ON o.id = m.posting_id WHERE m.lot_id = NEW.lot_id AND m.id < NEW.id ORDER BY m.id DESC LIMIT 1), '') <> (SELECT p.reference FROM posting p WHERE p.id = NEW.posting_id) THEN RAISE EXCEPTION 'sparewell:piece_of_another_transfer' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.kind = 'loss' AND moved_lot.serial_number IS NOT NULL THEN IF NOT EXISTS (SELECT 1 FROM posting p JOIN transfer t ON t.number = p.reference JOIN transfer_settlement s ON s.transfer_id = t.id AND s.cause = 'lost' AND s.state = 'posted' JOIN transfer_settlement_piece e ON e.settlement_id = s.id AND e.lot_id = NEW.lot_id WHERE p.id = NEW.posting_id) THEN RAISE EXCEPTION 'sparewell:loss_not_approved' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.kind = 'reversal' THEN IF NOT EXISTS (SELECT 1 FROM movement m WHERE m.id = NEW.reverses_id AND m.id < NEW.id AND m.kind <> 'reversal' AND m.lot_id = NEW.lot_id AND m.quantity = NEW.quantity AND m.from_location_id = NEW.to_location_id AND m.to_location_id = NEW.from_location_id) THEN RAISE EXCEPTION 'sparewell:not_the_mirror' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.id > 0 THEN IF source_place.kind IN ('warehouse', 'zone') OR target_place.kind IN ('warehouse', 'zone') THEN RAISE EXCEPTION 'sparewell:no_such_move' USING ERRCODE = 'check_violation'; END IF; END IF;
IF source_place.kind IN ('bin', 'defective', 'hold', 'in_transit', 'quarantine', 'staging', 'van', 'work_order', 'workshop') THEN IF COALESCE((SELECT on_hand FROM balance WHERE location_id = NEW.from_location_id AND lot_id = NEW.lot_id), 0) < NEW.quantity THEN RAISE EXCEPTION 'sparewell:insufficient_stock' USING ERRCODE = 'check_violation'; END IF; END IF;
IF source_place.kind IN ('bin', 'van') AND NOT (target_place.kind IN ('bin', 'van') AND source_place.store_id = target_place.store_id) THEN IF COALESCE((SELECT on_hand - reserved FROM stock WHERE part_id = NEW.part_id AND store_id = source_place.store_id), 0) < NEW.quantity THEN RAISE EXCEPTION 'sparewell:reserved_for_others' USING ERRCODE = 'check_violation'; END IF; END IF;
IF moved_lot.serial_number IS NOT NULL THEN IF NEW.quantity <> 1000 OR (source_place.kind IN ('conversion', 'customer', 'opening', 'scrap', 'supplier', 'variance') AND EXISTS (SELECT 1 FROM lot o JOIN balance b ON b.lot_id = o.id WHERE o.part_id = NEW.part_id AND o.serial_number = moved_lot.serial_number AND b.on_hand > 0)) THEN RAISE EXCEPTION 'sparewell:serial_twice' USING ERRCODE = 'check_violation'; END IF; END IF;
UPDATE balance SET on_hand = on_hand - NEW.quantity, last_movement_id = NEW.id
        WHERE location_id = NEW.from_location_id AND lot_id = NEW.lot_id AND source_place.kind IN ('bin', 'defective', 'hold', 'in_transit', 'quarantine', 'staging', 'van', 'work_order', 'workshop');
INSERT INTO balance (location_id, lot_id, part_id, store_id, issueable, on_hand, last_movement_id,
        rank_on, expires_on) SELECT NEW.to_location_id, NEW.lot_id, NEW.part_id, target_place.store_id, target_place.kind IN ('bin', 'van'),
        NEW.quantity, NEW.id, moved_lot.rank_on, moved_lot.expires_on
        WHERE target_place.kind IN ('bin', 'defective', 'hold', 'in_transit', 'quarantine', 'staging', 'van', 'work_order', 'workshop') AND NOT EXISTS
        (SELECT 1 FROM balance WHERE location_id = NEW.to_location_id AND lot_id = NEW.lot_id);
UPDATE balance SET on_hand = on_hand + NEW.quantity, last_movement_id = NEW.id
        WHERE location_id = NEW.to_location_id AND lot_id = NEW.lot_id AND last_movement_id < NEW.id;
UPDATE stock SET on_hand = on_hand - NEW.quantity, last_movement_id = NEW.id
        WHERE part_id = NEW.part_id AND store_id = source_place.store_id AND source_place.kind IN ('bin', 'van')
        AND NOT (target_place.kind IN ('bin', 'van') AND source_place.store_id = target_place.store_id);
INSERT INTO stock (part_id, store_id, on_hand, reserved, last_movement_id)
        SELECT NEW.part_id, target_place.store_id, NEW.quantity, 0, NEW.id
        WHERE target_place.kind IN ('bin', 'van') AND NOT (source_place.kind IN ('bin', 'van') AND source_place.store_id = target_place.store_id)
        AND NOT EXISTS (SELECT 1 FROM stock WHERE part_id = NEW.part_id AND store_id = target_place.store_id);
UPDATE stock SET on_hand = on_hand + NEW.quantity, last_movement_id = NEW.id
        WHERE part_id = NEW.part_id AND store_id = target_place.store_id AND target_place.kind IN ('bin', 'van')
        AND NOT (source_place.kind IN ('bin', 'van') AND source_place.store_id = target_place.store_id) AND last_movement_id < NEW.id; RETURN NEW; END $guard$
-- next
CREATE FUNCTION lot_serial_elsewhere() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.serial_number IS NOT NULL AND NEW.origin <> 'refurbished' AND EXISTS (SELECT 1 FROM lot o JOIN balance b ON b.lot_id = o.id WHERE o.part_id = NEW.part_id AND o.serial_number = NEW.serial_number AND b.on_hand > 0)) THEN RAISE EXCEPTION 'sparewell:serial_known' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION balance_starts() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NOT EXISTS (SELECT 1 FROM movement m JOIN location l ON l.id = m.to_location_id JOIN lot t ON t.id = m.lot_id
    WHERE m.id = NEW.last_movement_id AND m.lot_id = NEW.lot_id AND m.part_id = NEW.part_id
    AND m.to_location_id = NEW.location_id AND m.quantity = NEW.on_hand AND l.kind IN ('bin', 'defective', 'hold', 'in_transit', 'quarantine', 'staging', 'van', 'work_order', 'workshop')
    AND COALESCE(l.store_id, 0) = COALESCE(NEW.store_id, 0) AND NEW.issueable = (l.kind IN ('bin', 'van'))
    AND t.rank_on = NEW.rank_on
    AND COALESCE(t.expires_on = NEW.expires_on, t.expires_on IS NULL AND NEW.expires_on IS NULL))) THEN RAISE EXCEPTION 'sparewell:kept_by_movements:balance' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION balance_keeps_location_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.location_id IS DISTINCT FROM OLD.location_id OR NEW.lot_id IS DISTINCT FROM OLD.lot_id OR NEW.part_id IS DISTINCT FROM OLD.part_id OR NEW.store_id IS DISTINCT FROM OLD.store_id OR NEW.issueable IS DISTINCT FROM OLD.issueable OR NEW.rank_on IS DISTINCT FROM OLD.rank_on OR NEW.expires_on IS DISTINCT FROM OLD.expires_on THEN RAISE EXCEPTION 'sparewell:unchangeable:balance' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION old_part_debt_begins() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.returned <> 0 OR NEW.excused <> 0 OR NEW.quantity <> COALESCE((SELECT SUM(CASE WHEN m.to_location_id = w.location_id THEN m.quantity ELSE -m.quantity END)
    FROM work_order w JOIN movement m ON m.to_location_id = w.location_id OR m.from_location_id = w.location_id
    WHERE w.id = NEW.work_order_id AND m.part_id = NEW.part_id AND NOT EXISTS (SELECT 1 FROM location c
    WHERE c.id IN (m.from_location_id, m.to_location_id) AND c.kind = 'customer')), 0)) THEN RAISE EXCEPTION 'sparewell:not_what_was_used' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION old_part_debt_follows() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.quantity <> OLD.quantity AND NEW.quantity <> CASE WHEN COALESCE((SELECT SUM(CASE WHEN m.to_location_id = w.location_id THEN m.quantity ELSE -m.quantity END)
    FROM work_order w JOIN movement m ON m.to_location_id = w.location_id OR m.from_location_id = w.location_id
    WHERE w.id = NEW.work_order_id AND m.part_id = NEW.part_id AND NOT EXISTS (SELECT 1 FROM location c
    WHERE c.id IN (m.from_location_id, m.to_location_id) AND c.kind = 'customer')), 0) > NEW.returned + NEW.excused THEN COALESCE((SELECT SUM(CASE WHEN m.to_location_id = w.location_id THEN m.quantity ELSE -m.quantity END)
    FROM work_order w JOIN movement m ON m.to_location_id = w.location_id OR m.from_location_id = w.location_id
    WHERE w.id = NEW.work_order_id AND m.part_id = NEW.part_id AND NOT EXISTS (SELECT 1 FROM location c
    WHERE c.id IN (m.from_location_id, m.to_location_id) AND c.kind = 'customer')), 0) ELSE NEW.returned + NEW.excused END) THEN RAISE EXCEPTION 'sparewell:not_what_was_used' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION old_part_debt_returned() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.returned <> OLD.returned AND NEW.returned <> COALESCE((SELECT SUM(r.quantity) FROM old_part_receipt r WHERE r.debt_id = NEW.id AND r.undone_at IS NULL
    AND EXISTS (SELECT 1 FROM movement m WHERE m.lot_id = r.lot_id AND m.kind = 'old_return')), 0)) THEN RAISE EXCEPTION 'sparewell:not_what_came_back' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION old_part_debt_excused() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.excused <> OLD.excused AND NEW.excused <> COALESCE((SELECT SUM(e.quantity) FROM old_part_explanation e JOIN old_part_answer a ON a.explanation_id = e.id
    WHERE e.debt_id = NEW.id AND a.granted AND e.wish =  'let_off'), 0)) THEN RAISE EXCEPTION 'sparewell:not_signed' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION old_part_debt_due() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.due_on <> OLD.due_on AND NOT EXISTS (SELECT 1 FROM old_part_explanation e JOIN old_part_answer a ON a.explanation_id = e.id
    WHERE e.debt_id = NEW.id AND a.granted AND e.wish =  'more_time' AND e.until_on = NEW.due_on)) THEN RAISE EXCEPTION 'sparewell:not_signed' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION old_part_debt_engineer() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.engineer_id <> OLD.engineer_id AND NOT EXISTS (SELECT 1 FROM work_order w WHERE w.id = NEW.work_order_id AND w.engineer_id = NEW.engineer_id)) THEN RAISE EXCEPTION 'sparewell:not_the_engineer' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION old_part_explained_by_debtor() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NOT EXISTS (SELECT 1 FROM old_part_debt d WHERE d.id = NEW.debt_id AND d.engineer_id = NEW.explained_by_id AND NEW.quantity <= d.quantity - d.returned - d.excused)) THEN RAISE EXCEPTION 'sparewell:not_the_debtor' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION old_part_note_line_right() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.quantity <= 0 OR NOT EXISTS (SELECT 1 FROM old_part_note n JOIN old_part_debt d ON d.id = NEW.debt_id WHERE n.id = NEW.note_id AND n.state = 'open' AND n.engineer_id = d.engineer_id)) THEN RAISE EXCEPTION 'sparewell:not_the_debtor' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION old_part_note_ended() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (OLD.state = 'cancelled' OR (NEW.state = 'cancelled' AND EXISTS (SELECT 1 FROM old_part_receipt r JOIN old_part_note_line l ON l.id = r.line_id WHERE l.note_id = NEW.id AND r.undone_at IS NULL))) THEN RAISE EXCEPTION 'sparewell:old_part_note_closed' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION old_part_receipt_right() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.quantity <= 0 OR NEW.undone_at IS NOT NULL OR NOT EXISTS (SELECT 1 FROM old_part_note_line l JOIN old_part_note n ON n.id = l.note_id
    JOIN lot ON lot.id = NEW.lot_id JOIN location p ON p.id = NEW.location_id
    WHERE l.id = NEW.line_id AND l.debt_id = NEW.debt_id AND n.state = 'open' AND n.engineer_id = NEW.brought_by_id
    AND lot.origin = 'old' AND lot.part_id = l.part_id
    AND COALESCE(lot.serial_number, '') = COALESCE(l.serial_number, '')
    AND p.kind = 'defective' AND p.store_id = n.store_id
    AND NEW.quantity + COALESCE((SELECT SUM(r.quantity) FROM old_part_receipt r WHERE r.line_id = l.id
    AND r.undone_at IS NULL), 0) <= l.quantity) OR EXISTS (SELECT 1 FROM movement m WHERE m.lot_id = NEW.lot_id)) THEN RAISE EXCEPTION 'sparewell:not_on_the_note' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION old_part_receipt_undone_once() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (OLD.undone_at IS NOT NULL OR EXISTS (SELECT 1 FROM old_part_verdict v WHERE v.lot_id = NEW.lot_id)) THEN RAISE EXCEPTION 'sparewell:verdict_followed' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION old_lot_worthless() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.origin = 'old' AND NEW.unit_cost_cny <> 0) THEN RAISE EXCEPTION 'sparewell:lot_not_right' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION old_part_verdict_in_turn() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NOT EXISTS (SELECT 1 FROM lot WHERE id = NEW.lot_id AND origin = 'old') OR NOT EXISTS (SELECT 1 FROM balance b JOIN location p ON p.id = b.location_id
    WHERE b.lot_id = NEW.lot_id AND p.kind = 'defective' AND b.on_hand > 0) OR COALESCE(NEW.corrects_id, 0) <> COALESCE((SELECT MAX(v.id) FROM old_part_verdict v WHERE v.lot_id = NEW.lot_id), 0)) THEN RAISE EXCEPTION 'sparewell:verdict_followed' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION refurbishment_right() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NOT EXISTS (SELECT 1 FROM lot o JOIN lot n ON n.part_id = o.part_id WHERE o.id = NEW.old_lot_id AND n.id = NEW.new_lot_id AND o.origin = 'old' AND n.origin = 'refurbished' AND n.unit_cost_cny = NEW.unit_cost_cny) OR EXISTS (SELECT 1 FROM movement m WHERE m.lot_id = NEW.new_lot_id)) THEN RAISE EXCEPTION 'sparewell:not_refurbished' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION workshop_line_counts() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.repaired <> COALESCE((SELECT SUM(r.quantity) FROM refurbishment r WHERE r.workshop_line_id = NEW.id), 0) OR NEW.unrepaired <> COALESCE((SELECT SUM(m.quantity) FROM movement m JOIN posting p ON p.id = m.posting_id
    JOIN workshop_order o ON o.number = p.reference WHERE o.id = NEW.workshop_order_id AND m.lot_id = NEW.lot_id
    AND m.kind = 'repair_in'), 0)) THEN RAISE EXCEPTION 'sparewell:not_what_came_back' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION workshop_order_ends() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (OLD.state = 'closed' OR (NEW.state = 'closed' AND EXISTS (SELECT 1 FROM workshop_line l WHERE l.workshop_order_id = NEW.id AND l.repaired + l.unrepaired < l.quantity))) THEN RAISE EXCEPTION 'sparewell:workshop_order_open' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION movement_of_old_parts() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.kind = 'opening' AND (SELECT origin FROM lot WHERE id = NEW.lot_id) IN ('old', 'refurbished') THEN RAISE EXCEPTION 'sparewell:old_part_never_stock' USING ERRCODE = 'check_violation'; END IF;
IF NEW.kind = 'old_return' AND (NOT EXISTS (SELECT 1 FROM old_part_receipt r WHERE r.lot_id = NEW.lot_id AND r.quantity = NEW.quantity AND r.location_id = NEW.to_location_id AND r.undone_at IS NULL) OR EXISTS (SELECT 1 FROM movement m WHERE m.lot_id = NEW.lot_id AND m.id <> NEW.id)) THEN RAISE EXCEPTION 'sparewell:not_on_the_note' USING ERRCODE = 'check_violation'; END IF;
IF NEW.kind = 'fitted' AND NOT EXISTS (SELECT 1 FROM work_order w WHERE w.location_id = NEW.from_location_id AND w.state <> 'open') THEN RAISE EXCEPTION 'sparewell:not_fitted_yet' USING ERRCODE = 'check_violation'; END IF;
IF (SELECT kind FROM location WHERE id = NEW.from_location_id) = 'defective' AND COALESCE(CASE NEW.kind WHEN 'supplier_return' THEN (SELECT v.verdict FROM old_part_verdict v WHERE v.lot_id = NEW.lot_id ORDER BY v.id DESC LIMIT 1) = 'to_maker' WHEN 'scrap' THEN (SELECT v.verdict FROM old_part_verdict v WHERE v.lot_id = NEW.lot_id ORDER BY v.id DESC LIMIT 1) IN ('scrap', 'to_maker') WHEN 'repair_out' THEN (SELECT v.verdict FROM old_part_verdict v WHERE v.lot_id = NEW.lot_id ORDER BY v.id DESC LIMIT 1) = 'repair' WHEN 'refurbishment' THEN (SELECT v.verdict FROM old_part_verdict v WHERE v.lot_id = NEW.lot_id ORDER BY v.id DESC LIMIT 1) = 'restock' ELSE (SELECT m.kind FROM movement m WHERE m.id = NEW.reverses_id) = 'old_return' END, false) = false THEN RAISE EXCEPTION 'sparewell:no_such_verdict' USING ERRCODE = 'check_violation'; END IF;
IF NEW.kind = 'repair_out' AND NOT EXISTS (SELECT 1 FROM workshop_line l JOIN workshop_order o ON o.id = l.workshop_order_id JOIN posting p ON p.reference = o.number WHERE p.id = NEW.posting_id AND o.state = 'sent' AND l.lot_id = NEW.lot_id AND l.quantity = NEW.quantity AND o.workshop_id = NEW.to_location_id) THEN RAISE EXCEPTION 'sparewell:not_at_the_workshop' USING ERRCODE = 'check_violation'; END IF;
IF NEW.kind = 'refurbishment' AND (SELECT kind FROM location WHERE id = NEW.from_location_id) = 'conversion' AND (NOT EXISTS (SELECT 1 FROM refurbishment r WHERE r.new_lot_id = NEW.lot_id AND r.quantity = NEW.quantity) OR EXISTS (SELECT 1 FROM movement m WHERE m.lot_id = NEW.lot_id AND m.id <> NEW.id)) THEN RAISE EXCEPTION 'sparewell:not_refurbished' USING ERRCODE = 'check_violation'; END IF;
IF NEW.kind = 'refurbishment' AND (SELECT kind FROM location WHERE id = NEW.from_location_id) <> 'conversion' AND (SELECT SUM(m.quantity) FROM movement m WHERE m.lot_id = NEW.lot_id AND m.kind = 'refurbishment') > COALESCE((SELECT SUM(r.quantity) FROM refurbishment r WHERE r.old_lot_id = NEW.lot_id), 0) THEN RAISE EXCEPTION 'sparewell:not_refurbished' USING ERRCODE = 'check_violation'; END IF;
IF NEW.kind = 'reversal' AND ((SELECT m.kind FROM movement m WHERE m.id = NEW.reverses_id) IN ('fitted', 'repair_out', 'repair_in', 'refurbishment') OR ((SELECT m.kind FROM movement m WHERE m.id = NEW.reverses_id) = 'old_return' AND NOT EXISTS (SELECT 1 FROM old_part_receipt r WHERE r.lot_id = NEW.lot_id AND r.undone_at IS NOT NULL))) THEN RAISE EXCEPTION 'sparewell:undo_where_it_was_done' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION stock_checkpoint_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:stock_checkpoint' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION stock_checkpoint_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:stock_checkpoint' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION stock_checkpoint_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:stock_checkpoint' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
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
CREATE FUNCTION scrap_witness_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:scrap_witness' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION scrap_witness_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:scrap_witness' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION scrap_witness_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:scrap_witness' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION disposal_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:disposal' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION disposal_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:disposal' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION disposal_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:disposal' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION disposal_line_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:disposal_line' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION disposal_line_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:disposal_line' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION disposal_line_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:disposal_line' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION scrap_witness_of_approved() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NOT EXISTS (SELECT 1 FROM surplus_proposal p WHERE p.id = NEW.surplus_proposal_id AND p.state = 'approved' AND p.act = 'scrap')) THEN RAISE EXCEPTION 'sparewell:disposal_not_approved' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION disposal_as_approved() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NOT EXISTS (SELECT 1 FROM surplus_proposal p WHERE p.id = NEW.surplus_proposal_id AND p.state = 'approved' AND p.act = NEW.act AND p.part_id = NEW.part_id AND p.store_id = NEW.store_id AND p.quantity = NEW.quantity)) THEN RAISE EXCEPTION 'sparewell:disposal_not_approved' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION disposal_witnessed_by_another() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (COALESCE(NEW.witnessed_by_id, 0) = NEW.done_by_id OR NOT EXISTS (SELECT 1 FROM scrap_witness w WHERE w.surplus_proposal_id = NEW.surplus_proposal_id AND w.witnessed_by_id = NEW.witnessed_by_id)) THEN RAISE EXCEPTION 'sparewell:four_eyes' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION disposal_line_right() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NOT EXISTS (SELECT 1 FROM disposal d JOIN surplus_proposal p ON p.id = d.surplus_proposal_id JOIN lot ON lot.id = NEW.lot_id JOIN location s ON s.id = NEW.from_location_id WHERE d.id = NEW.disposal_id AND p.state = 'approved' AND lot.part_id = d.part_id AND lot.unit_cost_cny = NEW.unit_cost_cny AND s.store_id = d.store_id AND NEW.quantity + COALESCE((SELECT SUM(l.quantity) FROM disposal_line l WHERE l.disposal_id = d.id), 0) <= d.quantity)) THEN RAISE EXCEPTION 'sparewell:disposal_not_approved' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION surplus_proposal_carried_out_by_document() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.state = 'carried_out' AND OLD.state <> 'carried_out' AND CASE NEW.act WHEN 'transfer' THEN NOT EXISTS (SELECT 1 FROM transfer t WHERE t.number = NEW.reference AND t.from_store_id = NEW.store_id AND t.to_store_id = NEW.to_store_id AND t.note = NEW.number AND (SELECT SUM(l.quantity) FROM transfer_line l WHERE l.transfer_id = t.id) = NEW.quantity AND NOT EXISTS (SELECT 1 FROM transfer_line l WHERE l.transfer_id = t.id AND l.part_id <> NEW.part_id)) ELSE NOT EXISTS (SELECT 1 FROM disposal d WHERE d.surplus_proposal_id = NEW.id AND d.number = NEW.reference AND (SELECT SUM(l.quantity) FROM disposal_line l WHERE l.disposal_id = d.id) = NEW.quantity AND (SELECT SUM(m.quantity) FROM posting p JOIN movement m ON m.posting_id = p.id WHERE p.reference = d.number AND m.part_id = NEW.part_id AND m.kind = CASE d.act WHEN 'sell' THEN 'sale' ELSE d.act END) = NEW.quantity AND NOT EXISTS (SELECT 1 FROM disposal_line l WHERE l.disposal_id = d.id AND (SELECT SUM(k.quantity) FROM disposal_line k WHERE k.disposal_id = d.id AND k.lot_id = l.lot_id) <> COALESCE((SELECT SUM(m.quantity) FROM posting p JOIN movement m ON m.posting_id = p.id JOIN location s ON s.id = m.from_location_id WHERE p.reference = d.number AND m.lot_id = l.lot_id AND m.kind = CASE d.act WHEN 'sell' THEN 'sale' ELSE d.act END AND s.store_id = d.store_id AND NOT EXISTS (SELECT 1 FROM movement r WHERE r.reverses_id = m.id)), 0)) AND ABS((SELECT SUM(l.quantity * l.unit_cost_cny) FROM disposal_line l WHERE l.disposal_id = d.id) - d.cost_cny * 1000) <= 500) END) THEN RAISE EXCEPTION 'sparewell:disposal_not_moved' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION movement_of_sale() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NOT EXISTS (SELECT 1 FROM posting p JOIN disposal d ON d.number = p.reference AND d.act = 'sell'
    JOIN disposal_line l ON l.disposal_id = d.id WHERE p.id = NEW.posting_id AND l.lot_id = NEW.lot_id
    AND l.from_location_id = NEW.from_location_id AND l.quantity >= (SELECT SUM(m.quantity) FROM posting o
    JOIN movement m ON m.posting_id = o.id WHERE o.reference = d.number AND m.kind = 'sale' AND m.lot_id = NEW.lot_id
    AND m.from_location_id = NEW.from_location_id)) THEN RAISE EXCEPTION 'sparewell:disposal_not_approved' USING ERRCODE = 'check_violation'; END IF;
IF EXISTS (SELECT 1 FROM frozen_lot z WHERE z.lot_id = NEW.lot_id) THEN RAISE EXCEPTION 'sparewell:lot_frozen' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION lot_freeze_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:lot_freeze' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION lot_freeze_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:lot_freeze' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION lot_freeze_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:lot_freeze' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION lot_thaw_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:lot_thaw' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION lot_thaw_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:lot_thaw' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION lot_thaw_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:lot_thaw' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION lot_thaw_thawed_by_id_is_another() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.thawed_by_id = NEW.frozen_by_id OR NOT EXISTS (SELECT 1 FROM lot_freeze WHERE lot_freeze.id = NEW.lot_freeze_id AND lot_freeze.frozen_by_id = NEW.frozen_by_id)) THEN RAISE EXCEPTION 'sparewell:four_eyes' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION lot_freeze_knows_the_ledger() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN PERFORM 1 FROM chain_head WHERE name = 'movement' FOR UPDATE;
            IF NOT EXISTS (SELECT 1 FROM chain_head h WHERE h.name = 'movement' AND h.last_id = NEW.ledger_id) THEN
                RAISE EXCEPTION 'sparewell:not_the_last_movement' USING ERRCODE = 'check_violation';
            END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION lot_thaw_knows_the_ledger() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN PERFORM 1 FROM chain_head WHERE name = 'movement' FOR UPDATE;
            IF NOT EXISTS (SELECT 1 FROM chain_head h WHERE h.name = 'movement' AND h.last_id = NEW.ledger_id) THEN
                RAISE EXCEPTION 'sparewell:not_the_last_movement' USING ERRCODE = 'check_violation';
            END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION lot_freeze_right() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NOT EXISTS (SELECT 1 FROM lot l WHERE l.id = NEW.lot_id AND l.part_id = NEW.part_id)) THEN RAISE EXCEPTION 'sparewell:lot_not_right' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION lot_freeze_once() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (EXISTS (SELECT 1 FROM frozen_lot z WHERE z.lot_id = NEW.lot_id)) THEN RAISE EXCEPTION 'sparewell:lot_frozen_already' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION frozen_lot_follows() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NOT EXISTS (SELECT 1 FROM lot_freeze f WHERE f.id = NEW.lot_freeze_id AND f.lot_id = NEW.lot_id AND f.part_id = NEW.part_id AND NOT EXISTS (SELECT 1 FROM lot_thaw t WHERE t.lot_freeze_id = f.id))) THEN RAISE EXCEPTION 'sparewell:kept_by_freezes' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION frozen_lot_leaves() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NOT EXISTS (SELECT 1 FROM lot_thaw t WHERE t.lot_freeze_id = OLD.lot_freeze_id)) THEN RAISE EXCEPTION 'sparewell:kept_by_freezes' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION frozen_lot_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:kept_by_freezes' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION frozen_lot_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:kept_by_freezes' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION lot_freeze_counts() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN INSERT INTO frozen_lot (lot_id, part_id, lot_freeze_id) VALUES (NEW.lot_id, NEW.part_id, NEW.id); IF EXISTS (SELECT 1 FROM stock s WHERE s.part_id = NEW.part_id AND s.reserved > s.on_hand
    - (SELECT COALESCE(SUM(b.on_hand), 0) FROM frozen_lot z JOIN balance b ON b.lot_id = z.lot_id
        JOIN location l ON l.id = b.location_id
        WHERE z.part_id = NEW.part_id AND b.store_id = s.store_id AND l.kind IN ('bin', 'van'))) THEN RAISE EXCEPTION 'sparewell:lot_is_promised' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION lot_thaw_counts() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN DELETE FROM frozen_lot WHERE lot_freeze_id = NEW.lot_freeze_id; RETURN NEW; END $guard$
-- next
CREATE FUNCTION reservation_not_of_frozen() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (EXISTS (SELECT 1 FROM frozen_lot z WHERE z.part_id = NEW.part_id) AND NEW.quantity > COALESCE((SELECT s.on_hand - s.reserved FROM stock s WHERE s.part_id = NEW.part_id AND s.store_id = NEW.store_id), 0) - (SELECT COALESCE(SUM(b.on_hand), 0) FROM frozen_lot z JOIN balance b ON b.lot_id = z.lot_id WHERE z.part_id = NEW.part_id AND b.store_id = NEW.store_id AND b.issueable)) THEN RAISE EXCEPTION 'sparewell:lot_frozen' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION old_part_debt_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:old_part_debt' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION old_part_debt_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:old_part_debt' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION old_part_debt_keeps_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.id IS DISTINCT FROM OLD.id THEN RAISE EXCEPTION 'sparewell:unchangeable:old_part_debt' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION old_part_debt_keeps_work_order_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.work_order_id IS DISTINCT FROM OLD.work_order_id OR NEW.part_id IS DISTINCT FROM OLD.part_id OR NEW.opened_at IS DISTINCT FROM OLD.opened_at OR NEW.opened_on IS DISTINCT FROM OLD.opened_on OR NEW.asked_by_id IS DISTINCT FROM OLD.asked_by_id THEN RAISE EXCEPTION 'sparewell:unchangeable:old_part_debt' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION old_part_explanation_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:old_part_explanation' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION old_part_explanation_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:old_part_explanation' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION old_part_explanation_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:old_part_explanation' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION old_part_answer_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:old_part_answer' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION old_part_answer_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:old_part_answer' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION old_part_answer_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:old_part_answer' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION old_part_answer_signed_by_id_is_another() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.signed_by_id = NEW.explained_by_id OR NOT EXISTS (SELECT 1 FROM old_part_explanation WHERE old_part_explanation.id = NEW.explanation_id AND old_part_explanation.explained_by_id = NEW.explained_by_id)) THEN RAISE EXCEPTION 'sparewell:four_eyes' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION old_part_note_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:old_part_note' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION old_part_note_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:old_part_note' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION old_part_note_keeps_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.id IS DISTINCT FROM OLD.id THEN RAISE EXCEPTION 'sparewell:unchangeable:old_part_note' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION old_part_note_keeps_number() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.number IS DISTINCT FROM OLD.number OR NEW.engineer_id IS DISTINCT FROM OLD.engineer_id OR NEW.store_id IS DISTINCT FROM OLD.store_id OR NEW.made_at IS DISTINCT FROM OLD.made_at THEN RAISE EXCEPTION 'sparewell:unchangeable:old_part_note' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION old_part_note_line_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:old_part_note_line' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION old_part_note_line_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:old_part_note_line' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION old_part_note_line_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:old_part_note_line' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION old_part_receipt_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:old_part_receipt' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION old_part_receipt_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:old_part_receipt' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION old_part_receipt_keeps_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.id IS DISTINCT FROM OLD.id THEN RAISE EXCEPTION 'sparewell:unchangeable:old_part_receipt' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION old_part_receipt_keeps_line_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.line_id IS DISTINCT FROM OLD.line_id OR NEW.debt_id IS DISTINCT FROM OLD.debt_id OR NEW.lot_id IS DISTINCT FROM OLD.lot_id OR NEW.location_id IS DISTINCT FROM OLD.location_id OR NEW.quantity IS DISTINCT FROM OLD.quantity OR NEW.brought_by_id IS DISTINCT FROM OLD.brought_by_id OR NEW.confirmed_by_id IS DISTINCT FROM OLD.confirmed_by_id OR NEW.confirmed_at IS DISTINCT FROM OLD.confirmed_at OR NEW.confirmed_on IS DISTINCT FROM OLD.confirmed_on THEN RAISE EXCEPTION 'sparewell:unchangeable:old_part_receipt' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION old_part_receipt_confirmed_by_id_is_another() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.confirmed_by_id = NEW.brought_by_id OR NOT EXISTS (SELECT 1 FROM lot WHERE lot.id = NEW.lot_id AND lot.brought_by_id = NEW.brought_by_id)) THEN RAISE EXCEPTION 'sparewell:four_eyes' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION old_part_verdict_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:old_part_verdict' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION old_part_verdict_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:old_part_verdict' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION old_part_verdict_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:old_part_verdict' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION old_part_verdict_judged_by_id_is_another() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.judged_by_id = NEW.brought_by_id OR NOT EXISTS (SELECT 1 FROM lot WHERE lot.id = NEW.lot_id AND lot.brought_by_id = NEW.brought_by_id)) THEN RAISE EXCEPTION 'sparewell:four_eyes' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION workshop_order_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:workshop_order' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION workshop_order_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:workshop_order' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION workshop_order_keeps_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.id IS DISTINCT FROM OLD.id THEN RAISE EXCEPTION 'sparewell:unchangeable:workshop_order' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION workshop_order_keeps_number() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.number IS DISTINCT FROM OLD.number OR NEW.workshop_id IS DISTINCT FROM OLD.workshop_id OR NEW.store_id IS DISTINCT FROM OLD.store_id OR NEW.sent_by_id IS DISTINCT FROM OLD.sent_by_id OR NEW.sent_at IS DISTINCT FROM OLD.sent_at OR NEW.sent_on IS DISTINCT FROM OLD.sent_on OR NEW.address IS DISTINCT FROM OLD.address OR NEW.contact IS DISTINCT FROM OLD.contact OR NEW.phone IS DISTINCT FROM OLD.phone OR NEW.email IS DISTINCT FROM OLD.email THEN RAISE EXCEPTION 'sparewell:unchangeable:workshop_order' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION workshop_line_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:workshop_line' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION workshop_line_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:workshop_line' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION workshop_line_keeps_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.id IS DISTINCT FROM OLD.id THEN RAISE EXCEPTION 'sparewell:unchangeable:workshop_line' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION workshop_line_keeps_workshop_order_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.workshop_order_id IS DISTINCT FROM OLD.workshop_order_id OR NEW.lot_id IS DISTINCT FROM OLD.lot_id OR NEW.quantity IS DISTINCT FROM OLD.quantity THEN RAISE EXCEPTION 'sparewell:unchangeable:workshop_line' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION refurbishment_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:refurbishment' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION refurbishment_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:refurbishment' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION refurbishment_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:refurbishment' USING ERRCODE = 'check_violation'; END $guard$
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
CREATE FUNCTION period_closing_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:period_closing' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION period_closing_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:period_closing' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION period_closing_keeps_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.id IS DISTINCT FROM OLD.id THEN RAISE EXCEPTION 'sparewell:unchangeable:period_closing' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION period_closing_keeps_month_on() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.month_on IS DISTINCT FROM OLD.month_on OR NEW.asked_by_id IS DISTINCT FROM OLD.asked_by_id OR NEW.asked_at IS DISTINCT FROM OLD.asked_at OR NEW.note IS DISTINCT FROM OLD.note THEN RAISE EXCEPTION 'sparewell:unchangeable:period_closing' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION period_closing_keeps_checklist() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (CAST(NEW.checklist AS TEXT) <> CAST(OLD.checklist AS TEXT)) THEN RAISE EXCEPTION 'sparewell:unchangeable:period_closing' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION period_closing_decided_once() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (OLD.state <> 'asked' AND NEW.state <> OLD.state OR NEW.state = 'confirmed' AND OLD.state = 'asked' AND NOT EXISTS (SELECT 1 FROM period_close c WHERE c.period_closing_id = NEW.id)) THEN RAISE EXCEPTION 'sparewell:period_decided' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION period_closing_begins_asked() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.state <> 'asked') THEN RAISE EXCEPTION 'sparewell:period_not_asked' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION period_closing_stays_closed() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.state = 'withdrawn' AND EXISTS (SELECT 1 FROM period_close c WHERE c.period_closing_id = NEW.id)) THEN RAISE EXCEPTION 'sparewell:period_decided' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION period_balance_as_counted() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF ((SELECT c.ends_on FROM period_close c WHERE c.period_closing_id = NEW.id) IS NOT NULL AND EXISTS (SELECT 1 FROM (SELECT b.location_id, b.lot_id, b.part_id, b.store_id, b.on_hand AS should, 0 AS stands FROM balance b WHERE b.on_hand > 0 AND b.store_id IS NOT NULL UNION ALL SELECT m.to_location_id, m.lot_id, m.part_id, l.store_id, -m.quantity, 0 FROM movement m JOIN location l ON l.id = m.to_location_id WHERE l.store_id IS NOT NULL AND m.moved_on > (SELECT c.ends_on FROM period_close c WHERE c.period_closing_id = NEW.id) UNION ALL SELECT m.from_location_id, m.lot_id, m.part_id, l.store_id, m.quantity, 0 FROM movement m JOIN location l ON l.id = m.from_location_id WHERE l.store_id IS NOT NULL AND m.moved_on > (SELECT c.ends_on FROM period_close c WHERE c.period_closing_id = NEW.id) UNION ALL SELECT k.location_id, k.lot_id, k.part_id, k.store_id, 0, k.on_hand FROM period_balance k WHERE k.ends_on = (SELECT c.ends_on FROM period_close c WHERE c.period_closing_id = NEW.id)) d GROUP BY d.location_id, d.lot_id, d.part_id, d.store_id HAVING CASE WHEN SUM(d.should) > 0 THEN SUM(d.should) ELSE 0 END <> SUM(d.stands))) THEN RAISE EXCEPTION 'sparewell:period_balance_differs' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION period_close_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:period_close' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION period_close_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:period_close' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION period_close_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:period_close' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION period_figure_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:period_figure' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION period_figure_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:period_figure' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION period_figure_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:period_figure' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION period_balance_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:period_balance' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION period_balance_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:period_balance' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION period_balance_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:period_balance' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION period_balance_of_its_month() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NOT EXISTS (SELECT 1 FROM period_close c JOIN period_closing a ON a.id = c.period_closing_id WHERE c.ends_on = NEW.ends_on AND a.state = 'asked')) THEN RAISE EXCEPTION 'sparewell:period_figures_frozen' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION period_close_confirmed_by_id_is_another() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.confirmed_by_id = NEW.asked_by_id OR NOT EXISTS (SELECT 1 FROM period_closing WHERE period_closing.id = NEW.period_closing_id AND period_closing.asked_by_id = NEW.asked_by_id)) THEN RAISE EXCEPTION 'sparewell:four_eyes' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION period_close_as_asked() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NOT EXISTS (SELECT 1 FROM period_closing a WHERE a.id = NEW.period_closing_id AND a.month_on = NEW.month_on AND a.state = 'asked')) THEN RAISE EXCEPTION 'sparewell:period_not_asked' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION period_close_in_order() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN PERFORM 1 FROM chain_head WHERE name = 'movement' FOR UPDATE; IF NEW.month_on IS DISTINCT FROM date_trunc('month', NEW.month_on)::date OR NEW.ends_on IS DISTINCT FROM (NEW.month_on + interval '1 month' - interval '1 day')::date THEN RAISE EXCEPTION 'sparewell:period_not_a_month' USING ERRCODE = 'check_violation'; END IF; IF EXISTS (SELECT 1 FROM period_close) AND NEW.month_on IS DISTINCT FROM (SELECT MAX(ends_on) + 1 FROM period_close) THEN RAISE EXCEPTION 'sparewell:period_not_next' USING ERRCODE = 'check_violation'; END IF; IF (NEW.confirmed_at AT TIME ZONE 'UTC')::date < NEW.ends_on THEN RAISE EXCEPTION 'sparewell:period_not_over' USING ERRCODE = 'check_violation'; END IF; IF NOT EXISTS (SELECT 1 FROM chain_head h WHERE h.name = 'movement' AND h.last_id = NEW.last_movement_id AND h.hash = NEW.ledger_hash) THEN RAISE EXCEPTION 'sparewell:period_other_head' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION period_figure_of_its_month() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NOT EXISTS (SELECT 1 FROM period_close c JOIN period_closing a ON a.id = c.period_closing_id WHERE c.id = NEW.period_close_id AND a.state = 'asked') OR EXISTS (SELECT 1 FROM period_figure f WHERE f.period_close_id = NEW.period_close_id AND f.store_id = NEW.store_id AND COALESCE(f.category_id, 0) = COALESCE(NEW.category_id, 0))) THEN RAISE EXCEPTION 'sparewell:period_figures_frozen' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
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
CREATE FUNCTION location_insert_store_right() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.store_id IS NOT NULL AND CASE WHEN NEW.kind IN ('warehouse', 'van') THEN NEW.store_id <> NEW.id
        WHEN NEW.kind IN ('conversion', 'customer', 'opening', 'scrap', 'supplier', 'variance', 'work_order') THEN true
        ELSE NOT EXISTS (SELECT 1 FROM location s WHERE s.id = NEW.store_id AND s.kind IN ('warehouse', 'van')) END) THEN RAISE EXCEPTION 'sparewell:other_store' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION location_update_store_right() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.store_id IS NOT NULL AND CASE WHEN NEW.kind IN ('warehouse', 'van') THEN NEW.store_id <> NEW.id
        WHEN NEW.kind IN ('conversion', 'customer', 'opening', 'scrap', 'supplier', 'variance', 'work_order') THEN true
        ELSE NOT EXISTS (SELECT 1 FROM location s WHERE s.id = NEW.store_id AND s.kind IN ('warehouse', 'van')) END) THEN RAISE EXCEPTION 'sparewell:other_store' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
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
CREATE FUNCTION surplus_proposal_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:surplus_proposal' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION surplus_proposal_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:surplus_proposal' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION surplus_proposal_keeps_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.id IS DISTINCT FROM OLD.id THEN RAISE EXCEPTION 'sparewell:unchangeable:surplus_proposal' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION surplus_proposal_keeps_number() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.number IS DISTINCT FROM OLD.number OR NEW.part_id IS DISTINCT FROM OLD.part_id OR NEW.store_id IS DISTINCT FROM OLD.store_id THEN RAISE EXCEPTION 'sparewell:unchangeable:surplus_proposal' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION surplus_approval_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:surplus_approval' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION surplus_approval_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:surplus_approval' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION surplus_approval_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:surplus_approval' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION surplus_approval_approved_by_id_is_another() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.approved_by_id = NEW.submitted_by_id OR NOT EXISTS (SELECT 1 FROM surplus_proposal WHERE surplus_proposal.id = NEW.surplus_proposal_id AND surplus_proposal.submitted_by_id = NEW.submitted_by_id)) THEN RAISE EXCEPTION 'sparewell:four_eyes' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION surplus_approval_of_submitted() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NOT EXISTS (SELECT 1 FROM surplus_proposal p WHERE p.id = NEW.surplus_proposal_id AND p.state = 'submitted')) THEN RAISE EXCEPTION 'sparewell:surplus_state' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION surplus_proposal_steps() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.state <> OLD.state AND NOT ((OLD.state = 'open' AND NEW.state IN ('submitted', 'lapsed')) OR (OLD.state = 'submitted' AND NEW.state IN ('approved', 'rejected', 'open')) OR (OLD.state = 'approved' AND NEW.state IN ('carried_out', 'rejected'))) OR NEW.state IN ('approved', 'carried_out') AND NOT EXISTS (SELECT 1 FROM surplus_approval a WHERE a.surplus_proposal_id = NEW.id)) THEN RAISE EXCEPTION 'sparewell:surplus_state' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION surplus_proposal_begins_open() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.state <> 'open' OR EXISTS (SELECT 1 FROM surplus_proposal p WHERE p.part_id = NEW.part_id AND p.store_id = NEW.store_id AND p.state IN ('open', 'submitted', 'approved'))) THEN RAISE EXCEPTION 'sparewell:surplus_state' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION surplus_proposal_stays_as_approved() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (OLD.state <> 'open' AND NEW.state <> 'open' AND (NEW.act <> OLD.act OR NEW.quantity <> OLD.quantity OR COALESCE(NEW.to_store_id, 0) <> COALESCE(OLD.to_store_id, 0) OR COALESCE(NEW.submitted_by_id, 0) <> COALESCE(OLD.submitted_by_id, 0))) THEN RAISE EXCEPTION 'sparewell:surplus_state' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION surplus_proposal_kept_once_approved() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (EXISTS (SELECT 1 FROM surplus_approval a WHERE a.surplus_proposal_id = NEW.id) AND (NEW.state = 'open' OR (OLD.state = 'open' AND NEW.state = 'submitted') OR COALESCE(NEW.act, '') <> COALESCE(OLD.act, '') OR COALESCE(NEW.quantity, 0) <> COALESCE(OLD.quantity, 0) OR COALESCE(NEW.to_store_id, 0) <> COALESCE(OLD.to_store_id, 0) OR COALESCE(NEW.submitted_by_id, 0) <> COALESCE(OLD.submitted_by_id, 0))) THEN RAISE EXCEPTION 'sparewell:surplus_state' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
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
CREATE FUNCTION transfer_settlement_asked_first() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.decided_by_id IS NOT NULL) THEN RAISE EXCEPTION 'sparewell:four_eyes' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION transfer_settlement_begins_asked() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.state <> 'asked') THEN RAISE EXCEPTION 'sparewell:not_settled' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION settlement_came_in() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (COALESCE((SELECT SUM(m.quantity) FROM transfer t JOIN posting p ON p.reference = t.number JOIN movement m ON m.posting_id = p.id AND m.kind = 'transfer_in' JOIN location l ON l.id = m.to_location_id AND l.store_id = CASE NEW.cause WHEN 'found' THEN t.to_store_id ELSE t.from_store_id END WHERE t.id = NEW.transfer_id AND m.part_id = NEW.part_id), 0) < NEW.quantity + COALESCE((SELECT SUM(s.quantity) FROM transfer_settlement s WHERE s.transfer_id = NEW.transfer_id AND s.part_id = NEW.part_id AND s.cause = NEW.cause AND s.state = 'posted'), 0) + CASE NEW.cause WHEN 'found' THEN COALESCE((SELECT SUM(r.received) FROM transfer_line r WHERE r.transfer_id = NEW.transfer_id AND r.part_id = NEW.part_id), 0) ELSE 0 END OR EXISTS (SELECT 1 FROM transfer_settlement_piece e WHERE e.settlement_id = NEW.id AND NOT EXISTS (SELECT 1 FROM transfer t JOIN posting p ON p.reference = t.number JOIN movement m ON m.posting_id = p.id AND m.kind = 'transfer_in' JOIN location l ON l.id = m.to_location_id AND l.store_id = CASE NEW.cause WHEN 'found' THEN t.to_store_id ELSE t.from_store_id END WHERE t.id = NEW.transfer_id AND m.lot_id = e.lot_id))) THEN RAISE EXCEPTION 'sparewell:not_settled' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION transfer_closed_settled() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.state = 'closed' AND OLD.state = 'short' AND EXISTS (SELECT 1 FROM transfer_line t WHERE t.transfer_id = NEW.id AND t.sent - t.received <> COALESCE((SELECT SUM(s.quantity) FROM transfer_settlement s WHERE s.transfer_id = NEW.id AND s.part_id = t.part_id AND s.state = 'posted'), 0))) THEN RAISE EXCEPTION 'sparewell:not_settled' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION transfer_settlement_piece_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:transfer_settlement_piece' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION transfer_settlement_piece_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:transfer_settlement_piece' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION transfer_settlement_piece_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:transfer_settlement_piece' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION settlement_piece_was_sent() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NOT EXISTS (SELECT 1 FROM transfer_settlement s JOIN transfer t ON t.id = s.transfer_id JOIN lot o ON o.id = NEW.lot_id AND o.part_id = s.part_id AND o.serial_number IS NOT NULL JOIN movement m ON m.lot_id = o.id AND m.kind = 'transfer_out' JOIN posting p ON p.id = m.posting_id AND p.reference = t.number WHERE s.id = NEW.settlement_id AND s.state = 'asked')) THEN RAISE EXCEPTION 'sparewell:piece_not_on_transfer' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION settlement_piece_once() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (EXISTS (SELECT 1 FROM transfer_settlement_piece e JOIN transfer_settlement a ON a.id = e.settlement_id JOIN transfer_settlement b ON b.id = NEW.settlement_id AND b.transfer_id = a.transfer_id WHERE e.lot_id = NEW.lot_id AND a.state <> 'refused')) THEN RAISE EXCEPTION 'sparewell:piece_settled' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION settlement_names_its_pieces() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.state = 'posted' AND EXISTS (SELECT 1 FROM part q WHERE q.id = NEW.part_id AND q.serial_tracked) AND NEW.quantity <> 1000 * (SELECT COUNT(*) FROM transfer_settlement_piece e WHERE e.settlement_id = NEW.id)) THEN RAISE EXCEPTION 'sparewell:pieces_not_named' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION workshop_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:workshop' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION workshop_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:workshop' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION workshop_keeps_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.id IS DISTINCT FROM OLD.id THEN RAISE EXCEPTION 'sparewell:unchangeable:workshop' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION workshop_keeps_location_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.location_id IS DISTINCT FROM OLD.location_id THEN RAISE EXCEPTION 'sparewell:unchangeable:workshop' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION workshop_reminder_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:workshop_reminder' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION workshop_reminder_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:workshop_reminder' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION workshop_reminder_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:workshop_reminder' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION workshop_is_a_workshop() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NOT EXISTS (SELECT 1 FROM location l WHERE l.id = NEW.location_id AND l.kind = 'workshop')) THEN RAISE EXCEPTION 'sparewell:no_such_place_in_store' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION workshop_reminder_of_sent() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NOT EXISTS (SELECT 1 FROM workshop_order o WHERE o.id = NEW.workshop_order_id AND o.state = 'sent' AND o.sent_on <= NEW.reminded_on)) THEN RAISE EXCEPTION 'sparewell:workshop_order_closed' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION supplier_insert_other_person() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.approved_by_id = NEW.proposed_by_id) THEN RAISE EXCEPTION 'sparewell:four_eyes' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION supplier_update_other_person() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.approved_by_id = NEW.proposed_by_id) THEN RAISE EXCEPTION 'sparewell:four_eyes' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION movement_receipt_is_backed() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NOT EXISTS (SELECT 1 FROM arrival_lot al JOIN arrival_line l ON l.id = al.arrival_line_id
    JOIN arrival a ON a.id = l.arrival_id
    WHERE al.lot_id = NEW.lot_id AND al.quantity = NEW.quantity AND l.hold_location_id = NEW.to_location_id
    AND a.state = 'open' AND l.quantity = (SELECT SUM(o.quantity) FROM arrival_lot o WHERE o.arrival_line_id = l.id)) OR EXISTS (SELECT 1 FROM movement m WHERE m.lot_id = NEW.lot_id AND m.kind = 'receipt' AND m.id <> NEW.id)) THEN RAISE EXCEPTION 'sparewell:receipt_without_arrival' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION movement_release_is_inspected() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (EXISTS (SELECT 1 FROM arrival_lot al WHERE al.lot_id = NEW.lot_id) AND (SELECT SUM(m.quantity) FROM movement m WHERE m.lot_id = NEW.lot_id AND m.kind = 'release'
    AND NOT EXISTS (SELECT 1 FROM movement r WHERE r.reverses_id = m.id)) > COALESCE((SELECT SUM(i.passed) FROM inspection i JOIN arrival_lot al ON al.id = i.arrival_lot_id
    WHERE al.lot_id = NEW.lot_id AND i.state = 'decided'), 0)) THEN RAISE EXCEPTION 'sparewell:uninspected_release' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION movement_rejection_is_inspected() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (EXISTS (SELECT 1 FROM arrival_lot al WHERE al.lot_id = NEW.lot_id) AND (SELECT SUM(m.quantity) FROM movement m WHERE m.lot_id = NEW.lot_id AND m.kind = 'rejection'
    AND NOT EXISTS (SELECT 1 FROM movement r WHERE r.reverses_id = m.id)) > COALESCE((SELECT SUM(i.failed) FROM inspection i JOIN arrival_lot al ON al.id = i.arrival_lot_id
    WHERE al.lot_id = NEW.lot_id AND i.state = 'decided'), 0)) THEN RAISE EXCEPTION 'sparewell:uninspected_release' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION movement_reversal_keeps_verdicts() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (EXISTS (SELECT 1 FROM arrival_lot al WHERE al.lot_id = NEW.lot_id) AND EXISTS (SELECT 1 FROM movement m WHERE m.id = NEW.reverses_id AND (m.kind IN ('release', 'rejection') OR (m.kind = 'receipt' AND NOT EXISTS (SELECT 1 FROM arrival_lot al JOIN arrival_line l ON l.id = al.arrival_line_id JOIN arrival a ON a.id = l.arrival_id WHERE al.lot_id = NEW.lot_id AND a.state = 'undone')) OR (m.kind IN ('supplier_return', 'scrap') AND EXISTS (SELECT 1 FROM posting p JOIN supplier_return r ON r.number = p.reference WHERE p.id = m.posting_id))))) THEN RAISE EXCEPTION 'sparewell:undo_where_it_was_done' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION movement_gain_is_sound() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (EXISTS (SELECT 1 FROM location f WHERE f.id = NEW.from_location_id AND f.kind = 'variance') AND EXISTS (SELECT 1 FROM balance b JOIN location l ON l.id = b.location_id WHERE b.lot_id = NEW.lot_id AND b.on_hand > 0 AND l.kind IN ('hold', 'quarantine'))) THEN RAISE EXCEPTION 'sparewell:not_inspected' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION supplier_return_warranty_right() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.reason = 'warranty' AND NOT EXISTS (SELECT 1 FROM old_part_receipt r JOIN old_part_debt d ON d.id = r.debt_id JOIN arrival_lot al ON al.lot_id = NEW.failed_lot_id JOIN arrival_line l ON l.id = al.arrival_line_id JOIN arrival a ON a.id = l.arrival_id WHERE r.lot_id = NEW.lot_id AND r.undone_at IS NULL AND d.work_order_id = NEW.work_order_id AND l.id = NEW.arrival_line_id AND a.supplier_id = NEW.supplier_id AND NEW.quantity <= r.quantity)) THEN RAISE EXCEPTION 'sparewell:not_under_warranty' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION movement_takes_nothing_claimed() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (EXISTS (SELECT 1 FROM location q WHERE q.id = NEW.from_location_id AND q.kind IN ('quarantine', 'defective')) AND COALESCE((SELECT SUM(r.quantity - r.sent - r.scrapped) FROM supplier_return r WHERE r.lot_id = NEW.lot_id
    AND r.quarantine_location_id = NEW.from_location_id AND r.state <> 'cancelled'), 0) > 0 AND NOT EXISTS (SELECT 1 FROM posting p JOIN supplier_return r ON r.number = p.reference
    WHERE p.id = NEW.posting_id AND r.lot_id = NEW.lot_id AND NEW.kind <> 'reversal') AND COALESCE((SELECT SUM(CASE WHEN m.to_location_id = NEW.from_location_id THEN m.quantity
    ELSE -m.quantity END) FROM movement m
    WHERE m.lot_id = NEW.lot_id AND NEW.from_location_id IN (m.from_location_id, m.to_location_id)), 0) < COALESCE((SELECT SUM(r.quantity - r.sent - r.scrapped) FROM supplier_return r WHERE r.lot_id = NEW.lot_id
    AND r.quarantine_location_id = NEW.from_location_id AND r.state <> 'cancelled'), 0)) THEN RAISE EXCEPTION 'sparewell:on_a_claim' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION supplier_return_keeps_number() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.number IS DISTINCT FROM OLD.number OR NEW.supplier_id IS DISTINCT FROM OLD.supplier_id OR NEW.arrival_line_id IS DISTINCT FROM OLD.arrival_line_id OR NEW.part_id IS DISTINCT FROM OLD.part_id OR NEW.quantity IS DISTINCT FROM OLD.quantity OR NEW.reason IS DISTINCT FROM OLD.reason OR NEW.lot_id IS DISTINCT FROM OLD.lot_id OR NEW.inspection_id IS DISTINCT FROM OLD.inspection_id OR NEW.failed_lot_id IS DISTINCT FROM OLD.failed_lot_id OR NEW.work_order_id IS DISTINCT FROM OLD.work_order_id OR NEW.opened_by_id IS DISTINCT FROM OLD.opened_by_id THEN RAISE EXCEPTION 'sparewell:unchangeable:supplier_return' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION stock_sample_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:stock_sample' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION stock_sample_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:stock_sample' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION stock_sample_keeps_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.id IS DISTINCT FROM OLD.id THEN RAISE EXCEPTION 'sparewell:unchangeable:stock_sample' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION stock_sample_keeps_number() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.number IS DISTINCT FROM OLD.number OR NEW.lot_id IS DISTINCT FROM OLD.lot_id OR NEW.made_at IS DISTINCT FROM OLD.made_at THEN RAISE EXCEPTION 'sparewell:unchangeable:stock_sample' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION stock_sample_judged_once() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (OLD.state <> 'due') THEN RAISE EXCEPTION 'sparewell:sample_judged' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION kit_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:kit' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION kit_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:kit' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION kit_keeps_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.id IS DISTINCT FROM OLD.id THEN RAISE EXCEPTION 'sparewell:unchangeable:kit' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION kit_keeps_code() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.code IS DISTINCT FROM OLD.code THEN RAISE EXCEPTION 'sparewell:unchangeable:kit' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
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
CREATE TRIGGER movement_posted AFTER INSERT ON movement FOR EACH ROW EXECUTE FUNCTION movement_posted()
-- next
CREATE TRIGGER lot_serial_elsewhere BEFORE INSERT ON lot FOR EACH ROW EXECUTE FUNCTION lot_serial_elsewhere()
-- next
CREATE TRIGGER balance_starts BEFORE INSERT ON balance FOR EACH ROW EXECUTE FUNCTION balance_starts()
-- next
CREATE TRIGGER balance_keeps_location_id BEFORE UPDATE ON balance FOR EACH ROW EXECUTE FUNCTION balance_keeps_location_id()
-- next
CREATE TRIGGER old_part_debt_begins BEFORE INSERT ON old_part_debt FOR EACH ROW EXECUTE FUNCTION old_part_debt_begins()
-- next
CREATE TRIGGER old_part_debt_follows BEFORE UPDATE ON old_part_debt FOR EACH ROW EXECUTE FUNCTION old_part_debt_follows()
-- next
CREATE TRIGGER old_part_debt_returned BEFORE UPDATE ON old_part_debt FOR EACH ROW EXECUTE FUNCTION old_part_debt_returned()
-- next
CREATE TRIGGER old_part_debt_excused BEFORE UPDATE ON old_part_debt FOR EACH ROW EXECUTE FUNCTION old_part_debt_excused()
-- next
CREATE TRIGGER old_part_debt_due BEFORE UPDATE ON old_part_debt FOR EACH ROW EXECUTE FUNCTION old_part_debt_due()
-- next
CREATE TRIGGER old_part_debt_engineer BEFORE UPDATE ON old_part_debt FOR EACH ROW EXECUTE FUNCTION old_part_debt_engineer()
-- next
CREATE TRIGGER old_part_explained_by_debtor BEFORE INSERT ON old_part_explanation FOR EACH ROW EXECUTE FUNCTION old_part_explained_by_debtor()
-- next
CREATE TRIGGER old_part_note_line_right BEFORE INSERT ON old_part_note_line FOR EACH ROW EXECUTE FUNCTION old_part_note_line_right()
-- next
CREATE TRIGGER old_part_note_ended BEFORE UPDATE ON old_part_note FOR EACH ROW EXECUTE FUNCTION old_part_note_ended()
-- next
CREATE TRIGGER old_part_receipt_right BEFORE INSERT ON old_part_receipt FOR EACH ROW EXECUTE FUNCTION old_part_receipt_right()
-- next
CREATE TRIGGER old_part_receipt_undone_once BEFORE UPDATE ON old_part_receipt FOR EACH ROW EXECUTE FUNCTION old_part_receipt_undone_once()
-- next
CREATE TRIGGER old_lot_worthless BEFORE INSERT ON lot FOR EACH ROW EXECUTE FUNCTION old_lot_worthless()
-- next
CREATE TRIGGER old_part_verdict_in_turn BEFORE INSERT ON old_part_verdict FOR EACH ROW EXECUTE FUNCTION old_part_verdict_in_turn()
-- next
CREATE TRIGGER refurbishment_right BEFORE INSERT ON refurbishment FOR EACH ROW EXECUTE FUNCTION refurbishment_right()
-- next
CREATE TRIGGER workshop_line_counts BEFORE UPDATE ON workshop_line FOR EACH ROW EXECUTE FUNCTION workshop_line_counts()
-- next
CREATE TRIGGER workshop_order_ends BEFORE UPDATE ON workshop_order FOR EACH ROW EXECUTE FUNCTION workshop_order_ends()
-- next
CREATE TRIGGER movement_of_old_parts AFTER INSERT ON movement FOR EACH ROW WHEN (NEW.kind = 'opening' OR NEW.kind = 'fitted' OR NEW.kind = 'old_return' OR NEW.kind = 'repair_out' OR NEW.kind = 'refurbishment' OR NEW.kind = 'supplier_return' OR NEW.kind = 'scrap' OR NEW.kind = 'reversal') EXECUTE FUNCTION movement_of_old_parts()
-- next
CREATE TRIGGER stock_checkpoint_no_delete BEFORE DELETE ON stock_checkpoint FOR EACH ROW EXECUTE FUNCTION stock_checkpoint_no_delete()
-- next
CREATE TRIGGER stock_checkpoint_no_truncate BEFORE TRUNCATE ON stock_checkpoint FOR EACH STATEMENT EXECUTE FUNCTION stock_checkpoint_no_truncate()
-- next
CREATE TRIGGER stock_checkpoint_no_update BEFORE UPDATE ON stock_checkpoint FOR EACH ROW EXECUTE FUNCTION stock_checkpoint_no_update()
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
CREATE TRIGGER scrap_witness_no_update BEFORE UPDATE ON scrap_witness FOR EACH ROW EXECUTE FUNCTION scrap_witness_no_update()
-- next
CREATE TRIGGER scrap_witness_no_delete BEFORE DELETE ON scrap_witness FOR EACH ROW EXECUTE FUNCTION scrap_witness_no_delete()
-- next
CREATE TRIGGER scrap_witness_no_truncate BEFORE TRUNCATE ON scrap_witness FOR EACH STATEMENT EXECUTE FUNCTION scrap_witness_no_truncate()
-- next
CREATE TRIGGER disposal_no_update BEFORE UPDATE ON disposal FOR EACH ROW EXECUTE FUNCTION disposal_no_update()
-- next
CREATE TRIGGER disposal_no_delete BEFORE DELETE ON disposal FOR EACH ROW EXECUTE FUNCTION disposal_no_delete()
-- next
CREATE TRIGGER disposal_no_truncate BEFORE TRUNCATE ON disposal FOR EACH STATEMENT EXECUTE FUNCTION disposal_no_truncate()
-- next
CREATE TRIGGER disposal_line_no_update BEFORE UPDATE ON disposal_line FOR EACH ROW EXECUTE FUNCTION disposal_line_no_update()
-- next
CREATE TRIGGER disposal_line_no_delete BEFORE DELETE ON disposal_line FOR EACH ROW EXECUTE FUNCTION disposal_line_no_delete()
-- next
CREATE TRIGGER disposal_line_no_truncate BEFORE TRUNCATE ON disposal_line FOR EACH STATEMENT EXECUTE FUNCTION disposal_line_no_truncate()
-- next
CREATE TRIGGER scrap_witness_of_approved BEFORE INSERT ON scrap_witness FOR EACH ROW EXECUTE FUNCTION scrap_witness_of_approved()
-- next
CREATE TRIGGER disposal_as_approved BEFORE INSERT ON disposal FOR EACH ROW EXECUTE FUNCTION disposal_as_approved()
-- next
CREATE TRIGGER disposal_witnessed_by_another BEFORE INSERT ON disposal FOR EACH ROW WHEN (NEW.act = 'scrap') EXECUTE FUNCTION disposal_witnessed_by_another()
-- next
CREATE TRIGGER disposal_line_right BEFORE INSERT ON disposal_line FOR EACH ROW EXECUTE FUNCTION disposal_line_right()
-- next
CREATE TRIGGER surplus_proposal_carried_out_by_document BEFORE UPDATE ON surplus_proposal FOR EACH ROW EXECUTE FUNCTION surplus_proposal_carried_out_by_document()
-- next
CREATE TRIGGER movement_of_sale AFTER INSERT ON movement FOR EACH ROW WHEN (NEW.kind = 'sale') EXECUTE FUNCTION movement_of_sale()
-- next
CREATE TRIGGER lot_freeze_no_update BEFORE UPDATE ON lot_freeze FOR EACH ROW EXECUTE FUNCTION lot_freeze_no_update()
-- next
CREATE TRIGGER lot_freeze_no_delete BEFORE DELETE ON lot_freeze FOR EACH ROW EXECUTE FUNCTION lot_freeze_no_delete()
-- next
CREATE TRIGGER lot_freeze_no_truncate BEFORE TRUNCATE ON lot_freeze FOR EACH STATEMENT EXECUTE FUNCTION lot_freeze_no_truncate()
-- next
CREATE TRIGGER lot_thaw_no_update BEFORE UPDATE ON lot_thaw FOR EACH ROW EXECUTE FUNCTION lot_thaw_no_update()
-- next
CREATE TRIGGER lot_thaw_no_delete BEFORE DELETE ON lot_thaw FOR EACH ROW EXECUTE FUNCTION lot_thaw_no_delete()
-- next
CREATE TRIGGER lot_thaw_no_truncate BEFORE TRUNCATE ON lot_thaw FOR EACH STATEMENT EXECUTE FUNCTION lot_thaw_no_truncate()
-- next
CREATE TRIGGER lot_thaw_thawed_by_id_is_another BEFORE INSERT ON lot_thaw FOR EACH ROW EXECUTE FUNCTION lot_thaw_thawed_by_id_is_another()
-- next
CREATE TRIGGER lot_freeze_knows_the_ledger BEFORE INSERT ON lot_freeze FOR EACH ROW EXECUTE FUNCTION lot_freeze_knows_the_ledger()
-- next
CREATE TRIGGER lot_thaw_knows_the_ledger BEFORE INSERT ON lot_thaw FOR EACH ROW EXECUTE FUNCTION lot_thaw_knows_the_ledger()
-- next
CREATE TRIGGER lot_freeze_right BEFORE INSERT ON lot_freeze FOR EACH ROW EXECUTE FUNCTION lot_freeze_right()
-- next
CREATE TRIGGER lot_freeze_once BEFORE INSERT ON lot_freeze FOR EACH ROW EXECUTE FUNCTION lot_freeze_once()
-- next
CREATE TRIGGER frozen_lot_follows BEFORE INSERT ON frozen_lot FOR EACH ROW EXECUTE FUNCTION frozen_lot_follows()
-- next
CREATE TRIGGER frozen_lot_leaves BEFORE DELETE ON frozen_lot FOR EACH ROW EXECUTE FUNCTION frozen_lot_leaves()
-- next
CREATE TRIGGER frozen_lot_no_update BEFORE UPDATE ON frozen_lot FOR EACH ROW EXECUTE FUNCTION frozen_lot_no_update()
-- next
CREATE TRIGGER frozen_lot_no_truncate BEFORE TRUNCATE ON frozen_lot FOR EACH STATEMENT EXECUTE FUNCTION frozen_lot_no_truncate()
-- next
CREATE TRIGGER lot_freeze_counts AFTER INSERT ON lot_freeze FOR EACH ROW EXECUTE FUNCTION lot_freeze_counts()
-- next
CREATE TRIGGER lot_thaw_counts AFTER INSERT ON lot_thaw FOR EACH ROW EXECUTE FUNCTION lot_thaw_counts()
-- next
CREATE TRIGGER reservation_not_of_frozen BEFORE INSERT ON reservation FOR EACH ROW EXECUTE FUNCTION reservation_not_of_frozen()
-- next
CREATE TRIGGER old_part_debt_no_delete BEFORE DELETE ON old_part_debt FOR EACH ROW EXECUTE FUNCTION old_part_debt_no_delete()
-- next
CREATE TRIGGER old_part_debt_no_truncate BEFORE TRUNCATE ON old_part_debt FOR EACH STATEMENT EXECUTE FUNCTION old_part_debt_no_truncate()
-- next
CREATE TRIGGER old_part_debt_keeps_id BEFORE UPDATE ON old_part_debt FOR EACH ROW EXECUTE FUNCTION old_part_debt_keeps_id()
-- next
CREATE TRIGGER old_part_debt_keeps_work_order_id BEFORE UPDATE ON old_part_debt FOR EACH ROW EXECUTE FUNCTION old_part_debt_keeps_work_order_id()
-- next
CREATE TRIGGER old_part_explanation_no_update BEFORE UPDATE ON old_part_explanation FOR EACH ROW EXECUTE FUNCTION old_part_explanation_no_update()
-- next
CREATE TRIGGER old_part_explanation_no_delete BEFORE DELETE ON old_part_explanation FOR EACH ROW EXECUTE FUNCTION old_part_explanation_no_delete()
-- next
CREATE TRIGGER old_part_explanation_no_truncate BEFORE TRUNCATE ON old_part_explanation FOR EACH STATEMENT EXECUTE FUNCTION old_part_explanation_no_truncate()
-- next
CREATE TRIGGER old_part_answer_no_update BEFORE UPDATE ON old_part_answer FOR EACH ROW EXECUTE FUNCTION old_part_answer_no_update()
-- next
CREATE TRIGGER old_part_answer_no_delete BEFORE DELETE ON old_part_answer FOR EACH ROW EXECUTE FUNCTION old_part_answer_no_delete()
-- next
CREATE TRIGGER old_part_answer_no_truncate BEFORE TRUNCATE ON old_part_answer FOR EACH STATEMENT EXECUTE FUNCTION old_part_answer_no_truncate()
-- next
CREATE TRIGGER old_part_answer_signed_by_id_is_another BEFORE INSERT ON old_part_answer FOR EACH ROW EXECUTE FUNCTION old_part_answer_signed_by_id_is_another()
-- next
CREATE TRIGGER old_part_note_no_delete BEFORE DELETE ON old_part_note FOR EACH ROW EXECUTE FUNCTION old_part_note_no_delete()
-- next
CREATE TRIGGER old_part_note_no_truncate BEFORE TRUNCATE ON old_part_note FOR EACH STATEMENT EXECUTE FUNCTION old_part_note_no_truncate()
-- next
CREATE TRIGGER old_part_note_keeps_id BEFORE UPDATE ON old_part_note FOR EACH ROW EXECUTE FUNCTION old_part_note_keeps_id()
-- next
CREATE TRIGGER old_part_note_keeps_number BEFORE UPDATE ON old_part_note FOR EACH ROW EXECUTE FUNCTION old_part_note_keeps_number()
-- next
CREATE TRIGGER old_part_note_line_no_update BEFORE UPDATE ON old_part_note_line FOR EACH ROW EXECUTE FUNCTION old_part_note_line_no_update()
-- next
CREATE TRIGGER old_part_note_line_no_delete BEFORE DELETE ON old_part_note_line FOR EACH ROW EXECUTE FUNCTION old_part_note_line_no_delete()
-- next
CREATE TRIGGER old_part_note_line_no_truncate BEFORE TRUNCATE ON old_part_note_line FOR EACH STATEMENT EXECUTE FUNCTION old_part_note_line_no_truncate()
-- next
CREATE TRIGGER old_part_receipt_no_delete BEFORE DELETE ON old_part_receipt FOR EACH ROW EXECUTE FUNCTION old_part_receipt_no_delete()
-- next
CREATE TRIGGER old_part_receipt_no_truncate BEFORE TRUNCATE ON old_part_receipt FOR EACH STATEMENT EXECUTE FUNCTION old_part_receipt_no_truncate()
-- next
CREATE TRIGGER old_part_receipt_keeps_id BEFORE UPDATE ON old_part_receipt FOR EACH ROW EXECUTE FUNCTION old_part_receipt_keeps_id()
-- next
CREATE TRIGGER old_part_receipt_keeps_line_id BEFORE UPDATE ON old_part_receipt FOR EACH ROW EXECUTE FUNCTION old_part_receipt_keeps_line_id()
-- next
CREATE TRIGGER old_part_receipt_confirmed_by_id_is_another BEFORE INSERT ON old_part_receipt FOR EACH ROW EXECUTE FUNCTION old_part_receipt_confirmed_by_id_is_another()
-- next
CREATE TRIGGER old_part_verdict_no_update BEFORE UPDATE ON old_part_verdict FOR EACH ROW EXECUTE FUNCTION old_part_verdict_no_update()
-- next
CREATE TRIGGER old_part_verdict_no_delete BEFORE DELETE ON old_part_verdict FOR EACH ROW EXECUTE FUNCTION old_part_verdict_no_delete()
-- next
CREATE TRIGGER old_part_verdict_no_truncate BEFORE TRUNCATE ON old_part_verdict FOR EACH STATEMENT EXECUTE FUNCTION old_part_verdict_no_truncate()
-- next
CREATE TRIGGER old_part_verdict_judged_by_id_is_another BEFORE INSERT ON old_part_verdict FOR EACH ROW EXECUTE FUNCTION old_part_verdict_judged_by_id_is_another()
-- next
CREATE TRIGGER workshop_order_no_delete BEFORE DELETE ON workshop_order FOR EACH ROW EXECUTE FUNCTION workshop_order_no_delete()
-- next
CREATE TRIGGER workshop_order_no_truncate BEFORE TRUNCATE ON workshop_order FOR EACH STATEMENT EXECUTE FUNCTION workshop_order_no_truncate()
-- next
CREATE TRIGGER workshop_order_keeps_id BEFORE UPDATE ON workshop_order FOR EACH ROW EXECUTE FUNCTION workshop_order_keeps_id()
-- next
CREATE TRIGGER workshop_order_keeps_number BEFORE UPDATE ON workshop_order FOR EACH ROW EXECUTE FUNCTION workshop_order_keeps_number()
-- next
CREATE TRIGGER workshop_line_no_delete BEFORE DELETE ON workshop_line FOR EACH ROW EXECUTE FUNCTION workshop_line_no_delete()
-- next
CREATE TRIGGER workshop_line_no_truncate BEFORE TRUNCATE ON workshop_line FOR EACH STATEMENT EXECUTE FUNCTION workshop_line_no_truncate()
-- next
CREATE TRIGGER workshop_line_keeps_id BEFORE UPDATE ON workshop_line FOR EACH ROW EXECUTE FUNCTION workshop_line_keeps_id()
-- next
CREATE TRIGGER workshop_line_keeps_workshop_order_id BEFORE UPDATE ON workshop_line FOR EACH ROW EXECUTE FUNCTION workshop_line_keeps_workshop_order_id()
-- next
CREATE TRIGGER refurbishment_no_update BEFORE UPDATE ON refurbishment FOR EACH ROW EXECUTE FUNCTION refurbishment_no_update()
-- next
CREATE TRIGGER refurbishment_no_delete BEFORE DELETE ON refurbishment FOR EACH ROW EXECUTE FUNCTION refurbishment_no_delete()
-- next
CREATE TRIGGER refurbishment_no_truncate BEFORE TRUNCATE ON refurbishment FOR EACH STATEMENT EXECUTE FUNCTION refurbishment_no_truncate()
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
CREATE TRIGGER period_closing_no_delete BEFORE DELETE ON period_closing FOR EACH ROW EXECUTE FUNCTION period_closing_no_delete()
-- next
CREATE TRIGGER period_closing_no_truncate BEFORE TRUNCATE ON period_closing FOR EACH STATEMENT EXECUTE FUNCTION period_closing_no_truncate()
-- next
CREATE TRIGGER period_closing_keeps_id BEFORE UPDATE ON period_closing FOR EACH ROW EXECUTE FUNCTION period_closing_keeps_id()
-- next
CREATE TRIGGER period_closing_keeps_month_on BEFORE UPDATE ON period_closing FOR EACH ROW EXECUTE FUNCTION period_closing_keeps_month_on()
-- next
CREATE TRIGGER period_closing_keeps_checklist BEFORE UPDATE ON period_closing FOR EACH ROW EXECUTE FUNCTION period_closing_keeps_checklist()
-- next
CREATE TRIGGER period_closing_decided_once BEFORE UPDATE OF state ON period_closing FOR EACH ROW EXECUTE FUNCTION period_closing_decided_once()
-- next
CREATE TRIGGER period_closing_begins_asked BEFORE INSERT ON period_closing FOR EACH ROW EXECUTE FUNCTION period_closing_begins_asked()
-- next
CREATE TRIGGER period_closing_stays_closed BEFORE UPDATE OF state ON period_closing FOR EACH ROW EXECUTE FUNCTION period_closing_stays_closed()
-- next
CREATE TRIGGER period_balance_as_counted BEFORE UPDATE OF state ON period_closing FOR EACH ROW WHEN (NEW.state = 'confirmed' AND OLD.state = 'asked') EXECUTE FUNCTION period_balance_as_counted()
-- next
CREATE TRIGGER period_close_no_update BEFORE UPDATE ON period_close FOR EACH ROW EXECUTE FUNCTION period_close_no_update()
-- next
CREATE TRIGGER period_close_no_delete BEFORE DELETE ON period_close FOR EACH ROW EXECUTE FUNCTION period_close_no_delete()
-- next
CREATE TRIGGER period_close_no_truncate BEFORE TRUNCATE ON period_close FOR EACH STATEMENT EXECUTE FUNCTION period_close_no_truncate()
-- next
CREATE TRIGGER period_figure_no_update BEFORE UPDATE ON period_figure FOR EACH ROW EXECUTE FUNCTION period_figure_no_update()
-- next
CREATE TRIGGER period_figure_no_delete BEFORE DELETE ON period_figure FOR EACH ROW EXECUTE FUNCTION period_figure_no_delete()
-- next
CREATE TRIGGER period_figure_no_truncate BEFORE TRUNCATE ON period_figure FOR EACH STATEMENT EXECUTE FUNCTION period_figure_no_truncate()
-- next
CREATE TRIGGER period_balance_no_delete BEFORE DELETE ON period_balance FOR EACH ROW EXECUTE FUNCTION period_balance_no_delete()
-- next
CREATE TRIGGER period_balance_no_truncate BEFORE TRUNCATE ON period_balance FOR EACH STATEMENT EXECUTE FUNCTION period_balance_no_truncate()
-- next
CREATE TRIGGER period_balance_no_update BEFORE UPDATE ON period_balance FOR EACH ROW EXECUTE FUNCTION period_balance_no_update()
-- next
CREATE TRIGGER period_balance_of_its_month BEFORE INSERT ON period_balance FOR EACH ROW EXECUTE FUNCTION period_balance_of_its_month()
-- next
CREATE TRIGGER period_close_confirmed_by_id_is_another BEFORE INSERT ON period_close FOR EACH ROW EXECUTE FUNCTION period_close_confirmed_by_id_is_another()
-- next
CREATE TRIGGER period_close_as_asked BEFORE INSERT ON period_close FOR EACH ROW EXECUTE FUNCTION period_close_as_asked()
-- next
CREATE TRIGGER period_close_in_order BEFORE INSERT ON period_close FOR EACH ROW EXECUTE FUNCTION period_close_in_order()
-- next
CREATE TRIGGER period_figure_of_its_month BEFORE INSERT ON period_figure FOR EACH ROW EXECUTE FUNCTION period_figure_of_its_month()
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
CREATE TRIGGER location_insert_store_right BEFORE INSERT ON location FOR EACH ROW EXECUTE FUNCTION location_insert_store_right()
-- next
CREATE TRIGGER location_update_store_right BEFORE UPDATE ON location FOR EACH ROW EXECUTE FUNCTION location_update_store_right()
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
CREATE TRIGGER surplus_proposal_no_delete BEFORE DELETE ON surplus_proposal FOR EACH ROW EXECUTE FUNCTION surplus_proposal_no_delete()
-- next
CREATE TRIGGER surplus_proposal_no_truncate BEFORE TRUNCATE ON surplus_proposal FOR EACH STATEMENT EXECUTE FUNCTION surplus_proposal_no_truncate()
-- next
CREATE TRIGGER surplus_proposal_keeps_id BEFORE UPDATE ON surplus_proposal FOR EACH ROW EXECUTE FUNCTION surplus_proposal_keeps_id()
-- next
CREATE TRIGGER surplus_proposal_keeps_number BEFORE UPDATE ON surplus_proposal FOR EACH ROW EXECUTE FUNCTION surplus_proposal_keeps_number()
-- next
CREATE TRIGGER surplus_approval_no_update BEFORE UPDATE ON surplus_approval FOR EACH ROW EXECUTE FUNCTION surplus_approval_no_update()
-- next
CREATE TRIGGER surplus_approval_no_delete BEFORE DELETE ON surplus_approval FOR EACH ROW EXECUTE FUNCTION surplus_approval_no_delete()
-- next
CREATE TRIGGER surplus_approval_no_truncate BEFORE TRUNCATE ON surplus_approval FOR EACH STATEMENT EXECUTE FUNCTION surplus_approval_no_truncate()
-- next
CREATE TRIGGER surplus_approval_approved_by_id_is_another BEFORE INSERT ON surplus_approval FOR EACH ROW EXECUTE FUNCTION surplus_approval_approved_by_id_is_another()
-- next
CREATE TRIGGER surplus_approval_of_submitted BEFORE INSERT ON surplus_approval FOR EACH ROW EXECUTE FUNCTION surplus_approval_of_submitted()
-- next
CREATE TRIGGER surplus_proposal_steps BEFORE UPDATE ON surplus_proposal FOR EACH ROW EXECUTE FUNCTION surplus_proposal_steps()
-- next
CREATE TRIGGER surplus_proposal_begins_open BEFORE INSERT ON surplus_proposal FOR EACH ROW EXECUTE FUNCTION surplus_proposal_begins_open()
-- next
CREATE TRIGGER surplus_proposal_stays_as_approved BEFORE UPDATE ON surplus_proposal FOR EACH ROW EXECUTE FUNCTION surplus_proposal_stays_as_approved()
-- next
CREATE TRIGGER surplus_proposal_kept_once_approved BEFORE UPDATE ON surplus_proposal FOR EACH ROW EXECUTE FUNCTION surplus_proposal_kept_once_approved()
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
CREATE TRIGGER transfer_settlement_begins_asked BEFORE INSERT ON transfer_settlement FOR EACH ROW EXECUTE FUNCTION transfer_settlement_begins_asked()
-- next
CREATE TRIGGER settlement_came_in BEFORE UPDATE OF state ON transfer_settlement FOR EACH ROW WHEN (NEW.state = 'posted' AND (NEW.cause = 'found' OR NEW.cause = 'sent_back')) EXECUTE FUNCTION settlement_came_in()
-- next
CREATE TRIGGER transfer_closed_settled BEFORE UPDATE OF state ON transfer FOR EACH ROW EXECUTE FUNCTION transfer_closed_settled()
-- next
CREATE TRIGGER transfer_settlement_piece_no_update BEFORE UPDATE ON transfer_settlement_piece FOR EACH ROW EXECUTE FUNCTION transfer_settlement_piece_no_update()
-- next
CREATE TRIGGER transfer_settlement_piece_no_delete BEFORE DELETE ON transfer_settlement_piece FOR EACH ROW EXECUTE FUNCTION transfer_settlement_piece_no_delete()
-- next
CREATE TRIGGER transfer_settlement_piece_no_truncate BEFORE TRUNCATE ON transfer_settlement_piece FOR EACH STATEMENT EXECUTE FUNCTION transfer_settlement_piece_no_truncate()
-- next
CREATE TRIGGER settlement_piece_was_sent BEFORE INSERT ON transfer_settlement_piece FOR EACH ROW EXECUTE FUNCTION settlement_piece_was_sent()
-- next
CREATE TRIGGER settlement_piece_once BEFORE INSERT ON transfer_settlement_piece FOR EACH ROW EXECUTE FUNCTION settlement_piece_once()
-- next
CREATE TRIGGER settlement_names_its_pieces BEFORE UPDATE OF state ON transfer_settlement FOR EACH ROW EXECUTE FUNCTION settlement_names_its_pieces()
-- next
CREATE TRIGGER workshop_no_delete BEFORE DELETE ON workshop FOR EACH ROW EXECUTE FUNCTION workshop_no_delete()
-- next
CREATE TRIGGER workshop_no_truncate BEFORE TRUNCATE ON workshop FOR EACH STATEMENT EXECUTE FUNCTION workshop_no_truncate()
-- next
CREATE TRIGGER workshop_keeps_id BEFORE UPDATE ON workshop FOR EACH ROW EXECUTE FUNCTION workshop_keeps_id()
-- next
CREATE TRIGGER workshop_keeps_location_id BEFORE UPDATE ON workshop FOR EACH ROW EXECUTE FUNCTION workshop_keeps_location_id()
-- next
CREATE TRIGGER workshop_reminder_no_update BEFORE UPDATE ON workshop_reminder FOR EACH ROW EXECUTE FUNCTION workshop_reminder_no_update()
-- next
CREATE TRIGGER workshop_reminder_no_delete BEFORE DELETE ON workshop_reminder FOR EACH ROW EXECUTE FUNCTION workshop_reminder_no_delete()
-- next
CREATE TRIGGER workshop_reminder_no_truncate BEFORE TRUNCATE ON workshop_reminder FOR EACH STATEMENT EXECUTE FUNCTION workshop_reminder_no_truncate()
-- next
CREATE TRIGGER workshop_is_a_workshop BEFORE INSERT ON workshop FOR EACH ROW EXECUTE FUNCTION workshop_is_a_workshop()
-- next
CREATE TRIGGER workshop_reminder_of_sent BEFORE INSERT ON workshop_reminder FOR EACH ROW EXECUTE FUNCTION workshop_reminder_of_sent()
-- next
CREATE TRIGGER supplier_insert_other_person BEFORE INSERT ON supplier FOR EACH ROW EXECUTE FUNCTION supplier_insert_other_person()
-- next
CREATE TRIGGER supplier_update_other_person BEFORE UPDATE ON supplier FOR EACH ROW EXECUTE FUNCTION supplier_update_other_person()
-- next
CREATE TRIGGER movement_receipt_is_backed AFTER INSERT ON movement FOR EACH ROW WHEN (NEW.kind = 'receipt') EXECUTE FUNCTION movement_receipt_is_backed()
-- next
CREATE TRIGGER movement_release_is_inspected AFTER INSERT ON movement FOR EACH ROW WHEN (NEW.kind = 'release') EXECUTE FUNCTION movement_release_is_inspected()
-- next
CREATE TRIGGER movement_rejection_is_inspected AFTER INSERT ON movement FOR EACH ROW WHEN (NEW.kind = 'rejection') EXECUTE FUNCTION movement_rejection_is_inspected()
-- next
CREATE TRIGGER movement_reversal_keeps_verdicts AFTER INSERT ON movement FOR EACH ROW WHEN (NEW.kind = 'reversal') EXECUTE FUNCTION movement_reversal_keeps_verdicts()
-- next
CREATE TRIGGER movement_gain_is_sound AFTER INSERT ON movement FOR EACH ROW WHEN (NEW.kind = 'adjustment') EXECUTE FUNCTION movement_gain_is_sound()
-- next
CREATE TRIGGER supplier_return_warranty_right BEFORE INSERT ON supplier_return FOR EACH ROW EXECUTE FUNCTION supplier_return_warranty_right()
-- next
CREATE TRIGGER movement_takes_nothing_claimed AFTER INSERT ON movement FOR EACH ROW WHEN (NEW.kind = 'supplier_return' OR NEW.kind = 'scrap' OR NEW.kind = 'reversal' OR NEW.kind = 'repair_out' OR NEW.kind = 'refurbishment') EXECUTE FUNCTION movement_takes_nothing_claimed()
-- next
CREATE TRIGGER supplier_return_keeps_number BEFORE UPDATE ON supplier_return FOR EACH ROW EXECUTE FUNCTION supplier_return_keeps_number()
-- next
CREATE TRIGGER stock_sample_no_delete BEFORE DELETE ON stock_sample FOR EACH ROW EXECUTE FUNCTION stock_sample_no_delete()
-- next
CREATE TRIGGER stock_sample_no_truncate BEFORE TRUNCATE ON stock_sample FOR EACH STATEMENT EXECUTE FUNCTION stock_sample_no_truncate()
-- next
CREATE TRIGGER stock_sample_keeps_id BEFORE UPDATE ON stock_sample FOR EACH ROW EXECUTE FUNCTION stock_sample_keeps_id()
-- next
CREATE TRIGGER stock_sample_keeps_number BEFORE UPDATE ON stock_sample FOR EACH ROW EXECUTE FUNCTION stock_sample_keeps_number()
-- next
CREATE TRIGGER stock_sample_judged_once BEFORE UPDATE ON stock_sample FOR EACH ROW EXECUTE FUNCTION stock_sample_judged_once()
-- next
CREATE TRIGGER kit_no_delete BEFORE DELETE ON kit FOR EACH ROW EXECUTE FUNCTION kit_no_delete()
-- next
CREATE TRIGGER kit_no_truncate BEFORE TRUNCATE ON kit FOR EACH STATEMENT EXECUTE FUNCTION kit_no_truncate()
-- next
CREATE TRIGGER kit_keeps_id BEFORE UPDATE ON kit FOR EACH ROW EXECUTE FUNCTION kit_keeps_id()
-- next
CREATE TRIGGER kit_keeps_code BEFORE UPDATE ON kit FOR EACH ROW EXECUTE FUNCTION kit_keeps_code()
