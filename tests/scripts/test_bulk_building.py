"""A ledger built in bulk for measurements is as whole as one that the scripts posted, and goes on through them."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, text

from benchmarks.building import company, fill
from benchmarks.ledger import ask, issue, receipt
from inventory.verifying import verify
from kernel.db import make_engine
from tests.support.databases import session_on


@pytest.fixture(params=["sqlite_url", "postgres_url"])
def engine(request: pytest.FixtureRequest) -> Engine:
    return make_engine(request.getfixturevalue(request.param))


def triggers(engine: Engine) -> int:
    counted = (
        "SELECT COUNT(*) FROM sqlite_master WHERE type IN ('trigger', 'index')"
        if engine.dialect.name == "sqlite"
        else "SELECT (SELECT COUNT(*) FROM pg_trigger WHERE tgenabled = 'O') + (SELECT COUNT(*) FROM pg_indexes)"
    )
    with engine.connect() as connection:
        return int(connection.execute(text(counted)).scalar_one())


def test_a_ledger_built_in_bulk_is_whole_and_goes_on(engine: Engine) -> None:
    before = triggers(engine)
    names = company(engine)
    built = fill(engine, names, movements=2000, parts=60)
    assert built.movements == 2000
    assert triggers(engine) == before
    with session_on(engine) as session:
        found = verify(session)
        assert found.findings == ()
        assert found.movements == 2000
        receipt(session, names, 1)
        ask(session, names, 1)
        issue(session, names, 1)
        session.commit()
        after = verify(session)
        assert after.findings == ()
        assert after.movements == 2004
    engine.dispose()
