"""The dbt side: the models of a library of definitions, and a project around them."""

from transpiler.dbt.compile import CompileReport, compile_project
from transpiler.dbt.publish import PublishReport, Trial, UnsafeError, publish, read_told
from transpiler.dbt.published_tables import find_tables
from transpiler.dbt.run import DbtError, NoDbtError, build
from transpiler.dbt.scaffold import Additions, add_missing, create_project
from transpiler.dbt.seeds import find_seed_of
from transpiler.dbt.shape import Shape

__all__ = [
    "Additions",
    "CompileReport",
    "DbtError",
    "NoDbtError",
    "PublishReport",
    "Shape",
    "Trial",
    "UnsafeError",
    "add_missing",
    "build",
    "compile_project",
    "create_project",
    "find_seed_of",
    "find_tables",
    "publish",
    "read_told",
]
