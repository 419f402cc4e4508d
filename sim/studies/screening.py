"""Dead parts: whatever moves nothing over its whole range, found by moving it and looking at every outcome.

Each uncertain parameter is played at both ends of its range, and each variable is held at both ends of its own wherever
it stands, one at a time, on common random numbers around sets drawn from the priors. In every second replicate all
actions are taken, and in all of them what a programme may test is tested once, so that what answers to either is seen
to do so. What no outcome of any run answers to is still; what moves no headline outcome by a twentieth of its spread is
faint.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from itertools import product
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from sim.base.arrays import Array, Value
from sim.base.draws import Draws
from sim.base.recorder import TEXT, column
from sim.engine.held import Held
from sim.engine.interventions import Case, Intervention, case_of
from sim.engine.kernel.choice import kernel_for
from sim.engine.kernel.reach import reach
from sim.engine.simulate import simulate
from sim.engine.step import Kernel
from sim.engine.trajectory import FiniteGuard, followers_of, trajectory_of
from sim.inputs.actions import Action
from sim.inputs.chains import load_chains
from sim.inputs.promises import Promise
from sim.lab.designs import Arm, Listed
from sim.lab.experiment import carry_out
from sim.lab.options import Asked, check_whole
from sim.lab.samplers import Prior, uncertain
from sim.lab.store import every_run_failed
from sim.lab.study import Analysis, Progress, Report, Results, Study
from sim.model.actors import Cast
from sim.model.outcomes import outcomes_of
from sim.model.pairs import Index
from sim.model.theories import THEORIES
from sim.model.world import VARIABLES
from sim.scenarios.scenario import Scenario, load_scenario, scenario_names

Row = dict[str, Any]

FILE = "screening.csv"
FAINT = 0.05
"""Share of an outcome's spread below which a part counts as faint."""

LOW, HIGH = 0, 1
HERE = "here"

COLUMNS = (
    column("kind", "`parameter`, `variable` or `outcome`", TEXT),
    column("name", "its name", TEXT),
    column("moves", "outcomes that it moves in any run; of an outcome, parts that move it", "count", 0),
    column("orders", "share of runs in which any order differs between both ends; empty for outcomes", "share", 0, 1),
    column(
        "largest", "its largest effect on a headline outcome, both ends apart, in standard deviations of it", "sd", 0
    ),
    column("where", "the headline outcome that it moves most; of an outcome, the part that does", TEXT),
    column(
        "verdict", "`moves`, `faint`, `still`, or `elsewhere`: still here, and played by roles of another case", TEXT
    ),
    column("reason", "why a still part is kept, or where it is played", TEXT),
)


@dataclass(frozen=True)
class Options(Asked):
    """What is asked of a screening: how many paired replicates, which parts (all if none are named), which sides."""

    out: Path = Path("results/screening")
    replicates: int = 16
    names: tuple[str, ...] = ()
    theories: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Part:
    """What is moved: a parameter or a variable, between the ends of its declared range."""

    kind: str
    name: str
    low: float
    high: float


def parts_of(scenario: Scenario, names: Sequence[str] = ()) -> tuple[Part, ...]:
    """The parts of a scenario that can be moved, all or those that are named."""
    known = scenario.parameters.declared
    parameters = (Part("parameter", name, known[name].low, known[name].high) for name in uncertain(known))
    held = (q for q in VARIABLES.values() if q.kind in ("stock", "flow") and q.of != "slot")
    variables = (Part("variable", q.name, q.low, q.high) for q in held)
    return tuple(part for part in (*parameters, *variables) if not names or part.name in names)


@dataclass(frozen=True)
class Repeated:
    """Sets of a prior, the same for every part that is moved."""

    inner: Prior
    every: int
    source: ClassVar[str] = "prior"

    def draw(self, numbers: Index) -> dict[str, Value]:
        """The sets of these runs."""
        return self.inner.draw(numbers % self.every)


