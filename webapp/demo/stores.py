"""Play the stores: transfers to where parts are missing, vans refilled, shelves counted, a bad lot taken out."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from math import ceil
from random import Random

from sqlalchemy import func, select

from inventory import counting, quarantining, stock_take_queries, transferring
from inventory.finding_pieces import PIECE, Pieces, pieces_in_store, pieces_on_the_way
from inventory.reading_books import serial_lots
from inventory.tables import Balance, Location, Lot, PartRequest, Reservation, Stock, Transfer, TransferLine
from kernel.amounts import Money, Quantity
from kernel.settings import day_of
from receiving import claiming, settling
from receiving.settlement import Demand, SettlementKind
from service import noting
from service.tables import RepairReport, ReportPart
from webapp.demo.agenda import Agenda, Step, at_work
from webapp.demo.company import REGIONAL
from webapp.demo.demand import mean_around
from webapp.demo.stage import DemoEngineer, DemoPart, Stage

Lines = tuple[tuple[int, Quantity], ...]
VAN_PACES = {"fast": 2.0, "steady": 1.0, "season_fast": 2.0, "erratic": 6.0}
"""What an engineer carries of parts that are often needed, by their pace."""
DEAREST_IN_VAN = 70
EXPIRY_MARGIN = timedelta(days=3)
CAUSES = ("miscounted", "misplaced", "unrecorded_issue", "damaged", "lost", "unrecorded_receipt")


class Stores:
    """Play the keepers."""

    def __init__(self, stage: Stage, agenda: Agenda, rng: Random) -> None:
        """Begin with nothing on the way."""
        self.stage, self.agenda, self.rng = stage, agenda, rng
        self.moving: dict[tuple[str, int], float] = defaultdict(float)
        self.carried = {engineer.id: self._load_of(engineer) for engineer in stage.engineers}

    # --- transfers --------------------------------------------------------------------------------------------------

    def first_distribution(self) -> None:
        """Bring each region its first stock from the central store, zone by zone."""
        for store in REGIONAL:
            by_zone: dict[str, list[tuple[int, Quantity]]] = defaultdict(list)
            free = self.free("HQ")
            for part in self.stage.parts:
                wanted = part.quantity(ceil(self._level(part, store.share)))
                if self._level(part, store.share) and free.get(part.id, Quantity.zero()) >= wanted + part.quantity(1):
                    by_zone[part.zone].append((part.id, wanted))
            for zone in sorted(by_zone):
                self.transfer("HQ", store.code, tuple(by_zone[zone]), "首批铺货")

    def shortages(self) -> None:
        """Send the regions what their waiting repairs lack and the central store has."""
        promised = (
            select(Reservation.part_request_id, func.sum(Reservation.quantity).label("quantity"))
            .where(Reservation.state == "open")
            .group_by(Reservation.part_request_id)
            .subquery()
        )
        rows = self.stage.session.execute(
            select(
                PartRequest.store_id,
                PartRequest.part_id,
                PartRequest.quantity,
                PartRequest.issued,
                PartRequest.cancelled,
                promised.c.quantity,
            )
            .outerjoin(promised, promised.c.part_request_id == PartRequest.id)
            .where(PartRequest.open)
            .order_by(PartRequest.id)
        ).all()
        codes = {store.id: store.code for store in self.stage.stores.values()}
        lacking: dict[tuple[str, int], Quantity] = defaultdict(Quantity.zero)
        for store_id, part_id, quantity, issued, cancelled, kept in rows:
            rest = quantity - issued - cancelled - (kept or Quantity.zero())
            if codes.get(store_id, "HQ") != "HQ" and rest > Quantity.zero():
                lacking[codes[store_id], part_id] += rest
        free = self.free("HQ")
        by_store: dict[str, list[tuple[int, Quantity]]] = defaultdict(list)
        for (code, part_id), quantity in sorted(lacking.items()):
            rest = quantity - Quantity(round(self.moving[code, part_id] * 1000))
            send = min(rest, free.get(part_id, Quantity.zero()))
            if send > Quantity.zero():
                free[part_id] -= send
                by_store[code].append((part_id, send))
        for code, lines in by_store.items():
            self.transfer("HQ", code, tuple(lines), "工单缺件")

    def replenish(self) -> None:
        """Fill the regions up to a month's need, as far as the central store can spare it."""
        free = self.free("HQ")
        for store in REGIONAL:
            there = self.free(store.code)
            lines = []
            for part in self.stage.parts:
                level = self._level(part, store.share)
                have = there.get(part.id, Quantity.zero()).scaled / 1000 + self.moving[store.code, part.id]
                spare = free.get(part.id, Quantity.zero())
                if level and have < level * 0.5 and spare:
                    send = min(part.quantity(ceil(level - have)), spare)
                    free[part.id] = spare - send
                    lines.append((part.id, send))
            if len(lines) > 1:
                self.transfer("HQ", store.code, tuple(lines), "周补货")

    def refill_vans(self) -> None:
        """Let engineers ask their store for what they carry and have used."""
        for engineer in self.stage.engineers:
            have = self._free_at(engineer.van)
            free = self.free(engineer.store)
            lines = []
            for part, least in self.carried[engineer.id]:
                there = have.get(part.id, Quantity.zero()).scaled / 1000
                spare = free.get(part.id, Quantity.zero())
                if there < least * 0.6 and spare:
                    lines.append((part.id, min(part.quantity(least - there), spare)))
            if len(lines) > 1:
                self.to_van(engineer, tuple(lines))

    def to_van(self, engineer: DemoEngineer, lines: Lines) -> None:
        """Move parts from a store into a van, confirmed by its engineer."""
        stage, keeper = self.stage, self.stage.stores[engineer.store].keepers[0]
        made = stage.do(
            transferring.request_transfer,
            by=engineer.code,
            from_store_id=stage.stores[engineer.store].id,
            to_store_id=engineer.van,
            lines=lines,
            note="个人仓补货",
        )
        self._later(60, lambda: self.send(made.transfer_id, keeper))
        self._later(300, lambda: self.receive(made.transfer_id, engineer.code, engineer.van, "", lines))

    def transfer(self, source: str, target: str, lines: Lines, note: str) -> None:
        """Ask for a transfer between warehouses; it is sent today and received tomorrow."""
        stage = self.stage
        made = stage.do(
            transferring.request_transfer,
            by=self.rng.choice(stage.stores[target].keepers),
            from_store_id=stage.stores[source].id,
            to_store_id=stage.stores[target].id,
            lines=lines,
            note=note,
        )
        self.on_the_way(made.transfer_id, source, target, lines)

    def take_over(self, transfer_id: int, source_id: int, target_id: int) -> None:
        """Go on with a transfer that a plan asked for, between whichever stores and vans."""
        lines = tuple((part, quantity) for _, part, quantity in stage_lines(self.stage, transfer_id))
        code, place = self._party(target_id, lines[0][0])
        for part_id, quantity in lines:
            self.moving[code, part_id] += quantity.scaled / 1000
        sender, receiver = self._keeper(source_id), self._keeper(target_id)
        self._later(60, lambda: self.send(transfer_id, sender))
        self._later(1440, lambda: self.receive(transfer_id, receiver, place, code, lines))

    def _party(self, store_id: int, part_id: int) -> tuple[str, int]:
        """Return the code of a warehouse and the bin in it, or of a van and the van itself."""
        for store in self.stage.stores.values():
            if store.id == store_id:
                return store.code, self.stage.bin_of(store.code, self.stage.part_of(part_id))
        return "", store_id

    def _keeper(self, store_id: int) -> str:
        """Return one of the keepers of a warehouse, or the engineer of a van."""
        for store in self.stage.stores.values():
            if store.id == store_id:
                return self.rng.choice(store.keepers)
        return next(each.code for each in self.stage.engineers if each.van == store_id)

    def on_the_way(self, transfer_id: int, source: str, target: str, lines: Lines) -> None:
        """Let a transfer that was asked for be sent and received."""
        for part_id, quantity in lines:
            self.moving[target, part_id] += quantity.scaled / 1000
        keepers = self.stage.stores[source].keepers
        there = self.rng.choice(self.stage.stores[target].keepers)
        place = self.stage.bin_of(target, self.stage.part_of(lines[0][0]))
        self._later(40 + 60 * self.rng.random(), lambda: self.send(transfer_id, self.rng.choice(keepers)))
        self._later(1440 + 240 * self.rng.random(), lambda: self.receive(transfer_id, there, place, target, lines))

    def send(self, transfer_id: int, keeper: str) -> None:
        """Send a transfer, or what of it is still free."""
        rows = stage_lines(self.stage, transfer_id)
        free = self._free_at(rows[0][0])
        lines = tuple((part, min(quantity, free.get(part, Quantity.zero()))) for _, part, quantity in rows)
        if any(quantity for _, quantity in lines):
            whole = all(sent == asked for (_, sent), (_, _, asked) in zip(lines, rows, strict=True))
            goes = lines if not whole else tuple((part, quantity) for _, part, quantity in rows)
            self.stage.attempt(
                transferring.send,
                by=keeper,
                transfer_id=transfer_id,
                lines=None if whole else lines,
                pieces=oldest_pieces(self.stage, rows[0][0], goes),
            )
        else:
            self.stage.do(transferring.cancel, by=keeper, transfer_id=transfer_id)

    def receive(self, transfer_id: int, keeper: str, place: int, target: str, lines: Lines) -> None:
        """Receive what was sent."""
        for part_id, quantity in lines:
            self.moving[target, part_id] -= quantity.scaled / 1000
        sent = stage_lines(self.stage, transfer_id, sent=True)
        if sent:
            came = tuple((part, quantity) for _, part, quantity in sent)
            self.stage.do(
                transferring.receive,
                by=keeper,
                transfer_id=transfer_id,
                lines=came,
                pieces=coming_pieces(self.stage, transfer_id),
                to_location_id=place,
            )

    def clear_expired(self) -> None:
        """Take out of bins and vans what expires within days, and scrap it."""
        rows = self.stage.session.execute(
            select(Balance.lot_id, Balance.location_id, Balance.on_hand)
            .join(Lot, Lot.id == Balance.lot_id)
            .where(
                Balance.issueable, Balance.on_hand > Quantity.zero(), Lot.expires_on <= self.stage.today + EXPIRY_MARGIN
            )
            .order_by(Balance.lot_id, Balance.location_id)
        ).all()
        for lot, location, quantity in rows:
            taken = self.stage.do(
                quarantining.quarantine,
                by="supervisor",
                lot_id=lot,
                from_location_id=location,
                quantity=quantity,
                reason="保质期将到",
            )
            self.stage.do(
                quarantining.scrap,
                by="supervisor",
                lot_id=lot,
                quarantine_location_id=taken.quarantine_location_id,
                quantity=quantity,
                reference="EXPIRED",
                reason="超过保质期",
            )

    # --- counting ---------------------------------------------------------------------------------------------------

    def stock_take(self, code: str, zones: tuple[str, ...]) -> None:
        """Open a stock-take of some zones; it is counted, recounted, explained, approved and posted the same day."""
        take = self.open_stock_take(code, zones)
        if take:
            keepers = self.stage.stores[code].keepers
            self._later(50, lambda: self.count(take, keepers[0]))
            self._later(150, lambda: self.count(take, keepers[1], again=True))
            self._later(240, lambda: self.settle_stock_take(take))

    def open_stock_take(self, code: str, zones: tuple[str, ...]) -> int:
        """Open a stock-take and return it, or 0 where there is nothing to count."""
        stage = self.stage
        places = [
            stage.session.scalars(select(Location.id).where(Location.code == f"{code}-{zone}")).one() for zone in zones
        ]
        filled = select(Balance.lot_id).join(Location, Location.id == Balance.location_id)
        if (
            stage.session.execute(
                filled.where(Location.parent_id.in_(places), Balance.on_hand > Quantity.zero()).limit(1)
            ).first()
            is None
        ):
            return 0
        made = stage.do(
            counting.create_stock_take,
            by="supervisor",
            store_id=stage.stores[code].id,
            due_on=stage.today + timedelta(days=2),
            zone_ids=tuple(places),
        )
        return made.stock_take_id

    def count(self, take: int, keeper: str, *, again: bool = False, share: float = 1.0) -> None:
        """Count a sheet (or the lines to be counted again); the shelf differs now and then."""
        session = self.stage.session
        sheet = stock_take_queries.count_sheet(session, stock_take_id=take, only_open=again)
        lines = []
        for line in sheet[: max(1, round(len(sheet) * share))]:
            if line.serial_tracked:
                lots = serial_lots(session, line.location_id, line.part_id)
                lines.append((line.location_id, line.part_id, Quantity(1000 * len(lots)), tuple(sorted(lots))))
                continue
            there = session.scalars(
                select(Balance.on_hand).where(Balance.location_id == line.location_id, Balance.part_id == line.part_id)
            )
            book = sum(there, Quantity.zero())
            off = (line.part_id * 31 + take) % 29 == 0
            change = line.step * (1 if line.part_id % 3 == 0 else -1) if off else Quantity.zero()
            lines.append((line.location_id, line.part_id, max(book + change, Quantity.zero()), ()))
        if lines:
            self.stage.do(
                counting.count_sheet,
                by=keeper,
                stock_take_id=take,
                counted_by_id=self.stage.people[keeper],
                counted_at=self.stage.at,
                lines=tuple(lines),
            )

    def settle_stock_take(self, take: int) -> None:
        """Find causes, review, approve by another supervisor, post."""
        stage = self.stage
        self.review(take)
        signed = stage.do(counting.approve, by="supervisor2", stock_take_id=take, note="同意调整")
        if signed.second_needed:
            stage.do(counting.approve, by="manager", stock_take_id=take, note="同意")
        stage.do(counting.post_variances, by="supervisor", stock_take_id=take)

    def review(self, take: int) -> None:
        """Name a cause for each difference and hand the stock-take over for approval."""
        stage = self.stage
        for place, line in enumerate(stock_take_queries.variance_lines(stage.session, stock_take_id=take)):
            last = line.counts[-1]
            if last.counted != last.book:
                cause = CAUSES[(line.line.part_id + place) % len(CAUSES)]
                stage.do(
                    counting.set_cause,
                    by="supervisor",
                    count_line_id=line.line.count_line_id,
                    cause=cause,
                    note="已核实",
                )
        stage.do(counting.review, by="supervisor", stock_take_id=take)

    # --- the bad lot ------------------------------------------------------------------------------------------------

    def take_out_bad_lot(self, number: str) -> None:
        """Take a bought lot of a part out of use everywhere after failures, and claim it from its supplier."""
        stage, session = self.stage, self.stage.session
        part = next((each for each in stage.parts if each.number == number), None)
        if part is None:
            return
        rows = session.execute(
            select(Balance.lot_id, Balance.location_id, Balance.store_id, Balance.on_hand)
            .join(Lot, Lot.id == Balance.lot_id)
            .join(Location, Location.id == Balance.location_id)
            .where(
                Balance.part_id == part.id,
                Balance.on_hand > Quantity.zero(),
                Lot.origin == "purchase",
                Location.kind == "bin",
            )
            .order_by(Balance.on_hand.desc(), Balance.lot_id)
        ).all()
        if not rows:
            self._later(1440 * 7, lambda: self.take_out_bad_lot(number))
            return
        bad = rows[0].lot_id
        self._note_failures(bad)
        quarantines: dict[int | None, int] = {store.id: store.quarantine for store in stage.stores.values()}
        for lot, location, store, quantity in rows:
            if lot != bad:
                continue
            stage.do(
                quarantining.quarantine,
                by="supervisor",
                lot_id=lot,
                from_location_id=location,
                quantity=quantity,
                reason="同批次多起返修：阀芯卡滞",
            )
            claim = stage.do(
                claiming.open_claim,
                by="inspector",
                lot_id=lot,
                quarantine_location_id=quarantines[store],
                quantity=quantity,
                note="批次不良：同批多起早期故障",
                demand=Demand.CREDIT,
            )
            self._send_back(claim.supplier_return_id, quantity, claim.amount_cny)

    def _send_back(self, claim: int, quantity: Quantity, worth: Money) -> None:
        self._later(
            1440,
            lambda: self.stage.do(claiming.send_back, by="keeper", supplier_return_id=claim, quantity=quantity),
        )
        self._later(
            1440 * 12,
            lambda: self.stage.do(
                settling.settle,
                by="supervisor",
                supplier_return_id=claim,
                kind=SettlementKind.CREDITED,
                quantity=quantity,
                amount_cny=worth.rounded(),
                reference=f"CN-{claim:05d}",
                credited_on=self.stage.today,
            ),
        )

    def _note_failures(self, lot: int) -> None:
        """Note on the last repairs which had a piece of the lot that it failed early."""
        tickets = self.stage.session.scalars(
            select(RepairReport.ticket_id)
            .join(ReportPart, ReportPart.report_id == RepairReport.id)
            .where(ReportPart.lot_id == lot)
            .order_by(RepairReport.id.desc())
            .limit(4)
        ).all()
        for ticket in tickets:
            self.stage.do(
                noting.note,
                by="desk",
                ticket_id=ticket,
                text="用户反映更换的配件再次失效，怀疑该批次不良，已报配件主管",
                customer_contacted=True,
            )

    # --- helpers ----------------------------------------------------------------------------------------------------

    def _level(self, part: DemoPart, share: float) -> float:
        rate = mean_around(part.kind.pace, self.stage.today) * share
        return 0.0 if part.kind.pace in ("dead", "rare") or rate * 30 < 0.03 else rate * 30 + 0.7

    def _load_of(self, engineer: DemoEngineer) -> list[tuple[DemoPart, float]]:
        found = []
        for part in self.stage.parts:
            least = VAN_PACES.get(part.kind.pace)
            handy = part.cost < DEAREST_IN_VAN and not part.kind.serial
            if least and handy and (not part.family or part.family in engineer.families):
                found.append((part, least))
        return found

    def free(self, code: str) -> dict[int, Quantity]:
        """Return what a warehouse has of each part beyond what is promised."""
        return self._free_at(self.stage.stores[code].id)

    def _free_at(self, store_id: int) -> dict[int, Quantity]:
        rows = self.stage.session.execute(
            select(Stock.part_id, Stock.on_hand, Stock.reserved).where(Stock.store_id == store_id)
        )
        return {part: on_hand - reserved for part, on_hand, reserved in rows}

    def _later(self, minutes: float, step: Step) -> None:
        at = self.stage.at + timedelta(minutes=round(minutes))
        self.agenda.note(at_work(at), step)


