"""Customers, the only table with their personal data, and the units that were sold to them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kernel.db import Base, one_of

CONTACT_WAYS = ("phone", "wechat", "mail", "sms")


class Customer(Base):
    """Hold a customer: every name, telephone and address of theirs stands here and nowhere else."""

    __tablename__ = "customer"
    __table_args__ = (one_of("contact_preference", CONTACT_WAYS),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    name: Mapped[str] = mapped_column(String(120), index=True)
    phone: Mapped[str] = mapped_column(String(40), index=True)
    created_at: Mapped[datetime]
    region: Mapped[str] = mapped_column(String(60), default="", comment="decides which engineers are near")
    address: Mapped[str] = mapped_column(String(300), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    contact_preference: Mapped[str] = mapped_column(String(10), default="phone")
    remote_area: Mapped[bool] = mapped_column(default=False, comment="exempt from the time on site")
    active: Mapped[bool] = mapped_column(default=True)


class Product(Base):
    """Hold one sold unit by model and serial number."""

    __tablename__ = "product"
    __table_args__ = (UniqueConstraint("product_model_id", "serial"), Index("ix_product_serial", "serial"))

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    product_model_id: Mapped[int] = mapped_column(ForeignKey("product_model.id"))
    serial: Mapped[str] = mapped_column(String(80))
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"), default=None, index=True)
    purchased_on: Mapped[date | None] = mapped_column(default=None, comment="the warranty runs from here")
    dealer: Mapped[str] = mapped_column(String(120), default="")
