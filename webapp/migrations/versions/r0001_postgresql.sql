CREATE TABLE blob (
	sha256 VARCHAR(64) NOT NULL,
	content BYTEA NOT NULL,
	CONSTRAINT pk_blob PRIMARY KEY (sha256)
)
-- next
CREATE TABLE category (
	id BIGSERIAL NOT NULL,
	code VARCHAR(40) NOT NULL,
	name_zh VARCHAR(120) NOT NULL,
	name_en VARCHAR(120) NOT NULL,
	parent_id BIGINT,
	seasonal BOOLEAN NOT NULL,
	CONSTRAINT pk_category PRIMARY KEY (id),
	CONSTRAINT uq_category_code UNIQUE (code),
	CONSTRAINT fk_category_parent_id_category FOREIGN KEY(parent_id) REFERENCES category (id)
)
-- next
CREATE TABLE chain_head (
	name VARCHAR(20) NOT NULL,
	hash VARCHAR(64) NOT NULL,
	last_id BIGINT NOT NULL,
	CONSTRAINT pk_chain_head PRIMARY KEY (name)
)
-- next
CREATE TABLE customer (
	id BIGSERIAL NOT NULL,
	name VARCHAR(120) NOT NULL,
	phone VARCHAR(40) NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL,
	region VARCHAR(60) NOT NULL,
	address VARCHAR(300) NOT NULL,
	email VARCHAR(254) NOT NULL,
	contact_preference VARCHAR(10) NOT NULL,
	remote_area BOOLEAN NOT NULL,
	active BOOLEAN NOT NULL,
	CONSTRAINT pk_customer PRIMARY KEY (id),
	CONSTRAINT ck_customer_contact_preference_known CHECK (contact_preference IN ('phone', 'wechat', 'mail', 'sms'))
)
-- next
CREATE INDEX ix_customer_name ON customer (name)
-- next
CREATE INDEX ix_customer_phone ON customer (phone)
-- next
CREATE TABLE mail (
	id BIGSERIAL NOT NULL,
	to_address VARCHAR(254) NOT NULL,
	subject VARCHAR(300) NOT NULL,
	body TEXT NOT NULL,
	queued_at TIMESTAMP WITH TIME ZONE NOT NULL,
	state VARCHAR(10) NOT NULL,
	tries INTEGER NOT NULL,
	last_error TEXT,
	attachment_name VARCHAR(200),
	attachment_sha256 VARCHAR(64),
	sent_at TIMESTAMP WITH TIME ZONE,
	about VARCHAR(80) NOT NULL,
	CONSTRAINT pk_mail PRIMARY KEY (id)
)
-- next
CREATE INDEX ix_mail_about ON mail (about)
-- next
CREATE INDEX ix_mail_state ON mail (state)
-- next
CREATE TABLE movement_rule (
	kind VARCHAR(16) NOT NULL,
	from_kind VARCHAR(12) NOT NULL,
	to_kind VARCHAR(12) NOT NULL,
	CONSTRAINT pk_movement_rule PRIMARY KEY (kind, from_kind, to_kind)
)
-- next
CREATE TABLE number_series (
	prefix VARCHAR(20) NOT NULL,
	period VARCHAR(10) NOT NULL,
	last BIGINT NOT NULL,
	CONSTRAINT pk_number_series PRIMARY KEY (prefix, period)
)
-- next
CREATE TABLE person (
	id BIGSERIAL NOT NULL,
	code VARCHAR(40) NOT NULL,
	name VARCHAR(120) NOT NULL,
	email VARCHAR(254),
	phone VARCHAR(40),
	active BOOLEAN NOT NULL,
	CONSTRAINT pk_person PRIMARY KEY (id),
	CONSTRAINT uq_person_code UNIQUE (code)
)
-- next
CREATE TABLE product_model (
	id BIGSERIAL NOT NULL,
	code VARCHAR(60) NOT NULL,
	name_zh VARCHAR(120) NOT NULL,
	name_en VARCHAR(120) NOT NULL,
	family VARCHAR(60) NOT NULL,
	warranty_months BIGINT NOT NULL,
	CONSTRAINT pk_product_model PRIMARY KEY (id),
	CONSTRAINT uq_product_model_code UNIQUE (code)
)
-- next
CREATE INDEX ix_product_model_family ON product_model (family)
-- next
CREATE TABLE region_neighbour (
	region VARCHAR(60) NOT NULL,
	neighbour VARCHAR(60) NOT NULL,
	CONSTRAINT pk_region_neighbour PRIMARY KEY (region, neighbour),
	CONSTRAINT ck_region_neighbour_another_region CHECK (region <> neighbour)
)
-- next
CREATE TABLE request (
	key VARCHAR(200) NOT NULL,
	command VARCHAR(120) NOT NULL,
	content_hash VARCHAR(64) NOT NULL,
	result JSON NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_request PRIMARY KEY (key)
)
-- next
CREATE TABLE symptom (
	id BIGSERIAL NOT NULL,
	code VARCHAR(40) NOT NULL,
	name_zh VARCHAR(120) NOT NULL,
	name_en VARCHAR(120) NOT NULL,
	family VARCHAR(60) NOT NULL,
	active BOOLEAN NOT NULL,
	CONSTRAINT pk_symptom PRIMARY KEY (id),
	CONSTRAINT uq_symptom_code UNIQUE (code)
)
-- next
CREATE INDEX ix_symptom_family ON symptom (family)
-- next
CREATE TABLE unit (
	id BIGSERIAL NOT NULL,
	code VARCHAR(12) NOT NULL,
	name_zh VARCHAR(40) NOT NULL,
	name_en VARCHAR(40) NOT NULL,
	step BIGINT NOT NULL,
	CONSTRAINT pk_unit PRIMARY KEY (id),
	CONSTRAINT ck_unit_step_positive CHECK (step > 0),
	CONSTRAINT uq_unit_code UNIQUE (code)
)
-- next
CREATE TABLE api_token (
	id BIGSERIAL NOT NULL,
	person_id BIGINT NOT NULL,
	name VARCHAR(80) NOT NULL,
	token_hash VARCHAR(64) NOT NULL,
	shown_part VARCHAR(12) NOT NULL,
	permissions JSON NOT NULL,
	made_at TIMESTAMP WITH TIME ZONE NOT NULL,
	expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
	revoked_at TIMESTAMP WITH TIME ZONE,
	CONSTRAINT pk_api_token PRIMARY KEY (id),
	CONSTRAINT fk_api_token_person_id_person FOREIGN KEY(person_id) REFERENCES person (id),
	CONSTRAINT uq_api_token_token_hash UNIQUE (token_hash)
)
-- next
CREATE INDEX ix_api_token_person_id ON api_token (person_id)
-- next
CREATE TABLE attachment (
	id BIGSERIAL NOT NULL,
	table_name VARCHAR(60) NOT NULL,
	row_id BIGINT NOT NULL,
	purpose VARCHAR(40) NOT NULL,
	name VARCHAR(200) NOT NULL,
	media_type VARCHAR(80) NOT NULL,
	size_bytes BIGINT NOT NULL,
	sha256 VARCHAR(64) NOT NULL,
	added_by_id BIGINT NOT NULL,
	added_at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_attachment PRIMARY KEY (id),
	CONSTRAINT fk_attachment_added_by_id_person FOREIGN KEY(added_by_id) REFERENCES person (id)
)
-- next
CREATE INDEX ix_attachment_row ON attachment (table_name, row_id)
-- next
CREATE INDEX ix_attachment_sha256 ON attachment (sha256)
-- next
CREATE TABLE audit (
	id BIGINT NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	by_id BIGINT,
	source VARCHAR(120) NOT NULL,
	action VARCHAR(10) NOT NULL,
	table_name VARCHAR(60) NOT NULL,
	row_key VARCHAR(80) NOT NULL,
	before TEXT,
	after TEXT,
	previous_hash VARCHAR(64) NOT NULL,
	hash VARCHAR(64) NOT NULL,
	CONSTRAINT pk_audit PRIMARY KEY (id),
	CONSTRAINT ck_audit_action_known CHECK (action IN ('inserted', 'updated', 'deleted', 'refused', 'logged')),
	CONSTRAINT fk_audit_by_id_person FOREIGN KEY(by_id) REFERENCES person (id)
)
-- next
CREATE INDEX ix_audit_at ON audit (at)
-- next
CREATE INDEX ix_audit_by_id ON audit (by_id)
-- next
CREATE INDEX ix_audit_row ON audit (table_name, row_key)
-- next
CREATE TABLE guided_question (
	id BIGSERIAL NOT NULL,
	text_zh VARCHAR(300) NOT NULL,
	text_en VARCHAR(300) NOT NULL,
	symptom_id BIGINT,
	family VARCHAR(60) NOT NULL,
	position BIGINT NOT NULL,
	active BOOLEAN NOT NULL,
	CONSTRAINT pk_guided_question PRIMARY KEY (id),
	CONSTRAINT fk_guided_question_symptom_id_symptom FOREIGN KEY(symptom_id) REFERENCES symptom (id)
)
-- next
CREATE INDEX ix_guided_question_symptom_id ON guided_question (symptom_id)
-- next
CREATE TABLE job (
	id BIGSERIAL NOT NULL,
	key VARCHAR(200) NOT NULL,
	name VARCHAR(60) NOT NULL,
	arguments JSON NOT NULL,
	asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
	asked_by_id BIGINT,
	language VARCHAR(12) NOT NULL,
	state VARCHAR(10) NOT NULL,
	tries BIGINT NOT NULL,
	done BIGINT NOT NULL,
	total BIGINT NOT NULL,
	message VARCHAR(300) NOT NULL,
	cancel_asked BOOLEAN NOT NULL,
	started_at TIMESTAMP WITH TIME ZONE,
	heartbeat_at TIMESTAMP WITH TIME ZONE,
	ended_at TIMESTAMP WITH TIME ZONE,
	result JSON,
	error TEXT,
	CONSTRAINT pk_job PRIMARY KEY (id),
	CONSTRAINT ck_job_state_known CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
	CONSTRAINT uq_job_key UNIQUE (key),
	CONSTRAINT fk_job_asked_by_id_person FOREIGN KEY(asked_by_id) REFERENCES person (id)
)
-- next
CREATE INDEX ix_job_asked_by_id ON job (asked_by_id)
-- next
CREATE INDEX ix_job_name ON job (name)
-- next
CREATE INDEX ix_job_waiting ON job (state, id)
-- next
CREATE TABLE level_run (
	id BIGSERIAL NOT NULL,
	computed_on DATE NOT NULL,
	computed_at TIMESTAMP WITH TIME ZONE NOT NULL,
	by_id BIGINT NOT NULL,
	period VARCHAR(5) NOT NULL,
	first_period_on DATE NOT NULL,
	periods BIGINT NOT NULL,
	level_count BIGINT NOT NULL,
	inputs_hash VARCHAR(64) NOT NULL,
	settings JSON NOT NULL,
	CONSTRAINT pk_level_run PRIMARY KEY (id),
	CONSTRAINT ck_level_run_period_known CHECK (period IN ('month', 'week')),
	CONSTRAINT fk_level_run_by_id_person FOREIGN KEY(by_id) REFERENCES person (id)
)
-- next
CREATE INDEX ix_level_run_computed_on ON level_run (computed_on)
-- next
CREATE TABLE location (
	id BIGSERIAL NOT NULL,
	code VARCHAR(60) NOT NULL,
	name_zh VARCHAR(120) NOT NULL,
	name_en VARCHAR(120) NOT NULL,
	kind VARCHAR(12) NOT NULL,
	parent_id BIGINT,
	store_id BIGINT,
	supplying_store_id BIGINT,
	keeper_id BIGINT,
	region VARCHAR(60) NOT NULL,
	pick_sequence BIGINT NOT NULL,
	active BOOLEAN NOT NULL,
	CONSTRAINT pk_location PRIMARY KEY (id),
	CONSTRAINT uq_location_id_kind UNIQUE (id, kind),
	CONSTRAINT ck_location_kind_known CHECK (kind IN ('warehouse', 'zone', 'hold', 'staging', 'bin', 'van', 'quarantine', 'defective', 'in_transit', 'work_order', 'supplier', 'opening', 'customer', 'scrap', 'variance')),
	CONSTRAINT ck_location_van_has_keeper CHECK (kind <> 'van' OR keeper_id IS NOT NULL),
	CONSTRAINT uq_location_code UNIQUE (code),
	CONSTRAINT fk_location_parent_id_location FOREIGN KEY(parent_id) REFERENCES location (id),
	CONSTRAINT fk_location_store_id_location FOREIGN KEY(store_id) REFERENCES location (id),
	CONSTRAINT fk_location_supplying_store_id_location FOREIGN KEY(supplying_store_id) REFERENCES location (id),
	CONSTRAINT fk_location_keeper_id_person FOREIGN KEY(keeper_id) REFERENCES person (id)
)
-- next
CREATE INDEX ix_location_keeper_id ON location (keeper_id)
-- next
CREATE INDEX ix_location_kind ON location (kind)
-- next
CREATE INDEX ix_location_parent_id ON location (parent_id)
-- next
CREATE INDEX ix_location_store_id ON location (store_id)
-- next
CREATE TABLE login (
	person_id BIGINT NOT NULL,
	password_hash VARCHAR(200) NOT NULL,
	password_set_at TIMESTAMP WITH TIME ZONE NOT NULL,
	must_change BOOLEAN NOT NULL,
	language VARCHAR(12),
	CONSTRAINT pk_login PRIMARY KEY (person_id),
	CONSTRAINT fk_login_person_id_person FOREIGN KEY(person_id) REFERENCES person (id)
)
-- next
CREATE TABLE login_session (
	id BIGSERIAL NOT NULL,
	person_id BIGINT NOT NULL,
	token_hash VARCHAR(64) NOT NULL,
	began_at TIMESTAMP WITH TIME ZONE NOT NULL,
	address VARCHAR(60) NOT NULL,
	device VARCHAR(200) NOT NULL,
	ended_at TIMESTAMP WITH TIME ZONE,
	CONSTRAINT pk_login_session PRIMARY KEY (id),
	CONSTRAINT fk_login_session_person_id_person FOREIGN KEY(person_id) REFERENCES person (id),
	CONSTRAINT uq_login_session_token_hash UNIQUE (token_hash)
)
-- next
CREATE INDEX ix_login_session_person_id ON login_session (person_id)
-- next
CREATE TABLE part (
	id BIGSERIAL NOT NULL,
	number VARCHAR(60) NOT NULL,
	name_zh VARCHAR(200) NOT NULL,
	name_en VARCHAR(200) NOT NULL,
	unit_id BIGINT NOT NULL,
	category_id BIGINT,
	use_class VARCHAR(10) NOT NULL,
	criticality VARCHAR(10) NOT NULL,
	state VARCHAR(12) NOT NULL,
	abc VARCHAR(1),
	xyz VARCHAR(1),
	fsn VARCHAR(1),
	shelf_life_days BIGINT,
	serial_tracked BOOLEAN NOT NULL,
	original_maker BOOLEAN NOT NULL,
	storage_condition VARCHAR(120) NOT NULL,
	specification TEXT NOT NULL,
	gtin VARCHAR(14),
	CONSTRAINT pk_part PRIMARY KEY (id),
	CONSTRAINT ck_part_use_class_known CHECK (use_class IN ('wear', 'common', 'key')),
	CONSTRAINT ck_part_criticality_known CHECK (criticality IN ('vital', 'essential', 'desirable')),
	CONSTRAINT ck_part_state_known CHECK (state IN ('active', 'phasing_out', 'discontinued')),
	CONSTRAINT ck_part_shelf_life_positive CHECK (shelf_life_days IS NULL OR shelf_life_days > 0),
	CONSTRAINT uq_part_number UNIQUE (number),
	CONSTRAINT fk_part_unit_id_unit FOREIGN KEY(unit_id) REFERENCES unit (id),
	CONSTRAINT fk_part_category_id_category FOREIGN KEY(category_id) REFERENCES category (id),
	CONSTRAINT uq_part_gtin UNIQUE (gtin)
)
-- next
CREATE INDEX ix_part_category_id ON part (category_id)
-- next
CREATE INDEX ix_part_name_en ON part (name_en)
-- next
CREATE TABLE posting (
	id BIGSERIAL NOT NULL,
	kind VARCHAR(20) NOT NULL,
	reference VARCHAR(80) NOT NULL,
	moved_on DATE NOT NULL,
	posted_at TIMESTAMP WITH TIME ZONE NOT NULL,
	by_id BIGINT NOT NULL,
	note TEXT NOT NULL,
	CONSTRAINT pk_posting PRIMARY KEY (id),
	CONSTRAINT fk_posting_by_id_person FOREIGN KEY(by_id) REFERENCES person (id)
)
-- next
CREATE INDEX ix_posting_kind ON posting (kind)
-- next
CREATE INDEX ix_posting_reference ON posting (reference)
-- next
CREATE TABLE product (
	id BIGSERIAL NOT NULL,
	product_model_id BIGINT NOT NULL,
	serial VARCHAR(80) NOT NULL,
	customer_id BIGINT,
	purchased_on DATE,
	dealer VARCHAR(120) NOT NULL,
	CONSTRAINT pk_product PRIMARY KEY (id),
	CONSTRAINT uq_product_product_model_id_serial UNIQUE (product_model_id, serial),
	CONSTRAINT fk_product_product_model_id_product_model FOREIGN KEY(product_model_id) REFERENCES product_model (id),
	CONSTRAINT fk_product_customer_id_customer FOREIGN KEY(customer_id) REFERENCES customer (id)
)
-- next
CREATE INDEX ix_product_customer_id ON product (customer_id)
-- next
CREATE INDEX ix_product_serial ON product (serial)
-- next
CREATE TABLE qualification (
	id BIGSERIAL NOT NULL,
	engineer_id BIGINT NOT NULL,
	valid_until_on DATE NOT NULL,
	family VARCHAR(60) NOT NULL,
	product_model_id BIGINT,
	certificate VARCHAR(80) NOT NULL,
	CONSTRAINT pk_qualification PRIMARY KEY (id),
	CONSTRAINT ck_qualification_family_or_model CHECK ((product_model_id IS NULL) <> (family = '')),
	CONSTRAINT uq_qualification_engineer_id_family_product_model_id_va_5e23 UNIQUE (engineer_id, family, product_model_id, valid_until_on),
	CONSTRAINT fk_qualification_engineer_id_person FOREIGN KEY(engineer_id) REFERENCES person (id),
	CONSTRAINT fk_qualification_product_model_id_product_model FOREIGN KEY(product_model_id) REFERENCES product_model (id)
)
-- next
CREATE INDEX ix_qualification_engineer_id ON qualification (engineer_id)
-- next
CREATE TABLE role_grant (
	id BIGSERIAL NOT NULL,
	person_id BIGINT NOT NULL,
	role VARCHAR(20) NOT NULL,
	granted_by_id BIGINT,
	CONSTRAINT pk_role_grant PRIMARY KEY (id),
	CONSTRAINT uq_role_grant_person_id_role UNIQUE (person_id, role),
	CONSTRAINT ck_role_grant_role_known CHECK (role IN ('keeper', 'buyer', 'inspector', 'supervisor', 'engineer', 'desk', 'service_manager', 'quality', 'admin')),
	CONSTRAINT fk_role_grant_person_id_person FOREIGN KEY(person_id) REFERENCES person (id),
	CONSTRAINT fk_role_grant_granted_by_id_person FOREIGN KEY(granted_by_id) REFERENCES person (id)
)
-- next
CREATE TABLE setting (
	id BIGSERIAL NOT NULL,
	name VARCHAR(80) NOT NULL,
	value JSON NOT NULL,
	valid_from_on DATE NOT NULL,
	set_by_id BIGINT,
	CONSTRAINT pk_setting PRIMARY KEY (id),
	CONSTRAINT uq_setting_name_valid_from_on UNIQUE (name, valid_from_on),
	CONSTRAINT fk_setting_set_by_id_person FOREIGN KEY(set_by_id) REFERENCES person (id)
)
-- next
CREATE INDEX ix_setting_name ON setting (name)
-- next
CREATE TABLE supplier (
	id BIGSERIAL NOT NULL,
	code VARCHAR(40) NOT NULL,
	name_zh VARCHAR(200) NOT NULL,
	name_en VARCHAR(200) NOT NULL,
	proposed_by_id BIGINT NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL,
	state VARCHAR(10) NOT NULL,
	state_reason VARCHAR(300) NOT NULL,
	state_changed_at TIMESTAMP WITH TIME ZONE,
	approved_by_id BIGINT,
	approved_at TIMESTAMP WITH TIME ZONE,
	reputation BIGINT,
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
	CONSTRAINT pk_supplier PRIMARY KEY (id),
	CONSTRAINT ck_supplier_state_known CHECK (state IN ('candidate', 'approved', 'on_watch', 'blocked')),
	CONSTRAINT ck_supplier_four_eyes CHECK (approved_by_id IS NULL OR approved_by_id <> proposed_by_id),
	CONSTRAINT ck_supplier_approved_by_somebody CHECK (state IN ('candidate', 'blocked') OR approved_by_id IS NOT NULL),
	CONSTRAINT ck_supplier_state_has_reason CHECK (state NOT IN ('on_watch', 'blocked') OR state_reason <> ''),
	CONSTRAINT ck_supplier_reputation_in_range CHECK (reputation IS NULL OR reputation BETWEEN 0 AND 100),
	CONSTRAINT ck_supplier_reputation_has_reason CHECK (reputation IS NULL OR reputation_reason <> ''),
	CONSTRAINT uq_supplier_code UNIQUE (code),
	CONSTRAINT fk_supplier_proposed_by_id_person FOREIGN KEY(proposed_by_id) REFERENCES person (id),
	CONSTRAINT fk_supplier_approved_by_id_person FOREIGN KEY(approved_by_id) REFERENCES person (id)
)
-- next
CREATE INDEX ix_supplier_state ON supplier (state)
-- next
CREATE TABLE alternate (
	id BIGSERIAL NOT NULL,
	part_id BIGINT NOT NULL,
	alternate_part_id BIGINT NOT NULL,
	note VARCHAR(200) NOT NULL,
	CONSTRAINT pk_alternate PRIMARY KEY (id),
	CONSTRAINT uq_alternate_part_id_alternate_part_id UNIQUE (part_id, alternate_part_id),
	CONSTRAINT ck_alternate_another_part CHECK (part_id <> alternate_part_id),
	CONSTRAINT fk_alternate_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_alternate_alternate_part_id_part FOREIGN KEY(alternate_part_id) REFERENCES part (id)
)
-- next
CREATE INDEX ix_alternate_alternate_part_id ON alternate (alternate_part_id)
-- next
CREATE TABLE arrival (
	id BIGSERIAL NOT NULL,
	number VARCHAR(40) NOT NULL,
	store_id BIGINT NOT NULL,
	supplier_id BIGINT NOT NULL,
	delivery_note VARCHAR(80) NOT NULL,
	arrived_on DATE NOT NULL,
	registered_by_id BIGINT NOT NULL,
	registered_at TIMESTAMP WITH TIME ZONE NOT NULL,
	state VARCHAR(10) NOT NULL,
	carrier VARCHAR(80) NOT NULL,
	note VARCHAR(300) NOT NULL,
	undone_by_id BIGINT,
	undone_at TIMESTAMP WITH TIME ZONE,
	undone_reason VARCHAR(300) NOT NULL,
	CONSTRAINT pk_arrival PRIMARY KEY (id),
	CONSTRAINT ck_arrival_state_known CHECK (state IN ('open', 'closed', 'undone')),
	CONSTRAINT uq_arrival_number UNIQUE (number),
	CONSTRAINT fk_arrival_store_id_location FOREIGN KEY(store_id) REFERENCES location (id),
	CONSTRAINT fk_arrival_supplier_id_supplier FOREIGN KEY(supplier_id) REFERENCES supplier (id),
	CONSTRAINT fk_arrival_registered_by_id_person FOREIGN KEY(registered_by_id) REFERENCES person (id),
	CONSTRAINT fk_arrival_undone_by_id_person FOREIGN KEY(undone_by_id) REFERENCES person (id)
)
-- next
CREATE INDEX ix_arrival_arrived_on ON arrival (arrived_on)
-- next
CREATE INDEX ix_arrival_state ON arrival (state)
-- next
CREATE INDEX ix_arrival_store_id ON arrival (store_id)
-- next
CREATE INDEX ix_arrival_supplier_id ON arrival (supplier_id)
-- next
CREATE TABLE engineer_profile (
	person_id BIGINT NOT NULL,
	region VARCHAR(60) NOT NULL,
	van_location_id BIGINT,
	max_load BIGINT NOT NULL,
	active BOOLEAN NOT NULL,
	CONSTRAINT pk_engineer_profile PRIMARY KEY (person_id),
	CONSTRAINT ck_engineer_profile_max_load_positive CHECK (max_load > 0),
	CONSTRAINT fk_engineer_profile_person_id_person FOREIGN KEY(person_id) REFERENCES person (id),
	CONSTRAINT fk_engineer_profile_van_location_id_location FOREIGN KEY(van_location_id) REFERENCES location (id)
)
-- next
CREATE INDEX ix_engineer_profile_region ON engineer_profile (region)
-- next
CREATE TABLE fit (
	id BIGSERIAL NOT NULL,
	part_id BIGINT NOT NULL,
	product_model_id BIGINT NOT NULL,
	quantity_per_repair BIGINT NOT NULL,
	CONSTRAINT pk_fit PRIMARY KEY (id),
	CONSTRAINT uq_fit_part_id_product_model_id UNIQUE (part_id, product_model_id),
	CONSTRAINT fk_fit_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_fit_product_model_id_product_model FOREIGN KEY(product_model_id) REFERENCES product_model (id)
)
-- next
CREATE INDEX ix_fit_product_model_id ON fit (product_model_id)
-- next
CREATE TABLE guided_choice (
	id BIGSERIAL NOT NULL,
	question_id BIGINT NOT NULL,
	text_zh VARCHAR(200) NOT NULL,
	text_en VARCHAR(200) NOT NULL,
	position BIGINT NOT NULL,
	suggests_urgency VARCHAR(10),
	suggests_fault_type VARCHAR(10),
	suggests_visit VARCHAR(10),
	CONSTRAINT pk_guided_choice PRIMARY KEY (id),
	CONSTRAINT ck_guided_choice_suggests_urgency_known CHECK (suggests_urgency IN ('urgent', 'important', 'normal')),
	CONSTRAINT ck_guided_choice_suggests_fault_type_known CHECK (suggests_fault_type IN ('hardware', 'software', 'misuse')),
	CONSTRAINT ck_guided_choice_suggests_visit_known CHECK (suggests_visit IN ('on_site', 'remote')),
	CONSTRAINT fk_guided_choice_question_id_guided_question FOREIGN KEY(question_id) REFERENCES guided_question (id)
)
-- next
CREATE INDEX ix_guided_choice_question_id ON guided_choice (question_id)
-- next
CREATE TABLE history_demand (
	id BIGSERIAL NOT NULL,
	part_id BIGINT NOT NULL,
	store_id BIGINT NOT NULL,
	period_start_on DATE NOT NULL,
	quantity BIGINT NOT NULL,
	source VARCHAR(120) NOT NULL,
	CONSTRAINT pk_history_demand PRIMARY KEY (id),
	CONSTRAINT uq_history_demand_part_id_store_id_period_start_on UNIQUE (part_id, store_id, period_start_on),
	CONSTRAINT ck_history_demand_quantity_not_negative CHECK (quantity >= 0),
	CONSTRAINT fk_history_demand_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_history_demand_store_id_location FOREIGN KEY(store_id) REFERENCES location (id)
)
-- next
CREATE INDEX ix_history_demand_period_start_on ON history_demand (period_start_on)
-- next
CREATE TABLE level (
	id BIGSERIAL NOT NULL,
	run_id BIGINT NOT NULL,
	part_id BIGINT NOT NULL,
	store_id BIGINT NOT NULL,
	demand_class BIGINT NOT NULL,
	adi FLOAT(53),
	cv2 FLOAT(53) NOT NULL,
	method BIGINT NOT NULL,
	weights JSON NOT NULL,
	mean FLOAT(53) NOT NULL,
	variance FLOAT(53) NOT NULL,
	level_variance FLOAT(53) NOT NULL,
	season_factor FLOAT(53) NOT NULL,
	lead_time_days FLOAT(53) NOT NULL,
	lead_time_sd_days FLOAT(53) NOT NULL,
	review_days FLOAT(53) NOT NULL,
	protection_mean FLOAT(53) NOT NULL,
	protection_sd FLOAT(53) NOT NULL,
	target FLOAT(53) NOT NULL,
	safety_stock FLOAT(53) NOT NULL,
	reorder_point FLOAT(53) NOT NULL,
	order_quantity FLOAT(53) NOT NULL,
	order_up_to_level FLOAT(53) NOT NULL,
	fill_rate FLOAT(53) NOT NULL,
	loss FLOAT(53) NOT NULL,
	naive_loss FLOAT(53) NOT NULL,
	reviews BIGINT NOT NULL,
	notes BIGINT NOT NULL,
	history JSON NOT NULL,
	sources JSON NOT NULL,
	CONSTRAINT pk_level PRIMARY KEY (id),
	CONSTRAINT uq_level_run_id_part_id_store_id UNIQUE (run_id, part_id, store_id),
	CONSTRAINT fk_level_run_id_level_run FOREIGN KEY(run_id) REFERENCES level_run (id),
	CONSTRAINT fk_level_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_level_store_id_location FOREIGN KEY(store_id) REFERENCES location (id)
)
-- next
CREATE INDEX ix_level_part ON level (part_id, store_id)
-- next
CREATE TABLE lot (
	id BIGSERIAL NOT NULL,
	number VARCHAR(60) NOT NULL,
	part_id BIGINT NOT NULL,
	origin VARCHAR(12) NOT NULL,
	reference VARCHAR(60) NOT NULL,
	received_on DATE NOT NULL,
	rank_on DATE NOT NULL,
	unit_cost_cny BIGINT NOT NULL,
	brought_by_id BIGINT NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL,
	expires_on DATE,
	supplier_lot VARCHAR(60),
	serial_number VARCHAR(80),
	CONSTRAINT pk_lot PRIMARY KEY (id),
	CONSTRAINT uq_lot_id_part_id UNIQUE (id, part_id),
	CONSTRAINT uq_lot_part_id_serial_number UNIQUE (part_id, serial_number),
	CONSTRAINT ck_lot_unit_cost_not_negative CHECK (unit_cost_cny >= 0),
	CONSTRAINT ck_lot_rank_right CHECK (rank_on = COALESCE(expires_on, received_on)),
	CONSTRAINT ck_lot_origin_known CHECK (origin IN ('purchase', 'opening', 'refurbished')),
	CONSTRAINT uq_lot_number UNIQUE (number),
	CONSTRAINT fk_lot_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_lot_brought_by_id_person FOREIGN KEY(brought_by_id) REFERENCES person (id)
)
-- next
CREATE INDEX ix_lot_part_rank ON lot (part_id, rank_on, id)
-- next
CREATE INDEX ix_lot_serial_number ON lot (serial_number)
-- next
CREATE TABLE purchase_plan (
	id BIGSERIAL NOT NULL,
	number VARCHAR(40) NOT NULL,
	created_by_id BIGINT NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL,
	planned_on DATE NOT NULL,
	computed_at TIMESTAMP WITH TIME ZONE NOT NULL,
	level_run_id BIGINT NOT NULL,
	scope JSON NOT NULL,
	state VARCHAR(12) NOT NULL,
	budget_cny BIGINT,
	runs BIGINT NOT NULL,
	note VARCHAR(300) NOT NULL,
	CONSTRAINT pk_purchase_plan PRIMARY KEY (id),
	CONSTRAINT uq_purchase_plan_id_created_by_id UNIQUE (id, created_by_id),
	CONSTRAINT ck_purchase_plan_state_known CHECK (state IN ('draft', 'approved', 'ordered', 'superseded', 'cancelled')),
	CONSTRAINT ck_purchase_plan_budget_not_negative CHECK (budget_cny IS NULL OR budget_cny >= 0),
	CONSTRAINT uq_purchase_plan_number UNIQUE (number),
	CONSTRAINT fk_purchase_plan_created_by_id_person FOREIGN KEY(created_by_id) REFERENCES person (id),
	CONSTRAINT fk_purchase_plan_level_run_id_level_run FOREIGN KEY(level_run_id) REFERENCES level_run (id)
)
-- next
CREATE INDEX ix_purchase_plan_state ON purchase_plan (state)
-- next
CREATE TABLE standard (
	id BIGSERIAL NOT NULL,
	version BIGINT NOT NULL,
	valid_from_on DATE NOT NULL,
	created_by_id BIGINT NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL,
	part_id BIGINT,
	category_id BIGINT,
	note VARCHAR(300) NOT NULL,
	CONSTRAINT pk_standard PRIMARY KEY (id),
	CONSTRAINT uq_standard_part_id_version UNIQUE (part_id, version),
	CONSTRAINT uq_standard_category_id_version UNIQUE (category_id, version),
	CONSTRAINT ck_standard_part_or_category CHECK ((part_id IS NULL) <> (category_id IS NULL)),
	CONSTRAINT ck_standard_version_positive CHECK (version > 0),
	CONSTRAINT fk_standard_created_by_id_person FOREIGN KEY(created_by_id) REFERENCES person (id),
	CONSTRAINT fk_standard_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_standard_category_id_category FOREIGN KEY(category_id) REFERENCES category (id)
)
-- next
CREATE INDEX ix_standard_valid_from_on ON standard (valid_from_on)
-- next
CREATE TABLE stock (
	part_id BIGINT NOT NULL,
	store_id BIGINT NOT NULL,
	on_hand BIGINT NOT NULL,
	reserved BIGINT NOT NULL,
	last_movement_id BIGINT NOT NULL,
	CONSTRAINT pk_stock PRIMARY KEY (part_id, store_id),
	CONSTRAINT ck_stock_on_hand_not_negative CHECK (on_hand >= 0),
	CONSTRAINT ck_stock_reserved_not_negative CHECK (reserved >= 0),
	CONSTRAINT ck_stock_reserved_within_on_hand CHECK (reserved <= on_hand),
	CONSTRAINT fk_stock_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_stock_store_id_location FOREIGN KEY(store_id) REFERENCES location (id)
)
-- next
CREATE INDEX ix_stock_store_id ON stock (store_id)
-- next
CREATE TABLE stock_take (
	id BIGSERIAL NOT NULL,
	number VARCHAR(40) NOT NULL,
	store_id BIGINT NOT NULL,
	scope JSON NOT NULL,
	due_on DATE NOT NULL,
	created_by_id BIGINT NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL,
	state VARCHAR(10) NOT NULL,
	posting_id BIGINT,
	posted_at TIMESTAMP WITH TIME ZONE,
	CONSTRAINT pk_stock_take PRIMARY KEY (id),
	CONSTRAINT uq_stock_take_id_created_by_id UNIQUE (id, created_by_id),
	CONSTRAINT ck_stock_take_state_known CHECK (state IN ('counting', 'reviewed', 'approved', 'posted', 'cancelled')),
	CONSTRAINT uq_stock_take_number UNIQUE (number),
	CONSTRAINT fk_stock_take_store_id_location FOREIGN KEY(store_id) REFERENCES location (id),
	CONSTRAINT fk_stock_take_created_by_id_person FOREIGN KEY(created_by_id) REFERENCES person (id),
	CONSTRAINT fk_stock_take_posting_id_posting FOREIGN KEY(posting_id) REFERENCES posting (id)
)
-- next
CREATE INDEX ix_stock_take_state ON stock_take (state)
-- next
CREATE INDEX ix_stock_take_store_id ON stock_take (store_id)
-- next
CREATE TABLE supersession (
	id BIGSERIAL NOT NULL,
	predecessor_id BIGINT NOT NULL,
	successor_id BIGINT NOT NULL,
	valid_from_on DATE NOT NULL,
	two_way BOOLEAN NOT NULL,
	predecessor_factor BIGINT NOT NULL,
	successor_factor BIGINT NOT NULL,
	CONSTRAINT pk_supersession PRIMARY KEY (id),
	CONSTRAINT ck_supersession_another_part CHECK (predecessor_id <> successor_id),
	CONSTRAINT ck_supersession_factors_positive CHECK (predecessor_factor > 0 AND successor_factor > 0),
	CONSTRAINT uq_supersession_predecessor_id UNIQUE (predecessor_id),
	CONSTRAINT fk_supersession_predecessor_id_part FOREIGN KEY(predecessor_id) REFERENCES part (id),
	CONSTRAINT fk_supersession_successor_id_part FOREIGN KEY(successor_id) REFERENCES part (id)
)
-- next
CREATE INDEX ix_supersession_successor_id ON supersession (successor_id)
-- next
CREATE TABLE supplier_certificate (
	id BIGSERIAL NOT NULL,
	supplier_id BIGINT NOT NULL,
	kind VARCHAR(40) NOT NULL,
	number VARCHAR(80) NOT NULL,
	issued_on DATE,
	expires_on DATE,
	note VARCHAR(300) NOT NULL,
	CONSTRAINT pk_supplier_certificate PRIMARY KEY (id),
	CONSTRAINT uq_supplier_certificate_supplier_id_kind_number UNIQUE (supplier_id, kind, number),
	CONSTRAINT fk_supplier_certificate_supplier_id_supplier FOREIGN KEY(supplier_id) REFERENCES supplier (id)
)
-- next
CREATE INDEX ix_supplier_certificate_expires_on ON supplier_certificate (expires_on)
-- next
CREATE TABLE supplier_part (
	id BIGSERIAL NOT NULL,
	supplier_id BIGINT NOT NULL,
	part_id BIGINT NOT NULL,
	supplier_part_number VARCHAR(80) NOT NULL,
	lead_time_days BIGINT NOT NULL,
	minimum_quantity BIGINT NOT NULL,
	multiple_quantity BIGINT NOT NULL,
	order_cost_cny BIGINT,
	holding_rate_bp BIGINT,
	preferred BOOLEAN NOT NULL,
	active BOOLEAN NOT NULL,
	CONSTRAINT pk_supplier_part PRIMARY KEY (id),
	CONSTRAINT uq_supplier_part_supplier_id_part_id UNIQUE (supplier_id, part_id),
	CONSTRAINT ck_supplier_part_lead_time_not_negative CHECK (lead_time_days >= 0),
	CONSTRAINT ck_supplier_part_minimum_not_negative CHECK (minimum_quantity >= 0),
	CONSTRAINT ck_supplier_part_multiple_positive CHECK (multiple_quantity > 0),
	CONSTRAINT ck_supplier_part_order_cost_not_negative CHECK (order_cost_cny IS NULL OR order_cost_cny >= 0),
	CONSTRAINT ck_supplier_part_holding_rate_positive CHECK (holding_rate_bp IS NULL OR holding_rate_bp > 0),
	CONSTRAINT fk_supplier_part_supplier_id_supplier FOREIGN KEY(supplier_id) REFERENCES supplier (id),
	CONSTRAINT fk_supplier_part_part_id_part FOREIGN KEY(part_id) REFERENCES part (id)
)
-- next
CREATE INDEX ix_supplier_part_part_id ON supplier_part (part_id)
-- next
CREATE UNIQUE INDEX ix_supplier_part_preferred ON supplier_part (part_id) WHERE preferred
-- next
CREATE TABLE supplier_score (
	id BIGSERIAL NOT NULL,
	supplier_id BIGINT NOT NULL,
	scored_on DATE NOT NULL,
	since_on DATE NOT NULL,
	scored_by_id BIGINT NOT NULL,
	scored_at TIMESTAMP WITH TIME ZONE NOT NULL,
	standing VARCHAR(16) NOT NULL,
	deliveries BIGINT NOT NULL,
	weights JSON NOT NULL,
	rows JSON NOT NULL,
	total_tenths BIGINT,
	qualification_tenths BIGINT,
	reputation_tenths BIGINT,
	quality_tenths BIGINT,
	price_tenths BIGINT,
	delivery_tenths BIGINT,
	CONSTRAINT pk_supplier_score PRIMARY KEY (id),
	CONSTRAINT uq_supplier_score_supplier_id_scored_on UNIQUE (supplier_id, scored_on),
	CONSTRAINT ck_supplier_score_standing_known CHECK (standing IN ('good', 'warn', 'block', 'not_enough_data')),
	CONSTRAINT ck_supplier_score_total_in_range CHECK (total_tenths IS NULL OR total_tenths BETWEEN 0 AND 1000),
	CONSTRAINT fk_supplier_score_supplier_id_supplier FOREIGN KEY(supplier_id) REFERENCES supplier (id),
	CONSTRAINT fk_supplier_score_scored_by_id_person FOREIGN KEY(scored_by_id) REFERENCES person (id)
)
-- next
CREATE INDEX ix_supplier_score_scored_on ON supplier_score (scored_on)
-- next
CREATE TABLE transfer (
	id BIGSERIAL NOT NULL,
	number VARCHAR(40) NOT NULL,
	from_store_id BIGINT NOT NULL,
	to_store_id BIGINT NOT NULL,
	asked_by_id BIGINT NOT NULL,
	asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
	state VARCHAR(10) NOT NULL,
	note VARCHAR(300) NOT NULL,
	sent_by_id BIGINT,
	sent_at TIMESTAMP WITH TIME ZONE,
	received_by_id BIGINT,
	received_at TIMESTAMP WITH TIME ZONE,
	CONSTRAINT pk_transfer PRIMARY KEY (id),
	CONSTRAINT ck_transfer_state_known CHECK (state IN ('requested', 'sent', 'received', 'short', 'closed', 'cancelled')),
	CONSTRAINT ck_transfer_another_store CHECK (from_store_id <> to_store_id),
	CONSTRAINT ck_transfer_two_keepers CHECK (received_by_id IS NULL OR received_by_id <> sent_by_id),
	CONSTRAINT uq_transfer_number UNIQUE (number),
	CONSTRAINT fk_transfer_from_store_id_location FOREIGN KEY(from_store_id) REFERENCES location (id),
	CONSTRAINT fk_transfer_to_store_id_location FOREIGN KEY(to_store_id) REFERENCES location (id),
	CONSTRAINT fk_transfer_asked_by_id_person FOREIGN KEY(asked_by_id) REFERENCES person (id),
	CONSTRAINT fk_transfer_sent_by_id_person FOREIGN KEY(sent_by_id) REFERENCES person (id),
	CONSTRAINT fk_transfer_received_by_id_person FOREIGN KEY(received_by_id) REFERENCES person (id)
)
-- next
CREATE INDEX ix_transfer_state ON transfer (state)
-- next
CREATE TABLE work_order (
	id BIGSERIAL NOT NULL,
	number VARCHAR(40) NOT NULL,
	location_id BIGINT NOT NULL,
	urgency VARCHAR(10) NOT NULL,
	opened_at TIMESTAMP WITH TIME ZONE NOT NULL,
	opened_by_id BIGINT NOT NULL,
	product_model_id BIGINT,
	engineer_id BIGINT,
	state VARCHAR(10) NOT NULL,
	closed_at TIMESTAMP WITH TIME ZONE,
	CONSTRAINT pk_work_order PRIMARY KEY (id),
	CONSTRAINT ck_work_order_state_known CHECK (state IN ('open', 'closed', 'cancelled')),
	CONSTRAINT ck_work_order_urgency_known CHECK (urgency IN ('urgent', 'important', 'normal')),
	CONSTRAINT uq_work_order_number UNIQUE (number),
	CONSTRAINT uq_work_order_location_id UNIQUE (location_id),
	CONSTRAINT fk_work_order_location_id_location FOREIGN KEY(location_id) REFERENCES location (id),
	CONSTRAINT fk_work_order_opened_by_id_person FOREIGN KEY(opened_by_id) REFERENCES person (id),
	CONSTRAINT fk_work_order_product_model_id_product_model FOREIGN KEY(product_model_id) REFERENCES product_model (id),
	CONSTRAINT fk_work_order_engineer_id_person FOREIGN KEY(engineer_id) REFERENCES person (id)
)
-- next
CREATE INDEX ix_work_order_engineer_id ON work_order (engineer_id)
-- next
CREATE INDEX ix_work_order_state ON work_order (state)
-- next
CREATE TABLE balance (
	location_id BIGINT NOT NULL,
	lot_id BIGINT NOT NULL,
	part_id BIGINT NOT NULL,
	on_hand BIGINT NOT NULL,
	last_movement_id BIGINT NOT NULL,
	store_id BIGINT,
	issueable BOOLEAN NOT NULL,
	CONSTRAINT pk_balance PRIMARY KEY (location_id, lot_id),
	CONSTRAINT ck_balance_on_hand_not_negative CHECK (on_hand >= 0),
	CONSTRAINT fk_balance_location_id_location FOREIGN KEY(location_id) REFERENCES location (id),
	CONSTRAINT fk_balance_lot_id_lot FOREIGN KEY(lot_id) REFERENCES lot (id),
	CONSTRAINT fk_balance_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_balance_store_id_location FOREIGN KEY(store_id) REFERENCES location (id)
)
-- next
CREATE INDEX ix_balance_lot ON balance (lot_id)
-- next
CREATE INDEX ix_balance_there ON balance (part_id, store_id) WHERE on_hand > 0
-- next
CREATE TABLE characteristic (
	id BIGSERIAL NOT NULL,
	standard_id BIGINT NOT NULL,
	position BIGINT NOT NULL,
	aspect VARCHAR(12) NOT NULL,
	kind VARCHAR(10) NOT NULL,
	text_zh VARCHAR(300) NOT NULL,
	text_en VARCHAR(300) NOT NULL,
	defect_class VARCHAR(10) NOT NULL,
	gauge VARCHAR(120) NOT NULL,
	unit VARCHAR(20) NOT NULL,
	lower_limit BIGINT,
	upper_limit BIGINT,
	CONSTRAINT pk_characteristic PRIMARY KEY (id),
	CONSTRAINT uq_characteristic_standard_id_position UNIQUE (standard_id, position),
	CONSTRAINT ck_characteristic_aspect_known CHECK (aspect IN ('appearance', 'dimension', 'performance', 'marking')),
	CONSTRAINT ck_characteristic_kind_known CHECK (kind IN ('attribute', 'measured')),
	CONSTRAINT ck_characteristic_defect_class_known CHECK (defect_class IN ('critical', 'major', 'minor')),
	CONSTRAINT ck_characteristic_said CHECK (length(text_zh) + length(text_en) > 0),
	CONSTRAINT ck_characteristic_limits_where_measured CHECK ((kind = 'measured') = (lower_limit IS NOT NULL OR upper_limit IS NOT NULL)),
	CONSTRAINT ck_characteristic_limits_in_order CHECK (lower_limit IS NULL OR upper_limit IS NULL OR lower_limit <= upper_limit),
	CONSTRAINT fk_characteristic_standard_id_standard FOREIGN KEY(standard_id) REFERENCES standard (id)
)
-- next
CREATE TABLE clearance (
	id BIGSERIAL NOT NULL,
	lot_id BIGINT NOT NULL,
	hold_location_id BIGINT NOT NULL,
	passed BIGINT NOT NULL,
	failed BIGINT NOT NULL,
	brought_by_id BIGINT NOT NULL,
	inspected_by_id BIGINT NOT NULL,
	decided_at TIMESTAMP WITH TIME ZONE NOT NULL,
	reference VARCHAR(60) NOT NULL,
	CONSTRAINT pk_clearance PRIMARY KEY (id),
	CONSTRAINT fk_clearance_lot_id_lot FOREIGN KEY(lot_id) REFERENCES lot (id),
	CONSTRAINT ck_clearance_some_quantity CHECK (passed >= 0 AND failed >= 0 AND passed + failed > 0),
	CONSTRAINT ck_clearance_four_eyes CHECK (inspected_by_id <> brought_by_id),
	CONSTRAINT fk_clearance_hold_location_id_location FOREIGN KEY(hold_location_id) REFERENCES location (id),
	CONSTRAINT fk_clearance_brought_by_id_person FOREIGN KEY(brought_by_id) REFERENCES person (id),
	CONSTRAINT fk_clearance_inspected_by_id_person FOREIGN KEY(inspected_by_id) REFERENCES person (id)
)
-- next
CREATE INDEX ix_clearance_lot_id ON clearance (lot_id)
-- next
CREATE TABLE count_line (
	id BIGSERIAL NOT NULL,
	stock_take_id BIGINT NOT NULL,
	location_id BIGINT NOT NULL,
	part_id BIGINT NOT NULL,
	found BOOLEAN NOT NULL,
	recount_asked BOOLEAN NOT NULL,
	cause VARCHAR(20),
	cause_note VARCHAR(300) NOT NULL,
	CONSTRAINT pk_count_line PRIMARY KEY (id),
	CONSTRAINT uq_count_line_stock_take_id_location_id_part_id UNIQUE (stock_take_id, location_id, part_id),
	CONSTRAINT fk_count_line_stock_take_id_stock_take FOREIGN KEY(stock_take_id) REFERENCES stock_take (id),
	CONSTRAINT fk_count_line_location_id_location FOREIGN KEY(location_id) REFERENCES location (id),
	CONSTRAINT fk_count_line_part_id_part FOREIGN KEY(part_id) REFERENCES part (id)
)
-- next
CREATE TABLE fifo_exception (
	id BIGSERIAL NOT NULL,
	lot_id BIGINT NOT NULL,
	work_order_id BIGINT NOT NULL,
	reason VARCHAR(300) NOT NULL,
	asked_by_id BIGINT NOT NULL,
	signed_by_id BIGINT NOT NULL,
	signed_at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_fifo_exception PRIMARY KEY (id),
	CONSTRAINT ck_fifo_exception_four_eyes CHECK (signed_by_id <> asked_by_id),
	CONSTRAINT fk_fifo_exception_lot_id_lot FOREIGN KEY(lot_id) REFERENCES lot (id),
	CONSTRAINT fk_fifo_exception_work_order_id_work_order FOREIGN KEY(work_order_id) REFERENCES work_order (id),
	CONSTRAINT fk_fifo_exception_asked_by_id_person FOREIGN KEY(asked_by_id) REFERENCES person (id),
	CONSTRAINT fk_fifo_exception_signed_by_id_person FOREIGN KEY(signed_by_id) REFERENCES person (id)
)
-- next
CREATE INDEX ix_fifo_exception_work_order_id ON fifo_exception (work_order_id)
-- next
CREATE TABLE part_request (
	id BIGSERIAL NOT NULL,
	work_order_id BIGINT NOT NULL,
	part_id BIGINT NOT NULL,
	store_id BIGINT NOT NULL,
	quantity BIGINT NOT NULL,
	urgency VARCHAR(10) NOT NULL,
	asked_by_id BIGINT NOT NULL,
	asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
	asked_on DATE NOT NULL,
	asked_part_id BIGINT,
	stream VARCHAR(12) NOT NULL,
	issued BIGINT NOT NULL,
	cancelled BIGINT NOT NULL,
	returned BIGINT NOT NULL,
	open BOOLEAN NOT NULL,
	needed_on DATE,
	CONSTRAINT pk_part_request PRIMARY KEY (id),
	CONSTRAINT ck_part_request_quantity_positive CHECK (quantity > 0),
	CONSTRAINT ck_part_request_parts_within CHECK (issued >= 0 AND cancelled >= 0 AND issued + cancelled <= quantity),
	CONSTRAINT ck_part_request_returned_within CHECK (returned >= 0 AND returned <= cancelled),
	CONSTRAINT ck_part_request_stream_known CHECK (stream IN ('repair', 'maintenance', 'direct_sale', 'refill')),
	CONSTRAINT fk_part_request_work_order_id_work_order FOREIGN KEY(work_order_id) REFERENCES work_order (id),
	CONSTRAINT fk_part_request_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_part_request_store_id_location FOREIGN KEY(store_id) REFERENCES location (id),
	CONSTRAINT fk_part_request_asked_by_id_person FOREIGN KEY(asked_by_id) REFERENCES person (id),
	CONSTRAINT fk_part_request_asked_part_id_part FOREIGN KEY(asked_part_id) REFERENCES part (id)
)
-- next
CREATE INDEX ix_part_request_demand ON part_request (part_id, store_id, asked_on)
-- next
CREATE INDEX ix_part_request_waiting ON part_request (store_id, part_id) WHERE open
-- next
CREATE INDEX ix_part_request_work_order_id ON part_request (work_order_id)
-- next
CREATE TABLE plan_approval (
	plan_id BIGINT NOT NULL,
	created_by_id BIGINT NOT NULL,
	approved_by_id BIGINT NOT NULL,
	approved_at TIMESTAMP WITH TIME ZONE NOT NULL,
	amount_cny BIGINT NOT NULL,
	note VARCHAR(300) NOT NULL,
	CONSTRAINT pk_plan_approval PRIMARY KEY (plan_id),
	CONSTRAINT fk_plan_approval_plan_id_created_by_id_purchase_plan FOREIGN KEY(plan_id, created_by_id) REFERENCES purchase_plan (id, created_by_id),
	CONSTRAINT ck_plan_approval_four_eyes CHECK (approved_by_id <> created_by_id),
	CONSTRAINT fk_plan_approval_approved_by_id_person FOREIGN KEY(approved_by_id) REFERENCES person (id)
)
-- next
CREATE TABLE price_break (
	id BIGSERIAL NOT NULL,
	supplier_part_id BIGINT NOT NULL,
	from_quantity BIGINT NOT NULL,
	unit_price_cny BIGINT NOT NULL,
	valid_from_on DATE NOT NULL,
	CONSTRAINT pk_price_break PRIMARY KEY (id),
	CONSTRAINT uq_price_break_supplier_part_id_valid_from_on_from_quantity UNIQUE (supplier_part_id, valid_from_on, from_quantity),
	CONSTRAINT ck_price_break_from_not_negative CHECK (from_quantity >= 0),
	CONSTRAINT ck_price_break_price_positive CHECK (unit_price_cny > 0),
	CONSTRAINT fk_price_break_supplier_part_id_supplier_part FOREIGN KEY(supplier_part_id) REFERENCES supplier_part (id)
)
-- next
CREATE TABLE proposal (
	id BIGSERIAL NOT NULL,
	plan_id BIGINT NOT NULL,
	part_id BIGINT NOT NULL,
	store_id BIGINT NOT NULL,
	kind VARCHAR(8) NOT NULL,
	computed_quantity BIGINT NOT NULL,
	quantity BIGINT NOT NULL,
	urgency_rank BIGINT NOT NULL,
	exception VARCHAR(24) NOT NULL,
	explanation JSON NOT NULL,
	warnings JSON NOT NULL,
	state VARCHAR(8) NOT NULL,
	included BOOLEAN NOT NULL,
	excluded_reason VARCHAR(24) NOT NULL,
	supplier_id BIGINT,
	supplier_part_id BIGINT,
	from_store_id BIGINT,
	unit_price_cny BIGINT,
	needed_on DATE,
	expected_on DATE,
	change_reason VARCHAR(300) NOT NULL,
	changed_by_id BIGINT,
	changed_at TIMESTAMP WITH TIME ZONE,
	CONSTRAINT pk_proposal PRIMARY KEY (id),
	CONSTRAINT ck_proposal_kind_known CHECK (kind IN ('purchase', 'transfer')),
	CONSTRAINT ck_proposal_state_known CHECK (state IN ('open', 'approved', 'ordered', 'declined')),
	CONSTRAINT ck_proposal_quantities_not_negative CHECK (computed_quantity >= 0 AND quantity >= 0),
	CONSTRAINT ck_proposal_change_has_reason CHECK (quantity = computed_quantity OR (changed_by_id IS NOT NULL AND change_reason <> '')),
	CONSTRAINT ck_proposal_price_not_negative CHECK (unit_price_cny IS NULL OR unit_price_cny >= 0),
	CONSTRAINT ck_proposal_transfer_has_source CHECK (kind = 'purchase' OR from_store_id IS NOT NULL),
	CONSTRAINT ck_proposal_exclusion_has_reason CHECK (included OR excluded_reason <> ''),
	CONSTRAINT fk_proposal_plan_id_purchase_plan FOREIGN KEY(plan_id) REFERENCES purchase_plan (id),
	CONSTRAINT fk_proposal_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_proposal_store_id_location FOREIGN KEY(store_id) REFERENCES location (id),
	CONSTRAINT fk_proposal_supplier_id_supplier FOREIGN KEY(supplier_id) REFERENCES supplier (id),
	CONSTRAINT fk_proposal_supplier_part_id_supplier_part FOREIGN KEY(supplier_part_id) REFERENCES supplier_part (id),
	CONSTRAINT fk_proposal_from_store_id_location FOREIGN KEY(from_store_id) REFERENCES location (id),
	CONSTRAINT fk_proposal_changed_by_id_person FOREIGN KEY(changed_by_id) REFERENCES person (id)
)
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
CREATE TABLE purchase_order (
	id BIGSERIAL NOT NULL,
	number VARCHAR(40) NOT NULL,
	supplier_id BIGINT NOT NULL,
	store_id BIGINT NOT NULL,
	created_by_id BIGINT NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL,
	created_on DATE NOT NULL,
	state VARCHAR(16) NOT NULL,
	plan_id BIGINT,
	version BIGINT NOT NULL,
	currency VARCHAR(3) NOT NULL,
	expected_on DATE,
	ordered_on DATE,
	sent_version BIGINT,
	sent_at TIMESTAMP WITH TIME ZONE,
	confirmed_at TIMESTAMP WITH TIME ZONE,
	ended_at TIMESTAMP WITH TIME ZONE,
	end_reason VARCHAR(300) NOT NULL,
	supplier_reference VARCHAR(80) NOT NULL,
	note TEXT NOT NULL,
	CONSTRAINT pk_purchase_order PRIMARY KEY (id),
	CONSTRAINT uq_purchase_order_id_created_by_id UNIQUE (id, created_by_id),
	CONSTRAINT ck_purchase_order_state_known CHECK (state IN ('draft', 'approved', 'sent', 'confirmed', 'partly_received', 'received', 'closed', 'cancelled')),
	CONSTRAINT ck_purchase_order_version_from_one CHECK (version >= 1),
	CONSTRAINT ck_purchase_order_sent_version_known CHECK (sent_version IS NULL OR sent_version <= version),
	CONSTRAINT ck_purchase_order_sent_on_a_day CHECK (state NOT IN ('sent', 'confirmed') OR ordered_on IS NOT NULL),
	CONSTRAINT uq_purchase_order_number UNIQUE (number),
	CONSTRAINT fk_purchase_order_supplier_id_supplier FOREIGN KEY(supplier_id) REFERENCES supplier (id),
	CONSTRAINT fk_purchase_order_store_id_location FOREIGN KEY(store_id) REFERENCES location (id),
	CONSTRAINT fk_purchase_order_created_by_id_person FOREIGN KEY(created_by_id) REFERENCES person (id),
	CONSTRAINT fk_purchase_order_plan_id_purchase_plan FOREIGN KEY(plan_id) REFERENCES purchase_plan (id)
)
-- next
CREATE INDEX ix_purchase_order_plan_id ON purchase_order (plan_id)
-- next
CREATE INDEX ix_purchase_order_state ON purchase_order (state, store_id)
-- next
CREATE INDEX ix_purchase_order_supplier_id ON purchase_order (supplier_id)
-- next
CREATE TABLE stock_take_approval (
	stock_take_id BIGINT NOT NULL,
	created_by_id BIGINT NOT NULL,
	approved_by_id BIGINT NOT NULL,
	approved_at TIMESTAMP WITH TIME ZONE NOT NULL,
	note VARCHAR(300) NOT NULL,
	CONSTRAINT pk_stock_take_approval PRIMARY KEY (stock_take_id),
	CONSTRAINT fk_stock_take_approval_stock_take_id_created_by_id_stock_take FOREIGN KEY(stock_take_id, created_by_id) REFERENCES stock_take (id, created_by_id),
	CONSTRAINT ck_stock_take_approval_four_eyes CHECK (approved_by_id <> created_by_id),
	CONSTRAINT fk_stock_take_approval_approved_by_id_person FOREIGN KEY(approved_by_id) REFERENCES person (id)
)
-- next
CREATE TABLE ticket (
	id BIGSERIAL NOT NULL,
	number VARCHAR(40) NOT NULL,
	channel VARCHAR(10) NOT NULL,
	customer_id BIGINT NOT NULL,
	owner_id BIGINT NOT NULL,
	opened_at TIMESTAMP WITH TIME ZONE NOT NULL,
	opened_on DATE NOT NULL,
	product_id BIGINT,
	product_model_id BIGINT,
	model_typed VARCHAR(120) NOT NULL,
	serial VARCHAR(80) NOT NULL,
	purchased_on DATE,
	symptom_id BIGINT,
	description TEXT NOT NULL,
	fault_at TIMESTAMP WITH TIME ZONE,
	fault_environment VARCHAR(300) NOT NULL,
	wished_at TIMESTAMP WITH TIME ZONE,
	region VARCHAR(60) NOT NULL,
	remote_area BOOLEAN NOT NULL,
	fault_type VARCHAR(10),
	urgency VARCHAR(10) NOT NULL,
	visit VARCHAR(10) NOT NULL,
	complex BOOLEAN NOT NULL,
	colour VARCHAR(10) NOT NULL,
	in_warranty BOOLEAN,
	warranty_until_on DATE,
	state VARCHAR(14) NOT NULL,
	engineer_id BIGINT,
	work_order_id BIGINT,
	completed_at TIMESTAMP WITH TIME ZONE,
	closed_at TIMESTAMP WITH TIME ZONE,
	cancel_reason VARCHAR(300) NOT NULL,
	CONSTRAINT pk_ticket PRIMARY KEY (id),
	CONSTRAINT ck_ticket_channel_known CHECK (channel IN ('phone', 'web', 'wechat', 'mail', 'dealer')),
	CONSTRAINT ck_ticket_state_known CHECK (state IN ('new', 'triaged', 'dispatched', 'accepted', 'on_site', 'waiting_parts', 'completed', 'closed', 'cancelled')),
	CONSTRAINT ck_ticket_urgency_known CHECK (urgency IN ('urgent', 'important', 'normal')),
	CONSTRAINT ck_ticket_visit_known CHECK (visit IN ('on_site', 'remote')),
	CONSTRAINT ck_ticket_colour_known CHECK (colour IN ('green', 'yellow', 'red')),
	CONSTRAINT ck_ticket_fault_type_known CHECK (fault_type IN ('hardware', 'software', 'misuse')),
	CONSTRAINT ck_ticket_cancelled_with_reason CHECK (state <> 'cancelled' OR cancel_reason <> ''),
	CONSTRAINT ck_ticket_completed_when CHECK (state NOT IN ('completed', 'closed') OR completed_at IS NOT NULL),
	CONSTRAINT uq_ticket_number UNIQUE (number),
	CONSTRAINT fk_ticket_customer_id_customer FOREIGN KEY(customer_id) REFERENCES customer (id),
	CONSTRAINT fk_ticket_owner_id_person FOREIGN KEY(owner_id) REFERENCES person (id),
	CONSTRAINT fk_ticket_product_id_product FOREIGN KEY(product_id) REFERENCES product (id),
	CONSTRAINT fk_ticket_product_model_id_product_model FOREIGN KEY(product_model_id) REFERENCES product_model (id),
	CONSTRAINT fk_ticket_symptom_id_symptom FOREIGN KEY(symptom_id) REFERENCES symptom (id),
	CONSTRAINT fk_ticket_engineer_id_person FOREIGN KEY(engineer_id) REFERENCES person (id),
	CONSTRAINT uq_ticket_work_order_id UNIQUE (work_order_id),
	CONSTRAINT fk_ticket_work_order_id_work_order FOREIGN KEY(work_order_id) REFERENCES work_order (id)
)
-- next
CREATE INDEX ix_ticket_completed_at ON ticket (completed_at)
-- next
CREATE INDEX ix_ticket_customer_id ON ticket (customer_id)
-- next
CREATE INDEX ix_ticket_engineer_id ON ticket (engineer_id)
-- next
CREATE INDEX ix_ticket_history ON ticket (product_model_id, symptom_id)
-- next
CREATE INDEX ix_ticket_opened_at ON ticket (opened_at)
-- next
CREATE INDEX ix_ticket_owner_id ON ticket (owner_id)
-- next
CREATE INDEX ix_ticket_product_id ON ticket (product_id)
-- next
CREATE INDEX ix_ticket_region ON ticket (region)
-- next
CREATE INDEX ix_ticket_serial ON ticket (serial)
-- next
CREATE INDEX ix_ticket_state ON ticket (state)
-- next
CREATE TABLE count (
	id BIGSERIAL NOT NULL,
	count_line_id BIGINT NOT NULL,
	round BIGINT NOT NULL,
	counted BIGINT NOT NULL,
	book BIGINT NOT NULL,
	ledger_id BIGINT NOT NULL,
	counted_by_id BIGINT NOT NULL,
	counted_at TIMESTAMP WITH TIME ZONE NOT NULL,
	entered_by_id BIGINT NOT NULL,
	serials JSON,
	CONSTRAINT pk_count PRIMARY KEY (id),
	CONSTRAINT uq_count_count_line_id_round UNIQUE (count_line_id, round),
	CONSTRAINT ck_count_counted_not_negative CHECK (counted >= 0),
	CONSTRAINT fk_count_count_line_id_count_line FOREIGN KEY(count_line_id) REFERENCES count_line (id),
	CONSTRAINT fk_count_counted_by_id_person FOREIGN KEY(counted_by_id) REFERENCES person (id),
	CONSTRAINT fk_count_entered_by_id_person FOREIGN KEY(entered_by_id) REFERENCES person (id)
)
-- next
CREATE TABLE dispatch (
	id BIGSERIAL NOT NULL,
	ticket_id BIGINT NOT NULL,
	engineer_id BIGINT NOT NULL,
	dispatched_by_id BIGINT NOT NULL,
	dispatched_at TIMESTAMP WITH TIME ZONE NOT NULL,
	score BIGINT NOT NULL,
	score_reasons JSON NOT NULL,
	notified_at TIMESTAMP WITH TIME ZONE,
	accepted_at TIMESTAMP WITH TIME ZONE,
	declined_at TIMESTAMP WITH TIME ZONE,
	withdrawn_at TIMESTAMP WITH TIME ZONE,
	reason VARCHAR(300) NOT NULL,
	CONSTRAINT pk_dispatch PRIMARY KEY (id),
	CONSTRAINT ck_dispatch_one_answer CHECK (accepted_at IS NULL OR declined_at IS NULL),
	CONSTRAINT ck_dispatch_declined_with_reason CHECK (declined_at IS NULL OR reason <> ''),
	CONSTRAINT ck_dispatch_withdrawn_with_reason CHECK (withdrawn_at IS NULL OR reason <> ''),
	CONSTRAINT fk_dispatch_ticket_id_ticket FOREIGN KEY(ticket_id) REFERENCES ticket (id),
	CONSTRAINT fk_dispatch_engineer_id_person FOREIGN KEY(engineer_id) REFERENCES person (id),
	CONSTRAINT fk_dispatch_dispatched_by_id_person FOREIGN KEY(dispatched_by_id) REFERENCES person (id)
)
-- next
CREATE INDEX ix_dispatch_engineer_id ON dispatch (engineer_id)
-- next
CREATE INDEX ix_dispatch_ticket ON dispatch (ticket_id, id)
-- next
CREATE UNIQUE INDEX uq_dispatch_open ON dispatch (ticket_id) WHERE declined_at IS NULL AND withdrawn_at IS NULL
-- next
CREATE TABLE movement (
	id BIGINT NOT NULL,
	posting_id BIGINT NOT NULL,
	kind VARCHAR(16) NOT NULL,
	part_id BIGINT NOT NULL,
	lot_id BIGINT NOT NULL,
	from_location_id BIGINT NOT NULL,
	to_location_id BIGINT NOT NULL,
	quantity BIGINT NOT NULL,
	moved_on DATE NOT NULL,
	posted_at TIMESTAMP WITH TIME ZONE NOT NULL,
	by_id BIGINT NOT NULL,
	previous_hash VARCHAR(64) NOT NULL,
	hash VARCHAR(64) NOT NULL,
	clearance_id BIGINT,
	count_line_id BIGINT,
	fifo_exception_id BIGINT,
	reverses_id BIGINT,
	CONSTRAINT pk_movement PRIMARY KEY (id),
	CONSTRAINT fk_movement_lot_id_part_id_lot FOREIGN KEY(lot_id, part_id) REFERENCES lot (id, part_id),
	CONSTRAINT ck_movement_quantity_positive CHECK (quantity > 0),
	CONSTRAINT ck_movement_another_place CHECK (from_location_id <> to_location_id),
	CONSTRAINT ck_movement_reversal_names_what CHECK ((kind = 'reversal') = (reverses_id IS NOT NULL)),
	CONSTRAINT ck_movement_adjustment_names_count CHECK ((kind = 'adjustment') = (count_line_id IS NOT NULL)),
	CONSTRAINT ck_movement_hold_left_with_clearance CHECK ((kind IN ('release', 'rejection')) = (clearance_id IS NOT NULL)),
	CONSTRAINT ck_movement_hashes_whole CHECK (length(previous_hash) = 64 AND length(hash) = 64),
	CONSTRAINT ck_movement_kind_known CHECK (kind IN ('receipt', 'opening', 'release', 'rejection', 'putaway', 'relocation', 'transfer_out', 'transfer_in', 'issue', 'return', 'quarantine', 'supplier_return', 'scrap', 'adjustment', 'reversal')),
	CONSTRAINT uq_movement_clearance_id_kind UNIQUE (clearance_id, kind),
	CONSTRAINT fk_movement_posting_id_posting FOREIGN KEY(posting_id) REFERENCES posting (id),
	CONSTRAINT fk_movement_from_location_id_location FOREIGN KEY(from_location_id) REFERENCES location (id),
	CONSTRAINT fk_movement_to_location_id_location FOREIGN KEY(to_location_id) REFERENCES location (id),
	CONSTRAINT fk_movement_by_id_person FOREIGN KEY(by_id) REFERENCES person (id),
	CONSTRAINT fk_movement_clearance_id_clearance FOREIGN KEY(clearance_id) REFERENCES clearance (id),
	CONSTRAINT fk_movement_count_line_id_count_line FOREIGN KEY(count_line_id) REFERENCES count_line (id),
	CONSTRAINT uq_movement_fifo_exception_id UNIQUE (fifo_exception_id),
	CONSTRAINT fk_movement_fifo_exception_id_fifo_exception FOREIGN KEY(fifo_exception_id) REFERENCES fifo_exception (id),
	CONSTRAINT uq_movement_reverses_id UNIQUE (reverses_id),
	CONSTRAINT fk_movement_reverses_id_movement FOREIGN KEY(reverses_id) REFERENCES movement (id)
)
-- next
CREATE INDEX ix_movement_count_line ON movement (count_line_id) WHERE count_line_id IS NOT NULL
-- next
CREATE INDEX ix_movement_from ON movement (from_location_id, id)
-- next
CREATE INDEX ix_movement_lot ON movement (lot_id, id)
-- next
CREATE INDEX ix_movement_on ON movement (moved_on, id)
-- next
CREATE INDEX ix_movement_part ON movement (part_id, id)
-- next
CREATE INDEX ix_movement_posting_id ON movement (posting_id)
-- next
CREATE INDEX ix_movement_to ON movement (to_location_id, id)
-- next
CREATE TABLE order_approval (
	order_id BIGINT NOT NULL,
	version BIGINT NOT NULL,
	created_by_id BIGINT NOT NULL,
	approved_by_id BIGINT NOT NULL,
	approved_at TIMESTAMP WITH TIME ZONE NOT NULL,
	amount_cny BIGINT NOT NULL,
	note VARCHAR(300) NOT NULL,
	CONSTRAINT pk_order_approval PRIMARY KEY (order_id, version),
	CONSTRAINT fk_order_approval_order_id_created_by_id_purchase_order FOREIGN KEY(order_id, created_by_id) REFERENCES purchase_order (id, created_by_id),
	CONSTRAINT ck_order_approval_four_eyes CHECK (approved_by_id <> created_by_id),
	CONSTRAINT fk_order_approval_approved_by_id_person FOREIGN KEY(approved_by_id) REFERENCES person (id)
)
-- next
CREATE TABLE order_line (
	id BIGSERIAL NOT NULL,
	order_id BIGINT NOT NULL,
	line_no BIGINT NOT NULL,
	part_id BIGINT NOT NULL,
	quantity BIGINT NOT NULL,
	unit_price_cny BIGINT NOT NULL,
	supplier_part_id BIGINT,
	proposal_id BIGINT,
	needed_on DATE,
	promised_on DATE,
	first_promised_on DATE,
	over_tolerance BIGINT NOT NULL,
	received BIGINT NOT NULL,
	cancelled BIGINT NOT NULL,
	note VARCHAR(300) NOT NULL,
	CONSTRAINT pk_order_line PRIMARY KEY (id),
	CONSTRAINT uq_order_line_order_id_line_no UNIQUE (order_id, line_no),
	CONSTRAINT ck_order_line_quantity_positive CHECK (quantity > 0),
	CONSTRAINT ck_order_line_price_not_negative CHECK (unit_price_cny >= 0),
	CONSTRAINT ck_order_line_tolerance_not_negative CHECK (over_tolerance >= 0),
	CONSTRAINT ck_order_line_received_not_negative CHECK (received >= 0),
	CONSTRAINT ck_order_line_cancelled_within CHECK (cancelled >= 0 AND cancelled <= quantity),
	CONSTRAINT ck_order_line_received_within_order CHECK (received + cancelled <= quantity + over_tolerance),
	CONSTRAINT fk_order_line_order_id_purchase_order FOREIGN KEY(order_id) REFERENCES purchase_order (id),
	CONSTRAINT fk_order_line_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_order_line_supplier_part_id_supplier_part FOREIGN KEY(supplier_part_id) REFERENCES supplier_part (id),
	CONSTRAINT fk_order_line_proposal_id_proposal FOREIGN KEY(proposal_id) REFERENCES proposal (id)
)
-- next
CREATE INDEX ix_order_line_part ON order_line (part_id, order_id)
-- next
CREATE INDEX ix_order_line_promised_on ON order_line (promised_on)
-- next
CREATE INDEX ix_order_line_proposal_id ON order_line (proposal_id)
-- next
CREATE INDEX ix_order_line_supplier_part_id ON order_line (supplier_part_id)
-- next
CREATE TABLE order_version (
	order_id BIGINT NOT NULL,
	version BIGINT NOT NULL,
	text JSON NOT NULL,
	reason VARCHAR(300) NOT NULL,
	amended_by_id BIGINT NOT NULL,
	amended_at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_order_version PRIMARY KEY (order_id, version),
	CONSTRAINT fk_order_version_order_id_purchase_order FOREIGN KEY(order_id) REFERENCES purchase_order (id),
	CONSTRAINT fk_order_version_amended_by_id_person FOREIGN KEY(amended_by_id) REFERENCES person (id)
)
-- next
CREATE TABLE repair_report (
	id BIGSERIAL NOT NULL,
	ticket_id BIGINT NOT NULL,
	engineer_id BIGINT NOT NULL,
	visit VARCHAR(10) NOT NULL,
	diagnosis TEXT NOT NULL,
	cause VARCHAR(300) NOT NULL,
	told_cny BIGINT NOT NULL,
	cost_told_at TIMESTAMP WITH TIME ZONE,
	cost_agreed_at TIMESTAMP WITH TIME ZONE,
	agreed_how VARCHAR(10),
	work_done TEXT NOT NULL,
	test_result TEXT NOT NULL,
	test_passed BOOLEAN,
	labour_fee_cny BIGINT NOT NULL,
	travel_fee_cny BIGINT NOT NULL,
	parts_fee_cny BIGINT NOT NULL,
	covered_cny BIGINT NOT NULL,
	total_cny BIGINT NOT NULL,
	part_warranty_months BIGINT NOT NULL,
	signature_attachment_id BIGINT,
	unsigned_reason VARCHAR(300) NOT NULL,
	completed_at TIMESTAMP WITH TIME ZONE,
	CONSTRAINT pk_repair_report PRIMARY KEY (id),
	CONSTRAINT uq_repair_report_ticket_id_engineer_id UNIQUE (ticket_id, engineer_id),
	CONSTRAINT ck_repair_report_agreed_how_known CHECK (agreed_how IN ('signature', 'spoken', 'message')),
	CONSTRAINT ck_repair_report_money_not_negative CHECK (told_cny >= 0 AND total_cny >= 0 AND covered_cny >= 0),
	CONSTRAINT ck_repair_report_fees_not_negative CHECK (labour_fee_cny >= 0 AND travel_fee_cny >= 0 AND parts_fee_cny >= 0),
	CONSTRAINT ck_repair_report_total_adds CHECK (total_cny = labour_fee_cny + travel_fee_cny + parts_fee_cny - covered_cny),
	CONSTRAINT ck_repair_report_told_before_agreed CHECK (cost_agreed_at IS NULL OR cost_agreed_at >= cost_told_at),
	CONSTRAINT ck_repair_report_cost_agreed_before CHECK (completed_at IS NULL OR total_cny = 0 OR (cost_agreed_at IS NOT NULL AND total_cny <= told_cny AND cost_agreed_at <= completed_at)),
	CONSTRAINT ck_repair_report_signed_or_reason CHECK (completed_at IS NULL OR visit = 'remote' OR signature_attachment_id IS NOT NULL OR unsigned_reason <> ''),
	CONSTRAINT uq_repair_report_ticket_id UNIQUE (ticket_id),
	CONSTRAINT fk_repair_report_ticket_id_ticket FOREIGN KEY(ticket_id) REFERENCES ticket (id),
	CONSTRAINT fk_repair_report_engineer_id_person FOREIGN KEY(engineer_id) REFERENCES person (id),
	CONSTRAINT fk_repair_report_signature_attachment_id_attachment FOREIGN KEY(signature_attachment_id) REFERENCES attachment (id)
)
-- next
CREATE INDEX ix_repair_report_completed_at ON repair_report (completed_at)
-- next
CREATE INDEX ix_repair_report_engineer_id ON repair_report (engineer_id)
-- next
CREATE TABLE reservation (
	id BIGSERIAL NOT NULL,
	part_request_id BIGINT NOT NULL,
	part_id BIGINT NOT NULL,
	store_id BIGINT NOT NULL,
	quantity BIGINT NOT NULL,
	reserved_at TIMESTAMP WITH TIME ZONE NOT NULL,
	expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
	state VARCHAR(10) NOT NULL,
	resolved_at TIMESTAMP WITH TIME ZONE,
	CONSTRAINT pk_reservation PRIMARY KEY (id),
	CONSTRAINT ck_reservation_quantity_positive CHECK (quantity > 0),
	CONSTRAINT ck_reservation_state_known CHECK (state IN ('open', 'issued', 'released', 'expired')),
	CONSTRAINT fk_reservation_part_request_id_part_request FOREIGN KEY(part_request_id) REFERENCES part_request (id),
	CONSTRAINT fk_reservation_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_reservation_store_id_location FOREIGN KEY(store_id) REFERENCES location (id)
)
-- next
CREATE INDEX ix_reservation_open ON reservation (part_id, store_id) WHERE state = 'open'
-- next
CREATE INDEX ix_reservation_part_request_id ON reservation (part_request_id)
-- next
CREATE TABLE sla_clock (
	id BIGSERIAL NOT NULL,
	ticket_id BIGINT NOT NULL,
	kind VARCHAR(16) NOT NULL,
	runs VARCHAR(16) NOT NULL,
	started_at TIMESTAMP WITH TIME ZONE NOT NULL,
	warn_at TIMESTAMP WITH TIME ZONE NOT NULL,
	due_at TIMESTAMP WITH TIME ZONE NOT NULL,
	met_at TIMESTAMP WITH TIME ZONE,
	warned_at TIMESTAMP WITH TIME ZONE,
	breached_at TIMESTAMP WITH TIME ZONE,
	stopped_at TIMESTAMP WITH TIME ZONE,
	CONSTRAINT pk_sla_clock PRIMARY KEY (id),
	CONSTRAINT uq_sla_clock_ticket_id_kind UNIQUE (ticket_id, kind),
	CONSTRAINT ck_sla_clock_kind_known CHECK (kind IN ('dispatch', 'on_site', 'first_response', 'solve', 'notify', 'progress')),
	CONSTRAINT ck_sla_clock_runs_known CHECK (runs IN ('always', 'working_days', 'working_hours')),
	CONSTRAINT ck_sla_clock_in_order CHECK (started_at <= warn_at AND warn_at <= due_at),
	CONSTRAINT fk_sla_clock_ticket_id_ticket FOREIGN KEY(ticket_id) REFERENCES ticket (id)
)
-- next
CREATE INDEX ix_sla_clock_running ON sla_clock (due_at) WHERE met_at IS NULL AND stopped_at IS NULL
-- next
CREATE TABLE ticket_answer (
	id BIGSERIAL NOT NULL,
	ticket_id BIGINT NOT NULL,
	question_id BIGINT NOT NULL,
	answered_at TIMESTAMP WITH TIME ZONE NOT NULL,
	choice_id BIGINT,
	words VARCHAR(300) NOT NULL,
	CONSTRAINT pk_ticket_answer PRIMARY KEY (id),
	CONSTRAINT uq_ticket_answer_ticket_id_question_id UNIQUE (ticket_id, question_id),
	CONSTRAINT ck_ticket_answer_answered CHECK (choice_id IS NOT NULL OR words <> ''),
	CONSTRAINT fk_ticket_answer_ticket_id_ticket FOREIGN KEY(ticket_id) REFERENCES ticket (id),
	CONSTRAINT fk_ticket_answer_question_id_guided_question FOREIGN KEY(question_id) REFERENCES guided_question (id),
	CONSTRAINT fk_ticket_answer_choice_id_guided_choice FOREIGN KEY(choice_id) REFERENCES guided_choice (id)
)
-- next
CREATE TABLE ticket_event (
	id BIGSERIAL NOT NULL,
	ticket_id BIGINT NOT NULL,
	kind VARCHAR(20) NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	by_id BIGINT,
	note TEXT NOT NULL,
	facts JSON NOT NULL,
	CONSTRAINT pk_ticket_event PRIMARY KEY (id),
	CONSTRAINT fk_ticket_event_ticket_id_ticket FOREIGN KEY(ticket_id) REFERENCES ticket (id),
	CONSTRAINT fk_ticket_event_by_id_person FOREIGN KEY(by_id) REFERENCES person (id)
)
-- next
CREATE INDEX ix_ticket_event_ticket ON ticket_event (ticket_id, id)
-- next
CREATE TABLE transfer_line (
	id BIGSERIAL NOT NULL,
	transfer_id BIGINT NOT NULL,
	part_id BIGINT NOT NULL,
	quantity BIGINT NOT NULL,
	part_request_id BIGINT,
	sent BIGINT NOT NULL,
	received BIGINT NOT NULL,
	CONSTRAINT pk_transfer_line PRIMARY KEY (id),
	CONSTRAINT ck_transfer_line_quantity_positive CHECK (quantity > 0),
	CONSTRAINT ck_transfer_line_steps_within CHECK (sent >= 0 AND received >= 0 AND received <= sent AND sent <= quantity),
	CONSTRAINT fk_transfer_line_transfer_id_transfer FOREIGN KEY(transfer_id) REFERENCES transfer (id),
	CONSTRAINT fk_transfer_line_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_transfer_line_part_request_id_part_request FOREIGN KEY(part_request_id) REFERENCES part_request (id)
)
-- next
CREATE INDEX ix_transfer_line_transfer_id ON transfer_line (transfer_id)
-- next
CREATE TABLE callback (
	id BIGSERIAL NOT NULL,
	ticket_id BIGINT NOT NULL,
	engineer_id BIGINT NOT NULL,
	due_at TIMESTAMP WITH TIME ZONE NOT NULL,
	low_below BIGINT NOT NULL,
	channel VARCHAR(10),
	done_at TIMESTAMP WITH TIME ZONE,
	done_by_id BIGINT,
	attitude BIGINT,
	punctuality BIGINT,
	effect BIGINT,
	overall BIGINT,
	low_reason VARCHAR(300) NOT NULL,
	suggestions TEXT NOT NULL,
	tries BIGINT NOT NULL,
	token_hash VARCHAR(64),
	token_expires_at TIMESTAMP WITH TIME ZONE,
	CONSTRAINT pk_callback PRIMARY KEY (id),
	CONSTRAINT fk_callback_ticket_id_engineer_id_repair_report FOREIGN KEY(ticket_id, engineer_id) REFERENCES repair_report (ticket_id, engineer_id),
	CONSTRAINT ck_callback_channel_known CHECK (channel IN ('phone', 'web')),
	CONSTRAINT ck_callback_attitude_in_range CHECK (attitude BETWEEN 1 AND 10),
	CONSTRAINT ck_callback_punctuality_in_range CHECK (punctuality BETWEEN 1 AND 10),
	CONSTRAINT ck_callback_effect_in_range CHECK (effect BETWEEN 1 AND 10),
	CONSTRAINT ck_callback_overall_in_range CHECK (overall BETWEEN 1 AND 10),
	CONSTRAINT ck_callback_four_eyes CHECK (done_by_id <> engineer_id),
	CONSTRAINT ck_callback_done_with_scores CHECK (done_at IS NULL OR (channel IS NOT NULL AND attitude IS NOT NULL AND punctuality IS NOT NULL AND effect IS NOT NULL AND overall IS NOT NULL)),
	CONSTRAINT ck_callback_done_by_somebody CHECK (done_at IS NULL OR channel = 'web' OR done_by_id IS NOT NULL),
	CONSTRAINT ck_callback_low_with_reason CHECK (done_at IS NULL OR low_reason <> '' OR (attitude >= low_below AND punctuality >= low_below AND effect >= low_below AND overall >= low_below)),
	CONSTRAINT uq_callback_ticket_id UNIQUE (ticket_id),
	CONSTRAINT fk_callback_done_by_id_person FOREIGN KEY(done_by_id) REFERENCES person (id),
	CONSTRAINT uq_callback_token_hash UNIQUE (token_hash)
)
-- next
CREATE INDEX ix_callback_done_at ON callback (done_at)
-- next
CREATE INDEX ix_callback_due_at ON callback (due_at)
-- next
CREATE TABLE delivery (
	id BIGSERIAL NOT NULL,
	order_line_id BIGINT NOT NULL,
	quantity BIGINT NOT NULL,
	received_on DATE NOT NULL,
	received_by_id BIGINT NOT NULL,
	recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
	due_on DATE,
	state VARCHAR(6) NOT NULL,
	passed BIGINT NOT NULL,
	failed BIGINT NOT NULL,
	severity VARCHAR(8),
	undone_by_id BIGINT,
	undone_at TIMESTAMP WITH TIME ZONE,
	undo_reason VARCHAR(300) NOT NULL,
	CONSTRAINT pk_delivery PRIMARY KEY (id),
	CONSTRAINT ck_delivery_state_known CHECK (state IN ('live', 'undone')),
	CONSTRAINT ck_delivery_severity_known CHECK (severity IN ('minor', 'major', 'critical')),
	CONSTRAINT ck_delivery_quantity_positive CHECK (quantity > 0),
	CONSTRAINT ck_delivery_verdict_within CHECK (passed >= 0 AND failed >= 0 AND passed + failed <= quantity),
	CONSTRAINT ck_delivery_undone_by_somebody CHECK ((state = 'undone') = (undone_by_id IS NOT NULL)),
	CONSTRAINT fk_delivery_order_line_id_order_line FOREIGN KEY(order_line_id) REFERENCES order_line (id),
	CONSTRAINT fk_delivery_received_by_id_person FOREIGN KEY(received_by_id) REFERENCES person (id),
	CONSTRAINT fk_delivery_undone_by_id_person FOREIGN KEY(undone_by_id) REFERENCES person (id)
)
-- next
CREATE INDEX ix_delivery_live ON delivery (order_line_id, received_on) WHERE state = 'live'
-- next
CREATE INDEX ix_delivery_order_line_id ON delivery (order_line_id)
-- next
CREATE INDEX ix_delivery_received_on ON delivery (received_on)
-- next
CREATE TABLE order_note (
	id BIGSERIAL NOT NULL,
	order_id BIGINT NOT NULL,
	kind VARCHAR(10) NOT NULL,
	text TEXT NOT NULL,
	by_id BIGINT NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	noted_on DATE NOT NULL,
	order_line_id BIGINT,
	CONSTRAINT pk_order_note PRIMARY KEY (id),
	CONSTRAINT ck_order_note_kind_known CHECK (kind IN ('reminder', 'expedite', 'note')),
	CONSTRAINT ck_order_note_has_text CHECK (text <> ''),
	CONSTRAINT fk_order_note_order_id_purchase_order FOREIGN KEY(order_id) REFERENCES purchase_order (id),
	CONSTRAINT fk_order_note_by_id_person FOREIGN KEY(by_id) REFERENCES person (id),
	CONSTRAINT fk_order_note_order_line_id_order_line FOREIGN KEY(order_line_id) REFERENCES order_line (id)
)
-- next
CREATE INDEX ix_order_note_order_id ON order_note (order_id)
-- next
CREATE TABLE report_part (
	id BIGSERIAL NOT NULL,
	report_id BIGINT NOT NULL,
	part_id BIGINT NOT NULL,
	lot_id BIGINT NOT NULL,
	quantity BIGINT NOT NULL,
	unit_cost_cny BIGINT NOT NULL,
	cost_cny BIGINT NOT NULL,
	unit_price_cny BIGINT NOT NULL,
	price_cny BIGINT NOT NULL,
	warranty_until_on DATE,
	CONSTRAINT pk_report_part PRIMARY KEY (id),
	CONSTRAINT uq_report_part_report_id_lot_id UNIQUE (report_id, lot_id),
	CONSTRAINT ck_report_part_quantity_positive CHECK (quantity > 0),
	CONSTRAINT ck_report_part_money_not_negative CHECK (unit_price_cny >= 0 AND unit_cost_cny >= 0),
	CONSTRAINT fk_report_part_report_id_repair_report FOREIGN KEY(report_id) REFERENCES repair_report (id),
	CONSTRAINT fk_report_part_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_report_part_lot_id_lot FOREIGN KEY(lot_id) REFERENCES lot (id)
)
-- next
CREATE INDEX ix_report_part_lot_id ON report_part (lot_id)
-- next
CREATE INDEX ix_report_part_part_id ON report_part (part_id)
-- next
CREATE TABLE arrival_line (
	id BIGSERIAL NOT NULL,
	arrival_id BIGINT NOT NULL,
	part_id BIGINT NOT NULL,
	quantity BIGINT NOT NULL,
	kind VARCHAR(10) NOT NULL,
	order_line_id BIGINT,
	delivery_id BIGINT,
	hold_location_id BIGINT,
	note VARCHAR(300) NOT NULL,
	CONSTRAINT pk_arrival_line PRIMARY KEY (id),
	CONSTRAINT ck_arrival_line_quantity_positive CHECK (quantity > 0),
	CONSTRAINT ck_arrival_line_kind_known CHECK (kind IN ('ordered', 'over', 'wrong_part')),
	CONSTRAINT ck_arrival_line_delivery_where_ordered CHECK ((kind = 'ordered') = (delivery_id IS NOT NULL)),
	CONSTRAINT ck_arrival_line_hold_where_ordered CHECK ((kind = 'ordered') = (hold_location_id IS NOT NULL)),
	CONSTRAINT ck_arrival_line_order_line_named CHECK (kind = 'wrong_part' OR order_line_id IS NOT NULL),
	CONSTRAINT fk_arrival_line_arrival_id_arrival FOREIGN KEY(arrival_id) REFERENCES arrival (id),
	CONSTRAINT fk_arrival_line_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_arrival_line_order_line_id_order_line FOREIGN KEY(order_line_id) REFERENCES order_line (id),
	CONSTRAINT uq_arrival_line_delivery_id UNIQUE (delivery_id),
	CONSTRAINT fk_arrival_line_delivery_id_delivery FOREIGN KEY(delivery_id) REFERENCES delivery (id),
	CONSTRAINT fk_arrival_line_hold_location_id_location FOREIGN KEY(hold_location_id) REFERENCES location (id)
)
-- next
CREATE INDEX ix_arrival_line_arrival_id ON arrival_line (arrival_id)
-- next
CREATE INDEX ix_arrival_line_order_line_id ON arrival_line (order_line_id)
-- next
CREATE INDEX ix_arrival_line_part_id ON arrival_line (part_id)
-- next
CREATE TABLE follow_up (
	id BIGSERIAL NOT NULL,
	ticket_id BIGINT NOT NULL,
	cause VARCHAR(10) NOT NULL,
	task TEXT NOT NULL,
	assigned_to_id BIGINT NOT NULL,
	opened_at TIMESTAMP WITH TIME ZONE NOT NULL,
	due_at TIMESTAMP WITH TIME ZONE NOT NULL,
	callback_id BIGINT,
	done_at TIMESTAMP WITH TIME ZONE,
	done_by_id BIGINT,
	result TEXT NOT NULL,
	CONSTRAINT pk_follow_up PRIMARY KEY (id),
	CONSTRAINT ck_follow_up_cause_known CHECK (cause IN ('low_score', 'asked')),
	CONSTRAINT ck_follow_up_done_by_somebody CHECK ((done_at IS NULL) = (done_by_id IS NULL)),
	CONSTRAINT ck_follow_up_done_with_result CHECK (done_at IS NULL OR result <> ''),
	CONSTRAINT fk_follow_up_ticket_id_ticket FOREIGN KEY(ticket_id) REFERENCES ticket (id),
	CONSTRAINT fk_follow_up_assigned_to_id_person FOREIGN KEY(assigned_to_id) REFERENCES person (id),
	CONSTRAINT fk_follow_up_callback_id_callback FOREIGN KEY(callback_id) REFERENCES callback (id),
	CONSTRAINT fk_follow_up_done_by_id_person FOREIGN KEY(done_by_id) REFERENCES person (id)
)
-- next
CREATE INDEX ix_follow_up_assigned_to_id ON follow_up (assigned_to_id)
-- next
CREATE INDEX ix_follow_up_callback_id ON follow_up (callback_id)
-- next
CREATE INDEX ix_follow_up_due_at ON follow_up (due_at)
-- next
CREATE INDEX ix_follow_up_ticket_id ON follow_up (ticket_id)
-- next
CREATE TABLE arrival_lot (
	id BIGSERIAL NOT NULL,
	arrival_line_id BIGINT NOT NULL,
	lot_id BIGINT NOT NULL,
	quantity BIGINT NOT NULL,
	bought_by_id BIGINT NOT NULL,
	CONSTRAINT pk_arrival_lot PRIMARY KEY (id),
	CONSTRAINT uq_arrival_lot_id_bought_by_id UNIQUE (id, bought_by_id),
	CONSTRAINT ck_arrival_lot_quantity_positive CHECK (quantity > 0),
	CONSTRAINT fk_arrival_lot_arrival_line_id_arrival_line FOREIGN KEY(arrival_line_id) REFERENCES arrival_line (id),
	CONSTRAINT uq_arrival_lot_lot_id UNIQUE (lot_id),
	CONSTRAINT fk_arrival_lot_lot_id_lot FOREIGN KEY(lot_id) REFERENCES lot (id),
	CONSTRAINT fk_arrival_lot_bought_by_id_person FOREIGN KEY(bought_by_id) REFERENCES person (id)
)
-- next
CREATE INDEX ix_arrival_lot_arrival_line_id ON arrival_lot (arrival_line_id)
-- next
CREATE TABLE inspection (
	id BIGSERIAL NOT NULL,
	number VARCHAR(40) NOT NULL,
	arrival_lot_id BIGINT NOT NULL,
	bought_by_id BIGINT NOT NULL,
	begun_by_id BIGINT NOT NULL,
	begun_at TIMESTAMP WITH TIME ZONE NOT NULL,
	standard_id BIGINT,
	state VARCHAR(10) NOT NULL,
	decided_by_id BIGINT,
	decided_at TIMESTAMP WITH TIME ZONE,
	passed BIGINT NOT NULL,
	failed BIGINT NOT NULL,
	severity VARCHAR(10),
	reason VARCHAR(500) NOT NULL,
	CONSTRAINT pk_inspection PRIMARY KEY (id),
	CONSTRAINT fk_inspection_arrival_lot_id_bought_by_id_arrival_lot FOREIGN KEY(arrival_lot_id, bought_by_id) REFERENCES arrival_lot (id, bought_by_id),
	CONSTRAINT ck_inspection_state_known CHECK (state IN ('pending', 'decided', 'dropped')),
	CONSTRAINT ck_inspection_severity_known CHECK (severity IN ('critical', 'major', 'minor')),
	CONSTRAINT ck_inspection_begun_four_eyes CHECK (begun_by_id <> bought_by_id),
	CONSTRAINT ck_inspection_decided_four_eyes CHECK (decided_by_id IS NULL OR decided_by_id <> bought_by_id),
	CONSTRAINT ck_inspection_quantities_not_negative CHECK (passed >= 0 AND failed >= 0),
	CONSTRAINT ck_inspection_decided_by_somebody CHECK ((state = 'decided') = (decided_by_id IS NOT NULL AND decided_at IS NOT NULL AND passed + failed > 0)),
	CONSTRAINT ck_inspection_undecided_empty CHECK (state = 'decided' OR passed + failed = 0),
	CONSTRAINT ck_inspection_failure_explained CHECK (failed = 0 OR (severity IS NOT NULL AND length(reason) > 0)),
	CONSTRAINT uq_inspection_number UNIQUE (number),
	CONSTRAINT fk_inspection_begun_by_id_person FOREIGN KEY(begun_by_id) REFERENCES person (id),
	CONSTRAINT fk_inspection_standard_id_standard FOREIGN KEY(standard_id) REFERENCES standard (id),
	CONSTRAINT fk_inspection_decided_by_id_person FOREIGN KEY(decided_by_id) REFERENCES person (id)
)
-- next
CREATE INDEX ix_inspection_arrival_lot_id ON inspection (arrival_lot_id)
-- next
CREATE UNIQUE INDEX ix_inspection_pending ON inspection (arrival_lot_id) WHERE state = 'pending'
-- next
CREATE INDEX ix_inspection_state ON inspection (state)
-- next
CREATE TABLE inspection_result (
	id BIGSERIAL NOT NULL,
	inspection_id BIGINT NOT NULL,
	characteristic_id BIGINT NOT NULL,
	sample BIGINT NOT NULL,
	conforms BOOLEAN NOT NULL,
	noted_by_id BIGINT NOT NULL,
	noted_at TIMESTAMP WITH TIME ZONE NOT NULL,
	measured BIGINT,
	note VARCHAR(300) NOT NULL,
	CONSTRAINT pk_inspection_result PRIMARY KEY (id),
	CONSTRAINT uq_inspection_result_inspection_id_characteristic_id_sample UNIQUE (inspection_id, characteristic_id, sample),
	CONSTRAINT ck_inspection_result_sample_not_negative CHECK (sample >= 0),
	CONSTRAINT fk_inspection_result_inspection_id_inspection FOREIGN KEY(inspection_id) REFERENCES inspection (id),
	CONSTRAINT fk_inspection_result_characteristic_id_characteristic FOREIGN KEY(characteristic_id) REFERENCES characteristic (id),
	CONSTRAINT fk_inspection_result_noted_by_id_person FOREIGN KEY(noted_by_id) REFERENCES person (id)
)
-- next
CREATE INDEX ix_inspection_result_characteristic_id ON inspection_result (characteristic_id)
-- next
CREATE TABLE supplier_return (
	id BIGSERIAL NOT NULL,
	number VARCHAR(40) NOT NULL,
	supplier_id BIGINT NOT NULL,
	arrival_line_id BIGINT NOT NULL,
	part_id BIGINT NOT NULL,
	quantity BIGINT NOT NULL,
	reason VARCHAR(12) NOT NULL,
	deadline_on DATE NOT NULL,
	amount_cny BIGINT NOT NULL,
	opened_by_id BIGINT NOT NULL,
	opened_at TIMESTAMP WITH TIME ZONE NOT NULL,
	lot_id BIGINT,
	inspection_id BIGINT,
	quarantine_location_id BIGINT,
	demand VARCHAR(12) NOT NULL,
	note VARCHAR(500) NOT NULL,
	sent BIGINT NOT NULL,
	scrapped BIGINT NOT NULL,
	settled BIGINT NOT NULL,
	state VARCHAR(10) NOT NULL,
	CONSTRAINT pk_supplier_return PRIMARY KEY (id),
	CONSTRAINT uq_supplier_return_id_opened_by_id UNIQUE (id, opened_by_id),
	CONSTRAINT ck_supplier_return_reason_known CHECK (reason IN ('rejected', 'over', 'wrong_part', 'found_later')),
	CONSTRAINT ck_supplier_return_demand_known CHECK (demand IN ('replacement', 'credit', 'rework', 'take_back')),
	CONSTRAINT ck_supplier_return_state_known CHECK (state IN ('open', 'returned', 'settled', 'cancelled')),
	CONSTRAINT ck_supplier_return_quantity_positive CHECK (quantity > 0),
	CONSTRAINT ck_supplier_return_goods_within CHECK (sent >= 0 AND scrapped >= 0 AND sent + scrapped <= quantity),
	CONSTRAINT ck_supplier_return_settled_within CHECK (settled >= 0 AND settled <= quantity),
	CONSTRAINT ck_supplier_return_amount_not_negative CHECK (amount_cny >= 0),
	CONSTRAINT ck_supplier_return_lot_where_taken_in CHECK ((reason IN ('over', 'wrong_part')) = (lot_id IS NULL)),
	CONSTRAINT ck_supplier_return_quarantine_where_lot CHECK ((lot_id IS NULL) = (quarantine_location_id IS NULL)),
	CONSTRAINT ck_supplier_return_inspection_where_rejected CHECK ((reason = 'rejected') = (inspection_id IS NOT NULL)),
	CONSTRAINT ck_supplier_return_only_own_goods_scrapped CHECK (lot_id IS NOT NULL OR scrapped = 0),
	CONSTRAINT ck_supplier_return_returned_in_full CHECK (state <> 'returned' OR sent + scrapped = quantity),
	CONSTRAINT ck_supplier_return_ends_settled CHECK ((state = 'settled') = (sent + scrapped = quantity AND settled = quantity)),
	CONSTRAINT ck_supplier_return_cancelled_untouched CHECK (state <> 'cancelled' OR sent + scrapped + settled = 0),
	CONSTRAINT uq_supplier_return_number UNIQUE (number),
	CONSTRAINT fk_supplier_return_supplier_id_supplier FOREIGN KEY(supplier_id) REFERENCES supplier (id),
	CONSTRAINT fk_supplier_return_arrival_line_id_arrival_line FOREIGN KEY(arrival_line_id) REFERENCES arrival_line (id),
	CONSTRAINT fk_supplier_return_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_supplier_return_opened_by_id_person FOREIGN KEY(opened_by_id) REFERENCES person (id),
	CONSTRAINT fk_supplier_return_lot_id_lot FOREIGN KEY(lot_id) REFERENCES lot (id),
	CONSTRAINT uq_supplier_return_inspection_id UNIQUE (inspection_id),
	CONSTRAINT fk_supplier_return_inspection_id_inspection FOREIGN KEY(inspection_id) REFERENCES inspection (id),
	CONSTRAINT fk_supplier_return_quarantine_location_id_location FOREIGN KEY(quarantine_location_id) REFERENCES location (id)
)
-- next
CREATE INDEX ix_supplier_return_arrival_line_id ON supplier_return (arrival_line_id)
-- next
CREATE INDEX ix_supplier_return_deadline_on ON supplier_return (deadline_on)
-- next
CREATE INDEX ix_supplier_return_lot_id ON supplier_return (lot_id)
-- next
CREATE INDEX ix_supplier_return_part_id ON supplier_return (part_id)
-- next
CREATE INDEX ix_supplier_return_state ON supplier_return (state)
-- next
CREATE INDEX ix_supplier_return_supplier_id ON supplier_return (supplier_id)
-- next
CREATE TABLE settlement (
	id BIGSERIAL NOT NULL,
	supplier_return_id BIGINT NOT NULL,
	opened_by_id BIGINT NOT NULL,
	kind VARCHAR(12) NOT NULL,
	quantity BIGINT NOT NULL,
	amount_cny BIGINT NOT NULL,
	reference VARCHAR(80) NOT NULL,
	settled_by_id BIGINT NOT NULL,
	settled_at TIMESTAMP WITH TIME ZONE NOT NULL,
	note VARCHAR(300) NOT NULL,
	CONSTRAINT pk_settlement PRIMARY KEY (id),
	CONSTRAINT fk_settlement_supplier_return_id_opened_by_id_supplier_return FOREIGN KEY(supplier_return_id, opened_by_id) REFERENCES supplier_return (id, opened_by_id),
	CONSTRAINT ck_settlement_kind_known CHECK (kind IN ('replaced', 'credited', 'reworked', 'taken_back', 'waived')),
	CONSTRAINT ck_settlement_quantity_positive CHECK (quantity > 0),
	CONSTRAINT ck_settlement_amount_not_negative CHECK (amount_cny >= 0),
	CONSTRAINT ck_settlement_waived_four_eyes CHECK (kind <> 'waived' OR settled_by_id <> opened_by_id),
	CONSTRAINT ck_settlement_waived_for_a_reason CHECK (kind <> 'waived' OR length(note) > 0),
	CONSTRAINT fk_settlement_settled_by_id_person FOREIGN KEY(settled_by_id) REFERENCES person (id)
)
-- next
CREATE INDEX ix_settlement_supplier_return_id ON settlement (supplier_return_id)
-- next
CREATE FUNCTION audit_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:audit' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit FOR EACH ROW EXECUTE FUNCTION audit_no_update()
-- next
CREATE FUNCTION audit_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:audit' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_no_delete()
-- next
CREATE FUNCTION audit_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:audit' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_no_truncate()
-- next
CREATE FUNCTION person_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:person' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE TRIGGER person_no_delete BEFORE DELETE ON person FOR EACH ROW EXECUTE FUNCTION person_no_delete()
-- next
CREATE FUNCTION person_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:person' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE TRIGGER person_no_truncate BEFORE TRUNCATE ON person FOR EACH STATEMENT EXECUTE FUNCTION person_no_truncate()
-- next
CREATE FUNCTION person_keeps_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.id IS DISTINCT FROM OLD.id THEN RAISE EXCEPTION 'sparewell:unchangeable:person' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER person_keeps_id BEFORE UPDATE ON person FOR EACH ROW EXECUTE FUNCTION person_keeps_id()
-- next
CREATE FUNCTION request_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:request' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE TRIGGER request_no_delete BEFORE DELETE ON request FOR EACH ROW EXECUTE FUNCTION request_no_delete()
-- next
CREATE FUNCTION request_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:request' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE TRIGGER request_no_truncate BEFORE TRUNCATE ON request FOR EACH STATEMENT EXECUTE FUNCTION request_no_truncate()
-- next
CREATE FUNCTION request_keeps_key() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.key IS DISTINCT FROM OLD.key OR NEW.command IS DISTINCT FROM OLD.command OR NEW.content_hash IS DISTINCT FROM OLD.content_hash OR NEW.result IS DISTINCT FROM OLD.result THEN RAISE EXCEPTION 'sparewell:unchangeable:request' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER request_keeps_key BEFORE UPDATE ON request FOR EACH ROW EXECUTE FUNCTION request_keeps_key()
-- next
CREATE FUNCTION chain_head_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:chain_head' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE TRIGGER chain_head_no_delete BEFORE DELETE ON chain_head FOR EACH ROW EXECUTE FUNCTION chain_head_no_delete()
-- next
CREATE FUNCTION chain_head_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:chain_head' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE TRIGGER chain_head_no_truncate BEFORE TRUNCATE ON chain_head FOR EACH STATEMENT EXECUTE FUNCTION chain_head_no_truncate()
-- next
INSERT INTO chain_head (name, last_id, hash) VALUES ('movement', 0, repeat('0', 64)), ('audit', 0, repeat('0', 64))
-- next
CREATE FUNCTION chain_head_keeps_name() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.name IS DISTINCT FROM OLD.name THEN RAISE EXCEPTION 'sparewell:unchangeable:chain_head' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER chain_head_keeps_name BEFORE UPDATE ON chain_head FOR EACH ROW EXECUTE FUNCTION chain_head_keeps_name()
-- next
CREATE FUNCTION audit_chain() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN UPDATE chain_head SET last_id = NEW.id, hash = NEW.hash
                WHERE name = 'audit' AND last_id = NEW.id - 1 AND hash = NEW.previous_hash;
            IF NOT FOUND THEN
                RAISE EXCEPTION 'sparewell:chain:audit' USING ERRCODE = 'check_violation';
            END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER audit_chain AFTER INSERT ON audit FOR EACH ROW EXECUTE FUNCTION audit_chain()
