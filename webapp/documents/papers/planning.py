"""Describe the planner's papers: a what-if scenario."""

from __future__ import annotations

from dataclasses import dataclass, field

from markupsafe import Markup

from webapp.documents.engine import render
from webapp.documents.papers.common import Paper, Signature


@dataclass(frozen=True)
class ScenarioChange:
    """Hold one change of a scenario: what, by how much, for whom."""

    what: str
    amount: str
    whom: str


@dataclass(frozen=True)
class ScenarioSums:
    """Hold one column of a scenario's sums."""

    title: str
    value: str
    units: str
    parts: str
    weighted: str
    waiting: str


@dataclass(frozen=True, kw_only=True)
class ScenarioLine:
    """Hold a part that a scenario changes."""

    part_number: str
    part_name: str
    store: str
    level_before: str
    level_after: str
    value_before: str
    value_after: str
    served_before: str
    served_after: str


@dataclass(frozen=True, kw_only=True)
class ScenarioPaper(Paper):
    """Hold a what-if scenario 情景分析报告."""

    name: str
    question: str
    asked_on: str
    sums: tuple[ScenarioSums, ...]
    changes: tuple[ScenarioChange, ...] = ()
    lines: tuple[ScenarioLine, ...] = ()
    more: str = ""
    author: Signature = Signature()
    approver: Signature = Signature()
    drawing: Markup = field(default=Markup(""), repr=False)


def render_scenario(paper: ScenarioPaper, language: str) -> bytes:
    """Render a scenario with its place on the curve."""
    return render("scenario.html", paper, language, drawing=paper.drawing)
