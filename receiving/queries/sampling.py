"""Show what sample a lot gives, what was conceded, and how each supplier's lots of a part are looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from inventory.tables import Location, Part
from kernel.amounts import Quantity
from kernel.tables import Person
from procurement.tables import Supplier
from receiving import sampling
from receiving.drawing_samples import CLASSES, draw_of, may_pass, scheme_of
from receiving.tables import (
    Arrival,
    ArrivalLine,
    ArrivalLot,
    Concession,
    Inspection,
    SampleDraw,
    SamplingScheme,
    SwitchingStep,
)


@dataclass(frozen=True, slots=True)
class ClassView:
    """Show the plan of one class of defects beside what was found."""

    defect_class: str
    aql: str | None
    sample_size: int
    accept: int
    reject: int
    found: int


@dataclass(frozen=True, slots=True)
class SampleView:
    """Show the sample of an inspection: the plan by class, what was found, and what it lets pass."""

    regime: str
    level: str
    letter: str
    lot_size: int
    sample_size: int
    original: bool
    looked_at: int
    outcome: str | None
    may_pass: Quantity
    classes: tuple[ClassView, ...]


@dataclass(frozen=True, slots=True)
class ConcessionView:
    """Show a concession with who asked and who decided."""

    concession_id: int
    number: str
    quantity: Quantity
    reason: str
    state: str
    asked_by_id: int
    asked_by: str
    asked_at: datetime
    limits: str
    valid_until_on: date | None
    answer: str
    decided_by: str | None
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class SchemeView:
    """Show how lots are sampled under a version of a standard."""

    level: str
    critical_aql: str | None
    major_aql: str | None
    minor_aql: str | None
    reduced_allowed: bool
    skip_after: int
    skip_one_in: int


def scheme(session: Session, standard_id: int) -> SchemeView | None:
    """Return how lots are sampled under a version of a standard, or None where every piece is looked at."""
    row = scheme_of(session, standard_id)
    if row is None:
        return None
    return SchemeView(
        row.level,
        row.critical_aql,
        row.major_aql,
        row.minor_aql,
        row.reduced_allowed,
        row.skip_after,
        row.skip_one_in,
    )


def sample(session: Session, inspection: Inspection, conceded: Quantity) -> SampleView | None:
    """Return the sample of an inspection, or None where its standard asks for none."""
    drawn = draw_of(session, inspection.id)
    if drawn is None:
        return None
    asked = scheme_of(session, inspection.standard_id)
    assert asked is not None
    classes = tuple(_class(drawn, asked, name) for name in CLASSES)
    return SampleView(
        drawn.regime,
        asked.level,
        drawn.letter,
        drawn.lot_size,
        max(each.sample_size for each in classes),
        drawn.original,
        drawn.looked_at,
        drawn.outcome,
        may_pass(drawn, conceded),
        classes,
    )


def _class(drawn: SampleDraw, asked: SamplingScheme, name: str) -> ClassView:
    accept = getattr(drawn, f"{name}_accept")
    return ClassView(
        name,
        getattr(asked, f"{name}_aql"),
        getattr(drawn, f"{name}_size"),
        accept,
        accept + 1,
        getattr(drawn, f"{name}_found"),
    )


def concessions(session: Session, inspection_id: int) -> tuple[ConcessionView, ...]:
    """Return what was asked to be conceded of an inspection's lot, in order."""
    rows = session.execute(
        concessions_select().where(Concession.inspection_id == inspection_id).order_by(Concession.id)
    )
    return tuple(
        ConcessionView(
            row.concession_id,
            row.number,
            row.quantity,
            row.reason,
            row.state,
            row.asked_by_id,
            row.asked_by,
            row.asked_at,
            row.limits,
            row.valid_until_on,
            row.answer,
            row.decided_by,
            row.decided_at,
        )
        for row in rows
    )


