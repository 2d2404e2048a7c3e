"""Print the acceptance record 验收记录 of an arrival."""

from __future__ import annotations

from flask import Blueprint, Response
from flask_babel import gettext as _

from kernel.tables import Attachment, Blob
from procurement.tables import Supplier
from receiving.queries.inspections import InspectionView, ResultView, acceptance_record
from receiving.queries.standards import CharacteristicView
from webapp import context
from webapp.access import needs
from webapp.documents.papers import AcceptanceRecord, Check, InspectedLine, Party, render_acceptance_record
from webapp.i18n import day, instant, number
from webapp.inspection_photos import photos, photos_of_findings
from webapp.pages.arrivals import view_of as arrival_of
from webapp.printing import head, paper_answer, signature
from webapp.receiving_words import ARRIVAL_STATES, ASPECTS, SAMPLE_REGIMES, SEVERITIES, second, units

EMBEDDABLE = frozenset({"image/jpeg", "image/png", "image/webp"})
blueprint = Blueprint("inspection_papers", __name__, url_prefix="/inspections")


@blueprint.get("/arrivals/<int:arrival_id>/record.pdf")
@needs("inspection.read")
def record_pdf(arrival_id: int) -> Response:
    """Print the acceptance record over all lots of an arrival."""
    arrival = arrival_of(arrival_id)
    decided = acceptance_record(context.session(), arrival_id)
    title = f"{arrival.number} {_('acceptance record')}"
    return paper_answer(
        lambda language: render_acceptance_record(_record(arrival_id, decided, language), language), title
    )


def _record(arrival_id: int, decided: tuple[InspectionView, ...], language: str) -> AcceptanceRecord:
    session = context.session()
    arrival = arrival_of(arrival_id)
    supplier = session.get_one(Supplier, arrival.supplier_id)
    inspectors = list(dict.fromkeys(each.decided_by for each in decided if each.decided_by))
    last = max((each.decided_at for each in decided if each.decided_at), default=None)
    names = {part: unit.in_(language) for part, unit in units(session, [x.part_id for x in decided]).items()}
    orders = dict.fromkeys(line.order_number for line in arrival.lines if line.order_number)
    return AcceptanceRecord(
        **head(language, arrival.number, status=str(ARRIVAL_STATES[arrival.state]), note=arrival.note),
        supplier=Party(name=supplier.name.in_(language), number=supplier.code),
        lines=tuple(_line(each, names[each.part_id], language) for each in decided),
        arrival_number=arrival.number,
        order_number=", ".join(orders),
        arrived_at=day(arrival.arrived_on),
        inspected_at=instant(last) if last else "",
        inspector=signature(", ".join(inspectors) or None, instant(last) if last else ""),
    )


def _line(view: InspectionView, unit: str, language: str) -> InspectedLine:
    found: dict[int, list[ResultView]] = {}
    for each in view.results:
        found.setdefault(each.characteristic_id, []).append(each)
    samples = {each.sample for each in view.results}
    pictures = photos_of_findings(context.session(), view)
    return InspectedLine(
        part_number=view.part_number,
        part_name=view.part_name.in_(language),
        part_name_second=second(view.part_name, language),
        unit=unit,
        lot=_lots(view),
        note=view.reason,
        received=number(view.received),
        passed=number(view.passed),
        failed=number(view.failed),
        pending=number(view.pending_after),
        sampling=_sampling(view, len(samples - {0})),
        standard=_("version %(version)s", version=view.standard_version) if view.standard_id else _("none"),
        verdict=_verdict(view),
        accepted=not view.failed,
        checks=tuple(
            _check(each, found.get(each.characteristic_id, []), language, pictures) for each in view.characteristics
        ),
        photos=_pictures(photos(context.session(), view.inspection_id)),
    )


def _lots(view: InspectionView) -> str:
    """Name the lot, or the first and last of the pieces that came together."""
    return f"{view.pieces[0].lot_number} – {view.pieces[-1].lot_number}" if view.pieces else view.lot_number


def _sampling(view: InspectionView, pieces: int) -> str:
    """Say how the lot was looked at: by which plan, what was found, and what was conceded."""
    said = _("%(count)s pieces one by one", count=pieces) if pieces else _("the lot as a whole")
    drawn = view.sample
    if drawn is not None:
        classes = "; ".join(
            f"{SEVERITIES[each.defect_class]} Ac {each.accept} Re {each.reject}: {each.found}" for each in drawn.classes
        )
        said = _(
            "%(regime)s, level %(level)s, letter %(letter)s, %(looked)s of %(lot)s pieces looked at (%(classes)s)",
            regime=SAMPLE_REGIMES[drawn.regime],
            level=drawn.level,
            letter=drawn.letter or "—",
            looked=number(drawn.looked_at),
            lot=number(drawn.lot_size),
            classes=classes,
        )
    failed = [each.serial_number for each in view.pieces if each.state == "failed"]
    named = [_("failed: %(serials)s", serials=", ".join(failed))] if failed else []
    granted = [each for each in view.concessions if each.state == "granted"]
    conceded = [f"{_('Concession')} {each.number}: {number(each.quantity)} · {each.limits}" for each in granted]
    return "; ".join([said, *named, *conceded])


def _verdict(view: InspectionView) -> str:
    said = f"{view.number} · {_lots(view)} · " + (
        _("accepted") if not view.failed else _("rejected") if not view.passed else _("accepted in part")
    )
    return f"{said} · {SEVERITIES[view.severity]}" if view.severity else said


def _check(
    made: CharacteristicView, found: list[ResultView], language: str, pictures: dict[int, list[Attachment]]
) -> Check:
    limits = ""
    if made.kind == "measured":
        low = f"≥ {made.lower_limit}" if made.lower_limit is not None else ""
        high = f"≤ {made.upper_limit}" if made.upper_limit is not None else ""
        limits = f"{low} {high} {made.unit}".strip()
    return Check(
        aspect=str(ASPECTS[made.aspect]),
        point=made.text.in_(language),
        method=made.gauge,
        limits=limits,
        measured=", ".join(str(each.measured) for each in found if each.measured is not None),
        passed=all(each.conforms for each in found) if found else None,
        photos=_pictures([file for each in found for file in pictures[each.result_id]]),
    )


def _pictures(files: list[Attachment]) -> tuple[bytes, ...]:
    """Return the photos that can be printed; one whose content was lost does not keep the paper from being made."""
    session = context.session()
    wanted = [each for each in files if each.media_type in EMBEDDABLE]
    found = [session.get(Blob, each.sha256) for each in wanted]
    return tuple(each.content for each in found if each is not None)
