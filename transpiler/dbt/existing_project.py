"""Syndromes in a dbt project that is there already: what it lacks for them, and adding it.

Every change of a file is text that is added; the file is read again as YAML, and one that would
come to say anything else than what is added is refused and left to its owner.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final

import yaml

from transpiler.dbt.project import (
    NEEDED_MODELS,
    PACKAGE,
    PREFIX,
    PROJECT_FILE,
    DbtProject,
    check_prefix,
    read_project,
)
from transpiler.dbt.scaffold import copy_package
from transpiler.definition import DefinitionError, Diagnostic, Severity
from transpiler.parsing import dump_yaml
from transpiler.resources import data_path

LAYERS: Final = ("classification", "evidence", "trends", "validation")
"""What can be built; each of the last brings those before it that it reads."""

FOLDER: Final = "syndromes"
"""The folder of what is added, below a folder of models and one of seeds."""

_FOLDERS: Final = {
    "evidence": ("evidence",),
    "trends": ("marts", "recurrence"),
    "validation": ("validation",),
}
_SEEDS: Final = {
    "classification": ("syndrome_policies", "syndrome_terms", "syndrome_standings"),
    "trends": ("syndrome_code_groups",),
    "validation": ("reviewer_labels",),
}
_RECORD: Final = "operations: {fct_syndrome_runs: {+enabled: false}}"
"""The record of runs counts what is published, predictive values too."""
_GENERATED: Final = (
    "dim_syndrome_definitions",
    "int_syndrome_classification",
    "int_syndrome_vetoed",
)
"""The generated models of every project, which have its prefix."""
_OWN_FIRST: Final = "require_ref_searches_node_package_before_root"
"""The flag of dbt that lets tests of a package run on its own models, whatever the project has."""
_EXAMPLE: Final = "fever_and_cough/v1.yml"
_IGNORED: Final = ("target/", "dbt_packages/", "logs/", "*.duckdb")

_VARS: Final = """\
  # Where visits come from (docs/dbt.md): a table of yours, one row per visit. A model of yours can
  # be named instead: syndrome_source_model: ed_visits.
  syndrome_source: plain
  syndrome_source_schema: raw
  syndrome_source_table: visits
  # What its columns are (docs/existing-project.md): {visit_id: encounter_id}, SQL expressions,
  # words for sex, and codes as delimited text, list, json, or rows of a table of their own.
  syndrome_columns: {}
