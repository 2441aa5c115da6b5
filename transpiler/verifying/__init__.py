"""The same visits through the evaluator and every engine, and where they disagree."""

from transpiler.verifying.comparison import Agreement, Disagreement
from transpiler.verifying.lane import Lane, engine_lanes, read_back_lanes
from transpiler.verifying.verify import verify_generated, verify_visits

__all__ = [
    "Agreement",
    "Disagreement",
    "Lane",
    "engine_lanes",
    "read_back_lanes",
    "verify_generated",
    "verify_visits",
]
