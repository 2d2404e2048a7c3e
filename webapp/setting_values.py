"""Read the value of one setting from its text; each reader says in a few words what it wants instead."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

Reader = Callable[[object], object]


class UnwantedValueError(ValueError):
    """Say what a setting wants instead of what it was given."""


def text(value: object) -> str:
    """Read a text without the blanks around it."""
    if not isinstance(value, str):
        raise UnwantedValueError("wants a text")
    return value.strip()


def whole(least: int, most: int) -> Reader:
    """Make a reader of whole numbers from `least` to `most`."""

    def read(value: object) -> int:
        digits = str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
        if not (digits.isascii() and digits.isdecimal()) or not least <= int(digits) <= most:
            raise UnwantedValueError(f"wants a whole number from {least} to {most}")
        return int(digits)

    return read


def choice(*allowed: str) -> Reader:
    """Make a reader of one of the `allowed` words."""

    def read(value: object) -> str:
        if value not in allowed:
            raise UnwantedValueError(f"wants one of {', '.join(allowed)}")
        return str(value)

    return read


def names(value: object) -> tuple[str, ...]:
    """Read a list of names, or one text with commas between them.

    >>> names("parts.example.com, 10.0.0.8")
    ('parts.example.com', '10.0.0.8')
    """
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
        raise UnwantedValueError("wants names with commas between them")
    return tuple(part.strip() for part in parts if part.strip())


def folder(value: object) -> Path:
    """Read a folder's path; `~` is the home folder."""
    return Path(text(value)).expanduser().absolute()


def timezone(value: object) -> str:
    """Read the name of a time zone that this machine knows."""
    name = text(value)
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UnwantedValueError("wants the name of a time zone, such as Asia/Shanghai") from None
    return name


def database_url(value: object) -> str:
    """Read the address of a SQLite or PostgreSQL database, whole: driver named, file path absolute.

    >>> database_url("postgres://stock@db/sparewell")
    'postgresql+psycopg://stock@db/sparewell'
    """
    try:
        url = make_url(text(value))
    except (ArgumentError, ValueError):
        raise UnwantedValueError("wants an address such as postgresql://name:password@host/database") from None
    if url.drivername in {"postgres", "postgresql"}:
        url = url.set(drivername="postgresql+psycopg")
    elif url.drivername == "sqlite" and url.database not in {None, "", ":memory:"}:
        # Flask-SQLAlchemy and Alembic would each look for a relative path somewhere else.
        url = url.set(database=Path(str(url.database)).absolute().as_posix())
    if url.drivername not in {"sqlite", "postgresql+psycopg"}:
        raise UnwantedValueError("wants sqlite:///… or postgresql://…")
    return url.render_as_string(hide_password=False)


def web_address(value: object) -> str:
    """Read a web address without the slash at its end."""
    address = text(value).rstrip("/")
    if address and not address.startswith(("http://", "https://")):
        raise UnwantedValueError("wants an address that begins with https:// or http://")
    return address
