"""Playing where nobody has compiled the turn or played the pasts: both is done there, once for many tasks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sim.engine.kernel import choice
from sim.lab.past import SERIES, Past
from sim.lab.plan import Plan
from sim.lab.played import Played
from sim.lab.playing import Task, Work, own_past
from sim.model.pairs import Index
from sim.scenarios.scenario import Scenario

AT_HAND = 4
"""Pasts of as many blocks are kept by whoever played them: some 10 MB each."""

_ready: set[tuple[str, range]] = set()
_at_hand: dict[tuple[str, bytes], Past] = {}


def perform_afar(work: Work, runs: int) -> Played:
    """Play a task of so many `runs` in all; raise `BadInput` if the model here is not the one that was asked for."""
    plan, scenario = work.plan, work.plan.origin.load()
    arms = range(1)
    if isinstance(work, Task):
        arms = range(work.first // plan.replicates, -(-work.last // plan.replicates))
    if (plan.fingerprint, arms) not in _ready:
        cases = (plan.case(scenario, [arms[places[0]]]) for places in plan.alike(arms))
        choice.prepare((case, runs * (plan.turns - plan.begun)) for case in cases)
        _ready.add((plan.fingerprint, arms))
    if isinstance(work, Task) and plan.shared and plan.branch is None and work.past is None:
        replicates = np.arange(work.first, work.last) % plan.replicates
        work = replace(work, past=_past_at_hand(plan, scenario, np.unique(replicates)))
    return work.play(scenario)


def _past_at_hand(plan: Plan, scenario: Scenario, replicates: Index) -> Past:
    key = plan.fingerprint, replicates.tobytes()
    if key not in _at_hand:
        while len(_at_hand) >= AT_HAND:
            _at_hand.pop(next(iter(_at_hand)))
        past = own_past(plan, scenario, replicates)
        _at_hand[key] = replace(past, arrays={name: rows for name, rows in past.arrays.items() if name != SERIES})
    return _at_hand[key]