-- next
CREATE FUNCTION chain_head_follows_audit() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.name = 'audit' AND (NEW.last_id <> OLD.last_id + 1 OR NOT EXISTS (SELECT 1 FROM audit WHERE id = NEW.last_id AND hash = NEW.hash AND previous_hash = OLD.hash)) THEN RAISE EXCEPTION 'sparewell:chain_head' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER chain_head_follows_audit BEFORE UPDATE ON chain_head FOR EACH ROW EXECUTE FUNCTION chain_head_follows_audit()
-- next
CREATE FUNCTION movement_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:movement' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER movement_no_update BEFORE UPDATE ON movement FOR EACH ROW EXECUTE FUNCTION movement_no_update()
-- next
CREATE FUNCTION movement_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:movement' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE TRIGGER movement_no_delete BEFORE DELETE ON movement FOR EACH ROW EXECUTE FUNCTION movement_no_delete()
-- next
CREATE FUNCTION movement_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:movement' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE TRIGGER movement_no_truncate BEFORE TRUNCATE ON movement FOR EACH STATEMENT EXECUTE FUNCTION movement_no_truncate()
-- next
CREATE FUNCTION movement_chain() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN UPDATE chain_head SET last_id = NEW.id, hash = NEW.hash
                WHERE name = 'movement' AND last_id = NEW.id - 1 AND hash = NEW.previous_hash;
            IF NOT FOUND THEN
                RAISE EXCEPTION 'sparewell:chain:movement' USING ERRCODE = 'check_violation';
            END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER movement_chain AFTER INSERT ON movement FOR EACH ROW EXECUTE FUNCTION movement_chain()
