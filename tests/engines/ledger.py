"""Where the engines answer differently, as data: SQL one might write, a text, what each says.

`tests.engines.ledger_page` executes it and writes docs/dialects.md.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Difference:
    """SQL whose answer hangs on the engine.

    Attributes:
        what: the construct, in words.
        sql: an expression over the column ``t``, as an author would write it.
        text: the witness: what ``t`` holds.
        postgres: the same in PostgreSQL's spelling, where that is another; so for every engine,
            under its name.
        googlesql: the same in GoogleSQL's.
    """

    what: str
    sql: str
    text: str | None
    postgres: str | None = None
    googlesql: str | None = None

    def sql_for(self, engine: str) -> str:
        """Return the expression in the engine's spelling."""
        return getattr(self, engine, None) or self.sql


@dataclass(frozen=True)
class Topic:
    """Differences of one kind, and how the compiler keeps clear of them.

    Attributes:
        heading: what they are about.
        instead: what is emitted, and why it is safe.
        differences: the evidence.
        queries: queries of the language whose SQL is shown; they mean what the constructs were
            meant to say.
    """

    heading: str
    instead: str
    differences: tuple[Difference, ...]
    queries: tuple[str, ...]


LIKE = Topic(
    "LIKE",
    """Unlike SQL Server's, none of the three knows `[...]` in a pattern. A plain literal is looked
for by a function that knows no wildcard, so `%`, `_` and `\\` in a definition need no escape.
PostgreSQL alone gets `LIKE`, for terms with `_` or an inner `^` (below), and only where no literal
of the term holds a character that `LIKE` reads as a sign; there it is quicker than its
expressions.""",
    (
        Difference(
            "a backslash escapes",
            r"t LIKE '%50\%%'",
            "50% burn",
            googlesql=r"t LIKE r'%50\%%'",
        ),
        Difference(
            "a pattern that ends in a backslash",
            "t LIKE '%\\'",
            "C:\\",
            googlesql="t LIKE '%\\\\'",
        ),
        Difference("an ESCAPE clause", "t LIKE '%50!%%' ESCAPE '!'", "50% burn"),
        Difference("blind to case", "t ILIKE '%kelvin%'", "\u212aELVIN"),
    ),
    ("^50%^", "50%^", "^50%", "50%"),
)

CASE = Topic(
    "Case",
    """No engine's own rule decides case. Texts and patterns are folded by one fixed table, A–Z and
À–Þ; patterns when they are compiled, texts with `TRANSLATE`, which does exactly what its two lists
say. A text of ASCII characters only, which nearly all are, goes through `LOWER`: there the engines
agree, in PostgreSQL under the collation "C".""",
    (
        Difference("LOWER of the dotted capital I", "LOWER(t)", "\u0130"),
        Difference("UPPER of sharp s", "UPPER(t)", "ß"),
        Difference("UPPER of a ligature", "UPPER(t)", "ﬁ"),
        Difference(
            "(?i) and the Kelvin sign",
            "regexp_matches(t, '(?i)^k$')",
            "\u212a",
            postgres="t ~ '(?i)^k$'",
            googlesql="REGEXP_CONTAINS(t, '(?i)^k$')",
        ),
        Difference(
            "(?i) and the long s",
            "regexp_matches(t, '(?i)^s$')",
            "ſ",
            postgres="t ~ '(?i)^s$'",
            googlesql="REGEXP_CONTAINS(t, '(?i)^s$')",
        ),
    ),
    ("^K^",),
)

EXPRESSIONS = Topic(
    "Regular expressions",
    """Only terms with `_`, a class or an inner `^`, and whole words, may need an expression; in
PostgreSQL, whose expressions are slow, most of them are said without. An expression keeps to what
RE2 (DuckDB, BigQuery) and PostgreSQL read alike: `(?s)` at the front so that `.` matches line
breaks, literals, `[...]` of listed characters and ranges of code points, `^`, `$`, `.*`, `|` and
`(?:...)`. No `\\b`, no named class, no `(?i)`, no counted repetition.""",
    (
        Difference(
            "the dot and a line break",
            "regexp_matches(t, '^a.b$')",
            "a\nb",
            postgres="t ~ '^a.b$'",
            googlesql="REGEXP_CONTAINS(t, '^a.b$')",
        ),
        Difference(
            "a word boundary",
            r"regexp_matches(t, '\btick\b')",
            "a tick bite",
            postgres=r"t ~ '\btick\b'",
            googlesql=r"REGEXP_CONTAINS(t, r'\btick\b')",
        ),
        Difference(
            "letters by name",
            "regexp_matches(t, '^[[:alpha:]]$')",
            "é",
            postgres="t ~ '^[[:alpha:]]$'",
            googlesql="REGEXP_CONTAINS(t, '^[[:alpha:]]$')",
        ),
        Difference(
            "white space by name",
            r"regexp_matches(t, '^\s$')",
            "\u00a0",
            postgres=r"t ~ '^\s$'",
            googlesql=r"REGEXP_CONTAINS(t, r'^\s$')",
        ),
        Difference(
            "a Unicode class",
            r"regexp_matches(t, '^\p{L}$')",
            "a",
            postgres=r"t ~ '^\p{L}$'",
            googlesql=r"REGEXP_CONTAINS(t, r'^\p{L}$')",
        ),
        Difference(
            "looking ahead",
            "regexp_matches(t, 'tick(?!et)')",
            "tick",
            postgres="t ~ 'tick(?!et)'",
            googlesql="REGEXP_CONTAINS(t, 'tick(?!et)')",
        ),
        Difference(
            "300 times",
            "regexp_matches(t, '^a{300}$')",
            "a" * 300,
            postgres="t ~ '^a{300}$'",
            googlesql="REGEXP_CONTAINS(t, '^a{300}$')",
        ),
    ),
    ("^a_b^", "^4[ -]wheeler^", "^feel^drown^", "!tick!", "^50%_[a-z]^"),
)

MISSING = Topic(
    "Missing values",
    """What a definition says of a missing field is known when it is compiled, so the SQL asks
`IS NULL` once where it matters, and one `CASE` around the whole turns unknown into false.
`CONCAT`, `GREATEST` and `COALESCE` are not emitted.""",
    (
        Difference("joining a missing text", "CONCAT(t, 'x') = 'x'", None),
        Difference("the greater of a missing text", "GREATEST(t, 'a') = 'a'", None),
    ),
    ("ISNULL,or,^,andnot,^denies^", "^,andnot,^denies^"),
)

FUNCTIONS = Topic(
    "Functions and literals",
    """Each dialect has a list of the functions it may emit, and `tests/engines` executes every one
of them. Quotes are written as the engine wants them; characters without a picture are written
`CHR(n)`, and in PostgreSQL the backslash too.""",
    (
        Difference("ENDS_WITH", "ENDS_WITH(t, 'x')", "ax"),
        Difference("a doubled quote", "t = 'it''s'", "it's"),
        Difference("a backslash in a literal", r"t = 'a\d'", r"a\d"),
        Difference("TRIM of other blanks", "LENGTH(TRIM(t))", "\t\u00a0a"),
    ),
    ("^it's \\ ^", "^it's"),
)

NESTED = "NOT (" * 800 + "t = 'a'" + ")" * 800

LIMITS = Topic(
    "Depth",
    """`AND` and `OR` are emitted flat, so 5,000 terms are a few levels deep. Queries nest 100
levels at most.""",
    (Difference("800 expressions in one another", NESTED, "a"),),
    ("^a^,or,^b^,or,^c^",),
)

TOPICS = (LIKE, CASE, EXPRESSIONS, MISSING, FUNCTIONS, LIMITS)
