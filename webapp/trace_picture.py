"""Lay out the way of a lot: source, inspection, where it went and lies, who got it, what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from inventory.places import WORDS as PLACE_WORDS
from inventory.places import MovementKind
from inventory.queries.lineages import Made, OldPiece
from inventory.tables import Lot
from receiving.queries.traces import LotTrace
from webapp import context
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
    sent: Sequence[Any] = ()
    gone: Sequence[Any] = ()
    old: Sequence[OldPiece] = ()
    made: Sequence[Made] = ()
    parents: Sequence[OldPiece] = ()


def stages_of(seen: Seen) -> list[Stage]:
    """Return the stages of the picture in order; what never happened has no stage."""
    always = [
        Stage(_("Where it came from"), _source(seen)),
        Stage(_("Inspections"), _inspected(seen)),
        Stage(_("Lots of the delivery"), _lots(seen)),
        Stage(_("Where it was sent"), _sent(seen)),
        Stage(_("Where it lies now"), _lying(seen)),
        Stage(_("Who got pieces of it"), _used(seen)),
        Stage(_("What became of it"), _became(seen)),
        Stage(_("Refurbished of it"), _made(seen)),
    ]
    return [stage for stage in always if stage.nodes or stage.name == _("Who got pieces of it")]


def _link(permission: str, endpoint: str, **ids: Any) -> str:
    return url_for(endpoint, **ids) if context.may(permission) else ""


def _source(seen: Seen) -> tuple[Node, ...]:
    trace = seen.trace
    if seen.parents:
        return tuple(
            Node(
                f"o{each.lot_id}" if place else "source",
                _("old part %(lot)s", lot=each.lot_number),
                _("refurbished"),
                href=url_for("trace.lot", lot_id=each.failed_lot_id or each.lot_id),
            )
            for place, each in enumerate(seen.parents)
        )
    if trace.supplier_name is None:
        title = _("opening stock") if trace.origin == "opening" else _("not from a supplier")
        return (Node("source", title, seen.lot.reference),)
    order = f"{trace.order_number or ''} · {trace.arrival_number or ''}".strip(" ·")
    link = _link("suppliers.read", "suppliers.show", supplier_id=trace.supplier_id)
    return (Node("source", words(trace.supplier_name), order, href=link),)


def _inspected(seen: Seen) -> tuple[Node, ...]:
    tones = {True: "bad", False: "good"}
    found = [
        Node(
            f"i{each.inspection_id}",
            each.number,
            f"{INSPECTION_STATES[each.state]} · {quantity(each.passed)} / {quantity(each.failed)}",
            ("source",),
            tones[bool(each.failed)],
            _link("inspection.read", "inspections.show", inspection_id=each.inspection_id),
        )
        for each in seen.trace.inspections
    ]
    return tuple(found) or (Node("cleared", _("cleared in the hold"), "", ("source",)),)


def _lots(seen: Seen) -> tuple[Node, ...]:
    before = tuple(f"i{each.inspection_id}" for each in seen.trace.inspections) or ("cleared",)
    state = _("frozen") if seen.frozen else day(seen.lot.received_on)
    text = f"{seen.lot.serial_number} · {state}" if seen.lot.serial_number else state
    own = Node("lot", seen.lot.number, text, before, "bad" if seen.frozen else "")
    sisters = [
        Node(
            f"s{each.id}",
            each.number,
            _("other lot of the delivery"),
            ("source",),
            href=url_for("trace.lot", lot_id=each.id),
        )
        for each in seen.sisters
    ]
    return (own, *_cut(sisters, "sisters", ("source",)))


def _sent(seen: Seen) -> tuple[Node, ...]:
    sent = [
        Node(
            f"t{each.transfer_id}",
            each.number,
            f"{each.from_code} → {each.to_code} · {quantity(each.quantity, seen.unit)}",
            ("lot",),
            href=_link("stock.move", "transfers.show", transfer_id=each.transfer_id),
        )
        for each in seen.sent
    ]
    return _cut(sent, "transfers", ("lot",))


def _from_store(seen: Seen, *store_ids: int) -> tuple[str, ...]:
    """Return the boxes behind what happened in a store: the transfers that brought pieces there, else the lot."""
    shown = {node.key for node in _sent(seen)}
    came = [f"t{each.transfer_id}" for each in seen.sent if each.to_store_id in store_ids]
    return tuple(key for key in came if key in shown) or ("lot",)


def _lying(seen: Seen) -> tuple[Node, ...]:
    there = [
        Node(
            f"p{each.location_id}",
            each.location_code,
            quantity(each.on_hand, seen.unit),
            _from_store(seen, each.store_id),
            "good",
            url_for("stock.lot", lot_id=seen.lot.id),
        )
        for each in seen.there
    ]
    return _cut(there, "places", ("lot",)) or (Node("none", _("nothing left in the stores"), "", ("lot",)),)


def _used(seen: Seen) -> tuple[Node, ...]:
    used = []
    for each in seen.uses:
        who = shown_name(each.ticket.customer) if each.ticket else ""
        serial = each.ticket.serial if each.ticket and each.ticket.serial else ""
        got = quantity(each.issued - each.returned, seen.unit)
        back = _("%(quantity)s came back", quantity=quantity(each.returned, seen.unit)) if each.returned else ""
        title = each.ticket.number if each.ticket else each.number
        link = (
            url_for("tickets.show", ticket_id=each.ticket.id)
            if each.ticket
            else _link("requests.read", "requests.work_order", work_order_id=each.work_order_id)
        )
        text = " · ".join(x for x in (got, back, who, serial) if x)
        used.append(Node(f"w{each.work_order_id}", title, text, _from_store(seen, *each.store_ids), href=link))
    return _cut(used, "uses", ("lot",))


def _became(seen: Seen) -> tuple[Node, ...]:
    gone = [
        Node(
            f"g{place}",
            words(PLACE_WORDS[MovementKind(each.kind)]),
            f"{each.reference} · {quantity(each.quantity, seen.unit)}",
            ("lot",),
            "watch",
        )
        for place, each in enumerate(seen.gone)
    ]
    old = [
        Node(
            f"o{each.lot_id}",
            each.lot_number,
            _(
                "old part · %(quantity)s · %(order)s",
                quantity=quantity(each.quantity, seen.unit),
                order=each.work_order,
            ),
            ("lot",),
            href=url_for("trace.lot", lot_id=each.lot_id),
        )
        for each in seen.old
    ]
    return _cut([*gone, *old], "became", ("lot",))


def _made(seen: Seen) -> tuple[Node, ...]:
    known = {node.key for node in _became(seen)}
    made = [
        Node(
            f"m{each.lot_id}",
            each.lot_number,
            _("refurbished · %(quantity)s", quantity=quantity(each.quantity, seen.unit)),
            (f"o{each.old_lot_id}",) if f"o{each.old_lot_id}" in known else ("lot",),
            "good",
            url_for("trace.lot", lot_id=each.lot_id),
        )
        for each in seen.made
    ]
    return _cut(made, "made", ("lot",))


def _cut(nodes: list[Node], key: str, comes_from: tuple[str, ...]) -> tuple[Node, ...]:
    """Show the first boxes and count the rest."""
    if len(nodes) <= MOST:
        return tuple(nodes)
    rest = len(nodes) - MOST + 1
    more = ngettext("%(num)s more in the table below", "%(num)s more in the table below", rest)
    return (*nodes[: MOST - 1], Node(key, more, "", comes_from))
