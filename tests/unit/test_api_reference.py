"""The rows that the page of the API shows, from a small document."""

from __future__ import annotations

from typing import Any

from webapp.api.reference import topics

LINE = {"type": "object", "properties": {"part_id": {"type": "integer"}}, "required": ["part_id"]}
DOCUMENT: dict[str, Any] = {
    "paths": {
        "/orders/{id}": {
            "post": {
                "operationId": "change",
                "summary": "Change",
                "tags": ["orders"],
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}],
                "requestBody": {
                    "content": {
                        "application/json": {
                            "schema": {
                                "properties": {
                                    "lines": {"type": "array", "items": {"$ref": "#/components/schemas/Line"}},
                                    "why": {"type": "string", "maxLength": 40, "nullable": True},
                                }
                            }
                        }
                    }
                },
                "responses": {
                    "200": {
                        "description": "Done",
                        "content": {"application/json": {"schema": {"allOf": [{"$ref": "#/components/schemas/Line"}]}}},
                    },
                    "409": {"description": "Conflict"},
                },
            },
            "parameters": [],
        }
    },
    "components": {"schemas": {"Line": LINE}},
}


def test_operation_tells_nested_inputs_answer_and_refusals() -> None:
    """Lists of lines are opened, references followed, refusals kept apart from the answer."""
    (operation,) = topics(DOCUMENT)["orders"]
    assert (operation.method, operation.path) == ("POST", "/orders/{id}")
    told = [(each.name, each.place, each.kind, each.required) for each in operation.inputs]
    assert told == [
        ("id", "path", "integer", True),
        ("lines", "body", "array", False),
        ("lines[].part_id", "body", "integer", True),
        ("why", "body", "string ≤ 40 or null", False),
    ]
    assert [each.name for each in operation.answer] == ["part_id"]
    assert operation.errors == ("409 Conflict",)


def test_a_schema_that_holds_itself_ends() -> None:
    """A tree is opened a few levels deep and no further."""
    tree = {"properties": {"below": {"type": "array", "items": {"$ref": "#/components/schemas/Line"}}}}
    document = {**DOCUMENT, "components": {"schemas": {"Line": tree}}}
    (operation,) = topics(document)["orders"]
    assert 1 < len(operation.answer) < 20