-- next
CREATE FUNCTION chain_head_follows_movement() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.name = 'movement' AND (NEW.last_id <> OLD.last_id + 1 OR NOT EXISTS (SELECT 1 FROM movement WHERE id = NEW.last_id AND hash = NEW.hash AND previous_hash = OLD.hash)) THEN RAISE EXCEPTION 'sparewell:chain_head' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER chain_head_follows_movement BEFORE UPDATE ON chain_head FOR EACH ROW EXECUTE FUNCTION chain_head_follows_movement()
-- next
CREATE FUNCTION movement_posted() RETURNS trigger LANGUAGE plpgsql AS $guard$ DECLARE source_place location%ROWTYPE; target_place location%ROWTYPE; moved_lot lot%ROWTYPE; BEGIN SELECT * INTO source_place FROM location WHERE id = NEW.from_location_id;
SELECT * INTO target_place FROM location WHERE id = NEW.to_location_id;
SELECT * INTO moved_lot FROM lot WHERE id = NEW.lot_id;
IF NEW.id > 0 THEN IF NEW.quantity <= 0 OR NEW.quantity > 1000000000000000 OR NEW.from_location_id = NEW.to_location_id THEN RAISE EXCEPTION 'sparewell:amount_out_of_range' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.id > 0 THEN IF NOT EXISTS (SELECT 1 FROM posting p WHERE p.id = NEW.posting_id AND p.by_id = NEW.by_id AND p.moved_on = NEW.moved_on AND p.posted_at = NEW.posted_at) THEN RAISE EXCEPTION 'sparewell:other_posting' USING ERRCODE = 'check_violation'; END IF; END IF;
IF source_place.kind IN ('bin', 'defective', 'hold', 'in_transit', 'quarantine', 'staging', 'van') OR target_place.kind IN ('bin', 'defective', 'hold', 'in_transit', 'quarantine', 'staging', 'van') THEN IF (source_place.kind IN ('bin', 'defective', 'hold', 'in_transit', 'quarantine', 'staging', 'van') AND source_place.store_id IS NULL) OR (target_place.kind IN ('bin', 'defective', 'hold', 'in_transit', 'quarantine', 'staging', 'van') AND target_place.store_id IS NULL) THEN RAISE EXCEPTION 'sparewell:no_store' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.kind <> 'reversal' THEN IF NOT EXISTS (SELECT 1 FROM movement_rule r WHERE r.kind = NEW.kind AND r.from_kind = source_place.kind AND r.to_kind = target_place.kind) THEN RAISE EXCEPTION 'sparewell:no_such_move' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.kind IN ('release', 'rejection', 'putaway', 'relocation', 'quarantine') THEN IF source_place.store_id <> target_place.store_id THEN RAISE EXCEPTION 'sparewell:other_store' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.id > 0 THEN IF COALESCE(moved_lot.part_id, 0) <> NEW.part_id THEN RAISE EXCEPTION 'sparewell:other_part' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.id > 0 THEN IF COALESCE(NEW.quantity % (SELECT u.step FROM part p JOIN unit u ON u.id = p.unit_id WHERE p.id = NEW.part_id), 1) <> 0 THEN RAISE EXCEPTION 'sparewell:not_whole_steps' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.kind = 'release' THEN IF NOT EXISTS (SELECT 1 FROM clearance c WHERE c.id = NEW.clearance_id AND c.lot_id = NEW.lot_id AND c.hold_location_id = NEW.from_location_id AND c.passed = NEW.quantity) THEN RAISE EXCEPTION 'sparewell:not_inspected' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.kind = 'rejection' THEN IF NOT EXISTS (SELECT 1 FROM clearance c WHERE c.id = NEW.clearance_id AND c.lot_id = NEW.lot_id AND c.hold_location_id = NEW.from_location_id AND c.failed = NEW.quantity) THEN RAISE EXCEPTION 'sparewell:not_inspected' USING ERRCODE = 'check_violation'; END IF; END IF;
IF target_place.kind = 'work_order' THEN IF NOT EXISTS (SELECT 1 FROM work_order w WHERE w.location_id = NEW.to_location_id AND w.state = 'open') THEN RAISE EXCEPTION 'sparewell:work_order_closed' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.kind = 'issue' THEN IF COALESCE(moved_lot.expires_on < NEW.moved_on, false) THEN RAISE EXCEPTION 'sparewell:lot_expired' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.kind = 'issue' THEN IF EXISTS (SELECT 1 FROM balance b JOIN lot older ON older.id = b.lot_id
    WHERE b.part_id = NEW.part_id AND b.store_id = source_place.store_id AND b.on_hand > 0 AND b.issueable
    AND (older.rank_on < moved_lot.rank_on OR (older.rank_on = moved_lot.rank_on AND older.id < NEW.lot_id))
    AND (older.expires_on IS NULL OR older.expires_on >= NEW.moved_on)) AND NOT EXISTS (SELECT 1 FROM fifo_exception x JOIN work_order w ON w.id = x.work_order_id
    WHERE x.id = NEW.fifo_exception_id AND x.lot_id = NEW.lot_id AND w.location_id = NEW.to_location_id) THEN RAISE EXCEPTION 'sparewell:out_of_order' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.kind = 'adjustment' THEN IF NOT EXISTS (SELECT 1 FROM count_line l JOIN stock_take_approval a ON a.stock_take_id = l.stock_take_id WHERE l.id = NEW.count_line_id AND l.part_id = NEW.part_id AND l.cause IS NOT NULL AND l.location_id IN (NEW.from_location_id, NEW.to_location_id)) THEN RAISE EXCEPTION 'sparewell:count_not_approved' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.kind = 'adjustment' THEN IF COALESCE((SELECT c.counted - c.book FROM count c WHERE c.count_line_id = NEW.count_line_id
    AND c.round = (SELECT MAX(round) FROM count WHERE count_line_id = NEW.count_line_id)), 0) * (CASE WHEN target_place.kind = 'variance' THEN -1 ELSE 1 END) < (SELECT SUM(m.quantity) FROM movement m WHERE m.count_line_id = NEW.count_line_id) THEN RAISE EXCEPTION 'sparewell:not_the_variance' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.kind = 'adjustment' AND source_place.kind = 'variance' THEN IF NOT EXISTS (SELECT 1 FROM clearance c WHERE c.lot_id = NEW.lot_id AND c.passed > 0) THEN RAISE EXCEPTION 'sparewell:not_inspected' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.kind = 'reversal' THEN IF NOT EXISTS (SELECT 1 FROM movement m WHERE m.id = NEW.reverses_id AND m.id < NEW.id AND m.kind <> 'reversal' AND m.lot_id = NEW.lot_id AND m.quantity = NEW.quantity AND m.from_location_id = NEW.to_location_id AND m.to_location_id = NEW.from_location_id) THEN RAISE EXCEPTION 'sparewell:not_the_mirror' USING ERRCODE = 'check_violation'; END IF; END IF;
