"""Lay out the way of a lot: where it came from, what was found, the lot, where it lies, who got pieces of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from inventory.tables import Lot
from receiving.queries.traces import LotTrace
from webapp.charts import Node, Stage
from webapp.i18n import day, quantity, words
from webapp.personal import shown_name
from webapp.receiving_words import INSPECTION_STATES

MOST = 12
"""Boxes of a column; what is beyond is counted in the last one."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Hold what is known of a lot."""

    lot: Lot
    trace: LotTrace
    sisters: Sequence[Any]
    there: Sequence[Any]
    uses: Sequence[Any]
    unit: Any
    frozen: bool


def stages_of(seen: Seen) -> list[Stage]:
    """Return the columns of the picture, from left to right."""
    return [
        Stage(_("Where it came from"), _source(seen)),
        Stage(_("Inspections"), _inspected(seen)),
        Stage(_("Lots of the delivery"), _lots(seen)),
        Stage(_("Where it lies now"), _lying(seen)),
        Stage(_("Who got pieces of it"), _used(seen)),
    ]


def _source(seen: Seen) -> tuple[Node, ...]:
    trace = seen.trace
    if trace.supplier_name is None:
        title = _("opening stock") if trace.origin == "opening" else _("not from a supplier")
        return (Node("source", title, seen.lot.reference),)
    order = f"{trace.order_number or ''} · {trace.arrival_number or ''}".strip(" ·")
    return (Node("source", words(trace.supplier_name), order),)


def _inspected(seen: Seen) -> tuple[Node, ...]:
    tones = {True: "bad", False: "good"}
    found = [
        Node(
            f"i{each.inspection_id}",
            each.number,
            f"{INSPECTION_STATES[each.state]} · {quantity(each.passed)} / {quantity(each.failed)}",
            ("source",),
            tones[bool(each.failed)],
        )
        for each in seen.trace.inspections
    ]
    return tuple(found) or (Node("cleared", _("cleared in the hold"), "", ("source",)),)


def _lots(seen: Seen) -> tuple[Node, ...]:
    before = tuple(f"i{each.inspection_id}" for each in seen.trace.inspections) or ("cleared",)
    state = _("frozen") if seen.frozen else day(seen.lot.received_on)
    own = Node("lot", seen.lot.number, state, before, "bad" if seen.frozen else "")
    sisters = [Node(f"s{each.id}", each.number, _("other lot of the delivery"), ("source",)) for each in seen.sisters]
    return (own, *_cut(sisters, "sisters", ("source",)))


def _lying(seen: Seen) -> tuple[Node, ...]:
    there = [
        Node(f"p{each.location_id}", each.location_code, quantity(each.on_hand, seen.unit), ("lot",), "good")
        for each in seen.there
    ]
    return _cut(there, "places", ("lot",)) or (Node("none", _("nothing left in the stores"), "", ("lot",)),)


def _used(seen: Seen) -> tuple[Node, ...]:
    used = []
    for each in seen.uses:
        who = shown_name(each.ticket.customer) if each.ticket else ""
        serial = each.ticket.serial if each.ticket and each.ticket.serial else ""
        got = quantity(each.issued - each.returned, seen.unit)
        title = each.ticket.number if each.ticket else each.number
        used.append(Node(f"w{each.work_order_id}", title, " · ".join(x for x in (got, who, serial) if x), ("lot",)))
    return _cut(used, "uses", ("lot",))


def _cut(nodes: list[Node], key: str, comes_from: tuple[str, ...]) -> tuple[Node, ...]:
    """Show the first boxes and count the rest."""
    if len(nodes) <= MOST:
        return tuple(nodes)
    rest = len(nodes) - MOST + 1
    more = ngettext("%(num)s more in the table below", "%(num)s more in the table below", rest)
    return (*nodes[: MOST - 1], Node(key, more, "", comes_from))
