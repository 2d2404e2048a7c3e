"""Play the history of the demo company day by day up to now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy.orm import Session

from inventory import parts_keeping
from kernel.clock import BUSINESS_ZONE
from webapp.demo import qualification
from webapp.demo.agenda import Agenda
from webapp.demo.demand import Wish, wishes
from webapp.demo.founding import found_company
from webapp.demo.old_parts import SINCE_DAYS, OldParts
from webapp.demo.repairs import Service, model_for
from webapp.demo.replacements import leave_replacement
from webapp.demo.stage import DemoPart, Stage, clock, hold_master_data
from webapp.demo.stores import Stores
from webapp.demo.supply import Supply
from webapp.demo.today import fill_queues

Progress = Callable[[float], None]
BAD_LOT_PART = "WM-0101"
PRICED_DAYS = 60
BAD_LOT_DAYS, SUPERSEDED_DAYS, SIGNED_DAYS, SILENT_DAYS = 80, 230, 60, 3
FOUNDING_SHARE = 0.2
SHORTAGE_DAYS = (2,)
"""Weekdays on which the central store sends the regions what waiting repairs lack."""
ACCESSORY = {"seals", "hardware", "consumables"}


@dataclass(frozen=True, slots=True)
class Size:
    """Say how much is played: months of history and the share of the kinds of part."""

    months: int
    share: float

    @classmethod
    def of(cls, scale: float) -> Size:
        """Return the size for a scale: 1 is the whole company, 0.05 a company for tests.

        >>> Size.of(1), Size.of(0.04)
        (Size(months=24, share=1.0), Size(months=5, share=0.2))
        """
        if not 0 < scale <= 1:
            raise ValueError("the scale lies above 0 and goes up to 1")
        return cls(max(3, round(24 * scale**0.5)), max(0.15, round(scale**0.5, 3)))


def play(session: Session, *, now: datetime, seed: int, scale: float, progress: Progress) -> Stage:
    """Found the company and let it live until now; leaves today's work to do in every queue."""
    size = Size.of(scale)
    today = now.astimezone(BUSINESS_ZONE).date()
    first = _workday(_months_before(today, size.months))
    hold_master_data(session)
    stage = Stage(session, Random(seed), clock(first, 8))
    found_company(stage, size.share, lambda done: progress(done * FOUNDING_SHARE))
    world = World(stage, today, now)
    world.prepare(first)
    begun, span = stage.at, (now - stage.at).total_seconds()
    for at, step in world.agenda.until(now - timedelta(hours=4)):
        stage.at = max(at, stage.at)
        step()
        progress(FOUNDING_SHARE + (1 - FOUNDING_SHARE) * 0.97 * (at - begun).total_seconds() / span)
    fill_queues(stage, world.service, world.supply, world.stores, now)
    world.old_parts.leave_work()
    world.supply.leave_concession()
    leave_replacement(stage)
    stage.commit()
    progress(1.0)
    return stage


