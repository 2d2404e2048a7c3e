DROP TRIGGER market_price_no_update
-- next
DROP TRIGGER market_price_no_delete
-- next
DROP TRIGGER market_price_no_replace_id
-- next
DROP TRIGGER market_price_no_replace_part_id_source_noted_on
-- next
DROP TRIGGER price_alert_no_delete
-- next
DROP TRIGGER price_alert_no_replace_id
-- next
DROP TRIGGER price_alert_no_takeover_id
-- next
DROP TRIGGER price_alert_keeps_part_id
-- next
DROP TRIGGER sale_price_no_delete
-- next
DROP TRIGGER sale_price_no_replace_id
-- next
DROP TRIGGER sale_price_no_takeover_id
-- next
DROP TRIGGER sale_price_keeps_part_id
-- next
DROP TRIGGER sale_price_insert_other_person
-- next
DROP TRIGGER sale_price_update_other_person
-- next
DROP TRIGGER sale_price_begins
-- next
DROP TRIGGER sale_price_steps
-- next
DROP TRIGGER questionnaire_no_update
-- next
DROP TRIGGER questionnaire_no_delete
-- next
DROP TRIGGER questionnaire_no_replace_id
-- next
DROP TRIGGER questionnaire_no_replace_version
-- next
DROP TRIGGER questionnaire_question_no_update
-- next
DROP TRIGGER questionnaire_question_no_delete
-- next
DROP TRIGGER questionnaire_question_no_replace_id
-- next
DROP TRIGGER questionnaire_question_no_replace_questionnaire_id_position
-- next
DROP TRIGGER supplier_sample_no_update
-- next
DROP TRIGGER supplier_sample_no_delete
-- next
DROP TRIGGER supplier_sample_no_replace_id
-- next
DROP TRIGGER supplier_assessment_no_update
-- next
DROP TRIGGER supplier_assessment_no_delete
-- next
DROP TRIGGER supplier_assessment_no_replace_id
-- next
DROP TRIGGER supplier_answer_no_update
-- next
DROP TRIGGER supplier_answer_no_delete
-- next
DROP TRIGGER supplier_answer_no_replace_id
-- next
DROP TRIGGER supplier_answer_no_replace_assessment_id_question_id
-- next
DROP TRIGGER supplier_step_no_update
-- next
DROP TRIGGER supplier_step_no_delete
-- next
DROP TRIGGER supplier_step_no_replace_id
-- next
DROP TRIGGER supplier_answer_of_its_questionnaire
-- next
DROP TRIGGER supplier_step_by_another
-- next
DROP TRIGGER supplier_step_rests_on_assessment
-- next
DROP TRIGGER supplier_state_is_a_step
-- next
DROP TRIGGER supplier_begins_as_candidate
-- next
DROP TRIGGER supplier_bank_no_delete
-- next
DROP TRIGGER supplier_bank_no_replace_id
-- next
DROP TRIGGER supplier_bank_no_takeover_id
-- next
DROP TRIGGER supplier_bank_keeps_supplier_id
-- next
DROP TRIGGER supplier_bank_insert_other_person
-- next
DROP TRIGGER supplier_bank_update_other_person
-- next
DROP TRIGGER supplier_bank_begins
-- next
DROP TRIGGER supplier_bank_steps
-- next
DROP TRIGGER supplier_bank_signed_twice
-- next
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
DROP TRIGGER inspection_sample_lets_it_pass
-- next
DROP TRIGGER sample_draw_pending_insert
-- next
DROP TRIGGER concession_pending_insert
-- next
DROP TRIGGER concession_insert_other_person
-- next
DROP TRIGGER sample_draw_pending_update
-- next
DROP TRIGGER concession_pending_update
-- next
DROP TRIGGER concession_update_other_person
-- next
DROP TRIGGER concession_begins_asked
-- next
DROP TRIGGER concession_decided_once
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
DROP TRIGGER sampling_scheme_no_update
-- next
DROP TRIGGER sampling_scheme_no_delete
-- next
DROP TRIGGER sampling_scheme_no_replace_id
-- next
DROP TRIGGER sampling_scheme_no_replace_standard_id
-- next
DROP TRIGGER sample_draw_no_delete
-- next
DROP TRIGGER sample_draw_no_replace_id
-- next
DROP TRIGGER sample_draw_no_takeover_id
-- next
DROP TRIGGER sample_draw_no_replace_inspection_id
-- next
DROP TRIGGER sample_draw_no_takeover_inspection_id
-- next
DROP TRIGGER sample_draw_keeps_inspection_id
-- next
DROP TRIGGER switching_step_no_update
-- next
DROP TRIGGER switching_step_no_delete
-- next
DROP TRIGGER switching_step_no_replace_id
-- next
DROP TRIGGER switching_step_no_replace_inspection_id
-- next
DROP TRIGGER concession_no_delete
-- next
DROP TRIGGER concession_no_replace_id
-- next
DROP TRIGGER concession_no_takeover_id
-- next
DROP TRIGGER concession_no_replace_number
-- next
DROP TRIGGER concession_no_takeover_number
-- next
DROP TRIGGER concession_keeps_number
-- next
DROP TABLE switching_step
-- next
DROP TABLE sample_draw
-- next
DROP TABLE concession
-- next
DROP TABLE supplier_step
-- next
DROP TABLE supplier_answer
-- next
DROP TABLE sampling_scheme
-- next
DROP TABLE supplier_sample
-- next
DROP TABLE supplier_contact
-- next
DROP TABLE supplier_category
-- next
DROP TABLE supplier_bank
-- next
DROP TABLE supplier_assessment
-- next
DROP TABLE sale_price
-- next
DROP TABLE questionnaire_question
-- next
DROP TABLE price_alert
-- next
DROP TABLE market_price
-- next
DROP TABLE questionnaire
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
INSERT INTO new_supplier (id, code, name_zh, name_en, proposed_by_id, created_at, state, state_reason, state_changed_at, approved_by_id, approved_at, reputation, reputation_reason, contact, phone, email, address, bank_name, bank_account, currency, payment_terms, note) SELECT id, code, name_zh, name_en, proposed_by_id, created_at, state, state_reason, state_changed_at, approved_by_id, approved_at, reputation, reputation_reason, contact, phone, email, address, bank_name, bank_account, currency, payment_terms, note FROM supplier
-- next
DROP TABLE supplier
-- next
ALTER TABLE new_supplier RENAME TO supplier
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
INSERT INTO new_supplier_score (id, supplier_id, scored_on, since_on, scored_by_id, scored_at, standing, deliveries, weights, rows, total_tenths, qualification_tenths, reputation_tenths, quality_tenths, price_tenths, delivery_tenths) SELECT id, supplier_id, scored_on, since_on, scored_by_id, scored_at, standing, deliveries, weights, rows, total_tenths, qualification_tenths, reputation_tenths, quality_tenths, price_tenths, delivery_tenths FROM supplier_score
-- next
DROP TABLE supplier_score
-- next
ALTER TABLE new_supplier_score RENAME TO supplier_score
-- next
CREATE INDEX ix_supplier_score_scored_on ON supplier_score (scored_on)
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
