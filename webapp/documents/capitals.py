"""Write an amount of money in Chinese capitals, as contracts and orders in China carry it against forgery."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿", "万亿")
LARGEST = Decimal("9999999999999999.99")


def capital_amount(amount: Decimal) -> str:
    """Return `amount` yuan in capitals, rounded to the fen; raises `ValueError` beyond 16 digits.

    >>> capital_amount(Decimal("1234.50"))
    '人民币壹仟贰佰叁拾肆元伍角整'
    >>> capital_amount(Decimal("100005.03"))
    '人民币壹拾万零伍元零叁分'
    """
    rounded = abs(amount).quantize(Decimal("0.01"), ROUND_HALF_UP)
    if rounded > LARGEST:
        raise ValueError("an amount in capitals has at most 16 digits before the point")
    yuan, fen = divmod(int(rounded * 100), 100)
    sign = "负" if amount < 0 and rounded else ""
    whole = _whole(yuan) + "元" if yuan or not fen else ""
    return f"人民币{sign}{whole}{_cents(fen, after_yuan=bool(yuan))}"


def _whole(number: int) -> str:
    """Write a whole number group by group of four digits; one zero stands for each gap inside."""
    if number == 0:
        return DIGITS[0]
    groups = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    written = ""
    gap = False
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if not group:
            gap = bool(written)
            # 亿 is still said when only its own four digits are empty below 万亿
            written += "亿" if place == 2 and written else ""
            continue
        written += DIGITS[0] if written and (gap or group < 1000) else ""
        name = "万" if place == 3 else GROUPS[place]
        written += _group(group) + name
        gap = False
    return written


def _group(group: int) -> str:
    written = ""
    for place in (3, 2, 1, 0):
        digit = group // 10**place % 10
        if digit:
            written += DIGITS[digit] + PLACES[place]
        elif written and group % 10**place and not written.endswith(DIGITS[0]):
            written += DIGITS[0]
    return written


def _cents(fen: int, *, after_yuan: bool) -> str:
    tenths, hundredths = divmod(fen, 10)
    if not fen:
        return "整"
    if not hundredths:
        return DIGITS[tenths] + "角整"
    if tenths:
        return DIGITS[tenths] + "角" + DIGITS[hundredths] + "分"
    return (DIGITS[0] if after_yuan else "") + DIGITS[hundredths] + "分"
