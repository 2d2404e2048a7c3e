"""Fill stores from other stores before anything is bought: from the store above, then from the side.

Tickets come before levels. What a store gives to a level it gives from what it holds beyond its own order-up-to level;
for a ticket it gives whatever is free, because a customer waits. A store gets one transfer a run, from one store.
Amounts are thousandths of the part's unit.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from procurement.needs import NO_TICKET, THOUSAND, Stand, free, rank_of, root_of

Key = tuple[int, int]


@dataclass(frozen=True, slots=True)
class TransferNeed:
    """Hold that a store wants so much of a part from another one and how much of it that can give."""

    stand: Stand
    from_store: int
    quantity: int
    wanted: int
    rank: int
    lateral: bool = False
    days: float | None = None
    giver_free: int = 0
    giver_position: int = 0
    giver_level: int = 0
    allowed: int | None = None
    """The most that the limits of the van let come; none where they let come what is wanted."""


@dataclass(slots=True)
class Allotted:
    """Hold the transfers, what tickets still lack at each root, and what tickets at a root get from the side."""

    transfers: list[TransferNeed] = field(default_factory=list)
    lacking: dict[Key, int] = field(default_factory=lambda: defaultdict(int))
    ranks: dict[Key, int] = field(default_factory=dict)
    helped: dict[Key, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Network:
    """Say how stores stand to each other: above whom, how many days apart, and what is moved in which steps.

    `above(store)` is the supplying store's index (-1: none), `at(part, store)` how a part stands there, `step(part)`
    the smallest step of its unit, `pack(part)` what a transfer for a level is a whole multiple of, `days(a, b)` how
    long goods take from the side, `holders(part)` the stores that have some of it. Nothing moves from the side over
    more than `longest_days`, or at all if not `lateral`. A van has limits: `room(part, store)` is how much more of a
    part it may have, `money(store)` how much more value, at `worth(part)` for each thousandth; endless elsewhere.
    """

    above: Callable[[int], int]
    at: Callable[[int, int], Stand | None]
    holders: Callable[[int], Iterable[int]]
    step: Callable[[int], int]
    pack: Callable[[int], int]
    days: Callable[[int, int], float] = lambda one, other: 0.0  # noqa: ARG005 - two stores, as near as can be
    longest_days: float = math.inf
    lateral: bool = True
    room: Callable[[int, int], float] = lambda part, store: math.inf  # noqa: ARG005 - no limit
    money: Callable[[int], float] = lambda store: math.inf  # noqa: ARG005 - no limit
    worth: Callable[[int], float] = lambda part: 0.0  # noqa: ARG005 - not asked for without a limit

    def over(self, one: int, other: int) -> bool:
        """Tell whether one store stands above another in the same chain of supply."""
        at = self.above(other)
        while at >= 0:
            if at == one:
                return True
            at = self.above(at)
        return False


@dataclass(slots=True)
class _Given:
    source: int
    quantity: int
    lateral: bool
    free: int


@dataclass(slots=True)
class _Shelves:
    """Hold what each store may still give, all that is free and what lies beyond its own order-up-to level, and gets.

    `made` holds by part what each store is given.
    """

    network: Network
    made: dict[int, dict[int, _Given]] = field(default_factory=lambda: defaultdict(dict))
    free: dict[Key, int] = field(default_factory=dict)
    spare: dict[Key, int] = field(default_factory=dict)
    filled: dict[int, float] = field(default_factory=lambda: defaultdict(float))

    def allowed(self, stand: Stand, wanted: int, size: int) -> int:
        """Return how much of what is wanted the limits of a van let come, in whole steps where they cut it."""
        part, store, network = stand.part_id, stand.store, self.network
        most, money = network.room(part, store), network.money(store)
        worth = network.worth(part) if math.isfinite(money) else 0.0
        if worth > 0:
            own = self.given(stand)
            left = money - self.filled[store] + (own.quantity * worth if own else 0.0)
            most = min(most, left / worth + 1e-6)
        return wanted if wanted <= most else max(int(most), 0) // size * size

    def put(self, stand: Stand, given: _Given | None) -> None:
        """Write down what a store is given instead of what it was given before, none for nothing."""
        made, before = self.made[stand.part_id], self.given(stand)
        if math.isfinite(self.network.money(stand.store)):
            more = (given.quantity if given else 0) - (before.quantity if before else 0)
            self.filled[stand.store] += more * self.network.worth(stand.part_id)
        if given is None:
            made.pop(stand.store, None)
        else:
            made[stand.store] = given

    def look(self, part: int, store: int) -> None:
        """Read a store once."""
        if (part, store) in self.free:
            return
        stand = self.network.at(part, store)
        there = free(stand.own) if stand is not None else 0
        beyond = stand.position - math.ceil(stand.order_up_to_level * THOUSAND - 1e-6) if stand is not None else 0
        self.free[part, store] = there
        self.spare[part, store] = max(min(there, beyond), 0)

    def available(self, part: int, source: int, *, spare: bool, size: int) -> int:
        """Return the whole steps that a store may give."""
        self.look(part, source)
        there = self.free[part, source]
        return max(min(self.spare[part, source], there) if spare else there, 0) // size * size

    def take(self, part: int, source: int, wanted: int, *, spare: bool, size: int) -> int:
        """Give what is wanted in whole steps, rounded up where there is enough, and return what was given."""
        given = min(-(-wanted // size) * size, self.available(part, source, spare=spare, size=size))
        self.move(part, source, given)
        return given

    def move(self, part: int, source: int, given: int) -> None:
        """Take goods off the shelf, or put them back where `given` is below 0."""
        self.look(part, source)
        self.free[part, source] -= given
        self.spare[part, source] -= given

    def given(self, stand: Stand) -> _Given | None:
        """Return what a store is given, none for nothing."""
        return self.made[stand.part_id].get(stand.store)

    def brought(self, part: int, store: int) -> int:
        """Return what comes from elsewhere to the stores below one: the position of the one above counts it, too."""
        network = self.network
        return sum(
            given.quantity
            for target, given in self.made[part].items()
            if network.over(store, target) and store != given.source and not network.over(store, given.source)
        )

    def missing(self, stand: Stand) -> int:
        """Return what a store is short of its level beside what comes from elsewhere to those below it."""
        return replace(stand, position=stand.position + self.brought(stand.part_id, stand.store)).missing

    def room(self, part: int, target: int, source: int) -> float:
        """Return what may come sideways before a store between the target and the network's root has too much."""
        network, least = self.network, math.inf
        at = network.above(target)
        while at >= 0 and network.above(at) >= 0 and at != source and not network.over(at, source):
            stand = network.at(part, at)
            if stand is not None and stand.order_up_to_level > 0:
                own = self.made[part].get(at)
                there = stand.position + self.brought(part, at) + (own.quantity if own else 0)
                least = min(least, max(math.ceil(stand.order_up_to_level * THOUSAND - 1e-6) - there, 0))
            at = network.above(at)
        return least


