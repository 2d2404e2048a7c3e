"""Keep the drafts of a plan within its budget: what each purchase saves, and what that costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from forecasting.arrays import FloatArray
from forecasting.distribution import expected_backorders
from kernel.amounts import Money
from procurement.budget import BudgetLine, within_budget
from procurement.drafts import Draft
from procurement.needs import THOUSAND
from procurement.prices import line_amount
from procurement.proposals import SumRow


def keep_budget(drafts: Sequence[Draft], budget_cny: Money | None, weight: Mapping[int, float]) -> None:
    """Take out what the budget does not allow, or cut it to what tickets wait for, and write it into the sum.

    A saved back-order counts with the weight of the part's criticality; per yuan that is the marginal service which
    decides, and it is written down for what was left out as well.
    """
    with_cost = [draft for draft in drafts if draft.included]
    savings = _savings(with_cost)
    weights = [weight.get(draft.part_id, 1.0) for draft in with_cost]
    verdicts = within_budget(
        [
            BudgetLine(i, draft.rank, draft.cost_cny, savings[i] * weights[i], _urgent_cost(draft))
            for i, draft in enumerate(with_cost)
        ],
        budget_cny,
    )
    for i, draft in enumerate(with_cost):
        draft.saved = savings[i]
        draft.rows += [
            SumRow("saved_backorders", round(savings[i], 3)),
            SumRow("criticality_weight", weights[i], "weight"),
            SumRow("marginal_service", round(_per_thousand(savings[i] * weights[i], draft.cost_cny), 3)),
        ]
        if verdicts[i] == "out":
            draft.included, draft.excluded_reason = False, "over_budget"
            draft.warnings.append("over_budget")
        elif verdicts[i] == "urgent_only":
            draft.rows.append(SumRow("cut_by_budget", (draft.computed - draft.urgent).scaled / THOUSAND))
            draft.computed = draft.urgent
            draft.warnings.append("cut_by_budget")
            draft.saved = _savings([draft])[0]


def _urgent_cost(draft: Draft) -> Money | None:
    if not draft.urgent or draft.choice is None or draft.urgent >= draft.computed:
        return None
    return line_amount(draft.choice.unit_price_cny, draft.urgent)


def _per_thousand(saving: float, cost: Money) -> float:
    """Return the weighed back-orders saved per 1,000 yuan."""
    return saving * 1000 / max(float(cost.decimal), 0.01)


def _savings(drafts: Sequence[Draft]) -> list[float]:
    """Return the expected back-orders over lead time and review that each quantity saves, in units."""
    position = np.array([draft.stand.position / THOUSAND - draft.stand.planned_need for draft in drafts])
    after = position + np.array([draft.computed.scaled / THOUSAND for draft in drafts])
    mean = np.array([draft.stand.protection_mean for draft in drafts])
    variance = np.array([draft.stand.protection_sd**2 for draft in drafts])

    def short(stock: FloatArray) -> FloatArray:
        below = np.maximum(-stock, 0.0)
        return expected_backorders("negative_binomial", mean, variance, np.maximum(stock, 0.0)) + below

    return np.asarray(short(position) - short(after)).tolist() if drafts else []
