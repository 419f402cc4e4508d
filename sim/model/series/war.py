"""What is followed of the war at the start."""

from __future__ import annotations

from sim.base.arrays import Run, total
from sim.inputs.parameters import Numbers
from sim.model.decisions import Orders
from sim.model.derived import guests_of
from sim.model.measures import mean, nobody, series
from sim.model.world import World


@series("thousand rounds", 0, 12_000, "S2")
def rounds_delivered(world: World, orders: Orders, p: Numbers) -> Run:
    """Rounds that reached the attackers from others."""
    return total((world.rounds_received[i] for i in world.cast.attackers), world.front)


@series("thousand rounds", 0, 12_000, "D2")
def rounds_fired_by_attackers(world: World, orders: Orders, p: Numbers) -> Run:
    """Rounds the attackers fired."""
    return total((world.rounds_fired[i] for i in world.cast.attackers), world.front)


@series("thousand rounds", 0, 12_000, "R1")
def rounds_for_defenders(world: World, orders: Orders, p: Numbers) -> Run:
    """Rounds that reached the defenders from others."""
    return total((world.rounds_received[i] for i in world.cast.defenders), world.front)


@series("thousand rounds", 0, 12_000, "R1")
def rounds_from_front_line(world: World, orders: Orders, p: Numbers) -> Run:
    """Rounds shipped to a war by those who face the client across a contested border."""
    lines = [i for i, near in enumerate(world.cast.relations["neighbours"]) if near]
    lines = [i for i in lines if not world.cast.relations["partners"][i]]
    return total((world.rounds_shipped[i] for i in lines), world.front) if lines else nobody(world.front)


@series("share", 0, 1, "D2")
def attackers_shortfall(world: World, orders: Orders, p: Numbers) -> Run:
    """Share of the attackers' need of rounds that own output and stores leave uncovered."""
    return mean([world.munitions_shortfall[i] for i in world.cast.attackers], world.front)


@series("thousand men", 0, 3000, "P2")
def guest_troops(world: World, orders: Orders, p: Numbers) -> Run:
    """Outsiders' men at the front on the attackers' side."""
    return total((world.troops_deployed[i] for i in guests_of(world, attackers=True)), world.front)


@series("thousand men", 0, 6000, "R1")
def attackers_losses(world: World, orders: Orders, p: Numbers) -> Run:
    """Men that the attackers lost, guests included."""
    side = (*world.cast.attackers, *guests_of(world, attackers=True))
    return total((world.troops_fallen[i] for i in side), world.front)


@series("thousand men", 0, 6000, "R1")
def defenders_losses(world: World, orders: Orders, p: Numbers) -> Run:
    """Men that the defenders lost, guests included."""
    side = (*world.cast.defenders, *guests_of(world, attackers=False))
    return total((world.troops_fallen[i] for i in side), world.front)


@series("0 or 1", 0, 1, "R1")
def taken_by_attackers(world: World, orders: Orders, p: Numbers) -> Run:
    """Whether the war has ended with the attackers in possession of all that was contested."""
    return world.peace * (world.front >= 1.0 - p.conquest_margin)


@series("0 or 1", 0, 1, "R1")
def held_by_defenders(world: World, orders: Orders, p: Numbers) -> Run:
    """Whether the war has ended with the defenders in possession of all that was contested."""
    return world.peace * (world.front <= p.conquest_margin)


@series("0 or 1", 0, 1, "R1")
def settled(world: World, orders: Orders, p: Numbers) -> Run:
    """Whether the war has ended for good on some line between: on terms, or by exhaustion."""
    between = (world.front < 1.0 - p.conquest_margin) * (world.front > p.conquest_margin)
    return world.peace * between


@series("0 or 1", 0, 1, "R1")
def frozen(world: World, orders: Orders, p: Numbers) -> Run:
    """Whether a ceasefire holds that is not yet a peace."""
    return world.ceasefire * (1.0 - world.peace)


@series("share", 0, 1, "R1")
def territory(world: World, orders: Orders, p: Numbers) -> Run:
    """Share of contested territory that the attackers hold."""
    return world.front if world.cast.attackers else nobody(world.front)


@series("0 or 1", 0, 1, "R1")
def ceasefire(world: World, orders: Orders, p: Numbers) -> Run:
    """Whether the war is frozen."""
    return world.ceasefire if world.cast.attackers else nobody(world.front)


@series("index", 0, 1, "R1")
def weariness_of_defenders(world: World, orders: Orders, p: Numbers) -> Run:
    """Mean war weariness of the defenders."""
    return mean([world.weariness[i] for i in world.cast.defenders], world.front)


@series("index", 0, 1, "R1")
def weariness_of_attackers(world: World, orders: Orders, p: Numbers) -> Run:
    """Mean war weariness of the attackers."""
    return mean([world.weariness[i] for i in world.cast.attackers], world.front)
