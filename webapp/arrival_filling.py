"""Put what a scanned label says into the line of an arrival's form that it belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class LabelFacts:
    """Hold what goes into a line's boxes, written as they show it."""

    part: str
    lot: str = ""
    expires_on: str = ""
    made_on: str = ""
    quantity: int | None = None
    serial: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Say which order line or claim takes how much of which part; `room` is empty where that is not known.

    `box` is the box of a line that names it.
    """

    code: str
    part: str
    room: Decimal | None = None
    box: str = "order_line_id"


@dataclass(frozen=True, slots=True)
class Filled:
    """Name the line that took a label, by its number, and how; `kind` is filled, added, known or unordered."""

    number: int
    kind: str
    quantity: str


def fill(lines: list[Line], facts: LabelFacts, places: Mapping[str, Place], counted: set[str]) -> Filled:
    """Put a label's facts into the line of its part, or add a line for another lot of it.

    A label with a quantity replaces what the line began with the first time and adds to it after that; `counted` keeps
    which lines have been scanned. A serial number counts as one piece, and once.

    >>> lines = [{"order_line_id": "PO-1/1", "part_id": "P1", "quantity": "10"}]
    >>> places, counted = {"PO-1/1": Place("PO-1/1", "P1", Decimal(10))}, set()
    >>> fill(lines, LabelFacts("P1", lot="A", quantity=4), places, counted).quantity
    '4'
    >>> fill(lines, LabelFacts("P1", lot="A", quantity=4), places, counted).quantity
    '8'
    >>> fill(lines, LabelFacts("P1", lot="B", quantity=2), places, counted)
    Filled(number=1, kind='added', quantity='2')
    """
    if facts.serial and (number := _holder(lines, facts)) is not None:
        return Filled(number, "known", str(lines[number].get("quantity") or ""))
    number, kind = _line_for(lines, facts, places, counted)
    line = lines[number]
    for name in ("lot", "expires_on", "made_on"):
        box = "supplier_lot" if name == "lot" else name
        line[box] = getattr(facts, name) or line.get(box) or ""
    _count(line, facts, counted)
    return Filled(number, kind, str(line.get("quantity") or ""))


def amount(text: Any) -> Decimal:
    """Return what is typed as a quantity; nothing where it is no number."""
    try:
        found = Decimal(str(text or "0").strip())
    except InvalidOperation:
        return Decimal(0)
    return found if found.is_finite() else Decimal(0)


def key_of(line: Line) -> str:
    """Return what tells a line from another of the form: its order line, claim or part, and the supplier's lot."""
    return f"{code_in(line) or line.get('part_id') or ''}|{line.get('supplier_lot') or ''}"


def code_in(line: Line) -> str:
    """Return the order line or the claim that a line names."""
    return str(line.get("order_line_id") or line.get("supplier_return_id") or "")


def _count(line: Line, facts: LabelFacts, counted: set[str]) -> None:
    began = key_of(line) in counted
    if facts.serial:
        serials = [each for each in str(line.get("serials") or "").splitlines() if each.strip()]
        line["serials"] = "\n".join([*serials, facts.serial])
        line["quantity"] = str(len(serials) + 1)
    elif facts.quantity:
        line["quantity"] = str((amount(line.get("quantity")) if began else 0) + facts.quantity)
    else:
        return
    counted.add(key_of(line))


def _holder(lines: list[Line], facts: LabelFacts) -> int | None:
    """Return the line that holds a serial number already."""
    for number, line in enumerate(lines):
        serials = {each.strip() for each in str(line.get("serials") or "").splitlines()}
        if line.get("part_id") == facts.part and facts.serial in serials:
            return number
    return None


def _line_for(lines: list[Line], facts: LabelFacts, places: Mapping[str, Place], counted: set[str]) -> tuple[int, str]:
    mine = [number for number, line in enumerate(lines) if line.get("part_id") == facts.part]
    fitting = [number for number in mine if _fits(lines[number], facts, counted)]
    for number in fitting:
        if _has_room(lines[number], facts, places, counted):
            return number, "filled"
    taken = {code_in(lines[number]) for number in mine}
    fresh = [place.code for place in places.values() if place.part == facts.part and place.code not in taken]
    if fitting and not fresh:
        return fitting[-1], "filled"
    codes = fresh or [code_in(lines[number]) for number in mine[-1:]] or [""]
    place = places.get(codes[0])
    lines.append({place.box if place else "order_line_id": codes[0], "part_id": facts.part})
    return len(lines) - 1, "added" if codes[0] else "unordered"


def _fits(line: Line, facts: LabelFacts, counted: set[str]) -> bool:
    """Tell whether a line may take a label: same lot and dates, or not yet said; scanned pieces keep their lot."""
    if key_of(line) in counted and facts.lot and not line.get("supplier_lot"):
        return False
    pairs = (("supplier_lot", facts.lot), ("expires_on", facts.expires_on), ("made_on", facts.made_on))
    return all(not said or not line.get(box) or line.get(box) == said for box, said in pairs)


def _has_room(line: Line, facts: LabelFacts, places: Mapping[str, Place], counted: set[str]) -> bool:
    place = places.get(code_in(line))
    if place is None or place.room is None:
        return True
    there = amount(line.get("quantity")) if key_of(line) in counted else Decimal(0)
    return there + (1 if facts.serial else facts.quantity or 0) <= place.room
