"""What is done about samples: count what was found, ask and decide concessions, set how lots are looked at."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.finding import found
from receiving import conceding, counting_samples, drawing_samples
from receiving.switching import WORDS, Regime
from receiving.tables import Arrival, ArrivalLine, ArrivalLot, Concession, Inspection
from webapp.commands import Command, command
from webapp.commands_of.inspections import check_inspection
from webapp.context import Actor
from webapp.fields import ChoiceField, DayField, FlagField, Input, QuantityField, RowId, TextField, WholeField
from webapp.receiving_words import require_own, spoken

MOST = 1_000_000
REGIMES = {each: word for each, word in spoken(Regime, WORDS).items() if each != Regime.STOPPED}


class CountInput(Input):
    """Say how many pieces were looked at and how many of them are faulty, each under its gravest defect."""

    inspection_id = RowId(required=True)
    looked_at = WholeField(0, MOST, required=True, metadata={"label": _l("Pieces looked at")})
    critical_found = WholeField(0, MOST, load_default=0, metadata={"label": _l("with a critical defect")})
    major_found = WholeField(0, MOST, load_default=0, metadata={"label": _l("with a major defect")})
    minor_found = WholeField(0, MOST, load_default=0, metadata={"label": _l("with a minor defect")})


class AskInput(Input):
    """Ask that goods with a defect may pass."""

    inspection_id = RowId(required=True)
    quantity = QuantityField(positive=True, required=True, metadata={"label": _l("Quantity to concede")})
    reason = TextField(
        500, required=True, metadata={"label": _l("What is wrong, and why it may be used all the same"), "rows": 3}
    )


class AnswerInput(Input):
    """Grant a concession within limits until a day, or refuse it with a reason."""

    concession_id = RowId(required=True)
    granted = FlagField(load_default=False, metadata={"label": _l("Grant it")})
    limits = TextField(500, load_default="", metadata={"label": _l("Limits: where and how it may be used"), "rows": 2})
    valid_until_on = DayField(load_default=None, allow_none=True, metadata={"label": _l("A verdict may use it until")})
    answer = TextField(500, load_default="", metadata={"label": _l("Remark, or why it is refused"), "rows": 2})


class RegimeInput(Input):
    """Set how a supplier's lots of a part are looked at from now on."""

    supplier_id = RowId(required=True)
    part_id = RowId(required=True)
    regime = ChoiceField(REGIMES, required=True, metadata={"label": _l("From now on")})
    reason = TextField(300, required=True, metadata={"label": _l("Reason"), "rows": 2})


def _check_concession(session: Session, actor: Actor, data: dict[str, object]) -> None:
    row = found(session, Concession, int(str(data["concession_id"])))
    store_id = session.scalar(
        select(Arrival.store_id)
        .join(ArrivalLine, ArrivalLine.arrival_id == Arrival.id)
        .join(ArrivalLot, ArrivalLot.arrival_line_id == ArrivalLine.id)
        .join(Inspection, Inspection.arrival_lot_id == ArrivalLot.id)
        .where(Inspection.id == row.inspection_id)
    )
    require_own(session, actor, store_id)


COUNT = command(
    Command(
        "count_sample",
        _l("Count the sample"),
        "inspection.write",
        counting_samples.count_sample,
        CountInput,
        "/inspections/<int:inspection_id>/sample",
        "inspections",
        check_inspection,
        done=_l("The sample is counted. The verdict below follows from it."),
    )
)
ASK = command(
    Command(
        "ask_concession",
        _l("Ask for a concession"),
        "inspection.write",
        conceding.ask_concession,
        AskInput,
        "/inspections/<int:inspection_id>/concessions",
        "inspections",
        check_inspection,
        done=_l("The concession is asked for. A supervisor decides."),
    )
)
ANSWER = command(
    Command(
        "decide_concession",
        _l("Decide about the concession"),
        "inspection.sign",
        conceding.decide_concession,
        AnswerInput,
        "/concessions/<int:concession_id>/answer",
        "inspections",
        _check_concession,
    )
)
SET_REGIME = command(
    Command(
        "set_regime",
        _l("Set how lots are looked at"),
        "inspection.sign",
        drawing_samples.set_regime,
        RegimeInput,
        "/suppliers/<int:supplier_id>/parts/<int:part_id>/sampling",
        "inspections",
        done=_l("It holds from the next lot on."),
    )
)
