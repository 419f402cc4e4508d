"""A server in a process of its own, and Debian's Chromium from which every other host is out of reach."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sim.studies import factorial_sweep

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
BLOCK = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "build" / "screenshots"
FEW = "20"
"""Histories behind the bands, which show as much as the usual 200."""

READ = tuple(one for one in factorial_sweep.ALWAYS if one not in (factorial_sweep.OF_TURNS, factorial_sweep.OF_ORDERS))
"""Tables of a sweep that the page reads: those of single months and orders, which take longest, are not among them."""

PATIENCE = 600.0
"""Seconds that a state is waited for: it comes in one or two, but a busy machine may be a hundred times slower."""

INSIDE = """async () => {
  const names = ["actions", "effects", "live", "marks", "query", "state"];
  const [actions, effects, live, marks, query, state] = await Promise.all(
    names.map((name) => import(`${location.origin}/static/${name}.js`)),
  );
  const { view } = state;
  return EXPRESSION;
}"""
"""Asked in the midst of the page's own modules, which are the same ones that it runs."""


SOON = """
  for (let looks = 0; looks < 50; looks++) {
    if (CONDITION) return true;
    await new Promise((done) => setTimeout(done, 20));
  }
  return false;
"""
"""Looks for a condition for a second."""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_server(place: Path, *options: str) -> tuple[subprocess.Popen[bytes], str]:
    """The page's server as a user would start it in a folder, and its address; on another port if one was quicker."""
    settings = {**os.environ, "PYTHONPATH": str(ROOT)}
    for _ in range(3):
        port = free_port()
        command = [sys.executable, "-m", "sim.commands.main", "watch", "--no-open", "--port", str(port), *options]
        server = subprocess.Popen(command, cwd=place, env=settings, stdout=subprocess.DEVNULL)
        if listens(server, port):
            return server, f"http://127.0.0.1:{port}/"
    raise RuntimeError(f"the page's server ended with {server.returncode} before it could be reached")


def listens(server: subprocess.Popen[bytes], port: int) -> bool:
    """Wait until a server can be reached; False once its process has ended."""
    while server.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return True
        time.sleep(0.05)
    return False


def stop_server(server: subprocess.Popen[bytes]) -> None:
    """End the server as Ctrl-C would."""
    server.send_signal(2)
    try:
        server.wait(PATIENCE / 10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def quickly() -> None:
    """Compile the turn once for all: each time too little is played for a server to do so."""
    from worlds import compiled_once

    compiled_once("northeast-asia")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[subprocess.Popen[bytes]]:
    """A server where no results lie, whatever lies in the clone."""
    quickly()
    process, address = start_server(tmp_path_factory.mktemp("nothing"), "--replicates", FEW)
    process.address = address  # type: ignore[attr-defined]
    yield process
    stop_server(process)


@pytest.fixture(scope="session")
def address(server: Any) -> str:
    return str(server.address)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small finished sweep."""
    quickly()
    made = tmp_path_factory.mktemp("results") / "sweep"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(factorial_sweep, "_pictures", lambda results: [])  # the page draws its own
        patch.setattr(factorial_sweep, "ALWAYS", READ)
        patch.setattr("sim.engine.kernel.choice.WORTH_LOADING", 0)
        factorial_sweep.run(factorial_sweep.Options(replicates=4, turns=48, curve=(0.25, 0.5), out=made, jobs=1))
    return made


@pytest.fixture(scope="session")
def swept(folder: Path) -> Iterator[str]:
    """The address of a server that shows the finished sweep."""
    server, address = start_server(folder.parent, "--replicates", FEW, "--results", str(folder))
    yield address
    stop_server(server)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="SKIPPED: playwright is not installed")
    if not Path(CHROMIUM).is_file():
        pytest.skip("SKIPPED: no Chromium found; install Debian's chromium or set CHROMIUM")
    with playwright.sync_playwright() as driver:
        arguments = ["--no-sandbox", BLOCK]
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=arguments, timeout=1000 * PATIENCE)
        yield opened
        opened.close()


class Tab:
    """One tab that remembers every error and every request to elsewhere."""

    def __init__(self, browser: Any) -> None:
        self.context = browser.new_context(accept_downloads=True)
        self.context.set_default_timeout(1000 * PATIENCE)
        self.page, self.address, self.wrong = self.context.new_page(), "", list[str]()
        self.page.on(
            "console", lambda said: self.wrong.append(said.text) if said.type in ("error", "warning") else None
        )
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("request", self._asked)

    def looks_at(self, address: str, size: tuple[int, int] = (1280, 720), scheme: str = "light") -> Tab:
        """The tab, of which nothing is left of what it looked at before."""
        self.page.set_viewport_size({"width": size[0], "height": size[1]})
        self.page.emulate_media(color_scheme=scheme)
        self.page.mouse.move(0, 0)
        self.context.set_offline(False)
        self.address = address
        self.wrong.clear()
        return self

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self.address, "data:", "blob:", "file:")):
            self.wrong.append(f"asked for {request.url}")

    def open(self, query: str = "?screen=world") -> Any:
        """Open the page, in the world unless a link says otherwise, and wait until its first month is drawn."""
        self.page.goto(self.address + query)
        self.page.wait_for_selector("body[data-ready]")
        return self.page

    def until(self, condition: str) -> None:
        """Wait for a condition; the page forbids evaluated strings of its own, so it is asked from outside."""
        stop = time.monotonic() + PATIENCE
        while not self.get(f"await (async () => {{ {SOON.replace('CONDITION', condition)} }})()"):
            assert self.wrong == []
            assert time.monotonic() < stop, f"never came true: {condition}"

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


@pytest.fixture(scope="session")
def idle() -> list[Tab]:
    """Tabs that no test has at the moment: another page in the same tab opens in half the time."""
    return []


@pytest.fixture
def tab(browser: Any, address: str, idle: list[Tab]) -> Iterator[Callable[..., Tab]]:
    """Opens tabs; at the end none of them may have seen an error or asked elsewhere."""
    opened: list[Tab] = []

    def make(place: str = address, **options: Any) -> Tab:
        opened.append((idle.pop() if idle else Tab(browser)).looks_at(place, **options))
        return opened[-1]

    yield make
    wrong = [said for one in opened for said in one.wrong]
    for one in opened:
        if one.page.is_closed():
            one.context.close()
        else:
            one.page.goto("about:blank")
            idle.append(one)
    assert wrong == []
