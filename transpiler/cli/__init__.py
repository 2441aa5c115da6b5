"""The command line: one file per command, each thin."""

from transpiler.cli.main import main

__all__ = ["main"]
