"""Fuzz every target for a while: ``python -m tests.fuzzing --seconds 60``.

Each target is steered by the code it reaches (atheris, libFuzzer). What it has reached is kept in
``.cache/fuzzing`` and is where the next run goes on. An input that breaks a target is put into
``tests/fuzzing/findings``, and the exit code is 1. What ran is added to the record that
``docs/reliability.md`` is written from with ``--record``.
"""

from __future__ import annotations

import importlib.util
import re
import resource
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click

from tests.fuzzing.seeds import FINDINGS, write_dictionary, write_seeds
from tests.fuzzing.targets import TARGETS
from tests.reliability.record import add_to_record

REPOSITORY: Final = Path(__file__).resolve().parents[2]
CORPUS: Final = REPOSITORY / ".cache" / "fuzzing"
STUCK: Final = 1_800
"""Seconds of the clock after which one input counts as a hang wherever it is stuck; the harness
has a shorter limit of the processor's time."""
MEMORY: Final = 3_000
"""Megabytes after which one input counts as a leak."""
LONGEST: Final = 2_048
"""Bytes of an input; longer ones are tried by the tests of bounds."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What fuzzing one target gave.

    Attributes:
        executions: inputs tried.
        seconds: processor time it took; a run may be paused, and shares its machine.
        findings: inputs that broke it.
    """

    executions: int
    seconds: float
    findings: tuple[Path, ...]


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--seconds", default=60, show_default=True, help="How long each target runs.")
@click.option("--target", "names", multiple=True, type=click.Choice(list(TARGETS)))
@click.option("--record", is_flag=True, help="Add what ran to the record of docs/reliability.md.")
def main(seconds: int, names: tuple[str, ...], record: bool) -> None:
    """Fuzz each target; exit with 1 where an input breaks one."""
    if importlib.util.find_spec("atheris") is None:
        click.echo("atheris is not installed: there is no wheel of it for this Python", err=True)
        sys.exit(2)
    broken = 0
    began = datetime.now(UTC).isoformat(" ", "minutes").removesuffix("+00:00")
    for name in names or tuple(TARGETS):
        outcome = fuzz(name, seconds)
        broken += len(outcome.findings)
        click.echo(
            f"{name:<20} {outcome.executions:>10,} executions in {outcome.seconds / 60:.1f} min, "
            f"{len(outcome.findings)} findings"
        )
        for path in outcome.findings:
            click.echo(f"  {path.relative_to(REPOSITORY)}")
        if record:
            figures = {"executions": outcome.executions, "seconds": outcome.seconds}
            add_to_record("fuzzing", began, name, figures)
    sys.exit(1 if broken else 0)


def fuzz(name: str, seconds: int) -> Outcome:
    """Fuzz one target in a process of its own.

    Raises:
        RuntimeError: the process ended without saying what it did.
    """
    corpus = CORPUS / name
    corpus.mkdir(parents=True, exist_ok=True)
    findings = FINDINGS / name
    findings.mkdir(parents=True, exist_ok=True)
    before = set(findings.iterdir())
    with tempfile.TemporaryDirectory() as folder:
        write_seeds(name, Path(folder, "seeds"))
        write_dictionary(Path(folder, "words"))
        arguments = [
            f"-max_total_time={seconds}",
            f"-timeout={STUCK}",
            f"-report_slow_units={STUCK}",
            f"-rss_limit_mb={MEMORY}",
            f"-max_len={LONGEST}",
            f"-dict={folder}/words",
            f"-artifact_prefix={findings}/",
            "-print_final_stats=1",
            str(corpus),
            f"{folder}/seeds",
        ]
        before_it = _time_of_children()
        run = subprocess.run(
            [sys.executable, "-m", "tests.fuzzing.harness", name, *arguments],
            cwd=REPOSITORY,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        took = _time_of_children() - before_it
    found = tuple(sorted(set(findings.iterdir()) - before))
    if not before and not found:
        findings.rmdir()
    counted = re.search(r"stat::number_of_executed_units:\s*(\d+)", run.stderr)
    if counted is None or (run.returncode and not found):
        raise RuntimeError(f"fuzzing {name} ended early:\n{run.stderr[-4_000:]}")
    if found:
        click.echo(run.stderr[-4_000:], err=True)
    return Outcome(int(counted[1]), took, found)


def _time_of_children() -> float:
    """Return the processor time of the processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
