"""Samples of papers: what moves, is counted and leaves."""

from __future__ import annotations

from dataclasses import replace

from inventory.scan_codes import CodeKind, format_code
from tests.unit.documents.sample_words import PARTS, head, part, say, signed
from webapp.documents import papers as p


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


def last_time_buy(language: str) -> p.LastTimeBuyPaper:
    return p.LastTimeBuyPaper(
        **head(language, "LTB-202611-0001"),
        part_number="AC-20017",
        part_name=say(language, "变频空调压缩机总成", "Compressor assembly, inverter air conditioner"),
        unit=say(language, "件", "pcs"),
        computed_on="2026-11-22",
        months="84",
        probability="95.0%",
        mean="93.3",
        sd="15.9",
        planned="12",
        on_hand="16",
        on_order="1",
        by_probability="104",
        by_cost="91",
        quantity="100",
        risk="6.2%",
        unit_price="1,929.60",
        amount="192,960.00",
        lines=tuple(
            p.LastTimeRow(
                quantity=str(12 * index),
                risk=f"{100 - 9 * index}.0%",
                short=f"{93 - 8 * index}.0",
                left=f"{index}.0",
                cost="1,234,567.00",
                advised=index in (7, 9),
            )
            for index in range(11)
        ),
        author=signed(language, "王强", "Wang Qiang"),
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
