"""Generated visits: any number of them, of any length, the same for the same seed.

A text is laid out as CCDDParsed is, ``COMPLAINT | ;CODE;CODE;``. It is made inside DuckDB, because
ten million of them are needed; every draw is a hash of the visit's number, so that a visit does not
depend on how many others there are.
"""

from __future__ import annotations

import duckdb

from benchmarks.words import words

MEAN_BYTES = 87
"""The length of a text where none is asked for."""

_CODE_SHARES = (0.97, 0.8, 0.6, 0.45, 0.3, 0.2, 0.1)
"""How many visits have a first code, a second one, …"""

_SHORT = 70
"""Texts shorter than this have one complaint and no detail."""
_OTHER_BYTES = 45
_OTHER_BYTES_IF_SHORT = 31
_TAIL_BYTES = 8.1
"""Bytes of what is not the tail, and of a word of the tail with its blank, on average."""


def make_visits(
    connection: duckdb.DuckDBPyConnection,
    count: int,
    *,
    mean_bytes: int = MEAN_BYTES,
    seed: int = 0,
    first: int = 0,
    table: str = "visits",
) -> None:
    """Make a table of visits: ``visit_id``, an integer, and ``txt``, as sent.

    One text in 200 is missing, one in 100 is empty, one word in 25 has a letter too few.

    Args:
        connection: where to make it; a table of that name is replaced.
        count: how many visits.
        mean_bytes: length of a text on average, from 50.
        seed: other seeds give other visits.
        first: number of the first visit.
        table: its name.
    """
    found = words()
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE words AS SELECT"
        " ?::VARCHAR[] AS complaints, ?::VARCHAR[] AS details, ?::VARCHAR[] AS tail,"
        " ?::VARCHAR[] AS codes",
        [found.complaints, found.details, found.tail, found.codes],
    )
    connection.execute(
        f"""
        CREATE OR REPLACE TABLE {table} AS
        WITH parts AS (
            SELECT i, {_complaint(mean_bytes, seed)} AS complaint, {_codes(seed)} AS codes
            FROM range({first}, {first + count}) AS visit(i), words
        ),
        typed AS (
            SELECT i, codes,
                CASE WHEN {_uniform(3, seed)} < 0.04 * (1 + length(complaint) // 7)
                THEN left(complaint, "at") || substr(complaint, "at" + 2)
                ELSE complaint END AS complaint
            FROM (SELECT *, 1 + floor({_uniform(4, seed)} * length(complaint))::INT AS "at"
                  FROM parts)
        )
        SELECT
            i::INTEGER AS visit_id,
            CASE
                WHEN {_uniform(5, seed)} < 0.005 THEN NULL
                WHEN {_uniform(5, seed)} < 0.015 THEN ''
                WHEN {_uniform(6, seed)} < 0.6 THEN upper(complaint) || ' | ;' || upper(codes)
                WHEN {_uniform(6, seed)} < 0.8 THEN complaint || ' | ;' || upper(codes)
                ELSE upper(complaint[1]) || complaint[2:] || ' | ;' || upper(codes)
            END AS txt
        FROM typed
        """
    )
    connection.execute("DROP TABLE words")


def _complaint(mean_bytes: int, seed: int) -> str:
    """Return an expression for one or more complaints, details and words of the tail.

    How many words of the tail there are varies, from none to twice the mean.
    """
    separators = "[', ', ' / ', '; ', ' & ', ' and ', ' - ']"
    pieces = [_any("complaints", 10, seed)]
    if mean_bytes >= _SHORT:
        another = f"{_any(separators, 11, seed)} || {_any('complaints', 12, seed)}"
        pieces += [
            _now_and_then(0.5, another, 13, seed),
            _now_and_then(0.6, f"' ' || {_any('details', 15, seed)}", 14, seed),
        ]
    rest = mean_bytes - (_OTHER_BYTES if mean_bytes >= _SHORT else _OTHER_BYTES_IF_SHORT)
    most = 2 * rest / _TAIL_BYTES + 1
    tail = (
        f"list_transform(range(floor({_uniform(7, seed)} * {most})::INT),"
        f" lambda n: {_early('tail', '1000 + n', seed)})"
    )
    pieces.append(f"coalesce(' ' || nullif(array_to_string({tail}, ' '), ''), '')")
    return " || ".join(pieces)


def _codes(seed: int) -> str:
    """Return an expression for the codes of a visit, each with a semicolon behind it."""
    return " || ".join(
        _now_and_then(share, f"{_early('codes', 60 + n, seed)} || ';'", 80 + n, seed)
        for n, share in enumerate(_CODE_SHARES)
    )


def _uniform(draw: int | str, seed: int) -> str:
    """Return an expression for a number 0 ≤ u < 1, another one for each draw of a visit."""
    return f"((hash(i * 1000003 + {draw} + {seed * 7919}) >> 11) / 9007199254740992.0)"


def _any(options: str, draw: int, seed: int) -> str:
    return f"{options}[1 + floor({_uniform(draw, seed)} * len({options}))::INT]"


def _early(options: str, draw: int | str, seed: int) -> str:
    """Return one of ``options`` by the law of Zipf and Mandelbrot: the n-th as often as 1/(n + 20).

    So the commonest code is met in one visit out of forty, as chest pain is in emergency visits.
    """
    rank = f"floor(20 * (pow(len({options}) / 20.0 + 1, {_uniform(draw, seed)}) - 1))::INT"
    return f"{options}[least(len({options}), 1 + {rank})]"


def _now_and_then(share: float, text: str, draw: int, seed: int) -> str:
    return f"CASE WHEN {_uniform(draw, seed)} < {share} THEN {text} ELSE '' END"
