"""Mesa's own page over the same model: `entente watch --classic`, with the extra `solara`."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

from sim.app.options import WatchOptions
from sim.declare import BadInput

PAGE = Path(__file__).with_name("classic_page.py")


def serve_classic(options: WatchOptions) -> None:
    """Serve SolaraViz until Ctrl-C; raises `BadInput` where the extra is not installed."""
    if importlib.util.find_spec("solara") is None:
        raise BadInput("--classic", "extra", "solara", "Mesa's page to be installed: pip install 'entente[solara]'")
    print(f"Mesa's page is at {options.address} (Ctrl-C ends it).", flush=True)
    command = [sys.executable, "-m", "solara", "run", str(PAGE), "--host", options.host, "--port", str(options.port)]
    switches = ["--production", "--no-open"] if not options.open_browser else ["--production"]
    subprocess.run([*command, *switches], env={**os.environ, **_chosen(options)}, check=False)


def _chosen(options: WatchOptions) -> dict[str, str]:
    """What the page reads when it is opened."""
    quiet = {"SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False", "SOLARA_ASSETS_PROXY": "False"}
    chosen = {"scenario": options.scenario, "seed": options.seed, "replicate": options.replicate}
    return quiet | {f"ENTENTE_{name.upper()}": str(value) for name, value in chosen.items()}