@dataclass(frozen=True)
class Moved:
    """Plays runs of which number k // every says which part is moved to which end; 0 moves none."""

    parts: tuple[Part, ...]
    every: int
    changes: ClassVar[bool] = True

    def __call__(self, case: Case, draws: Draws, turns: int) -> Mapping[str, Array]:
        """All outcomes, and a number that tells whether any order differed."""
        which, taken = draws.replicates // self.every - 1, draws.replicates % 2.0
        case = case.under(case.parameters.with_values(dict.fromkeys(case.parameters.levers, taken)))
        part, end = which // 2, which % 2
        for number in np.unique(part[part >= 0]).tolist():
            one, here = self.parts[number], part == number
            value = np.where(end == HIGH, one.high, one.low)
            case = _set(case, one.name, here, value) if one.kind == "parameter" else _held(case, one.name, here, value)
        work = (1 + 2 * len(self.parts)) * self.every * turns
        kernel = None if case.held else kernel_for(case, work)
        return _played(case, Draws(draws.seed, draws.replicates % self.every), turns, kernel)


def _set(case: Case, name: str, here: Array, value: Array) -> Case:
    return case.under(case.parameters.with_values({name: np.where(here, value, case.parameters[name])}))


def _held(case: Case, name: str, here: Array, value: Array) -> Case:
    """The case with a variable held everywhere in some runs, from the turn on at which levers may act."""
    since, held = case.scenario.levers_from, np.where(here, value, np.nan)
    return replace(case, held=(*case.held, *(Held(name, where, held, since) for where in _everywhere(name, case.cast))))


def _everywhere(name: str, cast: Cast) -> Iterator[tuple[int, ...]]:
    """Where a variable stands: of pairs, those that stand in any relation."""
    of = VARIABLES[name].of
    if of == "pair":
        yield from cast.pairs.linked.row_of
    else:
        sizes = {"actor": (cast.size,), "theatre": (len(cast.theatres),), "world": ()}[of]
        yield from product(*map(range, sizes))


def _played(case: Case, draws: Draws, turns: int, kernel: Kernel | None) -> Mapping[str, Array]:
    measured, orders = outcomes_of(case.cast), np.zeros(len(draws))
    followers, weights = (
        followers_of(case.cast, measured),
        np.random.default_rng(0).random((turns, len(case.cast.slots))),
    )
    for turn in simulate(case, draws, until=turns, observers=(*followers, FiniteGuard()), kernel=kernel):
        orders += weights[turn.number] @ turn.orders.issued
    trajectory = trajectory_of(case, followers)
    found = [one.within(trajectory, case.scenario.levers_from) for one in measured]
    return {"outcomes": np.array(found), "orders": orders[None]}


def study(options: Options) -> Study:
    """The screening that the options ask for."""
    scenario = load_scenario(options.scenario)
    check_whole("screening", options, replicates=(2, 1000))
    parts, every = parts_of(scenario, options.names), options.replicates
    arm = Arm("parts", {}, Intervention(theories=options.theories, script=_tested_once(scenario)))
    return Study(
        name="screening",
        design=Listed((arm,)),
        sampler=Repeated(Prior.of(scenario.parameters.declared, options.seed), every),
        replicates=every * (1 + 2 * len(parts)),
        analyses=(Analysis(FILE, lambda results: COLUMNS, partial(_rows, parts, every)),),
        report=Report(lambda results: [], lambda results, recorder: {}),
        read=Moved(parts, every),
        facts={"paired": every},
    )


def _tested_once(scenario: Scenario) -> tuple[Promise, ...]:
    cast, month = scenario.cast, scenario.levers_from
    tests = ((cast.names[i], cast.names[j]) for _, i, j in cast.slots.of[Action.TEST_NUCLEAR])
    return tuple(Promise(who, Action.TEST_NUCLEAR, toward, 1.0, month, month) for who, toward in tests)


def run(options: Options, progress: Progress | None = None) -> pd.DataFrame:
    """Screen for dead parts into `options.out`; the table `screening.csv`."""
    asked = study(options)
    return carry_out(asked, options, progress).table(asked.analyses[0])


