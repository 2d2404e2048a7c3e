"""Keep on record what a deputy signs for somebody who is away, and refuse what that person made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import event, select
from sqlalchemy.orm import Session, UOWTransaction

from kernel.db import Base
from kernel.errors import FourEyes
from kernel.four_eyes import pairs_of
from kernel.tables import Person
from webapp import context
from webapp.context import Actor
from webapp.tables import DeputySignature, SigningDeputy


@contextmanager
def standing_in(
    session: Session,
    actor: Actor,
    command: str,
    permissions: tuple[str, ...],
    data: Mapping[str, Any],
    request_key: str,
) -> Iterator[None]:
    """Carry out a command; where only a lent right allows it, keep for whom it is done.

    The absent person could not sign what they made themselves, so no deputy of theirs signs it in their place: the
    rows that the command writes are looked through for every pair of persons that the tables keep apart.
    """
    wanted = [name for name in permissions if actor.may(name)]
    if not wanted or any(name not in actor.lent for name in wanted):
        yield
        return
    permission = wanted[0]
    givers = _givers(session, actor.lent[permission])
    makers: set[int] = set()

    def look(looked: Session, _flush: UOWTransaction) -> None:
        for row in [*looked.new, *looked.dirty]:
            makers.update(_makers(row, actor.id) & set(givers.values()))

    event.listen(session, "after_flush", look)
    try:
        yield
        session.flush()
    finally:
        event.remove(session, "after_flush", look)
    left = [key for key, giver in sorted(givers.items()) if giver not in makers]
    if not left:
        raise FourEyes("deputy_for_its_maker", name=session.get_one(Person, min(makers)).name)
    if session.scalar(select(DeputySignature.id).where(DeputySignature.request_key == request_key)) is not None:
        return
    about = {name: value for name, value in data.items() if name.endswith("_id") and isinstance(value, int)}
    session.add(
        DeputySignature(
            signing_deputy_id=left[0],
            at=context.now(),
            command=command,
            permission=permission,
            request_key=request_key,
            about=about,
        )
    )
    session.flush()


def signed_instead(session: Session, command: str, name: str, row_id: int) -> dict[tuple[int, datetime], str]:
    """Return who was absent, by deputy and instant, where deputies have signed about one row.

    :param name: the id among what the command was given, such as `order_id`.
    """
    rows = session.execute(
        select(SigningDeputy.deputy_id, DeputySignature.at, Person.name)
        .join(SigningDeputy, SigningDeputy.id == DeputySignature.signing_deputy_id)
        .join(Person, Person.id == SigningDeputy.giver_id)
        .where(DeputySignature.command == command, DeputySignature.about[name].as_integer() == row_id)
    )
    return {(deputy, at): giver for deputy, at, giver in rows}


def _givers(session: Session, keys: frozenset[int]) -> dict[int, int]:
    """Return who lends a right by each row."""
    rows = session.execute(select(SigningDeputy.id, SigningDeputy.giver_id).where(SigningDeputy.id.in_(keys)))
    return {key: giver for key, giver in rows}  # noqa: C416 - rows are no pairs for dict()


def _makers(row: object, signer: int) -> set[int]:
    """Return whose work a row says that the signer signs."""
    if not isinstance(row, Base):
        return set()
    found = set()
    for _name, one, other in pairs_of(Base.metadata).get(row.__tablename__, ()):
        persons = {getattr(row, one, None), getattr(row, other, None)}
        if signer in persons:
            found |= {each for each in persons if each is not None and each != signer}
    return found
