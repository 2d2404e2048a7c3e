"""Describe the buyer's papers: purchase order, purchase plan, supplier scorecard."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.charts import Bar, horizontal_bars, sparkline
from webapp.documents.engine import render
from webapp.documents.labels import Words
from webapp.documents.papers.common import Figure, Paper, PartLine, Party, Signature


@dataclass(frozen=True, kw_only=True)
class OrderLine(PartLine):
    """Hold one line of a purchase order."""

    line: str
    maker_number: str = ""  # the supplier's or maker's own number
    unit_price: str = ""
    amount: str = ""
    promised_on: str = ""


@dataclass(frozen=True, kw_only=True)
class PurchaseOrder(Paper):
    """Hold a purchase order 采购订单; it carries both languages, the asked one first."""

    supplier: Party
    deliver_to: Party
    lines: tuple[OrderLine, ...]
    ordered_on: str
    version: str = ""
    contract_number: str = ""
    plan_number: str = ""
    currency: str = "CNY"
    subtotal: str = ""
    tax: str = ""
    total: str = ""
    total_in_capitals: str = ""  # see webapp.documents.capitals
    payment_terms: str = ""
    delivery_terms: str = ""
    quality_terms: str = ""
    buyer: Signature = Signature()
    approver: Signature = Signature()
    supplier_signature: Signature = Signature()


@dataclass(frozen=True, kw_only=True)
class PlanLine(PartLine):
    """Hold one proposal of a purchase plan; the note is its reason in words, `sum` how its quantity comes about."""

    store: str = ""
    on_hand: str = ""
    on_order: str = ""
    backordered: str = ""
    reorder_point: str = ""
    supplier: str = ""
    unit_price: str = ""
    amount: str = ""
    needed_on: str = ""
    urgent: bool = False
    sum: str = ""
    service: str = ""


@dataclass(frozen=True, kw_only=True)
class PurchasePlan(Paper):
    """Hold a purchase plan 采购计划, printed on landscape pages.

    `left_out` holds what is not bought, with the service that each 1,000 yuan would bring, `notices` what is to be
    looked at though nothing is bought.
    """

    lines: tuple[PlanLine, ...]
    left_out: tuple[PlanLine, ...] = ()
    notices: tuple[PlanLine, ...] = ()
    period: str = ""
    budget: str = ""
    total: str = ""
    remaining: str = ""
    by_supplier: tuple[Figure, ...] = ()
    author: Signature = Signature()
    approver: Signature = Signature()


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """Hold one criterion of a supplier's score; a score of `None` means not enough data."""

    name: str
    weight: str
    score: float | None
    score_text: str
    basis: str = ""


@dataclass(frozen=True, kw_only=True)
class CostlyFact:
    """Hold a fact that cost a supplier points: what happened, when, and how many points it got."""

    criterion: str
    about: str
    which: str
    value: str
    points: str


@dataclass(frozen=True, kw_only=True)
class ScoredClaim(PartLine):
    """Hold a claim of the time that was evaluated, or one that is still open."""

    claim_number: str = ""
    opened_on: str = ""
    settle_by: str = ""
    settled: str = ""
    state: str = ""
    amount: str = ""


@dataclass(frozen=True, kw_only=True)
class SupplierScorecard(Paper):
    """Hold a supplier's evaluation 供应商综合评估."""

    supplier: Party
    criteria: tuple[Criterion, ...]
    period: str = ""
    score: str = ""
    standing: str = ""
    qualification: str = ""
    history: tuple[float, ...] = ()  # earlier total scores, oldest first
    costs: tuple[CostlyFact, ...] = ()
    claims: tuple[ScoredClaim, ...] = ()
    reviewer: Signature = Signature()


def render_purchase_order(paper: PurchaseOrder, language: str) -> bytes:
    """Render a purchase order."""
    return render("purchase_order.html", paper, language, both=True)


def render_purchase_plan(paper: PurchasePlan, language: str) -> bytes:
    """Render a purchase plan with the amounts by supplier as a chart."""
    words = Words(language)
    bars = [Bar(figure.name, figure.value, figure.text, figure.tone) for figure in paper.by_supplier]
    drawing = horizontal_bars(words("amount_by_supplier"), paper.total, bars) if bars else ""
    return render("purchase_plan.html", paper, language, drawing=drawing)


def render_supplier_scorecard(paper: SupplierScorecard, language: str) -> bytes:
    """Render a supplier's scorecard with its criteria as a chart."""
    words = Words(language)
    bars = [Bar(one.name, one.score, one.score_text) for one in paper.criteria]
    drawing = horizontal_bars(words("score_by_criterion"), paper.score, bars, maximum=100.0)
    history = sparkline(words("score_history"), paper.history) if len(paper.history) > 1 else ""
    return render("supplier_scorecard.html", paper, language, drawing=drawing, history=history)
