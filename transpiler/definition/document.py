"""A definition file as YAML: its values, checked against the schema, and where each one stands.

Definition files are untrusted. They are read with a loader that builds strings, numbers, booleans,
lists and mappings only; anchors, aliases, tags and duplicate keys are refused, and size and depth
are bounded, so that a file cannot expand in memory or mean two things.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

import yaml
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.protocols import Validator
from jsonschema.validators import extend

from transpiler.definition.diagnostics import DefinitionError, Diagnostic, QueryOrigin, Severity
from transpiler.definition.nearest import did_you_mean
from transpiler.definition.safe_open import read_definition_bytes
from transpiler.definition.scalar import Scalar, locate_scalar
from transpiler.definition.span import Span

MAX_YAML_DEPTH: Final = 24
"""Nesting of lists and mappings; a definition needs five."""

_TOO_DEEP: Final = f"lists and mappings are nested more than {MAX_YAML_DEPTH} deep"

SCHEMA_PATH: Final = Path(__file__).with_name("definition.schema.json")
"""The JSON Schema of definition files."""

YamlKey = str | int
YamlPath = tuple[YamlKey, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A definition file that satisfies the schema.

    Attributes:
        path: the file's name, for diagnostics.
        text: the whole file.
        values: the mapping it holds.
        queries: the query scalars, in the order of the parts.
    """

    path: str
    text: str
    values: dict[str, Any]
    queries: tuple[Scalar, ...]
    nodes: dict[YamlPath, yaml.Node]

    def origin(self, index: int) -> QueryOrigin:
        """Return where the text of query number ``index`` (from 0) stands."""
        return QueryOrigin(text=self.text, path=self.path, offsets=self.queries[index].offsets)

    def diagnose(
        self, code: str, message: str, at: YamlPath, hint: str | None = None
    ) -> Diagnostic:
        """Return an error that points at the value under the keys ``at``."""
        file = QueryOrigin(text=self.text, path=self.path)
        return file.diagnose(code, message, _span(self.nodes.get(at)), hint=hint)

    def with_queries(self, texts: tuple[str, ...]) -> str:
        """Return the file with each query replaced by the text of the same index.

        Everything else stays to the byte.
        """
        new: list[str] = []
        done = 0
        for key, scalar, text in zip(query_keys(self.values), self.queries, texts, strict=True):
            if text == scalar.text:
                continue
            above = (self.nodes[key[:depth]] for depth in range(len(key)))
            is_flow = any(getattr(node, "flow_style", False) for node in above)
            written, end = scalar.replaced(text, self.text, is_flow=is_flow)
            new += (self.text[done : scalar.start], written)
            done = end
        return "".join([*new, self.text[done:]])


def query_keys(values: dict[str, Any]) -> list[YamlPath]:
    """Return the keys that lead to each query, in the order of the parts."""
    if "query" in values:
        return [("query",)]
    return [("parts", at, "query") for at, part in enumerate(values["parts"]) if "query" in part]


def read_document(path: Path | str) -> Document:
    """Read and check a definition file.

    Raises:
        DefinitionError: the file cannot be read, is no YAML, or breaks the schema; every breach of
            the schema is listed.
    """
    data = read_definition_bytes(path)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"the file is not UTF-8 text: byte {error.start + 1} cannot be decoded"
        raise DefinitionError([_whole_file(path, "ESS101", message)]) from None
    return parse_document(text, str(path))


@dataclass(frozen=True, slots=True)
class Heading:
    """What a definition file says it is.

    Attributes:
        path: the file.
        name: the definition's name.
        version: its version.
        title: the name people use.
    """

    path: Path
    name: str
    version: int
    title: str

    @property
    def key(self) -> str:
        """Name and version as another definition asks for it: ``name/v1``."""
        return f"{self.name}/v{self.version}"


def read_heading(path: Path) -> Heading | None:
    """Return what a definition file says it is; None where it cannot be read."""
    try:
        status = path.stat()
    except OSError:
        return None
    return _heading(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=10_000)
def _heading(path: Path, _written: int, _size: int) -> Heading | None:
    try:
        document = read_document(path)
    except DefinitionError:
        return None
    return heading_of(path, document)


