ALTER TABLE supplier ADD COLUMN next_assessment_on DATE
-- next
ALTER TABLE supplier_score ADD COLUMN figures JSON
-- next
ALTER TABLE supplier_score ADD COLUMN low_tenths BIGINT
-- next
ALTER TABLE supplier_score ADD COLUMN high_tenths BIGINT
-- next
CREATE TABLE questionnaire (
	id BIGSERIAL NOT NULL,
	version BIGINT NOT NULL,
	name_zh VARCHAR(120) NOT NULL,
	name_en VARCHAR(120) NOT NULL,
	pass_percent BIGINT NOT NULL,
	created_by_id BIGINT NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_questionnaire PRIMARY KEY (id),
	CONSTRAINT ck_questionnaire_pass_mark_in_range CHECK (pass_percent BETWEEN 1 AND 100),
	CONSTRAINT uq_questionnaire_version UNIQUE (version),
	CONSTRAINT fk_questionnaire_created_by_id_person FOREIGN KEY(created_by_id) REFERENCES person (id)
)
-- next
CREATE TABLE market_price (
	id BIGSERIAL NOT NULL,
	part_id BIGINT NOT NULL,
	unit_price_cny BIGINT NOT NULL,
	noted_on DATE NOT NULL,
	source VARCHAR(120) NOT NULL,
	noted_by_id BIGINT NOT NULL,
	noted_at TIMESTAMP WITH TIME ZONE NOT NULL,
	note VARCHAR(300) NOT NULL,
	CONSTRAINT pk_market_price PRIMARY KEY (id),
	CONSTRAINT uq_market_price_part_id_source_noted_on UNIQUE (part_id, source, noted_on),
	CONSTRAINT ck_market_price_price_positive CHECK (unit_price_cny > 0),
	CONSTRAINT ck_market_price_names_source CHECK (source <> ''),
	CONSTRAINT fk_market_price_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_market_price_noted_by_id_person FOREIGN KEY(noted_by_id) REFERENCES person (id)
)
-- next
CREATE TABLE price_alert (
	id BIGSERIAL NOT NULL,
	part_id BIGINT NOT NULL,
	basis VARCHAR(8) NOT NULL,
	source VARCHAR(120) NOT NULL,
	kind VARCHAR(16) NOT NULL,
	happened_on DATE NOT NULL,
	found_on DATE NOT NULL,
	reference VARCHAR(120) NOT NULL,
	old_price_cny BIGINT NOT NULL,
	new_price_cny BIGINT NOT NULL,
	figure_bp BIGINT NOT NULL,
	bound_bp BIGINT NOT NULL,
	acknowledged_by_id BIGINT,
	acknowledged_at TIMESTAMP WITH TIME ZONE,
	reason VARCHAR(300) NOT NULL,
	CONSTRAINT pk_price_alert PRIMARY KEY (id),
	CONSTRAINT uq_price_alert_part_id_basis_source_happened_on UNIQUE (part_id, basis, source, happened_on),
	CONSTRAINT ck_price_alert_basis_known CHECK (basis IN ('paid', 'market')),
	CONSTRAINT ck_price_alert_kind_known CHECK (kind IN ('against_last', 'against_median', 'volatility')),
	CONSTRAINT ck_price_alert_prices_positive CHECK (old_price_cny > 0 AND new_price_cny > 0),
	CONSTRAINT ck_price_alert_acknowledged_with_reason CHECK ((acknowledged_by_id IS NULL) = (acknowledged_at IS NULL) AND (acknowledged_by_id IS NULL OR reason <> '')),
	CONSTRAINT fk_price_alert_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_price_alert_acknowledged_by_id_person FOREIGN KEY(acknowledged_by_id) REFERENCES person (id)
)
-- next
CREATE TABLE questionnaire_question (
	id BIGSERIAL NOT NULL,
	questionnaire_id BIGINT NOT NULL,
	position BIGINT NOT NULL,
	name_zh VARCHAR(300) NOT NULL,
	name_en VARCHAR(300) NOT NULL,
	weight BIGINT NOT NULL,
	least_points BIGINT NOT NULL,
	CONSTRAINT pk_questionnaire_question PRIMARY KEY (id),
	CONSTRAINT uq_questionnaire_question_questionnaire_id_position UNIQUE (questionnaire_id, position),
	CONSTRAINT ck_questionnaire_question_weight_positive CHECK (weight > 0),
	CONSTRAINT ck_questionnaire_question_least_points_in_range CHECK (least_points BETWEEN 0 AND 100),
	CONSTRAINT fk_questionnaire_question_questionnaire_id_questionnaire FOREIGN KEY(questionnaire_id) REFERENCES questionnaire (id)
)
-- next
CREATE TABLE sale_price (
	id BIGSERIAL NOT NULL,
	part_id BIGINT NOT NULL,
	unit_price_cny BIGINT NOT NULL,
	from_on DATE NOT NULL,
	made_by VARCHAR(4) NOT NULL,
	proposed_by_id BIGINT NOT NULL,
	proposed_at TIMESTAMP WITH TIME ZONE NOT NULL,
	cost_cny BIGINT,
	margin_bp BIGINT,
	reason VARCHAR(300) NOT NULL,
	state VARCHAR(10) NOT NULL,
	decided_by_id BIGINT,
	decided_at TIMESTAMP WITH TIME ZONE,
	decided_note VARCHAR(300) NOT NULL,
	CONSTRAINT pk_sale_price PRIMARY KEY (id),
	CONSTRAINT ck_sale_price_state_known CHECK (state IN ('open', 'approved', 'refused', 'withdrawn')),
	CONSTRAINT ck_sale_price_made_by_known CHECK (made_by IN ('rule', 'hand')),
	CONSTRAINT ck_sale_price_price_positive CHECK (unit_price_cny > 0),
	CONSTRAINT ck_sale_price_rule_has_cost CHECK ((made_by = 'rule') = (cost_cny IS NOT NULL)),
	CONSTRAINT ck_sale_price_four_eyes CHECK (decided_by_id IS NULL OR decided_by_id <> proposed_by_id),
	CONSTRAINT ck_sale_price_decided_by_somebody CHECK ((state IN ('approved', 'refused')) = (decided_by_id IS NOT NULL)),
	CONSTRAINT fk_sale_price_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_sale_price_proposed_by_id_person FOREIGN KEY(proposed_by_id) REFERENCES person (id),
	CONSTRAINT fk_sale_price_decided_by_id_person FOREIGN KEY(decided_by_id) REFERENCES person (id)
)
-- next
CREATE TABLE supplier_assessment (
	id BIGSERIAL NOT NULL,
	supplier_id BIGINT NOT NULL,
	questionnaire_id BIGINT NOT NULL,
	assessed_by_id BIGINT NOT NULL,
	assessed_at TIMESTAMP WITH TIME ZONE NOT NULL,
	assessed_on DATE NOT NULL,
	points_tenths BIGINT NOT NULL,
	pass_percent BIGINT NOT NULL,
	samples BIGINT NOT NULL,
	samples_failed BIGINT NOT NULL,
	passed BOOLEAN NOT NULL,
	failed_for VARCHAR(40) NOT NULL,
	note VARCHAR(1000) NOT NULL,
	CONSTRAINT pk_supplier_assessment PRIMARY KEY (id),
	CONSTRAINT uq_supplier_assessment_id_assessed_by_id UNIQUE (id, assessed_by_id),
	CONSTRAINT ck_supplier_assessment_points_in_range CHECK (points_tenths BETWEEN 0 AND 1000),
	CONSTRAINT fk_supplier_assessment_supplier_id_supplier FOREIGN KEY(supplier_id) REFERENCES supplier (id),
	CONSTRAINT fk_supplier_assessment_questionnaire_id_questionnaire FOREIGN KEY(questionnaire_id) REFERENCES questionnaire (id),
	CONSTRAINT fk_supplier_assessment_assessed_by_id_person FOREIGN KEY(assessed_by_id) REFERENCES person (id)
)
-- next
CREATE TABLE supplier_bank (
	id BIGSERIAL NOT NULL,
	supplier_id BIGINT NOT NULL,
	bank_name VARCHAR(120) NOT NULL,
	bank_account VARCHAR(60) NOT NULL,
	old_bank_name VARCHAR(120) NOT NULL,
	old_bank_account VARCHAR(60) NOT NULL,
	proposed_by_id BIGINT NOT NULL,
	proposed_at TIMESTAMP WITH TIME ZONE NOT NULL,
	reason VARCHAR(300) NOT NULL,
	state VARCHAR(10) NOT NULL,
	decided_by_id BIGINT,
	decided_at TIMESTAMP WITH TIME ZONE,
	finding VARCHAR(300) NOT NULL,
	CONSTRAINT pk_supplier_bank PRIMARY KEY (id),
	CONSTRAINT ck_supplier_bank_state_known CHECK (state IN ('open', 'approved', 'refused', 'withdrawn')),
	CONSTRAINT ck_supplier_bank_four_eyes CHECK (decided_by_id IS NULL OR decided_by_id <> proposed_by_id),
	CONSTRAINT ck_supplier_bank_decided_by_somebody CHECK ((state IN ('approved', 'refused')) = (decided_by_id IS NOT NULL)),
	CONSTRAINT ck_supplier_bank_says_how_checked CHECK (state NOT IN ('approved', 'refused') OR finding <> ''),
	CONSTRAINT fk_supplier_bank_supplier_id_supplier FOREIGN KEY(supplier_id) REFERENCES supplier (id),
	CONSTRAINT fk_supplier_bank_proposed_by_id_person FOREIGN KEY(proposed_by_id) REFERENCES person (id),
	CONSTRAINT fk_supplier_bank_decided_by_id_person FOREIGN KEY(decided_by_id) REFERENCES person (id)
)
-- next
CREATE TABLE supplier_category (
	id BIGSERIAL NOT NULL,
	supplier_id BIGINT NOT NULL,
	category_id BIGINT NOT NULL,
	CONSTRAINT pk_supplier_category PRIMARY KEY (id),
	CONSTRAINT uq_supplier_category_supplier_id_category_id UNIQUE (supplier_id, category_id),
	CONSTRAINT fk_supplier_category_supplier_id_supplier FOREIGN KEY(supplier_id) REFERENCES supplier (id),
	CONSTRAINT fk_supplier_category_category_id_category FOREIGN KEY(category_id) REFERENCES category (id)
)
-- next
CREATE TABLE supplier_contact (
	id BIGSERIAL NOT NULL,
	supplier_id BIGINT NOT NULL,
	name VARCHAR(120) NOT NULL,
	role VARCHAR(12) NOT NULL,
	phone VARCHAR(40) NOT NULL,
	email VARCHAR(254) NOT NULL,
	main BOOLEAN NOT NULL,
	active BOOLEAN NOT NULL,
	note VARCHAR(300) NOT NULL,
	CONSTRAINT pk_supplier_contact PRIMARY KEY (id),
	CONSTRAINT ck_supplier_contact_role_known CHECK (role IN ('sales', 'management', 'accounts', 'quality', 'service', 'other')),
	CONSTRAINT ck_supplier_contact_main_is_active CHECK (NOT main OR active),
	CONSTRAINT ck_supplier_contact_says_something CHECK (name <> '' OR phone <> '' OR email <> ''),
	CONSTRAINT fk_supplier_contact_supplier_id_supplier FOREIGN KEY(supplier_id) REFERENCES supplier (id)
)
-- next
CREATE TABLE supplier_sample (
	id BIGSERIAL NOT NULL,
	supplier_id BIGINT NOT NULL,
	part_id BIGINT NOT NULL,
	passed BIGINT NOT NULL,
	failed BIGINT NOT NULL,
	inspected_on DATE NOT NULL,
	inspected_by_id BIGINT NOT NULL,
	entered_at TIMESTAMP WITH TIME ZONE NOT NULL,
	note VARCHAR(500) NOT NULL,
	CONSTRAINT pk_supplier_sample PRIMARY KEY (id),
	CONSTRAINT ck_supplier_sample_judged_something CHECK (passed >= 0 AND failed >= 0 AND passed + failed > 0),
	CONSTRAINT fk_supplier_sample_supplier_id_supplier FOREIGN KEY(supplier_id) REFERENCES supplier (id),
	CONSTRAINT fk_supplier_sample_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_supplier_sample_inspected_by_id_person FOREIGN KEY(inspected_by_id) REFERENCES person (id)
)
-- next
CREATE TABLE sampling_scheme (
	id BIGSERIAL NOT NULL,
	standard_id BIGINT NOT NULL,
	level VARCHAR(3) NOT NULL,
	critical_aql VARCHAR(5),
	major_aql VARCHAR(5),
	minor_aql VARCHAR(5),
	reduced_allowed BOOLEAN NOT NULL,
	skip_after BIGINT NOT NULL,
	skip_one_in BIGINT NOT NULL,
	CONSTRAINT pk_sampling_scheme PRIMARY KEY (id),
	CONSTRAINT ck_sampling_scheme_level_known CHECK (level IN ('S-1', 'S-2', 'S-3', 'S-4', 'I', 'II', 'III')),
	CONSTRAINT ck_sampling_scheme_critical_aql_known CHECK (critical_aql IN ('0.010', '0.015', '0.025', '0.040', '0.065', '0.10', '0.15', '0.25', '0.40', '0.65', '1.0', '1.5', '2.5', '4.0', '6.5', '10')),
	CONSTRAINT ck_sampling_scheme_major_aql_known CHECK (major_aql IN ('0.010', '0.015', '0.025', '0.040', '0.065', '0.10', '0.15', '0.25', '0.40', '0.65', '1.0', '1.5', '2.5', '4.0', '6.5', '10')),
	CONSTRAINT ck_sampling_scheme_minor_aql_known CHECK (minor_aql IN ('0.010', '0.015', '0.025', '0.040', '0.065', '0.10', '0.15', '0.25', '0.40', '0.65', '1.0', '1.5', '2.5', '4.0', '6.5', '10')),
	CONSTRAINT ck_sampling_scheme_skip_after_ten CHECK (skip_after = 0 OR skip_after >= 10),
	CONSTRAINT ck_sampling_scheme_skip_one_in_range CHECK (skip_one_in BETWEEN 2 AND 5),
	CONSTRAINT uq_sampling_scheme_standard_id UNIQUE (standard_id),
	CONSTRAINT fk_sampling_scheme_standard_id_standard FOREIGN KEY(standard_id) REFERENCES standard (id)
)
-- next
CREATE TABLE supplier_answer (
	id BIGSERIAL NOT NULL,
	assessment_id BIGINT NOT NULL,
	question_id BIGINT NOT NULL,
	points BIGINT NOT NULL,
	note VARCHAR(500) NOT NULL,
	CONSTRAINT pk_supplier_answer PRIMARY KEY (id),
	CONSTRAINT uq_supplier_answer_assessment_id_question_id UNIQUE (assessment_id, question_id),
	CONSTRAINT ck_supplier_answer_points_in_range CHECK (points BETWEEN 0 AND 100),
	CONSTRAINT fk_supplier_answer_assessment_id_supplier_assessment FOREIGN KEY(assessment_id) REFERENCES supplier_assessment (id),
	CONSTRAINT fk_supplier_answer_question_id_questionnaire_question FOREIGN KEY(question_id) REFERENCES questionnaire_question (id)
)
-- next
CREATE TABLE supplier_step (
	id BIGSERIAL NOT NULL,
	supplier_id BIGINT NOT NULL,
	step VARCHAR(12) NOT NULL,
	from_state VARCHAR(10) NOT NULL,
	proposed_by_id BIGINT NOT NULL,
	done_at TIMESTAMP WITH TIME ZONE NOT NULL,
	done_on DATE NOT NULL,
	done_by_id BIGINT,
	reason VARCHAR(300) NOT NULL,
	assessment_id BIGINT,
	assessed_by_id BIGINT,
	as_exception BOOLEAN NOT NULL,
	next_assessment_on DATE,
	CONSTRAINT pk_supplier_step PRIMARY KEY (id),
	CONSTRAINT ck_supplier_step_step_known CHECK (step IN ('assessed', 'rescheduled', 'candidate', 'approved', 'on_watch', 'blocked')),
	CONSTRAINT ck_supplier_step_from_state_known CHECK (from_state IN ('candidate', 'approved', 'on_watch', 'blocked')),
	CONSTRAINT ck_supplier_step_four_eyes CHECK (step <> 'approved' OR done_by_id <> proposed_by_id),
	CONSTRAINT ck_supplier_step_assessor_four_eyes CHECK (step <> 'approved' OR assessed_by_id IS NULL OR done_by_id <> assessed_by_id),
	CONSTRAINT ck_supplier_step_done_by_somebody CHECK (done_by_id IS NOT NULL OR step IN ('on_watch', 'blocked')),
	CONSTRAINT ck_supplier_step_has_reason CHECK (step IN ('approved', 'assessed') OR reason <> ''),
	CONSTRAINT ck_supplier_step_exception_has_reason CHECK (NOT as_exception OR (step = 'approved' AND reason <> '')),
	CONSTRAINT fk_supplier_step_supplier_id_supplier FOREIGN KEY(supplier_id) REFERENCES supplier (id),
	CONSTRAINT fk_supplier_step_proposed_by_id_person FOREIGN KEY(proposed_by_id) REFERENCES person (id),
	CONSTRAINT fk_supplier_step_done_by_id_person FOREIGN KEY(done_by_id) REFERENCES person (id),
	CONSTRAINT fk_supplier_step_assessment_id_supplier_assessment FOREIGN KEY(assessment_id) REFERENCES supplier_assessment (id),
	CONSTRAINT fk_supplier_step_assessed_by_id_person FOREIGN KEY(assessed_by_id) REFERENCES person (id)
)
-- next
CREATE TABLE concession (
	id BIGSERIAL NOT NULL,
	number VARCHAR(40) NOT NULL,
	inspection_id BIGINT NOT NULL,
	bought_by_id BIGINT NOT NULL,
	quantity BIGINT NOT NULL,
	reason VARCHAR(500) NOT NULL,
	asked_by_id BIGINT NOT NULL,
	asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
	state VARCHAR(8) NOT NULL,
	limits VARCHAR(500) NOT NULL,
	valid_until_on DATE,
	answer VARCHAR(500) NOT NULL,
	decided_by_id BIGINT,
	decided_at TIMESTAMP WITH TIME ZONE,
	CONSTRAINT pk_concession PRIMARY KEY (id),
	CONSTRAINT ck_concession_state_known CHECK (state IN ('asked', 'granted', 'refused')),
	CONSTRAINT ck_concession_quantity_positive CHECK (quantity > 0),
	CONSTRAINT ck_concession_has_reason CHECK (length(reason) > 0),
	CONSTRAINT ck_concession_decided_by_somebody CHECK ((state = 'asked') = (decided_by_id IS NULL)),
	CONSTRAINT ck_concession_four_eyes CHECK (decided_by_id IS NULL OR decided_by_id <> asked_by_id),
	CONSTRAINT ck_concession_not_the_buyer CHECK (decided_by_id IS NULL OR decided_by_id <> bought_by_id),
	CONSTRAINT ck_concession_granted_until_a_day CHECK (state <> 'granted' OR valid_until_on IS NOT NULL),
	CONSTRAINT ck_concession_refusal_has_reason CHECK (state <> 'refused' OR length(answer) > 0),
	CONSTRAINT uq_concession_number UNIQUE (number),
	CONSTRAINT fk_concession_inspection_id_inspection FOREIGN KEY(inspection_id) REFERENCES inspection (id),
	CONSTRAINT fk_concession_bought_by_id_person FOREIGN KEY(bought_by_id) REFERENCES person (id),
	CONSTRAINT fk_concession_asked_by_id_person FOREIGN KEY(asked_by_id) REFERENCES person (id),
	CONSTRAINT fk_concession_decided_by_id_person FOREIGN KEY(decided_by_id) REFERENCES person (id)
)
-- next
CREATE TABLE sample_draw (
	id BIGSERIAL NOT NULL,
	inspection_id BIGINT NOT NULL,
	lot_size BIGINT NOT NULL,
	original BOOLEAN NOT NULL,
	regime VARCHAR(10) NOT NULL,
	letter VARCHAR(1) NOT NULL,
	critical_size BIGINT NOT NULL,
	critical_accept BIGINT NOT NULL,
	major_size BIGINT NOT NULL,
	major_accept BIGINT NOT NULL,
	minor_size BIGINT NOT NULL,
	minor_accept BIGINT NOT NULL,
	looked_at BIGINT NOT NULL,
	critical_found BIGINT NOT NULL,
	major_found BIGINT NOT NULL,
	minor_found BIGINT NOT NULL,
	outcome VARCHAR(12),
	CONSTRAINT pk_sample_draw PRIMARY KEY (id),
	CONSTRAINT ck_sample_draw_regime_known CHECK (regime IN ('normal', 'tightened', 'reduced', 'skip')),
	CONSTRAINT ck_sample_draw_outcome_known CHECK (outcome IN ('accepted', 'not_accepted')),
	CONSTRAINT ck_sample_draw_lot_size_positive CHECK (lot_size >= 1),
	CONSTRAINT ck_sample_draw_sizes_within_lot CHECK (critical_size BETWEEN 0 AND lot_size AND major_size BETWEEN 0 AND lot_size AND minor_size BETWEEN 0 AND lot_size),
	CONSTRAINT ck_sample_draw_found_not_negative CHECK (critical_found >= 0 AND major_found >= 0 AND minor_found >= 0),
	CONSTRAINT ck_sample_draw_found_within_sample CHECK (looked_at BETWEEN 0 AND lot_size AND critical_found + major_found + minor_found <= looked_at),
	CONSTRAINT ck_sample_draw_looked_at_enough CHECK (outcome IS NULL OR (looked_at >= critical_size AND looked_at >= major_size AND looked_at >= minor_size)),
	CONSTRAINT ck_sample_draw_outcome_of_the_count CHECK (outcome IS NULL OR (outcome = 'accepted') = (critical_found <= critical_accept AND major_found <= major_accept AND minor_found <= minor_accept)),
	CONSTRAINT uq_sample_draw_inspection_id UNIQUE (inspection_id),
	CONSTRAINT fk_sample_draw_inspection_id_inspection FOREIGN KEY(inspection_id) REFERENCES inspection (id)
)
-- next
CREATE TABLE switching_step (
	id BIGSERIAL NOT NULL,
	supplier_id BIGINT NOT NULL,
	part_id BIGINT NOT NULL,
	happened_at TIMESTAMP WITH TIME ZONE NOT NULL,
	by_id BIGINT NOT NULL,
	regime_before VARCHAR(10) NOT NULL,
	regime VARCHAR(10) NOT NULL,
	cause VARCHAR(16) NOT NULL,
	score BIGINT NOT NULL,
	recent VARCHAR(5) NOT NULL,
	refused BIGINT NOT NULL,
	run BIGINT NOT NULL,
	inspection_id BIGINT,
	reason VARCHAR(300) NOT NULL,
	CONSTRAINT pk_switching_step PRIMARY KEY (id),
	CONSTRAINT ck_switching_step_regime_before_known CHECK (regime_before IN ('normal', 'tightened', 'reduced', 'stopped')),
	CONSTRAINT ck_switching_step_regime_known CHECK (regime IN ('normal', 'tightened', 'reduced', 'stopped')),
	CONSTRAINT ck_switching_step_cause_known CHECK (cause IN ('stays', 'two_of_five', 'five_accepted', 'score', 'not_accepted', 'five_refused', 'by_hand')),
	CONSTRAINT ck_switching_step_counts_not_negative CHECK (score >= 0 AND refused >= 0 AND run >= 0),
	CONSTRAINT ck_switching_step_by_a_lot_or_a_person CHECK ((cause = 'by_hand') = (inspection_id IS NULL)),
	CONSTRAINT ck_switching_step_hand_has_reason CHECK (cause <> 'by_hand' OR length(reason) > 0),
	CONSTRAINT fk_switching_step_supplier_id_supplier FOREIGN KEY(supplier_id) REFERENCES supplier (id),
	CONSTRAINT fk_switching_step_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_switching_step_by_id_person FOREIGN KEY(by_id) REFERENCES person (id),
	CONSTRAINT uq_switching_step_inspection_id UNIQUE (inspection_id),
	CONSTRAINT fk_switching_step_inspection_id_inspection FOREIGN KEY(inspection_id) REFERENCES inspection (id)
)
-- next
CREATE INDEX ix_supplier_next_assessment_on ON supplier (next_assessment_on)
-- next
CREATE INDEX ix_market_price_noted_on ON market_price (noted_on)
-- next
CREATE INDEX ix_price_alert_found_on ON price_alert (found_on)
-- next
CREATE INDEX ix_price_alert_part_id ON price_alert (part_id)
-- next
CREATE UNIQUE INDEX ix_sale_price_open ON sale_price (part_id) WHERE state = 'open'
-- next
CREATE INDEX ix_sale_price_part ON sale_price (part_id, from_on)
-- next
CREATE INDEX ix_sale_price_state ON sale_price (state)
-- next
CREATE INDEX ix_supplier_assessment_assessed_on ON supplier_assessment (assessed_on)
-- next
CREATE INDEX ix_supplier_assessment_supplier_id ON supplier_assessment (supplier_id)
-- next
CREATE UNIQUE INDEX ix_supplier_bank_open ON supplier_bank (supplier_id) WHERE state = 'open'
-- next
CREATE INDEX ix_supplier_bank_state ON supplier_bank (state)
-- next
CREATE INDEX ix_supplier_bank_supplier_id ON supplier_bank (supplier_id)
-- next
CREATE UNIQUE INDEX ix_supplier_contact_main ON supplier_contact (supplier_id) WHERE main
-- next
CREATE INDEX ix_supplier_contact_supplier_id ON supplier_contact (supplier_id)
-- next
CREATE INDEX ix_supplier_sample_supplier_id ON supplier_sample (supplier_id)
-- next
CREATE INDEX ix_supplier_step_supplier_id ON supplier_step (supplier_id)
-- next
CREATE UNIQUE INDEX ix_concession_asked ON concession (inspection_id) WHERE state = 'asked'
-- next
CREATE INDEX ix_concession_inspection_id ON concession (inspection_id)
-- next
CREATE INDEX ix_concession_state ON concession (state)
-- next
CREATE INDEX ix_switching_step_of ON switching_step (supplier_id, part_id, id)
-- next
CREATE INDEX ix_switching_step_part_id ON switching_step (part_id)
-- next
CREATE FUNCTION market_price_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:market_price' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION market_price_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:market_price' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION market_price_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:market_price' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION price_alert_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:price_alert' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION price_alert_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:price_alert' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION price_alert_keeps_part_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.part_id IS DISTINCT FROM OLD.part_id OR NEW.basis IS DISTINCT FROM OLD.basis OR NEW.source IS DISTINCT FROM OLD.source OR NEW.kind IS DISTINCT FROM OLD.kind OR NEW.happened_on IS DISTINCT FROM OLD.happened_on OR NEW.old_price_cny IS DISTINCT FROM OLD.old_price_cny OR NEW.new_price_cny IS DISTINCT FROM OLD.new_price_cny OR NEW.figure_bp IS DISTINCT FROM OLD.figure_bp THEN RAISE EXCEPTION 'sparewell:unchangeable:price_alert' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION sale_price_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:sale_price' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION sale_price_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:sale_price' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION sale_price_keeps_part_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.part_id IS DISTINCT FROM OLD.part_id OR NEW.unit_price_cny IS DISTINCT FROM OLD.unit_price_cny OR NEW.from_on IS DISTINCT FROM OLD.from_on OR NEW.made_by IS DISTINCT FROM OLD.made_by OR NEW.cost_cny IS DISTINCT FROM OLD.cost_cny OR NEW.margin_bp IS DISTINCT FROM OLD.margin_bp OR NEW.proposed_by_id IS DISTINCT FROM OLD.proposed_by_id THEN RAISE EXCEPTION 'sparewell:unchangeable:sale_price' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION sale_price_insert_other_person() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.decided_by_id = NEW.proposed_by_id) THEN RAISE EXCEPTION 'sparewell:four_eyes' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION sale_price_update_other_person() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.decided_by_id = NEW.proposed_by_id) THEN RAISE EXCEPTION 'sparewell:four_eyes' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION sale_price_begins() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.state <> 'open') THEN RAISE EXCEPTION 'sparewell:sale_price_step' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION sale_price_steps() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (OLD.state <> 'open') THEN RAISE EXCEPTION 'sparewell:sale_price_step' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION questionnaire_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:questionnaire' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION questionnaire_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:questionnaire' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION questionnaire_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:questionnaire' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION questionnaire_question_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:questionnaire_question' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION questionnaire_question_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:questionnaire_question' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION questionnaire_question_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:questionnaire_question' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION supplier_sample_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:supplier_sample' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION supplier_sample_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:supplier_sample' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION supplier_sample_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:supplier_sample' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION supplier_assessment_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:supplier_assessment' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION supplier_assessment_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:supplier_assessment' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION supplier_assessment_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:supplier_assessment' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION supplier_answer_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:supplier_answer' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION supplier_answer_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:supplier_answer' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION supplier_answer_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:supplier_answer' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION supplier_step_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:supplier_step' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION supplier_step_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:supplier_step' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION supplier_step_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:supplier_step' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION supplier_answer_of_its_questionnaire() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NOT EXISTS (SELECT 1 FROM supplier_assessment a JOIN questionnaire_question q ON q.questionnaire_id = a.questionnaire_id WHERE a.id = NEW.assessment_id AND q.id = NEW.question_id)) THEN RAISE EXCEPTION 'sparewell:question_of_another' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION supplier_step_by_another() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.step = 'approved' AND (NEW.done_by_id = NEW.proposed_by_id OR COALESCE(NEW.done_by_id, 0) = COALESCE(NEW.assessed_by_id, -1) OR NOT EXISTS (SELECT 1 FROM supplier s WHERE s.id = NEW.supplier_id AND s.proposed_by_id = NEW.proposed_by_id) OR (NEW.assessment_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM supplier_assessment a WHERE a.id = NEW.assessment_id AND a.supplier_id = NEW.supplier_id AND a.assessed_by_id = NEW.assessed_by_id)))) THEN RAISE EXCEPTION 'sparewell:four_eyes' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION supplier_step_rests_on_assessment() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.step = 'approved' AND NOT NEW.as_exception AND NOT EXISTS (SELECT 1 FROM supplier_assessment a WHERE a.id = NEW.assessment_id AND a.supplier_id = NEW.supplier_id AND a.passed)) THEN RAISE EXCEPTION 'sparewell:assessment_needed' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION supplier_state_is_a_step() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.state <> OLD.state AND NOT EXISTS (SELECT 1 FROM supplier_step s WHERE s.supplier_id = NEW.id AND s.step = NEW.state AND s.from_state = OLD.state AND s.id = (SELECT MAX(l.id) FROM supplier_step l WHERE l.supplier_id = NEW.id))) THEN RAISE EXCEPTION 'sparewell:path_step_missing' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION supplier_begins_as_candidate() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.state <> 'candidate') THEN RAISE EXCEPTION 'sparewell:path_step_missing' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION supplier_bank_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:supplier_bank' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION supplier_bank_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:supplier_bank' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION supplier_bank_keeps_supplier_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.supplier_id IS DISTINCT FROM OLD.supplier_id OR NEW.bank_name IS DISTINCT FROM OLD.bank_name OR NEW.bank_account IS DISTINCT FROM OLD.bank_account OR NEW.old_bank_name IS DISTINCT FROM OLD.old_bank_name OR NEW.old_bank_account IS DISTINCT FROM OLD.old_bank_account OR NEW.proposed_by_id IS DISTINCT FROM OLD.proposed_by_id OR NEW.proposed_at IS DISTINCT FROM OLD.proposed_at OR NEW.reason IS DISTINCT FROM OLD.reason THEN RAISE EXCEPTION 'sparewell:unchangeable:supplier_bank' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION supplier_bank_insert_other_person() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.decided_by_id = NEW.proposed_by_id) THEN RAISE EXCEPTION 'sparewell:four_eyes' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION supplier_bank_update_other_person() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.decided_by_id = NEW.proposed_by_id) THEN RAISE EXCEPTION 'sparewell:four_eyes' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION supplier_bank_begins() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.state <> 'open') THEN RAISE EXCEPTION 'sparewell:bank_step' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION supplier_bank_steps() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (OLD.state <> 'open') THEN RAISE EXCEPTION 'sparewell:bank_step' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION supplier_bank_signed_twice() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF ((NEW.bank_name <> OLD.bank_name OR NEW.bank_account <> OLD.bank_account) AND NOT EXISTS (SELECT 1 FROM supplier_bank b WHERE b.supplier_id = NEW.id AND b.state = 'approved' AND b.bank_name = NEW.bank_name AND b.bank_account = NEW.bank_account AND b.id = (SELECT MAX(l.id) FROM supplier_bank l WHERE l.supplier_id = NEW.id AND l.state = 'approved'))) THEN RAISE EXCEPTION 'sparewell:bank_needs_second_person' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION inspection_sample_lets_it_pass() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (EXISTS (SELECT 1 FROM sample_draw d WHERE d.inspection_id = NEW.id AND (d.outcome IS NULL OR NEW.passed > (CASE WHEN d.outcome = 'accepted' OR (d.outcome IS NOT NULL AND d.looked_at = d.lot_size)
    THEN (d.lot_size - d.critical_found - d.major_found) * 1000 ELSE 0 END) + COALESCE((SELECT SUM(c.quantity) FROM concession c
    WHERE c.inspection_id = NEW.id AND c.state = 'granted'), 0) OR NEW.passed > (d.lot_size - d.critical_found) * 1000))) THEN RAISE EXCEPTION 'sparewell:sample_not_accepted' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION sample_draw_pending_insert() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF ((SELECT i.state FROM inspection i WHERE i.id = NEW.inspection_id) <> 'pending') THEN RAISE EXCEPTION 'sparewell:inspection_decided' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION concession_pending_insert() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF ((SELECT i.state FROM inspection i WHERE i.id = NEW.inspection_id) <> 'pending') THEN RAISE EXCEPTION 'sparewell:inspection_decided' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION concession_insert_other_person() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.decided_by_id = NEW.asked_by_id OR NEW.decided_by_id = NEW.bought_by_id OR NEW.bought_by_id <> (SELECT i.bought_by_id FROM inspection i WHERE i.id = NEW.inspection_id)) THEN RAISE EXCEPTION 'sparewell:four_eyes' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION sample_draw_pending_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF ((SELECT i.state FROM inspection i WHERE i.id = NEW.inspection_id) <> 'pending') THEN RAISE EXCEPTION 'sparewell:inspection_decided' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION concession_pending_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF ((SELECT i.state FROM inspection i WHERE i.id = NEW.inspection_id) <> 'pending') THEN RAISE EXCEPTION 'sparewell:inspection_decided' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION concession_update_other_person() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.decided_by_id = NEW.asked_by_id OR NEW.decided_by_id = NEW.bought_by_id OR NEW.bought_by_id <> (SELECT i.bought_by_id FROM inspection i WHERE i.id = NEW.inspection_id)) THEN RAISE EXCEPTION 'sparewell:four_eyes' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION concession_begins_asked() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.state <> 'asked') THEN RAISE EXCEPTION 'sparewell:concession_decided' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION concession_decided_once() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (OLD.state <> 'asked') THEN RAISE EXCEPTION 'sparewell:concession_decided' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION sampling_scheme_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:sampling_scheme' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION sampling_scheme_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:sampling_scheme' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION sampling_scheme_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:sampling_scheme' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION sample_draw_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:sample_draw' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION sample_draw_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:sample_draw' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION sample_draw_keeps_inspection_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.inspection_id IS DISTINCT FROM OLD.inspection_id OR NEW.lot_size IS DISTINCT FROM OLD.lot_size OR NEW.original IS DISTINCT FROM OLD.original OR NEW.regime IS DISTINCT FROM OLD.regime OR NEW.letter IS DISTINCT FROM OLD.letter OR NEW.critical_size IS DISTINCT FROM OLD.critical_size OR NEW.critical_accept IS DISTINCT FROM OLD.critical_accept OR NEW.major_size IS DISTINCT FROM OLD.major_size OR NEW.major_accept IS DISTINCT FROM OLD.major_accept OR NEW.minor_size IS DISTINCT FROM OLD.minor_size OR NEW.minor_accept IS DISTINCT FROM OLD.minor_accept THEN RAISE EXCEPTION 'sparewell:unchangeable:sample_draw' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION switching_step_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:switching_step' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION switching_step_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:switching_step' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION switching_step_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:switching_step' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION concession_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:concession' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION concession_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:concession' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE FUNCTION concession_keeps_number() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.number IS DISTINCT FROM OLD.number OR NEW.inspection_id IS DISTINCT FROM OLD.inspection_id OR NEW.bought_by_id IS DISTINCT FROM OLD.bought_by_id OR NEW.quantity IS DISTINCT FROM OLD.quantity OR NEW.reason IS DISTINCT FROM OLD.reason OR NEW.asked_by_id IS DISTINCT FROM OLD.asked_by_id OR NEW.asked_at IS DISTINCT FROM OLD.asked_at THEN RAISE EXCEPTION 'sparewell:unchangeable:concession' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER market_price_no_update BEFORE UPDATE ON market_price FOR EACH ROW EXECUTE FUNCTION market_price_no_update()
