"""The command line: set up once, verify, copy and put back."""

from __future__ import annotations

import sqlite3

import numpy as np
import pytest
import python_calamine
from click.testing import CliRunner

from kernel.clock import SystemClock, business_day
from webapp.cli import main


@pytest.fixture
def place(tmp_path, monkeypatch):
    for name, value in {"SPAREWELL_MODE": "demo", "SPAREWELL_INSTANCE_PATH": str(tmp_path / "instance")}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("webapp.app.ARGON2_COST", (64, 1))
    return tmp_path


def run(*arguments, code=0):
    result = CliRunner().invoke(main, list(arguments))
    assert result.exit_code == code, result.output
    return result.output


def test_a_place_is_set_up_verified_copied_and_put_back(place):
    assert "sparewell init" in run("verify", code=1)
    said = run("init")
    password = said.partition("with the password ")[2].split()[0]
    assert len(password) == 19
    assert password not in run("init")
    assert "whole" in run("verify")
    copy = place / "copies" / "one.backup"
    copy.parent.mkdir()
    run("backup", str(copy))
    database = place / "instance" / "sparewell.sqlite3"
    with sqlite3.connect(database) as changed:
        changed.execute("UPDATE person SET name = 'Changed'")
    assert "kept as" in run("restore", str(copy), "--yes")
    with sqlite3.connect(database) as restored:
        assert restored.execute("SELECT name FROM person").fetchall() == [("Admin",)]
    listed = place / "people.csv"
    run("export", "people", str(listed), "--as", "admin")
    assert "admin" in listed.read_text("utf-8-sig")
    run("export", "people", str(listed), "--as", "nobody", code=1)
    run("export", "nothing", str(listed), "--as", "admin", code=1)


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\x00" + b"\x00" * 4096])
def test_what_is_no_copy_is_not_put_back(place, content):
    run("init")
    wrong = place / "wrong"
    wrong.write_bytes(content)
    assert "Error" in run("restore", str(wrong), "--yes", code=1)
    assert "whole" in run("verify")


def wide():
    """Return half a year of demand that ends with last month: prices that are imported hold from today on."""
    today = business_day(SystemClock().now())
    months = [divmod(today.year * 12 + today.month - 1 - back, 12) for back in range(6, 0, -1)]
    header = ",".join(f"{year}-{month + 1:02d}" for year, month in months)
    return f"part,unit_price,{header}\nP-1,12.50,4,0,3,5,2,4\nP-2,900,,0,1,0,0,2\n"


def written(place, name, text):
    path = place / name
    path.write_text(text, "utf-8")
    return str(path)


def test_history_becomes_a_plan(place):
    """Import, be told what lacks, approve by a second person, plan, export the plan's lines."""
    run("init")
    history = written(place, "history.csv", wide())
    said = run("import", "history", history, code=1)
    assert "row 2" in said
    assert "P-1" in said
    assert "--create-parts" in said
    assert "Nothing was written" in said
    assert "Dry run" in run("import", "history", history, "--create-parts", "--dry-run")
    assert "Error" in run("import", "history", history, "--create-parts", "--approve-suppliers", "admin", code=1)
    assert "Parts, new 2" in run("import", "history", history, "--create-parts")
    assert "imported before" in run("import", "history", history, "--create-parts")
    said = run("plan", "--language", "en")
    assert "2 proposals, 0 CNY" in said
    assert "stock-out now: 2" in said
    assert "TBD" in said
    with sqlite3.connect(place / "instance" / "sparewell.sqlite3") as second:
        second.execute("INSERT INTO person (code, name, active) VALUES ('second', 'Second', 1)")
    terms = written(place, "parts.csv", "part,unit_price,supplier,lead_time_days\nP-1,12.50,S-1,7\nP-2,900,S-1,7\n")
    assert "Suppliers, approved 1" in run("import", "parts", terms, "--approve-suppliers", "second")
    lines = place / "plan.xlsx"
    said = run("plan", "--out", str(lines), "--language", "zh")
    assert "0 left out" in said
    assert "已缺货: 2" in said
    rows = python_calamine.load_workbook(str(lines)).get_sheet_by_index(0).to_python()
    assert [(row[0], row[8]) for row in rows[1:]] == [("P-1", "S-1"), ("P-2", "S-1")]
    capped = run("plan", "--budget", "50", "--language", "en")
    assert "beyond the budget" in capped
    assert "write an amount" in run("plan", "--budget", "much", code=2)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("part,2026-05\nP-1,-3\n", "row 2"),
        ("part,2026-05\nP-1,many\n", "row 2"),
        ("when,2026-05\nP-1,3\n", "part"),
        ("part,2026-05\nP-1,3\nP-1,4\n", "row 3"),
    ],
)
def test_bad_history_is_named_by_row_and_column(place, text, told):
    run("init")
    said = run("import", "history", written(place, "bad.csv", text), "--create-parts", code=1)
    assert told in said
    assert "Nothing was written" in said


def test_parts_in_another_encoding_keep_their_names(place):
    run("init")
    path = place / "parts.csv"
    path.write_bytes("配件编号,中文名称,单价\nP-9,压缩机,880\n".encode("gb18030"))
    run("import", "parts", str(path))
    with sqlite3.connect(place / "instance" / "sparewell.sqlite3") as found:
        assert found.execute("SELECT number, name_zh FROM part").fetchall() == [("P-9", "压缩机")]


def test_forecast_writes_levels_for_a_dial_of_the_budget(place):
    """The higher the multiplier of the price, the lower the levels, the dearer part first."""
    header = "part,unit_price," + ",".join(f"2024-{month:02d}" for month in range(1, 13)) + "\n"
    history = written(place, "wide.csv", header + "A,1,3,0,2,4,0,1,3,2,0,5,1,2\nB,100,3,0,2,4,0,1,3,2,0,5,1,2\n")
    made, budget = place / "forecast.npz", place / "budget.npz"
    run(
        *("forecast", history, "--start", "9", "--reviews", "2", "--horizon", "2", "--forecast", str(made)),
        *("--budget", str(budget), "--budget-dial", "0.01,0.5"),
    )
    with np.load(made) as arrays:
        assert all(np.isfinite(arrays[name]).all() for name in arrays.files)
    with np.load(budget) as arrays:
        cheap, dear = arrays["S"][:, :, 0], arrays["S"][:, :, 1]
        assert arrays["S"].shape == (2, 2, 2)
    assert (cheap[1] <= cheap[0]).all()
    assert (dear <= cheap).all()
    assert (dear < cheap).any()
    run("forecast", history, "--start", "9", "--budget-dial", "0.1", code=2)
    run("forecast", history, "--start", "40", "--forecast", str(made), code=2)
