"""Datasets and tables over the GoogleSQL reference implementation.

The library evaluates SELECT. What dbt's other statements do to tables is done here, each by SELECTs
of the library, so that no other engine has a say in any row.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import RLock
from typing import Any, Final

from google.protobuf.empty_pb2 import Empty
from zetasql.wasi._pb2.zetasql.local_service import local_service_pb2 as service
from zetasql.wasi._pb2.zetasql.proto import options_pb2, simple_catalog_pb2
from zetasql.wasi._pb2.zetasql.public import options_pb2 as public_options_pb2
from zetasql.wasi._pb2.zetasql.public import type_pb2

from tests.dbt.googlesql_syntax import Statement, concrete, location, names
from transpiler.dialects.bigquery.module import GoogleSqlModule
from transpiler.dialects.engine import EngineError

Schema = list[tuple[str, Any]]
"""Name and zetasql.TypeProto of each column."""

Path = tuple[str, str, str]
"""Project, dataset and table."""

_EPOCH: Final = dt.date(1970, 1, 1)

_PRIVILEGES: Final = ("INFORMATION_SCHEMA", "OBJECT_PRIVILEGES")
"""The view of what has been granted, by dataset and name."""

_ALIASES: Final = ("int", "integer", "bigint", "smallint", "tinyint", "byteint")
"""BigQuery's other names of INT64, which the library does not have."""

_KINDS: Final = {"INTEGER": "INT64", "BOOLEAN": "BOOL", "FLOAT": "DOUBLE", "FLOAT64": "DOUBLE"}
"""Types whose names in BigQuery's API are not the library's."""


def _no_rows() -> Any:
    content = service.TableContent()
    content.table_data.SetInParent()  # a table without rows has content too
    return content


@dataclass(frozen=True)
class Table:
    """A table, or a view where ``query`` is given; a view's rows are those of its query."""

    schema: Schema
    content: Any = field(default_factory=_no_rows)
    query: str | None = None

    def values(self) -> list[tuple[Any, ...]]:
        """Return the rows as Python has them; None for NULL."""
        return [tuple(map(_value, row.cell)) for row in self.content.table_data.row]


@dataclass(frozen=True)
class Outcome:
    """What a statement did.

    Attributes:
        kind: the statement as BigQuery names it.
        table: the rows it returns.
        target: the table it made, changed or removed.
        affected: how many rows it changed.
    """

    kind: str
    table: Table = field(default_factory=lambda: Table([]))
    target: Path | None = None
    affected: int | None = None


