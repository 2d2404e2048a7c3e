"""Leave quotations to look at and contracts to keep to: an open request, one to award, one awarded, two frameworks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from kernel.amounts import Money, Quantity
from procurement import awarding, contracting, ordering, quoting, requesting_quotes
from procurement.awarding import AwardedLine
from procurement.contracting import AgreedLine, AgreedStep, ContractText
from procurement.drafting import NewLine
from procurement.queries.comparing import compare
from procurement.quoting import QuotedLine, QuotedStep, QuoteTerms
from procurement.requesting_quotes import AskedLine
from procurement.tables import QuoteInvitation, QuoteRequestLine
from webapp.demo.stage import DemoPart, Stage

LEVELS = (0.97, 1.0, 1.06)
"""What the asked suppliers want for a part, by its usual price."""
QUALITY = (
    "来货按国家标准抽样检验，AQL 1.0；不合格品十日内退换。\n"
    "Sampled lot by lot, AQL 1.0; failed goods are replaced in ten days."
)
DELIVERY = "送货至中心仓库，运费由供方承担。\nDelivered to the central store, freight paid by the supplier."
SERVICE = "质保二十四个月，接到通知后两日内答复。\nWarranty of twenty-four months; an answer within two days."
PAYMENT = "验收合格后三十日内电汇。\nBy transfer within thirty days after acceptance."


def quotations(stage: Stage) -> None:
    """Ask for quotations three times, and agree on two contracts."""
    parts = [part for part in stage.parts if part.offers and not part.succeeded][:12]
    if len(parts) < 9:
        return
    asked = sorted({offer.supplier for part in parts for offer in part.offers})[:3]
    _awarded(stage, _asked(stage, parts[:2], asked))
    _close(stage, _asked(stage, parts[2:5], asked))
    _asked(stage, parts[5:7], asked, answers=1)
    _contracts(stage)


def _asked(stage: Stage, parts: list[DemoPart], suppliers: list[str], *, answers: int = 3) -> int:
    """Ask suppliers for parts; the first of them answer."""
    made = stage.do(
        requesting_quotes.create_request,
        by="buyer",
        store_id=stage.stores["HQ"].id,
        closes_on=stage.today + timedelta(days=5),
        lines=tuple(
            AskedLine(part.id, part.quantity(40), needed_on=stage.today + timedelta(days=45)) for part in parts
        ),
        supplier_ids=tuple(stage.suppliers[code] for code in suppliers),
        note="请报含税价，并注明交期。Please quote with tax and lead time.",
    )
    stage.do(requesting_quotes.send_request, by="buyer", request_id=made.request_id)
    stage.at += timedelta(minutes=5)
    for turn, code in enumerate(suppliers[:answers]):
        _answer(stage, made.request_id, parts, code, turn)
    return made.request_id


def _answer(stage: Stage, request_id: int, parts: list[DemoPart], supplier: str, turn: int) -> None:
    session = stage.session
    invitation = session.scalars(
        select(QuoteInvitation.id).where(
            QuoteInvitation.request_id == request_id, QuoteInvitation.supplier_id == stage.suppliers[supplier]
        )
    ).one()
    lines = session.scalars(
        select(QuoteRequestLine).where(QuoteRequestLine.request_id == request_id).order_by(QuoteRequestLine.line_no)
    ).all()
    said = []
    for line, part in zip(lines, parts, strict=True):
        price = Money.of(f"{part.cost * 1.13 * LEVELS[(turn + part.id) % 3]:.2f}")
        many = Money.of(f"{part.cost * 1.13 * LEVELS[(turn + part.id) % 3] * 0.95:.2f}")
        steps = (QuotedStep(Quantity.zero(), price), QuotedStep(part.quantity(100), many))
        offered = steps if turn < 2 or line.line_no > 1 else ()
        said.append(QuotedLine(line.id, offered, 7 * (turn + 1), note="" if offered else "停产 / no longer made"))
    stage.do(
        quoting.enter_quote,
        by="buyer",
        invitation_id=invitation,
        via=("mail", "phone", "paper")[turn],
        terms=QuoteTerms(
            "CNY",
            tax_included=True,
            tax_bp=1300,
            valid_until_on=stage.today + timedelta(days=60 + 30 * turn),
            freight=Money.of(80 * turn),
        ),
        lines=tuple(said),
        received_at=stage.at,
    )


def _close(stage: Stage, request_id: int) -> None:
    stage.do(requesting_quotes.close_request, by="buyer", request_id=request_id)


def _awarded(stage: Stage, request_id: int) -> None:
    """Award a request to the cheapest mix and let its orders wait for approval."""
    _close(stage, request_id)
    mix = compare(stage.session, request_id=request_id, on=stage.today).mix
    stage.do(
        awarding.propose_award,
        by="buyer",
        request_id=request_id,
        lines=tuple(AwardedLine(cost.bid.quote_line_id, cost.quantity) for cost in mix.costs.values()),
        makes_orders=False,
        prices_from_on=stage.today + timedelta(days=1),
        reason="总价最低的组合 The cheapest mix",
    )


def _contracts(stage: Stage) -> None:
    """Agree on a framework with calls off it and one that ends soon; a third waits for approval."""
    by_supplier: dict[str, list[DemoPart]] = {}
    for part in stage.parts:
        if part.offers and not part.succeeded:
            by_supplier.setdefault(part.offers[0].supplier, []).append(part)
    chosen = sorted(by_supplier, key=lambda code: (-len(by_supplier[code]), code))[:3]
    year = stage.today.year
    ends = (stage.today + timedelta(days=240), stage.today + timedelta(days=35), stage.today + timedelta(days=365))
    titles = ("制冷与电气配件框架合同 Framework for parts", "季节配件合同 Seasonal parts", "年度供货合同 Yearly supply")
    for code, title, end, approved in zip(chosen, titles, ends, (True, True, False), strict=False):
        lines = by_supplier[code][:4]
        made = stage.do(
            contracting.create_contract,
            by="buyer",
            supplier_id=stage.suppliers[code],
            text=_text(title, stage.today.replace(year=year, month=1, day=1), end),
            lines=tuple(_agreed(part) for part in lines),
        )
        if approved:
            stage.do(contracting.approve_version, by="supervisor", contract_id=made.contract_id)
    _call_off(stage, chosen[0], by_supplier[chosen[0]][:2])


def _text(title: str, begins: Any, ends: Any) -> ContractText:
    return ContractText(title, begins, ends, "CNY", QUALITY, DELIVERY, SERVICE, PAYMENT)


def _agreed(part: DemoPart) -> AgreedLine:
    price, many = Money.of(f"{part.cost * 0.98:.2f}"), Money.of(f"{part.cost * 0.94:.2f}")
    steps = (AgreedStep(Quantity.zero(), price), AgreedStep(part.quantity(50), many))
    return AgreedLine(
        part.id,
        steps,
        lead_time_days=part.offers[0].lead_days,
        minimum_total=part.quantity(20),
        maximum_total=part.quantity(120),
    )


def _call_off(stage: Stage, supplier: str, parts: list[DemoPart]) -> None:
    """Order within the framework, and once dearer than agreed: that draft waits for its reason."""
    order = stage.do(
        ordering.create_order,
        by="buyer",
        supplier_id=stage.suppliers[supplier],
        store_id=stage.stores["HQ"].id,
        lines=tuple(NewLine(part.id, part.quantity(30)) for part in parts),
        note="合同内订购 Within the contract",
    )
    stage.do(ordering.approve_order, by="supervisor", order_id=order.order_id)
    stage.do(ordering.send_order, by="buyer", order_id=order.order_id)
    stage.do(
        ordering.create_order,
        by="buyer",
        supplier_id=stage.suppliers[supplier],
        store_id=stage.stores["HQ"].id,
        lines=(NewLine(parts[0].id, parts[0].quantity(10), Money.of(f"{parts[0].cost * 1.1:.2f}")),),
        note="加急采购 Rush",
    )
