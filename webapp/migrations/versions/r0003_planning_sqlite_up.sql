DROP TRIGGER level_run_no_delete
-- next
DROP TRIGGER level_run_keeps_computed_on
-- next
DROP TRIGGER proposal_frozen
-- next
DROP TRIGGER proposal_steps
-- next
DROP TRIGGER proposal_begins
-- next
DROP TRIGGER proposal_stays
-- next
DROP TRIGGER proposal_no_replace_id
-- next
DROP TRIGGER proposal_no_takeover_id
-- next
CREATE TABLE forecast_watch (
	id INTEGER NOT NULL,
	month_on DATE NOT NULL,
	group_kind VARCHAR(12) NOT NULL,
	group_key VARCHAR(40) NOT NULL,
	rows INTEGER NOT NULL,
	forecast FLOAT NOT NULL,
	demand FLOAT NOT NULL,
	deviation FLOAT NOT NULL,
	ended INTEGER NOT NULL,
	within_50 INTEGER NOT NULL,
	within_90 INTEGER NOT NULL,
	within_95 INTEGER NOT NULL,
	under_95 INTEGER NOT NULL,
	lines INTEGER NOT NULL,
	lines_met INTEGER NOT NULL,
	asked FLOAT NOT NULL,
	met FLOAT NOT NULL,
	promised FLOAT NOT NULL,
	cycles INTEGER NOT NULL,
	cycles_kept INTEGER NOT NULL,
	target FLOAT NOT NULL,
	alarms JSON NOT NULL,
	CONSTRAINT pk_forecast_watch PRIMARY KEY (id),
	CONSTRAINT uq_forecast_watch_month_on_group_kind_group_key UNIQUE (month_on, group_kind, group_key),
	CONSTRAINT ck_forecast_watch_group_kind_known CHECK (group_kind IN ('all', 'demand_class', 'criticality', 'store', 'category')),
	CONSTRAINT ck_forecast_watch_parts_within CHECK (lines_met <= lines AND cycles_kept <= cycles)
)
-- next
CREATE INDEX ix_forecast_watch_month_on ON forecast_watch (month_on)
-- next
CREATE TABLE level_share (
	id INTEGER NOT NULL,
	inputs_hash VARCHAR(64) NOT NULL,
	number INTEGER NOT NULL,
	shared_at DATETIME NOT NULL,
	package BLOB NOT NULL,
	taken_at DATETIME,
	worker VARCHAR(120) NOT NULL,
	result BLOB,
	CONSTRAINT pk_level_share PRIMARY KEY (id),
	CONSTRAINT uq_level_share_inputs_hash_number UNIQUE (inputs_hash, number)
)
-- next
CREATE INDEX ix_level_share_shared_at ON level_share (shared_at)
-- next
CREATE TABLE base_count (
	id INTEGER NOT NULL,
	product_model_id INTEGER NOT NULL,
	month_on DATE NOT NULL,
	units INTEGER NOT NULL,
	source VARCHAR(120) NOT NULL,
	CONSTRAINT pk_base_count PRIMARY KEY (id),
	CONSTRAINT uq_base_count_product_model_id_month_on UNIQUE (product_model_id, month_on),
	CONSTRAINT ck_base_count_units_not_negative CHECK (units >= 0),
	CONSTRAINT ck_base_count_units_whole CHECK (units IS NULL OR typeof(units) = 'integer'),
	CONSTRAINT fk_base_count_product_model_id_product_model FOREIGN KEY(product_model_id) REFERENCES product_model (id)
)
-- next
CREATE TABLE campaign (
	id INTEGER NOT NULL,
	number VARCHAR(40) NOT NULL,
	kind VARCHAR(10) NOT NULL,
	name_zh VARCHAR(120) NOT NULL,
	name_en VARCHAR(120) NOT NULL,
	product_model_id INTEGER NOT NULL,
	from_on DATE NOT NULL,
	to_on DATE NOT NULL,
	created_by_id INTEGER NOT NULL,
	created_at DATETIME NOT NULL,
	serial_from VARCHAR(80) NOT NULL,
	serial_to VARCHAR(80) NOT NULL,
	percent INTEGER NOT NULL,
	units INTEGER,
	note VARCHAR(500) NOT NULL,
	state VARCHAR(10) NOT NULL,
	approved_by_id INTEGER,
	approved_at DATETIME,
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
	CONSTRAINT ck_campaign_percent_whole CHECK (percent IS NULL OR typeof(percent) = 'integer'),
	CONSTRAINT ck_campaign_units_whole CHECK (units IS NULL OR typeof(units) = 'integer'),
	CONSTRAINT uq_campaign_number UNIQUE (number),
	CONSTRAINT fk_campaign_product_model_id_product_model FOREIGN KEY(product_model_id) REFERENCES product_model (id),
	CONSTRAINT fk_campaign_created_by_id_person FOREIGN KEY(created_by_id) REFERENCES person (id),
	CONSTRAINT fk_campaign_approved_by_id_person FOREIGN KEY(approved_by_id) REFERENCES person (id)
)
-- next
CREATE INDEX ix_campaign_product_model_id ON campaign (product_model_id)
-- next
CREATE INDEX ix_campaign_state ON campaign (state)
-- next
CREATE TABLE product_life (
	product_model_id INTEGER NOT NULL,
	life_months INTEGER NOT NULL,
	shape_tenths INTEGER NOT NULL,
	note VARCHAR(300) NOT NULL,
	CONSTRAINT pk_product_life PRIMARY KEY (product_model_id),
	CONSTRAINT ck_product_life_life_in_range CHECK (life_months BETWEEN 6 AND 600),
	CONSTRAINT ck_product_life_shape_in_range CHECK (shape_tenths BETWEEN 5 AND 200),
	CONSTRAINT ck_product_life_life_months_whole CHECK (life_months IS NULL OR typeof(life_months) = 'integer'),
	CONSTRAINT ck_product_life_shape_tenths_whole CHECK (shape_tenths IS NULL OR typeof(shape_tenths) = 'integer'),
	CONSTRAINT fk_product_life_product_model_id_product_model FOREIGN KEY(product_model_id) REFERENCES product_model (id)
)
-- next
CREATE TABLE rate_run (
	id INTEGER NOT NULL,
	computed_on DATE NOT NULL,
	computed_at DATETIME NOT NULL,
	by_id INTEGER,
	first_month_on DATE NOT NULL,
	months INTEGER NOT NULL,
	units FLOAT NOT NULL,
	failures FLOAT NOT NULL,
	rate_count INTEGER NOT NULL,
	inputs_hash VARCHAR(64) NOT NULL,
	settings JSON NOT NULL,
	CONSTRAINT pk_rate_run PRIMARY KEY (id),
	CONSTRAINT fk_rate_run_by_id_person FOREIGN KEY(by_id) REFERENCES person (id)
)
-- next
CREATE INDEX ix_rate_run_computed_on ON rate_run (computed_on)
-- next
CREATE TABLE base_forecast (
	id INTEGER NOT NULL,
	run_id INTEGER NOT NULL,
	part_id INTEGER NOT NULL,
	source VARCHAR(10) NOT NULL,
	similar_part_id INTEGER,
	units FLOAT NOT NULL,
	failures FLOAT NOT NULL,
	past FLOAT NOT NULL,
	relative_variance FLOAT NOT NULL,
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
CREATE INDEX ix_base_forecast_part_id ON base_forecast (part_id)
-- next
CREATE TABLE campaign_line (
	id INTEGER NOT NULL,
	campaign_id INTEGER NOT NULL,
	part_id INTEGER NOT NULL,
	quantity BIGINT NOT NULL,
	CONSTRAINT pk_campaign_line PRIMARY KEY (id),
	CONSTRAINT uq_campaign_line_campaign_id_part_id UNIQUE (campaign_id, part_id),
	CONSTRAINT ck_campaign_line_quantity_positive CHECK (quantity > 0),
	CONSTRAINT ck_campaign_line_quantity_whole CHECK (quantity IS NULL OR typeof(quantity) = 'integer'),
	CONSTRAINT fk_campaign_line_campaign_id_campaign FOREIGN KEY(campaign_id) REFERENCES campaign (id),
	CONSTRAINT fk_campaign_line_part_id_part FOREIGN KEY(part_id) REFERENCES part (id)
)
-- next
CREATE INDEX ix_campaign_line_part_id ON campaign_line (part_id)
-- next
CREATE TABLE demand_mark (
	id INTEGER NOT NULL,
	part_id INTEGER NOT NULL,
	store_id INTEGER NOT NULL,
	period VARCHAR(5) NOT NULL,
	period_start_on DATE NOT NULL,
	verdict VARCHAR(8) NOT NULL,
	reason VARCHAR(300) NOT NULL,
	by_id INTEGER NOT NULL,
	at DATETIME NOT NULL,
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
	id INTEGER NOT NULL,
	run_id INTEGER NOT NULL,
	part_id INTEGER NOT NULL,
	product_model_id INTEGER NOT NULL,
	family VARCHAR(120) NOT NULL,
	units FLOAT NOT NULL,
	unit_months FLOAT NOT NULL,
	failures FLOAT NOT NULL,
	expected FLOAT NOT NULL,
	rate FLOAT NOT NULL,
	relative_variance FLOAT NOT NULL,
	low FLOAT NOT NULL,
	high FLOAT NOT NULL,
	quantity FLOAT NOT NULL,
	shape FLOAT,
	scale FLOAT,
	ages JSON NOT NULL,
	CONSTRAINT pk_failure_rate PRIMARY KEY (id),
	CONSTRAINT uq_failure_rate_run_id_part_id_product_model_id UNIQUE (run_id, part_id, product_model_id),
	CONSTRAINT fk_failure_rate_run_id_rate_run FOREIGN KEY(run_id) REFERENCES rate_run (id),
	CONSTRAINT fk_failure_rate_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_failure_rate_product_model_id_product_model FOREIGN KEY(product_model_id) REFERENCES product_model (id)
)
-- next
CREATE INDEX ix_failure_rate_part ON failure_rate (part_id, run_id)
-- next
CREATE TABLE forecast_alarm (
	id INTEGER NOT NULL,
	month_on DATE NOT NULL,
	kind VARCHAR(10) NOT NULL,
	group_kind VARCHAR(12) NOT NULL,
	group_key VARCHAR(40) NOT NULL,
	value FLOAT NOT NULL,
	bound FLOAT NOT NULL,
	cases INTEGER NOT NULL,
	part_id INTEGER,
	store_id INTEGER,
	seen_by_id INTEGER,
	seen_at DATETIME,
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
CREATE INDEX ix_forecast_alarm_month_on ON forecast_alarm (month_on)
-- next
CREATE TABLE forecast_error (
	part_id INTEGER NOT NULL,
	store_id INTEGER NOT NULL,
	months INTEGER NOT NULL,
	error FLOAT NOT NULL,
	deviation FLOAT NOT NULL,
	variance FLOAT NOT NULL,
	CONSTRAINT pk_forecast_error PRIMARY KEY (part_id, store_id),
	CONSTRAINT fk_forecast_error_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_forecast_error_store_id_location FOREIGN KEY(store_id) REFERENCES location (id)
)
 WITHOUT ROWID
-- next
CREATE TABLE kept_level (
	in_force_on DATE NOT NULL,
	part_id INTEGER NOT NULL,
	store_id INTEGER NOT NULL,
	run_id INTEGER NOT NULL,
	demand_class INTEGER NOT NULL,
	mean FLOAT NOT NULL,
	variance FLOAT NOT NULL,
	protection_days INTEGER NOT NULL,
	q50 FLOAT NOT NULL,
	q90 FLOAT NOT NULL,
	q95 FLOAT NOT NULL,
	target FLOAT NOT NULL,
	fill_rate FLOAT NOT NULL,
	CONSTRAINT pk_kept_level PRIMARY KEY (in_force_on, part_id, store_id),
	CONSTRAINT fk_kept_level_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_kept_level_store_id_location FOREIGN KEY(store_id) REFERENCES location (id),
	CONSTRAINT fk_kept_level_run_id_level_run FOREIGN KEY(run_id) REFERENCES level_run (id)
)
 WITHOUT ROWID
-- next
CREATE TABLE last_time_buy (
	id INTEGER NOT NULL,
	number VARCHAR(40) NOT NULL,
	part_id INTEGER NOT NULL,
	quantity BIGINT NOT NULL,
	unit_price_cny BIGINT NOT NULL,
	computed_on DATE NOT NULL,
	created_by_id INTEGER NOT NULL,
	created_at DATETIME NOT NULL,
	inputs JSON NOT NULL,
	curve JSON NOT NULL,
	note VARCHAR(500) NOT NULL,
	state VARCHAR(10) NOT NULL,
	approved_by_id INTEGER,
	approved_at DATETIME,
	end_reason VARCHAR(300) NOT NULL,
	CONSTRAINT pk_last_time_buy PRIMARY KEY (id),
	CONSTRAINT ck_last_time_buy_state_known CHECK (state IN ('proposed', 'approved', 'rejected')),
	CONSTRAINT ck_last_time_buy_quantity_not_negative CHECK (quantity >= 0),
	CONSTRAINT ck_last_time_buy_approved_when CHECK ((approved_by_id IS NULL) = (approved_at IS NULL)),
	CONSTRAINT ck_last_time_buy_four_eyes CHECK (approved_by_id IS NULL OR approved_by_id <> created_by_id),
	CONSTRAINT ck_last_time_buy_approved_by_somebody CHECK (state <> 'approved' OR approved_by_id IS NOT NULL),
	CONSTRAINT ck_last_time_buy_rejected_with_reason CHECK (state <> 'rejected' OR end_reason <> ''),
	CONSTRAINT ck_last_time_buy_quantity_whole CHECK (quantity IS NULL OR typeof(quantity) = 'integer'),
	CONSTRAINT ck_last_time_buy_unit_price_cny_whole CHECK (unit_price_cny IS NULL OR typeof(unit_price_cny) = 'integer'),
	CONSTRAINT uq_last_time_buy_number UNIQUE (number),
	CONSTRAINT fk_last_time_buy_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_last_time_buy_created_by_id_person FOREIGN KEY(created_by_id) REFERENCES person (id),
	CONSTRAINT fk_last_time_buy_approved_by_id_person FOREIGN KEY(approved_by_id) REFERENCES person (id)
)
-- next
CREATE INDEX ix_last_time_buy_part_id ON last_time_buy (part_id)
-- next
CREATE INDEX ix_last_time_buy_state ON last_time_buy (state)
-- next
CREATE UNIQUE INDEX uq_last_time_buy_open ON last_time_buy (part_id) WHERE state = 'proposed'
-- next
CREATE TABLE maintenance_line (
	id INTEGER NOT NULL,
	product_model_id INTEGER NOT NULL,
	part_id INTEGER NOT NULL,
	interval_months INTEGER NOT NULL,
	quantity BIGINT NOT NULL,
	percent INTEGER NOT NULL,
	note VARCHAR(300) NOT NULL,
	active BOOLEAN NOT NULL,
	CONSTRAINT pk_maintenance_line PRIMARY KEY (id),
	CONSTRAINT uq_maintenance_line_product_model_id_part_id_interval_months UNIQUE (product_model_id, part_id, interval_months),
	CONSTRAINT ck_maintenance_line_interval_in_range CHECK (interval_months BETWEEN 1 AND 240),
	CONSTRAINT ck_maintenance_line_percent_in_range CHECK (percent BETWEEN 1 AND 100),
	CONSTRAINT ck_maintenance_line_quantity_positive CHECK (quantity > 0),
	CONSTRAINT ck_maintenance_line_interval_months_whole CHECK (interval_months IS NULL OR typeof(interval_months) = 'integer'),
	CONSTRAINT ck_maintenance_line_percent_whole CHECK (percent IS NULL OR typeof(percent) = 'integer'),
	CONSTRAINT ck_maintenance_line_quantity_whole CHECK (quantity IS NULL OR typeof(quantity) = 'integer'),
	CONSTRAINT fk_maintenance_line_product_model_id_product_model FOREIGN KEY(product_model_id) REFERENCES product_model (id),
	CONSTRAINT fk_maintenance_line_part_id_part FOREIGN KEY(part_id) REFERENCES part (id)
)
-- next
CREATE INDEX ix_maintenance_line_part_id ON maintenance_line (part_id)
-- next
CREATE TABLE part_planning (
	id INTEGER NOT NULL,
	part_id INTEGER NOT NULL,
	store_id INTEGER,
	set_by_id INTEGER NOT NULL,
	set_at DATETIME NOT NULL,
	stocked VARCHAR(4) NOT NULL,
	policy VARCHAR(12),
	target_permyriad INTEGER,
	minimum BIGINT,
	maximum BIGINT,
	reason VARCHAR(300) NOT NULL,
	CONSTRAINT pk_part_planning PRIMARY KEY (id),
	CONSTRAINT ck_part_planning_stocked_known CHECK (stocked IN ('auto', 'yes', 'no')),
	CONSTRAINT ck_part_planning_policy_known CHECK (policy IN ('periodic', 'continuous', 'base_stock')),
	CONSTRAINT ck_part_planning_target_in_range CHECK (target_permyriad BETWEEN 1 AND 9999),
	CONSTRAINT ck_part_planning_bounds_not_negative CHECK (minimum >= 0 AND maximum >= 0),
	CONSTRAINT ck_part_planning_bounds_in_order CHECK (minimum <= maximum),
	CONSTRAINT ck_part_planning_minimum_whole CHECK (minimum IS NULL OR typeof(minimum) = 'integer'),
	CONSTRAINT ck_part_planning_maximum_whole CHECK (maximum IS NULL OR typeof(maximum) = 'integer'),
	CONSTRAINT ck_part_planning_target_permyriad_whole CHECK (target_permyriad IS NULL OR typeof(target_permyriad) = 'integer'),
	CONSTRAINT fk_part_planning_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_part_planning_store_id_location FOREIGN KEY(store_id) REFERENCES location (id),
	CONSTRAINT fk_part_planning_set_by_id_person FOREIGN KEY(set_by_id) REFERENCES person (id)
)
-- next
CREATE UNIQUE INDEX ix_part_planning_everywhere ON part_planning (part_id) WHERE store_id IS NULL
-- next
CREATE UNIQUE INDEX ix_part_planning_store ON part_planning (part_id, store_id)
-- next
CREATE INDEX ix_part_planning_store_id ON part_planning (store_id)
-- next
CREATE TABLE part_start (
	id INTEGER NOT NULL,
	part_id INTEGER NOT NULL,
	similar_part_id INTEGER,
	from_on DATE NOT NULL,
	percent INTEGER NOT NULL,
	ramp_months INTEGER NOT NULL,
	note VARCHAR(300) NOT NULL,
	CONSTRAINT pk_part_start PRIMARY KEY (id),
	CONSTRAINT ck_part_start_another_part CHECK (similar_part_id IS NULL OR similar_part_id <> part_id),
	CONSTRAINT ck_part_start_percent_in_range CHECK (percent BETWEEN 1 AND 1000),
	CONSTRAINT ck_part_start_ramp_in_range CHECK (ramp_months BETWEEN 0 AND 60),
	CONSTRAINT ck_part_start_percent_whole CHECK (percent IS NULL OR typeof(percent) = 'integer'),
	CONSTRAINT ck_part_start_ramp_months_whole CHECK (ramp_months IS NULL OR typeof(ramp_months) = 'integer'),
	CONSTRAINT uq_part_start_part_id UNIQUE (part_id),
	CONSTRAINT fk_part_start_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_part_start_similar_part_id_part FOREIGN KEY(similar_part_id) REFERENCES part (id)
)
-- next
CREATE TABLE planned_need (
	id INTEGER NOT NULL,
	run_id INTEGER NOT NULL,
	part_id INTEGER NOT NULL,
	kind VARCHAR(12) NOT NULL,
	reference VARCHAR(120) NOT NULL,
	from_on DATE NOT NULL,
	to_on DATE NOT NULL,
	quantity FLOAT NOT NULL,
	CONSTRAINT pk_planned_need PRIMARY KEY (id),
	CONSTRAINT ck_planned_need_kind_known CHECK (kind IN ('campaign', 'maintenance')),
	CONSTRAINT ck_planned_need_in_order CHECK (from_on <= to_on),
	CONSTRAINT ck_planned_need_quantity_not_negative CHECK (quantity >= 0),
	CONSTRAINT fk_planned_need_run_id_rate_run FOREIGN KEY(run_id) REFERENCES rate_run (id),
	CONSTRAINT fk_planned_need_part_id_part FOREIGN KEY(part_id) REFERENCES part (id)
)
-- next
CREATE INDEX ix_planned_need_part_id ON planned_need (part_id)
-- next
CREATE INDEX ix_planned_need_run ON planned_need (run_id, part_id)
-- next
CREATE TABLE scenario (
	id INTEGER NOT NULL,
	number VARCHAR(40) NOT NULL,
	name VARCHAR(120) NOT NULL,
	created_by_id INTEGER NOT NULL,
	created_at DATETIME NOT NULL,
	created_on DATE NOT NULL,
	level_run_id INTEGER NOT NULL,
	goal VARCHAR(8) NOT NULL,
	measure VARCHAR(8) NOT NULL,
	value_before_cny BIGINT NOT NULL,
	value_after_cny BIGINT NOT NULL,
	service_before FLOAT NOT NULL,
	service_after FLOAT NOT NULL,
	met BOOLEAN NOT NULL,
	line_count INTEGER NOT NULL,
	inputs JSON NOT NULL,
	result JSON NOT NULL,
	budget_cny BIGINT,
	service_target FLOAT,
	note VARCHAR(300) NOT NULL,
	CONSTRAINT pk_scenario PRIMARY KEY (id),
	CONSTRAINT uq_scenario_id_created_by_id UNIQUE (id, created_by_id),
	CONSTRAINT ck_scenario_goal_known CHECK (goal IN ('targets', 'budget', 'service')),
	CONSTRAINT ck_scenario_measure_known CHECK (measure IN ('units', 'parts', 'weighted')),
	CONSTRAINT ck_scenario_budget_there CHECK (goal <> 'budget' OR budget_cny >= 0),
	CONSTRAINT ck_scenario_service_there CHECK (goal <> 'service' OR service_target IS NOT NULL),
	CONSTRAINT ck_scenario_budget_cny_whole CHECK (budget_cny IS NULL OR typeof(budget_cny) = 'integer'),
	CONSTRAINT ck_scenario_value_before_cny_whole CHECK (value_before_cny IS NULL OR typeof(value_before_cny) = 'integer'),
	CONSTRAINT ck_scenario_value_after_cny_whole CHECK (value_after_cny IS NULL OR typeof(value_after_cny) = 'integer'),
	CONSTRAINT uq_scenario_number UNIQUE (number),
	CONSTRAINT fk_scenario_created_by_id_person FOREIGN KEY(created_by_id) REFERENCES person (id),
	CONSTRAINT fk_scenario_level_run_id_level_run FOREIGN KEY(level_run_id) REFERENCES level_run (id)
)
-- next
CREATE TABLE service_curve (
	id INTEGER NOT NULL,
	level_run_id INTEGER NOT NULL,
	drawn_on DATE NOT NULL,
	drawn_at DATETIME NOT NULL,
	by_id INTEGER NOT NULL,
	row_count INTEGER NOT NULL,
	unpriced_count INTEGER NOT NULL,
	facts JSON NOT NULL,
	CONSTRAINT pk_service_curve PRIMARY KEY (id),
	CONSTRAINT fk_service_curve_level_run_id_level_run FOREIGN KEY(level_run_id) REFERENCES level_run (id),
	CONSTRAINT fk_service_curve_by_id_person FOREIGN KEY(by_id) REFERENCES person (id)
)
-- next
CREATE INDEX ix_service_curve_level_run_id ON service_curve (level_run_id)
-- next
CREATE TABLE planned_work (
	work_order_id INTEGER NOT NULL,
	kind VARCHAR(12) NOT NULL,
	CONSTRAINT pk_planned_work PRIMARY KEY (work_order_id),
	CONSTRAINT ck_planned_work_kind_known CHECK (kind IN ('campaign', 'maintenance')),
	CONSTRAINT fk_planned_work_work_order_id_work_order FOREIGN KEY(work_order_id) REFERENCES work_order (id)
)
-- next
CREATE TABLE scenario_line (
	id INTEGER NOT NULL,
	scenario_id INTEGER NOT NULL,
	part_id INTEGER NOT NULL,
	store_id INTEGER NOT NULL,
	level_before FLOAT NOT NULL,
	level_after FLOAT NOT NULL,
	up_to_before FLOAT NOT NULL,
	up_to_after FLOAT NOT NULL,
	target_before FLOAT NOT NULL,
	target_after FLOAT NOT NULL,
	value_before_cny BIGINT NOT NULL,
	value_after_cny BIGINT NOT NULL,
	fill_before FLOAT NOT NULL,
	fill_after FLOAT NOT NULL,
	CONSTRAINT pk_scenario_line PRIMARY KEY (id),
	CONSTRAINT uq_scenario_line_scenario_id_part_id_store_id UNIQUE (scenario_id, part_id, store_id),
	CONSTRAINT ck_scenario_line_value_before_cny_whole CHECK (value_before_cny IS NULL OR typeof(value_before_cny) = 'integer'),
	CONSTRAINT ck_scenario_line_value_after_cny_whole CHECK (value_after_cny IS NULL OR typeof(value_after_cny) = 'integer'),
	CONSTRAINT fk_scenario_line_scenario_id_scenario FOREIGN KEY(scenario_id) REFERENCES scenario (id),
	CONSTRAINT fk_scenario_line_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_scenario_line_store_id_location FOREIGN KEY(store_id) REFERENCES location (id)
)
-- next
CREATE INDEX ix_scenario_line_part ON scenario_line (part_id, store_id)
-- next
CREATE TABLE scenario_pruning (
	id INTEGER NOT NULL,
	scenario_id INTEGER NOT NULL,
	pruned_on DATE NOT NULL,
	pruned_at DATETIME NOT NULL,
	by_id INTEGER,
	CONSTRAINT pk_scenario_pruning PRIMARY KEY (id),
	CONSTRAINT uq_scenario_pruning_scenario_id UNIQUE (scenario_id),
	CONSTRAINT fk_scenario_pruning_scenario_id_scenario FOREIGN KEY(scenario_id) REFERENCES scenario (id),
	CONSTRAINT fk_scenario_pruning_by_id_person FOREIGN KEY(by_id) REFERENCES person (id)
)
-- next
CREATE TABLE target_choice (
	id INTEGER NOT NULL,
	valid_from_on DATE NOT NULL,
	chosen_by_id INTEGER NOT NULL,
	chosen_at DATETIME NOT NULL,
	scenario_id INTEGER,
	scenario_by_id INTEGER,
	note VARCHAR(300) NOT NULL,
	CONSTRAINT pk_target_choice PRIMARY KEY (id),
	CONSTRAINT fk_target_choice_scenario_id_scenario_by_id_scenario FOREIGN KEY(scenario_id, scenario_by_id) REFERENCES scenario (id, created_by_id),
	CONSTRAINT ck_target_choice_four_eyes CHECK (scenario_by_id IS NULL OR chosen_by_id <> scenario_by_id),
	CONSTRAINT ck_target_choice_author_copied CHECK ((scenario_id IS NULL) = (scenario_by_id IS NULL)),
	CONSTRAINT fk_target_choice_chosen_by_id_person FOREIGN KEY(chosen_by_id) REFERENCES person (id)
)
-- next
CREATE INDEX ix_target_choice_scenario_id ON target_choice (scenario_id)
-- next
CREATE INDEX ix_target_choice_valid_from_on ON target_choice (valid_from_on)
-- next
CREATE TABLE last_time_order (
	id INTEGER NOT NULL,
	last_time_buy_id INTEGER NOT NULL,
	order_id INTEGER NOT NULL,
	made_by_id INTEGER NOT NULL,
	made_at DATETIME NOT NULL,
	CONSTRAINT pk_last_time_order PRIMARY KEY (id),
	CONSTRAINT uq_last_time_order_order_id UNIQUE (order_id),
	CONSTRAINT fk_last_time_order_last_time_buy_id_last_time_buy FOREIGN KEY(last_time_buy_id) REFERENCES last_time_buy (id),
	CONSTRAINT fk_last_time_order_order_id_purchase_order FOREIGN KEY(order_id) REFERENCES purchase_order (id),
	CONSTRAINT fk_last_time_order_made_by_id_person FOREIGN KEY(made_by_id) REFERENCES person (id)
)
-- next
CREATE INDEX ix_last_time_order_last_time_buy_id ON last_time_order (last_time_buy_id)
-- next
CREATE TABLE planned_ticket (
	ticket_id INTEGER NOT NULL,
	kind VARCHAR(12) NOT NULL,
	marked_by_id INTEGER NOT NULL,
	marked_at DATETIME NOT NULL,
	campaign_id INTEGER,
	CONSTRAINT pk_planned_ticket PRIMARY KEY (ticket_id),
	CONSTRAINT ck_planned_ticket_kind_known CHECK (kind IN ('campaign', 'maintenance')),
	CONSTRAINT ck_planned_ticket_names_campaign CHECK ((kind = 'campaign') = (campaign_id IS NOT NULL)),
	CONSTRAINT fk_planned_ticket_ticket_id_ticket FOREIGN KEY(ticket_id) REFERENCES ticket (id),
	CONSTRAINT fk_planned_ticket_marked_by_id_person FOREIGN KEY(marked_by_id) REFERENCES person (id),
	CONSTRAINT fk_planned_ticket_campaign_id_campaign FOREIGN KEY(campaign_id) REFERENCES campaign (id)
)
-- next
CREATE INDEX ix_planned_ticket_campaign_id ON planned_ticket (campaign_id)
-- next
CREATE TABLE new_level_run (
	id INTEGER NOT NULL,
	computed_on DATE NOT NULL,
	computed_at DATETIME NOT NULL,
	by_id INTEGER NOT NULL,
	period VARCHAR(5) NOT NULL,
	first_period_on DATE NOT NULL,
	periods INTEGER NOT NULL,
	level_count INTEGER NOT NULL,
	inputs_hash VARCHAR(64) NOT NULL,
	settings JSON NOT NULL,
	learnt JSON,
	CONSTRAINT pk_level_run PRIMARY KEY (id),
	CONSTRAINT ck_level_run_period_known CHECK (period IN ('month', 'week')),
	CONSTRAINT fk_level_run_by_id_person FOREIGN KEY(by_id) REFERENCES person (id)
)
-- next
INSERT INTO new_level_run (id, computed_on, computed_at, by_id, period, first_period_on, periods, level_count, inputs_hash, settings, learnt) SELECT id, computed_on, computed_at, by_id, period, first_period_on, periods, level_count, inputs_hash, settings, NULL FROM level_run
-- next
DROP TABLE level_run
-- next
ALTER TABLE new_level_run RENAME TO level_run
-- next
CREATE INDEX ix_level_run_computed_on ON level_run (computed_on)
-- next
CREATE TABLE new_level (
	id INTEGER NOT NULL,
	run_id INTEGER NOT NULL,
	part_id INTEGER NOT NULL,
	store_id INTEGER NOT NULL,
	demand_class INTEGER NOT NULL,
	adi FLOAT,
	cv2 FLOAT NOT NULL,
	method INTEGER NOT NULL,
	weights BLOB NOT NULL,
	mean FLOAT NOT NULL,
	variance FLOAT NOT NULL,
	level_variance FLOAT NOT NULL,
	season_factor FLOAT NOT NULL,
	lead_time_days FLOAT NOT NULL,
	lead_time_sd_days FLOAT NOT NULL,
	review_days FLOAT NOT NULL,
	protection_mean FLOAT NOT NULL,
	protection_sd FLOAT NOT NULL,
	target FLOAT NOT NULL,
	safety_stock FLOAT NOT NULL,
	reorder_point FLOAT NOT NULL,
	order_quantity FLOAT NOT NULL,
	order_up_to_level FLOAT NOT NULL,
	fill_rate FLOAT NOT NULL,
	loss FLOAT NOT NULL,
	naive_loss FLOAT NOT NULL,
	reviews INTEGER NOT NULL,
	notes INTEGER NOT NULL,
	history BLOB NOT NULL,
	sources JSON NOT NULL,
	planned_need FLOAT NOT NULL,
	ahead JSON,
	held_target FLOAT,
	pack FLOAT NOT NULL,
	known_price_cny FLOAT,
	marks JSON,
	policy INTEGER NOT NULL,
	stocked BOOLEAN NOT NULL,
	stocked_since_on DATE,
	decision JSON,
	CONSTRAINT pk_level PRIMARY KEY (id),
	CONSTRAINT uq_level_run_id_part_id_store_id UNIQUE (run_id, part_id, store_id),
	CONSTRAINT fk_level_run_id_level_run FOREIGN KEY(run_id) REFERENCES level_run (id),
	CONSTRAINT fk_level_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_level_store_id_location FOREIGN KEY(store_id) REFERENCES location (id)
)
-- next
INSERT INTO new_level (id, run_id, part_id, store_id, demand_class, adi, cv2, method, weights, mean, variance, level_variance, season_factor, lead_time_days, lead_time_sd_days, review_days, protection_mean, protection_sd, target, safety_stock, reorder_point, order_quantity, order_up_to_level, fill_rate, loss, naive_loss, reviews, notes, history, sources, planned_need, ahead, held_target, pack, known_price_cny, marks, policy, stocked, stocked_since_on, decision) SELECT id, run_id, part_id, store_id, demand_class, adi, cv2, method, weights, mean, variance, level_variance, season_factor, lead_time_days, lead_time_sd_days, review_days, protection_mean, protection_sd, target, safety_stock, reorder_point, order_quantity, order_up_to_level, fill_rate, loss, naive_loss, reviews, notes, history, sources, 0.0, NULL, NULL, 1.0, NULL, NULL, 0, 1, NULL, NULL FROM level
-- next
DROP TABLE level
-- next
ALTER TABLE new_level RENAME TO level
-- next
CREATE INDEX ix_level_part ON level (part_id, store_id)
-- next
CREATE TABLE new_proposal (
	id INTEGER NOT NULL,
	plan_id INTEGER NOT NULL,
	part_id INTEGER NOT NULL,
	store_id INTEGER NOT NULL,
	kind VARCHAR(8) NOT NULL,
	computed_quantity BIGINT NOT NULL,
	quantity BIGINT NOT NULL,
	urgency_rank INTEGER NOT NULL,
	exception VARCHAR(32) NOT NULL,
	explanation JSON NOT NULL,
	warnings JSON NOT NULL,
	state VARCHAR(8) NOT NULL,
	included BOOLEAN NOT NULL,
	excluded_reason VARCHAR(24) NOT NULL,
	supplier_id INTEGER,
	supplier_part_id INTEGER,
	from_store_id INTEGER,
	unit_price_cny BIGINT,
	needed_on DATE,
	computed_needed_on DATE,
	expected_on DATE,
	alerts INTEGER NOT NULL,
	saved BIGINT,
	change_reason VARCHAR(300) NOT NULL,
	changed_by_id INTEGER,
	changed_at DATETIME,
	CONSTRAINT pk_proposal PRIMARY KEY (id),
	CONSTRAINT ck_proposal_kind_known CHECK (kind IN ('purchase', 'transfer', 'notice')),
	CONSTRAINT ck_proposal_state_known CHECK (state IN ('open', 'approved', 'ordered', 'declined')),
	CONSTRAINT ck_proposal_quantities_not_negative CHECK (computed_quantity >= 0 AND quantity >= 0),
	CONSTRAINT ck_proposal_change_has_reason CHECK (quantity = computed_quantity OR (changed_by_id IS NOT NULL AND change_reason <> '')),
	CONSTRAINT ck_proposal_price_not_negative CHECK (unit_price_cny IS NULL OR unit_price_cny >= 0),
	CONSTRAINT ck_proposal_transfer_has_source CHECK (kind <> 'transfer' OR from_store_id IS NOT NULL),
	CONSTRAINT ck_proposal_notice_moves_nothing CHECK (kind <> 'notice' OR (quantity = 0 AND computed_quantity = 0)),
	CONSTRAINT ck_proposal_exclusion_has_reason CHECK (included OR excluded_reason <> ''),
	CONSTRAINT ck_proposal_computed_quantity_whole CHECK (computed_quantity IS NULL OR typeof(computed_quantity) = 'integer'),
	CONSTRAINT ck_proposal_quantity_whole CHECK (quantity IS NULL OR typeof(quantity) = 'integer'),
	CONSTRAINT ck_proposal_unit_price_cny_whole CHECK (unit_price_cny IS NULL OR typeof(unit_price_cny) = 'integer'),
	CONSTRAINT ck_proposal_saved_whole CHECK (saved IS NULL OR typeof(saved) = 'integer'),
	CONSTRAINT fk_proposal_plan_id_purchase_plan FOREIGN KEY(plan_id) REFERENCES purchase_plan (id),
	CONSTRAINT fk_proposal_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_proposal_store_id_location FOREIGN KEY(store_id) REFERENCES location (id),
	CONSTRAINT fk_proposal_supplier_id_supplier FOREIGN KEY(supplier_id) REFERENCES supplier (id),
	CONSTRAINT fk_proposal_supplier_part_id_supplier_part FOREIGN KEY(supplier_part_id) REFERENCES supplier_part (id),
	CONSTRAINT fk_proposal_from_store_id_location FOREIGN KEY(from_store_id) REFERENCES location (id),
	CONSTRAINT fk_proposal_changed_by_id_person FOREIGN KEY(changed_by_id) REFERENCES person (id)
)
-- next
INSERT INTO new_proposal (id, plan_id, part_id, store_id, kind, computed_quantity, quantity, urgency_rank, exception, explanation, warnings, state, included, excluded_reason, supplier_id, supplier_part_id, from_store_id, unit_price_cny, needed_on, computed_needed_on, expected_on, alerts, saved, change_reason, changed_by_id, changed_at) SELECT id, plan_id, part_id, store_id, kind, computed_quantity, quantity, urgency_rank, exception, explanation, warnings, state, included, excluded_reason, supplier_id, supplier_part_id, from_store_id, unit_price_cny, needed_on, NULL, expected_on, 0, NULL, change_reason, changed_by_id, changed_at FROM proposal
-- next
DROP TABLE proposal
-- next
ALTER TABLE new_proposal RENAME TO proposal
-- next
CREATE INDEX ix_proposal_plan ON proposal (plan_id, urgency_rank, part_id)
-- next
CREATE INDEX ix_proposal_supplier_id ON proposal (supplier_id)
-- next
CREATE INDEX ix_proposal_supplier_part_id ON proposal (supplier_part_id)
-- next
CREATE INDEX ix_proposal_waiting ON proposal (store_id, part_id) WHERE state = 'approved'
-- next
CREATE UNIQUE INDEX uq_proposal_open ON proposal (part_id, store_id) WHERE state = 'open'
-- next
CREATE TRIGGER rate_run_no_update BEFORE UPDATE ON rate_run WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:rate_run'); END
-- next
CREATE TRIGGER rate_run_no_delete BEFORE DELETE ON rate_run WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:rate_run'); END
-- next
CREATE TRIGGER rate_run_no_replace_id BEFORE INSERT ON rate_run WHEN EXISTS (SELECT 1 FROM rate_run WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:rate_run'); END
-- next
CREATE TRIGGER part_start_keeps_part_id BEFORE UPDATE ON part_start WHEN NEW.part_id IS NOT OLD.part_id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:part_start'); END
-- next
CREATE TRIGGER service_curve_no_update BEFORE UPDATE ON service_curve WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:service_curve'); END
-- next
CREATE TRIGGER service_curve_no_delete BEFORE DELETE ON service_curve WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:service_curve'); END
-- next
CREATE TRIGGER service_curve_no_replace_id BEFORE INSERT ON service_curve WHEN EXISTS (SELECT 1 FROM service_curve WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:service_curve'); END
-- next
CREATE TRIGGER scenario_no_update BEFORE UPDATE ON scenario WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:scenario'); END
-- next
CREATE TRIGGER scenario_no_delete BEFORE DELETE ON scenario WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:scenario'); END
-- next
CREATE TRIGGER scenario_no_replace_id BEFORE INSERT ON scenario WHEN EXISTS (SELECT 1 FROM scenario WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:scenario'); END
-- next
CREATE TRIGGER scenario_no_replace_number BEFORE INSERT ON scenario WHEN EXISTS (SELECT 1 FROM scenario WHERE number = NEW.number)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:scenario'); END
-- next
CREATE TRIGGER scenario_line_no_update BEFORE UPDATE ON scenario_line WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:scenario_line'); END
-- next
CREATE TRIGGER scenario_line_no_delete BEFORE DELETE ON scenario_line WHEN NOT EXISTS (SELECT 1 FROM scenario_pruning p WHERE p.scenario_id = OLD.scenario_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:scenario_line'); END
-- next
CREATE TRIGGER scenario_line_no_replace_id BEFORE INSERT ON scenario_line WHEN EXISTS (SELECT 1 FROM scenario_line WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:scenario_line'); END
-- next
CREATE TRIGGER scenario_line_no_replace_scenario_id_part_id_store_id BEFORE INSERT ON scenario_line WHEN EXISTS (SELECT 1 FROM scenario_line WHERE scenario_id = NEW.scenario_id AND part_id = NEW.part_id AND store_id = NEW.store_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:scenario_line'); END
-- next
CREATE TRIGGER scenario_pruning_no_update BEFORE UPDATE ON scenario_pruning WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:scenario_pruning'); END
-- next
CREATE TRIGGER scenario_pruning_no_delete BEFORE DELETE ON scenario_pruning WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:scenario_pruning'); END
-- next
CREATE TRIGGER scenario_pruning_no_replace_id BEFORE INSERT ON scenario_pruning WHEN EXISTS (SELECT 1 FROM scenario_pruning WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:scenario_pruning'); END
-- next
CREATE TRIGGER scenario_pruning_no_replace_scenario_id BEFORE INSERT ON scenario_pruning WHEN EXISTS (SELECT 1 FROM scenario_pruning WHERE scenario_id = NEW.scenario_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:scenario_pruning'); END
-- next
CREATE TRIGGER scenario_pruning_of_none_in_force BEFORE INSERT ON scenario_pruning WHEN EXISTS (SELECT 1 FROM target_choice c WHERE c.scenario_id = NEW.scenario_id AND c.id = (SELECT MAX(n.id) FROM target_choice n))
            BEGIN SELECT RAISE(ABORT, 'sparewell:scenario_in_force'); END
-- next
CREATE TRIGGER target_choice_no_update BEFORE UPDATE ON target_choice WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:target_choice'); END
-- next
CREATE TRIGGER target_choice_no_delete BEFORE DELETE ON target_choice WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:target_choice'); END
-- next
CREATE TRIGGER target_choice_no_replace_id BEFORE INSERT ON target_choice WHEN EXISTS (SELECT 1 FROM target_choice WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:target_choice'); END
-- next
CREATE TRIGGER target_choice_of_a_whole_scenario BEFORE INSERT ON target_choice WHEN EXISTS (SELECT 1 FROM scenario_pruning p WHERE p.scenario_id = NEW.scenario_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:scenario_pruned'); END
-- next
CREATE TRIGGER target_choice_is_anothers BEFORE INSERT ON target_choice WHEN NEW.scenario_id IS NOT NULL AND (NEW.scenario_by_id IS NULL OR NEW.chosen_by_id = NEW.scenario_by_id OR NOT EXISTS (SELECT 1 FROM scenario s WHERE s.id = NEW.scenario_id AND s.created_by_id = NEW.scenario_by_id))
            BEGIN SELECT RAISE(ABORT, 'sparewell:four_eyes'); END
-- next
CREATE TRIGGER level_run_no_delete BEFORE DELETE ON level_run WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:level_run'); END
-- next
CREATE TRIGGER level_run_keeps_computed_on BEFORE UPDATE ON level_run WHEN NEW.computed_on IS NOT OLD.computed_on OR NEW.inputs_hash IS NOT OLD.inputs_hash OR NEW.settings IS NOT OLD.settings OR NEW.by_id IS NOT OLD.by_id OR NEW.learnt IS NOT OLD.learnt
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:level_run'); END
-- next
CREATE TRIGGER demand_mark_keeps_part_id BEFORE UPDATE ON demand_mark WHEN NEW.part_id IS NOT OLD.part_id OR NEW.store_id IS NOT OLD.store_id OR NEW.period IS NOT OLD.period OR NEW.period_start_on IS NOT OLD.period_start_on
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:demand_mark'); END
-- next
CREATE TRIGGER forecast_watch_no_update BEFORE UPDATE ON forecast_watch WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:forecast_watch'); END
-- next
CREATE TRIGGER forecast_watch_no_delete BEFORE DELETE ON forecast_watch WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:forecast_watch'); END
-- next
CREATE TRIGGER forecast_watch_no_replace_id BEFORE INSERT ON forecast_watch WHEN EXISTS (SELECT 1 FROM forecast_watch WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:forecast_watch'); END
-- next
CREATE TRIGGER forecast_watch_no_replace_month_on_group_kind_group_key BEFORE INSERT ON forecast_watch WHEN EXISTS (SELECT 1 FROM forecast_watch WHERE month_on = NEW.month_on AND group_kind = NEW.group_kind AND group_key = NEW.group_key)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:forecast_watch'); END
-- next
CREATE TRIGGER forecast_alarm_no_delete BEFORE DELETE ON forecast_alarm WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:forecast_alarm'); END
-- next
CREATE TRIGGER forecast_alarm_keeps_id BEFORE UPDATE ON forecast_alarm WHEN NEW.id IS NOT OLD.id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:forecast_alarm'); END
-- next
CREATE TRIGGER forecast_alarm_no_replace_id BEFORE INSERT ON forecast_alarm WHEN EXISTS (SELECT 1 FROM forecast_alarm WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:forecast_alarm'); END
-- next
CREATE TRIGGER forecast_alarm_no_takeover_id BEFORE UPDATE OF id ON forecast_alarm
                WHEN (NEW.id IS NOT OLD.id) AND EXISTS (SELECT 1 FROM forecast_alarm WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:forecast_alarm'); END
-- next
CREATE TRIGGER forecast_alarm_keeps_month_on BEFORE UPDATE ON forecast_alarm WHEN NEW.month_on IS NOT OLD.month_on OR NEW.kind IS NOT OLD.kind OR NEW.group_kind IS NOT OLD.group_kind OR NEW.group_key IS NOT OLD.group_key OR NEW.value IS NOT OLD.value OR NEW.bound IS NOT OLD.bound OR NEW.cases IS NOT OLD.cases
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:forecast_alarm'); END
-- next
CREATE TRIGGER proposal_frozen BEFORE UPDATE ON proposal
        WHEN (OLD.state <> 'open' OR EXISTS (SELECT 1 FROM plan_approval a WHERE a.plan_id = NEW.plan_id)) AND (NEW.plan_id IS NOT OLD.plan_id OR NEW.part_id IS NOT OLD.part_id OR NEW.store_id IS NOT OLD.store_id OR NEW.kind IS NOT OLD.kind OR NEW.computed_quantity IS NOT OLD.computed_quantity OR NEW.quantity IS NOT OLD.quantity OR NEW.supplier_id IS NOT OLD.supplier_id OR NEW.supplier_part_id IS NOT OLD.supplier_part_id OR NEW.from_store_id IS NOT OLD.from_store_id OR NEW.unit_price_cny IS NOT OLD.unit_price_cny OR NEW.included IS NOT OLD.included OR NEW.changed_by_id IS NOT OLD.changed_by_id OR NEW.change_reason IS NOT OLD.change_reason OR NEW.needed_on IS NOT OLD.needed_on OR NEW.exception IS NOT OLD.exception OR NEW.alerts IS NOT OLD.alerts OR NEW.saved IS NOT OLD.saved OR CAST(NEW.explanation AS TEXT) IS NOT CAST(OLD.explanation AS TEXT))
        BEGIN SELECT RAISE(ABORT, 'sparewell:plan_frozen'); END
-- next
CREATE TRIGGER proposal_steps BEFORE UPDATE ON proposal WHEN OLD.state <> NEW.state AND NOT ((OLD.state = 'open' AND NEW.state = 'approved' AND NEW.included AND EXISTS (SELECT 1 FROM plan_approval a WHERE a.plan_id = NEW.plan_id)) OR (OLD.state = 'open' AND NEW.state = 'declined') OR (OLD.state = 'approved' AND NEW.state IN ('ordered', 'declined')))
            BEGIN SELECT RAISE(ABORT, 'sparewell:proposal_step'); END
-- next
CREATE TRIGGER proposal_begins BEFORE INSERT ON proposal WHEN NEW.state <> 'open' OR (SELECT p.state FROM purchase_plan p WHERE p.id = NEW.plan_id) <> 'draft' OR EXISTS (SELECT 1 FROM plan_approval a WHERE a.plan_id = NEW.plan_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:plan_frozen'); END
-- next
CREATE TRIGGER proposal_stays BEFORE DELETE ON proposal WHEN OLD.state <> 'open'
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:proposal'); END
-- next
CREATE TRIGGER proposal_no_replace_id BEFORE INSERT ON proposal WHEN EXISTS (SELECT 1 FROM proposal WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:proposal'); END
-- next
CREATE TRIGGER proposal_no_takeover_id BEFORE UPDATE OF id ON proposal
                WHEN (NEW.id IS NOT OLD.id) AND EXISTS (SELECT 1 FROM proposal WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:proposal'); END
-- next
CREATE TRIGGER last_time_order_no_update BEFORE UPDATE ON last_time_order WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:last_time_order'); END
-- next
CREATE TRIGGER last_time_order_no_delete BEFORE DELETE ON last_time_order WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:last_time_order'); END
-- next
CREATE TRIGGER last_time_order_no_replace_id BEFORE INSERT ON last_time_order WHEN EXISTS (SELECT 1 FROM last_time_order WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:last_time_order'); END
-- next
CREATE TRIGGER last_time_order_no_replace_order_id BEFORE INSERT ON last_time_order WHEN EXISTS (SELECT 1 FROM last_time_order WHERE order_id = NEW.order_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:last_time_order'); END
-- next
CREATE TRIGGER last_time_order_of_an_approved_one BEFORE INSERT ON last_time_order WHEN NOT EXISTS (SELECT 1 FROM last_time_buy b WHERE b.id = NEW.last_time_buy_id AND b.state = 'approved')
            BEGIN SELECT RAISE(ABORT, 'sparewell:last_time_buy_not_approved'); END
-- next
CREATE TRIGGER last_time_order_once BEFORE INSERT ON last_time_order WHEN EXISTS (SELECT 1 FROM last_time_order l JOIN purchase_order o ON o.id = l.order_id WHERE l.last_time_buy_id = NEW.last_time_buy_id AND o.state <> 'cancelled')
            BEGIN SELECT RAISE(ABORT, 'sparewell:last_time_buy_ordered'); END
-- next
CREATE TRIGGER campaign_is_approved_by_another_insert BEFORE INSERT ON campaign WHEN NEW.approved_by_id = NEW.created_by_id
            BEGIN SELECT RAISE(ABORT, 'sparewell:four_eyes'); END
-- next
CREATE TRIGGER campaign_is_approved_by_another_update BEFORE UPDATE ON campaign WHEN NEW.approved_by_id = NEW.created_by_id
            BEGIN SELECT RAISE(ABORT, 'sparewell:four_eyes'); END
-- next
CREATE TRIGGER last_time_buy_is_approved_by_another_insert BEFORE INSERT ON last_time_buy WHEN NEW.approved_by_id = NEW.created_by_id
            BEGIN SELECT RAISE(ABORT, 'sparewell:four_eyes'); END
-- next
CREATE TRIGGER last_time_buy_is_approved_by_another_update BEFORE UPDATE ON last_time_buy WHEN NEW.approved_by_id = NEW.created_by_id
            BEGIN SELECT RAISE(ABORT, 'sparewell:four_eyes'); END
-- next
CREATE TRIGGER campaign_no_delete BEFORE DELETE ON campaign WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:campaign'); END
-- next
CREATE TRIGGER campaign_keeps_id BEFORE UPDATE ON campaign WHEN NEW.id IS NOT OLD.id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:campaign'); END
-- next
CREATE TRIGGER campaign_no_replace_id BEFORE INSERT ON campaign WHEN EXISTS (SELECT 1 FROM campaign WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:campaign'); END
-- next
CREATE TRIGGER campaign_no_takeover_id BEFORE UPDATE OF id ON campaign
                WHEN (NEW.id IS NOT OLD.id) AND EXISTS (SELECT 1 FROM campaign WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:campaign'); END
-- next
CREATE TRIGGER campaign_no_replace_number BEFORE INSERT ON campaign WHEN EXISTS (SELECT 1 FROM campaign WHERE number = NEW.number)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:campaign'); END
-- next
CREATE TRIGGER campaign_no_takeover_number BEFORE UPDATE OF number ON campaign
                WHEN (NEW.number IS NOT OLD.number) AND EXISTS (SELECT 1 FROM campaign WHERE number = NEW.number)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:campaign'); END
-- next
CREATE TRIGGER campaign_keeps_number BEFORE UPDATE ON campaign WHEN NEW.number IS NOT OLD.number OR NEW.kind IS NOT OLD.kind OR NEW.product_model_id IS NOT OLD.product_model_id OR NEW.from_on IS NOT OLD.from_on OR NEW.to_on IS NOT OLD.to_on OR NEW.percent IS NOT OLD.percent OR NEW.created_by_id IS NOT OLD.created_by_id OR NEW.created_at IS NOT OLD.created_at OR NEW.serial_from IS NOT OLD.serial_from OR NEW.serial_to IS NOT OLD.serial_to
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:campaign'); END
-- next
CREATE TRIGGER campaign_begins_proposed BEFORE INSERT ON campaign WHEN NEW.state <> 'proposed' OR NEW.approved_by_id IS NOT NULL
            BEGIN SELECT RAISE(ABORT, 'sparewell:campaign_state'); END
-- next
CREATE TRIGGER campaign_steps BEFORE UPDATE ON campaign WHEN NOT ((OLD.state = 'proposed' AND NEW.state IN ('proposed', 'approved', 'rejected')) OR (OLD.state = 'approved' AND NEW.state IN ('approved', 'ended'))) OR COALESCE(NEW.units, 0) <> COALESCE(OLD.units, 0) OR (OLD.approved_by_id IS NOT NULL AND COALESCE(NEW.approved_by_id, 0) <> OLD.approved_by_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:campaign_state'); END
-- next
CREATE TRIGGER campaign_line_before_approval_insert BEFORE INSERT ON campaign_line WHEN NOT EXISTS (SELECT 1 FROM campaign c WHERE c.id = NEW.campaign_id AND c.state = 'proposed')
            BEGIN SELECT RAISE(ABORT, 'sparewell:campaign_state'); END
-- next
CREATE TRIGGER campaign_line_before_approval_update BEFORE UPDATE ON campaign_line WHEN NOT EXISTS (SELECT 1 FROM campaign c WHERE c.id = OLD.campaign_id AND c.state = 'proposed')
            BEGIN SELECT RAISE(ABORT, 'sparewell:campaign_state'); END
-- next
CREATE TRIGGER campaign_line_before_approval_delete BEFORE DELETE ON campaign_line WHEN NOT EXISTS (SELECT 1 FROM campaign c WHERE c.id = OLD.campaign_id AND c.state = 'proposed')
            BEGIN SELECT RAISE(ABORT, 'sparewell:campaign_state'); END
-- next
CREATE TRIGGER last_time_buy_no_delete BEFORE DELETE ON last_time_buy WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:last_time_buy'); END
-- next
CREATE TRIGGER last_time_buy_keeps_id BEFORE UPDATE ON last_time_buy WHEN NEW.id IS NOT OLD.id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:last_time_buy'); END
-- next
CREATE TRIGGER last_time_buy_no_replace_id BEFORE INSERT ON last_time_buy WHEN EXISTS (SELECT 1 FROM last_time_buy WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:last_time_buy'); END
-- next
CREATE TRIGGER last_time_buy_no_takeover_id BEFORE UPDATE OF id ON last_time_buy
                WHEN (NEW.id IS NOT OLD.id) AND EXISTS (SELECT 1 FROM last_time_buy WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:last_time_buy'); END
-- next
CREATE TRIGGER last_time_buy_no_replace_number BEFORE INSERT ON last_time_buy WHEN EXISTS (SELECT 1 FROM last_time_buy WHERE number = NEW.number)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:last_time_buy'); END
-- next
CREATE TRIGGER last_time_buy_no_takeover_number BEFORE UPDATE OF number ON last_time_buy
                WHEN (NEW.number IS NOT OLD.number) AND EXISTS (SELECT 1 FROM last_time_buy WHERE number = NEW.number)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:last_time_buy'); END
-- next
CREATE TRIGGER last_time_buy_keeps_number BEFORE UPDATE ON last_time_buy WHEN NEW.number IS NOT OLD.number OR NEW.part_id IS NOT OLD.part_id OR NEW.quantity IS NOT OLD.quantity OR NEW.unit_price_cny IS NOT OLD.unit_price_cny OR NEW.created_by_id IS NOT OLD.created_by_id OR NEW.created_at IS NOT OLD.created_at
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:last_time_buy'); END
-- next
CREATE TRIGGER last_time_buy_keeps_its_sum BEFORE UPDATE ON last_time_buy WHEN CAST(NEW.inputs AS TEXT) <> CAST(OLD.inputs AS TEXT) OR CAST(NEW.curve AS TEXT) <> CAST(OLD.curve AS TEXT)
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable'); END
-- next
CREATE TRIGGER last_time_buy_begins_proposed BEFORE INSERT ON last_time_buy WHEN NEW.state <> 'proposed' OR NEW.approved_by_id IS NOT NULL
            BEGIN SELECT RAISE(ABORT, 'sparewell:last_time_buy_state'); END
-- next
CREATE TRIGGER last_time_buy_decided_once BEFORE UPDATE ON last_time_buy WHEN OLD.state <> 'proposed'
            BEGIN SELECT RAISE(ABORT, 'sparewell:last_time_buy_state'); END
