"""Keep photos with an inspection or with one of its findings."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from inventory.finding import found
from kernel.errors import AppError, InvalidState
from receiving.tables import Arrival, ArrivalLine, ArrivalLot, Inspection, InspectionResult
from webapp import context
from webapp.access import needs
from webapp.commands import start_over
from webapp.context import Actor
from webapp.forms import new_key
from webapp.inspection_photos import FINDING, MOST_PHOTOS, inspection_of, keep_photos, photos
from webapp.messages import message
from webapp.pages.inspections import view_of
from webapp.receiving_words import require_own
from webapp.row_files import FileOwner, file_owner, keep_files
from webapp.uploads import IMAGES, file_permission

blueprint = Blueprint("inspection_photos", __name__, url_prefix="/inspections")


def _at(inspection_id: int) -> str:
    return url_for("inspections.show", inspection_id=inspection_id, _anchor="photos")


@blueprint.post("/<int:inspection_id>/photos")
@needs("inspection.write")
def add_photos(inspection_id: int) -> ResponseReturnValue:
    """Keep photos of what was found."""
    session, view = context.session(), view_of(inspection_id)
    if view.state == "dropped":
        raise InvalidState("inspection_decided", number=view.number, state=view.state)
    files = [each for each in request.files.getlist("photos") if each.filename]
    finding = request.form.get("result_id", "")
    if files and finding in {str(each.result_id) for each in view.results}:
        return _keep_of_finding(inspection_id, int(finding), files)
    there = len(photos(session, inspection_id))
    if not files:
        flash(_("Choose a picture first."), "warning")
    elif there + len(files) > MOST_PHOTOS:
        flash(_("At most %(most)s photos belong to an inspection.", most=MOST_PHOTOS), "warning")
    else:
        keep_photos(
            session,
            inspection_id=inspection_id,
            files=files,
            by=context.actor().id,
            at=context.now(),
            request_key=f"p{context.actor().id}:{request.form.get('request_key', '')[:64] or new_key()}:photos",
        )
        flash(ngettext("%(num)s photo is kept.", "%(num)s photos are kept.", len(files)), "success")
    return redirect(_at(inspection_id), 303)


def _keep_of_finding(inspection_id: int, result_id: int, files: list[FileStorage]) -> ResponseReturnValue:
    """Keep photos with one finding."""
    actor = context.actor()
    try:
        keep_files(
            context.session(),
            actor=actor,
            table_name=FINDING,
            row_id=result_id,
            purpose="photo",
            files=files,
            at=context.now(),
            request_key=f"p{actor.id}:{request.form.get('request_key', '')[:64] or new_key()}:photos",
        )
    except AppError as error:
        start_over(error)
        flash(message(error), "danger")
    else:
        flash(ngettext("%(num)s photo is kept.", "%(num)s photos are kept.", len(files)), "success")
    return redirect(_at(inspection_id), 303)


def _may_open(session: Session, actor: Actor, row_id: int) -> None:
    """Refuse photos of goods in a store that somebody else keeps."""
    inspection = found(session, Inspection, row_id)
    store_id = session.scalar(
        select(Arrival.store_id)
        .join(ArrivalLine, ArrivalLine.arrival_id == Arrival.id)
        .join(ArrivalLot, ArrivalLot.arrival_line_id == ArrivalLine.id)
        .where(ArrivalLot.id == inspection.arrival_lot_id)
    )
    require_own(session, actor, store_id)


file_permission("inspection", "inspection.read", _may_open)


def _may_open_finding(session: Session, actor: Actor, row_id: int) -> None:
    """Refuse photos of a finding of goods in a store that somebody else keeps."""
    _may_open(session, actor, inspection_of(session, row_id))


file_owner(
    FileOwner(
        InspectionResult,
        "inspection.read",
        ("inspection.write",),
        {"photo": IMAGES},
        lambda row_id: _at(inspection_of(context.session(), row_id)),
        _may_open_finding,
    )
)