def concessions_select() -> Select[*tuple[Any, ...]]:
    """Return every concession with its lot's part, supplier and store, one row each."""
    asker, decider = aliased(Person), aliased(Person)
    return (
        select(
            Concession.id.label("concession_id"),
            Concession.number,
            Concession.inspection_id,
            Concession.quantity,
            Concession.reason,
            Concession.state,
            Concession.asked_by_id,
            Concession.bought_by_id,
            Concession.asked_at,
            Concession.limits,
            Concession.valid_until_on,
            Concession.answer,
            Concession.decided_at,
            asker.name.label("asked_by"),
            decider.name.label("decided_by"),
            Inspection.number.label("inspection_number"),
            Part.id.label("part_id"),
            Part.number.label("part_number"),
            Part.name_zh.label("part_name_zh"),
            Part.name_en.label("part_name_en"),
            Arrival.store_id,
            Supplier.id.label("supplier_id"),
            Supplier.name_zh.label("supplier_name_zh"),
            Supplier.name_en.label("supplier_name_en"),
        )
        .join(Inspection, Inspection.id == Concession.inspection_id)
        .join(ArrivalLot, ArrivalLot.id == Inspection.arrival_lot_id)
        .join(ArrivalLine, ArrivalLine.id == ArrivalLot.arrival_line_id)
        .join(Arrival, Arrival.id == ArrivalLine.arrival_id)
        .join(Location, Location.id == Arrival.store_id)
        .join(Supplier, Supplier.id == Arrival.supplier_id)
        .join(Part, Part.id == ArrivalLine.part_id)
        .join(asker, asker.id == Concession.asked_by_id)
        .outerjoin(decider, decider.id == Concession.decided_by_id)
    )


def states_select() -> Select[*tuple[Any, ...]]:
    """Return how each supplier's lots of a part are looked at now: the newest step of each, one row each."""
    newest = select(func.max(SwitchingStep.id)).group_by(SwitchingStep.supplier_id, SwitchingStep.part_id)
    return _steps().where(SwitchingStep.id.in_(newest))


def steps_select(supplier_id: int, part_id: int) -> Select[*tuple[Any, ...]]:
    """Return the steps of one supplier and part, the newest first."""
    return (
        _steps()
        .where(SwitchingStep.supplier_id == supplier_id, SwitchingStep.part_id == part_id)
        .order_by(SwitchingStep.id.desc())
    )


def _steps() -> Select[*tuple[Any, ...]]:
    return (
        select(
            SwitchingStep.id.label("switching_step_id"),
            SwitchingStep.happened_at,
            SwitchingStep.regime_before,
            SwitchingStep.regime,
            SwitchingStep.cause,
            SwitchingStep.score,
            SwitchingStep.recent,
            SwitchingStep.refused,
            SwitchingStep.run,
            SwitchingStep.reason,
            SwitchingStep.inspection_id,
            Inspection.number.label("inspection_number"),
            Person.name.label("by"),
            Part.id.label("part_id"),
            Part.number.label("part_number"),
            Part.name_zh.label("part_name_zh"),
            Part.name_en.label("part_name_en"),
            Supplier.id.label("supplier_id"),
            Supplier.code.label("supplier_code"),
            Supplier.name_zh.label("supplier_name_zh"),
            Supplier.name_en.label("supplier_name_en"),
        )
        .join(Part, Part.id == SwitchingStep.part_id)
        .join(Supplier, Supplier.id == SwitchingStep.supplier_id)
        .join(Person, Person.id == SwitchingStep.by_id)
        .outerjoin(Inspection, Inspection.id == SwitchingStep.inspection_id)
    )


def curve(sample_size: int, accept: int, points: int = 41) -> tuple[tuple[float, float], ...]:
    """Return the operating characteristic curve: fraction of faulty pieces and chance of acceptance, down to 1 %."""
    last = sampling.fraction_accepted_with(sample_size, accept, 0.01)
    fractions = [last * each / (points - 1) for each in range(points)]
    chances = sampling.acceptance_probability(sample_size, accept, fractions)
    return tuple(zip(fractions, map(float, chances), strict=True))
