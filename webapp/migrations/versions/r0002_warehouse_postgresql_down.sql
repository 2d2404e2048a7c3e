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
DROP FUNCTION transfer_closed_settled() CASCADE
-- next
DROP INDEX ix_part_merged_into_id
-- next
DROP INDEX ix_bin_home_location_id
-- next
DROP INDEX ix_count_plan_store_id
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
DROP INDEX ix_van_limit_part_id
-- next
DROP INDEX ix_handover_work_order_id
-- next
DROP INDEX ix_transfer_settlement_state
-- next
DROP INDEX ix_transfer_settlement_transfer_id
-- next
DROP INDEX ix_allocation_event_part_request_id
-- next
DROP INDEX ix_allocation_event_to_request_id
-- next
DROP INDEX ix_count_line_there
-- next
DROP INDEX ix_fifo_ask_part_request_id
-- next
DROP INDEX ix_fifo_ask_state
-- next
DROP INDEX ix_handover_posting_handover_id
-- next
DROP INDEX ix_pick_wave_line_part_request_id
-- next
DROP INDEX ix_short_pick_location_id
-- next
DROP INDEX ix_short_pick_part_request_id
-- next
DROP INDEX uq_count_proposal_open
-- next
DROP TABLE stock_take_endorsement CASCADE
-- next
DROP TABLE count_proposal CASCADE
-- next
DROP TABLE short_pick CASCADE
-- next
DROP TABLE pick_wave_line CASCADE
-- next
DROP TABLE handover_posting CASCADE
-- next
DROP TABLE fifo_ask CASCADE
-- next
DROP TABLE allocation_event CASCADE
-- next
DROP TABLE transfer_settlement CASCADE
-- next
DROP TABLE limit_signature CASCADE
-- next
DROP TABLE handover CASCADE
-- next
DROP TABLE fit_range CASCADE
-- next
DROP TABLE van_limit CASCADE
-- next
DROP TABLE store_deputy CASCADE
-- next
DROP TABLE pick_wave CASCADE
-- next
DROP TABLE part_merge CASCADE
-- next
DROP TABLE count_plan CASCADE
-- next
DROP TABLE bin_home CASCADE
-- next
DROP TABLE variance_cause CASCADE
-- next
ALTER TABLE location DROP CONSTRAINT IF EXISTS ck_location_limits_positive CASCADE
-- next
ALTER TABLE location DROP COLUMN storage_condition
-- next
ALTER TABLE location DROP COLUMN most_units
-- next
ALTER TABLE location DROP COLUMN most_lots
-- next
ALTER TABLE location DROP COLUMN most_value_cny
-- next
ALTER TABLE part DROP CONSTRAINT IF EXISTS fk_part_merged_into_id_part CASCADE
-- next
ALTER TABLE part DROP COLUMN merged_into_id
-- next
ALTER TABLE stock_take DROP CONSTRAINT IF EXISTS fk_stock_take_plan_id_count_plan CASCADE
-- next
ALTER TABLE stock_take DROP COLUMN plan_id
-- next
ALTER TABLE work_order DROP COLUMN product_serial
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