IF NEW.id > 0 THEN IF source_place.kind IN ('warehouse', 'zone') OR target_place.kind IN ('warehouse', 'zone') THEN RAISE EXCEPTION 'sparewell:no_such_move' USING ERRCODE = 'check_violation'; END IF; END IF;
IF source_place.kind IN ('bin', 'defective', 'hold', 'in_transit', 'quarantine', 'staging', 'van', 'work_order') THEN IF COALESCE((SELECT on_hand FROM balance WHERE location_id = NEW.from_location_id AND lot_id = NEW.lot_id), 0) < NEW.quantity THEN RAISE EXCEPTION 'sparewell:insufficient_stock' USING ERRCODE = 'check_violation'; END IF; END IF;
IF source_place.kind IN ('bin', 'van') AND NOT (target_place.kind IN ('bin', 'van') AND source_place.store_id = target_place.store_id) THEN IF COALESCE((SELECT on_hand - reserved FROM stock WHERE part_id = NEW.part_id AND store_id = source_place.store_id), 0) < NEW.quantity THEN RAISE EXCEPTION 'sparewell:reserved_for_others' USING ERRCODE = 'check_violation'; END IF; END IF;
IF moved_lot.serial_number IS NOT NULL THEN IF NEW.quantity <> 1000 OR (source_place.kind IN ('customer', 'opening', 'scrap', 'supplier', 'variance') AND EXISTS (SELECT 1 FROM balance WHERE lot_id = NEW.lot_id AND on_hand > 0)) THEN RAISE EXCEPTION 'sparewell:serial_twice' USING ERRCODE = 'check_violation'; END IF; END IF;
UPDATE balance SET on_hand = on_hand - NEW.quantity, last_movement_id = NEW.id
        WHERE location_id = NEW.from_location_id AND lot_id = NEW.lot_id AND source_place.kind IN ('bin', 'defective', 'hold', 'in_transit', 'quarantine', 'staging', 'van', 'work_order');
