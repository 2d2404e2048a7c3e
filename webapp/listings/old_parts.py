"""List old parts: what is owed, what comes on notes, what lies there, what is at workshops, who is punctual."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, func, select, true
from sqlalchemy.orm import Session

from inventory.queries import old_parts as queries
from inventory.tables import (
    Lot,
    OldPartDebt,
    OldPartNote,
    Part,
    WorkOrder,
)
from webapp import context
from webapp.context import Actor
from webapp.listing import Action, BulkAction, Column, Filter, Listing, listing
from webapp.old_part_words import (
    CAUSES,
    LOT_STATES,
    LOT_TONES,
    NOTE_STATES,
    NOTE_TONES,
    STANDING_TONES,
    STANDINGS,
    VERDICTS,
)
from webapp.queues import queue
from webapp.scopes import in_own_stores

MOST_MONTHS = 24


def own_debts(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that a debt is somebody's own, for those who are engineers alone."""
    return OldPartDebt.engineer_id == actor.id if actor.roles == {"engineer"} else true()


def own_notes(session: Session, actor: Actor) -> ColumnElement[bool]:
    """Return the condition that a note is somebody's own, or for a store of theirs."""
    return (OldPartNote.engineer_id == actor.id) | in_own_stores(OldPartNote.store_id, session, actor)


def _debts(_session: Session, _filters: Mapping[str, Any]) -> Select[Any]:
    return queries.debts_select(on=context.today()).add_columns(OldPartDebt.id.label("id"))


def _standing(wanted: str) -> ColumnElement[bool]:
    if wanted == "owed":
        return queries.OWED > 0
    found: ColumnElement[bool] = queries.standing_on(context.today()) == wanted
    return found


listing(
    Listing(
        "old_parts",
        _l("Old parts owed"),
        "old_parts.read",
        _debts,
        [
            Column("work_order", _l("Work order")),
            Column("number", _l("Part")),
            Column("name", _l("Name"), "name"),
            Column("owed", _l("Still owed"), "quantity", unit="unit"),
            Column("due_on", _l("Due"), "date"),
            Column("standing", _l("State"), "state", choices=STANDINGS, tones=STANDING_TONES),
            Column("engineer", _l("Engineer")),
            Column("on_the_way", _l("On a return note"), "quantity"),
            Column("quantity", _l("Used"), "quantity", shown=False),
            Column("returned", _l("Came back"), "quantity", shown=False),
            Column("excused", _l("Let off"), "quantity", shown=False),
            Column("opened_on", _l("Since"), "date", shown=False),
            Column("waiting", _l("Explanation waits"), "flag"),
            Column("product_serial", _l("Serial number of the product"), shown=False),
            Column("reason", _l("Asked for because"), shown=False),
        ],
        [
            Filter(
                "q",
                _l("Work order or part"),
                where=lambda text: (
                    WorkOrder.number.icontains(text, autoescape=True) | Part.number.icontains(text, autoescape=True)
                ),
            ),
            Filter(
                "standing",
                _l("State"),
                "choice",
                choices={"owed": _l("not settled"), **STANDINGS},
                where=_standing,
            ),
            Filter(
                "waiting",
                _l("Explanation waits"),
                "flag",
                where=lambda yes: queries.waiting_explanation() if yes else ~queries.waiting_explanation(),
            ),
            Filter(
                "engineer",
                _l("Engineer"),
                "lookup",
                lookup="engineer",
                where=lambda row: OldPartDebt.engineer_id == row,
            ),
            Filter("part", _l("Part"), "part", where=lambda row: OldPartDebt.part_id == row),
        ],
        "due_on",
        row_url=lambda row: url_for("old_parts.show", debt_id=row.id),
        actions=[Action(_l("Make a return note"), "old_parts.new_note", "repairs.write", "box-arrow-in-left")],
        bulk=[
            BulkAction(_l("Bring the chosen ones"), "old_parts.choose", "repairs.write", "box-arrow-in-left"),
        ],
        scope=lambda _session: own_debts(context.actor()),
        group="service",
        order=60,
        tag="old-parts",
        intro=_l("What engineers owe of the parts that they replaced. Returns and corrections count at once."),
        empty=_l("Nothing is owed. A debt opens by itself when a repair uses a part whose old piece is wanted back."),
    )
)


