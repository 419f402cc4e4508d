"""Studies that have a command of their own: the same under `entente study`."""

from __future__ import annotations

from sim.commands.calibrate import calibrate_
from sim.commands.history import history
from sim.commands.study import study
from sim.commands.sweep import sweep

study.command("sweep", epilog="Example: entente study sweep --replicates 100")(sweep)
study.command("history", epilog="Example: entente study history --runs 200")(history)
study.command("calibration", epilog="Example: entente study calibration --sets 50176")(calibrate_)