INSERT INTO balance (location_id, lot_id, part_id, store_id, issueable, on_hand, last_movement_id)
        SELECT NEW.to_location_id, NEW.lot_id, NEW.part_id, target_place.store_id, target_place.kind IN ('bin', 'van'),
        NEW.quantity, NEW.id
        WHERE target_place.kind IN ('bin', 'defective', 'hold', 'in_transit', 'quarantine', 'staging', 'van', 'work_order') AND NOT EXISTS
        (SELECT 1 FROM balance WHERE location_id = NEW.to_location_id AND lot_id = NEW.lot_id);
UPDATE balance SET on_hand = on_hand + NEW.quantity, last_movement_id = NEW.id
        WHERE location_id = NEW.to_location_id AND lot_id = NEW.lot_id AND last_movement_id < NEW.id;
UPDATE stock SET on_hand = on_hand - NEW.quantity, last_movement_id = NEW.id
        WHERE part_id = NEW.part_id AND store_id = source_place.store_id AND source_place.kind IN ('bin', 'van')
        AND NOT (target_place.kind IN ('bin', 'van') AND source_place.store_id = target_place.store_id);
INSERT INTO stock (part_id, store_id, on_hand, reserved, last_movement_id)
        SELECT NEW.part_id, target_place.store_id, NEW.quantity, 0, NEW.id
        WHERE target_place.kind IN ('bin', 'van') AND NOT (source_place.kind IN ('bin', 'van') AND source_place.store_id = target_place.store_id)
        AND NOT EXISTS (SELECT 1 FROM stock WHERE part_id = NEW.part_id AND store_id = target_place.store_id);
UPDATE stock SET on_hand = on_hand + NEW.quantity, last_movement_id = NEW.id
        WHERE part_id = NEW.part_id AND store_id = target_place.store_id AND target_place.kind IN ('bin', 'van')
        AND NOT (source_place.kind IN ('bin', 'van') AND source_place.store_id = target_place.store_id) AND last_movement_id < NEW.id; RETURN NEW; END $guard$
-- next
CREATE TRIGGER movement_posted AFTER INSERT ON movement FOR EACH ROW EXECUTE FUNCTION movement_posted()
-- next
CREATE FUNCTION lot_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:lot' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER lot_no_update BEFORE UPDATE ON lot FOR EACH ROW EXECUTE FUNCTION lot_no_update()
-- next
CREATE FUNCTION lot_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:lot' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE TRIGGER lot_no_delete BEFORE DELETE ON lot FOR EACH ROW EXECUTE FUNCTION lot_no_delete()
-- next
CREATE FUNCTION lot_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:lot' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE TRIGGER lot_no_truncate BEFORE TRUNCATE ON lot FOR EACH STATEMENT EXECUTE FUNCTION lot_no_truncate()
-- next
CREATE FUNCTION posting_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:posting' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER posting_no_update BEFORE UPDATE ON posting FOR EACH ROW EXECUTE FUNCTION posting_no_update()
-- next
CREATE FUNCTION posting_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:posting' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE TRIGGER posting_no_delete BEFORE DELETE ON posting FOR EACH ROW EXECUTE FUNCTION posting_no_delete()
-- next
CREATE FUNCTION posting_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:posting' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE TRIGGER posting_no_truncate BEFORE TRUNCATE ON posting FOR EACH STATEMENT EXECUTE FUNCTION posting_no_truncate()
-- next
CREATE FUNCTION clearance_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:clearance' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER clearance_no_update BEFORE UPDATE ON clearance FOR EACH ROW EXECUTE FUNCTION clearance_no_update()
-- next
CREATE FUNCTION clearance_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:clearance' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE TRIGGER clearance_no_delete BEFORE DELETE ON clearance FOR EACH ROW EXECUTE FUNCTION clearance_no_delete()
-- next
CREATE FUNCTION clearance_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:clearance' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE TRIGGER clearance_no_truncate BEFORE TRUNCATE ON clearance FOR EACH STATEMENT EXECUTE FUNCTION clearance_no_truncate()
-- next
CREATE FUNCTION fifo_exception_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:fifo_exception' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER fifo_exception_no_update BEFORE UPDATE ON fifo_exception FOR EACH ROW EXECUTE FUNCTION fifo_exception_no_update()
-- next
CREATE FUNCTION fifo_exception_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:fifo_exception' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE TRIGGER fifo_exception_no_delete BEFORE DELETE ON fifo_exception FOR EACH ROW EXECUTE FUNCTION fifo_exception_no_delete()
-- next
CREATE FUNCTION fifo_exception_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:fifo_exception' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE TRIGGER fifo_exception_no_truncate BEFORE TRUNCATE ON fifo_exception FOR EACH STATEMENT EXECUTE FUNCTION fifo_exception_no_truncate()
-- next
CREATE FUNCTION clearance_inspected_by_id_is_another() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.inspected_by_id = NEW.brought_by_id OR NOT EXISTS (SELECT 1 FROM lot WHERE lot.id = NEW.lot_id AND lot.brought_by_id = NEW.brought_by_id)) THEN RAISE EXCEPTION 'sparewell:four_eyes' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER clearance_inspected_by_id_is_another BEFORE INSERT ON clearance FOR EACH ROW EXECUTE FUNCTION clearance_inspected_by_id_is_another()
-- next
CREATE FUNCTION clearance_within_hold() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.passed < 0 OR NEW.failed < 0 OR NEW.passed + NEW.failed > COALESCE((SELECT b.on_hand FROM balance b JOIN location h ON h.id = b.location_id AND h.kind = 'hold' WHERE b.location_id = NEW.hold_location_id AND b.lot_id = NEW.lot_id), 0)) THEN RAISE EXCEPTION 'sparewell:more_than_in_hold' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER clearance_within_hold BEFORE INSERT ON clearance FOR EACH ROW EXECUTE FUNCTION clearance_within_hold()
-- next
CREATE FUNCTION fifo_exception_signed() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.signed_by_id = NEW.asked_by_id) THEN RAISE EXCEPTION 'sparewell:four_eyes' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER fifo_exception_signed BEFORE INSERT ON fifo_exception FOR EACH ROW EXECUTE FUNCTION fifo_exception_signed()
-- next
CREATE FUNCTION lot_right() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.rank_on <> COALESCE(NEW.expires_on, NEW.received_on) OR NEW.unit_cost_cny < 0 OR NOT EXISTS (SELECT 1 FROM part WHERE id = NEW.part_id)) THEN RAISE EXCEPTION 'sparewell:lot_not_right' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER lot_right BEFORE INSERT ON lot FOR EACH ROW EXECUTE FUNCTION lot_right()
-- next
CREATE FUNCTION lot_has_serial() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.serial_number IS NULL AND EXISTS (SELECT 1 FROM part WHERE id = NEW.part_id AND serial_tracked)) THEN RAISE EXCEPTION 'sparewell:serial_missing' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER lot_has_serial BEFORE INSERT ON lot FOR EACH ROW EXECUTE FUNCTION lot_has_serial()
-- next
CREATE FUNCTION part_keeps_measure() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF ((NEW.unit_id <> OLD.unit_id OR NEW.serial_tracked <> OLD.serial_tracked) AND EXISTS (SELECT 1 FROM lot WHERE part_id = OLD.id)) THEN RAISE EXCEPTION 'sparewell:part_has_lots' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER part_keeps_measure BEFORE UPDATE OF unit_id, serial_tracked ON part FOR EACH ROW EXECUTE FUNCTION part_keeps_measure()
-- next
CREATE FUNCTION unit_keeps_step() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.step <> OLD.step AND EXISTS (SELECT 1 FROM part p JOIN lot l ON l.part_id = p.id WHERE p.unit_id = OLD.id)) THEN RAISE EXCEPTION 'sparewell:unit_in_use' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER unit_keeps_step BEFORE UPDATE OF step ON unit FOR EACH ROW EXECUTE FUNCTION unit_keeps_step()
-- next
CREATE FUNCTION work_order_stays_closed() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (OLD.state <> 'open' AND NEW.state <> OLD.state) THEN RAISE EXCEPTION 'sparewell:work_order_closed' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER work_order_stays_closed BEFORE UPDATE OF state ON work_order FOR EACH ROW EXECUTE FUNCTION work_order_stays_closed()
-- next
INSERT INTO movement_rule (kind, from_kind, to_kind) VALUES ('receipt', 'supplier', 'hold')
-- next
INSERT INTO movement_rule (kind, from_kind, to_kind) VALUES ('opening', 'opening', 'hold')
-- next
INSERT INTO movement_rule (kind, from_kind, to_kind) VALUES ('release', 'hold', 'staging')
-- next
INSERT INTO movement_rule (kind, from_kind, to_kind) VALUES ('rejection', 'hold', 'quarantine')
-- next
INSERT INTO movement_rule (kind, from_kind, to_kind) VALUES ('putaway', 'staging', 'bin')
-- next
INSERT INTO movement_rule (kind, from_kind, to_kind) VALUES ('relocation', 'bin', 'bin')
-- next
INSERT INTO movement_rule (kind, from_kind, to_kind) VALUES ('transfer_out', 'bin', 'in_transit')
-- next
INSERT INTO movement_rule (kind, from_kind, to_kind) VALUES ('transfer_out', 'van', 'in_transit')
-- next
INSERT INTO movement_rule (kind, from_kind, to_kind) VALUES ('transfer_in', 'in_transit', 'bin')
-- next
INSERT INTO movement_rule (kind, from_kind, to_kind) VALUES ('transfer_in', 'in_transit', 'van')
-- next
INSERT INTO movement_rule (kind, from_kind, to_kind) VALUES ('issue', 'bin', 'work_order')
-- next
INSERT INTO movement_rule (kind, from_kind, to_kind) VALUES ('issue', 'van', 'work_order')
-- next
INSERT INTO movement_rule (kind, from_kind, to_kind) VALUES ('return', 'work_order', 'bin')
-- next
INSERT INTO movement_rule (kind, from_kind, to_kind) VALUES ('return', 'work_order', 'van')
-- next
INSERT INTO movement_rule (kind, from_kind, to_kind) VALUES ('quarantine', 'staging', 'quarantine')
-- next
INSERT INTO movement_rule (kind, from_kind, to_kind) VALUES ('quarantine', 'bin', 'quarantine')
-- next
INSERT INTO movement_rule (kind, from_kind, to_kind) VALUES ('quarantine', 'van', 'quarantine')
-- next
INSERT INTO movement_rule (kind, from_kind, to_kind) VALUES ('supplier_return', 'quarantine', 'supplier')
-- next
INSERT INTO movement_rule (kind, from_kind, to_kind) VALUES ('scrap', 'quarantine', 'scrap')
-- next
INSERT INTO movement_rule (kind, from_kind, to_kind) VALUES ('adjustment', 'bin', 'variance')
-- next
INSERT INTO movement_rule (kind, from_kind, to_kind) VALUES ('adjustment', 'van', 'variance')
-- next
INSERT INTO movement_rule (kind, from_kind, to_kind) VALUES ('adjustment', 'variance', 'bin')
-- next
INSERT INTO movement_rule (kind, from_kind, to_kind) VALUES ('adjustment', 'variance', 'van')
-- next
CREATE FUNCTION movement_rule_fixed() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:movement_rule' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER movement_rule_fixed BEFORE INSERT ON movement_rule FOR EACH ROW EXECUTE FUNCTION movement_rule_fixed()
-- next
CREATE FUNCTION movement_rule_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:movement_rule' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER movement_rule_no_update BEFORE UPDATE ON movement_rule FOR EACH ROW EXECUTE FUNCTION movement_rule_no_update()
-- next
CREATE FUNCTION movement_rule_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:movement_rule' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE TRIGGER movement_rule_no_delete BEFORE DELETE ON movement_rule FOR EACH ROW EXECUTE FUNCTION movement_rule_no_delete()
-- next
CREATE FUNCTION movement_rule_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:movement_rule' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE TRIGGER movement_rule_no_truncate BEFORE TRUNCATE ON movement_rule FOR EACH STATEMENT EXECUTE FUNCTION movement_rule_no_truncate()
-- next
CREATE FUNCTION balance_follows() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.last_movement_id <= OLD.last_movement_id OR NOT EXISTS (SELECT 1 FROM movement m WHERE m.id = NEW.last_movement_id AND m.lot_id = NEW.lot_id AND (
    (m.from_location_id = NEW.location_id AND NEW.on_hand = OLD.on_hand - m.quantity)
    OR (m.to_location_id = NEW.location_id AND NEW.on_hand = OLD.on_hand + m.quantity)))) THEN RAISE EXCEPTION 'sparewell:kept_by_movements:balance' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER balance_follows BEFORE UPDATE ON balance FOR EACH ROW EXECUTE FUNCTION balance_follows()
-- next
CREATE FUNCTION balance_starts() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NOT EXISTS (SELECT 1 FROM movement m JOIN location l ON l.id = m.to_location_id
    WHERE m.id = NEW.last_movement_id AND m.lot_id = NEW.lot_id AND m.part_id = NEW.part_id
    AND m.to_location_id = NEW.location_id AND m.quantity = NEW.on_hand AND l.kind IN ('bin', 'defective', 'hold', 'in_transit', 'quarantine', 'staging', 'van', 'work_order')
    AND COALESCE(l.store_id, 0) = COALESCE(NEW.store_id, 0) AND NEW.issueable = (l.kind IN ('bin', 'van')))) THEN RAISE EXCEPTION 'sparewell:kept_by_movements:balance' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER balance_starts BEFORE INSERT ON balance FOR EACH ROW EXECUTE FUNCTION balance_starts()
-- next
CREATE FUNCTION balance_keeps_location_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.location_id IS DISTINCT FROM OLD.location_id OR NEW.lot_id IS DISTINCT FROM OLD.lot_id OR NEW.part_id IS DISTINCT FROM OLD.part_id OR NEW.store_id IS DISTINCT FROM OLD.store_id OR NEW.issueable IS DISTINCT FROM OLD.issueable THEN RAISE EXCEPTION 'sparewell:unchangeable:balance' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER balance_keeps_location_id BEFORE UPDATE ON balance FOR EACH ROW EXECUTE FUNCTION balance_keeps_location_id()
-- next
CREATE FUNCTION balance_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:balance' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE TRIGGER balance_no_delete BEFORE DELETE ON balance FOR EACH ROW EXECUTE FUNCTION balance_no_delete()
-- next
CREATE FUNCTION balance_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:balance' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE TRIGGER balance_no_truncate BEFORE TRUNCATE ON balance FOR EACH STATEMENT EXECUTE FUNCTION balance_no_truncate()
-- next
CREATE FUNCTION stock_follows() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NOT ((NEW.reserved = OLD.reserved AND NEW.last_movement_id > OLD.last_movement_id AND EXISTS (SELECT 1 FROM movement m JOIN location f ON f.id = m.from_location_id
    JOIN location t ON t.id = m.to_location_id WHERE m.id = NEW.last_movement_id AND m.part_id = NEW.part_id AND (
    (f.kind IN ('bin', 'van') AND f.store_id = NEW.store_id AND NEW.on_hand = OLD.on_hand - m.quantity)
    OR (t.kind IN ('bin', 'van') AND t.store_id = NEW.store_id AND NEW.on_hand = OLD.on_hand + m.quantity))
    AND NOT (f.kind IN ('bin', 'van') AND t.kind IN ('bin', 'van') AND f.store_id = t.store_id))) OR (NEW.on_hand = OLD.on_hand AND NEW.last_movement_id = OLD.last_movement_id AND NEW.reserved = COALESCE((SELECT SUM(r.quantity) FROM reservation r WHERE r.part_id = NEW.part_id
    AND r.store_id = NEW.store_id AND r.state = 'open'), 0)))) THEN RAISE EXCEPTION 'sparewell:kept_by_movements:stock' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER stock_follows BEFORE UPDATE ON stock FOR EACH ROW EXECUTE FUNCTION stock_follows()
