"""`syndrome compile` never changes a byte of a file that it did not write."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from tests.dbt.bare import bare_project
from transpiler.dbt import compile_project
from transpiler.dbt.compile import GENERATED
from transpiler.dbt.manifest import MANIFEST
from transpiler.definition import DefinitionError

Snapshot = dict[str, tuple[str, bytes]]


def define(project, name, query="^fall^"):
    path = project / "definitions" / name / "v1.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    values = {"name": name, "version": 1, "title": name, "fields": ["ccdd_parsed"], "query": query}
    path.write_text(yaml.safe_dump(values), encoding="utf-8")


@pytest.fixture
def project(tmp_path):
    project = bare_project(tmp_path / "project")
    define(project, "fall")
    return project


def snapshot(folder):
    """Return all that is below a folder, but for what compile keeps for itself under target."""
    found: Snapshot = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[name] = ("link", str(path.readlink()).encode())
        elif path.is_file() and "target/syndrome/" not in name:
            found[name] = ("file", path.read_bytes())
    return found


def refused(project, **options):
    """Return code and file of each finding of a compile that must change nothing at all."""
    before = snapshot(project.parent)
    with pytest.raises(DefinitionError) as error:
        compile_project(project, **options)  # type: ignore[arg-type]
    assert snapshot(project.parent) == before
    assert all(found.hint for found in error.value.diagnostics)
    return [(found.code, Path(str(found.path)).name) for found in error.value.diagnostics]


def put(path, text="mine\n"):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("is_compiled", [False, True])
@pytest.mark.parametrize(
    "name",
    [
        *("dim_triage_level.sql", "dim_syndrome_definitions.sql", "sub/readme.md", "notes.txt"),
        *("Dim_Syndrome_Definitions.SQL", "syndrome_fall_v1.SQL", "syndrome_terms.CSV"),
        "syndrome_other_v1.sql",
    ],
)
def test_a_file_of_somebody_elses_is_in_the_way(project, name, *, is_compiled):
    if is_compiled:
        compile_project(project)
    put(project / GENERATED / name)
    code = "ESS310" if is_compiled and name == "dim_syndrome_definitions.sql" else "ESS309"
    assert refused(project) == [(code, name.partition("/")[0])]
    if code == "ESS309":
        assert refused(project, overwrite=True)[0][0] == "ESS309"
    (project / GENERATED).rename(project / "models" / "mine")
    if not is_compiled:
        assert compile_project(project, output="models/syndromes").folder == "models/syndromes"
        assert snapshot(project / "models" / "mine")


def test_our_header_alone_makes_no_file_ours(project):
    compile_project(project)
    model = project / GENERATED / "syndrome_fall_v1.sql"
    shutil.copy(model, model.with_name("my_own.sql"))
    assert refused(project) == [("ESS309", "my_own.sql")]


def test_the_manifest_alone_makes_no_file_ours(project):
    compile_project(project)
    define(project, "fall", "^fell^")
    model = project / GENERATED / "syndrome_fall_v1.sql"
    model.write_text(model.read_text(encoding="utf-8").partition("\n")[2], encoding="utf-8")
    assert refused(project) == [("ESS310", model.name)]


def test_an_edited_file_of_a_definition_that_is_gone_is_kept(project):
    define(project, "rash")
    compile_project(project)
    shutil.rmtree(project / "definitions" / "rash")
    model = project / GENERATED / "syndrome_rash_v1.sql"
    model.write_text(model.read_text(encoding="utf-8") + "-- mine\n", encoding="utf-8")
    assert refused(project) == [("ESS310", model.name)]
    compile_project(project, overwrite=True)
    assert not model.exists()


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"written_by": "me", "files": {}}', "<<<<"])
def test_a_manifest_that_cannot_be_read_is_refused(project, text):
    compile_project(project)
    put(project / GENERATED / MANIFEST, text)
    shutil.rmtree(project / "target")
    assert refused(project) == [("ESS309", MANIFEST)]


def test_a_fresh_checkout_knows_what_is_generated(project):
    define(project, "rash")
    compile_project(project)
    shutil.rmtree(project / "target")
    shutil.rmtree(project / "definitions" / "rash")
    define(project, "fall", "^fell^")
    assert len(compile_project(project).removed) == 2


def test_line_ends_of_windows_make_nothing_stale(project):
    compile_project(project)
    shutil.rmtree(project / "target")
    for folder in ("definitions", GENERATED):
        for path in (project / folder).rglob("*.*"):
            path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    before = snapshot(project)
    assert not compile_project(project, check=True).is_stale
    assert not compile_project(project).is_stale
    assert snapshot(project) == before
    define(project, "fall", "^fell^")
    assert compile_project(project).is_stale  # and they are known as generated


def test_hidden_files_stay(project):
    put(project / GENERATED / ".DS_Store", "finder")
    compile_project(project)
    define(project, "rash")
    compile_project(project)
    assert (project / GENERATED / ".DS_Store").read_text(encoding="utf-8") == "finder"
    assert not compile_project(project).is_stale


LINKS: dict[str, Callable[[Path], Path]] = {
    "models": lambda project: project / "models",
    "classification": lambda project: project / GENERATED,
    "target": lambda project: project / "target",
    "syndrome": lambda project: project / "target" / "syndrome",
}


@pytest.mark.parametrize("is_compiled", [False, True])
@pytest.mark.parametrize("name", LINKS)
def test_no_folder_is_followed_out_of_the_project(project, name, *, is_compiled):
    if is_compiled:
        compile_project(project)
        define(project, "fall", "^fell^")
    link = LINKS[name](project)
    outside = project.parent / "precious"
    if link.exists():
        link.rename(outside)
    put(outside / "models.precious" / "thesis.tex")
    put(outside / "models.precious.lock", "")
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(outside)
    assert ("ESS311", link.name) in refused(project)


@pytest.mark.parametrize(
    "name",
    [
        *("target/syndrome/compile.lock", "target/syndrome/compiled.json"),
        *(f"{GENERATED.as_posix()}/{name}" for name in ("syndrome_fall_v1.sql", MANIFEST)),
    ],
)
@pytest.mark.parametrize("is_dangling", [False, True])
def test_no_file_is_followed_out_of_the_project(project, name, *, is_dangling):
    compile_project(project)
    define(project, "fall", "^fell^")
    outside = project.parent / "precious.txt"
    if not is_dangling:
        shutil.copy(project / name, outside)
    (project / name).unlink()
    (project / name).symlink_to(outside)
    assert [code for code, _ in refused(project)] in (["ESS311"], ["ESS309"])


def test_what_comes_while_it_compiles_is_given_back(project, monkeypatch):
    from transpiler.dbt import replacing  # noqa: PLC0415

    compile_project(project)
    define(project, "fall", "^fell^")
    swap = replacing.exchange

    def exchange(one, other):
        put(project / GENERATED / "mine.sql")
        return swap(one, other)

    monkeypatch.setattr(replacing, "exchange", exchange)
    compile_project(project)
    assert (project / GENERATED / "mine.sql").read_text(encoding="utf-8") == "mine\n"


@pytest.mark.parametrize("output", ["models", "elsewhere", "../models/x", "/tmp/x", "models/../x"])
def test_a_folder_where_no_models_stand_is_refused(project, output):
    assert [code for code, _ in refused(project, output=output)] == ["ESS308"]


def test_generated_files_stand_in_one_folder(project):
    compile_project(project, output="models/a/b")
    assert compile_project(project).folder == "models/a/b"
    assert [code for code, _ in refused(project, output="models/c")] == ["ESS309"]


def test_the_folders_of_the_project_are_honoured(project):
    path = project / "dbt_project.yml"
    text = path.read_text(encoding="utf-8")
    text = text.replace("[models]", "[transform]").replace("[seeds, models]", "[data, transform]")
    path.write_text(text, encoding="utf-8")
    (project / "seeds").rename(project / "data")
    assert compile_project(project).folder == "transform/classification"
    path.write_text(text.replace("[data, transform]", "[data]"), encoding="utf-8")
    assert refused(project) == [("ESS308", "dbt_project.yml")]


NAMES = (
    *("dim_syndrome_definitions.sql", "Dim_Syndrome_Definitions.SQL", "syndrome_fall_v1.sql"),
    *("syndrome_fall_v1.yml", "syndrome_terms.csv", MANIFEST, "mine.sql", ".hidden", "readme.md"),
    *("sub/deep.sql", "int_syndrome_vetoed.sql", "syndrome_rash_v1.sql", "Ünïcode.sql"),
)


def disturb(project, chance, own):
    """Do one thing that people do to a project; ``own`` are the files that are somebody's."""
    folder = project / GENERATED
    path = folder / chance.choice(NAMES)
    outside = project.parent / f"outside_{chance.randrange(9)}.txt"
    match chance.randrange(7):
        case 0 if not path.exists() and not path.is_symlink():
            put(path, f"mine {chance.random()}\n")
            own.add(path)
        case 1 if not path.exists() and not path.is_symlink():
            put(outside, "precious\n")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.symlink_to(outside)
            own |= {path, outside}
        case 2 if path.is_file() and not path.is_symlink():
            with path.open("a", encoding="utf-8", newline="") as file:
                file.write(chance.choice(["-- mine\n", " ", "{{ 1 }}", "\u2028"]))
            own.add(path)
        case 3 if path.is_file() and path not in own:
            path.chmod(0o444)
        case 4 if path.is_file() and not path.is_symlink() and path not in own:
            path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
        case 5:
            shutil.rmtree(project / "target", ignore_errors=True)
        case 6:
            name = chance.choice(["fall", "rash", "burn"])
            if chance.random() < 0.3:
                shutil.rmtree(project / "definitions" / name, ignore_errors=True)
            else:
                define(project, name, chance.choice(["^a^", "^b^,andnot,^c^", "^d^,or,("]))


