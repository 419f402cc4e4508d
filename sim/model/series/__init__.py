"""What is followed through a run: a few dozen numbers a turn, each a cited function of the world and its orders."""

from __future__ import annotations

from dataclasses import replace

from sim.base.quantities import Quantity
from sim.model.actors import Cast
from sim.model.measures import Series
from sim.model.series import order, theatres, war

SERIES: dict[str, Series] = {
    entry.quantity.name: entry
    for entry in (
        theatres.provocations,
        theatres.launches,
        theatres.nuclear_tests,
        theatres.disputes,
        theatres.forceful_disputes,
        theatres.new_war,
        theatres.hostility,
        theatres.conflict,
        theatres.cooperation,
        order.alliance_credibility,
        order.grouping_interoperability,
        order.outside_information,
        order.disaffection,
        order.regime_security,
        war.rounds_delivered,
        war.rounds_fired_by_attackers,
        war.rounds_for_defenders,
        war.rounds_from_front_line,
        war.attackers_shortfall,
        war.guest_troops,
        war.territory,
        war.ceasefire,
        war.attackers_losses,
        war.defenders_losses,
        war.taken_by_attackers,
        war.held_by_defenders,
        war.settled,
        war.frozen,
        war.weariness_of_defenders,
        war.weariness_of_attackers,
        order.partnership_tie,
        order.partnership_dependence,
        order.owed_to_client,
        order.partnership_treaty,
        order.weapons_programme,
        order.embargoed_rounds,
        order.technology_transfers,
        order.institutions,
        order.trade_with_first_partner,
        order.accords_of_coalition,
        order.hedger_distance,
        order.pressure_on_partners,
        order.outlay,
        order.promised_outlay,
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
