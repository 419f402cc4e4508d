"""The ensemble engine: many runs at once, in blocks that stay in cache, streamed so that memory stays flat."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from sim.base.arrays import Array
from sim.base.draws import Dice
from sim.engine.step import Ledger, begin, resolve
from sim.inputs.parameters import Parameters
from sim.model.changes import Mechanism
from sim.model.decisions import Orders, decide
from sim.model.mechanisms import MECHANISMS
from sim.model.outcomes import History, outcomes_of
from sim.model.series import SERIES
from sim.model.world import World
from sim.scenarios.scenario import Scenario

BLOCK = 512
"""Runs played together: small enough that the arrays of a turn stay in cache."""

Replicates = Sequence[int] | npt.NDArray[np.int64]


@dataclass(frozen=True)
class Block:
    """What is recorded of a block of runs: outcomes (run,) and series (turn, run) or (turn, theatre, run)."""

    replicates: npt.NDArray[np.int64]
    outcomes: dict[str, Array]
    series: dict[str, Array]
    held: dict[str, int] = field(default_factory=dict)
    failures: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Moment:
    """One turn of a block: the world after it, the orders of it."""

    world: World
    orders: Orders


def moments(
    scenario: Scenario,
    parameters: Parameters,
    replicates: Replicates,
    seed: int,
    turns: int | None = None,
    *,
    explain: bool = False,
    ledger: Ledger | None = None,
    mechanisms: Iterable[Mechanism] = MECHANISMS,
) -> Iterator[Moment]:
    """Play a block turn by turn. Parameters may hold one number per run, in the order of `replicates`."""
    dice = Dice(seed, replicates)
    world = scenario.world(len(replicates))
    for turn in range(scenario.turns if turns is None else turns):
        p = parameters.at(turn)
        with np.errstate(over="ignore"):
            world = begin(world, scenario, dice)
            orders = Orders.blank(world.cast, len(replicates), explain)
            for actor, policy in enumerate(scenario.policies):
                decide(actor, policy, world, p, dice, orders)
            world = resolve(world, orders, p, dice, mechanisms, ledger)
        yield Moment(world, orders)


def play_block(
    scenario: Scenario, parameters: Parameters, replicates: Replicates, seed: int, turns: int | None = None
) -> Block:
    """Play a block to the end and measure it; a run with a number that is not finite is marked as failed."""
    length = scenario.turns if turns is None else turns
    ledger = Ledger()
    recorded: dict[str, list[Array]] = {name: [] for name in SERIES}
    for turn, moment in enumerate(moments(scenario, parameters, replicates, seed, length, ledger=ledger)):
        p = parameters.at(turn)
        for name, entry in SERIES.items():
            recorded[name].append(entry.read(moment.world, moment.orders, p))
    series = {name: np.array(rows) for name, rows in recorded.items()}
    history = History(series, min(scenario.levers_from, length - 1), parameters)
    measured = {outcome.name: outcome.measure(history) for outcome in outcomes_of(scenario.cast)}
    index = np.asarray(replicates, dtype=np.int64)
    return Block(index, measured, series, ledger.held, _failures(index, measured))


def play(
    scenario: Scenario,
    parameters: Parameters,
    replicates: Replicates,
    seed: int,
    turns: int | None = None,
    block: int = BLOCK,
) -> Iterator[Block]:
    """Play any number of runs in blocks; what each run does never depends on the block it sits in."""
    for start in range(0, len(replicates), block):
        part = slice(start, start + block)
        yield play_block(scenario, _part(parameters, part), replicates[part], seed, turns)


def _part(parameters: Parameters, part: slice) -> Parameters:
    given = {n: v[part] if isinstance(v, np.ndarray) else v for n, v in parameters.given.items()}
    return Parameters(parameters.declared, given, parameters.levers_from)


def _failures(index: npt.NDArray[np.int64], measured: dict[str, Array]) -> dict[int, str]:
    failed: dict[int, str] = {}
    for name, values in measured.items():
        for row in np.flatnonzero(~np.isfinite(values)):
            failed.setdefault(int(index[row]), f"{name} is not finite")
    return failed
