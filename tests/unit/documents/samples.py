"""Fill every paper with long and awkward texts, in either language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

from inventory.scan_codes import CodeKind, format_code
from webapp.documents import papers as p
from webapp.documents.capitals import capital_amount

PARTS = [
    (
        "AC-10023",
        "变频空调压缩机总成（含减震脚垫及电气盒盖板）",
        "Inverter compressor assembly with damper feet and cover",
        "台",
    ),
    ("AC-20417-B", "室外机直流风机电机", "Outdoor DC fan motor", "台"),
    ("WM-30055", "滚筒洗衣机排水泵", "Drain pump, front loader", "只"),
    ("RF-41280", "冰箱门封条 1,820 × 560 mm", "Fridge door gasket 1,820 × 560 mm", "条"),
    ("EL-00019", "温度传感器 10 kΩ ±1 ℃", "Temperature sensor 10 kΩ ±1 °C", "只"),
    ("CB-77120", "主控板（V3.2，替代 CB-77118）", "Main control board (V3.2, replaces CB-77118)", "块"),
]
NOTE = {
    "zh": "请于周五下午四点前送达；外包装须注明“易碎 · 向上”，随货附出厂检验合格证原件及每批材质证明。",
    "en": "Deliver before four on Friday afternoon; mark it “fragile · this side up” and enclose the certificate.",
}


def say(language: str, zh: str, en: str) -> str:
    return zh if language == "zh" else en


def company(language: str) -> p.Company:
    zh, en = "远山家电售后服务有限公司", "Farhill Appliance Service Co., Ltd."
    return p.Company(
        name=say(language, zh, en),
        name_second=say(language, en, zh),
        address=say(
            language, "浙江省宁波市鄞州区工业园三路 88 号", "88 Industry Park Road 3, Yinzhou, Ningbo, Zhejiang"
        ),
        phone="0574-8800 1234",
        email="parts@farhill.example",
        tax_number="91330200MA2XXXXX00",
    )


def head(language: str, number: str, **more: Any) -> dict[str, Any]:
    return {
        "company": company(language),
        "number": number,
        "printed_at": "2026-11-22 09:30",
        "printed_by": say(language, "王小梅", "Wang Xiaomei"),
        "status": say(language, "已批准", "Approved"),
        "note": NOTE[language],
        **more,
    }


def part(language: str, index: int, **more: Any) -> dict[str, Any]:
    number, zh, en, unit = PARTS[index % len(PARTS)]
    return {
        "part_number": number,
        "part_name": say(language, zh, en),
        "part_name_second": say(language, en, zh),
        "unit": say(language, unit, "pcs"),
        **more,
    }


def supplier(language: str) -> p.Party:
    zh, en = "苏州恒达制冷设备有限公司", "Suzhou Hengda Refrigeration Equipment Co., Ltd."
    return p.Party(
        name=say(language, zh, en),
        name_second=say(language, en, zh),
        number="S-0007",
        contact=say(language, "李建国", "Li Jianguo"),
        phone="0512-6655 0088",
        email="sales@hengda.example",
        address=say(
            language, "江苏省苏州市相城区望亭镇问渡路 101 号 3 幢", "Building 3, 101 Wendu Road, Suzhou, Jiangsu"
        ),
    )


def signature_png() -> bytes:
    image = Image.new("RGBA", (360, 120), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    points = [(12, 80), (60, 20), (80, 95), (130, 35), (150, 90), (210, 30), (240, 85), (340, 50)]
    pen.line(points, fill=(20, 30, 90, 255), width=5, joint="curve")
    written = BytesIO()
    image.save(written, "PNG")
    return written.getvalue()


def photo(colour: tuple[int, int, int]) -> bytes:
    image = Image.new("RGB", (320, 240), colour)
    ImageDraw.Draw(image).ellipse((90, 50, 230, 190), outline="white", width=8)
    written = BytesIO()
    image.save(written, "JPEG")
    return written.getvalue()


def signed(language: str, zh: str, en: str, *, on: str = "2026-11-22", image: bool = False) -> p.Signature:
    return p.Signature(name=say(language, zh, en), on=on, image=signature_png() if image else None)


def ticket(language: str) -> p.Ticket:
    return p.Ticket(
        number="T-2026-004512",
        customer=p.Party(
            name=say(language, "陈丽华", "Chen Lihua"),
            phone="138 0574 6621",
            address=say(
                language,
                "宁波市海曙区柳汀街 225 弄 12 号 603 室",
                "Room 603, 12 Lane 225 Liuting Street, Haishu, Ningbo",
            ),
        ),
        product="KFR-35GW/BP3",
        serial="35GW2403180077",
        purchased_on="2024-05-18",
        warranty=say(language, "保修期内（整机 6 年）", "In warranty (6 years)"),
        fault=say(
            language,
            "开机约十分钟后停机，室内机显示 E6；室外机有“咔哒”声，断电重启后重复出现。环境温度 36 ℃ 时更频繁。",
            "Stops ten minutes after start, indoor unit shows E6; the outdoor unit clicks. More often at 36 °C.",
        ),
        urgency=say(language, "重要", "Important"),
        received_at="2026-11-21 18:42",
    )


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
            p.Criterion(name=a, weight=b, score=c, score_text=d, basis=e, sample=f) for a, b, c, d, e, f in rows
        ),
        period="2026-07 – 2026-11",
        score="81.1",
        standing=say(language, "良好", "Good"),
        qualification=say(language, "合格", "Approved"),
        history=(68.0, 74.5, 73.0, 80.2, 81.1),
        receipts=tuple(
            p.ScoredReceipt(
                received_on=f"2026-1{index % 2}-0{index + 1}",
                order_number=f"PO-2026-00030{index}",
                quantity="120",
                rejected=str(index),
                days_late=str(index % 3),
                **part(language, index),
            )
            for index in range(6)
        ),
    )


def arrival_note(language: str) -> p.ArrivalNote:
    findings = [
        "",
        say(language, "多到 2", "2 over"),
        say(language, "少到 4", "4 short"),
        say(language, "错货：订购 WM-30056", "Wrong part: WM-30056 was ordered"),
    ]
    return p.ArrivalNote(
        **head(language, "AR-2026-000871"),
        supplier=supplier(language),
        order_number="PO-2026-000318",
        arrived_at="2026-11-22 08:55",
        carrier=say(language, "顺达物流 · 浙B 88K21", "Shunda Logistics · 浙B 88K21"),
        delivery_note_number="SD20261121-0045",
        hold_location="WH1-HOLD-01",
        packages="7",
        lines=tuple(
            p.ArrivalLine(
                ordered="24", received_before="0", quantity="24", finding=findings[index % 4], **part(language, index)
            )
            for index in range(6)
        ),
        receiver=signed(language, "赵强", "Zhao Qiang"),
    )


def acceptance_record(language: str) -> p.AcceptanceRecord:
    checks = (
        p.Check(
            aspect=say(language, "外观", "Appearance"),
            point=say(language, "无磕碰、无锈蚀，铜管封帽完好", "No dents or rust, pipe caps in place"),
            method=say(language, "目测", "By eye"),
            limits="—",
            measured="—",
            passed=True,
        ),
        p.Check(
            aspect=say(language, "尺寸", "Dimensions"),
            point=say(language, "底脚孔距", "Foot hole distance"),
            method=say(language, "游标卡尺", "Caliper"),
            limits="190.0 ± 0.5 mm",
            measured="190.9 mm",
            passed=False,
        ),
        p.Check(
            aspect=say(language, "性能", "Performance"),
            point=say(language, "绕组电阻（20 ℃）", "Winding resistance (20 °C)"),
            method=say(language, "数字电桥", "Bridge"),
            limits="0.82 – 0.90 Ω",
            measured="0.86 Ω",
            passed=True,
        ),
        p.Check(
            aspect=say(language, "标识", "Marking"),
            point=say(language, "铭牌型号与追溯码清晰", "Plate and trace code readable"),
            method=say(language, "扫码", "Scan"),
            passed=None,
        ),
    )
    lines = tuple(
        p.InspectedLine(
            received="24",
            passed="20",
            failed="3",
            pending="1",
            sampling=say(
                language,
                "GB/T 2828.1 一般水平 II，AQL 1.0，正常检验：n = 13，Ac 0，Re 1",
                "ISO 2859-1 level II, AQL 1.0, normal: n = 13, Ac 0, Re 1",
            ),
            standard="Q/YS 012-2025",
            verdict=say(
                language, "合格 20，不合格 3（退供应商），待定 1", "20 passed, 3 failed (to be returned), 1 pending"
            ),
            accepted=False if index == 0 else None,
            checks=checks,
            photos=(photo((120, 130, 140)), photo((90, 60, 50))) if index == 0 else (),
            **part(language, index),
        )
        for index in range(2)
    )
    return p.AcceptanceRecord(
        **head(language, "QC-2026-000644"),
        supplier=supplier(language),
        lines=lines,
        arrival_number="AR-2026-000871",
        order_number="PO-2026-000318",
        arrived_at="2026-11-22 08:55",
        inspected_at="2026-11-22 10:20",
        inspector=signed(language, "孙敏", "Sun Min", image=True),
    )


def return_note(language: str) -> p.ReturnNote:
    return p.ReturnNote(
        **head(language, "RT-2026-000052"),
        supplier=supplier(language),
        lines=tuple(
            p.ReturnLine(
                quantity="3",
                unit_cost="1,286.40",
                amount="3,859.20",
                defect=say(language, "底脚孔距超差 0.9 mm，无法装配", "Foot holes 0.9 mm off, cannot be mounted"),
                lot=f"L2611220{index}",
                **part(language, index),
            )
            for index in range(3)
        ),
        order_number="PO-2026-000318",
        arrival_number="AR-2026-000871",
        acceptance_number="QC-2026-000644",
        claim_number="CL-2026-0031",
        rejected_on="2026-11-22",
        answer_by="2026-12-02",
        demand=say(language, "退货并换货，运费由供方承担", "Return and replace at the supplier's cost"),
        quarantine="WH1-QUAR-02",
        total="¥11,577.60",
        keeper=signed(language, "赵强", "Zhao Qiang"),
        inspector=signed(language, "孙敏", "Sun Min"),
    )


def putaway_list(language: str) -> p.PutawayList:
    return p.PutawayList(
        **head(language, "PA-2026-000640"),
        store=say(language, "中心仓库", "Central store"),
        arrival_number="AR-2026-000871",
        acceptance_number="QC-2026-000644",
        lines=tuple(
            p.PutawayLine(
                lot=f"L26112{index:03d}",
                quantity="20",
                from_location="WH1-HOLD-01",
                to_location=f"WH1-A-{index + 1:02d}-03",
                expires_on="2029-11-22" if index == 3 else "",
                scan_code=format_code(CodeKind.LOT, f"L26112{index:03d}"),
                **part(language, index),
            )
            for index in range(7)
        ),
    )


def pick_list(language: str) -> p.PickList:
    return p.PickList(
        **head(language, "PK-2026-002210", scan_code=format_code(CodeKind.WORK_ORDER, "WO-2026-004512")),
        work_order="WO-2026-004512",
        work_order_code="WO-2026-004512",
        store=say(language, "中心仓库", "Central store"),
        engineer=say(language, "刘洋", "Liu Yang"),
        requested_at="2026-11-22 08:10",
        urgency=say(language, "紧急", "Urgent"),
        product="KFR-35GW/BP3",
        lines=tuple(
            p.PickLine(
                location=f"WH1-A-{index + 1:02d}-03",
                lot=f"L2609{index:04d}",
                requested="2",
                quantity="1" if index == 2 else "2",
                backordered="1" if index == 2 else "0",
                scan_code=format_code(CodeKind.LOT, f"L2609{index:04d}"),
                **part(language, index),
            )
            for index in range(5)
        ),
    )


def issue_slip(language: str) -> p.PickList:
    signed = p.Signature(name=say(language, "刘洋", "Liu Yang"), on="2026-11-22 08:40")
    return replace(pick_list(language), number="HO-202611-0007", receiver=signed)


def transfer_note(language: str) -> p.TransferNote:
    return p.TransferNote(
        **head(language, "TR-2026-000118"),
        from_store=say(language, "中心仓库", "Central store"),
        to_store=say(language, "杭州分仓", "Hangzhou store"),
        reason=say(language, "杭州分仓低于补货点", "Hangzhou is below its reorder point"),
        carrier=say(language, "公司班车", "Company van"),
        sent_at="2026-11-22 13:00",
        lines=tuple(
            p.TransferLine(
                lot=f"L2609{index:04d}",
                quantity="6",
                from_location="WH1-A-01-03",
                to_location="WH3-B-02-01",
                scan_code=format_code(CodeKind.LOT, f"L2609{index:04d}"),
                **part(language, index),
            )
            for index in range(4)
        ),
        sender=signed(language, "赵强", "Zhao Qiang"),
    )


def old_part_note(language: str) -> p.OldPartNote:
    return p.OldPartNote(
        **head(language, "OR-202611-0018"),
        engineer_name=say(language, "李明", "Li Ming"),
        store=say(language, "中心仓库", "Central store"),
        made_at="2026-11-22 17:10",
        lines=tuple(
            p.OldPartLine(
                quantity="1",
                work_order=f"SR-202611-{index:04d}",
                due_on="2026-11-29",
                note=say(language, "线圈断路", "Open coil"),
                serial_number=f"SN-70{index}",
                scan_code=format_code(CodeKind.SERIAL, f"SN-70{index}"),
                **part(language, index),
            )
            for index in range(3)
        ),
        engineer=signed(language, "李明", "Li Ming"),
    )


def disposal_note(language: str) -> p.DisposalNote:
    return p.DisposalNote(
        **head(language, "DS-202611-0003"),
        act="sell",
        store=say(language, "中心仓库", "Central store"),
        proposal_number="SP-202611-0012",
        done_on="2026-11-22",
        partner=say(language, "苏州二手配件行", "Second Hand Parts Suzhou"),
        partner_contact="138 0000 0000",
        partner_reference="HT-2026-118",
        unit_price="1,500.00",
        proceeds="6,000.00",
        cost="7,718.40",
        result="-1,718.40",
        lines=tuple(
            p.DisposalLine(
                quantity="2",
                lot=f"L-20240{index}15",
                location="WH1-A-01-03",
                unit_cost="1,929.60",
                cost="3,859.20",
                scan_code=format_code(CodeKind.LOT, f"L-20240{index}15"),
                **part(language, index),
            )
            for index in range(2)
        ),
        doer=signed(language, "王强", "Wang Qiang"),
    )


def repair_order(language: str) -> p.RepairOrder:
    return p.RepairOrder(
        **head(language, "WS-202611-0004"),
        workshop=p.Party(
            name=say(language, "杭州精修厂", "Hangzhou Repair Works"),
            contact=say(language, "周工", "Mr Zhou"),
            phone="0571-5550 1234",
            email="repair@example.com",
            address=say(language, "杭州市示例路 8 号", "8 Example Road, Hangzhou"),
        ),
        store=say(language, "中心仓库", "Central store"),
        sent_on="2026-11-22",
        due_on="2026-12-13",
        lines=tuple(
            p.RepairLine(
                quantity="1",
                lot=f"OL-20261118-{index}",
                serial_number=f"SN-70{index}",
                fault=say(language, "线圈断路", "Open coil"),
                scan_code=format_code(CodeKind.LOT, f"OL-20261118-{index}"),
                **part(language, index),
            )
            for index in range(2)
        ),
        keeper=signed(language, "王强", "Wang Qiang"),
    )


def stock_card(language: str) -> p.StockCard:
    balance = 14.0
    entries = []
    for index, change in enumerate([-2, -1, -3, 24, -4, -2, -6, -5, -3, -2, 12, -4, -1]):
        balance += change
        entries.append(
            p.CardEntry(
                at=f"2026-{5 + index // 2:02d}-{3 + (index % 2) * 14:02d} 10:15",
                at_number=float(index * 14 + (index % 3) * 3),
                kind=say(language, "入库", "Receipt") if change > 0 else say(language, "领料", "Issue"),
                document=f"AR-2026-0008{index:02d}" if change > 0 else f"WO-2026-0045{index:02d}",
                received=str(change) if change > 0 else "",
                issued=str(-change) if change < 0 else "",
                balance=balance,
                balance_text=f"{balance:g}",
                lot=f"L2609{index:04d}",
                from_location="WH1-HOLD-01" if change > 0 else "WH1-A-01-03",
                to_location="WH1-A-01-03" if change > 0 else say(language, "工单", "Work order"),
            )
        )
    data = part(language, 0)
    return p.StockCard(
        **head(language, "SC-AC-10023", scan_code=format_code(CodeKind.PART, "AC-10023"), note=""),
        part_number=data["part_number"],
        part_name=data["part_name"],
        part_name_second=data["part_name_second"],
        unit=data["unit"],
        store=say(language, "中心仓库", "Central store"),
        period="2026-05 – 2026-11",
        opening="14",
        closing=f"{balance:g}",
        total_received="36",
        total_issued="33",
        available=f"{balance - 2:g}",
        reserved="2",
        reorder_point=10,
        reorder_point_text="10",
        entries=tuple(entries),
    )


def count_sheet(language: str, lines: int = 40) -> p.CountSheet:
    return p.CountSheet(
        **head(language, "ST-2026-11-01", scan_code=format_code(CodeKind.STOCK_TAKE, "ST-2026-11-01"), note=""),
        store=say(language, "中心仓库", "Central store"),
        scope=say(language, "A 区全部库位", "All bins of zone A"),
        planned_on="2026-11-28",
        round=say(language, "初盘", "First count"),
        lines=tuple(
            p.CountLine(
                location=f"WH1-A-{index // 9 + 1:02d}-{index % 9 + 1:02d}",
                lot=f"L2609{index:04d}",
                **part(language, index),
            )
            for index in range(lines)
        ),
    )


def stock_take_report(language: str) -> p.StockTakeReport:
    causes = [
        (say(language, "漏记领料", "Issue not recorded"), -5_145.6, "−¥5,145.60"),
        (say(language, "错放库位", "Put into the wrong bin"), 2_572.8, "+¥2,572.80"),
        (say(language, "到货少件", "Short delivery"), -1_286.4, "−¥1,286.40"),
        (say(language, "退料未登记", "Return not recorded"), 860.0, "+¥860.00"),
    ]
    return p.StockTakeReport(
        **head(language, "SR-2026-11-01", scan_code=format_code(CodeKind.STOCK_TAKE, "ST-2026-11-01"), note=""),
        store=say(language, "中心仓库", "Central store"),
        scope=say(language, "A 区全部库位", "All bins of zone A"),
        started_at="2026-11-28 08:00",
        finished_at="2026-11-28 16:40",
        counted_lines="412",
        matching_lines="406",
        recounted_lines="9",
        accuracy="98.5 %",
        gains="+¥3,432.80",
        losses="−¥6,432.00",
        net="−¥2,999.20",
        by_cause=tuple(p.Figure(name=name, value=value, text=text) for name, value, text in causes),
        variances=tuple(
            p.VarianceLine(
                location=f"WH1-A-0{index + 1}-03",
                lot=f"L2609{index:04d}",
                book="12",
                counted="13" if index % 2 else "10",
                quantity="+1" if index % 2 else "−2",
                value="+1,286.40" if index % 2 else "−2,572.80",
                cause=causes[index % 4][0],
                gain=bool(index % 2),
                **part(language, index),
            )
            for index in range(6)
        ),
        conclusion=say(
            language,
            "本月盘点准确率 98.5 %，较上月提高 0.7 个百分点。领料须先扫码后出库。",
            "Accuracy is 98.5 %, 0.7 points above last month. Scan before issuing.",
        ),
        counter=signed(language, "赵强", "Zhao Qiang", on="2026-11-28"),
        approver=signed(language, "周建军", "Zhou Jianjun", on="2026-11-29"),
    )


def monthly_stock_report(language: str) -> p.MonthlyStockReport:
    names = [
        (say(language, zh, en))
        for zh, en in [
            ("压缩机与制冷", "Compressors and cooling"),
            ("电机", "Motors"),
            ("电控板", "Control boards"),
            ("密封件", "Seals"),
            ("传感器", "Sensors"),
        ]
    ]
    values = [862_300.0, 341_200.5, 295_750.0, 48_300.0, 31_260.0]
    return p.MonthlyStockReport(
        **head(language, "MR-2026-10", note=""),
        month="2026-10",
        store=say(language, "全部仓库", "All stores"),
        opening_value="¥1,502,610.00",
        received_value="¥318,440.00",
        issued_value="¥240,240.30",
        adjusted_value="−¥1,999.20",
        closing_value="¥1,578,810.50",
        turnover="1.9",
        fill_rate="94.2 %",
        accuracy="98.5 %",
        categories=tuple(
            p.CategoryRow(
                name=name,
                value=value,
                value_text=f"¥{value:,.2f}",
                opening="1,204",
                received="312",
                issued="268",
                adjusted="−2",
                closing="1,246",
                turnover="1.9",
                days_of_cover="63",
            )
            for name, value in zip(names, values, strict=True)
        ),
        age_classes=("0–90", "91–180", "181–365", "> 365"),
        ageing=tuple(
            p.AgeingBar(name=name, values=(value * 0.5, value * 0.25, value * 0.17, value * 0.08))
            for name, value in zip(names, values, strict=True)
        ),
        slow_parts=tuple(
            p.SlowPart(
                quantity="14",
                value="18,009.60",
                last_issued_on="2025-03-11",
                age=say(language, "602 天", "602 days"),
                **part(language, index),
            )
            for index in range(4)
        ),
        comment=say(
            language,
            "空调旺季结束，压缩机库存回落；建议将杭州分仓超额库存调回中心仓库。",
            "The season is over and compressors fall back; move Hangzhou's surplus to the central store.",
        ),
        author=signed(language, "赵强", "Zhao Qiang"),
    )


def intake_form(language: str) -> p.IntakeForm:
    return p.IntakeForm(
        **head(language, "T-2026-004512"),
        ticket=ticket(language),
        channel=say(language, "微信", "WeChat"),
        fault_type=say(language, "硬件", "Hardware"),
        occurred_at="2026-11-21 17:30",
        environment=say(language, "阳台外挂，西晒，36 ℃", "West balcony, 36 °C"),
        wished_time=say(language, "11-22 上午", "22 Nov, morning"),
        visit=say(language, "上门", "On site"),
        answers=(
            p.Answer(
                question=say(language, "断电重启后故障是否消失？", "Does a restart help?"),
                answer=say(language, "十分钟后再次出现", "It comes back after ten minutes"),
            ),
            p.Answer(
                question=say(language, "室外机风扇是否转动？", "Does the outdoor fan turn?"),
                answer=say(language, "转动，但有异响", "It turns, with noise"),
            ),
        ),
        dispatch_by="2026-11-21 20:42",
        arrive_by="2026-11-22 10:42",
        owner=signed(language, "何静", "He Jing", on="2026-11-21"),
    )


def dispatch_sheet(language: str) -> p.DispatchSheet:
    return p.DispatchSheet(
        **head(language, "D-2026-004512"),
        ticket=ticket(language),
        engineer=say(language, "刘洋", "Liu Yang"),
        engineer_phone="139 5800 1177",
        region=say(language, "宁波海曙", "Haishu, Ningbo"),
        dispatched_at="2026-11-21 19:05",
        arrive_by="2026-11-22 10:42",
        finish_by="2026-11-23 18:42",
        wished_time=say(language, "11-22 上午", "22 Nov, morning"),
        reason=say(
            language,
            "持有变频空调资质，今日 2 单，距离 4.2 km",
            "Qualified for inverter units, 2 jobs today, 4.2 km away",
        ),
        parts=tuple(
            p.SuggestedPart(
                quantity="1",
                available="3",
                note=say(language, "同型号同故障 62 % 使用", "Used in 62 % of such cases"),
                **part(language, index),
            )
            for index in (0, 5, 4)
        ),
        dispatcher=signed(language, "何静", "He Jing", on="2026-11-21"),
    )


def used_parts(language: str) -> tuple[p.UsedPart, ...]:
    return tuple(
        p.UsedPart(
            lot=f"L2609{index:04d}",
            serial=f"SN88{index:06d}",
            quantity="1",
            unit_price="1,286.40",
            amount="1,286.40",
            warranty_until="2027-11-22",
            **part(language, index),
        )
        for index in (0, 5)
    )


def service_confirmation(language: str) -> p.ServiceConfirmation:
    return p.ServiceConfirmation(
        **head(language, "SV-2026-004512"),
        ticket=ticket(language),
        engineer=say(language, "刘洋", "Liu Yang"),
        arrived_at="2026-11-22 10:05",
        finished_at="2026-11-22 12:20",
        work_done=say(
            language,
            "更换压缩机与主控板，抽真空 30 分钟，定量加注 R32 0.82 kg，检漏合格。",
            "Replaced compressor and main board, evacuated for 30 minutes, charged 0.82 kg R32, no leak.",
        ),
        test_result=say(
            language,
            "运行 40 分钟，出风温度 12.1 ℃，电流 4.6 A，无异响。",
            "Ran for 40 minutes, outlet 12.1 °C, 4.6 A, no noise.",
        ),
        parts=used_parts(language),
        parts_amount="¥2,572.80",
        labour_amount="¥180.00",
        travel_amount="¥30.00",
        covered_amount="−¥2,752.80",
        total="¥30.00",
        cost_agreed_at="2026-11-22 10:25",
        engineer_signature=signed(language, "刘洋", "Liu Yang"),
        customer=signed(language, "陈丽华", "Chen Lihua", image=True),
    )


def repair_record(language: str) -> p.RepairRecord:
    return p.RepairRecord(
        **head(language, "RR-2026-004512"),
        ticket=ticket(language),
        engineer=say(language, "刘洋", "Liu Yang"),
        arrived_at="2026-11-22 10:05",
        finished_at="2026-11-22 12:20",
        diagnosis=say(
            language,
            "压缩机 U-V 绕组对地绝缘 0.3 MΩ，主控板 IPM 模块击穿。",
            "Compressor winding 0.3 MΩ to ground, power module on the main board failed.",
        ),
        cause=say(
            language, "压缩机绝缘老化，短路电流损坏模块。", "Aged insulation; the short circuit destroyed the module."
        ),
        actions=say(
            language, "更换压缩机、主控板；清洗冷凝器。", "Replaced compressor and main board; cleaned the condenser."
        ),
        parts=used_parts(language),
        old_parts=(
            p.PartLine(
                quantity="1", note=say(language, "待返还 2026-11-29", "Due back 2026-11-29"), **part(language, 0)
            ),
        ),
        tests=(
            p.TestResult(
                point=say(language, "绝缘电阻", "Insulation"), required="≥ 2 MΩ", measured="> 500 MΩ", passed=True
            ),
            p.TestResult(point=say(language, "运行电流", "Current"), required="≤ 6.5 A", measured="4.6 A", passed=True),
        ),
        photos_before=(photo((110, 70, 60)),),
        photos_after=(photo((60, 110, 80)), photo((70, 90, 120))),
        engineer_signature=signed(language, "刘洋", "Liu Yang", image=True),
    )


def satisfaction_survey(language: str) -> p.SatisfactionSurvey:
    questions = [
        ("服务态度", "Attitude"),
        ("上门准时", "Punctuality"),
        ("维修效果", "Effect of the repair"),
        ("总体满意度", "Overall"),
    ]
    scores = (9, 10, 7, None)
    return p.SatisfactionSurvey(
        **head(language, "CB-2026-004512", note=""),
        ticket=ticket(language),
        questions=tuple(
            p.Question(text=say(language, zh, en), score=score)
            for (zh, en), score in zip(questions, scores, strict=True)
        ),
        engineer=say(language, "刘洋", "Liu Yang"),
        finished_at="2026-11-22 12:20",
        asked_by=say(language, "何静", "He Jing"),
        asked_at="2026-11-23 10:00",
        low_score_reason=say(language, "运行声音比原来稍大。", "A little louder than before."),
        link="https://service.farhill.example/s/7Kq2mZ",
    )


PAPERS: dict[str, tuple[Callable[[str], Any], Callable[[Any, str], bytes]]] = {
    "purchase_order": (purchase_order, p.render_purchase_order),
    "purchase_plan": (purchase_plan, p.render_purchase_plan),
    "supplier_scorecard": (supplier_scorecard, p.render_supplier_scorecard),
    "arrival_note": (arrival_note, p.render_arrival_note),
    "acceptance_record": (acceptance_record, p.render_acceptance_record),
    "return_note": (return_note, p.render_return_note),
    "putaway_list": (putaway_list, p.render_putaway_list),
    "pick_list": (pick_list, p.render_pick_list),
    "issue_slip": (issue_slip, p.render_issue_slip),
    "transfer_note": (transfer_note, p.render_transfer_note),
    "old_part_note": (old_part_note, p.render_old_part_note),
    "disposal_note": (disposal_note, p.render_disposal_note),
    "repair_order": (repair_order, p.render_repair_order),
    "stock_card": (stock_card, p.render_stock_card),
    "count_sheet": (count_sheet, p.render_count_sheet),
    "stock_take_report": (stock_take_report, p.render_stock_take_report),
    "monthly_stock_report": (monthly_stock_report, p.render_monthly_stock_report),
    "intake_form": (intake_form, p.render_intake_form),
    "dispatch_sheet": (dispatch_sheet, p.render_dispatch_sheet),
    "service_confirmation": (service_confirmation, p.render_service_confirmation),
    "repair_record": (repair_record, p.render_repair_record),
    "satisfaction_survey": (satisfaction_survey, p.render_satisfaction_survey),
}


def stickers(language: str, count: int = 10) -> list[p.Sticker]:
    made = []
    for index in range(count):
        number, zh, en, _ = PARTS[index % len(PARTS)]
        made.append(
            p.Sticker(
                scan_code=format_code(CodeKind.PART, number),
                key=number,
                name=say(language, zh, en),
                name_second=say(language, en, zh),
                facts=(say(language, "批次 L26090001 · 2026-09-14", "Lot L26090001 · 2026-09-14"), "WH1-A-01-03"),
            )
        )
    return made
