"""Tests are typed one way: modules that tests share have types, test modules have none."""

import ast
from pathlib import Path

TESTS = Path(__file__).parents[1]


def test_functions_have_types_where_they_are_shared_and_nowhere_else():
    """Pytest fills the arguments of a test by name, so types there say it twice."""
    wrong = []
    for path in sorted(TESTS.rglob("*.py")):
        is_shared = not path.name.startswith("test_") and path.name != "conftest.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and _has_types(node) is not is_shared:
                wrong.append(f"{path.relative_to(TESTS)}:{node.lineno} {node.name}")
    assert wrong == []


def _has_types(function):
    arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    return function.returns is not None or any(one.annotation for one in arguments)
