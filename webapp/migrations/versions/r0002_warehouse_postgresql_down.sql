DROP FUNCTION count_by_who_has_the_line() CASCADE
-- next
DROP FUNCTION count_knows_the_cost() CASCADE
-- next
DROP FUNCTION count_line_cause_known() CASCADE
-- next
DROP FUNCTION endorsed_by_no_counter() CASCADE
-- next
DROP FUNCTION endorsed_as_counted() CASCADE
-- next
DROP FUNCTION approval_of_the_worth() CASCADE
-- next
DROP FUNCTION approval_within_limit() CASCADE
-- next
DROP FUNCTION proposal_taken_once() CASCADE
-- next
DROP FUNCTION lot_serial_elsewhere() CASCADE
-- next
DROP FUNCTION old_part_debt_begins() CASCADE
-- next
DROP FUNCTION old_part_debt_follows() CASCADE
-- next
DROP FUNCTION old_part_debt_returned() CASCADE
-- next
DROP FUNCTION old_part_debt_excused() CASCADE
-- next
DROP FUNCTION old_part_debt_due() CASCADE
-- next
DROP FUNCTION old_part_debt_engineer() CASCADE
-- next
DROP FUNCTION old_part_explained_by_debtor() CASCADE
-- next
DROP FUNCTION old_part_note_line_right() CASCADE
-- next
DROP FUNCTION old_part_note_ended() CASCADE
-- next
DROP FUNCTION old_part_receipt_right() CASCADE
-- next
DROP FUNCTION old_part_receipt_undone_once() CASCADE
-- next
DROP FUNCTION old_lot_worthless() CASCADE
-- next
DROP FUNCTION old_part_verdict_in_turn() CASCADE
-- next
DROP FUNCTION refurbishment_right() CASCADE
-- next
DROP FUNCTION workshop_line_counts() CASCADE
-- next
DROP FUNCTION workshop_order_ends() CASCADE
-- next
DROP FUNCTION movement_of_old_parts() CASCADE
-- next
DROP FUNCTION stock_checkpoint_no_delete() CASCADE
-- next
DROP FUNCTION stock_checkpoint_no_truncate() CASCADE
-- next
DROP FUNCTION stock_checkpoint_no_update() CASCADE
-- next
DROP FUNCTION count_plan_no_delete() CASCADE
-- next
DROP FUNCTION count_plan_no_truncate() CASCADE
-- next
DROP FUNCTION count_plan_keeps_id() CASCADE
-- next
DROP FUNCTION count_plan_keeps_store_id() CASCADE
-- next
DROP FUNCTION count_proposal_no_delete() CASCADE
-- next
DROP FUNCTION count_proposal_no_truncate() CASCADE
-- next
DROP FUNCTION count_proposal_keeps_id() CASCADE
-- next
DROP FUNCTION count_proposal_keeps_location_id() CASCADE
-- next
DROP FUNCTION scrap_witness_no_update() CASCADE
-- next
DROP FUNCTION scrap_witness_no_delete() CASCADE
-- next
DROP FUNCTION scrap_witness_no_truncate() CASCADE
-- next
DROP FUNCTION disposal_no_update() CASCADE
-- next
DROP FUNCTION disposal_no_delete() CASCADE
-- next
DROP FUNCTION disposal_no_truncate() CASCADE
-- next
DROP FUNCTION disposal_line_no_update() CASCADE
-- next
DROP FUNCTION disposal_line_no_delete() CASCADE
-- next
DROP FUNCTION disposal_line_no_truncate() CASCADE
-- next
DROP FUNCTION scrap_witness_of_approved() CASCADE
-- next
DROP FUNCTION disposal_as_approved() CASCADE
-- next
DROP FUNCTION disposal_witnessed_by_another() CASCADE
-- next
DROP FUNCTION disposal_line_right() CASCADE
-- next
DROP FUNCTION surplus_proposal_carried_out_by_document() CASCADE
-- next
DROP FUNCTION movement_of_sale() CASCADE
-- next
DROP FUNCTION lot_freeze_no_update() CASCADE
-- next
DROP FUNCTION lot_freeze_no_delete() CASCADE
-- next
DROP FUNCTION lot_freeze_no_truncate() CASCADE
-- next
DROP FUNCTION lot_thaw_no_update() CASCADE
-- next
DROP FUNCTION lot_thaw_no_delete() CASCADE
-- next
DROP FUNCTION lot_thaw_no_truncate() CASCADE
-- next
DROP FUNCTION lot_thaw_thawed_by_id_is_another() CASCADE
-- next
DROP FUNCTION lot_freeze_knows_the_ledger() CASCADE
-- next
DROP FUNCTION lot_thaw_knows_the_ledger() CASCADE
-- next
DROP FUNCTION lot_freeze_right() CASCADE
-- next
DROP FUNCTION lot_freeze_once() CASCADE
-- next
DROP FUNCTION frozen_lot_follows() CASCADE
-- next
DROP FUNCTION frozen_lot_leaves() CASCADE
-- next
DROP FUNCTION frozen_lot_no_update() CASCADE
-- next
DROP FUNCTION frozen_lot_no_truncate() CASCADE
-- next
DROP FUNCTION lot_freeze_counts() CASCADE
-- next
DROP FUNCTION lot_thaw_counts() CASCADE
-- next
DROP FUNCTION reservation_not_of_frozen() CASCADE
-- next
DROP FUNCTION old_part_debt_no_delete() CASCADE
-- next
DROP FUNCTION old_part_debt_no_truncate() CASCADE
-- next
DROP FUNCTION old_part_debt_keeps_id() CASCADE
-- next
DROP FUNCTION old_part_debt_keeps_work_order_id() CASCADE
-- next
DROP FUNCTION old_part_explanation_no_update() CASCADE
-- next
DROP FUNCTION old_part_explanation_no_delete() CASCADE
-- next
DROP FUNCTION old_part_explanation_no_truncate() CASCADE
-- next
DROP FUNCTION old_part_answer_no_update() CASCADE
-- next
DROP FUNCTION old_part_answer_no_delete() CASCADE
-- next
DROP FUNCTION old_part_answer_no_truncate() CASCADE
-- next
DROP FUNCTION old_part_answer_signed_by_id_is_another() CASCADE
-- next
DROP FUNCTION old_part_note_no_delete() CASCADE
-- next
DROP FUNCTION old_part_note_no_truncate() CASCADE
-- next
DROP FUNCTION old_part_note_keeps_id() CASCADE
-- next
DROP FUNCTION old_part_note_keeps_number() CASCADE
-- next
DROP FUNCTION old_part_note_line_no_update() CASCADE
-- next
DROP FUNCTION old_part_note_line_no_delete() CASCADE
-- next
DROP FUNCTION old_part_note_line_no_truncate() CASCADE
-- next
DROP FUNCTION old_part_receipt_no_delete() CASCADE
-- next
DROP FUNCTION old_part_receipt_no_truncate() CASCADE
-- next
DROP FUNCTION old_part_receipt_keeps_id() CASCADE
-- next
DROP FUNCTION old_part_receipt_keeps_line_id() CASCADE
-- next
DROP FUNCTION old_part_receipt_confirmed_by_id_is_another() CASCADE
-- next
DROP FUNCTION old_part_verdict_no_update() CASCADE
-- next
DROP FUNCTION old_part_verdict_no_delete() CASCADE
-- next
DROP FUNCTION old_part_verdict_no_truncate() CASCADE
-- next
DROP FUNCTION old_part_verdict_judged_by_id_is_another() CASCADE
-- next
DROP FUNCTION workshop_order_no_delete() CASCADE
-- next
DROP FUNCTION workshop_order_no_truncate() CASCADE
-- next
DROP FUNCTION workshop_order_keeps_id() CASCADE
-- next
DROP FUNCTION workshop_order_keeps_number() CASCADE
-- next
DROP FUNCTION workshop_line_no_delete() CASCADE
-- next
DROP FUNCTION workshop_line_no_truncate() CASCADE
-- next
DROP FUNCTION workshop_line_keeps_id() CASCADE
-- next
DROP FUNCTION workshop_line_keeps_workshop_order_id() CASCADE
-- next
DROP FUNCTION refurbishment_no_update() CASCADE
-- next
DROP FUNCTION refurbishment_no_delete() CASCADE
-- next
DROP FUNCTION refurbishment_no_truncate() CASCADE
-- next
DROP FUNCTION part_merge_no_delete() CASCADE
-- next
DROP FUNCTION part_merge_no_truncate() CASCADE
-- next
DROP FUNCTION part_merge_keeps_id() CASCADE
-- next
DROP FUNCTION part_merge_keeps_duplicate_id() CASCADE
-- next
DROP FUNCTION part_merge_undone_once() CASCADE
-- next
DROP FUNCTION part_merge_measures_the_same() CASCADE
-- next
DROP FUNCTION part_alias_is_merged() CASCADE
-- next
DROP FUNCTION part_alias_keeps_measure() CASCADE
-- next
DROP FUNCTION part_begins_as_itself() CASCADE
-- next
DROP FUNCTION supersession_ends_insert() CASCADE
-- next
DROP FUNCTION supersession_ends_update() CASCADE
-- next
DROP FUNCTION category_is_a_tree_insert() CASCADE
-- next
DROP FUNCTION category_is_a_tree_update() CASCADE
-- next
DROP FUNCTION supersession_of_a_merge_stays() CASCADE
-- next
DROP FUNCTION supersession_of_a_merge_keeps() CASCADE
-- next
DROP FUNCTION period_closing_no_delete() CASCADE
-- next
DROP FUNCTION period_closing_no_truncate() CASCADE
-- next
DROP FUNCTION period_closing_keeps_id() CASCADE
-- next
DROP FUNCTION period_closing_keeps_month_on() CASCADE
-- next
DROP FUNCTION period_closing_keeps_checklist() CASCADE
-- next
DROP FUNCTION period_closing_decided_once() CASCADE
-- next
DROP FUNCTION period_closing_begins_asked() CASCADE
-- next
DROP FUNCTION period_closing_stays_closed() CASCADE
-- next
DROP FUNCTION period_balance_as_counted() CASCADE
-- next
DROP FUNCTION period_close_no_update() CASCADE
-- next
DROP FUNCTION period_close_no_delete() CASCADE
-- next
DROP FUNCTION period_close_no_truncate() CASCADE
-- next
DROP FUNCTION period_figure_no_update() CASCADE
-- next
DROP FUNCTION period_figure_no_delete() CASCADE
-- next
DROP FUNCTION period_figure_no_truncate() CASCADE
-- next
DROP FUNCTION period_balance_no_delete() CASCADE
-- next
DROP FUNCTION period_balance_no_truncate() CASCADE
-- next
DROP FUNCTION period_balance_no_update() CASCADE
-- next
DROP FUNCTION period_balance_of_its_month() CASCADE
-- next
DROP FUNCTION period_close_confirmed_by_id_is_another() CASCADE
-- next
DROP FUNCTION period_close_as_asked() CASCADE
-- next
DROP FUNCTION period_close_in_order() CASCADE
-- next
DROP FUNCTION period_figure_of_its_month() CASCADE
-- next
DROP FUNCTION pick_wave_no_delete() CASCADE
-- next
DROP FUNCTION pick_wave_no_truncate() CASCADE
-- next
DROP FUNCTION pick_wave_keeps_id() CASCADE
-- next
DROP FUNCTION pick_wave_keeps_number() CASCADE
-- next
DROP FUNCTION pick_wave_closed_once() CASCADE
-- next
DROP FUNCTION pick_wave_line_no_update() CASCADE
-- next
DROP FUNCTION pick_wave_line_no_delete() CASCADE
-- next
DROP FUNCTION pick_wave_line_no_truncate() CASCADE
-- next
DROP FUNCTION pick_wave_line_one_walk() CASCADE
-- next
DROP FUNCTION short_pick_no_update() CASCADE
-- next
DROP FUNCTION short_pick_no_delete() CASCADE
-- next
DROP FUNCTION short_pick_no_truncate() CASCADE
-- next
DROP FUNCTION short_pick_right() CASCADE
-- next
DROP FUNCTION fifo_ask_no_delete() CASCADE
-- next
DROP FUNCTION fifo_ask_no_truncate() CASCADE
-- next
DROP FUNCTION fifo_ask_keeps_id() CASCADE
-- next
DROP FUNCTION fifo_ask_keeps_part_request_id() CASCADE
-- next
DROP FUNCTION fifo_ask_decided_once() CASCADE
-- next
DROP FUNCTION fifo_ask_other_person() CASCADE
-- next
DROP FUNCTION fifo_ask_right() CASCADE
-- next
DROP FUNCTION handover_no_update() CASCADE
-- next
DROP FUNCTION handover_no_delete() CASCADE
-- next
DROP FUNCTION handover_no_truncate() CASCADE
-- next
DROP FUNCTION handover_posting_no_update() CASCADE
-- next
DROP FUNCTION handover_posting_no_delete() CASCADE
-- next
DROP FUNCTION handover_posting_no_truncate() CASCADE
-- next
DROP FUNCTION handover_two_persons() CASCADE
-- next
DROP FUNCTION handover_posting_right() CASCADE
-- next
DROP FUNCTION store_deputy_right_place() CASCADE
-- next
DROP FUNCTION store_deputy_keeps_store_id() CASCADE
-- next
DROP FUNCTION bin_home_right_place() CASCADE
-- next
DROP FUNCTION bin_home_keeps_location_id() CASCADE
-- next
DROP FUNCTION van_limit_right_place() CASCADE
-- next
DROP FUNCTION van_limit_keeps_van_id() CASCADE
-- next
DROP FUNCTION allocation_event_no_update() CASCADE
-- next
DROP FUNCTION allocation_event_no_delete() CASCADE
-- next
DROP FUNCTION allocation_event_no_truncate() CASCADE
-- next
DROP FUNCTION allocation_event_same_part() CASCADE
-- next
DROP FUNCTION reservation_held() CASCADE
-- next
DROP FUNCTION part_request_hold_recorded() CASCADE
-- next
DROP FUNCTION part_request_begins_soft() CASCADE
-- next
DROP FUNCTION stock_take_endorsement_no_update() CASCADE
-- next
DROP FUNCTION stock_take_endorsement_no_delete() CASCADE
-- next
DROP FUNCTION stock_take_endorsement_no_truncate() CASCADE
-- next
DROP FUNCTION stock_take_endorsement_endorsed_by_id_is_another() CASCADE
-- next
DROP FUNCTION stock_take_approval_keeps_value_cny() CASCADE
-- next
DROP FUNCTION variance_cause_no_delete() CASCADE
-- next
DROP FUNCTION variance_cause_no_truncate() CASCADE
-- next
DROP FUNCTION variance_cause_keeps_id() CASCADE
-- next
DROP FUNCTION variance_cause_keeps_code() CASCADE
-- next
DROP FUNCTION surplus_proposal_no_delete() CASCADE
-- next
DROP FUNCTION surplus_proposal_no_truncate() CASCADE
-- next
DROP FUNCTION surplus_proposal_keeps_id() CASCADE
-- next
DROP FUNCTION surplus_proposal_keeps_number() CASCADE
-- next
DROP FUNCTION surplus_approval_no_update() CASCADE
-- next
DROP FUNCTION surplus_approval_no_delete() CASCADE
-- next
DROP FUNCTION surplus_approval_no_truncate() CASCADE
-- next
DROP FUNCTION surplus_approval_approved_by_id_is_another() CASCADE
-- next
DROP FUNCTION surplus_approval_of_submitted() CASCADE
-- next
DROP FUNCTION surplus_proposal_steps() CASCADE
-- next
DROP FUNCTION surplus_proposal_begins_open() CASCADE
-- next
DROP FUNCTION surplus_proposal_stays_as_approved() CASCADE
-- next
DROP FUNCTION surplus_proposal_kept_once_approved() CASCADE
-- next
DROP FUNCTION limit_signature_no_update() CASCADE
-- next
DROP FUNCTION limit_signature_no_delete() CASCADE
-- next
DROP FUNCTION limit_signature_no_truncate() CASCADE
-- next
DROP FUNCTION limit_signature_signed_by_id_is_another() CASCADE
-- next
DROP FUNCTION transfer_within_limits() CASCADE
-- next
DROP FUNCTION transfer_settlement_no_delete() CASCADE
-- next
DROP FUNCTION transfer_settlement_no_truncate() CASCADE
-- next
DROP FUNCTION transfer_settlement_keeps_id() CASCADE
-- next
DROP FUNCTION transfer_settlement_keeps_transfer_id() CASCADE
-- next
DROP FUNCTION transfer_settlement_once() CASCADE
-- next
DROP FUNCTION transfer_settlement_other() CASCADE
-- next
DROP FUNCTION transfer_settlement_asked_first() CASCADE
-- next
DROP FUNCTION transfer_settlement_begins_asked() CASCADE
-- next
DROP FUNCTION settlement_came_in() CASCADE
-- next
DROP FUNCTION transfer_closed_settled() CASCADE
-- next
DROP FUNCTION transfer_settlement_piece_no_update() CASCADE
-- next
DROP FUNCTION transfer_settlement_piece_no_delete() CASCADE
-- next
DROP FUNCTION transfer_settlement_piece_no_truncate() CASCADE
-- next
DROP FUNCTION settlement_piece_was_sent() CASCADE
-- next
DROP FUNCTION settlement_piece_once() CASCADE
-- next
DROP FUNCTION settlement_names_its_pieces() CASCADE
-- next
DROP FUNCTION workshop_no_delete() CASCADE
-- next
DROP FUNCTION workshop_no_truncate() CASCADE
-- next
DROP FUNCTION workshop_keeps_id() CASCADE
-- next
DROP FUNCTION workshop_keeps_location_id() CASCADE
-- next
DROP FUNCTION workshop_reminder_no_update() CASCADE
-- next
DROP FUNCTION workshop_reminder_no_delete() CASCADE
-- next
DROP FUNCTION workshop_reminder_no_truncate() CASCADE
-- next
DROP FUNCTION workshop_is_a_workshop() CASCADE
-- next
DROP FUNCTION workshop_reminder_of_sent() CASCADE
-- next
DROP FUNCTION supplier_insert_other_person() CASCADE
-- next
DROP FUNCTION supplier_update_other_person() CASCADE
-- next
DROP FUNCTION supplier_return_warranty_right() CASCADE
-- next
DROP FUNCTION stock_sample_no_delete() CASCADE
-- next
DROP FUNCTION stock_sample_no_truncate() CASCADE
-- next
DROP FUNCTION stock_sample_keeps_id() CASCADE
-- next
DROP FUNCTION stock_sample_keeps_number() CASCADE
-- next
DROP FUNCTION stock_sample_judged_once() CASCADE
-- next
DROP FUNCTION kit_no_delete() CASCADE
-- next
DROP FUNCTION kit_no_truncate() CASCADE
-- next
DROP FUNCTION kit_keeps_id() CASCADE
-- next
DROP FUNCTION kit_keeps_code() CASCADE
-- next
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
DROP INDEX ix_kit_product_model_id
-- next
DROP INDEX ix_kit_symptom_id
-- next
DROP INDEX ix_location_lasting
-- next
DROP INDEX ix_part_merged_into_id
-- next
DROP INDEX ix_period_closing_state
-- next
DROP INDEX uq_period_closing_asked
-- next
DROP INDEX ix_bin_home_location_id
-- next
DROP INDEX ix_count_plan_store_id
-- next
DROP INDEX ix_kit_line_part_id
-- next
DROP INDEX ix_lot_piece
-- next
DROP INDEX ix_lot_refurbished
-- next
DROP INDEX ix_old_part_note_engineer_id
-- next
DROP INDEX ix_old_part_note_state
-- next
DROP INDEX ix_old_part_note_store_id
-- next
DROP INDEX ix_part_merge_duplicate_id
-- next
DROP INDEX ix_part_merge_kept_id
-- next
DROP INDEX uq_part_merge_open
-- next
DROP INDEX ix_pick_wave_state
-- next
DROP INDEX ix_store_deputy_person_id
-- next
DROP INDEX ix_surplus_proposal_state
-- next
DROP INDEX ix_surplus_proposal_store_id
-- next
DROP INDEX uq_surplus_proposal_live
-- next
DROP INDEX ix_van_limit_part_id
-- next
DROP INDEX ix_workshop_order_state
-- next
DROP INDEX ix_workshop_order_store_id
-- next
DROP INDEX ix_workshop_order_workshop_id
-- next
DROP INDEX ix_balance_expiring
-- next
DROP INDEX ix_balance_in_turn
-- next
DROP INDEX ix_handover_work_order_id
-- next
DROP INDEX ix_lot_freeze_lot_id
-- next
DROP INDEX ix_old_part_debt_engineer
-- next
DROP INDEX ix_old_part_debt_open
-- next
DROP INDEX ix_old_part_debt_part_id
-- next
DROP INDEX ix_old_part_verdict_lot
-- next
DROP INDEX ix_period_figure_close
-- next
DROP INDEX ix_stock_sample_lot_id
-- next
DROP INDEX ix_stock_sample_state
-- next
DROP INDEX uq_stock_sample_due
-- next
DROP INDEX ix_transfer_settlement_state
-- next
DROP INDEX ix_transfer_settlement_transfer_id
-- next
DROP INDEX ix_workshop_line_lot_id
-- next
DROP INDEX ix_allocation_event_at
-- next
DROP INDEX ix_allocation_event_part_request_id
-- next
DROP INDEX ix_allocation_event_to_request_id
-- next
DROP INDEX ix_count_line_there
-- next
DROP INDEX ix_disposal_done_on
-- next
DROP INDEX ix_disposal_part_id
-- next
DROP INDEX ix_disposal_store_id
-- next
DROP INDEX ix_fifo_ask_part_request_id
-- next
DROP INDEX ix_fifo_ask_state
-- next
DROP INDEX ix_frozen_lot_part_id
-- next
DROP INDEX ix_handover_posting_handover_id
-- next
DROP INDEX ix_old_part_explanation_debt_id
-- next
DROP INDEX ix_old_part_note_line_debt_id
-- next
DROP INDEX ix_old_part_note_line_note_id
-- next
DROP INDEX ix_old_part_note_line_serial_number
-- next
DROP INDEX ix_pick_wave_line_part_request_id
-- next
DROP INDEX ix_refurbishment_old_lot_id
-- next
DROP INDEX ix_refurbishment_workshop_line_id
-- next
DROP INDEX ix_short_pick_location_id
-- next
DROP INDEX ix_short_pick_part_request_id
-- next
DROP INDEX ix_transfer_settlement_piece_lot_id
-- next
DROP INDEX uq_count_proposal_open
-- next
DROP INDEX ix_disposal_line_lot_id
-- next
DROP INDEX ix_old_part_receipt_debt_id
-- next
DROP INDEX ix_old_part_receipt_failed_lot_id
-- next
DROP INDEX ix_old_part_receipt_line_id
-- next
DROP INDEX ix_supplier_return_failed_lot_id
-- next
DROP INDEX ix_supplier_return_work_order_id
-- next
DROP INDEX ix_location_keeper_id
-- next
DROP INDEX ix_location_parent_id
-- next
DROP INDEX ix_location_store_id
-- next
DROP TABLE stock_take_endorsement CASCADE
-- next
DROP TABLE old_part_receipt CASCADE
-- next
DROP TABLE old_part_answer CASCADE
-- next
DROP TABLE disposal_line CASCADE
-- next
DROP TABLE count_proposal CASCADE
-- next
DROP TABLE transfer_settlement_piece CASCADE
-- next
DROP TABLE short_pick CASCADE
-- next
DROP TABLE refurbishment CASCADE
-- next
DROP TABLE pick_wave_line CASCADE
-- next
DROP TABLE old_part_note_line CASCADE
-- next
DROP TABLE old_part_explanation CASCADE
-- next
DROP TABLE lot_thaw CASCADE
-- next
DROP TABLE handover_posting CASCADE
-- next
DROP TABLE frozen_lot CASCADE
-- next
DROP TABLE fifo_ask CASCADE
-- next
DROP TABLE disposal CASCADE
-- next
DROP TABLE allocation_event CASCADE
-- next
DROP TABLE workshop_reminder CASCADE
-- next
DROP TABLE workshop_line CASCADE
-- next
DROP TABLE transfer_settlement CASCADE
-- next
DROP TABLE surplus_approval CASCADE
-- next
DROP TABLE stock_sample CASCADE
-- next
DROP TABLE scrap_witness CASCADE
-- next
DROP TABLE period_figure CASCADE
-- next
DROP TABLE period_balance CASCADE
-- next
DROP TABLE old_part_verdict CASCADE
-- next
DROP TABLE old_part_debt CASCADE
-- next
DROP TABLE lot_freeze CASCADE
-- next
DROP TABLE limit_signature CASCADE
-- next
DROP TABLE handover CASCADE
-- next
DROP TABLE fit_range CASCADE
-- next
DROP TABLE workshop_order CASCADE
-- next
DROP TABLE workshop CASCADE
-- next
DROP TABLE van_limit CASCADE
-- next
DROP TABLE surplus_proposal CASCADE
-- next
DROP TABLE store_deputy CASCADE
-- next
DROP TABLE stock_checkpoint CASCADE
-- next
DROP TABLE pick_wave CASCADE
-- next
DROP TABLE period_close CASCADE
-- next
DROP TABLE part_merge CASCADE
-- next
DROP TABLE part_class CASCADE
-- next
DROP TABLE old_part_note CASCADE
-- next
DROP TABLE kit_line CASCADE
-- next
DROP TABLE count_plan CASCADE
-- next
DROP TABLE bin_home CASCADE
-- next
DROP TABLE scanned CASCADE
-- next
DROP TABLE period_closing CASCADE
-- next
DROP TABLE kit CASCADE
-- next
DROP TABLE variance_cause CASCADE
-- next
ALTER TABLE location DROP CONSTRAINT IF EXISTS ck_location_limits_positive CASCADE
-- next
ALTER TABLE location DROP CONSTRAINT IF EXISTS ck_location_kind_known CASCADE
-- next
ALTER TABLE location DROP COLUMN storage_condition
-- next
ALTER TABLE location DROP COLUMN most_units
-- next
ALTER TABLE location DROP COLUMN most_lots
-- next
ALTER TABLE location DROP COLUMN most_value_cny
-- next
ALTER TABLE location ADD CONSTRAINT ck_location_kind_known CHECK (kind IN ('warehouse', 'zone', 'hold', 'staging', 'bin', 'van', 'quarantine', 'defective', 'in_transit', 'work_order', 'supplier', 'opening', 'customer', 'scrap', 'variance'))
-- next
ALTER TABLE part DROP CONSTRAINT IF EXISTS ck_part_old_part_known CASCADE
-- next
ALTER TABLE part DROP CONSTRAINT IF EXISTS fk_part_merged_into_id_part CASCADE
-- next
ALTER TABLE part DROP COLUMN old_part
-- next
ALTER TABLE part DROP COLUMN merged_into_id
-- next
ALTER TABLE lot DROP CONSTRAINT IF EXISTS ck_lot_origin_known CASCADE
-- next
ALTER TABLE lot ADD CONSTRAINT uq_lot_part_id_serial_number UNIQUE (part_id, serial_number)
-- next
ALTER TABLE lot ADD CONSTRAINT ck_lot_origin_known CHECK (origin IN ('purchase', 'opening', 'refurbished'))
-- next
ALTER TABLE stock_take DROP CONSTRAINT IF EXISTS fk_stock_take_plan_id_count_plan CASCADE
-- next
ALTER TABLE stock_take DROP COLUMN plan_id
-- next
ALTER TABLE supplier_part DROP CONSTRAINT IF EXISTS ck_supplier_part_warranty_not_negative CASCADE
-- next
ALTER TABLE supplier_part DROP COLUMN warranty_months
-- next
ALTER TABLE transfer DROP COLUMN beyond_reason
-- next
ALTER TABLE work_order DROP COLUMN product_serial
-- next
ALTER TABLE balance DROP COLUMN rank_on
-- next
ALTER TABLE balance DROP COLUMN expires_on
-- next
ALTER TABLE count_line DROP CONSTRAINT IF EXISTS fk_count_line_assigned_to_id_person CASCADE
-- next
ALTER TABLE count_line DROP COLUMN assigned_to_id
-- next
ALTER TABLE part_request DROP COLUMN held
-- next
ALTER TABLE stock_take_approval DROP COLUMN value_cny
-- next
ALTER TABLE stock_take_approval DROP COLUMN limit_cny
-- next
ALTER TABLE count DROP COLUMN unit_cost_cny
-- next
ALTER TABLE movement DROP CONSTRAINT IF EXISTS ck_movement_kind_known CASCADE
-- next
ALTER TABLE movement ADD CONSTRAINT ck_movement_kind_known CHECK (kind IN ('receipt', 'opening', 'release', 'rejection', 'putaway', 'relocation', 'transfer_out', 'transfer_in', 'issue', 'return', 'quarantine', 'supplier_return', 'scrap', 'adjustment', 'reversal'))
-- next
ALTER TABLE supplier_return DROP CONSTRAINT IF EXISTS ck_supplier_return_failed_lot_where_warranty CASCADE
-- next
ALTER TABLE supplier_return DROP CONSTRAINT IF EXISTS fk_supplier_return_failed_lot_id_lot CASCADE
-- next
ALTER TABLE supplier_return DROP CONSTRAINT IF EXISTS fk_supplier_return_work_order_id_work_order CASCADE
-- next
ALTER TABLE supplier_return DROP CONSTRAINT IF EXISTS ck_supplier_return_reason_known CASCADE
-- next
ALTER TABLE supplier_return DROP COLUMN failed_lot_id
-- next
ALTER TABLE supplier_return DROP COLUMN work_order_id
-- next
ALTER TABLE supplier_return ADD CONSTRAINT ck_supplier_return_reason_known CHECK (reason IN ('rejected', 'over', 'wrong_part', 'found_later'))
-- next
CREATE INDEX ix_balance_there ON balance (part_id, store_id) WHERE on_hand > 0
-- next
CREATE INDEX ix_location_keeper_id ON location (keeper_id)
-- next
CREATE INDEX ix_location_parent_id ON location (parent_id)
-- next
CREATE INDEX ix_location_store_id ON location (store_id)
-- next
DELETE FROM movement_rule WHERE kind = 'sale' AND from_kind = 'bin' AND to_kind = 'customer'
-- next
DELETE FROM movement_rule WHERE kind = 'sale' AND from_kind = 'van' AND to_kind = 'customer'
-- next
DELETE FROM movement_rule WHERE kind = 'fitted' AND from_kind = 'work_order' AND to_kind = 'customer'
-- next
DELETE FROM movement_rule WHERE kind = 'old_return' AND from_kind = 'customer' AND to_kind = 'defective'
-- next
DELETE FROM movement_rule WHERE kind = 'supplier_return' AND from_kind = 'defective' AND to_kind = 'supplier'
-- next
DELETE FROM movement_rule WHERE kind = 'scrap' AND from_kind = 'defective' AND to_kind = 'scrap'
-- next
DELETE FROM movement_rule WHERE kind = 'repair_out' AND from_kind = 'defective' AND to_kind = 'workshop'
-- next
DELETE FROM movement_rule WHERE kind = 'repair_in' AND from_kind = 'workshop' AND to_kind = 'defective'
-- next
DELETE FROM movement_rule WHERE kind = 'refurbishment' AND from_kind = 'defective' AND to_kind = 'conversion'
-- next
DELETE FROM movement_rule WHERE kind = 'refurbishment' AND from_kind = 'workshop' AND to_kind = 'conversion'
-- next
DELETE FROM movement_rule WHERE kind = 'refurbishment' AND from_kind = 'conversion' AND to_kind = 'hold'
-- next
DELETE FROM movement_rule WHERE kind = 'loss' AND from_kind = 'in_transit' AND to_kind = 'variance'
-- next
ALTER TABLE movement_rule ENABLE TRIGGER USER
-- next
CREATE FUNCTION movement_posted() RETURNS trigger LANGUAGE plpgsql AS $guard$ DECLARE source_place location%ROWTYPE; target_place location%ROWTYPE; moved_lot lot%ROWTYPE; BEGIN SELECT * INTO source_place FROM location WHERE id = NEW.from_location_id;
SELECT * INTO target_place FROM location WHERE id = NEW.to_location_id;
SELECT * INTO moved_lot FROM lot WHERE id = NEW.lot_id;
IF NEW.id > 0 THEN IF NEW.quantity <= 0 OR NEW.quantity > 1000000000000000 OR NEW.from_location_id = NEW.to_location_id THEN RAISE EXCEPTION 'sparewell:amount_out_of_range' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.id > 0 THEN IF NOT EXISTS (SELECT 1 FROM posting p WHERE p.id = NEW.posting_id AND p.by_id = NEW.by_id AND p.moved_on = NEW.moved_on AND p.posted_at = NEW.posted_at) THEN RAISE EXCEPTION 'sparewell:other_posting' USING ERRCODE = 'check_violation'; END IF; END IF;
IF source_place.kind IN ('bin', 'defective', 'hold', 'in_transit', 'quarantine', 'staging', 'van') OR target_place.kind IN ('bin', 'defective', 'hold', 'in_transit', 'quarantine', 'staging', 'van') THEN IF (source_place.kind IN ('bin', 'defective', 'hold', 'in_transit', 'quarantine', 'staging', 'van') AND source_place.store_id IS NULL) OR (target_place.kind IN ('bin', 'defective', 'hold', 'in_transit', 'quarantine', 'staging', 'van') AND target_place.store_id IS NULL) THEN RAISE EXCEPTION 'sparewell:no_store' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.kind <> 'reversal' THEN IF NOT EXISTS (SELECT 1 FROM movement_rule r WHERE r.kind = NEW.kind AND r.from_kind = source_place.kind AND r.to_kind = target_place.kind) THEN RAISE EXCEPTION 'sparewell:no_such_move' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.kind IN ('release', 'rejection', 'putaway', 'relocation', 'quarantine') THEN IF source_place.store_id <> target_place.store_id THEN RAISE EXCEPTION 'sparewell:other_store' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.id > 0 THEN IF COALESCE(moved_lot.part_id, 0) <> NEW.part_id THEN RAISE EXCEPTION 'sparewell:other_part' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.id > 0 THEN IF COALESCE(NEW.quantity % (SELECT u.step FROM part p JOIN unit u ON u.id = p.unit_id WHERE p.id = NEW.part_id), 1) <> 0 THEN RAISE EXCEPTION 'sparewell:not_whole_steps' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.kind = 'release' THEN IF NOT EXISTS (SELECT 1 FROM clearance c WHERE c.id = NEW.clearance_id AND c.lot_id = NEW.lot_id AND c.hold_location_id = NEW.from_location_id AND c.passed = NEW.quantity) THEN RAISE EXCEPTION 'sparewell:not_inspected' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.kind = 'rejection' THEN IF NOT EXISTS (SELECT 1 FROM clearance c WHERE c.id = NEW.clearance_id AND c.lot_id = NEW.lot_id AND c.hold_location_id = NEW.from_location_id AND c.failed = NEW.quantity) THEN RAISE EXCEPTION 'sparewell:not_inspected' USING ERRCODE = 'check_violation'; END IF; END IF;
IF target_place.kind = 'work_order' THEN IF NOT EXISTS (SELECT 1 FROM work_order w WHERE w.location_id = NEW.to_location_id AND w.state = 'open') THEN RAISE EXCEPTION 'sparewell:work_order_closed' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.kind = 'issue' THEN IF COALESCE(moved_lot.expires_on < NEW.moved_on, false) THEN RAISE EXCEPTION 'sparewell:lot_expired' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.kind = 'issue' THEN IF EXISTS (SELECT 1 FROM balance b JOIN lot older ON older.id = b.lot_id
    WHERE b.part_id = NEW.part_id AND b.store_id = source_place.store_id AND b.on_hand > 0 AND b.issueable
    AND (older.rank_on < moved_lot.rank_on OR (older.rank_on = moved_lot.rank_on AND older.id < NEW.lot_id))
    AND (older.expires_on IS NULL OR older.expires_on >= NEW.moved_on)) AND NOT EXISTS (SELECT 1 FROM fifo_exception x JOIN work_order w ON w.id = x.work_order_id
    WHERE x.id = NEW.fifo_exception_id AND x.lot_id = NEW.lot_id AND w.location_id = NEW.to_location_id) THEN RAISE EXCEPTION 'sparewell:out_of_order' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.kind = 'adjustment' THEN IF NOT EXISTS (SELECT 1 FROM count_line l JOIN stock_take_approval a ON a.stock_take_id = l.stock_take_id WHERE l.id = NEW.count_line_id AND l.part_id = NEW.part_id AND l.cause IS NOT NULL AND l.location_id IN (NEW.from_location_id, NEW.to_location_id)) THEN RAISE EXCEPTION 'sparewell:count_not_approved' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.kind = 'adjustment' THEN IF COALESCE((SELECT c.counted - c.book FROM count c WHERE c.count_line_id = NEW.count_line_id
    AND c.round = (SELECT MAX(round) FROM count WHERE count_line_id = NEW.count_line_id)), 0) * (CASE WHEN target_place.kind = 'variance' THEN -1 ELSE 1 END) < (SELECT SUM(m.quantity) FROM movement m WHERE m.count_line_id = NEW.count_line_id) THEN RAISE EXCEPTION 'sparewell:not_the_variance' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.kind = 'adjustment' AND source_place.kind = 'variance' THEN IF NOT EXISTS (SELECT 1 FROM clearance c WHERE c.lot_id = NEW.lot_id AND c.passed > 0) THEN RAISE EXCEPTION 'sparewell:not_inspected' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.kind = 'reversal' THEN IF NOT EXISTS (SELECT 1 FROM movement m WHERE m.id = NEW.reverses_id AND m.id < NEW.id AND m.kind <> 'reversal' AND m.lot_id = NEW.lot_id AND m.quantity = NEW.quantity AND m.from_location_id = NEW.to_location_id AND m.to_location_id = NEW.from_location_id) THEN RAISE EXCEPTION 'sparewell:not_the_mirror' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.id > 0 THEN IF source_place.kind IN ('warehouse', 'zone') OR target_place.kind IN ('warehouse', 'zone') THEN RAISE EXCEPTION 'sparewell:no_such_move' USING ERRCODE = 'check_violation'; END IF; END IF;
