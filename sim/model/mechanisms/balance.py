"""What a challenger faces: forces on the spot with the help that arrives, and nuclear weapons. Read, never changed."""

from __future__ import annotations

import numpy as np

from sim.base.arrays import ActorRun, PairRun, Run, exp, log, logistic
from sim.inputs.actions import Action
from sim.inputs.parameters import Numbers
from sim.model.actors import Cast
from sim.model.definitions import FLOOR
from sim.model.derived import at_war
from sim.model.pairs import PairList
from sim.model.world import World, once


def forces(world: World, p: Numbers) -> ActorRun:
    """Military power at home: money and men in a geometric mean, less what a war elsewhere ties down."""
    return once(world, "forces", lambda: _forces(world, p))


def _forces(world: World, p: Numbers) -> ActorRun:
    money = log(np.maximum(world.military_spending, FLOOR))
    men = log(np.maximum(world.active_forces, FLOOR))
    strength: ActorRun = exp((1.0 - p.men_in_power) * money + p.men_in_power * men)
    return strength * (1.0 - p.forces_tied_down * at_war(world, p))


def on_the_spot(cast: Cast, actor: int, theatre: int, p: Numbers) -> Run | float:
    """Share of an actor's power that counts in a theatre: all at home, less from afar (Boulding 1962)."""
    return 1.0 if cast.homes[actor] == cast.theatres[theatre] else p.distance_discount


def conventional(world: World, p: Numbers, pairs: PairList) -> PairRun:
    """How far the first of each pair is deterred by the forces it would meet: (pair, run), 0 to 1.

    A logistic curve of the log ratio of forces on the spot, so that neither side's wealth saturates it. Who strikes
    first picks time and place, which multiplies its force (Mearsheimer 1983) unless the other is warned in time; allies
    count as far as their help can be used, is promised and is believed (Huth and Russett 1984).
    """
    own, foe = world.zeros(len(pairs)), world.zeros(len(pairs))
    power = forces(world, p)
    for row, (challenger, defender) in enumerate(pairs.row_of):
        theatre = world.cast.theatre_of_pair(challenger, defender)
        foe[row] = power[challenger] * on_the_spot(world.cast, challenger, theatre, p)
        own[row] = power[defender] * on_the_spot(world.cast, defender, theatre, p)
        for ally in helpers(world.cast, defender, challenger):
            arrives = power[ally] * on_the_spot(world.cast, ally, theatre, p)
            own[row] += arrives * world.interoperability[ally, defender] * pledge(world, p, ally, defender)
    surprise = 1.0 + (p.initiative - 1.0) * (1.0 - p.warning_time * warning(world)[pairs.whom])
    ratio = log(np.maximum(own, FLOOR) / (np.maximum(foe, FLOOR) * surprise))
    resolve = (1.0 - p.weariness_saps_resolve * world.weariness)[pairs.whom]
    return logistic(p.balance_steepness * ratio) * resolve


def helpers(cast: Cast, defender: int, challenger: int) -> tuple[int, ...]:
    """Who may come to the defender's help: allies, fellows in groups and partners, not the challenger itself."""
    partners = (j for i, j in cast.pairs.partners.row_of if i == defender)
    mutual = (i for i, j in cast.pairs.partners.row_of if j == defender)
    return tuple(sorted({*cast.fellows[defender], *partners, *mutual} - {challenger}))


def pledge(world: World, p: Numbers, ally: int, defender: int) -> Run:
    """How far an ally's help is believed: its word, the share of promises that states keep, and whether it is bound."""
    bound = world.treaty[ally, defender] + p.help_unbound * (1.0 - world.treaty[ally, defender])
    believed: Run = world.integrity[ally] * p.promises_kept * bound
    return believed


def warning(world: World) -> ActorRun:
    """How far each actor is warned: how regularly those who may share intelligence with it do, on average."""
    told = world.blank()
    count = np.zeros((world.cast.size, 1))
    for slot, _, receiver in world.cast.slots.of[Action.SHARE_INTELLIGENCE]:
        told[receiver] += world.memory[slot]
        count[receiver] += 1.0
    return told / np.maximum(count, 1.0)


def arsenal(world: World, p: Numbers) -> ActorRun:
    """How far an arsenal can strike back, 0 to 1: warheads against those that are enough, or a maturing programme."""
    held: ActorRun = world.nuclear_warheads / (world.nuclear_warheads + p.warheads_enough)
    return np.maximum(held, world.weapons_programme)


def nuclear(world: World, p: Numbers, pairs: PairList) -> PairRun:
    """How far the first of each pair is deterred by nuclear weapons, the second's own or a guarantor's: (pair, run).

    A guarantor that is bound by treaty spreads its umbrella as far as its word is believed; a challenger that can
    strike the guarantor itself takes from that belief (decoupling: Snyder 1965).
    """
    held = arsenal(world, p)
    own = p.nuclear_deters * held[pairs.whom]
    spared = np.ones_like(own)
    for row, (challenger, defender) in enumerate(pairs.row_of):
        for ally in helpers(world.cast, defender, challenger):
            word = world.treaty[ally, defender] * world.integrity[ally] * p.promises_kept
            umbrella = p.nuclear_deters * held[ally] * word * (1.0 - p.decoupling * held[challenger])
            spared[row] = np.minimum(spared[row], 1.0 - umbrella)
    return 1.0 - (1.0 - own) * spared
