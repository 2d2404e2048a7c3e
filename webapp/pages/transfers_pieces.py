"""Show the tracked pieces of a transfer: what was scanned of them so far, and what became of each."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from inventory.finding_pieces import Piece
from inventory.queries.transfer_pieces import PieceOfTransfer
from inventory.serial_ranges import write_serials
from kernel.errors import RuleViolation
from webapp.serial_codes import scanned_serials, serial_of

LONGEST_SEEN = 4000

PIECE_STATES = {
    "on_the_way": _l("on its way"),
    "received": _l("has arrived"),
    "missing": _l("missing"),
    "reported": _l("reported as lost, waits for approval"),
    "found": _l("found late"),
    "sent_back": _l("sent back"),
    "lost": _l("lost on the way"),
}
PIECE_TONES = {
    "on_the_way": "info",
    "received": "success",
    "missing": "danger",
    "reported": "warning",
    "found": "success",
    "sent_back": "secondary",
    "lost": "danger",
}


@dataclass(frozen=True, slots=True)
class Scans:
    """Hold what was scanned on a page so far: the pieces by part, the last code, what is wrong with it."""

    pieces: dict[int, tuple[str, ...]]
    code: str = ""
    wrong: str = ""

    @property
    def seen(self) -> str:
        """Return the pieces as the next scan hands them on."""
        return ",".join(write_serials(each for serials in self.pieces.values() for each in serials))

    def of(self, part_id: int) -> tuple[str, ...]:
        """Return the pieces of a part."""
        return self.pieces.get(part_id, ())


def pieces_scanned(known: dict[int, list[Piece]]) -> Scans:
    """Return which of the known pieces were scanned, by the address of the page; for browsers without scripts."""
    parts_of: dict[str, list[int]] = {}  # parts may have pieces of the same number
    for part_id, listed in known.items():
        for each in listed:
            parts_of.setdefault(each.serial_number, []).append(part_id)
    code = serial_of(request.args.get("code", "").strip()[:128])
    before, cut = _before(request.args.get("seen", ""))
    pieces: dict[int, list[str]] = {part_id: [] for part_id in known}
    for number in before:
        _name(pieces, parts_of, number)
    wrong = _full() if cut else ""
    if code and code not in parts_of:
        wrong = str(_("%(code)s is not among the pieces of this page", code=code))
    elif code and not wrong:
        part = _name(pieces, parts_of, code)
        if part is None:
            wrong = str(_("%(code)s is named already", code=code))
        elif len(_scans(pieces).seen) > LONGEST_SEEN:
            pieces[part].remove(code)
            wrong = _full()
    return _scans(pieces, code, wrong)


def _scans(pieces: dict[int, list[str]], code: str = "", wrong: str = "") -> Scans:
    return Scans({part_id: tuple(numbers) for part_id, numbers in pieces.items()}, code, wrong)


def _full() -> str:
    return str(_("No more pieces fit in this list. Type the others into their box, or send what is named first."))


def _before(seen: str) -> tuple[list[str], bool]:
    """Return the numbers that an address brings, and whether it brings more than are read."""
    cut = len(seen) > LONGEST_SEEN
    if cut:
        seen = seen[: LONGEST_SEEN + 1].rpartition(",")[0]
    try:
        return [number for each in seen.split(",") for number in scanned_serials(each)], cut
    except RuleViolation:  # somebody changed the address
        return [], cut


def _name(pieces: dict[int, list[str]], parts_of: dict[str, list[int]], number: str) -> int | None:
    """Name a piece of the first part where it is not named yet; return the part, or none if there is no such."""
    part = next((each for each in parts_of.get(number, ()) if number not in pieces[each]), None)
    if part is not None:
        pieces[part].append(number)
    return part


@dataclass(frozen=True, slots=True)
class Standing:
    """Hold the pieces of a part that stand alike, as ranges."""

    part_number: str
    state: str
    serials: tuple[str, ...]
    count: int


def by_state(pieces: list[PieceOfTransfer]) -> list[Standing]:
    """Return the pieces of each part by what became of them."""
    groups: dict[tuple[str, str], list[str]] = {}
    for each in pieces:
        groups.setdefault((each.part_number, each.state), []).append(each.serial_number)
    return [
        Standing(number, state, write_serials(serials), len(serials))
        for (number, state), serials in sorted(groups.items())
    ]
