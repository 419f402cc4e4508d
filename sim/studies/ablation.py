"""The ablation: what brings a fact about is found by switching mechanisms, reasons and rules off, one at a time.

Every switch is played on common random numbers as the histories with everything on, so that differences are paired.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import Any

import numpy as np
import pandas as pd

from sim.base.arrays import Array, whether
from sim.base.draws import Draws
from sim.base.recorder import TEXT, column
from sim.engine.interventions import Case, Intervention
from sim.evidence.facts import FACTS
from sim.evidence.record import record
from sim.inputs.actions import Action
from sim.inputs.parameters import Parameters
from sim.lab.designs import Arm
from sim.lab.played import Played
from sim.lab.playing import Task, perform, prepare
from sim.lab.spared import together
from sim.lab.statistics import adjusted_wald
from sim.lab.study import Analysis, Results
from sim.model.measures import Trajectory, average, sum_over_turns
from sim.model.mechanisms import MECHANISMS
from sim.model.world import VARIABLES
from sim.scenarios.scenario import Scenario

BLOCK = 250
"""Histories of the months on record that are played together; it never changes a result."""


@dataclass(frozen=True)
class Pattern:
    """A fact as a yes or no of each history, and the least and largest share of histories in which it may hold."""

    name: str
    meaning: str
    least: float
    most: float


PATTERNS = (
    Pattern("nuclear_test", "a nuclear device is tested", 0.0, 0.15),
    Pattern("lethal_aid", "the front-line ally ships rounds to the defender", 0.0, 0.1),
    Pattern("testing_falls", "fewer launches a month in turns 28 to 34 than in turns 0 to 17", 0.5, 1.0),
    Pattern("testing_halves", "less than half as many", 0.5, 1.0),
    Pattern("tie_deepens", "the partnership's tie is deeper in turns 28 to 34 than in turns 0 to 17", 0.5, 1.0),
    Pattern("hedger_joins", "the hedger takes a step toward an accord with the client", 0.0, 0.15),
    Pattern("hedger_shields", "the hedger shields the client at least once", 0.5, 1.0),
    Pattern("onset_in_time", "the sustained flow begins in turns 14 to 22", 0.5, 1.0),
    Pattern("treaty_before_troops", "the treaty is there when troops go; also without troops", 0.9, 1.0),
    Pattern("troops_come", "troops go by the end of the record", 0.5, 1.0),
)
"""What is looked at; bounds from the evidence tables where they have them, else judged."""


def patterns(past: Trajectory) -> dict[str, Array]:
    """Every pattern as a yes or no of each history, shape (run,)."""
    hedgers, client = past.cast.holding("hedger"), past.cast.holding("client")
    tie = past.of("partner_tie", client)
    ratio, onset = FACTS["testing_falls"].measure(past), FACTS["munitions_onset"].measure(past)
    joins, shields = (sum_over_turns(past.orders(act, hedgers, client)) for act in (Action.PARTNER, Action.SHIELD))
    return {
        "nuclear_test": FACTS["nuclear_test"].measure(past),
        "lethal_aid": FACTS["front_line_no_lethal_aid"].measure(past),
        "testing_falls": whether(ratio < 1.0),
        "testing_halves": whether(ratio < 0.5),
        "tie_deepens": whether(average(tie[28:35]) > average(tie[:18])),
        "hedger_joins": whether(joins > 0.0, joins),
        "hedger_shields": whether(shields > 0.0, shields),
        "onset_in_time": whether((onset >= 14.0) & (onset <= 22.0)),
        "treaty_before_troops": FACTS["treaty_before_troops"].measure(past),
        "troops_come": whether(sum_over_turns(past.of("troops_sent", client)) > 0.0),
    }


REASONS = (
    "red_line",
    "nuclear_readiness",
    "isolation_to_provocation",
    "reward_for_calm",
    "programme_drive",
    "exercise_to_provocation",
    "talks_restrain",
    "technology_feared",
    "foreign_troops_alarm",
    "hawkish_pull",
    "empty_depots",
    "side_taking_cost",
    "encirclement_pull",
    "dialogue_pulls_away",
    "test_anger",
    "first_partner_frown",
    "need_of_aid",
    "shell_hunger",
    "depth_of_tie",
    "standing_supply",
    "sanctions_exposure",
    "closed_border",
    "isolation_pull",
    "shell_courtship",
    "manpower_hunger",
    "invaded_soil",
    "arms_before_men",
)
"""Weights of reasons that are set to 0, by parameter; a weight may stand in the reasons of several policies."""

BASE_RATES = (
    ("client_tests_device", "client_tests_missiles"),
    ("ally_arms_defender", "guarantor_arms_defender"),
    ("hedger_joins", "backer_joins"),
    ("client_sends_troops", "client_supplies"),
)
"""Base rates, and the more willing ones that take their place."""

POLICIES = (("hedger", "balancer"), ("hedger", "backer"))
"""Roles, and those whose policy takes their place."""

CONDITIONS = ("treaty_in_force", "stock_above_reserve")
"""Conditions of legality that are waived."""

SHOCKS = ("border_closed", "aid_blocked", "hawkish_government", "politics_open", "incursion", "exercise_season")
"""Variables of the calendar whose dated shocks are left out."""


def switches(scenario: Scenario, parameters: Parameters) -> tuple[Arm, ...]:
    """Everything that is switched off or put in another's place, one arm each, beginning with nothing at all."""
    declared = parameters.declared
    return (
        _switch("none", "nothing", "everything is on"),
        *(_switch("mechanism", m.name, m.meaning, without=(m.name,)) for m in MECHANISMS),
        *(_switch("reason", n, declared[n].meaning, ablated={n: 0.0}) for n in REASONS),
        *(
            _switch("base rate", f"{own} as {other}", declared[own].meaning, ablated={own: parameters[other]})
            for own, other in BASE_RATES
        ),
        *(_switch("legality", n, "condition of an order", waived=(n,)) for n in CONDITIONS),
        *(_switch("shock", n, VARIABLES[n].meaning, calm=(n,)) for n in SHOCKS),
        *(
            _switch("policy", f"{a} as {b}", "policy of the role", policies=_played_as(scenario, a, b))
            for a, b in POLICIES
        ),
    )


