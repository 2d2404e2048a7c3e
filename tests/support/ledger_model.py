"""A small model of the ledger in plain Python: what may move, in which order, and what is where afterwards.

It shares no line with the rules of the database, so that it can judge them. `Chance` makes up attempts: most may
happen, some may not, and the model says which.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace

WAYS = {
    "opening": {("opening", "hold")},
    "release": {("hold", "staging")},
    "rejection": {("hold", "quarantine")},
    "putaway": {("staging", "bin")},
    "relocation": {("bin", "bin")},
    "transfer_out": {("bin", "in_transit"), ("van", "in_transit")},
    "transfer_in": {("in_transit", "bin"), ("in_transit", "van")},
    "issue": {("bin", "work_order"), ("van", "work_order")},
    "return": {("work_order", "bin"), ("work_order", "van")},
    "quarantine": {("staging", "quarantine"), ("bin", "quarantine"), ("van", "quarantine")},
    "supplier_return": {("quarantine", "supplier")},
    "scrap": {("quarantine", "scrap")},
    "fitted": {("work_order", "customer")},
}
WITHIN_A_STORE = {"release", "rejection", "putaway", "relocation", "quarantine"}
SHELVES = {"bin", "van"}
OUTSIDE = {"opening", "supplier", "customer", "scrap", "variance"}
PIECE = 1000
USED_UP = 0.8
"""So much of what a work order got is never looked at again: repairs use parts up."""
ASTRAY = 0.01
"""So often somebody takes goods from the hold that nobody has inspected."""
RANKS = 7
"""So few days of receipt that many lots tie and the older one is told by its number."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """Hold one movement that somebody tries to post."""

    kind: str
    part: int
    lot: int
    source: int
    target: int
    quantity: int
    clearance: int | None = None
    reverses: int | None = None
    number_off: int = 0
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Hold an inspector's verdict and whether its passed and its failed part have left the hold."""

    lot: int
    hold: int
    passed: int
    failed: int


