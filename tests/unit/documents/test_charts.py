from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from webapp import charts

WORDS = charts.DemandWords(
    period="Month",
    demand="Demand",
    forecast="Forecast",
    band="Range",
    reorder_point="Reorder point",
    receipts="Receipts",
)
MONTHS = [f"2026-{month:02d}" for month in range(1, 13)]
HOSTILE = '<script>alert("1")</script>&'


def drawings(text="Demand of AC-10023"):
    bands = [None] * 9 + [charts.Band(2, 5, 9), charts.Band(1, 5, 10), charts.Band(0, 5, 12)]
    return {
        "demand": charts.demand_chart(
            text,
            text,
            MONTHS,
            [3, 0, 7, None, 12, 4, 0, 0, 6],
            WORDS,
            forecast=bands,
            reorder_point=8,
            receipts=[0, 24],
        ),
        "steps": charts.step_chart(
            text,
            text,
            [charts.Step(0, text, 5), charts.Step(3, "b", 2), charts.Step(9, "c", 26)],
            balance_word=text,
            reorder_point=4,
            reorder_word=text,
        ),
        "stacked": charts.stacked_bars(
            text, text, [text, "b"], [charts.Series(text, (3, 4)), charts.Series("o", (1, 0))]
        ),
        "bars": charts.horizontal_bars(
            text, text, [charts.Bar(text, 3, text), charts.Bar("b", -2, "−2", "bad"), charts.Bar("c", None, "none")]
        ),
        "spark": charts.sparkline(text, [3, 4, 2]),
        "curve": charts.curve_chart(
            text,
            text,
            [(0, 0.4), (900, 0.8), (2500, 0.99)],
            [charts.Place(text, 1200, 0.7), charts.Place("b", 2600, 0.98, "mark"), charts.Place("c", 90, 0.2, "warn")],
            charts.CurveWords(text, text, text),
            money=lambda value: f"¥{value:,.0f}",
            percent=lambda value: f"{value:.0%}",
        ),
    }


@pytest.mark.parametrize("kind", drawings())
def test_drawings_are_named_pictures_without_style_or_script(kind):
    drawn = ET.fromstring(drawings()[kind])
    space = "{http://www.w3.org/2000/svg}"
    assert drawn.tag == f"{space}svg"
    assert drawn.get("role") == "img"
    named = {element.get("id"): element.text for element in drawn if element.get("id")}
    assert {named[one] for one in drawn.get("aria-labelledby").split()} >= {"Demand of AC-10023"}
    for element in drawn.iter():
        assert element.tag not in {f"{space}style", f"{space}script", f"{space}foreignObject"}
        assert not [name for name in element.attrib if name in {"style", "fill", "stroke"} or name.startswith("on")]


@pytest.mark.parametrize("kind", drawings())
def test_texts_are_escaped(kind):
    drawn = drawings(HOSTILE)[kind]
    assert "<script" not in drawn
    assert HOSTILE in "".join(ET.fromstring(drawn).itertext())


@pytest.mark.parametrize("kind", drawings())
def test_everything_stands_inside_the_picture(kind):
    drawn = ET.fromstring(drawings()[kind])
    _, _, width, height = map(float, drawn.get("viewBox").split())
    for element in drawn.iter():
        for name in ("x", "x1", "x2", "cx"):
            assert 0 <= float(element.get(name, 0)) <= width
        for name in ("y", "y1", "y2", "cy"):
            assert 0 <= float(element.get(name, 0)) <= height
        assert float(element.get("width", 0) or 0) >= 0
        for pair in re.findall(r"[ML]([\d.-]+) ([\d.-]+)", element.get("d", "")):
            assert 0 <= float(pair[0]) <= width
            assert 0 <= float(pair[1]) <= height


def test_bar_heights_are_in_proportion():
    drawn = ET.fromstring(charts.demand_chart("t", "", ["a", "b"], [10, 5], WORDS))
    bars = [one for one in drawn.iter("{http://www.w3.org/2000/svg}rect") if len(one)]
    tall, low = (float(bar.get("height")) for bar in bars)
    assert tall == pytest.approx(2 * low, abs=0.05)


