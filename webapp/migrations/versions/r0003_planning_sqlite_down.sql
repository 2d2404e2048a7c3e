DROP TRIGGER rate_run_no_update
-- next
DROP TRIGGER rate_run_no_delete
-- next
DROP TRIGGER rate_run_no_replace_id
-- next
DROP TRIGGER part_start_keeps_part_id
-- next
DROP TRIGGER service_curve_no_update
-- next
DROP TRIGGER service_curve_no_delete
-- next
DROP TRIGGER service_curve_no_replace_id
-- next
DROP TRIGGER scenario_no_update
-- next
DROP TRIGGER scenario_no_delete
-- next
DROP TRIGGER scenario_no_replace_id
-- next
DROP TRIGGER scenario_no_replace_number
-- next
DROP TRIGGER scenario_line_no_update
-- next
DROP TRIGGER scenario_line_no_delete
-- next
DROP TRIGGER scenario_line_no_replace_id
-- next
DROP TRIGGER scenario_line_no_replace_scenario_id_part_id_store_id
-- next
DROP TRIGGER scenario_pruning_no_update
-- next
DROP TRIGGER scenario_pruning_no_delete
-- next
DROP TRIGGER scenario_pruning_no_replace_id
-- next
DROP TRIGGER scenario_pruning_no_replace_scenario_id
-- next
DROP TRIGGER scenario_pruning_of_none_in_force
-- next
DROP TRIGGER target_choice_no_update
-- next
DROP TRIGGER target_choice_no_delete
-- next
DROP TRIGGER target_choice_no_replace_id
-- next
DROP TRIGGER target_choice_of_a_whole_scenario
-- next
DROP TRIGGER target_choice_is_anothers
-- next
DROP TRIGGER level_run_no_delete
-- next
DROP TRIGGER level_run_keeps_computed_on
-- next
DROP TRIGGER demand_mark_keeps_part_id
-- next
DROP TRIGGER forecast_watch_no_update
-- next
DROP TRIGGER forecast_watch_no_delete
-- next
DROP TRIGGER forecast_watch_no_replace_id
-- next
DROP TRIGGER forecast_watch_no_replace_month_on_group_kind_group_key
-- next
DROP TRIGGER forecast_alarm_no_delete
-- next
DROP TRIGGER forecast_alarm_keeps_id
-- next
DROP TRIGGER forecast_alarm_no_replace_id
-- next
DROP TRIGGER forecast_alarm_no_takeover_id
-- next
DROP TRIGGER forecast_alarm_keeps_month_on
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
DROP TRIGGER last_time_order_no_update
-- next
DROP TRIGGER last_time_order_no_delete
-- next
DROP TRIGGER last_time_order_no_replace_id
-- next
DROP TRIGGER last_time_order_no_replace_order_id
-- next
DROP TRIGGER last_time_order_of_an_approved_one
-- next
DROP TRIGGER last_time_order_once
-- next
DROP TRIGGER campaign_is_approved_by_another_insert
-- next
DROP TRIGGER campaign_is_approved_by_another_update
-- next
DROP TRIGGER last_time_buy_is_approved_by_another_insert
-- next
DROP TRIGGER last_time_buy_is_approved_by_another_update
-- next
DROP TRIGGER campaign_no_delete
-- next
DROP TRIGGER campaign_keeps_id
-- next
DROP TRIGGER campaign_no_replace_id
-- next
DROP TRIGGER campaign_no_takeover_id
-- next
DROP TRIGGER campaign_no_replace_number
-- next
DROP TRIGGER campaign_no_takeover_number
-- next
DROP TRIGGER campaign_keeps_number
-- next
DROP TRIGGER campaign_begins_proposed
-- next
DROP TRIGGER campaign_steps
-- next
DROP TRIGGER campaign_line_before_approval_insert
-- next
DROP TRIGGER campaign_line_before_approval_update
-- next
DROP TRIGGER campaign_line_before_approval_delete
-- next
DROP TRIGGER last_time_buy_no_delete
-- next
DROP TRIGGER last_time_buy_keeps_id
-- next
DROP TRIGGER last_time_buy_no_replace_id
-- next
DROP TRIGGER last_time_buy_no_takeover_id
-- next
DROP TRIGGER last_time_buy_no_replace_number
-- next
DROP TRIGGER last_time_buy_no_takeover_number
-- next
DROP TRIGGER last_time_buy_keeps_number
-- next
DROP TRIGGER last_time_buy_keeps_its_sum
-- next
DROP TRIGGER last_time_buy_begins_proposed
-- next
DROP TRIGGER last_time_buy_decided_once
-- next
DROP TABLE planned_ticket
-- next
DROP TABLE last_time_order
-- next
DROP TABLE target_choice
-- next
DROP TABLE scenario_pruning
-- next
DROP TABLE scenario_line
-- next
DROP TABLE planned_work
-- next
DROP TABLE service_curve
-- next
DROP TABLE scenario
-- next
DROP TABLE planned_need
-- next
DROP TABLE part_start
-- next
DROP TABLE part_planning
-- next
DROP TABLE maintenance_line
-- next
DROP TABLE last_time_buy
-- next
DROP TABLE kept_level
-- next
DROP TABLE forecast_error
-- next
DROP TABLE forecast_alarm
-- next
DROP TABLE failure_rate
-- next
DROP TABLE demand_mark
-- next
DROP TABLE campaign_line
-- next
DROP TABLE base_forecast
-- next
DROP TABLE rate_run
-- next
DROP TABLE product_life
-- next
DROP TABLE campaign
-- next
DROP TABLE base_count
-- next
DROP TABLE level_share
-- next
DROP TABLE forecast_watch
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
	CONSTRAINT pk_level_run PRIMARY KEY (id),
	CONSTRAINT ck_level_run_period_known CHECK (period IN ('month', 'week')),
	CONSTRAINT fk_level_run_by_id_person FOREIGN KEY(by_id) REFERENCES person (id)
)
-- next
INSERT INTO new_level_run (id, computed_on, computed_at, by_id, period, first_period_on, periods, level_count, inputs_hash, settings) SELECT id, computed_on, computed_at, by_id, period, first_period_on, periods, level_count, inputs_hash, settings FROM level_run
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
	weights JSON NOT NULL,
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
	history JSON NOT NULL,
	sources JSON NOT NULL,
	CONSTRAINT pk_level PRIMARY KEY (id),
	CONSTRAINT uq_level_run_id_part_id_store_id UNIQUE (run_id, part_id, store_id),
	CONSTRAINT fk_level_run_id_level_run FOREIGN KEY(run_id) REFERENCES level_run (id),
	CONSTRAINT fk_level_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_level_store_id_location FOREIGN KEY(store_id) REFERENCES location (id)
)
-- next
INSERT INTO new_level (id, run_id, part_id, store_id, demand_class, adi, cv2, method, weights, mean, variance, level_variance, season_factor, lead_time_days, lead_time_sd_days, review_days, protection_mean, protection_sd, target, safety_stock, reorder_point, order_quantity, order_up_to_level, fill_rate, loss, naive_loss, reviews, notes, history, sources) SELECT id, run_id, part_id, store_id, demand_class, adi, cv2, method, weights, mean, variance, level_variance, season_factor, lead_time_days, lead_time_sd_days, review_days, protection_mean, protection_sd, target, safety_stock, reorder_point, order_quantity, order_up_to_level, fill_rate, loss, naive_loss, reviews, notes, history, sources FROM level
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
	exception VARCHAR(24) NOT NULL,
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
	expected_on DATE,
	change_reason VARCHAR(300) NOT NULL,
	changed_by_id INTEGER,
	changed_at DATETIME,
	CONSTRAINT pk_proposal PRIMARY KEY (id),
	CONSTRAINT ck_proposal_kind_known CHECK (kind IN ('purchase', 'transfer')),
	CONSTRAINT ck_proposal_state_known CHECK (state IN ('open', 'approved', 'ordered', 'declined')),
	CONSTRAINT ck_proposal_quantities_not_negative CHECK (computed_quantity >= 0 AND quantity >= 0),
	CONSTRAINT ck_proposal_change_has_reason CHECK (quantity = computed_quantity OR (changed_by_id IS NOT NULL AND change_reason <> '')),
	CONSTRAINT ck_proposal_price_not_negative CHECK (unit_price_cny IS NULL OR unit_price_cny >= 0),
	CONSTRAINT ck_proposal_transfer_has_source CHECK (kind = 'purchase' OR from_store_id IS NOT NULL),
	CONSTRAINT ck_proposal_exclusion_has_reason CHECK (included OR excluded_reason <> ''),
	CONSTRAINT ck_proposal_computed_quantity_whole CHECK (computed_quantity IS NULL OR typeof(computed_quantity) = 'integer'),
	CONSTRAINT ck_proposal_quantity_whole CHECK (quantity IS NULL OR typeof(quantity) = 'integer'),
	CONSTRAINT ck_proposal_unit_price_cny_whole CHECK (unit_price_cny IS NULL OR typeof(unit_price_cny) = 'integer'),
	CONSTRAINT fk_proposal_plan_id_purchase_plan FOREIGN KEY(plan_id) REFERENCES purchase_plan (id),
	CONSTRAINT fk_proposal_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_proposal_store_id_location FOREIGN KEY(store_id) REFERENCES location (id),
	CONSTRAINT fk_proposal_supplier_id_supplier FOREIGN KEY(supplier_id) REFERENCES supplier (id),
	CONSTRAINT fk_proposal_supplier_part_id_supplier_part FOREIGN KEY(supplier_part_id) REFERENCES supplier_part (id),
	CONSTRAINT fk_proposal_from_store_id_location FOREIGN KEY(from_store_id) REFERENCES location (id),
	CONSTRAINT fk_proposal_changed_by_id_person FOREIGN KEY(changed_by_id) REFERENCES person (id)
)
-- next
INSERT INTO new_proposal (id, plan_id, part_id, store_id, kind, computed_quantity, quantity, urgency_rank, exception, explanation, warnings, state, included, excluded_reason, supplier_id, supplier_part_id, from_store_id, unit_price_cny, needed_on, expected_on, change_reason, changed_by_id, changed_at) SELECT id, plan_id, part_id, store_id, kind, computed_quantity, quantity, urgency_rank, exception, explanation, warnings, state, included, excluded_reason, supplier_id, supplier_part_id, from_store_id, unit_price_cny, needed_on, expected_on, change_reason, changed_by_id, changed_at FROM proposal
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
CREATE TRIGGER level_run_no_delete BEFORE DELETE ON level_run WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:level_run'); END
-- next
CREATE TRIGGER level_run_keeps_computed_on BEFORE UPDATE ON level_run WHEN NEW.computed_on IS NOT OLD.computed_on OR NEW.inputs_hash IS NOT OLD.inputs_hash OR NEW.settings IS NOT OLD.settings OR NEW.by_id IS NOT OLD.by_id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:level_run'); END
-- next
CREATE TRIGGER proposal_frozen BEFORE UPDATE ON proposal
        WHEN (OLD.state <> 'open' OR EXISTS (SELECT 1 FROM plan_approval a WHERE a.plan_id = NEW.plan_id)) AND (NEW.plan_id IS NOT OLD.plan_id OR NEW.part_id IS NOT OLD.part_id OR NEW.store_id IS NOT OLD.store_id OR NEW.kind IS NOT OLD.kind OR NEW.computed_quantity IS NOT OLD.computed_quantity OR NEW.quantity IS NOT OLD.quantity OR NEW.supplier_id IS NOT OLD.supplier_id OR NEW.supplier_part_id IS NOT OLD.supplier_part_id OR NEW.from_store_id IS NOT OLD.from_store_id OR NEW.unit_price_cny IS NOT OLD.unit_price_cny OR NEW.included IS NOT OLD.included OR NEW.changed_by_id IS NOT OLD.changed_by_id)
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
