"""Note market prices, watch all prices for jumps, and acknowledge what was found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.finding import found, locked, written
from inventory.tables import Part
from kernel.amounts import Money
from kernel.errors import InvalidState, RuleViolation
from kernel.months import months_after
from kernel.requests import once
from kernel.settings import day_of, setting
from procurement import settings
from procurement.finding_prices import price_series
from procurement.price_jumps import JumpRule, find_jump
from procurement.tables import MarketPrice, PriceAlert


@dataclass(frozen=True, slots=True)
class NewNote:
    """Say what a part cost on the market."""

    part_id: int
    unit_price_cny: Money
    noted_on: date
    source: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Noted:
    """Count the notes that were new, and those that stood there already."""

    created: int
    known: int


@dataclass(frozen=True, slots=True)
class PricesWatched:
    """Name the alerts that were found anew."""

    found_on: date
    price_alert_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """Name the alert that was looked at."""

    price_alert_id: int


@once
def note_market_prices(
    session: Session, *, notes: tuple[NewNote, ...], by: int, at: datetime, request_key: str
) -> Noted:
    """Note market prices with source and day; the same price of the same source and day is noted once."""
    today = day_of(session, at)
    created = known = 0
    for each in notes:
        found(session, Part, each.part_id)
        if not each.source.strip():
            raise RuleViolation("source_needed", field="source")
        if each.noted_on > today:
            raise RuleViolation("day_in_future", field="noted_on")
        if each.unit_price_cny <= Money.zero():
            raise RuleViolation("price_not_positive", field="unit_price_cny")
        there = session.scalar(
            select(MarketPrice).where(
                MarketPrice.part_id == each.part_id,
                MarketPrice.source == each.source.strip(),
                MarketPrice.noted_on == each.noted_on,
            )
        )
        if there is None:
            session.add(
                MarketPrice(
                    part_id=each.part_id,
                    unit_price_cny=each.unit_price_cny,
                    noted_on=each.noted_on,
                    source=each.source.strip(),
                    noted_by_id=by,
                    noted_at=at,
                    note=each.note.strip(),
                )
            )
            created += 1
        elif there.unit_price_cny == each.unit_price_cny:
            known += 1
        else:
            raise InvalidState("market_price_noted", field="noted_on", price=str(there.unit_price_cny))
    written(session)
    return Noted(created, known)


@once
def watch_prices(session: Session, *, on: date, by: int | None, at: datetime, request_key: str) -> PricesWatched:
    """Look at the newest price of each series and raise an alert for each jump, once; a known swing stays told."""
    rule = rule_on(session, on)
    since = months_after(on, -2 * rule.months)
    series = price_series(session, since=since, until=on)
    told = {
        (row.part_id, row.basis, row.source, row.happened_on)
        for row in session.scalars(select(PriceAlert).where(PriceAlert.happened_on >= since))
    }
    swinging = {
        (part_id, basis, source)
        for part_id, basis, source in session.execute(
            select(PriceAlert.part_id, PriceAlert.basis, PriceAlert.source).where(
                PriceAlert.kind == "volatility",
                PriceAlert.acknowledged_by_id.is_(None) | (PriceAlert.found_on > months_after(on, -rule.months)),
            )
        )
    }
    made = []
    for key, points in sorted(series.items()):
        jump = find_jump(points, rule, on)
        if jump is None or (*key, jump.point.on) in told or (jump.kind == "volatility" and key in swinging):
            continue
        part_id, basis, source = key
        made.append(
            PriceAlert(
                part_id=part_id,
                basis=basis,
                source=source,
                kind=jump.kind,
                happened_on=jump.point.on,
                found_on=on,
                reference=jump.point.reference,
                old_price_cny=jump.old_price_cny,
                new_price_cny=jump.point.unit_price_cny,
                figure_bp=jump.figure_bp,
                bound_bp=jump.bound_bp,
            )
        )
    session.add_all(made)
    written(session)
    return PricesWatched(on, tuple(row.id for row in made))


def rule_on(session: Session, on: date) -> JumpRule:
    """Return the rule of price alerts that holds on a day."""
    told = setting(session, settings.PRICE_WATCH, on)
    return JumpRule(
        jump_percent=float(setting(session, settings.PRICE_JUMP, on)),
        variation_percent=float(told["variation_percent"]),
        months=int(told["months"]),
        least_points=int(told["least_points"]),
        fresh_days=int(told["fresh_days"]),
    )


@once
def acknowledge_price_alert(
    session: Session, *, price_alert_id: int, reason: str, by: int, at: datetime, request_key: str
) -> Acknowledged:
    """Say what was made of an alert; it leaves the queue and the plan."""
    row = locked(session, PriceAlert, price_alert_id)
    if row.acknowledged_by_id is not None:
        raise InvalidState("price_alert_seen")
    if not reason.strip():
        raise RuleViolation("reason_needed", field="reason")
    row.acknowledged_by_id, row.acknowledged_at, row.reason = by, at, reason.strip()
    written(session)
    return Acknowledged(row.id)
