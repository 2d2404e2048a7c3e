"""Fill every paper with long and awkward texts, in either language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.unit.documents.samples_of_asking import contract, quote_request
from tests.unit.documents.samples_of_buying import purchase_order, purchase_plan, supplier_scorecard
from tests.unit.documents.samples_of_planning import scenario
from tests.unit.documents.samples_of_receiving import acceptance_record, arrival_note, putaway_list, return_note
from tests.unit.documents.samples_of_service import (
    dispatch_sheet,
    intake_form,
    repair_record,
    satisfaction_survey,
    service_confirmation,
)
from tests.unit.documents.samples_of_stock import (
    count_sheet,
    disposal_note,
    issue_slip,
    last_time_buy,
    monthly_stock_report,
    old_part_note,
    pick_list,
    repair_order,
    stickers,
    stock_card,
    stock_take_report,
    transfer_note,
)
from webapp.documents import papers as p

__all__ = ["PAPERS", "count_sheet", "pick_list", "service_confirmation", "stickers", "transfer_note"]

PAPERS: dict[str, tuple[Callable[[str], Any], Callable[[Any, str], bytes]]] = {
    "purchase_order": (purchase_order, p.render_purchase_order),
    "quote_request": (quote_request, p.render_quote_request),
    "contract": (contract, p.render_contract),
    "purchase_plan": (purchase_plan, p.render_purchase_plan),
    "scenario": (scenario, p.render_scenario),
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
    "last_time_buy": (last_time_buy, p.render_last_time_buy),
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
