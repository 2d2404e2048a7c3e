"""Choose a supplier for a part: by score, price and lead time, never one that is not approved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from kernel.amounts import Money, Quantity
from procurement.prices import Step, line_amount, step_for
from procurement.qualification import ORDERABLE_STATES


@dataclass(frozen=True, slots=True)
class Offer:
    """Hold on what terms a supplier offers a part, and how the supplier stands."""

    supplier_part_id: int
    supplier_id: int
    part_id: int
    state: str
    standing: str
    score: Decimal | None
    lead_time_days: float
    lead_time_sd_days: float
    deliveries: int
    minimum: Quantity
    multiple: Quantity
    order_cost_cny: Money
    holding_rate: float
    preferred: bool
    steps: tuple[Step, ...]
    warnings: tuple[str, ...] = ()
    hindrance: str = ""

    @property
    def eligible(self) -> bool:
        """Tell whether an order may go there: a supplier that nothing hinders, with a price."""
        return not self.bar

    @property
    def bar(self) -> str:
        """Return why no order may go there, empty where one may."""
        if self.state not in ORDERABLE_STATES:
            return f"supplier_{self.state}"
        if self.standing == "block":
            return "supplier_blocked_by_score"
        return self.hindrance or ("" if self.steps else "no_price")


PASSED_OVER = {
    "supplier_candidate": "preferred_not_approved",
    "supplier_blocked": "preferred_blocked",
    "supplier_blocked_by_score": "preferred_blocked_by_score",
    "needed_certificate_missing": "preferred_certificate_missing",
    "needed_certificate_expired": "preferred_certificate_expired",
    "qualification_expired": "preferred_qualification_expired",
    "no_price": "preferred_without_price",
}
"""What is said of a line whose preferred supplier could not be taken, by what barred it."""


def passed_over(offers: Iterable[Offer]) -> list[str]:
    """Return why the preferred supplier of a part was passed over, nothing where it may get orders."""
    return [PASSED_OVER[offer.bar] for offer in offers if offer.preferred and offer.bar]


def arrival(offer: Offer, on: date, receiving_days: float) -> date:
    """Return the day on which goods ordered from an offer on a day should be in stock, as it has delivered."""
    return on + timedelta(days=round(offer.lead_time_days + receiving_days))


def warned(
    warnings: Iterable[str], offers: Iterable[Offer], chosen: Offer, expected_on: date, needed_on: date | None
) -> list[str]:
    """Return the warnings of a line for the offer that is chosen now: its own, and none of the other offers'.

    :param offers: all offers of the part, one of which the line may have been warned of before.
    """
    others = {code for offer in offers for code in offer.warnings} | {"no_supplier", "supplier_not_approved"}
    others |= set(PASSED_OVER.values())
    kept = [code for code in warnings if code not in others | {"late_for_need"}]
    late = ["late_for_need"] if needed_on is not None and expected_on > needed_on else []
    over = [] if chosen.preferred else passed_over(offers)
    return [*kept, *over, *chosen.warnings, *late]


@dataclass(frozen=True, slots=True)
class Choice:
    """Hold the chosen offer with the quantity in packs and its price, and how well it compares (0 to 1)."""

    offer: Offer
    quantity: Quantity
    unit_price_cny: Money
    merit: float
    raised_for_price: bool = False


def packed(need: Quantity, minimum: Quantity, multiple: Quantity) -> Quantity:
    """Return the least quantity of whole packs that meets the need and the minimum; nothing stays nothing.

    >>> [str(packed(Quantity.of(n), Quantity.of(10), Quantity.of(6))) for n in (0, 1, 13)]
    ['0', '12', '18']
    """
    if need <= Quantity.zero():
        return Quantity.zero()
    wanted = max(need, minimum)
    return multiple * -(-wanted.scaled // multiple.scaled)


def ranked(
    offers: Sequence[Offer],
    need: Quantity,
    weights: Mapping[str, float],
    neutral_score: float,
    most: Quantity | None = None,
) -> list[Choice]:
    """Return the eligible offers for a need, the best first.

    Who is approved goes before who is on watch, who is preferred before the others; then the weighted sum of score,
    price against the cheapest and lead time against the shortest decides, and of equals the smaller id.
    `most` limits how far a quantity may be raised to reach a cheaper price.
    """
    eligible = [offer for offer in offers if offer.eligible]
    if not eligible:
        return []
    priced = [(offer, *_priced(offer, need, most)) for offer in eligible]
    cheapest = min(price.scaled for _, _, price, _ in priced)
    shortest = min(offer.lead_time_days for offer in eligible)

    def merit(offer: Offer, price: Money) -> float:
        total = sum(weights.values()) or 1.0
        score = float(offer.score if offer.score is not None else neutral_score) / 100
        lead = (shortest + 1.0) / (offer.lead_time_days + 1.0)
        value = weights["score"] * score + weights["price"] * cheapest / price.scaled + weights["lead_time"] * lead
        return value / total

    found = [Choice(offer, q, price, merit(offer, price), raised) for offer, q, price, raised in priced]
    return sorted(
        found,
        key=lambda c: (c.offer.state == "on_watch", not c.offer.preferred, -c.merit, c.offer.supplier_part_id),
    )


def choose(
    offers: Sequence[Offer],
    need: Quantity,
    weights: Mapping[str, float],
    neutral_score: float,
    most: Quantity | None = None,
) -> Choice | None:
    """Choose the best eligible offer for a need as `ranked` says, none where nobody may get the order."""
    return next(iter(ranked(offers, need, weights, neutral_score, most)), None)


def _priced(offer: Offer, need: Quantity, most: Quantity | None) -> tuple[Quantity, Money, bool]:
    """Return quantity and price, raised to a price step where more costs less in all."""
    quantity = packed(need, offer.minimum, offer.multiple)
    step = step_for(offer.steps, quantity)
    assert step is not None
    price, raised = step.unit_price_cny, False
    for further in offer.steps:
        more = packed(further.from_quantity, offer.minimum, offer.multiple)
        if more <= quantity or not quantity or (most is not None and more > most):
            continue
        if line_amount(further.unit_price_cny, more) <= line_amount(price, quantity):
            quantity, price, raised = more, further.unit_price_cny, True
    return quantity, price, raised
