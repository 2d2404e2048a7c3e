"""Read one kit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from service.queries.kits import kit_lines_select
from webapp.detail import Detail, detail, made_of
from webapp.pages import kits
from webapp.shapes import Columns


@dataclass(frozen=True, slots=True)
class KitShown:
    """Hold a kit with its parts."""

    id: int
    code: str
    name_zh: str
    name_en: str
    model: str | None
    symptom: str | None
    note: str
    active: bool
    lines: Annotated[tuple[Any, ...], Columns("LineOfKit", kit_lines_select(0))]


def read_kit(kit_id: int) -> KitShown:
    """Show a kit with its parts."""
    return made_of(KitShown, kits.found(kit_id), lines=kits.lines_of(kit_id))


detail(Detail("kit", "/kits/<int:kit_id>", kits.show, read_kit, "parts"))
