"""Find how suppliers stand on the path of qualification, and what keeps orders from them on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from inventory.queries.columns import Listing
from inventory.tables import Category, Part
from kernel.months import months_after
from kernel.settings import setting
from kernel.tables import Person
from procurement import settings
from procurement.qualification import Hindrance, Paper, hindrance, last_days, outside, paper_hindrance
from procurement.tables import (
    Supplier,
    SupplierAssessment,
    SupplierCategory,
    SupplierCertificate,
    SupplierStep,
)


def papers_of(session: Session, supplier_ids: Sequence[int] | None = None) -> dict[int, list[Paper]]:
    """Return the certificates of each supplier, or of some of them."""
    rows = select(SupplierCertificate.supplier_id, SupplierCertificate.kind, SupplierCertificate.expires_on)
    if supplier_ids is not None:
        rows = rows.where(SupplierCertificate.supplier_id.in_(supplier_ids))
    found: dict[int, list[Paper]] = defaultdict(list)
    for supplier_id, kind, expires_on in session.execute(rows):
        found[supplier_id].append(Paper(kind, expires_on))
    return found


def hindrances(
    session: Session, *, on: date, standings: Mapping[int, str], supplier_ids: Sequence[int] | None = None
) -> dict[int, Hindrance]:
    """Return what keeps orders from suppliers on a day; who may get orders is left out.

    :param standings: by supplier, how its score lets it stand; who is left out is not held back by it.
    """
    rows = select(Supplier.id, Supplier.state, Supplier.next_assessment_on)
    if supplier_ids is not None:
        rows = rows.where(Supplier.id.in_(supplier_ids))
    papers = papers_of(session, supplier_ids)
    rules = setting(session, settings.CERTIFICATES_NEEDED, on)
    grace = int(setting(session, settings.ASSESSMENT, on)["grace_days"])
    found = {}
    for key, state, next_assessment_on in session.execute(rows):
        found[key] = hindrance(
            state=state,
            standing=standings.get(key, "not_enough_data"),
            papers=papers.get(key, ()),
            rules=rules,
            next_assessment_on=next_assessment_on,
            grace_days=grace,
            on=on,
        )
    return {key: each for key, each in found.items() if each is not None}


def wanting_papers(session: Session, supplier_id: int, on: date) -> Hindrance | None:
    """Return the first needed paper that a supplier lacks on a day."""
    rules = setting(session, settings.CERTIFICATES_NEEDED, on)
    return paper_hindrance(papers_of(session, [supplier_id]).get(supplier_id, ()), rules, on)


def newest_assessment(session: Session, supplier_id: int) -> SupplierAssessment | None:
    """Return the newest assessment of a supplier."""
    return session.scalar(
        select(SupplierAssessment)
        .where(SupplierAssessment.supplier_id == supplier_id)
        .order_by(SupplierAssessment.assessed_on.desc(), SupplierAssessment.id.desc())
        .limit(1)
    )


def valid_assessment(session: Session, supplier_id: int, on: date) -> SupplierAssessment | None:
    """Return the newest assessment of a supplier where it is not too old to decide by, passed or not."""
    row = newest_assessment(session, supplier_id)
    if row is None:
        return None
    months = int(setting(session, settings.ASSESSMENT, on)["valid_months"])
    return row if months_after(row.assessed_on, months) >= on else None


def outside_categories(session: Session, offered: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """Return the pairs of supplier and part where the part lies outside the categories of the supplier."""
    pairs = set(offered)
    if not pairs:
        return set()
    allowed: dict[int, set[int]] = defaultdict(set)
    for supplier_id, category_id in session.execute(select(SupplierCategory.supplier_id, SupplierCategory.category_id)):
        allowed[supplier_id].add(category_id)
    bound = {pair for pair in pairs if allowed.get(pair[0])}
    if not bound:
        return set()
    parents = dict(session.execute(select(Category.id, Category.parent_id)).all())
    parts = sorted({part_id for _, part_id in bound})
    of_part: dict[int, int | None] = {}
    for begin in range(0, len(parts), 5000):
        some = parts[begin : begin + 5000]
        of_part |= dict(session.execute(select(Part.id, Part.category_id).where(Part.id.in_(some))).all())
    return {(key, part) for key, part in bound if outside(of_part.get(part), allowed[key], parents)}


@dataclass(frozen=True, slots=True)
class EndingPaper:
    """Hold a kind of paper of a supplier whose newest one ends soon or has ended."""

    supplier_id: int
    supplier_code: str
    name_zh: str
    name_en: str
    kind: str
    expires_on: date


def ending_papers(session: Session, *, by_day: date) -> list[EndingPaper]:
    """Return the kinds of papers that end by a day and have no later one, of suppliers that are not blocked."""
    names = {
        key: (code, zh, en)
        for key, code, zh, en in session.execute(
            select(Supplier.id, Supplier.code, Supplier.name_zh, Supplier.name_en).where(Supplier.state != "blocked")
        )
    }
    found = [
        EndingPaper(key, *names[key], kind, end)
        for key, papers in papers_of(session).items()
        if key in names
        for kind, end in last_days(papers).items()
        if end <= by_day
    ]
    return sorted(found, key=lambda each: (each.expires_on, each.supplier_code, each.kind))


def due_assessments(session: Session, *, by_day: date) -> list[Supplier]:
    """Return the suppliers in use whose next assessment is due by a day, the longest overdue first."""
    return list(
        session.scalars(
            select(Supplier)
            .where(Supplier.next_assessment_on <= by_day, Supplier.state.in_(("approved", "on_watch")))
            .order_by(Supplier.next_assessment_on, Supplier.code)
        )
    )


def waiting_for_approval() -> ColumnElement[bool]:
    """Return the condition that a supplier's newest assessment passed after it was last approved, or never was."""
    newest = (
        select(func.max(SupplierAssessment.id))
        .where(SupplierAssessment.supplier_id == Supplier.id)
        .correlate(Supplier)
        .scalar_subquery()
    )
    passed = (
        select(SupplierAssessment.id)
        .where(
            SupplierAssessment.id == newest,
            SupplierAssessment.passed,
            Supplier.approved_at.is_(None) | (SupplierAssessment.assessed_at > Supplier.approved_at),
        )
        .correlate(Supplier)
    )
    return passed.exists() & (Supplier.state != "blocked")


def steps_select(supplier_id: int) -> Listing:
    """List the steps of a supplier's path, the newest first.

    Columns: supplier_step_id, step, from_state, done_at, done_on, done_by, reason, assessment_id, as_exception,
    next_assessment_on.
    """
    return (
        select(
            SupplierStep.id.label("supplier_step_id"),
            SupplierStep.step,
            SupplierStep.from_state,
            SupplierStep.done_at,
            SupplierStep.done_on,
            Person.name.label("done_by"),
            SupplierStep.reason,
            SupplierStep.assessment_id,
            SupplierStep.as_exception,
            SupplierStep.next_assessment_on,
        )
        .outerjoin(Person, Person.id == SupplierStep.done_by_id)
        .where(SupplierStep.supplier_id == supplier_id)
        .order_by(SupplierStep.id.desc())
    )
