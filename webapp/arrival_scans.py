"""Answer a scan in the form of an arrival: fill the line of a label, or add the lines of another order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from webapp.arrival_filling import Filled, LabelFacts, Line, Place, code_in, fill
from webapp.arrival_labels import Label, read_scan
from webapp.i18n import in_language


@dataclass(frozen=True, slots=True)
class Answer:
    """Say whether a scan was right, in a few words and what follows; `number` is the line that took it."""

    good: bool
    title: str
    text: str = ""
    number: int | None = None


def answer(
    session: Session,
    code: str,
    lines: list[Line],
    *,
    known: Mapping[str, Mapping[str, Any]],
    counted: set[str],
    supplier_id: int,
    sees: bool,
) -> Answer:
    """Carry a scanned code into the typed lines of a form; `known` are the open lines of the supplier by their code.

    Who counts blind (`sees` is false) types every quantity.
    """
    scan = read_scan(session, code, supplier_id)
    if scan.document:
        return _added(scan.document, lines, known, sees=sees)
    if scan.label is None:
        return Answer(
            False, scan.wrong, _("Scan again, or choose the line by hand. Nothing that you have typed is lost.")
        )
    return _said(scan.label, fill(lines, _facts(scan.label), _places(known), counted), lines)


def _added(number: str, lines: list[Line], known: Mapping[str, Mapping[str, Any]], *, sees: bool) -> Answer:
    """Add the open lines of another order, or a claim, whose goods came in the same delivery."""
    mine = {code: row for code, row in known.items() if row["order_number"] == number}
    if not mine:
        return Answer(
            False,
            _("%(number)s has nothing open from this supplier for this store.", number=number),
            _("Register it as an arrival of its own."),
        )
    there = {code_in(line) for line in lines}
    for code, row in mine.items():
        if code not in there:
            expected = row["expected"]
            lines.append(
                {
                    row["box"]: code,
                    "part_id": row["part_number"],
                    "quantity": str(expected) if sees and expected is not None else "",
                }
            )
    return Answer(True, _("The lines of %(number)s are on the form.", number=number))


def _facts(label: Label) -> LabelFacts:
    return LabelFacts(
        label.part.number,
        label.lot,
        f"{label.expires_on:%Y-%m-%d}" if label.expires_on else "",
        f"{label.made_on:%Y-%m-%d}" if label.made_on else "",
        label.quantity,
        label.serial,
    )


def _places(known: Mapping[str, Mapping[str, Any]]) -> dict[str, Place]:
    """Return what each open line still takes, its tolerance included."""
    return {
        code: Place(
            code,
            row["part_number"],
            None if row["expected"] is None else (row["expected"] + row["over_tolerance"]).decimal,
            row["box"],
        )
        for code, row in known.items()
    }


def _said(label: Label, filled: Filled, lines: list[Line]) -> Answer:
    named = " · ".join(each for each in (label.part.number, label.lot, label.serial) if each)
    name = in_language(label.part.name_zh, label.part.name_en)
    if filled.kind == "known":
        return Answer(False, _("%(code)s was scanned already.", code=label.serial), _("It counts once."), filled.number)
    if filled.kind == "unordered":
        text = _("No open order of this supplier asks for it. Registered like this, it goes back to the supplier.")
        return Answer(False, f"{named} {name}", text, filled.number)
    order = code_in(lines[filled.number])
    quantity = (
        _("quantity so far: %(quantity)s", quantity=filled.quantity) if filled.quantity else _("type the quantity")
    )
    return Answer(True, f"{named} {name}", " · ".join(each for each in (order, quantity) if each), filled.number)
