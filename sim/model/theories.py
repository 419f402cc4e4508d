"""Rival theories: where scholars disagree how something works, each side is a mechanism or a policy of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sim.base.errors import known_or_bad
from sim.model.changes import Mechanism
from sim.model.mechanisms import attrition
from sim.model.mechanisms.disputes import SPIRAL, disputes
from sim.model.mechanisms.war import war
from sim.model.policies import POLICIES
from sim.model.policy import Policy


@dataclass(frozen=True)
class Choice:
    """One side of a dispute: the mechanism that plays instead of its namesake, or the role that plays a position."""

    meaning: str
    mechanism: Mechanism | None = None
    role: str = ""


@dataclass(frozen=True)
class Theory:
    """A dispute and its sides, by name; the first is what plays where nothing is said."""

    meaning: str
    choices: Mapping[str, Choice]

    @property
    def default(self) -> str:
        """The side that plays where nothing is said."""
        return next(iter(self.choices))


THEORIES: dict[str, Theory] = {
    "china_policy": Theory(
        "what the hedger wants of the partnership that it shelters",
        {
            "hedger": Choice("trade on, shelter a little, and keep a distance", role="hedger"),
            "balancer": Choice("resent the new patron, and work with the other side against it", role="balancer"),
            "backer": Choice("stand with the two as a bloc", role="backer"),
        },
    ),
    "law_of_war": Theory(
        "what moves the front",
        {
            "contest": Choice("the power that either side brings to the front this month", mechanism=war),
            "attrition": Choice("who loses more than it can replace", mechanism=attrition.war),
        },
    ),
    "dispute_hazard": Theory(
        "what begins disputes and drives them up",
        {
            "deterrence": Choice("what a challenger wants, against the deterrence that it faces", mechanism=disputes),
            "spiral": Choice("fear on both sides: the other's measures are read as a threat", mechanism=SPIRAL),
        },
    ),
}
"""Every dispute that a case may take a side in, by name."""


def chosen(theories: Mapping[str, str], where: str = "--theory") -> tuple[Choice, ...]:
    """The sides taken; raise `BadInput` for a dispute or a side that is not known."""
    for name, side in theories.items():
        known_or_bad(name, THEORIES, where, "theory", "a known theory")
        known_or_bad(side, THEORIES[name].choices, where, name, "a side of it")
    return tuple(THEORIES[name].choices[side] for name, side in theories.items())


def mechanisms_under(choices: Iterable[Choice], usual: tuple[Mechanism, ...]) -> tuple[Mechanism, ...]:
    """The mechanisms with those of the sides taken in place of their namesakes."""
    rivals = {one.mechanism.name: one.mechanism for one in choices if one.mechanism}
    return tuple(rivals.get(one.name, one) for one in usual)


def policies_under(choices: Iterable[Choice], policies: tuple[Policy, ...]) -> tuple[Policy, ...]:
    """The policies of the actors, with the roles of the sides taken in their positions."""
    rivals = {POLICIES[one.role].position: POLICIES[one.role] for one in choices if one.role}
    return tuple(rivals.get(policy.position, policy) for policy in policies)
