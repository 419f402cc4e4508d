"""Trajectories: every series of every run of a study as a store of Zarr, which xarray opens as one data set.

Runs are played once more, since a named draw gives the same history again, a tile of arms by replicates at a time: a
tile is a chunk of the store, so that memory stays flat however many runs there are.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from sim.base.arrays import Array
from sim.base.errors import BadInput
from sim.base.recorder import writing
from sim.lab.candidates import choose
from sim.lab.executors import executor_here, run_all
from sim.lab.libraries import library
from sim.lab.past import SERIES, Past
from sim.lab.plan import Plan
from sim.lab.played import Played
from sim.lab.playing import Work, own_past, play_runs, prepare
from sim.lab.study import Progress, Results, Study
from sim.model.series import SERIES as FOLLOWED, recorded_series
from sim.scenarios.scenario import Scenario

TILE = 2048
"""Runs of a tile."""
EXTRA = "results"
PLAYING = "Playing trajectories"
MADE = ("title", "scenario", "version", "commit", "config_hash", "code_hash", "seed", "fingerprint")


@dataclass(frozen=True)
class Tile:
    """Some arms of a plan on some replicates, of which every series shall be kept: (column, turn, run), arm by arm."""

    plan: Plan
    arms: range
    replicates: range

    @property
    def runs(self) -> int:
        """Number of runs."""
        return len(self.arms) * len(self.replicates)

    def play(self, scenario: Scenario) -> Played:
        """Play the runs; numbers are kept in single precision."""
        past = own_past(self.plan, scenario, np.array(self.replicates)) if self.plan.shared else None
        played = [self._arm(scenario, arm, past) for arm in self.arms]
        return Played({SERIES: np.concatenate(played, axis=-1).astype(np.float32)}, ("",) * self.runs)

    def _arm(self, scenario: Scenario, arm: int, past: Past | None) -> Array:
        first = arm * self.plan.replicates
        played = play_runs(self.plan, scenario, first + self.replicates.start, first + self.replicates.stop, past)
        own = np.where([reason == "" for reason in played.reasons], played.arrays["series"], np.nan)
        if past is None:
            return own
        places = np.searchsorted(past.numbers, np.array(self.replicates) // self.plan.alike_pasts)
        return np.concatenate([past.arrays[SERIES][..., places], own], axis=1)

    def failed(self, scenario: Scenario, reason: str) -> Played:
        """Runs without numbers."""
        shape = (len(recorded_series(scenario.cast)), self.plan.turns, self.runs)
        return Played({SERIES: np.full(shape, np.nan, np.float32)}, (reason,) * self.runs)


def tiles(plan: Plan) -> list[Tile]:
    """All runs of a plan in tiles of about `TILE` runs: whole arms beside each other, as far as they are few."""
    replicates = min(plan.replicates, max(TILE // len(plan.arms), 1))
    arms = min(len(plan.arms), max(TILE // replicates, 1))
    return [
        Tile(plan, range(a, min(a + arms, len(plan.arms))), range(r, min(r + replicates, plan.replicates)))
        for a in range(0, len(plan.arms), arms)
        for r in range(0, plan.replicates, replicates)
    ]


def check_store(study: Study, path: Path) -> None:
    """Raise `BadInput`, before anything is played, where a store cannot be had: by its name, or without the extra."""
    for name in ("zarr", "xarray"):
        library(name, EXTRA)
    if path.suffix != ".zarr":
        raise BadInput("--series", "store", str(path), "a name that ends in .zarr")
    if study.read is not None:
        raise BadInput("--series", "study", study.name, "a study that plays months in series; this one reads its runs")


def write_trajectories(results: Results, path: Path, progress: Progress, executor: Executor | None = None) -> None:
    """Write every series of every run of finished results to a new store, or leave it where it stands already.

    Raises `BadInput` where something else stands in the way.
    """
    zarr = library("zarr", EXTRA)
    if _stands(zarr, path, results):
        return
    with writing(path):
        aside = path.with_name(f"{path.name}.unfinished")
        shutil.rmtree(aside, ignore_errors=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        _play(results, _Store(results, aside), progress, executor)
        zarr.consolidate_metadata(str(aside), zarr_format=2)
        shutil.rmtree(path, ignore_errors=True)
        aside.rename(path)


def _stands(zarr: Any, path: Path, results: Results) -> bool:
    """Whether these very trajectories stand there already; raise `BadInput` where something else does."""
    if not path.exists():
        return False
    try:
        made = zarr.open_group(str(path), mode="r").attrs.get("fingerprint")
    except (OSError, ValueError):
        made = None
    if made != results.manifest["fingerprint"] and not results.asked.force:
        raise BadInput("--series", "store", str(path), "a new one: something else stands there; --force replaces")
    return bool(made == results.manifest["fingerprint"])


def _play(results: Results, store: _Store, progress: Progress, executor: Executor | None) -> None:
    plan, scenario = replace(results.plan, averaged=False), results.scenario
    own, ahead = (executor, 4) if executor else executor_here(results.asked, len(tiles(plan)))
    with nullcontext() if executor else own:
        if plan.conditioned:
            chosen = choose(plan, scenario, own, ahead, progress)
            plan = replace(plan, chosen=np.array(chosen.numbers, dtype=np.int64))
        prepare(plan, scenario)
        run_all(tiles(plan), own, ahead, store.take, lambda done, runs: progress(done, runs, PLAYING), plan.runs)


class _Store:
    """A store that is being filled; its dimensions are arm, replicate, month, and theatre where a series has one."""

    def __init__(self, results: Results, path: Path) -> None:
        self.results, self.theatres = results, results.scenario.cast.theatres
        _coordinates(results).to_zarr(path, mode="w", zarr_format=2, consolidated=False)
        self.group = library("zarr", EXTRA).open_group(str(path), mode="a")
        first = tiles(results.plan)[0]
        self.tile = (len(first.arms), len(first.replicates))
        self.arrays = {name: self._array(name) for name in FOLLOWED}

    def _array(self, name: str) -> Any:
        plan, quantity = self.results.plan, FOLLOWED[name].quantity
        apart = [("theatre", len(self.theatres))] if quantity.of == "theatre" else []
        dims = [("arm", len(plan.arms)), ("replicate", plan.replicates), ("month", plan.turns), *apart]
        chunks = (*self.tile, plan.turns, *(size for _, size in apart))
        array = self.group.create_array(
            name, shape=tuple(size for _, size in dims), chunks=chunks, dtype="float32", fill_value=np.nan
        )
        array.attrs.update({"_ARRAY_DIMENSIONS": [dim for dim, _ in dims], **_attributes(quantity)})
        return array

    def take(self, task: Work, played: Played) -> None:
        """Write a tile."""
        assert isinstance(task, Tile)
        shape = (len(task.arms), len(task.replicates))
        where = tuple(slice(one.start, one.stop) for one in (task.arms, task.replicates))
        for name, columns in self._columns(played.arrays[SERIES]):
            # (column, turn, run), or (turn, run): the runs are taken apart, and go first
            apart = np.moveaxis(columns, -1, 0).reshape(*shape, *columns.shape[:-1])
            self.arrays[name][where] = apart

    def _columns(self, series: Array) -> Iterator[tuple[str, Array]]:
        place = 0
        for name, entry in FOLLOWED.items():
            if entry.quantity.of == "theatre":
                yield name, np.moveaxis(series[place : place + len(self.theatres)], 0, 1)
                place += len(self.theatres)
            else:
                yield name, series[place]
                place += 1


def _coordinates(results: Results) -> Any:
    """Arms with their factors, replicates, months with their turns, theatres; and from what all was made."""
    plan, scenario = results.plan, results.scenario
    months = np.array([scenario.month(turn) for turn in range(plan.turns)], dtype="datetime64[M]")
    factors = {name: ("arm", [arm.factors[name] for arm in plan.arms]) for name in plan.arms[0].factors}
    made = {name: value for name in MADE if (value := results.manifest.get(name)) is not None}
    return library("xarray", EXTRA).Dataset(
        coords={
            "arm": [arm.name for arm in plan.arms],
            "replicate": np.arange(plan.replicates),
            "month": months.astype("datetime64[ns]"),
            "turn": ("month", np.arange(plan.turns)),
            "theatre": list(scenario.cast.theatres),
            **factors,
        },
        attrs=made,
    )


def _attributes(quantity: Any) -> dict[str, str]:
    """What a series says of itself, in the words that xarray labels its figures by."""
    return {"long_name": quantity.meaning, "units": quantity.unit, "source": quantity.source}
