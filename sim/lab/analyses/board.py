"""The board on which mixes are judged under one weighting: what each is worth, replicate by replicate, and its cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sim.base.arrays import Array
from sim.lab.analyses.compared import COST
from sim.lab.analyses.effects import complete
from sim.lab.analyses.ranks import scores
from sim.lab.decisions import Flags, Front, front
from sim.lab.portfolios import STRENGTH
from sim.lab.spread import Spread, shrunken, spread
from sim.lab.study import Results
from sim.lab.weightings import Weighting, weighed
from sim.lab.wide import THEORY, USUAL
from sim.model.measures import Outcome


@dataclass(frozen=True, eq=False)
class Board:
    """The mixes under the usual theories, and what they are worth to one weighting; `numbers` are their arms."""

    results: Results
    weighting: Weighting
    numbers: tuple[int, ...]

    @property
    def drawn(self) -> bool:
        """Whether parameters differ from set to set."""
        return self.results.plan.sampler.source != "default"

    def by_set(self, numbers: tuple[int, ...]) -> Array:
        """What arms are worth against the first of them: (arm, set, replicate of the set)."""
        found = scores(self.results.store.outcome, self.results.outcomes, self.weighting, numbers, self.draws)
        return found.reshape(len(numbers), -1, self.draws)

    @property
    def draws(self) -> int:
        """How many replicates share a set."""
        return self.results.plan.draws

    @cached_property
    def worth(self) -> Array:
        """What the mixes are worth against the baseline: (mix, set, replicate of the set)."""
        return self.by_set(self.numbers)

    @cached_property
    def told(self) -> list[Spread]:
        """What each mix is worth over sets, luck taken out."""
        return [spread(one, drawn=self.drawn) for one in self.worth]

    def expected(self, worth: Array) -> Array:
        """The expected worth by set, luck taken out: (mix, set)."""
        if self.drawn:
            return shrunken(worth)
        return np.array(np.broadcast_to(worth.mean(axis=(1, 2))[:, None], worth.shape[:2]))

    @cached_property
    def theories(self) -> Mapping[str, tuple[int, ...]]:
        """By theory the arms at intensity 1 under it, their baseline first."""
        found: dict[str, list[int]] = {}
        for number, arm in enumerate(self.results.plan.arms):
            if arm.factors[STRENGTH.name] in (0.0, 1.0):
                found.setdefault(str(arm.factors[THEORY.name]), []).append(number)
        return {theory: tuple(numbers) for theory, numbers in found.items()}

    @cached_property
    def changes(self) -> Mapping[str, Array]:
        """The mean difference of every outcome to the baseline, by name: (mix,)."""
        kept = complete(self.results.store.outcome, self.results.outcomes, self.draws)
        found = {}
        for number, one in enumerate(self.results.outcomes):
            values = self.results.store.outcome(number)[list(self.numbers)][:, kept]
            found[one.name] = (values - values[:1]).mean(axis=1)
        return found

    @cached_property
    def cost(self) -> Array:
        """What each mix costs more than the baseline, USD bn a year."""
        return self.changes[COST]

    @cached_property
    def affordable(self) -> Flags:
        """Which mixes are within the budget."""
        budget = self.results.study.facts["budget"]
        return np.asarray(self.cost <= (np.inf if budget is None else budget))

    @cached_property
    def front(self) -> Front:
        """The mixes within the budget that are not dominated in what the weighting wants."""
        wanted = [one for one in self.results.outcomes if self.weighting.of(one) and self._moves(one)]
        signs = [np.sign(self.weighting.of(one)) for one in wanted]
        values = np.array([sign * self.changes[one.name] for sign, one in zip(signs, wanted, strict=True)]).T
        least = np.array([one.least.size for one in wanted if one.least])
        inside = np.flatnonzero(self.affordable)
        found = front(values[inside].reshape(len(inside), len(wanted)), least, self.cost[inside])
        kept, alike = np.zeros(len(self.numbers), dtype=bool), np.arange(len(self.numbers))
        kept[inside], alike[inside] = found.kept, inside[found.alike]
        return Front(kept, alike)

    def _moves(self, outcome: Outcome) -> bool:
        return bool(np.isfinite(self.changes[outcome.name]).all())


def boards(results: Results) -> tuple[Board, ...]:
    """A board for each weighting that wants anything of the outcomes."""
    usual = [n for n, arm in enumerate(results.plan.arms) if arm.factors[THEORY.name] == USUAL]
    return tuple(Board(results, one, tuple(usual)) for one in weighed(results.outcomes))
