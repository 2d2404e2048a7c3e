"""Make the labels of parts, lots, pieces and places, with our own code, the serial number, or a GS1 code on them."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from inventory.scan_codes import CodeKind, format_code
from inventory.tables import Location, Lot, Part
from kernel.errors import Forbidden, RuleViolation
from webapp import context
from webapp.documents.papers import Sticker

KINDS: dict[str, Any] = {"part": _l("Parts"), "lot": _l("Lots"), "place": _l("Places")}
CODES: dict[str, Any] = {
    "own": _l("Own code"),
    "serial": _l("Serial number of the piece"),
    "gs1": _l("GS1 code, where the part has an article number"),
}
PERMISSIONS = {"part": "parts.read", "lot": "stock.read", "place": "stock.read"}
MOST_ROWS, MOST_LABELS = 500, 2000
LONGEST_GS1_FIELD = 20
GTIN_DIGITS = 14
OTHER = {"zh": "en", "en": "zh"}


def stickers_of(kind: str, ids: tuple[int, ...], code: str, language: str) -> tuple[Sticker, ...]:
    """Return a label for each row in the order of `ids`; unknown rows are left out."""
    if kind not in KINDS or code not in CODES:
        raise RuleViolation("word_unknown", field="kind", value=kind, known=list(KINDS))
    if not context.may(PERMISSIONS[kind]):
        raise Forbidden("permission_missing", permission=PERMISSIONS[kind])
    if not 0 < len(ids) <= MOST_ROWS:
        raise RuleViolation("labels_of_nothing", most=MOST_ROWS)
    made = {"part": _parts, "lot": _lots, "place": _places}[kind](ids, code, language)
    found = tuple(made[key] for key in ids if key in made)
    if not found:
        raise RuleViolation("labels_of_nothing", most=MOST_ROWS)
    return found


def _parts(ids: tuple[int, ...], code: str, language: str) -> dict[int, Sticker]:
    rows = context.session().scalars(select(Part).where(Part.id.in_(ids)))
    return {
        row.id: Sticker(
            scan_code=(_gs1(row) if code == "gs1" else "") or format_code(CodeKind.PART, row.number),
            key=row.number,
            name=row.name.in_(language),
            name_second=row.name.in_(OTHER[language]),
            facts=(row.storage_condition,) if row.storage_condition else (),
        )
        for row in rows
    }


def _lots(ids: tuple[int, ...], code: str, language: str) -> dict[int, Sticker]:
    rows = context.session().execute(select(Lot, Part).join(Part, Part.id == Lot.part_id).where(Lot.id.in_(ids)))
    return {lot.id: _lot(lot, part, code, language) for lot, part in rows}


def _lot(lot: Lot, part: Part, code: str, language: str) -> Sticker:
    expiry = f" → {lot.expires_on:%Y-%m-%d}" if lot.expires_on else ""
    facts = (part.number, f"{lot.received_on:%Y-%m-%d}{expiry}")
    if code == "serial" and lot.serial_number:
        scan_code, key = format_code(CodeKind.SERIAL, lot.serial_number), lot.serial_number
    else:
        scan_code, key = format_code(CodeKind.LOT, lot.number), lot.number
    if code == "gs1":
        scan_code = _gs1(part, lot) or scan_code
    name, second = part.name.in_(language), part.name.in_(OTHER[language])
    return Sticker(scan_code=scan_code, key=key, name=name, name_second=second, facts=facts)


def _gs1(part: Part, lot: Lot | None = None) -> str:
    """Return the GS1 text of a part, lot or piece with its fields in brackets; empty without an article number."""
    if part.gtin is None:
        return ""
    said = f"(01){part.gtin.zfill(GTIN_DIGITS)}"
    for field, value in (("10", lot.number if lot else None), ("21", lot.serial_number if lot else None)):
        if value and len(value) <= LONGEST_GS1_FIELD and value.isascii() and value.isprintable() and "(" not in value:
            said += f"({field}){value}"
    return said


def _places(ids: tuple[int, ...], code: str, language: str) -> dict[int, Sticker]:
    del code  # a place has no other code than our own
    rows = context.session().scalars(select(Location).where(Location.id.in_(ids)))
    return {
        row.id: Sticker(
            scan_code=format_code(CodeKind.LOCATION, row.code),
            key=row.code,
            name=row.name.in_(language),
            name_second=row.name.in_(OTHER[language]),
        )
        for row in rows
    }
