"""Samples of papers: tickets from the call to the survey."""

from __future__ import annotations

from tests.unit.documents.sample_words import head, part, photo, say, signed
from webapp.documents import papers as p


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
