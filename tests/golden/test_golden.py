"""The emitted SQL is what the golden files show. ``python -m tests.golden.write`` renews them."""

from __future__ import annotations

import pytest

from tests.golden.files import FOLDER, golden_files
from transpiler.definition import IsBlank, IsNull, walk
from transpiler.parsing import load_definition

WANTED = golden_files()


@pytest.mark.parametrize("name", WANTED)
def test_golden(name):
    path = FOLDER / name
    assert path.exists(), "write it: python -m tests.golden.write"
    assert path.read_text(encoding="utf-8") == WANTED[name]


def test_no_golden_file_is_left_over():
    there = {path.name for path in [*FOLDER.glob("*.sql"), *FOLDER.glob("*.diff")]}
    assert there == set(WANTED)


def test_the_definitions_cover_every_node_and_piece():
    kinds = set()
    for path in (FOLDER / "definitions").glob("*.yml"):
        for part in load_definition(path).parts:
            for node in walk(part.query.root):
                kinds.add(type(node).__name__)
                if not isinstance(node, IsNull | IsBlank):
                    kinds |= {type(piece).__name__ for piece in _pieces(node)}
    assert kinds == {
        *("And", "AndNot", "IsBlank", "IsNull", "Or", "Term"),
        *("AnyOne", "AnyRun", "Literal", "OneOf"),
    }


def _pieces(node):
    return node.pattern.pieces if hasattr(node, "pattern") else ()
