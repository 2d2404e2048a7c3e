"""Needs of stores: who is served first, what is moved before it is bought, and what fires."""

from __future__ import annotations

from datetime import date

import pytest

from procurement.alerts import BEFORE_DELIVERY, BELOW_SAFETY, REORDER, STOCK_OUT
from procurement.allotment import Network, allot
from procurement.needs import (
    NO_TICKET,
    Stand,
    free,
    needed_on,
    rank_of,
    to_buy,
)
from procurement.queries.positions import SIGNS

ON = date(2026, 3, 2)
CENTRAL, NORTH, SOUTH, VAN = range(4)
ABOVE = {CENTRAL: -1, NORTH: CENTRAL, SOUTH: CENTRAL, VAN: NORTH}


def amounts(**pieces):
    return {name: pieces.get(name, 0) * 1000 for name in SIGNS}


def stand(store=CENTRAL, *, urgency=NO_TICKET, echelon=None, levels=None, part_id=1, **pieces):
    own = amounts(**pieces)
    whole = own if echelon is None else amounts(**echelon)
    position = sum(sign * whole[name] for name, sign in SIGNS.items())
    return Stand(part_id, store, own, whole, position, urgency, **(levels or {}))


def allotted(*stands, step=1000, pack=None, days=None, **network):
    there = {(each.part_id, each.store): each for each in stands}
    return allot(
        stands,
        Network(
            above=lambda store: ABOVE[store],
            at=lambda part, store: there.get((part, store)),
            holders=lambda part: tuple(ABOVE),
            step=lambda part: step,
            pack=lambda part: pack or step,
            days=lambda one, other: (days or {}).get(frozenset((one, other)), 1.0),
            **network,
        ),
    )


def moved(found):
    return [(t.stand.store, t.from_store, t.quantity // 1000, t.lateral) for t in found.transfers]


@pytest.mark.parametrize(("on_hand", "missing"), [(5, 0), (4, 6), (0, 10)])
def test_a_position_on_the_reorder_point_does_not_fire(on_hand, missing):
    found = stand(on_hand=on_hand, levels={"reorder_point": 5.0, "order_up_to_level": 10.0})
    assert found.missing == missing * 1000


def test_even_order_up_to_the_reorder_point_itself_does_not_fire_again():
    levels = {"reorder_point": 5.0, "order_up_to_level": 5.0}
    assert stand(on_hand=3, levels=levels).missing == 2000
    assert not stand(on_hand=3, on_order=2, levels=levels).fires


def test_what_is_promised_or_asked_for_is_not_free():
    assert free(amounts(on_hand=10, reserved=2, outstanding=5, expired=1, outgoing=1)) == 3000
    assert free(amounts(on_hand=1, outstanding=5)) == 0


def test_the_store_above_fills_tickets_before_levels():
    central = stand(on_hand=4)
    north = stand(NORTH, on_hand=0, levels={"reorder_point": 2.0, "order_up_to_level": 5.0})
    south = stand(SOUTH, outstanding=3, urgency=0)
    assert moved(allotted(central, north, south)) == [(SOUTH, CENTRAL, 3, False), (NORTH, CENTRAL, 1, False)]


def test_a_ticket_is_helped_from_the_side_when_the_store_above_has_nothing():
    north, south = stand(NORTH, on_hand=6), stand(SOUTH, outstanding=2, urgency=1)
    found = allotted(stand(), north, south)
    assert moved(found) == [(SOUTH, NORTH, 2, True)]
    assert not found.lacking


def test_what_tickets_still_lack_is_bought_at_the_root():
    found = allotted(stand(on_hand=1), stand(NORTH), stand(VAN, outstanding=3, urgency=1))
    assert found.transfers[0].from_store == CENTRAL
    assert found.lacking == {(1, CENTRAL): 2000}
    assert found.ranks == {(1, CENTRAL): 1}


def test_transfers_are_whole_steps():
    central, north = stand(on_hand=7), stand(NORTH, outstanding=5, urgency=2)
    assert moved(allotted(central, north, step=3000)) == [(NORTH, CENTRAL, 6, False)]


def test_goods_on_the_way_to_a_store_are_not_asked_for_again():
    assert stand(NORTH, outstanding=3, in_transit=2, incoming=1).shortage == 0
    assert to_buy(stand(on_order=5, outstanding=2), 3000) == (0, 0)
    assert to_buy(stand(on_order=5, outstanding=2), 4000) == (1000, 1000)
    assert to_buy(stand(outstanding=2), 4000) == (6000, 6000)


def test_levels_and_tickets_are_not_added_up_twice():
    central = stand(outstanding=3, levels={"reorder_point": 2.0, "order_up_to_level": 4.0})
    assert to_buy(central, 0) == (7000, 3000)


def test_ranks_follow_how_near_the_shortage_is():
    levels = {"mean_per_day": 1.0, "lead_time_days": 10.0, "safety_stock": 12.0, "reorder_point": 30.0}

    def rank(urgent=0, urgency=NO_TICKET, **pieces):
        return rank_of(stand(urgency=urgency, levels=levels, **pieces), urgent)

    assert rank(1000, 0, outstanding=1) == 0
    assert rank() == STOCK_OUT
    assert rank(on_hand=9) == BEFORE_DELIVERY
    assert rank(on_hand=11) == BELOW_SAFETY
    assert rank(on_hand=20) == REORDER


def test_goods_are_needed_when_what_is_there_is_used_up():
    levels = {"mean_per_day": 0.5, "lead_time_days": 10.0}
    assert needed_on(stand(on_hand=10, levels=levels), REORDER, ON) == date(2026, 3, 22)
    assert needed_on(stand(on_hand=10, levels=levels), STOCK_OUT, ON) == ON


def test_what_a_campaign_needs_is_used_up_too_and_nothing_is_wanted_in_ten_years():
    slow = {"mean_per_day": 0.001, "lead_time_days": 10.0}
    assert needed_on(stand(on_hand=10, levels=slow), REORDER, ON) == date(2027, 3, 2)
    assert needed_on(stand(on_hand=10, levels={**slow, "planned_need": 20.0}), REORDER, ON) == date(2026, 3, 6)
