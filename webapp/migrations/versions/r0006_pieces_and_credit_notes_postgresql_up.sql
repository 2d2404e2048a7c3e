DROP FUNCTION inspection_sample_lets_it_pass() CASCADE
-- next
DROP FUNCTION inspection_keeps_number() CASCADE
-- next
ALTER TABLE inspection ADD COLUMN led_by_id BIGINT
-- next
ALTER TABLE inspection ADD CONSTRAINT fk_inspection_led_by_id_inspection FOREIGN KEY(led_by_id) REFERENCES inspection (id)
-- next
CREATE INDEX ix_inspection_led_by_id ON inspection (led_by_id)
-- next
CREATE FUNCTION inspection_sample_lets_it_pass() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (EXISTS (SELECT 1 FROM sample_draw d WHERE d.inspection_id = COALESCE(NEW.led_by_id, NEW.id) AND (d.outcome IS NULL OR (NEW.passed + COALESCE((SELECT SUM(o.passed) FROM inspection o
    WHERE o.id <> NEW.id AND (o.id = COALESCE(NEW.led_by_id, NEW.id) OR o.led_by_id = COALESCE(NEW.led_by_id, NEW.id))), 0)) > (CASE WHEN d.outcome = 'accepted' OR (d.outcome IS NOT NULL AND d.looked_at = d.lot_size)
    THEN (d.lot_size - d.critical_found - d.major_found) * 1000 ELSE 0 END) + COALESCE((SELECT SUM(c.quantity) FROM concession c
    WHERE c.inspection_id = COALESCE(NEW.led_by_id, NEW.id) AND c.state = 'granted'), 0) OR (NEW.passed + COALESCE((SELECT SUM(o.passed) FROM inspection o
    WHERE o.id <> NEW.id AND (o.id = COALESCE(NEW.led_by_id, NEW.id) OR o.led_by_id = COALESCE(NEW.led_by_id, NEW.id))), 0)) > (d.lot_size - d.critical_found) * 1000))) THEN RAISE EXCEPTION 'sparewell:sample_not_accepted' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION inspection_led_by_one_of_its_delivery() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NOT EXISTS (SELECT 1 FROM inspection l JOIN arrival_lot ll ON ll.id = l.arrival_lot_id JOIN arrival_lot own ON own.id = NEW.arrival_lot_id AND own.arrival_line_id = ll.arrival_line_id WHERE l.id = NEW.led_by_id AND l.led_by_id IS NULL)) THEN RAISE EXCEPTION 'sparewell:not_of_the_delivery' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION inspection_pieces_share_their_sample() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (EXISTS (SELECT 1 FROM sample_draw d JOIN inspection l ON l.id = d.inspection_id AND l.state <> 'dropped' JOIN arrival_lot ll ON ll.id = l.arrival_lot_id JOIN lot piece ON piece.id = ll.lot_id AND piece.serial_number IS NOT NULL JOIN arrival_lot own ON own.id = NEW.arrival_lot_id AND own.arrival_line_id = ll.arrival_line_id WHERE d.lot_size > 1 AND l.id <> COALESCE(NEW.led_by_id, NEW.id))) THEN RAISE EXCEPTION 'sparewell:pieces_decided_together' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION settlement_credit_note_counts_once() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NEW.kind = 'credited' AND EXISTS (SELECT 1 FROM settlement s JOIN supplier_return r ON r.id = s.supplier_return_id JOIN supplier_return own ON own.id = NEW.supplier_return_id AND own.supplier_id = r.supplier_id WHERE s.kind = 'credited' AND s.reference = NEW.reference AND (r.id = own.id OR s.credited_on <> NEW.credited_on))) THEN RAISE EXCEPTION 'sparewell:credit_note_used' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION inspection_keeps_number() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF NEW.number IS DISTINCT FROM OLD.number OR NEW.arrival_lot_id IS DISTINCT FROM OLD.arrival_lot_id OR NEW.bought_by_id IS DISTINCT FROM OLD.bought_by_id OR NEW.begun_by_id IS DISTINCT FROM OLD.begun_by_id OR NEW.begun_at IS DISTINCT FROM OLD.begun_at OR NEW.standard_id IS DISTINCT FROM OLD.standard_id OR NEW.led_by_id IS DISTINCT FROM OLD.led_by_id THEN RAISE EXCEPTION 'sparewell:unchangeable:inspection' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER inspection_sample_lets_it_pass BEFORE UPDATE ON inspection FOR EACH ROW WHEN (NEW.state = 'decided' AND OLD.state = 'pending') EXECUTE FUNCTION inspection_sample_lets_it_pass()
-- next
CREATE TRIGGER inspection_led_by_one_of_its_delivery BEFORE INSERT ON inspection FOR EACH ROW WHEN (NEW.led_by_id IS NOT NULL) EXECUTE FUNCTION inspection_led_by_one_of_its_delivery()
-- next
CREATE TRIGGER inspection_pieces_share_their_sample BEFORE UPDATE ON inspection FOR EACH ROW WHEN (NEW.state = 'decided' AND OLD.state = 'pending') EXECUTE FUNCTION inspection_pieces_share_their_sample()
-- next
CREATE TRIGGER settlement_credit_note_counts_once BEFORE INSERT ON settlement FOR EACH ROW EXECUTE FUNCTION settlement_credit_note_counts_once()
-- next
CREATE TRIGGER inspection_keeps_number BEFORE UPDATE ON inspection FOR EACH ROW EXECUTE FUNCTION inspection_keeps_number()
