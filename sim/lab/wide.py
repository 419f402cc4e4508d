"""A wide design: a factorial, and beside it each action alone at further doses and under rival theories."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from sim.base.recorder import TEXT, Columns, column
from sim.engine.interventions import Intervention
from sim.inputs.parameters import Parameter
from sim.lab.designs import Arm, Contrast, Factorial, Point, held_against
from sim.scenarios.pathways import Pathway

USUAL = "default"
"""Stands for the sides of all theories that are taken where nothing is said."""

PATHWAY = column("pathway", "levers over time, a file of configs/pathways; empty without", TEXT, role="key")

THEORY = column("theory", f"side taken where theories disagree, as theory=side; `{USUAL}` for none", TEXT)


@dataclass(frozen=True)
class Wide:
    """A factorial of the recommended actions, and arms beside it that are held against a baseline.

    Every action is also played alone at the intensities `curve`, and so are the others, which are no part of any mix;
    under each of the `theories`, which are pairs of a theory and a rival side, the baseline, each action alone and all
    that are recommended are played once more, and held against the baseline under the same theory. Each of the
    `pathways` is one more arm, in which levers move over time.
    """

    core: Factorial
    curve: Point = ()
    theories: tuple[tuple[str, str], ...] = ()
    pathways: tuple[Pathway, ...] = ()

    @property
    def actions(self) -> tuple[str, ...]:
        """All actions, those of the factorial first."""
        return (*self.core.actions, *self.core.others)

    @property
    def mixed(self) -> int:
        """How many arms, the first ones, are mixes of the factorial."""
        return len(self.core.mixes)

    def points(self) -> tuple[Arm, ...]:
        """The arms of the factorial, then those at further doses, under each theory, and on each pathway."""
        core = tuple(self._widened(arm) for arm in self.core.points())
        doses = self._doses(core[0])
        return (*core, *doses, *self._rivals(core, len(core) + len(doses)), *self._over_time(core[0]))

    def _over_time(self, baseline: Arm) -> Iterator[Arm]:
        for one in self.pathways:
            own = baseline.intervention.also(Intervention(levers=one.levers, triggers=one.triggers))
            yield Arm(one.name, {**baseline.factors, PATHWAY.name: one.name}, own, 0)

    def _widened(self, arm: Arm) -> Arm:
        """An arm that also says under which theory it is played and on which pathway, where these differ."""
        theory = {THEORY.name: USUAL} if self.theories else {}
        return replace(arm, factors={**arm.factors, **theory, **({PATHWAY.name: ""} if self.pathways else {})})

    def _doses(self, baseline: Arm) -> list[Arm]:
        further = {action: [d for d in self.curve if d not in self.core.levels] for action in self.core.actions}
        further |= {action: [d for d in self.curve if d not in (0.0, 1.0)] for action in self.core.others}
        return [self._raised(baseline, action, dose) for action, doses in further.items() for dose in doses]

    def _rivals(self, core: tuple[Arm, ...], first: int) -> list[Arm]:
        found: list[Arm] = []
        levels = {a: 1.0 if a in self.core.others else self.core.levels[-1] for a in self.actions}
        alone = (*(self._raised(core[0], *one) for one in levels.items()), core[self.mixed - 1])
        for theory, side in self.theories:
            under, number = f"{theory}={side}", first + len(found)
            for arm in (core[0], *alone):
                own = arm.intervention.also(Intervention(theories={theory: side}))
                factors = {**arm.factors, THEORY.name: under}
                found.append(Arm(f"{arm.name} | {under}", factors, own, number))
        return found

    def _raised(self, baseline: Arm, action: str, level: float) -> Arm:
        own = {action: self._dose(action, level)}
        intervention = baseline.intervention.also(Intervention(parameters=own))
        return Arm(_named(action, level), {**baseline.factors, **own}, intervention, 0)

    def columns(self, declared: Mapping[str, Parameter]) -> Columns:
        """The levers, as they are declared, and the theory and pathway where these differ."""
        beside = (*([THEORY] if self.theories else []), *([PATHWAY] if self.pathways else []))
        return (*self.core.columns(declared), *beside)

    def alone(self, action: str) -> str:
        """The name of the arm in which an action alone is raised, to the highest level of the factorial or to 1."""
        return _named(action, 1.0 if action in self.core.others else self.core.levels[-1])

    def full(self, action: str) -> float:
        """How high an action is raised to be held against the baseline."""
        return self._dose(action, 1.0 if action in self.core.others else self.core.levels[-1])

    def _dose(self, action: str, level: float) -> float:
        return level * self.core.doses.get(action, 1.0)

    def raised(self, arm: Arm) -> tuple[str, ...]:
        """The actions that are raised in an arm."""
        return tuple(name for name in self.actions if arm.factors[name] != self._lowest(name))

    def at_full(self, arm: Arm) -> bool:
        """Whether every action is as high as it gets in a comparison, or not raised, no placebo is, nothing moves."""
        idle = all(arm.factors[name] == 0.0 for name in self.core.placebos) and not arm.factors.get(PATHWAY.name)
        return idle and all(arm.factors[name] == self.full(name) for name in self.raised(arm))

    def _lowest(self, action: str) -> float:
        return 0.0 if action in self.core.others else self._dose(action, self.core.levels[0])

    def contrasts(self) -> tuple[Contrast, ...]:
        """Those of the factorial; doses and pathways against the baseline; actions against that of their theory."""
        arms, core = self.points(), len(self.core.points())
        last = core + len(self._doses(arms[0]))
        over_time = len(arms) - len(self.pathways)
        doses, rivals, pathways = (
            held_against(arms, kind, range(first, end))
            for kind, first, end in (
                ("dose", core, last),
                ("theory", last, over_time),
                ("pathway", over_time, len(arms)),
            )
        )
        return (*self.core.contrasts(), *doses, *rivals, *pathways)


def _named(action: str, level: float) -> str:
    return action if level == 1.0 else f"{action}={level:g}"
