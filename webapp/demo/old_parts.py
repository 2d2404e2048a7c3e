"""Let engineers bring old parts back, keepers confirm them, inspectors judge them, and a workshop repair some."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import cycle
from random import Random

from sqlalchemy import select

from inventory import explaining, judging_old, refurbishing, returning_old, workshops_keeping
from inventory.owing import OWED_FOR
from inventory.returning_old import AskedLine
from inventory.tables import OldPartDebt, Part, WorkshopLine, WorkshopOrder
from kernel.amounts import Money, Quantity
from kernel.settings import DEFINITIONS, set_value
from receiving import warranty_claiming
from webapp.demo.agenda import Agenda, at_work
from webapp.demo.stage import DemoEngineer, Stage

SINCE_DAYS = 25
"""So many days ago the company began to ask for old parts; before that it only kept records of repairs."""
FINDINGS = (
    ("repair", "defect", "线圈断路，可修"),
    ("scrap", "wear", "磨损超限，无修复价值"),
    ("scrap", "outside", "进水短路"),
    ("to_maker", "defect", "批次性虚焊，返厂分析"),
    ("restock", "no_fault", "检测正常，清洁后可用"),
)


class OldParts:
    """Hold what comes back."""

    def __init__(self, stage: Stage, agenda: Agenda, rng: Random) -> None:
        """Begin with nothing brought."""
        self.stage, self.agenda, self.rng = stage, agenda, rng
        self.workshops: dict[int, int] = {}
        self.lots: list[tuple[int, int, Quantity]] = []
        self.verdicts = cycle(FINDINGS)

    def found(self, first: date, today: date) -> None:
        """Write down from which day on old parts are owed, and open a workshop of the central store."""
        session, by = self.stage.session, self.stage.people["supervisor"]
        rule: dict[str, bool] = {**DEFINITIONS[OWED_FOR].default, "common": True}
        set_value(session, name=OWED_FOR, value=dict.fromkeys(rule, False), valid_from_on=first, by=by)
        since = today - timedelta(days=SINCE_DAYS)
        if since > first:
            set_value(session, name=OWED_FOR, value=rule, valid_from_on=since, by=by)
        for store in self.stage.stores.values():
            self.workshops[store.id] = self.stage.do(
                workshops_keeping.open_workshop,
                by="supervisor",
                store_id=store.id,
                code=f"{store.code}-WX01",
                name_zh=f"诚信电器维修部（{store.code}）",
                name_en=f"Trusty Repairs ({store.code})",
                address="上海市维修路 18 号",
                contact="周师傅",
                phone="021-5550 0188",
                email="repairs@trusty.example",
            ).location_id

    def bring(self) -> None:
        """Let every engineer bring most of what is owed."""
        for engineer in self.stage.engineers:
            owed = self._owed(engineer)
            lines = [self._line(debt) for debt in owed if self.rng.random() > 0.12]
            if lines:
                made = self.stage.do(
                    returning_old.make_note,
                    by=engineer.code,
                    store_id=self.stage.stores[engineer.store].id,
                    lines=tuple(lines),
                )
                quantities = [(key, line.quantity) for key, line in zip(made.line_ids, lines, strict=True)]
                at = at_work(self.stage.at + timedelta(hours=16))
                self.agenda.note(at, lambda e=engineer, q=quantities: self.confirm(e, q))  # type: ignore[misc]

    def confirm(self, engineer: DemoEngineer, lines: list[tuple[int, Quantity]]) -> None:
        """Confirm each line of a note."""
        keeper = self.stage.stores[engineer.store].keepers[0]
        for line, quantity in lines:
            came = self.stage.do(warranty_claiming.take_back, by=keeper, line_id=line, quantity=quantity)
            self.lots.append((came.lot_id, self.stage.stores[engineer.store].id, quantity))

    def judge(self) -> None:
        """Judge what came, except the newest few, and carry most of it out."""
        keep = max(1, len(self.lots) // 4)
        waiting, self.lots = self.lots[: len(self.lots) - keep], self.lots[len(self.lots) - keep :]
        for lot, store, quantity in waiting:
            verdict, cause, finding = next(self.verdicts)
            done = self.stage.do(
                warranty_claiming.decide, by="inspector", lot_id=lot, verdict=verdict, cause=cause, finding=finding
            )
            if verdict == "scrap" and self.rng.random() < 0.8:
                self.stage.do(judging_old.scrap_old, by="supervisor", lot_id=lot, quantity=quantity)
            elif verdict == "restock" and self.rng.random() < 0.6:
                self.stage.do(
                    refurbishing.restock, by="keeper", lot_id=lot, quantity=quantity, unit_cost_cny=Money.of(6)
                )
            elif verdict == "repair":
                self._send_out(lot, store)
            elif verdict == "to_maker" and done.supplier_return_id is None and self.rng.random() < 0.5:
                self.stage.do(judging_old.send_to_maker, by="keeper", lot_id=lot, quantity=quantity)

    def take_back(self) -> None:
        """Let the workshop send its oldest order back."""
        line = self.stage.session.scalar(
            select(WorkshopLine)
            .join(WorkshopOrder, WorkshopOrder.id == WorkshopLine.workshop_order_id)
            .where(WorkshopOrder.state == "sent")
            .order_by(WorkshopLine.id)
            .limit(1)
        )
        if line is not None:
            self.stage.do(
                refurbishing.take_back,
                by="keeper",
                workshop_line_id=line.id,
                repaired=line.quantity,
                unrepaired=Quantity.zero(),
                unit_cost_cny=Money.of(35),
            )

    def leave_work(self) -> None:
        """Leave an explanation to sign, notes to confirm, and old parts to judge."""
        for engineer in self.stage.engineers:
            owed = self._owed(engineer)
            if owed:
                self.stage.do(
                    explaining.explain,
                    by=engineer.code,
                    debt_id=owed[0].id,
                    wish="let_off",
                    excuse="customer",
                    quantity=owed[0].quantity - owed[0].returned - owed[0].excused,
                    note="客户要求自行留存旧件",
                )
                break
        own, self.agenda = self.agenda, Agenda()  # nobody confirms these any more: they wait for today's keepers
        self.bring()
        left, self.agenda = self.agenda, own
        coming = left.until(self.stage.at + timedelta(days=7))
        if not self.lots and (first := next(coming, None)):  # but for one, or the inspector had nothing to judge
            first[1]()

    def _send_out(self, lot: int, store: int) -> None:
        self.stage.do(
            refurbishing.send_out,
            by="keeper",
            workshop_id=self.workshops[store],
            lot_ids=(lot,),
            due_on=self.stage.today + timedelta(days=14),
        )

    def _owed(self, engineer: DemoEngineer) -> list[OldPartDebt]:
        return [
            debt
            for debt in self.stage.session.scalars(
                select(OldPartDebt)
                .where(
                    OldPartDebt.engineer_id == engineer.id,
                    OldPartDebt.quantity > OldPartDebt.returned + OldPartDebt.excused,
                )
                .order_by(OldPartDebt.id)
            )
            if not returning_old.on_open_notes(self.stage.session, debt.id)
        ]

    def _line(self, debt: OldPartDebt) -> AskedLine:
        rest = debt.quantity - debt.returned - debt.excused
        tracked = self.stage.session.get_one(Part, debt.part_id).serial_tracked
        if tracked or (rest == Quantity.of(1) and debt.id % 2 == 0):
            return AskedLine(debt.id, Quantity.of(1), serial_number=f"R{debt.id:06d}", fault="更换下的旧件")
        return AskedLine(debt.id, rest, fault="更换下的旧件")
