"""Say findings and counts in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from flask_babel import gettext as _

from webapp.imports.findings import Finding
from webapp.messages import text_of


def place(found: Finding) -> str:
    """Return where a finding is, as a spreadsheet shows it; empty where it concerns the whole file."""
    column = (
        _("column “%(name)s” (%(letter)s)", name=found.column, letter=found.letter)
        if found.letter
        else (_("column “%(name)s”", name=found.column) if found.column else "")
    )
    if found.row is None:
        return str(column)
    row = _("row %(number)s", number=found.row)
    return str(_("%(row)s, %(column)s", row=row, column=column) if column else row)


def advice(found: Finding) -> str:
    """Return what is wrong and what to do."""
    return str(text_of(found.code, found.details))


def sentence(found: Finding) -> str:
    """Return a finding as one line: where, what stands there, what is wrong."""
    where = place(found)
    said = f"“{found.value}”: " if found.value else ""
    return f"{where}: {said}{advice(found)}" if where else f"{said}{advice(found)}"


def counts(found: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    """Yield what was counted, in words."""
    from webapp.messages_of.imports import COUNTS

    for name, count in found.items():
        yield str(COUNTS.get(name, name)), count


def shortened(found: Iterable[Finding], most: int) -> list[Finding]:
    """Return the first findings in the order of the rows."""
    return sorted(found, key=lambda each: (each.row is None, each.row or 0, len(each.letter), each.letter))[:most]
