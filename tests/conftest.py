"""The engines the tests run on, one of each for a whole session, and the published definitions.

Every engine answers to `transpiler.dialects.Engine`. A PostgreSQL of the operating system with ICU
collations is one more engine where it is installed; the last line of a run says which were used.
"""

from __future__ import annotations

import json
import os
from contextlib import ExitStack, closing
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings

from transpiler.dialects import Engine, engine_entries, open_engine
from transpiler.dialects.postgres.engine import PostgresEngine
from transpiler.dialects.postgres.server import PostgresServer

# How long an example takes says nothing on a busy machine.
settings.register_profile("unhurried", parent=settings(), deadline=None)
settings.load_profile("unhurried")

REPOSITORY = Path(__file__).resolve().parents[1]

ICU_LOCALES = ("en", "tr")
"""English, and Turkish, whose small letter for I is not i."""

_USED = pytest.StashKey[dict[str, str]]()
"""Name → version of each engine that the session opened."""


def pytest_addoption(parser):
    parser.addoption("--all", action="store_true", help="run the slow lanes too")
    parser.addoption("--long", action="store_true", help="run what takes minutes too")


def pytest_collection_modifyitems(config, items):
    """Leave the slow lanes out, unless they are asked for or a test is named by its file."""
    named = any(argument.endswith(".py") or "::" in argument for argument in config.args)
    if named or config.getoption("--all") or config.getoption("--long"):
        return
    slow = [item for item in items if item.get_closest_marker("slow") is not None]
    config.hook.pytest_deselected(items=slow)
    items[:] = [item for item in items if item.get_closest_marker("slow") is None]


def pytest_configure(config):
    config.stash[_USED] = {}


@pytest.fixture(scope="session")
def opened(request):
    """The engine of a name, opened when it is first asked for and closed at the end."""
    with ExitStack() as stack:

        @cache
        def open_once(name):
            return _note(request, stack.enter_context(closing(open_engine(name))))

        yield open_once


@pytest.fixture(scope="session")
def duckdb_engine(opened):
    return opened("duckdb")


@pytest.fixture(scope="session")
def postgres_engine(opened):
    return opened("postgres")


@pytest.fixture(scope="session")
def googlesql_engine(opened):
    return opened("googlesql")


@pytest.fixture(scope="session")
def icu_engines(request):
    """One PostgreSQL per ICU locale; none where no PostgreSQL with ICU is installed."""
    servers: list[PostgresServer] = []
    engines: list[Engine] = []
    binaries = find_icu_binaries()
    if binaries is not None:
        for locale in ICU_LOCALES:
            options = ("--locale-provider=icu", f"--icu-locale={locale}")
            servers.append(PostgresServer.start(binaries, options))
            engine = PostgresEngine(server=servers[-1])
            engine.name = f"postgres with ICU {locale}"
            engines.append(_note(request, engine))
    yield engines
    for engine in engines:
        engine.close()
    for server in servers:
        server.stop()


@pytest.fixture(scope="session")
def engines(opened, icu_engines):
    """Every engine of the registry, and those that are here besides."""
    return [*map(opened, engine_entries()), *icu_engines]


def find_icu_binaries():
    """Return the folder of a Debian PostgreSQL's binaries, 15 or newer, the newest there is."""
    found = {
        int(folder.parent.name): folder
        for folder in Path("/usr/lib/postgresql").glob("*/bin")
        if folder.parent.name.isdecimal() and (folder / "initdb").exists()
    }
    newest = max(found, default=0)
    return found[newest] if newest >= 15 else None


def _published(name):
    """Return the records of a file of published definitions; they are no part of this project."""
    file = _corpus_folder() / name
    if not file.exists():
        pytest.skip("the published definitions are not here (SYNDROME_CORPUS names their folder)")
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def _corpus_folder():
    return Path(os.environ.get("SYNDROME_CORPUS", REPOSITORY.parent / "shared" / "corpus"))


@pytest.fixture(scope="session")
def corpus_folder():
    """The folder of the published definitions."""
    return _corpus_folder()


@pytest.fixture(scope="session")
def corpus():
    """The published definitions."""
    return _published("definitions.jsonl")


@pytest.fixture(scope="session")
def more_corpus():
    """Published definitions taken from addresses and programs."""
    return _published("definitions2.jsonl")


@pytest.fixture(scope="session")
def conformance():
    """Queries with texts whose flags are published or follow from what is."""
    return _published("conformance.jsonl")


def _note(request, engine):
    request.config.stash[_USED][engine.name] = engine.version
    return engine


def pytest_sessionfinish(session):
    """Hand the engines of a parallel worker to the process that prints the summary."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["engines"] = session.config.stash[_USED]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node, error):
    node.config.stash[_USED] |= getattr(node, "workeroutput", {}).get("engines", {})


def pytest_terminal_summary(terminalreporter, config):
    used = config.stash[_USED]
    names = [f"{name} ({version})" for name, version in used.items()]
    terminalreporter.write_line(f"engines: {', '.join(names) or 'none was needed'}")
    if find_icu_binaries() is None:
        terminalreporter.write_line("engines not used: PostgreSQL with ICU (not installed)")
