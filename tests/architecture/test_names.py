"""A name says one thing in the whole package: searches and stack traces do not mislead."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from pathlib import Path

from transpiler.dialects import DIALECTS

PACKAGE = Path(__file__).parents[2] / "transpiler"

CONVENTIONS = {"__init__.py", "registry.py"}
"""File names that stand for the same thing in every room."""

OF_AN_ENGINE = {"engine.py", "tables.py", "text.py"}
"""What the folder of each engine holds, and the room that says what such a file must hold."""


def _files():
    return sorted(PACKAGE.rglob("*.py"))


def _is_free(path):
    """Return whether the name of ``path`` may stand elsewhere too, by a convention."""
    is_of_an_engine = path.name in OF_AN_ENGINE and path.relative_to(PACKAGE).parts[0] == "dialects"
    is_a_command = path.parent.name == "cli"
    return path.name in CONVENTIONS or is_of_an_engine or is_a_command


def test_a_file_name_stands_once_in_the_package():
    """A command's file has the command's name, as the module that does the work may have too."""
    found = defaultdict(list)
    for path in _files():
        if not _is_free(path):
            found[path.name].append(str(path.relative_to(PACKAGE)))
    assert {name: paths for name, paths in found.items() if len(paths) > 1} == {}
    assert set(DIALECTS) <= {path.name for path in (PACKAGE / "dialects").iterdir()}


def test_a_class_is_defined_once_in_the_package():
    """`transpiler.Definition` is the one exception: the definition of the model, to be asked."""
    found = defaultdict(list)
    for path in _files():
        for name in _types(ast.parse(path.read_text(encoding="utf-8"))):
            found[name.lstrip("_")].append(str(path.relative_to(PACKAGE)))
    twice = {name: paths for name, paths in found.items() if len(paths) > 1}
    assert twice == {"Definition": ["api.py", "definition/model.py"]}


def _types(module):
    for node in ast.walk(module):
        if isinstance(node, ast.ClassDef):
            yield node.name
    for statement in module.body:
        target = statement.targets[0] if isinstance(statement, ast.Assign) else None
        if isinstance(target, ast.Name) and re.fullmatch(r"_?[A-Z]+[a-z]\w*", target.id):
            yield target.id
