"""Lists of what is kept: customers, sold units, engineers, qualifications, symptoms and guided questions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from inventory.tables import Location, ProductModel
from kernel.tables import Person
from kernel.text import Text
from service.states import WITH_ENGINEER
from service.tables import (
    Customer,
    EngineerProfile,
    GuidedChoice,
    GuidedQuestion,
    Product,
    Qualification,
    Symptom,
    Ticket,
)


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """Hold an answer to choose."""

    choice_id: int
    text: Text
    suggests_urgency: str | None


@dataclass(frozen=True, slots=True)
class QuestionView:
    """Hold a guided question; without choices it is answered in words."""

    question_id: int
    text: Text
    choices: tuple[ChoiceView, ...]


@dataclass(frozen=True, slots=True)
class SymptomView:
    """Hold a symptom to choose."""

    symptom_id: int
    code: str
    name: Text
    family: str


def customers_select(words: str = "") -> Select[*tuple[Any, ...]]:
    """Return the list of customers with how many tickets each has."""
    tickets = (
        select(func.count(Ticket.id)).where(Ticket.customer_id == Customer.id).correlate(Customer).scalar_subquery()
    )
    query = select(
        Customer.id.label("customer_id"),
        Customer.name,
        Customer.phone,
        Customer.region,
        Customer.address,
        Customer.email,
        Customer.contact_preference,
        Customer.remote_area,
        Customer.active,
        tickets.label("tickets"),
    ).order_by(Customer.name, Customer.id)
    if words.strip():
        columns = (Customer.name, Customer.phone, Customer.address, Customer.email)
        query = query.where(or_(*(column.icontains(words.strip(), autoescape=True) for column in columns)))
    return query


def products_select(*, customer_id: int | None = None, words: str = "") -> Select[*tuple[Any, ...]]:
    """Return the list of sold units with model and owner."""
    query = (
        select(
            Product.id.label("product_id"),
            Product.product_model_id,
            ProductModel.code.label("model_code"),
            ProductModel.name_zh.label("model_zh"),
            ProductModel.name_en.label("model_en"),
            Product.serial,
            Product.customer_id,
            Customer.name.label("customer_name"),
            Product.purchased_on,
            Product.dealer,
        )
        .join(ProductModel, ProductModel.id == Product.product_model_id)
        .outerjoin(Customer, Customer.id == Product.customer_id)
        .order_by(ProductModel.code, Product.serial)
    )
    if customer_id is not None:
        query = query.where(Product.customer_id == customer_id)
    if words.strip():
        columns = (Product.serial, ProductModel.code, Customer.name)
        query = query.where(or_(*(column.icontains(words.strip(), autoescape=True) for column in columns)))
    return query


def engineers_select() -> Select[*tuple[Any, ...]]:
    """Return the list of engineers with region, van and open tickets."""
    load = (
        select(func.count(Ticket.id))
        .where(Ticket.engineer_id == EngineerProfile.person_id, Ticket.state.in_([str(s) for s in WITH_ENGINEER]))
        .correlate(EngineerProfile)
        .scalar_subquery()
    )
    return (
        select(
            EngineerProfile.person_id.label("engineer_id"),
            Person.name,
            Person.phone,
            EngineerProfile.region,
            EngineerProfile.van_location_id,
            Location.code.label("van_code"),
            EngineerProfile.max_load,
            load.label("load"),
            EngineerProfile.active,
        )
        .join(Person, Person.id == EngineerProfile.person_id)
        .outerjoin(Location, Location.id == EngineerProfile.van_location_id)
        .order_by(EngineerProfile.region, Person.name)
    )


def qualifications_select(
    *, engineer_id: int | None = None, ending_by_on: date | None = None
) -> Select[*tuple[Any, ...]]:
    """Return the list of qualifications, those that end first on top."""
    query = (
        select(
            Qualification.id.label("qualification_id"),
            Qualification.engineer_id,
            Person.name.label("engineer_name"),
            Qualification.family,
            ProductModel.code.label("model_code"),
            Qualification.certificate,
            Qualification.valid_until_on,
        )
        .join(Person, Person.id == Qualification.engineer_id)
        .outerjoin(ProductModel, ProductModel.id == Qualification.product_model_id)
        .order_by(Qualification.valid_until_on, Qualification.id)
    )
    if engineer_id is not None:
        query = query.where(Qualification.engineer_id == engineer_id)
    if ending_by_on is not None:
        query = query.where(Qualification.valid_until_on <= ending_by_on)
    return query


def symptoms_for(session: Session, family: str | None = None) -> tuple[SymptomView, ...]:
    """Return the symptoms to choose from for a product family; without one named, all of them."""
    query = select(Symptom).where(Symptom.active).order_by(Symptom.code)
    if family is not None:
        query = query.where(Symptom.family.in_(["", family]))
    return tuple(SymptomView(s.id, s.code, Text(s.name_zh, s.name_en), s.family) for s in session.scalars(query))


def questions_for(session: Session, *, symptom_id: int | None, family: str = "") -> tuple[QuestionView, ...]:
    """Return what to ask about a symptom of a product family, in order."""
    rows = session.scalars(
        select(GuidedQuestion)
        .where(
            GuidedQuestion.active,
            or_(GuidedQuestion.symptom_id.is_(None), GuidedQuestion.symptom_id == symptom_id),
            GuidedQuestion.family.in_(["", family]),
        )
        .order_by(GuidedQuestion.position, GuidedQuestion.id)
    ).all()
    choices: dict[int, list[ChoiceView]] = {row.id: [] for row in rows}
    for each in session.scalars(
        select(GuidedChoice)
        .where(GuidedChoice.question_id.in_(choices))
        .order_by(GuidedChoice.position, GuidedChoice.id)
    ):
        choices[each.question_id].append(ChoiceView(each.id, Text(each.text_zh, each.text_en), each.suggests_urgency))
    return tuple(QuestionView(row.id, Text(row.text_zh, row.text_en), tuple(choices[row.id])) for row in rows)
