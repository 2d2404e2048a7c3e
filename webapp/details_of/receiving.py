"""Read one arrival, inspection, claim or acceptance standard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from sqlalchemy import Select, select

from inventory.tables import Category, Part
from kernel.amounts import Quantity
from kernel.tables import Attachment
from kernel.text import Text
from receiving.queries import arrivals as arrival_queries
from receiving.queries.arrivals import ArrivalView
from receiving.queries.claims import ReturnView
from receiving.queries.inspections import InspectionView
from receiving.queries.standards import StandardView, standard
from receiving.tables import SupplierReturn
from webapp import context
from webapp.detail import Detail, detail, made_of
from webapp.inspection_photos import photos, photos_of_findings
from webapp.pages import arrivals, claims, inspections, standards
from webapp.shapes import Columns


@dataclass(frozen=True, slots=True)
class FileShown:
    """Name a stored file; its bytes are at /files/{file_id}."""

    file_id: int
    purpose: str
    name: str
    media_type: str
    size_bytes: int
    added_at: datetime


def file_shown(row: Attachment) -> FileShown:
    """Return what programs may know of a stored file."""
    return made_of(FileShown, row, file_id=row.id)


def _claims_select(numbers: tuple[str, ...]) -> Select[*tuple[Any, ...]]:
    wanted = select(SupplierReturn.id, SupplierReturn.number, SupplierReturn.state)
    return wanted.where(SupplierReturn.number.in_(numbers)).order_by(SupplierReturn.id)


@dataclass(frozen=True, slots=True)
class StillOwed:
    """Hold what the supplier still owes of an order line after the arrival."""

    order_line_id: int
    quantity: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivalShown(ArrivalView):
    """Hold an arrival with its lines, the claims it led to, and what the supplier still owes."""

    claims: Annotated[tuple[Any, ...], Columns("ClaimOfArrival", _claims_select(()))]
    still_owed: tuple[StillOwed, ...]
    registered_before: tuple[str, ...]


def read_arrival(arrival_id: int) -> ArrivalShown:
    """Show an arrival with what became of every line and lot."""
    session, view = context.session(), arrivals.view_of(arrival_id)
    numbers = tuple(number for line in view.lines for number in line.return_numbers)
    return made_of(
        ArrivalShown,
        view,
        claims=session.execute(_claims_select(numbers)).all(),
        still_owed=tuple(StillOwed(*each) for each in sorted(arrivals.still_open(session, view).items())),
        registered_before=arrival_queries.registered_before(
            session, supplier_id=view.supplier_id, delivery_note=view.delivery_note
        ),
    )


@dataclass(frozen=True, slots=True)
class FindingPhotos:
    """Hold the photos of one finding."""

    result_id: int
    photos: tuple[FileShown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionShown(InspectionView):
    """Hold an inspection with its standard, findings, verdict, photos and claim."""

    pending: Quantity | None
    photos: tuple[FileShown, ...]
    finding_photos: tuple[FindingPhotos, ...]
    claim_id: int | None


def read_inspection(inspection_id: int) -> InspectionShown:
    """Show an inspection with its findings and its verdict."""
    session, view = context.session(), inspections.view_of(inspection_id)
    row = inspections.waiting(session, view.lot_id)
    claim = select(SupplierReturn.id).where(SupplierReturn.inspection_id == inspection_id)
    return made_of(
        InspectionShown,
        view,
        pending=row.pending if row is not None else None,
        photos=tuple(file_shown(each) for each in photos(session, inspection_id)),
        finding_photos=tuple(
            FindingPhotos(key, tuple(file_shown(each) for each in files))
            for key, files in photos_of_findings(session, view).items()
            if files
        ),
        claim_id=session.scalar(claim),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimShown(ReturnView):
    """Hold a claim with its settlements, what is still here and what is not settled."""

    here: Quantity
    unsettled: Quantity
    overdue: bool


def read_claim(supplier_return_id: int) -> ClaimShown:
    """Show a claim: how far goods and settlement are."""
    view = claims.view_of(supplier_return_id)
    return made_of(
        ClaimShown,
        view,
        here=view.quantity - view.sent - view.scrapped,
        unsettled=view.quantity - view.settled,
        overdue=view.state in {"open", "returned"} and view.deadline_on < context.today(),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardShown(StandardView):
    """Hold a version of a standard with its characteristics, whose it is, and its other versions."""

    owner_code: str
    owner_name: Text
    versions: Annotated[tuple[Any, ...], Columns("VersionOfStandard", standards.versions_select(0, None))]


def read_standard(standard_id: int) -> StandardShown:
    """Show a version of an acceptance standard and the other versions beside it."""
    session = context.session()
    view = standard(session, standard_id)
    owner: Part | Category = standards.owner_of(view.part_id, view.category_id)
    return made_of(
        StandardShown,
        view,
        owner_code=owner.number if isinstance(owner, Part) else owner.code,
        owner_name=owner.name,
        versions=session.execute(standards.versions_select(view.part_id, view.category_id)).all(),
    )


detail(Detail("arrival", "/arrivals/<int:arrival_id>", arrivals.show, read_arrival, "arrivals"))
detail(Detail("inspection", "/inspections/<int:inspection_id>", inspections.show, read_inspection, "inspections"))
detail(Detail("claim", "/claims/<int:supplier_return_id>", claims.show, read_claim, "claims"))
detail(Detail("standard", "/standards/<int:standard_id>", standards.show, read_standard, "standards"))
