"""The sum of a level is read in parts: no row is lost, none stands twice, and small figures can be followed."""

from types import SimpleNamespace

from webapp.plan_words import ROWS, SECTIONS, sections


def test_every_row_of_a_level_stands_in_one_part_in_the_order_of_that_part():
    codes = [code for _title, listed in SECTIONS for code in listed.split()]
    assert len(codes) == len(set(codes))
    assert set(codes) <= set(ROWS)
    rows = [SimpleNamespace(code=code, text="") for code in reversed(codes)]
    assert [row.code for _title, part in sections(rows) for row in part] == codes


def test_a_row_that_no_part_names_is_shown_last():
    rows = [SimpleNamespace(code="brand_new", text=""), SimpleNamespace(code="reorder_point", text="")]
    assert [[row.code for row in part] for _title, part in sections(rows)] == [["reorder_point"], ["brand_new"]]


def test_of_a_part_without_demand_nothing_is_said_of_methods():
    rows = [
        SimpleNamespace(code="note", text="no_demand"),
        SimpleNamespace(code="note", text="not_backtested"),
        SimpleNamespace(code="backtest_reviews", text=""),
        SimpleNamespace(code="reorder_point", text=""),
    ]
    assert [[(row.code, row.text) for row in part] for _title, part in sections(rows)] == [
        [("reorder_point", "")],
        [("note", "no_demand")],
    ]
