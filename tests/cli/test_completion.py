"""Shell completion, as docs/editors.md tells people to switch it on."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from transpiler.cli import main

SYNDROME = Path(sys.executable).with_name("syndrome")
PAGE = Path(__file__).resolve().parents[2] / "docs" / "editors.md"


def complete(instruction: str, **words: str) -> str:
    surroundings = os.environ | {"_SYNDROME_COMPLETE": instruction} | words
    done = subprocess.run(
        [SYNDROME], env=surroundings, capture_output=True, text=True, check=False, timeout=60
    )
    return done.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_line_of_the_page_gives_a_script(shell: str) -> None:
    assert f"_SYNDROME_COMPLETE={shell}_source syndrome" in PAGE.read_text(encoding="utf-8")
    if shell == "bash":
        assert shutil.which("bash"), "click asks bash for its version"
    assert "_syndrome_completion" in complete(f"{shell}_source")


def test_every_command_is_completed() -> None:
    found = complete("bash_complete", COMP_WORDS="syndrome ", COMP_CWORD="1")
    assert set(re.findall(r"^plain,(\S+)$", found, re.MULTILINE)) == set(main.list_commands(None))


def test_the_choices_of_an_option_are_completed() -> None:
    words = {"COMP_WORDS": "syndrome check --format ", "COMP_CWORD": "3"}
    assert "plain,sarif" in complete("bash_complete", **words).splitlines()
