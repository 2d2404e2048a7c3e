DROP TRIGGER stock_take_approval_integers
-- next
DROP TRIGGER count_by_who_has_the_line
-- next
DROP TRIGGER count_knows_the_cost
-- next
DROP TRIGGER count_line_cause_known
-- next
DROP TRIGGER endorsed_by_no_counter
-- next
DROP TRIGGER endorsed_as_counted
-- next
DROP TRIGGER approval_of_the_worth
-- next
DROP TRIGGER approval_within_limit
-- next
DROP TRIGGER proposal_taken_once
-- next
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
DROP TRIGGER lot_serial_elsewhere
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
DROP TRIGGER old_part_debt_begins
-- next
DROP TRIGGER old_part_debt_follows
-- next
DROP TRIGGER old_part_debt_returned
-- next
DROP TRIGGER old_part_debt_excused
-- next
DROP TRIGGER old_part_debt_due
-- next
DROP TRIGGER old_part_debt_engineer
-- next
DROP TRIGGER old_part_explained_by_debtor
-- next
DROP TRIGGER old_part_note_line_right
-- next
DROP TRIGGER old_part_note_ended
-- next
DROP TRIGGER old_part_receipt_right
-- next
DROP TRIGGER old_part_receipt_undone_once
-- next
DROP TRIGGER old_lot_worthless
-- next
DROP TRIGGER old_part_verdict_in_turn
-- next
DROP TRIGGER refurbishment_right
-- next
DROP TRIGGER workshop_line_counts
-- next
DROP TRIGGER workshop_order_ends
-- next
DROP TRIGGER movement_of_old_parts
-- next
DROP TRIGGER stock_checkpoint_no_delete
-- next
DROP TRIGGER stock_checkpoint_no_replace_part_id_store_id_movement_id
-- next
DROP TRIGGER stock_checkpoint_no_takeover_part_id_store_id_movement_id
-- next
DROP TRIGGER stock_checkpoint_no_update
-- next
DROP TRIGGER count_plan_no_delete
-- next
DROP TRIGGER count_plan_keeps_id
-- next
DROP TRIGGER count_plan_no_replace_id
-- next
DROP TRIGGER count_plan_no_takeover_id
-- next
DROP TRIGGER count_plan_keeps_store_id
-- next
DROP TRIGGER count_proposal_no_delete
-- next
DROP TRIGGER count_proposal_keeps_id
-- next
DROP TRIGGER count_proposal_no_replace_id
-- next
DROP TRIGGER count_proposal_no_takeover_id
-- next
DROP TRIGGER count_proposal_keeps_location_id
-- next
DROP TRIGGER scrap_witness_no_update
-- next
DROP TRIGGER scrap_witness_no_delete
-- next
DROP TRIGGER scrap_witness_no_replace_id
-- next
DROP TRIGGER scrap_witness_no_replace_surplus_proposal_id
-- next
DROP TRIGGER disposal_no_update
-- next
DROP TRIGGER disposal_no_delete
-- next
DROP TRIGGER disposal_no_replace_id
-- next
DROP TRIGGER disposal_no_replace_number
-- next
DROP TRIGGER disposal_no_replace_surplus_proposal_id
-- next
DROP TRIGGER disposal_line_no_update
-- next
DROP TRIGGER disposal_line_no_delete
-- next
DROP TRIGGER disposal_line_no_replace_id
-- next
DROP TRIGGER disposal_line_no_replace_disposal_id_lot_id_from_location_id
-- next
DROP TRIGGER scrap_witness_of_approved
-- next
DROP TRIGGER disposal_as_approved
-- next
DROP TRIGGER disposal_witnessed_by_another
-- next
DROP TRIGGER disposal_line_right
-- next
DROP TRIGGER surplus_proposal_carried_out_by_document
-- next
DROP TRIGGER movement_of_sale
-- next
DROP TRIGGER lot_freeze_no_update
-- next
DROP TRIGGER lot_freeze_no_delete
-- next
DROP TRIGGER lot_freeze_no_replace_id
-- next
DROP TRIGGER lot_thaw_no_update
-- next
DROP TRIGGER lot_thaw_no_delete
-- next
DROP TRIGGER lot_thaw_no_replace_id
-- next
DROP TRIGGER lot_thaw_no_replace_lot_freeze_id
-- next
DROP TRIGGER lot_thaw_thawed_by_id_is_another
-- next
DROP TRIGGER lot_freeze_knows_the_ledger
-- next
DROP TRIGGER lot_thaw_knows_the_ledger
-- next
DROP TRIGGER lot_freeze_right
-- next
DROP TRIGGER lot_freeze_once
-- next
DROP TRIGGER frozen_lot_follows
-- next
DROP TRIGGER frozen_lot_leaves
-- next
DROP TRIGGER frozen_lot_no_update
-- next
DROP TRIGGER frozen_lot_no_replace_lot_id
-- next
DROP TRIGGER frozen_lot_no_takeover_lot_id
-- next
DROP TRIGGER frozen_lot_no_replace_lot_freeze_id
-- next
DROP TRIGGER frozen_lot_no_takeover_lot_freeze_id
-- next
DROP TRIGGER lot_freeze_counts
-- next
DROP TRIGGER lot_thaw_counts
-- next
DROP TRIGGER reservation_not_of_frozen
-- next
DROP TRIGGER old_part_debt_no_delete
-- next
DROP TRIGGER old_part_debt_keeps_id
-- next
DROP TRIGGER old_part_debt_no_replace_id
-- next
DROP TRIGGER old_part_debt_no_takeover_id
-- next
DROP TRIGGER old_part_debt_no_replace_work_order_id_part_id
-- next
DROP TRIGGER old_part_debt_no_takeover_work_order_id_part_id
-- next
DROP TRIGGER old_part_debt_keeps_work_order_id
-- next
DROP TRIGGER old_part_explanation_no_update
-- next
DROP TRIGGER old_part_explanation_no_delete
-- next
DROP TRIGGER old_part_explanation_no_replace_id
-- next
DROP TRIGGER old_part_answer_no_update
-- next
DROP TRIGGER old_part_answer_no_delete
-- next
DROP TRIGGER old_part_answer_no_replace_id
-- next
DROP TRIGGER old_part_answer_no_replace_explanation_id
-- next
DROP TRIGGER old_part_answer_signed_by_id_is_another
-- next
DROP TRIGGER old_part_note_no_delete
-- next
DROP TRIGGER old_part_note_keeps_id
-- next
DROP TRIGGER old_part_note_no_replace_id
-- next
DROP TRIGGER old_part_note_no_takeover_id
-- next
DROP TRIGGER old_part_note_no_replace_number
-- next
DROP TRIGGER old_part_note_no_takeover_number
-- next
DROP TRIGGER old_part_note_keeps_number
-- next
DROP TRIGGER old_part_note_line_no_update
-- next
DROP TRIGGER old_part_note_line_no_delete
-- next
DROP TRIGGER old_part_note_line_no_replace_id
-- next
DROP TRIGGER old_part_receipt_no_delete
-- next
DROP TRIGGER old_part_receipt_keeps_id
-- next
DROP TRIGGER old_part_receipt_no_replace_id
-- next
DROP TRIGGER old_part_receipt_no_takeover_id
-- next
DROP TRIGGER old_part_receipt_no_replace_lot_id
-- next
DROP TRIGGER old_part_receipt_no_takeover_lot_id
-- next
DROP TRIGGER old_part_receipt_keeps_line_id
-- next
DROP TRIGGER old_part_receipt_confirmed_by_id_is_another
-- next
DROP TRIGGER old_part_verdict_no_update
-- next
DROP TRIGGER old_part_verdict_no_delete
-- next
DROP TRIGGER old_part_verdict_no_replace_id
-- next
DROP TRIGGER old_part_verdict_no_replace_corrects_id
-- next
DROP TRIGGER old_part_verdict_judged_by_id_is_another
-- next
DROP TRIGGER workshop_order_no_delete
-- next
DROP TRIGGER workshop_order_keeps_id
-- next
DROP TRIGGER workshop_order_no_replace_id
-- next
DROP TRIGGER workshop_order_no_takeover_id
-- next
DROP TRIGGER workshop_order_no_replace_number
-- next
DROP TRIGGER workshop_order_no_takeover_number
-- next
DROP TRIGGER workshop_order_keeps_number
-- next
DROP TRIGGER workshop_line_no_delete
-- next
DROP TRIGGER workshop_line_keeps_id
-- next
DROP TRIGGER workshop_line_no_replace_id
-- next
DROP TRIGGER workshop_line_no_takeover_id
-- next
DROP TRIGGER workshop_line_no_replace_workshop_order_id_lot_id
-- next
DROP TRIGGER workshop_line_no_takeover_workshop_order_id_lot_id
-- next
DROP TRIGGER workshop_line_keeps_workshop_order_id
-- next
DROP TRIGGER refurbishment_no_update
-- next
DROP TRIGGER refurbishment_no_delete
-- next
DROP TRIGGER refurbishment_no_replace_id
-- next
DROP TRIGGER refurbishment_no_replace_new_lot_id
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
DROP TRIGGER part_merge_no_delete
-- next
DROP TRIGGER part_merge_keeps_id
-- next
DROP TRIGGER part_merge_no_replace_id
-- next
DROP TRIGGER part_merge_no_takeover_id
-- next
DROP TRIGGER part_merge_keeps_duplicate_id
-- next
DROP TRIGGER part_merge_undone_once
-- next
DROP TRIGGER part_merge_measures_the_same
-- next
DROP TRIGGER part_alias_is_merged
-- next
DROP TRIGGER part_alias_keeps_measure
-- next
DROP TRIGGER part_begins_as_itself
-- next
DROP TRIGGER supersession_ends_insert
-- next
DROP TRIGGER supersession_ends_update
-- next
DROP TRIGGER category_is_a_tree_insert
-- next
DROP TRIGGER category_is_a_tree_update
-- next
DROP TRIGGER supersession_of_a_merge_stays
-- next
DROP TRIGGER supersession_of_a_merge_keeps
-- next
DROP TRIGGER period_closing_no_delete
-- next
DROP TRIGGER period_closing_keeps_id
-- next
DROP TRIGGER period_closing_no_replace_id
-- next
DROP TRIGGER period_closing_no_takeover_id
-- next
DROP TRIGGER period_closing_keeps_month_on
-- next
DROP TRIGGER period_closing_keeps_checklist
-- next
DROP TRIGGER period_closing_decided_once
-- next
DROP TRIGGER period_closing_begins_asked
-- next
DROP TRIGGER period_closing_stays_closed
-- next
DROP TRIGGER period_balance_as_counted
-- next
DROP TRIGGER period_close_no_update
-- next
DROP TRIGGER period_close_no_delete
-- next
DROP TRIGGER period_close_no_replace_id
-- next
DROP TRIGGER period_close_no_replace_month_on
-- next
DROP TRIGGER period_close_no_replace_ends_on
-- next
DROP TRIGGER period_close_no_replace_period_closing_id
-- next
DROP TRIGGER period_figure_no_update
-- next
DROP TRIGGER period_figure_no_delete
-- next
DROP TRIGGER period_figure_no_replace_id
-- next
DROP TRIGGER period_balance_no_delete
-- next
DROP TRIGGER period_balance_no_replace_ends_on_location_id_lot_id
-- next
DROP TRIGGER period_balance_no_takeover_ends_on_location_id_lot_id
-- next
DROP TRIGGER period_balance_no_update
-- next
DROP TRIGGER period_balance_of_its_month
-- next
DROP TRIGGER period_close_confirmed_by_id_is_another
-- next
DROP TRIGGER period_close_as_asked
-- next
DROP TRIGGER period_not_a_month_refused
-- next
DROP TRIGGER period_not_next_refused
-- next
DROP TRIGGER period_not_over_refused
-- next
DROP TRIGGER period_other_head_refused
-- next
DROP TRIGGER period_figure_of_its_month
-- next
DROP TRIGGER pick_wave_no_delete
-- next
DROP TRIGGER pick_wave_keeps_id
-- next
DROP TRIGGER pick_wave_no_replace_id
-- next
DROP TRIGGER pick_wave_no_takeover_id
-- next
DROP TRIGGER pick_wave_no_replace_number
-- next
DROP TRIGGER pick_wave_no_takeover_number
-- next
DROP TRIGGER pick_wave_keeps_number
-- next
DROP TRIGGER pick_wave_closed_once
-- next
DROP TRIGGER pick_wave_line_no_update
-- next
DROP TRIGGER pick_wave_line_no_delete
-- next
DROP TRIGGER pick_wave_line_no_replace_id
-- next
DROP TRIGGER pick_wave_line_no_replace_pick_wave_id_part_request_id
-- next
DROP TRIGGER pick_wave_line_one_walk
-- next
DROP TRIGGER short_pick_no_update
-- next
DROP TRIGGER short_pick_no_delete
-- next
DROP TRIGGER short_pick_no_replace_id
-- next
DROP TRIGGER short_pick_right
-- next
DROP TRIGGER fifo_ask_no_delete
-- next
DROP TRIGGER fifo_ask_keeps_id
-- next
DROP TRIGGER fifo_ask_no_replace_id
-- next
DROP TRIGGER fifo_ask_no_takeover_id
-- next
DROP TRIGGER fifo_ask_no_replace_fifo_exception_id
-- next
DROP TRIGGER fifo_ask_no_takeover_fifo_exception_id
-- next
DROP TRIGGER fifo_ask_keeps_part_request_id
-- next
DROP TRIGGER fifo_ask_decided_once
-- next
DROP TRIGGER fifo_ask_other_person
-- next
DROP TRIGGER fifo_ask_right
-- next
DROP TRIGGER handover_no_update
-- next
DROP TRIGGER handover_no_delete
-- next
DROP TRIGGER handover_no_replace_id
-- next
DROP TRIGGER handover_no_replace_number
-- next
DROP TRIGGER handover_posting_no_update
-- next
DROP TRIGGER handover_posting_no_delete
-- next
DROP TRIGGER handover_posting_no_replace_id
-- next
DROP TRIGGER handover_posting_no_replace_posting_id
-- next
DROP TRIGGER handover_two_persons
-- next
DROP TRIGGER handover_posting_right
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
DROP TRIGGER store_deputy_right_place
-- next
DROP TRIGGER store_deputy_keeps_store_id
-- next
DROP TRIGGER bin_home_right_place
-- next
DROP TRIGGER bin_home_keeps_location_id
-- next
DROP TRIGGER van_limit_right_place
-- next
DROP TRIGGER van_limit_keeps_van_id
-- next
DROP TRIGGER allocation_event_no_update
-- next
DROP TRIGGER allocation_event_no_delete
-- next
DROP TRIGGER allocation_event_no_replace_id
-- next
DROP TRIGGER allocation_event_same_part
-- next
DROP TRIGGER reservation_held
-- next
DROP TRIGGER part_request_hold_recorded
-- next
DROP TRIGGER part_request_begins_soft
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
DROP TRIGGER stock_take_endorsement_no_update
-- next
DROP TRIGGER stock_take_endorsement_no_delete
-- next
DROP TRIGGER stock_take_endorsement_no_replace_id
-- next
DROP TRIGGER stock_take_endorsement_no_replace_stock_take_id_last_count_id
-- next
DROP TRIGGER stock_take_endorsement_endorsed_by_id_is_another
-- next
DROP TRIGGER stock_take_approval_keeps_value_cny
-- next
DROP TRIGGER variance_cause_no_delete
-- next
DROP TRIGGER variance_cause_keeps_id
-- next
DROP TRIGGER variance_cause_no_replace_id
-- next
DROP TRIGGER variance_cause_no_takeover_id
-- next
DROP TRIGGER variance_cause_no_replace_code
-- next
DROP TRIGGER variance_cause_no_takeover_code
-- next
DROP TRIGGER variance_cause_keeps_code
-- next
DROP TRIGGER surplus_proposal_no_delete
-- next
DROP TRIGGER surplus_proposal_keeps_id
-- next
DROP TRIGGER surplus_proposal_no_replace_id
-- next
DROP TRIGGER surplus_proposal_no_takeover_id
-- next
DROP TRIGGER surplus_proposal_no_replace_number
-- next
DROP TRIGGER surplus_proposal_no_takeover_number
-- next
DROP TRIGGER surplus_proposal_keeps_number
-- next
DROP TRIGGER surplus_approval_no_update
-- next
DROP TRIGGER surplus_approval_no_delete
-- next
DROP TRIGGER surplus_approval_no_replace_id
-- next
DROP TRIGGER surplus_approval_no_replace_surplus_proposal_id
-- next
DROP TRIGGER surplus_approval_approved_by_id_is_another
-- next
DROP TRIGGER surplus_approval_of_submitted
-- next
DROP TRIGGER surplus_proposal_steps
-- next
DROP TRIGGER surplus_proposal_begins_open
-- next
DROP TRIGGER surplus_proposal_stays_as_approved
-- next
DROP TRIGGER surplus_proposal_kept_once_approved
-- next
DROP TRIGGER limit_signature_no_update
-- next
DROP TRIGGER limit_signature_no_delete
-- next
DROP TRIGGER limit_signature_no_replace_id
-- next
DROP TRIGGER limit_signature_no_replace_transfer_id
-- next
DROP TRIGGER limit_signature_signed_by_id_is_another
-- next
DROP TRIGGER transfer_within_limits
-- next
DROP TRIGGER transfer_settlement_no_delete
-- next
DROP TRIGGER transfer_settlement_keeps_id
-- next
DROP TRIGGER transfer_settlement_no_replace_id
-- next
DROP TRIGGER transfer_settlement_no_takeover_id
-- next
DROP TRIGGER transfer_settlement_keeps_transfer_id
-- next
DROP TRIGGER transfer_settlement_once
-- next
DROP TRIGGER transfer_settlement_other
-- next
DROP TRIGGER transfer_settlement_asked_first
-- next
DROP TRIGGER transfer_settlement_begins_asked
-- next
DROP TRIGGER settlement_came_in
-- next
DROP TRIGGER transfer_closed_settled
-- next
DROP TRIGGER transfer_settlement_piece_no_update
-- next
DROP TRIGGER transfer_settlement_piece_no_delete
-- next
DROP TRIGGER transfer_settlement_piece_no_replace_id
-- next
DROP TRIGGER transfer_settlement_piece_no_replace_settlement_id_lot_id
-- next
DROP TRIGGER settlement_piece_was_sent
-- next
DROP TRIGGER settlement_piece_once
-- next
DROP TRIGGER settlement_names_its_pieces
-- next
DROP TRIGGER workshop_no_delete
-- next
DROP TRIGGER workshop_keeps_id
-- next
DROP TRIGGER workshop_no_replace_id
-- next
DROP TRIGGER workshop_no_takeover_id
-- next
DROP TRIGGER workshop_no_replace_location_id
-- next
DROP TRIGGER workshop_no_takeover_location_id
-- next
DROP TRIGGER workshop_keeps_location_id
-- next
DROP TRIGGER workshop_reminder_no_update
-- next
DROP TRIGGER workshop_reminder_no_delete
-- next
DROP TRIGGER workshop_reminder_no_replace_id
-- next
DROP TRIGGER workshop_reminder_no_replace_workshop_order_id_reminded_on
-- next
DROP TRIGGER workshop_is_a_workshop
-- next
DROP TRIGGER workshop_reminder_of_sent
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
DROP TRIGGER supplier_insert_other_person
-- next
DROP TRIGGER supplier_update_other_person
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
DROP TRIGGER supplier_return_warranty_right
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
DROP TRIGGER stock_sample_no_delete
-- next
DROP TRIGGER stock_sample_keeps_id
-- next
DROP TRIGGER stock_sample_no_replace_id
-- next
DROP TRIGGER stock_sample_no_takeover_id
-- next
DROP TRIGGER stock_sample_no_replace_number
-- next
DROP TRIGGER stock_sample_no_takeover_number
-- next
DROP TRIGGER stock_sample_keeps_number
-- next
DROP TRIGGER stock_sample_judged_once
-- next
DROP TRIGGER kit_no_delete
-- next
DROP TRIGGER kit_keeps_id
-- next
DROP TRIGGER kit_no_replace_id
-- next
DROP TRIGGER kit_no_takeover_id
-- next
DROP TRIGGER kit_no_replace_code
-- next
DROP TRIGGER kit_no_takeover_code
-- next
DROP TRIGGER kit_keeps_code
-- next
DROP TABLE stock_take_endorsement
-- next
DROP TABLE old_part_receipt
-- next
DROP TABLE old_part_answer
-- next
DROP TABLE disposal_line
-- next
DROP TABLE count_proposal
-- next
DROP TABLE transfer_settlement_piece
-- next
DROP TABLE short_pick
-- next
DROP TABLE refurbishment
-- next
DROP TABLE pick_wave_line
-- next
DROP TABLE old_part_note_line
-- next
DROP TABLE old_part_explanation
-- next
DROP TABLE lot_thaw
-- next
DROP TABLE handover_posting
-- next
DROP TABLE frozen_lot
-- next
DROP TABLE fifo_ask
-- next
DROP TABLE disposal
-- next
DROP TABLE allocation_event
-- next
DROP TABLE workshop_reminder
-- next
DROP TABLE workshop_line
-- next
DROP TABLE transfer_settlement
-- next
DROP TABLE surplus_approval
-- next
DROP TABLE stock_sample
-- next
DROP TABLE scrap_witness
-- next
DROP TABLE period_figure
-- next
DROP TABLE period_balance
-- next
DROP TABLE old_part_verdict
-- next
DROP TABLE old_part_debt
-- next
DROP TABLE lot_freeze
-- next
DROP TABLE limit_signature
-- next
DROP TABLE handover
-- next
DROP TABLE fit_range
-- next
DROP TABLE workshop_order
-- next
DROP TABLE workshop
-- next
DROP TABLE van_limit
-- next
DROP TABLE surplus_proposal
-- next
DROP TABLE store_deputy
-- next
DROP TABLE stock_checkpoint
-- next
DROP TABLE pick_wave
-- next
DROP TABLE period_close
-- next
DROP TABLE part_merge
-- next
DROP TABLE part_class
-- next
DROP TABLE old_part_note
-- next
DROP TABLE kit_line
-- next
DROP TABLE count_plan
-- next
DROP TABLE bin_home
-- next
DROP TABLE scanned
-- next
DROP TABLE period_closing
-- next
DROP TABLE kit
-- next
DROP TABLE variance_cause
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
	CONSTRAINT pk_location PRIMARY KEY (id),
	CONSTRAINT uq_location_id_kind UNIQUE (id, kind),
	CONSTRAINT ck_location_kind_known CHECK (kind IN ('warehouse', 'zone', 'hold', 'staging', 'bin', 'van', 'quarantine', 'defective', 'in_transit', 'work_order', 'supplier', 'opening', 'customer', 'scrap', 'variance')),
	CONSTRAINT ck_location_van_has_keeper CHECK (kind <> 'van' OR keeper_id IS NOT NULL),
	CONSTRAINT uq_location_code UNIQUE (code),
	CONSTRAINT fk_location_parent_id_location FOREIGN KEY(parent_id) REFERENCES location (id),
	CONSTRAINT fk_location_store_id_location FOREIGN KEY(store_id) REFERENCES location (id),
	CONSTRAINT fk_location_supplying_store_id_location FOREIGN KEY(supplying_store_id) REFERENCES location (id),
	CONSTRAINT fk_location_keeper_id_person FOREIGN KEY(keeper_id) REFERENCES person (id)
)
-- next
INSERT INTO new_location (id, code, name_zh, name_en, kind, parent_id, store_id, supplying_store_id, keeper_id, region, pick_sequence, active) SELECT id, code, name_zh, name_en, kind, parent_id, store_id, supplying_store_id, keeper_id, region, pick_sequence, active FROM location
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
	CONSTRAINT pk_part PRIMARY KEY (id),
	CONSTRAINT ck_part_use_class_known CHECK (use_class IN ('wear', 'common', 'key')),
	CONSTRAINT ck_part_criticality_known CHECK (criticality IN ('vital', 'essential', 'desirable')),
	CONSTRAINT ck_part_state_known CHECK (state IN ('active', 'phasing_out', 'discontinued')),
	CONSTRAINT ck_part_shelf_life_positive CHECK (shelf_life_days IS NULL OR shelf_life_days > 0),
	CONSTRAINT uq_part_number UNIQUE (number),
	CONSTRAINT fk_part_unit_id_unit FOREIGN KEY(unit_id) REFERENCES unit (id),
	CONSTRAINT fk_part_category_id_category FOREIGN KEY(category_id) REFERENCES category (id),
	CONSTRAINT uq_part_gtin UNIQUE (gtin)
)
-- next
INSERT INTO new_part (id, number, name_zh, name_en, unit_id, category_id, use_class, criticality, state, abc, xyz, fsn, shelf_life_days, serial_tracked, original_maker, storage_condition, specification, gtin) SELECT id, number, name_zh, name_en, unit_id, category_id, use_class, criticality, state, abc, xyz, fsn, shelf_life_days, serial_tracked, original_maker, storage_condition, specification, gtin FROM part
-- next
DROP TABLE part
-- next
ALTER TABLE new_part RENAME TO part
-- next
CREATE INDEX ix_part_category_id ON part (category_id)
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
	CONSTRAINT uq_lot_part_id_serial_number UNIQUE (part_id, serial_number),
	CONSTRAINT ck_lot_unit_cost_not_negative CHECK (unit_cost_cny >= 0),
	CONSTRAINT ck_lot_rank_right CHECK (rank_on = COALESCE(expires_on, received_on)),
	CONSTRAINT ck_lot_origin_known CHECK (origin IN ('purchase', 'opening', 'refurbished')),
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
CREATE INDEX ix_lot_serial_number ON lot (serial_number)
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
	CONSTRAINT pk_stock_take PRIMARY KEY (id),
	CONSTRAINT uq_stock_take_id_created_by_id UNIQUE (id, created_by_id),
	CONSTRAINT ck_stock_take_state_known CHECK (state IN ('counting', 'reviewed', 'approved', 'posted', 'cancelled')),
	CONSTRAINT uq_stock_take_number UNIQUE (number),
	CONSTRAINT fk_stock_take_store_id_location FOREIGN KEY(store_id) REFERENCES location (id),
	CONSTRAINT fk_stock_take_created_by_id_person FOREIGN KEY(created_by_id) REFERENCES person (id),
	CONSTRAINT fk_stock_take_posting_id_posting FOREIGN KEY(posting_id) REFERENCES posting (id)
)
-- next
INSERT INTO new_stock_take (id, number, store_id, scope, due_on, created_by_id, created_at, state, posting_id, posted_at) SELECT id, number, store_id, scope, due_on, created_by_id, created_at, state, posting_id, posted_at FROM stock_take
-- next
DROP TABLE stock_take
-- next
ALTER TABLE new_stock_take RENAME TO stock_take
-- next
CREATE INDEX ix_stock_take_state ON stock_take (state)
-- next
CREATE INDEX ix_stock_take_store_id ON stock_take (store_id)
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
	preferred BOOLEAN NOT NULL,
	active BOOLEAN NOT NULL,
	CONSTRAINT pk_supplier_part PRIMARY KEY (id),
	CONSTRAINT uq_supplier_part_supplier_id_part_id UNIQUE (supplier_id, part_id),
	CONSTRAINT ck_supplier_part_lead_time_not_negative CHECK (lead_time_days >= 0),
	CONSTRAINT ck_supplier_part_minimum_not_negative CHECK (minimum_quantity >= 0),
	CONSTRAINT ck_supplier_part_multiple_positive CHECK (multiple_quantity > 0),
	CONSTRAINT ck_supplier_part_order_cost_not_negative CHECK (order_cost_cny IS NULL OR order_cost_cny >= 0),
	CONSTRAINT ck_supplier_part_holding_rate_positive CHECK (holding_rate_bp IS NULL OR holding_rate_bp > 0),
	CONSTRAINT ck_supplier_part_lead_time_days_whole CHECK (lead_time_days IS NULL OR typeof(lead_time_days) = 'integer'),
	CONSTRAINT ck_supplier_part_minimum_quantity_whole CHECK (minimum_quantity IS NULL OR typeof(minimum_quantity) = 'integer'),
	CONSTRAINT ck_supplier_part_multiple_quantity_whole CHECK (multiple_quantity IS NULL OR typeof(multiple_quantity) = 'integer'),
	CONSTRAINT ck_supplier_part_order_cost_cny_whole CHECK (order_cost_cny IS NULL OR typeof(order_cost_cny) = 'integer'),
	CONSTRAINT ck_supplier_part_holding_rate_bp_whole CHECK (holding_rate_bp IS NULL OR typeof(holding_rate_bp) = 'integer'),
	CONSTRAINT fk_supplier_part_supplier_id_supplier FOREIGN KEY(supplier_id) REFERENCES supplier (id),
	CONSTRAINT fk_supplier_part_part_id_part FOREIGN KEY(part_id) REFERENCES part (id)
)
-- next
INSERT INTO new_supplier_part (id, supplier_id, part_id, supplier_part_number, lead_time_days, minimum_quantity, multiple_quantity, order_cost_cny, holding_rate_bp, preferred, active) SELECT id, supplier_id, part_id, supplier_part_number, lead_time_days, minimum_quantity, multiple_quantity, order_cost_cny, holding_rate_bp, preferred, active FROM supplier_part
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
INSERT INTO new_transfer (id, number, from_store_id, to_store_id, asked_by_id, asked_at, state, note, sent_by_id, sent_at, received_by_id, received_at) SELECT id, number, from_store_id, to_store_id, asked_by_id, asked_at, state, note, sent_by_id, sent_at, received_by_id, received_at FROM transfer
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
INSERT INTO new_work_order (id, number, location_id, urgency, opened_at, opened_by_id, product_model_id, engineer_id, state, closed_at) SELECT id, number, location_id, urgency, opened_at, opened_by_id, product_model_id, engineer_id, state, closed_at FROM work_order
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
INSERT INTO new_balance (location_id, lot_id, part_id, on_hand, last_movement_id, store_id, issueable) SELECT location_id, lot_id, part_id, on_hand, last_movement_id, store_id, issueable FROM balance
-- next
DROP TABLE balance
-- next
ALTER TABLE new_balance RENAME TO balance
-- next
CREATE INDEX ix_balance_lot ON balance (lot_id)
-- next
CREATE INDEX ix_balance_there ON balance (part_id, store_id) WHERE on_hand > 0
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
	CONSTRAINT pk_count_line PRIMARY KEY (id),
	CONSTRAINT uq_count_line_stock_take_id_location_id_part_id UNIQUE (stock_take_id, location_id, part_id),
	CONSTRAINT fk_count_line_stock_take_id_stock_take FOREIGN KEY(stock_take_id) REFERENCES stock_take (id),
	CONSTRAINT fk_count_line_location_id_location FOREIGN KEY(location_id) REFERENCES location (id),
	CONSTRAINT fk_count_line_part_id_part FOREIGN KEY(part_id) REFERENCES part (id)
)
-- next
INSERT INTO new_count_line (id, stock_take_id, location_id, part_id, found, recount_asked, cause, cause_note) SELECT id, stock_take_id, location_id, part_id, found, recount_asked, cause, cause_note FROM count_line
-- next
DROP TABLE count_line
-- next
ALTER TABLE new_count_line RENAME TO count_line
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
INSERT INTO new_part_request (id, work_order_id, part_id, store_id, quantity, urgency, asked_by_id, asked_at, asked_on, asked_part_id, stream, issued, cancelled, returned, open, needed_on) SELECT id, work_order_id, part_id, store_id, quantity, urgency, asked_by_id, asked_at, asked_on, asked_part_id, stream, issued, cancelled, returned, open, needed_on FROM part_request
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
CREATE TABLE new_stock_take_approval (
	stock_take_id INTEGER NOT NULL,
	created_by_id INTEGER NOT NULL,
	approved_by_id INTEGER NOT NULL,
	approved_at DATETIME NOT NULL,
	note VARCHAR(300) NOT NULL,
	CONSTRAINT pk_stock_take_approval PRIMARY KEY (stock_take_id),
	CONSTRAINT fk_stock_take_approval_stock_take_id_created_by_id_stock_take FOREIGN KEY(stock_take_id, created_by_id) REFERENCES stock_take (id, created_by_id),
	CONSTRAINT ck_stock_take_approval_four_eyes CHECK (approved_by_id <> created_by_id),
	CONSTRAINT fk_stock_take_approval_approved_by_id_person FOREIGN KEY(approved_by_id) REFERENCES person (id)
)
-- next
INSERT INTO new_stock_take_approval (stock_take_id, created_by_id, approved_by_id, approved_at, note) SELECT stock_take_id, created_by_id, approved_by_id, approved_at, note FROM stock_take_approval
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
	CONSTRAINT pk_count PRIMARY KEY (id),
	CONSTRAINT uq_count_count_line_id_round UNIQUE (count_line_id, round),
	CONSTRAINT ck_count_counted_not_negative CHECK (counted >= 0),
	CONSTRAINT ck_count_counted_whole CHECK (counted IS NULL OR typeof(counted) = 'integer'),
	CONSTRAINT ck_count_book_whole CHECK (book IS NULL OR typeof(book) = 'integer'),
	CONSTRAINT fk_count_count_line_id_count_line FOREIGN KEY(count_line_id) REFERENCES count_line (id),
	CONSTRAINT fk_count_counted_by_id_person FOREIGN KEY(counted_by_id) REFERENCES person (id),
	CONSTRAINT fk_count_entered_by_id_person FOREIGN KEY(entered_by_id) REFERENCES person (id)
)
-- next
INSERT INTO new_count (id, count_line_id, round, counted, book, ledger_id, counted_by_id, counted_at, entered_by_id, serials) SELECT id, count_line_id, round, counted, book, ledger_id, counted_by_id, counted_at, entered_by_id, serials FROM count
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
	CONSTRAINT ck_movement_kind_known CHECK (kind IN ('receipt', 'opening', 'release', 'rejection', 'putaway', 'relocation', 'transfer_out', 'transfer_in', 'issue', 'return', 'quarantine', 'supplier_return', 'scrap', 'adjustment', 'reversal')),
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
	demand VARCHAR(12) NOT NULL,
	note VARCHAR(500) NOT NULL,
	sent BIGINT NOT NULL,
	scrapped BIGINT NOT NULL,
	settled BIGINT NOT NULL,
	state VARCHAR(10) NOT NULL,
	CONSTRAINT pk_supplier_return PRIMARY KEY (id),
	CONSTRAINT uq_supplier_return_id_opened_by_id UNIQUE (id, opened_by_id),
	CONSTRAINT ck_supplier_return_reason_known CHECK (reason IN ('rejected', 'over', 'wrong_part', 'found_later')),
	CONSTRAINT ck_supplier_return_demand_known CHECK (demand IN ('replacement', 'credit', 'rework', 'take_back')),
	CONSTRAINT ck_supplier_return_state_known CHECK (state IN ('open', 'returned', 'settled', 'cancelled')),
	CONSTRAINT ck_supplier_return_quantity_positive CHECK (quantity > 0),
	CONSTRAINT ck_supplier_return_goods_within CHECK (sent >= 0 AND scrapped >= 0 AND sent + scrapped <= quantity),
	CONSTRAINT ck_supplier_return_settled_within CHECK (settled >= 0 AND settled <= quantity),
	CONSTRAINT ck_supplier_return_amount_not_negative CHECK (amount_cny >= 0),
	CONSTRAINT ck_supplier_return_lot_where_taken_in CHECK ((reason IN ('over', 'wrong_part')) = (lot_id IS NULL)),
	CONSTRAINT ck_supplier_return_quarantine_where_lot CHECK ((lot_id IS NULL) = (quarantine_location_id IS NULL)),
	CONSTRAINT ck_supplier_return_inspection_where_rejected CHECK ((reason = 'rejected') = (inspection_id IS NOT NULL)),
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
	CONSTRAINT fk_supplier_return_quarantine_location_id_location FOREIGN KEY(quarantine_location_id) REFERENCES location (id)
)
-- next
INSERT INTO new_supplier_return (id, number, supplier_id, arrival_line_id, part_id, quantity, reason, deadline_on, amount_cny, opened_by_id, opened_at, lot_id, inspection_id, quarantine_location_id, demand, note, sent, scrapped, settled, state) SELECT id, number, supplier_id, arrival_line_id, part_id, quantity, reason, deadline_on, amount_cny, opened_by_id, opened_at, lot_id, inspection_id, quarantine_location_id, demand, note, sent, scrapped, settled, state FROM supplier_return
-- next
DROP TABLE supplier_return
-- next
ALTER TABLE new_supplier_return RENAME TO supplier_return
-- next
CREATE INDEX ix_supplier_return_arrival_line_id ON supplier_return (arrival_line_id)
-- next
CREATE INDEX ix_supplier_return_deadline_on ON supplier_return (deadline_on)
-- next
CREATE INDEX ix_supplier_return_lot_id ON supplier_return (lot_id)
-- next
CREATE INDEX ix_supplier_return_part_id ON supplier_return (part_id)
-- next
CREATE INDEX ix_supplier_return_state ON supplier_return (state)
-- next
CREATE INDEX ix_supplier_return_supplier_id ON supplier_return (supplier_id)
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
SELECT RAISE(ABORT, 'sparewell:no_store') WHERE ((SELECT kind FROM location WHERE id = NEW.from_location_id) IN ('bin', 'defective', 'hold', 'in_transit', 'quarantine', 'staging', 'van') OR (SELECT kind FROM location WHERE id = NEW.to_location_id) IN ('bin', 'defective', 'hold', 'in_transit', 'quarantine', 'staging', 'van')) AND (((SELECT kind FROM location WHERE id = NEW.from_location_id) IN ('bin', 'defective', 'hold', 'in_transit', 'quarantine', 'staging', 'van') AND (SELECT store_id FROM location WHERE id = NEW.from_location_id) IS NULL) OR ((SELECT kind FROM location WHERE id = NEW.to_location_id) IN ('bin', 'defective', 'hold', 'in_transit', 'quarantine', 'staging', 'van') AND (SELECT store_id FROM location WHERE id = NEW.to_location_id) IS NULL));
SELECT RAISE(ABORT, 'sparewell:no_such_move') WHERE (NEW.kind <> 'reversal') AND (NOT EXISTS (SELECT 1 FROM movement_rule r WHERE r.kind = NEW.kind AND r.from_kind = (SELECT kind FROM location WHERE id = NEW.from_location_id) AND r.to_kind = (SELECT kind FROM location WHERE id = NEW.to_location_id)));
SELECT RAISE(ABORT, 'sparewell:other_store') WHERE (NEW.kind IN ('release', 'rejection', 'putaway', 'relocation', 'quarantine')) AND ((SELECT store_id FROM location WHERE id = NEW.from_location_id) <> (SELECT store_id FROM location WHERE id = NEW.to_location_id));
SELECT RAISE(ABORT, 'sparewell:other_part') WHERE (NEW.id > 0) AND (COALESCE((SELECT part_id FROM lot WHERE id = NEW.lot_id), 0) <> NEW.part_id);
SELECT RAISE(ABORT, 'sparewell:not_whole_steps') WHERE (NEW.id > 0) AND (COALESCE(NEW.quantity % (SELECT u.step FROM part p JOIN unit u ON u.id = p.unit_id WHERE p.id = NEW.part_id), 1) <> 0);
SELECT RAISE(ABORT, 'sparewell:not_inspected') WHERE (NEW.kind = 'release') AND (NOT EXISTS (SELECT 1 FROM clearance c WHERE c.id = NEW.clearance_id AND c.lot_id = NEW.lot_id AND c.hold_location_id = NEW.from_location_id AND c.passed = NEW.quantity));
SELECT RAISE(ABORT, 'sparewell:not_inspected') WHERE (NEW.kind = 'rejection') AND (NOT EXISTS (SELECT 1 FROM clearance c WHERE c.id = NEW.clearance_id AND c.lot_id = NEW.lot_id AND c.hold_location_id = NEW.from_location_id AND c.failed = NEW.quantity));
SELECT RAISE(ABORT, 'sparewell:work_order_closed') WHERE ((SELECT kind FROM location WHERE id = NEW.to_location_id) = 'work_order') AND (NOT EXISTS (SELECT 1 FROM work_order w WHERE w.location_id = NEW.to_location_id AND w.state = 'open'));
SELECT RAISE(ABORT, 'sparewell:lot_expired') WHERE (NEW.kind = 'issue') AND (COALESCE((SELECT expires_on FROM lot WHERE id = NEW.lot_id) < NEW.moved_on, false));
SELECT RAISE(ABORT, 'sparewell:out_of_order') WHERE (NEW.kind = 'issue') AND (EXISTS (SELECT 1 FROM balance b JOIN lot older ON older.id = b.lot_id
    WHERE b.part_id = NEW.part_id AND b.store_id = (SELECT store_id FROM location WHERE id = NEW.from_location_id) AND b.on_hand > 0 AND b.issueable
    AND (older.rank_on < (SELECT rank_on FROM lot WHERE id = NEW.lot_id) OR (older.rank_on = (SELECT rank_on FROM lot WHERE id = NEW.lot_id) AND older.id < NEW.lot_id))
    AND (older.expires_on IS NULL OR older.expires_on >= NEW.moved_on)) AND NOT EXISTS (SELECT 1 FROM fifo_exception x JOIN work_order w ON w.id = x.work_order_id
    WHERE x.id = NEW.fifo_exception_id AND x.lot_id = NEW.lot_id AND w.location_id = NEW.to_location_id));
