"""Exact amounts: a quantity in thousandths of the part's unit, money in ten-thousandths of a yuan.

Both wrap one integer, so that sums never drift and the database can hold them as integers.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from typing import ClassVar, Self

from kernel.errors import InvalidAmount

LARGEST = 2**53 - 1
"""The largest scaled integer that every client, JavaScript included, still reads exactly."""


MOST_DIGITS = 15
"""Digits before the point that are still worth scaling; more could only be refused."""


@dataclass(frozen=True, order=True, slots=True)
class Scaled:
    """Hold an exact decimal as an integer of its smallest step; only like is added to like."""

    scaled: int
    PLACES: ClassVar[int] = 0

    def __post_init__(self) -> None:
        """Refuse everything but an integer of sane size: a float here would be a silent rounding."""
        if type(self.scaled) is not int or abs(self.scaled) > LARGEST:
            raise InvalidAmount("amount_out_of_range", value=str(self.scaled))

    @classmethod
    def of(cls, value: str | int | Decimal) -> Self:
        """Return the amount written as `value`, which may not have more places than the scale.

        >>> Quantity.of("2.5")
        Quantity('2.5')
        >>> Money.of(3) + Money.of("0.0001")
        Money('3.0001')
        """
        if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
            raise InvalidAmount("amount_not_a_number", value=str(value)[:40])
        try:
            exact = Decimal(value)
        except InvalidOperation:
            raise InvalidAmount("amount_not_a_number", value=str(value)[:40]) from None
        if not exact.is_finite() or exact.adjusted() > MOST_DIGITS:
            raise InvalidAmount("amount_out_of_range", value=str(value)[:40])
        steps = exact.scaleb(cls.PLACES)
        if steps != steps.to_integral_value():
            raise InvalidAmount("amount_too_fine", value=str(value)[:40], places=cls.PLACES)
        return cls(int(steps))

    @classmethod
    def zero(cls) -> Self:
        """Return nothing at all, the start of a sum."""
        return cls(0)

    @property
    def decimal(self) -> Decimal:
        """Return the exact decimal."""
        return Decimal(self.scaled).scaleb(-self.PLACES)

    def __str__(self) -> str:
        """Write the amount plainly, without trailing zeros and never in exponent form."""
        whole, rest = divmod(abs(self.scaled), 10**self.PLACES)
        sign = "-" if self.scaled < 0 else ""
        return f"{sign}{whole}.{rest:0{self.PLACES}d}".rstrip("0") if rest else f"{sign}{whole}"

    def __repr__(self) -> str:
        """Write the amount as it would be made."""
        return f"{type(self).__name__}('{self}')"

    def __bool__(self) -> bool:
        """Tell whether there is anything."""
        return self.scaled != 0

    def __add__(self, other: Self) -> Self:
        """Add an amount of the same kind."""
        return type(self)(self.scaled + other.scaled) if type(other) is type(self) else NotImplemented

    def __sub__(self, other: Self) -> Self:
        """Subtract an amount of the same kind."""
        return type(self)(self.scaled - other.scaled) if type(other) is type(self) else NotImplemented

    def __neg__(self) -> Self:
        """Return the opposite amount."""
        return type(self)(-self.scaled)

    def __abs__(self) -> Self:
        """Return the size of the amount."""
        return type(self)(abs(self.scaled))

    def __mul__(self, times: int) -> Self:
        """Multiply by a whole number."""
        return type(self)(self.scaled * times) if type(times) is int else NotImplemented


@dataclass(frozen=True, order=True, slots=True, repr=False)
class Quantity(Scaled):
    """A quantity of a part in thousandths of the part's unit."""

    PLACES: ClassVar[int] = 3

    def is_multiple_of(self, step: Quantity) -> bool:
        """Tell whether the quantity is made of whole steps (a piece, a metre, a pack)."""
        return self.scaled % step.scaled == 0


@dataclass(frozen=True, order=True, slots=True, repr=False)
class Money(Scaled):
    """An amount of money in ten-thousandths of a yuan (CNY)."""

    PLACES: ClassVar[int] = 4

    def times(self, quantity: Quantity) -> Money:
        """Return the price of `quantity` at this price per unit, rounded half to even at the fourth place.

        >>> Money.of("1.25").times(Quantity.of("2.5"))
        Money('3.125')
        """
        exact = Decimal(self.scaled) * quantity.decimal
        return Money(int(exact.to_integral_value(ROUND_HALF_EVEN)))

    def rounded(self, places: int = 2) -> Money:
        """Round half to even to `places` (2: fen), as an invoice line does.

        >>> Money.of("1.0050").rounded()
        Money('1')
        """
        exact = self.decimal.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)
        return Money.of(exact)
