"""Exchange: arms and men against aid and technology; what is not paid is owed, and a debt cools the tie."""

from __future__ import annotations

from sim.base.arrays import Run, positive
from sim.base.draws import TurnDraws
from sim.inputs.actions import Action
from sim.inputs.parameters import Numbers
from sim.model.changes import Changes, PairAccumulator, mechanism
from sim.model.decisions import Orders
from sim.model.definitions import MILLIONS_A_BILLION
from sim.model.mechanisms.flows import aid, shipments, technology, troop_movements
from sim.model.world import World


@mechanism(
    source="S1",
    changes=("owed", "tie", "aid_given", "aid_received"),
)
def exchange(world: World, orders: Orders, p: Numbers, draws: TurnDraws) -> Changes:
    """Value given to a partner adds to what it owes, value returned pays it down; unpaid debt cools the tie."""
    owed = PairAccumulator(world.cast.pairs.linked, world)
    for i, j, value in _values(world, orders, p):
        if j in world.cast.relations["partners"][i]:
            owed.add(j, i, value)
            owed.add(i, j, -value)
    tie = PairAccumulator(world.cast.pairs.linked, world)
    for i, others in enumerate(world.cast.relations["partners"]):
        for j in others:
            tie.add(i, j, -p.debt_cools * positive(world.owed[j, i] - p.credit_line) * world.tie[i, j])
    given, received = world.blank(), world.blank()
    for slot, i, j in world.cast.slots.of[Action.SEND_AID]:
        given[i] += aid(world, orders, p)[slot]
        received[j] += aid(world, orders, p)[slot]
    return {"owed": owed.done(), "tie": tie.done(), "aid_given": given, "aid_received": received}


def _values(world: World, orders: Orders, p: Numbers) -> list[tuple[int, int, Run]]:
    """USD bn of everything that passes this month, as (from, to, value)."""
    slots, values = world.cast.slots.of, []
    for slot, i, j in slots[Action.SUPPLY_MUNITIONS]:
        values.append((i, j, shipments(world, orders, p)[slot] * p.price_of_rounds / MILLIONS_A_BILLION))
    for slot, i, j in slots[Action.SEND_TROOPS]:
        sent = troop_movements(world, orders, p)[slot]
        values.append((i, j, (sent * p.price_of_men + world.troops_deployed[i] * p.pay_of_men) / MILLIONS_A_BILLION))
    for slot, i, j in slots[Action.SEND_AID]:
        values.append((i, j, aid(world, orders, p)[slot]))
    for slot, i, j in slots[Action.TRANSFER_TECHNOLOGY]:
        values.append((i, j, technology(world, orders, p)[slot] * p.price_of_technology))
    return values
