"""A dbt project as it stands: where its models go, and whether it can hold what is generated."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import Any, Final

import yaml

from transpiler import __version__
from transpiler.dbt.manifest import MANIFEST
from transpiler.definition import DefinitionError, Diagnostic, Severity
from transpiler.disclosure import undescribed

PROJECT_FILE: Final = "dbt_project.yml"
GROUP: Final = "syndrome_surveillance"
"""The group whose models alone may refer to generated ones."""
NEEDED_MODELS: Final = ("syndrome_visits", "fct_syndrome_matches")
"""The models that generated ones refer to."""
PACKAGE: Final = "syndrome_sql"
"""The dbt package whose macros generated models call."""
DEFAULT_FOLDER: Final = "classification"
"""The folder of generated models below the first folder of models."""
PREFIX: Final = "syndrome_prefix"
"""The var that says how the names of generated models begin, and of all relations."""
_PREFIX: Final = re.compile("(?:[a-z][a-z0-9_]{0,19})?")
_PACKAGES: Final = ("packages.yml", "dependencies.yml")


@dataclass(frozen=True, slots=True)
class DbtProject:
    """A dbt project.

    Attributes:
        root: its folder.
        model_paths: the folders of its models, relative to it.
        seed_paths: the folders of its seeds, relative to it.
        output: the folder of generated files, relative to it.
        prefix: how the names of generated models begin, as its var says.
    """

    root: Path
    model_paths: tuple[str, ...]
    seed_paths: tuple[str, ...]
    output: PurePosixPath
    prefix: str = ""

    @property
    def folder(self) -> Path:
        """The folder of generated files."""
        return self.root / self.output


def read_project(root: Path, output: str | None = None) -> DbtProject:
    """Return the dbt project in a folder.

    Args:
        root: the folder.
        output: the folder of generated files, relative to it; None for the one that has been
            compiled into before, or else `DEFAULT_FOLDER`.

    Raises:
        DefinitionError: it is no dbt project, or its generated files cannot stand there.
    """
    path = root / PROJECT_FILE
    if not path.is_file():
        message = "this folder holds no dbt project"
        hint = "`syndrome init FOLDER` makes one; `syndrome init --here` adds what is missing here"
        raise _refused("ESS307", message, root, hint)
    values = yaml_of(path)
    if not isinstance(values, dict):
        raise _refused("ESS307", "it cannot be read as YAML", path, "`dbt parse` says where")
    models = _paths(values, "model-paths", "models")
    seeds = _paths(values, "seed-paths", "seeds")
    if not models:
        raise _refused("ESS307", "it names no folder of models", path, "model-paths: [models]")
    for folder in models:
        if (root / folder).exists() and not (root / folder).is_dir():
            raise _refused("ESS307", "models stand in a folder", root / folder, "make it one")
    given = values.get("vars")
    prefix = str(given.get(PREFIX) or "") if isinstance(given, dict) else ""
    check_prefix(path, prefix)
    return DbtProject(root, models, seeds, _output(root, models, output), prefix)


def check_prefix(path: Path, prefix: str) -> None:
    """Refuse a prefix with which no name of a model can begin.

    Raises:
        DefinitionError: it is none.
    """
    if _PREFIX.fullmatch(prefix) is None:
        message = f"no name of a model can begin with the var {PREFIX}"
        hint = "write up to 20 small letters, digits and underscores, a letter first"
        raise _refused("ESS307", message, path, hint)


def check_links(project: DbtProject, *others: str) -> tuple[Diagnostic, ...]:
    """Return a finding for each link on the way to what is written, relative to the project.

    Nothing is ever followed out of a project, where what is replaced would be somebody else's.
    """
    paths = [project.output.as_posix(), (project.output / MANIFEST).as_posix(), *others]
    steps = dict.fromkeys(
        step for path in map(PurePosixPath, paths) for step in (*reversed(path.parents[:-1]), path)
    )
    return tuple(_link(project.root / step) for step in steps if (project.root / step).is_symlink())


def check_project(project: DbtProject) -> list[Diagnostic]:
    """Return a finding for each thing that keeps the generated models out of a project."""
    own = list(_properties(project.root, project.folder))
    return [*_check_parts(project, own), *_check_published(own)]


def _check_parts(project: DbtProject, own: _Properties) -> list[Diagnostic]:
    """Return a finding for each part without which a project cannot hold the generated models.

    What they show of visits, keys alone for some, is held by the schema and the group that they
    name, and by a macro that looks at the keys before each run (docs/decisions/0008).
    """
    found = []
    path = project.root / PROJECT_FILE
    packages = list(_package_roots(project.root))
    roots = [project.root, *packages]
    properties = chain(own, *(_properties(root, project.folder) for root in packages))
    if GROUP not in _groups(properties):
        found.append(
            _lacking(
                path,
                f"the project has no group `{GROUP}`, which alone may refer to generated models",
                f"add to a .yml of its models: groups: [{{name: {GROUP}, owner: {{name: …}}}}]",
            )
        )
    models = {model for root in roots for model in _models_of(root)}
    ours = [root for root in roots if _said_of(root, "name") == PACKAGE]
    found += [
        _lacking(
            path,
            f"the project and its installed packages have no model `{name}`",
            "run `dbt deps`, or begin with a project of `syndrome init` (docs/dbt.md)",
        )
        for name in NEEDED_MODELS
        if name not in models
    ]
    found += [
        _lacking(
            root / PROJECT_FILE,
            f"the package `{PACKAGE}` is {version}, and this compiler {__version__}",
            "bring both to one version, run `dbt deps` (docs/existing-project.md)",
        )
        for root in ours
        if (version := _said_of(root, "version")) != __version__
    ]
    if not ours:
        found.append(
            _lacking(
                path,
                f"the package `{PACKAGE}`, which guards keys, is not among its packages",
                "list it in packages.yml and run `dbt deps` (docs/dbt.md)",
            )
        )
    if not any(_is_below(project.output, seeds) for seeds in project.seed_paths):
        folders = ", ".join([*project.seed_paths, project.output.parts[0]])
        found.append(
            _lacking(
                path,
                f"the seed of terms stands in {project.output}, where dbt looks for no seeds",
                f"write seed-paths: [{folders}]",
            )
        )
    return found


def _check_published(own: _Properties) -> list[Diagnostic]:
    """Return a finding for each published model or column that the model of readers does not know.

    A model is published when its properties say ``sensitivity: N``. Every model that stands in the
    schema of published tables is looked at before each run of dbt besides, by a macro.
    """
    hint = "say `sensitivity: R`, and give it a schema that readers do not have (docs/privacy.md)"
    return [
        Diagnostic(
            "ESS314",
            Severity.ERROR,
            f"what {name} tells beside the published tables is not known",
            path=str(path),
            hint=hint,
        )
        for path, values in own
        for models in [values.get("models")]
        if isinstance(models, list)
        for name in undescribed(model for model in models if isinstance(model, dict))
    ]


def _output(root: Path, models: tuple[str, ...], asked: str | None) -> PurePosixPath:
    before = sorted(
        PurePosixPath(path.parent.relative_to(root).as_posix())
        for folder in models
        for path in (root / folder).rglob(MANIFEST)
    )
    before = list(dict.fromkeys(before))
    hint = "generated files stand in one folder; move or delete what is in the others"
    if len(before) > 1:
        raise _refused(
            "ESS309", f"there are generated files in {', '.join(map(str, before))}", root, hint
        )
    default = before[0] if before else PurePosixPath(models[0], DEFAULT_FOLDER)
    output = default if asked is None else PurePosixPath(Path(asked).as_posix())
    if before and output != before[0]:
        raise _refused("ESS309", f"there are generated files in {before[0]} already", root, hint)
    if (
        output.is_absolute()
        or ".." in output.parts
        or not any(
            _is_below(output, folder) and output != PurePosixPath(folder) for folder in models
        )
    ):
        message = f"generated files cannot stand in {output}"
        hint = f"name a folder below {' or '.join(models)}, where dbt looks for models"
        raise _refused("ESS308", message, root, hint)
    return output


def _is_below(path: PurePosixPath, folder: str) -> bool:
    return path.is_relative_to(PurePosixPath(folder))


def _paths(values: dict[str, Any], key: str, default: str) -> tuple[str, ...]:
    given = values.get(key, [default])
    given = [given] if isinstance(given, str) else given
    named = [str(path) for path in given] if isinstance(given, list) else [default]
    return tuple(PurePosixPath(path).as_posix() for path in named)


def _groups(properties: _Properties) -> Iterator[str]:
    for _, values in properties:
        groups = values.get("groups")
        for group in groups if isinstance(groups, list) else ():
            if isinstance(group, dict):
                yield str(group.get("name"))


_Properties = Iterable[tuple[Path, Mapping[str, Any]]]
"""Property files, each with what it says."""


def _properties(root: Path, generated: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield the property files of the models of a project or package, but for generated ones."""
    own = yaml_of(root / PROJECT_FILE)
    for folder in _paths(own if isinstance(own, dict) else {}, "model-paths", "models"):
        for path in sorted((root / folder).rglob("*.y*ml")):
            if generated in path.parents:
                continue  # thousands of files
            values = yaml_of(path)
            if isinstance(values, dict):
                yield path, values


