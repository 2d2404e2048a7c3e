"""Write a proposal's whole sum: from what is there to the quantity in packs, row by row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kernel.amounts import Quantity
from procurement.allotment import TransferNeed
from procurement.needs import THOUSAND, Stand
from procurement.offers import Choice

SHOWN = (
    "on_hand",
    "expired",
    "in_hold",
    "in_transit",
    "on_order",
    "planned",
    "in_repair",
    "incoming",
    "outgoing",
    "superseded",
    "outstanding",
    "reserved",
)
ALWAYS = ("on_hand", "on_order", "outstanding")


@dataclass(frozen=True, slots=True)
class SumRow:
    """Hold one row of a sum; `text` carries a code or a name where the value alone says too little."""

    code: str
    value: float
    unit: str = "units"
    text: str = ""


def position_rows(stand: Stand, components: Iterable[tuple[str, int]]) -> list[SumRow]:
    """Return the rows of the inventory position and of the levels it is held against."""
    rows = [SumRow(name, value / THOUSAND) for name, value in components if value or name in ALWAYS]
    return [
        *rows,
        SumRow("inventory_position", stand.position / THOUSAND),
        SumRow("protection_mean", round(stand.protection_mean, 3)),
        SumRow("safety_stock", round(stand.safety_stock, 3)),
        *([SumRow("planned_need", round(stand.planned_need, 3))] if stand.planned_need else []),
        SumRow("reorder_point", round(stand.reorder_point, 3)),
        SumRow("economic_quantity", round(stand.order_quantity, 3)),
        SumRow("order_up_to_level", round(stand.order_up_to_level, 3)),
        SumRow("missing", stand.missing / THOUSAND),
    ]


def notice_rows(stand: Stand) -> list[SumRow]:
    """Return the rows of a line that proposes nothing: how the part stands there."""
    return position_rows(stand, [(name, stand.echelon[name]) for name in SHOWN])


def purchase_rows(stand: Stand, need: int, urgent: int, choice: Choice | None, quantity: Quantity) -> list[SumRow]:
    """Return the whole sum of a purchase: quantity = need, the larger of missing and urgent shortage, + rounding.

    Of a discontinued part only the urgent shortage is needed.
    """
    rows = position_rows(stand, [(name, stand.echelon[name]) for name in SHOWN])
    rows.append(SumRow("urgent_shortage", urgent / THOUSAND))
    if choice is not None:
        offer = choice.offer
        rows += [
            SumRow("minimum_quantity", _units(offer.minimum)),
            SumRow("multiple_quantity", _units(offer.multiple)),
            SumRow("price_break" if choice.raised_for_price else "rounding", (quantity.scaled - need) / THOUSAND),
        ]
    rows.append(SumRow("quantity", _units(quantity)))
    if choice is not None:
        offer = choice.offer
        rows += [
            SumRow("unit_price", float(choice.unit_price_cny.decimal), "cny"),
            SumRow("lead_time_days", round(offer.lead_time_days, 1), "days"),
            SumRow("lead_time_sd_days", round(offer.lead_time_sd_days, 1), "days"),
            SumRow("deliveries", offer.deliveries, "count"),
            SumRow("supplier_score", float(offer.score) if offer.score is not None else 0.0, "points", offer.standing),
            SumRow("supplier_merit", round(choice.merit, 3), "share"),
        ]
    return rows


def transfer_rows(need: TransferNeed) -> list[SumRow]:
    """Return the whole sum of a transfer: what was wanted and what the other store could give."""
    stand = need.stand
    return [
        *position_rows(stand, [(name, stand.echelon[name]) for name in SHOWN]),
        SumRow("urgent_shortage", stand.shortage / THOUSAND),
        SumRow("wanted", need.wanted / THOUSAND),
        *([SumRow("van_room", need.allowed / THOUSAND)] if need.allowed is not None else []),
        SumRow("giver_free", need.giver_free / THOUSAND),
        *(_beside(need) if need.lateral else []),
        SumRow("quantity", need.quantity / THOUSAND),
    ]


def _beside(need: TransferNeed) -> list[SumRow]:
    """Return what a store on the side has beyond its own order-up-to level, and how far it is."""
    return [
        SumRow("giver_position", need.giver_position / THOUSAND),
        SumRow("giver_order_up_to_level", need.giver_level / THOUSAND),
        SumRow("giver_spare", max(need.giver_position - need.giver_level, 0) / THOUSAND),
        SumRow("transfer_days", float(need.days or 0.0), "days"),
    ]


def as_json(rows: Iterable[SumRow]) -> list[dict[str, Any]]:
    """Return rows as they are stored."""
    return [{"code": r.code, "value": r.value, "unit": r.unit, "text": r.text} for r in rows]


def from_json(rows: Iterable[dict[str, Any]]) -> tuple[SumRow, ...]:
    """Return stored rows."""
    return tuple(SumRow(**row) for row in rows)


def _units(quantity: Quantity) -> float:
    return quantity.scaled / THOUSAND
