"""Turn what a cell holds, text or a spreadsheet's own value, into values of the house; exact or refused."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from typing import Any, TypeVar

from kernel.amounts import Money, Quantity, Scaled
from kernel.errors import InvalidAmount
from webapp.imports.findings import BadValue

BLANK = frozenset({"", "na", "n/a", "nan", "null", "none", "-", "—", "–"})
"""What programs write where they know nothing."""
UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
GROUPED = re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
NUMBER = re.compile(r"[-+]?[0-9]{1,18}(\.[0-9]{0,12})?([eE][-+]?[0-9]{1,2})?|[-+]?\.[0-9]{1,12}")
MONEY_SIGNS = re.compile(r"^(¥|￥|CNY|RMB)\s*|\s*(元|CNY|RMB)$", re.IGNORECASE)
EXCEL_EPOCH = date(1899, 12, 30)
FIRST_SERIAL, LAST_SERIAL = 20_000, 109_574
"""1954-10-03 and 2199-12-31 as a spreadsheet counts days."""
EARLIEST, LATEST = date(1950, 1, 1), date(2199, 12, 31)
DAY_PARTS = re.compile(
    r"([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})日?(?:[ T]00:00(?::00)?(?:\.0+)?)?"
)
MONTH_PARTS = re.compile(r"([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})月?")
FORMULA_STARTS = "=+-@＝＋－＠\t\r"

Amount = TypeVar("Amount", bound=Scaled)
Parser = Callable[[Any], Any]


def plain(raw: object) -> str:
    """Return a cell as one line of text: full-width letters made narrow, outer blanks gone."""
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if isinstance(raw, float):
        return f"{exact(raw):f}"
    return unicodedata.normalize("NFKC", str(raw)).strip()


def is_blank(raw: object) -> bool:
    """Tell whether a cell holds nothing."""
    return raw is None or (isinstance(raw, str) and not raw.strip())


def exact(number: float) -> Decimal:
    """Return a spreadsheet's number as people see it: to 15 significant digits, as spreadsheets keep them.

    >>> exact(0.1 + 0.2), exact(12.0)
    (Decimal('0.3'), Decimal('12'))
    """
    if number != number or number in {float("inf"), float("-inf")}:  # noqa: PLR0124 - only NaN differs from itself
        raise BadValue("import_not_a_number")
    return Decimal(f"{number:.15g}")


def decimal(raw: object) -> Decimal:
    """Return the number in a cell; `1,234.50` is read with its separators, `12,5` could mean two things and is not.

    >>> decimal("1,234.50"), decimal(" １２ "), decimal(2.5)
    (Decimal('1234.50'), Decimal('12'), Decimal('2.5'))
    """
    if isinstance(raw, bool | date | timedelta):
        raise BadValue("import_not_a_number")
    if isinstance(raw, int):
        return Decimal(raw)
    if isinstance(raw, float):
        return exact(raw)
    text = plain(raw).lstrip("'")
    if GROUPED.fullmatch(text):
        text = text.replace(",", "")
    if not NUMBER.fullmatch(text):
        raise BadValue("import_not_a_number")
    try:
        return Decimal(text)
    except InvalidOperation:
        raise BadValue("import_not_a_number") from None


def _scaled(kind: type[Amount], number: Decimal) -> Amount:
    try:
        return kind.of(number)
    except InvalidAmount as error:
        raise BadValue(error.code, **error.details) from None


def quantity(raw: object) -> Quantity:
    """Return a quantity that is not below zero."""
    found = _scaled(Quantity, decimal(raw))
    if found < Quantity.zero():
        raise BadValue("import_negative")
    return found


def positive_quantity(raw: object) -> Quantity:
    """Return a quantity above zero."""
    found = quantity(raw)
    if not found:
        raise BadValue("import_not_positive")
    return found


def money(raw: object) -> Money:
    """Return an amount in yuan, not below zero, rounded to the fourth place as prices are kept."""
    number = decimal(MONEY_SIGNS.sub("", plain(raw)) if isinstance(raw, str) else raw)
    if number.adjusted() > 15:
        raise BadValue("amount_out_of_range", value=str(raw)[:40])
    found = _scaled(Money, number.quantize(Decimal("0.0001"), ROUND_HALF_EVEN))
    if found < Money.zero():
        raise BadValue("import_negative_money")
    return found


def whole(least: int = 0, most: int = 1_000_000) -> Parser:
    """Return the parser of whole numbers between bounds."""

    def parse(raw: object) -> int:
        number = decimal(raw)
        if number != number.to_integral_value() or not least <= number <= most:
            raise BadValue("import_not_whole", least=least, most=most)
        return int(number)

    return parse


def between(least: str, most: str) -> Parser:
    """Return the parser of numbers between bounds; a percent sign may stand behind."""

    def parse(raw: object) -> Decimal:
        number = decimal(plain(raw).removesuffix("%").strip() if isinstance(raw, str) else raw)
        if not Decimal(least) <= number <= Decimal(most):
            raise BadValue("import_out_of_bounds", least=least, most=most)
        return number

    return parse


def text(longest: int) -> Parser:
    """Return the parser of texts that fit their column and that the database can hold."""

    def parse(raw: object) -> str:
        said = plain(raw) if not isinstance(raw, str) else raw.strip()
        if said.startswith("'") and said[1:2] in FORMULA_STARTS:
            said = said[1:]
        if UNSTORABLE.search(said):
            raise BadValue("import_unstorable")
        if "\ufffd" in said:
            raise BadValue("import_damaged_text")
        if len(said) > longest:
            raise BadValue("import_text_too_long", most=longest)
        return said

    return parse


def code(longest: int) -> Parser:
    """Return the parser of numbers and codes that people and scanners read: one line, no outer blanks."""
    as_text = text(longest)

    def parse(raw: object) -> str:
        said = " ".join(str(as_text(raw)).split())
        if not said:
            raise BadValue("import_blank")
        return said

    return parse


def choice(words: Mapping[str, tuple[str, ...]]) -> Parser:
    """Return the parser of a choice: each value may be written in several ways."""
    known = {heard.casefold(): value for value, said in words.items() for heard in (value, *said)}

    def parse(raw: object) -> str:
        found = known.get(plain(raw).casefold())
        if found is None:
            raise BadValue("import_not_a_choice", choices=list(words))
        return found

    return parse


_YES = choice({"yes": ("y", "true", "1", "是", "有", "√", "x"), "no": ("n", "false", "0", "否", "无", "")})


def flag(raw: object) -> bool:
    """Return yes or no."""
    return bool(_YES(raw) == "yes")


def day(raw: object) -> date:
    """Return the day that a cell names: a real date, 2026-01-05, 2026/1/5, 20260105 or a spreadsheet's day number.

    >>> day("2026/1/5") == day("20260105") == day("46027") == day(46027.0) == day("2026年1月5日")
    True
    """
    found = _day(raw)
    if not EARLIEST <= found <= LATEST:
        raise BadValue("import_day_out_of_range")
    return found


def _day(raw: object) -> date:
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    said = plain(raw)
    if found := DAY_PARTS.fullmatch(said):
        return _made(*(int(each) for each in found.groups()))
    if said.isdecimal() and len(said) == 8:
        return _made(int(said[:4]), int(said[4:6]), int(said[6:]))
    if said.isdecimal() and len(said) in {5, 6} and FIRST_SERIAL <= int(said) <= LAST_SERIAL:
        return EXCEL_EPOCH + timedelta(days=int(said))
    raise BadValue("import_not_a_day")


def _made(year: int, month: int, in_month: int) -> date:
    try:
        return date(year, month, in_month)
    except ValueError:
        raise BadValue("import_not_a_day") from None
