"""What can be done with prices: market notes, alerts, sale prices proposed by one and approved by another."""

from __future__ import annotations

from datetime import date, datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from kernel.amounts import Money
from procurement import sale_prices_keeping as keeping
from procurement import watching_prices
from procurement.sale_prices_keeping import DecidedPrices
from procurement.watching_prices import NewNote, Noted
from webapp.commands import Command, command
from webapp.fields import DayField, Input, MoneyField, RowId, RowIds, TextField, WholeField


class MarketPriceInput(Input):
    """Note what a part costs on the market."""

    part_id = RowId("part", required=True, metadata={"label": _l("Part")})
    unit_price_cny = MoneyField(required=True, metadata={"label": _l("Unit price (CNY)")})
    noted_on = DayField(required=True, metadata={"label": _l("Day of the price")})
    source = TextField(
        120, required=True, metadata={"label": _l("Source"), "help": _l("A market place, a price bulletin, a trader.")}
    )
    note = TextField(300, load_default="", metadata={"label": _l("Note")})


class AlertInput(Input):
    """Say what was made of an alert."""

    price_alert_id = RowId(required=True)
    reason = TextField(300, required=True, metadata={"label": _l("What you found"), "rows": 2})


class SalePriceInput(Input):
    """Propose a sale price by hand."""

    part_id = RowId("part", required=True, metadata={"label": _l("Part")})
    unit_price_cny = MoneyField(required=True, metadata={"label": _l("Sale price (CNY)")})
    from_on = DayField(required=True, metadata={"label": _l("Holds from")})
    reason = TextField(300, required=True, metadata={"label": _l("Reason")})


class SaleRuleInput(Input):
    """Propose the prices of the rule."""

    from_on = DayField(required=True, metadata={"label": _l("Holds from")})
    category_id = RowId(
        "category", load_default=None, allow_none=True, metadata={"label": _l("Category"), "help": _l("Empty: all.")}
    )
    least_change_percent = WholeField(
        0,
        100,
        load_default=1,
        metadata={"label": _l("Leave out changes up to"), "unit": "%"},
    )


class SalePricesInput(Input):
    """Name proposed prices."""

    sale_price_ids = RowIds(required=True)


class RefusedPricesInput(SalePricesInput):
    """Say why proposed prices are refused."""

    note = TextField(300, required=True, metadata={"label": _l("Reason")})


class SalePriceIdInput(Input):
    """Name a proposed price."""

    sale_price_id = RowId(required=True)


def note_market_price(
    session: Session,
    *,
    part_id: int,
    unit_price_cny: Money,
    noted_on: date,
    source: str,
    note: str,
    by: int,
    at: datetime,
    request_key: str,
) -> Noted:
    """Note what a part costs on the market, with source and day."""
    return watching_prices.note_market_prices(
        session,
        notes=(NewNote(part_id, unit_price_cny, noted_on, source, note),),
        by=by,
        at=at,
        request_key=request_key,
    )


def approve(session: Session, *, sale_price_ids: list[int], by: int, at: datetime, request_key: str) -> DecidedPrices:
    """Approve proposed prices; never by who proposed them, and never from a day that has passed."""
    return keeping.decide_sale_prices(
        session, sale_price_ids=tuple(sale_price_ids), approve=True, by=by, at=at, request_key=request_key
    )


def refuse(
    session: Session, *, sale_price_ids: list[int], note: str, by: int, at: datetime, request_key: str
) -> DecidedPrices:
    """Refuse proposed prices with the reason; the present ones stay."""
    return keeping.decide_sale_prices(
        session, sale_price_ids=tuple(sale_price_ids), approve=False, note=note, by=by, at=at, request_key=request_key
    )


NOTE = command(
    Command(
        "note_market_price",
        _l("Note a market price"),
        "suppliers.write",
        note_market_price,
        MarketPriceInput,
        "/market-prices",
        "prices",
        done=_l("The market price is noted."),
    )
)
ACKNOWLEDGE = command(
    Command(
        "acknowledge_price_alert",
        _l("Say what you found"),
        "suppliers.write",
        watching_prices.acknowledge_price_alert,
        AlertInput,
        "/price-alerts/<int:price_alert_id>/acknowledge",
        "prices",
        done=_l("Noted. The alert leaves the queue."),
    )
)
PROPOSE = command(
    Command(
        "propose_sale_price",
        _l("Propose a sale price"),
        "sale_prices.write",
        keeping.propose_sale_price,
        SalePriceInput,
        "/sale-prices",
        "prices",
        done=_l("Proposed. Another person approves it."),
    )
)
BY_RULE = command(
    Command(
        "propose_sale_prices_by_rule",
        _l("Propose prices by the rule"),
        "sale_prices.write",
        keeping.propose_by_rule,
        SaleRuleInput,
        "/sale-prices/by-rule",
        "prices",
    )
)
APPROVE = command(
    Command(
        "approve_sale_prices",
        _l("Approve sale prices"),
        "sale_prices.approve",
        approve,
        SalePricesInput,
        "/sale-prices/approve",
        "prices",
    )
)
REFUSE = command(
    Command(
        "refuse_sale_prices",
        _l("Refuse sale prices"),
        "sale_prices.approve",
        refuse,
        RefusedPricesInput,
        "/sale-prices/refuse",
        "prices",
    )
)
WITHDRAW = command(
    Command(
        "withdraw_sale_price",
        _l("Withdraw the price"),
        "sale_prices.write",
        keeping.withdraw_sale_price,
        SalePriceIdInput,
        "/sale-prices/<int:sale_price_id>/withdraw",
        "prices",
        done=_l("Withdrawn."),
    )
)