def live(project, chance, steps):
    """Disturb and compile by turns; return how often a compile was refused."""
    own: set[Path] = set()
    refusals = 0
    for _ in range(steps):
        for _ in range(chance.randrange(1, 4)):
            disturb(project, chance, own)
        before = snapshot(project.parent)
        mine = {path.relative_to(project.parent).as_posix() for path in own}
        try:
            compile_project(project)
        except DefinitionError:
            refusals += 1
            assert snapshot(project.parent) == before
            if chance.random() < 0.7:  # somebody clears up
                for path in own:
                    path.unlink(missing_ok=True)
                own.clear()
                shutil.rmtree(project / GENERATED / "sub", ignore_errors=True)
        else:
            after = snapshot(project.parent)
            assert {name: after.get(name) for name in mine} == {
                name: before.get(name) for name in mine
            }
    return refusals


def test_lives_of_projects(tmp_path, request):
    lives = 400 if request.config.getoption("--long") else 12
    refusals = 0
    for seed in range(lives):
        project = bare_project(tmp_path / str(seed) / "project")
        define(project, "fall")
        refusals += live(project, random.Random(seed), 12)
        shutil.rmtree(tmp_path / str(seed))
    assert lives < refusals < 12 * lives


def test_an_edited_manifest_is_a_file_that_was_edited(project):
    compile_project(project)
    define(project, "fall", "^fell^")
    with (project / GENERATED / MANIFEST).open("a", encoding="utf-8") as file:
        file.write(" ")
    assert refused(project) == [("ESS310", MANIFEST)]
    compile_project(project, overwrite=True)
