"""Two definitions side by side: whether they are equal, what differs, and which visits move."""

from transpiler.comparing.diff import (
    Bump,
    Change,
    Diff,
    OperatorChange,
    SettingChange,
    TermChange,
    diff,
    suggested_bump,
)
from transpiler.comparing.diff_causes import (
    Cause,
    Reason,
    count_causes,
)
from transpiler.comparing.diff_clauses import (
    TermPlace,
)
from transpiler.comparing.equivalence import (
    Comparison,
    Verdict,
    aligned,
    compare,
)

__all__ = [
    "Bump",
    "Cause",
    "Change",
    "Comparison",
    "Diff",
    "OperatorChange",
    "Reason",
    "SettingChange",
    "TermChange",
    "TermPlace",
    "Verdict",
    "aligned",
    "compare",
    "count_causes",
    "diff",
    "suggested_bump",
]
