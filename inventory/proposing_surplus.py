"""Recompute what is surplus: one live proposal for each part and store, changed in place and never repeated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.finding import written
from inventory.queries.standings import Valued, standings
from inventory.surplus import Advice, Limits, advise
from inventory.tables import SurplusProposal
from kernel.numbering import next_number
from kernel.requests import once
from kernel.settings import day_of, define, setting

LIMITS = define(
    "surplus.limits",
    {"slow_days": 180, "dead_days": 365, "cover_days": 730, "keep_days": 180, "return_days": 90, "scrap_days": 730},
    "积压判定与处理界限（天）",
    "Limits in days: slow, dead, too much cover; days of use to keep; return to the supplier; scrap",
)


@dataclass(frozen=True, slots=True)
class Recomputed:
    """Count the proposals that are new, changed or unchanged, those that lapsed, and those already being dealt with."""

    new: int
    kept: int
    lapsed: int
    in_hand: int


def limits_on(session: Session, on: date) -> Limits:
    """Return the limits that hold on a day."""
    return Limits(**{name: int(days) for name, days in setting(session, LIMITS, on).items()})


@once
def recompute_surplus(session: Session, *, by: int, at: datetime, request_key: str) -> Recomputed:
    """Propose what to do with surplus; open proposals follow the figures, submitted ones stay as they are."""
    on = day_of(session, at)
    limits = limits_on(session, on)
    live = {
        (row.part_id, row.store_id): row
        for row in session.scalars(
            select(SurplusProposal).where(SurplusProposal.state.in_(["open", "submitted", "approved"]))
        )
    }
    new = kept = in_hand = 0
    seen = set()
    for part_id, valued in standings(session, on=on, scrap_days=limits.scrap_days).items():
        others = [each.standing for each in valued]
        for each in valued:
            key = (part_id, each.standing.store_id)
            row = live.get(key)
            if row is not None and row.state != "open":
                in_hand += 1
                seen.add(key)
                continue
            advice = advise(each.standing, others, limits, on)
            if advice is None:
                continue
            seen.add(key)
            if row is None:
                session.add(_made(session, part_id, each, advice, on))
                new += 1
            else:
                _changed(row, each, advice, on)
                kept += 1
    gone = [row for key, row in live.items() if key not in seen and row.state == "open"]
    for row in gone:
        row.state = "lapsed"
    written(session)
    return Recomputed(new, kept, len(gone), in_hand)


def _facts(each: Valued, advice: Advice) -> dict[str, str | None]:
    standing = each.standing
    return {
        "reason": str(advice.reason),
        "free": str(standing.free),
        "used_a_year": str(standing.used_a_year),
        "issued_on": standing.issued_on.isoformat() if standing.issued_on else None,
        "received_on": standing.received_on.isoformat(),
        "mean_cost_cny": str(each.mean_cost_cny),
    }


def _made(session: Session, part_id: int, each: Valued, advice: Advice, on: date) -> SurplusProposal:
    return SurplusProposal(
        number=next_number(session, "SP", on),
        part_id=part_id,
        store_id=each.standing.store_id,
        advice=str(advice.act),
        advised_quantity=advice.quantity,
        value_cny=each.mean_cost_cny.times(advice.quantity),
        facts=_facts(each, advice),
        computed_on=on,
        advised_store_id=advice.to_store_id,
    )


def _changed(row: SurplusProposal, each: Valued, advice: Advice, on: date) -> None:
    row.advice, row.advised_quantity = str(advice.act), advice.quantity
    row.advised_store_id, row.computed_on = advice.to_store_id, on
    row.value_cny, row.facts = each.mean_cost_cny.times(advice.quantity), _facts(each, advice)
