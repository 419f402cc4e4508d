"""Mesa's own page over the same model: `entente watch --classic`, with the extra `solara`."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import threading
import webbrowser
from pathlib import Path

from sim.app.options import WatchOptions
from sim.base.errors import BadInput

PAGE = Path(__file__).with_name("classic_page.py")


def serve_classic(options: WatchOptions) -> None:
    """Serve SolaraViz until Ctrl-C; raises `BadInput` where the extra is not installed."""
    if importlib.util.find_spec("solara") is None:
        raise BadInput("--classic", "extra", "solara", "Mesa's page to be installed: pip install 'entente[solara]'")
    print(f"Mesa's page is at {options.address} (Ctrl-C ends it).", flush=True)
    if options.open_browser:
        threading.Timer(4.0, webbrowser.open, [options.address]).start()
    # Solara's own command asks a package registry for newer versions, so its server is started without it.
    command = [sys.executable, "-m", "uvicorn", "solara.server.starlette:app", "--log-level", "error"]
    place = ["--host", options.host, "--port", str(options.port)]
    subprocess.run([*command, *place], env={**os.environ, **_chosen(options)}, check=False)


def _chosen(options: WatchOptions) -> dict[str, str]:
    """What the page reads when it is opened."""
    quiet = {"SOLARA_APP": str(PAGE), "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False", "SOLARA_MODE": "production"}
    chosen = {"scenario": options.scenario, "seed": options.seed, "replicate": options.replicate}
    return quiet | {f"ENTENTE_{name.upper()}": str(value) for name, value in chosen.items()}
