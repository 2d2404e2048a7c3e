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
    part_of = {each.serial_number: part_id for part_id, listed in known.items() for each in listed}
    code = serial_of(request.args.get("code", "").strip()[:128])
    try:
        before = scanned_serials(request.args.get("seen", "")[:LONGEST_SEEN])
    except RuleViolation:  # somebody changed the address
        before = ()
    wrong = ""
    if code in before:
        wrong = str(_("%(code)s is named already", code=code))
    elif code and code not in part_of:
        wrong = str(_("%(code)s is not among the pieces of this page", code=code))
    named = [each for each in dict.fromkeys((*before, code)) if each in part_of]
    pieces = {part_id: tuple(each for each in named if part_of[each] == part_id) for part_id in known}
    return Scans(pieces, code, wrong)


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
