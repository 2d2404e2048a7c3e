"""Class parts by how they sell: ADI and CV2, ABC by value, XYZ by variability, FSN by movement."""

from __future__ import annotations

from enum import IntEnum

import numpy as np
from numpy.typing import ArrayLike

from forecasting.arrays import FloatArray, IntArray, as_history, divide


class DemandClass(IntEnum):
    """Say how a part's demand comes: how often, and how even in size."""

    NONE = 0
    SMOOTH = 1
    ERRATIC = 2
    INTERMITTENT = 3
    LUMPY = 4


class Abc(IntEnum):
    """Rank parts by their share of the value used."""

    A = 0
    B = 1
    C = 2


class Xyz(IntEnum):
    """Rank parts by how variable their demand is."""

    X = 0
    Y = 1
    Z = 2


class Fsn(IntEnum):
    """Tell fast, slow and non-moving parts apart."""

    FAST = 0
    SLOW = 1
    NON_MOVING = 2


def adi_cv2(history: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Return the average inter-demand interval and the squared coefficient of variation of sizes.

    ADI = observed periods / periods with demand; CV2 = population variance of the non-zero sizes over
    their squared mean.  Source: Syntetos, Boylan & Croston (2005), *JORS* 56, 495-503.

    :param history: demand, units per period, (parts, periods); blanks do not count.
    :return: ADI in periods (infinite without demand) and CV2 (0 without demand), (parts,) each.

    >>> adi, cv2 = adi_cv2([[0, 2, 0, 4], [0, 0, 0, 0]])
    >>> adi.tolist(), cv2.round(4).tolist()
    ([2.0, inf], [0.1111, 0.0])
    """
    demand = as_history(history)
    seen = ~np.isnan(demand)
    hit = demand > 0  # a blank is no hit
    count = hit.sum(1)
    units = np.where(hit, demand, 0.0)
    size = divide(units.sum(1), count)
    # In shares of the mean, so that a size of 1e200 does not overflow when squared.
    units /= np.where(size > 0, size, 1.0)[:, None]
    units -= 1.0
    units[~hit] = 0.0
    units *= units
    return divide(seen.sum(1), count, np.inf), divide(units.sum(1), count)


def demand_classes(adi: ArrayLike, cv2: ArrayLike, adi_cut: float = 1.32, cv2_cut: float = 0.49) -> IntArray:
    """Return the :class:`DemandClass` code of each part; a value on a cut-off belongs above it.

    Source of the cut-offs: Syntetos, Boylan & Croston (2005).

    :param adi: periods, infinite for a part without demand, (parts,).
    :param cv2: squared coefficient of variation of the sizes, (parts,).

    >>> [DemandClass(c).name for c in demand_classes([1.0, 1.0, 2.0, 2.0, np.inf], [0.1, 0.5, 0.1, 0.5, 0.0])]
    ['SMOOTH', 'ERRATIC', 'INTERMITTENT', 'LUMPY', 'NONE']
    """
    interval, variation = np.asarray(adi, dtype=np.float64), np.asarray(cv2, dtype=np.float64)
    code = 1 + 2 * (interval >= adi_cut).astype(np.int64) + (variation >= cv2_cut)
    return np.where(np.isinf(interval), int(DemandClass.NONE), code).astype(np.int64)


def abc_classes(value: ArrayLike, a_share: float = 0.8, b_share: float = 0.95) -> IntArray:
    """Return :class:`Abc` codes: A are the dearest parts that make up ``a_share`` of the value used.

    A part belongs to the class in which its stretch of the running sum begins, so the largest part is
    always A; parts without value are C.

    :param value: value used in a year (quantity times unit cost), money, (parts,); blanks count as 0.
    :param a_share, b_share: running shares of the total, 0 < a_share <= b_share <= 1.
    :raises ValueError: when the shares are not so ordered.

    >>> abc_classes([10.0, 800.0, 150.0, 0.0]).tolist()
    [2, 0, 1, 2]
    """
    if not 0 < a_share <= b_share <= 1:
        raise ValueError("shares must satisfy 0 < a_share <= b_share <= 1")
    worth = np.nan_to_num(np.asarray(value, dtype=np.float64)).clip(0.0)
    order = np.argsort(-worth, kind="stable")
    total = float(worth.sum())
    before = divide(np.cumsum(worth[order]) - worth[order], total, 1.0)
    codes = np.empty(worth.shape[0], dtype=np.int64)
    # A share such as 0.8 is not exact in binary; a hair of room keeps a boundary on its side.
    codes[order] = np.where(before < a_share - 1e-12, Abc.A, np.where(before < b_share - 1e-12, Abc.B, Abc.C))
    return np.where(worth > 0, codes, int(Abc.C)).astype(np.int64)


def xyz_classes(history: ArrayLike, x_limit: float = 0.5, y_limit: float = 1.0) -> IntArray:
    """Return :class:`Xyz` codes by the coefficient of variation of demand per period (zeros included).

    X up to ``x_limit``, Y up to ``y_limit``, Z beyond and for parts without demand.

    :param history: demand, units per period, (parts, periods); blanks do not count.

    >>> xyz_classes([[4, 4, 4], [1, 2, 6], [0, 0, 9], [0, 0, 0]]).tolist()
    [0, 1, 2, 2]
    """
    demand = as_history(history)
    seen = ~np.isnan(demand)
    count = seen.sum(1)
    mean = divide(np.where(seen, demand, 0.0).sum(1), count)
    share = np.where(seen, divide(np.where(seen, demand, 0.0), mean[:, None]) - 1.0, 0.0)
    variation = np.sqrt(divide((share**2).sum(1), count))
    code = np.where(variation <= x_limit, Xyz.X, np.where(variation <= y_limit, Xyz.Y, Xyz.Z))
    return np.where(mean > 0, code, int(Xyz.Z)).astype(np.int64)


def fsn_classes(history: ArrayLike, window: int = 12, fast_share: float = 0.5) -> IntArray:
    """Return :class:`Fsn` codes from the last ``window`` periods.

    Fast: demand in at least ``fast_share`` of them; non-moving: in none; slow: between.

    :param history: demand, units per period, (parts, periods); a blank counts as no movement.
    :param window: periods, at least 1.
    :raises ValueError: for a window below 1.

    >>> fsn_classes([[1, 1, 0, 2], [0, 0, 0, 2], [5, 0, 0, 0]], window=3).tolist()
    [0, 1, 2]
    """
    if window < 1:
        raise ValueError("window must be at least 1 period")
    recent = as_history(history)[:, -window:] > 0
    share = recent.sum(1) / max(recent.shape[1], 1)
    return np.where(share >= fast_share, Fsn.FAST, np.where(share > 0, Fsn.SLOW, Fsn.NON_MOVING)).astype(np.int64)
