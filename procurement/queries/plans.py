"""Show purchase plans: exceptions first, every proposal with its sum and its rivals."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from forecasting.queries import LevelDetail, level_basis, level_for
from forecasting.settings import MAXIMUM_COVER
from inventory.finding import found
from inventory.queries.columns import Listing, number, total
from inventory.tables import Location, Part, Unit
from kernel.amounts import Money, Quantity
from kernel.settings import setting
from kernel.tables import Person
from procurement import settings
from procurement.alerts import ALERTS, bits_of, codes_of
from procurement.needs import THOUSAND
from procurement.offers import Choice, ranked
from procurement.proposals import SumRow, from_json
from procurement.queries.columns import as_money, line_amount
from procurement.queries.offers import offers
from procurement.queries.orders import STORE_COLUMNS
from procurement.queries.suppliers import PART_COLUMNS, SUPPLIER_COLUMNS
from procurement.tables import Plan, PlanApproval, Proposal, Supplier
from procurement.variants import Asked, Variant, variants


@dataclass(frozen=True, slots=True)
class PlanDetail:
    """Hold the head of a plan with its sums."""

    plan_id: int
    number: str
    state: str
    planned_on: date
    computed_at: datetime
    runs: int
    created_by_id: int
    created_by: str
    level_run_id: int
    store_ids: tuple[int, ...]
    budget_cny: Money | None
    amount_cny: Money
    left_out_cny: Money
    proposals: int
    purchases: int
    transfers: int
    notices: int
    left_out: int
    changed: int
    by_exception: dict[str, int]
    saved: Quantity
    left_out_saved: Quantity
    approved_by: str | None
    approved_at: datetime | None
    note: str
    seen: str
    """The state that this shows, for an approval that is to hold for this state only."""


@dataclass(frozen=True, slots=True)
class ProposalDetail:
    """Hold a proposal with its whole sum, the level behind it and how the possible suppliers compare."""

    proposal_id: int
    plan_id: int
    plan_state: str
    part_id: int
    store_id: int
    kind: str
    state: str
    exception: str
    urgency_rank: int
    alerts: tuple[str, ...]
    computed_quantity: Quantity
    quantity: Quantity
    supplier_id: int | None
    supplier_part_id: int | None
    from_store_id: int | None
    unit_price_cny: Money | None
    needed_on: date | None
    expected_on: date | None
    included: bool
    excluded_reason: str
    warnings: tuple[str, ...]
    change_reason: str
    changed_by: str | None
    changed_at: datetime | None
    rows: tuple[SumRow, ...]
    level: LevelDetail | None
    rivals: tuple[Choice, ...]
    variants: tuple[Variant, ...]
    barred: tuple[tuple[int, str], ...]


def plans_select() -> Listing:
    """List plans, the newest first.

    Columns: plan_id, number, state, planned_on, computed_at, runs, created_by, budget_cny, proposals, left_out,
    amount_cny.
    """
    cost = line_amount(number(Proposal.unit_price_cny), number(Proposal.quantity))
    sums = (
        select(
            Proposal.plan_id,
            total(case((Proposal.kind == "notice", 0), else_=1)).label("proposals"),
            total(case((Proposal.included, 0), else_=1)).label("left_out"),
            total(case((Proposal.included & (Proposal.kind == "purchase"), func.coalesce(cost, 0)), else_=0)).label(
                "amount"
            ),
        )
        .group_by(Proposal.plan_id)
        .subquery()
    )
    return (
        select(
            Plan.id.label("plan_id"),
            Plan.number,
            Plan.state,
            Plan.planned_on,
            Plan.computed_at,
            Plan.runs,
            Person.name.label("created_by"),
            Plan.budget_cny,
            func.coalesce(sums.c.proposals, 0).label("proposals"),
            func.coalesce(sums.c.left_out, 0).label("left_out"),
            as_money(func.coalesce(sums.c.amount, 0)).label("amount_cny"),
        )
        .join(Person, Person.id == Plan.created_by_id)
        .outerjoin(sums, sums.c.plan_id == Plan.id)
        .order_by(Plan.id.desc())
    )


def plan_lines_select(*, plan_id: int | None = None) -> Listing:
    """List the proposals of a plan (without one, of the drafts), what is most urgent first.

    Columns: proposal_id, plan_id, part_id, part_number, part_name_*, criticality, unit, store_id, store_code,
    store_name_*, kind, state, exception, urgency_rank, computed_quantity, quantity, supplier_id, supplier_code,
    supplier_name_*, from_store_id, from_store_code, unit_price_cny, amount_cny, needed_on, expected_on, included,
    excluded_reason, warnings, alerts (bits), saved, explanation, change_reason.
    """
    source = aliased(Location)
    cost = line_amount(number(Proposal.unit_price_cny), number(Proposal.quantity))
    listed = (
        select(
            Proposal.id.label("proposal_id"),
            Proposal.plan_id,
            Proposal.part_id,
            *PART_COLUMNS,
            Part.criticality,
            Unit.code.label("unit"),
            Proposal.store_id,
            *STORE_COLUMNS,
            Proposal.kind,
            Proposal.state,
            Proposal.exception,
            Proposal.urgency_rank,
            Proposal.computed_quantity,
            Proposal.quantity,
            Proposal.supplier_id,
            *SUPPLIER_COLUMNS,
            Proposal.from_store_id,
            source.code.label("from_store_code"),
            Proposal.unit_price_cny,
            as_money(cost).label("amount_cny"),
            Proposal.needed_on,
            Proposal.expected_on,
            Proposal.included,
            Proposal.excluded_reason,
            Proposal.warnings,
            Proposal.alerts,
            Proposal.saved,
            Proposal.explanation,
            Proposal.change_reason,
        )
        .join(Part, Part.id == Proposal.part_id)
        .join(Unit, Unit.id == Part.unit_id)
        .join(Location, Location.id == Proposal.store_id)
        .outerjoin(source, source.id == Proposal.from_store_id)
        .outerjoin(Supplier, Supplier.id == Proposal.supplier_id)
        .order_by(Proposal.urgency_rank, Part.number, Location.code)
    )
    return listed.where(Proposal.state == "open" if plan_id is None else Proposal.plan_id == plan_id)


def shown_for(alerts: ColumnElement[int], exception: ColumnElement[str], code: str) -> ColumnElement[bool]:
    """Tell whether a line is shown for a reason; lines of old plans know only their first one."""
    named = exception == code
    return or_(alerts.bitwise_and(bits_of([code])) > 0, named) if code in ALERTS else named


def current_plan(session: Session) -> Plan | None:
    """Return the newest draft, or the newest plan of all where there is no draft."""
    draft_first = case((Plan.state == "draft", 0), else_=1)
    return session.scalar(select(Plan).order_by(draft_first, Plan.id.desc()).limit(1))


def plan_detail(session: Session, *, plan_id: int) -> PlanDetail:
    """Return the head of a plan and what its proposals add up to."""
    plan = found(session, Plan, plan_id)
    cost = func.coalesce(line_amount(number(Proposal.unit_price_cny), number(Proposal.quantity)), 0)
    rows = session.execute(
        select(
            Proposal.exception,
            Proposal.kind,
            Proposal.included,
            func.count(),
            total(cost),
            func.count(Proposal.changed_by_id),
            Proposal.alerts,
            total(func.coalesce(number(Proposal.saved), 0)),
        )
        .where(Proposal.plan_id == plan.id)
        .group_by(Proposal.exception, Proposal.kind, Proposal.included, Proposal.alerts)
    ).all()
    approval = session.get(PlanApproval, plan.id)
    counted: Counter[str] = Counter()
    for exception, _, _, lines, _, _, alerts, _ in rows:
        for code in codes_of(alerts) or (exception,):
            counted[code] += lines
    exceptions = {code: counted[code] for code in (*ALERTS, *sorted(counted.keys() - set(ALERTS))) if counted[code]}

    def added(column: int, *, kind: str | None = None, included: bool | None = None) -> int:
        return sum(int(r[column]) for r in rows if kind in (None, r[1]) and included in (None, r[2]))

    return PlanDetail(
        plan_id=plan.id,
        number=plan.number,
        state=plan.state,
        planned_on=plan.planned_on,
        computed_at=plan.computed_at,
        runs=plan.runs,
        created_by_id=plan.created_by_id,
        created_by=found(session, Person, plan.created_by_id).name,
        level_run_id=plan.level_run_id,
        store_ids=tuple(plan.scope),
        budget_cny=plan.budget_cny,
        amount_cny=Money(added(4, kind="purchase", included=True)),
        left_out_cny=Money(added(4, kind="purchase", included=False)),
        proposals=added(3) - added(3, kind="notice"),
        purchases=added(3, kind="purchase"),
        transfers=added(3, kind="transfer"),
        notices=added(3, kind="notice"),
        left_out=added(3, included=False),
        changed=added(5),
        by_exception=exceptions,
        saved=Quantity(added(7, kind="purchase", included=True)),
        left_out_saved=Quantity(added(7, kind="purchase", included=False)),
        approved_by=found(session, Person, approval.approved_by_id).name if approval else None,
        approved_at=approval.approved_at if approval else None,
        note=plan.note,
        seen=state_of(session, plan),
    )


def state_of(session: Session, plan: Plan) -> str:
    """Return a mark that changes whenever the plan is computed anew or one of its lines is changed."""
    cost = func.coalesce(line_amount(number(Proposal.unit_price_cny), number(Proposal.quantity)), 0)
    lines = session.execute(
        select(
            func.count(),
            func.count(Proposal.changed_by_id),
            func.max(Proposal.changed_at),
            func.coalesce(total(cost), 0),
            func.coalesce(total(number(Proposal.quantity)), 0),
        ).where(Proposal.plan_id == plan.id)
    ).one()
    said = "/".join(str(each) for each in (plan.id, plan.runs, plan.state, *lines))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def proposal_detail(session: Session, *, proposal_id: int) -> ProposalDetail:
    """Open a proposal to its whole sum, the level it rests on and the suppliers that could have been chosen."""
    row = found(session, Proposal, proposal_id)
    plan = found(session, Plan, row.plan_id)
    every = offers(session, on=plan.planned_on, part_ids=[row.part_id]).get(row.part_id, [])
    weights = settings.CHOICE_WEIGHTS_URGENT if row.exception == "ticket_waits" else settings.CHOICE_WEIGHTS
    rules = setting(session, weights, plan.planned_on)
    neutral = float(setting(session, settings.NEUTRAL_SCORE, plan.planned_on))
    need = row.quantity or row.computed_quantity
    level = level_for(session, part_id=row.part_id, store_id=row.store_id, run_id=plan.level_run_id)
    return ProposalDetail(
        proposal_id=row.id,
        plan_id=row.plan_id,
        plan_state=plan.state,
        part_id=row.part_id,
        store_id=row.store_id,
        kind=row.kind,
        state=row.state,
        exception=row.exception,
        urgency_rank=row.urgency_rank,
        alerts=codes_of(row.alerts) or (row.exception,),
        computed_quantity=row.computed_quantity,
        quantity=row.quantity,
        supplier_id=row.supplier_id,
        supplier_part_id=row.supplier_part_id,
        from_store_id=row.from_store_id,
        unit_price_cny=row.unit_price_cny,
        needed_on=row.needed_on,
        expected_on=row.expected_on,
        included=row.included,
        excluded_reason=row.excluded_reason,
        warnings=tuple(row.warnings),
        change_reason=row.change_reason,
        changed_by=found(session, Person, row.changed_by_id).name if row.changed_by_id else None,
        changed_at=row.changed_at,
        rows=from_json(row.explanation),
        level=level,
        rivals=(rivals := tuple(ranked(every, need, rules, neutral))),
        variants=_variants(session, row, plan, rivals),
        barred=tuple((offer.supplier_id, offer.bar) for offer in every if not offer.eligible),
    )


def _variants(session: Session, row: Proposal, plan: Plan, rivals: Sequence[Choice]) -> tuple[Variant, ...]:
    """Return what would change a line, from the level that it rests on and the sum that it was made of."""
    basis = level_basis(session, part_id=row.part_id, store_id=row.store_id, run_id=plan.level_run_id)
    sums = {each["code"]: each["value"] for each in row.explanation}
    if basis is None or "inventory_position" not in sums:
        return ()
    part, step = session.execute(
        select(Part.state, Unit.step).join(Unit, Unit.id == Part.unit_id).where(Part.id == row.part_id)
    ).one()
    if basis.mean_per_day <= 0 and not sums.get("urgent_shortage"):
        return ()
    giver = sums.get("giver_spare", sums.get("giver_free"))
    if giver is not None and "van_room" in sums:
        giver = min(giver, sums["van_room"])
    asked = Asked(
        kind=row.kind,
        position=round(sums["inventory_position"] * THOUSAND),
        urgent=round(sums.get("urgent_shortage", 0.0) * THOUSAND),
        step=step,
        computed=row.computed_quantity,
        giver=None if giver is None else round(giver * THOUSAND),
        only_urgent=part == "discontinued",
        beyond=int(basis.year_mean_per_day * float(setting(session, MAXIMUM_COVER, plan.planned_on)) * THOUSAND),
    )
    receiving = float(setting(session, settings.RECEIVING_DAYS, plan.planned_on))
    return variants(basis, asked, rivals, row.supplier_part_id, receiving)
