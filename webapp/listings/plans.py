"""List plans, the proposals of a plan with exceptions first, and stock levels."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from forecasting.classes import DemandClass
from forecasting.policy import Policy
from forecasting.queries import levels_select
from procurement.alerts import codes_of
from procurement.queries import plans as queries
from procurement.tables import Plan
from webapp.commands_of.parts import CRITICALITIES
from webapp.commands_of.plans import KINDS, STATES, TONES
from webapp.context import Actor
from webapp.listing import Action, BulkAction, Column, Filter, Listing, listing
from webapp.plan_words import CLASSES, EXCEPTION_TONES, EXCEPTIONS, POLICIES
from webapp.queues import queue


def _plans(_session: Session, filters: Mapping[str, Any]) -> Select[Any]:
    listed = queries.plans_select().order_by(None).subquery()
    made = select(listed, listed.c.plan_id.label("id"))
    if state := filters.get("state"):
        made = made.where(listed.c.state == state)
    return made


listing(
    Listing(
        "plans",
        _l("Purchase plans"),
        "plan.read",
        _plans,
        [
            Column("number", _l("Number")),
            Column("state", _l("State"), "state", choices=STATES, tones=TONES),
            Column("planned_on", _l("Computed for"), "date"),
            Column("proposals", _l("Proposals"), "number"),
            Column("left_out", _l("Left out"), "number"),
            Column("amount_cny", _l("Amount"), "money", permission="prices.read"),
            Column("budget_cny", _l("Budget"), "money", permission="prices.read"),
            Column("created_by", _l("Made by")),
        ],
        [Filter("state", _l("State"), "choice", choices=STATES)],
        "-number",
        row_url=lambda row: url_for("plans.show", plan_id=row.plan_id),
        actions=[Action(_l("Compute the plan"), "plans.run", "plan.write", "calculator")],
        group="buying",
        order=10,
        tag="plans",
        empty=_l("No plan yet. Compute one: it reads demand, stock, orders and waiting tickets."),
    )
)


def _lines(_session: Session, filters: Mapping[str, Any]) -> Select[Any]:
    listed = queries.plan_lines_select(plan_id=filters.get("plan"))
    rows = listed.order_by(None).subquery()
    made = select(rows, rows.c.proposal_id.label("id"))
    if reason := filters.get("exception"):
        made = made.where(queries.shown_for(rows.c.alerts, rows.c.exception, reason))
    for name in ("kind", "criticality"):
        if wanted := filters.get(name):
            made = made.where(rows.c[name] == wanted)
    for name in ("part", "supplier", "store"):
        if wanted := filters.get(name):
            made = made.where(rows.c[f"{name}_id"] == wanted)
    if "included" in filters:
        made = made.where(rows.c.included.is_(filters["included"]))
    if "changed" in filters:
        changed = rows.c.change_reason != ""
        made = made.where(changed if filters["changed"] else ~changed)
    return made


def _also(row: Any) -> str:
    """Return for what else a line is shown, in words."""
    return ", ".join(str(EXCEPTIONS[code]) for code in codes_of(row.alerts) if code != row.exception)


def _service(row: Any) -> float | None:
    """Return the marginal service of a purchase as its sum says it."""
    return next((each["value"] for each in row.explanation if each["code"] == "marginal_service"), None)


LINES = listing(
    Listing(
        "plan_lines",
        _l("Proposals"),
        "plan.read",
        _lines,
        [
            Column("urgency_rank", _l("Rank"), "number", shown=False),
            Column(
                "exception",
                _l("Why"),
                "state",
                choices=EXCEPTIONS,
                tones=EXCEPTION_TONES,
                sort_by="urgency_rank",
                value=lambda row: row.exception,
            ),
            Column("part_number", _l("Part number")),
            Column("part_name", _l("Name"), "name"),
            Column("store_code", _l("Store")),
            Column("kind", _l("How"), "state", choices=KINDS),
            Column("computed_quantity", _l("Computed"), "quantity", unit="unit", shown=False),
            Column("quantity", _l("Quantity"), "quantity", unit="unit"),
            Column("supplier_name", _l("Supplier"), "name"),
            Column("from_store_code", _l("From store"), shown=False),
            Column("unit_price_cny", _l("Unit price"), "money", permission="prices.read"),
            Column("amount_cny", _l("Amount"), "money", permission="prices.read"),
            Column("needed_on", _l("Needed on"), "date"),
            Column("expected_on", _l("Expected"), "date", shown=False),
            Column("included", _l("In the plan"), "flag"),
            Column("also", _l("Also"), value=_also, shown=False),
            Column("saved", _l("Waiting saved"), "quantity", unit="unit", shown=False),
            Column(
                "service",
                _l("Weighed waiting saved per 1,000 yuan"),
                "number",
                value=_service,
                shown=False,
                permission="prices.read",
            ),
            Column("change_reason", _l("Changed because"), shown=False),
        ],
        [
            Filter("plan", _l("Plan"), "row"),
            Filter("exception", _l("Why"), "choice", choices=EXCEPTIONS),
            Filter("kind", _l("How"), "choice", choices=KINDS),
            Filter("part", _l("Part"), "part"),
            Filter("supplier", _l("Supplier"), "supplier"),
            Filter("store", _l("Store"), "store"),
            Filter("criticality", _l("Criticality"), "choice", choices=CRITICALITIES),
            Filter("included", _l("In the plan"), "flag"),
            Filter("changed", _l("Changed by the buyer"), "flag"),
        ],
        "urgency_rank",
        row_url=lambda row: url_for("plans.proposal", proposal_id=row.proposal_id),
        bulk=[BulkAction(_l("Ask for quotations"), "quotes.of_proposals", "quotes.write", "chat-left-quote")],
        tag="plans",
        empty=_l("Nothing needs to be bought or moved: every position is above its reorder point."),
    )
)

CLASS_KEYS = {each.name.lower(): each for each in DemandClass}


def _levels(_session: Session, filters: Mapping[str, Any]) -> Select[Any]:
    rows = levels_select().order_by(None).subquery()
    made = select(rows, rows.c.level_id.label("id"))
    if wanted := filters.get("demand_class"):
        made = made.where(rows.c.demand_class == int(CLASS_KEYS[wanted]))
    for name in ("part", "store"):
        if chosen := filters.get(name):
            made = made.where(rows.c[f"{name}_id"] == chosen)
    if (stocked := filters.get("stocked")) is not None:
        made = made.where(rows.c.stocked == stocked)
    if policy := filters.get("policy"):
        made = made.where(rows.c.policy == int(Policy[policy.upper()]))
    return made


def _rounded(name: str, places: int) -> Callable[[Any], float]:
    """Read a figure with so many decimals as people compare; the level's page and the API's detail hold it in full."""
    return lambda row: round(float(getattr(row, name)), places)


def _policy_of(row: Any) -> str:
    return Policy(row.policy).name.lower()


def _class_of(row: Any) -> str:
    return DemandClass(row.demand_class).name.lower()


listing(
    Listing(
        "levels",
        _l("Stock levels"),
        "plan.read",
        _levels,
        [
            Column("part_number", _l("Part number")),
            Column("name", _l("Name"), "name"),
            Column("store_code", _l("Store")),
            Column(
                "demand_class", _l("Class of demand"), "state", choices=CLASSES, value=_class_of, sort_by="demand_class"
            ),
            Column("mean", _l("Mean demand a period"), "number", value=_rounded("mean", 3), sort_by="mean"),
            Column(
                "lead_time_days",
                _l("Lead time in days"),
                "number",
                value=_rounded("lead_time_days", 1),
                sort_by="lead_time_days",
            ),
            Column("target", _l("Service target"), "percent"),
            Column(
                "safety_stock", _l("Safety stock"), "number", value=_rounded("safety_stock", 1), sort_by="safety_stock"
            ),
            Column(
                "reorder_point",
                _l("Reorder point"),
                "number",
                value=_rounded("reorder_point", 2),
                sort_by="reorder_point",
            ),
            Column(
                "order_up_to_level",
                _l("Order-up-to level"),
                "number",
                value=_rounded("order_up_to_level", 2),
                sort_by="order_up_to_level",
            ),
            Column("stocked", _l("Stocked"), "flag"),
            Column("policy", _l("Policy"), "state", choices=POLICIES, value=_policy_of, sort_by="policy", shown=False),
            Column("adi", _l("ADI"), "number", shown=False),
            Column("cv2", _l("CV²"), "number", shown=False),
            Column("fill_rate", _l("Expected fill rate"), "percent", shown=False),
        ],
        [
            Filter("part", _l("Part"), "part"),
            Filter("store", _l("Store"), "store"),
            Filter("demand_class", _l("Class of demand"), "choice", choices=CLASSES),
            Filter("stocked", _l("Stocked"), "flag"),
            Filter("policy", _l("Policy"), "choice", choices=POLICIES),
        ],
        "part_number",
        row_url=lambda row: url_for("plans.level", level_id=row.level_id),
        group="buying",
        order=15,
        tag="plans",
        intro=_l("Safety stock and reorder points of the newest run; each opens to its sum."),
        empty=_l("No levels yet. They come with the first plan."),
    )
)


def _count(state: str) -> Any:
    def waiting(session: Session, _actor: Actor) -> int:
        return session.scalar(select(func.count()).select_from(Plan).where(Plan.state == state)) or 0

    return waiting


queue(
    "plan_drafts",
    ("buyer", "supervisor"),
    _l("Draft plans"),
    count=_count("draft"),
    endpoint="list.plans",
    icon="clipboard-data",
    order=10,
    state="draft",
)
queue(
    "plans_to_order",
    "buyer",
    _l("Approved plans to order"),
    count=_count("approved"),
    endpoint="list.plans",
    icon="cart-check",
    order=15,
    state="approved",
)
