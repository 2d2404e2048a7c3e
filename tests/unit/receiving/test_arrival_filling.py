"""Labels into lines: other lots get their own line, quantities add up, a serial number counts once."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from webapp.arrival_filling import LabelFacts, Place, amount, fill

PLACES = {code: Place(code, part, Decimal(room)) for code, part, room in (("A/1", "P1", 10), ("B/1", "P1", 5))}


def first() -> list[dict[str, str]]:
    return [{"order_line_id": "A/1", "part_id": "P1", "quantity": "10"}]


def test_a_label_without_a_quantity_leaves_what_the_line_began_with() -> None:
    lines = first()
    filled = fill(lines, LabelFacts("P1", lot="L1", expires_on="2027-01-31", made_on="2026-01-31"), PLACES, set())
    assert (filled.kind, filled.quantity) == ("filled", "10")
    assert lines == [
        {
            "order_line_id": "A/1",
            "part_id": "P1",
            "quantity": "10",
            "supplier_lot": "L1",
            "expires_on": "2027-01-31",
            "made_on": "2026-01-31",
        }
    ]


def test_what_one_order_does_not_take_goes_to_the_suppliers_next_one() -> None:
    lines, counted = first(), set[str]()
    for _carton in range(3):
        fill(lines, LabelFacts("P1", quantity=5), PLACES, counted)
    assert [(line["order_line_id"], line["quantity"]) for line in lines] == [("A/1", "10"), ("B/1", "5")]
    fill(lines, LabelFacts("P1", quantity=5), PLACES, counted)
    assert [line["quantity"] for line in lines] == ["10", "10"]  # surplus is typed as it came


def test_the_same_lot_with_another_expiry_is_another_line() -> None:
    lines = first()
    fill(lines, LabelFacts("P1", lot="L1", expires_on="2027-01-31", quantity=2), PLACES, set())
    filled = fill(lines, LabelFacts("P1", lot="L1", expires_on="2027-02-28", quantity=2), PLACES, set())
    assert filled.number == 1


def test_a_serial_number_counts_once_and_makes_the_quantity() -> None:
    lines, counted = [{"order_line_id": "A/1", "part_id": "P1", "quantity": "2"}], set[str]()
    kinds = [fill(lines, LabelFacts("P1", serial=each), PLACES, counted).kind for each in ("S1", "S2", "S1")]
    assert kinds == ["filled", "filled", "known"]
    assert (lines[0]["quantity"], lines[0]["serials"]) == ("2", "S1\nS2")


def test_what_nobody_ordered_gets_a_line_without_an_order() -> None:
    lines = first()
    filled = fill(lines, LabelFacts("P9", lot="X"), PLACES, set())
    assert (filled.kind, lines[1]["order_line_id"], lines[1]["part_id"]) == ("unordered", "", "P9")


@given(st.lists(st.tuples(st.sampled_from(["", "L1", "L2"]), st.integers(1, 9)), min_size=1, max_size=30))
def test_nothing_that_was_scanned_is_lost_or_counted_twice(labels: list[tuple[str, int]]) -> None:
    lines, counted = first(), set[str]()
    for lot, quantity in labels:
        fill(lines, LabelFacts("P1", lot=lot, quantity=quantity), PLACES, counted)
    assert sum(amount(line["quantity"]) for line in lines) == sum(quantity for _lot, quantity in labels)
