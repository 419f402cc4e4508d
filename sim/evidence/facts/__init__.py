"""Stylised facts: patterns of the record, each an outcome of its months; what a name in the evidence is measured by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sim.base.errors import known_or_bad
from sim.evidence.facts import conduct, partnership
from sim.evidence.facts.fact import RECORD, Fact
from sim.model.actors import Cast
from sim.model.outcomes import outcomes_of

__all__ = ["FACTS", "NOT_MODELLED", "Fact", "judged", "measured_by"]

FACTS: Mapping[str, Fact] = {
    one.name: one
    for one in (
        partnership.ladder_order,
        partnership.treaty_before_troops,
        partnership.troops_before_munitions,
        partnership.munitions_onset,
        partnership.troops_lag,
        partnership.no_early_flow,
        partnership.contacts_early,
        partnership.contacts_late,
        partnership.containers_end_2024,
        partnership.shells_end_2024,
        partnership.shells_monthly,
        partnership.shell_share_early,
        partnership.shell_share_late,
        partnership.troops_first_turn,
        partnership.troops_peak,
        partnership.oil_ratio,
        partnership.technology_not_early,
        partnership.growth_2022,
        partnership.growth_2023_2024,
        *conduct.launches,
        conduct.provocation_overdispersion,
        conduct.testing_falls,
        conduct.nuclear_test,
        conduct.hedger_trade_change_2024,
        conduct.hedger_no_summit,
        conduct.answer_in_kind,
        conduct.front_line_no_lethal_aid,
        *conduct.aid_guarantor,
        *conduct.aid_distant,
        conduct.aid_independent_months,
        *conduct.trilaterals,
        conduct.exercise_season,
        conduct.sanctions_follow_shipments,
        conduct.sanctions_do_not_stop,
        conduct.minilateral_interval,
        conduct.minilateral_before_troops,
        conduct.dispute_rate,
        conduct.dispute_state_dependence,
    )
}
"""Every fact that the model can show, by the name it has in the evidence; a new one takes its place here."""

NOT_MODELLED: Mapping[str, str] = {
    "missiles_fired": "the model ships rounds; it does not tell missiles apart from shells",
    "oil_2024": "the patron's aid is one sum in USD; fuel is not told apart from food and money",
    "hedger_trade_2022": "the model follows whether the hedger supports the client's economy, not its trade in USD",
    "hedger_trade_2023": "the model follows whether the hedger supports the client's economy, not its trade in USD",
    "un_voting_converges": "ideal points in the General Assembly are fixed traits of an actor",
}
"""Facts of the evidence tables that the model cannot show, and why."""


def measured_by(name: str, cast: Cast, where: str = "configs/evidence/facts.csv") -> Fact:
    """What a name is measured by: the fact, else the outcome over the months on record; raise `BadInput` for others."""
    if name in FACTS:
        return FACTS[name]
    outcomes = {one.name: one for one in outcomes_of(cast)}
    known_or_bad(name, (*FACTS, *outcomes), where, "name", "a fact or an outcome")
    one = outcomes[name]
    return Fact(one.quantity, one.theatre, one.measure, one.headline, one.binary, window=RECORD, share=one.binary)


def judged(names: Iterable[str], cast: Cast) -> tuple[Fact, ...]:
    """What is measured of so many names of the evidence, those aside that are not modelled."""
    return tuple(measured_by(name, cast) for name in names if name not in NOT_MODELLED)
