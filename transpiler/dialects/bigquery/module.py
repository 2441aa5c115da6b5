"""The GoogleSQL reference implementation as a WebAssembly module: load it, call it.

The wheel ``zetasql`` carries the module and its protocol buffers. Its own layer above them copies
memory byte by byte in Python; this one copies whole blocks and keeps the compiled module, which
saves 20 seconds at every start.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.metadata
import os
import tempfile
from pathlib import Path
from typing import Any, Final, TypeVar

import platformdirs
import tzdata
import wasmtime
from google.protobuf.message import Message
from zetasql.wasi import get_wasm_path

from transpiler.dialects.engine import EngineError

_POINTER: Final = 0xFFFFFFFF
"""Addresses in the module have 32 bits and may come back signed."""

Response = TypeVar("Response", bound=Message)


class GoogleSqlModule:
    """One instance of the module with its own memory.

    Args:
        cache: folder for the compiled module; None takes the user's cache folder.
    """

    def __init__(self, cache: Path | None = None) -> None:
        config = wasmtime.Config()
        config.shared_memory = True  # the module shares its memory with its host
        engine = wasmtime.Engine(config)
        surroundings = wasmtime.WasiConfig()
        zones = Path(tzdata.__file__).parent / "zoneinfo"
        surroundings.preopen_dir(str(zones), "/usr/share/zoneinfo")
        self._store = wasmtime.Store(engine)
        self._store.set_wasi(surroundings)
        linker = wasmtime.Linker(engine)
        linker.define_wasi()
        module = _compiled(engine, cache or platformdirs.user_cache_path("syndrome-sql"))
        self._exports = linker.instantiate(self._store, module).exports(self._store)
        self._memory: Any = self._exports["memory"]
        self._invoke("_initialize")

    def call(self, method: str, request: Message, response: type[Response]) -> Response:
        """Call one method of the local service.

        Args:
            method: its name, such as ``EvaluateQuery``.
            request: its request.
            response: the class of its response.

        Raises:
            EngineError: the service refuses the request; the message is its own.
        """
        payload = request.SerializeToString()
        given = self._invoke("wasm_malloc", max(len(payload), 1))
        size_at = self._invoke("wasm_malloc", 4)
        try:
            self._write(given, payload)
            answer = self._invoke(f"ZetaSqlLocalService_{method}", given, len(payload), size_at)
            if not answer:
                raise EngineError(f"GoogleSQL: {self._last_error()}")
            size = int.from_bytes(self._read(size_at, 4), "little")
            received = self._read(answer, size)
            self._invoke("wasm_free", answer)
        except (wasmtime.Trap, wasmtime.WasmtimeError) as error:
            reason = str(error).splitlines()[-1].strip()
            raise EngineError(f"GoogleSQL gave up on the statement: {reason}") from None
        finally:
            self._invoke("wasm_free", given)
            self._invoke("wasm_free", size_at)
        message: Response = response.FromString(received)
        return message

    def _last_error(self) -> str:
        size = self._invoke("wasm_get_last_error_size")
        if not size:
            return "unknown error"
        return self._read(self._invoke("wasm_get_last_error"), size).decode(errors="replace")

    def _invoke(self, function: str, *arguments: int) -> int:
        exported = self._exports[function]
        assert isinstance(exported, wasmtime.Func)
        result: int = exported(self._store, *arguments)
        return result

    def _base(self) -> int:
        return ctypes.addressof(self._memory.data_ptr().contents)

    def _write(self, address: int, block: bytes) -> None:
        ctypes.memmove(self._base() + (address & _POINTER), block, len(block))

    def _read(self, address: int, size: int) -> bytes:
        return ctypes.string_at(self._base() + (address & _POINTER), size)


def _compiled(engine: wasmtime.Engine, cache: Path) -> wasmtime.Module:
    """Return the module compiled for this machine, from ``cache`` if it is there."""
    source = Path(get_wasm_path())
    key = hashlib.sha256(source.read_bytes())
    key.update(importlib.metadata.version("wasmtime").encode())
    kept = cache / f"googlesql-{key.hexdigest()[:20]}.cwasm"
    if kept.exists():
        try:
            return wasmtime.Module.deserialize_file(engine, str(kept))
        except wasmtime.WasmtimeError:  # compiled for another processor, or cut short
            kept.unlink(missing_ok=True)
    module = wasmtime.Module.from_file(engine, str(source))
    try:
        cache.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, unfinished = tempfile.mkstemp(dir=cache)
        with os.fdopen(handle, "wb") as file:
            file.write(module.serialize())
        Path(unfinished).replace(kept)
    except OSError:
        pass  # a cache that cannot be written costs time, nothing else
    return module
