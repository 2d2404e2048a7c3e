"""What moves between stores: nothing is made or lost, nobody gives what it needs, and less has to be bought."""

from __future__ import annotations

from collections import Counter
from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from procurement.allotment import Network, allot
from procurement.needs import NO_TICKET, free, to_buy
from tests.unit.procurement.test_needs import ABOVE, CENTRAL, NORTH, SOUTH, VAN, allotted, moved, stand

EAST = 4
CHAIN = {**ABOVE, EAST: CENTRAL}
LOW = {"reorder_point": 4.0, "order_up_to_level": 6.0}


def test_surplus_fills_a_store_whose_own_store_has_nothing():
    found = allotted(stand(), stand(NORTH, on_hand=10, levels=LOW), stand(SOUTH, on_hand=1, levels=LOW))
    assert moved(found) == [(SOUTH, NORTH, 4, True)], "10 less its own order-up-to level of 6"
    need = found.transfers[0]
    assert (need.giver_free, need.giver_position, need.giver_level, need.wanted) == (10000, 10000, 6000, 5000)


def test_the_store_above_goes_before_a_store_on_the_side_that_brings_no_more():
    found = allotted(stand(on_hand=5), stand(NORTH, on_hand=20, levels=LOW), stand(SOUTH, on_hand=1, levels=LOW))
    assert moved(found) == [(SOUTH, CENTRAL, 5, False)]
    found = allotted(stand(on_hand=2), stand(NORTH, on_hand=20, levels=LOW), stand(SOUTH, on_hand=1, levels=LOW))
    assert moved(found) == [(SOUTH, NORTH, 5, True)], "one transfer a store: the one that brings all"


def test_a_store_within_its_own_levels_gives_nothing_to_a_level():
    assert moved(allotted(stand(), stand(NORTH, on_hand=6, levels=LOW), stand(SOUTH, levels=LOW))) == []


def test_only_whole_packs_move_for_a_level_and_single_steps_for_a_ticket():
    giver = stand(NORTH, on_hand=15, levels=LOW)
    assert moved(allotted(stand(), giver, stand(SOUTH, levels=LOW), pack=5000)) == [(SOUTH, NORTH, 5, True)]
    ticket = stand(SOUTH, outstanding=2, urgency=0)
    assert moved(allotted(stand(), giver, ticket, pack=5000)) == [(SOUTH, NORTH, 2, True)]


def test_what_is_too_far_away_does_not_move():
    giver, taker = stand(NORTH, on_hand=20, levels=LOW), stand(SOUTH, levels=LOW)
    far = {frozenset((NORTH, SOUTH)): 9.0}
    assert moved(allotted(stand(), giver, taker, days=far, longest_days=7.0)) == []
    near = allotted(stand(), giver, taker, days=far, longest_days=9.0)
    assert [(t.from_store, t.days) for t in near.transfers] == [(NORTH, 9.0)]
    assert moved(allotted(stand(), giver, taker, lateral=False)) == []


def test_goods_do_not_move_up_to_a_level_that_counts_them_already():
    north = stand(NORTH, echelon={"on_hand": 3}, levels=LOW)
    assert moved(allotted(stand(), north, stand(VAN, on_hand=3))) == []


@pytest.mark.parametrize("first", [NORTH, VAN])
@pytest.mark.parametrize("central", [0, 4, 30])
def test_what_comes_sideways_to_a_van_fills_no_store_above_it_beyond_its_level(first, central):
    """The middle store's level counts what lies below it, whichever of the two has its turn first."""
    north = stand(NORTH, levels=LOW)
    van = stand(VAN, levels={"reorder_point": 1.0, "order_up_to_level": 3.0})
    if first == VAN:  # what is below nothing has its turn before nothing
        van = stand(VAN, outgoing=1, levels={"reorder_point": 1.0, "order_up_to_level": 2.0})
    found = allotted(stand(on_hand=central), north, van, stand(SOUTH, on_hand=20, levels=LOW))
    inside = {NORTH, VAN}
    brought = sum(t.quantity for t in found.transfers if t.stand.store in inside and t.from_store not in inside)
    assert brought == 6000


def test_a_ticket_of_a_van_is_helped_from_the_side_and_the_store_above_needs_less():
    north, van = stand(NORTH, echelon={"outstanding": 2}, levels=LOW), stand(VAN, outstanding=2, urgency=0)
    found = allotted(stand(), north, van, stand(SOUTH, on_hand=20, levels=LOW))
    assert sorted(moved(found)) == [(NORTH, SOUTH, 6, True), (VAN, SOUTH, 2, True)], "8 for both, not 8 and 2"


def test_a_ticket_at_the_root_is_helped_before_anything_is_bought():
    echelon = {"on_hand": 3, "outstanding": 2}
    central, north = stand(outstanding=2, urgency=1, echelon=echelon), stand(NORTH, on_hand=3)
    found = allotted(central, north)
    assert moved(found) == [(CENTRAL, NORTH, 2, True)]
    assert to_buy(central, 0, found.helped[1, CENTRAL]) == (0, 0)


def test_a_root_that_has_to_buy_anyway_buys_it_all_in_one_line():
    central = stand(outstanding=2, urgency=1, levels={"reorder_point": 3.0, "order_up_to_level": 5.0})
    found = allotted(central, stand(NORTH, on_hand=3))
    assert (found.transfers, found.helped) == ([], {})


