"""Attack the gate of inspection through the API: every operation that names goods, at goods that did not pass."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from marshmallow import Schema, fields
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from inventory.places import SOUND
from inventory.tables import Balance, Location, PartRequest, Posting
from inventory.verifying import verify
from kernel.db import QuantityType
from receiving.tables import Arrival, Inspection, SupplierReturn
from tests.support.inventory import Desk
from tests.support.procurement import Market
from tests.support.receiving import TODAY, Ramp
from tests.support.web import Client, Web, make_app
from tests.support.world import World, q
from webapp import fields as ours
from webapp.commands import COMMANDS, Command

pytestmark = pytest.mark.slow
PASSED = 2
TRIES = 24
"""Requests for each operation: all it can be asked for, or so many of them drawn with a fixed seed."""
GATE = {"decide", "decide_pieces", "decide_concession", "ask_concession", "begin_inspection"}
"""The verdict itself and what leads to it."""
PLACES = {"location_id", "from_location_id", "to_location_id", "quarantine_location_id", "bin_id"}
GOODS = PLACES | {"lot_id", "lot_ids", "lines", "serials", "posting_id", "quantity", "duplicate_id", "part_request_id"}
GOODS |= {"transfer_id", "stock_take_id", "supplier_return_id", "arrival_id", "inspection_id", "note_id"}
LAST = ("undo_arrival", "merge_parts", "reverse_posting", "cancel_claim", "open_claim")
"""What takes goods or parts out of the others' reach comes last."""


class Attacked:
    """Hold lots that nobody looked at, that failed, and of which two pieces passed."""

    def __init__(self, web: Web) -> None:
        """Register them; the same person bought, received and may do everything but judge."""
        self.web = web
        with web.session() as session:
            world = World(session).build()
            market = Market(world)
            for part in ("P1", "P2", "SER"):
                market.offer("ACME", part)
            ramp = Ramp(market)
            own = world.stocked("P1", 3)
            self.fresh, self.failed = ramp.arrived("P1", 10), ramp.arrived("P2", 6)
            ramp.decide(self.failed, 0, 6)
            self.judged = ramp.arrived("P1", 8)
            ramp.decide(self.judged, PASSED, 3)
            ramp.put_away(self.judged, PASSED)
            self.serial = ramp.arrived("SER", 1, serial_numbers=("SN9",))
            desk = Desk(session, world)
            desk.ask(desk.order(), "P1", 5)
            session.commit()
            self.values = self._values(session, world, own)

    def _values(self, session: Session, world: World, own: int) -> dict[str, list[Any]]:
        lots = [self.fresh, self.failed, self.judged, self.serial, own]
        places = [world.places[code] for code in ("C-H", "C-Q", "C-S", "C-A1", "C", "VAN1")]
        parts = [world.parts[code] for code in ("P1", "P2", "SER")]
        ids = {
            "posting_id": Posting.id,
            "arrival_id": Arrival.id,
            "inspection_id": Inspection.id,
            "supplier_return_id": SupplierReturn.id,
            "part_request_id": PartRequest.id,
        }
        return {
            **dict.fromkeys(PLACES, places),
            **dict.fromkeys(("part_id", "duplicate_id", "kept_id"), parts),
            **{name: [world.places["C"], world.places["N"]] for name in ("store_id", "from_store_id", "to_store_id")},
            **{name: list(session.scalars(select(column))) for name, column in ids.items()},
            "lot_id": lots,
            "quantity": ["1", "3", "6"],
            "counted": ["13", "0"],
            "taken": ["0"],
            "serials": ["SN9"],
            "work_order_id": [1],
        }

    def unsound(self) -> dict[str, str]:
        """Return the lots of which more lies among sound goods than passed."""
        allowed = {self.fresh: 0, self.failed: 0, self.judged: PASSED, self.serial: 0}
        with self.web.session() as session:
            rows = session.execute(
                select(Balance.lot_id, func.sum(Balance.on_hand, type_=QuantityType))
                .join(Location, Location.id == Balance.location_id)
                .where(Balance.lot_id.in_(allowed), Location.kind.in_([str(kind) for kind in SOUND]))
                .group_by(Balance.lot_id)
            )
            return {str(lot): str(there) for lot, there in rows if there > q(allowed[lot])}


