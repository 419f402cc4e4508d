"""What is followed of alliances, the partnership, the closed society and the order as a whole."""

from __future__ import annotations

import numpy as np

from sim.base.arrays import Run, total
from sim.inputs.actions import Action
from sim.inputs.parameters import Numbers
from sim.model.actors import Cast
from sim.model.decisions import Orders
from sim.model.derived import commerce
from sim.model.measures import listeners, mean, series
from sim.model.mechanisms.economy import pressure
from sim.model.mechanisms.flows import given_by
from sim.model.world import World


@series("index", 0, 1, "R2")
def alliance_credibility(world: World, orders: Orders, p: Numbers) -> Run:
    """Mean over alliances of the ability to fight together times the ally's reputation."""
    pairs = [(i, j) for i, others in enumerate(world.cast.relations["allies"]) for j in others]
    return mean([world.interoperability[i, j] * world.integrity[i] for i, j in pairs], world.front)


@series("index", 0, 1, "R3a")
def grouping_interoperability(world: World, orders: Orders, p: Numbers) -> Run:
    """Mean ability to fight together among fellows of groupings."""
    members = world.cast.groups.values()
    pairs = sorted({(i, j) for m in members for i in m for j in m if i < j})
    return mean([world.interoperability[i, j] for i, j in pairs], world.front)


@series("share", 0, 1, "R5a")
def outside_information(world: World, orders: Orders, p: Numbers) -> Run:
    """Share of the closed society reached from outside."""
    return mean([world.outside_information[i] for i in listeners(world.cast)], world.front)


@series("share", 0, 1, "R5c")
def disaffection(world: World, orders: Orders, p: Numbers) -> Run:
    """Share of the closed society who privately disagree."""
    return mean([world.disaffection[i] for i in listeners(world.cast)], world.front)


@series("index", 0, 1, "S6")
def regime_security(world: World, orders: Orders, p: Numbers) -> Run:
    """Security of the closed society's regime."""
    return mean([world.regime_security[i] for i in listeners(world.cast)], world.front)


@series("index", 0, 1, "P2")
def partnership_tie(world: World, orders: Orders, p: Numbers) -> Run:
    """Depth of the tie between client and patron."""
    return mean([world.tie[i, j] for i, j in world.cast.pairs.partners.row_of], world.front)


@series("index", 0, 1, "S3")
def partnership_dependence(world: World, orders: Orders, p: Numbers) -> Run:
    """How much client and patron need each other: the mean of both."""
    return mean([world.dependence[i, j] for i, j in world.cast.pairs.partners.row_of], world.front)


@series("USD bn", -50, 50, "S1")
def owed_to_client(world: World, orders: Orders, p: Numbers) -> Run:
    """What patrons at war owe their partners: value received less value returned."""
    pairs = [(i, j) for i, j in world.cast.pairs.partners.row_of if i in world.cast.attackers]
    return total((world.owed[i, j] for i, j in pairs), world.front)


@series("0 or 1", 0, 1, "P2")
def partnership_treaty(world: World, orders: Orders, p: Numbers) -> Run:
    """Share of partnerships bound by a defence treaty."""
    return mean([world.treaty[i, j] for i, j in world.cast.pairs.partners.row_of], world.front)


@series("index", 0, 1, "D4")
def weapons_programme(world: World, orders: Orders, p: Numbers) -> Run:
    """Maturity of the most advanced weapons programme under way."""
    result = np.zeros_like(world.front)
    for row in world.weapons_programme:
        np.maximum(result, row, out=result)
    return result


@series("thousand rounds", 0, 12_000, "T2")
def embargoed_rounds(world: World, orders: Orders, p: Numbers) -> Run:
    """Rounds that partners shipped to each other against the embargo."""
    partners = sorted({i for i, _ in world.cast.pairs.partners.row_of})
    return total((world.rounds_shipped[i] for i in partners), world.front)


@series("transfers", 0, 100, "T2")
def technology_transfers(world: World, orders: Orders, p: Numbers) -> Run:
    """Transfers of military technology between partners."""
    return total(given_by(world, orders, Action.TRANSFER_TECHNOLOGY), world.front)


@series("index", 0, 1, "D3")
def institutions(world: World, orders: Orders, p: Numbers) -> Run:
    """Integrity of the sanctions and non-proliferation regime."""
    return world.institutions


@series("index", 0, 1, "C2")
def hedger_distance(world: World, orders: Orders, p: Numbers) -> Run:
    """How far the hedger stands from those it shelters: 1 less its mean tie to them."""
    pairs = [(i, j) for i in world.cast.holding("hedger") for j in world.cast.relations["clients"][i]]
    return 1.0 - mean([world.tie[i, j] for i, j in pairs], world.front)


@series("USD bn", 0, 50, "C1")
def trade_with_first_partner(world: World, orders: Orders, p: Numbers) -> Run:
    """Trade with the first commercial partner: the mean over those who live by one that is no partner in arms."""
    return mean([world.trade[i] for i in sorted({i for _, _, i in commerce(world.cast)})], world.front)


@series("accords", 0, 2_000, "R4")
def accords_of_coalition(world: World, orders: Orders, p: Numbers) -> Run:
    """Accords in force among the recommending side, beyond those that stood at the start."""
    members = coalition(world.cast)
    pairs = [(i, j) for i, j in world.cast.pairs.linked.row_of if i < j and i in members and j in members]
    return total((world.accords[i, j] for i, j in pairs), world.front)


@series("share", 0, 1, "S4")
def pressure_on_partners(world: World, orders: Orders, p: Numbers) -> Run:
    """Mean pressure of sanctions on client and patron after evasion."""
    felt = pressure(world, p)
    partners = sorted({i for i, _ in world.cast.pairs.partners.row_of})
    return mean([felt[i] for i in partners], world.front)


def coalition(cast: Cast) -> list[int]:
    """Those on the recommending side: they defend, support the defender, broadcast, or court one another."""
    kinds = ("beneficiaries", "listeners", "courted")
    named = {i for kind in kinds for i, others in enumerate(cast.relations[kind]) if others}
    return sorted(named - set(cast.attackers))


@series("USD bn", 0, 10_000, "E2")
def promised_outlay(world: World, orders: Orders, p: Numbers) -> Run:
    """What it costs to keep the promises of the month: the amounts kept at their unit costs."""
    return total((one.cost(p, orders.promised) for one in world.cast.slots.promised), world.front)


@series("USD bn", 0, 10_000, "E2")
def outlay(world: World, orders: Orders, p: Numbers) -> Run:
    """What the coalition's orders and aid of the month cost."""
    spent = np.zeros_like(world.front)
    members = coalition(world.cast)
    for action, row in world.cast.actions.items():
        given = given_by(world, orders, action)
        for i in members:
            spent += row.cost * given[i]
    return spent + total((world.aid_given[i] for i in members), world.front)
