"""What the database itself refuses in buying: four eyes, steps out of order, more than ordered, a changed promise."""

from __future__ import annotations

from collections.abc import Mapping

from kernel.guards import (
    append_only,
    frozen_columns,
    guard,
    no_delete,
    no_replace,
    other_person,
    refuse,
    trigger_function,
)
from procurement.states import AMENDED_ORDER_STATES, ORDER_STEPS, PLAN_STEPS, RECEIVING_ORDER_STATES


def listed(words: tuple[str, ...]) -> str:
    """Write words as a list of SQL."""
    return ", ".join(f"'{word}'" for word in words)


def state_steps(table: str, steps: Mapping[str, tuple[str, ...]], code: str) -> None:
    """Declare that `state` begins with the first of `steps` and moves only along them."""
    allowed = " OR ".join(
        f"(OLD.state = '{old}' AND NEW.state IN ({listed(new)}))" for old, new in steps.items() if new
    )
    refuse(f"{table}_steps", table, "BEFORE UPDATE", f"OLD.state <> NEW.state AND NOT ({allowed})", code)
    refuse(f"{table}_begins", table, "BEFORE INSERT", f"NEW.state <> '{next(iter(steps))}'", code)


ORDER_OF_LINE = "(SELECT {0} FROM purchase_order o WHERE o.id = NEW.order_id)"
LINE = "(SELECT {0} FROM order_line l WHERE l.id = NEW.order_line_id)"

SIGNED = (
    "(EXISTS (SELECT 1 FROM order_approval a WHERE a.order_id = {0}.id AND a.version = {0}.version)"
    " OR ({0}.version = 1 AND EXISTS (SELECT 1 FROM plan_approval p WHERE p.plan_id = {0}.plan_id)))"
)
"""Tells that somebody has approved the version that an order has, or the plan that its first version comes from."""

# --- orders ---------------------------------------------------------------------------------------------------------

state_steps("purchase_order", ORDER_STEPS, "order_step")
refuse(
    "purchase_order_approved_by_another",
    "purchase_order",
    "BEFORE UPDATE",
    f"OLD.state = 'draft' AND NEW.state = 'approved' AND NOT {SIGNED.format('NEW')}",
    "not_approved",
)
refuse(
    "purchase_order_taken_back",
    "purchase_order",
    "BEFORE UPDATE",
    f"OLD.state = 'draft' AND NEW.state IN ({listed(RECEIVING_ORDER_STATES)}) AND (NEW.sent_version IS NULL"
    " OR EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = NEW.id AND (l.quantity > l.agreed"
    " OR l.over_tolerance > l.agreed_over OR l.unit_price_cny > l.agreed_price_cny)))",
    "not_approved",
)
refuse("purchase_order_version_rises", "purchase_order", "BEFORE UPDATE", "NEW.version < OLD.version", "order_step")
refuse(
    "purchase_order_drafted_as_new_version",
    "purchase_order",
    "BEFORE UPDATE",
    f"OLD.state <> 'draft' AND NEW.state = 'draft' AND {SIGNED.format('NEW')}",
    "order_step",
)
refuse(
    "purchase_order_received_when_sent",
    "purchase_order",
    "BEFORE UPDATE",
    "OLD.state = 'approved' AND NEW.state IN ('partly_received', 'received') AND NEW.sent_version IS NULL",
    "order_not_sent",
)
no_delete("purchase_order")
frozen_columns("purchase_order", "number", "supplier_id", "store_id", "created_by_id", "created_at", "plan_id")
no_replace("purchase_order", ("id",), ("number",))

other_person("order_approval", "order_id", "purchase_order", "created_by_id", "created_by_id", "approved_by_id")
refuse(
    "order_approval_not_planner",
    "order_approval",
    "BEFORE INSERT",
    "EXISTS (SELECT 1 FROM purchase_order o JOIN purchase_plan p ON p.id = o.plan_id"
    " WHERE o.id = NEW.order_id AND p.created_by_id = NEW.approved_by_id)",
    "four_eyes",
)
for _table, _keys in (("order_approval", ("order_id", "version")), ("order_version", ("order_id", "version"))):
    refuse(f"{_table}_no_update", _table, "BEFORE UPDATE", "true", f"append_only:{_table}")
    no_delete(_table)
    no_replace(_table, _keys)
append_only("order_note")

# --- order lines ----------------------------------------------------------------------------------------------------

