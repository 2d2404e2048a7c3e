from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.amounts import Money, Quantity
from kernel.errors import InvalidAmount, RuleViolation
from receiving.allotment import allot
from receiving.readings import Reading
from receiving.settlement import Reason, SettlementKind, check_settlement, state_of
from receiving.verdict import DefectClass, Finding, check, conforms, missing, noted_by_class, propose, worst

PIECE, MILLIMETRE = Quantity(1000), Quantity(1)
CRITICAL, MAJOR, MINOR = DefectClass.CRITICAL, DefectClass.MAJOR, DefectClass.MINOR


def q(value: str | int) -> Quantity:
    return Quantity.of(value)


def bad(sample: int, gravity: DefectClass, characteristic: int = 1) -> Finding:
    return Finding(characteristic, sample, gravity, conforms=False)


def good(sample: int, gravity: DefectClass = MAJOR, characteristic: int = 1) -> Finding:
    return Finding(characteristic, sample, gravity, conforms=True)


@pytest.mark.parametrize(
    ("measured", "lower", "upper", "right"),
    [
        ("9.95", "9.95", "10.05", True),
        ("10.05", "9.95", "10.05", True),
        ("10.050001", "9.95", "10.05", False),
        ("9.949999", "9.95", "10.05", False),
        ("-40", None, "-30", True),
        ("-29.9", None, "-30", False),
        ("1000000", "5", None, True),
        ("0.1", "0.1", "0.1", True),
    ],
)
def test_limits_belong_to_what_conforms(measured, lower, upper, right):
    limits = [None if each is None else Reading.of(each) for each in (lower, upper)]
    assert conforms(Reading.of(measured), *limits) is right


def test_a_reading_is_exact_and_never_rounded():
    assert Reading.of("0.1") + Reading.of("0.2") == Reading.of("0.3")
    with pytest.raises(InvalidAmount):
        Reading.of("0.0000001")


def test_each_bad_piece_fails_once_however_many_defects_it_has():
    findings = [bad(1, MAJOR), bad(1, CRITICAL, 2), bad(4, MAJOR), bad(5, MINOR), good(6)]
    proposal = propose(findings, pending=q(10), step=PIECE)
    assert (proposal.passed, proposal.failed, proposal.severity) == (q(8), q(2), CRITICAL)


def test_a_defect_of_the_whole_lot_fails_it_all():
    assert propose([bad(0, MAJOR)], pending=q(10), step=PIECE).failed == q(10)
    assert propose([bad(3, MAJOR)], pending=q("7.5"), step=MILLIMETRE).failed == q("7.5")


def test_minor_defects_are_remarked_and_pass():
    proposal = propose([bad(0, MINOR)], pending=q(10), step=PIECE)
    assert (proposal.passed, proposal.severity) == (q(10), MINOR)
    assert worst([good(1, CRITICAL)]) is None


def test_a_critical_defect_never_passes():
    findings = [bad(1, CRITICAL), bad(2, MAJOR)]
    check(findings, passed=q(3), failed=q(2), pending=q(5), step=PIECE)
    check(findings, passed=q(4), failed=q(1), pending=q(5), step=PIECE, conceded=q(1))
    with pytest.raises(RuleViolation, match="critical_defect_passed"):
        check(findings, passed=q(4), failed=q(0), pending=q(5), step=PIECE, conceded=q(5))
    with pytest.raises(RuleViolation, match="critical_defect_passed"):
        check([bad(0, CRITICAL)], passed=q(1), failed=q(4), pending=q(5), step=PIECE)


def test_a_major_defect_passes_as_far_as_it_is_conceded():
    findings = [bad(1, MAJOR), bad(2, MAJOR), bad(3, MINOR)]
    with pytest.raises(RuleViolation, match="concession_needed"):
        check(findings, passed=q(4), failed=q(1), pending=q(5), step=PIECE)
    check(findings, passed=q(4), failed=q(1), pending=q(5), step=PIECE, conceded=q(1))
    with pytest.raises(RuleViolation, match="concession_needed"):
        check(findings, passed=q(3), failed=q(0), pending=q(5), step=PIECE, conceded=q(1))


