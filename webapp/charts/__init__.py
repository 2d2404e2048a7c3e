"""Draw charts on the server as SVG, for screens and papers alike.

Every drawing is a `Markup` with a title, a description and CSS classes only (no style attribute, no script), so that it
stands under a strict content policy; colours come from `static/charts.css`. Beside each drawing stands its table twin,
`*_rows`, for those who read figures rather than look at them. All texts are handed in by the caller, translated.
"""

from webapp.charts.bars import Bar, Series, bar_rows, horizontal_bars, stacked_bars, stacked_rows
from webapp.charts.control import ControlWords, Watched, control_chart, control_rows
from webapp.charts.curve import CurveWords, Place, curve_chart, curve_rows
from webapp.charts.demand import Band, DemandWords, demand_chart, demand_rows
from webapp.charts.flow import FlowBox, Node, Stage, flow_boxes, flow_chart, flow_rows
from webapp.charts.frame import Twin, for_screens
from webapp.charts.prices import PriceMark, PriceWords, price_chart, price_rows
from webapp.charts.steps import Step, sparkline, sparkline_rows, step_chart, step_rows
from webapp.charts.trend import Trend, trend_chart, trend_rows

__all__ = [
    "Band",
    "Bar",
    "ControlWords",
    "CurveWords",
    "DemandWords",
    "FlowBox",
    "Node",
    "Place",
    "PriceMark",
    "PriceWords",
    "Series",
    "Stage",
    "Step",
    "Trend",
    "Twin",
    "Watched",
    "bar_rows",
    "control_chart",
    "control_rows",
    "curve_chart",
    "curve_rows",
    "demand_chart",
    "demand_rows",
    "flow_boxes",
    "flow_chart",
    "flow_rows",
    "for_screens",
    "horizontal_bars",
    "price_chart",
    "price_rows",
    "sparkline",
    "sparkline_rows",
    "stacked_bars",
    "stacked_rows",
    "step_chart",
    "step_rows",
    "trend_chart",
    "trend_rows",
]
