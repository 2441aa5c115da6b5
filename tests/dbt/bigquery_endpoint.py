"""BigQuery's REST interface over the GoogleSQL warehouse, as far as dbt's client asks of it.

The client is the real one (dbt-bigquery and google-cloud-bigquery); it is pointed here by
``api_endpoint`` in a profile. A job that lasts is answered as running, and the client asks again.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import threading
import uuid
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from zetasql.wasi._pb2.zetasql.public import type_pb2

from tests.dbt.googlesql_warehouse import Outcome, Path, Table, Warehouse
from transpiler.dialects.engine import EngineError

_EPOCH: Final = dt.date(1970, 1, 1)

_API_TYPES: Final = {"INT64": "INTEGER", "BOOL": "BOOLEAN", "DOUBLE": "FLOAT"}
"""Types whose names in the API are not the library's."""

_ROOT: Final = re.compile(r"/bigquery/v2/projects/([^/]+)/?(.*)")


class NotFoundError(LookupError):
    """There is no such dataset, table or job."""


_PATIENCE: Final = 10
"""Seconds after which a request is answered that the job still runs; the client waits for 60."""


@dataclass
class _Job:
    """A job: what the API says of it, the rows of its query, and the thread that runs it."""

    resource: dict[str, Any]
    table: Table = field(default_factory=lambda: Table([]))
    thread: threading.Thread | None = None

    def is_done(self) -> bool:
        """Wait a while for its end, and say whether it has come."""
        if self.thread is not None:
            self.thread.join(_PATIENCE)
        return self.thread is None or not self.thread.is_alive()

    @property
    def answer(self) -> dict[str, Any]:
        """The resource with the state it is in."""
        state = {} if self.is_done() else {"state": "RUNNING"}
        return {**self.resource, "status": {**self.resource["status"], **state}}

    @property
    def error(self) -> str | None:
        found = self.resource["status"].get("errorResult")
        return found["message"] if found else None


