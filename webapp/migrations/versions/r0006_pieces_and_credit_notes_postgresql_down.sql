DROP FUNCTION inspection_led_by_one_of_its_delivery() CASCADE
-- next
DROP FUNCTION inspection_pieces_share_their_sample() CASCADE
-- next
DROP FUNCTION settlement_credit_note_counts_once() CASCADE
-- next
DROP FUNCTION inspection_sample_lets_it_pass() CASCADE
-- next
DROP FUNCTION inspection_keeps_number() CASCADE
-- next
DROP INDEX ix_inspection_led_by_id
-- next
ALTER TABLE inspection DROP CONSTRAINT IF EXISTS fk_inspection_led_by_id_inspection CASCADE
-- next
ALTER TABLE inspection DROP COLUMN led_by_id
-- next
CREATE FUNCTION inspection_sample_lets_it_pass() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (EXISTS (SELECT 1 FROM sample_draw d WHERE d.inspection_id = NEW.id AND (d.outcome IS NULL OR NEW.passed > (CASE WHEN d.outcome = 'accepted' OR (d.outcome IS NOT NULL AND d.looked_at = d.lot_size)
    THEN (d.lot_size - d.critical_found - d.major_found) * 1000 ELSE 0 END) + COALESCE((SELECT SUM(c.quantity) FROM concession c
    WHERE c.inspection_id = NEW.id AND c.state = 'granted'), 0) OR NEW.passed > (d.lot_size - d.critical_found) * 1000))) THEN RAISE EXCEPTION 'sparewell:sample_not_accepted' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION inspection_keeps_number() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.number IS DISTINCT FROM OLD.number OR NEW.arrival_lot_id IS DISTINCT FROM OLD.arrival_lot_id OR NEW.bought_by_id IS DISTINCT FROM OLD.bought_by_id OR NEW.begun_by_id IS DISTINCT FROM OLD.begun_by_id OR NEW.begun_at IS DISTINCT FROM OLD.begun_at OR NEW.standard_id IS DISTINCT FROM OLD.standard_id THEN RAISE EXCEPTION 'sparewell:unchangeable:inspection' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER inspection_sample_lets_it_pass BEFORE UPDATE ON inspection FOR EACH ROW WHEN (NEW.state = 'decided' AND OLD.state = 'pending') EXECUTE FUNCTION inspection_sample_lets_it_pass()
-- next
CREATE TRIGGER inspection_keeps_number BEFORE UPDATE ON inspection FOR EACH ROW EXECUTE FUNCTION inspection_keeps_number()
