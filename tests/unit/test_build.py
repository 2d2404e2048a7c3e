import gettext
import importlib.util
import json
import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CATALOGUE = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: zh_Hans_CN\\n"

msgid "part"
msgstr "{part}"
"""


@pytest.fixture(scope="module")
def hook():
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def checkout(hook, tmp_path):
    """Lay out a checkout whose vendor folder is whole."""
    for name in hook.NPM_INPUTS:
        (tmp_path / "webapp").mkdir(exist_ok=True)
        (tmp_path / "webapp" / name).write_bytes((ROOT / "webapp" / name).read_bytes())
    for name in hook.VENDOR_FILES:
        path = tmp_path / hook.VENDOR / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"old")
    (tmp_path / hook.VENDOR / hook.STAMP).write_text(hook._vendor_stamp(tmp_path), encoding="ascii")
    return tmp_path


def write_catalogue(checkout, part):
    path = checkout / "webapp" / "translations" / "zh_Hans_CN" / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(CATALOGUE.format(part=part), encoding="utf-8")
    return path


def pretend_npm(folder, code):
    """Put an npm on the search path that does what `code` says."""
    folder.mkdir()
    program = folder / "npm"
    program.write_text(f"#!{sys.executable}\n{code}\n", encoding="utf-8")
    program.chmod(0o755)
    return str(folder)


def test_a_second_build_needs_no_npm(hook, checkout, monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert hook.fetch_vendor(checkout) is False


def test_a_changed_lock_fetches_anew_and_leaves_only_what_is_named(hook, checkout, tmp_path, monkeypatch):
    files = json.dumps(hook.VENDOR_FILES)
    npm = pretend_npm(
        tmp_path / "bin",
        f"import json, pathlib\nfor source in json.loads({files!r}).values():\n"
        "    path = pathlib.Path('node_modules', source)\n"
        "    path.parent.mkdir(parents=True, exist_ok=True)\n"
        "    path.write_bytes(b'new')",
    )
    monkeypatch.setenv("PATH", npm)
    lock = checkout / "webapp" / "package-lock.json"
    lock.write_bytes(lock.read_bytes() + b"\n")
    (checkout / hook.VENDOR / "left-over.js").touch()
    assert hook.fetch_vendor(checkout) is True
    assert (checkout / hook.VENDOR / "htmx" / "htmx.min.js").read_bytes() == b"new"
    assert not (checkout / hook.VENDOR / "left-over.js").exists()
    assert hook.fetch_vendor(checkout) is False


def test_a_failing_npm_is_told_and_leaves_the_old_files(hook, checkout, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", pretend_npm(tmp_path / "bin", "import sys\nprint('no such package')\nsys.exit(3)"))
    (checkout / hook.VENDOR / hook.STAMP).unlink()
    with pytest.raises(hook.AssetError, match="no such package"):
        hook.fetch_vendor(checkout)
    assert (checkout / hook.VENDOR / "htmx" / "htmx.min.js").read_bytes() == b"old"


def test_catalogues_are_compiled_when_they_changed(hook, checkout):
    source = write_catalogue(checkout, "配件")
    (compiled,) = hook.compile_translations(checkout)
    with compiled.open("rb") as binary:
        assert gettext.GNUTranslations(binary).gettext("part") == "配件"
    assert hook.compile_translations(checkout) == []
    write_catalogue(checkout, "零件")
    os.utime(source, ns=(0, compiled.stat().st_mtime_ns + 1_000_000))
    assert hook.compile_translations(checkout) == [compiled]


def test_locks_hold_hashes_and_no_addresses():
    for path in [*(ROOT / "requirements").glob("*.txt"), ROOT / "webapp" / "package-lock.json"]:
        text = path.read_text(encoding="utf-8")
        assert "sha256:" in text or "sha512-" in text
        assert '"resolved"' not in text
        assert "index-url" not in text
        assert "find-links" not in text
    for path in (ROOT / "requirements").glob("*.txt"):
        assert "://" not in path.read_text(encoding="utf-8")
    lock = json.loads((ROOT / "webapp" / "package-lock.json").read_text(encoding="utf-8"))
    assert all("integrity" in package for name, package in lock["packages"].items() if name)
