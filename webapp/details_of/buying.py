"""Read one order, plan, proposal or supplier."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Annotated, Any

from sqlalchemy import Select, select

from forecasting.part_queries import part_planning_select
from forecasting.queries import LevelDetail, explain_level, levels_select
from forecasting.tables import Level
from inventory.tables import Category
from kernel.amounts import Quantity
from kernel.errors import NotFound
from procurement.finding_qualification import hindrances, steps_select
from procurement.queries import suppliers as supplier_queries
from procurement.queries.comparisons import Comparison
from procurement.queries.contract_stands import ContractStand
from procurement.queries.offers import standings
from procurement.queries.one_order import OrderDetail, order_detail
from procurement.queries.plans import PlanDetail, ProposalDetail, plan_detail, proposal_detail
from procurement.queries.suppliers import ScoreDetail, ScorePoint
from procurement.tables import (
    Order,
    OrderLine,
    PriceBreak,
    Supplier,
    SupplierAssessment,
    SupplierBank,
    SupplierCategory,
    SupplierCertificate,
    SupplierContact,
    SupplierPart,
    SupplierSample,
)
from receiving.tables import Arrival, ArrivalLine
from webapp import context
from webapp.detail import Detail, detail, made_of, price
from webapp.pages import comparing_suppliers, orders, part_planning, parts, plans, suppliers, watch
from webapp.scopes import in_own_stores
from webapp.score_words import score_of
from webapp.shapes import Columns

MOST_OFFERS = 100
NO_DAY = date(2000, 1, 1)


def _arrivals_select(order_id: int) -> Select[*tuple[Any, ...]]:
    """List the arrivals that brought something of an order."""
    lines = select(ArrivalLine.arrival_id).join(OrderLine, OrderLine.id == ArrivalLine.order_line_id)
    return (
        select(Arrival.id, Arrival.number, Arrival.state, Arrival.arrived_on, Arrival.delivery_note)
        .where(Arrival.id.in_(lines.where(OrderLine.order_id == order_id)))
        .order_by(Arrival.id)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderShown(OrderDetail):
    """Hold an order with all that belongs to it, the arrivals that brought it, and how its lines stand to contracts."""

    arrivals: Annotated[tuple[Any, ...], Columns("ArrivalOfOrder", _arrivals_select(0))]
    contracts: tuple[ContractStand, ...]


def read_order(order_id: int) -> OrderShown:
    """Show an order with its lines and everything that happened to it."""
    session = context.session()
    came = _arrivals_select(order_id).where(in_own_stores(Arrival.store_id, session, context.actor()))
    arrivals = session.execute(came).all() if context.may("arrivals.read") else ()
    detailed = order_detail(session, order_id=order_id)
    return made_of(OrderShown, detailed, arrivals=arrivals, contracts=tuple(orders.contract_stands(order_id)))


def _orders_select(plan_id: int) -> Select[*tuple[Any, ...]]:
    return select(Order.id, Order.number, Order.state).where(Order.plan_id == plan_id).order_by(Order.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanShown(PlanDetail):
    """Hold a plan with its sums and the orders made of it; its lines are the list of plan lines."""

    orders: Annotated[tuple[Any, ...], Columns("OrderOfPlan", _orders_select(0))]


def read_plan(plan_id: int) -> PlanShown:
    """Show a plan with its sums; its proposals are the list of plan lines."""
    session = context.session()
    head = plan_detail(session, plan_id=plan_id)
    return made_of(PlanShown, head, orders=session.execute(_orders_select(plan_id)).all())


def read_level(level_id: int) -> LevelDetail:
    """Show a stock level with its demand, what was mended in it, the months without stock, and its whole sum."""
    return explain_level(context.session(), level_id=level_id)


def read_proposal(proposal_id: int) -> ProposalDetail:
    """Show a proposal with its whole sum, the forecast behind it and the suppliers that could have been chosen."""
    found = proposal_detail(context.session(), proposal_id=proposal_id)
    if context.may("prices.read"):
        return found
    shown = tuple(each for each in found.rows if each.unit != "cny" and each.code != "marginal_service")
    return replace(found, rivals=(), rows=shown)


@dataclass(frozen=True, slots=True)
class AlarmShown:
    """Hold an alarm of the forecast: what it is about, what was found, and who looked at it."""

    forecast_alarm_id: int
    month_on: date
    kind: str
    group_kind: str
    group_key: str
    part_id: int | None
    store_id: int | None
    value: float
    bound: float
    cases: int
    seen_at: datetime | None
    note: str


def read_alarm(forecast_alarm_id: int) -> AlarmShown:
    """Show an alarm of the forecast."""
    return made_of(AlarmShown, watch.alarm_row(forecast_alarm_id), forecast_alarm_id=forecast_alarm_id)


def _categories_select(supplier_id: int) -> Select[*tuple[Any, ...]]:
    """List the categories that a supplier is bound to."""
    return (
        select(Category.id, Category.code, Category.name_zh, Category.name_en)
        .join(SupplierCategory, SupplierCategory.category_id == Category.id)
        .where(SupplierCategory.supplier_id == supplier_id)
        .order_by(Category.code)
    )


@dataclass(frozen=True, slots=True)
class SupplierShown:
    """Hold a supplier's file with its score opened to its facts, certificates and offers."""

    supplier_id: int
    code: str
    name_zh: str
    name_en: str
    state: str
    state_reason: str
    contact: str
    phone: str
    email: str
    address: str
    bank_name: str
    bank_account: str
    currency: str
    payment_terms: str
    reputation: int | None
    reputation_reason: str
    note: str
    next_assessment_on: date | None
    hindrance: str
    score: ScoreDetail | None
    score_history: tuple[ScorePoint, ...]
    certificates: Annotated[tuple[Any, ...], Columns("CertificateOfSupplier", SupplierCertificate, ("supplier_id",))]
    offers: Annotated[tuple[Any, ...], Columns("OfferOfSupplier", supplier_queries.supplier_parts_select(on=NO_DAY))]
    steps: Annotated[tuple[Any, ...], Columns("StepOfSupplier", steps_select(0))]
    assessments: Annotated[tuple[Any, ...], Columns("AssessmentOfSupplier", SupplierAssessment, ("supplier_id",))]
    samples: Annotated[tuple[Any, ...], Columns("SampleOfSupplier", SupplierSample, ("supplier_id",))]
    contacts: Annotated[tuple[Any, ...], Columns("ContactOfSupplier", SupplierContact, ("supplier_id",))]
    banks: Annotated[tuple[Any, ...], Columns("BankOfSupplier", SupplierBank, ("supplier_id",))]
    categories: Annotated[tuple[Any, ...], Columns("CategoryOfSupplier", _categories_select(0))]


