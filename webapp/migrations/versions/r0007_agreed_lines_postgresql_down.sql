DROP FUNCTION purchase_order_taken_back() CASCADE
-- next
DROP FUNCTION purchase_order_received_when_sent() CASCADE
-- next
DROP FUNCTION order_line_agreed_when_approved() CASCADE
-- next
DROP FUNCTION delivery_within_agreed() CASCADE
-- next
DROP FUNCTION purchase_order_steps() CASCADE
-- next
DROP FUNCTION order_line_begins() CASCADE
-- next
DROP FUNCTION order_line_leaves_draft_only() CASCADE
-- next
DROP FUNCTION delivery_wanted() CASCADE
-- next
ALTER TABLE order_line DROP COLUMN agreed
-- next
ALTER TABLE order_line DROP COLUMN agreed_over
-- next
ALTER TABLE order_line DROP COLUMN agreed_price_cny
-- next
CREATE FUNCTION purchase_order_steps() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF (OLD.state <> NEW.state AND NOT ((OLD.state = 'draft' AND NEW.state IN ('approved', 'cancelled')) OR (OLD.state = 'approved' AND NEW.state IN ('draft', 'sent', 'cancelled')) OR (OLD.state = 'sent' AND NEW.state IN ('draft', 'confirmed', 'partly_received', 'received', 'closed', 'cancelled')) OR (OLD.state = 'confirmed' AND NEW.state IN ('draft', 'sent', 'partly_received', 'received', 'closed', 'cancelled')) OR (OLD.state = 'partly_received' AND NEW.state IN ('sent', 'confirmed', 'received', 'closed')) OR (OLD.state = 'received' AND NEW.state IN ('sent', 'confirmed', 'partly_received', 'closed')))) THEN RAISE EXCEPTION 'sparewell:order_step' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION order_line_begins() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF ((SELECT state FROM purchase_order o WHERE o.id = NEW.order_id) <> 'draft' OR NEW.received <> 0 OR NEW.cancelled <> 0) THEN RAISE EXCEPTION 'sparewell:order_not_draft' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE FUNCTION order_line_leaves_draft_only() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF ((SELECT o.state FROM purchase_order o WHERE o.id = OLD.order_id) <> 'draft' OR OLD.received <> 0) THEN RAISE EXCEPTION 'sparewell:order_not_draft' USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $guard$
-- next
CREATE FUNCTION delivery_wanted() RETURNS trigger LANGUAGE plpgsql AS $guard$  BEGIN IF ((SELECT o.state FROM purchase_order o JOIN order_line l ON l.order_id = o.id WHERE l.id = NEW.order_line_id) NOT IN ('sent', 'confirmed', 'partly_received', 'received')) THEN RAISE EXCEPTION 'sparewell:order_not_sent' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $guard$
-- next
CREATE TRIGGER purchase_order_steps BEFORE UPDATE ON purchase_order FOR EACH ROW EXECUTE FUNCTION purchase_order_steps()
-- next
CREATE TRIGGER order_line_begins BEFORE INSERT ON order_line FOR EACH ROW EXECUTE FUNCTION order_line_begins()
-- next
CREATE TRIGGER order_line_leaves_draft_only BEFORE DELETE ON order_line FOR EACH ROW EXECUTE FUNCTION order_line_leaves_draft_only()
-- next
CREATE TRIGGER delivery_wanted BEFORE INSERT ON delivery FOR EACH ROW EXECUTE FUNCTION delivery_wanted()
