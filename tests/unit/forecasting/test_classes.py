import numpy as np
import pytest

from forecasting.classes import DemandClass, abc_classes, adi_cv2, demand_classes, fsn_classes, xyz_classes


def test_population_variance_and_blanks_in_adi_and_cv2():
    adi, cv2 = adi_cv2([[np.nan, 2, 0, 4, 6, 0, 0]])
    assert adi[0] == 2.0
    assert cv2[0] == pytest.approx(np.var([2, 4, 6]) / 16)


def test_cut_offs_belong_above():
    codes = demand_classes([1.32, 1.3199], [0.49, 0.4899])
    assert codes.tolist() == [DemandClass.LUMPY, DemandClass.SMOOTH]


def test_absurd_sizes_do_not_overflow():
    with np.errstate(over="raise"):
        assert np.isfinite(adi_cv2([[1e200, 1.0, 1.0]])[1]).all()


def test_abc_ranks_by_value_and_ignores_order():
    value = np.array([1.0, 50.0, 9.0, 40.0, np.nan])
    codes = abc_classes(value)
    assert codes.tolist() == [2, 0, 1, 0, 2]
    assert abc_classes(value[::-1]).tolist() == codes[::-1].tolist()
    with pytest.raises(ValueError, match="shares"):
        abc_classes([1.0], 0.9, 0.5)


def test_empty_and_idle_assortments():
    assert abc_classes([]).tolist() == []
    assert abc_classes([0.0, 0.0]).tolist() == [2, 2]
    assert xyz_classes(np.empty((1, 0))).tolist() == [2]
    assert fsn_classes(np.empty((1, 0))).tolist() == [2]
    with pytest.raises(ValueError, match="window"):
        fsn_classes([[1.0]], 0)