units = st.integers(0, 12)


@st.composite
def shelves(draw):
    """Draw how one part stands in five stores: what lies there, what is asked for, and the levels."""
    made = {}
    for store in CHAIN:
        on_hand, asked = draw(units), draw(st.sampled_from([0, 0, 0, 1, 4, 9]))
        reorder = draw(units)
        levels = {"reorder_point": float(reorder), "order_up_to_level": float(reorder + draw(st.integers(0, 5)))}
        made[store] = {"on_hand": on_hand, "outstanding": asked, "expired": draw(st.integers(0, on_hand))}, levels

    def chain(store):
        return [other for other in CHAIN if other == store or store in above(other)]

    def above(store):
        found = []
        while CHAIN[store] >= 0:
            store = CHAIN[store]
            found.append(store)
        return found

    found = []
    for store, (own, levels) in made.items():
        total = Counter()
        for other in chain(store):
            total.update(made[other][0])
        urgency = draw(st.integers(0, 2)) if own["outstanding"] else NO_TICKET
        found.append(stand(store, urgency=urgency, echelon=total, levels=levels, **own))
    return found


def run(stands, *, lateral, pack, step):
    there = {each.store: each for each in stands}
    return allot(
        [each for each in stands if each.fires or each.shortage],
        Network(
            above=lambda store: CHAIN[store],
            at=lambda part, store: there.get(store),
            holders=lambda part: tuple(CHAIN),
            step=lambda part: step,
            pack=lambda part: pack,
            days=lambda one, other: float(abs(one - other)),
            longest_days=3.0,
            lateral=lateral,
        ),
    )


def bought(stands, found):
    roots = {(1, CENTRAL): next(each for each in stands if each.store == CENTRAL)}
    return sum(to_buy(roots[key], found.lacking.get(key, 0), found.helped.get(key, 0))[0] for key in roots)


@given(shelves(), st.sampled_from([1000, 2000, 5000]), st.sampled_from([1000, 2000]))
@settings(max_examples=300, deadline=None)
def test_transfers_make_and_lose_nothing_and_nobody_gives_what_it_needs(stands, pack, step):
    pack = max(pack, step) // step * step
    there = {each.store: each for each in stands}
    found = run(stands, lateral=True, pack=pack, step=step)
    taken = Counter()
    for each in found.transfers:
        assert each.quantity > 0
        assert each.quantity % step == 0
        assert each.from_store != each.stand.store
        taken[each.from_store] += each.quantity
    for store, units_taken in taken.items():
        assert units_taken <= free(there[store].own), "no store gives what it has not free"
    targets = [each.stand.store for each in found.transfers]
    assert len(targets) == len(set(targets)), "one transfer for a part and store"
    for each in found.transfers:
        if each.lateral and not each.stand.shortage:
            giver = there[each.from_store]
            beside = sum(
                t.quantity
                for t in found.transfers
                if t.lateral and not t.stand.shortage and t.from_store == giver.store
            )
            assert giver.position - beside >= giver.reorder_point * 1000 - 0.5, "never below its own reorder point"
            assert each.quantity % pack == 0


@given(shelves(), st.sampled_from([1000, 5000]))
@settings(max_examples=300, deadline=None)
def test_with_transfers_from_the_side_no_more_is_bought_than_without(stands, pack):
    beside, plain = (run(stands, lateral=lateral, pack=pack, step=1000) for lateral in (True, False))
    assert bought(stands, beside) <= bought(stands, plain)
    assert sum(beside.lacking.values()) <= sum(plain.lacking.values())


@pytest.mark.parametrize("lateral", [True, False])
def test_nothing_moves_where_nothing_is_wanted(lateral):
    assert allotted(stand(on_hand=9), stand(NORTH, on_hand=9), stand(SOUTH), lateral=lateral).transfers == []


def only(van, most):
    return lambda part, store: most if store == van else inf


def test_a_van_gets_no_more_of_a_part_than_it_may_have_and_nothing_is_bought_for_the_rest():
    van = stand(VAN, outstanding=5, urgency=0)
    found = allotted(stand(on_hand=20), stand(NORTH, on_hand=9), van, room=only(VAN, 3000))
    assert [(need.stand.store, need.quantity, need.allowed) for need in found.transfers] == [(VAN, 3000, 3000)]
    assert found.lacking == {}
    assert moved(allotted(stand(on_hand=20), stand(NORTH, on_hand=9), van, room=only(VAN, 0))) == []
    free_to_take = allotted(stand(on_hand=20), stand(NORTH, on_hand=9), van, room=only(VAN, 9000))
    assert [(need.quantity, need.allowed) for need in free_to_take.transfers] == [(5000, None)]


def test_the_value_that_a_van_may_still_hold_is_shared_by_its_lines():
    first, second = (stand(VAN, outstanding=3, urgency=urgency, part_id=part) for part, urgency in ((1, 0), (2, 1)))
    givers = [stand(NORTH, on_hand=9, part_id=part) for part in (1, 2)]
    found = allotted(*givers, first, second, money=lambda store: 45.0 if store == VAN else inf, worth=lambda part: 0.01)
    assert [(need.stand.part_id, need.quantity) for need in found.transfers] == [(1, 3000), (2, 1000)]
