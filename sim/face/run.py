"""One history in the hand: its months, outcomes, orders and story, and why anybody did anything."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.base.errors import BadInput
from sim.engine.replay import Replay
from sim.engine.simulate import Checkpoint
from sim.face.html import page_of
from sim.lab.begun import replay_of
from sim.lab.saved import made_by
from sim.report.explain import Explanation, explain, summary_table
from sim.report.promised import promised_table
from sim.report.run_arrays import dataset_of
from sim.report.run_tables import months_table, orders_table, outcomes_table
from sim.report.story import NOTABLE, ROUTINE, Story, tell

if TYPE_CHECKING:
    from sim.face.scenario import Scenario


@dataclass(frozen=True)
class Run:
    """One history of a scenario: replicate `replicate` under `seed`, up to turn `turns`. Its tables are DataFrames.

    It is pickled as the recipe that it is: whoever reads it plays it again, the same to the bit, and is told in one
    line where code or scenario are no longer what they were.
    """

    scenario: Scenario
    replicate: int
    seed: int
    turns: int
    history: Replay = field(compare=False, repr=False)

    @cached_property
    def months(self) -> pd.DataFrame:
        """Every recorded series, a row a month; `months.csv` of `entente run`."""
        return months_table(self.history)

    @cached_property
    def outcomes(self) -> pd.DataFrame:
        """What is measured of this one history, a row an outcome."""
        return outcomes_table(self.history)

    @cached_property
    def possible_orders(self) -> pd.DataFrame:
        """Every possible order of every turn with its reasons, probability and draw."""
        return orders_table(self.history)

    @property
    def orders(self) -> pd.DataFrame:
        """The orders that were given."""
        every = self.possible_orders
        return every[every["issued"] == 1].drop(columns="issued").reset_index(drop=True)

    @cached_property
    def told(self) -> Story:
        """The story: `told.table()`, or line by line `told.lines()`."""
        return tell(self.history)

    @property
    def promises(self) -> pd.DataFrame:
        """What was promised, kept, given and delivered."""
        return promised_table(self.history)

    def story(self, routine: bool = False) -> str:
        """What happened, month by month in plain sentences; with routine orders if asked for."""
        return "\n".join(self.told.lines(ROUTINE if routine else NOTABLE))

    def explain(self, actor: str, turn: int, action: str | None = None, target: str | None = None) -> pd.DataFrame:
        """Why each possible order of an actor was given or withheld in a month; a row an order."""
        return summary_table(self.explanations(actor, turn, action, target))

    def explanations(
        self, actor: str, turn: int, action: str | None = None, target: str | None = None
    ) -> tuple[Explanation, ...]:
        """The same with every reason, what it added, and every condition."""
        return explain(self.history, turn, actor, action, target)

    def checkpoint(self) -> Scenario:
        """The scenario from here on: whatever is done with it goes on from the end of this history."""
        begun = self.scenario.begun(self.seed, [self.replicate])
        last = Checkpoint.after(self.history.turns[-1])
        return self.scenario.at(begun.branch(last, self.history.trajectory))

    def to_xarray(self) -> Any:
        """Every series and every variable of the world as an xarray.Dataset over months, theatres and actors."""
        return dataset_of(self.history)

    def __reduce__(self) -> tuple[Any, ...]:
        made = made_by(self.scenario.loaded)
        return _again, (self.scenario, self.replicate, self.seed, self.turns, made)

    def _repr_html_(self) -> str:
        headline = self.outcomes[self.outcomes["headline"] == 1].drop(columns="headline")
        said = f"Seed {self.seed}, replicate {self.replicate}, {self.turns} months."
        story = pd.DataFrame(self.told.told(NOTABLE), columns=["month", "what happened"])
        return page_of(self.scenario.title, said, ("Headline outcomes", headline), ("Story", story))


def _again(scenario: Scenario, replicate: int, seed: int, turns: int, made: dict[str, str]) -> Run:
    """Play a history that was pickled."""
    now = made_by(scenario.loaded)
    differ = [name for name in (*now, *made) if now.get(name) != made.get(name)]
    if differ:
        raise BadInput(
            "pickle", "run", scenario.name, f"the code and scenario that it was made by ({differ[0]} differs)"
        )
    return Run(scenario, replicate, seed, turns, replay_of(scenario.begun(seed, [replicate]), turns))
