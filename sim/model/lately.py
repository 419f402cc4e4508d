"""What has lately been done: fading sums of acts, by giver, by receiver, between two."""

from __future__ import annotations

from sim.base.arrays import ActorRun, PairRun
from sim.inputs.actions import Action
from sim.model.world import World, once


def acts_by(world: World, action: Action) -> ActorRun:
    """Fading sum of what each actor has done of an action."""
    return _acts(world, action, "by", 1)


def acts_toward(world: World, action: Action) -> ActorRun:
    """Fading sum of what has been done of an action toward each actor."""
    return _acts(world, action, "toward", 2)


def _acts(world: World, action: Action, label: str, column: int) -> ActorRun:
    return once(world, f"{action}:{label}", lambda: _summed(world, action, column))


def _summed(world: World, action: Action, column: int) -> ActorRun:
    sums = world.blank()
    for entry in world.cast.slots.of[action]:
        sums[entry[column]] += world.memory[entry[0]]
    return sums


def recent_acts(world: World, action: Action, givers: list[int], receivers: list[int]) -> PairRun:
    """Fading memory of an action from givers toward receivers, one of which is a single actor."""
    pairs = [(i, j) for i in givers for j in receivers]
    sums = world.zeros(len(pairs))
    for row, (who, whom) in enumerate(pairs):
        for slot in world.cast.slots.between.get((action, who, whom), ()):
            sums[row] += world.memory[slot]
    return sums


def over(world: World, relation: str, values: ActorRun) -> ActorRun:
    """For each actor the sum of a quantity over those in a relation to it."""
    result = world.blank()
    for actor, others in enumerate(world.cast.relations[relation]):
        for other in others:
            result[actor] += values[other]
    return result