listing(
    Listing(
        "old_part_notes",
        _l("Return notes"),
        "old_parts.read",
        lambda _session, _filters: queries.notes_select().add_columns(OldPartNote.id.label("id")),
        [
            Column("number", _l("Number")),
            Column("state", _l("State"), "state", choices=NOTE_STATES, tones=NOTE_TONES),
            Column("engineer", _l("Engineer")),
            Column("store_code", _l("Brought to")),
            Column("lines", _l("Lines"), "number"),
            Column("made_at", _l("Made at"), "instant"),
            Column("closed_at", _l("Closed at"), "instant"),
            Column("remark", _l("Note"), shown=False),
        ],
        [
            Filter("q", _l("Number"), where=lambda text: OldPartNote.number.icontains(text, autoescape=True)),
            Filter("state", _l("State"), "choice", choices=NOTE_STATES, where=lambda state: OldPartNote.state == state),
            Filter(
                "engineer",
                _l("Engineer"),
                "lookup",
                lookup="engineer",
                where=lambda row: OldPartNote.engineer_id == row,
            ),
            Filter("store", _l("Store"), "store", where=lambda row: OldPartNote.store_id == row),
        ],
        "-number",
        row_url=lambda row: url_for("old_parts.note", note_id=row.id),
        scope=lambda session: own_notes(session, context.actor()),
        url="/old-parts/notes",
        group="service",
        order=61,
        tag="old-parts",
        intro=_l("The engineer brings, another person confirms each piece into the returns area."),
        empty=_l("No return notes yet. Engineers make one of what they owe."),
    )
)


def _lots(_session: Session, _filters: Mapping[str, Any]) -> Select[Any]:
    return queries.old_lots_select().add_columns(Lot.id.label("id"))


def lot_state(wanted: str) -> ColumnElement[bool]:
    """Return the condition that a lot of old parts is in a state."""
    found: ColumnElement[bool] = queries.old_lots_select().selected_columns["state"] == wanted
    return found


listing(
    Listing(
        "old_part_lots",
        _l("Old parts in the house"),
        "old_parts.read",
        _lots,
        [
            Column("lot_number", _l("Lot")),
            Column("number", _l("Part")),
            Column("name", _l("Name"), "name"),
            Column("quantity", _l("Quantity"), "quantity", unit="unit"),
            Column("state", _l("State"), "state", choices=LOT_STATES, tones=LOT_TONES),
            Column("verdict", _l("What becomes of it"), "state", choices=VERDICTS),
            Column("cause", _l("Why it failed"), "state", choices=CAUSES, shown=False),
            Column("location_code", _l("Lies in")),
            Column("work_order", _l("Work order")),
            Column("engineer", _l("Engineer")),
            Column("serial_number", _l("Serial number"), shown=False),
            Column("note_number", _l("Old-part return note"), shown=False),
            Column("confirmed_at", _l("Came at"), "instant"),
        ],
        [
            Filter(
                "q",
                _l("Lot, part or work order"),
                where=lambda text: (
                    Lot.number.icontains(text, autoescape=True)
                    | Part.number.icontains(text, autoescape=True)
                    | WorkOrder.number.icontains(text, autoescape=True)
                ),
            ),
            Filter("state", _l("State"), "choice", choices=LOT_STATES, where=lot_state),
            Filter("store", _l("Store"), "store", where=lambda row: OldPartNote.store_id == row),
            Filter("part", _l("Part"), "part", where=lambda row: Lot.part_id == row),
        ],
        "-confirmed_at",
        row_url=lambda row: url_for("old_parts.lot", lot_id=row.id),
        bulk=[BulkAction(_l("Send the chosen ones to a workshop"), "old_parts.choose_lots", "stock.move", "tools")],
        scope=lambda session: in_own_stores(OldPartNote.store_id, session, context.actor()),
        url="/old-parts/lots",
        group="service",
        order=62,
        tag="old-parts",
        intro=_l("Old parts are kept apart and can never be issued. An inspector says what becomes of each."),
        empty=_l("No old parts yet. They come by return notes."),
    )
)


