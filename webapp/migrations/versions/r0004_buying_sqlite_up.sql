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
DROP TRIGGER supplier_score_no_delete
-- next
DROP TRIGGER supplier_score_keeps_supplier_id
-- next
DROP TRIGGER inspection_begins_pending
-- next
DROP TRIGGER inspection_not_by_the_buyer
-- next
DROP TRIGGER inspection_not_decided_by_the_buyer
-- next
DROP TRIGGER inspection_decided_once
-- next
DROP TRIGGER inspection_within_lot
-- next
DROP TRIGGER inspection_no_delete
-- next
DROP TRIGGER inspection_no_replace_id
-- next
DROP TRIGGER inspection_no_takeover_id
-- next
DROP TRIGGER inspection_no_replace_number
-- next
DROP TRIGGER inspection_no_takeover_number
-- next
DROP TRIGGER inspection_keeps_number
-- next
CREATE TABLE questionnaire (
	id INTEGER NOT NULL,
	version INTEGER NOT NULL,
	name_zh VARCHAR(120) NOT NULL,
	name_en VARCHAR(120) NOT NULL,
	pass_percent INTEGER NOT NULL,
	created_by_id INTEGER NOT NULL,
	created_at DATETIME NOT NULL,
	CONSTRAINT pk_questionnaire PRIMARY KEY (id),
	CONSTRAINT ck_questionnaire_pass_mark_in_range CHECK (pass_percent BETWEEN 1 AND 100),
	CONSTRAINT ck_questionnaire_pass_percent_whole CHECK (pass_percent IS NULL OR typeof(pass_percent) = 'integer'),
	CONSTRAINT uq_questionnaire_version UNIQUE (version),
	CONSTRAINT fk_questionnaire_created_by_id_person FOREIGN KEY(created_by_id) REFERENCES person (id)
)
-- next
CREATE TABLE market_price (
	id INTEGER NOT NULL,
	part_id INTEGER NOT NULL,
	unit_price_cny BIGINT NOT NULL,
	noted_on DATE NOT NULL,
	source VARCHAR(120) NOT NULL,
	noted_by_id INTEGER NOT NULL,
	noted_at DATETIME NOT NULL,
	note VARCHAR(300) NOT NULL,
	CONSTRAINT pk_market_price PRIMARY KEY (id),
	CONSTRAINT uq_market_price_part_id_source_noted_on UNIQUE (part_id, source, noted_on),
	CONSTRAINT ck_market_price_price_positive CHECK (unit_price_cny > 0),
	CONSTRAINT ck_market_price_names_source CHECK (source <> ''),
	CONSTRAINT ck_market_price_unit_price_cny_whole CHECK (unit_price_cny IS NULL OR typeof(unit_price_cny) = 'integer'),
	CONSTRAINT fk_market_price_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_market_price_noted_by_id_person FOREIGN KEY(noted_by_id) REFERENCES person (id)
)
-- next
CREATE INDEX ix_market_price_noted_on ON market_price (noted_on)
-- next
CREATE TABLE price_alert (
	id INTEGER NOT NULL,
	part_id INTEGER NOT NULL,
	basis VARCHAR(8) NOT NULL,
	source VARCHAR(120) NOT NULL,
	kind VARCHAR(16) NOT NULL,
	happened_on DATE NOT NULL,
	found_on DATE NOT NULL,
	reference VARCHAR(120) NOT NULL,
	old_price_cny BIGINT NOT NULL,
	new_price_cny BIGINT NOT NULL,
	figure_bp INTEGER NOT NULL,
	bound_bp INTEGER NOT NULL,
	acknowledged_by_id INTEGER,
	acknowledged_at DATETIME,
	reason VARCHAR(300) NOT NULL,
	CONSTRAINT pk_price_alert PRIMARY KEY (id),
	CONSTRAINT uq_price_alert_part_id_basis_source_happened_on UNIQUE (part_id, basis, source, happened_on),
	CONSTRAINT ck_price_alert_basis_known CHECK (basis IN ('paid', 'market')),
	CONSTRAINT ck_price_alert_kind_known CHECK (kind IN ('against_last', 'against_median', 'volatility')),
	CONSTRAINT ck_price_alert_prices_positive CHECK (old_price_cny > 0 AND new_price_cny > 0),
	CONSTRAINT ck_price_alert_acknowledged_with_reason CHECK ((acknowledged_by_id IS NULL) = (acknowledged_at IS NULL) AND (acknowledged_by_id IS NULL OR reason <> '')),
	CONSTRAINT ck_price_alert_old_price_cny_whole CHECK (old_price_cny IS NULL OR typeof(old_price_cny) = 'integer'),
	CONSTRAINT ck_price_alert_new_price_cny_whole CHECK (new_price_cny IS NULL OR typeof(new_price_cny) = 'integer'),
	CONSTRAINT ck_price_alert_figure_bp_whole CHECK (figure_bp IS NULL OR typeof(figure_bp) = 'integer'),
	CONSTRAINT ck_price_alert_bound_bp_whole CHECK (bound_bp IS NULL OR typeof(bound_bp) = 'integer'),
	CONSTRAINT fk_price_alert_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_price_alert_acknowledged_by_id_person FOREIGN KEY(acknowledged_by_id) REFERENCES person (id)
)
-- next
CREATE INDEX ix_price_alert_found_on ON price_alert (found_on)
-- next
CREATE INDEX ix_price_alert_part_id ON price_alert (part_id)
-- next
CREATE TABLE questionnaire_question (
	id INTEGER NOT NULL,
	questionnaire_id INTEGER NOT NULL,
	position INTEGER NOT NULL,
	name_zh VARCHAR(300) NOT NULL,
	name_en VARCHAR(300) NOT NULL,
	weight INTEGER NOT NULL,
	least_points INTEGER NOT NULL,
	CONSTRAINT pk_questionnaire_question PRIMARY KEY (id),
	CONSTRAINT uq_questionnaire_question_questionnaire_id_position UNIQUE (questionnaire_id, position),
	CONSTRAINT ck_questionnaire_question_weight_positive CHECK (weight > 0),
	CONSTRAINT ck_questionnaire_question_least_points_in_range CHECK (least_points BETWEEN 0 AND 100),
	CONSTRAINT ck_questionnaire_question_weight_whole CHECK (weight IS NULL OR typeof(weight) = 'integer'),
	CONSTRAINT ck_questionnaire_question_least_points_whole CHECK (least_points IS NULL OR typeof(least_points) = 'integer'),
	CONSTRAINT fk_questionnaire_question_questionnaire_id_questionnaire FOREIGN KEY(questionnaire_id) REFERENCES questionnaire (id)
)
-- next
CREATE TABLE sale_price (
	id INTEGER NOT NULL,
	part_id INTEGER NOT NULL,
	unit_price_cny BIGINT NOT NULL,
	from_on DATE NOT NULL,
	made_by VARCHAR(4) NOT NULL,
	proposed_by_id INTEGER NOT NULL,
	proposed_at DATETIME NOT NULL,
	cost_cny BIGINT,
	margin_bp INTEGER,
	reason VARCHAR(300) NOT NULL,
	state VARCHAR(10) NOT NULL,
	decided_by_id INTEGER,
	decided_at DATETIME,
	decided_note VARCHAR(300) NOT NULL,
	CONSTRAINT pk_sale_price PRIMARY KEY (id),
	CONSTRAINT ck_sale_price_state_known CHECK (state IN ('open', 'approved', 'refused', 'withdrawn')),
	CONSTRAINT ck_sale_price_made_by_known CHECK (made_by IN ('rule', 'hand')),
	CONSTRAINT ck_sale_price_price_positive CHECK (unit_price_cny > 0),
	CONSTRAINT ck_sale_price_rule_has_cost CHECK ((made_by = 'rule') = (cost_cny IS NOT NULL)),
	CONSTRAINT ck_sale_price_four_eyes CHECK (decided_by_id IS NULL OR decided_by_id <> proposed_by_id),
	CONSTRAINT ck_sale_price_decided_by_somebody CHECK ((state IN ('approved', 'refused')) = (decided_by_id IS NOT NULL)),
	CONSTRAINT ck_sale_price_unit_price_cny_whole CHECK (unit_price_cny IS NULL OR typeof(unit_price_cny) = 'integer'),
	CONSTRAINT ck_sale_price_cost_cny_whole CHECK (cost_cny IS NULL OR typeof(cost_cny) = 'integer'),
	CONSTRAINT ck_sale_price_margin_bp_whole CHECK (margin_bp IS NULL OR typeof(margin_bp) = 'integer'),
	CONSTRAINT fk_sale_price_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_sale_price_proposed_by_id_person FOREIGN KEY(proposed_by_id) REFERENCES person (id),
	CONSTRAINT fk_sale_price_decided_by_id_person FOREIGN KEY(decided_by_id) REFERENCES person (id)
)
-- next
CREATE UNIQUE INDEX ix_sale_price_open ON sale_price (part_id) WHERE state = 'open'
-- next
CREATE INDEX ix_sale_price_part ON sale_price (part_id, from_on)
-- next
CREATE INDEX ix_sale_price_state ON sale_price (state)
-- next
CREATE TABLE supplier_assessment (
	id INTEGER NOT NULL,
	supplier_id INTEGER NOT NULL,
	questionnaire_id INTEGER NOT NULL,
	assessed_by_id INTEGER NOT NULL,
	assessed_at DATETIME NOT NULL,
	assessed_on DATE NOT NULL,
	points_tenths INTEGER NOT NULL,
	pass_percent INTEGER NOT NULL,
	samples INTEGER NOT NULL,
	samples_failed INTEGER NOT NULL,
	passed BOOLEAN NOT NULL,
	failed_for VARCHAR(40) NOT NULL,
	note VARCHAR(1000) NOT NULL,
	CONSTRAINT pk_supplier_assessment PRIMARY KEY (id),
	CONSTRAINT uq_supplier_assessment_id_assessed_by_id UNIQUE (id, assessed_by_id),
	CONSTRAINT ck_supplier_assessment_points_in_range CHECK (points_tenths BETWEEN 0 AND 1000),
	CONSTRAINT ck_supplier_assessment_points_tenths_whole CHECK (points_tenths IS NULL OR typeof(points_tenths) = 'integer'),
	CONSTRAINT ck_supplier_assessment_pass_percent_whole CHECK (pass_percent IS NULL OR typeof(pass_percent) = 'integer'),
	CONSTRAINT fk_supplier_assessment_supplier_id_supplier FOREIGN KEY(supplier_id) REFERENCES supplier (id),
	CONSTRAINT fk_supplier_assessment_questionnaire_id_questionnaire FOREIGN KEY(questionnaire_id) REFERENCES questionnaire (id),
	CONSTRAINT fk_supplier_assessment_assessed_by_id_person FOREIGN KEY(assessed_by_id) REFERENCES person (id)
)
-- next
CREATE INDEX ix_supplier_assessment_assessed_on ON supplier_assessment (assessed_on)
-- next
CREATE INDEX ix_supplier_assessment_supplier_id ON supplier_assessment (supplier_id)
-- next
CREATE TABLE supplier_bank (
	id INTEGER NOT NULL,
	supplier_id INTEGER NOT NULL,
	bank_name VARCHAR(120) NOT NULL,
	bank_account VARCHAR(60) NOT NULL,
	old_bank_name VARCHAR(120) NOT NULL,
	old_bank_account VARCHAR(60) NOT NULL,
	proposed_by_id INTEGER NOT NULL,
	proposed_at DATETIME NOT NULL,
	reason VARCHAR(300) NOT NULL,
	state VARCHAR(10) NOT NULL,
	decided_by_id INTEGER,
	decided_at DATETIME,
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
CREATE UNIQUE INDEX ix_supplier_bank_open ON supplier_bank (supplier_id) WHERE state = 'open'
-- next
CREATE INDEX ix_supplier_bank_state ON supplier_bank (state)
-- next
CREATE INDEX ix_supplier_bank_supplier_id ON supplier_bank (supplier_id)
-- next
CREATE TABLE supplier_category (
	id INTEGER NOT NULL,
	supplier_id INTEGER NOT NULL,
	category_id INTEGER NOT NULL,
	CONSTRAINT pk_supplier_category PRIMARY KEY (id),
	CONSTRAINT uq_supplier_category_supplier_id_category_id UNIQUE (supplier_id, category_id),
	CONSTRAINT fk_supplier_category_supplier_id_supplier FOREIGN KEY(supplier_id) REFERENCES supplier (id),
	CONSTRAINT fk_supplier_category_category_id_category FOREIGN KEY(category_id) REFERENCES category (id)
)
-- next
CREATE TABLE supplier_contact (
	id INTEGER NOT NULL,
	supplier_id INTEGER NOT NULL,
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
CREATE UNIQUE INDEX ix_supplier_contact_main ON supplier_contact (supplier_id) WHERE main
-- next
CREATE INDEX ix_supplier_contact_supplier_id ON supplier_contact (supplier_id)
-- next
CREATE TABLE supplier_sample (
	id INTEGER NOT NULL,
	supplier_id INTEGER NOT NULL,
	part_id INTEGER NOT NULL,
	passed BIGINT NOT NULL,
	failed BIGINT NOT NULL,
	inspected_on DATE NOT NULL,
	inspected_by_id INTEGER NOT NULL,
	entered_at DATETIME NOT NULL,
	note VARCHAR(500) NOT NULL,
	CONSTRAINT pk_supplier_sample PRIMARY KEY (id),
	CONSTRAINT ck_supplier_sample_judged_something CHECK (passed >= 0 AND failed >= 0 AND passed + failed > 0),
	CONSTRAINT ck_supplier_sample_passed_whole CHECK (passed IS NULL OR typeof(passed) = 'integer'),
	CONSTRAINT ck_supplier_sample_failed_whole CHECK (failed IS NULL OR typeof(failed) = 'integer'),
	CONSTRAINT fk_supplier_sample_supplier_id_supplier FOREIGN KEY(supplier_id) REFERENCES supplier (id),
	CONSTRAINT fk_supplier_sample_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_supplier_sample_inspected_by_id_person FOREIGN KEY(inspected_by_id) REFERENCES person (id)
)
-- next
CREATE INDEX ix_supplier_sample_supplier_id ON supplier_sample (supplier_id)
-- next
CREATE TABLE sampling_scheme (
	id INTEGER NOT NULL,
	standard_id INTEGER NOT NULL,
	level VARCHAR(3) NOT NULL,
	critical_aql VARCHAR(5),
	major_aql VARCHAR(5),
	minor_aql VARCHAR(5),
	reduced_allowed BOOLEAN NOT NULL,
	skip_after INTEGER NOT NULL,
	skip_one_in INTEGER NOT NULL,
	CONSTRAINT pk_sampling_scheme PRIMARY KEY (id),
	CONSTRAINT ck_sampling_scheme_level_known CHECK (level IN ('S-1', 'S-2', 'S-3', 'S-4', 'I', 'II', 'III')),
	CONSTRAINT ck_sampling_scheme_critical_aql_known CHECK (critical_aql IN ('0.010', '0.015', '0.025', '0.040', '0.065', '0.10', '0.15', '0.25', '0.40', '0.65', '1.0', '1.5', '2.5', '4.0', '6.5', '10')),
	CONSTRAINT ck_sampling_scheme_major_aql_known CHECK (major_aql IN ('0.010', '0.015', '0.025', '0.040', '0.065', '0.10', '0.15', '0.25', '0.40', '0.65', '1.0', '1.5', '2.5', '4.0', '6.5', '10')),
	CONSTRAINT ck_sampling_scheme_minor_aql_known CHECK (minor_aql IN ('0.010', '0.015', '0.025', '0.040', '0.065', '0.10', '0.15', '0.25', '0.40', '0.65', '1.0', '1.5', '2.5', '4.0', '6.5', '10')),
	CONSTRAINT ck_sampling_scheme_skip_after_ten CHECK (skip_after = 0 OR skip_after >= 10),
	CONSTRAINT ck_sampling_scheme_skip_one_in_range CHECK (skip_one_in BETWEEN 2 AND 5),
	CONSTRAINT ck_sampling_scheme_skip_after_whole CHECK (skip_after IS NULL OR typeof(skip_after) = 'integer'),
	CONSTRAINT ck_sampling_scheme_skip_one_in_whole CHECK (skip_one_in IS NULL OR typeof(skip_one_in) = 'integer'),
	CONSTRAINT uq_sampling_scheme_standard_id UNIQUE (standard_id),
	CONSTRAINT fk_sampling_scheme_standard_id_standard FOREIGN KEY(standard_id) REFERENCES standard (id)
)
-- next
CREATE TABLE supplier_answer (
	id INTEGER NOT NULL,
	assessment_id INTEGER NOT NULL,
	question_id INTEGER NOT NULL,
	points INTEGER NOT NULL,
	note VARCHAR(500) NOT NULL,
	CONSTRAINT pk_supplier_answer PRIMARY KEY (id),
	CONSTRAINT uq_supplier_answer_assessment_id_question_id UNIQUE (assessment_id, question_id),
	CONSTRAINT ck_supplier_answer_points_in_range CHECK (points BETWEEN 0 AND 100),
	CONSTRAINT ck_supplier_answer_points_whole CHECK (points IS NULL OR typeof(points) = 'integer'),
	CONSTRAINT fk_supplier_answer_assessment_id_supplier_assessment FOREIGN KEY(assessment_id) REFERENCES supplier_assessment (id),
	CONSTRAINT fk_supplier_answer_question_id_questionnaire_question FOREIGN KEY(question_id) REFERENCES questionnaire_question (id)
)
-- next
CREATE TABLE supplier_step (
	id INTEGER NOT NULL,
	supplier_id INTEGER NOT NULL,
	step VARCHAR(12) NOT NULL,
	from_state VARCHAR(10) NOT NULL,
	proposed_by_id INTEGER NOT NULL,
	done_at DATETIME NOT NULL,
	done_on DATE NOT NULL,
	done_by_id INTEGER,
	reason VARCHAR(300) NOT NULL,
	assessment_id INTEGER,
	assessed_by_id INTEGER,
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
CREATE INDEX ix_supplier_step_supplier_id ON supplier_step (supplier_id)
-- next
CREATE TABLE concession (
	id INTEGER NOT NULL,
	number VARCHAR(40) NOT NULL,
	inspection_id INTEGER NOT NULL,
	bought_by_id INTEGER NOT NULL,
	quantity BIGINT NOT NULL,
	reason VARCHAR(500) NOT NULL,
	asked_by_id INTEGER NOT NULL,
	asked_at DATETIME NOT NULL,
	state VARCHAR(8) NOT NULL,
	limits VARCHAR(500) NOT NULL,
	valid_until_on DATE,
	answer VARCHAR(500) NOT NULL,
	decided_by_id INTEGER,
	decided_at DATETIME,
	CONSTRAINT pk_concession PRIMARY KEY (id),
	CONSTRAINT ck_concession_state_known CHECK (state IN ('asked', 'granted', 'refused')),
	CONSTRAINT ck_concession_quantity_positive CHECK (quantity > 0),
	CONSTRAINT ck_concession_has_reason CHECK (length(reason) > 0),
	CONSTRAINT ck_concession_decided_by_somebody CHECK ((state = 'asked') = (decided_by_id IS NULL)),
	CONSTRAINT ck_concession_four_eyes CHECK (decided_by_id IS NULL OR decided_by_id <> asked_by_id),
	CONSTRAINT ck_concession_not_the_buyer CHECK (decided_by_id IS NULL OR decided_by_id <> bought_by_id),
	CONSTRAINT ck_concession_granted_until_a_day CHECK (state <> 'granted' OR valid_until_on IS NOT NULL),
	CONSTRAINT ck_concession_refusal_has_reason CHECK (state <> 'refused' OR length(answer) > 0),
	CONSTRAINT ck_concession_quantity_whole CHECK (quantity IS NULL OR typeof(quantity) = 'integer'),
	CONSTRAINT uq_concession_number UNIQUE (number),
	CONSTRAINT fk_concession_inspection_id_inspection FOREIGN KEY(inspection_id) REFERENCES inspection (id),
	CONSTRAINT fk_concession_bought_by_id_person FOREIGN KEY(bought_by_id) REFERENCES person (id),
	CONSTRAINT fk_concession_asked_by_id_person FOREIGN KEY(asked_by_id) REFERENCES person (id),
	CONSTRAINT fk_concession_decided_by_id_person FOREIGN KEY(decided_by_id) REFERENCES person (id)
)
-- next
CREATE UNIQUE INDEX ix_concession_asked ON concession (inspection_id) WHERE state = 'asked'
-- next
CREATE INDEX ix_concession_inspection_id ON concession (inspection_id)
-- next
CREATE INDEX ix_concession_state ON concession (state)
-- next
CREATE TABLE sample_draw (
	id INTEGER NOT NULL,
	inspection_id INTEGER NOT NULL,
	lot_size INTEGER NOT NULL,
	original BOOLEAN NOT NULL,
	regime VARCHAR(10) NOT NULL,
	letter VARCHAR(1) NOT NULL,
	critical_size INTEGER NOT NULL,
	critical_accept INTEGER NOT NULL,
	major_size INTEGER NOT NULL,
	major_accept INTEGER NOT NULL,
	minor_size INTEGER NOT NULL,
	minor_accept INTEGER NOT NULL,
	looked_at INTEGER NOT NULL,
	critical_found INTEGER NOT NULL,
	major_found INTEGER NOT NULL,
	minor_found INTEGER NOT NULL,
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
	CONSTRAINT ck_sample_draw_lot_size_whole CHECK (lot_size IS NULL OR typeof(lot_size) = 'integer'),
	CONSTRAINT ck_sample_draw_looked_at_whole CHECK (looked_at IS NULL OR typeof(looked_at) = 'integer'),
	CONSTRAINT ck_sample_draw_critical_found_whole CHECK (critical_found IS NULL OR typeof(critical_found) = 'integer'),
	CONSTRAINT ck_sample_draw_major_found_whole CHECK (major_found IS NULL OR typeof(major_found) = 'integer'),
	CONSTRAINT ck_sample_draw_minor_found_whole CHECK (minor_found IS NULL OR typeof(minor_found) = 'integer'),
	CONSTRAINT uq_sample_draw_inspection_id UNIQUE (inspection_id),
	CONSTRAINT fk_sample_draw_inspection_id_inspection FOREIGN KEY(inspection_id) REFERENCES inspection (id)
)
-- next
CREATE TABLE switching_step (
	id INTEGER NOT NULL,
	supplier_id INTEGER NOT NULL,
	part_id INTEGER NOT NULL,
	happened_at DATETIME NOT NULL,
	by_id INTEGER NOT NULL,
	regime_before VARCHAR(10) NOT NULL,
	regime VARCHAR(10) NOT NULL,
	cause VARCHAR(16) NOT NULL,
	score INTEGER NOT NULL,
	recent VARCHAR(5) NOT NULL,
	refused INTEGER NOT NULL,
	run INTEGER NOT NULL,
	inspection_id INTEGER,
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
CREATE INDEX ix_switching_step_of ON switching_step (supplier_id, part_id, id)
-- next
CREATE INDEX ix_switching_step_part_id ON switching_step (part_id)
-- next
CREATE TABLE new_supplier (
	id INTEGER NOT NULL,
	code VARCHAR(40) NOT NULL,
	name_zh VARCHAR(200) NOT NULL,
	name_en VARCHAR(200) NOT NULL,
	proposed_by_id INTEGER NOT NULL,
	created_at DATETIME NOT NULL,
	state VARCHAR(10) NOT NULL,
	state_reason VARCHAR(300) NOT NULL,
	state_changed_at DATETIME,
	approved_by_id INTEGER,
	approved_at DATETIME,
	reputation INTEGER,
	reputation_reason VARCHAR(300) NOT NULL,
	contact VARCHAR(120) NOT NULL,
	phone VARCHAR(40) NOT NULL,
	email VARCHAR(254) NOT NULL,
	address VARCHAR(300) NOT NULL,
	bank_name VARCHAR(120) NOT NULL,
	bank_account VARCHAR(60) NOT NULL,
	currency VARCHAR(3) NOT NULL,
	payment_terms VARCHAR(200) NOT NULL,
	note TEXT NOT NULL,
	next_assessment_on DATE,
	CONSTRAINT pk_supplier PRIMARY KEY (id),
	CONSTRAINT ck_supplier_state_known CHECK (state IN ('candidate', 'approved', 'on_watch', 'blocked')),
	CONSTRAINT ck_supplier_four_eyes CHECK (approved_by_id IS NULL OR approved_by_id <> proposed_by_id),
	CONSTRAINT ck_supplier_approved_by_somebody CHECK (state IN ('candidate', 'blocked') OR approved_by_id IS NOT NULL),
	CONSTRAINT ck_supplier_state_has_reason CHECK (state NOT IN ('on_watch', 'blocked') OR state_reason <> ''),
	CONSTRAINT ck_supplier_reputation_in_range CHECK (reputation IS NULL OR reputation BETWEEN 0 AND 100),
	CONSTRAINT ck_supplier_reputation_has_reason CHECK (reputation IS NULL OR reputation_reason <> ''),
	CONSTRAINT ck_supplier_reputation_whole CHECK (reputation IS NULL OR typeof(reputation) = 'integer'),
	CONSTRAINT uq_supplier_code UNIQUE (code),
	CONSTRAINT fk_supplier_proposed_by_id_person FOREIGN KEY(proposed_by_id) REFERENCES person (id),
	CONSTRAINT fk_supplier_approved_by_id_person FOREIGN KEY(approved_by_id) REFERENCES person (id)
)
-- next
INSERT INTO new_supplier (id, code, name_zh, name_en, proposed_by_id, created_at, state, state_reason, state_changed_at, approved_by_id, approved_at, reputation, reputation_reason, contact, phone, email, address, bank_name, bank_account, currency, payment_terms, note, next_assessment_on) SELECT id, code, name_zh, name_en, proposed_by_id, created_at, state, state_reason, state_changed_at, approved_by_id, approved_at, reputation, reputation_reason, contact, phone, email, address, bank_name, bank_account, currency, payment_terms, note, NULL FROM supplier
-- next
DROP TABLE supplier
-- next
ALTER TABLE new_supplier RENAME TO supplier
-- next
CREATE INDEX ix_supplier_next_assessment_on ON supplier (next_assessment_on)
-- next
CREATE INDEX ix_supplier_state ON supplier (state)
-- next
CREATE TABLE new_supplier_score (
	id INTEGER NOT NULL,
	supplier_id INTEGER NOT NULL,
	scored_on DATE NOT NULL,
	since_on DATE NOT NULL,
	scored_by_id INTEGER NOT NULL,
	scored_at DATETIME NOT NULL,
	standing VARCHAR(16) NOT NULL,
	deliveries INTEGER NOT NULL,
	weights JSON NOT NULL,
	rows JSON NOT NULL,
	figures JSON,
	low_tenths INTEGER,
	high_tenths INTEGER,
	total_tenths INTEGER,
	qualification_tenths INTEGER,
	reputation_tenths INTEGER,
	quality_tenths INTEGER,
	price_tenths INTEGER,
	delivery_tenths INTEGER,
	CONSTRAINT pk_supplier_score PRIMARY KEY (id),
	CONSTRAINT uq_supplier_score_supplier_id_scored_on UNIQUE (supplier_id, scored_on),
	CONSTRAINT ck_supplier_score_standing_known CHECK (standing IN ('good', 'warn', 'block', 'not_enough_data')),
	CONSTRAINT ck_supplier_score_total_in_range CHECK (total_tenths IS NULL OR total_tenths BETWEEN 0 AND 1000),
	CONSTRAINT fk_supplier_score_supplier_id_supplier FOREIGN KEY(supplier_id) REFERENCES supplier (id),
	CONSTRAINT fk_supplier_score_scored_by_id_person FOREIGN KEY(scored_by_id) REFERENCES person (id)
)
-- next
INSERT INTO new_supplier_score (id, supplier_id, scored_on, since_on, scored_by_id, scored_at, standing, deliveries, weights, rows, figures, low_tenths, high_tenths, total_tenths, qualification_tenths, reputation_tenths, quality_tenths, price_tenths, delivery_tenths) SELECT id, supplier_id, scored_on, since_on, scored_by_id, scored_at, standing, deliveries, weights, rows, NULL, NULL, NULL, total_tenths, qualification_tenths, reputation_tenths, quality_tenths, price_tenths, delivery_tenths FROM supplier_score
-- next
DROP TABLE supplier_score
-- next
ALTER TABLE new_supplier_score RENAME TO supplier_score
-- next
CREATE INDEX ix_supplier_score_scored_on ON supplier_score (scored_on)
-- next
CREATE TRIGGER market_price_no_update BEFORE UPDATE ON market_price WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:market_price'); END
-- next
CREATE TRIGGER market_price_no_delete BEFORE DELETE ON market_price WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:market_price'); END
-- next
CREATE TRIGGER market_price_no_replace_id BEFORE INSERT ON market_price WHEN EXISTS (SELECT 1 FROM market_price WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:market_price'); END
-- next
CREATE TRIGGER market_price_no_replace_part_id_source_noted_on BEFORE INSERT ON market_price WHEN EXISTS (SELECT 1 FROM market_price WHERE part_id = NEW.part_id AND source = NEW.source AND noted_on = NEW.noted_on)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:market_price'); END
-- next
CREATE TRIGGER price_alert_no_delete BEFORE DELETE ON price_alert WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:price_alert'); END
-- next
CREATE TRIGGER price_alert_no_replace_id BEFORE INSERT ON price_alert WHEN EXISTS (SELECT 1 FROM price_alert WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:price_alert'); END
-- next
CREATE TRIGGER price_alert_no_takeover_id BEFORE UPDATE OF id ON price_alert
                WHEN (NEW.id IS NOT OLD.id) AND EXISTS (SELECT 1 FROM price_alert WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:price_alert'); END
-- next
CREATE TRIGGER price_alert_keeps_part_id BEFORE UPDATE ON price_alert WHEN NEW.part_id IS NOT OLD.part_id OR NEW.basis IS NOT OLD.basis OR NEW.source IS NOT OLD.source OR NEW.kind IS NOT OLD.kind OR NEW.happened_on IS NOT OLD.happened_on OR NEW.old_price_cny IS NOT OLD.old_price_cny OR NEW.new_price_cny IS NOT OLD.new_price_cny OR NEW.figure_bp IS NOT OLD.figure_bp
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:price_alert'); END
-- next
CREATE TRIGGER sale_price_no_delete BEFORE DELETE ON sale_price WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:sale_price'); END
-- next
CREATE TRIGGER sale_price_no_replace_id BEFORE INSERT ON sale_price WHEN EXISTS (SELECT 1 FROM sale_price WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:sale_price'); END
-- next
CREATE TRIGGER sale_price_no_takeover_id BEFORE UPDATE OF id ON sale_price
                WHEN (NEW.id IS NOT OLD.id) AND EXISTS (SELECT 1 FROM sale_price WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:sale_price'); END
-- next
CREATE TRIGGER sale_price_keeps_part_id BEFORE UPDATE ON sale_price WHEN NEW.part_id IS NOT OLD.part_id OR NEW.unit_price_cny IS NOT OLD.unit_price_cny OR NEW.from_on IS NOT OLD.from_on OR NEW.made_by IS NOT OLD.made_by OR NEW.cost_cny IS NOT OLD.cost_cny OR NEW.margin_bp IS NOT OLD.margin_bp OR NEW.proposed_by_id IS NOT OLD.proposed_by_id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:sale_price'); END
-- next
CREATE TRIGGER sale_price_insert_other_person BEFORE INSERT ON sale_price WHEN NEW.decided_by_id = NEW.proposed_by_id
            BEGIN SELECT RAISE(ABORT, 'sparewell:four_eyes'); END
-- next
CREATE TRIGGER sale_price_update_other_person BEFORE UPDATE ON sale_price WHEN NEW.decided_by_id = NEW.proposed_by_id
            BEGIN SELECT RAISE(ABORT, 'sparewell:four_eyes'); END
-- next
CREATE TRIGGER sale_price_begins BEFORE INSERT ON sale_price WHEN NEW.state <> 'open'
            BEGIN SELECT RAISE(ABORT, 'sparewell:sale_price_step'); END
-- next
CREATE TRIGGER sale_price_steps BEFORE UPDATE ON sale_price WHEN OLD.state <> 'open'
            BEGIN SELECT RAISE(ABORT, 'sparewell:sale_price_step'); END
-- next
CREATE TRIGGER questionnaire_no_update BEFORE UPDATE ON questionnaire WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:questionnaire'); END
-- next
CREATE TRIGGER questionnaire_no_delete BEFORE DELETE ON questionnaire WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:questionnaire'); END
-- next
CREATE TRIGGER questionnaire_no_replace_id BEFORE INSERT ON questionnaire WHEN EXISTS (SELECT 1 FROM questionnaire WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:questionnaire'); END
-- next
CREATE TRIGGER questionnaire_no_replace_version BEFORE INSERT ON questionnaire WHEN EXISTS (SELECT 1 FROM questionnaire WHERE version = NEW.version)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:questionnaire'); END
-- next
CREATE TRIGGER questionnaire_question_no_update BEFORE UPDATE ON questionnaire_question WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:questionnaire_question'); END
-- next
CREATE TRIGGER questionnaire_question_no_delete BEFORE DELETE ON questionnaire_question WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:questionnaire_question'); END
-- next
CREATE TRIGGER questionnaire_question_no_replace_id BEFORE INSERT ON questionnaire_question WHEN EXISTS (SELECT 1 FROM questionnaire_question WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:questionnaire_question'); END
-- next
CREATE TRIGGER questionnaire_question_no_replace_questionnaire_id_position BEFORE INSERT ON questionnaire_question WHEN EXISTS (SELECT 1 FROM questionnaire_question WHERE questionnaire_id = NEW.questionnaire_id AND position = NEW.position)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:questionnaire_question'); END
-- next
CREATE TRIGGER supplier_sample_no_update BEFORE UPDATE ON supplier_sample WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:supplier_sample'); END
-- next
CREATE TRIGGER supplier_sample_no_delete BEFORE DELETE ON supplier_sample WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:supplier_sample'); END
-- next
CREATE TRIGGER supplier_sample_no_replace_id BEFORE INSERT ON supplier_sample WHEN EXISTS (SELECT 1 FROM supplier_sample WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:supplier_sample'); END
-- next
CREATE TRIGGER supplier_assessment_no_update BEFORE UPDATE ON supplier_assessment WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:supplier_assessment'); END
-- next
CREATE TRIGGER supplier_assessment_no_delete BEFORE DELETE ON supplier_assessment WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:supplier_assessment'); END
-- next
CREATE TRIGGER supplier_assessment_no_replace_id BEFORE INSERT ON supplier_assessment WHEN EXISTS (SELECT 1 FROM supplier_assessment WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:supplier_assessment'); END
-- next
CREATE TRIGGER supplier_answer_no_update BEFORE UPDATE ON supplier_answer WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:supplier_answer'); END
-- next
CREATE TRIGGER supplier_answer_no_delete BEFORE DELETE ON supplier_answer WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:supplier_answer'); END
-- next
CREATE TRIGGER supplier_answer_no_replace_id BEFORE INSERT ON supplier_answer WHEN EXISTS (SELECT 1 FROM supplier_answer WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:supplier_answer'); END
-- next
CREATE TRIGGER supplier_answer_no_replace_assessment_id_question_id BEFORE INSERT ON supplier_answer WHEN EXISTS (SELECT 1 FROM supplier_answer WHERE assessment_id = NEW.assessment_id AND question_id = NEW.question_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:supplier_answer'); END
-- next
CREATE TRIGGER supplier_step_no_update BEFORE UPDATE ON supplier_step WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:supplier_step'); END
-- next
CREATE TRIGGER supplier_step_no_delete BEFORE DELETE ON supplier_step WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:supplier_step'); END
-- next
CREATE TRIGGER supplier_step_no_replace_id BEFORE INSERT ON supplier_step WHEN EXISTS (SELECT 1 FROM supplier_step WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:supplier_step'); END
-- next
CREATE TRIGGER supplier_answer_of_its_questionnaire BEFORE INSERT ON supplier_answer WHEN NOT EXISTS (SELECT 1 FROM supplier_assessment a JOIN questionnaire_question q ON q.questionnaire_id = a.questionnaire_id WHERE a.id = NEW.assessment_id AND q.id = NEW.question_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:question_of_another'); END
-- next
CREATE TRIGGER supplier_step_by_another BEFORE INSERT ON supplier_step WHEN NEW.step = 'approved' AND (NEW.done_by_id = NEW.proposed_by_id OR COALESCE(NEW.done_by_id, 0) = COALESCE(NEW.assessed_by_id, -1) OR NOT EXISTS (SELECT 1 FROM supplier s WHERE s.id = NEW.supplier_id AND s.proposed_by_id = NEW.proposed_by_id) OR (NEW.assessment_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM supplier_assessment a WHERE a.id = NEW.assessment_id AND a.supplier_id = NEW.supplier_id AND a.assessed_by_id = NEW.assessed_by_id)))
            BEGIN SELECT RAISE(ABORT, 'sparewell:four_eyes'); END
-- next
CREATE TRIGGER supplier_step_rests_on_assessment BEFORE INSERT ON supplier_step WHEN NEW.step = 'approved' AND NOT NEW.as_exception AND NOT EXISTS (SELECT 1 FROM supplier_assessment a WHERE a.id = NEW.assessment_id AND a.supplier_id = NEW.supplier_id AND a.passed)
            BEGIN SELECT RAISE(ABORT, 'sparewell:assessment_needed'); END
-- next
CREATE TRIGGER supplier_state_is_a_step AFTER UPDATE OF state ON supplier WHEN NEW.state <> OLD.state AND NOT EXISTS (SELECT 1 FROM supplier_step s WHERE s.supplier_id = NEW.id AND s.step = NEW.state AND s.from_state = OLD.state AND s.id = (SELECT MAX(l.id) FROM supplier_step l WHERE l.supplier_id = NEW.id))
        BEGIN SELECT RAISE(ABORT, 'sparewell:path_step_missing'); END
-- next
CREATE TRIGGER supplier_begins_as_candidate BEFORE INSERT ON supplier WHEN NEW.state <> 'candidate'
            BEGIN SELECT RAISE(ABORT, 'sparewell:path_step_missing'); END
-- next
CREATE TRIGGER supplier_bank_no_delete BEFORE DELETE ON supplier_bank WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:supplier_bank'); END
-- next
CREATE TRIGGER supplier_bank_no_replace_id BEFORE INSERT ON supplier_bank WHEN EXISTS (SELECT 1 FROM supplier_bank WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:supplier_bank'); END
-- next
CREATE TRIGGER supplier_bank_no_takeover_id BEFORE UPDATE OF id ON supplier_bank
                WHEN (NEW.id IS NOT OLD.id) AND EXISTS (SELECT 1 FROM supplier_bank WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:supplier_bank'); END
-- next
CREATE TRIGGER supplier_bank_keeps_supplier_id BEFORE UPDATE ON supplier_bank WHEN NEW.supplier_id IS NOT OLD.supplier_id OR NEW.bank_name IS NOT OLD.bank_name OR NEW.bank_account IS NOT OLD.bank_account OR NEW.old_bank_name IS NOT OLD.old_bank_name OR NEW.old_bank_account IS NOT OLD.old_bank_account OR NEW.proposed_by_id IS NOT OLD.proposed_by_id OR NEW.proposed_at IS NOT OLD.proposed_at OR NEW.reason IS NOT OLD.reason
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:supplier_bank'); END
-- next
CREATE TRIGGER supplier_bank_insert_other_person BEFORE INSERT ON supplier_bank WHEN NEW.decided_by_id = NEW.proposed_by_id
            BEGIN SELECT RAISE(ABORT, 'sparewell:four_eyes'); END
-- next
CREATE TRIGGER supplier_bank_update_other_person BEFORE UPDATE ON supplier_bank WHEN NEW.decided_by_id = NEW.proposed_by_id
            BEGIN SELECT RAISE(ABORT, 'sparewell:four_eyes'); END
-- next
CREATE TRIGGER supplier_bank_begins BEFORE INSERT ON supplier_bank WHEN NEW.state <> 'open'
            BEGIN SELECT RAISE(ABORT, 'sparewell:bank_step'); END
-- next
CREATE TRIGGER supplier_bank_steps BEFORE UPDATE ON supplier_bank WHEN OLD.state <> 'open'
            BEGIN SELECT RAISE(ABORT, 'sparewell:bank_step'); END
-- next
CREATE TRIGGER supplier_bank_signed_twice BEFORE UPDATE OF bank_name, bank_account ON supplier
        WHEN (NEW.bank_name <> OLD.bank_name OR NEW.bank_account <> OLD.bank_account) AND NOT EXISTS (SELECT 1 FROM supplier_bank b WHERE b.supplier_id = NEW.id AND b.state = 'approved' AND b.bank_name = NEW.bank_name AND b.bank_account = NEW.bank_account AND b.id = (SELECT MAX(l.id) FROM supplier_bank l WHERE l.supplier_id = NEW.id AND l.state = 'approved')) BEGIN SELECT RAISE(ABORT, 'sparewell:bank_needs_second_person'); END
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
CREATE TRIGGER supplier_insert_other_person BEFORE INSERT ON supplier WHEN NEW.approved_by_id = NEW.proposed_by_id
            BEGIN SELECT RAISE(ABORT, 'sparewell:four_eyes'); END
-- next
CREATE TRIGGER supplier_update_other_person BEFORE UPDATE ON supplier WHEN NEW.approved_by_id = NEW.proposed_by_id
            BEGIN SELECT RAISE(ABORT, 'sparewell:four_eyes'); END
-- next
CREATE TRIGGER supplier_score_no_delete BEFORE DELETE ON supplier_score WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:supplier_score'); END
-- next
CREATE TRIGGER supplier_score_keeps_supplier_id BEFORE UPDATE ON supplier_score WHEN NEW.supplier_id IS NOT OLD.supplier_id OR NEW.scored_on IS NOT OLD.scored_on
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:supplier_score'); END
-- next
CREATE TRIGGER inspection_begins_pending BEFORE INSERT ON inspection WHEN NEW.state <> 'pending' OR NOT EXISTS (SELECT 1 FROM arrival_lot al JOIN arrival_line l ON l.id = al.arrival_line_id JOIN arrival a ON a.id = l.arrival_id WHERE al.id = NEW.arrival_lot_id AND a.state = 'open')
            BEGIN SELECT RAISE(ABORT, 'sparewell:arrival_not_open'); END
-- next
CREATE TRIGGER inspection_not_by_the_buyer BEFORE INSERT ON inspection WHEN NEW.begun_by_id = NEW.bought_by_id OR NOT EXISTS (SELECT 1 FROM arrival_lot al WHERE al.id = NEW.arrival_lot_id AND al.bought_by_id = NEW.bought_by_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:four_eyes'); END
-- next
CREATE TRIGGER inspection_not_decided_by_the_buyer BEFORE UPDATE ON inspection WHEN NEW.decided_by_id = NEW.bought_by_id
            BEGIN SELECT RAISE(ABORT, 'sparewell:four_eyes'); END
-- next
CREATE TRIGGER inspection_decided_once BEFORE UPDATE ON inspection WHEN OLD.state = 'dropped' OR (OLD.state = 'decided' AND (NEW.state <> 'decided' OR NEW.passed <> OLD.passed OR NEW.failed <> OLD.failed OR NEW.decided_by_id <> OLD.decided_by_id OR NEW.reason <> OLD.reason OR COALESCE(NEW.severity, '') <> COALESCE(OLD.severity, '')))
            BEGIN SELECT RAISE(ABORT, 'sparewell:inspection_decided'); END
-- next
CREATE TRIGGER inspection_within_lot BEFORE UPDATE ON inspection WHEN NEW.state = 'decided' AND OLD.state = 'pending' AND NEW.passed + NEW.failed + COALESCE((SELECT SUM(i.passed + i.failed) FROM inspection i WHERE (i.state = 'decided' AND i.arrival_lot_id = NEW.arrival_lot_id)), 0) > (SELECT al.quantity FROM arrival_lot al WHERE al.id = NEW.arrival_lot_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:verdict_exceeds_pending'); END
-- next
CREATE TRIGGER inspection_sample_lets_it_pass BEFORE UPDATE ON inspection WHEN (NEW.state = 'decided' AND OLD.state = 'pending') AND (EXISTS (SELECT 1 FROM sample_draw d WHERE d.inspection_id = NEW.id AND (d.outcome IS NULL OR NEW.passed > (CASE WHEN d.outcome = 'accepted' OR (d.outcome IS NOT NULL AND d.looked_at = d.lot_size)
    THEN (d.lot_size - d.critical_found - d.major_found) * 1000 ELSE 0 END) + COALESCE((SELECT SUM(c.quantity) FROM concession c
    WHERE c.inspection_id = NEW.id AND c.state = 'granted'), 0) OR NEW.passed > (d.lot_size - d.critical_found) * 1000)))
            BEGIN SELECT RAISE(ABORT, 'sparewell:sample_not_accepted'); END
-- next
CREATE TRIGGER sample_draw_pending_insert BEFORE INSERT ON sample_draw WHEN (SELECT i.state FROM inspection i WHERE i.id = NEW.inspection_id) <> 'pending'
            BEGIN SELECT RAISE(ABORT, 'sparewell:inspection_decided'); END
-- next
CREATE TRIGGER concession_pending_insert BEFORE INSERT ON concession WHEN (SELECT i.state FROM inspection i WHERE i.id = NEW.inspection_id) <> 'pending'
            BEGIN SELECT RAISE(ABORT, 'sparewell:inspection_decided'); END
-- next
CREATE TRIGGER concession_insert_other_person BEFORE INSERT ON concession WHEN NEW.decided_by_id = NEW.asked_by_id OR NEW.decided_by_id = NEW.bought_by_id OR NEW.bought_by_id <> (SELECT i.bought_by_id FROM inspection i WHERE i.id = NEW.inspection_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:four_eyes'); END
-- next
CREATE TRIGGER sample_draw_pending_update BEFORE UPDATE ON sample_draw WHEN (SELECT i.state FROM inspection i WHERE i.id = NEW.inspection_id) <> 'pending'
            BEGIN SELECT RAISE(ABORT, 'sparewell:inspection_decided'); END
-- next
CREATE TRIGGER concession_pending_update BEFORE UPDATE ON concession WHEN (SELECT i.state FROM inspection i WHERE i.id = NEW.inspection_id) <> 'pending'
            BEGIN SELECT RAISE(ABORT, 'sparewell:inspection_decided'); END
-- next
CREATE TRIGGER concession_update_other_person BEFORE UPDATE ON concession WHEN NEW.decided_by_id = NEW.asked_by_id OR NEW.decided_by_id = NEW.bought_by_id OR NEW.bought_by_id <> (SELECT i.bought_by_id FROM inspection i WHERE i.id = NEW.inspection_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:four_eyes'); END
-- next
CREATE TRIGGER concession_begins_asked BEFORE INSERT ON concession WHEN NEW.state <> 'asked'
            BEGIN SELECT RAISE(ABORT, 'sparewell:concession_decided'); END
-- next
CREATE TRIGGER concession_decided_once BEFORE UPDATE ON concession WHEN OLD.state <> 'asked'
            BEGIN SELECT RAISE(ABORT, 'sparewell:concession_decided'); END
-- next
CREATE TRIGGER inspection_no_delete BEFORE DELETE ON inspection WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:inspection'); END
-- next
CREATE TRIGGER inspection_no_replace_id BEFORE INSERT ON inspection WHEN EXISTS (SELECT 1 FROM inspection WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:inspection'); END
-- next
CREATE TRIGGER inspection_no_takeover_id BEFORE UPDATE OF id ON inspection
                WHEN (NEW.id IS NOT OLD.id) AND EXISTS (SELECT 1 FROM inspection WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:inspection'); END
-- next
CREATE TRIGGER inspection_no_replace_number BEFORE INSERT ON inspection WHEN EXISTS (SELECT 1 FROM inspection WHERE number = NEW.number)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:inspection'); END
-- next
CREATE TRIGGER inspection_no_takeover_number BEFORE UPDATE OF number ON inspection
                WHEN (NEW.number IS NOT OLD.number) AND EXISTS (SELECT 1 FROM inspection WHERE number = NEW.number)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:inspection'); END
-- next
CREATE TRIGGER inspection_keeps_number BEFORE UPDATE ON inspection WHEN NEW.number IS NOT OLD.number OR NEW.arrival_lot_id IS NOT OLD.arrival_lot_id OR NEW.bought_by_id IS NOT OLD.bought_by_id OR NEW.begun_by_id IS NOT OLD.begun_by_id OR NEW.begun_at IS NOT OLD.begun_at OR NEW.standard_id IS NOT OLD.standard_id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:inspection'); END
-- next
CREATE TRIGGER sampling_scheme_no_update BEFORE UPDATE ON sampling_scheme WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:sampling_scheme'); END
-- next
CREATE TRIGGER sampling_scheme_no_delete BEFORE DELETE ON sampling_scheme WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:sampling_scheme'); END
-- next
CREATE TRIGGER sampling_scheme_no_replace_id BEFORE INSERT ON sampling_scheme WHEN EXISTS (SELECT 1 FROM sampling_scheme WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:sampling_scheme'); END
-- next
CREATE TRIGGER sampling_scheme_no_replace_standard_id BEFORE INSERT ON sampling_scheme WHEN EXISTS (SELECT 1 FROM sampling_scheme WHERE standard_id = NEW.standard_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:sampling_scheme'); END
-- next
CREATE TRIGGER sample_draw_no_delete BEFORE DELETE ON sample_draw WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:sample_draw'); END
-- next
CREATE TRIGGER sample_draw_no_replace_id BEFORE INSERT ON sample_draw WHEN EXISTS (SELECT 1 FROM sample_draw WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:sample_draw'); END
-- next
CREATE TRIGGER sample_draw_no_takeover_id BEFORE UPDATE OF id ON sample_draw
                WHEN (NEW.id IS NOT OLD.id) AND EXISTS (SELECT 1 FROM sample_draw WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:sample_draw'); END
-- next
CREATE TRIGGER sample_draw_no_replace_inspection_id BEFORE INSERT ON sample_draw WHEN EXISTS (SELECT 1 FROM sample_draw WHERE inspection_id = NEW.inspection_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:sample_draw'); END
-- next
CREATE TRIGGER sample_draw_no_takeover_inspection_id BEFORE UPDATE OF inspection_id ON sample_draw
                WHEN (NEW.inspection_id IS NOT OLD.inspection_id) AND EXISTS (SELECT 1 FROM sample_draw WHERE inspection_id = NEW.inspection_id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:sample_draw'); END
-- next
CREATE TRIGGER sample_draw_keeps_inspection_id BEFORE UPDATE ON sample_draw WHEN NEW.inspection_id IS NOT OLD.inspection_id OR NEW.lot_size IS NOT OLD.lot_size OR NEW.original IS NOT OLD.original OR NEW.regime IS NOT OLD.regime OR NEW.letter IS NOT OLD.letter OR NEW.critical_size IS NOT OLD.critical_size OR NEW.critical_accept IS NOT OLD.critical_accept OR NEW.major_size IS NOT OLD.major_size OR NEW.major_accept IS NOT OLD.major_accept OR NEW.minor_size IS NOT OLD.minor_size OR NEW.minor_accept IS NOT OLD.minor_accept
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:sample_draw'); END
-- next
CREATE TRIGGER switching_step_no_update BEFORE UPDATE ON switching_step WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:switching_step'); END
-- next
CREATE TRIGGER switching_step_no_delete BEFORE DELETE ON switching_step WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:switching_step'); END
-- next
CREATE TRIGGER switching_step_no_replace_id BEFORE INSERT ON switching_step WHEN EXISTS (SELECT 1 FROM switching_step WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:switching_step'); END
-- next
CREATE TRIGGER switching_step_no_replace_inspection_id BEFORE INSERT ON switching_step WHEN EXISTS (SELECT 1 FROM switching_step WHERE inspection_id = NEW.inspection_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:switching_step'); END
-- next
CREATE TRIGGER concession_no_delete BEFORE DELETE ON concession WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:concession'); END
-- next
CREATE TRIGGER concession_no_replace_id BEFORE INSERT ON concession WHEN EXISTS (SELECT 1 FROM concession WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:concession'); END
-- next
CREATE TRIGGER concession_no_takeover_id BEFORE UPDATE OF id ON concession
                WHEN (NEW.id IS NOT OLD.id) AND EXISTS (SELECT 1 FROM concession WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:concession'); END
-- next
CREATE TRIGGER concession_no_replace_number BEFORE INSERT ON concession WHEN EXISTS (SELECT 1 FROM concession WHERE number = NEW.number)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:concession'); END
-- next
CREATE TRIGGER concession_no_takeover_number BEFORE UPDATE OF number ON concession
                WHEN (NEW.number IS NOT OLD.number) AND EXISTS (SELECT 1 FROM concession WHERE number = NEW.number)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:concession'); END
-- next
CREATE TRIGGER concession_keeps_number BEFORE UPDATE ON concession WHEN NEW.number IS NOT OLD.number OR NEW.inspection_id IS NOT OLD.inspection_id OR NEW.bought_by_id IS NOT OLD.bought_by_id OR NEW.quantity IS NOT OLD.quantity OR NEW.reason IS NOT OLD.reason OR NEW.asked_by_id IS NOT OLD.asked_by_id OR NEW.asked_at IS NOT OLD.asked_at
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:concession'); END
