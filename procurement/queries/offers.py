"""Read who offers what on what terms, with lead times as really delivered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forecasting.lead_time import lead_times
from kernel.amounts import Money
from kernel.prepared import run
from kernel.settings import setting
from procurement import settings
from procurement.evaluating import months_before
from procurement.finding_qualification import hindrances, outside_categories, papers_of
from procurement.offers import Offer
from procurement.prices import Step, list_on
from procurement.qualification import last_days
from procurement.queries.contracts import terms_in_force
from procurement.tables import (
    Delivery,
    Order,
    OrderLine,
    PriceBreak,
    Supplier,
    SupplierPart,
    SupplierScore,
)


@dataclass(frozen=True, slots=True)
class LeadTimeFact:
    """Hold the lead time of a supplier's part: as agreed, as delivered with its spread, and how many deliveries."""

    supplier_part_id: int
    planned_days: int
    mean_days: float
    sd_days: float
    deliveries: int
    overdue: int


def lead_time_facts(session: Session, *, on: date) -> dict[int, LeadTimeFact]:
    """Return lead times of all offered parts, learnt from deliveries; few of them lean on the supplier."""
    parts = session.execute(
        select(SupplierPart.id, SupplierPart.supplier_id, SupplierPart.lead_time_days).order_by(SupplierPart.id)
    ).all()
    if not parts:
        return {}
    since = months_before(on, int(setting(session, settings.LEAD_TIME_MONTHS, on)))
    row = {key: i for i, (key, _, _) in enumerate(parts)}
    suppliers = {supplier: i for i, supplier in enumerate(sorted({supplier for _, supplier, _ in parts}))}
    facts = [*_delivered(session, since, on), *_still_open(session, since, on)]
    found = lead_times(
        supplier=[suppliers[supplier] for _, supplier, _ in parts],
        planned_days=np.array([max(days, 1) for _, _, days in parts], dtype=np.float64),
        supplier_part=np.array([row[key] for key, _, _, _ in facts], dtype=np.int64),
        ordered_on=np.array([ordered for _, ordered, _, _ in facts], dtype="datetime64[D]"),
        received_on=np.array([received for _, _, received, _ in facts], dtype="datetime64[D]"),
        quantity=np.array([units for _, _, _, units in facts], dtype=np.float64),
        today=np.datetime64(on),
    )
    return {
        key: LeadTimeFact(key, planned, mean, sd, deliveries, overdue)
        for (key, _, planned), mean, sd, deliveries, overdue in zip(
            parts,
            found.mean_days.tolist(),
            found.sd_days.tolist(),
            found.deliveries.tolist(),
            found.overdue.tolist(),
            strict=True,
        )
    }


def offers(session: Session, *, on: date, part_ids: Sequence[int] | None = None) -> dict[int, list[Offer]]:
    """Return the active offers of each part, whoever may or may not get an order; a contract goes before the list."""
    facts = lead_time_facts(session, on=on)
    steps = _steps(session)
    stood = standings(session)
    expired = {key for key, papers in papers_of(session).items() if any(end < on for end in last_days(papers).values())}
    hindered = hindrances(session, on=on, standings={})
    agreed = terms_in_force(session, on=on, part_ids=part_ids)
    order_cost = Money.of(str(setting(session, settings.ORDER_COST, on)))
    holding = float(setting(session, settings.HOLDING_RATE, on)) / 100
    jump = Decimal(str(setting(session, settings.PRICE_JUMP, on)))
    told = SupplierPart.__table__.c
    query = (
        select(
            told.id,
            told.supplier_id,
            told.part_id,
            Supplier.state,
            told.minimum_quantity,
            told.multiple_quantity,
            told.order_cost_cny,
            told.holding_rate_bp,
            told.preferred,
        )
        .join(Supplier, Supplier.id == told.supplier_id)
        .where(told.active)
        .order_by(told.id)
    )
    if part_ids is not None:
        query = query.where(told.part_id.in_(part_ids))
    found: dict[int, list[Offer]] = defaultdict(list)
    rows = run(session, query)
    for key, supplier_id, part_id, state, minimum, multiple, own_cost, own_rate, preferred in rows:
        all_steps = steps.get(key, [])
        standing, score = stood.get(supplier_id, ("not_enough_data", None))
        term = agreed.get((supplier_id, part_id))
        listed = term.steps if term is not None and term.steps else list_on(all_steps, on)
        fact = facts[key]
        found[part_id].append(
            Offer(
                supplier_part_id=key,
                supplier_id=supplier_id,
                part_id=part_id,
                state=state,
                standing=standing,
                score=score,
                lead_time_days=fact.mean_days,
                lead_time_sd_days=fact.sd_days,
                deliveries=fact.deliveries,
                minimum=minimum,
                multiple=multiple,
                order_cost_cny=own_cost if own_cost is not None else order_cost,
                holding_rate=own_rate / 10000 if own_rate else holding,
                preferred=preferred,
                steps=listed,
                warnings=_warnings(
                    state, standing, supplier_id in expired, term is None and _jumped(all_steps, listed, jump)
                ),
                hindrance=hindered[supplier_id].code if supplier_id in hindered else "",
            )
        )
    return _marked_outside(session, found)