def _package_roots(root: Path) -> Iterator[Path]:
    """Yield the folders of packages: those installed, and local ones that a project lists."""
    for path in sorted((root / "dbt_packages").glob(f"*/{PROJECT_FILE}")):
        yield path.parent
    for name in _PACKAGES:
        values = yaml_of(root / name)
        packages = values.get("packages") if isinstance(values, dict) else None
        for package in packages if isinstance(packages, list) else ():
            if isinstance(package, dict) and isinstance(package.get("local"), str):
                yield root / package["local"]


def _models_of(root: Path) -> Iterator[str]:
    values = yaml_of(root / PROJECT_FILE)
    for folder in _paths(values if isinstance(values, dict) else {}, "model-paths", "models"):
        for path in (root / folder).rglob("*"):
            if path.suffix in (".sql", ".py"):
                yield path.stem


def _said_of(root: Path, key: str) -> str | None:
    values = yaml_of(root / PROJECT_FILE)
    return str(values.get(key)) if isinstance(values, dict) else None


def yaml_of(path: Path) -> Any:
    """Return what a YAML file of a project says, or None where it cannot be read."""
    try:
        return yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
    except (OSError, ValueError, yaml.YAMLError):
        return None


def _link(path: Path) -> Diagnostic:
    message = "this is a link, and nothing is written or removed through one"
    hint = "put a folder or file of the project in its place"
    return Diagnostic("ESS311", Severity.ERROR, message, path=str(path), hint=hint)


def _lacking(path: Path, message: str, hint: str) -> Diagnostic:
    return Diagnostic("ESS308", Severity.ERROR, message, path=str(path), hint=hint)


def _refused(code: str, message: str, path: Path, hint: str) -> DefinitionError:
    return DefinitionError([Diagnostic(code, Severity.ERROR, message, path=str(path), hint=hint)])
