"""What can be read off a world without being stored in it: derived quantities, each computed once a turn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from sim.base.arrays import ActorRun, Run, share, total, whether
from sim.base.quantities import Quantity
from sim.inputs.actions import Action
from sim.inputs.parameters import Numbers
from sim.model.actors import Cast
from sim.model.lately import acts_by, acts_toward, over
from sim.model.world import World, once


@dataclass(frozen=True)
class DerivedVariable:
    """A derived quantity of every actor."""

    quantity: Quantity
    derive: Callable[[World, Numbers], ActorRun]

    def __call__(self, world: World, p: Numbers) -> ActorRun:
        """The view of this world under these numbers."""
        return once(world, self.quantity.name, lambda: self.derive(world, p))


def derived(
    unit: str, low: float, high: float, source: str
) -> Callable[[Callable[[World, Numbers], ActorRun]], DerivedVariable]:
    """Declare a view: its name is the function's, its meaning the docstring."""

    def declare(derive: Callable[[World, Numbers], ActorRun]) -> DerivedVariable:
        meaning = " ".join((derive.__doc__ or "").split())
        quantity = Quantity(derive.__name__, meaning, unit, source, low, high, "actor", "view")
        return DerivedVariable(quantity, derive)

    return declare


@lru_cache(maxsize=64)
def groupings_around(cast: Cast, actor: int) -> list[tuple[int, int]]:
    """Pairs of fellows in every group that holds at least two of the actor's rivals."""
    rivals = set(cast.rivals_of(actor))
    hostile = [m for m in cast.groups.values() if len(rivals & set(m)) >= 2 and actor not in m]
    return sorted({(i, j) for members in hostile for i in members for j in members if i < j})


@derived("share", 0, 1, "C3")
def encirclement(world: World, p: Numbers) -> ActorRun:
    """How well the groupings around one's rivals can fight together: mean interoperability in them."""
    result = world.blank()
    for actor in range(world.cast.size):
        pairs = groupings_around(world.cast, actor)
        if pairs:
            result[actor] = total((world.interoperability[i, j] for i, j in pairs), result[actor]) / len(pairs)
    return result


@derived("0 or 1", 0, 1, "D2")
def at_war(world: World, p: Numbers) -> ActorRun:
    """Whether the actor is fighting this month: a belligerent while no ceasefire holds."""
    result = world.blank()
    for actor in (*world.cast.attackers, *world.cast.defenders):
        result[actor] = 1.0 - world.ceasefire
    return result


@derived("thousand men", 0, 3000, "R1")
def foreign_troops(world: World, p: Numbers) -> ActorRun:
    """Men that outsiders have at the front against the actor, or against those it supports."""
    result = world.blank()
    guests = total((world.troops_deployed[i] for i in guests_of(world, attackers=True)), result[0])
    for actor in range(world.cast.size):
        supported = {actor, *world.cast.relations["beneficiaries"][actor]}
        if supported & set(world.cast.defenders):
            result[actor] = guests
    return result


def guests_of(world: World, *, attackers: bool) -> tuple[int, ...]:
    """Those who may fight in the war on one side without being a belligerent."""
    hosts = world.cast.attackers if attackers else world.cast.defenders
    senders = {who for _, who, whom in world.cast.slots.of[Action.SEND_TROOPS] if whom in hosts}
    return tuple(sorted(senders - {*world.cast.attackers, *world.cast.defenders}))


@derived("share", 0, 1, "D2")
def manpower_shortfall(world: World, p: Numbers) -> ActorRun:
    """Share of the men asked for at the front who are missing; an incursion asks for more."""
    wanted = world.troops_wanted * (1.0 + p.incursion_calls_men * world.incursion)
    present = world.troops_deployed.copy()
    for attackers, hosts in ((True, world.cast.attackers), (False, world.cast.defenders)):
        for guest in guests_of(world, attackers=attackers):
            for host in hosts:
                present[host] += world.troops_deployed[guest]
    missing = np.maximum(wanted - present, 0.0)
    return share(missing, np.broadcast_to(wanted, missing.shape)) * at_war(world, p)


