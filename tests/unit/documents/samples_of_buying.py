"""Samples of papers: orders, plans and scorecards."""

from __future__ import annotations

from decimal import Decimal

from inventory.scan_codes import CodeKind, format_code
from tests.unit.documents.sample_words import company, head, part, say, signed, supplier
from webapp.documents import papers as p
from webapp.documents.capitals import capital_amount


def purchase_order(language: str) -> p.PurchaseOrder:
    total = Decimal("186340.50")
    lines = tuple(
        p.OrderLine(
            line=str((index + 1) * 10),
            maker_number=f"HD-{8800 + index}" if index % 2 else "",
            quantity=f"{(index + 1) * 12:,}",
            unit_price="1,286.40",
            amount=f"{(index + 1) * 12 * 1286.40:,.2f}",
            promised_on="2026-12-08",
            **part(language, index),
        )
        for index in range(9)
    )
    return p.PurchaseOrder(
        **head(language, "PO-2026-000318", scan_code=format_code(CodeKind.ORDER, "PO-2026-000318")),
        supplier=supplier(language),
        deliver_to=p.Party(
            name=say(language, "中心仓库", "Central store"),
            name_second=say(language, "Central store", "中心仓库"),
            contact=say(language, "赵强", "Zhao Qiang"),
            phone="0574-8800 1260",
            address=company(language).address,
        ),
        lines=lines,
        ordered_on="2026-11-22",
        version="2",
        contract_number="C-2026-017",
        plan_number="PP-2026-11",
        subtotal="¥164,903.10",
        tax="¥21,437.40",
        total="¥186,340.50",
        total_in_capitals=capital_amount(total),
        payment_terms=say(language, "验收合格后 30 日内电汇。", "By transfer within 30 days after acceptance."),
        delivery_terms=say(
            language,
            "送货至收货地址，运费由供方承担。",
            "Delivered to the address above, freight paid by the supplier.",
        ),
        quality_terms=say(
            language,
            "按验收标准 Q/YS 012-2025 逐批抽检，AQL 1.0；不合格品由供方十日内退换。",
            "Sampled lot by lot to Q/YS 012-2025, AQL 1.0; failed goods are replaced within ten days.",
        ),
        buyer=signed(language, "王小梅", "Wang Xiaomei"),
        approver=signed(language, "周建军", "Zhou Jianjun"),
    )


def purchase_plan(language: str) -> p.PurchasePlan:
    lines = tuple(
        p.PlanLine(
            store=say(language, "中心仓库", "Central"),
            on_hand="3",
            on_order="12",
            backordered="2" if index % 4 == 0 else "0",
            reorder_point="18",
            quantity="24",
            supplier=supplier(language).name,
            unit_price="1,286.40",
            amount="30,873.60",
            needed_on="2026-12-10",
            urgent=index % 4 == 0,
            note=say(
                language,
                "库存位置 13 低于补货点 18；目标库存 37；按每箱 12 只取整。",
                "Position 13 is below 18; target 37; rounded to packs of 12.",
            ),
            **part(language, index),
        )
        for index in range(14)
    )
    return p.PurchasePlan(
        **head(language, "PP-2026-11"),
        lines=lines,
        period="2026-12",
        budget="¥500,000.00",
        total="¥432,230.40",
        remaining="¥67,769.60",
        by_supplier=(
            p.Figure(name=supplier(language).name, value=216_000, text="¥216,000.00"),
            p.Figure(name=say(language, "广东明泰电子", "Mingtai Electronics"), value=151_430.4, text="¥151,430.40"),
            p.Figure(name=say(language, "青岛海川密封件", "Haichuan Seals"), value=64_800, text="¥64,800.00"),
        ),
        author=signed(language, "王小梅", "Wang Xiaomei"),
    )


def supplier_scorecard(language: str) -> p.SupplierScorecard:
    lacking = say(language, "数据不足", "not enough data")
    rows = [
        (
            say(language, "资质", "Qualification"),
            "20 %",
            100.0,
            "100.0",
            say(language, "营业执照与体系证书有效", "Licence and certificate valid"),
            "3",
        ),
        (
            say(language, "信誉", "Reputation"),
            "10 %",
            None,
            lacking,
            say(language, "本期无合作评价", "No reviews in this period"),
            "0",
        ),
        (
            say(language, "质量", "Quality"),
            "30 %",
            92.4,
            "92.4",
            say(language, "合格 1,386 / 检验 1,500", "1,386 passed of 1,500"),
            "28",
        ),
        (
            say(language, "价格", "Price"),
            "20 %",
            71.0,
            "71.0",
            say(language, "相对最低报价 +8.2 %", "+8.2 % over the lowest quote"),
            "14",
        ),
        (
            say(language, "交货期", "Delivery"),
            "20 %",
            55.5,
            "55.5",
            say(language, "按数量加权平均延迟 2.9 天", "2.9 days late, weighted by quantity"),
            "28",
        ),
    ]
    return p.SupplierScorecard(
        **head(language, "SE-S0007-2026Q4"),
        supplier=supplier(language),
        criteria=tuple(
            p.Criterion(name=a, weight=b, score=c, score_text=d, basis=f"{e} · {f}") for a, b, c, d, e, f in rows
        ),
        period="2026-07 – 2026-11",
        score="81.1",
        standing=say(language, "良好", "Good"),
        qualification=say(language, "合格", "Approved"),
        history=(68.0, 74.5, 73.0, 80.2, 81.1),
        costs=tuple(
            p.CostlyFact(
                criterion=say(language, "质量", "Quality"),
                about=say(language, "到货", "Goods received"),
                which=f"PO-2026-00030{index}/1 BX-100{index}",
                value=say(language, f"120 件中合格 {119 - index} 件", f"{119 - index} of 120 passed"),
                points=f"{90 - index}.0",
            )
            for index in range(6)
        ),
        claims=(
            p.ScoredClaim(
                claim_number="RT-2026-000012",
                opened_on="2026-09-03",
                settle_by="2026-10-03",
                quantity="6",
                settled="2",
                state=say(language, "待处理", "open"),
                amount="¥ 312.00",
                **part(language, 1),
            ),
        ),
    )
