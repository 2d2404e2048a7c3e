"""Steps of a keeper's day for tests of inventory: short names, keys made up, always at noon unless told."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import count

from sqlalchemy.orm import Session

from inventory import accepting, issuing, putting_away, requesting, returning
from inventory.tables import Fit, PartRequest, Stock, Supersession
from kernel.amounts import Money, Quantity
from tests.support.world import NOON, World, q

KEYS = count(1)


def key() -> str:
    """Return a request key nobody used."""
    return f"test-{next(KEYS)}"


class Desk:
    """Do what people at the desk and in the store do, in a world."""

    def __init__(self, session: Session, world: World) -> None:
        """Work in a session and a world."""
        self.session, self.world = session, world

    def order(self, number: str = "W1", urgency: str = "normal", model: str | None = None) -> int:
        """Open a work order."""
        made = requesting.open_work_order(
            self.session,
            number=number,
            urgency=urgency,
            product_model_id=None if model is None else self.world.models[model],
            engineer_id=self.world.people["engineer"],
            by=self.world.people["desk"],
            at=NOON,
            request_key=key(),
        )
        self.world.places[number] = made.location_id
        return made.work_order_id

    def ask(
        self, order: int, part: str, quantity: str | int, store: str = "C", minutes: int = 0
    ) -> requesting.Requested:
        """Ask for a part, some minutes after noon."""
        return requesting.request_part(
            self.session,
            work_order_id=order,
            part_id=self.world.parts[part],
            store_id=self.world.places[store],
            quantity=q(quantity),
            by=self.world.people["desk"],
            at=NOON + timedelta(minutes=minutes),
            request_key=key(),
        )

    def issue(self, request: int, quantity: str | int, **more: object) -> issuing.Issued:
        """Issue on a request."""
        return issuing.issue(
            self.session,
            part_request_id=request,
            quantity=q(quantity),
            by=self.world.people["keeper"],
            request_key=key(),
            **{"at": NOON, **more},  # type: ignore[arg-type]
        )

    def give_back(self, order: int, lot: int, quantity: str | int, to: str = "C-A1") -> returning.Returned:
        """Return unused parts."""
        return returning.return_unused(
            self.session,
            work_order_id=order,
            lot_id=lot,
            quantity=q(quantity),
            to_location_id=self.world.places[to],
            by=self.world.people["keeper"],
            at=NOON,
            request_key=key(),
        )

    def bring(self, part: str, quantity: str | int, cost: str = "10", **more: object) -> accepting.BroughtIn:
        """Bring goods into the central hold."""
        facts: dict[str, object] = {
            "received_on": date(2026, 3, 1),
            "reference": "OPEN-1",
            "origin": "opening",
            "brought_by_id": self.world.people["buyer"],
            "by": self.world.people["keeper"],
            "at": NOON,
            "request_key": key(),
            **more,
        }
        return accepting.bring_in(
            self.session,
            part_id=self.world.parts[part],
            quantity=q(quantity),
            hold_location_id=self.world.places["C-H"],
            unit_cost_cny=Money.of(cost),
            **facts,  # type: ignore[arg-type]
        )

    def clear(self, lot: int, passed: str | int, failed: str | int = 0, by: str = "inspector") -> accepting.Cleared:
        """Give a verdict on goods in the central hold."""
        return accepting.clear(
            self.session,
            lot_id=lot,
            hold_location_id=self.world.places["C-H"],
            passed=q(passed),
            failed=q(failed),
            reference="INS-1",
            by=self.world.people[by],
            at=NOON,
            request_key=key(),
        )

    def put_away(self, lot: int, quantity: str | int, to: str = "C-A1", at: datetime = NOON) -> putting_away.PutAway:
        """Put goods from the central staging into a bin."""
        return putting_away.put_away(
            self.session,
            lot_id=lot,
            from_location_id=self.world.places["C-S"],
            to_location_id=self.world.places[to],
            quantity=q(quantity),
            by=self.world.people["keeper"],
            at=at,
            request_key=key(),
        )

    def fit(self, part: str, model: str) -> None:
        """Say that a part fits a model."""
        self.session.add(Fit(part_id=self.world.parts[part], product_model_id=self.world.models[model]))
        self.session.flush()

    def supersede(self, old: str, new: str, *, two_way: bool = False, factors: tuple[int, int] = (1, 1)) -> None:
        """Say that a part is succeeded by another."""
        self.session.add(
            Supersession(
                predecessor_id=self.world.parts[old],
                successor_id=self.world.parts[new],
                valid_from_on=date(2026, 1, 1),
                two_way=two_way,
                predecessor_factor=factors[0],
                successor_factor=factors[1],
            )
        )
        self.session.flush()

    def stock(self, part: str, store: str = "C") -> tuple[Quantity, Quantity]:
        """Return on hand and reserved."""
        self.session.flush()
        self.session.expire_all()
        row = self.session.get_one(Stock, (self.world.parts[part], self.world.places[store]))
        return row.on_hand, row.reserved

    def request(self, request: int) -> PartRequest:
        """Return a request as it is now."""
        self.session.flush()
        return self.session.get_one(PartRequest, request, populate_existing=True)
