"""The month's stock-take through the API: counted while parts are issued, approved by another, posted."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from inventory.tables import CountLine, Stock
from inventory.verifying import verify
from kernel.amounts import Quantity
from tests.support.web import Client, Web
from tests.support.world import World, three_shelves


def did(client: Client, path: str, body: dict[str, Any] | None = None) -> Any:
    """Send a command to the API and return its answer, which must be good."""
    answer = client.api(path, body or {})
    assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text[:600]}"
    return answer.json


def test_gains_and_losses_are_posted_while_issues_go_on(web_on_either: Web) -> None:
    """Each difference is that of the moment of its count; who made or counted the stock-take never approves it."""
    web = web_on_either
    with web.session() as session:
        world = World(session).build()
        order = three_shelves(world)
        session.commit()
        parts, places = dict(world.parts), dict(world.places)
    boss, keeper, engineer = web.as_("supervisor"), web.as_("keeper"), web.as_("engineer")
    second, third = web.as_("second", "supervisor"), web.as_("third", "supervisor")

    take = did(boss, "/stock-takes", {"store_id": places["C"], "due_on": "2026-03-05"})["stock_take_id"]

    def count(who: Client, part: str, place: str, quantity: str) -> None:
        body = {"location_id": places[place], "part_id": parts[part], "counted": quantity}
        did(who, f"/stock-takes/{take}/counts", body)

    def issue(part: str, quantity: str) -> None:
        body = {"part_id": parts[part], "store_id": places["C"], "quantity": quantity}
        asked = did(engineer, f"/work-orders/{order}/part-requests", body)
        did(keeper, f"/part-requests/{asked['part_request_id']}/issue", {"quantity": quantity})

    count(keeper, "P1", "C-A1", "9")
    issue("P1", "2")
    issue("P3", "1")
    count(keeper, "P2", "C-A2", "6")
    count(keeper, "P3", "C-A2", "5")
    count(second, "P1", "C-A1", "7")
    count(second, "P2", "C-A2", "6")
    with web.session() as session:
        lines = {line.part_id: line.id for line in session.scalars(select(CountLine))}
    early = boss.api(f"/stock-takes/{take}/review", {})
    assert early.status_code >= 400, "every difference needs its cause"
    did(boss, f"/count-lines/{lines[parts['P1']]}/cause", {"cause": "lost", "note": "Shelf searched"})
    did(boss, f"/count-lines/{lines[parts['P2']]}/cause", {"cause": "miscounted"})
    did(boss, f"/stock-takes/{take}/review")
    for nobody in (boss, second):
        assert nobody.api(f"/stock-takes/{take}/approve", {}).status_code >= 400
    did(third, f"/stock-takes/{take}/approve")
    issue("P2", "3")
    did(third, f"/stock-takes/{take}/post")
    with web.session() as session:
        left = {part: session.get_one(Stock, (parts[part], places["C"])).on_hand for part in ("P1", "P2", "P3")}
        assert left == {"P1": Quantity.of(7), "P2": Quantity.of(3), "P3": Quantity.of(5)}
        assert verify(session).findings == ()
