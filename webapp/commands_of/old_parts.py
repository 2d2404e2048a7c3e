"""What can be done with old parts 旧件: explain, sign, bring, confirm, judge, carry out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import fields, validate
from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import explaining, judging_old, owing, refurbishing, returning_old
from inventory.finding import found
from inventory.returning_old import AskedLine, MadeNote
from inventory.tables import Balance, OldPartDebt, OldPartNote, OldPartNoteLine, OldPartReceipt
from kernel.amounts import Quantity
from kernel.errors import NotFound
from receiving import warranty_claiming
from webapp.commands import Command, command
from webapp.context import Actor
from webapp.fields import ChoiceField, DayField, FlagField, Input, MoneyField, QuantityField, RowId, TextField
from webapp.old_part_words import CAUSES, EXCUSES, VERDICTS, WISHES
from webapp.scopes import require_store

ZERO = Quantity.zero()


class DemandInput(Input):
    """Say which old part of a work order is asked for, and why."""

    work_order_id = RowId(required=True)
    part_id = RowId("part", required=True, metadata={"label": _l("Part that went in")})
    reason = TextField(300, required=True, metadata={"label": _l("Why the old part is wanted"), "rows": 2})


class ExplanationInput(Input):
    """Say why an old part does not come, or not in time."""

    debt_id = RowId(required=True)
    wish = ChoiceField(WISHES, required=True, metadata={"label": _l("What you ask for")})
    excuse = ChoiceField(EXCUSES, required=True, metadata={"label": _l("Why")})
    quantity = QuantityField(positive=True, required=True, metadata={"label": _l("Quantity")})
    note = TextField(500, required=True, metadata={"label": _l("What happened"), "rows": 3})
    until_on = DayField(
        load_default=None,
        allow_none=True,
        metadata={"label": _l("It comes by"), "help": _l("Only where you ask for more time.")},
    )


class AnswerInput(Input):
    """Sign an explanation, or refuse it."""

    explanation_id = RowId(required=True)
    granted = FlagField(load_default=False, metadata={"label": _l("I accept the explanation")})
    note = TextField(
        300, load_default="", metadata={"label": _l("Note"), "rows": 2, "help": _l("Needed where you refuse it.")}
    )


class BroughtInput(Input):
    """Say what is brought for one debt; zero leaves it out."""

    debt_id = RowId(required=True)
    quantity = QuantityField(required=True, metadata={"label": _l("Quantity")})
    serial_number = TextField(80, load_default=None, allow_none=True, metadata={"label": _l("Serial number")})
    part_id = RowId(
        "part",
        load_default=None,
        allow_none=True,
        metadata={"label": _l("Part taken out"), "help": _l("Empty: the same part as went in.")},
    )
    fault = TextField(300, load_default="", metadata={"label": _l("What is wrong with it")})


class NoteInput(Input):
    """Make a return note."""

    store_id = RowId("warehouse", required=True, metadata={"label": _l("Brought to")})
    lines = fields.List(fields.Nested(BroughtInput), required=True, validate=validate.Length(1, 200))
    remark = TextField(300, load_default="", metadata={"label": _l("Note")})


class OfNoteInput(Input):
    """Name a return note."""

    note_id = RowId(required=True)


class ConfirmInput(Input):
    """Say how much of a line lies before the keeper."""

    line_id = RowId(required=True)
    quantity = QuantityField(positive=True, required=True, metadata={"label": _l("Quantity")})


class UndoInput(Input):
    """Say why a confirmation was a mistake."""

    receipt_id = RowId(required=True)
    reason = TextField(300, required=True, metadata={"label": _l("What was wrong"), "rows": 2})


class OldLotInput(Input):
    """Name a lot of old parts."""

    lot_id = RowId(required=True)


class JudgeInput(OldLotInput):
    """Decide what becomes of old parts."""

    cause = ChoiceField(CAUSES, required=True, metadata={"label": _l("Why it failed")})
    verdict = ChoiceField(VERDICTS, required=True, metadata={"label": _l("What becomes of it")})
    finding = TextField(500, required=True, metadata={"label": _l("Finding"), "rows": 2})


class CarryOutInput(OldLotInput):
    """Say how much leaves."""

    quantity = QuantityField(positive=True, required=True, metadata={"label": _l("Quantity")})
    note = TextField(300, load_default="", metadata={"label": _l("Note")})


class RestockInput(OldLotInput):
    """Say how much becomes stock again, and what it cost."""

    quantity = QuantityField(positive=True, required=True, metadata={"label": _l("Quantity")})
    unit_cost_cny = MoneyField(
        required=True,
        metadata={
            "label": _l("Cost of each refurbished piece"),
            "unit": "¥",
            "help": _l("What cleaning and testing cost; zero is allowed."),
        },
    )


def make_note(
    session: Session,
    *,
    store_id: int,
    lines: list[dict[str, Any]],
    remark: str,
    by: int,
    at: datetime,
    request_key: str,
) -> MadeNote:
    """Make a return note of what an engineer owes and brings to a store."""
    brought = tuple(AskedLine(**each) for each in lines if each["quantity"])
    return returning_old.make_note(
        session, store_id=store_id, lines=brought, remark=remark, by=by, at=at, request_key=request_key
    )


def own_debt(session: Session, actor: Actor, data: dict[str, Any]) -> None:
    """Hide from engineers what others owe."""
    debt = found(session, OldPartDebt, data["debt_id"])
    if actor.roles == {"engineer"} and debt.engineer_id != actor.id:
        raise NotFound("old_part_debt_unknown", id=debt.id)


def own_note(session: Session, actor: Actor, data: dict[str, Any]) -> None:
    """Let an engineer see the own notes, and a keeper those for the own stores."""
    note = found(session, OldPartNote, data["note_id"])
    if note.engineer_id != actor.id:
        require_store(session, actor, note.store_id)


def _store_of_note(session: Session, actor: Actor, data: dict[str, Any]) -> None:
    require_store(session, actor, found(session, OldPartNote, data["note_id"]).store_id)


def _store_of_line(session: Session, actor: Actor, data: dict[str, Any]) -> None:
    line = found(session, OldPartNoteLine, data["line_id"])
    _store_of_note(session, actor, {"note_id": line.note_id})


def _store_of_receipt(session: Session, actor: Actor, data: dict[str, Any]) -> None:
    require_store(session, actor, found(session, OldPartReceipt, data["receipt_id"]).location_id)


def store_of_lot(session: Session, actor: Actor, data: dict[str, Any]) -> None:
    """Refuse old parts that lie in somebody else's store."""
    there = session.scalar(
        select(Balance.location_id).where(Balance.lot_id == data["lot_id"], Balance.on_hand > ZERO).limit(1)
    )
    if there is not None:
        require_store(session, actor, there)


