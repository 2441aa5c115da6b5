"""Imports between the rooms of the package run one way (docs/architecture.md)."""

import ast
from pathlib import Path

import pytest

from tests.architecture.rooms import ROOMS

PACKAGE = Path(__file__).parents[2] / "transpiler"

RULES = {name: room.imports for name, room in ROOMS.items()}


def modules():
    for path in sorted(PACKAGE.rglob("*.py")):
        relative = path.relative_to(PACKAGE)
        if "_data" not in relative.parts and relative.parts != ("__init__.py",):
            yield path, relative.parts[0].removesuffix(".py")


def imported_rooms(path):
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
    assert room in RULES, f"the room {room!r} has no rule: add it to tests/architecture/rooms.py"
    assert imported_rooms(path) - {room} <= RULES[room]


@pytest.mark.parametrize("room", RULES)
def test_a_room_imports_all_that_it_may(room):
    used = set().union(*(imported_rooms(path) for path, name in modules() if name == room))
    assert RULES[room] <= used, "take out of rooms.py what is not imported"


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
