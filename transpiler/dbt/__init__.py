"""The dbt side: the models of a library of definitions, and a project around them."""

from transpiler.dbt.compile import CompileReport, compile_project
from transpiler.dbt.run import DbtError, build
from transpiler.dbt.scaffold import create_project
from transpiler.dbt.shape import Shape

__all__ = ["CompileReport", "DbtError", "Shape", "build", "compile_project", "create_project"]
