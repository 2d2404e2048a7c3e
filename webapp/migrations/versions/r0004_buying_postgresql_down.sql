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
DROP TABLE sampling_scheme CASCADE
-- next
ALTER TABLE supplier_score DROP COLUMN figures
-- next
ALTER TABLE supplier_score DROP COLUMN low_tenths
-- next
ALTER TABLE supplier_score DROP COLUMN high_tenths
