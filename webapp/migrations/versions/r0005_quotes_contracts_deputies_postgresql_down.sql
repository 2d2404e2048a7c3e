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
DROP FUNCTION claimed_line_right() CASCADE
-- next
DROP FUNCTION inspection_after_the_recount() CASCADE
-- next
DROP FUNCTION recount_confirmed_once() CASCADE
-- next
DROP FUNCTION settlement_replaced_by_verdict() CASCADE
-- next
DROP FUNCTION settlement_credit_has_its_note() CASCADE
-- next
DROP FUNCTION settlement_large_credit_not_by_the_buyer() CASCADE
-- next
DROP FUNCTION recount_no_delete() CASCADE
-- next
DROP FUNCTION recount_no_truncate() CASCADE
-- next
DROP FUNCTION recount_keeps_id() CASCADE
-- next
DROP FUNCTION recount_keeps_arrival_id() CASCADE
-- next
DROP FUNCTION claimed_line_no_update() CASCADE
-- next
DROP FUNCTION claimed_line_no_delete() CASCADE
-- next
DROP FUNCTION claimed_line_no_truncate() CASCADE
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
DROP FUNCTION arrival_lot_is_the_lot() CASCADE
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
DROP INDEX ix_recount_order_line_id
-- next
DROP INDEX ix_claimed_line_supplier_return_id
-- next
DROP INDEX ix_settlement_inspection_id
-- next
DROP TABLE claimed_line CASCADE
-- next
DROP TABLE recount CASCADE
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
-- next
ALTER TABLE arrival_line DROP CONSTRAINT IF EXISTS ck_arrival_line_hold_where_taken_in CASCADE
-- next
ALTER TABLE arrival_line DROP CONSTRAINT IF EXISTS ck_arrival_line_kind_known CASCADE
-- next
ALTER TABLE arrival_line ADD CONSTRAINT ck_arrival_line_hold_where_ordered CHECK ((kind = 'ordered') = (hold_location_id IS NOT NULL))
-- next
ALTER TABLE arrival_line ADD CONSTRAINT ck_arrival_line_kind_known CHECK (kind IN ('ordered', 'over', 'wrong_part'))
-- next
ALTER TABLE arrival_lot DROP COLUMN made_on
-- next
ALTER TABLE supplier_return DROP CONSTRAINT IF EXISTS ck_supplier_return_reason_known CASCADE
-- next
ALTER TABLE supplier_return DROP CONSTRAINT IF EXISTS ck_supplier_return_inspection_where_rejected CASCADE
-- next
ALTER TABLE supplier_return ADD CONSTRAINT ck_supplier_return_reason_known CHECK (reason IN ('rejected', 'over', 'wrong_part', 'found_later', 'warranty'))
-- next
ALTER TABLE supplier_return ADD CONSTRAINT ck_supplier_return_inspection_where_rejected CHECK ((reason = 'rejected') = (inspection_id IS NOT NULL))
-- next
ALTER TABLE settlement DROP CONSTRAINT IF EXISTS ck_settlement_credit_four_eyes CASCADE
-- next
ALTER TABLE settlement DROP CONSTRAINT IF EXISTS fk_settlement_inspection_id_inspection CASCADE
-- next
ALTER TABLE settlement DROP COLUMN credited_on
-- next
ALTER TABLE settlement DROP COLUMN limit_cny
-- next
ALTER TABLE settlement DROP COLUMN inspection_id
-- next
CREATE FUNCTION arrival_lot_is_the_lot() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NOT EXISTS (SELECT 1 FROM arrival_line l JOIN arrival a ON a.id = l.arrival_id
    JOIN lot ON lot.id = NEW.lot_id JOIN order_line ol ON ol.id = l.order_line_id
    JOIN purchase_order po ON po.id = ol.order_id
    WHERE l.id = NEW.arrival_line_id AND l.kind = 'ordered' AND a.state = 'open' AND lot.part_id = l.part_id
    AND lot.origin = 'purchase' AND lot.brought_by_id = NEW.bought_by_id AND po.created_by_id = NEW.bought_by_id) OR EXISTS (SELECT 1 FROM movement m WHERE m.lot_id = NEW.lot_id)) THEN RAISE EXCEPTION 'sparewell:not_the_lot' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER arrival_lot_is_the_lot BEFORE INSERT ON arrival_lot FOR EACH ROW EXECUTE FUNCTION arrival_lot_is_the_lot()
