"""Simulated histories of the months on record, with what facts and observed series look at."""

from __future__ import annotations

from sim.base.draws import Draws
from sim.engine.interventions import Case
from sim.engine.simulate import follow
from sim.engine.trajectory import Follower, OrderFollower, SeriesFollower, VariableFollower
from sim.model.measures import Trajectory

FOLLOWED = (
    "launches",
    "border_incidents",
    "nuclear_tests",
    "rounds_fired",
    "rounds_shipped",
    "rounds_received",
    "troops_sent",
    "troops_deployed",
    "aid_given",
    "aid_received",
    "hardship",
    "partner_tie",
)
"""Variables and views of actors that facts look at."""


def record(case: Case, draws: Draws, turns: int, *, series: bool = False) -> Trajectory:
    """Play `turns` of many histories and follow what facts look at; with `series` also what outcomes look at."""
    pairs = case.cast.pairs
    variables = VariableFollower(FOLLOWED, {"treaty": pairs.partners, "dispute_rung": pairs.disputants})
    followers: list[Follower] = [OrderFollower(), variables]
    if series:
        followers.append(SeriesFollower())
    return follow(case, draws, followers, until=turns)
