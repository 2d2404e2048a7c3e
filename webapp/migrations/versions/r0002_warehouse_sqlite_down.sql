DROP TRIGGER stock_take_approval_integers
-- next
DROP TRIGGER count_by_who_has_the_line
-- next
DROP TRIGGER count_knows_the_cost
-- next
DROP TRIGGER count_line_cause_known
-- next
DROP TRIGGER endorsed_by_no_counter
-- next
DROP TRIGGER endorsed_as_counted
-- next
DROP TRIGGER approval_of_the_worth
-- next
DROP TRIGGER approval_within_limit
-- next
DROP TRIGGER proposal_taken_once
-- next
DROP TRIGGER reservation_integers
-- next
DROP TRIGGER count_integers
-- next
DROP TRIGGER part_keeps_measure
-- next
DROP TRIGGER work_order_stays_closed
-- next
DROP TRIGGER reservation_promises
-- next
DROP TRIGGER reservation_is_asked_for
-- next
DROP TRIGGER reservation_resolved_once
-- next
DROP TRIGGER reservation_insert_counts
-- next
DROP TRIGGER reservation_update_counts
-- next
DROP TRIGGER count_knows_the_book
-- next
DROP TRIGGER count_in_turn
-- next
DROP TRIGGER count_before_approval
-- next
DROP TRIGGER count_line_before_approval
-- next
DROP TRIGGER approval_only_once
-- next
DROP TRIGGER stock_take_approved_first
-- next
DROP TRIGGER count_line_settled
-- next
DROP TRIGGER stock_take_approval_no_counter
-- next
DROP TRIGGER count_plan_no_delete
-- next
DROP TRIGGER count_plan_keeps_id
-- next
DROP TRIGGER count_plan_no_replace_id
-- next
DROP TRIGGER count_plan_no_takeover_id
-- next
DROP TRIGGER count_plan_keeps_store_id
-- next
DROP TRIGGER count_proposal_no_delete
-- next
DROP TRIGGER count_proposal_keeps_id
-- next
DROP TRIGGER count_proposal_no_replace_id
-- next
DROP TRIGGER count_proposal_no_takeover_id
-- next
DROP TRIGGER count_proposal_keeps_location_id
-- next
DROP TRIGGER part_no_delete
-- next
DROP TRIGGER part_keeps_id
-- next
DROP TRIGGER part_no_replace_id
-- next
DROP TRIGGER part_no_takeover_id
-- next
DROP TRIGGER part_no_replace_number
-- next
DROP TRIGGER part_no_takeover_number
-- next
DROP TRIGGER part_no_replace_gtin
-- next
DROP TRIGGER part_no_takeover_gtin
-- next
DROP TRIGGER part_merge_no_delete
-- next
DROP TRIGGER part_merge_keeps_id
-- next
DROP TRIGGER part_merge_no_replace_id
-- next
DROP TRIGGER part_merge_no_takeover_id
-- next
DROP TRIGGER part_merge_keeps_duplicate_id
-- next
DROP TRIGGER part_merge_undone_once
-- next
DROP TRIGGER part_merge_measures_the_same
-- next
DROP TRIGGER part_alias_is_merged
-- next
DROP TRIGGER part_alias_keeps_measure
-- next
DROP TRIGGER part_begins_as_itself
-- next
DROP TRIGGER supersession_ends_insert
-- next
DROP TRIGGER supersession_ends_update
-- next
DROP TRIGGER category_is_a_tree_insert
-- next
DROP TRIGGER category_is_a_tree_update
-- next
DROP TRIGGER supersession_of_a_merge_stays
-- next
DROP TRIGGER supersession_of_a_merge_keeps
-- next
DROP TRIGGER pick_wave_no_delete
-- next
DROP TRIGGER pick_wave_keeps_id
-- next
DROP TRIGGER pick_wave_no_replace_id
-- next
DROP TRIGGER pick_wave_no_takeover_id
-- next
DROP TRIGGER pick_wave_no_replace_number
-- next
DROP TRIGGER pick_wave_no_takeover_number
-- next
DROP TRIGGER pick_wave_keeps_number
-- next
DROP TRIGGER pick_wave_closed_once
-- next
DROP TRIGGER pick_wave_line_no_update
-- next
DROP TRIGGER pick_wave_line_no_delete
-- next
DROP TRIGGER pick_wave_line_no_replace_id
-- next
DROP TRIGGER pick_wave_line_no_replace_pick_wave_id_part_request_id
-- next
DROP TRIGGER pick_wave_line_one_walk
-- next
DROP TRIGGER short_pick_no_update
-- next
DROP TRIGGER short_pick_no_delete
-- next
DROP TRIGGER short_pick_no_replace_id
-- next
DROP TRIGGER short_pick_right
-- next
DROP TRIGGER fifo_ask_no_delete
-- next
DROP TRIGGER fifo_ask_keeps_id
-- next
DROP TRIGGER fifo_ask_no_replace_id
-- next
DROP TRIGGER fifo_ask_no_takeover_id
-- next
DROP TRIGGER fifo_ask_no_replace_fifo_exception_id
-- next
DROP TRIGGER fifo_ask_no_takeover_fifo_exception_id
-- next
DROP TRIGGER fifo_ask_keeps_part_request_id
-- next
DROP TRIGGER fifo_ask_decided_once
-- next
DROP TRIGGER fifo_ask_other_person
-- next
DROP TRIGGER fifo_ask_right
-- next
DROP TRIGGER handover_no_update
-- next
DROP TRIGGER handover_no_delete
-- next
DROP TRIGGER handover_no_replace_id
-- next
DROP TRIGGER handover_no_replace_number
-- next
DROP TRIGGER handover_posting_no_update
-- next
DROP TRIGGER handover_posting_no_delete
-- next
DROP TRIGGER handover_posting_no_replace_id
-- next
DROP TRIGGER handover_posting_no_replace_posting_id
-- next
DROP TRIGGER handover_two_persons
-- next
DROP TRIGGER handover_posting_right
-- next
DROP TRIGGER location_keeps_kind
-- next
DROP TRIGGER location_keeps_store
-- next
DROP TRIGGER location_no_delete
-- next
DROP TRIGGER location_keeps_id
-- next
DROP TRIGGER location_no_replace_id
-- next
DROP TRIGGER location_no_takeover_id
-- next
DROP TRIGGER location_no_replace_code
-- next
DROP TRIGGER location_no_takeover_code
-- next
DROP TRIGGER location_insert_store_right
-- next
DROP TRIGGER location_update_store_right
-- next
DROP TRIGGER store_deputy_right_place
-- next
DROP TRIGGER store_deputy_keeps_store_id
-- next
DROP TRIGGER bin_home_right_place
-- next
DROP TRIGGER bin_home_keeps_location_id
-- next
DROP TRIGGER van_limit_right_place
-- next
DROP TRIGGER van_limit_keeps_van_id
-- next
DROP TRIGGER allocation_event_no_update
-- next
DROP TRIGGER allocation_event_no_delete
-- next
DROP TRIGGER allocation_event_no_replace_id
-- next
DROP TRIGGER allocation_event_same_part
-- next
DROP TRIGGER reservation_held
-- next
DROP TRIGGER part_request_hold_recorded
-- next
DROP TRIGGER part_request_begins_soft
-- next
DROP TRIGGER part_request_no_delete
-- next
DROP TRIGGER part_request_keeps_id
-- next
DROP TRIGGER part_request_no_replace_id
-- next
DROP TRIGGER part_request_no_takeover_id
-- next
DROP TRIGGER part_request_keeps_quantity
-- next
DROP TRIGGER reservation_no_delete
-- next
DROP TRIGGER reservation_keeps_id
-- next
DROP TRIGGER reservation_no_replace_id
-- next
DROP TRIGGER reservation_no_takeover_id
-- next
DROP TRIGGER reservation_keeps_quantity
-- next
DROP TRIGGER work_order_no_delete
-- next
DROP TRIGGER work_order_keeps_id
-- next
DROP TRIGGER work_order_no_replace_id
-- next
DROP TRIGGER work_order_no_takeover_id
-- next
DROP TRIGGER work_order_no_replace_number
-- next
DROP TRIGGER work_order_no_takeover_number
-- next
DROP TRIGGER work_order_no_replace_location_id
-- next
DROP TRIGGER work_order_no_takeover_location_id
-- next
DROP TRIGGER work_order_keeps_location_id
-- next
DROP TRIGGER count_no_update
-- next
DROP TRIGGER count_no_delete
-- next
DROP TRIGGER count_no_replace_id
-- next
DROP TRIGGER count_no_replace_count_line_id_round
-- next
DROP TRIGGER count_line_no_delete
-- next
DROP TRIGGER count_line_keeps_id
-- next
DROP TRIGGER count_line_no_replace_id
-- next
DROP TRIGGER count_line_no_takeover_id
-- next
DROP TRIGGER count_line_no_replace_stock_take_id_location_id_part_id
-- next
DROP TRIGGER count_line_no_takeover_stock_take_id_location_id_part_id
-- next
DROP TRIGGER count_line_keeps_stock_take_id
-- next
DROP TRIGGER stock_take_no_delete
-- next
DROP TRIGGER stock_take_keeps_id
-- next
DROP TRIGGER stock_take_no_replace_id
-- next
DROP TRIGGER stock_take_no_takeover_id
-- next
DROP TRIGGER stock_take_no_replace_number
-- next
DROP TRIGGER stock_take_no_takeover_number
-- next
DROP TRIGGER stock_take_keeps_created_by_id
-- next
DROP TRIGGER stock_take_approval_approved_by_id_is_another
-- next
DROP TRIGGER stock_take_approval_no_delete
-- next
DROP TRIGGER stock_take_approval_no_replace_stock_take_id
-- next
DROP TRIGGER stock_take_approval_no_takeover_stock_take_id
-- next
DROP TRIGGER stock_take_approval_keeps_stock_take_id
-- next
DROP TRIGGER stock_take_endorsement_no_update
-- next
DROP TRIGGER stock_take_endorsement_no_delete
-- next
DROP TRIGGER stock_take_endorsement_no_replace_id
-- next
DROP TRIGGER stock_take_endorsement_no_replace_stock_take_id_last_count_id
-- next
DROP TRIGGER stock_take_endorsement_endorsed_by_id_is_another
-- next
DROP TRIGGER stock_take_approval_keeps_value_cny
-- next
DROP TRIGGER variance_cause_no_delete
-- next
DROP TRIGGER variance_cause_keeps_id
-- next
DROP TRIGGER variance_cause_no_replace_id
-- next
DROP TRIGGER variance_cause_no_takeover_id
-- next
DROP TRIGGER variance_cause_no_replace_code
-- next
DROP TRIGGER variance_cause_no_takeover_code
-- next
DROP TRIGGER variance_cause_keeps_code
-- next
DROP TRIGGER limit_signature_no_update
-- next
DROP TRIGGER limit_signature_no_delete
-- next
DROP TRIGGER limit_signature_no_replace_id
-- next
DROP TRIGGER limit_signature_no_replace_transfer_id
-- next
DROP TRIGGER limit_signature_signed_by_id_is_another
-- next
DROP TRIGGER transfer_within_limits
-- next
DROP TRIGGER transfer_settlement_no_delete
-- next
DROP TRIGGER transfer_settlement_keeps_id
-- next
DROP TRIGGER transfer_settlement_no_replace_id
-- next
DROP TRIGGER transfer_settlement_no_takeover_id
-- next
DROP TRIGGER transfer_settlement_keeps_transfer_id
-- next
DROP TRIGGER transfer_settlement_once
-- next
DROP TRIGGER transfer_settlement_other
-- next
DROP TRIGGER transfer_settlement_asked_first
-- next
DROP TRIGGER transfer_closed_settled
-- next
DROP TABLE stock_take_endorsement
-- next
DROP TABLE count_proposal
-- next
DROP TABLE short_pick
-- next
DROP TABLE pick_wave_line
-- next
DROP TABLE handover_posting
-- next
DROP TABLE fifo_ask
-- next
DROP TABLE allocation_event
-- next
DROP TABLE transfer_settlement
-- next
DROP TABLE limit_signature
-- next
DROP TABLE handover
-- next
DROP TABLE fit_range
-- next
DROP TABLE van_limit
-- next
DROP TABLE store_deputy
-- next
DROP TABLE pick_wave
-- next
DROP TABLE part_merge
-- next
DROP TABLE count_plan
-- next
DROP TABLE bin_home
-- next
DROP TABLE variance_cause
-- next
CREATE TABLE new_location (
	id INTEGER NOT NULL,
	code VARCHAR(60) NOT NULL,
	name_zh VARCHAR(120) NOT NULL,
	name_en VARCHAR(120) NOT NULL,
	kind VARCHAR(12) NOT NULL,
	parent_id INTEGER,
	store_id INTEGER,
	supplying_store_id INTEGER,
	keeper_id INTEGER,
	region VARCHAR(60) NOT NULL,
	pick_sequence INTEGER NOT NULL,
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
INSERT INTO new_location (id, code, name_zh, name_en, kind, parent_id, store_id, supplying_store_id, keeper_id, region, pick_sequence, active) SELECT id, code, name_zh, name_en, kind, parent_id, store_id, supplying_store_id, keeper_id, region, pick_sequence, active FROM location
-- next
DROP TABLE location
-- next
ALTER TABLE new_location RENAME TO location
-- next
CREATE INDEX ix_location_keeper_id ON location (keeper_id)
-- next
CREATE INDEX ix_location_kind ON location (kind)
-- next
CREATE INDEX ix_location_parent_id ON location (parent_id)
-- next
CREATE INDEX ix_location_store_id ON location (store_id)
-- next
CREATE TABLE new_part (
	id INTEGER NOT NULL,
	number VARCHAR(60) NOT NULL,
	name_zh VARCHAR(200) NOT NULL,
	name_en VARCHAR(200) NOT NULL,
	unit_id INTEGER NOT NULL,
	category_id INTEGER,
	use_class VARCHAR(10) NOT NULL,
	criticality VARCHAR(10) NOT NULL,
	state VARCHAR(12) NOT NULL,
	abc VARCHAR(1),
	xyz VARCHAR(1),
	fsn VARCHAR(1),
	shelf_life_days INTEGER,
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
INSERT INTO new_part (id, number, name_zh, name_en, unit_id, category_id, use_class, criticality, state, abc, xyz, fsn, shelf_life_days, serial_tracked, original_maker, storage_condition, specification, gtin) SELECT id, number, name_zh, name_en, unit_id, category_id, use_class, criticality, state, abc, xyz, fsn, shelf_life_days, serial_tracked, original_maker, storage_condition, specification, gtin FROM part
-- next
DROP TABLE part
-- next
ALTER TABLE new_part RENAME TO part
-- next
CREATE INDEX ix_part_category_id ON part (category_id)
-- next
CREATE INDEX ix_part_name_en ON part (name_en)
-- next
CREATE TABLE new_stock_take (
	id INTEGER NOT NULL,
	number VARCHAR(40) NOT NULL,
	store_id INTEGER NOT NULL,
	scope JSON NOT NULL,
	due_on DATE NOT NULL,
	created_by_id INTEGER NOT NULL,
	created_at DATETIME NOT NULL,
	state VARCHAR(10) NOT NULL,
	posting_id INTEGER,
	posted_at DATETIME,
	CONSTRAINT pk_stock_take PRIMARY KEY (id),
	CONSTRAINT uq_stock_take_id_created_by_id UNIQUE (id, created_by_id),
	CONSTRAINT ck_stock_take_state_known CHECK (state IN ('counting', 'reviewed', 'approved', 'posted', 'cancelled')),
	CONSTRAINT uq_stock_take_number UNIQUE (number),
	CONSTRAINT fk_stock_take_store_id_location FOREIGN KEY(store_id) REFERENCES location (id),
	CONSTRAINT fk_stock_take_created_by_id_person FOREIGN KEY(created_by_id) REFERENCES person (id),
	CONSTRAINT fk_stock_take_posting_id_posting FOREIGN KEY(posting_id) REFERENCES posting (id)
)
-- next
INSERT INTO new_stock_take (id, number, store_id, scope, due_on, created_by_id, created_at, state, posting_id, posted_at) SELECT id, number, store_id, scope, due_on, created_by_id, created_at, state, posting_id, posted_at FROM stock_take
-- next
DROP TABLE stock_take
-- next
ALTER TABLE new_stock_take RENAME TO stock_take
-- next
CREATE INDEX ix_stock_take_state ON stock_take (state)
-- next
CREATE INDEX ix_stock_take_store_id ON stock_take (store_id)
-- next
CREATE TABLE new_work_order (
	id INTEGER NOT NULL,
	number VARCHAR(40) NOT NULL,
	location_id INTEGER NOT NULL,
	urgency VARCHAR(10) NOT NULL,
	opened_at DATETIME NOT NULL,
	opened_by_id INTEGER NOT NULL,
	product_model_id INTEGER,
	engineer_id INTEGER,
	state VARCHAR(10) NOT NULL,
	closed_at DATETIME,
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
INSERT INTO new_work_order (id, number, location_id, urgency, opened_at, opened_by_id, product_model_id, engineer_id, state, closed_at) SELECT id, number, location_id, urgency, opened_at, opened_by_id, product_model_id, engineer_id, state, closed_at FROM work_order
-- next
DROP TABLE work_order
-- next
ALTER TABLE new_work_order RENAME TO work_order
-- next
CREATE INDEX ix_work_order_engineer_id ON work_order (engineer_id)
-- next
CREATE INDEX ix_work_order_state ON work_order (state)
-- next
CREATE TABLE new_count_line (
	id INTEGER NOT NULL,
	stock_take_id INTEGER NOT NULL,
	location_id INTEGER NOT NULL,
	part_id INTEGER NOT NULL,
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
INSERT INTO new_count_line (id, stock_take_id, location_id, part_id, found, recount_asked, cause, cause_note) SELECT id, stock_take_id, location_id, part_id, found, recount_asked, cause, cause_note FROM count_line
-- next
DROP TABLE count_line
-- next
ALTER TABLE new_count_line RENAME TO count_line
-- next
CREATE TABLE new_part_request (
	id INTEGER NOT NULL,
	work_order_id INTEGER NOT NULL,
	part_id INTEGER NOT NULL,
	store_id INTEGER NOT NULL,
	quantity BIGINT NOT NULL,
	urgency VARCHAR(10) NOT NULL,
	asked_by_id INTEGER NOT NULL,
	asked_at DATETIME NOT NULL,
	asked_on DATE NOT NULL,
	asked_part_id INTEGER,
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
	CONSTRAINT ck_part_request_quantity_whole CHECK (quantity IS NULL OR typeof(quantity) = 'integer'),
	CONSTRAINT ck_part_request_issued_whole CHECK (issued IS NULL OR typeof(issued) = 'integer'),
	CONSTRAINT ck_part_request_cancelled_whole CHECK (cancelled IS NULL OR typeof(cancelled) = 'integer'),
	CONSTRAINT ck_part_request_returned_whole CHECK (returned IS NULL OR typeof(returned) = 'integer'),
	CONSTRAINT fk_part_request_work_order_id_work_order FOREIGN KEY(work_order_id) REFERENCES work_order (id),
	CONSTRAINT fk_part_request_part_id_part FOREIGN KEY(part_id) REFERENCES part (id),
	CONSTRAINT fk_part_request_store_id_location FOREIGN KEY(store_id) REFERENCES location (id),
	CONSTRAINT fk_part_request_asked_by_id_person FOREIGN KEY(asked_by_id) REFERENCES person (id),
	CONSTRAINT fk_part_request_asked_part_id_part FOREIGN KEY(asked_part_id) REFERENCES part (id)
)
-- next
INSERT INTO new_part_request (id, work_order_id, part_id, store_id, quantity, urgency, asked_by_id, asked_at, asked_on, asked_part_id, stream, issued, cancelled, returned, open, needed_on) SELECT id, work_order_id, part_id, store_id, quantity, urgency, asked_by_id, asked_at, asked_on, asked_part_id, stream, issued, cancelled, returned, open, needed_on FROM part_request
-- next
DROP TABLE part_request
-- next
ALTER TABLE new_part_request RENAME TO part_request
-- next
CREATE INDEX ix_part_request_demand ON part_request (part_id, store_id, asked_on)
-- next
CREATE INDEX ix_part_request_waiting ON part_request (store_id, part_id) WHERE open
-- next
CREATE INDEX ix_part_request_work_order_id ON part_request (work_order_id)
-- next
CREATE TABLE new_stock_take_approval (
	stock_take_id INTEGER NOT NULL,
	created_by_id INTEGER NOT NULL,
	approved_by_id INTEGER NOT NULL,
	approved_at DATETIME NOT NULL,
	note VARCHAR(300) NOT NULL,
	CONSTRAINT pk_stock_take_approval PRIMARY KEY (stock_take_id),
	CONSTRAINT fk_stock_take_approval_stock_take_id_created_by_id_stock_take FOREIGN KEY(stock_take_id, created_by_id) REFERENCES stock_take (id, created_by_id),
	CONSTRAINT ck_stock_take_approval_four_eyes CHECK (approved_by_id <> created_by_id),
	CONSTRAINT fk_stock_take_approval_approved_by_id_person FOREIGN KEY(approved_by_id) REFERENCES person (id)
)
-- next
INSERT INTO new_stock_take_approval (stock_take_id, created_by_id, approved_by_id, approved_at, note) SELECT stock_take_id, created_by_id, approved_by_id, approved_at, note FROM stock_take_approval
-- next
DROP TABLE stock_take_approval
-- next
ALTER TABLE new_stock_take_approval RENAME TO stock_take_approval
-- next
CREATE TABLE new_count (
	id INTEGER NOT NULL,
	count_line_id INTEGER NOT NULL,
	round INTEGER NOT NULL,
	counted BIGINT NOT NULL,
	book BIGINT NOT NULL,
	ledger_id INTEGER NOT NULL,
	counted_by_id INTEGER NOT NULL,
	counted_at DATETIME NOT NULL,
	entered_by_id INTEGER NOT NULL,
	serials JSON,
	CONSTRAINT pk_count PRIMARY KEY (id),
	CONSTRAINT uq_count_count_line_id_round UNIQUE (count_line_id, round),
	CONSTRAINT ck_count_counted_not_negative CHECK (counted >= 0),
	CONSTRAINT ck_count_counted_whole CHECK (counted IS NULL OR typeof(counted) = 'integer'),
	CONSTRAINT ck_count_book_whole CHECK (book IS NULL OR typeof(book) = 'integer'),
	CONSTRAINT fk_count_count_line_id_count_line FOREIGN KEY(count_line_id) REFERENCES count_line (id),
	CONSTRAINT fk_count_counted_by_id_person FOREIGN KEY(counted_by_id) REFERENCES person (id),
	CONSTRAINT fk_count_entered_by_id_person FOREIGN KEY(entered_by_id) REFERENCES person (id)
)
-- next
INSERT INTO new_count (id, count_line_id, round, counted, book, ledger_id, counted_by_id, counted_at, entered_by_id, serials) SELECT id, count_line_id, round, counted, book, ledger_id, counted_by_id, counted_at, entered_by_id, serials FROM count
-- next
DROP TABLE count
-- next
ALTER TABLE new_count RENAME TO count
-- next
CREATE TRIGGER reservation_integers BEFORE INSERT ON reservation WHEN typeof(NEW.quantity) <> 'integer'
            BEGIN SELECT RAISE(ABORT, 'sparewell:amount_not_a_number'); END
-- next
CREATE TRIGGER count_integers BEFORE INSERT ON count WHEN typeof(NEW.counted) <> 'integer' OR typeof(NEW.book) <> 'integer' OR typeof(NEW.ledger_id) <> 'integer'
            BEGIN SELECT RAISE(ABORT, 'sparewell:amount_not_a_number'); END
-- next
CREATE TRIGGER part_keeps_measure BEFORE UPDATE OF unit_id, serial_tracked ON part WHEN (NEW.unit_id <> OLD.unit_id OR NEW.serial_tracked <> OLD.serial_tracked) AND EXISTS (SELECT 1 FROM lot WHERE part_id = OLD.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:part_has_lots'); END
-- next
CREATE TRIGGER work_order_stays_closed BEFORE UPDATE OF state ON work_order WHEN OLD.state <> 'open' AND NEW.state <> OLD.state
            BEGIN SELECT RAISE(ABORT, 'sparewell:work_order_closed'); END
-- next
CREATE TRIGGER reservation_promises BEFORE INSERT ON reservation WHEN NEW.state <> 'open' OR NEW.quantity <= 0 OR NEW.quantity > COALESCE((SELECT on_hand - reserved FROM stock WHERE part_id = NEW.part_id AND store_id = NEW.store_id), 0)
            BEGIN SELECT RAISE(ABORT, 'sparewell:insufficient_stock'); END
-- next
CREATE TRIGGER reservation_is_asked_for BEFORE INSERT ON reservation WHEN NOT EXISTS (SELECT 1 FROM part_request q WHERE q.id = NEW.part_request_id AND q.part_id = NEW.part_id AND q.store_id = NEW.store_id AND q.quantity - q.issued - q.cancelled >= NEW.quantity + COALESCE((SELECT SUM(r.quantity) FROM reservation r WHERE r.part_request_id = q.id AND r.state = 'open'), 0))
            BEGIN SELECT RAISE(ABORT, 'sparewell:not_asked_for'); END
-- next
CREATE TRIGGER reservation_resolved_once BEFORE UPDATE ON reservation WHEN OLD.state <> 'open' AND NEW.state <> OLD.state
            BEGIN SELECT RAISE(ABORT, 'sparewell:reservation_resolved'); END
-- next
CREATE TRIGGER reservation_insert_counts AFTER INSERT ON reservation WHEN true BEGIN UPDATE stock SET reserved = reserved + NEW.quantity
        WHERE part_id = NEW.part_id AND store_id = NEW.store_id; END
-- next
CREATE TRIGGER reservation_update_counts AFTER UPDATE ON reservation WHEN OLD.state = 'open' AND NEW.state <> 'open' BEGIN UPDATE stock SET reserved = reserved - NEW.quantity
        WHERE part_id = NEW.part_id AND store_id = NEW.store_id; END
-- next
CREATE TRIGGER count_knows_the_book BEFORE INSERT ON count WHEN NEW.counted < 0 OR NEW.ledger_id <> COALESCE((SELECT m.id FROM movement m WHERE m.posted_at <= NEW.counted_at ORDER BY m.id DESC LIMIT 1), 0) OR NOT EXISTS (SELECT 1 FROM count_line l WHERE l.id = NEW.count_line_id AND NEW.book = (COALESCE((SELECT SUM(b.on_hand) FROM balance b
        WHERE b.location_id = l.location_id AND b.part_id = l.part_id), 0)
    - COALESCE((SELECT SUM(CASE WHEN m.to_location_id = l.location_id THEN m.quantity ELSE -m.quantity END)
        FROM movement m WHERE m.id > NEW.ledger_id AND m.part_id = l.part_id
        AND l.location_id IN (m.from_location_id, m.to_location_id)), 0)))
            BEGIN SELECT RAISE(ABORT, 'sparewell:not_the_book'); END
-- next
CREATE TRIGGER count_in_turn BEFORE INSERT ON count WHEN NEW.round <> 1 + COALESCE((SELECT MAX(round) FROM count WHERE count_line_id = NEW.count_line_id), 0)
            BEGIN SELECT RAISE(ABORT, 'sparewell:count_out_of_turn'); END
-- next
CREATE TRIGGER count_before_approval BEFORE INSERT ON count WHEN EXISTS (SELECT 1 FROM stock_take_approval a WHERE a.stock_take_id = (SELECT l.stock_take_id FROM count_line l WHERE l.id = NEW.count_line_id))
            BEGIN SELECT RAISE(ABORT, 'sparewell:count_approved'); END
-- next
CREATE TRIGGER count_line_before_approval BEFORE INSERT ON count_line WHEN EXISTS (SELECT 1 FROM stock_take_approval a WHERE a.stock_take_id = NEW.stock_take_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:count_approved'); END
-- next
CREATE TRIGGER approval_only_once BEFORE INSERT ON stock_take_approval WHEN EXISTS (SELECT 1 FROM stock_take_approval a WHERE a.stock_take_id = NEW.stock_take_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:count_approved'); END
-- next
CREATE TRIGGER stock_take_approved_first BEFORE UPDATE OF state ON stock_take WHEN NEW.state IN ('approved', 'posted') AND NOT EXISTS (SELECT 1 FROM stock_take_approval a WHERE a.stock_take_id = NEW.id) OR OLD.state IN ('posted', 'cancelled') AND NEW.state <> OLD.state
            BEGIN SELECT RAISE(ABORT, 'sparewell:count_not_approved'); END
-- next
CREATE TRIGGER count_line_settled BEFORE UPDATE ON count_line WHEN EXISTS (SELECT 1 FROM stock_take_approval a WHERE a.stock_take_id = OLD.stock_take_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:count_approved'); END
-- next
CREATE TRIGGER stock_take_approval_no_counter BEFORE INSERT ON stock_take_approval WHEN EXISTS (SELECT 1 FROM count c JOIN count_line l ON l.id = c.count_line_id WHERE l.stock_take_id = NEW.stock_take_id AND NEW.approved_by_id IN (c.counted_by_id, c.entered_by_id))
            BEGIN SELECT RAISE(ABORT, 'sparewell:four_eyes'); END
-- next
CREATE TRIGGER part_no_delete BEFORE DELETE ON part WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:part'); END
-- next
CREATE TRIGGER part_keeps_id BEFORE UPDATE ON part WHEN NEW.id IS NOT OLD.id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:part'); END
-- next
CREATE TRIGGER part_no_replace_id BEFORE INSERT ON part WHEN EXISTS (SELECT 1 FROM part WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:part'); END
-- next
CREATE TRIGGER part_no_takeover_id BEFORE UPDATE OF id ON part
                WHEN (NEW.id IS NOT OLD.id) AND EXISTS (SELECT 1 FROM part WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:part'); END
-- next
CREATE TRIGGER part_no_replace_number BEFORE INSERT ON part WHEN EXISTS (SELECT 1 FROM part WHERE number = NEW.number)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:part'); END
-- next
CREATE TRIGGER part_no_takeover_number BEFORE UPDATE OF number ON part
                WHEN (NEW.number IS NOT OLD.number) AND EXISTS (SELECT 1 FROM part WHERE number = NEW.number)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:part'); END
-- next
CREATE TRIGGER part_no_replace_gtin BEFORE INSERT ON part WHEN EXISTS (SELECT 1 FROM part WHERE gtin = NEW.gtin)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:part'); END
-- next
CREATE TRIGGER part_no_takeover_gtin BEFORE UPDATE OF gtin ON part
                WHEN (NEW.gtin IS NOT OLD.gtin) AND EXISTS (SELECT 1 FROM part WHERE gtin = NEW.gtin)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:part'); END
-- next
CREATE TRIGGER location_keeps_kind BEFORE UPDATE ON location WHEN NEW.kind IS NOT OLD.kind
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:location'); END
-- next
CREATE TRIGGER location_keeps_store BEFORE UPDATE ON location WHEN OLD.store_id IS NOT NULL AND (NEW.store_id IS NULL OR NEW.store_id <> OLD.store_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:location'); END
-- next
CREATE TRIGGER location_no_delete BEFORE DELETE ON location WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:location'); END
-- next
CREATE TRIGGER location_keeps_id BEFORE UPDATE ON location WHEN NEW.id IS NOT OLD.id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:location'); END
-- next
CREATE TRIGGER location_no_replace_id BEFORE INSERT ON location WHEN EXISTS (SELECT 1 FROM location WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:location'); END
-- next
CREATE TRIGGER location_no_takeover_id BEFORE UPDATE OF id ON location
                WHEN (NEW.id IS NOT OLD.id) AND EXISTS (SELECT 1 FROM location WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:location'); END
-- next
CREATE TRIGGER location_no_replace_code BEFORE INSERT ON location WHEN EXISTS (SELECT 1 FROM location WHERE code = NEW.code)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:location'); END
-- next
CREATE TRIGGER location_no_takeover_code BEFORE UPDATE OF code ON location
                WHEN (NEW.code IS NOT OLD.code) AND EXISTS (SELECT 1 FROM location WHERE code = NEW.code)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:location'); END
-- next
CREATE TRIGGER location_insert_store_right BEFORE INSERT ON location WHEN NEW.store_id IS NOT NULL AND CASE WHEN NEW.kind IN ('warehouse', 'van') THEN NEW.store_id <> NEW.id
        WHEN NEW.kind IN ('customer', 'opening', 'scrap', 'supplier', 'variance', 'work_order') THEN true
        ELSE NOT EXISTS (SELECT 1 FROM location s WHERE s.id = NEW.store_id AND s.kind IN ('warehouse', 'van')) END
            BEGIN SELECT RAISE(ABORT, 'sparewell:other_store'); END
-- next
CREATE TRIGGER location_update_store_right BEFORE UPDATE ON location WHEN NEW.store_id IS NOT NULL AND CASE WHEN NEW.kind IN ('warehouse', 'van') THEN NEW.store_id <> NEW.id
        WHEN NEW.kind IN ('customer', 'opening', 'scrap', 'supplier', 'variance', 'work_order') THEN true
        ELSE NOT EXISTS (SELECT 1 FROM location s WHERE s.id = NEW.store_id AND s.kind IN ('warehouse', 'van')) END
            BEGIN SELECT RAISE(ABORT, 'sparewell:other_store'); END
-- next
CREATE TRIGGER part_request_no_delete BEFORE DELETE ON part_request WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:part_request'); END
-- next
CREATE TRIGGER part_request_keeps_id BEFORE UPDATE ON part_request WHEN NEW.id IS NOT OLD.id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:part_request'); END
-- next
CREATE TRIGGER part_request_no_replace_id BEFORE INSERT ON part_request WHEN EXISTS (SELECT 1 FROM part_request WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:part_request'); END
-- next
CREATE TRIGGER part_request_no_takeover_id BEFORE UPDATE OF id ON part_request
                WHEN (NEW.id IS NOT OLD.id) AND EXISTS (SELECT 1 FROM part_request WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:part_request'); END
-- next
CREATE TRIGGER part_request_keeps_quantity BEFORE UPDATE ON part_request WHEN NEW.quantity IS NOT OLD.quantity OR NEW.part_id IS NOT OLD.part_id OR NEW.store_id IS NOT OLD.store_id OR NEW.asked_on IS NOT OLD.asked_on OR NEW.work_order_id IS NOT OLD.work_order_id OR NEW.asked_by_id IS NOT OLD.asked_by_id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:part_request'); END
-- next
CREATE TRIGGER reservation_no_delete BEFORE DELETE ON reservation WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:reservation'); END
-- next
CREATE TRIGGER reservation_keeps_id BEFORE UPDATE ON reservation WHEN NEW.id IS NOT OLD.id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:reservation'); END
-- next
CREATE TRIGGER reservation_no_replace_id BEFORE INSERT ON reservation WHEN EXISTS (SELECT 1 FROM reservation WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:reservation'); END
-- next
CREATE TRIGGER reservation_no_takeover_id BEFORE UPDATE OF id ON reservation
                WHEN (NEW.id IS NOT OLD.id) AND EXISTS (SELECT 1 FROM reservation WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:reservation'); END
-- next
CREATE TRIGGER reservation_keeps_quantity BEFORE UPDATE ON reservation WHEN NEW.quantity IS NOT OLD.quantity OR NEW.part_id IS NOT OLD.part_id OR NEW.store_id IS NOT OLD.store_id OR NEW.part_request_id IS NOT OLD.part_request_id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:reservation'); END
-- next
CREATE TRIGGER work_order_no_delete BEFORE DELETE ON work_order WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:work_order'); END
-- next
CREATE TRIGGER work_order_keeps_id BEFORE UPDATE ON work_order WHEN NEW.id IS NOT OLD.id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:work_order'); END
-- next
CREATE TRIGGER work_order_no_replace_id BEFORE INSERT ON work_order WHEN EXISTS (SELECT 1 FROM work_order WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:work_order'); END
-- next
CREATE TRIGGER work_order_no_takeover_id BEFORE UPDATE OF id ON work_order
                WHEN (NEW.id IS NOT OLD.id) AND EXISTS (SELECT 1 FROM work_order WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:work_order'); END
-- next
CREATE TRIGGER work_order_no_replace_number BEFORE INSERT ON work_order WHEN EXISTS (SELECT 1 FROM work_order WHERE number = NEW.number)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:work_order'); END
-- next
CREATE TRIGGER work_order_no_takeover_number BEFORE UPDATE OF number ON work_order
                WHEN (NEW.number IS NOT OLD.number) AND EXISTS (SELECT 1 FROM work_order WHERE number = NEW.number)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:work_order'); END
-- next
CREATE TRIGGER work_order_no_replace_location_id BEFORE INSERT ON work_order WHEN EXISTS (SELECT 1 FROM work_order WHERE location_id = NEW.location_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:work_order'); END
-- next
CREATE TRIGGER work_order_no_takeover_location_id BEFORE UPDATE OF location_id ON work_order
                WHEN (NEW.location_id IS NOT OLD.location_id) AND EXISTS (SELECT 1 FROM work_order WHERE location_id = NEW.location_id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:work_order'); END
-- next
CREATE TRIGGER work_order_keeps_location_id BEFORE UPDATE ON work_order WHEN NEW.location_id IS NOT OLD.location_id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:work_order'); END
-- next
CREATE TRIGGER count_no_update BEFORE UPDATE ON count WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:count'); END
-- next
CREATE TRIGGER count_no_delete BEFORE DELETE ON count WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:count'); END
-- next
CREATE TRIGGER count_no_replace_id BEFORE INSERT ON count WHEN EXISTS (SELECT 1 FROM count WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:count'); END
-- next
CREATE TRIGGER count_no_replace_count_line_id_round BEFORE INSERT ON count WHEN EXISTS (SELECT 1 FROM count WHERE count_line_id = NEW.count_line_id AND round = NEW.round)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:count'); END
-- next
CREATE TRIGGER count_line_no_delete BEFORE DELETE ON count_line WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:count_line'); END
-- next
CREATE TRIGGER count_line_keeps_id BEFORE UPDATE ON count_line WHEN NEW.id IS NOT OLD.id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:count_line'); END
-- next
CREATE TRIGGER count_line_no_replace_id BEFORE INSERT ON count_line WHEN EXISTS (SELECT 1 FROM count_line WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:count_line'); END
-- next
CREATE TRIGGER count_line_no_takeover_id BEFORE UPDATE OF id ON count_line
                WHEN (NEW.id IS NOT OLD.id) AND EXISTS (SELECT 1 FROM count_line WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:count_line'); END
-- next
CREATE TRIGGER count_line_no_replace_stock_take_id_location_id_part_id BEFORE INSERT ON count_line WHEN EXISTS (SELECT 1 FROM count_line WHERE stock_take_id = NEW.stock_take_id AND location_id = NEW.location_id AND part_id = NEW.part_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:count_line'); END
-- next
CREATE TRIGGER count_line_no_takeover_stock_take_id_location_id_part_id BEFORE UPDATE OF stock_take_id, location_id, part_id ON count_line
                WHEN (NEW.stock_take_id IS NOT OLD.stock_take_id OR NEW.location_id IS NOT OLD.location_id OR NEW.part_id IS NOT OLD.part_id) AND EXISTS (SELECT 1 FROM count_line WHERE stock_take_id = NEW.stock_take_id AND location_id = NEW.location_id AND part_id = NEW.part_id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:count_line'); END
-- next
CREATE TRIGGER count_line_keeps_stock_take_id BEFORE UPDATE ON count_line WHEN NEW.stock_take_id IS NOT OLD.stock_take_id OR NEW.location_id IS NOT OLD.location_id OR NEW.part_id IS NOT OLD.part_id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:count_line'); END
-- next
CREATE TRIGGER stock_take_no_delete BEFORE DELETE ON stock_take WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:stock_take'); END
-- next
CREATE TRIGGER stock_take_keeps_id BEFORE UPDATE ON stock_take WHEN NEW.id IS NOT OLD.id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:stock_take'); END
-- next
CREATE TRIGGER stock_take_no_replace_id BEFORE INSERT ON stock_take WHEN EXISTS (SELECT 1 FROM stock_take WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:stock_take'); END
-- next
CREATE TRIGGER stock_take_no_takeover_id BEFORE UPDATE OF id ON stock_take
                WHEN (NEW.id IS NOT OLD.id) AND EXISTS (SELECT 1 FROM stock_take WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:stock_take'); END
-- next
CREATE TRIGGER stock_take_no_replace_number BEFORE INSERT ON stock_take WHEN EXISTS (SELECT 1 FROM stock_take WHERE number = NEW.number)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:stock_take'); END
-- next
CREATE TRIGGER stock_take_no_takeover_number BEFORE UPDATE OF number ON stock_take
                WHEN (NEW.number IS NOT OLD.number) AND EXISTS (SELECT 1 FROM stock_take WHERE number = NEW.number)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:stock_take'); END
-- next
CREATE TRIGGER stock_take_keeps_created_by_id BEFORE UPDATE ON stock_take WHEN NEW.created_by_id IS NOT OLD.created_by_id OR NEW.store_id IS NOT OLD.store_id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:stock_take'); END
-- next
CREATE TRIGGER stock_take_approval_approved_by_id_is_another BEFORE INSERT ON stock_take_approval WHEN NEW.approved_by_id = NEW.created_by_id OR NOT EXISTS (SELECT 1 FROM stock_take WHERE stock_take.id = NEW.stock_take_id AND stock_take.created_by_id = NEW.created_by_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:four_eyes'); END
-- next
CREATE TRIGGER stock_take_approval_no_delete BEFORE DELETE ON stock_take_approval WHEN true
            BEGIN SELECT RAISE(ABORT, 'sparewell:append_only:stock_take_approval'); END
-- next
CREATE TRIGGER stock_take_approval_no_replace_stock_take_id BEFORE INSERT ON stock_take_approval WHEN EXISTS (SELECT 1 FROM stock_take_approval WHERE stock_take_id = NEW.stock_take_id)
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:stock_take_approval'); END
-- next
CREATE TRIGGER stock_take_approval_no_takeover_stock_take_id BEFORE UPDATE OF stock_take_id ON stock_take_approval
                WHEN (NEW.stock_take_id IS NOT OLD.stock_take_id) AND EXISTS (SELECT 1 FROM stock_take_approval WHERE stock_take_id = NEW.stock_take_id)
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:stock_take_approval'); END
-- next
CREATE TRIGGER stock_take_approval_keeps_stock_take_id BEFORE UPDATE ON stock_take_approval WHEN NEW.stock_take_id IS NOT OLD.stock_take_id OR NEW.created_by_id IS NOT OLD.created_by_id OR NEW.approved_by_id IS NOT OLD.approved_by_id
            BEGIN SELECT RAISE(ABORT, 'sparewell:unchangeable:stock_take_approval'); END