@derived("share", 0, 1, "D1")
def hampered(world: World, p: Numbers) -> ActorRun:
    """Share of a war effort that hardship takes away, unless others lately paid for it in aid or machines."""
    paid = acts_toward(world, Action.SEND_AID) + acts_toward(world, Action.TRANSFER_TECHNOLOGY)
    return p.hardship_hampers * world.hardship * (1.0 - np.minimum(paid, 1.0))


@derived("share", 0, 1, "R1")
def manpower_left(world: World, p: Numbers) -> ActorRun:
    """Share of the men who could be raised for the war that it has not yet cost."""
    lost = share(world.troops_lost, np.broadcast_to(world.manpower, world.troops_lost.shape))
    return np.maximum(1.0 - lost, 0.0)


@derived("thousand men a month", 0, 100, "P2")
def recruits(world: World, p: Numbers) -> ActorRun:
    """Men raised this month: fewer the harder life is without aid and the fewer are left to raise."""
    willing = (1.0 - hampered(world, p)) * manpower_left(world, p)
    return world.recruitment * willing * at_war(world, p)


@derived("fading acts", 0, 200, "S4")
def enemy_support(world: World, p: Numbers) -> ActorRun:
    """Munitions and men lately sent to one's enemies."""
    sums = acts_toward(world, Action.SUPPLY_MUNITIONS) + acts_toward(world, Action.SEND_TROOPS)
    return over(world, "enemies", sums)


@derived("fading acts", 0, 200, "R1")
def rivals_armed(world: World, p: Numbers) -> ActorRun:
    """Technology lately handed to one's rivals."""
    return over(world, "rivals", acts_toward(world, Action.TRANSFER_TECHNOLOGY))


@derived("fading acts", 0, 200, "T2")
def arms_trade_of_targets(world: World, p: Numbers) -> ActorRun:
    """Munitions, men and technology lately moved by those one may sanction."""
    moved = acts_by(world, Action.SUPPLY_MUNITIONS) + acts_by(world, Action.TRANSFER_TECHNOLOGY)
    return over(world, "targets", moved + acts_by(world, Action.SEND_TROOPS))


@derived("fading acts", 0, 50, "R3b")
def talks_across(world: World, p: Numbers) -> ActorRun:
    """Talks lately sought with the actor by its rivals and across the divide; those of allies and partners left out."""
    result, relations = world.blank(), world.cast.relations
    for slot, i, j in world.cast.slots.of[Action.TALK]:
        friends = {*relations["allies"][j], *relations["partners"][j]}
        if i in {*relations["rivals"][j], *relations["interlocutors"][j]} - friends:
            result[j] += world.memory[slot]
    return result


@derived("share", 0, 1, "R2")
def rivals_in_season(world: World, p: Numbers) -> ActorRun:
    """Whether the yearly exercises of any rival fall in this month."""
    result = world.blank()
    for actor in range(world.cast.size):
        for rival in world.cast.rivals_of(actor):
            np.maximum(result[actor], world.exercise_season[rival], out=result[actor])
    return result


@derived("index", 0, 1, "P2")
def partner_tie(world: World, p: Numbers) -> ActorRun:
    """The deepest tie with any partner."""
    result, pairs = world.blank(), world.cast.pairs.partners
    for actor, tie in zip(pairs.who, world.at("tie", pairs.who, pairs.whom), strict=True):
        np.maximum(result[actor], tie, out=result[actor])
    return result


@derived("share", 0, 50, "R1")
def neighbours_supply(world: World, p: Numbers) -> ActorRun:
    """How much those across one's contested border shipped to a war last month: 1 for very much, a half for enough."""
    shipped = world.rounds_shipped
    return over(world, "neighbours", shipped / (shipped + p.noticed_rounds))


@derived("index", 0, 1, "C1")
def first_partner_distance(world: World, p: Numbers) -> ActorRun:
    """How far the actor's main support is from approving its other ties: 1 less the tie of those it depends on."""
    result = world.blank()
    for actor in range(world.cast.size):
        for other in set(world.cast.relations["allies"][actor]) - set(world.cast.relations["partners"][actor]):
            result[actor] += world.dependence[actor, other] * (1.0 - world.tie[other, actor])
    return np.minimum(result, 1.0)