def allot(stands: Iterable[Stand], network: Network) -> Allotted:
    """Fill stores from the store above each, tickets first, then from the side; add up what tickets still lack.

    Stands of root stores take part with what their own tickets lack: where nothing else has to be bought for such a
    store, another store of its network may help. What is moved from the side never makes anybody else go short: the
    stores above give first, and only what is left after that moves sideways.
    """
    turns = sorted(stands, key=_turn)
    lower = [stand for stand in turns if network.above(stand.store) >= 0]
    shelves, result = _Shelves(network), Allotted()
    for stand in lower:
        _from_above(stand, stand.shortage, shelves)
    for stand in lower if network.lateral else ():
        _from_the_side(stand, stand.shortage, shelves, urgent=True)
    for stand in lower:
        _top_up(stand, shelves)
    for stand in lower if network.lateral else ():
        _from_the_side(stand, 0 if stand.shortage else shelves.missing(stand), shelves, urgent=False)
    for stand in lower:
        _say(stand, shelves, result)
    for stand in turns if network.lateral else ():
        _help_root(stand, shelves, result)
    return result


def _from_above(stand: Stand, wanted: int, shelves: _Shelves) -> None:
    size = shelves.network.step(stand.part_id)
    wanted = shelves.allowed(stand, wanted, size)
    if wanted <= 0:
        return
    source = shelves.network.above(stand.store)
    shelves.look(stand.part_id, source)
    there = shelves.free[stand.part_id, source]
    given = shelves.take(stand.part_id, source, wanted, spare=False, size=size)
    if given:
        shelves.put(stand, _Given(source, given, lateral=False, free=there))


