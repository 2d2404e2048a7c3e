"""Draw the sample of a lot by its standard's scheme, count what is found in it, and switch how lots are looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.finding import found, locked, step_of, written
from kernel.amounts import Quantity
from kernel.errors import InvalidState, RuleViolation
from kernel.hashing import digest
from kernel.requests import once
from procurement.tables import Supplier
from receiving import sampling, switching
from receiving.sampling import Severity
from receiving.switching import ClassOutcome, Regime, State, Step
from receiving.tables import ArrivalLot, ClaimedLine, Inspection, SampleDraw, SamplingScheme, SwitchingStep

PIECE = Quantity.of(1)
CLASSES = ("critical", "major", "minor")


@dataclass(frozen=True, slots=True)
class Switched:
    """Say how a supplier's lots of a part are looked at from now on."""

    switching_step_id: int
    supplier_id: int
    part_id: int
    regime_before: str
    regime: str


def state_of(session: Session, supplier_id: int, part_id: int) -> State:
    """Return how a supplier's lots of a part are looked at: what the newest step says, normal before the first."""
    row = session.scalar(
        select(SwitchingStep)
        .where(SwitchingStep.supplier_id == supplier_id, SwitchingStep.part_id == part_id)
        .order_by(SwitchingStep.id.desc())
        .limit(1)
    )
    if row is None:
        return State()
    return State(Regime(row.regime), row.score, row.recent, row.refused, row.run)


def scheme_of(session: Session, standard_id: int | None) -> SamplingScheme | None:
    """Return how lots are sampled under a version of a standard, or None where every piece is looked at."""
    if standard_id is None:
        return None
    return session.scalar(select(SamplingScheme).where(SamplingScheme.standard_id == standard_id))


def draw_of(session: Session, inspection_id: int) -> SampleDraw | None:
    """Return the sample of an inspection, if its standard asks for one."""
    return session.scalar(select(SampleDraw).where(SampleDraw.inspection_id == inspection_id))