def _marked_outside(session: Session, found: dict[int, list[Offer]]) -> dict[int, list[Offer]]:
    """Add a warning to offers of parts outside the categories that their supplier is bound to."""
    offered = [(each.supplier_id, part_id) for part_id, every in found.items() for each in every]
    beyond = outside_categories(session, offered)
    if not beyond:
        return dict(found)
    return {
        part_id: [
            replace(each, warnings=(*each.warnings, "outside_categories"))
            if (each.supplier_id, part_id) in beyond
            else each
            for each in every
        ]
        for part_id, every in found.items()
    }


def _warnings(state: str, standing: str, expired: bool, jumped: bool) -> tuple[str, ...]:  # noqa: FBT001 - four facts
    flags = (
        ("supplier_on_watch", state == "on_watch"),
        ("supplier_score_low", standing == "warn"),
        ("certificate_expired", expired),
        ("price_jump", jumped),
    )
    return tuple(code for code, raised in flags if raised)


def _jumped(steps: Sequence[Step], listed: Sequence[Step], percent: Decimal) -> bool:
    """Tell whether the present price list differs from the one before by more than the alert's percentage."""
    if not listed or len(listed) == len(steps):
        return False
    before = list_on(steps, listed[0].valid_from_on - timedelta(days=1))
    if not before:
        return False
    old, new = before[0].unit_price_cny.scaled, listed[0].unit_price_cny.scaled
    return abs(new - old) * 100 > percent * old


def _steps(session: Session) -> dict[int, list[Step]]:
    found: dict[int, list[Step]] = defaultdict(list)
    told = PriceBreak.__table__.c
    rows = run(session, select(told.supplier_part_id, told.from_quantity, told.unit_price_cny, told.valid_from_on))
    for key, start, price, valid in rows:
        found[key].append(Step(start, price, valid))
    return found


def standings(session: Session) -> dict[int, tuple[str, Decimal | None]]:
    """Return the newest standing and score of each supplier."""
    newest = (
        select(SupplierScore.supplier_id, func.max(SupplierScore.scored_on).label("scored_on"))
        .group_by(SupplierScore.supplier_id)
        .subquery()
    )
    rows = session.execute(
        select(SupplierScore.supplier_id, SupplierScore.standing, SupplierScore.total_tenths).join(
            newest,
            (newest.c.supplier_id == SupplierScore.supplier_id) & (newest.c.scored_on == SupplierScore.scored_on),
        )
    )
    return {key: (standing, None if tenths is None else Decimal(tenths) / 10) for key, standing, tenths in rows}


Fact = tuple[int, date, date | None, int]


def _delivered(session: Session, since: date, on: date) -> list[Fact]:
    rows = session.execute(
        select(OrderLine.supplier_part_id, Order.ordered_on, Delivery.received_on, Delivery.quantity)
        .join(OrderLine, OrderLine.id == Delivery.order_line_id)
        .join(Order, Order.id == OrderLine.order_id)
        .where(
            Delivery.state == "live",
            Delivery.received_on >= since,
            Delivery.received_on <= on,
            OrderLine.supplier_part_id.is_not(None),
            Order.ordered_on.is_not(None),
        )
        .order_by(Delivery.id)
    )
    return [
        (key, ordered, received, quantity.scaled)
        for key, ordered, received, quantity in rows
        if key is not None and ordered is not None
    ]


def _still_open(session: Session, since: date, on: date) -> list[Fact]:
    rows = session.execute(
        select(
            OrderLine.supplier_part_id,
            Order.ordered_on,
            OrderLine.quantity,
            OrderLine.received,
            OrderLine.cancelled,
        )
        .join(Order, Order.id == OrderLine.order_id)
        .where(
            Order.state.in_(("sent", "confirmed", "partly_received")),
            OrderLine.supplier_part_id.is_not(None),
            Order.ordered_on >= since,
            Order.ordered_on <= on,
        )
        .order_by(OrderLine.id)
    )
    still = ((key, ordered, (q - came - gone).scaled) for key, ordered, q, came, gone in rows)
    return [
        (key, ordered, None, units)
        for key, ordered, units in still
        if key is not None and ordered is not None and units > 0
    ]
