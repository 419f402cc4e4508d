"""Measure the page in a real browser and write the table into docs/watch.md.

`python -m tests.app.measure` from the project's folder; it needs Chromium and takes about two minutes.
"""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from tests.app.conftest import BLOCK, CHROMIUM, ROOT, Tab, start_server, stop_server

DOCUMENT = ROOT / "docs" / "watch.md"
FIRST, LAST = "<!-- measured -->", "<!-- /measured -->"
MOVES, HISTORIES, STEPS = 20, 10, 40

TO_THE_END = "new Promise((done) => { state.listen('playing', () => view.playing || done()); actions.play(); })"
"""Nothing is asked of the page while it plays: to answer would take its time."""

BY_HAND = """(async () => {
  const { painted } = await import(`${location.origin}/static/dom.js`);
  const begun = performance.now();
  await actions.go(view.now + 1);
  await painted();
  return performance.now() - begun;
})()"""


def children(process: int) -> list[int]:
    """A process and all that it started."""
    found = [process]
    for path in Path("/proc").iterdir():
        if path.name.isdigit():
            try:
                parent = int((path / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            if parent == process:
                found += children(int(path.name))
    return found


def memory(processes: list[int]) -> float:
    """Megabytes of memory of processes, what they share counted once."""
    total = 0
    for process in processes:
        try:
            lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def browsers() -> list[int]:
    """The browser's processes: children of this one whose command is Chromium's."""
    return [p for p in children(os.getpid()) if b"chromium" in Path(f"/proc/{p}/cmdline").read_bytes()]


def play(tab: Tab, times: int) -> list[float]:
    """Play the whole history some times from the start; milliseconds from asking for a month to pixels."""
    took: list[float] = []
    for _ in range(times):
        tab.get("live.source.open('?month=2022-02')")
        tab.until("view.frames.length === 1 && view.now === 0 && view.baseline && view.bands")
        tab.get("actions.took.length = 0")
        tab.get(TO_THE_END)
        took += tab.get("actions.took.splice(0)")
    return took


def by_hand(tab: Tab) -> list[float]:
    """Milliseconds from a month asked for by hand to its pixels: nothing is played ahead."""
    tab.get("live.source.open('?month=2022-02')")
    tab.until("view.frames.length === 1 && view.now === 0 && view.baseline && view.bands")
    took: list[float] = []
    for _ in range(STEPS):
        tab.page.wait_for_timeout(100)
        took.append(tab.get(BY_HAND))
    return took


class Work:
    """Seconds of processor time that the page's main thread and the server have spent."""

    def __init__(self, tab: Tab, server: int) -> None:
        self.session, self.server = tab.context.new_cdp_session(tab.page), server
        self.session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def spent(self) -> tuple[float, float, float]:
        """Of the page altogether, of it style and layout, and of the server."""
        told = {one["name"]: one["value"] for one in self.session.send("Performance.getMetrics")["metrics"]}
        laid = told["LayoutDuration"] + told["RecalcStyleDuration"]
        return told["TaskDuration"], laid, spent(self.server)


def levers(tab: Tab) -> list[float]:
    """Milliseconds from a lever moved to its band drawn."""
    tab.get("actions.go(34)")
    for number in range(MOVES):
        tab.get(f"live.source.lever('support_ukraine', 35, {0.05 + 0.9 * number / MOVES})")
        tab.until("!view.waiting")
    return list(tab.get("live.bandTimes"))


def courses(tab: Tab, server: int) -> tuple[list[float], float]:
    """Milliseconds from another history asked for to its first month, and seconds of the server's processor time."""
    took, before = list[float](), spent(server)
    for number in range(1, HISTORIES + 1):
        begun = time.perf_counter()
        tab.get(f"live.source.open('?month=2022-02&replicate={number}')")
        tab.until(f"view.plan.link.replicate === '{number}' && view.frames.length === 1 && view.now === 0")
        took.append(1000 * (time.perf_counter() - begun))
    return took, (spent(server) - before) / HISTORIES


def spent(process: int) -> float:
    """Seconds of processor time of one process."""
    parts = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


def measured() -> list[tuple[str, str, str]]:
    """The rows of the table: what, how much, the goal."""
    server, address = start_server(ROOT)
    try:
        with sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", BLOCK])
            tab, begun = Tab(browser).looks_at(address), time.perf_counter()
            tab.open("?month=2022-02")
            opened = 1000 * (time.perf_counter() - begun)
            tab.page.select_option("#speed", "0")
            play(tab, 1)
            tab.page.request_gc()
            before = memory(children(server.pid)), memory(browsers())
            work = Work(tab, server.pid)
            begun_at = work.spent()
            took = play(tab, 6)
            worked = [1000 * (now - then) / len(took) for now, then in zip(work.spent(), begun_at, strict=True)]
            tab.page.request_gc()
            after = memory(children(server.pid)), memory(browsers())
            bands, others, hand = levers(tab), courses(tab, server.pid), by_hand(tab)
            browser.close()
    finally:
        stop_server(server)
    return rows(took, bands, before, after) + a_step(hand, worked) + beginnings(opened, *others)


def a_step(hand: list[float], worked: list[float]) -> list[tuple[str, str, str]]:
    page, laid, server = worked
    return [
        ("a step by hand to pixels, nothing played ahead, median", f"{statistics.median(hand):.0f} ms", "below 50 ms"),
        ("processor time a step: the page's main thread", f"{page:.0f} ms, of it {laid:.0f} ms style and layout", ""),
        ("processor time a step: the server", f"{server:.0f} ms", ""),
    ]


def beginnings(opened: float, took: list[float], worked: float) -> list[tuple[str, str, str]]:
    return [
        ("page opened to its first month, the first visitor of a server", f"{opened / 1000:.1f} s", ""),
        ("another history, asked for to drawn, median", f"{statistics.median(took) / 1000:.2f} s", "below 1 s"),
        ("the same, processor time of the server itself", f"{worked:.2f} s", ""),
    ]


def rows(took: list[float], bands: list[float], before: Any, after: Any) -> list[tuple[str, str, str]]:
    steps, middle = len(took), statistics.median(took)
    return [
        ("step to pixels, median", f"{middle:.0f} ms", "below 50 ms"),
        ("step to pixels, 95th percentile", f"{sorted(took)[int(0.95 * steps)]:.0f} ms", ""),
        ("steps a second", f"{1000 * steps / sum(took):.0f}", "above 30"),
        (
            "lever to updated band, 200 paired replicates, median",
            f"{statistics.median(bands) / 1000:.2f} s",
            "below 1 s",
        ),
        (f"server's memory, before and after {steps} steps", grown(before[0], after[0]), "growth below 20 %"),
        (f"browser's memory, before and after {steps} steps", grown(before[1], after[1]), "growth below 20 %"),
    ]


def grown(before: float, after: float) -> str:
    return f"{before:.0f} MB, {after:.0f} MB ({100 * (after / before - 1):+.0f} %)"


def machine() -> str:
    version = subprocess.run([CHROMIUM, "--version"], capture_output=True, text=True).stdout.split()[1]
    place = f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before it began, software rendering"
    return f"{place}, Chromium {version}, Python {platform.python_version()}"


def main() -> None:
    where = machine()
    table = ["| what | measured | goal |", "|---|---|---|", *(f"| {a} | {b} | {c} |" for a, b, c in measured())]
    text = "\n".join([FIRST, *table, "", f"Measured on {where}.", LAST])
    document = DOCUMENT.read_text(encoding="utf-8")
    head, _, rest = document.partition(FIRST)
    DOCUMENT.write_text(head + text + rest.partition(LAST)[2], encoding="utf-8")
    print("\n".join(table))


if __name__ == "__main__":
    main()
