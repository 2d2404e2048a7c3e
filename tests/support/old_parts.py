"""Old parts for tests: a company that owes them back for part P1, and the steps of engineer, keeper and inspector."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from inventory import explaining, judging_old, refurbishing, returning_old
from inventory.places import LocationKind as K
from inventory.returning_old import AskedLine
from inventory.tables import (
    Balance,
    Location,
    OldPartDebt,
    Part,
)
from kernel.amounts import Money
from tests.support.inventory import Desk, key
from tests.support.world import NOON, World, q


class OldParts:
    """Work with old parts in a world: P1 and the serial-tracked SER are owed back."""

    def __init__(self, world: World) -> None:
        """Add the places and mark the parts."""
        self.world, self.session, self.desk = world, world.session, Desk(world.session, world)
        for store in ("C", "N"):
            if f"{store}-OLD" not in world.places:
                world.place(f"{store}-OLD", K.DEFECTIVE, store_id=world.places[store], parent_id=world.places[store])
        for number in ("P1", "SER"):
            self.session.get_one(Part, world.parts[number]).old_part = "always"
        self.session.commit()

    @classmethod
    def in_stock(cls, world: World) -> OldParts:
        """Work in a world whose central store has twenty of P1, owed back, and of P2, which is not."""
        made = cls(world)
        world.stocked("P1", 20)
        world.stocked("P2", 20)
        world.session.commit()
        return made

    def used(self, part: str = "P1", quantity: int = 2, *, number: str = "W1") -> int:
        """Issue a part to a new work order of the engineer and return the order."""
        order = self.desk.order(number)
        asked = self.desk.ask(order, part, quantity)
        self.desk.issue(asked.part_request_id, quantity)
        return order

    def debt(self, order: int, part: str = "P1") -> OldPartDebt:
        """Return the debt of a work order as it is now."""
        found = select(OldPartDebt).where(
            OldPartDebt.work_order_id == order, OldPartDebt.part_id == self.world.parts[part]
        )
        self.session.flush()
        return self.session.scalars(found.execution_options(populate_existing=True)).one()

    def note(self, *lines: AskedLine, store: str = "C", at: datetime = NOON) -> returning_old.MadeNote:
        """Make a return note by the engineer."""
        return returning_old.make_note(
            self.session,
            store_id=self.world.places[store],
            lines=lines,
            by=self.world.people["engineer"],
            at=at,
            request_key=key(),
        )

    def confirm(
        self, line: int, quantity: int = 1, *, who: str = "keeper", at: datetime = NOON
    ) -> returning_old.Confirmed:
        """Confirm pieces of a line."""
        return returning_old.confirm(
            self.session, line_id=line, quantity=q(quantity), by=self.world.people[who], at=at, request_key=key()
        )

    def brought(self, quantity: int = 2, *, number: str = "W1") -> int:
        """Use, bring and confirm pieces of P1 and return the lot of old parts."""
        if not self.desk.world.session.scalar(select(Location.id).where(Location.code == "STOCKED")):
            self.world.stocked("P1", 20)
            self.world.place("STOCKED", K.ZONE)
        debt = self.debt(self.used(quantity=quantity, number=number))
        made = self.note(AskedLine(debt.id, q(quantity)))
        return self.confirm(made.line_ids[0], quantity).lot_id

    def judge(
        self, lot: int, verdict: str, *, who: str = "inspector", cause: str = "defect", at: datetime = NOON
    ) -> judging_old.Judged:
        """Give a verdict."""
        return judging_old.judge(
            self.session,
            lot_id=lot,
            verdict=verdict,
            cause=cause,
            finding="烧毁",
            by=self.world.people[who],
            at=at,
            request_key=key(),
        )

    def workshop(self) -> int:
        """Return the place of a workshop of the central store."""
        if "C-WS" not in self.world.places:
            self.world.place("C-WS", K.WORKSHOP, store_id=self.world.places["C"], parent_id=self.world.places["C"])
        return self.world.places["C-WS"]

    def sent_out(self, *lots: int, due: date = date(2026, 3, 20)) -> refurbishing.SentOut:
        """Send lots of old parts to the workshop."""
        return refurbishing.send_out(
            self.session,
            workshop_id=self.workshop(),
            lot_ids=lots,
            due_on=due,
            by=self.world.people["keeper"],
            at=NOON,
            request_key=key(),
        )

    def came_back(self, line: int, repaired: int, unrepaired: int = 0, cost: str = "3") -> refurbishing.CameBack:
        """Take back what the workshop has done."""
        return refurbishing.take_back(
            self.session,
            workshop_line_id=line,
            repaired=q(repaired),
            unrepaired=q(unrepaired),
            unit_cost_cny=Money.of(cost),
            by=self.world.people["keeper"],
            at=NOON,
            request_key=key(),
        )

    def explain(self, debt: int, wish: str = "let_off", quantity: int = 1, **more: object) -> explaining.Explained:
        """Explain by the engineer why an old part does not come."""
        facts = {"excuse": "lost", "note": "客户处遗失", "until_on": None, "at": NOON} | more
        return explaining.explain(
            self.session,
            debt_id=debt,
            wish=wish,
            quantity=q(quantity),
            by=self.world.people["engineer"],
            request_key=key(),
            **facts,  # type: ignore[arg-type]
        )

    def answer(
        self, explanation: int, *, granted: bool = True, who: str = "supervisor", note: str = "", at: datetime = NOON
    ) -> explaining.Answered:
        """Sign an explanation or refuse it."""
        return explaining.answer(
            self.session,
            explanation_id=explanation,
            granted=granted,
            note=note,
            by=self.world.people[who],
            at=at,
            request_key=key(),
        )


def there(old: OldParts, lot: int) -> dict[str, str]:
    rows = old.session.execute(
        select(Location.code, Balance.on_hand)
        .join(Location, Location.id == Balance.location_id)
        .where(Balance.lot_id == lot, Balance.on_hand > q(0))
    )
    return {code: str(quantity) for code, quantity in rows}
