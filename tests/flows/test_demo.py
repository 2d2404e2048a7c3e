"""The demo company: whole, the same from the same seed, with work in every queue, and started by one command."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

import numpy as np
import pytest
from click.testing import CliRunner
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from forecasting.classes import DemandClass, adi_cv2, demand_classes
from inventory.tables import PartRequest, StockTake, Transfer, WorkOrder
from inventory.verifying import verify
from kernel.auditing import verify_audit
from kernel.db import make_engine, reading
from kernel.tables import ChainHead
from procurement.tables import Order, Plan
from receiving.tables import Inspection, SupplierReturn
from service.tables import Callback, Ticket
from tests.support.demo import SCALE, demo_database, demo_template
from webapp.cli import main
from webapp.demo.building import build_demo
from webapp.demo.catalogue import FAMILIES, KINDS
from webapp.demo.demand import PACES, wishes

__all__ = ["demo_database", "demo_template"]
NOW = datetime(2026, 3, 4, 7, 20, tzinfo=UTC)


@pytest.fixture(scope="module")
def company(demo_template: Path) -> Iterator[Session]:
    """Return a session that reads the small company."""
    engine = make_engine(f"sqlite:///{demo_template}")
    with Session(engine) as session:
        yield reading(session)
    engine.dispose()


def heads(path: Path) -> dict[str, str]:
    """Return the heads of a database's chains."""
    engine = make_engine(f"sqlite:///{path}")
    with Session(engine) as session:
        found = {row.name: row.hash for row in session.execute(select(ChainHead.name, ChainHead.hash))}
    engine.dispose()
    return found


@pytest.mark.slow
def test_the_same_seed_and_hour_give_the_same_ledger(tmp_path: Path) -> None:
    """Two builds in the same hour agree in every movement and every audited change, and leave nothing else behind."""
    for name, minute in (("a", 20), ("b", 40)):
        build_demo(tmp_path / f"{name}.db", now=NOW.replace(minute=minute), scale=0.012)
    assert heads(tmp_path / "a.db") == heads(tmp_path / "b.db")
    assert set(heads(tmp_path / "a.db")["movement"]) != {"0"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.db", "b.db"]


def test_a_build_that_breaks_off_leaves_the_old_data(tmp_path: Path) -> None:
    """An interrupted build throws its file away and does not touch what was there."""
    path = tmp_path / "demo.sqlite3"
    path.write_bytes(b"the old one")

    def interrupt(_done: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_demo(path, now=NOW, scale=0.012, progress=interrupt)
    assert path.read_bytes() == b"the old one"
    assert [each.name for each in tmp_path.iterdir()] == ["demo.sqlite3"]


def test_ledger_and_trail_are_whole(company: Session) -> None:
    """The balances are those of the movements, both chains hold, and there is something to check."""
    found = verify(company)
    assert found.findings == ()
    assert found.movements > 300
    assert verify_audit(company) == []


def test_something_waits_in_every_queue(company: Session) -> None:
    """Every role finds work: arrivals, hold, staging, picks, transfers, counts, plan, orders, tickets, callbacks."""
    kinds: dict[str, int] = dict(
        company.execute(
            text(
                "SELECT l.kind, COUNT(*) FROM balance b JOIN location l ON l.id = b.location_id"
                " WHERE b.on_hand > 0 GROUP BY l.kind"
            )
        ).all()
    )
    assert {"hold", "staging", "bin", "van", "in_transit"} <= set(kinds)
    assert states(company, Transfer.state) >= {"requested", "sent", "received"}
    assert states(company, StockTake.state) >= {"counting", "posted"}
    assert len(states(company, StockTake.state)) >= 3
    assert "draft" in states(company, Plan.state)
    assert states(company, Order.state) >= {"draft", "approved", "sent"}
    assert states(company, Ticket.state) >= {"new", "triaged", "dispatched", "accepted", "completed", "closed"}
    assert states(company, SupplierReturn.state) & {"open", "returned"}
    assert company.scalar(select(func.count()).select_from(Callback).where(Callback.done_at.is_(None)))
    assert company.scalar(select(func.count()).select_from(PartRequest).where(PartRequest.open))
    assert company.scalar(select(func.count()).select_from(Inspection).where(Inspection.state == "decided"))
    assert company.scalar(select(func.count()).select_from(WorkOrder).where(WorkOrder.state == "open"))


def states(session: Session, column: object) -> set[str]:
    """Return the states in which rows are."""
    return set(session.scalars(select(column).distinct()))  # type: ignore[call-overload]


def test_catalogue_is_a_whole_company() -> None:
    """About 400 parts for 40 models in 6 families."""
    assert len(FAMILIES) == 6
    assert sum(len(family.models) for family in FAMILIES) == 40
    assert 380 <= sum(kind.variants for kinds in KINDS.values() for kind in kinds) <= 420


def test_demand_comes_in_all_four_classes() -> None:
    """Two years of needs of the whole company fall into smooth, erratic, intermittent and lumpy parts."""
    paces = [kind.pace for kinds in KINDS.values() for kind in kinds for _ in range(kind.variants)]
    assert set(paces) <= set(PACES)
    history = np.zeros((len(paces), 24))
    for wish in wishes(paces, date(2024, 1, 1), date(2026, 1, 1), Random(7)):
        history[wish.part, (wish.on.year - 2024) * 12 + wish.on.month - 1] += wish.quantity
    classes = demand_classes(*adi_cv2(history))
    for wanted in (DemandClass.SMOOTH, DemandClass.ERRATIC, DemandClass.INTERMITTENT, DemandClass.LUMPY):
        assert (classes == wanted).sum() >= 4, wanted
    hot = [row for row, pace in enumerate(paces) if pace == "season_fast"]
    months = history[hot].sum(axis=0).reshape(2, 12).sum(axis=0)
    assert months[4:9].sum() > 3 * (months.sum() - months[4:9].sum()) / 2


@pytest.mark.slow
def test_command_makes_keeps_and_resets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first run builds and writes passwords for the owner alone; the second keeps both; a reset renews them."""
    monkeypatch.setenv("SPAREWELL_INSTANCE_PATH", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'real.sqlite3'}")
    monkeypatch.setattr("webapp.demo.building.play", small_play)
    first = CliRunner().invoke(main, ["demo", "--no-serve"], catch_exceptions=False)
    assert first.exit_code == 0
    logins = tmp_path / "demo-logins.txt"
    assert stat.S_IMODE(logins.stat().st_mode) == 0o600
    kept = logins.read_text(encoding="utf-8")
    name, password, _role = kept.splitlines()[0].split("\t")
    assert password in first.output
    head = heads(tmp_path / "demo.sqlite3")
    again = CliRunner().invoke(main, ["demo", "--no-serve"], catch_exceptions=False)
    assert again.exit_code == 0
    assert f"{name} " in again.output
    assert password in again.output
    assert heads(tmp_path / "demo.sqlite3") == head
    CliRunner().invoke(main, ["demo", "--no-serve", "--reset"], catch_exceptions=False)
    assert logins.read_text(encoding="utf-8") != kept
    assert not (tmp_path / "real.sqlite3").exists()
    hashes = text("SELECT password_hash FROM login")
    engine = make_engine(f"sqlite:///{tmp_path / 'demo.sqlite3'}")
    with engine.connect() as connection:
        assert all(value.startswith("$argon2id$") for value in connection.execute(hashes).scalars())
    engine.dispose()


def small_play(session: Session, **details: object) -> object:
    """Play only a small company, where the command would play the whole one."""
    from webapp.demo.history import play

    return play(session, **{**details, "scale": SCALE / 3})  # type: ignore[arg-type]
