"""Hide customers' personal data from those who need not see it."""

from __future__ import annotations

from webapp import context


def masked_name(name: str) -> str:
    """Return a name of which only the first letter is left.

    >>> masked_name("王芳"), masked_name("")
    ('王**', '')
    """
    return f"{name[0]}**" if name else ""


def masked_phone(phone: str) -> str:
    """Return a telephone number of which only its ends are left.

    >>> masked_phone("13800001234"), masked_phone("110")
    ('138****1234', '***')
    """
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) > 8 else "*" * len(phone)


def shown_name(name: str | None) -> str:
    """Return a customer's name as whoever asks may see it."""
    return (name or "") if context.may("personal.read") else masked_name(name or "")


def shown_phone(phone: str | None) -> str:
    """Return a customer's telephone number as whoever asks may see it."""
    return (phone or "") if context.may("personal.read") else masked_phone(phone or "")


def shown_text(text: str | None) -> str:
    """Return an address, or hide that there is one."""
    return (text or "") if context.may("personal.read") or not text else "***"


def shown_partner(act: str, partner: str) -> str:
    """Return with whom surplus went: a buyer may be a private person, a supplier never is."""
    return shown_name(partner) if act == "sell" else partner


def shown_partner_contact(act: str, contact: str) -> str:
    """Return the contact of whom surplus went to as whoever asks may see it."""
    return shown_phone(contact) if act == "sell" else contact
