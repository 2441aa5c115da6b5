"""Two definitions side by side: whether they are equal, what differs, and which visits move."""

from transpiler.comparing.diff import (
    Bump,
    Change,
    Diff,
    OperatorChange,
    SettingChange,
    TermChange,
    diff,
)
from transpiler.comparing.diff_causes import (
    Cause,
    Reason,
    count_causes,
)
from transpiler.comparing.diff_clauses import (
    TermPlace,
)
from transpiler.comparing.difference import Difference, difference_between
from transpiler.comparing.equivalence import (
    Comparison,
    Verdict,
    compare,
)

__all__ = [
    "Bump",
    "Cause",
    "Change",
    "Comparison",
    "Diff",
    "Difference",
    "OperatorChange",
    "Reason",
    "SettingChange",
    "TermChange",
    "TermPlace",
    "Verdict",
    "compare",
    "count_causes",
    "diff",
    "difference_between",
]