class Warehouse:
    """Datasets of tables in memory; safe for threads.

    Attributes:
        datasets: project and dataset → name → table.
        grants: dataset, name, role and grantee of what has been granted; it has no other effect.
    """

    def __init__(self) -> None:
        self.datasets: dict[tuple[str, str], dict[str, Table]] = {}
        self.grants: list[tuple[str, str, str, str]] = []
        self._lock = RLock()
        self._module = GoogleSqlModule()
        self._language = self._module.call(
            "GetLanguageOptions",
            service.LanguageOptionsRequest(maximum_features=True),
            options_pb2.LanguageOptionsProto,
        )
        self._language.product_mode = public_options_pb2.PRODUCT_EXTERNAL
        self._statements: dict[str, Callable[[Statement, str, str], Outcome]] = {
            "ASTQueryStatementProto": self._select,
            "ASTCreateTableStatementProto": self._create_table,
            "ASTCreateViewStatementProto": self._create_view,
            "ASTMergeStatementProto": self._merge,
            "ASTDeleteStatementProto": self._delete,
            "ASTDropStatementProto": self._drop,
            "ASTCreateSchemaStatementProto": self._create_schema,
            "ASTAlterTableStatementProto": self._alter,
            "ASTAlterViewStatementProto": self._alter,
            "ASTGrantStatementProto": self._grant,
        }

    def run(self, sql: str, project: str, dataset: str = "") -> Outcome:
        """Run one statement; names without a project or dataset are in those given.

        Raises:
            EngineError: the statement is refused, or is none that dbt needs here.
        """
        with self._lock:
            statement = self._parse(sql)
            if statement.kind not in self._statements:
                raise EngineError(f"this warehouse does not run {statement.kind}")
            return self._statements[statement.kind](statement, project, dataset)

    def rows(self, path: Path) -> Table:
        """Return a table, or a view with the rows it has now."""
        with self._lock:
            table = self.datasets[path[:2]][path[2]]
            return table if table.query is None else self._evaluate(table.query, *path[:2])

    def keep(self, path: Path, table: Table) -> None:
        """Put a table at ``path``."""
        with self._lock:
            self.datasets.setdefault(path[:2], {})[path[2]] = table

    def load_csv(
        self, path: Path, columns: Sequence[tuple[str, str]], text: str, skip: int
    ) -> None:
        """Make a table of CSV text; an empty cell is NULL, as in a load job that says nothing.

        Args:
            path: the table.
            columns: name and type of each column, as BigQuery's API names them.
            text: the CSV.
            skip: how many lines the header has.
        """
        content = _no_rows()
        for row in list(csv.reader(io.StringIO(text, newline="")))[skip:]:
            cells = content.table_data.row.add().cell
            for value, (_, kind) in zip(row, columns, strict=True):
                _put(cells.add(), _KINDS.get(kind.upper(), kind.upper()), value)
        self.keep(path, Table([(name, _type(kind)) for name, kind in columns], content))

    def _select(self, statement: Statement, project: str, dataset: str) -> Outcome:
        return Outcome("SELECT", self._evaluate(statement.text(statement.node), project, dataset))

    def _create_table(self, statement: Statement, project: str, dataset: str) -> Outcome:
        target = _path(statement.target, project, dataset)
        columns = list(statement.all("ASTColumnDefinitionProto"))
        declared = [found.name.id_string for found in columns]
        if next(statement.all("ASTQueryProto"), None) is None:
            kinds = (concrete(found.schema).type_name.names[0].id_string for found in columns)
            self.keep(target, Table(list(zip(declared, map(_type, kinds), strict=True))))
            return Outcome("CREATE_TABLE", target=target)
        table = self._evaluate(_body(statement), project, dataset)
        if declared and declared != [name for name, _ in table.schema]:
            raise EngineError("the columns declared are not those of the query")
        self.keep(target, table)
        return Outcome("CREATE_TABLE_AS_SELECT", target=target)

    def _create_view(self, statement: Statement, project: str, dataset: str) -> Outcome:
        target, query = _path(statement.target, project, dataset), _body(statement)
        nothing = self._evaluate(f"select * from ({query}) limit 0", project, dataset, rows=False)
        self.keep(target, Table(nothing.schema, query=query))
        return Outcome("CREATE_VIEW", target=target)

    def _create_schema(self, statement: Statement, project: str, dataset: str) -> Outcome:
        *owner, name = statement.target
        self.datasets.setdefault((owner[-1] if owner else project, name), {})
        return Outcome("CREATE_SCHEMA")

    def _drop(self, statement: Statement, project: str, dataset: str) -> Outcome:
        target = _path(statement.target, project, dataset)
        self.datasets.get(target[:2], {}).pop(target[2], None)
        return Outcome("DROP_TABLE", target=target)

    def _alter(self, statement: Statement, project: str, dataset: str) -> Outcome:
        """Do nothing: dbt alters options only, such as a description or an expiry."""
        return Outcome("ALTER_TABLE")

    def _grant(self, statement: Statement, project: str, dataset: str) -> Outcome:
        target, node = _path(names(statement.node.target_path), project, dataset), statement.node
        self.grants += [
            (*target[1:], privilege.privilege_action.id_string, grantee.string_value)
            for privilege in node.privileges.privileges
            for grantee in map(concrete, node.grantee_list.grantee_list)
        ]
        return Outcome("GRANT", target=target)

    def _delete(self, statement: Statement, project: str, dataset: str) -> Outcome:
        """Keep the rows for which the condition is not true."""
        target, node = _path(statement.target, project, dataset), statement.node
        kept = self._evaluate(
            f"select * from {_quoted(target)} {_alias(statement)}"
            f" where not coalesce({statement.text(node.where)}, false)",
            project,
            dataset,
        )
        return self._changed("DELETE", target, kept)

    def _merge(self, statement: Statement, project: str, dataset: str) -> Outcome:
        """Update the rows that the source matches, where it says so; insert the source's others."""
        target, node = _path(statement.target, project, dataset), statement.node
        *updates, insert = (when.action for when in node.when_clauses.clause_list)
        updated = {
            names(_concrete_path(item))[-1]: statement.text(item.set_value.value)
            for update in updates
            for item in update.update_item_list.update_items
        }
        inserted = dict(
            zip(
                (found.id_string for found in insert.insert_column_list.identifiers),
                map(statement.text, insert.insert_row.values),
                strict=True,
            )
        )
        own = node.alias.identifier.id_string
        columns = [name for name, _ in self.datasets[target[:2]][target[2]].schema]
        after_update = ", ".join(updated.get(name, f"{own}.`{name}`") for name in columns)
        after_insert = ", ".join(inserted.get(name, "null") for name in columns)
        into = f"{_quoted(target)} as {own}"
        given = statement.text(node.table_expression)
        source_alias = given.rsplit(maxsplit=1)[-1]
        kept_source = (*target[:2], f"{target[2]}_merge_source")
        self.keep(kept_source, self._evaluate(f"select * from {given}", project, dataset))
        source = f"{_quoted(kept_source)} as {source_alias}"
        condition = statement.text(node.merge_condition)
        untouched, matched, new = (
            self._evaluate(query, project, dataset)
            for query in (
                f"select * from {into} where not exists (select 1 from {source} where {condition})",
                f"select {after_update} from {into} inner join {source} on {condition}",
                f"select {after_insert} from {source}"
                f" where not exists (select 1 from {into} where {condition})",
            )
        )
        before = self.rows(target)
        if _count(untouched) + _count(matched) != _count(before):
            raise EngineError("UPDATE/MERGE must match at most one source row for each target row")
        del self.datasets[target[:2]][kept_source[2]]
        merged = _no_rows()
        for part in (untouched, matched, new):
            merged.table_data.row.extend(part.content.table_data.row)
        self.keep(target, Table(before.schema, merged))
        return Outcome("MERGE", target=target, affected=_count(matched) + _count(new))

    def _changed(self, kind: str, target: Path, table: Table) -> Outcome:
        affected = _count(self.rows(target)) - _count(table)
        self.keep(target, table)
        return Outcome(kind, target=target, affected=affected)

    def _evaluate(self, sql: str, project: str, dataset: str, *, rows: bool = True) -> Table:
        """Return the answer to a query over the tables it names, views among them.

        Args:
            sql: the query.
            project: the project of names without one.
            dataset: the dataset of names without one.
            rows: False where only the columns are wanted: then no view is evaluated.
        """
        statement = self._parse(sql)
        renamed: dict[tuple[int, int], str] = {}
        used: dict[str, Table] = {}
        for node in statement.all("ASTTablePathExpressionProto"):
            if not node.HasField("path_expr"):
                continue
            path = _path(names(node.path_expr), project, dataset)
            if path[1:] == _PRIVILEGES:
                self._list_grants(path)
            if path[2] in self.datasets.get(path[:2], {}):
                # the library finds rows of tables at the top of its catalogue only
                alias = "" if node.HasField("alias") else f" as `{path[2]}`"
                renamed[location(node.path_expr)] = f"`{'.'.join(path)}`{alias}"
                used[".".join(path)] = self.rows(path) if rows else self._columns(path)
        for node in statement.all("ASTFunctionCallProto"):
            if names(node.function) == ["session_user"]:
                renamed[location(node)] = "'nobody'"
        request = service.EvaluateQueryRequest(sql=statement.with_replacements(renamed))
        request.options.language_options.CopyFrom(self._language)
        request.simple_catalog.CopyFrom(self._catalog(used))
        for name, table in used.items():
            request.table_content[name].CopyFrom(table.content)
        answer = self._module.call("EvaluateQuery", request, service.EvaluateQueryResponse)
        if answer.prepared.prepared_query_id:
            self._module.call(
                "UnprepareQuery",
                service.UnprepareQueryRequest(prepared_query_id=answer.prepared.prepared_query_id),
                Empty,
            )
        schema = [
            (column.name or f"f{at}_", column.type)  # BigQuery's name of a column without one
            for at, column in enumerate(answer.prepared.columns)
        ]
        answer.content.table_data.SetInParent()
        return Table(schema, answer.content)

    def _list_grants(self, path: Path) -> None:
        content = _no_rows()
        for grant in self.grants:
            cells = content.table_data.row.add().cell
            for text in grant:
                _put(cells.add(), "STRING", text)
        columns = ("object_schema", "object_name", "privilege_type", "grantee")
        self.keep(path, Table([(name, _type("STRING")) for name in columns], content))

    def _columns(self, path: Path) -> Table:
        return Table(self.datasets[path[:2]][path[2]].schema)

    def _catalog(self, tables: dict[str, Table]) -> Any:
        catalog = simple_catalog_pb2.SimpleCatalogProto(name="warehouse")
        catalog.builtin_function_options.language_options.CopyFrom(self._language)
        for name in _ALIASES:
            catalog.named_type.add(name=name).type.CopyFrom(_type("INT64"))
        for number, (name, table) in enumerate(tables.items(), start=1):
            described = catalog.table.add(name=name, serialization_id=number)
            for column_name, kind in table.schema:
                described.column.add(name=column_name).type.CopyFrom(kind)
        return catalog

    def _parse(self, sql: str) -> Statement:
        request = service.ParseRequest(sql_statement=sql)
        request.options.CopyFrom(self._language)
        answer = self._module.call("Parse", request, service.ParseResponse)
        return Statement(sql, answer.parsed_statement)


