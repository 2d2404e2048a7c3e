"""Let a command with a request key happen once: a repeat gets the first result, other content is a conflict."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from types import UnionType
from typing import Any, Concatenate, ParamSpec, TypeVar, Union, get_args, get_origin, get_type_hints

from sqlalchemy import bindparam, insert, select
from sqlalchemy.orm import Session

from kernel.amounts import Scaled
from kernel.db import Base
from kernel.errors import Conflict
from kernel.hashing import digest, plain
from kernel.prepared import run as run_prepared
from kernel.refusals import refusals
from kernel.tables import Request

P = ParamSpec("P")
R = TypeVar("R")

NOT_CONTENT = {"request_key", "at"}
"""Arguments that may differ between a request and its repeat: the key itself and the time the edge read."""

_FIND = select(Request.content_hash, Request.result).where(Request.key == bindparam("key"))
_REMEMBER = insert(Base.metadata.tables["request"])
"""Statements of every command, made once."""


def once(script: Callable[Concatenate[Session, P], R]) -> Callable[Concatenate[Session, P], R]:
    """Wrap a script so that `request_key=` makes it happen once.

    The script takes keyword arguments only, `request_key` and `at` among them. A script that calls another gives it a
    key of its own, as `f"{request_key}:putaway"`.
    """
    parameters = inspect.signature(script).parameters
    defaults = {n: p.default for n, p in parameters.items() if p.default is not inspect.Parameter.empty}
    name = f"{script.__module__}.{script.__name__}"

    def run(session: Session, /, *args: P.args, **kwargs: P.kwargs) -> R:
        key = str(kwargs["request_key"])
        content = {n: v for n, v in {**defaults, **kwargs}.items() if n not in NOT_CONTENT}
        content_hash = digest([name, content])
        earlier = run_prepared(session, _FIND, key=key).first()
        if earlier is None:
            result = script(session, *args, **kwargs)
            at = kwargs.get("at")
            row = {
                "key": key,
                "command": name,
                "content_hash": content_hash,
                "result": plain(result),
                "at": at if isinstance(at, datetime) else datetime.min.replace(tzinfo=UTC),
            }
            with refusals():
                run_prepared(session, _REMEMBER, **row)
            return result
        if earlier.content_hash != content_hash:
            raise Conflict("request_key_reused", key=key)
        returned: R = revived(_hints(script)["return"], earlier.result)
        return returned

    functools.update_wrapper(run, script)
    return run


def was_posted(session: Session, request_key: str) -> bool:
    """Tell whether a command with this key has been carried out."""
    return session.scalar(select(Request.key).where(Request.key == request_key)) is not None


@functools.cache
def _hints(thing: Any) -> dict[str, Any]:
    return get_type_hints(thing)


def revived(kind: Any, value: Any) -> Any:
    """Build a value of the annotated `kind` from its plain form: the inverse of `kernel.hashing.plain`."""
    origin = get_origin(kind)
    if value is None:
        return None
    if origin in (Union, UnionType):
        return revived(next(arg for arg in get_args(kind) if arg is not type(None)), value)
    if origin in (tuple, list):
        inner = get_args(kind)
        items = (
            [revived(inner[0], item) for item in value]
            if origin is list or Ellipsis in inner
            else [revived(each, item) for each, item in zip(inner, value, strict=True)]
        )
        return origin(items)
    if origin is dict:
        key_kind, value_kind = get_args(kind)
        return {revived(key_kind, k): revived(value_kind, v) for k, v in value.items()}
    if isinstance(kind, type):
        return _revived_plain(kind, value)
    return value


def _revived_plain(kind: type, value: Any) -> Any:
    if issubclass(kind, Scaled):
        return kind.of(value)
    if is_dataclass(kind):
        hints = _hints(kind)
        return kind(**{f.name: revived(hints[f.name], value[f.name]) for f in fields(kind)})
    if issubclass(kind, datetime | date):
        return kind.fromisoformat(value)
    return kind(value) if kind in (int, str, float, bool, Decimal) else value
