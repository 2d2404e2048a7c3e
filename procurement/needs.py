"""Find what each store needs: tickets that wait first, then what has fallen below its reorder point.

Amounts are thousandths of the part's unit; levels come in units. Transfers go before buying, and a store that
supplies others buys for all of them, so its position is that of its echelon.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

THOUSAND = 1000
NO_TICKET = 3
STOCK_OUT, BEFORE_DELIVERY, BELOW_SAFETY, REORDER = 3, 4, 5, 6
EXCEPTIONS = {
    0: "ticket_waits",
    1: "ticket_waits",
    2: "ticket_waits",
    STOCK_OUT: "stock_out",
    BEFORE_DELIVERY: "stock_out_before_delivery",
    BELOW_SAFETY: "below_safety_stock",
    REORDER: "reorder",
}
"""Why a proposal stands where it stands; ranks 0 to 2 are the urgency of the ticket that waits."""

LONGEST_COVER_DAYS = 3650


@dataclass(frozen=True, slots=True)
class Stand:
    """Hold how a part stands in a store: components of its own and of its echelon, and its levels in units."""

    part_id: int
    store: int
    own: Mapping[str, int]
    echelon: Mapping[str, int]
    position: int
    urgency: int = NO_TICKET
    reorder_point: float = 0.0
    order_up_to_level: float = 0.0
    order_quantity: float = 0.0
    safety_stock: float = 0.0
    mean_per_day: float = 0.0
    lead_time_days: float = 0.0
    protection_mean: float = 0.0
    protection_sd: float = 0.0

    @property
    def fires(self) -> bool:
        """Tell whether the position is below the reorder point; a position that lies on it does not fire."""
        return self.position < self.reorder_point * THOUSAND - 0.5

    @property
    def missing(self) -> int:
        """Return what lifts the position to the order-up-to level, nothing while it does not fire."""
        return max(math.ceil(self.order_up_to_level * THOUSAND - 0.5) - self.position, 0) if self.fires else 0

    @property
    def shortage(self) -> int:
        """Return what tickets at this very store wait for beyond what is there or coming to it."""
        return max(self.own["outstanding"] - self.usable - coming(self.own), 0)

    @property
    def usable(self) -> int:
        """Return what the store may issue: on hand and not expired."""
        return self.own["on_hand"] - self.own["expired"]

    @property
    def there(self) -> int:
        """Return what the echelon physically has beyond what was asked for."""
        e = self.echelon
        return e["on_hand"] - e["expired"] + e["in_hold"] + e["in_transit"] + e["superseded"] - e["outstanding"]


@dataclass(frozen=True, slots=True)
class TransferNeed:
    """Say that so much should go to a store from another."""

    stand: Stand
    from_store: int
    quantity: int
    wanted: int
    rank: int
    lateral: bool = False


@dataclass(slots=True)
class Allotted:
    """Hold the transfers and what tickets still lack, by part and root store."""

    transfers: list[TransferNeed] = field(default_factory=list)
    lacking: dict[tuple[int, int], int] = field(default_factory=lambda: defaultdict(int))
    ranks: dict[tuple[int, int], int] = field(default_factory=dict)


def coming(own: Mapping[str, int]) -> int:
    """Return what is on its way to a store itself: waits for inspection or putaway, in transit, ordered, planned."""
    return own["in_hold"] + own["in_transit"] + own["incoming"] + own["on_order"] + own["planned"]


def free(own: Mapping[str, int]) -> int:
    """Return what a store could give away: usable and neither asked for nor about to leave."""
    usable = own["on_hand"] - own["expired"] - max(own["reserved"], own["outstanding"]) - own["outgoing"]
    return max(usable, 0)


def rank_of(stand: Stand, urgent: int) -> int:
    """Return how urgent a need is, 0 first: waiting tickets by urgency, stock-out, out before delivery, and so on."""
    if urgent > 0 and stand.urgency < NO_TICKET:
        return stand.urgency
    if stand.mean_per_day > 0 and stand.there <= 0:
        return STOCK_OUT
    if stand.there + stand.echelon["on_order"] < stand.mean_per_day * stand.lead_time_days * THOUSAND:
        return BEFORE_DELIVERY
    if stand.position < stand.safety_stock * THOUSAND:
        return BELOW_SAFETY
    return REORDER


def needed_on(stand: Stand, rank: int, on: date) -> date:
    """Return the day by which goods should be there: now where it is short, else when what is there is used up."""
    if rank <= STOCK_OUT or stand.mean_per_day <= 0:
        return on
    days = max(stand.there + stand.echelon["on_order"], 0) / THOUSAND / stand.mean_per_day
    return on + timedelta(days=int(min(days, LONGEST_COVER_DAYS)))


def allot(
    stands: Iterable[Stand],
    *,
    above: Callable[[int], int],
    own: Callable[[int, int], Mapping[str, int] | None],
    stores: Iterable[int],
    step: Callable[[int], int],
) -> Allotted:
    """Fill stores from the store above each, tickets first; what tickets lack then, from any store that has it free.

    `above(store)` is the supplying store's index (-1: none), `own(part, store)` the components there, `step(part)` the
    smallest step of its unit. What tickets still lack is added up for the root store, which buys it.
    """
    every, left = list(stores), {}
    result = Allotted()

    def at(part_id: int, store: int) -> int:
        if (part_id, store) not in left:
            there = own(part_id, store)
            left[part_id, store] = free(there) if there is not None else 0
        return left[part_id, store]

    def take(part_id: int, store: int, wanted: int) -> int:
        size = step(part_id)
        given = min(-(-wanted // size) * size, at(part_id, store) // size * size)
        left[part_id, store] -= given
        return given

    for stand in sorted(stands, key=_turn):
        short, source = stand.shortage, above(stand.store)
        wanted = max(stand.missing, short)
        if source < 0 or wanted <= 0:
            continue
        given, lateral = take(stand.part_id, source, wanted), False
        if not given and short:
            others = [
                s for s in every if s not in (stand.store, source) and at(stand.part_id, s) >= step(stand.part_id)
            ]
            if others:
                source = max(others, key=lambda s: (at(stand.part_id, s), -s))
                given, lateral = take(stand.part_id, source, short), True
        if given:
            rank = rank_of(stand, short)
            result.transfers.append(TransferNeed(stand, source, given, wanted, rank, lateral))
        if short > given:
            key = stand.part_id, root_of(stand.store, above)
            result.lacking[key] += short - given
            result.ranks[key] = min(result.ranks.get(key, NO_TICKET), stand.urgency)
    return result


def to_buy(stand: Stand, lacking: int) -> tuple[int, int]:
    """Return what a root store has to buy and what of it tickets wait for, in thousandths.

    Goods that already come to it serve its own tickets first and then those below it.
    """
    balance = stand.usable + coming(stand.own) - stand.own["outstanding"]
    spare = max(min(balance, coming(stand.own)), 0)
    urgent = max(lacking - spare, 0) + stand.shortage
    return max(stand.missing, urgent), urgent


def root_of(store: int, above: Callable[[int], int]) -> int:
    """Return the store at the top of a store's chain of supply."""
    while above(store) >= 0:
        store = above(store)
    return store


def _turn(stand: Stand) -> tuple[int, float, int, int]:
    level = max(stand.order_up_to_level * THOUSAND, 1.0)
    return (stand.urgency if stand.shortage else NO_TICKET, stand.position / level, stand.part_id, stand.store)
