"""Designs: which settings of the parameters are played against each other, and which arms are compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, product

from sim.inputs.parameters import Parameters

BASELINE = "baseline"
EVERYTHING = "all_actions"
NOTHING = "nothing_at_all"
KINDS = ("main", "mix", "interaction", "placebo")

Point = tuple[float, ...]


@dataclass(frozen=True)
class Arm:
    """One setting of the parameters, played on the same luck as every other arm."""

    name: str
    values: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Contrast:
    """What is compared: the mean, over matched pairs of arms, of the first less the second."""

    kind: str
    name: str
    terms: tuple[tuple[int, int], ...]


def actions_of(parameters: Parameters) -> tuple[str, ...]:
    """The levers that are recommended actions: all that drive something."""
    return tuple(n for n in parameters.levers if parameters.declared[n].drives != NOTHING)


def placebos_of(parameters: Parameters) -> tuple[str, ...]:
    """The levers that drive nothing."""
    return tuple(n for n in parameters.levers if parameters.declared[n].drives == NOTHING)


@dataclass(frozen=True)
class Factorial:
    """Every mix of the actions at every level, and the placebo on the first and the last of them."""

    actions: tuple[str, ...]
    placebos: tuple[str, ...]
    levels: Point

    @property
    def points(self) -> tuple[Point, ...]:
        """The levels of the actions in every mix, the baseline first and all actions at full last."""
        return tuple(product(self.levels, repeat=len(self.actions)))

    @property
    def arms(self) -> tuple[Arm, ...]:
        """All mixes, then for each placebo the baseline and all actions with it."""
        off = tuple((name, 0.0) for name in self.placebos)
        mixes = [Arm(self._name(p), (*zip(self.actions, p, strict=True), *off)) for p in self.points]
        return (*mixes, *(arm for name in self.placebos for arm in _with_placebo(name, mixes)))

    @property
    def alone(self) -> tuple[str, ...]:
        """For each action the name of the mix in which it alone is raised, to the highest level."""
        low, high, size = self.levels[0], self.levels[-1], len(self.actions)
        return tuple(self._name(tuple(high if i == j else low for j in range(size))) for i in range(size))

    def _name(self, point: Point) -> str:
        low, high = self.levels[0], self.levels[-1]
        if set(point) == {low}:
            return BASELINE
        if set(point) == {high} and len(point) > 1:
            return EVERYTHING
        raised = ((n, level) for n, level in zip(self.actions, point, strict=True) if level != low)
        return "+".join(n if level == 1.0 else f"{n}={level:g}" for n, level in raised)

    def contrasts(self) -> tuple[Contrast, ...]:
        """All comparisons: main effects, mixes against the baseline, interactions of pairs, placebos."""
        return (*self._main(), *self._mixes(), *self._interactions(), *self._placebos())

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
        number = {point: arm for arm, point in enumerate(self.points)}
        low, high = self.levels[0], self.levels[-1]
        terms = []
        for rest in product(self.levels, repeat=len(self.actions) - len(which)):
            at = {corner: number[_placed(rest, which, corner)] for corner in product((low, high), repeat=len(which))}
            if len(which) == 1:
                terms.append((at[high,], at[low,]))
            else:
                terms += [(at[high, high], at[low, high]), (at[low, low], at[high, low])]
        return terms

    def _mixes(self) -> list[Contrast]:
        return [Contrast("mix", self.arms[arm].name, ((arm, 0),)) for arm in range(1, len(self.points))]

    def _placebos(self) -> list[Contrast]:
        mixes, arms = len(self.points), self.arms
        return [
            Contrast("placebo", arms[arm].name, ((arm, 0 if (arm - mixes) % 2 == 0 else mixes - 1),))
            for arm in range(mixes, len(arms))
        ]


def _with_placebo(name: str, mixes: Sequence[Arm]) -> tuple[Arm, Arm]:
    def given(arm: Arm) -> tuple[tuple[str, float], ...]:
        return tuple((n, 1.0 if n == name else value) for n, value in arm.values)

    return Arm(name, given(mixes[0])), Arm(f"{mixes[-1].name}+{name}", given(mixes[-1]))


def _placed(rest: Point, which: tuple[int, ...], corner: Point) -> Point:
    """A full setting: `corner` at the places `which`, `rest` at the others in order."""
    point = list(rest)
    for place, level in sorted(zip(which, corner, strict=True)):
        point.insert(place, level)
    return tuple(point)
