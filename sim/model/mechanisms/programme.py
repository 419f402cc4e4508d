"""Programme: own effort, tests and transfers, less the bite of sanctions; and what spreads onward."""

from __future__ import annotations

from sim.base.arrays import ActorRun, positive
from sim.base.draws import TurnDraws
from sim.inputs.actions import Action
from sim.inputs.parameters import Numbers
from sim.model.changes import Changes, mechanism
from sim.model.decisions import Orders
from sim.model.derived import inputs_at_hand
from sim.model.mechanisms.economy import pressure
from sim.model.mechanisms.flows import given_by, technology
from sim.model.world import World


@mechanism(
    source="S5",
    changes=("weapons_programme", "technology_received", "technology_given"),
)
def programme(world: World, orders: Orders, p: Numbers, draws: TurnDraws) -> Changes:
    """The programme matures by own effort, by testing and by what partners hand over; parts withheld slow both."""
    received, given = world.blank(), world.blank()
    for slot, i, j in world.cast.slots.of[Action.TRANSFER_TECHNOLOGY]:
        received[j] += technology(world, orders, p)[slot]
        given[i] += technology(world, orders, p)[slot]
    tests = given_by(world, orders, Action.PROVOKE) + p.nuclear_test_lessons * given_by(
        world, orders, Action.TEST_NUCLEAR
    )
    has_programme = world.programme_effort > 0.0
    own = (world.programme_effort + p.learning_by_testing * tests * has_programme) * _parts_at_hand(world, p)
    growth = own + p.absorption * received
    return {
        "weapons_programme": growth * (1.0 - world.weapons_programme),
        "technology_received": received,
        "technology_given": given,
    }


def _parts_at_hand(world: World, p: Numbers) -> ActorRun:
    """Share of parts that can be had: sanctions make them dear, lost trade takes them away (Haggard & Noland 2017)."""
    dear = positive(1.0 - p.sanctions_slow_programme * pressure(world, p))
    return dear * (1.0 - p.programme_needs_inputs * (1.0 - inputs_at_hand(world, p)))
