"""What would change a line: computed from its level, never told without a figure."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from forecasting.model import plan_levels
from forecasting.shifting import Basis, shifted
from kernel.amounts import Money, Quantity
from procurement.offers import ranked
from procurement.variants import Asked, variants
from tests.unit.procurement.test_offers import PLAIN, offer

HISTORY = [[4, 0, 7, 2, 5, 3, 0, 6, 4, 1, 9, 2]]


def planned(days=30.0, target=0.95, spread=6.0, history=HISTORY, order_quantity=5.0):
    """Return what the levels that the planner computes rest on."""
    found = plan_levels(
        history,
        lead_time_days=days,
        lead_time_sd_days=spread,
        review_days=7,
        targets=target,
        order_quantity=order_quantity,
    )
    return Basis(found)


@pytest.mark.parametrize(("days", "target", "spread"), [(37.0, 0.95, 6.0), (10.0, 0.95, 6.0), (30.0, 0.99, 20.0)])
def test_levels_move_as_the_planner_itself_would_compute_them(days, target, spread):
    found = shifted(planned(), lead_time_days=days, lead_time_sd_days=spread, target=target)
    whole = planned(days, target, spread)
    assert found.reorder_point == whole.reorder_point
    assert found.order_up_to_level - found.reorder_point == 5.0


def test_nothing_changed_is_what_was_computed():
    assert shifted(planned()).reorder_point == planned().reorder_point


def test_planned_need_on_top_of_a_level_stays_on_top():
    basis = planned()
    one = basis.levels
    farther = Basis(replace(one, reorder_point=one.reorder_point + 4, order_up_to_level=one.order_up_to_level + 4))
    for change in ({"target": 0.99}, {"lead_time_days": 60.0}):
        assert shifted(farther, **change).reorder_point == shifted(basis, **change).reorder_point + 4


@pytest.mark.parametrize("change", [{"target": 0.999}, {"target": 0.5}, {"lead_time_days": 90.0}])
def test_bounds_that_people_have_set_hold_whatever_comes(change):
    plain = planned()
    free, computed = shifted(plain, **change).reorder_point, plain.reorder_point

    def within(low: float, high: float, need: float = 0.0) -> float:
        own = np.array([min(max(computed, low), high) + need])
        levels = replace(plain.levels, reorder_point=own, order_up_to_level=own + 5)
        basis = Basis(levels, minimum=low, maximum=high, planned_need=need, computed=computed)
        found = shifted(basis, **change)
        assert found.order_up_to_level <= max(high, found.reorder_point - need) + need
        return found.reorder_point

    assert within(computed + 3, math.inf) == max(computed + 3, free)
    assert within(0.0, computed - 1) == min(computed - 1, free)
    assert within(0.0, computed - 1, need=4.0) == min(computed - 1, free) + 4


def test_a_part_that_is_not_stocked_has_no_levels_whatever_comes():
    none = np.zeros(1)
    basis = Basis(replace(planned().levels, reorder_point=none, order_up_to_level=none), stocked=False)
    assert shifted(basis, lead_time_days=90.0, target=0.999).order_up_to_level == 0.0


def test_a_part_without_demand_stays_at_nothing():
    basis = planned(history=[[0] * 12], order_quantity=0.0)
    assert shifted(basis, lead_time_days=90.0, target=0.999).order_up_to_level == 0.0


def asked(**more):
    return Asked(**{"kind": "purchase", "position": 2000, "urgent": 0, "step": Quantity.of(1),
                    "computed": Quantity.of(12)} | more)  # fmt: skip


def test_every_variant_is_packed_and_priced_as_the_plan_does_it():
    offers = [offer(1, (0, "20"), minimum=6, multiple=6), offer(2, (0, "18"), lead=90.0)]
    rivals = ranked(offers, Quantity.of(12), PLAIN, 60.0)
    found = {(each.code, each.supplier_id): each for each in variants(planned(), asked(), rivals, 1, 2.0)}
    codes = {code for code, _ in found}
    assert codes == {"lead_time_longer", "lead_time_shorter", "target_higher", "target_lower", "other_supplier"}
    longer, shorter = found["lead_time_longer", None], found["lead_time_shorter", None]
    assert shorter.quantity <= longer.quantity
    assert found["target_lower", None].reorder_point <= found["target_higher", None].reorder_point
    for each in (longer, shorter):
        assert each.quantity.is_multiple_of(Quantity.of(6))
        need = max(np.ceil(each.order_up_to_level) - 2, 0)
        assert need <= each.quantity.scaled / 1000 < need + 6
        assert each.difference == each.quantity.scaled / 1000 - 12
        price = next(one.unit_price_cny for one in rivals if one.offer.supplier_part_id == 1)
        assert each.cost_cny == Money.of(price.decimal * each.quantity.decimal)
    other = next(each for (code, _), each in found.items() if code == "other_supplier")
    assert other.lead_time_days == 92.0
    assert other.reorder_point > longer.reorder_point


def test_a_transfer_is_bounded_by_what_the_other_store_can_give():
    found = variants(planned(), asked(kind="transfer", giver=3500), [], None, 2.0)
    assert {each.quantity for each in found} == {Quantity.of(3)}
    assert all(each.cost_cny is None for each in found)


def test_a_discontinued_part_is_bought_for_tickets_only():
    found = variants(planned(), asked(urgent=4000, only_urgent=True), [], None, 2.0)
    assert {each.quantity for each in found} == {Quantity.of(4)}
