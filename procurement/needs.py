"""Find what each store needs: tickets that wait first, then what has fallen below its reorder point.

Amounts are thousandths of the part's unit; levels come in units. Transfers go before buying, and a store that
supplies others buys for all of them, so its position is that of its echelon.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from procurement.alerts import BEFORE_DELIVERY, BELOW_SAFETY, REORDER, STOCK_OUT

THOUSAND = 1000
NO_TICKET = 3
LONGEST_COVER_DAYS = 365
"""Goods that are bought now are wanted within a year, however slowly what is there goes."""


@dataclass(frozen=True, slots=True)
class Stand:
    """Hold how a part stands in a store: components of its own and of its echelon, and its levels in units.

    `mean_per_day` is the demand of the season ahead, `year_mean_per_day` that of a whole year.
    """

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
    year_mean_per_day: float = 0.0
    lead_time_days: float = 0.0
    protection_mean: float = 0.0
    protection_sd: float = 0.0
    planned_need: float = 0.0
    next_days: float = math.inf
    """Days until the next receipt that is on its way to the store or to one below it; endless for none."""

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
        return max(owed(self.own) - self.usable - coming(self.own), 0)

    @property
    def usable(self) -> int:
        """Return what the store may issue: on hand and not expired."""
        return self.own["on_hand"] - self.own["expired"]

    @property
    def there(self) -> int:
        """Return what the echelon physically has beyond what was asked for."""
        e = self.echelon
        return e["on_hand"] - e["expired"] + e["in_hold"] + e["in_transit"] + e["superseded"] - e["outstanding"]


def owed(own: Mapping[str, int]) -> int:
    """Return what tickets wait for: of the part itself, and of those that it replaces and that are used up."""
    return own["outstanding"] + max(-own["superseded"], 0)


def coming(own: Mapping[str, int]) -> int:
    """Return what is on its way to a store itself: in hold, in transit, ordered, planned, expected from repair."""
    return own["in_hold"] + own["in_transit"] + own["incoming"] + own["on_order"] + own["planned"] + own["in_repair"]


def free(own: Mapping[str, int]) -> int:
    """Return what a store could give away: usable and neither asked for nor about to leave."""
    usable = own["on_hand"] - own["expired"] - max(own["reserved"], owed(own)) - own["outgoing"]
    return max(usable, 0)


def rank_of(stand: Stand, urgent: int) -> int:
    """Return how urgent a need is, 0 first: waiting tickets by urgency, stock-out, out before delivery, and so on."""
    if urgent > 0 and stand.urgency < NO_TICKET:
        return stand.urgency
    if stand.mean_per_day > 0 and stand.there <= 0:
        return STOCK_OUT
    per_day = stand.mean_per_day * THOUSAND
    on_its_way = stand.echelon["on_order"] + stand.echelon["in_repair"]
    if stand.there + on_its_way < per_day * stand.lead_time_days or runs_out(stand):
        return BEFORE_DELIVERY
    if stand.position < stand.safety_stock * THOUSAND:
        return BELOW_SAFETY
    return REORDER


def runs_out(stand: Stand) -> bool:
    """Tell whether what is there is used up, at the mean rate, before the next receipt that is on its way."""
    return math.isfinite(stand.next_days) and stand.there < stand.mean_per_day * stand.next_days * THOUSAND


def needed_on(stand: Stand, rank: int, on: date) -> date:
    """Return the day by which goods should be there: now where it is short, else when what is there is used up.

    What campaigns and maintenance need over the lead time is used up beside the usual demand.
    """
    per_day = stand.mean_per_day + stand.planned_need / max(stand.lead_time_days, 1.0)
    if rank <= STOCK_OUT or per_day <= 0:
        return on
    days = max(stand.there + stand.echelon["on_order"], 0) / THOUSAND / per_day
    return on + timedelta(days=int(min(days, LONGEST_COVER_DAYS)))


def to_buy(stand: Stand, lacking: int, helped: int = 0) -> tuple[int, int]:
    """Return what a root store has to buy and what of it tickets wait for, in thousandths.

    `lacking` is what tickets below it still wait for, `helped` what its own tickets get from another store.

    Goods that already come to it serve its own tickets first and then those below it.
    """
    balance = stand.usable + coming(stand.own) - owed(stand.own)
    spare = max(min(balance, coming(stand.own)), 0)
    urgent = max(lacking - spare, 0) + max(stand.shortage - helped, 0)
    return max(stand.missing, urgent), urgent


def root_of(store: int, above: Callable[[int], int]) -> int:
    """Return the store at the top of a store's chain of supply."""
    while above(store) >= 0:
        store = above(store)
    return store
