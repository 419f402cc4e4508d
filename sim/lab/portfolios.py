"""Portfolios: every mix of the actions at several strengths, and every mix once more under each rival theory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from sim.base.recorder import TEXT, Columns, column
from sim.engine.interventions import Intervention
from sim.inputs.parameters import Parameter
from sim.lab.designs import Arm, Contrast, Factorial, held_against
from sim.lab.wide import THEORY, USUAL

MIX = column("mix", "mix of actions, `baseline` without any", TEXT)
STRENGTH = column("strength", "intensity of all actions of the mix; 1 is the dose of their sources", "intensity", 0, 10)


@dataclass(frozen=True)
class Portfolios:
    """All mixes of `actions` at each of the `strengths`, and at 1 under each of the `theories`.

    A theory is a pair of its name and a rival side; mixes under it are held against the baseline under it. `off` are
    the other levers, which stay where they are.
    """

    actions: tuple[str, ...]
    strengths: tuple[float, ...] = (0.5, 1.0, 2.0)
    theories: tuple[tuple[str, str], ...] = ()
    off: tuple[str, ...] = ()

    @cached_property
    def core(self) -> Factorial:
        """The mixes at intensity 1."""
        return Factorial(self.actions, (), (0.0, 1.0))

    def points(self) -> tuple[Arm, ...]:
        """The mixes at every strength, the baseline first; then those under each theory, each time the same way."""
        arms = list(self._under(0, USUAL, {}, self.strengths))
        for theory, side in self.theories:
            arms += self._under(len(arms), f"{theory}={side}", {theory: side}, (1.0,))
        return tuple(arms)

    def _under(self, first: int, told: str, theories: Mapping[str, str], strengths: tuple[float, ...]) -> Iterator[Arm]:
        for strength in (0.0, *strengths):
            for point in self.core.mixes:
                if any(point) != bool(strength):
                    continue
                levels = {name: strength * one for name, one in zip(self.actions, point, strict=True)}
                mix = self.core.name_of(point)
                factors: dict[str, float | str] = {**levels, MIX.name: mix, STRENGTH.name: strength, THEORY.name: told}
                own = Intervention(parameters={**dict.fromkeys(self.off, 0.0), **levels}, theories=theories)
                yield Arm(labelled(mix, strength, told), factors, own, first)

    def columns(self, declared: Mapping[str, Parameter]) -> Columns:
        """The levers, the mix they make, its strength, and the theory."""
        return (*(declared[name].quantity for name in self.actions), MIX, STRENGTH, THEORY)

    def contrasts(self) -> tuple[Contrast, ...]:
        """Every mix less its baseline, and every pair of actions, at intensity 1 under the usual theories."""
        arms = self.points()
        at_one = [n for n, arm in enumerate(arms) if arm.factors[STRENGTH.name] in (0.0, 1.0)]
        usual = {arms[n].factors[MIX.name]: n for n in at_one if arms[n].factors[THEORY.name] == USUAL}
        numbers = [usual[self.core.name_of(point)] for point in self.core.mixes]
        pairs = (one for one in self.core.contrasts() if one.kind == "interaction")
        moved = (Contrast(o.kind, o.name, tuple((numbers[a], numbers[b]) for a, b in o.terms)) for o in pairs)
        return (*held_against(arms, "mix"), *moved)


def labelled(mix: str, strength: float, theory: str = USUAL) -> str:
    """The name of an arm."""
    strong = mix if strength in (0.0, 1.0) else f"{mix} x {strength:g}"
    return strong if theory == USUAL else f"{strong} | {theory}"
