"""Take files from programs and hand files out: imports, photos of inspections, empty tables, stored files."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from http import HTTPStatus
from typing import Any

from apispec import APISpec
from flask import Blueprint, Flask, Response, current_app, json, request
from marshmallow import Schema

from kernel.errors import Conflict, RuleViolation
from webapp import context
from webapp.access import as_open_as, needs
from webapp.api.base import PREFIX, ProblemSchema, RestApi, address_of, described_by, load, operation, path_parameters
from webapp.commands import ERRORS, KEY_PARAMETER, SOUND_KEY
from webapp.db import db
from webapp.detail import shown
from webapp.details_of.imports import IMPORT
from webapp.documents.zpl import DOTS_PER_MM
from webapp.exports import XLSX
from webapp.importing import allowed, ask_check, options_schema
from webapp.imports.kinds import KINDS, Kind
from webapp.inspection_photos import PhotosKept, keep_photos
from webapp.jobs.worker import work_off
from webapp.label_stickers import CODES as LABEL_CODES
from webapp.label_stickers import KINDS as LABEL_KINDS
from webapp.pages import files, imports, inspections, inspections_photos, labels, parts
from webapp.part_files import KINDS as PART_FILE_KINDS
from webapp.part_files import FilesKept, keep_files
from webapp.row_files import OWNERS, RowFiles
from webapp.row_files import keep_files as keep_row_files
from webapp.shapes import schema_of
from webapp.tables import Job
from webapp.unit_of_work import after_commit, start_reading

PHOTOS = "/inspections/<int:inspection_id>/photos"
PART_FILES = "/parts/<int:part_id>/files"
ROW_FILES = "/files/of/<table_name>/<int:row_id>"
FILE = "/files/<int:file_id>"


def request_key() -> str:
    """Return the key that the caller chose, or refuse."""
    key = request.headers.get("Idempotency-Key", "")
    if not SOUND_KEY.fullmatch(key):
        raise RuleViolation("request_key_missing")
    return key


def _check(kind: Kind) -> Callable[[], Response]:
    """Return the view that checks a file of a kind: nothing is written, every bad row is told."""

    def view() -> Response:
        chosen, key = allowed(kind.name), request_key()
        data = load(options_schema(chosen), request.form.to_dict(), "form")
        sent = request.files.get("file")
        job_id = ask_check(chosen, sent, data, key)
        _same_file(job_id, chosen, data)
        answer = current_app.response_class(mimetype="application/json")
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
        after_commit(lambda: work_off(app, only=job_id))
        after_commit(lambda: _fill(answer, job_id))
        return answer

    return view


def _same_file(job_id: int, kind: Kind, data: dict[str, Any]) -> None:
    """Refuse a key under which another file, or the same read otherwise, was sent before."""
    session = context.session()
    kept = session.get_one(Job, job_id).arguments
    given = {name: value for name, value in data.items() if value is not None}
    same = kept["kind"] == kind.name and all(kept["options"][name] == value for name, value in given.items())
    sent = request.files["file"].stream
    sent.seek(0)
    if not same or kept["sha256"] != sha256(sent.read()).hexdigest():
        raise Conflict("request_key_reused", key=request.headers["Idempotency-Key"])


def _fill(answer: Response, job_id: int) -> None:
    """Write the report of a check, which ran after the request's own transaction, into its answer."""
    start_reading()
    facts = shown(IMPORT.read(job_id=job_id), IMPORT.hidden)
    answer.set_data(json.dumps(IMPORT.answer().dump(facts)))
    db.session.rollback()


def _keep_photos(inspection_id: int) -> dict[str, Any]:
    key = request_key()
    view = inspections.view_of(inspection_id)
    kept = keep_photos(
        context.session(),
        inspection_id=view.inspection_id,
        files=[each for each in request.files.getlist("photos") if each.filename],
        by=context.actor().id,
        at=context.now(),
        request_key=f"p{context.actor().id}:{key}",
    )
    told: dict[str, Any] = schema_of(PhotosKept)().dump(kept)
    return told


