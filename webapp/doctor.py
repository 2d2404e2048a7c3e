"""Look over one installation and tell, for each thing it needs, what was found and the line that mends it."""

from __future__ import annotations

import ctypes
import importlib
import importlib.util
import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import create_engine
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import SQLAlchemyError

from kernel.db import journal_mode
from webapp.config import Config, unknown_variables

WEBAPP: Final = Path(__file__).parent
LEAST_PYTHON: Final = (3, 11)
FONT_MODULE: Final = "manimgx_fonts_cjk"
PANGO: Final = {
    "libpango": ("libpango-1.0.so.0", "libpango-1.0.0.dylib", "libpango-1.0-0.dll"),
    "libpangoft2": ("libpangoft2-1.0.so.0", "libpangoft2-1.0.0.dylib", "libpangoft2-1.0-0.dll"),
}
PANGO_REMEDY: Final = "apt-get install libpango-1.0-0 libpangoft2-1.0-0"
VENDOR_FILES: Final = (
    "bootstrap/bootstrap.min.css",
    "bootstrap-icons/fonts/bootstrap-icons.woff2",
    "htmx/htmx.min.js",
    "zxing/zxing_reader.wasm",
)
BUILD_REMEDY: Final = "make assets (in a checkout), or install the package again"
POSTGRES_FOLDERS: Final = "/usr/lib/postgresql"


@dataclass(frozen=True)
class Check:
    """Say of one thing whether it is well, what was found, and the line that mends it.

    A thing that is not `required` is used by the tests alone, or by a part that can be left out.
    """

    name: str
    ok: bool
    found: str
    remedy: str = ""
    required: bool = True


def examine(config: Config, environ: Mapping[str, str] | None = None) -> list[Check]:
    """Make every check on this machine for the place that `config` describes."""
    return [
        check_python(),
        *(check_library(name, files) for name, files in PANGO.items()),
        check_pdf(),
        check_font(),
        check_sqlite(),
        check_instance(config.instance_path),
        check_database(config),
        check_vendor(),
        check_translations(),
        check_mail(config),
        check_variables(os.environ if environ is None else environ),
        check_program("chromium", ("chromium", "chromium-browser", "google-chrome"), "apt-get install chromium"),
        check_program("pdftotext", ("pdftotext",), "apt-get install poppler-utils"),
        check_program("PostgreSQL server", ("postgres",), "apt-get install postgresql", postgres_folders()),
    ]


def is_healthy(checks: Iterable[Check]) -> bool:
    """Tell whether everything that is required is well."""
    return all(check.ok for check in checks if check.required)


def check_python(version: tuple[int, ...] = tuple(sys.version_info[:3])) -> Check:
    """Check the version of Python."""
    least = ".".join(map(str, LEAST_PYTHON))
    return Check("Python", version >= LEAST_PYTHON, ".".join(map(str, version)), f"install Python {least} or newer")


def check_library(name: str, files: Iterable[str]) -> Check:
    """Check that a library of the system, which the PDF papers are set with, can be loaded."""
    for file in files:
        try:
            ctypes.CDLL(file)
        except OSError:
            continue
        return Check(name, ok=True, found=file)
    return Check(name, ok=False, found="not found", remedy=PANGO_REMEDY)


def check_pdf(load: Callable[[str], object] = importlib.import_module) -> Check:
    """Check that WeasyPrint finds all it needs."""
    try:
        module = load("weasyprint")
    except (ImportError, OSError) as error:
        found = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        return Check("WeasyPrint", ok=False, found=found, remedy=PANGO_REMEDY)
    return Check("WeasyPrint", ok=True, found=str(getattr(module, "__version__", "loaded")))


def check_font(module: str = FONT_MODULE) -> Check:
    """Check that the package with the Chinese font is installed and holds a font."""
    spec = importlib.util.find_spec(module)
    fonts = [
        path
        for folder in (spec.submodule_search_locations or [] if spec else [])
        for path in Path(folder).rglob("*")
        if path.suffix.lower() in {".ttf", ".otf", ".ttc"}
    ]
    found = f"{len(fonts)} font files" if fonts else "no font file"
    return Check("Chinese font", bool(fonts), found, "python -m pip install manimgx-fonts-cjk")