class BigQueryEndpoint:
    """A server on a free port of this machine, from `start` to `stop`.

    Attributes:
        warehouse: its datasets.
        url: what a profile's ``api_endpoint`` is set to.
    """

    def __init__(self) -> None:
        self.warehouse = Warehouse()
        self.jobs: dict[str, _Job] = {}
        self.uploads: dict[str, dict[str, Any]] = {}
        handler = type("Handler", (_Handler,), {"endpoint": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def start(self) -> None:
        """Serve from now on."""
        self._thread.start()

    def stop(self) -> None:
        """Serve no longer, and forget every table."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def answer(self, method: str, project: str, path: list[str], query: Any, body: Any) -> Any:
        """Return the JSON that answers a request, None for no content."""
        match path:
            case ["datasets"]:
                return self._datasets(method, project, body)
            case ["datasets", name]:
                return self._dataset(method, project, name)
            case ["datasets", name, "tables"]:
                return self._tables((project, name))
            case ["datasets", _, "routines"]:
                return {"routines": []}
            case ["datasets", name, "tables", table]:
                return self._table(method, (project, name, table))
            case ["datasets", name, "tables", table, "data"]:
                return _page(self.warehouse.rows(self._find((project, name, table))), query)
            case ["jobs"]:
                return self._insert_job(project, body)
            case ["jobs", job]:
                return self._job(job).answer
            case ["queries"]:
                return self._query(project, body)
            case ["queries", job]:
                return self._results(self._job(job), query)
        raise NotFoundError("/".join(path))

    def _datasets(self, method: str, project: str, body: Any) -> Any:
        datasets = self.warehouse.datasets
        if method == "POST":
            name = body["datasetReference"]["datasetId"]
            datasets.setdefault((project, name), {})
            return _dataset_resource(project, name)
        return {"datasets": [_dataset_resource(*key) for key in datasets if key[0] == project]}

    def _dataset(self, method: str, project: str, name: str) -> Any:
        if (project, name) not in self.warehouse.datasets:
            raise NotFoundError(f"Dataset {project}:{name}")
        if method == "DELETE":
            del self.warehouse.datasets[project, name]
            return None
        return _dataset_resource(project, name)

    def _tables(self, dataset: tuple[str, str]) -> Any:
        if dataset not in self.warehouse.datasets:
            raise NotFoundError(f"Dataset {':'.join(dataset)}")
        tables = self.warehouse.datasets[dataset]
        listed = [_table_resource((*dataset, name), table) for name, table in tables.items()]
        return {"tables": listed, "totalItems": len(listed)}

    def _table(self, method: str, path: Path) -> Any:
        found = self.warehouse.datasets[self._find(path)[:2]]
        if method == "DELETE":
            del found[path[2]]
            return None
        return _table_resource(path, found[path[2]])

    def _find(self, path: Path) -> Path:
        if path[2] not in self.warehouse.datasets.get(path[:2], {}):
            raise NotFoundError(f"Table {path[0]}:{path[1]}.{path[2]}")
        return path

    def _insert_job(self, project: str, body: Any) -> Any:
        reference = {
            "projectId": project,
            "jobId": body.get("jobReference", {}).get("jobId") or uuid.uuid4().hex,
            "location": "US",
        }
        return self._run(reference, body["configuration"]).answer

    def _query(self, project: str, body: Any) -> Any:
        reference = {"projectId": project, "jobId": uuid.uuid4().hex, "location": "US"}
        return self._results(self._run(reference, {"query": body}), {})

    def _job(self, name: str) -> _Job:
        if name not in self.jobs:
            raise NotFoundError(f"Job {name}")
        return self.jobs[name]

    def _run(self, reference: dict[str, str], configuration: dict[str, Any]) -> _Job:
        """Begin a query job and keep it; the rows of a SELECT become a table that can be read."""
        statistics: dict[str, Any] = {"totalBytesProcessed": "0", "totalBytesBilled": "0"}
        resource = _job_resource(reference, {"jobType": "QUERY", **configuration}, statistics)
        job = self.jobs[reference["jobId"]] = _Job(resource)
        job.thread = threading.Thread(target=self._work, args=(job, reference), daemon=True)
        job.thread.start()
        return job

    def _work(self, job: _Job, reference: dict[str, str]) -> None:
        query = job.resource["configuration"]["query"]
        project = reference["projectId"]
        dataset = (query.get("defaultDataset") or {}).get("datasetId", "")
        try:
            outcome = self.warehouse.run(query["query"], project, dataset)
        except Exception as error:  # without an answer the client would ask for ever
            said = str(error) if isinstance(error, EngineError) else repr(error)
            problem = {"reason": "invalidQuery", "message": said, "location": "query"}
            job.resource["status"] |= {"errorResult": problem, "errors": [problem]}
            return
        job.table = outcome.table
        target = outcome.target or self._keep_answer(project, reference["jobId"], outcome)
        statistics = job.resource["statistics"]["query"]
        statistics["statementType"] = outcome.kind
        if outcome.affected is not None:
            statistics["numDmlAffectedRows"] = str(outcome.affected)
        if target is not None:
            destination = {"destinationTable": _table_reference(target)}
            job.resource["configuration"]["query"] = {**query, **destination}

    def _keep_answer(self, project: str, job: str, outcome: Outcome) -> Path | None:
        if outcome.kind != "SELECT":
            return None
        path = (project, "_answers", f"answer_{job.replace('-', '_')}")
        self.warehouse.keep(path, outcome.table)
        return path

    def _results(self, job: _Job, query: Any) -> Any:
        if not job.is_done():
            return {"jobReference": job.resource["jobReference"], "jobComplete": False}
        if job.error is not None:
            raise EngineError(job.error)
        page = _page(job.table, query)
        return {"jobReference": job.resource["jobReference"], "jobComplete": True, **page}

    def upload(self, method: str, query: Any, body: bytes) -> tuple[dict[str, Any], str | None]:
        """Take a resumable upload: first what it is for, then the file. Return answer and id."""
        if method == "POST":
            name = uuid.uuid4().hex
            self.uploads[name] = json.loads(body)
            return {}, name
        given = self.uploads.pop(query["upload_id"][0])
        load = given["configuration"]["load"]
        to = load["destinationTable"]
        self.warehouse.load_csv(
            (to["projectId"], to["datasetId"], to["tableId"]),
            [(column["name"], column["type"]) for column in load["schema"]["fields"]],
            body.decode(),
            int(load.get("skipLeadingRows") or 0),
        )
        reference = {"projectId": to["projectId"], "jobId": given["jobReference"]["jobId"]}
        resource = _job_resource({**reference, "location": "US"}, given["configuration"], {})
        self.jobs[reference["jobId"]] = _Job(resource)
        return resource, None


class _Handler(BaseHTTPRequestHandler):
    """Requests in, JSON out."""

    endpoint: BigQueryEndpoint
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        """Say nothing: a request may hold a visit's text."""

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        url = urlsplit(self.path)
        query = parse_qs(url.query)
        if url.path.startswith("/upload/"):
            answer, name = self.endpoint.upload(self.command, query, body)
            address = f"http://{self.headers['Host']}/upload/bigquery?upload_id={name}"
            self._send(200, answer, {"Location": address} if name else {})
            return
        root = _ROOT.fullmatch(url.path)
        if root is None:
            self._refuse(404, "notFound", url.path)
            return
        path = [part for part in root[2].split("/") if part]
        try:
            given = json.loads(body or b"{}")
            answer = self.endpoint.answer(self.command, root[1], path, query, given)
        except NotFoundError as error:
            self._refuse(404, "notFound", f"Not found: {error}")
        except EngineError as error:
            self._refuse(400, "invalidQuery", str(error))
        except Exception as error:  # without an answer the client would try again for minutes
            self._refuse(400, "invalid", repr(error))
            raise
        else:
            self._send(200 if answer is not None else 204, answer)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _serve  # noqa: N815

    def _refuse(self, code: int, reason: str, message: str) -> None:
        errors = [{"reason": reason, "message": message}]
        self._send(code, {"error": {"code": code, "message": message, "errors": errors}})

    def _send(self, code: int, answer: Any, headers: dict[str, str] | None = None) -> None:
        payload = b"" if answer is None else json.dumps(answer).encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(payload)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(payload)


def _dataset_resource(project: str, name: str) -> dict[str, Any]:
    return {
        "id": f"{project}:{name}",
        "datasetReference": {"projectId": project, "datasetId": name},
        "location": "US",
        "access": [],
        "etag": "0",
    }


def _table_reference(path: Path) -> dict[str, str]:
    return {"projectId": path[0], "datasetId": path[1], "tableId": path[2]}


def _table_resource(path: Path, table: Table) -> dict[str, Any]:
    resource: dict[str, Any] = {
        "kind": "bigquery#table",
        "id": f"{path[0]}:{path[1]}.{path[2]}",
        "etag": "0",
        "tableReference": _table_reference(path),
        "type": "TABLE" if table.query is None else "VIEW",
        "schema": {"fields": [_field(*column) for column in table.schema]},
        "numRows": str(len(table.content.table_data.row)),
        "numBytes": "0",
        "location": "US",
        "creationTime": "0",
        "lastModifiedTime": "0",
    }
    if table.query is not None:
        resource["view"] = {"query": table.query, "useLegacySql": False}
    return resource


def _job_resource(
    reference: dict[str, str], configuration: dict[str, Any], statistics: dict[str, Any]
) -> dict[str, Any]:
    times = {"creationTime": "0", "startTime": "0", "endTime": "0"}
    return {
        "kind": "bigquery#job",
        "id": f"{reference['projectId']}:US.{reference['jobId']}",
        "etag": "0",
        "jobReference": reference,
        "configuration": configuration,
        "status": {"state": "DONE"},
        "statistics": {**times, "totalBytesProcessed": "0", "query": statistics},
    }


def _page(table: Table, query: Any) -> dict[str, Any]:
    """Return rows from where the request says, as many as it says.

    Without rows the key is left out: the client takes an empty list for the first page, and a
    failing unit test would then be a passing one.
    """
    rows = table.content.table_data.row
    start = int((query.get("pageToken") or query.get("startIndex") or ["0"])[0])
    most = int(query["maxResults"][0]) if "maxResults" in query else len(rows)
    page = [
        {"f": [_cell(cell, kind) for cell, (_, kind) in zip(row.cell, table.schema, strict=True)]}
        for row in rows[start : start + most]
    ]
    answer: dict[str, Any] = {
        "schema": {"fields": [_field(*column) for column in table.schema]},
        "totalRows": str(len(rows)),
    }
    if page:
        answer["rows"] = page
    if start + len(page) < len(rows):
        answer["pageToken"] = str(start + len(page))
    return answer


def _kind(kind: Any) -> str:
    return type_pb2.TypeKind.Name(kind.type_kind).removeprefix("TYPE_")


def _field(name: str, kind: Any) -> dict[str, str]:
    if _kind(kind) == "ARRAY":
        return {**_field(name, kind.array_type.element_type), "mode": "REPEATED"}
    return {"name": name, "type": _API_TYPES.get(_kind(kind), _kind(kind)), "mode": "NULLABLE"}


def _cell(cell: Any, kind: Any) -> dict[str, Any]:
    chosen = cell.WhichOneof("value")
    if chosen is None:
        return {"v": None}
    value = getattr(cell, chosen)
    match _kind(kind):
        case "ARRAY":
            element = kind.array_type.element_type
            return {"v": [_cell(item, element) for item in value.element]}
        case "BOOL":
            return {"v": "true" if value else "false"}
        case "DATE":
            return {"v": (_EPOCH + dt.timedelta(days=value)).isoformat()}
        case "TIMESTAMP":
            return {"v": str(value.seconds * 1_000_000 + value.nanos // 1_000)}
    return {"v": str(value)}