def _keep_part_files(part_id: int) -> dict[str, Any]:
    key = request_key()
    kept = keep_files(
        context.session(),
        part_id=parts.found(part_id).id,
        purpose=request.form.get("purpose", "photo"),
        files=[each for each in request.files.getlist("files") if each.filename],
        by=context.actor().id,
        at=context.now(),
        request_key=f"p{context.actor().id}:{key}",
    )
    told: dict[str, Any] = schema_of(FilesKept)().dump(kept)
    return told


def _keep_row_files(table_name: str, row_id: int) -> dict[str, Any]:
    key = request_key()
    kept = keep_row_files(
        context.session(),
        actor=context.actor(),
        table_name=table_name,
        row_id=row_id,
        purpose=request.form.get("purpose", ""),
        files=[each for each in request.files.getlist("files") if each.filename],
        at=context.now(),
        request_key=f"p{context.actor().id}:{key}",
    )
    told: dict[str, Any] = schema_of(RowFiles)().dump(kept)
    return told


def _template(kind: Kind) -> Callable[[], Any]:
    def view() -> Any:
        return imports.template(kind.name)

    return view


def set_up(app: Flask, rest: RestApi) -> None:
    """Add the endpoints that take or give files."""
    routes = Blueprint("api_files", "webapp", url_prefix=PREFIX)
    for kind in KINDS.values():
        permissions = ("import.write",)
        routes.add_url_rule(
            f"/imports/{kind.name}", f"check_{kind.name}", needs(*permissions)(_check(kind)), methods=["POST"]
        )
        routes.add_url_rule(
            f"/imports/{kind.name}/template.xlsx",
            f"template_{kind.name}",
            as_open_as(imports.template)(_template(kind)),
        )
    routes.add_url_rule(PHOTOS, "photos", as_open_as(inspections_photos.add_photos)(_keep_photos), methods=["POST"])
    routes.add_url_rule(PART_FILES, "part_files", as_open_as(parts.add_files)(_keep_part_files), methods=["POST"])
    routes.add_url_rule(ROW_FILES, "row_files", as_open_as(files.keep)(_keep_row_files), methods=["POST"])
    routes.add_url_rule("/labels", "labels", as_open_as(labels.print_labels)(labels.print_labels))
    routes.add_url_rule(FILE, "file", files.file)
    app.register_blueprint(routes)
    described_by(rest, _describe)


def _describe(spec: APISpec) -> None:
    for kind in KINDS.values():
        _describe_kind(spec, kind)
    photos = operation(
        "add_inspection_photos",
        "Add photos to an inspection",
        "inspections",
        schema_of(PhotosKept),
        errors=ERRORS,
        parameters=[*path_parameters(PHOTOS), KEY_PARAMETER],
        requestBody=_form({"photos": {"type": "array", "items": _BYTES, "minItems": 1}}, ["photos"]),
        description="JPEG, PNG or WebP; they are drawn anew. Twelve at most belong to an inspection.",
    )
    spec.path(path=address_of(PHOTOS), operations={"post": photos})
    kept = operation(
        "add_part_files",
        "Add photos or a specification sheet to a part",
        "parts",
        schema_of(FilesKept),
        errors=ERRORS,
        parameters=[*path_parameters(PART_FILES), KEY_PARAMETER],
        requestBody=_form(
            {
                "purpose": {"type": "string", "enum": list(PART_FILE_KINDS), "default": "photo"},
                "files": {"type": "array", "items": _BYTES, "minItems": 1},
            },
            ["files"],
        ),
        description="Photos are JPEG, PNG or WebP and are drawn anew; a sheet may be a PDF. At most twelve of each.",
    )
    spec.path(path=address_of(PART_FILES), operations={"post": kept})
    purposes = sorted({purpose for owner in OWNERS.values() for purpose in owner.purposes})
    added = operation(
        "add_row_files",
        "Add files to a row: pictures of a standard, photos of an arrival, papers of a claim",
        "files",
        schema_of(RowFiles),
        errors=ERRORS,
        parameters=[*path_parameters(ROW_FILES), KEY_PARAMETER],
        requestBody=_form(
            {
                "purpose": {"type": "string", "enum": purposes},
                "files": {"type": "array", "items": _BYTES, "minItems": 1},
            },
            ["purpose", "files"],
        ),
        description=f"The table is one of {', '.join(sorted(OWNERS))}. Twelve files of a purpose at most.",
    )
    spec.path(path=address_of(ROW_FILES), operations={"post": added})
    printed = _gives("get_labels", "Print labels as PDF or ZPL", "parts", "application/pdf", LABEL_PARAMETERS)
    printed["responses"]["200"]["content"]["text/plain"] = {"schema": {"type": "string"}}
    spec.path(path=address_of("/labels"), operations={"get": printed})
    given = _gives("get_file", "Open a stored file", "files", "application/octet-stream", path_parameters(FILE))
    spec.path(path=address_of(FILE), operations={"get": given})