-- next
CREATE TRIGGER market_price_no_delete BEFORE DELETE ON market_price FOR EACH ROW EXECUTE FUNCTION market_price_no_delete()
-- next
CREATE TRIGGER market_price_no_truncate BEFORE TRUNCATE ON market_price FOR EACH STATEMENT EXECUTE FUNCTION market_price_no_truncate()
-- next
CREATE TRIGGER price_alert_no_delete BEFORE DELETE ON price_alert FOR EACH ROW EXECUTE FUNCTION price_alert_no_delete()
-- next
CREATE TRIGGER price_alert_no_truncate BEFORE TRUNCATE ON price_alert FOR EACH STATEMENT EXECUTE FUNCTION price_alert_no_truncate()
-- next
CREATE TRIGGER price_alert_keeps_part_id BEFORE UPDATE ON price_alert FOR EACH ROW EXECUTE FUNCTION price_alert_keeps_part_id()
-- next
CREATE TRIGGER sale_price_no_delete BEFORE DELETE ON sale_price FOR EACH ROW EXECUTE FUNCTION sale_price_no_delete()
-- next
CREATE TRIGGER sale_price_no_truncate BEFORE TRUNCATE ON sale_price FOR EACH STATEMENT EXECUTE FUNCTION sale_price_no_truncate()
-- next
CREATE TRIGGER sale_price_keeps_part_id BEFORE UPDATE ON sale_price FOR EACH ROW EXECUTE FUNCTION sale_price_keeps_part_id()
-- next
CREATE TRIGGER sale_price_insert_other_person BEFORE INSERT ON sale_price FOR EACH ROW EXECUTE FUNCTION sale_price_insert_other_person()
-- next
CREATE TRIGGER sale_price_update_other_person BEFORE UPDATE ON sale_price FOR EACH ROW EXECUTE FUNCTION sale_price_update_other_person()
-- next
CREATE TRIGGER sale_price_begins BEFORE INSERT ON sale_price FOR EACH ROW EXECUTE FUNCTION sale_price_begins()
-- next
CREATE TRIGGER sale_price_steps BEFORE UPDATE ON sale_price FOR EACH ROW EXECUTE FUNCTION sale_price_steps()
-- next
CREATE TRIGGER questionnaire_no_update BEFORE UPDATE ON questionnaire FOR EACH ROW EXECUTE FUNCTION questionnaire_no_update()
-- next
CREATE TRIGGER questionnaire_no_delete BEFORE DELETE ON questionnaire FOR EACH ROW EXECUTE FUNCTION questionnaire_no_delete()
-- next
CREATE TRIGGER questionnaire_no_truncate BEFORE TRUNCATE ON questionnaire FOR EACH STATEMENT EXECUTE FUNCTION questionnaire_no_truncate()
-- next
CREATE TRIGGER questionnaire_question_no_update BEFORE UPDATE ON questionnaire_question FOR EACH ROW EXECUTE FUNCTION questionnaire_question_no_update()
-- next
CREATE TRIGGER questionnaire_question_no_delete BEFORE DELETE ON questionnaire_question FOR EACH ROW EXECUTE FUNCTION questionnaire_question_no_delete()
-- next
CREATE TRIGGER questionnaire_question_no_truncate BEFORE TRUNCATE ON questionnaire_question FOR EACH STATEMENT EXECUTE FUNCTION questionnaire_question_no_truncate()
-- next
CREATE TRIGGER supplier_sample_no_update BEFORE UPDATE ON supplier_sample FOR EACH ROW EXECUTE FUNCTION supplier_sample_no_update()
-- next
CREATE TRIGGER supplier_sample_no_delete BEFORE DELETE ON supplier_sample FOR EACH ROW EXECUTE FUNCTION supplier_sample_no_delete()
-- next
CREATE TRIGGER supplier_sample_no_truncate BEFORE TRUNCATE ON supplier_sample FOR EACH STATEMENT EXECUTE FUNCTION supplier_sample_no_truncate()
-- next
CREATE TRIGGER supplier_assessment_no_update BEFORE UPDATE ON supplier_assessment FOR EACH ROW EXECUTE FUNCTION supplier_assessment_no_update()
-- next
CREATE TRIGGER supplier_assessment_no_delete BEFORE DELETE ON supplier_assessment FOR EACH ROW EXECUTE FUNCTION supplier_assessment_no_delete()
-- next
CREATE TRIGGER supplier_assessment_no_truncate BEFORE TRUNCATE ON supplier_assessment FOR EACH STATEMENT EXECUTE FUNCTION supplier_assessment_no_truncate()
-- next
CREATE TRIGGER supplier_answer_no_update BEFORE UPDATE ON supplier_answer FOR EACH ROW EXECUTE FUNCTION supplier_answer_no_update()
-- next
CREATE TRIGGER supplier_answer_no_delete BEFORE DELETE ON supplier_answer FOR EACH ROW EXECUTE FUNCTION supplier_answer_no_delete()
-- next
CREATE TRIGGER supplier_answer_no_truncate BEFORE TRUNCATE ON supplier_answer FOR EACH STATEMENT EXECUTE FUNCTION supplier_answer_no_truncate()
-- next
CREATE TRIGGER supplier_step_no_update BEFORE UPDATE ON supplier_step FOR EACH ROW EXECUTE FUNCTION supplier_step_no_update()
-- next
CREATE TRIGGER supplier_step_no_delete BEFORE DELETE ON supplier_step FOR EACH ROW EXECUTE FUNCTION supplier_step_no_delete()
-- next
CREATE TRIGGER supplier_step_no_truncate BEFORE TRUNCATE ON supplier_step FOR EACH STATEMENT EXECUTE FUNCTION supplier_step_no_truncate()
-- next
CREATE TRIGGER supplier_answer_of_its_questionnaire BEFORE INSERT ON supplier_answer FOR EACH ROW EXECUTE FUNCTION supplier_answer_of_its_questionnaire()
-- next
CREATE TRIGGER supplier_step_by_another BEFORE INSERT ON supplier_step FOR EACH ROW EXECUTE FUNCTION supplier_step_by_another()
-- next
CREATE TRIGGER supplier_step_rests_on_assessment BEFORE INSERT ON supplier_step FOR EACH ROW EXECUTE FUNCTION supplier_step_rests_on_assessment()
-- next
CREATE TRIGGER supplier_state_is_a_step AFTER UPDATE OF state ON supplier FOR EACH ROW EXECUTE FUNCTION supplier_state_is_a_step()
-- next
CREATE TRIGGER supplier_begins_as_candidate BEFORE INSERT ON supplier FOR EACH ROW EXECUTE FUNCTION supplier_begins_as_candidate()
-- next
CREATE TRIGGER supplier_bank_no_delete BEFORE DELETE ON supplier_bank FOR EACH ROW EXECUTE FUNCTION supplier_bank_no_delete()
-- next
CREATE TRIGGER supplier_bank_no_truncate BEFORE TRUNCATE ON supplier_bank FOR EACH STATEMENT EXECUTE FUNCTION supplier_bank_no_truncate()
-- next
CREATE TRIGGER supplier_bank_keeps_supplier_id BEFORE UPDATE ON supplier_bank FOR EACH ROW EXECUTE FUNCTION supplier_bank_keeps_supplier_id()
-- next
CREATE TRIGGER supplier_bank_insert_other_person BEFORE INSERT ON supplier_bank FOR EACH ROW EXECUTE FUNCTION supplier_bank_insert_other_person()
-- next
CREATE TRIGGER supplier_bank_update_other_person BEFORE UPDATE ON supplier_bank FOR EACH ROW EXECUTE FUNCTION supplier_bank_update_other_person()
-- next
CREATE TRIGGER supplier_bank_begins BEFORE INSERT ON supplier_bank FOR EACH ROW EXECUTE FUNCTION supplier_bank_begins()
-- next
CREATE TRIGGER supplier_bank_steps BEFORE UPDATE ON supplier_bank FOR EACH ROW EXECUTE FUNCTION supplier_bank_steps()
-- next
CREATE TRIGGER supplier_bank_signed_twice BEFORE UPDATE OF bank_name, bank_account ON supplier FOR EACH ROW EXECUTE FUNCTION supplier_bank_signed_twice()
-- next
CREATE TRIGGER inspection_sample_lets_it_pass BEFORE UPDATE ON inspection FOR EACH ROW WHEN (NEW.state = 'decided' AND OLD.state = 'pending') EXECUTE FUNCTION inspection_sample_lets_it_pass()
-- next
CREATE TRIGGER sample_draw_pending_insert BEFORE INSERT ON sample_draw FOR EACH ROW EXECUTE FUNCTION sample_draw_pending_insert()
-- next
CREATE TRIGGER concession_pending_insert BEFORE INSERT ON concession FOR EACH ROW EXECUTE FUNCTION concession_pending_insert()
-- next
CREATE TRIGGER concession_insert_other_person BEFORE INSERT ON concession FOR EACH ROW EXECUTE FUNCTION concession_insert_other_person()
-- next
CREATE TRIGGER sample_draw_pending_update BEFORE UPDATE ON sample_draw FOR EACH ROW EXECUTE FUNCTION sample_draw_pending_update()
-- next
CREATE TRIGGER concession_pending_update BEFORE UPDATE ON concession FOR EACH ROW EXECUTE FUNCTION concession_pending_update()
-- next
CREATE TRIGGER concession_update_other_person BEFORE UPDATE ON concession FOR EACH ROW EXECUTE FUNCTION concession_update_other_person()
-- next
CREATE TRIGGER concession_begins_asked BEFORE INSERT ON concession FOR EACH ROW EXECUTE FUNCTION concession_begins_asked()
-- next
CREATE TRIGGER concession_decided_once BEFORE UPDATE ON concession FOR EACH ROW EXECUTE FUNCTION concession_decided_once()
-- next
CREATE TRIGGER sampling_scheme_no_update BEFORE UPDATE ON sampling_scheme FOR EACH ROW EXECUTE FUNCTION sampling_scheme_no_update()
-- next
CREATE TRIGGER sampling_scheme_no_delete BEFORE DELETE ON sampling_scheme FOR EACH ROW EXECUTE FUNCTION sampling_scheme_no_delete()
-- next
CREATE TRIGGER sampling_scheme_no_truncate BEFORE TRUNCATE ON sampling_scheme FOR EACH STATEMENT EXECUTE FUNCTION sampling_scheme_no_truncate()
-- next
CREATE TRIGGER sample_draw_no_delete BEFORE DELETE ON sample_draw FOR EACH ROW EXECUTE FUNCTION sample_draw_no_delete()
-- next
CREATE TRIGGER sample_draw_no_truncate BEFORE TRUNCATE ON sample_draw FOR EACH STATEMENT EXECUTE FUNCTION sample_draw_no_truncate()
-- next
CREATE TRIGGER sample_draw_keeps_inspection_id BEFORE UPDATE ON sample_draw FOR EACH ROW EXECUTE FUNCTION sample_draw_keeps_inspection_id()
-- next
CREATE TRIGGER switching_step_no_update BEFORE UPDATE ON switching_step FOR EACH ROW EXECUTE FUNCTION switching_step_no_update()
-- next
CREATE TRIGGER switching_step_no_delete BEFORE DELETE ON switching_step FOR EACH ROW EXECUTE FUNCTION switching_step_no_delete()
-- next
CREATE TRIGGER switching_step_no_truncate BEFORE TRUNCATE ON switching_step FOR EACH STATEMENT EXECUTE FUNCTION switching_step_no_truncate()
-- next
CREATE TRIGGER concession_no_delete BEFORE DELETE ON concession FOR EACH ROW EXECUTE FUNCTION concession_no_delete()
-- next
CREATE TRIGGER concession_no_truncate BEFORE TRUNCATE ON concession FOR EACH STATEMENT EXECUTE FUNCTION concession_no_truncate()
-- next
CREATE TRIGGER concession_keeps_number BEFORE UPDATE ON concession FOR EACH ROW EXECUTE FUNCTION concession_keeps_number()
