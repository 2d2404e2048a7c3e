"""Name what a person may do, and which role may do what.

A role is the work somebody does; a person may have several. A view names a permission, never a role.
"""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l

PERMISSIONS = {
    "parts.read": _l("See parts, models and places"),
    "parts.write": _l("Keep parts, models and places"),
    "parts.merge": _l("Merge parts that were entered twice"),
    "parts.unmerge": _l("Undo a merge of parts"),
    "stock.read": _l("See stock and movements"),
    "stock.move": _l("Move stock between places"),
    "stock.issue": _l("Issue and take back parts"),
    "stock.reverse": _l("Reverse a posting"),
    "stock.scrap": _l("Scrap goods"),
    "stock.allocate": _l("Hold promises and give them to another request"),
    "transfers.approve": _l("Sign transfers beyond a limit and losses on the way"),
    "fifo.sign": _l("Sign an exception from first in, first out"),
    "old_parts.read": _l("See old parts that are owed and what became of them"),
    "old_parts.sign": _l("Sign why old parts do not come, and ask for others"),
    "requests.read": _l("See part requests and work orders"),
    "requests.write": _l("Ask for parts"),
    "counts.read": _l("See stock-takes"),
    "counts.count": _l("Count"),
    "counts.write": _l("Plan and review stock-takes"),
    "counts.approve": _l("Approve stock-takes"),
    "counts.approve_large": _l("Give the second signature on large differences of a stock-take"),
    "plan.read": _l("See forecasts and purchase plans"),
    "plan.write": _l("Make purchase plans"),
    "plan.approve": _l("Approve purchase plans"),
    "campaigns.write": _l("Propose campaigns and recalls, and keep maintenance lines"),
    "campaigns.approve": _l("Approve campaigns and recalls"),
    "orders.read": _l("See purchase orders"),
    "orders.write": _l("Keep purchase orders"),
    "orders.approve": _l("Approve purchase orders"),
    "orders.approve_large": _l("Approve large purchase orders"),
    "quotes.read": _l("See requests for quotation and quotations"),
    "quotes.write": _l("Ask for quotations and award them"),
    "quotes.approve": _l("Approve awards beyond the limit"),
    "contracts.read": _l("See contracts"),
    "contracts.write": _l("Write contracts"),
    "contracts.approve": _l("Approve and end contracts"),
    "suppliers.read": _l("See suppliers"),
    "suppliers.write": _l("Keep suppliers"),
    "suppliers.assess": _l("Assess suppliers and judge their samples"),
    "suppliers.approve": _l("Qualify suppliers"),
    "sale_prices.write": _l("Propose sale prices"),
    "sale_prices.approve": _l("Approve sale prices"),
    "arrivals.read": _l("See arrivals"),
    "arrivals.write": _l("Register arrivals"),
    "arrivals.expected": _l("See what is expected where arrivals are counted blind"),
    "inspection.read": _l("See inspections"),
    "inspection.write": _l("Inspect and judge"),
    "standards.write": _l("Keep acceptance standards"),
    "inspection.sign": _l("Grant concessions and set how lots are sampled"),
    "putaway.write": _l("Put goods away"),
    "tickets.read": _l("See tickets"),
    "tickets.write": _l("Take in tickets"),
    "dispatch.write": _l("Dispatch engineers"),
    "repairs.write": _l("Report repairs"),
    "callbacks.write": _l("Call customers back"),
    "customers.read": _l("See customers"),
    "customers.write": _l("Keep customers"),
    "personal.read": _l("See personal data unmasked"),
    "engineers.write": _l("Keep engineers and guided questions"),
    "reports.read": _l("See reports and figures"),
    "prices.read": _l("See prices and costs"),
    "periods.close": _l("Close months"),
    "surplus.write": _l("Submit what is done with surplus"),
    "surplus.approve": _l("Approve what is done with surplus"),
    "lots.freeze": _l("Freeze lots"),
    "lots.thaw": _l("Set frozen lots free"),
    "import.write": _l("Import files"),
    "export.read": _l("Export lists"),
    "jobs.read": _l("See everybody's jobs"),
    "mail.read": _l("See the mail log"),
    "people.write": _l("Keep people and roles"),
    "settings.write": _l("Change settings"),
    "audit.read": _l("Read the audit trail"),
    "tokens.write": _l("Make API tokens"),
    "deputies.name": _l("Name who signs during an absence"),
}

_LOOK = {"parts.read", "stock.read"}