def _rows(parts: tuple[Part, ...], every: int, results: Results) -> Iterator[pd.DataFrame]:
    assert results.parts is not None
    arrays = results.parts.arrays()
    measured = outcomes_of(results.scenario.cast)
    orders = arrays["orders"].reshape(-1, every)
    ran = np.isfinite(orders).all(axis=0)
    if not ran.any():
        raise every_run_failed(results.plan, [why for why in results.parts.reasons(0) if why])
    values, orders = arrays["outcomes"].reshape(len(measured), -1, every)[..., ran], orders[:, ran]
    spread = values[:, 0].std(axis=1, ddof=1)
    ends = values[:, 1:].reshape(len(measured), len(parts), 2, every)
    differs = (ends != values[:, None, None, 0]) & np.isfinite(ends)
    moved = differs.any(axis=(2, 3))
    change = np.abs(ends[:, :, HIGH].mean(axis=2) - ends[:, :, LOW].mean(axis=2))
    effect = np.divide(change, spread[:, None], out=np.zeros_like(change), where=spread[:, None] > 0.0)
    acted = (orders[1::2] != orders[2::2]).mean(axis=1)
    frame = pd.DataFrame(
        [*_of_parts(results, parts, moved, effect, acted), *_of_outcomes(results, parts, moved, effect)]
    )
    yield frame[[quantity.name for quantity in COLUMNS]]


def _of_parts(results: Results, parts: tuple[Part, ...], moved: Array, effect: Array, acted: Array) -> Iterator[Row]:
    measured, listed = outcomes_of(results.scenario.cast), load_chains().still
    headline = np.flatnonzero([one.headline for one in measured])
    for number, part in enumerate(parts):
        most = headline[np.argmax(effect[headline, number])]
        row: Row = {"kind": part.kind, "name": part.name, "moves": int(moved[:, number].sum()), "orders": acted[number]}
        row |= {"largest": effect[most, number], "where": measured[most].name}
        yield row | _judged(part, row, listed, results.scenario)


def _judged(part: Part, row: Row, listed: Mapping[str, str], scenario: Scenario) -> Row:
    if row["moves"]:
        return {"verdict": "moves" if row["largest"] >= FAINT else "faint", "reason": listed.get(part.name, "")}
    where = "" if part.name in listed else elsewhere(part, scenario)
    return {"verdict": "elsewhere" if where else "still", "reason": where or listed.get(part.name, "")}


def _of_outcomes(results: Results, parts: tuple[Part, ...], moved: Array, effect: Array) -> Iterator[Row]:
    listed = load_chains().still
    for number, one in enumerate(outcomes_of(results.scenario.cast)):
        most = int(np.argmax(effect[number]))
        row: Row = {"kind": "outcome", "name": one.name, "moves": int(moved[number].sum()), "orders": np.nan}
        row |= {"largest": effect[number, most], "where": parts[most].name, "reason": listed.get(one.name, "")}
        yield row | {"verdict": "moves" if row["moves"] else "still"}


def elsewhere(part: Part, scenario: Scenario) -> str:
    """Where a parameter that is still here can move something: a side of a theory, another scenario; else nothing."""
    found = [name for name, parameters in _reaching(scenario) if part.name in parameters]
    return found[0] if part.kind == "parameter" and found and found[0] != HERE else ""


@lru_cache(maxsize=4)
def _reaching(scenario: Scenario) -> tuple[tuple[str, frozenset[str]], ...]:
    """The parameters that can reach any outcome, in each case."""
    return tuple((name, frozenset[str]().union(*reach(case).outcomes().values())) for name, case in _cases(scenario))


def _cases(scenario: Scenario) -> Iterator[tuple[str, Case]]:
    yield HERE, case_of(scenario)
    for theory, sides in THEORIES.items():
        for side in list(sides.choices)[1:]:
            yield f"{theory}={side}", case_of(scenario, Intervention(theories={theory: side}))
    for name in scenario_names():
        if name != scenario.name:
            yield name, case_of(load_scenario(name))