SELECT RAISE(ABORT, 'sparewell:count_not_approved') WHERE (NEW.kind = 'adjustment') AND (NOT EXISTS (SELECT 1 FROM count_line l JOIN stock_take_approval a ON a.stock_take_id = l.stock_take_id WHERE l.id = NEW.count_line_id AND l.part_id = NEW.part_id AND l.cause IS NOT NULL AND l.location_id IN (NEW.from_location_id, NEW.to_location_id)));
SELECT RAISE(ABORT, 'sparewell:not_the_variance') WHERE (NEW.kind = 'adjustment') AND (COALESCE((SELECT c.counted - c.book FROM count c WHERE c.count_line_id = NEW.count_line_id
    AND c.round = (SELECT MAX(round) FROM count WHERE count_line_id = NEW.count_line_id)), 0) * (CASE WHEN (SELECT kind FROM location WHERE id = NEW.to_location_id) = 'variance' THEN -1 ELSE 1 END) < (SELECT SUM(m.quantity) FROM movement m WHERE m.count_line_id = NEW.count_line_id));
SELECT RAISE(ABORT, 'sparewell:not_inspected') WHERE (NEW.kind = 'adjustment' AND (SELECT kind FROM location WHERE id = NEW.from_location_id) = 'variance') AND (NOT EXISTS (SELECT 1 FROM clearance c WHERE c.lot_id = NEW.lot_id AND c.passed > 0));
SELECT RAISE(ABORT, 'sparewell:not_the_mirror') WHERE (NEW.kind = 'reversal') AND (NOT EXISTS (SELECT 1 FROM movement m WHERE m.id = NEW.reverses_id AND m.id < NEW.id AND m.kind <> 'reversal' AND m.lot_id = NEW.lot_id AND m.quantity = NEW.quantity AND m.from_location_id = NEW.to_location_id AND m.to_location_id = NEW.from_location_id));
SELECT RAISE(ABORT, 'sparewell:no_such_move') WHERE (NEW.id > 0) AND ((SELECT kind FROM location WHERE id = NEW.from_location_id) IN ('warehouse', 'zone') OR (SELECT kind FROM location WHERE id = NEW.to_location_id) IN ('warehouse', 'zone'));
SELECT RAISE(ABORT, 'sparewell:insufficient_stock') WHERE ((SELECT kind FROM location WHERE id = NEW.from_location_id) IN ('bin', 'defective', 'hold', 'in_transit', 'quarantine', 'staging', 'van', 'work_order')) AND (COALESCE((SELECT on_hand FROM balance WHERE location_id = NEW.from_location_id AND lot_id = NEW.lot_id), 0) < NEW.quantity);
SELECT RAISE(ABORT, 'sparewell:reserved_for_others') WHERE ((SELECT kind FROM location WHERE id = NEW.from_location_id) IN ('bin', 'van') AND NOT ((SELECT kind FROM location WHERE id = NEW.to_location_id) IN ('bin', 'van') AND (SELECT store_id FROM location WHERE id = NEW.from_location_id) = (SELECT store_id FROM location WHERE id = NEW.to_location_id))) AND (COALESCE((SELECT on_hand - reserved FROM stock WHERE part_id = NEW.part_id AND store_id = (SELECT store_id FROM location WHERE id = NEW.from_location_id)), 0) < NEW.quantity);
SELECT RAISE(ABORT, 'sparewell:serial_twice') WHERE ((SELECT serial_number FROM lot WHERE id = NEW.lot_id) IS NOT NULL) AND (NEW.quantity <> 1000 OR ((SELECT kind FROM location WHERE id = NEW.from_location_id) IN ('customer', 'opening', 'scrap', 'supplier', 'variance') AND EXISTS (SELECT 1 FROM balance WHERE lot_id = NEW.lot_id AND on_hand > 0)));
UPDATE balance SET on_hand = on_hand - NEW.quantity, last_movement_id = NEW.id
        WHERE location_id = NEW.from_location_id AND lot_id = NEW.lot_id AND (SELECT kind FROM location WHERE id = NEW.from_location_id) IN ('bin', 'defective', 'hold', 'in_transit', 'quarantine', 'staging', 'van', 'work_order');
