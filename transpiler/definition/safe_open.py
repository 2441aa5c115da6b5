"""Opening a definition file of a folder that somebody else may have filled.

Links travel in repositories. One that leads to a pipe or a device would hang a check or fill its
memory, and one that leads to another person's file would put a line of it into a log. So a
definition file is a regular file, a link leads nowhere but into the folder it stands in, and no
more is read than a definition can be long.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Final

from transpiler.definition.diagnostics import DefinitionError, Diagnostic, Severity

MAX_BYTES: Final = 8_000_000
"""Files above this size are refused; the largest published definition has 25,000 characters."""

_FLAGS: Final = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)  # a pipe nobody writes to is opened and refused, not waited for
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


def read_definition_bytes(path: Path | str) -> bytes:
    """Return the contents of a definition file.

    Raises:
        DefinitionError: it cannot be opened, is no regular file, is a link out of its folder, or is
            longer than `MAX_BYTES`. The message holds nothing of the file.
    """
    path = Path(path)
    try:
        real = path.resolve(strict=True) if path.is_symlink() else path
        if real is not path and not real.is_relative_to(path.parent.resolve()):
            raise _refusal(
                path,
                "the file is a link that leads out of its folder",
                "put the definition itself here, or name the file that the link leads to",
            )
        with os.fdopen(os.open(real, _FLAGS), "rb") as file:
            found = os.fstat(file.fileno())
            if stat.S_ISDIR(found.st_mode):
                raise _refusal(path, "cannot read the file: Is a directory")
            if not stat.S_ISREG(found.st_mode):
                raise _refusal(path, "not a regular file", "- is standard input")
            data = file.read(MAX_BYTES + 1)
    except (OSError, RuntimeError, ValueError) as error:  # links in a circle, a name with NUL
        if isinstance(error, DefinitionError):
            raise
        reason = getattr(error, "strerror", None) or "the system knows no such name"
        raise _refusal(path, f"cannot read the file: {reason}") from None
    if len(data) > MAX_BYTES:
        raise _refusal(path, f"the file has more than {MAX_BYTES:,} bytes, the most that is read")
    return data


def _refusal(path: Path, message: str, hint: str | None = None) -> DefinitionError:
    return DefinitionError(
        [Diagnostic("ESS101", Severity.ERROR, message, path=str(path), hint=hint)]
    )
