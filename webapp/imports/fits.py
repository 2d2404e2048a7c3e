"""Import which models a part fits, and from which serial number to which."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.fit import ordered, serial_key
from inventory.importing_fits import FitRow, KnownFit, Pair, import_fits, known_fits
from inventory.tables import Part, ProductModel
from kernel.amounts import Quantity
from webapp.exports import FORMULA_STARTS
from webapp.imports import facts, values
from webapp.imports.columns import Column, Layout, Row, lay_out, read_rows
from webapp.imports.findings import Finding, Findings
from webapp.imports.kinds import Kind, Options, Order, Steps, Tell, added, batches, in_batches, kind
from webapp.imports.limits import Limits
from webapp.imports.parts import NUMBER
from webapp.imports.sheet import Sheet

_as_text = values.text(80)


def _serial(raw: object) -> str:
    """Read a serial number; the apostrophe that our own exports put before a sign of formulas is not part of it."""
    said = str(_as_text(raw))
    return said[1:] if said.startswith("'") and said[1:].startswith(FORMULA_STARTS) else said


COLUMNS = (
    NUMBER,
    Column(
        "model",
        "Model",
        "机型",
        values.text(200),
        also=("product model", "model code", "fits", "适用机型", "型号", "机型编号"),
        required=True,
        filled=True,
        example="AC-26",
    ),
    Column(
        "serial_from",
        "Serial number from",
        "序列号起",
        _serial,
        also=("from", "serial from", "first serial number", "起始序列号", "起"),
        example="24A-0001",
    ),
    Column(
        "serial_to",
        "Serial number to",
        "序列号止",
        _serial,
        also=("to", "serial to", "last serial number", "结束序列号", "止"),
        example="24A-4999",
    ),
    Column(
        "quantity_per_repair",
        "Taken by a repair",
        "每次维修用量",
        values.positive_quantity,
        also=("quantity", "quantity per repair", "qty", "用量", "数量"),
        example=1,
    ),
    Column("part_name", "Name", "名称", values.text(500), also=("part name", "配件名称")),
    Column("model_name", "Model name", "机型名称", values.text(500)),
)


@dataclass(slots=True)
class FitsWork:
    """Hold the rows that say something new."""

    rows: list[FitRow]
    fits: int = 0
    ranges: int = 0
    changed: int = 0

    def counts(self) -> dict[str, int]:
        """Return what would be made and changed."""
        return {"fits_created": self.fits, "fit_ranges_created": self.ranges, "fits_changed": self.changed}

    def write(self, session: Session, order: Order, tell: Tell) -> dict[str, int]:
        """Write all rows, in the order of parts."""
        steps, total = Steps(tell, len(self.rows)), {"fits_created": 0, "fit_ranges_created": 0, "fits_changed": 0}
        ready = sorted(self.rows, key=lambda row: (row.pair, row.ends))
        for number, batch in enumerate(batches(ready)):
            done = import_fits(
                session, rows=batch, by=order.by, at=order.at, request_key=f"{order.request_key}:fits:{number}"
            )
            added(total, fits_created=done.fits, fit_ranges_created=done.ranges, fits_changed=done.changed)
            steps.step(len(batch))
        return total


@dataclass(slots=True)
class _Reader:
    """Turn rows into fits, and tell what is wrong with them one by one and together."""

    layout: Layout
    findings: Findings
    first: dict[tuple[Pair, tuple[str, str]], int] = field(default_factory=dict)
    whole: dict[Pair, int] = field(default_factory=dict)
    narrowed: dict[Pair, int] = field(default_factory=dict)
    quantities: dict[Pair, tuple[Quantity, int]] = field(default_factory=dict)

    def fault(self, code: str, name: str, row: Row, **details: object) -> None:
        """Tell a fault of a column of a row."""
        self.findings.fault(self.layout.find(code, name, row.number, row.get(name), **details))

    def read(self, row: Row, part: facts.KnownPart, model_id: int) -> FitRow | None:
        """Return a sound row."""
        made = FitRow(
            part.id,
            model_id,
            row.get("serial_from", ""),
            row.get("serial_to", ""),
            row.get("quantity_per_repair"),
        )
        faults = self.findings.fault_count
        self._range(row, made)
        self._quantity(row, made, part)
        self._together(row, made)
        return made if self.findings.fault_count == faults else None

    def _range(self, row: Row, made: FitRow) -> None:
        for name, end in (("serial_from", made.serial_from), ("serial_to", made.serial_to)):
            if end and not serial_key(end):
                self.fault("import_serial_without_sign", name, row)
        if not ordered(made.serial_from, made.serial_to):
            self.fault("import_serials_backwards", "serial_to", row, first=made.serial_from)

    def _quantity(self, row: Row, made: FitRow, part: facts.KnownPart) -> None:
        if made.quantity_per_repair is None:
            return
        if not made.quantity_per_repair.is_multiple_of(part.step):
            self.fault("import_not_whole_steps", "quantity_per_repair", row, step=str(part.step))
        said, at = self.quantities.setdefault(made.pair, (made.quantity_per_repair, row.number))
        if said != made.quantity_per_repair:
            self.fault("import_fit_quantities_differ", "quantity_per_repair", row, first=at)

    def _together(self, row: Row, made: FitRow) -> None:
        """Tell rows that say the same twice, or both that all numbers fit and that only some do."""
        at = self.first.setdefault((made.pair, made.ends), row.number)
        if at != row.number:
            self.fault("import_fit_twice", "model", row, first=at)
        side, other = (self.narrowed, self.whole) if any(made.ends) else (self.whole, self.narrowed)
        side.setdefault(made.pair, row.number)
        if made.pair in other:
            self.fault("import_fit_whole_and_part", "model", row, first=other[made.pair])


def check(session: Session, sheet: Sheet, options: Options, findings: Findings, limits: Limits) -> FitsWork:
    """Check every row of a list of fits."""
    del options, limits
    layout = lay_out(sheet.header, sheet.header_row, COLUMNS, findings, lambda _cell: None)
    rows = list(read_rows(sheet.rows, layout, COLUMNS, findings))
    parts = facts.parts(session, {row.values["part"] for row in rows if "part" in row.values})
    merged = _merged(session, parts)
    codes = facts.named(session, ProductModel)
    models = dict(session.execute(select(ProductModel.code, ProductModel.id)).all())
    known = _known(session, parts)
    reader = _Reader(layout, findings)
    sound: list[FitRow] = []
    for row in rows:
        part, model = parts.get(row.get("part")), models.get(codes.get(row.get("model", "").casefold(), ""))
        if "part" in row.values and part is None:
            reader.fault("import_part_unknown", "part", row)
        if "model" in row.values and model is None:
            reader.fault("import_model_unknown", "model", row)
        if part is not None and part.id in merged:
            reader.fault("part_merged", "part", row, part=part.number, kept=merged[part.id])
            continue
        made = reader.read(row, part, model) if part is not None and model is not None else None
        if made is not None:
            sound.append(made)
    return _work(sound, known, findings)


def _known(session: Session, parts: dict[str, facts.KnownPart]) -> dict[Pair, KnownFit]:
    found: dict[Pair, KnownFit] = {}
    ids = sorted(part.id for part in parts.values())
    for batch in batches(ids):
        found |= known_fits(session, batch)
    return found


def _merged(session: Session, parts: dict[str, facts.KnownPart]) -> dict[int, str]:
    """Return the duplicates among parts with the number under which each is kept."""
    found: dict[int, str] = {}
    for some in in_batches(parts):
        rows = session.execute(
            select(Part.id, Part.merged_into_id).where(Part.number.in_(some), Part.merged_into_id.is_not(None))
        ).all()
        found |= {key: session.get_one(Part, kept).number for key, kept in rows}
    return found


def _work(rows: list[FitRow], known: dict[Pair, KnownFit], findings: Findings) -> FitsWork:
    """Leave out what is kept already, and tell what the new rows narrow."""
    new = [row for row in rows if _says_new(row, known.get(row.pair))]
    kept = len(rows) - len(new)
    pairs = {row.pair for row in new}
    with_fits = {part for part, _model in known}
    _note(findings, "import_fits_kept", kept)
    _note(findings, "import_fits_first", len({part for part, _model in pairs} - with_fits))
    narrowed = {row.pair for row in new if any(row.ends) and _whole(known.get(row.pair))}
    _note(findings, "import_fits_narrowed", len(narrowed))
    _note(
        findings,
        "import_fits_stay_narrow",
        len({r.pair for r in rows if not any(r.ends) and _narrow(known.get(r.pair))}),
    )
    return FitsWork(
        new,
        len(pairs - known.keys()),
        sum(any(row.ends) and row.ends not in _ranges(known.get(row.pair)) for row in new),
        len({row.pair for row in new if _other_quantity(row, known.get(row.pair))}),
    )


def _note(findings: Findings, code: str, count: int) -> None:
    if count:
        findings.note(Finding(code, details={"count": count}))


def _ranges(fit: KnownFit | None) -> Iterable[tuple[str, str]]:
    return fit.ranges if fit is not None else ()


def _whole(fit: KnownFit | None) -> bool:
    return fit is not None and not fit.ranges


def _narrow(fit: KnownFit | None) -> bool:
    return fit is not None and bool(fit.ranges)


def _other_quantity(row: FitRow, fit: KnownFit | None) -> bool:
    return fit is not None and row.quantity_per_repair not in {None, fit.quantity_per_repair}


def _says_new(row: FitRow, fit: KnownFit | None) -> bool:
    if fit is None or _other_quantity(row, fit):
        return True
    return any(row.ends) and row.ends not in fit.ranges


kind(
    Kind(
        "fits",
        _l("Which models parts fit"),
        _l("One row for each part and model; more rows where only some serial numbers of the model fit."),
        COLUMNS,
        check,
        (),
        ({column.name: column.example for column in COLUMNS if column.example is not None},),
        ("parts.write",),
    )
)