def test_pictures_of_nothing_are_drawn():
    assert "<svg" in charts.demand_chart("t", "", [], [], WORDS)
    assert "<svg" in charts.step_chart("t", "", [], balance_word="b")
    assert "<svg" in charts.step_chart("t", "", [charts.Step(1, "a", 4)], balance_word="b")
    assert "<svg" in charts.stacked_bars("t", "", [], [])
    assert "<svg" in charts.horizontal_bars("t", "", [])
    assert "<svg" in charts.sparkline("t", [])
    plain = {"money": str, "percent": str}
    assert "<svg" in charts.curve_chart("t", "", [], [], charts.CurveWords("m", "s", "c"), **plain)
    assert "<svg" in charts.curve_chart("t", "", [(5, 1.0)], [], charts.CurveWords("m", "s", "c"), **plain)
    assert "<svg" in charts.sparkline("t", [2, 2])


def test_values_that_cannot_be_drawn_are_refused():
    with pytest.raises(ValueError, match="finite"):
        charts.demand_chart("t", "", ["a"], [float("nan")], WORDS)
    with pytest.raises(ValueError, match="finite"):
        charts.horizontal_bars("t", "", [charts.Bar("a", float("inf"), "∞")])
    with pytest.raises(ValueError, match="finite"):
        charts.sparkline("t", [1.0, float("nan")])
    with pytest.raises(ValueError, match="negative layer"):
        charts.stacked_bars("t", "", ["a"], [charts.Series("s", (-1.0,))])


def test_twins_tell_the_same_figures():
    twin = charts.demand_rows(["a", "b"], [3, None], WORDS, forecast=[None, charts.Band(1, 2.5, 4)], receipts=[1200])
    assert twin.head == ("Month", "Demand", "Forecast", "Range", "Receipts")
    assert twin.rows == (("a", "3", "", "", "1,200"), ("b", "", "2.5", "1 – 4", ""))
    steps = charts.step_rows([charts.Step(0, "a", 5)], moment_word="Time", balance_word="Balance")
    assert steps == charts.Twin(("Time", "Balance"), (("a", "5"),))
    layers = charts.stacked_rows(["x"], [charts.Series("s", (3,)), charts.Series("t", (4,))], label_word="Part")
    assert layers == charts.Twin(("Part", "s", "t"), (("x", "3", "4"),))
    bars = charts.bar_rows([charts.Bar("a", None, "no data")], label_word="Name", value_word="Score")
    assert bars.rows == (("a", "no data"),)
    curve = charts.curve_rows(
        [(5, 0.5)],
        [charts.Place("Now", 4, 0.25)],
        charts.CurveWords("Money", "Service", "Best"),
        money=str,
        percent=str,
    )
    assert curve == charts.Twin(("", "Money", "Service"), (("Now", "4", "0.25"), ("Best", "5", "0.5")))
    assert charts.sparkline_rows(["a"], [2], name_word="n", value_word="v").rows == (("a", "2"),)


def test_every_class_in_the_drawings_has_its_style():
    from webapp.documents.engine import CHART_STYLE

    style = CHART_STYLE.read_text("utf-8")
    used = {
        name
        for drawn in drawings().values()
        for names in re.findall(r'class="([^"]+)"', drawn)
        for name in names.split()
    }
    plain = {f"chart-{kind}" for kind in ("demand", "steps", "stacked", "bars", "curve")}
    assert {name for name in used - plain if f".{name} {{" not in style} == set()
    light = set(re.findall(r"(--chart-[\w-]+):", style.partition("}")[0]))
    assert set(re.findall(r"var\((--chart-[\w-]+)\)", style)) <= light
    for block in re.findall(r'data-theme="dark"\] \{(.*?)\}', style, re.DOTALL):
        assert set(re.findall(r"(--chart-[\w-]+):", block)) | {"--chart-axis"} == light


def test_charts_for_screens_are_drawn_for_a_desk_and_for_a_phone_and_their_legends_stay_within():
    from webapp.charts.frame import NARROW, WIDE, for_screens, legend_rows, text_width

    layers = [charts.Series(f"Layer number {each}", (1.0, 2.0)) for each in range(5)]
    both = for_screens(
        lambda width, height: charts.stacked_bars("T", "D", ["a", "b"], layers, width=width, height=height)
    )
    assert both.count("<svg") == 2
    assert f'viewBox="0 0 {WIDE[0]} {WIDE[1]}"' in both
    assert f'viewBox="0 0 {NARROW[0]} {NARROW[1]}"' in both
    rows = legend_rows(30, NARROW[0], [("box", "chart-bar", layer.name) for layer in layers])
    assert [entry[2] for row in rows for entry in row] == [layer.name for layer in layers]
    assert len(rows) > 1
    assert all(sum(32 + text_width(entry[2]) for entry in row) <= NARROW[0] - 30 for row in rows)
