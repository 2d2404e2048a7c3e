"""Put the codes of sums, exceptions and forecasts into words."""

from __future__ import annotations

from decimal import Decimal
from math import isfinite
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.i18n import money, number, percent

EXCEPTIONS = {
    "ticket_waits": _l("a ticket waits for it"),
    "stock_out": _l("stock-out now"),
    "stock_out_before_delivery": _l("runs out before delivery"),
    "below_safety_stock": _l("below safety stock"),
    "reorder": _l("below reorder point"),
}
EXCEPTION_TONES = {
    "ticket_waits": "danger",
    "stock_out": "danger",
    "stock_out_before_delivery": "warning",
    "below_safety_stock": "warning",
    "reorder": "info",
}
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
    "price_jump": _l("the price has jumped"),
    "supplier_candidate": _l("not approved yet"),
    "supplier_blocked": _l("blocked"),
    "supplier_blocked_by_score": _l("blocked by its score"),
    "no_price": _l("no price holds"),
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
ROWS = {
    "on_hand": _l("On hand"),
    "expired": _l("− expired"),
    "in_hold": _l("+ to be inspected or put away"),
    "in_transit": _l("+ in transit"),
    "on_order": _l("+ on order"),
    "planned": _l("+ in approved plans"),
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
    "missing": _l("Missing to the order-up-to level"),
    "urgent_shortage": _l("Waiting tickets lack"),
    "wanted": _l("Wanted by the store"),
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
    "season_factor": _l("Season"),
    "mean_per_period": _l("Mean demand a period"),
    "variance_per_period": _l("Variance of demand a period"),
    "lead_time": _l("Lead time"),
    "lead_time_sd": _l("Spread of the lead time"),
    "review": _l("Review interval"),
    "variance_of_demand": _l("Variance from demand"),
    "variance_of_lead_time": _l("Variance from the lead time"),
    "variance_of_level": _l("Variance of the estimate"),
    "protection_variance": _l("Variance over lead time and review"),
    "distribution": _l("Distribution"),
    "target": _l("Service target"),
    "expected_fill_rate": _l("Expected fill rate"),
    "backtest_reviews": _l("Times tried on the past"),
    "backtest_loss": _l("Loss on the past"),
    "backtest_naive_loss": _l("Loss of the naive method"),
    "note": _l("Note"),
}


CODED = (CLASSES, METHODS, NOTES, DISTRIBUTIONS)
PLAIN = frozenset({"cv2", "season_factor"})
"""Shares that people read as a plain figure."""


def label(code: str) -> str:
    """Return the words of a row of a sum."""
    return str(ROWS.get(code, code.replace("_", " ")))


def value(row: Any) -> str:
    """Write the value of a row of a sum with its unit."""
    if row.unit == "code":
        return next((str(table[row.text]) for table in CODED if row.text in table), str(row.text))
    return "—" if row.value is None or not isfinite(row.value) else _figure(row)


def _figure(row: Any) -> str:
    if row.unit == "cny":
        return money(Decimal(str(round(row.value, 4))))
    if row.unit == "days":
        return str(_("%(days)s days", days=number(row.value, 1)))
    if row.unit == "periods":
        return str(_("%(count)s periods", count=number(row.value, 2)))
    if row.unit == "share" and row.code not in PLAIN:
        return percent(row.value, 1)
    return number(row.value, 0 if row.unit == "count" else 2)
