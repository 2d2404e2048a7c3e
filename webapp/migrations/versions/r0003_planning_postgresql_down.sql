DROP FUNCTION rate_run_no_update() CASCADE
-- next
DROP FUNCTION rate_run_no_delete() CASCADE
-- next
DROP FUNCTION rate_run_no_truncate() CASCADE
-- next
DROP FUNCTION part_start_keeps_part_id() CASCADE
-- next
DROP FUNCTION service_curve_no_update() CASCADE
-- next
DROP FUNCTION service_curve_no_delete() CASCADE
-- next
DROP FUNCTION service_curve_no_truncate() CASCADE
-- next
DROP FUNCTION scenario_no_update() CASCADE
-- next
DROP FUNCTION scenario_no_delete() CASCADE
-- next
DROP FUNCTION scenario_no_truncate() CASCADE
-- next
DROP FUNCTION scenario_line_no_update() CASCADE
-- next
DROP FUNCTION scenario_line_no_delete() CASCADE
-- next
DROP FUNCTION scenario_line_no_truncate() CASCADE
-- next
DROP FUNCTION scenario_pruning_no_update() CASCADE
-- next
DROP FUNCTION scenario_pruning_no_delete() CASCADE
-- next
DROP FUNCTION scenario_pruning_no_truncate() CASCADE
-- next
DROP FUNCTION scenario_pruning_of_none_in_force() CASCADE
-- next
DROP FUNCTION target_choice_no_update() CASCADE
-- next
DROP FUNCTION target_choice_no_delete() CASCADE
-- next
DROP FUNCTION target_choice_no_truncate() CASCADE
-- next
DROP FUNCTION target_choice_of_a_whole_scenario() CASCADE
-- next
DROP FUNCTION target_choice_is_anothers() CASCADE
-- next
DROP FUNCTION demand_mark_keeps_part_id() CASCADE
-- next
DROP FUNCTION forecast_watch_no_update() CASCADE
-- next
DROP FUNCTION forecast_watch_no_delete() CASCADE
-- next
DROP FUNCTION forecast_watch_no_truncate() CASCADE
-- next
DROP FUNCTION forecast_alarm_no_delete() CASCADE
-- next
DROP FUNCTION forecast_alarm_no_truncate() CASCADE
-- next
DROP FUNCTION forecast_alarm_keeps_id() CASCADE
-- next
DROP FUNCTION forecast_alarm_keeps_month_on() CASCADE
-- next
DROP FUNCTION last_time_order_no_update() CASCADE
-- next
DROP FUNCTION last_time_order_no_delete() CASCADE
-- next
DROP FUNCTION last_time_order_no_truncate() CASCADE
-- next
DROP FUNCTION last_time_order_of_an_approved_one() CASCADE
-- next
DROP FUNCTION last_time_order_once() CASCADE
-- next
DROP FUNCTION campaign_is_approved_by_another_insert() CASCADE
-- next
DROP FUNCTION campaign_is_approved_by_another_update() CASCADE
-- next
DROP FUNCTION last_time_buy_is_approved_by_another_insert() CASCADE
-- next
DROP FUNCTION last_time_buy_is_approved_by_another_update() CASCADE
-- next
DROP FUNCTION campaign_no_delete() CASCADE
-- next
DROP FUNCTION campaign_no_truncate() CASCADE
-- next
DROP FUNCTION campaign_keeps_id() CASCADE
-- next
DROP FUNCTION campaign_keeps_number() CASCADE
-- next
DROP FUNCTION campaign_begins_proposed() CASCADE
-- next
DROP FUNCTION campaign_steps() CASCADE
-- next
DROP FUNCTION campaign_line_before_approval_insert() CASCADE
-- next
DROP FUNCTION campaign_line_before_approval_update() CASCADE
-- next
DROP FUNCTION campaign_line_before_approval_delete() CASCADE
-- next
DROP FUNCTION last_time_buy_no_delete() CASCADE
-- next
DROP FUNCTION last_time_buy_no_truncate() CASCADE
-- next
DROP FUNCTION last_time_buy_keeps_id() CASCADE
-- next
DROP FUNCTION last_time_buy_keeps_number() CASCADE
-- next
DROP FUNCTION last_time_buy_keeps_its_sum() CASCADE
-- next
DROP FUNCTION last_time_buy_begins_proposed() CASCADE
-- next
DROP FUNCTION last_time_buy_decided_once() CASCADE
-- next
DROP FUNCTION level_run_keeps_computed_on() CASCADE
-- next
DROP FUNCTION proposal_frozen() CASCADE
-- next
DROP INDEX ix_forecast_watch_month_on
-- next
DROP INDEX ix_level_share_shared_at
-- next
DROP INDEX ix_campaign_product_model_id
-- next
DROP INDEX ix_campaign_state
-- next
DROP INDEX ix_rate_run_computed_on
-- next
DROP INDEX ix_base_forecast_part_id
-- next
DROP INDEX ix_campaign_line_part_id
-- next
DROP INDEX ix_failure_rate_part
-- next
DROP INDEX ix_forecast_alarm_month_on
-- next
DROP INDEX ix_last_time_buy_part_id
-- next
DROP INDEX ix_last_time_buy_state
-- next
DROP INDEX uq_last_time_buy_open
-- next
DROP INDEX ix_maintenance_line_part_id
-- next
DROP INDEX ix_part_planning_everywhere
-- next
DROP INDEX ix_part_planning_store
-- next
DROP INDEX ix_part_planning_store_id
-- next
DROP INDEX ix_planned_need_part_id
-- next
DROP INDEX ix_planned_need_run
-- next
DROP INDEX ix_service_curve_level_run_id
-- next
DROP INDEX ix_scenario_line_part
-- next
DROP INDEX ix_target_choice_scenario_id
-- next
DROP INDEX ix_target_choice_valid_from_on
-- next
DROP INDEX ix_last_time_order_last_time_buy_id
-- next
DROP INDEX ix_planned_ticket_campaign_id
-- next
DROP TABLE planned_ticket CASCADE
-- next
DROP TABLE last_time_order CASCADE
-- next
DROP TABLE target_choice CASCADE
-- next
DROP TABLE scenario_pruning CASCADE
-- next
DROP TABLE scenario_line CASCADE
-- next
DROP TABLE planned_work CASCADE
-- next
DROP TABLE service_curve CASCADE
-- next
DROP TABLE scenario CASCADE
-- next
DROP TABLE planned_need CASCADE
-- next
DROP TABLE part_start CASCADE
-- next
DROP TABLE part_planning CASCADE
-- next
DROP TABLE maintenance_line CASCADE
-- next
DROP TABLE last_time_buy CASCADE
-- next
DROP TABLE kept_level CASCADE
-- next
DROP TABLE forecast_error CASCADE
-- next
DROP TABLE forecast_alarm CASCADE
-- next
DROP TABLE failure_rate CASCADE
-- next
DROP TABLE demand_mark CASCADE
-- next
DROP TABLE campaign_line CASCADE
-- next
DROP TABLE base_forecast CASCADE
-- next
DROP TABLE rate_run CASCADE
-- next
DROP TABLE product_life CASCADE
-- next
DROP TABLE campaign CASCADE
-- next
DROP TABLE base_count CASCADE
-- next
DROP TABLE level_share CASCADE
-- next
DROP TABLE forecast_watch CASCADE
-- next
ALTER TABLE level_run DROP COLUMN learnt
-- next
ALTER TABLE level DROP COLUMN planned_need
-- next
ALTER TABLE level DROP COLUMN ahead
-- next
ALTER TABLE level DROP COLUMN held_target
-- next
ALTER TABLE level DROP COLUMN pack
-- next
ALTER TABLE level DROP COLUMN known_price_cny
-- next
ALTER TABLE level DROP COLUMN marks
-- next
ALTER TABLE level DROP COLUMN policy
-- next
ALTER TABLE level DROP COLUMN stocked
-- next
ALTER TABLE level DROP COLUMN stocked_since_on
-- next
ALTER TABLE level DROP COLUMN decision
-- next
ALTER TABLE level ALTER COLUMN weights TYPE JSON USING convert_from(weights, 'UTF8')::json
-- next
ALTER TABLE level ALTER COLUMN history TYPE JSON USING convert_from(history, 'UTF8')::json
-- next
ALTER TABLE proposal DROP CONSTRAINT IF EXISTS ck_proposal_notice_moves_nothing CASCADE
-- next
ALTER TABLE proposal DROP CONSTRAINT IF EXISTS ck_proposal_kind_known CASCADE
-- next
ALTER TABLE proposal DROP CONSTRAINT IF EXISTS ck_proposal_transfer_has_source CASCADE
-- next
ALTER TABLE proposal DROP COLUMN computed_needed_on
-- next
ALTER TABLE proposal DROP COLUMN alerts
-- next
ALTER TABLE proposal DROP COLUMN saved
-- next
ALTER TABLE proposal ALTER COLUMN exception TYPE VARCHAR(24)
-- next
ALTER TABLE proposal ADD CONSTRAINT ck_proposal_kind_known CHECK (kind IN ('purchase', 'transfer'))
-- next
ALTER TABLE proposal ADD CONSTRAINT ck_proposal_transfer_has_source CHECK (kind = 'purchase' OR from_store_id IS NOT NULL)
-- next
CREATE FUNCTION level_run_keeps_computed_on() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.computed_on IS DISTINCT FROM OLD.computed_on OR NEW.inputs_hash IS DISTINCT FROM OLD.inputs_hash OR NEW.settings IS DISTINCT FROM OLD.settings OR NEW.by_id IS DISTINCT FROM OLD.by_id THEN RAISE EXCEPTION 'sparewell:unchangeable:level_run' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION proposal_frozen() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (OLD.state <> 'open' OR EXISTS (SELECT 1 FROM plan_approval a WHERE a.plan_id = NEW.plan_id)) AND (NEW.plan_id IS DISTINCT FROM OLD.plan_id OR NEW.part_id IS DISTINCT FROM OLD.part_id OR NEW.store_id IS DISTINCT FROM OLD.store_id OR NEW.kind IS DISTINCT FROM OLD.kind OR NEW.computed_quantity IS DISTINCT FROM OLD.computed_quantity OR NEW.quantity IS DISTINCT FROM OLD.quantity OR NEW.supplier_id IS DISTINCT FROM OLD.supplier_id OR NEW.supplier_part_id IS DISTINCT FROM OLD.supplier_part_id OR NEW.from_store_id IS DISTINCT FROM OLD.from_store_id OR NEW.unit_price_cny IS DISTINCT FROM OLD.unit_price_cny OR NEW.included IS DISTINCT FROM OLD.included OR NEW.changed_by_id IS DISTINCT FROM OLD.changed_by_id) THEN RAISE EXCEPTION 'sparewell:plan_frozen' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER level_run_keeps_computed_on BEFORE UPDATE ON level_run FOR EACH ROW EXECUTE FUNCTION level_run_keeps_computed_on()
-- next
CREATE TRIGGER proposal_frozen BEFORE UPDATE ON proposal FOR EACH ROW EXECUTE FUNCTION proposal_frozen()
