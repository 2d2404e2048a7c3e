"""Print labels: choose the sheet and where it begins, or the label printer and its roll."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from inventory.tables import Location, Part
from kernel.errors import NotFound, RuleViolation
from webapp import context
from webapp.access import needs
from webapp.documents.papers import ROLLS, SHEETS, Sticker, render_label_roll, render_label_sheet
from webapp.documents.zpl import DOTS_PER_MM, zpl
from webapp.label_stickers import CODES, KINDS, MOST_LABELS, MOST_ROWS, stickers_of
from webapp.listings.stock import BIG
from webapp.printing import answer, paper_language

blueprint = Blueprint("labels", __name__, url_prefix="/labels")

LAYOUTS: dict[str, Any] = {
    "a4-3x8": _l("A4 sheet, 3 × 8 labels of 70 × 37 mm"),
    "a4-2x7": _l("A4 sheet, 2 × 7 labels of 99 × 38 mm"),
    "a4-4x10": _l("A4 sheet, 4 × 10 labels of 52 × 30 mm"),
    "a4-5x13": _l("A4 sheet, 5 × 13 labels of 38 × 21 mm"),
    "50x30": _l("Roll, 50 × 30 mm"),
    "40x30": _l("Roll, 40 × 30 mm"),
    "60x40": _l("Roll, 60 × 40 mm"),
    "100x60": _l("Roll, 100 × 60 mm"),
}
MOST_COPIES = 240


def asked_ids() -> tuple[int, ...]:
    """Return the ids of the address: numbers parted by commas, each once, in their order."""
    said = request.args.get("ids", "").split(",")
    return tuple(dict.fromkeys(int(each) for each in said if each.isascii() and each.isdigit() and len(each) < 16))


@blueprint.get("")
@needs("parts.read", "stock.read")
def choose() -> str:
    """Ask for sheet or roll, the first free label, copies, language and what the code says."""
    kind, ids = request.args.get("kind", "part"), asked_ids()
    stickers = stickers_of(kind, ids, "own", paper_language())
    layout = request.args.get("layout", "a4-3x8" if len(stickers) > 1 else "50x30")
    return render_template(
        "labels/choose.html",
        kind=kind,
        ids=",".join(map(str, ids)),
        stickers=stickers,
        kinds=KINDS,
        codes=CODES if kind == "lot" else {key: CODES[key] for key in ("own", "gs1")},
        layouts=LAYOUTS,
        layout=layout if layout in LAYOUTS else "a4-3x8",
        copies=min(max(request.args.get("copies", 1, type=int), 1), MOST_COPIES),
        most_copies=MOST_COPIES,
        most_places=max(each.places for each in SHEETS.values()),
        resolutions=list(DOTS_PER_MM),
        label_language=paper_language(),
    )


@blueprint.get("/print")
@needs("parts.read", "stock.read")
def print_labels() -> Response:
    """Answer the labels as PDF, or as ZPL for a label printer."""
    kind, ids = request.args.get("kind", "part"), asked_ids()
    stickers = stickers_of(kind, ids, request.args.get("code", "own"), paper_language())
    return labels_answer(stickers, _("%(kind)s labels", kind=KINDS[kind]))


def labels_answer(stickers: tuple[Sticker, ...], name: str) -> Response:
    """Print labels as the address asks: layout, first free place, copies, language, format and resolution."""
    copies = min(max(request.args.get("copies", 1, type=int), 1), MOST_COPIES)
    layout = request.args.get("layout", "a4-3x8")
    if len(stickers) * copies > MOST_LABELS:
        raise RuleViolation("labels_too_many", count=len(stickers) * copies, most=MOST_LABELS)
    if request.args.get("format") == "zpl":
        return _zpl(stickers, layout, copies)
    many = tuple(one for one in stickers for _copy in range(copies))
    if layout in SHEETS:
        start = min(max(request.args.get("start", 1, type=int), 1), SHEETS[layout].places)
        return answer(render_label_sheet(many, paper_language(), skip=start - 1, layout=layout), name)
    if layout not in ROLLS:
        raise RuleViolation("label_layout_unknown", layout=layout[:20])
    return answer(render_label_roll(many, paper_language(), layout=layout), name)


def _zpl(stickers: tuple[Sticker, ...], layout: str, copies: int) -> Response:
    resolution = request.args.get("dpi", "203")
    if layout not in ROLLS or resolution not in DOTS_PER_MM:
        raise RuleViolation("label_layout_unknown", layout=layout[:20])
    text = zpl(stickers, ROLLS[layout], resolution=resolution, copies=copies)
    response = Response(text, mimetype="text/plain")
    response.headers["Content-Disposition"] = 'attachment; filename="labels.zpl"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _ticked() -> list[int]:
    return [int(each) for each in request.form.getlist("ids") if each.isascii() and each.isdigit() and len(each) < 18]


def _chosen(kind: str, ids: list[int]) -> ResponseReturnValue:
    if not ids:
        raise RuleViolation("labels_of_nothing", most=MOST_ROWS)
    return redirect(url_for("labels.choose", kind=kind, ids=",".join(map(str, dict.fromkeys(ids)))), 303)


@blueprint.post("/of-parts")
@needs("parts.read")
def of_parts() -> ResponseReturnValue:
    """Go on to the labels of the parts that were ticked."""
    return _chosen("part", _ticked())


@blueprint.post("/of-lots")
@needs("stock.read")
def of_lots() -> ResponseReturnValue:
    """Go on to the labels of the lots that were ticked, wherever they lie."""
    return _chosen("lot", [each // BIG for each in _ticked()])


@blueprint.post("/of-places")
@needs("stock.read")
def of_places() -> ResponseReturnValue:
    """Go on to the labels of the places that were ticked."""
    return _chosen("place", _ticked())


@blueprint.get("/bins-of/<int:store_id>")
@needs("stock.read")
def of_bins(store_id: int) -> ResponseReturnValue:
    """Go on to the labels of every bin of a store."""
    bins = select(Location.id).where(Location.store_id == store_id, Location.kind == "bin", Location.active)
    return _chosen("place", list(context.session().scalars(bins.order_by(Location.code))))


@blueprint.get("/of-part/<int:part_id>.pdf")
@needs("parts.read")
def of_part(part_id: int) -> Response:
    """Print labels of one part at once."""
    part = context.session().get(Part, part_id)
    if part is None:
        raise NotFound("part_unknown", part_id=part_id)
    return labels_answer(stickers_of("part", (part_id,), "own", paper_language()), f"{part.number} {_('labels')}")
