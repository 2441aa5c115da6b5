"""The command line: one file per command, each thin.

May import: everything.
"""

from transpiler.cli.main import main

__all__ = ["main"]
