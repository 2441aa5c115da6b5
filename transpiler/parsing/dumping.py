"""YAML as people read it: keys as given, texts of several lines as blocks, no aliases."""

from __future__ import annotations

from typing import Any

import yaml


def dump_yaml(values: dict[str, Any]) -> str:
    """Return ``values`` as YAML from which the same values are read."""
    return yaml.dump(values, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)


class LiteralBlock(str):
    """A string to be written as a literal block."""

    __slots__ = ()


class _Dumper(yaml.SafeDumper):
    """Writes queries and texts of several lines as literal blocks, where YAML allows it."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    if "\x85" in text:  # a line break to YAML, which reads it as another one unless it is escaped
        return dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style='"')
    block = isinstance(text, LiteralBlock) or "\n" in text
    # A literal block cannot end in several line breaks without a keep mark, nor hold tabs at the
    # front of a line; PyYAML falls back to quotes by itself wherever a block would lose anything.
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style="|" if block else None)


_Dumper.add_representer(str, _represent_text)
_Dumper.add_representer(LiteralBlock, _represent_text)
