"""Levels from a file of demand alone, wide or long; replays that go on where they were stopped."""

from __future__ import annotations

import csv
import shutil

import numpy as np
import pytest
import python_calamine
from click.testing import CliRunner

from forecasting.model import plan_levels
from webapp.cli import main

WIDE = (
    "part,unit_price,lead_time_days,2025-01,2025-02,2025-03,2025-04,2025-05,2025-06,2025-07,2025-08\n"
    "A-1,12.5,,4,0,3,5,2,4,1,3\n"
    "=A-2,900,60,,0,1,0,0,2,0,-1\n"
    "A-3,,,0,0,0,0,0,0,0,0\n"
)


@pytest.fixture(autouse=True)
def nowhere(tmp_path, monkeypatch):
    """No database: neither an instance nor an address."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SPAREWELL_INSTANCE_PATH", str(tmp_path / "no-instance"))
    return tmp_path


def run(*arguments, code=0):
    result = CliRunner().invoke(main, [str(each) for each in arguments])
    assert result.exit_code == code, result.output
    return result.output


def written(folder, name, text):
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def table(path):
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            found = list(csv.reader(file))
    else:
        found = python_calamine.load_workbook(str(path)).get_sheet_by_index(0).to_python()
    head, *rows = found
    return {row[0].lstrip("'"): dict(zip(head, row, strict=True)) for row in rows}


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_wide_file_gives_the_levels_of_each_part(nowhere, ending):
    out = nowhere / f"levels.{ending}"
    said = run(
        "plan", "--file", written(nowhere, "wide.csv", WIDE), "--out", out, "--lead-days", "20", "--target", ".9"
    )
    assert "levels of 3 parts from 8 periods" in said
    rows = table(out)
    nan = float("nan")
    demand = [[4, 0, 3, 5, 2, 4, 1, 3], [nan, 0, 1, 0, 0, 2, 0, -1], [0] * 8]
    levels = plan_levels(demand, lead_time_days=[20, 60, 20], review_days=7, targets=0.9)
    for part, i in (("A-1", 0), ("=A-2", 1), ("A-3", 2)):
        for name in ("reorder_point", "order_up_to_level", "safety_stock", "target"):
            assert float(rows[part][name]) == pytest.approx(float(getattr(levels, name)[i]), abs=1e-4), (part, name)
        total = float(rows[part]["demand_over_lead_time_and_review"]) + float(rows[part]["safety_stock"])
        assert total == pytest.approx(float(rows[part]["reorder_point"]), abs=1e-3)
    assert (float(rows["=A-2"]["periods_observed"]), float(rows["=A-2"]["lead_time_days"])) == (7, 60)
    assert "negative" in rows["=A-2"]["notes"]
    assert "blanks" in rows["=A-2"]["notes"]
    assert "no_demand" in rows["A-3"]["notes"]
    assert float(rows["A-1"]["value_of_order_up_to_level"]) == 12.5 * float(rows["A-1"]["order_up_to_level"])
    assert rows["A-3"]["unit_price"] in ("", None)


def test_a_long_file_is_summed_up_by_part_and_period(nowhere):
    long = written(
        nowhere,
        "long.csv",
        "part,date,quantity,unit_price,target\n"
        "A-1,2025-01-03,3,12.5,\nA-1,2025-01-20,1,12.5,\nB-1,2025-06,2,7,0.99\nA-1,2025/3/1,3,13,\n"
        "A-1,2025-02-11,-2,13,\nB-1,2025-04-30,1,8,0.98\n",
    )
    wide = written(
        nowhere,
        "wide.csv",
        "part,unit_price,target,a,b,c,d,e,f\nA-1,13,,4,0,3,0,0,0\nB-1,8,0.98,0,0,0,1,0,2\n",
    )
    one, other = nowhere / "one.csv", nowhere / "other.csv"
    run("plan", "--file", long, "--out", one)
    run("plan", "--file", wide, "--out", other)
    assert table(one) == table(other)
    weekly = nowhere / "weekly.csv"
    assert "from 26 periods" in run(
        "plan", "--file", written(nowhere, "w.csv", "part,day,qty\nA,2025-01-06,1\nA,2025-07-04,2\n"),
        "--out", weekly, "--period", "week",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("part,date,quantity\nA-1,yesterday,3\n", "row 2, column B (date): 'yesterday' is no day"),
        ("part,date,quantity\nA-1,2025-13,3\n", "is no day"),
        ("part,date,quantity\nA-1,2025-01-01,many\n", "row 2, column C (quantity): 'many' is not a number"),
        ("part,date,quantity\n,2025-01-01,1\n", "row 2: no part is named"),
        ("date,quantity\n2025-01-01,1\n", "columns part, date and quantity"),
        ("part,target,a\nA-1,1.2,3\n", "the target of part A-1 must lie between 0 and 1"),
        ("part,lead_time_days,a\nA-1,-5,3\n", "lead_time_days of part A-1 must not be negative"),
        ("who,a\nA-1,3\n", "needs a column part"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_with_its_place(nowhere, text, told):
    out = nowhere / "levels.csv"
    assert told in run("plan", "--file", written(nowhere, "bad.csv", text), "--out", out, code=1)
    assert not out.exists()


def test_options_of_one_way_are_not_taken_for_the_other(nowhere):
    data = written(nowhere, "wide.csv", WIDE)
    assert "--out" in run("plan", "--file", data, code=2)
    assert "without a database" in run("plan", "--file", data, "--budget", "5", "--out", "x.csv", code=2)
    assert "--lead-days belongs to --file" in run("plan", "--lead-days", "5", code=2)


def test_a_replay_goes_on_in_its_folder(nowhere):
    data = written(nowhere, "wide.csv", WIDE)
    work = nowhere / "work"
    asked = ("forecast", data, "--start", "4", "--reviews", "4", "--work", work)
    assert "found" not in run(*asked, "--order-up-to", "one.npz")
    kept = sorted(work.glob("review-*.npz"))
    assert len(kept) == 4
    kept[2].unlink()
    assert "3 of 4 reviews were found" in run(*asked, "--order-up-to", "two.npz")
    shutil.rmtree(work)
    run(*asked[:6], "--order-up-to", "whole.npz")
    with np.load("whole.npz") as whole:
        for name in ("one.npz", "two.npz"):
            with np.load(name) as made:
                assert made.files == whole.files
                for key in whole.files:
                    np.testing.assert_array_equal(made[key], whole[key])
