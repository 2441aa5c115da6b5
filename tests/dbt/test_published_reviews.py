"""Nobody can work out a withheld count of predictive values or of the negation audit.

As in the attack on trends, every world there might be goes through the model, worlds that are
published alike are put together, and a withheld count must have several values among them.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import product
from pathlib import Path
from types import SimpleNamespace

import duckdb
import jinja2

from transpiler.resources import data_path

PRIVACY = (Path(__file__).parents[2] / "docs" / "privacy.md").read_text(encoding="utf-8")
"""What the page says of the attack is what it found."""

SMALLEST = 3
"""The smallest count that the worlds' policy shows: small, so that the worlds are not too many."""

TABLES = f"""
create table syndrome_policies as
    select 'p' as policy, 'quarter' as period, 'state' as geography, {SMALLEST} as smallest_count,
        0 as hold_back_days;
create table dim_syndrome_definitions (definition text, version int, policy text);
create table syndrome_visits (
    visit_id text, state text, county text, visit_date date, arrived_at timestamp);
create table int_reviewed_visits (
    visit_id text, definition text, version int, jurisdiction text, verdict text);
create table syndrome_terms (
    definition text, version int, part int, clause text, term text, is_negation boolean);
create table int_negation_removals (
    visit_id text, definition text, version int, part int, clause text, is_alone boolean,
    has_code boolean);
"""


def published(connection, model, columns):
    """Return the rows of a published model, which has no period and so holds nothing back."""
    path = data_path("dbt_project") / "models" / model
    surroundings = {
        "config": lambda **_: "",
        "ref": lambda name: name,
        "reader_grants": dict,
        "is_publishable": lambda *_: "true",
        "share": lambda hits, of: f"{hits} * 1.0 / nullif({of}, 0)",
        "wilson_bound": lambda hits, of, sign: f"{hits} * 1.0 / {of}",
        "dbt": SimpleNamespace(type_string=lambda: "text", type_int=lambda: "int"),
    }
    sql = jinja2.Template(path.read_text(encoding="utf-8")).render(surroundings)
    return connection.execute(f"select {columns} from ({sql}) order by all").fetchall()


def fewest_values(views, counts):
    """Return how few values a withheld count has among the worlds that are published alike.

    Args:
        views: world → its published rows, each a name and the published counts, None if withheld.
        counts: world → name of a row → its counts.
    """
    alike = defaultdict(list)
    for world, view in views.items():
        alike[tuple(view)].append(world)
    return min(
        len({counts[world][name][at] for world in worlds})
        for view, worlds in alike.items()
        for name, *shown in view
        for at, value in enumerate(shown)
        if value is None and any(counts[world][name][at] for world in worlds)
    )


def sums_up_to(most, cells):
    """Return every way to fill cells with counts that add up to ``most`` or less."""
    filled = product(range(most + 1), repeat=cells)
    return [counts for counts in filled if sum(counts) <= most]


