"""Say what would change a line of the plan: another lead time, another service target, another supplier."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from forecasting.shifting import Basis, Shifted, shifted, step_of
from kernel.amounts import Money, Quantity
from procurement.needs import THOUSAND
from procurement.offers import Choice, Offer, choose, packed
from procurement.prices import line_amount

LEAD_TIME_STEP_DAYS = 7
ONLY_SCORE = {"score": 1.0, "price": 0.0, "lead_time": 0.0}
"""Weights for a choice among one offer."""


@dataclass(frozen=True, slots=True)
class Variant:
    """Hold what a line would be under one other condition; `supplier_id` names the other supplier where that is it."""

    code: str
    lead_time_days: float
    target: float
    reorder_point: float
    order_up_to_level: float
    quantity: Quantity
    difference: float
    cost_cny: Money | None
    supplier_id: int | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """Hold what stays as it is: the position, what tickets lack, what a giver has, in thousandths, and the step.

    `beyond` is how far above the need a quantity may be raised to reach a cheaper price.
    """

    kind: str
    position: int
    urgent: int
    step: Quantity
    computed: Quantity
    giver: int | None = None
    only_urgent: bool = False
    beyond: int = 0


def variants(
    basis: Basis, asked: Asked, rivals: Sequence[Choice], supplier_part_id: int | None, receiving_days: float
) -> tuple[Variant, ...]:
    """Return the line with a week more and less of lead time, a step more and less of service, and other suppliers.

    Every figure is computed as the plan computes it: levels, what is missing, whole packs, the price of the quantity.
    A store that is filled by another has no suppliers to choose from.
    """
    own = next((each.offer for each in rivals if each.offer.supplier_part_id == supplier_part_id), None)
    days = basis.lead_time_days
    changes: Mapping[str, Shifted] = {
        "lead_time_longer": shifted(basis, lead_time_days=days + LEAD_TIME_STEP_DAYS),
        "lead_time_shorter": shifted(basis, lead_time_days=days - LEAD_TIME_STEP_DAYS),
        "target_higher": shifted(basis, target=step_of(basis.target, 1)),
        "target_lower": shifted(basis, target=step_of(basis.target, -1)),
    }
    found = [_variant(code, levels, asked, own) for code, levels in changes.items()]
    if asked.kind == "transfer":
        return tuple(found)
    return (*found, *_of_others(basis, asked, rivals, supplier_part_id, receiving_days))


def _of_others(
    basis: Basis, asked: Asked, rivals: Sequence[Choice], supplier_part_id: int | None, receiving_days: float
) -> Iterator[Variant]:
    for each in rivals:
        if each.offer.supplier_part_id != supplier_part_id:
            levels = shifted(
                basis,
                lead_time_days=each.offer.lead_time_days + receiving_days,
                lead_time_sd_days=each.offer.lead_time_sd_days,
            )
            yield _variant("other_supplier", levels, asked, each.offer)


def _variant(code: str, levels: Shifted, asked: Asked, offer: Offer | None) -> Variant:
    fires = asked.position < levels.reorder_point * THOUSAND - 0.5
    missing = max(math.ceil(levels.order_up_to_level * THOUSAND - 0.5) - asked.position, 0) if fires else 0
    need = asked.urgent if asked.only_urgent else max(missing, asked.urgent)
    quantity, cost = _ordered(need, asked, offer)
    return Variant(
        code,
        levels.lead_time_days,
        levels.target,
        levels.reorder_point,
        levels.order_up_to_level,
        quantity,
        (quantity - asked.computed).scaled / THOUSAND,
        cost,
        offer.supplier_id if offer is not None and code == "other_supplier" else None,
    )


def _ordered(need: int, asked: Asked, offer: Offer | None) -> tuple[Quantity, Money | None]:
    """Return what would be ordered or moved for a need, and what it would cost where it is bought."""
    if asked.kind == "transfer":
        wanted = packed(Quantity(need), Quantity.zero(), asked.step)
        there = Quantity((asked.giver or 0) // asked.step.scaled * asked.step.scaled)
        return min(wanted, there), None
    if need <= 0 or offer is None:
        return packed(Quantity(need), Quantity.zero(), asked.step), None
    choice = choose([offer], Quantity(need), ONLY_SCORE, 0.0, Quantity(need + asked.beyond))
    assert choice is not None
    return choice.quantity, line_amount(choice.unit_price_cny, choice.quantity)