refuse(
    "order_line_begins",
    "order_line",
    "BEFORE INSERT",
    f"{ORDER_OF_LINE.format('state')} <> 'draft' OR NEW.received <> 0 OR NEW.cancelled <> 0"
    " OR NEW.agreed <> 0 OR NEW.agreed_over <> 0 OR NEW.agreed_price_cny <> 0",
    "order_not_draft",
)
refuse(
    "order_line_raised_in_draft",
    "order_line",
    "BEFORE UPDATE",
    "(NEW.quantity > OLD.quantity OR NEW.unit_price_cny > OLD.unit_price_cny"
    " OR NEW.over_tolerance > OLD.over_tolerance"
    f" OR NEW.cancelled < OLD.cancelled)"
    f" AND ({ORDER_OF_LINE.format('state')} <> 'draft' OR EXISTS (SELECT 1 FROM purchase_order s"
    f" WHERE s.id = NEW.order_id AND {SIGNED.format('s')}))",
    "order_not_draft",
)
refuse(
    "order_line_agreed_when_approved",
    "order_line",
    "BEFORE UPDATE",
    "(NEW.agreed <> OLD.agreed OR NEW.agreed_over <> OLD.agreed_over OR NEW.agreed_price_cny <> OLD.agreed_price_cny)"
    f" AND ({ORDER_OF_LINE.format('state')} = 'draft' OR NEW.agreed > NEW.quantity"
    " OR NEW.agreed_over > NEW.over_tolerance OR NEW.agreed_price_cny > NEW.unit_price_cny)",
    "not_approved",
)
refuse(
    "order_line_ended",
    "order_line",
    "BEFORE UPDATE",
    f"{ORDER_OF_LINE.format('state')} IN ('closed', 'cancelled')",
    "order_ended",
)
refuse(
    "order_line_follows_deliveries",
    "order_line",
    "BEFORE UPDATE",
    "NEW.received <> OLD.received AND NEW.received <> COALESCE((SELECT SUM(d.quantity) FROM delivery d"
    " WHERE d.order_line_id = NEW.id AND d.state = 'live'), 0)",
    "kept_by_deliveries",
)
refuse(
    "order_line_first_promise_stays",
    "order_line",
    "BEFORE UPDATE",
    "OLD.first_promised_on IS NOT NULL"
    " AND (NEW.first_promised_on IS NULL OR NEW.first_promised_on <> OLD.first_promised_on)",
    "unchangeable:order_line",
)
refuse(
    "order_line_leaves_draft_only",
    "order_line",
    "BEFORE DELETE",
    "(SELECT o.state FROM purchase_order o WHERE o.id = OLD.order_id) <> 'draft' OR OLD.received <> 0"
    " OR OLD.agreed <> 0",
    "order_not_draft",
)
frozen_columns("order_line", "order_id", "part_id", "proposal_id")
no_replace("order_line", ("id",), ("order_id", "line_no"))

# --- deliveries -----------------------------------------------------------------------------------------------------

refuse(
    "delivery_wanted",
    "delivery",
    "BEFORE INSERT",
    "NOT EXISTS (SELECT 1 FROM purchase_order o JOIN order_line l ON l.order_id = o.id WHERE l.id = NEW.order_line_id"
    f" AND (o.state IN ({listed(RECEIVING_ORDER_STATES)})"
    f" OR (o.state IN ({listed(AMENDED_ORDER_STATES)}) AND o.sent_version IS NOT NULL)))",
    "order_not_sent",
)
refuse(
    "delivery_within_order",
    "delivery",
    "BEFORE INSERT",
    f"NEW.quantity > {LINE.format('l.quantity + l.over_tolerance - l.received - l.cancelled')}",
    "over_receipt",
)
refuse(
    "delivery_within_agreed",
    "delivery",
    "BEFORE INSERT",
    "EXISTS (SELECT 1 FROM purchase_order o JOIN order_line l ON l.order_id = o.id WHERE l.id = NEW.order_line_id"
    " AND o.state = 'draft' AND NEW.quantity > l.agreed + l.agreed_over - l.received - l.cancelled)",
    "over_receipt",
)
refuse("delivery_begins", "delivery", "BEFORE INSERT", "NEW.state <> 'live'", "delivery_step")
refuse(
    "delivery_undone_once",
    "delivery",
    "BEFORE UPDATE",
    "OLD.state = 'undone' OR (NEW.state = 'undone' AND OLD.passed + OLD.failed > 0)"
    " OR NEW.passed < OLD.passed OR NEW.failed < OLD.failed",
    "delivery_step",
)
for _when, _condition, _sign in (
    ("INSERT", "true", "+"),
    ("UPDATE", "OLD.state = 'live' AND NEW.state = 'undone'", "-"),
):
    _name = f"delivery_{_when.lower()}_counts"
    _sql = f"UPDATE order_line SET received = received {_sign} NEW.quantity WHERE id = NEW.order_line_id;"
    guard(
        _name,
        sqlite=f"CREATE TRIGGER {_name} AFTER {_when} ON delivery WHEN {_condition} BEGIN {_sql} END",
        postgresql=trigger_function(_name, "delivery", f"AFTER {_when}", f"IF {_condition} THEN {_sql} END IF;"),
        tables=("delivery", "order_line"),
    )
