"""Show what the part master knows: a range of serial numbers, a part that was entered twice, computed classes."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta

from sqlalchemy import select

from forecasting.classing import classify_parts
from inventory import fit_ranges_keeping, merging, parts_keeping
from inventory.parts_keeping import PartFacts
from inventory.tables import Fit, Part
from kernel.settings import day_of
from webapp.demo.stage import DemoPart, Stage


def part_master(stage: Stage) -> None:
    """Keep the master data of a few parts as a buyer and a supervisor would, and class all parts."""
    plain = [part for part in stage.parts if part.models and not part.kind.serial and not part.succeeded]
    if len(plain) > 1:
        _narrowed(stage, plain[0])
        _entered_twice(stage, plain[1])
    stage.do(classify_parts, by="supervisor", on=day_of(stage.session, stage.at))


def _narrowed(stage: Stage, part: DemoPart) -> None:
    """Let a part fit the products of one model only from a serial number on, which every one sold so far has."""
    model_id = stage.session.scalar(
        select(Fit.product_model_id).where(Fit.part_id == part.id).order_by(Fit.product_model_id).limit(1)
    )
    if model_id is not None:
        facts = {"part_id": part.id, "product_model_id": model_id, "serial_from": "0001", "serial_to": ""}
        stage.do(fit_ranges_keeping.add_fit_range, by="buyer", **facts)


def _entered_twice(stage: Stage, part: DemoPart) -> None:
    """Enter a part under a second number, as happens, and merge it into the first."""
    row = stage.session.get_one(Part, part.id)
    facts = {name: getattr(row, name) for name in asdict(PartFacts("", "", "", 0))}
    twin = facts | {"number": f"{row.number}-OLD", "gtin": None}
    made = stage.do(parts_keeping.create_part, by="buyer", facts=PartFacts(**twin))
    stage.at += timedelta(minutes=5)
    reason = "旧系统编号，与新编号为同一配件 (number of the former system)"
    stage.do(merging.merge_parts, by="supervisor", duplicate_id=made.id, kept_id=part.id, reason=reason)
