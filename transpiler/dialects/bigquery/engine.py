"""GoogleSQL, the language of BigQuery, in its reference implementation."""

from __future__ import annotations

import datetime as dt
import importlib.metadata
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from google.protobuf.empty_pb2 import Empty
from zetasql.wasi._pb2.zetasql.local_service import local_service_pb2 as service
from zetasql.wasi._pb2.zetasql.proto import options_pb2, simple_catalog_pb2
from zetasql.wasi._pb2.zetasql.public import options_pb2 as public_options_pb2
from zetasql.wasi._pb2.zetasql.public import type_pb2

from transpiler.dialects.bigquery.module import GoogleSqlModule
from transpiler.dialects.engine import EngineColumn, EngineError, EngineRow, is_unicode

_EPOCH: Final = dt.date(1970, 1, 1)

_TYPES: Final = {
    "text": "TYPE_STRING",
    "integer": "TYPE_INT64",
    "boolean": "TYPE_BOOL",
    "date": "TYPE_DATE",
    "timestamp": "TYPE_TIMESTAMP",
}

_Cell = Any  # zetasql.ValueProto


def _put_timestamp(cell: _Cell, value: dt.datetime) -> None:
    cell.timestamp_value.FromDatetime(value)


_PUT: Final[dict[str, Callable[[_Cell, Any], None]]] = {
    "text": lambda cell, value: setattr(cell, "string_value", value),
    "integer": lambda cell, value: setattr(cell, "int64_value", value),
    "boolean": lambda cell, value: setattr(cell, "bool_value", value),
    "date": lambda cell, value: setattr(cell, "date_value", (value - _EPOCH).days),
    "timestamp": _put_timestamp,
}


class GoogleSql:
    """GoogleSQL as BigQuery exposes it (``PRODUCT_EXTERNAL``), over tables held in memory.

    Args:
        cache: folder for the compiled module; None takes the user's cache folder.
    """

    name = "googlesql"
    dialect = "bigquery"

    def __init__(self, cache: Path | None = None) -> None:
        self.version = f"zetasql {importlib.metadata.version('zetasql')}"
        self._module = GoogleSqlModule(cache)
        self._language = self._module.call(
            "GetLanguageOptions",
            service.LanguageOptionsRequest(maximum_features=True),
            options_pb2.LanguageOptionsProto,
        )
        self._language.product_mode = public_options_pb2.PRODUCT_EXTERNAL
        self._tables: dict[str, tuple[Sequence[EngineColumn], Any]] = {}
        self._catalog_id: int | None = None

    def load(self, table: str, columns: Sequence[EngineColumn], rows: Iterable[EngineRow]) -> None:
        """Make ``table``; see `Engine.load`."""
        content = service.TableContent()
        content.table_data.SetInParent()  # a table without rows has content too
        put = [_PUT[kind] for _, kind in columns]
        try:
            for row in rows:
                cells = content.table_data.row.add().cell
                for put_value, value in zip(put, row, strict=True):
                    cell = cells.add()
                    if value is not None:
                        put_value(cell, value)
        except (TypeError, ValueError) as error:
            kind = type(error).__name__
            raise EngineError(f"GoogleSQL cannot load table {table}: {kind}") from None
        self._tables[table] = (tuple(columns), content)
        self._forget_catalog()

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Return the rows of one SELECT; see `Engine.query`."""
        request = service.EvaluateQueryRequest(sql=sql, registered_catalog_id=self._catalog())
        request.options.language_options.CopyFrom(self._language)
        answer = self._module.call("EvaluateQuery", request, service.EvaluateQueryResponse)
        if answer.prepared.prepared_query_id:
            self._module.call(
                "UnprepareQuery",
                service.UnprepareQueryRequest(prepared_query_id=answer.prepared.prepared_query_id),
                Empty,
            )
        return [tuple(map(_value, row.cell)) for row in answer.content.table_data.row]

    def can_store(self, text: str) -> bool:
        """Return whether ``text`` is Unicode; GoogleSQL stores everything that is."""
        return is_unicode(text)

    def close(self) -> None:
        """Drop the tables; the module's memory goes with the object."""
        self._tables.clear()
        self._forget_catalog()

    def _catalog(self) -> int:
        """Return the id of the catalogue that holds the present tables with their rows."""
        if self._catalog_id is None:
            request = service.RegisterCatalogRequest(simple_catalog=self._describe_tables())
            for name, (_, content) in self._tables.items():
                request.table_content[name].CopyFrom(content)
            answer = self._module.call("RegisterCatalog", request, service.RegisterResponse)
            self._catalog_id = answer.registered_id
        return self._catalog_id

    def _describe_tables(self) -> Any:
        catalog = simple_catalog_pb2.SimpleCatalogProto(name="visits")
        catalog.builtin_function_options.language_options.CopyFrom(self._language)
        for number, (name, (columns, _)) in enumerate(self._tables.items(), start=1):
            table = catalog.table.add(name=name, serialization_id=number)
            for column_name, kind in columns:
                column = table.column.add(name=column_name)
                column.type.type_kind = type_pb2.TypeKind.Value(_TYPES[kind])
        return catalog

    def _forget_catalog(self) -> None:
        if self._catalog_id is not None:
            self._module.call(
                "UnregisterCatalog",
                service.UnregisterRequest(registered_id=self._catalog_id),
                Empty,
            )
            self._catalog_id = None


def _value(cell: _Cell) -> Any:
    """Return a value of an answer as Python has it; None for NULL."""
    kind = cell.WhichOneof("value")
    if kind is None:
        return None
    value = getattr(cell, kind)
    match kind:
        case "date_value":
            return _EPOCH + dt.timedelta(days=value)
        case "timestamp_value":
            return value.ToDatetime()
        case "array_value":
            return [_value(element) for element in value.element]
        case "struct_value":
            return tuple(_value(field) for field in value.field)
    return value
