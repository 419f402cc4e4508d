"""How the page is served: what a user may choose, checked once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sim.app.choice import sources_of
from sim.base.errors import BadInput, known_or_bad
from sim.scenarios.scenario import load_scenario, scenario_names
from sim.scenarios.scripts import load_script

MOST = 500
"""Most histories behind the bands: as many as a posterior has sets, so that each has its own."""

LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class WatchOptions:
    """What to show first and where to serve it."""

    scenario: str = "northeast-asia"
    seed: int = 1
    replicate: int = 0
    replicates: int = 200
    host: str = "127.0.0.1"
    port: int = 8765
    open_browser: bool = True
    results: Path | None = None
    parameters: str = ""
    script: str = ""

    @property
    def address(self) -> str:
        """Where the page will be."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/"

    @property
    def local(self) -> bool:
        """Whether only this machine can reach the page."""
        return self.host in LOOPBACK


def checked(options: WatchOptions) -> WatchOptions:
    """The options, or `BadInput` for what cannot be served."""
    known_or_bad(options.scenario, scenario_names(), "--scenario", "scenario", "a known scenario")
    if options.parameters:
        known_or_bad(options.parameters, sources_of(options.scenario), "--parameters", "source", "a known source")
    if options.script:
        load_script(options.script, load_scenario(options.scenario))
    limits = {"seed": (0, 2**31 - 1), "replicate": (0, 2**31 - 1), "replicates": (20, MOST), "port": (1, 65535)}
    for name, (low, high) in limits.items():
        value = getattr(options, name)
        if not low <= value <= high:
            raise BadInput(f"--{name}", name, value, f"a whole number from {low} to {high}")
    if options.results is not None and not (options.results / "effects.csv").is_file():
        raise BadInput("--results", "folder", str(options.results), "a results folder with effects.csv in it")
    return options