no_delete("delivery")
frozen_columns("delivery", "order_line_id", "quantity", "received_on", "received_by_id", "due_on")
no_replace("delivery", ("id",))

# --- plans ----------------------------------------------------------------------------------------------------------

state_steps("purchase_plan", PLAN_STEPS, "plan_step")
refuse(
    "purchase_plan_approved_by_another",
    "purchase_plan",
    "BEFORE UPDATE",
    "OLD.state = 'draft' AND NEW.state = 'approved'"
    " AND NOT EXISTS (SELECT 1 FROM plan_approval a WHERE a.plan_id = NEW.id)",
    "not_approved",
)
no_delete("purchase_plan")
frozen_columns("purchase_plan", "number", "created_by_id", "created_at")
no_replace("purchase_plan", ("id",), ("number",))

other_person("plan_approval", "plan_id", "purchase_plan", "created_by_id", "created_by_id", "approved_by_id")
refuse(
    "plan_approval_not_changer",
    "plan_approval",
    "BEFORE INSERT",
    "EXISTS (SELECT 1 FROM proposal p WHERE p.plan_id = NEW.plan_id AND p.changed_by_id = NEW.approved_by_id)",
    "four_eyes",
)
refuse("plan_approval_no_update", "plan_approval", "BEFORE UPDATE", "true", "append_only:plan_approval")
no_delete("plan_approval")
no_replace("plan_approval", ("plan_id",))

PLAN_STATE = "(SELECT p.state FROM purchase_plan p WHERE p.id = {0}.plan_id)"
APPROVED = "EXISTS (SELECT 1 FROM plan_approval a WHERE a.plan_id = NEW.plan_id)"
FROZEN = (
    "plan_id",
    "part_id",
    "store_id",
    "kind",
    "computed_quantity",
    "quantity",
    "supplier_id",
    "supplier_part_id",
    "from_store_id",
    "unit_price_cny",
    "included",
    "changed_by_id",
    "change_reason",
    "needed_on",
    "exception",
    "alerts",
    "saved",
)
SUM = "CAST({0}.explanation AS TEXT)"
"""What an approver saw of a line stays as it was, the sum behind it as well."""
_changed = {
    engine: " OR ".join(
        [
            *(f"NEW.{column} {differs} OLD.{column}" for column in FROZEN),
            f"{SUM.format('NEW')} {differs} {SUM.format('OLD')}",
        ]
    )
    for engine, differs in (("sqlite", "IS NOT"), ("postgresql", "IS DISTINCT FROM"))
}
guard(
    "proposal_frozen",
    sqlite=f"""CREATE TRIGGER proposal_frozen BEFORE UPDATE ON proposal
        WHEN (OLD.state <> 'open' OR {APPROVED}) AND ({_changed["sqlite"]})
        BEGIN SELECT RAISE(ABORT, 'sparewell:plan_frozen'); END""",
    postgresql=trigger_function(
        "proposal_frozen",
        "proposal",
        "BEFORE UPDATE",
        f"IF (OLD.state <> 'open' OR {APPROVED}) AND ({_changed['postgresql']}) THEN"
        " RAISE EXCEPTION 'sparewell:plan_frozen' USING ERRCODE = 'check_violation'; END IF;",
    ),
    tables=("proposal", "plan_approval"),
)
refuse(
    "proposal_steps",
    "proposal",
    "BEFORE UPDATE",
    "OLD.state <> NEW.state AND NOT ("
    f"(OLD.state = 'open' AND NEW.state = 'approved' AND NEW.included AND {APPROVED})"
    " OR (OLD.state = 'open' AND NEW.state = 'declined')"
    " OR (OLD.state = 'approved' AND NEW.state IN ('ordered', 'declined')))",
    "proposal_step",
)
refuse(
    "proposal_begins",
    "proposal",
    "BEFORE INSERT",
    f"NEW.state <> 'open' OR {PLAN_STATE.format('NEW')} <> 'draft' OR {APPROVED}",
    "plan_frozen",
)
refuse("proposal_stays", "proposal", "BEFORE DELETE", "OLD.state <> 'open'", "append_only:proposal")
no_replace("proposal", ("id",))
