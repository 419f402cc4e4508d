"""Tables of what the headline sweep found, read off a finished folder as `entente sweep` leaves it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pandas as pd

from sim.odd.grid import code, grid
from sim.report.sweep import telling
from sim.report.sweep.told import Told
from sim.studies.registry import STUDIES, Listing

USUAL = Path("results/sweep")
SHOWN = ("answers", "mixes", "ranks", "dose_support_ukraine")
"""Figures that stand in documents."""


class Folder:
    """The finished sweep that is read; another than the usual one where it is named on the command line."""

    path = USUAL


def _told() -> Told:
    return Told.read(Folder.path)


def first_stage() -> str:
    """What each action alone promises a month, and what was given, delivered, crowded out, held by a ceiling."""
    return _grid(telling.first_stage_in_short(_told()).assign(action=lambda rows: rows["action"].map(code)))


def answers() -> str:
    """What each action changes: the difference with its probability, in all outcomes that any of them moves."""
    told = _told()
    short = telling.in_short(told)
    moved = short[short[told.actions].apply(lambda row: any("%" in cell for cell in row), axis=1)]
    named = {action: code(action) for action in told.actions}
    return f"{_grid(moved.rename(columns=named))}\n\n{telling.SHORT} {telling.under(told)}"


def ranks() -> str:
    """The best mixes under each weighting, with regret."""
    told = _told()
    lines = "".join(f"\n- {line}" for line in telling.across(told))
    return f"{_grid(telling.ranks(told))}\n\n{telling.REGRET}" + (f"\n{lines}" if lines else "")


def turning() -> str:
    """For each action how what it changes grows with the dose, and the assumptions on which it hangs."""
    told = _told()
    said = {action: (*telling.doses(told, action), *telling.turning(told, action)) for action in told.actions}
    return "\n".join(f"- {code(action)}: {' '.join(map(_sentence, lines))}" for action, lines in said.items())


def studies() -> str:
    """What each other study says that stands finished beside the sweep: its question, its size, its verdict."""
    found = [(one, Folder.path.parent / one.name / "manifest.json") for one in STUDIES if one.name != USUAL.name]
    said = [_verdict(one, json.loads(path.read_text(encoding="utf-8"))) for one, path in found if path.is_file()]
    return "\n\n".join(filter(None, said))


def _verdict(one: Listing, manifest: dict[str, Any]) -> str:
    """A study's verdict under its question; nothing where it tells none."""
    if not (lines := manifest.get("verdict")):
        return ""
    histories = manifest["runs"] + manifest.get("second_stage", {}).get("histories", 0)
    size = f"`entente study {one.name}`, {histories:,} histories."
    return "\n".join((f"**{one.question}** {size}\n", *(f"- {_sentence(line)}" for line in lines)))


def _sentence(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


def _grid(rows: pd.DataFrame) -> str:
    return grid(map(str, rows.columns), rows.itertuples(index=False))


def take_figures(to: Path = Path("docs/figures")) -> None:
    """Copy the figures that stand in documents from the folder that is read."""
    for name in SHOWN:
        if (there := Folder.path / "figures" / f"{name}.png").is_file():
            to.mkdir(parents=True, exist_ok=True)
            shutil.copy2(there, to / there.name)