-- next
CREATE FUNCTION stock_starts() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NOT EXISTS (SELECT 1 FROM movement m JOIN location t ON t.id = m.to_location_id
    WHERE m.id = NEW.last_movement_id AND m.part_id = NEW.part_id AND t.store_id = NEW.store_id
    AND t.kind IN ('bin', 'van') AND m.quantity = NEW.on_hand AND NEW.reserved = 0)) THEN RAISE EXCEPTION 'sparewell:kept_by_movements:stock' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER stock_starts BEFORE INSERT ON stock FOR EACH ROW EXECUTE FUNCTION stock_starts()
-- next
CREATE FUNCTION stock_keeps_part_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.part_id IS DISTINCT FROM OLD.part_id OR NEW.store_id IS DISTINCT FROM OLD.store_id THEN RAISE EXCEPTION 'sparewell:unchangeable:stock' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER stock_keeps_part_id BEFORE UPDATE ON stock FOR EACH ROW EXECUTE FUNCTION stock_keeps_part_id()
-- next
CREATE FUNCTION stock_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:stock' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE TRIGGER stock_no_delete BEFORE DELETE ON stock FOR EACH ROW EXECUTE FUNCTION stock_no_delete()
-- next
CREATE FUNCTION stock_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:stock' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE TRIGGER stock_no_truncate BEFORE TRUNCATE ON stock FOR EACH STATEMENT EXECUTE FUNCTION stock_no_truncate()
-- next
CREATE FUNCTION reservation_promises() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.state <> 'open' OR NEW.quantity <= 0 OR NEW.quantity > COALESCE((SELECT on_hand - reserved FROM stock WHERE part_id = NEW.part_id AND store_id = NEW.store_id), 0)) THEN RAISE EXCEPTION 'sparewell:insufficient_stock' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER reservation_promises BEFORE INSERT ON reservation FOR EACH ROW EXECUTE FUNCTION reservation_promises()
-- next
CREATE FUNCTION reservation_is_asked_for() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NOT EXISTS (SELECT 1 FROM part_request q WHERE q.id = NEW.part_request_id AND q.part_id = NEW.part_id AND q.store_id = NEW.store_id AND q.quantity - q.issued - q.cancelled >= NEW.quantity + COALESCE((SELECT SUM(r.quantity) FROM reservation r WHERE r.part_request_id = q.id AND r.state = 'open'), 0))) THEN RAISE EXCEPTION 'sparewell:not_asked_for' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER reservation_is_asked_for BEFORE INSERT ON reservation FOR EACH ROW EXECUTE FUNCTION reservation_is_asked_for()
-- next
CREATE FUNCTION reservation_resolved_once() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (OLD.state <> 'open' AND NEW.state <> OLD.state) THEN RAISE EXCEPTION 'sparewell:reservation_resolved' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER reservation_resolved_once BEFORE UPDATE ON reservation FOR EACH ROW EXECUTE FUNCTION reservation_resolved_once()
-- next
CREATE FUNCTION reservation_insert_counts() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF true THEN UPDATE stock SET reserved = reserved + NEW.quantity
        WHERE part_id = NEW.part_id AND store_id = NEW.store_id; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER reservation_insert_counts AFTER INSERT ON reservation FOR EACH ROW EXECUTE FUNCTION reservation_insert_counts()
-- next
CREATE FUNCTION reservation_update_counts() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF OLD.state = 'open' AND NEW.state <> 'open' THEN UPDATE stock SET reserved = reserved - NEW.quantity
        WHERE part_id = NEW.part_id AND store_id = NEW.store_id; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER reservation_update_counts AFTER UPDATE ON reservation FOR EACH ROW EXECUTE FUNCTION reservation_update_counts()
-- next
CREATE FUNCTION count_knows_the_book() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.counted < 0 OR NEW.ledger_id <> COALESCE((SELECT m.id FROM movement m WHERE m.posted_at <= NEW.counted_at ORDER BY m.id DESC LIMIT 1), 0) OR NOT EXISTS (SELECT 1 FROM count_line l WHERE l.id = NEW.count_line_id AND NEW.book = (COALESCE((SELECT SUM(b.on_hand) FROM balance b
        WHERE b.location_id = l.location_id AND b.part_id = l.part_id), 0)
    - COALESCE((SELECT SUM(CASE WHEN m.to_location_id = l.location_id THEN m.quantity ELSE -m.quantity END)
        FROM movement m WHERE m.id > NEW.ledger_id AND m.part_id = l.part_id
        AND l.location_id IN (m.from_location_id, m.to_location_id)), 0)))) THEN RAISE EXCEPTION 'sparewell:not_the_book' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER count_knows_the_book BEFORE INSERT ON count FOR EACH ROW EXECUTE FUNCTION count_knows_the_book()
-- next
CREATE FUNCTION count_in_turn() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.round <> 1 + COALESCE((SELECT MAX(round) FROM count WHERE count_line_id = NEW.count_line_id), 0)) THEN RAISE EXCEPTION 'sparewell:count_out_of_turn' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER count_in_turn BEFORE INSERT ON count FOR EACH ROW EXECUTE FUNCTION count_in_turn()
-- next
CREATE FUNCTION count_before_approval() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN PERFORM 1 FROM stock_take WHERE id = (SELECT l.stock_take_id FROM count_line l WHERE l.id = NEW.count_line_id) FOR NO KEY UPDATE;
            IF EXISTS (SELECT 1 FROM stock_take_approval a WHERE a.stock_take_id = (SELECT l.stock_take_id FROM count_line l WHERE l.id = NEW.count_line_id)) THEN RAISE EXCEPTION 'sparewell:count_approved' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER count_before_approval BEFORE INSERT ON count FOR EACH ROW EXECUTE FUNCTION count_before_approval()
-- next
CREATE FUNCTION count_line_before_approval() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN PERFORM 1 FROM stock_take WHERE id = NEW.stock_take_id FOR NO KEY UPDATE;
            IF EXISTS (SELECT 1 FROM stock_take_approval a WHERE a.stock_take_id = NEW.stock_take_id) THEN RAISE EXCEPTION 'sparewell:count_approved' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER count_line_before_approval BEFORE INSERT ON count_line FOR EACH ROW EXECUTE FUNCTION count_line_before_approval()
-- next
CREATE FUNCTION approval_only_once() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN PERFORM 1 FROM stock_take WHERE id = NEW.stock_take_id FOR NO KEY UPDATE;
            IF EXISTS (SELECT 1 FROM stock_take_approval a WHERE a.stock_take_id = NEW.stock_take_id) THEN RAISE EXCEPTION 'sparewell:count_approved' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER approval_only_once BEFORE INSERT ON stock_take_approval FOR EACH ROW EXECUTE FUNCTION approval_only_once()
-- next
CREATE FUNCTION stock_take_approved_first() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.state IN ('approved', 'posted') AND NOT EXISTS (SELECT 1 FROM stock_take_approval a WHERE a.stock_take_id = NEW.id) OR OLD.state IN ('posted', 'cancelled') AND NEW.state <> OLD.state) THEN RAISE EXCEPTION 'sparewell:count_not_approved' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER stock_take_approved_first BEFORE UPDATE OF state ON stock_take FOR EACH ROW EXECUTE FUNCTION stock_take_approved_first()
-- next
CREATE FUNCTION count_line_settled() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (EXISTS (SELECT 1 FROM stock_take_approval a WHERE a.stock_take_id = OLD.stock_take_id)) THEN RAISE EXCEPTION 'sparewell:count_approved' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER count_line_settled BEFORE UPDATE ON count_line FOR EACH ROW EXECUTE FUNCTION count_line_settled()
-- next
CREATE FUNCTION stock_take_approval_no_counter() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (EXISTS (SELECT 1 FROM count c JOIN count_line l ON l.id = c.count_line_id WHERE l.stock_take_id = NEW.stock_take_id AND NEW.approved_by_id IN (c.counted_by_id, c.entered_by_id))) THEN RAISE EXCEPTION 'sparewell:four_eyes' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER stock_take_approval_no_counter BEFORE INSERT ON stock_take_approval FOR EACH ROW EXECUTE FUNCTION stock_take_approval_no_counter()
-- next
CREATE FUNCTION unit_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:unit' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE TRIGGER unit_no_delete BEFORE DELETE ON unit FOR EACH ROW EXECUTE FUNCTION unit_no_delete()
-- next
CREATE FUNCTION unit_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:unit' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE TRIGGER unit_no_truncate BEFORE TRUNCATE ON unit FOR EACH STATEMENT EXECUTE FUNCTION unit_no_truncate()
-- next
CREATE FUNCTION unit_keeps_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.id IS DISTINCT FROM OLD.id THEN RAISE EXCEPTION 'sparewell:unchangeable:unit' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER unit_keeps_id BEFORE UPDATE ON unit FOR EACH ROW EXECUTE FUNCTION unit_keeps_id()
-- next
CREATE FUNCTION part_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:part' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE TRIGGER part_no_delete BEFORE DELETE ON part FOR EACH ROW EXECUTE FUNCTION part_no_delete()
-- next
CREATE FUNCTION part_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:part' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE TRIGGER part_no_truncate BEFORE TRUNCATE ON part FOR EACH STATEMENT EXECUTE FUNCTION part_no_truncate()
-- next
CREATE FUNCTION part_keeps_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.id IS DISTINCT FROM OLD.id THEN RAISE EXCEPTION 'sparewell:unchangeable:part' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER part_keeps_id BEFORE UPDATE ON part FOR EACH ROW EXECUTE FUNCTION part_keeps_id()
-- next
CREATE FUNCTION location_keeps_kind() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.kind IS DISTINCT FROM OLD.kind THEN RAISE EXCEPTION 'sparewell:unchangeable:location' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER location_keeps_kind BEFORE UPDATE ON location FOR EACH ROW EXECUTE FUNCTION location_keeps_kind()
-- next
CREATE FUNCTION location_keeps_store() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (OLD.store_id IS NOT NULL AND (NEW.store_id IS NULL OR NEW.store_id <> OLD.store_id)) THEN RAISE EXCEPTION 'sparewell:unchangeable:location' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER location_keeps_store BEFORE UPDATE ON location FOR EACH ROW EXECUTE FUNCTION location_keeps_store()
-- next
CREATE FUNCTION location_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:location' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE TRIGGER location_no_delete BEFORE DELETE ON location FOR EACH ROW EXECUTE FUNCTION location_no_delete()
-- next
CREATE FUNCTION location_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:location' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE TRIGGER location_no_truncate BEFORE TRUNCATE ON location FOR EACH STATEMENT EXECUTE FUNCTION location_no_truncate()
-- next
CREATE FUNCTION location_keeps_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.id IS DISTINCT FROM OLD.id THEN RAISE EXCEPTION 'sparewell:unchangeable:location' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER location_keeps_id BEFORE UPDATE ON location FOR EACH ROW EXECUTE FUNCTION location_keeps_id()
-- next
CREATE FUNCTION location_insert_store_right() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.store_id IS NOT NULL AND CASE WHEN NEW.kind IN ('warehouse', 'van') THEN NEW.store_id <> NEW.id
        WHEN NEW.kind IN ('customer', 'opening', 'scrap', 'supplier', 'variance', 'work_order') THEN true
        ELSE NOT EXISTS (SELECT 1 FROM location s WHERE s.id = NEW.store_id AND s.kind IN ('warehouse', 'van')) END) THEN RAISE EXCEPTION 'sparewell:other_store' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER location_insert_store_right BEFORE INSERT ON location FOR EACH ROW EXECUTE FUNCTION location_insert_store_right()
-- next
CREATE FUNCTION location_update_store_right() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.store_id IS NOT NULL AND CASE WHEN NEW.kind IN ('warehouse', 'van') THEN NEW.store_id <> NEW.id
        WHEN NEW.kind IN ('customer', 'opening', 'scrap', 'supplier', 'variance', 'work_order') THEN true
        ELSE NOT EXISTS (SELECT 1 FROM location s WHERE s.id = NEW.store_id AND s.kind IN ('warehouse', 'van')) END) THEN RAISE EXCEPTION 'sparewell:other_store' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER location_update_store_right BEFORE UPDATE ON location FOR EACH ROW EXECUTE FUNCTION location_update_store_right()
