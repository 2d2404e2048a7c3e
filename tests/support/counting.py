"""Drive a stock-take in tests with few words."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from inventory import counting
from inventory.tables import CountLine
from kernel.settings import set_value
from tests.support.world import NOON, World, q

LATER = NOON + timedelta(hours=1)


class Take:
    """Drive a stock-take of the central store."""

    def __init__(self, world: World, take: int = 0, **scope: Any) -> None:
        """Open one, or drive the one given."""
        self.world, self.session = world, world.session
        if take:
            self.id = take
            return
        made = counting.create_stock_take(
            self.session,
            store_id=world.places["C"],
            due_on=date(2026, 3, 31),
            by=world.people["supervisor"],
            at=NOON,
            request_key=self.key(),
            **scope,
        )
        self.id, self.number, self.lines = made.stock_take_id, made.number, made.lines

    def key(self) -> str:
        """Return a request key of its own."""
        return f"take-{uuid4()}"

    def count(
        self,
        place: str,
        part: str,
        counted: str | int,
        by: str = "keeper",
        at: datetime = LATER,
        script: Any = counting.count,
        **more: Any,
    ) -> counting.Counted:
        """Count a part in a place."""
        made: counting.Counted = script(
            self.session,
            stock_take_id=self.id,
            location_id=self.world.places[place],
            part_id=self.world.parts[part],
            counted=q(counted),
            by=self.world.people[by],
            at=at,
            request_key=self.key(),
            **more,
        )
        return made

    def do(self, script: str | Any, by: str = "supervisor", at: datetime = LATER, **more: Any) -> Any:
        """Run a script on the stock-take, or on a line of it."""
        if not {"count_line_id", "count_line_ids"} & set(more):
            more["stock_take_id"] = self.id
        run = getattr(counting, script) if isinstance(script, str) else script
        return run(self.session, by=self.world.people[by], at=at, request_key=self.key(), **more)

    def line(self, place: str, part: str) -> int:
        """Return the id of a line."""
        return self.session.scalars(
            select(CountLine.id).where(
                CountLine.stock_take_id == self.id,
                CountLine.location_id == self.world.places[place],
                CountLine.part_id == self.world.parts[part],
            )
        ).one()

    def settle(self, *causes: tuple[str, str, str], approver: str = "admin") -> Any:
        """Give causes, close, approve and post."""
        for place, part, cause in causes:
            self.do("set_cause", count_line_id=self.line(place, part), cause=cause)
        self.do("review")
        self.do("approve", by=approver)
        return self.do("post_variances", by=approver)


def set_now(world: World, name: str, value: Any) -> None:
    """Set a value from long ago on."""
    set_value(world.session, name=name, value=value, valid_from_on=date(2020, 1, 1), by=None)
    world.session.commit()


def one_count_is_enough(world: World) -> World:
    """Let one count be enough, whatever it finds."""
    set_now(world, "stock_take.tolerance", {"share_percent": 100, "value_cny": 1_000_000})
    return world
