"""Drop the lines of scenarios that nobody uses any more; question, settings and sums stay for good."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from forecasting import settings
from forecasting.choosing_targets import target_choice
from forecasting.tables.scenarios import Scenario, ScenarioLine, ScenarioPruning, TargetChoice
from inventory.finding import written
from kernel.requests import once
from kernel.settings import setting


@dataclass(frozen=True, slots=True)
class ScenariosPruned:
    """Say of how many scenarios how many lines were dropped."""

    scenarios: int
    lines: int


@once
def prune_scenarios(session: Session, *, on: date, by: int | None, at: datetime, request_key: str) -> ScenariosPruned:
    """Drop the lines of scenarios older than the setting says, but of those in force or to come into force."""
    until = on - timedelta(days=int(setting(session, settings.SCENARIO_DAYS, on)))
    in_force = target_choice(session, on)
    kept = set(session.scalars(select(TargetChoice.scenario_id).where(TargetChoice.valid_from_on > on)))
    # The choice that was made last holds, or will once nothing later is chosen for the same day.
    kept.add(session.scalar(select(TargetChoice.scenario_id).order_by(TargetChoice.id.desc()).limit(1)))
    kept.add(in_force.id if in_force else None)
    old = session.scalars(
        select(Scenario.id)
        .where(Scenario.created_on < until, Scenario.id.not_in(select(ScenarioPruning.scenario_id)))
        .order_by(Scenario.id)
    ).all()
    gone = [scenario_id for scenario_id in old if scenario_id not in kept]
    lines = 0
    for scenario_id in gone:
        session.add(ScenarioPruning(scenario_id=scenario_id, pruned_on=on, pruned_at=at, by_id=by))
        written(session)
        dropped = session.execute(delete(ScenarioLine).where(ScenarioLine.scenario_id == scenario_id))
        lines += dropped.rowcount  # type: ignore[attr-defined]
    return ScenariosPruned(len(gone), lines)
