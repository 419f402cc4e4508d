"""What is measured of a run, by theatre: averages over a window, peaks, first passages, never the last turn."""

from __future__ import annotations

from functools import lru_cache

from sim.model.actors import Cast
from sim.model.measures import Declared, Outcome, in_theatres
from sim.model.outcomes import order, theatres, war

OUTCOMES: tuple[Declared, ...] = (
    theatres.provocations_a_year,
    theatres.disputes_a_year,
    theatres.share_at_force,
    theatres.war_by_the_end,
    theatres.months_above_rung_4,
    theatres.peak_hostility,
    theatres.conflict_a_month,
    theatres.cooperation_a_month,
    war.rounds_delivered_a_year,
    war.share_of_fire_supplied,
    war.guest_troops_mean,
    war.territory_mean,
    war.weariness_mean,
    war.months_of_fighting,
    war.attackers_losses_a_year,
    war.defenders_losses_a_year,
    war.attackers_conquer,
    war.defenders_restore,
    war.war_is_settled,
    war.months_frozen,
    war.rounds_for_defenders_a_year,
    war.front_line_arms_defender,
    order.alliance_credibility_mean,
    order.outside_information_mean,
    order.disaffection_mean,
    order.disaffection_peak,
    order.regime_security_mean,
    order.partnership_tie_mean,
    order.partnership_dependence_mean,
    order.owed_to_client_mean,
    order.months_to_guest_troops,
    order.weapons_programme_mean,
    order.nuclear_test_by_the_end,
    order.embargoed_rounds_a_year,
    order.technology_transfers_a_year,
    order.institutions_mean,
    order.trade_with_first_partner_a_year,
    order.accords_of_coalition_mean,
    order.hedger_distance_mean,
    order.outlay_a_year,
    order.stability_index,
)
"""Every outcome; a new one takes its place here."""


@lru_cache(maxsize=16)
def outcomes_of(cast: Cast) -> tuple[Outcome, ...]:
    """The outcomes of a cast: those of each theatre once for each, those of the war in its theatre."""
    return in_theatres(OUTCOMES, cast)