def check_sqlite(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> Check:
    """Tell SQLite's version, and how the ledger is kept safe on one with the WAL-reset race."""
    mode = journal_mode(version)
    reason = "WAL is safe on this version" if mode.upper() == "WAL" else "this version has the WAL-reset race"
    return Check("SQLite", ok=True, found=f"{'.'.join(map(str, version))}: {reason}, journal_mode={mode} is used")


def check_instance(folder: Path) -> Check:
    """Check that files can be written in the instance folder, or that it can be made."""
    nearest = next(path for path in (folder, *folder.parents) if path.exists())
    remedy = f"mkdir -p {folder} && chown $(id -u) {folder}"
    try:
        with tempfile.TemporaryFile(dir=nearest):
            pass
    except OSError as error:
        return Check("Instance folder", ok=False, found=f"{nearest}: {error.strerror}", remedy=remedy)
    return Check("Instance folder", ok=True, found=f"{folder}{'' if nearest == folder else ' (can be made)'}")


def check_database(config: Config, migrations: Path = WEBAPP / "migrations") -> Check:
    """Check that the database answers and stands at the newest migration."""
    file = make_url(config.database_url).database if config.is_sqlite else None
    if file and file != ":memory:" and not Path(file).is_file():
        return Check("Database", ok=False, found=f"{file} is not there", remedy="sparewell init")
    try:
        patience = {} if config.is_sqlite else {"connect_timeout": 5}
        engine = create_engine(config.database_url, connect_args=patience)
        try:
            with engine.connect() as connection:
                return _check_revision(connection, config.shown_database_url, migrations)
        finally:
            engine.dispose()
    except (SQLAlchemyError, CommandError) as error:
        found = f"{config.shown_database_url}: {str(getattr(error, 'orig', None) or error).strip().splitlines()[0]}"
        return Check("Database", ok=False, found=found, remedy="see DATABASE_URL in docs/configuration.md")


def newest_revisions(folder: Path) -> set[str]:
    """List the revisions that no other follows: what a database should stand at."""
    settings = AlembicConfig()
    settings.set_main_option("script_location", folder.as_posix().replace("%", "%%"))
    settings.set_main_option("path_separator", "os")
    return set(ScriptDirectory.from_config(settings).get_heads())


def _check_revision(connection: Connection, place: str, migrations: Path) -> Check:
    stands_at = set(MigrationContext.configure(connection).get_current_heads())
    newest = newest_revisions(migrations)
    if stands_at == newest:
        return Check("Database", ok=True, found=f"{place} at {', '.join(sorted(newest))}")
    found = f"{place} at {', '.join(sorted(stands_at)) or 'no revision'}, newest is {', '.join(sorted(newest))}"
    return Check("Database", ok=False, found=found, remedy="sparewell init")


def check_vendor(folder: Path = WEBAPP / "static" / "vendor") -> Check:
    """Check that the libraries of the screens were built in."""
    missing = [name for name in VENDOR_FILES if not (folder / name).is_file()]
    return Check("Screen assets", not missing, f"missing: {', '.join(missing)}" if missing else "present", BUILD_REMEDY)


def check_translations(folder: Path = WEBAPP / "translations") -> Check:
    """Check that the Chinese catalogue, and every other one that is there, is compiled."""
    compiled = {path.parents[1].name for path in folder.glob("*/LC_MESSAGES/*.mo")}
    missing = ({path.parents[1].name for path in folder.glob("*/LC_MESSAGES/*.po")} | {"zh_Hans_CN"}) - compiled
    found = f"not compiled: {', '.join(sorted(missing))}" if missing else ", ".join(sorted(compiled))
    return Check("Translations", not missing, found, BUILD_REMEDY)


def check_mail(config: Config) -> Check:
    """Tell whether orders can be sent by mail; without a server they are downloaded."""
    found = (
        f"{config.mail_host}:{config.mail_port} ({config.mail_security})" if config.sends_mail else "no server named"
    )
    remedy = "set SPAREWELL_MAIL_HOST and SPAREWELL_MAIL_FROM (docs/configuration.md)"
    return Check("Mail", config.sends_mail, found, remedy, required=False)


def check_variables(environ: Mapping[str, str]) -> Check:
    """Tell variables that look like settings but are none."""
    unknown = unknown_variables(environ)
    found = f"no setting: {', '.join(unknown)}" if unknown else "all known"
    return Check("Variables", not unknown, found, "compare with docs/configuration.md", required=False)


def check_program(name: str, commands: Iterable[str], remedy: str, folders: Iterable[str] = ()) -> Check:
    """Look for a program that only the tests use, on the search path and in `folders`."""
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), *folders])
    program = next((each for command in commands if (each := shutil.which(command, path=path))), None)
    return Check(f"{name} (tests)", program is not None, program or "not found", remedy, required=False)


def postgres_folders(parent: str = POSTGRES_FOLDERS) -> list[str]:
    """List where Debian puts the server programs, newest version first."""
    return [str(path) for path in sorted(Path(parent).glob("*/bin"), reverse=True)]