@pytest.fixture
def attacked(sqlite_url: str, tmp_path: Path) -> Attacked:
    return Attacked(Web(make_app(sqlite_url, tmp_path)))


def choices(name: str, field: Any, values: dict[str, list[Any]]) -> list[Any]:
    """Return what a field may be asked with: goods under attack where it names some, else something plausible."""
    if name in values:
        found = [int(each) if isinstance(field, fields.Integer) else each for each in values[name]]
        return [str(each) for each in found] if isinstance(field, fields.String) else found
    if isinstance(field, fields.List):
        inner = field.inner
        if isinstance(inner, fields.Nested):
            return [[each] for each in bodies(inner.schema, values)]
        return [[each] for each in choices(name.removesuffix("s"), inner, values)]
    if isinstance(field, fields.Nested):
        return list(bodies(field.schema, values))
    if isinstance(field, ours.ChoiceField):
        return [key for key, _ in field.metadata["choices"]]
    plain: list[tuple[type, list[Any]]] = [
        (ours.ScaledField, ["1"]),
        (ours.DayField, [TODAY.isoformat()]),
        (ours.InstantField, [f"{TODAY}T11:00:00+08:00"]),
        (fields.Boolean, [True, False]),
        (fields.Integer, [1, 2]),
    ]
    return next((made for kind, made in plain if isinstance(field, kind)), ["because"])


def bodies(schema: Schema, values: dict[str, list[Any]]) -> Iterator[dict[str, Any]]:
    """Yield what may be sent: every mixture of choices, or some of them."""
    named = {name: choices(name, field, values) for name, field in schema.fields.items()}
    mixed = [dict(zip(named, each, strict=True)) for each in product(*named.values())] if _few(named) else None
    draw = random.Random(",".join(named))
    if mixed is None:
        mixed = [{name: draw.choice(known) for name, known in named.items()} for _ in range(TRIES)]
    yield from draw.sample(mixed, min(TRIES, len(mixed)))


def _few(named: dict[str, list[Any]]) -> bool:
    size = 1
    for known in named.values():
        size *= len(known)
    return size <= 5_000


def prepared(thief: Client, values: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Open a stock-take of the store and ask for a transfer out of it, so that both can be misused."""
    central, north = values["store_id"]
    opened = thief.api("/stock-takes", {"store_id": central, "due_on": TODAY.isoformat()})
    line = {"part_id": values["part_id"][0], "quantity": "1"}
    asked = thief.api("/transfers", {"from_store_id": central, "to_store_id": north, "lines": [line], "note": ""})
    return values | {name: [made.json[name]] for name, made in (("stock_take_id", opened), ("transfer_id", asked))}


def about_goods() -> list[Command]:
    """Return the operations that name goods, those last that would take them away."""
    found = [each for name, each in sorted(COMMANDS.items()) if name not in GATE and GOODS & set(each.schema().fields)]
    return sorted(found, key=lambda each: LAST.index(each.name) if each.name in LAST else -1)


def test_no_operation_leads_around_the_verdict(attacked: Attacked) -> None:
    from webapp.permissions import ROLES

    thief: Client = attacked.web.as_("thief", *ROLES)
    token, answers = thief.token(), Counter[str]()
    commands, values = about_goods(), prepared(thief, attacked.values)
    for command in commands:
        for body in bodies(command.schema(), values):
            path = command.url
            for name in [each for each in body if f":{each}>" in path]:
                path = path.replace(f"<int:{name}>", str(body.pop(name)))
            answer = thief.api(path, body, headers={"X-CSRFToken": token})
            assert answer.status_code < 500, f"{path} {body}: {answer.text}"
            answers["done" if answer.status_code < 300 else answer.json["code"]] += 1
            assert attacked.unsound() == {}, f"{path} {body}"
    assert len(commands) > 60
    assert answers["done"] > 50, answers
    with attacked.web.session() as session:
        assert verify(session).findings == ()
