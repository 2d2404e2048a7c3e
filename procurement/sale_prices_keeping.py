"""Keep the sale price list: propose prices by hand or by the rule, approve them by another person, from a day on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.finding import found, locked, written
from inventory.tables import Category, Part
from kernel.amounts import Money
from kernel.errors import FourEyes, InvalidState, NotFound, RuleViolation
from kernel.requests import once
from kernel.settings import day_of, setting
from procurement import settings
from procurement.finding_prices import cost_bases, sale_prices_on
from procurement.qualification import outside
from procurement.sale_pricing import by_rule, markup
from procurement.tables import SalePrice


@dataclass(frozen=True, slots=True)
class ProposedPrice:
    """Name the proposed version and its state."""

    sale_price_id: int
    part_id: int
    state: str


@dataclass(frozen=True, slots=True)
class ProposedPrices:
    """Count what the rule proposed, what it left as it is, and parts that wait or have no cost."""

    proposed: int
    unchanged: int
    waiting: int
    without_cost: int


@dataclass(frozen=True, slots=True)
class DecidedPrices:
    """Count the versions that were approved or refused."""

    decided: int


@once
def propose_sale_price(
    session: Session,
    *,
    part_id: int,
    unit_price_cny: Money,
    from_on: date,
    reason: str,
    by: int,
    at: datetime,
    request_key: str,
) -> ProposedPrice:
    """Propose a part's sale price by hand, from a day on; another person approves it."""
    part = found(session, Part, part_id)
    if unit_price_cny <= Money.zero():
        raise RuleViolation("price_not_positive", field="unit_price_cny")
    if not reason.strip():
        raise RuleViolation("reason_needed", field="reason")
    _check_day(session, from_on, at)
    if part_id in _waiting(session):
        raise InvalidState("sale_price_waits", part=part.number)
    row = SalePrice(
        part_id=part_id,
        unit_price_cny=unit_price_cny,
        from_on=from_on,
        made_by="hand",
        proposed_by_id=by,
        proposed_at=at,
        reason=reason.strip(),
    )
    session.add(row)
    written(session)
    return ProposedPrice(row.id, part_id, row.state)


@once
def propose_by_rule(
    session: Session,
    *,
    from_on: date,
    by: int,
    at: datetime,
    request_key: str,
    category_id: int | None = None,
    least_change_percent: int = 1,
) -> ProposedPrices:
    """Propose the prices that the rule gives, of all parts or of a category, where they differ by the least change."""
    _check_day(session, from_on, at)
    if category_id is not None:
        found(session, Category, category_id)
    rule = setting(session, settings.SALE_PRICE, from_on)
    costs = cost_bases(session, rule["basis"])
    parents = dict(session.execute(select(Category.id, Category.parent_id)).all())
    own = _markups(session, from_on)
    rows = session.execute(select(Part.id, Part.category_id).where(Part.state == "active").order_by(Part.id))
    wanted = [
        (part, category)
        for part, category in rows
        if category_id is None or not outside(category, [category_id], parents)
    ]
    now, waiting = sale_prices_on(session, [part for part, _ in wanted], from_on), _waiting(session)
    counted = {"proposed": 0, "unchanged": 0, "waiting": 0, "without_cost": 0}
    for part, category in wanted:
        percent = markup(category, own, parents, Decimal(str(rule["percent"])))
        if part in waiting:
            counted["waiting"] += 1
            continue
        if part not in costs:
            counted["without_cost"] += 1
            continue
        price = by_rule(costs[part], percent, Decimal(str(rule["round_to_cny"])))
        old = now.get(part)
        if price <= Money.zero() or (
            old is not None and abs(price - old).scaled * 100 <= least_change_percent * old.scaled
        ):
            counted["unchanged"] += 1
            continue
        counted["proposed"] += 1
        session.add(
            SalePrice(
                part_id=part,
                unit_price_cny=price,
                from_on=from_on,
                made_by="rule",
                proposed_by_id=by,
                proposed_at=at,
                cost_cny=costs[part],
                margin_bp=int(percent * 100),
            )
        )
    written(session)
    return ProposedPrices(**counted)


@once
def decide_sale_prices(
    session: Session,
    *,
    sale_price_ids: tuple[int, ...],
    approve: bool,
    by: int,
    at: datetime,
    request_key: str,
    note: str = "",
) -> DecidedPrices:
    """Approve or refuse proposed prices; never by who proposed them, and never from a day that has passed."""
    if not approve and not note.strip():
        raise RuleViolation("reason_needed", field="note")
    for key in sorted(set(sale_price_ids)):
        row = locked(session, SalePrice, key)
        if row.state != "open":
            raise InvalidState("sale_price_step")
        if by == row.proposed_by_id:
            raise FourEyes("four_eyes")
        if approve:
            _check_day(session, row.from_on, at)
        row.state = "approved" if approve else "refused"
        row.decided_by_id, row.decided_at, row.decided_note = by, at, note.strip()
    written(session)
    return DecidedPrices(len(set(sale_price_ids)))


@once
def withdraw_sale_price(
    session: Session, *, sale_price_id: int, by: int, at: datetime, request_key: str
) -> ProposedPrice:
    """Take back a proposed price."""
    row = locked(session, SalePrice, sale_price_id)
    if row.state != "open":
        raise InvalidState("sale_price_step")
    row.state, row.decided_at = "withdrawn", at
    written(session)
    return ProposedPrice(row.id, row.part_id, row.state)


def _check_day(session: Session, from_on: date, at: datetime) -> None:
    """Refuse a day that has passed: what customers paid then was said to them then."""
    if from_on < day_of(session, at):
        raise RuleViolation("sale_price_in_past", field="from_on", from_on=from_on.isoformat())


def _waiting(session: Session) -> set[int]:
    return set(session.scalars(select(SalePrice.part_id).where(SalePrice.state == "open")))


def _markups(session: Session, on: date) -> dict[int, Decimal]:
    """Return the mark-up of each category that has one of its own."""
    said = {each["category"]: Decimal(str(each["percent"])) for each in setting(session, settings.SALE_MARKUPS, on)}
    known = dict(session.execute(select(Category.code, Category.id).where(Category.code.in_(list(said)))).all())
    if missing := set(said) - set(known):
        raise NotFound("category_unknown", category=min(missing))
    return {known[code]: percent for code, percent in said.items()}
