"""Designs: the points that are played against each other, and which of them are compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import Protocol

from sim.base.recorder import Columns
from sim.engine.interventions import Intervention
from sim.inputs.parameters import Parameter, Parameters

BASELINE = "baseline"
EVERYTHING = "all_actions"
KINDS = ("main", "mix", "interaction", "other", "placebo", "dose", "theory", "pathway")

Point = tuple[float, ...]


@dataclass(frozen=True)
class Arm:
    """One point of a design: an intervention that is played on common random numbers as every other.

    `name` is a label and nothing is ever read from it; what it stands for is in `factors`, by column. `baseline` is
    the number of the arm it is held against, its own where it is a baseline itself.
    """

    name: str
    factors: Mapping[str, float | str]
    intervention: Intervention
    baseline: int = 0


@dataclass(frozen=True)
class Contrast:
    """What is compared: the mean, over matched pairs of arms, of the first less the second."""

    kind: str
    name: str
    terms: tuple[tuple[int, int], ...]


class Design(Protocol):
    """Whatever says what is played and what is compared."""

    def points(self) -> Sequence[Arm]:
        """The arms, by number."""
        ...

    def columns(self, declared: Mapping[str, Parameter]) -> Columns:
        """What the factors mean, as columns of the table of runs."""
        ...

    def contrasts(self) -> tuple[Contrast, ...]:
        """All comparisons."""
        ...


def held_against(arms: Sequence[Arm], kind: str, numbers: range | None = None) -> Iterator[Contrast]:
    """Each of some arms (all if None) that is no baseline, less the one that is its own."""
    for number in range(len(arms)) if numbers is None else numbers:
        if arms[number].baseline != number:
            yield Contrast(kind, arms[number].name, ((number, arms[number].baseline),))


def actions_of(parameters: Parameters) -> tuple[str, ...]:
    """The levers that are recommended actions."""
    return tuple(n for n in parameters.levers if parameters.declared[n].recommended)


def others_of(parameters: Parameters) -> tuple[str, ...]:
    """The levers that are actions, but not recommended: they are played for comparison."""
    declared = parameters.declared
    return tuple(n for n in parameters.levers if declared[n].promises and not declared[n].recommended)


def placebos_of(parameters: Parameters) -> tuple[str, ...]:
    """The levers under which nothing is promised."""
    return tuple(n for n in parameters.levers if not parameters.declared[n].promises)


@dataclass(frozen=True)
class Factorial:
    """Every mix of the actions at every level; each other action and placebo at 1, beside the first and last mix.

    `doses` are the intensities that level 1 of a lever stands for, where that is not 1; every arm is `under` the same
    intervention besides.
    """

    actions: tuple[str, ...]
    placebos: tuple[str, ...]
    levels: Point
    others: tuple[str, ...] = ()
    doses: Mapping[str, float] = field(default_factory=dict)
    under: Intervention = field(default_factory=Intervention)

    @property
    def mixes(self) -> tuple[Point, ...]:
        """The levels of the actions in every mix, the baseline first and all actions at full last."""
        return tuple(product(self.levels, repeat=len(self.actions)))

    def points(self) -> tuple[Arm, ...]:
        """All mixes, then for each other action and each placebo the baseline and all actions with it."""
        beside, last = (*self.others, *self.placebos), len(self.mixes) - 1
        off = dict.fromkeys(beside, 0.0)
        levels = [dict(zip(self.actions, p, strict=True)) | off for p in self.mixes]
        mixes = [self._pulled(self.name_of(p), level) for p, level in zip(self.mixes, levels, strict=True)]
        before = {0: "", last: f"{mixes[last].name}+"}
        added = (
            self._pulled(before[number] + name, {**levels[number], name: 1.0}, number)
            for name in beside
            for number in before
        )
        return (*mixes, *added)

    def _pulled(self, name: str, levels: Mapping[str, float], baseline: int = 0) -> Arm:
        """An arm whose factors are the levers themselves."""
        pulled = {lever: level * self.doses.get(lever, 1.0) for lever, level in levels.items()}
        return Arm(name, pulled, self.under.also(Intervention(parameters=pulled)), baseline)

    def columns(self, declared: Mapping[str, Parameter]) -> Columns:
        """The levers, as they are declared."""
        return tuple(declared[name].quantity for name in (*self.actions, *self.others, *self.placebos))

    @property
    def alone(self) -> tuple[str, ...]:
        """For each action the name of the mix in which it alone is raised, to the highest level."""
        low, high, size = self.levels[0], self.levels[-1], len(self.actions)
        return tuple(self.name_of(tuple(high if i == j else low for j in range(size))) for i in range(size))

    def name_of(self, point: Point) -> str:
        """The name of the mix in which actions have these levels."""
        low, high = self.levels[0], self.levels[-1]
        if set(point) == {low}:
            return BASELINE
        if set(point) == {high} and len(point) > 1:
            return EVERYTHING
        raised = ((n, level) for n, level in zip(self.actions, point, strict=True) if level != low)
        return "+".join(n if level == 1.0 else f"{n}={level:g}" for n, level in raised)

    def contrasts(self) -> tuple[Contrast, ...]:
        """All comparisons: main effects, mixes against the baseline, interactions of pairs, others and placebos."""
        arms, mixes = self.points(), len(self.mixes)
        placebos = mixes + 2 * len(self.others)
        return (
            *self._main(),
            *held_against(arms, "mix", range(mixes)),
            *self._interactions(),
            *held_against(arms, "other", range(mixes, placebos)),
            *held_against(arms, "placebo", range(placebos, len(arms))),
        )

    def _main(self) -> list[Contrast]:
        # Between the lowest and the highest level, averaged over every setting of the other actions.
        return [Contrast("main", name, tuple(self._raised((i,)))) for i, name in enumerate(self.actions)]

    def _interactions(self) -> list[Contrast]:
        pairs = combinations(range(len(self.actions)), 2)
        return [Contrast("interaction", self._pair(i, j), tuple(self._raised((i, j)))) for i, j in pairs]

    def _pair(self, i: int, j: int) -> str:
        return f"{self.actions[i]} x {self.actions[j]}"

    def _raised(self, which: tuple[int, ...]) -> list[tuple[int, int]]:
        """Matched pairs of arms: the first action raised with the second raised, lowered with it lowered.

        Their mean is the main effect of one action, or half the difference of differences of two.
        """
        number = {point: arm for arm, point in enumerate(self.mixes)}
        low, high = self.levels[0], self.levels[-1]
        terms = []
        for rest in product(self.levels, repeat=len(self.actions) - len(which)):
            at = {corner: number[_placed(rest, which, corner)] for corner in product((low, high), repeat=len(which))}
            if len(which) == 1:
                terms.append((at[high,], at[low,]))
            else:
                terms += [(at[high, high], at[low, high]), (at[low, low], at[high, low])]
        return terms


@dataclass(frozen=True)
class Listed:
    """Arms named one by one, each held against its own baseline; `quantities` say what their factors mean.

    Without any, the scenario as it stands.
    """

    arms: tuple[Arm, ...] = (Arm(BASELINE, {}, Intervention()),)
    quantities: Columns = ()

    def points(self) -> tuple[Arm, ...]:
        """The arms."""
        return self.arms

    def columns(self, declared: Mapping[str, Parameter]) -> Columns:
        """What the factors mean."""
        return self.quantities

    def contrasts(self) -> tuple[Contrast, ...]:
        """Each arm less its own baseline."""
        return tuple(held_against(self.arms, "mix"))


def _placed(rest: Point, which: tuple[int, ...], corner: Point) -> Point:
    """A full setting: `corner` at the places `which`, `rest` at the others in order."""
    point = list(rest)
    for place, level in sorted(zip(which, corner, strict=True)):
        point.insert(place, level)
    return tuple(point)
