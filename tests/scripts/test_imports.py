"""Imports on a real database: every fault with its row and column, and all rows written or none."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date

import pytest
import xlsxwriter
from flask import Flask
from flask_babel import Babel, force_locale
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forecasting.tables import HistoryDemand
from inventory.tables import Balance, Lot, Part, Stock
from kernel.amounts import Money
from kernel.errors import AppError, Conflict, FourEyes, RuleViolation
from kernel.tables import Audit
from procurement.tables import PriceBreak, Supplier, SupplierPart
from tests.support.world import NOON, World, q
from webapp.imports.kinds import Options
from webapp.imports.limits import Limits
from webapp.imports.running import Report, check, write
from webapp.imports.saying import sentence
from webapp.imports.sources import Source

TODAY = date(2026, 3, 2)


def options(**chosen: object) -> Options:
    return Options(on=TODAY, **chosen)  # type: ignore[arg-type]


def looked_at(session: Session, kind: str, content: str | bytes, **chosen: object) -> Report:
    data = content.encode() if isinstance(content, str) else content
    return check(session, kind, Source("file.csv", data), options(**chosen), Limits())[0]


def brought(world: World, kind: str, content: str | bytes, by: str = "buyer", **chosen: object) -> dict[str, int]:
    data = content.encode() if isinstance(content, str) else content
    source, again = Source("file.csv", data), str(chosen.pop("again", ""))
    _report, made = write(
        world.session, kind, source, options(**chosen), Limits(), by=world.people[by], at=NOON, again=again
    )
    return made


def faults(report: Report) -> set[tuple[str, int | None, str]]:
    return {(each.code, each.row, each.letter) for each in report.findings.faults}


@pytest.fixture(params=["en", "zh_Hans_CN"])
def speaking(request: pytest.FixtureRequest) -> Iterator[str]:
    app = Flask("webapp")
    Babel(app)
    with app.app_context(), force_locale(request.param):
        yield request.param


HISTORY_FAULTS = [
    ("part,2026-01\nP1,-3\n", "import_negative_demand", 2, "B"),
    ("part,2026-01,2026-02\nP1,1,2\nP2,3,many\n", "import_not_a_number", 3, "C"),
    ("part,2026-01\nP1,1\nP2,2\nP1,3\n", "import_part_twice", 4, "A"),
    ("part,2026-01\nNEW,1\n", "import_part_unknown", 2, "A"),
    ("part,2026-01\n,1\n", "import_blank", 2, "A"),
    ("part,2026-01\nP1,1.23456\n", "amount_too_fine", 2, "B"),
    ("part,2026-01\nP1,1,9\n", "import_cell_without_heading", 2, "C"),
    ("part,2026-01,Jan-26\nP1,1,1\n", "import_period_twice", 1, "C"),
    ("name,2026-01\nP1,1\n", "import_column_missing", 1, ""),
    ("part,note\nP1,hello\n", "import_no_periods", 1, ""),
    ("part,date,quantity\nP1,2026-01-05,-1\n", "import_negative_demand", 2, "C"),
    ("part,date,quantity\nP1,yesterday,1\n", "import_not_a_day", 2, "B"),
    ("part,date,quantity\nP1,,1\n", "import_blank", 2, "B"),
    ("part,date\nP1,2026-01-05\n", "import_column_missing", 1, ""),
    ("part,lead time,2026-01\nP1,3,1\n", "import_lead_time_unit", 1, "B"),
    ("part,unit price,price,2026-01\nP1,3,3,1\n", "import_column_twice", 1, "C"),
]

PART_FAULTS = [
    ("part,unit\nX1,barrel\n", "import_unit_unknown", 2, "B"),
    ("part,unit price\nX1,-3\n", "import_negative_money", 2, "B"),
    ("part,unit price\nX1,cheap\n", "import_not_a_number", 2, "B"),
    ("part,pack\nX1,0\n", "import_not_positive", 2, "B"),
    ("part,unit,moq\nX1,pcs,1.5\n", "import_not_whole_steps", 2, "C"),
    ("part,criticality\nX1,very\n", "import_not_a_choice", 2, "B"),
    ("part,shelf life days\nX1,0\n", "import_not_whole", 2, "B"),
    ("part,category\nX1,COLD\n", "import_category_unknown", 2, "B"),
    ("part,fits models\nX1,AC-1;AC-9\n", "import_models_unknown", 2, "B"),
    ("part,name\nX1,a\nX1,b\n", "import_part_twice", 3, "A"),
    (f"part,name\nX1,{'n' * 201}\n", "import_text_too_long", 2, "B"),
    ("part,lead time days\nX1,soon\n", "import_not_a_number", 2, "B"),
    ("unit\npcs\n", "import_column_missing", 1, ""),
]

STOCK_FAULTS = [
    ("part,location,quantity,unit cost\nP9,C-A1,1,2\n", "import_part_unknown", 2, "A"),
    ("part,location,quantity,unit cost\nP1,Z-9,1,2\n", "import_place_unknown", 2, "B"),
    ("part,location,quantity,unit cost\nP1,C-Q,1,2\n", "import_place_no_bin", 2, "B"),
    ("part,location,quantity,unit cost\nP1,C-A1,0,2\n", "import_not_positive", 2, "C"),
    ("part,location,quantity,unit cost\nP1,C-A1,0.5,2\n", "import_not_whole_steps", 2, "C"),
    ("part,location,quantity,unit cost\nP1,C-A1,1,\n", "import_blank", 2, "D"),
    ("part,location,quantity,unit cost,received\nP1,C-A1,1,2,2030-01-01\n", "import_day_in_future", 2, "E"),
    (
        "part,location,quantity,unit cost,received,expiry\nP1,C-A1,1,2,2026-01-05,2026-01-04\n",
        "import_expires_before",
        2,
        "F",
    ),
    ("part,location,quantity,unit cost,serials\nSER,C-A1,2,2,S1\n", "import_serials_differ", 2, "E"),
    ("part,location,quantity,unit cost,serials\nP1,C-A1,1,2,S1\n", "import_serials_unwanted", 2, "E"),
]

SUPPLIER_FAULTS = [
    ("code,name,email\nS1,Cold,nobody\n", "import_not_an_address", 2, "C"),
    ("code,name\nS1,a\nS1,b\n", "import_supplier_twice", 3, "A"),
    ("name\nCold\n", "import_column_missing", 1, ""),
]

ALL_FAULTS = [
    *(("history", *each) for each in HISTORY_FAULTS),
    *(("parts", *each) for each in PART_FAULTS),
    *(("stock", *each) for each in STOCK_FAULTS),
    *(("suppliers", *each) for each in SUPPLIER_FAULTS),
]


@pytest.mark.parametrize(("kind", "content", "code", "row", "letter"), ALL_FAULTS)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_each_fault_is_told_with_row_and_column(
    world: World, kind: str, content: str, code: str, row: int, letter: str, encoding: str
) -> None:
    report = looked_at(world.session, kind, content.encode(encoding))
    assert faults(report) == {(code, row, letter)}
    with pytest.raises(RuleViolation) as caught:
        brought(world, kind, content.encode(encoding))
    assert caught.value.code == "import_has_faults"


def test_messages_name_row_and_column_in_both_languages(world: World, speaking: str) -> None:
    for kind, content, code, row, letter in ALL_FAULTS:
        report = looked_at(world.session, kind, content)
        said = [sentence(each) for each in report.findings.faults]
        assert len(said) == 1
        assert str(row) in said[0]
        assert not letter or f"({letter})" in said[0].replace("（", "(").replace("）", ")")
        assert code not in said[0], "the code has no words"
        assert "%(" not in said[0]


def test_all_faults_are_shown_at_once(world: World) -> None:
    report = looked_at(world.session, "history", "part,2026-01,2026-02\nP1,-1,x\nP2,2,\nP2,1,1\nP9,1,1\n")
    assert faults(report) == {
        ("import_negative_demand", 2, "B"),
        ("import_not_a_number", 2, "C"),
        ("import_part_twice", 4, "A"),
        ("import_part_unknown", 5, "A"),
    }
    assert (report.rows, report.faulty_rows) == (4, 3)


def test_nothing_is_half_imported(world: World) -> None:
    with pytest.raises(AppError):
        brought(world, "parts", "part,unit price\nX1,5\nX2,-5\n")
    assert world.session.scalar(select(func.count()).select_from(Part).where(Part.number.like("X%"))) == 0


def test_parts_come_with_terms_and_a_second_import_changes_them(world: World) -> None:
    content = (
        "配件编号,中文名称,单位,单价（元）,供应商编号,供应商名称,交期（周）,"
        "包装数量,最小起订量,订货成本,holding cost per week\n"
        "X1,压缩机,件,12.5,S1,冷件厂,2,10,20,60,0.05\nX2,软管,米,3,S1,,1.5,0.5,,,\n"
    )
    made = brought(world, "parts", content.encode("gb18030"), approve_suppliers_by=world.people["supervisor"])
    session = world.session
    assert made["parts_created"] == 2
    assert made["offers_created"] == 2
    assert made["suppliers_approved"] == 1
    part = session.scalars(select(Part).where(Part.number == "X1")).one()
    offer = session.scalars(select(SupplierPart).where(SupplierPart.part_id == part.id)).one()
    assert (part.name_zh, offer.lead_time_days, offer.multiple_quantity, offer.minimum_quantity) == (
        "压缩机",
        14,
        q(10),
        q(20),
    )
    assert offer.order_cost_cny == Money.of(60)
    assert offer.holding_rate_bp == 2087, "0.05 a week of 12.50 is 20.87 % a year"
    assert session.scalar(select(PriceBreak.unit_price_cny).where(PriceBreak.supplier_part_id == offer.id)) == Money.of(
        "12.5"
    )
    hose = session.scalars(select(Part).where(Part.number == "X2")).one()
    assert session.scalars(select(SupplierPart).where(SupplierPart.part_id == hose.id)).one().lead_time_days == 11
    changed = brought(world, "parts", "part,price,supplier\nX1,13,S1\n")
    assert (changed["parts_created"], changed["prices"]) == (0, 1)
    assert session.scalar(select(PriceBreak.unit_price_cny).where(PriceBreak.supplier_part_id == offer.id)) == Money.of(
        13
    )
    session.refresh(offer)
    assert offer.lead_time_days == 14, "what a file does not say stays"


def test_a_new_supplier_is_a_candidate_until_another_person_approves(world: World) -> None:
    report = looked_at(world.session, "parts", "part,price,supplier,supplier state\nX1,5,S1,approved\n")
    assert "import_supplier_not_approved" in {each.code for each in report.findings.notes}
    brought(world, "parts", "part,price,supplier,supplier state\nX1,5,S1,approved\n")
    assert world.session.scalar(select(Supplier.state)) == "candidate"
    with pytest.raises(FourEyes):
        brought(world, "suppliers", "code,name\nS2,b\n", approve_suppliers_by=world.people["buyer"])
    world.session.rollback()


def test_a_price_without_supplier_waits_with_an_unnamed_one(world: World) -> None:
    brought(world, "parts", "part,unit_price\nX1,5\n")
    assert world.session.execute(select(Supplier.code, Supplier.state)).all() == [("TBD", "candidate")]


def test_the_same_file_is_written_once(world: World) -> None:
    content = "part,location,quantity,unit cost\nP1,C-A1,5,2\n"
    first = brought(world, "stock", content, by="keeper")
    assert brought(world, "stock", content, by="keeper") == first
    assert world.session.scalar(select(func.count()).select_from(Lot)) == 1
    with pytest.raises(Conflict):
        brought(world, "stock", content, by="keeper2")
    brought(world, "stock", content, by="keeper", again="x")
    assert world.session.scalar(select(func.count()).select_from(Lot)) == 2


def test_opening_stock_waits_in_the_hold_until_another_person_clears_it(world: World) -> None:
    content = "part,location,quantity,unit cost,received,lot\nP1,C-A1,5,2.5,2026-01-05,B7\nSER,C,2,9,,\n"
    brought(world, "stock", content.replace("SER,C,2,9,,", "P2,C,2,9,,"), by="keeper")
    assert world.session.scalar(select(func.count()).select_from(Stock).where(Stock.on_hand > q(0))) == 0
    made = brought(
        world,
        "stock",
        "part,bin,qty,cost,received,expiry,serials\nP1,C-A1,5,2.5,2026-01-05,,\nSER,C-A2,2,9,,,S1 S2\n"
        "FRESH,N-A1,3,1,2026-02-01,,\nP3,C,4,1,,,\n",
        by="keeper",
        cleared_by=world.people["inspector"],
    )
    assert made == {"lots": 5, "lots_cleared": 5, "lots_put_away": 4}
    on_hand = dict(world.session.execute(select(Stock.part_id, Stock.on_hand)).all())
    assert on_hand[world.parts["P1"]] == q(5)
    assert on_hand[world.parts["SER"]] == q(2)
    lot = world.session.scalars(select(Lot).where(Lot.part_id == world.parts["FRESH"])).one()
    assert (lot.origin, lot.expires_on, lot.received_on) == ("opening", date(2027, 2, 1), date(2026, 2, 1))
    waiting = world.session.scalar(
        select(Balance.on_hand).where(Balance.location_id == world.places["C-S"], Balance.part_id == world.parts["P3"])
    )
    assert waiting == q(4)


def test_a_wide_history_keeps_blanks_apart_from_zeros(world: World) -> None:
    made = brought(world, "history", "part,2025-12,2026-01,2026-02\nP1,,0,3\nP2,1,,2\n")
    assert (made["histories"], made["values"]) == (2, 4)
    rows = world.session.execute(
        select(HistoryDemand.period_start_on, HistoryDemand.quantity)
        .where(HistoryDemand.part_id == world.parts["P1"])
        .order_by(HistoryDemand.period_start_on)
    ).all()
    assert rows == [(date(2026, 1, 1), q(0)), (date(2026, 2, 1), q(3))]
    again = brought(world, "history", "part,2026-01,2026-02\nP1,7,3\n")
    assert (again["values"], again["values_replaced"]) == (2, 2)
    assert world.session.scalar(select(func.count()).select_from(HistoryDemand)) == 4
    world.session.commit()
    logged = world.session.scalars(select(Audit.table_name).where(Audit.action == "logged")).all()
    assert {"import", "history_demand"} <= set(logged)


def test_a_weekly_history_brings_parts_with_terms(world: World) -> None:
    head = "part;unit_price;pack;moq;lead_time_weeks;order_cost;holding_cost_week;2026-W05;2026-W06"
    content = f"{head}\nW1;2;6;12;3;25;0,1;1;2\n"
    assert faults(looked_at(world.session, "history", content, create_parts=True)) == {("import_not_a_number", 2, "G")}
    made = brought(world, "history", content.replace("0,1", "0.01"), create_parts=True)
    assert made["parts_created"] == made["offers_created"] == made["prices"] == 1
    part = world.session.scalars(select(Part).where(Part.number == "W1")).one()
    offer = world.session.scalars(select(SupplierPart).where(SupplierPart.part_id == part.id)).one()
    assert (offer.lead_time_days, offer.multiple_quantity, offer.minimum_quantity) == (21, q(6), q(12))
    assert offer.holding_rate_bp == 2609
    starts = world.session.scalars(select(HistoryDemand.period_start_on).order_by(HistoryDemand.period_start_on)).all()
    assert starts == [date(2026, 1, 26), date(2026, 2, 2)]


def test_a_long_history_is_added_up_by_month_or_week(world: World) -> None:
    content = "part,date,quantity\nP1,2026-01-05,2\nP1,20260120,3\nP2,2026/2/9,1\nP1,2026-02-02,-4\n"
    made = brought(world, "history", content, returns_as_zero=True)
    assert (made["histories"], made["values"]) == (2, 4)
    found = world.session.execute(
        select(HistoryDemand.part_id, HistoryDemand.period_start_on, HistoryDemand.quantity).order_by(
            HistoryDemand.part_id, HistoryDemand.period_start_on
        )
    ).all()
    one, two = world.parts["P1"], world.parts["P2"]
    january, february = date(2026, 1, 1), date(2026, 2, 1)
    assert found == [(one, january, q(5)), (one, february, q(0)), (two, january, q(0)), (two, february, q(1))]
    report = looked_at(
        world.session, "history", "part,date,quantity\nP1,2026-01-05,2\nP1,2026-01-12,3\nP1,2026-01-19,3\n"
    )
    assert [each.code for each in report.findings.notes if each.code.startswith("import_periods")] == [
        "import_periods_week"
    ]


def test_a_workbook_is_imported_like_a_text(world: World) -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet("需求")
        days = book.add_format({"num_format": "yyyy-mm"})
        sheet.write_string(0, 0, "配件编号")
        sheet.write_datetime(0, 1, date(2026, 1, 1), days)
        sheet.write_datetime(0, 2, date(2026, 2, 1), days)
        sheet.write_row(1, 0, ["P1", 2.5, 4])
        sheet.write_row(2, 0, ["P2", "two", -1])
    report = looked_at(world.session, "history", file.getvalue())
    assert report.read_as == "XLSX"
    assert faults(report) == {("import_not_a_number", 3, "B"), ("import_negative_demand", 3, "C")}


def test_a_history_of_long_ago_and_of_the_future_is_told(world: World) -> None:
    old = looked_at(world.session, "history", "part,1998-01,1998-02\nP1,1,2\n")
    assert "import_history_too_old" in {each.code for each in old.findings.notes}
    ahead = looked_at(world.session, "history", "part,2026-03,2026-04\nP1,1,2\n")
    assert [each.code for each in ahead.findings.faults] == ["import_period_in_future"]


def test_parts_with_lots_keep_their_unit(world: World) -> None:
    world.stocked("P1", 3)
    report = looked_at(world.session, "parts", "part,unit\nP1,m\n")
    assert faults(report) == {("import_part_has_lots", 2, "B")}


def test_unknown_categories_and_models_are_made_when_asked(world: World) -> None:
    content = "part,category,fits models\nX1,COLD,AC-1; AC-9\n"
    made = brought(world, "parts", content, create_missing=True)
    assert made["parts_created"] == 1
    part = world.session.scalars(select(Part).where(Part.number == "X1")).one()
    assert part.category_id is not None
