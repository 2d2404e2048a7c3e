DROP FUNCTION level_run_keeps_computed_on() CASCADE
-- next
DROP FUNCTION proposal_frozen() CASCADE
-- next
ALTER TABLE level_run ADD COLUMN learnt JSON
-- next
ALTER TABLE level ALTER COLUMN weights TYPE BYTEA USING convert_to(weights::text, 'UTF8')
-- next
ALTER TABLE level ALTER COLUMN history TYPE BYTEA USING convert_to(history::text, 'UTF8')
-- next
ALTER TABLE level ADD COLUMN planned_need FLOAT(53) NOT NULL DEFAULT 0.0
-- next
ALTER TABLE level ALTER COLUMN planned_need DROP DEFAULT
-- next
ALTER TABLE level ADD COLUMN ahead JSON
-- next
ALTER TABLE level ADD COLUMN held_target FLOAT(53)
-- next
ALTER TABLE level ADD COLUMN pack FLOAT(53) NOT NULL DEFAULT 1.0
-- next
ALTER TABLE level ALTER COLUMN pack DROP DEFAULT
-- next
ALTER TABLE level ADD COLUMN known_price_cny FLOAT(53)
-- next
ALTER TABLE level ADD COLUMN marks JSON
-- next
ALTER TABLE level ADD COLUMN policy BIGINT NOT NULL DEFAULT 0
-- next
ALTER TABLE level ALTER COLUMN policy DROP DEFAULT
-- next
ALTER TABLE level ADD COLUMN stocked BOOLEAN NOT NULL DEFAULT true
-- next
ALTER TABLE level ALTER COLUMN stocked DROP DEFAULT
-- next
ALTER TABLE level ADD COLUMN stocked_since_on DATE
-- next
ALTER TABLE level ADD COLUMN decision JSON
-- next
ALTER TABLE proposal DROP CONSTRAINT IF EXISTS ck_proposal_kind_known CASCADE
-- next
ALTER TABLE proposal DROP CONSTRAINT IF EXISTS ck_proposal_transfer_has_source CASCADE
-- next
ALTER TABLE proposal ALTER COLUMN exception TYPE VARCHAR(32)
-- next
ALTER TABLE proposal ADD COLUMN computed_needed_on DATE
-- next
ALTER TABLE proposal ADD COLUMN alerts BIGINT NOT NULL DEFAULT 0
-- next
ALTER TABLE proposal ALTER COLUMN alerts DROP DEFAULT
-- next
ALTER TABLE proposal ADD COLUMN saved BIGINT
-- next
ALTER TABLE proposal ADD CONSTRAINT ck_proposal_notice_moves_nothing CHECK (kind <> 'notice' OR (quantity = 0 AND computed_quantity = 0))
-- next
ALTER TABLE proposal ADD CONSTRAINT ck_proposal_kind_known CHECK (kind IN ('purchase', 'transfer', 'notice'))
-- next
ALTER TABLE proposal ADD CONSTRAINT ck_proposal_transfer_has_source CHECK (kind <> 'transfer' OR from_store_id IS NOT NULL)
-- next
CREATE TABLE forecast_watch (
	id BIGSERIAL NOT NULL,
	month_on DATE NOT NULL,
	group_kind VARCHAR(12) NOT NULL,
	group_key VARCHAR(40) NOT NULL,
	rows BIGINT NOT NULL,
	forecast FLOAT(53) NOT NULL,
	demand FLOAT(53) NOT NULL,
	deviation FLOAT(53) NOT NULL,
	ended BIGINT NOT NULL,
	within_50 BIGINT NOT NULL,
	within_90 BIGINT NOT NULL,
	within_95 BIGINT NOT NULL,
	under_95 BIGINT NOT NULL,
	lines BIGINT NOT NULL,
	lines_met BIGINT NOT NULL,
	asked FLOAT(53) NOT NULL,
	met FLOAT(53) NOT NULL,
	promised FLOAT(53) NOT NULL,
	cycles BIGINT NOT NULL,
	cycles_kept BIGINT NOT NULL,
	target FLOAT(53) NOT NULL,
	alarms JSON NOT NULL,
	CONSTRAINT pk_forecast_watch PRIMARY KEY (id),
	CONSTRAINT uq_forecast_watch_month_on_group_kind_group_key UNIQUE (month_on, group_kind, group_key),
	CONSTRAINT ck_forecast_watch_group_kind_known CHECK (group_kind IN ('all', 'demand_class', 'criticality', 'store', 'category')),
	CONSTRAINT ck_forecast_watch_parts_within CHECK (lines_met <= lines AND cycles_kept <= cycles)
)
-- next
CREATE TABLE level_share (
	id BIGSERIAL NOT NULL,
	inputs_hash VARCHAR(64) NOT NULL,
	number BIGINT NOT NULL,
	shared_at TIMESTAMP WITH TIME ZONE NOT NULL,
	package BYTEA NOT NULL,
	taken_at TIMESTAMP WITH TIME ZONE,
	worker VARCHAR(120) NOT NULL,
	result BYTEA,
	CONSTRAINT pk_level_share PRIMARY KEY (id),
	CONSTRAINT uq_level_share_inputs_hash_number UNIQUE (inputs_hash, number)
)
-- next
CREATE TABLE base_count (
	id BIGSERIAL NOT NULL,
	product_model_id BIGINT NOT NULL,
	month_on DATE NOT NULL,
	units BIGINT NOT NULL,
	source VARCHAR(120) NOT NULL,
	CONSTRAINT pk_base_count PRIMARY KEY (id),
	CONSTRAINT uq_base_count_product_model_id_month_on UNIQUE (product_model_id, month_on),
	CONSTRAINT ck_base_count_units_not_negative CHECK (units >= 0),
	CONSTRAINT fk_base_count_product_model_id_product_model FOREIGN KEY(product_model_id) REFERENCES product_model (id)
)
-- next
CREATE TABLE campaign (
	id BIGSERIAL NOT NULL,
	number VARCHAR(40) NOT NULL,
	kind VARCHAR(10) NOT NULL,
	name_zh VARCHAR(120) NOT NULL,
	name_en VARCHAR(120) NOT NULL,
	product_model_id BIGINT NOT NULL,
	from_on DATE NOT NULL,
	to_on DATE NOT NULL,
	created_by_id BIGINT NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL,
	serial_from VARCHAR(80) NOT NULL,
	serial_to VARCHAR(80) NOT NULL,
	percent BIGINT NOT NULL,
	units BIGINT,
	note VARCHAR(500) NOT NULL,
	state VARCHAR(10) NOT NULL,
	approved_by_id BIGINT,
	approved_at TIMESTAMP WITH TIME ZONE,
	end_reason VARCHAR(300) NOT NULL,
	CONSTRAINT pk_campaign PRIMARY KEY (id),
	CONSTRAINT ck_campaign_kind_known CHECK (kind IN ('recall', 'campaign')),
	CONSTRAINT ck_campaign_state_known CHECK (state IN ('proposed', 'approved', 'rejected', 'ended')),
	CONSTRAINT ck_campaign_in_order CHECK (from_on <= to_on),
	CONSTRAINT ck_campaign_percent_in_range CHECK (percent BETWEEN 1 AND 100),
	CONSTRAINT ck_campaign_units_positive CHECK (units IS NULL OR units > 0),
	CONSTRAINT ck_campaign_approved_when CHECK ((approved_by_id IS NULL) = (approved_at IS NULL)),
	CONSTRAINT ck_campaign_four_eyes CHECK (approved_by_id IS NULL OR approved_by_id <> created_by_id),
	CONSTRAINT ck_campaign_approved_by_somebody CHECK (state NOT IN ('approved', 'ended') OR approved_by_id IS NOT NULL),
	CONSTRAINT ck_campaign_ended_with_reason CHECK (state NOT IN ('rejected', 'ended') OR end_reason <> ''),
	CONSTRAINT uq_campaign_number UNIQUE (number),
	CONSTRAINT fk_campaign_product_model_id_product_model FOREIGN KEY(product_model_id) REFERENCES product_model (id),
	CONSTRAINT fk_campaign_created_by_id_person FOREIGN KEY(created_by_id) REFERENCES person (id),
	CONSTRAINT fk_campaign_approved_by_id_person FOREIGN KEY(approved_by_id) REFERENCES person (id)
)
-- next
CREATE TABLE product_life (
	product_model_id BIGINT NOT NULL,
	life_months BIGINT NOT NULL,
	shape_tenths BIGINT NOT NULL,
	note VARCHAR(300) NOT NULL,
	CONSTRAINT pk_product_life PRIMARY KEY (product_model_id),
	CONSTRAINT ck_product_life_life_in_range CHECK (life_months BETWEEN 6 AND 600),
	CONSTRAINT ck_product_life_shape_in_range CHECK (shape_tenths BETWEEN 5 AND 200),
	CONSTRAINT fk_product_life_product_model_id_product_model FOREIGN KEY(product_model_id) REFERENCES product_model (id)
)
-- next
CREATE TABLE rate_run (
	id BIGSERIAL NOT NULL,
	computed_on DATE NOT NULL,
	computed_at TIMESTAMP WITH TIME ZONE NOT NULL,
	by_id BIGINT,
	first_month_on DATE NOT NULL,
	months BIGINT NOT NULL,
	units FLOAT(53) NOT NULL,
	failures FLOAT(53) NOT NULL,
	rate_count BIGINT NOT NULL,
	inputs_hash VARCHAR(64) NOT NULL,
	settings JSON NOT NULL,
	CONSTRAINT pk_rate_run PRIMARY KEY (id),
	CONSTRAINT fk_rate_run_by_id_person FOREIGN KEY(by_id) REFERENCES person (id)
)
-- next
CREATE TABLE base_forecast (
	id BIGSERIAL NOT NULL,
	run_id BIGINT NOT NULL,
	part_id BIGINT NOT NULL,
	source VARCHAR(10) NOT NULL,
	similar_part_id BIGINT,
	units FLOAT(53) NOT NULL,
	failures FLOAT(53) NOT NULL,
	past FLOAT(53) NOT NULL,
	relative_variance FLOAT(53) NOT NULL,
	means JSON NOT NULL,
	variances JSON NOT NULL,
	CONSTRAINT pk_base_forecast PRIMARY KEY (id),
	CONSTRAINT uq_base_forecast_run_id_part_id UNIQUE (run_id, part_id),
	CONSTRAINT ck_base_forecast_source_known CHECK (source IN ('rates', 'similar', 'category')),
	CONSTRAINT fk_base_forecast_run_id_rate_run FOREIGN KEY(run_id) REFERENCES rate_run (id),
	CONSTRAINT fk_base_forecast_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_base_forecast_similar_part_id_part FOREIGN KEY(similar_part_id) REFERENCES part (id)
)
-- next
CREATE TABLE campaign_line (
	id BIGSERIAL NOT NULL,
	campaign_id BIGINT NOT NULL,
	part_id BIGINT NOT NULL,
	quantity BIGINT NOT NULL,
	CONSTRAINT pk_campaign_line PRIMARY KEY (id),
	CONSTRAINT uq_campaign_line_campaign_id_part_id UNIQUE (campaign_id, part_id),
	CONSTRAINT ck_campaign_line_quantity_positive CHECK (quantity > 0),
	CONSTRAINT fk_campaign_line_campaign_id_campaign FOREIGN KEY(campaign_id) REFERENCES campaign (id),
	CONSTRAINT fk_campaign_line_part_id_part FOREIGN KEY(part_id) REFERENCES part (id)
)
-- next
CREATE TABLE demand_mark (
	id BIGSERIAL NOT NULL,
	part_id BIGINT NOT NULL,
	store_id BIGINT NOT NULL,
	period VARCHAR(5) NOT NULL,
	period_start_on DATE NOT NULL,
	verdict VARCHAR(8) NOT NULL,
	reason VARCHAR(300) NOT NULL,
	by_id BIGINT NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_demand_mark PRIMARY KEY (id),
	CONSTRAINT uq_demand_mark_part_id_store_id_period_period_start_on UNIQUE (part_id, store_id, period, period_start_on),
	CONSTRAINT ck_demand_mark_period_known CHECK (period IN ('month', 'week')),
	CONSTRAINT ck_demand_mark_verdict_known CHECK (verdict IN ('real', 'one_off')),
	CONSTRAINT fk_demand_mark_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_demand_mark_store_id_location FOREIGN KEY(store_id) REFERENCES location (id),
	CONSTRAINT fk_demand_mark_by_id_person FOREIGN KEY(by_id) REFERENCES person (id)
)
-- next
CREATE TABLE failure_rate (
	id BIGSERIAL NOT NULL,
	run_id BIGINT NOT NULL,
	part_id BIGINT NOT NULL,
	product_model_id BIGINT NOT NULL,
	family VARCHAR(120) NOT NULL,
	units FLOAT(53) NOT NULL,
	unit_months FLOAT(53) NOT NULL,
	failures FLOAT(53) NOT NULL,
	expected FLOAT(53) NOT NULL,
	rate FLOAT(53) NOT NULL,
	relative_variance FLOAT(53) NOT NULL,
	low FLOAT(53) NOT NULL,
	high FLOAT(53) NOT NULL,
	quantity FLOAT(53) NOT NULL,
	shape FLOAT(53),
	scale FLOAT(53),
	ages JSON NOT NULL,
	CONSTRAINT pk_failure_rate PRIMARY KEY (id),
	CONSTRAINT uq_failure_rate_run_id_part_id_product_model_id UNIQUE (run_id, part_id, product_model_id),
	CONSTRAINT fk_failure_rate_run_id_rate_run FOREIGN KEY(run_id) REFERENCES rate_run (id),
	CONSTRAINT fk_failure_rate_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_failure_rate_product_model_id_product_model FOREIGN KEY(product_model_id) REFERENCES product_model (id)
)
-- next
CREATE TABLE forecast_alarm (
	id BIGSERIAL NOT NULL,
	month_on DATE NOT NULL,
	kind VARCHAR(10) NOT NULL,
	group_kind VARCHAR(12) NOT NULL,
	group_key VARCHAR(40) NOT NULL,
	value FLOAT(53) NOT NULL,
	bound FLOAT(53) NOT NULL,
	cases BIGINT NOT NULL,
	part_id BIGINT,
	store_id BIGINT,
	seen_by_id BIGINT,
	seen_at TIMESTAMP WITH TIME ZONE,
	note VARCHAR(300) NOT NULL,
	CONSTRAINT pk_forecast_alarm PRIMARY KEY (id),
	CONSTRAINT ck_forecast_alarm_kind_known CHECK (kind IN ('bias', 'coverage', 'service')),
	CONSTRAINT ck_forecast_alarm_group_kind_known CHECK (group_kind IN ('all', 'demand_class', 'criticality', 'store', 'category', 'part')),
	CONSTRAINT ck_forecast_alarm_seen_by_somebody CHECK ((seen_at IS NULL) = (seen_by_id IS NULL)),
	CONSTRAINT ck_forecast_alarm_part_named CHECK ((group_kind = 'part') = (part_id IS NOT NULL)),
	CONSTRAINT fk_forecast_alarm_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_forecast_alarm_store_id_location FOREIGN KEY(store_id) REFERENCES location (id),
	CONSTRAINT fk_forecast_alarm_seen_by_id_person FOREIGN KEY(seen_by_id) REFERENCES person (id)
)
-- next
CREATE TABLE forecast_error (
	part_id BIGINT NOT NULL,
	store_id BIGINT NOT NULL,
	months BIGINT NOT NULL,
	error FLOAT(53) NOT NULL,
	deviation FLOAT(53) NOT NULL,
	variance FLOAT(53) NOT NULL,
	CONSTRAINT pk_forecast_error PRIMARY KEY (part_id, store_id),
	CONSTRAINT fk_forecast_error_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_forecast_error_store_id_location FOREIGN KEY(store_id) REFERENCES location (id)
)
-- next
CREATE TABLE kept_level (
	in_force_on DATE NOT NULL,
	part_id BIGINT NOT NULL,
	store_id BIGINT NOT NULL,
	run_id BIGINT NOT NULL,
	demand_class BIGINT NOT NULL,
	mean FLOAT(53) NOT NULL,
	variance FLOAT(53) NOT NULL,
	protection_days BIGINT NOT NULL,
	q50 FLOAT(53) NOT NULL,
	q90 FLOAT(53) NOT NULL,
	q95 FLOAT(53) NOT NULL,
	target FLOAT(53) NOT NULL,
	fill_rate FLOAT(53) NOT NULL,
	CONSTRAINT pk_kept_level PRIMARY KEY (in_force_on, part_id, store_id),
	CONSTRAINT fk_kept_level_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_kept_level_store_id_location FOREIGN KEY(store_id) REFERENCES location (id),
	CONSTRAINT fk_kept_level_run_id_level_run FOREIGN KEY(run_id) REFERENCES level_run (id)
)
-- next
CREATE TABLE last_time_buy (
	id BIGSERIAL NOT NULL,
	number VARCHAR(40) NOT NULL,
	part_id BIGINT NOT NULL,
	quantity BIGINT NOT NULL,
	unit_price_cny BIGINT NOT NULL,
	computed_on DATE NOT NULL,
	created_by_id BIGINT NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL,
	inputs JSON NOT NULL,
	curve JSON NOT NULL,
	note VARCHAR(500) NOT NULL,
	state VARCHAR(10) NOT NULL,
	approved_by_id BIGINT,
	approved_at TIMESTAMP WITH TIME ZONE,
	end_reason VARCHAR(300) NOT NULL,
	CONSTRAINT pk_last_time_buy PRIMARY KEY (id),
	CONSTRAINT ck_last_time_buy_state_known CHECK (state IN ('proposed', 'approved', 'rejected')),
	CONSTRAINT ck_last_time_buy_quantity_not_negative CHECK (quantity >= 0),
	CONSTRAINT ck_last_time_buy_approved_when CHECK ((approved_by_id IS NULL) = (approved_at IS NULL)),
	CONSTRAINT ck_last_time_buy_four_eyes CHECK (approved_by_id IS NULL OR approved_by_id <> created_by_id),
	CONSTRAINT ck_last_time_buy_approved_by_somebody CHECK (state <> 'approved' OR approved_by_id IS NOT NULL),
	CONSTRAINT ck_last_time_buy_rejected_with_reason CHECK (state <> 'rejected' OR end_reason <> ''),
	CONSTRAINT uq_last_time_buy_number UNIQUE (number),
	CONSTRAINT fk_last_time_buy_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_last_time_buy_created_by_id_person FOREIGN KEY(created_by_id) REFERENCES person (id),
	CONSTRAINT fk_last_time_buy_approved_by_id_person FOREIGN KEY(approved_by_id) REFERENCES person (id)
)
-- next
CREATE TABLE maintenance_line (
	id BIGSERIAL NOT NULL,
	product_model_id BIGINT NOT NULL,
	part_id BIGINT NOT NULL,
	interval_months BIGINT NOT NULL,
	quantity BIGINT NOT NULL,
	percent BIGINT NOT NULL,
	note VARCHAR(300) NOT NULL,
	active BOOLEAN NOT NULL,
	CONSTRAINT pk_maintenance_line PRIMARY KEY (id),
	CONSTRAINT uq_maintenance_line_product_model_id_part_id_interval_months UNIQUE (product_model_id, part_id, interval_months),
	CONSTRAINT ck_maintenance_line_interval_in_range CHECK (interval_months BETWEEN 1 AND 240),
	CONSTRAINT ck_maintenance_line_percent_in_range CHECK (percent BETWEEN 1 AND 100),
	CONSTRAINT ck_maintenance_line_quantity_positive CHECK (quantity > 0),
	CONSTRAINT fk_maintenance_line_product_model_id_product_model FOREIGN KEY(product_model_id) REFERENCES product_model (id),
	CONSTRAINT fk_maintenance_line_part_id_part FOREIGN KEY(part_id) REFERENCES part (id)
)
-- next
CREATE TABLE part_planning (
	id BIGSERIAL NOT NULL,
	part_id BIGINT NOT NULL,
	store_id BIGINT,
	set_by_id BIGINT NOT NULL,
	set_at TIMESTAMP WITH TIME ZONE NOT NULL,
	stocked VARCHAR(4) NOT NULL,
	policy VARCHAR(12),
	target_permyriad BIGINT,
	minimum BIGINT,
	maximum BIGINT,
	reason VARCHAR(300) NOT NULL,
	CONSTRAINT pk_part_planning PRIMARY KEY (id),
	CONSTRAINT ck_part_planning_stocked_known CHECK (stocked IN ('auto', 'yes', 'no')),
	CONSTRAINT ck_part_planning_policy_known CHECK (policy IN ('periodic', 'continuous', 'base_stock')),
	CONSTRAINT ck_part_planning_target_in_range CHECK (target_permyriad BETWEEN 1 AND 9999),
	CONSTRAINT ck_part_planning_bounds_not_negative CHECK (minimum >= 0 AND maximum >= 0),
	CONSTRAINT ck_part_planning_bounds_in_order CHECK (minimum <= maximum),
	CONSTRAINT fk_part_planning_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_part_planning_store_id_location FOREIGN KEY(store_id) REFERENCES location (id),
	CONSTRAINT fk_part_planning_set_by_id_person FOREIGN KEY(set_by_id) REFERENCES person (id)
)
-- next
CREATE TABLE part_start (
	id BIGSERIAL NOT NULL,
	part_id BIGINT NOT NULL,
	similar_part_id BIGINT,
	from_on DATE NOT NULL,
	percent BIGINT NOT NULL,
	ramp_months BIGINT NOT NULL,
	note VARCHAR(300) NOT NULL,
	CONSTRAINT pk_part_start PRIMARY KEY (id),
	CONSTRAINT ck_part_start_another_part CHECK (similar_part_id IS NULL OR similar_part_id <> part_id),
	CONSTRAINT ck_part_start_percent_in_range CHECK (percent BETWEEN 1 AND 1000),
	CONSTRAINT ck_part_start_ramp_in_range CHECK (ramp_months BETWEEN 0 AND 60),
	CONSTRAINT uq_part_start_part_id UNIQUE (part_id),
	CONSTRAINT fk_part_start_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_part_start_similar_part_id_part FOREIGN KEY(similar_part_id) REFERENCES part (id)
)
-- next
CREATE TABLE planned_need (
	id BIGSERIAL NOT NULL,
	run_id BIGINT NOT NULL,
	part_id BIGINT NOT NULL,
	kind VARCHAR(12) NOT NULL,
	reference VARCHAR(120) NOT NULL,
	from_on DATE NOT NULL,
	to_on DATE NOT NULL,
	quantity FLOAT(53) NOT NULL,
	CONSTRAINT pk_planned_need PRIMARY KEY (id),
	CONSTRAINT ck_planned_need_kind_known CHECK (kind IN ('campaign', 'maintenance')),
	CONSTRAINT ck_planned_need_in_order CHECK (from_on <= to_on),
	CONSTRAINT ck_planned_need_quantity_not_negative CHECK (quantity >= 0),
	CONSTRAINT fk_planned_need_run_id_rate_run FOREIGN KEY(run_id) REFERENCES rate_run (id),
	CONSTRAINT fk_planned_need_part_id_part FOREIGN KEY(part_id) REFERENCES part (id)
)
-- next
CREATE TABLE scenario (
	id BIGSERIAL NOT NULL,
	number VARCHAR(40) NOT NULL,
	name VARCHAR(120) NOT NULL,
	created_by_id BIGINT NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL,
	created_on DATE NOT NULL,
	level_run_id BIGINT NOT NULL,
	goal VARCHAR(8) NOT NULL,
	measure VARCHAR(8) NOT NULL,
	value_before_cny BIGINT NOT NULL,
	value_after_cny BIGINT NOT NULL,
	service_before FLOAT(53) NOT NULL,
	service_after FLOAT(53) NOT NULL,
	met BOOLEAN NOT NULL,
	line_count BIGINT NOT NULL,
	inputs JSON NOT NULL,
	result JSON NOT NULL,
	budget_cny BIGINT,
	service_target FLOAT(53),
	note VARCHAR(300) NOT NULL,
	CONSTRAINT pk_scenario PRIMARY KEY (id),
	CONSTRAINT uq_scenario_id_created_by_id UNIQUE (id, created_by_id),
	CONSTRAINT ck_scenario_goal_known CHECK (goal IN ('targets', 'budget', 'service')),
	CONSTRAINT ck_scenario_measure_known CHECK (measure IN ('units', 'parts', 'weighted')),
	CONSTRAINT ck_scenario_budget_there CHECK (goal <> 'budget' OR budget_cny >= 0),
	CONSTRAINT ck_scenario_service_there CHECK (goal <> 'service' OR service_target IS NOT NULL),
	CONSTRAINT uq_scenario_number UNIQUE (number),
	CONSTRAINT fk_scenario_created_by_id_person FOREIGN KEY(created_by_id) REFERENCES person (id),
	CONSTRAINT fk_scenario_level_run_id_level_run FOREIGN KEY(level_run_id) REFERENCES level_run (id)
)
-- next
CREATE TABLE service_curve (
	id BIGSERIAL NOT NULL,
	level_run_id BIGINT NOT NULL,
	drawn_on DATE NOT NULL,
	drawn_at TIMESTAMP WITH TIME ZONE NOT NULL,
	by_id BIGINT NOT NULL,
	row_count BIGINT NOT NULL,
	unpriced_count BIGINT NOT NULL,
	facts JSON NOT NULL,
	CONSTRAINT pk_service_curve PRIMARY KEY (id),
	CONSTRAINT fk_service_curve_level_run_id_level_run FOREIGN KEY(level_run_id) REFERENCES level_run (id),
	CONSTRAINT fk_service_curve_by_id_person FOREIGN KEY(by_id) REFERENCES person (id)
)
-- next
CREATE TABLE planned_work (
	work_order_id BIGINT NOT NULL,
	kind VARCHAR(12) NOT NULL,
	CONSTRAINT pk_planned_work PRIMARY KEY (work_order_id),
	CONSTRAINT ck_planned_work_kind_known CHECK (kind IN ('campaign', 'maintenance')),
	CONSTRAINT fk_planned_work_work_order_id_work_order FOREIGN KEY(work_order_id) REFERENCES work_order (id)
)
-- next
CREATE TABLE scenario_line (
	id BIGSERIAL NOT NULL,
	scenario_id BIGINT NOT NULL,
	part_id BIGINT NOT NULL,
	store_id BIGINT NOT NULL,
	level_before FLOAT(53) NOT NULL,
	level_after FLOAT(53) NOT NULL,
	up_to_before FLOAT(53) NOT NULL,
	up_to_after FLOAT(53) NOT NULL,
	target_before FLOAT(53) NOT NULL,
	target_after FLOAT(53) NOT NULL,
	value_before_cny BIGINT NOT NULL,
	value_after_cny BIGINT NOT NULL,
	fill_before FLOAT(53) NOT NULL,
	fill_after FLOAT(53) NOT NULL,
	CONSTRAINT pk_scenario_line PRIMARY KEY (id),
	CONSTRAINT uq_scenario_line_scenario_id_part_id_store_id UNIQUE (scenario_id, part_id, store_id),
	CONSTRAINT fk_scenario_line_scenario_id_scenario FOREIGN KEY(scenario_id) REFERENCES scenario (id),
	CONSTRAINT fk_scenario_line_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_scenario_line_store_id_location FOREIGN KEY(store_id) REFERENCES location (id)
)
-- next
CREATE TABLE scenario_pruning (
	id BIGSERIAL NOT NULL,
	scenario_id BIGINT NOT NULL,
	pruned_on DATE NOT NULL,
	pruned_at TIMESTAMP WITH TIME ZONE NOT NULL,
	by_id BIGINT,
	CONSTRAINT pk_scenario_pruning PRIMARY KEY (id),
	CONSTRAINT uq_scenario_pruning_scenario_id UNIQUE (scenario_id),
	CONSTRAINT fk_scenario_pruning_scenario_id_scenario FOREIGN KEY(scenario_id) REFERENCES scenario (id),
	CONSTRAINT fk_scenario_pruning_by_id_person FOREIGN KEY(by_id) REFERENCES person (id)
)
-- next
CREATE TABLE target_choice (
	id BIGSERIAL NOT NULL,
	valid_from_on DATE NOT NULL,
	chosen_by_id BIGINT NOT NULL,
	chosen_at TIMESTAMP WITH TIME ZONE NOT NULL,
	scenario_id BIGINT,
	scenario_by_id BIGINT,
	note VARCHAR(300) NOT NULL,
	CONSTRAINT pk_target_choice PRIMARY KEY (id),
	CONSTRAINT fk_target_choice_scenario_id_scenario_by_id_scenario FOREIGN KEY(scenario_id, scenario_by_id) REFERENCES scenario (id, created_by_id),
	CONSTRAINT ck_target_choice_four_eyes CHECK (scenario_by_id IS NULL OR chosen_by_id <> scenario_by_id),
	CONSTRAINT ck_target_choice_author_copied CHECK ((scenario_id IS NULL) = (scenario_by_id IS NULL)),
	CONSTRAINT fk_target_choice_chosen_by_id_person FOREIGN KEY(chosen_by_id) REFERENCES person (id)
)
-- next
CREATE TABLE last_time_order (
	id BIGSERIAL NOT NULL,
	last_time_buy_id BIGINT NOT NULL,
	order_id BIGINT NOT NULL,
	made_by_id BIGINT NOT NULL,
	made_at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_last_time_order PRIMARY KEY (id),
	CONSTRAINT uq_last_time_order_order_id UNIQUE (order_id),
	CONSTRAINT fk_last_time_order_last_time_buy_id_last_time_buy FOREIGN KEY(last_time_buy_id) REFERENCES last_time_buy (id),
	CONSTRAINT fk_last_time_order_order_id_purchase_order FOREIGN KEY(order_id) REFERENCES purchase_order (id),
	CONSTRAINT fk_last_time_order_made_by_id_person FOREIGN KEY(made_by_id) REFERENCES person (id)
)
-- next
CREATE TABLE planned_ticket (
	ticket_id BIGINT NOT NULL,
	kind VARCHAR(12) NOT NULL,
	marked_by_id BIGINT NOT NULL,
	marked_at TIMESTAMP WITH TIME ZONE NOT NULL,
	campaign_id BIGINT,
	CONSTRAINT pk_planned_ticket PRIMARY KEY (ticket_id),
	CONSTRAINT ck_planned_ticket_kind_known CHECK (kind IN ('campaign', 'maintenance')),
	CONSTRAINT ck_planned_ticket_names_campaign CHECK ((kind = 'campaign') = (campaign_id IS NOT NULL)),
	CONSTRAINT fk_planned_ticket_ticket_id_ticket FOREIGN KEY(ticket_id) REFERENCES ticket (id),
	CONSTRAINT fk_planned_ticket_marked_by_id_person FOREIGN KEY(marked_by_id) REFERENCES person (id),
	CONSTRAINT fk_planned_ticket_campaign_id_campaign FOREIGN KEY(campaign_id) REFERENCES campaign (id)
)
-- next
CREATE INDEX ix_forecast_watch_month_on ON forecast_watch (month_on)
-- next
CREATE INDEX ix_level_share_shared_at ON level_share (shared_at)
-- next
CREATE INDEX ix_campaign_product_model_id ON campaign (product_model_id)
-- next
CREATE INDEX ix_campaign_state ON campaign (state)
-- next
CREATE INDEX ix_rate_run_computed_on ON rate_run (computed_on)
-- next
CREATE INDEX ix_base_forecast_part_id ON base_forecast (part_id)
-- next
CREATE INDEX ix_campaign_line_part_id ON campaign_line (part_id)
-- next
CREATE INDEX ix_failure_rate_part ON failure_rate (part_id, run_id)
-- next
CREATE INDEX ix_forecast_alarm_month_on ON forecast_alarm (month_on)
-- next
CREATE INDEX ix_last_time_buy_part_id ON last_time_buy (part_id)
-- next
CREATE INDEX ix_last_time_buy_state ON last_time_buy (state)
-- next
CREATE UNIQUE INDEX uq_last_time_buy_open ON last_time_buy (part_id) WHERE state = 'proposed'
-- next
CREATE INDEX ix_maintenance_line_part_id ON maintenance_line (part_id)
-- next
CREATE UNIQUE INDEX ix_part_planning_everywhere ON part_planning (part_id) WHERE store_id IS NULL
-- next
CREATE UNIQUE INDEX ix_part_planning_store ON part_planning (part_id, store_id)
-- next
CREATE INDEX ix_part_planning_store_id ON part_planning (store_id)
-- next
CREATE INDEX ix_planned_need_part_id ON planned_need (part_id)
-- next
CREATE INDEX ix_planned_need_run ON planned_need (run_id, part_id)
-- next
CREATE INDEX ix_service_curve_level_run_id ON service_curve (level_run_id)
-- next
CREATE INDEX ix_scenario_line_part ON scenario_line (part_id, store_id)
-- next
CREATE INDEX ix_target_choice_scenario_id ON target_choice (scenario_id)
-- next
CREATE INDEX ix_target_choice_valid_from_on ON target_choice (valid_from_on)
-- next
CREATE INDEX ix_last_time_order_last_time_buy_id ON last_time_order (last_time_buy_id)
-- next
CREATE INDEX ix_planned_ticket_campaign_id ON planned_ticket (campaign_id)
-- next
CREATE FUNCTION rate_run_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:rate_run' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION rate_run_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:rate_run' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION rate_run_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:rate_run' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION part_start_keeps_part_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.part_id IS DISTINCT FROM OLD.part_id THEN RAISE EXCEPTION 'sparewell:unchangeable:part_start' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION service_curve_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:service_curve' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION service_curve_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:service_curve' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION service_curve_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:service_curve' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION scenario_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:scenario' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION scenario_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:scenario' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION scenario_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:scenario' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION scenario_line_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:scenario_line' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION scenario_line_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NOT EXISTS (SELECT 1 FROM scenario_pruning p WHERE p.scenario_id = OLD.scenario_id)) THEN RAISE EXCEPTION 'sparewell:append_only:scenario_line' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION scenario_line_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:scenario_line' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION scenario_pruning_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:scenario_pruning' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION scenario_pruning_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:scenario_pruning' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION scenario_pruning_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:scenario_pruning' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION scenario_pruning_of_none_in_force() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (EXISTS (SELECT 1 FROM target_choice c WHERE c.scenario_id = NEW.scenario_id AND c.id = (SELECT MAX(n.id) FROM target_choice n))) THEN RAISE EXCEPTION 'sparewell:scenario_in_force' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION target_choice_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:target_choice' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION target_choice_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:target_choice' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION target_choice_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:target_choice' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION target_choice_of_a_whole_scenario() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (EXISTS (SELECT 1 FROM scenario_pruning p WHERE p.scenario_id = NEW.scenario_id)) THEN RAISE EXCEPTION 'sparewell:scenario_pruned' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION target_choice_is_anothers() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.scenario_id IS NOT NULL AND (NEW.scenario_by_id IS NULL OR NEW.chosen_by_id = NEW.scenario_by_id OR NOT EXISTS (SELECT 1 FROM scenario s WHERE s.id = NEW.scenario_id AND s.created_by_id = NEW.scenario_by_id))) THEN RAISE EXCEPTION 'sparewell:four_eyes' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION level_run_keeps_computed_on() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.computed_on IS DISTINCT FROM OLD.computed_on OR NEW.inputs_hash IS DISTINCT FROM OLD.inputs_hash OR NEW.settings IS DISTINCT FROM OLD.settings OR NEW.by_id IS DISTINCT FROM OLD.by_id OR NEW.learnt IS DISTINCT FROM OLD.learnt THEN RAISE EXCEPTION 'sparewell:unchangeable:level_run' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION demand_mark_keeps_part_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.part_id IS DISTINCT FROM OLD.part_id OR NEW.store_id IS DISTINCT FROM OLD.store_id OR NEW.period IS DISTINCT FROM OLD.period OR NEW.period_start_on IS DISTINCT FROM OLD.period_start_on THEN RAISE EXCEPTION 'sparewell:unchangeable:demand_mark' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION forecast_watch_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:forecast_watch' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION forecast_watch_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:forecast_watch' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION forecast_watch_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:forecast_watch' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION forecast_alarm_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:forecast_alarm' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION forecast_alarm_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:forecast_alarm' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION forecast_alarm_keeps_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.id IS DISTINCT FROM OLD.id THEN RAISE EXCEPTION 'sparewell:unchangeable:forecast_alarm' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION forecast_alarm_keeps_month_on() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.month_on IS DISTINCT FROM OLD.month_on OR NEW.kind IS DISTINCT FROM OLD.kind OR NEW.group_kind IS DISTINCT FROM OLD.group_kind OR NEW.group_key IS DISTINCT FROM OLD.group_key OR NEW.value IS DISTINCT FROM OLD.value OR NEW.bound IS DISTINCT FROM OLD.bound OR NEW.cases IS DISTINCT FROM OLD.cases THEN RAISE EXCEPTION 'sparewell:unchangeable:forecast_alarm' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION proposal_frozen() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (OLD.state <> 'open' OR EXISTS (SELECT 1 FROM plan_approval a WHERE a.plan_id = NEW.plan_id)) AND (NEW.plan_id IS DISTINCT FROM OLD.plan_id OR NEW.part_id IS DISTINCT FROM OLD.part_id OR NEW.store_id IS DISTINCT FROM OLD.store_id OR NEW.kind IS DISTINCT FROM OLD.kind OR NEW.computed_quantity IS DISTINCT FROM OLD.computed_quantity OR NEW.quantity IS DISTINCT FROM OLD.quantity OR NEW.supplier_id IS DISTINCT FROM OLD.supplier_id OR NEW.supplier_part_id IS DISTINCT FROM OLD.supplier_part_id OR NEW.from_store_id IS DISTINCT FROM OLD.from_store_id OR NEW.unit_price_cny IS DISTINCT FROM OLD.unit_price_cny OR NEW.included IS DISTINCT FROM OLD.included OR NEW.changed_by_id IS DISTINCT FROM OLD.changed_by_id OR NEW.change_reason IS DISTINCT FROM OLD.change_reason OR NEW.needed_on IS DISTINCT FROM OLD.needed_on OR NEW.exception IS DISTINCT FROM OLD.exception OR NEW.alerts IS DISTINCT FROM OLD.alerts OR NEW.saved IS DISTINCT FROM OLD.saved OR CAST(NEW.explanation AS TEXT) IS DISTINCT FROM CAST(OLD.explanation AS TEXT)) THEN RAISE EXCEPTION 'sparewell:plan_frozen' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION last_time_order_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:last_time_order' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION last_time_order_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:last_time_order' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION last_time_order_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:last_time_order' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION last_time_order_of_an_approved_one() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NOT EXISTS (SELECT 1 FROM last_time_buy b WHERE b.id = NEW.last_time_buy_id AND b.state = 'approved')) THEN RAISE EXCEPTION 'sparewell:last_time_buy_not_approved' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION last_time_order_once() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (EXISTS (SELECT 1 FROM last_time_order l JOIN purchase_order o ON o.id = l.order_id WHERE l.last_time_buy_id = NEW.last_time_buy_id AND o.state <> 'cancelled')) THEN RAISE EXCEPTION 'sparewell:last_time_buy_ordered' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION campaign_is_approved_by_another_insert() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.approved_by_id = NEW.created_by_id) THEN RAISE EXCEPTION 'sparewell:four_eyes' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION campaign_is_approved_by_another_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.approved_by_id = NEW.created_by_id) THEN RAISE EXCEPTION 'sparewell:four_eyes' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION last_time_buy_is_approved_by_another_insert() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.approved_by_id = NEW.created_by_id) THEN RAISE EXCEPTION 'sparewell:four_eyes' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION last_time_buy_is_approved_by_another_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.approved_by_id = NEW.created_by_id) THEN RAISE EXCEPTION 'sparewell:four_eyes' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION campaign_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:campaign' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION campaign_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:campaign' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION campaign_keeps_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.id IS DISTINCT FROM OLD.id THEN RAISE EXCEPTION 'sparewell:unchangeable:campaign' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION campaign_keeps_number() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.number IS DISTINCT FROM OLD.number OR NEW.kind IS DISTINCT FROM OLD.kind OR NEW.product_model_id IS DISTINCT FROM OLD.product_model_id OR NEW.from_on IS DISTINCT FROM OLD.from_on OR NEW.to_on IS DISTINCT FROM OLD.to_on OR NEW.percent IS DISTINCT FROM OLD.percent OR NEW.created_by_id IS DISTINCT FROM OLD.created_by_id OR NEW.created_at IS DISTINCT FROM OLD.created_at OR NEW.serial_from IS DISTINCT FROM OLD.serial_from OR NEW.serial_to IS DISTINCT FROM OLD.serial_to THEN RAISE EXCEPTION 'sparewell:unchangeable:campaign' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION campaign_begins_proposed() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.state <> 'proposed' OR NEW.approved_by_id IS NOT NULL) THEN RAISE EXCEPTION 'sparewell:campaign_state' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION campaign_steps() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NOT ((OLD.state = 'proposed' AND NEW.state IN ('proposed', 'approved', 'rejected')) OR (OLD.state = 'approved' AND NEW.state IN ('approved', 'ended'))) OR COALESCE(NEW.units, 0) <> COALESCE(OLD.units, 0) OR (OLD.approved_by_id IS NOT NULL AND COALESCE(NEW.approved_by_id, 0) <> OLD.approved_by_id)) THEN RAISE EXCEPTION 'sparewell:campaign_state' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION campaign_line_before_approval_insert() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NOT EXISTS (SELECT 1 FROM campaign c WHERE c.id = NEW.campaign_id AND c.state = 'proposed')) THEN RAISE EXCEPTION 'sparewell:campaign_state' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION campaign_line_before_approval_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NOT EXISTS (SELECT 1 FROM campaign c WHERE c.id = OLD.campaign_id AND c.state = 'proposed')) THEN RAISE EXCEPTION 'sparewell:campaign_state' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION campaign_line_before_approval_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NOT EXISTS (SELECT 1 FROM campaign c WHERE c.id = OLD.campaign_id AND c.state = 'proposed')) THEN RAISE EXCEPTION 'sparewell:campaign_state' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION last_time_buy_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:last_time_buy' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION last_time_buy_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:last_time_buy' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION last_time_buy_keeps_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.id IS DISTINCT FROM OLD.id THEN RAISE EXCEPTION 'sparewell:unchangeable:last_time_buy' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION last_time_buy_keeps_number() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.number IS DISTINCT FROM OLD.number OR NEW.part_id IS DISTINCT FROM OLD.part_id OR NEW.quantity IS DISTINCT FROM OLD.quantity OR NEW.unit_price_cny IS DISTINCT FROM OLD.unit_price_cny OR NEW.created_by_id IS DISTINCT FROM OLD.created_by_id OR NEW.created_at IS DISTINCT FROM OLD.created_at THEN RAISE EXCEPTION 'sparewell:unchangeable:last_time_buy' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION last_time_buy_keeps_its_sum() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (CAST(NEW.inputs AS TEXT) <> CAST(OLD.inputs AS TEXT) OR CAST(NEW.curve AS TEXT) <> CAST(OLD.curve AS TEXT)) THEN RAISE EXCEPTION 'sparewell:unchangeable' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION last_time_buy_begins_proposed() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.state <> 'proposed' OR NEW.approved_by_id IS NOT NULL) THEN RAISE EXCEPTION 'sparewell:last_time_buy_state' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION last_time_buy_decided_once() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (OLD.state <> 'proposed') THEN RAISE EXCEPTION 'sparewell:last_time_buy_state' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER rate_run_no_update BEFORE UPDATE ON rate_run FOR EACH ROW EXECUTE FUNCTION rate_run_no_update()
-- next
CREATE TRIGGER rate_run_no_delete BEFORE DELETE ON rate_run FOR EACH ROW EXECUTE FUNCTION rate_run_no_delete()
-- next
CREATE TRIGGER rate_run_no_truncate BEFORE TRUNCATE ON rate_run FOR EACH STATEMENT EXECUTE FUNCTION rate_run_no_truncate()
-- next
CREATE TRIGGER part_start_keeps_part_id BEFORE UPDATE ON part_start FOR EACH ROW EXECUTE FUNCTION part_start_keeps_part_id()
-- next
CREATE TRIGGER service_curve_no_update BEFORE UPDATE ON service_curve FOR EACH ROW EXECUTE FUNCTION service_curve_no_update()
-- next
CREATE TRIGGER service_curve_no_delete BEFORE DELETE ON service_curve FOR EACH ROW EXECUTE FUNCTION service_curve_no_delete()
-- next
CREATE TRIGGER service_curve_no_truncate BEFORE TRUNCATE ON service_curve FOR EACH STATEMENT EXECUTE FUNCTION service_curve_no_truncate()
-- next
CREATE TRIGGER scenario_no_update BEFORE UPDATE ON scenario FOR EACH ROW EXECUTE FUNCTION scenario_no_update()
-- next
CREATE TRIGGER scenario_no_delete BEFORE DELETE ON scenario FOR EACH ROW EXECUTE FUNCTION scenario_no_delete()
-- next
CREATE TRIGGER scenario_no_truncate BEFORE TRUNCATE ON scenario FOR EACH STATEMENT EXECUTE FUNCTION scenario_no_truncate()
-- next
CREATE TRIGGER scenario_line_no_update BEFORE UPDATE ON scenario_line FOR EACH ROW EXECUTE FUNCTION scenario_line_no_update()
-- next
CREATE TRIGGER scenario_line_no_delete BEFORE DELETE ON scenario_line FOR EACH ROW EXECUTE FUNCTION scenario_line_no_delete()
-- next
CREATE TRIGGER scenario_line_no_truncate BEFORE TRUNCATE ON scenario_line FOR EACH STATEMENT EXECUTE FUNCTION scenario_line_no_truncate()
-- next
CREATE TRIGGER scenario_pruning_no_update BEFORE UPDATE ON scenario_pruning FOR EACH ROW EXECUTE FUNCTION scenario_pruning_no_update()
-- next
CREATE TRIGGER scenario_pruning_no_delete BEFORE DELETE ON scenario_pruning FOR EACH ROW EXECUTE FUNCTION scenario_pruning_no_delete()
-- next
CREATE TRIGGER scenario_pruning_no_truncate BEFORE TRUNCATE ON scenario_pruning FOR EACH STATEMENT EXECUTE FUNCTION scenario_pruning_no_truncate()
-- next
CREATE TRIGGER scenario_pruning_of_none_in_force BEFORE INSERT ON scenario_pruning FOR EACH ROW EXECUTE FUNCTION scenario_pruning_of_none_in_force()
-- next
CREATE TRIGGER target_choice_no_update BEFORE UPDATE ON target_choice FOR EACH ROW EXECUTE FUNCTION target_choice_no_update()
-- next
CREATE TRIGGER target_choice_no_delete BEFORE DELETE ON target_choice FOR EACH ROW EXECUTE FUNCTION target_choice_no_delete()
-- next
CREATE TRIGGER target_choice_no_truncate BEFORE TRUNCATE ON target_choice FOR EACH STATEMENT EXECUTE FUNCTION target_choice_no_truncate()
-- next
CREATE TRIGGER target_choice_of_a_whole_scenario BEFORE INSERT ON target_choice FOR EACH ROW EXECUTE FUNCTION target_choice_of_a_whole_scenario()
-- next
CREATE TRIGGER target_choice_is_anothers BEFORE INSERT ON target_choice FOR EACH ROW EXECUTE FUNCTION target_choice_is_anothers()
-- next
CREATE TRIGGER level_run_keeps_computed_on BEFORE UPDATE ON level_run FOR EACH ROW EXECUTE FUNCTION level_run_keeps_computed_on()
-- next
CREATE TRIGGER demand_mark_keeps_part_id BEFORE UPDATE ON demand_mark FOR EACH ROW EXECUTE FUNCTION demand_mark_keeps_part_id()
-- next
CREATE TRIGGER forecast_watch_no_update BEFORE UPDATE ON forecast_watch FOR EACH ROW EXECUTE FUNCTION forecast_watch_no_update()
-- next
CREATE TRIGGER forecast_watch_no_delete BEFORE DELETE ON forecast_watch FOR EACH ROW EXECUTE FUNCTION forecast_watch_no_delete()
-- next
CREATE TRIGGER forecast_watch_no_truncate BEFORE TRUNCATE ON forecast_watch FOR EACH STATEMENT EXECUTE FUNCTION forecast_watch_no_truncate()
-- next
CREATE TRIGGER forecast_alarm_no_delete BEFORE DELETE ON forecast_alarm FOR EACH ROW EXECUTE FUNCTION forecast_alarm_no_delete()
-- next
CREATE TRIGGER forecast_alarm_no_truncate BEFORE TRUNCATE ON forecast_alarm FOR EACH STATEMENT EXECUTE FUNCTION forecast_alarm_no_truncate()
-- next
CREATE TRIGGER forecast_alarm_keeps_id BEFORE UPDATE ON forecast_alarm FOR EACH ROW EXECUTE FUNCTION forecast_alarm_keeps_id()
-- next
CREATE TRIGGER forecast_alarm_keeps_month_on BEFORE UPDATE ON forecast_alarm FOR EACH ROW EXECUTE FUNCTION forecast_alarm_keeps_month_on()
-- next
CREATE TRIGGER proposal_frozen BEFORE UPDATE ON proposal FOR EACH ROW EXECUTE FUNCTION proposal_frozen()
-- next
CREATE TRIGGER last_time_order_no_update BEFORE UPDATE ON last_time_order FOR EACH ROW EXECUTE FUNCTION last_time_order_no_update()
-- next
CREATE TRIGGER last_time_order_no_delete BEFORE DELETE ON last_time_order FOR EACH ROW EXECUTE FUNCTION last_time_order_no_delete()
-- next
CREATE TRIGGER last_time_order_no_truncate BEFORE TRUNCATE ON last_time_order FOR EACH STATEMENT EXECUTE FUNCTION last_time_order_no_truncate()
-- next
CREATE TRIGGER last_time_order_of_an_approved_one BEFORE INSERT ON last_time_order FOR EACH ROW EXECUTE FUNCTION last_time_order_of_an_approved_one()
-- next
CREATE TRIGGER last_time_order_once BEFORE INSERT ON last_time_order FOR EACH ROW EXECUTE FUNCTION last_time_order_once()
-- next
CREATE TRIGGER campaign_is_approved_by_another_insert BEFORE INSERT ON campaign FOR EACH ROW EXECUTE FUNCTION campaign_is_approved_by_another_insert()
-- next
CREATE TRIGGER campaign_is_approved_by_another_update BEFORE UPDATE ON campaign FOR EACH ROW EXECUTE FUNCTION campaign_is_approved_by_another_update()
-- next
CREATE TRIGGER last_time_buy_is_approved_by_another_insert BEFORE INSERT ON last_time_buy FOR EACH ROW EXECUTE FUNCTION last_time_buy_is_approved_by_another_insert()
-- next
CREATE TRIGGER last_time_buy_is_approved_by_another_update BEFORE UPDATE ON last_time_buy FOR EACH ROW EXECUTE FUNCTION last_time_buy_is_approved_by_another_update()
-- next
CREATE TRIGGER campaign_no_delete BEFORE DELETE ON campaign FOR EACH ROW EXECUTE FUNCTION campaign_no_delete()
-- next
CREATE TRIGGER campaign_no_truncate BEFORE TRUNCATE ON campaign FOR EACH STATEMENT EXECUTE FUNCTION campaign_no_truncate()
-- next
CREATE TRIGGER campaign_keeps_id BEFORE UPDATE ON campaign FOR EACH ROW EXECUTE FUNCTION campaign_keeps_id()
-- next
CREATE TRIGGER campaign_keeps_number BEFORE UPDATE ON campaign FOR EACH ROW EXECUTE FUNCTION campaign_keeps_number()
-- next
CREATE TRIGGER campaign_begins_proposed BEFORE INSERT ON campaign FOR EACH ROW EXECUTE FUNCTION campaign_begins_proposed()
-- next
CREATE TRIGGER campaign_steps BEFORE UPDATE ON campaign FOR EACH ROW EXECUTE FUNCTION campaign_steps()
-- next
CREATE TRIGGER campaign_line_before_approval_insert BEFORE INSERT ON campaign_line FOR EACH ROW EXECUTE FUNCTION campaign_line_before_approval_insert()
-- next
CREATE TRIGGER campaign_line_before_approval_update BEFORE UPDATE ON campaign_line FOR EACH ROW EXECUTE FUNCTION campaign_line_before_approval_update()
-- next
CREATE TRIGGER campaign_line_before_approval_delete BEFORE DELETE ON campaign_line FOR EACH ROW EXECUTE FUNCTION campaign_line_before_approval_delete()
-- next
CREATE TRIGGER last_time_buy_no_delete BEFORE DELETE ON last_time_buy FOR EACH ROW EXECUTE FUNCTION last_time_buy_no_delete()
-- next
CREATE TRIGGER last_time_buy_no_truncate BEFORE TRUNCATE ON last_time_buy FOR EACH STATEMENT EXECUTE FUNCTION last_time_buy_no_truncate()
-- next
CREATE TRIGGER last_time_buy_keeps_id BEFORE UPDATE ON last_time_buy FOR EACH ROW EXECUTE FUNCTION last_time_buy_keeps_id()
-- next
CREATE TRIGGER last_time_buy_keeps_number BEFORE UPDATE ON last_time_buy FOR EACH ROW EXECUTE FUNCTION last_time_buy_keeps_number()
-- next
CREATE TRIGGER last_time_buy_keeps_its_sum BEFORE UPDATE ON last_time_buy FOR EACH ROW EXECUTE FUNCTION last_time_buy_keeps_its_sum()
-- next
CREATE TRIGGER last_time_buy_begins_proposed BEFORE INSERT ON last_time_buy FOR EACH ROW EXECUTE FUNCTION last_time_buy_begins_proposed()
-- next
CREATE TRIGGER last_time_buy_decided_once BEFORE UPDATE ON last_time_buy FOR EACH ROW EXECUTE FUNCTION last_time_buy_decided_once()
