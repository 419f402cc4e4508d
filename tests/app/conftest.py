"""A server in a process of its own, and Debian's Chromium from which every other host is out of reach."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
BLOCK = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "build" / "screenshots"

INSIDE = """async () => {
  const names = ["actions", "effects", "live", "marks", "query", "state"];
  const [actions, effects, live, marks, query, state] = await Promise.all(
    names.map((name) => import(`${location.origin}/static/${name}.js`)),
  );
  const { view } = state;
  return EXPRESSION;
}"""
"""Asked in the midst of the page's own modules, which are the same ones that it runs."""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_server(*options: str) -> tuple[subprocess.Popen[bytes], str]:
    """The page's server as a user would start it, and its address."""
    port = free_port()
    command = [sys.executable, "-m", "sim.commands.main", "watch", "--no-open", "--port", str(port), *options]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}/"
    for _ in range(300):
        try:
            urllib.request.urlopen(address, timeout=1).close()
            return server, address
        except OSError:
            time.sleep(0.1)
    server.kill()
    raise RuntimeError("the page's server did not start within 30 seconds")


def stop_server(server: subprocess.Popen[bytes]) -> None:
    """End the server as Ctrl-C would."""
    server.send_signal(2)
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


@pytest.fixture(scope="session")
def server() -> Iterator[subprocess.Popen[bytes]]:
    process, address = start_server()
    process.address = address  # type: ignore[attr-defined]
    yield process
    stop_server(process)


@pytest.fixture(scope="session")
def address(server: Any) -> str:
    return str(server.address)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="SKIPPED: playwright is not installed")
    if not Path(CHROMIUM).is_file():
        pytest.skip("SKIPPED: no Chromium found; install Debian's chromium or set CHROMIUM")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", BLOCK])
        yield opened
        opened.close()


class Tab:
    """One tab that remembers every error and every request to elsewhere."""

    def __init__(self, browser: Any, address: str, **options: Any) -> None:
        settings = {"viewport": {"width": 1280, "height": 720}, "accept_downloads": True, **options}
        self.context = browser.new_context(**settings)
        self.page, self.address, self.wrong = self.context.new_page(), address, list[str]()
        self.page.on(
            "console", lambda said: self.wrong.append(said.text) if said.type in ("error", "warning") else None
        )
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("request", self._asked)

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self.address, "data:", "blob:", "file:")):
            self.wrong.append(f"asked for {request.url}")

    def open(self, query: str = "?screen=world") -> Any:
        """Open the page, in the world unless a link says otherwise, and wait until its first month is drawn."""
        self.page.goto(self.address + query)
        self.page.wait_for_selector("body[data-ready]", timeout=120_000)
        return self.page

    def until(self, condition: str, seconds: float = 120.0) -> None:
        """Wait for a condition; the page forbids evaluated strings of its own, so it is asked from outside."""
        stop = time.monotonic() + seconds
        while not self.get(f"Boolean({condition})"):
            assert time.monotonic() < stop, f"never came true: {condition}"
            self.page.wait_for_timeout(30)

    def settled(self, expression: str) -> Any:
        """The value of an expression once it stands still: what was under way when it was asked for has arrived."""
        value, looks = self.get(expression), 0
        while looks < 5:
            self.page.wait_for_timeout(100)
            now = self.get(expression)
            value, looks = now, looks + 1 if now == value else 0
        return value

    def get(self, expression: str) -> Any:
        """The value of an expression in the live page, which may name what its modules hold."""
        return self.page.evaluate(INSIDE.replace("EXPRESSION", expression))

    def picture(self, name: str) -> None:
        """Keep a picture as an artefact of the run."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=str(PICTURES / f"{name}.png"))


@pytest.fixture
def tab(browser: Any, address: str) -> Iterator[Callable[..., Tab]]:
    """Opens tabs; at the end none of them may have seen an error or asked elsewhere."""
    opened: list[Tab] = []

    def make(**options: Any) -> Tab:
        opened.append(Tab(browser, address, **options))
        return opened[-1]

    yield make
    wrong = [said for one in opened for said in one.wrong]
    for one in opened:
        one.context.close()
    assert wrong == []
