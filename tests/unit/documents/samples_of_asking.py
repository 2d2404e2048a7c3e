"""Samples of papers: requests for quotation and contracts."""

from __future__ import annotations

from tests.unit.documents.sample_words import company, head, part, say, signed, supplier
from webapp.documents import papers as p


def quote_request(language: str) -> p.QuoteRequestPaper:
    return p.QuoteRequestPaper(
        **head(language, "RQ-202611-0004"),
        supplier=supplier(language),
        deliver_to=p.Party(
            name=say(language, "中心仓库", "Central store"),
            name_second=say(language, "Central store", "中心仓库"),
            contact=say(language, "赵强", "Zhao Qiang"),
            phone="0574-8800 1260",
            address=company(language).address,
        ),
        lines=tuple(
            p.AskedLine(
                line=str(index + 1), quantity=f"{(index + 1) * 50:,}", needed_on="2026-12-20", **part(language, index)
            )
            for index in range(6)
        ),
        asked_on="2026-11-22",
        closes_on="2026-11-29",
        link="https://parts.example/quote/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        buyer=signed(language, "王小梅", "Wang Xiaomei"),
    )


def contract(language: str) -> p.ContractPaper:
    return p.ContractPaper(
        **head(language, "CT-202601-0002"),
        supplier=supplier(language),
        title=say(language, "制冷配件年度框架合同", "Yearly framework for refrigeration parts"),
        lines=tuple(
            p.AgreedLine(
                line=str(index // 2 + 1) if index % 2 == 0 else "",
                specification="R32, 220 V" if index % 2 == 0 else "",
                from_quantity="0" if index % 2 == 0 else "100",
                unit_price="1,286.40" if index % 2 == 0 else "1,198.00",
                lead_time="21",
                bounds="500 – 2,000",
                **part(language, index // 2),
            )
            for index in range(8)
        ),
        version="2",
        begins_on="2026-01-01",
        ends_on="2026-12-31",
        currency="CNY",
        change_reason=say(language, "铜价下调", "Copper became cheaper"),
        quality_terms=say(language, "按 Q/YS 012-2025 抽样检验。", "Sampled to Q/YS 012-2025."),
        delivery_terms=say(language, "送货至中心仓库。", "Delivered to the central store."),
        service_terms=say(language, "质保二十四个月。", "Warranty of twenty-four months."),
        payment_terms=say(language, "验收合格后 30 日付款。", "Paid 30 days after acceptance."),
        buyer=signed(language, "王小梅", "Wang Xiaomei"),
        approver=signed(language, "周建军", "Zhou Jianjun"),
    )
