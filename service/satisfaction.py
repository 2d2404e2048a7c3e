"""Satisfaction: when a customer is asked, and which scores are low."""

from __future__ import annotations

from collections.abc import Sequence

from kernel.settings import define

CALLBACK = define(
    "service.callback",
    {"due_hours": 24, "low_below": 8, "follow_up_hours": 48, "target_percent": 90},
    "回访：完工后几小时内、低于几分需原因及跟进、跟进时限（小时）、满意度目标（%）",
    "Callback: due so many hours after completion, scores below which a reason and a task are needed, hours for the"
    " task, satisfaction target in per cent",
)


def is_low(scores: Sequence[int], low_below: int) -> bool:
    """Tell whether any of the scores needs a reason and a task.

    >>> is_low((10, 9, 8, 8), 8), is_low((10, 10, 10, 7), 8)
    (False, True)
    """
    return min(scores) < low_below
