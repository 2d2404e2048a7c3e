"""Collect the texts of the screens, and tell which have no translation: `python -m webapp.translate extract|missing`.

`extract` writes new texts into every catalogue and drops those that are gone; `missing` lists what has no Chinese and
fails when there is any; `compile` writes the compiled catalogues.
"""

from __future__ import annotations

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

WEBAPP = Path(__file__).parent
CATALOGUES = WEBAPP / "translations"
LANGUAGES = ("zh_Hans_CN",)
METHODS = [("templates/**.html", "jinja2"), ("documents/templates/**.html", "ignore"), ("**.py", "python")]
OPTIONS = {"templates/**.html": {"extensions": "jinja2.ext.i18n", "encoding": "utf-8", "trimmed": "true"}}
KEYWORDS = {"_": None, "_l": None, "gettext": None, "ngettext": (1, 2), "lazy_gettext": None}


def path_of(language: str) -> Path:
    """Return where the catalogue of a language lies."""
    return CATALOGUES / language / "LC_MESSAGES" / "messages.po"


def template() -> Catalog:
    """Return every text that the code and the templates name."""
    catalogue = Catalog(project="Sparewell", charset="utf-8")
    found = extract_from_dir(WEBAPP, METHODS, OPTIONS, KEYWORDS)
    for file, line, message, _comments, context in found:
        if not file.startswith(("node_modules", "static")):
            catalogue.add(message, locations=[(file, line)], context=context)
    return catalogue


def catalogue_of(language: str) -> Catalog:
    """Return the catalogue of a language, empty where there is none yet."""
    if not path_of(language).exists():
        return _empty(language)
    with path_of(language).open("rb") as file:
        return read_po(file, locale=language)


def _empty(language: str) -> Catalog:
    return Catalog(
        locale=language,
        header_comment="# Words of the screens; `python -m webapp.translate extract` keeps the list whole.",
        project="Sparewell",
        version="1",
        msgid_bugs_address="Sparewell",
        last_translator="Sparewell",
        language_team="Sparewell",
        charset="utf-8",
        fuzzy=False,
    )


def missing(language: str) -> list[str]:
    """Return the texts that have no translation, or one that is only guessed."""
    known = catalogue_of(language)
    lacking = []
    for message in template():
        text = message.id[0] if isinstance(message.id, list | tuple) else message.id
        held = known.get(message.id) if message.id else None
        words = held.string if held else ""
        complete = all(words) if isinstance(words, list | tuple) else bool(words)
        if text and (not held or not complete or held.fuzzy):
            lacking.append(str(text))
    return lacking


def extract() -> None:
    """Bring every catalogue up to date with the texts of the code; nothing is guessed."""
    for language in LANGUAGES:
        known = catalogue_of(language)
        known.update(template(), no_fuzzy_matching=True)
        known.obsolete.clear()
        path_of(language).parent.mkdir(parents=True, exist_ok=True)
        with path_of(language).open("wb") as file:
            write_po(file, known, width=110, sort_output=True, no_location=True, omit_header=False)


def compile_all() -> None:
    """Write the compiled catalogues."""
    for language in LANGUAGES:
        with path_of(language).with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue_of(language))


def main(arguments: list[str]) -> int:
    """Do what is asked; return 1 when `missing` finds something."""
    task = arguments[0] if arguments else ""
    if task == "extract":
        extract()
    elif task == "compile":
        compile_all()
    elif task == "missing":
        lacking = [(language, text) for language in LANGUAGES for text in missing(language)]
        sys.stdout.writelines(f"{language}: {text}\n" for language, text in lacking)
        return 1 if lacking else 0
    else:
        sys.stderr.write(__doc__ or "")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