IF source_place.kind IN ('bin', 'defective', 'hold', 'in_transit', 'quarantine', 'staging', 'van', 'work_order') THEN IF COALESCE((SELECT on_hand FROM balance WHERE location_id = NEW.from_location_id AND lot_id = NEW.lot_id), 0) < NEW.quantity THEN RAISE EXCEPTION 'sparewell:insufficient_stock' USING ERRCODE = 'check_violation'; END IF; END IF;
IF source_place.kind IN ('bin', 'van') AND NOT (target_place.kind IN ('bin', 'van') AND source_place.store_id = target_place.store_id) THEN IF COALESCE((SELECT on_hand - reserved FROM stock WHERE part_id = NEW.part_id AND store_id = source_place.store_id), 0) < NEW.quantity THEN RAISE EXCEPTION 'sparewell:reserved_for_others' USING ERRCODE = 'check_violation'; END IF; END IF;
IF moved_lot.serial_number IS NOT NULL THEN IF NEW.quantity <> 1000 OR (source_place.kind IN ('customer', 'opening', 'scrap', 'supplier', 'variance') AND EXISTS (SELECT 1 FROM balance WHERE lot_id = NEW.lot_id AND on_hand > 0)) THEN RAISE EXCEPTION 'sparewell:serial_twice' USING ERRCODE = 'check_violation'; END IF; END IF;
UPDATE balance SET on_hand = on_hand - NEW.quantity, last_movement_id = NEW.id
        WHERE location_id = NEW.from_location_id AND lot_id = NEW.lot_id AND source_place.kind IN ('bin', 'defective', 'hold', 'in_transit', 'quarantine', 'staging', 'van', 'work_order');
