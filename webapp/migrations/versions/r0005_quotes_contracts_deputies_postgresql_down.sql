DROP FUNCTION contract_steps() CASCADE
-- next
DROP FUNCTION contract_begins() CASCADE
-- next
DROP FUNCTION contract_no_delete() CASCADE
-- next
DROP FUNCTION contract_no_truncate() CASCADE
-- next
DROP FUNCTION contract_keeps_number() CASCADE
-- next
DROP FUNCTION contract_active_by_version() CASCADE
-- next
DROP FUNCTION contract_version_steps() CASCADE
-- next
DROP FUNCTION contract_version_begins() CASCADE
-- next
DROP FUNCTION contract_version_no_delete() CASCADE
-- next
DROP FUNCTION contract_version_no_truncate() CASCADE
-- next
DROP FUNCTION contract_version_keeps_contract_id() CASCADE
-- next
DROP FUNCTION contract_version_stays() CASCADE
-- next
DROP FUNCTION contract_version_insert_other_person() CASCADE
-- next
DROP FUNCTION contract_version_update_other_person() CASCADE
-- next
DROP FUNCTION contract_version_approved_by_somebody() CASCADE
-- next
DROP FUNCTION contract_line_insert_in_draft() CASCADE
-- next
DROP FUNCTION contract_line_update_in_draft() CASCADE
-- next
DROP FUNCTION contract_line_delete_in_draft() CASCADE
-- next
DROP FUNCTION contract_break_insert_in_draft() CASCADE
-- next
DROP FUNCTION contract_break_update_in_draft() CASCADE
-- next
DROP FUNCTION contract_break_delete_in_draft() CASCADE
-- next
DROP FUNCTION outside_contract_no_update() CASCADE
-- next
DROP FUNCTION outside_contract_stays() CASCADE
-- next
DROP FUNCTION quote_no_update() CASCADE
-- next
DROP FUNCTION quote_no_delete() CASCADE
-- next
DROP FUNCTION quote_no_truncate() CASCADE
-- next
DROP FUNCTION quote_line_no_update() CASCADE
-- next
DROP FUNCTION quote_line_no_delete() CASCADE
-- next
DROP FUNCTION quote_line_no_truncate() CASCADE
-- next
DROP FUNCTION quote_break_no_update() CASCADE
-- next
DROP FUNCTION quote_break_no_delete() CASCADE
-- next
DROP FUNCTION quote_break_no_truncate() CASCADE
-- next
DROP FUNCTION quote_while_asked() CASCADE
-- next
DROP FUNCTION quote_line_of_its_request() CASCADE
-- next
DROP FUNCTION quote_request_steps() CASCADE
-- next
DROP FUNCTION quote_request_begins() CASCADE
-- next
DROP FUNCTION quote_request_no_delete() CASCADE
-- next
DROP FUNCTION quote_request_no_truncate() CASCADE
-- next
DROP FUNCTION quote_request_keeps_number() CASCADE
-- next
DROP FUNCTION quote_request_line_insert_in_draft() CASCADE
-- next
DROP FUNCTION quote_request_line_update_in_draft() CASCADE
-- next
DROP FUNCTION quote_request_line_delete_in_draft() CASCADE
-- next
DROP FUNCTION quote_invitation_begins() CASCADE
-- next
DROP FUNCTION quote_invitation_leaves_draft_only() CASCADE
-- next
DROP FUNCTION quote_invitation_keeps_request_id() CASCADE
-- next
DROP FUNCTION quote_award_steps() CASCADE
-- next
DROP FUNCTION quote_award_begins() CASCADE
-- next
DROP FUNCTION quote_award_insert_other_person() CASCADE
-- next
DROP FUNCTION quote_award_update_other_person() CASCADE
-- next
DROP FUNCTION quote_award_agreed() CASCADE
-- next
DROP FUNCTION quote_award_no_delete() CASCADE
-- next
DROP FUNCTION quote_award_no_truncate() CASCADE
-- next
DROP FUNCTION quote_award_keeps_request_id() CASCADE
-- next
DROP FUNCTION quote_award_line_no_update() CASCADE
-- next
DROP FUNCTION quote_award_line_no_delete() CASCADE
-- next
DROP FUNCTION quote_award_line_no_truncate() CASCADE
-- next
DROP FUNCTION quote_award_line_while_proposed() CASCADE
-- next
DROP FUNCTION quote_award_order_no_update() CASCADE
-- next
DROP FUNCTION quote_award_order_no_delete() CASCADE
-- next
DROP FUNCTION quote_award_order_no_truncate() CASCADE
-- next
DROP FUNCTION supplier_release_no_delete() CASCADE
-- next
DROP FUNCTION supplier_release_no_truncate() CASCADE
-- next
DROP FUNCTION supplier_release_keeps_id() CASCADE
-- next
DROP FUNCTION supplier_release_keeps_supplier_id() CASCADE
-- next
DROP FUNCTION supplier_release_used_once() CASCADE
-- next
DROP FUNCTION supplier_release_insert_for_another() CASCADE
-- next
DROP FUNCTION supplier_release_update_for_another() CASCADE
-- next
DROP FUNCTION signing_deputy_no_delete() CASCADE
-- next
DROP FUNCTION signing_deputy_no_truncate() CASCADE
-- next
DROP FUNCTION signing_deputy_keeps_id() CASCADE
-- next
DROP FUNCTION signing_deputy_keeps_giver_id() CASCADE
-- next
DROP FUNCTION deputy_signature_no_update() CASCADE
-- next
DROP FUNCTION deputy_signature_no_delete() CASCADE
-- next
DROP FUNCTION deputy_signature_no_truncate() CASCADE
-- next
DROP INDEX ix_signing_deputy_deputy
-- next
DROP INDEX ix_signing_deputy_giver_id
-- next
DROP INDEX ix_contract_state
-- next
DROP INDEX ix_contract_supplier_id
-- next
DROP INDEX ix_deputy_signature_signing_deputy_id
-- next
DROP INDEX ix_quote_request_state
-- next
DROP INDEX ix_contract_version_active
-- next
DROP INDEX ix_contract_version_draft
-- next
DROP INDEX ix_contract_version_ends_on
-- next
DROP INDEX ix_purchase_order_work_order_id
-- next
DROP INDEX ix_quote_award_request_id
-- next
DROP INDEX ix_quote_invitation_supplier_id
-- next
DROP INDEX ix_contract_line_part_id
-- next
DROP INDEX ix_quote_request_line_part_id
-- next
DROP INDEX ix_quote_request_line_proposal_id
-- next
DROP INDEX ix_supplier_release_open
-- next
DROP INDEX ix_order_line_contract_line_id
-- next
DROP INDEX ix_quote_line_request_line_id
-- next
DROP INDEX ix_outside_contract_order_line_id
-- next
DROP TABLE quote_break CASCADE
-- next
DROP TABLE quote_award_line CASCADE
-- next
DROP TABLE outside_contract CASCADE
-- next
DROP TABLE quote_line CASCADE
-- next
DROP TABLE contract_break CASCADE
-- next
DROP TABLE supplier_release CASCADE
-- next
DROP TABLE quote_request_line CASCADE
-- next
DROP TABLE quote_award_order CASCADE
-- next
DROP TABLE quote CASCADE
-- next
DROP TABLE contract_line CASCADE
-- next
DROP TABLE quote_invitation CASCADE
-- next
DROP TABLE quote_award CASCADE
-- next
DROP TABLE contract_version CASCADE
-- next
DROP TABLE quote_request CASCADE
-- next
DROP TABLE deputy_signature CASCADE
-- next
DROP TABLE contract CASCADE
-- next
DROP TABLE signing_deputy CASCADE
-- next
ALTER TABLE purchase_order DROP CONSTRAINT IF EXISTS ck_purchase_order_for_a_repair_is_urgent CASCADE
-- next
ALTER TABLE purchase_order DROP CONSTRAINT IF EXISTS fk_purchase_order_work_order_id_work_order CASCADE
-- next
ALTER TABLE purchase_order DROP COLUMN urgent_reason
-- next
ALTER TABLE purchase_order DROP COLUMN work_order_id
-- next
ALTER TABLE order_line DROP CONSTRAINT IF EXISTS ck_order_line_over_percent_in_range CASCADE
-- next
ALTER TABLE order_line DROP CONSTRAINT IF EXISTS fk_order_line_contract_line_id_contract_line CASCADE
-- next
ALTER TABLE order_line DROP COLUMN contract_line_id
-- next
ALTER TABLE order_line DROP COLUMN over_percent
