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