def heading_of(path: Path, document: Document) -> Heading:
    """Return what a file says it is."""
    values = document.values
    return Heading(path, values["name"], values["version"], values["title"])


def parse_document(text: str, path: str) -> Document:
    """Check the text of a definition file; see `read_document`."""
    file = QueryOrigin(text=text, path=path)
    try:
        _refuse_tricks(file)
        root = yaml.compose(text, Loader=_Loader)
        nodes = _mapping_nodes(root, file)
        values = _Loader("").construct_document(root)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = min(mark.index if mark else 0, len(text))
        if error.problem is not None and "nesting depth" in error.problem:  # libyaml's own bound
            raise DefinitionError([file.diagnose("ESS104", _TOO_DEEP, Span(at, at + 1))]) from None
        message = f"not valid YAML: {error.problem or error.context or 'unreadable'}"
        raise DefinitionError([file.diagnose("ESS102", message, Span(at, at + 1))]) from None
    except yaml.YAMLError:
        message = "not valid YAML: the file holds a character that YAML does not allow"
        raise DefinitionError([_whole_file(path, "ESS102", message)]) from None
    except DefinitionError:
        raise
    except ValueError:  # a number of thousands of digits
        message = "not valid YAML: the file holds a number that cannot be read"
        raise DefinitionError([_whole_file(path, "ESS102", message)]) from None
    breaches = sorted(_validator().iter_errors(values), key=lambda error: str(error.absolute_path))
    if breaches:
        raise DefinitionError(_schema_finding(error, nodes, file) for error in breaches)
    _refuse_nul(nodes, file)
    queries = tuple(
        locate_scalar(node, text)
        for node in map(nodes.get, query_keys(values))
        if isinstance(node, yaml.ScalarNode)
    )
    return Document(path=path, text=text, values=values, queries=queries, nodes=nodes)


def _mapping_nodes(root: yaml.Node | None, file: QueryOrigin) -> dict[YamlPath, yaml.Node]:
    """Return every node of a file by the keys that lead to it.

    Raises:
        DefinitionError: the file is no mapping, or has a key twice or one that is no text.
    """
    if not isinstance(root, yaml.MappingNode):
        message = "a definition file is a mapping of keys such as name, version and query"
        raise DefinitionError([file.diagnose("ESS103", message, Span(0, 1))])
    nodes = dict(_nodes(root, ()))
    _refuse_odd_keys(nodes, file)
    return nodes


class _Loader(yaml.CSafeLoader):
    """Strings, integers, floats, booleans, null, lists, mappings.

    Dates stay strings, and so do ``<<`` and ``=``, which could else take values from elsewhere.
    """


_AS_TEXT: Final = {f"tag:yaml.org,2002:{kind}" for kind in ("timestamp", "merge", "value")}

_Loader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if tag not in _AS_TEXT]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def _refuse_tricks(file: QueryOrigin) -> None:
    """Refuse what YAML can do and a definition never needs, before anything is built from it."""
    depth = 0
    for event in yaml.parse(file.text, Loader=_Loader):
        problem, hint = None, None
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            problem = "anchors and aliases are not allowed in a definition file"
            hint = "write the value out, or put quotes around a text that begins with & or *"
        elif getattr(event, "tag", None) not in (None, "!"):
            problem = "YAML tags are not allowed in a definition file"
            hint = "put quotes around a text that begins with !"
        elif isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_YAML_DEPTH:
                problem = _TOO_DEEP
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if problem:
            raise DefinitionError([file.diagnose("ESS104", problem, _span(event), hint=hint)])


def _nodes(node: yaml.Node, at: YamlPath) -> Iterator[tuple[YamlPath, yaml.Node]]:
    """Yield every node below ``node``, itself included, with the keys that lead to it."""
    yield at, node
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _nodes(value, (*at, str(key.value)))
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from _nodes(value, (*at, index))


