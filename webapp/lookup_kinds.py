"""Register the kinds of row that forms name by code."""

from __future__ import annotations

from inventory.tables import Category, Location, Lot, Part, ProductModel, Unit, WorkOrder
from kernel.tables import Person
from webapp.lookups import table_lookup
from webapp.tables import RoleGrant

table_lookup("part", Part, permission="parts.read", code="number")
table_lookup("unit", Unit, permission="parts.read")
table_lookup("category", Category, permission="parts.read")
table_lookup("product_model", ProductModel)
table_lookup("location", Location, permission="stock.read", where=lambda: Location.active)
table_lookup(
    "bin", Location, permission="stock.read", where=lambda: Location.active & Location.kind.in_(("bin", "van"))
)
table_lookup("store", Location, where=lambda: Location.active & (Location.id == Location.store_id))
table_lookup("warehouse", Location, where=lambda: Location.active & (Location.kind == "warehouse"))
table_lookup("van", Location, where=lambda: Location.active & (Location.kind == "van"))
table_lookup("lot", Lot, permission="stock.read", code="number", name="reference")
table_lookup("work_order", WorkOrder, permission="requests.read", code="number", name="state")
table_lookup("person", Person, name="name", where=lambda: Person.active)
table_lookup(
    "engineer",
    Person,
    name="name",
    where=lambda: (
        Person.active
        & Person.id.in_(
            RoleGrant.__table__.select().with_only_columns(RoleGrant.person_id).where(RoleGrant.role == "engineer")
        )
    ),
)