def _describe_kind(spec: APISpec, kind: Kind) -> None:
    asked = operation(
        f"check_import_of_{kind.name}",
        f"Check a file of {kind.name} without writing it",
        "imports",
        IMPORT.answer,
        errors=ERRORS,
        parameters=[KEY_PARAMETER],
        requestBody=_form({"file": _BYTES, **_choices(spec, options_schema(kind))}, ["file"]),
        description="CSV, CSV.GZ or XLSX. Tells every bad row with its column; commit the import to write all of it.",
    )
    spec.path(path=address_of(f"/imports/{kind.name}"), operations={"post": asked})
    empty = _gives(f"get_template_of_{kind.name}", f"Open an empty table for {kind.name}", "imports", XLSX, [])
    spec.path(path=address_of(f"/imports/{kind.name}/template.xlsx"), operations={"get": empty})


def _asked(name: str, shape: dict[str, Any], *, required: bool = False) -> dict[str, Any]:
    return {"in": "query", "name": name, "required": required, "schema": shape}


LABEL_PARAMETERS = [
    _asked("kind", {"type": "string", "enum": list(LABEL_KINDS)}, required=True),
    _asked("ids", {"type": "string", "pattern": "^[0-9]+(,[0-9]+)*$"}, required=True),
    _asked("code", {"type": "string", "enum": list(LABEL_CODES), "default": "own"}),
    _asked("layout", {"type": "string", "enum": list(labels.LAYOUTS), "default": "a4-3x8"}),
    _asked("start", {"type": "integer", "minimum": 1, "default": 1}),
    _asked("copies", {"type": "integer", "minimum": 1, "maximum": labels.MOST_COPIES, "default": 1}),
    _asked("format", {"type": "string", "enum": ["pdf", "zpl"], "default": "pdf"}),
    _asked("dpi", {"type": "string", "enum": list(DOTS_PER_MM), "default": "203"}),
    _asked("language", {"type": "string", "enum": ["zh", "en"]}),
]

_BYTES = {"type": "string", "format": "binary"}


def _choices(spec: APISpec, schema: Schema) -> dict[str, Any]:
    """Return what may be chosen beside a file, as the document writes it."""
    converter: Any = next(each for each in spec.plugins if hasattr(each, "converter")).converter
    properties: dict[str, Any] = converter.schema2jsonschema(schema)["properties"]
    return properties


def _form(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    """Return the body of a form with files, as the document writes it."""
    shape = {"type": "object", "properties": properties, "required": required}
    return {"required": True, "content": {"multipart/form-data": {"schema": shape}}}


def _gives(name: str, summary: str, tag: str, mimetype: str, parameters: list[dict[str, Any]]) -> dict[str, Any]:
    """Return an operation that answers bytes, as the document writes it."""
    told = operation(name, summary, tag, ProblemSchema, errors=(401, 403, 404, 429), parameters=parameters)
    told["responses"]["200"] = {
        "description": HTTPStatus.OK.phrase,
        "content": {mimetype: {"schema": _BYTES}},
    }
    return told
