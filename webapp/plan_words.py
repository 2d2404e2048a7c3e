"""Put the codes of sums, exceptions and forecasts into words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from math import isfinite
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.i18n import money, month_name, number, percent

EXCEPTIONS = {
    "ticket_waits": _l("a ticket waits for it"),
    "stock_out": _l("stock-out now"),
    "stock_out_before_delivery": _l("runs out before delivery"),
    "order_overdue": _l("an order is overdue"),
    "repair_overdue": _l("a repair is overdue"),
    "surplus_on_order": _l("more on order than needed"),
    "surplus": _l("more than needed"),
    "demand_jump": _l("demand has jumped"),
    "new_part": _l("newly asked for"),
    "discontinued": _l("discontinued"),
    "no_supplier": _l("no supplier"),
    "below_safety_stock": _l("below safety stock"),
    "reorder": _l("below reorder point"),
    "price_jump": _l("its price has jumped"),
    "no_longer_needed": _l("not needed any more"),
}
EXCEPTION_TONES = {
    "ticket_waits": "danger",
    "stock_out": "danger",
    "stock_out_before_delivery": "warning",
    "order_overdue": "danger",
    "repair_overdue": "warning",
    "surplus_on_order": "warning",
    "surplus": "warning",
    "demand_jump": "warning",
    "new_part": "info",
    "discontinued": "warning",
    "no_supplier": "danger",
    "below_safety_stock": "warning",
    "reorder": "info",
    "price_jump": "warning",
    "no_longer_needed": "secondary",
}
ADVICE = {
    "ticket_waits": _l("A customer waits. Order or move it today, by the quickest way."),
    "stock_out": _l(
        "Nothing is left beyond what was asked for. Have what is on its way sent at once, or move some from another"
        " store."
    ),
    "stock_out_before_delivery": _l(
        "It runs out before the next receipt. Ask for an earlier delivery or a part of it."
    ),
    "order_overdue": _l("Ask the supplier for a new date, and note it on the order."),
    "repair_overdue": _l("Ask the workshop when the parts come back."),
    "surplus_on_order": _l("Ask the supplier to take back a part of the order, or to deliver later."),
    "surplus": _l("Move it to a store that uses it, return it or sell it: see the page Surplus."),
    "demand_jump": _l("Look at who asked: one big job, or a fault that spreads? Buy more only if it will go on."),
    "new_part": _l("Watch it for some periods; its levels rest on little."),
    "discontinued": _l("Decide on a last purchase for what is still in use, cancel what is on order, use up the rest."),
    "no_supplier": _l("Find a supplier for it, or have one approved, before it runs out."),
    "below_safety_stock": _l("Order it now: what is there and comes is less than the safety stock."),
    "reorder": _l("Order it as proposed."),
    "price_jump": _l("Look at its prices, ask other suppliers, and say on the alert what you found."),
}
"""What to do about each reason for which a line stands in a plan."""
WARNINGS = {
    "over_budget": _l("beyond the budget"),
    "cut_by_budget": _l("cut by the budget to what tickets wait for"),
    "supplying_store_short": _l("the supplying store has not enough"),
    "supplier_not_approved": _l("no supplier of it may get orders"),
    "no_supplier": _l("no supplier that may get orders offers it"),
    "late_for_need": _l("comes later than needed"),
    "supplier_on_watch": _l("the supplier is on watch"),
    "supplier_score_low": _l("the supplier's score warns"),
    "certificate_expired": _l("a certificate of the supplier has expired"),
    "outside_categories": _l("the part lies outside the supplier's categories"),
    "needed_certificate_expired": _l("a needed certificate has expired"),
    "needed_certificate_missing": _l("a needed certificate is missing"),
    "qualification_expired": _l("the qualification has expired"),
    "preferred_not_approved": _l("the preferred supplier is not approved"),
    "preferred_blocked": _l("the preferred supplier is blocked"),
    "preferred_blocked_by_score": _l("the preferred supplier is blocked by its score"),
    "preferred_certificate_missing": _l("the preferred supplier lacks a needed certificate"),
    "preferred_certificate_expired": _l("a needed certificate of the preferred supplier has expired"),
    "preferred_qualification_expired": _l("the qualification of the preferred supplier has expired"),
    "preferred_without_price": _l("the preferred supplier has no price"),
    "price_jump": _l("the price has jumped"),
    "supplier_candidate": _l("not approved yet"),
    "supplier_blocked": _l("blocked"),
    "supplier_blocked_by_score": _l("blocked by its score"),
    "no_price": _l("no price holds"),
    "lateral_transfer": _l("from a store on the side"),
    "van_limit": _l("cut to what the van may have"),
    "changed_by_buyer": _l("changed by the buyer"),
    "no_longer_needed": _l("not needed any more"),
    "notice": _l("nothing to buy"),
}
CLASSES = {
    "none": _l("no demand"),
    "smooth": _l("smooth"),
    "erratic": _l("erratic"),
    "intermittent": _l("intermittent"),
    "lumpy": _l("lumpy"),
}
METHODS = {
    "mean": _l("moving average"),
    "moving_average": _l("moving average"),
    "ses": _l("exponential smoothing (SES)"),
    "croston": _l("Croston"),
    "sba": _l("Syntetos–Boylan (SBA)"),
    "tsb": _l("Teunter–Syntetos–Babai (TSB)"),
    "seasonal_naive": _l("seasonal naive"),
    "pooled": _l("learnt from all parts (pooled negative binomial)"),
}
NOTES = {
    "no_demand": _l("no demand so far"),
    "one_demand": _l("only one demand so far"),
    "short_history": _l("short history"),
    "blanks": _l("periods without a record"),
    "negative": _l("returns were taken out"),
    "jump": _l("a jump far beyond the rest"),
    "not_backtested": _l("too short to try methods on"),
    "lead_time_assumed": _l("lead time assumed"),
    "target_clipped": _l("service target brought into bounds"),
    "seasonal": _l("seasonal"),
}
DISTRIBUTIONS = {
    "negative_binomial": _l("negative binomial"),
    "normal": _l("normal curve"),
    "gamma": _l("gamma"),
}
POLICIES = {
    "periodic": _l("periodic (R, s, S)"),
    "continuous": _l("continuous (s, Q)"),
    "base_stock": _l("one for one (S−1, S)"),
}
STOCKINGS = {"stocked": _l("stocked"), "not_stocked": _l("ordered when needed")}
STOCKING_REASONS = {
    "set_stocked": _l("somebody set it to be stocked"),
    "set_not_stocked": _l("somebody set it not to be stocked"),
    "rule_off": _l("the rule is switched off"),
    "vital": _l("vital: always stocked"),
    "store_below": _l("a store that it supplies stocks it"),
    "expected": _l("enough is expected over lead time and review"),
    "demands": _l("enough demands in the last 12 months"),
    "young": _l("its history is too short to take it out"),
    "lately": _l("it had enough demands until lately"),
    "resting_in": _l("below the threshold, but taken in lately"),
    "resting_out": _l("above the threshold, but taken out lately"),
    "few": _l("too few demands to be worth stocking"),
}
CHOSEN = {
    "chosen_policy": _l("the policy"),
    "chosen_target": _l("the service target"),
    "chosen_stocked": _l("stocked or not"),
}
ROWS = {
    "on_hand": _l("On hand"),
    "expired": _l("− expired"),
    "in_hold": _l("+ to be inspected or put away"),
    "in_transit": _l("+ in transit"),
    "on_order": _l("+ on order"),
    "planned": _l("+ in approved plans"),
    "in_repair": _l("+ expected back from repair"),
    "incoming": _l("+ transfers coming"),
    "outgoing": _l("− transfers leaving"),
    "superseded": _l("+ old part that is used up first"),
    "outstanding": _l("− asked for and not issued"),
    "reserved": _l("of which reserved"),
    "inventory_position": _l("= Inventory position"),
    "protection_mean": _l("Demand over lead time and review"),
    "safety_stock": _l("+ safety stock"),
    "reorder_point": _l("= Reorder point"),
    "economic_quantity": _l("+ economic order quantity"),
    "order_quantity": _l("+ order quantity"),
    "order_up_to_level": _l("= Order-up-to level"),
    "base_units": _l("Products in use that have the part"),
    "base_failures": _l("Failures behind its rate"),
    "base_rate": _l("Needed a month by 1000 products in use"),
    "base_mean": _l("+ installed base: expected a period, with the rest of the weight"),
    "starts_like": _l("Starts like"),
    "store_share": _l("Share of this store"),
    "history_mean": _l("Own history: mean a period"),
    "history_weight": _l("× weight of the own history"),
    "base_growth": _l("× growth of the installed base's need"),
    "planned_campaign": _l("+ campaign"),
    "planned_maintenance": _l("+ maintenance"),
    "planned_need": _l("+ planned need over lead time and review"),
    "missing": _l("Missing to the order-up-to level"),
    "urgent_shortage": _l("Waiting tickets lack"),
    "wanted": _l("Wanted by the store"),
    "giver_free": _l("Free at the giving store"),
    "van_room": _l("Still allowed in the van"),
    "giver_position": _l("Position of the giving store"),
    "giver_order_up_to_level": _l("− its own order-up-to level"),
    "giver_spare": _l("= What it can spare"),
    "transfer_days": _l("Days on the way"),
    "days_of_cover": _l("Days until it is used up"),
    "days_to_receipt": _l("Days until the next receipt"),
    "order_overdue_units": _l("Overdue"),
    "order_overdue_days": _l("Overdue since"),
    "repair_overdue_units": _l("Overdue at the workshop"),
    "repair_overdue_days": _l("Overdue there since"),
    "surplus_on_order": _l("Of what is on order not needed"),
    "price_jump": _l("Change of the price"),
    "surplus": _l("Of what is there not needed"),
    "surplus_proposal": _l("On the page Surplus"),
    "last_period": _l("Asked for in the last period"),
    "expected_at_most": _l("To be expected at most"),
    "first_asked": _l("First asked for, periods ago"),
    "demand_a_year": _l("Demand a year"),
    "criticality_weight": _l("Weight of its criticality"),
    "marginal_service": _l("Weighed waiting saved per 1,000 yuan"),
    "minimum_quantity": _l("Minimum quantity"),
    "multiple_quantity": _l("Pack"),
    "price_break": _l("+ raised for a better price"),
    "rounding": _l("+ rounded up to packs"),
    "quantity": _l("= Quantity"),
    "unit_price": _l("Unit price"),
    "lead_time_days": _l("Lead time as delivered"),
    "lead_time_sd_days": _l("Its spread (standard deviation)"),
    "deliveries": _l("Deliveries known"),
    "supplier_score": _l("Supplier's score"),
    "supplier_merit": _l("Merit of the supplier in the choice"),
    "saved_backorders": _l("Expected waiting saved"),
    "cut_by_budget": _l("Cut by the budget"),
    "demand_class": _l("Class of demand"),
    "adi": _l("Average interval between demands (ADI)"),
    "cv2": _l("Variability of sizes (CV²)"),
    "method": _l("Method with the most weight"),
    "method_alpha": _l("Its smoothing constant α"),
    "method_beta": _l("Its smoothing constant β"),
    "method_weight": _l("Its weight"),
    "demand_pack": _l("Asked for in packs of"),
    "held_target": _l("Held at, as a slow or fast part"),
    "class_parts": _l("Parts of its class on which methods were tried"),
    "class_pooled_loss": _l("Loss of the pooled model on its class"),
    "class_best_method": _l("Best textbook method on its class"),
    "class_best_loss": _l("Its loss on the class"),
    "class_naive_loss": _l("Loss of the naive method on its class"),
    "plain_forecast": _l("Plain forecast: smoothed demand a period"),
    "factor_base": _l("× what holds for all parts"),
    "factor_recent_demand": _l("× how its demand came lately"),
    "factor_frequency": _l("× how often it is asked for"),
    "factor_size": _l("× how large its demands are"),
    "factor_demands": _l("× how many demands are known"),
    "factor_quiet": _l("× how long it has been quiet"),
    "factor_age": _l("× how long it has been sold"),
    "factor_pack": _l("× its pack"),
    "factor_trend": _l("× its trend"),
    "factor_price": _l("× its price"),
    "learnt_forecast": _l("= Forecast a period, learnt from all parts"),
    "factor_season": _l("× season"),
    "seasonal_forecast": _l("= Forecast a period in its season"),
    "season_factor": _l("Season"),
    "mean_per_period": _l("Mean demand a period"),
    "variance_per_period": _l("Variance of demand a period"),
    "lead_time": _l("Lead time"),
    "lead_time_sd": _l("Spread of the lead time"),
    "supplied_from": _l("Replenished from"),
    "stock_above": _l("Own stock of the store above, at most"),
    "chance_none_above": _l("Chance that the store above has none left"),
    "short_above": _l("What it owes on the mean"),
    "transfer_time_days": _l("Transfer from there when it has stock"),
    "wait_above_days": _l("+ waiting there until it has stock"),
    "total_lead_time_days": _l("= Lead time, transfer and waiting"),
    "transfer_time_sd_days": _l("Spread of the transfer (standard deviation)"),
    "wait_above_sd_days": _l("Spread of the waiting (standard deviation)"),
    "review": _l("Review interval"),
    "variance_of_demand": _l("Variance from demand"),
    "variance_of_lead_time": _l("Variance from the lead time"),
    "variance_of_forecast": _l("Variance of the estimate"),
    "protection_variance": _l("Variance over lead time and review"),
    "distribution": _l("Distribution"),
    "target_from": _l("Target from scenario"),
    "target": _l("Service target"),
    "expected_fill_rate": _l("Expected fill rate"),
    "backtest_reviews": _l("Times tried on the past"),
    "backtest_loss": _l("Loss on the past"),
    "backtest_naive_loss": _l("Loss of the naive method"),
    "note": _l("Note"),
    "policy": _l("Policy"),
    "stocked": _l("Stocked"),
    "stocking_reason": _l("Because"),
    "demands_last_year": _l("Demands in the last 12 months"),
    "demands_needed": _l("Demands needed to be stocked"),
    "decision_days": _l("Time since the decision was turned"),
    "computed_reorder_point": _l("Reorder point before these rules"),
    "minimum_stock": _l("Least stock"),
    "maximum_stock": _l("Most stock"),
    "set_by_hand": _l("Set by people"),
}


VARIANTS = {
    "lead_time_longer": _l("Lead time a week longer"),
    "lead_time_shorter": _l("Lead time a week shorter"),
    "target_higher": _l("Service target one step higher"),
    "target_lower": _l("Service target one step lower"),
    "other_supplier": _l("From another supplier"),
}
CODED = (CLASSES, METHODS, NOTES, DISTRIBUTIONS, POLICIES, STOCKINGS, STOCKING_REASONS, CHOSEN)
PLAIN = frozenset({"cv2"})
"""Shares that people read as a plain figure."""
SPANNED = frozenset({"season_factor", "factor_season"})
"""Rows whose text names the periods that they are taken over."""


BASE_CODES = {"category_median": _l("the median part of its category")}
RESULTS = frozenset(
    {"inventory_position", "reorder_point", "order_up_to_level", "quantity", "giver_spare", "learnt_forecast"}
)
"""Rows in which a sum comes out."""
SECTIONS = (
    (
        _l("From the demand to the reorder point"),
        (
            "protection_mean safety_stock planned_campaign planned_maintenance planned_need computed_reorder_point"
            " minimum_stock maximum_stock set_by_hand reorder_point order_quantity order_up_to_level policy target_from"
            " target held_target expected_fill_rate"
        ),
    ),
    (
        _l("Demand of a period"),
        (
            "note demand_class adi cv2 method method_alpha method_beta method_weight demand_pack season_factor"
            " plain_forecast factor_base factor_recent_demand factor_frequency factor_size factor_demands factor_quiet"
            " factor_age factor_pack factor_trend factor_price learnt_forecast base_units base_failures base_rate"
            " starts_like store_share history_mean base_growth history_weight base_mean"
            " mean_per_period variance_per_period"
        ),
    ),
    (
        _l("Lead time and spread"),
        (
            "lead_time lead_time_days lead_time_sd review variance_of_demand variance_of_lead_time variance_of_forecast"
            " protection_variance distribution"
        ),
    ),
    (
        _l("How the method did on the past"),
        (
            "backtest_reviews backtest_loss backtest_naive_loss class_parts class_pooled_loss class_best_method"
            " class_best_loss class_naive_loss"
        ),
    ),
    (_l("Stocked or not"), "stocked stocking_reason demands_last_year demands_needed decision_days"),
)
"""The parts in which the sum of a level is read, what matters first, each with the codes of its rows in order."""
NAMED = frozenset({"planned_campaign", "planned_maintenance"})
"""Rows whose text names the plan that they come from."""


def sections(rows: Iterable[Any]) -> list[tuple[Any, list[Any]]]:
    """Part the rows of a level's sum under titles; a row that no part names stands in the last one.

    Of a part that nobody has asked for yet nothing is said of methods: none was tried, and none could be.
    """
    rows = list(rows)
    parted = [codes.split() for _title, codes in SECTIONS]
    if any(row.code == "note" and row.text == "no_demand" for row in rows):
        tried = {"method", *next(codes for codes in parted if "backtest_reviews" in codes)}
        rows = [row for row in rows if row.code not in tried and row.text != "not_backtested"]
    places = {code: (part, at) for part, codes in enumerate(parted) for at, code in enumerate(codes)}
    last = (len(SECTIONS) - 1, len(places))
    parts: list[list[Any]] = [[] for _section in SECTIONS]
    for row in sorted(rows, key=lambda row: places.get(row.code, last)):
        parts[places.get(row.code, last)[0]].append(row)
    return [(title, part) for (title, _codes), part in zip(SECTIONS, parts, strict=True) if part]


def label(code: str) -> str:
    """Return the words of a row of a sum."""
    return str(ROWS.get(code, code.replace("_", " ")))


SUM_IN_A_LINE = (
    "on_hand", "expired", "in_hold", "in_transit", "on_order", "planned", "in_repair", "incoming", "outgoing",
    "superseded", "outstanding", "inventory_position", "reorder_point", "order_up_to_level", "missing",
    "urgent_shortage", "van_room", "giver_free", "giver_spare", "rounding", "price_break", "cut_by_budget",
    "days_of_cover", "days_to_receipt", "order_overdue_units", "order_overdue_days", "repair_overdue_units",
    "repair_overdue_days", "surplus_on_order", "surplus", "surplus_proposal", "price_jump", "last_period",
    "expected_at_most", "first_asked", "demand_a_year",
)  # fmt: skip
"""The rows of a sum that are printed with a line, as far as they are not zero."""
ALWAYS_IN_LINE = frozenset({"on_hand", "inventory_position", "reorder_point"})


def in_a_line(rows: Iterable[Any]) -> str:
    """Write a sum into one line, as it is printed below a proposal."""
    shown = [row for row in rows if row.code in SUM_IN_A_LINE and (row.value or row.code in ALWAYS_IN_LINE)]
    return " · ".join(f"{label(row.code)} {value(row)}" for row in shown)


def value(row: Any) -> str:
    """Write the value of a row of a sum with its unit."""
    if row.unit == "document":
        return f"{row.text} · {number(row.value, 2)}"
    if row.unit == "code":
        return next((str(table[row.text]) for table in (*CODED, BASE_CODES) if row.text in table), str(row.text))
    if row.code in NAMED and row.text:
        return f"{row.text}: {_figure(row)}"
    if row.code in SPANNED and row.text:
        return f"{_figure(row)} ({_span(row.text)})"
    return "—" if row.value is None or not isfinite(row.value) else _figure(row)


def _span(text: str) -> str:
    """Name the months from the first to the last, or the Mondays of the first and the last week."""
    ends = dict.fromkeys(text.split("/"))
    return " – ".join(month_name(date.fromisoformat(f"{each}-01")) if each.count("-") == 1 else each for each in ends)


def _figure(row: Any) -> str:
    if row.unit == "cny":
        return money(Decimal(str(round(row.value, 4))))
    if row.unit == "days":
        return str(_("%(days)s days", days=number(row.value, 1)))
    if row.unit == "periods":
        return str(_("%(count)s periods", count=number(row.value, _places(row.value))))
    if row.unit == "factor":
        return f"× {number(row.value, 2)}"
    if row.unit == "share" and row.code not in PLAIN:
        return percent(row.value, 1)
    return number(row.value, 0 if row.unit == "count" else _places(row.value))


def _places(value: float) -> int:
    """Return how many decimals a figure needs so that sums of small ones can be followed: about three digits."""
    size = abs(value)
    return next((places for places, least in ((2, 1.0), (3, 0.1), (4, 0.01), (5, 0.0)) if size >= least), 2)
