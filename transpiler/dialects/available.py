"""Which engines there are, which can be opened here, and why the others cannot."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Mapping
from dataclasses import dataclass

from transpiler.dialects.engine import Engine, EngineEntry, EngineError
from transpiler.dialects.registry import DIALECTS


def engine_entries() -> Mapping[str, EngineEntry]:
    """Return every engine by its name, in the order of the dialects."""
    return {found.engine.name: found.engine for found in DIALECTS.values() if found.engine}


@dataclass(frozen=True, slots=True)
class Availability:
    """Whether an engine can be opened here.

    Attributes:
        name: the engine.
        reason: what is missing, in words; None where nothing is.
    """

    name: str
    reason: str | None

    def __bool__(self) -> bool:
        return self.reason is None


def available_engines() -> tuple[Availability, ...]:
    """Return every engine there is, with the reason where one cannot be opened."""
    return tuple(_availability(name) for name in engine_entries())


def open_engine(name: str, url: str | None = None) -> Engine:
    """Start an engine, or connect to one.

    Args:
        name: the name of an engine.
        url: where a PostgreSQL server runs, as libpq takes it; None starts one.

    Raises:
        EngineError: there is no such engine, it is not installed, it does not start, or it cannot
            be reached.
    """
    entries = engine_entries()
    if name not in entries:
        raise EngineError(f"there is no engine {name!r}; there are {', '.join(entries)}")
    availability = _availability(name)
    if not availability:
        raise EngineError(f"{name} cannot be opened: {availability.reason}")
    entry = entries[name]
    open_it = getattr(importlib.import_module(entry.module), entry.class_name)
    engine: Engine = open_it() if url is None else open_it(url)
    return engine


def _availability(name: str) -> Availability:
    missing = [
        module
        for module in engine_entries()[name].needs
        if importlib.util.find_spec(module) is None
    ]
    if not missing:
        return Availability(name, None)
    return Availability(
        name,
        f"not installed: {', '.join(missing)} (pip install 'syndrome-sql[verify]')",
    )
