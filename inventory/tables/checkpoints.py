"""Known balances along the stock card, so that a page far back need not be summed from the first movement."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kernel.amounts import Quantity
from kernel.db import Base, whole
from kernel.guards import no_delete, no_replace, refuse


class StockCheckpoint(Base):
    """Hold what of a part a store had on hand after a movement; added from time to time, never changed."""

    __tablename__ = "stock_checkpoint"
    __audited__: ClassVar[bool] = False
    __table_args__ = (
        CheckConstraint("on_hand >= 0", name="on_hand_not_negative"),
        *whole("on_hand"),
        {"sqlite_with_rowid": False},
    )

    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"), primary_key=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("location.id"), primary_key=True)
    movement_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    on_hand: Mapped[Quantity]


no_delete("stock_checkpoint")
no_replace("stock_checkpoint", ("part_id", "store_id", "movement_id"))
refuse("stock_checkpoint_no_update", "stock_checkpoint", "BEFORE UPDATE", "true", "append_only:stock_checkpoint")