def _from_the_side(stand: Stand, wanted: int, shelves: _Shelves, *, urgent: bool) -> _Given | None:
    """Move sideways where that brings more than the store above has given, and put back what that gave."""
    part, network = stand.part_id, shelves.network
    size = network.step(part) if urgent else network.pack(part)
    before, wanted = shelves.given(stand), shelves.allowed(stand, wanted, size)
    got = before.quantity if before else 0
    if wanted <= got:
        return None
    best: tuple[int, int, float, int, int] | None = None
    for source in network.holders(part):
        if not _may_give(network, source, stand.store, urgent=urgent):
            continue
        most = math.inf if urgent else shelves.room(part, stand.store, source) // size * size
        for spare in (True, False) if urgent else (True,):
            there = int(min(shelves.available(part, source, spare=spare, size=size), -(-wanted // size) * size, most))
            far = network.days(source, stand.store)
            if there > got and (best is None or (there, int(spare), -far) > best[:3]):
                best = there, int(spare), -far, source, shelves.free[part, source]
    if best is None:
        return None
    if before is not None:
        shelves.move(part, before.source, -before.quantity)
    given = shelves.take(part, best[3], min(wanted, best[0]), spare=bool(best[1]), size=size)
    found = _Given(best[3], given, lateral=True, free=best[4])
    shelves.put(stand, found)
    return found


def _may_give(network: Network, source: int, target: int, *, urgent: bool) -> bool:
    """Tell whether goods may move sideways: within one network and not too far.

    For a level goods do not move along the chain of supply: the stock of a store below counts for the one above.
    """
    if source in (target, network.above(target)) or network.days(source, target) > network.longest_days:
        return False
    if root_of(source, network.above) != root_of(target, network.above):
        return False
    return urgent or not (network.over(source, target) or network.over(target, source))


def _top_up(stand: Stand, shelves: _Shelves) -> None:
    """Lift a store to its order-up-to level, from the store that already gives, else from the one above."""
    before, missing = shelves.given(stand), shelves.missing(stand)
    if before is None:
        return _from_above(stand, missing, shelves)
    size = shelves.network.step(stand.part_id)
    rest = shelves.allowed(stand, missing, size) - before.quantity
    if rest > 0:
        more = shelves.take(stand.part_id, before.source, rest, spare=before.lateral, size=size)
        shelves.put(stand, replace(before, quantity=before.quantity + more))
    return None


def _say(stand: Stand, shelves: _Shelves, result: Allotted) -> None:
    """Write down the transfer of a store and what its tickets still lack."""
    network, given = shelves.network, shelves.given(stand)
    got = given.quantity if given else 0
    if given is not None:
        _transfer(stand, shelves, given, result)
    wanted = shelves.allowed(stand, stand.shortage, network.step(stand.part_id))
    if wanted > got:  # what the van may not have is not bought either: a supervisor signs the transfer first
        key = stand.part_id, root_of(stand.store, network.above)
        result.lacking[key] += wanted - got
        result.ranks[key] = min(result.ranks.get(key, NO_TICKET), stand.urgency)


def _transfer(stand: Stand, shelves: _Shelves, given: _Given, result: Allotted) -> None:
    network = shelves.network
    giver = network.at(stand.part_id, given.source)
    wanted = max(shelves.missing(stand), stand.shortage)
    allowed = shelves.allowed(stand, wanted, network.step(stand.part_id))
    result.transfers.append(
        TransferNeed(
            stand,
            given.source,
            given.quantity,
            wanted,
            rank_of(stand, stand.shortage),
            given.lateral,
            network.days(given.source, stand.store) if given.lateral else None,
            given.free,
            giver.position if giver else 0,
            math.ceil(giver.order_up_to_level * THOUSAND - 1e-6) if giver else 0,
            None if allowed == wanted else allowed,
        )
    )


def _help_root(stand: Stand, shelves: _Shelves, result: Allotted) -> None:
    """Help the tickets of a root store from the side, if that is all that they need: else it buys anyway."""
    is_root = shelves.network.above(stand.store) < 0
    if not is_root or stand.missing or not stand.shortage or result.lacking.get(_key(stand), 0):
        return
    given = _from_the_side(stand, stand.shortage, shelves, urgent=True)
    if given is None:
        return
    if given.quantity < stand.shortage:
        shelves.move(stand.part_id, given.source, -given.quantity)
        shelves.put(stand, None)
        return
    _transfer(stand, shelves, given, result)
    result.helped[_key(stand)] = given.quantity


def _key(stand: Stand) -> Key:
    return stand.part_id, stand.store


def _turn(stand: Stand) -> tuple[int, float, int, int]:
    level = max(stand.order_up_to_level * THOUSAND, 1.0)
    return (stand.urgency if stand.shortage else NO_TICKET, stand.position / level, stand.part_id, stand.store)
