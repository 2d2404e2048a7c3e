"""Read and write the values of the house in JSON and forms: amounts travel as strings, days as ISO dates.

A field's `metadata` may hold `label` and `help` (translated words), `unit` (shown behind the box), `rows` (a taller
box), `choices` (pairs of value and words) and `autocomplete`, which the forms of the pages use.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from marshmallow import RAISE, Schema, ValidationError, fields, pre_load, validate

from kernel.amounts import LARGEST, Money, Quantity, Scaled
from kernel.errors import InvalidAmount
from webapp.messages import message

EARLIEST, LATEST = date(1970, 1, 1), date(2199, 12, 31)
_PLAIN_NUMBER = re.compile(r"-?[0-9]{1,16}(\.[0-9]{1,9})?")
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
AMOUNT_PATTERN = r"^-?[0-9]{1,16}(\.[0-9]{1,9})?$"

LIBRARY_TEXTS = {
    "Missing data for required field.": _l("Fill this in."),
    "Field may not be null.": _l("Fill this in."),
    "Unknown field.": _l("This name is not known here. Leave it out."),
    "Not a valid integer.": _l("Write a whole number, such as 12."),
    "Not a valid string.": _l("Write a text."),
    "Not a valid date.": _l("Write a day, such as 2026-03-31."),
    "Not a valid datetime.": _l("Write a day and a time, such as 2026-03-31T08:30."),
    "Not a valid boolean.": _l("Answer yes or no."),
    "Not a valid list.": _l("Give a list."),
    "Not a valid number.": _l("Write a number, such as 12.5."),
    "Invalid input type.": _l("Give names and values."),
}
"""What marshmallow says by itself, and what we say instead: what to do."""


def translated(messages: Any) -> Any:
    """Translate the messages of a validation, however deep they lie."""
    if isinstance(messages, dict):
        return {str(key): translated(each) for key, each in messages.items()}
    if isinstance(messages, list | tuple):
        return [translated(each) for each in messages]
    if not messages:
        return ""
    said = str(messages)
    return str(LIBRARY_TEXTS[said]) if said in LIBRARY_TEXTS else _(said)


class Input(Schema):
    """Read what somebody sent: unknown names and unstorable characters are refused."""

    class Meta:
        """Refuse names that are not listed."""

        unknown = RAISE

    @pre_load
    def _storable(self, data: Any, **more: Any) -> Any:
        """Refuse characters that no text holds and PostgreSQL cannot store."""
        _refuse_unwanted(data)
        return data


def _refuse_unwanted(value: Any) -> None:
    if isinstance(value, str) and _UNWANTED.search(value):
        raise ValidationError(_("The text holds characters that cannot be stored."))
    if isinstance(value, dict):
        for key, each in value.items():
            _refuse_unwanted(key)
            _refuse_unwanted(each)
    elif isinstance(value, list):
        for each in value:
            _refuse_unwanted(each)


class ScaledField(fields.Field[Any]):
    """Read an exact amount from a string; a JSON number would already have been rounded."""

    kind: type[Scaled] = Scaled

    def __init__(
        self,
        *,
        positive: bool = False,
        signed: bool = False,
        checks: list[Callable[[Any], None]] | None = None,
        **more: Any,
    ) -> None:
        """Take amounts from zero up; `positive` more than zero, `signed` below zero too."""
        metadata = {"example": "12.5", **more.pop("metadata", {})}
        super().__init__(validate=checks or None, metadata=metadata, **more)
        self.positive, self.signed = positive, signed

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        return None if value is None else str(value)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, str):
            raise ValidationError(_('Send the number as a text, such as "12.5": it stays exact so.'))
        if not _PLAIN_NUMBER.fullmatch(value.strip()):
            raise ValidationError(_("Write a number, such as 12.5."))
        try:
            amount = self.kind.of(value.strip())
        except InvalidAmount as error:
            raise ValidationError(message(error)) from None
        if self.positive and amount.scaled <= 0:
            raise ValidationError(_("Must be more than zero."))
        if not self.signed and amount.scaled < 0:
            raise ValidationError(_("Must not be below zero."))
        return amount


class QuantityField(ScaledField):
    """Read a quantity, in the part's unit."""

    kind = Quantity


class PercentField(QuantityField):
    """Read a share in percent, with up to three decimals."""

    def __init__(self, least: int = 0, most: int | str = 100, **more: Any) -> None:
        """Take shares from `least` to `most` percent."""
        bounds = validate.Range(
            Quantity.of(least), Quantity.of(most), error=_l("A share between {min} and {max} %, please.")
        )
        metadata = {"unit": "%", **more.pop("metadata", {})}
        super().__init__(checks=[bounds, *more.pop("checks", [])], metadata=metadata, **more)


