"""The command line: set up once, verify, copy and put back."""

from __future__ import annotations

import sqlite3

import pytest
from click.testing import CliRunner

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
