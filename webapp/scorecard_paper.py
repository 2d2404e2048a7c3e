"""Write a supplier's evaluation 供应商综合评估 as a PDF, for the screen and for the supplier's mail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import or_
from sqlalchemy.orm import Session

from kernel.settings import day_of
from kernel.text import Text
from procurement.queries import suppliers as queries
from procurement.tables import Supplier
from receiving.queries.claims import returns_select
from receiving.tables import SupplierReturn
from webapp import context
from webapp.commands_of.suppliers import STANDINGS, STATES
from webapp.documents.papers import (
    CostlyFact,
    Criterion,
    Party,
    ScoredClaim,
    SupplierScorecard,
    render_supplier_scorecard,
)
from webapp.i18n import day, money, number, quantity
from webapp.printing import head, in_paper_language
from webapp.receiving_words import CLAIM_STATES, second
from webapp.score_words import score_fact

DIMENSIONS = {
    "qualification": _l("Qualification"),
    "reputation": _l("Reputation"),
    "quality": _l("Quality"),
    "price": _l("Price"),
    "delivery": _l("Delivery"),
}

TOLD = frozenset({"certificate", "delivery", "order_line", "answer", "claim", "failure"})
"""The facts that a supplier is told one by one; what others ask for a part and what a buyer entered are not its own."""
FACTS_SHOWN = 8
CLAIMS_SHOWN = 30


def scorecard_number(row: Supplier, detail: queries.ScoreDetail) -> str:
    """Return the number of a scorecard: supplier and day of the evaluation."""
    return f"SC-{row.code}-{detail.scored_on:%Y%m%d}"


def scorecard_pdf(session: Session, row: Supplier, detail: queries.ScoreDetail, language: str) -> bytes:
    """Return a supplier's evaluation as a PDF in a language."""
    history = [float(point.total) for point in queries.score_history(session, supplier_id=row.id) if point.total]
    with in_paper_language(language):
        paper = SupplierScorecard(
            **head(language, scorecard_number(row, detail)),
            supplier=Party(
                name=Text(row.name_zh, row.name_en).in_(language), number=row.code, contact=row.contact, phone=row.phone
            ),
            criteria=tuple(
                Criterion(
                    name=str(DIMENSIONS[each.name]),
                    weight=number(each.weight),
                    score=None if each.points is None else float(each.points),
                    score_text=_("not enough data") if each.points is None else number(each.points, 1),
                    basis=_basis(each),
                )
                for each in detail.dimensions
            ),
            period=f"{day(detail.since_on)} – {day(detail.scored_on)}",
            score=_("not enough data") if detail.total is None else number(detail.total, 1),
            standing=str(STANDINGS[detail.standing]),
            qualification=str(STATES[row.state]),
            history=tuple(history),
            costs=_costs(session, detail),
            claims=_claims(session, detail, language),
        )
        return render_supplier_scorecard(paper, language)


def _basis(each: queries.ScoreDimension) -> str:
    """Say what points rest on: how many facts, what they give alone, and how sure that is."""
    said = str(_("%(count)s facts", count=len(each.rows)))
    if each.raw is None or each.low is None or each.high is None:
        return said
    return f"{said} · {number(each.raw, 1)} ({number(each.low, 1)} – {number(each.high, 1)})"


def _costs(session: Session, detail: queries.ScoreDetail) -> tuple[CostlyFact, ...]:
    """Return the facts of each dimension that cost the supplier points, the dearest first."""
    subjects = queries.score_subjects(session, detail)
    made = []
    for each in detail.dimensions:
        dear = sorted((row for row in each.rows if _cost(row) > 0), key=_cost, reverse=True)
        for row in dear[:FACTS_SHOWN]:
            fact = score_fact(row, subjects)
            made.append(
                CostlyFact(
                    criterion=str(DIMENSIONS[each.name]),
                    about=fact.about,
                    which=fact.which,
                    value=fact.value,
                    points=fact.points,
                )
            )
    return tuple(made)


def _cost(row: Mapping[str, Any]) -> Decimal:
    """Return how many points a fact cost, by its weight; a certificate's points are what it takes off."""
    if row["points"] is None or row["about"] not in TOLD:
        return Decimal(0)
    points = Decimal(row["points"])
    return -points if row["about"] == "certificate" else (100 - points) * Decimal(row["weight"])


def _claims(session: Session, detail: queries.ScoreDetail, language: str) -> tuple[ScoredClaim, ...]:
    """Return the claims that were opened in the time of the score or are not settled yet, the newest first."""
    wanted = (
        returns_select()
        .where(
            SupplierReturn.supplier_id == detail.supplier_id,
            SupplierReturn.state != "cancelled",
            or_(
                SupplierReturn.state != "settled",
                SupplierReturn.opened_at >= datetime.combine(detail.since_on, time.min, UTC),
            ),
        )
        .order_by(SupplierReturn.id.desc())
        .limit(CLAIMS_SHOWN)
    )
    return tuple(
        ScoredClaim(
            claim_number=row.number,
            part_number=row.part_number,
            part_name=(name := Text(row.part_name_zh, row.part_name_en)).in_(language),
            part_name_second=second(name, language),
            quantity=quantity(row.quantity),
            settled=quantity(row.settled),
            amount=money(row.amount_cny) if context.may("prices.read") else "—",
            opened_on=day(day_of(session, row.opened_at)),
            settle_by=day(row.deadline_on),
            state=str(CLAIM_STATES[row.state]),
        )
        for row in session.execute(wanted)
    )
