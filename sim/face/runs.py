"""Many histories in the hand: what was measured of each, their course, and how they differ from others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from sim.base.arrays import Array
from sim.base.errors import BadInput, known_or_bad
from sim.engine.simulate import BLOCK, play_block
from sim.face.html import page_of
from sim.lab.candidates import accepted_upto
from sim.lab.executors import beside, make_executor
from sim.lab.processes import check_guard, cores
from sim.lab.statistics import paired_t

if TYPE_CHECKING:
    from sim.face.scenario import Scenario

SHARES = {"p5": 0.05, "median": 0.5, "p95": 0.95}


class Block(NamedTuple):
    """Some histories: outcomes by name, series by name, and why a replicate failed."""

    outcomes: Mapping[str, Array]
    series: Mapping[str, Array]
    failed: Mapping[int, str]


@dataclass(frozen=True, eq=False)
class Runs:
    """Many histories of a scenario under one seed: `outcomes` has a row a replicate and a column an outcome.

    `series` are arrays by name, (month, replicate) or (month, theatre, replicate); `failed` says why a replicate has no
    numbers. Two of them of the same seed are paired: `minus` compares them replicate by replicate.
    """

    scenario: Scenario
    seed: int
    outcomes: pd.DataFrame
    series: Mapping[str, Array]
    failed: Mapping[int, str]

    @classmethod
    def of(
        cls, scenario: Scenario, count: int, seed: int, turns: int, jobs: int, series: bool, moved: Callable[..., None]
    ) -> Runs:
        """So many replicates of a scenario, played in blocks, here or in other processes."""
        return _play_many(scenario, count, seed, turns, jobs, series, moved)

    def summary(self) -> pd.DataFrame:
        """Mean, spread and percentiles of every outcome over the replicates that ran, with its unit."""
        shares = {name: self.outcomes.quantile(share) for name, share in SHARES.items()}
        found = pd.DataFrame({"mean": self.outcomes.mean(), "sd": self.outcomes.std(), **shares})
        return found.join(self.scenario.outcomes[["unit", "theatre", "headline"]])

    def course(self, series: str, theatre: str | None = None) -> pd.DataFrame:
        """The course of a series: its mean, median and 5th and 95th percentile month by month."""
        known_or_bad(series, tuple(self.series), "course", "series", "a series that was kept")
        values = self.series[series]
        if values.ndim == 3:
            known = self.scenario.loaded.cast.theatres
            values = values[:, known.index(known_or_bad(theatre or known[0], known, "course", "theatre", "a theatre"))]
        shares = {name: np.nanquantile(values, share, axis=1) for name, share in SHARES.items()}
        months = pd.PeriodIndex(
            [self.scenario.loaded.month(turn) for turn in range(len(values))], freq="M", name="month"
        )
        return pd.DataFrame({"mean": np.nanmean(values, axis=1), **shares}, index=months)

    def minus(self, other: Runs) -> pd.DataFrame:
        """What is different here from others, replicate by replicate: mean difference with its 95 % interval.

        `least` is the smallest difference of interest. Raises `BadInput` for others that are not paired with these.
        """
        if self.seed != other.seed or not self.outcomes.index.equals(other.outcomes.index):
            raise BadInput("minus", "runs", f"seed {other.seed}", f"as many replicates under seed {self.seed}")
        names = [str(name) for name in self.outcomes if name in other.outcomes]
        rows = [_compared(name, (self.outcomes[name] - other.outcomes[name]).dropna().to_numpy()) for name in names]
        return pd.DataFrame(rows).set_index("outcome").join(self.scenario.outcomes[["unit", "least", "headline"]])

    def to_xarray(self) -> Any:
        """Series and outcomes as an xarray.Dataset."""
        from sim.face.cubes import dataset

        outcomes = {str(name): self.outcomes[name].to_numpy() for name in self.outcomes}
        return dataset(self.scenario.loaded, self.series, outcomes, self.outcomes.index.tolist())

    def __len__(self) -> int:
        return len(self.outcomes)

    def _repr_html_(self) -> str:
        said = f"{len(self)} histories, seed {self.seed}, {len(self.failed)} failed."
        shown = self.summary()
        return page_of(
            self.scenario.title, said, ("Headline outcomes", shown[shown["headline"]].drop(columns="headline"))
        )


def _compared(name: str, differences: Array) -> dict[str, object]:
    estimate = paired_t(differences[None])
    low, high = (float(np.ravel(bound)[0]) for bound in estimate.interval())
    return {"outcome": name, "difference": float(estimate.difference[0]), "low": low, "high": high}


def _play_many(
    scenario: Scenario, count: int, seed: int, turns: int, jobs: int, series: bool, moved: Callable[..., None]
) -> Runs:
    chosen = _chosen(scenario, seed, count)
    block = min(BLOCK, -(-count // (jobs or cores()))) if jobs != 1 else BLOCK
    spans = [range(first, min(first + block, count)) for first in range(0, count, block)]
    tasks = [partial(_played, scenario, span, seed, turns, series, chosen) for span in spans]
    blocks = []
    for one in _in_turn(tasks, jobs):
        blocks.append(one)
        moved(min(len(blocks) * block, count), count)
    joined = {name: np.concatenate([one.outcomes[name] for one in blocks]) for name in blocks[0].outcomes}
    courses = {name: np.concatenate([one.series[name] for one in blocks], axis=-1) for name in blocks[0].series}
    failed = {number: reason for one in blocks for number, reason in one.failed.items()}
    return Runs(scenario, seed, pd.DataFrame(joined, index=pd.RangeIndex(count, name="replicate")), courses, failed)


def _chosen(scenario: Scenario, seed: int, count: int) -> tuple[int, ...]:
    """The accepted candidates, where histories go through the record; looked for once."""
    if scenario.branch or scenario.history != "record":
        return ()
    begun = scenario.changes.intervention(scenario.loaded, scenario.origins.acts(scenario.loaded))
    return accepted_upto(scenario.loaded, scenario.origins.source, seed, count - 1, begun)


def _in_turn(tasks: list[partial[Block]], jobs: int) -> Iterator[Block]:
    if jobs == 1 or len(tasks) == 1:
        yield from (task() for task in tasks)
        return
    check_guard()
    executor, ahead = make_executor(jobs, len(tasks))
    with executor, beside(executor, tasks, ahead, lambda: None) as found:
        yield from found


def _played(scenario: Scenario, span: range, seed: int, turns: int, series: bool, chosen: tuple[int, ...]) -> Block:
    """Play some replicates, in whatever process."""
    begun = scenario.begun(seed, span, chosen)
    block = play_block(begun.case, begun.draws, turns, None, (), begun.start, begun.past)
    kept = dict(block.trajectory.series) if series else {}
    failed = {span[run]: reason for run, reason in block.failed.items()}
    outcomes = {name: values.copy() for name, values in block.outcomes.items()}
    for values in outcomes.values():
        values[list(block.failed)] = np.nan
    return Block(outcomes, kept, failed)
