"""Write a supplier's evaluation 供应商综合评估 as a PDF, for the screen and for the supplier's mail."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from kernel.text import Text
from procurement.queries import suppliers as queries
from procurement.tables import Supplier
from webapp.commands_of.suppliers import STANDINGS, STATES
from webapp.documents.papers import Criterion, Party, SupplierScorecard, render_supplier_scorecard
from webapp.i18n import day, number
from webapp.printing import head, in_paper_language

DIMENSIONS = {
    "qualification": _l("Qualification"),
    "reputation": _l("Reputation"),
    "quality": _l("Quality"),
    "price": _l("Price"),
    "delivery": _l("Delivery"),
}


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
        )
        return render_supplier_scorecard(paper, language)


def _basis(each: queries.ScoreDimension) -> str:
    """Say what points rest on: how many facts, what they give alone, and how sure that is."""
    said = str(_("%(count)s facts", count=len(each.rows)))
    if each.raw is None or each.low is None or each.high is None:
        return said
    return f"{said} · {number(each.raw, 1)} ({number(each.low, 1)} – {number(each.high, 1)})"
