"""Measure issues and putaways through the HTTP API against bare Flask views that write the same rows by plain Core.

Both sides run under the production server, each a process of its own on its own database: ours with its triggers,
log-in by token, permissions, request keys and audit trail; the bare one without triggers, with statements of Core made
once.
One client with a kept connection takes turns, document by document; the median of each counts.

    python -m benchmarks.http [--documents 200] [--postgresql]
"""

from __future__ import annotations

import argparse
import hashlib
import http.client
import json
import multiprocessing
import secrets
import shutil
import socket
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask, Response, jsonify, request
from sqlalchemy import Connection, Engine, bindparam, insert, select, update

from benchmarks.ledger import Projections, cleared, compare, engines, strip
from inventory import requesting
from inventory.tables import Location
from kernel.amounts import Quantity
from kernel.auditing import acting
from kernel.db import Base, QuantityType, make_engine
from tests.support.databases import Names, session_on
from tests.support.world import NOON, World, everything, q
from webapp import serving
from webapp.app import create_app
from webapp.config import Config
from webapp.tables import ApiToken, Login, RoleGrant

SPAWN = multiprocessing.get_context("spawn")
TOKEN = "sw_" + secrets.token_urlsafe(32)


@dataclass(frozen=True)
class Work:
    """Hold what is to be done: requests to issue, lots to put away, and the places of both."""

    requests: list[int]
    lots: list[int]
    staging: int
    shelf: int


def prepare(engine: Engine, names: Names, documents: int) -> Work:
    """Ask for as many pieces, and clear as many lots, as will be issued and put away."""
    who = names.people
    with session_on(engine) as session:
        order = requesting.open_work_order(
            session,
            number="W-HTTP",
            urgency="normal",
            product_model_id=None,
            engineer_id=who["engineer"],
            by=who["desk"],
            at=NOON,
            request_key="order",
        ).work_order_id
        no_password = secrets.token_hex(16)
        session.add(Login(person_id=who["keeper"], password_hash=no_password, password_set_at=NOON))
        session.add_all([RoleGrant(person_id=who["keeper"], role=role) for role in ("keeper", "supervisor")])
        session.add(
            ApiToken(
                person_id=who["keeper"],
                name="benchmark",
                token_hash=hashlib.sha256(TOKEN.encode()).hexdigest(),
                shown_part=TOKEN[:8],
                permissions=["stock.issue", "putaway.write", "stock.read"],
                made_at=NOON,
                expires_at=datetime.now(UTC) + timedelta(days=1),
            )
        )
        lots, requests = [], []
        for number in range(documents):
            lots.append(cleared(session, names, "P2", number))
            asked = requesting.request_part(
                session,
                work_order_id=order,
                part_id=names.parts["P1"],
                store_id=names.places["C"],
                quantity=q(1),
                by=who["engineer"],
                at=NOON,
                request_key=f"ask-{number}",
            )
            requests.append(asked.part_request_id)
        session.commit()
    return Work(requests, lots, names.places["C-S"], names.places["C-A2"])


