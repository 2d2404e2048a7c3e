"""Fill the five papers of a ticket with words of the paper's language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from inventory.scan_codes import CodeKind, format_code
from kernel.tables import Attachment, Blob
from service.queries import papers as data
from service.queries.history import SuggestedPart as Suggested
from service.queries.papers import PaperPart, PaperTicket, RepairData
from webapp import i18n
from webapp.documents.papers import (
    Answer,
    DispatchSheet,
    IntakeForm,
    Party,
    Question,
    RepairRecord,
    SatisfactionSurvey,
    ServiceConfirmation,
    SuggestedPart,
    TestResult,
    Ticket,
    UsedPart,
    render_dispatch_sheet,
    render_intake_form,
    render_repair_record,
    render_satisfaction_survey,
    render_service_confirmation,
)
from webapp.personal import shown_name, shown_phone, shown_text
from webapp.printing import head, signature
from webapp.service_words import CHANNELS, FAULT_TYPES, SCORES, URGENCIES, VISITS, reason_words


def _when(at: datetime | None) -> str:
    return i18n.instant(at) if at else ""


def _on(day: date | None) -> str:
    return i18n.day(day) if day else ""


def _head(language: str, ticket: PaperTicket, note: str = "") -> dict[str, Any]:
    return head(language, ticket.number, scan_code=format_code(CodeKind.WORK_ORDER, ticket.number), note=note)


def _ticket(held: PaperTicket, language: str) -> Ticket:
    """Return what every paper says about the case; personal data masked for those who may not see it."""
    said = [text for text in (held.symptom.in_(language), held.description) if text]
    return Ticket(
        number=held.number,
        customer=Party(
            name=shown_name(held.customer_name),
            phone=shown_phone(held.customer_phone),
            address=shown_text(held.customer_address),
        ),
        product=" ".join(text for text in (held.model_code, held.product.in_(language)) if text),
        serial=held.serial,
        purchased_on=_on(held.purchased_on),
        warranty=_warranty(held),
        fault=": ".join(said),
        urgency=str(URGENCIES[held.urgency]),
        received_at=_when(held.opened_at),
    )


def _warranty(held: PaperTicket) -> str:
    if held.in_warranty is None or held.warranty_until_on is None:
        return str(_("not known"))
    until = i18n.day(held.warranty_until_on)
    return str(_("yes, until %(day)s", day=until) if held.in_warranty else _("no, ended on %(day)s", day=until))


def intake_form(session: Session, ticket_id: int, language: str) -> bytes:
    """Return the service intake form 受理登记表."""
    held = data.intake_form(session, ticket_id)
    return render_intake_form(
        IntakeForm(
            **_head(language, held.ticket),
            ticket=_ticket(held.ticket, language),
            channel=str(CHANNELS[held.channel]),
            fault_type=str(FAULT_TYPES[held.fault_type]) if held.fault_type else "",
            occurred_at=_when(held.fault_at),
            environment=held.fault_environment,
            wished_time=_when(held.wished_at),
            visit=str(VISITS[held.visit]),
            answers=tuple(
                Answer(question=each.question.in_(language), answer=each.answer.in_(language)) for each in held.answers
            ),
            dispatch_by=_when(held.dispatch_due_at),
            arrive_by=_when(held.on_site_due_at),
            owner=signature(held.owner_name, _when(held.ticket.opened_at)),
        ),
        language,
    )


def dispatch_sheet(session: Session, ticket_id: int, language: str) -> bytes:
    """Return the dispatch sheet 派工单 of the engineer who is sent now."""
    held = data.dispatch_sheet(session, ticket_id)
    reasons = "; ".join(reason_words(each) for each in held.score_reasons)
    return render_dispatch_sheet(
        DispatchSheet(
            **_head(language, held.ticket),
            ticket=_ticket(held.ticket, language),
            engineer=held.engineer_name,
            engineer_phone=held.engineer_phone,
            region=held.ticket.region,
            dispatched_at=_when(held.dispatched_at),
            arrive_by=_when(held.on_site_due_at),
            finish_by=_when(held.solve_due_at),
            wished_time=_when(held.wished_at),
            reason=_("%(score)s points: %(reasons)s", score=held.score, reasons=reasons) if reasons else "",
            parts=tuple(_suggested(each, language) for each in held.parts),
            dispatcher=signature(held.dispatched_by_name, _when(held.dispatched_at)),
            engineer_signature=signature(held.engineer_name if held.accepted_at else None, _when(held.accepted_at)),
        ),
        language,
    )


def _suggested(each: Suggested, language: str) -> SuggestedPart:
    there = [
        f"{word} {i18n.number(amount)}"
        for word, amount in ((_("van"), each.in_van), (_("store"), each.in_store))
        if amount is not None
    ]
    return SuggestedPart(
        part_number=each.part_number,
        part_name=each.part_name.in_(language),
        quantity=i18n.number(each.usual_quantity),
        note=_("used in %(used)s of %(all)s such repairs", used=each.used_in_repairs, all=each.of_repairs),
        available=", ".join(there),
    )


def _used(each: PaperPart, language: str) -> UsedPart:
    return UsedPart(
        part_number=each.part_number,
        part_name=each.part_name.in_(language),
        unit=each.unit.in_(language),
        lot=each.lot_number,
        quantity=i18n.number(each.quantity),
        scan_code=format_code(CodeKind.LOT, each.lot_number),
        serial=each.serial_number or "",
        unit_price=i18n.money(each.unit_price_cny),
        amount=i18n.money(each.price_cny),
        warranty_until=_on(each.warranty_until_on),
    )


def _picture(session: Session, attachment_id: int | None) -> bytes | None:
    row = session.get(Attachment, attachment_id) if attachment_id is not None else None
    blob = session.get(Blob, row.sha256) if row else None
    return blob.content if blob else None


def _pictures(session: Session, ids: tuple[int, ...]) -> tuple[bytes, ...]:
    return tuple(content for each in ids[:4] if (content := _picture(session, each)) is not None)


def service_confirmation(session: Session, ticket_id: int, language: str) -> bytes:
    """Return the service confirmation 服务确认单 with the customer's signature."""
    held = data.repair_papers(session, ticket_id)
    signed = _picture(session, held.signature_attachment_id)
    customer = held.ticket.customer_name if signed else None
    note = _("Not signed: %(reason)s", reason=held.unsigned_reason) if held.unsigned_reason else ""
    return render_service_confirmation(
        ServiceConfirmation(
            **_head(language, held.ticket, note),
            ticket=_ticket(held.ticket, language),
            engineer=held.engineer_name,
            arrived_at=_when(held.arrived_at),
            finished_at=_when(held.completed_at),
            work_done=held.work_done,
            test_result=held.test_result,
            parts=tuple(_used(each, language) for each in held.parts),
            parts_amount=i18n.money(held.parts_fee_cny),
            labour_amount=i18n.money(held.labour_fee_cny),
            travel_amount=i18n.money(held.travel_fee_cny),
            covered_amount=i18n.money(held.covered_cny),
            total=i18n.money(held.total_cny),
            cost_agreed_at=_when(held.cost_agreed_at),
            engineer_signature=signature(held.engineer_name, _when(held.completed_at)),
            customer=signature(shown_name(customer) if customer else None, _when(held.completed_at), signed),
        ),
        language,
    )


