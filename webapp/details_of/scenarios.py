"""Read the curve of service against money, and one scenario."""

from __future__ import annotations

from kernel.errors import NotFound
from procurement.queries.scenarios import CurveDetail, ScenarioDetail, curve_detail, scenario_detail
from webapp import context
from webapp.detail import Detail, detail
from webapp.pages import scenarios


def read_curve(service_curve_id: int) -> CurveDetail:
    """Show a curve with the levels and the stock of its day; its sums are average values on the shelf."""
    found = curve_detail(context.session(), service_curve_id=service_curve_id)
    if found is None:
        raise NotFound("service_curve_unknown", id=service_curve_id)
    return found


def read_scenario(scenario_id: int) -> ScenarioDetail:
    """Show a scenario with its question and its sums; the parts that it changes are the list of scenario lines."""
    return scenario_detail(context.session(), scenario_id=scenario_id, on=context.today())


detail(Detail("service_curve", "/service-curves/<int:service_curve_id>", scenarios.curve, read_curve, "plans"))
detail(Detail("scenario", "/scenarios/<int:scenario_id>", scenarios.show, read_scenario, "plans"))
