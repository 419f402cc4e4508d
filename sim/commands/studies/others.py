"""Studies of the months on record, and those that have a command of their own: the same under `entente study`."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from sim.commands.calibrate import calibrate_
from sim.commands.history import history
from sim.commands.study import Given, studied, study
from sim.commands.sweep import sweep

study.command("sweep", epilog="Example: entente study sweep --replicates 100")(sweep)
study.command("history", epilog="Example: entente study history --runs 200")(history)
study.command("calibration", epilog="Example: entente study calibration --sets 50176")(calibrate_)


OF_ACTIONS = ("replicates", "draws", "history", "start", "settings", "scripts", "theories")
"""Shared options that only studies of actions have."""


@studied("ablation", "--runs 100", without=OF_ACTIONS)
def ablation(
    runs: Annotated[int, typer.Option(help="Histories for each thing switched off.")] = 200,
    parameters: Annotated[str, typer.Option(help="default, prior or posterior.")] = "default",
    **asked: Any,
) -> Given:
    """Mechanisms, reasons, rules and shocks are switched off one at a time, on the same luck as with everything on."""
    return {**asked, "runs": runs, "parameters": parameters}
