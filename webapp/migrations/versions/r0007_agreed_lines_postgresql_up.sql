DROP FUNCTION purchase_order_steps() CASCADE
-- next
DROP FUNCTION order_line_begins() CASCADE
-- next
DROP FUNCTION order_line_leaves_draft_only() CASCADE
-- next
DROP FUNCTION delivery_wanted() CASCADE
-- next
ALTER TABLE order_line ADD COLUMN agreed BIGINT
-- next
ALTER TABLE order_line DISABLE TRIGGER USER
-- next
UPDATE order_line SET agreed = (SELECT CASE WHEN o.state = 'draft' THEN 0 ELSE order_line.quantity END FROM purchase_order o WHERE o.id = order_line.order_id)
-- next
ALTER TABLE order_line ENABLE TRIGGER USER
-- next
ALTER TABLE order_line ALTER COLUMN agreed SET NOT NULL
-- next
ALTER TABLE order_line ADD COLUMN agreed_over BIGINT
-- next
ALTER TABLE order_line DISABLE TRIGGER USER
-- next
UPDATE order_line SET agreed_over = (SELECT CASE WHEN o.state = 'draft' THEN 0 ELSE order_line.over_tolerance END FROM purchase_order o WHERE o.id = order_line.order_id)
-- next
ALTER TABLE order_line ENABLE TRIGGER USER
-- next
ALTER TABLE order_line ALTER COLUMN agreed_over SET NOT NULL
-- next
ALTER TABLE order_line ADD COLUMN agreed_price_cny BIGINT
-- next
ALTER TABLE order_line DISABLE TRIGGER USER
-- next
UPDATE order_line SET agreed_price_cny = (SELECT CASE WHEN o.state = 'draft' THEN 0 ELSE order_line.unit_price_cny END FROM purchase_order o WHERE o.id = order_line.order_id)
-- next
ALTER TABLE order_line ENABLE TRIGGER USER
-- next
ALTER TABLE order_line ALTER COLUMN agreed_price_cny SET NOT NULL
-- next
CREATE FUNCTION purchase_order_steps() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (OLD.state <> NEW.state AND NOT ((OLD.state = 'draft' AND NEW.state IN ('approved', 'sent', 'confirmed', 'partly_received', 'received', 'cancelled')) OR (OLD.state = 'approved' AND NEW.state IN ('draft', 'sent', 'partly_received', 'received', 'cancelled')) OR (OLD.state = 'sent' AND NEW.state IN ('draft', 'confirmed', 'partly_received', 'received', 'closed', 'cancelled')) OR (OLD.state = 'confirmed' AND NEW.state IN ('draft', 'sent', 'partly_received', 'received', 'closed', 'cancelled')) OR (OLD.state = 'partly_received' AND NEW.state IN ('sent', 'confirmed', 'received', 'closed')) OR (OLD.state = 'received' AND NEW.state IN ('sent', 'confirmed', 'partly_received', 'closed')))) THEN RAISE EXCEPTION 'sparewell:order_step' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION purchase_order_taken_back() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (OLD.state = 'draft' AND NEW.state IN ('sent', 'confirmed', 'partly_received', 'received') AND (NEW.sent_version IS NULL OR EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = NEW.id AND (l.quantity > l.agreed OR l.over_tolerance > l.agreed_over OR l.unit_price_cny > l.agreed_price_cny)))) THEN RAISE EXCEPTION 'sparewell:not_approved' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION purchase_order_received_when_sent() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (OLD.state = 'approved' AND NEW.state IN ('partly_received', 'received') AND NEW.sent_version IS NULL) THEN RAISE EXCEPTION 'sparewell:order_not_sent' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION order_line_begins() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF ((SELECT state FROM purchase_order o WHERE o.id = NEW.order_id) <> 'draft' OR NEW.received <> 0 OR NEW.cancelled <> 0 OR NEW.agreed <> 0 OR NEW.agreed_over <> 0 OR NEW.agreed_price_cny <> 0) THEN RAISE EXCEPTION 'sparewell:order_not_draft' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION order_line_agreed_when_approved() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF ((NEW.agreed <> OLD.agreed OR NEW.agreed_over <> OLD.agreed_over OR NEW.agreed_price_cny <> OLD.agreed_price_cny) AND ((SELECT state FROM purchase_order o WHERE o.id = NEW.order_id) = 'draft' OR NEW.agreed > NEW.quantity OR NEW.agreed_over > NEW.over_tolerance OR NEW.agreed_price_cny > NEW.unit_price_cny)) THEN RAISE EXCEPTION 'sparewell:not_approved' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION order_line_leaves_draft_only() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF ((SELECT o.state FROM purchase_order o WHERE o.id = OLD.order_id) <> 'draft' OR OLD.received <> 0 OR OLD.agreed <> 0) THEN RAISE EXCEPTION 'sparewell:order_not_draft' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION delivery_wanted() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (NOT EXISTS (SELECT 1 FROM purchase_order o JOIN order_line l ON l.order_id = o.id WHERE l.id = NEW.order_line_id AND (o.state IN ('sent', 'confirmed', 'partly_received', 'received') OR (o.state IN ('draft', 'approved') AND o.sent_version IS NOT NULL)))) THEN RAISE EXCEPTION 'sparewell:order_not_sent' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION delivery_within_agreed() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (EXISTS (SELECT 1 FROM purchase_order o JOIN order_line l ON l.order_id = o.id WHERE l.id = NEW.order_line_id AND o.state = 'draft' AND NEW.quantity > l.agreed + l.agreed_over - l.received - l.cancelled)) THEN RAISE EXCEPTION 'sparewell:over_receipt' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER purchase_order_steps BEFORE UPDATE ON purchase_order FOR EACH ROW EXECUTE FUNCTION purchase_order_steps()
-- next
CREATE TRIGGER purchase_order_taken_back BEFORE UPDATE ON purchase_order FOR EACH ROW EXECUTE FUNCTION purchase_order_taken_back()
-- next
CREATE TRIGGER purchase_order_received_when_sent BEFORE UPDATE ON purchase_order FOR EACH ROW EXECUTE FUNCTION purchase_order_received_when_sent()
-- next
CREATE TRIGGER order_line_begins BEFORE INSERT ON order_line FOR EACH ROW EXECUTE FUNCTION order_line_begins()
-- next
CREATE TRIGGER order_line_agreed_when_approved BEFORE UPDATE ON order_line FOR EACH ROW EXECUTE FUNCTION order_line_agreed_when_approved()
-- next
CREATE TRIGGER order_line_leaves_draft_only BEFORE DELETE ON order_line FOR EACH ROW EXECUTE FUNCTION order_line_leaves_draft_only()
-- next
CREATE TRIGGER delivery_wanted BEFORE INSERT ON delivery FOR EACH ROW EXECUTE FUNCTION delivery_wanted()
-- next
CREATE TRIGGER delivery_within_agreed BEFORE INSERT ON delivery FOR EACH ROW EXECUTE FUNCTION delivery_within_agreed()
