"""Decide whether a part fits a product model."""

from __future__ import annotations

from collections.abc import Collection


def fits(fitted_model_ids: Collection[int], product_model_id: int | None) -> bool:
    """Tell whether a part whose fits are listed may be used on a model.

    A part without any fit is general and fits every model; a job without a model (a workshop repair) takes every part.

    >>> fits({1, 2}, 3), fits({1, 2}, 2), fits((), 3), fits({1}, None)
    (False, True, True, True)
    """
    return product_model_id is None or not fitted_model_ids or product_model_id in fitted_model_ids