def oldest_pieces(stage: Stage, store_id: int, lines: Lines) -> Pieces:
    """Name the oldest free pieces of the parts with serial numbers that a transfer takes."""
    return tuple(
        (part, tuple(each.serial_number for each in there[: quantity.scaled // PIECE.scaled]))
        for part, quantity in lines
        if quantity and (there := pieces_in_store(stage.session, part, store_id, day_of(stage.session, stage.at)))
    )


def coming_pieces(stage: Stage, transfer_id: int) -> Pieces:
    """Name every piece of a transfer that is on its way."""
    coming = pieces_on_the_way(stage.session, stage.session.get_one(Transfer, transfer_id))
    return tuple((part, tuple(each.serial_number for each in there)) for part, there in coming.items())


def stage_lines(stage: Stage, transfer_id: int, *, sent: bool = False) -> list[tuple[int, int, Quantity]]:
    """Return the lines of a transfer as (store it leaves, part, quantity asked or sent)."""
    rows = stage.session.execute(
        select(Transfer.from_store_id, TransferLine.part_id, TransferLine.sent if sent else TransferLine.quantity)
        .join(TransferLine, TransferLine.transfer_id == Transfer.id)
        .where(Transfer.id == transfer_id)
        .order_by(TransferLine.id)
    )
    return [(store, part, quantity) for store, part, quantity in rows if quantity]