ROLES: dict[str, frozenset[str]] = {
    "keeper": frozenset(
        _LOOK
        | {"old_parts.read"}
        | {"stock.move", "stock.issue", "stock.reverse", "requests.read", "counts.read", "counts.count"}
        | {"orders.read", "arrivals.read", "arrivals.write", "inspection.read", "putaway.write", "export.read"}
    ),
    "buyer": frozenset(
        _LOOK
        | {"old_parts.read"}
        | {"parts.write", "requests.read", "plan.read", "plan.write", "orders.read", "orders.write", "suppliers.read"}
        | {"suppliers.assess", "sale_prices.write"}
        | {
            "suppliers.write",
            "arrivals.read",
            "arrivals.expected",
            "inspection.read",
            "prices.read",
            "reports.read",
            "import.write",
        }
        | {"quotes.read", "quotes.write", "contracts.read", "contracts.write"}
        | {"surplus.write"}
        | {"export.read", "tokens.write"}
    ),
    "inspector": frozenset(
        _LOOK
        | {"old_parts.read"}
        | {"orders.read", "arrivals.read", "inspection.read", "inspection.write", "standards.write", "lots.freeze"}
    )
    | {"arrivals.expected"}
    | {"suppliers.read", "suppliers.assess", "contracts.read", "export.read"},
    "supervisor": frozenset(
        _LOOK
        | {"old_parts.read", "old_parts.sign"}
        | {"parts.write", "parts.merge"}
        | {"stock.move", "stock.issue", "stock.reverse", "stock.scrap", "fifo.sign", "requests.read"}
        | {"stock.allocate", "transfers.approve"}
        | {"requests.write", "counts.read", "counts.count", "counts.write", "counts.approve", "plan.read"}
        | {"plan.write", "plan.approve", "orders.read", "orders.approve", "suppliers.read", "suppliers.approve"}
        | {"arrivals.read", "arrivals.write", "inspection.read", "inspection.sign", "standards.write", "putaway.write"}
        | {"arrivals.expected"}
        | {"tickets.read"}
        | {"reports.read", "prices.read", "import.write", "export.read", "jobs.read", "tokens.write"}
        | {"sale_prices.approve"}
        | {"periods.close", "surplus.write", "surplus.approve", "lots.freeze", "lots.thaw"}
        | {"campaigns.write", "campaigns.approve"}
        | {"quotes.read", "quotes.approve", "contracts.read", "contracts.approve"}
        | {"deputies.name"}
    ),
    "engineer": frozenset(
        _LOOK
        | {"old_parts.read"}
        | {"requests.read", "requests.write", "tickets.read", "repairs.write", "customers.read", "personal.read"}
    ),
    "desk": frozenset(
        {"parts.read", "stock.read", "requests.read", "tickets.read", "tickets.write", "dispatch.write"}
        | {"callbacks.write", "customers.read", "customers.write", "personal.read", "export.read"}
    ),
    "service_manager": frozenset(
        {
            "old_parts.read",
            "old_parts.sign",
            "parts.read",
            "stock.read",
            "requests.read",
            "requests.write",
            "tickets.read",
            "tickets.write",
        }
        | {"stock.allocate", "dispatch.write", "repairs.write", "callbacks.write", "customers.read", "customers.write"}
        | {"personal.read", "engineers.write", "reports.read", "export.read", "tokens.write", "counts.read"}
        | {
            "counts.approve_large",
            "orders.read",
            "orders.approve_large",
            "suppliers.read",
            "contracts.read",
            "prices.read",
        }
        | {"campaigns.write", "campaigns.approve", "plan.read"}
        | {"deputies.name"}
    ),
    "quality": frozenset(
        _LOOK
        | {"old_parts.read"}
        | {"inspection.read", "arrivals.read", "orders.read", "suppliers.read", "tickets.read", "callbacks.write"}
        | {"arrivals.expected"}
        | {"lots.freeze", "lots.thaw"}
        | {"customers.read", "reports.read", "standards.write", "inspection.sign", "export.read"}
        | {"campaigns.write", "suppliers.assess"}
        | {"deputies.name"}
    ),
    "admin": frozenset(PERMISSIONS),
}

ROLE_NAMES = {
    "keeper": _l("Warehouse keeper"),
    "buyer": _l("Buyer"),
    "inspector": _l("Inspector"),
    "supervisor": _l("Parts supervisor"),
    "engineer": _l("Engineer"),
    "desk": _l("Service desk"),
    "service_manager": _l("Service manager"),
    "quality": _l("Quality reviewer"),
    "admin": _l("Administrator"),
}

EVERYWHERE = frozenset({"supervisor", "service_manager", "quality", "buyer", "inspector", "admin"})
"""Roles whose work is not bound to own stores, vans or tickets."""


SIGNATURES = frozenset(
    name for name in PERMISSIONS if name.endswith((".approve", ".approve_large", ".sign")) or name == "lots.thaw"
)
"""Rights to approve what others made: these alone pass to a deputy, and what must be seen for it."""
KEPT_BACK = frozenset({"personal.read", "audit.read", "mail.read", "jobs.read"})
"""What nobody needs to see for a signature."""


def lent_by(roles: Iterable[str]) -> frozenset[str]:
    """Return what passes to the deputy of somebody with these roles: signatures, and reading what is signed.

    An administrator's rights pass to nobody: another administrator is named instead.

    >>> "orders.approve" in lent_by(["supervisor"]), "orders.write" in lent_by(["buyer"]), lent_by(["admin"])
    (True, False, frozenset())
    >>> "personal.read" in lent_by(["service_manager"])
    False
    """
    held = permissions_of(set(roles) - {"admin"})
    signed = held & SIGNATURES
    return signed | {name for name in held - KEPT_BACK if name.endswith(".read")} if signed else frozenset()


def permissions_of(roles: Iterable[str]) -> frozenset[str]:
    """Return everything that somebody with these roles may do.

    >>> "stock.issue" in permissions_of(["keeper"]), permissions_of(["nobody"])
    (True, frozenset())
    """
    return frozenset().union(*(ROLES.get(role, frozenset()) for role in roles))


def as_received(permissions: frozenset[str], *, blind: bool) -> frozenset[str]:
    """Return permissions as they hold for arrivals: who counts blind sees neither what is expected nor the orders.

    Where nothing is counted blind, whoever sees arrivals sees what is expected.

    >>> sorted(as_received(frozenset({"arrivals.read", "orders.read"}), blind=True))
    ['arrivals.read']
    """
    if "arrivals.read" not in permissions or "arrivals.expected" in permissions:
        return permissions
    return permissions - {"orders.read"} if blind else permissions | {"arrivals.expected"}
