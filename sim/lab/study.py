"""A study: one question as data: what is played, which tables are read off it, how it is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from sim.base.errors import BadInput
from sim.base.given import whole
from sim.base.hashes import hash_of, plain
from sim.base.quantities import Quantity
from sim.base.recorder import WORDS, Columns, Recorder, read_table
from sim.engine.interventions import NOTHING, Intervention
from sim.engine.simulate import BLOCK
from sim.evidence import tables as evidence
from sim.lab.branch import Branch
from sim.lab.designs import Design
from sim.lab.executors import beside
from sim.lab.options import Asked
from sim.lab.plan import Plan, Read, share_a_past
from sim.lab.provenance import Origin
from sim.lab.samplers import DECLARED, Sampler
from sim.lab.store import Parts, Store
from sim.model.measures import Outcome
from sim.scenarios.scenario import Scenario

FIGURES = "figures"
HASHED = 10_000
"""Replicates whose drawn parameters go into the fingerprint."""

R = TypeVar("R")
Progress = Callable[[int, int, str], None]
"""Told what is done, of how much, and what is being done: first histories, then the pieces of the closing."""
Files = Callable[[], Mapping[str, bytes]]
"""Draws figures, in a process of its own: the content of each file by name."""


@dataclass(frozen=True)
class Study:
    """One question: what is played on common random numbers, which tables are read off it, and how it is told.

    `settings` are parameters that are set in every run, `start` the turn from which levers act, and `turns` how many
    are played: the scenario's own if None. `draws` replicates in a row share a parameter set. `common` is what every
    run is under; where `conditioned`, only histories are played that end the months on record as these are known to
    end, and replicates that share a parameter set share their past. Of each run outcomes and series are kept, with the
    facts `measures`; or what `read` gives; or, `averaged`, the mean outcomes of each arm. `block` runs are played
    together. `facts` are what the manifest says besides, among them all that results depend on and the plan does not
    hold. Where `guarded`, other results of the same study are only replaced by force; where `keeps`, what was played
    is kept for another closing. Runs go on from a `branch` where there is one.
    """

    name: str
    design: Design
    sampler: Sampler
    replicates: int
    analyses: tuple[Analysis, ...]
    report: Report
    draws: int = 1
    start: int | None = None
    turns: int | None = None
    settings: Mapping[str, float] = field(default_factory=dict)
    common: Intervention = NOTHING
    conditioned: bool = False
    measures: tuple[str, ...] = ()
    read: Read | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    block: int = BLOCK
    averaged: bool = False
    guarded: bool = False
    keeps: bool = False
    branch: Branch | None = None

    def plan(self, asked: Asked, scenario: Scenario) -> Plan:
        """What is played, under the fingerprint of everything that it depends on; raise `BadInput` if it cannot be."""
        began = max(scenario.levers_from, self.branch.turn if self.branch else 0)
        plan = Plan(
            origin=Origin.of(asked.scenario, scenario),
            fingerprint="",
            seed=asked.seed,
            replicates=self.replicates,
            turns=scenario.turns if self.turns is None else self.turns,
            start=began if self.start is None else self.start,
            settings=tuple(sorted(self.settings.items())),
            arms=self.design.points(),
            sampler=self.sampler,
            draws=self.draws,
            measures=self.measures,
            read=self.read,
            common=self.common,
            conditioned=self.conditioned,
            averaged=self.averaged,
            branch=self.branch and self.branch.without_orders(),
        )
        if self.branch:
            _check_branch(self, plan)
        shared = self.read is None and share_a_past(plan.arms, scenario.parameters.levers, plan.start)
        if self.conditioned and self.read is None and not shared:
            expected = "arms that only levers tell apart, from their start on; --history free conditions on nothing"
            raise BadInput(self.name, "history", "record", expected)
        plan = replace(plan, shared=shared or self.branch is not None)
        for arms in plan.alike(range(len(plan.arms))):
            plan.case(scenario, arms)  # tells what does not fit before anything is played
        return replace(plan, fingerprint=_fingerprint(plan))


def _check_branch(study: Study, plan: Plan) -> None:
    """Raise `BadInput` for what cannot be asked of runs that go on from a branch."""
    assert plan.branch
    plan.luck(np.array([plan.replicates - 1]))
    whole(plan.start, study.name, "start", plan.branch.turn, plan.turns - 1)
    if study.conditioned or study.measures or study.read or study.draws > 1 or plan.seed != plan.branch.seed:
        expected = f"seed {plan.branch.seed}, its own past and parameters, and nothing measured but outcomes"
        raise BadInput(study.name, "checkpoint", f"turn {plan.branch.turn}", expected)


def _fingerprint(plan: Plan) -> str:
    drawn = plan.drawn(np.arange(min(plan.replicates, HASHED)))
    hashes = {name: hash_of(plain(np.asarray(values))) for name, values in drawn.items()}
    origin = replace(plan.origin, scenario="", content=None)
    asked = plain(replace(plan, origin=origin, sampler=DECLARED, branch=None))
    record = evidence.fingerprint() if plan.measures or plan.read or plan.conditioned else ""
    branch = plan.branch.digest if plan.branch else ""
    return hash_of([np.__version__, hashes, asked, plan.sampler.source, record, branch])


@dataclass(frozen=True)
class Analysis:
    """One table that is read off results: its file, its columns, and its rows frame by frame.

    `names` explains the names that stand as values in one of the columns. Rows that are played in other processes begin
    when `rows` is called.
    """

    file: str
    columns: Callable[[Results], Columns]
    rows: Callable[[Results], Iterable[pd.DataFrame]]
    names: tuple[str, Callable[[Results], Iterable[Quantity]]] | None = None

    def whole(self, results: Results) -> pd.DataFrame:
        """All rows as one table."""
        return pd.concat(results.once(self.rows), ignore_index=True)

    def read(self, results: Results) -> pd.DataFrame:
        """The table as it stands finished in its folder, or written so far."""
        texts = {quantity.name: str for quantity in self.columns(results) if quantity.unit in WORDS}
        return read_table(results.written.get(self.file, results.asked.out / self.file), dtype=texts)


@dataclass(frozen=True)
class Report:
    """How results are told: what draws the figures, and what writes the pages and says what the manifest shall hold."""

    figures: Callable[[Results], list[Files]]
    pages: Callable[[Results, Recorder], Mapping[str, Any]]


@dataclass
class Closing:
    """What comes after the last history: processes, and somebody to be told of each finished piece.

    Histories may still be played by `executor`; all else goes on `here`, on this machine.
    """

    executor: Executor
    ahead: int
    progress: Progress
    stack: ExitStack
    here: Executor
    pieces: int = 0
    done: int = 0

    def beside(self, tasks: Sequence[Callable[[], R]], what: str, ahead: int | None = None) -> Iterator[R]:
        """What tasks give, in their order; some begin at once, and go on while the caller does something else."""
        self.pieces += len(tasks)
        done = partial(self.finished, what)
        return self.stack.enter_context(beside(self.here, tasks, ahead or self.ahead, done))

    def finished(self, what: str) -> None:
        """Tell that a piece is finished."""
        self.done += 1
        self.progress(self.done, self.pieces, f"Closing: {what}")


@dataclass(frozen=True, eq=False)
class Results:
    """A study that is being closed, or that stands finished in its folder: what tables, figures and pages are made of.

    `manifest` is what the manifest says, as far as it is known; `parts` and `closing` are there while it is closed, and
    `written` says where tables stand meanwhile. `reused` says that it was not played but stood there.
    """

    study: Study
    asked: Asked
    plan: Plan
    scenario: Scenario
    manifest: Mapping[str, Any]
    parts: Parts | None = None
    closing: Closing | None = None
    reused: bool = False
    made: dict[object, Any] = field(default_factory=dict)
    written: dict[str, Path] = field(default_factory=dict)

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """What was measured of each run."""
        return self.plan.measured(self.scenario.cast)

    @property
    def store(self) -> Store:
        """The arms whose outcomes and series were kept."""
        if not isinstance(self.parts, Store):
            raise ValueError("no outcomes were kept")
        return self.parts

    def once(self, make: Callable[[Results], R]) -> R:
        """What is made from these results, made once."""
        if make not in self.made:
            self.made[make] = make(self)
        made: R = self.made[make]
        return made

    def table(self, analysis: Analysis) -> pd.DataFrame:
        """One of the tables: made once, or read where it stands finished."""
        there = self.parts is None or (analysis.file in self.written and analysis.whole not in self.made)
        return self.once(analysis.read if there else analysis.whole)