class Plain:
    """Write one movement and all that goes with it as a careful programmer would with plain Core."""

    def __init__(self, engine: Engine, by: int) -> None:
        """Make every statement once."""
        tables = Base.metadata.tables
        self.engine, self.by = engine, by
        self.projections = Projections(engine.dialect.name)
        head = tables["chain_head"]
        self.head = select(head.c.last_id, head.c.hash).where(head.c.name == bindparam("chain")).with_for_update()
        self.posting, self.movement = insert(tables["posting"]), insert(tables["movement"])
        self.request, self.audit = insert(tables["request"]), insert(tables["audit"])
        asked, promised = tables["part_request"], tables["reservation"]
        self.asked = (
            update(asked)
            .where(asked.c.id == bindparam("key"))
            .values(issued=asked.c.issued + bindparam("more", type_=QuantityType()), open=False)
        )
        self.promised = (
            update(promised)
            .where(promised.c.part_request_id == bindparam("key"), promised.c.state == "open")
            .values(state="issued", resolved_at=bindparam("then"))
        )

    def move(self, kind: str, lot: dict[str, int], source: int, target: int, quantity: Quantity, key: str) -> int:
        """Post one movement in one transaction; `lot` names part, store and, for an issue, the request."""
        now, shelf_side = datetime.now(UTC), -1 if kind == "issue" else 1
        with self.engine.begin() as connection:
            posted = connection.execute(
                self.posting,
                {
                    "kind": kind,
                    "reference": "W",
                    "moved_on": now.date(),
                    "posted_at": now,
                    "by_id": self.by,
                    "note": "",
                },
            ).inserted_primary_key
            assert posted is not None
            last, previous = connection.execute(self.head, {"chain": "movement"}).one()
            own = hashlib.sha256(f"{previous}{last}{kind}{lot}{quantity}".encode()).hexdigest()
            connection.execute(
                self.movement,
                {
                    "id": last + 1,
                    "posting_id": posted[0],
                    "kind": kind,
                    "part_id": lot["part"],
                    "lot_id": lot["lot"],
                    "from_location_id": source,
                    "to_location_id": target,
                    "quantity": quantity,
                    "moved_on": now.date(),
                    "posted_at": now,
                    "by_id": self.by,
                    "previous_hash": previous,
                    "hash": own,
                },
            )
            connection.execute(self.projections.head, {"chain": "movement", "last": last + 1, "newest": own})
            row = {"part_id": lot["part"], "on_hand": quantity, "last_movement_id": last + 1}
            for place, sign in ((source, -1), (target, 1)):
                more = {"location_id": place, "lot_id": lot["lot"], "store_id": lot["store"], "issueable": False}
                more |= {"rank_on": date(2026, 3, 1), "expires_on": None}
                change = {"change": quantity if sign > 0 else -quantity}
                connection.execute(self.projections.balance, row | more | change)
            change = {"change": quantity if shelf_side > 0 else -quantity}
            stock = row | change | {"store_id": lot["store"], "reserved": Quantity.zero()}
            connection.execute(self.projections.stock, stock)
            changed = []
            if request_id := lot.get("request"):
                connection.execute(self.asked, {"key": request_id, "more": quantity})
                connection.execute(self.promised, {"key": request_id, "then": now})
                connection.execute(
                    self.projections.promise, {"part": lot["part"], "store": lot["store"], "change": -quantity}
                )
                changed = [("part_request", request_id), ("reservation", request_id)]
            result = {"posting_id": posted[0]}
            connection.execute(
                self.request,
                {"key": key, "command": kind, "content_hash": own, "result": result, "at": now},
            )
            self._trail(connection, changed, now)
        return int(posted[0])

    def _trail(self, connection: Connection, changed: list[tuple[str, int]], now: datetime) -> None:
        if not changed:
            return
        last, previous = connection.execute(self.head, {"chain": "audit"}).one()
        rows = []
        for table, key in changed:
            last += 1
            own = hashlib.sha256(f"{previous}{last}{table}{key}".encode()).hexdigest()
            rows.append(
                {
                    "id": last,
                    "at": now,
                    "by_id": self.by,
                    "source": "bare",
                    "action": "updated",
                    "table_name": table,
                    "row_key": str(key),
                    "before": "{}",
                    "after": "{}",
                    "previous_hash": previous,
                    "hash": own,
                }
            )
            previous = own
        connection.execute(self.audit, rows)
        connection.execute(self.projections.head, {"chain": "audit", "last": last, "newest": previous})


def bare_app(url: str, by: int) -> Flask:
    """Make the bare application: one view, each call one transaction of Core."""
    app = Flask("bare")
    plain = Plain(make_engine(url), by)

    @app.post("/move")
    def move() -> Response:
        told = request.get_json()
        quantity = Quantity.of(told["quantity"])
        posted = plain.move(told["kind"], told["lot"], told["source"], told["target"], quantity, told["key"])
        return jsonify(posting_id=posted)

    return app


def serve_bare(url: str, port: int, by: int) -> None:
    """Run the bare application under the production server."""
    everything()
    serving.serve(bare_app(url, by), _config(url, port), with_worker=False)


def serve_ours(url: str, port: int) -> None:
    """Run the application under the production server, without the limit on requests a minute."""
    config = _config(url, port)
    serving.serve(create_app(config, RATELIMIT_ENABLED=False), config, with_worker=False)


def _config(url: str, port: int) -> Config:
    made = Config.load({"SECRET_KEY": secrets.token_urlsafe(48), "DATABASE_URL": url})
    return replace(made, port=port, host="127.0.0.1", log_level="WARNING")


def free_port() -> int:
    """Return a port that nobody uses now."""
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        return int(made.getsockname()[1])


class Client:
    """Call one server over a kept connection."""

    def __init__(self, port: int) -> None:
        """Connect as soon as the server answers."""
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        for _ in range(600):
            try:
                self.connection.connect()
                return
            except OSError:
                time.sleep(0.1)
        raise SystemExit("the server did not come up")

    def post(self, path: str, body: dict[str, Any], **headers: str) -> float:
        """Post and return the seconds it took; anything but success ends the benchmark."""
        begun = time.perf_counter()
        told = {"Content-Type": "application/json", **headers}
        self.connection.request("POST", path, json.dumps(body), told)
        answer = self.connection.getresponse()
        content = answer.read()
        seconds = time.perf_counter() - begun
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status} {content[:300]!r}")
        return seconds


