"""Write documents as a keeper's day does, acknowledge each, and tell whether what was acknowledged is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from uuid import uuid4

from sqlalchemy import Engine, event, func, select

from inventory import accepting, issuing, putting_away, requesting
from inventory.tables import Posting
from inventory.verifying import verify
from kernel.amounts import Money
from kernel.requests import was_posted
from tests.support.databases import Names, session_on
from tests.support.world import NOON, q

DOCUMENTS = 2


def work(engine: Engine, names: Names, acknowledge: Callable[[str], None]) -> None:
    """Bring goods in and issue them, one transaction a document, and acknowledge each after its commit."""
    who, part = names.people, names.parts["P1"]
    with session_on(engine) as session:
        for number in range(DOCUMENTS):
            key = str(uuid4())
            common = {"at": NOON, "by": who["keeper"]}
            brought = accepting.bring_in(
                session,
                part_id=part,
                quantity=q(5),
                hold_location_id=names.places["C-H"],
                unit_cost_cny=Money.of(3),
                received_on=date(2026, 3, 1),
                reference=f"R{number}",
                origin="opening",
                brought_by_id=who["buyer"],
                request_key=f"{key}:bring",
                **common,
            )
            lot = brought.lots[0].lot_id
            accepting.clear(
                session,
                lot_id=lot,
                hold_location_id=names.places["C-H"],
                passed=q(5),
                failed=q(0),
                reference="I",
                by=who["inspector"],
                at=NOON,
                request_key=f"{key}:clear",
            )
            putting_away.put_away(
                session,
                lot_id=lot,
                from_location_id=names.places["C-S"],
                to_location_id=names.places["C-A1"],
                quantity=q(5),
                request_key=f"{key}:away",
                **common,
            )
            session.commit()
            acknowledge(f"{key}:away")
            opened = requesting.open_work_order(
                session,
                number=f"W{key[:8]}",
                urgency="normal",
                product_model_id=None,
                engineer_id=who["engineer"],
                request_key=f"{key}:order",
                **common,
            )
            asked = requesting.request_part(
                session,
                work_order_id=opened.work_order_id,
                part_id=part,
                store_id=names.places["C"],
                quantity=q(2),
                request_key=f"{key}:ask",
                **common,
            )
            issuing.issue(
                session, part_request_id=asked.part_request_id, quantity=q(2), request_key=f"{key}:issue", **common
            )
            session.commit()
            acknowledge(f"{key}:issue")


@contextmanager
def counted(engine: Engine, reached: Callable[[], None]) -> Iterator[None]:
    """Call `reached` before and after every statement and around every commit."""

    def heard(*_: object) -> None:
        reached()

    names = ("before_cursor_execute", "after_cursor_execute", "commit", "begin")
    for name in names:
        event.listen(engine, name, heard)
    try:
        yield
    finally:
        for name in names:
            event.remove(engine, name, heard)


def postings(engine: Engine) -> int:
    """Count what was posted."""
    with session_on(engine) as session:
        return session.scalar(select(func.count()).select_from(Posting)) or 0


def kept(engine: Engine, keys: list[str], before: int = 0) -> None:
    """Let everything that was acknowledged be there, at most one document more, and nothing half of it.

    `before` postings were there already. Bringing goods in is one document of three postings, issuing one of one.
    """
    with session_on(engine) as session:
        assert all(was_posted(session, key) for key in keys)
        assert verify(session).findings == ()
    issues = sum(key.endswith(":issue") for key in keys)
    least = before + 3 * (len(keys) - issues) + issues
    assert least <= postings(engine) <= least + 3