INSERT INTO balance (location_id, lot_id, part_id, store_id, issueable, on_hand, last_movement_id)
        SELECT NEW.to_location_id, NEW.lot_id, NEW.part_id, (SELECT store_id FROM location WHERE id = NEW.to_location_id), (SELECT kind FROM location WHERE id = NEW.to_location_id) IN ('bin', 'van'),
        NEW.quantity, NEW.id
        WHERE (SELECT kind FROM location WHERE id = NEW.to_location_id) IN ('bin', 'defective', 'hold', 'in_transit', 'quarantine', 'staging', 'van', 'work_order') AND NOT EXISTS
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
CREATE TRIGGER lot_no_replace_part_id_serial_number BEFORE INSERT ON lot WHEN EXISTS (SELECT 1 FROM lot WHERE part_id = NEW.part_id AND serial_number = NEW.serial_number)
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
CREATE TRIGGER balance_starts BEFORE INSERT ON balance WHEN NOT EXISTS (SELECT 1 FROM movement m JOIN location l ON l.id = m.to_location_id
    WHERE m.id = NEW.last_movement_id AND m.lot_id = NEW.lot_id AND m.part_id = NEW.part_id
    AND m.to_location_id = NEW.location_id AND m.quantity = NEW.on_hand AND l.kind IN ('bin', 'defective', 'hold', 'in_transit', 'quarantine', 'staging', 'van', 'work_order')
    AND COALESCE(l.store_id, 0) = COALESCE(NEW.store_id, 0) AND NEW.issueable = (l.kind IN ('bin', 'van')))
            BEGIN SELECT RAISE(ABORT, 'sparewell:kept_by_movements:balance'); END
