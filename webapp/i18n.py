"""Speak the reader's language, and write figures, money and times as it does."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime, format_timedelta
from babel.numbers import format_currency, format_decimal, format_percent
from flask import Flask, g, has_request_context, request
from flask_babel import Babel, get_locale

from kernel.amounts import Money, Quantity
from kernel.clock import BUSINESS_ZONE, business_day
from kernel.text import Text
from webapp import context
from webapp.units import unit_text

LANGUAGES = {"zh_Hans_CN": "简体中文", "en": "English"}
COOKIE = "language"
_TAGS = {"zh-CN": "zh_Hans_CN", "zh-Hans": "zh_Hans_CN", "zh-Hans-CN": "zh_Hans_CN", "zh": "zh_Hans_CN", "en": "en"}
DASH = "—"


def choose_language() -> str:
    """Return the account's language, else the cookie's, the browser's, the place's."""
    if not has_request_context():
        return str(context.config().default_language)
    actor = context.current_actor()
    for wanted in (g.get("language"), actor.language if actor else None, request.cookies.get(COOKIE)):
        if wanted in LANGUAGES:
            return str(wanted)
    tag = request.accept_languages.best_match(list(_TAGS)) if request.accept_languages else None
    return _TAGS[tag] if tag else context.config().default_language


def language() -> str:
    """Return the language in use: zh_Hans_CN or en."""
    return str(locale())


def locale() -> Locale:
    """Return the locale in use."""
    return get_locale() or Locale.parse(context.config().default_language)


def in_language(zh: str | None, en: str | None) -> str:
    """Return the name in the reader's language, or in the other one where it is missing."""
    return Text(zh or "", en or "").in_("zh" if language().startswith("zh") else "en")


def words(value: Any) -> str:
    """Write a text of two languages, or anything else, for the reader."""
    return value.in_("zh" if language().startswith("zh") else "en") if isinstance(value, Text) else str(value)


def number(value: Any, places: int = 3) -> str:
    """Write a number with the reader's separators."""
    if value is None:
        return DASH
    exact = value.decimal if isinstance(value, Quantity | Money) else value
    if not isinstance(exact, str) and not round(exact, places):
        exact = 0  # a tiny negative figure is no “-0”
    return str(format_decimal(exact, f"#,##0.{'#' * places}" if places else "#,##0", locale=locale()))


def quantity(value: Quantity | Decimal | float | None, unit: Any = None) -> str:
    """Write a quantity, with its unit where one is given."""
    if value is None:
        return DASH
    if unit is None:
        return number(value)
    return f"{number(value)} {unit_words(unit)}"


def unit_words(unit: Any) -> str:
    """Write a unit, or the code of one, for the reader."""
    return words(unit_text(unit))


def money(value: Money | Decimal | None) -> str:
    """Write yuan; more than two places only where they are not zero."""
    if value is None:
        return DASH
    exact = value.decimal if isinstance(value, Money) else value
    return str(
        format_currency(exact, "CNY", "¤#,##0.00##;-¤#,##0.00##", locale=locale(), currency_digits=False)
    ).replace("CN¥", "¥")


def price(value: Money | Decimal | None) -> str:
    """Write an amount of whatever currency; more than two places only where they are not zero."""
    if value is None:
        return DASH
    return str(format_decimal(value.decimal if isinstance(value, Money) else value, "#,##0.00##", locale=locale()))


def percent(value: float | Decimal | None, places: int = 0) -> str:
    """Write a share as percent."""
    if value is None:
        return DASH
    return str(format_percent(value, f"#,##0{'.' + '0' * places if places else ''}%", locale=locale()))


def day(value: date | None) -> str:
    """Write a date."""
    return DASH if value is None else str(format_date(value, "medium", locale=locale()))


def month_name(value: date) -> str:
    """Write the name of a month alone."""
    return str(format_date(value, "LLLL", locale=locale()))


def _zone() -> ZoneInfo:
    return context.business_zone() if has_request_context() else BUSINESS_ZONE


def instant(value: datetime | None) -> str:
    """Write an instant in the business time zone, to the minute."""
    if value is None:
        return DASH
    pattern = "y年M月d日 HH:mm" if language().startswith("zh") else "d MMM y, HH:mm"
    return str(format_datetime(value, pattern, tzinfo=_zone(), locale=locale()))


def day_of_instant(value: datetime) -> str:
    """Write the business day of an instant."""
    return day(business_day(value, _zone()))


def since(value: datetime | None) -> str:
    """Write how long ago an instant was, or how far ahead it lies."""
    if value is None:
        return DASH
    return str(format_timedelta(value - context.now(), add_direction=True, locale=locale()))


def set_up(app: Flask) -> Babel:
    """Teach the application and its templates both languages."""
    app.config["BABEL_DEFAULT_LOCALE"] = "en"
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "translations"
    app.jinja_env.filters.update(
        number=number,
        quantity=quantity,
        money=money,
        price=price,
        percent=percent,
        day=day,
        instant=instant,
        since=since,
        words=words,
        unit=unit_words,
    )
    app.jinja_env.globals.update(in_language=in_language, language=language, LANGUAGES=LANGUAGES)
    app.jinja_env.add_extension("jinja2.ext.i18n")
    return Babel(app, locale_selector=choose_language)
