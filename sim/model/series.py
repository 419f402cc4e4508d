"""What is followed through a run: a few dozen numbers a turn, each a cited function of the world and its orders."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from sim.base.arrays import Array, total
from sim.base.quantities import Quantity
from sim.inputs.actions import Action
from sim.inputs.parameters import Numbers
from sim.model.actors import Cast
from sim.model.decisions import Orders
from sim.model.definitions import USE_OF_FORCE
from sim.model.derived import guests_of
from sim.model.measures import Series, listeners, mean, series
from sim.model.mechanisms.economy import pressure
from sim.model.mechanisms.flows import given_by
from sim.model.world import World


def _by_home(world: World, values: Array) -> Array:
    result = np.zeros_like(world.conflict)
    for actor, home in enumerate(world.cast.homes):
        if home in world.cast.theatres:
            result[world.cast.theatres.index(home)] += values[actor]
    return result


def _over_disputants(world: World, per_pair: Callable[[int, int], Array]) -> Array:
    result = np.zeros_like(world.conflict)
    for i, j in world.cast.pairs.disputants.row_of:
        result[world.cast.theatre_of_pair(i, j)] += per_pair(i, j)
    return result


@series("occasions", 0, 2000, "T1", of="theatre")
def provocations(world: World, orders: Orders, p: Numbers) -> Array:
    """Missile launch occasions, border incidents and nuclear tests."""
    return _by_home(world, world.launches + world.border_incidents + world.nuclear_tests)


@series("occasions", 0, 2000, "T1", of="theatre")
def launches(world: World, orders: Orders, p: Numbers) -> Array:
    """Missile launch occasions."""
    return _by_home(world, world.launches)


@series("tests", 0, 100, "D4", of="theatre")
def nuclear_tests(world: World, orders: Orders, p: Numbers) -> Array:
    """Nuclear tests."""
    return _by_home(world, world.nuclear_tests)


@series("disputes", 0, 2000, "T1", of="theatre")
def disputes(world: World, orders: Orders, p: Numbers) -> Array:
    """Militarised disputes that began."""
    return _over_disputants(world, lambda i, j: (world.dispute_rung[i, j] > 0.0) * 1.0)


@series("disputes", 0, 2000, "T1", of="theatre")
def forceful_disputes(world: World, orders: Orders, p: Numbers) -> Array:
    """Militarised disputes that began and reached the use of force."""
    return _over_disputants(world, lambda i, j: (world.dispute_rung[i, j] >= USE_OF_FORCE) * 1.0)


@series("0 or 1", 0, 1, "T1", of="theatre")
def new_war(world: World, orders: Orders, p: Numbers) -> Array:
    """Whether a war other than the one at the start is under way."""
    return world.theatre_war


@series("probability", 0, 1, "T1", of="theatre")
def hostility(world: World, orders: Orders, p: Numbers) -> Array:
    """Mean belief among rivals that the other is aggressive."""
    sums, counts = np.zeros_like(world.conflict), np.zeros(len(world.cast.theatres))
    for i, j in world.cast.pairs.rivals.row_of:
        theatre = world.cast.theatre_of_pair(i, j)
        sums[theatre] += world.hostility[i, j]
        counts[theatre] += 1.0
    return sums / np.maximum(counts, 1.0)[:, None]


@series("Goldstein points", 0, 10_000, "P3", of="theatre")
def conflict(world: World, orders: Orders, p: Numbers) -> Array:
    """Sum of conflictual acts, toward receivers and third parties."""
    return world.conflict


@series("Goldstein points", 0, 10_000, "P3", of="theatre")
def cooperation(world: World, orders: Orders, p: Numbers) -> Array:
    """Sum of cooperative acts, toward receivers and third parties."""
    return world.cooperation


@series("index", 0, 1, "R2")
def alliance_credibility(world: World, orders: Orders, p: Numbers) -> Array:
    """Mean over alliances of the ability to fight together times the ally's reputation."""
    pairs = [(i, j) for i, others in enumerate(world.cast.relations["allies"]) for j in others]
    return mean([world.interoperability[i, j] * world.integrity[i] for i, j in pairs], world.front)