def test_a_piece_counts_once_under_its_gravest_defect():
    findings = [bad(1, MINOR), bad(1, CRITICAL, 2), bad(2, MAJOR), good(3, MAJOR, 4), bad(0, MAJOR)]
    assert noted_by_class(findings) == {"critical": 1, "major": 1, "minor": 0}


@pytest.mark.parametrize(("passed", "failed", "code"), [(0, 0, "verdict_empty"), (4, 2, "verdict_exceeds_pending")])
def test_a_verdict_is_over_something_and_over_no_more_than_waits(passed, failed, code):
    with pytest.raises(RuleViolation, match=code):
        check([], passed=q(passed), failed=q(failed), pending=q(5), step=PIECE)
    with pytest.raises(RuleViolation, match="verdict_empty"):
        check([], passed=q(3), failed=q(-1), pending=q(5), step=PIECE)


def test_what_nobody_looked_at_is_named_in_order():
    assert missing([good(1, MAJOR, 7)], [9, 7, 8]) == (9, 8)


samples = st.lists(
    st.builds(Finding, st.integers(1, 4), st.integers(0, 8), st.sampled_from(DefectClass), st.booleans()), max_size=20
)


@given(samples, st.integers(1, 12), st.sampled_from([PIECE, MILLIMETRE]))
def test_every_proposal_is_a_verdict_that_is_allowed(findings, pieces, step):
    pending = q(pieces)
    proposal = propose(findings, pending=pending, step=step)
    assert proposal.passed + proposal.failed == pending
    check(findings, passed=proposal.passed, failed=proposal.failed, pending=pending, step=step)


@given(st.integers(0, 10**6), st.integers(-(10**5), 10**6))
def test_allotment_loses_nothing_and_takes_no_more_than_expected(arrived, expected):
    split = allot(Quantity(arrived), expected=Quantity(expected))
    assert split.accepted + split.surplus == Quantity(arrived)
    assert Quantity(0) <= split.accepted <= Quantity(max(expected, 0))
    assert split.surplus == Quantity(0) or split.accepted == Quantity(max(expected, 0))


def test_a_claim_ends_only_when_goods_are_gone_and_all_is_settled():
    five = q(5)
    assert state_of(quantity=five, gone=q(4), settled=five) == "open"
    assert state_of(quantity=five, gone=five, settled=q(4)) == "returned"
    assert state_of(quantity=five, gone=five, settled=five) == "settled"


@pytest.mark.parametrize(
    ("reason", "kind", "amount", "allowed"),
    [
        (Reason.REJECTED, SettlementKind.CREDITED, "10", True),
        (Reason.REJECTED, SettlementKind.CREDITED, "0", False),
        (Reason.REJECTED, SettlementKind.REPLACED, "0", False),
        (Reason.REJECTED, SettlementKind.REWORKED, "0", False),
        (Reason.REJECTED, SettlementKind.WAIVED, "0", True),
        (Reason.REFUSED, SettlementKind.TAKEN_BACK, "0", True),
        (Reason.REFUSED, SettlementKind.CREDITED, "10", False),
        (Reason.REJECTED, SettlementKind.TAKEN_BACK, "0", False),
        (Reason.OVER, SettlementKind.TAKEN_BACK, "0", True),
        (Reason.WRONG_PART, SettlementKind.CREDITED, "10", False),
    ],
)
def test_an_end_has_to_fit_its_claim(reason, kind, amount, allowed):
    if allowed:
        check_settlement(reason, kind, Money.of(amount))
    else:
        with pytest.raises(RuleViolation):
            check_settlement(reason, kind, Money.of(amount))
