"""What a definition means, in Python: the oracle that every engine is held to, and its evidence.

May import: definition.
"""

from transpiler.meaning.diff import (
    Bump,
    Change,
    Diff,
    OperatorChange,
    SettingChange,
    TermChange,
    diff,
    suggested_bump,
)
from transpiler.meaning.diff_causes import Cause, Reason, count_causes
from transpiler.meaning.diff_clauses import Place
from transpiler.meaning.equivalence import Comparison, Verdict, aligned, compare
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
from transpiler.meaning.evidence import Evidence, FieldEvidence, TermMatch, Veto, evidence
from transpiler.meaning.implication import (
    disjoint,
    implied_pairs,
    implies,
    implies_any,
    satisfiable,
)
from transpiler.meaning.match import find_match

__all__ = [
    "Bump",
    "Cause",
    "Change",
    "Comparison",
    "Diff",
    "Evidence",
    "FieldEvidence",
    "OperatorChange",
    "Place",
    "Reason",
    "SettingChange",
    "TermChange",
    "TermMatch",
    "Truth",
    "Verdict",
    "Veto",
    "aligned",
    "as_visit",
    "compare",
    "conjunction",
    "count_causes",
    "diff",
    "disjoint",
    "disjunction",
    "evaluate",
    "evaluate_filters",
    "evaluate_part",
    "evidence",
    "find_match",
    "implied_pairs",
    "implies",
    "implies_any",
    "matches",
    "negation",
    "satisfiable",
    "suggested_bump",
    "truth_of",
]
