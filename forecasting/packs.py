"""Find the pack in which a part is always asked for: four brake pads, ten screws, a pair of belts."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from forecasting.arrays import FloatArray, as_history

# A greatest common divisor of few demands is luck: the smaller the divisor, the more demands must agree on it.
# With sizes drawn evenly the chance that n of them share a divisor k is about k ** -n: here below 1 in 60.
_DEMANDS_NEEDED = {2: 7, 3: 5, 4: 4}
_DEMANDS_NEEDED_BEYOND = 3
_WHOLE = 1e-9
_LARGEST = 2.0**53


def pack_sizes(history: ArrayLike) -> FloatArray:
    """Return the units that every demand of a part is a multiple of, 1 where there is no such pack, (parts,).

    :param history: units per period, (parts, periods); blanks and zeros say nothing.

    >>> pack_sizes([[4, 0, 8, 4, 12], [4, 0, 0, 0, 8], [1, 2, 0, 0, 3], [0.5, 1.5, 0, 0, 0]]).tolist()
    [4.0, 1.0, 1.0, 1.0]
    """
    told = as_history(history)
    packs = np.ones(told.shape[0])
    # Most parts have been asked for singly at some time, and their divisor is 1 without looking further.
    rows = np.flatnonzero(~(told == 1.0).any(1))
    demand = np.nan_to_num(told[rows]).clip(0.0)
    whole = np.rint(demand)
    sound = (np.abs(demand - whole) < _WHOLE).all(1) & (whole.max(1, initial=0.0) < _LARGEST)
    common = np.ones(rows.size, dtype=np.int64)
    common[sound] = np.gcd.reduce(whole[sound].astype(np.int64), axis=1)
    needed = np.full(common.shape, _DEMANDS_NEEDED_BEYOND)
    for pack, demands in _DEMANDS_NEEDED.items():
        needed[common == pack] = demands
    agreed = (common > 1) & ((demand > 0).sum(1) >= needed)
    packs[rows[agreed]] = common[agreed]
    return packs