def repair_record(session: Session, ticket_id: int, language: str) -> bytes:
    """Return the repair record 维修记录 with the photos."""
    held = data.repair_papers(session, ticket_id)
    return render_repair_record(
        RepairRecord(
            **_head(language, held.ticket),
            ticket=_ticket(held.ticket, language),
            engineer=held.engineer_name,
            arrived_at=_when(held.arrived_at),
            finished_at=_when(held.completed_at),
            diagnosis=held.diagnosis,
            cause=held.cause,
            actions=held.work_done,
            parts=tuple(_used(each, language) for each in held.parts),
            tests=_tests(held),
            photos_before=_pictures(session, held.photo_before_ids),
            photos_after=_pictures(session, held.photo_after_ids),
            engineer_signature=signature(held.engineer_name, _when(held.completed_at)),
        ),
        language,
    )


def _tests(held: RepairData) -> tuple[TestResult, ...]:
    return (TestResult(point=_("Test after the repair"), measured=held.test_result, passed=held.test_passed),)


def satisfaction_survey(session: Session, ticket_id: int, language: str) -> bytes:
    """Return the satisfaction survey 满意度调查表, open to be filled in or as answered."""
    held = data.satisfaction_survey(session, ticket_id)
    return render_satisfaction_survey(
        SatisfactionSurvey(
            **_head(language, held.ticket),
            ticket=_ticket(held.ticket, language),
            questions=tuple(Question(text=str(words), score=getattr(held, name)) for name, words in SCORES.items()),
            engineer=held.engineer_name,
            finished_at=_when(held.completed_at),
            asked_by=held.asked_by_name or "",
            asked_at=_when(held.answered_at),
            low_score_reason=held.low_reason,
            suggestions=held.suggestions,
        ),
        language,
    )


PAPERS: dict[str, Callable[[Session, int, str], bytes]] = {
    "intake": intake_form,
    "dispatch": dispatch_sheet,
    "confirmation": service_confirmation,
    "record": repair_record,
    "survey": satisfaction_survey,
}
"""The papers of a ticket by the word in their address."""
