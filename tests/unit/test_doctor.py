import sqlite3

import pytest

from webapp import doctor
from webapp.config import Config


@pytest.fixture
def config(tmp_path):
    return Config.load({"SPAREWELL_MODE": "demo", "SPAREWELL_INSTANCE_PATH": str(tmp_path / "instance")})


def test_every_check_that_failed_says_what_mends_it(config):
    checks = doctor.examine(config, {})
    assert len({check.name for check in checks}) == len(checks)
    assert all(check.found for check in checks)
    assert all(check.remedy for check in checks if not check.ok)


def test_this_machine_runs_a_supported_python_and_sets_chinese():
    assert doctor.check_python().ok
    assert doctor.check_font().ok


def test_an_old_python_is_told():
    check = doctor.check_python((3, 10, 13))
    assert not check.ok
    assert check.found == "3.10.13"


def test_a_missing_library_is_told_with_the_line_that_installs_it():
    check = doctor.check_library("libpango", ["libpango-that-is-not-there.so"])
    assert (check.ok, check.remedy) == (False, doctor.PANGO_REMEDY)


def test_a_pdf_engine_that_does_not_load_is_told_in_one_line():
    def broken(name):
        raise OSError(f"cannot load library behind {name}\nmore lines")

    check = doctor.check_pdf(broken)
    assert (check.ok, check.found) == (False, "cannot load library behind weasyprint")


def test_a_missing_font_package_is_told():
    assert not doctor.check_font("fonts_that_are_not_there").ok


@pytest.mark.parametrize(
    ("version", "mode"),
    [
        ((3, 40, 1), "TRUNCATE"),
        ((3, 44, 5), "TRUNCATE"),
        ((3, 44, 6), "WAL"),
        ((3, 50, 6), "TRUNCATE"),
        ((3, 50, 7), "WAL"),
        ((3, 51, 2), "TRUNCATE"),
        ((3, 51, 3), "WAL"),
    ],
)
def test_the_race_of_sqlite_decides_the_journal(version, mode):
    check = doctor.check_sqlite(version)
    assert check.ok
    assert f"journal_mode={mode} is used" in check.found
    assert ("race" in check.found) == (mode == "TRUNCATE")


def test_a_folder_can_be_made_but_not_below_a_file(tmp_path):
    (tmp_path / "file").write_text("", encoding="ascii")
    assert doctor.check_instance(tmp_path / "new" / "instance").found.endswith("(can be made)")
    blocked = doctor.check_instance(tmp_path / "file" / "instance")
    assert not blocked.ok
    assert "mkdir" in blocked.remedy


def test_an_absent_sqlite_file_is_told_and_not_made(config):
    check = doctor.check_database(config)
    assert (check.ok, check.remedy) == (False, "sparewell init")
    assert not (config.instance_path / "sparewell.sqlite3").exists()


def test_a_file_that_is_no_database_is_told(config):
    path = config.instance_path / "sparewell.sqlite3"
    path.write_bytes(b"not a database" * 100)
    check = doctor.check_database(config)
    assert not check.ok
    assert "not a database" in check.found


def test_an_unreachable_server_is_told_without_its_password(tmp_path):
    config = Config.load(
        {
            "SPAREWELL_MODE": "demo",
            "SPAREWELL_INSTANCE_PATH": str(tmp_path),
            "DATABASE_URL": "postgresql://stock:hidden7@127.0.0.1:1/sparewell",
        }
    )
    check = doctor.check_database(config)
    assert not check.ok
    assert "hidden7" not in check.found
    assert check.remedy


def test_a_database_is_compared_with_the_newest_migration(config, tmp_path):
    revisions = tmp_path / "migrations" / "versions"
    revisions.mkdir(parents=True)
    for number, before in (("0001", None), ("0002", "0001")):
        (revisions / f"{number}.py").write_text(
            f"revision = {number!r}\ndown_revision = {before!r}\n", encoding="ascii"
        )

    database = sqlite3.connect(config.instance_path / "sparewell.sqlite3")
    database.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
    database.execute("INSERT INTO alembic_version VALUES ('0001')")
    database.commit()
    behind = doctor.check_database(config, revisions.parent)
    database.execute("UPDATE alembic_version SET version_num = '0002'")
    database.commit()
    newest = doctor.check_database(config, revisions.parent)
    database.close()

    assert (behind.ok, behind.remedy) == (False, "sparewell init")
    assert "at 0001, newest is 0002" in behind.found
    assert newest.ok


def test_missing_assets_and_catalogues_are_named(tmp_path):
    (tmp_path / "htmx").mkdir()
    (tmp_path / "htmx" / "htmx.min.js").touch()
    assets = doctor.check_vendor(tmp_path)
    assert not assets.ok
    assert "bootstrap.min.css" in assets.found
    assert "htmx" not in assets.found

    catalogue = tmp_path / "zh_Hans_CN" / "LC_MESSAGES" / "messages.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.touch()
    assert not doctor.check_translations(tmp_path).ok
    catalogue.with_suffix(".mo").touch()
    assert doctor.check_translations(tmp_path).ok


def test_mail_and_test_programs_are_not_required(config):
    missing = doctor.check_program("pdftotext", ["a-program-that-is-not-there"], "apt-get install poppler-utils")
    mail = doctor.check_mail(config)
    assert not missing.ok
    assert not mail.ok
    assert doctor.is_healthy([missing, mail])


def test_a_program_is_found_in_a_folder_off_the_path(tmp_path):
    program = tmp_path / "15" / "bin" / "postgres"
    program.parent.mkdir(parents=True)
    program.touch(mode=0o755)
    folders = doctor.postgres_folders(str(tmp_path))
    assert doctor.check_program("PostgreSQL", ["postgres"], "", folders).ok


def test_a_failed_requirement_is_not_healthy():
    assert not doctor.is_healthy([doctor.check_python((3, 10, 0))])


def test_a_slip_in_a_variable_is_named():
    check = doctor.check_variables({"SPAREWELL_PROT": "8000"})
    assert not check.ok
    assert "SPAREWELL_PROT" in check.found