def _switch(kind: str, name: str, meaning: str, **differs: Any) -> Arm:
    factors = {"kind": kind, "switched": name, "meaning": meaning}
    return Arm(f"{kind} {name}", factors, Intervention(**differs))


def _played_as(scenario: Scenario, position: str, role: str) -> dict[str, str]:
    return {scenario.cast.names[i]: role for i in scenario.cast.holding(position)}


COLUMNS = (
    column(
        "kind", "what is switched: `none`, `mechanism`, `reason`, `base rate`, `legality`, `shock` or `policy`", TEXT
    ),
    column("switched", "mechanism or weight that is off, or what stands in its place", TEXT),
    column("meaning", "what it does with everything on", TEXT),
    column("pattern", "pattern of the record that is looked at", TEXT),
    column("what_happens", "what the share counts", TEXT),
    column("least", "least share at which the pattern counts as held", "share", 0, 1),
    column("most", "largest share at which the pattern counts as held", "share", 0, 1),
    column("share_on", "share of histories with everything on", "share", 0, 1),
    column("share_switched", "share of histories with this switched", "share", 0, 1),
    column("difference", "paired difference: switched less everything on", "share", -1, 1),
    column("low", "lower bound of its 95 % interval; empty where nothing is switched", "share"),
    column("high", "upper bound of its 95 % interval; empty where nothing is switched", "share"),
    column("verdict", "`held` by both; `lost`, `gained` by switching; `missed` by both", TEXT),
    column("histories", "histories compared", "histories", 1),
)
"""What the columns of `ablation.csv` mean."""


def patterns_of(case: Case, draws: Draws, turns: int) -> Mapping[str, Array]:
    """Every pattern of the histories of a case."""
    return patterns(record(case, draws, turns))


def ablation(results: Results) -> Iterator[pd.DataFrame]:
    """Every pattern under every switch, in as many histories as the study says; these begin at once.

    One row each, columns as in `COLUMNS`.
    """
    assert results.closing is not None
    plan, runs = results.plan, int(results.study.facts["ablation_runs"])
    drawn = results.scenario.parameters.with_values(plan.drawn(np.arange(plan.replicates)))
    arms = switches(results.scenario, drawn) if runs else ()
    turned = replace(plan, arms=arms, replicates=runs, read=patterns_of)
    prepare(turned, results.scenario)
    tasks = [
        partial(perform, Task(turned, arm * runs + first, arm * runs + min(first + BLOCK, runs)))
        for arm in range(len(arms))
        for first in range(0, runs, BLOCK)
    ]
    return _rows(arms, runs, results.closing.beside(tasks, "ablation"))


def _rows(arms: Sequence[Arm], runs: int, played: Iterator[Played]) -> Iterator[pd.DataFrame]:
    measured = []
    for _ in arms:
        parts = list(islice(played, -(-runs // BLOCK)))
        found = together(parts).arrays
        measured.append({p.name: found.get(p.name, np.full(runs, np.nan)) for p in PATTERNS})
    rows = [
        row_of(arm, p, measured[arm.baseline][p.name], own[p.name])
        for arm, own in zip(arms, measured, strict=True)
        for p in PATTERNS
    ]
    yield pd.DataFrame(rows, columns=[quantity.name for quantity in COLUMNS])


OF_ABLATION = Analysis("ablation.csv", lambda results: COLUMNS, ablation)


def row_of(arm: Arm, pattern: Pattern, before: Array, after: Array) -> dict[str, object]:
    """The row of one pattern under one switch: its yes or no in each history with everything on, and with this off."""
    row: dict[str, object] = {
        **arm.factors,
        "pattern": pattern.name,
        "what_happens": pattern.meaning,
        "least": pattern.least,
        "most": pattern.most,
    }
    ran = np.isfinite(before) & np.isfinite(after)
    if not ran.any():
        return row | {"verdict": "missed", "histories": 0}
    before, after = before[ran], after[ran]
    row |= {"share_on": before.mean(), "share_switched": after.mean(), "difference": (after - before).mean()}
    if arm.factors["kind"] != "none":
        low, high = adjusted_wald((after - before)[None, :]).interval()
        row |= {"low": float(low[0]), "high": float(high[0])}
    return row | {"verdict": _verdict(pattern, before.mean(), after.mean()), "histories": len(before)}


def _verdict(pattern: Pattern, before: float, after: float) -> str:
    held, holds = (pattern.least <= share <= pattern.most for share in (before, after))
    return {(True, True): "held", (True, False): "lost", (False, True): "gained"}.get((held, holds), "missed")
