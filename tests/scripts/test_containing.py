"""A text is found in another on both engines, whatever its case and whichever signs it has."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.tables import Part
from kernel.containing import contains
from tests.support.world import World

NAMES = {"A-100%": "Seal ring", "B_200": "压缩机 Compressor", "C/300": "seal/kit", "D400": "Ring seal"}


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("seal", ["A-100%", "C/300", "D400"]),
        ("SEAL R", ["A-100%"]),
        ("压缩机", ["B_200"]),
        ("%", ["A-100%"]),
        ("_", ["B_200"]),
        ("/", ["C/300"]),
        ("seal/k", ["C/300"]),
        ("'", []),
    ],
)
def test_a_text_is_found_as_it_is_typed(session: Session, world: World, text: str, numbers: list[str]) -> None:
    unit = session.get_one(Part, world.parts["P1"]).unit_id
    session.add_all(Part(number=number, name_zh="", name_en=name, unit_id=unit) for number, name in NAMES.items())
    holds = contains(Part.number, text) | contains(Part.name_en, text)
    found = session.scalars(select(Part.number).where(Part.number.in_(NAMES), holds))
    assert sorted(found) == numbers