class World:
    """Hold the rooms of the play and the rhythm of their days."""

    def __init__(self, stage: Stage, today: date, now: datetime) -> None:
        """Open the rooms, each with chance of its own, so that one does not disturb another's."""
        self.stage, self.today, self.now = stage, today, now
        self.agenda = Agenda()
        self.service = Service(stage, self.agenda, Random(stage.rng.random()))
        self.supply = Supply(stage, self.agenda, Random(stage.rng.random()))
        self.stores = Stores(stage, self.agenda, Random(stage.rng.random()))
        self.old_parts = OldParts(stage, self.agenda, Random(20))
        self.prices = Random(21)
        self.supply.stall_before = today - timedelta(days=2)
        self.service.signed_since = now - timedelta(days=SIGNED_DAYS)
        self.service.silent_since = now - timedelta(days=SILENT_DAYS)

    def prepare(self, first: date) -> None:
        """Note every day's work and every case in the agenda."""
        self.old_parts.found(first, self.today)
        self.agenda.note(clock(first, 9), self.stores.first_distribution)
        self.agenda.note(clock(first + timedelta(days=4), 9), self.stores.refill_vans)
        on = first
        while on <= self.today:
            if on.weekday() < 6:
                self._day(on, last=on == self.today)
            on += timedelta(days=1)
        for days, step in ((BAD_LOT_DAYS, self._bad_lot), (SUPERSEDED_DAYS, self._supersede)):
            day = self.today - timedelta(days=days)
            self.agenda.note(clock(_workday(day if day > first else first + timedelta(days=30)), 10.2), step)
        self._cases(first + timedelta(days=3))

    def _day(self, on: date, *, last: bool) -> None:
        note = self.agenda.note
        note(clock(on, 8.55), self.stores.clear_expired)
        if on.weekday() in SHORTAGE_DAYS or last:
            note(clock(on, 8.75), self.stores.shortages)
        note(clock(on, 9), self._planned_transfers)
        note(clock(on, 11), self.service.serve)
        if not last:
            note(clock(on, 10), self.supply.inspect)
            note(clock(on, 14.5), self.supply.put_away)
            note(clock(on, 16.5), self.service.serve)
        if on.weekday() == 0 and on.toordinal() // 7 % 2:
            note(clock(on, 9.5), self.supply.reorder)
        if on.weekday() == 1 and not (on.toordinal() // 7 + 2) % 4:
            note(clock(on, 9.5), self.stores.replenish)
        if on.weekday() == 3 and not (on.toordinal() // 7) % 6:
            note(clock(on, 9.5), self.stores.refill_vans)
        if on.day == 3 and on.month % 3 == 0:
            note(clock(on, 8.6), self.supply.evaluate)
            if (self.today - on).days < 400:
                note(clock(on, 9.2), self.supply.plan)
        self._papers_and_prices(on, last=last)
        if not last:
            self._old_parts(on)
        self._month_end(on, last=last)

    def _papers_and_prices(self, on: date, *, last: bool) -> None:
        """Assess suppliers and note market prices each month, make the sale prices once, leave something open."""
        note = self.agenda.note
        if on.day == 12 and not last:
            note(clock(on, 15.2), lambda: qualification.assess_again(self.stage, self.today))
            if (self.today - on).days < 400:
                note(clock(on, 15.4), lambda: qualification.note_market(self.stage, self.prices))
        if on == _workday(self.today - timedelta(days=PRICED_DAYS)):
            note(clock(on, 15.6), lambda: qualification.make_sale_prices(self.stage))
        if on == _workday(self.today - timedelta(days=3)):
            note(clock(on, 15.8), lambda: qualification.leave_open(self.stage))

    def _old_parts(self, on: date) -> None:
        """Bring old parts on Fridays and judge them on Tuesdays, since they are asked for."""
        if (self.today - on).days < SINCE_DAYS:
            if on.weekday() == 4:
                self.agenda.note(clock(on, 17), self.old_parts.bring)
            if on.weekday() == 1:
                self.agenda.note(clock(on, 15), self.old_parts.judge)
                self.agenda.note(clock(on, 16), self.old_parts.take_back)

    def _month_end(self, on: date, *, last: bool) -> None:
        """Count some zones near the end of each of the last months."""
        if on.day == 26 and not last and (self.today - on).days < 125:
            code = ("SH", "GZ", "BJ")[on.month % 3]
            zones = ("A", "B", "C", "D")
            self.agenda.note(clock(on, 12.2), lambda: self.stores.stock_take(code, zones))
            zone = zones[on.month % 4]
            self.agenda.note(clock(on, 13), lambda: self.stores.stock_take("HQ", (zone,)))

    def _planned_transfers(self) -> None:
        planned, self.supply.planned_transfers = self.supply.planned_transfers, []
        for made in planned:
            self.stores.take_over(made.transfer_id, made.from_store_id, made.to_store_id)

    def _bad_lot(self) -> None:
        self.stores.take_out_bad_lot(BAD_LOT_PART)

    def _supersede(self) -> None:
        """Replace the old receiver board by the new one; what is left of the old is used up first."""
        stage = self.stage
        by_number = {part.number: part for part in stage.parts}
        old, new = by_number[stage.old_part], by_number[stage.new_part]
        old.succeeded = True
        stage.do(
            parts_keeping.supersede,
            by="supervisor",
            predecessor_id=old.id,
            successor_id=new.id,
            valid_from_on=stage.today,
        )

    # --- cases ------------------------------------------------------------------------------------------------------

    def _cases(self, first: date) -> None:
        """Spread what will be needed over cases, each a product that fails, and note when they come in."""
        stage, rng = self.stage, stage_random(self.stage)
        needs = wishes([part.kind.pace for part in stage.parts], first, self.today + timedelta(days=1), rng)
        accessories: dict[date, list[Wish]] = {}
        for wish in needs:
            if not stage.parts[wish.part].family and stage.parts[wish.part].kind.category in ACCESSORY:
                accessories.setdefault(wish.on, []).append(wish)
        spare = [each for day in sorted(accessories) for each in accessories[day]]
        for wish in needs:
            part = stage.parts[wish.part]
            if not part.family and part.kind.category in ACCESSORY:
                continue
            wanted = [(part, wish.quantity)]
            while spare and spare[0].on <= wish.on and len(wanted) < 3:
                extra = spare.pop(0)
                wanted.append((stage.parts[extra.part], extra.quantity))
            self._note_case(wish.on, wanted, model_for(part, stage, rng), rng)
        for extra in spare:
            part = stage.parts[extra.part]
            self._note_case(extra.on, [(part, extra.quantity)], model_for(part, stage, rng), rng)
        self._partless(first, len(needs) // 25, rng)

    def _partless(self, first: date, count: int, rng: Random) -> None:
        models = sorted(self.stage.families)
        for _ in range(count):
            on = _workday(first + timedelta(days=rng.randrange(max(1, (self.today - first).days))))
            self._note_case(on, [], rng.choice(models), rng)

    def _note_case(self, on: date, wanted: list[tuple[DemoPart, float]], model: int, rng: Random) -> None:
        at = clock(on, 8.6 + 8.6 * rng.random() ** 1.2)
        self.agenda.note(at, lambda: self.service.open(wanted, model))


def stage_random(stage: Stage) -> Random:
    """Return chance of its own for the cases."""
    return Random(stage.rng.random())


def _months_before(on: date, months: int) -> date:
    index = on.year * 12 + on.month - 1 - months
    return date(index // 12, index % 12 + 1, min(on.day, 28))


def _workday(on: date) -> date:
    return on - timedelta(days=1) if on.weekday() == 6 else on