def _bank(name: str) -> bool:
    """Tell whether a fact is a price or the supplier's account, which whoever asks may not see."""
    return price(name) or (name in {"bank_name", "bank_account", "banks"} and not context.may("prices.read"))


def read_supplier(supplier_id: int) -> SupplierShown:
    """Show a supplier with its path, score, certificates, people and the first hundred offers."""
    session, row = context.session(), suppliers.found(supplier_id)
    stood = {key: each[0] for key, each in standings(session).items()}
    held = hindrances(session, on=context.today(), standings=stood, supplier_ids=[row.id]).get(row.id)

    def of(table: Any) -> Any:
        return session.scalars(select(table).where(table.supplier_id == supplier_id).order_by(table.id.desc())).all()

    papers = select(SupplierCertificate).where(SupplierCertificate.supplier_id == supplier_id)
    offers = supplier_queries.supplier_parts_select(on=context.today(), supplier_id=supplier_id).limit(MOST_OFFERS)
    return made_of(
        SupplierShown,
        row,
        supplier_id=row.id,
        score=score_of(session, supplier_id),
        score_history=supplier_queries.score_history(session, supplier_id=supplier_id),
        certificates=session.scalars(papers.order_by(SupplierCertificate.expires_on)).all(),
        offers=session.execute(offers).all(),
        hindrance=held.code if held else "",
        steps=session.execute(steps_select(row.id)).all(),
        assessments=of(SupplierAssessment),
        samples=of(SupplierSample),
        contacts=of(SupplierContact),
        banks=of(SupplierBank),
        categories=session.execute(_categories_select(row.id)).all(),
    )