@series("index", 0, 1, "R3a")
def grouping_interoperability(world: World, orders: Orders, p: Numbers) -> Array:
    """Mean ability to fight together among fellows of groupings."""
    members = world.cast.groups.values()
    pairs = sorted({(i, j) for m in members for i in m for j in m if i < j})
    return mean([world.interoperability[i, j] for i, j in pairs], world.front)


@series("share", 0, 1, "R5a")
def outside_information(world: World, orders: Orders, p: Numbers) -> Array:
    """Share of the closed society reached from outside."""
    return mean([world.outside_information[i] for i in listeners(world.cast)], world.front)


@series("share", 0, 1, "R5c")
def disaffection(world: World, orders: Orders, p: Numbers) -> Array:
    """Share of the closed society who privately disagree."""
    return mean([world.disaffection[i] for i in listeners(world.cast)], world.front)


@series("index", 0, 1, "S6")
def regime_security(world: World, orders: Orders, p: Numbers) -> Array:
    """Security of the closed society's regime."""
    return mean([world.regime_security[i] for i in listeners(world.cast)], world.front)


@series("thousand rounds", 0, 12_000, "S2")
def rounds_delivered(world: World, orders: Orders, p: Numbers) -> Array:
    """Rounds that reached the attackers from others."""
    return total((world.rounds_received[i] for i in world.cast.attackers), world.front)


@series("thousand rounds", 0, 12_000, "D2")
def rounds_fired_by_attackers(world: World, orders: Orders, p: Numbers) -> Array:
    """Rounds the attackers fired."""
    return total((world.rounds_fired[i] for i in world.cast.attackers), world.front)


@series("thousand rounds", 0, 12_000, "R1")
def rounds_for_defenders(world: World, orders: Orders, p: Numbers) -> Array:
    """Rounds that reached the defenders from others."""
    return total((world.rounds_received[i] for i in world.cast.defenders), world.front)


@series("thousand rounds", 0, 12_000, "R1")
def rounds_from_front_line(world: World, orders: Orders, p: Numbers) -> Array:
    """Rounds shipped to a war by those who face the client across a contested border."""
    lines = [i for i, near in enumerate(world.cast.relations["neighbours"]) if near]
    lines = [i for i in lines if not world.cast.relations["partners"][i]]
    return total((world.rounds_shipped[i] for i in lines), world.front)


@series("share", 0, 1, "D2")
def attackers_shortfall(world: World, orders: Orders, p: Numbers) -> Array:
    """Share of the attackers' need of rounds that own output and stores leave uncovered."""
    return mean([world.munitions_shortfall[i] for i in world.cast.attackers], world.front)


@series("thousand men", 0, 3000, "P2")
def guest_troops(world: World, orders: Orders, p: Numbers) -> Array:
    """Outsiders' men at the front on the attackers' side."""
    return total((world.troops_deployed[i] for i in guests_of(world, attackers=True)), world.front)


@series("share", 0, 1, "R1")
def territory(world: World, orders: Orders, p: Numbers) -> Array:
    """Share of contested territory that the attackers hold."""
    return world.front


@series("0 or 1", 0, 1, "R1")
def ceasefire(world: World, orders: Orders, p: Numbers) -> Array:
    """Whether the war is frozen."""
    return world.ceasefire


@series("index", 0, 1, "R1")
def weariness_of_defenders(world: World, orders: Orders, p: Numbers) -> Array:
    """Mean war weariness of the defenders."""
    return mean([world.weariness[i] for i in world.cast.defenders], world.front)


@series("index", 0, 1, "R1")
def weariness_of_attackers(world: World, orders: Orders, p: Numbers) -> Array:
    """Mean war weariness of the attackers."""
    return mean([world.weariness[i] for i in world.cast.attackers], world.front)


@series("index", 0, 1, "P2")
def partnership_tie(world: World, orders: Orders, p: Numbers) -> Array:
    """Depth of the tie between client and patron."""
    return mean([world.tie[i, j] for i, j in world.cast.pairs.partners.row_of], world.front)


@series("index", 0, 1, "S3")
def partnership_dependence(world: World, orders: Orders, p: Numbers) -> Array:
    """How much client and patron need each other: the mean of both."""
    return mean([world.dependence[i, j] for i, j in world.cast.pairs.partners.row_of], world.front)


