ALTER TABLE supplier_score ADD COLUMN figures JSON
-- next
ALTER TABLE supplier_score ADD COLUMN low_tenths BIGINT
-- next
ALTER TABLE supplier_score ADD COLUMN high_tenths BIGINT
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
