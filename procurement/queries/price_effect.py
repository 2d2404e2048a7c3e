"""Show what open price alerts do to the amount of a plan."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.finding import found
from inventory.tables import Part
from kernel.amounts import Money, Quantity
from procurement.finding_prices import open_alerts
from procurement.price_jumps import price_after
from procurement.prices import line_amount
from procurement.tables import Plan, PriceAlert, Proposal


@dataclass(frozen=True, slots=True)
class EffectLine:
    """Hold a line of a plan at its price and at the price after the jump."""

    proposal_id: int
    part_id: int
    part_number: str
    name_zh: str
    name_en: str
    price_alert_id: int
    figure_bp: int
    quantity: Quantity
    old_price_cny: Money
    new_price_cny: Money
    old_amount_cny: Money
    new_amount_cny: Money


@dataclass(frozen=True, slots=True)
class PriceEffect:
    """Hold the amount of a plan as it is and at the new prices, with the lines that change."""

    plan_id: int
    number: str
    amount_cny: Money
    new_amount_cny: Money
    lines: tuple[EffectLine, ...]


def price_effect(session: Session, *, plan_id: int) -> PriceEffect:
    """Return what a plan comes to now, and what at the prices of the open alerts."""
    plan = found(session, Plan, plan_id)
    alerts = open_alerts(session)
    rows = session.execute(
        select(Proposal, Part)
        .join(Part, Part.id == Proposal.part_id)
        .where(
            Proposal.plan_id == plan_id,
            Proposal.kind == "purchase",
            Proposal.included,
            Proposal.state != "declined",
            Proposal.unit_price_cny.is_not(None),
        )
        .order_by(Part.number, Proposal.id)
    )
    amount = difference = Money.zero()
    lines = []
    for row, part in rows:
        assert row.unit_price_cny is not None
        before = line_amount(row.unit_price_cny, row.quantity)
        amount += before
        if part.id in alerts and row.quantity:
            line = _line(row, part, alerts[part.id], row.unit_price_cny, before)
            difference += line.new_amount_cny - before
            lines.append(line)
    return PriceEffect(plan_id, plan.number, amount, amount + difference, tuple(lines))


def _line(row: Proposal, part: Part, alert: PriceAlert, price: Money, before: Money) -> EffectLine:
    new = price_after(price, alert.basis, alert.old_price_cny, alert.new_price_cny)
    return EffectLine(
        proposal_id=row.id,
        part_id=part.id,
        part_number=part.number,
        name_zh=part.name_zh,
        name_en=part.name_en,
        price_alert_id=alert.id,
        figure_bp=alert.figure_bp,
        quantity=row.quantity,
        old_price_cny=price,
        new_price_cny=new,
        old_amount_cny=before,
        new_amount_cny=line_amount(new, row.quantity),
    )
