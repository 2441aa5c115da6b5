"""Commands killed wherever they touch files: ``python -m tests.reliability.kills``.

A process of our own runs the command and counts what Python tells of the file system (PEP 578).
It is killed right before touch number 0, 1, 2, … until one run gets to its end. After each kill the
generated files must be all of the old ones or all of the new, every definition file must be whole,
and the next run must end as if nothing had happened.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from tests.dbt.bare import bare_project
from transpiler.classifying import classify
from transpiler.dbt import compile_project, replacing
from transpiler.dbt.compile import GENERATED
from transpiler.parsing import write_definition
from transpiler.parsing.load import load_definition_text

_TOUCHES: Final = ("open", "os.", "shutil.", "tempfile.", "ctypes.")
"""How the audit events begin that a command raises where it touches files."""

_DEFINITION: Final = """\
name: {name}
version: 1
title: {name}
fields: [ccdd_parsed]
query: ^{term}^,andnot,^{name}^
"""

Contents = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Kills:
    """What killing a command everywhere gave.

    Attributes:
        points: how often it was killed, each time one touch later.
        old: how often the files were then as before.
        new: how often they were as after a whole run.
        none: how often there were none, which the next run mends.
        mixed: how often they were anything else.
        not_mended: how often the next run did not end as if nothing had happened.
    """

    points: int
    old: int
    new: int
    none: int
    mixed: int
    not_mended: int


def kill_everywhere(
    prepare: Callable[[], None], act: Callable[[], Any], state: Callable[[], Contents]
) -> Kills:
    """Kill ``act`` before each of its touches.

    Args:
        prepare: puts everything back as it was before the command.
        act: the command.
        state: the files that must be whole, name → contents.
    """
    prepare()
    before = state()
    act()
    after = state()
    assert before != after
    counts = dict.fromkeys(("old", "new", "none", "mixed", "not_mended"), 0)
    points = 0
    while True:
        prepare()
        if not _killed_at(points, act):
            assert state() == after
            return Kills(points, **counts)
        points += 1
        found = state()
        known = ("old", before), ("new", after), ("none", {})
        counts[next((name for name, files in known if files == found), "mixed")] += 1
        act()
        counts["not_mended"] += state() != after


def _killed_at(touch: int, act: Callable[[], Any]) -> bool:
    """Run ``act`` in a process that is killed before that touch; return whether it was."""
    child = os.fork()
    if child == 0:
        waiting = iter(range(touch))

        def audit(event: str, _: object) -> None:
            is_touch = event.startswith(_TOUCHES) and event != "os.kill"
            if is_touch and next(waiting, None) is None:
                os.kill(os.getpid(), signal.SIGKILL)

        try:
            sys.addaudithook(audit)
            act()
            os._exit(0)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return True
    assert os.waitstatus_to_exitcode(status) == 0
    return False


def compiles(folder: Path) -> Kills:
    """Kill a compile of a project in which a definition is new, one changed and one gone."""
    project, kept = folder / "project", folder / "kept"
    bare_project(project)

    def define(**terms: str) -> None:
        shutil.rmtree(project / "definitions", ignore_errors=True)
        for name, term in terms.items():
            path = project / "definitions" / name / "v1.yml"
            path.parent.mkdir(parents=True)
            path.write_text(_DEFINITION.format(name=name, term=term), encoding="utf-8")

    define(fall="w19", rash="r21", burn="t30")
    compile_project(project)
    shutil.copytree(project, kept)

    def prepare() -> None:
        shutil.rmtree(project)
        shutil.copytree(kept, project)
        define(fall="w19", rash="l50", bite="w54")

    return kill_everywhere(
        prepare,
        lambda: compile_project(project),
        lambda: _contents(project / GENERATED),
    )


def writes(folder: Path) -> Kills:
    """Kill the writing of a definition file over another one."""
    path = folder / "v1.yml"
    old = _DEFINITION.format(name="fall", term="w19")
    new = load_definition_text(_DEFINITION.format(name="fall", term="w01"), "new.yml")

    def prepare() -> None:
        path.write_text(old, encoding="utf-8")

    return kill_everywhere(
        prepare, lambda: write_definition(new, path), lambda: {"v1.yml": path.read_bytes()}
    )


def classifies(folder: Path) -> Kills:
    """Kill the writing of flags over those of another time."""
    visits, flags = folder / "visits.csv", folder / "flags.csv"
    manifest = flags.with_name("flags.csv.json")
    visits.write_text("visit_id,ccdd_parsed\n1,FALL | ;W19;\n2,COUGH |\n", encoding="utf-8")
    definition = load_definition_text(_DEFINITION.format(name="fall", term="w19"), "v1.yml")
    tempfile.tempdir = str(folder)  # where the command works must be seen, too

    def prepare() -> None:
        flags.write_text("before", encoding="utf-8")
        manifest.write_text("before", encoding="utf-8")

    def act() -> None:
        classify(visits, [definition], output=flags, purpose="a test")
        left = {path.name for path in folder.iterdir()} - {visits.name, flags.name, manifest.name}
        assert not left, left

    def state() -> Contents:
        """Return the flags; a manifest goes before its flags, and must be there with new ones."""
        found = flags.read_bytes()
        return (
            {"flags": found} if found == b"before" else {"flags": found, "m": manifest.read_bytes()}
        )

    try:
        return kill_everywhere(prepare, act, state)
    finally:
        tempfile.tempdir = None


def _contents(folder: Path) -> Contents:
    if not folder.is_dir():
        return {}
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@contextmanager
def _in_two_steps() -> Iterator[None]:
    """Have folders replaced as on a system that cannot swap two of them."""
    swap = replacing.exchange
    replacing.exchange = lambda one, other: False
    try:
        yield
    finally:
        replacing.exchange = swap


def compiles_in_two_steps(folder: Path) -> Kills:
    """Kill the same compile on a system that cannot swap two folders."""
    with _in_two_steps():
        return compiles(folder)


COMMANDS: Final = {
    "compile": compiles,
    "compile without a swap": compiles_in_two_steps,
    "write a definition": writes,
    "classify": classifies,
}
"""What is killed."""


def main() -> None:
    """Print what killing each command gave, as JSON."""
    found = {}
    for name, kill in COMMANDS.items():
        with tempfile.TemporaryDirectory() as folder:
            found[name] = asdict(kill(Path(folder)))
    print(json.dumps(found))


if __name__ == "__main__":
    main()
