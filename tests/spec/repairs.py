"""Faults of published definitions: what strict mode refuses and repair mode mends."""

from tests.spec.tables import Fault, Section

REPAIRS = Section(
    "Faults and repairs",
    """No public page says what ESSENCE does with a faulty query. So **strict** mode, which reads
definition files, refuses whatever the language above does not define. **Repair** mode, which
`syndrome import` uses for published definitions, mends the faults that occur in them, each in one
way, and records every change with its place in the file it writes. The codes are explained in
[Diagnostics](diagnostics.md).""",
    faults=(
        Fault("blanks around operators and terms", "^a^ , or, ^b^", "^a^,or,^b^"),
        Fault("the comma missing at an operator", "^a^or,^b^", "^a^,or,^b^"),
        Fault("an operator without commas", "^a^ or ^b^", "^a^,or,^b^"),
        Fault("AND NOT in two words", "^a^,AND NOT,^b^", "^a^,ANDNOT,^b^"),
        Fault("a parenthesis glued to a term", "(^a^,or,^b^)", "(,^a^,or,^b^,)"),
        Fault("an empty element", "^a^,,or,^b^", "^a^,or,^b^"),
        Fault("a comma at the end", "^a^,or,^b^,", "^a^,or,^b^"),
        Fault("a percent sign for the wildcard", "^;ShortnessOfBreath;%", "^;ShortnessOfBreath;^"),
        Fault("a line break inside a code", "^;408\n682005;^", "^;408682005;^"),
        Fault("a parenthesis too few", "(,^a^,or,^b^", None),
        Fault("a class that is never closed", "^a[bc^", None),
        Fault("an empty class", "^a[]b^", None),
        Fault("a negated class", "^a[^b]c^", None),
        Fault("an operator at the start", "or,^a^", None),
        Fault("two operators in a row", "^a^,and,or,^b^", None),
        Fault("an empty group", "^a^,or,(,)", None),
        Fault("a whole word with a wildcard run", "!a^b!", None),
    ),
)
