"""Warranty days, guided triage, the bill, and which step may follow which."""

from __future__ import annotations

from datetime import date

import pytest

from kernel.amounts import Money
from kernel.errors import InvalidState, RuleViolation
from service.charges import bill, sale_price
from service.satisfaction import is_low
from service.states import STEPS, UNFINISHED, FaultType, TicketState, Urgency, Visit, require, step
from service.triage import Hint, suggest
from service.warranty import Cover, cover, is_free, last_day


@pytest.mark.parametrize(
    ("bought", "months", "last"),
    [
        (date(2025, 3, 2), 12, date(2026, 3, 2)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2025, 10, 31), 1, date(2025, 11, 30)),
        (date(2025, 12, 31), 2, date(2026, 2, 28)),
        (date(2025, 12, 1), 0, date(2025, 12, 1)),
    ],
)
def test_a_warranty_ends_on_the_same_day_of_the_month(bought, months, last):
    assert last_day(bought, months) == last


def test_the_last_day_is_covered_and_the_next_is_not():
    bought = date(2025, 3, 2)
    assert cover(bought, 12, date(2026, 3, 2)) == Cover(True, date(2026, 3, 2))
    assert cover(bought, 12, date(2026, 3, 3)) == Cover(False, date(2026, 3, 2))
    assert cover(bought, 12, bought).in_warranty is True


def test_without_a_purchase_date_or_model_nothing_is_known():
    assert cover(None, 12, date(2026, 3, 2)) == cover(date(2025, 3, 2), None, date(2026, 3, 2)) == Cover(None, None)
    with pytest.raises(RuleViolation, match="purchase_in_future"):
        cover(date(2026, 3, 3), 12, date(2026, 3, 2))


def test_misuse_is_never_free():
    assert is_free(True, FaultType.HARDWARE)
    assert not is_free(True, FaultType.MISUSE)
    assert not is_free(False, FaultType.HARDWARE)
    assert not is_free(None, None)


def test_the_gravest_answer_decides_and_is_named():
    found = suggest([Hint(1, "normal"), Hint(2, "urgent", "hardware"), Hint(3, "important", "software")])
    assert (found.urgency, found.fault_type, found.decided_by) == (Urgency.URGENT, FaultType.HARDWARE, (2,))


def test_help_from_afar_is_suggested_only_when_nobody_objects_and_nothing_is_urgent():
    assert suggest([Hint(1, None, None, "remote")]).visit is Visit.REMOTE
    assert suggest([Hint(1, None, None, "remote"), Hint(2, None, None, "on_site")]).visit is Visit.ON_SITE
    assert suggest([Hint(1, "urgent", None, "remote")]).visit is Visit.ON_SITE
    assert suggest([]).urgency is Urgency.NORMAL


def test_a_bill_adds_up_and_a_warranty_bears_all_of_it():
    yuan = Money.of
    paid = bill(labour=yuan(80), travel=yuan(30), parts=yuan("12.5"), free=False)
    assert (paid.covered_cny, paid.total_cny) == (yuan(0), yuan("122.5"))
    borne = bill(labour=yuan(80), travel=yuan(30), parts=yuan("12.5"), free=True)
    assert (borne.covered_cny, borne.total_cny) == (yuan("122.5"), yuan(0))
    with pytest.raises(RuleViolation, match="fee_negative"):
        bill(labour=yuan(-1), travel=yuan(0), parts=yuan(0), free=False)
    assert sale_price(yuan("0.0050"), 30) == yuan("0.01")


def test_a_finished_ticket_takes_no_further_step():
    assert all(not STEPS[state] for state in (TicketState.CLOSED, TicketState.CANCELLED))
    assert all(TicketState.CANCELLED in STEPS[state] for state in UNFINISHED)
    with pytest.raises(InvalidState, match="ticket_state"):
        step("new", TicketState.COMPLETED)
    with pytest.raises(InvalidState, match="ticket_state"):
        require("closed", UNFINISHED)


def test_one_low_score_is_enough():
    assert is_low((10, 10, 7, 10), 8)
    assert not is_low((8, 8, 8, 8), 8)