INSERT INTO balance (location_id, lot_id, part_id, store_id, issueable, on_hand, last_movement_id)
        SELECT NEW.to_location_id, NEW.lot_id, NEW.part_id, target_place.store_id, target_place.kind IN ('bin', 'van'),
        NEW.quantity, NEW.id
        WHERE target_place.kind IN ('bin', 'defective', 'hold', 'in_transit', 'quarantine', 'staging', 'van', 'work_order') AND NOT EXISTS
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
CREATE FUNCTION balance_starts() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NOT EXISTS (SELECT 1 FROM movement m JOIN location l ON l.id = m.to_location_id
    WHERE m.id = NEW.last_movement_id AND m.lot_id = NEW.lot_id AND m.part_id = NEW.part_id
    AND m.to_location_id = NEW.location_id AND m.quantity = NEW.on_hand AND l.kind IN ('bin', 'defective', 'hold', 'in_transit', 'quarantine', 'staging', 'van', 'work_order')
    AND COALESCE(l.store_id, 0) = COALESCE(NEW.store_id, 0) AND NEW.issueable = (l.kind IN ('bin', 'van')))) THEN RAISE EXCEPTION 'sparewell:kept_by_movements:balance' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION balance_keeps_location_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.location_id IS DISTINCT FROM OLD.location_id OR NEW.lot_id IS DISTINCT FROM OLD.lot_id OR NEW.part_id IS DISTINCT FROM OLD.part_id OR NEW.store_id IS DISTINCT FROM OLD.store_id OR NEW.issueable IS DISTINCT FROM OLD.issueable THEN RAISE EXCEPTION 'sparewell:unchangeable:balance' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION location_insert_store_right() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.store_id IS NOT NULL AND CASE WHEN NEW.kind IN ('warehouse', 'van') THEN NEW.store_id <> NEW.id
        WHEN NEW.kind IN ('customer', 'opening', 'scrap', 'supplier', 'variance', 'work_order') THEN true
        ELSE NOT EXISTS (SELECT 1 FROM location s WHERE s.id = NEW.store_id AND s.kind IN ('warehouse', 'van')) END) THEN RAISE EXCEPTION 'sparewell:other_store' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION location_update_store_right() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.store_id IS NOT NULL AND CASE WHEN NEW.kind IN ('warehouse', 'van') THEN NEW.store_id <> NEW.id
        WHEN NEW.kind IN ('customer', 'opening', 'scrap', 'supplier', 'variance', 'work_order') THEN true
        ELSE NOT EXISTS (SELECT 1 FROM location s WHERE s.id = NEW.store_id AND s.kind IN ('warehouse', 'van')) END) THEN RAISE EXCEPTION 'sparewell:other_store' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION movement_receipt_is_backed() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.kind = 'receipt' AND (NOT EXISTS (SELECT 1 FROM arrival_lot al JOIN arrival_line l ON l.id = al.arrival_line_id
    JOIN arrival a ON a.id = l.arrival_id
    WHERE al.lot_id = NEW.lot_id AND al.quantity = NEW.quantity AND l.hold_location_id = NEW.to_location_id
    AND a.state = 'open' AND l.quantity = (SELECT SUM(o.quantity) FROM arrival_lot o WHERE o.arrival_line_id = l.id)) OR EXISTS (SELECT 1 FROM movement m WHERE m.lot_id = NEW.lot_id AND m.kind = 'receipt' AND m.id <> NEW.id))) THEN RAISE EXCEPTION 'sparewell:receipt_without_arrival' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION movement_release_is_inspected() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.kind = 'release' AND EXISTS (SELECT 1 FROM arrival_lot al WHERE al.lot_id = NEW.lot_id) AND (SELECT SUM(m.quantity) FROM movement m WHERE m.lot_id = NEW.lot_id AND m.kind = 'release'
    AND NOT EXISTS (SELECT 1 FROM movement r WHERE r.reverses_id = m.id)) > COALESCE((SELECT SUM(i.passed) FROM inspection i JOIN arrival_lot al ON al.id = i.arrival_lot_id
    WHERE al.lot_id = NEW.lot_id AND i.state = 'decided'), 0)) THEN RAISE EXCEPTION 'sparewell:uninspected_release' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION movement_rejection_is_inspected() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.kind = 'rejection' AND EXISTS (SELECT 1 FROM arrival_lot al WHERE al.lot_id = NEW.lot_id) AND (SELECT SUM(m.quantity) FROM movement m WHERE m.lot_id = NEW.lot_id AND m.kind = 'rejection'
    AND NOT EXISTS (SELECT 1 FROM movement r WHERE r.reverses_id = m.id)) > COALESCE((SELECT SUM(i.failed) FROM inspection i JOIN arrival_lot al ON al.id = i.arrival_lot_id
    WHERE al.lot_id = NEW.lot_id AND i.state = 'decided'), 0)) THEN RAISE EXCEPTION 'sparewell:uninspected_release' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION movement_reversal_keeps_verdicts() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.kind = 'reversal' AND EXISTS (SELECT 1 FROM arrival_lot al WHERE al.lot_id = NEW.lot_id) AND EXISTS (SELECT 1 FROM movement m WHERE m.id = NEW.reverses_id AND (m.kind IN ('release', 'rejection') OR (m.kind = 'receipt' AND NOT EXISTS (SELECT 1 FROM arrival_lot al JOIN arrival_line l ON l.id = al.arrival_line_id JOIN arrival a ON a.id = l.arrival_id WHERE al.lot_id = NEW.lot_id AND a.state = 'undone')) OR (m.kind IN ('supplier_return', 'scrap') AND EXISTS (SELECT 1 FROM posting p JOIN supplier_return r ON r.number = p.reference WHERE p.id = m.posting_id))))) THEN RAISE EXCEPTION 'sparewell:undo_where_it_was_done' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION movement_gain_is_sound() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.kind = 'adjustment' AND EXISTS (SELECT 1 FROM location f WHERE f.id = NEW.from_location_id AND f.kind = 'variance') AND EXISTS (SELECT 1 FROM balance b JOIN location l ON l.id = b.location_id WHERE b.lot_id = NEW.lot_id AND b.on_hand > 0 AND l.kind IN ('hold', 'quarantine'))) THEN RAISE EXCEPTION 'sparewell:not_inspected' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION movement_takes_nothing_claimed() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.kind IN ('supplier_return', 'scrap', 'reversal') AND EXISTS (SELECT 1 FROM location q WHERE q.id = NEW.from_location_id AND q.kind = 'quarantine') AND NOT EXISTS (SELECT 1 FROM posting p JOIN supplier_return r ON r.number = p.reference
    WHERE p.id = NEW.posting_id AND r.lot_id = NEW.lot_id AND NEW.kind <> 'reversal') AND COALESCE((SELECT SUM(CASE WHEN m.to_location_id = NEW.from_location_id THEN m.quantity
    ELSE -m.quantity END) FROM movement m
    WHERE m.lot_id = NEW.lot_id AND NEW.from_location_id IN (m.from_location_id, m.to_location_id)), 0) < COALESCE((SELECT SUM(r.quantity - r.sent - r.scrapped) FROM supplier_return r WHERE r.lot_id = NEW.lot_id
    AND r.quarantine_location_id = NEW.from_location_id AND r.state <> 'cancelled'), 0)) THEN RAISE EXCEPTION 'sparewell:on_a_claim' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION supplier_return_keeps_number() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.number IS DISTINCT FROM OLD.number OR NEW.supplier_id IS DISTINCT FROM OLD.supplier_id OR NEW.arrival_line_id IS DISTINCT FROM OLD.arrival_line_id OR NEW.part_id IS DISTINCT FROM OLD.part_id OR NEW.quantity IS DISTINCT FROM OLD.quantity OR NEW.reason IS DISTINCT FROM OLD.reason OR NEW.lot_id IS DISTINCT FROM OLD.lot_id OR NEW.inspection_id IS DISTINCT FROM OLD.inspection_id OR NEW.opened_by_id IS DISTINCT FROM OLD.opened_by_id THEN RAISE EXCEPTION 'sparewell:unchangeable:supplier_return' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER movement_posted AFTER INSERT ON movement FOR EACH ROW EXECUTE FUNCTION movement_posted()
