"""Let forms choose among the currencies for which the settings hold a rate."""

from __future__ import annotations

from typing import Any

from flask import has_request_context
from flask_babel import lazy_gettext as _l
from marshmallow import fields

from kernel.settings import setting
from procurement import settings
from procurement.exchange import HOME, currencies
from webapp import context
from webapp.fields import Input, TextField


def known_currencies() -> tuple[str, ...]:
    """Return the currencies that can be used today, the yuan first."""
    return currencies(setting(context.session(), settings.EXCHANGE_RATES, context.today()))


class CurrencyInput(Input):
    """Name a currency; on a page it is chosen from those with a rate."""

    currency = TextField(3, load_default=HOME, metadata={"label": _l("Currency")})

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        """Give the box its list on a page; a program's currency is looked at by the script."""
        if field_name == "currency" and has_request_context():
            choices = [(code, code) for code in known_currencies()]
            field_obj.metadata = {**field_obj.metadata, "choices": choices}
