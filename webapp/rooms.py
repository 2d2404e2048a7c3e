"""Find what rooms and pages exist, so that adding a file is enough to be part of the application."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType

ROOMS = ("kernel", "inventory", "forecasting", "procurement", "receiving", "service", "webapp")


def import_tables() -> None:
    """Import the tables of every room, so that the whole schema is known."""
    for room in ROOMS:
        package = importlib.import_module(room)
        if any(module.name == "tables" for module in pkgutil.iter_modules(package.__path__)):
            importlib.import_module(f"{room}.tables")


def import_all(package_name: str) -> list[ModuleType]:
    """Import every module of a package, in order of name, and return them."""
    package = importlib.import_module(package_name)
    names = sorted(module.name for module in pkgutil.iter_modules(package.__path__))
    return [importlib.import_module(f"{package_name}.{name}") for name in names]


def import_named(prefix: str) -> list[ModuleType]:
    """Import every module of `webapp` whose name begins with `prefix`."""
    package = importlib.import_module("webapp")
    names = sorted(module.name for module in pkgutil.iter_modules(package.__path__) if module.name.startswith(prefix))
    return [importlib.import_module(f"webapp.{name}") for name in names]