def _body(statement: Statement) -> str:
    """Return the query of ``create … as``."""
    return statement.text(next(statement.all("ASTQueryProto")))


def _alias(statement: Statement) -> str:
    node = statement.node
    return f"as {node.alias.identifier.id_string}" if node.HasField("alias") else ""


def _concrete_path(item: Any) -> Any:
    path = item.set_value.path
    return getattr(path, path.WhichOneof("node"))


def _path(parts: Sequence[str], project: str, dataset: str) -> Path:
    """Return a name with the parts it leaves out."""
    full = (project, dataset, *parts) if len(parts) == 1 else (project, *parts)[-3:]
    return full[0], full[1], full[2]


def _quoted(path: Path) -> str:
    return ".".join(f"`{part}`" for part in path)


def _count(table: Table) -> int:
    return len(table.content.table_data.row)


def _type(kind: str) -> Any:
    name = _KINDS.get(kind.upper(), kind.upper())
    return type_pb2.TypeProto(type_kind=type_pb2.TypeKind.Value(f"TYPE_{name}"))


def _value(cell: Any) -> Any:
    kind = cell.WhichOneof("value")
    match kind:
        case None:
            return None
        case "date_value":
            return _EPOCH + dt.timedelta(days=cell.date_value)
        case "timestamp_value":
            return cell.timestamp_value.ToDatetime()
    return getattr(cell, kind)


def _put(cell: Any, kind: str, text: str) -> None:
    """Set a cell to what a CSV holds."""
    if text == "":
        return
    match kind:
        case "STRING":
            cell.string_value = text
        case "INT64":
            cell.int64_value = int(text)
        case "BOOL":
            cell.bool_value = text.lower() == "true"
        case "DOUBLE":
            cell.double_value = float(text)
        case "DATE":
            cell.date_value = (dt.date.fromisoformat(text) - _EPOCH).days
        case "TIMESTAMP":
            cell.timestamp_value.FromDatetime(dt.datetime.fromisoformat(text))
        case _:
            raise EngineError(f"this warehouse loads no {kind}")
