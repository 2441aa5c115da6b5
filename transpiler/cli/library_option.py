"""The option that names folders in which definitions are looked up that another asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

import click

from transpiler.parsing import Shelf

_KEY: Final = "transpiler.library"


def library_option() -> Callable[[click.decorators.FC], click.decorators.FC]:
    """Return the option ``--library``; `shelf_with` knows what it names."""
    return click.option(
        "--library",
        type=click.Path(exists=True, path_type=Path),
        multiple=True,
        expose_value=False,
        callback=_remember,
        help="Where definitions are looked up that another asks, besides the folder definitions "
        "that it stands in.",
    )


def shelf_with(paths: Iterable[Path] = ()) -> Shelf:
    """Return the library of what the option names, and of ``paths``."""
    context = click.get_current_context(silent=True)
    named: tuple[Path, ...] = context.meta.get(_KEY, ()) if context is not None else ()
    return Shelf((*named, *paths))


def _remember(context: click.Context, _: click.Parameter, value: tuple[Path, ...]) -> None:
    context.meta[_KEY] = value