@dataclass(frozen=True, slots=True)
class OfferShown:
    """Hold on what terms a supplier offers a part, with its prices from each quantity and day."""

    supplier_part_id: int
    supplier_id: int
    supplier_code: str
    part_id: int
    supplier_part_number: str
    lead_time_days: int
    preferred: bool
    active: bool
    prices: Annotated[tuple[Any, ...], Columns("PriceOfOffer", PriceBreak, ("supplier_part_id",))]


def read_offer(supplier_part_id: int) -> OfferShown:
    """Show a supplier's terms for a part, with every price list, the newest first."""
    session = context.session()
    row = session.get(SupplierPart, supplier_part_id)
    if row is None:
        raise NotFound("supplier_part_unknown", supplier_part_id=supplier_part_id)
    listed = select(PriceBreak).where(PriceBreak.supplier_part_id == supplier_part_id)
    newest = listed.order_by(PriceBreak.valid_from_on.desc(), PriceBreak.from_quantity)
    return made_of(
        OfferShown,
        row,
        supplier_part_id=row.id,
        supplier_code=session.get_one(Supplier, row.supplier_id).code,
        prices=session.scalars(newest).all(),
    )


@dataclass(frozen=True, slots=True)
class PartPlanningShown:
    """Hold how a part is planned: its newest level in each store with policy and stocking, and what people have set."""

    part_id: int
    levels: Annotated[tuple[Any, ...], Columns("LevelOfPart", levels_select())]
    set: Annotated[tuple[Any, ...], Columns("PlanningOfPart", part_planning_select())]


def read_part_planning(part_id: int) -> PartPlanningShown:
    """Show how a part is planned in each store and what people have set for it."""
    session, part = context.session(), parts.found(part_id)
    levels = session.execute(levels_select().where(Level.part_id == part.id)).all()
    kept = session.execute(part_planning_select(part.id)).all()
    return PartPlanningShown(part.id, tuple(levels), tuple(kept))


def read_part_suppliers(part_id: int) -> Comparison:
    """Compare who offers a part, for one unit or each supplier's least order."""
    return comparing_suppliers.compared(parts.found(part_id).id, Quantity.of(1))


detail(Detail("order", "/orders/<int:order_id>", orders.show, read_order, "orders"))
detail(Detail("plan", "/plans/<int:plan_id>", plans.show, read_plan, "plans"))
detail(Detail("forecast_alarm", "/forecast-alarms/<int:forecast_alarm_id>", watch.alarm, read_alarm, "plans"))
detail(Detail("level", "/levels/<int:level_id>", plans.level, read_level, "plans"))
detail(Detail("proposal", "/proposals/<int:proposal_id>", plans.proposal, read_proposal, "plans"))
detail(Detail("part_planning", "/parts/<int:part_id>/planning", part_planning.show, read_part_planning, "plans"))
detail(Detail("supplier", "/suppliers/<int:supplier_id>", suppliers.show, read_supplier, "suppliers", _bank))
detail(Detail("offer", "/supplier-parts/<int:supplier_part_id>", suppliers.prices, read_offer, "suppliers"))
detail(
    Detail(
        "part_suppliers", "/parts/<int:part_id>/suppliers", comparing_suppliers.show, read_part_suppliers, "suppliers"
    )
)
