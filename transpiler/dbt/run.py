"""Running the dbt that is installed: as a library (dbt 1.x), or as a program (dbt 2, any dbt).

A library is in the Python environment of this process. A program is looked for beside its Python,
then on the path.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import chdir, contextmanager
from pathlib import Path
from types import FrameType, SimpleNamespace
from typing import Any, Final

_FAILED: Final = ("error", "fail", "runtime error")
_SILENT: Final = ("--log-level", "none")
_MOST_LISTED: Final = 10
_RESULTS: Final = "run_results.json"
_ENDING: Final = ("SIGINT", "SIGTERM", "SIGHUP")
"""Signals that tell a process to end; Windows lacks the last."""


class DbtError(RuntimeError):
    """A dbt command failed; the message names what failed, and holds no row of any table."""


class NoDbtError(DbtError):
    """There is no dbt, or it lacks an adapter; the message says what to install."""


def require_dbt(adapter: str) -> None:
    """Make sure that there is a dbt with an adapter, as far as that can be known beforehand.

    Args:
        adapter: such as ``duckdb``. Programs have adapters of their own, which are not looked at.

    Raises:
        NoDbtError: there is none.
    """
    if _has_library():
        if importlib.util.find_spec(f"dbt.adapters.{adapter}") is None:
            raise NoDbtError(f"dbt has no adapter for {adapter} here: pip install dbt-{adapter}")
    elif _program() is None:
        raise NoDbtError(_NO_DBT)


_NO_DBT: Final = "this needs dbt: pip install 'syndrome-sql[dbt]', or put a dbt 2 on the path"


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
        *_SILENT,
        "--log-level-file",
        "info",
    ]
    with chdir(project_dir):
        run_dbt(["deps", *common])
        anew = ["--full-refresh"] if full_refresh else []
        run_dbt(["build", *common, *anew, *(["--select", *select] if select else [])])


def run_dbt(arguments: Sequence[str]) -> Any:
    """Run a dbt command and return its result; of a program, there is none.

    Raises:
        NoDbtError: there is no dbt.
        DbtError: it failed.
        KeyboardInterrupt: it was interrupted; dbt reports that as an exception without a text.
    """
    if not _has_library():
        _run_program(arguments)
        return None
    # dbt takes seconds to load, which nobody should wait for who builds nothing.
    from dbt.cli.main import dbtRunner  # noqa: PLC0415 (an extra)

    with _hearing_signals():
        outcome = dbtRunner().invoke(list(arguments))
    if isinstance(outcome.exception, KeyboardInterrupt):
        raise outcome.exception
    if outcome.exception is not None:
        raise DbtError(f"dbt {arguments[0]}: {outcome.exception}") from outcome.exception
    if not outcome.success:
        results = getattr(outcome.result, "results", ())
        failed = [_failure(result) for result in results if result.status in _FAILED]
        raise DbtError(f"dbt {arguments[0]} failed: {_listed(failed)}")
    return outcome.result


@contextmanager
def _hearing_signals() -> Iterator[None]:
    """Handle again what told this process to end: dbt swallows what its last hooks raise."""
    heard: list[int] = []
    before: dict[int, Any] = {}

    def hear(number: int, frame: FrameType | None) -> None:
        heard.append(number)
        before[number](number, frame)

    if threading.current_thread() is threading.main_thread():  # signals are for it alone
        numbers = [getattr(signal, name) for name in _ENDING if hasattr(signal, name)]
        handlers = {number: signal.getsignal(number) for number in numbers}
        before = {number: handler for number, handler in handlers.items() if callable(handler)}
    for number in before:
        signal.signal(number, hear)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    for number in heard:
        before[number](number, None)


def ask_dbt(sql: str, options: Sequence[str]) -> list[Mapping[str, Any]]:
    """Return the rows of a query that is asked through dbt, by column names in small letters.

    A program gives them as JSON has them: days and exact numbers may come as texts.

    Args:
        sql: the query, in dbt's SQL.
        options: of the command, such as the target.

    Raises:
        DbtError: it failed.
    """
    return _ask_dbt(["--inline", sql], options)


def ask_model(model: str, options: Sequence[str]) -> list[Mapping[str, Any]]:
    """Return the rows that a model would have, or would add, without making or changing it.

    Args:
        model: its name; what it reads must have been built.
        options: of the command, such as the target.

    Raises:
        DbtError: it failed.
    """
    # without its tests, which would ask the table
    return _ask_dbt(["--select", model, "--indirect-selection", "empty"], options)


def _ask_dbt(what: Sequence[str], options: Sequence[str]) -> list[Mapping[str, Any]]:
    asking = ["show", *what, "--limit", "-1", "--quiet", *options]
    if not _has_library():
        return _shown(_run_program([*asking, "--output", "json"]))
    results = getattr(run_dbt(asking), "results", ())
    if not results or results[0].agate_table is None:
        raise DbtError(_NOTHING_SHOWN)
    table = results[0].agate_table
    names = [name.lower() for name in table.column_names]
    return [dict(zip(names, row, strict=True)) for row in table.rows]


_NOTHING_SHOWN: Final = "dbt show returned no table"


def _shown(output: str) -> list[Mapping[str, Any]]:
    """Return the rows of what ``dbt show --output json`` prints: a list, or one that is named."""
    starts = [at for at in (output.find("{"), output.find("[")) if at >= 0]
    try:
        found = json.JSONDecoder().raw_decode(output, min(starts))[0] if starts else None
    except ValueError:
        found = None
    rows = found.get("show") if isinstance(found, dict) else found
    if not isinstance(rows, list):
        raise DbtError(_NOTHING_SHOWN)
    return [{name.lower(): value for name, value in row.items()} for row in rows]


def _has_library() -> bool:
    try:
        return importlib.util.find_spec("dbt.cli.main") is not None
    except ModuleNotFoundError:
        return False


def _program() -> str | None:
    beside = str(Path(sys.executable).parent)
    return shutil.which("dbt", path=os.pathsep.join([beside, os.environ.get("PATH", "")]))


def _run_program(arguments: Sequence[str]) -> str:
    """Run dbt as a program and return what it printed."""
    program = _program()
    if program is None:
        raise NoDbtError(_NO_DBT)
    target = _option(arguments, "--target-path", os.environ.get("DBT_TARGET_PATH", "target"))
    results = Path(_option(arguments, "--project-dir", "."), target, _RESULTS)
    results.unlink(missing_ok=True)
    told = list(arguments)
    if _SILENT[0] in told:  # dbt 2 has no such level; what is printed stays here
        at = told.index(_SILENT[0])
        del told[at : at + len(_SILENT)]
    done = subprocess.run(
        [program, *told], capture_output=True, encoding="utf-8", errors="replace", check=False
    )
    if done.returncode:
        failed = _failures(results)
        raise DbtError(f"dbt {arguments[0]} failed: {_listed(failed)}")
    return done.stdout


def _listed(failed: Sequence[str]) -> str:
    """Return what failed, for people: where a schema cannot be made, everything does."""
    more = len(failed) - _MOST_LISTED
    shown = [*failed[:_MOST_LISTED], *([f"and {more} more"] if more > 0 else [])]
    return ", ".join(shown) or "see its log"


def _option(arguments: Sequence[str], name: str, default: str) -> str:
    return arguments[arguments.index(name) + 1] if name in arguments else default


def _failures(results: Path) -> list[str]:
    """Return what failed in a run, as the file says that dbt leaves."""
    if not results.is_file():
        return []
    found = json.loads(results.read_text(encoding="utf-8"))["results"]
    return [_failure(SimpleNamespace(**one)) for one in found if one["status"] in _FAILED]


def _failure(result: Any) -> str:
    """Return what failed, and why where the project refused it; such a message has a code."""
    refused = re.search(r"ESS(?:313|6[0-9]{2}): .*", str(result.message or ""), re.DOTALL)
    # a run's file has the identifiers of nodes alone, model.<package>.<name>
    has_name = hasattr(result, "node")
    name = str(result.node.name) if has_name else str(result.unique_id).split(".", 2)[-1]
    return f"{name}: {refused[0].strip()}" if refused else name
