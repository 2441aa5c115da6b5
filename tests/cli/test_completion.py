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


def complete(instruction, **words):
    surroundings = os.environ | {"_SYNDROME_COMPLETE": instruction} | words
    done = subprocess.run(
        [SYNDROME], env=surroundings, capture_output=True, text=True, check=False, timeout=60
    )
    return done.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_line_of_the_page_gives_a_script(shell):
    assert f"_SYNDROME_COMPLETE={shell}_source syndrome" in PAGE.read_text(encoding="utf-8")
    if shell == "bash":
        assert shutil.which("bash"), "click asks bash for its version"
    assert "_syndrome_completion" in complete(f"{shell}_source")


def test_every_command_is_completed():
    found = complete("bash_complete", COMP_WORDS="syndrome ", COMP_CWORD="1")
    assert set(re.findall(r"^plain,(\S+)$", found, re.MULTILINE)) == set(main.list_commands(None))


def test_the_choices_of_an_option_are_completed():
    words = {"COMP_WORDS": "syndrome check --format ", "COMP_CWORD": "3"}
    assert "plain,sarif" in complete("bash_complete", **words).splitlines()


def complete_words(*words):
    surroundings = {"COMP_WORDS": " ".join(["syndrome", *words]), "COMP_CWORD": str(len(words))}
    return complete("bash_complete", **surroundings).splitlines()


@pytest.mark.parametrize(
    "command",
    [
        *("check", "explain", "diff", "fmt", "sql", "list", "verify", "import", "classify"),
        *("sync", "url"),
    ],
)
def test_names_of_files_are_completed(command):
    (found,) = complete_words(command, "def")
    assert found in ("file,def", "dir,def")


def test_the_second_file_is_completed_too_and_a_query_is_not():
    assert complete_words("diff", "a.yml", "b") == ["file,b"]
    assert complete_words("check", "a.yml", "b") == ["file,b"]
    assert not any(complete_words("explain", "--query", "^a"))


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_rules_are_completed(option):
    found = complete_words("check", option, "syn01")
    assert "plain,SYN010" in found
    assert "plain,SYN001" not in found


@pytest.mark.parametrize("command", ["sql", "explain", "classify", "diff", "verify"])
def test_fields_are_completed_where_a_column_is_named(command):
    found = complete_words(command, "--column", "ccdd")
    assert "plain,ccdd_parsed=" in found
    assert "plain,triage_notes=" not in found


def test_fields_are_completed_where_one_is_chosen():
    assert "plain,ccdd_parsed" in complete_words("sql", "--kept-tokens", "ccdd")
    assert "plain,ccdd_parsed" in complete_words("explain", "--field", "ccdd")
