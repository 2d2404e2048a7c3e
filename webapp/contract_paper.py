"""Write a contract 采购合同 as a PDF in both languages, with clauses, lines and signatures."""

from __future__ import annotations

from sqlalchemy.orm import Session

from kernel.amounts import Quantity
from kernel.text import Text
from procurement.queries.contracts import CalledOff, lines_of_version, names
from procurement.tables import Contract, ContractBreak, ContractVersion, Supplier
from webapp.commands_of.contracts import VERSION_STATES
from webapp.documents.papers import AgreedLine, ContractPaper, Party, render_contract
from webapp.i18n import day, day_of_instant, number, price
from webapp.printing import head, in_paper_language, signature


def contract_pdf(
    session: Session, contract: Contract, version: ContractVersion, language: str, *, prices: bool
) -> bytes:
    """Return a version of a contract as a PDF, the given language first; prices only for who may see them."""
    with in_paper_language(language):
        return render_contract(_paper(session, contract, version, language, prices=prices), language)


def _paper(
    session: Session, contract: Contract, version: ContractVersion, language: str, *, prices: bool
) -> ContractPaper:
    other = "en" if language == "zh" else "zh"
    supplier = session.get_one(Supplier, contract.supplier_id)
    name = Text(supplier.name_zh, supplier.name_en)
    people = names(session, [version.written_by_id, version.approved_by_id])
    return ContractPaper(
        **head(language, contract.number, status=str(VERSION_STATES[version.state])),
        supplier=Party(
            name=name.in_(language),
            name_second=name.in_(other),
            number=supplier.code,
            contact=supplier.contact,
            phone=supplier.phone,
            email=supplier.email,
            address=supplier.address,
        ),
        title=version.title,
        lines=tuple(
            _line(line, each, language, prices=prices)
            for line in lines_of_version(session, version)
            for each in line.breaks
        ),
        version=str(version.version),
        begins_on=day(version.begins_on),
        ends_on=day(version.ends_on),
        currency=version.currency,
        change_reason=version.change_reason,
        quality_terms=version.quality_terms,
        delivery_terms=version.delivery_terms,
        service_terms=version.service_terms,
        payment_terms=version.payment_terms,
        other_terms=version.note,
        buyer=signature(people[version.written_by_id], day_of_instant(version.written_at)),
        approver=signature(people.get(version.approved_by_id or 0), day_of_instant(version.approved_at))
        if version.approved_at
        else signature(None),
    )


def _line(line: CalledOff, step: ContractBreak, language: str, *, prices: bool) -> AgreedLine:
    """Print one price step; what is true of the whole line stands beside its first."""
    first = step is line.breaks[0]
    part, unit = Text(line.part_name_zh, line.part_name_en), Text(line.unit_name_zh, line.unit_name_en)
    return AgreedLine(
        line=str(line.line_no) if first else "",
        part_number=line.part_number if first else "",
        part_name=part.in_(language) if first else "",
        part_name_second=part.in_("en" if language == "zh" else "zh") if first else "",
        unit=unit.in_(language),
        specification=line.specification if first else "",
        from_quantity=_figure(step.from_quantity),
        unit_price=price(step.unit_price) if prices else "",
        lead_time=str(line.lead_time_days) if first and line.lead_time_days is not None else "",
        bounds=_bounds(line) if first else "",
    )


def _figure(value: Quantity) -> str:
    return str(number(value.decimal))


def _bounds(line: CalledOff) -> str:
    if line.minimum_total is None and line.maximum_total is None:
        return ""
    least = _figure(line.minimum_total) if line.minimum_total is not None else "0"
    most = _figure(line.maximum_total) if line.maximum_total is not None else "∞"
    return f"{least} – {most}"
