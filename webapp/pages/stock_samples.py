"""Freeze suspect lots and set them free; look at stored lots and record what was found."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from inventory.freezing import FrozenLots
from inventory.tables import FrozenLot, Lot
from kernel.errors import NotFound
from receiving.queries.stock_samples import samples_select
from receiving.queries.traces import trace
from receiving.sampling_stock import JudgedSample
from receiving.tables import StockSample
from webapp import context
from webapp.access import needs
from webapp.commands import handle_form
from webapp.commands_of.frozen_lots import FREEZE, JUDGE_SAMPLE, THAW
from webapp.forms import new_key
from webapp.jobs import ask
from webapp.listings.frozen_lots import SAMPLE_STATES
from webapp.pages.trace import uses
from webapp.personal import shown_name

blueprint = Blueprint("stock_samples", __name__)


def _lot(lot_id: int) -> Lot:
    row = context.session().get(Lot, lot_id)
    if row is None:
        raise NotFound("lot_unknown", lot_id=lot_id)
    return row


def _lot_trail(lot: Lot) -> list[tuple[str, str]]:
    return [(_("Lots"), url_for("list.lots")), (lot.number, url_for("stock.lot", lot_id=lot.id))]


@blueprint.route("/lots/<int:lot_id>/freeze", methods=["GET", "POST"])
@needs("lots.freeze")
def freeze(lot_id: int) -> ResponseReturnValue:
    """Freeze a lot, with its sisters where that is wished."""
    lot = _lot(lot_id)
    here = url_for("stock.lot", lot_id=lot_id)
    others = len(trace(context.session(), lot_id).sister_lot_ids)
    return handle_form(
        FREEZE,
        "command.html",
        url_for("trace.lot", lot_id=lot_id),
        initial={"sisters": bool(others)},
        fixed={"lot_id": lot_id},
        success=_said,
        intro=ngettext(
            "Nothing of the lot can be issued, promised or sent any more. %(num)s other lot came with it.",
            "Nothing of the lot can be issued, promised or sent any more. %(num)s other lots came with it.",
            others,
        ),
        submit=_("Freeze the lot"),
        back=here,
        trail=_lot_trail(lot),
    )


def _said(made: FrozenLots) -> str:
    lots = ngettext("%(num)s lot is frozen.", "%(num)s lots are frozen.", len(made.lot_ids))
    if not made.displaced:
        return str(lots)
    lost = ngettext(
        "%(num)s request lost its promise and waits again.",
        "%(num)s requests lost their promise and wait again.",
        len(made.displaced),
    )
    return f"{lots} {lost}"


@blueprint.route("/lots/<int:lot_id>/thaw", methods=["GET", "POST"])
@needs("lots.thaw")
def thaw(lot_id: int) -> ResponseReturnValue:
    """Set a frozen lot free."""
    lot = _lot(lot_id)
    here = url_for("stock.lot", lot_id=lot_id)
    return handle_form(
        THAW,
        "command.html",
        here,
        fixed={"lot_id": lot_id},
        intro=_("Another person than who froze it sets it free."),
        submit=_("Set the lot free"),
        back=here,
        trail=_lot_trail(lot),
    )


def found(stock_sample_id: int) -> Any:
    """Return a sample with its words, or say that there is none."""
    row = context.session().execute(samples_select().where(StockSample.id == stock_sample_id)).one_or_none()
    if row is None:
        raise NotFound("stock_sample_unknown", id=stock_sample_id)
    return row


@blueprint.route("/stock-samples/plan", methods=["GET", "POST"])
@needs("inspection.write")
def plan() -> ResponseReturnValue:
    """Find which stored lots are due, as a job."""
    if request.method == "POST":
        job_id = ask(context.session(), "stock_samples", request.form.get("request_key") or new_key())
        return redirect(url_for("jobs.job", job_id=job_id), 303)
    return render_template("stock_samples/plan.html")


@blueprint.get("/stock-samples/<int:stock_sample_id>")
@needs("inspection.read")
def show(stock_sample_id: int) -> str:
    """Show a sample: why it is due, what was found, and who got pieces of the lot."""
    row, session = found(stock_sample_id), context.session()
    return render_template(
        "stock_samples/show.html",
        row=row,
        states=SAMPLE_STATES,
        uses=uses(session, row.lot_id),
        frozen=session.get(FrozenLot, row.lot_id) is not None,
        shown_name=shown_name,
    )


@blueprint.route("/stock-samples/<int:stock_sample_id>/judge", methods=["GET", "POST"])
@needs("inspection.write")
def judge(stock_sample_id: int) -> ResponseReturnValue:
    """Record what was found; a bad finding freezes the lot and its sisters."""
    row = found(stock_sample_id)
    here = url_for("stock_samples.show", stock_sample_id=stock_sample_id)
    return handle_form(
        JUDGE_SAMPLE,
        "command.html",
        here,
        fixed={"stock_sample_id": stock_sample_id},
        success=_judged,
        intro=_("Look at %(count)s of lot %(lot)s.", count=row.sample_size, lot=row.lot_number),
        submit=_("Record what was found"),
        back=here,
        trail=[(_("Samples of stored lots"), url_for("list.stock_samples")), (row.number, here)],
    )


def _judged(made: JudgedSample) -> str:
    if made.state == "good":
        return str(_("All good. The lot stays in use."))
    if not made.frozen_lot_ids:
        return str(_("Bad. The lot was frozen already."))
    return f"{_('Bad.')} {_said(FrozenLots(made.frozen_lot_ids, made.displaced))}"
