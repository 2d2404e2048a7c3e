"""Draw how well the planner does into docs/planning, as SVG pictures: the replays of `benchmarks.accuracy` as curves.

    python -m benchmarks.pictures [--data ../shared/data] [--judges ../shared/bench] [--into docs/planning] [--only raf]

Per set: stock on hand against fill rate and against the mean fill of parts, and what share of demand each promised
quantile covered; on sets with prices the money against fill; for all sets together (so not with --only) the CRPS by
class of demand against smoothing (.1) with a negative binomial. The same figures always give the same files.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from markupsafe import Markup

from benchmarks.judging import (
    BESIDE,
    LEVELS,
    PEERS,
    REFERENCE,
    SPLITS,
    Made,
    Split,
    Tools,
    Trial,
    came,
    crps,
    judges,
    planned,
    replayed,
    run,
    trial_of,
)
from forecasting.arrays import FloatArray
from forecasting.classes import DemandClass, adi_cv2, demand_classes
from webapp.charts.frame import Plot, box, element, label, line, number, path, ticks

OURS = "Sparewell"
KINDS = {name: f"m{place}" for place, name in enumerate((OURS, *PEERS))}
"""The class of each method in the stylesheet, from m0."""
STYLE = """
text{font:12px -apple-system,'Segoe UI',Helvetica,Arial,sans-serif;fill:#24292f}
.chart-muted{font-size:11px;fill:#57606a}.head{font-size:14px;font-weight:600}.own{font-weight:700}
.sheet{fill:#fff;stroke:#d0d7de}.grid{stroke:#e4e8ec}.axis{stroke:#57606a}.lead{stroke:#afb8c1}
.exact{stroke:#57606a;stroke-dasharray:2 4}
.c{fill:none;stroke-width:1.6}.m0{stroke:#0b4f9c;stroke-width:3}
.m1{stroke:#c2410c}.m2{stroke:#047857;stroke-dasharray:7 3}
.m3{stroke:#a21caf;stroke-dasharray:2 3}
.m4{stroke:#7c5a00;stroke-dasharray:9 3 2 3}.m5{stroke:#52525b;stroke-dasharray:4 3}
.band{fill:#0b4f9c;fill-opacity:.22;stroke:#0b4f9c}.dot{fill:#0b4f9c}.gain{fill:#0b4f9c}
"""
"""Own colours on an own white sheet: the same on a light and on a dark page."""
SHARES = (0.8, 0.85, 0.9, 0.95, 0.98)
FROM, TO = SHARES[0], SHARES[-1]
"""The fill rates that are drawn, and those that are written below."""
LOWEST = 0.5
"""The lowest promise whose keeping is drawn: below it the answer of a slow part is nearly always 0."""
ROW = 15.0
TOP = 84.0
WIDTH, HEIGHT = 1000.0, 380.0


@dataclass(frozen=True)
class Curve:
    """Hold one method's curve: its name and points, by rising x."""

    name: str
    points: list[tuple[float, float]]


def exchange(run_of: dict[str, Any], service: str, stock: str) -> list[tuple[float, float]]:
    """Return (service, stock) over the settings of a dial, as the judge reads them: no more stock for less service.

    Nothing where the dial reaches none of the services that are drawn.
    """
    order = np.argsort(run_of[service])
    reached, held = np.asarray(run_of[service])[order], np.asarray(run_of[stock])[order]
    least = np.minimum.accumulate(held[::-1])[::-1]
    low, high = max(FROM, reached[0]), min(TO, reached[-1])
    if low >= high:
        return []
    at = np.concatenate([[low], reached[(reached > low) & (reached < high)], [high]])
    return list(zip(at.tolist(), np.interp(at, reached, least).tolist(), strict=True))


def curves(panel: tuple[float, float], words: tuple[str, str, str], drawn: Sequence[Curve]) -> list[Markup]:
    """Draw curves between two sides of the sheet, each with its name at its end; `words`: head and the two axes."""
    drawn = [each for each in drawn if each.points]
    marks = ticks(0.0, max(y for each in drawn for _, y in each.points), 5)
    plot = Plot(panel[0] + 52, TOP, panel[1] - 196, HEIGHT - 50, marks[0], marks[-1])
    body = [label(panel[0] + 14, 50, words[0], "head")]
    body += [piece for mark in marks for piece in _rung(plot, mark, number(mark))]
    for share in SHARES:
        x = plot.x(share, FROM, TO)
        body.append(label(x, plot.bottom + 16, f"{share * 100:.0f} %", "chart-muted", "middle"))
    body += _axes(plot, words[1], words[2])
    ends = []
    for each in reversed(drawn):
        spots = [(plot.x(x, FROM, TO), plot.y(y)) for x, y in each.points]
        body.append(path(spots, f"c {KINDS[each.name]}"))
        ends.append((spots[-1], each.name))
    return body + _named(plot, ends)


def _named(plot: Plot, ends: Sequence[tuple[tuple[float, float], str]]) -> list[Markup]:
    """Write the curves' names beside the plot in the order of their ends, each with a line from there."""
    ordered = sorted(ends, key=lambda end: end[0][1])
    heights: list[float] = []
    for (_, y), _name in ordered:
        heights.append(max(y, heights[-1] + ROW if heights else plot.top))
    over = max(heights[-1] - plot.bottom, 0.0)
    for place in range(len(heights) - 1, -1, -1):
        limit = heights[place + 1] - ROW if place + 1 < len(heights) else plot.bottom
        heights[place] = min(heights[place], limit) if over else heights[place]
    body = []
    for ((x, y), name), height in zip(ordered, heights, strict=True):
        body.append(path([(x + 2, y), (plot.right + 12, height)], "c lead"))
        body.append(line(plot.right + 12, height, plot.right + 34, height, f"c {KINDS[name]}"))
        body.append(label(plot.right + 38, height + 4, name, "own" if name == OURS else ""))
    return body


def _rung(plot: Plot, mark: float, text: str) -> list[Markup]:
    y = plot.y(mark)
    return [
        line(plot.left, y, plot.right, y, "grid"),
        label(plot.left - 6, y + 4, text, "chart-muted", "end"),
    ]


def _axes(plot: Plot, below: str, beside: str) -> list[Markup]:
    return [
        line(plot.left, plot.bottom, plot.right, plot.bottom, "axis"),
        line(plot.left, plot.top, plot.left, plot.bottom, "axis"),
        label((plot.left + plot.right) / 2, plot.bottom + 36, below, "chart-muted", "middle"),
        label(plot.left - 38, plot.top - 14, f"↑ {beside}", "chart-muted"),
    ]


def calibration(trial: Trial, quantiles: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return for each promised quantile the share of demand below it, and below or at it.

    Counts come in steps, so the promise is kept where it lies between the two.
    """
    under, within, many = np.zeros(len(LEVELS)), np.zeros(len(LEVELS)), 0
    for i, demand in came(trial):
        under += (demand[:, None] < quantiles[i] - 1e-9).sum(0)
        within += (demand[:, None] <= quantiles[i] + 1e-9).sum(0)
        many += demand.size
    return under / many, within / many


def kept(
    panel: tuple[float, float], head: str, ours: tuple[FloatArray, FloatArray], theirs: FloatArray
) -> list[Markup]:
    """Draw promised against covered shares: the band of ours, the line of the reference, and what would be exact."""
    plot = Plot(panel[0] + 56, TOP, panel[1] - 28, HEIGHT - 50, LOWEST, 1.0)
    promised = np.array(LEVELS)
    shown = promised >= LOWEST

    def spots(share: FloatArray) -> list[tuple[float, float]]:
        pairs = zip(promised[shown].tolist(), share[shown].tolist(), strict=True)
        return [(plot.x(x, LOWEST, 1.0), plot.y(max(y, LOWEST))) for x, y in pairs]

    body = [label(panel[0] + 14, 50, head, "head")]
    for mark in np.arange(LOWEST, 1.01, 0.1).round(1).tolist():
        body += _rung(plot, mark, f"{mark * 100:.0f} %")
        body.append(label(plot.x(mark, LOWEST, 1.0), plot.bottom + 16, f"{mark * 100:.0f} %", "chart-muted", "middle"))
    body += _axes(plot, "promised quantile of the demand", "share of demand covered")
    body.append(line(plot.left, plot.bottom, plot.right, plot.top, "exact"))
    under, within = ours
    body.append(path([*spots(within), *reversed(spots(under))], "band", closed=True))
    body.append(path(spots(theirs), "c m1"))
    at = int(np.abs(promised - 0.95).argmin())
    x, y = plot.x(0.95, LOWEST, 1.0), plot.y(float(within[at]))
    body.append(element("circle", {"cx": x, "cy": y, "r": 4.0, "class": "dot"}))
    body.append(line(x, y, x, plot.bottom - 24, "lead"))
    body.append(label(plot.right - 2, plot.bottom - 10, f"95 %: {within[at] * 100:.1f} %", "own", "end"))
    return body


def key() -> list[Markup]:
    """Name what is drawn of promises, right of the sheet's title."""
    signs = (
        (560.0, box(532, 16, 22, 12, "band"), OURS),
        (672.0, line(642, 22, 666, 22, "c m1"), f"{REFERENCE}, at or below"),
        (952.0, line(922, 22, 946, 22, "exact"), "exact"),
    )
    return [piece for x, sign, text in signs for piece in (sign, label(x, 26, text))]


def gains(rows: Sequence[tuple[str, float]]) -> list[Markup]:
    """Draw how much lower the CRPS is than the reference's, a bar a class."""
    height = 26.0
    plot = Plot(190, 64, WIDTH - 70, 64 + height * len(rows), 0.0, 0.0)
    top = max(ticks(0.0, max(gain for _, gain in rows) * 100, 6))
    low = min(0.0, *(gain * 100 for _, gain in rows))
    body = []
    for mark in ticks(low, top, 6):
        x = plot.x(mark, low, top)
        body.append(line(x, plot.top, x, plot.bottom, "axis" if mark == 0 else "grid"))
        body.append(label(x, plot.bottom + 16, f"{mark:.0f} %", "chart-muted", "middle"))
    for place, (name, gain) in enumerate(rows):
        y = plot.top + place * height
        left, right = sorted((plot.x(0.0, low, top), plot.x(gain * 100, low, top)))
        body.append(label(plot.left - 10, y + 17, name, "", "end"))
        body.append(box(left, y + 5, right - left, height - 10, "gain"))
        body.append(label(right + 6, y + 17, f"{gain * 100:.1f} %", "own"))
    where = (plot.left + plot.right) / 2
    body.append(label(where, plot.bottom + 36, f"CRPS lower than that of {REFERENCE}", "chart-muted", "middle"))
    return body


def sheet(title: str, description: str, body: Iterable[Markup], width: float = WIDTH, height: float = HEIGHT) -> str:
    """Close a picture: a white sheet with its title, a description for those who cannot see it, and its own style."""
    return (
        str(
            element(
                "svg",
                {
                    "xmlns": "http://www.w3.org/2000/svg",
                    "role": "img",
                    "width": width,
                    "height": height,
                    "viewBox": f"0 0 {width:g} {height:g}",
                    "aria-label": f"{title}. {description}",
                },
                element("title", None, title),
                element("style", None, Markup(STYLE.strip())),  # noqa: S704 - our own constant
                element(
                    "rect", {"x": 0.5, "y": 0.5, "width": width - 1, "height": height - 1, "rx": 6.0, "class": "sheet"}
                ),
                label(14, 26, title, "head"),
                *body,
            )
        )
        + "\n"
    )


def pictures_of(split: Split, trial: Trial, made: dict[str, Made], tools: Tools) -> dict[str, str]:
    """Return the pictures of a set by file name, but for its calibration."""
    replays = {name: run(trial, each.order_up_to, tools) for name, each in made.items()}
    words = f"{split.name}: {len(trial.demand)} parts, {split.reviews} reviews, lead time and review 3 months"
    halves = ((0.0, WIDTH / 2), (WIDTH / 2, WIDTH))
    body: list[Markup] = []
    for panel, service, said in (
        (halves[0], "fill", "fill rate of all units"),
        (halves[1], "fill_part", "fill rate, mean over parts"),
    ):
        drawn = [Curve(name, exchange(each, service, "onhand")) for name, each in replays.items()]
        body += curves(panel, (f"Stock for a {said}", said, "units on hand per part"), drawn)
    found = {f"{split.name}-stock.svg": sheet(words, "Stock on hand per part against fill rate; lower is better", body)}
    if trial.price is not None:
        drawn = []
        for name, each in made.items():
            assert each.budget is not None
            drawn.append(Curve(name, exchange(run(trial, each.budget, tools), "fill", "value")))
        head, side = "Money for a fill rate, each part's target set by its price", "money on hand per part"
        body = curves((0.0, WIDTH), (head, "fill rate of all units", side), drawn)
        found[f"{split.name}-money.svg"] = sheet(words, "Money against fill rate; lower is better", body)
    return found


def class_gains(split: Split, trial: Trial, ours: Made, theirs: Made) -> list[tuple[str, float]]:
    """Return by class of demand with how many parts the CRPS is lower than the reference's, as a share of that."""
    code = demand_classes(*adi_cv2(trial.demand[:, : trial.start]))
    found = []
    for each in DemandClass:
        rows = np.flatnonzero(code == each)
        if rows.size and trial.demand[rows, trial.start :].sum() > 0:
            ratio = crps(trial, ours.quantiles, rows) / crps(trial, theirs.quantiles, rows)
            found.append((f"{split.name}, {each.name.lower()} ({rows.size})", 1 - ratio))
    return found


def main() -> None:
    """Replay, draw and write."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--data", type=Path, default=BESIDE / "data")
    asked.add_argument("--judges", type=Path, default=BESIDE / "bench")
    asked.add_argument("--into", type=Path, default=Path(__file__).resolve().parents[1] / "docs" / "planning")
    asked.add_argument("--only")
    options = asked.parse_args()
    if not (options.data.is_dir() and options.judges.is_dir()):
        raise SystemExit("nothing to draw: name the folders with --data and --judges")
    tools = judges(options.judges)
    drawn: dict[str, str] = {}
    panels: list[Markup] = []
    rows: list[tuple[str, float]] = []
    for place, split in enumerate(SPLITS):
        if options.only not in (None, split.name):
            continue
        trial = trial_of(split, options.data, tools)
        made = {OURS: planned(trial)} | {name: replayed(peer, trial, tools) for name, peer in PEERS.items()}
        drawn |= pictures_of(split, trial, made, tools)
        side = WIDTH / len(SPLITS)
        ours = calibration(trial, made[OURS].quantiles)
        theirs = calibration(trial, made[REFERENCE].quantiles)[1]
        panels += kept((place * side, (place + 1) * side), split.name, ours, theirs)
        rows += class_gains(split, trial, made[OURS], made[REFERENCE])
    if options.only is None:
        words = "Promised and covered: the share below the quantile, and at or below it"
        drawn["calibration.svg"] = sheet(
            words, "A band that holds the dotted line keeps its promise", [*key(), *panels]
        )
        height = 64 + 26 * len(rows) + 50
        words = "Gain by class of demand (number of parts)"
        drawn["classes.svg"] = sheet(words, "More is better", gains(rows), WIDTH, height)
    options.into.mkdir(parents=True, exist_ok=True)
    for name, picture in drawn.items():
        (options.into / name).write_text(picture, encoding="utf-8")
        print(f"{name}: {len(picture) / 1024:.1f} kB")


if __name__ == "__main__":
    main()
