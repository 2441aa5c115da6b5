"""One target under libFuzzer: ``python -m tests.fuzzing.harness TARGET [libFuzzer's arguments]``.

`tests.fuzzing` starts it, because libFuzzer ends the process it runs in.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["transpiler", "lark"], enable_loader_override=False):
    from tests.fuzzing.targets import TARGETS


def main() -> None:
    """Fuzz the target that the command line names until libFuzzer is done or finds something."""
    program, name, *arguments = sys.argv
    atheris.Setup([program, *arguments], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