def test_no_withheld_label_follows():
    """Of the worlds that have the sums published, no state's withheld count is the same in all."""
    pairs = sums_up_to(10, 2)
    of_two = (zip(true, false, strict=True) for true, false in product(pairs, repeat=2))
    of_three = sums_up_to(16, 3)
    worlds = [
        *({"AZ": (*az, 0), "CA": (*ca, 0), "NM": (0, 0, 0)} for az, ca in of_two),
        *({"AZ": (az, 0, 0), "CA": (ca, 0, 0), "NM": (nm, 0, 0)} for az, ca, nm in of_three),
    ]
    worlds = {str(number): world for number, world in enumerate(worlds)}
    rows = [
        (name, state, verdict, at)
        for name, world in worlds.items()
        for state, labels in world.items()
        for verdict, count in zip(("true", "false", "unknown"), labels, strict=True)
        for at in range(count)
    ]
    with duckdb.connect(config={"threads": 2}) as connection:
        connection.execute(TABLES)
        connection.execute(
            "insert into dim_syndrome_definitions select unnest(?), 1, 'p'", [list(worlds)]
        )
        connection.execute(
            "create table labels as select unnest(?) as name, unnest(?) as state,"
            " unnest(?) as verdict, unnest(?) as number",
            [list(column) for column in zip(*rows, strict=True)],
        )
        connection.execute(
            "insert into syndrome_visits select concat_ws(' ', name, state, verdict, number),"
            " state, null, date '2025-01-01', timestamp '2025-12-01' from labels"
        )
        connection.execute(
            "insert into int_reviewed_visits select concat_ws(' ', name, state, verdict, number),"
            " name, 1, 'somewhere', verdict from labels"
        )
        found = published(
            connection,
            "validation/rpt_syndrome_ppv.sql",
            "definition, jurisdiction, true_positives, false_positives, unknown, is_suppressed,"
            " ppv",
        )
    views = defaultdict(list)
    for name, state, true, false, unknown, is_suppressed, ppv in found:
        views[name].append((state, true, false, unknown))
        shown = [value for value in (true, false, unknown, ppv) if value is not None]
        assert not (is_suppressed and shown)
        assert not any(
            0 < value < SMALLEST for value in (true, false, unknown) if value is not None
        )
    counts = {
        name: {**world, "all": tuple(map(sum, zip(*world.values(), strict=True)))}
        for name, world in worlds.items()
    }
    fewest = fewest_values(views, counts)
    assert fewest > 1
    assert f"| labels of places | {len(views):,} | {fewest} |" in PRIVACY
    assert any(None not in row for view in views.values() for row in view if row[0] != "all")


def test_no_withheld_removal_follows():
    """Two negations: visits with the one, with the other and with both, some with a code."""
    worlds = {
        str(number): {("a",): (a, a_coded), ("b",): (b, b_coded), ("a", "b"): (both, both_coded)}
        for number, (a, a_coded, b, b_coded, both, both_coded) in enumerate(sums_up_to(9, 6))
    }
    rows = [
        (name, clause, len(terms) == 1, at < coded, f"{name} {terms} {at}")
        for name, world in worlds.items()
        for terms, (plain, coded) in world.items()
        for at in range(plain + coded)
        for clause in terms
    ]
    with duckdb.connect(config={"threads": 2}) as connection:
        connection.execute(TABLES)
        connection.execute(
            "insert into dim_syndrome_definitions select unnest(?), 1, 'p'", [list(worlds)]
        )
        connection.execute(
            "insert into syndrome_terms select definition, 1, 1, clause, clause, true"
            " from dim_syndrome_definitions cross join (values ('a'), ('b')) as clauses(clause)"
        )
        connection.execute(
            "insert into int_negation_removals (definition, clause, is_alone, has_code, visit_id,"
            " version, part) select unnest(?), unnest(?), unnest(?), unnest(?), unnest(?), 1, 1",
            [list(column) for column in zip(*rows, strict=True)],
        )
        connection.execute(
            "insert into syndrome_visits select distinct visit_id, 'AZ', null, date '2025-01-01',"
            " timestamp '2025-12-01' from int_negation_removals"
        )
        found = published(
            connection,
            "evidence/rpt_syndrome_negations.sql",
            "definition, clause, removed_visits, removed_by_it_alone, removed_with_code,"
            " is_suppressed",
        )
    views = defaultdict(list)
    for name, clause, *shown, is_suppressed in found:
        views[name].append((clause, *shown))
        assert is_suppressed == (shown == [None] * 3)
        assert all(value is None or value % 5 == 0 for value in shown)
    counts = {
        name: {
            clause: (
                sum(sum(of) for terms, of in world.items() if clause in terms),
                sum(world[(clause,)]),
                sum(coded for terms, (_, coded) in world.items() if clause in terms),
            )
            for clause in ("a", "b")
        }
        for name, world in worlds.items()
    }
    for name, view in views.items():
        for clause, removed, *_ in view:
            assert removed is None or 0 <= removed - counts[name][clause][0] < 5
    fewest = fewest_values(views, counts)
    assert fewest > 1
    assert f"| visits removed by two negations | {len(views):,} | {fewest} |" in PRIVACY
    assert any(None not in row and row[1] for view in views.values() for row in view)
