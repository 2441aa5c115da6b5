"""A string of a YAML file and the place of each of its characters in the file."""

from __future__ import annotations

from dataclasses import dataclass

import yaml


@dataclass(frozen=True, slots=True)
class Scalar:
    """A string value of the file, with its place.

    Attributes:
        text: the value.
        start: offset in the file of the scalar, its style mark included.
        end: offset just after it.
        style: ``|`` for a literal block, ``'``, ``"``, ``>`` or an empty string for plain.
        offsets: for each code point of ``text`` its offset in the file, then one for the end.
    """

    text: str
    start: int
    end: int
    style: str
    offsets: tuple[int, ...]


def locate_scalar(node: yaml.Node, text: str) -> Scalar:
    """Return the string that ``node`` holds, with its place in the file ``text``."""
    start, end = node.start_mark.index, node.end_mark.index
    style = getattr(node, "style", None) or ""
    value = str(node.value)
    if style == "|":
        # The last line break belongs to the YAML block, not to the query.
        value = value.rstrip("\n")
        offsets = _block_offsets(value, text, text.find("\n", start) + 1)
    else:
        inside = start + (1 if style in ("'", '"') else 0)
        if text[inside : inside + len(value)] == value:
            offsets = tuple(range(inside, inside + len(value) + 1))
        else:  # escapes or folded lines: the scalar as a whole is the best place to point at
            offsets = (start,) * (len(value) + 1)
    return Scalar(text=value, start=start, end=end, style=style, offsets=offsets)


def _block_offsets(value: str, text: str, content_start: int) -> tuple[int, ...]:
    """Return the file offset of each character of a literal block, past its indentation."""
    offsets: list[int] = []
    line_start = content_start
    lines = value.split("\n")
    for number, line in enumerate(lines):
        line_end = text.find("\n", line_start)
        line_end = len(text) if line_end < 0 else line_end
        content_end = line_end - 1 if text[line_start:line_end].endswith("\r") else line_end
        first = max(line_start, content_end - len(line))
        offsets += range(first, first + len(line))
        if number < len(lines) - 1:
            offsets.append(content_end)
        line_start = line_end + 1
    offsets.append((offsets[-1] + 1) if offsets else content_start)
    return tuple(offsets)
