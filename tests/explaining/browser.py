"""A headless Chromium, spoken to through its debugging pipe; no driver is needed."""

from __future__ import annotations

import base64
import fcntl
import json
import os
import select
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

EXECUTABLE = shutil.which("chromium") or shutil.which("google-chrome")
"""The browser of the operating system, or None."""

_PATIENCE = 60
"""Seconds without a word from the browser after which a test fails."""

_KEYS = {"Tab": 9, "Enter": 13, "Escape": 27, "/": 191}
"""The codes of keys that are no letter."""


class Browser:
    """One page in a headless browser.

    Messages are JSON, each ended by a zero byte, on the descriptors 3 (to the browser) and 4.
    """

    def __init__(self, profile: Path) -> None:
        assert EXECUTABLE is not None
        to_browser, self._write = _high(os.pipe())
        self._read, from_browser = _high(os.pipe())

        def place_pipe() -> None:
            os.dup2(to_browser, 3)
            os.dup2(from_browser, 4)

        self._process = subprocess.Popen(
            [
                EXECUTABLE,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                f"--user-data-dir={profile}",
                "--remote-debugging-pipe",
            ],
            pass_fds=(3, 4),
            preexec_fn=place_pipe,  # noqa: PLW1509 (it only moves two descriptors)
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_browser)
        os.close(from_browser)
        self._buffer = b""
        self._number = 0
        self.console: list[str] = []
        target = self._call("Target.createTarget", {"url": "about:blank"})["targetId"]
        attached = self._call("Target.attachToTarget", {"targetId": target, "flatten": True})
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self._call(f"{domain}.enable")
        self.requests: list[str] = []

    def open(self, file: Path) -> None:
        """Open a file and wait until it is loaded."""
        self.requests.clear()
        self._call("Page.navigate", {"url": file.as_uri()})
        while self.run("document.readyState") != "complete":
            pass

    def run(self, expression: str) -> Any:
        """Return the value of a JavaScript expression in the page."""
        answer = self._call("Runtime.evaluate", {"expression": expression, "returnByValue": True})
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def emulate(self, medium: str) -> None:
        """Show the page as on ``medium``: ``print``, or an empty text for the screen."""
        self._call("Emulation.setEmulatedMedia", {"media": medium})

    def show_as(self, width: int, scheme: str) -> None:
        """Show pages so many pixels wide, in a ``light`` or ``dark`` scheme of colours."""
        size = {"width": width, "height": 844, "deviceScaleFactor": 1, "mobile": False}
        self._call("Emulation.setDeviceMetricsOverride", size)
        feature = {"name": "prefers-color-scheme", "value": scheme}
        self._call("Emulation.setEmulatedMedia", {"features": [feature]})

    def press(self, key: str) -> None:
        """Press and let go a key: a character, or ``Tab``, ``Enter`` or ``Escape``."""
        code = _KEYS.get(key, ord(key[0].upper()))
        text = "\r" if key == "Enter" else key if len(key) == 1 else ""
        pressed = {"key": key, "windowsVirtualKeyCode": code, "text": text}
        self._call("Input.dispatchKeyEvent", {"type": "keyDown", **pressed})
        self._call("Input.dispatchKeyEvent", {"type": "keyUp", **pressed})

    def wait_for(self, expression: str) -> None:
        """Wait until a JavaScript expression is true in the page."""
        end = time.monotonic() + _PATIENCE
        while not self.run(expression):
            assert time.monotonic() < end, expression

    def print_pages(self) -> bytes:
        """Return the page as a PDF."""
        return base64.b64decode(self._call("Page.printToPDF")["data"])

    def close(self) -> None:
        """End the browser."""
        self._process.terminate()
        self._process.wait(timeout=20)
        os.close(self._write)
        os.close(self._read)

    def _call(self, method: str, parameters: dict[str, Any] | None = None) -> dict[str, Any]:
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters or {}}
        session = getattr(self, "_session", None)
        if session is not None:
            message["sessionId"] = session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while True:
            received = self._receive()
            if received.get("id") == self._number:
                assert "error" not in received, received
                return received["result"]
            self._note(received)

    def _note(self, event: dict[str, Any]) -> None:
        """Keep what the page says on its console and what it asks the network for."""
        parameters = event.get("params", {})
        match event.get("method"):
            case "Log.entryAdded":
                self.console.append(parameters["entry"]["text"])
            case "Runtime.exceptionThrown":
                self.console.append(parameters["exceptionDetails"]["text"])
            case "Network.requestWillBeSent":
                self.requests.append(parameters["request"]["url"])

    def _receive(self) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            ready, _, _ = select.select([self._read], [], [], _PATIENCE)
            assert ready, f"the browser said nothing for {_PATIENCE} seconds"
            received = os.read(self._read, 65_536)
            assert received, "the browser has ended"
            self._buffer += received
        message, _, self._buffer = self._buffer.partition(b"\0")
        return json.loads(message)


def _high(pipe: tuple[int, int]) -> tuple[int, int]:
    """Return the ends of a pipe under numbers that the browser's 3 and 4 do not clash with."""
    ends = tuple(fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in pipe)
    for end in pipe:
        os.close(end)
    return ends[0], ends[1]