-- next
CREATE TRIGGER balance_keeps_location_id BEFORE UPDATE ON balance WHEN NEW.location_id IS NOT OLD.location_id OR NEW.lot_id IS NOT OLD.lot_id OR NEW.part_id IS NOT OLD.part_id OR NEW.store_id IS NOT OLD.store_id OR NEW.issueable IS NOT OLD.issueable
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
CREATE TRIGGER movement_receipt_is_backed AFTER INSERT ON movement WHEN NEW.kind = 'receipt' AND (NOT EXISTS (SELECT 1 FROM arrival_lot al JOIN arrival_line l ON l.id = al.arrival_line_id
    JOIN arrival a ON a.id = l.arrival_id
    WHERE al.lot_id = NEW.lot_id AND al.quantity = NEW.quantity AND l.hold_location_id = NEW.to_location_id
    AND a.state = 'open' AND l.quantity = (SELECT SUM(o.quantity) FROM arrival_lot o WHERE o.arrival_line_id = l.id)) OR EXISTS (SELECT 1 FROM movement m WHERE m.lot_id = NEW.lot_id AND m.kind = 'receipt' AND m.id <> NEW.id))
            BEGIN SELECT RAISE(ABORT, 'sparewell:receipt_without_arrival'); END
-- next
CREATE TRIGGER movement_release_is_inspected AFTER INSERT ON movement WHEN NEW.kind = 'release' AND EXISTS (SELECT 1 FROM arrival_lot al WHERE al.lot_id = NEW.lot_id) AND (SELECT SUM(m.quantity) FROM movement m WHERE m.lot_id = NEW.lot_id AND m.kind = 'release'
    AND NOT EXISTS (SELECT 1 FROM movement r WHERE r.reverses_id = m.id)) > COALESCE((SELECT SUM(i.passed) FROM inspection i JOIN arrival_lot al ON al.id = i.arrival_lot_id
    WHERE al.lot_id = NEW.lot_id AND i.state = 'decided'), 0)
            BEGIN SELECT RAISE(ABORT, 'sparewell:uninspected_release'); END