TAG = "old-parts"


DEMAND = command(
    Command(
        "ask_old_part",
        _l("Ask for the old part"),
        "old_parts.sign",
        owing.ask_old_part,
        DemandInput,
        "/work-orders/<int:work_order_id>/old-parts",
        TAG,
        done=_l("The engineer owes it now, and is reminded of it."),
    )
)


EXPLAIN = command(
    Command(
        "explain_old_part",
        _l("Explain"),
        "repairs.write",
        explaining.explain,
        ExplanationInput,
        "/old-parts/<int:debt_id>/explanations",
        TAG,
        own_debt,
        done=_l("A supervisor reads it and signs or refuses."),
    )
)


ANSWER = command(
    Command(
        "answer_explanation",
        _l("Answer the explanation"),
        "old_parts.sign",
        explaining.answer,
        AnswerInput,
        "/old-part-explanations/<int:explanation_id>/answer",
        TAG,
    )
)


MAKE_NOTE = command(
    Command(
        "make_old_part_note", _l("Make a return note"), "repairs.write", make_note, NoteInput, "/old-part-notes", TAG
    )
)


CANCEL_NOTE = command(
    Command(
        "cancel_old_part_note",
        _l("Cancel the note"),
        "repairs.write",
        returning_old.cancel_note,
        OfNoteInput,
        "/old-part-notes/<int:note_id>/cancel",
        TAG,
        own_note,
        done=_l("Cancelled; everything on it is owed as before."),
    )
)


CLOSE_NOTE = command(
    Command(
        "close_old_part_note",
        _l("Close the note"),
        "stock.move",
        returning_old.close_note,
        OfNoteInput,
        "/old-part-notes/<int:note_id>/close",
        TAG,
        _store_of_note,
        done=_l("Closed; what did not come is owed as before."),
    )
)


CONFIRM = command(
    Command(
        "confirm_old_part",
        _l("Confirm"),
        "stock.move",
        warranty_claiming.take_back,
        ConfirmInput,
        "/old-part-note-lines/<int:line_id>/confirm",
        TAG,
        _store_of_line,
    )
)


UNDO = command(
    Command(
        "undo_old_part_confirmation",
        _l("Undo the confirmation"),
        "stock.move",
        warranty_claiming.undo_taking_back,
        UndoInput,
        "/old-part-receipts/<int:receipt_id>/undo",
        TAG,
        _store_of_receipt,
        done=_l("Undone; the piece is owed again."),
    )
)


JUDGE = command(
    Command(
        "judge_old_part",
        _l("Judge"),
        "inspection.write",
        warranty_claiming.decide,
        JudgeInput,
        "/old-part-lots/<int:lot_id>/verdict",
        TAG,
        store_of_lot,
    )
)


SCRAP = command(
    Command(
        "scrap_old_part",
        _l("Scrap"),
        "stock.scrap",
        judging_old.scrap_old,
        CarryOutInput,
        "/old-part-lots/<int:lot_id>/scrap",
        TAG,
        store_of_lot,
        done=_l("Scrapped. The posting keeps the verdict."),
    )
)


TO_MAKER = command(
    Command(
        "old_part_to_maker",
        _l("Send to the maker"),
        "stock.move",
        judging_old.send_to_maker,
        CarryOutInput,
        "/old-part-lots/<int:lot_id>/to-maker",
        TAG,
        store_of_lot,
        done=_l("On its way to the maker."),
    )
)


RESTOCK = command(
    Command(
        "restock_old_part",
        _l("Make refurbished stock of it"),
        "stock.move",
        refurbishing.restock,
        RestockInput,
        "/old-part-lots/<int:lot_id>/restock",
        TAG,
        store_of_lot,
    )
)
