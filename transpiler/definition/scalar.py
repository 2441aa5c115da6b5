"""A string of a YAML file and the place of each of its characters in the file."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

import yaml

_COMMENT = re.compile(r"[ \t]+#[^\r\n]*")


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

    def replaced(self, new: str, file: str, *, is_flow: bool) -> tuple[str, int]:
        """Return the YAML that says ``new`` in the place of this scalar, and where that place ends.

        It is a literal block, with the line breaks of the file; a comment on the scalar's line and
        blank lines after it stay. In a flow collection, where YAML allows no block, it is quoted.

        Args:
            new: the text to write, without a line break at its end.
            file: the whole file.
            is_flow: whether the scalar stands in a flow collection, ``[...]`` or ``{...}``.
        """
        if is_flow:
            return json.dumps(new, ensure_ascii=False), self.end
        line_break = "\r\n" if "\r\n" in file else "\n"
        end = self.end
        is_block = self.style in ("|", ">")
        line_end = _line_end(file, self.start if is_block else end)
        comment = _COMMENT.search(file, self.start if is_block else end, line_end)
        if not is_block:
            end = line_end
        line = file[file.rfind("\n", 0, self.start) + 1 : self.start]
        indent = " " * (len(line) - len(line.lstrip(" -")) + 2)
        header = ("|2" if new.startswith(" ") else "|") + (comment[0] if comment else "")
        block = line_break.join([header, *(indent + part for part in new.split("\n"))])
        if is_block:
            written = file[self.start : end]
            blank_lines = written[len(written.rstrip()) :].partition("\n")
            block += line_break + blank_lines[2]
        return block, end


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
        inside = text.find("\n", start) + 1 if style == ">" else start + len(style)
        if text[inside : inside + len(value)] == value:
            offsets = tuple(range(inside, inside + len(value) + 1))
        else:
            # Should a way of writing be met that is not known here, the whole is pointed at.
            offsets = _followed(value, text, inside, style) or (start,) * (len(value) + 1)
    return Scalar(text=value, start=start, end=end, style=style, offsets=offsets)


_ESCAPED = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[^\n\r])")
_ESCAPES = dict(zip("0abt\tnvfreN_LP", "\0\a\b\t\t\n\v\f\r\x1b\x85\xa0\u2028\u2029", strict=True))
_BREAKS_LINE = re.compile(r"\\\r?\n[ \t]*")
_BLANKS = " \t\r\n"


def _followed(value: str, text: str, at: int, style: str) -> tuple[int, ...] | None:
    """Return the file offset of each character of a value with escapes or folded lines, or None.

    A blank of the value stands for a blank or for a line break; the indentation after it, and blank
    lines, stand for nothing.
    """
    offsets: list[int] = []
    for character in value:
        found = _next(character, text, at, style)
        if found is None:
            return None
        offsets.append(found[0])
        at = found[1]
    return (*offsets, at)


def _next(character: str, text: str, at: int, style: str) -> tuple[int, int] | None:
    """Return where ``character`` stands at ``at`` or behind blanks, and what is just after it."""
    while at < len(text):
        if style == '"' and text[at] == "\\":
            breaks = _BREAKS_LINE.match(text, at)
            if breaks is not None:
                at = breaks.end()
                continue
            written = _ESCAPED.match(text, at)
            is_meant = written is not None and _unescaped(written[0]) == character
            return (at, written.end()) if written is not None and is_meant else None
        if text[at] == character:
            return at, at + (2 if style == "'" and character == "'" else 1)
        if text[at] not in _BLANKS:
            return None
        if character in _BLANKS and text[at] in "\r\n":
            return at, at + (2 if text.startswith("\r\n", at) else 1)
        at += 1
    return None


def _unescaped(written: str) -> str:
    sign = written[1]
    return chr(int(written[2:], 16)) if sign in "xuU" else _ESCAPES.get(sign, sign)


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


def _line_end(text: str, at: int) -> int:
    """Return where the line around ``at`` ends, its line break not included."""
    end = text.find("\n", at)
    end = len(text) if end < 0 else end
    return end - 1 if text[at:end].endswith("\r") else end