@series("USD bn", -50, 50, "S1")
def owed_to_client(world: World, orders: Orders, p: Numbers) -> Array:
    """What patrons at war owe their partners: value received less value returned."""
    pairs = [(i, j) for i, j in world.cast.pairs.partners.row_of if i in world.cast.attackers]
    return total((world.owed[i, j] for i, j in pairs), world.front)


@series("0 or 1", 0, 1, "P2")
def partnership_treaty(world: World, orders: Orders, p: Numbers) -> Array:
    """Share of partnerships bound by a defence treaty."""
    return mean([world.treaty[i, j] for i, j in world.cast.pairs.partners.row_of], world.front)


@series("index", 0, 1, "D4")
def weapons_programme(world: World, orders: Orders, p: Numbers) -> Array:
    """Maturity of the most advanced weapons programme under way."""
    result = np.zeros_like(world.front)
    for row in world.weapons_programme:
        np.maximum(result, row, out=result)
    return result


@series("thousand rounds", 0, 12_000, "T2")
def embargoed_rounds(world: World, orders: Orders, p: Numbers) -> Array:
    """Rounds that partners shipped to each other against the embargo."""
    partners = sorted({i for i, _ in world.cast.pairs.partners.row_of})
    return total((world.rounds_shipped[i] for i in partners), world.front)


@series("transfers", 0, 100, "T2")
def technology_transfers(world: World, orders: Orders, p: Numbers) -> Array:
    """Transfers of military technology between partners."""
    return total(given_by(world, orders, Action.TRANSFER_TECHNOLOGY), world.front)


@series("index", 0, 1, "D3")
def institutions(world: World, orders: Orders, p: Numbers) -> Array:
    """Integrity of the sanctions and non-proliferation regime."""
    return world.institutions


@series("index", 0, 1, "C2")
def hedger_distance(world: World, orders: Orders, p: Numbers) -> Array:
    """How far the hedger stands from those it shelters: 1 less its mean tie to them."""
    pairs = [(i, j) for i in world.cast.holding("hedger") for j in world.cast.relations["clients"][i]]
    return 1.0 - mean([world.tie[i, j] for i, j in pairs], world.front)


@series("share", 0, 1, "S4")
def pressure_on_partners(world: World, orders: Orders, p: Numbers) -> Array:
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
def outlay(world: World, orders: Orders, p: Numbers) -> Array:
    """What the coalition's orders and aid of the month cost."""
    spent = np.zeros_like(world.front)
    members = coalition(world.cast)
    for action, row in world.cast.actions.items():
        given = given_by(world, orders, action)
        for i in members:
            spent += row.cost * given[i]
    return spent + total((world.aid_given[i] for i in members), world.front)


SERIES: dict[str, Series] = {
    entry.quantity.name: entry
    for entry in (
        provocations,
        launches,
        nuclear_tests,
        disputes,
        forceful_disputes,
        new_war,
        hostility,
        conflict,
        cooperation,
        alliance_credibility,
        grouping_interoperability,
        outside_information,
        disaffection,
        regime_security,
        rounds_delivered,
        rounds_fired_by_attackers,
        rounds_for_defenders,
        rounds_from_front_line,
        attackers_shortfall,
        guest_troops,
        territory,
        ceasefire,
        weariness_of_defenders,
        weariness_of_attackers,
        partnership_tie,
        partnership_dependence,
        owed_to_client,
        partnership_treaty,
        weapons_programme,
        embargoed_rounds,
        technology_transfers,
        institutions,
        hedger_distance,
        pressure_on_partners,
        outlay,
    )
}
"""Every series, by name; a new one takes its place here."""


def recorded_series(cast: Cast) -> dict[str, Quantity]:
    """Columns of a run's series: those by theatre once for each, as name_theatre."""
    columns: dict[str, Quantity] = {}
    for name, entry in SERIES.items():
        if entry.quantity.of == "theatre":
            for theatre in cast.theatres:
                columns[f"{name}_{theatre}"] = replace(entry.quantity, name=f"{name}_{theatre}")
        else:
            columns[name] = entry.quantity
    return columns
