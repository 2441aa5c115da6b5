"""Imports between the rooms of the package run one way (docs/architecture.md)."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "transpiler"

MAY_IMPORT = {
    "resources": set(),
    "templates": set(),
    "scratch": set(),
    "definition": {"resources"},
    "parsing": {"definition", "resources"},
    "meaning": {"definition"},
    "codes": {"definition"},
    "visits": {"definition", "meaning", "scratch"},
    "reporting": {"definition"},
    "importing": {"definition", "parsing", "meaning"},
    "rewriting": {"definition", "meaning"},
    "linting": {"definition", "meaning", "codes"},
    "explaining": {"definition", "meaning", "codes"},
    "dialects": {"definition"},
    "engines": {"definition", "dialects"},
    "emitting": {"definition", "rewriting", "dialects"},
    "library": {"definition", "meaning", "rewriting", "dialects", "emitting", "templates"},
    "classifying": {"definition", "parsing", "meaning", "dialects", "emitting", "scratch"},
    "verifying": {
        *("definition", "meaning", "dialects", "emitting", "engines", "classifying", "scratch"),
    },
}
"""What each room may import besides itself. `dbt`, `api` and `cli` stand above all of these."""

ABOVE = {
    "dbt": set(MAY_IMPORT),
    "api": {"definition", "parsing", "meaning", "emitting"},
    "cli": {*MAY_IMPORT, "dbt", "api"},
}

RULES = {**MAY_IMPORT, **ABOVE}


def modules():
    for path in sorted(PACKAGE.rglob("*.py")):
        relative = path.relative_to(PACKAGE)
        if "_data" not in relative.parts and relative.parts != ("__init__.py",):
            yield path, relative.parts[0].removesuffix(".py")


def imported_rooms(path: Path) -> set[str]:
    rooms = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            module = node.module or ""
            names = [module, *(f"{module}.{alias.name}" for alias in node.names)]
        else:
            continue
        rooms |= {
            name.split(".")[1]
            for name in names
            if (name.startswith("transpiler.") and (PACKAGE / name.split(".")[1]).exists())
            or (name.startswith("transpiler.") and (PACKAGE / f"{name.split('.')[1]}.py").exists())
        }
    return rooms


@pytest.mark.parametrize(
    ("path", "room"),
    [pytest.param(*found, id=str(found[0].relative_to(PACKAGE))) for found in modules()],
)
def test_a_module_imports_only_what_its_room_may(path, room):
    assert room in RULES, f"the room {room!r} has no rule: add it to MAY_IMPORT"
    assert imported_rooms(path) - {room} <= RULES[room]


def test_the_rules_have_no_cycle():
    order: list[str] = []
    while len(order) < len(RULES):
        free = [room for room in RULES if room not in order and RULES[room] <= set(order)]
        assert free, f"a cycle among {set(RULES) - set(order)}"
        order += free


def test_the_test_itself_sees_imports(tmp_path):
    module = tmp_path / "module.py"
    module.write_text("from transpiler import cli\nimport transpiler.dbt.compile\n")
    assert imported_rooms(module) == {"cli", "dbt"}
