"""What a definition means, in Python: the oracle that every engine is held to, and its evidence."""

from transpiler.meaning.evaluate import (
    Truth,
    as_visit,
    conjunction,
    disjunction,
    evaluate,
    evaluate_filters,
    evaluate_part,
    matches,
    negation,
    truth_of,
)
from transpiler.meaning.evidence import (
    Evidence,
    FieldEvidence,
    TermMatch,
    Veto,
    evidence,
)
from transpiler.meaning.examples import FalseExample, false_examples
from transpiler.meaning.match import (
    find_match,
)

__all__ = [
    "Evidence",
    "FalseExample",
    "FieldEvidence",
    "TermMatch",
    "Truth",
    "Veto",
    "as_visit",
    "conjunction",
    "disjunction",
    "evaluate",
    "evaluate_filters",
    "evaluate_part",
    "evidence",
    "false_examples",
    "find_match",
    "matches",
    "negation",
    "truth_of",
]
