"""What an inspector does with goods in the hold: begin, note findings, decide by quantity, clear opening stock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from marshmallow import ValidationError, fields, validates_schema
from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import accepting
from inventory.accepting import Cleared
from inventory.finding import found
from inventory.places import LocationKind
from inventory.tables import Balance, Location, Lot
from kernel.amounts import Quantity
from kernel.errors import FourEyes, InvalidState, RuleViolation
from receiving import deciding_pieces, inspecting
from receiving.deciding_pieces import PiecesDecided
from receiving.inspecting import Begun, Decided, Noted, Result
from receiving.queries.inspections import inspection
from receiving.readings import Reading
from receiving.settlement import Demand
from receiving.tables import ArrivalLot, Characteristic, Inspection
from webapp import context
from webapp.commands import Command, command
from webapp.context import Actor
from webapp.fields import (
    ChoiceField,
    DayField,
    FlagField,
    Input,
    QuantityField,
    RowId,
    RowIds,
    ScaledField,
    TextField,
    WholeField,
)
from webapp.receiving_words import DEMANDS, SEVERITIES, require_own

FINDINGS = {"right": _l("right"), "wrong": _l("wrong")}


class ReadingField(ScaledField):
    """Read what a gauge shows, in the unit of the characteristic."""

    kind = Reading


@dataclass(frozen=True, slots=True)
class Passed:
    """Say how many lots of opening stock were passed."""

    lots: int


class LotInput(Input):
    """Name a lot."""

    lot_id = RowId(required=True)


class FindingInput(Input):
    """Say what was found of a characteristic; sample 0 is the whole lot. Neither value nor word: not looked at."""

    characteristic_id = RowId(required=True)
    sample = WholeField(0, 10_000, load_default=0)
    measured = ReadingField(signed=True, load_default=None, allow_none=True, metadata={"label": _l("Measured")})
    conforms = ChoiceField(FINDINGS, load_default=None, allow_none=True, metadata={"label": _l("Finding")})
    note = TextField(300, load_default="", metadata={"label": _l("Remark")})


class FindingsInput(Input):
    """Note what was found in an inspection."""

    inspection_id = RowId(required=True)
    results = fields.List(fields.Nested(FindingInput), load_default=list, metadata={"label": _l("Findings")})

    @validates_schema
    def _attributes_are_right_or_not(self, data: dict[str, Any], **_more: Any) -> None:
        """Refuse a measured value where only right or wrong is asked, beside the box."""
        wrong = {}
        for number, each in enumerate(data.get("results", ())):
            row = context.session().get(Characteristic, each["characteristic_id"])
            if row is not None and row.kind == "attribute" and each["measured"] is not None:
                wrong[number] = {"measured": [_("This is right or wrong; nothing is measured.")]}
        if wrong:
            raise ValidationError({"results": wrong})


class FailureInput(Input):
    """Say what is wrong with what fails, and what is asked of the supplier."""

    severity = ChoiceField(SEVERITIES, load_default=None, allow_none=True, metadata={"label": _l("Worst defect")})
    reason = TextField(
        500,
        load_default="",
        metadata={"label": _l("What is wrong"), "rows": 3, "help": _l("Empty: the findings that are wrong.")},
    )
    demand = ChoiceField(DEMANDS, load_default="replacement", metadata={"label": _l("Ask of the supplier")})
    deadline_on = DayField(
        load_default=None,
        allow_none=True,
        metadata={"label": _l("Supplier answers by"), "help": _l("Empty: the usual time.")},
    )


class VerdictInput(FailureInput, LotInput):
    """Decide over a lot, or over a part of it."""

    passed = QuantityField(required=True, metadata={"label": _l("Passed")})
    failed = QuantityField(required=True, metadata={"label": _l("Failed")})


class PiecesInput(FailureInput):
    """Decide over serial-tracked pieces that came together: those named fail, the others pass."""

    inspection_id = RowId(required=True)
    failed_lot_ids = RowIds(least=0, load_default=list, metadata={"label": _l("Pieces that fail")})
    all_failed = FlagField(load_default=False, metadata={"label": _l("All of them fail")})


class OpeningInput(LotInput):
    """Decide over opening stock, which no supplier brought."""

    passed = QuantityField(required=True, metadata={"label": _l("Passed")})
    failed = QuantityField(required=True, metadata={"label": _l("Failed")})
    note = TextField(80, load_default="", metadata={"label": _l("Reference or remark")})


class OpeningLotsInput(Input):
    """Name lots of opening stock that are as they should be."""

    lot_ids = RowIds(required=True)


def record_results(
    session: Session, *, inspection_id: int, results: list[dict[str, Any]], by: int, at: datetime, request_key: str
) -> Noted:
    """Note what was found; what is measured is judged by its limits."""
    return inspecting.record_results(
        session,
        inspection_id=inspection_id,
        results=tuple(
            Result(
                each["characteristic_id"],
                each["sample"],
                each["measured"],
                None if each["conforms"] is None else each["conforms"] == "right",
                each["note"],
            )
            for each in results
            if each["measured"] is not None or each["conforms"]
        ),
        by=by,
        at=at,
        request_key=request_key,
    )


def decide(
    session: Session,
    *,
    lot_id: int,
    passed: Quantity,
    failed: Quantity,
    severity: str | None,
    reason: str,
    demand: str,
    deadline_on: date | None,
    by: int,
    at: datetime,
    request_key: str,
) -> Decided:
    """Decide: what passed goes to staging, what failed to quarantine and onto a claim, the rest stays pending."""
    return inspecting.decide(
        session,
        lot_id=lot_id,
        passed=passed,
        failed=failed,
        severity=severity or None,
        reason=reason,
        demand=Demand(demand),
        deadline_on=deadline_on,
        by=by,
        at=at,
        request_key=request_key,
    )


def decide_pieces(
    session: Session,
    *,
    inspection_id: int,
    failed_lot_ids: list[int],
    all_failed: bool,
    severity: str | None,
    reason: str,
    demand: str,
    deadline_on: date | None,
    by: int,
    at: datetime,
    request_key: str,
) -> PiecesDecided:
    """Decide over pieces that came together: what passed goes to staging, what failed to quarantine and onto claims."""
    if all_failed:
        failed_lot_ids = [each.lot_id for each in inspection(session, inspection_id).pieces]
    return deciding_pieces.decide_pieces(
        session,
        inspection_id=inspection_id,
        failed_lot_ids=failed_lot_ids,
        severity=severity or None,
        reason=reason,
        demand=Demand(demand),
        deadline_on=deadline_on,
        by=by,
        at=at,
        request_key=request_key,
    )


def clear_opening(
    session: Session,
    *,
    lot_id: int,
    passed: Quantity,
    failed: Quantity,
    note: str,
    by: int,
    at: datetime,
    request_key: str,
) -> Cleared:
    """Decide over opening stock in the hold: what passed goes to staging, what failed to quarantine."""
    lot = found(session, Lot, lot_id)
    if session.scalar(select(ArrivalLot.id).where(ArrivalLot.lot_id == lot_id)) is not None:
        raise RuleViolation("inspection_needed", lot=lot.number)
    return accepting.clear(
        session,
        lot_id=lot_id,
        hold_location_id=_hold_of(session, lot),
        passed=passed,
        failed=failed,
        reference=note or lot.number,
        by=by,
        at=at,
        request_key=request_key,
    )


def pass_opening_lots(session: Session, *, lot_ids: list[int], by: int, at: datetime, request_key: str) -> Passed:
    """Pass lots of opening stock as a whole."""
    chosen = sorted(set(lot_ids))
    for lot_id in chosen:
        lot = found(session, Lot, lot_id)
        _check_not_own(lot, by)
        clear_opening(
            session,
            lot_id=lot_id,
            passed=_held(session, lot),
            failed=Quantity.zero(),
            note="",
            by=by,
            at=at,
            request_key=f"{request_key}:{lot_id}",
        )
    return Passed(len(chosen))


def _hold_of(session: Session, lot: Lot) -> int:
    hold_id: int | None = session.scalar(_holds(lot.id))
    if hold_id is None:
        raise InvalidState("nothing_pending", lot_id=lot.id, arrival=lot.reference)
    return hold_id


def _held(session: Session, lot: Lot) -> Quantity:
    hold_id = _hold_of(session, lot)
    held = select(Balance.on_hand).where(Balance.location_id == hold_id, Balance.lot_id == lot.id)
    return session.scalars(held).one()


def _holds(lot_id: int) -> Any:
    return (
        select(Balance.location_id)
        .join(Location, Location.id == Balance.location_id)
        .where(Balance.lot_id == lot_id, Location.kind == LocationKind.HOLD, Balance.on_hand > Quantity.zero())
        .order_by(Balance.location_id)
    )


def _check_not_own(lot: Lot, person_id: int) -> None:
    """Say plainly that who ordered or declared the goods may not inspect them."""
    if lot.brought_by_id == person_id:
        raise FourEyes("own_goods", lot=lot.number)


def _check_lot(session: Session, actor: Actor, data: dict[str, Any]) -> None:
    lot = found(session, Lot, data["lot_id"])
    store_id = session.scalar(
        select(Location.store_id).join(Balance, Balance.location_id == Location.id).where(Balance.lot_id == lot.id)
    )
    require_own(session, actor, store_id)
    _check_not_own(lot, actor.id)


def check_inspection(session: Session, actor: Actor, data: dict[str, Any]) -> None:
    """Refuse an inspection of goods that somebody ordered or keeps elsewhere."""
    row = found(session, Inspection, data["inspection_id"])
    _check_lot(session, actor, {"lot_id": session.get_one(ArrivalLot, row.arrival_lot_id).lot_id})


LOT = "/lots/<int:lot_id>"
BEGIN = command(
    Command(
        "begin_inspection",
        _l("Begin the inspection"),
        "inspection.write",
        inspecting.begin,
        LotInput,
        f"{LOT}/inspection",
        "inspections",
        _check_lot,
        Begun,
        _l("The inspection has begun."),
    )
)
RECORD = command(
    Command(
        "record_findings",
        _l("Save the findings"),
        "inspection.write",
        record_results,
        FindingsInput,
        "/inspections/<int:inspection_id>/findings",
        "inspections",
        check_inspection,
        done=_l("The findings are saved. The verdict below follows from them."),
    )
)
DECIDE = command(
    Command(
        "decide", _l("Decide"), "inspection.write", decide, VerdictInput, f"{LOT}/verdict", "inspections", _check_lot
    )
)
DECIDE_PIECES = command(
    Command(
        "decide_pieces",
        _l("Decide over all pieces"),
        "inspection.write",
        decide_pieces,
        PiecesInput,
        "/inspections/<int:inspection_id>/pieces",
        "inspections",
        check_inspection,
    )
)
CLEAR_OPENING = command(
    Command(
        "clear_opening",
        _l("Decide over opening stock"),
        "inspection.write",
        clear_opening,
        OpeningInput,
        f"{LOT}/clearance",
        "inspections",
        _check_lot,
    )
)
PASS_OPENING = command(
    Command(
        "pass_opening_lots",
        _l("Pass opening stock"),
        "inspection.write",
        pass_opening_lots,
        OpeningLotsInput,
        "/opening-lots/pass",
        "inspections",
    )
)