def _refuse_odd_keys(nodes: dict[YamlPath, yaml.Node], file: QueryOrigin) -> None:
    findings = []
    for mapping in nodes.values():
        if isinstance(mapping, yaml.MappingNode):
            seen: set[str] = set()
            for key, _ in mapping.value:
                if not isinstance(key, yaml.ScalarNode):
                    message = "a list or a mapping as a key is not allowed in a definition file"
                    findings.append(file.diagnose("ESS104", message, _span(key)))
                    continue
                if key.value in seen:
                    message = f"the key {key.value!r} is given twice"
                    findings.append(file.diagnose("ESS105", message, _span(key)))
                seen.add(key.value)
    if findings:
        raise DefinitionError(findings)


def _refuse_nul(nodes: dict[YamlPath, yaml.Node], file: QueryOrigin) -> None:
    """Refuse the one character that no database stores; YAML can write it as an escape."""
    holding = [
        found
        for node in nodes.values()
        for found in (node, *(key for key, _ in _entries(node)))
        if isinstance(found, yaml.ScalarNode) and "\0" in found.value
    ]
    if holding:
        message = "a text with the character NUL, which no database can store"
        raise DefinitionError(file.diagnose("ESS104", message, _span(node)) for node in holding)


def _entries(node: yaml.Node) -> list[tuple[yaml.Node, yaml.Node]]:
    return node.value if isinstance(node, yaml.MappingNode) else []


def _is_whole_number(_checker: object, value: object) -> bool:
    """Return whether a value is an integer as written: 1.0 is one to JSON Schema, not to a name."""
    return isinstance(value, int) and not isinstance(value, bool)


def _breaks_pattern(
    _validator: object, pattern: str, value: object, _schema: object
) -> Iterator[ValidationError]:
    """Yield a breach where a text is not as a whole what a pattern of the schema says.

    Patterns are those of ECMA-262, whose ``$`` is the end of the text; Python's is also before a
    line break at the end.
    """
    whole = pattern.removeprefix("^").removesuffix("$")
    if isinstance(value, str) and re.fullmatch(whole, value) is None:
        yield ValidationError(f"{value!r} does not match {pattern!r}")


@cache
def _validator() -> Validator:
    as_written = extend(  # type: ignore[no-untyped-call]
        Draft202012Validator,
        {"pattern": _breaks_pattern},
        type_checker=Draft202012Validator.TYPE_CHECKER.redefine("integer", _is_whole_number),
    )
    checked: Validator = as_written(json.loads(SCHEMA_PATH.read_text(encoding="utf-8")))
    return checked


def _schema_finding(
    error: ValidationError, nodes: dict[YamlPath, yaml.Node], file: QueryOrigin
) -> Diagnostic:
    """Return a breach of the schema as a diagnostic at the value that breaks it."""
    at: YamlPath = tuple(error.absolute_path)
    schema: Any = error.schema
    instance: Any = error.instance
    hint: str | None
    if error.validator == "oneOf":
        message = (
            "a part has either fields and query, or the definition that it asks"
            if "parts" in at
            else "a definition has either fields and query, or parts"
        )
        hint = "a part is a mapping of fields and query, or of definition, such as fall/v1"
    elif error.validator == "additionalProperties":
        allowed = sorted(schema["properties"])
        unknown = next(str(key) for key in instance if key not in allowed)
        at = (*at, unknown)
        message = f"unknown key {unknown!r}.{did_you_mean(unknown, allowed)}".removesuffix(".")
        hint = f"known keys: {', '.join(allowed)}"
    else:
        breach = error.message if len(error.message) < 200 else "not as the schema says"
        message = f"{'.'.join(map(str, at))}: {breach}" if at else breach
        hint = schema.get("description") if isinstance(schema, dict) else None
    return file.diagnose("ESS103", message, _span(nodes.get(at)), hint=hint)


def _span(marked: yaml.Node | yaml.Event | None) -> Span:
    """Return the characters a YAML node or event covers; the file's first where there is none."""
    if marked is None or marked.start_mark is None or marked.end_mark is None:
        return Span(0, 1)
    return Span(marked.start_mark.index, marked.end_mark.index)


def _whole_file(path: Path | str, code: str, message: str) -> Diagnostic:
    return Diagnostic(code=code, severity=Severity.ERROR, message=message, path=str(path))
