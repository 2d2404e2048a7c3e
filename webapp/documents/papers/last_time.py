"""Describe the worksheet of a last-time buy 最后采购测算表."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.documents.engine import render
from webapp.documents.papers.common import Paper, Signature


@dataclass(frozen=True, kw_only=True)
class LastTimeRow:
    """Hold what a quantity means; costs are empty for whoever may not see prices."""

    quantity: str
    risk: str
    short: str
    left: str
    cost: str = ""
    advised: bool = False

    @property
    def mark(self) -> str:
        """Return the sign of an advised quantity."""
        return "◆" if self.advised else ""


@dataclass(frozen=True, kw_only=True)
class LastTimeBuyPaper(Paper):
    """Hold a last-time buy with what it rests on."""

    part_number: str
    part_name: str
    computed_on: str
    months: str
    probability: str
    mean: str
    sd: str
    planned: str
    on_hand: str
    on_order: str
    by_probability: str
    by_cost: str
    quantity: str
    risk: str
    lines: tuple[LastTimeRow, ...]
    unit: str = ""
    unit_price: str = ""
    amount: str = ""
    author: Signature = Signature()
    approver: Signature = Signature()


def render_last_time_buy(paper: LastTimeBuyPaper, language: str) -> bytes:
    """Render the worksheet of a last-time buy."""
    return render("last_time_buy.html", paper, language)
