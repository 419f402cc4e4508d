"""A scenario in the hand: changed, run once or many times, swept, studied, saved at a month and taken up again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from sim.base.draws import LARGEST
from sim.base.errors import BadInput
from sim.base.given import whole
from sim.engine.interventions import NOTHING, Intervention
from sim.face import frames
from sim.face.bar import bar
from sim.face.changes import Changes, Names
from sim.face.html import page_of
from sim.lab.begun import Begun, Origins, begin, play_to, replay_of
from sim.lab.branch import Branch
from sim.lab.saved import save
from sim.scenarios.scenario import Scenario as Loaded, load_scenario

if TYPE_CHECKING:
    from sim.face import Run, Runs, Studied

MOST_TURNS = 1200


@dataclass(frozen=True, repr=False)
class Scenario:
    """A scenario with what is different from it; nothing is played before somebody asks.

    Made by `entente.load`. It never changes: `change` gives another. It can be pickled. `parameters_from` is where
    parameters come from (`default`, `prior`, `posterior`), `history` how the past is played (`free`, `record`); where
    empty, whatever is usual for what is asked of it.
    """

    name: str
    changes: Changes = field(default_factory=Changes)
    start: int | None = None
    parameters_from: str = ""
    history: str = ""
    branch: Branch | None = field(default=None, compare=False, repr=False)

    # --- what it is ---

    @cached_property
    def loaded(self) -> Loaded:
        """The scenario as the model has it."""
        return load_scenario(self.name)

    @property
    def title(self) -> str:
        """Its title."""
        return self.loaded.title

    @property
    def months(self) -> list[str]:
        """Its months, as year-month; turn k is the k-th, from 0."""
        return [self.loaded.month(turn) for turn in range(self.loaded.turns)]

    @property
    def actors(self) -> pd.DataFrame:
        """Who plays: name, role, home."""
        return frames.actors(self.loaded)

    @property
    def levers(self) -> pd.DataFrame:
        """What can be done: each action with its dose at intensity 1, and the highest intensity."""
        return frames.levers(self.loaded)

    @property
    def parameters(self) -> pd.DataFrame:
        """Every number one could dispute: value, range, unit, grade of evidence, meaning."""
        return frames.parameters(self.loaded)

    @property
    def outcomes(self) -> pd.DataFrame:
        """What is measured of each history: theatre, unit, meaning, smallest difference of interest."""
        return frames.outcomes(self.loaded)

    @property
    def theories(self) -> pd.DataFrame:
        """Where scholars disagree: each theory with its sides, the usual one first."""
        return frames.theories()

    # --- what is different ---

    def change(
        self,
        *,
        set: Mapping[str, float] | None = None,
        doses: Mapping[str, float] | None = None,
        scripts: Names = (),
        theories: Mapping[str, str] | None = None,
        roles: Mapping[str, str] | None = None,
        do: Mapping[str, float | str] | None = None,
        pathways: Names = (),
        besides: Intervention = NOTHING,
        start: int | None = None,
        parameters: str | None = None,
        history: str | None = None,
    ) -> Scenario:
        """Another scenario, in which this is different besides; see `Changes`.

        `start` is the turn from which levers act, `parameters` where these come from, `history` how the past is played.
        Raises `BadInput` with one line for whatever is not known or out of its range.
        """
        own = Changes(set or {}, doses or {}, scripts, theories or {}, roles or {}, do or {}, pathways, besides)
        changed = replace(
            self,
            changes=self.changes.also(own),
            start=self.start if start is None else start,
            parameters_from=self.parameters_from if parameters is None else parameters,
            history=self.history if history is None else history,
        )
        changed.__dict__["loaded"] = self.loaded
        changed.check()
        return changed

    def check(self) -> None:
        """Raise `BadInput` for whatever is not known or out of its range; nothing is played."""
        start = self.origins.acts(self.loaded)
        frames.checked(self.loaded, self.changes.intervention(self.loaded, start), self.origins)

    @property
    def origins(self) -> Origins:
        """Where its histories come from."""
        return Origins(self.start, self.parameters_from or "default", self.history or "free", self.branch)

    def begun(self, seed: int | None, replicates: Sequence[int] | range, chosen: tuple[int, ...] = ()) -> Begun:
        """Histories of it, ready to be played; `chosen` are those of the record that are known to be accepted."""
        origins = replace(self.origins, chosen=chosen)
        own = self.changes.intervention(self.loaded, origins.acts(self.loaded))
        numbers = np.array(replicates, dtype=np.int64)
        return begin(self.name, self.loaded, own, origins, self.seed(seed), numbers)

    def seed(self, given: int | None) -> int:
        """The seed that is meant: that of the checkpoint where there is one, else 1 if none is given."""
        usual = self.branch.seed if self.branch else 1
        seed = usual if given is None else whole(given, "run", "seed", 0, LARGEST)
        if self.branch and seed != usual:
            raise BadInput("run", "seed", seed, f"that of the checkpoint, {usual}; replicate gives another luck")
        return seed

    def turns(self, until: int | None) -> int:
        """The turn before which histories end."""
        first = self.branch.turn if self.branch else 0
        return self.loaded.turns if until is None else whole(until, "run", "until", first + 1, MOST_TURNS)

    # --- what can be done with it ---

    def run(
        self, replicate: int = 0, seed: int | None = None, until: int | None = None, progress: bool | None = None
    ) -> Run:
        """Play one history, with the reason for every order; the same as `entente run`.

        It ends before turn `until`, the scenario's end if None. A bar shows the progress in a terminal and in a
        notebook unless `progress` says otherwise.
        """
        from sim.face import Run

        number = whole(replicate, "run", "replicate", 0, LARGEST)
        begun, turns = self.begun(seed, [number]), self.turns(until)
        with bar(f"{self.title}, one history", progress) as moved:
            return Run(self, number, begun.draws.seed, turns, replay_of(begun, turns, moved))

    def run_many(
        self,
        replicates: int = 100,
        seed: int | None = None,
        until: int | None = None,
        jobs: int = 1,
        series: bool = True,
        progress: bool | None = None,
    ) -> Runs:
        """Play many histories, replicates 0, 1, ... under a seed: what is measured of each, and its series.

        `jobs` processes play them, 0 meaning all cores: in a script more than one needs `if __name__ == "__main__":`.
        No result depends on it. Without `series` only outcomes are kept.
        """
        from sim.face import Runs

        count = whole(replicates, "run_many", "replicates", 1, 1_000_000)
        number, turns, most = self.seed(seed), self.turns(until), whole(jobs, "run_many", "jobs", 0, 4096)
        with bar(f"{self.title}, {count} histories", progress) as moved:
            return Runs.of(self, count, number, turns, most, series, moved)

    def explain(
        self,
        actor: str,
        turn: int,
        action: str | None = None,
        target: str | None = None,
        replicate: int = 0,
        seed: int | None = None,
    ) -> pd.DataFrame:
        """Why each possible order of an actor was given or withheld in a month; a row an order."""
        last = whole(turn, "explain", "turn", 0, self.loaded.turns - 1)
        return self.run(replicate, seed, last + 1).explain(actor, last, action, target)

    def sweep(
        self, out: str | PathLike[str] = "results/sweep", progress: bool | None = None, **options: Any
    ) -> Studied:
        """Play all mixes of the recommended actions on common random numbers; as `study("sweep")`."""
        return self.study("sweep", out, progress, **options)

    def study(
        self, name: str, out: str | PathLike[str] | None = None, progress: bool | None = None, **options: Any
    ) -> Studied:
        """Carry out a study by its name (see `entente.list_studies`), or read it where it stands finished in `out`.

        Options are those of the study, as in `replicates=40`; `jobs` is 1 unless it is said. Everything that is
        different from the scenario holds in every arm, but levers, which a study moves itself.
        """
        from sim.face import Studied

        return Studied.of(self, name, None if out is None else Path(out), progress, options)

    def evaluate(
        self, table: pd.DataFrame | Mapping[str, Any], progress: bool | None = None, **options: Any
    ) -> pd.DataFrame:
        """The mean outcomes of every row of a table of levers, parameters, theories and starts; see `entente.evaluate`.

        What is different from the scenario is added as columns that are the same in every row.
        """
        from sim.lab.evaluate import evaluate

        alike, frame = dict(_alike(self)), pd.DataFrame(table)
        for column in alike.keys() & {*frame.columns}:
            raise BadInput("evaluate", "column", column, "a column that is not changed in the scenario already")
        asked = {"parameters": self.parameters_from, "history": self.history}
        given: dict[str, Any] = {**{name: value for name, value in asked.items() if value}, **options}
        with bar(f"{self.title}, {len(frame)} points", progress) as moved:
            return evaluate(frame.assign(**alike), scenario=self.name, progress=moved, **given)

    def checkpoint(self, turn: int, replicates: int | Sequence[int] = 0, seed: int | None = None) -> Scenario:
        """The scenario from a month on: one history, or several, played up to a turn and taken up there.

        Whatever is done with it goes on from that world. Without a change its histories are the whole ones, to the bit;
        replicate 0 keeps the luck of the (first) history, and each further one has another.
        """
        first = self.branch.turn if self.branch else 0
        until = whole(turn, "checkpoint", "turn", first + 1, self.loaded.turns - 1)
        begun = self.begun(seed, [replicates] if isinstance(replicates, int) else replicates)
        return self.at(play_to(begun, until))

    def at(self, branch: Branch) -> Scenario:
        """The scenario as it goes on from a branch."""
        here = Scenario(self.name, branch=branch)
        here.__dict__["loaded"] = self.loaded
        return here

    def save(self, path: str | PathLike[str]) -> Path:
        """Write the checkpoint into a file, which `entente.load` and `entente run --from` read."""
        if self.branch is None or self.changes != Changes():
            raise BadInput("save", "scenario", self.name, "a checkpoint as it was taken: checkpoint(turn).save(path)")
        save(self.branch, Path(path), self.loaded)
        return Path(path)

    def __getstate__(self) -> dict[str, Any]:
        return {one.name: getattr(self, one.name) for one in fields(self)}

    def __repr__(self) -> str:
        different = (f", {name}={value!r}" for name, value in frames.different(self.changes, self.origins))
        here = f", from turn {self.branch.turn}" if self.branch else ""
        return f"Scenario({self.name!r}{''.join(different)}{here})"

    def _repr_html_(self) -> str:
        return page_of(self.title, self.loaded.summary, *frames.told(self.loaded, self.changes, self.origins))


def _alike(scenario: Scenario) -> Iterator[tuple[str, float | str]]:
    """What is different, as columns; raise `BadInput` for what no column can say."""
    own = scenario.changes.intervention(scenario.loaded, scenario.origins.acts(scenario.loaded))
    rest = replace(own, parameters={}, theories={}, held_from=0 if not own.held else own.held_from)
    if rest != NOTHING or scenario.branch:
        raise BadInput("evaluate", "scenario", scenario.name, "only parameters, levers, theories and a start changed")
    yield from own.parameters.items()  # type: ignore[misc]
    yield from own.theories.items()
    if scenario.start is not None:
        yield "start", scenario.start
