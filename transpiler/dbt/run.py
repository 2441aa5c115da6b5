"""Running dbt in this process."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from contextlib import chdir
from pathlib import Path
from typing import Any, Final

_FAILED: Final = ("error", "fail", "runtime error")


class DbtError(RuntimeError):
    """A dbt command failed; the message names what failed, and holds no row of any table."""


def build(
    project_dir: Path | str,
    *,
    target: str = "duckdb",
    variables: Mapping[str, Any] | None = None,
    profiles_dir: Path | str | None = None,
    full_refresh: bool = False,
    select: Sequence[str] = (),
) -> None:
    """Install the project's packages and build everything in it: seeds, models, tests.

    The project is the current folder of this process meanwhile, so that relative paths in its
    profile mean what they mean to somebody who runs dbt there.

    Args:
        project_dir: the dbt project.
        target: a target of its profile.
        variables: vars that override those of ``dbt_project.yml``.
        profiles_dir: where ``profiles.yml`` is, by default the project itself.
        full_refresh: build incremental models anew.
        select: build these nodes alone, as dbt's ``--select`` names them.

    Raises:
        DbtError: dbt could not start, or a model or test failed.
    """
    profiles = Path(profiles_dir or project_dir).absolute()
    common = [
        "--profiles-dir",
        str(profiles),
        "--target",
        target,
        "--vars",
        json.dumps(dict(variables or {})),
        "--log-level",
        "none",
        "--log-level-file",
        "info",
    ]
    with chdir(project_dir):
        run_dbt(["deps", *common])
        anew = ["--full-refresh"] if full_refresh else []
        run_dbt(["build", *common, *anew, *(["--select", *select] if select else [])])


def run_dbt(arguments: Sequence[str]) -> Any:
    """Run a dbt command and return its result.

    Raises:
        DbtError: it failed.
        KeyboardInterrupt: it was interrupted; dbt reports that as an exception without a text.
    """
    # dbt takes seconds to load, which nobody should wait for who builds nothing.
    from dbt.cli.main import dbtRunner  # noqa: PLC0415

    outcome = dbtRunner().invoke(list(arguments))
    if isinstance(outcome.exception, KeyboardInterrupt):
        raise outcome.exception
    if outcome.exception is not None:
        raise DbtError(f"dbt {arguments[0]}: {outcome.exception}") from outcome.exception
    if not outcome.success:
        results = getattr(outcome.result, "results", ())
        failed = [_failure(result) for result in results if result.status in _FAILED]
        raise DbtError(f"dbt {arguments[0]} failed: {', '.join(failed) or 'see its log'}")
    return outcome.result


def _failure(result: Any) -> str:
    """Return what failed, and why where the project refused it; such a message has a code."""
    refused = re.search(r"ESS6[0-9]{2}: .*", str(result.message or ""), re.DOTALL)
    name = str(result.node.name if hasattr(result, "node") else result.unique_id)
    return f"{name}: {refused[0].strip()}" if refused else name
