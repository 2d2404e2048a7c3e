"""Put the targets of a scenario in place of those of the settings, from the day on that somebody else chose them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from forecasting.arrays import BoolArray, FloatArray, IntArray
from forecasting.explain import Row
from forecasting.tables.scenarios import Scenario, ScenarioLine, ScenarioPruning, TargetChoice
from inventory.finding import found, written
from kernel.errors import FourEyes, InvalidState, RuleViolation
from kernel.requests import once


@dataclass(frozen=True, slots=True)
class ChosenTargets:
    """Name whose targets hold from a day on."""

    target_choice_id: int
    scenario_id: int | None
    number: str
    valid_from_on: date


@once
def choose_targets(
    session: Session,
    *,
    scenario_id: int,
    valid_from_on: date,
    on: date,
    by: int,
    at: datetime,
    request_key: str,
    note: str = "",
) -> ChosenTargets:
    """Let the targets of a scenario hold for the levels computed from a day on; never by its author."""
    scenario = found(session, Scenario, scenario_id)
    if by == scenario.created_by_id:
        raise FourEyes("four_eyes", number=scenario.number)
    if pruned_on(session, scenario.id) is not None:
        raise InvalidState("scenario_pruned", number=scenario.number)
    return _chosen(session, scenario, valid_from_on, on, by, at, note)


@once
def leave_scenario(
    session: Session, *, valid_from_on: date, on: date, by: int, at: datetime, request_key: str, note: str = ""
) -> ChosenTargets:
    """Let the targets of the settings hold again from a day on."""
    if target_choice(session, valid_from_on) is None:
        raise RuleViolation("no_scenario_in_force", field="valid_from_on")
    return _chosen(session, None, valid_from_on, on, by, at, note)


def _chosen(
    session: Session, scenario: Scenario | None, valid_from_on: date, on: date, by: int, at: datetime, note: str
) -> ChosenTargets:
    if valid_from_on < on:
        raise RuleViolation("targets_hold_from_today", field="valid_from_on", today=str(on))
    row = TargetChoice(
        valid_from_on=valid_from_on,
        chosen_by_id=by,
        chosen_at=at,
        scenario_id=scenario.id if scenario else None,
        scenario_by_id=scenario.created_by_id if scenario else None,
        note=note,
    )
    session.add(row)
    written(session)
    return ChosenTargets(row.id, row.scenario_id, scenario.number if scenario else "", valid_from_on)


def pruned_on(session: Session, scenario_id: int) -> date | None:
    """Return the day on which the lines of a scenario were dropped, none while they are there."""
    return session.scalar(select(ScenarioPruning.pruned_on).where(ScenarioPruning.scenario_id == scenario_id))


def target_choice(session: Session, on: date) -> Scenario | None:
    """Return the scenario whose targets hold on a day, none where those of the settings do."""
    newest = (
        select(TargetChoice.scenario_id)
        .where(TargetChoice.valid_from_on <= on)
        .order_by(TargetChoice.valid_from_on.desc(), TargetChoice.id.desc())
        .limit(1)
    )
    scenario_id = session.scalar(newest)
    return None if scenario_id is None else session.get(Scenario, scenario_id)


def targets_from(session: Session, on: date) -> dict[str, Any]:
    """Return what a run of levels remembers of the scenario in force: nothing where there is none."""
    scenario = target_choice(session, on)
    return {} if scenario is None else {"targets_from": {"scenario_id": scenario.id, "number": scenario.number}}


def with_choice(
    session: Session, on: date, part_ids: IntArray, store_ids: IntArray, targets: FloatArray
) -> tuple[FloatArray, BoolArray]:
    """Return the targets with those of the scenario in force in place of the others, and which rows have one."""
    scenario, nowhere = target_choice(session, on), np.zeros(targets.shape, dtype=bool)
    if scenario is None or not part_ids.size:
        return targets, nowhere
    query = select(ScenarioLine.part_id, ScenarioLine.store_id, ScenarioLine.target_after)
    rows = session.execute(query.where(ScenarioLine.scenario_id == scenario.id)).all()
    if not rows:
        return targets, nowhere
    wide = max(int(store_ids.max()), *(row.store_id for row in rows)) + 1
    codes = np.array([row.part_id * wide + row.store_id for row in rows], dtype=np.int64)
    order = np.argsort(codes)
    wanted = part_ids * wide + store_ids
    at = np.minimum(np.searchsorted(codes[order], wanted), codes.size - 1)
    chosen = np.array([row.target_after for row in rows], dtype=np.float64)[order]
    known = codes[order][at] == wanted
    return np.where(known, chosen[at], targets), known


def with_origin(session: Session, rows: Sequence[Row], run_settings: dict[str, Any], key: tuple[int, int]) -> list[Row]:
    """Say in a level's sum where its target comes from, where that is a scenario."""
    source = run_settings.get("targets_from")
    if source is None:
        return list(rows)
    mine = select(ScenarioLine.id).where(
        ScenarioLine.scenario_id == source["scenario_id"],
        ScenarioLine.part_id == key[0],
        ScenarioLine.store_id == key[1],
    )
    if session.scalar(mine) is None:
        return list(rows)
    after = [i for i, row in enumerate(rows) if row.code == "target"]
    origin = Row("target_from", float(source["scenario_id"]), "code", source["number"])
    cut = after[0] + 1 if after else len(rows)
    return [*rows[:cut], origin, *rows[cut:]]
