"""Write a purchase order 采购订单 as a PDF, for the screen and for the supplier's mail."""

from __future__ import annotations

from sqlalchemy.orm import Session

from inventory.scan_codes import CodeKind, format_code
from inventory.tables import Location
from kernel.tables import Person
from kernel.text import Text
from procurement.queries.contract_stands import stands
from procurement.queries.one_order import OrderDetail
from procurement.tables import Order, Plan, Supplier
from webapp.documents.capitals import capital_amount
from webapp.documents.papers import OrderLine, Party, PurchaseOrder, render_purchase_order
from webapp.i18n import day, money, number
from webapp.printing import head, in_paper_language, signature


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
    approval = detail.approvals[-1] if detail.approvals else None
    judged = stands(session, session.get_one(Order, detail.order_id), on=detail.ordered_on or detail.created_on)
    contracts = dict.fromkeys(each.contract_number for each in judged if each.contract_number)
    names = Text(detail.supplier_name_zh, detail.supplier_name_en)
    return PurchaseOrder(
        **head(
            language,
            detail.number,
            status="加急 URGENT" if detail.urgent_reason else "",
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
        payment_terms=supplier.payment_terms,
        buyer=signature(detail.created_by, day(detail.created_on)),
        approver=signature(approval.approved_by, day(approval.approved_at.date())) if approval else signature(None),
    )