-- next
CREATE TRIGGER movement_rejection_is_inspected AFTER INSERT ON movement WHEN NEW.kind = 'rejection' AND EXISTS (SELECT 1 FROM arrival_lot al WHERE al.lot_id = NEW.lot_id) AND (SELECT SUM(m.quantity) FROM movement m WHERE m.lot_id = NEW.lot_id AND m.kind = 'rejection'
    AND NOT EXISTS (SELECT 1 FROM movement r WHERE r.reverses_id = m.id)) > COALESCE((SELECT SUM(i.failed) FROM inspection i JOIN arrival_lot al ON al.id = i.arrival_lot_id
    WHERE al.lot_id = NEW.lot_id AND i.state = 'decided'), 0)
            BEGIN SELECT RAISE(ABORT, 'sparewell:uninspected_release'); END
-- next
CREATE TRIGGER movement_reversal_keeps_verdicts AFTER INSERT ON movement WHEN NEW.kind = 'reversal' AND EXISTS (SELECT 1 FROM arrival_lot al WHERE al.lot_id = NEW.lot_id) AND EXISTS (SELECT 1 FROM movement m WHERE m.id = NEW.reverses_id AND (m.kind IN ('release', 'rejection') OR (m.kind = 'receipt' AND NOT EXISTS (SELECT 1 FROM arrival_lot al JOIN arrival_line l ON l.id = al.arrival_line_id JOIN arrival a ON a.id = l.arrival_id WHERE al.lot_id = NEW.lot_id AND a.state = 'undone')) OR (m.kind IN ('supplier_return', 'scrap') AND EXISTS (SELECT 1 FROM posting p JOIN supplier_return r ON r.number = p.reference WHERE p.id = m.posting_id))))
            BEGIN SELECT RAISE(ABORT, 'sparewell:undo_where_it_was_done'); END