-- next
CREATE TRIGGER balance_starts BEFORE INSERT ON balance FOR EACH ROW EXECUTE FUNCTION balance_starts()
-- next
CREATE TRIGGER balance_keeps_location_id BEFORE UPDATE ON balance FOR EACH ROW EXECUTE FUNCTION balance_keeps_location_id()
-- next
CREATE TRIGGER location_insert_store_right BEFORE INSERT ON location FOR EACH ROW EXECUTE FUNCTION location_insert_store_right()
-- next
CREATE TRIGGER location_update_store_right BEFORE UPDATE ON location FOR EACH ROW EXECUTE FUNCTION location_update_store_right()
-- next
CREATE TRIGGER movement_receipt_is_backed AFTER INSERT ON movement FOR EACH ROW EXECUTE FUNCTION movement_receipt_is_backed()
-- next
CREATE TRIGGER movement_release_is_inspected AFTER INSERT ON movement FOR EACH ROW EXECUTE FUNCTION movement_release_is_inspected()
-- next
CREATE TRIGGER movement_rejection_is_inspected AFTER INSERT ON movement FOR EACH ROW EXECUTE FUNCTION movement_rejection_is_inspected()
-- next
CREATE TRIGGER movement_reversal_keeps_verdicts AFTER INSERT ON movement FOR EACH ROW EXECUTE FUNCTION movement_reversal_keeps_verdicts()
-- next
CREATE TRIGGER movement_gain_is_sound AFTER INSERT ON movement FOR EACH ROW EXECUTE FUNCTION movement_gain_is_sound()
-- next
CREATE TRIGGER movement_takes_nothing_claimed AFTER INSERT ON movement FOR EACH ROW EXECUTE FUNCTION movement_takes_nothing_claimed()
-- next
CREATE TRIGGER supplier_return_keeps_number BEFORE UPDATE ON supplier_return FOR EACH ROW EXECUTE FUNCTION supplier_return_keeps_number()