def measure(ours: Client, bare: Client, work: Work, names: Names) -> dict[str, tuple[float, float]]:
    """Return documents a second (ours, bare) for each kind."""
    token = {"Authorization": f"Bearer {TOKEN}"}
    store, p1, p2 = names.places["C"], names.parts["P1"], names.parts["P2"]
    figures: dict[str, tuple[float, float]] = {}
    one: dict[str, Callable[[int], tuple[float, float]]] = {
        "putaways": lambda n: (
            ours.post(
                "/api/v1/putaways",
                {
                    "lot_id": work.lots[n],
                    "from_location_id": work.staging,
                    "to_location_id": work.shelf,
                    "quantity": "5",
                },
                **token,
                **{"Idempotency-Key": f"putaway-{n:06d}"},
            ),
            bare.post(
                "/move",
                {
                    "kind": "putaway",
                    "lot": {"part": p2, "lot": work.lots[n], "store": store},
                    "source": work.staging,
                    "target": work.shelf,
                    "quantity": "5",
                    "key": f"putaway-{n:06d}",
                },
            ),
        ),
        "issues": lambda n: (
            ours.post(
                f"/api/v1/part-requests/{work.requests[n]}/issue",
                {"quantity": "1"},
                **token,
                **{"Idempotency-Key": f"issue-{n:06d}"},
            ),
            bare.post(
                "/move",
                {
                    "kind": "issue",
                    "lot": {"part": p1, "lot": 1, "store": store, "request": work.requests[n]},
                    "source": names.places["C-A1"],
                    "target": names.places["W-HTTP"],
                    "quantity": "1",
                    "key": f"issue-{n:06d}",
                },
            ),
        ),
    }
    for kind, document in one.items():
        times = [document(number) for number in range(len(work.lots))]
        figures[kind] = tuple(1 / statistics.median(side) for side in zip(*times, strict=True))  # type: ignore[assignment]
    return figures


def main() -> None:
    """Measure on one engine and print the figures."""
    parser = argparse.ArgumentParser(description="Issues and putaways over HTTP, against bare Flask and Core.")
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--postgresql", action="store_true", help="on PostgreSQL instead of SQLite")
    given = parser.parse_args()
    everything()
    folder = Path(tempfile.mkdtemp(prefix="sparewell-http-"))
    try:
        with engines(folder) as found:
            name, copies = found[1 if given.postgresql else 0]
            with copies.fresh(hurried=False) as our_engine, copies.fresh(hurried=False) as bare_engine:
                print(f"{name}, {given.documents} documents each, under the production server")
                run(our_engine, bare_engine, copies.names, given.documents)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run(our_engine: Engine, bare_engine: Engine, names: Names, documents: int) -> None:
    """Prepare both databases alike, start both servers, measure, and compare what was written."""
    works = []
    for engine in (our_engine, bare_engine):
        with session_on(engine) as session:
            world = World(acting(session, by=None, at=NOON, source="benchmark"))
            world.people, world.places, world.parts = names.people, names.places, names.parts
            world.stocked("P1", 1_000_000, at="C-A1")
            session.commit()
        works.append(prepare(engine, names, documents))
    assert works[0] == works[1]
    with session_on(our_engine) as session:
        place = session.scalars(select(Location.id).where(Location.code == "W-HTTP")).one()
    names = replace(names, places=names.places | {"W-HTTP": place})
    strip(bare_engine)
    our_url, bare_url = (e.url.render_as_string(hide_password=False) for e in (our_engine, bare_engine))
    our_engine.dispose()
    bare_engine.dispose()
    our_port, bare_port = free_port(), free_port()
    servers = [
        SPAWN.Process(target=serve_ours, args=(our_url, our_port)),
        SPAWN.Process(target=serve_bare, args=(bare_url, bare_port, names.people["keeper"])),
    ]
    for server in servers:
        server.start()
    try:
        for kind, (ours, bare) in measure(Client(our_port), Client(bare_port), works[0], names).items():
            print(f"  {kind:9} {ours:6.0f}/s by the API {bare:6.0f}/s by bare Flask and Core {ours / bare:6.0%}")
    finally:
        for server in servers:
            server.terminate()
            server.join()
    with session_on(our_engine) as session, bare_engine.connect() as connection:
        compare(session, connection)


if __name__ == "__main__":
    main()