def draw(
    session: Session, *, inspection: Inspection, pending: Quantity, supplier_id: int, part_id: int
) -> SampleDraw | None:
    """Draw the sample of an inspection that has just begun; none where its standard has no scheme.

    Goods that are no pieces have no sample. Raises `InvalidState` while inspection of the supplier's lots is stopped.
    """
    scheme = scheme_of(session, inspection.standard_id)
    if scheme is None or step_of(session, part_id) < PIECE:
        return None
    state = state_of(session, supplier_id, part_id)
    if state.regime is Regime.STOPPED:
        raise InvalidState("sampling_stopped", supplier=found(session, Supplier, supplier_id).code)
    original = not _drawn_before(session, inspection) and not _comes_again(session, inspection)
    made = _drawn(inspection, scheme, state, pending.scaled // PIECE.scaled, original=original)
    session.add(made)
    written(session)
    return made


def check_count(drawn: SampleDraw, *, looked_at: int, found_by_class: dict[str, int], noted: dict[str, int]) -> None:
    """Refuse a count that cannot be: a sample too small, more faulty pieces than looked at, fewer than were noted."""
    least = max(getattr(drawn, f"{name}_size") for name in CLASSES)
    if looked_at < least:
        raise RuleViolation("sample_too_small", field="looked_at", looked_at=looked_at, least=least)
    if looked_at > drawn.lot_size:
        raise RuleViolation("sample_beyond_lot", field="looked_at", looked_at=looked_at, lot_size=drawn.lot_size)
    if sum(found_by_class.values()) > looked_at:
        raise RuleViolation("found_beyond_sample", found=sum(found_by_class.values()), looked_at=looked_at)
    for name in CLASSES:
        if found_by_class[name] < noted.get(name, 0):
            raise RuleViolation(
                "fewer_than_noted", field=f"{name}_found", found=found_by_class[name], noted=noted[name]
            )


def count(drawn: SampleDraw, *, looked_at: int, found_by_class: dict[str, int]) -> bool:
    """Write what was found in a sample and return whether it accepts the lot."""
    accepted = all(found_by_class[name] <= getattr(drawn, f"{name}_accept") for name in CLASSES)
    drawn.looked_at = looked_at
    for name in CLASSES:
        setattr(drawn, f"{name}_found", found_by_class[name])
    drawn.outcome = "accepted" if accepted else "not_accepted"
    return accepted


def may_pass(drawn: SampleDraw, conceded: Quantity) -> Quantity:
    """Return how much of the lot may pass by its sample: nothing of a refused lot that was not sorted piece by piece.

    A conceded quantity comes on top, but a piece with a critical defect never passes.
    """
    sound = PIECE * (drawn.lot_size - drawn.critical_found - drawn.major_found)
    by_sample = sound if drawn.outcome == "accepted" or _sorted(drawn) else Quantity.zero()
    return min(by_sample + conceded, PIECE * (drawn.lot_size - drawn.critical_found))


def switch_after(
    session: Session, *, inspection: Inspection, supplier_id: int, part_id: int, by: int, at: datetime
) -> Step | None:
    """Carry a decided lot into the switching rules; a lot that was submitted again does not count."""
    drawn = draw_of(session, inspection.id)
    if drawn is None or not drawn.original or drawn.outcome is None:
        return None
    if drawn.regime == "skip" and drawn.outcome == "accepted":  # nobody looked, so it says nothing
        return None
    locked(session, Supplier, supplier_id)
    scheme = scheme_of(session, inspection.standard_id)
    assert scheme is not None
    before = state_of(session, supplier_id, part_id)
    if before.regime is Regime.STOPPED:  # another lot of the same supplier has stopped it since this one was drawn
        return None
    step = switching.after_lot(before, _outcomes(drawn, scheme), reduced_allowed=scheme.reduced_allowed)
    session.add(_step(before, step, supplier_id, part_id, by, at, inspection_id=inspection.id))
    written(session)
    return step


@once
def set_regime(
    session: Session,
    *,
    supplier_id: int,
    part_id: int,
    regime: str,
    reason: str,
    by: int,
    at: datetime,
    request_key: str,
) -> Switched:
    """Set how a supplier's lots of a part are looked at; a stop is lifted into tightened inspection only."""
    locked(session, Supplier, supplier_id)
    if not reason.strip():
        raise RuleViolation("reason_needed", field="reason")
    before = state_of(session, supplier_id, part_id)
    row = _step(before, switching.by_hand(before, Regime(regime)), supplier_id, part_id, by, at, reason=reason.strip())
    session.add(row)
    written(session)
    return Switched(row.id, supplier_id, part_id, row.regime_before, row.regime)


def _drawn(inspection: Inspection, scheme: SamplingScheme, state: State, pieces: int, *, original: bool) -> SampleDraw:
    skipped = original and state.skips(scheme.skip_after) and not _chosen(inspection, scheme.skip_one_in)
    severity = state.severity if original else max(state.severity, Severity.NORMAL, key=_strictness)
    sizes = dict.fromkeys(CLASSES, (0, 0)) if skipped else _sizes(scheme, severity, pieces)
    whole = pieces < sampling.SMALLEST_LOT
    return SampleDraw(
        inspection_id=inspection.id,
        lot_size=pieces,
        original=original,
        regime="skip" if skipped else str(severity),
        letter="" if skipped or whole else sampling.code_letter(pieces, scheme.level),
        critical_size=sizes["critical"][0],
        critical_accept=sizes["critical"][1],
        major_size=sizes["major"][0],
        major_accept=sizes["major"][1],
        minor_size=sizes["minor"][0],
        minor_accept=sizes["minor"][1],
    )


def _strictness(severity: Severity) -> int:
    return (Severity.REDUCED, Severity.NORMAL, Severity.TIGHTENED).index(severity)


def _sizes(scheme: SamplingScheme, severity: Severity, pieces: int) -> dict[str, tuple[int, int]]:
    """Return sample size and acceptance number of each class; one without a limit accepts nothing in the largest."""
    if pieces < sampling.SMALLEST_LOT:
        return dict.fromkeys(CLASSES, (pieces, 0))
    plans = {
        name: sampling.plan(pieces, level=scheme.level, aql=aql, severity=severity)
        for name in CLASSES
        if (aql := getattr(scheme, f"{name}_aql")) is not None
    }
    largest = max((plan.sample_size for plan in plans.values()), default=pieces)
    return {name: (plans[name].sample_size, plans[name].accept) if name in plans else (largest, 0) for name in CLASSES}


def _chosen(inspection: Inspection, one_in: int) -> bool:
    """Draw by lot whether this one is looked at: nobody outside can foresee it, and everybody can check it later."""
    return int(digest(f"skip:{inspection.number}:{inspection.arrival_lot_id}")[:8], 16) % one_in == 0


def _outcomes(drawn: SampleDraw, scheme: SamplingScheme) -> list[ClassOutcome]:
    return [
        ClassOutcome(
            getattr(drawn, f"{name}_accept"),
            getattr(drawn, f"{name}_found") <= getattr(drawn, f"{name}_accept"),
            _accepted_tighter(drawn, scheme, name),
        )
        for name in CLASSES
        if getattr(scheme, f"{name}_aql") is not None or getattr(drawn, f"{name}_found")
    ]


def _accepted_tighter(drawn: SampleDraw, scheme: SamplingScheme, name: str) -> bool:
    """Tell whether a class had been accepted with the next smaller limit (9.3.3.2)."""
    aql = getattr(scheme, f"{name}_aql")
    tighter = None if aql is None else sampling.one_step_tighter(aql)
    if tighter is None or not drawn.letter:
        return not getattr(drawn, f"{name}_found")
    severity = Severity(drawn.regime) if drawn.regime != "skip" else Severity.NORMAL
    plan = sampling.plan(drawn.lot_size, level=scheme.level, aql=tighter, severity=severity)
    return plan.accepts(getattr(drawn, f"{name}_found"))


def _drawn_before(session: Session, inspection: Inspection) -> bool:
    earlier = (
        select(SampleDraw.id)
        .join(Inspection, Inspection.id == SampleDraw.inspection_id)
        .where(Inspection.arrival_lot_id == inspection.arrival_lot_id, Inspection.id != inspection.id)
    )
    return session.scalar(earlier.limit(1)) is not None


def _comes_again(session: Session, inspection: Inspection) -> bool:
    """Tell whether a lot came in place of one that did not pass, or came back reworked."""
    claimed = (
        select(ClaimedLine.supplier_return_id)
        .join(ArrivalLot, ArrivalLot.arrival_line_id == ClaimedLine.arrival_line_id)
        .where(ArrivalLot.id == inspection.arrival_lot_id)
    )
    return session.scalar(claimed) is not None


def _sorted(drawn: SampleDraw) -> bool:
    return drawn.outcome is not None and drawn.looked_at == drawn.lot_size


def _step(
    before: State,
    step: Step,
    supplier_id: int,
    part_id: int,
    by: int,
    at: datetime,
    *,
    inspection_id: int | None = None,
    reason: str = "",
) -> SwitchingStep:
    after = step.state
    return SwitchingStep(
        supplier_id=supplier_id,
        part_id=part_id,
        happened_at=at,
        by_id=by,
        regime_before=str(before.regime),
        regime=str(after.regime),
        cause=str(step.cause),
        score=after.score,
        recent=after.recent,
        refused=after.refused,
        run=after.run,
        inspection_id=inspection_id,
        reason=reason,
    )
