"""A headless Chromium, told what to do through a pipe: a page is opened, used as a person would, and looked at."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from select import select
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
"""Where the browser is; None where there is none."""


LAUNCH = """import os, sys
one, other = (os.dup(int(word)) for word in sys.argv[1:3])
for handle, place in ((one, 3), (other, 4)):
    os.dup2(handle, place)
    os.set_inheritable(place, True)
os.execv(sys.argv[3], sys.argv[3:])
"""
"""It hears on its third handle, and says on its fourth."""
PATIENCE = 30
"""Seconds in which it has to say something."""


class Browser:
    """One page of the browser, by its protocol for developers."""

    def __init__(self, into: BinaryIO, out: BinaryIO) -> None:
        self._into, self._out = into, out
        self._number, self._rest, self._session = 0, b"", ""
        self.events: list[dict[str, Any]] = []
        target = self.tell("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.tell("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for room in ("Page", "Runtime", "Network", "Log"):
            self.tell(f"{room}.enable")

    def tell(self, method: str, **what: Any) -> dict[str, Any]:
        """Tell the browser something, and return what it answers; what happens meanwhile is kept."""
        number = self._send(method, what)
        while True:
            said = self._next()
            if said.get("id") == number:
                assert "error" not in said, (method, said["error"])
                return said["result"]

    def _send(self, method: str, what: dict[str, Any]) -> int:
        self._number += 1
        session = {"sessionId": self._session} if self._session else {}
        self._into.write(json.dumps({"id": self._number, "method": method, "params": what, **session}).encode() + b"\0")
        return self._number

    def _next(self) -> dict[str, Any]:
        """Return what the browser says next; what happens is kept, and what it asks the person is agreed to."""
        said = self._heard()
        if "method" in said:
            self.events.append(said)
        if said.get("method") == "Page.javascriptDialogOpening":
            self._send("Page.handleJavaScriptDialog", {"accept": True})
        return said

    def _heard(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            assert select([self._out], [], [], PATIENCE)[0], "the browser says nothing"
            more = os.read(self._out.fileno(), 1 << 16)
            assert more, "the browser has gone"
            self._rest += more
        line, _, self._rest = self._rest.partition(b"\0")
        return json.loads(line)

    def heard(self, *methods: str) -> list[dict[str, Any]]:
        """Return what has happened of some kinds."""
        return [event["params"] for event in self.events if event.get("method") in methods]

    def open(self, url: str) -> None:
        """Open an address, and wait until the page is there; from another one, so that what follows a # is read anew."""
        for there in ("about:blank", url):
            self.events.clear()
            self.tell("Page.navigate", url=there)
            while not self.heard("Page.loadEventFired"):
                self._next()

    def run(self, script: str) -> Any:
        """Return what a script comes to on the page."""
        told = self.tell("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True, userGesture=True)
        assert "exceptionDetails" not in told, told["exceptionDetails"]
        return told["result"].get("value")

    def key(self, key: str, text: str = "", code: int = 0, modifiers: int = 0) -> None:
        """Press a key and let it go."""
        known = {"Tab": 9, "Enter": 13, " ": 32, "ArrowDown": 40, "ArrowUp": 38}
        number = code or known.get(key, ord(key.upper()[0]))
        typed = text or {"Enter": "\r", " ": " "}.get(key, "")
        press = {"key": key, "code": key, "windowsVirtualKeyCode": number, "modifiers": modifiers}
        self.tell("Input.dispatchKeyEvent", type="keyDown", **press, **({"text": typed} if typed else {}))
        self.tell("Input.dispatchKeyEvent", type="keyUp", **press)

    def looks(
        self, width: int, height: int = 800, *, dark: bool = False, forced: bool = False, media: str = ""
    ) -> None:
        """Give the page so many pixels, and a ground."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.tell("Emulation.setDeviceMetricsOverride", **size)
        wanted = {"prefers-color-scheme": "dark" if dark else "light", "forced-colors": "active" if forced else "none"}
        features = [{"name": name, "value": value} for name, value in wanted.items()]
        self.tell("Emulation.setEmulatedMedia", media=media, features=features)

    def picture(self, path: Path) -> None:
        """Write what the whole page looks like into a file."""
        told = self.tell("Page.captureScreenshot", captureBeyondViewport=True, format="png")
        path.write_bytes(base64.b64decode(told["data"]))


@contextmanager
def browser() -> Iterator[Browser]:
    """Start a browser for as long as it is needed."""
    assert CHROMIUM is not None
    to_read, to_write = os.pipe()
    heard, said = os.pipe()
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        alone = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
        words = [
            sys.executable,
            "-c",
            LAUNCH,
            str(to_read),
            str(said),
            CHROMIUM,
            *alone,
            "--disable-dev-shm-usage",
            f"--user-data-dir={folder}",
            "--remote-debugging-pipe",
        ]
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        process = subprocess.Popen(words, pass_fds=(to_read, said), **quiet)
        os.close(to_read)
        os.close(said)
        with os.fdopen(to_write, "wb", buffering=0) as into, os.fdopen(heard, "rb", buffering=0) as out:
            try:
                page = Browser(into, out)
                yield page
                with suppress(OSError, AssertionError):
                    page.tell("Browser.close")
            finally:
                process.terminate()
                process.wait(20)
