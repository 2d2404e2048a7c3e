"""Keep the scanned papers of a supplier: of its certificates, and documents of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from inventory.finding import found
from kernel.errors import NotFound
from kernel.requests import once
from kernel.tables import Attachment
from procurement.tables import Supplier, SupplierCertificate
from webapp.row_files import RowFiles, files_of_rows, keep, take_away
from webapp.uploads import DOCUMENTS, SHEETS, file_permission

OF_SUPPLIER = ("supplier", "document")
OF_CERTIFICATE = ("supplier_certificate", "certificate")
"""Table and purpose of the files."""

file_permission("supplier", "suppliers.read")
file_permission("supplier_certificate", "suppliers.read")


@dataclass(frozen=True, slots=True)
class SupplierFileRemoved:
    """Name the file that no longer belongs to its supplier."""

    supplier_id: int
    file_id: int


def documents_of(session: Session, supplier_id: int) -> list[Attachment]:
    """Return the documents of a supplier."""
    return files_of_rows(session, OF_SUPPLIER[0], [supplier_id], OF_SUPPLIER[1])[supplier_id]


def papers_of(session: Session, certificate_ids: list[int]) -> dict[int, list[Attachment]]:
    """Return the scanned papers of certificates."""
    return files_of_rows(session, OF_CERTIFICATE[0], certificate_ids, OF_CERTIFICATE[1])


def certificate_of(session: Session, supplier_id: int, certificate_id: int) -> SupplierCertificate:
    """Return a certificate of this supplier; that of another does not exist here."""
    row = session.get(SupplierCertificate, certificate_id)
    if row is None or row.supplier_id != supplier_id:
        raise NotFound("supplier_certificate_unknown", id=certificate_id)
    return row


def keep_supplier_files(
    session: Session,
    *,
    supplier_id: int,
    files: list[FileStorage],
    by: int,
    at: datetime,
    request_key: str,
    certificate_id: int | None = None,
) -> RowFiles:
    """Keep documents of a supplier, or the scanned paper of one of its certificates."""
    found(session, Supplier, supplier_id)
    if certificate_id is not None:
        certificate_of(session, supplier_id, certificate_id)
    table_name, purpose = OF_SUPPLIER if certificate_id is None else OF_CERTIFICATE
    return keep(
        session,
        table_name=table_name,
        row_id=supplier_id if certificate_id is None else certificate_id,
        purpose=purpose,
        kinds=frozenset(DOCUMENTS | (SHEETS if certificate_id is None else frozenset())),
        files=files,
        by=by,
        at=at,
        request_key=request_key,
    )


@once
def remove_supplier_file(
    session: Session, *, supplier_id: int, file_id: int, by: int, at: datetime, request_key: str
) -> SupplierFileRemoved:
    """Take a document from a supplier, or a scanned paper from one of its certificates."""
    del by, at, request_key  # the wrapper and the trail have used them
    row = session.get(Attachment, file_id)
    if row is not None and row.table_name == OF_CERTIFICATE[0]:
        certificate_of(session, supplier_id, row.row_id)
        take_away(session, table_name=row.table_name, row_id=row.row_id, file_id=file_id)
    else:
        take_away(session, table_name=OF_SUPPLIER[0], row_id=supplier_id, file_id=file_id)
    return SupplierFileRemoved(supplier_id, file_id)