def share_of(percent: Quantity) -> float:
    """Return a share in percent as a number between 0 and 1."""
    return float(percent.decimal / 100)


class MoneyField(ScaledField):
    """Read an amount in yuan."""

    kind = Money


class TextField(fields.String):
    """Read a text without outer blanks, not longer than its column."""

    def __init__(self, longest: int = 200, *, least: int = 0, **more: Any) -> None:
        """Take texts up to `longest` characters; a required one is not empty."""
        least = max(least, 1 if more.get("required") else 0)
        length = validate.Length(least, longest, error=_l("Between {min} and {max} characters, please."))
        super().__init__(validate=[length, *more.pop("checks", [])], **more)
        self.longest = longest

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        read = super()._deserialize(value, attr, data, **kwargs)
        return read.strip() if isinstance(read, str) else read


AS_SCANNED = _l("One a line, as scanned, or a range: SN0001–SN0050.")


class SerialsField(TextField):
    """Take serial numbers as they are scanned; `webapp.serial_codes` reads them."""

    def __init__(self, *, required: bool = False, rows: int = 4, explained: Any = AS_SCANNED) -> None:
        """Take many; where they are not required, none is an empty text."""
        more: dict[str, Any] = {"required": True} if required else {"load_default": ""}
        super().__init__(20_000, metadata={"label": _l("Serial numbers"), "rows": rows, "help": explained}, **more)


class ChoiceField(fields.String):
    """Read one of the listed words."""

    def __init__(self, choices: dict[str, Any], **more: Any) -> None:
        """Take the keys of `choices`; its values are their words."""
        metadata = {"choices": list(choices.items()), **more.pop("metadata", {})}
        known = validate.OneOf(list(choices), error=_l("Choose one of the list."))
        super().__init__(validate=known, metadata=metadata, **more)


class DayField(fields.Date):
    """Read a date of the business calendar."""

    def __init__(self, **more: Any) -> None:
        """Take ISO dates of our age."""
        age = validate.Range(EARLIEST, LATEST, error=_l("A date between {min} and {max}, please."))
        super().__init__(format="iso", validate=age, **more)


class InstantField(fields.DateTime):
    """Read an instant with its offset from UTC."""

    def __init__(self, **more: Any) -> None:
        """Take ISO instants; a time without an offset could be any."""
        super().__init__(format="iso", **more)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        read = super()._deserialize(value, attr, data, **kwargs)
        if not isinstance(read, datetime) or read.tzinfo is None:
            raise ValidationError(_("Write the time with its offset, such as 2026-03-02T12:00:00+08:00."))
        try:
            utc = read.astimezone(UTC)
        except (OverflowError, ValueError):
            raise ValidationError(_("Not a time of our age.")) from None
        if not EARLIEST <= utc.date() <= LATEST:
            raise ValidationError(_("Not a time of our age."))
        return utc

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        return None if value is None else value.astimezone(UTC).isoformat()


class WholeField(fields.Integer):
    """Read a whole number between bounds."""

    def __init__(self, least: int = 0, most: int = 1_000_000, **more: Any) -> None:
        """Take JSON integers from `least` to `most`; forms give their digits."""
        bounds = validate.Range(least, most, error=_l("A whole number between {min} and {max}, please."))
        super().__init__(validate=bounds, **more)

    def _validated(self, value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int | str) or len(str(value)) > 18:
            raise self.make_error("invalid", input=value)
        read: int = super()._validated(value)
        return read


class RowId(WholeField):
    """Read the id of a row; on a page of a known kind people type its code instead, with look-ahead."""

    def __init__(self, kind: str = "", **more: Any) -> None:
        """Name the kind of row (part, supplier, location ...) for look-ahead; empty for a hidden id."""
        super().__init__(1, LARGEST, **more)
        self.kind = kind


class FlagField(fields.Boolean):
    """Read yes or no; on a page a box that is ticked or not."""


class RowIds(fields.List[int]):
    """Read the ids of several rows."""

    def __init__(self, *, least: int = 1, most: int = 500, **more: Any) -> None:
        """Take up to `most` ids."""
        number = validate.Length(least, most, error=_l("Choose between {min} and {max} rows."))
        super().__init__(RowId(), validate=number, **more)