-- next
CREATE TRIGGER movement_gain_is_sound AFTER INSERT ON movement WHEN NEW.kind = 'adjustment' AND EXISTS (SELECT 1 FROM location f WHERE f.id = NEW.from_location_id AND f.kind = 'variance') AND EXISTS (SELECT 1 FROM balance b JOIN location l ON l.id = b.location_id WHERE b.lot_id = NEW.lot_id AND b.on_hand > 0 AND l.kind IN ('hold', 'quarantine'))
            BEGIN SELECT RAISE(ABORT, 'sparewell:not_inspected'); END
-- next
CREATE TRIGGER supplier_return_settled_sum BEFORE UPDATE ON supplier_return WHEN NEW.settled <> COALESCE((SELECT SUM(s.quantity) FROM settlement s WHERE s.supplier_return_id = NEW.id), 0)
            BEGIN SELECT RAISE(ABORT, 'sparewell:not_the_settlements'); END
-- next
CREATE TRIGGER supplier_return_begins_open BEFORE INSERT ON supplier_return WHEN NEW.state <> 'open' OR NEW.sent + NEW.scrapped + NEW.settled <> 0
            BEGIN SELECT RAISE(ABORT, 'sparewell:not_the_settlements'); END
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
CREATE TRIGGER movement_takes_nothing_claimed AFTER INSERT ON movement WHEN NEW.kind IN ('supplier_return', 'scrap', 'reversal') AND EXISTS (SELECT 1 FROM location q WHERE q.id = NEW.from_location_id AND q.kind = 'quarantine') AND NOT EXISTS (SELECT 1 FROM posting p JOIN supplier_return r ON r.number = p.reference
    WHERE p.id = NEW.posting_id AND r.lot_id = NEW.lot_id AND NEW.kind <> 'reversal') AND COALESCE((SELECT SUM(CASE WHEN m.to_location_id = NEW.from_location_id THEN m.quantity
    ELSE -m.quantity END) FROM movement m
    WHERE m.lot_id = NEW.lot_id AND NEW.from_location_id IN (m.from_location_id, m.to_location_id)), 0) < COALESCE((SELECT SUM(r.quantity - r.sent - r.scrapped) FROM supplier_return r WHERE r.lot_id = NEW.lot_id
    AND r.quarantine_location_id = NEW.from_location_id AND r.state <> 'cancelled'), 0)
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
CREATE TRIGGER supplier_return_keeps_number BEFORE UPDATE ON supplier_return WHEN NEW.number IS NOT OLD.number OR NEW.supplier_id IS NOT OLD.supplier_id OR NEW.arrival_line_id IS NOT OLD.arrival_line_id OR NEW.part_id IS NOT OLD.part_id OR NEW.quantity IS NOT OLD.quantity OR NEW.reason IS NOT OLD.reason OR NEW.lot_id IS NOT OLD.lot_id OR NEW.inspection_id IS NOT OLD.inspection_id OR NEW.opened_by_id IS NOT OLD.opened_by_id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:supplier_return'); END
