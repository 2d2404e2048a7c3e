"""Write a purchase order 采购订单 as a PDF, for the screen and for the supplier's mail."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.scan_codes import CodeKind, format_code
from inventory.tables import Location
from kernel.tables import Person
from kernel.text import Text
from procurement.queries.contract_stands import ContractStand, stands
from procurement.queries.one_order import ApprovalDetail, OrderDetail
from procurement.tables import Contract, ContractLine, ContractVersion, Order, Plan, Supplier
from webapp.documents.capitals import capital_amount
from webapp.documents.papers import OrderLine, Party, PurchaseOrder, Signature, render_purchase_order
from webapp.i18n import day, day_of_instant, money, number
from webapp.printing import head, in_paper_language, signature
from webapp.standing_in import signed_instead


def order_pdf(session: Session, detail: OrderDetail, language: str, *, prices: bool = True) -> bytes:
    """Return an order as a PDF in both languages, the given one first; without prices for who may not see them."""
    with in_paper_language(language):
        return render_purchase_order(_paper(session, detail, language, prices), language)


def _paper(session: Session, detail: OrderDetail, language: str, prices: bool) -> PurchaseOrder:  # noqa: FBT001 - as above
    other = "en" if language == "zh" else "zh"
    supplier = session.get_one(Supplier, detail.supplier_id)
    store = session.get_one(Location, detail.store_id)
    plan = session.get(Plan, detail.plan_id) if detail.plan_id else None
    keeper = session.get(Person, store.keeper_id) if store.keeper_id else None
    approval = detail.approvals[-1] if detail.approvals and detail.state != "draft" else None
    judged = stands(session, session.get_one(Order, detail.order_id), on=detail.ordered_on or detail.created_on)
    contracts = dict.fromkeys(each.contract_number for each in judged if each.contract_number)
    names = Text(detail.supplier_name_zh, detail.supplier_name_en)
    terms = _terms(session, judged)
    return PurchaseOrder(
        **head(
            language,
            detail.number,
            status=_status(detail),
            scan_code=format_code(CodeKind.ORDER, detail.number),
            note=detail.note,
        ),
        supplier=Party(
            name=names.in_(language),
            name_second=names.in_(other),
            number=supplier.code,
            contact=supplier.contact,
            phone=supplier.phone,
            email=supplier.email,
            address=supplier.address,
        ),
        deliver_to=Party(
            name=store.name.in_(language),
            name_second=store.name.in_(other),
            number=store.code,
            contact=keeper.name if keeper else "",
            phone=(keeper.phone or "") if keeper else "",
        ),
        lines=tuple(
            OrderLine(
                line=str(line.line_no),
                part_number=line.part_number,
                part_name=Text(line.part_name_zh, line.part_name_en).in_(language),
                part_name_second=Text(line.part_name_zh, line.part_name_en).in_(other),
                maker_number=line.supplier_part_number,
                unit=Text(line.unit_name_zh, line.unit_name_en).in_(language),
                quantity=number(line.quantity - line.cancelled),
                unit_price=money(line.unit_price_cny) if prices else "",
                amount=money(line.amount_cny) if prices else "",
                promised_on=day(line.promised_on or line.needed_on) if line.promised_on or line.needed_on else "",
            )
            for line in detail.lines
            if line.quantity > line.cancelled
        ),
        ordered_on=day(detail.ordered_on or detail.created_on),
        version=str(detail.version),
        contract_number=", ".join(contracts),
        plan_number=plan.number if plan else "",
        currency=detail.currency,
        total=money(detail.amount_cny) if prices else "",
        total_in_capitals=capital_amount(detail.amount_cny.rounded().decimal) if prices else "",
        payment_terms=terms["payment_terms"] or supplier.payment_terms,
        delivery_terms=terms["delivery_terms"],
        quality_terms=terms["quality_terms"],
        buyer=signature(detail.created_by, day(detail.created_on)),
        approver=_approved(session, detail, approval) if approval else signature(None),
    )


def approved_instead(session: Session, order: OrderDetail) -> dict[int, str]:
    """Return by version for whom a deputy has approved."""
    signed = signed_instead(session, "approve_order", "order_id", order.order_id)
    keys = {each.version: (each.approved_by_id, each.approved_at) for each in order.approvals}
    return {version: signed[key] for version, key in keys.items() if key in signed}


def for_absent(name: str, absent: str | None) -> str:
    """Write who signed, and for whom if they were a deputy."""
    return _("%(name)s for %(absent)s", name=name, absent=absent) if absent else name


def _status(detail: OrderDetail) -> str:
    """Mark what no supplier may take for an order, and what cannot wait."""
    marks = [
        "草稿 DRAFT" if detail.state == "draft" else "",
        "已取消 CANCELLED" if detail.state == "cancelled" else "",
        "加急 URGENT" if detail.urgent_reason else "",
    ]
    return " · ".join(mark for mark in marks if mark)


def _approved(session: Session, detail: OrderDetail, approval: ApprovalDetail) -> Signature:
    absent = approved_instead(session, detail).get(approval.version)
    return signature(for_absent(approval.approved_by, absent), day_of_instant(approval.approved_at))


def _terms(session: Session, judged: list[ContractStand]) -> dict[str, str]:
    """Return the terms of the contracts that the lines call off, each under its number where there are several."""
    lines = [each.contract_line_id for each in judged if each.contract_line_id]
    rows = session.execute(
        select(Contract.number, ContractVersion)
        .join(ContractVersion, ContractVersion.contract_id == Contract.id)
        .join(ContractLine, ContractLine.contract_version_id == ContractVersion.id)
        .where(ContractLine.id.in_(lines))
        .order_by(Contract.number, ContractVersion.version)
    )
    versions = {version.id: (number, version) for number, version in rows}
    found = {}
    for name in ("payment_terms", "delivery_terms", "quality_terms"):
        said = {number: text for number, version in versions.values() if (text := getattr(version, name))}
        one = len(versions) == 1 and len(lines) == len(judged)
        found[name] = "\n".join(text if one else f"{number}: {text}" for number, text in said.items())
    return found
