"""Who is sent: nearness, room and a certificate that holds on the day, with the reasons told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kernel.settings import DEFINITIONS
from service.matching import WEIGHTS, Certificate, Engineer, Wanted, certificate_for, rank, rate

POINTS = DEFINITIONS[WEIGHTS].default
WANTED = Wanted("East", frozenset({"North"}), 7, "AC", date(2026, 3, 2))
FAMILY = Certificate("AC", None, date(2026, 3, 2))
MODEL = Certificate("", 7, date(2026, 12, 31))
NEAR = Engineer(1, "Near", "East", 0, 4, (FAMILY,))


def names(engineers, wanted=WANTED):
    return [candidate.name for candidate in rank(wanted, engineers, POINTS)]


def test_same_region_before_neighbour_before_far():
    others = [replace(NEAR, name="Far", region="West"), replace(NEAR, name="Next", region="North"), NEAR]
    assert names(others) == ["Near", "Next", "Far"]


def test_a_certificate_holds_on_its_last_day_and_not_after():
    assert certificate_for(WANTED, [FAMILY]) is FAMILY
    late = replace(WANTED, on=date(2026, 3, 3))
    assert certificate_for(late, [FAMILY]) is None
    assert not rate(late, NEAR, POINTS).eligible


def test_another_family_does_not_qualify_but_an_unknown_product_takes_any():
    washing = Certificate("WM", None, date(2026, 12, 31))
    assert certificate_for(WANTED, [washing]) is None
    assert certificate_for(replace(WANTED, product_model_id=None, family=""), [washing]) is washing
    no_family = replace(WANTED, family="")
    assert certificate_for(no_family, [MODEL, washing]) is MODEL
    assert certificate_for(no_family, [washing]) is None


def test_the_model_itself_counts_more_than_its_family():
    exact = replace(NEAR, name="Exact", certificates=(FAMILY, MODEL))
    assert names([NEAR, exact]) == ["Exact", "Near"]
    assert rate(WANTED, exact, POINTS).reasons[-1].code == "certified_for_model"


def test_who_has_room_goes_before_who_is_full_and_the_unqualified_come_last():
    full = replace(NEAR, name="Full", load=4)
    unqualified = replace(NEAR, name="Unqualified", certificates=())
    far = replace(NEAR, name="Far", region="West")
    assert names([unqualified, full, far]) == ["Far", "Full", "Unqualified"]
    assert rate(WANTED, full, POINTS).full


def test_a_score_is_the_sum_of_its_reasons():
    found = rate(WANTED, replace(NEAR, load=1), POINTS)
    assert {reason.code: reason.points for reason in found.reasons} == {
        "same_region": 50,
        "load": 30,
        "certified_for_family": 0,
    }
    assert found.score == 80
    assert found.reasons[1].facts == {"load": 1, "max_load": 4}


def test_no_region_is_not_the_same_region():
    nowhere = replace(NEAR, region="")
    assert rate(replace(WANTED, region=""), nowhere, POINTS).reasons[0].code == "far_region"