@dataclass(slots=True)
class Model:
    """Hold what is where, as the movements so far say."""

    kinds: dict[int, str]
    stores: dict[int, int | None]
    there: Counter[tuple[int, int]] = field(default_factory=Counter)
    shelf: defaultdict[tuple[int | None, int], Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    part_of: dict[int, int] = field(default_factory=dict)
    rank_of: dict[int, int] = field(default_factory=dict)
    verdicts: dict[int, Verdict] = field(default_factory=dict)
    used: set[tuple[int, str]] = field(default_factory=set)
    done: list[Attempt] = field(default_factory=list)
    reversed: set[int] = field(default_factory=set)

    def wrongs(self, a: Attempt) -> set[str]:
        """Return every reason why the attempt must be refused; none when it must happen."""
        source, target = self.kinds[a.source], self.kinds[a.target]
        found = set()
        if a.number_off or a.link is not None:
            found |= {"chain", "taken", "pk_movement"}
        if a.quantity <= 0 or a.source == a.target:
            found |= {"amount_out_of_range", "quantity_positive", "another_place"}
        if a.quantity % PIECE:
            found.add("not_whole_steps")
        if self.part_of.get(a.lot) != a.part:
            found |= {"other_part", "FOREIGN KEY", "foreign key"}
        if a.kind == "reversal":
            found |= self._mirror(a)
        elif (source, target) not in WAYS[a.kind]:
            found.add("no_such_move")
        if a.kind == "fitted":  # every work order stays open here, and an open one has fitted nothing for good
            found.add("not_fitted_yet")
        if a.kind in WITHIN_A_STORE and self.stores[a.source] != self.stores[a.target]:
            found.add("other_store")
        if a.kind in {"release", "rejection"} and not self._cleared(a):
            found |= {"not_inspected", "hold_left_with_clearance", "taken", "unique", "UNIQUE"}
        if source not in OUTSIDE and self.there[a.source, a.lot] < a.quantity:
            found |= {"insufficient_stock", "on_a_claim"}
        shelf = self.shelf[self.stores[a.source], a.part]
        leaves = source in SHELVES and not (target in SHELVES and self.stores[a.source] == self.stores[a.target])
        if leaves and sum(shelf.values()) < a.quantity:
            found.add("reserved_for_others")
        if a.kind == "issue" and a.lot in self.rank_of and self._older(a, shelf):
            found.add("out_of_order")
        return found

    def _older(self, a: Attempt, shelf: Counter[int]) -> bool:
        own = (self.rank_of[a.lot], a.lot)
        return any(quantity > 0 and (self.rank_of[lot], lot) < own for lot, quantity in shelf.items())

    def _cleared(self, a: Attempt) -> bool:
        verdict = self.verdicts.get(a.clearance or 0)
        if verdict is None or (a.clearance, a.kind) in self.used:
            return False
        wanted = verdict.passed if a.kind == "release" else verdict.failed
        return (verdict.lot, verdict.hold, wanted) == (a.lot, a.source, a.quantity)

    def _mirror(self, a: Attempt) -> set[str]:
        if a.reverses is None or not 0 < a.reverses <= len(self.done):
            return {"not_the_mirror", "FOREIGN KEY", "foreign key"}
        o = self.done[a.reverses - 1]
        if a.reverses in self.reversed:
            return {"taken", "UNIQUE", "unique", "not_the_mirror"}
        same = (o.lot, o.quantity, o.target, o.source) == (a.lot, a.quantity, a.source, a.target)
        return set() if same and o.kind != "reversal" else {"not_the_mirror"}

    def follow(self, a: Attempt) -> None:
        """Let the attempt have happened."""
        self.done.append(a)
        for place, sign in ((a.source, -1), (a.target, 1)):
            if self.kinds[place] in OUTSIDE:
                continue
            self.there[place, a.lot] += sign * a.quantity
            if not self.there[place, a.lot]:
                del self.there[place, a.lot]
            if self.kinds[place] in SHELVES:
                shelf = self.shelf[self.stores[place], a.part]
                shelf[a.lot] += sign * a.quantity
                if not shelf[a.lot]:
                    del shelf[a.lot]
        if a.clearance is not None:
            self.used.add((a.clearance, a.kind))
        if a.reverses is not None:
            self.reversed.add(a.reverses)


class Chance:
    """Make up attempts: half of them follow goods on their way, one in eight is spoilt."""

    def __init__(self, model: Model, parts: list[int], chance: random.Random) -> None:
        """Choose among the model's places and the parts."""
        self.model, self.parts, self.chance = model, parts, chance
        self.by_kind: defaultdict[tuple[str, int | None], list[int]] = defaultdict(list)
        for place, kind in model.kinds.items():
            self.by_kind[kind, None].append(place)
            if model.stores[place] is not None:
                self.by_kind[kind, model.stores[place]].append(place)
        self.lots: list[int] = []
        self.live: list[tuple[int, int]] = []
        self.held: list[tuple[int, int]] = []
        """Places and lots where something was at some time; what is empty now is dropped when it is drawn."""
        self.listed: set[tuple[int, int]] = set()
        """What stands in `live`: once each, or a lot that moves often would be drawn ever more often."""

    def new_lot(self, lot: int) -> Attempt:
        """Bring a lot that the model knows into one of the holds."""
        self.lots.append(lot)
        hold, opening = self._one("hold"), self._one("opening")
        quantity = self.chance.randrange(5, 40) * PIECE
        return Attempt("opening", self.model.part_of[lot], lot, opening, hold, quantity)

    def next(self) -> Attempt:
        """Return what is tried next."""
        undo = self.chance.random() < 0.02 and bool(self.model.done)
        made = self._reversal() if undo else self._onward()
        return self._spoilt(made) if self.chance.random() < 0.125 else made

    def note(self, a: Attempt) -> None:
        """Remember where goods came to."""
        kind = self.model.kinds[a.target]
        if kind == "hold":
            self.held.append((a.target, a.lot))
        elif kind not in OUTSIDE and (a.target, a.lot) not in self.listed:
            self.listed.add((a.target, a.lot))
            self.live.append((a.target, a.lot))

    def waiting(self) -> tuple[int, int] | None:
        """Return a hold and a lot in it that nobody has inspected."""
        return self._drawn(self.held)

    def _one(self, kind: str, store: int | None = None) -> int:
        return self.chance.choice(self.by_kind[kind, store] or self.by_kind[kind, None])

    def _drawn(self, among: list[tuple[int, int]]) -> tuple[int, int] | None:
        while among:
            at = self.chance.randrange(len(among))
            found = among[at]
            used_up = self.model.kinds[found[0]] == "work_order" and self.chance.random() < USED_UP
            if self.model.there[found] > 0 and not used_up:
                return found
            self.listed.discard(found)
            among[at] = among[-1]
            among.pop()
        return None

    def _onward(self) -> Attempt:
        """Let goods take one of the ways from the place where they are."""
        drawn = self._drawn(self.held if self.chance.random() < ASTRAY else self.live)
        if drawn is None:
            lot = self.chance.choice(self.lots)
            return Attempt("opening", self.model.part_of[lot], lot, self._one("opening"), self._one("hold"), PIECE)
        place, lot = drawn
        model, roll = self.model, self.chance.random()
        kind, store, part = model.kinds[place], model.stores[place], model.part_of[lot]
        most = model.there[place, lot] // PIECE
        some = self.chance.randint(1, min(most, 6)) * PIECE
        if kind == "staging":
            return Attempt("putaway", part, lot, place, self._one("bin", store), model.there[place, lot])
        if kind == "quarantine":
            way, target = ("scrap", "scrap") if roll < 0.5 else ("supplier_return", "supplier")
            return Attempt(way, part, lot, place, self._one(target), some)
        if kind == "in_transit":
            return Attempt("transfer_in", part, lot, place, self._one("bin"), some)
        if kind == "work_order":
            if roll < 0.8:
                return Attempt("return", part, lot, place, self._one("bin"), some)
            return Attempt("fitted", part, lot, place, self._one("customer"), some)
        if kind == "hold":  # this way leads nowhere
            return Attempt("putaway", part, lot, place, self._one("bin", store), some)
        if roll < 0.6:
            return self._issue(place, lot)
        if roll < 0.75:
            return Attempt("relocation", part, lot, place, self._one("bin", store), some)
        if roll < 0.9:
            return Attempt("transfer_out", part, lot, place, self._one("in_transit"), some)
        return Attempt("quarantine", part, lot, place, self._one("quarantine", store), some)

    def _issue(self, place: int, lot: int) -> Attempt:
        """Issue the oldest lot of the part in that store, wherever it lies; at times the one at hand."""
        model, part = self.model, self.model.part_of[lot]
        shelf = model.shelf[model.stores[place], part]
        oldest = min(shelf, key=lambda each: (model.rank_of[each], each)) if shelf else lot
        if self.chance.random() < 0.9 and oldest != lot:
            lot = oldest
            shelves = (*self.by_kind["bin", model.stores[place]], *self.by_kind["van", model.stores[place]])
            place = next((each for each in shelves if model.there[each, lot] > 0), place)
        pieces = self.chance.randint(1, max(1, min(model.there[place, lot] // PIECE, 3)))
        return Attempt("issue", part, lot, place, self._one("work_order"), pieces * PIECE)

    def _reversal(self) -> Attempt:
        number = max(1, len(self.model.done) - self.chance.randrange(200))
        o = self.model.done[number - 1]
        return Attempt("reversal", o.part, o.lot, o.target, o.source, o.quantity, reverses=number)

    def _spoilt(self, a: Attempt) -> Attempt:
        """Change one thing; the model judges whether that makes it wrong."""
        anywhere = self.chance.choice(list(self.model.kinds))
        wrong: list[dict[str, object]] = [
            {"quantity": 0},
            {"quantity": -a.quantity},
            {"quantity": a.quantity + 1},
            {"quantity": a.quantity + self.chance.choice([1, 20, 10**6]) * PIECE},
            {"source": anywhere},
            {"target": anywhere},
            {"target": a.source},
            {"lot": self.chance.choice(self.lots)},
            {"part": self.chance.choice(self.parts)},
            {"number_off": self.chance.choice([-1, 1, 5])},
            {"link": "f" * 64},
        ]
        if a.kind not in {"release", "rejection", "reversal"}:
            wrong.append({"kind": self.chance.choice([each for each in WAYS if each not in {"release", "rejection"}])})
        if a.reverses is not None:
            wrong.append({"reverses": self.chance.randint(1, len(self.model.done) + 3)})
        return replace(a, **self.chance.choice(wrong))  # type: ignore[arg-type]
