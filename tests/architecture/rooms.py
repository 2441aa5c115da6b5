"""The rooms of the package: what each is for, and which others it may import.

The rule stands here and nowhere else. ``make docs`` writes the table of `docs/architecture.md` from
it, and `test_imports.py` holds the code to it.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Room:
    """A folder or module of ``transpiler/``.

    Attributes:
        job: its one job.
        imports: the rooms it may import; each of them it does import.
    """

    job: str
    imports: frozenset[str] = frozenset()


def _room(job: str, *imports: str) -> Room:
    return Room(job, frozenset(imports))


ROOMS = {
    "resources": _room("the files that travel with the package"),
    "templates": _room("templates of SQL, with delimiters that are not dbt's, and of HTML pages"),
    "scratch": _room("folders for what must not stay"),
    "writing": _room("a file replaced in one step"),
    "workers": _room("the parts of a long task, in other processes or in this one"),
    "definition": _room(
        "the frozen, typed model; the values and places of a definition file; diagnostics"
    ),
    "lineage": _room(
        "where each definition of a library stands: its lock, its family, what takes its place",
        *("definition", "writing"),
    ),
    "parsing": _room(
        "text → tree: grammar, diagnostics, repair, formatter; loading and writing files",
        *("definition", "lineage", "resources", "writing"),
    ),
    "meaning": _room("the evaluator, which is the meaning, and its evidence", "definition"),
    "proving": _room(
        "proofs about patterns: implication, contradiction, witnesses",
        *("definition", "meaning"),
    ),
    "comparing": _room(
        "two definitions side by side: equal or not, what differs, which visits move",
        *("definition", "meaning", "proving"),
    ),
    "probing": _room("texts that hit a query's terms, and texts that just miss", "definition"),
    "disclosure": _room(
        "what readers know of the counts, and what is published beside one another",
        *("definition", "meaning"),
    ),
    "sensitivity": _room("the policy that codes and words call for", "definition"),
    "codes": _room("the ICD-10-CM titles behind a code pattern", "definition"),
    "planning": _room(
        "what the SQL asks first: necessary literals, groups of terms, missing values",
        *("definition", "meaning"),
    ),
    "linting": _room(
        "one documented rule a file, a registry, typed issues",
        *("definition", "meaning", "proving", "codes", "sensitivity"),
    ),
    "explaining": _room(
        "a definition in plain words, a text clause by clause, the HTML page",
        *("definition", "meaning", "codes", "macros", "templates"),
    ),
    "dialects": _room(
        "what each engine can say, how it spells it, and the engine itself", "definition"
    ),
    "emitting": _room("tree → SQL, through a dialect", "definition", "planning", "dialects"),
    "macros": _room("the macros of the dbt package, rendered without dbt", "resources"),
    "visit_files": _room(
        "a file of visits, read once and in one way",
        *("definition", "macros", "scratch"),
    ),
    "classifying": _room(
        "the visits of a file, flagged on DuckDB without dbt",
        *("definition", "comparing", "emitting", "scratch", "visit_files"),
    ),
    "verifying": _room(
        "the same visits through the evaluator and every engine",
        *("definition", "meaning", "probing", "dialects", "emitting"),
    ),
    "library": _room(
        "many definitions as one classification: tokens, candidates, exact check",
        *("definition", "planning", "dialects", "emitting", "templates"),
    ),
    "generating": _room("generated visits", "definition", "meaning", "scratch", "workers"),
    "addressing": _room(
        "the parameters of ESSENCE's addresses, and a definition as an address", "definition"
    ),
    "importing": _room(
        "published definitions → definition files",
        *("addressing", "definition", "linting", "parsing", "sensitivity", "writing"),
    ),
    "syncing": _room(
        "a library kept in step with an export, each change proved",
        *("comparing", "definition", "importing", "lineage", "parsing", "templates", "writing"),
    ),
    "cataloguing": _room(
        "a library as pages",
        *("codes", "comparing", "definition", "explaining", "lineage", "linting", "syncing"),
        *("templates", "writing"),
    ),
    "reporting": _room("what a built project publishes, as one page", "definition", "templates"),
    "attacking": _room(
        "what follows of withheld counts from all that was published: the attacker",
        *("codes", "definition", "proving"),
    ),
    "dbt": _room(
        "models, properties, unit tests from templates; building and showing a project",
        *("codes", "definition", "dialects", "disclosure", "emitting", "generating", "library"),
        *("lineage", "meaning", "parsing", "planning", "resources", "scratch", "templates"),
        *("workers", "writing"),
    ),
    "api": _room("the public Python API", "definition", "parsing", "meaning", "emitting"),
    "cli": _room(
        "one file a command, thin",
        *("addressing", "attacking", "cataloguing", "classifying", "codes", "comparing", "dbt"),
        *("definition", "dialects", "disclosure", "emitting", "explaining", "generating"),
        *("importing", "library", "lineage", "linting", "meaning", "parsing", "reporting"),
        *("resources", "scratch", "syncing", "verifying", "visit_files", "writing"),
    ),
}


def table() -> str:
    """Return the rooms as a Markdown table."""
    rows = (
        f"| `{name}` | {room.job} | {', '.join(sorted(room.imports)) or '–'} |"
        for name, room in ROOMS.items()
    )
    return "\n".join(["| room | its one job | imports |", "|---|---|---|", *rows])