-- next
CREATE FUNCTION part_request_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:part_request' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE TRIGGER part_request_no_delete BEFORE DELETE ON part_request FOR EACH ROW EXECUTE FUNCTION part_request_no_delete()
-- next
CREATE FUNCTION part_request_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:part_request' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE TRIGGER part_request_no_truncate BEFORE TRUNCATE ON part_request FOR EACH STATEMENT EXECUTE FUNCTION part_request_no_truncate()
-- next
CREATE FUNCTION part_request_keeps_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.id IS DISTINCT FROM OLD.id THEN RAISE EXCEPTION 'sparewell:unchangeable:part_request' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER part_request_keeps_id BEFORE UPDATE ON part_request FOR EACH ROW EXECUTE FUNCTION part_request_keeps_id()
-- next
CREATE FUNCTION part_request_keeps_quantity() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.quantity IS DISTINCT FROM OLD.quantity OR NEW.part_id IS DISTINCT FROM OLD.part_id OR NEW.store_id IS DISTINCT FROM OLD.store_id OR NEW.asked_on IS DISTINCT FROM OLD.asked_on OR NEW.work_order_id IS DISTINCT FROM OLD.work_order_id OR NEW.asked_by_id IS DISTINCT FROM OLD.asked_by_id THEN RAISE EXCEPTION 'sparewell:unchangeable:part_request' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER part_request_keeps_quantity BEFORE UPDATE ON part_request FOR EACH ROW EXECUTE FUNCTION part_request_keeps_quantity()
-- next
CREATE FUNCTION reservation_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:reservation' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE TRIGGER reservation_no_delete BEFORE DELETE ON reservation FOR EACH ROW EXECUTE FUNCTION reservation_no_delete()
-- next
CREATE FUNCTION reservation_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:reservation' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE TRIGGER reservation_no_truncate BEFORE TRUNCATE ON reservation FOR EACH STATEMENT EXECUTE FUNCTION reservation_no_truncate()
-- next
CREATE FUNCTION reservation_keeps_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.id IS DISTINCT FROM OLD.id THEN RAISE EXCEPTION 'sparewell:unchangeable:reservation' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER reservation_keeps_id BEFORE UPDATE ON reservation FOR EACH ROW EXECUTE FUNCTION reservation_keeps_id()
-- next
CREATE FUNCTION reservation_keeps_quantity() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.quantity IS DISTINCT FROM OLD.quantity OR NEW.part_id IS DISTINCT FROM OLD.part_id OR NEW.store_id IS DISTINCT FROM OLD.store_id OR NEW.part_request_id IS DISTINCT FROM OLD.part_request_id THEN RAISE EXCEPTION 'sparewell:unchangeable:reservation' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER reservation_keeps_quantity BEFORE UPDATE ON reservation FOR EACH ROW EXECUTE FUNCTION reservation_keeps_quantity()
-- next
CREATE FUNCTION work_order_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:work_order' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE TRIGGER work_order_no_delete BEFORE DELETE ON work_order FOR EACH ROW EXECUTE FUNCTION work_order_no_delete()
-- next
CREATE FUNCTION work_order_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:work_order' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE TRIGGER work_order_no_truncate BEFORE TRUNCATE ON work_order FOR EACH STATEMENT EXECUTE FUNCTION work_order_no_truncate()
-- next
CREATE FUNCTION work_order_keeps_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.id IS DISTINCT FROM OLD.id THEN RAISE EXCEPTION 'sparewell:unchangeable:work_order' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER work_order_keeps_id BEFORE UPDATE ON work_order FOR EACH ROW EXECUTE FUNCTION work_order_keeps_id()
-- next
CREATE FUNCTION work_order_keeps_location_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.location_id IS DISTINCT FROM OLD.location_id THEN RAISE EXCEPTION 'sparewell:unchangeable:work_order' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER work_order_keeps_location_id BEFORE UPDATE ON work_order FOR EACH ROW EXECUTE FUNCTION work_order_keeps_location_id()
-- next
CREATE FUNCTION count_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:count' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER count_no_update BEFORE UPDATE ON count FOR EACH ROW EXECUTE FUNCTION count_no_update()
-- next
CREATE FUNCTION count_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:count' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE TRIGGER count_no_delete BEFORE DELETE ON count FOR EACH ROW EXECUTE FUNCTION count_no_delete()
-- next
CREATE FUNCTION count_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:count' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE TRIGGER count_no_truncate BEFORE TRUNCATE ON count FOR EACH STATEMENT EXECUTE FUNCTION count_no_truncate()
-- next
CREATE FUNCTION count_line_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:count_line' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE TRIGGER count_line_no_delete BEFORE DELETE ON count_line FOR EACH ROW EXECUTE FUNCTION count_line_no_delete()
-- next
CREATE FUNCTION count_line_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:count_line' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE TRIGGER count_line_no_truncate BEFORE TRUNCATE ON count_line FOR EACH STATEMENT EXECUTE FUNCTION count_line_no_truncate()
-- next
CREATE FUNCTION count_line_keeps_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.id IS DISTINCT FROM OLD.id THEN RAISE EXCEPTION 'sparewell:unchangeable:count_line' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER count_line_keeps_id BEFORE UPDATE ON count_line FOR EACH ROW EXECUTE FUNCTION count_line_keeps_id()
-- next
CREATE FUNCTION count_line_keeps_stock_take_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.stock_take_id IS DISTINCT FROM OLD.stock_take_id OR NEW.location_id IS DISTINCT FROM OLD.location_id OR NEW.part_id IS DISTINCT FROM OLD.part_id THEN RAISE EXCEPTION 'sparewell:unchangeable:count_line' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER count_line_keeps_stock_take_id BEFORE UPDATE ON count_line FOR EACH ROW EXECUTE FUNCTION count_line_keeps_stock_take_id()
-- next
CREATE FUNCTION stock_take_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:stock_take' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE TRIGGER stock_take_no_delete BEFORE DELETE ON stock_take FOR EACH ROW EXECUTE FUNCTION stock_take_no_delete()
-- next
CREATE FUNCTION stock_take_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:stock_take' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE TRIGGER stock_take_no_truncate BEFORE TRUNCATE ON stock_take FOR EACH STATEMENT EXECUTE FUNCTION stock_take_no_truncate()
-- next
CREATE FUNCTION stock_take_keeps_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.id IS DISTINCT FROM OLD.id THEN RAISE EXCEPTION 'sparewell:unchangeable:stock_take' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER stock_take_keeps_id BEFORE UPDATE ON stock_take FOR EACH ROW EXECUTE FUNCTION stock_take_keeps_id()
-- next
CREATE FUNCTION stock_take_keeps_created_by_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.created_by_id IS DISTINCT FROM OLD.created_by_id OR NEW.store_id IS DISTINCT FROM OLD.store_id THEN RAISE EXCEPTION 'sparewell:unchangeable:stock_take' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER stock_take_keeps_created_by_id BEFORE UPDATE ON stock_take FOR EACH ROW EXECUTE FUNCTION stock_take_keeps_created_by_id()
-- next
CREATE FUNCTION stock_take_approval_approved_by_id_is_another() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.approved_by_id = NEW.created_by_id OR NOT EXISTS (SELECT 1 FROM stock_take WHERE stock_take.id = NEW.stock_take_id AND stock_take.created_by_id = NEW.created_by_id)) THEN RAISE EXCEPTION 'sparewell:four_eyes' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER stock_take_approval_approved_by_id_is_another BEFORE INSERT ON stock_take_approval FOR EACH ROW EXECUTE FUNCTION stock_take_approval_approved_by_id_is_another()
-- next
CREATE FUNCTION stock_take_approval_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:stock_take_approval' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE TRIGGER stock_take_approval_no_delete BEFORE DELETE ON stock_take_approval FOR EACH ROW EXECUTE FUNCTION stock_take_approval_no_delete()
-- next
CREATE FUNCTION stock_take_approval_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:stock_take_approval' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE TRIGGER stock_take_approval_no_truncate BEFORE TRUNCATE ON stock_take_approval FOR EACH STATEMENT EXECUTE FUNCTION stock_take_approval_no_truncate()
-- next
CREATE FUNCTION stock_take_approval_keeps_stock_take_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.stock_take_id IS DISTINCT FROM OLD.stock_take_id OR NEW.created_by_id IS DISTINCT FROM OLD.created_by_id OR NEW.approved_by_id IS DISTINCT FROM OLD.approved_by_id THEN RAISE EXCEPTION 'sparewell:unchangeable:stock_take_approval' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER stock_take_approval_keeps_stock_take_id BEFORE UPDATE ON stock_take_approval FOR EACH ROW EXECUTE FUNCTION stock_take_approval_keeps_stock_take_id()
-- next
CREATE FUNCTION level_run_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:level_run' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE TRIGGER level_run_no_delete BEFORE DELETE ON level_run FOR EACH ROW EXECUTE FUNCTION level_run_no_delete()
-- next
CREATE FUNCTION level_run_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:level_run' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE TRIGGER level_run_no_truncate BEFORE TRUNCATE ON level_run FOR EACH STATEMENT EXECUTE FUNCTION level_run_no_truncate()
-- next
CREATE FUNCTION level_run_keeps_computed_on() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.computed_on IS DISTINCT FROM OLD.computed_on OR NEW.inputs_hash IS DISTINCT FROM OLD.inputs_hash OR NEW.settings IS DISTINCT FROM OLD.settings OR NEW.by_id IS DISTINCT FROM OLD.by_id THEN RAISE EXCEPTION 'sparewell:unchangeable:level_run' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER level_run_keeps_computed_on BEFORE UPDATE ON level_run FOR EACH ROW EXECUTE FUNCTION level_run_keeps_computed_on()
-- next
CREATE FUNCTION purchase_order_steps() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (OLD.state <> NEW.state AND NOT ((OLD.state = 'draft' AND NEW.state IN ('approved', 'cancelled')) OR (OLD.state = 'approved' AND NEW.state IN ('draft', 'sent', 'cancelled')) OR (OLD.state = 'sent' AND NEW.state IN ('draft', 'confirmed', 'partly_received', 'received', 'closed', 'cancelled')) OR (OLD.state = 'confirmed' AND NEW.state IN ('draft', 'sent', 'partly_received', 'received', 'closed', 'cancelled')) OR (OLD.state = 'partly_received' AND NEW.state IN ('sent', 'confirmed', 'received', 'closed')) OR (OLD.state = 'received' AND NEW.state IN ('sent', 'confirmed', 'partly_received', 'closed')))) THEN RAISE EXCEPTION 'sparewell:order_step' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER purchase_order_steps BEFORE UPDATE ON purchase_order FOR EACH ROW EXECUTE FUNCTION purchase_order_steps()
-- next
CREATE FUNCTION purchase_order_begins() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.state <> 'draft') THEN RAISE EXCEPTION 'sparewell:order_step' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER purchase_order_begins BEFORE INSERT ON purchase_order FOR EACH ROW EXECUTE FUNCTION purchase_order_begins()
-- next
CREATE FUNCTION purchase_order_approved_by_another() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (OLD.state = 'draft' AND NEW.state = 'approved' AND NOT EXISTS (SELECT 1 FROM order_approval a WHERE a.order_id = NEW.id AND a.version = NEW.version) AND NOT (NEW.version = 1 AND EXISTS (SELECT 1 FROM plan_approval p WHERE p.plan_id = NEW.plan_id))) THEN RAISE EXCEPTION 'sparewell:not_approved' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER purchase_order_approved_by_another BEFORE UPDATE ON purchase_order FOR EACH ROW EXECUTE FUNCTION purchase_order_approved_by_another()
-- next
CREATE FUNCTION purchase_order_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:purchase_order' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE TRIGGER purchase_order_no_delete BEFORE DELETE ON purchase_order FOR EACH ROW EXECUTE FUNCTION purchase_order_no_delete()
-- next
CREATE FUNCTION purchase_order_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:purchase_order' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE TRIGGER purchase_order_no_truncate BEFORE TRUNCATE ON purchase_order FOR EACH STATEMENT EXECUTE FUNCTION purchase_order_no_truncate()
-- next
CREATE FUNCTION purchase_order_keeps_number() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.number IS DISTINCT FROM OLD.number OR NEW.supplier_id IS DISTINCT FROM OLD.supplier_id OR NEW.store_id IS DISTINCT FROM OLD.store_id OR NEW.created_by_id IS DISTINCT FROM OLD.created_by_id OR NEW.created_at IS DISTINCT FROM OLD.created_at OR NEW.plan_id IS DISTINCT FROM OLD.plan_id THEN RAISE EXCEPTION 'sparewell:unchangeable:purchase_order' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER purchase_order_keeps_number BEFORE UPDATE ON purchase_order FOR EACH ROW EXECUTE FUNCTION purchase_order_keeps_number()
-- next
CREATE FUNCTION order_approval_approved_by_id_is_another() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.approved_by_id = NEW.created_by_id OR NOT EXISTS (SELECT 1 FROM purchase_order WHERE purchase_order.id = NEW.order_id AND purchase_order.created_by_id = NEW.created_by_id)) THEN RAISE EXCEPTION 'sparewell:four_eyes' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER order_approval_approved_by_id_is_another BEFORE INSERT ON order_approval FOR EACH ROW EXECUTE FUNCTION order_approval_approved_by_id_is_another()
-- next
CREATE FUNCTION order_approval_not_planner() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (EXISTS (SELECT 1 FROM purchase_order o JOIN purchase_plan p ON p.id = o.plan_id WHERE o.id = NEW.order_id AND p.created_by_id = NEW.approved_by_id)) THEN RAISE EXCEPTION 'sparewell:four_eyes' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER order_approval_not_planner BEFORE INSERT ON order_approval FOR EACH ROW EXECUTE FUNCTION order_approval_not_planner()
-- next
CREATE FUNCTION order_approval_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:order_approval' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER order_approval_no_update BEFORE UPDATE ON order_approval FOR EACH ROW EXECUTE FUNCTION order_approval_no_update()
-- next
CREATE FUNCTION order_approval_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:order_approval' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE TRIGGER order_approval_no_delete BEFORE DELETE ON order_approval FOR EACH ROW EXECUTE FUNCTION order_approval_no_delete()
-- next
CREATE FUNCTION order_approval_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:order_approval' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE TRIGGER order_approval_no_truncate BEFORE TRUNCATE ON order_approval FOR EACH STATEMENT EXECUTE FUNCTION order_approval_no_truncate()
-- next
CREATE FUNCTION order_version_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:order_version' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER order_version_no_update BEFORE UPDATE ON order_version FOR EACH ROW EXECUTE FUNCTION order_version_no_update()
-- next
CREATE FUNCTION order_version_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:order_version' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE TRIGGER order_version_no_delete BEFORE DELETE ON order_version FOR EACH ROW EXECUTE FUNCTION order_version_no_delete()
-- next
CREATE FUNCTION order_version_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:order_version' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE TRIGGER order_version_no_truncate BEFORE TRUNCATE ON order_version FOR EACH STATEMENT EXECUTE FUNCTION order_version_no_truncate()
-- next
CREATE FUNCTION order_note_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:order_note' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER order_note_no_update BEFORE UPDATE ON order_note FOR EACH ROW EXECUTE FUNCTION order_note_no_update()
-- next
CREATE FUNCTION order_note_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:order_note' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE TRIGGER order_note_no_delete BEFORE DELETE ON order_note FOR EACH ROW EXECUTE FUNCTION order_note_no_delete()
-- next
CREATE FUNCTION order_note_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:order_note' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE TRIGGER order_note_no_truncate BEFORE TRUNCATE ON order_note FOR EACH STATEMENT EXECUTE FUNCTION order_note_no_truncate()
-- next
CREATE FUNCTION order_line_begins() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF ((SELECT state FROM purchase_order o WHERE o.id = NEW.order_id) <> 'draft' OR NEW.received <> 0 OR NEW.cancelled <> 0) THEN RAISE EXCEPTION 'sparewell:order_not_draft' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER order_line_begins BEFORE INSERT ON order_line FOR EACH ROW EXECUTE FUNCTION order_line_begins()
-- next
CREATE FUNCTION order_line_raised_in_draft() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF ((NEW.quantity > OLD.quantity OR NEW.unit_price_cny > OLD.unit_price_cny OR NEW.over_tolerance > OLD.over_tolerance OR NEW.cancelled < OLD.cancelled) AND (SELECT state FROM purchase_order o WHERE o.id = NEW.order_id) <> 'draft') THEN RAISE EXCEPTION 'sparewell:order_not_draft' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER order_line_raised_in_draft BEFORE UPDATE ON order_line FOR EACH ROW EXECUTE FUNCTION order_line_raised_in_draft()
-- next
CREATE FUNCTION order_line_ended() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF ((SELECT state FROM purchase_order o WHERE o.id = NEW.order_id) IN ('closed', 'cancelled')) THEN RAISE EXCEPTION 'sparewell:order_ended' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER order_line_ended BEFORE UPDATE ON order_line FOR EACH ROW EXECUTE FUNCTION order_line_ended()
-- next
CREATE FUNCTION order_line_follows_deliveries() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.received <> OLD.received AND NEW.received <> COALESCE((SELECT SUM(d.quantity) FROM delivery d WHERE d.order_line_id = NEW.id AND d.state = 'live'), 0)) THEN RAISE EXCEPTION 'sparewell:kept_by_deliveries' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER order_line_follows_deliveries BEFORE UPDATE ON order_line FOR EACH ROW EXECUTE FUNCTION order_line_follows_deliveries()
-- next
CREATE FUNCTION order_line_first_promise_stays() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (OLD.first_promised_on IS NOT NULL AND (NEW.first_promised_on IS NULL OR NEW.first_promised_on <> OLD.first_promised_on)) THEN RAISE EXCEPTION 'sparewell:unchangeable:order_line' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER order_line_first_promise_stays BEFORE UPDATE ON order_line FOR EACH ROW EXECUTE FUNCTION order_line_first_promise_stays()
-- next
CREATE FUNCTION order_line_leaves_draft_only() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF ((SELECT o.state FROM purchase_order o WHERE o.id = OLD.order_id) <> 'draft' OR OLD.received <> 0) THEN RAISE EXCEPTION 'sparewell:order_not_draft' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE TRIGGER order_line_leaves_draft_only BEFORE DELETE ON order_line FOR EACH ROW EXECUTE FUNCTION order_line_leaves_draft_only()
-- next
CREATE FUNCTION order_line_keeps_order_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.order_id IS DISTINCT FROM OLD.order_id OR NEW.part_id IS DISTINCT FROM OLD.part_id OR NEW.proposal_id IS DISTINCT FROM OLD.proposal_id THEN RAISE EXCEPTION 'sparewell:unchangeable:order_line' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER order_line_keeps_order_id BEFORE UPDATE ON order_line FOR EACH ROW EXECUTE FUNCTION order_line_keeps_order_id()
-- next
CREATE FUNCTION delivery_wanted() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF ((SELECT o.state FROM purchase_order o JOIN order_line l ON l.order_id = o.id WHERE l.id = NEW.order_line_id) NOT IN ('sent', 'confirmed', 'partly_received', 'received')) THEN RAISE EXCEPTION 'sparewell:order_not_sent' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER delivery_wanted BEFORE INSERT ON delivery FOR EACH ROW EXECUTE FUNCTION delivery_wanted()
-- next
CREATE FUNCTION delivery_within_order() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.quantity > (SELECT l.quantity + l.over_tolerance - l.received - l.cancelled FROM order_line l WHERE l.id = NEW.order_line_id)) THEN RAISE EXCEPTION 'sparewell:over_receipt' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER delivery_within_order BEFORE INSERT ON delivery FOR EACH ROW EXECUTE FUNCTION delivery_within_order()
-- next
CREATE FUNCTION delivery_begins() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.state <> 'live') THEN RAISE EXCEPTION 'sparewell:delivery_step' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER delivery_begins BEFORE INSERT ON delivery FOR EACH ROW EXECUTE FUNCTION delivery_begins()
-- next
CREATE FUNCTION delivery_undone_once() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (OLD.state = 'undone' OR (NEW.state = 'undone' AND OLD.passed + OLD.failed > 0) OR NEW.passed < OLD.passed OR NEW.failed < OLD.failed) THEN RAISE EXCEPTION 'sparewell:delivery_step' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER delivery_undone_once BEFORE UPDATE ON delivery FOR EACH ROW EXECUTE FUNCTION delivery_undone_once()
-- next
CREATE FUNCTION delivery_insert_counts() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF true THEN UPDATE order_line SET received = received + NEW.quantity WHERE id = NEW.order_line_id; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER delivery_insert_counts AFTER INSERT ON delivery FOR EACH ROW EXECUTE FUNCTION delivery_insert_counts()
-- next
CREATE FUNCTION delivery_update_counts() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF OLD.state = 'live' AND NEW.state = 'undone' THEN UPDATE order_line SET received = received - NEW.quantity WHERE id = NEW.order_line_id; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER delivery_update_counts AFTER UPDATE ON delivery FOR EACH ROW EXECUTE FUNCTION delivery_update_counts()
-- next
CREATE FUNCTION delivery_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:delivery' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE TRIGGER delivery_no_delete BEFORE DELETE ON delivery FOR EACH ROW EXECUTE FUNCTION delivery_no_delete()
-- next
CREATE FUNCTION delivery_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:delivery' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE TRIGGER delivery_no_truncate BEFORE TRUNCATE ON delivery FOR EACH STATEMENT EXECUTE FUNCTION delivery_no_truncate()
-- next
CREATE FUNCTION delivery_keeps_order_line_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.order_line_id IS DISTINCT FROM OLD.order_line_id OR NEW.quantity IS DISTINCT FROM OLD.quantity OR NEW.received_on IS DISTINCT FROM OLD.received_on OR NEW.received_by_id IS DISTINCT FROM OLD.received_by_id OR NEW.due_on IS DISTINCT FROM OLD.due_on THEN RAISE EXCEPTION 'sparewell:unchangeable:delivery' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER delivery_keeps_order_line_id BEFORE UPDATE ON delivery FOR EACH ROW EXECUTE FUNCTION delivery_keeps_order_line_id()
-- next
CREATE FUNCTION purchase_plan_steps() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (OLD.state <> NEW.state AND NOT ((OLD.state = 'draft' AND NEW.state IN ('approved', 'superseded', 'cancelled')) OR (OLD.state = 'approved' AND NEW.state IN ('ordered')))) THEN RAISE EXCEPTION 'sparewell:plan_step' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER purchase_plan_steps BEFORE UPDATE ON purchase_plan FOR EACH ROW EXECUTE FUNCTION purchase_plan_steps()
-- next
CREATE FUNCTION purchase_plan_begins() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.state <> 'draft') THEN RAISE EXCEPTION 'sparewell:plan_step' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER purchase_plan_begins BEFORE INSERT ON purchase_plan FOR EACH ROW EXECUTE FUNCTION purchase_plan_begins()
-- next
CREATE FUNCTION purchase_plan_approved_by_another() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (OLD.state = 'draft' AND NEW.state = 'approved' AND NOT EXISTS (SELECT 1 FROM plan_approval a WHERE a.plan_id = NEW.id)) THEN RAISE EXCEPTION 'sparewell:not_approved' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER purchase_plan_approved_by_another BEFORE UPDATE ON purchase_plan FOR EACH ROW EXECUTE FUNCTION purchase_plan_approved_by_another()
-- next
CREATE FUNCTION purchase_plan_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:purchase_plan' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE TRIGGER purchase_plan_no_delete BEFORE DELETE ON purchase_plan FOR EACH ROW EXECUTE FUNCTION purchase_plan_no_delete()
-- next
CREATE FUNCTION purchase_plan_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:purchase_plan' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE TRIGGER purchase_plan_no_truncate BEFORE TRUNCATE ON purchase_plan FOR EACH STATEMENT EXECUTE FUNCTION purchase_plan_no_truncate()
-- next
CREATE FUNCTION purchase_plan_keeps_number() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.number IS DISTINCT FROM OLD.number OR NEW.created_by_id IS DISTINCT FROM OLD.created_by_id OR NEW.created_at IS DISTINCT FROM OLD.created_at THEN RAISE EXCEPTION 'sparewell:unchangeable:purchase_plan' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER purchase_plan_keeps_number BEFORE UPDATE ON purchase_plan FOR EACH ROW EXECUTE FUNCTION purchase_plan_keeps_number()
-- next
CREATE FUNCTION plan_approval_approved_by_id_is_another() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.approved_by_id = NEW.created_by_id OR NOT EXISTS (SELECT 1 FROM purchase_plan WHERE purchase_plan.id = NEW.plan_id AND purchase_plan.created_by_id = NEW.created_by_id)) THEN RAISE EXCEPTION 'sparewell:four_eyes' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER plan_approval_approved_by_id_is_another BEFORE INSERT ON plan_approval FOR EACH ROW EXECUTE FUNCTION plan_approval_approved_by_id_is_another()
-- next
CREATE FUNCTION plan_approval_not_changer() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (EXISTS (SELECT 1 FROM proposal p WHERE p.plan_id = NEW.plan_id AND p.changed_by_id = NEW.approved_by_id)) THEN RAISE EXCEPTION 'sparewell:four_eyes' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER plan_approval_not_changer BEFORE INSERT ON plan_approval FOR EACH ROW EXECUTE FUNCTION plan_approval_not_changer()
-- next
CREATE FUNCTION plan_approval_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:plan_approval' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER plan_approval_no_update BEFORE UPDATE ON plan_approval FOR EACH ROW EXECUTE FUNCTION plan_approval_no_update()
-- next
CREATE FUNCTION plan_approval_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:plan_approval' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE TRIGGER plan_approval_no_delete BEFORE DELETE ON plan_approval FOR EACH ROW EXECUTE FUNCTION plan_approval_no_delete()
-- next
CREATE FUNCTION plan_approval_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:plan_approval' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE TRIGGER plan_approval_no_truncate BEFORE TRUNCATE ON plan_approval FOR EACH STATEMENT EXECUTE FUNCTION plan_approval_no_truncate()
-- next
CREATE FUNCTION proposal_frozen() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (OLD.state <> 'open' OR EXISTS (SELECT 1 FROM plan_approval a WHERE a.plan_id = NEW.plan_id)) AND (NEW.plan_id IS DISTINCT FROM OLD.plan_id OR NEW.part_id IS DISTINCT FROM OLD.part_id OR NEW.store_id IS DISTINCT FROM OLD.store_id OR NEW.kind IS DISTINCT FROM OLD.kind OR NEW.computed_quantity IS DISTINCT FROM OLD.computed_quantity OR NEW.quantity IS DISTINCT FROM OLD.quantity OR NEW.supplier_id IS DISTINCT FROM OLD.supplier_id OR NEW.supplier_part_id IS DISTINCT FROM OLD.supplier_part_id OR NEW.from_store_id IS DISTINCT FROM OLD.from_store_id OR NEW.unit_price_cny IS DISTINCT FROM OLD.unit_price_cny OR NEW.included IS DISTINCT FROM OLD.included OR NEW.changed_by_id IS DISTINCT FROM OLD.changed_by_id) THEN RAISE EXCEPTION 'sparewell:plan_frozen' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER proposal_frozen BEFORE UPDATE ON proposal FOR EACH ROW EXECUTE FUNCTION proposal_frozen()
-- next
CREATE FUNCTION proposal_steps() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (OLD.state <> NEW.state AND NOT ((OLD.state = 'open' AND NEW.state = 'approved' AND NEW.included AND EXISTS (SELECT 1 FROM plan_approval a WHERE a.plan_id = NEW.plan_id)) OR (OLD.state = 'open' AND NEW.state = 'declined') OR (OLD.state = 'approved' AND NEW.state IN ('ordered', 'declined')))) THEN RAISE EXCEPTION 'sparewell:proposal_step' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER proposal_steps BEFORE UPDATE ON proposal FOR EACH ROW EXECUTE FUNCTION proposal_steps()
-- next
CREATE FUNCTION proposal_begins() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.state <> 'open' OR (SELECT p.state FROM purchase_plan p WHERE p.id = NEW.plan_id) <> 'draft' OR EXISTS (SELECT 1 FROM plan_approval a WHERE a.plan_id = NEW.plan_id)) THEN RAISE EXCEPTION 'sparewell:plan_frozen' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER proposal_begins BEFORE INSERT ON proposal FOR EACH ROW EXECUTE FUNCTION proposal_begins()
-- next
CREATE FUNCTION proposal_stays() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (OLD.state <> 'open') THEN RAISE EXCEPTION 'sparewell:append_only:proposal' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE TRIGGER proposal_stays BEFORE DELETE ON proposal FOR EACH ROW EXECUTE FUNCTION proposal_stays()
-- next
CREATE FUNCTION supplier_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:supplier' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE TRIGGER supplier_no_delete BEFORE DELETE ON supplier FOR EACH ROW EXECUTE FUNCTION supplier_no_delete()
-- next
CREATE FUNCTION supplier_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:supplier' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE TRIGGER supplier_no_truncate BEFORE TRUNCATE ON supplier FOR EACH STATEMENT EXECUTE FUNCTION supplier_no_truncate()
-- next
CREATE FUNCTION supplier_keeps_proposed_by_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.proposed_by_id IS DISTINCT FROM OLD.proposed_by_id OR NEW.created_at IS DISTINCT FROM OLD.created_at THEN RAISE EXCEPTION 'sparewell:unchangeable:supplier' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER supplier_keeps_proposed_by_id BEFORE UPDATE ON supplier FOR EACH ROW EXECUTE FUNCTION supplier_keeps_proposed_by_id()
-- next
CREATE FUNCTION supplier_score_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:supplier_score' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE TRIGGER supplier_score_no_delete BEFORE DELETE ON supplier_score FOR EACH ROW EXECUTE FUNCTION supplier_score_no_delete()
-- next
CREATE FUNCTION supplier_score_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:supplier_score' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE TRIGGER supplier_score_no_truncate BEFORE TRUNCATE ON supplier_score FOR EACH STATEMENT EXECUTE FUNCTION supplier_score_no_truncate()
-- next
CREATE FUNCTION supplier_score_keeps_supplier_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.supplier_id IS DISTINCT FROM OLD.supplier_id OR NEW.scored_on IS DISTINCT FROM OLD.scored_on THEN RAISE EXCEPTION 'sparewell:unchangeable:supplier_score' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER supplier_score_keeps_supplier_id BEFORE UPDATE ON supplier_score FOR EACH ROW EXECUTE FUNCTION supplier_score_keeps_supplier_id()
-- next
CREATE FUNCTION arrival_line_is_the_delivery() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.kind = 'ordered' AND NOT EXISTS (SELECT 1 FROM delivery d JOIN order_line ol ON ol.id = d.order_line_id
    JOIN purchase_order po ON po.id = ol.order_id JOIN arrival a ON a.id = NEW.arrival_id
    JOIN location hold ON hold.id = NEW.hold_location_id
    WHERE d.id = NEW.delivery_id AND d.order_line_id = NEW.order_line_id AND d.quantity = NEW.quantity
    AND ol.part_id = NEW.part_id AND po.supplier_id = a.supplier_id AND po.store_id = a.store_id
    AND hold.kind = 'hold' AND hold.store_id = a.store_id)) THEN RAISE EXCEPTION 'sparewell:not_the_delivery' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER arrival_line_is_the_delivery BEFORE INSERT ON arrival_line FOR EACH ROW EXECUTE FUNCTION arrival_line_is_the_delivery()
-- next
CREATE FUNCTION arrival_line_arrival_open() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NOT EXISTS (SELECT 1 FROM arrival a WHERE a.id = NEW.arrival_id AND a.state = 'open')) THEN RAISE EXCEPTION 'sparewell:arrival_not_open' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER arrival_line_arrival_open BEFORE INSERT ON arrival_line FOR EACH ROW EXECUTE FUNCTION arrival_line_arrival_open()
-- next
CREATE FUNCTION arrival_lot_is_the_lot() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NOT EXISTS (SELECT 1 FROM arrival_line l JOIN arrival a ON a.id = l.arrival_id
    JOIN lot ON lot.id = NEW.lot_id JOIN order_line ol ON ol.id = l.order_line_id
    JOIN purchase_order po ON po.id = ol.order_id
    WHERE l.id = NEW.arrival_line_id AND l.kind = 'ordered' AND a.state = 'open' AND lot.part_id = l.part_id
    AND lot.origin = 'purchase' AND lot.brought_by_id = NEW.bought_by_id AND po.created_by_id = NEW.bought_by_id) OR EXISTS (SELECT 1 FROM movement m WHERE m.lot_id = NEW.lot_id)) THEN RAISE EXCEPTION 'sparewell:not_the_lot' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER arrival_lot_is_the_lot BEFORE INSERT ON arrival_lot FOR EACH ROW EXECUTE FUNCTION arrival_lot_is_the_lot()
-- next
CREATE FUNCTION arrival_lot_within_line() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.quantity + COALESCE((SELECT SUM(o.quantity) FROM arrival_lot o WHERE o.arrival_line_id = NEW.arrival_line_id), 0) > (SELECT l.quantity FROM arrival_line l WHERE l.id = NEW.arrival_line_id)) THEN RAISE EXCEPTION 'sparewell:more_than_arrived' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER arrival_lot_within_line BEFORE INSERT ON arrival_lot FOR EACH ROW EXECUTE FUNCTION arrival_lot_within_line()
-- next
CREATE FUNCTION movement_receipt_is_backed() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.kind = 'receipt' AND (NOT EXISTS (SELECT 1 FROM arrival_lot al JOIN arrival_line l ON l.id = al.arrival_line_id
    JOIN arrival a ON a.id = l.arrival_id
    WHERE al.lot_id = NEW.lot_id AND al.quantity = NEW.quantity AND l.hold_location_id = NEW.to_location_id
    AND a.state = 'open' AND l.quantity = (SELECT SUM(o.quantity) FROM arrival_lot o WHERE o.arrival_line_id = l.id)) OR EXISTS (SELECT 1 FROM movement m WHERE m.lot_id = NEW.lot_id AND m.kind = 'receipt' AND m.id <> NEW.id))) THEN RAISE EXCEPTION 'sparewell:receipt_without_arrival' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER movement_receipt_is_backed AFTER INSERT ON movement FOR EACH ROW EXECUTE FUNCTION movement_receipt_is_backed()
-- next
CREATE FUNCTION arrival_undone_for_good() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (OLD.state = 'undone') THEN RAISE EXCEPTION 'sparewell:arrival_not_open' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER arrival_undone_for_good BEFORE UPDATE ON arrival FOR EACH ROW EXECUTE FUNCTION arrival_undone_for_good()
-- next
CREATE FUNCTION arrival_undone_untouched() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.state = 'undone' AND (NEW.undone_by_id IS NULL OR EXISTS (SELECT 1 FROM inspection i WHERE i.state = 'decided' AND i.arrival_lot_id IN (SELECT al.id FROM arrival_lot al JOIN arrival_line l ON l.id = al.arrival_line_id
    WHERE l.arrival_id = NEW.id)))) THEN RAISE EXCEPTION 'sparewell:arrival_inspected' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER arrival_undone_untouched BEFORE UPDATE ON arrival FOR EACH ROW EXECUTE FUNCTION arrival_undone_untouched()
-- next
CREATE FUNCTION arrival_closed_decided() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.state = 'closed' AND EXISTS (SELECT 1 FROM arrival_lot al JOIN arrival_line l ON l.id = al.arrival_line_id WHERE l.arrival_id = NEW.id AND al.quantity <> COALESCE((SELECT SUM(i.passed + i.failed) FROM inspection i WHERE (i.state = 'decided' AND i.arrival_lot_id = al.id)), 0))) THEN RAISE EXCEPTION 'sparewell:arrival_pending' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER arrival_closed_decided BEFORE UPDATE ON arrival FOR EACH ROW EXECUTE FUNCTION arrival_closed_decided()
-- next
CREATE FUNCTION inspection_begins_pending() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.state <> 'pending' OR NOT EXISTS (SELECT 1 FROM arrival_lot al JOIN arrival_line l ON l.id = al.arrival_line_id JOIN arrival a ON a.id = l.arrival_id WHERE al.id = NEW.arrival_lot_id AND a.state = 'open')) THEN RAISE EXCEPTION 'sparewell:arrival_not_open' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER inspection_begins_pending BEFORE INSERT ON inspection FOR EACH ROW EXECUTE FUNCTION inspection_begins_pending()
-- next
CREATE FUNCTION inspection_not_by_the_buyer() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.begun_by_id = NEW.bought_by_id OR NOT EXISTS (SELECT 1 FROM arrival_lot al WHERE al.id = NEW.arrival_lot_id AND al.bought_by_id = NEW.bought_by_id)) THEN RAISE EXCEPTION 'sparewell:four_eyes' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER inspection_not_by_the_buyer BEFORE INSERT ON inspection FOR EACH ROW EXECUTE FUNCTION inspection_not_by_the_buyer()
-- next
CREATE FUNCTION inspection_not_decided_by_the_buyer() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.decided_by_id = NEW.bought_by_id) THEN RAISE EXCEPTION 'sparewell:four_eyes' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER inspection_not_decided_by_the_buyer BEFORE UPDATE ON inspection FOR EACH ROW EXECUTE FUNCTION inspection_not_decided_by_the_buyer()
-- next
CREATE FUNCTION inspection_decided_once() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (OLD.state = 'dropped' OR (OLD.state = 'decided' AND (NEW.state <> 'decided' OR NEW.passed <> OLD.passed OR NEW.failed <> OLD.failed OR NEW.decided_by_id <> OLD.decided_by_id OR NEW.reason <> OLD.reason OR COALESCE(NEW.severity, '') <> COALESCE(OLD.severity, '')))) THEN RAISE EXCEPTION 'sparewell:inspection_decided' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER inspection_decided_once BEFORE UPDATE ON inspection FOR EACH ROW EXECUTE FUNCTION inspection_decided_once()
-- next
CREATE FUNCTION inspection_within_lot() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.state = 'decided' AND OLD.state = 'pending' AND NEW.passed + NEW.failed + COALESCE((SELECT SUM(i.passed + i.failed) FROM inspection i WHERE (i.state = 'decided' AND i.arrival_lot_id = NEW.arrival_lot_id)), 0) > (SELECT al.quantity FROM arrival_lot al WHERE al.id = NEW.arrival_lot_id)) THEN RAISE EXCEPTION 'sparewell:verdict_exceeds_pending' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER inspection_within_lot BEFORE UPDATE ON inspection FOR EACH ROW EXECUTE FUNCTION inspection_within_lot()
-- next
CREATE FUNCTION inspection_result_fits_insert() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NOT EXISTS (SELECT 1 FROM inspection i JOIN characteristic c ON c.standard_id = i.standard_id
    WHERE i.id = NEW.inspection_id AND c.id = NEW.characteristic_id
    AND (c.kind = 'measured') = (NEW.measured IS NOT NULL))) THEN RAISE EXCEPTION 'sparewell:not_of_the_standard' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER inspection_result_fits_insert BEFORE INSERT ON inspection_result FOR EACH ROW EXECUTE FUNCTION inspection_result_fits_insert()
-- next
CREATE FUNCTION inspection_result_judged_insert() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.measured IS NOT NULL AND NEW.conforms = EXISTS (SELECT 1 FROM characteristic c WHERE c.id = NEW.characteristic_id
    AND (c.lower_limit > NEW.measured OR c.upper_limit < NEW.measured))) THEN RAISE EXCEPTION 'sparewell:judged_wrong' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER inspection_result_judged_insert BEFORE INSERT ON inspection_result FOR EACH ROW EXECUTE FUNCTION inspection_result_judged_insert()
-- next
CREATE FUNCTION inspection_result_pending_insert() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NOT EXISTS (SELECT 1 FROM inspection i WHERE i.id = NEW.inspection_id AND i.state = 'pending')) THEN RAISE EXCEPTION 'sparewell:inspection_decided' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER inspection_result_pending_insert BEFORE INSERT ON inspection_result FOR EACH ROW EXECUTE FUNCTION inspection_result_pending_insert()
-- next
CREATE FUNCTION inspection_result_fits_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NOT EXISTS (SELECT 1 FROM inspection i JOIN characteristic c ON c.standard_id = i.standard_id
    WHERE i.id = NEW.inspection_id AND c.id = NEW.characteristic_id
    AND (c.kind = 'measured') = (NEW.measured IS NOT NULL))) THEN RAISE EXCEPTION 'sparewell:not_of_the_standard' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER inspection_result_fits_update BEFORE UPDATE ON inspection_result FOR EACH ROW EXECUTE FUNCTION inspection_result_fits_update()