def _figures(session: Session, filters: Mapping[str, Any]) -> list[queries.Punctuality]:
    today = context.today()
    months = today.year * 12 + today.month - 1 - MOST_MONTHS
    rows = queries.punctuality(
        session, since=date(months // 12, months % 12 + 1, 1), until=date(today.year + 1, 1, 1), on=today
    )
    actor = context.actor()
    return [
        row
        for row in rows
        if (not filters.get("engineer") or row.engineer_id == filters["engineer"])
        and (not filters.get("month") or row.month == filters["month"])
        and (actor.roles != {"engineer"} or row.engineer_id == actor.id)
    ]


listing(
    Listing(
        "old_part_figures",
        _l("Old parts in time"),
        "old_parts.read",
        _figures,
        [
            Column("month", _l("Month due")),
            Column("engineer", _l("Engineer")),
            Column("due", _l("Due"), "number"),
            Column("on_time", _l("In time"), "number"),
            Column("late", _l("Came late"), "number"),
            Column("overdue", _l("Overdue"), "number"),
            Column("let_off", _l("Let off"), "number"),
            Column("share", _l("Share in time"), "percent"),
        ],
        [
            Filter("month", _l("Month (2026-03)")),
            Filter("engineer", _l("Engineer"), "lookup", lookup="engineer"),
        ],
        "-month",
        row_url=lambda row: url_for("list.old_parts", engineer=row.engineer_code),
        url="/old-parts/figures",
        group="reports",
        order=70,
        tag="old-parts",
        intro=_l("Of the old parts that fell due in a month: how many came in time. What was let off does not count."),
        empty=_l("Nothing has fallen due yet."),
    )
)


def _debts_waiting(*conditions: Callable[[], ColumnElement[bool]]) -> Callable[[Session, Actor], int]:
    def count(session: Session, actor: Actor) -> int:
        wanted = select(func.count()).select_from(OldPartDebt).where(queries.OWED > 0, own_debts(actor))
        return session.scalar(wanted.where(*(each() for each in conditions))) or 0

    return count


def _mine() -> ColumnElement[bool]:
    return OldPartDebt.engineer_id == context.actor().id


def _late() -> ColumnElement[bool]:
    return OldPartDebt.due_on < context.today()


def _notes_waiting(session: Session, actor: Actor) -> int:
    mine = in_own_stores(OldPartNote.store_id, session, actor)
    return session.scalar(select(func.count()).select_from(OldPartNote).where(OldPartNote.state == "open", mine)) or 0


def _lots_in(state: str) -> Callable[[Session, Actor], int]:
    def count(session: Session, actor: Actor) -> int:
        mine = in_own_stores(OldPartNote.store_id, session, actor)
        wanted = queries.old_lots_select().where(lot_state(state), mine)
        return session.scalar(select(func.count()).select_from(wanted.subquery())) or 0

    return count


queue(
    "old_parts",
    ("engineer",),
    _l("Old parts I owe back"),
    count=_debts_waiting(_mine),
    endpoint="list.old_parts",
    icon="arrow-return-left",
    order=36,
    standing="owed",
)


queue(
    "old_parts_late",
    ("engineer",),
    _l("Old parts overdue"),
    count=_debts_waiting(_mine, _late),
    endpoint="list.old_parts",
    icon="hourglass-bottom",
    order=37,
    urgent=True,
    standing="overdue",
)


queue(
    "old_parts_overdue",
    ("supervisor", "service_manager"),
    _l("Old parts overdue"),
    count=_debts_waiting(_late),
    endpoint="list.old_parts",
    icon="hourglass-bottom",
    order=70,
    standing="overdue",
)


queue(
    "old_part_explanations",
    ("supervisor", "service_manager"),
    _l("Explanations to sign"),
    count=_debts_waiting(queries.waiting_explanation),
    endpoint="list.old_parts",
    icon="pencil-square",
    order=71,
    urgent=True,
    waiting="yes",
)


queue(
    "old_part_notes",
    ("keeper",),
    _l("Return notes to confirm"),
    count=_notes_waiting,
    endpoint="list.old_part_notes",
    icon="box-arrow-in-left",
    order=66,
    state="open",
)


queue(
    "old_part_verdicts",
    ("inspector",),
    _l("Old parts to judge"),
    count=_lots_in("to_judge"),
    endpoint="list.old_part_lots",
    icon="clipboard-check",
    order=40,
    state="to_judge",
)


queue(
    "old_part_actions",
    ("keeper",),
    _l("Old parts to carry out"),
    count=_lots_in("to_carry_out"),
    endpoint="list.old_part_lots",
    icon="box-arrow-up",
    order=67,
    state="to_carry_out",
)
