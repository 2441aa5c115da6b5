"""The growth of the cost, drawn."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

from benchmarks.duckdb_races import HYPERSCAN, LIBRARY, LIBRARY_KEPT, OURS
from benchmarks.measuring import Figures
from benchmarks.scales import Scale


def draw(found: Figures, scale: Scale, file: Path) -> None:
    """Draw the cost of a visit by definitions, and by terms on each engine, into an SVG file."""
    figure = Figure(figsize=(12, 4), layout="constrained")
    library, *lists = figure.subplots(1, 1 + len(found.terms))
    sizes = list(found.definitions)
    for name in (LIBRARY, LIBRARY_KEPT):
        costs = [results[name].cpu for results in found.definitions.values()]
        library.plot(sizes, costs, marker="o", label=name)
    for name in (OURS, HYPERSCAN):
        cost = found.library[name].cpu
        library.plot(scale.raced, cost, marker="x", linestyle="none", label=name)
    library.set(title="Definitions on DuckDB", xlabel="definitions", ylabel="ns a visit")
    for axes, (engine, kinds) in zip(lists, found.terms.items(), strict=True):
        for kind, costs_of in kinds.items():
            terms = [cost.terms for cost in costs_of]
            axes.plot(terms, [cost.per_visit for cost in costs_of], marker="o", label=kind)
        axes.set(title=f"One list of terms on {engine}", xlabel="terms")
    for axes in (library, *lists):
        axes.set(xscale="log", yscale="log")
        axes.grid(alpha=0.3)
        axes.legend(fontsize="small")
    with mpl.rc_context({"svg.hashsalt": "syndrome"}):
        figure.savefig(file, format="svg", metadata={"Date": None})
