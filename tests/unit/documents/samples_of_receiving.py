"""Samples of papers: what comes in, is inspected and goes back."""

from __future__ import annotations

from inventory.scan_codes import CodeKind, format_code
from tests.unit.documents.sample_words import head, part, photo, say, signed, supplier
from webapp.documents import papers as p


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
