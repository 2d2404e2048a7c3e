DROP FUNCTION market_price_no_update() CASCADE
-- next
DROP FUNCTION market_price_no_delete() CASCADE
-- next
DROP FUNCTION market_price_no_truncate() CASCADE
-- next
DROP FUNCTION price_alert_no_delete() CASCADE
-- next
DROP FUNCTION price_alert_no_truncate() CASCADE
-- next
DROP FUNCTION price_alert_keeps_part_id() CASCADE
-- next
DROP FUNCTION sale_price_no_delete() CASCADE
-- next
DROP FUNCTION sale_price_no_truncate() CASCADE
-- next
DROP FUNCTION sale_price_keeps_part_id() CASCADE
-- next
DROP FUNCTION sale_price_insert_other_person() CASCADE
-- next
DROP FUNCTION sale_price_update_other_person() CASCADE
-- next
DROP FUNCTION sale_price_begins() CASCADE
-- next
DROP FUNCTION sale_price_steps() CASCADE
-- next
DROP FUNCTION questionnaire_no_update() CASCADE
-- next
DROP FUNCTION questionnaire_no_delete() CASCADE
-- next
DROP FUNCTION questionnaire_no_truncate() CASCADE
-- next
DROP FUNCTION questionnaire_question_no_update() CASCADE
-- next
DROP FUNCTION questionnaire_question_no_delete() CASCADE
-- next
DROP FUNCTION questionnaire_question_no_truncate() CASCADE
-- next
DROP FUNCTION supplier_sample_no_update() CASCADE
-- next
DROP FUNCTION supplier_sample_no_delete() CASCADE
-- next
DROP FUNCTION supplier_sample_no_truncate() CASCADE
-- next
DROP FUNCTION supplier_assessment_no_update() CASCADE
-- next
DROP FUNCTION supplier_assessment_no_delete() CASCADE
-- next
DROP FUNCTION supplier_assessment_no_truncate() CASCADE
-- next
DROP FUNCTION supplier_answer_no_update() CASCADE
-- next
DROP FUNCTION supplier_answer_no_delete() CASCADE
-- next
DROP FUNCTION supplier_answer_no_truncate() CASCADE
-- next
DROP FUNCTION supplier_step_no_update() CASCADE
-- next
DROP FUNCTION supplier_step_no_delete() CASCADE
-- next
DROP FUNCTION supplier_step_no_truncate() CASCADE
-- next
DROP FUNCTION supplier_answer_of_its_questionnaire() CASCADE
-- next
DROP FUNCTION supplier_step_by_another() CASCADE
-- next
DROP FUNCTION supplier_step_rests_on_assessment() CASCADE
-- next
DROP FUNCTION supplier_state_is_a_step() CASCADE
-- next
DROP FUNCTION supplier_begins_as_candidate() CASCADE
-- next
DROP FUNCTION supplier_bank_no_delete() CASCADE
-- next
DROP FUNCTION supplier_bank_no_truncate() CASCADE
-- next
DROP FUNCTION supplier_bank_keeps_supplier_id() CASCADE
-- next
DROP FUNCTION supplier_bank_insert_other_person() CASCADE
-- next
DROP FUNCTION supplier_bank_update_other_person() CASCADE
-- next
DROP FUNCTION supplier_bank_begins() CASCADE
-- next
DROP FUNCTION supplier_bank_steps() CASCADE
-- next
DROP FUNCTION supplier_bank_signed_twice() CASCADE
-- next
DROP FUNCTION inspection_sample_lets_it_pass() CASCADE
-- next
DROP FUNCTION sample_draw_pending_insert() CASCADE
-- next
DROP FUNCTION concession_pending_insert() CASCADE
-- next
DROP FUNCTION concession_insert_other_person() CASCADE
-- next
DROP FUNCTION sample_draw_pending_update() CASCADE
-- next
DROP FUNCTION concession_pending_update() CASCADE
-- next
DROP FUNCTION concession_update_other_person() CASCADE
-- next
DROP FUNCTION concession_begins_asked() CASCADE
-- next
DROP FUNCTION concession_decided_once() CASCADE
-- next
DROP FUNCTION sampling_scheme_no_update() CASCADE
-- next
DROP FUNCTION sampling_scheme_no_delete() CASCADE
-- next
DROP FUNCTION sampling_scheme_no_truncate() CASCADE
-- next
DROP FUNCTION sample_draw_no_delete() CASCADE
-- next
DROP FUNCTION sample_draw_no_truncate() CASCADE
-- next
DROP FUNCTION sample_draw_keeps_inspection_id() CASCADE
-- next
DROP FUNCTION switching_step_no_update() CASCADE
-- next
DROP FUNCTION switching_step_no_delete() CASCADE
-- next
DROP FUNCTION switching_step_no_truncate() CASCADE
-- next
DROP FUNCTION concession_no_delete() CASCADE
-- next
DROP FUNCTION concession_no_truncate() CASCADE
-- next
DROP FUNCTION concession_keeps_number() CASCADE
-- next
DROP INDEX ix_supplier_next_assessment_on
-- next
DROP INDEX ix_market_price_noted_on
-- next
DROP INDEX ix_price_alert_found_on
-- next
DROP INDEX ix_price_alert_part_id
-- next
DROP INDEX ix_sale_price_open
-- next
DROP INDEX ix_sale_price_part
-- next
DROP INDEX ix_sale_price_state
-- next
DROP INDEX ix_supplier_assessment_assessed_on
-- next
DROP INDEX ix_supplier_assessment_supplier_id
-- next
DROP INDEX ix_supplier_bank_open
-- next
DROP INDEX ix_supplier_bank_state
-- next
DROP INDEX ix_supplier_bank_supplier_id
-- next
DROP INDEX ix_supplier_contact_main
-- next
DROP INDEX ix_supplier_contact_supplier_id
-- next
DROP INDEX ix_supplier_sample_supplier_id
-- next
DROP INDEX ix_supplier_step_supplier_id
-- next
DROP INDEX ix_concession_asked
-- next
DROP INDEX ix_concession_inspection_id
-- next
DROP INDEX ix_concession_state
-- next
DROP INDEX ix_switching_step_of
-- next
DROP INDEX ix_switching_step_part_id
-- next
DROP TABLE switching_step CASCADE
-- next
DROP TABLE sample_draw CASCADE
-- next
DROP TABLE concession CASCADE
-- next
DROP TABLE supplier_step CASCADE
-- next
DROP TABLE supplier_answer CASCADE
-- next
DROP TABLE sampling_scheme CASCADE
-- next
DROP TABLE supplier_sample CASCADE
-- next
DROP TABLE supplier_contact CASCADE
-- next
DROP TABLE supplier_category CASCADE
-- next
DROP TABLE supplier_bank CASCADE
-- next
DROP TABLE supplier_assessment CASCADE
-- next
DROP TABLE sale_price CASCADE
-- next
DROP TABLE questionnaire_question CASCADE
-- next
DROP TABLE price_alert CASCADE
-- next
DROP TABLE market_price CASCADE
-- next
DROP TABLE questionnaire CASCADE
-- next
ALTER TABLE supplier DROP COLUMN next_assessment_on
-- next
ALTER TABLE supplier_score DROP COLUMN figures
-- next
ALTER TABLE supplier_score DROP COLUMN low_tenths
-- next
ALTER TABLE supplier_score DROP COLUMN high_tenths