-- next
CREATE FUNCTION inspection_result_judged_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.measured IS NOT NULL AND NEW.conforms = EXISTS (SELECT 1 FROM characteristic c WHERE c.id = NEW.characteristic_id
    AND (c.lower_limit > NEW.measured OR c.upper_limit < NEW.measured))) THEN RAISE EXCEPTION 'sparewell:judged_wrong' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER inspection_result_judged_update BEFORE UPDATE ON inspection_result FOR EACH ROW EXECUTE FUNCTION inspection_result_judged_update()
-- next
CREATE FUNCTION inspection_result_pending_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NOT EXISTS (SELECT 1 FROM inspection i WHERE i.id = NEW.inspection_id AND i.state = 'pending')) THEN RAISE EXCEPTION 'sparewell:inspection_decided' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER inspection_result_pending_update BEFORE UPDATE ON inspection_result FOR EACH ROW EXECUTE FUNCTION inspection_result_pending_update()
-- next
CREATE FUNCTION movement_release_is_inspected() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.kind = 'release' AND EXISTS (SELECT 1 FROM arrival_lot al WHERE al.lot_id = NEW.lot_id) AND (SELECT SUM(m.quantity) FROM movement m WHERE m.lot_id = NEW.lot_id AND m.kind = 'release'
    AND NOT EXISTS (SELECT 1 FROM movement r WHERE r.reverses_id = m.id)) > COALESCE((SELECT SUM(i.passed) FROM inspection i JOIN arrival_lot al ON al.id = i.arrival_lot_id
    WHERE al.lot_id = NEW.lot_id AND i.state = 'decided'), 0)) THEN RAISE EXCEPTION 'sparewell:uninspected_release' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER movement_release_is_inspected AFTER INSERT ON movement FOR EACH ROW EXECUTE FUNCTION movement_release_is_inspected()
-- next
CREATE FUNCTION movement_rejection_is_inspected() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.kind = 'rejection' AND EXISTS (SELECT 1 FROM arrival_lot al WHERE al.lot_id = NEW.lot_id) AND (SELECT SUM(m.quantity) FROM movement m WHERE m.lot_id = NEW.lot_id AND m.kind = 'rejection'
    AND NOT EXISTS (SELECT 1 FROM movement r WHERE r.reverses_id = m.id)) > COALESCE((SELECT SUM(i.failed) FROM inspection i JOIN arrival_lot al ON al.id = i.arrival_lot_id
    WHERE al.lot_id = NEW.lot_id AND i.state = 'decided'), 0)) THEN RAISE EXCEPTION 'sparewell:uninspected_release' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER movement_rejection_is_inspected AFTER INSERT ON movement FOR EACH ROW EXECUTE FUNCTION movement_rejection_is_inspected()
-- next
CREATE FUNCTION movement_reversal_keeps_verdicts() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.kind = 'reversal' AND EXISTS (SELECT 1 FROM arrival_lot al WHERE al.lot_id = NEW.lot_id) AND EXISTS (SELECT 1 FROM movement m WHERE m.id = NEW.reverses_id AND (m.kind IN ('release', 'rejection') OR (m.kind = 'receipt' AND NOT EXISTS (SELECT 1 FROM arrival_lot al JOIN arrival_line l ON l.id = al.arrival_line_id JOIN arrival a ON a.id = l.arrival_id WHERE al.lot_id = NEW.lot_id AND a.state = 'undone')) OR (m.kind IN ('supplier_return', 'scrap') AND EXISTS (SELECT 1 FROM posting p JOIN supplier_return r ON r.number = p.reference WHERE p.id = m.posting_id))))) THEN RAISE EXCEPTION 'sparewell:undo_where_it_was_done' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER movement_reversal_keeps_verdicts AFTER INSERT ON movement FOR EACH ROW EXECUTE FUNCTION movement_reversal_keeps_verdicts()
-- next
CREATE FUNCTION movement_gain_is_sound() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.kind = 'adjustment' AND EXISTS (SELECT 1 FROM location f WHERE f.id = NEW.from_location_id AND f.kind = 'variance') AND EXISTS (SELECT 1 FROM balance b JOIN location l ON l.id = b.location_id WHERE b.lot_id = NEW.lot_id AND b.on_hand > 0 AND l.kind IN ('hold', 'quarantine'))) THEN RAISE EXCEPTION 'sparewell:not_inspected' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER movement_gain_is_sound AFTER INSERT ON movement FOR EACH ROW EXECUTE FUNCTION movement_gain_is_sound()
-- next
CREATE FUNCTION supplier_return_settled_sum() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.settled <> COALESCE((SELECT SUM(s.quantity) FROM settlement s WHERE s.supplier_return_id = NEW.id), 0)) THEN RAISE EXCEPTION 'sparewell:not_the_settlements' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER supplier_return_settled_sum BEFORE UPDATE ON supplier_return FOR EACH ROW EXECUTE FUNCTION supplier_return_settled_sum()
-- next
CREATE FUNCTION supplier_return_begins_open() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.state <> 'open' OR NEW.sent + NEW.scrapped + NEW.settled <> 0) THEN RAISE EXCEPTION 'sparewell:not_the_settlements' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER supplier_return_begins_open BEFORE INSERT ON supplier_return FOR EACH ROW EXECUTE FUNCTION supplier_return_begins_open()
-- next
CREATE FUNCTION supplier_return_ended() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (OLD.state IN ('settled', 'cancelled')) THEN RAISE EXCEPTION 'sparewell:return_ended' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER supplier_return_ended BEFORE UPDATE ON supplier_return FOR EACH ROW EXECUTE FUNCTION supplier_return_ended()
-- next
CREATE FUNCTION settlement_waived_by_another() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.kind = 'waived' AND NEW.settled_by_id = NEW.opened_by_id) THEN RAISE EXCEPTION 'sparewell:four_eyes' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER settlement_waived_by_another BEFORE INSERT ON settlement FOR EACH ROW EXECUTE FUNCTION settlement_waived_by_another()
-- next
CREATE FUNCTION settlement_of_open_return() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NOT EXISTS (SELECT 1 FROM supplier_return r WHERE r.id = NEW.supplier_return_id AND r.opened_by_id = NEW.opened_by_id AND r.state IN ('open', 'returned') AND r.settled + NEW.quantity <= r.quantity)) THEN RAISE EXCEPTION 'sparewell:settled_too_much' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER settlement_of_open_return BEFORE INSERT ON settlement FOR EACH ROW EXECUTE FUNCTION settlement_of_open_return()
-- next
CREATE FUNCTION supplier_return_sent_moved() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.lot_id IS NOT NULL AND NEW.sent <> COALESCE((SELECT SUM(m.quantity) FROM movement m JOIN posting p ON p.id = m.posting_id WHERE p.reference = NEW.number AND m.lot_id = NEW.lot_id AND m.kind = 'supplier_return'), 0)) THEN RAISE EXCEPTION 'sparewell:not_the_movements' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER supplier_return_sent_moved BEFORE UPDATE ON supplier_return FOR EACH ROW EXECUTE FUNCTION supplier_return_sent_moved()
-- next
CREATE FUNCTION supplier_return_scrapped_moved() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.lot_id IS NOT NULL AND NEW.scrapped <> COALESCE((SELECT SUM(m.quantity) FROM movement m JOIN posting p ON p.id = m.posting_id WHERE p.reference = NEW.number AND m.lot_id = NEW.lot_id AND m.kind = 'scrap'), 0)) THEN RAISE EXCEPTION 'sparewell:not_the_movements' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER supplier_return_scrapped_moved BEFORE UPDATE ON supplier_return FOR EACH ROW EXECUTE FUNCTION supplier_return_scrapped_moved()
-- next
CREATE FUNCTION movement_takes_nothing_claimed() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.kind IN ('supplier_return', 'scrap', 'reversal') AND EXISTS (SELECT 1 FROM location q WHERE q.id = NEW.from_location_id AND q.kind = 'quarantine') AND NOT EXISTS (SELECT 1 FROM posting p JOIN supplier_return r ON r.number = p.reference
    WHERE p.id = NEW.posting_id AND r.lot_id = NEW.lot_id AND NEW.kind <> 'reversal') AND COALESCE((SELECT SUM(CASE WHEN m.to_location_id = NEW.from_location_id THEN m.quantity
    ELSE -m.quantity END) FROM movement m
    WHERE m.lot_id = NEW.lot_id AND NEW.from_location_id IN (m.from_location_id, m.to_location_id)), 0) < COALESCE((SELECT SUM(r.quantity - r.sent - r.scrapped) FROM supplier_return r WHERE r.lot_id = NEW.lot_id
    AND r.quarantine_location_id = NEW.from_location_id AND r.state <> 'cancelled'), 0)) THEN RAISE EXCEPTION 'sparewell:on_a_claim' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER movement_takes_nothing_claimed AFTER INSERT ON movement FOR EACH ROW EXECUTE FUNCTION movement_takes_nothing_claimed()
-- next
CREATE FUNCTION arrival_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:arrival' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE TRIGGER arrival_no_delete BEFORE DELETE ON arrival FOR EACH ROW EXECUTE FUNCTION arrival_no_delete()
-- next
CREATE FUNCTION arrival_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:arrival' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE TRIGGER arrival_no_truncate BEFORE TRUNCATE ON arrival FOR EACH STATEMENT EXECUTE FUNCTION arrival_no_truncate()
-- next
CREATE FUNCTION arrival_keeps_number() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.number IS DISTINCT FROM OLD.number OR NEW.store_id IS DISTINCT FROM OLD.store_id OR NEW.supplier_id IS DISTINCT FROM OLD.supplier_id OR NEW.arrived_on IS DISTINCT FROM OLD.arrived_on OR NEW.registered_by_id IS DISTINCT FROM OLD.registered_by_id OR NEW.registered_at IS DISTINCT FROM OLD.registered_at THEN RAISE EXCEPTION 'sparewell:unchangeable:arrival' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER arrival_keeps_number BEFORE UPDATE ON arrival FOR EACH ROW EXECUTE FUNCTION arrival_keeps_number()
-- next
CREATE FUNCTION arrival_line_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:arrival_line' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER arrival_line_no_update BEFORE UPDATE ON arrival_line FOR EACH ROW EXECUTE FUNCTION arrival_line_no_update()
-- next
CREATE FUNCTION arrival_line_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:arrival_line' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE TRIGGER arrival_line_no_delete BEFORE DELETE ON arrival_line FOR EACH ROW EXECUTE FUNCTION arrival_line_no_delete()
-- next
CREATE FUNCTION arrival_line_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:arrival_line' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE TRIGGER arrival_line_no_truncate BEFORE TRUNCATE ON arrival_line FOR EACH STATEMENT EXECUTE FUNCTION arrival_line_no_truncate()
-- next
CREATE FUNCTION arrival_lot_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:arrival_lot' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER arrival_lot_no_update BEFORE UPDATE ON arrival_lot FOR EACH ROW EXECUTE FUNCTION arrival_lot_no_update()
-- next
CREATE FUNCTION arrival_lot_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:arrival_lot' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE TRIGGER arrival_lot_no_delete BEFORE DELETE ON arrival_lot FOR EACH ROW EXECUTE FUNCTION arrival_lot_no_delete()
-- next
CREATE FUNCTION arrival_lot_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:arrival_lot' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE TRIGGER arrival_lot_no_truncate BEFORE TRUNCATE ON arrival_lot FOR EACH STATEMENT EXECUTE FUNCTION arrival_lot_no_truncate()
-- next
CREATE FUNCTION standard_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:standard' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER standard_no_update BEFORE UPDATE ON standard FOR EACH ROW EXECUTE FUNCTION standard_no_update()
-- next
CREATE FUNCTION standard_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:standard' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE TRIGGER standard_no_delete BEFORE DELETE ON standard FOR EACH ROW EXECUTE FUNCTION standard_no_delete()
-- next
CREATE FUNCTION standard_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:standard' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE TRIGGER standard_no_truncate BEFORE TRUNCATE ON standard FOR EACH STATEMENT EXECUTE FUNCTION standard_no_truncate()
-- next
CREATE FUNCTION characteristic_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:characteristic' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER characteristic_no_update BEFORE UPDATE ON characteristic FOR EACH ROW EXECUTE FUNCTION characteristic_no_update()
-- next
CREATE FUNCTION characteristic_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:characteristic' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE TRIGGER characteristic_no_delete BEFORE DELETE ON characteristic FOR EACH ROW EXECUTE FUNCTION characteristic_no_delete()
-- next
CREATE FUNCTION characteristic_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:characteristic' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE TRIGGER characteristic_no_truncate BEFORE TRUNCATE ON characteristic FOR EACH STATEMENT EXECUTE FUNCTION characteristic_no_truncate()
-- next
CREATE FUNCTION characteristic_before_use() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (EXISTS (SELECT 1 FROM inspection i WHERE i.standard_id = NEW.standard_id)) THEN RAISE EXCEPTION 'sparewell:standard_in_use' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER characteristic_before_use BEFORE INSERT ON characteristic FOR EACH ROW EXECUTE FUNCTION characteristic_before_use()
-- next
CREATE FUNCTION inspection_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:inspection' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE TRIGGER inspection_no_delete BEFORE DELETE ON inspection FOR EACH ROW EXECUTE FUNCTION inspection_no_delete()
-- next
CREATE FUNCTION inspection_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:inspection' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE TRIGGER inspection_no_truncate BEFORE TRUNCATE ON inspection FOR EACH STATEMENT EXECUTE FUNCTION inspection_no_truncate()
-- next
CREATE FUNCTION inspection_keeps_number() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.number IS DISTINCT FROM OLD.number OR NEW.arrival_lot_id IS DISTINCT FROM OLD.arrival_lot_id OR NEW.bought_by_id IS DISTINCT FROM OLD.bought_by_id OR NEW.begun_by_id IS DISTINCT FROM OLD.begun_by_id OR NEW.begun_at IS DISTINCT FROM OLD.begun_at OR NEW.standard_id IS DISTINCT FROM OLD.standard_id THEN RAISE EXCEPTION 'sparewell:unchangeable:inspection' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER inspection_keeps_number BEFORE UPDATE ON inspection FOR EACH ROW EXECUTE FUNCTION inspection_keeps_number()
-- next
CREATE FUNCTION inspection_result_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:inspection_result' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE TRIGGER inspection_result_no_delete BEFORE DELETE ON inspection_result FOR EACH ROW EXECUTE FUNCTION inspection_result_no_delete()
-- next
CREATE FUNCTION inspection_result_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:inspection_result' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE TRIGGER inspection_result_no_truncate BEFORE TRUNCATE ON inspection_result FOR EACH STATEMENT EXECUTE FUNCTION inspection_result_no_truncate()
-- next
CREATE FUNCTION inspection_result_keeps_inspection_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.inspection_id IS DISTINCT FROM OLD.inspection_id OR NEW.characteristic_id IS DISTINCT FROM OLD.characteristic_id OR NEW.sample IS DISTINCT FROM OLD.sample THEN RAISE EXCEPTION 'sparewell:unchangeable:inspection_result' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER inspection_result_keeps_inspection_id BEFORE UPDATE ON inspection_result FOR EACH ROW EXECUTE FUNCTION inspection_result_keeps_inspection_id()
-- next
CREATE FUNCTION supplier_return_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:supplier_return' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE TRIGGER supplier_return_no_delete BEFORE DELETE ON supplier_return FOR EACH ROW EXECUTE FUNCTION supplier_return_no_delete()
-- next
CREATE FUNCTION supplier_return_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:supplier_return' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE TRIGGER supplier_return_no_truncate BEFORE TRUNCATE ON supplier_return FOR EACH STATEMENT EXECUTE FUNCTION supplier_return_no_truncate()
-- next
CREATE FUNCTION supplier_return_keeps_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.id IS DISTINCT FROM OLD.id THEN RAISE EXCEPTION 'sparewell:unchangeable:supplier_return' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER supplier_return_keeps_id BEFORE UPDATE ON supplier_return FOR EACH ROW EXECUTE FUNCTION supplier_return_keeps_id()
-- next
CREATE FUNCTION supplier_return_keeps_number() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.number IS DISTINCT FROM OLD.number OR NEW.supplier_id IS DISTINCT FROM OLD.supplier_id OR NEW.arrival_line_id IS DISTINCT FROM OLD.arrival_line_id OR NEW.part_id IS DISTINCT FROM OLD.part_id OR NEW.quantity IS DISTINCT FROM OLD.quantity OR NEW.reason IS DISTINCT FROM OLD.reason OR NEW.lot_id IS DISTINCT FROM OLD.lot_id OR NEW.inspection_id IS DISTINCT FROM OLD.inspection_id OR NEW.opened_by_id IS DISTINCT FROM OLD.opened_by_id THEN RAISE EXCEPTION 'sparewell:unchangeable:supplier_return' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER supplier_return_keeps_number BEFORE UPDATE ON supplier_return FOR EACH ROW EXECUTE FUNCTION supplier_return_keeps_number()
-- next
CREATE FUNCTION settlement_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:settlement' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER settlement_no_update BEFORE UPDATE ON settlement FOR EACH ROW EXECUTE FUNCTION settlement_no_update()
-- next
CREATE FUNCTION settlement_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:settlement' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE TRIGGER settlement_no_delete BEFORE DELETE ON settlement FOR EACH ROW EXECUTE FUNCTION settlement_no_delete()
-- next
CREATE FUNCTION settlement_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:settlement' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE TRIGGER settlement_no_truncate BEFORE TRUNCATE ON settlement FOR EACH STATEMENT EXECUTE FUNCTION settlement_no_truncate()
-- next
CREATE FUNCTION callback_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:callback' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE TRIGGER callback_no_delete BEFORE DELETE ON callback FOR EACH ROW EXECUTE FUNCTION callback_no_delete()
-- next
CREATE FUNCTION callback_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:callback' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE TRIGGER callback_no_truncate BEFORE TRUNCATE ON callback FOR EACH STATEMENT EXECUTE FUNCTION callback_no_truncate()
-- next
CREATE FUNCTION callback_keeps_ticket_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.ticket_id IS DISTINCT FROM OLD.ticket_id OR NEW.engineer_id IS DISTINCT FROM OLD.engineer_id OR NEW.low_below IS DISTINCT FROM OLD.low_below THEN RAISE EXCEPTION 'sparewell:unchangeable:callback' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER callback_keeps_ticket_id BEFORE UPDATE ON callback FOR EACH ROW EXECUTE FUNCTION callback_keeps_ticket_id()
-- next
CREATE FUNCTION callback_knows_engineer() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NOT EXISTS (SELECT 1 FROM repair_report r WHERE r.ticket_id = NEW.ticket_id AND r.engineer_id = NEW.engineer_id AND r.completed_at IS NOT NULL)) THEN RAISE EXCEPTION 'sparewell:four_eyes' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER callback_knows_engineer BEFORE INSERT ON callback FOR EACH ROW EXECUTE FUNCTION callback_knows_engineer()
-- next
CREATE FUNCTION callback_said_once() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (OLD.done_at IS NOT NULL) THEN RAISE EXCEPTION 'sparewell:append_only:callback' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER callback_said_once BEFORE UPDATE ON callback FOR EACH ROW EXECUTE FUNCTION callback_said_once()
-- next
CREATE FUNCTION follow_up_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:follow_up' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE TRIGGER follow_up_no_delete BEFORE DELETE ON follow_up FOR EACH ROW EXECUTE FUNCTION follow_up_no_delete()
-- next
CREATE FUNCTION follow_up_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:follow_up' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE TRIGGER follow_up_no_truncate BEFORE TRUNCATE ON follow_up FOR EACH STATEMENT EXECUTE FUNCTION follow_up_no_truncate()
-- next
CREATE FUNCTION follow_up_keeps_ticket_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.ticket_id IS DISTINCT FROM OLD.ticket_id OR NEW.opened_at IS DISTINCT FROM OLD.opened_at OR NEW.callback_id IS DISTINCT FROM OLD.callback_id THEN RAISE EXCEPTION 'sparewell:unchangeable:follow_up' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER follow_up_keeps_ticket_id BEFORE UPDATE ON follow_up FOR EACH ROW EXECUTE FUNCTION follow_up_keeps_ticket_id()
-- next
CREATE FUNCTION ticket_answer_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:ticket_answer' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER ticket_answer_no_update BEFORE UPDATE ON ticket_answer FOR EACH ROW EXECUTE FUNCTION ticket_answer_no_update()
-- next
CREATE FUNCTION ticket_answer_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:ticket_answer' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE TRIGGER ticket_answer_no_delete BEFORE DELETE ON ticket_answer FOR EACH ROW EXECUTE FUNCTION ticket_answer_no_delete()
-- next
CREATE FUNCTION ticket_answer_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:ticket_answer' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE TRIGGER ticket_answer_no_truncate BEFORE TRUNCATE ON ticket_answer FOR EACH STATEMENT EXECUTE FUNCTION ticket_answer_no_truncate()
-- next
CREATE FUNCTION dispatch_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:dispatch' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE TRIGGER dispatch_no_delete BEFORE DELETE ON dispatch FOR EACH ROW EXECUTE FUNCTION dispatch_no_delete()
-- next
CREATE FUNCTION dispatch_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:dispatch' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE TRIGGER dispatch_no_truncate BEFORE TRUNCATE ON dispatch FOR EACH STATEMENT EXECUTE FUNCTION dispatch_no_truncate()
-- next
CREATE FUNCTION dispatch_keeps_ticket_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.ticket_id IS DISTINCT FROM OLD.ticket_id OR NEW.engineer_id IS DISTINCT FROM OLD.engineer_id OR NEW.dispatched_by_id IS DISTINCT FROM OLD.dispatched_by_id OR NEW.dispatched_at IS DISTINCT FROM OLD.dispatched_at THEN RAISE EXCEPTION 'sparewell:unchangeable:dispatch' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER dispatch_keeps_ticket_id BEFORE UPDATE ON dispatch FOR EACH ROW EXECUTE FUNCTION dispatch_keeps_ticket_id()
-- next
CREATE FUNCTION repair_report_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:repair_report' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE TRIGGER repair_report_no_delete BEFORE DELETE ON repair_report FOR EACH ROW EXECUTE FUNCTION repair_report_no_delete()
-- next
CREATE FUNCTION repair_report_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:repair_report' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE TRIGGER repair_report_no_truncate BEFORE TRUNCATE ON repair_report FOR EACH STATEMENT EXECUTE FUNCTION repair_report_no_truncate()
-- next
CREATE FUNCTION repair_report_keeps_ticket_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.ticket_id IS DISTINCT FROM OLD.ticket_id THEN RAISE EXCEPTION 'sparewell:unchangeable:repair_report' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER repair_report_keeps_ticket_id BEFORE UPDATE ON repair_report FOR EACH ROW EXECUTE FUNCTION repair_report_keeps_ticket_id()
-- next
CREATE FUNCTION repair_report_fixed() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (OLD.completed_at IS NOT NULL) THEN RAISE EXCEPTION 'sparewell:append_only:repair_report' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER repair_report_fixed BEFORE UPDATE ON repair_report FOR EACH ROW EXECUTE FUNCTION repair_report_fixed()
-- next
CREATE FUNCTION report_part_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:report_part' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER report_part_no_update BEFORE UPDATE ON report_part FOR EACH ROW EXECUTE FUNCTION report_part_no_update()
-- next
CREATE FUNCTION report_part_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:report_part' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE TRIGGER report_part_no_delete BEFORE DELETE ON report_part FOR EACH ROW EXECUTE FUNCTION report_part_no_delete()
-- next
CREATE FUNCTION report_part_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:report_part' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE TRIGGER report_part_no_truncate BEFORE TRUNCATE ON report_part FOR EACH STATEMENT EXECUTE FUNCTION report_part_no_truncate()
-- next
CREATE FUNCTION report_part_before_completion() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (EXISTS (SELECT 1 FROM repair_report r WHERE r.id = NEW.report_id AND r.completed_at IS NOT NULL)) THEN RAISE EXCEPTION 'sparewell:append_only:report_part' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER report_part_before_completion BEFORE INSERT ON report_part FOR EACH ROW EXECUTE FUNCTION report_part_before_completion()
-- next
CREATE FUNCTION ticket_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:ticket' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE TRIGGER ticket_no_delete BEFORE DELETE ON ticket FOR EACH ROW EXECUTE FUNCTION ticket_no_delete()
-- next
CREATE FUNCTION ticket_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:ticket' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE TRIGGER ticket_no_truncate BEFORE TRUNCATE ON ticket FOR EACH STATEMENT EXECUTE FUNCTION ticket_no_truncate()
-- next
CREATE FUNCTION ticket_keeps_number() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.number IS DISTINCT FROM OLD.number OR NEW.opened_at IS DISTINCT FROM OLD.opened_at OR NEW.owner_id IS DISTINCT FROM OLD.owner_id OR NEW.customer_id IS DISTINCT FROM OLD.customer_id THEN RAISE EXCEPTION 'sparewell:unchangeable:ticket' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER ticket_keeps_number BEFORE UPDATE ON ticket FOR EACH ROW EXECUTE FUNCTION ticket_keeps_number()
-- next
CREATE FUNCTION ticket_event_no_update() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:ticket_event' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER ticket_event_no_update BEFORE UPDATE ON ticket_event FOR EACH ROW EXECUTE FUNCTION ticket_event_no_update()
-- next
CREATE FUNCTION ticket_event_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:ticket_event' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE TRIGGER ticket_event_no_delete BEFORE DELETE ON ticket_event FOR EACH ROW EXECUTE FUNCTION ticket_event_no_delete()
-- next
CREATE FUNCTION ticket_event_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:ticket_event' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE TRIGGER ticket_event_no_truncate BEFORE TRUNCATE ON ticket_event FOR EACH STATEMENT EXECUTE FUNCTION ticket_event_no_truncate()
-- next
CREATE FUNCTION sla_clock_no_delete() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (true) THEN RAISE EXCEPTION 'sparewell:append_only:sla_clock' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE TRIGGER sla_clock_no_delete BEFORE DELETE ON sla_clock FOR EACH ROW EXECUTE FUNCTION sla_clock_no_delete()
-- next
CREATE FUNCTION sla_clock_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION 'sparewell:append_only:sla_clock' USING ERRCODE = 'check_violation'; END $guard$
-- next
CREATE TRIGGER sla_clock_no_truncate BEFORE TRUNCATE ON sla_clock FOR EACH STATEMENT EXECUTE FUNCTION sla_clock_no_truncate()
-- next
CREATE FUNCTION sla_clock_keeps_ticket_id() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.ticket_id IS DISTINCT FROM OLD.ticket_id OR NEW.kind IS DISTINCT FROM OLD.kind THEN RAISE EXCEPTION 'sparewell:unchangeable:sla_clock' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER sla_clock_keeps_ticket_id BEFORE UPDATE ON sla_clock FOR EACH ROW EXECUTE FUNCTION sla_clock_keeps_ticket_id()
