"""What the database itself refuses of counts: whose line it is, what it is worth, how many signatures that needs."""

from __future__ import annotations

from kernel.amounts import Money
from kernel.guards import integers, refuse

LIMIT_SETTING = "stock_take.approval_limit_cny"
LIMIT_DEFAULT = 10_000
"""Yuan up to which one signature is enough, until an administrator sets another figure."""

LAST = "c.round = (SELECT MAX(d.round) FROM count d WHERE d.count_line_id = c.count_line_id)"
WORTH = f"""COALESCE((SELECT SUM(ABS(c.counted - c.book) * COALESCE(c.unit_cost_cny, 0) / 1000) FROM count c
    JOIN count_line l ON l.id = c.count_line_id WHERE l.stock_take_id = NEW.stock_take_id AND {LAST}), 0)"""
"""What the differences of a stock-take come to without their signs, each rounded down: never more than scripts say."""

HIGHEST_LIMIT = f"""(SELECT MAX(k.figure) FROM (SELECT {Money.of(LIMIT_DEFAULT).scaled} AS figure UNION ALL
    SELECT CAST(CAST(s.value AS TEXT) AS NUMERIC) * 10000 FROM setting s WHERE s.name = '{LIMIT_SETTING}') k)"""
NEWEST_COUNT = """(SELECT MAX(c.id) FROM count c JOIN count_line l ON l.id = c.count_line_id
    WHERE l.stock_take_id = NEW.stock_take_id)"""
ENDORSED = f"""EXISTS (SELECT 1 FROM stock_take_endorsement e WHERE e.stock_take_id = NEW.stock_take_id
    AND e.endorsed_by_id <> NEW.approved_by_id AND e.last_count_id = {NEWEST_COUNT})"""
A_COUNTER = """EXISTS (SELECT 1 FROM count c JOIN count_line l ON l.id = c.count_line_id
    WHERE l.stock_take_id = NEW.stock_take_id AND {0} IN (c.counted_by_id, c.entered_by_id))"""

integers("stock_take_approval", "value_cny", "limit_cny")
refuse(
    "count_by_who_has_the_line",
    "count",
    "BEFORE INSERT",
    "EXISTS (SELECT 1 FROM count_line l WHERE l.id = NEW.count_line_id AND l.assigned_to_id IS NOT NULL"
    " AND l.assigned_to_id <> NEW.counted_by_id)",
    "assigned_to_another",
)
refuse(
    "count_knows_the_cost",
    "count",
    "BEFORE INSERT",
    "NOT COALESCE((SELECT NEW.unit_cost_cny BETWEEN MIN(o.unit_cost_cny) AND MAX(o.unit_cost_cny) FROM lot o"
    " JOIN count_line l ON l.part_id = o.part_id WHERE l.id = NEW.count_line_id), NEW.unit_cost_cny = 0, false)",
    "not_the_cost",
)
refuse(
    "count_line_cause_known",
    "count_line",
    "BEFORE UPDATE",
    "NEW.cause IS NOT NULL AND NOT EXISTS (SELECT 1 FROM variance_cause v WHERE v.code = NEW.cause)",
    "cause_unknown",
    columns=("cause",),
)
refuse(
    "endorsed_by_no_counter",
    "stock_take_endorsement",
    "BEFORE INSERT",
    A_COUNTER.format("NEW.endorsed_by_id"),
    "four_eyes",
)
refuse(
    "endorsed_as_counted",
    "stock_take_endorsement",
    "BEFORE INSERT",
    f"NEW.last_count_id <> COALESCE({NEWEST_COUNT}, 0)"
    " OR NOT EXISTS (SELECT 1 FROM stock_take t WHERE t.id = NEW.stock_take_id AND t.state = 'reviewed')",
    "not_endorsable",
)
refuse(
    "approval_of_the_worth",
    "stock_take_approval",
    "BEFORE INSERT",
    f"NEW.value_cny < {WORTH}",
    "not_the_worth",
)
refuse(
    "approval_within_limit",
    "stock_take_approval",
    "BEFORE INSERT",
    f"NEW.limit_cny > {HIGHEST_LIMIT} OR (NEW.value_cny > NEW.limit_cny AND NOT {ENDORSED})",
    "second_signature_missing",
)
refuse(
    "proposal_taken_once",
    "count_proposal",
    "BEFORE UPDATE",
    "OLD.count_line_id IS NOT NULL AND (NEW.count_line_id IS NULL OR NEW.count_line_id <> OLD.count_line_id)"
    " OR NEW.count_line_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM count_line l WHERE l.id = NEW.count_line_id"
    " AND l.location_id = NEW.location_id AND l.part_id = NEW.part_id)",
    "unchangeable:count_proposal",
    columns=("count_line_id",),
)
