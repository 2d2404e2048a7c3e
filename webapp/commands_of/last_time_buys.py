"""What can be done with last-time buys: propose as worked out, approve by another person, reject."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from kernel.amounts import Money, Quantity
from procurement.drafting import NewLine
from service import last_time_buying, ordering_last_time
from service.last_time_buying import LastTimeProposed
from service.ordering_last_time import LastTimeOrdered
from service.working_out import LONGEST_LIFE
from webapp.commands import Command, command
from webapp.commands_of.orders import OrderTextInput
from webapp.fields import Input, MoneyField, PercentField, QuantityField, RowId, TextField, WholeField, share_of

NEARLY_ALL = "99.9"


class WorksheetInput(Input):
    """Hold what a worksheet is asked with."""

    part_id = RowId(required=True)
    months = WholeField(
        1,
        LONGEST_LIFE,
        load_default=84,
        metadata={
            "label": _l("Months to be served"),
            "unit": _l("months"),
            "help": _l("As long as spare parts are owed after the end of production."),
        },
    )
    probability_percent = PercentField(
        most=NEARLY_ALL,
        positive=True,
        load_default=Quantity.of(95),
        metadata={"label": _l("Chance of never running out")},
    )
    unit_price_cny = MoneyField(required=True, metadata={"label": _l("Price of a unit"), "unit": "¥"})
    shortage_cny = MoneyField(
        required=True,
        positive=True,
        metadata={
            "label": _l("What one unit short costs"),
            "unit": "¥",
            "help": _l("A dear substitute, a new product for the customer, the harm of saying no."),
        },
    )
    disposal_cny = MoneyField(
        load_default=Money(0),
        signed=True,
        metadata={
            "label": _l("What a left-over costs to scrap"),
            "unit": "¥",
            "help": _l("Below zero where it can be sold."),
        },
    )
    holding_percent = PercentField(
        load_default=Quantity.of(12), metadata={"label": _l("Holding cost a year, share of the price")}
    )
    decline_percent = PercentField(
        most=NEARLY_ALL,
        load_default=Quantity.of(15),
        metadata={
            "label": _l("Decline of demand a year"),
            "help": _l("Counts only where no failure rates are known."),
        },
    )


class LastTimeInput(WorksheetInput):
    """Propose a quantity with the worksheet behind it."""

    quantity = QuantityField(required=True, metadata={"label": _l("Quantity to buy")})
    note = TextField(500, load_default="", metadata={"label": _l("Note"), "rows": 2})


class LastTimeBuyInput(Input):
    """Name a last-time buy."""

    last_time_buy_id = RowId(required=True)


class RejectLastTimeInput(LastTimeBuyInput):
    """Say why not."""

    reason = TextField(300, required=True, metadata={"label": _l("Reason"), "rows": 2})


def propose_last_time_buy(
    session: Session,
    *,
    part_id: int,
    months: int,
    probability_percent: Quantity,
    unit_price_cny: Money,
    shortage_cny: Money,
    disposal_cny: Money,
    holding_percent: Quantity,
    decline_percent: Quantity,
    quantity: Quantity,
    note: str,
    by: int,
    at: datetime,
    request_key: str,
) -> LastTimeProposed:
    """Work a last-time buy out as of today and propose a quantity; the whole sum is kept with it."""
    return last_time_buying.propose_last_time_buy(
        session,
        part_id=part_id,
        months=months,
        probability=share_of(probability_percent),
        unit_price_cny=unit_price_cny,
        shortage_cny=shortage_cny,
        disposal_cny=disposal_cny,
        holding_rate=share_of(holding_percent),
        decline=share_of(decline_percent),
        quantity=quantity,
        note=note,
        by=by,
        at=at,
        request_key=request_key,
    )


class OrderLastTimeInput(OrderTextInput):
    """Order what a last-time buy was approved for."""

    last_time_buy_id = RowId(required=True)


def order_last_time_buy(
    session: Session,
    *,
    last_time_buy_id: int,
    supplier_id: int,
    store_id: int,
    note: str,
    lines: list[dict[str, Any]],
    by: int,
    at: datetime,
    request_key: str,
) -> LastTimeOrdered:
    """Draft the order of an approved last-time buy, once; prices come from the supplier's list unless given."""
    return ordering_last_time.order_last_time_buy(
        session,
        last_time_buy_id=last_time_buy_id,
        supplier_id=supplier_id,
        store_id=store_id,
        lines=tuple(NewLine(**each) for each in lines),
        note=note,
        by=by,
        at=at,
        request_key=request_key,
    )


ORDER = command(
    Command(
        "order_last_time_buy",
        _l("Order the last-time buy"),
        "orders.write",
        order_last_time_buy,
        OrderLastTimeInput,
        "/last-time-buys/<int:last_time_buy_id>/order",
        "base",
    )
)
PROPOSE = command(
    Command(
        "propose_last_time_buy",
        _l("Propose a last-time buy"),
        "plan.write",
        propose_last_time_buy,
        LastTimeInput,
        "/parts/<int:part_id>/last-time-buys",
        "base",
    )
)
APPROVE = command(
    Command(
        "approve_last_time_buy",
        _l("Approve the last-time buy"),
        "plan.approve",
        last_time_buying.approve_last_time_buy,
        LastTimeBuyInput,
        "/last-time-buys/<int:last_time_buy_id>/approve",
        "base",
        done=_l("The last-time buy is approved. Make the order next."),
    )
)
REJECT = command(
    Command(
        "reject_last_time_buy",
        _l("Reject the last-time buy"),
        "plan.approve",
        last_time_buying.reject_last_time_buy,
        RejectLastTimeInput,
        "/last-time-buys/<int:last_time_buy_id>/reject",
        "base",
        done=_l("The last-time buy is rejected."),
        also=("plan.write",),
    )
)
