"""What can be taken away: the run as CSV, and a replay in one file that opens from disk."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd

from sim.app.choice import LONGEST, Choice
from sim.app.kinds import coloured
from sim.app.live_run import LiveRun
from sim.app.modules import one_script, static
from sim.app.setup import setup
from sim.app.told import plan_told
from sim.base.recorder import FORMAT
from sim.engine.replay import Replay, replay
from sim.report.run_tables import months_table, orders_table


def run_csv(choice: Choice) -> str:
    """The recorded series of a run and the levers in force, one row a month."""
    history = _played(choice)
    table = months_table(history)
    for name in history.case.scenario.parameters.levers:
        table[name] = [choice.plan.at(turn.number).get(name, 0.0) for turn in history.turns]
    return _csv(table)


def orders_csv(choice: Choice) -> str:
    """Every possible order of a run: base rate, reasons, probability, draw, whether given."""
    return _csv(orders_table(_played(choice)))


def _played(choice: Choice) -> Replay:
    return replay(choice.case(), choice.replicate, choice.seed)


def _csv(table: pd.DataFrame) -> str:
    return str(table.to_csv(index=False, float_format=FORMAT, lineterminator="\n"))


def replay_html(choice: Choice, bands: dict[str, Any], query: str) -> str:
    """The run with all its months and bands as one page without a server, opened as the link in `query` says."""
    frames = _told(LiveRun(choice))
    data = {"setup": setup(choice), "plan": plan_told(choice), "frames": frames, "query": query[:LONGEST], **bands}
    data["was"] = _was(choice)
    embedded = json.dumps(data, separators=(",", ":")).replace("<", "\\u003c")
    inlined = {
        '<link rel="stylesheet" href="static/page.css">': f"<style>\n{static('page.css')}</style>",
        '<script type="module" src="static/live.js"></script>': (
            f'<script type="application/json" id="replay">{embedded}</script>\n'
            f'<script type="module">\n{one_script("replay")}\n</script>'
        ),
    }
    page = coloured(static("index.html"))
    for linked, whole in inlined.items():
        page = page.replace(linked, whole)
    return page


def _told(live: LiveRun) -> list[dict[str, Any]]:
    """Every month of a run, and what moved what in it."""
    frames = [json.loads(frame.text()) for frame in live.frames(live.case.turns)]
    return [{**frame, **live.moved(frame["turn"])} for frame in frames]


def _was(choice: Choice) -> dict[str, Any] | None:
    """The course from which a choice was branched, with all its months and possible orders."""
    before = choice.before()
    if before is None:
        return None
    return {"frames": _told(LiveRun(before)), "slots": setup(before)["slots"]}