@derived("share", 0, 1, "S4")
def sanctioned_share(world: World, p: Numbers) -> ActorRun:
    """Share of the senders' economies whose sanctions an actor bears, weighted by their level."""
    senders = sorted({i for i, targets in enumerate(world.cast.relations["targets"]) if targets})
    whole = sum(float(world.economy[i, 0]) for i in senders)
    borne = world.blank()
    for i in senders:
        for j in world.cast.relations["targets"][i]:
            borne[j] += world.economy[i] / max(whole, 1.0) * world.sanctions[i, j]
    return borne


@derived("index", -1, 1, "R1")
def government(world: World, p: Numbers) -> ActorRun:
    """How hard the line of the government in office is: the calendar's, or where politics are open that of chance."""
    by_chance = whether(world.politics_open > 0.0)
    return world.hawkish_government * (1.0 - by_chance) + world.government_line * by_chance


@derived("share", 0, 1, "R1")
def aid_held_up(world: World, p: Numbers) -> ActorRun:
    """How far domestic politics hold up aid, by the calendar or by chance."""
    return np.maximum(world.aid_blocked, world.aid_paused)


@derived("index", 0, 1, "S6")
def trouble_at_home(world: World, p: Numbers) -> ActorRun:
    """How far a regime is in trouble: 0 where it is secure and all agree, 1 where it is not or nobody does."""
    return 1.0 - world.regime_security * (1.0 - world.disaffection)


@lru_cache(maxsize=16)
def commerce(cast: Cast) -> tuple[tuple[int, int, int], ...]:
    """Whose favour trade hangs on: orders of aid to an ally that is no partner, as (slot, giver, receiver)."""
    partners = cast.relations["partners"]
    favours = (entry for entry in cast.slots.of[Action.SEND_AID] if cast.slots[entry[0]].relation == "allies")
    return tuple((slot, k, i) for slot, k, i in favours if k not in partners[i])


@derived("share", 0, 1, "C1")
def inputs_at_hand(world: World, p: Numbers) -> ActorRun:
    """Share of the usual imports that trade with the first partner brings, or others' oil and food stand in for."""
    bought, favoured = world.trade + world.blank(), {slot for slot, _, _ in commerce(world.cast)}
    for slot, k, i in world.cast.slots.of[Action.SEND_AID]:
        if slot not in favoured:
            bought[i] += p.trade_substitution * world.memory[slot] * world.aid_budget[k]
    usual = np.broadcast_to(world.usual_trade, bought.shape)
    return np.minimum(share(bought, usual) + whether(usual <= 0.0), 1.0)


@derived("accords", 0, 400, "R4")
def accords_in_force(world: World, p: Numbers) -> ActorRun:
    """Accords in force with anyone."""
    result = world.blank()
    for i, j in world.cast.pairs.linked.row_of:
        result[i] += world.accords[i, j]
    return result


@derived("share", 0, 1, "T2")
def seat_in_monitoring(world: World, p: Numbers) -> ActorRun:
    """How far an actor that sanctions sits with others that do in watching the sanctions, through its accords."""
    senders = [i for i, targets in enumerate(world.cast.relations["targets"]) if targets]
    together = world.blank()
    for i in senders:
        for j in (other for other in senders if (i, other) in world.cast.pairs.linked.row_of):
            together[i] += world.accords[i, j]
    return together / (together + p.accords_for_a_seat)


def monitoring(world: World, p: Numbers) -> Run:
    """Share of the sanctioning economies that watch together: the strength of a monitoring coalition, 0 to 1."""
    senders = [i for i, targets in enumerate(world.cast.relations["targets"]) if targets]
    whole = sum(float(world.economy[i, 0]) for i in senders)
    seats = seat_in_monitoring(world, p)
    return total((world.economy[i] / max(whole, 1.0) * seats[i] for i in senders), world.front)


DERIVED: dict[str, DerivedVariable] = {
    view.quantity.name: view
    for view in (
        encirclement,
        at_war,
        foreign_troops,
        manpower_shortfall,
        hampered,
        manpower_left,
        recruits,
        enemy_support,
        rivals_armed,
        arms_trade_of_targets,
        partner_tie,
        neighbours_supply,
        first_partner_distance,
        sanctioned_share,
        government,
        aid_held_up,
        trouble_at_home,
        inputs_at_hand,
        accords_in_force,
        seat_in_monitoring,
        talks_across,
        rivals_in_season,
    )
}
"""Every derived quantity, by name; a new one takes its place here."""
