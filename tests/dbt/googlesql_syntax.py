"""A GoogleSQL statement and where its parts stand in its text, from the library's own parser."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from typing import Any

from google.protobuf.message import Message


class Statement:
    """One parsed statement.

    Args:
        sql: its text.
        parsed: the parser's ``AnyASTStatementProto`` for it.
    """

    def __init__(self, sql: str, parsed: Message) -> None:
        self._bytes = sql.encode()  # the parser counts bytes
        self.node = concrete(parsed)

    @property
    def kind(self) -> str:
        """The parser's name of the statement, such as ``ASTMergeStatementProto``."""
        return self.node.DESCRIPTOR.name

    @property
    def target(self) -> list[str]:
        """The parts of the name that the statement makes, changes or removes: its first name."""
        return names(min(self.all("ASTPathExpressionProto"), key=location))

    def text(self, node: Message) -> str:
        """Return the text of a part."""
        start, end = location(concrete(node))
        return self._bytes[start:end].decode()

    def with_replacements(self, replacements: Mapping[tuple[int, int], str]) -> str:
        """Return the statement with the parts at some locations replaced."""
        edited = self._bytes
        for (start, end), text in sorted(replacements.items(), reverse=True):
            edited = edited[:start] + text.encode() + edited[end:]
        return edited.decode()

    def all(self, kind: str) -> Iterator[Any]:
        """Yield the parts of a kind, outer ones before those within them."""
        return (node for node in walk(self.node) if node.DESCRIPTOR.name == kind)


def concrete(node: Any) -> Any:
    """Return the node that a wrapper of alternatives holds."""
    while node.DESCRIPTOR.oneofs:
        chosen = node.WhichOneof(node.DESCRIPTOR.oneofs[0].name)
        if chosen is None:
            break
        node = getattr(node, chosen)
    return node


def location(node: Any) -> tuple[int, int]:
    """Return where a node stands, in bytes; its most general parent knows."""
    while "parse_location_range" not in node.DESCRIPTOR.fields_by_name:
        node = node.parent
    return node.parse_location_range.start, node.parse_location_range.end


def names(path: Any) -> list[str]:
    """Return the parts of a path expression; a quoted part may itself hold full stops."""
    return [part for name in path.names for part in name.id_string.split(".")]


def walk(node: Any) -> Iterator[Any]:
    """Yield ``node`` and every node below it, level by level."""
    pending = deque([node])
    while pending:
        node = pending.popleft()
        yield node
        for descriptor, value in node.ListFields():
            if descriptor.message_type is not None and descriptor.name != "parse_location_range":
                pending += [value] if isinstance(value, Message) else value
