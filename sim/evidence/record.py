"""Simulated histories of the months on record, with what facts and observed series look at."""

from __future__ import annotations

from collections.abc import Iterable

from sim.base.draws import Draws
from sim.engine.interventions import Case
from sim.engine.simulate import follow
from sim.engine.trajectory import followers_of
from sim.evidence.facts import FACTS
from sim.model.measures import Outcome, Trajectory


def record(case: Case, draws: Draws, turns: int, measures: Iterable[Outcome] = ()) -> Trajectory:
    """Play `turns` of many histories and follow what facts and these `measures` look at."""
    return follow(case, draws, followers_of(case.cast, (*FACTS.values(), *measures)), until=turns)
