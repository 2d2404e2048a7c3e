"""Long lists are cut by keys: every row comes once, in both directions, whatever the filter; balances stay exact."""

from __future__ import annotations

import csv
import io
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

import inventory.checkpointing as checkpointing
import inventory.queries.journal as journal
import inventory.queries.stock_cards as stock_cards
import webapp.listing_rows as listing_rows
import webapp.stock_slices as stock_slices
from benchmarks.building import company, fill
from inventory.checkpointing import add_checkpoints
from inventory.queries.stock_cards import balance_after, card_page
from inventory.tables import Location, Movement
from inventory.verifying import verify
from kernel.amounts import Quantity
from kernel.db import make_engine
from tests.support.web import START, Client, Web, make_app

MOVEMENTS = 1500


@pytest.fixture(scope="module")
def built(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the ledger once; tests get copies of the file."""
    path = tmp_path_factory.mktemp("long") / "long.db"
    shutil.copy(sqlite_template, path)
    engine = make_engine(f"sqlite:///{path}")
    fill(engine, company(engine), movements=MOVEMENTS, parts=40)
    engine.dispose()
    return path


@pytest.fixture
def ledger(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Web:
    """Return an application on a ledger that is long by the measure of limits made small."""
    monkeypatch.setattr(journal, "STRETCH", 200)
    monkeypatch.setattr(journal, "STRETCH_BY_DAY", 200)
    monkeypatch.setattr(journal, "MOST_COUNTED", 300)
    monkeypatch.setattr(stock_cards, "STRETCH", 60)
    monkeypatch.setattr(checkpointing, "SPACING", 20)
    monkeypatch.setattr(stock_slices, "FEW_PARTS", 10)
    monkeypatch.setattr(stock_slices, "MOST_IN_STORE", 5)
    shutil.copy(built, tmp_path / "sparewell.db")
    return Web(make_app(f"sqlite:///{tmp_path / 'sparewell.db'}", tmp_path))


def pages(client: Client, path: str, cursor: str = "", way: str = "older") -> Iterator[list[dict[str, Any]]]:
    """Yield the rows of each page from a cursor on."""
    for _page in range(200):
        joined = "&" if "?" in path else "?"
        answer = client.api(f"{path}{joined}size=25&cursor={cursor}").json
        yield answer["items"]
        cursor = answer[way]
        if not cursor:
            return
    raise AssertionError("the pages never end")


CONDITIONS = {
    "": "1 = 1",
    "kind=relocation": "kind = 'relocation'",
    "part=B0000003": "part_id = (SELECT id FROM part WHERE number = 'B0000003')",
    "place=C-B009": "9 + (SELECT id FROM location WHERE code = 'C-B000') IN (from_location_id, to_location_id)",
    "place=N": "EXISTS (SELECT 1 FROM location l JOIN location n ON n.id = l.store_id WHERE n.code = 'N'"
    " AND l.id IN (from_location_id, to_location_id))",
    "by=inspector": "by_id = (SELECT id FROM person WHERE code = 'inspector')",
    "since=2022-01-01&until=2023-06-30": "moved_on BETWEEN '2022-01-01' AND '2023-06-30'",
    "since=2022-01-01&kind=release": "moved_on >= '2022-01-01' AND kind = 'release'",
    "reference=D1": "posting_id IN (SELECT id FROM posting WHERE reference LIKE 'D1%')",
    "part=B0000003&kind=issue&until=2025-01-01": "kind = 'issue' AND moved_on <= '2025-01-01'"
    " AND part_id = (SELECT id FROM part WHERE number = 'B0000003')",
}


@pytest.mark.parametrize("filters", list(CONDITIONS))
def test_the_journal_shows_every_movement_once_in_both_directions(ledger: Web, filters: str) -> None:
    boss = ledger.as_("supervisor")
    with ledger.session() as session:
        wanted = set(session.scalars(text(f"SELECT id FROM movement WHERE {CONDITIONS[filters]}")))
    path = f"/movements?{filters}"
    down = [row["id"] for page in pages(boss, path) for row in page]
    assert (len(down), set(down)) == (len(wanted), wanted)
    up = [row["id"] for page in pages(boss, path, "end", "newer") for row in page]
    assert (len(up), set(up)) == (len(wanted), wanted)


def test_the_journal_counts_where_it_can_and_says_where_it_does_not(ledger: Web) -> None:
    boss = ledger.as_("supervisor")
    assert boss.api("/movements").json["total"] == MOVEMENTS
    assert boss.api("/movements?kind=issue").json["total"] is None
    assert "1500 rows" in boss.text("/movements")
    assert "Only a part of the ledger was looked through" in boss.text("/movements?kind=scrap")
    assert "Look further" in boss.text("/movements?kind=scrap")
    assert "too many to sort otherwise" in boss.text("/movements?sort=quantity")
    few = boss.api("/movements?part=B0000003&sort=quantity").json["items"]
    amounts = [float(row["quantity"]) for row in few]
    assert amounts == sorted(amounts)
    for nonsense in ("x", "o", "o2020-99-99.3", "n99999999999999999999", "end'--"):
        assert boss.get("/movements", query_string={"cursor": nonsense}).status_code == 200


def test_an_export_of_the_journal_holds_all_of_it(ledger: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing_rows, "AT_ONCE", 100)
    monkeypatch.setattr("webapp.exports.ROWS_A_SHEET", 1000)
    boss = ledger.as_("supervisor")
    rows = list(csv.reader(io.StringIO(boss.get("/movements/export.csv").data.decode("utf-8-sig"))))
    assert len(rows) == MOVEMENTS + 1
    book = zipfile.ZipFile(io.BytesIO(boss.get("/movements/export.xlsx").data))
    sheets = [book.read(name).decode() for name in book.namelist() if "worksheets/sheet" in name]
    assert [sheet.count("<row ") for sheet in sheets] == [1001, 501]


@pytest.mark.parametrize("filters", ["", "store=N", "abc=A", "there=yes", "q=B00000", "sort=-number"])
def test_the_stock_list_shows_every_part_and_store_once(
    ledger: Web, monkeypatch: pytest.MonkeyPatch, filters: str
) -> None:
    boss = ledger.as_("supervisor")
    path = f"/stock?{filters}"
    down = [(r["number"], r["store_code"]) for page in pages(boss, path) for r in page]
    up = [(r["number"], r["store_code"]) for page in pages(boss, path, "end", "newer") for r in page]
    monkeypatch.setattr(stock_slices, "FEW_PARTS", 10_000)
    whole = boss.api(f"{path}&size=200").json
    assert len(down) == len(set(down)) == whole["total"]
    assert set(down) == set(up) == {(r["number"], r["store_code"]) for r in whole["items"]}
    numbers = [number for number, _store in down]
    assert numbers == sorted(numbers, reverse="sort" in filters)


def counted_from_the_first(session: Session, part: int, store: int) -> dict[int, tuple[Quantity, Quantity]]:
    """Return change and balance by movement, counted one by one from the first."""
    kinds = dict(session.execute(select(Location.id, Location.kind).where(Location.store_id == store)).all())
    shelves = {key for key, kind in kinds.items() if kind in {"bin", "van"}}
    counted, balance = {}, Quantity.zero()
    for movement in session.scalars(select(Movement).where(Movement.part_id == part).order_by(Movement.id)):
        came, went = movement.to_location_id in shelves, movement.from_location_id in shelves
        if came != went:
            change = movement.quantity if came else -movement.quantity
            balance += change
            counted[movement.id] = (change, balance)
    return counted


@pytest.mark.parametrize("checkpoints", [False, True])
def test_the_stock_card_s_balance_is_exact_on_every_page(ledger: Web, *, checkpoints: bool) -> None:
    with ledger.session() as session:
        part = session.scalars(select(Movement.part_id).order_by(Movement.id).limit(1)).one()
        store = session.scalar(text("SELECT id FROM location WHERE code = 'C'"))
        if checkpoints:
            assert add_checkpoints(session, by=0, at=START, request_key="c").added > 3
            assert add_checkpoints(session, by=0, at=START, request_key="d").added == 0
            assert verify(session).findings == ()
        exact = counted_from_the_first(session, part, store)
        seen: dict[int, Any] = {}
        before = 0
        while True:
            page = card_page(session, part_id=part, store_id=store, before=before, size=7)
            seen |= {entry.movement_id: (entry.change, entry.balance) for entry in page.entries}
            if not page.older:
                break
            before = page.older
        assert seen == exact
        seen, page = {}, card_page(session, part_id=part, store_id=store, oldest=True, size=7)
        while True:
            seen |= {entry.movement_id: (entry.change, entry.balance) for entry in page.entries}
            if not page.newer:
                break
            page = card_page(session, part_id=part, store_id=store, after=page.newer, size=7)
        assert seen == exact
        assert all(balance_after(session, part, store, key) == value[1] for key, value in exact.items())
        session.rollback()


def test_a_checkpoint_is_never_changed_and_verify_names_a_wrong_one(ledger: Web) -> None:
    with ledger.session() as session:
        add_checkpoints(session, by=0, at=START, request_key="c")
        for attack in ("UPDATE stock_checkpoint SET on_hand = 0", "DELETE FROM stock_checkpoint"):
            with pytest.raises(Exception, match="append_only"), session.begin_nested():
                session.execute(text(attack))
        session.execute(text("DROP TRIGGER stock_checkpoint_no_update"))
        session.execute(
            text("UPDATE stock_checkpoint SET on_hand = on_hand + 1000 WHERE movement_id = (SELECT MIN(movement_id)"
                 " FROM stock_checkpoint)")
        )  # fmt: skip
        assert [each.check for each in verify(session).findings] == ["checkpoint_not_the_movements"]
        session.rollback()
