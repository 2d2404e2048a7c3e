"""Who is served first, and who loses first."""

from datetime import UTC, datetime, timedelta

from inventory.priority import Claim, promises, withdrawals
from tests.support.world import q

START = datetime(2026, 3, 2, tzinfo=UTC)


def claim(key, urgency, minutes, quantity):
    return Claim(key, urgency, START + timedelta(minutes=minutes), q(quantity))


CLAIMS = [
    claim(1, "normal", 0, 2),
    claim(2, "urgent", 9, 2),
    claim(3, "important", 5, 2),
    claim(4, "urgent", 8, 2),
    claim(5, "normal", 0, 2),
]


def test_urgency_then_age_then_number():
    assert [p.part_request_id for p in promises(CLAIMS, q(99))] == [4, 2, 3, 1, 5]


def test_nobody_overtakes_with_a_smaller_wish():
    wishes = [claim(1, "normal", 0, 5), claim(2, "normal", 1, 1)]
    assert [(p.part_request_id, p.quantity) for p in promises(wishes, q(3))] == [(1, q(3))]


def test_who_lacks_nothing_gets_nothing():
    assert promises([claim(1, "urgent", 0, 0), claim(2, "normal", 1, 1)], q(3))[0].part_request_id == 2
    assert promises(CLAIMS, q(0)) == promises(CLAIMS, q(-1)) == ()


def test_the_last_in_turn_lose_first():
    assert [(p.part_request_id, p.quantity) for p in withdrawals(CLAIMS, q(3))] == [(5, q(2)), (1, q(1))]
