"""A column that holds numbers in a row: packed, as a hundred thousand histories are written every night."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from sqlalchemy import Dialect, LargeBinary
from sqlalchemy.types import TypeDecorator

from forecasting.arrays import FloatArray

_PACKED = np.dtype("<f8")


class Series(TypeDecorator[list[float | None]]):
    """Store numbers as packed doubles, least byte first; a blank is the number that is none."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Sequence[float | None] | bytes | None, _dialect: Dialect) -> bytes | None:
        """Pack numbers; what is packed already stays."""
        if value is None or isinstance(value, bytes):
            return value
        return packed(np.array([value], dtype=np.float64))[0]

    def process_result_value(self, value: bytes | None, _dialect: Dialect) -> list[float | None] | None:
        """Return the numbers with None for a blank."""
        if value is None:
            return None
        return [None if math.isnan(each) else each for each in unpacked([value])[0].tolist()]


def packed(rows: FloatArray) -> list[bytes]:
    """Return each row of (rows, numbers) as its column holds it."""
    whole = np.ascontiguousarray(rows, dtype=_PACKED).tobytes()
    width = rows.shape[1] * _PACKED.itemsize
    return [whole[row * width : (row + 1) * width] for row in range(rows.shape[0])]


def unpacked(rows: Sequence[bytes]) -> FloatArray:
    """Return rows of one length as an array, (rows, numbers), blanks as NaN.

    >>> unpacked(packed(np.array([[1.5, np.nan], [0.0, 2.0]]))).tolist()
    [[1.5, nan], [0.0, 2.0]]
    """
    return np.frombuffer(b"".join(rows), dtype=_PACKED).reshape(len(rows), -1).astype(np.float64)
