"""Fill the planner's papers with long and awkward texts."""

from __future__ import annotations

from tests.unit.documents.sample_words import head, part, say, signed
from webapp import charts
from webapp.documents import papers as p


def scenario(language: str) -> p.ScenarioPaper:
    """Return a scenario with several changes, its curve and enough lines for two pages."""
    cases = (("现状", "Today"), ("不作调整", "If nothing is done"), ("情景", "Scenario"))
    return p.ScenarioPaper(
        **head(language, "SC-202611-0001"),
        name=say(language, "压缩机进口交期延长两周，预算减少十万元", "Imports two weeks later, budget 100,000 less"),
        question=say(language, "预算 ¥1,250,000.00 的最优组合。", "The best mix for ¥1,250,000.00."),
        asked_on="2026-11-22",
        changes=tuple(
            p.ScenarioChange(
                say(language, "交期：增减天数", "Lead time: more or fewer days"),
                "+14",
                say(language, "关键 · 供应商 S01", "vital · supplier S01"),
            )
            for _ in range(3)
        ),
        sums=tuple(
            p.ScenarioSums(say(language, *case), "¥1,250,000.00", "96.12%", "93.40%", "97.81%", "1,204.5")
            for case in cases
        ),
        lines=tuple(
            p.ScenarioLine(
                part_number=part(language, index)["part_number"],
                part_name=part(language, index)["part_name"],
                store=say(language, "中心仓库", "Central"),
                level_before="1,204",
                level_after="1,310",
                value_before="¥123,456.70",
                value_after="¥131,002.10",
                served_before="96.1%",
                served_after="97.4%",
            )
            for index in range(40)
        ),
        more=say(language, "另有 812 种配件变化，见系统清单。", "812 further parts change; see the list."),
        author=signed(language, "王小梅", "Wang Xiaomei"),
        drawing=charts.curve_chart(
            say(language, "服务与资金", "Service and money"),
            "",
            [(0, 0.3), (400_000, 0.9), (1_250_000, 0.98)],
            [charts.Place(say(language, "现状", "Today"), 1_350_000, 0.95, "mark")],
            charts.CurveWords("¥", "%", say(language, "最优组合", "Best mix")),
            money=lambda value: f"¥{value:,.0f}",
            percent=lambda value: f"{value:.0%}",
        ),
    )
