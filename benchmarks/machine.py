"""What the figures were measured on and with."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from pathlib import Path

from benchmarks import r_language

_PACKAGES = ("duckdb", "hyperscan", "pandas", "polars")


def machine() -> str:
    """Return the processor, its cores and the memory."""
    information = Path("/proc/cpuinfo")
    models = [
        line.partition(":")[2].strip()
        for line in (information.read_text().splitlines() if information.exists() else [])
        if line.startswith("model name")
    ]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    name = models[0] if models else platform.processor() or platform.machine()
    return f"{name}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()}"


def versions(postgres: str) -> str:
    """Return what ran, with the PostgreSQL server's own version."""
    found = [f"Python {platform.python_version()}", f"PostgreSQL {postgres}"]
    found += [f"{name} {version(name)}" for name in _PACKAGES]
    if r_language.is_installed():
        found.append(r_language.version())
    return ", ".join(found)
