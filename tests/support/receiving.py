"""The ramp of a small company for tests: arrivals, inspections and claims made through the scripts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import count

from sqlalchemy import select

from inventory.putting_away import PutAway, put_away
from inventory.tables import Balance
from kernel.amounts import Quantity
from receiving.arriving import ArrivedLine, Registered, register_arrival
from receiving.inspecting import Decided, Result, decide
from receiving.readings import Reading
from receiving.standardising import CharacteristicDraft, create_standard
from receiving.verdict import Aspect, DefectClass
from tests.support.procurement import Market
from tests.support.world import NOON, World, q

_keys = count(1)
TODAY = date(2026, 3, 2)


def key() -> str:
    """Return a request key that was never used."""
    return f"ramp-{next(_keys)}"


@dataclass
class Ramp:
    """Do what the keeper and the inspector of the central warehouse do."""

    market: Market

    @property
    def world(self) -> World:
        """Return the company."""
        return self.market.world

    def line(self, order_line_id: int | None, part: str, quantity: int | str, **more: object) -> ArrivedLine:
        """Return a line of an arrival."""
        return ArrivedLine(order_line_id, self.world.parts[part], q(quantity), **more)  # type: ignore[arg-type]

    def register(
        self, *lines: ArrivedLine, supplier: str = "ACME", at: datetime = NOON, on: date = TODAY
    ) -> Registered:
        """Register an arrival at the central warehouse by the keeper."""
        return register_arrival(
            self.world.session,
            store_id=self.world.places["C"],
            supplier_id=self.market.suppliers[supplier],
            lines=lines,
            delivery_note="DN-1",
            arrived_on=on,
            by=self.world.people["keeper"],
            at=at,
            request_key=key(),
        )

    def arrived(self, part: str, quantity: int | str, *, supplier: str = "ACME", **more: object) -> int:
        """Order and receive a part and return the lot that lies in the hold."""
        order = self.market.sent(supplier, (part, quantity))
        made = self.register(self.line(order.line_ids[0], part, quantity, **more), supplier=supplier)
        return made.lines[0].lots[0].lot_id

    def decide(
        self, lot: int, passed: int | str, failed: int | str = 0, *, who: str = "inspector", **more: object
    ) -> Decided:
        """Give a verdict, major where something failed."""
        words = {"severity": "major", "reason": "cracked"} if q(failed) else {}
        return decide(
            self.world.session,
            lot_id=lot,
            passed=q(passed),
            failed=q(failed),
            by=self.world.people[who],
            at=NOON,
            request_key=key(),
            **{**words, **more},  # type: ignore[arg-type]
        )

    def put_away(self, lot: int, quantity: int | str, to: str = "C-A1") -> PutAway:
        """Put a lot from staging into a bin."""
        return put_away(
            self.world.session,
            lot_id=lot,
            from_location_id=self.world.places["C-S"],
            to_location_id=self.world.places[to],
            quantity=q(quantity),
            by=self.world.people["keeper"],
            at=NOON,
            request_key=key(),
        )

    def standard(self, part: str, *, on: date = TODAY) -> tuple[int, ...]:
        """Set a standard for a part: look (minor), marking (critical), length 9.95 to 10.05 mm (major)."""
        drafts = (
            CharacteristicDraft(Aspect.APPEARANCE, "无划痕", "No scratches", DefectClass.MINOR),
            CharacteristicDraft(Aspect.MARKING, "认证标志清晰", "Approval mark legible", DefectClass.CRITICAL),
            CharacteristicDraft(
                Aspect.DIMENSION,
                "长度",
                "Length",
                DefectClass.MAJOR,
                gauge="caliper",
                unit="mm",
                lower_limit=Reading.of("9.95"),
                upper_limit=Reading.of("10.05"),
            ),
        )
        made = create_standard(
            self.world.session,
            part_id=self.world.parts[part],
            characteristics=drafts,
            valid_from_on=on,
            by=self.world.people["inspector"],
            at=NOON,
            request_key=key(),
        )
        return made.characteristic_ids

    def where(self, lot: int) -> dict[str, Quantity]:
        """Return where a lot lies and how much of it."""
        codes = {place: code for code, place in self.world.places.items()}
        rows = self.world.session.execute(
            select(Balance.location_id, Balance.on_hand).where(Balance.lot_id == lot, Balance.on_hand > Quantity(0))
        )
        return {codes[place]: quantity for place, quantity in rows}


def right(ids: tuple[int, ...]) -> tuple[Result, ...]:
    """Return results that conform to the standard of `Ramp.standard`."""
    return (
        Result(ids[0], conforms=True),
        Result(ids[1], conforms=True),
        Result(ids[2], sample=1, measured=Reading.of("10.01")),
    )
