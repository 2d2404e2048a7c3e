"""Inspect on a tablet: begin, note findings against the standard, take photos, decide by quantity."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from inventory.finding import step_of
from inventory.scan_codes import CodeKind, ScanCode
from inventory.tables import Location, Lot
from kernel.amounts import Quantity
from kernel.errors import NotFound
from receiving import verdict
from receiving.queries import inspections as queries
from receiving.queries.inspections import InspectionView
from receiving.queries.pieces import together
from receiving.queries.standards import standard, standard_for
from receiving.tables import Arrival, ArrivalLot, Inspection, SupplierReturn
from receiving.verdict import DefectClass, Finding, Proposal
from webapp import context
from webapp.access import needs
from webapp.commands import do, handle_form
from webapp.commands_of.inspections import BEGIN, CLEAR_OPENING, DECIDE, DECIDE_PIECES, FINDINGS, PASS_OPENING, RECORD
from webapp.commands_of.sampling import COUNT
from webapp.context import Actor
from webapp.forms import Form, new_key
from webapp.i18n import words
from webapp.inspection_photos import photos, photos_of_findings
from webapp.listings.inspections import WAITING_SINCE
from webapp.listings.sampling import CONCESSION_STATES, CONCESSION_TONES
from webapp.receiving_words import (
    ASPECTS,
    INSPECTION_STATES,
    INSPECTION_TONES,
    SAMPLE_REGIMES,
    SEVERITIES,
    SEVERITY_TONES,
    require_own,
    units,
)
from webapp.row_files import files_of
from webapp.scanning import Found, scan_target
from webapp.scopes import in_own_stores

blueprint = Blueprint("inspections", __name__, url_prefix="/inspections")
MOST_SAMPLES = 32


def _at(inspection_id: int, **more: Any) -> str:
    return url_for("inspections.show", inspection_id=inspection_id, **more)


def waiting(session: Session, lot_id: int) -> Any:
    """Return what of a lot waits in the hold, or None."""
    row = session.execute(queries.worklist_select().where(Lot.id == lot_id)).first()
    if row is not None:
        require_own(session, context.actor(), row.store_id)
    return row


@blueprint.route("/lots/<int:lot_id>", methods=["GET", "POST"])
@needs("inspection.read")
def lot(lot_id: int) -> ResponseReturnValue:
    """Show a lot of the hold before its inspection; opening stock is decided here at once."""
    session = context.session()
    if session.get(Lot, lot_id) is None:
        raise NotFound("lot_unknown", lot_id=lot_id)
    row = waiting(session, lot_id)
    if row is None and request.method != "POST":
        return render_template(
            "inspections/gone.html", lot=session.get_one(Lot, lot_id), decided=_decided(session, lot_id)
        )
    if row is not None and row.inspection_id is not None and request.method != "POST":
        return redirect(_at(row.inspection_id))
    shown = {
        "row": row,
        "own": row is not None and row.bought_by_id == context.actor().id,
        "unit": units(session, [row.part_id])[row.part_id] if row is not None else "",
        "together": together(session, lot_id),
        "standard": lambda: _standard_of(session, row),
        "refurbished": session.get_one(Lot, lot_id).origin == "refurbished",
    }
    if row is None or row.arrival_id is None:
        return handle_form(
            CLEAR_OPENING,
            "inspections/lot.html",
            url_for("list.hold", opening="yes"),
            initial={"passed": row.pending if row is not None else None, "failed": Quantity.zero()},
            fixed={"lot_id": lot_id},
            success=_("Decided. What passed waits for putaway, what failed lies in quarantine."),
            **shown,
        )
    return render_template("inspections/lot.html", **{**shown, "standard": _standard_of(session, row)})


def _standard_of(session: Session, row: Any) -> Any:
    held = standard_for(session, part_id=row.part_id, on=context.today()) if row is not None else None
    return standard(session, held) if held is not None else None


def _decided(session: Session, lot_id: int) -> list[Inspection]:
    wanted = select(Inspection).join(ArrivalLot, ArrivalLot.id == Inspection.arrival_lot_id)
    return list(session.scalars(wanted.where(ArrivalLot.lot_id == lot_id).order_by(Inspection.id)))


@blueprint.post("/lots/<int:lot_id>/begin")
@needs("inspection.write")
def begin(lot_id: int) -> ResponseReturnValue:
    """Begin to inspect a lot."""
    back = url_for("inspections.lot", lot_id=lot_id)
    return do(BEGIN, lambda made: _at(made.inspection_id), back=back, lot_id=lot_id)


@blueprint.post("/pass-opening")
@needs("inspection.write")
def pass_opening() -> ResponseReturnValue:
    """Pass the chosen lots of opening stock."""
    chosen = [int(each) for each in request.form.getlist("ids") if each.isdecimal() and len(each) < 16]
    return do(PASS_OPENING, url_for("list.hold", opening="yes"), success=_passed_words(len(chosen)), lot_ids=chosen)


def _passed_words(count: int) -> str:
    return str(ngettext("%(num)s lot has passed.", "%(num)s lots have passed.", count))


def view_of(inspection_id: int) -> InspectionView:
    """Return an inspection that whoever asks may see."""
    session = context.session()
    view = queries.inspection(session, inspection_id)
    require_own(session, context.actor(), session.get_one(Arrival, view.arrival_id).store_id)
    return view


@blueprint.get("/<int:inspection_id>")
@needs("inspection.read")
def show(inspection_id: int) -> ResponseReturnValue:
    """Show an inspection: the findings to fill in while it is pending, then the verdict and what comes next."""
    view = view_of(inspection_id)
    if view.state == "pending" and context.may("inspection.write"):
        return render_template("inspections/judge.html", command=None, **entry_of(view))
    return render_template("inspections/show.html", **_shown(view))


def _shown(view: InspectionView) -> dict[str, Any]:
    session = context.session()
    row = waiting(session, view.lot_id)
    return {
        "view": view,
        "unit": units(session, [view.part_id])[view.part_id],
        "photos": photos(session, view.inspection_id),
        "finding_photos": photos_of_findings(session, view),
        "states": INSPECTION_STATES,
        "tones": INSPECTION_TONES,
        "aspects": ASPECTS,
        "severities": SEVERITIES,
        "severity_tones": SEVERITY_TONES,
        "pending": row.pending if row is not None else None,
        "own": session.get_one(Lot, view.lot_id).brought_by_id == context.actor().id,
        "claim_id": session.scalar(select(SupplierReturn.id).where(SupplierReturn.inspection_id == view.inspection_id)),
        "results": {
            each.characteristic_id: [one for one in view.results if one.characteristic_id == each.characteristic_id]
            for each in view.characteristics
        },
        "next_lot": _next(session, view.lot_id),
        "photo_key": new_key(),
        "pictures": files_of(session, "standard", view.standard_id) if view.standard_id else [],
        "regimes": SAMPLE_REGIMES,
        "concession_states": CONCESSION_STATES,
        "concession_tones": CONCESSION_TONES,
    }


def _next(session: Session, lot_id: int) -> Any:
    """Return what waits longest of what this person may inspect."""
    actor = context.actor()
    return session.execute(
        queries.waiting_select()
        .where(in_own_stores(Location.store_id, session, actor), Lot.brought_by_id != actor.id, Lot.id != lot_id)
        .order_by(WAITING_SINCE, Lot.id)
        .limit(1)
    ).first()


def entry_of(view: InspectionView) -> dict[str, Any]:
    """Return what the page of a pending inspection shows: boxes per characteristic and sample, and the verdict."""
    shown = _shown(view)
    pending = _together(view, shown["pending"])
    pieces = _pieces(pending, step_of(context.session(), view.part_id))
    samples = _samples(view, pieces)
    boxes = [{"characteristic_id": c.characteristic_id, "sample": s} for c in view.characteristics for s in samples]
    proposal = _proposal(view, pending)
    known = {(one.characteristic_id, one.sample): one for one in view.results}
    values = [{**each, **_typed(known.get((each["characteristic_id"], each["sample"])))} for each in boxes]
    return {
        **shown,
        "pending": pending,
        "findings_form": Form(RECORD.schema(), {"results": values}, hidden=frozenset({"inspection_id"})),
        "verdict_form": _verdict_form(view, proposal),
        "samples": samples,
        "pieces": pieces,
        "proposal": proposal,
        "missing": verdict.missing(_findings(view), [each.characteristic_id for each in view.characteristics]),
        "words": FINDINGS,
        "count_form": Form(COUNT.schema(), _counted(view), hidden=frozenset({"inspection_id"})),
    }


def _together(view: InspectionView, alone: Quantity | None) -> Quantity:
    """Return how much a verdict is over: all pieces that came together, or what is pending of the lot."""
    return Quantity.of(len(view.pieces)) if view.pieces else alone or Quantity.zero()


def _verdict_form(view: InspectionView, proposal: Proposal) -> Form:
    values = {"severity": proposal.severity or "", "demand": "replacement"}
    if view.pieces:
        all_fail = proposal.passed == Quantity.zero() and bool(proposal.failed)
        hidden = frozenset({"inspection_id", "failed_lot_ids"})
        return Form(DECIDE_PIECES.schema(), {**values, "all_failed": all_fail}, hidden=hidden)
    asked = {**values, "passed": proposal.passed, "failed": proposal.failed}
    return Form(DECIDE.schema(), asked, hidden=frozenset({"lot_id"}))


def _counted(view: InspectionView) -> dict[str, Any]:
    """Return what the boxes of the count begin with: what was counted, else what the findings name already."""
    drawn = view.sample
    if drawn is None:
        return {}
    noted = verdict.noted_by_class(_findings(view))
    found_of = {each.defect_class: each.found for each in drawn.classes} if drawn.outcome else noted
    return {
        "looked_at": drawn.looked_at if drawn.outcome else drawn.sample_size,
        **{f"{name}_found": number for name, number in found_of.items()},
    }


def _pieces(pending: Quantity, step: Quantity) -> int:
    """Return how many single pieces may be looked at; none where goods have no pieces."""
    return 0 if step < Quantity.of(1) else min(int(pending.decimal), MOST_SAMPLES)


def _samples(view: InspectionView, pieces: int) -> list[int]:
    """Return the samples to show: those asked for, else those noted before, else the whole lot."""
    noted = sorted({each.sample for each in view.results})
    asked = request.args.get("pieces", type=int)
    if asked is None:
        return noted or [0]
    return [0] if asked <= 0 else sorted({*range(1, min(asked, pieces) + 1), *noted})


def _typed(known: Any) -> dict[str, Any]:
    if known is None:
        return {}
    if known.measured is not None:
        return {"measured": known.measured, "note": known.note}
    return {"conforms": "right" if known.conforms else "wrong", "note": known.note}


def _findings(view: InspectionView) -> tuple[Finding, ...]:
    classes = {each.characteristic_id: DefectClass(each.defect_class) for each in view.characteristics}
    return tuple(
        Finding(each.characteristic_id, each.sample, classes[each.characteristic_id], each.conforms)
        for each in view.results
    )


def _proposal(view: InspectionView, pending: Quantity) -> Proposal:
    drawn, step = view.sample, step_of(context.session(), view.part_id)
    if drawn is None or drawn.outcome is None:
        return verdict.propose(_findings(view), pending=pending, step=step)
    passed = min(drawn.may_pass, pending)
    gravest = next((each.defect_class for each in drawn.classes if each.found), None)
    return Proposal(passed, pending - passed, DefectClass(gravest) if gravest else None)


@blueprint.post("/<int:inspection_id>/findings")
@needs("inspection.write")
def findings(inspection_id: int) -> ResponseReturnValue:
    """Save what was found."""
    view = view_of(inspection_id)
    return handle_form(
        RECORD,
        "inspections/judge.html",
        _at(inspection_id, _anchor="verdict"),
        fixed={"inspection_id": inspection_id},
        **entry_of(view),
    )


@blueprint.post("/<int:inspection_id>/verdict")
@needs("inspection.write")
def decide(inspection_id: int) -> ResponseReturnValue:
    """Decide by quantity."""
    view = view_of(inspection_id)
    return handle_form(
        DECIDE,
        "inspections/judge.html",
        lambda made: _at(made.inspection_id, new=1),
        fixed={"lot_id": view.lot_id},
        success=lambda made: _("%(number)s is decided.", number=made.number),
        **entry_of(view),
    )


@blueprint.post("/<int:inspection_id>/pieces")
@needs("inspection.write")
def decide_pieces(inspection_id: int) -> ResponseReturnValue:
    """Decide over serial-tracked pieces that came together."""
    view = view_of(inspection_id)
    return handle_form(
        DECIDE_PIECES,
        "inspections/judge.html",
        _at(inspection_id, new=1),
        fixed={"inspection_id": inspection_id},
        success=lambda made: _("%(number)s is decided.", number=made.number),
        **entry_of(view),
    )


def _inspected(session: Session, actor: Actor, code: ScanCode) -> list[Found]:
    """Find an inspection by its number."""
    if code.kind not in {None, CodeKind.DOCUMENT}:
        return []
    mine = in_own_stores(Arrival.store_id, session, actor)
    row = session.execute(queries.inspections_select().where(Inspection.number == code.key, mine)).first()
    if row is None:
        return []
    return [Found(_l("Inspection"), row.number, words(INSPECTION_STATES[row.state]), _at(row.inspection_id))]


def _waits(session: Session, actor: Actor, code: ScanCode) -> list[Found]:
    """Find a lot or a serial number that waits in the hold."""
    if code.kind not in {None, CodeKind.LOT, CodeKind.SERIAL}:
        return []
    names = {CodeKind.LOT: Lot.number == code.key, CodeKind.SERIAL: Lot.serial_number == code.key}
    which = names[code.kind] if code.kind else or_(*names.values())
    rows = session.execute(
        queries.worklist_select().where(which, in_own_stores(Location.store_id, session, actor)).limit(5)
    )
    return [
        Found(
            _l("To inspect"),
            row.lot_number,
            _("%(part)s, waits in the hold", part=row.part_number),
            url_for("inspections.lot", lot_id=row.lot_id),
        )
        for row in rows
    ]


scan_target("inspection", "inspection.read", _inspected, 50)
scan_target("lot_to_inspect", "inspection.write", _waits, 15)