"""


@dataclass(frozen=True, slots=True)
class Joining:
    """What is added to a project.

    Attributes:
        root: the project.
        output: where generated models go, relative to it.
        files: path, relative to it → the whole text it will have.
        package: whether a copy of the dbt package is put beside.
        added: what each file comes to say besides, for people.
    """

    root: Path
    output: str
    files: Mapping[str, str]
    package: bool
    added: tuple[tuple[str, str], ...]


def plan_joining(
    root: Path,
    layers: Iterable[str] = LAYERS,
    *,
    git: str | None = None,
    revision: str | None = None,
    prefix: str | None = None,
) -> Joining:
    """Find out what a project lacks; nothing is written.

    Args:
        root: the project's folder.
        layers: which of `LAYERS` are built; what they read is built too.
        git: the repository that dbt installs the package from; None for a copy in the project.
        revision: its tag or commit.
        prefix: how the names of generated models and of all relations begin; None for what the
            project says, or nothing.

    Raises:
        DefinitionError: it is no dbt project, it has what names are needed for, or one of its files
            cannot be added to.
    """
    project = read_project(root)
    if not project.seed_paths:
        raise _refused(root / PROJECT_FILE, "it names no folder of seeds", "seed-paths: [seeds]")
    chosen = _closed(layers)
    output = PurePosixPath(project.model_paths[0], FOLDER).as_posix()
    taken = _taken(project, output)
    prefix = _prefix(project, prefix)
    _refuse_taken(taken, chosen, prefix)
    own_first = any(name in taken for name in _package_models())
    added: list[tuple[str, str]] = []
    files: dict[str, str] = {}

    def put(name: str, text: str, what: str) -> None:
        files[name] = text
        added.append((name, what))

    before = (root / PROJECT_FILE).read_text(encoding="utf-8")
    text, whats = _project_text(before, project, output, chosen, prefix=prefix, own_first=own_first)
    if whats:
        put(PROJECT_FILE, text, ", ".join(whats))
    package = _package_text(root, git, revision)
    if package is not None:
        put("packages.yml", package, f"the dbt package {PACKAGE}")
    for name, content in _new_files(project, chosen):
        if not os.path.lexists(root / name):
            put(name, content, "new")
    ignored = _read(root / ".gitignore")
    missing = [line for line in _IGNORED if line not in ignored.splitlines()]
    if missing:
        put(
            ".gitignore", _ended(ignored) + "".join(f"{one}\n" for one in missing), "what dbt makes"
        )
    brings = not (root / PACKAGE).exists() and _is_copied(package or _read(root / "packages.yml"))
    return Joining(root, output, files, brings, tuple(added))


def join(joining: Joining) -> None:
    """Write what a plan says.

    Raises:
        OSError: something cannot be written.
    """
    if joining.package:
        copy_package(joining.root)
    for name, text in joining.files.items():
        path = joining.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def _closed(layers: Iterable[str]) -> tuple[str, ...]:
    asked = set(layers) | {"classification"}
    if "validation" in asked:
        asked |= {"evidence", "trends"}
    return tuple(layer for layer in LAYERS if layer in asked)


def _project_text(
    before: str,
    project: DbtProject,
    output: str,
    chosen: tuple[str, ...],
    *,
    prefix: str,
    own_first: bool,
) -> tuple[str, list[str]]:
    """Return the text of ``dbt_project.yml`` with what it lacks, and what that is, in words."""
    values = yaml.load(before, Loader=yaml.CSafeLoader)
    wanted = dict(values)
    text, whats = before, []
    if not any(PurePosixPath(output).is_relative_to(one) for one in project.seed_paths):
        # a folder of models as it is named there: dbt would read files below two paths twice
        wanted["seed-paths"] = [*project.seed_paths, project.model_paths[0]]
        line = f"seed-paths: [{', '.join(wanted['seed-paths'])}]\n"
        text = _with_line(text, "seed-paths", line)
        whats.append(f"{project.model_paths[0]} among its seed-paths")
    if "syndrome_source" not in (values.get("vars") or {}):
        wanted["vars"] = {**(values.get("vars") or {}), **yaml.safe_load(_VARS)}
        text = _with_block(text, "vars", _VARS)
        whats.append("vars of the source")
    if prefix and PREFIX not in (wanted.get("vars") or {}):
        line = f"  {PREFIX}: {prefix}\n"
        wanted["vars"] = {**wanted["vars"], **yaml.safe_load(line)}
        text = _with_block(text, "vars", line)
        whats.append("the prefix of names")
    off = [one for layer in LAYERS if layer not in chosen for one in _FOLDERS.get(layer, ())]
    if off and PACKAGE not in (values.get("models") or {}):
        lines = f"  {PACKAGE}:\n" + "".join(f"    {one}: {{+enabled: false}}\n" for one in off)
        if "validation" not in chosen:
            lines += f"    {_RECORD}\n"
        wanted["models"] = {**(values.get("models") or {}), **yaml.safe_load(lines)}
        text = _with_block(text, "models", lines)
        whats.append("layers that are not built")
    if "log_level_file" not in (values.get("flags") or {}):
        lines = "  log_level_file: info  # at debug the log would hold the secret of the keys\n"
        wanted["flags"] = {**(values.get("flags") or {}), **yaml.safe_load(lines)}
        text = _with_block(text, "flags", lines)
        whats.append("the level of its log")
    if own_first and _OWN_FIRST not in (wanted.get("flags") or {}):
        line = f"  {_OWN_FIRST}: true  # it has models of the names of a package's\n"
        wanted["flags"] = {**(wanted.get("flags") or {}), _OWN_FIRST: True}
        text = _with_block(text, "flags", line)
        whats.append("that packages read their own models first")
    _check(project.root / PROJECT_FILE, text, values, wanted)
    return text, whats


def _prefix(project: DbtProject, asked: str | None) -> str:
    path = project.root / PROJECT_FILE
    check_prefix(path, asked or "")
    if asked is None or asked == project.prefix or not project.prefix:
        return project.prefix if asked is None else asked
    raise _refused(path, f"its prefix is {project.prefix} already", f"change {PREFIX} there")


def _taken(project: DbtProject, output: str) -> dict[str, str]:
    """Return name → file of what a project has of its own, but for what is ours."""
    ours = [PurePosixPath(output), project.output]
    ours += [PurePosixPath(seeds, FOLDER) for seeds in project.seed_paths]
    found = {}
    for folder in dict.fromkeys((*project.model_paths, *project.seed_paths, "snapshots")):
        for path in sorted((project.root / folder).rglob("*")):
            file = PurePosixPath(path.relative_to(project.root).as_posix())
            if path.suffix in (".sql", ".py", ".csv") and not any(map(file.is_relative_to, ours)):
                found[path.stem] = file.as_posix()
    return found


def _package_models() -> Iterator[str]:
    for path in (data_path("macros") / "models").rglob("*.sql"):
        yield path.stem


def _refuse_taken(taken: Mapping[str, str], chosen: tuple[str, ...], prefix: str) -> None:
    """Refuse a project with files of the names that files of ours must have in it."""
    seeds = [name for layer in chosen for name in _SEEDS.get(layer, ())]
    needed = [*NEEDED_MODELS, *seeds, *(f"{prefix}{name}" for name in _GENERATED)]
    hint = f"rename it; generated models can have a prefix: {PREFIX}, or --prefix ed_"
    found = [
        _finding(Path(taken[name]), f"`syndrome` needs the name {name} itself", hint)
        for name in needed
        if name in taken
    ]
    if found:
        raise DefinitionError(found)


def _package_text(root: Path, git: str | None, revision: str | None) -> str | None:
    """Return the text of ``packages.yml`` with the package, or None where it is there."""
    path = root / "packages.yml"
    before = _read(path)
    values = (yaml.load(before, Loader=yaml.CSafeLoader) if before else None) or {}
    listed = values.get("packages") or []
    entry: dict[str, str] = {"local": PACKAGE}
    if git is not None:
        entry = {"git": git, "subdirectory": "macros"}
        if revision is not None:
            entry["revision"] = revision
    for one in listed:
        if one.get("local") == PACKAGE or one.get("subdirectory") == entry.get("subdirectory", ""):
            return None
    (first, value), *others = entry.items()
    lines = f"  - {first}: {value}\n" + "".join(f"    {key}: {one}\n" for key, one in others)
    text = _with_block(before, "packages", lines)
    _check(path, text, values, {**values, "packages": [entry, *listed]})
    return text


def _is_copied(packages: str) -> bool:
    """Return whether packages list the package as a copy in the project."""
    listed = (yaml.load(packages, Loader=yaml.CSafeLoader) or {}).get("packages") or []
    return any(one.get("local") == PACKAGE for one in listed)


def _new_files(project: DbtProject, chosen: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    shipped = data_path("dbt_project")
    if not os.path.lexists(project.root / "definitions"):
        example = shipped / "definitions" / _EXAMPLE
        yield f"definitions/{_EXAMPLE}", example.read_text(encoding="utf-8")
    folder = PurePosixPath(project.seed_paths[0], FOLDER)
    names = [name for layer in chosen for name in _SEEDS.get(layer, ())]
    for name in names:
        seed = shipped / "seeds" / f"{name}.csv"
        if seed.is_file():
            text = seed.read_text(encoding="utf-8")
            # groups of codes are those of the shipped definitions
            kept = text if name == "syndrome_policies" else text.splitlines(keepends=True)[0]
            yield (folder / f"{name}.csv").as_posix(), kept
    properties = yaml.load((shipped / "seeds/_seeds.yml").read_bytes(), Loader=yaml.CSafeLoader)
    seeds = [seed for seed in properties["seeds"] if seed["name"] in names]
    for seed in seeds:
        seed["config"] |= {"quote_columns": False}
    text = dump_yaml({"version": 2, "seeds": seeds})
    yield (folder / "_syndromes.yml").as_posix(), text


def _with_block(text: str, key: str, lines: str) -> str:
    """Return a text with lines at the beginning of a block, which is made at the end if need be."""
    found = re.search(rf"(?m)^{key}:[ \t]*(#.*)?\n", text)
    if found is None:
        return f"{_ended(text)}{chr(10) if text else ''}{key}:\n{lines}"
    child = re.compile(r"(?m)^( *)[^\s#]").search(text, found.end())
    indent = child[1] if child and (child[1] or key == "packages") else "  "
    shifted = "".join(f"{indent}{line[2:]}" for line in lines.splitlines(keepends=True))
    return text[: found.end()] + shifted + text[found.end() :]


def _with_line(text: str, key: str, line: str) -> str:
    """Return a text in which a line says a key, in place of the one that did."""
    found = re.search(rf"(?m)^{key}:.*\n(?:[ \t]*- .*\n)*", text)
    if found is None:
        return _ended(text) + line
    return text[: found.start()] + line + text[found.end() :]


def _check(path: Path, text: str, before: dict[str, Any], wanted: dict[str, Any]) -> None:
    """Refuse a file of which the text would come to say anything else than what is wanted."""
    try:
        found = yaml.load(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError:
        found = None
    if found != wanted:
        raise _refused(
            path,
            "it is written in a way that nothing can be added to",
            "write its vars, models, flags and packages as blocks, a line each; or add yourself: "
            + yaml.safe_dump(
                _added(before, wanted), default_flow_style=True, sort_keys=False, width=10_000
            ).strip(),
        )


def _added(before: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Any]:
    """Return what a file is to say besides, or in place of what it says."""
    found = {}
    for key, value in wanted.items():
        known = before.get(key)
        if isinstance(value, dict) and isinstance(known, dict):
            value = {name: one for name, one in value.items() if known.get(name) != one}  # noqa: PLW2901
        if value and value != known:
            found[key] = value
    return found


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _ended(text: str) -> str:
    return text if not text or text.endswith("\n") else f"{text}\n"


def _refused(path: Path, message: str, hint: str) -> DefinitionError:
    return DefinitionError([_finding(path, message, hint)])


def _finding(path: Path, message: str, hint: str) -> Diagnostic:
    return Diagnostic("ESS306", Severity.ERROR, message, str(path), hint=hint)
