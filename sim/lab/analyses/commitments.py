"""The first stage: of what each action promises, how much was given, delivered, crowded out, held by a ceiling.

An action that is not taken has no effect to find. Some replicates of the baseline, of each action alone at each level
and of all actions together are played anew by the arrays, and what goes out under each promised order is counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import numpy as np
import pandas as pd

from sim.base.arrays import Array, Run
from sim.base.recorder import TEXT, Columns, column
from sim.engine.kernel.choice import kernel_for
from sim.engine.simulate import BLOCK
from sim.inputs.promises import Place, Promise
from sim.lab.analyses.effects import stacked
from sim.lab.analyses.ledger import ARRIVED, ASKED, GIVEN, HELD, KEPT, MONTHS, Counted, flows_of, ledger, years_of
from sim.lab.designs import EVERYTHING
from sim.lab.past import Past
from sim.lab.plan import Plan
from sim.lab.statistics import paired_t
from sim.lab.store import Store
from sim.lab.study import Analysis, Results
from sim.model.pairs import Index
from sim.scenarios.scenario import Scenario

COUNTED = 100
"""Replicates that are played anew, at most."""

WHOLE = "all"
"""Stands for the year where all years are taken together."""

UNIT = "as `unit` says"
COMMITMENTS: Columns = (
    column("mix", "the action alone at one of the levels, or `all_actions`", TEXT),
    column("lever", "recommended action that promises the order", TEXT),
    column("level", "its intensity in the mix", "intensity", 0),
    column("who", "who promises", TEXT),
    column("action", "what is promised", TEXT),
    column("toward", "toward whom; the actor itself where an act has no addressee", TEXT),
    column("unit", "what an order is measured by; all amounts are means of a month", TEXT),
    column("year", f"calendar year; `{WHOLE}` for all months from the actions' start on", TEXT),
    column("promised", "what the action promises, were every promise kept", UNIT, 0),
    column("kept", "of it what was adopted, kept and legal", UNIT, 0),
    column("given", "what went out less what goes out in the baseline, same replicates", UNIT),
    column("given_low", "lower bound of its 95 % interval over parameter sets; empty with fewer than two", UNIT),
    column("given_high", "upper bound of the same", UNIT),
    column("delivered", "what arrived and was taken, less the same in the baseline", UNIT),
    column("delivered_low", "lower bound of its 95 % interval; empty as above", UNIT),
    column("delivered_high", "upper bound of the same", UNIT),
    column(
        "crowded_out",
        "how much less than in the baseline others, who promise nothing here, delivered of the same toward the same",
        UNIT,
    ),
    column("crowded_out_low", "lower bound of its 95 % interval; empty as above", UNIT),
    column("crowded_out_high", "upper bound of the same", UNIT),
    column(
        "at_ceiling",
        "of the months in which a promise was kept, the share in which less went out than it says: stock, transport, "
        "men or money did not allow more; empty where none was kept",
        "share",
        0,
        1,
    ),
    column("at_ceiling_low", "lower bound of its 95 % interval; empty as above", "share", 0, 1),
    column("at_ceiling_high", "upper bound of the same", "share", 0, 1),
    column("baseline", "what goes out under the same order in the baseline", UNIT, 0),
    column("replicates", "replicates that were counted", "replicates", 1),
)


@dataclass(frozen=True)
class Stage:
    """The first stage of a sweep: its plan, what is looked at, and the arms with the actions that promise in them.

    `replicates` are those that are played anew, from their `past`: of those that share a parameter set all or none.
    """

    plan: Plan
    scenario: Scenario
    counted: Counted
    arms: Mapping[int, tuple[Promise, ...]]
    replicates: Index
    past: Past | None

    @classmethod
    def of(cls, plan: Plan, scenario: Scenario, store: Store) -> Stage:
        """Of each action alone at each level, and of all together; on replicates that failed under none of these."""
        promises = [one for one in scenario.parameters.promises if one.lever]
        arms = {
            number: tuple(one for one in promises if one.lever in _raised(plan, number))
            for number, arm in enumerate(plan.arms)
            if arm.baseline == 0 and (len(_raised(plan, number)) == 1 or arm.name == EVERYTHING)
        }
        kept = {number: made for number, made in arms.items() if made}
        failed = np.setdiff1d(np.arange(plan.replicates), store.ran([0, *kept]))
        ran = ~np.isin(np.arange(max(plan.replicates, plan.draws)), failed)
        whole = ran[: len(ran) // plan.draws * plan.draws].reshape(-1, plan.draws).all(axis=1)
        sets = np.flatnonzero(whole)[: max(COUNTED // plan.draws, 1)]
        replicates = (sets[:, None] * plan.draws + np.arange(plan.draws)).reshape(-1)
        counted, past = Counted.of(plan.case(scenario, [0]).cast.slots), store.pasts.of(replicates)
        return cls(plan, scenario, counted, kept, replicates, past)

    def tasks(self) -> list[partial[Array]]:
        """What is played, in an order of its own: the baseline first."""
        every = [0, *self.arms] if self.arms and len(self.replicates) else []
        each = max(BLOCK // max(len(self.replicates), 1), 1)
        return [
            partial(ledger, self.plan, every[first : first + each], self.replicates, self.past)
            for first in range(0, len(every), each)
        ]

    def prepare(self) -> None:
        """Compile what the tasks are played by, so that every process finds it."""
        months = self.plan.turns - self.plan.start
        kernel_for(self.plan.case(self.scenario, [0]), len(self.replicates) * (1 + len(self.arms)) * months, flows_of)

    def table(self, pieces: Sequence[Array]) -> pd.DataFrame:
        """All rows, from what the tasks gave: columns as declared in `COMMITMENTS`."""
        names = [quantity.name for quantity in COMMITMENTS]
        if not pieces:
            return pd.DataFrame(columns=names)
        sums = np.concatenate(pieces, axis=3)
        sums = np.concatenate([sums, sums.sum(axis=1, keepdims=True)], axis=1)
        told = [
            self._order(sums[:, :, :, 0], sums[:, :, :, place + 1], arm, row, made)
            for place, arm in enumerate(self.arms)
            for row, made in self._places(arm).items()
        ]
        return stacked(told)[names]

    def _places(self, arm: int) -> dict[int, list[Promise]]:
        """The promised orders of an arm by their row, with the promises that meet there."""
        places: dict[int, list[Promise]] = {}
        for one in self.arms[arm]:
            places.setdefault(self._row_of[one.place], []).append(one)
        return places

    @cached_property
    def _row_of(self) -> dict[Place, int]:
        """The row of each promised order by who promises what toward whom."""
        cast = self.plan.case(self.scenario, [0]).cast
        return {one.place: self.counted.numbers.index(one.number) for one in cast.slots.promised}

    def _order(self, base: Array, own: Array, arm: int, row: int, made: Sequence[Promise]) -> dict[str, Any]:
        """The rows of one promised order, a row a year; arrays are (what, year, order, replicate)."""
        # what else is promised in the arm is no crowding out
        others = [one for one in self.counted.others(row) if one not in self._places(arm)]
        changes = {
            "given": own[GIVEN, :, row] - base[GIVEN, :, row],
            "delivered": own[ARRIVED, :, row] - base[ARRIVED, :, row],
            "crowded_out": (base[ARRIVED][:, others] - own[ARRIVED][:, others]).sum(axis=1),
        }
        means = {"promised": own[ASKED, :, row], "kept": own[KEPT, :, row], "baseline": base[GIVEN, :, row]}
        columns: dict[str, Any] = {name: sums.mean(axis=-1) / self.months for name, sums in means.items()}
        for name, values in changes.items():
            columns |= self._estimated(name, values / self.months[:, None])
        columns |= self._held(own[HELD, :, row], own[MONTHS, :, row])
        mix = [self.plan.arms[arm].name] * len(self.months)
        named = {"mix": mix, "year": [*self.years, WHOLE], "replicates": len(self.replicates)}
        return {**named, **self._named(arm, made), **columns}

    @cached_property
    def years(self) -> list[str]:
        """The years in which the actions act."""
        return list(dict.fromkeys(years_of(self.scenario, self.plan)))

    @cached_property
    def months(self) -> Array:
        """How many months of each year are counted, and of all years together."""
        every = years_of(self.scenario, self.plan)
        return np.array([*(every.count(year) for year in self.years), len(every)], dtype=np.float64)

    def _named(self, arm: int, made: Sequence[Promise]) -> dict[str, object]:
        levers = list(dict.fromkeys(one.lever for one in made))
        row, factors = self.scenario.cast.actions[made[0].action], self.plan.arms[arm].factors
        return {
            "lever": " + ".join(levers),
            "level": factors[levers[0]],
            "who": made[0].who,
            "action": str(made[0].action),
            "toward": made[0].toward,
            "unit": row.unit if row.amount == "size" else "orders",
        }

    def _estimated(self, name: str, values: Array) -> dict[str, Run]:
        """The mean of each row of (year, replicate) and its interval over parameter sets."""
        estimate = paired_t(values.reshape(len(values), -1, self.plan.draws).mean(axis=-1))
        low, high = estimate.interval()
        return {name: estimate.difference, f"{name}_low": low, f"{name}_high": high}

    def _held(self, held: Array, months: Array) -> dict[str, Run]:
        """The share of months with a kept promise in which less went out, with its interval."""
        of_sets = (values.reshape(len(values), -1, self.plan.draws).sum(axis=-1) for values in (held, months))
        some, every = of_sets
        share = np.divide(some, every, out=np.full_like(some, np.nan), where=every > 0.0)
        found = np.full((3, len(held)), np.nan)
        for year, row in enumerate(share):
            if np.isfinite(row).any():
                estimate = paired_t(row[np.isfinite(row)][None])
                found[:, year] = estimate.difference[0], *(bound[0] for bound in estimate.interval())
        mean, low, high = found.clip(0.0, 1.0)
        return {"at_ceiling": mean, "at_ceiling_low": low, "at_ceiling_high": high}


def _raised(plan: Plan, number: int) -> list[str]:
    """The levers that are raised in an arm."""
    usual = plan.arms[0].factors
    return [name for name, level in plan.arms[number].factors.items() if level != usual[name]]


def _rows(results: Results) -> Iterator[pd.DataFrame]:
    """The first stage, which is played in other processes."""
    assert results.closing is not None
    stage = Stage.of(results.plan, results.scenario, results.store)
    stage.prepare()
    return _told(stage, results.closing.beside(stage.tasks(), "first stage", 2))


def _told(stage: Stage, pieces: Iterator[Array]) -> Iterator[pd.DataFrame]:
    yield stage.table(list(pieces))


OF_COMMITMENTS = Analysis("commitments.csv", lambda results: COMMITMENTS, _rows)
